use chrono::{DateTime, Utc};
use db::Tx;
use kernel::{BusinessDays, PledgeId, Refusal, Regime};

use super::Regimes;
use crate::{
    Numbers, Result,
    rules::{
        cancellation,
        closing::{self, Release},
        reconfirmation,
    },
    store,
};

/// What a regime says of taking a commitment back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CancelRule {
    /// It may be taken back now for any reason, whatever the platform's own rules say.
    Free,
    /// It may not.
    Refused(Refusal),
    /// The regime says nothing; the platform's own rules hold.
    Ordinary,
}

impl Regimes {
    /// What the regime says of taking a commitment, or a part of it, back now. Whoever raised a commitment made a new offer.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn cancel_rule(
        &self,
        tx: &Tx,
        (regime, pledge): (Regime, PledgeId),
        deadline: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> db::Result<CancelRule> {
        Ok(match (self.on(regime, now), deadline) {
            (Ok((_, Numbers::RegCf(numbers))), Some(deadline)) => {
                match cancellation::cf4(numbers, deadline, now) {
                    Ok(()) => CancelRule::Free,
                    Err(refusal) => CancelRule::Refused(refusal),
                }
            }
            (Ok((_, Numbers::Ecspr(_))), _) => {
                let newest = store::commitments::newest(&**tx, pledge).await?;
                if newest.is_some_and(|(_, until)| cancellation::eu6(until, now).is_ok()) {
                    CancelRule::Free
                } else {
                    CancelRule::Ordinary
                }
            }
            _ => CancelRule::Ordinary,
        })
    }

    /// The business days investors have to reconfirm after a material change (CF7), where the regime says so.
    pub fn reconfirm_business_days(&self, regime: Regime, now: DateTime<Utc>) -> Option<BusinessDays> {
        let (pack, numbers) = self.on(regime, now).ok()?;
        reconfirmation::cf7_business_days(numbers).map(|count| pack.business_days(count))
    }

    /// Passes if the third party that keeps the money of an offering may release it (CF10).
    ///
    /// # Errors
    /// [`crate::Error::Refused`].
    pub fn may_release(&self, regime: Regime, release: &Release) -> Result<()> {
        match self.on(regime, release.now)?.1 {
            Numbers::RegCf(numbers) => Ok(closing::cf10(numbers, release)?),
            Numbers::Ecspr(_) | Numbers::CnPrivate(_) => Ok(()),
        }
    }

    /// The moment from which commitments to an offering can no longer be taken back for any reason.
    pub fn cancel_ends(&self, regime: Regime, deadline: DateTime<Utc>) -> DateTime<Utc> {
        match self.on(regime, deadline) {
            Ok((_, Numbers::RegCf(numbers))) => cancellation::cf4_until(numbers, deadline),
            Ok((_, Numbers::Ecspr(numbers))) => cancellation::eu6_until(numbers, deadline),
            _ => deadline,
        }
    }
}
