//! What must hold of stock that is shared, and of what pledges chose. These are the platform's own, after those of its list.

use super::Invariant;

/// The invariants of pools, add-ons and what pledges chose.
pub const STOCK: &[Invariant] = &[
    Invariant {
        id: "I30",
        says: "the claims counted on a pool are what live pledges chose out of it",
        sql: "SELECT o.pool_id || ' counts ' || o.cached_claimed || ', what was chosen is ' || COALESCE(s.chosen, 0) AS fault
              FROM audit_pool o
              LEFT JOIN (SELECT i.pool_key, sum(i.quantity) AS chosen FROM audit_pledge_item i
                         JOIN audit_pledge p ON p.pledge_key = i.pledge_key AND p.state NOT IN ('canceled', 'dropped')
                         WHERE i.pool_key IS NOT NULL GROUP BY i.pool_key) s ON s.pool_key = o.pool_key
              WHERE o.cached_claimed <> COALESCE(s.chosen, 0)",
    },
    Invariant {
        id: "I31",
        says: "the claims counted on an add-on are what live pledges chose of it",
        sql: "SELECT a.reward_id || ' counts ' || a.cached_claimed || ', what was chosen is ' || COALESCE(s.chosen, 0) AS fault
              FROM audit_add_on a
              LEFT JOIN (SELECT i.reward_key, sum(i.quantity) AS chosen FROM audit_pledge_item i
                         JOIN audit_pledge p ON p.pledge_key = i.pledge_key AND p.state NOT IN ('canceled', 'dropped')
                         GROUP BY i.reward_key) s ON s.reward_key = a.reward_key
              WHERE a.cached_claimed <> COALESCE(s.chosen, 0)",
    },
    Invariant {
        id: "I32",
        says: "no pool and no add-on is chosen beyond its limit",
        sql: "SELECT pool_id || ' has ' || cached_claimed || ' of ' || limit_qty AS fault FROM audit_pool
              WHERE cached_claimed > limit_qty
              UNION ALL SELECT reward_id || ' has ' || cached_claimed || ' of ' || limit_qty FROM audit_add_on
              WHERE cached_claimed > limit_qty",
    },
    Invariant {
        id: "I33",
        says: "what a pledge chose costs no more than it promises, in its currency",
        sql: "SELECT p.pledge_id || ' is of ' || p.amount || ', what it chose costs ' || s.cost AS fault
              FROM audit_pledge p
              JOIN (SELECT pledge_key, sum(quantity * unit_amount) AS cost FROM audit_pledge_item
                    GROUP BY pledge_key) s ON s.pledge_key = p.pledge_key
              WHERE s.cost > p.amount
              UNION ALL SELECT i.pledge_id || ' chose ' || i.reward_id || ' in ' || i.currency
              FROM audit_pledge p JOIN audit_pledge_item i ON i.pledge_key = p.pledge_key WHERE i.currency <> p.currency",
    },
    Invariant {
        id: "I34",
        says: "a pledge has its reward once among what it chose, and no other",
        sql: "SELECT p.pledge_id || ' earns ' || COALESCE(p.reward_id, 'nothing') || ' and chose '
                || COALESCE(i.reward_id, 'nothing') || ' ' || COALESCE(i.quantity, 0) || ' times' AS fault
              FROM audit_pledge p
              LEFT JOIN audit_pledge_item i ON i.pledge_key = p.pledge_key AND i.kind = 'reward'
              WHERE (p.reward_key IS NULL) <> (i.reward_key IS NULL) OR p.reward_key <> i.reward_key OR i.quantity <> 1",
    },
    Invariant {
        id: "I35",
        says: "of nothing more is refunded than was chosen",
        sql: "SELECT pledge_id || ' chose ' || quantity || ' of ' || reward_id || ', refunded are ' || refunded_quantity AS fault
              FROM audit_pledge_item WHERE refunded_quantity > quantity",
    },
];
