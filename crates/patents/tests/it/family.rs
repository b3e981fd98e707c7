//! Rights of one family, and owners that changed, as those who decide with them ask for them.

#![allow(clippy::unwrap_used, reason = "what cannot be read fails the test")]

use std::collections::HashMap;

use kernel::PatentId;
use patents::{
    NewSnapshot, Patents,
    facts::{Facts, FamilyMember, Party, RightFacts},
    number::{NumberForm, PatentNumber},
    record,
};
use testkit::TestDb;

fn right(application: &str) -> RightFacts {
    let today = testkit::start_of_test_time().date_naive();
    RightFacts {
        application: Some(PatentNumber::parse_as(application, None, NumberForm::Application, today).unwrap()),
        ..RightFacts::default()
    }
}

/// Keeps what a register says of a right in answer to one question; a new answer to it takes the place of the last.
async fn tell(db: &TestDb, told: &RightFacts) -> PatentId {
    let body = serde_json::to_string(told).unwrap();
    let snapshot = NewSnapshot {
        source: "epo-ops",
        call: &told.application.as_ref().unwrap().key(),
        kind: "family",
        fetched_at: db.clock().now(),
        is_recording: false,
        http_status: Some(200),
        etag: None,
        body: &body,
    };
    let tx = db.begin().await.unwrap();
    let facts = Facts::of("family", vec![told.clone()]);
    let recorded = record(&tx, &snapshot, &facts).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    db.clock.advance(chrono::TimeDelta::days(1));
    recorded[0].patent_id
}

async fn families(db: &TestDb, ids: &[PatentId]) -> HashMap<PatentId, Vec<PatentId>> {
    let tx = db.begin().await.unwrap();
    Patents::new((*db).clone()).families_in(&tx, ids).await.unwrap()
}

testkit::on_both! {
    async fn rights_are_of_one_family_while_a_register_says_so(db: &TestDb) {
        let of_family = |number, id: &str| RightFacts { family_id: Some(id.to_owned()), ..right(number) };
        let cn = tell(db, &of_family("CN 202010000001.1", "7")).await;
        let us = tell(db, &of_family("US 17/248,024", "7")).await;
        let ep = tell(db, &RightFacts {
            family: vec![FamilyMember { office: "CN".to_owned(), number: "CN 202010000001.1".to_owned() }],
            ..right("EP 11771550.8")
        }).await;
        let alone = tell(db, &of_family("US 17/248,025", "8")).await;

        let found = families(db, &[cn, us, alone]).await;
        let mut of_cn = found[&cn].clone();
        of_cn.sort();
        let mut expected = vec![us, ep];
        expected.sort();
        assert_eq!(of_cn, expected);
        assert_eq!(found[&us], [cn]);
        assert!(!found.contains_key(&alone));

        tell(db, &of_family("US 17/248,024", "9")).await;
        assert_eq!(families(db, &[cn]).await[&cn], [ep], "the register took it back");
    }

    async fn a_new_owner_is_a_change_of_owners_and_a_new_spelling_is_none(db: &TestDb) {
        let owned = |names: &[&str]| RightFacts {
            owners: names.iter().map(|name| Party::named(*name, None)).collect(),
            ..right("CN 202010000001.1")
        };
        let id = tell(db, &owned(&["Acme Ltd"])).await;
        tell(db, &owned(&["ACME LIMITED"])).await;
        let changed = async || {
            let tx = db.begin().await.unwrap();
            Patents::new((*db).clone()).owners_changed_in(&tx, &[id]).await.unwrap()
        };
        assert!(changed().await.is_empty());
        let before = db.clock().now();
        tell(db, &owned(&["Acme Ltd", "Bolt Inc."])).await;
        assert_eq!(changed().await, HashMap::from([(id, before)]), "who joins counts, from the moment it was learned");
        tell(db, &owned(&["Bolt Inc."])).await;
        assert!(changed().await[&id] > before);
    }
}
