//! Signing in, up and out.

use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use chrono::{DateTime, Utc};
use http::{StatusCode, Uri};

use crate::{
    Demo,
    failure::Failure,
    form::{Fields, Problems},
    graphql::{EmailAddress, Locale, schema},
    parts::user_errors::AccountUserError,
    routes::done,
    session,
    shell::{self, Shell},
    visit::Visit,
};

/// What came of signing in or up.
#[derive(Debug)]
struct Outcome {
    /// What a code is to be sent with, if one is asked for.
    challenge: Option<String>,
    token: Option<String>,
    expires_at: Option<DateTime<Utc>>,
    errors: Vec<AccountUserError>,
}

#[derive(cynic::QueryFragment, Debug)]
struct AuthSession {
    expires_at: DateTime<Utc>,
}

#[derive(cynic::InputObject, Debug)]
struct AccountSignInInput {
    email: EmailAddress,
    password: String,
}

#[derive(cynic::QueryVariables, Debug)]
struct SignInVariables {
    input: AccountSignInInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "SignInVariables")]
struct SignInMutation {
    #[arguments(input: $input)]
    account_sign_in: Option<AccountSignInPayload>,
}

#[derive(cynic::InputObject, Debug)]
struct AccountSignUpInput {
    email: EmailAddress,
    password: String,
    display_name: String,
    locale: Option<Locale>,
    as_founder: Option<bool>,
}

#[derive(cynic::QueryVariables, Debug)]
struct SignUpVariables {
    input: AccountSignUpInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "SignUpVariables")]
struct SignUpMutation {
    #[arguments(input: $input)]
    account_sign_up: Option<AccountSignUpPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct SignInChallenge {
    token: String,
}

#[derive(cynic::QueryFragment, Debug)]
struct AccountSignInPayload {
    challenge: Option<SignInChallenge>,
    token: Option<String>,
    session: Option<AuthSession>,
    user_errors: Vec<AccountUserError>,
}

impl From<AccountSignInPayload> for Outcome {
    fn from(payload: AccountSignInPayload) -> Self {
        Self {
            challenge: payload.challenge.map(|challenge| challenge.token),
            token: payload.token,
            expires_at: payload.session.map(|session| session.expires_at),
            errors: payload.user_errors,
        }
    }
}

macro_rules! payloads {
    ($($name:ident),*) => {$(
        #[derive(cynic::QueryFragment, Debug)]
        struct $name {
            token: Option<String>,
            session: Option<AuthSession>,
            user_errors: Vec<AccountUserError>,
        }

        impl From<$name> for Outcome {
            fn from(payload: $name) -> Self {
                Self {
                    challenge: None,
                    token: payload.token,
                    expires_at: payload.session.map(|session| session.expires_at),
                    errors: payload.user_errors,
                }
            }
        }
    )*};
}

payloads!(AccountSignUpPayload, AccountSignInCodePayload);

#[derive(cynic::InputObject, Debug)]
struct AccountSignInCodeInput {
    challenge: String,
    code: String,
}

#[derive(cynic::QueryVariables, Debug)]
struct CodeVariables {
    input: AccountSignInCodeInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "CodeVariables")]
struct CodeMutation {
    #[arguments(input: $input)]
    account_sign_in_code: Option<AccountSignInCodePayload>,
}

#[derive(askama::Template)]
#[template(path = "sign_in_code.html")]
struct CodePage {
    shell: Shell,
    problems: Problems,
    challenge: String,
    next: String,
}

#[derive(cynic::InputObject, Debug)]
struct AccountSignOutInput {
    everywhere: Option<bool>,
}

#[derive(cynic::QueryVariables, Debug)]
struct SignOutVariables {
    input: AccountSignOutInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "SignOutVariables")]
struct SignOutMutation {
    #[arguments(input: $input)]
    account_sign_out: Option<AccountSignOutPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct AccountSignOutPayload {
    signed_out: bool,
}

#[derive(askama::Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    shell: Shell,
    demo: Option<Demo>,
    fields: Fields,
    problems: Problems,
    next: String,
}

#[derive(askama::Template)]
#[template(path = "sign_up.html")]
struct SignUpPage {
    shell: Shell,
    fields: Fields,
    problems: Problems,
    next: String,
}

/// Where to go afterwards: a path of ours, never another site.
pub(crate) fn next_of(fields: &Fields) -> String {
    let wanted = fields.get("next").unwrap_or_default();
    if is_ours(wanted) {
        wanted.to_owned()
    } else {
        String::new()
    }
}

/// Whether a browser that is sent there stays on this site.
pub(crate) fn is_ours(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && path.parse::<Uri>().is_ok_and(|uri| uri.host().is_none())
}

/// A query string that carries the way back.
pub(crate) fn with_next(path: &str, next: &str) -> String {
    if next.is_empty() {
        return path.to_owned();
    }
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("next", next)
        .finish();
    format!("{path}?{query}")
}

/// `GET /sign-in`
pub(crate) async fn sign_in(visit: Visit) -> Response {
    let next = next_of(&visit.asked());
    if visit.viewer.is_some() {
        return done(&visit.url(&next));
    }
    sign_in_page(&visit, Fields::default(), Problems::default(), next)
}

/// `GET /sign-up`
pub(crate) async fn sign_up(visit: Visit) -> Response {
    let fields = visit.asked();
    let next = next_of(&fields);
    if visit.viewer.is_some() {
        return done(&visit.url(&next));
    }
    sign_up_page(&visit, fields, Problems::default(), next)
}

fn status(problems: &Problems) -> StatusCode {
    if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    }
}

fn sign_in_page(visit: &Visit, fields: Fields, problems: Problems, next: String) -> Response {
    let status = status(&problems);
    let shell = Shell::new(visit, "sign-in-title");
    let demo = visit.site.settings.demo.clone();
    shell::page(
        &SignInPage {
            shell,
            demo,
            fields,
            problems,
            next,
        },
        status,
    )
}

fn sign_up_page(visit: &Visit, fields: Fields, problems: Problems, next: String) -> Response {
    let status = status(&problems);
    let shell = Shell::new(visit, "sign-up-title");
    shell::page(
        &SignUpPage {
            shell,
            fields,
            problems,
            next,
        },
        status,
    )
}

/// `POST /sign-in`
pub(crate) async fn sign_in_sent(visit: Visit, jar: CookieJar, fields: Fields) -> Response {
    let next = next_of(&fields);
    let input = AccountSignInInput {
        email: EmailAddress(fields.shown("email").trim().to_owned()),
        password: fields.raw("password"),
    };
    let answer = visit.act::<SignInMutation, _>(SignInVariables { input }).await;
    let answer = answer.map(|answer| answer.account_sign_in.map(Outcome::from));
    if let Ok(Some(Outcome {
        challenge: Some(challenge),
        ..
    })) = answer
    {
        return code_page(&visit, Problems::default(), challenge, next);
    }
    match finish(&visit, jar, answer, &next) {
        Ok(Ok(response)) => response,
        Ok(Err(problems)) => sign_in_page(&visit, fields, problems, next),
        Err(failure) => failure.respond(&visit),
    }
}

fn code_page(visit: &Visit, problems: Problems, challenge: String, next: String) -> Response {
    let status = status(&problems);
    let page = CodePage {
        shell: Shell::new(visit, "sign-in-code-title"),
        problems,
        challenge,
        next,
    };
    shell::secret_page(&page, status)
}

/// `POST /sign-in/code`
pub(crate) async fn code_sent(visit: Visit, jar: CookieJar, fields: Fields) -> Response {
    let next = next_of(&fields);
    let challenge = fields.shown("challenge").to_owned();
    let input = AccountSignInCodeInput {
        challenge: challenge.clone(),
        code: fields.shown("code").to_owned(),
    };
    let answer = visit.act::<CodeMutation, _>(CodeVariables { input }).await;
    let answer = answer.map(|answer| answer.account_sign_in_code.map(Outcome::from));
    match finish(&visit, jar, answer, &next) {
        Ok(Ok(response)) => response,
        // What the first step gave is spent: the password is asked for again.
        Ok(Err(problems)) if problems.at("challenge").is_some() => {
            let message = problems.at("challenge").unwrap_or_default().to_owned();
            sign_in_page(&visit, Fields::default(), Problems::one("", message), next)
        }
        Ok(Err(problems)) => code_page(&visit, problems, challenge, next),
        Err(failure) => failure.respond(&visit),
    }
}

/// `POST /sign-up`
pub(crate) async fn sign_up_sent(visit: Visit, jar: CookieJar, fields: Fields) -> Response {
    let next = next_of(&fields);
    let input = AccountSignUpInput {
        email: EmailAddress(fields.shown("email").trim().to_owned()),
        password: fields.raw("password"),
        display_name: fields.shown("displayName").to_owned(),
        locale: Some(visit.caller.locale.into()),
        as_founder: Some(fields.has("asFounder")),
    };
    let next = if next.is_empty() && fields.has("asFounder") {
        "/founder".to_owned()
    } else {
        next
    };
    let answer = visit.act::<SignUpMutation, _>(SignUpVariables { input }).await;
    match finish(
        &visit,
        jar,
        answer.map(|answer| answer.account_sign_up.map(Outcome::from)),
        &next,
    ) {
        Ok(Ok(response)) => response,
        Ok(Err(problems)) => sign_up_page(&visit, fields, problems, next),
        Err(failure) => failure.respond(&visit),
    }
}

/// Sets the cookie and goes on, or says what was wrong.
fn finish(
    visit: &Visit,
    jar: CookieJar,
    answer: Result<Option<Outcome>, Failure>,
    next: &str,
) -> Result<Result<Response, Problems>, Failure> {
    let outcome = answer?.ok_or(Failure::Fault)?;
    match (outcome.token, outcome.expires_at) {
        (Some(token), Some(expires_at)) => {
            let now = visit.site.clock.now();
            let jar = jar.add(session::begun(&visit.site.settings, token, now, expires_at));
            Ok(Ok((jar, done(&visit.url(next))).into_response()))
        }
        _ => Ok(Err(Problems::of(outcome.errors))),
    }
}

/// `POST /sign-out`
pub(crate) async fn sign_out_sent(visit: Visit, jar: CookieJar) -> Response {
    if visit.viewer.is_some() {
        let input = AccountSignOutInput {
            everywhere: Some(false),
        };
        let answer = visit.act::<SignOutMutation, _>(SignOutVariables { input }).await;
        let ended = answer.map(|answer| answer.account_sign_out.is_some_and(|payload| payload.signed_out));
        match ended {
            Ok(true) => {}
            Ok(false) => return Failure::Fault.respond(&visit),
            Err(failure) => return failure.respond(&visit),
        }
    }
    let jar = jar.add(session::ended(&visit.site.settings));
    (jar, done(&visit.url(""))).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stand_in::StandIn;

    fn signing_in(payload: serde_json::Value) -> StandIn {
        StandIn::anonymous().answering("SignInMutation", serde_json::json!({ "accountSignIn": payload }))
    }

    #[tokio::test]
    async fn who_has_a_second_factor_is_asked_for_a_code_before_the_cookie_is_set() {
        let asked = serde_json::json!({ "challenge": { "token": "fc_1" }, "token": null, "session": null, "userErrors": [] });
        let session = serde_json::json!({ "expiresAt": "2026-05-20T00:00:00Z" });
        let done = serde_json::json!({ "accountSignInCode": { "token": "fs_1", "session": session, "userErrors": [] } });
        let visitor = signing_in(asked).answering("CodeMutation", done);
        let form = [
            ("email", "lin@example.test"),
            ("password", "x"),
            ("next", "/pledges"),
        ];
        let page = visitor.post("/en/sign-in", &form).await;
        page.is_sound();
        assert!(
            page.cookie.is_empty() && page.html.contains("value=\"fc_1\""),
            "{}",
            page.html
        );
        let code = [("challenge", "fc_1"), ("code", "123456"), ("next", "/pledges")];
        let back = visitor.post("/en/sign-in/code", &code).await;
        assert_eq!(back.location, "/en/pledges");
        assert!(back.cookie.starts_with("farsight=fs_1;"));
        assert_eq!(
            visitor.input("CodeMutation"),
            serde_json::json!({ "challenge": "fc_1", "code": "123456" })
        );
    }

    #[tokio::test]
    async fn a_wrong_code_is_asked_for_again_and_a_spent_challenge_begins_anew() {
        for (field, anew) in [("code", false), ("challenge", true)] {
            let errors = serde_json::json!([{ "field": [field], "message": "no good" }]);
            let refused = serde_json::json!({ "accountSignInCode": { "token": null, "session": null, "userErrors": errors } });
            let visitor = StandIn::anonymous().answering("CodeMutation", refused);
            let page = visitor
                .post("/en/sign-in/code", &[("challenge", "fc_1"), ("code", "1")])
                .await;
            page.is_sound();
            assert!(page.html.contains("no good"));
            assert_eq!(
                page.html.contains("action=\"/en/sign-in\""),
                anew,
                "{}",
                page.html
            );
        }
    }

    #[test]
    fn the_way_back_leads_to_no_other_site() {
        let next = |text: &str| next_of(&Fields::default().or("next", text));
        assert_eq!(
            next("/campaigns/x/pledge?reward=1"),
            "/campaigns/x/pledge?reward=1"
        );
        for hostile in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "evil",
            "javascript:1",
        ] {
            assert_eq!(next(hostile), "", "{hostile}");
        }
    }
}
