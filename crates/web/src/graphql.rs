//! The schema as the pages see it: scalars, enums, and what every page shows alike.

use chrono::{DateTime, NaiveDate, Utc};

#[cynic::schema("farsight")]
#[allow(
    missing_docs,
    unreachable_pub,
    clippy::all,
    reason = "generated from schema.graphql"
)]
pub(crate) mod schema {}

cynic::impl_scalar!(DateTime<Utc>, schema::DateTime);
cynic::impl_scalar!(NaiveDate, schema::NaiveDate);

macro_rules! text_scalars {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(cynic::Scalar, Debug, Clone, PartialEq, Eq)]
        pub(crate) struct $name(pub(crate) String);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

text_scalars!(
    /// Minor units as text.
    BigInt,
    /// A decimal amount as text.
    Decimal,
    /// ISO 4217.
    CurrencyCode,
    /// ISO 3166-1 alpha-2.
    CountryCode,
    /// An e-mail address.
    EmailAddress,
    /// A patent number as printed.
    PatentNumber,
    /// A symbol of the International Patent Classification.
    IpcSymbol,
);

/// An address.
#[derive(cynic::Scalar, Debug, Clone, PartialEq, Eq)]
#[cynic(graphql_type = "URL")]
pub(crate) struct Url(pub(crate) String);

/// An idempotency key.
#[derive(cynic::Scalar, Debug, Clone, PartialEq, Eq)]
#[cynic(graphql_type = "UUID")]
pub(crate) struct Uuid(pub(crate) String);

/// A value that the schema names.
pub(crate) trait Named {
    /// Its name in the schema: `IN_FORCE`.
    fn name(&self) -> String;
}

impl<T: Named> Named for &T {
    fn name(&self) -> String {
        (**self).name()
    }
}

/// `InForce` as the schema writes it: `IN_FORCE`.
fn shout(camel: &str) -> String {
    let mut name = String::with_capacity(camel.len() + 4);
    for (i, c) in camel.char_indices() {
        if i > 0 && c.is_ascii_uppercase() {
            name.push('_');
        }
        name.push(c.to_ascii_uppercase());
    }
    name
}

macro_rules! enums {
    ($($(#[$doc:meta])* $name:ident { $($variant:ident)+ })+) => {$(
        $(#[$doc])*
        #[derive(cynic::Enum, Debug, Clone, Copy, PartialEq, Eq)]
        #[allow(dead_code, reason = "every value of the schema is read, few are written")]
        pub(crate) enum $name { $($variant),+ }

        #[allow(dead_code, reason = "not every form offers every enum")]
        impl $name {
            /// Every value.
            pub(crate) const ALL: &[Self] = &[$(Self::$variant),+];

            /// The value of that name.
            pub(crate) fn of(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.name() == name)
            }
        }

        impl Named for $name {
            fn name(&self) -> String {
                shout(match self { $(Self::$variant => stringify!($variant)),+ })
            }
        }
    )+};
}

enums! {
    /// An account that holds a campaign's money.
    CampaignAccount { Held InTransit Payable Reserve }
    /// What happened to a campaign's money.
    CampaignEntryKind {
        CampaignSettled ChargeSucceeded DebtRecovered DebtReturned DisputeRecountEnded DisputeRecounted DisputeReinstated DisputeWithdrawn Other
        PayoutApproved PayoutFailed PayoutPaid RefundReleased RefundRequested ReserveReleased
    }
    /// A part of a payout.
    PayoutPartKind {
        CarriedOver DebtRecovered DebtReturned Disputes LeftOver Other PlatformFee ProcessingFee Refunds ReserveKept ReserveReleased SharedOut
    }
    /// Where a request for a role stands.
    RoleRequestState { Approved Expired Refused Waiting Withdrawn }
    /// Where a campaign stands.
    CampaignState {
        Approved Cancelled ChangesRequested Collecting Completed Draft Failed FinanceReview Funded Grace InReview
        Live Paused Paying Scheduled ShortfallDecision Suspended
    }
    /// What a list of campaigns is ordered by.
    CampaignOrderField { EndsAt ExpiresOn Newest Raised RaisedPercent Risk Standing }
    /// Which way round.
    OrderDirection { Asc Desc }
    /// A field of technology.
    TechnologyField {
        EnergyStorage MedicalDevices Robotics Semiconductors NewMaterials Agriculture WaterTreatment Optics
        Aerospace SoftwareAi Other
    }
    /// A patent office.
    Office { Cn Us Ep Wo Jp Kr De Gb Other }
    /// The legal status of a right.
    PatentStatusValue {
        InForce Allowed UnderExamination Published Filed Lapsed Expired Surrendered Revoked Refused Withdrawn
        Abandoned Unknown
    }
    /// The kind of a right.
    PatentRightType { Design Invention Pct Plant Provisional UtilityModel }
    /// How a watched right stands.
    WatchLevel { Green Notice Alert Lost }
    /// How sure a status is.
    StatusConfidence { Documented EventDerived OfficeCurrent Presumed SelfDeclared }
    /// Whether the registered owner is the founder.
    OwnerMatch { Exact Normalised Namesake OtherParty Unknown }
    /// By what it was shown that a founder may bring a right to market.
    OwnerProof { Register Document }
    /// What a document about a right says.
    OwnershipClaimKind { Assignment Licence Identity }
    /// How far a document about a right has come.
    OwnershipClaimState { Submitted Approved Outdated Refused Withdrawn }
    /// Why a document about a right is refused.
    OwnershipClaimReason { Unreadable OtherRight OtherParty NotInForce NoRightToFund Other }
    /// What a document of an office is.
    PatentDocumentKind { RegisterExtract FeeReceipt }
    /// How far a document of an office has come.
    PatentDocumentState { Submitted Approved Refused Withdrawn }
    /// Why a document of an office is refused.
    PatentDocumentReason { Unreadable OtherRight SaysOtherwise NotOfTheOffice TooOld Other }
    /// What kind of right a third party claims.
    IpClaimKind { Patent Design TradeMark Copyright TradeSecret Other }
    /// How far a third party's claim has come.
    IpClaimState { Submitted Inquiry Answered Dismissed Rejected Upheld Withdrawn Moot }
    /// Why a third party's claim is dismissed or found wrong.
    IpClaimReason { NoRightShown NotTheirs NotUsed NotInForce CampaignOver Other }
    /// What a reviewer decides on a third party's claim.
    IpClaimDecision { Inquire Dismiss Reject Uphold }
    /// Why a campaign's clock stands still.
    CampaignPauseReason { IpClaim Staff }
    /// Who is verified.
    VerificationKind { Person Company }
    /// How far a verification has come.
    VerificationState { Unsubmitted Submitted Approved Refused Expired }
    /// What a document of a verification shows.
    VerificationDocumentKind { Identity Registration Authority Owners }
    /// What a reviewer decides on a verification.
    VerificationDecision { Approve Refuse }
    /// Why a verification is refused.
    VerificationReason { Unreadable Differs OutOfDate WrongDocument NoAuthority OwnersUnclear Other }
    /// How the next fee stands.
    AnnuityState {
        DueSoon GraceEndedNoRecord LapsedRecorded NotDue NoFees OverdueInGrace Paid Unknown WindowOpen
    }
    /// A burden on a right.
    EncumbranceKind {
        ExclusiveLicence Licence OpenLicence OwnershipDispute Preservation Receivership RightInRem Security
    }
    /// Something an investor should know.
    PatentRiskKind {
        AnnuityDue AnnuityInGrace Challenged ConsentNotShown Encumbered ExclusiveLicence ExpiresSoon OwnerMismatch Pending Preservation
        Security StatusLost StatusStale StatusUnknown TitleThreatened
    }
    /// How likely a right lapses for an unpaid fee.
    LapseRisk { Critical High Low Medium None }
    /// Whether what ended can come back.
    StatusFinality { Final Open Recoverable }
    /// What the end of a term is reckoned from.
    TermBasis { Filing FilingUnchecked Grant OldestParent Register }
    /// What a recorded conveyance does.
    ConveyanceClass {
        Assignment Licence Merger NameChange Other Receivership Release Security SecurityTransfer
    }
    /// What became of an entry of a register.
    PatentEventMark { Corrected Restated Retracted }
    /// Why a right was assessed.
    AssessmentCause { Calendar Evidence Rules }
    /// What a point of a score rests on.
    EvidenceAspect { Challenges Encumbrances Family Fees Ownership Status Technology Term }
    /// Which number of a right it is.
    PatentNumberForm { Application Grant Publication }
    /// What a person may act as.
    Role { Administrator Finance Founder Investor Reviewer }
    /// A language.
    Locale { En ZhHans }
    /// Where a pledge stands.
    PledgeState {
        ActionRequired Authorised Cancelled Collected Collecting Committed Disputed Dropped Errored Lost
        ReconfirmDue Refunded Released Reserved Won
    }
    /// Where the saving of a card stands.
    PaymentSetupStatus { Canceled Created Failed RequiresAction RequiresCard Succeeded }
    /// A reviewer's decision.
    ReviewDecision { Approved ChangesRequested }
    /// What became of a past campaign.
    HistoricalCampaignState { Cancelled Failed Live Successful Suspended Undefined }
    /// What is wrong about a campaign.
    CampaignUserErrorCode {
        ClaimOpen ClaimUnderWay Conflict EmailNotConfirmed FounderNotHeard Frozen Incomplete Invalid NotFound OfferedWithAlone OutOfRange OwnCase OwnerUnproven OwnersChanged
        PatentAlreadyAttached PatentFamilyAttached PatentLookupPending PatentNotFound PatentNumberInvalid PoolChosen PoolShared RegimeRefused RegisterUnavailable
        Required RewardChosen RightLost TooLong TooMany TooOften TooShort WrongState
    }
    /// What a second factor is.
    SecondFactorKind { Authenticator }
    /// What a program may do with a token.
    ApiTokenScope { Manage Pledge Read }
    /// What an export is written as.
    DataExportFormat { Zip }
    /// Where an export stands.
    DataExportState { Over Ready Waiting }
    /// What is wrong about a pledge.
    PledgeUserErrorCode {
        AddOnNotOffered AddOnSoldOut AmountBelowReward AmountChanged AmountInvalid AuthenticationFailed AuthenticationRequired
        CampaignClosed CampaignHeld CampaignNotFound CardDeclined CardNotAccepted ChangeNotFound
        CountryUnsupported CurrencyMismatch DayInvalid DestinationInvalid DisputeNotFound DossierChanged
        EmailNotConfirmed EvidenceTooLate FourEyes IdempotencyInProgress IdempotencyKeyReused ItemsInvalid LimitExceeded
        NotAdjustable NotCancellable NotDue NotRepairable NoteTooLong NothingToConfirm NothingToDecide
        NothingToPay NothingToRefund OwnCampaign PayeeNotFound PayoutNotFound PayoutState PledgeNotFound
        ProviderUnavailable QuantityInvalid ReferenceUsed RefundNotFound RefundState RegimeRefused ReservationExpired RewardNotFound
        RewardSoldOut RisksNotAcknowledged SettledWithoutPayout TextInvalid
    }
    /// What a change of the patents is to those who pledged.
    MaterialChangeSeverity { Major Minor }
    /// What follows from a change of the patents.
    MaterialChangeScope { Inform Payout Reconfirm }
    /// How far a change of the patents has come.
    MaterialChangeState { Closed Notified Opened Reconfirming }
    /// How a change of the patents ended.
    MaterialChangeOutcome { Answered CampaignOver Informed Reclassified Superseded }
    /// What an investor answered to a change of the patents.
    ReconfirmationAnswer { Declined Kept Silent Withdrawn }
    /// Where a try at collecting a pledge stands.
    PaymentAttemptState { ActionRequired Canceled Created Failed Mismatched Processing Succeeded Unknown }
    /// Why a card is charged.
    PaymentAttemptCause { Deadline LastTry Repair }
    /// Where a refund stands.
    RefundState { Failed Manual Requested Sent Succeeded }
    /// Why money goes back.
    RefundReason {
        AtProvider CampaignFailed Duplicate Fraud Goodwill InvestorRequest NotDelivered PatentChanged
    }
    /// Who bears what a refund costs once the founder was paid.
    FeeBearer { Founder Platform }
    /// Where a dispute stands.
    DisputeState {
        Lost NeedsResponse UnderReview WarningClosed WarningNeedsResponse WarningUnderReview Won
    }
    /// How far the money of a campaign has come.
    CollectionStage { Collecting Deciding Failed Grace LastTries Planning Refunding Settled }
    /// How a reward is chosen.
    RewardKind { AddOn Reward }
    /// What happens if less than the goal can be collected.
    ShortfallRule { Accept FounderDecides RefundAll }
    /// What a founder decides about a shortfall.
    ShortfallDecision { Accept GiveBack }
    /// How a founder is paid.
    PayeeMethod { Bank Provider }
    /// Where a payout stands.
    PayoutState { Approved Failed Held Paid Rejected Scheduled Sent }
    /// What a payout pays.
    PayoutPurpose { Proceeds Reserve }
    /// Where an update of a campaign stands.
    CampaignUpdateState { Draft Published Scheduled }
    /// For whom an update of a campaign is.
    CampaignUpdateAudience { Backers Everyone }
    /// Which questions are wanted.
    QuestionFilter { All Open Answered }
    /// Why a reader reports a question.
    QuestionReportReason { Spam Abuse PersonalData IpClaim Misleading Other }
    /// What happened in a campaign.
    CampaignHappeningKind {
        Cancelled DeadlineExtended GoalMissed GoalReached Launched MaterialChangeClosed MaterialChangeOpened PatentChanged
        Paused Resumed RewardAdded Suspended UpdatePublished
    }
    /// The law a campaign raises money under.
    Regime { CnPrivate Ecspr RegCf Reward }
    /// What is done with commitments above the target.
    OversubscriptionMethod { FirstCome None Other ProRata }
    /// What an investor declares.
    InvestorDeclarationKind { Class Education Figures KnowledgeTest LargeInvestment LossSimulation }
    /// Whether a declaration counts.
    InvestorDeclarationState { Approved Declared Refused Waiting }
    /// A class of investors.
    InvestorClass { Accredited Qualified SophisticatedFirm SophisticatedPerson }
    /// Whom a background check is of.
    BackgroundCheckParty { Holders Issuer Officers }
    /// Where a licence stands.
    LicenceState { Coming Entered Expired InForce Withdrawn }
    /// What stands in the way of an approved payout.
    PayoutHoldReason { DestinationNew EmailUnconfirmed MaterialChange PayeeNotReady }
}

impl From<kernel::Locale> for Locale {
    fn from(locale: kernel::Locale) -> Self {
        match locale {
            kernel::Locale::En => Locale::En,
            kernel::Locale::ZhHans => Locale::ZhHans,
        }
    }
}

/// An amount of money.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct Money {
    pub(crate) amount: Decimal,
    pub(crate) currency: CurrencyCode,
    pub(crate) minor_units: BigInt,
}

impl Money {
    /// Nothing of a currency.
    pub(crate) fn zero(currency: CurrencyCode) -> Self {
        Self {
            amount: Decimal("0".to_owned()),
            currency,
            minor_units: BigInt("0".to_owned()),
        }
    }

    /// The same in the platform's own terms. The gateway writes nothing else than what can be read here.
    pub(crate) fn value(&self) -> kernel::Money {
        let currency = self.currency.0.parse().unwrap_or(kernel::Currency::CNY);
        kernel::Money::new(self.minor_units.0.parse().unwrap_or_default(), currency)
    }
}

/// An amount of money, given.
#[derive(cynic::InputObject, Debug, Clone)]
pub(crate) struct MoneyInput {
    pub(crate) amount: Decimal,
    pub(crate) currency: CurrencyCode,
}

/// A text in the languages it is written in.
#[derive(cynic::QueryFragment, Debug, Clone, Default)]
pub(crate) struct LocalizedText {
    pub(crate) en: Option<String>,
    pub(crate) zh_hans: Option<String>,
}

impl LocalizedText {
    /// The English text, or nothing.
    pub(crate) fn english(&self) -> &str {
        self.en.as_deref().unwrap_or_default()
    }

    /// The Chinese text, or nothing.
    pub(crate) fn chinese(&self) -> &str {
        self.zh_hans.as_deref().unwrap_or_default()
    }
}

/// A text in two languages, given.
#[derive(cynic::InputObject, Debug, Clone, Default)]
pub(crate) struct LocalizedTextInput {
    pub(crate) en: Option<String>,
    pub(crate) zh_hans: Option<String>,
}

/// Somebody as others see them.
#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "PublicProfile")]
pub(crate) struct Profile {
    pub(crate) display_name: String,
}

/// The one thing asked for by its id.
#[derive(cynic::QueryVariables, Debug)]
pub(crate) struct ById {
    pub(crate) id: cynic::Id,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_named_as_in_the_schema() {
        assert_eq!(PatentStatusValue::InForce.name(), "IN_FORCE");
        assert_eq!(
            TechnologyField::of("SOFTWARE_AI"),
            Some(TechnologyField::SoftwareAi)
        );
        assert_eq!(TechnologyField::of("software"), None);
        let written = serde_json::to_value(Locale::ZhHans).unwrap();
        assert_eq!(written, Locale::ZhHans.name());
    }
}
