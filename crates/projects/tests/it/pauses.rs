use chrono::TimeDelta;
use kernel::{Caller, Forbidden, Role};
use projects::{Campaign, CampaignState, Error, PauseReason};

use crate::support::{World, nowhere, stale, told, trail, user};

async fn close_due(world: &World<'_>) -> usize {
    let system = Caller::system("closer");
    world.projects.close_due(&system, 10).await.unwrap().len()
}

/// Time still to run once it goes on.
fn left(campaign: &Campaign, now: chrono::DateTime<chrono::Utc>) -> TimeDelta {
    campaign.deadline_at.unwrap() - now
}

async fn terms(world: &World<'_>, id: kernel::CampaignId) -> projects::funding::Terms {
    let tx = world.db.begin().await.unwrap();
    projects::funding::lock_terms(&tx, id).await.unwrap().unwrap()
}

testkit::on_both! {
    async fn a_deadline_moves_by_exactly_the_time_the_clock_stood_still(db: &TestDb) {
        let world = World::new(db).await;
        let campaign = world.one_live().await;
        let deadline = campaign.deadline_at.unwrap();
        let mut stood = TimeDelta::zero();
        for length in [TimeDelta::microseconds(1), TimeDelta::hours(49), TimeDelta::days(40)] {
            db.clock.advance(TimeDelta::hours(3));
            let before = left(&world.find(campaign.id).await, world.now());
            let paused = world.projects.pause(&world.reviewer, campaign.id, "A question of fraud.").await.unwrap();
            assert_eq!((paused.state, paused.pause_reason), (CampaignState::Paused, Some(PauseReason::Staff)));
            assert_eq!((paused.paused_at, paused.takes_pledges(world.now())), (Some(world.now()), false));
            db.clock.advance(length);
            let resumed = world.projects.resume(&world.reviewer, campaign.id, "It was nothing.").await.unwrap();
            stood += length;
            assert_eq!(resumed.deadline_at, Some(deadline + stood));
            assert_eq!(left(&resumed, world.now()), before, "as much is left as before");
            assert_eq!((resumed.pause_reason, resumed.paused_at), (None, None));
        }
        let pauses = world.projects.pauses_of(&[campaign.id]).await.unwrap();
        let summed: TimeDelta = pauses.iter().map(|pause| pause.length(world.now())).sum();
        assert_eq!((pauses.len(), summed), (3, stood));
        let trail = trail(db, campaign.id).await;
        assert_eq!(trail.iter().filter(|act| *act == "campaign.pause").count(), 3);
        assert_eq!(told(db).await.iter().filter(|kind| *kind == "campaign_resumed").count(), 3);
    }

    async fn a_paused_campaign_is_not_decided_on_though_its_deadline_comes(db: &TestDb) {
        let world = World::new(db).await;
        let campaign = world.one_live().await;
        let deadline = campaign.deadline_at.unwrap();
        db.clock.set(deadline - TimeDelta::seconds(1));
        world.projects.pause(&world.reviewer, campaign.id, "To be looked into.").await.unwrap();
        db.clock.set(deadline + TimeDelta::days(5));
        assert_eq!(close_due(&world).await, 0);
        world.projects.resume(&world.reviewer, campaign.id, "Nothing found.").await.unwrap();
        assert_eq!(close_due(&world).await, 0, "a second is left");
        db.clock.advance(TimeDelta::seconds(1));
        assert_eq!(close_due(&world).await, 1);
    }

    async fn a_campaign_at_its_deadline_can_no_longer_be_stopped(db: &TestDb) {
        let world = World::new(db).await;
        let campaign = world.one_live().await;
        db.clock.set(campaign.deadline_at.unwrap());
        let late = world.projects.pause(&world.reviewer, campaign.id, "Too late.").await;
        assert!(matches!(late, Err(Error::FundingOver)), "{late:?}");
        assert_eq!(close_due(&world).await, 1);
        let closed = world.projects.pause(&world.reviewer, campaign.id, "Too late.").await;
        assert!(matches!(closed, Err(Error::WrongState(_))), "{closed:?}");
    }

    async fn staff_stop_and_start_a_campaign_with_a_reason_and_nobody_else_does(db: &TestDb) {
        let world = World::new(db).await;
        let campaign = world.one_live().await;
        let projects = &world.projects;
        let administrator = user(db, &[Role::Administrator]).await;
        for caller in [&world.founder, &user(db, &[Role::Investor]).await, &user(db, &[Role::Finance]).await] {
            assert!(matches!(projects.pause(caller, campaign.id, "x").await, Err(Error::Forbidden(_))));
            assert!(matches!(projects.resume(caller, campaign.id, "x").await, Err(Error::Forbidden(_))));
        }
        assert!(matches!(projects.pause(&world.reviewer, campaign.id, " ").await, Err(Error::Invalid(_))));
        assert!(matches!(projects.pause(&world.reviewer, nowhere(), "x").await, Err(Error::NotFound)));
        assert!(matches!(projects.resume(&world.reviewer, campaign.id, "x").await, Err(Error::WrongState(_))));
        projects.pause(&administrator, campaign.id, "x").await.unwrap();
        assert!(matches!(projects.pause(&world.reviewer, campaign.id, "x").await, Err(Error::WrongState(_))));
        assert!(matches!(projects.resume(&world.reviewer, campaign.id, "").await, Err(Error::Invalid(_))));
        projects.resume(&administrator, campaign.id, "Done.").await.unwrap();
    }

    async fn to_stop_and_start_a_campaign_asks_for_a_proof_of_the_last_minutes(db: &TestDb) {
        let world = World::new(db).await;
        let campaign = world.one_live().await;
        let refused = world.projects.pause(&stale(&world.reviewer), campaign.id, "x").await;
        assert!(matches!(refused, Err(Error::Forbidden(Forbidden::ProveFirst))), "{refused:?}");
        let administrator = user(db, &[Role::Administrator]).await;
        let refused = world.projects.suspend(&stale(&administrator), campaign.id, "x").await;
        assert!(matches!(refused, Err(Error::Forbidden(Forbidden::ProveFirst))), "{refused:?}");
        world.projects.pause(&world.reviewer, campaign.id, "x").await.unwrap();
        let refused = world.projects.resume(&stale(&world.reviewer), campaign.id, "x").await;
        assert!(matches!(refused, Err(Error::Forbidden(Forbidden::ProveFirst))), "{refused:?}");
        assert_eq!(world.find(campaign.id).await.state, CampaignState::Paused);
    }

    async fn a_paused_campaign_that_ends_ends_its_pause(db: &TestDb) {
        let world = World::new(db).await;
        let campaign = world.one_live().await;
        world.projects.pause(&world.reviewer, campaign.id, "x").await.unwrap();
        db.clock.advance(TimeDelta::hours(2));
        let cancelled = world.projects.cancel(&world.founder, campaign.id, "It is better so.").await.unwrap();
        assert_eq!((cancelled.state, cancelled.paused_at, cancelled.pause_reason), (CampaignState::Cancelled, None, None));
        assert_eq!(cancelled.deadline_at, campaign.deadline_at, "nothing is left to be moved");
        let pauses = world.projects.pauses_of(&[campaign.id]).await.unwrap();
        assert_eq!(pauses[0].ended_at, Some(world.now()));
    }

    async fn a_deadline_extended_in_a_pause_is_not_moved_by_the_pause_twice(db: &TestDb) {
        let world = World::new(db).await;
        let campaign = world.one_live().await;
        let deadline = campaign.deadline_at.unwrap();
        db.clock.set(deadline - TimeDelta::hours(10));
        world.projects.pause(&world.reviewer, campaign.id, "To be looked into.").await.unwrap();
        db.clock.advance(TimeDelta::days(2));
        // Ten hours would be left if it went on now.
        let seen = terms(&world, campaign.id).await;
        assert_eq!(seen.deadline_at, Some(world.now() + TimeDelta::hours(10)));
        let extend = async |until| {
            let tx = db.begin().await.unwrap();
            let system = Caller::system("pledges");
            let moved = projects::extend_deadline(&tx, &system, campaign.id, until, "a change".to_owned()).await.unwrap();
            tx.commit().await.unwrap();
            moved
        };
        let near = extend(world.now() + TimeDelta::hours(9)).await;
        assert_eq!(near.deadline_at, Some(deadline), "it is never moved back");
        let until = world.now() + TimeDelta::days(5);
        extend(until).await;
        assert_eq!(terms(&world, campaign.id).await.deadline_at, Some(until));
        db.clock.advance(TimeDelta::days(1));
        let resumed = world.projects.resume(&world.reviewer, campaign.id, "Nothing found.").await.unwrap();
        assert_eq!(resumed.deadline_at, Some(until + TimeDelta::days(1)), "by exactly the time it stood still since");
    }

    async fn nobody_stops_their_own_campaign(db: &TestDb) {
        let world = World::new(db).await;
        let campaign = world.one_live().await;
        let founder = world.founder.user_id().unwrap();
        let both = Caller::user(founder, kernel::Id::from_uuid(founder.uuid()), Role::ALL);
        let refused = world.projects.pause(&both, campaign.id, "x").await;
        assert!(matches!(refused, Err(Error::Forbidden(Forbidden::OwnCase))), "{refused:?}");
    }
}
