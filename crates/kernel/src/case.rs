//! Cases that reviewers take off a queue: for how long one is theirs.

use chrono::{DateTime, TimeDelta, Utc};

use crate::UserId;

/// How long taking a case keeps other reviewers off, in hours.
const HELD_HOURS: i64 = 24;

/// Until when a case is theirs who took it; the instant itself is too late.
pub fn held_until(taken_at: DateTime<Utc>) -> DateTime<Utc> {
    taken_at + TimeDelta::hours(HELD_HOURS)
}

/// Who works on a case at `now`, by who took it last and when.
pub fn holder(
    reviewer: Option<UserId>,
    taken_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Option<UserId> {
    reviewer.filter(|_| taken_at.is_some_and(|at| now < held_until(at)))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_case_is_theirs_who_took_it_for_a_day() {
        let taken_at = DateTime::from_timestamp(1_780_315_200, 0).unwrap_or_default();
        let reviewer = Some(UserId::from_uuid(Uuid::nil()));
        let end = held_until(taken_at);
        let before = end - TimeDelta::microseconds(1);
        assert_eq!(holder(reviewer, Some(taken_at), before), reviewer);
        assert_eq!(holder(reviewer, Some(taken_at), end), None);
        assert_eq!(holder(reviewer, None, taken_at), None);
        assert_eq!(holder(None, Some(taken_at), taken_at), None);
    }
}
