//! Entries that delete others: applied first, by the day of their announcement.

use std::collections::BTreeSet;

use super::{codes::Effect, entry::Entry};

/// Leaves out what was deleted, and the deletions. One that names no entry among these changes nothing.
pub(super) fn apply(entries: &mut Vec<Entry<'_>>) {
    let targets = targets(entries);
    let mut at = 0;
    entries.retain(|entry| {
        at += 1;
        entry.rule.effect != Effect::Delete && !targets.contains(&(at - 1))
    });
}

/// Where the entries stand that others delete.
pub(super) fn targets(entries: &[Entry<'_>]) -> BTreeSet<usize> {
    let mut deletions: Vec<usize> = (0..entries.len())
        .filter(|&at| entries[at].rule.effect == Effect::Delete)
        .collect();
    deletions.sort_by_key(|&at| entries[at].gazette);
    let mut gone: BTreeSet<usize> = BTreeSet::new();
    for &at in &deletions {
        let deletion = &entries[at];
        let state = deletion.territory.or(deletion.event.territory.as_deref());
        let names = |entry: &Entry<'_>| {
            let is_end = entry.rule.effect == Effect::End;
            let by_code = deletion
                .rule
                .deletes
                .iter()
                .any(|code| *code == entry.code || (*code == "*" && is_end));
            let told_before =
                entry.gazette.is_none() || deletion.gazette.is_none() || entry.gazette <= deletion.gazette;
            by_code && entry.territory == state && told_before
        };
        let candidates: Vec<usize> = (0..entries.len())
            .filter(|other| !gone.contains(other) && !deletions.contains(other) && names(&entries[*other]))
            .collect();
        // The deletion repeats the day of effect of what it deletes, or else means the newest.
        let same_day = candidates.iter().copied().find(|&other| {
            deletion.event.detail.contains_key("effective_on") && entries[other].on == deletion.on
        });
        let newest = candidates
            .iter()
            .copied()
            .max_by_key(|&other| (entries[other].gazette, other));
        gone.extend(same_day.or(newest));
    }
    gone
}
