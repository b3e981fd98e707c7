//! Each invariant finds the row that breaks it. The rows are made by switching the database's own
//! rules off, as somebody with all rights could.

use db::{Db, sql};
use kernel::{CampaignId, PledgeId, RewardId, UserId, kind};
use ledger::invariants::{Fault, Invariant, LEDGER, MONEY, PLATFORM, STOCK, check};
use sea_orm::{ConnectionTrait, Value};
use testkit::TestDb;
use uuid::Uuid;

use crate::{post, promise};

pub(crate) async fn run(db: &Db, text: &str, values: Vec<Value>) {
    let conn = db.primary();
    conn.execute_raw(sql(conn, text, values))
        .await
        .unwrap_or_else(|error| panic!("{text}: {error}"));
}

/// Statements run one after another on one connection, with triggers, foreign keys, unique and
/// check constraints of the named tables out of the way.
pub(crate) async fn vandalise(db: &TestDb, tables: &[&str], statements: &[String]) {
    let conn = db.primary();
    let mut all = Vec::new();
    if db.is_postgres() {
        for table in tables {
            let drop = format!(
                "DO $$ DECLARE r record; BEGIN FOR r IN SELECT conname FROM pg_constraint
                   WHERE conrelid = '{table}'::regclass AND contype IN ('c', 'u', 'p', 'f')
                 LOOP EXECUTE format('ALTER TABLE {table} DROP CONSTRAINT IF EXISTS %I CASCADE', r.conname); END LOOP; END $$"
            );
            all.push(drop);
        }
        all.push("SET session_replication_role = replica".to_owned());
        all.extend(statements.iter().cloned());
        all.push("SET session_replication_role = DEFAULT".to_owned());
        // One text, so that it is one connection of the pool.
        conn.execute_unprepared(&all.join(";\n")).await.unwrap();
    } else {
        let select = "SELECT name FROM sqlite_master WHERE type = 'trigger'";
        let triggers = conn.query_all_raw(sql(conn, select, [])).await.unwrap();
        for row in triggers {
            all.push(format!(
                "DROP TRIGGER {}",
                row.try_get::<String>("", "name").unwrap()
            ));
        }
        all.push("PRAGMA foreign_keys = OFF".to_owned());
        all.push("PRAGMA ignore_check_constraints = ON".to_owned());
        all.extend(statements.iter().cloned());
        for statement in all {
            conn.execute_unprepared(&statement)
                .await
                .unwrap_or_else(|error| panic!("{statement}: {error}"));
        }
    }
}

/// What breaks these invariants now.
pub(crate) async fn faults(db: &Db, invariants: &[Invariant]) -> Vec<Fault> {
    let snapshot = db.snapshot().await.unwrap();
    check(&snapshot, db.clock().now(), invariants).await.unwrap()
}

/// Which invariants are broken now.
pub(crate) async fn broken(db: &TestDb) -> Vec<&'static str> {
    let mut found = Vec::new();
    for list in [LEDGER, PLATFORM, MONEY, STOCK] {
        found.extend(faults(db, list).await.iter().map(|fault| fault.invariant));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// A campaign with one reward and one pledge that counts; everything agrees.
pub(crate) struct World {
    pub(crate) founder: UserId,
    pub(crate) campaign: CampaignId,
    pub(crate) reward: RewardId,
    pub(crate) pledge: PledgeId,
}

pub(crate) async fn world(db: &TestDb) -> World {
    let now = db.clock().now();
    let id = |n: u128| Uuid::from_u128(n);
    for (user, email) in [(11, "founder@example.org"), (12, "investor@example.org")] {
        let insert =
            "INSERT INTO users (id, email, email_canonical, display_name, password_hash, locale, created_at)
                      VALUES ($1, $2, $2, 'Someone', 'x', 'en', $3)";
        run(db, insert, vec![id(user).into(), email.into(), now.into()]).await;
    }
    let text = || serde_json::json!({"en": "A title"});
    let insert =
        "INSERT INTO projects (id, founder_id, title, field, created_at) VALUES ($1, $2, $3, 'optics', $4)";
    run(
        db,
        insert,
        vec![id(21).into(), id(11).into(), text().into(), now.into()],
    )
    .await;
    // Campaign 1 is the one that `promise` posts to.
    let insert = "INSERT INTO campaigns (id, project_id, founder_id, slug, state, stage, field, currency, goal_minor, title,
            blurb, cover, zone, deadline_at, created_at, listed_at, launched_at, dossier_hash, pledged_minor, investor_count)
        VALUES ($1, $2, $3, 'slug', 'live', 'open', 'optics', 'USD', 100000, $4, $4, 'x', 'UTC', $5, $6, $6, $6, 'h', 2500, 1)";
    let deadline = now + chrono::TimeDelta::days(10);
    let values = vec![
        id(1).into(),
        id(21).into(),
        id(11).into(),
        text().into(),
        deadline.into(),
        now.into(),
    ];
    run(db, insert, values).await;
    let insert = "INSERT INTO rewards (id, campaign_id, title, description, amount_minor, limit_quantity, claimed, position)
                  VALUES ($1, $2, $3, $3, 2500, 1, 1, 1)";
    run(db, insert, vec![id(31).into(), id(1).into(), text().into()]).await;
    let insert = "INSERT INTO shown_dossiers (hash, body, first_shown_at) VALUES ('h', $1, $2)";
    run(db, insert, vec![text().into(), now.into()]).await;
    pledge(db, 41, "key-1").await;
    post(db, promise(db, 41, 2_500)).await.unwrap();
    World {
        founder: id(11).into(),
        campaign: id(1).into(),
        reward: id(31).into(),
        pledge: id(41).into(),
    }
}

async fn pledge(db: &TestDb, number: u128, key: &str) {
    let now = db.clock().now();
    let insert = "INSERT INTO pledges (id, campaign_id, investor_id, reward_id, amount_minor, currency, state, placed_at,
            reserved_until, committed_at, dossier_hash, idem_key, items_version)
        VALUES ($1, $2, $3, $4, 2500, 'USD', 'committed', $5, $6, $5, 'h', $7, 1)";
    let id = |n: u128| Uuid::from_u128(n);
    let until = now + chrono::TimeDelta::minutes(30);
    let values = vec![
        id(number).into(),
        id(1).into(),
        id(12).into(),
        id(31).into(),
        now.into(),
        until.into(),
        key.into(),
    ];
    run(db, insert, values).await;
    choose(db, number, 31, 1, 2_500).await;
}

/// A pledge has so many of something, for so much each.
pub(crate) async fn choose(db: &TestDb, pledge: u128, reward: u128, quantity: i32, minor: i64) {
    let insert = "INSERT INTO pledge_items (pledge_id, version, reward_id, quantity, unit_minor, currency)
                  VALUES ($1, 1, $2, $3, $4, 'USD')";
    let id = |n: u128| Uuid::from_u128(n);
    let values = vec![
        id(pledge).into(),
        id(reward).into(),
        quantity.into(),
        minor.into(),
    ];
    run(db, insert, values).await;
}

pub(crate) fn text(statement: &str) -> String {
    statement.to_owned()
}

testkit::on_both! {
    async fn a_world_in_order_breaks_nothing(db: &TestDb) {
        world(db).await;
        assert!(broken(db).await.is_empty());
        assert!(ledger::Ledger::verify(db).await.unwrap().is_sound());
    }

    async fn the_views_show_ids_as_their_text(db: &TestDb) {
        let world = world(db).await;
        let conn = db.primary();
        let one = async |select: &str, column: &str| -> String {
            let row = conn.query_one_raw(sql(conn, select, [])).await.unwrap().unwrap();
            row.try_get::<String>("", column).unwrap()
        };
        let select = "SELECT * FROM audit_pledge";
        assert_eq!(one(select, "pledge_id").await, world.pledge.to_string());
        assert_eq!(one(select, "campaign_id").await, world.campaign.to_string());
        assert_eq!(one(select, "reward_id").await, world.reward.to_string());
        assert_eq!(one("SELECT * FROM audit_campaign", "creator_id").await, world.founder.to_string());
        assert_eq!(one("SELECT * FROM audit_txn", "ref_id").await, world.pledge.to_string());
        assert_eq!(one("SELECT * FROM audit_account", "owner_id").await, world.campaign.to_string());
        // Ids of every shape: the bits of each digit are cut in the right place.
        let mut seed = 0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835_u128;
        for round in 0..130u32 {
            seed = seed.wrapping_mul(0xda94_2042_e4dd_58b5_2360_ed05_1fc6_5da5).wrapping_add(u128::from(round));
            let bits = match round { 0 => 0, 1 => u128::MAX, 2..=60 => 1 << (round * 2), _ => seed };
            let id = kernel::Id::<kind::Job>::from_uuid(Uuid::from_u128(bits));
            run(db, "DELETE FROM jobs", vec![]).await;
            let insert = "INSERT INTO jobs (id, kind, payload, run_at, max_attempts, created_at) VALUES ($1, 'x', $2, $3, 1, $3)";
            run(db, insert, vec![id.uuid().into(), serde_json::json!({}).into(), db.clock().now().into()]).await;
            assert_eq!(one("SELECT job_id FROM audit_job", "job_id").await, id.to_string());
        }
    }

    async fn the_views_show_instants_in_whole_milliseconds(db: &TestDb) {
        let at = chrono::DateTime::from_timestamp_micros(1_780_315_200_123_999).unwrap();
        db.clock.set(at);
        world(db).await;
        let conn = db.primary();
        let row = conn.query_one_raw(sql(conn, "SELECT accepted_ms FROM audit_pledge", [])).await.unwrap().unwrap();
        assert_eq!(row.try_get::<i64>("", "accepted_ms").unwrap(), 1_780_315_200_123);
    }

    async fn an_entry_out_of_balance_is_found(db: &TestDb) {
        world(db).await;
        vandalise(db, &["ledger_postings"], &[text("UPDATE ledger_postings SET amount_minor = 2400 WHERE line = 1")]).await;
        assert_eq!(broken(db).await, ["I01", "I02", "I05"]);
    }

    async fn an_entry_without_its_postings_is_found(db: &TestDb) {
        world(db).await;
        vandalise(db, &["ledger_postings"], &[text("DELETE FROM ledger_postings WHERE line = 1")]).await;
        assert_eq!(broken(db).await, ["I01", "I02", "I03", "I05"]);
    }

    async fn a_posting_of_nothing_is_found(db: &TestDb) {
        world(db).await;
        vandalise(db, &["ledger_postings"], &[text("UPDATE ledger_postings SET amount_minor = 0")]).await;
        assert_eq!(broken(db).await, ["I03", "I05", "I13"]);
    }

    async fn postings_without_an_entry_or_in_another_currency_are_found(db: &TestDb) {
        world(db).await;
        vandalise(db, &["ledger_postings", "ledger_entries"], &[text("DELETE FROM ledger_entries")]).await;
        assert_eq!(broken(db).await, ["I04"]);
        vandalise(db, &[], &[text("UPDATE ledger_postings SET currency = 'EUR'")]).await;
        assert_eq!(broken(db).await, ["I04"]);
    }

    async fn a_cached_balance_that_drifted_is_found(db: &TestDb) {
        world(db).await;
        vandalise(db, &["ledger_balances"], &[text("UPDATE ledger_balances SET balance_minor = balance_minor + 1")]).await;
        assert_eq!(broken(db).await, ["I05"]);
    }

    async fn an_overdrawn_account_is_found(db: &TestDb) {
        world(db).await;
        let turned = [text("UPDATE ledger_postings SET amount_minor = -amount_minor"),
                      text("UPDATE ledger_balances SET balance_minor = -balance_minor")];
        vandalise(db, &["ledger_postings", "ledger_balances"], &turned).await;
        assert_eq!(broken(db).await, ["I06", "I13"]);
    }

    async fn a_fact_posted_twice_or_a_key_used_twice_is_found(db: &TestDb) {
        world(db).await;
        post(db, promise(db, 42, 100)).await.unwrap();
        let fact = "UPDATE ledger_entries SET ref_id = (SELECT id FROM pledges)";
        let key = "UPDATE ledger_entries SET idem_key = 'the-same'";
        if db.is_postgres() {
            vandalise(db, &["ledger_entries"], &[text(fact)]).await;
            assert_eq!(broken(db).await, ["I07", "I13"]);
            vandalise(db, &[], &[text(key)]).await;
            assert_eq!(broken(db).await, ["I07", "I08", "I13"]);
        } else {
            // SQLite cannot drop a unique constraint: it cannot be broken by any statement either.
            let refused = db.primary().execute_unprepared(key).await;
            assert!(refused.is_err());
        }
    }

    async fn a_key_that_stands_for_two_pledges_is_found(db: &TestDb) {
        world(db).await;
        if !db.is_postgres() {
            // As above: SQLite keeps the unique constraint whatever one does.
            pledge(db, 43, "key-2").await;
            assert!(db.primary().execute_unprepared("UPDATE pledges SET idem_key = 'key-1'").await.is_err());
            return;
        }
        vandalise(db, &["pledges"], &[]).await;
        pledge(db, 43, "key-1").await;
        assert_eq!(broken(db).await, ["I09", "I11", "I12", "I13"]);
    }

    async fn a_pledge_of_nothing_or_in_another_currency_is_found(db: &TestDb) {
        world(db).await;
        vandalise(db, &["pledges"], &[text("UPDATE pledges SET currency = 'EUR'")]).await;
        assert_eq!(broken(db).await, ["I10", "I33"]);
        vandalise(db, &[], &[text("UPDATE pledges SET currency = 'USD', amount_minor = -5")]).await;
        assert_eq!(broken(db).await, ["I10", "I13", "I33"]);
    }

    async fn an_oversold_reward_is_found(db: &TestDb) {
        world(db).await;
        pledge(db, 44, "key-2").await;
        let found = broken(db).await;
        assert_eq!(found, ["I11", "I12", "I13"]);
    }

    async fn a_miscounted_reward_is_found(db: &TestDb) {
        world(db).await;
        run(db, "UPDATE rewards SET claimed = 0", vec![]).await;
        assert_eq!(broken(db).await, ["I12"]);
    }

    async fn a_total_that_is_not_that_of_the_pledges_is_found(db: &TestDb) {
        world(db).await;
        run(db, "UPDATE campaigns SET pledged_minor = 2501", vec![]).await;
        assert_eq!(broken(db).await, ["I13"]);
        run(db, "UPDATE campaigns SET pledged_minor = 2500, investor_count = 2", vec![]).await;
        assert_eq!(broken(db).await, ["I13"]);
    }

    async fn a_pledge_that_the_books_do_not_know_is_found(db: &TestDb) {
        world(db).await;
        let campaign = "UPDATE campaigns SET pledged_minor = 5000";
        run(db, "UPDATE rewards SET limit_quantity = 2, claimed = 2", vec![]).await;
        pledge(db, 45, "key-3").await;
        run(db, campaign, vec![]).await;
        assert_eq!(broken(db).await, ["I13"]);
        post(db, promise(db, 45, 2_500)).await.unwrap();
        assert!(broken(db).await.is_empty());
    }

    async fn a_pledge_accepted_at_the_deadline_or_before_the_launch_is_found(db: &TestDb) {
        world(db).await;
        run(db, "UPDATE campaigns SET deadline_at = (SELECT committed_at FROM pledges)", vec![]).await;
        assert_eq!(broken(db).await, ["I14"]);
        run(db, "UPDATE campaigns SET deadline_at = NULL, state = 'in_review'", vec![]).await;
        assert_eq!(broken(db).await, ["I14"]);
    }

    async fn a_pledge_to_ones_own_campaign_is_found(db: &TestDb) {
        let world = world(db).await;
        run(db, "UPDATE campaigns SET founder_id = (SELECT investor_id FROM pledges) WHERE id = $1",
            vec![world.campaign.uuid().into()]).await;
        assert_eq!(broken(db).await, ["I15"]);
    }

    async fn a_message_nobody_works_on_is_found_after_five_minutes(db: &TestDb) {
        let tx = db.begin().await.unwrap();
        db::inbox::receive(&tx, "sandbox", "evt_1", "setup_intent.succeeded", "{}").await.unwrap();
        tx.commit().await.unwrap();
        db.clock.advance(chrono::TimeDelta::minutes(5));
        assert!(broken(db).await.is_empty());
        db.clock.advance(chrono::TimeDelta::seconds(1));
        assert_eq!(broken(db).await, ["I27"]);
    }

    async fn a_stuck_or_overtried_job_is_found(db: &TestDb) {
        let tx = db.begin().await.unwrap();
        tx.enqueue(db::NewJob::new("x", &1).max_attempts(2)).await.unwrap();
        tx.commit().await.unwrap();
        assert!(broken(db).await.is_empty());
        run(db, "UPDATE jobs SET attempts = 3", vec![]).await;
        assert_eq!(broken(db).await, ["I28"]);
        run(db, "UPDATE jobs SET attempts = 1, locked_until = $1", vec![db.clock().now().into()]).await;
        assert!(broken(db).await.is_empty());
        db.clock.advance(chrono::TimeDelta::minutes(11));
        assert_eq!(broken(db).await, ["I28"]);
    }

    async fn a_gap_in_the_audit_trail_is_found(db: &TestDb) {
        for n in 0..3 {
            let tx = db.begin().await.unwrap();
            tx.record(&kernel::Caller::system("test"), db::Act::new("test.act", n)).await.unwrap();
            tx.commit().await.unwrap();
        }
        db.seal_audit(100).await.unwrap();
        assert!(broken(db).await.is_empty());
        vandalise(db, &["audit_chain"], &[text("DELETE FROM audit_chain WHERE seq = 2")]).await;
        assert_eq!(broken(db).await, ["I29"]);
        vandalise(db, &[], &[text("DELETE FROM audit_chain WHERE seq = 1")]).await;
        assert_eq!(broken(db).await, ["I29"]);
    }
}
