//! The facts about patents that an investor was shown, and what differs between two records of them, in words.

use async_graphql::SimpleObject;
use kernel::Locale;
use serde_json::Value;

/// One fact about one right that differs between what an investor was shown and what is so now.
#[derive(SimpleObject)]
pub struct DossierDifference {
    /// The number of the right.
    number: String,
    /// The office that grants it: WIPO ST.3.
    office: String,
    /// The fact, as a word such as `status`; `right` if the whole right came or went.
    fact: String,
    /// The fact's name in the caller's language.
    label: String,
    /// What was shown; null where there was nothing.
    before: Option<String>,
    /// What is so now; null where there is nothing.
    after: Option<String>,
}

/// A right as an investor was shown it when pledging.
#[derive(SimpleObject)]
pub struct DossierRight {
    /// Its number.
    number: String,
    /// The office that grants it: WIPO ST.3.
    office: String,
    /// What was shown of it.
    facts: Vec<DossierFact>,
}

/// One fact about a right as it was shown.
#[derive(SimpleObject)]
pub struct DossierFact {
    /// The fact, as a word such as `status`.
    fact: String,
    /// The fact's name in the caller's language.
    label: String,
    /// What was shown.
    value: String,
}

/// The facts of a right that are told, in this order; its number and office stand above them.
const TOLD: [&str; 8] = [
    "title",
    "status",
    "officeText",
    "reason",
    "expiresOn",
    "owners",
    "annuity",
    "encumbrances",
];

/// Every right of a kept dossier. What cannot be read has none.
pub(super) fn rights(dossier: &Value, locale: Locale) -> Vec<DossierRight> {
    let rights = dossier.get("rights").and_then(Value::as_array);
    let text = |right: &Value, name: &str| {
        right
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let read = |right: &Value| DossierRight {
        number: text(right, "number"),
        office: text(right, "office"),
        facts: TOLD
            .iter()
            .filter_map(|fact| {
                let value = told(fact, right.get(*fact)?, locale).filter(|value| !value.is_empty())?;
                Some(DossierFact {
                    fact: (*fact).to_owned(),
                    label: label(fact, locale),
                    value,
                })
            })
            .collect(),
    };
    rights.into_iter().flatten().map(read).collect()
}

/// A fact's name in a language.
fn label(fact: &str, locale: Locale) -> String {
    i18n::label(locale, "dossier-fact", &word(fact))
}

impl DossierDifference {
    /// A difference told in a language.
    pub(super) fn of(change: &pledges::DossierChange, locale: Locale) -> Self {
        let told = |value: &Value| told(&change.field, value, locale).filter(|text| !text.is_empty());
        Self {
            number: change.number.clone(),
            office: change.office.clone(),
            label: label(&change.field, locale),
            before: told(&change.before),
            after: told(&change.after),
            fact: change.field.clone(),
        }
    }
}

/// `expiresOn` as `expires_on`, the form labels are named by.
fn word(field: &str) -> String {
    let mut word = String::new();
    for letter in field.chars() {
        if letter.is_ascii_uppercase() {
            word.push('_');
        }
        word.push(letter.to_ascii_lowercase());
    }
    word
}

/// In which order the parts of a fact are told.
const ORDER: [&str; 6] = [
    "kind",
    "holder",
    "state",
    "effective_on",
    "effectiveOn",
    "nextDueOn",
];

/// A fact in words: codes by their labels, texts in the reader's language, lists one after another.
fn told(field: &str, value: &Value, locale: Locale) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(code) => Some(match field {
            "status" => i18n::label(locale, "status", code),
            "reason" => i18n::label(locale, "patent-reason", code),
            "state" => i18n::label(locale, "annuity", code),
            "kind" => i18n::label(locale, "encumbrance", code),
            _ => code.clone(),
        }),
        Value::Bool(yes) => Some(yes.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) => {
            let told: Vec<_> = items
                .iter()
                .filter_map(|item| told(field, item, locale))
                .collect();
            Some(told.join("; "))
        }
        // The whole of a right is known by its number and how it stands.
        Value::Object(facts) if field == "right" => facts
            .get("status")
            .and_then(|status| told("status", status, locale)),
        Value::Object(facts) => {
            let in_language = [locale, Locale::En]
                .iter()
                .find_map(|locale| facts.get(locale.tag()));
            if let Some(Value::String(text)) = in_language {
                return Some(text.clone());
            }
            if facts.keys().all(|key| key.len() == 2 || key.contains('-')) {
                return facts.values().next().and_then(|text| told(field, text, locale));
            }
            let place = |name: &str| {
                ORDER
                    .iter()
                    .position(|known| *known == name)
                    .unwrap_or(ORDER.len())
            };
            let mut facts: Vec<_> = facts.iter().collect();
            facts.sort_by_key(|(name, _)| place(name));
            let told: Vec<_> = facts
                .into_iter()
                .filter_map(|(name, fact)| told(name, fact, locale))
                .collect();
            Some(told.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_kept_dossier_is_read_right_by_right() {
        let kept = json!({ "rights": [{ "number": "CN1", "office": "CN", "patent": "p", "status": "in_force",
            "owners": ["A"], "encumbrances": [], "expiresOn": null }] });
        let rights = rights(&kept, Locale::En);
        let facts: Vec<_> = rights[0]
            .facts
            .iter()
            .map(|fact| (fact.fact.as_str(), fact.value.as_str()))
            .collect();
        assert_eq!(
            (rights[0].number.as_str(), facts),
            ("CN1", vec![("status", "In force"), ("owners", "A")])
        );
        assert!(super::rights(&json!("nothing"), Locale::En).is_empty());
    }

    #[test]
    fn facts_are_told_in_the_readers_language() {
        let told = |field, value: Value, locale| told(field, &value, locale).unwrap_or_default();
        assert_eq!(
            told("status", json!("lapsed"), Locale::En),
            i18n::label(Locale::En, "status", "lapsed")
        );
        assert_eq!(told("owners", json!(["A", "B"]), Locale::En), "A; B");
        let holder = json!([{"kind": "security", "holder": {"zh-Hans": "银行", "en": "Bank"}}]);
        assert_eq!(
            told("encumbrances", holder.clone(), Locale::ZhHans),
            format!("{}, 银行", i18n::label(Locale::ZhHans, "encumbrance", "security"))
        );
        assert!(told("encumbrances", holder, Locale::En).ends_with(", Bank"));
        assert_eq!(told("title", json!({"ja": "発明"}), Locale::En), "発明");
        assert_eq!(word("expiresOn"), "expires_on");
    }
}
