//! The chain of title: who owned the right after each conveyance.

use chrono::NaiveDate;
use kernel::Locale;
use serde::{Deserialize, Serialize};

use crate::{
    facts::{Conveyed, Party},
    owner::same_name,
    source::Conveyance,
};

/// One step of the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Link {
    /// Who owned it after this step.
    pub owners: Vec<Party>,
    /// What the conveyance did.
    pub class: Conveyance,
    /// When it was executed.
    pub executed_on: Option<NaiveDate>,
    /// When it was recorded.
    pub recorded_on: Option<NaiveDate>,
    /// Where it is recorded.
    pub reel_frame: Option<String>,
    /// Whether those who conveyed are those who had it: a gap is a step that is not on record.
    pub follows: bool,
}

/// Assignments, mergers and changes of name, in their order. A security, its transfer and its release move
/// nothing.
pub(super) fn of(records: &[Conveyed]) -> Vec<Link> {
    let mut chain: Vec<Link> = Vec::new();
    let mut owners: Vec<Party> = Vec::new();
    for record in records {
        let passes = matches!(
            record.class,
            Conveyance::Assignment | Conveyance::Merger | Conveyance::NameChange
        );
        if !passes || record.assignees.is_empty() {
            continue;
        }
        let held = |name: &String| owners.iter().any(|owner| is_named(owner, name));
        let follows = owners.is_empty() || record.assignors.iter().any(held);
        let to_an_owner = record
            .assignees
            .iter()
            .all(|to| owners.iter().any(|owner| is_named(owner, text_of(to))));
        let by_persons = record.assignors.iter().all(|name| is_person(name));
        if follows {
            owners.retain(|owner| !record.assignors.iter().any(|name| is_named(owner, name)));
        } else if !(by_persons || to_an_owner) {
            // A step is not on record: the newest owner is the best known.
            owners.clear();
        }
        for party in &record.assignees {
            if !owners.iter().any(|owner| is_named(owner, text_of(party))) {
                owners.push(party.clone());
            }
        }
        chain.push(Link {
            owners: owners.clone(),
            class: record.class,
            executed_on: record.executed_on,
            recorded_on: record.recorded_on,
            reel_frame: record.reel_frame.clone(),
            follows: follows || by_persons || to_an_owner,
        });
    }
    chain
}

pub(super) fn text_of(party: &Party) -> &str {
    party.name.best(Locale::En).0
}

pub(super) fn is_named(party: &Party, name: &str) -> bool {
    same_name(text_of(party), name)
}

/// `MARRON, JOSEPH`: a family name, a comma, given names, and no word of a legal form.
fn is_person(name: &str) -> bool {
    const FORMS: [&str; 16] = [
        "INC", "LLC", "LTD", "CORP", "GMBH", "LIMITED", "L.L.C", "L.P", "COMPANY", "N.A", "S.A", "PLC", "AG",
        "LLP", "CO", "B.V",
    ];
    let Some((_, given)) = name.split_once(',') else {
        return false;
    };
    let given = given.trim().to_uppercase();
    let first = given.split([' ', '.', ',']).next().unwrap_or_default();
    !given.is_empty()
        && !FORMS
            .iter()
            .any(|form| given.starts_with(form) && (form.contains('.') || first == *form))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::title::of_records;

    fn record(class: Conveyance, from: &[&str], to: &str, on: &str) -> Conveyed {
        Conveyed {
            class,
            corrects: false,
            text: format!("{class:?}"),
            reel_frame: Some(format!("{}/{}", on.len(), from.join(""))),
            assignors: from.iter().map(|name| (*name).to_owned()).collect(),
            assignees: vec![Party::named(to, None)],
            executed_on: on.parse().ok(),
            recorded_on: on.parse().ok(),
        }
    }

    fn owners(records: &[Conveyed]) -> Vec<String> {
        let title = of_records(records);
        title
            .owners
            .iter()
            .map(|owner| text_of(owner).to_owned())
            .collect()
    }

    #[test]
    fn inventors_convey_one_by_one_and_the_company_conveys_all() {
        use Conveyance::{Assignment, Merger, NameChange, Security};
        let first = record(Assignment, &["DOE, JANE"], "ACME, INC.", "2010-01-02");
        let second = record(Assignment, &["ROE, RICHARD"], "OTHER LLC", "2010-01-03");
        assert_eq!(
            owners(&[second.clone(), first.clone()]),
            ["ACME, INC.", "OTHER LLC"]
        );
        let sale = record(Assignment, &["ACME INC"], "BUYER CORP.", "2012-01-02");
        assert_eq!(owners(&[sale.clone(), first.clone()]), ["BUYER CORP."]);
        let merged = record(Merger, &["BUYER CORP."], "WHOLE CORP.", "2014-01-02");
        let named = record(NameChange, &["WHOLE CORP."], "NEW NAME CORP.", "2015-01-02");
        let lien = record(Security, &["NEW NAME CORP."], "BIG BANK, N.A.", "2016-01-02");
        assert_eq!(owners(&[lien, named, merged, sale, first]), ["NEW NAME CORP."]);
    }

    #[test]
    fn a_step_that_is_not_on_record_shows_as_a_gap() {
        use Conveyance::Assignment;
        let first = record(Assignment, &["DOE, JANE"], "ACME, INC.", "2010-01-02");
        let later = record(Assignment, &["UNHEARD OF LLC"], "BUYER CORP.", "2012-01-02");
        let title = of_records(&[first, later]);
        assert!(!title.chain[1].follows);
        assert_eq!(title.owners, [Party::named("BUYER CORP.", None)]);
    }
}
