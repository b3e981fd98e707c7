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

/// What happens to a test card when it is to be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    Saved,
    Declined(Failure),
    MustAuthenticate,
}

/// What happens when a saved card is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Charging {
    /// The money comes.
    Succeeds,
    /// The bank says no.
    Declined,
    /// The bank asks the card's holder each time.
    Asks,
    /// The money comes, and its payer contests it, or the payer's bank asks about it.
    Disputed { reason: &'static str, inquiry: bool },
    /// A refund waits for the bank before it succeeds.
    RefundPends,
    /// A refund succeeds and comes back later.
    RefundFails,
}

#[derive(Debug, Clone, Copy)]
enum Saving {
    Saved,
    Declined(&'static str),
    Authenticate,
}

struct TestCard {
    number: &'static str,
    brand: &'static str,
    /// Stripe's id of it, by which it is entered without its number.
    #[cfg_attr(
        not(any(feature = "sandbox-http", feature = "contract")),
        allow(dead_code, reason = "by HTTP only")
    )]
    id: &'static str,
    saving: Saving,
    charging: Charging,
    /// What the list of test cards says.
    word: &'static str,
}

const fn card(
    number: &'static str,
    id: &'static str,
    saving: Saving,
    charging: Charging,
    word: &'static str,
) -> TestCard {
    TestCard {
        number,
        brand: "visa",
        id,
        saving,
        charging,
        word,
    }
}

const fn declined(number: &'static str, id: &'static str, code: &'static str) -> TestCard {
    card(number, id, Saving::Declined(code), Charging::Declined, code)
}

const fn disputed(
    number: &'static str,
    id: &'static str,
    reason: &'static str,
    inquiry: bool,
    word: &'static str,
) -> TestCard {
    card(
        number,
        id,
        Saving::Saved,
        Charging::Disputed { reason, inquiry },
        word,
    )
}

const CARDS: [TestCard; 18] = {
    use {Charging::*, Saving::*};
    [
        card("4242424242424242", "pm_card_visa", Saved, Succeeds, "succeeds"),
        TestCard {
            brand: "mastercard",
            ..card(
                "5555555555554444",
                "pm_card_mastercard",
                Saved,
                Succeeds,
                "succeeds",
            )
        },
        card(
            "4000000000000077",
            "pm_card_bypassPending",
            Saved,
            Succeeds,
            "succeeds",
        ),
        card(
            "4000000000003720",
            "pm_card_bypassPendingInternational",
            Saved,
            Succeeds,
            "succeeds",
        ),
        declined(
            "4000000000000002",
            "pm_card_visa_chargeDeclined",
            "generic_decline",
        ),
        declined(
            "4000000000009995",
            "pm_card_visa_chargeDeclinedInsufficientFunds",
            "insufficient_funds",
        ),
        declined(
            "4000000000009987",
            "pm_card_visa_chargeDeclinedLostCard",
            "lost_card",
        ),
        declined(
            "4000000000000069",
            "pm_card_chargeDeclinedExpiredCard",
            "expired_card",
        ),
        declined(
            "4000000000000127",
            "pm_card_chargeDeclinedIncorrectCvc",
            "incorrect_cvc",
        ),
        declined(
            "4000000000000119",
            "pm_card_chargeDeclinedProcessingError",
            "processing_error",
        ),
        card(
            "4000000000000341",
            "pm_card_chargeCustomerFail",
            Saved,
            Charging::Declined,
            "declined_when_charged",
        ),
        card(
            "4000002500003155",
            "pm_card_authenticationRequiredOnSetup",
            Authenticate,
            Succeeds,
            "needs_authentication",
        ),
        card(
            "4000002760003184",
            "pm_card_authenticationRequired",
            Authenticate,
            Asks,
            "needs_authentication_each_time",
        ),
        disputed(
            "4000000000000259",
            "pm_card_createDispute",
            "fraudulent",
            false,
            "disputed_as_fraudulent",
        ),
        disputed(
            "4000000000002685",
            "pm_card_createDisputeProductNotReceived",
            "product_not_received",
            false,
            "disputed_as_not_received",
        ),
        disputed(
            "4000000000001976",
            "pm_card_createDisputeInquiry",
            "fraudulent",
            true,
            "inquiry",
        ),
        card(
            "4000000000005126",
            "pm_card_pendingRefund",
            Saved,
            RefundPends,
            "refund_pends",
        ),
        card(
            "4000000000007726",
            "pm_card_refundFail",
            Saved,
            RefundFails,
            "refund_fails",
        ),
    ]
};

/// The test cards: each number, and what happens to it: `succeeds`, `needs_authentication`, the
/// decline code if it is not saved, or what happens when it is charged or refunded.
pub fn test_cards() -> impl Iterator<Item = (&'static str, &'static str)> {
    CARDS.iter().map(|card| (card.number, card.word))
}

/// What happens when the saved card with these last digits is charged. They tell all test cards apart.
pub(super) fn charging(last4: Option<&str>) -> Charging {
    let known = CARDS.iter().find(|card| Some(&card.number[12..]) == last4);
    known.map_or(Charging::Declined, |card| card.charging)
}

impl CardInput {
    /// The test card with Stripe's id, such as `pm_card_visa`, good for years from `today`.
    #[cfg(any(feature = "sandbox-http", feature = "contract"))]
    pub fn by_id(id: &str, today: NaiveDate) -> Option<Self> {
        let card = CARDS.iter().find(|card| card.id == id)?;
        Some(Self {
            number: card.number.to_owned(),
            exp_month: 12,
            exp_year: today.year() + 5,
            cvc: "123".to_owned(),
        })
    }
}

/// What the sandbox says of each code.
pub(super) fn failure(code: &str) -> Failure {
    let message = match code {
        "insufficient_funds" => "Your card has insufficient funds.",
        "expired_card" => "Your card has expired.",
        "incorrect_cvc" => "Your card's security code is incorrect.",
        "processing_error" => "An error occurred while processing your card. Try again in a little bit.",
        "authentication_required" => "Your card was declined. This transaction requires authentication.",
        "setup_intent_authentication_failure" | "payment_intent_authentication_failure" => {
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
        let known = CARDS.iter().find(|card| card.number == digits);
        let test = known.ok_or(CardInputError::NotATestCard)?;
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
            brand: test.brand.to_owned(),
            last4: test.number[12..].to_owned(),
            exp_month: self.exp_month,
            exp_year: self.exp_year,
        };
        let outcome = match test.saving {
            Saving::Saved => Outcome::Saved,
            Saving::Authenticate => Outcome::MustAuthenticate,
            Saving::Declined(code) => Outcome::Declined(failure(code)),
        };
        Ok((card, outcome))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(number: &str) -> CardInput {
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
        let outcome = |number| typed(number).read(today()).map(|(_, outcome)| outcome);
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
    fn the_last_digits_tell_all_test_cards_apart() {
        let mut digits: Vec<&str> = CARDS.iter().map(|card| &card.number[12..]).collect();
        digits.sort_unstable();
        digits.dedup();
        assert_eq!(digits.len(), CARDS.len());
        assert_eq!(charging(Some("0341")), Charging::Declined);
        assert_eq!(charging(Some("3184")), Charging::Asks);
        assert_eq!(
            charging(Some("1111")),
            Charging::Declined,
            "what is not known is not charged"
        );
    }

    #[test]
    fn any_other_number_is_refused_and_not_repeated() {
        let real_looking = typed("4111 1111 1111 1111");
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
            assert_eq!(typed(number).read(today()), Err(CardInputError::NotATestCard));
        }
    }

    #[test]
    fn a_card_is_good_through_the_month_of_its_expiry() {
        let until = |exp_month, exp_year| {
            CardInput {
                exp_month,
                exp_year,
                ..typed("4242424242424242")
            }
            .read(today())
        };
        assert!(until(6, 2026).is_ok());
        assert_eq!(until(5, 2026), Err(CardInputError::Expired));
        assert_eq!(until(12, 34), Err(CardInputError::Expired));
        assert_eq!(until(13, 2034), Err(CardInputError::ExpiryMonth));
        let bad = CardInput {
            cvc: "12a".into(),
            ..typed("4242424242424242")
        }
        .read(today());
        assert_eq!(bad, Err(CardInputError::SecurityCode));
    }
}
