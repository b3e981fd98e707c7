//! The burdens on a right as entries tell of them one after another: what begins, changes and ends, each known again by its
//! number, its days or its holder.

use chrono::NaiveDate;
use kernel::LocalizedText;

use super::{
    Burden,
    gazette::{begun, contract, days, effect_day, kind},
    same_day, same_holder,
};
use crate::{
    assess::{codes::Effect, entry::Entry},
    facts::{Encumbrance, Shown},
    status::EncumbranceKind,
};

/// The burdens of these entries, in their order, and of what an extract of the register shows.
pub(super) fn of(entries: &[Entry<'_>], shown: Option<&Shown>) -> Vec<Burden> {
    let entries = entries.iter().filter(|entry| kind(entry).is_some());
    let mut told = Told::default();
    let Some(shown) = shown else {
        entries.for_each(|entry| told.take(entry));
        return told.into_burdens();
    };
    // An entry without a day cannot end what was still there on a day; one of the extract's own day can.
    let is_earlier = |entry: &&Entry<'_>| effect_day(entry).or(entry.on).is_none_or(|on| on < shown.on);
    let (earlier, later): (Vec<_>, Vec<_>) = entries.partition(is_earlier);
    earlier.into_iter().for_each(|entry| told.take(entry));
    told.show(shown);
    later.into_iter().for_each(|entry| told.take(entry));
    told.into_burdens()
}

/// A burden and by what it is known again.
struct Known {
    burden: Burden,
    /// China registers each pledge, licence and freeze by a number of its own.
    number: Option<String>,
    /// The days that entries of its beginning tell.
    days: Vec<NaiveDate>,
}

/// A release that was taken into account.
struct Ended {
    kind: EncumbranceKind,
    number: Option<String>,
    days: Vec<NaiveDate>,
}

/// What was told so far.
#[derive(Default)]
struct Told {
    known: Vec<Known>,
    ended: Vec<Ended>,
}

impl Told {
    fn into_burdens(self) -> Vec<Burden> {
        self.known.into_iter().map(|known| known.burden).collect()
    }

    fn take(&mut self, entry: &Entry<'_>) {
        let Some(kind) = kind(entry) else { return };
        match entry.rule.effect {
            Effect::Encumber | Effect::Freeze => self.begin(entry, kind),
            Effect::EncumberChange => self.change(entry, kind),
            Effect::Release | Effect::Unfreeze => self.end(entry, kind),
            _ => {}
        }
    }

    /// A burden begins, unless another register told of the same entry, or the extract shows it.
    fn begin(&mut self, entry: &Entry<'_>, kind: EncumbranceKind) {
        let (number, days, new) = (contract(entry.event), days(entry), begun(entry, kind));
        let is_it = |known: &Known| {
            let old = &known.burden.encumbrance;
            let holder = same_holder(old, &new.encumbrance);
            old.kind == kind
                && match (&known.number, &number) {
                    (Some(old), Some(new)) => old == new,
                    _ if known.burden.documented => {
                        // A late announcement of what the extract shows; what took effect later is another one.
                        let same_day = old.effective_on.is_some() && old.effective_on == effect_day(entry);
                        let may_be = old.ended_on.is_none() && effect_day(entry).is_none();
                        same_day && holder != Some(false) || may_be && holder == Some(true)
                    }
                    _ => known.days.iter().any(|day| days.contains(day)) && holder != Some(false),
                }
        };
        let Some(known) = self.known.iter_mut().find(|known| is_it(known)) else {
            self.known.push(Known {
                burden: new,
                number,
                days,
            });
            return;
        };
        let (old, new) = (&mut known.burden, new);
        if number.is_some() || old.documented {
            old.instrument = new.instrument;
        }
        old.documented = false;
        old.encumbrance.effective_on = old.encumbrance.effective_on.or(new.encumbrance.effective_on);
        if names_nobody(&old.encumbrance) {
            old.encumbrance.holder = new.encumbrance.holder;
        }
        known.number = known.number.take().or(number);
        known.days.extend(days);
    }

    /// A change of a burden nobody told of shows that there is one.
    fn change(&mut self, entry: &Entry<'_>, kind: EncumbranceKind) {
        let (number, new) = (contract(entry.event), begun(entry, kind));
        let open = |known: &&mut Known| known.is_open() && known.is_of(kind);
        let found = match &number {
            Some(number) => {
                let named = |known: &Known| known.number.as_ref() == Some(number);
                if self.known.iter().any(|known| known.is_of(kind) && named(known)) {
                    self.known.iter_mut().filter(open).find(|known| named(known))
                } else {
                    let unnumbered = self
                        .known
                        .iter_mut()
                        .filter(open)
                        .find(|known| known.number.is_none());
                    if unnumbered.is_none() {
                        self.known.push(Known {
                            burden: new,
                            number: Some(number.clone()),
                            days: Vec::new(),
                        });
                        return;
                    }
                    unnumbered
                }
            }
            None => self.known.iter_mut().find(open),
        };
        match found {
            Some(known) if !names_nobody(&new.encumbrance) => {
                known.burden.encumbrance.holder = new.encumbrance.holder;
            }
            Some(_) => {}
            None if number.is_none() => self.known.push(Known {
                burden: new,
                number: None,
                days: Vec::new(),
            }),
            // One that is named and over has not come back by a change.
            None => {}
        }
    }

    /// A release that names a number ends what has that number, else one that has none; told twice it ends nothing more. One that
    /// names none ends the oldest of its kind.
    fn end(&mut self, entry: &Entry<'_>, kind: EncumbranceKind) {
        let (number, days) = (contract(entry.event), days(entry));
        let again = self.ended.iter().any(|ended| {
            same_kind(ended.kind, kind)
                && match (&ended.number, &number) {
                    (Some(a), Some(b)) => a == b,
                    _ => ended.days.iter().any(|day| days.contains(day)),
                }
        });
        let is_known = |known: &Known| number.is_some() && known.number == number;
        let named = self
            .known
            .iter()
            .position(|known| known.is_of(kind) && is_known(known));
        self.ended.push(Ended {
            kind,
            number: number.clone(),
            days,
        });
        if again && named.is_none_or(|at| !self.known[at].is_open()) {
            return;
        }
        // Of what an extract shows, only a release that took effect later tells; when this one did is not told.
        let may_end = |known: &Known| !known.burden.documented || effect_day(entry).is_some();
        let open = |at: &usize| {
            let known = &self.known[*at];
            known.is_open() && known.is_of(kind) && may_end(known)
        };
        let without_number = || {
            (0..self.known.len())
                .filter(open)
                .find(|&at| self.known[at].number.is_none())
        };
        let found = match (&number, named) {
            (_, Some(at)) => Some(at).filter(|at| self.known[*at].is_open()),
            (Some(_), None) => without_number(),
            (None, None) => without_number().or_else(|| (0..self.known.len()).find(open)),
        };
        if let Some(at) = found {
            self.known[at].burden.encumbrance.ended_on = effect_day(entry).or(entry.on);
        }
    }

    /// Each burden that is shown is one of those that lay on the right by the entries, or one they do not tell of. What they tell
    /// of and the extract does not show stays: registers are believed before documents.
    fn show(&mut self, shown: &Shown) {
        let mut open: Vec<usize> = (0..self.known.len())
            .filter(|&at| self.known[at].is_open())
            .collect();
        for burden in &shown.burdens {
            let known = open.iter().position(|&at| {
                let known = &self.known[at].burden.encumbrance;
                known.kind == burden.kind
                    && (names_nobody(known)
                        || same_holder(known, burden).unwrap_or_else(|| same_day(known, burden)))
            });
            if let Some(at) = known.map(|known| open.swap_remove(known)) {
                let known = &mut self.known[at].burden.encumbrance;
                if names_nobody(known) {
                    known.holder.clone_from(&burden.holder);
                }
                continue;
            }
            self.known.push(Known {
                burden: Burden {
                    encumbrance: burden.clone(),
                    instrument: None,
                    documented: true,
                },
                number: None,
                days: Vec::new(),
            });
        }
    }
}

impl Known {
    fn is_open(&self) -> bool {
        self.burden.encumbrance.ended_on.is_none()
    }

    fn is_of(&self, kind: EncumbranceKind) -> bool {
        same_kind(self.burden.encumbrance.kind, kind)
    }
}

/// A register that tells the end of a licence does not say which kind it was.
fn same_kind(a: EncumbranceKind, b: EncumbranceKind) -> bool {
    let licence = |kind| matches!(kind, EncumbranceKind::Licence | EncumbranceKind::ExclusiveLicence);
    a == b || (licence(a) && licence(b))
}

fn names_nobody(encumbrance: &Encumbrance) -> bool {
    encumbrance.holder == LocalizedText::default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::{
        assess::entry,
        facts::{LegalEvent, Party, Scheme},
        number::Office,
    };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// An entry with the day of its gazette, as CNIPA's are passed on by the EPO; the day of effect stands in its text or nowhere.
    fn entry(code: &str, gazette: &str, said: &str) -> LegalEvent {
        let detail = [("free_text", said), ("gazette_on", gazette)];
        LegalEvent {
            code: code.to_owned(),
            office: Office::CN,
            scheme: Scheme::Inpadoc,
            territory: None,
            on: Some(day(gazette)),
            text: LocalizedText::default(),
            detail: detail
                .map(|(name, text)| (name.to_owned(), text.to_owned()))
                .into(),
        }
    }

    fn secured(gazette: &str, bank: &str, number: &str) -> LegalEvent {
        entry(
            "PE01",
            gazette,
            &format!("Pledgee: {bank} Pledgor: 甲公司 Registration number: {number}"),
        )
    }

    fn released(gazette: &str, cancelled: &str, number: &str) -> LegalEvent {
        entry(
            "PC01",
            gazette,
            &format!(
                "Date of cancellation: {} Registration number: {number}",
                cancelled.replace('-', "")
            ),
        )
    }

    /// The same entry as a provider relays CNIPA's gazette: by its title alone.
    fn relayed(title: &str, gazette: &str) -> LegalEvent {
        LegalEvent {
            code: String::new(),
            scheme: Scheme::CnipaGazette,
            text: LocalizedText::only(kernel::Locale::ZhHans, title),
            detail: BTreeMap::new(),
            ..entry("", gazette, "")
        }
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
            owners: Vec::new(),
        }
    }

    fn burdens(events: &[LegalEvent], shown: Option<&Shown>) -> Vec<Burden> {
        let mut entries: Vec<Entry<'_>> = events
            .iter()
            .filter_map(|event| entry::of(event, Office::CN))
            .collect();
        assert_eq!(entries.len(), events.len(), "every entry is known");
        entries.sort_by(entry::in_order);
        of(&entries, shown)
    }

    fn open(events: &[LegalEvent], shown: Option<&Shown>) -> usize {
        let is_open = |burden: &&Burden| burden.encumbrance.ended_on.is_none();
        burdens(events, shown).iter().filter(is_open).count()
    }

    const Y1: &str = "Y2021330000123";
    const Y2: &str = "Y2023980012345";

    #[test]
    fn a_release_ends_what_it_names_and_nothing_else() {
        let first = [
            secured("2021-01-01", "甲银行", Y1),
            released("2022-03-01", "2022-02-20", Y1),
        ];
        let with = |more: &[LegalEvent]| open(&[&first[..], more].concat(), None);
        assert_eq!(with(&[]), 0);
        let second = secured("2022-03-15", "乙银行", Y2);
        assert_eq!(with(std::slice::from_ref(&second)), 1);
        let again = released("2022-04-05", "2022-02-20", Y1);
        assert_eq!(
            with(&[second.clone(), again]),
            1,
            "told twice it ends nothing more"
        );
        let bare = relayed("专利权质押合同登记的注销", "2022-03-01");
        assert_eq!(
            with(&[second.clone(), bare]),
            1,
            "the same entry, passed on without its number"
        );
        let unknown = released("2022-05-01", "2022-04-20", "Y2020000000999");
        assert_eq!(with(&[second, unknown]), 1, "another number");
        let licences = ["Y2021110000001", "Y2021110000002"].map(|number| {
            entry(
                "EE01",
                "2021-06-01",
                &format!("Assignee: 丙公司 Contract record no.: {number}"),
            )
        });
        let ended = |gazette| entry("EC01", gazette, "Contract record no.: Y2021110000001");
        assert_eq!(
            open(
                &[
                    licences[0].clone(),
                    licences[1].clone(),
                    ended("2022-01-01"),
                    ended("2022-02-01")
                ],
                None
            ),
            1
        );
    }

    #[test]
    fn one_entry_told_by_two_registers_counts_once() {
        let ops = secured("2021-01-01", "甲银行", Y1);
        let both = [ops.clone(), relayed("专利权质押合同登记的生效", "2021-01-01")];
        assert_eq!(burdens(&both, None).len(), 1);
        let [a, b] = both.clone();
        assert_eq!(
            burdens(&[b, a], None),
            burdens(&both, None),
            "whichever came first"
        );
        let ended = [&both[..], &[released("2022-03-01", "2022-02-20", Y1)]].concat();
        assert_eq!(open(&ended, None), 0);
        assert_eq!(
            burdens(&[ops, secured("2021-01-01", "乙银行", Y2)], None).len(),
            2
        );
    }

    #[test]
    fn a_change_is_of_what_it_names() {
        let first = secured("2021-01-01", "甲银行", Y1);
        let moved = entry(
            "PM01",
            "2021-06-01",
            &format!("Pledgee: 乙银行 Registration number: {Y1}"),
        );
        let known = burdens(&[first.clone(), moved], None);
        assert_eq!(known[0].encumbrance.holder.zh_hans.as_deref(), Some("乙银行"));
        let other = entry("PM01", "2021-06-01", &format!("Registration number: {Y2}"));
        let events = [first, other, released("2022-03-01", "2022-02-20", Y1)];
        assert_eq!(open(&events, None), 1, "a burden nobody told of before");
    }

    #[test]
    fn an_exclusive_licence_is_told_in_either_language() {
        for said in [
            "License type: exclusive license",
            "许可种类:独占许可",
            "许可种类:排他许可",
        ] {
            let kinds: Vec<_> = burdens(&[entry("EE01", "2021-06-01", said)], None);
            assert_eq!(
                kinds[0].encumbrance.kind,
                EncumbranceKind::ExclusiveLicence,
                "{said}"
            );
        }
        let common = burdens(&[entry("EE01", "2021-06-01", "许可种类:普通许可")], None);
        assert_eq!(common[0].encumbrance.kind, EncumbranceKind::Licence);
    }

    #[test]
    fn a_release_that_took_effect_on_the_day_of_an_extract_or_later_ends_what_it_shows() {
        let shown = extract("2026-05-20", "中国银行", Some("2025-11-03"));
        let after = |events: &[LegalEvent]| open(events, Some(&shown));
        assert_eq!(after(&[]), 1);
        assert_eq!(
            after(&[released("2026-06-01", "2026-05-19", Y1)]),
            1,
            "the extract is newer"
        );
        assert_eq!(after(&[released("2026-06-01", "2026-05-20", Y1)]), 0);
        let known = [
            secured("2025-11-20", "中国银行", Y1),
            released("2026-06-10", "2026-06-01", Y1),
        ];
        assert_eq!(after(&known), 0);
        let unsure = entry("PC01", "2026-06-01", &format!("Registration number: {Y1}"));
        assert_eq!(after(&[unsure]), 1, "when it took effect is not told");
    }

    #[test]
    fn what_an_extract_and_the_gazette_both_tell_of_counts_once() {
        let gazette = [secured("2025-11-20", "中国银行", Y1)];
        for since in [Some("2025-11-20"), Some("2025-10-30"), None] {
            let told = burdens(&gazette, Some(&extract("2026-05-20", "中国银行", since)));
            assert_eq!((told.len(), told[0].documented), (1, false), "{since:?}");
            assert_eq!(told[0].instrument.as_deref(), Some(Y1));
        }
        let elsewhere = extract("2026-05-20", "招商银行", None);
        assert_eq!(open(&gazette, Some(&elsewhere)), 2, "another lender");
        let english = |since| extract("2026-05-20", "BANK OF CHINA", since);
        assert_eq!(
            open(&gazette, Some(&english(Some("2025-11-20")))),
            1,
            "of one day"
        );
        assert_eq!(
            open(&gazette, Some(&english(None))),
            2,
            "nobody knows that it is one"
        );
        let nobody = [relayed("专利权的保全", "2026-01-05")];
        let court = Shown {
            burdens: vec![Encumbrance {
                kind: EncumbranceKind::Preservation,
                ..extract("2026-05-20", "某法院", None).burdens[0].clone()
            }],
            ..extract("2026-05-20", "某法院", None)
        };
        let frozen = burdens(&nobody, Some(&court));
        assert_eq!(
            (frozen.len(), frozen[0].encumbrance.holder.zh_hans.as_deref()),
            (1, Some("某法院"))
        );
    }

    #[test]
    fn an_entry_after_an_extract_is_of_what_it_shows_only_if_it_took_effect_before() {
        let shown = extract("2026-05-20", "中国银行", None);
        let late = secured("2026-05-25", "中国银行", Y1);
        let told = burdens(std::slice::from_ref(&late), Some(&shown));
        assert_eq!(
            (told.len(), told[0].documented, told[0].instrument.as_deref()),
            (1, false, Some(Y1))
        );
        let mut new = late.clone();
        new.detail
            .insert("effective_on".to_owned(), "20260523".to_owned());
        assert_eq!(open(&[new], Some(&shown)), 2, "it took effect after the extract");
        assert_eq!(
            open(
                &[secured("2026-05-25", "Bank of Communications", Y2)],
                Some(&shown)
            ),
            2
        );
        let ended = [late, released("2026-07-10", "2026-07-01", Y1)];
        assert_eq!(open(&ended, Some(&shown)), 0);
    }

    #[test]
    fn a_burden_that_ended_before_an_extract_which_still_shows_it_lies_on_the_right() {
        let events = [
            secured("2025-11-03", "中国银行", Y1),
            released("2026-02-01", "2026-01-20", Y1),
        ];
        let told = burdens(&events, Some(&extract("2026-05-20", "中国银行", None)));
        assert_eq!((told.len(), told[1].documented), (2, true));
    }
}
