//! A payment provider for development and demonstration: stateful, with Stripe's test cards and
//! outcomes and its own webhooks. It knows the platform only as Stripe would, and is stricter.

mod cards;
mod charges;
mod deliver;
mod disputes;
mod events;
#[cfg(feature = "sandbox-http")]
pub mod http;
mod keys;
mod line;
mod movements;
mod payees;
mod provider;
mod refunds;
mod setups;
mod shape;
mod transfers;

use db::{Db, Tx};
use kernel::Money;

pub use cards::{CardInput, CardInputError, test_cards};
pub use deliver::{DELIVER_JOB, Delivered};
pub use line::{BadLine, LineFaults, LineFaultsError};

use self::cards::Outcome;
use crate::{ChargeStatus, ProviderError, Setup, SetupStatus, WebhookSecret};

/// The sandbox provider. Its state is in the database, so it survives a restart.
#[derive(Debug, Clone)]
pub struct Sandbox {
    db: Db,
    secret: WebhookSecret,
}

/// Why a card could not be entered or authenticated.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// The card was not even looked at.
    #[error(transparent)]
    Card(#[from] CardInputError),
    /// The set-up is finished, or does not wait for this.
    #[error("this set-up does not wait for that; it is {0:?}")]
    NotExpected(SetupStatus),
    /// The charge is finished, or does not wait for this.
    #[error("this charge does not wait for that; it is {0:?}")]
    ChargeNotExpected(ChargeStatus),
    /// The sandbox refused or does not answer.
    #[error(transparent)]
    Provider(#[from] ProviderError),
}

impl From<db::Error> for SandboxError {
    fn from(error: db::Error) -> Self {
        Self::Provider(error.into())
    }
}

fn refused(code: &str, message: impl Into<String>) -> ProviderError {
    ProviderError::Refused {
        code: code.to_owned(),
        message: message.into(),
    }
}

fn unknown(id: &str) -> ProviderError {
    ProviderError::NotFound(id.chars().take(64).collect())
}

fn new_id(tx: &Tx, prefix: &str) -> String {
    let db = tx.db();
    format!("{prefix}{}", db.ids().uuid(db.clock().now()).simple())
}

fn money(minor: i64, currency: &str) -> Result<Money, ProviderError> {
    let currency = currency.parse().map_err(db::Error::corrupt)?;
    Ok(Money::new(minor, currency))
}

impl Sandbox {
    /// The provider's name.
    pub const NAME: &'static str = "sandbox";

    /// A sandbox that keeps its state in `db` and signs its messages with `secret`.
    pub fn new(db: Db, secret: WebhookSecret) -> Self {
        Self { db, secret }
    }

    /// The day by the sandbox's clock.
    #[cfg(feature = "contract")]
    pub(crate) fn today(&self) -> chrono::NaiveDate {
        self.db.clock().today()
    }

    /// What the provider's own form does: enters a card. The answer says whether it was saved,
    /// declined (then another may be entered) or must be authenticated.
    ///
    /// # Errors
    /// [`SandboxError::Card`] for anything but a documented test card.
    pub async fn enter_card(&self, provider_id: &str, card: &CardInput) -> Result<Setup, SandboxError> {
        let tx = self.db.begin().await?;
        let stored = enter_card(&tx, provider_id, card).await?;
        tx.commit().await?;
        Ok(stored.setup)
    }

    /// What the bank's page does: the investor confirms, or fails to.
    ///
    /// # Errors
    /// [`SandboxError::NotExpected`] if the set-up does not wait for that.
    pub async fn authenticate(&self, provider_id: &str, succeed: bool) -> Result<Setup, SandboxError> {
        let tx = self.db.begin().await?;
        let mut stored = setups::lock(&tx, provider_id).await?;
        let setup = &mut stored.setup;
        if setup.status != SetupStatus::RequiresAction {
            return Err(SandboxError::NotExpected(setup.status));
        }
        if succeed {
            setup.status = SetupStatus::Succeeded;
        } else {
            setup.status = SetupStatus::RequiresCard;
            setup.failure = Some(cards::failure("setup_intent_authentication_failure"));
        }
        setups::change(&tx, setup).await?;
        events::of_setup(&tx, &stored).await?;
        tx.commit().await?;
        Ok(stored.setup)
    }
}

async fn enter_card(tx: &Tx, id: &str, card: &CardInput) -> Result<setups::Stored, SandboxError> {
    let (card, outcome) = card.read(tx.db().clock().today())?;
    let mut stored = setups::lock(tx, id).await?;
    let setup = &mut stored.setup;
    if !matches!(
        setup.status,
        SetupStatus::RequiresCard | SetupStatus::RequiresAction
    ) {
        return Err(SandboxError::NotExpected(setup.status));
    }
    setup.card = Some(card);
    setup.failure = None;
    setup.status = match outcome {
        Outcome::Saved => SetupStatus::Succeeded,
        Outcome::MustAuthenticate => SetupStatus::RequiresAction,
        Outcome::Declined(failure) => {
            setup.failure = Some(failure);
            SetupStatus::RequiresCard
        }
    };
    setups::change(tx, setup).await?;
    events::of_setup(tx, &stored).await?;
    Ok(stored)
}
