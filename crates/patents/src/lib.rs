#![doc = include_str!("../README.md")]

pub mod answer;
mod ask;
pub mod assess;
mod bulk;
mod changes;
pub mod documents;
mod events;
pub mod facts;
mod family;
pub mod fees;
mod import;
mod keep_watch;
mod lookup;
pub mod number;
mod owner;
mod panel;
mod ports;
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

pub use ask::{Asked, RegisterTrouble};
pub use bulk::{MaintenanceProgress, MaintenanceReport, RefusedLine};
pub use changes::{ChangeSpan, PastChange};
pub use events::{
    PatentDocumentDecided, PatentRecorded, PatentStandingChanged, ToldChange, WatchLevelChanged,
};
pub use import::{ImportError, ImportReport, Note};
pub use lookup::{LOOK_UP_JOB, Lookup, LookupState};
pub use owner::{Claimant, Nature, OwnerMatch, owner_match};
pub use panel::{
    Panel, PanelEncumbrance, PanelPublication, PanelStates, PanelStatus, Risk, RiskKind, SecurityAsked,
    SecurityRefusal,
};
pub use ports::Reliance;
pub use record::{Recorded, record};
pub use sample::{SampleError, SampleRegister};
pub use service::Patents;
pub use standing::{Cause, Detail, Mismatch, Relied, StoredAssessment};
pub use status::{AnnuityState, Confidence, EncumbranceKind, LegalStatus};
pub use store::{
    events::{Mark, PageError, RecordedEvent},
    evidence::{NewSnapshot, Snapshot},
    watch::{Raised, Watched},
};
