use chrono::{DateTime, Utc};
use db::{NewJob, Tx};
use kernel::{CampaignId, Money, Refusal, RefusalCode, RuleId};

use super::{
    EscrowMovement, EscrowMovementKind,
    movement::{is_released, kept},
    store,
};
use crate::{
    PledgeError, Pledges, Terms, jobs,
    material_change::store as changes,
    regime::Release,
    settle::{Settlement, Stage, store as settlements},
};

/// What became of the wish that a campaign's money be released.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Released {
    /// It was, now or before; or the campaign needs no release.
    Yes,
    /// Not now, and perhaps soon: the patents changed and that is not dealt with, or money is on its way to the third party or back.
    NotYet(&'static str),
    /// A rule says no, or the third party does.
    No(Refusal),
}

/// The facts by which the money of a regulated campaign is released.
fn facts(terms: &Terms, settlement: &Settlement, now: DateTime<Utc>) -> Release {
    let raised = settlement.collected.minor - settlement.refunded.minor;
    // Less than the target is never accepted (CF9), and what is given back of what was is no failure of the offering.
    let raised = match settlement.stage {
        Stage::Settled => raised.max(settlement.goal.minor),
        _ => raised,
    };
    Release {
        regime: settlement.regime,
        public_since: terms.launched_at.unwrap_or(settlement.closed_at),
        closed_at: settlement.closed_at,
        raised: Money::new(raised, settlement.goal.currency),
        target: settlement.goal,
        now,
    }
}

impl Pledges {
    /// Passes if the rules let the money of a campaign be released.
    ///
    /// # Errors
    /// A refusal by the rule that says no.
    pub(crate) fn may_release(
        &self,
        terms: &Terms,
        settlement: &Settlement,
        now: DateTime<Utc>,
    ) -> Result<(), Refusal> {
        if !settlement.regime.is_regulated() {
            return Ok(());
        }
        self.rules.may_release(&facts(terms, settlement, now))
    }

    /// Has the third party release what it keeps for a campaign, unless that was done. Safe to repeat at any point.
    ///
    /// # Errors
    /// [`PledgeError::Provider`] if the third party does not answer: ask again.
    #[tracing::instrument(name = "pledges.release_escrow", skip_all, fields(campaign.id = %campaign))]
    pub(crate) async fn release_escrow(&self, campaign: CampaignId) -> Result<Released, PledgeError> {
        let settlement = settlements::find(self.db.primary(), campaign).await?;
        if settlement.is_none_or(|settlement| !settlement.regime.is_regulated()) {
            return Ok(Released::Yes);
        }
        // What is on its way comes first, a release whose answer was lost among it.
        self.follow_escrow(campaign).await?;
        let movement = match self.order_release(campaign).await? {
            Ok(movement) => movement,
            Err(otherwise) => return Ok(otherwise),
        };
        self.carry_out(&movement).await?;
        let after = store::of_campaign(self.db.primary(), campaign).await?;
        Ok(if is_released(&after) {
            Released::Yes
        } else {
            Released::No(not_released("the third party refused"))
        })
    }

    /// Whether the money of a campaign was released, or needs no release.
    pub(crate) async fn is_released(&self, tx: &Tx, settlement: &Settlement) -> Result<bool, PledgeError> {
        let campaign = settlement.campaign_id;
        Ok(!settlement.regime.is_regulated() || is_released(&store::of_campaign(&**tx, campaign).await?))
    }

    /// Writes down that everything kept is to be released, unless that was done or is not to be done now.
    async fn order_release(
        &self,
        campaign: CampaignId,
    ) -> Result<Result<EscrowMovement, Released>, PledgeError> {
        let tx = self.db.begin().await?;
        let terms = self.terms.lock(&tx, campaign).await?;
        let terms =
            terms.ok_or_else(|| db::Error::corrupt(format_args!("there is no campaign {campaign}")))?;
        let settlement = settlements::lock(&tx, campaign).await?;
        let movements = store::of_campaign(&*tx, campaign).await?;
        if is_released(&movements) {
            return Ok(Err(Released::Yes));
        }
        if changes::find_open(&*tx, campaign).await?.is_some() {
            return Ok(Err(Released::NotYet("a change of the patents is not dealt with")));
        }
        let now = tx.now().await?;
        if let Err(refusal) = self.may_release(&terms, &settlement, now) {
            return Ok(Err(Released::No(refusal)));
        }
        let kept = kept(&movements, settlement.goal);
        let is_waiting = movements.iter().any(|movement| movement.done.is_none());
        if is_waiting || kept.minor != settlement.kept_minor() || kept.minor <= 0 {
            let books = Money::new(settlement.kept_minor(), kept.currency);
            tracing::warn!(campaign.id = %campaign, %kept, %books, "the third party keeps another amount than the books say");
            return Ok(Err(Released::NotYet(
                "what is kept and what the books say differ",
            )));
        }
        let movement = EscrowMovement {
            campaign_id: campaign,
            number: movements.last().map_or(1, |last| last.number + 1),
            kind: EscrowMovementKind::Release,
            amount: kept,
            ordered_at: now,
            done: None,
            answered_at: None,
            reason: None,
        };
        store::insert(&tx, &movement).await?;
        tx.commit().await?;
        Ok(Ok(movement))
    }
}

/// Has the third party asked to release the money of a campaign of which nothing is sent: it is paid out by hand, or taken up by debts.
pub(crate) async fn release_job(tx: &Tx, campaign: CampaignId, key: String) -> db::Result<()> {
    let job = NewJob::new(jobs::RELEASE_ESCROW, &campaign).key(key);
    tx.enqueue(job.max_attempts(jobs::PATIENT)).await?;
    Ok(())
}

fn not_released(why: &str) -> Refusal {
    Refusal::new(RuleId::Cf10, RefusalCode::EscrowNotReleased).with("why", why)
}
