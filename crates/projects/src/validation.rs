//! What is wrong with an input: field by field, all at once, so that a form can show everything.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

use crate::words::words;

words! {
    /// Why a field is refused.
    pub enum ViolationCode {
        /// It must be given.
        Required = "required",
        /// Fewer characters than `min`.
        TooShort = "too_short",
        /// More characters than `max`.
        TooLong = "too_long",
        /// Fewer of them than `min`.
        TooFew = "too_few",
        /// More of them than `max`.
        TooMany = "too_many",
        /// A character that may not be used: `character` tells which.
        BadCharacter = "bad_character",
        /// Not a number from `min` to `max`.
        OutOfRange = "out_of_range",
        /// Not a known code: a country, a zone, a currency.
        Unknown = "unknown",
        /// The deadline is less than `min` days after the start.
        DeadlineTooSoon = "deadline_too_soon",
        /// The deadline is more than `max` days after the start.
        DeadlineTooFar = "deadline_too_far",
        /// Not the campaign's currency, which is `currency`.
        OtherCurrency = "other_currency",
        /// Can no longer be changed in this state of the campaign.
        Frozen = "frozen",
        /// The limit of a reward only rises; it is `min` now.
        LimitOnlyRises = "limit_only_rises",
        /// Somebody else has it.
        Taken = "taken",
        /// An instant that has passed.
        InThePast = "in_the_past",
        /// It is not shown that `count` of them are the founder's to bring to market.
        OwnerUnproven = "owner_unproven",
    }
}

/// One thing wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Violation {
    /// The field's path in the input, such as `title.en`.
    pub field: String,
    /// What is wrong.
    pub code: ViolationCode,
    /// The values a message about it names: `min`, `max`, `character`.
    pub params: BTreeMap<String, String>,
}

impl Violation {
    /// A violation without values.
    pub fn new(field: impl Into<String>, code: ViolationCode) -> Self {
        Self {
            field: field.into(),
            code,
            params: BTreeMap::new(),
        }
    }

    /// The same violation with a value for its message.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }
}

impl fmt::Display for Violation {
    /// English, for logs and command lines; pages word it by code.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let param = |name: &str| self.params.get(name).map_or("?", String::as_str);
        write!(f, "{}: ", self.field)?;
        match self.code {
            ViolationCode::Required => f.write_str("this is needed"),
            ViolationCode::TooShort => write!(f, "write at least {} characters", param("min")),
            ViolationCode::TooLong => write!(f, "write at most {} characters", param("max")),
            ViolationCode::TooFew => write!(f, "add at least {}", param("min")),
            ViolationCode::TooMany => write!(f, "there can be at most {}", param("max")),
            ViolationCode::BadCharacter => write!(f, "the character {} cannot be used", param("character")),
            ViolationCode::OutOfRange => {
                write!(f, "choose a value from {} to {}", param("min"), param("max"))
            }
            ViolationCode::Unknown => write!(f, "{} is not known", param("value")),
            ViolationCode::DeadlineTooSoon => {
                write!(
                    f,
                    "the deadline must be at least {} day after the start",
                    param("min")
                )
            }
            ViolationCode::DeadlineTooFar => {
                write!(
                    f,
                    "the deadline must be at most {} days after the start",
                    param("max")
                )
            }
            ViolationCode::OtherCurrency => write!(f, "the campaign is in {}", param("currency")),
            ViolationCode::Frozen => f.write_str("this can no longer be changed"),
            ViolationCode::LimitOnlyRises => write!(f, "the limit only rises; it is {} now", param("min")),
            ViolationCode::Taken => f.write_str("somebody else has this"),
            ViolationCode::OwnerUnproven => write!(
                f,
                "not shown to be the founder's to bring to market: {}",
                param("count")
            ),
            ViolationCode::InThePast => f.write_str("this moment has passed"),
        }
    }
}

/// Several violations on one line, for messages.
pub(crate) fn join(violations: &[Violation]) -> String {
    violations
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("; ")
}
