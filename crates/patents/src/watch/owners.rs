//! Whether the owners on record changed.

use super::{Change, ChangeKind};
use crate::{
    assess::Assessment,
    facts::Party,
    owner::{Claimant, OwnerMatch, owner_match, same_name},
    source::Conveyance,
    title::Link,
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

/// The change of owners, if they changed. Nobody on record, before or after, shows nothing, unless the register tells that the
/// right passed on and not to whom.
pub(super) fn change(before: &Assessment, after: &Assessment) -> Option<Change> {
    let (was, is) = (&before.title.owners, &after.title.owners);
    let untold = after.title.owners_untold_since;
    if untold.is_some() && untold != before.title.owners_untold_since {
        return Some(Change::new(ChangeKind::OwnerChanged, "replaced", untold, "?"));
    }
    if was.is_empty() && before.title.owners_untold_since.is_some() && !is.is_empty() {
        let owners = listed(is);
        return Some(Change::new(ChangeKind::OwnerChanged, "joined", None, owners));
    }
    if was.is_empty() || is.is_empty() {
        return None;
    }
    let gone: Vec<&Party> = was.iter().filter(|owner| is_missing(owner, is)).collect();
    let come: Vec<&Party> = is.iter().filter(|owner| is_missing(owner, was)).collect();
    let sub = match (gone.len(), come.len()) {
        (0, 0) => {
            let step = step_elsewhere(before, after)?;
            return Some(Change::new(
                ChangeKind::OwnerChanged,
                "replaced",
                step.executed_on,
                listed(is),
            ));
        }
        (0, _) => "joined",
        (left, _) if is_renamed(was, after, &gone, &come) && left == come.len() => "renamed",
        (left, _) if left == was.len() => "replaced",
        _ => "left",
    };
    let on = after.title.chain.last().and_then(|link| link.executed_on);
    Some(Change::new(ChangeKind::OwnerChanged, sub, on, listed(is)))
}

/// A new step to owners of whom no name shows that they are the earlier ones: names in two scripts cannot be compared, and that the
/// right passed on is told all the same.
fn step_elsewhere<'a>(before: &Assessment, after: &'a Assessment) -> Option<&'a Link> {
    let step = after.title.chain.last()?;
    let passes = matches!(step.class, Conveyance::Assignment | Conveyance::Merger);
    let decides = step.owners == after.title.owners && !before.title.chain.contains(step);
    let is_known = |owner: &Party| {
        names(owner).any(|name| {
            let found = owner_match([Claimant::named(name)], &before.title.owners);
            matches!(found, OwnerMatch::Exact | OwnerMatch::Normalised)
        })
    };
    (passes && decides && !step.owners.iter().all(is_known)).then_some(step)
}

fn listed(owners: &[Party]) -> String {
    let mut names: Vec<String> = owners.iter().map(best).collect();
    names.sort();
    names.join("; ")
}

/// Whether the newest step gave the same person another name: then who came is who left.
fn is_renamed(was: &[Party], after: &Assessment, gone: &[&Party], come: &[&Party]) -> bool {
    let Some((last, earlier)) = after.title.chain.split_last() else {
        return false;
    };
    // Where no earlier step is on record, the owners were told by something else.
    let had = earlier.last().map_or(was, |link| link.owners.as_slice());
    let is_in = |owner: &Party, list: &[Party]| {
        names(owner).any(|name| list.iter().flat_map(names).any(|other| same_name(name, other)))
    };
    last.class == Conveyance::NameChange
        && last.follows
        && !had.is_empty()
        && gone.iter().all(|owner| is_in(owner, had))
        && come.iter().all(|owner| is_in(owner, &last.owners))
}
