//! `/uploads` takes files, `/files/…` hands them out: plain HTTP, for GraphQL carries no bytes.

use std::time::Duration;

use app::App;
use axum::{
    Json, Router,
    body::Body,
    extract::{DefaultBodyLimit, FromRequest, Multipart, Path, State, multipart::MultipartError},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use bytes::Bytes;
use files::{File, LINK_PATH, MediaType, OpenError, StageError, Upload};
use http::{
    HeaderName, HeaderValue, Request, StatusCode,
    header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, RETRY_AFTER},
    request::Parts,
};
use kernel::{Caller, Locale, ProblemKind};
use privacy::EXPORT_PATH;
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::http::{AuthProblem, Transport};

/// How long an upload may take to arrive.
const PATIENCE: Duration = Duration::from_secs(60);
/// What the parts of a form may take beside the file itself.
const BESIDE: usize = 64 * 1024;
/// What an upload is charged for: it is looked at, sealed and stored.
const COST: u32 = 20;

/// What a browser may do with a file: nothing but show or save it.
const POLICY: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// Takes files and hands them out. Clones share everything.
#[derive(Clone)]
pub struct Uploads {
    app: App,
    transport: Transport,
}

/// Why a file was not taken: the code for programs, the words for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    status: StatusCode,
    code: &'static str,
    /// What is wrong and how to put it right, in the caller's language.
    pub message: String,
}

impl Uploads {
    /// Over a platform; who asks is told by the transport.
    pub fn new(app: App, transport: Transport) -> Self {
        Self { app, transport }
    }

    /// `POST /uploads`, `GET /files/{address}` and `GET /exports/{address}`.
    pub fn routes(&self) -> Router {
        let most = self.app.files.settings().max_bytes + BESIDE;
        Router::new()
            .route("/uploads", post(take).layer(DefaultBodyLimit::max(most)))
            .route(&format!("{LINK_PATH}{{signed}}"), get(hand_out))
            .route(&format!("{EXPORT_PATH}{{signed}}"), get(hand_out_export))
            .with_state(self.clone())
    }

    /// The largest file that is taken, in bytes.
    pub fn max_bytes(&self) -> usize {
        self.app.files.settings().max_bytes
    }

    /// Takes a file for a caller, whichever form brought it.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn stage(&self, caller: &Caller, name: String, bytes: Bytes) -> Result<File, Refused> {
        if let Some(wait) = self.transport.charge_for(caller, COST).await {
            tracing::debug!(seconds = wait.as_secs(), "an upload came too soon");
            return Err(refused(
                caller.locale,
                StatusCode::TOO_MANY_REQUESTS,
                "rate-limited",
                &[],
            ));
        }
        let staged = self.app.files.stage(caller, Upload { name, bytes }).await;
        staged.map_err(|error| explained(caller.locale, error))
    }
}

fn refused(locale: Locale, status: StatusCode, key: &'static str, params: &[(&str, String)]) -> Refused {
    let code = match key {
        "rate-limited" | "too-many" => "RATE_LIMITED",
        "sign-in" => "UNAUTHENTICATED",
        "origin" => "FORBIDDEN",
        "unavailable" => "UNAVAILABLE",
        _ => "BAD_USER_INPUT",
    };
    Refused {
        status,
        code,
        message: i18n::text(locale, &format!("error-file-{key}"), params),
    }
}

/// A limit in megabytes, as people read it.
fn megabytes(bytes: usize) -> String {
    format!("{}", bytes / (1024 * 1024))
}

fn explained(locale: Locale, error: StageError) -> Refused {
    let say = |status, key, params: &[(&str, String)]| refused(locale, status, key, params);
    let unreadable = StatusCode::UNPROCESSABLE_ENTITY;
    match error {
        StageError::Empty => say(unreadable, "empty", &[]),
        StageError::TooLarge { limit } => say(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too-large",
            &[("limit", megabytes(limit))],
        ),
        StageError::UnknownKind => say(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unknown-kind", &[]),
        StageError::Damaged(media) => {
            let kind = media.ending().to_uppercase();
            say(unreadable, "damaged", &[("kind", kind)])
        }
        StageError::TooManyPixels { limit } => say(
            unreadable,
            "too-many-pixels",
            &[("limit", (limit / 1_000_000).to_string())],
        ),
        StageError::TooMany { limit } => say(
            StatusCode::TOO_MANY_REQUESTS,
            "too-many",
            &[("limit", limit.to_string())],
        ),
        StageError::Forbidden(_) => say(StatusCode::UNAUTHORIZED, "sign-in", &[]),
        error @ (StageError::Objects(_) | StageError::Store(_)) => {
            tracing::error!(error = %error, "an upload could not be stored");
            say(StatusCode::SERVICE_UNAVAILABLE, "unavailable", &[])
        }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let body = json!({ "errors": [{ "message": self.message, "extensions": { "code": self.code } }] });
        let mut response = (self.status, Json(body)).into_response();
        if matches!(
            self.status,
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS
        ) {
            response
                .headers_mut()
                .insert(RETRY_AFTER, HeaderValue::from_static("10"));
        }
        response
    }
}

/// Who sent this; never somebody whose browser another site's page made send it.
async fn sender(uploads: &Uploads, parts: &Parts) -> Result<Caller, Refused> {
    let asked = uploads.transport.visitor(parts).await;
    let caller = asked.map_err(|problem| match problem {
        AuthProblem::Invalid => refused(Locale::En, StatusCode::UNAUTHORIZED, "sign-in", &[]),
        AuthProblem::Unavailable => refused(Locale::En, StatusCode::SERVICE_UNAVAILABLE, "unavailable", &[]),
    })?;
    if !uploads.transport.is_from_own_page(parts) {
        return Err(refused(caller.locale, StatusCode::FORBIDDEN, "origin", &[]));
    }
    // Files are handed in by people: no token does.
    if caller.user_id().is_err() || caller.standing.scopes.is_some() {
        return Err(refused(caller.locale, StatusCode::UNAUTHORIZED, "sign-in", &[]));
    }
    Ok(caller)
}

/// `POST /uploads`: a form with one file. Answers the id by which mutations use it.
async fn take(
    State(uploads): State<Uploads>,
    request: Request<Body>,
) -> Result<(StatusCode, Json<Value>), Refused> {
    let (parts, body) = request.into_parts();
    let caller = sender(&uploads, &parts).await?;
    let locale = caller.locale;
    let form = Multipart::from_request(Request::from_parts(parts, body), &()).await;
    let form = form.map_err(|_| refused(locale, StatusCode::UNSUPPORTED_MEDIA_TYPE, "form", &[]))?;
    let read = timeout(PATIENCE, file_of(form)).await;
    let read = read.map_err(|_| refused(locale, StatusCode::REQUEST_TIMEOUT, "form", &[]))?;
    let (name, bytes) = read.map_err(|error| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            let limit = megabytes(uploads.max_bytes());
            refused(
                locale,
                StatusCode::PAYLOAD_TOO_LARGE,
                "too-large",
                &[("limit", limit)],
            )
        }
        status => refused(locale, status, "form", &[]),
    })?;
    let file = uploads.stage(&caller, name, bytes).await?;
    let told = json!({
        "id": file.id, "name": file.name, "mediaType": file.media.as_str(), "byteSize": file.byte_size,
    });
    Ok((StatusCode::CREATED, Json(told)))
}

/// The first file of a form; an empty one if it has none.
async fn file_of(mut form: Multipart) -> Result<(String, Bytes), MultipartError> {
    while let Some(field) = form.next_field().await? {
        if let Some(name) = field.file_name().map(str::to_owned) {
            return Ok((name, field.bytes().await?));
        }
    }
    Ok(Default::default())
}

/// `GET /files/{address}`.
async fn hand_out(
    State(uploads): State<Uploads>,
    Path(signed): Path<String>,
    request: Request<Body>,
) -> Response {
    let (parts, _) = request.into_parts();
    let Ok(caller) = uploads.transport.visitor(&parts).await else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    // As they are handed in, files are read by people: a token that leaks opens nobody's papers.
    if caller.standing.scopes.is_some() {
        return StatusCode::FORBIDDEN.into_response();
    }
    match uploads.app.files.open(&caller, &signed).await {
        Ok(opened) => shown(&opened.file, opened.bytes),
        Err(error) => not_shown(error),
    }
}

fn not_shown(error: OpenError) -> Response {
    match error.problem() {
        ProblemKind::NotFound => StatusCode::NOT_FOUND,
        ProblemKind::Unauthenticated => StatusCode::UNAUTHORIZED,
        ProblemKind::Forbidden => StatusCode::FORBIDDEN,
        ProblemKind::Unavailable => {
            tracing::warn!(error = %error, "a file could not be read");
            StatusCode::SERVICE_UNAVAILABLE
        }
        _ => {
            tracing::error!(error = %error, "a file is not what it was");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
    .into_response()
}

/// `GET /exports/{address}`: everything that is kept about whoever asks.
async fn hand_out_export(
    State(uploads): State<Uploads>,
    Path(signed): Path<String>,
    request: Request<Body>,
) -> Response {
    let (parts, _) = request.into_parts();
    let Ok(caller) = uploads.transport.visitor(&parts).await else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    if caller.standing.scopes.is_some() {
        return StatusCode::FORBIDDEN.into_response();
    }
    match uploads.app.privacy.open_export(&caller, &signed).await {
        Ok(export) => {
            // The name is made of a date: it needs no escaping.
            let disposition = format!("attachment; filename=\"{}\"", export.name);
            private("application/zip", &disposition, export.bytes)
        }
        Err(error) => {
            let status = match error.problem() {
                ProblemKind::NotFound => StatusCode::NOT_FOUND,
                ProblemKind::Unauthenticated => StatusCode::UNAUTHORIZED,
                ProblemKind::Forbidden | ProblemKind::StepUp => StatusCode::FORBIDDEN,
                _ => {
                    tracing::error!(error = %error, "an export cannot be handed out");
                    StatusCode::SERVICE_UNAVAILABLE
                }
            };
            status.into_response()
        }
    }
}

/// Pictures may be shown on a page of ours; everything else is to be saved.
fn shown(file: &File, bytes: Bytes) -> Response {
    let manner = if file.media == MediaType::Pdf {
        "attachment"
    } else {
        "inline"
    };
    // RFC 6266 with RFC 8187: the name in UTF-8, every byte that is no plain letter or digit escaped.
    let name: String = file
        .name
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect();
    let disposition = format!(
        "{manner}; filename=\"document.{}\"; filename*=UTF-8''{name}",
        file.media.ending()
    );
    private(file.media.as_str(), &disposition, bytes)
}

/// Bytes for one person's eyes: kept by no cache, run by no browser.
fn private(media: &'static str, disposition: &str, bytes: Bytes) -> Response {
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(media)),
        (
            CONTENT_DISPOSITION,
            HeaderValue::from_str(disposition).unwrap_or(HeaderValue::from_static("attachment")),
        ),
        (CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
        (CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
        (
            HeaderName::from_static("x-content-type-options"),
            HeaderValue::from_static("nosniff"),
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            HeaderValue::from_static("same-origin"),
        ),
        (
            HeaderName::from_static("referrer-policy"),
            HeaderValue::from_static("no-referrer"),
        ),
    ];
    (headers, bytes).into_response()
}
