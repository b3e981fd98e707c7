use chrono::{DateTime, Utc};
use db::{PersonKey, Result, Tx, sql};
use kernel::{CampaignId, FileId, Regime, RegimeDeclarationId, UserId};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use uuid::Uuid;

use super::regime;
use crate::{Declaration, DeclarationKind, DeclarationState};

/// A declaration as stored: what was declared is sealed.
#[derive(Debug, FromQueryResult)]
pub(crate) struct Row {
    id: Uuid,
    pub(crate) investor_id: Uuid,
    regime: String,
    kind: String,
    campaign_id: Option<Uuid>,
    body: Vec<u8>,
    declared_at: DateTime<Utc>,
    approved: Option<bool>,
    decided_at: Option<DateTime<Utc>>,
    reason: Option<String>,
}

fn place(id: RegimeDeclarationId) -> String {
    format!("regime_declarations/{id}/body")
}

impl Row {
    /// The declaration, opened by its investor's key; without, what was declared stays closed.
    pub(crate) fn open(self, key: Option<&PersonKey>) -> Result<Declaration> {
        let id = RegimeDeclarationId::from(self.id);
        let kind: DeclarationKind = self.kind.parse()?;
        let statement = match key {
            None => None,
            Some(key) => {
                let plain = key.open(&place(id), &self.body)?;
                let read = serde_json::from_slice(&plain)
                    .map_err(|_| db::Error::corrupt(format_args!("declaration {id} cannot be read")))?;
                Some(read)
            }
        };
        let state = match (kind, self.approved) {
            (DeclarationKind::Class, None) => DeclarationState::Waiting,
            (_, None) => DeclarationState::Declared,
            (_, Some(true)) => DeclarationState::Approved,
            (_, Some(false)) => DeclarationState::Refused,
        };
        Ok(Declaration {
            id,
            investor_id: self.investor_id.into(),
            regime: regime(&self.regime)?,
            kind,
            campaign_id: self.campaign_id.map(Into::into),
            statement,
            state,
            declared_at: self.declared_at,
            decided_at: self.decided_at,
            reason: self.reason,
        })
    }
}

async fn select(conn: &impl ConnectionTrait, rest: &str, values: Vec<Value>) -> Result<Vec<Row>> {
    let select = format!(
        "SELECT d.id, d.investor_id, d.regime, d.kind, d.campaign_id, d.body, d.declared_at, e.approved, e.decided_at, e.reason
         FROM regime_declarations d LEFT JOIN regime_declaration_decisions e ON e.declaration_id = d.id {rest}"
    );
    Ok(Row::find_by_statement(sql(conn, select, values))
        .all(conn)
        .await?)
}

pub(crate) async fn find(conn: &impl ConnectionTrait, id: RegimeDeclarationId) -> Result<Option<Row>> {
    Ok(select(conn, "WHERE d.id = $1", vec![id.uuid().into()])
        .await?
        .pop())
}

/// The newest of a kind that an investor declared for a regime and, where one is given, for a campaign.
pub(crate) async fn latest(
    conn: &impl ConnectionTrait,
    investor: UserId,
    regime: Regime,
    kind: DeclarationKind,
    campaign: Option<CampaignId>,
) -> Result<Option<Row>> {
    let mut values = vec![
        investor.uuid().into(),
        regime.as_str().into(),
        kind.as_str().into(),
    ];
    let mut rest = "WHERE d.investor_id = $1 AND d.regime = $2 AND d.kind = $3".to_owned();
    if let Some(campaign) = campaign {
        rest.push_str(" AND d.campaign_id = $4");
        values.push(campaign.uuid().into());
    }
    rest.push_str(" ORDER BY d.id DESC LIMIT 1");
    Ok(select(conn, &rest, values).await?.pop())
}

/// The class of an investor that was granted last, and when; a later refusal of another wish takes nothing away.
pub(crate) async fn class_granted(
    conn: &impl ConnectionTrait,
    investor: UserId,
    regime: Regime,
) -> Result<Option<(RegimeDeclarationId, DateTime<Utc>)>> {
    let rest = "WHERE d.investor_id = $1 AND d.regime = $2 AND d.kind = 'class' AND e.approved
                ORDER BY e.decided_at DESC, d.id DESC LIMIT 1";
    let values = vec![investor.uuid().into(), regime.as_str().into()];
    let found = select(conn, rest, values).await?.pop();
    Ok(found.and_then(|row| Some((row.id.into(), row.decided_at?))))
}

/// The newest of everything an investor declared.
pub(crate) async fn of_investor(conn: &impl ConnectionTrait, investor: UserId) -> Result<Vec<Row>> {
    let rest = "WHERE d.investor_id = $1 ORDER BY d.id DESC LIMIT 100";
    select(conn, rest, vec![investor.uuid().into()]).await
}

/// Classes whose proof waits for a reviewer, the longest waiting first.
pub(crate) async fn waiting(
    conn: &impl ConnectionTrait,
    after: Option<RegimeDeclarationId>,
    limit: u32,
) -> Result<Vec<Row>> {
    let rest = format!(
        "WHERE d.kind = 'class' AND e.declaration_id IS NULL AND d.id > $1 ORDER BY d.id LIMIT {limit}"
    );
    let after = after.map_or(Uuid::nil(), RegimeDeclarationId::uuid);
    select(conn, &rest, vec![after.into()]).await
}

pub(crate) async fn count_waiting(conn: &impl ConnectionTrait) -> Result<u64> {
    let select = "SELECT count(*) AS n FROM regime_declarations d WHERE d.kind = 'class' AND NOT EXISTS (
            SELECT 1 FROM regime_declaration_decisions e WHERE e.declaration_id = d.id)";
    let row = conn.query_one_raw(sql(conn, select, [])).await?;
    let count: i64 = row.map_or(Ok(0), |row| row.try_get("", "n"))?;
    Ok(u64::try_from(count).unwrap_or(0))
}

pub(crate) async fn insert(tx: &Tx, key: &PersonKey, declaration: &Declaration) -> Result<()> {
    let insert =
        "INSERT INTO regime_declarations (id, investor_id, regime, kind, campaign_id, body, declared_at)
                  VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let plain = serde_json::to_vec(&declaration.statement).map_err(db::Error::corrupt)?;
    let body = key.seal(tx.db().ids().as_ref(), &place(declaration.id), &plain)?;
    let values = [
        declaration.id.uuid().into(),
        declaration.investor_id.uuid().into(),
        declaration.regime.as_str().into(),
        declaration.kind.as_str().into(),
        declaration.campaign_id.map(|id| id.uuid()).into(),
        body.into(),
        declaration.declared_at.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

pub(crate) async fn insert_file(tx: &Tx, id: RegimeDeclarationId, file: FileId) -> Result<()> {
    let insert = "INSERT INTO regime_declaration_files (declaration_id, file_id) VALUES ($1, $2)";
    tx.execute_raw(sql(&**tx, insert, [id.uuid().into(), file.uuid().into()]))
        .await?;
    Ok(())
}

/// The documents that prove a declaration.
pub(crate) async fn files(conn: &impl ConnectionTrait, id: RegimeDeclarationId) -> Result<Vec<FileId>> {
    let select = "SELECT file_id FROM regime_declaration_files WHERE declaration_id = $1 ORDER BY file_id";
    let rows = conn.query_all_raw(sql(conn, select, [id.uuid().into()])).await?;
    rows.iter()
        .map(|row| Ok(row.try_get::<Uuid>("", "file_id")?.into()))
        .collect()
}

pub(crate) async fn decide(
    tx: &Tx,
    declaration: &Declaration,
    by: UserId,
    at: DateTime<Utc>,
    refused_because: Option<&str>,
) -> Result<()> {
    let insert = "INSERT INTO regime_declaration_decisions (declaration_id, investor_id, approved, reason, decided_by, decided_at)
                  VALUES ($1, $2, $3, $4, $5, $6)";
    let values = [
        declaration.id.uuid().into(),
        declaration.investor_id.uuid().into(),
        refused_because.is_none().into(),
        refused_because.map(str::to_owned).into(),
        by.uuid().into(),
        at.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}
