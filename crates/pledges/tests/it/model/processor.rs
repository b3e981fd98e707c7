//! A payment provider in memory: it saves and charges cards, gives back, is contested, and keeps a list of
//! what happened. Unlike the sandbox it touches no database, so a thousand histories take minutes.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard},
};

use chrono::{DateTime, Utc};
use kernel::{Clock, FixedClock};
use payments::{
    Charge, ChargeStatus, Dispute, DisputeStatus, Failure, ListedEvent, Payee, ProviderError, Refund,
    RefundStatus, Setup, SetupStatus, Transfer,
};
use serde_json::json;

use crate::stage::usd;

/// How a card behaves when it is saved, and when it is charged later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Card {
    Good,
    /// It is not even saved.
    Declined,
    /// Its bank asks when it is saved, and never again.
    AsksAtOnce,
    /// It is saved, and declined when it is charged.
    DeclinedLater,
    /// It is saved, and its bank asks when it is charged.
    AsksLater,
    /// It is saved, and one cent less arrives than was asked for.
    PaysLess,
}

/// What goes wrong with a call that moves money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It never arrives.
    Before,
    /// It is acted upon, but the answer is lost.
    After,
}

/// What an event is about, by the provider's id of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum About {
    Setup(String),
    Charge(String),
    /// Refunds of this charge.
    Refund(String),
    Dispute(String),
    /// The founder's account.
    Payee(String),
}

/// What the provider knows. Maps are by its ids, which sort by age.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    pub(crate) setups: BTreeMap<String, (Setup, Option<Card>)>,
    pub(crate) charges: BTreeMap<String, Charge>,
    pub(crate) refunds: BTreeMap<String, Refund>,
    pub(crate) disputes: BTreeMap<String, Dispute>,
    pub(crate) payees: BTreeMap<String, Payee>,
    pub(crate) transfers: BTreeMap<String, Transfer>,
    pub(crate) keys: BTreeMap<String, (String, String)>,
    pub(crate) events: Vec<(ListedEvent, About)>,
    /// What goes wrong with the next calls that move money of a pledge, first one first.
    pub(crate) faults: BTreeMap<String, Vec<Fault>>,
    /// What goes wrong with the next wish for a set-up.
    pub(crate) setup_fault: Option<Fault>,
    /// What goes wrong with the next wish for an account of the founder, and with the next calls that move money there.
    pub(crate) payee_fault: Option<Fault>,
    pub(crate) payout_faults: Vec<Fault>,
    /// Whether money is not moved to the founder now.
    pub(crate) transfers_refused: bool,
    /// Whether refunds wait for the bank.
    pub(crate) refunds_pend: bool,
    now: DateTime<Utc>,
}

/// What the provider took of a charge, in cents.
pub(crate) fn fee_of(received: i64) -> i64 {
    received * 29 / 1_000 + 30
}

/// What the provider takes for the trouble of a dispute, in cents.
pub(crate) const DISPUTE_FEE: i64 = 1_500;

impl Journal {
    /// How much arrived and was neither kept by the provider, given back, taken nor moved to the founder, in cents.
    pub(crate) fn balance(&self) -> i64 {
        let charges = self.charges.values();
        let kept: i64 = charges
            .map(|charge| charge.received.minor - charge.fee.map_or(0, |fee| fee.minor))
            .sum();
        let back: i64 = self
            .refunds
            .values()
            .filter(|refund| refund.status == RefundStatus::Succeeded)
            .map(|refund| refund.amount.minor)
            .sum();
        let withdrawn = self.disputes.values().filter(|dispute| dispute.is_withdrawn);
        let taken: i64 = withdrawn.map(|dispute| dispute.amount.minor).sum();
        let moved: i64 = self.transfers.values().map(|sent| sent.amount.minor).sum();
        kept - moved - back - taken - DISPUTE_FEE * i64::try_from(self.disputes.len()).unwrap()
    }

    /// What arrived of a pledge, and what went back or was taken of it, in cents.
    pub(crate) fn of_pledge(&self, pledge: &str) -> (i64, i64) {
        let ours = |charge: &&Charge| pledge_of(charge.key.as_deref()) == pledge;
        let (mut arrived, mut gone) = (0, 0);
        for charge in self.charges.values().filter(ours) {
            arrived += charge.received.minor;
            gone += self.back(&charge.provider_id) + self.contested(&charge.provider_id);
        }
        (arrived, gone)
    }

    /// What went back of a charge or is on its way.
    pub(crate) fn back(&self, charge: &str) -> i64 {
        let alive = |refund: &&Refund| {
            refund.charge == charge
                && matches!(refund.status, RefundStatus::Pending | RefundStatus::Succeeded)
        };
        self.refunds
            .values()
            .filter(alive)
            .map(|refund| refund.amount.minor)
            .sum()
    }

    /// What of a charge is contested or was lost.
    pub(crate) fn contested(&self, charge: &str) -> i64 {
        let taken = |dispute: &&Dispute| dispute.charge == charge && dispute.is_withdrawn;
        self.disputes
            .values()
            .filter(taken)
            .map(|dispute| dispute.amount.minor)
            .sum()
    }

    pub(crate) fn next_id(&self, prefix: &str) -> String {
        let made = self.setups.len() + self.charges.len() + self.refunds.len() + self.disputes.len();
        let made = made + self.payees.len() + self.transfers.len();
        format!("{prefix}_{:04}", made + 1)
    }

    /// The newest set-up of a pledge.
    pub(crate) fn setup_of(&self, pledge: &str) -> Option<String> {
        let ours = |(_, (setup, _)): &(&String, &(Setup, _))| pledge_of(setup.key.as_deref()) == pledge;
        self.setups.iter().rfind(ours).map(|(id, _)| id.clone())
    }

    /// The newest charge of a pledge.
    pub(crate) fn charge_of(&self, pledge: &str) -> Option<String> {
        let ours = |(_, charge): &(&String, &Charge)| pledge_of(charge.key.as_deref()) == pledge;
        self.charges.iter().rfind(ours).map(|(id, _)| id.clone())
    }

    /// Takes the next fault of a pledge's calls.
    pub(crate) fn next_fault(&mut self, pledge: &str) -> Option<Fault> {
        let faults = self.faults.get_mut(pledge)?;
        (!faults.is_empty()).then(|| faults.remove(0))
    }

    /// Notes that something happened, for the list and for a message.
    pub(crate) fn happened(&mut self, kind: &str, about: About) {
        let id = format!("evt_{:04}", self.events.len() + 1);
        let metadata = |key: &Option<String>| json!({"key": key});
        let object = match &about {
            About::Setup(id) => json!({"id": id, "metadata": metadata(&self.setups[id].0.key)}),
            About::Charge(id) => json!({"id": id, "metadata": metadata(&self.charges[id].key)}),
            About::Refund(charge) => json!({"id": "re_any", "payment_intent": charge}),
            About::Dispute(id) | About::Payee(id) => json!({"id": id}),
        };
        let body = json!({"id": id, "type": kind, "livemode": false, "data": {"object": object}});
        let event = ListedEvent {
            id,
            kind: kind.to_owned(),
            created_at: self.now,
            body: body.to_string(),
        };
        self.events.push((event, about));
    }

    /// The investor types a card.
    pub(crate) fn enter(&mut self, setup: &str, card: Card) {
        let (setup, held) = self.setups.get_mut(setup).unwrap();
        let id = setup.provider_id.clone();
        setup.failure = None;
        let kind = match card {
            Card::Declined => {
                setup.status = SetupStatus::RequiresCard;
                setup.failure = failure("generic_decline");
                "setup_intent.setup_failed"
            }
            Card::AsksAtOnce => {
                setup.status = SetupStatus::RequiresAction;
                "setup_intent.requires_action"
            }
            _ => {
                save(setup);
                "setup_intent.succeeded"
            }
        };
        *held = Some(card);
        self.happened(kind, About::Setup(id));
    }

    /// The card's holder answers the bank that asks before the card is saved.
    pub(crate) fn answer_setup(&mut self, id: &str, confirms: bool) {
        let (setup, _) = self.setups.get_mut(id).unwrap();
        assert_eq!(setup.status, SetupStatus::RequiresAction);
        if confirms {
            save(setup);
            self.happened("setup_intent.succeeded", About::Setup(id.to_owned()));
        } else {
            setup.status = SetupStatus::RequiresCard;
            setup.failure = failure("setup_intent_authentication_failure");
            self.happened("setup_intent.setup_failed", About::Setup(id.to_owned()));
        }
    }

    /// The card's holder answers the bank that asks before it pays.
    pub(crate) fn answer_charge(&mut self, id: &str, confirms: bool) {
        let charge = self.charges.get_mut(id).unwrap();
        assert_eq!(charge.status, ChargeStatus::RequiresAction);
        let kind = settle(charge, if confirms { Card::Good } else { Card::Declined });
        self.happened(kind, About::Charge(id.to_owned()));
    }

    /// Gives money back as somebody does in the provider's own pages, or as we ask.
    pub(crate) fn give_back(
        &mut self,
        charge: &str,
        minor: i64,
        key: Option<String>,
    ) -> Result<Refund, ProviderError> {
        let received = self.charges[charge].received.minor;
        if self.contested(charge) > 0 {
            return Err(refused("charge_disputed"));
        }
        if self.back(charge) + minor > received {
            return Err(refused("charge_already_refunded"));
        }
        let pends = self.refunds_pend && key.is_some();
        let refund = Refund {
            provider_id: self.next_id("re"),
            key,
            charge: charge.to_owned(),
            amount: usd(minor),
            status: if pends {
                RefundStatus::Pending
            } else {
                RefundStatus::Succeeded
            },
            failure: None,
        };
        self.refunds.insert(refund.provider_id.clone(), refund.clone());
        self.happened("refund.created", About::Refund(charge.to_owned()));
        Ok(refund)
    }

    /// The bank takes a refund, or sends it back.
    pub(crate) fn end_refund(&mut self, id: &str, succeeds: bool) {
        let refund = self.refunds.get_mut(id).unwrap();
        refund.status = if succeeds {
            RefundStatus::Succeeded
        } else {
            RefundStatus::Failed
        };
        let charge = refund.charge.clone();
        self.happened("refund.updated", About::Refund(charge));
    }

    /// The founder tells the provider more, or another bank account, or the provider wants to know more.
    pub(crate) fn tell_payee(&mut self, id: &str, enabled: bool, destination: u8) {
        let payee = self.payees.get_mut(id).unwrap();
        payee.payouts_enabled = enabled;
        payee.destination = Some(format!("US ····{destination:04}"));
        self.happened("account.updated", About::Payee(id.to_owned()));
    }

    /// The payer contests a charge.
    pub(crate) fn contest(&mut self, charge: &str, minor: i64) {
        let id = self.next_id("dp");
        let dispute = Dispute {
            provider_id: id.clone(),
            charge: charge.to_owned(),
            amount: usd(minor),
            reason: "fraudulent".into(),
            status: DisputeStatus::NeedsResponse,
            evidence_due_at: None,
            is_withdrawn: true,
            fee: Some(usd(DISPUTE_FEE)),
        };
        self.disputes.insert(id.clone(), dispute);
        self.happened("charge.dispute.created", About::Dispute(id));
    }

    /// The bank decides.
    pub(crate) fn decide(&mut self, id: &str, for_us: bool) {
        let dispute = self.disputes.get_mut(id).unwrap();
        (dispute.status, dispute.is_withdrawn) = if for_us {
            (DisputeStatus::Won, false)
        } else {
            (DisputeStatus::Lost, true)
        };
        self.happened("charge.dispute.closed", About::Dispute(id.to_owned()));
    }
}

fn save(setup: &mut Setup) {
    setup.status = SetupStatus::Succeeded;
    setup.payment_method = Some(format!("pm_{}", setup.provider_id));
}

/// Asks the bank; returns the kind of the event.
pub(crate) fn settle(charge: &mut Charge, card: Card) -> &'static str {
    let amount = charge.amount.minor;
    let received = match card {
        Card::Good | Card::AsksAtOnce => amount,
        Card::PaysLess => amount - 1,
        Card::Declined | Card::DeclinedLater | Card::AsksLater => 0,
    };
    charge.received = usd(received);
    charge.fee = (received > 0).then(|| usd(fee_of(received)));
    let (status, code, kind) = match card {
        _ if received > 0 => (ChargeStatus::Succeeded, None, "payment_intent.succeeded"),
        Card::AsksLater => (
            ChargeStatus::RequiresAction,
            failure("authentication_required"),
            "payment_intent.requires_action",
        ),
        _ => (
            ChargeStatus::Declined,
            failure("insufficient_funds"),
            "payment_intent.payment_failed",
        ),
    };
    (charge.status, charge.failure) = (status, code);
    kind
}

fn failure(code: &str) -> Option<Failure> {
    Some(Failure {
        code: code.into(),
        message: "No.".into(),
    })
}

pub(crate) fn refused(code: &str) -> ProviderError {
    ProviderError::Refused {
        code: code.into(),
        message: "No.".into(),
    }
}

/// The pledge named by a key such as `collect:pledge_…:1`.
pub(crate) fn pledge_of(key: Option<&str>) -> &str {
    key.and_then(|key| key.split(':').nth(1)).unwrap_or_default()
}

/// The provider. Its calls, as the platform makes them, are in `calls`.
#[derive(Debug)]
pub(crate) struct Processor {
    clock: FixedClock,
    journal: Mutex<Journal>,
}

impl Processor {
    pub(crate) fn new(clock: FixedClock) -> Self {
        Self {
            clock,
            journal: Mutex::default(),
        }
    }

    pub(crate) fn journal(&self) -> MutexGuard<'_, Journal> {
        let mut journal = self.journal.lock().unwrap();
        journal.now = self.clock.now();
        journal
    }
}
