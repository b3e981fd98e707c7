//! Moving money to founders' accounts, and back.

use payments::{ProviderError, Reversal, ReversalRequest, Transfer, TransferRequest};
use serde::Deserialize;
use stripe_client_core::StripeRequest;
use stripe_connect::{
    transfer::{CreateTransfer, ListTransfer, RetrieveTransfer},
    transfer_reversal::CreateIdTransferReversal,
};

use crate::{
    Stripe,
    fault::unreadable,
    objects::{Expandable, Identified, KEY, List, Metadata, key_of, metadata, money, or_default, written},
    refund::same_currency,
    transport::{proper_id, proper_key},
};

/// Pages of transfers that are read at the most; a campaign has few.
const PAGES: usize = 20;

#[derive(Debug, Deserialize)]
struct TransferObject {
    id: String,
    amount: i64,
    currency: String,
    #[serde(default, deserialize_with = "or_default")]
    amount_reversed: i64,
    destination: Option<Expandable<Identified>>,
    #[serde(default, deserialize_with = "or_default")]
    metadata: Metadata,
}

#[derive(Debug, Deserialize)]
struct ReversalObject {
    id: String,
    amount: i64,
    currency: String,
    transfer: Expandable<Identified>,
}

impl Stripe {
    pub(crate) async fn make_transfer(&self, request: &TransferRequest) -> Result<Transfer, ProviderError> {
        let key = proper_key(&request.key)?;
        let (amount, currency) = written(request.amount)?;
        let asked = CreateTransfer::new(currency, request.payee.as_str())
            .amount(amount)
            .transfer_group(request.group.as_str())
            .metadata(metadata(&[(KEY, key), ("reference", &request.reference)]));
        let transfer: TransferObject = self.transport.create(asked.build(), key).await?;
        transfer.try_into()
    }

    /// By the list of the group, which is up to date, unlike a search.
    pub(crate) async fn look_for_transfer(
        &self,
        group: &str,
        key: &str,
    ) -> Result<Option<Transfer>, ProviderError> {
        let first = ListTransfer::new().transfer_group(group).limit(100);
        let mut asked = first.clone();
        for _ in 0..PAGES {
            let page: List<TransferObject> = self.transport.get(asked.build()).await?;
            let last = page.data.last().map(|transfer| transfer.id.clone());
            let found = page
                .data
                .into_iter()
                .find(|transfer| key_of(&transfer.metadata).as_deref() == Some(key));
            if let Some(found) = found {
                return found.try_into().map(Some);
            }
            let Some(last) = last.filter(|_| page.has_more) else {
                return Ok(None);
            };
            asked = first.clone().starting_after(last);
        }
        Err(unreadable(format!(
            "{group} has more than {} transfers",
            PAGES * 100
        )))
    }

    pub(crate) async fn reverse(&self, request: &ReversalRequest) -> Result<Reversal, ProviderError> {
        let (key, id) = (proper_key(&request.key)?, proper_id(&request.transfer)?);
        let (amount, currency) = written(request.amount)?;
        // Stripe takes the amount in the transfer's currency without asking which was meant.
        let asked = RetrieveTransfer::new(id);
        let transfer: TransferObject = self
            .transport
            .get(asked.build())
            .await
            .map_err(|fault| fault.about(Some(id)))?;
        same_currency(&transfer.currency, &currency)?;
        let asked = CreateIdTransferReversal::new(id)
            .amount(amount)
            .metadata(metadata(&[(KEY, key)]));
        let reversal: ReversalObject = self.transport.create(asked.build(), key).await?;
        Ok(Reversal {
            amount: money(reversal.amount, &reversal.currency)?,
            transfer: reversal.transfer.id().to_owned(),
            provider_id: reversal.id,
        })
    }
}

impl TryFrom<TransferObject> for Transfer {
    type Error = ProviderError;

    fn try_from(transfer: TransferObject) -> Result<Self, ProviderError> {
        let payee = transfer
            .destination
            .ok_or_else(|| unreadable("a transfer names no account"))?;
        Ok(Self {
            key: key_of(&transfer.metadata),
            payee: payee.id().to_owned(),
            amount: money(transfer.amount, &transfer.currency)?,
            reversed_minor: money(transfer.amount_reversed, &transfer.currency)?.minor,
            provider_id: transfer.id,
        })
    }
}
