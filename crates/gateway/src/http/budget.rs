//! The budget in points, kept by the cache: shared by all processes while Redis answers, each
//! process's own while it does not.

use std::{net::IpAddr, time::Duration};

use async_trait::async_trait;
use cache::{Cache, Quota};
use kernel::{Caller, Who};

use super::{Budget, RateLimit};

/// A token bucket of points for each user, and for each address of those who have not signed in.
#[derive(Debug, Clone)]
pub struct CostBudget {
    cache: Cache,
    user: Quota,
    anonymous: Quota,
}

impl CostBudget {
    /// So many points flow back each second; twenty times as many, and never less than one operation may
    /// cost, can be spent at once. An address has as much as a user: behind it may be a whole office.
    pub fn new(cache: Cache, per_second: u32) -> Self {
        let at_once = per_second.saturating_mul(20).max(1_000);
        let quota = Quota::new(at_once, f64::from(per_second));
        Self::with(cache, quota, quota)
    }

    /// Other budgets. Neither may hold less than one operation may cost.
    pub fn with(cache: Cache, user: Quota, anonymous: Quota) -> Self {
        Self {
            cache,
            user,
            anonymous,
        }
    }
}

#[async_trait]
impl RateLimit for CostBudget {
    async fn spend(&self, caller: &Caller, points: u32) -> Option<Budget> {
        let (key, quota) = match &caller.who {
            Who::User { id, .. } => (format!("cost:{id}"), &self.user),
            Who::Anonymous => (format!("cost:{}", neighbourhood(caller.address)), &self.anonymous),
            Who::System(_) => return None,
        };
        let decision = self.cache.take(&key, points, quota).await;
        let missing = f64::from(quota.capacity.saturating_sub(decision.remaining));
        let reset = Duration::try_from_secs_f64(missing / quota.per_second).unwrap_or(Duration::MAX);
        Some(Budget {
            limit: quota.capacity,
            remaining: decision.remaining,
            reset,
            retry_after: (!decision.allowed).then_some(decision.retry_after),
        })
    }
}

/// Who shares a budget: one IPv4 address, or one IPv6 /64, which a single subscriber is given
/// whole.
fn neighbourhood(address: Option<IpAddr>) -> String {
    match address {
        None => "unknown".to_owned(),
        Some(IpAddr::V4(address)) => address.to_string(),
        Some(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(address: &str) -> Caller {
        Caller {
            address: Some(address.parse().unwrap()),
            ..Caller::anonymous()
        }
    }

    #[tokio::test]
    async fn a_budget_is_shared_by_a_neighbourhood_and_by_nobody_else() {
        let quota = Quota::new(100, 10.0);
        let budget = CostBudget::with(Cache::in_process(), quota, quota);
        let first = budget.spend(&from("2001:db8::1"), 60).await.unwrap();
        assert_eq!((first.limit, first.remaining, first.retry_after), (100, 40, None));
        assert!(first.reset >= Duration::from_millis(5_900) && first.reset <= Duration::from_secs(6));
        let second = budget.spend(&from("2001:db8::2"), 60).await.unwrap();
        assert!(
            second
                .retry_after
                .is_some_and(|wait| wait <= Duration::from_secs(2))
        );
        assert_eq!(
            budget
                .spend(&from("2001:db8:0:1::1"), 60)
                .await
                .unwrap()
                .remaining,
            40
        );
        assert_eq!(
            budget.spend(&from("198.51.100.7"), 60).await.unwrap().remaining,
            40
        );
        assert_eq!(budget.spend(&Caller::system("job"), 60).await, None);
    }
}
