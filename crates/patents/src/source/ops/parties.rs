//! Names, titles and classes in OPS bibliographic data.

use std::collections::BTreeMap;

use super::super::{text::squeeze, xml::Node};
use crate::facts::Party;

/// Applicants or inventors of a `bibliographic-data` of published data: the original spelling has no
/// country, the epodoc one has it in brackets. The original is preferred where it is in mixed case.
pub(super) fn published(bibliographic: &Node, list: &str, item: &str, name: &str) -> Vec<Party> {
    let Some(list) = bibliographic.at(&["parties", list]) else {
        return Vec::new();
    };
    let spelled = |format: &str| {
        let items = list
            .all(item)
            .filter(|node| node.attribute("data-format") == Some(format));
        items
            .filter_map(|node| node.text_at(&[name, "name"]))
            .map(tidy)
            .collect::<Vec<_>>()
    };
    let (epodoc, original) = (spelled("epodoc"), spelled("original"));
    let mut parties: Vec<Party> = Vec::new();
    let names = if epodoc.is_empty() {
        original.clone()
    } else {
        epodoc
    };
    for name in names {
        let (bare, country) = split_country(&name);
        // A mixed-case original with the same letters reads better than capitals.
        let letters = |text: &str| {
            text.chars()
                .filter(|c| c.is_alphanumeric())
                .flat_map(char::to_uppercase)
                .collect::<String>()
        };
        let nicer = original
            .iter()
            .find(|other| letters(other) == letters(bare) && other.chars().any(char::is_lowercase));
        let party = Party::named(nicer.map_or(bare, String::as_str), country);
        if !parties.contains(&party) {
            parties.push(party);
        }
    }
    parties
}

/// The newest version of the register's applicants or inventors. Several may sit in one name.
pub(super) fn registered(bibliographic: &Node, list: &str, item: &str) -> Vec<Party> {
    let Some(parties) = bibliographic.child("parties") else {
        return Vec::new();
    };
    let newest = parties
        .all(list)
        .max_by_key(|list| list.attribute("change-date").unwrap_or_default().to_owned());
    let mut found = Vec::new();
    for node in newest.iter().flat_map(|list| list.all(item)) {
        let Some(book) = node.child("addressbook") else {
            continue;
        };
        let country = book.text_at(&["address", "country"]).map(str::to_owned);
        for name in book
            .text_at(&["name"])
            .unwrap_or_default()
            .split("_;;_")
            .map(squeeze)
        {
            let party = Party::named(name.clone(), country.clone());
            if !name.is_empty() && !found.contains(&party) {
                found.push(party);
            }
        }
    }
    found
}

/// Titles by language: the newest version of each.
pub(super) fn titles(bibliographic: &Node) -> BTreeMap<String, String> {
    let mut newest: BTreeMap<String, (String, String)> = BTreeMap::new();
    for node in bibliographic.all("invention-title") {
        let Some(text) = node.text().map(squeeze) else {
            continue;
        };
        let language = match node.attribute("lang").unwrap_or("en") {
            "zh" => "zh-Hans",
            // `ol` is the original language where it is not known.
            "ol" => "und",
            other => other,
        };
        let changed = node.attribute("change-date").unwrap_or_default();
        let known = newest.get(language);
        if known.is_none_or(|(earlier, _)| changed > earlier.as_str()) {
            newest.insert(language.to_owned(), (changed.to_owned(), text));
        }
    }
    newest
        .into_iter()
        .map(|(language, (_, text))| (language, text))
        .collect()
}

/// Symbols of the IPC: `H04W  84/    20            A I` becomes `H04W84/20`.
pub(super) fn ipc(bibliographic: &Node) -> Vec<String> {
    let newest = bibliographic
        .all("classifications-ipcr")
        .max_by_key(|list| list.attribute("change-date").unwrap_or_default().to_owned());
    let texts = newest
        .iter()
        .flat_map(|list| list.all("classification-ipcr"))
        .filter_map(|node| node.text_at(&["text"]));
    let mut symbols = Vec::new();
    for text in texts {
        for part in text.split(',') {
            let part = part.trim().trim_start_matches('/').trim();
            let symbol = ipc_symbol(part);
            if !symbol.is_empty() && !symbols.contains(&symbol) {
                symbols.push(symbol);
            }
        }
    }
    symbols
}

/// A symbol without blanks and without the marks after it.
fn ipc_symbol(text: &str) -> String {
    let Some((group, rest)) = text.split_once('/') else {
        return text.split_whitespace().take(2).collect();
    };
    let subgroup: String = rest
        .trim_start()
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    let group: String = group.chars().filter(|c| !c.is_whitespace()).collect();
    if subgroup.is_empty() {
        group
    } else {
        format!("{group}/{subgroup}")
    }
}

/// Symbols of the CPC.
pub(super) fn cpc(bibliographic: &Node) -> Vec<String> {
    let Some(list) = bibliographic.child("patent-classifications") else {
        return Vec::new();
    };
    let mut symbols = Vec::new();
    for node in list.all("patent-classification") {
        let scheme = node
            .child("classification-scheme")
            .and_then(|scheme| scheme.attribute("scheme"));
        if scheme.is_some_and(|scheme| !scheme.starts_with("CPC")) {
            continue;
        }
        let part = |name: &str| node.text_at(&[name]).unwrap_or_default();
        let symbol = format!(
            "{}{}{}{}/{}",
            part("section"),
            part("class"),
            part("subclass"),
            part("main-group"),
            part("subgroup")
        );
        if symbol.len() > 5 && !symbols.contains(&symbol) {
            symbols.push(symbol);
        }
    }
    symbols
}

/// A name without the comma the original spelling ends in.
fn tidy(name: &str) -> String {
    squeeze(name).trim_end_matches([',', ' ']).to_owned()
}

/// `9SOLUTIONS OY [FI]` is a name and a country.
fn split_country(name: &str) -> (&str, Option<String>) {
    let Some((bare, code)) = name.strip_suffix(']').and_then(|name| name.rsplit_once('[')) else {
        return (name, None);
    };
    let is_code = code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase());
    if is_code {
        (bare.trim(), Some(code.to_owned()))
    } else {
        (name, None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_lose_blanks_and_marks() {
        assert_eq!(
            ipc_symbol("B01D  39/    00            A I                    "),
            "B01D39/00"
        );
        assert_eq!(ipc_symbol("H04W88/04"), "H04W88/04");
        assert_eq!(
            split_country("9SOLUTIONS OY [FI]"),
            ("9SOLUTIONS OY", Some("FI".to_owned()))
        );
        assert_eq!(split_country("ODD [NAME]"), ("ODD [NAME]", None));
    }
}
