//! Parts of a right that are plain values.

use async_graphql::SimpleObject;
use chrono::NaiveDate;
use kernel::Locale;
use patents::fees::{Deadline, FeeStanding};

use super::{
    super::super::{
        money::Money,
        scalars::{CountryCode, PatentNumber},
    },
    words::{AnnuityState, EncumbranceKind, PatentEventMark, PatentRiskKind, TermBasis},
};

/// A person or company in a register.
#[derive(SimpleObject)]
pub struct PatentParty {
    /// The name as registered; in the caller's language where it is registered in several.
    name: String,
    /// Where they are, if recorded.
    country: Option<CountryCode>,
}

/// The next renewal or maintenance fee.
#[derive(SimpleObject)]
pub struct Annuity {
    /// From when on it can be paid, where there is such a day.
    opens_on: Option<NaiveDate>,
    /// When it falls due.
    next_due_on: Option<NaiveDate>,
    /// Until when it can be paid late.
    grace_ends_on: Option<NaiveDate>,
    /// How it stands.
    state: AnnuityState,
    /// The year it is for, as the office counts.
    year: Option<i32>,
    /// What it costs, by the office's schedule in force.
    amount: Option<Money>,
    /// What is added when it is paid late.
    surcharge: Option<Money>,
    /// Until when the right is paid for, where a payment is on record.
    paid_until: Option<NaiveDate>,
}

impl From<&FeeStanding> for Annuity {
    fn from(fee: &FeeStanding) -> Self {
        Self {
            opens_on: fee.opens_on,
            next_due_on: fee.next_due_on,
            grace_ends_on: fee.grace_ends_on,
            state: fee.state.into(),
            year: fee.year.and_then(|year| i32::try_from(year).ok()),
            amount: fee.amount.map(Money::from),
            surcharge: fee.surcharge.map(Money::from),
            paid_until: fee.paid_until,
        }
    }
}

/// A day on which something about a renewal fee happens.
#[derive(SimpleObject)]
pub struct FeeDeadline {
    /// What happens: `FEE_OPENS`, `FEE_DUE`, `GRACE_ENDS`.
    kind: String,
    /// The same, in the caller's language.
    message: String,
    /// When.
    on: NaiveDate,
    /// The year the fee is for, as the office counts.
    year: Option<i32>,
}

impl FeeDeadline {
    pub(super) fn of(day: Deadline, locale: Locale) -> Self {
        Self {
            kind: day.kind.to_owned(),
            message: i18n::label(locale, "fee-deadline", day.kind),
            on: day.on,
            year: day.year.and_then(|year| i32::try_from(year).ok()),
        }
    }
}

/// When a right ends if every fee is paid, and on what that rests.
#[derive(SimpleObject)]
pub struct PatentTerm {
    /// Its end before any adjustment.
    base_expires_on: NaiveDate,
    /// Its end.
    expires_on: NaiveDate,
    /// What it is reckoned from.
    basis: TermBasis,
    /// Whether a disclaimer on file may end it earlier.
    may_be_shorter: bool,
}

impl From<patents::term::Term> for PatentTerm {
    fn from(term: patents::term::Term) -> Self {
        Self {
            base_expires_on: term.base_expires_on,
            expires_on: term.expires_on,
            basis: term.basis.into(),
            may_be_shorter: term.may_be_shorter,
        }
    }
}

/// The states of a European patent by how it stands there (ISO 3166-1 alpha-2).
#[derive(SimpleObject)]
pub struct PatentStates {
    /// A payment shows that it lives there.
    in_force: Vec<String>,
    /// Neither a payment nor a lapse is on record there: it may live.
    unconfirmed: Vec<String>,
    /// It is over there.
    ended: Vec<String>,
}

impl From<&patents::PanelStates> for PatentStates {
    fn from(states: &patents::PanelStates) -> Self {
        Self {
            in_force: states.in_force.clone(),
            unconfirmed: states.unconfirmed.clone(),
            ended: states.ended.clone(),
        }
    }
}

/// A burden on a right.
#[derive(SimpleObject)]
pub struct Encumbrance {
    /// Its kind.
    kind: EncumbranceKind,
    /// Who holds it.
    holder: String,
    /// Since when.
    effective_on: Option<NaiveDate>,
    /// Until when; null while it lies on the right.
    ended_on: Option<NaiveDate>,
    /// Whether it still lies on the right.
    open: bool,
    /// Where it is recorded: reel and frame, or the gazette's entry.
    instrument: Option<String>,
    /// Whether nothing but a document that its founder handed in and a reviewer compared tells of it.
    documented: bool,
    /// Whether it is paid before others: the first registered of several securities that lie on a Chinese right. False where it is
    /// the only one, and where the order is not told.
    prevails: bool,
}

impl Encumbrance {
    pub(super) fn of(
        encumbrance: &patents::PanelEncumbrance,
        first: Option<&patents::PanelEncumbrance>,
        locale: Locale,
    ) -> Self {
        let is_ranked =
            encumbrance.ended_on.is_none() && encumbrance.kind == patents::EncumbranceKind::Security;
        Self {
            prevails: is_ranked && first.is_some_and(|first| std::ptr::eq(first, encumbrance)),
            kind: encumbrance.kind.into(),
            holder: encumbrance.holder.best(locale).0.to_owned(),
            effective_on: encumbrance.effective_on,
            ended_on: encumbrance.ended_on,
            open: encumbrance.ended_on.is_none(),
            instrument: encumbrance.instrument.clone(),
            documented: encumbrance.documented,
        }
    }
}

/// Something an investor should know before pledging.
#[derive(SimpleObject)]
pub struct PatentRisk {
    /// What it is, for programs.
    pub(super) kind: PatentRiskKind,
    /// When it comes, or since when it is so.
    pub(super) due_on: Option<NaiveDate>,
    /// What it is, in the caller's language.
    pub(super) message: String,
}

impl PatentRisk {
    /// It in words.
    pub(in super::super) fn of(risk: &patents::Risk, locale: kernel::Locale) -> Self {
        Self {
            kind: risk.kind.into(),
            due_on: risk.on,
            message: i18n::label(locale, "patent-risk", risk.kind.as_str()),
        }
    }
}

/// A published document of a right.
#[derive(SimpleObject)]
pub struct PatentPublication {
    /// Its number as printed.
    pub(super) number: PatentNumber,
    /// Its kind code (WIPO ST.16).
    pub(super) kind: String,
    /// When it was published.
    pub(super) published_on: Option<NaiveDate>,
}

/// Another member of the family.
#[derive(SimpleObject)]
pub struct FamilyMember {
    /// The office: WIPO ST.3.
    pub(super) office: String,
    /// Its number as printed.
    pub(super) number: String,
}

/// A dated entry of a register.
#[derive(SimpleObject)]
pub struct PatentEvent {
    /// The office's code.
    code: String,
    /// The state it is about, where that is not the office's own.
    territory: Option<String>,
    /// When it took effect or was published.
    on: Option<NaiveDate>,
    /// What the register calls it.
    text: String,
    /// Which register told of it.
    source: String,
    /// What became of it, if something did: an entry is never taken off the record.
    mark: Option<PatentEventMark>,
}

impl PatentEvent {
    pub(super) fn of(event: patents::RecordedEvent, locale: Locale) -> Self {
        Self {
            text: event.text.best(locale).0.to_owned(),
            code: event.code,
            territory: event.territory,
            on: event.on,
            source: event.source,
            mark: event.mark.map(PatentEventMark::from),
        }
    }
}

/// People and companies of a register, told in a language.
pub(super) fn parties(parties: &[patents::facts::Party], locale: Locale) -> Vec<PatentParty> {
    let shown = |party: &patents::facts::Party| PatentParty {
        name: party.name.best(locale).0.to_owned(),
        country: party.country.clone().map(CountryCode),
    };
    parties.iter().map(shown).collect()
}
