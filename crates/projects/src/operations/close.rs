use chrono::{DateTime, Utc};
use db::{Tx, sql};
use kernel::{Caller, CampaignId, Money, Regime, Role};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Projects, regime::goes_on, step};
use crate::{
    Result,
    campaign::{Campaign, CampaignState, Transition},
    events::CampaignClosed,
    ip_claim::IpClaim,
    store,
};

/// Campaigns read at once. Some may wait until nobody can revoke an offer any more: whoever is due behind them is not held up.
const AT_ONCE: u64 = 200;

/// A campaign whose deadline was decided on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedCampaign {
    /// The campaign.
    pub campaign_id: CampaignId,
    /// Whether its goal was reached.
    pub reached: bool,
    /// What was promised.
    pub pledged: Money,
}

impl Projects {
    /// Decides on the live campaigns whose deadline has come and that are not held, up to `limit`: reached goes on to
    /// collecting, missed fails and nothing is charged. Each is decided once, by what is promised
    /// under its row lock, at the database's time. One that reached its goal while a third party's claim waits for a
    /// reviewer stands still instead until somebody has looked: nothing is collected on it. Where the law gives investors
    /// time to reflect, the decision waits for its end.
    ///
    /// # Errors
    /// [`crate::Error::Forbidden`] unless the platform or an administrator asks; or if the database
    /// does not answer: what was decided stays decided. One campaign that cannot be decided on holds up no other.
    #[tracing::instrument(name = "projects.close_due", skip_all)]
    pub async fn close_due(&self, caller: &Caller, limit: u64) -> Result<Vec<ClosedCampaign>> {
        caller.require(Role::Administrator)?;
        let conn = self.db.primary();
        let select = format!(
            "SELECT id, regime, deadline_at FROM campaigns WHERE state = 'live' AND held_at IS NULL AND deadline_at <= $1
                AND (deadline_at, id) > ($2, $3) ORDER BY deadline_at, id LIMIT {AT_ONCE}"
        );
        let now = self.db.clock().now();
        let (mut closed, mut after) = (Vec::new(), (DateTime::<Utc>::UNIX_EPOCH, Uuid::nil()));
        loop {
            let values = [now.into(), after.0.into(), after.1.into()];
            let rows = conn.query_all_raw(sql(conn, select.clone(), values)).await?;
            for row in &rows {
                let (id, deadline): (Uuid, DateTime<Utc>) =
                    (row.try_get("", "id")?, row.try_get("", "deadline_at")?);
                after = (deadline, id);
                let regime: String = row.try_get("", "regime")?;
                if self.decides_at(regime.parse().map_err(db::Error::corrupt)?, deadline) > now {
                    continue;
                }
                match self.close(caller, id.into()).await {
                    Ok(decided) => closed.extend(decided),
                    // The others do not wait for it.
                    Err(error) => tracing::error!(
                        campaign.id = %id, error = &error as &dyn std::error::Error,
                        "a deadline could not be decided on; it is tried again at the next turn"
                    ),
                }
                if u64::try_from(closed.len()).is_ok_and(|done| done >= limit) {
                    return Ok(closed);
                }
            }
            if u64::try_from(rows.len()).is_ok_and(|read| read < AT_ONCE) {
                return Ok(closed);
            }
        }
    }

    /// When a campaign whose deadline has come is decided on.
    pub(super) fn decides_at(&self, regime: Regime, deadline: DateTime<Utc>) -> DateTime<Utc> {
        if regime.is_regulated() {
            self.regimes.decides_at(regime, deadline)
        } else {
            deadline
        }
    }

    /// Decides on one campaign if its deadline has come.
    async fn close(&self, caller: &Caller, id: CampaignId) -> Result<Option<ClosedCampaign>> {
        let tx = self.db.begin().await?;
        let Some(before) = store::campaigns::lock(&tx, id).await? else {
            return Ok(None);
        };
        // After the lock: another worker may have decided, or the clock may have been stopped.
        let now = tx.now().await?;
        let due = before
            .deadline_at
            .is_some_and(|deadline| self.decides_at(before.regime, deadline) <= now);
        if before.state != CampaignState::Live || before.held_at.is_some() || !due {
            return Ok(None);
        }
        let reached = before.goal.is_some_and(|goal| before.pledged.minor >= goal.minor);
        if reached && let Some(claim) = self.waiting_claim(&tx, &before).await? {
            let cause = format!("the claim {} waits for a reviewer at the deadline", claim.id);
            self.stop_for_claim(&tx, caller, &before, &claim, cause, now)
                .await?;
            tx.commit().await?;
            return Ok(None);
        }
        // An early end is over with the decision, and not before: until then its first deadline stands behind it.
        if goes_on(&tx, caller, &before, reached, now).await? {
            tx.commit().await?;
            return Ok(None);
        }
        let transition = if reached {
            Transition::CloseReached
        } else {
            Transition::CloseMissed
        };
        let cause = Some(format!("{} promised at the deadline", before.pledged));
        let after = step(&tx, caller, &before, transition, cause, now, |_| {}).await?;
        let pledged = after.pledged;
        tx.publish(&CampaignClosed {
            campaign_id: id,
            reached,
            pledged,
            closed_at: now,
        })
        .await?;
        tx.commit().await?;
        Ok(Some(ClosedCampaign {
            campaign_id: id,
            reached,
            pledged,
        }))
    }

    /// The first claim that was filed before the campaign was to be decided on and that nobody has decided on.
    async fn waiting_claim(&self, tx: &Tx, campaign: &Campaign) -> Result<Option<IpClaim>> {
        let open = store::ip_claims::lock_open(tx, campaign.id).await?;
        let in_time = |claim: &IpClaim| self.is_undecided(campaign, claim.filed_at);
        Ok(open.into_iter().find(in_time))
    }

    /// Whether a campaign that is live, held or not, was still to be decided on at a moment: before its deadline, and where the law gives
    /// investors time to reflect, before the end of that.
    pub(super) fn is_undecided(&self, campaign: &Campaign, at: DateTime<Utc>) -> bool {
        campaign
            .deadline_at
            .is_some_and(|deadline| at < self.decides_at(campaign.regime, deadline))
    }
}
