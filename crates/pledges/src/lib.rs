#![doc = include_str!("../README.md")]

mod apply;
mod cancel;
mod error;
pub mod events;
mod expire;
pub mod jobs;
mod limits;
mod messages;
mod place;
mod pledge;
pub mod ports;
mod read;
mod release;
mod service;
mod setup;
mod store;

pub use cancel::{CancelPledge, CancelPledgeError};
pub use error::{PledgeError, PledgeErrorCode};
pub use limits::PledgeLimits;
pub use place::{PlacePledge, PlacePledgeError};
pub use pledge::{EndReason, IllegalTransition, NewPledge, Pledge, PledgeState};
pub use ports::{Dossier, FundingTerms, IpDossier, RewardReservation, Terms};
pub use read::{ListPledgesError, PledgeFilter, Transition};
pub use service::{Parts, Pledges};
pub use setup::{PaymentSetup, SetupState};
