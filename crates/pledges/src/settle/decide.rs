//! The founder's word on a shortfall.

use db::{IdempotencyKey, hash_request};
use kernel::{
    Caller, CampaignId, Forbidden,
    policy::{Action, can},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Settlement, Stage, store as settlements};
use crate::{PledgeError, PledgeErrorCode, Pledges};

/// What a founder decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShortfallDecision {
    /// Do it with what was collected.
    Accept,
    /// Give everything back.
    GiveBack,
}

/// A founder's decision on a shortfall.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecideShortfall {
    /// The campaign.
    pub campaign_id: CampaignId,
    /// What is decided. It cannot be taken back.
    pub decision: ShortfallDecision,
    /// The client's key for this wish.
    #[serde(skip)]
    pub idempotency_key: Uuid,
}

/// Why a decision was not taken.
#[derive(Debug, thiserror::Error)]
pub enum DecideShortfallError {
    /// There is no such campaign, or it is not the caller's.
    #[error("there is no campaign {0}")]
    NotFound(CampaignId),
    /// Nothing is to be decided, or no longer.
    #[error("nothing is to be decided about this campaign's money, or the time to do so is over")]
    NothingToDecide,
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The books or the database refused.
    #[error(transparent)]
    Failed(#[from] PledgeError),
    /// The database does not answer, or the key stood for another request.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl DecideShortfallError {
    /// The code for a form, if the caller can act on it.
    pub fn code(&self) -> Option<PledgeErrorCode> {
        match self {
            Self::NotFound(_) => Some(PledgeErrorCode::CampaignNotFound),
            Self::NothingToDecide => Some(PledgeErrorCode::NothingToDecide),
            Self::Forbidden(_) => None,
            Self::Failed(error) => error.code(),
            Self::Store(error) => PledgeErrorCode::of_store(error),
        }
    }
}

impl Pledges {
    /// Takes the founder's decision on a campaign that collected less than its goal.
    ///
    /// # Errors
    /// [`DecideShortfallError`] says why it was not taken.
    #[tracing::instrument(name = "pledges.decide_shortfall", skip_all, fields(campaign.id = %request.campaign_id))]
    pub async fn decide_shortfall(
        &self,
        caller: &Caller,
        request: DecideShortfall,
    ) -> Result<Settlement, DecideShortfallError> {
        let campaign = request.campaign_id;
        let missing = || DecideShortfallError::NotFound(campaign);
        let key = IdempotencyKey {
            user_id: caller.user_id()?,
            operation: "settlement.decide",
            key: request.idempotency_key,
            request_hash: hash_request(&request),
        };
        let tx = self.db.begin().await?;
        if tx.answered::<CampaignId>(&key).await?.is_some() {
            return settlements::find(&*tx, campaign).await?.ok_or_else(missing);
        }
        let terms = self.terms.lock(&tx, campaign).await?.ok_or_else(missing)?;
        let own = Action::ShortfallDecide {
            owner: terms.founder_id,
        };
        can(caller, own).map_err(|denied| denied.or_missing(missing()))?;
        if settlements::find(&*tx, campaign).await?.is_none() {
            return Err(DecideShortfallError::NothingToDecide);
        }
        let settlement = settlements::lock(&tx, campaign).await?;
        let now = tx.now().await?;
        let in_time = settlement.decide_until.is_some_and(|until| now < until);
        if settlement.stage != Stage::Deciding || !in_time || terms.held {
            return Err(DecideShortfallError::NothingToDecide);
        }
        match request.decision {
            ShortfallDecision::Accept => {
                self.accept(&tx, caller, &settlement, "the founder accepts the shortfall", now)
                    .await?;
            }
            ShortfallDecision::GiveBack => {
                self.give_back(&tx, caller, &settlement, "the founder gives the money back", now)
                    .await?;
            }
        }
        tx.answer(&key, &campaign).await?;
        tx.commit().await?;
        settlements::find(self.db.primary(), campaign)
            .await?
            .ok_or_else(missing)
    }
}
