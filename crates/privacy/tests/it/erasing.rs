//! Erasing somebody of whom little is kept: every statement of the map runs, and the request is shown afterwards.

use std::sync::{Arc, atomic::Ordering};

use chrono::TimeDelta;
use db::{Runner, sql};
use kernel::{Caller, Role};
use privacy::{ErasureState, Error, ExportState, Obligation, Privacy, Standing};
use sea_orm::ConnectionTrait;
use testkit::TestDb;

use crate::world::{Pledges, owing, privacy};

fn runner(db: &TestDb, privacy: &Privacy) -> Runner {
    let mut runner = Runner::new((**db).clone());
    privacy.register(&mut runner);
    runner
}

async fn email_of(db: &TestDb, person: &Caller) -> String {
    let select = "SELECT email FROM users WHERE id = $1";
    let values = [person.user_id().unwrap().uuid().into()];
    let row = db
        .primary()
        .query_one_raw(sql(db.primary(), select, values))
        .await
        .unwrap();
    row.unwrap().try_get("", "email").unwrap()
}

fn pdf(text: &str) -> Vec<u8> {
    format!("%PDF-1.4\n% {text}\ntrailer<<>>\nstartxref\n9\n%%EOF\n").into_bytes()
}

testkit::on_both! {
    async fn an_account_is_erased_when_its_time_has_come_and_not_before(db: &TestDb) {
        let privacy = privacy(db);
        let runner = runner(db, &privacy);
        let person = testkit::person(db, &[Role::Investor, Role::Founder]).await;
        let asked = privacy.ask_erasure(&person, "whatever the port says").await.unwrap();
        assert_eq!(asked.due_at, db.clock().now() + TimeDelta::days(7));
        assert!(matches!(privacy.ask_erasure(&person, "x").await, Err(Error::ErasureWaits)));
        db.clock.advance(TimeDelta::days(7) - TimeDelta::seconds(1));
        runner.drain().await.unwrap();
        assert_eq!(privacy.waiting_erasure(&person).await.unwrap().unwrap(), asked);
        db.clock.advance(TimeDelta::seconds(1));
        runner.drain().await.unwrap();
        assert!(db::jobs::dead(db, 10).await.unwrap().is_empty());
        assert!(privacy.waiting_erasure(&person).await.unwrap().is_none());
        let id = person.user_id().unwrap();
        assert_eq!(email_of(db, &person).await, format!("{id}@deleted.invalid"));
        let trail = db.audit_of(&id.to_string(), 10).await.unwrap();
        assert_eq!(trail.iter().map(|row| row.action.as_str()).collect::<Vec<_>>(), ["account.erasure_ask", "account.erase"]);
        let erased = privacy::events::PersonErased { user_id: id, exports: Vec::new(), at: db.clock().now() };
        privacy.clear_away(&erased).await.unwrap();
    }

    async fn what_stands_in_the_way_is_named_and_holds_an_erasure_that_is_due(db: &TestDb) {
        let pledges: Arc<Pledges> = Arc::default();
        let privacy = owing(db, Arc::clone(&pledges));
        let runner = runner(db, &privacy);
        let person = testkit::person(db, &[Role::Investor]).await;
        pledges.0.store(2, Ordering::Relaxed);
        let Err(Error::ObligationsStand(standing)) = privacy.ask_erasure(&person, "x").await else {
            panic!("it is refused");
        };
        assert_eq!(standing, [Standing { what: Obligation::PledgesOpen, count: 2 }]);
        pledges.0.store(0, Ordering::Relaxed);
        privacy.ask_erasure(&person, "x").await.unwrap();

        // Something came up in the meantime.
        pledges.0.store(1, Ordering::Relaxed);
        for _ in 0..3 {
            db.clock.advance(TimeDelta::days(7));
            runner.drain().await.unwrap();
            assert!(privacy.waiting_erasure(&person).await.unwrap().unwrap().held_at.is_some());
        }
        let select = sql(db.primary(), "SELECT count(*) AS n FROM outbox WHERE kind = 'erasure_held'", []);
        let told: i64 = db.primary().query_one_raw(select).await.unwrap().unwrap().try_get("", "n").unwrap();
        assert_eq!(told, 1, "its owner is told once");
        pledges.0.store(0, Ordering::Relaxed);
        db.clock.advance(TimeDelta::days(1));
        runner.drain().await.unwrap();
        assert!(email_of(db, &person).await.ends_with("@deleted.invalid"));
    }

    async fn who_was_bidden_farewell_too_early_is_told_so(db: &TestDb) {
        let pledges: Arc<Pledges> = Arc::default();
        let privacy = owing(db, Arc::clone(&pledges));
        let runner = runner(db, &privacy);
        let person = testkit::person(db, &[Role::Investor]).await;
        privacy.ask_erasure(&person, "x").await.unwrap();
        pledges.0.store(1, Ordering::Relaxed);
        db.clock.advance(TimeDelta::days(7));
        runner.drain().await.unwrap();
        let first = privacy.waiting_erasure(&person).await.unwrap().unwrap().held_at.unwrap();
        pledges.0.store(0, Ordering::Relaxed);
        pledges.1.store(1, Ordering::Relaxed);
        db.clock.advance(TimeDelta::days(1));
        runner.drain().await.unwrap();
        let held = privacy.waiting_erasure(&person).await.unwrap().unwrap();
        assert!(held.held_at.unwrap() > first && held.told_at.is_none(), "{held:?}");
        let select = sql(db.primary(), "SELECT count(*) AS n FROM outbox WHERE kind = 'erasure_held'", []);
        let told: i64 = db.primary().query_one_raw(select).await.unwrap().unwrap().try_get("", "n").unwrap();
        assert_eq!(told, 2, "once before the last mail, once because it was wrong");
        pledges.0.store(0, Ordering::Relaxed);
        db.clock.advance(TimeDelta::days(1));
        runner.drain().await.unwrap();
        assert!(email_of(db, &person).await.ends_with("@deleted.invalid"));
    }

    async fn taking_back_and_carrying_out_do_not_lock_one_another_out(db: &TestDb) {
        if !db.is_postgres() {
            // SQLite has one writer.
            return;
        }
        let privacy = privacy(db);
        let runner = runner(db, &privacy);
        let person = testkit::person(db, &[Role::Investor]).await;
        privacy.ask_erasure(&person, "x").await.unwrap();
        db.clock.advance(TimeDelta::days(7));
        // Step by step what a withdrawal does: the person's row, then the erasure's.
        let tx = db.begin().await.unwrap();
        let id = person.user_id().unwrap().uuid();
        let lock = sql(&*tx, "SELECT id FROM users WHERE id = $1 FOR UPDATE", [id.into()]);
        tx.query_one_raw(lock).await.unwrap();
        let withdraws = async {
            tokio::time::sleep(std::time::Duration::from_millis(500)).await;
            let update = "UPDATE erasures SET state = 'withdrawn', ended_at = $2 WHERE user_id = $1";
            tx.execute_raw(sql(&*tx, update, [id.into(), db.clock().now().into()])).await.unwrap();
            tx.commit().await.unwrap();
        };
        let (drained, ()) = tokio::join!(runner.drain(), withdraws);
        drained.unwrap();
        let failed = sql(db.primary(), "SELECT last_error FROM jobs WHERE last_error IS NOT NULL", []);
        assert!(db.primary().query_all_raw(failed).await.unwrap().is_empty());
        assert!(!email_of(db, &person).await.contains("deleted"));
    }

    async fn an_erasure_is_taken_back_and_asked_for_again(db: &TestDb) {
        let privacy = privacy(db);
        let runner = runner(db, &privacy);
        let person = testkit::person(db, &[Role::Investor]).await;
        assert!(matches!(privacy.withdraw_erasure(&person).await, Err(Error::NoErasure)));
        privacy.ask_erasure(&person, "x").await.unwrap();
        let withdrawn = privacy.withdraw_erasure(&person).await.unwrap();
        assert_eq!(withdrawn.state, ErasureState::Withdrawn);
        db.clock.advance(TimeDelta::days(8));
        runner.drain().await.unwrap();
        assert!(!email_of(db, &person).await.contains("deleted"), "what was taken back is not done");
        privacy.ask_erasure(&person, "x").await.unwrap();
    }

    async fn an_export_is_made_fetched_by_its_owner_alone_and_over_after_a_week(db: &TestDb) {
        let privacy = privacy(db);
        let runner = runner(db, &privacy);
        let person = testkit::person(db, &[Role::Investor]).await;
        let stranger = testkit::person(db, &[Role::Investor]).await;
        let unproved = Caller { standing: kernel::Standing { proved: false, ..person.standing }, ..person.clone() };
        let asked = privacy.ask_export(&person).await.unwrap();
        assert!(matches!(privacy.ask_export(&person).await, Err(Error::ExportUnderWay)));
        assert_eq!(privacy.export_link(&person, &asked), None, "there is nothing to fetch yet");
        runner.drain().await.unwrap();
        let made = privacy.exports(&person).await.unwrap().remove(0);
        assert_eq!(made.state, ExportState::Ready);
        assert_eq!(privacy.export_link(&stranger, &made), None);
        assert_eq!(privacy.export_link(&unproved, &made), None, "it is asked for with a proof, and fetched with one");
        let address = privacy.export_link(&person, &made).unwrap();
        let signed = address.strip_prefix(privacy::EXPORT_PATH).unwrap();
        let refused = privacy.open_export(&unproved, signed).await.err();
        assert!(matches!(refused, Some(Error::Forbidden(kernel::Forbidden::ProveFirst))), "{refused:?}");
        let opened = privacy.open_export(&person, signed).await.unwrap();
        assert!(opened.bytes.starts_with(b"PK") && opened.bytes.len() as u64 == made.byte_size.unwrap());
        assert!(matches!(privacy.open_export(&stranger, signed).await, Err(Error::NotFound)));
        db.clock.advance(TimeDelta::minutes(15));
        assert!(matches!(privacy.open_export(&person, signed).await, Err(Error::NotFound)), "an address ends");

        for _ in 0..2 {
            privacy.ask_export(&person).await.unwrap();
            runner.drain().await.unwrap();
        }
        assert!(matches!(privacy.ask_export(&person).await, Err(Error::TooManyExports { limit: 3 })));
        db.clock.advance(TimeDelta::days(7));
        privacy.retain().await.unwrap();
        let over = privacy.exports(&person).await.unwrap();
        assert!(over.iter().all(|export| export.state == ExportState::Over));
        assert!(privacy.objects.keys().await.unwrap().is_empty(), "the bytes are gone");
    }

    async fn an_export_under_way_leaves_nothing_when_its_owner_is_erased(db: &TestDb) {
        let privacy = privacy(db);
        let runner = runner(db, &privacy);
        let person = testkit::person(db, &[Role::Investor]).await;
        let export = privacy.ask_export(&person).await.unwrap();
        // Of an attempt that broke off after the bytes were stored.
        let place = format!("exports/{}", export.id);
        privacy.objects.put(&place, b"sealed".to_vec().into()).await.unwrap();
        let tx = db.begin().await.unwrap();
        for gone in ["DELETE FROM privacy_exports WHERE user_id = $1", "UPDATE users SET email = 'x@deleted.invalid' WHERE id = $1"] {
            let values = [person.user_id().unwrap().uuid().into()];
            tx.execute_raw(sql(&*tx, gone, values)).await.unwrap();
        }
        tx.commit().await.unwrap();
        runner.drain().await.unwrap();
        assert!(privacy.objects.keys().await.unwrap().is_empty());
        let keys = sql(db.primary(), "SELECT user_id FROM person_keys", []);
        assert!(db.primary().query_all_raw(keys).await.unwrap().is_empty(), "no key was made");
    }

    async fn a_document_that_cannot_be_read_does_not_stop_exports_for_ever(db: &TestDb) {
        let privacy = privacy(db);
        let runner = runner(db, &privacy);
        let person = testkit::person(db, &[Role::Investor]).await;
        let upload = files::Upload { name: "a.pdf".to_owned(), bytes: pdf("a").into() };
        privacy.files.stage(&person, upload).await.unwrap();
        let key = privacy.objects.keys().await.unwrap().pop().unwrap();
        privacy.objects.remove(&key).await.unwrap();
        privacy.ask_export(&person).await.unwrap();
        runner.drain().await.unwrap();
        assert_eq!(privacy.exports(&person).await.unwrap()[0].state, ExportState::Waiting, "it may come back");
        for _ in 0..6 {
            db.clock.advance(TimeDelta::hours(2));
            runner.drain().await.unwrap();
        }
        let made = privacy.exports(&person).await.unwrap().remove(0);
        assert_eq!(made.state, ExportState::Ready);
        let address = privacy.export_link(&person, &made).unwrap();
        let signed = address.strip_prefix(privacy::EXPORT_PATH).unwrap();
        let zip = privacy.open_export(&person, signed).await.unwrap().bytes;
        let says = b"could not be read";
        assert!(zip.windows(says.len()).any(|bytes| bytes == says));
    }

    async fn whoever_has_not_proved_to_be_there_asks_for_nothing(db: &TestDb) {
        let privacy = privacy(db);
        let person = testkit::person(db, &[Role::Investor]).await;
        let unproved = Caller { standing: kernel::Standing { proved: false, ..person.standing }, ..person };
        for refused in [privacy.ask_export(&unproved).await.err(), privacy.ask_erasure(&unproved, "x").await.err()] {
            assert!(matches!(refused, Some(Error::Forbidden(kernel::Forbidden::ProveFirst))), "{refused:?}");
        }
        let nobody = Caller::anonymous();
        assert!(matches!(privacy.ask_export(&nobody).await, Err(Error::Forbidden(kernel::Forbidden::SignInFirst))));
    }
}
