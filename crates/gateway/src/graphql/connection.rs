//! Connections: pages in Relay's shape, with `nodes` and `totalCount`.

use async_graphql::{
    ObjectType, OutputType, SimpleObject,
    connection::{Connection, Edge, EmptyFields},
};
use kernel::Page;

/// What every connection has beside its edges.
#[derive(Debug, Clone, SimpleObject)]
pub struct Totals {
    /// All of them, whatever the page. Where the connection says so, counted only up to a limit.
    pub total_count: i32,
}

/// A connection whose only extra is its total.
pub type Listed<T> = Connection<String, T, Totals>;

/// A page as a connection.
pub(super) fn connection<T, N: OutputType, F: ObjectType>(
    page: Page<T>,
    continued: bool,
    fields: F,
    node: impl Fn(T) -> N,
) -> Connection<String, N, F, EmptyFields> {
    let mut connection = Connection::with_additional_fields(continued, page.has_next, fields);
    connection.edges = page
        .items
        .into_iter()
        .map(|(cursor, item)| Edge::new(cursor.0, node(item)))
        .collect();
    connection
}

/// A page of nothing.
pub(super) fn nothing<T>() -> Page<T> {
    Page {
        items: Vec::new(),
        has_next: false,
        total: Some(0),
    }
}

/// A total as GraphQL's 32-bit `Int`.
pub(super) fn total(count: Option<u64>) -> Totals {
    Totals {
        total_count: count
            .and_then(|count| i32::try_from(count).ok())
            .unwrap_or(i32::MAX),
    }
}
