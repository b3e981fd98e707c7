//! What is wrong with an input: field by field, all at once, so that a form can show everything.

use kernel::Explain;

use kernel::words;

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
pub type Violation = kernel::Violation<ViolationCode>;

impl Explain for ViolationCode {
    fn explain(&self, param: &dyn Fn(&str) -> String) -> String {
        match self {
            Self::Required => "this is needed".to_owned(),
            Self::TooShort => format!("write at least {} characters", param("min")),
            Self::TooLong => format!("write at most {} characters", param("max")),
            Self::TooFew => format!("add at least {}", param("min")),
            Self::TooMany => format!("there can be at most {}", param("max")),
            Self::BadCharacter => format!("the character {} cannot be used", param("character")),
            Self::OutOfRange => {
                format!("choose a value from {} to {}", param("min"), param("max"))
            }
            Self::Unknown => format!("{} is not known", param("value")),
            Self::DeadlineTooSoon => {
                format!(
                    "the deadline must be at least {} day after the start",
                    param("min")
                )
            }
            Self::DeadlineTooFar => {
                format!(
                    "the deadline must be at most {} days after the start",
                    param("max")
                )
            }
            Self::OtherCurrency => format!("the campaign is in {}", param("currency")),
            Self::Frozen => "this can no longer be changed".to_owned(),
            Self::LimitOnlyRises => format!("the limit only rises; it is {} now", param("min")),
            Self::Taken => "somebody else has this".to_owned(),
            Self::OwnerUnproven => format!(
                "not shown to be the founder's to bring to market: {}",
                param("count")
            ),
            Self::InThePast => "this moment has passed".to_owned(),
        }
    }
}
