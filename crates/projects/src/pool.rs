//! A stock that rewards share.

use kernel::{CampaignId, LocalizedText, RewardPoolId};
use serde::{Deserialize, Serialize};

use crate::{
    campaign::CampaignState,
    reward::{check_limit, only_rises},
    text,
    validation::Violation,
};

/// A stock that several rewards and add-ons of a campaign are taken out of: who takes one of them takes one of these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RewardPool {
    /// Its id.
    pub id: RewardPoolId,
    /// The campaign whose rewards share it.
    pub campaign_id: CampaignId,
    /// What there is a stock of.
    pub name: LocalizedText,
    /// How many there are; absent is unlimited, 0 is none.
    pub limit: Option<i32>,
    /// How many are taken, by whichever reward.
    pub claimed: i32,
    /// Its place among the campaign's pools.
    pub position: i32,
    /// Rises with every change of its founder; sent back as `expected_version`.
    pub version: i64,
}

impl RewardPool {
    /// What the audit trail keeps of it: how many there are, not its name, which may have to be erased.
    pub(crate) fn trace(&self) -> serde_json::Value {
        serde_json::json!({
            "campaign": self.campaign_id,
            "limit": self.limit,
            "claimed": self.claimed,
            "version": self.version,
        })
    }

    /// How many are left, if there is a limit.
    pub fn remaining(&self) -> Option<i32> {
        self.limit.map(|limit| (limit - self.claimed).max(0))
    }
}

/// A new pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddPool {
    /// What there is a stock of.
    pub name: LocalizedText,
    /// How many there are.
    pub limit: Option<i32>,
}

/// A change of a pool. What is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EditPool {
    /// What there is a stock of.
    pub name: Option<LocalizedText>,
    /// How many there are; `Some(None)` lifts the limit.
    pub limit: Option<Option<i32>>,
}

impl AddPool {
    /// The values to keep, or everything that is wrong.
    pub(crate) fn check(&self) -> Result<Self, Vec<Violation>> {
        let mut violations = Vec::new();
        let name = text::POOL_NAME.clean(&self.name, &mut violations);
        violations.extend(text::POOL_NAME.lacking(&name));
        violations.extend(check_limit(self.limit));
        if violations.is_empty() {
            Ok(Self { name, ..self.clone() })
        } else {
            Err(violations)
        }
    }
}

impl EditPool {
    /// The pool after the change, as new values, or everything that is wrong. Its limit only rises once its campaign was
    /// approved, and is never less than what is taken.
    pub(crate) fn onto(&self, pool: &RewardPool, state: CampaignState) -> Result<AddPool, Vec<Violation>> {
        let after = AddPool {
            name: self.name.clone().unwrap_or_else(|| pool.name.clone()),
            limit: self.limit.unwrap_or(pool.limit),
        };
        if !state.is_draft() {
            only_rises("limit", pool.limit, after.limit).map_err(|violation| vec![violation])?;
        }
        after.check()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn pool(limit: Option<i32>) -> RewardPool {
        RewardPool {
            id: Uuid::from_u128(1).into(),
            campaign_id: Uuid::from_u128(2).into(),
            name: LocalizedText::both("First run", "首批"),
            limit,
            claimed: 3,
            position: 0,
            version: 1,
        }
    }

    #[test]
    fn a_limit_only_rises_once_approved() {
        let to = |limit| EditPool {
            limit: Some(limit),
            ..EditPool::default()
        };
        let ten = pool(Some(10));
        let after =
            |edit: EditPool, pool: &RewardPool, state| edit.onto(pool, state).map(|after| after.limit);
        assert!(after(to(Some(9)), &ten, CampaignState::Live).is_err());
        assert!(after(to(Some(9)), &pool(None), CampaignState::Live).is_err());
        assert_eq!(after(to(Some(11)), &ten, CampaignState::Live), Ok(Some(11)));
        assert_eq!(after(to(None), &ten, CampaignState::Live), Ok(None));
        assert_eq!(after(to(Some(0)), &ten, CampaignState::Draft), Ok(Some(0)));
    }

    #[test]
    fn a_pool_has_a_name_and_a_limit_that_can_be_counted() {
        let bad = AddPool {
            name: LocalizedText::default(),
            limit: Some(-1),
        };
        let violations = bad.check().unwrap_err();
        let fields: Vec<_> = violations.iter().map(|v| v.field.clone()).collect();
        assert_eq!(fields, ["name", "limit"]);
        assert_eq!(pool(Some(2)).remaining(), Some(0));
    }
}
