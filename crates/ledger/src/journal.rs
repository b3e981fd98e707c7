//! The journal: every entry sealed into a chain of hashes, in the order it was sealed.
//!
//! An entry is queued by the database when it is closed. A sealer, one at a time, links what waits
//! into the chain within moments, so that operations never wait for one another. From then on one
//! changed byte of an entry or its postings is found.

use db::{Db, Snapshot, sql};
use kernel::LedgerEntryId;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use serde_json::json;
use uuid::Uuid;

use crate::{Ledger, LedgerError, PostedEntry, invariants::Fault, store::read};

/// What the first link refers to.
const GENESIS: &str = "farsight";
/// How many entries are read at once.
const PAGE: usize = 500;

#[derive(FromQueryResult)]
struct Link {
    seq: i64,
    entry_id: Uuid,
    prev_hash: String,
    hash: String,
}

/// What a look at the whole journal found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct JournalReport {
    /// How many entries are sealed.
    pub(crate) sealed: u64,
    /// How many wait for the sealer.
    pub(crate) unsealed: u64,
    /// The hash of the last sealed entry. Keep it elsewhere to notice a cut tail.
    pub(crate) head: String,
    /// What is wrong; empty if the journal is whole.
    pub(crate) faults: Vec<Fault>,
}

fn hash_of(entry: &PostedEntry, seq: i64, prev: &str) -> String {
    let lines: Vec<_> = entry
        .postings
        .iter()
        .map(|posting| {
            let account = posting.account;
            json!([
                account.kind.as_str(),
                account.owner.kind(),
                account.owner.uuid(),
                posting.amount.minor,
                posting.amount.currency
            ])
        })
        .collect();
    let body = json!({
        "seq": seq, "prev": prev, "id": entry.id, "kind": entry.kind,
        "about": [entry.reference.kind, entry.reference.id], "reverses": entry.reverses,
        "at_micros": entry.at.timestamp_micros(), "lines": lines,
    });
    db::hash_request(&body)
}

impl Ledger {
    /// Links up to `limit` waiting entries into the chain. Returns how many.
    ///
    /// # Errors
    /// If the database does not answer; the entries then wait for the next time.
    pub async fn seal(db: &Db, limit: usize) -> Result<usize, LedgerError> {
        let tx = db.begin().await?;
        tx.lock_name("ledger-sealer").await?;
        let last = "SELECT seq, entry_id, prev_hash, hash FROM ledger_journal ORDER BY seq DESC LIMIT 1";
        let last = Link::find_by_statement(sql(&*tx, last, [])).one(&*tx).await?;
        let (mut seq, mut prev) = last.map_or((0, GENESIS.to_owned()), |link| (link.seq, link.hash));
        let waiting = format!("SELECT entry_id FROM ledger_unsealed ORDER BY entry_id LIMIT {limit}");
        let rows = tx.query_all_raw(sql(&*tx, waiting, [])).await?;
        let ids = rows
            .iter()
            .map(|row| row.try_get::<Uuid>("", "entry_id"))
            .collect::<Result<Vec<_>, _>>()?;
        let waiting = entries(&*tx, &ids).await?;
        for entry in &waiting {
            seq += 1;
            let hash = hash_of(entry, seq, &prev);
            let insert =
                "INSERT INTO ledger_journal (seq, entry_id, prev_hash, hash) VALUES ($1, $2, $3, $4)";
            let values = [
                seq.into(),
                entry.id.uuid().into(),
                prev.into(),
                hash.clone().into(),
            ];
            tx.execute_raw(sql(&*tx, insert, values)).await?;
            let done = "DELETE FROM ledger_unsealed WHERE entry_id = $1";
            tx.execute_raw(sql(&*tx, done, [entry.id.uuid().into()])).await?;
            prev = hash;
        }
        tx.commit().await?;
        Ok(waiting.len())
    }

    /// Reckons the whole chain again and says what does not hold.
    ///
    /// # Errors
    /// If the database does not answer.
    pub(crate) async fn verify_journal(snapshot: &Snapshot) -> Result<JournalReport, LedgerError> {
        let conn = &**snapshot;
        let mut report = JournalReport {
            head: GENESIS.to_owned(),
            ..JournalReport::default()
        };
        loop {
            let page = format!(
                "SELECT seq, entry_id, prev_hash, hash FROM ledger_journal WHERE seq > $1 ORDER BY seq LIMIT {PAGE}"
            );
            let after = i64::try_from(report.sealed).unwrap_or(i64::MAX);
            let links = Link::find_by_statement(sql(conn, page, [after.into()]))
                .all(conn)
                .await?;
            if links.is_empty() {
                break;
            }
            let ids: Vec<_> = links.iter().map(|link| link.entry_id).collect();
            let known = entries(conn, &ids).await?;
            for link in links {
                report.sealed += 1;
                if u64::try_from(link.seq) != Ok(report.sealed) || link.prev_hash != report.head {
                    report
                        .faults
                        .push(fault(format!("the chain is broken before {}", link.seq)));
                    return Ok(report);
                }
                let entry = known.iter().find(|entry| entry.id.uuid() == link.entry_id);
                let whole = entry.is_some_and(|entry| hash_of(entry, link.seq, &link.prev_hash) == link.hash);
                if !whole {
                    let id = LedgerEntryId::from_uuid(link.entry_id);
                    report
                        .faults
                        .push(fault(format!("{id} was changed after it was sealed")));
                }
                report.head = link.hash;
            }
        }
        let number = async |table: &str| -> Result<i64, LedgerError> {
            let count = sql(conn, format!("SELECT count(*) AS n FROM {table}"), []);
            let row = conn.query_one_raw(count).await?;
            Ok(row.map_or(Ok(0), |row| row.try_get("", "n"))?)
        };
        let (all, waiting) = (number("ledger_entries").await?, number("ledger_unsealed").await?);
        report.unsealed = u64::try_from(waiting).unwrap_or(0);
        let missing = all - waiting - i64::try_from(report.sealed).unwrap_or(0);
        if missing != 0 {
            report
                .faults
                .push(fault(format!("{missing} entries are missing from the chain")));
        }
        Ok(report)
    }
}

/// The entries with these ids, in their order. One that is not there is left out.
async fn entries(conn: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<PostedEntry>, LedgerError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let marks: Vec<_> = (1..=ids.len()).map(|n| format!("${n}")).collect();
    let values: Vec<Value> = ids.iter().map(|id| (*id).into()).collect();
    let found = read(conn, &format!("e.id IN ({})", marks.join(", ")), values).await?;
    let place = |entry: &PostedEntry| ids.iter().position(|id| *id == entry.id.uuid());
    let mut found = found;
    found.sort_by_key(place);
    Ok(found)
}

fn fault(found: String) -> Fault {
    Fault {
        invariant: "F02",
        says: "each entry of the books is as it was when it was sealed",
        found,
    }
}
