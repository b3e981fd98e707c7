//! Whether the owners on record changed.

use super::{Change, ChangeKind};
use crate::{
    assess::Assessment,
    facts::Party,
    owner::{Claimant, OwnerMatch, owner_match, same_name},
    source::Conveyance,
};

pub(super) const SUBS: [&str; 4] = ["replaced", "left", "joined", "renamed"];

fn names(party: &Party) -> impl Iterator<Item = &str> {
    [party.name.en.as_deref(), party.name.zh_hans.as_deref()]
        .into_iter()
        .flatten()
        .filter(|name| !name.trim().is_empty())
}

/// Whether a party is surely none of others: a name in another script than theirs cannot be compared, and so shows nothing.
fn is_missing(party: &Party, others: &[Party]) -> bool {
    let found: Vec<OwnerMatch> = names(party)
        .map(|name| owner_match([Claimant::named(name)], others))
        .collect();
    let there = |verdict| found.contains(&verdict);
    there(OwnerMatch::OtherParty) && !there(OwnerMatch::Exact) && !there(OwnerMatch::Normalised)
}

fn best(party: &Party) -> String {
    party.name.best(kernel::Locale::En).0.to_owned()
}

/// The change of owners, if they changed. Nobody on record, before or after, shows nothing.
pub(super) fn change(before: &Assessment, after: &Assessment) -> Option<Change> {
    let (was, is) = (&before.title.owners, &after.title.owners);
    if was.is_empty() || is.is_empty() {
        return None;
    }
    let gone: Vec<&Party> = was.iter().filter(|owner| is_missing(owner, is)).collect();
    let come: Vec<&Party> = is.iter().filter(|owner| is_missing(owner, was)).collect();
    let sub = match (gone.len(), come.len()) {
        (0, 0) => return None,
        (0, _) => "joined",
        (left, _) if is_renamed(after, &gone, &come) && left == come.len() => "renamed",
        (left, _) if left == was.len() => "replaced",
        _ => "left",
    };
    let on = after.title.chain.last().and_then(|link| link.executed_on);
    let mut owners: Vec<String> = is.iter().map(best).collect();
    owners.sort();
    Some(Change::new(ChangeKind::OwnerChanged, sub, on, owners.join("; ")))
}

/// Whether the newest step gave the same person another name: then who came is who left.
fn is_renamed(after: &Assessment, gone: &[&Party], come: &[&Party]) -> bool {
    let Some((last, earlier)) = after.title.chain.split_last() else {
        return false;
    };
    let had = earlier
        .last()
        .map(|link| link.owners.as_slice())
        .unwrap_or_default();
    let is_in = |owner: &Party, list: &[Party]| {
        names(owner).any(|name| list.iter().flat_map(names).any(|other| same_name(name, other)))
    };
    last.class == Conveyance::NameChange
        && last.follows
        && !had.is_empty()
        && gone.iter().all(|owner| is_in(owner, had))
        && come.iter().all(|owner| is_in(owner, &last.owners))
}
