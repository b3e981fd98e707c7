//! The parameters of a GraphQL request, from a JSON body or a query string.

use async_graphql::{Value, Variables};
use serde_json::{Map, Value as Json};

use super::Refusal;

/// What a client asks for.
#[derive(Debug, Clone, Default)]
pub struct Params {
    /// The document.
    pub query: Option<String>,
    /// The id of a trusted document: `sha256:…` (GraphQL over HTTP, appendix A).
    pub document_id: Option<String>,
    /// Which operation of the document.
    pub operation_name: Option<String>,
    /// The variables.
    pub variables: Variables,
    /// Extensions; `persistedQuery` is the one read here.
    pub extensions: Map<String, Json>,
}

impl Params {
    /// Reads a JSON body.
    ///
    /// # Errors
    /// A [`Refusal`] naming what is wrong.
    pub fn from_json(body: &[u8]) -> Result<Self, Refusal> {
        match serde_json::from_slice(body).map_err(not_json)? {
            Json::Object(fields) => Self::from_object(fields),
            Json::Array(_) => Err(Refusal::Batch),
            _ => Err(Refusal::Parameter {
                name: "the request",
                expected: "a JSON object",
            }),
        }
    }

    /// Reads the fields of a request.
    ///
    /// # Errors
    /// A [`Refusal`] naming what is wrong.
    pub fn from_object(mut fields: Map<String, Json>) -> Result<Self, Refusal> {
        let variables = map(&mut fields, "variables")?;
        Ok(Self {
            query: text(&mut fields, "query")?,
            document_id: text(&mut fields, "documentId")?,
            operation_name: text(&mut fields, "operationName")?,
            variables: Variables::from_value(Value::from_json(Json::Object(variables)).map_err(not_json)?),
            extensions: map(&mut fields, "extensions")?,
        })
    }

    /// Reads a query string: `variables` and `extensions` are JSON inside it.
    ///
    /// # Errors
    /// A [`Refusal`] naming what is wrong.
    pub fn from_query_string(query: &str) -> Result<Self, Refusal> {
        let mut fields = Map::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let value = match name.as_ref() {
                "variables" | "extensions" if !value.is_empty() => {
                    serde_json::from_str(&value).map_err(not_json)?
                }
                "variables" | "extensions" => Json::Null,
                "operationName" if value.is_empty() => Json::Null,
                "query" | "documentId" | "operationName" => Json::String(value.into_owned()),
                _ => continue,
            };
            fields.insert(name.into_owned(), value);
        }
        Self::from_object(fields)
    }
}

fn text(fields: &mut Map<String, Json>, name: &'static str) -> Result<Option<String>, Refusal> {
    match fields.remove(name) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::String(text)) => Ok(Some(text)),
        Some(_) => Err(Refusal::Parameter {
            name,
            expected: "a string",
        }),
    }
}

fn map(fields: &mut Map<String, Json>, name: &'static str) -> Result<Map<String, Json>, Refusal> {
    match fields.remove(name) {
        None | Some(Json::Null) => Ok(Map::new()),
        Some(Json::Object(map)) => Ok(map),
        Some(_) => Err(Refusal::Parameter {
            name,
            expected: "a JSON object",
        }),
    }
}

fn not_json(error: serde_json::Error) -> Refusal {
    Refusal::NotJson {
        detail: error.to_string(),
    }
}
