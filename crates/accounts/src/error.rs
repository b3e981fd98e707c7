//! The codes by which a client tells one refusal from another.

/// What a person can put right, as a code. Errors that have none are the platform's own trouble,
/// or a missing right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// The text is not a mail address.
    EmailInvalid,
    /// An account with this mail address exists.
    EmailTaken,
    /// The account has this mail address already.
    EmailSame,
    /// No change of the mail address waits.
    EmailChangeNotAsked,
    /// The name cannot be shown.
    NameInvalid,
    /// The password has too few characters.
    PasswordTooShort,
    /// The password has too many characters.
    PasswordTooLong,
    /// The password is easy to guess.
    PasswordTooWeak,
    /// No account has this mail address with this password.
    CredentialsWrong,
    /// Too many tries; the error says when to come back.
    TooManyTries,
    /// The link was used, has expired, or was never made.
    LinkInvalid,
    /// The code is not one of this moment, or was used.
    CodeWrong,
    /// The first step of the sign-in is too long ago, or too many codes were wrong: begin anew.
    ChallengeOver,
    /// There is a second factor already.
    FactorAlreadyOn,
    /// There is no second factor, or none is being set up.
    FactorNotOn,
    /// The caller has no such sign-in.
    SessionNotFound,
    /// There is no such person.
    UserNotFound,
    /// One does not do this to one's own account.
    OwnAccount,
    /// The account is locked.
    AccountLocked,
    /// It must be said why.
    ReasonMissing,
    /// Somebody must be left who administers.
    LastAdministrator,
    /// The account is locked already.
    AlreadyLocked,
    /// The address of the account is not confirmed.
    EmailUnconfirmed,
    /// The account is not locked.
    NotLocked,
    /// There is no such request for a role.
    RoleRequestNotFound,
    /// The role is not one of staff.
    RoleOfNoStaff,
    /// The person has the role.
    RoleHeld,
    /// The role was asked for already.
    RoleAsked,
    /// One does not decide on one's own request.
    OwnRequest,
    /// The request was decided on, withdrawn, or has run out.
    RoleRequestOver,
    /// Whoever asked is no administrator any more.
    RequesterGone,
    /// The name of a token says nothing, or is too long.
    TokenNameInvalid,
    /// A token must end, within a year.
    TokenEndInvalid,
    /// The caller has as many tokens as one may have.
    TooManyTokens,
    /// The caller has no such token.
    TokenNotFound,
}
