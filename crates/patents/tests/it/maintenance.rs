//! The file of maintenance-fee events against both databases. All lines are synthetic, in the documented columns.

use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use kernel::{Caller, PatentId};
use patents::{
    ImportError, LegalStatus, MaintenanceReport, Panel, Patents,
    number::{NumberForm, Office, PatentNumber},
};

fn grant(text: &str) -> PatentNumber {
    let today = testkit::start_of_test_time().date_naive();
    PatentNumber::parse_as(text, Some(Office::US), NumberForm::Grant, today).unwrap()
}

/// An event of a patent that was filed on 4 May 2014 and granted on 5 May 2015.
fn event(grant: &str, application: &str, code: &str, on: &str) -> String {
    format!("{grant:0>13} {application} N 20140504 20150505 {on} {code:<5}\r\n")
}

/// A file wrapper, synthetic: "Patented Case" as of 1 June 2019.
fn wrapper(application: &str, grant: &str) -> String {
    format!(
        r#"{{"patentFileWrapperDataBag":[{{"applicationNumberText":"{application}","lastIngestionDateTime":"2019-06-01T00:00:00",
        "applicationMetaData":{{"applicationStatusCode":150,"applicationStatusDate":"2015-04-15",
        "applicationStatusDescriptionText":"Patented Case","filingDate":"2014-05-04","grantDate":"2015-05-05",
        "patentNumber":"{grant}","inventionTitle":"SYNTHETIC LAMP","applicationTypeCode":"UTL"}},
        "parentContinuityBag":[],"patentTermAdjustmentData":{{"adjustmentTotalQuantity":0}}}}]}}"#
    )
}

struct Stage {
    patents: Patents,
    dir: tempfile::TempDir,
}

impl Stage {
    /// Two patents are kept here.
    async fn new(db: &testkit::TestDb) -> Self {
        let stage = Self {
            patents: Patents::new((**db).clone()),
            dir: tempfile::tempdir().unwrap(),
        };
        for (application, grant) in [("14200001", "9000001"), ("14200002", "9000002")] {
            let file = stage.file(&format!("{grant}.json"), wrapper(application, grant));
            let report = stage
                .patents
                .import_files(&Caller::system("test"), &[file], |_, _| {})
                .await
                .unwrap();
            assert_eq!(report.rights_added, 1, "{report:#?}");
        }
        stage
    }

    fn file(&self, name: &str, body: impl AsRef<[u8]>) -> PathBuf {
        let path = self.dir.path().join(name);
        std::fs::write(&path, body).unwrap();
        path
    }

    async fn import(&self, path: &Path) -> Result<MaintenanceReport, ImportError> {
        self.patents
            .import_maintenance(&Caller::system("test"), path, |_| ControlFlow::Continue(()))
            .await
    }

    async fn panel(&self, number: &str) -> Panel {
        let id = self.id(number).await;
        self.patents.panels(&[id]).await.unwrap().pop().unwrap()
    }

    async fn id(&self, number: &str) -> PatentId {
        self.patents.find(&grant(number)).await.unwrap().unwrap()
    }

    /// What is kept of the file for a patent: the calls.
    async fn evidence(&self, number: &str) -> Vec<String> {
        let id = self.id(number).await;
        let all = self.patents.evidence(id, 50).await.unwrap();
        all.into_iter()
            .filter(|snapshot| snapshot.source == "uspto-maintenance")
            .map(|snapshot| snapshot.call)
            .collect()
    }
}

testkit::on_both! {
    async fn what_expired_is_lapsed_and_what_was_reinstated_lives(db: &TestDb) {
        let stage = Stage::new(db).await;
        let paid = event("9000001", "14200001", "M1551", "20181101");
        let gone = event("9000001", "14200001", "EXP.", "20230612");
        let stranger = event("8999999", "14199999", "EXP.", "20230612");
        let other = event("9000002", "14200002", "M1551", "20181105") + &event("9000002", "14200002", "M1552", "20221104");
        let file = stage.file("MaintFeeEvents_20260525.txt", format!("{gone}{paid}{stranger}{other}"));
        let report = stage.import(&file).await.unwrap();
        assert_eq!((report.lines, report.patents, report.known, report.kept), (5, 3, 2, 2), "{report:#?}");
        assert_eq!((report.events_added, report.refused, report.finished), (4, 0, true), "{report:#?}");
        assert_eq!(stage.patents.count().await.unwrap(), 2, "strangers are not kept");
        let shown = stage.panel("9000001").await;
        assert_eq!((shown.status.value, shown.status.reason.as_deref()), (LegalStatus::Lapsed, Some("NON_PAYMENT")));
        assert_eq!(stage.panel("9000002").await.status.value, LegalStatus::InForce);
        assert_eq!(stage.evidence("9000001").await, ["maintenance-fee events, US 9,000,001"]);

        // The same file once more, under another day: nothing is new.
        let later = stage.file("MaintFeeEvents_20260601.txt", std::fs::read(&file).unwrap());
        for file in [&file, &later] {
            let again = stage.import(file).await.unwrap();
            assert_eq!((again.known, again.kept, again.unchanged, again.events_added), (2, 0, 2, 0), "{again:#?}");
        }
        assert_eq!(stage.evidence("9000001").await.len(), 1);

        db.clock.set("2026-08-01T00:00:00Z".parse().unwrap());
        let back = event("9000001", "14200001", "M1552", "20260720") + &event("9000001", "14200001", "EXPX", "20260721");
        let newer = stage.file("MaintFeeEvents_20260727.txt", format!("{back}{gone}{paid}"));
        assert_eq!(stage.import(&newer).await.unwrap().kept, 1);
        let shown = stage.panel("9000001").await;
        assert_eq!((shown.status.value, shown.status.reason.as_deref()), (LegalStatus::InForce, Some("RESTORED")));

        // An older file tells nothing of today.
        let older = stage.file("MaintFeeEvents_20230701.txt", &gone);
        assert_eq!(stage.import(&older).await.unwrap().kept, 1);
        assert_eq!(stage.panel("9000001").await.status.value, LegalStatus::InForce);
        assert_eq!(stage.patents.verify(stage.id("9000001").await).await.unwrap().1, []);
    }

    async fn lines_of_one_patent_that_stand_apart_are_one_answer(db: &TestDb) {
        let stage = Stage::new(db).await;
        let parts = [
            event("9000001", "14200001", "EXP.", "20230612"),
            event("9000002", "14200002", "M1551", "20181105"),
            event("9000001", "14200001", "M1551", "20181101"),
        ];
        let file = stage.file("MaintFeeEvents_20260525.txt", parts.concat());
        assert_eq!(stage.import(&file).await.unwrap().events_added, 3);
        assert_eq!(stage.panel("9000001").await.status.value, LegalStatus::Lapsed, "the first line counts as well");
        let again = stage.import(&file).await.unwrap();
        assert_eq!((again.kept, again.events_added), (0, 0), "{again:#?}");
        assert_eq!(stage.panel("9000001").await.status.value, LegalStatus::Lapsed);
    }

    async fn bad_lines_are_told_and_the_others_go_on(db: &TestDb) {
        let stage = Stage::new(db).await;
        let mut body = b"\r\nnot a line\r\n\xff\xfe\n".to_vec();
        body.extend(event("9000001", "14200001", "EXP.", "20239912").into_bytes());
        body.extend(event("9000001", "14200001", "F178", "20230612").into_bytes());
        body.extend(vec![b'x'; 100_000]);
        body.extend(b"\n");
        body.extend(event("9000002", "14200002", "EXP.", "20230612").trim_end().bytes());
        let file = stage.file("events.txt", body);
        let report = stage.import(&file).await.unwrap();
        let told: Vec<(u64, bool)> = report.refusals.iter().map(|bad| (bad.line, bad.reason.is_empty())).collect();
        assert_eq!(told, [(2, false), (3, false), (4, false), (6, false)], "{report:#?}");
        assert!(report.refusals[2].reason.contains("entry date"), "{report:#?}");
        assert_eq!((report.lines, report.refused, report.kept), (7, 4, 2), "{report:#?}");
        assert_eq!(report.unknown_codes.get("F178"), Some(&1));
        assert_eq!(stage.panel("9000002").await.status.value, LegalStatus::Lapsed);
        assert_eq!(stage.import(&file).await.unwrap().unchanged, 2);
    }

    async fn a_file_is_found_batch_by_batch_and_can_be_stopped(db: &TestDb) {
        let stage = Stage::new(db).await;
        // Strangers on both sides of the two, more than one batch of each.
        let mut body: String = (1..=1_500).map(|n| event(&format!("{}", 8_000_000 + n), "00000000", "REM.", "20180601")).collect();
        body += &event("9000001", "14200001", "EXP.", "20230612");
        body += &(1..=1_500).map(|n| event(&format!("{}", 8_500_000 + n), "00000000", "REM.", "20180601")).collect::<String>();
        body += &event("9000002", "14200002", "EXP.", "20230612");
        let file = stage.file("MaintFeeEvents_20260525.txt", &body);
        let mut told = Vec::new();
        let stopped = stage.patents
            .import_maintenance(&Caller::system("test"), &file, |progress| {
                told.push(progress);
                if progress.known > 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })
            .await
            .unwrap();
        assert_eq!((stopped.finished, stopped.known, stopped.kept), (false, 1, 1), "{stopped:#?}");
        assert!(told.iter().all(|progress| progress.of_bytes == body.len() as u64 && progress.bytes < progress.of_bytes));
        assert!(stage.evidence("9000002").await.is_empty(), "not reached");
        let before = db.statements();
        let report = stage.import(&file).await.unwrap();
        assert_eq!((report.finished, report.known, report.kept, report.unchanged), (true, 2, 1, 1), "{report:#?}");
        assert!(db.statements() - before < 120, "{} statements", db.statements() - before);
        assert_eq!(stage.panel("9000002").await.status.value, LegalStatus::Lapsed);
    }

    async fn a_sample_is_no_patent_of_the_file(db: &TestDb) {
        let samples = patents::SampleRegister::shipped().unwrap();
        let today = testkit::start_of_test_time().date_naive();
        let numbers: Vec<PatentNumber> = samples
            .applications()
            .filter_map(|text| PatentNumber::parse(text, None, today).ok())
            .filter(|number| number.office() == Office::US)
            .collect();
        let patents = Patents::new((**db).clone()).with_samples(samples);
        let stage = Stage { patents, dir: tempfile::tempdir().unwrap() };
        let mut body = event("7000001", "12100001", "EXP.", "20230612");
        for number in &numbers {
            stage.patents.look_up(number).await.unwrap().unwrap();
            let digits: String = number.display().chars().filter(char::is_ascii_digit).collect();
            body += &event("7000002", &digits, "EXP.", "20230612");
        }
        let report = stage.import(&stage.file("MaintFeeEvents_20260525.txt", body)).await.unwrap();
        assert_eq!((report.known, report.kept, report.refused), (0, 0, 0), "{report:#?}");
    }

    async fn what_is_no_such_file_is_refused_whole(db: &TestDb) {
        let stage = Stage::new(db).await;
        let zip = stage.file("MaintFeeEvents.zip", b"PK\x03\x04\x14\x00rest\n");
        assert!(matches!(stage.import(&zip).await, Err(ImportError::Packed(_))));
        let csv = stage.file("other.csv", "a,b\n".repeat(20_000));
        assert!(matches!(stage.import(&csv).await, Err(ImportError::NotMaintenance(_))));
        let binary = stage.file("binary", [0xff, 0x00, 0x0a]);
        assert!(matches!(stage.import(&binary).await, Err(ImportError::NotMaintenance(_))));
        let nowhere = stage.dir.path().join("nowhere.txt");
        assert!(matches!(stage.import(&nowhere).await, Err(ImportError::NotThere(_))));
        assert!(matches!(stage.import(stage.dir.path()).await, Err(ImportError::Unreadable { .. })));
        let empty = stage.import(&stage.file("empty.txt", "")).await.unwrap();
        assert!(empty.finished && empty.lines == 0);
        let nobody = stage.patents
            .import_maintenance(&Caller::anonymous(), &zip, |_| ControlFlow::Continue(()))
            .await;
        assert!(matches!(nobody, Err(ImportError::Forbidden(_))));
    }
}
