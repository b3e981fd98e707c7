//! What the pages ask of the program that serves them.

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::stream::BoxStream;
use http::request::Parts;
use kernel::Caller;

/// A GraphQL operation on `schema.graphql`.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The document.
    pub document: String,
    /// The operation's name.
    pub name: Option<String>,
    /// The variables, a JSON object.
    pub variables: serde_json::Value,
}

/// Whoever knows does not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the program that serves the pages does not answer")]
pub struct Unavailable;

/// The gateway, met in the same process.
#[async_trait]
pub trait Backend: Send + Sync + 'static {
    /// Who asks for a page, by the cookie of their browser.
    ///
    /// # Errors
    /// [`Unavailable`].
    async fn visitor(&self, parts: &Parts) -> Result<Caller, Unavailable>;

    /// Whether a form that arrived was sent by one of our own pages.
    fn is_from_own_page(&self, parts: &Parts) -> bool;

    /// Runs a query or a mutation; the whole answer as JSON.
    async fn run(&self, caller: &Caller, operation: Operation) -> String;

    /// Takes a file that somebody chose in a form; the id by which mutations use it.
    ///
    /// # Errors
    /// What is wrong with it, in the caller's language.
    async fn take_file(&self, caller: &Caller, name: String, bytes: Bytes) -> Result<String, String>;

    /// The largest file that is taken, in bytes.
    fn max_file_bytes(&self) -> usize;

    /// Follows a subscription: each answer as JSON.
    ///
    /// # Errors
    /// The answer that refuses it, as JSON.
    async fn follow(
        &self,
        caller: &Caller,
        operation: Operation,
    ) -> Result<BoxStream<'static, String>, String>;
}
