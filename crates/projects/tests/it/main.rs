//! Store and operations of projects, on both engines.

mod discovery;
mod funding;
mod history;
mod lifecycle;
mod support;
mod writing;
