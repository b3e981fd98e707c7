//! What pledging needs of campaigns and rewards, inside its own transaction. Rows are locked in
//! one order everywhere: campaign, reward, pool.

use chrono::{DateTime, Days, NaiveTime, Utc};
use chrono_tz::Tz;
use db::{Result, Tx, sql};
use kernel::{
    BusinessDays, CampaignId, Currency, Money, PatentId, Regime, RewardId, UserId, business_days_after,
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use crate::{
    campaign::{CampaignState, ShortfallRule},
    pause::deadline_from,
    reward::RewardKind,
    store,
    weight::weight_sql,
    zone::{find_zone, instant_of},
};

/// The terms on which a campaign takes pledges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The campaign.
    pub campaign_id: CampaignId,
    /// Who runs it.
    pub founder_id: UserId,
    /// The law it raises money under.
    pub regime: Regime,
    /// When it went live.
    pub launched_at: Option<DateTime<Utc>>,
    /// Where it stands.
    pub state: CampaignState,
    /// What it is funded in.
    pub currency: Currency,
    /// The total below which nothing is charged.
    pub goal: Option<Money>,
    /// When pledging ends; of a campaign whose clock stands still, when it would if it went on now.
    pub deadline_at: Option<DateTime<Utc>>,
    /// Whether it is held: its patents changed, and those who pledged are asked to confirm.
    pub held: bool,
    /// Its country (ISO 3166-1), whose business days count.
    pub country: Option<String>,
    /// The zone its days begin and end in: an IANA name.
    pub zone: String,
    /// What is promised.
    pub pledged: Money,
    /// How many promised it.
    pub investor_count: i64,
    /// The hash of the facts about its patents at launch.
    pub dossier_hash: Option<String>,
    /// What happens if less than the goal can be collected.
    pub shortfall_rule: ShortfallRule,
}

impl Terms {
    /// The end of the last of so many business days after `now`, of those the law names or of where the campaign is at home.
    /// The day of `now` itself is not counted.
    pub fn end_of_business_days(&self, now: DateTime<Utc>, days: &BusinessDays) -> DateTime<Utc> {
        let (country, zone) = match &days.home {
            Some(home) => (Some(home.country.as_str()), home.zone.as_str()),
            None => (self.country.as_deref(), self.zone.as_str()),
        };
        let zone = find_zone(zone).unwrap_or(Tz::UTC);
        let today = now.with_timezone(&zone).date_naive();
        let last = business_days_after(country, today, days.count);
        let next = last.checked_add_days(Days::new(1)).unwrap_or(last);
        instant_of(next.and_time(NaiveTime::MIN), zone)
    }
}

#[derive(Debug, FromQueryResult)]
struct TermsRow {
    founder_id: Uuid,
    regime: String,
    launched_at: Option<DateTime<Utc>>,
    state: String,
    currency: String,
    goal_minor: Option<i64>,
    deadline_at: Option<DateTime<Utc>>,
    paused_at: Option<DateTime<Utc>>,
    held_at: Option<DateTime<Utc>>,
    country: Option<String>,
    zone: String,
    pledged_minor: i64,
    investor_count: i64,
    dossier_hash: Option<String>,
    shortfall_rule: String,
}

/// Locks a campaign until the end of the transaction and reads its terms.
///
/// # Errors
/// If the database does not answer.
pub async fn lock_terms(tx: &Tx, campaign_id: CampaignId) -> Result<Option<Terms>> {
    let select = format!(
        "SELECT founder_id, regime, launched_at, state, currency, goal_minor, deadline_at, paused_at, held_at, country, zone, pledged_minor, investor_count,
            dossier_hash,
            shortfall_rule
         FROM campaigns WHERE id = $1{}",
        tx.for_update()
    );
    let row = TermsRow::find_by_statement(sql(&**tx, select, [campaign_id.uuid().into()]))
        .one(&**tx)
        .await?;
    let now = tx.now().await?;
    row.map(|row| {
        let currency: Currency = row.currency.parse().map_err(db::Error::corrupt)?;
        Ok(Terms {
            campaign_id,
            founder_id: row.founder_id.into(),
            regime: row.regime.parse().map_err(db::Error::corrupt)?,
            launched_at: row.launched_at,
            state: row.state.parse()?,
            currency,
            goal: row.goal_minor.map(|minor| Money::new(minor, currency)),
            deadline_at: deadline_from(row.deadline_at, row.paused_at, now),
            held: row.held_at.is_some(),
            country: row.country,
            zone: row.zone,
            pledged: Money::new(row.pledged_minor, currency),
            investor_count: row.investor_count,
            dossier_hash: row.dossier_hash,
            shortfall_rule: row.shortfall_rule.parse()?,
        })
    })
    .transpose()
}

/// The campaigns of a founder under a regulated regime, whatever became of them.
///
/// # Errors
/// If the database does not answer.
pub async fn campaigns_under(tx: &Tx, founder: UserId, regime: Regime) -> Result<Vec<CampaignId>> {
    // The regime is written out where the index is partial, so that every plan may use it.
    let select =
        "SELECT id FROM campaigns WHERE founder_id = $1 AND regime = $2 AND regime <> 'reward' ORDER BY id";
    let values = [founder.uuid().into(), regime.as_str().into()];
    let rows = tx.query_all_raw(sql(&**tx, select, values)).await?;
    rows.iter()
        .map(|row| Ok(row.try_get::<Uuid>("", "id")?.into()))
        .collect()
}

/// The rights a campaign stands on, in its order, as they are inside the transaction.
///
/// # Errors
/// If the database does not answer.
pub async fn patents_of(tx: &Tx, campaign: CampaignId) -> Result<Vec<PatentId>> {
    let select = "SELECT patent_id FROM campaign_patents WHERE campaign_id = $1 ORDER BY position, patent_id";
    let rows = tx
        .query_all_raw(sql(&**tx, select, [campaign.uuid().into()]))
        .await?;
    rows.iter()
        .map(|row| Ok(row.try_get::<Uuid>("", "patent_id")?.into()))
        .collect()
}

/// What a campaign offers under one id, as it stands inside the transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// How it is chosen.
    pub kind: RewardKind,
    /// What one costs, in minor units: of a reward the least pledge.
    pub amount_minor: i64,
    /// How many one pledge may have.
    pub per_pledge_limit: i32,
    /// The rewards an add-on is offered with; absent is with each of them, and without one.
    pub offered_with: Option<Vec<RewardId>>,
    /// Whether it is no longer offered but to those who have it.
    pub retired: bool,
}

/// What a campaign offers, or offered, under one of these ids. The campaign's row must be locked, so that it stays so.
///
/// # Errors
/// If the database does not answer.
pub async fn offers(tx: &Tx, campaign: CampaignId, ids: &[RewardId]) -> Result<Vec<(RewardId, Offer)>> {
    let found = store::rewards::by_ids(&**tx, ids).await?;
    let own = found.into_iter().filter(|reward| reward.campaign_id == campaign);
    let offered = own.map(|reward| {
        let offer = Offer {
            kind: reward.kind,
            amount_minor: reward.amount.minor,
            per_pledge_limit: reward.per_pledge_limit,
            offered_with: reward.offered_with,
            retired: reward.retired,
        };
        (reward.id, offer)
    });
    Ok(offered.collect())
}

/// Takes some of a reward, and as many of the pool it shares. The limits stand in the statements themselves, so neither
/// can be oversold. Returns whether so many were left; if not, the transaction must be given up, since of one of the two
/// they may be taken.
///
/// # Errors
/// If the database does not answer.
pub async fn take_units(tx: &Tx, reward: RewardId, quantity: i32) -> Result<bool> {
    let take = "UPDATE rewards SET claimed = claimed + $2
                WHERE id = $1 AND (limit_quantity IS NULL OR claimed + $2 <= limit_quantity) RETURNING pool_id";
    let values = [reward.uuid().into(), quantity.into()];
    let Some(row) = tx.query_one_raw(sql(&**tx, take, values)).await? else {
        return Ok(false);
    };
    let Some(pool) = row.try_get::<Option<Uuid>>("", "pool_id")? else {
        return Ok(true);
    };
    let take = "UPDATE reward_pools SET claimed = claimed + $2
                WHERE id = $1 AND (limit_quantity IS NULL OR claimed + $2 <= limit_quantity)";
    let done = tx
        .execute_raw(sql(&**tx, take, [pool.into(), quantity.into()]))
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Gives some of a reward back, and as many to the pool it shares.
///
/// # Errors
/// [`db::Error::Constraint`] `rewards_claimed_not_negative` or `reward_pools_claimed_not_negative` if fewer were taken.
pub async fn return_units(tx: &Tx, reward: RewardId, quantity: i32) -> Result<()> {
    let give = "UPDATE rewards SET claimed = claimed - $2 WHERE id = $1 RETURNING pool_id";
    let values = [reward.uuid().into(), quantity.into()];
    let row = tx.query_one_raw(sql(&**tx, give, values)).await?;
    let row = row.ok_or_else(|| db::Error::corrupt(format_args!("there is no reward {reward}")))?;
    if let Some(pool) = row.try_get::<Option<Uuid>>("", "pool_id")? {
        let give = "UPDATE reward_pools SET claimed = claimed - $2 WHERE id = $1";
        tx.execute_raw(sql(&**tx, give, [pool.into(), quantity.into()]))
            .await?;
    }
    Ok(())
}

/// Adds to (or takes from) what is promised, in minor units, and the number of those who promised
/// it. One statement, so that sums cannot be lost; lists are ordered by the result at once.
///
/// # Errors
/// [`db::Error::Constraint`] `campaigns_pledged_minor_not_negative` or
/// `campaigns_investor_count_not_negative` if more is taken away than is there;
/// [`db::Error::Corrupt`] if there is no such campaign.
pub async fn add_committed(
    tx: &Tx,
    campaign: CampaignId,
    delta_minor: i64,
    delta_investors: i64,
) -> Result<()> {
    let update = format!(
        "UPDATE campaigns SET
            pledged_minor = pledged_minor + $1,
            investor_count = investor_count + $2,
            funded_bps = COALESCE((pledged_minor + $1) * 10000 / goal_minor, 0),
            raised_weight = {}
         WHERE id = $3",
        weight_sql("pledged_minor + $1")
    );
    let values = [delta_minor.into(), delta_investors.into(), campaign.uuid().into()];
    let done = tx.execute_raw(sql(&**tx, update, values)).await?;
    if done.rows_affected() == 0 {
        return Err(db::Error::corrupt(format!(
            "there is no campaign {campaign} to add to"
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn five_business_days_end_at_midnight_where_the_campaign_is_at_home() {
        let five = BusinessDays::at_home(5);
        let terms = Terms {
            campaign_id: Uuid::nil().into(),
            founder_id: Uuid::nil().into(),
            regime: Regime::Reward,
            launched_at: None,
            state: CampaignState::Live,
            currency: Currency::USD,
            goal: None,
            deadline_at: None,
            held: false,
            country: Some("US".to_owned()),
            zone: "America/New_York".to_owned(),
            pledged: Money::zero(Currency::USD),
            investor_count: 0,
            dossier_hash: None,
            shortfall_rule: ShortfallRule::Accept,
        };
        // Friday 2026-11-20, 10:00 in New York; Thanksgiving is in between.
        let end = terms.end_of_business_days("2026-11-20T15:00:00Z".parse().unwrap(), &five);
        assert_eq!(end, "2026-12-01T05:00:00Z".parse::<DateTime<Utc>>().unwrap());
        let abroad = Terms {
            country: None,
            zone: "Asia/Shanghai".to_owned(),
            ..terms
        };
        // It is Saturday in Shanghai already.
        let end = abroad.end_of_business_days("2026-11-20T18:00:00Z".parse().unwrap(), &five);
        assert_eq!(end, "2026-11-27T16:00:00Z".parse::<DateTime<Utc>>().unwrap());
        // Where the law names a country, it is that country's days, whatever the campaign's: it is Friday there, and Thanksgiving comes.
        let home = kernel::Home {
            country: "US".to_owned(),
            zone: "America/New_York".to_owned(),
        };
        let named = BusinessDays {
            home: Some(home),
            ..five
        };
        let end = abroad.end_of_business_days("2026-11-20T18:00:00Z".parse().unwrap(), &named);
        assert_eq!(end, "2026-12-01T05:00:00Z".parse::<DateTime<Utc>>().unwrap());
    }
}
