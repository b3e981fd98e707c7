//! The messages of the protocol.

use serde_json::{Map, Value as Json, json};

use super::Close;
use crate::http::answer::Answer;

/// A message from the client.
#[derive(Debug, PartialEq)]
pub(super) enum Said {
    Init(Option<Map<String, Json>>),
    Ping(Option<Json>),
    Pong,
    Subscribe { id: String, payload: Map<String, Json> },
    Complete { id: String },
}

/// Ids are the client's; a long one only costs memory.
const LONGEST_ID: usize = 128;

impl Said {
    /// Reads a message. Anything the protocol does not know closes the socket.
    pub(super) fn read(text: &str) -> Result<Self, Close> {
        let bad = |why: &str| Close::BadMessage(why.to_owned());
        let Ok(Json::Object(mut message)) = serde_json::from_str(text) else {
            return Err(bad("Message is not a JSON object"));
        };
        let payload = message.remove("payload").filter(|payload| !payload.is_null());
        let id = match message.remove("id") {
            Some(Json::String(id)) if !id.is_empty() && id.len() <= LONGEST_ID => Ok(id),
            _ => Err(bad("Message needs an id of 1 to 128 characters")),
        };
        match (message.get("type").and_then(Json::as_str), payload) {
            (Some("connection_init"), None) => Ok(Said::Init(None)),
            (Some("connection_init"), Some(Json::Object(payload))) => Ok(Said::Init(Some(payload))),
            (Some("ping"), payload @ (None | Some(Json::Object(_)))) => Ok(Said::Ping(payload)),
            (Some("pong"), None | Some(Json::Object(_))) => Ok(Said::Pong),
            (Some("subscribe"), Some(Json::Object(payload))) => Ok(Said::Subscribe { id: id?, payload }),
            (Some("complete"), None) => Ok(Said::Complete { id: id? }),
            (Some("connection_init" | "ping" | "pong" | "subscribe" | "complete"), _) => {
                Err(bad("Message has an unfit payload"))
            }
            _ => Err(bad("Message has no type known here")),
        }
    }
}

/// `connection_ack`.
pub(super) fn ack() -> String {
    r#"{"type":"connection_ack"}"#.to_owned()
}

/// `pong`, with the payload of its `ping`.
pub(super) fn pong(payload: Option<Json>) -> String {
    match payload {
        Some(payload) => json!({ "type": "pong", "payload": payload }).to_string(),
        None => r#"{"type":"pong"}"#.to_owned(),
    }
}

/// `complete`.
pub(super) fn complete(id: &str) -> String {
    json!({ "type": "complete", "id": id }).to_string()
}

/// `next`, or `error` if nothing ran: the operation is over then.
pub(super) fn tell(id: &str, answer: &Answer) -> String {
    let id = Json::String(id.to_owned());
    if answer.is_request_error() {
        let errors = serde_json::to_string(&answer.errors).unwrap_or_else(|_| "[]".to_owned());
        format!(r#"{{"type":"error","id":{id},"payload":{errors}}}"#)
    } else {
        format!(r#"{{"type":"next","id":{id},"payload":{}}}"#, answer.json())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_protocol_does_not_know_closes_the_socket() {
        for text in [
            "",
            "[]",
            "{}",
            r#"{"type":"start","id":"1","payload":{}}"#,
            r#"{"type":"subscribe","payload":{}}"#,
            r#"{"type":"subscribe","id":"","payload":{}}"#,
            r#"{"type":"subscribe","id":"1"}"#,
            r#"{"type":"connection_init","payload":"x"}"#,
            r#"{"type":"ping","payload":1}"#,
        ] {
            assert!(matches!(Said::read(text), Err(Close::BadMessage(_))), "{text}");
        }
        assert_eq!(
            Said::read(r#"{"type":"complete","id":"1"}"#),
            Ok(Said::Complete { id: "1".to_owned() })
        );
        assert_eq!(
            Said::read(r#"{"type":"ping","payload":null}"#),
            Ok(Said::Ping(None))
        );
    }
}
