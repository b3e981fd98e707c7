//! Answers that list numbers: searches, equivalents, the number service.

use super::super::xml::Node;
use crate::facts::{Extra, Facts};

/// A document as the answer spells it: `EP2400812A1`, or `EP2400812` in epodoc.
fn spelled(reference: &Node) -> Option<String> {
    let typed = |wanted: &str| {
        reference
            .all("document-id")
            .find(|id| id.attribute("document-id-type") == Some(wanted))
    };
    let id = typed("docdb")
        .or_else(|| typed("epodoc"))
        .or_else(|| reference.child("document-id"))?;
    let part = |name: &str| id.text_at(&[name]).unwrap_or_default();
    let number = part("doc-number");
    (!number.is_empty()).then(|| format!("{}{number}{}", part("country"), part("kind")))
}

/// Documents found by a search of published data.
pub(super) fn search(found: &Node) -> Facts {
    let results = found.child("search-result");
    let listed = results
        .iter()
        .flat_map(|list| list.all("publication-reference"))
        .filter_map(spelled);
    let within = results
        .iter()
        .flat_map(|list| list.all("exchange-documents"))
        .flat_map(|list| list.all("exchange-document"))
        .filter_map(|document| {
            let part = |name: &str| document.attribute(name).unwrap_or_default().to_owned();
            let number = part("doc-number");
            (!number.is_empty()).then(|| format!("{}{number}{}", part("country"), part("kind")))
        });
    Facts {
        extra: Extra {
            total: total(found),
            documents: listed.chain(within).collect(),
            ..Extra::default()
        },
        ..Facts::of("search", Vec::new())
    }
}

/// How many hits there are in all; the service caps the figure at 10,000.
pub(super) fn total(answer: &Node) -> Option<u64> {
    answer.attribute("total-result-count")?.parse().ok()
}

/// Documents with the very same priorities.
pub(super) fn equivalents(inquiry: &Node) -> Facts {
    let documents: Vec<String> = inquiry
        .all("inquiry-result")
        .flat_map(|result| result.all("publication-reference"))
        .filter_map(spelled)
        .collect();
    Facts {
        extra: Extra {
            members: Some(documents.len()),
            documents,
            ..Extra::default()
        },
        ..Facts::of("equivalents", Vec::new())
    }
}

/// What the number service turned a number into.
pub(super) fn numbers(standardization: &Node) -> Facts {
    let side = |name: &str| -> Vec<String> {
        let references = standardization
            .child(name)
            .into_iter()
            .flat_map(|side| side.children.iter());
        references.filter_map(spelled).collect()
    };
    let numbers = side("input").into_iter().zip(side("output")).collect();
    Facts {
        extra: Extra {
            numbers,
            ..Extra::default()
        },
        ..Facts::of("numbers", Vec::new())
    }
}
