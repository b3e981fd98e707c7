//! What pledging asks the rules of regulated campaigns, and what those rules ask of pledges. Campaigns for rewards never get here.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use db::{Tx, sql};
use kernel::{CampaignId, Currency, Money, PledgeId, Refusal, RefusalCode, Regime, RuleId, UserId};
use sea_orm::{ConnectionTrait, Value};

use crate::{Pledge, Terms, store};

/// Pledges that count against limits: all but those that ended without money, or whose money went back.
const COUNTS: &str = "state NOT IN ('cancelled', 'released', 'dropped', 'refunded', 'lost')";

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
    /// What was committed then.
    pub committed: Money,
    /// Its goal.
    pub target: Money,
    /// Now.
    pub now: DateTime<Utc>,
}

/// Knows the rules of regulated campaigns.
#[async_trait]
pub trait RegimeRules: std::fmt::Debug + Send + Sync {
    /// Judges a pledge that was placed or changed in this transaction, and keeps what it was judged by. Refused, the transaction must
    /// not be committed. The campaign's row is locked.
    async fn commit(
        &self,
        tx: &Tx,
        terms: &Terms,
        pledge: &Pledge,
        now: DateTime<Utc>,
    ) -> db::Result<Result<(), Refusal>>;

    /// What the regime says of taking back, now, a pledge that was placed at a moment.
    fn cancel_rule(&self, terms: &Terms, placed_at: DateTime<Utc>, now: DateTime<Utc>) -> CancelRule;

    /// The business days investors have to reconfirm, where the regime says so.
    fn reconfirm_business_days(&self, regime: Regime, now: DateTime<Utc>) -> Option<u16>;

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
        _: DateTime<Utc>,
    ) -> db::Result<Result<(), Refusal>> {
        Ok(Err(unlicensed(terms.regime)))
    }

    fn cancel_rule(&self, _: &Terms, _: DateTime<Utc>, _: DateTime<Utc>) -> CancelRule {
        CancelRule::Ordinary
    }

    fn reconfirm_business_days(&self, _: Regime, _: DateTime<Utc>) -> Option<u16> {
        None
    }

    fn may_release(&self, release: &Release) -> Result<(), Refusal> {
        Err(unlicensed(release.regime))
    }
}

fn unlicensed(regime: Regime) -> Refusal {
    Refusal::new(RuleId::Licence, RefusalCode::LicenceMissing).with("regime", regime)
}

/// What an investor has promised and invested under a regime since a moment, of all founders, without one pledge.
///
/// # Errors
/// If the database does not answer.
pub async fn invested_by(
    tx: &Tx,
    investor: UserId,
    regime: Regime,
    since: DateTime<Utc>,
    without: PledgeId,
    currency: Currency,
) -> db::Result<Money> {
    // Written as the partial index is, so that every plan may use it.
    let rest = format!(
        "investor_id = $1 AND regime = $2 AND regime <> 'reward' AND placed_at > $3 AND id <> $4 AND currency = $5 AND {COUNTS}"
    );
    let values = vec![
        investor.uuid().into(),
        regime.as_str().into(),
        since.into(),
        without.uuid().into(),
        currency.code().into(),
    ];
    sum(tx, &rest, values, currency).await
}

/// What was promised to and invested in these campaigns since a moment, without one pledge.
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
    if campaigns.is_empty() {
        return Ok(Money::zero(currency));
    }
    let marks: Vec<_> = (4..4 + campaigns.len()).map(|n| format!("${n}")).collect();
    let rest = format!(
        "placed_at > $1 AND id <> $2 AND currency = $3 AND campaign_id IN ({}) AND {COUNTS}",
        marks.join(", ")
    );
    let nobody = PledgeId::from_uuid(uuid::Uuid::nil());
    let mut values: Vec<Value> = vec![
        since.into(),
        without.unwrap_or(nobody).uuid().into(),
        currency.code().into(),
    ];
    values.extend(campaigns.iter().map(|id| Value::from(id.uuid())));
    sum(tx, &rest, values, currency).await
}

async fn sum(tx: &Tx, rest: &str, values: Vec<Value>, currency: Currency) -> db::Result<Money> {
    let select =
        format!("SELECT CAST(COALESCE(sum(amount_minor), 0) AS bigint) AS minor FROM pledges WHERE {rest}");
    let row = tx.query_one_raw(sql(&**tx, select, values)).await?;
    let minor = row.map_or(Ok(0), |row| row.try_get("", "minor"))?;
    Ok(Money::new(minor, currency))
}

/// How many people have a pledge to a campaign that counts, without one pledge, and whether its investor is among them.
///
/// # Errors
/// If the database does not answer.
pub async fn holders_of(tx: &Tx, pledge: &Pledge) -> db::Result<(i64, bool)> {
    let select = format!(
        "SELECT count(DISTINCT investor_id) AS holders,
            count(DISTINCT CASE WHEN investor_id = $1 THEN 1 END) AS own
         FROM pledges WHERE campaign_id = $2 AND id <> $3 AND {COUNTS}"
    );
    let values = [
        pledge.investor_id.uuid().into(),
        pledge.campaign_id.uuid().into(),
        pledge.id.uuid().into(),
    ];
    let row = tx.query_one_raw(sql(&**tx, select, values)).await?;
    let Some(row) = row else { return Ok((0, false)) };
    let own: i64 = row.try_get("", "own")?;
    Ok((row.try_get("", "holders")?, own > 0))
}

/// The pledges of a campaign that were collected, in the order of their ids, after one.
///
/// # Errors
/// If the database does not answer.
pub async fn collected_of(
    conn: &impl ConnectionTrait,
    campaign: CampaignId,
    after: Option<PledgeId>,
    limit: u64,
) -> db::Result<Vec<Pledge>> {
    let rest = format!("campaign_id = $1 AND id > $2 AND state = 'collected' ORDER BY id LIMIT {limit}");
    let after = after.map_or(uuid::Uuid::nil(), PledgeId::uuid);
    store::select(conn, &rest, vec![campaign.uuid().into(), after.into()]).await
}
