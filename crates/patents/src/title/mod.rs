//! Who owns a right on record, and what lies on it.
//!
//! Two kinds of evidence: recorded conveyances (the USPTO's assignment records), and entries of
//! gazettes and registers (CNIPA, EPO, DPMA, JPO, …).

mod burdens;
mod chain;
mod gazette;
mod records;
pub mod security;

use kernel::Locale;
use serde::{Deserialize, Serialize};

use crate::{
    facts::{Conveyed, Encumbrance, Party, RightFacts},
    owner::same_name,
};

pub use chain::Link;

/// What follows from the evidence.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Title {
    /// How the right came to its owners, in the order of execution.
    pub chain: Vec<Link>,
    /// The owners on record; empty where none is recorded.
    pub owners: Vec<Party>,
    /// Burdens, open and ended.
    pub burdens: Vec<Burden>,
    /// A court has frozen it.
    pub frozen: bool,
}

impl Title {
    /// Burdens that still lie on it.
    pub fn open(&self) -> impl Iterator<Item = &Encumbrance> {
        self.burdens
            .iter()
            .map(|burden| &burden.encumbrance)
            .filter(|burden| burden.ended_on.is_none())
    }
}

/// A burden and where it is recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Burden {
    /// The burden.
    pub encumbrance: Encumbrance,
    /// Reel and frame, or the code of the gazette's entry.
    pub instrument: Option<String>,
}

/// What follows from recorded conveyances alone.
pub fn of_records(conveyances: &[Conveyed]) -> Title {
    let records = records::settled(conveyances);
    let chain = chain::of(&records);
    Title {
        owners: chain.last().map(|link| link.owners.clone()).unwrap_or_default(),
        chain,
        burdens: burdens::of(&records),
        frozen: false,
    }
}

/// What follows from all that is told of a right: records and entries, and what the register states beside them.
pub fn of(right: &RightFacts) -> Title {
    let mut title = of_records(&right.conveyances);
    title
        .burdens
        .extend(gazette::of(&right.events, right.shown.as_ref()));
    for stated in right.encumbrances.iter().flatten() {
        if !title
            .burdens
            .iter()
            .any(|burden| is_same(&burden.encumbrance, stated))
        {
            title.burdens.push(Burden {
                encumbrance: stated.clone(),
                instrument: None,
            });
        }
    }
    let frozen = title
        .open()
        .any(|burden| burden.kind == crate::EncumbranceKind::Preservation);
    title.frozen = frozen;
    if title.owners.is_empty() {
        title.owners.clone_from(&right.owners);
    }
    title
}

/// Whether what a register states is a burden that its records tell of: of one kind and holder, and of one day where both tell
/// the day. One without a day is no ended one that lies on the right.
fn is_same(known: &Encumbrance, stated: &Encumbrance) -> bool {
    let same_day = known.effective_on == stated.effective_on
        || (days_agree(known, stated) && known.ended_on.is_some() == stated.ended_on.is_some());
    known.kind == stated.kind && same_day && same_holder(known, stated).unwrap_or(false)
}

/// Whether they began on one day, as far as is told.
fn days_agree(a: &Encumbrance, b: &Encumbrance) -> bool {
    match (a.effective_on, b.effective_on) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}

/// Whether one holds both; nothing where no language has both names.
fn same_holder(a: &Encumbrance, b: &Encumbrance) -> Option<bool> {
    if a.holder == b.holder {
        return Some(true);
    }
    let both = |locale| Some((a.holder.get(locale)?, b.holder.get(locale)?));
    let (a, b) = both(Locale::ZhHans).or_else(|| both(Locale::En))?;
    Some(same_name(a, b))
}

#[cfg(test)]
mod tests {
    use kernel::LocalizedText;

    use super::*;
    use crate::{facts::Conveyed, source::classify_conveyance, status::EncumbranceKind};

    #[test]
    fn what_a_register_states_counts_once_beside_its_records() {
        let (class, corrects) = classify_conveyance("SECURITY AGREEMENT");
        let record = Conveyed {
            class,
            corrects,
            text: "SECURITY AGREEMENT".to_owned(),
            reel_frame: Some("045000/0001".to_owned()),
            assignors: vec!["DEBTOR".to_owned()],
            assignees: vec![Party::named("BIG BANK", None)],
            executed_on: "2018-01-01".parse().ok(),
            recorded_on: None,
        };
        let stated = |kind, holder: &str| Encumbrance {
            kind,
            holder: LocalizedText::only(Locale::En, holder),
            effective_on: "2018-01-01".parse().ok(),
            ended_on: None,
        };
        let right = RightFacts {
            conveyances: vec![record],
            encumbrances: Some(vec![
                stated(EncumbranceKind::Security, "BIG BANK"),
                stated(EncumbranceKind::Preservation, "COURT"),
            ]),
            ..RightFacts::default()
        };
        let title = of(&right);
        let kinds: Vec<EncumbranceKind> = title.open().map(|burden| burden.kind).collect();
        assert_eq!(kinds, [EncumbranceKind::Security, EncumbranceKind::Preservation]);
        assert!(title.frozen);
    }
}
