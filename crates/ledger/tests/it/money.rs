//! Each invariant of money that moved finds what breaks it.

use kernel::{Currency, Id, IdKind, Money, kind};
use ledger::{Account, AccountKind, Entry, Reference};
use testkit::TestDb;
use uuid::Uuid;

use crate::{
    invariants::{World, broken, run, text, vandalise, world},
    post,
};

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

async fn book<K: IdKind>(
    db: &TestDb,
    kind: &'static str,
    about: u128,
    (debit, credit): (Account, Account),
    minor: i64,
) {
    let reference = Reference::to(Id::<K>::from_uuid(id(about)));
    let entry = Entry::transfer(kind, reference, db.clock().now(), (debit, credit), usd(minor));
    post(db, entry.unwrap()).await.unwrap();
}

/// The campaign of [`world`] after its end: its pledge of 25 was charged, 5 of it went back, and 15 were
/// paid out. Everything agrees.
pub(crate) async fn collected(db: &TestDb) -> World {
    let world = world(db).await;
    let now = db.clock().now();
    let campaign = world.campaign;
    run(
        db,
        "UPDATE campaigns SET state = 'paying', stage = 'succeeded'",
        vec![],
    )
    .await;
    run(db, "UPDATE pledges SET state = 'collected'", vec![]).await;
    for (user, email) in [(13, "first@example.org"), (14, "second@example.org")] {
        let insert =
            "INSERT INTO users (id, email, email_canonical, display_name, password_hash, locale, created_at)
                      VALUES ($1, $2, $2, 'Someone', 'x', 'en', $3)";
        run(db, insert, vec![id(user).into(), email.into(), now.into()]).await;
    }
    let insert = "INSERT INTO payment_setups (id, pledge_id, attempt, provider, provider_id, idem_key, state, created_at, updated_at)
                  VALUES ($1, $2, 1, 'sandbox', 'seti_1', 'setup', 'succeeded', $3, $3)";
    run(
        db,
        insert,
        vec![id(51).into(), world.pledge.uuid().into(), now.into()],
    )
    .await;
    let insert = "INSERT INTO payment_attempts (id, pledge_id, campaign_id, attempt, cause, setup_id, provider, provider_id,
            idem_key, amount_minor, currency, state, refunded_minor, created_at, asked_at, finished_at)
        VALUES ($1, $2, $3, 1, 'deadline', $4, 'sandbox', 'pi_1', 'collect', 2500, 'USD', 'succeeded', 500, $5, $5, $5)";
    let values = vec![
        id(61).into(),
        world.pledge.uuid().into(),
        campaign.uuid().into(),
        id(51).into(),
        now.into(),
    ];
    run(db, insert, values).await;
    let insert = "INSERT INTO settlements (campaign_id, founder_id, stage, currency, goal_minor, shortfall_rule, closed_at,
            pledged_minor, pledge_count, collected_minor, collected_count, refunded_minor)
        VALUES ($1, $2, 'settled', 'USD', 100000, 'accept', $3, 2500, 1, 2500, 1, 500)";
    run(
        db,
        insert,
        vec![campaign.uuid().into(), world.founder.uuid().into(), now.into()],
    )
    .await;
    let insert = "INSERT INTO refunds (id, attempt_id, pledge_id, campaign_id, amount_minor, currency, reason, bearer, requested_by,
            requested_at, state, provider, provider_id, idem_key, finished_at)
        VALUES ($1, $2, $3, $4, 500, 'USD', 'goodwill', 'platform', 'system:test', $5, 'succeeded', 'sandbox', 're_1', 'refund', $5)";
    let values = vec![
        id(71).into(),
        id(61).into(),
        world.pledge.uuid().into(),
        campaign.uuid().into(),
        now.into(),
    ];
    run(db, insert, values).await;
    let insert = "INSERT INTO payees (id, founder_id, method, provider, provider_id, idem_key, country, requirements, created_at)
                  VALUES ($1, $2, 'provider', 'sandbox', 'acct_1', 'payee', 'DE', $3, $4)";
    let values = vec![
        id(81).into(),
        world.founder.uuid().into(),
        serde_json::json!([]).into(),
        now.into(),
    ];
    run(db, insert, values).await;
    let insert = "INSERT INTO payouts (id, campaign_id, founder_id, sequence, purpose, payee_id, amount_minor, currency, state,
            requested_by, requested_at, decided_by, decided_at, provider, provider_id, idem_key, finished_at)
        VALUES ($1, $2, $3, 1, 'proceeds', $4, 1500, 'USD', 'paid', $5, $7, $6, $7, 'sandbox', 'tr_1', 'payout', $7)";
    let values = vec![
        id(91).into(),
        campaign.uuid().into(),
        world.founder.uuid().into(),
        id(81).into(),
        id(13).into(),
        id(14).into(),
        now.into(),
    ];
    run(db, insert, values).await;
    let clearing = Account::platform(AccountKind::PlatformClearing);
    let held = Account::campaign(AccountKind::CampaignHeld, campaign);
    let investor = kernel::UserId::from_uuid(id(12));
    let back = Account::user(AccountKind::RefundPayable, investor);
    let payable = Account::campaign(AccountKind::FounderPayable, campaign);
    book::<kind::PaymentAttempt>(db, "charge_succeeded", 61, (clearing, held), 2_500).await;
    book::<kind::Refund>(db, "refund_requested", 71, (held, back), 500).await;
    book::<kind::Refund>(db, "refund_succeeded", 71, (back, clearing), 500).await;
    book::<kind::Campaign>(db, "campaign_settled", 1, (held, payable), 1_500).await;
    book::<kind::Payout>(db, "payout_paid", 91, (payable, clearing), 1_500).await;
    world
}

/// Breaks the rules of these tables by one statement, and says which invariants are broken then.
async fn after(db: &TestDb, tables: &[&str], statement: &str) -> Vec<&'static str> {
    vandalise(db, tables, &[text(statement)]).await;
    broken(db).await
}

testkit::on_both! {
    async fn money_in_order_breaks_nothing(db: &TestDb) {
        collected(db).await;
        assert_eq!(broken(db).await, Vec::<&str>::new());
    }

    async fn a_second_success_is_found(db: &TestDb) {
        collected(db).await;
        let insert = "INSERT INTO payment_attempts (id, pledge_id, campaign_id, attempt, cause, setup_id, provider, provider_id,
                idem_key, amount_minor, currency, state, created_at, finished_at)
            SELECT setup_id, pledge_id, campaign_id, 2, 'repair', setup_id, provider, 'pi_2', 'again', amount_minor, currency,
                'succeeded', created_at, created_at FROM payment_attempts";
        if db.is_postgres() {
            let drop = "DROP INDEX payment_attempts_pledge_id_key";
            vandalise(db, &[], &[text(drop)]).await;
        } else {
            vandalise(db, &[], &[text("DROP INDEX payment_attempts_pledge_id_key")]).await;
        }
        assert_eq!(after(db, &[], insert).await, ["F01", "I16", "I20", "I22"]);
    }

    async fn an_id_of_the_provider_that_stands_for_two_things_is_found(db: &TestDb) {
        collected(db).await;
        assert_eq!(after(db, &[], "UPDATE refunds SET provider_id = 'pi_1'").await, ["I17"]);
    }

    async fn a_charge_of_another_amount_than_its_pledge_is_found(db: &TestDb) {
        collected(db).await;
        assert_eq!(after(db, &[], "UPDATE payment_attempts SET amount_minor = 2501").await, ["F01", "I18", "I22"]);
    }

    async fn money_kept_for_a_failed_campaign_is_found(db: &TestDb) {
        collected(db).await;
        let found = after(db, &[], "UPDATE campaigns SET state = 'failed', stage = 'failed'").await;
        assert_eq!(found, ["I19", "I24"]);
    }

    async fn a_pledge_that_does_not_stand_as_its_charge_is_found(db: &TestDb) {
        collected(db).await;
        assert_eq!(after(db, &[], "UPDATE pledges SET state = 'errored'").await, ["I20"]);
        assert_eq!(after(db, &[], "UPDATE pledges SET state = 'collecting'").await, ["I20"]);
    }

    async fn more_back_than_was_charged_is_found(db: &TestDb) {
        collected(db).await;
        let found = after(db, &["refunds"], "UPDATE refunds SET amount_minor = 2501").await;
        assert_eq!(found, ["F01", "I21", "I22"]);
    }

    async fn a_fact_of_the_provider_that_the_books_do_not_know_is_found(db: &TestDb) {
        collected(db).await;
        let forget = "UPDATE ledger_entries SET kind = 'forgotten' WHERE kind = 'payout_paid'";
        assert_eq!(after(db, &["ledger_entries"], forget).await, ["I22"]);
    }

    async fn more_paid_out_than_was_there_is_found(db: &TestDb) {
        collected(db).await;
        // 25 came, 5 went back: 20 is the most.
        assert_eq!(after(db, &[], "UPDATE payouts SET amount_minor = 2000").await, ["I22"]);
        assert_eq!(after(db, &[], "UPDATE payouts SET amount_minor = 2001").await, ["I22", "I23"]);
    }

    async fn a_payout_that_one_person_let_go_is_found(db: &TestDb) {
        collected(db).await;
        let alone = "UPDATE payouts SET decided_by = requested_by";
        assert_eq!(after(db, &["payouts"], alone).await, ["I24"]);
        let own = "UPDATE payouts SET decided_by = founder_id";
        assert_eq!(after(db, &[], own).await, ["I24"]);
    }

    async fn what_stays_unknown_is_found_after_an_hour(db: &TestDb) {
        collected(db).await;
        vandalise(db, &[], &[text("UPDATE payment_attempts SET state = 'unknown'"), text("UPDATE pledges SET state = 'collecting'")]).await;
        db.clock.advance(chrono::TimeDelta::minutes(60));
        assert!(!broken(db).await.contains(&"I25"));
        db.clock.advance(chrono::TimeDelta::seconds(1));
        assert!(broken(db).await.contains(&"I25"));
    }

    async fn a_campaign_that_nobody_closes_is_found_after_a_minute(db: &TestDb) {
        world(db).await;
        db.clock.advance(chrono::TimeDelta::days(10) + chrono::TimeDelta::seconds(60));
        assert!(broken(db).await.is_empty());
        db.clock.advance(chrono::TimeDelta::seconds(1));
        assert_eq!(broken(db).await, ["I26"]);
        // It waits for those who pledged, which nobody asked: only that is wrong then.
        assert_eq!(after(db, &[], "UPDATE campaigns SET held_at = created_at").await, ["F03"]);
    }

    async fn a_settlement_that_miscounts_is_found(db: &TestDb) {
        collected(db).await;
        for statement in [
            "UPDATE settlements SET collected_minor = 2501",
            "UPDATE settlements SET collected_minor = 2500, collected_count = 2",
            "UPDATE settlements SET collected_count = 1, dropped_minor = 1",
            "UPDATE settlements SET dropped_minor = 0, refunded_minor = 400",
            "UPDATE settlements SET refunded_minor = 500, disputed_minor = 1",
        ] {
            assert_eq!(after(db, &[], statement).await, ["F01"], "{statement}");
        }
    }
}
