//! What an add-on may be chosen with, how often, and out of which stock.

use kernel::{RewardId, RewardPoolId};

use crate::{
    campaign::unknown,
    pool::RewardPool,
    reward::{AddReward, EditReward, Reward, RewardKind},
    validation::{Violation, ViolationCode},
};

/// Most of one add-on that a founder may allow in one pledge.
const PER_PLEDGE: i32 = 1_000;

impl AddReward {
    /// A pledge has one reward, and of an add-on as many as its founder allows.
    pub(crate) fn check_per_pledge(&self) -> Option<Violation> {
        let max = match self.kind {
            RewardKind::Reward => 1,
            RewardKind::AddOn => PER_PLEDGE,
        };
        let range = || Violation::new("per_pledge_limit", ViolationCode::OutOfRange);
        (!(1..=max).contains(&self.per_pledge_limit)).then(|| range().with("min", 1).with("max", max))
    }

    /// What is wrong with the pool and the rewards it names, among those of its campaign.
    pub(crate) fn check_named(&self, rewards: &[Reward], pools: &[RewardPool]) -> Vec<Violation> {
        let mut violations: Vec<_> = check_pool(self.pool_id, pools).into_iter().collect();
        violations.extend(check_offer(self.kind, self.offered_with.as_deref(), rewards));
        violations
    }
}

impl EditReward {
    /// What is wrong with the pool and the rewards it newly names.
    pub(crate) fn check_named(
        &self,
        kind: RewardKind,
        rewards: &[Reward],
        pools: &[RewardPool],
    ) -> Vec<Violation> {
        let mut violations: Vec<_> = check_pool(self.pool_id.flatten(), pools).into_iter().collect();
        let offered = self.offered_with.as_ref().and_then(Option::as_deref);
        violations.extend(check_offer(kind, offered, rewards));
        violations
    }
}

fn check_pool(named: Option<RewardPoolId>, pools: &[RewardPool]) -> Option<Violation> {
    let named = named?;
    let found = pools.iter().any(|pool| pool.id == named);
    (!found).then(|| unknown("pool_id", &named.to_string()))
}

fn check_offer(kind: RewardKind, named: Option<&[RewardId]>, rewards: &[Reward]) -> Vec<Violation> {
    let Some(named) = named else { return Vec::new() };
    if kind == RewardKind::Reward {
        // Only what is chosen beside a reward is offered with some.
        return vec![Violation::new("offered_with", ViolationCode::TooMany).with("max", 0)];
    }
    if named.is_empty() {
        return vec![Violation::new("offered_with", ViolationCode::TooFew).with("min", 1)];
    }
    let is_offered = |id: &RewardId| {
        rewards
            .iter()
            .any(|reward| reward.id == *id && reward.is_reward() && !reward.retired)
    };
    let strangers = named.iter().filter(|id| !is_offered(id));
    strangers
        .map(|id| unknown("offered_with", &id.to_string()))
        .collect()
}

#[cfg(test)]
mod tests {
    use kernel::{Currency, LocalizedText, Money};
    use uuid::Uuid;

    use super::*;

    fn reward(number: u128, kind: RewardKind) -> Reward {
        Reward {
            id: Uuid::from_u128(number).into(),
            campaign_id: Uuid::from_u128(9).into(),
            kind,
            title: LocalizedText::both("A cell", "一块电池"),
            description: LocalizedText::default(),
            amount: Money::new(10_000, Currency::CNY),
            limit: None,
            claimed: 0,
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

    fn named(kind: RewardKind, offered_with: Option<Vec<u128>>, pool: Option<u128>) -> Vec<String> {
        let ids = offered_with.map(|ids| ids.into_iter().map(|id| Uuid::from_u128(id).into()).collect());
        let edit = EditReward {
            offered_with: Some(ids),
            pool_id: Some(pool.map(|id| Uuid::from_u128(id).into())),
            ..EditReward::default()
        };
        let rewards = [reward(1, RewardKind::Reward), reward(2, RewardKind::AddOn)];
        let found = edit.check_named(kind, &rewards, &[]);
        found
            .into_iter()
            .map(|violation| format!("{} {}", violation.field, violation.code.as_str()))
            .collect()
    }

    #[test]
    fn an_add_on_is_offered_with_rewards_of_its_campaign() {
        use RewardKind as K;
        assert!(named(K::AddOn, None, None).is_empty());
        assert!(named(K::AddOn, Some(vec![1]), None).is_empty());
        assert_eq!(named(K::AddOn, Some(vec![]), None), ["offered_with too_few"]);
        assert_eq!(named(K::AddOn, Some(vec![1, 2]), None), ["offered_with unknown"]);
        assert_eq!(named(K::Reward, Some(vec![1]), None), ["offered_with too_many"]);
        assert_eq!(named(K::Reward, None, Some(7)), ["pool_id unknown"]);
    }
}
