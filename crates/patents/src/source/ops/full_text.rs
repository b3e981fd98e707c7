//! Full texts of the USPTO (`us-patent-grant`, `us-patent-application`, ST.36 shape): what their front page says.

use chrono::NaiveDate;

use super::super::{
    text::{date, squeeze},
    xml::Node,
};
use crate::{
    facts::{Ancestor, Continuity, Facts, Party, Publication, RightFacts},
    number::{NumberForm, PatentNumber, RightType},
};

/// Relations by which an earlier application counts for the term (35 USC 154(a)(2)); provisionals do not.
const COUNTING: [&str; 7] = [
    "continuation",
    "continuation-in-part",
    "division",
    "reissue",
    "us-divisional-reissue",
    "a-371-of-international",
    "continuing-reissue",
];

pub(super) fn read(root: &Node) -> Facts {
    let front = root
        .child("us-bibliographic-data-grant")
        .or_else(|| root.child("us-bibliographic-data-application"));
    Facts::of("full_text", front.and_then(right).into_iter().collect())
}

fn right(front: &Node) -> Option<RightFacts> {
    let reference = front.child("application-reference")?;
    let id = reference.child("document-id")?;
    let filed_on = id.text_at(&["date"]).and_then(date);
    let application = PatentNumber::from_docdb(
        NumberForm::Application,
        id.text_at(&["country"])?,
        id.text_at(&["doc-number"])?,
        "",
        filed_on,
    )?;
    let right_type = match reference.attribute("appl-type") {
        Some("design") => RightType::Design,
        Some("plant") => RightType::Plant,
        _ => application.right_type(),
    };
    let publication = front
        .at(&["publication-reference", "document-id"])
        .and_then(document);
    let grant = publication
        .as_ref()
        .filter(|publication| publication.number.form() == NumberForm::Grant);
    let term = front.child("us-term-of-grant");
    let number_of = |node: &Node| node.text().and_then(|text| text.parse().ok());
    let title = front.text_at(&["invention-title"]).map(squeeze);
    // The application's own publication is listed beside its relatives.
    let earlier = front
        .child("us-related-documents")
        .into_iter()
        .flat_map(|list| list.all("related-publication"))
        .filter_map(|node| document(node.child("document-id")?));
    Some(RightFacts {
        application: Some(application.of_type(right_type)),
        right_type: Some(right_type),
        filed_on,
        grant: grant.map(|grant| grant.number.clone()),
        granted_on: grant.and_then(|grant| grant.published_on),
        publications: earlier.chain(publication.clone()).collect(),
        titles: title
            .filter(|title| !title.is_empty())
            .map(|title| ("en".to_owned(), title))
            .into_iter()
            .collect(),
        applicants: parties(
            front,
            &[("us-applicants", "us-applicant"), ("applicants", "applicant")],
        ),
        inventors: parties(front, &[("inventors", "inventor")]),
        // The assignee of the front page owned it on the day of the grant; who owns it now is told elsewhere.
        claims: front.child("number-of-claims").and_then(number_of),
        pta_days: term
            .and_then(|term| term.child("us-term-extension"))
            .and_then(number_of)
            .or(grant.map(|_| 0)),
        disclaimed: term.is_some_and(|term| term.child("disclaimer").is_some()),
        continuity: Some(continuity(front)),
        priority_on: earliest_priority(front, filed_on),
        ..RightFacts::default()
    })
}

fn document(id: &Node) -> Option<Publication> {
    let on = id.text_at(&["date"]).and_then(date);
    let kind = id.text_at(&["kind"]).unwrap_or_default();
    let digits = unpadded(id.text_at(&["doc-number"])?);
    let number = PatentNumber::document_from_docdb(id.text_at(&["country"])?, &digits, kind, on)?;
    Some(Publication {
        number,
        published_on: on,
    })
}

/// `D0123456` and `09999999` are printed with zeros that are no part of the number.
fn unpadded(digits: &str) -> String {
    let at = digits.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let (letters, number) = digits.split_at(at);
    if number.len() > 9 {
        return digits.to_owned();
    }
    format!("{letters}{}", number.trim_start_matches('0'))
}

fn earliest_priority(front: &Node, filed_on: Option<NaiveDate>) -> Option<NaiveDate> {
    let claims = front
        .child("priority-claims")
        .into_iter()
        .flat_map(|list| list.all("priority-claim"))
        .filter_map(|claim| date(claim.text_at(&["date"])?));
    claims.chain(filed_on).min()
}

/// The applications it goes back to. Each relation names parent and child; links between ancestors are
/// listed beside its own.
fn continuity(front: &Node) -> Continuity {
    let mut found = Continuity::default();
    let Some(related) = front.child("us-related-documents") else {
        return found;
    };
    for relation in &related.children {
        if relation.name.contains("provisional") {
            found.parents += 1;
            continue;
        }
        let Some(parent) = relation.at(&["relation", "parent-doc", "document-id"]) else {
            continue;
        };
        found.parents += 1;
        if !COUNTING.contains(&relation.name.as_str()) {
            continue;
        }
        let ancestor = (|| {
            let filed_on = parent.text_at(&["date"]).and_then(date)?;
            let country = parent.text_at(&["country"]).unwrap_or("US");
            let digits = parent.text_at(&["doc-number"])?.replace(['/', ','], "");
            let application =
                PatentNumber::from_docdb(NumberForm::Application, country, &digits, "", Some(filed_on))?;
            Some(Ancestor {
                application,
                filed_on,
            })
        })();
        if let Some(ancestor) = ancestor
            && found
                .root
                .as_ref()
                .is_none_or(|known| ancestor.filed_on < known.filed_on)
        {
            found.root = Some(ancestor);
        }
    }
    found
}

fn parties(front: &Node, lists: &[(&str, &str)]) -> Vec<Party> {
    let groups = [front.child("us-parties"), front.child("parties")];
    let mut found = Vec::new();
    for group in groups.into_iter().flatten() {
        for (list, item) in lists {
            let nodes = group.child(list).into_iter().flat_map(|list| list.all(item));
            for party in nodes.filter_map(party) {
                if !found.contains(&party) {
                    found.push(party);
                }
            }
        }
    }
    found
}

fn party(node: &Node) -> Option<Party> {
    let book = node.child("addressbook").unwrap_or(node);
    let country = book
        .text_at(&["address", "country"])
        .filter(|code| code.len() == 2);
    let name = match book.text_at(&["orgname"]) {
        Some(name) => squeeze(name),
        None => {
            let parts = ["first-name", "middle-name", "last-name"];
            let names: Vec<&str> = parts.iter().filter_map(|part| book.text_at(&[part])).collect();
            squeeze(&names.join(" "))
        }
    };
    (!name.is_empty()).then(|| Party::named(name, country.map(str::to_owned)))
}
