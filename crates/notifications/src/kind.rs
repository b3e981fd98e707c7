//! What people are told: the kinds, and for each whether it is mailed, where it leads and which facts it says.

use std::{fmt, str::FromStr};

use crate::{Fact, Facts, Place};

/// A word that names no kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no kind of notification")]
pub struct UnknownKind(pub String);

/// Declares the kinds. A new one is a row here, its words (`mail-<kind>-…`) and whoever tells it.
macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $stored:literal { mailed: $mailed:literal, leads_to: $place:ident, says: [$($fact:ident),*] })*) => {
        /// What somebody is told.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Kind {
            $($(#[$doc])* $kind),*
        }

        impl Kind {
            /// Every kind.
            pub const ALL: &'static [Kind] = &[$(Kind::$kind),*];

            /// The kind as stored; never reused for another meaning.
            pub const fn as_str(self) -> &'static str {
                match self { $(Kind::$kind => $stored),* }
            }

            /// Whether it also goes out as a mail.
            pub const fn is_mailed(self) -> bool {
                match self { $(Kind::$kind => $mailed),* }
            }

            /// Where it leads.
            pub const fn leads_to(self) -> Place {
                match self { $(Kind::$kind => Place::$place),* }
            }

            /// The facts its words name; without any of them it cannot be told.
            pub const fn says(self) -> &'static [Fact] {
                match self { $(Kind::$kind => &[$(Fact::$fact),*]),* }
            }
        }
    };
}

kinds! {
    // To investors.

    /// Their pledge counts.
    PledgeCommitted = "pledge_committed" { mailed: true, leads_to: Pledge, says: [Campaign, Amount, Until] }
    /// What their pledge promises or earns was changed.
    PledgeAdjusted = "pledge_adjusted" { mailed: true, leads_to: Pledge, says: [Campaign, Amount, Until] }
    /// Their pledge ended without charge, though the campaign did not miss its goal.
    PledgeReleased = "pledge_released" { mailed: true, leads_to: Pledge, says: [Campaign, Amount, Way] }
    /// The campaign they pledged to reached its goal: cards are charged.
    CampaignReached = "campaign_reached" { mailed: true, leads_to: Pledges, says: [Campaign, Total] }
    /// The campaign they pledged to missed its goal: nothing is charged.
    CampaignMissed = "campaign_missed" { mailed: true, leads_to: Pledges, says: [Campaign, Total] }
    /// Their card was charged.
    PledgeCollected = "pledge_collected" { mailed: true, leads_to: Receipt, says: [Campaign, Amount] }
    /// Their card could not be charged.
    PaymentFailed = "payment_failed" { mailed: true, leads_to: Pledge, says: [Campaign, Amount, Until, Way] }
    /// Their card could still not be charged.
    PaymentReminder = "payment_reminder" { mailed: true, leads_to: Pledge, says: [Campaign, Amount, Until, Way] }
    /// The money of their pledge could not be collected in time.
    PledgeDropped = "pledge_dropped" { mailed: true, leads_to: Pledge, says: [Campaign, Amount] }
    /// Money went back to them.
    PledgeRefunded = "pledge_refunded" { mailed: true, leads_to: Pledge, says: [Campaign, Amount, Way] }

    /// The patents changed: they are asked whether their pledge stays.
    ReconfirmationAsked = "reconfirmation_asked" { mailed: true, leads_to: Pledge, says: [Campaign, Amount, Until, Way] }
    /// A change of the patents that they were asked about was found to be minor: their pledge stands.
    ReconfirmationWithdrawn = "reconfirmation_withdrawn" { mailed: true, leads_to: Pledge, says: [Campaign, Amount, Way] }
    /// They confirmed their pledge after a change of the patents.
    PledgeReconfirmed = "pledge_reconfirmed" { mailed: true, leads_to: Pledge, says: [Campaign, Amount] }
    /// The patents changed; nothing is asked of them.
    PatentsNoted = "patents_noted" { mailed: true, leads_to: Pledges, says: [Campaign, Way] }

    /// A campaign they pledged to, or follow, stands still.
    CampaignPaused = "campaign_paused" { mailed: true, leads_to: Campaign, says: [Campaign, Way] }
    /// A campaign they pledged to, or follow, goes on.
    CampaignResumed = "campaign_resumed" { mailed: true, leads_to: Campaign, says: [Campaign, Until] }

    /// A campaign they pledged to ends early, if its goal is reached then.
    CampaignClosingEarly = "campaign_closing_early" { mailed: true, leads_to: Pledges, says: [Campaign, Until] }
    /// There is another version of the key investment information sheet of a campaign they pledged to.
    SheetChanged = "sheet_changed" { mailed: true, leads_to: Campaign, says: [Campaign, Number] }

    // To those who follow a campaign, its founder or a patent right.

    /// A campaign they follow, or of a founder they follow, takes pledges.
    FollowedLaunched = "followed_launched" { mailed: true, leads_to: Campaign, says: [Campaign, Goal, Until] }
    /// A campaign they follow reached its goal before its deadline.
    FollowedReached = "followed_reached" { mailed: true, leads_to: Campaign, says: [Campaign, Total, Until] }
    /// A campaign they follow ends soon.
    FollowedEnding = "followed_ending" { mailed: true, leads_to: Campaign, says: [Campaign, Total, Goal, Until] }
    /// The standing of a patent right they follow changed.
    FollowedPatentChanged = "followed_patent_changed" { mailed: true, leads_to: Patent, says: [Patent, Change] }

    /// The founder of a campaign they pledged to, or follow, published an update.
    CampaignUpdated = "campaign_updated" { mailed: true, leads_to: Update, says: [Campaign, Heading, Number] }
    /// The founder answered their question.
    QuestionAnswered = "question_answered" { mailed: true, leads_to: Questions, says: [Campaign] }
    /// Their question was hidden.
    QuestionHidden = "question_hidden" { mailed: true, leads_to: Questions, says: [Campaign] }

    // To whoever claims rights against a campaign.

    /// What became of their claim.
    IpClaimTold = "ip_claim_told" { mailed: true, leads_to: IpClaims, says: [Campaign, Way] }

    // To whoever is to be verified.

    /// They or their company were verified.
    VerificationApproved = "verification_approved" { mailed: true, leads_to: Verification, says: [] }
    /// Their verification was refused.
    VerificationRefused = "verification_refused" { mailed: true, leads_to: Verification, says: [] }
    /// Their verification has run out.
    VerificationExpired = "verification_expired" { mailed: true, leads_to: Verification, says: [] }

    // To founders.

    /// Somebody asked them something about their campaign.
    QuestionAsked = "question_asked" { mailed: true, leads_to: Questions, says: [Campaign] }
    /// A document for one of their patents was found to show that they may bring it to market.
    OwnershipApproved = "ownership_approved" { mailed: true, leads_to: FounderCampaign, says: [Campaign] }
    /// A document for one of their patents was found not to show it.
    OwnershipRefused = "ownership_refused" { mailed: true, leads_to: FounderCampaign, says: [Campaign] }
    /// A document of an office that they handed in for a patent is evidence.
    PatentDocumentApproved = "patent_document_approved" { mailed: true, leads_to: Patent, says: [Patent] }
    /// A document of an office that they handed in for a patent was refused.
    PatentDocumentRefused = "patent_document_refused" { mailed: true, leads_to: Patent, says: [Patent] }
    /// A document for one of their patents shows nothing any more: the register tells of another owner.
    OwnershipOutdated = "ownership_outdated" { mailed: true, leads_to: FounderCampaign, says: [Campaign] }

    /// A third party claims rights against their campaign, which stands still until it is decided on.
    IpClaimRaised = "ip_claim_raised" { mailed: true, leads_to: FounderClaims, says: [Campaign, Until] }
    /// A third party's claim against their campaign is over, and the campaign is not ended by it.
    IpClaimOver = "ip_claim_over" { mailed: true, leads_to: FounderClaims, says: [Campaign, Way] }
    /// Staff stopped their campaign.
    OwnPaused = "own_paused" { mailed: true, leads_to: FounderCampaign, says: [Campaign] }
    /// Their campaign, which staff had stopped, goes on.
    OwnResumed = "own_resumed" { mailed: true, leads_to: FounderCampaign, says: [Campaign, Until] }
    /// Their scheduled campaign cannot be launched, and why.
    OwnLaunchWaits = "own_launch_waits" { mailed: true, leads_to: FounderCampaign, says: [Campaign, Way] }
    /// The platform ended their campaign.
    OwnSuspended = "own_suspended" { mailed: true, leads_to: FounderCampaign, says: [Campaign] }

    /// A change of their campaign's patents is dealt with.
    PatentsSettled = "patents_settled" { mailed: true, leads_to: FounderCampaign, says: [Campaign, Way] }
    /// The patents of their campaign changed.
    PatentsChanged = "patents_changed" { mailed: true, leads_to: FounderCampaign, says: [Campaign, Way] }

    /// Their campaign may be launched.
    CampaignApproved = "campaign_approved" { mailed: true, leads_to: FounderCampaign, says: [Campaign] }
    /// A reviewer asks for changes to their campaign.
    CampaignChangesRequested = "campaign_changes_requested" { mailed: true, leads_to: FounderCampaign, says: [Campaign] }
    /// Their campaign reached its goal.
    GoalReached = "goal_reached" { mailed: true, leads_to: FounderMoney, says: [Campaign, Total] }
    /// Their campaign missed its goal.
    GoalMissed = "goal_missed" { mailed: true, leads_to: FounderCampaign, says: [Campaign, Total] }
    /// Less was collected than their goal: they are to decide.
    ShortfallFound = "shortfall_found" { mailed: true, leads_to: FounderMoney, says: [Campaign, Total, Goal, Until] }
    /// What was collected is theirs, or went back.
    CampaignSettled = "campaign_settled" { mailed: true, leads_to: FounderMoney, says: [Campaign, Total, Way] }
    /// Money was paid out to them.
    PayoutPaid = "payout_paid" { mailed: true, leads_to: FounderMoney, says: [Campaign, Amount] }
    /// Money that was to go to them did not.
    PayoutFailed = "payout_failed" { mailed: true, leads_to: FounderMoney, says: [Campaign, Amount] }
    /// What was to be paid out to them was taken up by losses and what they owe.
    SettledWithoutPayout = "settled_without_payout" { mailed: true, leads_to: FounderMoney, says: [Campaign] }
    /// An investor of theirs contests a charge.
    DisputeOpened = "dispute_opened" { mailed: true, leads_to: FounderMoney, says: [Campaign, Amount] }

    // To everybody, about how their account is entered.

    /// Their password was changed.
    PasswordChanged = "password_changed" { mailed: true, leads_to: Security, says: [] }

    /// Their sign-ins ask for a code from now on.
    SecondFactorOn = "second_factor_on" { mailed: true, leads_to: Security, says: [] }
    /// Their sign-ins ask for the password alone.
    SecondFactorOff = "second_factor_off" { mailed: true, leads_to: Security, says: [] }
    /// They have other recovery codes.
    RecoveryCodesRenewed = "recovery_codes_renewed" { mailed: true, leads_to: Security, says: [] }
    /// They, or somebody, signed in from a device that was not seen before.
    SignedInAnew = "signed_in_anew" { mailed: true, leads_to: Security, says: [Device, Until] }
    /// The operator took their second factor away.
    SecondFactorLifted = "second_factor_lifted" { mailed: true, leads_to: Security, says: [] }
    /// Mail goes to another address of theirs.
    EmailChanged = "email_changed" { mailed: true, leads_to: Security, says: [] }
    /// A token was made by which a program acts for them.
    ApiTokenMade = "api_token_made" { mailed: true, leads_to: Security, says: [] }

    /// An administrator locked their account.
    AccountLocked = "account_locked" { mailed: true, leads_to: Help, says: [] }
    /// An administrator unlocked it.
    AccountUnlocked = "account_unlocked" { mailed: true, leads_to: Security, says: [] }
    /// Two administrators gave them a role of staff.
    RoleGiven = "role_given" { mailed: true, leads_to: Security, says: [] }
    /// An administrator took a role from them.
    RoleTaken = "role_taken" { mailed: true, leads_to: Security, says: [] }

    // To everybody, about what is kept of them.

    /// An export of everything about them can be fetched.
    ExportReady = "export_ready" { mailed: true, leads_to: Privacy, says: [Until] }
    /// They, or somebody, asked that their account be erased.
    ErasureAsked = "erasure_asked" { mailed: true, leads_to: Privacy, says: [Until] }
    /// The erasure of their account is due, and something stands in its way.
    ErasureHeld = "erasure_held" { mailed: true, leads_to: Privacy, says: [] }

    // To administrators.

    /// Another administrator asked that somebody be given a role; one of them must approve it.
    RoleRequested = "role_requested" { mailed: true, leads_to: RoleRequests, says: [] }

    // To finance officers.

    /// Money that was to go back to an investor did not.
    RefundFailed = "refund_failed" { mailed: true, leads_to: Finance, says: [Campaign, Amount] }
    /// A contested charge waits for evidence.
    DisputeToAnswer = "dispute_to_answer" { mailed: true, leads_to: Finance, says: [Campaign, Amount, Way] }
    /// The books and the payment provider do not agree.
    BooksDiffer = "books_differ" { mailed: true, leads_to: Finance, says: [] }
}

impl Kind {
    /// The first fact that its words name and `facts` lack.
    pub(crate) fn lacks(self, facts: &Facts) -> Option<Fact> {
        self.says().iter().copied().find(|fact| !facts.have(*fact))
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(text: &str) -> Result<Self, UnknownKind> {
        let mut all = Kind::ALL.iter().copied();
        all.find(|kind| kind.as_str() == text)
            .ok_or_else(|| UnknownKind(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_kind_is_stored_under_a_name_of_its_own() {
        let names: BTreeSet<_> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
        assert_eq!(names.len(), Kind::ALL.len());
        for kind in Kind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(*kind));
        }
        assert!("pledge_vanished".parse::<Kind>().is_err());
    }
}
