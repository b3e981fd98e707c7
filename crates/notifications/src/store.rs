//! Notifications and mails as rows.

use chrono::{DateTime, Utc};
use db::{Error, Result, Tx, sql};
use kernel::{MailId, NotificationId, PledgeId, UserId};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::{About, Kind, Notice, Notification};

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    user_id: Uuid,
    kind: String,
    campaign_id: Option<Uuid>,
    pledge_id: Option<Uuid>,
    payout_id: Option<Uuid>,
    patent_id: Option<Uuid>,
    facts: Json,
    made_at: DateTime<Utc>,
    read_at: Option<DateTime<Utc>>,
}

impl TryFrom<Row> for Notification {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: row.id.into(),
            user_id: row.user_id.into(),
            kind: row.kind.parse().map_err(Error::corrupt)?,
            about: About {
                campaign_id: row.campaign_id.map(Into::into),
                pledge_id: row.pledge_id.map(Into::into),
                payout_id: row.payout_id.map(Into::into),
                patent_id: row.patent_id.map(Into::into),
            },
            facts: serde_json::from_value(row.facts).map_err(Error::corrupt)?,
            made_at: row.made_at,
            read_at: row.read_at,
        })
    }
}

const NOTIFICATION: &str = "n.id, n.user_id, n.kind, n.campaign_id, n.pledge_id, n.payout_id, n.patent_id, n.facts, n.made_at, n.read_at";

/// Writes a notification; whether it was new.
pub(crate) async fn insert(tx: &Tx, id: NotificationId, notice: &Notice) -> Result<bool> {
    let insert = "INSERT INTO notifications (id, user_id, kind, campaign_id, pledge_id, payout_id, patent_id, facts, dedupe_key, made_at)
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (user_id, dedupe_key) DO NOTHING";
    let About {
        campaign_id,
        pledge_id,
        payout_id,
        patent_id,
    } = notice.about;
    let values = [
        id.uuid().into(),
        notice.to.uuid().into(),
        notice.kind.as_str().into(),
        campaign_id.map(Uuid::from).into(),
        pledge_id.map(Uuid::from).into(),
        payout_id.map(Uuid::from).into(),
        patent_id.map(Uuid::from).into(),
        serde_json::to_value(&notice.facts)
            .map_err(Error::corrupt)?
            .into(),
        notice.key.as_str().into(),
        notice.at.into(),
    ];
    Ok(tx.execute_raw(sql(&**tx, insert, values)).await?.rows_affected() > 0)
}

/// A page with one row more than asked for, and how many there are.
pub(crate) struct Found {
    pub(crate) rows: Vec<Notification>,
    pub(crate) total: u64,
}

pub(crate) async fn page(
    conn: &impl ConnectionTrait,
    user: UserId,
    unread_only: bool,
    after: Option<NotificationId>,
    limit: u32,
) -> Result<Found> {
    // Written out where it is used: a bound value could not use the partial index.
    let unread = |table: &str| {
        if unread_only {
            format!(" AND {table}.read_at IS NULL")
        } else {
            String::new()
        }
    };
    let mut values: Vec<Value> = vec![user.uuid().into()];
    let mut beyond = String::new();
    if let Some(after) = after {
        values.push(after.uuid().into());
        beyond = " AND n.id < $2".to_owned();
    }
    let (of_page, of_all) = (unread("n"), unread("a"));
    // The total comes in a row of its own, so that it is told for a page without rows, too.
    let select = format!(
        "SELECT t.total, {NOTIFICATION}
         FROM (SELECT count(*) AS total FROM notifications a WHERE a.user_id = $1{of_all}) t
         LEFT JOIN (SELECT * FROM notifications n WHERE n.user_id = $1{of_page}{beyond} ORDER BY n.id DESC LIMIT {limit}) n ON true
         ORDER BY n.id DESC"
    );
    let rows = conn.query_all_raw(sql(conn, select, values)).await?;
    let mut found = Found {
        rows: Vec::new(),
        total: 0,
    };
    for row in rows {
        let total: i64 = row.try_get("", "total")?;
        found.total = u64::try_from(total).unwrap_or(0);
        if row.try_get::<Option<Uuid>>("", "id")?.is_some() {
            found.rows.push(Row::from_query_result(&row, "")?.try_into()?);
        }
    }
    Ok(found)
}

pub(crate) async fn count_unread(conn: &impl ConnectionTrait, user: UserId) -> Result<u64> {
    let select = "SELECT count(*) AS n FROM notifications WHERE user_id = $1 AND read_at IS NULL";
    count(conn, select, vec![user.uuid().into()]).await
}

/// How many of these are the person's.
pub(crate) async fn count_own(tx: &Tx, user: UserId, ids: &[NotificationId]) -> Result<usize> {
    if ids.is_empty() {
        return Ok(0);
    }
    let (marks, values) = named(user, ids, []);
    let select = format!("SELECT count(*) AS n FROM notifications WHERE user_id = $1 AND id IN ({marks})");
    let n = count(&**tx, &select, values).await?;
    Ok(usize::try_from(n).unwrap_or(usize::MAX))
}

async fn count(conn: &impl ConnectionTrait, select: &str, values: Vec<Value>) -> Result<u64> {
    let row = conn.query_one_raw(sql(conn, select, values)).await?;
    let n: i64 = row.map_or(Ok(0), |row| row.try_get("", "n"))?;
    Ok(u64::try_from(n).unwrap_or(0))
}

/// The person, then `more`, then the ids; and the marks of the ids.
fn named<const N: usize>(user: UserId, ids: &[NotificationId], more: [Value; N]) -> (String, Vec<Value>) {
    let mut values: Vec<Value> = vec![user.uuid().into()];
    values.extend(more);
    let first = values.len() + 1;
    values.extend(ids.iter().map(|id| Value::from(id.uuid())));
    let marks: Vec<_> = (first..=values.len()).map(|n| format!("${n}")).collect();
    (marks.join(", "), values)
}

pub(crate) async fn mark(tx: &Tx, user: UserId, ids: &[NotificationId], now: DateTime<Utc>) -> Result<u64> {
    if ids.is_empty() {
        return Ok(0);
    }
    let (marks, values) = named(user, ids, [now.into()]);
    let update = format!(
        "UPDATE notifications SET read_at = $2 WHERE user_id = $1 AND read_at IS NULL AND id IN ({marks})"
    );
    Ok(tx.execute_raw(sql(&**tx, update, values)).await?.rows_affected())
}

pub(crate) async fn mark_all(tx: &Tx, user: UserId, now: DateTime<Utc>) -> Result<u64> {
    let update = "UPDATE notifications SET read_at = $2 WHERE user_id = $1 AND read_at IS NULL";
    let values = [user.uuid().into(), now.into()];
    Ok(tx.execute_raw(sql(&**tx, update, values)).await?.rows_affected())
}

/// The mails that went to somebody about one of their pledges, the oldest first.
pub(crate) async fn sent_about(
    conn: &impl ConnectionTrait,
    user: UserId,
    pledge: PledgeId,
) -> Result<Vec<(Kind, DateTime<Utc>)>> {
    let select = "SELECT n.kind, m.finished_at FROM notifications n JOIN mails m ON m.notification_id = n.id
         WHERE n.user_id = $1 AND n.pledge_id = $2 AND m.state = 'sent' ORDER BY n.id";
    let values = [user.uuid().into(), pledge.uuid().into()];
    let rows = conn.query_all_raw(sql(conn, select, values)).await?;
    rows.iter()
        .map(|row| {
            let kind: String = row.try_get("", "kind")?;
            let kind = kind.parse().map_err(Error::corrupt)?;
            Ok((kind, row.try_get("", "finished_at")?))
        })
        .collect()
}

/// A mail that is to be sent.
pub(crate) struct Queued {
    pub(crate) notification: Notification,
    pub(crate) queued_at: DateTime<Utc>,
}

pub(crate) async fn queue_mail(
    tx: &Tx,
    id: MailId,
    notification: NotificationId,
    now: DateTime<Utc>,
) -> Result<()> {
    let insert = "INSERT INTO mails (id, notification_id, state, queued_at) VALUES ($1, $2, 'queued', $3)";
    let values = [id.uuid().into(), notification.uuid().into(), now.into()];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// Notes that a mail is about to be handed over, and reads what it is to say. Nothing if it is not to be sent (any more).
pub(crate) async fn ask(tx: &Tx, id: MailId, now: DateTime<Utc>) -> Result<Option<Queued>> {
    let update = "UPDATE mails SET attempts = attempts + 1, asked_at = $1 WHERE id = $2 AND state = 'queued'";
    let values = [now.into(), id.uuid().into()];
    if tx.execute_raw(sql(&**tx, update, values)).await?.rows_affected() == 0 {
        return Ok(None);
    }
    let select = format!(
        "SELECT m.queued_at, {NOTIFICATION} FROM mails m JOIN notifications n ON n.id = m.notification_id WHERE m.id = $1"
    );
    let row = tx.query_one_raw(sql(&**tx, select, [id.uuid().into()])).await?;
    let row = row.ok_or_else(|| Error::corrupt(format_args!("{id} has no notification")))?;
    Ok(Some(Queued {
        queued_at: row.try_get("", "queued_at")?,
        notification: Row::from_query_result(&row, "")?.try_into()?,
    }))
}

/// How the handing over of a mail ended.
pub(crate) enum Ended<'a> {
    Sent,
    Failed(&'a str),
    Waits(&'a str),
}

pub(crate) async fn record(tx: &Tx, id: MailId, ended: Ended<'_>, now: DateTime<Utc>) -> Result<()> {
    let (state, finished, error) = match ended {
        Ended::Sent => ("sent", Some(now), None),
        Ended::Failed(error) => ("failed", Some(now), Some(error)),
        Ended::Waits(error) => ("queued", None, Some(error)),
    };
    let update =
        "UPDATE mails SET state = $1, finished_at = $2, last_error = $3 WHERE id = $4 AND state = 'queued'";
    let values = [
        state.into(),
        finished.into(),
        error.map(str::to_owned).into(),
        id.uuid().into(),
    ];
    tx.execute_raw(sql(&**tx, update, values)).await?;
    Ok(())
}

/// Counts mails by where they stand.
pub(crate) async fn mail_counts(conn: &impl ConnectionTrait) -> Result<crate::MailCounts> {
    let select = "SELECT (SELECT count(*) FROM mails WHERE state = 'queued') AS queued,
            (SELECT count(*) FROM mails WHERE state = 'failed') AS failed,
            (SELECT min(queued_at) FROM mails WHERE state = 'queued') AS oldest_queued_at";
    let found = crate::MailCounts::find_by_statement(sql(conn, select, []))
        .one(conn)
        .await?;
    found.ok_or_else(|| Error::corrupt("mails were not counted"))
}
