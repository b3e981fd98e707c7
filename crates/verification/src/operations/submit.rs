use chrono::NaiveDate;
use db::Act;
use kernel::{Caller, VerificationId, policy::Action};

use super::{Verifications, expect_version, trace};
use crate::{
    Document, DocumentKind, Error, Facts, Hit, Result, ScreenedName, Transition, Verification, Violation,
    ViolationCode, store,
};

impl Verifications {
    /// Hands a round in. Its names are looked for on the list; what is found is for the reviewer alone.
    ///
    /// # Errors
    /// [`Error::Incomplete`] with everything missing; [`Error::WrongState`]; [`Error::Conflict`].
    #[tracing::instrument(name = "verification.submit", skip_all, fields(verification.id = %id))]
    pub async fn submit(
        &self,
        caller: &Caller,
        id: VerificationId,
        expected_version: i64,
    ) -> Result<Verification> {
        let tx = self.db.begin().await?;
        let (before, key) = self
            .locked(&tx, caller, id, |person| Action::VerificationEdit { person })
            .await?;
        expect_version(expected_version, before.version)?;
        let state = before.state.after(Transition::Submit)?;
        let now = tx.now().await?;
        let documents = store::documents(&*tx, id).await?;
        let missing = gaps(&before, &documents, now.date_naive());
        if !missing.is_empty() {
            return Err(Error::Incomplete(missing));
        }
        let after = Verification {
            state,
            hits: before.facts.as_ref().map(|facts| self.screened(facts)),
            submitted_at: Some(now),
            waiting_since: Some(now),
            version: before.version + 1,
            ..before.clone()
        };
        store::update(&tx, &key, &after).await?;
        let act = Act::new("verification.submit", id)
            .before(trace(&before))
            .after(trace(&after));
        tx.record(caller, act).await?;
        tx.commit().await?;
        Ok(after.without_hits())
    }

    /// What a round still lacks before it can be handed in.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn missing(&self, round: &Verification) -> Result<Vec<Violation>> {
        let documents = store::documents(self.db.reader(), round.id).await?;
        Ok(gaps(round, &documents, self.db.clock().today()))
    }

    /// The names of these facts that stand on the list.
    pub(super) fn screened(&self, facts: &Facts) -> Vec<Hit> {
        let names = facts.names();
        let names: Vec<_> = names
            .iter()
            .map(|(field, name)| ScreenedName { field, name })
            .collect();
        self.screening.screen(&names)
    }
}

impl Verification {
    /// The same for whoever is not to know what the screening found.
    pub(super) fn without_hits(self) -> Self {
        Self { hits: None, ..self }
    }
}

fn gaps(round: &Verification, documents: &[Document], today: NaiveDate) -> Vec<Violation> {
    let mut missing = round
        .facts
        .as_ref()
        .map(|facts| facts.missing(round.kind, today))
        .unwrap_or_default();
    let there = |kind: &DocumentKind| documents.iter().any(|document| document.kind == *kind);
    let mut needed = DocumentKind::needed(round.kind).to_vec();
    if round.facts.as_ref().is_some_and(|facts| !facts.owners.is_empty()) {
        needed.push(DocumentKind::Owners);
    }
    let lacking = needed.into_iter().filter(|kind| !there(kind));
    missing.extend(lacking.map(|kind| Violation::new(format!("documents.{kind}"), ViolationCode::Required)));
    missing
}
