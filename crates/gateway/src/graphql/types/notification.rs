//! What somebody was told.

use async_graphql::{Context, Enum, Error, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};

use super::{
    super::{
        context::{Resolving, database, forbidden},
        ids::opaque,
    },
    campaign::Campaign,
    pledge::Pledge,
};
use crate::http::{ErrorCode, problem};

/// What somebody is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "notifications::Kind")]
pub enum NotificationKind {
    /// To an investor: a pledge counts.
    PledgeCommitted,
    /// What their pledge promises or earns was changed.
    PledgeAdjusted,
    /// To an investor: a pledge ended without charge, though the campaign did not miss its goal.
    PledgeReleased,
    /// To an investor: the campaign reached its goal, cards are charged.
    CampaignReached,
    /// To an investor: the campaign missed its goal, nothing is charged.
    CampaignMissed,
    /// To an investor: the card was charged.
    PledgeCollected,
    /// To an investor: the card could not be charged.
    PaymentFailed,
    /// To an investor: the card could still not be charged.
    PaymentReminder,
    /// To an investor: the money of a pledge could not be collected in time.
    PledgeDropped,
    /// The patents changed: the investor is asked whether the pledge stays.
    ReconfirmationAsked,
    /// The pledge was confirmed after a change of the patents.
    PledgeReconfirmed,
    /// The patents changed; nothing is asked of the investor.
    PatentsNoted,
    /// To an investor: nothing is asked any more about a change of the patents; the pledge stands.
    ReconfirmationWithdrawn,
    /// To a founder: a change of the campaign's patents is dealt with.
    PatentsSettled,
    /// The patents of the founder's campaign changed.
    PatentsChanged,
    /// To a backer or a follower: the campaign stands still.
    CampaignPaused,
    /// To a backer or a follower: the campaign goes on.
    CampaignResumed,
    /// To an investor: the campaign ends early, if its goal is reached then.
    CampaignClosingEarly,
    /// To an investor: there is another version of the campaign's key investment information sheet.
    SheetChanged,
    /// To a founder: a third party claims rights against the campaign, which stands still.
    IpClaimRaised,
    /// To a founder: a third party's claim is over, and the campaign is not ended by it.
    IpClaimOver,
    /// To a founder: staff stopped the campaign.
    OwnPaused,
    /// To a founder: the campaign that staff had stopped goes on.
    OwnResumed,
    /// To a founder: the scheduled campaign cannot go live, and why.
    OwnLaunchWaits,
    /// To a founder: the platform ended the campaign.
    OwnSuspended,
    /// To who claims rights against a campaign: what became of the claim.
    IpClaimTold,
    /// To a backer or a follower: the founder published an update.
    CampaignUpdated,
    /// To a founder: somebody asked something.
    QuestionAsked,
    /// To who asked: the founder answered.
    QuestionAnswered,
    /// To who asked: the question was hidden.
    QuestionHidden,
    /// To a follower: a campaign takes pledges.
    FollowedLaunched,
    /// To a follower: a campaign reached its goal before its deadline.
    FollowedReached,
    /// To a follower: a campaign ends soon.
    FollowedEnding,
    /// To a follower: the standing of a patent right changed.
    FollowedPatentChanged,
    /// To an investor: money went back.
    PledgeRefunded,
    /// The person or their company was verified.
    VerificationApproved,
    /// The verification of the person or their company was refused.
    VerificationRefused,
    /// The verification of the person or their company has run out.
    VerificationExpired,
    /// To a founder: a document for a patent was found to show it.
    OwnershipApproved,
    /// To a founder: a document for a patent was found not to show it.
    OwnershipRefused,
    /// To a founder: a document of an office is evidence for a patent.
    PatentDocumentApproved,
    /// To a founder: a document of an office was refused.
    PatentDocumentRefused,
    /// To a founder: a document for a patent shows nothing any more, for the register tells of another owner.
    OwnershipOutdated,
    /// To a founder: the campaign may be launched.
    CampaignApproved,
    /// To a founder: a reviewer asks for changes.
    CampaignChangesRequested,
    /// To a founder: the campaign reached its goal.
    GoalReached,
    /// To a founder: the campaign missed its goal.
    GoalMissed,
    /// To a founder: less than the goal was collected, a decision is needed.
    ShortfallFound,
    /// To a founder: what was collected is accepted, or goes back.
    CampaignSettled,
    /// To a founder: money was paid out.
    PayoutPaid,
    /// To a founder: a payout failed.
    PayoutFailed,
    /// To a founder: losses and what is owed took up what was to be paid out.
    SettledWithoutPayout,
    /// To a founder: an investor contests a charge.
    DisputeOpened,
    /// To anybody: the password was changed.
    PasswordChanged,
    /// To anybody: sign-ins ask for a code from now on.
    SecondFactorOn,
    /// To anybody: sign-ins ask for the password alone.
    SecondFactorOff,
    /// To anybody: there are other recovery codes.
    RecoveryCodesRenewed,
    /// To anybody: somebody signed in from a device that was not seen before.
    SignedInAnew,
    /// To anybody: the operator took the second factor away.
    SecondFactorLifted,
    /// To anybody: mail goes to another address.
    EmailChanged,
    /// To anybody: a token was made by which a program acts for them.
    ApiTokenMade,
    /// An administrator locked their account.
    AccountLocked,
    /// An administrator unlocked it.
    AccountUnlocked,
    /// Two administrators gave them a role of staff.
    RoleGiven,
    /// An administrator took a role from them.
    RoleTaken,
    /// An export of everything about the person can be fetched.
    ExportReady,
    /// The erasure of the person's account was asked for.
    ErasureAsked,
    /// The erasure of the person's account is due, and something stands in its way.
    ErasureHeld,
    /// Another administrator asked that somebody be given a role; one must approve it.
    RoleRequested,
    /// To finance: money that was to go back to an investor did not.
    RefundFailed,
    /// To finance: a contested charge waits for evidence.
    DisputeToAnswer,
    /// The books and the payment provider do not agree.
    BooksDiffer,
}

/// What somebody was told: the facts as they stood then, in the caller's language.
#[derive(Clone)]
pub struct Notification(pub notifications::Notification);

/// What somebody was told: the facts as they stood then, in the caller's language.
#[Object]
impl Notification {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        opaque(self.0.id)
    }

    /// What it tells.
    async fn kind(&self) -> NotificationKind {
        self.0.kind.into()
    }

    /// What it is about, in one line.
    async fn subject(&self, ctx: &Context<'_>) -> String {
        self.0.words(ctx.locale(None)).subject
    }

    /// What happened.
    async fn what_happened(&self, ctx: &Context<'_>) -> String {
        self.0.words(ctx.locale(None)).happened
    }

    /// What happens next, until when, and what to do.
    async fn what_next(&self, ctx: &Context<'_>) -> String {
        self.0.words(ctx.locale(None)).next
    }

    /// What is found at `path`: `See your pledge`.
    async fn link_label(&self, ctx: &Context<'_>) -> String {
        self.0.words(ctx.locale(None)).link
    }

    /// Where it leads: a path of the web client, without the language before it.
    async fn path(&self) -> String {
        self.0.path()
    }

    /// The campaign it is about; null if the caller may not see it any more.
    async fn campaign(&self, ctx: &Context<'_>) -> Result<Option<Campaign>> {
        match self.0.about.campaign_id {
            Some(id) => Ok(ctx.loaders()?.one(id).await?.map(Campaign)),
            None => Ok(None),
        }
    }

    /// The pledge it is about, if it is about one the caller may see.
    async fn pledge(&self, ctx: &Context<'_>) -> Result<Option<Pledge>> {
        match self.0.about.pledge_id {
            Some(id) => Ok(ctx.loaders()?.one(id).await?.map(Pledge)),
            None => Ok(None),
        }
    }

    /// When it happened.
    async fn made_at(&self) -> DateTime<Utc> {
        self.0.made_at
    }

    /// When it was read, or marked as read; null if it is unread.
    async fn read_at(&self) -> Option<DateTime<Utc>> {
        self.0.read_at
    }
}

/// How somebody's notifications stand.
#[derive(SimpleObject)]
pub struct NotificationNews {
    /// How many are unread.
    pub(in super::super) unread_count: i32,
    /// The newest of them; null if there is none.
    pub(in super::super) latest: Option<Notification>,
}

/// An error of a list of notifications.
pub(in super::super) fn unlisted(error: notifications::ListError) -> Error {
    match error {
        notifications::ListError::Forbidden(error) => forbidden(error),
        notifications::ListError::Cursor(error) => problem(ErrorCode::BadUserInput, error.to_string()),
        notifications::ListError::Store(error) => database(error),
    }
}
