//! What a pledge earns.

use chrono::NaiveDate;
use kernel::{CampaignId, Currency, LocalizedText, Money, RewardId};
use serde::{Deserialize, Serialize};

use crate::{
    campaign::{CampaignState, Limits},
    text,
    validation::{Violation, ViolationCode},
};

/// What a pledge of at least its amount earns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reward {
    /// Its id.
    pub id: RewardId,
    /// The campaign that offers it.
    pub campaign_id: CampaignId,
    /// Its name.
    pub title: LocalizedText,
    /// What it is.
    pub description: LocalizedText,
    /// The least pledge that earns it.
    pub amount: Money,
    /// How many there are; absent is unlimited, 0 is none.
    pub limit: Option<i32>,
    /// How many are taken.
    pub claimed: i32,
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
    /// How many are left, if there is a limit.
    pub fn remaining(&self) -> Option<i32> {
        self.limit.map(|limit| (limit - self.claimed).max(0))
    }
}

/// A new reward.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddReward {
    /// Its name.
    pub title: LocalizedText,
    /// What it is.
    pub description: LocalizedText,
    /// The least pledge that earns it.
    pub amount: Money,
    /// How many there are.
    pub limit: Option<i32>,
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
        if self.limit.is_some_and(|limit| !(0..=1_000_000).contains(&limit)) {
            let range = Violation::new("limit", ViolationCode::OutOfRange);
            violations.push(range.with("min", 0).with("max", 1_000_000));
        }
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
            amount: self.amount.unwrap_or(reward.amount),
            limit: self.limit.unwrap_or(reward.limit),
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
            let falls = match (reward.limit, limit) {
                (_, None) => false,
                (None, Some(_)) => true,
                (Some(before), Some(after)) => after < before,
            };
            if falls {
                let min = reward
                    .limit
                    .map_or_else(|| "unlimited".to_owned(), |limit| limit.to_string());
                return Err(Violation::new("limit", ViolationCode::LimitOnlyRises).with("min", min));
            }
        }
        let after = self.onto(reward);
        Ok(after.title != reward.title
            || after.description != reward.description
            || after.amount != reward.amount
            || after.deliver_on != reward.deliver_on)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reward(limit: Option<i32>) -> Reward {
        let (id, campaign_id) = (uuid::Uuid::from_u128(1).into(), uuid::Uuid::from_u128(2).into());
        Reward {
            id,
            campaign_id,
            title: LocalizedText::both("A cell", "一块电池"),
            description: LocalizedText::default(),
            amount: Money::new(10_000, Currency::CNY),
            limit,
            claimed: 3,
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
            title: LocalizedText::default(),
            description: LocalizedText::default(),
            amount: Money::new(100, Currency::USD),
            limit: Some(-1),
            deliver_on: "2020-01-01".parse().ok(),
        };
        let violations = bad
            .check(Currency::CNY, "2026-06-01".parse().unwrap())
            .unwrap_err();
        let fields: Vec<_> = violations.iter().map(|v| v.field.as_str()).collect();
        assert_eq!(fields, ["title", "amount", "limit", "deliver_on"]);
    }
}
