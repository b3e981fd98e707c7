//! Money that goes back, is contested or comes back after it was shared out.

use chrono::TimeDelta;
use kernel::Caller;
use ledger::{Account, AccountKind, Entry, Ledger, Reference};
use pledges::{FeeBearer, Payout, PayoutPartKind as K, Pledge, PledgeErrorCode, PledgeState, RequestRefund};
use serde_json::json;

use crate::{
    payouts::{agrees_with_the_provider, balance, order, paid, payee, yes},
    refunds::{charge_of, collected, tell, wish},
    stage::{Stage, number, usd},
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

    /// What a payout was made of, which sums to its amount.
    async fn made_of(&self, payout: &Payout) -> Vec<(K, i64)> {
        let read = self
            .stage
            .pledges
            .payout_statement(&self.stage.as_founder(), payout.id)
            .await;
        let statement = read.unwrap().unwrap();
        let parts: Vec<_> = statement
            .parts
            .iter()
            .map(|part| (part.kind, part.amount.minor))
            .collect();
        assert_eq!(
            parts.iter().map(|(_, minor)| minor).sum::<i64>(),
            payout.amount.minor,
            "{parts:?}"
        );
        parts
    }

    /// The founder owes for another campaign, whose investors the platform has paid.
    async fn owes_elsewhere(&self, minor: i64) {
        let now = self.stage.db.clock().now();
        let owed = Account::user(AccountKind::FounderReceivable, self.stage.founder);
        let accounts = (owed, Account::platform(AccountKind::PlatformFee));
        let tx = self.stage.db.begin().await.unwrap();
        let about = Reference::to(tx.new_id::<kernel::kind::LedgerEntry>(now));
        let entry = Entry::transfer("owed_elsewhere", about, now, accounts, usd(minor));
        Ledger::post(&tx, entry.unwrap()).await.unwrap();
        tx.commit().await.unwrap();
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
        let parts = [(K::SharedOut, 80_000), (K::PlatformFee, -4_000), (K::ProcessingFee, -3_250), (K::ReserveKept, -4_000)];
        assert_eq!(it.made_of(&proceeds).await, parts);
        it.won(&dispute).await;
        assert_eq!(it.balances(OWN).await, [-30_000, -4_000, 0, 0]);
        db.clock.set(it.stage.deadline + TimeDelta::days(90));
        let rest = paid(&it.stage, db, (&it.second, &it.first), 310).await;
        assert_eq!(rest.amount, usd(4_000 + 30_000 - 1_500));
        let parts = [(K::SharedOut, 30_000), (K::PlatformFee, -1_500), (K::ReserveReleased, 4_000)];
        assert_eq!(it.made_of(&rest).await, parts);
        assert_eq!((it.balances(OWN).await, it.stage.campaign_state().await.as_str()), ([0; 4], "completed"));
        agrees_with_the_provider(&it.stage).await;
        let stranger = it.stage.investor().await;
        assert_eq!(it.stage.pledges.payout_statement(&stranger, rest.id).await.unwrap(), None);
    }

    async fn a_payout_that_came_back_and_one_that_was_rejected_are_no_part_of_the_next(db: &TestDb) {
        let it = scene(db).await;
        it.stage.pretend().journal().transfers_refused = Some("balance_insufficient");
        let failed = paid(&it.stage, db, (&it.first, &it.second), 302).await;
        it.stage.pretend().journal().transfers_refused = None;
        let rejected = it.stage.pledges.request_payout(&it.first, order(&it.stage, 304)).await.unwrap();
        let no = pledges::DecidePayout { approve: false, reason: Some("not yet".into()), ..yes(&rejected, 305) };
        it.stage.pledges.decide_payout(&it.second, no).await.unwrap();
        let read = it.stage.pledges.payout_statement(&it.first, rejected.id).await.unwrap().unwrap();
        assert_eq!(read.parts, []);
        let paid_at_last = paid(&it.stage, db, (&it.first, &it.second), 306).await;
        let parts = [(K::SharedOut, 110_000), (K::PlatformFee, -5_500), (K::ProcessingFee, -3_250), (K::ReserveKept, -5_500)];
        assert_eq!(it.made_of(&failed).await, parts);
        assert_eq!(it.made_of(&paid_at_last).await, parts);
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
        // Nothing will come any more when the time of the reserve is over.
        db.clock.set(it.stage.deadline + TimeDelta::days(90));
        it.stage.runner().drain().await.unwrap();
        assert_eq!(it.stage.campaign_state().await, "completed");
        agrees_with_the_provider(&it.stage).await;
    }

    async fn what_all_went_back_and_is_won_later_is_paid_out_though_the_campaign_is_completed(db: &TestDb) {
        let it = scene(db).await;
        let large = it.contested(0, 80_000).await;
        let small = it.contested(1, 30_000).await;
        db.clock.set(it.stage.deadline + TimeDelta::days(90));
        it.stage.runner().drain().await.unwrap();
        assert_eq!(it.stage.campaign_state().await, "completed");
        it.won(&large).await;
        assert_eq!(it.stage.pledges.due_payouts(&it.first).await.unwrap().len(), 1);
        let proceeds = paid(&it.stage, db, (&it.first, &it.second), 325).await;
        assert_eq!(proceeds.amount, usd(80_000 - 4_000 - (2_350 + 900) - 4_000));
        it.won(&small).await;
        let rest = paid(&it.stage, db, (&it.second, &it.first), 327).await;
        assert_eq!(rest.amount, usd(4_000 + 30_000 - 1_500));
        assert_eq!((it.balances(OWN).await, it.stage.campaign_state().await.as_str()), ([0; 4], "completed"));
        agrees_with_the_provider(&it.stage).await;
    }

    async fn a_first_payout_that_debts_take_up_is_booked_and_the_reserve_follows(db: &TestDb) {
        let it = scene(db).await;
        // 1,100.00 less fees, less the reserve is 956.50, and the founder owes more elsewhere.
        it.owes_elsewhere(97_000).await;
        let order = order(&it.stage, 380);
        for _ in 0..2 {
            let nothing = it.stage.pledges.request_payout(&it.first, order).await.unwrap_err();
            assert_eq!(nothing.code(), Some(PledgeErrorCode::SettledWithoutPayout));
        }
        let payable = 110_000 - 5_500 - 3_250 - 5_500;
        assert_eq!(it.balances(OWN).await, [0, -5_500, 0, 97_000 - payable]);
        assert_eq!(it.stage.campaign_state().await, "finance_review");
        assert_eq!(it.stage.settlement().await.without_payout_at, Some(it.stage.db.clock().now()));
        assert_eq!(it.stage.told("settled_without_payout").await, 1);
        let trail = number(&it.stage.db, "SELECT count(*) FROM audit_entries WHERE action = 'payout.settle_without'").await;
        assert_eq!(trail, 1);
        assert!(it.stage.pledges.due_payouts(&it.first).await.unwrap().is_empty());
        let listed = it.stage.pledges.settled_without_payout(&it.first).await.unwrap();
        assert_eq!(listed.iter().map(|settlement| settlement.campaign_id).collect::<Vec<_>>(), [it.stage.campaign]);
        let early = it.stage.pledges.request_payout(&it.first, crate::payouts::order(&it.stage, 381)).await.unwrap_err();
        assert_eq!(early.code(), Some(PledgeErrorCode::NotDue));

        // What is left of the reserve is paid out when its time is over.
        db.clock.set(it.stage.deadline + TimeDelta::days(90));
        let rest = paid(&it.stage, db, (&it.first, &it.second), 382).await;
        assert_eq!(it.made_of(&rest).await, [
            (K::SharedOut, 110_000), (K::PlatformFee, -5_500), (K::ProcessingFee, -3_250), (K::ReserveKept, -5_500),
            (K::ReserveReleased, 5_500), (K::DebtRecovered, -97_000),
        ]);
        assert_eq!((rest.sequence, rest.amount), (1, usd(5_500 - (97_000 - payable))));
        assert_eq!((it.balances(OWN).await, it.stage.campaign_state().await.as_str()), ([0; 4], "completed"));
        assert!(it.stage.pledges.settled_without_payout(&it.first).await.unwrap().is_empty());
    }

    async fn a_first_payout_and_a_reserve_that_debts_take_up_are_the_end(db: &TestDb) {
        let it = scene(db).await;
        it.owes_elsewhere(500_000).await;
        let order = order(&it.stage, 390);
        let nothing = it.stage.pledges.request_payout(&it.first, order).await.unwrap_err();
        assert_eq!(nothing.code(), Some(PledgeErrorCode::SettledWithoutPayout));
        db.clock.set(it.stage.deadline + TimeDelta::days(90));
        it.nothing_to_pay(391).await;
        assert_eq!(it.balances(OWN).await, [0, 0, 0, 500_000 - (110_000 - 5_500 - 3_250)]);
        assert_eq!(it.stage.campaign_state().await, "completed");
        it.stage.is_sound().await;
    }

    async fn a_payout_that_was_rejected_and_is_taken_up_by_losses_is_settled_without_one(db: &TestDb) {
        let it = scene(db).await;
        let payout = it.stage.pledges.request_payout(&it.first, order(&it.stage, 395)).await.unwrap();
        let no = pledges::DecidePayout { approve: false, reason: Some("not yet".into()), ..yes(&payout, 396) };
        it.stage.pledges.decide_payout(&it.second, no).await.unwrap();
        it.contested(0, 80_000).await;
        it.contested(1, 30_000).await;
        let order = order(&it.stage, 397);
        let nothing = it.stage.pledges.request_payout(&it.first, order).await.unwrap_err();
        assert_eq!(nothing.code(), Some(PledgeErrorCode::SettledWithoutPayout));
        // Nothing is kept either: there is nothing to wait for.
        assert_eq!(it.stage.campaign_state().await, "completed");
        agrees_with_the_provider(&it.stage).await;
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
