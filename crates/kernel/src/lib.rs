#![doc = include_str!("../README.md")]

mod business_days;
mod caller;
mod case;
mod clock;
mod id;
mod ids;
mod locale;
mod money;
mod page;
pub mod policy;
mod problem;
mod regime;
mod scope;
mod violation;
mod words;

pub use business_days::{BusinessDays, Home, business_days_after, is_business_day};
pub use caller::{Caller, Forbidden, Role, Standing, Who};
pub use case::{held_until, holder};
pub use clock::{Clock, FixedClock, SystemClock, micros};
pub use id::{
    AccountLinkId, ApiTokenId, AuditEntryId, CampaignId, CampaignUpdateId, DisputeId, DisputeRecountId,
    EmailChangeId, ErasureId, EventId, ExportId, FileId, FollowId, HistoricalCampaignId, Id, IdKind,
    ImportId, IpClaimId, JobId, LedgerAccountId, LedgerEntryId, MailId, MaterialChangeId, NotificationId,
    OwnershipClaimId, ParseIdError, PatentDocumentId, PatentId, PayeeId, PaymentAttemptId, PaymentSetupId,
    PayoutId, PledgeAdjustmentId, PledgeId, ProjectId, QuestionId, QuestionReportId, ReconciliationId,
    RefundId, RegimeDeclarationId, RegimeLicenceId, RewardId, RewardPoolId, RoleRequestId, SessionId,
    SnapshotId, UserId, VerificationId, id_text, kind, prefix_of,
};
pub use ids::{IdSource, SeededIds, SystemIds};
pub use locale::{Locale, LocalizedText};
pub use money::{BasisPoints, Currency, Money, MoneyError};
pub use page::{Cursor, CursorError, Page, PageRequest};
pub use problem::ProblemKind;
pub use regime::{Refusal, RefusalCode, Regime, RuleId};
pub use scope::{Scope, Scopes};
pub use violation::{Explain, Violation};
pub use words::UnknownWord;
