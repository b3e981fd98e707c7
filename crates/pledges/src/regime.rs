//! What pledging asks the rules of regulated campaigns, and what those rules ask of pledges. Campaigns for rewards never get here.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use db::{Tx, sql};
use kernel::{
    BusinessDays, CampaignId, Currency, Money, PledgeId, Refusal, RefusalCode, Regime, RuleId, UserId,
};
use sea_orm::{ConnectionTrait, Value};

use crate::{Pledge, Terms, store};

/// Pledges that count against limits: all but those that ended without money, or whose money went back.
const COUNTS: &str = "state NOT IN ('cancelled', 'released', 'dropped', 'refunded', 'lost')";

/// Pledges whose money is there and not contested, or no longer.
const COMPLETE: &str = "state IN ('collected', 'won')";

/// Purchases that were completed at `$1` or before no longer count. What is promised and not charged yet counts however
/// long ago it was promised (17 CFR 227.100(a): what was sold within twelve months, and what is being offered).
const NOT_OVER: &str =
    "NOT EXISTS (SELECT 1 FROM payment_attempts a WHERE a.pledge_id = pledges.id AND a.state = 'succeeded'
        AND a.finished_at <= $1)";

/// What a regime says of taking a pledge back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CancelRule {
    /// It may be taken back now for any reason, whatever the platform's own rules say.
    Free,
    /// It may not.
    Refused(Refusal),
    /// The regime says nothing; the platform's own rules hold.
    Ordinary,
}

/// The facts by which the money of a campaign is released to its founder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Release {
    /// The law it was raised under.
    pub regime: Regime,
    /// Since when the campaign was public.
    pub public_since: DateTime<Utc>,
    /// When it closed.
    pub closed_at: DateTime<Utc>,
    /// What had arrived and not gone back when the money was accepted; until then, what has.
    pub raised: Money,
    /// Its goal.
    pub target: Money,
    /// Now.
    pub now: DateTime<Utc>,
}

/// Knows the rules of regulated campaigns.
#[async_trait]
pub trait RegimeRules: std::fmt::Debug + Send + Sync {
    /// Judges a pledge that was placed or changed in this transaction, and keeps what it was judged by. Refused, the transaction must
    /// not be committed. What is no more than before is no new commitment. The campaign's row is locked.
    async fn commit(
        &self,
        tx: &Tx,
        terms: &Terms,
        pledge: &Pledge,
        before: Option<&Pledge>,
        now: DateTime<Utc>,
    ) -> db::Result<Result<(), Refusal>>;

    /// The card of a pledge is saved, so that it counts from now on: what runs from the commitment begins.
    async fn bind(&self, tx: &Tx, terms: &Terms, pledge: &Pledge, now: DateTime<Utc>) -> db::Result<()>;

    /// What the regime says of taking a pledge, or a part of it, back now.
    async fn cancel_rule(
        &self,
        tx: &Tx,
        terms: &Terms,
        pledge: &Pledge,
        now: DateTime<Utc>,
    ) -> db::Result<CancelRule>;

    /// The business days investors have to reconfirm, where the regime says so.
    fn reconfirm_business_days(&self, regime: Regime, now: DateTime<Utc>) -> Option<BusinessDays>;

    /// Passes if the money of a campaign may be released to its founder.
    fn may_release(&self, release: &Release) -> Result<(), Refusal>;
}

/// Where no regime but that of rewards is known: nothing is pledged, and nothing paid out, under another.
#[derive(Debug, Clone, Copy)]
pub struct RewardsOnly;

#[async_trait]
impl RegimeRules for RewardsOnly {
    async fn commit(
        &self,
        _: &Tx,
        terms: &Terms,
        _: &Pledge,
        _: Option<&Pledge>,
        _: DateTime<Utc>,
    ) -> db::Result<Result<(), Refusal>> {
        Ok(Err(unlicensed(terms.regime)))
    }

    async fn bind(&self, _: &Tx, _: &Terms, _: &Pledge, _: DateTime<Utc>) -> db::Result<()> {
        Ok(())
    }

    async fn cancel_rule(&self, _: &Tx, _: &Terms, _: &Pledge, _: DateTime<Utc>) -> db::Result<CancelRule> {
        Ok(CancelRule::Ordinary)
    }

    fn reconfirm_business_days(&self, _: Regime, _: DateTime<Utc>) -> Option<BusinessDays> {
        None
    }

    fn may_release(&self, release: &Release) -> Result<(), Refusal> {
        Err(unlicensed(release.regime))
    }
}

fn unlicensed(regime: Regime) -> Refusal {
    Refusal::new(RuleId::Licence, RefusalCode::LicenceMissing).with("regime", regime)
}

/// What an investor has promised, and bought since a moment, under a regime, of all founders, without one pledge.
///
/// # Errors
/// If the database does not answer.
pub async fn invested_by(
    tx: &Tx,
    (investor, regime): (UserId, Regime),
    since: DateTime<Utc>,
    without: PledgeId,
    currency: Currency,
) -> db::Result<Money> {
    // Written as the partial index is, so that every plan may use it.
    let rest = "regime <> 'reward' AND investor_id = $4 AND regime = $5";
    let values = vec![investor.uuid().into(), regime.as_str().into()];
    sum(tx, rest, (since, Some(without), currency), values).await
}

/// What was promised to these campaigns, and bought of them since a moment, without one pledge.
///
/// # Errors
/// If the database does not answer.
pub async fn raised_by(
    tx: &Tx,
    campaigns: &[CampaignId],
    since: DateTime<Utc>,
    without: Option<PledgeId>,
    currency: Currency,
) -> db::Result<Money> {
    let mut minor: i64 = 0;
    for campaigns in campaigns.chunks(500) {
        let rest = format!("campaign_id IN ({})", marks(4, campaigns.len()));
        let values = campaigns.iter().map(|id| id.uuid().into()).collect();
        let part = sum(tx, &rest, (since, without, currency), values).await?;
        minor = minor.saturating_add(part.minor);
    }
    Ok(Money::new(minor, currency))
}

/// What one investor has promised to a campaign and invested in it, without one pledge.
///
/// # Errors
/// If the database does not answer.
pub async fn committed_by(tx: &Tx, pledge: &Pledge) -> db::Result<Money> {
    let always = DateTime::<Utc>::UNIX_EPOCH;
    let values = vec![pledge.campaign_id.uuid().into(), pledge.investor_id.uuid().into()];
    let rest = "campaign_id = $4 AND investor_id = $5";
    sum(
        tx,
        rest,
        (always, Some(pledge.id), pledge.amount.currency),
        values,
    )
    .await
}

fn marks(first: usize, count: usize) -> String {
    let marks: Vec<_> = (first..first + count).map(|n| format!("${n}")).collect();
    marks.join(", ")
}

async fn sum(
    tx: &Tx,
    rest: &str,
    (since, without, currency): (DateTime<Utc>, Option<PledgeId>, Currency),
    values: Vec<Value>,
) -> db::Result<Money> {
    let select = format!(
        "SELECT CAST(COALESCE(sum(amount_minor), 0) AS bigint) AS minor FROM pledges
         WHERE {rest} AND id <> $2 AND currency = $3 AND {COUNTS} AND {NOT_OVER}"
    );
    let nobody = PledgeId::from_uuid(uuid::Uuid::nil());
    let mut all: Vec<Value> = vec![
        since.into(),
        without.unwrap_or(nobody).uuid().into(),
        currency.code().into(),
    ];
    all.extend(values);
    let row = tx.query_one_raw(sql(&**tx, select, all)).await?;
    let minor = row.map_or(Ok(0), |row| row.try_get("", "minor"))?;
    Ok(Money::new(minor, currency))
}

/// How many people have a pledge to one of these campaigns that counts, without one pledge, and whether its investor is among them.
///
/// # Errors
/// If the database does not answer.
pub async fn holders_of(tx: &Tx, campaigns: &[CampaignId], pledge: &Pledge) -> db::Result<(i64, bool)> {
    let select = format!(
        "SELECT count(DISTINCT investor_id) AS holders,
            count(DISTINCT CASE WHEN investor_id = $1 THEN 1 END) AS own
         FROM pledges WHERE id <> $2 AND campaign_id IN ({}) AND {COUNTS}",
        marks(3, campaigns.len())
    );
    let mut values: Vec<Value> = vec![pledge.investor_id.uuid().into(), pledge.id.uuid().into()];
    values.extend(campaigns.iter().map(|id| Value::from(id.uuid())));
    let row = tx.query_one_raw(sql(&**tx, select, values)).await?;
    let Some(row) = row else { return Ok((0, false)) };
    let own: i64 = row.try_get("", "own")?;
    Ok((row.try_get("", "holders")?, own > 0))
}

/// Whether somebody has a pledge to a campaign that counts, or counted once: what they were told of it is theirs to read.
///
/// # Errors
/// If the database does not answer.
pub async fn held(conn: &impl ConnectionTrait, campaign: CampaignId, person: UserId) -> db::Result<bool> {
    let select = format!(
        "SELECT 1 FROM pledges WHERE campaign_id = $1 AND investor_id = $2 AND (committed_at IS NOT NULL OR {COUNTS}) LIMIT 1"
    );
    let values = [campaign.uuid().into(), person.uuid().into()];
    Ok(conn.query_one_raw(sql(conn, select, values)).await?.is_some())
}

/// A pledge, if its purchase is complete.
///
/// # Errors
/// If the database does not answer.
pub async fn completed(conn: &impl ConnectionTrait, pledge: PledgeId) -> db::Result<Option<Pledge>> {
    let rest = format!("id = $1 AND {COMPLETE}");
    Ok(store::select(conn, &rest, vec![pledge.uuid().into()])
        .await?
        .pop())
}

/// The pledges of a campaign whose purchase is complete, in the order of their ids, after one.
///
/// # Errors
/// If the database does not answer.
pub async fn collected_of(
    conn: &impl ConnectionTrait,
    campaign: CampaignId,
    after: Option<PledgeId>,
    limit: u64,
) -> db::Result<Vec<Pledge>> {
    let rest = format!("campaign_id = $1 AND id > $2 AND {COMPLETE} ORDER BY id LIMIT {limit}");
    let after = after.map_or(uuid::Uuid::nil(), PledgeId::uuid);
    store::select(conn, &rest, vec![campaign.uuid().into(), after.into()]).await
}
