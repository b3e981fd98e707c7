//! Who reads what of a third party's claim.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use db::PersonKey;
use kernel::{
    Caller, CampaignId, Cursor, IpClaimId, Page, PageRequest, UserId,
    policy::{self, Action},
};

use super::Projects;
use crate::{
    Result,
    ip_claim::IpClaim,
    store::{self, ip_claims::Kept},
};

impl Projects {
    /// A claim: for its claimant, for reviewers, and for the founder who was asked.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn find_ip_claim(&self, caller: &Caller, id: IpClaimId) -> Result<Option<IpClaim>> {
        let found = store::ip_claims::find(self.db.reader(), id).await?;
        Ok(self
            .shown_claims(caller, found.into_iter().collect())
            .await?
            .pop())
    }

    /// Of the newest hundred claims against each of these campaigns those that the caller may see, the oldest first.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn ip_claims_of(&self, caller: &Caller, ids: &[CampaignId]) -> Result<Vec<IpClaim>> {
        let found = store::ip_claims::of_campaigns(self.db.reader(), ids).await?;
        self.shown_claims(caller, found).await
    }

    /// The claims the caller filed, the newest first, at most a hundred.
    ///
    /// # Errors
    /// [`crate::Error::Forbidden`] if nobody has signed in.
    pub async fn own_ip_claims(&self, caller: &Caller) -> Result<Vec<IpClaim>> {
        let found = store::ip_claims::of_claimant(self.db.reader(), caller.user_id()?).await?;
        self.shown_claims(caller, found).await
    }

    /// The claims that are still to be decided on, the longest waiting first, with their total.
    ///
    /// # Errors
    /// [`crate::Error::Forbidden`] unless a reviewer asks; [`crate::Error::Cursor`].
    pub async fn ip_claim_queue(&self, caller: &Caller, page: &PageRequest) -> Result<Page<IpClaim>> {
        policy::can(caller, Action::ReviewQueueView)?;
        let scope = "ip_claims";
        let after: Option<(DateTime<Utc>, IpClaimId)> =
            page.after.as_ref().map(|after| after.open(&scope)).transpose()?;
        let first = page.first.clamp(1, PageRequest::MAX);
        let conn = self.db.reader();
        let claims = store::ip_claims::open(conn, after, first + 1).await?;
        // In a list nobody can be reached: that is for who has taken the case.
        let claims = claims.into_iter().map(|kept| kept.claim).collect();
        let page = Page::from_surplus(claims, first, |claim: &IpClaim| {
            Cursor::new(&(claim.filed_at, claim.id), &scope)
        });
        Ok(page.with_total(store::ip_claims::count_open(conn).await?))
    }

    /// What the caller may see of these claims: two statements at the most.
    async fn shown_claims(&self, caller: &Caller, kept: Vec<Kept>) -> Result<Vec<IpClaim>> {
        let now = self.db.clock().now();
        let reach = |claim: &IpClaim| {
            caller.is(claim.claimant_id) || claim.holder_at(now).is_some_and(|holder| caller.is(holder))
        };
        let people: Vec<UserId> = kept
            .iter()
            .filter(|kept| reach(&kept.claim))
            .map(|kept| kept.claim.claimant_id)
            .collect();
        let keys: HashMap<UserId, PersonKey> = self.vault.keys_of(self.db.reader(), &people).await?;
        let reviewer = policy::can(caller, Action::ReviewQueueView).is_ok();
        let mut shown = Vec::new();
        for kept in kept {
            let claim = &kept.claim;
            if caller.is(claim.claimant_id) {
                let claim = kept.open_with(&keys)?;
                // What the founder says is for the reviewer.
                shown.push(IpClaim {
                    answer: None,
                    answer_file_id: None,
                    ..claim
                });
            } else if caller.is(claim.founder_id) {
                shown.extend(claim.concerns_founder().then(|| kept.claim.clone()));
            } else if reviewer {
                shown.push(if reach(claim) {
                    kept.open_with(&keys)?
                } else {
                    kept.claim
                });
            }
        }
        Ok(shown)
    }
}

impl Kept {
    fn open_with(self, keys: &HashMap<UserId, PersonKey>) -> db::Result<IpClaim> {
        let key = keys.get(&self.claim.claimant_id);
        self.open(key)
    }
}
