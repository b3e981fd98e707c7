//! Burdens that gazettes and registers announce: China's pledges (专利权质押), freezes (保全) and licences (许可), rights in rem at
//! the EPO, willingness to license at the DPMA.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kernel::LocalizedText;

use super::{Burden, days_agree, same_holder};
use crate::{
    assess::{codes::Effect, entry},
    facts::{Encumbrance, LegalEvent, Party, Shown},
    number::Office,
    status::EncumbranceKind,
};

/// The burdens of these entries and of what an extract of the register shows, in the order in which they were told.
pub(super) fn of(events: &[LegalEvent], shown: Option<&Shown>) -> Vec<Burden> {
    let mut entries: Vec<entry::Entry<'_>> = events
        .iter()
        .filter_map(|event| entry::of(event, Office::WO))
        .filter(|entry| kind(entry).is_some())
        .collect();
    entries.sort_by(entry::in_order);
    let mut told = Told::default();
    let Some(shown) = shown else {
        entries.iter().for_each(|entry| told.take(entry));
        return told.burdens;
    };
    // An entry without a day cannot end what was still there on a day; one of the extract's own day can.
    let is_earlier = |entry: &&entry::Entry<'_>| entry.on.is_none_or(|on| on < shown.on);
    let (earlier, later): (Vec<_>, Vec<_>) = entries.iter().partition(is_earlier);
    earlier.into_iter().for_each(|entry| told.take(entry));
    told.show(shown);
    later.into_iter().for_each(|entry| told.take(entry));
    told.burdens
}

/// What was told so far.
#[derive(Default)]
struct Told {
    burdens: Vec<Burden>,
    /// China registers each pledge, licence and freeze by a number of its own.
    by_number: BTreeMap<String, usize>,
    /// Those that an extract alone tells of.
    by_extract: Vec<usize>,
}

impl Told {
    fn take(&mut self, entry: &entry::Entry<'_>) {
        let Some(kind) = kind(entry) else { return };
        let number = contract(entry.event);
        match entry.rule.effect {
            Effect::Encumber | Effect::Freeze => {
                let at = self.begin(begun(entry, kind));
                if let Some(number) = number {
                    self.by_number.insert(number, at);
                }
            }
            Effect::EncumberChange => {
                // A change of a burden nobody told of shows that there is one.
                let known = self.burdens.iter().any(|burden| is_open(burden, kind));
                if !known {
                    self.burdens.push(begun(entry, kind));
                }
            }
            Effect::Release | Effect::Unfreeze => {
                let named = number.and_then(|number| self.by_number.get(&number).copied());
                end(&mut self.burdens, kind, named, entry.on);
            }
            _ => {}
        }
    }

    /// An entry announced after the extract may be of a burden that the extract shows: then it names its place.
    fn begin(&mut self, burden: Burden) -> usize {
        let new = &burden.encumbrance;
        let shown = self.by_extract.iter().position(|&at| {
            let known = &self.burdens[at].encumbrance;
            known.ended_on.is_none() && is_one(known, new) && days_agree(known, new)
        });
        let Some(shown) = shown else {
            self.burdens.push(burden);
            return self.burdens.len() - 1;
        };
        let at = self.by_extract.swap_remove(shown);
        let known = &mut self.burdens[at];
        known.instrument = burden.instrument;
        known.encumbrance.effective_on = known.encumbrance.effective_on.or(burden.encumbrance.effective_on);
        at
    }

    /// Each burden that is shown is one of those that lay on the right by the entries, or one they do not tell of. What they tell
    /// of and the extract does not show stays: registers are believed before documents.
    fn show(&mut self, shown: &Shown) {
        let mut open: Vec<usize> = (0..self.burdens.len())
            .filter(|&at| self.burdens[at].encumbrance.ended_on.is_none())
            .collect();
        for burden in &shown.burdens {
            let known = open
                .iter()
                .position(|&at| is_one(&self.burdens[at].encumbrance, burden));
            if let Some(known) = known {
                open.swap_remove(known);
                continue;
            }
            self.by_extract.push(self.burdens.len());
            self.burdens.push(Burden {
                encumbrance: burden.clone(),
                instrument: None,
            });
        }
    }
}

/// Whether two are of one kind and holder. Where one register names the holder in Chinese and another in English, the kind
/// tells for what lies on a right once at a time: China registers no second security beside one that lives.
fn is_one(a: &Encumbrance, b: &Encumbrance) -> bool {
    a.kind == b.kind
        && same_holder(a, b).unwrap_or(matches!(
            a.kind,
            EncumbranceKind::Security | EncumbranceKind::Preservation
        ))
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

fn begun(entry: &entry::Entry<'_>, kind: EncumbranceKind) -> Burden {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Scheme;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn entry(code: &str, title: &str, on: &str, said: &str) -> LegalEvent {
        LegalEvent {
            code: code.to_owned(),
            office: Office::CN,
            scheme: Scheme::CnipaGazette,
            territory: None,
            on: Some(day(on)),
            text: LocalizedText::only(kernel::Locale::ZhHans, title),
            detail: BTreeMap::from([("free_text".to_owned(), said.to_owned())]),
        }
    }

    fn secured(on: &str, bank: &str) -> LegalEvent {
        let said = format!("质权人:{bank};登记号:Y2023980012345");
        entry("PE01", "专利权质押合同登记的生效", on, &said)
    }

    fn released(on: &str) -> LegalEvent {
        entry("PC01", "专利权质押合同登记的注销", on, "登记号:Y2023980012345")
    }

    fn extract(on: &str, holder: &str, since: Option<&str>) -> Shown {
        let security = Encumbrance {
            kind: EncumbranceKind::Security,
            holder: Party::named(holder, None).name,
            effective_on: since.map(day),
            ended_on: None,
        };
        Shown {
            on: day(on),
            burdens: vec![security],
        }
    }

    fn open(burdens: &[Burden]) -> usize {
        burdens
            .iter()
            .filter(|burden| burden.encumbrance.ended_on.is_none())
            .count()
    }

    #[test]
    fn a_release_on_the_day_of_an_extract_or_later_ends_what_it_shows() {
        let shown = extract("2026-05-20", "中国银行", Some("2025-11-03"));
        let after = |events: &[LegalEvent]| open(&of(events, Some(&shown)));
        assert_eq!(after(&[]), 1);
        assert_eq!(after(&[released("2026-05-19")]), 1, "the extract is newer");
        assert_eq!(after(&[released("2026-05-20")]), 0);
        assert_eq!(
            after(&[secured("2025-11-03", "中国银行"), released("2026-06-01")]),
            0
        );
        let undated = LegalEvent {
            on: None,
            ..released("2026-06-01")
        };
        assert_eq!(after(&[undated]), 1, "nobody knows when it was");
    }

    #[test]
    fn what_an_extract_and_the_gazette_both_tell_of_counts_once() {
        let gazette = [secured("2025-11-03", "中国银行")];
        for since in [Some("2025-11-03"), Some("2025-10-30"), None] {
            let burdens = of(&gazette, Some(&extract("2026-05-20", "中国银行", since)));
            assert_eq!(burdens.len(), 1, "{since:?}");
            assert_eq!(burdens[0].instrument.as_deref(), Some("Y2023980012345"));
        }
        let elsewhere = of(&gazette, Some(&extract("2026-05-20", "招商银行", None)));
        assert_eq!(open(&elsewhere), 2, "another lender");
        let english = of(&gazette, Some(&extract("2026-05-20", "BANK OF CHINA", None)));
        assert_eq!(open(&english), 1, "one security lives at a time");
    }

    #[test]
    fn an_entry_announced_after_an_extract_names_the_place_of_what_it_shows() {
        let later = [secured("2026-05-25", "中国银行")];
        let burdens = of(&later, Some(&extract("2026-05-20", "中国银行", None)));
        assert_eq!(burdens.len(), 1);
        assert_eq!(burdens[0].instrument.as_deref(), Some("Y2023980012345"));
        let since = Some("2025-11-03");
        let again = of(&later, Some(&extract("2026-05-20", "中国银行", since)));
        assert_eq!(open(&again), 2, "a security of another day is another one");
        let events = [later[0].clone(), released("2026-07-01")];
        let ended = of(&events, Some(&extract("2026-05-20", "中国银行", None)));
        assert_eq!(open(&ended), 0);
    }

    #[test]
    fn a_burden_that_ended_before_an_extract_which_still_shows_it_lies_on_the_right() {
        let events = [secured("2025-11-03", "中国银行"), released("2026-02-01")];
        let burdens = of(&events, Some(&extract("2026-05-20", "中国银行", None)));
        assert_eq!((burdens.len(), open(&burdens)), (2, 1));
    }
}
