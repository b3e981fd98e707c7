//! The audit trail: who did what, why, before and after; sealed into a hash chain.
//!
//! An operation writes its entry in its own transaction. A sealer, one at a time, links the
//! entries into the chain within moments, so that operations never wait for one another. From
//! then on one changed byte is found by [`Db::verify_audit`].

mod newest;

use chrono::{DateTime, SecondsFormat, Utc};
use kernel::{AuditEntryId, Caller, kind};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    Db, Error, Result, Tx,
    erased::{ERASED_DOMAIN, person_of},
    sql,
};

/// What was done, for the audit trail.
#[derive(Debug, Clone, Default)]
pub struct Act {
    /// The verb, such as `pledge.place`.
    pub action: &'static str,
    /// The id of what it was done to.
    pub subject: String,
    /// Why, if somebody gave a reason.
    pub cause: Option<String>,
    /// The state before, if there was one.
    pub before: Option<Value>,
    /// The state after, if there is one.
    pub after: Option<Value>,
}

impl Act {
    /// An act without cause or states.
    pub fn new(action: &'static str, subject: impl ToString) -> Self {
        Self {
            action,
            subject: subject.to_string(),
            ..Self::default()
        }
    }

    /// The same act with the state before.
    pub fn before(self, state: impl serde::Serialize) -> Self {
        Self {
            before: serde_json::to_value(state).ok(),
            ..self
        }
    }

    /// The same act with the state after.
    pub fn after(self, state: impl serde::Serialize) -> Self {
        Self {
            after: serde_json::to_value(state).ok(),
            ..self
        }
    }

    /// The same act with its cause.
    pub fn because(self, cause: impl Into<String>) -> Self {
        Self {
            cause: Some(cause.into()),
            ..self
        }
    }
}

/// A row of the trail.
#[derive(Debug, Clone, FromQueryResult)]
pub struct AuditRecord {
    /// Its id.
    pub id: Uuid,
    /// Who: `user_…`, `anonymous`, `system:name`.
    pub actor: String,
    /// The verb.
    pub action: String,
    /// What it was done to.
    pub subject: String,
    /// Why.
    pub cause: Option<String>,
    /// The state before.
    pub before: Option<Value>,
    /// The state after.
    pub after: Option<Value>,
    /// The request it came with.
    pub request_id: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// What a look at the whole trail found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditReport {
    /// Entries in the chain.
    pub sealed: u64,
    /// Entries that wait for the sealer.
    pub unsealed: u64,
    /// The hash of the last sealed entry; keep it elsewhere to notice a cut tail.
    pub head: String,
    /// What is wrong, first fault first; empty if the trail is whole.
    pub faults: Vec<AuditFault>,
}

/// A fault in the trail.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AuditFault {
    /// An entry does not match its hash.
    #[error("entry {seq} was changed after it was sealed")]
    Changed {
        /// Its place in the chain.
        seq: i64,
    },
    /// A place in the chain is empty or linked to another.
    #[error("the chain is broken before entry {seq}")]
    Broken {
        /// The place after the break.
        seq: i64,
    },
    /// Entries are neither sealed nor waiting.
    #[error("{0} entries are missing from the chain")]
    Missing(i64),
}

/// JSON with its keys in order: the same value gives the same text on every engine.
pub(crate) fn canonical(value: &Value) -> String {
    fn write(value: &Value, out: &mut String) {
        match value {
            Value::Object(map) => {
                let mut keys: Vec<_> = map.keys().collect();
                keys.sort();
                out.push('{');
                for (i, key) in keys.into_iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    out.push_str(&Value::from(key.as_str()).to_string());
                    out.push(':');
                    write(&map[key], out);
                }
                out.push('}');
            }
            Value::Array(items) => {
                out.push('[');
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    write(item, out);
                }
                out.push(']');
            }
            plain => out.push_str(&plain.to_string()),
        }
    }
    let mut out = String::new();
    write(value, &mut out);
    out
}

impl AuditRecord {
    fn hash(&self, seq: i64, prev: &str) -> String {
        let body = json!({
            "seq": seq, "prev": prev, "id": self.id, "actor": self.actor, "action": self.action,
            "subject": self.subject, "cause": self.cause, "before": self.before, "after": self.after,
            "request": self.request_id, "at": self.at.to_rfc3339_opts(SecondsFormat::Micros, true),
        });
        hex::encode(Sha256::digest(canonical(&body)))
    }
}

const GENESIS: &str = "farsight";
pub(crate) const COLUMNS: &str =
    "e.id, e.actor, e.action, e.subject, e.cause, e.before, e.after, e.request_id, e.at";

impl Tx {
    /// Writes one row of the audit trail, unless the person who acts was erased meanwhile: looked at in the same statement.
    ///
    /// # Errors
    /// [`Error::ActorErased`]; or if the row cannot be written. The operation must then not commit.
    pub async fn record(&self, caller: &Caller, act: Act) -> Result<AuditEntryId> {
        let at = self.db().clock().now();
        let id = self.new_id::<kind::AuditEntry>(at);
        let mut values = vec![
            id.uuid().into(),
            caller.actor().into(),
            act.action.into(),
            act.subject.into(),
            act.cause.into(),
            act.before.into(),
            act.after.into(),
            caller.request_id.clone().into(),
            at.into(),
        ];
        let columns = "id, actor, action, subject, cause, before, after, request_id, at";
        let (actor, unless) = match person_of(caller) {
            Some(person) => {
                values.push(person.uuid().into());
                let share = self.for_key_share();
                (
                    format!("WITH actor AS (SELECT email FROM users WHERE id = $10{share})"),
                    format!(" WHERE NOT EXISTS (SELECT 1 FROM actor WHERE email LIKE '%{ERASED_DOMAIN}')"),
                )
            }
            None => (String::new(), String::new()),
        };
        let insert = format!(
            "INSERT INTO audit_entries ({columns}) SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9{unless}"
        );
        let written = if self.db().is_postgres() {
            let with = if actor.is_empty() {
                "WITH".to_owned()
            } else {
                format!("{actor},")
            };
            let both = format!(
                "{with} entry AS ({insert} RETURNING id) INSERT INTO audit_unsealed (entry_id) SELECT id FROM entry"
            );
            self.execute_raw(sql(&**self, both, values))
                .await?
                .rows_affected()
        } else {
            let insert = format!("{actor} {insert}");
            let written = self
                .execute_raw(sql(&**self, insert, values))
                .await?
                .rows_affected();
            if written > 0 {
                let queue = "INSERT INTO audit_unsealed (entry_id) VALUES ($1)";
                self.execute_raw(sql(&**self, queue, [id.uuid().into()])).await?;
            }
            written
        };
        if written == 0 {
            return Err(Error::ActorErased);
        }
        Ok(id)
    }
}

#[derive(FromQueryResult)]
struct Link {
    seq: i64,
    prev_hash: String,
    hash: String,
}

impl Db {
    /// Links up to `limit` waiting entries into the chain. Returns how many.
    ///
    /// # Errors
    /// If the database does not answer; the entries then wait for the next time.
    pub async fn seal_audit(&self, limit: u64) -> Result<usize> {
        let tx = self.begin().await?;
        tx.lock_name("audit-sealer").await?;
        let last = "SELECT seq, prev_hash, hash FROM audit_chain ORDER BY seq DESC LIMIT 1";
        let last = Link::find_by_statement(sql(&*tx, last, [])).one(&*tx).await?;
        let (mut seq, mut prev) = last.map_or((0, GENESIS.to_owned()), |link| (link.seq, link.hash));
        let waiting = format!(
            "SELECT {COLUMNS} FROM audit_unsealed u JOIN audit_entries e ON e.id = u.entry_id ORDER BY e.id LIMIT {limit}"
        );
        let entries = AuditRecord::find_by_statement(sql(&*tx, waiting, []))
            .all(&*tx)
            .await?;
        for entry in &entries {
            seq += 1;
            let hash = entry.hash(seq, &prev);
            let insert = "INSERT INTO audit_chain (seq, entry_id, prev_hash, hash) VALUES ($1, $2, $3, $4)";
            let values = [seq.into(), entry.id.into(), prev.into(), hash.clone().into()];
            tx.execute_raw(sql(&*tx, insert, values)).await?;
            tx.execute_raw(sql(
                &*tx,
                "DELETE FROM audit_unsealed WHERE entry_id = $1",
                [entry.id.into()],
            ))
            .await?;
            prev = hash;
        }
        tx.commit().await?;
        Ok(entries.len())
    }

    /// Reckons the whole chain again and says what does not hold.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn verify_audit(&self) -> Result<AuditReport> {
        let conn = self.primary();
        let mut report = AuditReport {
            head: GENESIS.to_owned(),
            ..AuditReport::default()
        };
        loop {
            let page = format!(
                "SELECT c.seq, c.prev_hash, c.hash, {COLUMNS} FROM audit_chain c JOIN audit_entries e ON e.id = c.entry_id
                 WHERE c.seq > $1 ORDER BY c.seq LIMIT 1000"
            );
            let after = i64::try_from(report.sealed).unwrap_or(i64::MAX);
            let rows = conn.query_all_raw(sql(conn, page, [after.into()])).await?;
            if rows.is_empty() {
                break;
            }
            for row in &rows {
                let (link, entry) = (
                    Link::from_query_result(row, "")?,
                    AuditRecord::from_query_result(row, "")?,
                );
                report.sealed += 1;
                if u64::try_from(link.seq) != Ok(report.sealed) || link.prev_hash != report.head {
                    report.faults.push(AuditFault::Broken { seq: link.seq });
                    return Ok(report);
                }
                if entry.hash(link.seq, &link.prev_hash) != link.hash {
                    report.faults.push(AuditFault::Changed { seq: link.seq });
                }
                report.head = link.hash;
            }
        }
        let count = |table: &str| sql(conn, format!("SELECT count(*) AS n FROM {table}"), []);
        let number = async |table: &str| -> Result<i64> {
            let row = conn.query_one_raw(count(table)).await?;
            row.map_or(Ok(0), |row| row.try_get("", "n").map_err(Error::from))
        };
        let (entries, waiting) = (number("audit_entries").await?, number("audit_unsealed").await?);
        report.unsealed = u64::try_from(waiting).unwrap_or(0);
        let missing = entries - waiting - i64::try_from(report.sealed).unwrap_or(0);
        if missing != 0 {
            report.faults.push(AuditFault::Missing(missing));
        }
        Ok(report)
    }

    /// The trail of one thing, oldest first, at most `limit` rows.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn audit_of(&self, subject: &str, limit: u64) -> Result<Vec<AuditRecord>> {
        let conn = self.reader();
        let select = format!(
            "SELECT {COLUMNS} FROM audit_entries e WHERE e.subject = $1 ORDER BY e.at, e.id LIMIT {limit}"
        );
        Ok(
            AuditRecord::find_by_statement(sql(conn, select, [subject.into()]))
                .all(conn)
                .await?,
        )
    }
}
