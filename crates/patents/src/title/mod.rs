//! Who owns a right on record, and what lies on it.
//!
//! Two kinds of evidence: recorded conveyances (the USPTO's assignment records), and entries of
//! gazettes and registers (CNIPA, EPO, DPMA, JPO, …). Beside them stand what a register lists and what an extract of it shows.

mod burdens;
mod chain;
mod gazette;
mod passed;
mod records;
pub mod security;
mod told;

use chrono::NaiveDate;
use kernel::Locale;
use serde::{Deserialize, Serialize};

use crate::{
    assess::entry::Entry,
    facts::{Conveyed, Encumbrance, Party, RightFacts, Shown},
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
    /// Since when it is somebody's whom no evidence names: a register tells that it passed on, and not to whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owners_untold_since: Option<NaiveDate>,
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
    /// Whether nothing but a document that somebody handed in tells of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub documented: bool,
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
        owners_untold_since: None,
    }
}

/// What follows, on a day, from all that is told of a right: records and entries, what registers state beside them, and what an
/// extract shows. The entries are those of that day: without later ones and those that others delete.
pub(crate) fn of(right: &RightFacts, entries: &[Entry<'_>], as_of: NaiveDate) -> Title {
    let passed = passed::of(entries);
    let shown = right.shown.as_ref().filter(|shown| shown.on <= as_of);
    let known = |record: &&Conveyed| {
        record
            .recorded_on
            .or(record.executed_on)
            .is_none_or(|on| on <= as_of)
    };
    let records: Vec<Conveyed> = right
        .conveyances
        .iter()
        .filter(known)
        .chain(&passed.records)
        .cloned()
        .collect();
    let mut title = of_records(&records);
    title.burdens.extend(told::of(entries, shown));
    for stated in right.encumbrances.iter().flatten() {
        let known = || {
            title
                .burdens
                .iter()
                .any(|burden| is_same(&burden.encumbrance, stated))
        };
        if !known() {
            title.burdens.push(Burden {
                encumbrance: stated.clone(),
                instrument: None,
                documented: false,
            });
        }
    }
    for burden in &mut title.burdens {
        let ended_on = &mut burden.encumbrance.ended_on;
        *ended_on = ended_on.filter(|end| *end <= as_of);
    }
    let is_freeze = |burden: &Encumbrance| burden.kind == crate::EncumbranceKind::Preservation;
    title.frozen = title
        .burdens
        .iter()
        .any(|burden| burden.encumbrance.ended_on.is_none() && is_freeze(&burden.encumbrance));
    owners(&mut title, right, shown, passed.untold_on);
    title
}

/// Whose it is: by the newest of the recorded steps and of an extract; where there is neither, as a register lists them. That it
/// passed on to somebody who is not named leaves nobody on record.
fn owners(title: &mut Title, right: &RightFacts, shown: Option<&Shown>, untold_on: Option<NaiveDate>) {
    let last = title
        .chain
        .last()
        .map(|link| link.executed_on.or(link.recorded_on));
    let shown = shown.filter(|shown| !shown.owners.is_empty());
    let newest = match (last, shown) {
        (Some(step), Some(shown)) if step.is_none_or(|step| step <= shown.on) => {
            title.owners.clone_from(&shown.owners);
            Some(shown.on)
        }
        (Some(step), _) => step,
        // What a register lists, no document replaces.
        (None, _) if !right.owners.is_empty() => {
            title.owners.clone_from(&right.owners);
            return;
        }
        (None, Some(shown)) => {
            title.owners.clone_from(&shown.owners);
            Some(shown.on)
        }
        (None, None) => None,
    };
    if let Some(untold_on) = untold_on.filter(|untold_on| newest.is_none_or(|newest| newest < *untold_on)) {
        title.owners.clear();
        title.owners_untold_since = Some(untold_on);
    }
}

/// Whether what a register states is a burden that its records tell of: of one kind and holder, and of one day where both tell
/// the day. One without a day is no ended one that lies on the right.
fn is_same(known: &Encumbrance, stated: &Encumbrance) -> bool {
    let of_one_day = known.effective_on == stated.effective_on
        || (days_agree(known, stated) && known.ended_on.is_some() == stated.ended_on.is_some());
    known.kind == stated.kind && of_one_day && same_holder(known, stated).unwrap_or(false)
}

/// Whether two are told to be one burden: the same place of record; where one has none, the same holder, and the same day as
/// far as is told. The code of a gazette's entry is no place of record.
pub(crate) fn is_one(a: &Burden, b: &Burden) -> bool {
    let (one, other) = (&a.encumbrance, &b.encumbrance);
    if one.kind != other.kind {
        return false;
    }
    let place = |burden: &Burden| {
        let digits = |text: &String| text.bytes().filter(u8::is_ascii_digit).count();
        burden.instrument.clone().filter(|text| digits(text) >= 6)
    };
    if let (Some(a), Some(b)) = (place(a), place(b)) {
        return a == b;
    }
    match same_holder(one, other) {
        Some(same) => same && days_agree(one, other),
        None => same_day(one, other),
    }
}

/// Whether both tell the day on which they began, and it is one.
fn same_day(a: &Encumbrance, b: &Encumbrance) -> bool {
    a.effective_on.is_some() && a.effective_on == b.effective_on
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
        let title = of(&right, &[], "2026-06-01".parse().unwrap());
        let kinds: Vec<EncumbranceKind> = title.open().map(|burden| burden.kind).collect();
        assert_eq!(kinds, [EncumbranceKind::Security, EncumbranceKind::Preservation]);
        assert!(title.frozen);
    }
}
