//! Conveyances among the events of the USPTO.

use super::{
    super::{classify_conveyance as classify, text::date},
    events::gazette,
};
use crate::{
    facts::{Conveyed, LegalEvent, Party},
    number::Office,
};

/// Conveyances among the events of the USPTO: code AS, whose text holds what was conveyed, by whom, and
/// where it is recorded.
pub(super) fn conveyances(office: Office, events: &[LegalEvent]) -> Vec<Conveyed> {
    if office != Office::US {
        return Vec::new();
    }
    // A later entry says that a record is no more in the office's database.
    let withdrawn: Vec<String> = events
        .iter()
        .filter(|event| event.code == "XAS")
        .filter_map(|event| reel_frame(event.detail.get("free_text")?))
        .collect();
    let recorded = events
        .iter()
        .filter(|event| event.code.starts_with("AS") && event.code.len() <= 4);
    recorded
        .filter_map(conveyed)
        .filter(|record| {
            !record
                .reel_frame
                .as_ref()
                .is_some_and(|at| withdrawn.contains(at))
        })
        .collect()
}

fn conveyed(event: &LegalEvent) -> Option<Conveyed> {
    let text = event.detail.get("free_text")?;
    let what = text.split(';').next().unwrap_or_default();
    // A correction's own text may hold semicolons; it ends where the parties begin.
    let what = text
        .split_once(";ASSIGNOR")
        .map_or(what, |(before, _)| before)
        .trim();
    if what.is_empty() {
        return None;
    }
    let (class, corrects) = classify(what);
    let (_, parties) = text.split_once(";ASSIGNOR").unwrap_or((text, ""));
    let parties = parties.trim_start_matches(['S', 's']).trim_start_matches(':');
    let assignors = parties
        .split(';')
        .map(str::trim)
        .take_while(|part| !part.starts_with("REEL/FRAME") && !part.starts_with("SIGNING DATES"))
        .filter(|part| !part.is_empty() && !part.starts_with("AND OTHERS"))
        .map(str::to_owned)
        .collect();
    let owner = event.detail.get("owner");
    let effective = event.detail.get("effective_on").and_then(|on| date(on));
    Some(Conveyed {
        class,
        corrects,
        text: what.to_owned(),
        reel_frame: reel_frame(text),
        assignors,
        assignees: owner.map(|name| owner_party(name)).into_iter().collect(),
        executed_on: effective,
        recorded_on: gazette(event),
    })
}

/// `9SOLUTIONS OY, FINLAND` is a name and a place; the place is left out.
fn owner_party(name: &str) -> Party {
    let bare = match name.rsplit_once(", ") {
        Some((bare, place)) if place.len() > 3 && is_place(place) => bare,
        _ => name,
    };
    Party::named(bare, None)
}

/// Places as the USPTO writes them after a name: countries and states, never the words of a legal form.
fn is_place(text: &str) -> bool {
    let forms = [
        "INC",
        "LLC",
        "LTD",
        "L.L.C",
        "L.P",
        "LLP",
        "CORP",
        "LIMITED",
        "N.A",
        "S.A",
        "GMBH",
        "PLC",
        "AGENT",
        "TRUSTEE",
        "COMPANY",
        "INCORPORATED",
    ];
    let upper = text.to_uppercase();
    !upper.starts_with("AS ")
        && !forms.iter().any(|form| upper.contains(form))
        && upper
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '\''))
}

/// `REEL/FRAME:027221/0655`.
fn reel_frame(text: &str) -> Option<String> {
    let (_, after) = text.rsplit_once("REEL/FRAME:")?;
    let at: String = after
        .trim()
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == '/')
        .collect();
    at.contains('/').then_some(at)
}
