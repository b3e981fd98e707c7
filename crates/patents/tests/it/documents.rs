//! Documents that people hand in for Chinese rights: who may decide, and what an approved one tells beside registers.

#![allow(clippy::unwrap_used, reason = "what cannot be read fails the test")]

use chrono::NaiveDate;
use files::{Files, Objects, Upload};
use kernel::{Caller, FileId, Forbidden, PageRequest, PatentId, Role};
use patents::{
    Confidence, EncumbranceKind, LegalStatus, NewSnapshot, Panel, Patents,
    documents::{
        DecideDocument, DocumentError, DocumentKind, DocumentReason, DocumentState, HandIn, PatentDocument,
        Stated, StatedBurden, StatedPayment,
    },
    facts::{Facts, OfficeStatus, RightFacts},
    number::{NumberForm, PatentNumber},
    record,
};
use sea_orm::ConnectionTrait;
use testkit::{TestDb, person as user};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn right(application: &str) -> RightFacts {
    let today = testkit::start_of_test_time().date_naive();
    RightFacts {
        application: Some(PatentNumber::parse_as(application, None, NumberForm::Application, today).unwrap()),
        filed_on: Some(day("2020-01-02")),
        granted_on: Some(day("2022-03-01")),
        ..RightFacts::default()
    }
}

struct World<'a> {
    db: &'a TestDb,
    patents: Patents,
    files: Files,
    founder: Caller,
    reviewer: Caller,
    right: PatentId,
}

impl<'a> World<'a> {
    async fn new(db: &'a TestDb) -> World<'a> {
        Self::of(db, "CN 202010000001.1").await
    }

    async fn of(db: &'a TestDb, application: &str) -> World<'a> {
        let mut world = World {
            db,
            patents: Patents::new((**db).clone()),
            files: Files::new(files::Parts {
                db: (**db).clone(),
                vault: db::Vault::new("a master key that only tests may have").unwrap(),
                objects: Objects::in_memory(),
                settings: files::Settings::default(),
            }),
            founder: user(db, &[Role::Founder]).await,
            reviewer: user(db, &[Role::Reviewer]).await,
            right: PatentId::from_uuid(uuid::Uuid::nil()),
        };
        world.right = world.register_tells(&right(application)).await;
        world
    }

    /// A register's answer of today.
    async fn register_tells(&self, told: &RightFacts) -> PatentId {
        let snapshot = NewSnapshot {
            source: "epo-ops",
            call: &told.numbers().next().unwrap().key(),
            kind: "family",
            fetched_at: self.db.clock().now(),
            is_recording: false,
            http_status: Some(200),
            etag: None,
            body: &serde_json::to_string(told).unwrap(),
        };
        let tx = self.db.begin().await.unwrap();
        let facts = Facts::of("family", vec![told.clone()]);
        let recorded = record(&tx, &snapshot, &facts).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        recorded[0].patent_id
    }

    async fn upload(&self, caller: &Caller) -> FileId {
        let upload = Upload {
            name: "副本.pdf".to_owned(),
            bytes: b"%PDF-1.4\ntrailer<<>>\nstartxref\n9\n%%EOF\n".to_vec().into(),
        };
        self.files.stage(caller, upload).await.unwrap().id
    }

    async fn hand_in(&self, kind: DocumentKind, stated: Stated) -> Result<PatentDocument, DocumentError> {
        let request = HandIn {
            patent_id: self.right,
            kind,
            stated,
            upload: self.upload(&self.founder).await,
        };
        self.patents.hand_in_document(&self.founder, request).await
    }

    async fn decide(
        &self,
        id: kernel::PatentDocumentId,
        approve: bool,
    ) -> Result<PatentDocument, DocumentError> {
        self.patents.take_document(&self.reviewer, id).await?;
        let request = DecideDocument {
            id,
            approve,
            reason: (!approve).then_some(DocumentReason::SaysOtherwise),
            note: None,
        };
        self.patents.decide_document(&self.reviewer, request).await
    }

    async fn approve(&self, kind: DocumentKind, stated: Stated) {
        let document = self.hand_in(kind, stated).await.unwrap();
        self.decide(document.id, true).await.unwrap();
    }

    async fn panel(&self) -> Panel {
        self.patents.panels(&[self.right]).await.unwrap().pop().unwrap()
    }

    async fn opens(&self, caller: &Caller, document: &PatentDocument) -> bool {
        let link = self.files.link(caller, document.file_id).unwrap();
        let signed = link.strip_prefix(files::LINK_PATH).unwrap();
        self.files.open(caller, signed).await.is_ok()
    }
}

fn extract(issued_on: &str, words: &str) -> Stated {
    Stated {
        issued_on: day(issued_on),
        case_status: Some(words.to_owned()),
        owners: vec!["苏州澜穹固态电池有限公司".to_owned()],
        ..Stated::default()
    }
}

fn office(value: LegalStatus, on: &str) -> RightFacts {
    RightFacts {
        status: Some(OfficeStatus {
            value,
            code: None,
            text: kernel::LocalizedText::default(),
            as_of: Some(day(on)),
            reason: None,
            confidence: Confidence::OfficeCurrent,
        }),
        ..right("CN 202010000001.1")
    }
}

const EXTRACT: DocumentKind = DocumentKind::RegisterExtract;

testkit::on_both! {
    async fn an_approved_extract_is_evidence_and_says_that_it_is_a_document(db: &TestDb) {
        let world = World::new(db).await;
        assert_eq!(world.panel().await.status.value, LegalStatus::Unknown);
        let stated = Stated {
            payments: vec![StatedPayment { year: 7, paid_on: day("2025-12-20") }],
            burdens: vec![StatedBurden {
                kind: EncumbranceKind::Security, holder: "中国银行".to_owned(), effective_on: Some(day("2025-11-03")),
            }],
            ..extract("2026-05-20", "专利权维持")
        };
        let document = world.hand_in(EXTRACT, stated).await.unwrap();
        assert_eq!(world.panel().await.status.value, LegalStatus::Unknown, "handed in tells nothing");
        let approved = world.decide(document.id, true).await.unwrap();
        assert_eq!(approved.state, DocumentState::Approved);

        let panel = world.panel().await;
        assert_eq!((panel.status.value, panel.status.confidence), (LegalStatus::InForce, Confidence::Documented));
        assert_eq!((panel.status.source.as_str(), panel.status.as_of), ("document", Some(day("2026-05-20"))));
        assert_eq!(panel.owners[0].name.zh_hans.as_deref(), Some("苏州澜穹固态电池有限公司"));
        assert_eq!(panel.open_encumbrances().count(), 1);
        let fee = panel.annuity.unwrap();
        assert_eq!(fee.next_due_on, Some(day("2027-01-02")), "year 8 falls due before it begins");
        let evidence = world.patents.evidence(world.right, 10).await.unwrap();
        assert!(evidence.iter().any(|snapshot| snapshot.source == "document"));
        let (compared, mismatches) = world.patents.verify(world.right).await.unwrap();
        assert!(compared > 0 && mismatches.is_empty(), "reproducible: {mismatches:?}");
    }

    async fn a_register_is_believed_before_a_document(db: &TestDb) {
        let world = World::new(db).await;
        world.register_tells(&office(LegalStatus::Lapsed, "2026-01-01")).await;
        world.approve(EXTRACT, extract("2026-05-20", "专利权维持")).await;
        assert_eq!(world.panel().await.status.value, LegalStatus::Lapsed, "no document brings back what a register ended");
    }

    async fn a_document_newer_than_a_register_that_tells_of_life_counts(db: &TestDb) {
        let world = World::new(db).await;
        world.register_tells(&office(LegalStatus::InForce, "2026-01-01")).await;
        world.approve(EXTRACT, extract("2026-05-20", "未缴年费终止失效")).await;
        let panel = world.panel().await;
        assert_eq!((panel.status.value, panel.status.confidence), (LegalStatus::Lapsed, Confidence::Documented));
        db.clock.advance(chrono::TimeDelta::days(40));
        world.register_tells(&office(LegalStatus::InForce, "2026-07-01")).await;
        assert_eq!(world.panel().await.status.confidence, Confidence::OfficeCurrent);
    }

    async fn owners_in_a_register_are_not_replaced_by_a_document_and_burdens_of_both_stand(db: &TestDb) {
        let world = World::new(db).await;
        world.register_tells(&RightFacts {
            owners: vec![patents::facts::Party::named("甲科技有限公司", None)],
            encumbrances: Some(Vec::new()),
            ..right("CN 202010000001.1")
        }).await;
        let stated = Stated {
            burdens: vec![StatedBurden { kind: EncumbranceKind::Preservation, holder: "某法院".to_owned(), effective_on: None }],
            ..extract("2026-05-20", "专利权维持")
        };
        world.approve(EXTRACT, stated).await;
        let panel = world.panel().await;
        assert_eq!(panel.owners[0].name.zh_hans.as_deref(), Some("甲科技有限公司"));
        assert_eq!(panel.open_encumbrances().map(|burden| burden.kind).collect::<Vec<_>>(), [EncumbranceKind::Preservation]);
    }

    async fn a_newer_extract_takes_the_place_of_an_older_one(db: &TestDb) {
        let world = World::new(db).await;
        let stated = Stated {
            burdens: vec![StatedBurden { kind: EncumbranceKind::Security, holder: "中国银行".to_owned(), effective_on: None }],
            ..extract("2026-04-20", "等年费滞纳金")
        };
        world.approve(EXTRACT, stated).await;
        let before = world.panel().await;
        assert_eq!(before.open_encumbrances().count(), 1);
        assert_eq!(before.annuity.unwrap().state, patents::AnnuityState::OverdueInGrace);
        world.approve(EXTRACT, Stated {
            payments: vec![StatedPayment { year: 7, paid_on: day("2026-05-01") }],
            ..extract("2026-05-20", "专利权维持")
        }).await;
        let after = world.panel().await;
        assert_eq!(after.open_encumbrances().count(), 0);
        assert_ne!(after.annuity.unwrap().state, patents::AnnuityState::OverdueInGrace);
    }

    async fn a_late_fee_of_an_extract_is_over_when_it_was_paid_or_a_register_tells_of_none(db: &TestDb) {
        let late = patents::AnnuityState::OverdueInGrace;
        let world = World::new(db).await;
        world.approve(EXTRACT, extract("2026-02-20", "等年费滞纳金")).await;
        assert_eq!(world.panel().await.annuity.unwrap().state, late);
        let receipt = |paid_on: &str| Stated {
            issued_on: day("2026-05-20"),
            payments: vec![StatedPayment { year: 7, paid_on: day(paid_on) }],
            ..Stated::default()
        };
        world.approve(DocumentKind::FeeReceipt, receipt("2026-02-19")).await;
        assert_eq!(world.panel().await.annuity.unwrap().state, late, "paid before the extract that still waits for it");
        world.approve(DocumentKind::FeeReceipt, receipt("2026-02-27")).await;
        let paid = world.panel().await.annuity.unwrap();
        assert_ne!(paid.state, late);
        assert_eq!(paid.next_due_on, Some(day("2027-01-02")));

        world.approve(EXTRACT, extract("2026-05-21", "等年费滞纳金")).await;
        assert_eq!(world.panel().await.annuity.unwrap().state, late, "a newer extract tells of another late fee");
        world.register_tells(&office(LegalStatus::InForce, "2026-05-21")).await;
        assert_eq!(world.panel().await.annuity.unwrap().state, late, "of the same day");
        world.register_tells(&office(LegalStatus::InForce, "2026-05-22")).await;
        assert_ne!(world.panel().await.annuity.unwrap().state, late);
    }

    async fn owners_of_an_extract_are_on_record_until_the_gazette_tells_that_the_right_passed_on(db: &TestDb) {
        let world = World::new(db).await;
        world.approve(EXTRACT, extract("2026-05-20", "专利权维持")).await;
        let owner = async || {
            let owners = world.panel().await.owners;
            owners.first().map(|owner| owner.name.best(kernel::Locale::ZhHans).0.to_owned())
        };
        assert_eq!(owner().await.as_deref(), Some("苏州澜穹固态电池有限公司"));
        let told = async |on: &str, text: &str| {
            let transfer = patents::facts::LegalEvent {
                code: "TR01".to_owned(), office: patents::number::Office::CN, scheme: patents::facts::Scheme::Inpadoc, territory: None,
                on: Some(day(on)), text: kernel::LocalizedText::default(), detail: [("free_text".to_owned(), text.to_owned())].into(),
            };
            world.register_tells(&RightFacts { events: vec![transfer], ..right("CN 202010000001.1") }).await;
        };
        let majors = async || {
            let rows = db.primary().query_all_raw(db::sql(db.primary(),
                "SELECT sub FROM patent_changes WHERE kind = 'owner_changed' AND severity = 'major'", [])).await.unwrap();
            rows.len()
        };
        told("2026-05-10", "Patentee after: B Battery Co., Ltd.").await;
        assert_eq!((owner().await.as_deref(), majors().await), (Some("苏州澜穹固态电池有限公司"), 0), "the extract is newer");
        told("2026-05-25", "Patentee after: B Battery Co., Ltd.").await;
        assert_eq!((owner().await.as_deref(), majors().await), (Some("B Battery Co., Ltd."), 1), "whoever that is in Chinese");
        told("2026-05-28", "").await;
        assert_eq!((owner().await, majors().await), (None, 2), "to whom is not told");
        world.approve(EXTRACT, Stated { owners: vec!["丙大学".to_owned()], ..extract("2026-05-29", "专利权维持") }).await;
        assert_eq!(owner().await.as_deref(), Some("丙大学"));
    }

    async fn extracts_of_one_day_tell_the_worse_whichever_was_approved_first(db: &TestDb) {
        let burdened = || Stated {
            burdens: vec![StatedBurden { kind: EncumbranceKind::Security, holder: "中国银行".to_owned(), effective_on: None }],
            ..extract("2026-05-20", "未缴年费终止失效")
        };
        for first in [true, false] {
            let world = World::of(db, if first { "CN 202010000002.6" } else { "CN 202010000003.0" }).await;
            let alive = extract("2026-05-20", "专利权维持");
            let (a, b) = if first { (alive, burdened()) } else { (burdened(), alive) };
            world.approve(EXTRACT, a).await;
            world.approve(EXTRACT, b).await;
            let panel = world.panel().await;
            assert_eq!((panel.status.value, panel.open_encumbrances().count()), (LegalStatus::Lapsed, 1), "{first}");
        }
    }

    async fn one_reviewer_works_on_a_document_and_never_on_their_own(db: &TestDb) {
        let world = World::new(db).await;
        let document = world.hand_in(EXTRACT, extract("2026-05-20", "专利权维持")).await.unwrap();
        let second = user(db, &[Role::Reviewer]).await;
        let both = user(db, &[Role::Reviewer, Role::Founder]).await;
        let patents = &world.patents;
        assert!(!world.opens(&world.reviewer, &document).await, "not before it is taken");
        patents.take_document(&world.reviewer, document.id).await.unwrap();
        assert!(world.opens(&world.reviewer, &document).await);
        assert!(matches!(patents.take_document(&second, document.id).await, Err(DocumentError::Held)));
        let request = DecideDocument { id: document.id, approve: true, reason: None, note: None };
        assert!(matches!(patents.decide_document(&second, request.clone()).await, Err(DocumentError::NotTaken)));
        patents.release_document(&world.reviewer, document.id).await.unwrap();
        assert!(!world.opens(&world.reviewer, &document).await);
        patents.take_document(&second, document.id).await.unwrap();
        let stale = Caller { standing: kernel::Standing { proved: false, ..kernel::Standing::FULL }, ..second.clone() };
        let unproved = patents.decide_document(&stale, request.clone()).await;
        assert!(matches!(unproved, Err(DocumentError::Forbidden(Forbidden::ProveFirst))), "{unproved:?}");
        patents.decide_document(&second, request.clone()).await.unwrap();
        assert!(matches!(patents.decide_document(&second, request).await, Err(DocumentError::Decided)));

        let own = patents.hand_in_document(&both, HandIn {
            patent_id: world.right, kind: EXTRACT, stated: extract("2026-05-21", "专利权维持"), upload: world.upload(&both).await,
        }).await.unwrap();
        assert!(matches!(
            patents.take_document(&both, own.id).await,
            Err(DocumentError::Forbidden(Forbidden::OwnCase))
        ));
        let stranger = user(db, &[Role::Investor]).await;
        assert!(matches!(patents.withdraw_document(&stranger, own.id).await, Err(DocumentError::NotFound)));
        assert_eq!(patents.find_document(&stranger, own.id).await.unwrap(), None);
        patents.withdraw_document(&both, own.id).await.unwrap();
        let queue = patents.document_queue(&world.reviewer, &PageRequest::first(10)).await.unwrap();
        assert_eq!(queue.items.len(), 0);
    }

    async fn a_refusal_has_a_reason_and_changes_nothing(db: &TestDb) {
        let world = World::new(db).await;
        let document = world.hand_in(EXTRACT, extract("2026-05-20", "专利权维持")).await.unwrap();
        world.patents.take_document(&world.reviewer, document.id).await.unwrap();
        let bare = DecideDocument { id: document.id, approve: false, reason: None, note: None };
        assert!(matches!(world.patents.decide_document(&world.reviewer, bare.clone()).await, Err(DocumentError::Invalid(_))));
        let other = DecideDocument { reason: Some(DocumentReason::Other), ..bare };
        assert!(matches!(world.patents.decide_document(&world.reviewer, other).await, Err(DocumentError::Invalid(_))));
        let refused = world.decide(document.id, false).await.unwrap();
        assert_eq!((refused.state, refused.reason), (DocumentState::Refused, Some(DocumentReason::SaysOtherwise)));
        assert_eq!(world.panel().await.status.value, LegalStatus::Unknown);
    }

    async fn documents_are_taken_where_no_register_can_be_asked_and_say_what_they_are(db: &TestDb) {
        let world = World::new(db).await;
        let us = world.register_tells(&right("US 17/248,024")).await;
        let refused = world.patents.hand_in_document(&world.founder, HandIn {
            patent_id: us, kind: EXTRACT, stated: extract("2026-05-20", "专利权维持"), upload: world.upload(&world.founder).await,
        }).await;
        assert!(matches!(refused, Err(DocumentError::RegisterIsAsked { office }) if office == "US"));
        let number = PatentNumber::parse_as("CN 213520187 U", None, NumberForm::Grant, day("2026-06-01")).unwrap();
        let granted = world.register_tells(&RightFacts { grant: Some(number), application: None, ..RightFacts::default() }).await;
        let refused = world.patents.hand_in_document(&world.founder, HandIn {
            patent_id: granted, kind: EXTRACT, stated: extract("2026-05-20", "专利权维持"), upload: world.upload(&world.founder).await,
        }).await;
        assert!(matches!(refused, Err(DocumentError::ApplicationUnknown)), "{refused:?}");
        let Err(DocumentError::Invalid(wrong)) = world.hand_in(EXTRACT, Stated { issued_on: day("2027-01-01"), ..Stated::default() }).await else {
            panic!("everything wrong is listed");
        };
        let fields: Vec<_> = wrong.iter().map(|violation| violation.field.as_str()).collect();
        assert_eq!(fields, ["issued_on", "case_status", "owners"]);
        let foreign = HandIn {
            patent_id: world.right, kind: EXTRACT, stated: extract("2026-05-20", "专利权维持"),
            upload: world.upload(&world.reviewer).await,
        };
        assert!(matches!(
            world.patents.hand_in_document(&world.founder, foreign).await,
            Err(DocumentError::Invalid(wrong)) if wrong[0].field == "upload_id"
        ));
        let investor = user(db, &[Role::Investor]).await;
        let request = HandIn {
            patent_id: world.right, kind: EXTRACT, stated: extract("2026-05-20", "专利权维持"), upload: world.upload(&investor).await,
        };
        assert!(matches!(
            world.patents.hand_in_document(&investor, request).await,
            Err(DocumentError::Forbidden(Forbidden::NeedsRole(Role::Founder)))
        ));
    }
}
