use std::collections::HashMap;

use chrono::{DateTime, Utc};
use kernel::{Caller, Cursor, Page, PageRequest, UserId, VerificationId, policy::Action, policy::can};
use sea_orm::ConnectionTrait;

use super::Verifications;
use crate::{Document, Result, Verification, VerifiedName, store};

impl Verifications {
    /// A round, if the caller may know of it: its person, and reviewers once it was handed in. What was stated and what the
    /// screening found is shown to the reviewer who holds the case; the person sees what they stated.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn find(&self, caller: &Caller, id: VerificationId) -> Result<Option<Verification>> {
        let conn = self.db.reader();
        let Some(row) = store::find(conn, id).await? else {
            return Ok(None);
        };
        let person = row.user_id.into();
        if can(caller, Action::VerificationView { person }).is_err() {
            return Ok(None);
        }
        let key = self.vault.find_key(conn, person).await?;
        let round = row.open(key.as_ref())?;
        Ok(self.seen_by(caller, round))
    }

    fn seen_by(&self, caller: &Caller, round: Verification) -> Option<Verification> {
        if caller.is(round.user_id) {
            return Some(round.without_hits());
        }
        round.submitted_at?;
        let holder = round.holder(self.db.clock().now());
        if holder.is_some_and(|holder| caller.is(holder)) || caller.is_system() {
            return Some(round);
        }
        Some(Verification {
            facts: None,
            note: None,
            hits: None,
            ..round
        })
    }

    /// The caller's own rounds, the newest first, at most fifty.
    ///
    /// # Errors
    /// [`crate::Error::Forbidden`] if nobody has signed in.
    pub async fn own(&self, caller: &Caller) -> Result<Vec<Verification>> {
        let person = caller.user_id()?;
        let conn = self.db.reader();
        let rows = store::of_user(conn, person).await?;
        let key = self.vault.find_key(conn, person).await?;
        let rounds = rows
            .into_iter()
            .map(|row| Ok(row.open(key.as_ref())?.without_hits()));
        rounds.collect()
    }

    /// The documents of a round the caller found before.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn documents_of(&self, round: &Verification) -> Result<Vec<Document>> {
        Ok(store::documents(self.db.reader(), round.id).await?)
    }

    /// What waits for a reviewer, the longest waiting first, without what was stated; with the total.
    ///
    /// # Errors
    /// [`crate::Error::Forbidden`] unless a reviewer asks; [`crate::Error::Cursor`].
    pub async fn queue(&self, caller: &Caller, page: &PageRequest) -> Result<Page<Verification>> {
        can(caller, Action::ReviewQueueView)?;
        let conn = self.db.reader();
        let scope = "verification_queue";
        let after: Option<(DateTime<Utc>, VerificationId)> =
            page.after.as_ref().map(|after| after.open(&scope)).transpose()?;
        let first = page.first.clamp(1, PageRequest::MAX);
        let rows = store::waiting(conn, after, first + 1).await?;
        let rounds = rows
            .into_iter()
            .map(|row| row.open(None))
            .collect::<db::Result<Vec<_>>>()?;
        let page = Page::from_surplus(rounds, first, |round| {
            Cursor::new(&(round.waiting_since, round.id), &scope)
        });
        Ok(page.with_total(store::count_waiting(conn).await?))
    }

    /// Under which names these people and their companies are verified at `now`, on this connection: to decide with,
    /// ask inside the deciding transaction. Who is not verified is left out.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn names_of(
        &self,
        conn: &impl ConnectionTrait,
        people: &[UserId],
        now: DateTime<Utc>,
    ) -> db::Result<HashMap<UserId, Vec<VerifiedName>>> {
        let rows = store::approved_of(conn, people).await?;
        let keys = self.vault.keys_of(conn, people).await?;
        let mut names: HashMap<UserId, Vec<VerifiedName>> = HashMap::new();
        for row in rows {
            let person = UserId::from(row.user_id);
            let round = row.open(keys.get(&person))?;
            if let (true, Some(facts)) = (round.holds(now), &round.facts) {
                let found = [Some(&facts.legal_name), facts.other_name.as_ref()];
                let found = found.into_iter().flatten().map(|name| VerifiedName {
                    kind: round.kind,
                    name: name.clone(),
                    country: facts.country.clone(),
                });
                names.entry(person).or_default().extend(found);
            }
        }
        Ok(names)
    }
}
