//! One file for each type: a newtype over the domain's value.

pub mod campaign;
pub mod found;
pub mod history;
pub mod ip_panel;
pub mod patent;
pub mod platform;
pub mod pledge;
pub mod project;
pub mod reward;
pub mod viewer;
