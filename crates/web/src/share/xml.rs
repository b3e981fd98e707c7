//! XML, written out.

/// Text as it stands between tags or in an attribute (XML 1.0, section 2.4); what XML may not hold is left out.
pub(super) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(letter),
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => {}
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn nothing_that_people_write_is_markup() {
        assert_eq!(
            text("<a b=\"c\">&'\u{0}\u{b}</a>\n"),
            "&lt;a b=&quot;c&quot;&gt;&amp;&#39;&lt;/a&gt;\n"
        );
    }
}
