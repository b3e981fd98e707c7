//! Stripe's objects, as far as they are read. What is not needed may be missing or new: a field
//! more or less at Stripe must not stop money.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use kernel::Money;
use payments::{NextAction, ProviderError};
use serde::{Deserialize, Deserializer};

use crate::{amount, fault::unreadable};

/// Where our key stands in every object's metadata.
pub(crate) const KEY: &str = "key";

/// What we write beside an object.
pub(crate) fn metadata(entries: &[(&str, &str)]) -> HashMap<String, String> {
    let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
    entries.iter().map(owned).collect()
}

/// Our key, if the object carries one.
pub(crate) fn key_of(metadata: &Metadata) -> Option<String> {
    metadata.get(KEY).cloned()
}

pub(crate) type Metadata = HashMap<String, String>;

/// Stripe writes `null` for what is empty.
pub(crate) fn or_default<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// An object, or only its id where it was not asked for in full.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum Expandable<T> {
    Id(String),
    Object(Box<T>),
}

impl<T> Expandable<T> {
    pub(crate) fn object(&self) -> Option<&T> {
        match self {
            Self::Id(_) => None,
            Self::Object(object) => Some(object),
        }
    }
}

/// An object of which only the id is of interest.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Identified {
    pub(crate) id: String,
}

impl Expandable<Identified> {
    pub(crate) fn id(&self) -> &str {
        match self {
            Self::Id(id) => id,
            Self::Object(object) => &object.id,
        }
    }
}

/// A page of a list.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct List<T> {
    pub(crate) data: Vec<T>,
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) has_more: bool,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct PaymentMethod {
    pub(crate) id: String,
    pub(crate) card: Option<CardDetails>,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct CardDetails {
    pub(crate) brand: String,
    pub(crate) last4: String,
    pub(crate) exp_month: i32,
    pub(crate) exp_year: i32,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct NextActionObject {
    #[serde(rename = "type")]
    kind: String,
    redirect_to_url: Option<Redirect>,
}

#[derive(Debug, Clone, Deserialize)]
struct Redirect {
    url: Option<String>,
}

impl From<NextActionObject> for NextAction {
    fn from(action: NextActionObject) -> Self {
        Self {
            kind: action.kind,
            url: action.redirect_to_url.and_then(|redirect| redirect.url),
        }
    }
}

/// A movement on our balance at Stripe.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct BalanceTransaction {
    pub(crate) amount: i64,
    pub(crate) currency: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) fee: i64,
}

/// An amount that Stripe wrote.
pub(crate) fn money(minor: i64, currency: &str) -> Result<Money, ProviderError> {
    amount::from_stripe(minor, currency).map_err(unreadable)
}

/// A time that Stripe wrote, in seconds.
pub(crate) fn instant(seconds: i64) -> Result<DateTime<Utc>, ProviderError> {
    DateTime::from_timestamp(seconds, 0).ok_or_else(|| unreadable(format!("{seconds} is no time")))
}

/// An amount that is asked for, as Stripe writes it, or why it cannot be asked for.
pub(crate) fn written(amount: Money) -> Result<(i64, stripe_types::Currency), ProviderError> {
    amount::to_stripe(amount).map_err(|why| ProviderError::Refused {
        code: why.code().to_owned(),
        message: why.to_string(),
    })
}
