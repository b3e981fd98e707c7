use pledges::{PledgeErrorCode, PledgeState, SetupState};

use crate::stage::{GOOD, Stage, card, key, number};

testkit::on_both! {
    async fn a_good_card_makes_the_pledge_count(db: &TestDb) {
        let stage = Stage::new(db).await;
        let caller = stage.investor().await;
        let pledge = stage.committed(&caller, 2_500, 1).await;
        assert_eq!(pledge.state, PledgeState::Committed);
        assert_eq!(pledge.committed_at, Some(db.clock().now()));
        assert_eq!(stage.totals().await, (2_500, 1));
        let setup = stage.pledges.setups_of(&[pledge.id]).await.unwrap().remove(0);
        assert_eq!((setup.state, setup.card.unwrap().last4), (SetupState::Succeeded, "4242".to_owned()));
        let states: Vec<_> = stage.pledges.history(&caller, pledge.id).await.unwrap().iter().map(|t| t.to).collect();
        assert_eq!(states, [PledgeState::Reserved, PledgeState::Authorised, PledgeState::Committed]);
        stage.is_sound().await;
    }

    async fn people_are_counted_once_however_often_they_pledge(db: &TestDb) {
        let stage = Stage::new(db).await;
        let (one, two) = (stage.investor().await, stage.investor().await);
        let first = stage.committed(&one, 2_500, 1).await;
        let second = stage.committed(&one, 1_000, 2).await;
        stage.committed(&two, 500, 3).await;
        assert_eq!(stage.totals().await, (4_000, 2));
        stage.pledges.cancel(&one, stage.take_back(&first, 4)).await.unwrap();
        assert_eq!(stage.totals().await, (1_500, 2));
        stage.pledges.cancel(&one, stage.take_back(&second, 5)).await.unwrap();
        assert_eq!(stage.totals().await, (500, 1));
        stage.is_sound().await;
    }

    async fn after_a_declined_card_another_one_is_taken(db: &TestDb) {
        let stage = Stage::new(db).await;
        let caller = stage.investor().await;
        let pledge = stage.place(&caller, 2_500, 1).await;
        let declined = stage.pay(&caller, &pledge, "4000000000009995").await;
        assert_eq!(declined.state, PledgeState::Reserved);
        let setup = stage.pledges.setups_of(&[pledge.id]).await.unwrap().remove(0);
        assert_eq!((setup.state, setup.problem()), (SetupState::Failed, Some(PledgeErrorCode::CardDeclined)));
        assert_eq!(setup.failure.unwrap().code, "insufficient_funds");
        let paid = stage.pay(&caller, &pledge, GOOD).await;
        assert_eq!(paid.state, PledgeState::Committed);
        stage.is_sound().await;
    }

    async fn a_retry_is_a_new_try_with_a_key_of_its_own(db: &TestDb) {
        let stage = Stage::new(db).await;
        let caller = stage.investor().await;
        let pledge = stage.place(&caller, 2_500, 1).await;
        stage.pledges.retry_setup(&caller, pledge.id, key(7)).await.unwrap();
        let setup = stage.pledges.setups_of(&[pledge.id]).await.unwrap().remove(0);
        assert_eq!(setup.attempt, 1, "nothing failed, so nothing is tried again");
        stage.pay(&caller, &pledge, "4000000000000002").await;
        for _ in 0..2 {
            stage.pledges.retry_setup(&caller, pledge.id, key(8)).await.unwrap();
        }
        let again = stage.pledges.setups_of(&[pledge.id]).await.unwrap().remove(0);
        assert_eq!((again.attempt, again.state), (2, SetupState::RequiresCard));
        assert_eq!(again.key, format!("setup:{}:2", pledge.id));
        assert_ne!(again.provider_id, setup.provider_id);
        stage.runner().drain().await.unwrap();
        assert_eq!(number(&stage.db, "SELECT count(*) FROM sandbox_setups WHERE status = 'canceled'").await, 1);
        assert_eq!(stage.pay(&caller, &pledge, GOOD).await.state, PledgeState::Committed);
        stage.is_sound().await;
    }

    async fn nobody_tests_cards_without_end(db: &TestDb) {
        let stage = Stage::new(db).await;
        let caller = stage.investor().await;
        let pledge = stage.place(&caller, 2_500, 1).await;
        for attempt in 1..10 {
            stage.pay(&caller, &pledge, "4000000000000002").await;
            stage.pledges.retry_setup(&caller, pledge.id, key(100 + attempt)).await.unwrap();
        }
        stage.pay(&caller, &pledge, "4000000000000002").await;
        let eleventh = stage.pledges.retry_setup(&caller, pledge.id, key(200)).await.unwrap_err();
        assert_eq!(eleventh.code(), Some(PledgeErrorCode::LimitExceeded));
    }

    async fn a_card_that_must_be_authenticated_counts_once_it_is(db: &TestDb) {
        let stage = Stage::new(db).await;
        let caller = stage.investor().await;
        let pledge = stage.place(&caller, 2_500, 1).await;
        let waits = stage.pay(&caller, &pledge, "4000002500003155").await;
        assert_eq!(waits.state, PledgeState::Reserved);
        let setup = stage.pledges.setups_of(&[pledge.id]).await.unwrap().remove(0);
        assert_eq!(setup.problem(), Some(PledgeErrorCode::AuthenticationRequired));
        assert_eq!(setup.next_action.unwrap().kind, "sandbox_authenticate");
        let id = setup.provider_id.unwrap();
        stage.sandbox.authenticate(&id, false).await.unwrap();
        stage.pledges.refresh_setup(&caller, pledge.id).await.unwrap();
        let setup = stage.pledges.setups_of(&[pledge.id]).await.unwrap().remove(0);
        assert_eq!(setup.problem(), Some(PledgeErrorCode::AuthenticationFailed));
        stage.sandbox.enter_card(&id, &card("4000002760003184")).await.unwrap();
        stage.sandbox.authenticate(&id, true).await.unwrap();
        let counted = stage.pledges.refresh_setup(&caller, pledge.id).await.unwrap();
        assert_eq!(counted.state, PledgeState::Committed);
        stage.is_sound().await;
    }

    async fn a_card_saved_after_the_deadline_counts_no_more(db: &TestDb) {
        let stage = Stage::new(db).await;
        let caller = stage.investor().await;
        let reward = stage.reward(Some(1)).await;
        db.clock.set(stage.deadline - chrono::TimeDelta::minutes(5));
        let wish = pledges::PlacePledge { reward_id: Some(reward), ..stage.wish(2_500, 1) };
        let pledge = stage.pledges.place(&caller, wish).await.unwrap();
        let setup = stage.pledges.setup_to_fill(&caller, pledge.id).await.unwrap();
        stage.sandbox.enter_card(&setup.provider_id.unwrap(), &card(GOOD)).await.unwrap();
        db.clock.set(stage.deadline);
        let late = stage.pledges.refresh_setup(&caller, pledge.id).await.unwrap();
        assert_eq!((late.state, late.end_reason), (PledgeState::Released, Some(pledges::EndReason::CampaignClosed)));
        assert_eq!(stage.totals().await, (0, 0));
        assert_eq!(stage.claimed().await, 0);
        stage.is_sound().await;
    }
}
