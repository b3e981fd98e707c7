//! Evidence, panels and look-ups on both databases.

use std::path::PathBuf;

use kernel::{Caller, PageRequest, PatentId};
use patents::{
    ImportReport, LegalStatus, Panel, Patents, SampleRegister,
    number::{NumberForm, Office, PatentNumber},
};
use sea_orm::ConnectionTrait;

fn today() -> chrono::NaiveDate {
    testkit::start_of_test_time().date_naive()
}

fn number(text: &str) -> PatentNumber {
    PatentNumber::parse(text, None, today()).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn application(text: &str, office: Office) -> PatentNumber {
    PatentNumber::parse_as(text, Some(office), NumberForm::Application, today()).unwrap()
}

async fn import(patents: &Patents, paths: &[PathBuf]) -> ImportReport {
    patents
        .import_files(&Caller::system("test"), paths, |_, _| {})
        .await
        .unwrap()
}

async fn panel(patents: &Patents, id: PatentId) -> Panel {
    patents.panels(&[id]).await.unwrap().pop().unwrap()
}

async fn events_of(patents: &Patents, id: PatentId) -> usize {
    let mut count = 0;
    let mut page = PageRequest::first(50);
    loop {
        let events = patents.events(id, &page).await.unwrap();
        count += events.items.len();
        if !events.has_next {
            return count;
        }
        page.after = events.end_cursor().cloned();
    }
}

fn write(dir: &tempfile::TempDir, name: &str, body: &str) {
    std::fs::write(dir.path().join(name), body).unwrap();
}

fn ops(members: &str) -> String {
    format!(
        "<ops:world-patent-data xmlns:ops='http://ops.epo.org'><ops:patent-family legal='true' total-result-count='1'>\
         {members}</ops:patent-family></ops:world-patent-data>"
    )
}

testkit::on_both! {
    async fn every_recorded_answer_is_kept_and_a_second_import_changes_nothing(db: &TestDb) {
        let Some(dir) = testkit::data_dir() else { return };
        let patents = Patents::new((**db).clone());
        let mut told = Vec::new();
        let report = patents
            .import_files(&Caller::system("test"), &[dir.join("patents")], |done, of| told.push((done, of)))
            .await
            .unwrap();
        assert_eq!(told.first().map(|(done, _)| *done), Some(0));
        assert!(told.last().is_some_and(|(done, of)| done == of), "{told:?}");
        assert_eq!(report.refused, [], "{report:#?}");
        assert!(report.kept >= 45 && report.rights_added >= 20, "{report:#?}");
        assert!(report.skipped.iter().any(|note| note.path.contains("error_403") && note.reason.contains("quota")), "{report:#?}");

        let ep = patents.find(&application("EP10167109", Office::EP)).await.unwrap().unwrap();
        // The legal answer and the family answer tell of the same 69 events; the register of its own.
        let of_legal = 69;
        assert!(events_of(&patents, ep).await > of_legal);
        let shown = panel(&patents, ep).await;
        assert_eq!(shown.status.value, LegalStatus::InForce, "four states paid, whatever the status line says");
        let states = shown.states.clone().unwrap();
        assert_eq!(states.in_force, ["DE", "FI", "GB", "SE"]);
        // INPADOC knows of no lapse in Hungary; the register does.
        assert_eq!((states.unconfirmed, states.ended.len()), (Vec::<String>::new(), 33));
        assert_eq!(shown.status.office_text.en.as_deref(), Some("No opposition filed within time limit"));
        assert_eq!((shown.number.as_str(), shown.office.as_str()), ("EP 2400812 B1", "EP"));
        assert_eq!(patents.find(&number("EP2400812B1")).await.unwrap(), Some(ep));
        assert!(patents.evidence(ep, 100).await.unwrap().len() >= 8);

        let us = patents.find(&number("17/248,024")).await.unwrap().unwrap();
        let shown = panel(&patents, us).await;
        assert_eq!((shown.status.value, shown.status.reason.as_deref()), (LegalStatus::Expired, Some("TERM")));
        assert_eq!(shown.expires_on, "2025-02-12".parse().ok());
        let cn = patents.find(&number("CN202211252548.6")).await.unwrap().unwrap();
        assert_eq!(panel(&patents, cn).await.status.value, LegalStatus::Refused, "the newer list counts");

        let before = (patents.count().await.unwrap(), events_of(&patents, ep).await, panel(&patents, ep).await);
        let again = import(&patents, &[dir.join("patents")]).await;
        assert_eq!((again.kept, again.known), (0, report.kept), "{again:#?}");
        assert_eq!((again.rights_added, again.rights_updated, again.events_added), (0, 0, 0));
        assert_eq!((patents.count().await.unwrap(), events_of(&patents, ep).await, panel(&patents, ep).await), before);
    }

    async fn a_bad_file_is_reported_and_the_others_go_on(db: &TestDb) {
        let dir = tempfile::tempdir().unwrap();
        write(&dir, "a_cut.xml", "<world-patent-data><patent-family>");
        write(&dir, "b_empty.json", "");
        write(&dir, "c_zero.json", r#"{"patentFileWrapperDataBag":[{"applicationNumberText":"17000001","eventDataBag":[{"eventCode":"A\u0000","eventDate":"2024-01-01"}]}]}"#);
        write(&dir, "d_zero.xml", "<fault>\u{0}</fault>");
        write(&dir, "e_stranger.json", r#"{"hello": "world"}"#);
        write(&dir, "f_good.json", r#"{"patentFileWrapperDataBag":[{"applicationNumberText":"17000002","applicationMetaData":{
            "applicationStatusCode":41,"applicationStatusDate":"2026-05-01","applicationStatusDescriptionText":"Non Final Action Mailed",
            "filingDate":"2021-01-05","inventionTitle":"LAMP","applicationTypeCode":"UTL"}}]}"#);
        std::fs::write(dir.path().join("g_bytes.json"), [0xff, 0xfe, 0x7b]).unwrap();
        let patents = Patents::new((**db).clone());
        let report = import(&patents, &[dir.path().to_owned()]).await;
        assert_eq!((report.files, report.kept, report.rights_added), (7, 1, 1), "{report:#?}");
        assert_eq!(report.refused.len(), 5, "{report:#?}");
        assert_eq!(report.skipped.len(), 1, "{report:#?}");
        let id = patents.find(&number("17/000,002")).await.unwrap().unwrap();
        let shown = panel(&patents, id).await;
        assert_eq!(shown.status.value, LegalStatus::UnderExamination);
        assert_eq!(shown.status.office_code.as_deref(), Some("41"));
    }

    async fn what_is_shown_never_outlives_the_term_or_the_time_to_pay(db: &TestDb) {
        let dir = tempfile::tempdir().unwrap();
        let registered = |number: &str, expires: &str, due: &str| format!(
            r#"{{"result":{{"statusCode":"100","errorMessage":"","remainAccessCount":"1","data":{{"applicationNumber":"{number}",
            "filingDate":"20070720","registrationNumber":"7533{}","registrationDate":"20100805","inventionTitle":"x",
            "rightPersonInformation":[],"expireDate":"{expires}","nextPensionPaymentDate":"{due}","lastPaymentYearly":"16",
            "erasureIdentifier":"00","disappearanceDate":"","updateDate":"20260501"}}}}}}"#, &number[7..]);
        write(&dir, "term.json", &registered("2007123456", "20260720", "20270805"));
        write(&dir, "fee.json", &registered("2010123457", "20400720", "20260805"));
        let patents = Patents::new((**db).clone());
        import(&patents, &[dir.path().to_owned()]).await;
        let term = patents.find(&application("JP2007-123456", Office::JP)).await.unwrap().unwrap();
        let fee = patents.find(&application("JP2010-123457", Office::JP)).await.unwrap().unwrap();
        assert_eq!(panel(&patents, term).await.status.value, LegalStatus::InForce);
        assert_eq!(panel(&patents, fee).await.status.value, LegalStatus::InForce);
        db.clock.set("2026-07-20T00:00:00Z".parse().unwrap());
        let shown = panel(&patents, term).await;
        assert_eq!((shown.status.value, shown.status.reason.as_deref()), (LegalStatus::Expired, Some("TERM")));
        // The fee fell due on 5 August; six months later nobody has looked again.
        db.clock.set("2027-02-05T12:00:00Z".parse().unwrap());
        assert_eq!(panel(&patents, fee).await.status.value, LegalStatus::InForce);
        db.clock.set("2027-02-06T00:00:00Z".parse().unwrap());
        let shown = panel(&patents, fee).await;
        assert_eq!((shown.status.value, shown.status.reason.as_deref()), (LegalStatus::Unknown, Some("FEE_WINDOW_PASSED")));
    }

    async fn an_old_statement_is_shown_as_stale(db: &TestDb) {
        let Some(dir) = testkit::data_dir() else { return };
        let patents = Patents::new((**db).clone());
        import(&patents, &[dir.join("patents/epo/register_biblio_EP14731659.xml")]).await;
        let id = patents.find(&application("EP14731659", Office::EP)).await.unwrap().unwrap();
        let shown = panel(&patents, id).await;
        assert_eq!(shown.status.value, LegalStatus::UnderExamination);
        assert_eq!(shown.status.as_of, "2016-05-10".parse().ok());
        assert!(shown.is_stale(testkit::start_of_test_time()), "ten years old");
    }

    async fn an_international_application_is_not_the_european_right_it_led_to(db: &TestDb) {
        let Some(dir) = testkit::data_dir() else { return };
        let patents = Patents::new((**db).clone());
        // The European right lists the WO publication among its documents.
        import(&patents, &[dir.join("patents/epo/register_biblio_EP14731659.xml")]).await;
        let files = tempfile::tempdir().unwrap();
        let reference = |country: &str, number: &str, kind: &str, on: &str| format!(
            "<document-id document-id-type='docdb'><country>{country}</country><doc-number>{number}</doc-number>\
             <kind>{kind}</kind><date>{on}</date></document-id>");
        write(&files, "wo.xml", &ops(&format!(
            "<ops:family-member family-id='1'><publication-reference>{}</publication-reference>\
             <application-reference>{}</application-reference></ops:family-member>",
            reference("WO", "2014206912", "A1", "20141231"), reference("EP", "2014063108", "W", "20140623"))));
        let report = import(&patents, &[files.path().to_owned()]).await;
        assert_eq!((report.rights_added, report.rights_updated), (1, 0), "{report:#?}");
        let pct = patents.find(&number("PCT/EP2014/063108")).await.unwrap().unwrap();
        let ep = patents.find(&application("EP14731659", Office::EP)).await.unwrap().unwrap();
        assert_ne!(pct, ep);
        assert_eq!(patents.find(&number("WO 2014/206912 A1")).await.unwrap(), Some(pct), "the right of its own office");
        assert_eq!(patents.find(&number("EP3013552A1")).await.unwrap(), Some(ep));
    }

    async fn a_document_known_before_its_application_becomes_one_right(db: &TestDb) {
        let Some(dir) = testkit::data_dir() else { return };
        let patents = Patents::new((**db).clone());
        let epo = dir.join("patents/epo");
        // The events name only the publication that was asked for.
        import(&patents, &[epo.join("register_events_EP2400812.xml")]).await;
        let early = patents.find(&number("EP2400812A1")).await.unwrap().unwrap();
        import(&patents, &[epo.join("register_biblio_EP2400812.xml")]).await;
        assert_eq!(patents.find(&application("EP10167109", Office::EP)).await.unwrap(), Some(early));
        assert_eq!(patents.count().await.unwrap(), 1);
    }

    async fn a_sample_is_found_by_any_of_its_numbers_and_marked(db: &TestDb) {
        let patents = Patents::new((**db).clone()).with_samples(SampleRegister::shipped().unwrap());
        let first = SampleRegister::shipped().unwrap().applications().next().map(number).unwrap();
        assert_eq!(patents.find(&first).await.unwrap(), None);
        let id = patents.look_up(&first).await.unwrap().unwrap();
        assert_eq!(patents.look_up(&first).await.unwrap(), Some(id));
        let shown = panel(&patents, id).await;
        assert!(shown.is_sample);
        for publication in &shown.publications {
            assert_eq!(patents.find(&number(&publication.number)).await.unwrap(), Some(id), "{}", publication.number);
        }
        assert_eq!(patents.look_up(&number("CN202311776587.0")).await.unwrap(), None);
        assert_eq!(patents.evidence(id, 10).await.unwrap().len(), 1);
    }

    async fn evidence_cannot_be_changed_or_removed(db: &TestDb) {
        let patents = Patents::new((**db).clone()).with_samples(SampleRegister::shipped().unwrap());
        let first = SampleRegister::shipped().unwrap().applications().next().map(number).unwrap();
        patents.look_up(&first).await.unwrap().unwrap();
        for table in ["patent_snapshots", "patent_events", "patent_evidence", "patent_facts", "patent_assessments"] {
            let conn = db.primary();
            assert!(conn.execute_unprepared(&format!("DELETE FROM {table}")).await.is_err(), "{table}");
            let update = match table {
                "patent_snapshots" => "UPDATE patent_snapshots SET body = 'x'".to_owned(),
                "patent_evidence" => "UPDATE patent_evidence SET snapshot_id = patent_id".to_owned(),
                "patent_assessments" => "UPDATE patent_assessments SET seq = seq + 1".to_owned(),
                other => format!("UPDATE {other} SET recorded_at = recorded_at"),
            };
            assert!(conn.execute_unprepared(&update).await.is_err(), "{table}");
        }
    }

    async fn panels_of_any_number_of_rights_cost_one_statement(db: &TestDb) {
        let register = SampleRegister::shipped().unwrap();
        let numbers: Vec<_> = register.applications().map(number).collect();
        let patents = Patents::new((**db).clone()).with_samples(register);
        let mut ids = Vec::new();
        for number in &numbers {
            ids.push(patents.look_up(number).await.unwrap().unwrap());
        }
        assert!(ids.len() >= 40);
        let before = db.statements();
        assert_eq!(patents.panels(&ids).await.unwrap().len(), ids.len());
        assert_eq!(db.statements() - before, 1);
    }

    async fn importing_needs_the_right_to_import(db: &TestDb) {
        let patents = Patents::new((**db).clone());
        let refused = patents.import_files(&Caller::anonymous(), &[], |_, _| {}).await;
        assert!(refused.is_err());
    }
}
