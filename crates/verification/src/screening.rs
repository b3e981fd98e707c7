//! Whether a name stands on a list of people one may not deal with.

use std::{collections::HashMap, fmt};

use serde::{Deserialize, Serialize};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A name to be looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScreenedName<'a> {
    /// The field it stands in, such as `owners.0.name`.
    pub field: &'a str,
    /// The name.
    pub name: &'a str,
}

/// A name that stands on a list.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    /// The field the name stands in.
    pub field: String,
    /// The name as the list has it.
    pub listed: String,
}

impl fmt::Debug for Hit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hit")
            .field("field", &self.field)
            .finish_non_exhaustive()
    }
}

/// Knows whom one may not deal with. What it finds is for the reviewer alone: the person is never told.
pub trait Screening: fmt::Debug + Send + Sync {
    /// The names among these that stand on a list.
    fn screen(&self, names: &[ScreenedName<'_>]) -> Vec<Hit>;
}

/// A list of names in a file: one a line, `#` before what is no name.
///
/// A name is found whatever its case, accents, width, punctuation and the order of its words. It is a flag for a
/// person to look at, not a verdict: namesakes are found too, and other spellings are not.
#[derive(Default)]
pub struct ListScreening(HashMap<String, String>);

impl fmt::Debug for ListScreening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ListScreening({} names)", self.0.len())
    }
}

impl ListScreening {
    /// Reads a list.
    pub fn read(text: &str) -> Self {
        let names = text
            .lines()
            .map(|line| line.split('#').next().unwrap_or_default().trim());
        let named = names.map(|name| (normal(name), name.to_owned()));
        Self(named.filter(|(normal, _)| !normal.is_empty()).collect())
    }

    /// How many names it has.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Screening for ListScreening {
    fn screen(&self, names: &[ScreenedName<'_>]) -> Vec<Hit> {
        let found = names.iter().filter_map(|asked| {
            let listed = self.0.get(&normal(asked.name))?;
            Some(Hit {
                field: asked.field.to_owned(),
                listed: listed.clone(),
            })
        });
        found.collect()
    }
}

/// A name by which spellings of one name are the same.
fn normal(name: &str) -> String {
    let folded: String = name
        .nfkd()
        .filter(|c| !is_combining_mark(*c) && !matches!(c, '.' | '\'' | '\u{2019}'))
        .flat_map(char::to_lowercase)
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    let mut words: Vec<&str> = folded.split_whitespace().collect();
    if folded
        .chars()
        .any(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'))
    {
        return words.concat();
    }
    words.sort_unstable();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_in_other_spellings_and_not_in_part() {
        let list = ListScreening::read(
            "# invented\nVOLKOV, Sergej Ivanovič\n\n黑水 贸易有限公司  # a company\nAcme S.A.\n",
        );
        assert_eq!(list.len(), 3);
        let found = |name: &str| {
            list.screen(&[ScreenedName {
                field: "legal_name",
                name,
            }])
        };
        for name in [
            "Sergej Ivanovic Volkov",
            "sergej ivanovič VOLKOV",
            "黑水贸易有限公司",
            "ACME SA",
            "Ａｃｍｅ　S.A",
        ] {
            assert_eq!(found(name).len(), 1, "{name}");
        }
        for name in ["Sergej Volkov", "黑水贸易", "Acme", "", "  "] {
            assert!(found(name).is_empty(), "{name}");
        }
        assert_eq!(found("acme sa")[0].listed, "Acme S.A.");
        assert_eq!(format!("{list:?}"), "ListScreening(3 names)");
    }
}
