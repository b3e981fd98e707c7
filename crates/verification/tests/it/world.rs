//! A small world to be verified in.

use std::sync::Arc;

use chrono::TimeDelta;
use db::{Vault, sql};
use files::{Files, Objects, Upload};
use kernel::{Caller, FileId, Role, VerificationId};
use sea_orm::ConnectionTrait;
use testkit::TestDb;
use verification::{
    Decide, Decision, DocumentKind, Facts, Kind, ListScreening, Parts, Reason, Settings, StateFacts,
    Verification, Verifications,
};

pub(crate) struct World<'a> {
    pub(crate) db: &'a TestDb,
    pub(crate) files: Files,
    pub(crate) verifications: Verifications,
    pub(crate) person: Caller,
    pub(crate) reviewer: Caller,
}

pub(crate) fn zhang() -> Facts {
    Facts {
        legal_name: "张伟".to_owned(),
        other_name: Some("Zhang Wei".to_owned()),
        country: "CN".to_owned(),
        born_on: "1980-05-04".parse().ok(),
        ..Facts::default()
    }
}

fn vault() -> Vault {
    Vault::new("a master key that only tests may have").unwrap()
}

impl<'a> World<'a> {
    pub(crate) async fn new(db: &'a TestDb) -> World<'a> {
        World {
            db,
            files: Files::new(files::Parts {
                db: (**db).clone(),
                vault: vault(),
                objects: Objects::in_memory(),
                settings: files::Settings::default(),
            }),
            verifications: Self::screening(db, ""),
            person: user(db, &[Role::Investor, Role::Founder]).await,
            reviewer: user(db, &[Role::Reviewer]).await,
        }
    }

    /// The service with a list of names.
    pub(crate) fn screening(db: &TestDb, list: &str) -> Verifications {
        Verifications::new(Parts {
            db: (**db).clone(),
            vault: vault(),
            screening: Arc::new(ListScreening::read(list)),
            settings: Settings {
                holds_for: TimeDelta::days(730),
            },
        })
    }

    pub(crate) async fn upload(&self, caller: &Caller) -> FileId {
        let bytes = b"%PDF-1.4\ntrailer<<>>\nstartxref\n9\n%%EOF\n".to_vec();
        let upload = Upload {
            name: "passport.pdf".to_owned(),
            bytes: bytes.into(),
        };
        self.files.stage(caller, upload).await.unwrap().id
    }

    pub(crate) async fn state(&self, kind: Kind, facts: Facts) -> verification::Result<Verification> {
        let request = StateFacts {
            kind,
            expected_version: None,
            facts,
        };
        self.verifications.state_facts(&self.person, request).await
    }

    /// A round with its document, handed in.
    pub(crate) async fn submitted(&self) -> Verification {
        let round = self.state(Kind::Person, zhang()).await.unwrap();
        let file = self.upload(&self.person).await;
        let attached = self
            .verifications
            .attach(&self.person, round.id, file, DocumentKind::Identity);
        let round = attached.await.unwrap();
        let submitted = self.verifications.submit(&self.person, round.id, round.version);
        submitted.await.unwrap()
    }

    pub(crate) async fn decide(
        &self,
        id: VerificationId,
        decision: Decision,
    ) -> verification::Result<Verification> {
        let round = self.verifications.claim(&self.reviewer, id).await?;
        let request = Decide {
            id,
            expected_version: round.version,
            decision,
            reason: (decision == Decision::Refuse).then_some(Reason::Unreadable),
            note: None,
        };
        self.verifications.decide(&self.reviewer, request).await
    }

    /// The names the person is verified under now.
    pub(crate) async fn names(&self) -> Vec<String> {
        let person = self.person.user_id().unwrap();
        let now = self.db.clock().now();
        let found = self
            .verifications
            .names_of(self.db.primary(), &[person], now)
            .await;
        let names = found.unwrap().remove(&person).unwrap_or_default();
        names.into_iter().map(|found| found.name).collect()
    }

    pub(crate) async fn find(&self, caller: &Caller, id: VerificationId) -> Option<Verification> {
        self.verifications.find(caller, id).await.unwrap()
    }
}

pub(crate) use testkit::person as user;

/// Every event told so far, in order.
pub(crate) async fn told(db: &TestDb) -> Vec<String> {
    let conn = db.primary();
    let rows = conn
        .query_all_raw(sql(conn, "SELECT kind FROM outbox ORDER BY id", []))
        .await
        .unwrap();
    rows.iter().map(|row| row.try_get("", "kind").unwrap()).collect()
}
