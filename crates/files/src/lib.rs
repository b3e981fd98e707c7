#![doc = include_str!("../README.md")]

mod file;
mod inspect;
mod keep;
mod link;
mod media;
mod name;
mod objects;
mod open;
mod purge;
mod service;
mod settings;
mod stage;
mod store;

pub use file::{Access, File};
pub use keep::{KeepError, Kept, discard, grant, keep, revoke};
pub use link::LINK_PATH;
pub use media::MediaType;
pub use objects::{Objects, ObjectsError, S3};
pub use open::{OpenError, Opened};
pub use purge::PurgeError;
pub use service::{Files, Parts};
pub use settings::Settings;
pub use stage::{StageError, Upload};
