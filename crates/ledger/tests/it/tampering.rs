//! What somebody with direct access to the tables tries, the database refuses.

use ledger::Ledger;
use sea_orm::ConnectionTrait;
use testkit::TestDb;

use crate::{
    USD, campaign, commitment,
    invariants::{faults, vandalise},
    post, promise,
};

/// What a look at the books finds wrong with the journal, and all else it says.
async fn journal(db: &TestDb) -> (Vec<String>, ledger::Report) {
    let report = Ledger::verify(db).await.unwrap();
    let broken = report.faults.iter().filter(|fault| fault.invariant == "F02");
    (broken.map(|fault| fault.found.clone()).collect(), report)
}

/// An SQL literal of a uuid with this number.
fn uuid(db: &TestDb, number: u128) -> String {
    if db.is_postgres() {
        format!("'{}'", uuid::Uuid::from_u128(number))
    } else {
        format!("x'{number:032x}'")
    }
}

/// Runs the statements in one transaction and gives the name of the rule that refused one of them.
async fn refused_by(db: &TestDb, statements: &[String]) -> String {
    let attempt = async {
        let tx = db.begin().await?;
        for statement in statements {
            tx.execute_unprepared(statement).await?;
        }
        tx.commit().await
    };
    match attempt.await {
        Ok(()) => panic!("the database took {statements:?}"),
        Err(db::Error::Constraint(name)) => name,
        Err(db::Error::Sql(error)) => error.to_string(),
        Err(other) => panic!("{other:?}"),
    }
}

/// The ids of the two accounts of campaign 1, as SQL.
async fn accounts(db: &TestDb) -> (String, String) {
    post(db, promise(db, 1, 2_500)).await.unwrap();
    let of = |kind: &str| format!("(SELECT id FROM ledger_accounts WHERE kind = '{kind}')");
    (of("investor_commitment"), of("campaign_commitment"))
}

fn posting(db: &TestDb, entry: u128, line: i32, account: &str, minor: i64, currency: &str) -> String {
    let entry = uuid(db, entry);
    format!(
        "INSERT INTO ledger_postings (entry_id, line, account_id, amount_minor, currency)
             VALUES ({entry}, {line}, {account}, {minor}, '{currency}')"
    )
}

fn header(db: &TestDb, entry: u128) -> String {
    let (entry, thing) = (uuid(db, entry), uuid(db, entry + 1_000));
    format!("INSERT INTO ledger_entries (id, kind, ref_type, ref_id, idem_key, at)
             VALUES ({entry}, 'forged', 'pledge', {thing}, 'forged:{entry_text}', '2026-06-01T12:00:00+00:00')",
        entry_text = entry.replace('\'', ""))
}

testkit::on_both! {
    async fn an_entry_that_does_not_balance_is_refused(db: &TestDb) {
        let (a, b) = accounts(db).await;
        let lines = [posting(db, 77, 1, &a, 100, "USD"), posting(db, 77, 2, &b, -99, "USD"), header(db, 77)];
        assert_eq!(refused_by(db, &lines).await, "ledger_entries_balanced");
    }

    async fn an_entry_of_one_posting_is_refused(db: &TestDb) {
        let (a, _) = accounts(db).await;
        let lines = [posting(db, 77, 1, &a, 100, "USD"), header(db, 77)];
        assert_eq!(refused_by(db, &lines).await, "ledger_entries_two_postings");
        assert_eq!(refused_by(db, &[header(db, 78)]).await, "ledger_entries_two_postings");
    }

    async fn a_posting_of_nothing_is_refused(db: &TestDb) {
        let (a, _) = accounts(db).await;
        let refused = refused_by(db, &[posting(db, 77, 1, &a, 0, "USD")]).await;
        assert_eq!(refused, "ledger_postings_amount_minor_not_zero");
    }

    async fn a_posting_in_another_currency_than_its_account_is_refused(db: &TestDb) {
        let (a, b) = accounts(db).await;
        let lines = [posting(db, 77, 1, &a, 5, "EUR"), posting(db, 77, 2, &b, -5, "EUR"), header(db, 77)];
        let refused = refused_by(db, &lines).await;
        assert!(refused == "ledger_postings_account_id_currency_fkey" || refused.contains("FOREIGN KEY"), "{refused}");
    }

    async fn postings_without_a_header_cannot_be_committed(db: &TestDb) {
        let (a, b) = accounts(db).await;
        let lines = [posting(db, 77, 1, &a, 5, "USD"), posting(db, 77, 2, &b, -5, "USD")];
        let refused = refused_by(db, &lines).await;
        assert!(refused == "ledger_postings_entry_id_fkey" || refused.contains("FOREIGN KEY"), "{refused}");
    }

    async fn nothing_is_added_to_a_closed_entry(db: &TestDb) {
        let (a, b) = accounts(db).await;
        let whole = [posting(db, 77, 1, &a, 5, "USD"), posting(db, 77, 2, &b, -5, "USD"), header(db, 77)];
        let tx = db.begin().await.unwrap();
        for line in &whole {
            tx.execute_unprepared(line).await.unwrap();
        }
        tx.commit().await.unwrap();
        let more = [posting(db, 77, 3, &a, 5, "USD"), posting(db, 77, 4, &b, -5, "USD")];
        assert_eq!(refused_by(db, &more).await, "ledger_postings_entry_open");
        let in_the_same = [
            posting(db, 79, 1, &a, 5, "USD"), posting(db, 79, 2, &b, -5, "USD"), header(db, 79),
            posting(db, 79, 3, &a, 5, "USD"),
        ];
        assert_eq!(refused_by(db, &in_the_same).await, "ledger_postings_entry_open");
        let (_, total) = commitment(campaign(1));
        assert_eq!(Ledger::balance(db.reader(), total, USD).await.unwrap().minor, -2_505);
    }

    async fn nothing_is_changed_or_deleted(db: &TestDb) {
        accounts(db).await;
        for table in ["ledger_accounts", "ledger_entries", "ledger_postings"] {
            let column = if table == "ledger_postings" { "amount_minor = amount_minor" } else { "kind = kind" };
            for statement in [format!("UPDATE {table} SET {column}"), format!("DELETE FROM {table}")] {
                let refused = refused_by(db, &[statement]).await;
                assert!(refused.contains("append-only"), "{refused}");
            }
        }
    }

    async fn an_overdraft_by_hand_is_refused(db: &TestDb) {
        let (a, b) = accounts(db).await;
        let lines = [posting(db, 77, 1, &a, -2_501, "USD"), posting(db, 77, 2, &b, 2_501, "USD"), header(db, 77)];
        assert_eq!(refused_by(db, &lines).await, "ledger_balances_not_overdrawn");
    }

    async fn a_posting_squeezed_in_while_an_entry_closes_is_refused(db: &TestDb) {
        if !db.is_postgres() {
            return; // SQLite has one writer: there is no while.
        }
        let (a, b) = accounts(db).await;
        let closing = db.begin().await.unwrap();
        for line in [posting(db, 77, 1, &a, 5, "USD"), posting(db, 77, 2, &b, -5, "USD"), header(db, 77)] {
            closing.execute_unprepared(&line).await.unwrap();
        }
        let late = [posting(db, 77, 3, &a, 5, "USD"), posting(db, 77, 4, &b, -5, "USD")];
        let squeeze = refused_by(db, &late);
        let close = async {
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
            closing.commit().await.unwrap();
        };
        let (refused, ()) = tokio::join!(squeeze, close);
        assert_eq!(refused, "ledger_postings_entry_open");
    }

    async fn replacing_a_row_is_refused(db: &TestDb) {
        if db.is_postgres() {
            return; // REPLACE is SQLite's own.
        }
        accounts(db).await;
        for statement in [
            "INSERT OR REPLACE INTO ledger_postings (entry_id, line, account_id, amount_minor, currency)
             SELECT entry_id, line, account_id, 9, currency FROM ledger_postings WHERE line = 1",
            "INSERT OR REPLACE INTO ledger_entries (id, kind, ref_type, ref_id, idem_key, at)
             SELECT id, kind, ref_type, ref_id, idem_key, at FROM ledger_entries",
        ] {
            refused_by(db, &[statement.to_owned()]).await;
        }
        let sound = faults(db, ledger::invariants::LEDGER).await;
        assert!(sound.is_empty(), "{sound:?}");
    }

    async fn one_changed_byte_of_a_sealed_entry_is_found(db: &TestDb) {
        for number in 1..=5 {
            post(db, promise(db, number, 100)).await.unwrap();
        }
        assert_eq!(Ledger::seal(db, 3).await.unwrap(), 3);
        let (broken, report) = journal(db).await;
        assert_eq!((report.sealed, broken.len()), ((3, 2), 0));
        assert_eq!(Ledger::seal(db, 100).await.unwrap(), 2);
        assert_eq!(Ledger::seal(db, 100).await.unwrap(), 0, "each once");
        let head = journal(db).await.1.head;
        let moved = "UPDATE ledger_postings SET amount_minor = amount_minor * 2";
        vandalise(db, &["ledger_postings"], &[moved.to_owned()]).await;
        // The sums are still right, so nothing but the journal tells.
        let (broken, report) = journal(db).await;
        assert_eq!((broken.len(), report.head == head), (5, true));
    }

    async fn an_entry_taken_out_of_the_journal_is_found(db: &TestDb) {
        for number in 1..=3 {
            post(db, promise(db, number, 100)).await.unwrap();
        }
        Ledger::seal(db, 100).await.unwrap();
        vandalise(db, &["ledger_journal"], &["DELETE FROM ledger_journal WHERE seq = 3".to_owned()]).await;
        assert_eq!(journal(db).await.0[0], "1 entries are missing from the chain");
        vandalise(db, &[], &["DELETE FROM ledger_journal WHERE seq = 1".to_owned()]).await;
        assert_eq!(journal(db).await.0[0], "the chain is broken before 2");
    }
}
