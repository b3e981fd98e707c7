//! What the registers recorded, by years.

use chrono::{Datelike, NaiveDate};

use crate::graphql::{PatentEventMark, schema};

/// A page of entries, newest first; undated ones last.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "PatentEventConnection")]
pub(super) struct Events {
    pub(super) total_count: i32,
    pub(super) page_info: PageInfo,
    pub(super) nodes: Vec<PatentEvent>,
}

/// Where a page ends.
#[derive(cynic::QueryFragment, Debug)]
pub(super) struct PageInfo {
    pub(super) has_next_page: bool,
    pub(super) end_cursor: Option<String>,
}

/// A dated entry of a register.
#[derive(cynic::QueryFragment, Debug)]
pub(super) struct PatentEvent {
    pub(super) code: String,
    pub(super) on: Option<NaiveDate>,
    pub(super) territory: Option<String>,
    pub(super) text: String,
    pub(super) source: String,
    pub(super) mark: Option<PatentEventMark>,
}

/// The entries of a year; those without a day have none.
#[derive(Debug)]
pub(super) struct Year<'a> {
    pub(super) year: Option<i32>,
    pub(super) events: Vec<&'a PatentEvent>,
}

/// Entries by years, in the order in which they come.
pub(super) fn years(events: &[PatentEvent]) -> Vec<Year<'_>> {
    let year_of = |event: &PatentEvent| event.on.map(|on| on.year());
    events
        .chunk_by(|a, b| year_of(a) == year_of(b))
        .map(|events| Year {
            year: events.first().and_then(year_of),
            events: events.iter().collect(),
        })
        .collect()
}

impl PageInfo {
    /// Where older entries begin, if there are any.
    pub(super) fn older(&self) -> Option<&str> {
        self.end_cursor.as_deref().filter(|_| self.has_next_page)
    }
}

impl PatentEvent {
    /// Whether it no longer counts: it stays readable, but struck through.
    pub(super) fn is_struck(&self) -> bool {
        matches!(
            self.mark,
            Some(PatentEventMark::Corrected | PatentEventMark::Retracted)
        )
    }
}
