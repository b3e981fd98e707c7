//! Asking the provider to charge a card, and never in doubt asking for a second charge.

use kernel::PaymentAttemptId;
use payments::{Charge, ChargeRequest, ChargeStatus, Failure, ProviderError};

use super::{AttemptCause, AttemptState, PaymentAttempt, SavedCard, apply::Told, store as attempts};
use crate::{PledgeError, Pledges, limits::KEY_IS_GOOD, store};

impl Pledges {
    /// Asks the provider to charge a card, unless that is done, and records the answer. Safe to
    /// repeat at any point: the key is that of the row.
    ///
    /// # Errors
    /// [`PledgeError::Provider`] if the provider does not answer: ask again.
    /// [`PledgeError::Unsure`] if it can no longer be known what it did: for a person.
    #[tracing::instrument(name = "pledges.collect", skip_all, fields(attempt.id = %id))]
    pub async fn collect(&self, id: PaymentAttemptId) -> Result<PaymentAttempt, PledgeError> {
        let conn = self.db.primary();
        let attempt = attempts::find(conn, id)
            .await?
            .ok_or_else(|| db::Error::corrupt(format_args!("there is no payment attempt {id}")))?;
        if attempt.state.is_final() {
            return Ok(attempt);
        }
        self.pace.turn().await;
        let told = match &attempt.provider_id {
            Some(provider_id) => Told::Is(self.provider.get_charge(provider_id).await?),
            None => match self.ask(&attempt).await? {
                Some(told) => told,
                // Given up since it was read: the investor is asked first.
                None => return Ok(attempt),
            },
        };
        let told = self.without_loose_end(told).await?;
        self.apply_charge(&Self::platform(), &attempt, told, None).await
    }

    /// Sends the charge under its key, or looks for it where the key may be forgotten. Nothing if the
    /// try was given up meanwhile.
    async fn ask(&self, attempt: &PaymentAttempt) -> Result<Option<Told>, PledgeError> {
        let now = self.db.clock().now();
        if attempt.asked_at.is_some_and(|asked| now - asked > KEY_IS_GOOD) {
            let found = self.provider.find_charge(&attempt.key).await?;
            let found = found.ok_or_else(|| PledgeError::Unsure(attempt.key.clone()))?;
            return Ok(Some(Told::Is(found)));
        }
        let Some(card) = self.card_of(attempt).await? else {
            let code = "no_saved_card".to_owned();
            let message = "There is no saved card.".to_owned();
            return Ok(Some(Told::Refused(Failure { code, message })));
        };
        let request = ChargeRequest {
            key: attempt.key.clone(),
            reference: attempt.pledge_id.to_string(),
            group: attempt.campaign_id.to_string(),
            customer: card.customer,
            payment_method: card.payment_method,
            amount: attempt.amount,
            on_session: attempt.cause == AttemptCause::Repair,
        };
        if !attempts::mark_asked(self.db.primary(), attempt.id, now).await? {
            return Ok(None);
        }
        match self.provider.charge(&request).await {
            Ok(charge) => Ok(Some(Told::Is(charge))),
            Err(ProviderError::Refused { code, message }) => {
                Ok(Some(Told::Refused(Failure { code, message })))
            }
            Err(other) => Err(other.into()),
        }
    }

    /// The saved card; its names at the provider are asked for if they were not kept.
    async fn card_of(&self, attempt: &PaymentAttempt) -> Result<Option<SavedCard>, PledgeError> {
        if let Some(card) = attempts::saved_card(self.db.primary(), attempt).await? {
            return Ok(Some(card));
        }
        let setup = store::find_setup(self.db.primary(), attempt.setup_id).await?;
        let Some(provider_id) = setup.and_then(|setup| setup.provider_id) else {
            return Ok(None);
        };
        let answer = self.provider.get_setup(&provider_id).await?;
        Ok(answer
            .customer
            .zip(answer.payment_method)
            .map(|(customer, payment_method)| SavedCard {
                setup_id: attempt.setup_id,
                provider: attempt.provider.clone(),
                customer,
                payment_method,
            }))
    }

    /// A declined charge could still be confirmed by whoever holds its secret, after another try
    /// took the money. So it is given up at the provider before it counts as declined.
    pub(crate) async fn without_loose_end(&self, told: Told) -> Result<Told, PledgeError> {
        let Told::Is(declined) = told else { return Ok(told) };
        if declined.status != ChargeStatus::Declined {
            return Ok(Told::Is(declined));
        }
        let now_is = self.provider.cancel_charge(&declined.provider_id).await?;
        Ok(Told::Is(match now_is.status {
            ChargeStatus::Canceled => Charge {
                status: ChargeStatus::Declined,
                failure: declined.failure.or(now_is.failure),
                ..now_is
            },
            _ => now_is,
        }))
    }

    /// Gives up a charge that waits for the investor's bank. If it had success meanwhile, it counts.
    ///
    /// # Errors
    /// [`PledgeError::Provider`] if the provider does not answer: ask again.
    pub async fn give_up_charge(&self, id: PaymentAttemptId) -> Result<PaymentAttempt, PledgeError> {
        let conn = self.db.primary();
        let attempt = attempts::find(conn, id)
            .await?
            .ok_or_else(|| db::Error::corrupt(format_args!("there is no payment attempt {id}")))?;
        if attempt.state != AttemptState::ActionRequired {
            return Ok(attempt);
        }
        let Some(provider_id) = &attempt.provider_id else {
            return Err(db::Error::corrupt(format_args!("payment attempt {id} waits at no provider")).into());
        };
        let answer = self.provider.cancel_charge(provider_id).await?;
        self.apply_charge(&Self::platform(), &attempt, Told::Is(answer), None)
            .await
    }
}
