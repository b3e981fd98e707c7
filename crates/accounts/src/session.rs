//! A sign-in: on which device, until when.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use kernel::{Caller, Locale, Role, Scopes, SessionId, Standing, UserId, Who};

use crate::agent;

/// How the token travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SessionKind {
    /// In a browser's cookie.
    Cookie,
    /// In an `Authorization` header.
    Bearer,
}

impl SessionKind {
    /// The kind's name as stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            SessionKind::Cookie => "cookie",
            SessionKind::Bearer => "bearer",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        [SessionKind::Cookie, SessionKind::Bearer]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }
}

/// What a person signs in with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// How the token will travel.
    pub kind: SessionKind,
    /// The person's own name for it.
    pub label: Option<String>,
    /// What the program calls itself; kept to its first 200 characters.
    pub user_agent: Option<String>,
}

impl Device {
    /// A device without a name.
    pub const fn new(kind: SessionKind) -> Self {
        Self {
            kind,
            label: None,
            user_agent: None,
        }
    }
}

/// A sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The id.
    pub id: SessionId,
    /// Whose.
    pub user_id: UserId,
    /// How its token travels.
    pub kind: SessionKind,
    /// The person's own name for the device.
    pub label: Option<String>,
    /// What the program calls itself.
    pub user_agent: Option<String>,
    /// The network the person signed in from: IPv4 /24, IPv6 /48. The address itself is not kept.
    pub network: Option<String>,
    /// When the person signed in.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to within ten minutes.
    pub last_seen_at: DateTime<Utc>,
    /// When it ends, however much it is used.
    pub expires_at: DateTime<Utc>,
}

impl Session {
    /// The program it was made with, by a name people know it by.
    pub fn program(&self) -> Option<String> {
        agent::program(self.user_agent.as_deref()?)
    }

    /// The system that program runs on.
    pub fn system(&self) -> Option<&'static str> {
        agent::system(self.user_agent.as_deref()?)
    }

    /// What its owner is told of it: `Firefox, Windows, 203.0.113.0/24`. Empty if nothing is known.
    pub(crate) fn described(&self) -> String {
        let parts = [
            self.program(),
            self.system().map(str::to_owned),
            self.network.clone(),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// Who holds a token: what a request needs to know of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authenticated {
    /// The person.
    pub user_id: UserId,
    /// The sign-in; of a program, its token.
    pub session_id: SessionId,
    /// How the token should have come; a cookie's token in a header is no sign-in.
    pub kind: SessionKind,
    /// What the person may act as.
    pub roles: Vec<Role>,
    /// The person's language.
    pub locale: Locale,
    /// Whether the person has shown that mail to their address reaches them.
    pub email_confirmed: bool,
    /// When the person last proved to be there.
    pub proved_at: DateTime<Utc>,
    /// Whether that is a short time ago.
    pub proved: bool,
    /// When the person signed in.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to within ten minutes.
    pub last_seen_at: DateTime<Utc>,
    /// When it ends, however much it is used.
    pub expires_at: DateTime<Utc>,
    /// What it may be used for, if it is a program's token and no sign-in.
    pub scopes: Option<Scopes>,
}

impl Authenticated {
    /// The caller of a request made with the token.
    pub fn caller(self, request_id: impl Into<String>, address: Option<IpAddr>) -> Caller {
        Caller {
            who: Who::User {
                id: self.user_id,
                session: self.session_id,
                roles: self.roles,
            },
            locale: self.locale,
            request_id: request_id.into(),
            address,
            agent: None,
            standing: Standing {
                email_confirmed: self.email_confirmed,
                proved: self.proved,
                scopes: self.scopes,
            },
        }
    }
}
