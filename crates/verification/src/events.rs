//! What verification tells others: that something was decided, never what was stated.

use chrono::{DateTime, Utc};
use kernel::{UserId, VerificationId};
use serde::{Deserialize, Serialize};

use crate::Kind;

macro_rules! events {
    ($($(#[$meta:meta])* $name:ident = $kind:literal)*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $name {
            /// The round.
            pub verification_id: VerificationId,
            /// Who is verified.
            pub user_id: UserId,
            /// Whether they or their company.
            pub kind: Kind,
            /// When.
            pub at: DateTime<Utc>,
        }

        impl db::Event for $name {
            const KIND: &'static str = $kind;
        }
    )*};
}

events! {
    /// A round was found right.
    VerificationApproved = "verification_approved"
    /// A round was found not to be right, or no longer.
    VerificationRefused = "verification_refused"
    /// A round held, and its time is over.
    VerificationExpired = "verification_expired"
}
