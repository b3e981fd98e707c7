#![doc = include_str!("../README.md")]

pub mod answer;
pub mod assess;
mod events;
pub mod facts;
pub mod fees;
mod import;
pub mod number;
mod owner;
mod panel;
mod record;
pub mod register;
mod sample;
pub mod score;
mod service;
pub mod source;
mod standing;
mod status;
mod store;
pub mod term;
pub mod title;
pub mod watch;
mod words;

pub use events::{PatentRecorded, PatentStandingChanged};
pub use import::{ImportError, ImportReport, Note};
pub use owner::{OwnerMatch, owner_match};
pub use panel::{Panel, PanelEncumbrance, PanelPublication, PanelStates, PanelStatus, Risk, RiskKind};
pub use record::{Recorded, record};
pub use sample::{SampleError, SampleRegister};
pub use service::Patents;
pub use standing::{Cause, Detail, Mismatch, StoredAssessment};
pub use status::{AnnuityState, Confidence, EncumbranceKind, LegalStatus};
pub use store::{
    events::{Mark, PageError, RecordedEvent},
    evidence::{NewSnapshot, Snapshot},
};
