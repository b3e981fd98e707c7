//! What is left half done is finished by doing it again.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use async_trait::async_trait;
use chrono::TimeDelta;
use payments::{PaymentProvider, ProviderError, Sandbox, Setup, SetupRequest};
use pledges::{PledgeErrorCode, PledgeState, SetupState};

use crate::stage::{GOOD, Stage, card, number};

/// What goes wrong with the next calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// The call never arrives, as if the process died before it.
    Before,
    /// The provider acts, but its answer is lost, as if the process died after it.
    After,
    /// The provider reads it and says no.
    Refusal,
}

/// The sandbox with faults in the way of the first `left` calls.
#[derive(Debug)]
struct Faulty {
    sandbox: Sandbox,
    fault: Fault,
    left: AtomicUsize,
}

impl Faulty {
    async fn through<T>(
        &self,
        call: impl Future<Output = Result<T, ProviderError>>,
    ) -> Result<T, ProviderError> {
        let faulty = self
            .left
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1))
            .is_ok();
        let lost = || ProviderError::Unavailable("lost".into());
        match (faulty, self.fault) {
            (false, _) => call.await,
            (true, Fault::Before) => Err(lost()),
            (true, Fault::After) => call.await.and(Err(lost())),
            (true, Fault::Refusal) => Err(ProviderError::Refused {
                code: "no".into(),
                message: "No.".into(),
            }),
        }
    }
}

#[async_trait]
impl PaymentProvider for Faulty {
    fn name(&self) -> &'static str {
        self.sandbox.name()
    }
    async fn create_setup(&self, request: &SetupRequest) -> Result<Setup, ProviderError> {
        self.through(self.sandbox.create_setup(request)).await
    }
    async fn get_setup(&self, provider_id: &str) -> Result<Setup, ProviderError> {
        self.through(self.sandbox.get_setup(provider_id)).await
    }
    async fn cancel_setup(&self, provider_id: &str) -> Result<Setup, ProviderError> {
        self.through(self.sandbox.cancel_setup(provider_id)).await
    }
}

async fn faulty(db: &testkit::TestDb, fault: Fault, calls: usize) -> Stage {
    Stage::with_provider(db, |sandbox| {
        Arc::new(Faulty {
            sandbox,
            fault,
            left: AtomicUsize::new(calls),
        })
    })
    .await
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
        let down = Faulty { sandbox: stage.sandbox.clone(), fault: Fault::Before, left: AtomicUsize::new(1) };
        let parts = pledges::Parts { provider: Arc::new(down), ..(*stage.pledges).clone() };
        let pledges = pledges::Pledges::new(parts);
        let lost = pledges.refresh_setup(&caller, pledge.id).await.unwrap_err();
        assert_eq!(lost.code(), Some(PledgeErrorCode::ProviderUnavailable));
        assert_eq!(pledges.refresh_setup(&caller, pledge.id).await.unwrap().state, PledgeState::Committed);
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
        let down = Faulty { sandbox: stage.sandbox.clone(), fault: Fault::Before, left: AtomicUsize::new(1_000) };
        let pledges = pledges::Pledges::new(pledges::Parts { provider: Arc::new(down), ..(*stage.pledges).clone() });
        db.clock.advance(TimeDelta::minutes(30));
        assert!(pledges.expire(pledge.id).await.is_err());
        db.clock.advance(TimeDelta::minutes(10));
        assert_eq!(pledges.expire(pledge.id).await.unwrap().state, PledgeState::Cancelled);
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
