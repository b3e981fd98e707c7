//! Documents by which founders claim rights that the register gives to somebody else.

use async_graphql::{Context, Enum, ID, Object, Result};
use chrono::{DateTime, NaiveDate, Utc};

use super::{
    super::{context::Resolving, ids::opaque},
    campaign::Campaign,
    file::StoredFile,
    patent::{self, Beside, Patent},
    project::{PublicProfile, profile},
};

/// A document by which a founder claims a right that the register gives to somebody else.
pub struct OwnershipClaim(pub projects::OwnershipClaim);

/// By what it was shown that a founder may bring a right to market.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "projects::OwnerProof")]
pub enum OwnerProof {
    /// The owner on record has the name the founder is verified under.
    Register,
    /// A reviewer found a document that says so.
    Document,
}

/// What a document says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "projects::ClaimKind")]
pub enum OwnershipClaimKind {
    /// The right was made over to the founder, and the register does not say so yet.
    Assignment,
    /// The owner lets the founder use it.
    Licence,
    /// The owner on record is the founder, under another name or at another address.
    Identity,
}

/// How far a claim has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "projects::ClaimState")]
pub enum OwnershipClaimState {
    /// It waits for a reviewer.
    Submitted,
    /// The document shows it.
    Approved,
    /// The document showed it, until the register told of another owner.
    Outdated,
    /// It does not.
    Refused,
    /// The founder took it back.
    Withdrawn,
}

/// Why a claim is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "projects::ClaimReason")]
pub enum OwnershipClaimReason {
    /// The document cannot be read.
    Unreadable,
    /// It is about another right.
    OtherRight,
    /// It names other parties than the register and the founder.
    OtherParty,
    /// It is not signed, not yet or no longer in force.
    NotInForce,
    /// It does not let the founder raise money with the right.
    NoRightToFund,
    /// None of these; the note tells.
    Other,
}

/// A document by which a founder claims a right that the register gives to somebody else.
#[Object]
impl OwnershipClaim {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        opaque(self.0.id)
    }

    /// The campaign. Null where the caller may not see it.
    async fn campaign(&self, ctx: &Context<'_>) -> Option<Result<Campaign>> {
        let found = async { Ok(ctx.loaders()?.one(self.0.campaign_id).await?.map(Campaign)) };
        found.await.transpose()
    }

    /// The right, beside its campaign. Null where it is no longer known.
    async fn patent(&self, ctx: &Context<'_>) -> Option<Result<Patent>> {
        let found = async {
            let beside = ctx.loaders()?.one(self.0.campaign_id).await?;
            let patent = patent::find(ctx, self.0.patent_id).await?;
            Ok(patent.map(|patent| Patent {
                beside: beside.as_ref().map(Beside::of),
                ..patent
            }))
        };
        found.await.transpose()
    }

    /// Who claims it.
    async fn founder(&self, ctx: &Context<'_>) -> Result<PublicProfile> {
        profile(ctx, self.0.founder_id).await
    }

    /// The names the founder is verified under, for the reviewer who has taken the case; empty for all others.
    async fn verified_names(&self, ctx: &Context<'_>) -> Result<Vec<String>> {
        let (app, caller) = (ctx.app()?, ctx.caller()?);
        let holder = self.0.holder(app.now());
        if !holder.is_some_and(|holder| caller.is(holder)) {
            return Ok(Vec::new());
        }
        let people = [self.0.founder_id];
        let names = app
            .verifications
            .names_of(app.db().reader(), &people, app.now())
            .await;
        let names = names.map_err(super::super::context::database)?;
        Ok(names.into_values().flatten().map(|found| found.name).collect())
    }

    /// What the document says.
    async fn kind(&self) -> OwnershipClaimKind {
        self.0.kind.into()
    }

    /// Who made the right over, or licenses it.
    async fn counterparty(&self) -> &str {
        &self.0.counterparty
    }

    /// The day on the document.
    async fn dated_on(&self) -> NaiveDate {
        self.0.dated_on
    }

    /// The document. Null where it is gone.
    async fn document(&self, ctx: &Context<'_>) -> Option<Result<StoredFile>> {
        StoredFile::find(ctx, Some(self.0.file_id)).await.transpose()
    }

    /// How far it has come.
    async fn state(&self) -> OwnershipClaimState {
        self.0.state.into()
    }

    /// When it was handed in.
    async fn submitted_at(&self) -> DateTime<Utc> {
        self.0.submitted_at
    }

    /// When it was decided on or taken back.
    async fn decided_at(&self) -> Option<DateTime<Utc>> {
        self.0.decided_at
    }

    /// Why it was refused.
    async fn reason(&self) -> Option<OwnershipClaimReason> {
        self.0.reason.map(Into::into)
    }

    /// What the reviewer wrote beside that.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// Who works on it, or decided; null for its founder, and where nobody does.
    async fn reviewer(&self, ctx: &Context<'_>) -> Option<Result<PublicProfile>> {
        let found = async {
            let shown = !ctx.caller()?.is(self.0.founder_id);
            match self.0.reviewer_id.filter(|_| shown) {
                Some(id) => profile(ctx, id).await.map(Some),
                None => Ok(None),
            }
        };
        found.await.transpose()
    }

    /// Since when the reviewer works on it; a case is held for a day. Null for its founder.
    async fn claimed_at(&self, ctx: &Context<'_>) -> Result<Option<DateTime<Utc>>> {
        let shown = !ctx.caller()?.is(self.0.founder_id);
        Ok(self.0.claimed_at.filter(|_| shown))
    }
}
