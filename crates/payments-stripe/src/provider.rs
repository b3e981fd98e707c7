//! The platform's payment provider, by Stripe.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::IdSource;
use payments::{
    Charge, ChargeRequest, Dispute, DisputeEvidence, EventPage, MovementPage, Payee, PayeeLink, PayeeRequest,
    PaymentProvider, ProviderError, Refund, RefundRequest, Reversal, ReversalRequest, Setup, SetupRequest,
    Transfer, TransferRequest,
};
use serde::Deserialize;
use stripe_client_core::StripeRequest;
use stripe_core::balance::RetrieveForMyAccountBalance;

use crate::{
    settings::{Settings, SettingsError},
    transport::Transport,
};

/// Stripe, as the platform's payment provider. Clones share their connections.
#[derive(Debug, Clone)]
pub struct Stripe {
    pub(crate) transport: Transport,
}

/// What Stripe says of the account behind the secret key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Account {
    /// Whether it moves real money.
    pub livemode: bool,
}

impl Stripe {
    /// The provider's name, as stored beside its ids.
    pub const NAME: &'static str = "stripe";

    /// Stripe by these settings; `ids` gives the chance in waits and the keys of calls that have none.
    ///
    /// # Errors
    /// [`SettingsError`] if the secret key would be sent to the wrong place.
    pub fn new(settings: Settings, ids: Arc<dyn IdSource>) -> Result<Self, SettingsError> {
        let transport = Transport::new(settings, ids)?;
        Ok(Self { transport })
    }

    /// Whether it moves real money, by its key.
    pub fn livemode(&self) -> bool {
        self.transport.livemode()
    }

    /// Asks Stripe whether it takes the key; changes nothing.
    ///
    /// # Errors
    /// What stands in the way.
    pub async fn account(&self) -> Result<Account, ProviderError> {
        let asked = RetrieveForMyAccountBalance::new();
        Ok(self.transport.get(asked.build()).await?)
    }
}

#[async_trait]
impl PaymentProvider for Stripe {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    async fn create_setup(&self, request: &SetupRequest) -> Result<Setup, ProviderError> {
        self.make_setup(request).await
    }

    async fn get_setup(&self, provider_id: &str) -> Result<Setup, ProviderError> {
        self.read_setup(provider_id).await
    }

    async fn cancel_setup(&self, provider_id: &str) -> Result<Setup, ProviderError> {
        self.give_up_setup(provider_id).await
    }

    async fn delete_customer(&self, customer: &str) -> Result<(), ProviderError> {
        self.remove_customer(customer).await
    }

    async fn charge(&self, request: &ChargeRequest) -> Result<Charge, ProviderError> {
        self.make_charge(request).await
    }

    async fn get_charge(&self, provider_id: &str) -> Result<Charge, ProviderError> {
        self.read_charge(provider_id).await
    }

    async fn find_charge(&self, key: &str) -> Result<Option<Charge>, ProviderError> {
        self.search_charge(key).await
    }

    async fn cancel_charge(&self, provider_id: &str) -> Result<Charge, ProviderError> {
        self.give_up_charge(provider_id).await
    }

    async fn refund(&self, request: &RefundRequest) -> Result<Refund, ProviderError> {
        self.make_refund(request).await
    }

    async fn get_refund(&self, provider_id: &str) -> Result<Refund, ProviderError> {
        self.read_refund(provider_id).await
    }

    async fn refunds_of(&self, charge: &str) -> Result<Vec<Refund>, ProviderError> {
        self.list_refunds(charge).await
    }

    async fn get_dispute(&self, provider_id: &str) -> Result<Dispute, ProviderError> {
        self.read_dispute(provider_id).await
    }

    async fn contest(&self, provider_id: &str, evidence: &DisputeEvidence) -> Result<Dispute, ProviderError> {
        self.hand_in(provider_id, evidence).await
    }

    async fn create_payee(&self, request: &PayeeRequest) -> Result<Payee, ProviderError> {
        self.make_payee(request).await
    }

    async fn get_payee(&self, provider_id: &str) -> Result<Payee, ProviderError> {
        self.read_payee(provider_id).await
    }

    async fn payee_link(&self, provider_id: &str, return_url: &str) -> Result<PayeeLink, ProviderError> {
        self.link_payee(provider_id, return_url).await
    }

    async fn transfer(&self, request: &TransferRequest) -> Result<Transfer, ProviderError> {
        self.make_transfer(request).await
    }

    async fn find_transfer(&self, group: &str, key: &str) -> Result<Option<Transfer>, ProviderError> {
        self.look_for_transfer(group, key).await
    }

    async fn reverse_transfer(&self, request: &ReversalRequest) -> Result<Reversal, ProviderError> {
        self.reverse(request).await
    }

    async fn events(&self, since: DateTime<Utc>, after: Option<&str>) -> Result<EventPage, ProviderError> {
        self.list_events(since, after).await
    }

    async fn movements(
        &self,
        since: DateTime<Utc>,
        after: Option<&str>,
    ) -> Result<MovementPage, ProviderError> {
        self.list_movements(since, after).await
    }
}
