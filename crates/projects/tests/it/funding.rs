use projects::funding::{add_committed, lock_terms, offers, return_units, take_units};

use projects::{AddPool, AddReward, EditReward, RewardKind};

use crate::support::{self, World, nowhere};

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
                    let got = take_units(&tx, reward, 1).await.unwrap();
                    tx.commit().await.unwrap();
                    got
                })
            })
            .collect();
        let mut reserved = 0;
        for task in tasks {
            reserved += i32::from(task.await.unwrap());
        }
        assert_eq!(reserved, 3);
        assert_eq!(world.projects.rewards_of(&[live.id]).await.unwrap()[0].remaining(), Some(0));
    }

    async fn what_was_returned_can_be_taken_again_and_never_twice(db: &TestDb) {
        let world = World::new(db).await;
        let live = world.one_live().await;
        let reward = world.reward_of(live.id).await;
        let tx = db.begin().await.unwrap();
        assert!(take_units(&tx, reward, 3).await.unwrap());
        assert!(!take_units(&tx, reward, 1).await.unwrap());
        return_units(&tx, reward, 2).await.unwrap();
        assert!(!take_units(&tx, reward, 3).await.unwrap());
        assert!(take_units(&tx, reward, 2).await.unwrap());
        return_units(&tx, reward, 3).await.unwrap();
        tx.commit().await.unwrap();
        let tx = db.begin().await.unwrap();
        let error = return_units(&tx, reward, 1).await.unwrap_err();
        assert!(error.is_constraint("rewards_claimed_not_negative"), "{error:?}");
    }

    async fn a_pool_is_the_limit_of_all_who_share_it(db: &TestDb) {
        let world = World::new(db).await;
        let live = world.one_live().await;
        let owner = &world.founder;
        let first = world.reward_of(live.id).await;
        let pool = AddPool { name: support::text("First run", "首批"), limit: Some(4) };
        let pool = world.projects.add_pool(owner, live.id, pool).await.unwrap();
        let shares = EditReward { pool_id: Some(Some(pool.id)), ..EditReward::default() };
        world.projects.edit_reward(owner, first, 1, shares).await.unwrap();
        let second = AddReward { pool_id: Some(pool.id), limit: None, ..support::reward(None) };
        let second = world.projects.add_reward(owner, live.id, second).await.unwrap();
        assert_eq!(second.remaining(), Some(4));
        let tx = db.begin().await.unwrap();
        assert!(take_units(&tx, first, 3).await.unwrap() && take_units(&tx, second.id, 1).await.unwrap());
        tx.commit().await.unwrap();
        let tx = db.begin().await.unwrap();
        assert!(!take_units(&tx, second.id, 1).await.unwrap());
        drop(tx);
        // What was given up left no trace; the smaller of both stocks is what is left.
        let left = |rewards: Vec<projects::Reward>| rewards.iter().map(|r| (r.claimed, r.remaining())).collect::<Vec<_>>();
        let now = world.projects.rewards_of(&[live.id]).await.unwrap();
        assert_eq!(left(now), [(3, Some(0)), (1, Some(0))]);
        let pools = world.projects.pools_of(&[live.id]).await.unwrap();
        assert_eq!((pools[0].claimed, pools[0].remaining()), (4, Some(0)));
        let tx = db.begin().await.unwrap();
        return_units(&tx, first, 1).await.unwrap();
        assert!(take_units(&tx, second.id, 1).await.unwrap());
        tx.commit().await.unwrap();
        let offered = db.begin().await.unwrap();
        let found = offers(&offered, live.id, &[first, second.id]).await.unwrap();
        assert_eq!(found.iter().filter(|(_, offer)| offer.kind == RewardKind::Reward).count(), 2);
        assert!(offers(&offered, nowhere(), &[first]).await.unwrap().is_empty());
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
