//! Numbers in OPS answers: application, publication and priority references.

use chrono::NaiveDate;

use super::super::{text::date, xml::Node};
use crate::{
    facts::Publication,
    number::{NumberForm, PatentNumber},
};

/// The parts of a document id.
pub(super) struct Reference<'a> {
    pub(super) country: &'a str,
    pub(super) number: &'a str,
    pub(super) kind: &'a str,
    pub(super) on: Option<NaiveDate>,
}

/// The docdb id of a reference, else the only one it has (the register gives one without a type).
pub(super) fn of(node: &Node) -> Option<Reference<'_>> {
    let typed = |id: &&Node| id.attribute("document-id-type") == Some("docdb");
    let untyped = |id: &&Node| id.attribute("document-id-type").is_none();
    let id = node
        .all("document-id")
        .find(typed)
        .or_else(|| node.all("document-id").find(untyped))?;
    Some(Reference {
        country: id.text_at(&["country"])?,
        number: id.text_at(&["doc-number"])?,
        kind: id.text_at(&["kind"]).unwrap_or_default(),
        on: id.text_at(&["date"]).and_then(date),
    })
}

/// The number and date of an application reference.
pub(super) fn application(node: &Node) -> Option<(PatentNumber, Option<NaiveDate>)> {
    let id = of(node)?;
    let number = PatentNumber::from_docdb(NumberForm::Application, id.country, id.number, id.kind, id.on)?;
    let epodoc = node
        .all("document-id")
        .find(|id| id.attribute("document-id-type") == Some("epodoc"));
    let on = id.on.or_else(|| epodoc?.text_at(&["date"]).and_then(date));
    Some((number, on))
}

/// The document of a publication reference.
pub(super) fn publication(node: &Node) -> Option<Publication> {
    let id = of(node)?;
    let number = PatentNumber::document_from_docdb(id.country, id.number, id.kind, id.on)?;
    Some(Publication {
        number,
        published_on: id.on,
    })
}

/// The earliest date of the priority claims below a node.
pub(super) fn earliest_priority(claims: &[&Node]) -> Option<NaiveDate> {
    let dates = claims.iter().flat_map(|claim| {
        let ids = claim.all("document-id").filter_map(|id| id.text_at(&["date"]));
        ids.chain(claim.text_at(&["date"]))
            .filter_map(date)
            .collect::<Vec<_>>()
    });
    dates.min()
}
