//! Forms: what was sent, and what was wrong with it.

use std::collections::BTreeMap;

use axum::{
    extract::{FromRequest, Multipart, Request},
    response::{IntoResponse, Response},
};
use bytes::Bytes;

/// The fields of a form as they were sent, the last of a name winning. Never rejected: a body that is
/// no form is an empty one, and the operation says what is missing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields(BTreeMap<String, String>);

impl Fields {
    /// Reads a body or a query string.
    pub(crate) fn read(text: &[u8]) -> Self {
        Self(form_urlencoded::parse(text).into_owned().collect())
    }

    /// A field as sent; nothing if it is empty or absent.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .get(name)
            .map(|value| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// A field to be shown again; empty if absent.
    pub(crate) fn shown(&self, name: &str) -> &str {
        self.0.get(name).map(String::as_str).unwrap_or_default()
    }

    /// A field whose blanks count: a password.
    pub(crate) fn raw(&self, name: &str) -> String {
        self.shown(name).to_owned()
    }

    /// The fields whose names begin so: the rest of each name, and what was sent.
    pub(crate) fn beginning<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let all = self.0.iter();
        all.filter_map(move |(name, value)| Some((name.strip_prefix(prefix)?, value.trim())))
    }

    /// Whether a box was ticked.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// With another value, whatever was sent.
    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    /// With a value where none was sent.
    pub(crate) fn or(mut self, name: &str, value: impl Into<String>) -> Self {
        self.0.entry(name.to_owned()).or_insert_with(|| value.into());
        self
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = <Bytes as FromRequest<S>>::Rejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        Ok(Self::read(&Bytes::from_request(request, state).await?))
    }
}

/// A form that may hold a file: its fields, and the file with the name it was sent under.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sent {
    pub(crate) fields: Fields,
    pub(crate) file: Option<(String, Bytes)>,
}

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let refused = |error: axum::extract::multipart::MultipartError| error.into_response();
        let mut form = Multipart::from_request(request, state)
            .await
            .map_err(IntoResponse::into_response)?;
        let mut sent = Self::default();
        while let Some(field) = form.next_field().await.map_err(refused)? {
            let name = field.name().unwrap_or_default().to_owned();
            match field.file_name().map(str::to_owned) {
                // A browser sends a file without name or bytes where none was chosen.
                Some(file) => {
                    let bytes = field.bytes().await.map_err(refused)?;
                    if !(file.is_empty() && bytes.is_empty()) {
                        sent.file = Some((file, bytes));
                    }
                }
                None => {
                    let text = field.text().await.map_err(refused)?;
                    sent.fields.0.insert(name, text);
                }
            }
        }
        Ok(sent)
    }
}

/// What was wrong with a form: about its fields, by their names in `input`, or about the whole.
#[derive(Debug, Clone, Default)]
pub(crate) struct Problems(Vec<(String, String)>);

/// A user error as every mutation gives them.
pub(crate) trait UserError {
    /// The path of the field, and the message.
    fn parts(self) -> (Option<Vec<String>>, String);
}

impl Problems {
    /// What a mutation refused. A path is named by its parts with points between them.
    pub(crate) fn of<E: UserError>(errors: impl IntoIterator<Item = E>) -> Self {
        let named = errors.into_iter().map(|error| {
            let (field, message) = error.parts();
            (field.map(|path| path.join(".")).unwrap_or_default(), message)
        });
        Self(named.collect())
    }

    /// One problem, about a field or (an empty name) about the whole.
    pub(crate) fn one(field: &str, message: String) -> Self {
        Self(vec![(field.to_owned(), message)])
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong with a field. `title` finds what was said of `title.en`, too.
    pub(crate) fn at(&self, field: &str) -> Option<&str> {
        let below = format!("{field}.");
        self.0
            .iter()
            .find(|(name, _)| name == field || name.starts_with(&below))
            .map(|(_, message)| message.as_str())
    }

    /// All of them: the field's name and the message.
    pub(crate) fn all(&self) -> &[(String, String)] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_browsers_write_it() {
        let fields = Fields::read("number=CN+2021%201&empty=&tick=on".as_bytes());
        assert_eq!(fields.get("number"), Some("CN 2021 1"));
        assert_eq!(fields.get("empty"), None);
        assert!(fields.has("tick"));
        assert_eq!(fields.or("number", "x").shown("number"), "CN 2021 1");
    }

    #[test]
    fn a_problem_is_found_by_its_field_or_the_field_above() {
        let problems = Problems(vec![("title.en".to_owned(), "too long".to_owned())]);
        assert_eq!(problems.at("title.en"), Some("too long"));
        assert_eq!(problems.at("title"), Some("too long"));
        assert_eq!(problems.at("tit"), None);
    }
}
