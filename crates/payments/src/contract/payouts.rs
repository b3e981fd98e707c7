//! Founders' accounts and transfers.

use super::{Broken, Contract, Held, cards, holds, is_key_reused, is_refused, is_refused_as, is_unknown};
use crate::{Payee, PayeeRequest, ReversalRequest, TransferRequest};

impl Contract<'_> {
    fn to_pay(&self, name: &str) -> PayeeRequest {
        PayeeRequest {
            key: self.key(&format!("payee:{name}")),
            founder: self.key("founder"),
            country: "US".to_owned(),
        }
    }

    fn to_transfer(&self, name: &str, payee: &Payee, minor: i64) -> TransferRequest {
        TransferRequest {
            key: self.key(&format!("payout:{name}")),
            reference: self.key("payout"),
            group: self.key("campaign"),
            payee: payee.provider_id.clone(),
            amount: Self::money(minor),
        }
    }

    async fn ready(&self, name: &str) -> Result<Payee, Broken> {
        let payee = self.provider.create_payee(&self.to_pay(name)).await?;
        self.holder.complete_payee(&payee.provider_id).await?;
        Ok(self.provider.get_payee(&payee.provider_id).await?)
    }

    /// An account is opened once and is paid when its founder told everything.
    ///
    /// # Errors
    /// The first rule that was broken.
    pub async fn payees(&self) -> Held {
        let provider = self.provider;
        let request = self.to_pay("a");
        let fresh = provider.create_payee(&request).await?;
        let again = provider.create_payee(&request).await?;
        holds(
            again.provider_id == fresh.provider_id,
            "the same request gives the same account",
            &again,
        )?;
        let other = PayeeRequest {
            country: "DE".to_owned(),
            ..request.clone()
        };
        is_key_reused(provider.create_payee(&other).await)?;
        let waits = !fresh.payouts_enabled && !fresh.details_submitted && !fresh.requirements.is_empty();
        holds(
            waits && fresh.country == "US",
            "a new account waits for its founder",
            &fresh,
        )?;
        let china = PayeeRequest {
            country: "CN".to_owned(),
            ..self.to_pay("cn")
        };
        is_refused(
            provider.create_payee(&china).await,
            "nobody is paid where the provider does not pay",
        )?;
        let link = provider
            .payee_link(&fresh.provider_id, "https://farsight.example/payouts")
            .await?;
        holds(
            !link.url.is_empty() && link.expires_at > self.since,
            "a founder is shown where to go",
            &link,
        )?;
        let early = provider.transfer(&self.to_transfer("early", &fresh, 1)).await;
        is_refused(early, "an account that is not complete is not paid")?;
        self.holder.complete_payee(&fresh.provider_id).await?;
        let ready = provider.get_payee(&fresh.provider_id).await?;
        let can = ready.payouts_enabled && ready.details_submitted && ready.requirements.is_empty();
        holds(
            can && ready.disabled_reason.is_none(),
            "a complete account can be paid",
            &ready,
        )?;
        let shown = ready
            .destination
            .as_deref()
            .is_some_and(|text| text.ends_with("6789"));
        holds(
            shown,
            "the founder's bank account is shown by its last digits",
            &ready,
        )?;
        is_unknown(provider.get_payee("acct_unknown").await)?;
        self.is_told(&[("account.updated", &fresh.provider_id)]).await
    }

    /// No more is sent than there is, nor taken back than was sent.
    ///
    /// # Errors
    /// The first rule that was broken.
    pub async fn transfers(&self) -> Held {
        let provider = self.provider;
        self.charged("for-payout", cards::GOOD, 50_000).await?;
        self.charged("for-payout-2", cards::GOOD, 50_000).await?;
        let payee = self.ready("b").await?;
        let request = self.to_transfer("a", &payee, 20_000);
        let sent = provider.transfer(&request).await?;
        let whole = sent.key.as_ref() == Some(&request.key) && sent.payee == payee.provider_id;
        holds(
            whole && sent.amount == request.amount && sent.reversed_minor == 0,
            "a transfer says what it is",
            &sent,
        )?;
        let again = provider.transfer(&request).await?;
        holds(
            again.provider_id == sent.provider_id,
            "the same request gives the same transfer",
            &again,
        )?;
        let more = TransferRequest {
            amount: Self::money(20_001),
            ..request.clone()
        };
        is_key_reused(provider.transfer(&more).await)?;
        let all = provider
            .transfer(&self.to_transfer("all", &payee, 90_000_000_000))
            .await;
        is_refused_as(all, "balance_insufficient", "no more is sent than there is")?;
        let found = provider.find_transfer(&request.group, &request.key).await?;
        let is_it = found.as_ref().map(|found| &found.provider_id) == Some(&sent.provider_id);
        holds(is_it, "a transfer is found by its group and key", &found)?;
        let none = provider
            .find_transfer(&request.group, &self.key("payout:none"))
            .await?;
        holds(none.is_none(), "no transfer is found by another key", &none)?;

        let back = |name: &str, minor| ReversalRequest {
            key: self.key(&format!("back:{name}")),
            transfer: sent.provider_id.clone(),
            amount: Self::money(minor),
        };
        let part = provider.reverse_transfer(&back("part", 15_000)).await?;
        let whole = part.transfer == sent.provider_id && part.amount.minor == 15_000;
        holds(whole, "a reversal says what it is of", &part)?;
        let again = provider.reverse_transfer(&back("part", 15_000)).await?;
        holds(
            again.provider_id == part.provider_id,
            "the same request gives the same reversal",
            &again,
        )?;
        is_key_reused(provider.reverse_transfer(&back("part", 1)).await)?;
        let over = provider.reverse_transfer(&back("over", 5_001)).await;
        is_refused(over, "no more is taken back than is left")?;
        let found = provider.find_transfer(&request.group, &request.key).await?;
        let reversed = found.as_ref().map(|found| found.reversed_minor);
        holds(
            reversed == Some(15_000),
            "a transfer knows what was taken back",
            &found,
        )?;
        self.is_told(&[
            ("transfer.created", &request.key),
            ("transfer.reversed", &request.key),
        ])
        .await
    }
}
