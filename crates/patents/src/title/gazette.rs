//! What one entry of a gazette or register says of a burden: China's pledges (专利权质押), freezes (保全) and licences (许可), rights
//! in rem at the EPO, willingness to license at the DPMA.

use chrono::NaiveDate;
use kernel::LocalizedText;

use super::Burden;
use crate::{
    assess::{codes::Effect, entry::Entry},
    facts::{Encumbrance, LegalEvent, Party},
    source::read_date,
    status::EncumbranceKind,
};

/// The days an entry tells: of its announcement, of its gazette, of its effect.
pub(super) fn days(entry: &Entry<'_>) -> Vec<NaiveDate> {
    [entry.on, entry.gazette, effect_day(entry)]
        .into_iter()
        .flatten()
        .collect()
}

/// The day on which an entry took effect, where it tells that beside the day of its announcement.
pub(super) fn effect_day(entry: &Entry<'_>) -> Option<NaiveDate> {
    let detail = &entry.event.detail;
    let stated = detail.get("effective_on").and_then(|text| read_date(text));
    stated.or_else(|| {
        let text = detail.get("free_text")?;
        [
            "Date of cancellation:",
            "Date of registration:",
            "Effective date of registration:",
            "注销日:",
            "注销日：",
            "登记生效日:",
            "登记生效日：",
        ]
        .into_iter()
        .find_map(|label| {
            let (_, after) = text.split_once(label)?;
            let day: String = after
                .trim_start()
                .chars()
                .take_while(|c| c.is_ascii_digit() || *c == '-')
                .collect();
            read_date(&day)
        })
    })
}

/// What kind of burden an entry tells of.
pub(super) fn kind(entry: &Entry<'_>) -> Option<EncumbranceKind> {
    match entry.rule.effect {
        Effect::Freeze | Effect::Unfreeze => return Some(EncumbranceKind::Preservation),
        Effect::Encumber | Effect::EncumberChange | Effect::Release => {}
        _ => return None,
    }
    let flag = entry.rule.flag;
    let exclusive = entry.event.detail.get("free_text").is_some_and(|text| {
        let upper = text.to_uppercase();
        let english = upper.contains("EXCLUSIVE LICEN") && !upper.contains("NON-EXCLUSIVE");
        // 独占许可 shuts out the owner as well, 排他许可 everybody else.
        english || text.contains("独占") || text.contains("排他")
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

/// The burden that an entry tells the beginning of.
pub(super) fn begun(entry: &Entry<'_>, kind: EncumbranceKind) -> Burden {
    Burden {
        encumbrance: Encumbrance {
            kind,
            holder: holder(entry.event),
            effective_on: effect_day(entry).or(entry.on),
            ended_on: None,
        },
        instrument: contract(entry.event).or_else(|| Some(entry.code.to_owned())),
        documented: false,
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
fn holder(event: &LegalEvent) -> LocalizedText {
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
            let name = name.split(" Contract record").next().unwrap_or(name);
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
