//! The words for how a right stands, as the schema spells them.

use async_graphql::Enum;

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
    pub(in crate::graphql) fn of(code: &str) -> Self {
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
    pub(in crate::graphql) fn code(self) -> Option<&'static str> {
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
    /// A document of the office says so, as a reviewer found.
    Documented,
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
    /// Another burden lies on it that can take it away: a right in rem, a receivership, a dispute over whose it is.
    TitleThreatened,
    /// Somebody else alone may use it.
    ExclusiveLicence,
    /// It is under attack: an opposition, an invalidation, a trial.
    Challenged,
    /// Another burden lies on it.
    Encumbered,
    /// An open licence was declared though a lender holds a security, whose consent no register shows.
    ConsentNotShown,
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
    /// An owner has the founder's name, but is on record in another country, or is a company where a person claims it, or the
    /// other way round: who it is, a document has to show.
    Namesake,
    /// The owner is somebody else.
    OtherParty,
    /// No owner is on record, or nobody's campaign is meant.
    Unknown,
}

/// How likely it is that a right lapses for an unpaid fee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "patents::fees::LapseRisk")]
pub enum LapseRisk {
    /// There are no fees, or they are paid until a year after the campaign.
    None,
    /// Paid, and the next falls due in more than half a year.
    Low,
    /// The next falls due within half a year, or no payment is on record and none is overdue.
    Medium,
    /// Overdue and in grace, or due before the campaign ends.
    High,
    /// The time to pay is over.
    Critical,
}

/// Whether what ended can come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum StatusFinality {
    /// It has not ended.
    Open,
    /// It has ended, and no way back is known.
    Final,
    /// A remedy is still open.
    Recoverable,
}

/// What the end of a term rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "patents::term::Basis")]
pub enum TermBasis {
    /// The register states it.
    Register,
    /// The filing date.
    Filing,
    /// The oldest application that counts, and the days of adjustment (35 USC 154).
    OldestParent,
    /// The grant: designs (35 USC 173), and patents filed before 1995-06-08 (35 USC 154(c)(1)).
    Grant,
    /// The filing date alone: earlier applications and adjustments are not known.
    FilingUnchecked,
}

/// Why a right was assessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "patents::Cause")]
pub enum AssessmentCause {
    /// A register said something.
    Evidence,
    /// A day passed.
    Calendar,
    /// The rules or the readers of registers' answers are new.
    Rules,
}

/// What became of an entry of a register. It is never taken off the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "patents::Mark")]
pub enum PatentEventMark {
    /// Another entry corrects or deletes it.
    Corrected,
    /// Its register no longer tells it.
    Retracted,
    /// Its register had taken it back and tells it again.
    Restated,
}

/// What a recorded conveyance does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "patents::source::Conveyance")]
pub enum ConveyanceClass {
    /// The right goes to another owner.
    Assignment,
    /// The owner has another name.
    NameChange,
    /// The owner became part of another, or was converted.
    Merger,
    /// A lender takes a security over it; the owner stays.
    Security,
    /// The security goes to another lender.
    SecurityTransfer,
    /// The security ends.
    Release,
    /// Others may use it.
    Licence,
    /// A receiver administers it.
    Receivership,
    /// None of these.
    Other,
}
