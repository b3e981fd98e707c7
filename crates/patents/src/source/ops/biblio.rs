//! Bibliographic data of published documents.

use super::super::xml::Node;
use super::{parties, reference};
use crate::{
    facts::{Facts, RightFacts},
    number::NumberForm,
};

pub(super) fn read(documents: &Node) -> Facts {
    let mut rights: Vec<RightFacts> = Vec::new();
    let mut has_biblio = false;
    for document in documents.all("exchange-document") {
        let Some(bibliographic) = document.child("bibliographic-data") else {
            continue;
        };
        // An abstract comes beside a bibliographic part that names nothing but the document.
        has_biblio |= bibliographic.child("application-reference").is_some();
        let Some(right) = right(document, bibliographic) else {
            continue;
        };
        match rights
            .iter_mut()
            .find(|known| known.application == right.application)
        {
            Some(known) => merge(known, right),
            None => rights.push(right),
        }
    }
    let kind = if has_biblio { "biblio" } else { "abstract" };
    Facts::of(kind, rights)
}

fn right(document: &Node, bibliographic: &Node) -> Option<RightFacts> {
    let (application, filed_on) = bibliographic
        .child("application-reference")
        .and_then(reference::application)?;
    let publication = bibliographic
        .child("publication-reference")
        .and_then(reference::publication);
    let grant = publication
        .as_ref()
        .filter(|publication| publication.number.form() == NumberForm::Grant)
        .cloned();
    let mut right = RightFacts {
        right_type: Some(application.right_type()),
        application: Some(application),
        granted_on: grant.as_ref().and_then(|grant| grant.published_on),
        grant: grant.map(|grant| grant.number),
        publications: publication.into_iter().collect(),
        filed_on,
        family_id: document.attribute("family-id").map(str::to_owned),
        ..RightFacts::default()
    };
    add(&mut right, bibliographic);
    Some(right)
}

/// Adds titles, parties, classes and priority to what is known of a right. A later document's parties
/// replace an earlier one's.
pub(super) fn add(right: &mut RightFacts, bibliographic: &Node) {
    for (language, title) in parties::titles(bibliographic) {
        right.titles.insert(language, title);
    }
    let claims: Vec<&Node> = bibliographic
        .child("priority-claims")
        .iter()
        .flat_map(|claims| claims.all("priority-claim"))
        .collect();
    let priority = reference::earliest_priority(&claims);
    right.priority_on = [right.priority_on, priority].into_iter().flatten().min();
    replace(
        &mut right.applicants,
        parties::published(bibliographic, "applicants", "applicant", "applicant-name"),
    );
    replace(
        &mut right.inventors,
        parties::published(bibliographic, "inventors", "inventor", "inventor-name"),
    );
    replace(&mut right.ipc, parties::ipc(bibliographic));
    replace(&mut right.cpc, parties::cpc(bibliographic));
}

fn replace<T>(kept: &mut Vec<T>, told: Vec<T>) {
    if !told.is_empty() {
        *kept = told;
    }
}

/// Two documents of one application in one answer.
fn merge(known: &mut RightFacts, other: RightFacts) {
    for publication in other.publications {
        if !known.publications.contains(&publication) {
            known.publications.push(publication);
        }
    }
    known.grant = known.grant.take().or(other.grant);
    known.granted_on = known.granted_on.or(other.granted_on);
    known.titles.extend(other.titles);
    replace(&mut known.applicants, other.applicants);
    replace(&mut known.inventors, other.inventors);
    replace(&mut known.ipc, other.ipc);
    replace(&mut known.cpc, other.cpc);
}
