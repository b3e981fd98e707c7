#![doc = include_str!("../README.md")]

mod assets;
mod backend;
mod carried;
mod cover;
mod failure;
mod form;
mod graphql;
mod mails;
mod markdown;
mod pages;
mod parts;
mod routes;
mod session;
mod share;
mod shell;
mod site;
#[cfg(test)]
mod stand_in;
mod visit;
mod words;
#[cfg(test)]
mod words_tests;

pub use backend::{Backend, Operation, Unavailable};
pub use mails::{KeptMail, KeptMails};
pub use routes::router;
pub use site::{Demo, Settings, Site};
