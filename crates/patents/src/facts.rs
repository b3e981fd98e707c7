//! What a register's answer says, freed from the register's format.

mod extra;
mod title;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kernel::{LocalizedText, Money};
use serde::{Deserialize, Serialize};

use crate::{
    number::{NumberForm, Office, PatentNumber, RightType},
    status::{AnnuityState, Confidence, EncumbranceKind, LegalStatus},
};

pub use extra::{Extra, FeeDue, FeePaid, SurchargeWindow};
pub use title::{Ancestor, Challenge, Continuity, Conveyed, Entity, Opposition, Payment};

/// What one body says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// What kind of answer it is, such as `legal_events`, `biblio`, `register`, `application`.
    pub kind: &'static str,
    /// The rights it speaks of.
    pub rights: Vec<RightFacts>,
    /// What it says beside single rights.
    pub extra: Extra,
}

impl Facts {
    /// An answer that speaks of these rights.
    pub fn of(kind: &'static str, rights: Vec<RightFacts>) -> Self {
        Self {
            kind,
            rights,
            extra: Extra::default(),
        }
    }
}

/// What one body says of one right. What it does not say is absent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RightFacts {
    /// The number of its application: its identity.
    pub application: Option<PatentNumber>,
    /// The documents that were published of it, the grant among them.
    pub publications: Vec<Publication>,
    /// The number of the granted right.
    pub grant: Option<PatentNumber>,
    /// When it was granted.
    pub granted_on: Option<NaiveDate>,
    /// The kind of right.
    pub right_type: Option<RightType>,
    /// When it was filed.
    pub filed_on: Option<NaiveDate>,
    /// The earliest priority.
    pub priority_on: Option<NaiveDate>,
    /// Its title by language (BCP 47).
    pub titles: BTreeMap<String, String>,
    /// Who applied.
    pub applicants: Vec<Party>,
    /// Who invented.
    pub inventors: Vec<Party>,
    /// Who owns it on record.
    pub owners: Vec<Party>,
    /// Symbols of the International Patent Classification.
    pub ipc: Vec<String>,
    /// Symbols of the Cooperative Patent Classification.
    pub cpc: Vec<String>,
    /// The family's number at the EPO (INPADOC).
    pub family_id: Option<String>,
    /// Other members of its family.
    pub family: Vec<FamilyMember>,
    /// The office's own status.
    pub status: Option<OfficeStatus>,
    /// When it expires if every fee is paid, as the register states it.
    pub expires_on: Option<NaiveDate>,
    /// The next renewal fee, as the register states it.
    pub annuity: Option<Annuity>,
    /// Burdens the register states. `Some(vec![])` says there are none.
    pub encumbrances: Option<Vec<Encumbrance>>,
    /// Burdens and owners that an extract of the register shows, as a document that somebody handed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shown: Option<Shown>,
    /// Dated entries of the register.
    pub events: Vec<LegalEvent>,
    /// States a European or international right was designated for.
    pub designated_states: Vec<String>,
    /// States in which it lapsed, as the register lists them.
    pub lapsed_states: BTreeMap<String, NaiveDate>,
    /// The office's statuses over time, in the order of the answer.
    pub status_history: Vec<(NaiveDate, String)>,
    /// The opposition, as the register states it.
    pub opposition: Option<Opposition>,
    /// When it was registered, where the office says so beside the grant.
    pub registered_on: Option<NaiveDate>,
    /// How many claims it has.
    pub claims: Option<u32>,
    /// The applications it goes back to; absent where the answer does not list them.
    pub continuity: Option<Continuity>,
    /// Days of patent term adjustment (35 USC 154(b)).
    pub pta_days: Option<u32>,
    /// Whether a terminal disclaimer is on file.
    pub disclaimed: bool,
    /// How the office sorts its owner for fees.
    pub entity: Option<Entity>,
    /// Renewal fees that were paid.
    pub payments: Vec<Payment>,
    /// Recorded conveyances, in the order of the answer.
    pub conveyances: Vec<Conveyed>,
    /// Trials and other attacks on it.
    pub challenges: Vec<Challenge>,
}

/// What a right is found by: a number's key, and whether it is of an application. Applications and
/// documents are numbered apart: US 11/646,472 and US 11,646,472 B2 are two rights.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NumberKey {
    /// The canonical spelling.
    pub key: String,
    /// Whether it is the number of an application.
    pub is_application: bool,
}

impl From<&PatentNumber> for NumberKey {
    fn from(number: &PatentNumber) -> Self {
        Self {
            key: number.key(),
            is_application: number.form() == NumberForm::Application,
        }
    }
}

impl RightFacts {
    /// All its numbers.
    pub fn numbers(&self) -> impl Iterator<Item = &PatentNumber> {
        let publications = self.publications.iter().map(|publication| &publication.number);
        self.application.iter().chain(publications).chain(&self.grant)
    }

    /// What it is found by.
    pub fn keys(&self) -> Vec<NumberKey> {
        self.numbers().map(NumberKey::from).collect()
    }
}

/// A published document of a right.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Publication {
    /// Its number, with its kind code.
    pub number: PatentNumber,
    /// When it was published.
    pub published_on: Option<NaiveDate>,
}

/// A person or company in a register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Party {
    /// The name as registered, in the languages it is registered in.
    pub name: LocalizedText,
    /// Where they are: ISO 3166-1 alpha-2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

impl Party {
    /// A party whose name is registered in one script.
    pub fn named(name: impl Into<String>, country: Option<String>) -> Self {
        let name = name.into();
        let is_chinese = name.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        let locale = if is_chinese {
            kernel::Locale::ZhHans
        } else {
            kernel::Locale::En
        };
        Self {
            name: LocalizedText::only(locale, name),
            country,
        }
    }
}

/// Another member of the family.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FamilyMember {
    /// The office: WIPO ST.3.
    pub office: String,
    /// Its number as printed.
    pub number: String,
}

/// The office's own status, and what of it can be relied on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OfficeStatus {
    /// What it means. UNKNOWN where the office's word does not tell.
    pub value: LegalStatus,
    /// The office's code, if it has one.
    #[serde(default)]
    pub code: Option<String>,
    /// The office's own words.
    #[serde(default)]
    pub text: LocalizedText,
    /// The day the office states it for; the day of the answer if absent.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
    /// Why it is what it is, or why it cannot be told, as a code: `NON_PAYMENT`, `TERM`, `TERM_NOT_CHECKED`, ….
    #[serde(default)]
    pub reason: Option<String>,
    /// What it rests on.
    pub confidence: Confidence,
}

/// The next renewal fee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Annuity {
    /// When it falls due.
    pub next_due_on: Option<NaiveDate>,
    /// Until when it can be paid late.
    pub grace_ends_on: Option<NaiveDate>,
    /// How it stands.
    pub state: AnnuityState,
    /// The year it is for, from filing or grant as the office counts.
    pub year: Option<i32>,
    /// What it costs.
    pub amount: Option<Money>,
}

/// A burden on a right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Encumbrance {
    /// Its kind.
    pub kind: EncumbranceKind,
    /// Who holds it.
    pub holder: LocalizedText,
    /// Since when.
    pub effective_on: Option<NaiveDate>,
    /// Until when; open if absent.
    pub ended_on: Option<NaiveDate>,
}

/// What an extract of a register shows on the day it was issued: what lies on a right, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Shown {
    /// The day on the extract.
    pub on: NaiveDate,
    /// All that lay on the right that day; nothing, if it is empty.
    pub burdens: Vec<Encumbrance>,
    /// Who owned it that day.
    #[serde(default)]
    pub owners: Vec<Party>,
}

/// A dated entry of a register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LegalEvent {
    /// The office's code.
    pub code: String,
    /// The office that made the entry.
    pub office: Office,
    /// Which list of codes the code is of.
    pub scheme: Scheme,
    /// The state it is about, where that is not the office's own.
    pub territory: Option<String>,
    /// When it took effect, or was published.
    pub on: Option<NaiveDate>,
    /// What the register calls it.
    pub text: LocalizedText,
    /// Everything else the register says of it, as it says it.
    pub detail: BTreeMap<String, String>,
}

/// Which list of codes an entry's code is of: the same letters mean different things in different lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Scheme {
    /// The EPO's list of legal events of the offices (INPADOC).
    #[default]
    Inpadoc,
    /// The European Patent Register's own codes.
    EpRegister,
    /// Transactions of a file of the USPTO.
    UsptoTransaction,
    /// Maintenance-fee events of the USPTO.
    UsptoMaintenance,
    /// Document codes of the JPO.
    JpoDocument,
    /// Titles of CNIPA's gazette, as providers relay them.
    CnipaGazette,
    /// WIPO ST.27, as the KIPO prints it.
    St27,
    /// Anything else: kept, weighed by nobody.
    Other,
}
