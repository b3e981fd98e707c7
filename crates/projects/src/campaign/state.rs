//! The states of a campaign and the named ways between them. Nothing else changes a state.

use kernel::words;

words! {
    /// Where a campaign stands.
    pub enum CampaignState {
        /// Being written by its founder.
        Draft = "draft",
        /// Waiting for, or before, a reviewer.
        InReview = "in_review",
        /// Sent back by a reviewer.
        ChangesRequested = "changes_requested",
        /// May be launched.
        Approved = "approved",
        /// Will be launched at a set moment.
        Scheduled = "scheduled",
        /// Takes pledges until its deadline.
        Live = "live",
        /// Its clock stands still while a claim is looked into.
        Paused = "paused",
        /// The goal was reached; cards are being charged.
        Collecting = "collecting",
        /// Failed cards are tried again.
        Grace = "grace",
        /// Less was collected than the goal: the founder decides.
        ShortfallDecision = "shortfall_decision",
        /// The money is in.
        Funded = "funded",
        /// Finance looks at it before money goes out.
        FinanceReview = "finance_review",
        /// Money goes out to the founder.
        Paying = "paying",
        /// Nothing is left of its money: it was paid out, went back or was taken up by losses and debts.
        Completed = "completed",
        /// The goal was missed; nothing is charged.
        Failed = "failed",
        /// Ended by its founder.
        Cancelled = "cancelled",
        /// Ended by the platform.
        Suspended = "suspended",
    }
}

words! {
    /// Why a campaign's clock stands still.
    pub enum PauseReason {
        /// A third party claims rights over the invention.
        IpClaim = "ip_claim",
        /// Staff look into it.
        Staff = "staff",
    }
}

words! {
    /// What happens if less than the goal is left when all cards had their tries.
    pub enum ShortfallRule {
        /// What was collected is accepted.
        Accept = "accept",
        /// The founder decides; silence gives everything back.
        FounderDecides = "founder_decides",
        /// Everything is given back.
        RefundAll = "refund_all",
    }
}

words! {
    /// A way from one state to another.
    pub enum Transition {
        /// The founder hands it in.
        Submit = "submit",
        /// A reviewer asks for changes.
        RequestChanges = "request_changes",
        /// A reviewer lets it through.
        Approve = "approve",
        /// The founder sets the moment of the launch.
        Schedule = "schedule",
        /// It begins to take pledges.
        Launch = "launch",
        /// Its clock is stopped.
        Pause = "pause",
        /// Its clock goes on.
        Resume = "resume",
        /// The deadline came and the goal was reached.
        CloseReached = "close_reached",
        /// The deadline came and the goal was missed.
        CloseMissed = "close_missed",
        /// All cards were tried once.
        BeginGrace = "begin_grace",
        /// Its patents changed, and those who confirmed are charged.
        CollectAgain = "collect_again",
        /// After grace, less was collected than the goal.
        AskShortfall = "ask_shortfall",
        /// The collected money is accepted.
        Fund = "fund",
        /// What was collected is given back.
        Fail = "fail",
        /// Finance begins to look at it.
        ReviewFinance = "review_finance",
        /// The payout may go.
        Pay = "pay",
        /// Nothing is left of its money.
        Complete = "complete",
        /// The founder ends it.
        Cancel = "cancel",
        /// The platform ends it.
        Suspend = "suspend",
    }
}

words! {
    /// What discovery tells apart: a coarse view of the state.
    pub enum Stage {
        /// Seen by its founder and by staff only.
        Hidden = "hidden",
        /// Announced, not yet live.
        Upcoming = "upcoming",
        /// Live or paused.
        Open = "open",
        /// Ended with its goal reached.
        Succeeded = "succeeded",
        /// Ended with its goal missed.
        Failed = "failed",
        /// Cancelled or suspended after its launch.
        Stopped = "stopped",
    }
}

impl Stage {
    /// The stages everybody sees.
    pub const PUBLIC: [Stage; 5] = [
        Stage::Open,
        Stage::Upcoming,
        Stage::Succeeded,
        Stage::Failed,
        Stage::Stopped,
    ];
}

/// A transition that does not lead from this state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a campaign that is {from} cannot {transition}")]
pub struct IllegalTransition {
    /// The state it is in.
    pub from: CampaignState,
    /// What was tried.
    pub transition: Transition,
}

impl CampaignState {
    /// Whether investors' money depends on how its patents stand: it takes pledges, or collects them.
    pub fn relies_on_patents(self) -> bool {
        use CampaignState as S;
        matches!(
            self,
            S::Live | S::Paused | S::Collecting | S::Grace | S::ShortfallDecision
        )
    }

    /// The state a transition leads to.
    ///
    /// # Errors
    /// [`IllegalTransition`] if it does not lead anywhere from here.
    pub fn after(self, transition: Transition) -> Result<CampaignState, IllegalTransition> {
        use CampaignState as S;
        use Transition as T;
        match (transition, self) {
            (T::Submit, S::Draft | S::ChangesRequested) => Ok(S::InReview),
            (T::RequestChanges, S::InReview) => Ok(S::ChangesRequested),
            (T::Approve, S::InReview) => Ok(S::Approved),
            (T::Schedule, S::Approved) => Ok(S::Scheduled),
            (T::Launch, S::Approved | S::Scheduled) => Ok(S::Live),
            (T::Pause, S::Live) => Ok(S::Paused),
            (T::Resume, S::Paused) => Ok(S::Live),
            (T::CloseReached, S::Live) => Ok(S::Collecting),
            (T::CloseMissed, S::Live) => Ok(S::Failed),
            (T::BeginGrace, S::Collecting) => Ok(S::Grace),
            (T::CollectAgain, S::Grace | S::ShortfallDecision) => Ok(S::Collecting),
            (T::AskShortfall, S::Grace) => Ok(S::ShortfallDecision),
            (T::Fund, S::Grace | S::ShortfallDecision) => Ok(S::Funded),
            (T::Fail, S::Grace | S::ShortfallDecision) => Ok(S::Failed),
            (T::ReviewFinance, S::Funded) => Ok(S::FinanceReview),
            (T::Pay, S::FinanceReview) => Ok(S::Paying),
            // Before anything is paid out all of it may go back, or go into what its founder owes.
            (T::Complete, S::Funded | S::FinanceReview | S::Paying) => Ok(S::Completed),
            (T::Cancel, from) if from.is_before_close() => Ok(S::Cancelled),
            (T::Suspend, from) if from.is_before_close() && from != S::Draft => Ok(S::Suspended),
            (transition, from) => Err(IllegalTransition { from, transition }),
        }
    }

    /// Whether the deadline has not been decided on yet.
    pub fn is_before_close(self) -> bool {
        use CampaignState as S;
        matches!(
            self,
            S::Draft | S::InReview | S::ChangesRequested | S::Approved | S::Scheduled | S::Live | S::Paused
        )
    }

    /// Whether no transition leads on from here.
    pub fn is_final(self) -> bool {
        matches!(
            self,
            CampaignState::Completed
                | CampaignState::Failed
                | CampaignState::Cancelled
                | CampaignState::Suspended
        )
    }

    /// Whether its founder writes on it freely.
    pub fn is_draft(self) -> bool {
        matches!(self, CampaignState::Draft | CampaignState::ChangesRequested)
    }

    /// Whether it holds its patents: no other campaign may stand on them meanwhile.
    pub fn holds_patents(self) -> bool {
        !self.is_draft() && !self.is_final()
    }

    /// What discovery makes of it; `launched` tells whether it ever was live.
    pub fn stage(self, launched: bool) -> Stage {
        use CampaignState as S;
        match self {
            S::Draft | S::InReview | S::ChangesRequested | S::Approved => Stage::Hidden,
            S::Scheduled => Stage::Upcoming,
            S::Live | S::Paused => Stage::Open,
            S::Collecting
            | S::Grace
            | S::ShortfallDecision
            | S::Funded
            | S::FinanceReview
            | S::Paying
            | S::Completed => Stage::Succeeded,
            S::Failed => Stage::Failed,
            S::Cancelled | S::Suspended if launched => Stage::Stopped,
            S::Cancelled | S::Suspended => Stage::Hidden,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_transition() -> impl Strategy<Value = Transition> {
        prop::sample::select(Transition::ALL)
    }

    #[test]
    fn the_usual_way_leads_to_the_end() {
        use Transition as T;
        let way = [
            T::Submit,
            T::RequestChanges,
            T::Submit,
            T::Approve,
            T::Schedule,
            T::Launch,
            T::Pause,
            T::Resume,
            T::CloseReached,
            T::BeginGrace,
            T::AskShortfall,
            T::Fund,
            T::ReviewFinance,
            T::Pay,
            T::Complete,
        ];
        let end = way
            .into_iter()
            .try_fold(CampaignState::Draft, CampaignState::after);
        assert_eq!(end, Ok(CampaignState::Completed));
    }

    #[test]
    fn exactly_the_ways_of_the_design_are_open() {
        let open: Vec<_> = CampaignState::ALL
            .iter()
            .flat_map(|from| Transition::ALL.iter().map(move |by| (from, by)))
            .filter(|(from, by)| from.after(**by).is_ok())
            .collect();
        // 24 single ways, 7 states that can be cancelled, 6 that can be suspended.
        assert_eq!(open.len(), 24 + 7 + 6);
    }

    #[test]
    fn a_refused_transition_says_what_was_tried() {
        let refused = CampaignState::Failed.after(Transition::Launch).unwrap_err();
        assert_eq!(refused.to_string(), "a campaign that is failed cannot launch");
    }

    proptest! {
        #[test]
        fn nothing_leads_out_of_a_final_state(way in prop::collection::vec(any_transition(), 0..40)) {
            let mut state = CampaignState::Draft;
            let mut launched = false;
            let mut closed = false;
            for transition in way {
                let before = state;
                match state.after(transition) {
                    Ok(next) => {
                        prop_assert!(!before.is_final());
                        prop_assert!(next != before);
                        launched |= next == CampaignState::Live;
                        closed |= matches!(transition, Transition::CloseReached | Transition::CloseMissed);
                        state = next;
                    }
                    Err(refused) => prop_assert_eq!(refused.from, before),
                }
                // A deadline is decided once.
                prop_assert_eq!(closed && state.is_before_close(), false);
                // What was never launched is seen by nobody but those it concerns, unless announced.
                if !launched {
                    prop_assert!(matches!(state.stage(launched), Stage::Hidden | Stage::Upcoming));
                }
            }
        }
    }
}
