//! Documents about a campaign's rights.

use async_graphql::{Context, Object, Result};

use super::{
    super::{
        context::Resolving,
        loaders::{DocumentsOf, OwnershipClaimsOf},
    },
    ownership::OwnershipClaim,
    patent_document::PatentDocument,
};

/// Documents about a campaign's rights.
pub struct CampaignPapers(pub(in super::super) projects::Campaign);

/// Documents about a campaign's rights.
#[Object]
impl CampaignPapers {
    /// Documents by which its founder claims rights that the register gives to somebody else, the oldest first, at most the
    /// newest hundred; empty for all but its founder and reviewers.
    async fn ownership_claims(&self, ctx: &Context<'_>) -> Result<Vec<OwnershipClaim>> {
        let claims = ctx.loaders()?.one(OwnershipClaimsOf(self.0.id)).await?;
        Ok(claims
            .unwrap_or_default()
            .into_iter()
            .map(OwnershipClaim)
            .collect())
    }

    /// Documents of offices that its founder handed in for its rights, the newest first, at most twenty of a right. Empty for everybody else.
    async fn patent_documents(&self, ctx: &Context<'_>) -> Result<Vec<PatentDocument>> {
        if !ctx.caller()?.is(self.0.founder_id) {
            return Ok(Vec::new());
        }
        let found = ctx.loaders()?.one(DocumentsOf(self.0.id)).await?;
        Ok(found
            .unwrap_or_default()
            .into_iter()
            .map(PatentDocument)
            .collect())
    }
}
