//! The name of a file, as it may be shown and sent.

use unicode_normalization::UnicodeNormalization;

use crate::MediaType;

/// The longest name, in characters, its ending not counted.
const LONGEST: usize = 100;

/// A name that is fit to be shown, from one that anybody may have made up: no path, no control or direction marks, and
/// the ending of what the file is.
pub(crate) fn cleaned(sent: &str, media: MediaType) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last
        .nfc()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| {
            !c.is_control() && !is_invisible(*c) && !matches!(c, '"' | '<' | '>' | '|' | ':' | '*' | '?')
        })
        .collect();
    let stem = match kept.rsplit_once('.') {
        Some((stem, ending)) if ending.chars().count() <= 5 => stem,
        _ => kept.as_str(),
    };
    let words: Vec<_> = stem.split_whitespace().collect();
    let stem: String = words
        .join(" ")
        .trim_matches(['.', ' '])
        .chars()
        .take(LONGEST)
        .collect();
    let stem = stem.trim_end();
    let stem = if stem.is_empty() { "document" } else { stem };
    format!("{stem}.{}", media.ending())
}

/// Characters that are not seen but change how others are: direction marks, joiners, byte order marks.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffc}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_cannot_lead_anywhere_or_pretend() {
        for (sent, shown) in [
            ("passport.pdf", "passport.pdf"),
            ("../../etc/passwd", "passwd.pdf"),
            ("C:\\Users\\me\\身份证.PNG", "身份证.pdf"),
            ("invoice\u{202e}fdp.exe", "invoicefdp.pdf"),
            ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie x=1.pdf"),
            ("..", "document.pdf"),
            ("", "document.pdf"),
            (".htaccess", "htaccess.pdf"),
            ("no ending at all", "no ending at all.pdf"),
            ("a.b.c.html", "a.b.c.pdf"),
            ("x\0y.svg", "xy.pdf"),
        ] {
            assert_eq!(cleaned(sent, MediaType::Pdf), shown, "{sent:?}");
        }
        assert_eq!(
            cleaned(&"长".repeat(500), MediaType::Jpeg).chars().count(),
            LONGEST + 4
        );
    }

    proptest! {
        #[test]
        fn no_name_keeps_a_path_or_a_line_break(sent: String) {
            let name = cleaned(&sent, MediaType::Webp);
            prop_assert!(!name.contains(['/', '\\', '\r', '\n', '\0', '"']));
            prop_assert!(!name.starts_with('.'));
            prop_assert!(name.ends_with(".webp"));
        }
    }
}
