//! What must hold at every moment, as SQL over the `audit_*` views: each statement finds the rows
//! that break it, so each must find none. The numbers are those of the platform's list of
//! invariants; both engines read the same text. Rows are joined by their `…_key`, the id as the tables have it; the id in its text
//! form is for people, and is reckoned for what is found only.

mod money;
mod stock;

use chrono::{DateTime, Utc};
use db::{Snapshot, sql};
use sea_orm::ConnectionTrait;

pub use money::MONEY;
pub use stock::STOCK;

/// Something that must hold at every moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invariant {
    /// Its number in the list, such as `I05`.
    pub id: &'static str,
    /// What must hold.
    pub says: &'static str,
    /// Finds what breaks it, one row each, named by the column `fault`. `{now_ms}` stands for
    /// the present in milliseconds.
    pub sql: &'static str,
}

/// An invariant that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The number of the invariant.
    pub invariant: &'static str,
    /// What should hold.
    pub says: &'static str,
    /// What breaks it.
    pub found: String,
}

/// How many faults of one invariant are listed.
const LISTED: usize = 100;

/// The invariants of the books alone.
pub const LEDGER: &[Invariant] = &[
    Invariant {
        id: "I01",
        says: "each entry sums to zero in each currency",
        sql: "SELECT DISTINCT e.txn_id || ' is off by ' || s.total || ' ' || s.currency AS fault
              FROM (SELECT txn_key, currency, sum(amount) AS total FROM audit_entry
                    GROUP BY txn_key, currency HAVING sum(amount) <> 0) s
              JOIN audit_entry e ON e.txn_key = s.txn_key AND e.currency = s.currency",
    },
    Invariant {
        id: "I02",
        says: "the whole ledger sums to zero in each currency",
        sql: "SELECT currency || ' is off by ' || sum(amount) AS fault FROM audit_entry
              GROUP BY currency HAVING sum(amount) <> 0",
    },
    Invariant {
        id: "I03",
        says: "each entry has two postings or more, none of nothing",
        sql: "SELECT t.txn_id || ' has ' || s.postings || ' postings' AS fault
              FROM (SELECT t.txn_key, count(e.txn_key) AS postings
                    FROM audit_txn t LEFT JOIN audit_entry e ON e.txn_key = t.txn_key
                    GROUP BY t.txn_key HAVING count(e.txn_key) < 2) s
              JOIN audit_txn t ON t.txn_key = s.txn_key
              UNION ALL SELECT entry_id || ' is a posting of nothing' FROM audit_entry WHERE amount = 0",
    },
    Invariant {
        id: "I04",
        says: "each posting has its entry and its account, in the account's currency",
        sql: "SELECT e.entry_id || ' has no entry' AS fault FROM audit_entry e
              LEFT JOIN audit_txn t ON t.txn_key = e.txn_key WHERE t.txn_key IS NULL
              UNION ALL SELECT e.entry_id || ' has no account' FROM audit_entry e
              LEFT JOIN audit_account a ON a.account_key = e.account_key WHERE a.account_key IS NULL
              UNION ALL SELECT e.entry_id || ' is in ' || e.currency || ', its account in ' || a.currency
              FROM audit_entry e JOIN audit_account a ON a.account_key = e.account_key WHERE a.currency <> e.currency",
    },
    Invariant {
        id: "I05",
        says: "each cached balance is the sum of its postings",
        sql: "SELECT a.account_id || ' shows ' || a.cached_balance || ', its postings sum to ' || COALESCE(s.total, 0) AS fault
              FROM audit_account a
              LEFT JOIN (SELECT account_key, sum(amount) AS total FROM audit_entry GROUP BY account_key) s
                ON s.account_key = a.account_key
              WHERE a.cached_balance <> COALESCE(s.total, 0)
              UNION ALL SELECT account_id || ' has no balance' FROM audit_account WHERE cached_balance IS NULL",
    },
    Invariant {
        id: "I06",
        says: "no account is overdrawn",
        sql: "SELECT a.account_id || ' (' || a.kind || ') stands at ' || s.total AS fault FROM audit_account a
              JOIN (SELECT account_key, sum(amount) AS total FROM audit_entry GROUP BY account_key) s
                ON s.account_key = a.account_key
              WHERE (NOT a.allow_negative AND s.total < 0)
                 OR (a.kind IN ('creator_payable', 'campaign_escrow', 'refund_payable', 'campaign_commitment') AND s.total > 0)",
    },
    Invariant {
        id: "I07",
        says: "one thing has at most one entry of a kind",
        sql: "SELECT DISTINCT t.kind || ' of ' || t.ref_type || ' ' || t.ref_id || ' is posted ' || s.times || ' times' AS fault
              FROM (SELECT kind, ref_type, ref_key, count(*) AS times FROM audit_txn
                    GROUP BY kind, ref_type, ref_key HAVING count(*) > 1) s
              JOIN audit_txn t ON t.kind = s.kind AND t.ref_type = s.ref_type AND t.ref_key = s.ref_key",
    },
    Invariant {
        id: "I08",
        says: "each key of the ledger is used once",
        sql: "SELECT idem_key || ' is used ' || count(*) || ' times' AS fault FROM audit_txn
              WHERE idem_key IS NOT NULL GROUP BY idem_key HAVING count(*) > 1",
    },
];

/// The invariants between the books, the pledges and the campaigns.
pub const PLATFORM: &[Invariant] = &[
    Invariant {
        id: "I09",
        says: "an investor's key stands for one pledge",
        sql: "SELECT user_id || ' used ' || idem_key || ' for ' || count(*) || ' pledges' AS fault FROM audit_pledge
              GROUP BY user_id, idem_key HAVING count(*) > 1",
    },
    Invariant {
        id: "I10",
        says: "a pledge is of a positive amount in its campaign's currency",
        sql: "SELECT p.pledge_id || ' is of ' || p.amount || ' ' || p.currency AS fault FROM audit_pledge p
              LEFT JOIN audit_campaign c ON c.campaign_key = p.campaign_key
              WHERE p.amount <= 0 OR c.campaign_key IS NULL OR p.currency <> c.currency",
    },
    Invariant {
        id: "I11",
        says: "a reward is never pledged for beyond its limit",
        sql: "SELECT r.reward_id || ' has ' || s.pledges || ' pledges for ' || r.limit_qty AS fault
              FROM audit_reward r
              JOIN (SELECT reward_key, count(*) AS pledges FROM audit_pledge
                    WHERE state NOT IN ('canceled', 'dropped') GROUP BY reward_key) s ON s.reward_key = r.reward_key
              WHERE s.pledges > r.limit_qty",
    },
    Invariant {
        id: "I12",
        says: "the claims counted on a reward are its live pledges",
        sql: "SELECT r.reward_id || ' counts ' || r.cached_claimed || ', its pledges are ' || COALESCE(s.pledges, 0) AS fault
              FROM audit_reward r
              LEFT JOIN (SELECT reward_key, count(*) AS pledges FROM audit_pledge
                         WHERE state NOT IN ('canceled', 'dropped') GROUP BY reward_key) s ON s.reward_key = r.reward_key
              WHERE r.cached_claimed <> COALESCE(s.pledges, 0)",
    },
    Invariant {
        id: "I13",
        says: "a campaign's total and investors are those of its pledges, and the books agree",
        sql: "SELECT c.campaign_id || ' shows ' || c.cached_pledged || ' of ' || c.cached_backers || ', its pledges are '
                || COALESCE(s.total, 0) || ' of ' || COALESCE(s.backers, 0) AS fault
              FROM audit_campaign c
              LEFT JOIN (SELECT campaign_key, sum(amount) AS total, count(DISTINCT user_key) AS backers FROM audit_pledge
                         WHERE state NOT IN ('canceled', 'pending') GROUP BY campaign_key) s ON s.campaign_key = c.campaign_key
              WHERE c.cached_pledged <> COALESCE(s.total, 0) OR c.cached_backers <> COALESCE(s.backers, 0)
              UNION ALL
              SELECT c.campaign_id || ' shows ' || c.cached_pledged || ', the books ' || COALESCE(b.total, 0)
              FROM audit_campaign c
              LEFT JOIN (SELECT a.owner_key, -sum(e.amount) AS total FROM audit_account a
                         JOIN audit_entry e ON e.account_key = a.account_key
                         WHERE a.kind = 'campaign_commitment' AND a.owner_type = 'campaign'
                         GROUP BY a.owner_key) b ON b.owner_key = c.campaign_key
              WHERE c.state IN ('draft', 'review', 'live') AND c.cached_pledged <> COALESCE(b.total, 0)",
    },
    Invariant {
        id: "I14",
        says: "a pledge is accepted before the deadline of a campaign that was launched",
        sql: "SELECT p.pledge_id || ' was accepted ' || (p.accepted_ms - c.deadline_ms) || ' ms after the deadline' AS fault
              FROM audit_pledge p JOIN audit_campaign c ON c.campaign_key = p.campaign_key
              WHERE p.accepted_ms >= c.deadline_ms
              UNION ALL SELECT p.pledge_id || ' is for a campaign in ' || c.state
              FROM audit_pledge p JOIN audit_campaign c ON c.campaign_key = p.campaign_key WHERE c.state IN ('draft', 'review')",
    },
    Invariant {
        id: "I15",
        says: "nobody pledges to a campaign of their own",
        sql: "SELECT p.pledge_id || ' is by the founder' AS fault FROM audit_pledge p
              JOIN audit_campaign c ON c.campaign_key = p.campaign_key WHERE c.creator_key = p.user_key",
    },
    Invariant {
        id: "I27",
        says: "a provider's message comes in once and is worked on within five minutes",
        sql: "SELECT psp_event_id || ' waits since ' || received_ms AS fault FROM audit_event
              WHERE processed_ms IS NULL AND received_ms < {now_ms} - 300000
              UNION ALL SELECT psp_event_id || ' came in ' || count(*) || ' times' FROM audit_event
              GROUP BY psp_event_id HAVING count(*) > 1",
    },
    Invariant {
        id: "I28",
        says: "no job is stuck or tried too often",
        sql: "SELECT job_id || ' (' || kind || ') was tried ' || attempts || ' times of ' || max_attempts || ' and is ' || state AS fault
              FROM audit_job
              WHERE attempts > max_attempts OR (state = 'running' AND lease_ms < {now_ms} - 600000)",
    },
    Invariant {
        id: "I29",
        says: "the audit trail has no gap and each row names the one before",
        sql: "SELECT 'row ' || t.seq || ' does not follow the one before' AS fault FROM audit_trail t
              LEFT JOIN audit_trail prior ON prior.seq = t.seq - 1
              WHERE t.seq > 1 AND (prior.seq IS NULL OR prior.hash <> t.prev_hash)
              UNION ALL SELECT 'the trail begins at ' || min(seq) FROM audit_trail HAVING min(seq) <> 1",
    },
];

/// Looks for rows that break the given invariants. Finding none proves the books.
///
/// # Errors
/// If the database does not answer.
pub async fn check(conn: &Snapshot, now: DateTime<Utc>, invariants: &[Invariant]) -> db::Result<Vec<Fault>> {
    let now = now.timestamp_millis().to_string();
    let mut faults = Vec::new();
    for invariant in invariants {
        let rows = conn
            .query_all_raw(sql(&**conn, invariant.sql.replace("{now_ms}", &now), []))
            .await?;
        for row in rows.iter().take(LISTED) {
            let found = row.try_get::<Option<String>>("", "fault")?.unwrap_or_default();
            faults.push(Fault {
                invariant: invariant.id,
                says: invariant.says,
                found,
            });
        }
        if rows.len() > LISTED {
            let found = format!("and {} more", rows.len() - LISTED);
            faults.push(Fault {
                invariant: invariant.id,
                says: invariant.says,
                found,
            });
        }
    }
    Ok(faults)
}
