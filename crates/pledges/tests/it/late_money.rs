//! Money that goes back, is contested or comes back after it was shared out.

use chrono::TimeDelta;
use kernel::Caller;
use pledges::{FeeBearer, Pledge, PledgeErrorCode, PledgeState, RequestRefund};
use serde_json::json;

use crate::{
    payouts::{agrees_with_the_provider, balance, order, paid, payee, yes},
    refunds::{charge_of, collected, tell, wish},
    stage::{Stage, usd},
};

/// Two pledges of 800 and 300 that were collected, and two officers; the founder can be paid from today on.
struct Scene {
    stage: Stage,
    pledges: Vec<(Caller, Pledge)>,
    first: Caller,
    second: Caller,
}

async fn scene(db: &testkit::TestDb) -> Scene {
    let stage = Stage::collecting(db).await;
    let pledges = collected(&stage, db).await;
    payee(&stage).await;
    let (first, second) = (stage.officer().await, stage.officer().await);
    db.clock.set(stage.deadline + TimeDelta::days(14));
    Scene {
        stage,
        pledges,
        first,
        second,
    }
}

impl Scene {
    /// The bank contests `minor` of a pledge.
    async fn contested(&self, which: usize, minor: i64) -> String {
        let (investor, pledge) = &self.pledges[which];
        let charge = charge_of(&self.stage, investor, pledge.id).await;
        let dispute = self.stage.pretend().contest_charge(&charge, minor);
        tell(&self.stage, "charge.dispute.created", json!({"id": dispute})).await;
        dispute
    }

    async fn won(&self, dispute: &str) {
        self.stage.pretend().decide(dispute, true);
        tell(&self.stage, "charge.dispute.closed", json!({"id": dispute})).await;
    }

    async fn nothing_to_pay(&self, number: u128) {
        let nothing = self
            .stage
            .pledges
            .request_payout(&self.first, order(&self.stage, number))
            .await;
        assert_eq!(nothing.unwrap_err().code(), Some(PledgeErrorCode::NothingToPay));
    }

    /// What stands on these accounts, debits positive.
    async fn balances<const N: usize>(&self, kinds: [&str; N]) -> [i64; N] {
        let mut found = [0; N];
        for (minor, kind) in found.iter_mut().zip(kinds) {
            *minor = balance(&self.stage, kind).await;
        }
        found
    }

    fn refund(&self, which: usize, bearer: FeeBearer, number: u128) -> RequestRefund {
        RequestRefund {
            bearer,
            ..wish(self.pledges[which].1.id, None, number)
        }
    }
}

const OWN: [&str; 4] = [
    "campaign_held",
    "dispute_reserve",
    "founder_payable",
    "founder_receivable",
];

testkit::on_both! {
    async fn what_was_contested_at_the_payout_and_is_won_later_is_shared_out_then(db: &TestDb) {
        let it = scene(db).await;
        let dispute = it.contested(1, 30_000).await;
        let proceeds = paid(&it.stage, db, (&it.first, &it.second), 300).await;
        // 800.00 less 5 % fee, less what the provider kept of both charges, less 5 % reserve.
        assert_eq!(proceeds.amount, usd(80_000 - 4_000 - (2_350 + 900) - 4_000));
        it.won(&dispute).await;
        assert_eq!(it.balances(OWN).await, [-30_000, -4_000, 0, 0]);
        db.clock.set(it.stage.deadline + TimeDelta::days(90));
        let rest = paid(&it.stage, db, (&it.second, &it.first), 310).await;
        assert_eq!(rest.amount, usd(4_000 + 30_000 - 1_500));
        assert_eq!((it.balances(OWN).await, it.stage.campaign_state().await.as_str()), ([0; 4], "completed"));
        agrees_with_the_provider(&it.stage).await;
    }

    async fn of_a_campaign_of_which_all_went_back_nothing_is_paid_out(db: &TestDb) {
        let it = scene(db).await;
        for (which, number) in [(0, 320), (1, 321)] {
            let refund = it.refund(which, FeeBearer::Platform, number);
            it.stage.pledges.request_refund(&it.first, refund).await.unwrap();
        }
        it.stage.runner().drain().await.unwrap();
        it.nothing_to_pay(322).await;
        assert_eq!(it.stage.campaign_state().await, "funded");
    }

    async fn whoever_approves_a_payout_that_was_let_go_is_told_so(db: &TestDb) {
        let it = scene(db).await;
        let payout = it.stage.pledges.request_payout(&it.first, order(&it.stage, 330)).await.unwrap();
        it.stage.pledges.decide_payout(&it.second, yes(&payout, 331)).await.unwrap();
        let again = it.stage.pledges.decide_payout(&it.second, yes(&payout, 332)).await.unwrap_err();
        assert_eq!(again.code(), Some(PledgeErrorCode::PayoutState));
    }

    async fn a_reserve_taken_up_by_losses_leaves_nothing_to_wait_for(db: &TestDb) {
        let it = scene(db).await;
        paid(&it.stage, db, (&it.first, &it.second), 340).await;
        let refund = it.refund(1, FeeBearer::Founder, 342);
        it.stage.pledges.request_refund(&it.first, refund).await.unwrap();
        it.stage.runner().drain().await.unwrap();
        db.clock.set(it.stage.deadline + TimeDelta::days(90));
        it.nothing_to_pay(343).await;
        assert_eq!(it.stage.campaign_state().await, "completed");
        assert_eq!(it.balances(OWN).await, [0, 0, 0, 24_500]);
        it.stage.is_sound().await;
    }

    async fn a_debt_that_was_recovered_and_turns_out_to_be_none_is_paid_out_after_all(db: &TestDb) {
        let it = scene(db).await;
        paid(&it.stage, db, (&it.first, &it.second), 350).await;
        let small = it.contested(1, 30_000).await;
        let large = it.contested(0, 80_000).await;
        assert_eq!(it.balances(OWN).await, [0, 0, 0, 24_500 + 80_000]);
        it.won(&small).await;
        assert_eq!(it.balances(OWN).await, [0, -5_500, 0, 80_000]);
        db.clock.set(it.stage.deadline + TimeDelta::days(90));
        // The reserve goes into what the founder owes.
        it.nothing_to_pay(352).await;
        assert_eq!(it.balances(OWN).await, [0, 0, 0, 74_500]);
        it.won(&large).await;
        assert_eq!(it.balances(OWN).await, [0, 0, -5_500, 0], "what was kept back is the founder's");
        let late = paid(&it.stage, db, (&it.first, &it.second), 353).await;
        assert_eq!(late.amount, usd(5_500));
        assert_eq!((it.balances(OWN).await, it.stage.campaign_state().await.as_str()), ([0; 4], "completed"));
        agrees_with_the_provider(&it.stage).await;
    }

    async fn what_the_platform_bears_may_be_more_than_it_earned(db: &TestDb) {
        let it = scene(db).await;
        paid(&it.stage, db, (&it.first, &it.second), 360).await;
        let refund = it.refund(1, FeeBearer::Platform, 362);
        it.stage.pledges.request_refund(&it.first, refund).await.unwrap();
        it.stage.runner().drain().await.unwrap();
        assert_eq!(it.balances(["platform_fee", "dispute_reserve"]).await, [30_000 - 5_500, -5_500]);
        agrees_with_the_provider(&it.stage).await;
    }

    async fn a_dispute_that_counts_for_less_gives_nobody_more_than_it_took(db: &TestDb) {
        let it = scene(db).await;
        paid(&it.stage, db, (&it.first, &it.second), 370).await;
        let (investor, pledge) = &it.pledges[1];
        let charge = charge_of(&it.stage, investor, pledge.id).await;
        let dispute = it.contested(1, 30_000).await;
        assert_eq!(it.balances(OWN).await, [0, 0, 0, 24_500]);
        // Two refunds that came before it are heard of after it.
        for (name, minor) in [("re_one", 4_000), ("re_two", 3_000)] {
            let made_there = payments::Refund {
                provider_id: name.into(),
                key: None,
                charge: charge.clone(),
                amount: usd(minor),
                status: payments::RefundStatus::Succeeded,
                failure: None,
            };
            it.stage.pretend().journal().refunds.insert(name.into(), made_there);
        }
        tell(&it.stage, "charge.refunded", json!({"id": "ch_1", "payment_intent": charge})).await;
        assert_eq!(it.balances(OWN).await, [0, 0, 0, 24_500], "no money is lost twice");
        it.won(&dispute).await;
        // What is left lost is the two refunds: the reserve and a part that the founder owes.
        assert_eq!(it.balances(OWN).await, [0, 0, 0, 1_500]);
        let now = it.stage.pledges.get(investor, pledge.id).await.unwrap().unwrap();
        assert_eq!(now.state, PledgeState::Won);
        agrees_with_the_provider(&it.stage).await;
    }
}
