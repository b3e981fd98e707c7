//! What speaks for a contested charge, put together from what we keep, and handed in.

use db::{Act, IdempotencyKey, hash_request};
use kernel::{
    Caller, DisputeId, Forbidden,
    policy::{Action, can},
};
use payments::{DisputeEvidence, ProviderError};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Dispute, store as disputes};
use crate::{
    PledgeError, PledgeErrorCode, Pledges, collect::store as attempts, settle::store as settlements,
};

/// Longest text of an officer.
const TEXT: usize = 5_000;

/// A wish to contest a dispute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContestDispute {
    /// Which one.
    pub dispute_id: DisputeId,
    /// What an officer adds to what is put together by itself, in English.
    pub statement: Option<String>,
    /// The client's key for this wish.
    #[serde(skip)]
    pub idempotency_key: Uuid,
}

/// Why a dispute was not contested.
#[derive(Debug, thiserror::Error)]
pub enum ContestDisputeError {
    /// There is no such dispute, or the caller may not know of it.
    #[error("there is no dispute {0}")]
    NotFound(DisputeId),
    /// Evidence was handed in, or the time to do so is over.
    #[error("evidence can be handed in once, and in time")]
    TooLate,
    /// The statement is too long.
    #[error("a statement has at most {TEXT} characters")]
    TextInvalid,
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The payment provider does not answer, or the database refused.
    #[error(transparent)]
    Failed(#[from] PledgeError),
    /// The database does not answer, or the key stood for another request.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl ContestDisputeError {
    /// The code for a form, if the caller can act on it.
    pub fn code(&self) -> Option<PledgeErrorCode> {
        match self {
            Self::NotFound(_) => Some(PledgeErrorCode::DisputeNotFound),
            Self::TooLate => Some(PledgeErrorCode::EvidenceTooLate),
            Self::TextInvalid => Some(PledgeErrorCode::TextInvalid),
            Self::Forbidden(_) => None,
            Self::Failed(error) => error.code(),
            Self::Store(error) => PledgeErrorCode::of_store(error),
        }
    }
}

impl Pledges {
    /// Disputes that are not decided, the next due first: the queue of finance.
    ///
    /// # Errors
    /// [`PledgeError::Forbidden`] for those who do not work it.
    pub async fn open_disputes(&self, caller: &Caller) -> Result<Vec<Dispute>, PledgeError> {
        can(caller, Action::FinanceQueueView).map_err(|denied| denied.or_missing(PledgeError::NoQueue))?;
        let rest = "closed_at IS NULL ORDER BY evidence_due_at, id LIMIT 200";
        Ok(disputes::select(self.db.reader(), rest, vec![]).await?)
    }

    /// What speaks for a contested charge, from what is kept of its pledge: when it was promised and changed, what was shown
    /// of the patents, which risks were acknowledged, what was confirmed after a change of them, which mails went to the
    /// investor, each try at charging, what went back.
    ///
    /// # Errors
    /// [`ContestDisputeError::NotFound`] for those who may not know of it.
    pub async fn dispute_evidence(
        &self,
        caller: &Caller,
        id: DisputeId,
    ) -> Result<DisputeEvidence, ContestDisputeError> {
        let dispute = self.contestable(caller, id).await?;
        Ok(self.evidence_of(&dispute).await?)
    }

    /// Hands in what speaks for a contested charge. It counts once.
    ///
    /// # Errors
    /// [`ContestDisputeError`] says why it was not handed in.
    #[tracing::instrument(name = "pledges.contest_dispute", skip_all, fields(dispute.id = %request.dispute_id))]
    pub async fn contest_dispute(
        &self,
        caller: &Caller,
        request: ContestDispute,
    ) -> Result<Dispute, ContestDisputeError> {
        let id = request.dispute_id;
        let dispute = self.contestable(caller, id).await?;
        let statement = request.statement.as_deref().map(str::trim).unwrap_or_default();
        if statement.chars().count() > TEXT {
            return Err(ContestDisputeError::TextInvalid);
        }
        let key = IdempotencyKey {
            user_id: caller.user_id()?,
            operation: "dispute.contest",
            key: request.idempotency_key,
            request_hash: hash_request(&request),
        };
        let mut evidence = self.evidence_of(&dispute).await?;
        if !statement.is_empty() {
            evidence.uncategorized_text = format!("{statement}\n\n{}", evidence.uncategorized_text);
        }
        evidence.submit = true;
        // Written down before it is handed in: should the answer be lost, the provider's message
        // tells that it was.
        let tx = self.db.begin().await?;
        if tx.answered::<DisputeId>(&key).await?.is_some() {
            drop(tx);
            let found = disputes::find(self.db.primary(), id).await?;
            return found.ok_or(ContestDisputeError::NotFound(id));
        }
        settlements::lock(&tx, dispute.campaign_id).await?;
        let provider_id = dispute.provider_id.clone();
        let before = disputes::lock_by_provider_id(&tx, &dispute.provider, &provider_id).await?;
        let before = before.ok_or(ContestDisputeError::NotFound(id))?;
        let now = tx.now().await?;
        let in_time = before.evidence_due_at.is_none_or(|due| now < due);
        let twice = before.evidence.is_some() && before.evidence.as_ref() != Some(&evidence);
        if !before.state.awaits_evidence() || !in_time || twice {
            return Err(ContestDisputeError::TooLate);
        }
        let after = Dispute {
            evidence: Some(evidence.clone()),
            evidence_by: Some(caller.actor()),
            evidence_at: Some(now),
            version: before.version + 1,
            ..before.clone()
        };
        disputes::update(&tx, &after).await?;
        let act = Act::new("dispute.contest", before.pledge_id).after(after.trace());
        tx.record(caller, act).await?;
        tx.answer(&key, &id).await?;
        tx.commit().await?;
        let answer = match self.provider.contest(&provider_id, &evidence).await {
            Ok(answer) => answer,
            Err(ProviderError::Refused { .. }) => return Err(ContestDisputeError::TooLate),
            Err(other) => return Err(PledgeError::from(other).into()),
        };
        let charged = attempts::find(self.db.primary(), dispute.attempt_id).await?;
        let charged = charged.ok_or(ContestDisputeError::NotFound(id))?;
        Ok(self.apply_dispute(&charged, &answer, None).await?)
    }

    async fn contestable(&self, caller: &Caller, id: DisputeId) -> Result<Dispute, ContestDisputeError> {
        let missing = || ContestDisputeError::NotFound(id);
        let found = disputes::find(self.db.primary(), id).await?;
        let owner = match &found {
            None => kernel::UserId::from_uuid(Uuid::nil()),
            Some(dispute) => settlements::find(self.db.primary(), dispute.campaign_id)
                .await?
                .map_or(kernel::UserId::from_uuid(Uuid::nil()), |settlement| {
                    settlement.founder_id
                }),
        };
        can(caller, Action::DisputeContest { owner }).map_err(|denied| denied.or_missing(missing()))?;
        found.ok_or_else(missing)
    }
}
