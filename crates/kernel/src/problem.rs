//! What kind of trouble an error is, for those who answer a caller.

/// The kinds of trouble a caller can be told of. Each edge (GraphQL, HTTP, command line) has its
/// own words and codes for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// What was asked for is not there, or the caller may not know that it is.
    NotFound,
    /// The caller must sign in first.
    Unauthenticated,
    /// The caller's role lacks this act.
    Forbidden,
    /// The caller must prove again to be there.
    StepUp,
    /// The input breaks a rule; the message names the field and the fix.
    Invalid,
    /// Somebody else changed it, or it is in a state that does not allow this.
    Conflict,
    /// Too much in too short a time.
    RateLimited,
    /// A database, provider or register is not answering; trying again may work.
    Unavailable,
    /// A fault of ours.
    Internal,
}
