//! What must hold between charges, refunds, disputes, payouts and the books.

use super::Invariant;

/// The invariants of money that moved.
pub const MONEY: &[Invariant] = &[
    Invariant {
        id: "I16",
        says: "a pledge is charged with success once at most",
        sql: "SELECT pledge_id || ' was charged ' || count(*) || ' times' AS fault FROM audit_charge
              WHERE state = 'succeeded' GROUP BY pledge_id HAVING count(*) > 1",
    },
    Invariant {
        id: "I17",
        says: "each id of the provider stands for one thing",
        sql: "SELECT psp_id || ' stands for ' || count(*) || ' things' AS fault FROM (
                SELECT psp_id FROM audit_charge UNION ALL SELECT psp_id FROM audit_refund
                UNION ALL SELECT psp_id FROM audit_dispute UNION ALL SELECT psp_id FROM audit_payout) ids
              WHERE psp_id IS NOT NULL GROUP BY psp_id HAVING count(*) > 1",
    },
    Invariant {
        id: "I18",
        says: "a charge is of its pledge's amount and currency",
        sql: "SELECT c.charge_id || ' is of ' || c.amount || ' ' || c.currency AS fault FROM audit_charge c
              LEFT JOIN audit_pledge p ON p.pledge_key = c.pledge_key
              WHERE p.pledge_key IS NULL OR p.amount <> c.amount OR p.currency <> c.currency",
    },
    Invariant {
        id: "I19",
        says: "nothing is kept for a campaign that did not succeed",
        sql: "SELECT c.campaign_id || ' keeps ' || sum(ch.amount - COALESCE(r.back, 0) - COALESCE(d.contested, 0)) AS fault
              FROM audit_campaign c JOIN audit_pledge p ON p.campaign_key = c.campaign_key
              JOIN audit_charge ch ON ch.pledge_key = p.pledge_key AND ch.state = 'succeeded'
              LEFT JOIN (SELECT charge_key, sum(amount) AS back FROM audit_refund
                         WHERE state <> 'failed' GROUP BY charge_key) r ON r.charge_key = ch.charge_key
              LEFT JOIN (SELECT charge_key, sum(amount) AS contested FROM audit_dispute
                         WHERE state <> 'won' GROUP BY charge_key) d ON d.charge_key = ch.charge_key
              WHERE c.state IN ('failed', 'canceled') GROUP BY c.campaign_id
              HAVING sum(ch.amount - COALESCE(r.back, 0) - COALESCE(d.contested, 0)) <> 0",
    },
    Invariant {
        id: "I20",
        says: "a pledge stands as its charges do",
        sql: "SELECT p.pledge_id || ' is ' || p.state || ' with ' || COALESCE(s.succeeded, 0) || ' successful and '
                || COALESCE(s.open, 0) || ' open charges' AS fault
              FROM audit_pledge p
              LEFT JOIN (SELECT pledge_key, sum(CASE WHEN state = 'succeeded' THEN 1 ELSE 0 END) AS succeeded,
                             sum(CASE WHEN state IN ('created', 'unknown') THEN 1 ELSE 0 END) AS open
                         FROM audit_charge GROUP BY pledge_key) s ON s.pledge_key = p.pledge_key
              WHERE (p.state IN ('collected', 'refunded', 'disputed')) <> (COALESCE(s.succeeded, 0) = 1)
                 OR ((p.state = 'charging') <> (COALESCE(s.open, 0) = 1)
                     AND p.campaign_key NOT IN (SELECT campaign_key FROM audit_hold))",
    },
    Invariant {
        id: "I21",
        says: "no more goes back of a charge than it was",
        sql: "SELECT ch.charge_id || ' gives back ' || (COALESCE(r.back, 0) + COALESCE(d.contested, 0)) || ' of ' || ch.amount AS fault
              FROM audit_charge ch
              LEFT JOIN (SELECT charge_key, sum(amount) AS back FROM audit_refund
                         WHERE state <> 'failed' GROUP BY charge_key) r ON r.charge_key = ch.charge_key
              LEFT JOIN (SELECT charge_key, sum(amount) AS contested FROM audit_dispute
                         WHERE state <> 'won' GROUP BY charge_key) d ON d.charge_key = ch.charge_key
              WHERE COALESCE(r.back, 0) + COALESCE(d.contested, 0) > ch.amount",
    },
    Invariant {
        id: "I22",
        says: "every fact of the provider that is final stands in the books, with its amount",
        sql: "SELECT f.id || ' is not in the books with ' || f.amount || ' ' || f.currency AS fault FROM (
                SELECT charge_id AS id, charge_key AS key, 'attempt' AS type, 'charge_succeeded' AS kind, amount, currency
                    FROM audit_charge WHERE state = 'succeeded'
                UNION ALL SELECT r.refund_id, r.refund_key, 'refund', 'refund_succeeded', -r.amount, c.currency FROM audit_refund r
                    JOIN audit_charge c ON c.charge_key = r.charge_key WHERE r.state = 'succeeded'
                UNION ALL SELECT payout_id, payout_key, 'payout', 'payout_paid', -amount, currency
                    FROM audit_payout WHERE state = 'paid') f
              LEFT JOIN (SELECT t.ref_key, t.ref_type, t.kind, e.currency, sum(e.amount) AS moved FROM audit_txn t
                         JOIN audit_entry e ON e.txn_key = t.txn_key
                         JOIN audit_account a ON a.account_key = e.account_key AND a.kind = 'platform_clearing'
                         GROUP BY t.ref_key, t.ref_type, t.kind, e.currency) b
                ON b.ref_key = f.key AND b.ref_type = f.type AND b.kind = f.kind AND b.currency = f.currency
              WHERE b.moved IS NULL OR b.moved <> f.amount
              UNION ALL SELECT d.dispute_id || ' was lost and is not in the books' FROM audit_dispute d
              LEFT JOIN audit_txn t
                ON t.ref_key = d.dispute_key AND t.ref_type = 'dispute' AND t.kind = 'dispute_withdrawn'
              WHERE d.state = 'lost' AND t.txn_key IS NULL",
    },
    Invariant {
        id: "I23",
        says: "no more is paid out than was collected, less what went back out of the campaign's own money or paid debts of another",
        sql: "SELECT o.campaign_id || ' paid out ' || o.paid || ' of ' || (COALESCE(c.collected, 0) - COALESCE(g.gone, 0)) AS fault
              FROM (SELECT campaign_key, campaign_id, sum(amount) AS paid FROM audit_payout
                    WHERE state IN ('paid', 'unknown') GROUP BY campaign_key, campaign_id) o
              LEFT JOIN (SELECT p.campaign_key, sum(ch.amount) AS collected FROM audit_charge ch
                         JOIN audit_pledge p ON p.pledge_key = ch.pledge_key
                         WHERE ch.state = 'succeeded' GROUP BY p.campaign_key) c ON c.campaign_key = o.campaign_key
              LEFT JOIN (SELECT a.owner_key, sum(e.amount) AS gone FROM audit_entry e
                         JOIN audit_txn t ON t.txn_key = e.txn_key JOIN audit_account a ON a.account_key = e.account_key
                         WHERE a.owner_type = 'campaign' AND t.kind IN ('refund_requested', 'refund_released',
                             'dispute_withdrawn', 'dispute_reinstated', 'dispute_recounted', 'dispute_recount_ended',
                             'debt_recovered', 'debt_returned')
                         GROUP BY a.owner_key) g ON g.owner_key = o.campaign_key
              WHERE o.paid > COALESCE(c.collected, 0) - COALESCE(g.gone, 0)",
    },
    Invariant {
        id: "I24",
        says: "a payout goes out of a closed campaign, let go by two people who are not paid by it",
        sql: "SELECT o.payout_id || ' was ordered by ' || o.requested_by || ' and approved by '
                || COALESCE(o.approved_by, 'nobody') || ' while the campaign is ' || c.state AS fault
              FROM audit_payout o JOIN audit_campaign c ON c.campaign_key = o.campaign_key
              WHERE (o.state IN ('paid', 'unknown') AND (o.approved_by IS NULL OR c.state NOT IN ('collected', 'paid')))
                 OR o.approved_by = o.requested_by OR o.approved_by = c.creator_id OR o.requested_by = c.creator_id",
    },
    Invariant {
        id: "I25",
        says: "nothing stays unknown for longer than an hour",
        sql: "SELECT charge_id || ' is unknown since ' || created_ms AS fault FROM audit_charge
              WHERE state = 'unknown' AND created_ms < {now_ms} - 3600000",
    },
    Invariant {
        id: "I26",
        says: "no campaign is live a minute after its deadline, unless those who pledged are asked to confirm",
        sql: "SELECT campaign_id || ' is live since ' || deadline_ms AS fault FROM audit_campaign
              WHERE state = 'live' AND deadline_ms < {now_ms} - 60000
                AND campaign_key NOT IN (SELECT campaign_key FROM audit_hold)",
    },
    Invariant {
        id: "F03",
        says: "a campaign is held only while a change of its patents is dealt with",
        sql: "SELECT campaign_id || ' is held' AS fault FROM audit_hold WHERE changes = 0",
    },
    Invariant {
        id: "F01",
        says: "the sums of a settlement are those of its pledges, charges, refunds and disputes",
        sql: "SELECT s.campaign_id || ' shows ' || s.collected || ' collected, ' || s.dropped || ' dropped, ' || s.refunded
                || ' refunded, ' || s.disputed || ' disputed; its rows are ' || COALESCE(p.charged, 0) || ', '
                || COALESCE(p.unpaid, 0) || ', ' || COALESCE(p.back, 0) || ', ' || COALESCE(p.contested, 0) AS fault
              FROM audit_settlement s
              LEFT JOIN (SELECT p.campaign_key, sum(ch.amount) AS charged, count(ch.charge_key) AS charged_count,
                             sum(CASE WHEN p.state = 'dropped' THEN p.amount ELSE 0 END) AS unpaid,
                             sum(CASE WHEN p.state = 'dropped' THEN 1 ELSE 0 END) AS unpaid_count,
                             sum(r.back) AS back, sum(d.contested) AS contested
                         FROM audit_pledge p
                         LEFT JOIN audit_charge ch ON ch.pledge_key = p.pledge_key AND ch.state = 'succeeded'
                         LEFT JOIN (SELECT charge_key, sum(amount) AS back FROM audit_refund
                                    WHERE state <> 'failed' GROUP BY charge_key) r ON r.charge_key = ch.charge_key
                         LEFT JOIN (SELECT charge_key, sum(amount) AS contested FROM audit_dispute
                                    WHERE state <> 'won' GROUP BY charge_key) d ON d.charge_key = ch.charge_key
                         GROUP BY p.campaign_key) p ON p.campaign_key = s.campaign_key
              WHERE s.collected <> COALESCE(p.charged, 0) OR s.collected_count <> COALESCE(p.charged_count, 0)
                 OR s.dropped <> COALESCE(p.unpaid, 0) OR s.dropped_count <> COALESCE(p.unpaid_count, 0)
                 OR s.refunded <> COALESCE(p.back, 0) OR s.disputed <> COALESCE(p.contested, 0)",
    },
];
