//! Writing down who is to be charged, before anybody is.

use chrono::{DateTime, Utc};
use db::{Act, NewJob, Tx};
use kernel::{Caller, CampaignId, Money, PledgeId};

use super::{AttemptCause, AttemptState, PaymentAttempt, store as attempts};
use crate::{
    Pledge, PledgeError, Pledges, jobs,
    settle::{Settlement, Stage, store as settlements},
    store,
};

/// How many pledges are planned in one transaction.
const BATCH: usize = 200;

impl Pledges {
    /// Begins to collect what a campaign was promised: its goal was reached at the deadline.
    /// Begun once, however often it is told.
    ///
    /// # Errors
    /// If there is no such campaign, or the database does not answer.
    pub async fn begin_collecting(
        &self,
        campaign: CampaignId,
        closed_at: DateTime<Utc>,
        pledged: Money,
    ) -> Result<(), PledgeError> {
        let tx = self.db.begin().await?;
        let terms = self.terms.lock(&tx, campaign).await?;
        let terms =
            terms.ok_or_else(|| db::Error::corrupt(format_args!("there is no campaign {campaign}")))?;
        let goal = terms
            .goal
            .ok_or_else(|| db::Error::corrupt(format_args!("campaign {campaign} has no goal")))?;
        let settlement = Settlement::begin(&terms, goal, closed_at, pledged);
        if settlements::insert(&tx, &settlement).await? {
            let act = Act::new("settlement.begin", campaign).after(settlement.trace());
            tx.record(&Self::platform(), act).await?;
            tx.enqueue(jobs::plan(&settlement)).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Writes down a try for each pledge that counts, and orders the work on it. Batch by batch:
    /// stopped at any point and run again, it goes on where it was.
    ///
    /// # Errors
    /// If the database does not answer; what was planned stays so.
    #[tracing::instrument(name = "pledges.plan_collecting", skip_all, fields(campaign.id = %campaign))]
    pub async fn plan_collecting(&self, campaign: CampaignId) -> Result<(), PledgeError> {
        while self.plan_batch(campaign).await? {}
        Ok(())
    }

    /// Plans one batch; returns whether more may follow.
    async fn plan_batch(&self, campaign: CampaignId) -> Result<bool, PledgeError> {
        let caller = Self::platform();
        let tx = self.db.begin().await?;
        let held = self
            .terms
            .lock(&tx, campaign)
            .await?
            .is_some_and(|terms| terms.held);
        let before = settlements::lock(&tx, campaign).await?;
        // While investors are asked to confirm, nobody is charged.
        if before.stage != Stage::Planning || held {
            return Ok(false);
        }
        let now = tx.now().await?;
        let after_id = before.planned_through.map_or(uuid::Uuid::nil(), PledgeId::uuid);
        let rest = format!(
            "campaign_id = $1 AND id > $2 AND state = 'committed' ORDER BY id LIMIT {BATCH}{}",
            tx.for_update()
        );
        let values = vec![campaign.uuid().into(), after_id.into()];
        let pledges = store::select(&*tx, &rest, values).await?;
        for pledge in &pledges {
            self.try_to_collect(&tx, &caller, pledge, AttemptCause::Deadline, now)
                .await?;
        }
        let is_last = pledges.len() < BATCH;
        let after = Settlement {
            planned_through: pledges.last().map(|pledge| pledge.id).or(before.planned_through),
            pledge_count: before.pledge_count + i64::try_from(pledges.len()).unwrap_or(i64::MAX),
            stage: if is_last {
                Stage::Collecting
            } else {
                Stage::Planning
            },
            ..before.clone()
        };
        settlements::update(&tx, &before, &after).await?;
        tx.commit().await?;
        Ok(!is_last)
    }

    /// Writes down a try at charging the card saved last for a pledge, and orders the work on it.
    /// The pledge's row must be locked.
    pub(crate) async fn try_to_collect(
        &self,
        tx: &Tx,
        caller: &Caller,
        pledge: &Pledge,
        cause: AttemptCause,
        now: DateTime<Utc>,
    ) -> Result<PaymentAttempt, PledgeError> {
        let collecting = pledge.collect()?;
        let earlier = attempts::of_pledge(&**tx, pledge.id).await?;
        let number = earlier.last().map_or(1, |last| last.attempt + 1);
        let setup = store::saved_setup(&**tx, pledge.id).await?;
        let attempt = PaymentAttempt {
            id: tx.new_id(now),
            pledge_id: pledge.id,
            campaign_id: pledge.campaign_id,
            attempt: number,
            cause,
            setup_id: setup.id,
            provider: setup.provider,
            provider_id: None,
            key: format!("collect:{}:{number}", pledge.id),
            amount: pledge.amount,
            state: AttemptState::Created,
            failure: None,
            client_secret: None,
            next_action: None,
            fee: None,
            refunded_minor: 0,
            disputed_minor: 0,
            created_at: now,
            asked_at: None,
            finished_at: None,
        };
        attempts::insert(tx, &attempt).await?;
        store::update(tx, pledge, &collecting).await?;
        let act = Act::new("pledge.collect", pledge.id).because(cause.as_str());
        tx.record(caller, act.before(pledge.trace()).after(collecting.trace()))
            .await?;
        tx.enqueue(
            NewJob::new(jobs::COLLECT, &attempt.id)
                .key(attempt.key.clone())
                .max_attempts(jobs::PATIENT),
        )
        .await?;
        Ok(attempt)
    }
}
