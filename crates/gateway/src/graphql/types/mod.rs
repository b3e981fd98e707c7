//! One file for each type: a newtype over the domain's value.

pub mod campaign;
pub mod collection;
pub mod dossier;
pub mod finance;
pub mod follow;
pub mod found;
pub mod grave_risks;
pub mod happening;
pub mod history;
pub mod ip_panel;
pub mod material_change;
pub mod notification;
pub mod patent;
pub mod payment;
pub mod payout;
pub mod platform;
pub mod pledge;
pub mod pledge_adjustment;
pub mod project;
pub mod question;
pub mod reconciliation;
pub mod reward;
pub mod update;
pub mod viewer;
pub mod voices;
