//! The provider's messages: twice, in any order, before the answer, and about nothing of ours.

use payments::{PaymentProvider, SetupRequest, webhook};
use pledges::PledgeState;
use sea_orm::ConnectionTrait;

use crate::stage::{GOOD, Stage, card, number, receiver};

/// Puts a message into the inbox, signed as the sandbox signs.
pub(crate) async fn tell(stage: &Stage, id: &str, kind: &str, object: serde_json::Value) {
    let body = serde_json::json!({"id": id, "type": kind, "livemode": false, "data": {"object": object}})
        .to_string();
    let header = webhook::sign(&receiver().secrets[0], stage.db.clock().now(), body.as_bytes());
    receiver()
        .receive(&stage.db, Some(&header), body.as_bytes())
        .await
        .unwrap();
}

testkit::on_both! {
    async fn a_message_alone_makes_the_pledge_count(db: &TestDb) {
        let stage = Stage::new(db).await;
        let caller = stage.investor().await;
        let pledge = stage.place(&caller, 2_500, 1).await;
        let setup = stage.pledges.setup_to_fill(&caller, pledge.id).await.unwrap();
        stage.sandbox.enter_card(&setup.provider_id.unwrap(), &card(GOOD)).await.unwrap();
        stage.runner().drain().await.unwrap();
        assert_eq!(stage.pledges.get(&caller, pledge.id).await.unwrap().unwrap().state, PledgeState::Committed);
        assert_eq!(number(&stage.db, "SELECT count(*) FROM inbox WHERE processed_at IS NULL").await, 0);
        stage.is_sound().await;
    }

    async fn twice_and_in_reverse_they_have_one_effect(db: &TestDb) {
        let stage = Stage::new(db).await;
        let caller = stage.investor().await;
        let pledge = stage.place(&caller, 2_500, 1).await;
        let id = stage.pledges.setup_to_fill(&caller, pledge.id).await.unwrap().provider_id.unwrap();
        for number in ["4000000000000002", "4000002500003155"] {
            stage.sandbox.enter_card(&id, &card(number)).await.unwrap();
        }
        stage.sandbox.authenticate(&id, true).await.unwrap();
        let object = serde_json::json!({"id": id});
        let kinds = ["setup_intent.succeeded", "setup_intent.requires_action", "setup_intent.setup_failed"];
        for round in 0..3 {
            for (place, kind) in kinds.iter().enumerate() {
                tell(&stage, &format!("evt_{place}"), kind, object.clone()).await;
                tell(&stage, &format!("evt_{round}_{place}"), kind, object.clone()).await;
            }
            stage.runner().drain().await.unwrap();
        }
        assert_eq!(stage.totals().await, (2_500, 1));
        assert_eq!(number(&stage.db, "SELECT count(*) FROM outbox WHERE kind = 'pledge_committed'").await, 1);
        assert_eq!(number(&stage.db, "SELECT count(*) FROM inbox WHERE processed_at IS NULL").await, 0);
        stage.is_sound().await;
    }

    async fn a_message_that_comes_before_the_providers_answer_finds_its_pledge(db: &TestDb) {
        let stage = Stage::new(db).await;
        let caller = stage.investor().await;
        let pledge = stage.place(&caller, 2_500, 1).await;
        let setup = stage.pledges.setups_of(&[pledge.id]).await.unwrap().remove(0);
        // As if the answer had not been recorded yet.
        let forget = "UPDATE payment_setups SET state = 'created', provider_id = NULL, client_secret = NULL";
        stage.db.primary().execute_unprepared(forget).await.unwrap();
        stage.sandbox.enter_card(&setup.provider_id.unwrap(), &card(GOOD)).await.unwrap();
        stage.runner().drain().await.unwrap();
        assert_eq!(stage.totals().await, (2_500, 1));
        stage.is_sound().await;
    }

    async fn what_is_about_nothing_of_ours_is_set_aside_and_the_rest_goes_on(db: &TestDb) {
        let stage = Stage::new(db).await;
        let caller = stage.investor().await;
        let pledge = stage.place(&caller, 2_500, 1).await;
        let request = SetupRequest { key: "theirs".into(), reference: "x".into(), investor: "y".into(), customer: None };
        let foreign = stage.sandbox.create_setup(&request).await.unwrap().provider_id;
        let ours = format!("setup:{}:1", pledge.id);
        tell(&stage, "evt_1", "setup_intent.succeeded", serde_json::json!({"id": "seti_unknown"})).await;
        tell(&stage, "evt_2", "setup_intent.succeeded", serde_json::json!({})).await;
        // A message that names our key, but a set-up of somebody else.
        let forged = serde_json::json!({"id": foreign, "metadata": {"key": ours}});
        tell(&stage, "evt_3", "setup_intent.succeeded", forged).await;
        tell(&stage, "evt_4", "customer.created", serde_json::json!({"id": "ch_1"})).await;
        stage.runner().drain().await.unwrap();
        let count = async |rest: &str| number(&stage.db, &format!("SELECT count(*) FROM inbox WHERE {rest}")).await;
        assert_eq!(count("quarantined_at IS NOT NULL AND last_error IS NOT NULL").await, 3);
        assert_eq!(count("processed_at IS NOT NULL").await, 1);
        assert_eq!(stage.totals().await, (0, 0));
        assert_eq!(db::jobs::backlog(db).await.unwrap().dead, 0);
    }
}
