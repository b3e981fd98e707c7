use payments::{PaymentProvider, ProviderError, SetupRequest, SetupStatus, sandbox::SandboxError};
use sea_orm::ConnectionTrait;

use crate::{card, request, sandbox};

testkit::on_both! {
    async fn the_same_key_gives_the_same_set_up(db: &TestDb) {
        let sandbox = sandbox(db);
        let first = sandbox.create_setup(&request("setup:a:1")).await.unwrap();
        assert_eq!(first.status, SetupStatus::RequiresCard);
        assert_eq!(sandbox.create_setup(&request("setup:a:1")).await.unwrap(), first);
        let other = SetupRequest { investor: "user_2".into(), ..request("setup:a:1") };
        assert!(matches!(sandbox.create_setup(&other).await, Err(ProviderError::KeyReused)));
        let second = sandbox.create_setup(&request("setup:a:2")).await.unwrap();
        assert_ne!(second.provider_id, first.provider_id);
    }

    async fn fifty_at_once_with_one_key_give_one_set_up(db: &TestDb) {
        let sandbox = sandbox(db);
        let request = request("setup:a:1");
        let all = (0..50).map(|_| sandbox.create_setup(&request));
        let all = futures_util::future::join_all(all).await;
        let first = all[0].as_ref().unwrap();
        assert!(all.iter().all(|setup| setup.as_ref().unwrap() == first));
    }

    async fn a_good_card_is_saved_and_the_state_survives_a_restart(db: &TestDb) {
        let setup = sandbox(db).create_setup(&request("k")).await.unwrap();
        let saved = sandbox(db).enter_card(&setup.provider_id, &card("4242424242424242")).await.unwrap();
        assert_eq!(saved.status, SetupStatus::Succeeded);
        assert_eq!(saved.card.as_ref().unwrap().last4, "4242");
        let restarted = payments::Sandbox::new(db.another().await, crate::secret());
        assert_eq!(restarted.get_setup(&setup.provider_id).await.unwrap(), saved);
        let again = restarted.enter_card(&setup.provider_id, &card("4242424242424242")).await;
        assert!(matches!(again, Err(SandboxError::NotExpected(SetupStatus::Succeeded))));
        assert_eq!(restarted.cancel_setup(&setup.provider_id).await.unwrap(), saved, "saved stays saved");
    }

    async fn after_a_declined_card_another_may_be_entered(db: &TestDb) {
        let sandbox = sandbox(db);
        let id = sandbox.create_setup(&request("k")).await.unwrap().provider_id;
        let declined = sandbox.enter_card(&id, &card("4000000000009995")).await.unwrap();
        assert_eq!(declined.status, SetupStatus::RequiresCard);
        assert_eq!(declined.failure.unwrap().code, "insufficient_funds");
        let saved = sandbox.enter_card(&id, &card("5555555555554444")).await.unwrap();
        assert_eq!((saved.status, saved.failure), (SetupStatus::Succeeded, None));
        assert_eq!(saved.card.unwrap().brand, "mastercard");
    }

    async fn a_card_that_must_be_authenticated_waits_for_it(db: &TestDb) {
        let sandbox = sandbox(db);
        let id = sandbox.create_setup(&request("k")).await.unwrap().provider_id;
        assert!(matches!(sandbox.authenticate(&id, true).await, Err(SandboxError::NotExpected(_))));
        let waiting = sandbox.enter_card(&id, &card("4000002500003155")).await.unwrap();
        assert_eq!(waiting.status, SetupStatus::RequiresAction);
        assert!(waiting.next_action.is_some());
        let failed = sandbox.authenticate(&id, false).await.unwrap();
        assert_eq!(failed.status, SetupStatus::RequiresCard);
        assert_eq!(failed.failure.unwrap().code, "setup_intent_authentication_failure");
        sandbox.enter_card(&id, &card("4000002760003184")).await.unwrap();
        let saved = sandbox.authenticate(&id, true).await.unwrap();
        assert_eq!((saved.status, saved.next_action), (SetupStatus::Succeeded, None));
    }

    async fn a_number_that_is_no_test_card_leaves_no_trace(db: &TestDb) {
        let sandbox = sandbox(db);
        let id = sandbox.create_setup(&request("k")).await.unwrap().provider_id;
        let refused = sandbox.enter_card(&id, &card("4111111111111111")).await.unwrap_err();
        assert!(refused.to_string().contains("only test cards"));
        for (table, columns) in [("sandbox_setups", "id, status, card_last4"), ("sandbox_events", "id, body, body")] {
            let select = format!("SELECT {columns} FROM {table}");
            for row in db.primary().query_all_raw(db::sql(db.primary(), select, [])).await.unwrap() {
                let text = format!("{:?}", row.try_get_by_index::<Option<String>>(2).unwrap());
                assert!(!text.contains("1111"), "{text}");
            }
        }
    }

    async fn an_unknown_set_up_is_not_found(db: &TestDb) {
        let sandbox = sandbox(db);
        assert!(matches!(sandbox.get_setup("seti_none").await, Err(ProviderError::NotFound(_))));
        assert!(matches!(sandbox.cancel_setup("seti_none").await, Err(ProviderError::NotFound(_))));
        let canceled = sandbox.create_setup(&request("k")).await.unwrap();
        let canceled = sandbox.cancel_setup(&canceled.provider_id).await.unwrap();
        assert_eq!(canceled.status, SetupStatus::Canceled);
    }
}
