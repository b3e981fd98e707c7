//! What people may write: normal form C, no control or direction-changing characters, bounded length.

use kernel::{Locale, LocalizedText};
use unicode_normalization::UnicodeNormalization;

use crate::validation::{Violation, ViolationCode};

/// The bounds of a field.
#[derive(Debug, Clone, Copy)]
pub struct TextRule {
    /// The field's path.
    pub field: &'static str,
    /// Most characters, per language.
    pub max: usize,
    /// Fewest characters when the text has to be complete, in at least one language.
    pub min: usize,
    /// Whether line breaks are allowed.
    pub lines: bool,
}

/// A campaign's or project's title.
pub const TITLE: TextRule = TextRule {
    field: "title",
    max: 80,
    min: 1,
    lines: false,
};
/// The one sentence under the title.
pub const BLURB: TextRule = TextRule {
    field: "blurb",
    max: 135,
    min: 1,
    lines: false,
};
/// The story of the campaign.
pub const STORY: TextRule = TextRule {
    field: "story",
    max: 40_000,
    min: 80,
    lines: true,
};
/// What may go wrong, and what is done about it.
pub const RISKS: TextRule = TextRule {
    field: "risks",
    max: 10_000,
    min: 80,
    lines: true,
};
/// Who does it.
pub const TEAM: TextRule = TextRule {
    field: "team",
    max: 10_000,
    min: 0,
    lines: true,
};
/// A reward's name.
pub const REWARD_TITLE: TextRule = TextRule {
    field: "title",
    max: 60,
    min: 1,
    lines: false,
};
/// The name of a stock that rewards share.
pub const POOL_NAME: TextRule = TextRule {
    field: "name",
    max: 60,
    min: 1,
    lines: false,
};
/// What a reward is.
pub const REWARD_DESCRIPTION: TextRule = TextRule {
    field: "description",
    max: 1_000,
    min: 0,
    lines: true,
};

impl TextRule {
    /// The text as it will be kept, in both languages; what is wrong goes to `violations`.
    pub fn clean(&self, text: &LocalizedText, violations: &mut Vec<Violation>) -> LocalizedText {
        let mut cleaned = LocalizedText::default();
        for locale in Locale::ALL {
            let path = format!("{}.{}", self.field, locale.tag());
            let Some(text) = text.get(locale) else { continue };
            let text = clean(text, self.lines);
            if text.is_empty() {
                continue;
            }
            if let Some(bad) = text.chars().find(|c| !allowed(*c, self.lines)) {
                let shown = format!("U+{:04X}", u32::from(bad));
                violations.push(Violation::new(&path, ViolationCode::BadCharacter).with("character", shown));
            }
            if text.chars().count() > self.max {
                violations.push(Violation::new(&path, ViolationCode::TooLong).with("max", self.max));
            }
            match locale {
                Locale::En => cleaned.en = Some(text),
                Locale::ZhHans => cleaned.zh_hans = Some(text),
            }
        }
        cleaned
    }

    /// What a complete text still lacks: it is there, and long enough in one language.
    pub fn lacking(&self, text: &LocalizedText) -> Option<Violation> {
        if self.min == 0 {
            return None;
        }
        if text.is_empty() {
            return Some(Violation::new(self.field, ViolationCode::Required).with("min", self.min));
        }
        let longest = Locale::ALL
            .into_iter()
            .filter_map(|locale| text.get(locale))
            .map(|t| t.chars().count())
            .max();
        (longest < Some(self.min))
            .then(|| Violation::new(self.field, ViolationCode::TooShort).with("min", self.min))
    }
}

/// A single-language text of one line as it will be kept, or what is wrong with it.
///
/// # Errors
/// The violation, under `field`.
pub fn line(field: &str, text: &str, max: usize) -> Result<String, Violation> {
    let text = clean(text, true);
    if let Some(bad) = text.chars().find(|c| !allowed(*c, true)) {
        let shown = format!("U+{:04X}", u32::from(bad));
        return Err(Violation::new(field, ViolationCode::BadCharacter).with("character", shown));
    }
    if text.chars().count() > max {
        return Err(Violation::new(field, ViolationCode::TooLong).with("max", max));
    }
    Ok(text)
}

fn clean(text: &str, lines: bool) -> String {
    let text: String = text.replace("\r\n", "\n").nfc().collect();
    if lines {
        text.trim().to_owned()
    } else {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Control characters, and marks that turn the direction of the text around them, can make a text
/// read as another one ("Trojan Source", CVE-2021-42574).
fn allowed(c: char, lines: bool) -> bool {
    match c {
        '\n' | '\t' => lines,
        '\u{61c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}' => false,
        _ => !c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(rule: TextRule, text: &str) -> (Option<String>, Vec<ViolationCode>) {
        let mut violations = Vec::new();
        let text = rule.clean(&LocalizedText::only(Locale::En, text), &mut violations);
        (text.en, violations.into_iter().map(|v| v.code).collect())
    }

    #[test]
    fn a_title_is_one_line_in_normal_form() {
        assert_eq!(
            cleaned(TITLE, "  Cafe\u{301}\n battery "),
            (Some("Caf\u{e9} battery".to_owned()), vec![])
        );
        assert_eq!(cleaned(TITLE, " \n "), (None, vec![]));
    }

    #[test]
    fn length_counts_characters_not_bytes() {
        assert_eq!(cleaned(TITLE, &"电".repeat(80)).1, vec![]);
        assert_eq!(cleaned(TITLE, &"电".repeat(81)).1, vec![ViolationCode::TooLong]);
    }

    #[test]
    fn characters_that_turn_the_text_around_are_refused() {
        assert_eq!(
            cleaned(STORY, "pay \u{202e}evil").1,
            vec![ViolationCode::BadCharacter]
        );
        assert_eq!(cleaned(STORY, "a\u{0}b").1, vec![ViolationCode::BadCharacter]);
        assert_eq!(cleaned(STORY, "a\r\nb\tc").1, vec![]);
    }

    #[test]
    fn a_story_is_complete_when_long_enough_in_one_language() {
        assert_eq!(
            STORY.lacking(&LocalizedText::default()).map(|v| v.code),
            Some(ViolationCode::Required)
        );
        let short = LocalizedText::both("short", "短");
        assert_eq!(
            STORY.lacking(&short).map(|v| v.code),
            Some(ViolationCode::TooShort)
        );
        assert_eq!(
            STORY.lacking(&LocalizedText::both("short", "长".repeat(80))),
            None
        );
    }
}
