use db::Act;
use kernel::{Caller, policy::Action, policy::can};

use super::{Verifications, expect_version, trace};
use crate::{Error, Facts, Kind, Result, State, Verification, store};

/// What somebody states of themselves or of their company.
#[derive(Debug, Clone)]
pub struct StateFacts {
    /// Which of the two.
    pub kind: Kind,
    /// The version of the round the change was made for; nothing to begin one.
    pub expected_version: Option<i64>,
    /// What is stated; it replaces what was.
    pub facts: Facts,
}

impl Verifications {
    /// States what is to be verified: begins a round, or changes the one that is being written. An earlier round that holds
    /// goes on to hold until the new one is decided on.
    ///
    /// # Errors
    /// [`Error::Invalid`]; [`Error::NotEditable`] while a round waits for its reviewer; [`Error::Conflict`].
    #[tracing::instrument(name = "verification.state_facts", skip_all, fields(kind = %request.kind))]
    pub async fn state_facts(&self, caller: &Caller, request: StateFacts) -> Result<Verification> {
        let person = caller.user_id()?;
        can(caller, Action::VerificationEdit { person })?;
        let facts = request.facts.tidy(request.kind);
        let tx = self.db.begin().await?;
        tx.lock_name(&format!("verification-of:{person}")).await?;
        let now = tx.now().await?;
        let wrong = facts.wrong(now.date_naive());
        if !wrong.is_empty() {
            return Err(Error::Invalid(wrong));
        }
        let key = self.vault.key_of(&tx, person).await?;
        let found = store::under_way(&tx, person, request.kind).await?;
        let round = match found.map(|row| row.open(Some(&key))).transpose()? {
            Some(before) => {
                if before.state != State::Unsubmitted {
                    return Err(Error::NotEditable);
                }
                expect_version(request.expected_version.unwrap_or(before.version), before.version)?;
                let after = Verification {
                    facts: Some(facts),
                    version: before.version + 1,
                    ..before
                };
                store::update(&tx, &key, &after).await?;
                after
            }
            None => {
                let begun = Verification {
                    id: tx.new_id(now),
                    user_id: person,
                    kind: request.kind,
                    state: State::Unsubmitted,
                    facts: Some(facts),
                    hits: None,
                    created_at: now,
                    submitted_at: None,
                    waiting_since: None,
                    reviewer_id: None,
                    claimed_at: None,
                    decided_at: None,
                    reason: None,
                    note: None,
                    expires_at: None,
                    version: 1,
                };
                store::insert(&tx, &key, &begun).await?;
                tx.record(
                    caller,
                    Act::new("verification.begin", begun.id).after(trace(&begun)),
                )
                .await?;
                begun
            }
        };
        tx.commit().await?;
        Ok(round)
    }
}
