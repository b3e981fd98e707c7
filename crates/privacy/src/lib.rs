#![doc = include_str!("../README.md")]

mod archive;
mod catalogue;
mod erase;
mod erasure;
mod error;
pub mod events;
mod export;
mod gather;
mod link;
pub mod map;
pub mod ports;
mod retention;
mod service;
mod statement;
mod store;

pub use archive::TooLarge;
pub use catalogue::{Gap, gaps};
pub use erase::ERASE_JOB;
pub use erasure::{Erasure, ErasureState};
pub use error::{Error, ErrorCode};
pub use export::{EXPORT_JOB, Export, ExportFile, ExportState};
pub use gather::GatherError;
pub use link::EXPORT_PATH;
pub use ports::{Obligation, Obligations, People, Standing};
pub use retention::{Due, RETAIN_JOB};
pub use service::{Parts, Privacy, Settings};
