//! Another amount, another reward, another card, while the campaign takes pledges.

use chrono::TimeDelta;
use pledges::{AdjustPledge, Pledge, PledgeErrorCode as C, PledgeState};
use uuid::Uuid;

use crate::stage::{GOOD, Stage, execute, key, number, usd};

const OTHER: &str = "5555555555554444";

impl Stage {
    fn wish_to_adjust(&self, pledge: &Pledge, minor: i64, number: u128) -> AdjustPledge {
        AdjustPledge {
            pledge_id: pledge.id,
            reward_id: pledge.reward_id,
            items: None,
            amount: usd(minor),
            acknowledged_risks: None,
            idempotency_key: key(number),
        }
    }
}

testkit::on_both! {
    async fn the_total_and_the_books_follow_every_change(db: &TestDb) {
        let stage = Stage::new(db).await;
        let caller = stage.investor().await;
        let pledge = stage.committed(&caller, 2_500, 1).await;
        let another = stage.investor().await;
        let other = stage.committed(&another, 1_000, 1).await;
        for (minor, number) in [(4_000, 2), (1_500, 3), (9_900, 4)] {
            let adjusted = stage.pledges.adjust(&caller, stage.wish_to_adjust(&pledge, minor, number)).await.unwrap();
            assert_eq!((adjusted.amount, adjusted.state), (usd(minor), PledgeState::Committed));
            assert_eq!(stage.totals().await, (minor + 1_000, 2));
            stage.is_sound().await;
        }
        let kept = stage.pledges.adjustments_of(&caller, &[pledge.id]).await.unwrap();
        let amounts: Vec<_> = kept.iter().map(|kept| (kept.amount_before.minor, kept.amount_after.minor)).collect();
        assert_eq!(amounts, [(2_500, 4_000), (4_000, 1_500), (1_500, 9_900)]);
        // What was changed goes back as a whole.
        stage.pledges.cancel(&caller, stage.take_back(&pledge, 9)).await.unwrap();
        assert_eq!(stage.totals().await, (1_000, 1));
        stage.is_sound().await;
        stage.pledges.cancel(&another, stage.take_back(&other, 9)).await.unwrap();
        assert_eq!(stage.totals().await, (0, 0));
        stage.is_sound().await;
    }

    async fn a_pledge_that_was_lowered_ends_though_it_is_the_only_one(db: &TestDb) {
        let stage = Stage::new(db).await;
        let caller = stage.investor().await;
        let pledge = stage.committed(&caller, 4_000, 1).await;
        for (minor, number) in [(1_500, 2), (2_000, 3), (1_000, 4)] {
            stage.pledges.adjust(&caller, stage.wish_to_adjust(&pledge, minor, number)).await.unwrap();
        }
        stage.pledges.cancel(&caller, stage.take_back(&pledge, 9)).await.unwrap();
        assert_eq!(stage.totals().await, (0, 0));
        stage.is_sound().await;
    }

    async fn a_change_is_done_once_however_often_it_is_sent(db: &TestDb) {
        let stage = Stage::new(db).await;
        let caller = stage.investor().await;
        let pledge = stage.committed(&caller, 2_500, 1).await;
        let wish = stage.wish_to_adjust(&pledge, 3_000, 2);
        let first = stage.pledges.adjust(&caller, wish.clone()).await.unwrap();
        assert_eq!(stage.pledges.adjust(&caller, wish.clone()).await.unwrap(), first);
        let another = stage.pledges.adjust(&caller, AdjustPledge { amount: usd(3_001), ..wish }).await.unwrap_err();
        assert_eq!(another.code(), Some(C::IdempotencyKeyReused));
        // What changes nothing leaves no trace.
        let same = stage.pledges.adjust(&caller, stage.wish_to_adjust(&first, 3_000, 3)).await.unwrap();
        assert_eq!(same.version, first.version);
        assert_eq!(number(&stage.db, "SELECT count(*) FROM pledge_adjustments").await, 1);
    }

    async fn rewards_are_exchanged_and_never_oversold(db: &TestDb) {
        let stage = Stage::new(db).await;
        let caller = stage.investor().await;
        let [first, last] = [stage.reward(Some(1)).await, stage.reward(Some(1)).await];
        let wish = pledges::PlacePledge { reward_id: Some(first), ..stage.wish(2_500, 1) };
        let pledge = stage.pledges.place(&caller, wish).await.unwrap();
        let pledge = stage.pay(&caller, &pledge, GOOD).await;
        // All of it are taken, one of them by this pledge: raising it is no new claim.
        let raised = stage.pledges.adjust(&caller, stage.wish_to_adjust(&pledge, 5_000, 2)).await.unwrap();
        assert_eq!(raised.reward_id, Some(first));
        let low = stage.pledges.adjust(&caller, stage.wish_to_adjust(&raised, 2_499, 3)).await.unwrap_err();
        assert_eq!(low.code(), Some(C::AmountBelowReward));

        let exchange = AdjustPledge { reward_id: Some(last), ..stage.wish_to_adjust(&raised, 5_000, 4) };
        stage.pledges.adjust(&caller, exchange).await.unwrap();
        let rival = stage.investor().await;
        let freed = pledges::PlacePledge { reward_id: Some(first), ..stage.wish(2_500, 1) };
        stage.pledges.place(&rival, freed).await.unwrap();
        let taken = AdjustPledge { reward_id: Some(first), ..stage.wish_to_adjust(&raised, 5_000, 5) };
        let refused = stage.pledges.adjust(&caller, taken).await.unwrap_err();
        assert_eq!(refused.code(), Some(C::RewardSoldOut));
        let without = AdjustPledge { reward_id: None, ..stage.wish_to_adjust(&raised, 100, 6) };
        stage.pledges.adjust(&caller, without).await.unwrap();
        assert_eq!(stage.claimed().await, 1);
        stage.is_sound().await;
    }

    async fn what_cannot_be_changed_is_refused_and_leaves_no_trace(db: &TestDb) {
        let stage = Stage::new(db).await;
        let caller = stage.investor().await;
        let reserved = stage.place(&caller, 2_500, 1).await;
        let wish = |minor, number| stage.wish_to_adjust(&reserved, minor, number);
        let early = stage.pledges.adjust(&caller, wish(3_000, 2)).await.unwrap_err();
        assert_eq!(early.code(), Some(C::NotAdjustable));
        let pledge = stage.pay(&caller, &reserved, GOOD).await;
        for (wish, code) in [
            (wish(99, 3), C::AmountInvalid),
            (AdjustPledge { reward_id: Some(Uuid::from_u128(9).into()), ..wish(3_000, 4) }, C::RewardNotFound),
            (AdjustPledge { amount: kernel::Money::new(3_000, kernel::Currency::EUR), ..wish(1, 5) }, C::CurrencyMismatch),
            (AdjustPledge { pledge_id: Uuid::from_u128(9).into(), ..wish(3_000, 6) }, C::PledgeNotFound),
        ] {
            let refused = stage.pledges.adjust(&caller, wish.clone()).await.unwrap_err();
            assert_eq!(refused.code(), Some(code), "{wish:?}");
        }
        let stranger = stage.pledges.adjust(&stage.investor().await, wish(3_000, 7)).await.unwrap_err();
        assert_eq!(stranger.code(), Some(C::PledgeNotFound));
        execute(&stage.db, "UPDATE campaigns SET held_at = placed_at FROM pledges WHERE campaign_id = campaigns.id", vec![]).await;
        let held = stage.pledges.adjust(&caller, wish(3_000, 8)).await.unwrap_err();
        assert_eq!(held.code(), Some(C::CampaignHeld));
        execute(&stage.db, "UPDATE campaigns SET held_at = NULL", vec![]).await;
        db.clock.set(stage.deadline);
        let late = stage.pledges.adjust(&caller, wish(3_000, 10)).await.unwrap_err();
        assert_eq!(late.code(), Some(C::CampaignClosed));
        assert_eq!(number(&stage.db, "SELECT count(*) FROM pledge_adjustments").await, 0);
        assert_eq!(stage.totals().await, (pledge.amount.minor, 1));
    }

    async fn in_the_last_day_a_pledge_is_raised_but_not_lowered_below_the_goal(db: &TestDb) {
        let stage = Stage::new(db).await;
        let caller = stage.investor().await;
        let pledge = stage.committed(&caller, 100_100, 1).await;
        db.clock.set(stage.deadline - TimeDelta::hours(23));
        let lowered = stage.pledges.adjust(&caller, stage.wish_to_adjust(&pledge, 99_999, 2)).await.unwrap_err();
        assert_eq!(lowered.code(), Some(C::NotAdjustable));
        stage.pledges.adjust(&caller, stage.wish_to_adjust(&pledge, 100_000, 3)).await.unwrap();
        stage.pledges.adjust(&caller, stage.wish_to_adjust(&pledge, 120_000, 4)).await.unwrap();
        assert_eq!(stage.totals().await, (120_000, 1));
    }

    async fn another_card_takes_the_place_of_the_saved_one_only_when_it_is_saved(db: &TestDb) {
        let stage = Stage::new(db).await;
        let caller = stage.investor().await;
        let pledge = stage.committed(&caller, 2_500, 1).await;
        let last4 = async || stage.pledges.saved_cards_of(&caller, &[pledge.id]).await.unwrap().remove(0).1.last4;
        assert_eq!(last4().await, "4242");
        stage.pledges.retry_setup(&caller, pledge.id, key(2)).await.unwrap();
        assert_eq!(last4().await, "4242");
        let declined = stage.pay(&caller, &pledge, "4000000000000002").await;
        assert_eq!((declined.state, last4().await.as_str()), (PledgeState::Committed, "4242"));
        stage.pledges.retry_setup(&caller, pledge.id, key(3)).await.unwrap();
        let replaced = stage.pay(&caller, &pledge, OTHER).await;
        assert_eq!((replaced.state, last4().await.as_str()), (PledgeState::Committed, "4444"));
        assert_eq!(stage.totals().await, (2_500, 1));
        assert_eq!(stage.pledges.saved_cards_of(&stage.investor().await, &[pledge.id]).await.unwrap(), []);
        stage.is_sound().await;
    }
}
