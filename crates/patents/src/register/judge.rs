//! What an answer amounts to: a body that can be kept, or why there is none.

use chrono::{DateTime, Datelike, Duration, FixedOffset, NaiveDate, NaiveTime, Utc};

use super::{Call, FetchError, Fetched, Reply, Response, Trouble, budget::next_midnight, truth};
use crate::source::{self, Answer, Outcome, ParseError, Refusal, Register};

/// How long a pause is that a register asks for without saying how long.
const PAUSE: Duration = Duration::seconds(60);
/// The longest pause that is believed.
const LONGEST_PAUSE: Duration = Duration::days(1);
/// The largest figure that is read of one, beyond [`LONGEST_PAUSE`] in either unit.
const MOST: i64 = 1_000_000_000;
/// Bodies larger than this are read on a thread of their own.
const LARGE: usize = 1024 * 1024;

/// What an answer amounts to.
#[derive(Debug)]
pub(crate) enum Judged {
    /// It is settled.
    Settled(Result<Reply, FetchError>),
    /// The token is old: with a new one the call may be made again.
    NewToken,
}

/// Judges an answer to a call.
pub(crate) async fn judge(
    source_name: &'static str,
    register: Register,
    call: &Call,
    response: Response,
    now: DateTime<Utc>,
) -> Judged {
    let status = response.status;
    if status == 304 && call.etag().is_some() {
        return Judged::Settled(Ok(Reply::NotModified { fetched_at: now }));
    }
    if (300..400).contains(&status) {
        return failed(FetchError::unavailable(Trouble::Redirected(status)));
    }
    if response.is_success() && response.is_blank() {
        return failed(FetchError::unavailable(Trouble::Empty));
    }
    let etag = response.header("etag").map(str::to_owned);
    let pause = retry_after(&response, register, now);
    let (read, body) = read(response.body).await;
    let refusal = Context {
        source_name,
        register,
        status,
        pause,
        now,
    };
    match read {
        Err(ParseError::Refused(why)) => refusal.refused(&why),
        _ if !(200..300).contains(&status) => refusal.bare(),
        Err(ParseError::TooLarge { max, .. }) => failed(FetchError::TooLarge { max }),
        Err(error) => failed(FetchError::unavailable(error)),
        Ok(answer) => Judged::Settled(truth::check(call, register, &answer).map(|()| {
            Reply::Fetched(Box::new(Fetched {
                call: call.to_string(),
                http_status: status,
                etag,
                body,
                fetched_at: now,
                answer,
            }))
        })),
    }
}

/// Reads a body; a large one without holding up others.
async fn read(body: Vec<u8>) -> (Result<Answer, ParseError>, String) {
    let read = |body: Vec<u8>| {
        let answer = source::read(&body);
        (answer, String::from_utf8(body).unwrap_or_default())
    };
    if body.len() <= LARGE {
        return read(body);
    }
    let read = tokio::task::spawn_blocking(move || read(body)).await;
    read.unwrap_or_else(|_| (Err(ParseError::NotRecognised), String::new()))
}

fn failed(error: FetchError) -> Judged {
    Judged::Settled(Err(error))
}

/// What a refusal came with.
struct Context {
    source_name: &'static str,
    register: Register,
    status: u16,
    pause: Option<Duration>,
    now: DateTime<Utc>,
}

impl Context {
    /// A refusal in the register's own words, with a status of its own or with 200.
    fn refused(self, why: &Refusal) -> Judged {
        let said = || why.message.clone();
        failed(match (why.outcome, self.status) {
            (Outcome::NewTokenAndRetry, _) => return Judged::NewToken,
            (Outcome::QuotaExceeded, _) => FetchError::QuotaExceeded {
                until: quota_renewed_at(self.register, self.now),
            },
            (Outcome::Throttled, _) => self.throttled(),
            (Outcome::BadCredentials, _) => FetchError::NeedsCredentials {
                source_name: self.source_name,
                said: said(),
            },
            (_, 500..) => self.unavailable(Trouble::Status(self.status)),
            // A question that the register calls wrong does not tell that there is no such right.
            (_, 400 | 405..=428) => FetchError::Rejected {
                status: self.status,
                said: said(),
            },
            (Outcome::NotFound, _) => FetchError::NotFound,
            (Outcome::Unavailable, _) => {
                self.unavailable(Trouble::Said(format!("{} {}", why.code, why.message)))
            }
        })
    }

    /// An error status with a body that is not the register's.
    fn bare(self) -> Judged {
        failed(match self.status {
            401 | 403 => FetchError::NeedsCredentials {
                source_name: self.source_name,
                said: format!("HTTP status {}", self.status),
            },
            429 => self.throttled(),
            500.. => self.unavailable(Trouble::Status(self.status)),
            // Whoever says so, it is not the register: that there is no such right would be a guess.
            404 => self.unavailable(Trouble::NotItsOwnWords(404)),
            status => FetchError::Rejected {
                status,
                said: "no words".to_owned(),
            },
        })
    }

    fn throttled(&self) -> FetchError {
        FetchError::Throttled {
            until: self.now + self.pause.unwrap_or(PAUSE),
        }
    }

    fn unavailable(&self, why: Trouble) -> FetchError {
        FetchError::Unavailable {
            why,
            retry_after: self.pause,
        }
    }
}

/// The pause a register asks for. The EPO counts it in milliseconds (OPS guide 1.3.20), everybody else in seconds or
/// up to a date (RFC 9110, 10.2.3).
pub(crate) fn retry_after(response: &Response, register: Register, now: DateTime<Utc>) -> Option<Duration> {
    let text = response.header("retry-after")?;
    let pause = match text.parse::<i64>() {
        Ok(count) if register == Register::EpoOps => Duration::milliseconds(count.clamp(0, MOST)),
        Ok(count) => Duration::seconds(count.clamp(0, MOST)),
        Err(_) => DateTime::parse_from_rfc2822(text).ok()?.to_utc() - now,
    };
    Some(pause.clamp(Duration::seconds(1), LONGEST_PAUSE))
}

/// When a used-up quota is renewed: at the JPO with the next day in Japan, at KIPRIS with the next month in Korea (both
/// nine hours ahead of UTC), elsewhere after an hour at the most, unless headers say more.
pub(crate) fn quota_renewed_at(register: Register, now: DateTime<Utc>) -> DateTime<Utc> {
    let ahead = Duration::hours(9);
    match register {
        Register::Jpo => next_midnight(now + ahead) - ahead,
        Register::Kipris => {
            let offset = FixedOffset::east_opt(9 * 3600);
            let today = offset.map_or(now.date_naive(), |offset| now.with_timezone(&offset).date_naive());
            let (year, month) = match today.month() {
                12 => (today.year() + 1, 1),
                month => (today.year(), month + 1),
            };
            NaiveDate::from_ymd_opt(year, month, 1).map_or(now + LONGEST_PAUSE, |first| {
                first.and_time(NaiveTime::MIN).and_utc() - ahead
            })
        }
        Register::EpoOps
        | Register::UsptoOdp
        | Register::Cnipa
        | Register::UsptoMaintenance
        | Register::Document => now + Duration::hours(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn the_epo_counts_a_pause_in_milliseconds_and_others_in_seconds_or_up_to_a_date() {
        let now = at("2026-06-01T12:00:00Z");
        let asked = |text: &str, register| {
            let response = Response {
                status: 503,
                headers: vec![("Retry-After".to_owned(), text.to_owned())],
                body: Vec::new(),
            };
            retry_after(&response, register, now)
        };
        assert_eq!(asked("60000", Register::EpoOps), Some(Duration::seconds(60)));
        assert_eq!(asked("60", Register::UsptoOdp), Some(Duration::seconds(60)));
        let date = asked("Mon, 01 Jun 2026 12:02:00 GMT", Register::UsptoOdp);
        assert_eq!(date, Some(Duration::seconds(120)));
        assert_eq!(asked("9999999999999999", Register::Jpo), Some(LONGEST_PAUSE));
        assert_eq!(asked("-5", Register::Jpo), Some(Duration::seconds(1)));
        assert_eq!(asked("soon", Register::Jpo), None);
    }

    #[test]
    fn quotas_are_renewed_by_the_calendar_of_their_office() {
        let now = at("2026-12-31T16:00:00Z"); // the first of January in Tokyo and Seoul
        assert_eq!(quota_renewed_at(Register::Jpo, now), at("2027-01-01T15:00:00Z"));
        assert_eq!(
            quota_renewed_at(Register::Kipris, now),
            at("2027-01-31T15:00:00Z")
        );
        let before = at("2026-12-31T14:00:00Z");
        assert_eq!(
            quota_renewed_at(Register::Kipris, before),
            at("2026-12-31T15:00:00Z")
        );
    }
}
