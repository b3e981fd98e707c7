//! Counts what stays open: sockets and event streams, for each caller and in all.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

use kernel::{Caller, UserId, Who};

use super::{Refusal, settings::StreamLimits};

/// The seats of this process.
#[derive(Debug, Clone)]
pub(super) struct Seats {
    taken: Arc<Mutex<HashMap<Sitter, usize>>>,
    per_user: usize,
    per_address: usize,
    total: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Sitter {
    Everyone,
    User(UserId),
    Address(Option<IpAddr>),
}

/// A seat taken; dropping it gives it back.
#[derive(Debug)]
pub(super) struct Seat {
    seats: Seats,
    sitter: Sitter,
}

impl Seats {
    pub(super) fn new(limits: &StreamLimits) -> Self {
        let StreamLimits {
            per_user,
            per_address,
            total,
            ..
        } = *limits;
        Self {
            taken: Arc::default(),
            per_user,
            per_address,
            total,
        }
    }

    /// Takes a seat for a caller.
    pub(super) fn take(&self, caller: &Caller) -> Result<Seat, Refusal> {
        let (sitter, limit) = match caller.who {
            Who::User { id, .. } => (Sitter::User(id), self.per_user),
            _ => (Sitter::Address(caller.address), self.per_address),
        };
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        for (who, limit) in [(Sitter::Everyone, self.total), (sitter, limit)] {
            if taken.get(&who).copied().unwrap_or(0) >= limit {
                return Err(Refusal::TooManyStreams { limit });
            }
        }
        for who in [Sitter::Everyone, sitter] {
            *taken.entry(who).or_default() += 1;
        }
        Ok(Seat {
            seats: self.clone(),
            sitter,
        })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.seats.taken.lock().unwrap_or_else(PoisonError::into_inner);
        for who in [Sitter::Everyone, self.sitter] {
            if let Some(count) = taken.get_mut(&who) {
                *count -= 1;
                if *count == 0 {
                    taken.remove(&who);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seat_left_can_be_taken_again() {
        let seats = Seats::new(&StreamLimits {
            per_address: 2,
            ..StreamLimits::default()
        });
        let caller = Caller::anonymous();
        let first = seats.take(&caller).unwrap();
        let _second = seats.take(&caller).unwrap();
        assert_eq!(
            seats.take(&caller).unwrap_err(),
            Refusal::TooManyStreams { limit: 2 }
        );
        drop(first);
        assert!(seats.take(&caller).is_ok());
    }
}
