//! Stored assessments: what was known when, that it follows from the evidence, and what becomes of entries.

#![allow(clippy::unwrap_used, reason = "what cannot be read fails the test")]

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use kernel::{Caller, PageRequest, PatentId};
use patents::{
    Cause, LegalStatus, Mark, Panel, Patents, SampleRegister,
    number::{NumberForm, Office, PatentNumber},
};

fn today() -> chrono::NaiveDate {
    testkit::start_of_test_time().date_naive()
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn application(text: &str, office: Office) -> PatentNumber {
    PatentNumber::parse_as(text, Some(office), NumberForm::Application, today()).unwrap()
}

async fn panel(patents: &Patents, id: PatentId) -> Panel {
    patents.panels(&[id]).await.unwrap().pop().unwrap()
}

/// One file of a Chinese patent's entries, as OPS prints them: code, day of the gazette, text.
fn chinese(entries: &[(&str, &str, &str)]) -> String {
    let legal: String = entries
        .iter()
        .map(|(code, on, text)| {
            format!(
                "<ops:legal code='{code}' desc='{text}' infl=' '><ops:L001EP>CN</ops:L001EP><ops:L003EP>202010000001</ops:L003EP>\
                 <ops:L004EP>A</ops:L004EP><ops:L005EP>PI</ops:L005EP><ops:L007EP>{on}</ops:L007EP><ops:L008EP>{code}</ops:L008EP></ops:legal>"
            )
        })
        .collect();
    format!(
        "<ops:world-patent-data xmlns:ops='http://ops.epo.org'><ops:patent-family legal='true' total-result-count='1'>\
         <ops:family-member family-id='7'><publication-reference><document-id document-id-type='docdb'><country>CN</country>\
         <doc-number>111111111</doc-number><kind>A</kind><date>20200601</date></document-id></publication-reference>\
         <application-reference><document-id document-id-type='docdb'><country>CN</country><doc-number>202010000001</doc-number>\
         <kind>A</kind><date>20200102</date></document-id></application-reference>{legal}</ops:family-member>\
         </ops:patent-family></ops:world-patent-data>"
    )
}

/// Imports a body as a new answer to the same question.
async fn answer(patents: &Patents, name: &str, body: &str) {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join(name), body).unwrap();
    let report = patents
        .import_files(&Caller::system("test"), &[dir.path().to_owned()], |_, _| {})
        .await
        .unwrap();
    assert_eq!((report.kept, report.refused.len()), (1, 0), "{report:#?}");
}

/// The register answers the same question anew.
async fn live(db: &testkit::TestDb, body: &str) {
    let facts = patents::source::parse(body.as_bytes()).unwrap();
    let snapshot = patents::NewSnapshot {
        source: "epo-ops",
        call: "legal",
        kind: facts.kind,
        fetched_at: db.clock().now(),
        is_recording: false,
        http_status: Some(200),
        etag: None,
        body,
    };
    let tx = db.begin().await.unwrap();
    patents::record(&tx, &snapshot, &facts).await.unwrap();
    tx.commit().await.unwrap();
}

async fn the_right(patents: &Patents) -> PatentId {
    patents
        .find(&application("202010000001.1", Office::CN))
        .await
        .unwrap()
        .unwrap()
}

const GRANTED: (&str, &str, &str) = ("GR01", "2025-06-03", "PATENT GRANT");
const PLEDGED: (&str, &str, &str) = (
    "PE01",
    "2026-02-03",
    "ENTRY INTO FORCE OF THE REGISTRATION OF THE CONTRACT FOR PLEDGE OF PATENT RIGHT",
);
const LAPSED: (&str, &str, &str) = (
    "CF01",
    "2026-04-07",
    "TERMINATION OF PATENT RIGHT DUE TO NON-PAYMENT OF ANNUAL FEE",
);

testkit::on_both! {
    async fn every_stored_assessment_follows_from_its_evidence(db: &TestDb) {
        let Some(dir) = testkit::data_dir() else { return };
        let patents = Patents::new((**db).clone());
        patents.import_files(&Caller::system("test"), &[dir.join("patents")], |_, _| {}).await.unwrap();
        let (mut after, mut compared) = (None, 0);
        loop {
            let ids = patents.ids_after(db.primary(), after, 50).await.unwrap();
            let Some(last) = ids.last() else { break };
            after = Some(*last);
            for id in ids {
                let (count, mismatches) = patents.verify(id).await.unwrap();
                assert_eq!(mismatches, [], "{id}");
                compared += count;
            }
        }
        assert!(compared >= 45, "{compared}");
    }

    async fn what_was_known_on_a_day_is_shown_as_it_was_known(db: &TestDb) {
        let patents = Patents::new((**db).clone());
        db.clock.set(at("2026-01-10T00:00:00Z"));
        answer(&patents, "legal.xml", &chinese(&[GRANTED])).await;
        let id = the_right(&patents).await;
        db.clock.set(at("2026-03-01T00:00:00Z"));
        answer(&patents, "legal.xml", &chinese(&[GRANTED, PLEDGED])).await;
        db.clock.set(at("2026-05-01T00:00:00Z"));
        answer(&patents, "legal.xml", &chinese(&[GRANTED, PLEDGED, LAPSED])).await;

        assert_eq!(panel(&patents, id).await.status.value, LegalStatus::Lapsed);
        for (moment, status, burdens) in [
            ("2026-01-09T00:00:00Z", None, 0),
            ("2026-02-01T00:00:00Z", Some(LegalStatus::InForce), 0),
            ("2026-03-01T00:00:00Z", Some(LegalStatus::InForce), 1),
            // The gazette of 7 April was read on 1 May.
            ("2026-04-30T00:00:00Z", Some(LegalStatus::InForce), 1),
            ("2026-05-02T00:00:00Z", Some(LegalStatus::Lapsed), 1),
        ] {
            let known = patents.known_at(&[id], at(moment)).await.unwrap().pop().map(|known| known.panel);
            assert_eq!(known.as_ref().map(|panel| panel.status.value), status, "{moment}");
            assert_eq!(known.map_or(0, |panel| panel.open_encumbrances().count()), burdens, "{moment}");
        }
        let history = patents.history(id, &PageRequest::first(2)).await.unwrap();
        assert_eq!((history.total, history.has_next), (Some(3), true));
        let told: Vec<_> = history.items.iter().map(|(_, item)| (item.seq, item.panel.status.value)).collect();
        assert_eq!(told, [(3, LegalStatus::Lapsed), (2, LegalStatus::InForce)]);
        assert_eq!(patents.verify(id).await.unwrap(), (3, vec![]));
    }

    async fn an_entry_that_its_register_takes_back_is_marked_and_no_longer_counts(db: &TestDb) {
        let patents = Patents::new((**db).clone());
        live(db, &chinese(&[GRANTED, LAPSED])).await;
        let id = the_right(&patents).await;
        assert_eq!(panel(&patents, id).await.status.value, LegalStatus::Lapsed);
        let marks = |events: kernel::Page<patents::RecordedEvent>| -> BTreeMap<String, Option<Mark>> {
            events.items.into_iter().map(|(_, event)| (event.code, event.mark)).collect()
        };
        db.clock.set(at("2026-07-01T00:00:00Z"));
        live(db, &chinese(&[GRANTED])).await;
        assert_eq!(panel(&patents, id).await.status.value, LegalStatus::InForce);
        let told = marks(patents.events(id, &PageRequest::first(50)).await.unwrap());
        assert_eq!((told["CF01"], told["GR01"]), (Some(Mark::Retracted), None));
        // It tells it again, in an answer that was given before: the same body is new evidence only once.
        db.clock.set(at("2026-07-02T00:00:00Z"));
        live(db, &chinese(&[LAPSED, GRANTED])).await;
        assert_eq!(panel(&patents, id).await.status.value, LegalStatus::Lapsed);
        let told = marks(patents.events(id, &PageRequest::first(50)).await.unwrap());
        assert_eq!(told["CF01"], Some(Mark::Restated));
    }

    async fn of_two_files_of_one_name_the_one_of_the_later_day_counts_whichever_was_read_first(db: &TestDb) {
        let patents = Patents::new((**db).clone());
        answer(&patents, "legal.xml", &chinese(&[GRANTED, LAPSED])).await;
        let id = the_right(&patents).await;
        answer(&patents, "legal.xml", &chinese(&[GRANTED])).await;
        assert_eq!(panel(&patents, id).await.status.value, LegalStatus::Lapsed, "an older file takes nothing back");
    }

    async fn any_order_of_arrival_gives_the_same_state(db: &TestDb) {
        let patents = Patents::new((**db).clone());
        answer(&patents, "c.xml", &chinese(&[LAPSED])).await;
        answer(&patents, "a.xml", &chinese(&[PLEDGED])).await;
        answer(&patents, "b.xml", &chinese(&[GRANTED])).await;
        let shown = panel(&patents, the_right(&patents).await).await;
        assert_eq!(shown.status.value, LegalStatus::Lapsed);
        assert_eq!(shown.open_encumbrances().count(), 1);
    }

    async fn a_day_that_changes_nothing_stores_nothing_and_one_that_does_stores_why(db: &TestDb) {
        let patents = Patents::new((**db).clone());
        db.clock.set(at("2026-01-10T00:00:00Z"));
        answer(&patents, "legal.xml", &chinese(&[GRANTED])).await;
        let id = the_right(&patents).await;
        db.clock.set(at("2026-01-11T00:00:00Z"));
        assert_eq!(patents.reassess_after(None, 10).await.unwrap(), (Some(id), 0));
        assert_eq!(patents.reassess_after(Some(id), 10).await.unwrap(), (None, 0));
        // Twenty years from the filing.
        db.clock.set(at("2040-01-03T00:00:00Z"));
        assert_eq!(patents.reassess_after(None, 10).await.unwrap().1, 1);
        assert_eq!(patents.reassess_after(None, 10).await.unwrap().1, 0, "twice changes nothing");
        let newest = patents.history(id, &PageRequest::first(1)).await.unwrap().items.remove(0).1;
        assert_eq!((newest.cause, newest.panel.status.value), (Cause::Calendar, LegalStatus::Expired));
        assert_eq!(patents.verify(id).await.unwrap(), (2, vec![]));
    }

    async fn what_the_sample_register_states_is_what_is_shown(db: &TestDb) {
        // The day the register was written.
        db.clock.set(at("2026-11-20T00:00:00Z"));
        let today = db.clock().today();
        let register = SampleRegister::shipped().unwrap();
        let numbers: Vec<_> = register
            .applications()
            .map(|text| PatentNumber::parse(text, None, today).unwrap())
            .collect();
        let stated: Vec<_> = numbers
            .iter()
            .map(|number| register.answer(number, today).unwrap().facts.rights.remove(0))
            .collect();
        let patents = Patents::new((**db).clone()).with_samples(register);
        for (number, stated) in numbers.iter().zip(stated) {
            let id = patents.look_up(number).await.unwrap().unwrap();
            let shown = panel(&patents, id).await;
            let name = number.display();
            assert_eq!(shown.status.value, stated.status.as_ref().unwrap().value, "{name}: {:?}", shown.status);
            if stated.expires_on.is_some() {
                assert_eq!(shown.expires_on, stated.expires_on, "{name}");
            }
            assert_eq!(shown.owners, stated.owners, "{name}");
            if let Some(fee) = stated.annuity.filter(|_| !shown.status.value.is_lost()) {
                let told = shown.annuity.unwrap();
                assert_eq!((told.next_due_on, told.state), (fee.next_due_on, fee.state), "{name}");
            }
            assert_eq!(shown.encumbrances.len(), stated.encumbrances.unwrap().len(), "{name}");
        }
    }
}
