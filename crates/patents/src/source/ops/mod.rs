//! Open Patent Services of the EPO: XML answers of release 3.2, and the JSON shape far enough to
//! name it.

mod biblio;
mod events;
mod family;
mod parties;
mod reference;
mod register;

use serde_json::Value;

use super::{Answer, ParseError, Refusal, Register, xml::Node};
use crate::facts::Facts;

/// Reads an XML answer.
pub(super) fn read(root: &Node) -> Result<Answer, ParseError> {
    let facts = match root.name.as_str() {
        "world-patent-data" => world_patent_data(root)?,
        "error" => {
            let message = root.text_at(&["message"]).unwrap_or_default();
            let status = root
                .text_at(&["code"])
                .and_then(|code| code.parse().ok())
                .unwrap_or(0);
            return Err(Refusal::from_status(status, message));
        }
        "fault" => return Err(fault(root)),
        "us-patent-grant" | "us-patent-application" => {
            return Ok(Answer {
                register: Register::UsptoOdp,
                facts: Facts {
                    kind: "full_text",
                    rights: Vec::new(),
                },
            });
        }
        _ => return Err(ParseError::NotRecognised),
    };
    Ok(Answer {
        register: Register::EpoOps,
        facts,
    })
}

/// `<fault><code>SERVER.EntityNotFound</code>…`
fn fault(root: &Node) -> ParseError {
    let code = root.text_at(&["code"]).unwrap_or_default();
    let message = root.text_at(&["message"]).unwrap_or_default();
    let outcome = match code {
        "SERVER.EntityNotFound" => super::Outcome::NotFound,
        code if code.contains("Throttl") || code.contains("RateLimit") => super::Outcome::Throttled,
        code if code.contains("Quota") => super::Outcome::QuotaExceeded,
        // CLIENT.InvalidReference and its like: the service knows nothing of this number.
        code if code.starts_with("CLIENT.") => super::Outcome::NotFound,
        _ => super::Outcome::Unavailable,
    };
    Refusal::new(outcome, code, message)
}

fn world_patent_data(root: &Node) -> Result<Facts, ParseError> {
    let no_rights = |kind| {
        Ok(Facts {
            kind,
            rights: Vec::new(),
        })
    };
    for part in &root.children {
        match part.name.as_str() {
            "patent-family" => return Ok(family::read(part)),
            "exchange-documents" => return Ok(biblio::read(part)),
            "register-search" => return Ok(register::read(part)),
            "biblio-search" => return no_rights("search"),
            "standardization" => return no_rights("numbers"),
            "equivalents-inquiry" => return no_rights("equivalents"),
            "fulltext-documents" => return no_rights("full_text"),
            "document-inquiry" => return no_rights("images"),
            "fault" => return Err(fault(part)),
            _ => {}
        }
    }
    Err(ParseError::NotRecognised)
}

/// The same services' JSON: recognised and kept as evidence, but facts are read from XML alone.
pub(super) fn read_json(value: &Value) -> Option<Facts> {
    let world = value.get("ops:world-patent-data")?;
    let kind = if world.get("ops:register-search").is_some() {
        "register_json"
    } else {
        "ops_json"
    };
    Some(Facts {
        kind,
        rights: Vec::new(),
    })
}
