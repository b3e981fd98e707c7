//! What the proof of the books costs grows with the books and not with their square: no invariant looks through a table anew
//! for each row of another.

use std::time::Instant;

use chrono::TimeDelta;
use db::{Tx, sql};
use kernel::{Currency, Id, Money, PaymentAttemptId, RefundId, kind};
use ledger::{
    Account, AccountKind, Entry, Ledger, Reference,
    invariants::{LEDGER, MONEY, PLATFORM, STOCK},
};
use sea_orm::{ConnectionTrait, Value};
use testkit::TestDb;
use uuid::Uuid;

use crate::{commitment, invariants::World, money::collected, pledge};

/// How many charges there are in the short form; `FARSIGHT_VERIFY_CHARGES` says otherwise.
const CHARGES: u32 = 60;
const MINOR: i64 = 2_500;
/// Every fifth charge goes back in part.
const BACK_MINOR: i64 = 500;

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

fn charges() -> u32 {
    let set = std::env::var("FARSIGHT_VERIFY_CHARGES").ok();
    set.and_then(|set| set.parse().ok()).unwrap_or(CHARGES)
}

async fn run(tx: &Tx, text: &str, values: Vec<Value>) {
    let done = tx.execute_raw(sql(&**tx, text, values)).await;
    done.unwrap_or_else(|error| panic!("{text}: {error}"));
}

async fn book(tx: &Tx, kind: &'static str, about: Reference, accounts: (Account, Account), minor: i64) {
    let entry = Entry::transfer(kind, about, tx.db().clock().now(), accounts, usd(minor));
    Ledger::post(tx, entry.unwrap()).await.unwrap();
}

/// So many pledges more to the campaign of [`collected`], each charged and every fifth given back in part.
async fn fill(db: &TestDb, world: &World, count: u32) {
    let now = db.clock().now();
    let campaign = world.campaign;
    let held = Account::campaign(AccountKind::CampaignHeld, campaign);
    let clearing = Account::platform(AccountKind::PlatformClearing);
    let back = Account::user(AccountKind::RefundPayable, Id::from_uuid(Uuid::from_u128(12)));
    let tx = db.begin().await.unwrap();
    let (mut given_back, mut collected) = (0, 0);
    for number in 0..count {
        let id = |of: u128| Uuid::from_u128(1_000_000 * of + u128::from(number));
        let (of, setup, attempt, refund) = (id(1), id(2), id(3), id(4));
        let insert = "INSERT INTO pledges (id, campaign_id, investor_id, amount_minor, currency, state, placed_at, reserved_until,
                committed_at, dossier_hash, idem_key, items_version)
            VALUES ($1, $2, $3, $4, 'USD', 'collected', $5, $7, $5, 'h', $6, 1)";
        let values = vec![
            of.into(),
            campaign.uuid().into(),
            Uuid::from_u128(12).into(),
            MINOR.into(),
            now.into(),
            format!("many-{number}").into(),
            (now + TimeDelta::minutes(30)).into(),
        ];
        run(&tx, insert, values).await;
        let insert = "INSERT INTO payment_setups (id, pledge_id, attempt, provider, provider_id, idem_key, state, created_at, updated_at)
                      VALUES ($1, $2, 1, 'sandbox', $3, $3, 'succeeded', $4, $4)";
        let values = vec![
            setup.into(),
            of.into(),
            format!("seti_many_{number}").into(),
            now.into(),
        ];
        run(&tx, insert, values).await;
        let goes_back = number % 5 == 0;
        let refunded = if goes_back { BACK_MINOR } else { 0 };
        let insert = "INSERT INTO payment_attempts (id, pledge_id, campaign_id, attempt, cause, setup_id, provider, provider_id,
                idem_key, amount_minor, currency, state, refunded_minor, created_at, asked_at, finished_at)
            VALUES ($1, $2, $3, 1, 'deadline', $4, 'sandbox', $5, $5, $6, 'USD', 'succeeded', $7, $8, $8, $8)";
        let values = vec![
            attempt.into(),
            of.into(),
            campaign.uuid().into(),
            setup.into(),
            format!("pi_many_{number}").into(),
            MINOR.into(),
            refunded.into(),
            now.into(),
        ];
        run(&tx, insert, values).await;
        book(
            &tx,
            "pledge_committed",
            pledge(of.as_u128()),
            commitment(campaign),
            MINOR,
        )
        .await;
        let about = Reference::to(PaymentAttemptId::from_uuid(attempt));
        book(&tx, "charge_succeeded", about, (clearing, held), MINOR).await;
        collected += MINOR;
        if !goes_back {
            continue;
        }
        given_back += BACK_MINOR;
        let insert = "INSERT INTO refunds (id, attempt_id, pledge_id, campaign_id, amount_minor, currency, reason, bearer,
                requested_by, requested_at, state, provider, provider_id, idem_key, finished_at)
            VALUES ($1, $2, $3, $4, $5, 'USD', 'goodwill', 'platform', 'system:test', $6, 'succeeded', 'sandbox', $7, $7, $6)";
        let values = vec![
            refund.into(),
            attempt.into(),
            of.into(),
            campaign.uuid().into(),
            BACK_MINOR.into(),
            now.into(),
            format!("re_many_{number}").into(),
        ];
        run(&tx, insert, values).await;
        let about = || Reference::to(RefundId::from_uuid(refund));
        book(&tx, "refund_requested", about(), (held, back), BACK_MINOR).await;
        book(&tx, "refund_succeeded", about(), (back, clearing), BACK_MINOR).await;
    }
    let update = "UPDATE campaigns SET pledged_minor = pledged_minor + $1";
    run(&tx, update, vec![collected.into()]).await;
    let update = "UPDATE settlements SET collected_minor = collected_minor + $1, collected_count = collected_count + $2,
        refunded_minor = refunded_minor + $3";
    let values = vec![collected.into(), i64::from(count).into(), given_back.into()];
    run(&tx, update, values).await;
    tx.commit().await.unwrap();
}

testkit::on_both! {
    #[allow(clippy::print_stdout, reason = "the long form says how long it took")]
    async fn the_books_of_many_charges_are_proved(db: &TestDb) {
        let world = collected(db).await;
        fill(db, &world, charges()).await;
        let begun = Instant::now();
        let report = Ledger::verify(db).await.unwrap();
        assert!(report.is_sound(), "{:?}", report.faults);
        println!("{} charges, {} entries: proved in {:?}", charges(), report.entries, begun.elapsed());
        // One of them is missing in the books: of all of these that one is found.
        let other = Uuid::from_u128(3_000_000 + u128::from(charges() / 2));
        let forget = format!(
            "UPDATE ledger_entries SET ref_id = {} WHERE ref_id = {}",
            literal(db, Uuid::from_u128(7)), literal(db, other)
        );
        crate::invariants::vandalise(db, &[], &[forget]).await;
        let found = crate::invariants::faults(db, MONEY).await;
        let told: Vec<_> = found.iter().map(|fault| (fault.invariant, fault.found.as_str())).collect();
        let id = Id::<kind::PaymentAttempt>::from_uuid(other);
        assert_eq!(told, [("I22", format!("{id} is not in the books with {MINOR} USD").as_str())]);
    }
}

fn literal(db: &TestDb, id: Uuid) -> String {
    if db.is_postgres() {
        format!("'{id}'")
    } else {
        format!("x'{}'", id.simple())
    }
}

/// SQLite says in which order it walks through the tables of a statement. What is walked through whole is the first of its
/// loop, and never in a part that is carried out for each row of another.
#[tokio::test]
async fn on_sqlite_no_invariant_walks_through_a_table_for_each_row_of_another() {
    let db = TestDb::sqlite().await;
    let conn = db.primary();
    let mut walked = Vec::new();
    for invariant in [LEDGER, PLATFORM, MONEY, STOCK].concat() {
        let plan = format!("EXPLAIN QUERY PLAN {}", invariant.sql.replace("{now_ms}", "0"));
        let rows = conn.query_all_raw(sql(conn, plan, [])).await.unwrap();
        let steps: Vec<(i64, i64, String)> = rows
            .iter()
            .map(|row| {
                let number = |column: &str| row.try_get::<i64>("", column).unwrap();
                (number("id"), number("parent"), row.try_get("", "detail").unwrap())
            })
            .collect();
        let step = |id: i64| steps.iter().find(|(step, ..)| *step == id);
        for (at, (_, parent, detail)) in steps.iter().enumerate() {
            let walks = detail.starts_with("SCAN ") && !detail.contains("CONSTANT ROW");
            let is_inner = steps[..at]
                .iter()
                .any(|(_, p, d)| p == parent && (d.starts_with("SCAN ") || d.starts_with("SEARCH ")));
            let mut outer = step(*parent);
            let mut is_repeated = false;
            while let Some((_, parent, detail)) = outer {
                is_repeated |= detail.starts_with("CORRELATED");
                outer = step(*parent);
            }
            if walks && (is_inner || is_repeated) {
                walked.push((invariant.id, detail.clone()));
            }
        }
    }
    assert!(walked.is_empty(), "{walked:#?}");
}
