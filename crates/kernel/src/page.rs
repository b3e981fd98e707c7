//! Keyset pages: a page knows where it ended, not how many rows came before it.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

/// Where a page ended: opaque to the client, bound to the filter and order it was made for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Cursor(pub String);

/// Why a cursor cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CursorError {
    /// The text is not a cursor of ours.
    #[error("this is not a valid cursor; pass endCursor of an earlier page")]
    Malformed,
    /// The cursor was made for another filter or order.
    #[error("this cursor belongs to another filter or order; start again without it")]
    Foreign,
}

impl Cursor {
    /// A cursor holding the sort key `key` of the last row, bound to `scope` (filter and order).
    pub fn new(key: &impl Serialize, scope: &impl Serialize) -> Self {
        let body = serde_json::to_vec(key).unwrap_or_default();
        let mut bytes = fingerprint(scope).to_vec();
        bytes.extend(body);
        Self(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// The sort key inside, if the cursor was made for `scope`.
    ///
    /// # Errors
    /// [`CursorError`] if the text is not a cursor or belongs to another filter or order.
    pub fn open<K: DeserializeOwned>(&self, scope: &impl Serialize) -> Result<K, CursorError> {
        let bytes = URL_SAFE_NO_PAD
            .decode(&self.0)
            .map_err(|_| CursorError::Malformed)?;
        let (print, body) = bytes.split_at_checked(6).ok_or(CursorError::Malformed)?;
        let key = serde_json::from_slice(body).map_err(|_| CursorError::Malformed);
        if print == fingerprint(scope) {
            key
        } else {
            Err(CursorError::Foreign)
        }
    }
}

fn fingerprint(scope: &impl Serialize) -> [u8; 6] {
    let digest = Sha256::digest(serde_json::to_vec(scope).unwrap_or_default());
    let mut print = [0; 6];
    print.copy_from_slice(&digest[..6]);
    print
}

/// Which page is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest {
    /// How many rows, 1 to [`PageRequest::MAX`].
    pub first: u32,
    /// Start after this cursor; from the beginning if absent.
    pub after: Option<Cursor>,
}

impl PageRequest {
    /// Rows in a page when the caller does not say.
    pub const DEFAULT: u32 = 20;
    /// Rows in a page at the most.
    pub const MAX: u32 = 100;

    /// The first `first` rows, capped at [`PageRequest::MAX`].
    pub fn first(first: u32) -> Self {
        Self {
            first: first.clamp(1, Self::MAX),
            after: None,
        }
    }
}

impl Default for PageRequest {
    fn default() -> Self {
        Self::first(Self::DEFAULT)
    }
}

/// One page of rows, each with its cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows and where each stands.
    pub items: Vec<(Cursor, T)>,
    /// Whether more rows follow.
    pub has_next: bool,
    /// All rows of the filter, if it was counted.
    pub total: Option<u64>,
}

impl<T> Page<T> {
    /// Makes a page from one row more than was asked for: the surplus row only tells that more follow.
    pub fn from_surplus(rows: Vec<T>, first: u32, cursor: impl Fn(&T) -> Cursor) -> Self {
        let has_next = rows.len() > first as usize;
        let items = rows
            .into_iter()
            .take(first as usize)
            .map(|row| (cursor(&row), row))
            .collect();
        Self {
            items,
            has_next,
            total: None,
        }
    }

    /// The same page with the total filled in.
    pub fn with_total(self, total: u64) -> Self {
        Self {
            total: Some(total),
            ..self
        }
    }

    /// The same page of other values.
    pub fn map<U>(self, f: impl Fn(T) -> U) -> Page<U> {
        Page {
            items: self
                .items
                .into_iter()
                .map(|(cursor, item)| (cursor, f(item)))
                .collect(),
            has_next: self.has_next,
            total: self.total,
        }
    }

    /// Where this page ended.
    pub fn end_cursor(&self) -> Option<&Cursor> {
        self.items.last().map(|(cursor, _)| cursor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_of_another_order_is_refused() {
        let cursor = Cursor::new(&(5, "x"), &"newest");
        assert_eq!(cursor.open::<(i32, String)>(&"newest"), Ok((5, "x".to_owned())));
        assert_eq!(cursor.open::<(i32, String)>(&"ending"), Err(CursorError::Foreign));
        assert_eq!(
            Cursor("!".into()).open::<(i32, String)>(&"newest"),
            Err(CursorError::Malformed)
        );
    }
}
