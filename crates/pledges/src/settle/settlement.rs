//! A campaign's money after its deadline: plain values, no I/O.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{BasisPoints, CampaignId, Money, PledgeId, Regime, UserId};
use serde_json::json;

use crate::Terms;
use kernel::words;

words! {
    /// How far the money of a campaign has come.
    pub enum Stage {
        /// The tries are being written down.
        Planning = "planning",
        /// Each saved card is charged once.
        Collecting = "collecting",
        /// Investors repair the payments that failed.
        Grace = "grace",
        /// Grace is over: what still fails is tried once more, then dropped.
        LastTries = "last_tries",
        /// Less was collected than the goal: the founder decides.
        Deciding = "deciding",
        /// The money goes back: the refunds are being ordered.
        Refunding = "refunding",
        /// The money is accepted. Final.
        Settled = "settled",
        /// All of the money was ordered to go back. Final.
        Failed = "failed",
    }
}

words! {
    /// What happens if less than the goal is left after grace. Chosen by the founder, frozen at launch.
    pub enum ShortfallRule {
        /// What was collected is accepted.
        Accept = "accept",
        /// The founder decides within three days; silence gives everything back.
        FounderDecides = "founder_decides",
        /// Everything is given back.
        RefundAll = "refund_all",
    }
}

impl Stage {
    /// Whether it is not decided yet what becomes of the money.
    pub const fn is_collecting(self) -> bool {
        matches!(
            self,
            Self::Planning | Self::Collecting | Self::Grace | Self::LastTries | Self::Deciding
        )
    }
}

/// The intervals and rates of settling. All of it is configuration; the defaults are those of the
/// leader of the field (help.kickstarter.com, articles 360034693434 and 115005139073, read 2026-08).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettleRules {
    /// How many charges a second this process asks for.
    pub charges_per_second: u32,
    /// How long failed payments may be repaired.
    pub grace: TimeDelta,
    /// How often their investors are reminded.
    pub remind_every: TimeDelta,
    /// How long a founder has to decide on a shortfall.
    pub decide_within: TimeDelta,
    /// How long after the deadline money may be paid out at the earliest.
    pub payout_after: TimeDelta,
    /// The platform's fee on what was collected.
    pub platform_fee: BasisPoints,
    /// The part of what was collected that is kept for disputes at first.
    pub reserve: BasisPoints,
    /// How long after the deadline the reserve is kept.
    pub reserve_for: TimeDelta,
    /// How long a founder's new bank account must rest before money goes to it.
    pub destination_rest: TimeDelta,
    /// How many business days investors have to confirm when the patents changed (17 CFR 227.304(c): five).
    pub reconfirm_business_days: u16,
}

impl Default for SettleRules {
    fn default() -> Self {
        Self {
            charges_per_second: 20,
            grace: TimeDelta::days(7),
            remind_every: TimeDelta::hours(48),
            decide_within: TimeDelta::hours(72),
            payout_after: TimeDelta::days(14),
            platform_fee: BasisPoints(500),
            reserve: BasisPoints(500),
            reserve_for: TimeDelta::days(90),
            destination_rest: TimeDelta::hours(72),
            reconfirm_business_days: 5,
        }
    }
}

/// A campaign's money after its deadline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    /// The campaign.
    pub campaign_id: CampaignId,
    /// Who runs it.
    pub founder_id: UserId,
    /// The law it raises money under.
    pub regime: Regime,
    /// How far it has come.
    pub stage: Stage,
    /// The total below which nothing is charged.
    pub goal: Money,
    /// What happens if less than that is left.
    pub shortfall_rule: ShortfallRule,
    /// When success was decided.
    pub closed_at: DateTime<Utc>,
    /// What was promised then. Never corrected for what failed.
    pub pledged: Money,
    /// How many pledges are charged.
    pub pledge_count: i64,
    /// The last pledge for which a try was written down.
    pub planned_through: Option<PledgeId>,
    /// What arrived.
    pub collected: Money,
    /// From how many pledges.
    pub collected_count: i64,
    /// What could not be collected.
    pub dropped: Money,
    /// Of how many pledges.
    pub dropped_count: i64,
    /// What went back of what had arrived.
    pub refunded: Money,
    /// What of it is contested at a bank, or was lost there.
    pub disputed: Money,
    /// Until when failed payments may be repaired.
    pub grace_until: Option<DateTime<Utc>>,
    /// When their investors are reminded next.
    pub remind_at: Option<DateTime<Utc>>,
    /// How often they were.
    pub reminders_sent: i32,
    /// Until when the founder may decide.
    pub decide_until: Option<DateTime<Utc>>,
    /// When the money was accepted, or failed.
    pub settled_at: Option<DateTime<Utc>>,
    /// When the first payout was found to come to nothing: losses and the founder's debts took it up.
    pub without_payout_at: Option<DateTime<Utc>>,
    /// Counts up with every change of stage.
    pub version: i64,
}

/// What is to be done with the money once every card had its tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Accept it.
    Settle,
    /// Ask the founder.
    Ask,
    /// Give it back.
    GiveBack,
}

impl Settlement {
    /// What begins when a campaign reached its goal.
    pub fn begin(terms: &Terms, goal: Money, closed_at: DateTime<Utc>, pledged: Money) -> Self {
        let zero = Money::zero(terms.currency);
        Self {
            campaign_id: terms.campaign_id,
            founder_id: terms.founder_id,
            regime: terms.regime,
            stage: Stage::Planning,
            goal,
            shortfall_rule: terms.shortfall_rule,
            closed_at,
            pledged,
            pledge_count: 0,
            planned_through: None,
            collected: zero,
            collected_count: 0,
            dropped: zero,
            dropped_count: 0,
            refunded: zero,
            disputed: zero,
            grace_until: None,
            remind_at: None,
            reminders_sent: 0,
            decide_until: None,
            settled_at: None,
            without_payout_at: None,
            version: 1,
        }
    }

    /// What is left of what arrived, in minor units.
    pub fn kept_minor(&self) -> i64 {
        self.collected.minor - self.refunded.minor - self.disputed.minor
    }

    /// The goal tested again, after every card had its tries, by the campaign's own setting. What is
    /// contested counts until it is decided; a campaign does not fail by a dispute.
    pub fn verdict(&self) -> Verdict {
        let raised = self.collected.minor - self.refunded.minor;
        match self.shortfall_rule {
            _ if raised == 0 => Verdict::GiveBack,
            _ if raised >= self.goal.minor => Verdict::Settle,
            ShortfallRule::Accept => Verdict::Settle,
            ShortfallRule::FounderDecides => Verdict::Ask,
            ShortfallRule::RefundAll => Verdict::GiveBack,
        }
    }

    /// What the audit trail keeps of it.
    pub fn trace(&self) -> serde_json::Value {
        json!({"stage": self.stage, "pledged_minor": self.pledged.minor, "collected_minor": self.collected.minor,
               "dropped_minor": self.dropped.minor, "refunded_minor": self.refunded.minor, "disputed_minor": self.disputed.minor,
               "currency": self.pledged.currency, "without_payout_at": self.without_payout_at, "version": self.version})
    }
}

#[cfg(test)]
mod tests {
    use kernel::Currency;
    use uuid::Uuid;

    use super::*;

    fn settlement(rule: ShortfallRule, collected: i64, refunded: i64) -> Settlement {
        let usd = |minor| Money::new(minor, Currency::USD);
        let terms = Terms {
            campaign_id: Uuid::from_u128(1).into(),
            founder_id: Uuid::from_u128(2).into(),
            regime: kernel::Regime::Reward,
            launched_at: None,
            is_open: false,
            may_cancel: false,
            held: false,
            is_collecting: true,
            deadline_at: None,
            currency: Currency::USD,
            goal: Some(usd(1_000)),
            pledged: usd(1_200),
            investor_count: 3,
            shortfall_rule: rule,
        };
        Settlement {
            collected: usd(collected),
            refunded: usd(refunded),
            ..Settlement::begin(&terms, usd(1_000), DateTime::default(), usd(1_200))
        }
    }

    #[test]
    fn the_goal_is_tested_again_by_the_campaigns_own_setting() {
        use ShortfallRule as R;
        for rule in R::ALL {
            assert_eq!(settlement(*rule, 1_000, 0).verdict(), Verdict::Settle, "{rule:?}");
        }
        assert_eq!(settlement(R::Accept, 999, 0).verdict(), Verdict::Settle);
        assert_eq!(settlement(R::FounderDecides, 999, 0).verdict(), Verdict::Ask);
        assert_eq!(settlement(R::RefundAll, 999, 0).verdict(), Verdict::GiveBack);
    }

    #[test]
    fn what_went_back_does_not_reach_a_goal() {
        assert_eq!(
            settlement(ShortfallRule::RefundAll, 1_100, 101).verdict(),
            Verdict::GiveBack
        );
        assert_eq!(
            settlement(ShortfallRule::RefundAll, 1_100, 100).verdict(),
            Verdict::Settle
        );
    }

    #[test]
    fn a_campaign_does_not_fail_by_a_dispute() {
        let contested = Settlement {
            disputed: Money::new(1_000, Currency::USD),
            ..settlement(ShortfallRule::RefundAll, 1_000, 0)
        };
        assert_eq!(
            (contested.verdict(), contested.kept_minor()),
            (Verdict::Settle, 0)
        );
    }

    #[test]
    fn nothing_collected_is_nothing_to_accept() {
        assert_eq!(
            settlement(ShortfallRule::Accept, 0, 0).verdict(),
            Verdict::GiveBack
        );
    }
}
