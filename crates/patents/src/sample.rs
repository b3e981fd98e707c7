//! The sample register: invented rights, served as a register would serve them, marked wherever they show.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kernel::{Currency, LocalizedText, Money};
use serde::{Deserialize, Serialize};

use crate::{
    facts::{
        Annuity, Encumbrance, Facts, FamilyMember, LegalEvent, NumberKey, OfficeStatus, Party, Payment,
        Publication, RightFacts, Scheme,
    },
    number::{NumberForm, Office, PatentNumber, RightType},
    status::{AnnuityState, Confidence, LegalStatus},
};

/// The name of this source among the evidence.
pub(crate) const SOURCE: &str = "sample";

/// A register of invented rights.
#[derive(Debug)]
pub struct SampleRegister {
    as_of: NaiveDate,
    rights: Vec<(Vec<NumberKey>, Entry)>,
    later: Vec<Later>,
}

/// Why the sample register cannot be used: always a fault of the shipped file.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// The file does not have its shape.
    #[error("the sample register cannot be read")]
    Shape(#[from] serde_json::Error),
    /// A number in it breaks a rule.
    #[error("the sample register holds a wrong number, {0}")]
    Number(String),
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct File {
    as_of: NaiveDate,
    rights: Vec<Entry>,
    #[serde(default)]
    later: Vec<Later>,
}

/// What the register says of a right after something happened to it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Later {
    application: String,
    encumbrances: Vec<Encumbrance>,
    events: Vec<EntryEvent>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Entry {
    office: Office,
    right_type: RightType,
    application: String,
    publications: Vec<EntryPublication>,
    grant: Option<EntryGrant>,
    filed_on: NaiveDate,
    priority_on: Option<NaiveDate>,
    title: LocalizedText,
    applicants: Vec<Party>,
    owners: Vec<Party>,
    inventors: Vec<Party>,
    ipc: Vec<String>,
    status: EntryStatus,
    expires_on: Option<NaiveDate>,
    annuity: Option<EntryAnnuity>,
    encumbrances: Vec<Encumbrance>,
    /// The states of a granted European patent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    states: Vec<EntryState>,
    events: Vec<EntryEvent>,
    family: Vec<FamilyMember>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct EntryPublication {
    number: String,
    kind: String,
    published_on: NaiveDate,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct EntryGrant {
    number: String,
    granted_on: NaiveDate,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct EntryStatus {
    value: LegalStatus,
    office_text: LocalizedText,
    as_of: NaiveDate,
    reason: Option<String>,
    confidence: Confidence,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct EntryAnnuity {
    next_due_on: Option<NaiveDate>,
    grace_ends_on: Option<NaiveDate>,
    state: AnnuityState,
    year: Option<i32>,
    amount: Option<String>,
    currency: Option<Currency>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct EntryState {
    state: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    paid_year: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    paid_on: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lapsed_on: Option<NaiveDate>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct EntryEvent {
    code: String,
    on: NaiveDate,
    text: LocalizedText,
}

/// An answer of the sample register: the body to keep as evidence, and what it says.
#[derive(Debug)]
pub struct SampleAnswer {
    /// The body.
    pub body: String,
    /// What it says.
    pub facts: Facts,
}

impl SampleRegister {
    /// The register shipped with the program.
    ///
    /// # Errors
    /// If the shipped file is wrong; a test reads it.
    pub fn shipped() -> Result<Self, SampleError> {
        Self::read(include_str!("../data/sample-register.json"))
    }

    /// Reads a register of the shipped file's shape.
    ///
    /// # Errors
    /// [`SampleError`].
    pub fn read(text: &str) -> Result<Self, SampleError> {
        let file: File = serde_json::from_str(text)?;
        let mut rights = Vec::with_capacity(file.rights.len());
        for entry in file.rights {
            let facts = entry.facts(file.as_of)?;
            rights.push((facts.rights.iter().flat_map(RightFacts::keys).collect(), entry));
        }
        Ok(Self {
            as_of: file.as_of,
            rights,
            later: file.later,
        })
    }

    /// How many rights it holds.
    pub fn len(&self) -> usize {
        self.rights.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.rights.is_empty()
    }

    /// The numbers of all applications in it, as printed.
    pub fn applications(&self) -> impl Iterator<Item = &str> {
        self.rights.iter().map(|(_, entry)| entry.application.as_str())
    }

    /// The register's answer on `today` for a number of any form. Statuses are stated as long
    /// before `today` as they were before the day the register was written.
    pub fn answer(&self, number: &PatentNumber, today: NaiveDate) -> Option<SampleAnswer> {
        self.said(self.entry(number)?.clone(), today)
    }

    /// What it says of a number after something happened to the right, for those of which it knows such a thing.
    pub fn later_answer(&self, number: &PatentNumber, today: NaiveDate) -> Option<SampleAnswer> {
        let mut entry = self.entry(number)?.clone();
        let later = self
            .later
            .iter()
            .find(|later| later.application == entry.application)?;
        entry.encumbrances.clone_from(&later.encumbrances);
        entry.events.extend(later.events.iter().cloned());
        self.said(entry, today)
    }

    /// Whether an answer told already what happened to its right.
    pub(crate) fn told_later(&self, body: &str) -> bool {
        let Ok(entry) = serde_json::from_str::<Entry>(body) else {
            return false;
        };
        let same = |later: &&Later| later.application == entry.application;
        self.later.iter().find(same).is_some_and(|later| {
            let told = |event: &EntryEvent| {
                entry
                    .events
                    .iter()
                    .any(|known| (&known.code, known.on) == (&event.code, event.on))
            };
            later.events.iter().all(told)
        })
    }

    fn entry(&self, number: &PatentNumber) -> Option<&Entry> {
        let key = NumberKey::from(number);
        self.rights
            .iter()
            .find(|(keys, _)| keys.contains(&key))
            .map(|(_, entry)| entry)
    }

    fn said(&self, mut entry: Entry, today: NaiveDate) -> Option<SampleAnswer> {
        let age = self.as_of - entry.status.as_of;
        entry.status.as_of = today - age;
        let facts = entry.facts(today).ok()?;
        let body = serde_json::to_string(&entry).ok()?;
        Some(SampleAnswer { body, facts })
    }
}

/// Reads an answer of this register again.
pub(crate) fn read_answer(body: &str, today: NaiveDate) -> Result<Facts, SampleError> {
    let entry: Entry = serde_json::from_str(body)?;
    entry.facts(today)
}

impl Entry {
    fn facts(&self, today: NaiveDate) -> Result<Facts, SampleError> {
        let number = |text: &str, form| {
            PatentNumber::parse_as(text, Some(self.office), form, today)
                .map_err(|error| SampleError::Number(format!("{text}: {error}")))
        };
        let publication = |publication: &EntryPublication| {
            let number = number(&publication.number, NumberForm::Publication)
                .or_else(|_| number(&publication.number, NumberForm::Grant))?;
            Ok::<_, SampleError>(Publication {
                number,
                published_on: Some(publication.published_on),
            })
        };
        let grant = self.grant.as_ref();
        let money = |annuity: &EntryAnnuity| Money::parse(annuity.amount.as_deref()?, annuity.currency?).ok();
        let titles = [("en", &self.title.en), ("zh-Hans", &self.title.zh_hans)];
        let right = RightFacts {
            application: Some(number(&self.application, NumberForm::Application)?),
            publications: self
                .publications
                .iter()
                .map(publication)
                .collect::<Result<_, _>>()?,
            grant: grant
                .map(|grant| {
                    number(&grant.number, NumberForm::Grant)
                        .or_else(|_| number(&grant.number, NumberForm::Publication))
                })
                .transpose()?,
            granted_on: grant.map(|grant| grant.granted_on),
            right_type: Some(self.right_type),
            filed_on: Some(self.filed_on),
            priority_on: self.priority_on,
            titles: titles
                .into_iter()
                .filter_map(|(lang, text)| Some((lang.to_owned(), text.clone()?)))
                .collect::<BTreeMap<_, _>>(),
            applicants: self.applicants.clone(),
            inventors: self.inventors.clone(),
            owners: self.owners.clone(),
            ipc: self.ipc.clone(),
            family: self.family.clone(),
            status: Some(OfficeStatus {
                value: self.status.value,
                code: None,
                text: self.status.office_text.clone(),
                as_of: Some(self.status.as_of),
                reason: self.status.reason.clone(),
                confidence: self.status.confidence,
            }),
            expires_on: self.expires_on,
            annuity: self.annuity.as_ref().map(|annuity| Annuity {
                next_due_on: annuity.next_due_on,
                grace_ends_on: annuity.grace_ends_on,
                state: annuity.state,
                year: annuity.year,
                amount: money(annuity),
            }),
            encumbrances: Some(self.encumbrances.clone()),
            designated_states: self.states.iter().map(|state| state.state.clone()).collect(),
            lapsed_states: self
                .states
                .iter()
                .filter_map(|state| Some((state.state.clone(), state.lapsed_on?)))
                .collect(),
            payments: self
                .states
                .iter()
                .filter_map(|state| {
                    Some(Payment {
                        territory: state.state.clone(),
                        year: state.paid_year?,
                        on: state.paid_on,
                    })
                })
                .collect(),
            events: self
                .events
                .iter()
                .map(|event| LegalEvent {
                    code: event.code.clone(),
                    office: self.office,
                    scheme: Scheme::Other,
                    territory: None,
                    on: Some(event.on),
                    text: event.text.clone(),
                    detail: BTreeMap::new(),
                })
                .collect(),
            ..RightFacts::default()
        };
        Ok(Facts::of("sample", vec![right]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_register_holds_at_least_forty_rights_that_can_be_read() {
        let register = SampleRegister::shipped().unwrap();
        assert!(register.len() >= 40, "{}", register.len());
        let today = "2026-11-24".parse().unwrap();
        for application in register.applications() {
            let number = PatentNumber::parse(application, None, today).unwrap();
            assert!(register.answer(&number, today).is_some(), "{application}");
        }
        for later in &register.later {
            let number = PatentNumber::parse(&later.application, None, today).unwrap();
            let answer = register.later_answer(&number, today).unwrap();
            let first = register.answer(&number, today).unwrap();
            assert!(register.told_later(&answer.body) && !register.told_later(&first.body));
        }
    }
}
