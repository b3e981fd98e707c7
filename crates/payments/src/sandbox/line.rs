//! A bad line to the sandbox, for tests of the whole program: answers get lost, and some calls are not taken.

use std::{
    fmt,
    str::FromStr,
    sync::atomic::{AtomicU64, Ordering},
};

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::Sandbox;
use crate::{
    Charge, ChargeRequest, Dispute, DisputeEvidence, EventPage, MovementPage, Payee, PayeeLink, PayeeRequest,
    PaymentProvider, ProviderError, Refund, RefundRequest, Reversal, ReversalRequest, Setup, SetupRequest,
    Transfer, TransferRequest,
};

/// How bad a line is: `lost=10,busy=5`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LineFaults {
    /// Of a hundred calls, how many are acted upon and their answer is lost (or is a 500 after the effect).
    pub lost: u8,
    /// Of a hundred calls, how many are not taken (a 429).
    pub busy: u8,
}

/// Why a text does not say how bad a line is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} does not say how bad the line to the sandbox is, as lost=10,busy=5 does: percent of its calls, 90 together at most"
)]
pub struct LineFaultsError(String);

impl FromStr for LineFaults {
    type Err = LineFaultsError;

    fn from_str(text: &str) -> Result<Self, LineFaultsError> {
        let wrong = || LineFaultsError(text.to_owned());
        let mut faults = Self::default();
        for part in text.split(',') {
            let (name, percent) = part.trim().split_once('=').ok_or_else(wrong)?;
            let percent: u8 = percent.parse().map_err(|_| wrong())?;
            match name {
                "lost" => faults.lost = percent,
                "busy" => faults.busy = percent,
                _ => return Err(wrong()),
            }
        }
        // With less than one call in ten that is answered, nothing would go on.
        if u16::from(faults.lost) + u16::from(faults.busy) > 90 {
            return Err(wrong());
        }
        Ok(faults)
    }
}

impl fmt::Display for LineFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "lost={},busy={}", self.lost, self.busy)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Answered,
    Lost,
    Busy,
}

/// The sandbox behind a bad line. Which calls suffer follows from their number, so that a process that is alone does the same
/// each time.
#[derive(Debug)]
pub struct BadLine {
    sandbox: Sandbox,
    faults: LineFaults,
    calls: AtomicU64,
}

impl BadLine {
    /// Calls to `sandbox` meet `faults`.
    pub fn new(sandbox: Sandbox, faults: LineFaults) -> Self {
        Self {
            sandbox,
            faults,
            calls: AtomicU64::new(0),
        }
    }

    fn fate(&self) -> Fate {
        let call = self.calls.fetch_add(1, Ordering::Relaxed);
        match scattered(call) % 100 {
            lot if lot < u64::from(self.faults.busy) => Fate::Busy,
            lot if lot < u64::from(self.faults.busy) + u64::from(self.faults.lost) => Fate::Lost,
            _ => Fate::Answered,
        }
    }

    async fn through<T>(
        &self,
        call: impl Future<Output = Result<T, ProviderError>> + Send,
    ) -> Result<T, ProviderError> {
        let fate = self.fate();
        if fate == Fate::Busy {
            return Err(ProviderError::Unavailable(
                "429, by the sandbox's bad line".into(),
            ));
        }
        let answer = call.await;
        if fate == Fate::Lost {
            return Err(ProviderError::Unavailable(
                "no answer, by the sandbox's bad line".into(),
            ));
        }
        answer
    }
}

/// A number far from its neighbours': the finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
fn scattered(number: u64) -> u64 {
    let mut z = number.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[async_trait]
impl PaymentProvider for BadLine {
    fn name(&self) -> &'static str {
        self.sandbox.name()
    }

    async fn create_setup(&self, request: &SetupRequest) -> Result<Setup, ProviderError> {
        self.through(self.sandbox.create_setup(request)).await
    }

    async fn get_setup(&self, provider_id: &str) -> Result<Setup, ProviderError> {
        self.through(self.sandbox.get_setup(provider_id)).await
    }

    async fn cancel_setup(&self, provider_id: &str) -> Result<Setup, ProviderError> {
        self.through(self.sandbox.cancel_setup(provider_id)).await
    }

    async fn delete_customer(&self, customer: &str) -> Result<(), ProviderError> {
        self.through(self.sandbox.delete_customer(customer)).await
    }

    async fn charge(&self, request: &ChargeRequest) -> Result<Charge, ProviderError> {
        self.through(self.sandbox.charge(request)).await
    }

    async fn get_charge(&self, provider_id: &str) -> Result<Charge, ProviderError> {
        self.through(self.sandbox.get_charge(provider_id)).await
    }

    async fn find_charge(&self, key: &str) -> Result<Option<Charge>, ProviderError> {
        self.through(self.sandbox.find_charge(key)).await
    }

    async fn cancel_charge(&self, provider_id: &str) -> Result<Charge, ProviderError> {
        self.through(self.sandbox.cancel_charge(provider_id)).await
    }

    async fn refund(&self, request: &RefundRequest) -> Result<Refund, ProviderError> {
        self.through(self.sandbox.refund(request)).await
    }

    async fn get_refund(&self, provider_id: &str) -> Result<Refund, ProviderError> {
        self.through(self.sandbox.get_refund(provider_id)).await
    }

    async fn refunds_of(&self, charge: &str) -> Result<Vec<Refund>, ProviderError> {
        self.through(self.sandbox.refunds_of(charge)).await
    }

    async fn get_dispute(&self, provider_id: &str) -> Result<Dispute, ProviderError> {
        self.through(self.sandbox.get_dispute(provider_id)).await
    }

    async fn contest(&self, provider_id: &str, evidence: &DisputeEvidence) -> Result<Dispute, ProviderError> {
        self.through(self.sandbox.contest(provider_id, evidence)).await
    }

    async fn create_payee(&self, request: &PayeeRequest) -> Result<Payee, ProviderError> {
        self.through(self.sandbox.create_payee(request)).await
    }

    async fn get_payee(&self, provider_id: &str) -> Result<Payee, ProviderError> {
        self.through(self.sandbox.get_payee(provider_id)).await
    }

    async fn payee_link(&self, provider_id: &str, return_url: &str) -> Result<PayeeLink, ProviderError> {
        self.through(self.sandbox.payee_link(provider_id, return_url))
            .await
    }

    async fn transfer(&self, request: &TransferRequest) -> Result<Transfer, ProviderError> {
        self.through(self.sandbox.transfer(request)).await
    }

    async fn find_transfer(&self, group: &str, key: &str) -> Result<Option<Transfer>, ProviderError> {
        self.through(self.sandbox.find_transfer(group, key)).await
    }

    async fn reverse_transfer(&self, request: &ReversalRequest) -> Result<Reversal, ProviderError> {
        self.through(self.sandbox.reverse_transfer(request)).await
    }

    async fn events(&self, since: DateTime<Utc>, after: Option<&str>) -> Result<EventPage, ProviderError> {
        self.through(self.sandbox.events(since, after)).await
    }

    async fn movements(
        &self,
        since: DateTime<Utc>,
        after: Option<&str>,
    ) -> Result<MovementPage, ProviderError> {
        self.through(self.sandbox.movements(since, after)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_bad_a_line_is_is_said_in_percent_of_its_calls() {
        let read = |text: &str| text.parse::<LineFaults>();
        assert_eq!(read("lost=10,busy=5"), Ok(LineFaults { lost: 10, busy: 5 }));
        assert_eq!(read("busy=5"), Ok(LineFaults { lost: 0, busy: 5 }));
        for text in ["", "lost", "lost=ten", "lost=60,busy=40", "slow=5", "lost=-1"] {
            assert!(read(text).is_err(), "{text}");
        }
        assert_eq!(read("lost=10,busy=5").unwrap().to_string(), "lost=10,busy=5");
    }

    #[test]
    fn the_lots_fall_about_as_often_as_they_should() {
        let lots = (0..10_000).filter(|call| scattered(*call) % 100 < 15).count();
        assert!((1_350..1_650).contains(&lots), "{lots} of 1,500");
    }
}
