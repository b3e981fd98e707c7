//! Which language a reader wants, by the `Accept-Language` header (RFC 9110, section 12.5.4).

use kernel::Locale;

/// The reader's first choice among our languages; nothing if none of ours is asked for.
/// Whoever reads any Chinese is served 简体中文.
pub fn negotiate(accept_language: &str) -> Option<Locale> {
    let mut best: Option<(Locale, f32)> = None;
    for range in accept_language.split(',').take(32) {
        let mut parts = range.split(';').map(str::trim);
        let Some(locale) = parts.next().and_then(|tag| tag.parse().ok()) else {
            continue;
        };
        let weight = parts
            .find_map(|p| p.strip_prefix("q="))
            .map_or(1.0, |q| q.parse().unwrap_or(0.0));
        if weight > best.map_or(0.0, |(_, weight)| weight) {
            best = Some((locale, weight));
        }
    }
    best.map(|(locale, _)| locale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_of_our_languages_is_taken() {
        assert_eq!(negotiate("zh-CN,zh;q=0.9,en;q=0.8"), Some(Locale::ZhHans));
        assert_eq!(negotiate("en;q=0.5, zh-Hans;q=0.9"), Some(Locale::ZhHans));
        assert_eq!(negotiate("de, en-GB;q=0.4, zh;q=0"), Some(Locale::En));
    }

    #[test]
    fn other_languages_and_noise_choose_nothing() {
        for header in ["", "de,fr;q=0.9", "*", "en;q=0", ";;;,,,", "zh;q=x"] {
            assert_eq!(negotiate(header), None, "{header}");
        }
    }
}
