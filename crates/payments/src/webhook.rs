//! Messages from a provider: the signature first, then the rest.
//!
//! The scheme is Stripe's (<https://docs.stripe.com/webhooks#verify-manually>): the header
//! `Stripe-Signature: t=<seconds>,v1=<hex>` holds HMAC-SHA256 over `<seconds>.<body>`. There may
//! be several `v1` while a secret is being changed.

use chrono::{DateTime, Utc};
use db::{Db, inbox::Received};
use hmac::Mac;
use serde::Deserialize;
use serde_json::Value;
use subtle::ConstantTimeEq;

use crate::WebhookSecret;

/// The header that carries the signature.
pub const SIGNATURE_HEADER: &str = "stripe-signature";
/// The longest body that is read.
pub const MAX_BODY: usize = 256 * 1024;
/// How far the time of signing may be from ours, in seconds.
pub const TOLERANCE_SECONDS: i64 = 300;
/// The longest signature header that is read.
const MAX_HEADER: usize = 4 * 1024;
/// The longest id or kind of an event that is kept.
const MAX_NAME: usize = 255;

/// Something that happened at the provider, from a body whose sender was verified.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ProviderEvent {
    /// The provider's id of it.
    pub id: String,
    /// What happened, such as `setup_intent.succeeded`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Whether it is about real money.
    pub livemode: bool,
    /// What it happened to.
    pub data: EventData,
}

/// What an event happened to.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct EventData {
    /// The object as it stood when the event was made. May be old: ask the provider for the present.
    pub object: Value,
}

impl ProviderEvent {
    /// Reads the body of an event.
    ///
    /// # Errors
    /// [`WebhookError::NotAnEvent`] says what is missing.
    pub fn read(body: &str) -> Result<Self, WebhookError> {
        let event: Self =
            serde_json::from_str(body).map_err(|error| WebhookError::NotAnEvent(error.to_string()))?;
        let proper =
            |text: &str| !text.is_empty() && text.len() <= MAX_NAME && !text.contains(char::is_control);
        if proper(&event.id) && proper(&event.kind) {
            Ok(event)
        } else {
            Err(WebhookError::NotAnEvent(
                "its id or type is empty or too long".to_owned(),
            ))
        }
    }

    /// The provider's id of what it happened to.
    pub fn object_id(&self) -> Option<&str> {
        self.data.object.get("id")?.as_str()
    }

    /// Our key, from the metadata of what it happened to.
    pub fn key(&self) -> Option<&str> {
        self.data.object.get("metadata")?.get("key")?.as_str()
    }
}

/// Why a message was not taken. None of them tells a forger what was nearly right.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    /// The body is longer than [`MAX_BODY`].
    #[error("the body is longer than {MAX_BODY} bytes")]
    TooLarge,
    /// There is no signature header.
    #[error("there is no signature")]
    Unsigned,
    /// The header is not a signature of this scheme.
    #[error("the signature cannot be read")]
    MalformedSignature,
    /// No signature fits the body and a secret of ours.
    #[error("the signature does not fit")]
    WrongSignature,
    /// It was signed too long ago, or in the future: a replay or a wrong clock.
    #[error("the signature is not of these minutes")]
    OutsideTolerance,
    /// Properly signed, but not an event.
    #[error("the body is not an event: {0}")]
    NotAnEvent(String),
    /// A test event at a live endpoint, or the other way round.
    #[error("the event is of the other mode (live or test)")]
    WrongMode,
    /// It could not be kept; the sender should send it again.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl WebhookError {
    /// Whether the sender should send it again.
    pub fn is_ours(&self) -> bool {
        matches!(self, WebhookError::Store(_))
    }
}

/// The signature header for a body.
pub fn sign(secret: &WebhookSecret, at: DateTime<Utc>, body: &[u8]) -> String {
    let seconds = at.timestamp().to_string();
    format!("t={seconds},v1={}", hex::encode(code(secret, &seconds, body)))
}

/// Passes if one of the signatures in the header was made with one of the secrets, over this
/// body, within [`TOLERANCE_SECONDS`] of `now`.
///
/// # Errors
/// [`WebhookError`] says which of these does not hold.
pub fn verify(
    secrets: &[WebhookSecret],
    header: Option<&str>,
    body: &[u8],
    now: DateTime<Utc>,
) -> Result<(), WebhookError> {
    if body.len() > MAX_BODY {
        return Err(WebhookError::TooLarge);
    }
    let header = header
        .filter(|header| !header.is_empty())
        .ok_or(WebhookError::Unsigned)?;
    let (seconds, candidates) = parse(header).ok_or(WebhookError::MalformedSignature)?;
    let signed_at: i64 = seconds.parse().map_err(|_| WebhookError::MalformedSignature)?;
    // Every candidate is compared with every secret, whatever fitted before.
    let fits = secrets.iter().fold(false, |fits, secret| {
        let right = code(secret, seconds, body);
        candidates
            .iter()
            .fold(fits, |fits, candidate| fits | bool::from(right.ct_eq(candidate)))
    });
    if !fits {
        return Err(WebhookError::WrongSignature);
    }
    if now.timestamp().abs_diff(signed_at) > TOLERANCE_SECONDS.unsigned_abs() {
        return Err(WebhookError::OutsideTolerance);
    }
    Ok(())
}

/// The time as signed and the `v1` signatures of a header. Parts of other schemes are passed over.
fn parse(header: &str) -> Option<(&str, Vec<[u8; 32]>)> {
    if header.len() > MAX_HEADER {
        return None;
    }
    let (mut seconds, mut candidates) = (None, Vec::new());
    for part in header.split(',') {
        match part.split_once('=')? {
            ("t", time) => {
                let digits = !time.is_empty() && time.len() <= 15 && time.bytes().all(|b| b.is_ascii_digit());
                if !digits || seconds.replace(time).is_some() {
                    return None;
                }
            }
            ("v1", signature) => {
                let mut bytes = [0; 32];
                if hex::decode_to_slice(signature, &mut bytes).is_ok() {
                    candidates.push(bytes);
                }
            }
            _ => {}
        }
    }
    if candidates.is_empty() {
        None
    } else {
        Some((seconds?, candidates))
    }
}

fn code(secret: &WebhookSecret, seconds: &str, body: &[u8]) -> [u8; 32] {
    let mut mac = secret.keyed();
    mac.update(seconds.as_bytes());
    mac.update(b".");
    mac.update(body);
    mac.finalize().into_bytes().into()
}

/// Takes the messages of one provider.
#[derive(Debug, Clone)]
pub struct WebhookReceiver {
    /// The provider's name, as kept with each message.
    pub provider: &'static str,
    /// The secrets that are good now: two while they are being changed.
    pub secrets: Vec<WebhookSecret>,
    /// Whether real money is expected.
    pub livemode: bool,
}

impl WebhookReceiver {
    /// Verifies a message and keeps it in the inbox, where a job will work on it. A message that
    /// came before is taken again and does nothing.
    ///
    /// # Errors
    /// [`WebhookError`]: answer 400, or 500 if [`WebhookError::is_ours`].
    pub async fn receive(
        &self,
        db: &Db,
        header: Option<&str>,
        body: &[u8],
    ) -> Result<Received, WebhookError> {
        verify(&self.secrets, header, body, db.clock().now())?;
        let body = std::str::from_utf8(body).map_err(|error| WebhookError::NotAnEvent(error.to_string()))?;
        let event = ProviderEvent::read(body)?;
        if event.livemode != self.livemode {
            return Err(WebhookError::WrongMode);
        }
        let tx = db.begin().await?;
        let received = db::inbox::receive(&tx, self.provider, &event.id, &event.kind, body).await?;
        tx.commit().await?;
        Ok(received)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BODY: &[u8] = br#"{"id":"evt_1","type":"setup_intent.succeeded","livemode":false,"data":{"object":{"id":"seti_1"}}}"#;

    fn secret(text: &str) -> WebhookSecret {
        WebhookSecret::new(text).unwrap()
    }

    fn ours() -> WebhookSecret {
        secret("whsec_the_secret_of_this_test")
    }

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_780_315_200, 0).unwrap()
    }

    fn verdict(header: &str, body: &[u8]) -> Result<(), WebhookError> {
        verify(&[ours()], Some(header), body, now())
    }

    #[test]
    fn the_signature_is_that_of_stripes_scheme() {
        // HMAC-SHA256 over `1780315200.{}` by Python's hmac, with the secret above.
        let header = sign(&ours(), now(), b"{}");
        assert_eq!(
            header,
            "t=1780315200,v1=a129b2eb5b526f7c9bfe5a64d37f32929be0516b43d7f894ac5d828e21c7c354"
        );
    }

    #[test]
    fn a_signed_message_passes_within_five_minutes_either_way() {
        for off in [-300, -1, 0, 299, 300] {
            let at = now() + chrono::TimeDelta::seconds(off);
            assert!(verdict(&sign(&ours(), at, BODY), BODY).is_ok(), "{off}");
        }
    }

    #[test]
    fn every_signature_is_tried_with_every_secret() {
        let other = secret("whsec_the_secret_of_tomorrow");
        let header = sign(&ours(), now(), BODY);
        assert!(verify(&[other.clone(), ours()], Some(&header), BODY, now()).is_ok());
        let (time, signature) = header.split_once(',').unwrap();
        let wrong = "v1=".to_owned() + &"ab".repeat(32);
        for several in [
            format!("{time},{wrong},{signature}"),
            format!("{time},{signature},{wrong}"),
            format!("{signature},{time}"),
            format!("{time},v0={},{signature},v2=zz", "00".repeat(32)),
        ] {
            assert!(verdict(&several, BODY).is_ok(), "{several}");
        }
    }

    /// Header, body and secrets of a message that must not pass, with what it is.
    fn forgeries() -> Vec<(&'static str, Option<String>, Vec<u8>)> {
        let good = sign(&ours(), now(), BODY);
        let (time, signature) = good.split_once(',').unwrap();
        let hex = signature.strip_prefix("v1=").unwrap();
        let at = |off| sign(&ours(), now() + chrono::TimeDelta::seconds(off), BODY);
        let mut flipped = BODY.to_vec();
        flipped[10] ^= 1;
        let head = |text: String| Some(text);
        let body = || BODY.to_vec();
        vec![
            ("no header", None, body()),
            ("an empty header", head(String::new()), body()),
            ("words", head("please".into()), body()),
            ("no time", head(signature.into()), body()),
            ("no signature", head(time.into()), body()),
            ("an empty signature", head(format!("{time},v1=")), body()),
            ("only the old scheme", head(format!("{time},v0={hex}")), body()),
            (
                "a signature cut short",
                head(format!("{time},v1={}", &hex[..62])),
                body(),
            ),
            (
                "a signature with more",
                head(format!("{time},{signature}00")),
                body(),
            ),
            (
                "a signature that is not hexadecimal",
                head(format!("{time},v1={}", "zz".repeat(32))),
                body(),
            ),
            (
                "one digit of the signature changed",
                head(format!("{time},v1={}", flip(hex))),
                body(),
            ),
            ("zeros", head(format!("{time},v1={}", "00".repeat(32))), body()),
            (
                "another secret",
                head(sign(&secret("whsec_not_the_secret_here"), now(), BODY)),
                body(),
            ),
            ("one bit of the body changed", head(good.clone()), flipped),
            (
                "a byte added to the body",
                head(good.clone()),
                [BODY, b" "].concat(),
            ),
            ("an empty body", head(good.clone()), Vec::new()),
            (
                "a body reindented",
                head(good.clone()),
                BODY.iter().flat_map(|b| [*b, b' ']).collect(),
            ),
            ("too old", head(at(-301)), body()),
            ("from the future", head(at(301)), body()),
            (
                "an old signature with a new time",
                head(format!("{time},{}", at(-4_000).split_once(',').unwrap().1)),
                body(),
            ),
            ("two times", head(format!("t=1,{good}")), body()),
            (
                "a time that is not a number",
                head(format!("t=now,{signature}")),
                body(),
            ),
            (
                "a negative time",
                head(format!("t=-1780315200,{signature}")),
                body(),
            ),
            (
                "a time with a sign",
                head(format!("t=+1780315200,{signature}")),
                body(),
            ),
            (
                "a time beyond all numbers",
                head(format!("t=99999999999999999999,{signature}")),
                body(),
            ),
            (
                "the dot moved into the body",
                head(sign(&ours(), now(), &[b"0.", BODY].concat())),
                body(),
            ),
            (
                "a header without end",
                head(format!("{good},{}", "v1=00,".repeat(1_000))),
                body(),
            ),
            (
                "a body without end",
                head(sign(&ours(), now(), &vec![b' '; MAX_BODY + 1])),
                vec![b' '; MAX_BODY + 1],
            ),
        ]
    }

    fn flip(hex: &str) -> String {
        let last = if hex.ends_with('0') { "1" } else { "0" };
        format!("{}{last}", &hex[..63])
    }

    #[test]
    fn no_forgery_passes() {
        let forgeries = forgeries();
        assert!(forgeries.len() >= 18);
        for (what, header, body) in forgeries {
            assert!(
                verify(&[ours()], header.as_deref(), &body, now()).is_err(),
                "{what} passed"
            );
        }
        assert!(
            verify(&[], Some(&sign(&ours(), now(), BODY)), BODY, now()).is_err(),
            "no secret at all"
        );
    }

    #[test]
    fn a_body_without_id_type_or_mode_is_not_an_event() {
        for body in [
            "",
            "[]",
            "{}",
            r#"{"id":"","type":"x","livemode":false,"data":{"object":{}}}"#,
            r#"{"id":"a\u0000","type":"x","livemode":false,"data":{"object":{}}}"#,
            r#"{"id":"evt_1","type":"x","data":{"object":{}}}"#,
            r#"{"id":1,"type":"x","livemode":false,"data":{"object":{}}}"#,
        ] {
            assert!(ProviderEvent::read(body).is_err(), "{body}");
        }
        let read = ProviderEvent::read(std::str::from_utf8(BODY).unwrap()).unwrap();
        assert_eq!((read.object_id(), read.key()), (Some("seti_1"), None));
    }

    #[test]
    fn our_key_is_read_from_the_metadata() {
        let body =
            r#"{"id":"evt_1","type":"x","livemode":true,"data":{"object":{"metadata":{"key":"collect:1"}}}}"#;
        let read = ProviderEvent::read(body).unwrap();
        assert_eq!((read.key(), read.object_id()), (Some("collect:1"), None));
    }

    #[test]
    fn a_body_of_256_kib_passes_and_none_that_is_longer() {
        let longest = vec![b' '; 262_144];
        assert!(verdict(&sign(&ours(), now(), &longest), &longest).is_ok());
        let longer = vec![b' '; 262_145];
        let refused = verdict(&sign(&ours(), now(), &longer), &longer);
        assert!(matches!(refused, Err(WebhookError::TooLarge)));
    }

    #[test]
    fn names_of_an_event_have_255_characters_at_most() {
        let body = |id: usize| {
            let id = "e".repeat(id);
            format!(r#"{{"id":"{id}","type":"x","livemode":false,"data":{{"object":{{}}}}}}"#)
        };
        assert!(ProviderEvent::read(&body(255)).is_ok());
        assert!(ProviderEvent::read(&body(256)).is_err());
    }

    proptest! {
        #[test]
        fn no_header_makes_the_parser_panic(header in ".{0,300}", body in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(verify(&[ours()], Some(&header), &body, now()).is_err());
        }

        #[test]
        fn no_body_makes_the_reader_panic(body in ".{0,300}") {
            let _ = ProviderEvent::read(&body);
        }
    }
}
