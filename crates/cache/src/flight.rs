//! Many ask for the same thing at once; one fetches it.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard},
};

use tokio::sync::OwnedMutexGuard;

type Locks = HashMap<String, Arc<tokio::sync::Mutex<()>>>;

/// What is being fetched in this process, by key.
#[derive(Debug, Clone, Default)]
pub(crate) struct Flights(Arc<Mutex<Locks>>);

/// The right to fetch a key. Dropping it lets the next one look.
#[derive(Debug)]
pub(crate) struct Flight {
    guard: Option<OwnedMutexGuard<()>>,
    key: String,
    flights: Flights,
}

impl Flights {
    fn lock(&self) -> MutexGuard<'_, Locks> {
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// Waits until nobody else fetches `key`.
    pub(crate) async fn enter(&self, key: &str) -> Flight {
        let lock = Arc::clone(self.lock().entry(key.to_owned()).or_default());
        // Made before waiting, so that one who gives up waiting tidies up too.
        let mut flight = Flight {
            guard: None,
            key: key.to_owned(),
            flights: self.clone(),
        };
        flight.guard = Some(lock.lock_owned().await);
        flight
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        let mut locks = self.flights.lock();
        self.guard = None;
        // The map's own count is one: nobody holds or awaits it.
        if locks
            .get(&self.key)
            .is_some_and(|lock| Arc::strong_count(lock) == 1)
        {
            locks.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn nothing_is_kept_of_a_finished_flight() {
        let flights = Flights::default();
        let first = flights.enter("a").await;
        let waiting = tokio::time::timeout(std::time::Duration::from_millis(10), flights.enter("a"));
        assert!(waiting.await.is_err());
        drop(first);
        drop(flights.enter("a").await);
        assert!(flights.lock().is_empty());
    }
}
