//! Patent rights: what the registers say of them, and what that means.

use async_graphql::{ComplexObject, Context, Enum, ID, Object, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Locale as KernelLocale, PatentId};
use patents::{Panel, RiskKind};

use super::{
    super::{
        connection::{Listed, connection, total},
        context::{Resolving, database, page},
        ids::opaque,
        loaders::CampaignsOn,
        money::Money,
        scalars::{CountryCode, IpcSymbol, PatentNumber, Url},
        text::Locale,
    },
    campaign::Campaign,
    ip_panel::owner_match,
};
use crate::http::{ErrorCode, problem};

/// A patent right: one application with its publications and its grant. `founder` is whose
/// campaign shows it, if one does.
pub struct Patent {
    pub(in super::super) panel: Panel,
    pub(in super::super) founder: Option<kernel::UserId>,
}

/// A patent office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Enum)]
pub enum Office {
    /// China National Intellectual Property Administration.
    Cn,
    /// United States Patent and Trademark Office.
    Us,
    /// European Patent Office.
    Ep,
    /// International Bureau of WIPO: international applications under the PCT.
    Wo,
    /// Japan Patent Office.
    Jp,
    /// Korean Ministry of Intellectual Property.
    Kr,
    /// German Patent and Trade Mark Office.
    De,
    /// Intellectual Property Office of the United Kingdom.
    Gb,
    /// Any other office.
    Other,
}

impl Office {
    /// The office with this code of WIPO ST.3.
    pub(in super::super) fn of(code: &str) -> Self {
        match code {
            "CN" => Self::Cn,
            "US" => Self::Us,
            "EP" => Self::Ep,
            "WO" => Self::Wo,
            "JP" => Self::Jp,
            "KR" => Self::Kr,
            "DE" => Self::De,
            "GB" => Self::Gb,
            _ => Self::Other,
        }
    }

    /// Its code of WIPO ST.3, where it is one office.
    pub(in super::super) fn code(self) -> Option<&'static str> {
        Some(match self {
            Self::Cn => "CN",
            Self::Us => "US",
            Self::Ep => "EP",
            Self::Wo => "WO",
            Self::Jp => "JP",
            Self::Kr => "KR",
            Self::De => "DE",
            Self::Gb => "GB",
            Self::Other => return None,
        })
    }
}

/// The kind of right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "patents::number::RightType")]
pub enum PatentRightType {
    /// A patent for an invention.
    Invention,
    /// A utility model.
    UtilityModel,
    /// A design.
    Design,
    /// A plant patent.
    Plant,
    /// A provisional application, which never becomes a right itself.
    Provisional,
    /// An international application under the PCT.
    Pct,
}

/// The legal status of a right (after WIPO ST.27).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Enum)]
#[graphql(remote = "patents::LegalStatus")]
pub enum PatentStatusValue {
    /// Filed, not yet published.
    Filed,
    /// Published, examination not known to have begun.
    Published,
    /// Search or examination, appeal.
    UnderExamination,
    /// To be granted; formalities or fees outstanding.
    Allowed,
    /// Granted and alive.
    InForce,
    /// Ended by the office.
    Refused,
    /// Ended by the applicant.
    Withdrawn,
    /// Deemed withdrawn.
    Abandoned,
    /// Ended because a fee was not paid.
    Lapsed,
    /// Its term is over.
    Expired,
    /// Given up by its owner.
    Surrendered,
    /// Taken away whole by opposition, invalidation or a court.
    Revoked,
    /// Evidence is missing, contradictory or too old.
    Unknown,
}

/// What a status rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "patents::Confidence")]
pub enum StatusConfidence {
    /// The office's own current status.
    OfficeCurrent,
    /// Derived from the events the office published.
    EventDerived,
    /// Presumed from the calendar.
    Presumed,
    /// Only the owner says so.
    SelfDeclared,
}

/// How the next renewal fee stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "patents::AnnuityState")]
pub enum AnnuityState {
    /// No fee falls due for a while.
    NotDue,
    /// Paid until the next due date.
    Paid,
    /// May be paid already.
    WindowOpen,
    /// Falls due within 90 days.
    DueSoon,
    /// Overdue; it can still be paid with a surcharge.
    OverdueInGrace,
    /// The time to pay late is over and no payment is on record.
    GraceEndedNoRecord,
    /// The office recorded the lapse.
    LapsedRecorded,
    /// This kind of right has no renewal fees.
    NoFees,
    /// Not known.
    Unknown,
}

/// A burden on a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "patents::EncumbranceKind")]
pub enum EncumbranceKind {
    /// A registered security right, as for a loan.
    Security,
    /// A freeze by a court.
    Preservation,
    /// A licence that shuts out even the owner.
    ExclusiveLicence,
    /// A licence.
    Licence,
    /// An offer of licences to everyone.
    OpenLicence,
    /// Another right in rem.
    RightInRem,
    /// A receiver administers it.
    Receivership,
    /// Who owns it is in dispute.
    OwnershipDispute,
}

/// What an investor should know before pledging.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "patents::RiskKind")]
pub enum PatentRiskKind {
    /// The right is gone.
    StatusLost,
    /// Nobody knows how it stands.
    StatusUnknown,
    /// What is known is old.
    StatusStale,
    /// It is not granted yet, and may never be.
    Pending,
    /// Its term ends within two years.
    ExpiresSoon,
    /// A renewal fee falls due.
    AnnuityDue,
    /// A renewal fee is overdue.
    AnnuityInGrace,
    /// A lender holds a security over it.
    Security,
    /// A court has frozen it.
    Preservation,
    /// Another burden lies on it.
    Encumbered,
    /// Its registered owner is somebody else than the founder.
    OwnerMismatch,
}

/// Whether the registered owner is the campaign's founder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "patents::OwnerMatch")]
pub enum OwnerMatch {
    /// The names are the same.
    Exact,
    /// The names are the same but for legal form, script width or case.
    Normalised,
    /// The owner is somebody else.
    OtherParty,
    /// No owner is on record, or nobody's campaign is meant.
    Unknown,
}

/// How a right stands, by whom and when it was said.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct PatentStatus {
    /// The status. UNKNOWN rather than a guess.
    value: PatentStatusValue,
    /// The day the register states it for.
    as_of: Option<NaiveDate>,
    /// The office's own words, in the caller's language if it has them.
    office_text: Option<String>,
    /// The office's own code.
    office_code: Option<String>,
    /// Which register said so: `epo-ops`, `uspto-odp`, `sample`; empty if none did.
    source: String,
    /// What it rests on.
    confidence: StatusConfidence,
    /// Why, in the caller's language, if something is to be said.
    reason: Option<String>,
    /// From when on it should not be relied on without asking again.
    stale_after: Option<DateTime<Utc>>,
    /// Whether that time has come.
    is_stale: bool,
    #[graphql(skip)]
    locale: KernelLocale,
}

#[ComplexObject]
impl PatentStatus {
    /// The status in one or two words of the caller's language.
    async fn label(&self) -> String {
        label(self.value.into(), self.locale)
    }
}

/// A status in one or two words.
fn label(value: patents::LegalStatus, locale: KernelLocale) -> String {
    i18n::label(locale, "status", value.as_str())
}

/// A person or company in a register.
#[derive(SimpleObject)]
pub struct PatentParty {
    /// The name as registered; in the caller's language where it is registered in several.
    name: String,
    /// Where they are, if recorded.
    country: Option<CountryCode>,
}

/// The next renewal or maintenance fee, as the register states it.
#[derive(SimpleObject)]
pub struct Annuity {
    /// When it falls due.
    next_due_on: Option<NaiveDate>,
    /// Until when it can be paid late.
    grace_ends_on: Option<NaiveDate>,
    /// How it stands.
    state: AnnuityState,
    /// The year it is for, as the office counts.
    year: Option<i32>,
    /// What it costs.
    amount: Option<Money>,
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
}

/// Something an investor should know before pledging.
#[derive(SimpleObject)]
pub struct PatentRisk {
    /// What it is, for programs.
    kind: PatentRiskKind,
    /// When it comes, or since when it is so.
    due_on: Option<NaiveDate>,
    /// What it is, in the caller's language.
    message: String,
}

/// A published document of a right.
#[derive(SimpleObject)]
pub struct PatentPublication {
    /// Its number as printed.
    number: PatentNumber,
    /// Its kind code (WIPO ST.16).
    kind: String,
    /// When it was published.
    published_on: Option<NaiveDate>,
}

/// Another member of the family.
#[derive(SimpleObject)]
pub struct FamilyMember {
    /// The office: WIPO ST.3.
    office: String,
    /// Its number as printed.
    number: String,
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
}

/// A body fetched from a register, kept as evidence.
pub struct EvidenceSnapshot(pub patents::Snapshot);

/// A body fetched from a register, kept as evidence. It is never changed.
#[Object]
impl EvidenceSnapshot {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        opaque(kernel::SnapshotId::from_uuid(self.0.id))
    }

    /// The register.
    async fn source(&self) -> &str {
        &self.0.source
    }

    /// What was asked.
    async fn call(&self) -> &str {
        &self.0.call
    }

    /// When it came.
    async fn fetched_at(&self) -> DateTime<Utc> {
        self.0.fetched_at
    }

    /// SHA-256 of the body, in hexadecimal.
    async fn sha256(&self) -> &str {
        &self.0.body_sha256
    }

    /// Whether it is an invented answer of the demonstration.
    async fn is_sample(&self) -> bool {
        self.0.source == "sample"
    }
}

/// A patent right: one application with its publications and its grant.
#[Object]
impl Patent {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        opaque(self.panel.id)
    }

    /// Its best number as printed: of the grant, else the newest publication, else the application.
    async fn number(&self) -> PatentNumber {
        PatentNumber(self.panel.number.clone())
    }

    /// The kind code of that number (WIPO ST.16).
    async fn kind(&self) -> Option<&str> {
        self.panel.kind.as_deref()
    }

    /// The office.
    async fn office(&self) -> Office {
        Office::of(&self.panel.office)
    }

    /// The kind of right.
    async fn right_type(&self) -> PatentRightType {
        self.panel.right_type.into()
    }

    /// The number of its application.
    async fn application(&self) -> PatentNumber {
        PatentNumber(self.panel.application.clone())
    }

    /// The number of its grant.
    async fn grant_number(&self) -> Option<PatentNumber> {
        self.panel.grant_number.clone().map(PatentNumber)
    }

    /// Its title, in the language asked for or the caller's if there is one, else in English, else in any.
    async fn title(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language wanted.")] locale: Option<Locale>,
    ) -> &str {
        self.panel.title(ctx.locale(locale))
    }

    /// When it was filed.
    async fn filed_on(&self) -> Option<NaiveDate> {
        self.panel.filed_on
    }

    /// When it was granted.
    async fn granted_on(&self) -> Option<NaiveDate> {
        self.panel.granted_on
    }

    /// When it expires if every fee is paid, as the register states it.
    async fn expires_on(&self) -> Option<NaiveDate> {
        self.panel.expires_on
    }

    /// Years that are left until then, to a tenth.
    async fn remaining_years(&self, ctx: &Context<'_>) -> Result<Option<f64>> {
        let today = ctx.app()?.today();
        Ok(self
            .panel
            .expires_on
            .map(|on| ((on - today).num_days().max(0) as f64 / 36.525).round() / 10.0))
    }

    /// What part of its life is left, in percent, where filing and expiry are known.
    async fn life_percent(&self, ctx: &Context<'_>) -> Result<Option<i32>> {
        let today = ctx.app()?.today();
        Ok(self
            .panel
            .life(today)
            .and_then(|(left, whole)| i32::try_from(left * 100 / whole).ok()))
    }

    /// How it stands.
    async fn status(&self, ctx: &Context<'_>) -> Result<PatentStatus> {
        let status = &self.panel.status;
        let locale = ctx.locale(None);
        let text = status.office_text.best(locale).0;
        Ok(PatentStatus {
            value: status.value.into(),
            as_of: status.as_of,
            office_text: (!text.is_empty()).then(|| text.to_owned()),
            office_code: status.office_code.clone(),
            source: status.source.clone(),
            confidence: status.confidence.into(),
            reason: status.reason.as_deref().map(|code| reason(code, locale)),
            stale_after: status.stale_after,
            is_stale: self.panel.is_stale(ctx.app()?.now()),
            locale,
        })
    }

    /// Who owns it on record.
    async fn owners(&self, ctx: &Context<'_>) -> Vec<PatentParty> {
        parties(&self.panel.owners, ctx.locale(None))
    }

    /// Who applied.
    async fn applicants(&self, ctx: &Context<'_>) -> Vec<PatentParty> {
        parties(&self.panel.applicants, ctx.locale(None))
    }

    /// Who invented.
    async fn inventors(&self, ctx: &Context<'_>) -> Vec<PatentParty> {
        parties(&self.panel.inventors, ctx.locale(None))
    }

    /// Whether the registered owner is the founder of the campaign it is shown beside. UNKNOWN where it is
    /// not shown beside one.
    async fn owner_match(&self, ctx: &Context<'_>) -> Result<OwnerMatch> {
        Ok(owner_match(ctx, &self.panel, self.founder).await?.into())
    }

    /// The next renewal fee, as the register states it.
    async fn annuity(&self) -> Option<Annuity> {
        self.panel.annuity.as_ref().map(|annuity| Annuity {
            next_due_on: annuity.next_due_on,
            grace_ends_on: annuity.grace_ends_on,
            state: annuity.state.into(),
            year: annuity.year,
            amount: annuity.amount.map(Money::from),
        })
    }

    /// Burdens, open and ended.
    async fn encumbrances(&self, ctx: &Context<'_>) -> Vec<Encumbrance> {
        let locale = ctx.locale(None);
        let shown = |encumbrance: &patents::facts::Encumbrance| Encumbrance {
            kind: encumbrance.kind.into(),
            holder: encumbrance.holder.best(locale).0.to_owned(),
            effective_on: encumbrance.effective_on,
            ended_on: encumbrance.ended_on,
            open: encumbrance.ended_on.is_none(),
        };
        self.panel.encumbrances.iter().map(shown).collect()
    }

    /// What an investor should know before pledging, the worst first.
    async fn risks(&self, ctx: &Context<'_>) -> Result<Vec<PatentRisk>> {
        let locale = ctx.locale(None);
        let mut risks = self.panel.risks(ctx.app()?.now());
        if owner_match(ctx, &self.panel, self.founder).await? == patents::OwnerMatch::OtherParty {
            risks.push(patents::Risk {
                kind: RiskKind::OwnerMismatch,
                on: None,
            });
        }
        let shown = |risk: patents::Risk| PatentRisk {
            kind: risk.kind.into(),
            due_on: risk.on,
            message: risk_message(risk.kind, locale),
        };
        Ok(risks.into_iter().map(shown).collect())
    }

    /// Its symbols of the International Patent Classification.
    async fn ipc(&self) -> Vec<IpcSymbol> {
        self.panel.ipc.iter().cloned().map(IpcSymbol).collect()
    }

    /// What was published of it, oldest first.
    async fn publications(&self) -> Vec<PatentPublication> {
        let shown = |publication: &patents::PanelPublication| PatentPublication {
            number: PatentNumber(publication.number.clone()),
            kind: publication.kind.clone(),
            published_on: publication.published_on,
        };
        self.panel.publications.iter().map(shown).collect()
    }

    /// Other members of its family.
    async fn family(&self) -> Vec<FamilyMember> {
        let shown = |member: &patents::facts::FamilyMember| FamilyMember {
            office: member.office.clone(),
            number: member.number.clone(),
        };
        self.panel.family.iter().map(shown).collect()
    }

    /// What its registers recorded, newest first; undated entries last.
    async fn events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 if not said.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
    ) -> Result<Listed<PatentEvent>> {
        let (page, locale) = (page(first, after)?, ctx.locale(None));
        let found = ctx
            .app()?
            .patents
            .events(self.panel.id, &page)
            .await
            .map_err(|error| match error {
                patents::PageError::Cursor(error) => problem(ErrorCode::BadUserInput, error.to_string()),
                patents::PageError::Store(error) => database(error),
            })?;
        let totals = total(found.total);
        Ok(connection(found, page.after.is_some(), totals, |event| {
            PatentEvent {
                text: event.text.best(locale).0.to_owned(),
                code: event.code,
                territory: event.territory,
                on: event.on,
                source: event.source,
            }
        }))
    }

    /// What was fetched from registers about it, newest first.
    async fn evidence(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 if not said.")] first: Option<i32>,
    ) -> Result<Vec<EvidenceSnapshot>> {
        let limit = page(first, None)?.first;
        let found = ctx
            .app()?
            .patents
            .evidence(self.panel.id, limit.into())
            .await
            .map_err(database)?;
        Ok(found.into_iter().map(EvidenceSnapshot).collect())
    }

    /// What its status means for an investor, in one sentence of the caller's language.
    async fn meaning(&self, ctx: &Context<'_>) -> String {
        i18n::label(
            ctx.locale(None),
            "patent-meaning",
            self.panel.status.value.as_str(),
        )
    }

    /// Its page in a public register; null for invented rights.
    async fn register_url(&self) -> Option<Url> {
        register_url(&self.panel).map(Url)
    }

    /// Whether it was invented for the demonstration.
    async fn is_sample(&self) -> bool {
        self.panel.is_sample
    }

    /// Public campaigns that stand on it, newest first.
    async fn campaigns(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 20; 20 if not said.")] first: Option<i32>,
    ) -> Result<Vec<Campaign>> {
        let limit = usize::try_from(page(first, None)?.first).unwrap_or(20);
        let found = ctx.loaders()?.one(CampaignsOn(self.panel.id)).await?;
        Ok(found
            .unwrap_or_default()
            .into_iter()
            .take(limit)
            .map(Campaign)
            .collect())
    }
}

fn parties(parties: &[patents::facts::Party], locale: KernelLocale) -> Vec<PatentParty> {
    let shown = |party: &patents::facts::Party| PatentParty {
        name: party.name.best(locale).0.to_owned(),
        country: party.country.clone().map(CountryCode),
    };
    parties.iter().map(shown).collect()
}

/// A reason's code in words.
fn reason(code: &str, locale: KernelLocale) -> String {
    i18n::label(locale, "patent-reason", code)
}

fn risk_message(kind: RiskKind, locale: KernelLocale) -> String {
    i18n::label(locale, "patent-risk", kind.as_str())
}

/// Where the public can read the register: Espacenet for what it holds.
fn register_url(panel: &Panel) -> Option<String> {
    if panel.is_sample {
        return None;
    }
    let plain: String = panel.number.chars().filter(char::is_ascii_alphanumeric).collect();
    Some(format!(
        "https://worldwide.espacenet.com/patent/search?q=pn%3D{plain}"
    ))
}

/// The right with this id, shown beside no campaign.
pub(in super::super) async fn find(ctx: &Context<'_>, id: PatentId) -> Result<Option<Patent>> {
    Ok(ctx
        .loaders()?
        .one(id)
        .await?
        .map(|panel| Patent { panel, founder: None }))
}
