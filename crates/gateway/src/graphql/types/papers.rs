//! Documents about a campaign's rights.

use async_graphql::{Context, Object, Result};

use super::{
    super::{
        context::{Resolving, database},
        refusals::refused,
    },
    ownership::OwnershipClaim,
    patent_document::PatentDocument,
};

/// Documents about a campaign's rights.
pub struct CampaignPapers(pub(in super::super) projects::Campaign);

/// Documents about a campaign's rights.
#[Object]
impl CampaignPapers {
    /// Documents by which its founder claims rights that the register gives to somebody else, the oldest first; empty for all
    /// but its founder and reviewers.
    async fn ownership_claims(&self, ctx: &Context<'_>) -> Result<Vec<OwnershipClaim>> {
        let (app, caller) = (ctx.app()?, ctx.caller()?);
        let claims = app
            .projects
            .claims_of(caller, &[self.0.id])
            .await
            .map_err(refused)?;
        Ok(claims.into_iter().map(OwnershipClaim).collect())
    }

    /// Documents of offices that its founder handed in for its rights, the newest first. Empty for everybody else.
    async fn patent_documents(&self, ctx: &Context<'_>) -> Result<Vec<PatentDocument>> {
        let (app, caller) = (ctx.app()?, ctx.caller()?);
        if !caller.is(self.0.founder_id) {
            return Ok(Vec::new());
        }
        let links = app.projects.patents_of(&[self.0.id]).await.map_err(refused)?;
        let rights: Vec<_> = links.iter().map(|link| link.patent_id).collect();
        let found = app
            .patents
            .documents_by(caller, &rights)
            .await
            .map_err(database)?;
        Ok(found.into_iter().map(PatentDocument).collect())
    }
}
