//! Open Patent Services of the EPO: answers of release 3.2, in XML and in the JSON that is XML turned over.

mod biblio;
mod bundle;
mod conveyed;
mod events;
mod family;
mod full_text;
mod lists;
mod parties;
mod reference;
mod register;
mod turned;

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
                facts: full_text::read(root),
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
    let no_rights = |kind| Ok(Facts::of(kind, Vec::new()));
    for part in &root.children {
        match part.name.as_str() {
            "patent-family" => return Ok(family::read(part)),
            "exchange-documents" => return Ok(biblio::read(part)),
            "register-search" => return Ok(register::read(part)),
            "biblio-search" => return Ok(lists::search(part)),
            "standardization" => return Ok(lists::numbers(part)),
            "equivalents-inquiry" => return Ok(lists::equivalents(part)),
            "fulltext-documents" => return no_rights("full_text"),
            "document-inquiry" => return no_rights("images"),
            "fault" => return Err(fault(part)),
            _ => {}
        }
    }
    Err(ParseError::NotRecognised)
}

/// The same services' JSON, turned back into XML. The register's has the prefix `ops:`, others have none.
///
/// # Errors
/// As for XML.
pub(super) fn read_json(value: &Value) -> Result<Option<Facts>, ParseError> {
    let Some(world) = value
        .get("ops:world-patent-data")
        .or_else(|| value.get("world-patent-data"))
    else {
        return Ok(None);
    };
    world_patent_data(&turned::node("world-patent-data", world)?).map(Some)
}
