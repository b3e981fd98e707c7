//! Burdens that follow from recorded conveyances: securities, licences, receivers; each open until it is
//! released.

use super::{
    Burden,
    chain::{is_named, text_of},
    records::{names_any, names_record},
};
use crate::{
    facts::{Conveyed, Encumbrance, Party},
    owner::same_name,
    source::Conveyance,
    status::EncumbranceKind,
};

/// The burdens of records in the order of execution. A security ends when a release names its reel and frame,
/// or when its holder releases it without naming one.
pub(super) fn of(records: &[Conveyed]) -> Vec<Burden> {
    let mut burdens: Vec<Burden> = Vec::new();
    for record in records {
        match record.class {
            Conveyance::Security | Conveyance::Licence | Conveyance::Receivership => {
                begin(&mut burdens, record)
            }
            Conveyance::SecurityTransfer => transfer(&mut burdens, record),
            Conveyance::Release => release(&mut burdens, record),
            _ => {}
        }
    }
    burdens
}

fn kind_of(record: &Conveyed) -> EncumbranceKind {
    let text = record.text.to_uppercase();
    let exclusive =
        text.contains("EXCLUSIVE") && !text.contains("NON-EXCLUSIVE") && !text.contains("NONEXCLUSIVE");
    match record.class {
        Conveyance::Licence if exclusive => EncumbranceKind::ExclusiveLicence,
        Conveyance::Licence => EncumbranceKind::Licence,
        Conveyance::Receivership => EncumbranceKind::Receivership,
        _ => EncumbranceKind::Security,
    }
}

fn begin(burdens: &mut Vec<Burden>, record: &Conveyed) {
    let kind = kind_of(record);
    for party in &record.assignees {
        burdens.push(Burden {
            encumbrance: Encumbrance {
                kind,
                holder: party.name.clone(),
                effective_on: record.executed_on.or(record.recorded_on),
                ended_on: None,
            },
            instrument: record.reel_frame.clone(),
            documented: false,
        });
    }
}

fn is_open_security(burden: &Burden) -> bool {
    burden.encumbrance.ended_on.is_none() && burden.encumbrance.kind == EncumbranceKind::Security
}

fn holder(burden: &Burden) -> Party {
    Party {
        name: burden.encumbrance.holder.clone(),
        country: None,
    }
}

/// The security goes to another lender. Where the record it speaks of is not known, the lender's claim is
/// still shown.
fn transfer(burdens: &mut Vec<Burden>, record: &Conveyed) {
    let Some(to) = record.assignees.first() else {
        return;
    };
    let mut moved = false;
    let names = names_any(&record.text);
    for burden in burdens.iter_mut().filter(|burden| is_open_security(burden)) {
        let named = burden
            .instrument
            .as_deref()
            .is_some_and(|at| names_record(&record.text, at));
        let from = record
            .assignors
            .iter()
            .any(|name| is_named(&holder(burden), name));
        if named || (from && !names) {
            burden.encumbrance.holder = to.name.clone();
            moved = true;
        }
    }
    if !moved {
        begin(burdens, record);
    }
}

fn release(burdens: &mut [Burden], record: &Conveyed) {
    let on = record.executed_on.or(record.recorded_on);
    let names = names_any(&record.text);
    for burden in burdens
        .iter_mut()
        .filter(|burden| burden.encumbrance.ended_on.is_none())
    {
        let named = burden
            .instrument
            .as_deref()
            .is_some_and(|at| names_record(&record.text, at));
        let by_holder = record
            .assignors
            .iter()
            .any(|name| same_name(text_of(&holder(burden)), name));
        let is_security = burden.encumbrance.kind == EncumbranceKind::Security;
        if named || (by_holder && is_security && !names) {
            burden.encumbrance.ended_on = on;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::classify_conveyance;

    fn record(text: &str, from: &str, to: &str, on: &str, at: &str) -> Conveyed {
        let (class, corrects) = classify_conveyance(text);
        Conveyed {
            class,
            corrects,
            text: text.to_owned(),
            reel_frame: Some(at.to_owned()),
            assignors: vec![from.to_owned()],
            assignees: vec![Party::named(to, None)],
            executed_on: on.parse().ok(),
            recorded_on: on.parse().ok(),
        }
    }

    fn open(records: &[Conveyed]) -> Vec<String> {
        let burdens = crate::title::of_records(records).burdens;
        burdens
            .iter()
            .filter(|burden| burden.encumbrance.ended_on.is_none())
            .map(|burden| text_of(&holder(burden)).to_owned())
            .collect()
    }

    #[test]
    fn a_release_that_names_a_record_ends_that_one_alone() {
        let first = record(
            "SECURITY AGREEMENT",
            "DEBTOR",
            "BIG BANK",
            "2018-01-01",
            "045000/0001",
        );
        let second = record(
            "SECURITY AGREEMENT",
            "DEBTOR",
            "BIG BANK",
            "2019-01-01",
            "048000/0002",
        );
        let release = record(
            "RELEASE OF SECURITY INTEREST RECORDED AT REEL 045000, FRAME 0001",
            "BIG BANK",
            "DEBTOR",
            "2020-01-01",
            "050000/0003",
        );
        let records = [first, second, release];
        assert_eq!(open(&records), ["BIG BANK"]);
        assert_eq!(
            crate::title::of_records(&records).burdens[0].encumbrance.ended_on,
            "2020-01-01".parse().ok()
        );
    }

    #[test]
    fn a_release_without_a_record_is_by_the_holder() {
        let first = record(
            "SECURITY INTEREST",
            "DEBTOR",
            "BIG BANK, N.A.",
            "2018-01-01",
            "045000/0001",
        );
        let other = record(
            "SECURITY INTEREST",
            "DEBTOR",
            "OTHER FUND LP",
            "2018-01-01",
            "045000/0009",
        );
        let release = record(
            "RELEASE BY SECURED PARTY",
            "BIG BANK, N.A.",
            "DEBTOR",
            "2020-01-01",
            "050000/0003",
        );
        assert_eq!(open(&[first, other, release]), ["OTHER FUND LP"]);
    }

    #[test]
    fn a_security_that_is_transferred_has_a_new_holder_and_stays_open() {
        let first = record(
            "SECURITY INTEREST",
            "DEBTOR",
            "OLD AGENT",
            "2018-01-01",
            "045000/0001",
        );
        let transfer = record(
            "ASSIGNMENT OF SECURITY INTEREST IN PATENTS",
            "OLD AGENT",
            "NEW AGENT",
            "2019-01-01",
            "048000/0001",
        );
        assert_eq!(open(&[first, transfer.clone()]), ["NEW AGENT"]);
        assert_eq!(open(&[transfer]), ["NEW AGENT"]);
    }
}
