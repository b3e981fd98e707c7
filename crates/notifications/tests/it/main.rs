//! Notifications and their mails against real databases, with a pretended mail server.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod mails;
mod reading;
mod stage;
mod telling;
