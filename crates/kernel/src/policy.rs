//! Who may do what: one place, one exhaustive match.
//!
//! An operation names the act with the facts that decide it (whose campaign it is, whether it is
//! public) and asks [`can`]. Nothing is allowed that is not written here. What the caller may not
//! see answers as what is not there ([`Denied::NotThere`]); a refusal by role says which role is
//! missing.

use crate::{Caller, Forbidden, Role, UserId, Who};

/// An act on the platform, with the facts that decide whether it is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// See an account's private side: address, roles, sessions.
    AccountView {
        /// Whose account.
        user: UserId,
    },
    /// Change an account: name, password, language.
    AccountEdit {
        /// Whose account.
        user: UserId,
    },
    /// Change how an account is entered: its second factor, its recovery codes.
    AccountSecure {
        /// Whose account.
        user: UserId,
    },
    /// End sign-ins of an account.
    SessionRevoke {
        /// Whose sign-ins.
        user: UserId,
    },
    /// Begin to list projects.
    FounderBecome,
    /// See people's accounts, and who asked that they be given roles.
    UsersView,
    /// Lock an account, or unlock it.
    AccountLock {
        /// Whose account.
        user: UserId,
    },
    /// Give a role to somebody at once: an operator, for there may be no administrator yet.
    RoleGrant,
    /// Ask that somebody be given a role of staff.
    RoleRequest {
        /// To whom.
        to: UserId,
    },
    /// Approve or refuse such a request.
    RoleRequestDecide {
        /// To whom.
        to: UserId,
        /// Who asked.
        requested_by: UserId,
    },
    /// Take such a request back.
    RoleRequestWithdraw {
        /// Who asked.
        requested_by: UserId,
    },
    /// Take a role from somebody.
    RoleRevoke {
        /// From whom.
        from: UserId,
    },
    /// Take somebody's second factor away, who has lost it: an operator who knows them.
    SecondFactorLift,
    /// Say that mail to an account's address reaches its owner, without a mail: an operator who knows.
    EmailVouch,
    /// Create demonstration accounts and content.
    DemoSeed,

    /// Start a project.
    ProjectCreate,
    /// See a project.
    ProjectView {
        /// Whose project.
        owner: UserId,
        /// Whether one of its campaigns was ever published.
        public: bool,
    },
    /// Change a project: its words and its patents.
    ProjectEdit {
        /// Whose project.
        owner: UserId,
    },
    /// Start a campaign for a project.
    CampaignCreate {
        /// Whose project.
        owner: UserId,
    },
    /// See a campaign.
    CampaignView {
        /// Whose campaign.
        owner: UserId,
        /// Whether it was ever published; a draft or one in review was not.
        public: bool,
    },
    /// Change a campaign: words, goal, rewards.
    CampaignEdit {
        /// Whose campaign.
        owner: UserId,
    },
    /// Hand a campaign in for review.
    CampaignSubmit {
        /// Whose campaign.
        owner: UserId,
    },
    /// Start an approved campaign.
    CampaignLaunch {
        /// Whose campaign.
        owner: UserId,
    },
    /// End a campaign before its deadline, without charge to anybody.
    CampaignCancel {
        /// Whose campaign.
        owner: UserId,
    },
    /// Take a campaign, or a document for its patents, off the queue to review it.
    CampaignReview {
        /// Whose campaign.
        owner: UserId,
    },
    /// Approve a campaign or ask for changes; decide on a document for its patents.
    CampaignDecide {
        /// Whose campaign.
        owner: UserId,
    },
    /// Stop a campaign for good reason: a claim on its patents, a suspicion of fraud.
    CampaignSuspend {
        /// Whose campaign.
        owner: UserId,
    },
    /// Stop the clock of a campaign while something is looked into, and let it go on.
    CampaignPause {
        /// Whose campaign.
        owner: UserId,
    },
    /// Say that a campaign takes something that is somebody else's.
    IpClaimFile {
        /// Whose campaign.
        campaign_owner: UserId,
    },
    /// Take such a claim back.
    IpClaimWithdraw {
        /// Who filed it.
        claimant: UserId,
    },
    /// Answer such a claim.
    IpClaimAnswer {
        /// Whose campaign.
        owner: UserId,
    },
    /// Take such a claim off the queue, or put it back.
    IpClaimReview {
        /// Whose campaign.
        owner: UserId,
        /// Who filed it.
        claimant: UserId,
    },
    /// Decide on such a claim.
    IpClaimDecide {
        /// Whose campaign.
        owner: UserId,
        /// Who filed it.
        claimant: UserId,
    },
    /// See what waits for review.
    ReviewQueueView,

    /// Be told of a campaign, a founder or a patent right.
    FollowStart,
    /// Tell of a campaign: draft, publish or edit an update.
    CampaignUpdateWrite {
        /// Whose campaign.
        owner: UserId,
    },
    /// Ask the founder of a campaign a question.
    QuestionAsk {
        /// Whose campaign.
        campaign_owner: UserId,
    },
    /// Answer a question.
    QuestionAnswer {
        /// Whose campaign.
        owner: UserId,
    },
    /// Hide a question, with a reason.
    QuestionHide {
        /// Whose campaign.
        owner: UserId,
    },
    /// Report a question to the reviewers.
    QuestionReport,
    /// Decide on reports of a question.
    QuestionReportDecide {
        /// Whose campaign.
        owner: UserId,
    },

    /// See a patent right and its evidence.
    PatentView,
    /// Look a number up in the registers.
    PatentLookup,
    /// Ask the registers for newer evidence.
    PatentRefresh,
    /// Read register records from files.
    PatentImport,
    /// Hand in a document of an office for a right.
    PatentDocumentHandIn,
    /// See a document that was handed in for a right.
    PatentDocumentView {
        /// Who handed it in.
        owner: UserId,
    },
    /// Take a document back.
    PatentDocumentWithdraw {
        /// Who handed it in.
        owner: UserId,
    },
    /// Take a document off the queue to compare it with what was stated of it, or put it back.
    PatentDocumentReview {
        /// Who handed it in.
        owner: UserId,
    },
    /// Decide on a document.
    PatentDocumentDecide {
        /// Who handed it in.
        owner: UserId,
    },

    /// Pledge to a campaign.
    PledgePlace {
        /// Whose campaign.
        campaign_owner: UserId,
    },
    /// See a pledge.
    PledgeView {
        /// Who pledged.
        investor: UserId,
    },
    /// Finish a pledge's authentication, change it or take it back.
    PledgeCancel {
        /// Who pledged.
        investor: UserId,
    },
    /// Confirm a pledge again after a change of the patents, or decline.
    PledgeReconfirm {
        /// Who pledged.
        investor: UserId,
    },
    /// Say what a change of a campaign's patents is to those who pledged: major or minor.
    MaterialChangeReclassify {
        /// Whose campaign.
        owner: UserId,
    },
    /// See who pledged to a campaign.
    PledgesOfCampaignView {
        /// Whose campaign.
        owner: UserId,
    },
    /// See what became of a campaign's money.
    CampaignMoneyView {
        /// Whose campaign.
        owner: UserId,
    },
    /// Accept less than the goal, or give everything back.
    ShortfallDecide {
        /// Whose campaign.
        owner: UserId,
    },
    /// Give money back to an investor.
    RefundRequest {
        /// Whose campaign.
        owner: UserId,
    },
    /// See or complete the account through which a founder is paid.
    PayeeManage {
        /// Who is paid.
        founder: UserId,
    },
    /// Open the account through which a founder is paid, or say where its money goes.
    PayeeOpen {
        /// Who is paid.
        founder: UserId,
    },
    /// Record how a refund that failed was paid back by hand.
    RepaymentRecord {
        /// Whose campaign.
        owner: UserId,
        /// Who is paid back.
        investor: UserId,
    },
    /// Confirm that it was.
    RepaymentConfirm {
        /// Whose campaign.
        owner: UserId,
        /// Who is paid back.
        investor: UserId,
        /// Who recorded it.
        recorded_by: UserId,
    },
    /// Order money to be paid out to a founder.
    PayoutRequest {
        /// Who is paid.
        owner: UserId,
    },
    /// Let a payout go that somebody else ordered.
    PayoutApprove {
        /// Who is paid.
        owner: UserId,
        /// Who ordered it.
        requested_by: UserId,
    },
    /// Hand in what speaks for a contested charge.
    DisputeContest {
        /// Whose campaign.
        owner: UserId,
    },
    /// Work the queues of finance.
    FinanceQueueView,

    /// Upload a file.
    FileStage,
    /// Open a file that somebody uploaded.
    FileView {
        /// Who uploaded it.
        owner: UserId,
        /// Whether the caller was given to read it, for a case they work on.
        granted: bool,
    },
    /// See what somebody handed in to be verified.
    VerificationView {
        /// Who is to be verified.
        person: UserId,
    },
    /// State or hand in what is to be verified.
    VerificationEdit {
        /// Who is to be verified.
        person: UserId,
    },
    /// Take a verification off the queue, or put it back.
    VerificationReview {
        /// Who is to be verified.
        person: UserId,
    },
    /// Decide whether somebody is who they say.
    VerificationDecide {
        /// Who is to be verified.
        person: UserId,
    },

    /// See the licences for regulated campaigns.
    LicencesView,
    /// Enter a licence.
    LicenceEnter,
    /// Confirm a licence that somebody else entered.
    LicenceConfirm {
        /// Who entered it.
        entered_by: UserId,
    },
    /// Withdraw a licence.
    LicenceWithdraw,
    /// State the terms of a security, publish a sheet, name those who promote it.
    OfferingWrite {
        /// Whose campaign.
        owner: UserId,
    },
    /// Record what a background check found.
    BackgroundCheckRecord {
        /// Whose campaign.
        owner: UserId,
    },
    /// Declare what a regime asks investors for, or see it.
    DeclarationEdit {
        /// Who declares.
        investor: UserId,
    },
    /// Decide on a declaration that needs proof.
    DeclarationDecide {
        /// Who declared.
        investor: UserId,
    },

    /// Read the books.
    LedgerView,
    /// Read the audit trail.
    AuditView,
    /// See the jobs and what became of them.
    JobsView,
    /// Run a failed job again, or work on a message again that was set aside.
    JobRetry,
    /// See past campaigns of other platforms.
    HistoryView,
    /// Read past campaigns from files.
    HistoryImport,
}

/// Why an act is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// The caller must sign in, lacks a role, or is party to the case.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The caller may not know that it exists: answer as for a thing that is not there.
    #[error("there is no such thing, or it is not yours")]
    NotThere,
}

impl Denied {
    /// The operation's own error: `missing` where the thing must seem not to be there.
    pub fn or_missing<E: From<Forbidden>>(self, missing: E) -> E {
        match self {
            Denied::Forbidden(forbidden) => forbidden.into(),
            Denied::NotThere => missing,
        }
    }
}

/// Passes if `caller` may do this.
///
/// The platform itself (jobs, commands) may do everything: what started it was checked before.
///
/// # Errors
/// [`Denied`] says whether to sign in, which role is missing, or to answer "not there".
pub fn can(caller: &Caller, action: Action) -> Result<(), Denied> {
    if caller.is_system() {
        return Ok(());
    }
    allowed(caller, action)?;
    Ok(stands(caller, action)?)
}

/// Whether the sign-in itself is good enough for what the person may do.
fn stands(caller: &Caller, action: Action) -> Result<(), Forbidden> {
    let needs_address = matches!(
        action,
        Action::CampaignLaunch { .. } | Action::PayeeOpen { .. } | Action::IpClaimFile { .. }
    );
    if needs_address && !caller.standing.email_confirmed {
        return Err(Forbidden::ConfirmEmailFirst);
    }
    let needs_proof = matches!(
        action,
        Action::AccountSecure { .. }
            | Action::AccountLock { .. }
            | Action::RoleRequest { .. }
            | Action::RoleRequestDecide { .. }
            | Action::RoleRevoke { .. }
            | Action::JobRetry
            | Action::ShortfallDecide { .. }
            | Action::CampaignDecide { .. }
            | Action::CampaignPause { .. }
            | Action::CampaignSuspend { .. }
            | Action::IpClaimDecide { .. }
            | Action::PatentDocumentDecide { .. }
            | Action::MaterialChangeReclassify { .. }
            | Action::QuestionReportDecide { .. }
            | Action::VerificationDecide { .. }
            | Action::RefundRequest { .. }
            | Action::RepaymentRecord { .. }
            | Action::RepaymentConfirm { .. }
            | Action::PayeeOpen { .. }
            | Action::PayoutRequest { .. }
            | Action::PayoutApprove { .. }
            | Action::DisputeContest { .. }
            | Action::LicenceEnter
            | Action::LicenceConfirm { .. }
            | Action::LicenceWithdraw
            | Action::BackgroundCheckRecord { .. }
            | Action::DeclarationDecide { .. }
    ) || ends_anothers_sign_in(caller, action);
    if needs_proof && !caller.standing.proved {
        return Err(Forbidden::ProveFirst);
    }
    Ok(())
}

/// Anybody may end a sign-in of their own; whoever ends another's shows to be there.
fn ends_anothers_sign_in(caller: &Caller, action: Action) -> bool {
    matches!(action, Action::SessionRevoke { user } if !caller.is(user))
}

/// Whether this person may do this at all.
fn allowed(caller: &Caller, action: Action) -> Result<(), Denied> {
    use Action as A;
    match action {
        A::PatentView | A::HistoryView => Ok(()),

        A::FounderBecome
        | A::PatentLookup
        | A::PatentRefresh
        | A::FollowStart
        | A::QuestionReport
        | A::FileStage => signed_in(caller),
        A::QuestionAsk { campaign_owner } | A::IpClaimFile { campaign_owner } => {
            signed_in(caller)?;
            not_own(caller, campaign_owner)
        }
        A::QuestionAnswer { owner } => own_or(caller, owner, &[]),
        A::QuestionHide { owner } => own_or(caller, owner, &[Role::Reviewer, Role::Administrator]),
        A::FileView { granted: true, .. } => signed_in(caller),
        A::FileView {
            owner,
            granted: false,
        } => own_or(caller, owner, &[]),
        A::VerificationView { person } | A::PatentDocumentView { owner: person } => {
            own_or(caller, person, &[Role::Reviewer])
        }
        A::VerificationEdit { person } | A::PatentDocumentWithdraw { owner: person } => {
            own_or(caller, person, &[])
        }
        A::VerificationReview { person }
        | A::VerificationDecide { person }
        | A::PatentDocumentReview { owner: person }
        | A::PatentDocumentDecide { owner: person } => {
            caller.require(Role::Reviewer)?;
            not_own(caller, person)
        }
        A::PledgePlace { campaign_owner } => {
            caller.require(Role::Investor)?;
            not_own(caller, campaign_owner)
        }

        A::AccountView { user } | A::SessionRevoke { user } => own_or(caller, user, &[Role::Administrator]),
        A::AccountEdit { user } | A::AccountSecure { user } => own_or(caller, user, &[]),
        A::AccountLock { user } | A::RoleRequest { to: user } | A::RoleRevoke { from: user } => {
            caller.require(Role::Administrator)?;
            not_own(caller, user)
        }
        // Four eyes: who asks, who approves and who has the role afterwards are three people.
        A::RoleRequestDecide { to, requested_by } => {
            caller.require(Role::Administrator)?;
            not_own(caller, to)?;
            not_own(caller, requested_by)
        }
        A::RoleRequestWithdraw { requested_by } => own_or(caller, requested_by, &[]),
        A::DemoSeed | A::EmailVouch | A::SecondFactorLift | A::RoleGrant => Err(Denied::NotThere),

        A::ProjectCreate | A::PatentDocumentHandIn => Ok(caller.require(Role::Founder)?),
        A::ProjectView { owner, public } | A::CampaignView { owner, public } => {
            if public {
                Ok(())
            } else {
                visible_to(caller, owner, &[Role::Reviewer, Role::Administrator])
            }
        }
        A::ProjectEdit { owner }
        | A::CampaignCreate { owner }
        | A::CampaignEdit { owner }
        | A::CampaignSubmit { owner }
        | A::CampaignUpdateWrite { owner }
        | A::OfferingWrite { owner }
        | A::CampaignLaunch { owner } => {
            caller.require(Role::Founder)?;
            own_or(caller, owner, &[])
        }
        // Staff suspend a campaign, with a new proof and a reason.
        A::CampaignCancel { owner } => own_or(caller, owner, &[]),
        A::CampaignReview { owner }
        | A::CampaignDecide { owner }
        | A::MaterialChangeReclassify { owner }
        | A::QuestionReportDecide { owner } => {
            caller.require(Role::Reviewer)?;
            not_own(caller, owner)
        }
        A::CampaignSuspend { owner } => {
            caller.require(Role::Administrator)?;
            not_own(caller, owner)
        }
        A::CampaignPause { owner } => {
            any_role(caller, Role::Reviewer, &[Role::Administrator])?;
            not_own(caller, owner)
        }
        A::IpClaimWithdraw { claimant } => own_or(caller, claimant, &[]),
        A::IpClaimAnswer { owner } => own_or(caller, owner, &[]),
        A::IpClaimReview { owner, claimant } | A::IpClaimDecide { owner, claimant } => {
            caller.require(Role::Reviewer)?;
            not_own(caller, owner)?;
            not_own(caller, claimant)
        }
        A::ReviewQueueView => Ok(caller.require(Role::Reviewer)?),

        A::PledgeView { investor } => own_or(caller, investor, &[Role::Finance, Role::Administrator]),
        A::PledgeCancel { investor } | A::PledgeReconfirm { investor } => own_or(caller, investor, &[]),
        A::CampaignMoneyView { owner } => own_or(caller, owner, &[Role::Finance, Role::Administrator]),
        A::ShortfallDecide { owner } => own_or(caller, owner, &[]),
        A::RefundRequest { owner } => own_or(caller, owner, &[Role::Finance]),
        A::PayeeManage { founder } | A::PayeeOpen { founder } => {
            caller.require(Role::Founder)?;
            own_or(caller, founder, &[])
        }
        A::PayoutRequest { owner } | A::DisputeContest { owner } => {
            caller.require(Role::Finance)?;
            not_own(caller, owner)
        }
        // Four eyes: who orders, who approves and who is paid are three people.
        A::PayoutApprove { owner, requested_by } => {
            caller.require(Role::Finance)?;
            not_own(caller, owner)?;
            not_own(caller, requested_by)
        }
        A::RepaymentRecord { owner, investor } => {
            caller.require(Role::Finance)?;
            not_own(caller, owner)?;
            not_own(caller, investor)
        }
        A::RepaymentConfirm {
            owner,
            investor,
            recorded_by,
        } => {
            caller.require(Role::Finance)?;
            not_own(caller, owner)?;
            not_own(caller, investor)?;
            not_own(caller, recorded_by)
        }
        A::FinanceQueueView => any_role(caller, Role::Finance, &[Role::Administrator]),
        A::PledgesOfCampaignView { owner } => own_or(caller, owner, &[Role::Finance, Role::Administrator]),

        A::LicencesView | A::LicenceEnter | A::LicenceWithdraw => Ok(caller.require(Role::Administrator)?),
        // Four eyes: who enters a licence does not confirm it.
        A::LicenceConfirm { entered_by } => {
            caller.require(Role::Administrator)?;
            not_own(caller, entered_by)
        }
        A::DeclarationEdit { investor } => own_or(caller, investor, &[]),
        A::BackgroundCheckRecord { owner: person } | A::DeclarationDecide { investor: person } => {
            caller.require(Role::Reviewer)?;
            not_own(caller, person)
        }

        A::LedgerView => any_role(caller, Role::Finance, &[Role::Administrator]),
        A::UsersView | A::AuditView | A::JobsView | A::JobRetry | A::PatentImport | A::HistoryImport => {
            Ok(caller.require(Role::Administrator)?)
        }
    }
}

fn signed_in(caller: &Caller) -> Result<(), Denied> {
    match caller.who {
        Who::Anonymous => Err(Forbidden::SignInFirst.into()),
        Who::User { .. } | Who::System(_) => Ok(()),
    }
}

/// The owner or one of these roles; to everybody else it is not there.
fn visible_to(caller: &Caller, owner: UserId, roles: &[Role]) -> Result<(), Denied> {
    if caller.is(owner) || roles.iter().any(|role| caller.has(*role)) {
        Ok(())
    } else {
        Err(Denied::NotThere)
    }
}

/// As [`visible_to`], but whoever has not signed in is told to.
fn own_or(caller: &Caller, owner: UserId, roles: &[Role]) -> Result<(), Denied> {
    signed_in(caller)?;
    visible_to(caller, owner, roles)
}

/// Nobody decides on their own case.
fn not_own(caller: &Caller, owner: UserId) -> Result<(), Denied> {
    if caller.is(owner) {
        Err(Forbidden::OwnCase.into())
    } else {
        Ok(())
    }
}

/// `role` or one of the others; the refusal names `role`.
fn any_role(caller: &Caller, role: Role, others: &[Role]) -> Result<(), Denied> {
    if others.iter().any(|role| caller.has(*role)) {
        Ok(())
    } else {
        Ok(caller.require(role)?)
    }
}

#[cfg(test)]
#[path = "policy_tests.rs"]
mod tests;
