use db::sql;
use kernel::{Caller, PageRequest, Role};
use sea_orm::ConnectionTrait;
use verification::{DocumentKind, Error, Facts, Kind, State, StateFacts};

use crate::world::{World, user, zhang};

testkit::on_both! {
    async fn a_round_is_written_in_steps_and_told_what_is_missing(db: &TestDb) {
        let world = World::new(db).await;
        let round = world.state(Kind::Person, Facts::default()).await.unwrap();
        let refused = world.verifications.submit(&world.person, round.id, round.version).await;
        let Err(Error::Incomplete(missing)) = refused else { panic!("{refused:?}") };
        let fields: Vec<_> = missing.iter().map(|violation| violation.field.as_str()).collect();
        assert_eq!(fields, ["legal_name", "country", "born_on", "documents.identity"]);
        let again = world.state(Kind::Person, zhang()).await.unwrap();
        assert_eq!((again.id, again.version), (round.id, 2));
        let submitted = world.submitted().await;
        assert_eq!((submitted.id, submitted.state), (round.id, State::Submitted));
        assert!(world.names().await.is_empty(), "handed in is not approved");
    }

    async fn what_was_handed_in_is_not_changed(db: &TestDb) {
        let world = World::new(db).await;
        let round = world.submitted().await;
        assert!(matches!(world.state(Kind::Person, zhang()).await, Err(Error::NotEditable)));
        let file = world.upload(&world.person).await;
        let late = world.verifications.attach(&world.person, round.id, file, DocumentKind::Identity).await;
        assert!(matches!(late, Err(Error::NotEditable)));
        let document = world.verifications.documents_of(&round).await.unwrap()[0].file_id;
        assert!(matches!(world.verifications.detach(&world.person, round.id, document).await, Err(Error::NotEditable)));
    }

    async fn a_change_for_an_older_version_is_refused(db: &TestDb) {
        let world = World::new(db).await;
        world.state(Kind::Person, zhang()).await.unwrap();
        world.state(Kind::Person, zhang()).await.unwrap();
        let request = StateFacts { kind: Kind::Person, expected_version: Some(1), facts: zhang() };
        let refused = world.verifications.state_facts(&world.person, request).await;
        assert!(matches!(refused, Err(Error::Conflict { current: 2 })));
    }

    async fn only_ones_own_uploads_are_attached_and_only_once(db: &TestDb) {
        let world = World::new(db).await;
        let round = world.state(Kind::Person, zhang()).await.unwrap();
        let others = world.upload(&world.reviewer).await;
        let stolen = world.verifications.attach(&world.person, round.id, others, DocumentKind::Identity).await;
        assert!(matches!(stolen, Err(Error::Invalid(_))));
        let own = world.upload(&world.person).await;
        world.verifications.attach(&world.person, round.id, own, DocumentKind::Identity).await.unwrap();
        let twice = world.verifications.attach(&world.person, round.id, own, DocumentKind::Identity).await;
        assert!(matches!(twice, Err(Error::Invalid(_))));
        world.verifications.detach(&world.person, round.id, own).await.unwrap();
        assert!(world.verifications.documents_of(&round).await.unwrap().is_empty());
        assert!(world.files.by_ids(&[own]).await.unwrap().is_empty());
    }

    async fn what_is_being_written_is_not_there_for_anybody_else(db: &TestDb) {
        let world = World::new(db).await;
        let round = world.state(Kind::Person, zhang()).await.unwrap();
        let stranger = user(db, &[Role::Investor]).await;
        for caller in [&world.reviewer, &stranger, &Caller::anonymous()] {
            assert_eq!(world.find(caller, round.id).await, None);
        }
        let file = world.upload(&stranger).await;
        let foreign = world.verifications.attach(&stranger, round.id, file, DocumentKind::Identity).await;
        assert!(matches!(foreign, Err(Error::NotFound)));
        assert!(matches!(world.verifications.claim(&world.reviewer, round.id).await, Err(Error::NotFound)));
        let queue = world.verifications.queue(&world.reviewer, &PageRequest::default()).await.unwrap();
        assert_eq!((queue.items.len(), queue.total), (0, Some(0)));
    }

    async fn nothing_that_was_stated_can_be_read_in_the_database(db: &TestDb) {
        let world = World::new(db).await;
        world.submitted().await;
        let conn = db.primary();
        let row = conn.query_one_raw(sql(conn, "SELECT facts FROM verifications", [])).await.unwrap().unwrap();
        let facts: Vec<u8> = row.try_get("", "facts").unwrap();
        for secret in ["张伟".as_bytes(), b"Zhang", b"1980-05-04", b"legal_name"] {
            assert!(!facts.windows(secret.len()).any(|bytes| bytes == secret));
        }
        let trail = conn.query_all_raw(sql(conn, "SELECT cause, after FROM audit_entries", [])).await.unwrap();
        for row in trail {
            let after: Option<serde_json::Value> = row.try_get("", "after").unwrap();
            let after = after.unwrap_or_default().to_string();
            assert!(!after.contains("Zhang") && !after.contains("张"), "{after}");
        }
    }
}
