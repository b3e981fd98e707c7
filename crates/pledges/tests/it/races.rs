//! Many at once.

use std::{sync::Arc, time::Duration};

use kernel::Caller;
use pledges::{
    PlacePledge, PlacePledgeError, Pledge, PledgeErrorCode as C, PledgeState, RequestRefund,
    RequestRefundError,
};

use crate::{
    refunds,
    stage::{GOOD, Stage, card, item, key, number},
};

/// Places as a client does that is told to come back when the database is busy.
async fn persistently(stage: &Stage, caller: &Caller, wish: PlacePledge) -> Result<Pledge, PlacePledgeError> {
    for _ in 0..100 {
        match stage.pledges.place(caller, wish.clone()).await {
            Err(PlacePledgeError::Store(
                db::Error::Busy | db::Error::Unavailable(_) | db::Error::IdempotencyInProgress,
            )) => {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            other => return other,
        }
    }
    panic!("the database stayed busy");
}

/// Orders a refund as a client does that is told to come back.
async fn refunded(stage: &Stage, officer: &Caller, refund: RequestRefund) -> Result<(), Option<C>> {
    for _ in 0..100 {
        match stage.pledges.request_refund(officer, refund.clone()).await {
            Err(RequestRefundError::Store(db::Error::Busy | db::Error::Unavailable(_))) => {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            Err(other) => return Err(other.code()),
            Ok(_) => return Ok(()),
        }
    }
    panic!("the database stayed busy");
}

testkit::on_both! {
    async fn a_double_click_is_one_pledge_with_one_answer(db: &TestDb) {
        let stage = Arc::new(Stage::new(db).await);
        let caller = stage.investor().await;
        for round in 1..=4 {
            let clicks = (0..50).map(|_| {
                let (stage, caller) = (Arc::clone(&stage), caller.clone());
                tokio::spawn(async move { persistently(&stage, &caller, stage.wish(2_500, round)).await })
            });
            let answers = futures_util::future::join_all(clicks).await;
            let first = answers[0].as_ref().unwrap().as_ref().unwrap();
            for answer in &answers {
                assert_eq!(answer.as_ref().unwrap().as_ref().unwrap(), first);
            }
        }
        assert_eq!(number(&stage.db, "SELECT count(*) FROM pledges").await, 4);
        assert_eq!(number(&stage.db, "SELECT count(*) FROM sandbox_setups").await, 4);
        stage.is_sound().await;
    }

    async fn two_hundred_race_for_the_last_unit_and_one_gets_it(db: &TestDb) {
        let stage = Arc::new(Stage::new(db).await);
        let reward = stage.reward(Some(1)).await;
        let mut callers = Vec::new();
        for _ in 0..200 {
            callers.push(stage.investor().await);
        }
        let racers = callers.into_iter().map(|caller| {
            let stage = Arc::clone(&stage);
            tokio::spawn(async move {
                let wish = PlacePledge { reward_id: Some(reward), ..stage.wish(2_500, 1) };
                persistently(&stage, &caller, wish).await
            })
        });
        let results = futures_util::future::join_all(racers).await;
        let won = results.iter().filter(|result| matches!(result, Ok(Ok(_)))).count();
        let lost = results.iter().filter(|r| matches!(r, Ok(Err(PlacePledgeError::RewardSoldOut(_))))).count();
        assert_eq!((won, lost), (1, 199));
        assert_eq!(stage.claimed().await, 1);
        stage.is_sound().await;
    }

    async fn two_hundred_race_for_the_last_of_a_stock_that_two_rewards_share_and_one_gets_it(db: &TestDb) {
        let stage = Arc::new(Stage::new(db).await);
        let rewards = [stage.reward(None).await, stage.reward(Some(500)).await];
        let pool = stage.pool(Some(1)).await;
        for reward in rewards {
            stage.share(reward, pool).await;
        }
        let mut callers = Vec::new();
        for _ in 0..200 {
            callers.push(stage.investor().await);
        }
        let racers = callers.into_iter().enumerate().map(|(number, caller)| {
            let stage = Arc::clone(&stage);
            tokio::spawn(async move {
                let wish = PlacePledge { reward_id: Some(rewards[number % 2]), ..stage.wish(2_500, 1) };
                persistently(&stage, &caller, wish).await
            })
        });
        let results = futures_util::future::join_all(racers).await;
        let won = results.iter().filter(|result| matches!(result, Ok(Ok(_)))).count();
        let lost = results.iter().filter(|r| matches!(r, Ok(Err(PlacePledgeError::RewardSoldOut(_))))).count();
        assert_eq!((won, lost), (1, 199));
        assert_eq!((stage.claimed().await, stage.taken_of_pools().await), (1, 1));
        stage.is_sound().await;
    }

    async fn the_last_of_a_reward_and_the_last_of_a_stock_go_once_each_whoever_wants_one_or_both(db: &TestDb) {
        let stage = Arc::new(Stage::new(db).await);
        let (reward, add_on) = (stage.reward(Some(1)).await, stage.add_on(None, 3).await);
        let pool = stage.pool(Some(1)).await;
        stage.share(add_on, pool).await;
        let mut callers = Vec::new();
        for _ in 0..60 {
            callers.push(stage.investor().await);
        }
        let racers = callers.into_iter().enumerate().map(|(number, caller)| {
            let stage = Arc::clone(&stage);
            tokio::spawn(async move {
                let wish = PlacePledge {
                    reward_id: (number % 3 != 1).then_some(reward),
                    items: if number % 3 == 2 { Vec::new() } else { vec![item(add_on, 1)] },
                    ..stage.wish(2_900, 1)
                };
                (number % 3, persistently(&stage, &caller, wish).await)
            })
        });
        let mut won = Vec::new();
        for raced in futures_util::future::join_all(racers).await {
            match raced.unwrap() {
                (wanted, Ok(_)) => won.push(wanted),
                (_, Err(error)) => {
                    let gone = [Some(C::RewardSoldOut), Some(C::AddOnSoldOut)];
                    assert!(gone.contains(&error.code()), "{error}");
                }
            }
        }
        // One has both, or two have one each: nobody holds the one that another waits for.
        won.sort_unstable();
        assert!(won == [0] || won == [1, 2], "{won:?}");
        assert_eq!((stage.taken(reward).await, stage.taken_of_pools().await), (1, 1));
        stage.is_sound().await;
    }

    async fn of_many_refunds_of_the_same_things_at_once_no_more_are_taken_than_there_were(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let (caller, officer) = (stage.investor().await, stage.officer().await);
        let add_on = stage.add_on(None, 3).await;
        let wished = PlacePledge { items: vec![item(add_on, 3)], ..stage.wish(100_000, 1) };
        let pledge = stage.pledges.place(&caller, wished).await.unwrap();
        stage.pay(&caller, &pledge, GOOD).await;
        stage.close(db).await;
        // Ten ask for one each at once, and there were three; then nothing is left.
        for (round, expected) in [(0, 3), (1, 0)] {
            let asked = (0..10).map(|number| {
                let wished = refunds::wish(pledge.id, None, 100 + 10 * round + number);
                let refund = RequestRefund { items: vec![item(add_on, 1)], ..wished };
                refunded(&stage, &officer, refund)
            });
            let answers = futures_util::future::join_all(asked).await;
            assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), expected);
            let refused = answers.iter().filter_map(|answer| answer.as_ref().err());
            for code in refused {
                assert_eq!(*code, Some(C::ItemsInvalid));
            }
        }
        let goes_back = "SELECT CAST(sum(quantity) AS bigint) FROM refund_items";
        assert_eq!(number(&stage.db, goes_back).await, 3);
        stage.runner().drain().await.unwrap();
        refunds::agrees_with_the_provider(&stage).await;
    }

    async fn whoever_hears_of_a_saved_card_first_the_pledge_counts_once(db: &TestDb) {
        let stage = Arc::new(Stage::new(db).await);
        let caller = stage.investor().await;
        let pledge = stage.place(&caller, 2_500, 1).await;
        let setup = stage.pledges.setup_to_fill(&caller, pledge.id).await.unwrap();
        stage.sandbox.enter_card(&setup.provider_id.unwrap(), &card(GOOD)).await.unwrap();
        let hear = (0..20).map(|_| stage.pledges.refresh_setup(&caller, pledge.id));
        for heard in futures_util::future::join_all(hear).await {
            assert_eq!(heard.unwrap().state, PledgeState::Committed);
        }
        assert_eq!(stage.totals().await, (2_500, 1));
        assert_eq!(number(&stage.db, "SELECT count(*) FROM outbox WHERE kind = 'pledge_committed'").await, 1);
        stage.is_sound().await;
    }

    async fn taking_back_while_the_card_is_saved_leaves_one_of_both(db: &TestDb) {
        let stage = Stage::new(db).await;
        let caller = stage.investor().await;
        for round in 0..10 {
            let pledge = stage.place(&caller, 2_500, 10 + round).await;
            let setup = stage.pledges.setup_to_fill(&caller, pledge.id).await.unwrap();
            stage.sandbox.enter_card(&setup.provider_id.unwrap(), &card(GOOD)).await.unwrap();
            let back = stage.take_back(&pledge, 100 + round);
            let (counted, taken) = tokio::join!(stage.pledges.refresh_setup(&caller, pledge.id), stage.pledges.cancel(&caller, back));
            counted.unwrap();
            taken.unwrap();
            assert_eq!(key(100 + round), back.idempotency_key);
        }
        stage.runner().drain().await.unwrap();
        assert_eq!(stage.totals().await, (0, 0));
        stage.is_sound().await;
    }
}
