use chrono::{DateTime, Utc};
use db::{Result, Tx, sql};
use kernel::{ProjectId, UserId};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use super::{Builder, json, localized};
use crate::project::{Field, Project};

const COLUMNS: &str = "p.id, p.founder_id, p.title, p.field, p.country, p.created_at, p.version";

#[derive(Debug, FromQueryResult)]
struct Row {
    id: Uuid,
    founder_id: Uuid,
    title: serde_json::Value,
    field: String,
    country: Option<String>,
    created_at: DateTime<Utc>,
    version: i64,
}

impl TryFrom<Row> for Project {
    type Error = db::Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: row.id.into(),
            founder_id: row.founder_id.into(),
            title: localized(row.title)?,
            field: row.field.parse()?,
            country: row.country,
            created_at: row.created_at,
            version: row.version,
        })
    }
}

pub(crate) async fn insert(tx: &Tx, project: &Project) -> Result<()> {
    let insert = "INSERT INTO projects (id, founder_id, title, field, country, created_at, version)
                  VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values = [
        project.id.uuid().into(),
        project.founder_id.uuid().into(),
        json(&project.title)?,
        project.field.as_str().into(),
        project.country.clone().into(),
        project.created_at.into(),
        project.version.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

pub(crate) async fn set_field(tx: &Tx, id: ProjectId, field: Field) -> Result<()> {
    let update = "UPDATE projects SET field = $1, version = version + 1 WHERE id = $2 AND field <> $1";
    tx.execute_raw(sql(&**tx, update, [field.as_str().into(), id.uuid().into()]))
        .await?;
    Ok(())
}

pub(crate) async fn lock(tx: &Tx, id: ProjectId) -> Result<Option<Project>> {
    let select = format!(
        "SELECT {COLUMNS} FROM projects p WHERE p.id = $1{}",
        tx.for_update()
    );
    let row = Row::find_by_statement(sql(&**tx, select, [id.uuid().into()]))
        .one(&**tx)
        .await?;
    row.map(Project::try_from).transpose()
}

pub(crate) async fn by_ids(conn: &impl ConnectionTrait, ids: &[ProjectId]) -> Result<Vec<Project>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut b = Builder::default();
    let list = b.list(ids.iter().map(|id| id.uuid()));
    let select = format!("SELECT {COLUMNS} FROM projects p WHERE p.id IN {list}");
    let rows = Row::find_by_statement(sql(conn, select, b.values))
        .all(conn)
        .await?;
    rows.into_iter().map(Project::try_from).collect()
}

pub(crate) async fn of_founder(
    conn: &impl ConnectionTrait,
    founder: UserId,
    limit: u64,
) -> Result<Vec<Project>> {
    let select =
        format!("SELECT {COLUMNS} FROM projects p WHERE p.founder_id = $1 ORDER BY p.id DESC LIMIT {limit}");
    let rows = Row::find_by_statement(sql(conn, select, [founder.uuid().into()]))
        .all(conn)
        .await?;
    rows.into_iter().map(Project::try_from).collect()
}
