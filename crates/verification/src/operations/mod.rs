//! What people do with verifications: one file for each kind of act.

mod decide;
mod documents;
mod reads;
mod state_facts;
mod submit;
mod sweep;

use std::sync::Arc;

use chrono::TimeDelta;
use db::{Db, PersonKey, Tx, Vault};
use kernel::{Caller, UserId, VerificationId, policy};
use uuid::Uuid;

use crate::{Error, Result, Screening, Verification, store};

pub use decide::Decide;
pub use state_facts::StateFacts;

/// What the operator may set.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How long an approved round holds, if no document runs out before.
    pub holds_for: TimeDelta,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            holds_for: TimeDelta::days(730),
        }
    }
}

/// What verification works with.
#[derive(Debug)]
pub struct Parts {
    /// The database.
    pub db: Db,
    /// Whoever holds the master key.
    pub vault: Vault,
    /// Knows whom one may not deal with.
    pub screening: Arc<dyn Screening>,
    /// What the operator set.
    pub settings: Settings,
}

/// Verification of people and companies. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Verifications {
    pub(crate) db: Db,
    pub(crate) vault: Vault,
    pub(crate) screening: Arc<dyn Screening>,
    pub(crate) settings: Settings,
}

impl Verifications {
    /// The service over its parts.
    pub fn new(parts: Parts) -> Self {
        Self {
            db: parts.db,
            vault: parts.vault,
            screening: parts.screening,
            settings: parts.settings,
        }
    }

    /// Locks a round for an act on it, if the caller may do it; with its person's key. To whoever may not see it, it is
    /// not there.
    async fn locked(
        &self,
        tx: &Tx,
        caller: &Caller,
        id: VerificationId,
        act: impl Fn(UserId) -> policy::Action,
    ) -> Result<(Verification, PersonKey)> {
        let Some(row) = store::lock(tx, id).await? else {
            // The answer is the one for another's, so that ids cannot be tried out.
            policy::can(caller, act(UserId::from_uuid(Uuid::nil())))?;
            return Err(Error::NotFound);
        };
        let user = row.user_id.into();
        policy::can(caller, act(user))?;
        let key = self.vault.find_key(&**tx, user).await?.ok_or(Error::NotFound)?;
        let round = row.open(Some(&key))?;
        // Before it is handed in, a round is its person's alone.
        let hidden = round.submitted_at.is_none() && !caller.is(user) && !caller.is_system();
        if hidden {
            Err(Error::NotFound)
        } else {
            Ok((round, key))
        }
    }
}

/// Refuses a change that was made for another version.
fn expect_version(expected: i64, current: i64) -> Result<()> {
    if expected == current {
        Ok(())
    } else {
        Err(Error::Conflict { current })
    }
}

/// What the audit trail keeps of a round: how it stands, nothing of what was stated.
fn trace(round: &Verification) -> serde_json::Value {
    serde_json::json!({
        "kind": round.kind,
        "state": round.state,
        "version": round.version,
        "reason": round.reason,
        "reviewer": round.reviewer_id,
        "expires_at": round.expires_at,
    })
}
