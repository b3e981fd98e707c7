//! Rows of files, of who may read them and of who did.

use chrono::{DateTime, Utc};
use db::{FirstOfEach, PersonKey, Result, Tx, sql};
use kernel::{FileId, UserId};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use uuid::Uuid;

use crate::{Access, File};

const COLUMNS: &str =
    "f.id, f.owner_id, f.state, f.media_type, f.name, f.byte_size, f.sha256, f.subject, f.uploaded_at";

/// A file as stored: its name is sealed.
#[derive(Debug, FromQueryResult)]
pub(crate) struct Row {
    pub(crate) id: Uuid,
    pub(crate) owner_id: Uuid,
    pub(crate) state: String,
    pub(crate) media_type: String,
    pub(crate) name: Vec<u8>,
    pub(crate) byte_size: i64,
    pub(crate) sha256: String,
    pub(crate) subject: Option<String>,
    pub(crate) uploaded_at: DateTime<Utc>,
}

/// The place for which a file's name is sealed.
pub(crate) fn name_place(id: FileId) -> String {
    format!("files/{id}/name")
}

impl Row {
    pub(crate) fn open(self, key: &PersonKey) -> Result<File> {
        let id = FileId::from(self.id);
        let name = key.open(&name_place(id), &self.name)?;
        Ok(File {
            id,
            owner_id: self.owner_id.into(),
            media: self.media_type.parse()?,
            name: String::from_utf8(name).map_err(db::Error::corrupt)?,
            byte_size: u64::try_from(self.byte_size).map_err(db::Error::corrupt)?,
            sha256: self.sha256,
            subject: self.subject,
            uploaded_at: self.uploaded_at,
        })
    }
}

fn list(from: usize, ids: &[FileId]) -> (String, Vec<Value>) {
    let places: Vec<_> = (0..ids.len()).map(|n| format!("${}", from + n)).collect();
    let values = ids.iter().map(|id| id.uuid().into()).collect();
    (format!("({})", places.join(", ")), values)
}

pub(crate) async fn by_ids(conn: &impl ConnectionTrait, ids: &[FileId]) -> Result<Vec<Row>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let (places, values) = list(1, ids);
    let select =
        format!("SELECT {COLUMNS} FROM files f WHERE f.state IN ('staged', 'kept') AND f.id IN {places}");
    Ok(Row::find_by_statement(sql(conn, select, values))
        .all(conn)
        .await?)
}

/// Every file of a person, whatever became of it.
pub(crate) async fn of_owner(conn: &impl ConnectionTrait, owner: UserId) -> Result<Vec<Row>> {
    let select = format!("SELECT {COLUMNS} FROM files f WHERE f.owner_id = $1 ORDER BY f.id");
    Ok(Row::find_by_statement(sql(conn, select, [owner.uuid().into()]))
        .all(conn)
        .await?)
}

pub(crate) async fn lock(tx: &Tx, id: FileId) -> Result<Option<Row>> {
    let select = format!("SELECT {COLUMNS} FROM files f WHERE f.id = $1{}", tx.for_update());
    Ok(Row::find_by_statement(sql(&**tx, select, [id.uuid().into()]))
        .one(&**tx)
        .await?)
}

/// Writes down a file whose bytes are about to be stored.
pub(crate) async fn insert(tx: &Tx, file: &File, sealed_name: Vec<u8>) -> Result<()> {
    let insert = "INSERT INTO files (id, owner_id, state, media_type, name, byte_size, sha256, uploaded_at)
                  VALUES ($1, $2, 'arriving', $3, $4, $5, $6, $7)";
    let values = [
        file.id.uuid().into(),
        file.owner_id.uuid().into(),
        file.media.as_str().into(),
        sealed_name.into(),
        i64::try_from(file.byte_size).unwrap_or(i64::MAX).into(),
        file.sha256.clone().into(),
        file.uploaded_at.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// Moves a file on, if it is where it should be. Whether it was.
pub(crate) async fn step(tx: &Tx, id: FileId, from: &str, to: &str) -> Result<bool> {
    let update = "UPDATE files SET state = $1 WHERE id = $2 AND state = $3";
    let done = tx
        .execute_raw(sql(&**tx, update, [to.into(), id.uuid().into(), from.into()]))
        .await?;
    Ok(done.rows_affected() > 0)
}

pub(crate) async fn set_kept(tx: &Tx, id: FileId, subject: &str, at: DateTime<Utc>) -> Result<()> {
    let update = "UPDATE files SET state = 'kept', subject = $1, kept_at = $2 WHERE id = $3";
    tx.execute_raw(sql(&**tx, update, [subject.into(), at.into(), id.uuid().into()]))
        .await?;
    Ok(())
}

pub(crate) async fn set_leaving(tx: &Tx, id: FileId) -> Result<()> {
    let revoke = "DELETE FROM file_grants WHERE file_id = $1";
    tx.execute_raw(sql(&**tx, revoke, [id.uuid().into()])).await?;
    let update = "UPDATE files SET state = 'leaving', subject = NULL, kept_at = NULL WHERE id = $1";
    tx.execute_raw(sql(&**tx, update, [id.uuid().into()])).await?;
    Ok(())
}

/// How many uploads of a person wait to be used, and how many they made since a moment.
pub(crate) async fn count(tx: &Tx, owner: UserId, since: DateTime<Utc>) -> Result<(u64, u64)> {
    let select = "SELECT
        (SELECT count(*) FROM files WHERE owner_id = $1 AND state IN ('arriving', 'staged')) AS staged,
        (SELECT count(*) FROM files WHERE owner_id = $1 AND uploaded_at > $2) AS lately";
    let row = tx
        .query_one_raw(sql(&**tx, select, [owner.uuid().into(), since.into()]))
        .await?;
    let row = row.ok_or_else(|| db::Error::corrupt("a count told nothing"))?;
    let number = |column: &str| -> Result<u64> {
        let count: i64 = row.try_get("", column)?;
        Ok(u64::try_from(count).unwrap_or(0))
    };
    Ok((number("staged")?, number("lately")?))
}

/// Files that nobody used in time, and files that are to go.
pub(crate) async fn to_remove(
    conn: &impl ConnectionTrait,
    before: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<Row>> {
    let select = format!(
        "SELECT {COLUMNS} FROM files f WHERE f.state <> 'kept' AND (f.state = 'leaving' OR f.uploaded_at < $1)
         ORDER BY f.uploaded_at LIMIT {limit}"
    );
    Ok(Row::find_by_statement(sql(conn, select, [before.into()]))
        .all(conn)
        .await?)
}

/// Forgets a file whose bytes are gone. That somebody read it stays as long as the file does.
pub(crate) async fn forget(tx: &Tx, id: FileId) -> Result<()> {
    for delete in [
        "DELETE FROM file_grants WHERE file_id = $1",
        "DELETE FROM file_accesses WHERE file_id = $1",
        "DELETE FROM files WHERE id = $1 AND state = 'leaving'",
    ] {
        tx.execute_raw(sql(&**tx, delete, [id.uuid().into()])).await?;
    }
    Ok(())
}

pub(crate) async fn grant(
    tx: &Tx,
    id: FileId,
    reader: UserId,
    at: DateTime<Utc>,
    until: Option<DateTime<Utc>>,
) -> Result<()> {
    let insert = "INSERT INTO file_grants (file_id, user_id, granted_at, until) VALUES ($1, $2, $3, $4)
                  ON CONFLICT (file_id, user_id) DO UPDATE SET granted_at = excluded.granted_at, until = excluded.until";
    let values = [id.uuid().into(), reader.uuid().into(), at.into(), until.into()];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

pub(crate) async fn revoke_all(tx: &Tx, id: FileId) -> Result<()> {
    let delete = "DELETE FROM file_grants WHERE file_id = $1";
    tx.execute_raw(sql(&**tx, delete, [id.uuid().into()])).await?;
    Ok(())
}

pub(crate) async fn is_granted(
    conn: &impl ConnectionTrait,
    id: FileId,
    reader: UserId,
    now: DateTime<Utc>,
) -> Result<bool> {
    let select = "SELECT file_id FROM file_grants
                  WHERE file_id = $1 AND user_id = $2 AND (until IS NULL OR until > $3)";
    let values = [id.uuid().into(), reader.uuid().into(), now.into()];
    let row = conn.query_one_raw(sql(conn, select, values)).await?;
    Ok(row.is_some())
}

pub(crate) async fn note_access(tx: &Tx, id: FileId, reader: UserId, at: DateTime<Utc>) -> Result<()> {
    let insert = "INSERT INTO file_accesses (id, file_id, user_id, at) VALUES ($1, $2, $3, $4)";
    let values = [
        tx.db().ids().uuid(at).into(),
        id.uuid().into(),
        reader.uuid().into(),
        at.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

pub(crate) async fn accesses(conn: &impl ConnectionTrait, ids: &[FileId]) -> Result<Vec<Access>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let (places, values) = list(1, ids);
    let newest = FirstOfEach {
        table: "file_accesses",
        parent: "file_id",
        condition: &format!("file_id IN {places}"),
        order: "id DESC",
        most: 100,
    };
    let select = format!(
        "SELECT a.file_id, a.user_id, a.at FROM file_accesses a WHERE a.id IN {} ORDER BY a.id DESC",
        newest.ids()
    );
    let rows = conn.query_all_raw(sql(conn, select, values)).await?;
    rows.iter()
        .map(|row| {
            Ok(Access {
                file_id: row.try_get::<Uuid>("", "file_id")?.into(),
                user_id: row.try_get::<Uuid>("", "user_id")?.into(),
                at: row.try_get("", "at")?,
            })
        })
        .collect()
}
