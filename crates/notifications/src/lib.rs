#![doc = include_str!("../README.md")]

mod facts;
mod kind;
mod letter;
mod mark;
mod notice;
mod notification;
mod place;
mod ports;
mod post;
mod read;
mod service;
mod store;
mod tell;
mod words;

pub use facts::{CampaignFacts, Fact, Facts, ItemFacts, Way};
pub use kind::{Kind, UnknownKind};
pub use mark::{MarkReadError, Which};
pub use notice::{About, Notice};
pub use notification::Notification;
pub use place::Place;
pub use ports::{Recipient, Recipients};
pub use post::SEND_JOB;
pub use read::{ListError, MailCounts};
pub use service::{Notifications, Parts};
pub use tell::TellError;
pub use words::Words;
