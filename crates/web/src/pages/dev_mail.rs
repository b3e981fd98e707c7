//! Captured mails, where no mail server is set and the platform is tried on one machine. Elsewhere there is no such page.

#[cfg(test)]
mod tests;

use axum::{
    extract::Path,
    response::{Html, IntoResponse, Response},
};
use http::{
    HeaderValue, StatusCode,
    header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY},
};

use crate::{
    failure::Failure,
    mails::KeptMail,
    shell::{self, Shell},
    visit::Visit,
};

/// The page with a frame for the mail's HTML: as every page, with frames of our own.
const WITH_FRAME: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'; frame-src 'self'";

/// The mail itself: its own styles and nothing else, in a frame of ours and with an origin of its own.
const IN_FRAME: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'";

#[derive(askama::Template)]
#[template(path = "dev_mails.html")]
struct MailsPage {
    shell: Shell,
    mails: Vec<KeptMail>,
}

#[derive(askama::Template)]
#[template(path = "dev_mail.html")]
struct MailPage {
    shell: Shell,
    mail: KeptMail,
}

/// `GET /dev/mail`
pub(crate) async fn list(visit: Visit) -> Response {
    match kept(&visit).await {
        Ok(mails) => {
            let shell = Shell::new(&visit, "dev-mail-title");
            shell::page(&MailsPage { shell, mails }, StatusCode::OK)
        }
        Err(failure) => failure.respond(&visit),
    }
}

async fn kept(visit: &Visit) -> Result<Vec<KeptMail>, Failure> {
    let mails = visit.site.mails.as_ref().ok_or(Failure::NotFound)?;
    mails.list().await.map_err(|_| Failure::Unavailable)
}

async fn find(visit: &Visit, id: &str) -> Result<KeptMail, Failure> {
    let mails = visit.site.mails.as_ref().ok_or(Failure::NotFound)?;
    let found = mails.find(id).await.map_err(|_| Failure::Unavailable)?;
    found.ok_or(Failure::NotFound)
}

/// `GET /dev/mail/{id}`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match find(&visit, &id).await {
        Ok(mail) => {
            let shell = Shell::titled(&visit, mail.subject.clone());
            let response = shell::page(&MailPage { shell, mail }, StatusCode::OK);
            with_policy(response, WITH_FRAME)
        }
        Err(failure) => failure.respond(&visit),
    }
}

/// `GET /dev/mail/{id}/html`
pub(crate) async fn html(visit: Visit, Path(id): Path<String>) -> Response {
    match find(&visit, &id).await {
        Ok(mail) => {
            let mut response = Html(mail.html).into_response();
            response
                .headers_mut()
                .insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
            with_policy(response, IN_FRAME)
        }
        Err(failure) => failure.respond(&visit),
    }
}

fn with_policy(mut response: Response, policy: &'static str) -> Response {
    response
        .headers_mut()
        .insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    response
}
