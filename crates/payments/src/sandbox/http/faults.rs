//! Trouble on the way to the sandbox and back, as a test orders it.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use chrono::TimeDelta;

use crate::Deliver;

/// What goes wrong with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The sandbox acts; the connection breaks before it answers.
    LoseAnswer,
    /// The sandbox acts; its answer takes so long.
    Delay(Duration),
    /// The sandbox acts and answers 500. Stripe keeps that under the key; if it is not kept, the next
    /// request with the key gets the true answer.
    ErrorAfter {
        /// Whether the same key is answered 500 again.
        kept: bool,
    },
    /// The sandbox does nothing and answers 429.
    RateLimit,
    /// The sandbox does nothing; the connection breaks.
    Refuse,
}

#[derive(Debug)]
struct Order {
    path: String,
    fault: Fault,
    /// How often still; for ever if absent.
    left: Option<u32>,
    /// Every how many requests.
    every: u32,
    seen: u32,
}

/// The faults of a server. Requests are matched by method and the beginning of the path, such as
/// `POST /v1/payment_intents`; the order given first wins.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    orders: Arc<Mutex<Vec<Order>>>,
    search_lag_seconds: Arc<AtomicU32>,
}

impl Faults {
    fn add(&self, path: &str, fault: Fault, left: Option<u32>, every: u32) {
        let order = Order {
            path: path.to_owned(),
            fault,
            left,
            every: every.max(1),
            seen: 0,
        };
        self.orders
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(order);
    }

    /// The next `times` requests of this path.
    pub fn next(&self, path: &str, fault: Fault, times: u32) {
        self.add(path, fault, Some(times), 1);
    }

    /// Every `nth` request of this path, until [`Faults::clear`].
    pub fn every(&self, nth: u32, path: &str, fault: Fault) {
        self.add(path, fault, None, nth);
    }

    /// Searches do not find what is younger than this, as Stripe's may not for a minute or more.
    /// <https://docs.stripe.com/search#data-freshness>
    pub fn search_lags(&self, seconds: u32) {
        self.search_lag_seconds.store(seconds, Ordering::Relaxed);
    }

    /// How far a search is behind.
    pub(super) fn search_lag(&self) -> TimeDelta {
        TimeDelta::seconds(self.search_lag_seconds.load(Ordering::Relaxed).into())
    }

    /// Nothing goes wrong any more.
    pub fn clear(&self) {
        self.search_lags(0);
        self.orders.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    pub(super) fn of(&self, request: &str) -> Option<Fault> {
        let mut orders = self.orders.lock().unwrap_or_else(PoisonError::into_inner);
        for order in orders.iter_mut().filter(|order| request.starts_with(&order.path)) {
            if order.left == Some(0) {
                continue;
            }
            order.seen += 1;
            if order.seen.is_multiple_of(order.every) {
                order.left = order.left.map(|left| left - 1);
                return Some(order.fault);
            }
        }
        None
    }
}

/// What goes wrong with a message. The sandbox takes it for delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageFault {
    /// It comes twice.
    Duplicate,
    /// It comes after the one that follows it.
    Reorder,
    /// It never comes.
    Withhold,
}

/// Carries messages badly.
#[derive(Debug)]
pub struct FaultyDeliver<D> {
    inner: D,
    fault: MessageFault,
    /// Every how many messages.
    every: usize,
    state: Mutex<(usize, Vec<(String, String)>)>,
}

impl<D: Deliver> FaultyDeliver<D> {
    /// Every `nth` message meets `fault`; the others go by `inner`.
    pub fn new(inner: D, fault: MessageFault, nth: usize) -> Self {
        Self {
            inner,
            fault,
            every: nth.max(1),
            state: Mutex::default(),
        }
    }

    /// Delivers what is still held back.
    ///
    /// # Errors
    /// Why a message was not taken; it is lost then, as one that never came.
    pub async fn release(&self) -> Result<(), String> {
        let held = std::mem::take(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner).1);
        for (signature, body) in held {
            self.inner.deliver(&signature, &body).await?;
        }
        Ok(())
    }
}

#[async_trait]
impl<D: Deliver> Deliver for FaultyDeliver<D> {
    async fn deliver(&self, signature: &str, body: &str) -> Result<(), String> {
        let hit = {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            state.0 += 1;
            let hit = state.0.is_multiple_of(self.every);
            if hit && self.fault == MessageFault::Reorder {
                state.1.push((signature.to_owned(), body.to_owned()));
            }
            hit
        };
        match (hit, self.fault) {
            (true, MessageFault::Withhold | MessageFault::Reorder) => Ok(()),
            (true, MessageFault::Duplicate) => {
                self.inner.deliver(signature, body).await?;
                self.inner.deliver(signature, body).await
            }
            (false, _) => {
                self.inner.deliver(signature, body).await?;
                self.release().await
            }
        }
    }
}
