//! One pass over the text, before anything recursive touches it.
//!
//! The words are those of the GraphQL specification (October 2021, section 2.1), read the way
//! async-graphql's parser reads them, so that no bracket can hide in what only one of the two
//! takes for a string or a comment.

use async_graphql_parser::Pos;

use super::{
    Limits, Violation,
    violation::{Counted, Nested},
};

/// Checks length, number of tokens and nesting of brackets.
pub(super) fn scan(text: &str, limits: &Limits) -> Result<(), Violation> {
    if text.len() > limits.document_bytes {
        return Err(Violation::TooLong {
            limit: limits.document_bytes,
        });
    }
    let bytes = text.as_bytes();
    let (mut at, mut tokens, mut nesting) = (0, 0_usize, 0_usize);
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        match byte {
            b' ' | b',' | b'\t' | b'\r' | b'\n' => {
                at += 1;
                continue;
            }
            // The byte order mark counts as white space.
            0xEF if bytes[at..].starts_with(b"\xEF\xBB\xBF") => {
                at += 3;
                continue;
            }
            b'#' => {
                at = skip(bytes, at, |b| b != b'\n' && b != b'\r');
                continue;
            }
            b'"' => at = end_of_string(bytes, at).ok_or_else(|| unclosed(text, start))?,
            b'(' | b'[' | b'{' => {
                at += 1;
                nesting += 1;
                if nesting > limits.nesting {
                    return Err(Violation::TooDeep {
                        what: Nested::Brackets,
                        limit: limits.nesting,
                    });
                }
            }
            b')' | b']' | b'}' => {
                at += 1;
                nesting = nesting.saturating_sub(1);
            }
            b'.' if bytes[at..].starts_with(b"...") => at += 3,
            _ if is_word(byte) => at = skip(bytes, at, is_word),
            _ => at += 1,
        }
        tokens += 1;
        if tokens > limits.tokens {
            return Err(Violation::TooMany {
                what: Counted::Tokens,
                limit: limits.tokens as u64,
            });
        }
    }
    Ok(())
}

/// Names and numbers: what belongs together counts once.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+') || byte >= 0x80
}

fn skip(bytes: &[u8], from: usize, belongs: impl Fn(u8) -> bool) -> usize {
    bytes[from..]
        .iter()
        .position(|&b| !belongs(b))
        .map_or(bytes.len(), |n| from + n)
}

/// The index after the closing quote of the string that starts at `from`.
fn end_of_string(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at;
    if bytes[from..].starts_with(b"\"\"\"") {
        at = from + 3;
        loop {
            let rest = bytes.get(at..)?;
            if rest.starts_with(b"\\\"\"\"") {
                at += 4;
            } else if rest.starts_with(b"\"\"\"") {
                return Some(at + 3);
            } else if rest.is_empty() {
                return None;
            } else {
                at += 1;
            }
        }
    }
    at = from + 1;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            b'\n' | b'\r' => return None,
            _ => at += 1,
        }
    }
}

fn unclosed(text: &str, start: usize) -> Violation {
    let before = &text.as_bytes()[..start];
    let line = before.iter().filter(|&&b| b == b'\n').count() + 1;
    let column = start - before.iter().rposition(|&b| b == b'\n').map_or(0, |n| n + 1) + 1;
    Violation::Syntax {
        message: "Syntax error: a string is not closed.".to_owned(),
        at: Some(Pos { line, column }),
    }
}
