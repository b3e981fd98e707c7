//! The end of a campaign whose money was accepted: nothing is left of it.

use chrono::{DateTime, TimeDelta, Utc};
use db::{NewJob, Tx};
use kernel::{Caller, CampaignId};

use super::{CampaignMoney, PayoutState, store as payouts};
use crate::{
    CampaignStep, PledgeError, Pledges, jobs,
    settle::{Settlement, Stage, store as settlements},
};

/// How often a campaign is looked at whose reserve could be paid out and was not.
const LOOK_AGAIN: TimeDelta = TimeDelta::days(1);

impl Pledges {
    /// Completes a campaign of whose money nothing is left when the time of its reserve is over, and looks again in a day if
    /// something is. Whether it was paid out, went back to investors or was taken up by losses and debts makes no
    /// difference. Safe to run at any time.
    ///
    /// # Errors
    /// If the database does not answer.
    #[tracing::instrument(name = "pledges.complete", skip_all, fields(campaign.id = %campaign))]
    pub async fn complete(&self, campaign: CampaignId) -> Result<(), PledgeError> {
        let tx = self.db.begin().await?;
        self.terms.lock(&tx, campaign).await?;
        let settlement = settlements::lock(&tx, campaign).await?;
        if settlement.stage == Stage::Settled {
            let now = tx.now().await?;
            self.complete_if_paid_out(&tx, &Self::platform(), &settlement, now)
                .await?;
        }
        Ok(tx.commit().await?)
    }

    /// A campaign of whose money nothing is left is completed; else it is looked at when its reserve may be paid out.
    /// Campaign and settlement must be locked, and its money must have been shared out or the time of its reserve be over.
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
            let cause = self.why_nothing_is_left(tx, campaign).await?.to_owned();
            self.terms
                .advance(tx, caller, campaign, CampaignStep::Complete, cause)
                .await?;
            return Ok(());
        }
        self.look_for_the_end(tx, settlement, now).await
    }

    /// Has it looked at whether nothing is left, when the reserve may be paid out, and not before tomorrow.
    pub(crate) async fn look_for_the_end(
        &self,
        tx: &Tx,
        settlement: &Settlement,
        now: DateTime<Utc>,
    ) -> Result<(), PledgeError> {
        let campaign = settlement.campaign_id;
        let due = settlement.closed_at + self.settle.reserve_for;
        let at = due.max(now + LOOK_AGAIN);
        let key = format!("{}:{campaign}:{}", jobs::COMPLETE, at.date_naive());
        let job = NewJob::new(jobs::COMPLETE, &campaign).key(key);
        tx.enqueue(job.run_at(at).max_attempts(jobs::PATIENT)).await?;
        Ok(())
    }

    /// What the audit trail is told of a campaign of whose money nothing is left.
    async fn why_nothing_is_left(&self, tx: &Tx, campaign: CampaignId) -> Result<&'static str, PledgeError> {
        let paid = |payout: &super::Payout| payout.state == PayoutState::Paid;
        Ok(if payouts::of_campaign(&**tx, campaign).await?.iter().any(paid) {
            "everything is paid out"
        } else if super::share::was_shared_out(&**tx, campaign).await? {
            "losses and the founder's debts took up what was to be paid out"
        } else {
            "everything that was collected went back"
        })
    }
}
