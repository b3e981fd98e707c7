//! The views are the same on both engines but for two things that each must say in its own way:
//! an id in its text form and an instant in milliseconds.

use sea_orm_migration::{prelude::*, sea_orm::DatabaseBackend};

/// Read-only views by which anyone can check the invariants without knowing the tables.
#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let words = Words(manager.get_database_backend());
        let conn = manager.get_connection();
        if words.is_postgres() {
            conn.execute_unprepared(POSTGRES_TYPEID).await?;
        }
        for (name, select) in views(&words) {
            conn.execute_unprepared(&format!("CREATE VIEW {name} AS {select}"))
                .await?;
        }
        Ok(())
    }
}

/// A uuid as a TypeID: the prefix and 26 digits of Crockford's base 32, of 128 bits after two zeros.
const POSTGRES_TYPEID: &str = "CREATE FUNCTION audit_typeid(prefix text, id uuid) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT prefix || '_' || string_agg(substr('0123456789abcdefghjkmnpqrstvwxyz',
        substring(B'00' || ('x' || replace(id::text, '-', ''))::bit(128) FROM 5 * digit + 1 FOR 5)::int + 1, 1), '' ORDER BY digit)
    FROM generate_series(0, 25) AS digit $$";

pub(crate) struct Words(pub(crate) DatabaseBackend);

impl Words {
    fn is_postgres(&self) -> bool {
        self.0 == DatabaseBackend::Postgres
    }

    /// The id in `column` as text, with a prefix that is itself an SQL expression.
    pub(crate) fn typeid(&self, prefix: &str, column: &str) -> String {
        if self.is_postgres() {
            return format!("audit_typeid({prefix}, {column})");
        }
        // SQLite has no functions of our own: each digit is cut out of the two hexadecimal
        // digits its five bits lie in. NULL stays NULL.
        let nibble = |at: i32| format!("instr('123456789ABCDEF', substr(hex({column}), {at}, 1))");
        let digits: Vec<String> = (0..26)
            .map(|digit| {
                // Bits are counted from the left; the two zeros stand before bit 0.
                let last = 5 * digit + 2;
                let (right, shift) = (last / 4 + 1, 3 - last % 4);
                let left = if right > 1 {
                    nibble(right - 1)
                } else {
                    "0".to_owned()
                };
                let bits = format!("((({left} * 16 + {}) >> {shift}) & 31)", nibble(right));
                format!("substr('0123456789abcdefghjkmnpqrstvwxyz', {bits} + 1, 1)")
            })
            .collect();
        format!(
            "CASE WHEN {column} IS NOT NULL THEN {prefix} || '_' || {} END",
            digits.join(" || ")
        )
    }

    /// The id in `column` as text, with a fixed prefix.
    pub(crate) fn id(&self, prefix: &str, column: &str) -> String {
        self.typeid(&format!("'{prefix}'"), column)
    }

    /// The instant in `column` as whole milliseconds since 1970, cut down.
    pub(crate) fn ms(&self, column: &str) -> String {
        if self.is_postgres() {
            return format!("floor(extract(epoch FROM {column}) * 1000)::bigint");
        }
        format!(
            "(CAST(strftime('%s', substr({column}, 1, 19)) AS integer) * 1000
              + CASE WHEN substr({column}, 20, 1) = '.' THEN CAST(substr({column}, 21, 3) AS integer) ELSE 0 END)"
        )
    }
}

pub(crate) fn views(w: &Words) -> Vec<(&'static str, String)> {
    let owner = w.typeid("a.owner_type", "a.owner_id");
    let reference = w.typeid("e.ref_type", "e.ref_id");
    vec![
        // Debits are positive: an account of the credit side stands below zero in good order.
        (
            "audit_account",
            format!(
                "SELECT {id} AS account_id,
                    CASE a.kind WHEN 'founder_payable' THEN 'creator_payable' WHEN 'campaign_held' THEN 'campaign_escrow'
                        ELSE a.kind END AS kind,
                    a.owner_type, CASE a.owner_type WHEN 'platform' THEN 'platform' ELSE {owner} END AS owner_id,
                    a.currency, (a.may_overdraw OR a.normal_side = 'credit') AS allow_negative,
                    b.balance_minor AS cached_balance
                 FROM ledger_accounts a LEFT JOIN ledger_balances b ON b.account_id = a.id",
                id = w.id("account", "a.id"),
            ),
        ),
        (
            "audit_txn",
            format!(
                "SELECT {id} AS txn_id, e.kind, e.ref_type, {reference} AS ref_id, e.idem_key, {at} AS created_ms
                 FROM ledger_entries e",
                id = w.id("entry", "e.id"),
                at = w.ms("e.at"),
            ),
        ),
        (
            "audit_entry",
            format!(
                "SELECT {txn} || ':' || p.line AS entry_id, {txn} AS txn_id, {account} AS account_id, p.currency,
                    p.amount_minor AS amount
                 FROM ledger_postings p",
                txn = w.id("entry", "p.entry_id"),
                account = w.id("account", "p.account_id"),
            ),
        ),
        (
            "audit_campaign",
            format!(
                "SELECT {id} AS campaign_id, {creator} AS creator_id,
                    CASE WHEN c.state IN ('draft', 'changes_requested') THEN 'draft'
                        WHEN c.state IN ('in_review', 'approved', 'scheduled') THEN 'review'
                        WHEN c.state IN ('live', 'paused') THEN 'live'
                        WHEN c.state IN ('collecting', 'grace', 'shortfall_decision') THEN 'collecting'
                        WHEN c.state IN ('funded', 'finance_review', 'paying') THEN 'collected'
                        WHEN c.state = 'completed' THEN 'paid'
                        WHEN c.state = 'failed' THEN 'failed'
                        ELSE 'canceled' END AS state,
                    c.currency, c.goal_minor AS goal,
                    CASE WHEN c.state <> 'paused' THEN {deadline} END AS deadline_ms, {closed} AS closed_ms,
                    c.pledged_minor AS cached_pledged, c.investor_count AS cached_backers
                 FROM campaigns c",
                id = w.id("campaign", "c.id"),
                creator = w.id("user", "c.founder_id"),
                deadline = w.ms("c.deadline_at"),
                closed = w.ms("c.ended_at"),
            ),
        ),
        (
            "audit_reward",
            format!(
                "SELECT {id} AS reward_id, {campaign} AS campaign_id, r.limit_quantity AS limit_qty,
                    r.claimed AS cached_claimed
                 FROM rewards r",
                id = w.id("reward", "r.id"),
                campaign = w.id("campaign", "r.campaign_id"),
            ),
        ),
        (
            "audit_pledge",
            format!(
                "SELECT {id} AS pledge_id, {campaign} AS campaign_id, {user} AS user_id, {reward} AS reward_id,
                    p.amount_minor AS amount, p.currency,
                    CASE WHEN p.state IN ('reserved', 'authorised') THEN 'pending'
                        WHEN p.state IN ('committed', 'reconfirm_due') THEN 'active'
                        WHEN p.state IN ('collecting', 'action_required') THEN 'charging'
                        WHEN p.state IN ('cancelled', 'released') THEN 'canceled'
                        WHEN p.state IN ('won', 'lost') THEN 'disputed'
                        ELSE p.state END AS state,
                    p.idem_key, {accepted} AS accepted_ms
                 FROM pledges p",
                id = w.id("pledge", "p.id"),
                campaign = w.id("campaign", "p.campaign_id"),
                user = w.id("user", "p.investor_id"),
                reward = w.id("reward", "p.reward_id"),
                accepted = w.ms("COALESCE(p.committed_at, p.placed_at)"),
            ),
        ),
        (
            "audit_event",
            format!(
                "SELECT i.event_id AS psp_event_id, i.kind, {received} AS received_ms, {processed} AS processed_ms, i.attempts
                 FROM inbox i",
                received = w.ms("i.received_at"),
                processed = w.ms("i.processed_at"),
            ),
        ),
        (
            "audit_job",
            format!(
                "SELECT {id} AS job_id, j.kind,
                    CASE WHEN j.done_at IS NOT NULL THEN 'done' WHEN j.dead_at IS NOT NULL THEN 'dead'
                        WHEN j.locked_until IS NOT NULL THEN 'running' ELSE 'waiting' END AS state,
                    j.attempts, j.max_attempts, {lease} AS lease_ms, {created} AS created_ms
                 FROM jobs j",
                id = w.id("job", "j.id"),
                lease = w.ms("j.locked_until"),
                created = w.ms("j.created_at"),
            ),
        ),
        (
            "audit_trail",
            format!(
                "SELECT c.seq, c.prev_hash, c.hash, e.actor AS actor_id, e.action, {at} AS at_ms
                 FROM audit_chain c JOIN audit_entries e ON e.id = c.entry_id",
                at = w.ms("e.at"),
            ),
        ),
    ]
}
