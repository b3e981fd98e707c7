//! Burdens that gazettes and registers announce: China's pledges (专利权质押), freezes (保全) and licences (许可), rights in rem at
//! the EPO, willingness to license at the DPMA.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kernel::LocalizedText;

use super::Burden;
use crate::{
    assess::{codes::Effect, entry},
    facts::{Encumbrance, LegalEvent, Party},
    number::Office,
    status::EncumbranceKind,
};

/// The burdens of these entries, in the order in which they began.
pub(super) fn of(events: &[LegalEvent]) -> Vec<Burden> {
    let mut entries: Vec<entry::Entry<'_>> = events
        .iter()
        .filter_map(|event| entry::of(event, Office::WO))
        .filter(|entry| kind(entry).is_some())
        .collect();
    entries.sort_by(entry::in_order);
    let mut burdens: Vec<Burden> = Vec::new();
    // China registers each pledge, licence and freeze by a number of its own.
    let mut by_number: BTreeMap<String, usize> = BTreeMap::new();
    for entry in &entries {
        let Some(kind) = kind(entry) else { continue };
        let number = contract(entry.event);
        match entry.rule.effect {
            Effect::Encumber | Effect::Freeze => {
                if let Some(number) = number {
                    by_number.insert(number, burdens.len());
                }
                burdens.push(begin(entry, kind));
            }
            Effect::EncumberChange => {
                // A change of a burden nobody told of shows that there is one.
                let known = burdens.iter().any(|burden| is_open(burden, kind));
                if !known {
                    burdens.push(begin(entry, kind));
                }
            }
            Effect::Release | Effect::Unfreeze => {
                let named = number.and_then(|number| by_number.get(&number).copied());
                end(&mut burdens, kind, named, entry.on);
            }
            _ => {}
        }
    }
    burdens
}

pub(super) fn kind(entry: &entry::Entry<'_>) -> Option<EncumbranceKind> {
    match entry.rule.effect {
        Effect::Freeze | Effect::Unfreeze => return Some(EncumbranceKind::Preservation),
        Effect::Encumber | Effect::EncumberChange | Effect::Release => {}
        _ => return None,
    }
    let flag = entry.rule.flag;
    let exclusive = entry.event.detail.get("free_text").is_some_and(|text| {
        text.to_uppercase().contains("EXCLUSIVE LICEN") && !text.to_uppercase().contains("NON-EXCLUSIVE")
    });
    Some(match flag {
        _ if flag.starts_with("pledge") => EncumbranceKind::Security,
        "open_licence" => EncumbranceKind::OpenLicence,
        "exclusive_licence" => EncumbranceKind::ExclusiveLicence,
        _ if flag.starts_with("licence") && exclusive => EncumbranceKind::ExclusiveLicence,
        _ if flag.starts_with("licence") => EncumbranceKind::Licence,
        "right_in_rem" => EncumbranceKind::RightInRem,
        "frozen" => EncumbranceKind::Preservation,
        _ => return None,
    })
}

fn is_open(burden: &Burden, kind: EncumbranceKind) -> bool {
    burden.encumbrance.kind == kind && burden.encumbrance.ended_on.is_none()
}

fn begin(entry: &entry::Entry<'_>, kind: EncumbranceKind) -> Burden {
    Burden {
        encumbrance: Encumbrance {
            kind,
            holder: holder(entry.event),
            effective_on: entry.on,
            ended_on: None,
        },
        instrument: contract(entry.event).or_else(|| Some(entry.code.to_owned())),
    }
}

/// Ends the burden that is named, else the oldest open one of the kind: only one pledge lives at a time.
fn end(burdens: &mut [Burden], kind: EncumbranceKind, named: Option<usize>, on: Option<NaiveDate>) {
    let licence = |kind| matches!(kind, EncumbranceKind::Licence | EncumbranceKind::ExclusiveLicence);
    let same = |other: EncumbranceKind| other == kind || (licence(kind) && licence(other));
    let found = named
        .filter(|&at| {
            burdens
                .get(at)
                .is_some_and(|burden| burden.encumbrance.ended_on.is_none())
        })
        .or_else(|| {
            burdens
                .iter()
                .position(|burden| burden.encumbrance.ended_on.is_none() && same(burden.encumbrance.kind))
        });
    if let Some(burden) = found.and_then(|at| burdens.get_mut(at)) {
        burden.encumbrance.ended_on = on;
    }
}

/// `Registration number: Y2023980012345` or `登记号:Y2023…`, as CNIPA prints it; also `Contract record no.:`.
pub(super) fn contract(event: &LegalEvent) -> Option<String> {
    let text = event.detail.get("free_text")?;
    let word = text.split(|c: char| !c.is_ascii_alphanumeric()).find(|word| {
        let digits = word.trim_start_matches(|c: char| c.is_ascii_uppercase());
        word.len() - digits.len() <= 1 && digits.len() >= 10 && digits.bytes().all(|b| b.is_ascii_digit())
    })?;
    Some(word.to_owned())
}

/// Who holds it: the pledgee, the licensee, or whoever the entry names.
pub(super) fn holder(event: &LegalEvent) -> LocalizedText {
    let text = event.detail.get("free_text").map_or("", String::as_str);
    for label in [
        "Pledgee:",
        "Licensee:",
        "Assignee:",
        "质权人:",
        "质权人：",
        "被许可人:",
        "被许可人：",
        "Transferee:",
        "NAME OF REQUESTER:",
    ] {
        if let Some((_, after)) = text.split_once(label) {
            // The next label begins with a capital and ends with a colon.
            let name = after.split([';', '\n']).next().unwrap_or(after);
            let name = name.split(" Pledgor:").next().unwrap_or(name);
            let name = name.split(" Registration").next().unwrap_or(name);
            let name = name.split(" Assignor:").next().unwrap_or(name).trim();
            if !name.is_empty() {
                return Party::named(name, None).name;
            }
        }
    }
    event
        .detail
        .get("owner")
        .map(|name| Party::named(name.clone(), None).name)
        .unwrap_or_default()
}
