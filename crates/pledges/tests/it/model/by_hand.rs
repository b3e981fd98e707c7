//! Refunds that failed, paid back by hand: in the model, and on the platform itself.

use kernel::RefundId;
use pledges::{
    DecideRepayment, FeeBearer, PledgeErrorCode as Code, PledgeState, RecordRepayment, Refund, RefundState,
};

use super::{
    acts::kill,
    expected::Model,
    promise::{Back, ByHand, Way},
    run::Run,
};

impl Model {
    fn was_repaid(&self, which: usize, back: usize) -> bool {
        let repaid = |it: &Back| it.is != Way::Failed && it.by_hand.is_some_and(|hand| hand.repays == back);
        self.promises[which].backs.iter().any(repaid)
    }

    /// The refund of a pledge of this amount that failed and was not paid by hand.
    fn failed_refund(&self, which: usize, minor: i64, founder_bears: bool) -> Option<usize> {
        let backs = self.promises[which].backs.iter();
        let fits = |it: &Back| {
            it.heard == Some(Way::Failed)
                && it.by_hand.is_none()
                && (it.minor, it.founder_bears) == (minor, founder_bears)
        };
        let mut found = backs.enumerate().filter(|(_, it)| fits(it)).map(|(at, _)| at);
        found.rfind(|at| !self.was_repaid(which, *at))
    }

    fn record_repayment(&mut self, which: usize, repays: usize, by: usize) -> Result<(), Code> {
        let promise = &mut self.promises[which];
        let Back {
            minor, founder_bears, ..
        } = promise.backs[repays];
        if promise.left() < minor {
            return Err(Code::NothingToRefund);
        }
        promise.order_refund(minor, founder_bears);
        promise.backs.last_mut().unwrap().by_hand = Some(ByHand { repays, by });
        self.follow();
        Ok(())
    }

    fn decide_repayment(&mut self, which: usize, back: usize, by: usize, confirm: bool) -> Result<(), Code> {
        let promise = &mut self.promises[which];
        if promise.backs[back].by_hand.is_some_and(|hand| hand.by == by) {
            return Err(Code::FourEyes);
        }
        let way = if confirm { Way::Gone } else { Way::Failed };
        (promise.backs[back].is, promise.backs[back].heard) = (way, Some(way));
        let whole = confirm && promise.known_gone() == promise.arrived;
        if whole && matches!(promise.state, PledgeState::Collected | PledgeState::Won) {
            promise.state = PledgeState::Refunded;
        }
        self.tally.repaid_by_hand |= confirm;
        self.follow();
        Ok(())
    }
}

/// A repayment: of which pledge, the how-manyeth refund of the model, and what the platform calls both.
#[derive(Debug, Clone, Copy)]
pub(super) struct Repaid {
    which: usize,
    back: usize,
    failed: RefundId,
    repayment: RefundId,
}

impl Run<'_> {
    fn is_repaid(&self, refund: &Refund) -> bool {
        let stands = |it: &&Repaid| self.model.promises[it.which].backs[it.back].is != Way::Failed;
        let mut standing = self.repaid.iter().filter(stands);
        standing.any(|it| it.failed == refund.id)
    }

    pub(super) async fn record_repayment(&mut self, which: usize, by: usize, killed: Option<usize>) {
        let owner = self.owner(which);
        let all = self.stage.pledges.refunds_of(&owner, self.pledges[which]).await;
        let failed = all.unwrap().into_iter().find(|refund| {
            refund.state == RefundState::Failed && refund.provider != "bank" && !self.is_repaid(refund)
        });
        let Some(failed) = failed else { return };
        let founder_bears = failed.bearer == FeeBearer::Founder;
        let found = self
            .model
            .failed_refund(which, failed.amount.minor, founder_bears);
        let expected = self.model.record_repayment(which, found.unwrap(), by);
        let wish = RecordRepayment {
            refund_id: failed.id,
            bank_reference: format!("BANK {}", self.new_key()),
            paid_on: self.model.now.date_naive(),
            evidence: "Statement 118, page 3".into(),
            idempotency_key: self.new_key(),
        };
        let officer = [&self.officer, &self.second][by];
        let call = || self.stage.pledges.record_repayment(officer, wish.clone());
        kill(killed, call()).await;
        for first in [true, false] {
            match call().await {
                Ok(repayment) if first => self.repaid.push(Repaid {
                    which,
                    back: self.model.promises[which].backs.len() - 1,
                    failed: failed.id,
                    repayment: repayment.id,
                }),
                Ok(_) => assert_eq!(expected, Ok(())),
                Err(error) => assert_eq!(Some(error.code().unwrap()), expected.err()),
            }
        }
    }

    pub(super) async fn decide_repayment(
        &mut self,
        which: usize,
        by: usize,
        confirm: bool,
        killed: Option<usize>,
    ) {
        let waits =
            |it: &&Repaid| it.which == which && self.model.promises[which].backs[it.back].is == Way::Wished;
        let Some(repaid) = self.repaid.iter().find(waits).copied() else {
            return;
        };
        let expected = self.model.decide_repayment(which, repaid.back, by, confirm);
        let wish = DecideRepayment {
            refund_id: repaid.repayment,
            confirm,
            reason: (!confirm).then(|| "The statement shows another amount.".to_owned()),
            idempotency_key: self.new_key(),
        };
        let officer = [&self.officer, &self.second][by];
        let call = || self.stage.pledges.decide_repayment(officer, wish.clone());
        kill(killed, call()).await;
        for _ in 0..2 {
            let code = call().await.err().map(|error| error.code().unwrap());
            assert_eq!(code, expected.err());
        }
    }
}
