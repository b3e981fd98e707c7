//! What OPS says beside its answers: how fast it may be asked and how much is used (OPS guide 1.3.20, fair use).

use chrono::{DateTime, Duration, Utc};

use super::{
    super::{FetchError, Lane, Light, Limiter, Response, budget::next_midnight, judge::retry_after},
    calls::{INPADOC, OTHER, RETRIEVAL},
};
use crate::source::Register;

/// What the service counts over.
const MINUTE: Duration = Duration::seconds(60);

/// `busy (images=green:200, inpadoc=red:10, …)`: for each service its light and the calls a minute it grants.
fn throttling(text: &str) -> impl Iterator<Item = (&str, Light, u32)> {
    let list = text.split_once('(').map_or("", |(_, list)| list);
    list.trim_end_matches([')', ' ']).split(',').filter_map(|entry| {
        let (service, state) = entry.split_once('=')?;
        let (color, per_minute) = state.split_once(':')?;
        let light = match color.trim() {
            "green" => Light::Green,
            "yellow" => Light::Yellow,
            "red" => Light::Red,
            "black" => Light::Black,
            _ => return None,
        };
        Some((service.trim(), light, per_minute.trim().parse().ok()?))
    })
}

/// The lane of one of the service's own names; those we never use have none.
fn lane(service: &str) -> Option<Lane> {
    [INPADOC, RETRIEVAL, OTHER]
        .into_iter()
        .find(|lane| lane.0 == service)
}

/// Feeds the limiter.
pub(super) fn learn(limiter: &Limiter, response: &Response, now: DateTime<Utc>) {
    let header = response.header("x-throttling-control").unwrap_or_default();
    for (service, light, per_minute) in throttling(header) {
        if let Some(lane) = lane(service) {
            limiter.see(lane, light, per_minute, now);
        }
    }
    let used = |name: &str| response.header(name).and_then(|used| used.parse().ok());
    limiter.learn(
        used("x-individualquotaperhour-used"),
        used("x-registeredquotaperweek-used"),
        response.body.len() as u64,
        now,
    );
}

/// What a refusal's headers say; nothing if the answer is none, or says it in its body alone.
pub(super) fn refusal(response: &Response, lane: Lane, now: DateTime<Utc>) -> Option<FetchError> {
    if response.status < 400 {
        return None;
    }
    match response.header("x-rejection-reason") {
        Some("RegisteredQuotaPerWeek") => {
            return Some(FetchError::QuotaExceeded {
                until: next_midnight(now),
            });
        }
        // The hour rolls: after one, nothing of it is left.
        Some("IndividualQuotaPerHour") => {
            return Some(FetchError::QuotaExceeded {
                until: now + Duration::hours(1),
            });
        }
        Some("AnonymousQuotaPerMinute") => return Some(FetchError::Throttled { until: now + MINUTE }),
        _ => {}
    }
    let header = response.header("x-throttling-control").unwrap_or_default();
    let is_suspended =
        throttling(header).any(|(service, light, _)| service == lane.0 && light == Light::Black);
    is_suspended.then(|| {
        let pause = retry_after(response, Register::EpoOps, now).unwrap_or(MINUTE);
        FetchError::Throttled {
            until: now + pause.max(MINUTE),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(status: u16, headers: &[(&str, &str)]) -> Response {
        Response {
            status,
            headers: headers
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            body: Vec::new(),
        }
    }

    fn now() -> DateTime<Utc> {
        "2026-06-01T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn the_throttling_header_is_read_and_nonsense_in_it_is_passed_over() {
        let text =
            "overloaded (images=green:200, inpadoc=red:10, other=black:0, new=blue:1, retrieval=green)";
        let read: Vec<_> = throttling(text).collect();
        assert_eq!(
            read,
            [
                ("images", Light::Green, 200),
                ("inpadoc", Light::Red, 10),
                ("other", Light::Black, 0),
            ]
        );
        assert_eq!(throttling("idle").count() + throttling("").count(), 0);
    }

    #[test]
    fn each_reason_of_a_rejection_has_its_own_end() {
        let until = |reason| refusal(&response(403, &[("X-Rejection-Reason", reason)]), OTHER, now());
        let hour = FetchError::QuotaExceeded {
            until: now() + Duration::hours(1),
        };
        assert_eq!(until("IndividualQuotaPerHour"), Some(hour));
        let midnight = FetchError::QuotaExceeded {
            until: "2026-06-02T00:00:00Z".parse().unwrap(),
        };
        assert_eq!(until("RegisteredQuotaPerWeek"), Some(midnight));
        let minute = FetchError::Throttled {
            until: now() + MINUTE,
        };
        assert_eq!(until("AnonymousQuotaPerMinute"), Some(minute));
        assert_eq!(until("SomethingNew"), None);
    }

    #[test]
    fn a_black_light_waits_as_long_as_is_asked_and_a_minute_at_the_least() {
        let black = |pause| {
            let headers = [
                ("X-Throttling-Control", "overloaded (inpadoc=black:0)"),
                ("Retry-After", pause),
            ];
            refusal(&response(403, &headers), INPADOC, now())
        };
        let after = |seconds| {
            Some(FetchError::Throttled {
                until: now() + Duration::seconds(seconds),
            })
        };
        assert_eq!(black("120000"), after(120));
        assert_eq!(black("1000"), after(60));
    }
}
