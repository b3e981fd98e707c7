//! Which answers speak of which aspect of a right.

use std::collections::BTreeMap;

use kernel::SnapshotId;

use super::Told;
use crate::{facts::RightFacts, score::Aspect};

/// The evidence for each aspect, oldest first.
pub(super) fn of(answers: &[Told]) -> BTreeMap<Aspect, Vec<SnapshotId>> {
    Aspect::ALL
        .iter()
        .map(|aspect| {
            let about = answers.iter().filter(|answer| speaks_of(&answer.facts, *aspect));
            (*aspect, about.map(|answer| answer.snapshot_id).collect())
        })
        .collect()
}

fn speaks_of(facts: &RightFacts, aspect: Aspect) -> bool {
    let entries = !facts.events.is_empty();
    match aspect {
        Aspect::Status => entries || facts.status.is_some() || !facts.lapsed_states.is_empty(),
        Aspect::Term => {
            facts.filed_on.is_some()
                || facts.expires_on.is_some()
                || facts.continuity.is_some()
                || facts.pta_days.is_some()
        }
        Aspect::Fees => entries || facts.annuity.is_some() || !facts.payments.is_empty(),
        Aspect::Challenges => entries || facts.opposition.is_some() || !facts.challenges.is_empty(),
        Aspect::Family => !facts.family.is_empty(),
        Aspect::Technology => !facts.ipc.is_empty() || facts.claims.is_some(),
        Aspect::Ownership => {
            !facts.owners.is_empty()
                || facts.shown.is_some()
                || !facts.conveyances.is_empty()
                || !facts.applicants.is_empty()
        }
        Aspect::Encumbrances => {
            entries || facts.encumbrances.is_some() || facts.shown.is_some() || !facts.conveyances.is_empty()
        }
    }
}
