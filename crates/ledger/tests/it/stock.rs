//! What is found of pools, add-ons and what pledges chose. As in `invariants`, the database's own rules are switched off.

use testkit::TestDb;
use uuid::Uuid;

use crate::{
    invariants::{broken, choose, run, text, vandalise, world},
    money,
};

/// A pledge of 25 USD has a reward for 17 of a pool of four, and two add-ons for 4 each of the same pool.
async fn shared(db: &TestDb) {
    world(db).await;
    let id = |n: u128| Uuid::from_u128(n);
    let words = || serde_json::json!({"en": "A title"});
    let insert = "INSERT INTO reward_pools (id, campaign_id, name, limit_quantity, claimed, position) VALUES ($1, $2, $3, 4, 3, 0)";
    run(db, insert, vec![id(51).into(), id(1).into(), words().into()]).await;
    let insert = "INSERT INTO rewards (id, campaign_id, title, description, amount_minor, limit_quantity, claimed, position,
            kind, per_pledge_limit, pool_id)
        VALUES ($1, $2, $3, $3, 400, 2, 2, 2, 'add_on', 5, $4)";
    let values = vec![id(32).into(), id(1).into(), words().into(), id(51).into()];
    run(db, insert, values).await;
    run(
        db,
        "UPDATE rewards SET pool_id = $1 WHERE kind = 'reward'",
        vec![id(51).into()],
    )
    .await;
    vandalise(db, &[], &[text("UPDATE pledge_items SET unit_minor = 1700")]).await;
    choose(db, 41, 32, 2, 400).await;
    assert!(broken(db).await.is_empty());
}

testkit::on_both! {
    async fn a_pool_that_counts_otherwise_than_was_chosen_is_found(db: &TestDb) {
        shared(db).await;
        run(db, "UPDATE reward_pools SET claimed = 2", vec![]).await;
        assert_eq!(broken(db).await, ["I30"]);
        run(db, "UPDATE reward_pools SET claimed = 3", vec![]).await;
        run(db, "UPDATE rewards SET pool_id = NULL WHERE kind = 'add_on'", vec![]).await;
        assert_eq!(broken(db).await, ["I30"]);
    }

    async fn an_add_on_that_counts_otherwise_than_was_chosen_is_found(db: &TestDb) {
        shared(db).await;
        run(db, "UPDATE rewards SET claimed = 1 WHERE kind = 'add_on'", vec![]).await;
        assert_eq!(broken(db).await, ["I31"]);
    }

    async fn a_stock_that_was_oversold_is_found(db: &TestDb) {
        shared(db).await;
        vandalise(db, &["rewards"], &[text("UPDATE rewards SET limit_quantity = 1 WHERE kind = 'add_on'")]).await;
        assert_eq!(broken(db).await, ["I32"]);
        vandalise(db, &["reward_pools"], &[text("UPDATE rewards SET limit_quantity = NULL WHERE kind = 'add_on'"),
                                           text("UPDATE reward_pools SET limit_quantity = 0")]).await;
        assert_eq!(broken(db).await, ["I32"]);
    }

    async fn choices_that_cost_more_than_is_promised_are_found(db: &TestDb) {
        shared(db).await;
        vandalise(db, &["pledge_items"], &[text("UPDATE pledge_items SET unit_minor = 401 WHERE quantity = 2")]).await;
        assert_eq!(broken(db).await, ["I33"]);
        vandalise(db, &[], &[text("UPDATE pledge_items SET unit_minor = 400, currency = 'EUR' WHERE quantity = 2")]).await;
        assert_eq!(broken(db).await, ["I33"]);
    }

    async fn a_reward_that_was_not_chosen_or_was_chosen_twice_is_found(db: &TestDb) {
        shared(db).await;
        vandalise(db, &["pledge_items"], &[text("UPDATE pledge_items SET quantity = 2, unit_minor = 1 WHERE quantity = 1")]).await;
        assert_eq!(broken(db).await, ["I30", "I34"]);
        vandalise(db, &[], &[text("DELETE FROM pledge_items WHERE unit_minor = 1")]).await;
        assert_eq!(broken(db).await, ["I30", "I34"]);
    }

    async fn more_refunded_than_was_chosen_is_found(db: &TestDb) {
        money::collected(db).await;
        let insert = "INSERT INTO refund_items (refund_id, reward_id, quantity) SELECT id, $1, 1 FROM refunds";
        run(db, insert, vec![Uuid::from_u128(31).into()]).await;
        assert!(broken(db).await.is_empty());
        vandalise(db, &["refund_items"], &[text("UPDATE refund_items SET quantity = 2")]).await;
        assert_eq!(broken(db).await, ["I35"]);
    }
}
