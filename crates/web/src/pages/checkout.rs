//! Pledging: reward and amount, the card, the bank's question. Nobody must sign in before the amount.

mod card;
mod place;

pub(crate) use card::{another_card, card, card_sent, confirm, confirm_sent};
pub(crate) use place::{place, show, typed_amount};
