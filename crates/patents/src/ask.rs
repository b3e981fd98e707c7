//! Asking the registers about a right: outside of transactions, each answer kept as it comes.

use std::collections::{BTreeSet, VecDeque};

use chrono::{DateTime, Utc};
use db::Result;
use serde::{Deserialize, Serialize};

use crate::{
    Patents,
    number::PatentNumber,
    record::{confirm, record},
    register::{Call, FetchError, Fetched, Priority, Reply},
    store::{self, evidence::NewSnapshot},
};

/// The most calls that one right takes.
const MOST_CALLS: usize = 60;

/// What came of asking.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// How many calls were made.
    pub calls: u32,
    /// How many answers were new evidence.
    pub kept: u32,
    /// How many answers were as before.
    pub confirmed: u32,
    /// How many registers hold nothing under the number.
    pub not_found: u32,
    /// What went wrong, by call.
    pub troubles: Vec<RegisterTrouble>,
    /// When to ask again what went wrong, if asking again can help.
    pub retry_at: Option<DateTime<Utc>>,
}

/// A call that brought nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterTrouble {
    /// The source.
    pub source: String,
    /// The call.
    pub call: String,
    /// What went wrong.
    pub why: String,
}

impl Asked {
    /// Whether every register that covers the number was reached.
    pub fn is_complete(&self) -> bool {
        self.troubles.is_empty()
    }

    fn trouble(&mut self, call: &Call, error: &FetchError, now: DateTime<Utc>) {
        self.troubles.push(RegisterTrouble {
            source: call.source().to_owned(),
            call: call.to_string(),
            why: error.to_string(),
        });
        let again = error.retry_at(now);
        self.retry_at = self.retry_at.into_iter().chain(again).min();
    }
}

impl Patents {
    /// Whether a register that is set up covers this number.
    pub fn can_ask(&self, number: &PatentNumber) -> bool {
        !self.sources.for_number(number).is_empty()
    }

    /// Asks every register about one right by the first of these numbers that it covers, and what their answers lead to. Each
    /// answer is kept in a transaction of its own; a register that fails leaves the others to be asked.
    ///
    /// # Errors
    /// If the database does not answer; what was kept stays kept. What registers did wrong is in [`Asked`].
    pub(crate) async fn ask(&self, numbers: &[PatentNumber], priority: Priority) -> Result<Asked> {
        let mut asked = Asked::default();
        let mut waiting: VecDeque<Call> = VecDeque::new();
        for source in self.sources.iter() {
            let mut calls = numbers.iter().map(|number| source.calls_for(number));
            waiting.extend(calls.find(|calls| !calls.is_empty()).unwrap_or_default());
        }
        let mut made: BTreeSet<String> = BTreeSet::new();
        while let Some(call) = waiting.pop_front() {
            let name = format!("{} {call}", call.source());
            if made.len() >= MOST_CALLS || !made.insert(name) {
                continue;
            }
            let known = store::evidence::newest(self.db.primary(), call.source(), &call.to_string()).await?;
            let etag = known.as_ref().and_then(|known| known.etag.clone());
            let call = call.with_priority(priority).with_etag(etag);
            asked.calls += 1;
            match self.sources.fetch(&call).await {
                Ok(Reply::Fetched(fetched)) => {
                    if let Some(source) = self.sources.named(call.source()) {
                        waiting.extend(source.follow_ups(&call, &fetched.answer));
                    }
                    self.keep_answer(call.source(), &fetched, &mut asked).await?;
                }
                Ok(Reply::NotModified { fetched_at }) => {
                    if let Some(known) = known
                        && known.fetched_at.date_naive() < fetched_at.date_naive()
                    {
                        let tx = self.db.begin().await?;
                        confirm(&tx, known.id, fetched_at).await?;
                        tx.commit().await?;
                    }
                    asked.confirmed += 1;
                }
                Err(FetchError::NotFound) => asked.not_found += u32::from(call.is_principal()),
                Err(error) => {
                    tracing::warn!(source = call.source(), call = %call, error = %error, "a register gave no answer");
                    asked.trouble(&call, &error, self.db.clock().now());
                }
            }
        }
        Ok(asked)
    }

    async fn keep_answer(&self, source: &str, fetched: &Fetched, asked: &mut Asked) -> Result<()> {
        let snapshot = NewSnapshot {
            source,
            call: &fetched.call,
            kind: fetched.answer.facts.kind,
            fetched_at: fetched.fetched_at,
            is_recording: false,
            http_status: Some(fetched.http_status),
            etag: fetched.etag.as_deref(),
            body: &fetched.body,
        };
        let tx = self.db.begin().await?;
        let recorded = record(&tx, &snapshot, &fetched.answer.facts).await?;
        tx.commit().await?;
        match recorded {
            Some(_) => asked.kept += 1,
            None => asked.confirmed += 1,
        }
        Ok(())
    }
}
