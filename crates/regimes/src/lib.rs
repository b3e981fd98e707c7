#![doc = include_str!("../README.md")]

mod declaration;
mod error;
pub mod events;
mod licence;
mod offering;
mod operations;
mod pack;
pub mod ports;
mod questions;
pub mod rules;
mod store;

pub use declaration::{Class, Declaration, DeclarationKind, DeclarationState, Statement};
pub use error::{Error, Violation, ViolationCode};
pub use licence::{EnterLicence, Licence, LicenceState, Withdrawal};
pub use offering::{
    CheckParty, CheckedParty, Offering, OfferingTerms, OversubscriptionMethod, RecordCheck, Sheet,
};
pub use operations::{
    CancelRule, Cleared, Commitment, DecideDeclaration, Declare, Listing, Parts, PublishSheet, Regimes, Step,
};
pub use pack::{CnPrivate, Ecspr, Number, Numbers, Pack, PackError, Packs, RegCf};
pub use questions::{Answer, Bank, BankError, Choice, Question};

/// The result of an operation on regimes.
pub type Result<T, E = Error> = std::result::Result<T, E>;
