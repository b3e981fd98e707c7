use std::collections::HashMap;

use chrono::{DateTime, Utc};
use db::{FirstOfEach, Result, Tx, sql};
use kernel::{CampaignId, QuestionId, QuestionReportId, UserId};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use uuid::Uuid;

use super::Builder;
use crate::question::{Answer, Hidden, Question, QuestionFilter, QuestionReport, ReportedQuestion};

const COLUMNS: &str =
    "q.id, q.campaign_id, q.asker_id, q.body, q.asked_at, q.answer, q.answered_by, q.answered_at,
    q.answer_edited_at, q.hidden_at, q.hidden_by, q.hidden_reason, q.version";

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    campaign_id: Uuid,
    asker_id: Uuid,
    body: String,
    asked_at: DateTime<Utc>,
    answer: Option<String>,
    answered_by: Option<Uuid>,
    answered_at: Option<DateTime<Utc>>,
    answer_edited_at: Option<DateTime<Utc>>,
    hidden_at: Option<DateTime<Utc>>,
    hidden_by: Option<Uuid>,
    hidden_reason: Option<String>,
    version: i64,
}

impl From<Row> for Question {
    fn from(row: Row) -> Self {
        // The table holds each of the two whole or not at all.
        let answer = match (row.answer, row.answered_by, row.answered_at) {
            (Some(body), Some(by), Some(at)) => Some(Answer {
                body,
                by: by.into(),
                at,
                edited_at: row.answer_edited_at,
            }),
            _ => None,
        };
        let hidden = match (row.hidden_at, row.hidden_by, row.hidden_reason) {
            (Some(at), Some(by), Some(reason)) => Some(Hidden {
                at,
                by: by.into(),
                reason,
            }),
            _ => None,
        };
        Self {
            id: row.id.into(),
            campaign_id: row.campaign_id.into(),
            asker_id: row.asker_id.into(),
            body: row.body,
            asked_at: row.asked_at,
            answer,
            hidden,
            version: row.version,
        }
    }
}

async fn select(conn: &impl ConnectionTrait, rest: &str, values: Vec<Value>) -> Result<Vec<Question>> {
    let select = format!("SELECT {COLUMNS} FROM campaign_questions q {rest}");
    let rows = Row::find_by_statement(sql(conn, select, values))
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(Question::from).collect())
}

pub(crate) async fn insert(tx: &Tx, question: &Question) -> Result<()> {
    let insert = "INSERT INTO campaign_questions (id, campaign_id, asker_id, body, asked_at, version)
                  VALUES ($1, $2, $3, $4, $5, $6)";
    let values = [
        question.id.uuid().into(),
        question.campaign_id.uuid().into(),
        question.asker_id.uuid().into(),
        question.body.clone().into(),
        question.asked_at.into(),
        question.version.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// Writes what may change of a question: its answer, and whether it is hidden.
pub(crate) async fn update(tx: &Tx, question: &Question) -> Result<()> {
    let update = "UPDATE campaign_questions SET answer = $1, answered_by = $2, answered_at = $3, answer_edited_at = $4,
                  hidden_at = $5, hidden_by = $6, hidden_reason = $7, version = $8 WHERE id = $9";
    let (answer, hidden) = (question.answer.as_ref(), question.hidden.as_ref());
    let values = [
        answer.map(|answer| answer.body.clone()).into(),
        answer.map(|answer| answer.by.uuid()).into(),
        answer.map(|answer| answer.at).into(),
        answer.and_then(|answer| answer.edited_at).into(),
        hidden.map(|hidden| hidden.at).into(),
        hidden.map(|hidden| hidden.by.uuid()).into(),
        hidden.map(|hidden| hidden.reason.clone()).into(),
        question.version.into(),
        question.id.uuid().into(),
    ];
    tx.execute_raw(sql(&**tx, update, values)).await?;
    Ok(())
}

pub(crate) async fn find(conn: &impl ConnectionTrait, id: QuestionId) -> Result<Option<Question>> {
    Ok(select(conn, "WHERE q.id = $1", vec![id.uuid().into()])
        .await?
        .pop())
}

pub(crate) async fn lock(tx: &Tx, id: QuestionId) -> Result<Option<Question>> {
    let rest = format!("WHERE q.id = $1{}", tx.for_update());
    Ok(select(&**tx, &rest, vec![id.uuid().into()]).await?.pop())
}

/// Written out, not bound: a bound value could not use the partial index.
fn condition(filter: QuestionFilter) -> &'static str {
    match filter {
        QuestionFilter::All => "",
        QuestionFilter::Open => " AND q.answer IS NULL AND q.hidden_at IS NULL",
        QuestionFilter::Answered => " AND q.answer IS NOT NULL AND q.hidden_at IS NULL",
    }
}

pub(crate) async fn page(
    conn: &impl ConnectionTrait,
    campaign: CampaignId,
    filter: QuestionFilter,
    before: Option<QuestionId>,
    limit: u32,
) -> Result<Vec<Question>> {
    let mut b = Builder::default();
    let campaign = b.bind(campaign.uuid());
    let mut rest = format!("WHERE q.campaign_id = {campaign}{}", condition(filter));
    if let Some(before) = before {
        rest.push_str(&format!(" AND q.id < {}", b.bind(before.uuid())));
    }
    rest.push_str(&format!(" ORDER BY q.id DESC LIMIT {limit}"));
    select(conn, &rest, b.values).await
}

/// The newest questions about each of these campaigns, newest first.
pub(crate) async fn newest(
    conn: &impl ConnectionTrait,
    campaigns: &[CampaignId],
    filter: QuestionFilter,
    most: usize,
) -> Result<Vec<Question>> {
    if campaigns.is_empty() {
        return Ok(Vec::new());
    }
    let mut b = Builder::default();
    let list = b.list(campaigns.iter().map(|id| id.uuid()));
    let newest = FirstOfEach {
        table: "campaign_questions q",
        parent: "campaign_id",
        condition: &format!("q.campaign_id IN {list}{}", condition(filter)),
        order: "id DESC",
        most,
    };
    let rest = format!("WHERE q.id IN {} ORDER BY q.id DESC", newest.ids());
    select(conn, &rest, b.values).await
}

/// How many questions there are about each of these campaigns; those about which there are none are left out.
pub(crate) async fn counts(
    conn: &impl ConnectionTrait,
    campaigns: &[CampaignId],
    filter: QuestionFilter,
) -> Result<Vec<(CampaignId, u64)>> {
    if campaigns.is_empty() {
        return Ok(Vec::new());
    }
    let mut b = Builder::default();
    let list = b.list(campaigns.iter().map(|id| id.uuid()));
    let select = format!(
        "SELECT q.campaign_id, count(*) AS n FROM campaign_questions q WHERE q.campaign_id IN {list}{}
         GROUP BY q.campaign_id",
        condition(filter)
    );
    let rows = conn.query_all_raw(sql(conn, select, b.values)).await?;
    rows.iter()
        .map(|row| {
            let n: i64 = row.try_get("", "n")?;
            let campaign = row.try_get::<Uuid>("", "campaign_id")?.into();
            Ok((campaign, u64::try_from(n).unwrap_or(0)))
        })
        .collect()
}

pub(crate) async fn count(
    conn: &impl ConnectionTrait,
    campaign: CampaignId,
    filter: QuestionFilter,
) -> Result<u64> {
    let select = format!(
        "SELECT count(*) AS n FROM campaign_questions q WHERE q.campaign_id = $1{}",
        condition(filter)
    );
    super::count(conn, &select, vec![campaign.uuid().into()]).await
}

/// How many a person asked since then, and when the first of them.
pub(crate) async fn asked_since(
    tx: &Tx,
    asker: UserId,
    since: DateTime<Utc>,
) -> Result<(u64, Option<DateTime<Utc>>)> {
    let select = "SELECT asked_at AS at FROM campaign_questions WHERE asker_id = $1 AND asked_at > $2 ORDER BY asked_at LIMIT 100";
    moments(tx, select, asker, since).await
}

/// How many a person reported since then, and when the first of them.
pub(crate) async fn reported_since(
    tx: &Tx,
    reporter: UserId,
    since: DateTime<Utc>,
) -> Result<(u64, Option<DateTime<Utc>>)> {
    let select = "SELECT reported_at AS at FROM question_reports WHERE reporter_id = $1 AND reported_at > $2 ORDER BY reported_at LIMIT 100";
    moments(tx, select, reporter, since).await
}

async fn moments(
    tx: &Tx,
    select: &str,
    user: UserId,
    since: DateTime<Utc>,
) -> Result<(u64, Option<DateTime<Utc>>)> {
    let values = [user.uuid().into(), since.into()];
    let rows = tx.query_all_raw(sql(&**tx, select, values)).await?;
    let first = rows.first().map(|row| row.try_get("", "at")).transpose()?;
    Ok((rows.len() as u64, first))
}

/// Writes a report; whether it is the person's first of this question.
pub(crate) async fn insert_report(tx: &Tx, report: &QuestionReport) -> Result<bool> {
    let insert = "INSERT INTO question_reports (id, question_id, reporter_id, reason, note, reported_at)
                  VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (question_id, reporter_id) DO NOTHING";
    let values = [
        report.id.uuid().into(),
        report.question_id.uuid().into(),
        report.reporter_id.uuid().into(),
        report.reason.as_str().into(),
        report.note.clone().into(),
        report.reported_at.into(),
    ];
    Ok(tx.execute_raw(sql(&**tx, insert, values)).await?.rows_affected() > 0)
}

/// Closes the open reports of a question; how many there were.
pub(crate) async fn close_reports(
    tx: &Tx,
    question: QuestionId,
    decision: &str,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<u64> {
    let update = "UPDATE question_reports SET decision = $1, decided_by = $2, decided_at = $3
                  WHERE question_id = $4 AND decided_at IS NULL";
    let values = [
        decision.into(),
        by.uuid().into(),
        now.into(),
        question.uuid().into(),
    ];
    Ok(tx.execute_raw(sql(&**tx, update, values)).await?.rows_affected())
}

/// The questions with open reports, in the order of the first of them.
pub(crate) async fn reported(
    conn: &impl ConnectionTrait,
    after: Option<QuestionReportId>,
    limit: u32,
) -> Result<Vec<ReportedQuestion>> {
    let mut b = Builder::default();
    let beyond = match after {
        Some(after) => format!(" AND r.id > {}", b.bind(after.uuid())),
        None => String::new(),
    };
    // The first open report of each question stands for it: ids are in the order of time.
    let rest = format!(
        "JOIN question_reports r ON r.question_id = q.id
         WHERE r.decided_at IS NULL AND NOT EXISTS (SELECT 1 FROM question_reports e
             WHERE e.question_id = q.id AND e.decided_at IS NULL AND e.id < r.id){beyond}
         ORDER BY r.id LIMIT {limit}"
    );
    let questions = select(conn, &rest, b.values).await?;
    let ids: Vec<_> = questions.iter().map(|question| question.id).collect();
    let mut reports = open_reports(conn, &ids).await?;
    Ok(questions
        .into_iter()
        .map(|question| ReportedQuestion {
            reports: reports.remove(&question.id).unwrap_or_default(),
            question,
        })
        .collect())
}

async fn open_reports(
    conn: &impl ConnectionTrait,
    questions: &[QuestionId],
) -> Result<HashMap<QuestionId, Vec<QuestionReport>>> {
    #[derive(FromQueryResult)]
    struct Report {
        id: Uuid,
        question_id: Uuid,
        reporter_id: Uuid,
        reason: String,
        note: Option<String>,
        reported_at: DateTime<Utc>,
    }
    if questions.is_empty() {
        return Ok(HashMap::new());
    }
    let mut b = Builder::default();
    let list = b.list(questions.iter().map(|id| id.uuid()));
    let select = format!(
        "SELECT id, question_id, reporter_id, reason, note, reported_at FROM question_reports
         WHERE question_id IN {list} AND decided_at IS NULL ORDER BY id LIMIT 2000"
    );
    let rows = Report::find_by_statement(sql(conn, select, b.values))
        .all(conn)
        .await?;
    let mut found: HashMap<QuestionId, Vec<QuestionReport>> = HashMap::new();
    for row in rows {
        let question_id = row.question_id.into();
        found.entry(question_id).or_default().push(QuestionReport {
            id: row.id.into(),
            question_id,
            reporter_id: row.reporter_id.into(),
            reason: row.reason.parse()?,
            note: row.note,
            reported_at: row.reported_at,
        });
    }
    Ok(found)
}

pub(crate) async fn count_reported(conn: &impl ConnectionTrait) -> Result<u64> {
    let select = "SELECT count(DISTINCT question_id) AS n FROM question_reports WHERE decided_at IS NULL";
    super::count(conn, select, Vec::new()).await
}
