//! The end of a campaign whose money was accepted: everything is paid out.

use chrono::{DateTime, TimeDelta, Utc};
use db::{NewJob, Tx};
use kernel::{Caller, CampaignId};

use super::{CampaignMoney, PayoutPurpose, PayoutState, store as payouts};
use crate::{
    CampaignStep, PledgeError, Pledges, jobs,
    settle::{Settlement, store as settlements},
};

/// How often a campaign is looked at whose reserve could be paid out and was not.
const LOOK_AGAIN: TimeDelta = TimeDelta::days(1);

impl Pledges {
    /// Completes a campaign of whose money nothing is left, and looks again in a day if something is: losses may take up a
    /// reserve until nobody is left to be paid. Safe to run at any time.
    ///
    /// # Errors
    /// If the database does not answer.
    #[tracing::instrument(name = "pledges.complete", skip_all, fields(campaign.id = %campaign))]
    pub async fn complete(&self, campaign: CampaignId) -> Result<(), PledgeError> {
        let tx = self.db.begin().await?;
        self.terms.lock(&tx, campaign).await?;
        let settlement = settlements::lock(&tx, campaign).await?;
        let all = payouts::of_campaign(&*tx, campaign).await?;
        let of_reserve = (PayoutPurpose::Reserve, PayoutState::Paid);
        if !all
            .iter()
            .any(|payout| (payout.purpose, payout.state) == of_reserve)
        {
            let now = tx.now().await?;
            self.complete_if_paid_out(&tx, &Self::platform(), &settlement, now)
                .await?;
        }
        Ok(tx.commit().await?)
    }

    /// A campaign of whose money nothing is left is completed; else it is looked at when its reserve may be paid out.
    /// Campaign and settlement must be locked, and a payout of it must have arrived.
    pub(super) async fn complete_if_paid_out(
        &self,
        tx: &Tx,
        caller: &Caller,
        settlement: &Settlement,
        now: DateTime<Utc>,
    ) -> Result<(), PledgeError> {
        let campaign = settlement.campaign_id;
        let money = CampaignMoney::read(&**tx, campaign, settlement.goal.currency).await?;
        if money.is_paid_out() {
            let cause = "everything is paid out".to_owned();
            self.terms
                .advance(tx, caller, campaign, CampaignStep::Complete, cause)
                .await?;
            return Ok(());
        }
        let due = settlement.closed_at + self.settle.reserve_for;
        let at = due.max(now + LOOK_AGAIN);
        let key = format!("{}:{campaign}:{}", jobs::COMPLETE, at.date_naive());
        tx.enqueue(NewJob::new(jobs::COMPLETE, &campaign).key(key).run_at(at))
            .await?;
        Ok(())
    }
}
