//! Everything that is kept about somebody, by the map: what they wrote, what was noted of them, what they uploaded.

use std::collections::BTreeMap;

use db::{Db, PersonKey, Snapshot, Vault};
use files::Files;
use kernel::UserId;
use sea_orm::ConnectionTrait;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::{
    archive::{Archive, TooLarge},
    catalogue,
    map::{Concern, Kept, Table, tables},
    statement::About,
};

/// Rows read at once.
const BATCH: usize = 500;
/// Rows of one table that an export holds at the most; that there are more is said in it.
const MOST: usize = 100_000;

/// Why an export was not made.
#[derive(Debug, thiserror::Error)]
pub enum GatherError {
    /// It does not fit.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
    /// An uploaded document cannot be read.
    #[error("a document cannot be read")]
    Document(#[from] files::OpenError),
    /// The database.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl From<sea_orm::DbErr> for GatherError {
    fn from(error: sea_orm::DbErr) -> Self {
        db::Error::from(error).into()
    }
}

/// What is asked where.
pub(crate) struct Gatherer<'a> {
    pub(crate) db: &'a Db,
    pub(crate) vault: &'a Vault,
    pub(crate) files: &'a Files,
}

impl Gatherer<'_> {
    /// A ZIP file: `data.json` with every row that concerns the person, and what they uploaded as `documents/…`. A document
    /// that cannot be read ends it, or, to the impatient, is named as such in `data.json`.
    pub(crate) async fn archive(&self, person: UserId, impatient: bool) -> Result<Vec<u8>, GatherError> {
        let mut archive = Archive::default();
        let mut documents = Vec::new();
        for file in self.files.owned_by(person).await? {
            let name = format!("documents/{}-{}", file.id, file.name);
            let bytes = match self.files.bytes_of(&file).await {
                Ok(bytes) => bytes,
                Err(error) if impatient => {
                    tracing::error!(file.id = %file.id, error = %error, "an export is made without a document");
                    documents.push(
                        json!({ "id": file.id, "name": file.name, "unreadable": "could not be read", "sha256": file.sha256 }),
                    );
                    continue;
                }
                Err(error) => return Err(error.into()),
            };
            archive.add(&name, &bytes)?;
            documents
                .push(json!({ "id": file.id, "name": file.name, "stands": name, "sha256": file.sha256 }));
        }
        let mut data = self.data(person).await?;
        data["documents"] = documents.into();
        let text = serde_json::to_vec_pretty(&data).map_err(db::Error::corrupt)?;
        archive.add("data.json", &text)?;
        Ok(archive.finish()?)
    }

    /// Every row that concerns the person, table by table, as it stood at one moment.
    async fn data(&self, person: UserId) -> Result<Value, GatherError> {
        let types = catalogue::columns(self.db).await?;
        let snapshot = self.db.snapshot().await?;
        let key = self.vault.find_key(&*snapshot, person).await?;
        let (mut told, mut nobodys) = (Map::new(), Vec::new());
        for table in tables() {
            let Some(types) = types.get(table.name).filter(|_| table.is_personal()) else {
                nobodys.push(json!({ "table": table.name, "holds": table.holds }));
                continue;
            };
            let reading = Reading {
                snapshot: &snapshot,
                about: About::reading(person),
                key: key.as_ref(),
                table,
                types,
                is_postgres: self.db.is_postgres(),
            };
            let (mut rows, mut is_whole) = (Vec::new(), true);
            for concern in table.concerns {
                is_whole &= reading.rows(concern, &mut rows).await?;
            }
            told.insert(
                table.name.to_owned(),
                json!({
                    "holds": table.holds, "basis": table.basis.words(), "kept": kept(table), "whole": is_whole, "rows": rows,
                }),
            );
        }
        Ok(json!({
            "format": "farsight-export-1",
            "person": person,
            "madeAt": self.db.clock().now(),
            "tables": told,
            "withoutPersonalData": nobodys,
        }))
    }
}

/// How long rows are kept, in words.
fn kept(table: &Table) -> String {
    match table.kept {
        Kept::WithItsOwner => "as long as your account".to_owned(),
        Kept::Years(years, why) => format!("at least {years} years: {why}"),
        Kept::Days { days, why, .. } => format!("{days} days: {why}"),
    }
}

struct Reading<'a> {
    snapshot: &'a Snapshot,
    about: About,
    key: Option<&'a PersonKey>,
    table: &'static Table,
    types: &'a BTreeMap<String, String>,
    is_postgres: bool,
}

impl Reading<'_> {
    /// Adds the rows by which the person is concerned in one way. Whether they are all of them.
    async fn rows(&self, concern: &Concern, rows: &mut Vec<Value>) -> Result<bool, GatherError> {
        let columns: Vec<&str> = [self.table.plain, concern.own]
            .iter()
            .flat_map(|list| list.split_whitespace())
            .collect();
        let mut read = 0;
        loop {
            let select = self.select(&columns, concern.rows, read);
            let statement = self.about.statement(&**self.snapshot, &select);
            let batch = self.snapshot.query_all_raw(statement).await?;
            for row in &batch {
                let found: Value = if self.is_postgres {
                    row.try_get("", "told")?
                } else {
                    let text: String = row.try_get("", "told")?;
                    serde_json::from_str(&text).map_err(db::Error::corrupt)?
                };
                rows.push(self.readable(concern.role, found)?);
            }
            read += batch.len();
            if batch.len() < BATCH {
                return Ok(true);
            }
            if read >= MOST {
                return Ok(false);
            }
        }
    }

    /// Rows as JSON objects, in the order in which the engine keeps them.
    fn select(&self, columns: &[&str], condition: &str, skip: usize) -> String {
        let name = self.table.name;
        if self.is_postgres {
            let list: Vec<_> = columns.iter().map(|column| format!("\"{column}\"")).collect();
            return format!(
                "SELECT to_jsonb(x) AS told FROM (SELECT {} FROM {name} WHERE {condition} ORDER BY ctid LIMIT {BATCH} OFFSET {skip}) x",
                if list.is_empty() {
                    "1 AS here".to_owned()
                } else {
                    list.join(", ")
                }
            );
        }
        let list: Vec<_> = columns
            .iter()
            .map(|column| {
                let value = match self.types.get(*column).map(String::as_str) {
                    Some("blob") => {
                        format!("CASE WHEN \"{column}\" IS NOT NULL THEN lower(hex(\"{column}\")) END")
                    }
                    Some("boolean") => {
                        format!("CASE \"{column}\" WHEN 1 THEN json('true') WHEN 0 THEN json('false') END")
                    }
                    _ => format!("\"{column}\""),
                };
                format!("'{column}', {value}")
            })
            .collect();
        format!(
            "SELECT json_object({}) AS told FROM {name} WHERE {condition} ORDER BY rowid LIMIT {BATCH} OFFSET {skip}",
            list.join(", ")
        )
    }

    /// The row as a person reads it: ids as they stand in addresses, sealed columns opened, JSON as JSON.
    fn readable(&self, role: &str, row: Value) -> Result<Value, GatherError> {
        let Value::Object(row) = row else {
            return Err(db::Error::corrupt("a row is no object").into());
        };
        let id = row.get("id").and_then(uuid_of);
        let mut told = Map::new();
        told.insert("as".to_owned(), role.into());
        for (column, value) in row {
            let sealed = self.table.sealed.iter().find(|sealed| sealed.column == column);
            let value = match sealed {
                Some(sealed) => {
                    let id = id
                        .map(|id| kernel::id_text(self.table.prefix, id))
                        .unwrap_or_default();
                    self.opened(&sealed.place.replace("{id}", &id), sealed.is_json, &value)?
                }
                None => self.plain(&column, value),
            };
            told.insert(column, value);
        }
        Ok(told.into())
    }

    fn opened(&self, place: &str, is_json: bool, value: &Value) -> Result<Value, GatherError> {
        let bytes = value
            .as_str()
            .map(|text| hex::decode(text.trim_start_matches("\\x")));
        let (Some(Ok(bytes)), Some(key)) = (bytes, self.key) else {
            return Ok(Value::Null);
        };
        if bytes.is_empty() {
            return Ok(Value::Null);
        }
        let plain = key.open(place, &bytes).map_err(db::Error::from)?;
        if is_json {
            return Ok(serde_json::from_slice(&plain).map_err(db::Error::corrupt)?);
        }
        Ok(String::from_utf8(plain).map_err(db::Error::corrupt)?.into())
    }

    fn plain(&self, column: &str, value: Value) -> Value {
        let kind = self.types.get(column).map_or("", String::as_str);
        if matches!(kind, "uuid" | "blob")
            && let Some(id) = uuid_of(&value)
        {
            return match prefix_of(column, self.table.prefix) {
                "" => id.hyphenated().to_string().into(),
                prefix => kernel::id_text(prefix, id).into(),
            };
        }
        // SQLite keeps JSON as text.
        match &value {
            Value::String(text) if !self.is_postgres && text.starts_with(['{', '[']) => {
                serde_json::from_str(text).unwrap_or(value)
            }
            _ => value,
        }
    }
}

fn uuid_of(value: &Value) -> Option<Uuid> {
    Uuid::try_parse(value.as_str()?).ok()
}

/// What ids in a column begin with; nothing where they are of several kinds.
fn prefix_of(column: &str, own: &'static str) -> &'static str {
    match column {
        "id" => own,
        "campaign_id" => "campaign",
        "project_id" => "project",
        "pledge_id" => "pledge",
        "reward_id" | "reward_before" | "reward_after" => "reward",
        "pool_id" => "pool",
        "patent_id" => "patent",
        "payout_id" => "payout",
        "payee_id" => "payee",
        "attempt_id" => "attempt",
        "setup_id" => "setup",
        "refund_id" | "repays_id" => "refund",
        "question_id" => "question",
        "update_id" => "update",
        "verification_id" => "verification",
        "file_id" | "answer_file_id" => "file",
        "notification_id" => "notification",
        "change_id" | "reclassified_from" => "change",
        "account_id" => "account",
        "entry_id" => "entry",
        "founder_id" => "user",
        _ => "",
    }
}
