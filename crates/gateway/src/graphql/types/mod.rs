//! One file for each type: a newtype over the domain's value.

pub mod campaign;
pub mod collection;
pub mod dossier;
pub mod finance;
pub mod found;
pub mod history;
pub mod ip_panel;
pub mod material_change;
pub mod notification;
pub mod patent;
pub mod payment;
pub mod payout;
pub mod platform;
pub mod pledge;
pub mod project;
pub mod reward;
pub mod security;
pub mod viewer;
