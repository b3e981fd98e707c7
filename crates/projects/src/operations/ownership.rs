use chrono::{DateTime, NaiveDate, Utc};
use db::{Act, Tx};
use files::KeepError;
use kernel::{
    Caller, CampaignId, Cursor, FileId, OwnershipClaimId, Page, PageRequest, PatentId, UserId,
    policy::{self, Action},
};
use uuid::Uuid;

use super::{Projects, person};
use crate::{
    Error, Result,
    campaign::Campaign,
    events::{OwnershipClaimDecided, OwnershipClaimOutdated},
    ownership::{ClaimKind, ClaimReason, ClaimState, OwnerMatch, Ownership, OwnershipClaim},
    projection, store, text,
    validation::{Violation, ViolationCode},
};

/// The longest name of a counterparty, and the longest note.
const NAME: usize = 200;
const NOTE: usize = 2_000;
/// Who marks what a register has overtaken.
const OUTDATING: &str = "ownership";

/// A document by which a right is claimed.
#[derive(Debug, Clone)]
pub struct ClaimOwnership {
    /// The campaign.
    pub campaign_id: CampaignId,
    /// One of its rights.
    pub patent_id: PatentId,
    /// What the document says.
    pub kind: ClaimKind,
    /// Who made the right over, or licenses it.
    pub counterparty: String,
    /// The day on the document.
    pub dated_on: NaiveDate,
    /// The upload.
    pub upload: FileId,
}

/// A decision on a claim.
#[derive(Debug, Clone)]
pub struct DecideClaim {
    /// The claim.
    pub id: OwnershipClaimId,
    /// Whether the document shows it.
    pub approve: bool,
    /// Why it does not.
    pub reason: Option<ClaimReason>,
    /// What the founder is told beside that.
    pub note: Option<String>,
}

impl Projects {
    /// Hands in a document for a right that the register gives to somebody else.
    ///
    /// # Errors
    /// [`Error::Invalid`]; [`Error::PatentNotFound`] if the right is not attached; [`Error::ClaimUnderWay`];
    /// [`Error::NotEditable`] once the campaign has ended.
    #[tracing::instrument(name = "projects.claim_ownership", skip_all, fields(campaign.id = %request.campaign_id))]
    pub async fn claim_ownership(&self, caller: &Caller, request: ClaimOwnership) -> Result<OwnershipClaim> {
        let tx = self.db.begin().await?;
        let id = request.campaign_id;
        let campaign = self
            .locked(&tx, caller, id, |owner| Action::CampaignEdit { owner })
            .await?;
        if !campaign.state.is_before_close() {
            return Err(Error::NotEditable(campaign.state));
        }
        let now = tx.now().await?;
        let counterparty = text::line("counterparty", &request.counterparty, NAME);
        let counterparty = counterparty.map_err(|violation| Error::Invalid(vec![violation]))?;
        if counterparty.is_empty() {
            return Err(refused("counterparty", ViolationCode::Required));
        }
        if request.dated_on > now.date_naive() {
            let range = Violation::new("dated_on", ViolationCode::OutOfRange);
            return Err(Error::Invalid(vec![range.with("max", now.date_naive())]));
        }
        let links = store::patents::of_campaigns(&*tx, &[id]).await?;
        if !links.iter().any(|link| link.patent_id == request.patent_id) {
            return Err(Error::PatentNotFound(request.patent_id));
        }
        let claims = store::claims::of_campaigns(&*tx, &[id]).await?;
        let stands = |claim: &&OwnershipClaim| {
            claim.patent_id == request.patent_id
                && matches!(claim.state, ClaimState::Submitted | ClaimState::Approved)
        };
        if claims.iter().any(|claim| stands(&claim)) {
            return Err(Error::ClaimUnderWay(request.patent_id));
        }
        let claim = OwnershipClaim {
            id: tx.new_id(now),
            campaign_id: id,
            patent_id: request.patent_id,
            founder_id: campaign.founder_id,
            kind: request.kind,
            counterparty,
            dated_on: request.dated_on,
            file_id: request.upload,
            state: ClaimState::Submitted,
            submitted_at: now,
            reviewer_id: None,
            claimed_at: None,
            decided_at: None,
            outdated_at: None,
            reason: None,
            note: None,
        };
        match files::keep(&tx, campaign.founder_id, request.upload, claim.id).await {
            Ok(_) => {}
            Err(KeepError::NotFound) => return Err(refused("upload_id", ViolationCode::Unknown)),
            Err(KeepError::Store(error)) => return Err(error.into()),
        }
        store::claims::insert(&tx, &claim).await?;
        tx.record(caller, Act::new("ownership.claim", claim.id).after(trace(&claim)))
            .await?;
        tx.commit().await?;
        Ok(claim)
    }

    /// Takes a claim back. If it was approved, nothing shows the founder's right any more.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::NotEditable`] while the campaign runs on it.
    #[tracing::instrument(name = "projects.withdraw_claim", skip_all, fields(claim.id = %id))]
    pub async fn withdraw_claim(&self, caller: &Caller, id: OwnershipClaimId) -> Result<OwnershipClaim> {
        let tx = self.db.begin().await?;
        let (campaign, before) = self
            .claim_locked(&tx, caller, id, |owner| Action::CampaignEdit { owner })
            .await?;
        if campaign.launched_at.is_some() && before.state == ClaimState::Approved {
            return Err(Error::NotEditable(campaign.state));
        }
        if !matches!(before.state, ClaimState::Submitted | ClaimState::Approved) {
            return Err(Error::ClaimDecided);
        }
        let now = tx.now().await?;
        let after = OwnershipClaim {
            state: ClaimState::Withdrawn,
            decided_at: Some(now),
            ..before.clone()
        };
        files::revoke(&tx, after.file_id).await?;
        self.settle_claim(tx, caller, &campaign, "ownership.withdraw", &before, after)
            .await
    }

    /// Takes a claim off the queue: its document may be read by this reviewer, for a day at the most.
    ///
    /// # Errors
    /// [`Error::ReviewClaimed`]; [`Error::ClaimDecided`]; [`Error::Forbidden`] on one's own campaign.
    #[tracing::instrument(name = "projects.take_claim", skip_all, fields(claim.id = %id))]
    pub async fn take_claim(&self, caller: &Caller, id: OwnershipClaimId) -> Result<OwnershipClaim> {
        let reviewer = caller.user_id()?;
        let tx = self.db.begin().await?;
        let (_, before) = self
            .claim_locked(&tx, caller, id, |owner| Action::CampaignReview { owner })
            .await?;
        if before.state != ClaimState::Submitted {
            return Err(Error::ClaimDecided);
        }
        let now = tx.now().await?;
        if before.holder(now).is_some_and(|holder| holder != reviewer) {
            return Err(Error::ReviewClaimed);
        }
        // Taken again it is compared anew, with the owners on record now.
        let after = OwnershipClaim {
            reviewer_id: Some(reviewer),
            claimed_at: Some(now),
            ..before
        };
        store::claims::update(&tx, &after).await?;
        files::revoke(&tx, after.file_id).await?;
        files::grant(&tx, after.file_id, reviewer, Some(kernel::held_until(now))).await?;
        tx.record(caller, Act::new("ownership.take", id)).await?;
        tx.commit().await?;
        Ok(after)
    }

    /// Gives a claim back to the queue.
    ///
    /// # Errors
    /// [`Error::ReviewClaimed`] unless the caller has taken it; [`Error::ClaimDecided`].
    #[tracing::instrument(name = "projects.release_claim", skip_all, fields(claim.id = %id))]
    pub async fn release_claim(&self, caller: &Caller, id: OwnershipClaimId) -> Result<OwnershipClaim> {
        let tx = self.db.begin().await?;
        let (_, before) = self
            .claim_locked(&tx, caller, id, |owner| Action::CampaignReview { owner })
            .await?;
        if before.state != ClaimState::Submitted {
            return Err(Error::ClaimDecided);
        }
        if before.holder(tx.now().await?) != Some(caller.user_id()?) {
            return Err(Error::ReviewClaimed);
        }
        let after = OwnershipClaim {
            reviewer_id: None,
            claimed_at: None,
            ..before
        };
        store::claims::update(&tx, &after).await?;
        files::revoke(&tx, after.file_id).await?;
        tx.record(caller, Act::new("ownership.release", id)).await?;
        tx.commit().await?;
        Ok(after)
    }

    /// Decides on a claim the caller has taken.
    ///
    /// # Errors
    /// [`Error::Invalid`] if it is refused without a reason; [`Error::ReviewClaimed`] unless the caller has taken it;
    /// [`Error::OwnersChanged`]; [`Error::ClaimDecided`]; [`Error::Forbidden`] on one's own campaign.
    #[tracing::instrument(name = "projects.decide_claim", skip_all, fields(claim.id = %request.id))]
    pub async fn decide_claim(&self, caller: &Caller, request: DecideClaim) -> Result<OwnershipClaim> {
        let note = request
            .note
            .map(|note| text::line("note", &note, NOTE))
            .transpose();
        let note = note.map_err(|violation| Error::Invalid(vec![violation]))?;
        let note = note.filter(|note| !note.is_empty());
        let tx = self.db.begin().await?;
        let (campaign, before) = self
            .claim_locked(&tx, caller, request.id, |owner| Action::CampaignDecide { owner })
            .await?;
        if before.state != ClaimState::Submitted {
            return Err(Error::ClaimDecided);
        }
        let now = tx.now().await?;
        if person(caller).is_some() && before.holder(now) != person(caller) {
            return Err(Error::ReviewClaimed);
        }
        if request.approve {
            let rights = [before.patent_id];
            let on_record = self.owners.on_record(&tx, campaign.founder_id, &rights).await?;
            let found = on_record.get(&before.patent_id).copied().unwrap_or_default();
            if person(caller).is_some() && !before.was_compared_with(found.owners_changed_at) {
                return Err(Error::OwnersChanged);
            }
        }
        if !request.approve && request.reason.is_none() {
            return Err(refused("reason", ViolationCode::Required));
        }
        if request.reason == Some(ClaimReason::Other) && note.is_none() {
            return Err(refused("note", ViolationCode::Required));
        }
        let after = OwnershipClaim {
            state: if request.approve {
                ClaimState::Approved
            } else {
                ClaimState::Refused
            },
            reviewer_id: person(caller).or(before.reviewer_id),
            decided_at: Some(now),
            reason: request.reason.filter(|_| !request.approve),
            note,
            ..before.clone()
        };
        files::revoke(&tx, after.file_id).await?;
        tx.publish(&OwnershipClaimDecided {
            campaign_id: campaign.id,
            claim_id: after.id,
            founder_id: campaign.founder_id,
            approved: request.approve,
        })
        .await?;
        self.settle_claim(tx, caller, &campaign, "ownership.decide", &before, after)
            .await
    }

    async fn settle_claim(
        &self,
        tx: Tx,
        caller: &Caller,
        campaign: &Campaign,
        verb: &'static str,
        before: &OwnershipClaim,
        after: OwnershipClaim,
    ) -> Result<OwnershipClaim> {
        store::claims::update(&tx, &after).await?;
        projection::refresh(&tx, self, campaign).await?;
        let act = Act::new(verb, after.id)
            .before(trace(before))
            .after(trace(&after));
        tx.record(caller, act).await?;
        tx.commit().await?;
        Ok(after)
    }

    /// Locks the campaign of a claim, then the claim. To whoever may not see it, it is not there.
    async fn claim_locked(
        &self,
        tx: &Tx,
        caller: &Caller,
        id: OwnershipClaimId,
        act: impl Fn(UserId) -> Action,
    ) -> Result<(Campaign, OwnershipClaim)> {
        let Some(found) = store::claims::find(&**tx, id).await? else {
            policy::can(caller, act(UserId::from_uuid(Uuid::nil())))?;
            return Err(Error::NotFound);
        };
        let campaign = self.locked(tx, caller, found.campaign_id, act).await?;
        let claim = store::claims::lock(tx, id).await?.ok_or(Error::NotFound)?;
        Ok((campaign, claim))
    }

    /// The newest hundred claims of each of these campaigns, which the caller has found before: for their founders and for
    /// reviewers; the oldest of them first.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn claims_of(&self, caller: &Caller, ids: &[CampaignId]) -> Result<Vec<OwnershipClaim>> {
        let claims = store::claims::of_campaigns(self.db.reader(), ids).await?;
        Ok(claims
            .into_iter()
            .filter(|claim| is_shown(caller, claim))
            .collect())
    }

    /// A claim, for its founder and for reviewers.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn find_claim(&self, caller: &Caller, id: OwnershipClaimId) -> Result<Option<OwnershipClaim>> {
        let found = store::claims::find(self.db.reader(), id).await?;
        Ok(found.filter(|claim| is_shown(caller, claim)))
    }

    /// The claims that wait for a reviewer, the longest waiting first, with their total.
    ///
    /// # Errors
    /// [`Error::Forbidden`] unless a reviewer asks; [`Error::Cursor`].
    pub async fn claim_queue(&self, caller: &Caller, page: &PageRequest) -> Result<Page<OwnershipClaim>> {
        policy::can(caller, Action::ReviewQueueView)?;
        let scope = "ownership_claims";
        let after: Option<(DateTime<Utc>, OwnershipClaimId)> =
            page.after.as_ref().map(|after| after.open(&scope)).transpose()?;
        let first = page.first.clamp(1, PageRequest::MAX);
        let conn = self.db.reader();
        let claims = store::claims::waiting(conn, after, first + 1).await?;
        let page = Page::from_surplus(claims, first, |claim| {
            Cursor::new(&(claim.submitted_at, claim.id), &scope)
        });
        Ok(page.with_total(store::claims::count_waiting(conn).await?))
    }

    /// What stands in the way of a launch, though the campaign may be handed in: rights of which it is not shown that they
    /// are the founder's to bring to market.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn launch_gaps(&self, campaign: &Campaign) -> Result<Vec<Violation>> {
        if campaign.launched_at.is_some() {
            return Ok(Vec::new());
        }
        let links = store::patents::of_campaigns(self.db.reader(), &[campaign.id]).await?;
        let unproven = links.iter().filter(|link| link.ownership.proof.is_none()).count();
        let gap = Violation::new("patents", ViolationCode::OwnerUnproven).with("count", unproven);
        Ok((unproven > 0).then_some(gap).into_iter().collect())
    }

    /// Brings a founder's campaigns up to date: under which names somebody is verified has changed. Safe to run twice.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn founder_changed(&self, founder: UserId) -> Result<()> {
        let ids = store::campaigns::unfinished_of(self.db.primary(), founder).await?;
        self.refresh_all(&ids).await
    }

    /// Passes if it is shown for every right of a campaign that its founder may bring it to market: decided from the register
    /// and the verified names as they stand inside this transaction.
    pub(super) async fn expect_owned(&self, tx: &Tx, campaign: &Campaign) -> Result<()> {
        let links = store::patents::of_campaigns(&**tx, &[campaign.id]).await?;
        let ids: Vec<_> = links.iter().map(|link| link.patent_id).collect();
        let owned = self.ownership(tx, campaign, &ids).await?;
        let unproven: Vec<_> = ids
            .into_iter()
            .filter(|id| owned.get(id).is_none_or(|ownership| ownership.proof.is_none()))
            .collect();
        if unproven.is_empty() {
            Ok(())
        } else {
            Err(Error::OwnerUnproven(unproven))
        }
    }

    /// What is shown of the owners of these rights, for one campaign.
    pub(crate) async fn ownership(
        &self,
        tx: &Tx,
        campaign: &Campaign,
        ids: &[PatentId],
    ) -> db::Result<std::collections::HashMap<PatentId, Ownership>> {
        let on_record = self.owners.on_record(tx, campaign.founder_id, ids).await?;
        let documents = store::claims::approved(tx, campaign.id).await?;
        let of = |id: &PatentId| {
            let found = on_record.get(id).copied().unwrap_or_default();
            let shows =
                |claim: &OwnershipClaim| claim.patent_id == *id && claim.still_shows(found.owners_changed_at);
            (*id, Ownership::of(found.matches, documents.iter().any(shows)))
        };
        Ok(ids.iter().map(of).collect())
    }

    /// Marks the documents of a campaign that show nothing any more, because the register tells of another owner than the
    /// reviewer saw; their founder is told. Safe to run twice.
    pub(crate) async fn outdate_claims(&self, tx: &Tx, campaign: &Campaign) -> db::Result<()> {
        let approved = store::claims::approved(tx, campaign.id).await?;
        if approved.is_empty() {
            return Ok(());
        }
        let ids: Vec<_> = approved.iter().map(|claim| claim.patent_id).collect();
        let on_record = self.owners.on_record(tx, campaign.founder_id, &ids).await?;
        let now = tx.now().await?;
        for before in approved {
            let found = on_record.get(&before.patent_id).copied().unwrap_or_default();
            // The register may have recorded the very assignment: then nothing needs a document.
            let is_own = matches!(found.matches, Some(OwnerMatch::Exact | OwnerMatch::Normalised));
            if is_own || before.still_shows(found.owners_changed_at) {
                continue;
            }
            let after = OwnershipClaim {
                state: ClaimState::Outdated,
                outdated_at: Some(now),
                ..before.clone()
            };
            store::claims::update(tx, &after).await?;
            let act = Act::new("ownership.outdate", after.id)
                .before(trace(&before))
                .after(trace(&after));
            tx.record(&Caller::system(OUTDATING), act).await?;
            tx.publish(&OwnershipClaimOutdated {
                campaign_id: campaign.id,
                claim_id: after.id,
                founder_id: campaign.founder_id,
            })
            .await?;
        }
        Ok(())
    }
}

fn refused(field: &str, code: ViolationCode) -> Error {
    Error::Invalid(vec![Violation::new(field, code)])
}

fn trace(claim: &OwnershipClaim) -> serde_json::Value {
    serde_json::json!({
        "campaign": claim.campaign_id,
        "patent": claim.patent_id,
        "kind": claim.kind,
        "state": claim.state,
        "file": claim.file_id,
        "reason": claim.reason,
        "reviewer": claim.reviewer_id,
    })
}

/// Whether the caller may see a claim: its founder and reviewers may.
fn is_shown(caller: &Caller, claim: &OwnershipClaim) -> bool {
    let owner = claim.founder_id;
    policy::can(caller, Action::CampaignEdit { owner }).is_ok()
        || policy::can(caller, Action::ReviewQueueView).is_ok()
}
