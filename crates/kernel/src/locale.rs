//! The two languages of the platform.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A language the platform speaks, as a BCP 47 tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum Locale {
    /// English.
    #[default]
    #[serde(rename = "en")]
    En,
    /// Simplified Chinese.
    #[serde(rename = "zh-Hans")]
    ZhHans,
}

impl Locale {
    /// Every locale, the default first.
    pub const ALL: [Locale; 2] = [Locale::En, Locale::ZhHans];

    /// The BCP 47 tag, as in `lang="zh-Hans"`.
    pub const fn tag(self) -> &'static str {
        match self {
            Locale::En => "en",
            Locale::ZhHans => "zh-Hans",
        }
    }
}

impl FromStr for Locale {
    type Err = ();

    /// Reads a language tag: `en`, `en-GB`, `zh`, `zh-CN`, `zh-Hans`.
    fn from_str(tag: &str) -> Result<Self, ()> {
        match tag
            .split(['-', '_'])
            .next()
            .map(str::to_ascii_lowercase)
            .as_deref()
        {
            Some("en") => Ok(Locale::En),
            Some("zh") => Ok(Locale::ZhHans),
            _ => Err(()),
        }
    }
}

/// A text in one or both languages. At least one of them is there.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LocalizedText {
    /// English, if written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
    /// Simplified Chinese, if written.
    #[serde(default, rename = "zh-Hans", skip_serializing_if = "Option::is_none")]
    pub zh_hans: Option<String>,
}

impl LocalizedText {
    /// A text in both languages.
    pub fn both(en: impl Into<String>, zh_hans: impl Into<String>) -> Self {
        Self {
            en: Some(en.into()),
            zh_hans: Some(zh_hans.into()),
        }
    }

    /// A text in one language.
    pub fn only(locale: Locale, text: impl Into<String>) -> Self {
        let text = Some(text.into());
        match locale {
            Locale::En => Self {
                en: text,
                zh_hans: None,
            },
            Locale::ZhHans => Self {
                en: None,
                zh_hans: text,
            },
        }
    }

    /// The text in this language, if written.
    pub fn get(&self, locale: Locale) -> Option<&str> {
        match locale {
            Locale::En => self.en.as_deref(),
            Locale::ZhHans => self.zh_hans.as_deref(),
        }
    }

    /// The text in this language, else in the other one, with the language it is in.
    pub fn best(&self, locale: Locale) -> (&str, Locale) {
        let other = if locale == Locale::En {
            Locale::ZhHans
        } else {
            Locale::En
        };
        match (self.get(locale), self.get(other)) {
            (Some(text), _) => (text, locale),
            (None, Some(text)) => (text, other),
            (None, None) => ("", locale),
        }
    }

    /// Whether neither language has any text.
    pub fn is_empty(&self) -> bool {
        self.en.as_deref().unwrap_or("").is_empty() && self.zh_hans.as_deref().unwrap_or("").is_empty()
    }
}
