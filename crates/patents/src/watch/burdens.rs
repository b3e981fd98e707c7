//! Which burdens came and which ended.

use super::{Change, ChangeKind, signal::cause_of};
use crate::{
    owner::same_name,
    status::EncumbranceKind,
    title::{Burden, Title},
};

pub(super) fn changes(before: &Title, after: &Title) -> Vec<Change> {
    let mut found = Vec::new();
    let is_open = |burden: &&Burden| burden.encumbrance.ended_on.is_none();
    for burden in after.burdens.iter().filter(is_open) {
        let known = before
            .burdens
            .iter()
            .any(|known| is_open(&known) && is_same(known, burden));
        if !known {
            let (kind, sub) = kind(burden, ChangeKind::Encumbered, ChangeKind::Frozen);
            found.push(Change::new(
                kind,
                sub,
                burden.encumbrance.effective_on,
                cause_of(burden),
            ));
        }
    }
    for burden in before.burdens.iter().filter(is_open) {
        let is_still_open = after
            .burdens
            .iter()
            .any(|known| is_open(&known) && is_same(known, burden));
        // Only an end on record is a release: a burden that is no more told of has not ended.
        let end = after
            .burdens
            .iter()
            .filter(|known| is_same(known, burden))
            .find_map(|known| known.encumbrance.ended_on);
        if let Some(end) = end.filter(|_| !is_still_open) {
            let (kind, sub) = kind(burden, ChangeKind::Released, ChangeKind::Unfrozen);
            found.push(Change::new(kind, sub, Some(end), cause_of(burden)));
        }
    }
    found
}

fn kind(burden: &Burden, of_others: ChangeKind, of_freeze: ChangeKind) -> (ChangeKind, &'static str) {
    match burden.encumbrance.kind {
        EncumbranceKind::Preservation => (of_freeze, ""),
        kind => (of_others, kind.as_str()),
    }
}

/// Whether two records are of one burden: the same place of record, or the same holder and, as far as is told, day. A security that went to
/// another lender stays one. The code of a gazette's entry is no place of record.
fn is_same(a: &Burden, b: &Burden) -> bool {
    if a.encumbrance.kind != b.encumbrance.kind {
        return false;
    }
    let place = |burden: &Burden| {
        let digits = |text: &String| text.bytes().filter(u8::is_ascii_digit).count();
        burden.instrument.clone().filter(|text| digits(text) >= 6)
    };
    if let (Some(a), Some(b)) = (place(a), place(b)) {
        return a == b;
    }
    let holder = |burden: &Burden| burden.encumbrance.holder.best(kernel::Locale::En).0.to_owned();
    let days = (a.encumbrance.effective_on, b.encumbrance.effective_on);
    let days_agree = matches!(days, (None, _) | (_, None)) || days.0 == days.1;
    days_agree && same_name(&holder(a), &holder(b))
}
