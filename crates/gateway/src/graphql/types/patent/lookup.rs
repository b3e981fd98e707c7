//! Numbers that are not known here yet, and what becomes of them.

use async_graphql::{Context, Enum, Object, Result};
use chrono::{DateTime, Utc};
use kernel::Locale;
use patents::number::NumberError;

use super::{
    super::super::{
        context::Resolving,
        numbers::{PatentNumberParse, parsed},
    },
    Patent, find,
};

/// What became of a number that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum PatentLookupState {
    /// It breaks a rule of its office: nobody is asked.
    Invalid,
    /// It is known.
    Found,
    /// The registers are being asked.
    Pending,
    /// Every register that covers it was asked and holds nothing under it.
    NotFound,
    /// A register that covers it could not be asked; it is asked again by itself.
    Unavailable,
    /// No register that is asked here covers it, or nobody has asked for it yet.
    NoRegister,
}

/// A number, what it is understood to be, and what is known of its right. Asking this asks no register: attaching the
/// number to a campaign does, by background work.
pub struct PatentLookup {
    parse: PatentNumberParse,
    state: PatentLookupState,
    lookup: Option<patents::Lookup>,
}

impl PatentLookup {
    /// A number that breaks a rule.
    pub(in crate::graphql) fn invalid(error: NumberError, locale: Locale) -> Self {
        Self {
            parse: parsed(Err(error), locale),
            state: PatentLookupState::Invalid,
            lookup: None,
        }
    }

    /// What is known of a number.
    pub(in crate::graphql) fn of(lookup: patents::Lookup, locale: Locale) -> Self {
        use patents::LookupState as S;
        Self {
            parse: parsed(Ok(lookup.number.clone()), locale),
            state: match lookup.state {
                S::Pending => PatentLookupState::Pending,
                S::Found => PatentLookupState::Found,
                S::NotFound => PatentLookupState::NotFound,
                S::Unavailable => PatentLookupState::Unavailable,
                S::NoRegister => PatentLookupState::NoRegister,
            },
            lookup: Some(lookup),
        }
    }
}

/// A number, what it is understood to be, and what is known of its right.
#[Object]
impl PatentLookup {
    /// What the number is understood to be, or the rule it breaks.
    async fn parse(&self) -> &PatentNumberParse {
        &self.parse
    }

    /// What became of it.
    async fn state(&self) -> PatentLookupState {
        self.state
    }

    /// The right, once it is known.
    async fn patent(&self, ctx: &Context<'_>) -> Result<Option<Patent>> {
        match self.lookup.as_ref().and_then(|lookup| lookup.patent_id) {
            Some(id) => find(ctx, id).await,
            None => Ok(None),
        }
    }

    /// When the registers last answered.
    async fn answered_at(&self) -> Option<DateTime<Utc>> {
        self.lookup.as_ref()?.answered_at
    }

    /// The state in one sentence of the caller's language.
    async fn message(&self, ctx: &Context<'_>) -> String {
        let word = match self.state {
            PatentLookupState::Invalid => return self.parse.told().to_owned(),
            PatentLookupState::Found => "found",
            PatentLookupState::Pending => "pending",
            PatentLookupState::NotFound => "not_found",
            PatentLookupState::Unavailable => "unavailable",
            PatentLookupState::NoRegister => "no_register",
        };
        i18n::label(ctx.locale(None), "patent-lookup", word)
    }
}
