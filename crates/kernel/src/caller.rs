//! Who is asking.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{Locale, ProblemKind, Scopes, SessionId, UserId};

/// What a person may act as. Everyone with an account is an investor and may become a founder;
/// the other roles are granted by an administrator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Pledges.
    Investor,
    /// Lists projects and runs campaigns.
    Founder,
    /// Decides on campaigns under review.
    Reviewer,
    /// Handles payouts, refunds and disputes.
    Finance,
    /// Grants roles, sees the audit trail and the jobs.
    Administrator,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 5] = [
        Role::Investor,
        Role::Founder,
        Role::Reviewer,
        Role::Finance,
        Role::Administrator,
    ];

    /// Whether it is one of the platform's own people: not taken by oneself, but given by two administrators.
    pub const fn is_staff(self) -> bool {
        matches!(self, Role::Reviewer | Role::Finance | Role::Administrator)
    }

    /// The role's name as stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Role::Investor => "investor",
            Role::Founder => "founder",
            Role::Reviewer => "reviewer",
            Role::Finance => "finance",
            Role::Administrator => "administrator",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Role {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Role::ALL.into_iter().find(|role| role.as_str() == text).ok_or(())
    }
}

/// The one on whose behalf something is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// Nobody has signed in.
    Anonymous,
    /// A signed-in person.
    User {
        /// The person.
        id: UserId,
        /// The sign-in used.
        session: SessionId,
        /// What the person may act as.
        roles: Vec<Role>,
    },
    /// The platform itself: a job or a command, by name.
    System(&'static str),
}

/// How far a sign-in may be relied on at this moment, beside whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The person has shown that mail to their address reaches them.
    pub email_confirmed: bool,
    /// The person proved to be there, by password or code, a short time ago.
    pub proved: bool,
    /// What the caller may be used for, if it is a program with a token and not the person; a token is never a proof.
    pub scopes: Option<Scopes>,
}

impl Standing {
    /// Nothing is missing.
    pub const FULL: Self = Self {
        email_confirmed: true,
        proved: true,
        scopes: None,
    };
}

/// Who is asking, in which language, under which request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The one on whose behalf this is done.
    pub who: Who,
    /// The language to answer in.
    pub locale: Locale,
    /// The request this belongs to, for logs and the audit trail.
    pub request_id: String,
    /// The address the request came from, for limits. Absent for jobs and commands.
    pub address: Option<std::net::IpAddr>,
    /// What the program the request came from calls itself (`User-Agent`), for the person to know it again.
    pub agent: Option<String>,
    /// How far the sign-in may be relied on.
    pub standing: Standing,
}

/// The caller may not do this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Forbidden {
    /// Nobody has signed in.
    #[error("sign in first")]
    SignInFirst,
    /// The person's roles lack this act.
    #[error("this needs the role {0}")]
    NeedsRole(Role),
    /// The person is party to the case.
    #[error("you may not decide on your own case")]
    OwnCase,
    /// The person has not shown that mail to their address reaches them.
    #[error("confirm your mail address first: open the link in the mail we sent, or have it sent again")]
    ConfirmEmailFirst,
    /// It is some time since the person proved to be there.
    #[error("prove first that it is you: by your password, or by a code if you have a second factor")]
    ProveFirst,
}

impl Forbidden {
    /// What kind of trouble this is.
    pub fn problem(self) -> ProblemKind {
        match self {
            Forbidden::SignInFirst => ProblemKind::Unauthenticated,
            Forbidden::ProveFirst => ProblemKind::StepUp,
            Forbidden::NeedsRole(_) | Forbidden::OwnCase | Forbidden::ConfirmEmailFirst => {
                ProblemKind::Forbidden
            }
        }
    }
}

impl Caller {
    /// A caller who has not signed in.
    pub fn anonymous() -> Self {
        Self {
            who: Who::Anonymous,
            locale: Locale::En,
            request_id: String::new(),
            address: None,
            agent: None,
            standing: Standing::FULL,
        }
    }

    /// The platform itself, named for the audit trail.
    pub fn system(name: &'static str) -> Self {
        Self {
            who: Who::System(name),
            locale: Locale::En,
            request_id: name.to_owned(),
            address: None,
            agent: None,
            standing: Standing::FULL,
        }
    }

    /// A signed-in person of whom nothing is missing.
    pub fn user(id: UserId, session: SessionId, roles: impl Into<Vec<Role>>) -> Self {
        Self {
            who: Who::User {
                id,
                session,
                roles: roles.into(),
            },
            ..Self::anonymous()
        }
    }

    /// The signed-in person.
    ///
    /// # Errors
    /// [`Forbidden::SignInFirst`] if nobody has signed in.
    pub fn user_id(&self) -> Result<UserId, Forbidden> {
        match self.who {
            Who::User { id, .. } => Ok(id),
            _ => Err(Forbidden::SignInFirst),
        }
    }

    /// Whether this is that person.
    pub fn is(&self, user: UserId) -> bool {
        matches!(self.who, Who::User { id, .. } if id == user)
    }

    /// Whether the caller is the platform itself.
    pub fn is_system(&self) -> bool {
        matches!(self.who, Who::System(_))
    }

    /// Whether the caller may act as `role`. The platform may act as any.
    pub fn has(&self, role: Role) -> bool {
        match &self.who {
            Who::Anonymous => false,
            Who::User { roles, .. } => roles.contains(&role),
            Who::System(_) => true,
        }
    }

    /// Passes if the caller may act as `role`.
    ///
    /// # Errors
    /// [`Forbidden`] says whether signing in or a role is missing.
    pub fn require(&self, role: Role) -> Result<(), Forbidden> {
        match &self.who {
            Who::Anonymous => Err(Forbidden::SignInFirst),
            _ if self.has(role) => Ok(()),
            _ => Err(Forbidden::NeedsRole(role)),
        }
    }

    /// The actor's name in the audit trail: `user_…`, `anonymous` or `system:name`.
    pub fn actor(&self) -> String {
        match &self.who {
            Who::Anonymous => "anonymous".to_owned(),
            Who::User { id, .. } => id.to_string(),
            Who::System(name) => format!("system:{name}"),
        }
    }
}
