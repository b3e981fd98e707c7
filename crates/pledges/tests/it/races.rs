//! Many at once.

use std::{sync::Arc, time::Duration};

use kernel::Caller;
use pledges::{PlacePledge, PlacePledgeError, Pledge, PledgeState};

use crate::stage::{GOOD, Stage, card, key, number};

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
