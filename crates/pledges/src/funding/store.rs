use chrono::{DateTime, Utc};
use db::{Error, Result, sql};
use kernel::CampaignId;
use sea_orm::{ConnectionTrait, Value};
use uuid::Uuid;

use super::{FundingShare, days::Day};
use crate::store::{COUNTING, marks};

/// What a day changed, how many pledges began to count in it, and how many ended.
type Sums = (i64, u32, u32);

/// Campaigns in one statement: with 120 days each, half of what one engine binds at the most.
const AT_ONCE: usize = 50;

/// What each of these days changed, with its place among the days of its campaign; days without a change are left out.
pub(super) async fn by_day(
    conn: &impl ConnectionTrait,
    spans: &[(CampaignId, Vec<Day>)],
) -> Result<Vec<(CampaignId, usize, Sums)>> {
    let mut found = Vec::new();
    for spans in spans.chunks(AT_ONCE) {
        found.extend(some_by_day(conn, spans).await?);
    }
    Ok(found)
}

async fn some_by_day(
    conn: &impl ConnectionTrait,
    spans: &[(CampaignId, Vec<Day>)],
) -> Result<Vec<(CampaignId, usize, Sums)>> {
    let mut values: Vec<Value> = spans.iter().map(|(id, _)| id.uuid().into()).collect();
    let campaigns = marks(values.len());
    let mut rows = Vec::new();
    let mut bind = |at: DateTime<Utc>| {
        values.push(at.into());
        format!("${}", values.len())
    };
    for (which, (_, days)) in spans.iter().enumerate() {
        for (place, day) in days.iter().enumerate() {
            let (from, until) = (bind(day.from), bind(day.until));
            rows.push(format!("(${}, {place}, {from}, {until})", which + 1));
        }
    }
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    // A pledge began with what it promised before it was changed the first time: what it promises less what was added.
    let select = format!(
        "WITH days (campaign_id, place, starts_at, ends_at) AS (VALUES {}),
         steps (campaign_id, at, minor, placed, ended) AS (
             SELECT p.campaign_id, p.committed_at, p.amount_minor - COALESCE((SELECT sum(a.after_minor - a.before_minor)
                 FROM pledge_adjustments a WHERE a.pledge_id = p.id), 0), 1, 0
             FROM pledges p WHERE p.campaign_id IN ({campaigns}) AND p.committed_at IS NOT NULL
             UNION ALL
             SELECT p.campaign_id, p.ended_at, -p.amount_minor, 0, 1
             FROM pledges p WHERE p.campaign_id IN ({campaigns}) AND p.committed_at IS NOT NULL AND p.ended_at IS NOT NULL
             UNION ALL
             SELECT p.campaign_id, a.adjusted_at, a.after_minor - a.before_minor, 0, 0
             FROM pledge_adjustments a JOIN pledges p ON p.id = a.pledge_id WHERE p.campaign_id IN ({campaigns}))
         SELECT d.campaign_id, d.place, CAST(sum(s.minor) AS bigint) AS minor, CAST(sum(s.placed) AS bigint) AS placed,
             CAST(sum(s.ended) AS bigint) AS ended
         FROM days d JOIN steps s ON s.campaign_id = d.campaign_id AND s.at >= d.starts_at AND s.at < d.ends_at
         GROUP BY d.campaign_id, d.place",
        rows.join(", ")
    );
    let rows = conn.query_all_raw(sql(conn, select, values)).await?;
    rows.iter()
        .map(|row| {
            let place: i32 = row.try_get("", "place")?;
            let sums = (
                row.try_get("", "minor")?,
                counted(row.try_get("", "placed")?)?,
                counted(row.try_get("", "ended")?)?,
            );
            let campaign = row.try_get::<Uuid>("", "campaign_id")?.into();
            Ok((campaign, usize::try_from(place).map_err(Error::corrupt)?, sums))
        })
        .collect()
}

/// The pledges of these campaigns that count, or counted when it was decided on at the moment beside it, by what they earn and how
/// they stand. What is released because a campaign ended was promised when it did.
pub(super) async fn by_reward(
    conn: &impl ConnectionTrait,
    campaigns: &[(CampaignId, Option<DateTime<Utc>>)],
) -> Result<Vec<(CampaignId, FundingShare)>> {
    if campaigns.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = campaigns.iter().map(|(id, _)| id.uuid().into()).collect();
    let listed = marks(values.len());
    let mut counts = format!("state IN {COUNTING}");
    for (which, (_, ended_at)) in campaigns.iter().enumerate() {
        if let Some(ended_at) = ended_at {
            values.push((*ended_at).into());
            let at = values.len();
            counts += &format!(
                " OR (campaign_id = ${} AND committed_at < ${at} AND ended_at >= ${at})",
                which + 1
            );
        }
    }
    let select = format!(
        "SELECT campaign_id, reward_id, state, count(*) AS n, CAST(sum(amount_minor) AS bigint) AS minor FROM pledges
         WHERE campaign_id IN ({listed}) AND ({counts}) GROUP BY campaign_id, reward_id, state
         ORDER BY campaign_id, reward_id, state"
    );
    let rows = conn.query_all_raw(sql(conn, select, values)).await?;
    rows.iter()
        .map(|row| {
            let share = FundingShare {
                reward_id: row.try_get::<Option<Uuid>>("", "reward_id")?.map(Into::into),
                state: row.try_get::<String>("", "state")?.parse()?,
                count: counted(row.try_get("", "n")?)?,
                minor: row.try_get("", "minor")?,
            };
            Ok((row.try_get::<Uuid>("", "campaign_id")?.into(), share))
        })
        .collect()
}

fn counted(n: i64) -> Result<u32> {
    u32::try_from(n).map_err(Error::corrupt)
}
