//! A person sees a change otherwise than the table does.

use db::{Act, IdempotencyKey, hash_request};
use kernel::{
    Caller, Forbidden, MaterialChangeId, UserId,
    policy::{Action, can},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{ChangeCause, ChangeOutcome, ChangeSeverity, MaterialChange, open::Opening, store as changes};
use crate::{PledgeError, PledgeErrorCode, Pledges};

/// Longest reason.
const REASON: usize = 1_000;

/// A person's view of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReclassifyChange {
    /// The change.
    pub change_id: MaterialChangeId,
    /// What it is to those who pledged.
    pub severity: ChangeSeverity,
    /// Why, for everybody concerned to read.
    pub reason: String,
    /// The client's key for this wish.
    #[serde(skip)]
    pub idempotency_key: Uuid,
}

/// Why a change was not seen otherwise.
#[derive(Debug, thiserror::Error)]
pub enum ReclassifyChangeError {
    /// There is no such change.
    #[error("there is no material change {0}")]
    NotFound(MaterialChangeId),
    /// It is that already, it is over, or nobody could act on it any more.
    #[error("this change cannot be classed so now")]
    NothingToReclassify,
    /// The reason is missing or too long.
    #[error("give a reason of at most {REASON} characters")]
    ReasonInvalid,
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

impl ReclassifyChangeError {
    /// The code for a form, if the caller can act on it.
    pub fn code(&self) -> Option<PledgeErrorCode> {
        match self {
            Self::NotFound(_) => Some(PledgeErrorCode::ChangeNotFound),
            Self::NothingToReclassify => Some(PledgeErrorCode::NothingToConfirm),
            Self::ReasonInvalid => Some(PledgeErrorCode::TextInvalid),
            Self::Forbidden(_) => None,
            Self::Failed(error) => error.code(),
            Self::Store(error) => PledgeErrorCode::of_store(error),
        }
    }
}

impl Pledges {
    /// Classes a change anew, with a reason that is kept. From major to minor: the questions are
    /// withdrawn and pledges count as before; deadlines that were moved stay moved. From minor to
    /// major: those who pledged are asked to confirm.
    ///
    /// The flag is set by a named person with a reason: not every change is material
    /// (17 CFR 227.304(c) leaves it to judgement).
    ///
    /// # Errors
    /// [`ReclassifyChangeError`] says why nothing was changed.
    #[tracing::instrument(name = "pledges.reclassify_change", skip_all, fields(change.id = %request.change_id))]
    pub async fn reclassify_change(
        &self,
        caller: &Caller,
        request: ReclassifyChange,
    ) -> Result<MaterialChange, ReclassifyChangeError> {
        use ReclassifyChangeError as E;
        let id = request.change_id;
        let key = IdempotencyKey {
            user_id: caller.user_id()?,
            operation: "material_change.reclassify",
            key: request.idempotency_key,
            request_hash: hash_request(&request),
        };
        let tx = self.db.begin().await?;
        if let Some(earlier) = tx.answered::<MaterialChangeId>(&key).await? {
            return changes::find(&*tx, earlier).await?.ok_or(E::NotFound(id));
        }
        let found = changes::find(&*tx, id).await?;
        let nobody = UserId::from_uuid(Uuid::nil());
        let owner = found.as_ref().map_or(nobody, |change| change.founder_id);
        can(caller, Action::MaterialChangeReclassify { owner })
            .map_err(|denied| denied.or_missing(E::NotFound(id)))?;
        let found = found.ok_or(E::NotFound(id))?;
        let reason = request.reason.trim();
        if reason.is_empty() || reason.chars().count() > REASON {
            return Err(E::ReasonInvalid);
        }
        let locked = self.lock_money(&tx, found.campaign_id).await?;
        let (terms, settlement) = locked.ok_or(E::NothingToReclassify)?;
        let before = changes::lock(&tx, id).await?;
        let now = tx.now().await?;
        let after = match (before.severity, request.severity) {
            (ChangeSeverity::Major, ChangeSeverity::Minor) if is_open(&before) => {
                let after = MaterialChange {
                    reclassified_at: Some(now),
                    reason: Some(reason.to_owned()),
                    ..before.clone()
                };
                changes::update(&tx, &after).await?;
                after
            }
            (ChangeSeverity::Minor, ChangeSeverity::Major) if was_told(&before) => {
                let causes = changes::causes_of(&*tx, &[id]).await?;
                let major = |(_, cause): (_, ChangeCause)| ChangeCause {
                    severity: ChangeSeverity::Major,
                    ..cause
                };
                let opening = Opening {
                    severity: ChangeSeverity::Major,
                    causes: causes.into_iter().map(major).collect(),
                    reclassified: Some((id, reason.to_owned())),
                };
                let opened = self.open_change(&tx, &terms, settlement.as_ref(), opening).await;
                match opened {
                    Err(PledgeError::Store(error))
                        if error.is_constraint("material_changes_reclassified_from_key") =>
                    {
                        return Err(E::NothingToReclassify);
                    }
                    other => other?.ok_or(E::NothingToReclassify)?,
                }
            }
            _ => return Err(E::NothingToReclassify),
        };
        let act = Act::new("material_change.reclassify", before.campaign_id).because(reason);
        tx.record(caller, act.before(before.trace()).after(after.trace()))
            .await?;
        tx.answer(&key, &after.id).await?;
        tx.commit().await?;
        Ok(after)
    }
}

fn is_open(change: &MaterialChange) -> bool {
    !change.is_closed() && change.reclassified_at.is_none()
}

fn was_told(change: &MaterialChange) -> bool {
    !change.is_closed() || change.outcome == Some(ChangeOutcome::Informed)
}
