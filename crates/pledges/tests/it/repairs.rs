//! What is left half done is finished by doing it again.

use chrono::TimeDelta;
use pledges::{PledgeErrorCode, PledgeState, SetupState};

use crate::{
    pretend::Fault,
    stage::{GOOD, Stage, card, number},
};

async fn faulty(db: &testkit::TestDb, fault: Fault, calls: usize) -> Stage {
    let stage = Stage::collecting(db).await;
    stage.pretend().journal().setup_faults = vec![fault; calls];
    stage
}

testkit::on_both! {
    async fn a_pledge_whose_set_up_was_never_asked_for_is_repaired_by_the_job(db: &TestDb) {
        let stage = faulty(db, Fault::Before, 2).await;
        let caller = stage.investor().await;
        let pledge = stage.place(&caller, 2_500, 1).await;
        let setup = stage.pledges.setups_of(&[pledge.id]).await.unwrap().remove(0);
        assert_eq!(setup.state, SetupState::Created);
        let runner = stage.runner();
        for _ in 0..4 {
            db.clock.advance(TimeDelta::seconds(20));
            runner.drain().await.unwrap();
        }
        let setup = stage.pledges.setups_of(&[pledge.id]).await.unwrap().remove(0);
        assert_eq!(setup.state, SetupState::RequiresCard);
        assert_eq!(stage.pay(&caller, &pledge, GOOD).await.state, PledgeState::Committed);
        stage.is_sound().await;
    }

    async fn a_lost_answer_gives_the_same_set_up_on_repetition(db: &TestDb) {
        let stage = faulty(db, Fault::After, 1).await;
        let caller = stage.investor().await;
        let pledge = stage.place(&caller, 2_500, 1).await;
        let setup = stage.pledges.setups_of(&[pledge.id]).await.unwrap().remove(0);
        assert_eq!(setup.state, SetupState::Created, "the answer was lost");
        // The client repeats its request, and gets the pledge with its set-up.
        assert_eq!(stage.place(&caller, 2_500, 1).await.id, pledge.id);
        let setup = stage.pledges.setups_of(&[pledge.id]).await.unwrap().remove(0);
        assert_eq!(setup.state, SetupState::RequiresCard);
        assert_eq!(number(&stage.db, "SELECT count(*) FROM sandbox_setups").await, 1);
        stage.is_sound().await;
    }

    async fn a_lost_answer_about_a_saved_card_is_asked_for_again(db: &TestDb) {
        let stage = faulty(db, Fault::After, 0).await;
        let caller = stage.investor().await;
        let pledge = stage.place(&caller, 2_500, 1).await;
        let setup = stage.pledges.setup_to_fill(&caller, pledge.id).await.unwrap();
        stage.sandbox.enter_card(&setup.provider_id.unwrap(), &card(GOOD)).await.unwrap();
        stage.pretend().journal().setup_faults = vec![Fault::Before];
        let lost = stage.pledges.refresh_setup(&caller, pledge.id).await.unwrap_err();
        assert_eq!(lost.code(), Some(PledgeErrorCode::ProviderUnavailable));
        assert_eq!(stage.pledges.refresh_setup(&caller, pledge.id).await.unwrap().state, PledgeState::Committed);
        assert_eq!(stage.totals().await, (2_500, 1));
        stage.is_sound().await;
    }

    async fn a_refusal_by_the_provider_shows_and_can_be_tried_again(db: &TestDb) {
        let stage = faulty(db, Fault::Refusal, 1).await;
        let caller = stage.investor().await;
        let pledge = stage.place(&caller, 2_500, 1).await;
        let setup = stage.pledges.setups_of(&[pledge.id]).await.unwrap().remove(0);
        assert_eq!((setup.state, setup.failure.unwrap().code), (SetupState::Failed, "no".to_owned()));
        stage.pledges.retry_setup(&caller, pledge.id, crate::stage::key(5)).await.unwrap();
        assert_eq!(stage.pay(&caller, &pledge, GOOD).await.state, PledgeState::Committed);
        stage.is_sound().await;
    }

    async fn a_provider_that_is_down_holds_a_reservation_up_for_ten_minutes_only(db: &TestDb) {
        let stage = faulty(db, Fault::Before, 0).await;
        let caller = stage.investor().await;
        let pledge = stage.place(&caller, 2_500, 1).await;
        stage.pretend().journal().setup_faults = vec![Fault::Before; 1_000];
        db.clock.advance(TimeDelta::minutes(30));
        assert!(stage.pledges.expire(pledge.id).await.is_err());
        db.clock.advance(TimeDelta::minutes(10));
        assert_eq!(stage.pledges.expire(pledge.id).await.unwrap().state, PledgeState::Cancelled);
        stage.is_sound().await;
    }

    async fn every_job_done_twice_changes_nothing_the_second_time(db: &TestDb) {
        let stage = Stage::new(db).await;
        let caller = stage.investor().await;
        let kept = stage.committed(&caller, 2_500, 1).await;
        let expired = stage.place(&caller, 1_000, 2).await;
        db.clock.advance(TimeDelta::minutes(31));
        for _ in 0..2 {
            for id in [kept.id, expired.id] {
                stage.pledges.prepare_setup(id).await.unwrap();
                stage.pledges.expire(id).await.unwrap();
                stage.pledges.cancel_stale_setups(id).await.unwrap();
            }
            stage.runner().drain().await.unwrap();
        }
        assert_eq!(stage.totals().await, (2_500, 1));
        assert_eq!(number(&stage.db, "SELECT count(*) FROM outbox WHERE kind = 'pledge_cancelled'").await, 1);
        stage.is_sound().await;
    }
}
