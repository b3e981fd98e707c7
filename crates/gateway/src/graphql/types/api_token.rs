//! A token by which a program acts for a person, as its owner sees it again.

use async_graphql::{Enum, ID, Object};
use chrono::{DateTime, Utc};

use super::super::ids::opaque;

/// What a token may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "kernel::Scope")]
pub enum ApiTokenScope {
    /// See what its owner sees as investor and founder. Every token may.
    Read,
    /// Pledge, follow and ask questions in their name.
    Pledge,
    /// Write their projects, campaigns, rewards and updates.
    Manage,
}

/// A token by which a program acts for a person.
pub struct ApiToken(pub accounts::ApiToken);

/// A token by which a program acts for a person.
#[Object]
impl ApiToken {
    /// Its id.
    async fn id(&self) -> ID {
        opaque(self.0.id)
    }

    /// The owner's own name for it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// How it begins, by which its owner knows it again.
    async fn beginning(&self) -> &str {
        &self.0.beginning
    }

    /// What it may be used for.
    async fn scopes(&self) -> Vec<ApiTokenScope> {
        self.0.scopes.iter().map(ApiTokenScope::from).collect()
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it ends.
    async fn expires_at(&self) -> DateTime<Utc> {
        self.0.expires_at
    }

    /// When it was last used, to within ten minutes; null if never.
    async fn last_used_at(&self) -> Option<DateTime<Utc>> {
        self.0.last_used_at
    }
}
