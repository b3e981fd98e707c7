//! What every short text from a person must be.

/// Whether a character has no place in a name or an address: control characters, line breaks,
/// and those that turn the direction of writing or have no width, with which one name can be made
/// to look like another (Unicode TR 36, section 3).
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
            | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Characters of a reason that are kept.
const REASON: usize = 500;

/// Why something was done, for the audit trail: on one line, cut at 500 characters. Nothing if it says nothing.
pub(crate) fn reason(text: &str) -> Option<String> {
    let shown: String = text.chars().filter(|c| !is_hidden(*c)).take(REASON).collect();
    let said = shown.trim();
    said.chars().any(char::is_alphanumeric).then(|| said.to_owned())
}
