//! Saving and charging cards.

use super::{Contract, Held, cards, holds, is_key_reused, is_refused, is_unknown};
use crate::{ChargeRequest, ChargeStatus, SetupRequest, SetupStatus};

impl Contract<'_> {
    /// Saving a card: keys, declines, the bank's question, giving up.
    ///
    /// # Errors
    /// The first rule that was broken.
    pub async fn set_ups(&self) -> Held {
        let provider = self.provider;
        let request = self.to_set_up("a");
        let first = provider.create_setup(&request).await?;
        let again = provider.create_setup(&request).await?;
        holds(
            again.provider_id == first.provider_id,
            "the same request gives the same set-up",
            &again,
        )?;
        holds(
            first.key.as_ref() == Some(&request.key),
            "a set-up carries our key",
            &first,
        )?;
        holds(
            first.client_secret.is_some(),
            "a browser is given what it needs",
            &first,
        )?;
        let other = SetupRequest {
            reference: self.key("another"),
            ..request.clone()
        };
        is_key_reused(provider.create_setup(&other).await)?;
        is_unknown(provider.get_setup("seti_unknown").await)?;

        self.holder.enter_card(&first, cards::NOT_SAVED).await?;
        let declined = provider.get_setup(&first.provider_id).await?;
        holds(
            declined.status == SetupStatus::RequiresCard,
            "after a decline another card is awaited",
            &declined,
        )?;
        let code = declined.failure.as_ref().map(|failure| failure.code.as_str());
        holds(
            code == Some("generic_decline"),
            "a decline is told by its decline code",
            &declined,
        )?;
        holds(
            declined.payment_method.is_none(),
            "a declined card is not saved",
            &declined,
        )?;
        self.holder.enter_card(&first, cards::ASKED_ONCE).await?;
        let asked = provider.get_setup(&first.provider_id).await?;
        let waits = asked.status == SetupStatus::RequiresAction && asked.next_action.is_some();
        holds(waits, "a set-up waits for its bank's question", &asked)?;
        self.holder.authenticate_setup(&asked, true).await?;
        let saved = provider.get_setup(&first.provider_id).await?;
        holds(
            saved.status == SetupStatus::Succeeded && saved.failure.is_none(),
            "the card is saved",
            &saved,
        )?;
        let card = saved.card.as_ref().map(|card| card.last4.as_str());
        holds(
            card == Some("3155"),
            "of a saved card the last digits are shown",
            &saved,
        )?;
        holds(
            saved.payment_method.is_some() && saved.customer.is_some(),
            "it can be charged",
            &saved,
        )?;
        let kept = provider.cancel_setup(&first.provider_id).await?;
        holds(
            kept.status == SetupStatus::Succeeded,
            "what is saved stays saved",
            &kept,
        )?;

        let customer = saved.customer.clone();
        let next = SetupRequest {
            key: self.key("setup:a2"),
            customer: customer.clone(),
            ..request
        };
        let next = provider.create_setup(&next).await?;
        holds(
            next.customer == customer,
            "a customer is kept for the next card",
            &next,
        )?;
        let given_up = provider.cancel_setup(&next.provider_id).await?;
        holds(
            given_up.status == SetupStatus::Canceled,
            "a set-up can be given up",
            &given_up,
        )?;
        let again = provider.cancel_setup(&next.provider_id).await?;
        holds(
            again.status == SetupStatus::Canceled,
            "giving up twice is no error",
            &again,
        )?;
        let customer = customer.unwrap_or_default();
        provider.delete_customer(&customer).await?;
        let gone = SetupRequest {
            customer: Some(customer.clone()),
            ..self.to_set_up("gone")
        };
        is_refused(
            provider.create_setup(&gone).await,
            "no card is saved under a customer that was deleted",
        )?;
        // Deleted twice, or never there: it is gone.
        provider.delete_customer(&customer).await?;
        let key = self.key("setup:a");
        self.is_told(&[
            ("setup_intent.setup_failed", &key),
            ("setup_intent.requires_action", &key),
            ("setup_intent.succeeded", &key),
            ("setup_intent.canceled", &self.key("setup:a2")),
        ])
        .await
    }

    /// A charge is made once, whoever asks how often, and is found by its key.
    ///
    /// # Errors
    /// The first rule that was broken.
    pub async fn charges(&self) -> Held {
        let provider = self.provider;
        let request = self.to_charge("good", cards::GOOD, 10_000).await?;
        let charge = provider.charge(&request).await?;
        holds(
            charge.status == ChargeStatus::Succeeded,
            "a good card is charged",
            &charge,
        )?;
        holds(charge.received == request.amount, "all of it arrives", &charge)?;
        holds(
            charge.amount == request.amount,
            "the amount is the one asked",
            &charge,
        )?;
        let fee = charge.fee.is_some_and(|fee| fee.minor > 0);
        holds(fee, "the fee of a charge that succeeded is known", &charge)?;
        holds(
            !charge.disputed && charge.refunded_minor == 0,
            "nothing is taken back",
            &charge,
        )?;
        let again = provider.charge(&request).await?;
        holds(
            again.provider_id == charge.provider_id,
            "the same request gives the same charge",
            &again,
        )?;
        let more = ChargeRequest {
            amount: Self::money(10_001),
            ..request.clone()
        };
        is_key_reused(provider.charge(&more).await)?;
        let read = provider.get_charge(&charge.provider_id).await?;
        holds(read == charge, "a charge reads as it was told", (&read, &charge))?;
        let found = provider.find_charge(&request.key).await?;
        let is_it = found.as_ref().map(|found| &found.provider_id) == Some(&charge.provider_id);
        holds(is_it, "a charge is found by its key", &found)?;
        let none = provider.find_charge(&self.key("collect:none")).await?;
        holds(none.is_none(), "no charge is found by another key", &none)?;
        let kept = provider.cancel_charge(&charge.provider_id).await?;
        holds(
            kept.status == ChargeStatus::Succeeded,
            "what succeeded stays",
            &kept,
        )?;
        is_unknown(provider.get_charge("pi_unknown").await)?;
        let stranger = provider.create_setup(&self.to_set_up("stranger")).await?;
        let Some(customer) = stranger.customer else {
            return holds(false, "a set-up belongs to a customer", stranger);
        };
        let mixed = ChargeRequest {
            key: self.key("collect:mixed"),
            customer,
            ..request.clone()
        };
        is_refused(
            provider.charge(&mixed).await,
            "a card is charged under its own customer only",
        )?;
        let unsaved = ChargeRequest {
            key: self.key("collect:unsaved"),
            payment_method: "pm_unknown".into(),
            ..request.clone()
        };
        is_refused(provider.charge(&unsaved).await, "only a saved card is charged")?;
        self.is_told(&[("payment_intent.succeeded", &request.key)]).await
    }

    /// A declined charge is an answer, kept under its key.
    ///
    /// # Errors
    /// The first rule that was broken.
    pub async fn declines(&self) -> Held {
        let request = self.to_charge("declined", cards::NOT_CHARGED, 10_000).await?;
        let declined = self.provider.charge(&request).await?;
        holds(
            declined.status == ChargeStatus::Declined,
            "a decline is an answer",
            &declined,
        )?;
        let code = declined.failure.as_ref().map(|failure| failure.code.as_str());
        holds(
            code == Some("generic_decline"),
            "a decline is told by its decline code",
            &declined,
        )?;
        holds(
            declined.received.minor == 0 && declined.fee.is_none(),
            "nothing arrives",
            &declined,
        )?;
        let again = self.provider.charge(&request).await?;
        let same = again.provider_id == declined.provider_id && again.status == ChargeStatus::Declined;
        holds(same, "a decline is kept under its key", &again)?;
        let found = self.provider.find_charge(&request.key).await?;
        holds(found.is_some(), "a declined charge is found too", &found)?;
        let given_up = self.provider.cancel_charge(&declined.provider_id).await?;
        holds(
            given_up.status == ChargeStatus::Canceled,
            "a declined charge can be given up",
            &given_up,
        )?;
        let failed = ("payment_intent.payment_failed", request.key.as_str());
        self.is_told(&[failed, ("payment_intent.canceled", &request.key)])
            .await
    }

    /// Cards whose bank asks its holder.
    ///
    /// # Errors
    /// The first rule that was broken.
    pub async fn authentication(&self) -> Held {
        let provider = self.provider;
        let quiet = self.charged("asked-once", cards::ASKED_ONCE, 10_000).await?;
        holds(
            quiet.status == ChargeStatus::Succeeded,
            "a card that was authenticated is not asked again",
            &quiet,
        )?;
        let away = self.charged("away", cards::ASKED_ALWAYS, 10_000).await?;
        holds(
            away.status == ChargeStatus::RequiresAction,
            "an absent holder is waited for",
            &away,
        )?;
        let code = away.failure.as_ref().map(|failure| failure.code.as_str());
        holds(code == Some("authentication_required"), "it is told why", &away)?;
        self.holder.authenticate_charge(&away, true).await?;
        let repaired = provider.get_charge(&away.provider_id).await?;
        let whole = repaired.status == ChargeStatus::Succeeded && repaired.failure.is_none();
        holds(whole, "the holder can repair it", &repaired)?;

        let request = self.to_charge("there", cards::ASKED_ALWAYS, 10_000).await?;
        let there = ChargeRequest {
            on_session: true,
            ..request
        };
        let asked = provider.charge(&there).await?;
        let waits = asked.status == ChargeStatus::RequiresAction && asked.next_action.is_some();
        holds(waits, "a present holder is asked", &asked)?;
        holds(
            asked.client_secret.is_some(),
            "a browser is given what it needs",
            &asked,
        )?;
        self.holder.authenticate_charge(&asked, false).await?;
        let failed = provider.get_charge(&asked.provider_id).await?;
        let code = failed.failure.as_ref().map(|failure| failure.code.as_str());
        let declined =
            failed.status == ChargeStatus::Declined && code == Some("payment_intent_authentication_failure");
        holds(declined, "who fails to answer is declined", &failed)?;
        self.is_told(&[
            ("payment_intent.succeeded", &self.key("collect:away")),
            ("payment_intent.requires_action", &there.key),
            ("payment_intent.payment_failed", &there.key),
        ])
        .await
    }
}
