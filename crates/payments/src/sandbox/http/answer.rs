//! From a request to its answer: who asks, under which key, and what goes wrong on the way.

use std::sync::{Arc, PoisonError};

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use db::{Tx, hash_request, sql};
use http_body_util::{BodyExt, Full, Limited};
use hyper::{HeaderMap, Method, Request, Response, body::Incoming};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::Value;

use super::{Fault, Shared, error::ApiError, params::Params, routes};

/// The longest body that is read.
const MAX_BODY: usize = 1024 * 1024;
/// How long a key is remembered. <https://docs.stripe.com/api/idempotent_requests>
const KEYS_LAST: TimeDelta = TimeDelta::hours(24);

/// An answer that is to be lost: the connection ends instead.
#[derive(Debug, thiserror::Error)]
#[error("the answer is lost")]
pub(super) struct Lost;

struct Answer {
    status: u16,
    body: String,
    is_replayed: bool,
}

impl From<ApiError> for Answer {
    fn from(error: ApiError) -> Self {
        Self {
            status: error.status,
            body: error.body.to_string(),
            is_replayed: false,
        }
    }
}

fn header<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

pub(super) async fn handle(
    shared: Arc<Shared>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Lost> {
    let fault = shared
        .faults
        .of(&format!("{} {}", request.method(), request.uri().path()));
    if fault == Some(Fault::Refuse) {
        return Err(Lost);
    }
    // A request once begun is finished, even if its sender goes away meanwhile.
    let work = tokio::spawn(async move { answer(&shared, request, fault).await });
    let answer = work.await.unwrap_or_else(|_| ApiError::internal().into());
    if fault == Some(Fault::LoseAnswer) {
        return Err(Lost);
    }
    if let Some(Fault::Delay(time)) = fault {
        tokio::time::sleep(time).await;
    }
    let mut response = Response::builder()
        .status(answer.status)
        .header("content-type", "application/json");
    if answer.is_replayed {
        response = response.header("idempotent-replayed", "true");
    }
    response
        .body(Full::new(Bytes::from(answer.body)))
        .map_err(|_| Lost)
}

async fn answer(shared: &Shared, request: Request<Incoming>, fault: Option<Fault>) -> Answer {
    match work(shared, request, fault).await {
        Ok(answer) => answer,
        Err(error) => error.into(),
    }
}

async fn work(shared: &Shared, request: Request<Incoming>, fault: Option<Fault>) -> Result<Answer, ApiError> {
    let (head, body) = request.into_parts();
    let bearer = header(&head.headers, "authorization").and_then(|value| value.strip_prefix("Bearer "));
    if bearer != Some(&shared.api_key) {
        return Err(ApiError::unauthorized());
    }
    if header(&head.headers, "stripe-version").is_none_or(str::is_empty) {
        return Err(ApiError::invalid(
            "parameter_missing",
            "The sandbox wants a Stripe-Version header.",
        ));
    }
    if fault == Some(Fault::RateLimit) {
        return Err(ApiError::rate_limited());
    }
    let too_large = |_| ApiError::invalid("parameter_invalid", "The body cannot be read.");
    let body = Limited::new(body, MAX_BODY)
        .collect()
        .await
        .map_err(too_large)?
        .to_bytes();
    let (path, query) = (head.uri.path(), head.uri.query().unwrap_or_default());
    match head.method {
        Method::GET => {
            let params = Params::parse(query.as_bytes())?;
            let found = routes::get(&shared.sandbox, path, params, shared.faults.search_lag()).await?;
            let failed = matches!(fault, Some(Fault::ErrorAfter { .. }));
            if failed {
                Err(ApiError::internal())
            } else {
                Ok(ok(&found))
            }
        }
        Method::POST => {
            let kind = header(&head.headers, "content-type").unwrap_or_default();
            if !body.is_empty() && !kind.starts_with("application/x-www-form-urlencoded") {
                return Err(ApiError::invalid(
                    "parameter_invalid",
                    "The body must be form-encoded.",
                ));
            }
            let key = header(&head.headers, "idempotency-key");
            post(shared, path, &body, key, fault).await
        }
        // What is deleted twice is deleted: no key is needed.
        Method::DELETE => Ok(ok(&routes::delete(&shared.sandbox, path).await?)),
        other => Err(ApiError::no_such_path(other.as_str(), path)),
    }
}

fn ok(body: &Value) -> Answer {
    Answer {
        status: 200,
        body: body.to_string(),
        is_replayed: false,
    }
}

/// A key whose request is being worked on, until it is dropped.
struct Running<'s>(&'s Shared, String);

impl<'s> Running<'s> {
    fn begin(shared: &'s Shared, key: &str) -> Result<Self, ApiError> {
        let mut running = shared.running.lock().unwrap_or_else(PoisonError::into_inner);
        if running.insert(key.to_owned()) {
            Ok(Self(shared, key.to_owned()))
        } else {
            Err(ApiError::key_in_use())
        }
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0
            .running
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&self.1);
    }
}

async fn post(
    shared: &Shared,
    path: &str,
    body: &[u8],
    key: Option<&str>,
    fault: Option<Fault>,
) -> Result<Answer, ApiError> {
    let _running = match key {
        Some(key) if key.is_empty() || key.len() > 255 => {
            return Err(ApiError::invalid(
                "parameter_invalid_string",
                "An Idempotency-Key has 1 to 255 characters.",
            ));
        }
        Some(key) => Some(Running::begin(shared, key)?),
        None => None,
    };
    let pairs: Vec<_> = form_urlencoded::parse(body).into_owned().collect();
    let hash = hash_request(&(path, pairs));
    let tx = shared.sandbox.db.begin().await?;
    if let Some(key) = key {
        tx.lock_name(&format!("sandbox:http:{key}")).await?;
        if let Some(earlier) = earlier(&tx, key, &hash).await? {
            return Ok(earlier);
        }
    }
    let mut answer = match routes::post(&tx, &shared.sandbox, path, Params::parse(body)?).await {
        Ok(made) => ok(&made),
        Err(error) if error.is_kept => error.into(),
        Err(error) => return Err(error),
    };
    let failed = match fault {
        Some(Fault::ErrorAfter { kept }) => Some(kept),
        _ => None,
    };
    if failed == Some(true) {
        answer = ApiError::internal().into();
    }
    if let Some(key) = key {
        keep(&tx, key, &hash, &answer).await?;
    }
    tx.commit().await?;
    match failed {
        Some(_) => Err(ApiError::internal()),
        None => Ok(answer),
    }
}

#[derive(FromQueryResult)]
struct Kept {
    request_hash: String,
    status: i32,
    body: String,
    created_at: DateTime<Utc>,
}

async fn earlier(tx: &Tx, key: &str, hash: &str) -> Result<Option<Answer>, ApiError> {
    let select = "SELECT request_hash, status, body, created_at FROM sandbox_answers WHERE idem_key = $1";
    let kept = Kept::find_by_statement(sql(&**tx, select, [key.into()]))
        .one(&**tx)
        .await?;
    let Some(kept) = kept else {
        return Ok(None);
    };
    if tx.db().clock().now() >= kept.created_at + KEYS_LAST {
        let delete = "DELETE FROM sandbox_answers WHERE idem_key = $1";
        tx.execute_raw(sql(&**tx, delete, [key.into()])).await?;
        return Ok(None);
    }
    if kept.request_hash != hash {
        return Err(ApiError::key_reused());
    }
    Ok(Some(Answer {
        status: u16::try_from(kept.status).map_err(db::Error::corrupt)?,
        body: kept.body,
        is_replayed: true,
    }))
}

async fn keep(tx: &Tx, key: &str, hash: &str, answer: &Answer) -> Result<(), ApiError> {
    let insert = "INSERT INTO sandbox_answers (idem_key, request_hash, status, body, created_at)
        VALUES ($1, $2, $3, $4, $5)";
    let values = [
        key.into(),
        hash.into(),
        i32::from(answer.status).into(),
        answer.body.clone().into(),
        tx.db().clock().now().into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}
