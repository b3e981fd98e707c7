use chrono::TimeDelta;
use kernel::{Caller, Forbidden, PageRequest, Role};
use verification::{Decide, Decision, Error, Kind, Reason, State};

use crate::world::{World, told, user, zhang};

testkit::on_both! {
    async fn an_approved_name_is_one_to_decide_with_until_it_expires(db: &TestDb) {
        let world = World::new(db).await;
        let round = world.submitted().await;
        let approved = world.decide(round.id, Decision::Approve).await.unwrap();
        assert_eq!(approved.state, State::Approved);
        assert_eq!(world.names().await, ["张伟", "Zhang Wei"]);
        assert_eq!(told(db).await, ["verification_approved"]);
        db.clock.advance(TimeDelta::days(730) - TimeDelta::seconds(1));
        assert_eq!(world.names().await.len(), 2);
        db.clock.advance(TimeDelta::seconds(1));
        assert!(world.names().await.is_empty(), "whether the sweep ran or not");
    }

    async fn it_holds_no_longer_than_its_document(db: &TestDb) {
        let world = World::new(db).await;
        let on = db.clock().today() + TimeDelta::days(30);
        let facts = verification::Facts { document_expires_on: Some(on), ..zhang() };
        let round = world.state(Kind::Person, facts.clone()).await.unwrap();
        let file = world.upload(&world.person).await;
        let attach = world.verifications.attach(&world.person, round.id, file, verification::DocumentKind::Identity);
        let round = attach.await.unwrap();
        world.verifications.submit(&world.person, round.id, round.version).await.unwrap();
        let approved = world.decide(round.id, Decision::Approve).await.unwrap();
        assert_eq!(approved.expires_at.unwrap().date_naive(), on);
    }

    async fn a_case_is_taken_before_it_is_decided_and_by_one_reviewer(db: &TestDb) {
        let world = World::new(db).await;
        let round = world.submitted().await;
        let other = user(db, &[Role::Reviewer]).await;
        let request = |version| Decide {
            id: round.id, expected_version: version, decision: Decision::Approve, reason: None, note: None,
        };
        let early = world.verifications.decide(&world.reviewer, request(round.version)).await;
        assert!(matches!(early, Err(Error::NotTaken)));
        let taken = world.verifications.claim(&world.reviewer, round.id).await.unwrap();
        assert!(matches!(world.verifications.claim(&other, round.id).await, Err(Error::Held)));
        assert!(matches!(world.verifications.decide(&other, request(taken.version)).await, Err(Error::Held)));
        let old = world.verifications.decide(&world.reviewer, request(taken.version - 1)).await;
        assert!(matches!(old, Err(Error::Conflict { .. })));
        // After a day the case is free again.
        db.clock.advance(TimeDelta::hours(24));
        let late = world.verifications.decide(&world.reviewer, request(taken.version)).await;
        assert!(matches!(late, Err(Error::NotTaken)));
        let taken = world.verifications.claim(&other, round.id).await.unwrap();
        world.verifications.decide(&other, request(taken.version)).await.unwrap();
        let twice = world.verifications.decide(&other, request(taken.version + 1)).await;
        assert!(matches!(twice, Err(Error::NotTaken)), "{twice:?}");
    }

    async fn only_who_holds_the_case_reads_what_was_stated_and_its_documents(db: &TestDb) {
        let world = World::new(db).await;
        let round = world.submitted().await;
        let file = world.verifications.documents_of(&round).await.unwrap()[0].file_id;
        let other = user(db, &[Role::Reviewer]).await;
        let reads = async |caller: &Caller| {
            let link = world.files.link(caller, file).unwrap();
            world.files.open(caller, link.strip_prefix(files::LINK_PATH).unwrap()).await.is_ok()
        };
        assert_eq!(world.find(&world.reviewer, round.id).await.unwrap().facts, None);
        assert!(!reads(&world.reviewer).await);
        world.verifications.claim(&world.reviewer, round.id).await.unwrap();
        assert_eq!(world.find(&world.reviewer, round.id).await.unwrap().facts, Some(zhang()));
        assert!(reads(&world.reviewer).await && !reads(&other).await);
        assert_eq!(world.find(&other, round.id).await.unwrap().facts, None);
        world.verifications.release(&world.reviewer, round.id).await.unwrap();
        assert!(!reads(&world.reviewer).await);
        assert_eq!(world.find(&world.reviewer, round.id).await.unwrap().facts, None);
        world.decide(round.id, Decision::Approve).await.unwrap();
        assert!(!reads(&world.reviewer).await);
        assert_eq!(world.find(&world.person, round.id).await.unwrap().facts, Some(zhang()));
    }

    async fn a_refusal_says_why_and_a_new_round_may_follow(db: &TestDb) {
        let world = World::new(db).await;
        let round = world.submitted().await;
        let taken = world.verifications.claim(&world.reviewer, round.id).await.unwrap();
        let request = |reason, note: Option<&str>| Decide {
            id: round.id, expected_version: taken.version, decision: Decision::Refuse, reason, note: note.map(str::to_owned),
        };
        for (reason, note) in [(None, Some("x")), (Some(Reason::Other), None), (Some(Reason::Other), Some("  "))] {
            let refused = world.verifications.decide(&world.reviewer, request(reason, note)).await;
            assert!(matches!(refused, Err(Error::Invalid(_))), "{reason:?}");
        }
        let reason = Some(Reason::Differs);
        world.verifications.decide(&world.reviewer, request(reason, Some("The year of birth."))).await.unwrap();
        let seen = world.find(&world.person, round.id).await.unwrap();
        assert_eq!((seen.state, seen.reason, seen.note.as_deref()), (State::Refused, reason, Some("The year of birth.")));
        assert_ne!(world.submitted().await.id, round.id);
    }

    async fn a_newer_round_takes_the_place_of_the_older_when_it_is_approved_and_not_before(db: &TestDb) {
        let world = World::new(db).await;
        let first = world.submitted().await;
        world.decide(first.id, Decision::Approve).await.unwrap();
        db.clock.advance(TimeDelta::days(1));
        let second = world.submitted().await;
        assert_eq!(world.names().await.len(), 2);
        world.decide(second.id, Decision::Approve).await.unwrap();
        assert_eq!(world.find(&world.person, first.id).await.unwrap().state, State::Expired);
        assert_eq!(world.names().await.len(), 2);
        assert_eq!(world.verifications.own(&world.person).await.unwrap().len(), 2);
    }

    async fn nobody_decides_on_their_own_case_and_only_reviewers_see_the_queue(db: &TestDb) {
        let mut world = World::new(db).await;
        world.person = user(db, &[Role::Founder, Role::Reviewer]).await;
        let round = world.submitted().await;
        let own = world.verifications.claim(&world.person, round.id).await;
        assert!(matches!(own, Err(Error::Forbidden(Forbidden::OwnCase))));
        let queue = world.verifications.queue(&user(db, &[Role::Administrator]).await, &PageRequest::default()).await;
        assert!(matches!(queue, Err(Error::Forbidden(_))));
    }

    async fn the_longest_waiting_comes_first(db: &TestDb) {
        let mut world = World::new(db).await;
        let mut waiting = Vec::new();
        for _ in 0..3 {
            world.person = user(db, &[Role::Founder]).await;
            waiting.push(world.submitted().await.id);
            db.clock.advance(TimeDelta::hours(1));
        }
        let (mut page, mut seen) = (PageRequest::first(2), Vec::new());
        loop {
            let got = world.verifications.queue(&world.reviewer, &page).await.unwrap();
            assert_eq!(got.total, Some(3));
            assert!(got.items.iter().all(|(_, round)| round.facts.is_none() && round.hits.is_none()));
            seen.extend(got.items.iter().map(|(_, round)| round.id));
            page.after = got.end_cursor().cloned();
            if !got.has_next {
                break;
            }
        }
        assert_eq!(seen, waiting);
    }
}
