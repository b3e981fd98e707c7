//! What must hold of stock that is shared, and of what pledges chose. These are the platform's own, after those of its list.

use super::Invariant;

/// The invariants of pools, add-ons and what pledges chose.
pub const STOCK: &[Invariant] = &[
    Invariant {
        id: "I30",
        says: "the claims counted on a pool are what live pledges chose out of it",
        sql: "SELECT o.pool_id || ' counts ' || o.cached_claimed || ', what was chosen is ' || COALESCE(s.chosen, 0) AS fault
              FROM audit_pool o
              LEFT JOIN (SELECT i.pool_id, sum(i.quantity) AS chosen FROM audit_pledge_item i
                         JOIN audit_pledge p ON p.pledge_id = i.pledge_id AND p.state NOT IN ('canceled', 'dropped')
                         WHERE i.pool_id IS NOT NULL GROUP BY i.pool_id) s ON s.pool_id = o.pool_id
              WHERE o.cached_claimed <> COALESCE(s.chosen, 0)",
    },
    Invariant {
        id: "I31",
        says: "the claims counted on an add-on are what live pledges chose of it",
        sql: "SELECT a.reward_id || ' counts ' || a.cached_claimed || ', what was chosen is ' || COALESCE(s.chosen, 0) AS fault
              FROM audit_add_on a
              LEFT JOIN (SELECT i.reward_id, sum(i.quantity) AS chosen FROM audit_pledge_item i
                         JOIN audit_pledge p ON p.pledge_id = i.pledge_id AND p.state NOT IN ('canceled', 'dropped')
                         GROUP BY i.reward_id) s ON s.reward_id = a.reward_id
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
        sql: "SELECT p.pledge_id || ' is of ' || p.amount || ', what it chose costs ' || sum(i.quantity * i.unit_amount) AS fault
              FROM audit_pledge p JOIN audit_pledge_item i ON i.pledge_id = p.pledge_id
              GROUP BY p.pledge_id, p.amount HAVING sum(i.quantity * i.unit_amount) > p.amount
              UNION ALL SELECT i.pledge_id || ' chose ' || i.reward_id || ' in ' || i.currency
              FROM audit_pledge p JOIN audit_pledge_item i ON i.pledge_id = p.pledge_id WHERE i.currency <> p.currency",
    },
    Invariant {
        id: "I34",
        says: "a pledge has its reward once among what it chose, and no other",
        sql: "SELECT p.pledge_id || ' earns ' || COALESCE(p.reward_id, 'nothing') || ' and chose '
                || COALESCE(i.reward_id, 'nothing') || ' ' || COALESCE(i.quantity, 0) || ' times' AS fault
              FROM audit_pledge p
              LEFT JOIN audit_pledge_item i ON i.pledge_id = p.pledge_id AND i.kind = 'reward'
              WHERE COALESCE(p.reward_id, '') <> COALESCE(i.reward_id, '') OR i.quantity <> 1",
    },
    Invariant {
        id: "I35",
        says: "of nothing more is refunded than was chosen",
        sql: "SELECT pledge_id || ' chose ' || quantity || ' of ' || reward_id || ', refunded are ' || refunded_quantity AS fault
              FROM audit_pledge_item WHERE refunded_quantity > quantity",
    },
];
