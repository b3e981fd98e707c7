//! The test cards, which are Stripe's: <https://docs.stripe.com/testing>, read 2026-11.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use crate::{Card, Failure};

/// A card as somebody types it. The number is not shown in logs and never stored.
#[derive(Clone, PartialEq, Eq)]
pub struct CardInput {
    /// The number; spaces and hyphens may stand in it.
    pub number: String,
    /// The month of expiry, 1 to 12.
    pub exp_month: i32,
    /// The year of expiry, four digits.
    pub exp_year: i32,
    /// The security code.
    pub cvc: String,
}

impl fmt::Debug for CardInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CardInput(…)")
    }
}

/// Why a card was not even looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CardInputError {
    /// Only the documented test numbers are taken; a real one must not come here.
    #[error("the sandbox takes only test cards, such as 4242 4242 4242 4242")]
    NotATestCard,
    /// The month is not 1 to 12.
    #[error("the month of expiry must be 1 to 12")]
    ExpiryMonth,
    /// The card expired, or its year is not one of four digits in this century.
    #[error("the date of expiry must lie in the future, such as 12/2034")]
    Expired,
    /// The security code is not three or four digits.
    #[error("the security code has three or four digits")]
    SecurityCode,
}

/// What happens to a test card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    Saved,
    Declined(Failure),
    MustAuthenticate,
}

/// Number, brand and what happens: `None` saves the card, a code declines it.
const CARDS: [(&str, &str, Option<&str>); 10] = [
    ("4242424242424242", "visa", None),
    ("5555555555554444", "mastercard", None),
    ("4000000000000002", "visa", Some("generic_decline")),
    ("4000000000009995", "visa", Some("insufficient_funds")),
    ("4000000000009987", "visa", Some("lost_card")),
    ("4000000000000069", "visa", Some("expired_card")),
    ("4000000000000127", "visa", Some("incorrect_cvc")),
    ("4000000000000119", "visa", Some("processing_error")),
    ("4000002500003155", "visa", Some(AUTHENTICATE)),
    ("4000002760003184", "visa", Some(AUTHENTICATE)),
];
const AUTHENTICATE: &str = "authenticate";

/// The test cards: each number, and what happens to it: `succeeds`, `needs_authentication`, or the
/// decline code.
pub fn test_cards() -> impl Iterator<Item = (&'static str, &'static str)> {
    CARDS.iter().map(|(number, _, code)| {
        let outcome = match *code {
            None => "succeeds",
            Some(AUTHENTICATE) => "needs_authentication",
            Some(code) => code,
        };
        (*number, outcome)
    })
}

/// What the sandbox says of each code.
pub(super) fn failure(code: &str) -> Failure {
    let message = match code {
        "insufficient_funds" => "Your card has insufficient funds.",
        "expired_card" => "Your card has expired.",
        "incorrect_cvc" => "Your card's security code is incorrect.",
        "processing_error" => "An error occurred while processing your card. Try again in a little bit.",
        "setup_intent_authentication_failure" => {
            "We are unable to authenticate your payment method. Please choose a different payment method and try again."
        }
        // A lost card is told to nobody: its holder may not be the one who types.
        _ => "Your card was declined.",
    };
    Failure {
        code: code.to_owned(),
        message: message.to_owned(),
    }
}

impl CardInput {
    /// What may be shown of the card, and what happens to it.
    pub(super) fn read(&self, today: NaiveDate) -> Result<(Card, Outcome), CardInputError> {
        let digits: String = self.number.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        let known = CARDS.iter().find(|(number, ..)| *number == digits);
        let (number, brand, code) = known.copied().ok_or(CardInputError::NotATestCard)?;
        if !(1..=12).contains(&self.exp_month) {
            return Err(CardInputError::ExpiryMonth);
        }
        let expiry = (self.exp_year, self.exp_month);
        if expiry < (today.year(), i32::try_from(today.month()).unwrap_or(12)) || self.exp_year > 2099 {
            return Err(CardInputError::Expired);
        }
        if !(3..=4).contains(&self.cvc.len()) || !self.cvc.bytes().all(|b| b.is_ascii_digit()) {
            return Err(CardInputError::SecurityCode);
        }
        let card = Card {
            brand: brand.to_owned(),
            last4: number[12..].to_owned(),
            exp_month: self.exp_month,
            exp_year: self.exp_year,
        };
        let outcome = match code {
            None => Outcome::Saved,
            Some(AUTHENTICATE) => Outcome::MustAuthenticate,
            Some(code) => Outcome::Declined(failure(code)),
        };
        Ok((card, outcome))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(number: &str) -> CardInput {
        CardInput {
            number: number.into(),
            exp_month: 12,
            exp_year: 2034,
            cvc: "123".into(),
        }
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 6, 1).unwrap()
    }

    #[test]
    fn the_test_cards_behave_as_stripe_documents() {
        let outcome = |number| card(number).read(today()).map(|(_, outcome)| outcome);
        assert_eq!(outcome("4242 4242 4242 4242"), Ok(Outcome::Saved));
        assert_eq!(outcome("5555-5555-5555-4444"), Ok(Outcome::Saved));
        for (number, code) in [
            ("4000000000000002", "generic_decline"),
            ("4000000000009995", "insufficient_funds"),
            ("4000000000009987", "lost_card"),
            ("4000000000000069", "expired_card"),
            ("4000000000000127", "incorrect_cvc"),
            ("4000000000000119", "processing_error"),
        ] {
            assert_eq!(outcome(number), Ok(Outcome::Declined(failure(code))), "{number}");
        }
        assert_eq!(outcome("4000002500003155"), Ok(Outcome::MustAuthenticate));
        assert_eq!(outcome("4000002760003184"), Ok(Outcome::MustAuthenticate));
    }

    #[test]
    fn any_other_number_is_refused_and_not_repeated() {
        let real_looking = card("4111 1111 1111 1111");
        let refused = real_looking.read(today()).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "the sandbox takes only test cards, such as 4242 4242 4242 4242"
        );
        assert!(!format!("{real_looking:?} {refused:?}").contains("4111"));
        for number in [
            "",
            "4242",
            "４２４２４２４２４２４２４２４２",
            "42424242424242424242",
        ] {
            assert_eq!(card(number).read(today()), Err(CardInputError::NotATestCard));
        }
    }

    #[test]
    fn a_card_is_good_through_the_month_of_its_expiry() {
        let until = |exp_month, exp_year| {
            CardInput {
                exp_month,
                exp_year,
                ..card("4242424242424242")
            }
            .read(today())
        };
        assert!(until(6, 2026).is_ok());
        assert_eq!(until(5, 2026), Err(CardInputError::Expired));
        assert_eq!(until(12, 34), Err(CardInputError::Expired));
        assert_eq!(until(13, 2034), Err(CardInputError::ExpiryMonth));
        let bad = CardInput {
            cvc: "12a".into(),
            ..card("4242424242424242")
        }
        .read(today());
        assert_eq!(bad, Err(CardInputError::SecurityCode));
    }
}
