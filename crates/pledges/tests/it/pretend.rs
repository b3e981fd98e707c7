//! A provider that keeps a journal of its own and fails on demand: what it knows is compared with the books.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard},
};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use db::hash_request;
use kernel::{Clock, Currency, FixedClock, Money};
use payments::{
    Charge, ChargeRequest, ChargeStatus, Dispute, DisputeEvidence, DisputeStatus, EventPage, Failure,
    Movement, MovementKind, MovementPage, Payee, PayeeLink, PayeeRequest, PaymentProvider, ProviderError,
    Refund, RefundRequest, RefundStatus, Reversal, ReversalRequest, Sandbox, Setup, SetupRequest, Transfer,
    TransferRequest,
};

/// What the bank says of a charge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bank {
    Pays,
    Declines,
    AsksHolder,
    /// It sends another amount than was asked for.
    PaysOther(i64),
}

/// What goes wrong with a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It never arrives.
    Before,
    /// It is acted upon, but the answer is lost.
    After,
    /// It is read and refused.
    Refusal,
}

/// What the provider knows.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    pub(crate) charges: BTreeMap<String, Charge>,
    pub(crate) refunds: BTreeMap<String, Refund>,
    pub(crate) disputes: BTreeMap<String, Dispute>,
    pub(crate) payees: BTreeMap<String, Payee>,
    pub(crate) transfers: BTreeMap<String, Transfer>,
    keys: BTreeMap<String, (String, String)>,
    /// What the bank says of pledges of this many minor units; it pays all others.
    pub(crate) bank: BTreeMap<i64, Bank>,
    /// What goes wrong with the next calls that move money, first one first.
    pub(crate) faults: Vec<Option<Fault>>,
    /// The same for the next calls that save cards.
    pub(crate) setup_faults: Vec<Fault>,
    /// How often money was to be moved.
    pub(crate) calls: usize,
    /// Why transfers are refused.
    pub(crate) transfers_refused: Option<&'static str>,
    /// Why refunds are refused.
    pub(crate) refunds_refused: Option<&'static str>,
    /// What moved on the balance besides.
    pub(crate) moved_besides: Vec<Movement>,
}

impl Journal {
    /// What moved on the balance, as listed at `now`.
    fn movements(&self, now: DateTime<Utc>) -> Vec<Movement> {
        let moved = |kind, source: &str, minor| Movement {
            id: format!("txn_{source}"),
            kind,
            source: source.into(),
            net: usd(minor),
            moved_at: now,
        };
        let charges = self.charges.values().filter(|charge| charge.received.minor > 0);
        let charges = charges.map(|charge| {
            let fee = charge.fee.map_or(0, |fee| fee.minor);
            moved(
                MovementKind::Charge,
                &charge.provider_id,
                charge.received.minor - fee,
            )
        });
        let refunds = self.refunds.values();
        let refunds =
            refunds.map(|refund| moved(MovementKind::Refund, &refund.provider_id, -refund.amount.minor));
        let sent = self.transfers.values();
        let sent = sent.map(|sent| moved(MovementKind::Transfer, &sent.provider_id, -sent.amount.minor));
        let besides = self.moved_besides.iter().cloned();
        charges.chain(refunds).chain(sent).chain(besides).collect()
    }

    /// How much arrived and was not given back or taken, in cents.
    pub(crate) fn balance(&self) -> i64 {
        let arrived: i64 = self.charges.values().map(|charge| charge.received.minor).sum();
        let fees: i64 = self
            .charges
            .values()
            .filter_map(|charge| charge.fee)
            .map(|fee| fee.minor)
            .sum();
        let back: i64 = self
            .refunds
            .values()
            .filter(|refund| refund.status == RefundStatus::Succeeded)
            .map(|refund| refund.amount.minor)
            .sum();
        let out: i64 = self
            .transfers
            .values()
            .map(|transfer| transfer.amount.minor)
            .sum();
        let taken: i64 = self
            .disputes
            .values()
            .map(|dispute| {
                let fee = dispute.fee.map_or(0, |fee| fee.minor);
                fee + if dispute.is_withdrawn {
                    dispute.amount.minor
                } else {
                    0
                }
            })
            .sum();
        arrived - fees - back - out - taken
    }

    /// The id made under this key, or a new one.
    fn once(
        &mut self,
        key: &str,
        hash: String,
        prefix: &str,
    ) -> Result<Result<String, String>, ProviderError> {
        if let Some((id, earlier)) = self.keys.get(key) {
            return if *earlier == hash {
                Ok(Err(id.clone()))
            } else {
                Err(ProviderError::KeyReused)
            };
        }
        let id = format!("{prefix}_{}", self.keys.len() + 1);
        self.keys.insert(key.to_owned(), (id.clone(), hash));
        Ok(Ok(id))
    }
}

/// The provider. Cards are saved by the sandbox; money is moved in the journal.
#[derive(Debug)]
pub(crate) struct Pretend {
    sandbox: Sandbox,
    clock: FixedClock,
    journal: Mutex<Journal>,
}

impl Pretend {
    pub(crate) fn new(sandbox: Sandbox, clock: FixedClock) -> Self {
        Self {
            sandbox,
            clock,
            journal: Mutex::default(),
        }
    }

    pub(crate) fn journal(&self) -> MutexGuard<'_, Journal> {
        self.journal.lock().unwrap()
    }

    /// A call that moves money, with what goes wrong with it.
    fn through<T>(
        &self,
        act: impl FnOnce(&mut Journal) -> Result<T, ProviderError>,
    ) -> Result<T, ProviderError> {
        let mut journal = self.journal();
        journal.calls += 1;
        let fault = if journal.faults.is_empty() {
            None
        } else {
            journal.faults.remove(0)
        };
        let lost = || ProviderError::Unavailable("lost".into());
        match fault {
            None => act(&mut journal),
            Some(Fault::Before) => Err(lost()),
            Some(Fault::After) => act(&mut journal).and(Err(lost())),
            Some(Fault::Refusal) => Err(refused("no")),
        }
    }

    /// A call that saves a card, with what goes wrong with it.
    async fn saving(
        &self,
        call: impl Future<Output = Result<Setup, ProviderError>>,
    ) -> Result<Setup, ProviderError> {
        let fault = {
            let faults = &mut self.journal().setup_faults;
            (!faults.is_empty()).then(|| faults.remove(0))
        };
        let lost = || ProviderError::Unavailable("lost".into());
        match fault {
            None => call.await,
            Some(Fault::Before) => Err(lost()),
            Some(Fault::After) => call.await.and(Err(lost())),
            Some(Fault::Refusal) => Err(refused("no")),
        }
    }

    /// The card's holder answers the bank.
    pub(crate) fn answer(&self, charge: &str, confirms: bool) {
        let mut journal = self.journal();
        let charge = journal.charges.get_mut(charge).unwrap();
        assert_eq!(charge.status, ChargeStatus::RequiresAction);
        settle(charge, if confirms { Bank::Pays } else { Bank::Declines });
    }

    /// The payer contests a charge.
    pub(crate) fn contest_charge(&self, charge: &str, minor: i64) -> String {
        let mut journal = self.journal();
        let id = format!("dp_{}", journal.disputes.len() + 1);
        let dispute = Dispute {
            provider_id: id.clone(),
            charge: charge.to_owned(),
            amount: usd(minor),
            reason: "fraudulent".into(),
            status: DisputeStatus::NeedsResponse,
            evidence_due_at: None,
            is_withdrawn: true,
            fee: Some(usd(1_500)),
        };
        journal.disputes.insert(id.clone(), dispute);
        id
    }

    /// The bank decides.
    pub(crate) fn decide(&self, dispute: &str, for_us: bool) {
        let mut journal = self.journal();
        let dispute = journal.disputes.get_mut(dispute).unwrap();
        dispute.status = if for_us {
            DisputeStatus::Won
        } else {
            DisputeStatus::Lost
        };
        dispute.is_withdrawn = !for_us;
    }
}

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

fn settle(charge: &mut Charge, bank: Bank) {
    let failure = |code: &str| {
        Some(Failure {
            code: code.into(),
            message: "No.".into(),
        })
    };
    (charge.status, charge.received, charge.failure) = match bank {
        Bank::Pays => (ChargeStatus::Succeeded, charge.amount, None),
        Bank::PaysOther(minor) => (ChargeStatus::Succeeded, usd(minor), None),
        Bank::Declines => (ChargeStatus::Declined, usd(0), failure("insufficient_funds")),
        Bank::AsksHolder => (
            ChargeStatus::RequiresAction,
            usd(0),
            failure("authentication_required"),
        ),
    };
    charge.fee = (charge.received.minor > 0).then(|| usd(charge.received.minor * 29 / 1_000 + 30));
}

fn missing(id: &str) -> ProviderError {
    ProviderError::NotFound(id.to_owned())
}

fn refused(code: &str) -> ProviderError {
    ProviderError::Refused {
        code: code.into(),
        message: "No.".into(),
    }
}

#[async_trait]
impl PaymentProvider for Pretend {
    fn name(&self) -> &'static str {
        self.sandbox.name()
    }

    async fn create_setup(&self, request: &SetupRequest) -> Result<Setup, ProviderError> {
        self.saving(self.sandbox.create_setup(request)).await
    }

    async fn get_setup(&self, provider_id: &str) -> Result<Setup, ProviderError> {
        self.saving(self.sandbox.get_setup(provider_id)).await
    }

    async fn cancel_setup(&self, provider_id: &str) -> Result<Setup, ProviderError> {
        self.saving(self.sandbox.cancel_setup(provider_id)).await
    }

    async fn delete_customer(&self, customer: &str) -> Result<(), ProviderError> {
        self.sandbox.delete_customer(customer).await
    }

    async fn charge(&self, request: &ChargeRequest) -> Result<Charge, ProviderError> {
        self.through(
            |journal| match journal.once(&request.key, hash_request(request), "pi")? {
                Err(known) => journal
                    .charges
                    .get(&known)
                    .cloned()
                    .ok_or_else(|| missing(&known)),
                Ok(id) => {
                    let bank = journal
                        .bank
                        .get(&request.amount.minor)
                        .copied()
                        .unwrap_or(Bank::Pays);
                    let mut charge = Charge {
                        provider_id: id.clone(),
                        key: Some(request.key.clone()),
                        amount: request.amount,
                        status: ChargeStatus::Processing,
                        client_secret: Some(format!("{id}_secret")),
                        next_action: None,
                        failure: None,
                        received: usd(0),
                        fee: None,
                        refunded_minor: 0,
                        disputed: false,
                    };
                    settle(&mut charge, bank);
                    journal.charges.insert(id, charge.clone());
                    Ok(charge)
                }
            },
        )
    }

    async fn get_charge(&self, provider_id: &str) -> Result<Charge, ProviderError> {
        let found = self.journal().charges.get(provider_id).cloned();
        found.ok_or_else(|| missing(provider_id))
    }

    async fn find_charge(&self, key: &str) -> Result<Option<Charge>, ProviderError> {
        let journal = self.journal();
        Ok(journal
            .charges
            .values()
            .find(|charge| charge.key.as_deref() == Some(key))
            .cloned())
    }

    async fn cancel_charge(&self, provider_id: &str) -> Result<Charge, ProviderError> {
        self.through(|journal| {
            let charge = journal
                .charges
                .get_mut(provider_id)
                .ok_or_else(|| missing(provider_id))?;
            if charge.status != ChargeStatus::Succeeded {
                charge.status = ChargeStatus::Canceled;
            }
            Ok(charge.clone())
        })
    }

    async fn refund(&self, request: &RefundRequest) -> Result<Refund, ProviderError> {
        self.through(|journal| {
            if let Some(code) = journal.refunds_refused {
                return Err(refused(code));
            }
            match journal.once(&request.key, hash_request(request), "re")? {
                Err(known) => journal
                    .refunds
                    .get(&known)
                    .cloned()
                    .ok_or_else(|| missing(&known)),
                Ok(id) => {
                    let charge = journal
                        .charges
                        .get_mut(&request.charge)
                        .ok_or_else(|| missing(&request.charge))?;
                    if charge.refunded_minor + request.amount.minor > charge.received.minor {
                        return Err(refused("charge_already_refunded"));
                    }
                    charge.refunded_minor += request.amount.minor;
                    let refund = Refund {
                        provider_id: id.clone(),
                        key: Some(request.key.clone()),
                        charge: request.charge.clone(),
                        amount: request.amount,
                        status: RefundStatus::Succeeded,
                        failure: None,
                    };
                    journal.refunds.insert(id, refund.clone());
                    Ok(refund)
                }
            }
        })
    }

    async fn get_refund(&self, provider_id: &str) -> Result<Refund, ProviderError> {
        let found = self.journal().refunds.get(provider_id).cloned();
        found.ok_or_else(|| missing(provider_id))
    }

    async fn refunds_of(&self, charge: &str) -> Result<Vec<Refund>, ProviderError> {
        let journal = self.journal();
        Ok(journal
            .refunds
            .values()
            .filter(|refund| refund.charge == charge)
            .cloned()
            .collect())
    }

    async fn get_dispute(&self, provider_id: &str) -> Result<Dispute, ProviderError> {
        let found = self.journal().disputes.get(provider_id).cloned();
        found.ok_or_else(|| missing(provider_id))
    }

    async fn contest(&self, provider_id: &str, _: &DisputeEvidence) -> Result<Dispute, ProviderError> {
        self.through(|journal| {
            let dispute = journal
                .disputes
                .get_mut(provider_id)
                .ok_or_else(|| missing(provider_id))?;
            if dispute.status == DisputeStatus::NeedsResponse {
                dispute.status = DisputeStatus::UnderReview;
            }
            Ok(dispute.clone())
        })
    }

    async fn create_payee(&self, request: &PayeeRequest) -> Result<Payee, ProviderError> {
        self.through(|journal| {
            if request.country == "CN" {
                return Err(refused("country_unsupported"));
            }
            match journal.once(&request.key, hash_request(request), "acct")? {
                Err(known) => journal.payees.get(&known).cloned().ok_or_else(|| missing(&known)),
                Ok(id) => {
                    let payee = Payee {
                        provider_id: id.clone(),
                        country: request.country.clone(),
                        details_submitted: false,
                        payouts_enabled: false,
                        requirements: vec!["external_account".into()],
                        disabled_reason: None,
                        destination: None,
                    };
                    journal.payees.insert(id, payee.clone());
                    Ok(payee)
                }
            }
        })
    }

    async fn get_payee(&self, provider_id: &str) -> Result<Payee, ProviderError> {
        let found = self.journal().payees.get(provider_id).cloned();
        found.ok_or_else(|| missing(provider_id))
    }

    async fn payee_link(&self, provider_id: &str, return_url: &str) -> Result<PayeeLink, ProviderError> {
        Ok(PayeeLink {
            url: format!("https://example.org/{provider_id}?{return_url}"),
            expires_at: DateTime::default(),
        })
    }

    async fn transfer(&self, request: &TransferRequest) -> Result<Transfer, ProviderError> {
        self.through(|journal| {
            if let Some(code) = journal.transfers_refused {
                return Err(refused(code));
            }
            match journal.once(&request.key, hash_request(request), "tr")? {
                Err(known) => journal
                    .transfers
                    .get(&known)
                    .cloned()
                    .ok_or_else(|| missing(&known)),
                Ok(id) => {
                    if request.amount.minor > journal.balance() {
                        return Err(refused("balance_insufficient"));
                    }
                    let transfer = Transfer {
                        provider_id: id.clone(),
                        key: Some(request.key.clone()),
                        payee: request.payee.clone(),
                        amount: request.amount,
                        reversed_minor: 0,
                    };
                    journal.transfers.insert(id, transfer.clone());
                    Ok(transfer)
                }
            }
        })
    }

    async fn find_transfer(&self, _: &str, key: &str) -> Result<Option<Transfer>, ProviderError> {
        let journal = self.journal();
        Ok(journal
            .transfers
            .values()
            .find(|transfer| transfer.key.as_deref() == Some(key))
            .cloned())
    }

    async fn reverse_transfer(&self, request: &ReversalRequest) -> Result<Reversal, ProviderError> {
        Err(missing(&request.transfer))
    }

    async fn movements(&self, _: DateTime<Utc>, after: Option<&str>) -> Result<MovementPage, ProviderError> {
        // Two a page, so that pages are turned.
        let all = self.journal().movements(self.clock.now());
        let from = after.map_or(0, |after| {
            all.iter()
                .position(|movement| movement.id == after)
                .map_or(0, |at| at + 1)
        });
        Ok(MovementPage {
            movements: all.iter().skip(from).take(2).cloned().collect(),
            has_more: all.len() > from + 2,
        })
    }

    async fn events(&self, _: DateTime<Utc>, _: Option<&str>) -> Result<EventPage, ProviderError> {
        Ok(EventPage::default())
    }
}
