//! A sandbox that was in use before it knew money.

use db::{Db, Options};
use migrations::{Migrator, MigratorTrait};
use payments::{ChargeRequest, ChargeStatus, PaymentProvider, Sandbox};
use sea_orm::{ConnectionTrait, Database};
use testkit::TestDb;

const BEFORE: &str = "
    INSERT INTO sandbox_setups (id, idem_key, request_hash, reference, customer, client_secret, status, card_brand,
        card_last4, card_exp_month, card_exp_year, created_at, updated_at) VALUES
        ('seti_sandbox_1', 'setup:1', 'h', 'pledge_1', 'user_1', 's1', 'succeeded', 'visa', '4242', 12, 2034, NOW, NOW),
        ('seti_sandbox_2', 'setup:2', 'h', 'pledge_2', 'user_1', 's2', 'canceled', NULL, NULL, NULL, NULL, NOW, NOW);
    INSERT INTO sandbox_events (id, setup_id, kind, body, created_at, deliver_at) VALUES
        ('evt_2', 'seti_sandbox_2', 'setup_intent.canceled', '{}', NOW, NOW),
        ('evt_1', 'seti_sandbox_1', 'setup_intent.succeeded', '{}', NOW, NOW);";

/// A database of the same engine as `db`, with nothing in it yet.
async fn empty(db: &TestDb, dir: &tempfile::TempDir) -> String {
    if !db.is_postgres() {
        return format!("sqlite://{}?mode=rwc", dir.path().join("old.db").display());
    }
    let wipe = "DROP SCHEMA public CASCADE; CREATE SCHEMA public";
    db.primary().execute_unprepared(wipe).await.unwrap();
    db.url().to_owned()
}

testkit::on_both! {
    async fn cards_saved_before_can_be_charged_and_no_message_is_lost(db: &TestDb) {
        let dir = tempfile::tempdir().unwrap();
        let url = empty(db, &dir).await;
        let conn = Database::connect(&url).await.unwrap();
        let all = Migrator::migrations();
        let place = all.iter().position(|step| step.name() == "m20261125_000600_sandbox_money").unwrap();
        Migrator::up(&conn, Some(u32::try_from(place).unwrap())).await.unwrap();
        conn.execute_unprepared(&BEFORE.replace("NOW", "'2026-06-01T12:00:00+00:00'")).await.unwrap();
        Migrator::up(&conn, None).await.unwrap();
        conn.close().await.unwrap();

        let options = Options { clock: std::sync::Arc::new(db.clock.clone()), ..Options::new(url) };
        let sandbox = Sandbox::new(Db::connect(options).await.unwrap(), crate::secret());
        let setup = sandbox.get_setup("seti_sandbox_1").await.unwrap();
        assert_eq!(setup.key.as_deref(), Some("setup:1"));
        let charge = ChargeRequest {
            key: "collect:1".into(),
            reference: "pledge_1".into(),
            group: "campaign_1".into(),
            customer: setup.customer.unwrap(),
            payment_method: setup.payment_method.unwrap(),
            amount: kernel::Money::new(10_000, kernel::Currency::USD),
            on_session: false,
        };
        assert_eq!(sandbox.charge(&charge).await.unwrap().status, ChargeStatus::Succeeded);
        assert_eq!(sandbox.get_setup("seti_sandbox_2").await.unwrap().payment_method, None);
        let told = sandbox.events(testkit::start_of_test_time(), None).await.unwrap();
        let ids: Vec<_> = told.events.iter().map(|event| event.id.as_str()).collect();
        assert_eq!((ids.len(), &ids[..2]), (3, &["evt_1", "evt_2"][..]));
    }
}
