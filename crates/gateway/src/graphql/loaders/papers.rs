//! What belongs to a campaign or to a pledge beside itself: pauses, claims, documents, files, cards, changes.

use std::collections::HashMap;

use app::{CampaignHappening, Course};
use async_graphql::{Error, dataloader::Loader};
use kernel::{CampaignId, FileId, PatentId, PledgeId};
use patents::documents::PatentDocument;
use pledges::{Acknowledgement, Adjustment, Funding, FundingWanted, MaterialChange, Refund};
use projects::{IpClaim, OwnershipClaim, Pause};

use super::{Batch, Loaded, under};
use crate::graphql::{context::database, refusals::refused, types::file::StoredFile};

/// The newest hundred pauses of a campaign, the oldest of them first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct PausesOf(pub CampaignId);
/// Of the newest hundred claims of third parties against a campaign those the caller may see, the oldest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct IpClaimsOf(pub CampaignId);
/// The newest hundred documents by which a founder claims rights of a campaign, the oldest of them first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct OwnershipClaimsOf(pub CampaignId);
/// The newest twenty documents the caller handed in for each right of a campaign, the newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct DocumentsOf(pub CampaignId);
/// The newest fifty changes of a campaign's patents, newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct ChangesOf(pub CampaignId);
/// How a campaign's funding goes, for who may see its money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct FundingOf(pub FundingWanted);
/// The card by which a pledge of the caller's own is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct SavedCardOf(pub PledgeId);
/// What was changed about a pledge, oldest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct AdjustmentsOf(pub PledgeId);
/// What the investor said last to know of before pledging.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct AcknowledgementOf(pub PledgeId);

/// What went back of a pledge, or is to go back, oldest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct RefundsOf(pub PledgeId);
/// The newest five changes of a campaign's patents since a moment: that stands for its launch here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct PatentChangesSince(pub Course);

impl Loader<PausesOf> for Batch {
    type Value = Vec<Pause>;
    type Error = Error;

    async fn load(&self, keys: &[PausesOf]) -> Loaded<PausesOf, Self::Value> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = self.app.projects.pauses_of(&ids).await.map_err(refused)?;
        Ok(under(
            found
                .into_iter()
                .map(|pause| (PausesOf(pause.campaign_id), pause)),
        ))
    }
}

impl Loader<IpClaimsOf> for Batch {
    type Value = Vec<IpClaim>;
    type Error = Error;

    async fn load(&self, keys: &[IpClaimsOf]) -> Loaded<IpClaimsOf, Self::Value> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = self.app.projects.ip_claims_of(&self.caller, &ids).await;
        let found = found.map_err(refused)?.into_iter();
        Ok(under(found.map(|claim| (IpClaimsOf(claim.campaign_id), claim))))
    }
}

impl Loader<OwnershipClaimsOf> for Batch {
    type Value = Vec<OwnershipClaim>;
    type Error = Error;

    async fn load(&self, keys: &[OwnershipClaimsOf]) -> Loaded<OwnershipClaimsOf, Self::Value> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = self.app.projects.claims_of(&self.caller, &ids).await;
        let found = found.map_err(refused)?.into_iter();
        Ok(under(
            found.map(|claim| (OwnershipClaimsOf(claim.campaign_id), claim)),
        ))
    }
}

impl Loader<DocumentsOf> for Batch {
    type Value = Vec<PatentDocument>;
    type Error = Error;

    async fn load(&self, keys: &[DocumentsOf]) -> Loaded<DocumentsOf, Self::Value> {
        let campaigns: Vec<_> = keys.iter().map(|key| key.0).collect();
        let (links, rights) = self.links_of(&campaigns).await?;
        let found = self.app.patents.documents_by(&self.caller, &rights).await;
        let found = found.map_err(database)?;
        let campaigns_of: HashMap<PatentId, Vec<CampaignId>> =
            under(links.into_iter().map(|link| (link.patent_id, link.campaign_id)));
        // Two campaigns may stand on one right.
        Ok(under(found.into_iter().flat_map(|document| {
            let campaigns = campaigns_of.get(&document.patent_id).cloned().unwrap_or_default();
            campaigns
                .into_iter()
                .map(move |campaign| (DocumentsOf(campaign), document.clone()))
        })))
    }
}

impl Loader<ChangesOf> for Batch {
    type Value = Vec<MaterialChange>;
    type Error = Error;

    async fn load(&self, keys: &[ChangesOf]) -> Loaded<ChangesOf, Self::Value> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = self.app.pledges.changes_of(&ids).await.map_err(database)?;
        Ok(under(
            found
                .into_iter()
                .map(|change| (ChangesOf(change.campaign_id), change)),
        ))
    }
}

impl Loader<FundingOf> for Batch {
    type Value = Funding;
    type Error = Error;

    async fn load(&self, keys: &[FundingOf]) -> Loaded<FundingOf, Funding> {
        let wanted: Vec<_> = keys.iter().map(|key| key.0).collect();
        let now = self.app.now();
        let found = self.app.pledges.funding_of(&self.caller, &wanted, now).await;
        let mut found = found.map_err(database)?;
        Ok(keys
            .iter()
            .filter_map(|key| Some((*key, found.remove(&key.0.campaign_id)?)))
            .collect())
    }
}

impl Loader<FileId> for Batch {
    type Value = StoredFile;
    type Error = Error;

    async fn load(&self, keys: &[FileId]) -> Loaded<FileId, StoredFile> {
        let found = self.app.files.by_ids(keys).await.map_err(database)?;
        let seen = self.app.files.accesses(&self.caller, &found).await;
        let mut seen = under(
            seen.map_err(database)?
                .into_iter()
                .map(|seen| (seen.file_id, seen)),
        );
        let of = |file: files::File| {
            let accesses = seen.remove(&file.id).unwrap_or_default();
            (file.id, StoredFile::new(file, accesses))
        };
        Ok(found.into_iter().map(of).collect())
    }
}

impl Loader<SavedCardOf> for Batch {
    type Value = payments::Card;
    type Error = Error;

    async fn load(&self, keys: &[SavedCardOf]) -> Loaded<SavedCardOf, payments::Card> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = self.app.pledges.saved_cards_of(&self.caller, &ids).await;
        let found = found.map_err(database)?.into_iter();
        Ok(found.map(|(id, card)| (SavedCardOf(id), card)).collect())
    }
}

impl Loader<AdjustmentsOf> for Batch {
    type Value = Vec<Adjustment>;
    type Error = Error;

    async fn load(&self, keys: &[AdjustmentsOf]) -> Loaded<AdjustmentsOf, Self::Value> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = self.app.pledges.adjustments_of(&self.caller, &ids).await;
        let found = found.map_err(database)?.into_iter();
        Ok(under(found.map(|adjustment| {
            (AdjustmentsOf(adjustment.pledge_id), adjustment)
        })))
    }
}

impl Loader<AcknowledgementOf> for Batch {
    type Value = Acknowledgement;
    type Error = Error;

    async fn load(&self, keys: &[AcknowledgementOf]) -> Loaded<AcknowledgementOf, Acknowledgement> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = self.app.pledges.acknowledgements_of(&self.caller, &ids).await;
        let found = found.map_err(database)?.into_iter();
        Ok(found.map(|(id, kept)| (AcknowledgementOf(id), kept)).collect())
    }
}

impl Loader<RefundsOf> for Batch {
    type Value = Vec<Refund>;
    type Error = Error;

    async fn load(&self, keys: &[RefundsOf]) -> Loaded<RefundsOf, Self::Value> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = self.app.pledges.refunds_of_pledges(&self.caller, &ids).await;
        let found = found.map_err(database)?.into_iter();
        Ok(under(found.map(|refund| (RefundsOf(refund.pledge_id), refund))))
    }
}

impl Loader<PatentChangesSince> for Batch {
    type Value = Vec<CampaignHappening>;
    type Error = Error;

    async fn load(&self, keys: &[PatentChangesSince]) -> Loaded<PatentChangesSince, Self::Value> {
        let courses: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = self.app.patent_changes_of(&courses, 5).await.map_err(database)?;
        Ok(keys.iter().copied().zip(found).collect())
    }
}
