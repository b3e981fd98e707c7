//! What a program may do with a person's token.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A part of what a person may do, given to a program with their token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// See what they see.
    Read,
    /// Pledge, follow and ask in their name.
    Pledge,
    /// Write their projects, campaigns and updates.
    Manage,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Scope; 3] = [Scope::Read, Scope::Pledge, Scope::Manage];

    /// The scope's name as stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Scope::Read => "read",
            Scope::Pledge => "pledge",
            Scope::Manage => "manage",
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Scope {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Scope::ALL
            .into_iter()
            .find(|scope| scope.as_str() == text)
            .ok_or(())
    }
}

/// The scopes of one token. Reading is always among them: an answer shows what was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scopes {
    pledge: bool,
    manage: bool,
}

impl Scopes {
    /// Whether `scope` is among them.
    pub const fn have(self, scope: Scope) -> bool {
        match scope {
            Scope::Read => true,
            Scope::Pledge => self.pledge,
            Scope::Manage => self.manage,
        }
    }

    /// All of them, in their order.
    pub fn iter(self) -> impl Iterator<Item = Scope> {
        Scope::ALL.into_iter().filter(move |scope| self.have(*scope))
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        let mut all = Self::default();
        for scope in scopes {
            all.pledge |= scope == Scope::Pledge;
            all.manage |= scope == Scope::Manage;
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_reads_and_does_what_it_was_given_beside() {
        let scopes: Scopes = [Scope::Manage].into_iter().collect();
        assert_eq!(scopes.iter().collect::<Vec<_>>(), [Scope::Read, Scope::Manage]);
        assert!(!scopes.have(Scope::Pledge));
        for scope in Scope::ALL {
            assert_eq!(scope.as_str().parse(), Ok(scope));
        }
    }
}
