//! The life of registered securities over a Chinese patent as its gazette tells it: in effect (`PE01`), changed (`PM01`),
//! cancelled (`PC01`). The same entries tell the same in whatever order they came.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kernel::LocalizedText;

use super::gazette;
use crate::{
    assess::{codes::Effect, entry},
    facts::LegalEvent,
    number::Office,
    status::EncumbranceKind,
};

/// A registered security as it stood on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Security {
    /// Its registration number, capitals and digits alone; absent where the gazette gave none.
    pub registration: Option<String>,
    /// Who is secured, as the newest entry that names somebody says.
    pub holder: LocalizedText,
    /// Since when; absent where the entry bore no day, or where only a change of it is known.
    pub effective_on: Option<NaiveDate>,
    /// How often it was changed.
    pub changes: usize,
    /// When it was cancelled: for good.
    pub released_on: Option<NaiveDate>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Effective,
    Changed,
    Cancelled,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    on: Option<NaiveDate>,
    published_on: Option<NaiveDate>,
    step: Step,
    registration: Option<String>,
    holder: (Option<String>, Option<String>),
}

impl Entry {
    /// Whether it had taken effect by a day. One without a day has: a security is not left out for want of a date.
    fn counts_on(&self, day: NaiveDate) -> bool {
        match self.on {
            Some(on) => on <= day,
            None => self.step != Step::Cancelled,
        }
    }
}

/// The entries about registered securities of one patent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Timeline {
    entries: Vec<Entry>,
}

impl Timeline {
    /// The timeline of these register entries; others are left out, and one that came twice counts once.
    pub fn of(events: &[LegalEvent]) -> Self {
        let mut entries: Vec<Entry> = events
            .iter()
            .filter(|event| event.office == Office::CN)
            .filter_map(|event| entry::of(event, Office::CN))
            .filter(|entry| gazette::kind(entry) == Some(EncumbranceKind::Security))
            .filter_map(|entry| {
                let step = match entry.rule.effect {
                    Effect::Encumber => Step::Effective,
                    Effect::EncumberChange => Step::Changed,
                    Effect::Release => Step::Cancelled,
                    _ => return None,
                };
                let holder = gazette::holder(entry.event);
                Some(Entry {
                    on: entry.on,
                    published_on: entry.gazette,
                    step,
                    registration: gazette::contract(entry.event).map(|text| normalised(&text)),
                    holder: (holder.en, holder.zh_hans),
                })
            })
            .collect();
        entries.sort();
        entries.dedup();
        Self { entries }
    }

    /// The securities that had come into being by a day, by all that is known today; those cancelled by then among them.
    pub fn on(&self, day: NaiveDate) -> Vec<Security> {
        of(self.entries.iter().filter(|entry| entry.counts_on(day)))
    }

    /// The same by what had been announced on another day: what somebody who asked then was told.
    pub fn known(&self, day: NaiveDate, announced_by: NaiveDate) -> Vec<Security> {
        let was_announced = |entry: &&Entry| {
            entry
                .published_on
                .or(entry.on)
                .is_none_or(|announced| announced <= announced_by)
        };
        of(self
            .entries
            .iter()
            .filter(|entry| entry.counts_on(day))
            .filter(was_announced))
    }

    /// The securities that lived on a day.
    pub fn live_on(&self, day: NaiveDate) -> Vec<Security> {
        let all = self.on(day).into_iter();
        all.filter(|security| security.released_on.is_none()).collect()
    }
}

/// Entries by registration. Cancelled is for good: neither a change nor a second announcement brings a security back.
fn of<'a>(entries: impl Iterator<Item = &'a Entry>) -> Vec<Security> {
    let entries: Vec<&Entry> = entries.collect();
    let mut lives: BTreeMap<(Option<&String>, Option<NaiveDate>), Life> = BTreeMap::new();
    // Without a number each beginning is a security of its own.
    let is_placed = |entry: &Entry| entry.registration.is_some() || entry.step == Step::Effective;
    for entry in entries.iter().filter(|entry| is_placed(entry)) {
        let own_day = entry.on.filter(|_| entry.registration.is_none());
        lives
            .entry((entry.registration.as_ref(), own_day))
            .or_insert_with(|| Life::of(entry))
            .take(entry);
    }
    let mut lives: Vec<Life> = lives.into_values().collect();
    lives.sort_by_key(|life| life.known_from);
    let has_begun = |of: &Entry| {
        entries
            .iter()
            .filter(|entry| entry.registration == of.registration && entry.step != Step::Cancelled)
            .any(|entry| entry.on <= of.on)
    };
    for entry in &entries {
        if !is_placed(entry) {
            match home(&mut lives, entry) {
                Some(life) => life.take(entry),
                None => {
                    let mut life = Life::of(entry);
                    life.take(entry);
                    lives.push(life);
                }
            }
        } else if entry.step == Step::Cancelled && !has_begun(entry) {
            // A number that is not that of a security: it may be that of one whose own is not told.
            if let Some(life) = home(&mut lives, entry) {
                life.take(entry);
            }
        }
    }
    lives.into_iter().map(|life| life.security).collect()
}

/// The security an entry may be about that is not told by its number: the newest that lived on its day. An entry with a number
/// is about none with another number.
fn home<'a>(lives: &'a mut [Life], entry: &Entry) -> Option<&'a mut Life> {
    lives.iter_mut().rev().find(|life| {
        let began = life.known_from <= entry.on;
        let lives = life.security.released_on.is_none_or(|end| Some(end) > entry.on);
        let fits = entry.registration.is_none() || life.security.registration.is_none();
        began && lives && fits
    })
}

struct Life {
    /// The day of the first entry about it.
    known_from: Option<NaiveDate>,
    security: Security,
}

impl Life {
    fn of(first: &Entry) -> Self {
        Self {
            known_from: first.on,
            security: Security {
                registration: first.registration.clone(),
                holder: LocalizedText::default(),
                effective_on: None,
                changes: 0,
                released_on: None,
            },
        }
    }

    fn take(&mut self, entry: &Entry) {
        let security = &mut self.security;
        match entry.step {
            Step::Effective => security.effective_on = security.effective_on.or(entry.on),
            Step::Changed => security.changes += 1,
            Step::Cancelled => {
                security.released_on = security.released_on.into_iter().chain(entry.on).min();
            }
        }
        let (en, zh_hans) = entry.holder.clone();
        if entry.step != Step::Cancelled && (en.is_some() || zh_hans.is_some()) {
            security.holder = LocalizedText { en, zh_hans };
        }
    }
}

/// Registration numbers are written in several ways over the years.
fn normalised(text: &str) -> String {
    text.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

#[cfg(test)]
#[path = "timeline_tests.rs"]
mod tests;
