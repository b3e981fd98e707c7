use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};

use async_trait::async_trait;
use chrono::TimeDelta;
use db::{Runner, inbox::Received};
use payments::{
    Deliver, InProcess, PaymentProvider,
    sandbox::{DELIVER_JOB, Delivered},
    webhook,
};
use sea_orm::ConnectionTrait;
use testkit::TestDb;

use crate::{card, receiver, request, sandbox};

/// Takes messages, or refuses them while told to.
#[derive(Debug, Default)]
struct Door {
    shut: AtomicBool,
    taken: Mutex<Vec<(String, String)>>,
}

#[async_trait]
impl Deliver for Door {
    async fn deliver(&self, signature: &str, body: &str) -> Result<(), String> {
        if self.shut.load(Ordering::Relaxed) {
            return Err("shut".to_owned());
        }
        self.taken
            .lock()
            .unwrap()
            .push((signature.to_owned(), body.to_owned()));
        Ok(())
    }
}

async fn inbox_kinds(db: &TestDb) -> Vec<String> {
    let select = db::sql(db.primary(), "SELECT kind FROM inbox ORDER BY id", []);
    let rows = db.primary().query_all_raw(select).await.unwrap();
    rows.iter().map(|row| row.try_get("", "kind").unwrap()).collect()
}

testkit::on_both! {
    async fn every_change_is_told_once_to_the_inbox(db: &TestDb) {
        let sandbox = sandbox(db);
        let id = sandbox.create_setup(&request("k")).await.unwrap().provider_id;
        for number in ["4000000000000002", "4000002500003155"] {
            db.clock.advance(TimeDelta::seconds(1));
            sandbox.enter_card(&id, &card(number)).await.unwrap();
        }
        db.clock.advance(TimeDelta::seconds(1));
        sandbox.authenticate(&id, true).await.unwrap();
        let other = sandbox.create_setup(&request("l")).await.unwrap().provider_id;
        db.clock.advance(TimeDelta::seconds(1));
        sandbox.cancel_setup(&other).await.unwrap();

        let via = InProcess { db: (**db).clone(), receiver: receiver() };
        let round = sandbox.deliver_due(&via).await.unwrap();
        assert_eq!(round, Delivered { taken: 4, refused: 0 });
        assert_eq!(sandbox.deliver_due(&via).await.unwrap(), Delivered::default());
        let told = inbox_kinds(db).await;
        let expected = ["setup_intent.setup_failed", "setup_intent.requires_action", "setup_intent.succeeded", "setup_intent.canceled"];
        assert_eq!(told, expected);
    }

    async fn a_message_that_is_not_taken_comes_again(db: &TestDb) {
        let sandbox = sandbox(db);
        let id = sandbox.create_setup(&request("k")).await.unwrap().provider_id;
        sandbox.enter_card(&id, &card("4242424242424242")).await.unwrap();
        let door = Door::default();
        door.shut.store(true, Ordering::Relaxed);
        assert_eq!(sandbox.deliver_due(&door).await.unwrap(), Delivered { taken: 0, refused: 1 });
        door.shut.store(false, Ordering::Relaxed);
        assert_eq!(sandbox.deliver_due(&door).await.unwrap(), Delivered::default(), "not at once");
        db.clock.advance(TimeDelta::seconds(2));
        assert_eq!(sandbox.deliver_due(&door).await.unwrap(), Delivered { taken: 1, refused: 0 });
        // The signature is made anew for each try, so that it is not too old.
        let (signature, body) = door.taken.lock().unwrap()[0].clone();
        assert!(webhook::verify(&[crate::secret()], Some(&signature), body.as_bytes(), db.clock().now()).is_ok());
    }

    async fn the_job_delivers_what_a_change_ordered(db: &TestDb) {
        let sandbox = sandbox(db);
        let id = sandbox.create_setup(&request("k")).await.unwrap().provider_id;
        sandbox.enter_card(&id, &card("4242424242424242")).await.unwrap();
        let door = Arc::new(Door::default());
        door.shut.store(true, Ordering::Relaxed);
        let (via, provider) = (Arc::clone(&door), sandbox.clone());
        let mut runner = Runner::new((**db).clone());
        runner.on_job(DELIVER_JOB, move |job: db::Job| {
            let (via, provider) = (Arc::clone(&via), provider.clone());
            async move { provider.run_deliver_job(&job, &*via).await }
        });
        runner.drain().await.unwrap();
        assert_eq!(door.taken.lock().unwrap().len(), 0);
        door.shut.store(false, Ordering::Relaxed);
        for _ in 0..4 {
            db.clock.advance(TimeDelta::seconds(10));
            runner.drain().await.unwrap();
        }
        assert_eq!(door.taken.lock().unwrap().len(), 1);
        assert_eq!(db::jobs::backlog(db).await.unwrap(), db::jobs::Backlog { due: 0, dead: 0 });
    }

    async fn a_message_taken_twice_is_kept_once(db: &TestDb) {
        let body = r#"{"id":"evt_1","type":"setup_intent.succeeded","livemode":false,"data":{"object":{"id":"seti_1"}}}"#;
        let header = webhook::sign(&crate::secret(), db.clock().now(), body.as_bytes());
        let receive = async || receiver().receive(db, Some(&header), body.as_bytes()).await;
        assert_eq!(receive().await.unwrap(), Received::New);
        assert_eq!(receive().await.unwrap(), Received::Again);
        assert_eq!(inbox_kinds(db).await, ["setup_intent.succeeded"]);
    }

    async fn a_live_message_at_a_test_door_is_refused(db: &TestDb) {
        let body = r#"{"id":"evt_1","type":"setup_intent.succeeded","livemode":true,"data":{"object":{"id":"seti_1"}}}"#;
        let header = webhook::sign(&crate::secret(), db.clock().now(), body.as_bytes());
        let refused = receiver().receive(db, Some(&header), body.as_bytes()).await;
        assert!(matches!(refused, Err(payments::WebhookError::WrongMode)));
        assert!(inbox_kinds(db).await.is_empty());
    }
}
