//! The lines of one patent.

use std::collections::BTreeSet;

use crate::{facts::NumberKey, number::PatentNumber};

/// The lines of one patent.
pub(super) struct Group {
    pub(super) grant: PatentNumber,
    pub(super) application: Option<PatentNumber>,
    pub(super) body: String,
}

impl Group {
    /// What its patent is found by.
    pub(super) fn keys(&self) -> impl Iterator<Item = NumberKey> {
        self.application.iter().chain([&self.grant]).map(NumberKey::from)
    }
}

/// The lines of both, each once.
pub(super) fn joined(mut first: String, second: &str) -> String {
    let known: BTreeSet<&str> = first.lines().collect();
    let added: Vec<&str> = second.lines().filter(|line| !known.contains(line)).collect();
    if !added.is_empty() && !first.ends_with('\n') {
        first.push('\n');
    }
    for line in added {
        first.push_str(line);
        first.push('\n');
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_stand_apart_are_joined_once() {
        assert_eq!(joined("a\nb".to_owned(), "b\nc\n"), "a\nb\nc\n");
        assert_eq!(joined("a\r\nb\r\n".to_owned(), "a\r\n"), "a\r\nb\r\n");
    }
}
