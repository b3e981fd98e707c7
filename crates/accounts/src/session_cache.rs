//! What this process knows of tokens: good for seconds, dropped at once when a session ends.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use kernel::{SessionId, UserId};
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use crate::{session::Authenticated, token::TokenHash};

/// Tokens known at the most. Beyond that all are forgotten, and asked for again.
const MAX: usize = 50_000;

/// The channel by which processes tell one another what is no longer so.
pub(crate) const CHANNEL: &str = "accounts.sessions";

/// What is no longer so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Stale {
    /// A session ended.
    Session(SessionId),
    /// Something about a person changed: roles, or several sessions.
    User(UserId),
}

#[derive(Debug, Default)]
struct Known {
    tokens: HashMap<TokenHash, (Authenticated, Instant)>,
    /// Counts what was dropped. Who read the database before a change does not store after it.
    epoch: u64,
}

#[derive(Debug)]
pub(crate) struct SessionCache {
    known: Mutex<Known>,
    trust: Duration,
}

impl SessionCache {
    pub(crate) fn new(trust: Duration) -> Self {
        Self {
            known: Mutex::default(),
            trust,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn get(&self, token: &TokenHash) -> Option<Authenticated> {
        let known = self.lock();
        let (who, until) = known.tokens.get(token)?;
        (Instant::now() < *until).then(|| who.clone())
    }

    /// To be asked for before the database is read.
    pub(crate) fn epoch(&self) -> u64 {
        self.lock().epoch
    }

    /// Keeps what the database said, unless something was dropped since `epoch`.
    pub(crate) fn insert(&self, epoch: u64, token: TokenHash, who: Authenticated) {
        let now = Instant::now();
        let mut known = self.lock();
        if known.epoch != epoch {
            return;
        }
        if known.tokens.len() >= MAX {
            known.tokens.retain(|_, (_, until)| now < *until);
            if known.tokens.len() >= MAX {
                known.tokens.clear();
            }
        }
        known.tokens.insert(token, (who, now + self.trust));
    }

    pub(crate) fn drop_stale(&self, stale: Stale) {
        let mut known = self.lock();
        known.epoch += 1;
        known.tokens.retain(|_, (who, _)| match stale {
            Stale::Session(id) => who.session_id != id,
            Stale::User(id) => who.user_id != id,
        });
    }

    pub(crate) fn clear(&self) {
        let mut known = self.lock();
        known.epoch += 1;
        known.tokens.clear();
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use kernel::Locale;
    use uuid::Uuid;

    use super::*;
    use crate::{session::SessionKind, token::Token};

    fn who(user: u128, session: u128) -> (TokenHash, Authenticated) {
        let mut secret = [0; 32];
        secret[..16].copy_from_slice(&session.to_be_bytes());
        let who = Authenticated {
            user_id: UserId::from_uuid(Uuid::from_u128(user)),
            session_id: SessionId::from_uuid(Uuid::from_u128(session)),
            kind: SessionKind::Bearer,
            roles: Vec::new(),
            locale: Locale::En,
            email_confirmed: true,
            proved_at: DateTime::UNIX_EPOCH,
            proved: false,
            created_at: DateTime::UNIX_EPOCH,
            last_seen_at: DateTime::UNIX_EPOCH,
            expires_at: DateTime::UNIX_EPOCH,
            scopes: None,
        };
        (Token::new(crate::token::SESSION, secret).hash(), who)
    }

    #[test]
    fn a_stale_session_or_person_is_dropped_and_others_stay() {
        let cache = SessionCache::new(Duration::from_secs(30));
        let all = [who(1, 1), who(1, 2), who(2, 3), who(2, 4)];
        for (token, who) in &all {
            cache.insert(cache.epoch(), token.clone(), who.clone());
        }
        cache.drop_stale(Stale::Session(all[0].1.session_id));
        cache.drop_stale(Stale::User(all[2].1.user_id));
        let known: Vec<bool> = all.iter().map(|(token, _)| cache.get(token).is_some()).collect();
        assert_eq!(known, [false, true, false, false]);
    }

    #[test]
    fn what_was_read_before_a_change_is_not_kept_after_it() {
        let cache = SessionCache::new(Duration::from_secs(30));
        let (token, who) = who(1, 1);
        let epoch = cache.epoch();
        cache.drop_stale(Stale::Session(who.session_id));
        cache.insert(epoch, token.clone(), who);
        assert_eq!(cache.get(&token), None);
    }

    #[tokio::test]
    async fn trust_ends() {
        let (short, long) = (
            SessionCache::new(Duration::from_millis(20)),
            SessionCache::new(Duration::from_secs(30)),
        );
        let (token, who) = who(1, 1);
        for cache in [&short, &long] {
            cache.insert(cache.epoch(), token.clone(), who.clone());
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
        assert_eq!(short.get(&token), None);
        assert!(long.get(&token).is_some());
    }
}
