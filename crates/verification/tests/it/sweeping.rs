use chrono::TimeDelta;
use kernel::{Caller, PageRequest};
use verification::{Decision, State};

use crate::world::{World, told};

testkit::on_both! {
    async fn what_has_run_out_expires_once_and_is_told(db: &TestDb) {
        let world = World::new(db).await;
        let round = world.submitted().await;
        world.decide(round.id, Decision::Approve).await.unwrap();
        let platform = Caller::system("verification");
        assert_eq!(world.verifications.expire_due(&platform).await.unwrap(), 0);
        db.clock.advance(TimeDelta::days(730));
        assert_eq!(world.verifications.expire_due(&platform).await.unwrap(), 1);
        assert_eq!(world.verifications.expire_due(&platform).await.unwrap(), 0);
        assert_eq!(world.find(&world.person, round.id).await.unwrap().state, State::Expired);
        assert_eq!(told(db).await, ["verification_approved", "verification_expired"]);
    }

    async fn a_listed_name_is_told_to_the_reviewer_and_never_to_the_person(db: &TestDb) {
        let mut world = World::new(db).await;
        world.verifications = World::screening(db, "WEI ZHANG\n");
        let round = world.submitted().await;
        assert_eq!(round.hits, None);
        assert_eq!(world.find(&world.person, round.id).await.unwrap().hits, None);
        assert_eq!(world.verifications.own(&world.person).await.unwrap()[0].hits, None);
        world.verifications.claim(&world.reviewer, round.id).await.unwrap();
        let hits = world.find(&world.reviewer, round.id).await.unwrap().hits.unwrap();
        assert_eq!((hits.len(), hits[0].field.as_str(), hits[0].listed.as_str()), (1, "other_name", "WEI ZHANG"));
    }

    async fn somebody_listed_after_approval_waits_for_a_reviewer_and_stays_verified_until_then(db: &TestDb) {
        let mut world = World::new(db).await;
        let round = world.submitted().await;
        world.decide(round.id, Decision::Approve).await.unwrap();
        let platform = Caller::system("verification");
        assert_eq!(world.verifications.screen_again(&platform).await.unwrap(), 0);
        world.verifications = World::screening(db, "张伟\n");
        assert_eq!(world.verifications.screen_again(&platform).await.unwrap(), 1);
        assert_eq!(world.verifications.screen_again(&platform).await.unwrap(), 0, "a known hit is no news");
        assert_eq!(world.names().await.len(), 2);
        let queue = world.verifications.queue(&world.reviewer, &PageRequest::default()).await.unwrap();
        assert_eq!(queue.items[0].1.id, round.id);
        let cleared = world.decide(round.id, Decision::Approve).await.unwrap();
        assert_eq!(cleared.state, State::Approved);
        assert_eq!(world.verifications.screen_again(&platform).await.unwrap(), 0);
        world.verifications = World::screening(db, "张伟\nZhang Wei\n");
        assert_eq!(world.verifications.screen_again(&platform).await.unwrap(), 1);
        world.decide(round.id, Decision::Refuse).await.unwrap();
        assert!(world.names().await.is_empty());
    }
}
