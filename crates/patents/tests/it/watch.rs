//! The watch: numbers looked up, registers asked again, and what becomes of it when they fail or lie.

use std::{
    collections::{BTreeSet, HashMap},
    path::Path,
    sync::Arc,
};

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use kernel::PatentId;
use patents::{
    Cause, LegalStatus, LookupState, Patents, Reliance, SampleRegister,
    number::{NumberForm, Office, PatentNumber},
    register::{Fault, Priority, RecordedTransport, Sources},
    watch::{Horizon, SignalKind, Tier, WatchLevel},
};
use sea_orm::ConnectionTrait;
use testkit::TestDb as Fresh;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn us(text: &str) -> PatentNumber {
    PatentNumber::parse_as(text, Some(Office::US), NumberForm::Application, day("2026-06-01")).unwrap()
}

/// A file of the Open Data Portal with a status; synthetic.
fn write(folder: &Path, application: &str, code: u32, on: &str, extra: &str) {
    let body = format!(
        r#"{{"count":1,"patentFileWrapperDataBag":[{{"applicationNumberText":"{application}","applicationMetaData":{{
        "applicationStatusCode":{code},"applicationStatusDate":"{on}","applicationStatusDescriptionText":"Synthetic",
        "filingDate":"2021-01-05","inventionTitle":"LAMP","applicationTypeCode":"UTL"{extra}}},
        "parentContinuityBag":[],"patentTermAdjustmentData":{{"adjustmentTotalQuantity":0}}}}],"requestIdentifier":"{on}-{code}"}}"#
    );
    std::fs::create_dir_all(folder.join("uspto")).unwrap();
    std::fs::write(
        folder.join(format!("uspto/odp_application_{application}.json")),
        body,
    )
    .unwrap();
}

const GRANTED: &str = r#","grantDate":"2022-03-01","patentNumber":"11260001""#;

struct Stage {
    folder: tempfile::TempDir,
    patents: Patents,
    transport: RecordedTransport,
}

/// A funding that ends on a day.
#[derive(Debug)]
struct Funding(NaiveDate);

#[async_trait]
impl Reliance for Funding {
    async fn horizons(&self, ids: &[PatentId]) -> db::Result<HashMap<PatentId, Horizon>> {
        let horizon = Horizon {
            funding_ends_on: Some(self.0),
            live: true,
        };
        Ok(ids.iter().map(|id| (*id, horizon)).collect())
    }
}

impl Stage {
    fn new(db: &Fresh, start: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        db.clock.set(at(start));
        let (sources, transport) = Sources::recorded(folder.path(), Arc::clone(db.clock()));
        Self {
            patents: Patents::new((**db).clone()).with_sources(sources),
            folder,
            transport,
        }
    }

    async fn status(&self, id: PatentId) -> LegalStatus {
        self.patents.panels(&[id]).await.unwrap().remove(0).status.value
    }
}

async fn count(db: &Fresh, query: &str) -> i64 {
    let conn = db.primary();
    let row = conn
        .query_one_raw(db::sql(conn, query, []))
        .await
        .unwrap()
        .unwrap();
    row.try_get("", "n").unwrap()
}

testkit::on_both! {
    async fn a_number_is_looked_up_and_what_became_of_it_is_told(db: &TestDb) {
        let stage = Stage::new(db, "2026-06-01T00:00:00Z");
        write(stage.folder.path(), "17000002", 41, "2026-05-01", "");
        let (known, unknown) = (us("17/000,002"), us("17/000,003"));
        assert_eq!(stage.patents.lookup(&known).await.unwrap().state, LookupState::NoRegister, "nobody asked yet");
        let requested = stage.patents.request_lookup(&known).await.unwrap();
        assert_eq!((requested.state, requested.patent_id), (LookupState::Pending, None));
        assert_eq!(stage.patents.request_lookup(&known).await.unwrap().state, LookupState::Pending);
        assert_eq!(count(db, "SELECT count(*) AS n FROM jobs WHERE kind = 'patents.look_up'").await, 1, "asked for twice, looked up once");
        assert_eq!(stage.transport.requests().len(), 0, "nobody waits for a register");
        let found = stage.patents.look_up_now(&known).await.unwrap();
        assert_eq!(found.state, LookupState::Found);
        assert_eq!(stage.status(found.patent_id.unwrap()).await, LegalStatus::UnderExamination);
        assert_eq!(stage.patents.lookup(&known).await.unwrap().patent_id, found.patent_id);

        assert_eq!(stage.patents.look_up_now(&unknown).await.unwrap().state, LookupState::NotFound);
        stage.transport.fail(Fault::Down);
        let down = stage.patents.look_up_now(&us("17/000,004")).await.unwrap();
        assert_eq!(down.state, LookupState::Unavailable);
        assert!(down.trouble.unwrap().contains("uspto-odp"));
        // The job gives up after a while; the number does not stay out of reach.
        assert_eq!(stage.patents.request_lookup(&us("17/000,004")).await.unwrap().state, LookupState::Unavailable);
        db.clock.set(at("2026-06-01T02:00:00Z"));
        assert_eq!(stage.patents.request_lookup(&us("17/000,004")).await.unwrap().state, LookupState::Pending);
    }

    async fn the_same_answer_again_confirms_and_a_new_one_is_told_once(db: &TestDb) {
        let stage = Stage::new(db, "2026-06-01T00:00:00Z");
        write(stage.folder.path(), "17000002", 150, "2026-05-01", GRANTED);
        let id = stage.patents.look_up_now(&us("17/000,002")).await.unwrap().patent_id.unwrap();
        assert_eq!(stage.status(id).await, LegalStatus::InForce);
        db.clock.set(at("2026-06-05T00:00:00Z"));
        let again = stage.patents.refresh(id, Priority::Normal).await.unwrap();
        assert_eq!((again.kept, again.is_complete()), (0, true), "{again:?}");
        assert!(again.confirmed >= 1);
        let newest = stage.patents.history(id, &kernel::PageRequest::first(1)).await.unwrap();
        let stored = &newest.items[0].1;
        assert_eq!((stored.cause, stored.assessment.as_of), (Cause::Evidence, day("2026-06-05")));
        assert_eq!(stored.evidence.iter().map(|relied| relied.stated_on).max(), Some(day("2026-06-05")));

        db.clock.set(at("2026-06-09T00:00:00Z"));
        write(stage.folder.path(), "17000002", 250, "2026-06-08", GRANTED);
        stage.patents.refresh(id, Priority::Normal).await.unwrap();
        assert_eq!(stage.status(id).await, LegalStatus::Lapsed);
        let major = "SELECT count(*) AS n FROM patent_changes WHERE severity = 'major'";
        assert_eq!(count(db, major).await, 1);
        db.clock.set(at("2026-06-20T00:00:00Z"));
        stage.patents.refresh(id, Priority::Normal).await.unwrap();
        stage.patents.refresh(id, Priority::Normal).await.unwrap();
        assert_eq!(count(db, major).await, 1, "a change is told once");
        // The register takes the lapse back, and tells it again with the same day: who relies on the right is told again.
        for (on, code) in [("2026-06-22", 150), ("2026-06-24", 250)] {
            db.clock.set(at(&format!("{on}T00:00:00Z")));
            write(stage.folder.path(), "17000002", code, "2026-06-08", GRANTED);
            stage.patents.refresh(id, Priority::Normal).await.unwrap();
        }
        assert_eq!(stage.status(id).await, LegalStatus::Lapsed);
        assert_eq!(count(db, major).await, 2, "it came about once more");
        assert_eq!(stage.patents.verify(id).await.unwrap().1, []);
        assert!(stage.patents.raised(id).await.unwrap().iter().any(|signal| signal.kind == SignalKind::Ended && signal.cleared_at.is_none()));
        assert_eq!(stage.patents.watched(id).await.unwrap().unwrap().level, WatchLevel::Lost);
    }

    async fn a_register_that_goes_back_to_an_earlier_answer_is_followed(db: &TestDb) {
        let stage = Stage::new(db, "2026-06-01T00:00:00Z");
        write(stage.folder.path(), "17000002", 150, "2026-05-01", GRANTED);
        let id = stage.patents.look_up_now(&us("17/000,002")).await.unwrap().patent_id.unwrap();
        for (moment, code, on, status) in [
            ("2026-06-05T00:00:00Z", 250, "2026-06-04", LegalStatus::Lapsed),
            // The office takes its word back, letter by letter.
            ("2026-06-09T00:00:00Z", 150, "2026-05-01", LegalStatus::InForce),
        ] {
            db.clock.set(at(moment));
            write(stage.folder.path(), "17000002", code, on, GRANTED);
            stage.patents.refresh(id, Priority::Normal).await.unwrap();
            assert_eq!(stage.status(id).await, status, "{moment}");
        }
        assert_eq!(stage.patents.verify(id).await.unwrap().1, []);
    }

    async fn a_register_that_fails_or_lies_changes_nothing_and_what_is_known_grows_stale(db: &TestDb) {
        let stage = Stage::new(db, "2026-06-01T00:00:00Z");
        write(stage.folder.path(), "17000002", 150, "2026-05-30", GRANTED);
        let id = stage.patents.look_up_now(&us("17/000,002")).await.unwrap().patent_id.unwrap();
        let before = stage.patents.panels(&[id]).await.unwrap().remove(0);
        write(stage.folder.path(), "17000009", 250, "2026-06-02", GRANTED);
        // It would say that the right is gone, if it could be believed.
        write(stage.folder.path(), "17000002", 250, "2026-06-02", GRANTED);
        let mut moment = at("2026-06-03T00:00:00Z");
        for fault in [
            Fault::QuotaExceeded,
            Fault::TruncatedBody,
            Fault::EmptySuccess,
            Fault::Broken,
            Fault::Down,
            Fault::Lie { path: "/api/v1/patent/applications/17000009".to_owned() },
        ] {
            moment += chrono::TimeDelta::hours(2);
            db.clock.set(moment);
            stage.transport.recover();
            stage.transport.fail(fault.clone());
            let asked = stage.patents.refresh(id, Priority::Hot).await.unwrap();
            assert!(!asked.is_complete(), "{fault:?}: {asked:?}");
            assert_eq!(asked.kept, 0, "{fault:?}: {asked:?}");
            assert_eq!(stage.patents.panels(&[id]).await.unwrap().remove(0), before, "{fault:?}");
            let watched = stage.patents.watched(id).await.unwrap().unwrap();
            assert!(watched.failures >= 1 && watched.trouble.is_some(), "{fault:?}: {watched:?}");
            assert!(watched.next_check_at <= moment + chrono::TimeDelta::days(1), "{fault:?}: {watched:?}");
        }
        assert_eq!(stage.patents.watched(id).await.unwrap().unwrap().failures, 6);
        // No campaign stands on it: a hundred days.
        assert!(before.is_stale(at("2026-09-10T00:00:00Z")) && !before.is_stale(at("2026-09-09T23:59:59Z")));
        stage.transport.recover();
        db.clock.set(at("2026-06-04T12:00:00Z"));
        assert!(stage.patents.refresh(id, Priority::Hot).await.unwrap().is_complete());
        assert_eq!(stage.status(id).await, LegalStatus::Lapsed);
        let watched = stage.patents.watched(id).await.unwrap().unwrap();
        assert_eq!((watched.failures, watched.trouble), (0, None));
    }

    async fn what_is_relied_on_grows_stale_sooner_and_what_was_stale_is_remembered(db: &TestDb) {
        let stage = Stage::new(db, "2026-06-01T00:00:00Z");
        write(stage.folder.path(), "17000002", 150, "2026-05-01", GRANTED);
        let id = stage.patents.look_up_now(&us("17/000,002")).await.unwrap().patent_id.unwrap();
        let (cold, warm) = (at("2026-09-10T00:00:00Z"), at("2026-06-16T00:00:00Z"));
        let stale_after = async |patents: &Patents| patents.panels(&[id]).await.unwrap().remove(0).status.stale_after;
        assert_eq!(stale_after(&stage.patents).await, Some(cold));
        db.clock.set(at("2026-06-03T00:00:00Z"));
        let patents = stage.patents.clone().relied_on_by(Arc::new(Funding(day("2026-07-15"))));
        patents.keep_watch(&[id]).await.unwrap();
        assert_eq!(stale_after(&patents).await, Some(warm));
        let tx = db.begin().await.unwrap();
        assert_eq!(patents.panels_in(&tx, &[id]).await.unwrap()[0].status.stale_after, Some(warm), "whoever decides sees the same");
        drop(tx);
        // The register says the same again: it holds for a later day, though the office's own day stays.
        db.clock.set(at("2026-06-10T00:00:00Z"));
        patents.refresh(id, Priority::Normal).await.unwrap();
        assert_eq!(stale_after(&patents).await, Some(at("2026-06-25T00:00:00Z")));
        for (moment, expected) in [("2026-06-02T00:00:00Z", cold), ("2026-06-04T00:00:00Z", warm)] {
            let known = patents.known_at(&[id], at(moment)).await.unwrap().remove(0);
            assert_eq!(known.panel.status.stale_after, Some(expected), "{moment}");
        }
    }

    async fn invented_rights_behind_live_campaigns_stay_fresh_while_they_are_asked_about(db: &TestDb) {
        db.clock.set(at("2026-11-25T00:00:00Z"));
        let register = SampleRegister::shipped().unwrap();
        let numbers: Vec<PatentNumber> = register
            .applications()
            .map(|number| PatentNumber::parse(number, None, day("2026-11-25")).unwrap())
            .collect();
        let patents = Patents::new((**db).clone()).with_samples(register).relied_on_by(Arc::new(Funding(day("2027-02-15"))));
        let mut ids = Vec::new();
        for number in &numbers {
            ids.push(patents.look_up(number).await.unwrap().unwrap());
        }
        let stale = async || {
            let now = db.clock().now();
            let panels = patents.panels(&ids).await.unwrap();
            let stale = panels.into_iter().filter(|panel| panel.is_stale(now) && !panel.status.value.is_lost());
            stale.map(|panel| panel.application).collect::<BTreeSet<_>>()
        };
        patents.keep_watch(&ids).await.unwrap();
        let at_first = stale().await;
        // A few were invented to be old; the others state a day of this week.
        assert!(at_first.len() <= 3, "{at_first:?}");
        db.clock.set(at("2027-01-10T00:00:00Z"));
        assert!(stale().await.len() > ids.len() / 2, "nobody asked for six weeks");
        assert_eq!(patents.check_due(100).await.unwrap(), ids.len() as u64);
        assert_eq!(stale().await, at_first);
    }

    async fn rights_behind_live_campaigns_are_asked_about_first_and_more_often(db: &TestDb) {
        let stage = Stage::new(db, "2026-06-01T00:00:00Z");
        write(stage.folder.path(), "17000002", 150, "2026-05-01", GRANTED);
        let id = stage.patents.look_up_now(&us("17/000,002")).await.unwrap().patent_id.unwrap();
        assert_eq!(stage.patents.watched(id).await.unwrap().unwrap().tier, Tier::Cold);
        let patents = stage.patents.clone().relied_on_by(Arc::new(Funding(day("2026-07-15"))));
        patents.keep_watch(&[id]).await.unwrap();
        let watched = patents.watched(id).await.unwrap().unwrap();
        assert_eq!(watched.tier, Tier::Warm, "{watched:?}");
        // Granted in March 2022, the first maintenance fee is due in September 2025 and can be paid until March 2026.
        assert!(patents.check_due(10).await.unwrap() <= 1);
        let asked = stage.transport.requests().len();
        assert_eq!(patents.check_due(10).await.unwrap(), 0, "what was asked today is not asked again");
        assert_eq!(stage.transport.requests().len(), asked);
        db.clock.set(at("2026-06-05T00:00:00Z"));
        assert_eq!(patents.check_due(10).await.unwrap(), 1, "every three days at the USPTO");
        assert!(stage.transport.requests().len() > asked);
    }
}
