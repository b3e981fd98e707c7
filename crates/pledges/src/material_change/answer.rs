//! An investor's answer to a material change.

use db::{Act, IdempotencyKey, Tx, hash_request};
use kernel::{
    Caller, Forbidden, PledgeId,
    policy::{Action, can},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{ChangeAnswer, store as changes};
use crate::{
    Pledge, PledgeError, PledgeErrorCode, PledgeState, Pledges, RefundReason, collect::store as attempts,
    events, store,
};

/// What an investor answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerChange {
    /// Which pledge.
    pub pledge_id: PledgeId,
    /// Whether it stays; else it is taken back, or its money goes back.
    pub keep: bool,
    /// The hash of the facts the investor saw. Nobody confirms what they did not see.
    pub dossier_hash: String,
    /// The client's key for this answer.
    #[serde(skip)]
    pub idempotency_key: Uuid,
}

/// Why an answer was not taken.
#[derive(Debug, thiserror::Error)]
pub enum AnswerChangeError {
    /// There is no such pledge, or it is not the caller's.
    #[error("there is no pledge {0}")]
    NotFound(PledgeId),
    /// Nothing was asked, it was answered, or the time to do so is over.
    #[error("nothing is to be confirmed about this pledge, or the time to do so is over")]
    NothingToConfirm,
    /// The patents changed again since the investor looked.
    #[error("the patents changed again; look at what changed and answer anew")]
    DossierChanged,
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The stock, the books or the database refused.
    #[error(transparent)]
    Failed(#[from] PledgeError),
    /// The database does not answer, or the key stood for another request.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl AnswerChangeError {
    /// The code for a form, if the caller can act on it.
    pub fn code(&self) -> Option<PledgeErrorCode> {
        match self {
            Self::NotFound(_) => Some(PledgeErrorCode::PledgeNotFound),
            Self::NothingToConfirm => Some(PledgeErrorCode::NothingToConfirm),
            Self::DossierChanged => Some(PledgeErrorCode::DossierChanged),
            Self::Forbidden(_) => None,
            Self::Failed(error) => error.code(),
            Self::Store(error) => PledgeErrorCode::of_store(error),
        }
    }
}

impl Pledges {
    /// Takes an investor's answer: the pledge stays, or it is taken back, or, if it was charged, its
    /// money goes back.
    ///
    /// # Errors
    /// [`AnswerChangeError`] says why the answer was not taken.
    #[tracing::instrument(name = "pledges.answer_change", skip_all, fields(pledge.id = %request.pledge_id))]
    pub async fn answer_change(
        &self,
        caller: &Caller,
        request: AnswerChange,
    ) -> Result<Pledge, AnswerChangeError> {
        let id = request.pledge_id;
        let missing = || AnswerChangeError::NotFound(id);
        let key = IdempotencyKey {
            user_id: caller.user_id()?,
            operation: "pledge.answer_change",
            key: request.idempotency_key,
            request_hash: hash_request(&request),
        };
        let tx = self.db.begin().await?;
        if tx.answered::<PledgeId>(&key).await?.is_some() {
            return store::find(&*tx, id).await?.ok_or_else(missing);
        }
        let found = store::find(&*tx, id).await?.ok_or_else(missing)?;
        let own = Action::PledgeReconfirm {
            investor: found.investor_id,
        };
        can(caller, own).map_err(|denied| denied.or_missing(missing()))?;
        let answered = self.answer_locked(&tx, caller, &found, &request).await?;
        tx.answer(&key, &id).await?;
        tx.commit().await?;
        Ok(answered)
    }

    async fn answer_locked(
        &self,
        tx: &Tx,
        caller: &Caller,
        found: &Pledge,
        request: &AnswerChange,
    ) -> Result<Pledge, AnswerChangeError> {
        use AnswerChangeError as E;
        let locked = self.lock_money(tx, found.campaign_id).await?;
        let (mut terms, settlement) = locked.ok_or(E::NothingToConfirm)?;
        let change = changes::find_open(&**tx, found.campaign_id).await?;
        let change = changes::lock(tx, change.ok_or(E::NothingToConfirm)?.id).await?;
        let pledge = store::lock(tx, found.id).await?;
        let now = tx.now().await?;
        let question = changes::open_question(&**tx, pledge.id).await?;
        let asked = question.is_some_and(|question| question.change_id == change.id);
        let in_time = change.reconfirm_until.is_some_and(|until| now < until);
        if !asked || !in_time || change.reclassified_at.is_some() {
            return Err(E::NothingToConfirm);
        }
        if request.dossier_hash != change.dossier_hash {
            return Err(E::DossierChanged);
        }
        if !request.keep && pledge.state == PledgeState::ReconfirmDue {
            let cancelled = pledge.cancel(now).map_err(PledgeError::from)?;
            self.end(tx, caller, &pledge, &cancelled, &mut terms, now).await?;
            return Ok(cancelled);
        }
        let answer = if request.keep {
            ChangeAnswer::Kept
        } else {
            ChangeAnswer::Declined
        };
        changes::answer(tx, pledge.id, answer, Some(&change.dossier_hash), now).await?;
        let mut after = pledge.clone();
        if pledge.state == PledgeState::ReconfirmDue {
            after = pledge.reconfirm().map_err(PledgeError::from)?;
            store::update(tx, &pledge, &after).await?;
        } else if !request.keep {
            let charged = attempts::standing(&**tx, pledge.id).await?;
            let (settlement, charged) = settlement.as_ref().zip(charged).ok_or(E::NothingToConfirm)?;
            let charged = attempts::lock(tx, charged.id).await?;
            self.order_rest(
                tx,
                settlement,
                (&pledge, &charged),
                RefundReason::PatentChanged,
                now,
            )
            .await?;
        }
        let verb = if request.keep {
            "pledge.reconfirm"
        } else {
            "pledge.decline"
        };
        let act = Act::new(verb, pledge.id).because(change.id.to_string());
        tx.record(caller, act.before(pledge.trace()).after(after.trace()))
            .await
            .map_err(PledgeError::from)?;
        if request.keep {
            tx.publish(&events::PledgeReconfirmed::of(&after, now, change.id))
                .await?;
        }
        Ok(store::lock(tx, pledge.id).await?)
    }
}
