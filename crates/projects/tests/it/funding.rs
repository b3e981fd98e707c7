use projects::funding::{Reservation, add_committed, lock_terms, reserve_reward, return_reward};

use crate::support::{World, nowhere};

testkit::on_both! {
    async fn the_terms_are_read_under_the_campaigns_lock(db: &TestDb) {
        let world = World::new(db).await;
        let live = world.one_live().await;
        let tx = db.begin().await.unwrap();
        let terms = lock_terms(&tx, live.id).await.unwrap().unwrap();
        assert_eq!((terms.founder_id, terms.goal, terms.deadline_at), (live.founder_id, live.goal, live.deadline_at));
        assert_eq!((terms.state, terms.held), (projects::CampaignState::Live, false));
        assert!(lock_terms(&tx, nowhere()).await.unwrap().is_none());
    }

    async fn of_many_racing_for_the_last_rewards_as_many_get_one_as_there_are(db: &TestDb) {
        let world = World::new(db).await;
        let live = world.one_live().await;
        let reward = world.reward_of(live.id).await;
        let tasks: Vec<_> = (0..24)
            .map(|_| {
                let db = (**db).clone();
                tokio::spawn(async move {
                    let tx = db.begin().await.unwrap();
                    lock_terms(&tx, live.id).await.unwrap();
                    let got = reserve_reward(&tx, live.id, reward).await.unwrap();
                    tx.commit().await.unwrap();
                    got
                })
            })
            .collect();
        let mut reserved = 0;
        for task in tasks {
            match task.await.unwrap() {
                Reservation::Reserved { amount_minor } => {
                    assert_eq!(amount_minor, 50_000);
                    reserved += 1;
                }
                other => assert_eq!(other, Reservation::SoldOut),
            }
        }
        assert_eq!(reserved, 3);
        assert_eq!(world.projects.rewards_of(&[live.id]).await.unwrap()[0].remaining(), Some(0));
    }

    async fn a_returned_reward_can_be_taken_again_and_never_twice(db: &TestDb) {
        let world = World::new(db).await;
        let live = world.one_live().await;
        let reward = world.reward_of(live.id).await;
        let tx = db.begin().await.unwrap();
        assert!(!return_reward(&tx, reward).await.unwrap());
        for _ in 0..3 {
            reserve_reward(&tx, live.id, reward).await.unwrap();
        }
        assert_eq!(reserve_reward(&tx, live.id, reward).await.unwrap(), Reservation::SoldOut);
        assert!(return_reward(&tx, reward).await.unwrap());
        assert!(matches!(reserve_reward(&tx, live.id, reward).await.unwrap(), Reservation::Reserved { .. }));
        assert_eq!(reserve_reward(&tx, nowhere(), reward).await.unwrap(), Reservation::NotOffered);
    }

    async fn totals_add_up_and_do_not_fall_below_nothing(db: &TestDb) {
        let world = World::new(db).await;
        let live = world.one_live().await;
        let tasks: Vec<_> = (0..20)
            .map(|_| {
                let db = (**db).clone();
                tokio::spawn(async move {
                    let tx = db.begin().await.unwrap();
                    lock_terms(&tx, live.id).await.unwrap();
                    add_committed(&tx, live.id, 150_000, 1).await.unwrap();
                    tx.commit().await.unwrap();
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        let after = world.find(live.id).await;
        assert_eq!((after.pledged.minor, after.investor_count, after.funded().0), (3_000_000, 20, 3_000));
        assert_eq!(after.version, live.version, "a pledge is no edit");
        let tx = db.begin().await.unwrap();
        let error = add_committed(&tx, live.id, -3_000_001, 0).await.unwrap_err();
        assert!(error.is_constraint("campaigns_pledged_minor_not_negative"), "{error:?}");
        drop(tx);
        let tx = db.begin().await.unwrap();
        assert!(add_committed(&tx, nowhere(), 1, 1).await.is_err());
    }
}
