use db::Act;
use kernel::{Caller, VerificationId, policy::Action};

use super::{Verifications, trace};
use crate::{Result, Transition, Verification, events::VerificationExpired, store};

/// Rounds looked at in one go.
const BATCH: u64 = 100;

impl Verifications {
    /// Ends the rounds whose time is over. Safe to run twice. Returns how many.
    ///
    /// # Errors
    /// If the database does not answer; what was done so far stays done.
    #[tracing::instrument(name = "verification.expire_due", skip_all)]
    pub async fn expire_due(&self, caller: &Caller) -> Result<u64> {
        let mut ended = 0;
        loop {
            let due = store::ending(self.db.primary(), self.db.clock().now(), BATCH).await?;
            let before_this = ended;
            for row in due {
                let id = row.open(None)?.id;
                let tx = self.db.begin().await?;
                let now = tx.now().await?;
                let (before, key) = self
                    .locked(&tx, caller, id, |person| Action::VerificationReview { person })
                    .await?;
                if before.holds(now) || before.state.after(Transition::Expire).is_err() {
                    continue;
                }
                let after = Verification {
                    state: before.state.after(Transition::Expire)?,
                    waiting_since: None,
                    version: before.version + 1,
                    ..before.clone()
                };
                store::update(&tx, &key, &after).await?;
                let act = Act::new("verification.expire", id)
                    .before(trace(&before))
                    .after(trace(&after));
                tx.record(caller, act).await?;
                tx.publish(&VerificationExpired {
                    verification_id: id,
                    user_id: after.user_id,
                    kind: after.kind,
                    at: now,
                })
                .await?;
                tx.commit().await?;
                ended += 1;
            }
            // Nothing more is due, or nothing of it by the database's clock.
            if ended == before_this {
                return Ok(ended);
            }
        }
    }

    /// Looks for the names of everybody who is verified on the list as it is today. Who is found anew waits for a reviewer
    /// and stays verified until one decides. Returns how many were found anew.
    ///
    /// # Errors
    /// If the database does not answer; what was done so far stays done.
    #[tracing::instrument(name = "verification.screen_again", skip_all)]
    pub async fn screen_again(&self, caller: &Caller) -> Result<u64> {
        let (mut found, mut last) = (0, None::<VerificationId>);
        loop {
            let rows = store::approved_after(self.db.primary(), last, BATCH).await?;
            if rows.is_empty() {
                return Ok(found);
            }
            for row in rows {
                let id = row.open(None)?.id;
                last = Some(id);
                let tx = self.db.begin().await?;
                let (before, key) = self
                    .locked(&tx, caller, id, |person| Action::VerificationReview { person })
                    .await?;
                let hits = before
                    .facts
                    .as_ref()
                    .map(|facts| self.screened(facts))
                    .unwrap_or_default();
                let known = before.hits.clone().unwrap_or_default();
                let is_new = hits.iter().any(|hit| !known.contains(hit));
                if !is_new || before.state.after(Transition::Expire).is_err() {
                    continue;
                }
                let now = tx.now().await?;
                let after = Verification {
                    hits: Some(hits),
                    waiting_since: before.waiting_since.or(Some(now)),
                    reviewer_id: None,
                    claimed_at: None,
                    version: before.version + 1,
                    ..before
                };
                store::update(&tx, &key, &after).await?;
                tx.record(caller, Act::new("verification.flag", id)).await?;
                tx.commit().await?;
                found += 1;
            }
        }
    }
}
