//! One line of text that can stand in a header.

use std::fmt;

/// Characters of a line that are kept.
const LONGEST: usize = 200;

/// One line of text for a header: a subject, a name. Whatever would end the line, or hide what it says, is
/// taken out when it is made, so that no text of a user can begin a header of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line(String);

impl Line {
    /// The text as one line: line breaks and other controls become blanks, runs of blanks one blank, marks
    /// that turn the direction of writing go, and what is longer than 200 characters is cut.
    pub fn new(text: &str) -> Self {
        let visible: String = text
            .chars()
            .filter(|c| !turns_direction(*c))
            .map(|c| if breaks(c) { ' ' } else { c })
            .collect();
        let words: Vec<&str> = visible.split_whitespace().collect();
        let line = words.join(" ");
        if line.chars().count() <= LONGEST {
            return Self(line);
        }
        let cut: String = line.chars().take(LONGEST - 1).collect();
        Self(format!("{}…", cut.trim_end()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn breaks(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Marks by which a text is shown in another order than it is written (Unicode UAX #9).
fn turns_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::Line;

    #[test]
    fn a_line_has_no_break_whatever_it_was_made_from() {
        let hostile = "A lamp\r\nBcc: victim@example.test\n\n<script>\u{2028}\0\u{202e}end";
        assert_eq!(
            Line::new(hostile).as_str(),
            "A lamp Bcc: victim@example.test <script> end"
        );
    }

    #[test]
    fn a_long_line_is_cut_by_characters() {
        let long = Line::new(&"电".repeat(400));
        assert_eq!(long.as_str().chars().count(), 200);
        assert!(long.as_str().ends_with('…'));
    }
}
