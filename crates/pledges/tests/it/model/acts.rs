//! What people ask of the platform, on the model and on the platform itself: each wish is made again under its
//! key, and before that perhaps by a process that is killed over it.

use pledges::{
    AdjustPledge, DecideShortfall, FeeBearer, ItemWish, PledgeState, RefundReason, RequestRefund,
    ShortfallDecision,
};

use super::{expected::Wants, processor::Card, run::Run};
use crate::{
    crash::dies_at,
    stage::{item, usd},
};

impl Run<'_> {
    pub(super) async fn place(
        &mut self,
        investor: usize,
        minor: i64,
        (reward, add_ons): Wants,
        killed: Option<usize>,
    ) {
        let expected = self.model.place(investor, minor, (reward, add_ons));
        let mut wish = self.stage.wish(minor, 0);
        wish.idempotency_key = self.new_key();
        wish.reward_id = reward.map(|reward| self.rewards[reward]);
        wish.items = self.items(add_ons);
        let caller = &self.investors[investor];
        let call = || self.stage.pledges.place(caller, wish.clone());
        kill(killed, call()).await;
        let made = call().await;
        let again = call().await;
        match made {
            Ok(pledge) => {
                assert_eq!(again.unwrap().id, pledge.id, "the same wish twice is one pledge");
                self.pledges.push(pledge.id);
                assert_eq!(expected, Ok(()));
            }
            Err(error) => assert_eq!(error.code(), expected.err(), "{error}"),
        }
    }

    fn items(&self, add_ons: i64) -> Vec<ItemWish> {
        let quantity = i32::try_from(add_ons).unwrap();
        if quantity == 0 {
            return Vec::new();
        }
        vec![item(self.add_on, quantity)]
    }

    pub(super) async fn cancel(&mut self, which: usize, killed: Option<usize>) {
        let expected = self.model.cancel(which);
        let wish = pledges::CancelPledge {
            pledge_id: self.pledges[which],
            idempotency_key: self.new_key(),
        };
        let owner = self.owner(which);
        let call = || self.stage.pledges.cancel(&owner, wish);
        kill(killed, call()).await;
        for _ in 0..2 {
            let code = call().await.err().map(|error| error.code().unwrap());
            assert_eq!(code, expected.err());
        }
    }

    pub(super) async fn adjust(
        &mut self,
        which: usize,
        minor: i64,
        (reward, add_ons): Wants,
        killed: Option<usize>,
    ) {
        let expected = self.model.adjust(which, minor, (reward, add_ons));
        let wish = AdjustPledge {
            pledge_id: self.pledges[which],
            reward_id: reward.map(|reward| self.rewards[reward]),
            items: Some(self.items(add_ons)),
            amount: usd(minor),
            acknowledged_risks: None,
            idempotency_key: self.new_key(),
        };
        let owner = self.owner(which);
        let call = || self.stage.pledges.adjust(&owner, wish.clone());
        kill(killed, call()).await;
        for _ in 0..2 {
            let code = call().await.err().map(|error| error.code().unwrap());
            assert_eq!(code, expected.err());
        }
    }

    pub(super) async fn refund(
        &mut self,
        which: usize,
        minor: Option<i64>,
        founder_bears: bool,
        killed: Option<usize>,
    ) {
        if self.model.promises[which].backs.iter().any(|back| back.lost) {
            // Two calls that are made again at once may come in any order.
            return;
        }
        let expected = self.model.request_refund(which, minor, founder_bears);
        let wish = RequestRefund {
            pledge_id: self.pledges[which],
            amount: minor.map(usd),
            items: Vec::new(),
            reason: RefundReason::InvestorRequest,
            bearer: if founder_bears {
                FeeBearer::Founder
            } else {
                FeeBearer::Platform
            },
            note: None,
            idempotency_key: self.new_key(),
        };
        let call = || self.stage.pledges.request_refund(&self.officer, wish.clone());
        kill(killed, call()).await;
        for _ in 0..2 {
            let code = call().await.err().map(|error| error.code().unwrap());
            assert_eq!(code, expected.err());
        }
    }

    pub(super) async fn decide_shortfall(&mut self, accepts: bool, killed: Option<usize>) {
        let expected = self.model.decide_shortfall(accepts);
        let wish = DecideShortfall {
            campaign_id: self.stage.campaign,
            decision: if accepts {
                ShortfallDecision::Accept
            } else {
                ShortfallDecision::GiveBack
            },
            idempotency_key: self.new_key(),
        };
        let founder = self.stage.as_founder();
        let call = || self.stage.pledges.decide_shortfall(&founder, wish);
        kill(killed, call()).await;
        for _ in 0..2 {
            let code = call().await.err().map(|error| error.code().unwrap());
            assert_eq!(code, expected.err());
        }
    }

    pub(super) async fn enter(&mut self, which: usize, card: Card, back: bool, killed: Option<usize>) {
        let (id, owner) = (self.pledges[which], self.owner(which));
        if !self.model.promises[which].takes_card() {
            return;
        }
        let state = self.model.promises[which].state;
        if state != PledgeState::Reserved {
            let expected = self.model.repair(which);
            let key = self.new_key();
            let call = || self.stage.pledges.repair(&owner, id, key);
            kill(killed, call()).await;
            for _ in 0..2 {
                assert_eq!(call().await.err().and_then(|error| error.code()), expected.err());
            }
            if expected.is_err() {
                return;
            }
        }
        let setup = self.stage.pledges.setup_to_fill(&owner, id).await.unwrap();
        if self.model.enter(which, card) {
            self.processor.journal().enter(&setup.provider_id.unwrap(), card);
        }
        if back {
            self.come_back(which, true, killed).await;
        }
    }

    pub(super) async fn answer(&mut self, which: usize, confirms: bool, back: bool, killed: Option<usize>) {
        let text = self.pledges[which].to_string();
        let of_setup = self.model.setup_asks(which);
        if of_setup {
            self.model.answer_setup(which, confirms);
            let mut journal = self.processor.journal();
            let setup = journal.setup_of(&text).unwrap();
            journal.answer_setup(&setup, confirms);
        } else if self.model.charge_asks(which) {
            self.model.answer_charge(which, confirms);
            let mut journal = self.processor.journal();
            let charge = journal.charge_of(&text).unwrap();
            journal.answer_charge(&charge, confirms);
        } else {
            return;
        }
        if back {
            self.come_back(which, of_setup, killed).await;
        }
    }

    /// The investor comes back from the provider's form, or from the bank's page.
    pub(super) async fn come_back(&mut self, which: usize, from_form: bool, killed: Option<usize>) {
        let (id, owner) = (self.pledges[which], self.owner(which));
        let pledges = &self.stage.pledges;
        if from_form {
            let newest = self.model.promises[which].setups.len() - 1;
            self.model.hear_setup(which, newest);
            kill(killed, pledges.refresh_setup(&owner, id)).await;
            pledges.refresh_setup(&owner, id).await.unwrap();
        } else {
            self.model.promises[which].hear_charge();
            kill(killed, pledges.refresh_payment(&owner, id)).await;
            pledges.refresh_payment(&owner, id).await.unwrap();
        }
    }
}

/// Begins to carry something out and drops it at its so-manyeth wait, as if the process had died there.
pub(super) async fn kill<T>(waits: Option<usize>, work: impl Future<Output = T>) {
    if let Some(waits) = waits {
        dies_at(waits, work).await;
    }
}
