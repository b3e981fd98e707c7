//! The USPTO's Open Data Portal: file wrappers and trials, one request at a time for each key.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration as Wait,
};

use async_trait::async_trait;
use chrono::Duration;
use kernel::Clock;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::{Mutex, MutexGuard};

use super::{
    Breaker, BreakerState, Call, FetchError, Limiter, OdpSettings, PatentSource, Reply, Transport,
    call::{Scope, segment},
    judge::retry_after,
    wire::Wire,
};
use crate::{
    number::{NumberForm, Office, PatentNumber},
    source::{Answer, Register},
};

/// The source's name.
const NAME: &str = "uspto-odp";
/// Requests a minute, the smallest figure that is quoted for the portal.
const PER_MINUTE: u32 = 60;
/// How long to wait after "too many requests" (portal documentation).
const SLOW_DOWN: Wait = Wait::from_secs(5);
/// The longest wait inside one call; a longer pause is an error that says until when.
const LONGEST_WAIT: Duration = Duration::seconds(10);
/// How many calls may wait for their turn.
const MOST_WAITING: usize = 64;

/// File wrappers and trials of the USPTO. Clones share the turn and the limits of the key.
#[derive(Debug, Clone)]
pub struct Odp {
    wire: Wire,
    key: SecretString,
    turn: Arc<Mutex<()>>,
    waiting: Arc<AtomicUsize>,
}

impl Odp {
    /// The portal with this key.
    pub fn new(settings: &OdpSettings, transport: Arc<dyn Transport>, clock: Arc<dyn Clock>) -> Self {
        Self {
            wire: Wire {
                name: NAME,
                register: Register::UsptoOdp,
                base: settings.base_url.clone(),
                transport,
                clock,
                breaker: Breaker::default(),
                limiter: Limiter::new(PER_MINUTE),
                quota_by_lane: false,
                secrets: vec![settings.api_key.clone()],
            },
            key: settings.api_key.clone(),
            turn: Arc::default(),
            waiting: Arc::default(),
        }
    }

    /// The call for one part of the file of an application; nothing for a number that is not an application's.
    pub fn part(application: &PatentNumber, part: FilePart) -> Option<Call> {
        let path = format!("{}/{}", file(application)?, part.as_str());
        Some(Call::get(NAME, path, application, Scope::Part))
    }

    /// Waits for this call's turn: the portal refuses a second request while one is under way.
    async fn turn(&self) -> Result<MutexGuard<'_, ()>, FetchError> {
        let waiting = Waiting(&self.waiting);
        if waiting.0.fetch_add(1, Ordering::AcqRel) >= MOST_WAITING {
            return Err(FetchError::Throttled {
                until: self.wire.now() + Duration::minutes(1),
            });
        }
        Ok(self.turn.lock().await)
    }

    /// Asks, once more after "too many requests" and once more after an empty success.
    async fn ask(&self, call: &Call) -> Result<Reply, FetchError> {
        let (mut slowed, mut was_empty) = (false, false);
        loop {
            let request = self
                .wire
                .request(call)
                .header("accept", "application/json")
                .header("x-api-key", self.key.expose_secret());
            let response = self.wire.send(request).await?;
            if response.status == 429 && !slowed {
                let pause = retry_after(&response, Register::UsptoOdp, self.wire.now());
                if pause.is_none_or(|pause| pause <= LONGEST_WAIT) {
                    slowed = true;
                    let pause = pause.and_then(|pause| pause.to_std().ok());
                    tokio::time::sleep(pause.unwrap_or(SLOW_DOWN).max(SLOW_DOWN)).await;
                    continue;
                }
            }
            if response.is_success() && response.is_blank() && !was_empty {
                was_empty = true;
                continue;
            }
            return self.wire.settle(call, response).await;
        }
    }
}

/// Counts a call that waits for its turn, for as long as it waits.
struct Waiting<'a>(&'a AtomicUsize);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

crate::words::words! {
    /// A part of the file of an application, as the portal names it in a path.
    pub enum FilePart {
        /// The front page and the status.
        MetaData = "meta-data",
        /// The adjustment of the term.
        Adjustment = "adjustment",
        /// Recorded conveyances.
        Assignment = "assignment",
        /// Parents and children.
        Continuity = "continuity",
        /// Priorities of other offices.
        ForeignPriority = "foreign-priority",
        /// What happened, with codes and days.
        Transactions = "transactions",
        /// The papers.
        Documents = "documents",
        /// Full texts of publication and grant.
        AssociatedDocuments = "associated-documents",
    }
}

/// The digits of a number of the United States.
fn digits(number: &PatentNumber) -> Option<String> {
    let key = number.key();
    let digits = key.strip_prefix("US").filter(|_| number.office() == Office::US)?;
    Some(segment(digits))
}

fn file(application: &PatentNumber) -> Option<String> {
    let is_application = application.form() == NumberForm::Application;
    let digits = digits(application).filter(|_| is_application)?;
    Some(format!("/api/v1/patent/applications/{digits}"))
}

/// What is asked once the number of the application is known.
fn of_application(number: &PatentNumber, digits: &str) -> Vec<Call> {
    let whole = file(number).map(|file| Call::get(NAME, file, number, Scope::Search));
    let calls = [
        whole,
        // A terminal disclaimer shows among the documents alone.
        Odp::part(number, FilePart::Documents),
        Some(trials(number, digits)),
        // Part of the whole file too; but files were seen without them.
        Odp::part(number, FilePart::Assignment),
    ];
    calls.into_iter().flatten().collect()
}

fn trials(number: &PatentNumber, digits: &str) -> Call {
    let query = format!("q=patentOwnerData.applicationNumberText:{digits}&limit=100");
    let path = format!("/api/v1/patent/trials/proceedings/search?{query}");
    Call::get(NAME, path, number, Scope::Part)
}

fn search(number: &PatentNumber, field: &str, value: &str) -> Call {
    let value = segment(value);
    let path = format!("/api/v1/patent/applications/search?q=applicationMetaData.{field}:{value}&limit=5");
    Call::get(NAME, path, number, Scope::Search)
}

#[async_trait]
impl PatentSource for Odp {
    fn name(&self) -> &'static str {
        NAME
    }

    fn register(&self) -> Register {
        Register::UsptoOdp
    }

    /// Files are kept under the number of the application; by another number it is searched first, and
    /// [`follow_ups`](PatentSource::follow_ups) gives the rest.
    fn calls_for(&self, number: &PatentNumber) -> Vec<Call> {
        let Some(digits) = digits(number) else {
            return Vec::new();
        };
        match number.form() {
            NumberForm::Application => of_application(number, &digits),
            NumberForm::Publication => {
                let spelled = format!("US{digits}{}", number.kind().unwrap_or("A1"));
                vec![search(number, "earliestPublicationNumber", &spelled)]
            }
            NumberForm::Grant => vec![search(number, "patentNumber", &digits)],
        }
    }

    fn follow_ups(&self, call: &Call, answer: &Answer) -> Vec<Call> {
        let is_search = call.path().starts_with("/api/v1/patent/applications/search");
        let found = answer
            .facts
            .rights
            .iter()
            .filter_map(|right| right.application.as_ref());
        let mut found = found.filter(|number| is_search && number.office() == Office::US);
        let Some(application) = found.next() else {
            return Vec::new();
        };
        self.calls_for(application)
            .into_iter()
            .map(|next| next.with_priority(call.priority()))
            .collect()
    }

    fn cost(&self, call: &Call) -> u64 {
        if call.is_principal() { 40_000 } else { 20_000 }
    }

    #[tracing::instrument(name = "odp.fetch", skip_all, fields(call = %call))]
    async fn fetch(&self, call: &Call) -> Result<Reply, FetchError> {
        let _turn = self.turn().await?;
        self.wire.guarded(call, self.cost(call), self.ask(call)).await
    }

    fn breaker(&self) -> BreakerState {
        self.wire.breaker.state(self.wire.now())
    }
}
