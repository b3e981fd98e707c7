//! How fast the provider is asked.

use std::time::Duration;

use tokio::{sync::Mutex, time::Instant};

/// Lets calls through at an even pace. Each process keeps its own: with several workers the pace
/// of each is to be set lower, so that together they stay below the provider's limit (Stripe: 25
/// requests a second for each endpoint).
#[derive(Debug)]
pub(crate) struct Pace {
    step: Duration,
    next: Mutex<Option<Instant>>,
}

impl Pace {
    /// So many calls a second at most; at least one.
    pub(crate) fn per_second(calls: u32) -> Self {
        Self {
            step: Duration::from_secs(1) / calls.max(1),
            next: Mutex::new(None),
        }
    }

    /// Waits for the caller's turn.
    pub(crate) async fn turn(&self) {
        let at = {
            let mut next = self.next.lock().await;
            let now = Instant::now();
            let at = next.map_or(now, |next| next.max(now));
            *next = Some(at + self.step);
            at
        };
        tokio::time::sleep_until(at).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn calls_are_spread_evenly_however_many_come_at_once() {
        let pace = Pace::per_second(20);
        let begin = Instant::now();
        let turns = (0..41).map(|_| pace.turn());
        futures_util::future::join_all(turns).await;
        assert_eq!(begin.elapsed().as_millis(), 2_000);
        // A pause earns nothing: the next calls are spread as before.
        tokio::time::sleep(Duration::from_secs(10)).await;
        let again = Instant::now();
        futures_util::future::join_all((0..3).map(|_| pace.turn())).await;
        assert_eq!(again.elapsed().as_millis(), 100);
    }
}
