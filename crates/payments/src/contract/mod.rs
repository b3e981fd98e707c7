//! The checks that every payment provider must pass, whatever it is made of.
//!
//! They are run against the sandbox, and by the crate of each adapter against its own server.
//! Nothing in them names the sandbox: what a card's holder, a bank or a founder does comes by
//! [`Cardholder`].

mod balance;
mod cardholder;
mod money_back;
mod money_in;
mod payouts;

use chrono::{DateTime, Utc};
use kernel::{Currency, Money};

pub use cardholder::Cardholder;

use crate::{
    Charge, ChargeRequest, PaymentProvider, ProviderError, Setup, SetupRequest, SetupStatus,
    webhook::ProviderEvent,
};

/// Stripe's ids of the test cards that the checks use. <https://docs.stripe.com/testing>
mod cards {
    pub(super) const GOOD: &str = "pm_card_visa";
    pub(super) const NOT_SAVED: &str = "pm_card_visa_chargeDeclined";
    pub(super) const NOT_CHARGED: &str = "pm_card_chargeCustomerFail";
    pub(super) const ASKED_ONCE: &str = "pm_card_authenticationRequiredOnSetup";
    pub(super) const ASKED_ALWAYS: &str = "pm_card_authenticationRequired";
    pub(super) const REFUND_PENDS: &str = "pm_card_pendingRefund";
    pub(super) const REFUND_FAILS: &str = "pm_card_refundFail";
}

/// A rule that a provider broke.
#[derive(Debug, thiserror::Error)]
#[error("{rule}; found {found}")]
pub struct Broken {
    /// The rule, in words.
    pub rule: &'static str,
    /// What was found instead.
    pub found: String,
}

impl From<ProviderError> for Broken {
    fn from(error: ProviderError) -> Self {
        Self {
            rule: "the provider does what it is asked",
            found: format!("{error} ({error:?})"),
        }
    }
}

impl From<String> for Broken {
    fn from(found: String) -> Self {
        Self {
            rule: "the world outside the provider does what it is asked",
            found,
        }
    }
}

/// What a check comes to.
pub type Held = Result<(), Broken>;

fn holds(is_held: bool, rule: &'static str, found: impl std::fmt::Debug) -> Held {
    if is_held {
        return Ok(());
    }
    Err(Broken {
        rule,
        found: format!("{found:?}"),
    })
}

fn is_refused<T: std::fmt::Debug>(outcome: Result<T, ProviderError>, rule: &'static str) -> Held {
    holds(
        matches!(outcome, Err(ProviderError::Refused { .. })),
        rule,
        outcome,
    )
}

fn is_refused_as<T: std::fmt::Debug>(
    outcome: Result<T, ProviderError>,
    wanted: &str,
    rule: &'static str,
) -> Held {
    let fits = matches!(&outcome, Err(ProviderError::Refused { code, .. }) if code == wanted);
    holds(fits, rule, outcome)
}

fn is_key_reused<T: std::fmt::Debug>(outcome: Result<T, ProviderError>) -> Held {
    let rule = "a key is good for one request only";
    holds(matches!(outcome, Err(ProviderError::KeyReused)), rule, outcome)
}

fn is_unknown<T: std::fmt::Debug>(outcome: Result<T, ProviderError>) -> Held {
    let rule = "what is not there is not found";
    holds(matches!(outcome, Err(ProviderError::NotFound(_))), rule, outcome)
}

/// A provider to be checked, and who stands on the other side.
#[derive(Clone)]
pub struct Contract<'p> {
    /// The provider.
    pub provider: &'p dyn PaymentProvider,
    /// Card's holder, bank and founder.
    pub holder: &'p dyn Cardholder,
    /// What all keys begin with, so that two runs against one provider do not meet.
    pub run: &'p str,
    /// When the run began, by the provider's clock.
    pub since: DateTime<Utc>,
}

impl std::fmt::Debug for Contract<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Contract({}, {})", self.provider.name(), self.run)
    }
}

impl Contract<'_> {
    /// Everything, one after the other.
    ///
    /// # Errors
    /// The first rule that was broken.
    pub async fn check(&self) -> Held {
        self.set_ups().await?;
        self.charges().await?;
        self.declines().await?;
        self.authentication().await?;
        self.refunds().await?;
        self.late_refunds().await?;
        self.disputes().await?;
        self.inquiries().await?;
        self.payees().await?;
        self.transfers().await?;
        self.movements().await
    }

    fn key(&self, name: &str) -> String {
        format!("{}:{name}", self.run)
    }

    fn money(minor: i64) -> Money {
        Money::new(minor, Currency::USD)
    }

    fn to_set_up(&self, name: &str) -> SetupRequest {
        SetupRequest {
            key: self.key(&format!("setup:{name}")),
            reference: self.key("pledge"),
            investor: self.key(&format!("user:{name}")),
            customer: None,
        }
    }

    /// A set-up whose card is saved.
    async fn saved(&self, name: &str, card: &str) -> Result<Setup, Broken> {
        let setup = self.provider.create_setup(&self.to_set_up(name)).await?;
        self.holder.enter_card(&setup, card).await?;
        let mut now = self.provider.get_setup(&setup.provider_id).await?;
        if now.status == SetupStatus::RequiresAction {
            self.holder.authenticate_setup(&now, true).await?;
            now = self.provider.get_setup(&setup.provider_id).await?;
        }
        holds(now.status == SetupStatus::Succeeded, "the card is saved", &now)?;
        Ok(now)
    }

    /// The request that charges a newly saved card.
    async fn to_charge(&self, name: &str, card: &str, minor: i64) -> Result<ChargeRequest, Broken> {
        let saved = self.saved(name, card).await?;
        let names = (saved.customer.clone(), saved.payment_method.clone());
        let (Some(customer), Some(payment_method)) = names else {
            holds(false, "a saved card has a customer and an id", &saved)?;
            return Err(format!("{saved:?}").into());
        };
        Ok(ChargeRequest {
            key: self.key(&format!("collect:{name}")),
            reference: self.key("pledge"),
            group: self.key("campaign"),
            customer,
            payment_method,
            amount: Self::money(minor),
            on_session: false,
        })
    }

    async fn charged(&self, name: &str, card: &str, minor: i64) -> Result<Charge, Broken> {
        let request = self.to_charge(name, card, minor).await?;
        Ok(self.provider.charge(&request).await?)
    }

    /// Everything in the provider's list since the run began.
    async fn told(&self) -> Result<Vec<ProviderEvent>, Broken> {
        let (mut told, mut after) = (Vec::new(), None::<String>);
        // More pages than a run can fill would be an endless list.
        for _ in 0..100 {
            let page = self.provider.events(self.since, after.as_deref()).await?;
            for event in &page.events {
                let read = ProviderEvent::read(&event.body).map_err(|error| error.to_string())?;
                holds(
                    read.id == event.id && read.kind == event.kind,
                    "an event of the list reads like its message",
                    event,
                )?;
                told.push(read);
            }
            match page.events.last() {
                Some(last) if page.has_more => after = Some(last.id.clone()),
                _ => return Ok(told),
            }
        }
        Err(Broken::from("a list of events without end".to_owned()))
    }

    /// Each change is in the list, with our key or the provider's id of what it happened to.
    async fn is_told(&self, changes: &[(&str, &str)]) -> Held {
        let told = self.told().await?;
        for (kind, of) in changes {
            let is_it = |event: &ProviderEvent| {
                event.kind == *kind && (event.key() == Some(of) || event.object_id() == Some(of))
            };
            holds(
                told.iter().any(is_it),
                "every change is in the list of events",
                (kind, of),
            )?;
        }
        Ok(())
    }
}
