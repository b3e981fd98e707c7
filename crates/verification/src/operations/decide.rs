use chrono::{DateTime, NaiveTime, Utc};
use db::{Act, Tx};
use kernel::{Caller, UserId, VerificationId, Who, policy::Action};

use super::{Verifications, expect_version, trace};
use crate::{
    Decision, Error, Reason, Result, State, Transition, Verification, Violation, ViolationCode,
    events::{VerificationApproved, VerificationRefused},
    store,
};

/// The longest note, in characters.
const NOTE: usize = 2_000;

/// A decision on a round.
#[derive(Debug, Clone)]
pub struct Decide {
    /// The round.
    pub id: VerificationId,
    /// The version that was looked at.
    pub expected_version: i64,
    /// What is decided.
    pub decision: Decision,
    /// Why it is refused.
    pub reason: Option<Reason>,
    /// What the person is told beside that.
    pub note: Option<String>,
}

impl Verifications {
    /// Takes a case off the queue. Its documents may be read by this reviewer from here on, and by no other, for a day at
    /// the most.
    ///
    /// # Errors
    /// [`Error::Held`]; [`Error::NotFound`] if it does not wait; [`Error::Forbidden`] on one's own case.
    #[tracing::instrument(name = "verification.claim", skip_all, fields(verification.id = %id))]
    pub async fn claim(&self, caller: &Caller, id: VerificationId) -> Result<Verification> {
        let reviewer = caller.user_id()?;
        let tx = self.db.begin().await?;
        let (before, key) = self
            .locked(&tx, caller, id, |person| Action::VerificationReview { person })
            .await?;
        let now = tx.now().await?;
        if before.waiting_since.is_none() {
            return Err(Error::NotFound);
        }
        match before.holder(now) {
            Some(holder) if holder == reviewer => return Ok(before),
            Some(_) => return Err(Error::Held),
            None => {}
        }
        let after = Verification {
            reviewer_id: Some(reviewer),
            claimed_at: Some(now),
            version: before.version + 1,
            ..before
        };
        store::update(&tx, &key, &after).await?;
        show_to(&tx, id, Some(reviewer)).await?;
        tx.record(caller, Act::new("verification.claim", id)).await?;
        tx.commit().await?;
        Ok(after)
    }

    /// Gives a case back to the queue.
    ///
    /// # Errors
    /// [`Error::NotTaken`] if it is not the caller's.
    #[tracing::instrument(name = "verification.release", skip_all, fields(verification.id = %id))]
    pub async fn release(&self, caller: &Caller, id: VerificationId) -> Result<Verification> {
        let tx = self.db.begin().await?;
        let (before, key) = self
            .locked(&tx, caller, id, |person| Action::VerificationReview { person })
            .await?;
        held_by(caller, &before, tx.now().await?)?;
        let after = Verification {
            reviewer_id: None,
            claimed_at: None,
            version: before.version + 1,
            ..before
        };
        store::update(&tx, &key, &after).await?;
        show_to(&tx, id, None).await?;
        tx.record(caller, Act::new("verification.release", id)).await?;
        tx.commit().await?;
        Ok(closed(after))
    }

    /// Decides on a case the caller has taken. The platform itself may decide without, for a provider outside.
    ///
    /// # Errors
    /// [`Error::Invalid`] if it is refused without a reason; [`Error::NotTaken`]; [`Error::Held`]; [`Error::Conflict`];
    /// [`Error::WrongState`]; [`Error::Forbidden`] on one's own case.
    #[tracing::instrument(name = "verification.decide", skip_all, fields(verification.id = %request.id, decision = %request.decision))]
    pub async fn decide(&self, caller: &Caller, request: Decide) -> Result<Verification> {
        let (id, decision) = (request.id, request.decision);
        let tx = self.db.begin().await?;
        let (before, key) = self
            .locked(&tx, caller, id, |person| Action::VerificationDecide { person })
            .await?;
        let now = tx.now().await?;
        let state = before.state.after(decision.transition())?;
        held_by(caller, &before, now)?;
        expect_version(request.expected_version, before.version)?;
        let note = request
            .note
            .map(|note| note.trim().to_owned())
            .filter(|note| !note.is_empty());
        check(decision, request.reason, note.as_deref())?;
        let after = Verification {
            state,
            waiting_since: None,
            reviewer_id: person(caller).or(before.reviewer_id),
            decided_at: Some(now),
            reason: request.reason.filter(|_| decision == Decision::Refuse),
            note,
            expires_at: match decision {
                // What was cleared of a suspicion holds as long as it did before.
                Decision::Approve if before.state == State::Approved => before.expires_at,
                Decision::Approve => Some(self.end_of(&before, now)),
                Decision::Refuse => before.expires_at,
            },
            version: before.version + 1,
            ..before.clone()
        };
        store::update(&tx, &key, &after).await?;
        show_to(&tx, id, None).await?;
        let act = Act::new(verb(decision), id)
            .before(trace(&before))
            .after(trace(&after));
        tx.record(caller, act).await?;
        if decision == Decision::Approve {
            self.supersede(&tx, &after).await?;
        }
        let (verification_id, user_id, kind, at) = (id, after.user_id, after.kind, now);
        match decision {
            Decision::Approve => {
                tx.publish(&VerificationApproved {
                    verification_id,
                    user_id,
                    kind,
                    at,
                })
                .await?
            }
            Decision::Refuse => {
                tx.publish(&VerificationRefused {
                    verification_id,
                    user_id,
                    kind,
                    at,
                })
                .await?
            }
        }
        tx.commit().await?;
        Ok(closed(after))
    }

    /// Until when a round holds: for the set time, or until the document runs out.
    fn end_of(&self, round: &Verification, now: DateTime<Utc>) -> DateTime<Utc> {
        let set = now + self.settings.holds_for;
        let runs_out = round.facts.as_ref().and_then(|facts| facts.document_expires_on);
        let runs_out = runs_out.map(|on| on.and_time(NaiveTime::MIN).and_utc());
        runs_out.map_or(set, |on| set.min(on.max(now)))
    }

    /// What held before holds no longer: a newer round of the kind does.
    async fn supersede(&self, tx: &Tx, newer: &Verification) -> Result<()> {
        let key = self.vault.key_of(tx, newer.user_id).await?;
        for row in store::approved_of(&**tx, &[newer.user_id]).await? {
            let older = row.open(Some(&key))?;
            if older.kind != newer.kind || older.id == newer.id {
                continue;
            }
            let after = Verification {
                state: older.state.after(Transition::Expire)?,
                waiting_since: None,
                version: older.version + 1,
                ..older.clone()
            };
            store::update(tx, &key, &after).await?;
            let act = Act::new("verification.supersede", older.id)
                .before(trace(&older))
                .after(trace(&after));
            tx.record(&Caller::system("verification"), act).await?;
        }
        Ok(())
    }
}

fn verb(decision: Decision) -> &'static str {
    match decision {
        Decision::Approve => "verification.approve",
        Decision::Refuse => "verification.refuse",
    }
}

fn person(caller: &Caller) -> Option<UserId> {
    match caller.who {
        Who::User { id, .. } => Some(id),
        Who::Anonymous | Who::System(_) => None,
    }
}

/// Passes if the case is the caller's to decide now.
fn held_by(caller: &Caller, round: &Verification, now: DateTime<Utc>) -> Result<()> {
    match (round.holder(now), person(caller)) {
        (_, None) => Ok(()),
        (Some(holder), Some(reviewer)) if holder == reviewer => Ok(()),
        (Some(_), _) => Err(Error::Held),
        (None, _) => Err(Error::NotTaken),
    }
}

fn check(decision: Decision, reason: Option<Reason>, note: Option<&str>) -> Result<()> {
    let mut wrong = Vec::new();
    if decision == Decision::Refuse && reason.is_none() {
        wrong.push(Violation::new("reason", ViolationCode::Required));
    }
    if reason == Some(Reason::Other) && note.is_none() {
        wrong.push(Violation::new("note", ViolationCode::Required));
    }
    if note.is_some_and(|note| note.chars().count() > NOTE) {
        wrong.push(Violation::new("note", ViolationCode::TooLong).with("max", NOTE));
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(wrong))
    }
}

/// Shows the documents of a round to this reviewer and to no other.
async fn show_to(tx: &Tx, id: VerificationId, reviewer: Option<UserId>) -> Result<()> {
    let until = kernel::held_until(tx.now().await?);
    for document in store::documents(&**tx, id).await? {
        files::revoke(tx, document.file_id).await?;
        if let Some(reviewer) = reviewer {
            files::grant(tx, document.file_id, reviewer, Some(until)).await?;
        }
    }
    Ok(())
}

/// The round as a reviewer sees it who does not hold it.
fn closed(round: Verification) -> Verification {
    Verification {
        facts: None,
        note: round.note.filter(|_| round.state != State::Unsubmitted),
        hits: None,
        ..round
    }
}
