//! Work on the messages of the payment provider.

use kernel::EventId;
use payments::{ProviderError, webhook::ProviderEvent};

use crate::{PledgeError, Pledges, apply, apply::Answer, store};

impl Pledges {
    /// Works on a message from the inbox. What it says may be old: the provider is asked for the
    /// present, so duplicates and any order do no harm. What cannot be worked on is set aside
    /// with the reason; kinds that do not concern pledges are kept and left alone.
    ///
    /// # Errors
    /// [`PledgeError`] if it should be tried again.
    #[tracing::instrument(name = "pledges.process_message", skip_all, fields(message.id = %id))]
    pub async fn process_message(&self, id: EventId) -> Result<(), PledgeError> {
        let tx = self.db.begin().await?;
        let message = db::inbox::lock(&tx, id).await?;
        if message.processed_at.is_some() {
            return Ok(());
        }
        if !message.kind.starts_with("setup_intent.") {
            db::inbox::mark_processed(&tx, id).await?;
            return Ok(tx.commit().await?);
        }
        drop(tx);
        if message.provider != self.provider.name() {
            return self
                .set_aside(id, "it is of a provider that is not configured")
                .await;
        }
        let event = match ProviderEvent::read(&message.body) {
            Ok(event) => event,
            Err(error) => return self.set_aside(id, &error.to_string()).await,
        };
        let conn = self.db.primary();
        let setup = apply::setup_of_message(conn, &message.provider, event.object_id(), event.key()).await?;
        let (Some(setup), Some(provider_id)) = (setup, event.object_id()) else {
            return self.set_aside(id, "it is about no set-up of ours").await;
        };
        let answer = match self.provider.get_setup(provider_id).await {
            Ok(answer) => answer,
            Err(ProviderError::NotFound(_)) => {
                return self
                    .set_aside(id, "the provider does not know what it is about")
                    .await;
            }
            Err(other) => return Err(other.into()),
        };
        if answer.key.as_deref() != Some(setup.key.as_str()) {
            return self
                .set_aside(id, "the provider knows it under another key")
                .await;
        }
        let pledge = store::find(conn, setup.pledge_id)
            .await?
            .ok_or(PledgeError::NotFound(setup.pledge_id))?;
        self.apply(&Self::platform(), &pledge, &setup, Answer::Is(answer), Some(id))
            .await?;
        Ok(())
    }

    async fn set_aside(&self, id: EventId, reason: &str) -> Result<(), PledgeError> {
        tracing::error!(message.id = %id, reason, "a message of the payment provider was set aside");
        let tx = self.db.begin().await?;
        db::inbox::quarantine(&tx, id, reason).await?;
        Ok(tx.commit().await?)
    }
}
