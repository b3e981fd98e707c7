//! The USPTO's Assignment Center by its own web interface (version 3). That is no published contract and may change on
//! any day, so this source is off unless switched on.
//!
//! A search by number lists records without saying about which rights they are; each record, asked by reel and frame,
//! names its rights. Only those can be held against the number asked for.

use std::{collections::BTreeSet, sync::Arc};

use async_trait::async_trait;
use kernel::Clock;

use super::{
    Breaker, BreakerState, Call, FetchError, Limiter, PatentSource, Reply, Transport, call::Scope, wire::Wire,
};
use crate::{
    number::{NumberForm, Office, PatentNumber},
    source::{Answer, Register},
};

/// The source's name.
const NAME: &str = "uspto-assignment-center";
/// Where it is.
const BASE: &str = "https://assignmentcenter.uspto.gov";
/// A polite pace: nothing is published.
const PER_MINUTE: u32 = 20;
/// The one path.
const PATH: &str = "/ipas/search/api/v3/public/search/patent";
/// How many records of one right are asked for.
const MOST_RECORDS: usize = 100;

/// Recorded conveyances of United States rights. Clones share the limits.
#[derive(Debug, Clone)]
pub struct AssignmentCenter {
    wire: Wire,
}

impl AssignmentCenter {
    /// The service.
    pub fn new(transport: Arc<dyn Transport>, clock: Arc<dyn Clock>) -> Self {
        Self {
            wire: Wire {
                name: NAME,
                register: Register::UsptoOdp,
                base: BASE.to_owned(),
                transport,
                clock,
                breaker: Breaker::default(),
                limiter: Limiter::new(PER_MINUTE),
                quota_by_lane: false,
                secrets: Vec::new(),
            },
        }
    }

    async fn ask(&self, call: &Call) -> Result<Reply, FetchError> {
        let request = self.wire.request(call).header("accept", "application/json");
        let response = self.wire.send(request).await?;
        self.wire.settle(call, response).await
    }
}

/// The record at a reel and frame, `035130/0327`.
fn record(number: &PatentNumber, reel_frame: &str) -> Option<Call> {
    let (reel, frame) = reel_frame.split_once('/')?;
    let (reel, frame): (u32, u32) = (reel.parse().ok()?, frame.parse().ok()?);
    let question = format!(
        r#"{{"reelNumber":"{reel}","frameNumber":"{frame}","searchBy":"reelFrame","dataFilter":{{"filterBy":[],"rowsPerPage":10,"currentPage":1}}}}"#
    );
    Some(Call::post(NAME, PATH.to_owned(), question, number, Scope::Family))
}

#[async_trait]
impl PatentSource for AssignmentCenter {
    fn name(&self) -> &'static str {
        NAME
    }

    fn register(&self) -> Register {
        Register::UsptoOdp
    }

    fn calls_for(&self, number: &PatentNumber) -> Vec<Call> {
        let key = number.key();
        let Some(digits) = key.strip_prefix("US").filter(|_| number.office() == Office::US) else {
            return Vec::new();
        };
        let kind = number.kind().unwrap_or("A1");
        let (property, field) = match number.form() {
            NumberForm::Application => (digits.to_owned(), "applicationNumber"),
            NumberForm::Publication => (format!("{key}{kind}"), "publicationNumber"),
            NumberForm::Grant => (digits.to_owned(), "patentNumber"),
        };
        if !property.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Vec::new();
        }
        let question = format!(
            r#"{{"searchCriteria":[{{"property":"{property}","searchBy":"{field}","matchType":"Exact","order":1,"relation":"AND"}}],"dataFilter":{{"filterBy":[],"rowsPerPage":{MOST_RECORDS},"currentPage":1}}}}"#
        );
        vec![Call::post(NAME, PATH.to_owned(), question, number, Scope::Part)]
    }

    /// The records that a search has listed, one by one.
    fn follow_ups(&self, call: &Call, answer: &Answer) -> Vec<Call> {
        if call
            .body()
            .is_none_or(|question| !question.contains("searchCriteria"))
        {
            return Vec::new();
        }
        let listed = answer.facts.extra.conveyances.iter();
        let within = answer.facts.rights.iter().flat_map(|right| &right.conveyances);
        let records: BTreeSet<&str> = listed
            .chain(within)
            .filter_map(|conveyed| conveyed.reel_frame.as_deref())
            .collect();
        records
            .into_iter()
            .take(MOST_RECORDS)
            .filter_map(|reel_frame| record(call.about(), reel_frame))
            .map(|next| next.with_priority(call.priority()))
            .collect()
    }

    fn cost(&self, _: &Call) -> u64 {
        5_000
    }

    #[tracing::instrument(name = "assignment_center.fetch", skip_all, fields(call = %call))]
    async fn fetch(&self, call: &Call) -> Result<Reply, FetchError> {
        self.wire.guarded(call, self.cost(call), self.ask(call)).await
    }

    fn breaker(&self) -> BreakerState {
        self.wire.breaker.state(self.wire.now())
    }
}
