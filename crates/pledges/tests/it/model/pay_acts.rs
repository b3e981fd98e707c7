//! The founder is paid: on the model and on the platform itself.

use chrono::TimeDelta;
use kernel::Caller;
use ledger::{Account, AccountKind, Entry, Ledger, Reference};
use pledges::{
    DecidePayout, OpenPayee, PayeeMethod, PayoutState, PledgeErrorCode as Code, RecordBankPayout,
    RequestPayout,
};
use proptest::prelude::*;

use super::{acts::kill, books::Pot, command::fault, payee::Standing, processor::Fault, run::Run};
use crate::stage::usd;

/// What is done to pay the founder. Officers are named by a number; 2 is an investor and 3 the founder, who may not.
#[derive(Debug, Clone)]
pub(super) enum Pay {
    /// The founder opens an account, at the provider or for bank transfers.
    Open {
        country: &'static str,
        by_bank: bool,
        lost: Option<Fault>,
    },
    /// The account at the provider becomes another: it can be paid or not, to one bank account or another.
    Tell {
        enabled: bool,
        destination: u8,
        back: bool,
    },
    /// The next calls that move money go wrong.
    Trouble(Vec<Fault>),
    /// Money is not moved to the founder from now on, or again.
    Refuse(bool),
    Order {
        by: usize,
    },
    Decide {
        by: usize,
        approve: bool,
    },
    /// An officer records a bank transfer.
    Record {
        by: usize,
    },
    /// The founder comes to owe for another campaign.
    Owe(i64),
    /// All that is needed is there, the time comes, one officer orders and another approves, as most do. The patents may
    /// change before the provider is asked.
    Whole {
        by: usize,
        changed: bool,
    },
}

fn who() -> impl Strategy<Value = usize> {
    prop_oneof![8 => 0usize..2, 1 => 2usize..4]
}

/// What may happen to it.
pub(super) fn pay() -> impl Strategy<Value = Pay> {
    let country = prop_oneof![3 => Just("US"), 1 => Just("DE")];
    let open = (
        country,
        prop::bool::weighted(0.2),
        prop::option::weighted(0.3, fault()),
    );
    let tell = (prop::bool::weighted(0.8), 0u8..2, prop::bool::weighted(0.7));
    prop_oneof![
        1 => open.prop_map(|(country, by_bank, lost)| Pay::Open { country, by_bank, lost }),
        2 => tell.prop_map(|(enabled, destination, back)| Pay::Tell { enabled, destination, back }),
        2 => prop::collection::vec(fault(), 1..4).prop_map(Pay::Trouble),
        1 => prop::bool::weighted(0.6).prop_map(Pay::Refuse),
        4 => who().prop_map(|by| Pay::Order { by }),
        5 => (who(), prop::bool::weighted(0.85)).prop_map(|(by, approve)| Pay::Decide { by, approve }),
        2 => who().prop_map(|by| Pay::Record { by }),
        1 => (1_000i64..150_000).prop_map(Pay::Owe),
    ]
}

/// The same, when the founder is mostly paid.
pub(super) fn paying() -> impl Strategy<Value = Pay> {
    let whole = (0usize..2, prop::bool::weighted(0.15));
    let whole = whole.prop_map(|(by, changed)| Pay::Whole { by, changed });
    prop_oneof![1 => pay(), 1 => whole]
}

impl Run<'_> {
    pub(super) async fn pay(&mut self, what: &Pay, killed: Option<usize>) {
        match *what {
            Pay::Open {
                country,
                by_bank,
                lost,
            } => self.open_payee(country, by_bank, lost, killed).await,
            Pay::Tell {
                enabled,
                destination,
                back,
            } => self.tell_payee(enabled, destination, back, killed).await,
            Pay::Trouble(ref faults) if !self.model.is_lost() => {
                self.model.payout_faults.clone_from(faults);
                self.processor.journal().payout_faults.clone_from(faults);
            }
            Pay::Trouble(_) => {}
            Pay::Refuse(refused) => {
                self.model.transfers_refused = refused;
                self.processor.journal().transfers_refused = refused;
            }
            Pay::Order { by } => self.order_payout(by, killed).await,
            Pay::Decide { by, approve } => self.decide_payout(by, approve, killed).await,
            Pay::Record { by } => self.record_payout(by, killed).await,
            Pay::Owe(minor) => self.owe(minor).await,
            Pay::Whole { by, changed } => self.pay_out(by, changed, killed).await,
        }
    }

    fn payer(&self, by: usize) -> Caller {
        match by {
            0 => self.officer.clone(),
            1 => self.second.clone(),
            2 => self.investors[0].clone(),
            _ => self.stage.as_founder(),
        }
    }

    /// What another campaign's investors got back and the founder has to bear, the platform having paid it.
    async fn owe(&mut self, minor: i64) {
        let owed = Account::user(AccountKind::FounderReceivable, self.stage.founder);
        let accounts = (owed, Account::platform(AccountKind::PlatformFee));
        let tx = self.db.begin().await.unwrap();
        let about = Reference::to(tx.new_id::<kernel::kind::LedgerEntry>(self.model.now));
        let entry = Entry::transfer("owed_elsewhere", about, self.model.now, accounts, usd(minor));
        Ledger::post(&tx, entry.unwrap()).await.unwrap();
        tx.commit().await.unwrap();
        self.model.books.transfer(Pot::Debt, Pot::Earned, minor);
        self.model.tally.in_debt = true;
    }

    async fn open_payee(
        &mut self,
        country: &'static str,
        by_bank: bool,
        lost: Option<Fault>,
        killed: Option<usize>,
    ) {
        let known = self.model.payees.len();
        self.model.open_payee(country, by_bank);
        let is_new = self.model.payees.len() > known;
        let (method, destination) = if by_bank {
            (PayeeMethod::Bank, Some("Commerzbank ····1234".to_owned()))
        } else {
            (PayeeMethod::Provider, None)
        };
        let wish = OpenPayee {
            method,
            country: country.to_owned(),
            destination,
        };
        let founder = self.stage.as_founder();
        let call = || self.stage.pledges.open_payee(&founder, wish.clone());
        // Only a call that is surely made is lost.
        let lost = lost.filter(|_| is_new && !by_bank);
        if lost.is_some() {
            self.processor.journal().payee_fault = lost;
            let code = call().await.err().and_then(|error| error.code());
            assert_eq!(code, Some(Code::ProviderUnavailable));
        } else {
            kill(killed, call()).await;
        }
        let opened = call().await.unwrap();
        assert_eq!(
            call().await.unwrap().id,
            opened.id,
            "the same wish twice is one account"
        );
        if is_new {
            self.payees.push(opened.provider_id);
        }
        let link = self.stage.pledges.payee_link(&founder, "back").await;
        assert_eq!(
            link.is_ok(),
            !by_bank,
            "who is paid by hand tells the provider nothing"
        );
    }

    async fn tell_payee(&mut self, enabled: bool, destination: u8, back: bool, killed: Option<usize>) {
        let Some(Some(id)) = self.payees.last().cloned() else {
            return;
        };
        let which = self.payees.len() - 1;
        self.model.payees[which].is = Standing {
            enabled,
            destination: Some(destination),
        };
        self.processor.journal().tell_payee(&id, enabled, destination);
        if back {
            let founder = self.stage.as_founder();
            let own = self.stage.pledges.own_payee(&founder).await.unwrap().unwrap();
            let call = || self.stage.pledges.refresh_payee(&founder, own.id);
            kill(killed, call()).await;
            call().await.unwrap();
            self.model.hear_payee(which);
        }
    }

    async fn order_payout(&mut self, by: usize, killed: Option<usize>) {
        let wish = RequestPayout {
            campaign_id: self.stage.campaign,
            idempotency_key: self.new_key(),
        };
        let caller = self.payer(by);
        if by > 1 {
            assert!(self.stage.pledges.request_payout(&caller, wish).await.is_err());
            return;
        }
        let before = self.model.payouts.len();
        let expected = self.model.order_payout(by);
        let call = || self.stage.pledges.request_payout(&caller, wish);
        kill(killed, call()).await;
        let mut made = None;
        for _ in 0..2 {
            match call().await {
                Ok(payout) => made = Some(payout.id),
                Err(error) => assert_eq!(error.code(), expected.err(), "{error:?}"),
            }
        }
        assert_eq!(made.is_some(), expected.is_ok(), "{expected:?}");
        if self.model.payouts.len() > before {
            self.payouts.extend(made);
        }
    }

    async fn decide_payout(&mut self, by: usize, approve: bool, killed: Option<usize>) {
        let Some(payout) = self.payouts.last().copied() else {
            return;
        };
        let wish = DecidePayout {
            payout_id: payout,
            approve,
            reason: (!approve).then(|| "the account is not the founder's".to_owned()),
            idempotency_key: self.new_key(),
        };
        let caller = self.payer(by);
        if by > 1 {
            assert!(self.stage.pledges.decide_payout(&caller, wish).await.is_err());
            return;
        }
        let expected = self.model.decide_payout(by, approve);
        let call = || self.stage.pledges.decide_payout(&caller, wish.clone());
        kill(killed, call()).await;
        for _ in 0..2 {
            let code = call().await.err().map(|error| error.code().unwrap());
            assert_eq!(code, expected.err());
        }
    }

    async fn record_payout(&mut self, by: usize, killed: Option<usize>) {
        let Some(payout) = self.payouts.last().copied() else {
            return;
        };
        let wish = RecordBankPayout {
            payout_id: payout,
            bank_reference: format!("BANK-{}", self.payouts.len()),
            evidence: "in the safe".into(),
            idempotency_key: self.new_key(),
        };
        let caller = self.payer(by);
        if by > 1 {
            assert!(
                self.stage
                    .pledges
                    .record_bank_payout(&caller, wish)
                    .await
                    .is_err()
            );
            return;
        }
        let expected = self.model.record_payout();
        let call = || self.stage.pledges.record_bank_payout(&caller, wish.clone());
        kill(killed, call()).await;
        for _ in 0..2 {
            let code = call().await.err().map(|error| error.code().unwrap());
            assert_eq!(code, expected.err());
        }
    }

    async fn pay_out(&mut self, by: usize, changed: bool, killed: Option<usize>) {
        if self.payees.is_empty() {
            self.open_payee("US", false, None, killed).await;
        }
        let standing = self.model.payees.last().unwrap().heard;
        if !standing.enabled || standing.destination.is_none() {
            self.tell_payee(true, 0, true, killed).await;
        }
        let (_, due) = self.model.next_payout();
        let rest = self.model.payees.last().unwrap().since.unwrap_or(self.model.now) + TimeDelta::hours(72);
        let left = due.max(rest) - self.model.now;
        if left > TimeDelta::zero() {
            self.wait(left, false).await;
        }
        self.order_payout(by, killed).await;
        let waits = |payout: &super::payouts::Payout| !payout.is_finished();
        if let Some(by) = self.model.payouts.last().filter(|it| waits(it)).map(|it| it.by) {
            self.decide_payout(1 - by, true, killed).await;
            if changed {
                self.patents_change(true, killed).await;
            }
            let is_let_go = |it: &super::payouts::Payout| it.state == PayoutState::Approved;
            if self.model.payouts.last().is_some_and(is_let_go) && self.payees.last() == Some(&None) {
                self.record_payout(by, killed).await;
            }
        }
    }
}
