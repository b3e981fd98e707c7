//! What differs between the facts an investor was shown and the facts as they are.

use std::collections::BTreeSet;

use serde_json::Value;

/// One fact about one right that differs.
#[derive(Debug, Clone, PartialEq)]
pub struct DossierChange {
    /// The number of the right, as it was shown.
    pub number: String,
    /// The office that grants it: WIPO ST.3.
    pub office: String,
    /// The fact, by its name in the dossier; `right` if the whole right came or went.
    pub field: String,
    /// What was shown; nothing where there was nothing.
    pub before: Value,
    /// What would be shown today.
    pub after: Value,
}

/// The differences between two dossiers, right by right in the order of the first. A dossier that
/// cannot be read has no rights.
pub fn dossier_changes(before: &Value, after: &Value) -> Vec<DossierChange> {
    let mut found = Vec::new();
    for old in rights(before) {
        match twin(after, old) {
            Some(new) => found.extend(facts(old, new)),
            None => found.push(whole(old, old.clone(), Value::Null)),
        }
    }
    for new in rights(after).filter(|new| twin(before, new).is_none()) {
        found.push(whole(new, Value::Null, new.clone()));
    }
    found
}

fn rights(dossier: &Value) -> impl Iterator<Item = &Value> {
    dossier
        .get("rights")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn twin<'a>(dossier: &'a Value, right: &Value) -> Option<&'a Value> {
    rights(dossier).find(|other| other.get("patent") == right.get("patent"))
}

fn facts(old: &Value, new: &Value) -> Vec<DossierChange> {
    let names = |right: &Value| -> BTreeSet<String> {
        right
            .as_object()
            .into_iter()
            .flat_map(|facts| facts.keys().cloned())
            .collect()
    };
    let names: BTreeSet<_> = names(old).union(&names(new)).cloned().collect();
    let fact = |right: &Value, name: &str| right.get(name).cloned().unwrap_or(Value::Null);
    names
        .into_iter()
        .filter(|name| fact(old, name) != fact(new, name))
        .map(|name| DossierChange {
            before: fact(old, &name),
            after: fact(new, &name),
            ..whole(old, Value::Null, Value::Null).about(name)
        })
        .collect()
}

fn whole(right: &Value, before: Value, after: Value) -> DossierChange {
    let text = |name: &str| {
        right
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    DossierChange {
        number: text("number"),
        office: text("office"),
        field: "right".to_owned(),
        before,
        after,
    }
}

impl DossierChange {
    fn about(self, field: String) -> Self {
        Self { field, ..self }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_the_facts_that_differ_are_told() {
        let right = |status: &str| json!({"patent": "p1", "number": "EP1234567", "office": "EP", "status": status, "owners": ["A"]});
        let before =
            json!({"rights": [right("IN_FORCE"), {"patent": "p2", "number": "CN1", "office": "CN"}]});
        let after = json!({"rights": [right("LAPSED"), {"patent": "p3", "number": "US1", "office": "US"}]});
        let found = dossier_changes(&before, &after);
        let told: Vec<_> = found
            .iter()
            .map(|change| (change.number.as_str(), change.field.as_str()))
            .collect();
        assert_eq!(
            told,
            [("EP1234567", "status"), ("CN1", "right"), ("US1", "right")]
        );
        assert_eq!(
            (&found[0].before, &found[0].after),
            (&json!("IN_FORCE"), &json!("LAPSED"))
        );
        assert_eq!((&found[1].after, &found[2].before), (&Value::Null, &Value::Null));
    }

    #[test]
    fn a_dossier_does_not_differ_from_itself_nor_nothing_from_nothing() {
        let dossier = json!({"rights": [{"patent": "p1", "status": "IN_FORCE"}]});
        assert_eq!(dossier_changes(&dossier, &dossier), []);
        assert_eq!(dossier_changes(&json!(null), &json!({"rights": 3})), []);
    }
}
