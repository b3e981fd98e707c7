//! The readable part of a campaign's address.

use kernel::CampaignId;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Longest slug made from a title.
const MAX: usize = 60;

/// Lower-case words of a title joined by `-`; empty if the title has no Latin letter or digit.
pub fn slugify(title: &str) -> String {
    let plain = title
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase);
    let mut slug = String::new();
    for c in plain {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') && c != '\'' && c != '\u{2019}' {
            slug.push('-');
        }
    }
    if slug.len() > MAX {
        let end = slug[..=MAX].rfind('-').unwrap_or(MAX);
        slug.truncate(end);
    }
    slug.trim_end_matches('-').to_owned()
}

/// The slugs to try for a campaign, best first; the last ones end in its id and so are its own.
pub(crate) fn candidates(title: &str, fallback: &str, id: CampaignId) -> Vec<String> {
    let base = slugify(title);
    let text = id.to_string();
    let tail = |n: usize| text[text.len() - n..].to_owned();
    let word = if base.is_empty() {
        slugify(fallback)
    } else {
        base.clone()
    };
    let mut slugs: Vec<_> = [5, 10, 26]
        .into_iter()
        .map(|n| format!("{word}-{}", tail(n)))
        .collect();
    if !base.is_empty() {
        slugs.insert(0, base);
    }
    slugs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    #[rstest::rstest]
    #[case("Solid-State Battery: 500 Wh/kg!", "solid-state-battery-500-wh-kg")]
    #[case("Café d'été №5", "cafe-dete-no5")]
    #[case("固态电池", "")]
    #[case("Jagermeister's  —  Pump", "jagermeisters-pump")]
    fn a_slug_reads_like_its_title(#[case] title: &str, #[case] slug: &str) {
        assert_eq!(slugify(title), slug);
    }

    #[test]
    fn a_chinese_title_gets_a_slug_of_its_field_and_id() {
        let id = CampaignId::from_uuid(Uuid::from_u128(0x1234));
        let slugs = candidates("固态电池", "energy_storage", id);
        assert_eq!(slugs[0], "energy-storage-004hm");
    }

    proptest! {
        #[test]
        fn every_slug_is_safe_in_an_address(title: String, bits: u128) {
            let id = CampaignId::from_uuid(Uuid::from_u128(bits));
            for slug in candidates(&title, "other", id) {
                prop_assert!(!slug.is_empty() && slug.len() <= MAX + 27);
                prop_assert!(slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
                prop_assert!(!slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"));
            }
        }
    }
}
