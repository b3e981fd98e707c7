//! On what grounds CNIPA would refuse to register a security over a right.

use async_graphql::{Enum, SimpleObject};
use kernel::Locale;
use patents::{Panel, SecurityAsked};

/// Why CNIPA would refuse to register a security.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "patents::SecurityRefusal")]
pub enum SecurityRefusal {
    /// Whoever gives it is not the owner on record.
    GrantorNotOwner,
    /// The right is gone.
    RightEnded,
    /// There is an application only.
    OnlyApplication,
    /// A renewal fee is overdue.
    FeeUnpaid,
    /// A court has frozen it, or who owns it is in dispute.
    InDispute,
    /// The debt runs beyond the right's term.
    DebtOutlivesRight,
    /// It has several owners: all of them must agree.
    CoOwnersMustAgree,
    /// It is secured to somebody already: there is no second rank.
    AlreadySecured,
    /// Its invalidation was asked for.
    InvalidationAsked,
    /// Nobody can tell how it stands.
    StatusUnknown,
}

/// A ground on which CNIPA would refuse to register a security.
#[derive(SimpleObject)]
pub struct SecurityObstacle {
    /// The ground.
    ground: SecurityRefusal,
    /// Whether the parties may overcome it, by saying that they know of it or by agreeing.
    can_be_overcome: bool,
    /// The same in a sentence of the caller's language.
    message: String,
}

/// The grounds against a right, as far as its register tells; nothing for rights of other offices.
pub(super) fn obstacles(
    panel: &Panel,
    asked: &SecurityAsked<'_>,
    locale: Locale,
) -> Option<Vec<SecurityObstacle>> {
    let obstacle = |ground: patents::SecurityRefusal| SecurityObstacle {
        ground: ground.into(),
        can_be_overcome: ground.can_be_overcome(),
        message: i18n::text(
            locale,
            &format!("security-refusal-{}", i18n::kebab(ground.as_str())),
            &[],
        ),
    };
    let grounds = panel.security_refusals(asked)?;
    Some(grounds.into_iter().map(obstacle).collect())
}
