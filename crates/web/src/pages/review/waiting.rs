//! What the queues of reviewers share: whose a case is, for how long it has waited, where the next page is.

use chrono::{DateTime, Utc};

use super::Person;
use crate::{
    graphql::{Named, schema},
    words::Words,
};

/// Whose a case is at this moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Hold {
    /// Nobody's, or nobody's any more.
    Free,
    /// The visitor's.
    Mine,
    /// Another reviewer's, until then.
    Of(String, DateTime<Utc>),
}

impl Hold {
    /// Whose a case is, as one of its reviewers sees it.
    pub(super) fn of(
        reviewer: Option<&Person>,
        claimed_at: Option<DateTime<Utc>>,
        me: &cynic::Id,
        now: DateTime<Utc>,
    ) -> Self {
        let until = claimed_at.map(kernel::held_until).filter(|until| now < *until);
        match (reviewer, until) {
            (Some(reviewer), Some(_)) if reviewer.id == *me => Self::Mine,
            (Some(reviewer), Some(until)) => Self::Of(reviewer.display_name.clone(), until),
            _ => Self::Free,
        }
    }
}

/// For how many whole days something has waited.
pub(super) fn days_since(at: DateTime<Utc>, now: DateTime<Utc>) -> i64 {
    (now - at).num_days().max(0)
}

#[derive(cynic::QueryFragment, Debug)]
pub(super) struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

impl PageInfo {
    /// The address of the next page of a queue.
    pub(super) fn next(&self, w: Words, path: &str) -> Option<String> {
        let after = self.end_cursor.as_ref().filter(|_| self.has_next_page)?;
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("after", after)
            .finish();
        Some(w.url(&format!("{path}?{query}")))
    }
}

/// A reason that can be given with a decision.
pub(super) struct Reason {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) chosen: bool,
}

/// The reasons of a decision in the visitor's language, `chosen` being the one that was sent.
pub(super) fn reasons<R: Named>(all: &[R], w: Words, family: &str, chosen: &str) -> Vec<Reason> {
    all.iter()
        .map(|reason| Reason {
            value: reason.name(),
            label: w.label(family, reason),
            chosen: reason.name() == chosen,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_keeps_others_off_for_a_day() {
        let me = cynic::Id::new("me");
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let held = |by: &str, now| {
            let person = Person {
                id: cynic::Id::new(by),
                display_name: by.to_owned(),
            };
            Hold::of(Some(&person), Some(at("2026-05-01T08:00:00Z")), &me, now)
        };
        let (later, until) = (at("2026-05-02T07:59:59Z"), at("2026-05-02T08:00:00Z"));
        assert_eq!(held("me", later), Hold::Mine);
        assert_eq!(held("other", later), Hold::Of("other".to_owned(), until));
        assert_eq!(held("other", until), Hold::Free);
        assert_eq!(Hold::of(None, None, &me, later), Hold::Free);
    }
}
