//! Work on the messages of the payment provider.

use kernel::EventId;
use payments::{ProviderError, webhook::ProviderEvent};

use crate::{
    PayeeError, PledgeError, Pledges, apply,
    collect::{PaymentAttempt, Told, store as attempts},
    payout::store as payouts,
    store,
};

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
        let about = About::of(&message.kind);
        if about == About::Nothing {
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
        let outcome = match about {
            About::Setup => self.hear_of_setup(id, &message.provider, &event).await,
            About::Charge => self.hear_of_charge(id, &message.provider, &event).await,
            About::Refund => self.hear_of_refund(id, &message.provider, &event).await,
            About::Dispute => self.hear_of_dispute(id, &message.provider, &event).await,
            About::Payee => self.hear_of_payee(id, &message.provider, &event).await,
            About::Nothing => Ok(Heard::Done),
        };
        match outcome {
            Ok(Heard::Done) => Ok(()),
            Ok(Heard::SetAside(reason)) => self.set_aside(id, reason).await,
            Err(PledgeError::Provider(ProviderError::NotFound(_))) => {
                self.set_aside(id, "the provider does not know what it is about")
                    .await
            }
            Err(other) => Err(other),
        }
    }

    async fn hear_of_setup(
        &self,
        id: EventId,
        provider: &str,
        event: &ProviderEvent,
    ) -> Result<Heard, PledgeError> {
        let conn = self.db.primary();
        let setup = apply::setup_of_message(conn, provider, event.object_id(), event.key()).await?;
        let (Some(setup), Some(provider_id)) = (setup, event.object_id()) else {
            return Ok(Heard::SetAside("it is about no set-up of ours"));
        };
        let answer = self.provider.get_setup(provider_id).await?;
        if answer.key.as_deref() != Some(setup.key.as_str()) {
            return Ok(Heard::SetAside("the provider knows it under another key"));
        }
        let pledge = store::find(conn, setup.pledge_id)
            .await?
            .ok_or(PledgeError::NotFound(setup.pledge_id))?;
        self.apply_setup(&Self::platform(), &pledge, &setup, answer, Some(id))
            .await?;
        Ok(Heard::Done)
    }

    async fn hear_of_charge(
        &self,
        id: EventId,
        provider: &str,
        event: &ProviderEvent,
    ) -> Result<Heard, PledgeError> {
        let Some(provider_id) = event.object_id() else {
            return Ok(Heard::SetAside("it is about nothing"));
        };
        let found = attempts::of_message(self.db.primary(), provider, provider_id, event.key()).await?;
        let Some(attempt) = found else {
            return Ok(Heard::SetAside("it is about no charge of ours"));
        };
        let answer = self.provider.get_charge(provider_id).await?;
        if answer.key.as_deref() != Some(attempt.key.as_str()) {
            return Ok(Heard::SetAside("the provider knows it under another key"));
        }
        let told = self.without_loose_end(Told::Is(answer)).await?;
        self.apply_charge(&Self::platform(), &attempt, told, Some(id))
            .await?;
        Ok(Heard::Done)
    }

    async fn hear_of_dispute(
        &self,
        id: EventId,
        provider: &str,
        event: &ProviderEvent,
    ) -> Result<Heard, PledgeError> {
        let Some(provider_id) = event.object_id() else {
            return Ok(Heard::SetAside("it is about nothing"));
        };
        let answer = self.provider.get_dispute(provider_id).await?;
        let Some(charged) = self.charge_named(provider, &answer.charge).await? else {
            return Ok(Heard::SetAside("it is about no charge of ours"));
        };
        self.apply_dispute(&charged, &answer, Some(id)).await?;
        Ok(Heard::Done)
    }

    async fn hear_of_payee(
        &self,
        id: EventId,
        provider: &str,
        event: &ProviderEvent,
    ) -> Result<Heard, PledgeError> {
        let Some(provider_id) = event.object_id() else {
            return Ok(Heard::SetAside("it is about nothing"));
        };
        let found = payouts::payee_by_provider_id(self.db.primary(), provider, provider_id).await?;
        let Some(payee) = found else {
            return Ok(Heard::SetAside("it is about no account of ours"));
        };
        let answer = self.provider.get_payee(provider_id).await?;
        match self.apply_payee(payee.id, &answer, Some(id)).await {
            Ok(_) => Ok(Heard::Done),
            Err(PayeeError::Store(error)) => Err(error.into()),
            Err(PayeeError::Provider(error)) => Err(error.into()),
            Err(_) => Ok(Heard::SetAside("it is about no account of ours")),
        }
    }

    async fn hear_of_refund(
        &self,
        id: EventId,
        provider: &str,
        event: &ProviderEvent,
    ) -> Result<Heard, PledgeError> {
        // A refund names its payment intent; so does a charge that was refunded.
        let intent = event
            .data
            .object
            .get("payment_intent")
            .and_then(|intent| intent.as_str());
        let Some(intent) = intent else {
            return Ok(Heard::SetAside("it names no payment"));
        };
        let Some(charged) = self.charge_named(provider, intent).await? else {
            return Ok(Heard::SetAside("it is about no charge of ours"));
        };
        let answers = self.provider.refunds_of(intent).await?;
        self.hear_of_refunds(&charged, &answers, Some(id)).await?;
        Ok(Heard::Done)
    }

    /// The charge that something else is about. It may have had success without our knowing: its answer was
    /// lost, or a message about it is late. Then that is recorded first, or what follows from it would find
    /// no money.
    async fn charge_named(
        &self,
        provider: &str,
        provider_id: &str,
    ) -> Result<Option<PaymentAttempt>, PledgeError> {
        let conn = self.db.primary();
        let found = attempts::of_message(conn, provider, provider_id, None).await?;
        if found.as_ref().is_some_and(|attempt| attempt.state.is_final()) {
            return Ok(found);
        }
        let answer = self.provider.get_charge(provider_id).await?;
        let found = attempts::of_message(conn, provider, provider_id, answer.key.as_deref()).await?;
        let Some(attempt) = found.filter(|attempt| answer.key.as_deref() == Some(attempt.key.as_str()))
        else {
            return Ok(None);
        };
        let told = self.without_loose_end(Told::Is(answer)).await?;
        let attempt = self.apply_charge(&Self::platform(), &attempt, told, None).await?;
        Ok(Some(attempt))
    }

    async fn set_aside(&self, id: EventId, reason: &str) -> Result<(), PledgeError> {
        tracing::error!(message.id = %id, reason, "a message of the payment provider was set aside");
        let tx = self.db.begin().await?;
        db::inbox::quarantine(&tx, id, reason).await?;
        Ok(tx.commit().await?)
    }
}

/// What a message is about, as far as pledges are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    Setup,
    Charge,
    Refund,
    Dispute,
    Payee,
    Nothing,
}

impl About {
    fn of(kind: &str) -> Self {
        match kind {
            "charge.refunded" | "charge.refund.updated" => Self::Refund,
            _ if kind.starts_with("charge.dispute.") => Self::Dispute,
            "account.updated" => Self::Payee,
            _ if kind.starts_with("setup_intent.") => Self::Setup,
            _ if kind.starts_with("payment_intent.") => Self::Charge,
            _ if kind.starts_with("refund.") => Self::Refund,
            _ => Self::Nothing,
        }
    }
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heard {
    Done,
    SetAside(&'static str),
}
