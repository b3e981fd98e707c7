//! Answers a caller can act on: what was wrong, where in the input, and a code for programs.

use async_graphql::{Enum, Interface, SimpleObject};
use kernel::Locale;

use super::{money::Money, types::regime::RegimeRefusal};

/// Something in the input that the caller can put right.
#[derive(Debug, Clone, Interface)]
#[graphql(
    field(
        name = "message",
        ty = "&String",
        desc = "What is wrong and how to put it right, in the caller's language."
    ),
    field(
        name = "field",
        ty = "&Option<Vec<String>>",
        desc = "The path of the field inside `input`; null if it is about the whole."
    )
)]
pub enum UserError {
    /// About an account.
    Account(AccountUserError),
    /// About a project, a campaign or a reward.
    Campaign(CampaignUserError),
    /// About a pledge.
    Pledge(PledgeUserError),
    /// About notifications.
    Notification(NotificationUserError),
    /// About what is followed.
    Follow(FollowingUserError),
    /// About a verification.
    Verification(VerificationUserError),
    /// About a patent right.
    Patent(PatentUserError),
    /// About work of the platform.
    Work(WorkUserError),
    /// About licences, offerings and declarations.
    Regime(RegimeUserError),
}

/// Something about an account that the caller can put right.
#[derive(Debug, Clone, SimpleObject)]
pub struct AccountUserError {
    /// What is wrong and how to put it right, in the caller's language.
    pub message: String,
    /// The path of the field inside `input`; null if it is about the whole.
    pub field: Option<Vec<String>>,
    /// What is wrong, for programs.
    pub code: AccountUserErrorCode,
    /// When to try again, in seconds, if there were too many tries.
    pub retry_after_seconds: Option<i32>,
}

/// Something about a project, a campaign or a reward that the caller can put right.
#[derive(Debug, Clone, SimpleObject)]
pub struct CampaignUserError {
    /// What is wrong and how to put it right, in the caller's language.
    pub message: String,
    /// The path of the field inside `input`; null if it is about the whole.
    pub field: Option<Vec<String>>,
    /// What is wrong, for programs.
    pub code: CampaignUserErrorCode,
    /// Which rule of the campaign's regime says no, and why; null unless the code is REGIME_REFUSED.
    pub refusal: Option<Box<RegimeRefusal>>,
}

/// Something about a pledge that the caller can put right.
#[derive(Debug, Clone, SimpleObject)]
pub struct PledgeUserError {
    /// What is wrong and how to put it right, in the caller's language.
    pub message: String,
    /// The path of the field inside `input`; null if it is about the whole.
    pub field: Option<Vec<String>>,
    /// What is wrong, for programs.
    pub code: PledgeUserErrorCode,
    /// The least that would do, if the amount was too small.
    pub minimum: Option<Money>,
    /// Which rule of the campaign's regime says no, and why; null unless the code is REGIME_REFUSED.
    pub refusal: Option<Box<RegimeRefusal>>,
}

/// Something about notifications that the caller can put right.
#[derive(Debug, Clone, SimpleObject)]
pub struct NotificationUserError {
    /// What is wrong and how to put it right, in the caller's language.
    pub message: String,
    /// The path of the field inside `input`; null if it is about the whole.
    pub field: Option<Vec<String>>,
    /// What is wrong, for programs.
    pub code: NotificationUserErrorCode,
}

/// Something about what is followed that the caller can put right.
#[derive(Debug, Clone, SimpleObject)]
pub struct FollowingUserError {
    /// What is wrong and how to put it right, in the caller's language.
    pub message: String,
    /// The path of the field inside `input`; null if it is about the whole.
    pub field: Option<Vec<String>>,
    /// What is wrong, for programs.
    pub code: FollowingUserErrorCode,
}

/// Something about a verification that the caller can put right.
#[derive(Debug, Clone, SimpleObject)]
pub struct VerificationUserError {
    /// What is wrong and how to put it right, in the caller's language.
    pub message: String,
    /// The path of the field inside `input`; null if it is about the whole.
    pub field: Option<Vec<String>>,
    /// What is wrong, for programs.
    pub code: VerificationUserErrorCode,
}

/// Something about a patent right that the caller can put right.
#[derive(Debug, Clone, SimpleObject)]
pub struct PatentUserError {
    /// What is wrong and how to put it right, in the caller's language.
    pub message: String,
    /// The path of the field inside `input`; null if it is about the whole.
    pub field: Option<Vec<String>>,
    /// What is wrong, for programs.
    pub code: PatentUserErrorCode,
}

/// Something about work of the platform that the caller can put right.
#[derive(Debug, Clone, SimpleObject)]
pub struct WorkUserError {
    /// What is wrong and how to put it right, in the caller's language.
    pub message: String,
    /// The path of the field inside `input`; null if it is about the whole.
    pub field: Option<Vec<String>>,
    /// What is wrong, for programs.
    pub code: WorkUserErrorCode,
}

/// Something about a licence, an offering or a declaration that the caller can put right.
#[derive(Debug, Clone, SimpleObject)]
pub struct RegimeUserError {
    /// What is wrong and how to put it right, in the caller's language.
    pub message: String,
    /// The path of the field inside `input`; null if it is about the whole.
    pub field: Option<Vec<String>>,
    /// What is wrong, for programs.
    pub code: RegimeUserErrorCode,
    /// Which rule says no, and why; null unless the code is REGIME_REFUSED.
    pub refusal: Option<Box<RegimeRefusal>>,
}

macro_rules! codes {
    ($(#[$meta:meta])* $name:ident, $prefix:literal { $($(#[$doc:meta])* $code:ident = $key:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
        pub enum $name { $($(#[$doc])* $code),* }

        impl $name {
            /// The message's key among the words.
            pub(super) const fn key(self) -> &'static str {
                match self { $(Self::$code => concat!($prefix, $key)),* }
            }

            /// The message in a language.
            pub(super) fn message(self, locale: Locale, params: &[(&str, String)]) -> String {
                i18n::text(locale, self.key(), params)
            }
        }
    };
}

codes!(
    /// What is wrong about an account.
    AccountUserErrorCode, "error-account-" {
        /// The e-mail address does not have the form of one.
        EmailInvalid = "email-invalid",
        /// There is an account with this e-mail address.
        EmailTaken = "email-taken",
        /// The name is empty, too long or holds characters that may not be used.
        NameInvalid = "name-invalid",
        /// The password is too short.
        PasswordTooShort = "password-too-short",
        /// The password is too long.
        PasswordTooLong = "password-too-long",
        /// The password is easily guessed.
        PasswordTooWeak = "password-too-weak",
        /// The e-mail address or the password is wrong.
        CredentialsWrong = "credentials-wrong",
        /// Too many tries; wait.
        TooManyTries = "too-many-tries",
        /// The code is wrong or was used.
        CodeWrong = "code-wrong",
        /// The first step of the sign-in is too long ago, or too many codes were wrong: begin anew.
        ChallengeOver = "challenge-over",
        /// There is a second factor already.
        FactorAlreadyOn = "factor-already-on",
        /// There is no second factor, or none is being set up.
        FactorNotOn = "factor-not-on",
        /// The recovery codes until now must be thrown away for other ones.
        CodesKept = "codes-kept",
        /// The link was used, has expired, or is none.
        LinkInvalid = "link-invalid",
        /// There is no such sign-in of yours.
        SessionNotFound = "session-not-found",
        /// There is no such person.
        UserNotFound = "user-not-found",
        /// One may not change one's own roles.
        OwnAccount = "own-account",
        /// The account has this e-mail address already.
        EmailSame = "email-same",
        /// No change of the e-mail address waits.
        EmailChangeNotAsked = "email-change-not-asked",
        /// The name of the token says nothing, or is too long.
        TokenNameInvalid = "token-name-invalid",
        /// The token must end in the future, within a year.
        TokenEndInvalid = "token-end-invalid",
        /// There are as many tokens as one may have.
        TooManyTokens = "too-many-tokens",
        /// There is no such token of yours.
        TokenNotFound = "token-not-found",
        /// The terms must be accepted first.
        TermsNotAccepted = "terms-not-accepted",
        /// The account is locked.
        AccountLocked = "account-locked",
        /// It must be said why.
        ReasonMissing = "reason-missing",
        /// Somebody must be left who administers.
        LastAdministrator = "last-administrator",
        /// The account is locked already.
        AlreadyLocked = "already-locked",
        /// The address of the account is not confirmed.
        EmailUnconfirmed = "email-unconfirmed",
        /// The account is not locked.
        NotLocked = "not-locked",
        /// There is no such request for a role, or it is not yours.
        RoleRequestNotFound = "role-request-not-found",
        /// The role is not one of staff.
        RoleOfNoStaff = "role-of-no-staff",
        /// The person has the role.
        RoleHeld = "role-held",
        /// The role was asked for already and waits.
        RoleAsked = "role-asked",
        /// One does not decide on what one asked for, nor on one's own roles.
        OwnRequest = "own-request",
        /// The request was decided on, withdrawn, or has run out.
        RoleRequestOver = "role-request-over",
        /// Whoever asked is no administrator any more.
        RequesterGone = "requester-gone",
        /// An export is being made.
        ExportUnderWay = "export-under-way",
        /// As many exports were asked for as one may ask for in a day.
        TooManyExports = "too-many-exports",
        /// What was typed to confirm it is something else.
        ConfirmationWrong = "confirmation-wrong",
        /// Something stands in the way of erasing the account.
        ObligationsStand = "obligations-stand",
        /// The erasure of the account waits already.
        ErasureWaits = "erasure-waits",
        /// No erasure of the account waits.
        NoErasure = "no-erasure",
    }
);

codes!(
    /// What is wrong about work of the platform.
    WorkUserErrorCode, "error-work-" {
        /// No such work was set aside; it may have been done again already.
        NotFound = "not-found",
    }
);

codes!(
    /// What is wrong about a project, a campaign or a reward.
    CampaignUserErrorCode, "error-campaign-" {
        /// So much in an hour is enough; the message says when there is room for the next.
        TooOften = "too-often",
        /// There is no such thing, or it is not yours.
        NotFound = "not-found",
        /// It must be given.
        Required = "required",
        /// It is too long.
        TooLong = "too-long",
        /// It is too short.
        TooShort = "too-short",
        /// It cannot be used as it is.
        Invalid = "invalid",
        /// It is less or more than allowed.
        OutOfRange = "out-of-range",
        /// It can no longer be changed.
        Frozen = "frozen",
        /// The campaign's state does not allow this.
        WrongState = "wrong-state",
        /// Something is missing before the campaign can be handed in.
        Incomplete = "incomplete",
        /// Somebody else changed it in the meantime; the payload carries it as it is now.
        Conflict = "conflict",
        /// One may not decide on one's own case.
        OwnCase = "own-case",
        /// The registers are being asked for this number; send it again in a moment.
        PatentLookupPending = "patent-lookup-pending",
        /// No register knows this number.
        PatentNotFound = "patent-not-found",
        /// The number breaks a rule of its office.
        PatentNumberInvalid = "patent-number-invalid",
        /// The right stands behind this or another unfinished campaign already.
        PatentAlreadyAttached = "patent-already-attached",
        /// A right of the same family stands behind another unfinished campaign.
        PatentFamilyAttached = "patent-family-attached",
        /// The register does not answer; try again later.
        RegisterUnavailable = "register-unavailable",
        /// Investors have chosen this reward.
        RewardChosen = "reward-chosen",
        /// Add-ons are offered with this reward and with no other; the message names them.
        OfferedWithAlone = "offered-with-alone",
        /// Investors have chosen something out of this stock, so its name stays.
        PoolChosen = "pool-chosen",
        /// A reward is taken out of this stock.
        PoolShared = "pool-shared",
        /// There are too many of them.
        TooMany = "too-many",
        /// It is not shown for every patent that it is the founder's to bring to market.
        OwnerUnproven = "owner-unproven",
        /// The e-mail address must be confirmed first.
        EmailNotConfirmed = "email-not-confirmed",
        /// The caller has a claim against this campaign that is not decided on.
        ClaimUnderWay = "claim-under-way",
        /// A patent of the campaign has ended.
        RightLost = "right-lost",
        /// The register tells of other owners since the case was taken: take it again.
        OwnersChanged = "owners-changed",
        /// A third party's claim keeps the campaign from going on.
        ClaimOpen = "claim-open",
        /// The founder has time to answer.
        FounderNotHeard = "founder-not-heard",
        /// A rule of the law the campaign raises money under says no; `refusal` says which, and why.
        RegimeRefused = "regime-refused",
    }
);

codes!(
    /// What is wrong about a pledge.
    PledgeUserErrorCode, "error-pledge-" {
        /// There is no such campaign.
        CampaignNotFound = "campaign-not-found",
        /// The campaign does not take pledges, or no longer.
        CampaignClosed = "campaign-closed",
        /// The campaign has no such reward.
        RewardNotFound = "reward-not-found",
        /// All of this reward are taken.
        RewardSoldOut = "reward-sold-out",
        /// So many of this add-on are not left.
        AddOnSoldOut = "add-on-sold-out",
        /// This add-on is not offered with what was chosen.
        AddOnNotOffered = "add-on-not-offered",
        /// More than one pledge may have, nothing, or too many different things.
        QuantityInvalid = "quantity-invalid",
        /// The amount cannot be read, is not positive, or is too large.
        AmountInvalid = "amount-invalid",
        /// The amount is less than what was chosen comes to.
        AmountBelowReward = "amount-below-reward",
        /// The campaign is in another currency.
        CurrencyMismatch = "currency-mismatch",
        /// One may not pledge to one's own campaign.
        OwnCampaign = "own-campaign",
        /// There is no such pledge, or it is not yours.
        PledgeNotFound = "pledge-not-found",
        /// The bank declined the card.
        CardDeclined = "card-declined",
        /// The card cannot be used here.
        CardNotAccepted = "card-not-accepted",
        /// The bank wants to know that it is you.
        AuthenticationRequired = "authentication-required",
        /// The bank was not convinced that it is you.
        AuthenticationFailed = "authentication-failed",
        /// The pledge was not completed in time; place it again.
        ReservationExpired = "reservation-expired",
        /// The pledge can no longer be taken back.
        NotCancellable = "not-cancellable",
        /// More than is allowed at once.
        LimitExceeded = "limit-exceeded",
        /// The pledge cannot be changed, or no longer.
        NotAdjustable = "not-adjustable",
        /// No payment of the pledge can be repaired now.
        NotRepairable = "not-repairable",
        /// The campaign's patents changed: it takes no new pledges while those who pledged are asked.
        CampaignHeld = "campaign-held",
        /// The patents bear grave risks that the investor has to acknowledge first, or others than were acknowledged.
        RisksNotAcknowledged = "risks-not-acknowledged",
        /// Nothing is to be confirmed about the pledge or classed about the change, or no longer.
        NothingToConfirm = "nothing-to-confirm",
        /// The patents changed again since they were looked at.
        DossierChanged = "dossier-changed",
        /// There is no such change.
        ChangeNotFound = "change-not-found",
        /// Nothing is to be decided about the campaign's money.
        NothingToDecide = "nothing-to-decide",
        /// Nothing of the pledge can be given back.
        NothingToRefund = "nothing-to-refund",
        /// The pledge has no such thing, or so many of it were not left to refund.
        ItemsInvalid = "items-invalid",
        /// The note is too long.
        NoteTooLong = "note-too-long",
        /// The founder has no account to be paid through.
        PayeeNotFound = "payee-not-found",
        /// The e-mail address must be confirmed first.
        EmailNotConfirmed = "email-not-confirmed",
        /// The payment provider does not pay out in that country, or it is no country.
        CountryUnsupported = "country-unsupported",
        /// The bank account is not named as it may be shown.
        DestinationInvalid = "destination-invalid",
        /// It is too early to pay out.
        NotDue = "not-due",
        /// Nothing is to be paid out, or a payout is under way.
        NothingToPay = "nothing-to-pay",
        /// Losses and what the founder owes took up the first payout: that is booked, and nothing is paid out.
        SettledWithoutPayout = "settled-without-payout",
        /// There is no such payout.
        PayoutNotFound = "payout-not-found",
        /// The payout does not wait for this.
        PayoutState = "payout-state",
        /// Somebody must approve it who neither ordered it nor is paid.
        FourEyes = "four-eyes",
        /// Less is due now than was ordered.
        AmountChanged = "amount-changed",
        /// A text is missing or too long.
        TextInvalid = "text-invalid",
        /// There is no such refund.
        RefundNotFound = "refund-not-found",
        /// The refund does not wait for this.
        RefundState = "refund-state",
        /// The bank's reference stands for another repayment.
        ReferenceUsed = "reference-used",
        /// The day has not come, or lies too far back.
        DayInvalid = "day-invalid",
        /// There is no such dispute.
        DisputeNotFound = "dispute-not-found",
        /// Evidence was handed in, or the time to do so is over.
        EvidenceTooLate = "evidence-too-late",
        /// The key was used for another request.
        IdempotencyKeyReused = "idempotency-key-reused",
        /// The same request is still being worked on.
        IdempotencyInProgress = "idempotency-in-progress",
        /// A rule of the law the campaign raises money under says no; `refusal` says which, and why.
        RegimeRefused = "regime-refused",
        /// The payment provider does not answer; try again with the same key.
        ProviderUnavailable = "provider-unavailable",
    }
);

codes!(
    /// What is wrong about notifications.
    NotificationUserErrorCode, "error-notification-" {
        /// One of them is not there, or not yours.
        NotFound = "not-found",
        /// At most a hundred are marked by their ids at once.
        TooMany = "too-many",
        /// Either `ids` or `all` must be given.
        WhichUnclear = "which-unclear",
    }
);

codes!(
    /// What is wrong about what is followed.
    FollowingUserErrorCode, "error-follow-" {
        /// There is no such thing to follow, or it is not followed.
        NotFound = "not-found",
        /// One cannot follow oneself.
        Oneself = "oneself",
        /// The caller follows as many things as may be.
        TooMany = "too-many",
    }
);

codes!(
    /// What is wrong about a verification.
    VerificationUserErrorCode, "error-verification-" {
        /// There is no such verification, or it is not yours.
        NotFound = "not-found",
        /// It must be given.
        Required = "required",
        /// It is too long.
        TooLong = "too-long",
        /// There are too many of them.
        TooMany = "too-many",
        /// It holds a character that may not be used.
        BadCharacter = "bad-character",
        /// It is less or more than allowed.
        OutOfRange = "out-of-range",
        /// It is not a known code.
        Unknown = "unknown",
        /// The day has passed.
        InThePast = "in-the-past",
        /// It says the opposite of another field.
        Contradiction = "contradiction",
        /// There is no such upload of yours that waits to be used.
        UploadNotFound = "upload-not-found",
        /// Somebody else changed it in the meantime; the payload carries it as it is now.
        Conflict = "conflict",
        /// Its state does not allow this.
        WrongState = "wrong-state",
        /// What was handed in is not changed.
        NotEditable = "not-editable",
        /// Another reviewer is working on it.
        Held = "held",
        /// The case must be taken first.
        NotTaken = "not-taken",
        /// One may not decide on one's own case.
        OwnCase = "own-case",
    }
);

codes!(
    /// What is wrong about a patent right.
    PatentUserErrorCode, "error-patent-" {
        /// There is no such document, or it is not yours.
        NotFound = "not-found",
        /// There is no such right.
        PatentNotFound = "patent-not-found",
        /// It must be given.
        Required = "required",
        /// It is too long.
        TooLong = "too-long",
        /// There are too many of them.
        TooMany = "too-many",
        /// It is less or more than allowed.
        OutOfRange = "out-of-range",
        /// The office uses no such words.
        Unknown = "unknown",
        /// It is after the day on the document, or to come.
        TooLate = "too-late",
        /// Such a document does not tell this.
        NotTold = "not-told",
        /// There is no such upload of yours that waits to be used.
        UploadNotFound = "upload-not-found",
        /// A document names the application, and its number is not known here yet.
        ApplicationUnknown = "application-unknown",
        /// The register of the office is asked directly.
        RegisterIsAsked = "register-is-asked",
        /// As many documents of yours wait as may.
        TooManyWaiting = "too-many-waiting",
        /// It was decided on or taken back.
        WrongState = "wrong-state",
        /// Another reviewer is working on it.
        Held = "held",
        /// The case must be taken first.
        NotTaken = "not-taken",
        /// One may not decide on one's own case.
        OwnCase = "own-case",
    }
);

impl PatentUserErrorCode {
    /// The code of a field that breaks a rule.
    pub(super) fn of(code: patents::documents::DocumentViolationCode) -> Self {
        use patents::documents::DocumentViolationCode as Broken;
        match code {
            Broken::Required => Self::Required,
            Broken::TooLong => Self::TooLong,
            Broken::TooMany => Self::TooMany,
            Broken::OutOfRange => Self::OutOfRange,
            Broken::Unknown => Self::Unknown,
            Broken::TooLate => Self::TooLate,
            Broken::NotTold => Self::NotTold,
            Broken::NoUpload => Self::UploadNotFound,
        }
    }
}

impl VerificationUserErrorCode {
    /// The code of a field that breaks a rule.
    pub(super) fn of(code: verification::ViolationCode) -> Self {
        use verification::ViolationCode as Broken;
        match code {
            Broken::Required => Self::Required,
            Broken::TooLong => Self::TooLong,
            Broken::TooMany => Self::TooMany,
            Broken::BadCharacter => Self::BadCharacter,
            Broken::OutOfRange => Self::OutOfRange,
            Broken::Unknown => Self::Unknown,
            Broken::InThePast => Self::InThePast,
            Broken::Contradiction => Self::Contradiction,
            Broken::NoUpload => Self::UploadNotFound,
        }
    }
}

codes!(
    /// What is wrong about a licence, an offering or a declaration.
    RegimeUserErrorCode, "error-regime-" {
        /// There is no such thing, or it is not yours.
        NotFound = "not-found",
        /// It must be given.
        Required = "required",
        /// It is too long.
        TooLong = "too-long",
        /// It is out of range.
        OutOfRange = "out-of-range",
        /// There are too many.
        TooMany = "too-many",
        /// It is not the amount that was to be read off.
        NotRead = "not-read",
        /// It is in another currency than the campaign or the regime.
        Currency = "currency",
        /// It cannot be read, ends before it begins, or does not go with what else is stated.
        Invalid = "invalid",
        /// There is no such upload of yours that waits to be used.
        NoUpload = "no-upload",
        /// It was confirmed, withdrawn or decided on before.
        Decided = "decided",
        /// The terms are frozen once the campaign is handed in.
        Frozen = "frozen",
        /// The campaign's regime does not ask for this.
        NotOfRegime = "not-of-regime",
        /// One's own case.
        OwnCase = "own-case",
        /// A rule says no; `refusal` says which, and why.
        RegimeRefused = "regime-refused",
    }
);
