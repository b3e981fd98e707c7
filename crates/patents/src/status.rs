//! The words for how a right stands.

use crate::words::words;

words! {
    /// The legal status of a right (design of the platform, after WIPO ST.27).
    pub enum LegalStatus {
        /// Filed, not yet published.
        Filed = "filed",
        /// Published, examination not known to have begun.
        Published = "published",
        /// Search or examination, appeal.
        UnderExamination = "under_examination",
        /// To be granted; formalities or fees outstanding.
        Allowed = "allowed",
        /// Granted and alive.
        InForce = "in_force",
        /// Ended by the office.
        Refused = "refused",
        /// Ended by the applicant.
        Withdrawn = "withdrawn",
        /// Deemed withdrawn.
        Abandoned = "abandoned",
        /// Ended because a fee was not paid.
        Lapsed = "lapsed",
        /// Its term is over.
        Expired = "expired",
        /// Given up by its owner.
        Surrendered = "surrendered",
        /// Taken away whole by opposition, invalidation or a court.
        Revoked = "revoked",
        /// Evidence is missing, contradictory or too old.
        Unknown = "unknown",
    }
}

words! {
    /// What a status rests on.
    pub enum Confidence {
        /// The office's own current status.
        OfficeCurrent = "office_current",
        /// Derived from the events the office published.
        EventDerived = "event_derived",
        /// Presumed from the calendar.
        Presumed = "presumed",
        /// A document of the office says so, as a reviewer found.
        Documented = "documented",
        /// Only the owner says so.
        SelfDeclared = "self_declared",
    }
}

words! {
    /// How the next renewal fee stands.
    pub enum AnnuityState {
        /// No fee falls due for a while.
        NotDue = "not_due",
        /// Paid until the next due date.
        Paid = "paid",
        /// May be paid already.
        WindowOpen = "window_open",
        /// Falls due within 90 days.
        DueSoon = "due_soon",
        /// Overdue; it can still be paid with a surcharge (Paris Convention, Article 5bis(1)).
        OverdueInGrace = "overdue_in_grace",
        /// The time to pay late is over and no payment is on record.
        GraceEndedNoRecord = "grace_ended_no_record",
        /// The office recorded the lapse.
        LapsedRecorded = "lapsed_recorded",
        /// This kind of right has no renewal fees.
        NoFees = "no_fees",
        /// Not known.
        Unknown = "unknown",
    }
}

words! {
    /// A burden on a right.
    pub enum EncumbranceKind {
        /// A registered security right (专利权质押).
        Security = "security",
        /// A freeze by a court (保全).
        Preservation = "preservation",
        /// A licence that shuts out even the owner.
        ExclusiveLicence = "exclusive_licence",
        /// A licence.
        Licence = "licence",
        /// An offer of licences to everyone (开放许可).
        OpenLicence = "open_licence",
        /// Another right in rem.
        RightInRem = "right_in_rem",
        /// A receiver administers it.
        Receivership = "receivership",
        /// Who owns it is in dispute.
        OwnershipDispute = "ownership_dispute",
    }
}

impl LegalStatus {
    /// Whether the right may still be granted.
    pub fn is_pending(self) -> bool {
        matches!(
            self,
            Self::Filed | Self::Published | Self::UnderExamination | Self::Allowed
        )
    }

    /// Whether the right or the application is gone.
    pub fn is_lost(self) -> bool {
        matches!(
            self,
            Self::Refused
                | Self::Withdrawn
                | Self::Abandoned
                | Self::Lapsed
                | Self::Expired
                | Self::Surrendered
                | Self::Revoked
        )
    }
}

impl EncumbranceKind {
    /// Whether it can take the right away from its owner.
    pub fn threatens_title(self) -> bool {
        matches!(
            self,
            Self::Security
                | Self::Preservation
                | Self::RightInRem
                | Self::Receivership
                | Self::OwnershipDispute
        )
    }
}
