//! Who owns a right on record, and what lies on it.
//!
//! Two kinds of evidence: recorded conveyances (the USPTO's assignment records), and entries of
//! gazettes and registers (CNIPA, EPO, DPMA, JPO, …).

mod burdens;
mod chain;
mod gazette;
mod records;
pub mod security;
mod timeline;

use serde::{Deserialize, Serialize};

use crate::facts::{Conveyed, Encumbrance, Party, RightFacts};

pub use chain::Link;
pub use timeline::{Security, Timeline};

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

/// What follows from all that is told of a right.
pub fn of(right: &RightFacts) -> Title {
    let mut title = of_records(&right.conveyances);
    let entries = gazette::of(&right.events);
    title.frozen = entries.iter().any(|burden| {
        burden.encumbrance.ended_on.is_none()
            && burden.encumbrance.kind == crate::EncumbranceKind::Preservation
    });
    title.burdens.extend(entries);
    if title.owners.is_empty() {
        title.owners.clone_from(&right.owners);
    }
    title
}
