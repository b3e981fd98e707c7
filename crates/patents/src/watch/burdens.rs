//! Which burdens came and which ended.

use super::{Change, ChangeKind, signal::cause_of};
use crate::{
    status::EncumbranceKind,
    title::{Burden, Title, is_one},
};

pub(super) fn changes(before: &Title, after: &Title) -> Vec<Change> {
    let mut found = Vec::new();
    let is_open = |burden: &&Burden| burden.encumbrance.ended_on.is_none();
    for burden in after.burdens.iter().filter(is_open) {
        let known = before
            .burdens
            .iter()
            .any(|known| is_open(&known) && is_one(known, burden));
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
            .any(|known| is_open(&known) && is_one(known, burden));
        // Only an end on record is a release: a burden that is no more told of has not ended.
        let end = after
            .burdens
            .iter()
            .filter(|known| is_one(known, burden))
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
