//! Words to search by: cut the same way for what is stored and for what is asked, in both
//! languages, so that both engines find the same.

use std::{collections::BTreeSet, sync::OnceLock};

use jieba_rs::Jieba;
use kernel::{Locale, LocalizedText};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::{
    campaign::{Campaign, CampaignTexts},
    standing::PatentFacts,
};

/// Longest word kept.
const WORD: usize = 40;
/// Most words of a query that are looked at.
const QUERY_WORDS: usize = 16;

/// Loading the dictionary takes a moment and some memory: once, when first needed.
fn jieba() -> &'static Jieba {
    static JIEBA: OnceLock<Jieba> = OnceLock::new();
    JIEBA.get_or_init(Jieba::new)
}

/// The words of a text, in order, as they are stored and asked for.
pub fn words(text: &str) -> Vec<String> {
    let folded: String = text
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .nfc()
        .collect();
    let mut words = Vec::new();
    for run in folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|run| !run.is_empty())
    {
        if run.is_ascii() {
            words.push(singular(run));
        } else {
            let cut = jieba().cut_for_search(run, true);
            words.extend(
                cut.into_iter()
                    .map(|token| singular(token.word.trim()))
                    .filter(|word| !word.is_empty()),
            );
        }
    }
    for word in &mut words {
        if let Some((end, _)) = word.char_indices().nth(WORD) {
            word.truncate(end);
        }
    }
    words
}

/// English plurals fold into their singular (Harman 1991, "How effective is suffixing?", the S-stemmer).
fn singular(word: &str) -> String {
    if !word.is_ascii() || word.len() < 4 || !word.ends_with('s') {
        return word.to_owned();
    }
    if let Some(stem) = word.strip_suffix("ies")
        && !stem.ends_with(['a', 'e'])
    {
        return format!("{stem}y");
    }
    if word.ends_with("es") && !word.ends_with("aes") && !word.ends_with("ees") && !word.ends_with("oes") {
        return word[..word.len() - 1].to_owned();
    }
    if word.ends_with("us") || word.ends_with("ss") {
        return word.to_owned();
    }
    word[..word.len() - 1].to_owned()
}

/// Everything a campaign is found by, each word once: its texts in both languages, the titles and
/// the numbers of its patents in the spellings people use.
pub fn search_text(campaign: &Campaign, texts: &CampaignTexts, patents: &[PatentFacts]) -> String {
    let mut found = BTreeSet::new();
    let fields: [&LocalizedText; 5] = [
        &campaign.title,
        &campaign.blurb,
        &texts.story,
        &texts.risks,
        &texts.team,
    ];
    for field in fields {
        for text in Locale::ALL.into_iter().filter_map(|locale| field.get(locale)) {
            found.extend(words(text));
        }
    }
    for patent in patents {
        for title in &patent.titles {
            found.extend(words(title));
        }
        for number in &patent.numbers {
            found.extend(number_words(number));
        }
    }
    found.into_iter().collect::<Vec<_>>().join(" ")
}

/// `CN 202010123456.7` is found by `CN202010123456.7`, `202010123456`, `CN2020101234567`, ….
fn number_words(number: &str) -> BTreeSet<String> {
    let compact: String = number.chars().filter(char::is_ascii_alphanumeric).collect();
    let bare = compact.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let spaced = format!("{} {bare}", &compact[..compact.len() - bare.len()]);
    let digits: String = bare.chars().take_while(char::is_ascii_digit).collect();
    let glued = number.replace([' ', ','], "");
    [number, &compact, &spaced, &digits, &glued, bare]
        .into_iter()
        .flat_map(words)
        .collect()
}

/// The words of a query, each once; nothing if it has none.
pub fn query_words(query: &str) -> Vec<String> {
    let short: String = query.chars().take(200).collect();
    let mut seen = BTreeSet::new();
    words(&short)
        .into_iter()
        .filter(|word| seen.insert(word.clone()))
        .take(QUERY_WORDS)
        .collect()
}

/// The query in PostgreSQL's own form: every word, quoted. Words hold letters and digits only.
pub(crate) fn tsquery(words: &[String]) -> String {
    words
        .iter()
        .map(|word| format!("'{word}'"))
        .collect::<Vec<_>>()
        .join(" & ")
}

/// The query in FTS5's own form.
pub(crate) fn fts_query(words: &[String]) -> String {
    words
        .iter()
        .map(|word| format!("\"{word}\""))
        .collect::<Vec<_>>()
        .join(" AND ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn chinese_is_cut_into_words() {
        assert_eq!(words("固态锂电池"), ["固态", "锂电", "电池", "锂电池"]);
    }

    #[rstest::rstest]
    #[case("Batteries", "battery")]
    #[case("Café boxes", "cafe boxe")]
    #[case("ﬁbre glass", "fibre glass")]
    #[case("status", "status")]
    #[case("LiFePO₄", "lifepo4")]
    fn words_are_folded(#[case] text: &str, #[case] folded: &str) {
        assert_eq!(words(text).join(" "), folded);
    }

    #[test]
    fn a_patent_is_found_by_any_spelling_of_its_number() {
        for (number, queries) in [
            (
                "CN 202010123456.7",
                &[
                    "CN202010123456.7",
                    "202010123456",
                    "cn 2020101234567",
                    "2020101234567",
                ][..],
            ),
            (
                "US 11,234,567 B2",
                &[
                    "11,234,567",
                    "US11234567",
                    "11234567",
                    "US 11,234,567 B2",
                    "US11234567B2",
                ],
            ),
            ("EP 2400812 B1", &["EP2400812", "2400812", "EP 2400812 B1"]),
        ] {
            let found = number_words(number);
            for query in queries {
                for word in query_words(query) {
                    // The compact form of a number without its kind code is a spelling of its own.
                    let known = found.contains(&word) || found.iter().any(|w| w.starts_with(&word));
                    assert!(known, "{query} finds {number} by {word}: {found:?}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn words_hold_letters_and_digits_only(text: String) {
            for word in words(&text) {
                prop_assert!(!word.is_empty() && word.chars().count() <= WORD);
                prop_assert!(word.chars().all(char::is_alphanumeric), "{:?}", word);
            }
        }

        #[test]
        fn every_word_of_a_text_finds_it(text in "\\PC{0,60}") {
            let stored: BTreeSet<_> = words(&text).into_iter().collect();
            for word in words(&text) {
                prop_assert!(stored.contains(&word));
            }
        }
    }
}
