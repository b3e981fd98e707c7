//! The calls the platform makes to the provider of the model, with what goes wrong with them.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use db::hash_request;
use payments::{
    Charge, ChargeRequest, ChargeStatus, Dispute, DisputeEvidence, EventPage, MovementPage, Payee, PayeeLink,
    PayeeRequest, PaymentProvider, ProviderError, Refund, RefundRequest, Reversal, ReversalRequest, Sandbox,
    Setup, SetupRequest, SetupStatus, Transfer, TransferRequest,
};

use super::processor::{About, Card, Fault, Journal, Processor, pledge_of, refused, settle};
use crate::stage::usd;

fn lost() -> ProviderError {
    ProviderError::Unavailable("lost".into())
}

fn missing(id: &str) -> ProviderError {
    ProviderError::NotFound(id.to_owned())
}

fn with<T>(fault: Option<Fault>, act: impl FnOnce() -> Result<T, ProviderError>) -> Result<T, ProviderError> {
    match fault {
        None => act(),
        Some(Fault::Before) => Err(lost()),
        Some(Fault::After) => act().and(Err(lost())),
    }
}

/// What was made under this key before.
fn known(journal: &Journal, key: &str, hash: &str) -> Result<Option<String>, ProviderError> {
    match journal.keys.get(key) {
        Some((id, earlier)) if earlier == hash => Ok(Some(id.clone())),
        Some(_) => Err(ProviderError::KeyReused),
        None => Ok(None),
    }
}

fn new_charge(journal: &mut Journal, request: &ChargeRequest) -> Result<Charge, ProviderError> {
    let hash = hash_request(request);
    if let Some(id) = known(journal, &request.key, &hash)? {
        return Ok(journal.charges[&id].clone());
    }
    let method = Some(request.payment_method.as_str());
    let saved = journal
        .setups
        .values()
        .find(|(setup, _)| setup.payment_method.as_deref() == method);
    let card = saved.and_then(|(_, card)| *card).unwrap_or(Card::Declined);
    let mut charge = Charge {
        provider_id: journal.next_id("pi"),
        key: Some(request.key.clone()),
        amount: request.amount,
        status: ChargeStatus::Processing,
        client_secret: Some("secret".into()),
        next_action: None,
        failure: None,
        received: usd(0),
        fee: None,
        refunded_minor: 0,
        disputed: false,
    };
    let kind = settle(&mut charge, card);
    let id = charge.provider_id.clone();
    journal.keys.insert(request.key.clone(), (id.clone(), hash));
    journal.charges.insert(id.clone(), charge.clone());
    journal.happened(kind, About::Charge(id));
    Ok(charge)
}

fn new_refund(journal: &mut Journal, request: &RefundRequest) -> Result<Refund, ProviderError> {
    let hash = hash_request(request);
    if let Some(id) = known(journal, &request.key, &hash)? {
        return Ok(journal.refunds[&id].clone());
    }
    let key = Some(request.key.clone());
    let refund = journal.give_back(&request.charge, request.amount.minor, key)?;
    let made = (refund.provider_id.clone(), hash);
    journal.keys.insert(request.key.clone(), made);
    Ok(refund)
}

fn new_setup(journal: &mut Journal, request: &SetupRequest) -> Result<Setup, ProviderError> {
    let hash = hash_request(request);
    if let Some(id) = known(journal, &request.key, &hash)? {
        return Ok(journal.setups[&id].0.clone());
    }
    let id = journal.next_id("seti");
    let setup = Setup {
        provider_id: id.clone(),
        key: Some(request.key.clone()),
        client_secret: Some("secret".into()),
        status: SetupStatus::RequiresCard,
        next_action: None,
        card: None,
        failure: None,
        customer: Some(format!("cus_{}", request.investor)),
        payment_method: None,
    };
    journal.keys.insert(request.key.clone(), (id.clone(), hash));
    journal.setups.insert(id, (setup.clone(), None));
    Ok(setup)
}

fn new_payee(journal: &mut Journal, request: &PayeeRequest) -> Result<Payee, ProviderError> {
    let hash = hash_request(request);
    if let Some(id) = known(journal, &request.key, &hash)? {
        return Ok(journal.payees[&id].clone());
    }
    let id = journal.next_id("acct");
    let payee = Payee {
        provider_id: id.clone(),
        country: request.country.clone(),
        details_submitted: false,
        payouts_enabled: false,
        requirements: vec!["external_account".into()],
        disabled_reason: None,
        destination: None,
    };
    journal.keys.insert(request.key.clone(), (id.clone(), hash));
    journal.payees.insert(id, payee.clone());
    Ok(payee)
}

fn new_transfer(journal: &mut Journal, request: &TransferRequest) -> Result<Transfer, ProviderError> {
    let hash = hash_request(request);
    if let Some(id) = known(journal, &request.key, &hash)? {
        return Ok(journal.transfers[&id].clone());
    }
    if journal.transfers_refused {
        return Err(refused("payouts_not_allowed"));
    }
    if !journal.payees.contains_key(&request.payee) {
        return Err(missing(&request.payee));
    }
    let id = journal.next_id("tr");
    let transfer = Transfer {
        provider_id: id.clone(),
        key: Some(request.key.clone()),
        payee: request.payee.clone(),
        amount: request.amount,
        reversed_minor: 0,
    };
    journal.keys.insert(request.key.clone(), (id.clone(), hash));
    journal.transfers.insert(id, transfer.clone());
    Ok(transfer)
}

#[async_trait]
impl PaymentProvider for Processor {
    fn name(&self) -> &'static str {
        Sandbox::NAME
    }

    async fn create_setup(&self, request: &SetupRequest) -> Result<Setup, ProviderError> {
        let mut journal = self.journal();
        let fault = journal.setup_fault.take();
        with(fault, || new_setup(&mut journal, request))
    }

    async fn get_setup(&self, provider_id: &str) -> Result<Setup, ProviderError> {
        let found = self.journal().setups.get(provider_id).cloned();
        found.map(|(setup, _)| setup).ok_or_else(|| missing(provider_id))
    }

    async fn cancel_setup(&self, provider_id: &str) -> Result<Setup, ProviderError> {
        let mut journal = self.journal();
        let (setup, _) = journal
            .setups
            .get_mut(provider_id)
            .ok_or_else(|| missing(provider_id))?;
        if setup.status != SetupStatus::Succeeded {
            setup.status = SetupStatus::Canceled;
        }
        Ok(setup.clone())
    }

    async fn delete_customer(&self, customer: &str) -> Result<(), ProviderError> {
        let mut journal = self.journal();
        journal
            .setups
            .retain(|_, (setup, _)| setup.customer.as_deref() != Some(customer));
        Ok(())
    }

    async fn charge(&self, request: &ChargeRequest) -> Result<Charge, ProviderError> {
        let mut journal = self.journal();
        let fault = journal.next_fault(&request.reference);
        with(fault, || new_charge(&mut journal, request))
    }

    async fn get_charge(&self, provider_id: &str) -> Result<Charge, ProviderError> {
        let found = self.journal().charges.get(provider_id).cloned();
        found.ok_or_else(|| missing(provider_id))
    }

    async fn find_charge(&self, key: &str) -> Result<Option<Charge>, ProviderError> {
        let journal = self.journal();
        let found = journal.keys.get(key).map(|(id, _)| journal.charges[id].clone());
        Ok(found)
    }

    async fn cancel_charge(&self, provider_id: &str) -> Result<Charge, ProviderError> {
        let mut journal = self.journal();
        let charge = journal
            .charges
            .get_mut(provider_id)
            .ok_or_else(|| missing(provider_id))?;
        if charge.status != ChargeStatus::Succeeded {
            charge.status = ChargeStatus::Canceled;
        }
        Ok(charge.clone())
    }

    async fn refund(&self, request: &RefundRequest) -> Result<Refund, ProviderError> {
        let mut journal = self.journal();
        let pledge = pledge_of(journal.charges[&request.charge].key.as_deref()).to_owned();
        let fault = journal.next_fault(&pledge);
        with(fault, || new_refund(&mut journal, request))
    }

    async fn get_refund(&self, provider_id: &str) -> Result<Refund, ProviderError> {
        let found = self.journal().refunds.get(provider_id).cloned();
        found.ok_or_else(|| missing(provider_id))
    }

    async fn refunds_of(&self, charge: &str) -> Result<Vec<Refund>, ProviderError> {
        let journal = self.journal();
        let of_charge = journal.refunds.values().filter(|refund| refund.charge == charge);
        Ok(of_charge.cloned().collect())
    }

    async fn get_dispute(&self, provider_id: &str) -> Result<Dispute, ProviderError> {
        let found = self.journal().disputes.get(provider_id).cloned();
        found.ok_or_else(|| missing(provider_id))
    }

    async fn contest(&self, id: &str, _: &DisputeEvidence) -> Result<Dispute, ProviderError> {
        Err(missing(id))
    }

    async fn create_payee(&self, request: &PayeeRequest) -> Result<Payee, ProviderError> {
        let mut journal = self.journal();
        let fault = journal.payee_fault.take();
        with(fault, || new_payee(&mut journal, request))
    }

    async fn get_payee(&self, provider_id: &str) -> Result<Payee, ProviderError> {
        let found = self.journal().payees.get(provider_id).cloned();
        found.ok_or_else(|| missing(provider_id))
    }

    async fn payee_link(&self, provider_id: &str, return_url: &str) -> Result<PayeeLink, ProviderError> {
        let known = self.journal().payees.contains_key(provider_id);
        let link = PayeeLink {
            url: format!("https://example.org/{provider_id}?{return_url}"),
            expires_at: DateTime::default(),
        };
        known.then_some(link).ok_or_else(|| missing(provider_id))
    }

    async fn transfer(&self, request: &TransferRequest) -> Result<Transfer, ProviderError> {
        let mut journal = self.journal();
        let faults = &mut journal.payout_faults;
        let fault = (!faults.is_empty()).then(|| faults.remove(0));
        with(fault, || new_transfer(&mut journal, request))
    }

    async fn find_transfer(&self, _: &str, key: &str) -> Result<Option<Transfer>, ProviderError> {
        let journal = self.journal();
        let found = journal.keys.get(key).map(|(id, _)| journal.transfers[id].clone());
        Ok(found)
    }

    async fn reverse_transfer(&self, request: &ReversalRequest) -> Result<Reversal, ProviderError> {
        Err(missing(&request.transfer))
    }

    async fn movements(
        &self,
        since: DateTime<Utc>,
        after: Option<&str>,
    ) -> Result<MovementPage, ProviderError> {
        let _ = (since, after);
        Ok(MovementPage::default())
    }

    async fn events(&self, since: DateTime<Utc>, _: Option<&str>) -> Result<EventPage, ProviderError> {
        let journal = self.journal();
        let events = journal.events.iter().map(|(event, _)| event.clone());
        Ok(EventPage {
            events: events.filter(|event| event.created_at >= since).collect(),
            has_more: false,
        })
    }
}
