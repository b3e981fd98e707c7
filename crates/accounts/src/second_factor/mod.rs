//! The second factor: something the person has, beside the password they know.

mod codes;
mod lift;
mod manage;
mod reseal;

use db::Tx;
use kernel::UserId;

pub use lift::LiftError;
pub use manage::{Enrolment, SecondFactor, SecondFactorError};

use crate::{service::Accounts, store};
use codes::Typed;

/// By what somebody proved to have the second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ProvedBy {
    /// A code of the authenticator.
    Authenticator,
    /// A recovery code.
    RecoveryCode,
}

impl ProvedBy {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            ProvedBy::Authenticator => "authenticator",
            ProvedBy::RecoveryCode => "recovery_code",
        }
    }
}

/// Under what tries at codes of a person are counted, apart from those at the password.
pub(crate) fn counted_as(user: UserId) -> String {
    format!("code:{user}")
}

/// What the seed of a person is bound to.
fn place(user: UserId) -> String {
    format!("second_factors/{user}")
}

impl Accounts {
    /// A person's seed; nothing if the key it was sealed with is not there.
    fn open_seed(&self, user: UserId, sealed: &[u8]) -> Option<Vec<u8>> {
        self.0.sealer.as_ref()?.open(&place(user), sealed).ok()
    }

    /// Uses a code up, if it is good: a code of the authenticator once, and none from before the last; a recovery code
    /// once. The caller holds the lock of the person's row, so that of two who send one code, one finds it used.
    pub(crate) async fn use_code(&self, tx: &Tx, user: UserId, code: &str) -> db::Result<Option<ProvedBy>> {
        let Some(factor) = store::find_factor(&**tx, user).await? else {
            return Ok(None);
        };
        if factor.confirmed_at.is_none() {
            return Ok(None);
        }
        let now = tx.now().await?;
        match codes::read(code) {
            None => Ok(None),
            Some(Typed::Recovery(hash)) => {
                let used = store::use_recovery_code(tx, user, &hash, now).await?;
                Ok(used.then_some(ProvedBy::RecoveryCode))
            }
            Some(Typed::Authenticator(code)) => {
                let Some(seed) = self.open_seed(user, &factor.sealed_seed) else {
                    tracing::error!(user.id = %user, "a seed cannot be opened: is the key of the installation another?");
                    return Ok(None);
                };
                let step = codes::step_of(&seed, &code, now.timestamp());
                let Some(step) = step.filter(|step| factor.last_step.is_none_or(|last| *step > last)) else {
                    return Ok(None);
                };
                store::set_last_step(tx, user, step).await?;
                Ok(Some(ProvedBy::Authenticator))
            }
        }
    }
}
