//! The map says of every column of both databases what it holds of people.

use std::collections::BTreeSet;

use privacy::{
    Gap, gaps,
    map::{Basis, Erasure, Kept, tables},
};
use sea_orm::ConnectionTrait;

testkit::on_both! {
    async fn every_table_and_column_of_the_database_is_in_the_map(db: &TestDb) {
        let found: Vec<String> = gaps(db).await.unwrap().iter().map(ToString::to_string).collect();
        assert!(found.is_empty(), "{found:#?}");
    }

    async fn a_table_or_a_column_that_nobody_classified_is_found(db: &TestDb) {
        let conn = db.primary();
        conn.execute_unprepared("CREATE TABLE diaries (id integer, entry text)").await.unwrap();
        conn.execute_unprepared("ALTER TABLE follows ADD COLUMN whim text").await.unwrap();
        let found = gaps(db).await.unwrap();
        let expected = [Gap::UnknownTable("diaries".to_owned()), Gap::UnknownColumn("follows".to_owned(), "whim".to_owned())];
        assert_eq!(found, expected);
    }

    async fn every_condition_of_the_map_can_be_asked(db: &TestDb) {
        // Nobody's data is gathered, erased and removed by every statement there is.
        let privacy = crate::world::privacy(db);
        let person = testkit::person(db, &[]).await.user_id().unwrap();
        let operator = kernel::Caller::system("operator");
        let export = privacy.export_of(&operator, person).await.unwrap();
        assert!(export.starts_with(b"PK"));
        assert!(privacy.overdue().await.unwrap().iter().all(|due| due.rows == 0));
        assert!(privacy.retain().await.unwrap().is_empty());
    }
}

#[test]
fn what_is_personal_has_a_basis_and_what_has_none_is_nobodys() {
    for table in tables() {
        assert_eq!(
            table.basis == Basis::Nobody,
            !table.is_personal() && table.secret.is_empty(),
            "{}",
            table.name
        );
    }
    let names: BTreeSet<_> = tables().map(|table| table.name).collect();
    assert_eq!(names.len(), tables().count(), "a table stands in the map once");
}

#[test]
fn money_and_evidence_are_never_removed_and_never_changed() {
    // Tables whose rows nobody may change: an erasure that tried would be refused by the database.
    let kept: BTreeSet<_> = tables()
        .filter(|table| table.name.starts_with("ledger_") || table.name.starts_with("audit_"))
        .collect::<Vec<_>>()
        .into_iter()
        .map(|table| {
            assert!(!matches!(table.kept, Kept::Days { .. }), "{}", table.name);
            for concern in table.concerns {
                assert!(matches!(concern.erasure, Erasure::Keep(_)), "{}", table.name);
            }
            table.name
        })
        .collect();
    assert!(kept.len() > 6);
    for name in ["pledges", "payment_attempts", "refunds", "payouts", "settlements"] {
        let table = tables().find(|table| table.name == name).unwrap();
        assert!(matches!(table.kept, Kept::Years(10, _)), "{name}");
        assert!(
            table
                .concerns
                .iter()
                .all(|concern| matches!(concern.erasure, Erasure::Keep(_)))
        );
    }
}

#[test]
fn what_is_sealed_is_somebodys_own() {
    for table in tables() {
        for sealed in table.sealed {
            let own = |column: &str| {
                table
                    .concerns
                    .iter()
                    .any(|concern| concern.own.split_whitespace().any(|own| own == column))
            };
            assert!(own(sealed.column), "{}.{}", table.name, sealed.column);
            assert!(
                !table.prefix.is_empty(),
                "{} needs a prefix to open what is sealed",
                table.name
            );
        }
    }
}
