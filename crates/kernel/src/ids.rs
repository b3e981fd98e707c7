//! Where new ids and secret random bytes come from.

use std::{
    fmt::Debug,
    sync::atomic::{AtomicU64, Ordering},
};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::id::{Id, IdKind};

/// Makes ids and random bytes. Given by the program, seeded in tests.
pub trait IdSource: Debug + Send + Sync {
    /// A new UUIDv7 whose time part is `at` (RFC 9562, section 5.7).
    fn uuid(&self, at: DateTime<Utc>) -> Uuid;

    /// Bytes that nobody can guess: tokens, salts.
    fn secret(&self) -> [u8; 32];
}

impl dyn IdSource + '_ {
    /// A new id of any kind.
    pub fn next<K: IdKind>(&self, at: DateTime<Utc>) -> Id<K> {
        Id::from_uuid(self.uuid(at))
    }
}

/// Ids and bytes from the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemIds;

impl IdSource for SystemIds {
    fn uuid(&self, at: DateTime<Utc>) -> Uuid {
        let mut random = [0; 10];
        let secret = self.secret();
        random.copy_from_slice(&secret[..10]);
        v7(at, random)
    }

    #[allow(clippy::disallowed_methods, reason = "the one place where randomness is read")]
    fn secret(&self) -> [u8; 32] {
        rand::random()
    }
}

/// Ids that count up from a seed: a test that prints them prints the same ones each time.
#[derive(Debug, Default)]
pub struct SeededIds(AtomicU64);

impl SeededIds {
    /// Ids that start counting at `seed`.
    pub fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }
}

impl IdSource for SeededIds {
    fn uuid(&self, at: DateTime<Utc>) -> Uuid {
        let count = self.0.fetch_add(1, Ordering::Relaxed);
        let mut random = [0; 10];
        random[2..].copy_from_slice(&count.to_be_bytes());
        v7(at, random)
    }

    fn secret(&self) -> [u8; 32] {
        let count = self.0.fetch_add(1, Ordering::Relaxed);
        let mut bytes = [0x5e; 32];
        bytes[..8].copy_from_slice(&count.to_be_bytes());
        bytes
    }
}

fn v7(at: DateTime<Utc>, random: [u8; 10]) -> Uuid {
    let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_the_time_they_were_made() {
        let early = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        let late = DateTime::from_timestamp(1_700_000_001, 0).unwrap();
        assert!(SystemIds.uuid(early) < SystemIds.uuid(late));
        assert_eq!(SystemIds.uuid(early).get_version_num(), 7);
    }

    #[test]
    fn seeded_ids_repeat() {
        let at = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        assert_eq!(SeededIds::new(1).uuid(at), SeededIds::new(1).uuid(at));
    }
}
