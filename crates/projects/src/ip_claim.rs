//! What a third party says a campaign takes from it, and what becomes of that.

use chrono::{DateTime, Utc};
use kernel::{CampaignId, FileId, IpClaimId, PatentId, UserId};

use kernel::words;

words! {
    /// What kind of right a third party claims.
    pub enum IpClaimKind {
        /// A patent or a utility model.
        Patent = "patent",
        /// A registered design.
        Design = "design",
        /// A trade mark.
        TradeMark = "trade_mark",
        /// A work: texts, pictures, programs.
        Copyright = "copyright",
        /// Something that was told in confidence.
        TradeSecret = "trade_secret",
        /// Another right.
        Other = "other",
    }
}

words! {
    /// How far a third party's claim has come.
    pub enum IpClaimState {
        /// It waits for a reviewer.
        Submitted = "submitted",
        /// The campaign stands still, and its founder is asked.
        Inquiry = "inquiry",
        /// The founder has answered; a reviewer decides.
        Answered = "answered",
        /// A reviewer found nothing to look into.
        Dismissed = "dismissed",
        /// It was looked into and found wrong: the campaign goes on.
        Rejected = "rejected",
        /// It was found right, or the founder said nothing: the campaign is ended.
        Upheld = "upheld",
        /// Its claimant took it back.
        Withdrawn = "withdrawn",
        /// The campaign ended otherwise.
        Moot = "moot",
    }
}

words! {
    /// What takes a claim from one state to another.
    pub enum IpClaimStep {
        /// A reviewer stops the campaign and asks its founder.
        Inquire = "inquire",
        /// The founder answers.
        Answer = "answer",
        /// A reviewer finds nothing to look into.
        Dismiss = "dismiss",
        /// A reviewer finds it wrong.
        Reject = "reject",
        /// A reviewer finds it right, or the founder said nothing in time.
        Uphold = "uphold",
        /// Its claimant takes it back.
        Withdraw = "withdraw",
        /// The campaign ends otherwise.
        Drop = "drop",
    }
}

words! {
    /// Why a claim is dismissed or found wrong, as its claimant is told in their language.
    pub enum IpClaimReason {
        /// It does not say which right, or what the campaign takes from it.
        NoRightShown = "no_right_shown",
        /// The right is not the claimant's to assert.
        NotTheirs = "not_theirs",
        /// The campaign does not make use of it.
        NotUsed = "not_used",
        /// The right is not, or not yet, or no longer in force.
        NotInForce = "not_in_force",
        /// The campaign's funding was over before it could be stopped.
        CampaignOver = "campaign_over",
        /// None of these; the note tells.
        Other = "other",
    }
}

/// A step that does not lead from this state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct IllegalStep;

impl IpClaimState {
    /// Whether it is still to be decided on.
    pub fn is_open(self) -> bool {
        matches!(
            self,
            IpClaimState::Submitted | IpClaimState::Inquiry | IpClaimState::Answered
        )
    }

    /// Whether the campaign stands still for it.
    pub fn stops_campaign(self) -> bool {
        matches!(self, IpClaimState::Inquiry | IpClaimState::Answered)
    }

    pub(crate) fn after(self, step: IpClaimStep) -> Result<IpClaimState, IllegalStep> {
        use IpClaimState as S;
        use IpClaimStep as T;
        match (step, self) {
            (T::Inquire, S::Submitted) => Ok(S::Inquiry),
            (T::Dismiss, S::Submitted) => Ok(S::Dismissed),
            (T::Answer, S::Inquiry) => Ok(S::Answered),
            (T::Reject, S::Inquiry | S::Answered) => Ok(S::Rejected),
            (T::Uphold, S::Inquiry | S::Answered) => Ok(S::Upheld),
            (T::Withdraw, from) if from.is_open() => Ok(S::Withdrawn),
            (T::Drop, from) if from.is_open() => Ok(S::Moot),
            _ => Err(IllegalStep),
        }
    }
}

/// What a third party says a campaign takes from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IpClaim {
    /// Its id.
    pub id: IpClaimId,
    /// The campaign.
    pub campaign_id: CampaignId,
    /// Who runs it.
    pub founder_id: UserId,
    /// Who filed it.
    pub claimant_id: UserId,
    /// What kind of right is claimed.
    pub kind: IpClaimKind,
    /// The patent right, where it is known here.
    pub patent_id: Option<PatentId>,
    /// The right's number, or what the work is.
    pub right: String,
    /// Whose right it is.
    pub holder: String,
    /// What the campaign takes from it.
    pub statement: String,
    /// Where that can be seen.
    pub evidence: Option<String>,
    /// A document that shows it.
    pub file_id: Option<FileId>,
    /// How the claimant can be reached: for the claimant and the reviewer who has taken the case.
    pub contact: Option<String>,
    /// How far it has come.
    pub state: IpClaimState,
    /// When it was filed.
    pub filed_at: DateTime<Utc>,
    /// Who works on it, or decided.
    pub reviewer_id: Option<UserId>,
    /// Since when.
    pub claimed_at: Option<DateTime<Utc>>,
    /// When the founder was asked.
    pub inquiry_at: Option<DateTime<Utc>>,
    /// Until when the founder may answer; the instant itself is too late.
    pub answer_until: Option<DateTime<Utc>>,
    /// What the founder says to it.
    pub answer: Option<String>,
    /// A document that shows that.
    pub answer_file_id: Option<FileId>,
    /// When the founder answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// When it was decided on, taken back or overtaken.
    pub decided_at: Option<DateTime<Utc>>,
    /// Why it was dismissed or found wrong.
    pub reason: Option<IpClaimReason>,
    /// What the reviewer tells claimant and founder.
    pub note: Option<String>,
}

impl IpClaim {
    /// How long a founder has to answer before the claim is upheld: 30 days, as platforms of the field give.
    pub const ANSWER_DAYS: i64 = 30;
    /// How many claims a person may file in an hour.
    pub const AN_HOUR: u64 = 5;

    /// Who works on it at `now`: taking a case keeps others off for as long as with campaigns.
    pub fn holder_at(&self, now: DateTime<Utc>) -> Option<UserId> {
        kernel::holder(self.reviewer_id, self.claimed_at, now).filter(|_| self.state.is_open())
    }

    /// Whether its founder has been heard at `now`, or had the time to be.
    pub fn is_heard(&self, now: DateTime<Utc>) -> bool {
        self.answered_at.is_some() || self.answer_until.is_some_and(|until| until <= now)
    }

    /// Whether its founder is told of it: a claim that nobody found worth a question is not held against anybody.
    pub fn concerns_founder(&self) -> bool {
        self.inquiry_at.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_the_ways_of_a_claim_are_open() {
        let open: Vec<_> = IpClaimState::ALL
            .iter()
            .flat_map(|from| IpClaimStep::ALL.iter().map(move |by| (*from, *by)))
            .filter(|(from, by)| from.after(*by).is_ok())
            .collect();
        // Two from a reviewer's first look, the answer, two findings from each of two states; taken back or overtaken from three.
        assert_eq!(open.len(), 2 + 1 + 4 + 3 + 3);
        assert!(open.iter().all(|(from, _)| from.is_open()));
    }

    #[test]
    fn a_campaign_is_stopped_only_after_a_reviewers_first_look() {
        for state in IpClaimState::ALL {
            let looked_at = state
                .after(IpClaimStep::Uphold)
                .is_ok_and(|ended| ended == IpClaimState::Upheld);
            assert_eq!(state.stops_campaign(), looked_at, "{state}");
        }
    }
}
