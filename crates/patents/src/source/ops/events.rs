//! Legal events in OPS answers: `ops:legal` with its fields L001EP to L525EP.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kernel::LocalizedText;

use super::super::{
    tables,
    text::{date, english, squeeze},
    xml::Node,
};
use crate::{
    facts::{LegalEvent, OfficeStatus, Scheme},
    number::Office,
    status::{Confidence, LegalStatus},
};

/// Fields that are kept with an event, and the names they are kept by. The day of the last exchange
/// (L018EP) is left out: it changes while the event does not.
const FIELDS: [(&str, &str); 20] = [
    ("L005EP", "right_type"),
    ("L007EP", "gazette_on"),
    ("L019EP", "recorded_on"),
    ("L502EP", "national_code"),
    ("L503EP", "reference"),
    ("L504EP", "reference_country"),
    ("L505EP", "reference_right_type"),
    ("L506EP", "reference_kind"),
    ("L507EP", "states"),
    ("L509EP", "owner"),
    ("L510EP", "free_text"),
    ("L511EP", "certificate"),
    ("L512EP", "certificate_kind"),
    ("L513EP", "certificate_state"),
    ("L516EP", "classes"),
    ("L518EP", "paid_on"),
    ("L519EP", "opponent"),
    ("L520EP", "fee_year"),
    ("L524EP", "validation_states"),
    ("L525EP", "effective_on"),
];

/// One event. Its date is the day of effect, else of the gazette, else of its record.
pub(super) fn read(node: &Node, office: Office) -> Option<LegalEvent> {
    let code = node
        .attribute("code")
        .or_else(|| node.text_at(&["L008EP"]))?
        .to_owned();
    let field = |name: &str| node.text_at(&[name]).or_else(|| node.text_at(&["L500EP", name]));
    let mut detail = BTreeMap::new();
    for (name, kept) in FIELDS {
        if let Some(text) = field(name) {
            detail.insert(kept.to_owned(), squeeze(text));
        }
    }
    if let Some(national) = node
        .at(&["L500EP", "L502EP"])
        .and_then(|code| code.attribute("descData"))
    {
        detail.insert("national_text".to_owned(), national.to_owned());
    }
    for (attribute, kept) in [("infl", "influence")] {
        if let Some(value) = node.attribute(attribute) {
            detail.insert(kept.to_owned(), value.to_owned());
        }
    }
    let on = ["L525EP", "L007EP", "L019EP"]
        .into_iter()
        .find_map(|name| date(field(name)?));
    let text = node.attribute("desc").map(squeeze).unwrap_or_default();
    let event_office = field("L001EP")
        .and_then(|code| code.parse().ok())
        .unwrap_or(office);
    let territory = field("L501EP").map(str::to_owned);
    Some(LegalEvent {
        code,
        office: event_office,
        scheme: Scheme::Inpadoc,
        territory,
        on,
        text: english(text),
        detail,
    })
}

/// The day of the gazette, of which the grant is told.
pub(super) fn gazette(event: &LegalEvent) -> Option<NaiveDate> {
    event.detail.get("gazette_on").and_then(|text| date(text))
}

/// When a European patent was granted: its B document was published with the list of states (AK).
pub(super) fn granted_on(events: &[LegalEvent]) -> Option<NaiveDate> {
    let is_grant = |event: &&LegalEvent| {
        event.code == "AK"
            && event
                .detail
                .get("reference_kind")
                .is_some_and(|kind| kind.starts_with('B'))
    };
    events.iter().filter(is_grant).filter_map(gazette).min()
}

/// Codes of the entries by which CNIPA, the JPO and the KIPO announce a grant on its very day.
const GRANTS: [(Office, &str); 9] = [
    (Office::CN, "GR01"),
    (Office::CN, "C14"),
    (Office::CN, "FG1K"),
    (Office::CN, "FG4A"),
    (Office::JP, "R150"),
    (Office::JP, "R151"),
    (Office::KR, "GRNT"),
    (Office::KR, "REGI"),
    (Office::CN, "GRSP"),
];

/// When a right of CNIPA, the JPO or the KIPO was granted: its entry in the gazette.
pub(super) fn registered_on(events: &[LegalEvent]) -> Option<NaiveDate> {
    let announces = |event: &&LegalEvent| GRANTS.contains(&(event.office, event.code.as_str()));
    events
        .iter()
        .filter(announces)
        .filter_map(|event| event.on.or_else(|| gazette(event)))
        .min()
}

/// The states designated at the last publication of the list (AK); that of the grant outweighs that of
/// the application.
pub(super) fn designated(events: &[LegalEvent]) -> Vec<String> {
    let rank = |event: &&LegalEvent| {
        let kind = event.detail.get("reference_kind").cloned().unwrap_or_default();
        (kind.starts_with('B'), event.on, kind)
    };
    let newest = events
        .iter()
        .filter(|event| matches!(event.code.as_str(), "AK" | "RBV") && event.detail.contains_key("states"))
        .max_by_key(rank);
    let mut states: Vec<String> = newest
        .and_then(|event| event.detail.get("states"))
        .map(|text| text.split_whitespace().map(str::to_owned).collect())
        .unwrap_or_default();
    states.sort();
    states.dedup();
    states
}

/// What the events let us say without deriving: the European register's status line (STAA), or that an
/// event which ends rights is on record. Never that a right is alive.
pub(super) fn status(office: Office, events: &[LegalEvent]) -> Option<OfficeStatus> {
    let staa = events
        .iter()
        .filter(|event| office == Office::EP && event.code == "STAA")
        .filter_map(|event| {
            Some((
                event,
                event.detail.get("free_text")?.strip_prefix("STATUS:")?.trim(),
            ))
        })
        .max_by_key(|(event, _)| event.on);
    let end = events
        .iter()
        .filter(|event| event.territory.is_none() && tables::is_end(event.office.code(), &event.code))
        .max_by_key(|event| event.on);
    let stated =
        |value, code: Option<&str>, text: LocalizedText, as_of, reason: Option<String>| OfficeStatus {
            value,
            code: code.map(str::to_owned),
            text,
            as_of,
            reason,
            confidence: Confidence::EventDerived,
        };
    match (staa, end) {
        (Some((event, text)), end) if end.is_none_or(|end| end.on <= event.on || !alive(text)) => {
            let meaning = tables::ep(text);
            Some(stated(
                meaning.value,
                None,
                english(text),
                event.on,
                meaning.reason,
            ))
        }
        (_, Some(end)) => {
            let reason = Some("END_EVENT_ON_RECORD".to_owned());
            Some(stated(
                LegalStatus::Unknown,
                Some(&end.code),
                end.text.clone(),
                end.on,
                reason,
            ))
        }
        _ => None,
    }
}

fn alive(status_text: &str) -> bool {
    !tables::ep(status_text).value.is_lost()
}
