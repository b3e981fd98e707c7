//! One request for a page: who asks, in which language, for what.

use axum::{
    extract::{FromRequestParts, OriginalUri},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use cynic::{
    MutationBuilder, Operation as CynicOperation, QueryBuilder, StreamingOperation, SubscriptionBuilder,
};
use futures_util::{StreamExt, future::ready, stream::BoxStream};
use http::{StatusCode, request::Parts};
use kernel::{Caller, Locale, Who};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    Operation, Site,
    failure::{Failure, GraphqlError},
    form::Fields,
    graphql::{Role, Uuid, schema},
    words::Words,
};

/// One request for a page.
#[derive(Debug, Clone)]
pub(crate) struct Visit {
    pub(crate) site: Site,
    pub(crate) caller: Caller,
    /// The address without the language: `/campaigns?office=CN`.
    pub(crate) path: String,
    /// The signed-in person.
    pub(crate) viewer: Option<ViewerBadge>,
}

/// The person in the head of every page.
#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "Viewer")]
pub(crate) struct ViewerBadge {
    pub(crate) display_name: String,
    pub(crate) roles: Vec<Role>,
    pub(crate) unread_notification_count: i32,
    pub(crate) email_confirmed_at: Option<DateTime<Utc>>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query")]
struct ViewerQuery {
    viewer: Option<ViewerBadge>,
}

#[derive(Deserialize)]
struct Answer<T> {
    data: Option<T>,
    #[serde(default)]
    errors: Vec<GraphqlError>,
}

/// Splits `/zh/campaigns` into the language and `/campaigns`.
pub(crate) fn language_of(path: &str) -> Option<(Locale, &str)> {
    let rest = path.strip_prefix('/')?;
    let (segment, _) = rest.split_once('/').unwrap_or((rest, ""));
    let locale = match segment {
        "en" => Locale::En,
        "zh" => Locale::ZhHans,
        _ => return None,
    };
    Some((locale, &rest[segment.len()..]))
}

impl FromRequestParts<Site> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let caller = site.backend.visitor(parts).await.map_err(|error| {
            tracing::warn!(error = %error, "a visitor could not be told");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        })?;
        let uri = match parts.extensions.get::<OriginalUri>() {
            Some(original) => original.0.clone(),
            None => parts.uri.clone(),
        };
        let (locale, rest) = language_of(uri.path()).unwrap_or((caller.locale, uri.path()));
        let path = match uri.query() {
            Some(query) => format!("{rest}?{query}"),
            None => rest.to_owned(),
        };
        let mut visit = Self {
            site: site.clone(),
            caller: Caller { locale, ..caller },
            path,
            viewer: None,
        };
        if matches!(visit.caller.who, Who::User { .. }) {
            match visit.ask(ViewerQuery::build(())).await {
                Ok(found) => visit.viewer = found.viewer,
                Err(failure) => return Err(failure.respond(&visit)),
            }
        }
        Ok(visit)
    }
}

impl Visit {
    /// The words of the visitor's language.
    pub(crate) fn words(&self) -> Words {
        Words(self.caller.locale)
    }

    /// The address in the visitor's language.
    pub(crate) fn url(&self, path: &str) -> String {
        self.words().url(path)
    }

    /// The fields of the query string.
    pub(crate) fn asked(&self) -> Fields {
        let query = self.path.split_once('?').map_or("", |(_, query)| query);
        Fields::read(query.as_bytes())
    }

    /// Whether the visitor has a role.
    pub(crate) fn is(&self, role: Role) -> bool {
        self.viewer
            .as_ref()
            .is_some_and(|viewer| viewer.roles.contains(&role))
    }

    /// Where to sign in, to come back here afterwards.
    pub(crate) fn sign_in_and_return(&self) -> String {
        let next = form_urlencoded::Serializer::new(String::new())
            .append_pair("next", &self.path)
            .finish();
        format!("{}?{next}", self.url("/sign-in"))
    }

    /// Where to prove to be there, to come back here afterwards.
    pub(crate) fn prove_and_return(&self) -> String {
        let next = form_urlencoded::Serializer::new(String::new())
            .append_pair("next", &self.path)
            .finish();
        format!("{}?{next}", self.url("/confirm-identity"))
    }

    /// Passes if somebody has signed in.
    pub(crate) fn signed_in(&self) -> Result<(), Failure> {
        self.viewer.as_ref().map(|_| ()).ok_or(Failure::SignIn)
    }

    /// A new key that makes a repeated form do nothing twice.
    pub(crate) fn new_key(&self) -> String {
        self.site.ids.uuid(self.site.clock.now()).to_string()
    }

    /// The key that a form was sent with; a new one if it brought none.
    pub(crate) fn key_of(&self, fields: &Fields) -> Uuid {
        Uuid(fields.get("key").map_or_else(|| self.new_key(), str::to_owned))
    }

    /// Runs an operation. An answer with errors beside its data is a failure: the pages ask for nothing
    /// that may be missing.
    pub(crate) async fn ask<T, V>(&self, operation: CynicOperation<T, V>) -> Result<T, Failure>
    where
        T: DeserializeOwned,
        V: Serialize,
    {
        let operation = plain(operation.query, operation.operation_name, &operation.variables);
        read(&self.site.backend.run(&self.caller, operation).await)
    }

    /// Runs a query with variables.
    pub(crate) async fn query<Q, V>(&self, variables: V) -> Result<Q, Failure>
    where
        Q: cynic::QueryFragment<SchemaType = schema::Query, VariablesFields = V::Fields>
            + DeserializeOwned
            + 'static,
        V: cynic::QueryVariables + Serialize,
    {
        self.ask(Q::build(variables)).await
    }

    /// Runs a mutation.
    pub(crate) async fn act<M, V>(&self, variables: V) -> Result<M, Failure>
    where
        M: cynic::QueryFragment<SchemaType = schema::Mutation, VariablesFields = V::Fields>
            + DeserializeOwned
            + 'static,
        V: cynic::QueryVariables + Serialize,
    {
        self.ask(<M as MutationBuilder<V>>::build(variables)).await
    }

    /// Follows a subscription until it ends or fails.
    pub(crate) async fn follow<S, V>(&self, variables: V) -> Result<BoxStream<'static, S>, Failure>
    where
        S: cynic::QueryFragment<SchemaType = schema::Subscription, VariablesFields = V::Fields>
            + DeserializeOwned
            + Send
            + 'static,
        V: cynic::QueryVariables + Serialize,
    {
        let operation: StreamingOperation<S, V> = SubscriptionBuilder::build(variables);
        let operation = plain_stream(&operation);
        let answers = self.site.backend.follow(&self.caller, operation).await;
        match answers {
            Ok(answers) => Ok(answers
                .map(|answer| read::<S>(&answer).ok())
                .take_while(|event| ready(event.is_some()))
                .filter_map(ready)
                .boxed()),
            Err(refused) => Err(read::<serde_json::Value>(&refused)
                .err()
                .unwrap_or(Failure::Fault)),
        }
    }
}

fn plain(document: String, name: Option<impl Into<String>>, variables: &impl Serialize) -> Operation {
    let variables = match serde_json::to_value(variables) {
        Ok(serde_json::Value::Null) | Err(_) => serde_json::json!({}),
        Ok(variables) => variables,
    };
    Operation {
        document,
        name: name.map(Into::into),
        variables,
    }
}

fn plain_stream<S, V: Serialize>(operation: &StreamingOperation<S, V>) -> Operation {
    // The type hides its fields, but writes them as a request would.
    let request = serde_json::to_value(operation).unwrap_or_default();
    Operation {
        document: request["query"].as_str().unwrap_or_default().to_owned(),
        name: request["operationName"].as_str().map(str::to_owned),
        variables: match &request["variables"] {
            serde_json::Value::Null => serde_json::json!({}),
            variables => variables.clone(),
        },
    }
}

fn read<T: DeserializeOwned>(answer: &str) -> Result<T, Failure> {
    let answer: Answer<T> = serde_json::from_str(answer).map_err(|error| {
        tracing::error!(error = %error, "an answer to a page does not fit its operation");
        Failure::Fault
    })?;
    if let Some(error) = answer.errors.first() {
        return Err(Failure::from(error));
    }
    answer.data.ok_or(Failure::Fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_stands_first_in_the_address() {
        assert_eq!(language_of("/en"), Some((Locale::En, "")));
        assert_eq!(
            language_of("/zh/campaigns/x"),
            Some((Locale::ZhHans, "/campaigns/x"))
        );
        assert_eq!(language_of("/enough"), None);
        assert_eq!(language_of("/"), None);
    }

    #[test]
    fn an_error_beside_the_data_is_a_failure() {
        let answer = r#"{"data":{"a":null},"errors":[{"message":"no","extensions":{"code":"FORBIDDEN"}}]}"#;
        assert_eq!(read::<serde_json::Value>(answer), Err(Failure::Forbidden));
        assert_eq!(read::<serde_json::Value>("{}"), Err(Failure::Fault));
        assert_eq!(read::<serde_json::Value>(r#"{"data":{"a":1}}"#).unwrap()["a"], 1);
    }
}
