//! A founder's page about the money of a campaign, and the account they are paid through.

mod decide;
pub(crate) mod made_of;
mod page;
mod payee;
mod sandbox;
pub(crate) mod statement;
#[cfg(test)]
mod tests;

pub(crate) use decide::{confirm, decide};
pub(crate) use page::money;
pub(crate) use payee::{link, open, refresh};
pub(crate) use sandbox::{complete, stand_in};
