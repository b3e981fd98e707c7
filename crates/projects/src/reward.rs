//! What a pledge earns.

use chrono::NaiveDate;
use kernel::{CampaignId, Currency, LocalizedText, Money, RewardId, RewardPoolId, words};
use serde::{Deserialize, Serialize};

use crate::{
    campaign::{CampaignState, Limits},
    text,
    validation::{Violation, ViolationCode},
};

words! {
    /// How a reward is chosen.
    pub enum RewardKind {
        /// One for each pledge, earned by a pledge of at least its amount.
        Reward = "reward",
        /// Chosen beside a reward or without one, in the quantity wanted; each adds its amount.
        AddOn = "add_on",
    }
}

/// What a pledge of at least its amount earns, or what may be chosen beside that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reward {
    /// Its id.
    pub id: RewardId,
    /// The campaign that offers it.
    pub campaign_id: CampaignId,
    /// How it is chosen.
    pub kind: RewardKind,
    /// Its name.
    pub title: LocalizedText,
    /// What it is.
    pub description: LocalizedText,
    /// The least pledge that earns it; of an add-on, what one costs.
    pub amount: Money,
    /// How many there are; absent is unlimited, 0 is none.
    pub limit: Option<i32>,
    /// How many are taken.
    pub claimed: i32,
    /// The stock it shares with others.
    pub pool_id: Option<RewardPoolId>,
    /// How many are left in that stock, if it has a limit.
    pub pool_remaining: Option<i32>,
    /// How many one pledge may have: of a reward one.
    pub per_pledge_limit: i32,
    /// The rewards an add-on is offered with; absent is with each of them, and without one.
    pub offered_with: Option<Vec<RewardId>>,
    /// The day by which it is to be delivered.
    pub deliver_on: Option<NaiveDate>,
    /// Its place among the campaign's rewards.
    pub position: i32,
    /// Whether it is no longer offered.
    pub retired: bool,
    /// Rises with every change; sent back as `expected_version`.
    pub version: i64,
}

impl Reward {
    /// What the audit trail keeps of it: its terms, not its words, which may have to be erased.
    pub(crate) fn trace(&self) -> serde_json::Value {
        serde_json::json!({
            "campaign": self.campaign_id,
            "kind": self.kind,
            "amount": self.amount,
            "limit": self.limit,
            "claimed": self.claimed,
            "pool": self.pool_id,
            "per_pledge_limit": self.per_pledge_limit,
            "offered_with": self.offered_with,
            "deliver_on": self.deliver_on,
            "retired": self.retired,
            "version": self.version,
        })
    }

    /// How many are left, of its own and of the stock it shares, if either has a limit.
    pub fn remaining(&self) -> Option<i32> {
        let own = self.limit.map(|limit| (limit - self.claimed).max(0));
        own.into_iter().chain(self.pool_remaining).min()
    }

    /// Whether it is one of those of which a pledge has one.
    pub fn is_reward(&self) -> bool {
        self.kind == RewardKind::Reward
    }
}

/// A new reward.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddReward {
    /// How it is chosen.
    pub kind: RewardKind,
    /// Its name.
    pub title: LocalizedText,
    /// What it is.
    pub description: LocalizedText,
    /// The least pledge that earns it; of an add-on, what one costs.
    pub amount: Money,
    /// How many there are.
    pub limit: Option<i32>,
    /// The stock it shares with others.
    pub pool_id: Option<RewardPoolId>,
    /// How many one pledge may have: 1 of a reward.
    pub per_pledge_limit: i32,
    /// The rewards an add-on is offered with; absent is with each of them, and without one.
    pub offered_with: Option<Vec<RewardId>>,
    /// The day by which it is to be delivered.
    pub deliver_on: Option<NaiveDate>,
}

/// A change of a reward. What is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EditReward {
    /// Its name.
    pub title: Option<LocalizedText>,
    /// What it is.
    pub description: Option<LocalizedText>,
    /// The least pledge that earns it.
    pub amount: Option<Money>,
    /// How many there are; `Some(None)` lifts the limit.
    pub limit: Option<Option<i32>>,
    /// The stock it shares; `Some(None)` takes it out of it.
    pub pool_id: Option<Option<RewardPoolId>>,
    /// How many one pledge may have.
    pub per_pledge_limit: Option<i32>,
    /// The rewards it is offered with; `Some(None)` is with each of them, and without one.
    pub offered_with: Option<Option<Vec<RewardId>>>,
    /// The day by which it is to be delivered; `Some(None)` takes it away.
    pub deliver_on: Option<Option<NaiveDate>>,
}

impl AddReward {
    /// The values to keep, or everything that is wrong.
    pub(crate) fn check(&self, currency: Currency, today: NaiveDate) -> Result<AddReward, Vec<Violation>> {
        let mut violations = Vec::new();
        let title = text::REWARD_TITLE.clean(&self.title, &mut violations);
        violations.extend(text::REWARD_TITLE.lacking(&title));
        let description = text::REWARD_DESCRIPTION.clean(&self.description, &mut violations);
        if self.amount.currency != currency {
            violations
                .push(Violation::new("amount", ViolationCode::OtherCurrency).with("currency", currency));
        } else if !(1..=Limits::AMOUNT_MINOR).contains(&self.amount.minor) {
            let bound = |minor| Money::new(minor, currency).to_decimal();
            let range = Violation::new("amount", ViolationCode::OutOfRange);
            violations.push(
                range
                    .with("min", bound(1))
                    .with("max", bound(Limits::AMOUNT_MINOR)),
            );
        }
        violations.extend(check_limit(self.limit));
        violations.extend(self.check_per_pledge());
        if self.deliver_on.is_some_and(|on| on < today) {
            violations.push(Violation::new("deliver_on", ViolationCode::InThePast));
        }
        let kept = AddReward {
            title,
            description,
            ..self.clone()
        };
        if violations.is_empty() {
            Ok(kept)
        } else {
            Err(violations)
        }
    }
}

impl EditReward {
    /// The reward after the change, as new values.
    pub(crate) fn onto(&self, reward: &Reward) -> AddReward {
        AddReward {
            title: self.title.clone().unwrap_or_else(|| reward.title.clone()),
            description: self
                .description
                .clone()
                .unwrap_or_else(|| reward.description.clone()),
            kind: reward.kind,
            amount: self.amount.unwrap_or(reward.amount),
            limit: self.limit.unwrap_or(reward.limit),
            pool_id: self.pool_id.unwrap_or(reward.pool_id),
            per_pledge_limit: self.per_pledge_limit.unwrap_or(reward.per_pledge_limit),
            offered_with: self
                .offered_with
                .clone()
                .unwrap_or_else(|| reward.offered_with.clone()),
            deliver_on: self.deliver_on.unwrap_or(reward.deliver_on),
        }
    }

    /// What was promised is kept: once a campaign was launched its reward changes no more, but for
    /// a limit that rises.
    pub(crate) fn breaks_promise(&self, reward: &Reward, state: CampaignState) -> Result<bool, Violation> {
        if state.is_draft() {
            return Ok(false);
        }
        if let Some(limit) = self.limit {
            only_rises("limit", reward.limit, limit)?;
        }
        if self.per_pledge_limit.is_some() {
            only_rises(
                "per_pledge_limit",
                Some(reward.per_pledge_limit),
                self.per_pledge_limit,
            )?;
        }
        let after = self.onto(reward);
        Ok(after.title != reward.title
            || after.description != reward.description
            || after.amount != reward.amount
            || after.pool_id != reward.pool_id
            || after.offered_with != reward.offered_with
            || after.deliver_on != reward.deliver_on)
    }
}

/// What is wrong with the size of a stock.
pub(crate) fn check_limit(limit: Option<i32>) -> Option<Violation> {
    let range = || Violation::new("limit", ViolationCode::OutOfRange);
    let wrong = limit.is_some_and(|limit| !(0..=1_000_000).contains(&limit));
    wrong.then(|| range().with("min", 0).with("max", 1_000_000))
}

/// Passes unless a limit would fall; absent is unlimited.
pub(crate) fn only_rises(field: &str, before: Option<i32>, after: Option<i32>) -> Result<(), Violation> {
    let falls = match (before, after) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(before), Some(after)) => after < before,
    };
    if !falls {
        return Ok(());
    }
    let min = before.map_or_else(|| "unlimited".to_owned(), |limit| limit.to_string());
    Err(Violation::new(field, ViolationCode::LimitOnlyRises).with("min", min))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reward(limit: Option<i32>) -> Reward {
        let (id, campaign_id) = (uuid::Uuid::from_u128(1).into(), uuid::Uuid::from_u128(2).into());
        Reward {
            id,
            campaign_id,
            kind: RewardKind::Reward,
            title: LocalizedText::both("A cell", "一块电池"),
            description: LocalizedText::default(),
            amount: Money::new(10_000, Currency::CNY),
            limit,
            claimed: 3,
            pool_id: None,
            pool_remaining: None,
            per_pledge_limit: 1,
            offered_with: None,
            deliver_on: None,
            position: 0,
            retired: false,
            version: 1,
        }
    }

    #[test]
    fn a_limit_only_rises_once_approved() {
        let to = |limit| EditReward {
            limit: Some(limit),
            ..EditReward::default()
        };
        let ten = reward(Some(10));
        assert!(to(Some(9)).breaks_promise(&ten, CampaignState::Live).is_err());
        assert_eq!(to(Some(11)).breaks_promise(&ten, CampaignState::Live), Ok(false));
        assert_eq!(to(None).breaks_promise(&ten, CampaignState::Live), Ok(false));
        assert!(
            to(Some(5))
                .breaks_promise(&reward(None), CampaignState::Live)
                .is_err()
        );
        assert_eq!(to(Some(1)).breaks_promise(&ten, CampaignState::Draft), Ok(false));
    }

    #[test]
    fn everything_wrong_with_a_reward_is_said_at_once() {
        let bad = AddReward {
            kind: RewardKind::Reward,
            title: LocalizedText::default(),
            description: LocalizedText::default(),
            amount: Money::new(100, Currency::USD),
            limit: Some(-1),
            pool_id: None,
            per_pledge_limit: 2,
            offered_with: None,
            deliver_on: "2020-01-01".parse().ok(),
        };
        let violations = bad
            .check(Currency::CNY, "2026-06-01".parse().unwrap())
            .unwrap_err();
        let fields: Vec<_> = violations.iter().map(|v| v.field.as_str()).collect();
        assert_eq!(
            fields,
            ["title", "amount", "limit", "per_pledge_limit", "deliver_on"]
        );
    }

    #[test]
    fn what_is_left_is_the_smaller_of_its_own_and_the_shared_stock() {
        let shared = |limit, pool_remaining| Reward {
            pool_remaining,
            ..reward(limit)
        };
        assert_eq!(shared(Some(10), Some(2)).remaining(), Some(2));
        assert_eq!(shared(Some(4), Some(2)).remaining(), Some(1));
        assert_eq!(shared(None, Some(0)).remaining(), Some(0));
        assert_eq!(shared(None, None).remaining(), None);
    }
}
