//! Parameters as Stripe's clients send them: a form whose names nest in brackets.

use std::collections::BTreeMap;

use kernel::{Currency, Money};
use serde_json::{Map, Value};

use super::error::ApiError;

/// The parameters of one request. Each is taken once; what is left at the end is unknown.
#[derive(Debug)]
pub(super) struct Params(BTreeMap<String, String>);

impl Params {
    pub(super) fn parse(form: &[u8]) -> Result<Self, ApiError> {
        let mut params = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(form) {
            // `expand[]` may come more than once; its place is its number.
            let name = match name.strip_suffix("[]") {
                Some(list) => format!("{list}[{}]", params.len()),
                None => name.into_owned(),
            };
            if params.insert(name.clone(), value.into_owned()).is_some() {
                return Err(ApiError::invalid("parameter_invalid", "this parameter came twice").param(&name));
            }
        }
        Ok(Self(params))
    }

    /// The value of a parameter, if it came and is not empty.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        self.0.remove(name).filter(|value| !value.is_empty())
    }

    pub(super) fn required(&mut self, name: &str) -> Result<String, ApiError> {
        let missing =
            || ApiError::invalid("parameter_missing", format!("Missing required param: {name}.")).param(name);
        self.text(name).ok_or_else(missing)
    }

    pub(super) fn flag(&mut self, name: &str, default: bool) -> Result<bool, ApiError> {
        match self.text(name).as_deref() {
            None => Ok(default),
            Some("true") => Ok(true),
            Some("false") => Ok(false),
            Some(other) => {
                let message = format!("Invalid boolean: {other}");
                Err(ApiError::invalid("parameter_invalid_boolean", message).param(name))
            }
        }
    }

    pub(super) fn integer(&mut self, name: &str) -> Result<Option<i64>, ApiError> {
        let Some(text) = self.text(name) else {
            return Ok(None);
        };
        let invalid =
            || ApiError::invalid("parameter_invalid_integer", format!("Invalid integer: {text}")).param(name);
        text.parse().map(Some).map_err(|_| invalid())
    }

    /// `amount` and `currency`, which Stripe writes in lower case.
    pub(super) fn money(&mut self) -> Result<Money, ApiError> {
        let code = self.required("currency")?;
        let missing =
            || ApiError::invalid("parameter_missing", "Missing required param: amount.").param("amount");
        let minor = self.integer("amount")?.ok_or_else(missing)?;
        let lower = code.chars().all(|c| c.is_ascii_lowercase());
        let currency: Option<Currency> = code.to_uppercase().parse().ok().filter(|_| lower);
        let unknown =
            || ApiError::invalid("parameter_invalid", format!("Invalid currency: {code}")).param("currency");
        Ok(Money::new(minor, currency.ok_or_else(unknown)?))
    }

    /// All parameters `name[…]` as an object of texts.
    pub(super) fn object(&mut self, name: &str) -> Map<String, Value> {
        let prefix = format!("{name}[");
        let mine = |key: &str| key.strip_prefix(&prefix)?.strip_suffix(']').map(str::to_owned);
        let keys: Vec<(String, String)> = self
            .0
            .keys()
            .filter_map(|key| Some((key.clone(), mine(key)?)))
            .collect();
        let taken = keys
            .into_iter()
            .filter_map(|(key, inner)| Some((inner, self.0.remove(&key)?.into())));
        taken.collect()
    }

    /// The texts of a list.
    pub(super) fn list(&mut self, name: &str) -> Vec<String> {
        let values = self
            .object(name)
            .into_iter()
            .filter_map(|(_, value)| value.as_str().map(str::to_owned));
        values.collect()
    }

    /// Metadata, within Stripe's limits: 50 names of 40 characters, values of 500.
    pub(super) fn metadata(&mut self) -> Result<Value, ApiError> {
        let metadata = self.object("metadata");
        let long = metadata.iter().any(|(name, value)| {
            name.chars().count() > 40 || value.as_str().is_some_and(|text| text.chars().count() > 500)
        });
        if long || metadata.len() > 50 {
            let message = "Metadata has at most 50 names of 40 characters, with values of 500.";
            return Err(ApiError::invalid("parameter_invalid_string", message).param("metadata"));
        }
        Ok(Value::Object(metadata))
    }

    /// Passes over what Stripe knows and the sandbox has no use for, nested or not.
    pub(super) fn ignore(&mut self, names: &[&str]) {
        self.0.retain(|key, _| {
            let root = key.split('[').next().unwrap_or(key);
            !names.contains(&root)
        });
    }

    /// Refuses what nobody took.
    pub(super) fn finish(self) -> Result<(), ApiError> {
        match self.0.into_keys().next() {
            None => Ok(()),
            Some(name) => {
                let message = format!("Received unknown parameter: {name}");
                Err(ApiError::invalid("parameter_unknown", message).param(&name))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_names_and_lists_are_read() {
        let form = b"amount=100&currency=usd&metadata[key]=k%201&expand[]=a&expand[]=b.c&off_session=true";
        let mut params = Params::parse(form).unwrap();
        assert_eq!(params.money().unwrap(), Money::new(100, Currency::USD));
        assert_eq!(params.metadata().unwrap()["key"], "k 1");
        assert_eq!(params.list("expand"), ["a", "b.c"]);
        assert!(params.flag("off_session", false).unwrap());
        assert!(params.finish().is_ok());
    }

    #[test]
    fn what_is_not_known_is_named() {
        let mut params = Params::parse(b"amount=1&amout=2").unwrap();
        assert_eq!(params.integer("amount").unwrap(), Some(1));
        let refused = params.finish().unwrap_err();
        assert_eq!(refused.body["error"]["param"], "amout");
        assert!(Params::parse(b"a=1&a=2").is_err());
        assert!(Params::parse(b"amount=1&currency=USD").unwrap().money().is_err());
    }
}
