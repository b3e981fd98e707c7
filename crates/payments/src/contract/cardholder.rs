//! Who stands on the other side of a provider.

use async_trait::async_trait;
use kernel::Money;

use crate::{Charge, Sandbox, Setup, sandbox::CardInput};

/// What a card's holder, the holder's bank and a founder do outside the platform's reach. With
/// Stripe these are its form, its test helpers and its pages.
#[async_trait]
pub trait Cardholder: Send + Sync {
    /// Enters the test card with this id of Stripe's, such as `pm_card_visa`. A decline is no error.
    ///
    /// # Errors
    /// Why it could not be entered.
    async fn enter_card(&self, setup: &Setup, card: &str) -> Result<(), String>;

    /// Answers the bank's question about saving the card.
    ///
    /// # Errors
    /// Why it could not be answered.
    async fn authenticate_setup(&self, setup: &Setup, succeeds: bool) -> Result<(), String>;

    /// Answers the bank's question about a charge.
    ///
    /// # Errors
    /// Why it could not be answered.
    async fn authenticate_charge(&self, charge: &Charge, succeeds: bool) -> Result<(), String>;

    /// Tells everything that is wanted of a founder, so that the account can be paid.
    ///
    /// # Errors
    /// Why it could not be told.
    async fn complete_payee(&self, provider_id: &str) -> Result<(), String>;

    /// Contests a charge, or asks about it first; returns the provider's id of the dispute.
    ///
    /// # Errors
    /// Why it could not be contested.
    async fn open_dispute(
        &self,
        charge: &str,
        amount: Option<Money>,
        reason: &str,
        inquiry: bool,
    ) -> Result<String, String>;

    /// Decides a dispute as the bank.
    ///
    /// # Errors
    /// Why it could not be decided.
    async fn decide_dispute(&self, provider_id: &str, won: bool) -> Result<(), String>;

    /// Lets the bank answer every refund that waits for it.
    ///
    /// # Errors
    /// Why it could not answer.
    async fn answer_refunds(&self) -> Result<(), String>;
}

fn told(error: impl std::fmt::Display) -> String {
    error.to_string()
}

#[async_trait]
impl Cardholder for Sandbox {
    async fn enter_card(&self, setup: &Setup, card: &str) -> Result<(), String> {
        let input =
            CardInput::by_id(card, self.today()).ok_or_else(|| format!("there is no test card {card}"))?;
        let entered = Sandbox::enter_card(self, &setup.provider_id, &input).await;
        entered.map(|_| ()).map_err(told)
    }

    async fn authenticate_setup(&self, setup: &Setup, succeeds: bool) -> Result<(), String> {
        let answered = self.authenticate(&setup.provider_id, succeeds).await;
        answered.map(|_| ()).map_err(told)
    }

    async fn authenticate_charge(&self, charge: &Charge, succeeds: bool) -> Result<(), String> {
        let answered = Sandbox::authenticate_charge(self, &charge.provider_id, succeeds).await;
        answered.map(|_| ()).map_err(told)
    }

    async fn complete_payee(&self, provider_id: &str) -> Result<(), String> {
        let completed = Sandbox::complete_payee(self, provider_id).await;
        completed.map(|_| ()).map_err(told)
    }

    async fn open_dispute(
        &self,
        charge: &str,
        amount: Option<Money>,
        reason: &str,
        inquiry: bool,
    ) -> Result<String, String> {
        let opened = self.dispute(charge, amount, reason, inquiry).await;
        opened.map(|dispute| dispute.provider_id).map_err(told)
    }

    async fn decide_dispute(&self, provider_id: &str, won: bool) -> Result<(), String> {
        let decided = Sandbox::decide_dispute(self, provider_id, won).await;
        decided.map(|_| ()).map_err(told)
    }

    async fn answer_refunds(&self) -> Result<(), String> {
        self.hurry_refunds().await.map(|_| ()).map_err(told)
    }
}
