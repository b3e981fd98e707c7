use db::Act;
use kernel::{Caller, CampaignId, policy::Action};

use super::{Projects, person, step};
use crate::{
    Error, Result,
    campaign::{Campaign, CampaignState, IllegalTransition},
    events::{CampaignApproved, CampaignChangesRequested},
    review::{Decision, Review},
    store, text,
    validation::{Violation, ViolationCode},
};

/// Longest note of a reviewer.
const NOTE: usize = 4_000;

impl Projects {
    /// Takes a campaign off the queue to review it. A claim keeps other reviewers off for a day.
    ///
    /// # Errors
    /// [`Error::ReviewClaimed`]; [`Error::WrongState`] if it is not under review.
    #[tracing::instrument(name = "projects.claim_review", skip_all, fields(campaign.id = %id))]
    pub async fn claim_review(&self, caller: &Caller, id: CampaignId) -> Result<Campaign> {
        let tx = self.db.begin().await?;
        let campaign = self
            .locked(&tx, caller, id, |owner| Action::CampaignReview { owner })
            .await?;
        let review = open_review(&tx, &campaign, Decision::Approved).await?;
        let now = tx.now().await?;
        let reviewer = person(caller);
        if review.is_held_by_another(reviewer, now) {
            return Err(Error::ReviewClaimed);
        }
        if review.reviewer_id == reviewer && review.claimed_at.is_some() {
            return Ok(campaign);
        }
        let claimed = Review {
            reviewer_id: reviewer,
            claimed_at: Some(now),
            ..review
        };
        store::reviews::update(&tx, &claimed).await?;
        tx.record(caller, Act::new("campaign.claim_review", id)).await?;
        tx.commit().await?;
        Ok(campaign)
    }

    /// Decides on a campaign under review. The note is shown to its founder.
    ///
    /// # Errors
    /// [`Error::Invalid`] if changes are asked for without saying which; [`Error::ReviewClaimed`];
    /// [`Error::WrongState`]; [`Error::Forbidden`] on one's own campaign.
    #[tracing::instrument(name = "projects.decide_review", skip_all, fields(campaign.id = %id, decision = %decision))]
    pub async fn decide_review(
        &self,
        caller: &Caller,
        id: CampaignId,
        decision: Decision,
        note: Option<String>,
    ) -> Result<Campaign> {
        let note = note.map(|note| text::line("note", &note, NOTE)).transpose();
        let note = note
            .map_err(|violation| Error::Invalid(vec![violation]))?
            .filter(|note| !note.is_empty());
        let tx = self.db.begin().await?;
        let before = self
            .locked(&tx, caller, id, |owner| Action::CampaignDecide { owner })
            .await?;
        if decision == Decision::ChangesRequested && note.is_none() {
            return Err(Error::Invalid(vec![Violation::new(
                "note",
                ViolationCode::Required,
            )]));
        }
        let review = open_review(&tx, &before, decision).await?;
        let now = tx.now().await?;
        if review.is_held_by_another(person(caller), now) {
            return Err(Error::ReviewClaimed);
        }
        let after = step(
            &tx,
            caller,
            &before,
            decision.transition(),
            note.clone(),
            now,
            |_| {},
        )
        .await?;
        let decided = Review {
            reviewer_id: person(caller).or(review.reviewer_id),
            claimed_at: review.claimed_at.or(Some(now)),
            decided_at: Some(now),
            decision: Some(decision),
            note,
            ..review
        };
        store::reviews::update(&tx, &decided).await?;
        let (campaign_id, founder_id) = (id, after.founder_id);
        match decision {
            Decision::Approved => {
                tx.publish(&CampaignApproved {
                    campaign_id,
                    founder_id,
                })
                .await?
            }
            Decision::ChangesRequested => {
                tx.publish(&CampaignChangesRequested {
                    campaign_id,
                    founder_id,
                })
                .await?
            }
        }
        tx.commit().await?;
        Ok(after)
    }
}

async fn open_review(tx: &db::Tx, campaign: &Campaign, decision: Decision) -> Result<Review> {
    let refused = IllegalTransition {
        from: campaign.state,
        transition: decision.transition(),
    };
    if campaign.state != CampaignState::InReview {
        return Err(refused.into());
    }
    store::reviews::find_open(tx, campaign.id)
        .await?
        .ok_or_else(|| refused.into())
}
