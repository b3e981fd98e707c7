use chrono::TimeDelta;
use pledges::{EndReason, PlacePledge, PledgeErrorCode, PledgeState, jobs};

use crate::stage::{GOOD, Stage, card, execute, key, number};

testkit::on_both! {
    async fn taking_a_pledge_back_takes_everything_back(db: &TestDb) {
        let stage = Stage::new(db).await;
        let caller = stage.investor().await;
        let reward = stage.reward(Some(1)).await;
        let wish = PlacePledge { reward_id: Some(reward), ..stage.wish(2_500, 1) };
        let pledge = stage.pledges.place(&caller, wish.clone()).await.unwrap();
        stage.pay(&caller, &pledge, GOOD).await;
        let taken = stage.pledges.cancel(&caller, stage.take_back(&pledge, 2)).await.unwrap();
        assert_eq!((taken.state, taken.end_reason), (PledgeState::Cancelled, Some(EndReason::ByInvestor)));
        assert_eq!(stage.totals().await, (0, 0));
        assert_eq!(stage.claimed().await, 0);
        // Sent twice, it is done once; with a new key it is too late.
        assert_eq!(stage.pledges.cancel(&caller, stage.take_back(&pledge, 2)).await.unwrap(), taken);
        let again = stage.pledges.cancel(&caller, stage.take_back(&pledge, 3)).await.unwrap_err();
        assert_eq!(again.code(), Some(PledgeErrorCode::NotCancellable));
        // And pledging again works.
        let again = stage.pledges.place(&caller, PlacePledge { idempotency_key: key(4), ..wish }).await.unwrap();
        stage.pay(&caller, &again, GOOD).await;
        assert_eq!(stage.totals().await, (2_500, 1));
        stage.is_sound().await;
    }

    async fn a_pledge_without_a_card_may_be_taken_back_and_its_set_up_is_given_up(db: &TestDb) {
        let stage = Stage::new(db).await;
        let caller = stage.investor().await;
        let pledge = stage.place(&caller, 2_500, 1).await;
        stage.pledges.cancel(&caller, stage.take_back(&pledge, 2)).await.unwrap();
        stage.runner().drain().await.unwrap();
        assert_eq!(number(&stage.db, "SELECT count(*) FROM sandbox_setups WHERE status = 'canceled'").await, 1);
        assert_eq!(number(&stage.db, "SELECT count(*) FROM payment_setups WHERE state = 'canceled'").await, 1);
        stage.is_sound().await;
    }

    async fn in_the_last_day_a_reached_goal_is_not_taken_away(db: &TestDb) {
        let stage = Stage::new(db).await;
        let (one, two) = (stage.investor().await, stage.investor().await);
        let big = stage.committed(&one, 99_000, 1).await;
        let small = stage.committed(&two, 1_000, 2).await;
        db.clock.set(stage.deadline - TimeDelta::hours(24));
        let refused = stage.pledges.cancel(&two, stage.take_back(&small, 3)).await.unwrap_err();
        assert_eq!(refused.code(), Some(PledgeErrorCode::NotCancellable));
        db.clock.set(stage.deadline - TimeDelta::hours(25));
        stage.pledges.cancel(&two, stage.take_back(&small, 4)).await.unwrap();
        db.clock.set(stage.deadline - TimeDelta::hours(1));
        stage.pledges.cancel(&one, stage.take_back(&big, 5)).await.unwrap();
        stage.is_sound().await;
    }

    async fn a_reservation_ends_and_its_reward_returns(db: &TestDb) {
        let stage = Stage::new(db).await;
        let caller = stage.investor().await;
        let reward = stage.reward(Some(1)).await;
        let wish = PlacePledge { reward_id: Some(reward), ..stage.wish(2_500, 1) };
        let pledge = stage.pledges.place(&caller, wish).await.unwrap();
        let runner = stage.runner();
        db.clock.advance(TimeDelta::minutes(29));
        runner.drain().await.unwrap();
        assert_eq!(stage.claimed().await, 1);
        assert!(stage.pledges.expire(pledge.id).await.is_err(), "not before its time");
        db.clock.advance(TimeDelta::minutes(1));
        runner.drain().await.unwrap();
        assert_eq!(stage.claimed().await, 0);
        let ended = stage.pledges.get(&caller, pledge.id).await.unwrap().unwrap();
        assert_eq!((ended.state, ended.end_reason), (PledgeState::Cancelled, Some(EndReason::Expired)));
        let retry = stage.pledges.retry_setup(&caller, pledge.id, key(9)).await.unwrap_err();
        assert_eq!(retry.code(), Some(PledgeErrorCode::ReservationExpired));
        let fill = stage.pledges.setup_to_fill(&caller, pledge.id).await.unwrap_err();
        assert_eq!(fill.code(), Some(PledgeErrorCode::ReservationExpired));
        assert_eq!(number(&stage.db, "SELECT count(*) FROM sandbox_setups WHERE status = 'canceled'").await, 1);
        stage.is_sound().await;
    }

    async fn a_card_that_was_saved_unnoticed_counts_when_the_reservation_would_end(db: &TestDb) {
        let stage = Stage::new(db).await;
        let caller = stage.investor().await;
        let pledge = stage.place(&caller, 2_500, 1).await;
        let setup = stage.pledges.setup_to_fill(&caller, pledge.id).await.unwrap();
        stage.sandbox.enter_card(&setup.provider_id.unwrap(), &card(GOOD)).await.unwrap();
        db.clock.advance(TimeDelta::minutes(30));
        let counted = stage.pledges.expire(pledge.id).await.unwrap();
        assert_eq!(counted.state, PledgeState::Committed);
        assert_eq!(stage.totals().await, (2_500, 1));
        stage.is_sound().await;
    }

    async fn a_failed_campaign_releases_all_pledges_and_goes_on_where_it_stopped(db: &TestDb) {
        let stage = Stage::new(db).await;
        let caller = stage.investor().await;
        for number in 1..=60 {
            stage.committed(&caller, 1_000, number).await;
        }
        stage.place(&caller, 1_000, 100).await;
        assert_eq!(stage.totals().await, (60_000, 1));
        execute(&stage.db, "UPDATE campaigns SET state = 'failed', stage = 'failed'", vec![]).await;
        for _ in 0..2 {
            let tx = stage.db.begin().await.unwrap();
            tx.enqueue(jobs::release_all(stage.campaign, EndReason::CampaignFailed)).await.unwrap();
            tx.commit().await.unwrap();
        }
        stage.runner().drain().await.unwrap();
        assert_eq!(number(&stage.db, "SELECT count(*) FROM pledges WHERE state = 'released'").await, 61);
        assert_eq!(stage.pledges.release_all(stage.campaign, EndReason::CampaignFailed).await.unwrap(), 0);
        assert_eq!(stage.totals().await, (0, 0));
        assert_eq!(number(&stage.db, "SELECT count(*) FROM outbox WHERE kind = 'pledge_released'").await, 61);
        stage.is_sound().await;
    }
}
