//! Forms that were interrupted because a proof was asked for: what was typed is carried through the proof.
//!
//! The page that asks holds the form in a hidden field, and when the proof was given, the form is offered to be sent once
//! more. Only forms of acts that are listed here, and only small ones, are carried; none of them holds a password.

use axum::{
    body::{Body, HttpBody, to_bytes},
    extract::{FromRequestParts, Request, State},
    middleware::Next,
    response::Response,
};
use http::{Method, header::CONTENT_TYPE};

use crate::{
    Site,
    form::{Fields, Problems},
    pages::confirm_identity,
    visit::{Visit, language_of},
};

/// The largest form that is carried. A decision's note is 2,000 characters at the most.
const LARGEST: usize = 32 * 1024;

/// Where forms are sent that may be carried; `*` stands for an id.
const ACTS: &[&str] = &[
    "/review/*/decide",
    "/review/*/pause",
    "/review/*/resume",
    "/review/claims/*/decide",
    "/review/documents/*/decide",
    "/review/ownership/*/decide",
    "/review/verifications/*/decide",
    "/review/questions/*",
    "/review/changes/*",
    "/finance/payouts",
    "/finance/payouts/*/approve",
    "/finance/payouts/*/reject",
    "/finance/payouts/*/record",
    "/finance/disputes/*",
    "/finance/refunds",
    "/finance/refunds/*/record",
    "/finance/refunds/*/confirm",
    "/finance/refunds/*/reject",
    "/founder/*/money/decide",
    "/account/privacy/export",
    "/account/privacy/erase",
    "/admin/users/*/lock",
    "/admin/users/*/unlock",
    "/admin/users/*/sessions",
    "/admin/users/*/request-role",
    "/admin/users/*/revoke-role",
    "/admin/roles/*/approve",
    "/admin/roles/*/refuse",
    "/admin/work/jobs/*/replay",
    "/admin/work/messages/*/replay",
];

/// Marks an answer that leads to the proof.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ProofAsked;

/// A form on its way through a proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Carried {
    /// Where it is sent, without the language.
    pub(crate) act: String,
    /// Its fields, as browsers write them.
    pub(crate) form: String,
}

impl Carried {
    /// What is carried to `act`, if it may be.
    fn new(act: &str, form: &str) -> Option<Self> {
        (is_listed(act) && form.len() <= LARGEST).then(|| Self {
            act: act.to_owned(),
            form: form.to_owned(),
        })
    }

    /// What the page that asks for the proof was sent with. What may not be carried is dropped.
    pub(crate) fn of(fields: &Fields) -> Option<Self> {
        Self::new(fields.get("act")?, fields.shown("form"))
    }

    /// The fields by name and value, to be sent once more.
    pub(crate) fn fields(&self) -> Vec<(String, String)> {
        form_urlencoded::parse(self.form.as_bytes())
            .into_owned()
            .collect()
    }
}

fn is_listed(path: &str) -> bool {
    ACTS.iter().any(|act| {
        let (mut wanted, mut given) = (act.split('/'), path.split('/'));
        loop {
            match (wanted.next(), given.next()) {
                (None, None) => return true,
                (Some("*"), Some(id)) if is_id(id) => {}
                (Some(wanted), Some(given)) if wanted == given => {}
                _ => return false,
            }
        }
    })
}

/// Letters, digits and `_` or `-`, as ids are: nothing that could lead elsewhere.
fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// Keeps a form while it is worked on, and shows it through the proof if one is asked for.
pub(crate) async fn keep(State(site): State<Site>, request: Request, next: Next) -> Response {
    let Some(act) = carriable(&request) else {
        return next.run(request).await;
    };
    let (mut parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST).await else {
        return http::Response::builder()
            .status(http::StatusCode::PAYLOAD_TOO_LARGE)
            .body(Body::empty())
            .unwrap_or_default();
    };
    let again = Request::from_parts(parts.clone(), Body::from(body.clone()));
    let response = next.run(again).await;
    let Some(ProofAsked) = response.extensions().get() else {
        return response;
    };
    let Some(carried) = std::str::from_utf8(&body)
        .ok()
        .and_then(|form| Carried::new(&act, form))
    else {
        return response;
    };
    match Visit::from_request_parts(&mut parts, &site).await {
        Ok(visit) => confirm_identity::page(&visit, Problems::default(), String::new(), Some(carried)).await,
        Err(refused) => refused,
    }
}

/// Where a form goes that may be carried: one of the acts, of a known and small size, without files.
fn carriable(request: &Request) -> Option<String> {
    let kind = request.headers().get(CONTENT_TYPE)?.to_str().ok()?;
    let is_form = kind.starts_with("application/x-www-form-urlencoded");
    let size = request.body().size_hint().exact()?;
    let (_, act) = language_of(request.uri().path())?;
    let carries = request.method() == Method::POST && is_form && size <= LARGEST as u64 && is_listed(act);
    carries.then(|| act.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_listed_is_carried() {
        for act in [
            "/review/campaign_01/decide",
            "/review/claims/ipclaim_1/decide",
            "/finance/payouts",
        ] {
            assert!(is_listed(act), "{act}");
        }
        for act in [
            "",
            "/",
            "/sign-in",
            "//evil.example/decide",
            "/review//decide",
            "/review/../decide",
            "/review/a/decide/",
            "/review/a%2f/decide",
            "/review/a?x/decide",
            "/account/security/password",
            "https://evil.example/review/a/decide",
        ] {
            assert!(!is_listed(act), "{act}");
        }
    }

    #[test]
    fn a_large_form_is_not_carried() {
        let large = "a".repeat(LARGEST + 1);
        assert_eq!(Carried::new("/finance/payouts", &large), None);
        assert!(Carried::new("/finance/payouts", &large[1..]).is_some());
    }

    #[test]
    fn a_form_is_carried_as_it_was_typed() {
        let carried =
            Carried::new("/review/a/decide", "note=See+%22%3C3%3E%22%0D%0A%E6%9C%9B&key=1").unwrap();
        let fields = carried.fields();
        assert_eq!(fields[0], ("note".to_owned(), "See \"<3>\"\r\n望".to_owned()));
        assert_eq!(fields[1], ("key".to_owned(), "1".to_owned()));
    }
}
