//! A payment provider for development and demonstration: stateful, with Stripe's test cards and
//! outcomes and its own webhooks. It knows the platform only as Stripe would.

mod cards;
mod events;
mod store;

use async_trait::async_trait;
use db::{Db, hash_request};

pub use cards::{CardInput, CardInputError, test_cards};
pub use events::{DELIVER_JOB, Delivered};

use self::cards::Outcome;
use crate::{PaymentProvider, ProviderError, Setup, SetupRequest, SetupStatus, WebhookSecret};

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
    /// The sandbox refused or does not answer.
    #[error(transparent)]
    Provider(#[from] ProviderError),
}

impl From<db::Error> for SandboxError {
    fn from(error: db::Error) -> Self {
        Self::Provider(error.into())
    }
}

impl Sandbox {
    /// The provider's name.
    pub const NAME: &'static str = "sandbox";

    /// A sandbox that keeps its state in `db` and signs its messages with `secret`.
    pub fn new(db: Db, secret: WebhookSecret) -> Self {
        Self { db, secret }
    }

    /// What the provider's own form does: enters a card. The answer says whether it was saved,
    /// declined (then another may be entered) or must be authenticated.
    ///
    /// # Errors
    /// [`SandboxError::Card`] for anything but a documented test card.
    pub async fn enter_card(&self, provider_id: &str, card: &CardInput) -> Result<Setup, SandboxError> {
        let (card, outcome) = card.read(self.db.clock().today())?;
        let tx = self.db.begin().await?;
        let mut setup = store::lock(&tx, provider_id).await?;
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
        store::change(&tx, &mut setup).await?;
        events::make(&tx, &setup).await?;
        tx.commit().await?;
        Ok(setup)
    }

    /// What the bank's page does: the investor confirms, or fails to.
    ///
    /// # Errors
    /// [`SandboxError::NotExpected`] if the set-up does not wait for that.
    pub async fn authenticate(&self, provider_id: &str, succeed: bool) -> Result<Setup, SandboxError> {
        let tx = self.db.begin().await?;
        let mut setup = store::lock(&tx, provider_id).await?;
        if setup.status != SetupStatus::RequiresAction {
            return Err(SandboxError::NotExpected(setup.status));
        }
        if succeed {
            setup.status = SetupStatus::Succeeded;
        } else {
            setup.status = SetupStatus::RequiresCard;
            setup.failure = Some(cards::failure("setup_intent_authentication_failure"));
        }
        store::change(&tx, &mut setup).await?;
        events::make(&tx, &setup).await?;
        tx.commit().await?;
        Ok(setup)
    }
}

#[async_trait]
impl PaymentProvider for Sandbox {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    async fn create_setup(&self, request: &SetupRequest) -> Result<Setup, ProviderError> {
        if request.key.is_empty() || request.key.len() > 255 {
            let message = "an idempotency key has 1 to 255 characters".to_owned();
            return Err(ProviderError::Refused {
                code: "idempotency_key_invalid".to_owned(),
                message,
            });
        }
        let hash = hash_request(request);
        let tx = self.db.begin().await?;
        tx.lock_name(&format!("sandbox:{}", request.key)).await?;
        if let Some((setup, earlier)) = store::by_key(&tx, &request.key).await? {
            return if earlier == hash {
                Ok(setup)
            } else {
                Err(ProviderError::KeyReused)
            };
        }
        let setup = store::insert(&tx, request, &hash).await?;
        tx.commit().await?;
        Ok(setup)
    }

    async fn get_setup(&self, provider_id: &str) -> Result<Setup, ProviderError> {
        store::find(self.db.primary(), provider_id).await
    }

    async fn cancel_setup(&self, provider_id: &str) -> Result<Setup, ProviderError> {
        let tx = self.db.begin().await?;
        let mut setup = store::lock(&tx, provider_id).await?;
        if matches!(setup.status, SetupStatus::Succeeded | SetupStatus::Canceled) {
            return Ok(setup);
        }
        setup.status = SetupStatus::Canceled;
        store::change(&tx, &mut setup).await?;
        events::make(&tx, &setup).await?;
        tx.commit().await?;
        Ok(setup)
    }
}
