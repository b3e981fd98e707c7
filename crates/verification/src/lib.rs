#![doc = include_str!("../README.md")]

mod error;
pub mod events;
mod facts;
mod operations;
mod round;
mod screening;
mod store;

pub use error::{Error, Violation, ViolationCode};
pub use facts::{BeneficialOwner, Facts};
pub use operations::{Decide, Parts, Settings, StateFacts, Verifications};
pub use round::{
    Decision, Document, DocumentKind, IllegalTransition, Kind, Reason, State, Transition, Verification,
    VerifiedName,
};
pub use screening::{Hit, ListScreening, ScreenedName, Screening};

/// The result of an operation on verifications.
pub type Result<T, E = Error> = std::result::Result<T, E>;
