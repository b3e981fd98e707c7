//! One call to a source: what is asked, about which right, how urgently.

use std::fmt;

use crate::number::PatentNumber;

/// The method of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Reads.
    Get,
    /// Reads too, with the question in the body.
    Post,
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Method::Get => "GET",
            Method::Post => "POST",
        })
    }
}

/// How urgent a call is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Priority {
    /// About a right on which money or a deadline hangs: may use the part of a budget that is kept back.
    Hot,
    /// Any other.
    #[default]
    Normal,
}

/// The counter of a source that a call counts against: a source may limit its services apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Lane(pub(crate) &'static str);

impl Lane {
    /// The one counter of a source that has no more.
    pub(crate) const ONLY: Lane = Lane("other");
}

/// Which rights an answer may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Scope {
    /// The right that was asked for and no other.
    One,
    /// Several, that one among them.
    Family,
    /// That one, or none, which says that the register does not know it.
    Search,
    /// That one, or none, which says nothing.
    Part,
}

/// One call. Its text (`GET /3.2/rest-services/legal/publication/docdb/EP.2400812.A1`) stays the same over time, holds
/// no secret, and names the evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    source: &'static str,
    method: Method,
    path: String,
    body: Option<String>,
    about: PatentNumber,
    scope: Scope,
    lane: Lane,
    priority: Priority,
    etag: Option<String>,
}

impl Call {
    pub(crate) fn get(source: &'static str, path: String, about: &PatentNumber, scope: Scope) -> Self {
        Self {
            source,
            method: Method::Get,
            path,
            body: None,
            about: about.clone(),
            scope,
            lane: Lane::ONLY,
            priority: Priority::Normal,
            etag: None,
        }
    }

    pub(crate) fn post(
        source: &'static str,
        path: String,
        body: String,
        about: &PatentNumber,
        scope: Scope,
    ) -> Self {
        Self {
            method: Method::Post,
            body: Some(body),
            ..Self::get(source, path, about, scope)
        }
    }

    pub(crate) fn in_lane(self, lane: Lane) -> Self {
        Self { lane, ..self }
    }

    /// The same call, more or less urgent.
    #[must_use]
    pub fn with_priority(self, priority: Priority) -> Self {
        Self { priority, ..self }
    }

    /// The same call, answered by [`Reply::NotModified`](super::Reply::NotModified) if the body still has this mark and
    /// the register keeps such marks.
    #[must_use]
    pub fn with_etag(self, etag: Option<String>) -> Self {
        Self { etag, ..self }
    }

    /// The name of the source it is made to.
    pub fn source(&self) -> &'static str {
        self.source
    }

    /// The right it asks about.
    pub fn about(&self) -> &PatentNumber {
        &self.about
    }

    /// Whether [`NotFound`](super::FetchError::NotFound) means that the register does not know the right. Of other calls
    /// it means that there is nothing of this kind: no trial, no document.
    pub fn is_principal(&self) -> bool {
        !matches!(self.scope, Scope::Part)
    }

    /// How urgent it is.
    pub fn priority(&self) -> Priority {
        self.priority
    }

    /// The counter it counts against.
    pub fn lane(&self) -> Lane {
        self.lane
    }

    pub(crate) fn method(&self) -> Method {
        self.method
    }

    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    pub(crate) fn body(&self) -> Option<&str> {
        self.body.as_deref()
    }

    pub(crate) fn scope(&self) -> Scope {
        self.scope
    }

    pub(crate) fn etag(&self) -> Option<&str> {
        self.etag.as_deref()
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)?;
        match &self.body {
            Some(body) => write!(f, " {body}"),
            None => Ok(()),
        }
    }
}

/// A number as a part of a path: what is neither letter, digit, dot, dash nor underscore is escaped (RFC 3986, 2.1).
pub(crate) fn segment(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'.' | b'-' | b'_' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_cannot_leave_its_place_in_a_path() {
        assert_eq!(segment("EP.2400812.A1"), "EP.2400812.A1");
        assert_eq!(segment("1/../2?q=3#4 5"), "1%2F..%2F2%3Fq%3D3%234%205");
        assert_eq!(segment("特"), "%E7%89%B9");
    }
}
