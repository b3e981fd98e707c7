//! What registers answer, turned into facts: no clock, no network, so recorded bodies test it.
//!
//! What a body is follows from its content, never from a file's name. A body that is broken,
//! hostile or a refusal is a typed error.

mod cnipa;
mod document;
mod error;
mod jpo;
mod json;
mod kipris;
pub(crate) mod maintenance;
mod odp;
mod ops;
pub(crate) mod tables;
mod text;
mod xml;

use serde_json::Value;

pub use error::{Outcome, ParseError, Refusal};
pub use odp::{Conveyance, classify as classify_conveyance};

use crate::facts::Facts;

/// A date as registers write it.
pub(crate) fn read_date(text: &str) -> Option<chrono::NaiveDate> {
    text::date(text)
}

/// The largest body that is read. The largest recorded one has 135 kB.
pub const MAX_BODY: usize = 32 * 1024 * 1024;
/// The version of these parsers, kept beside each piece of evidence.
pub const PARSER_VERSION: i32 = 4;

/// Which register a body comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Register {
    /// Open Patent Services of the EPO.
    EpoOps,
    /// Open Data Portal of the USPTO.
    UsptoOdp,
    /// The JPO's patent information API.
    Jpo,
    /// Answers of CNIPA's query portal and of providers that relay them.
    Cnipa,
    /// The KIPO's service for programs.
    Kipris,
    /// The weekly file of maintenance-fee events of the USPTO.
    UsptoMaintenance,
    /// Documents of CNIPA that a reviewer compared with what was stated of them.
    Document,
}

impl Register {
    /// Each of them.
    pub const ALL: [Register; 7] = [
        Register::EpoOps,
        Register::UsptoOdp,
        Register::Jpo,
        Register::Cnipa,
        Register::Kipris,
        Register::UsptoMaintenance,
        Register::Document,
    ];

    /// The register's name among the evidence.
    pub const fn as_str(self) -> &'static str {
        match self {
            Register::EpoOps => "epo-ops",
            Register::UsptoOdp => "uspto-odp",
            Register::Jpo => "jpo",
            Register::Cnipa => "cnipa",
            Register::Kipris => "kipris",
            Register::UsptoMaintenance => "uspto-maintenance",
            Register::Document => "document",
        }
    }
}

/// A body and what it says.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Which register it comes from.
    pub register: Register,
    /// What it says.
    pub facts: Facts,
}

/// Reads a register's answer.
///
/// # Errors
/// [`ParseError`] if the body is broken, of an unknown shape, or a refusal.
pub fn read(body: &[u8]) -> Result<Answer, ParseError> {
    if body.len() > MAX_BODY {
        return Err(ParseError::TooLarge {
            bytes: body.len(),
            max: MAX_BODY,
        });
    }
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    let text = std::str::from_utf8(body).map_err(|error| ParseError::NotUtf8 {
        at: error.valid_up_to(),
    })?;
    // A zero is no text for PostgreSQL, and no register writes one.
    if let Some(at) = text.find('\0').or_else(|| text.find("\\u0000")) {
        return Err(ParseError::Malformed {
            at,
            why: "it holds a zero byte".to_owned(),
        });
    }
    match text.trim_start().chars().next() {
        None => Err(ParseError::Empty),
        Some('<') => read_xml(&xml::read(text)?),
        Some('{' | '[') => read_json(&json::read(text)?),
        Some(_) if maintenance::is(text) => Ok(Answer {
            register: Register::UsptoMaintenance,
            facts: maintenance::read(text)?,
        }),
        Some(_) => Err(ParseError::NotRecognised),
    }
}

/// What a register's answer says.
///
/// # Errors
/// As [`read`].
pub fn parse(body: &[u8]) -> Result<Facts, ParseError> {
    read(body).map(|answer| answer.facts)
}

/// What stands in a body only because it was asked for at that moment.
const VOLATILE: [&str; 4] = [
    "date-produced=\"",
    "\"requestIdentifier\":\"",
    "\"lastIngestionDateTime\":\"",
    "\"remainAccessCount\":\"",
];

/// A body without what changes with each asking, to tell whether it says something new.
pub(crate) fn without_volatile(body: &str) -> String {
    let mut rest = body;
    let mut kept = String::with_capacity(body.len());
    while let Some((at, mark)) = VOLATILE
        .iter()
        .filter_map(|mark| Some((rest.find(mark)?, *mark)))
        .min()
    {
        let value = &rest[at + mark.len()..];
        kept.push_str(&rest[..at]);
        rest = value.find('"').map_or("", |end| &value[end + 1..]);
    }
    kept.push_str(rest);
    kept
}

fn read_xml(root: &xml::Node) -> Result<Answer, ParseError> {
    if kipris::is(root) {
        return Ok(Answer {
            register: Register::Kipris,
            facts: kipris::read(root)?,
        });
    }
    ops::read(root)
}

fn read_json(value: &Value) -> Result<Answer, ParseError> {
    let answer = |register, facts| Answer { register, facts };
    if let Some(facts) = document::read(value)? {
        return Ok(answer(Register::Document, facts));
    }
    if let Some(facts) = odp::read(value)? {
        return Ok(answer(Register::UsptoOdp, facts));
    }
    if let Some(facts) = jpo::read(value)? {
        return Ok(answer(Register::Jpo, facts));
    }
    if let Some(facts) = cnipa::read(value)? {
        return Ok(answer(Register::Cnipa, facts));
    }
    if let Some(facts) = ops::read_json(value)? {
        return Ok(answer(Register::EpoOps, facts));
    }
    Err(ParseError::NotRecognised)
}

#[cfg(test)]
mod tests {
    use super::without_volatile;

    #[test]
    fn what_changes_with_each_asking_is_left_out_and_nothing_else() {
        let asked = |id: &str, count: &str| {
            format!(r#"{{"count":1,"requestIdentifier":"{id}","a":"b","remainAccessCount":"{count}"}}"#)
        };
        assert_eq!(
            without_volatile(&asked("x", "9")),
            without_volatile(&asked("y", "8"))
        );
        assert_ne!(
            without_volatile(&asked("x", "9")),
            without_volatile(&asked("x", "9").replace("\"b\"", "\"c\""))
        );
        assert_eq!(without_volatile("date-produced=\"2026"), "");
    }
}
