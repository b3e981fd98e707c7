//! The contract of all providers, kept by the sandbox; and that it is seen when it is broken.

use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use payments::{
    Charge, ChargeRequest, Dispute, DisputeEvidence, EventPage, MovementPage, Payee, PayeeLink, PayeeRequest,
    PaymentProvider, ProviderError, Refund, RefundRequest, Reversal, ReversalRequest, Sandbox, Setup,
    SetupRequest, Transfer, TransferRequest, contract::Contract,
};

use crate::sandbox;

/// How a provider breaks the contract.
#[derive(Debug, Clone, Copy, PartialEq)]
enum How {
    ForgetsKeys,
    LosesEvents,
    FindsNothing,
    KeepsRefundsToItself,
}

#[derive(Debug)]
struct Crooked {
    inner: Sandbox,
    how: How,
}

static NEXT: AtomicU64 = AtomicU64::new(0);

impl Crooked {
    /// A key that nobody used, if keys are forgotten.
    fn key(&self, key: &str) -> String {
        match self.how {
            How::ForgetsKeys => format!("{key}:{}", NEXT.fetch_add(1, Ordering::Relaxed)),
            _ => key.to_owned(),
        }
    }
}

#[async_trait]
impl PaymentProvider for Crooked {
    fn name(&self) -> &'static str {
        "crooked"
    }
    async fn create_setup(&self, request: &SetupRequest) -> Result<Setup, ProviderError> {
        self.inner.create_setup(request).await
    }
    async fn get_setup(&self, id: &str) -> Result<Setup, ProviderError> {
        self.inner.get_setup(id).await
    }
    async fn cancel_setup(&self, id: &str) -> Result<Setup, ProviderError> {
        self.inner.cancel_setup(id).await
    }
    async fn delete_customer(&self, customer: &str) -> Result<(), ProviderError> {
        self.inner.delete_customer(customer).await
    }
    async fn charge(&self, request: &ChargeRequest) -> Result<Charge, ProviderError> {
        let request = ChargeRequest {
            key: self.key(&request.key),
            ..request.clone()
        };
        self.inner.charge(&request).await
    }
    async fn get_charge(&self, id: &str) -> Result<Charge, ProviderError> {
        let charge = self.inner.get_charge(id).await?;
        let refunded_minor = if self.how == How::KeepsRefundsToItself {
            0
        } else {
            charge.refunded_minor
        };
        Ok(Charge {
            refunded_minor,
            ..charge
        })
    }
    async fn find_charge(&self, key: &str) -> Result<Option<Charge>, ProviderError> {
        if self.how == How::FindsNothing {
            Ok(None)
        } else {
            self.inner.find_charge(key).await
        }
    }
    async fn cancel_charge(&self, id: &str) -> Result<Charge, ProviderError> {
        self.inner.cancel_charge(id).await
    }
    async fn refund(&self, request: &RefundRequest) -> Result<Refund, ProviderError> {
        self.inner.refund(request).await
    }
    async fn get_refund(&self, id: &str) -> Result<Refund, ProviderError> {
        self.inner.get_refund(id).await
    }
    async fn refunds_of(&self, charge: &str) -> Result<Vec<Refund>, ProviderError> {
        self.inner.refunds_of(charge).await
    }
    async fn get_dispute(&self, id: &str) -> Result<Dispute, ProviderError> {
        self.inner.get_dispute(id).await
    }
    async fn contest(&self, id: &str, evidence: &DisputeEvidence) -> Result<Dispute, ProviderError> {
        self.inner.contest(id, evidence).await
    }
    async fn create_payee(&self, request: &PayeeRequest) -> Result<Payee, ProviderError> {
        self.inner.create_payee(request).await
    }
    async fn get_payee(&self, id: &str) -> Result<Payee, ProviderError> {
        self.inner.get_payee(id).await
    }
    async fn payee_link(&self, id: &str, return_url: &str) -> Result<PayeeLink, ProviderError> {
        self.inner.payee_link(id, return_url).await
    }
    async fn transfer(&self, request: &TransferRequest) -> Result<Transfer, ProviderError> {
        self.inner.transfer(request).await
    }
    async fn find_transfer(&self, group: &str, key: &str) -> Result<Option<Transfer>, ProviderError> {
        self.inner.find_transfer(group, key).await
    }
    async fn reverse_transfer(&self, request: &ReversalRequest) -> Result<Reversal, ProviderError> {
        self.inner.reverse_transfer(request).await
    }
    async fn movements(
        &self,
        since: DateTime<Utc>,
        after: Option<&str>,
    ) -> Result<MovementPage, ProviderError> {
        self.inner.movements(since, after).await
    }

    async fn events(&self, since: DateTime<Utc>, after: Option<&str>) -> Result<EventPage, ProviderError> {
        let mut page = self.inner.events(since, after).await?;
        if self.how == How::LosesEvents {
            page.events.retain(|event| !event.kind.starts_with("charge."));
        }
        Ok(page)
    }
}

testkit::on_both! {
    async fn the_sandbox_keeps_the_contract(db: &TestDb) {
        let sandbox = sandbox(db);
        let since = testkit::start_of_test_time();
        // Nothing in it depends on a provider that has seen nothing yet.
        for run in ["first", "second"] {
            let contract = Contract { provider: &sandbox, holder: &sandbox, run, since };
            if let Err(broken) = contract.check().await {
                panic!("{run}: {broken}");
            }
        }
    }

    async fn a_broken_contract_is_seen(db: &TestDb) {
        for (how, run, rule) in [
            (How::ForgetsKeys, "a", "the same request gives the same charge"),
            (How::FindsNothing, "b", "a charge is found by its key"),
            (How::KeepsRefundsToItself, "c", "a charge knows what was given back"),
            (How::LosesEvents, "d", "every change is in the list of events"),
        ] {
            let inner = sandbox(db);
            let crooked = Crooked { inner: inner.clone(), how };
            let contract = Contract { provider: &crooked, holder: &inner, run, since: testkit::start_of_test_time() };
            let broken = contract.check().await.unwrap_err();
            assert_eq!(broken.rule, rule, "{how:?}: {broken}");
        }
    }
}
