//! What third parties claim against campaigns, and the pauses of campaigns.

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use kernel::FileId;

use super::{
    super::{context::Resolving, ids::opaque},
    campaign::Campaign,
    file::StoredFile,
    patent::{self, Patent},
    project::{PublicProfile, profile},
};

/// What a third party says a campaign takes from it.
pub struct IpClaim(pub projects::IpClaim);

/// What kind of right a third party claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "projects::IpClaimKind")]
pub enum IpClaimKind {
    /// A patent or a utility model.
    Patent,
    /// A registered design.
    Design,
    /// A trade mark.
    TradeMark,
    /// A work: texts, pictures, programs.
    Copyright,
    /// Something that was told in confidence.
    TradeSecret,
    /// Another right.
    Other,
}

/// How far a third party's claim has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "projects::IpClaimState")]
pub enum IpClaimState {
    /// It waits for a reviewer.
    Submitted,
    /// The campaign stands still, and its founder is asked.
    Inquiry,
    /// The founder has answered; a reviewer decides.
    Answered,
    /// A reviewer found nothing to look into.
    Dismissed,
    /// It was looked into and found wrong: the campaign goes on.
    Rejected,
    /// It was found right, or the founder said nothing: the campaign is ended.
    Upheld,
    /// Its claimant took it back.
    Withdrawn,
    /// The campaign ended otherwise.
    Moot,
}

/// Why a third party's claim is dismissed or found wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "projects::IpClaimReason")]
pub enum IpClaimReason {
    /// It does not say which right, or what the campaign takes from it.
    NoRightShown,
    /// The right is not the claimant's to assert.
    NotTheirs,
    /// The campaign does not make use of it.
    NotUsed,
    /// The right is not, or not yet, or no longer in force.
    NotInForce,
    /// The campaign's funding was over before it could be stopped.
    CampaignOver,
    /// None of these; the note tells.
    Other,
}

/// Why a campaign's clock stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "projects::PauseReason")]
pub enum CampaignPauseReason {
    /// A third party claims rights over the invention.
    IpClaim,
    /// Staff look into it.
    Staff,
}

/// A time in which a campaign's clock stands still: no pledges are taken, nothing is charged, pledges may be taken back.
#[derive(SimpleObject)]
pub struct CampaignPause {
    /// Why.
    reason: CampaignPauseReason,
    /// From when.
    started_at: DateTime<Utc>,
    /// Until when; null while it goes on.
    ended_at: Option<DateTime<Utc>>,
    /// What became of the claim it was for; null for staff's pauses.
    claim_state: Option<IpClaimState>,
}

impl From<projects::Pause> for CampaignPause {
    fn from(pause: projects::Pause) -> Self {
        Self {
            reason: pause.reason.into(),
            started_at: pause.started_at,
            ended_at: pause.ended_at,
            claim_state: pause.claim_state.map(Into::into),
        }
    }
}

impl IpClaim {
    async fn document_of(&self, ctx: &Context<'_>, file: Option<FileId>) -> Result<Option<StoredFile>> {
        StoredFile::find(ctx, file).await
    }

    /// Whether the caller is one of the two parties: who reviews it is not told to them.
    fn is_party(&self, ctx: &Context<'_>) -> Result<bool> {
        let caller = ctx.caller()?;
        Ok(caller.is(self.0.founder_id) || caller.is(self.0.claimant_id))
    }
}

/// What a third party says a campaign takes from it. Seen by its claimant, by reviewers, and by the founder who was asked.
#[Object]
impl IpClaim {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        opaque(self.0.id)
    }

    /// The campaign. Null where the caller may not see it.
    async fn campaign(&self, ctx: &Context<'_>) -> Option<Result<Campaign>> {
        let found = async { Ok(ctx.loaders()?.one(self.0.campaign_id).await?.map(Campaign)) };
        found.await.transpose()
    }

    /// Who filed it.
    async fn claimant(&self, ctx: &Context<'_>) -> Result<PublicProfile> {
        profile(ctx, self.0.claimant_id).await
    }

    /// What kind of right is claimed.
    async fn kind(&self) -> IpClaimKind {
        self.0.kind.into()
    }

    /// The patent right, where it is known here.
    async fn patent(&self, ctx: &Context<'_>) -> Option<Result<Patent>> {
        patent::find(ctx, self.0.patent_id?).await.transpose()
    }

    /// The right's number, or what the work is.
    async fn right(&self) -> &str {
        &self.0.right
    }

    /// Whose right it is.
    async fn holder(&self) -> &str {
        &self.0.holder
    }

    /// What the campaign takes from it.
    async fn statement(&self) -> &str {
        &self.0.statement
    }

    /// Where that can be seen.
    async fn evidence(&self) -> Option<&str> {
        self.0.evidence.as_deref()
    }

    /// A document that shows it. Null where there is none.
    async fn document(&self, ctx: &Context<'_>) -> Option<Result<StoredFile>> {
        self.document_of(ctx, self.0.file_id).await.transpose()
    }

    /// How the claimant can be reached: for the claimant and the reviewer who has taken the case; null for all others.
    async fn contact(&self) -> Option<&str> {
        self.0.contact.as_deref()
    }

    /// How far it has come.
    async fn state(&self) -> IpClaimState {
        self.0.state.into()
    }

    /// When it was filed.
    async fn filed_at(&self) -> DateTime<Utc> {
        self.0.filed_at
    }

    /// When the founder was asked; the campaign stands still from then on at the latest.
    async fn inquiry_at(&self) -> Option<DateTime<Utc>> {
        self.0.inquiry_at
    }

    /// Until when the founder may answer: silence ends the campaign. The instant itself is too late.
    async fn answer_until(&self) -> Option<DateTime<Utc>> {
        self.0.answer_until
    }

    /// What the founder says to it; null for the claimant.
    async fn answer(&self) -> Option<&str> {
        self.0.answer.as_deref()
    }

    /// A document of the founder; null for the claimant, and where there is none.
    async fn answer_document(&self, ctx: &Context<'_>) -> Option<Result<StoredFile>> {
        self.document_of(ctx, self.0.answer_file_id).await.transpose()
    }

    /// When the founder answered.
    async fn answered_at(&self) -> Option<DateTime<Utc>> {
        self.0.answered_at
    }

    /// When it was decided on, taken back or overtaken.
    async fn decided_at(&self) -> Option<DateTime<Utc>> {
        self.0.decided_at
    }

    /// Why it was dismissed or found wrong.
    async fn reason(&self) -> Option<IpClaimReason> {
        self.0.reason.map(Into::into)
    }

    /// What the reviewer wrote beside that.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// Who works on it, or decided; null for claimant and founder, and where nobody does.
    async fn reviewer(&self, ctx: &Context<'_>) -> Option<Result<PublicProfile>> {
        let found = async {
            match self.0.reviewer_id {
                Some(id) if !self.is_party(ctx)? => profile(ctx, id).await.map(Some),
                _ => Ok(None),
            }
        };
        found.await.transpose()
    }

    /// Since when the reviewer works on it; a case is held for a day. Null for claimant and founder.
    async fn claimed_at(&self, ctx: &Context<'_>) -> Result<Option<DateTime<Utc>>> {
        let shown = !self.is_party(ctx)?;
        Ok(self.0.claimed_at.filter(|_| shown))
    }
}
