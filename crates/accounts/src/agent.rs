//! What somebody signs in with, in words they know it by: read from `User-Agent`, which anybody may write as they like.
//! Nothing is decided by it but whether its owner is told.

/// Characters of a program's own name that are kept.
const NAME: usize = 40;

/// By what a program is told, in the order in which it is looked for: most call themselves by the names of others, too.
const PROGRAMS: [(&str, &str); 16] = [
    ("MicroMessenger/", "WeChat"),
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("OPR/", "Opera"),
    ("OPiOS/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("HuaweiBrowser/", "Huawei Browser"),
    ("QQBrowser/", "QQ Browser"),
    ("UCBrowser/", "UC Browser"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// By what a system is told, likewise: an iPhone is "like Mac OS X", Android is a Linux.
const SYSTEMS: [(&str, &str); 9] = [
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "macOS"),
    ("FreeBSD", "FreeBSD"),
    ("Linux", "Linux"),
];

fn first_in(agent: &str, table: &[(&str, &'static str)]) -> Option<&'static str> {
    let found = table.iter().find(|(mark, _)| agent.contains(mark));
    found.map(|(_, name)| *name)
}

/// The program: a browser by its name, anything else by what it calls itself before the first `/`.
pub(crate) fn program(agent: &str) -> Option<String> {
    if let Some(known) = first_in(agent, &PROGRAMS) {
        return Some(known.to_owned());
    }
    let name = agent.split(['/', ' ']).next().unwrap_or_default();
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
        && name != "Mozilla";
    is_name.then(|| name.chars().take(NAME).collect())
}

/// The system the program runs on.
pub(crate) fn system(agent: &str) -> Option<&'static str> {
    first_in(agent, &SYSTEMS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_and_its_system_are_known_by_their_names() {
        for (agent, is, on) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0",
                "Firefox",
                "Windows",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
                "Safari",
                "macOS",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36 Edg/128.0.0.0",
                "Edge",
                "Windows",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36",
                "Chrome",
                "Linux",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/128.0 Mobile/15E148 Safari/604.1",
                "Chrome",
                "iOS",
            ),
            (
                "Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36",
                "Samsung Internet",
                "Android",
            ),
            (
                "Mozilla/5.0 (Linux; Android 13; V2148A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0.50",
                "WeChat",
                "Android",
            ),
        ] {
            assert_eq!(
                (program(agent).as_deref(), system(agent)),
                (Some(is), Some(on)),
                "{agent}"
            );
        }
    }

    #[test]
    fn another_program_is_called_what_it_calls_itself_if_that_is_a_name() {
        assert_eq!(program("curl/8.9.1").as_deref(), Some("curl"));
        assert_eq!(
            program("python-requests/2.32").as_deref(),
            Some("python-requests")
        );
        for nothing in ["", "Mozilla/5.0", "<b>x</b>/1", "../../etc", "汉字/1"] {
            assert_eq!(program(nothing), None, "{nothing}");
        }
        assert_eq!(program(&"x".repeat(100)).unwrap().len(), 40);
        assert_eq!(system("curl/8.9.1"), None);
    }
}
