//! Both languages say the same things, with the same parameters, and nothing that nobody asks for.

#![allow(clippy::unwrap_used, reason = "what cannot be read fails the test")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use kernel::Locale;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The messages of a language: key and text.
fn messages(language: &str) -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("locales")
        .join(language);
    let mut messages = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        let mut key = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            match line.split_once(" =") {
                Some((name, value)) if name.starts_with(|c: char| c.is_ascii_lowercase()) => {
                    key = name.to_owned();
                    let earlier = messages.insert(key.clone(), value.to_owned());
                    assert_eq!(earlier, None, "{key} is said twice in {language}");
                }
                _ if line.is_empty() => key.clear(),
                _ if !key.is_empty() => messages.get_mut(&key).unwrap().push_str(line),
                _ => {}
            }
        }
    }
    messages
}

fn parameters(text: &str) -> BTreeSet<String> {
    let names = text.split('$').skip(1).map(|rest| {
        let end = rest
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .unwrap_or(rest.len());
        rest[..end].to_owned()
    });
    // The number that chooses a plural form need not be written.
    names.filter(|name| name != "count").collect()
}

#[test]
fn both_languages_say_the_same_things_with_the_same_parameters() {
    let (english, chinese) = (messages("en"), messages("zh-Hans"));
    let (here, there): (Vec<_>, Vec<_>) = (english.keys().collect(), chinese.keys().collect());
    assert_eq!(here, there);
    for (key, text) in &english {
        let (a, b) = (parameters(text), parameters(&chinese[key]));
        // An English singular may write the number as a word.
        assert_eq!(a, b, "{key}");
    }
}

#[test]
fn every_file_of_words_is_read() {
    for (locale, language) in [(Locale::En, "en"), (Locale::ZhHans, "zh-Hans")] {
        let told: BTreeSet<String> = i18n::keys(locale).into_iter().collect();
        for key in messages(language).keys() {
            assert!(told.contains(key), "{key} of {language}");
        }
    }
}

#[test]
fn chinese_is_written_with_its_own_punctuation() {
    for (key, text) in messages("zh-Hans") {
        for wrong in ["， ", "“ ", " ”"] {
            assert!(!text.contains(wrong), "{key}: {text}");
        }
    }
}

/// What stands between quotation marks in all source that may ask for words, up to where a value is filled in.
fn quoted() -> BTreeSet<String> {
    let mut quoted = BTreeSet::new();
    let mut folders: Vec<PathBuf> = vec![root().join("crates")];
    while let Some(path) = folders.pop() {
        if path.is_dir() {
            let skip = ["locales", "node_modules", "target", "tests", "assets", "demo"];
            if !skip.iter().any(|name| path.ends_with(name)) {
                folders.extend(fs::read_dir(path).unwrap().flatten().map(|entry| entry.path()));
            }
        } else if path.extension().is_some_and(|ext| ext == "rs" || ext == "html") {
            let text = fs::read_to_string(path).unwrap();
            let pieces = text.split('"').filter(|piece| piece.len() < 80);
            quoted.extend(pieces.filter_map(|piece| {
                let asked = piece.split('{').next()?.trim_end_matches('-');
                let is_key = asked.starts_with(|c: char| c.is_ascii_lowercase())
                    && asked
                        .chars()
                        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
                is_key.then(|| asked.to_owned())
            }));
        }
    }
    quoted
}

#[test]
fn nothing_is_said_that_nobody_asks_for() {
    let quoted = quoted();
    // The rest of a key may be the value of an enum, a code or an order: then its beginning is asked for.
    let is_asked = |key: &String| {
        let beginnings = key.match_indices('-').map(|(at, _)| &key[..at]);
        quoted.contains(key) || beginnings.into_iter().any(|family| quoted.contains(family))
    };
    let unused: Vec<String> = messages("en").into_keys().filter(|key| !is_asked(key)).collect();
    assert_eq!(unused, Vec::<String>::new());
}
