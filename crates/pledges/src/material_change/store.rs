//! Material changes and what was answered to them, as rows.

use chrono::{DateTime, NaiveDate, Utc};
use db::{Error, Result, Tx, sql};
use kernel::{CampaignId, MaterialChangeId, PledgeId};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use uuid::Uuid;

use super::{Answers, ChangeAnswer, ChangeCause, MaterialChange, Reconfirmation};

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    campaign_id: Uuid,
    founder_id: Uuid,
    severity: String,
    scope: String,
    state: String,
    outcome: Option<String>,
    dossier_hash: String,
    opened_at: DateTime<Utc>,
    notified_at: Option<DateTime<Utc>>,
    reconfirm_until: Option<DateTime<Utc>>,
    deadline_before: Option<DateTime<Utc>>,
    reclassified_at: Option<DateTime<Utc>>,
    reason: Option<String>,
    reclassified_from: Option<Uuid>,
    closed_at: Option<DateTime<Utc>>,
    version: i64,
}

const COLUMNS: &str =
    "id, campaign_id, founder_id, severity, scope, state, outcome, dossier_hash, opened_at, notified_at,
    reconfirm_until, deadline_before, reclassified_at, reason, reclassified_from, closed_at, version";

impl TryFrom<Row> for MaterialChange {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: row.id.into(),
            campaign_id: row.campaign_id.into(),
            founder_id: row.founder_id.into(),
            severity: row.severity.parse()?,
            scope: row.scope.parse()?,
            state: row.state.parse()?,
            outcome: row.outcome.map(|outcome| outcome.parse()).transpose()?,
            dossier_hash: row.dossier_hash,
            opened_at: row.opened_at,
            notified_at: row.notified_at,
            reconfirm_until: row.reconfirm_until,
            deadline_before: row.deadline_before,
            reclassified_at: row.reclassified_at,
            reason: row.reason,
            reclassified_from: row.reclassified_from.map(Into::into),
            closed_at: row.closed_at,
            version: row.version,
        })
    }
}

/// Changes by a condition, which may order and limit them.
pub(crate) async fn select(
    conn: &impl ConnectionTrait,
    rest: &str,
    values: Vec<Value>,
) -> Result<Vec<MaterialChange>> {
    let select = format!("SELECT {COLUMNS} FROM material_changes WHERE {rest}");
    let rows = Row::find_by_statement(sql(conn, select, values))
        .all(conn)
        .await?;
    rows.into_iter().map(MaterialChange::try_from).collect()
}

pub(crate) async fn find(
    conn: &impl ConnectionTrait,
    id: MaterialChangeId,
) -> Result<Option<MaterialChange>> {
    Ok(select(conn, "id = $1", vec![id.uuid().into()]).await?.pop())
}

/// The major change of a campaign that is not over. Its campaign's row must be locked to rely on it.
pub(crate) async fn find_open(
    conn: &impl ConnectionTrait,
    campaign: CampaignId,
) -> Result<Option<MaterialChange>> {
    let rest = "campaign_id = $1 AND state <> 'closed' AND severity = 'major'";
    Ok(select(conn, rest, vec![campaign.uuid().into()]).await?.pop())
}

/// The change, its row locked. Its campaign's row comes before it.
pub(crate) async fn lock(tx: &Tx, id: MaterialChangeId) -> Result<MaterialChange> {
    let rest = format!("id = $1{}", tx.for_update());
    let found = select(&**tx, &rest, vec![id.uuid().into()]).await?.pop();
    found.ok_or_else(|| Error::corrupt(format_args!("material change {id} vanished")))
}

pub(crate) async fn insert(tx: &Tx, change: &MaterialChange) -> Result<()> {
    let insert = "INSERT INTO material_changes (id, campaign_id, founder_id, severity, scope, state, dossier_hash, opened_at,
            reconfirm_until, deadline_before, reason, reclassified_from)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let values = [
        change.id.uuid().into(),
        change.campaign_id.uuid().into(),
        change.founder_id.uuid().into(),
        change.severity.as_str().into(),
        change.scope.as_str().into(),
        change.state.as_str().into(),
        change.dossier_hash.clone().into(),
        change.opened_at.into(),
        change.reconfirm_until.into(),
        change.deadline_before.into(),
        change.reason.clone().into(),
        change.reclassified_from.map(|id| id.uuid()).into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// Writes how far a change came.
pub(crate) async fn update(tx: &Tx, change: &MaterialChange) -> Result<()> {
    let update =
        "UPDATE material_changes SET state = $2, outcome = $3, notified_at = $4, reconfirm_until = $5,
            deadline_before = $6, reclassified_at = $7, reason = $8, closed_at = $9, version = version + 1
        WHERE id = $1 AND version = $10";
    let values = [
        change.id.uuid().into(),
        change.state.as_str().into(),
        change.outcome.map(|outcome| outcome.as_str()).into(),
        change.notified_at.into(),
        change.reconfirm_until.into(),
        change.deadline_before.into(),
        change.reclassified_at.into(),
        change.reason.clone().into(),
        change.closed_at.into(),
        change.version.into(),
    ];
    let done = tx.execute_raw(sql(&**tx, update, values)).await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Error::corrupt(format_args!(
            "material change {} changed while it was locked",
            change.id
        )))
    }
}

#[derive(FromQueryResult)]
struct CauseRow {
    change_id: Uuid,
    patent_id: Uuid,
    kind: String,
    detail: String,
    severity: String,
    happened_on: Option<NaiveDate>,
    assessment_id: Uuid,
    told_at: DateTime<Utc>,
}

/// What changed, for each of these changes, the gravest first.
pub(crate) async fn causes_of(
    conn: &impl ConnectionTrait,
    changes: &[MaterialChangeId],
) -> Result<Vec<(MaterialChangeId, ChangeCause)>> {
    if changes.is_empty() {
        return Ok(Vec::new());
    }
    let marks: Vec<_> = (1..=changes.len()).map(|n| format!("${n}")).collect();
    let select = format!(
        "SELECT change_id, patent_id, kind, detail, severity, happened_on, assessment_id, told_at FROM material_change_causes
         WHERE change_id IN ({}) ORDER BY change_id, severity, told_at, patent_id, kind, detail",
        marks.join(", ")
    );
    let values: Vec<Value> = changes.iter().map(|id| id.uuid().into()).collect();
    let rows = CauseRow::find_by_statement(sql(conn, select, values))
        .all(conn)
        .await?;
    rows.into_iter()
        .map(|row| {
            let cause = ChangeCause {
                patent_id: row.patent_id.into(),
                kind: row.kind,
                detail: row.detail,
                severity: row.severity.parse()?,
                on: row.happened_on,
                assessment_id: row.assessment_id,
                told_at: row.told_at,
            };
            Ok((row.change_id.into(), cause))
        })
        .collect()
}

pub(crate) async fn add_cause(tx: &Tx, change: MaterialChangeId, cause: &ChangeCause) -> Result<()> {
    let insert = "INSERT INTO material_change_causes
            (change_id, patent_id, kind, detail, severity, happened_on, assessment_id, told_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (change_id, patent_id, kind, detail) DO NOTHING";
    let values = [
        change.uuid().into(),
        cause.patent_id.uuid().into(),
        cause.kind.clone().into(),
        cause.detail.clone().into(),
        cause.severity.as_str().into(),
        cause.on.into(),
        cause.assessment_id.into(),
        cause.told_at.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// Whether what this assessment found was taken up for the campaign before.
pub(crate) async fn knows(tx: &Tx, campaign: CampaignId, assessment: Uuid) -> Result<bool> {
    let select = "SELECT 1 AS x FROM material_change_causes c JOIN material_changes m ON m.id = c.change_id
                  WHERE c.assessment_id = $1 AND m.campaign_id = $2 LIMIT 1";
    let values = [assessment.into(), campaign.uuid().into()];
    Ok(tx.query_one_raw(sql(&**tx, select, values)).await?.is_some())
}

#[derive(FromQueryResult)]
struct AskRow {
    change_id: Uuid,
    pledge_id: Uuid,
    charged: bool,
    asked_at: DateTime<Utc>,
    answer: Option<String>,
    answered_at: Option<DateTime<Utc>>,
    dossier_hash: Option<String>,
}

/// Questions by a condition, which may order and limit them.
pub(crate) async fn select_asked(
    conn: &impl ConnectionTrait,
    rest: &str,
    values: Vec<Value>,
) -> Result<Vec<Reconfirmation>> {
    let select = format!(
        "SELECT change_id, pledge_id, charged, asked_at, answer, answered_at, dossier_hash FROM reconfirmations WHERE {rest}"
    );
    let rows = AskRow::find_by_statement(sql(conn, select, values))
        .all(conn)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Reconfirmation {
                change_id: row.change_id.into(),
                pledge_id: row.pledge_id.into(),
                charged: row.charged,
                asked_at: row.asked_at,
                answer: row.answer.map(|answer| answer.parse()).transpose()?,
                answered_at: row.answered_at,
                dossier_hash: row.dossier_hash,
            })
        })
        .collect()
}

/// The question about a pledge that was not answered yet.
pub(crate) async fn open_question(
    conn: &impl ConnectionTrait,
    pledge: PledgeId,
) -> Result<Option<Reconfirmation>> {
    let rest = "pledge_id = $1 AND answer IS NULL ORDER BY asked_at DESC LIMIT 1";
    Ok(select_asked(conn, rest, vec![pledge.uuid().into()]).await?.pop())
}

/// The next questions of a change that were not answered.
pub(crate) async fn unanswered(
    tx: &Tx,
    change: MaterialChangeId,
    limit: usize,
) -> Result<Vec<Reconfirmation>> {
    let rest = format!("change_id = $1 AND answer IS NULL ORDER BY pledge_id LIMIT {limit}");
    select_asked(&**tx, &rest, vec![change.uuid().into()]).await
}

pub(crate) async fn ask(
    tx: &Tx,
    change: MaterialChangeId,
    pledge: PledgeId,
    charged: bool,
    now: DateTime<Utc>,
) -> Result<()> {
    let insert =
        "INSERT INTO reconfirmations (change_id, pledge_id, charged, asked_at) VALUES ($1, $2, $3, $4)";
    let values = [
        change.uuid().into(),
        pledge.uuid().into(),
        charged.into(),
        now.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// Writes the answer to what was asked about a pledge and not answered; the database lets nobody change one.
pub(crate) async fn answer(
    tx: &Tx,
    pledge: PledgeId,
    answer: ChangeAnswer,
    dossier: Option<&str>,
    now: DateTime<Utc>,
) -> Result<()> {
    let update = "UPDATE reconfirmations SET answer = $2, answered_at = $3, dossier_hash = $4
                  WHERE pledge_id = $1 AND answer IS NULL";
    let values = [
        pledge.uuid().into(),
        answer.as_str().into(),
        now.into(),
        dossier.map(str::to_owned).into(),
    ];
    tx.execute_raw(sql(&**tx, update, values)).await?;
    Ok(())
}

/// How many answered what to a change.
pub(crate) async fn count_answers(conn: &impl ConnectionTrait, change: MaterialChangeId) -> Result<Answers> {
    let select = "SELECT count(*) AS asked, count(CASE WHEN answer = 'kept' THEN 1 END) AS kept,
            count(CASE WHEN answer = 'declined' THEN 1 END) AS declined, count(CASE WHEN answer = 'silent' THEN 1 END) AS silent
        FROM reconfirmations WHERE change_id = $1";
    let row = conn
        .query_one_raw(sql(conn, select, [change.uuid().into()]))
        .await?;
    let Some(row) = row else {
        return Ok(Answers::default());
    };
    Ok(Answers {
        asked: row.try_get("", "asked")?,
        kept: row.try_get("", "kept")?,
        declined: row.try_get("", "declined")?,
        silent: row.try_get("", "silent")?,
    })
}

/// Whether the investor of a charged pledge declined, or was silent, when last asked.
pub(crate) async fn did_not_stay(tx: &Tx, pledge: PledgeId) -> Result<bool> {
    let rest = "pledge_id = $1 ORDER BY asked_at DESC LIMIT 1";
    let last = select_asked(&**tx, rest, vec![pledge.uuid().into()]).await?.pop();
    Ok(last.is_some_and(|asked| {
        asked.charged && matches!(asked.answer, Some(ChangeAnswer::Declined | ChangeAnswer::Silent))
    }))
}

/// Withdraws every question of a change that was not answered.
pub(crate) async fn withdraw_all(tx: &Tx, change: MaterialChangeId, now: DateTime<Utc>) -> Result<()> {
    let update = "UPDATE reconfirmations SET answer = 'withdrawn', answered_at = $2 WHERE change_id = $1 AND answer IS NULL";
    tx.execute_raw(sql(&**tx, update, [change.uuid().into(), now.into()]))
        .await?;
    Ok(())
}

/// Changes that are not over, oldest first.
pub(crate) async fn list_open(conn: &impl ConnectionTrait) -> Result<Vec<MaterialChange>> {
    // Those that wait for a person are not among them, or they would crowd out the others.
    let rest = "state <> 'closed' AND (state <> 'notified' OR reclassified_at IS NOT NULL) ORDER BY opened_at, id LIMIT 1000";
    select(conn, rest, vec![]).await
}
