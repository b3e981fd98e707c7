//! Maintenance-fee events of the USPTO: the lines of one patent out of the weekly file of all of them.
//!
//! The file (product PTMNFEE2 of the Open Data Portal, `MaintFeeEvents_YYYYMMDD.txt`) is plain text: a line an event, in fixed
//! columns. It tells of payments, of patents that expired because a fee was not paid, and of those that were reinstated.

mod codes;
mod line;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub(crate) use codes::{Does, code};
pub(crate) use line::{Line, parse as parse_line};

use super::{ParseError, text::english};
use crate::{
    facts::{Entity, Facts, LegalEvent, Payment, RightFacts, Scheme},
    number::Office,
};

/// What kind of answer it is.
pub(crate) const KIND: &str = "maintenance_fees";

/// Whether a text begins with a maintenance-fee event.
pub(super) fn is(text: &str) -> bool {
    text.lines()
        .find(|line| !line.trim().is_empty())
        .is_some_and(line::fits)
}

/// What the lines of one patent say.
///
/// # Errors
/// [`ParseError::Malformed`] at the first line that cannot be read or is of another patent.
pub(crate) fn read(text: &str) -> Result<Facts, ParseError> {
    let mut events: Vec<Line> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let broken = |why: String| ParseError::Malformed { at, why };
        if !line.trim().is_empty() {
            let event = parse_line(line).map_err(|error| broken(error.to_string()))?;
            if events.first().is_some_and(|first| first.grant != event.grant) {
                return Err(broken(format!(
                    "a line of another patent, {}; read a file of many with `farsight import maintenance`",
                    event.grant.display()
                )));
            }
            events.push(event);
        }
        at += line.len();
    }
    // The file lists the newest first; the order of lines is no part of what they say.
    events.sort_by(|a, b| (a.on, &a.code).cmp(&(b.on, &b.code)));
    let Some(newest) = events.last() else {
        return Err(ParseError::Empty);
    };
    let right = RightFacts {
        application: events.iter().rev().find_map(|event| event.application.clone()),
        grant: Some(newest.grant.clone()),
        right_type: Some(newest.grant.right_type()),
        filed_on: events.iter().rev().find_map(|event| event.filed_on),
        granted_on: events.iter().rev().find_map(|event| event.granted_on),
        entity: entity(&events),
        payments: events.iter().filter_map(payment).collect(),
        events: events.iter().map(legal_event).collect(),
        ..RightFacts::default()
    };
    Ok(Facts::of(KIND, vec![right]))
}

/// The newest event that tells how the owner is sorted for fees, else the column of the newest line, which knows of small
/// and other entities.
fn entity(events: &[Line]) -> Option<Entity> {
    let told = events.iter().rev().find_map(|event| code(&event.code)?.entity);
    told.or_else(|| events.iter().rev().find_map(|event| event.entity))
}

fn payment(event: &Line) -> Option<Payment> {
    let known = code(&event.code).filter(|known| known.does == Does::Pay)?;
    Some(Payment {
        territory: Office::US.code().to_owned(),
        year: known.year?,
        on: Some(event.on),
    })
}

fn legal_event(event: &Line) -> LegalEvent {
    LegalEvent {
        code: event.code.clone(),
        office: Office::US,
        scheme: Scheme::UsptoMaintenance,
        territory: None,
        on: Some(event.on),
        text: english(code(&event.code).map_or("", |known| known.meaning)),
        detail: BTreeMap::new(),
    }
}
