//! How often a password may be tried, counted by account before address.
//!
//! An account is counted under the hash of the address that was typed, whether or not there is
//! such an account, so that the answer does not tell.

use std::{net::IpAddr, time::Duration};

use cache::{AttemptLimit, Cache};
use sha2::{Digest, Sha256};

use crate::settings::Limits;

/// Come back later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Throttled {
    pub(crate) retry_after: Duration,
}

/// A try that was let through. It counts as failed until it is said to have succeeded.
#[derive(Debug)]
pub(crate) struct Admitted {
    account: Option<String>,
    /// Keys of the address and its network.
    around: Vec<String>,
    /// How long the account is locked if this try fails; zero if it is not.
    pub(crate) locks_for: Duration,
}

#[derive(Debug)]
pub(crate) struct Throttle {
    cache: Cache,
    limits: Limits,
}

impl Throttle {
    pub(crate) fn new(cache: Cache, limits: Limits) -> Self {
        Self { cache, limits }
    }

    /// Lets a try at an account's password through, or not.
    pub(crate) async fn admit(&self, account: &str, from: Option<IpAddr>) -> Result<Admitted, Throttled> {
        let around: Vec<_> = from.map(|from| self.around(from)).unwrap_or_default();
        // An address that is at its end spends no tries of the account: otherwise it could keep
        // strangers locked out for ever.
        for (key, limit) in &around {
            check(self.cache.peek(key, limit).await)?;
        }
        let mut admitted = Admitted {
            account: None,
            around: Vec::new(),
            locks_for: Duration::ZERO,
        };
        if let Some(limit) = &self.limits.account {
            let key = account_key(account);
            let decision = check(self.cache.attempt(&key, limit).await)?;
            admitted.account = Some(key);
            admitted.locks_for = decision.retry_after;
        }
        for (key, limit) in around {
            check(self.cache.attempt(&key, &limit).await)?;
            admitted.around.push(key);
        }
        Ok(admitted)
    }

    /// The password was right: the account's failures are forgotten. The address gets back only
    /// this try; otherwise one's own account would clear the count for trying others'.
    pub(crate) async fn succeeded(&self, admitted: Admitted) {
        if let Some(account) = admitted.account {
            self.cache.forgive(&account).await;
        }
        for key in admitted.around {
            self.cache.refund(&key).await;
        }
    }

    /// Nothing was tried after all: everything is given back.
    pub(crate) async fn untried(&self, admitted: Admitted) {
        for key in admitted.around.into_iter().chain(admitted.account) {
            self.cache.refund(&key).await;
        }
    }

    /// Lets an account be made from an address, or not.
    pub(crate) async fn admit_sign_up(&self, from: Option<IpAddr>) -> Result<(), Throttled> {
        if let (Some(limit), Some(from)) = (&self.limits.sign_up, from) {
            check(
                self.cache
                    .attempt(&format!("sign-up:{}", places(from).0), limit)
                    .await,
            )?;
        }
        Ok(())
    }

    /// Lets a mail with a link to `account` be asked for, or not. Accounts that are not there are counted, too.
    pub(crate) async fn admit_letter(&self, account: &str, from: Option<IpAddr>) -> Result<(), Throttled> {
        let around = from.map(places);
        // As with passwords: an address at its end spends nothing of the account.
        let around = around.into_iter().flat_map(|(address, network)| {
            let at = |place: String, limit: Option<AttemptLimit>| {
                limit.map(|limit| (format!("letter:{place}"), limit))
            };
            [
                at(address, self.limits.letters_address),
                at(network, self.limits.letters_network),
            ]
        });
        let around: Vec<_> = around.flatten().collect();
        for (key, limit) in &around {
            check(self.cache.peek(key, limit).await)?;
        }
        if let Some(limit) = &self.limits.letters {
            let key = format!("letter:{}", account_key(account));
            check(self.cache.attempt(&key, limit).await)?;
        }
        for (key, limit) in &around {
            check(self.cache.attempt(key, limit).await)?;
        }
        Ok(())
    }

    fn around(&self, from: IpAddr) -> Vec<(String, AttemptLimit)> {
        let (address, network) = places(from);
        let address = self
            .limits
            .address
            .map(|limit| (format!("sign-in:{address}"), limit));
        let network = self
            .limits
            .network
            .map(|limit| (format!("sign-in:{network}"), limit));
        address.into_iter().chain(network).collect()
    }
}

fn check(decision: cache::Decision) -> Result<cache::Decision, Throttled> {
    if decision.allowed {
        Ok(decision)
    } else {
        Err(Throttled {
            retry_after: decision.retry_after,
        })
    }
}

fn account_key(account: &str) -> String {
    format!("sign-in:account:{}", hex::encode(&Sha256::digest(account)[..16]))
}

/// The network an address is in: IPv4 /24, IPv6 /48. As near as its owner needs it to know a sign-in again.
pub(crate) fn network(from: IpAddr) -> String {
    places(from).1
}

/// An address and its network: IPv4 and its /24; of IPv6 the /64, which one customer has, and the
/// /48 around it.
fn places(from: IpAddr) -> (String, String) {
    match from.to_canonical() {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            (v4.to_string(), format!("{a}.{b}.{c}.0/24"))
        }
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            (
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64"),
                format!("{a:x}:{b:x}:{c:x}::/48"),
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn throttle() -> Throttle {
        Throttle::new(Cache::in_process(), Limits::default())
    }

    fn from(text: &str) -> Option<IpAddr> {
        Some(text.parse().unwrap())
    }

    #[tokio::test]
    async fn the_sixth_try_at_an_account_waits_wherever_it_comes_from() {
        let throttle = throttle();
        for n in 0..5 {
            let admitted = throttle
                .admit("ann", from(&format!("192.0.{n}.1")))
                .await
                .unwrap();
            assert_eq!(admitted.locks_for.is_zero(), n < 4);
        }
        let refused = throttle.admit("ann", from("198.51.100.1")).await.unwrap_err();
        assert!(refused.retry_after > Duration::from_secs(890));
        assert!(throttle.admit("ben", from("192.0.0.1")).await.is_ok());
    }

    #[tokio::test]
    async fn an_address_at_its_end_spends_no_tries_of_an_account() {
        let throttle = throttle();
        for n in 0..20 {
            assert!(
                throttle
                    .admit(&format!("user{n}"), from("192.0.2.1"))
                    .await
                    .is_ok()
            );
        }
        for _ in 0..10 {
            assert!(throttle.admit("ann", from("192.0.2.1")).await.is_err());
        }
        let elsewhere = throttle.admit("ann", from("198.51.100.1")).await.unwrap();
        assert!(elsewhere.locks_for.is_zero());
    }

    #[tokio::test]
    async fn a_success_does_not_clear_the_address() {
        let throttle = throttle();
        for n in 0..19 {
            throttle
                .admit(&format!("user{n}"), from("192.0.2.1"))
                .await
                .unwrap();
        }
        for _ in 0..10 {
            let own = throttle.admit("own", from("192.0.2.1")).await.unwrap();
            throttle.succeeded(own).await;
        }
        throttle.admit("ann", from("192.0.2.1")).await.unwrap();
        assert!(throttle.admit("ben", from("192.0.2.1")).await.is_err());
    }

    #[tokio::test]
    async fn a_network_is_counted_as_a_whole() {
        let throttle = throttle();
        for n in 0..60 {
            throttle
                .admit(&format!("user{n}"), from(&format!("192.0.2.{n}")))
                .await
                .unwrap();
        }
        assert!(throttle.admit("ann", from("192.0.2.200")).await.is_err());
        assert!(throttle.admit("ann", from("192.0.3.200")).await.is_ok());
    }

    #[tokio::test]
    async fn mails_are_counted_by_account_and_by_address() {
        let throttle = throttle();
        for n in 0..4 {
            let here = from(&format!("192.0.{n}.1"));
            assert!(throttle.admit_letter("ann", here).await.is_ok());
        }
        assert!(throttle.admit_letter("ann", from("198.51.100.1")).await.is_err());
        for n in 0..10 {
            let user = format!("user{n}");
            assert!(throttle.admit_letter(&user, from("203.0.113.1")).await.is_ok());
        }
        assert!(throttle.admit_letter("ben", from("203.0.113.1")).await.is_err());
        // The address was at its end, so nothing of the account was spent.
        for n in 0..4 {
            let here = from(&format!("192.0.{n}.2"));
            assert!(throttle.admit_letter("ben", here).await.is_ok());
        }
    }

    #[test]
    fn an_address_is_known_in_every_spelling() {
        let places = |text: &str| places(text.parse().unwrap());
        assert_eq!(places("::ffff:192.0.2.7"), places("192.0.2.7"));
        assert_eq!(places("2001:db8:1:2:3::4").0, "2001:db8:1:2::/64");
        assert_eq!(places("2001:db8:1:2:3::4").1, "2001:db8:1::/48");
    }
}
