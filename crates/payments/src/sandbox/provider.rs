//! The sandbox as the platform sees it.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use db::Tx;
use serde_json::json;

use super::{
    Sandbox, charges, disputes, events,
    keys::{self, Opened},
    payees, refunds, setups, transfers,
};
use crate::{
    Charge, ChargeRequest, Dispute, DisputeEvidence, EventPage, MovementPage, Payee, PayeeLink, PayeeRequest,
    PaymentProvider, ProviderError, Refund, RefundRequest, Reversal, ReversalRequest, Setup, SetupRequest,
    SetupStatus, Transfer, TransferRequest,
};

async fn create_setup(tx: &Tx, request: &SetupRequest) -> Result<setups::Stored, ProviderError> {
    let customer = setups::customer_of(tx, &request.investor, request.customer.as_deref()).await?;
    let new = setups::NewSetup {
        idem_key: Some(request.key.clone()),
        metadata: json!({"key": request.key, "reference": request.reference, "investor": request.investor}),
        reference: request.reference.clone(),
        investor: request.investor.clone(),
        customer,
    };
    setups::insert(tx, new).await
}

async fn create_charge(tx: &Tx, request: &ChargeRequest) -> Result<charges::ChargeRow, ProviderError> {
    let new = charges::NewCharge {
        metadata: json!({"key": request.key, "reference": request.reference}),
        group: Some(request.group.clone()),
        customer: request.customer.clone(),
        payment_method: request.payment_method.clone(),
        amount: request.amount,
    };
    let mut row = charges::insert(tx, new).await?;
    charges::confirm(tx, &mut row, request.on_session).await?;
    Ok(row)
}

/// Gives a set-up up unless it succeeded.
pub(super) async fn cancel_setup(tx: &Tx, id: &str) -> Result<setups::Stored, ProviderError> {
    let mut stored = setups::lock(tx, id).await?;
    if !matches!(
        stored.setup.status,
        SetupStatus::Succeeded | SetupStatus::Canceled
    ) {
        stored.setup.status = SetupStatus::Canceled;
        setups::change(tx, &mut stored.setup).await?;
        events::of_setup(tx, &stored).await?;
    }
    Ok(stored)
}

#[async_trait]
impl PaymentProvider for Sandbox {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    async fn create_setup(&self, request: &SetupRequest) -> Result<Setup, ProviderError> {
        let (tx, ticket) = match self.open("setup", &request.key, request).await? {
            Opened::New(tx, ticket) => (tx, ticket),
            Opened::Earlier(id) => return self.get_setup(&id).await,
        };
        let made = create_setup(&tx, request).await;
        let made = keys::finish(tx, ticket, made, |stored| &stored.setup.provider_id).await?;
        Ok(made.setup)
    }

    async fn get_setup(&self, provider_id: &str) -> Result<Setup, ProviderError> {
        Ok(setups::find(self.db.primary(), provider_id).await?.setup)
    }

    async fn cancel_setup(&self, provider_id: &str) -> Result<Setup, ProviderError> {
        let tx = self.db.begin().await?;
        let stored = cancel_setup(&tx, provider_id).await?;
        tx.commit().await?;
        Ok(stored.setup)
    }

    async fn delete_customer(&self, customer: &str) -> Result<(), ProviderError> {
        let tx = self.db.begin().await?;
        setups::delete_customer(&tx, customer).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn charge(&self, request: &ChargeRequest) -> Result<Charge, ProviderError> {
        let (tx, ticket) = match self.open("charge", &request.key, request).await? {
            Opened::New(tx, ticket) => (tx, ticket),
            Opened::Earlier(id) => return self.get_charge(&id).await,
        };
        let made = create_charge(&tx, request).await;
        keys::finish(tx, ticket, made, |row| &row.id).await?.try_into()
    }

    async fn get_charge(&self, provider_id: &str) -> Result<Charge, ProviderError> {
        charges::find(self.db.primary(), provider_id).await?.try_into()
    }

    async fn find_charge(&self, key: &str) -> Result<Option<Charge>, ProviderError> {
        let found = charges::all(self.db.primary(), "c.metadata_key = $1", [key.into()]).await?;
        found.into_iter().next().map(Charge::try_from).transpose()
    }

    async fn cancel_charge(&self, provider_id: &str) -> Result<Charge, ProviderError> {
        let tx = self.db.begin().await?;
        let mut row = charges::lock(&tx, provider_id).await?;
        charges::cancel(&tx, &mut row).await?;
        tx.commit().await?;
        row.try_into()
    }

    async fn refund(&self, request: &RefundRequest) -> Result<Refund, ProviderError> {
        let (tx, ticket) = match self.open("refund", &request.key, request).await? {
            Opened::New(tx, ticket) => (tx, ticket),
            Opened::Earlier(id) => return self.get_refund(&id).await,
        };
        let new = refunds::NewRefund {
            charge: request.charge.clone(),
            amount: Some(request.amount.minor),
            metadata: json!({"key": request.key, "reference": request.reference}),
        };
        let made = refunds::create(&tx, new, Some(request.amount.currency.code())).await;
        keys::finish(tx, ticket, made, |row| &row.id).await?.try_into()
    }

    async fn get_refund(&self, provider_id: &str) -> Result<Refund, ProviderError> {
        self.answer_refund(provider_id).await?.try_into()
    }

    async fn refunds_of(&self, charge: &str) -> Result<Vec<Refund>, ProviderError> {
        self.answer_refunds().await?;
        charges::find(self.db.primary(), charge).await?;
        let rows = refunds::of_charge(self.db.primary(), charge).await?;
        rows.into_iter().map(Refund::try_from).collect()
    }

    async fn get_dispute(&self, provider_id: &str) -> Result<Dispute, ProviderError> {
        disputes::find(self.db.primary(), provider_id).await?.try_into()
    }

    async fn contest(&self, provider_id: &str, evidence: &DisputeEvidence) -> Result<Dispute, ProviderError> {
        let tx = self.db.begin().await?;
        let pieces = disputes::evidence(evidence);
        let row = disputes::contest(&tx, provider_id, pieces, evidence.submit).await?;
        tx.commit().await?;
        row.try_into()
    }

    async fn create_payee(&self, request: &PayeeRequest) -> Result<Payee, ProviderError> {
        let (tx, ticket) = match self.open("payee", &request.key, request).await? {
            Opened::New(tx, ticket) => (tx, ticket),
            Opened::Earlier(id) => return self.get_payee(&id).await,
        };
        let metadata = json!({"key": request.key, "founder": request.founder});
        let made = payees::create(&tx, &request.country, metadata).await;
        Ok(keys::finish(tx, ticket, made, |row| &row.id).await?.into())
    }

    async fn get_payee(&self, provider_id: &str) -> Result<Payee, ProviderError> {
        Ok(payees::find(self.db.primary(), provider_id).await?.into())
    }

    async fn payee_link(&self, provider_id: &str, return_url: &str) -> Result<PayeeLink, ProviderError> {
        self.link_of(self.db.primary(), provider_id, return_url).await
    }

    async fn transfer(&self, request: &TransferRequest) -> Result<Transfer, ProviderError> {
        let (tx, ticket) = match self.open("transfer", &request.key, request).await? {
            Opened::New(tx, ticket) => (tx, ticket),
            Opened::Earlier(id) => return transfers::find(self.db.primary(), &id).await?.try_into(),
        };
        let new = transfers::NewTransfer {
            metadata: json!({"key": request.key, "reference": request.reference}),
            group: Some(request.group.clone()),
            payee: request.payee.clone(),
            amount: request.amount,
        };
        let made = transfers::create(&tx, new).await;
        keys::finish(tx, ticket, made, |row| &row.id).await?.try_into()
    }

    async fn find_transfer(&self, group: &str, key: &str) -> Result<Option<Transfer>, ProviderError> {
        let filter = "transfer_group = $1 AND metadata_key = $2";
        let found = transfers::all(self.db.primary(), filter, [group.into(), key.into()]).await?;
        found.into_iter().next().map(Transfer::try_from).transpose()
    }

    async fn reverse_transfer(&self, request: &ReversalRequest) -> Result<Reversal, ProviderError> {
        let (tx, ticket) = match self.open("reversal", &request.key, request).await? {
            Opened::New(tx, ticket) => (tx, ticket),
            Opened::Earlier(id) => return transfers::find_reversal(self.db.primary(), &id).await?.try_into(),
        };
        let (amount, metadata) = (request.amount, json!({"key": request.key}));
        let currency = Some(amount.currency.code());
        let made = transfers::reverse(&tx, &request.transfer, Some(amount.minor), currency, metadata).await;
        keys::finish(tx, ticket, made, |row| &row.id).await?.try_into()
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
