//! Texts in two languages.

use async_graphql::{Enum, InputObject, SimpleObject};

/// A language the platform speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "kernel::Locale")]
pub enum Locale {
    /// English.
    En,
    /// Simplified Chinese (简体中文).
    ZhHans,
}

/// A text in one or both languages.
#[derive(Debug, Clone, SimpleObject)]
pub struct LocalizedText {
    /// English, if written.
    en: Option<String>,
    /// Simplified Chinese, if written.
    zh_hans: Option<String>,
}

impl From<kernel::LocalizedText> for LocalizedText {
    fn from(text: kernel::LocalizedText) -> Self {
        Self {
            en: text.en,
            zh_hans: text.zh_hans,
        }
    }
}

/// A text in one or both languages. Omit a language, or send it empty, where it is not written.
#[derive(Debug, Clone, InputObject)]
pub struct LocalizedTextInput {
    /// English.
    pub en: Option<String>,
    /// Simplified Chinese.
    pub zh_hans: Option<String>,
}

impl From<LocalizedTextInput> for kernel::LocalizedText {
    fn from(input: LocalizedTextInput) -> Self {
        let written = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        Self {
            en: written(input.en),
            zh_hans: written(input.zh_hans),
        }
    }
}
