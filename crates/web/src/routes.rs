//! Which address shows which page. Every page stands below its language: `/en/…`, `/zh/…`.

use axum::{
    Router,
    extract::{DefaultBodyLimit, OriginalUri, Request, State},
    middleware::{self, Next},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use http::{
    HeaderName, HeaderValue, Method, StatusCode,
    header::{CONTENT_SECURITY_POLICY, LOCATION, VARY},
};

use crate::{
    Site, assets, carried, cover,
    failure::Failure,
    pages::{
        admin, campaign, checkout, compare, confirm_email, confirm_identity, dev_mail, discover,
        email_change, finance, following, founder, founder_profile, help, home, investing, ip_claims,
        notifications, patent, pledges, portfolio, privacy, reset_password, review, security, sign, tokens,
        verification, voices,
    },
    share::{card, engines, feeds},
    visit::{Visit, language_of},
};

/// The largest form: a campaign's texts in two languages.
const FORM_BYTES: usize = 1024 * 1024;
/// The largest form with a file; the file itself is measured by whoever takes it.
const UPLOAD_BYTES: usize = 51 * 1024 * 1024;

/// No script, style, picture or form but our own; nothing inline; in nobody's frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
    form-action 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The pages, their files and pictures.
pub fn router(site: Site) -> Router {
    Router::new()
        .nest("/en", pages())
        .nest("/zh", pages())
        .route("/assets/{build}/{name}", get(assets::serve))
        .route("/covers/{field}/{seed}", get(cover::serve))
        .route("/sitemap.xml", get(engines::sitemap))
        .route("/robots.txt", get(engines::robots))
        .fallback(elsewhere)
        .layer(middleware::from_fn_with_state(site.clone(), carried::keep))
        .layer(middleware::from_fn_with_state(site.clone(), guard))
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .with_state(site)
}

fn pages() -> Router<Site> {
    Router::new()
        .route("/", get(home::show))
        .route("/campaigns", get(discover::show))
        .route("/campaigns/{slug}", get(campaign::show))
        .route("/campaigns/{slug}/funding", get(campaign::funding))
        .route("/campaigns/{slug}/card.png", get(card::serve))
        .route("/campaigns/{slug}/feed.atom", get(feeds::updates))
        .route("/feed.atom", get(feeds::campaigns))
        .route("/help", get(help::index))
        .route("/help/{page}", get(help::show))
        .route("/campaigns/{slug}/updates", get(voices::updates::list))
        .route("/campaigns/{slug}/updates/{number}", get(voices::updates::one))
        .route(
            "/campaigns/{slug}/questions",
            get(voices::questions::list).post(voices::questions::ask),
        )
        .route(
            "/campaigns/{slug}/claim",
            get(ip_claims::show)
                .post(ip_claims::send)
                .layer(DefaultBodyLimit::max(UPLOAD_BYTES)),
        )
        .route("/claims", get(ip_claims::list))
        .route("/claims/{id}/withdraw", post(ip_claims::withdraw))
        .route(
            "/founder/{id}/claims",
            get(founder::claims::show)
                .post(founder::claims::answer)
                .layer(DefaultBodyLimit::max(UPLOAD_BYTES)),
        )
        .route("/review/claims", get(review::ip_claims::queue))
        .route("/review/claims/{id}", get(review::ip_claims::case))
        .route("/review/claims/{id}/take", post(review::ip_claims::take))
        .route("/review/claims/{id}/release", post(review::ip_claims::release))
        .route("/review/claims/{id}/decide", post(review::ip_claims::decide))
        .route("/review/{id}/pause", post(review::pause))
        .route("/review/{id}/resume", post(review::resume))
        .route("/compare", get(compare::show))
        .route("/campaigns/{slug}/changes", get(voices::changes::list))
        .route("/questions/{id}", get(voices::questions::one))
        .route("/questions/{id}/answer", post(voices::questions::answer))
        .route("/questions/{id}/hide", post(voices::questions::hide))
        .route("/questions/{id}/show", post(voices::questions::show))
        .route("/questions/{id}/report", post(voices::questions::report))
        .route(
            "/campaigns/{slug}/pledge",
            get(checkout::show).post(checkout::place),
        )
        .route("/patents/{number}", get(patent::show))
        .route("/sign-in", get(sign::sign_in).post(sign::sign_in_sent))
        .route("/sign-up", get(sign::sign_up).post(sign::sign_up_sent))
        .route("/sign-out", post(sign::sign_out_sent))
        .route(
            "/confirm-email",
            get(confirm_email::show).post(confirm_email::confirm),
        )
        .route("/sign-in/code", post(sign::code_sent))
        .route(
            "/confirm-identity",
            get(confirm_identity::show).post(confirm_identity::prove),
        )
        .route("/account/security", get(security::show))
        .route("/account/security/password", post(security::change_password))
        .route("/account/security/factor", post(security::begin))
        .route("/account/security/factor/confirm", post(security::confirm))
        .route("/account/security/factor/remove", post(security::remove))
        .route("/account/security/codes", post(security::renew))
        .route("/account/security/sessions/{id}/end", post(security::end_session))
        .route(
            "/account/security/sessions/end-others",
            post(security::end_others),
        )
        .route("/account/security/email", post(email_change::ask))
        .route("/account/security/email/withdraw", post(email_change::withdraw))
        .route(
            "/account/email/confirm",
            get(email_change::show_confirm).post(email_change::confirm),
        )
        .route(
            "/account/email/cancel",
            get(email_change::show_cancel).post(email_change::cancel),
        )
        .route("/account/privacy", get(privacy::show))
        .route("/account/privacy/export", post(privacy::export))
        .route("/account/privacy/erase", post(privacy::erase))
        .route("/account/privacy/keep", post(privacy::keep))
        .route("/account/tokens", get(tokens::list).post(tokens::create))
        .route("/account/tokens/{id}/revoke", post(tokens::revoke))
        .route("/confirm-email/send", post(confirm_email::send))
        .route(
            "/forgot-password",
            get(reset_password::forgot).post(reset_password::forgot_sent),
        )
        .route(
            "/reset-password",
            get(reset_password::show).post(reset_password::reset),
        )
        .route("/portfolio", get(portfolio::show))
        .route("/portfolio/{file}", get(portfolio::year))
        .route("/pledges", get(portfolio::moved))
        .route("/pledges/{id}", get(pledges::show))
        .route("/pledges/{id}/cancel", post(pledges::cancel))
        .route(
            "/pledges/{id}/change",
            get(pledges::show_adjust).post(pledges::adjust),
        )
        .route("/pledges/{id}/another-card", post(pledges::replace_card))
        .route("/pledges/{id}/repair", post(pledges::repair))
        .route("/pledges/{id}/refresh", post(pledges::refresh))
        .route("/pledges/{id}/reconfirm", post(pledges::reconfirm))
        .route("/pledges/{id}/decline", post(pledges::decline))
        .route(
            "/pledges/{id}/card",
            get(checkout::card).post(checkout::card_sent),
        )
        .route(
            "/pledges/{id}/confirm",
            get(checkout::confirm).post(checkout::confirm_sent),
        )
        .route("/notifications", get(notifications::list))
        .route("/notifications/read", post(notifications::mark))
        .route("/following", get(following::list))
        .route("/follow", post(following::change))
        .route(
            "/unfollow/{secret}",
            get(following::leave).post(following::leave_sent),
        )
        .route("/founders/{id}", get(founder_profile::show))
        .route("/dev/mail", get(dev_mail::list))
        .route("/dev/mail/{id}", get(dev_mail::show))
        .route("/dev/mail/{id}/html", get(dev_mail::html))
        .route("/founder", get(founder::list).post(founder::begin))
        .route("/founder/join", post(founder::join))
        .route("/founder/{id}", get(founder::edit).post(founder::save))
        .route("/founder/{id}/patents", post(founder::attach))
        .route("/founder/{id}/patents/remove", post(founder::detach))
        .route("/founder/{id}/rewards", post(founder::add_reward))
        .route("/founder/{id}/rewards/remove", post(founder::remove_reward))
        .route("/founder/{id}/pools", post(founder::add_pool))
        .route("/founder/{id}/pools/limit", post(founder::edit_pool))
        .route("/founder/{id}/pools/remove", post(founder::remove_pool))
        .route("/founder/{id}/submit", post(founder::submit))
        .route("/founder/{id}/launch", post(founder::launch))
        .route("/founder/{id}/cancel", post(founder::cancel))
        .route("/founder/{id}/updates", get(founder::updates::list))
        .route(
            "/founder/{id}/updates/{update}",
            get(founder::updates::edit).post(founder::updates::sent),
        )
        .route("/founder/{id}/dashboard", get(founder::dashboard::show))
        .route(
            "/founder/{id}/dashboard/days.csv",
            get(founder::dashboard::days_csv),
        )
        .route(
            "/founder/{id}/dashboard/rewards.csv",
            get(founder::dashboard::rewards_csv),
        )
        .route("/founder/{id}/backers", get(founder::backers::show))
        .route("/founder/{id}/backers.csv", get(founder::backers::as_csv))
        .route(
            "/founder/{id}/backers.jsonl",
            get(founder::backers::as_json_lines),
        )
        .route("/founder/{id}/money", get(founder::money::money))
        .route(
            "/founder/{id}/money/statement",
            get(founder::money::statement::statement),
        )
        .route(
            "/founder/{id}/money/statement.csv",
            get(founder::money::statement::as_csv),
        )
        .route(
            "/founder/{id}/money/statement.jsonl",
            get(founder::money::statement::as_json_lines),
        )
        .route(
            "/founder/{id}/money/payouts/{payout}",
            get(founder::money::made_of::show),
        )
        .route(
            "/founder/{id}/money/decide",
            get(founder::money::confirm).post(founder::money::decide),
        )
        .route("/founder/{id}/money/payee", post(founder::money::open))
        .route("/founder/{id}/money/payee/refresh", post(founder::money::refresh))
        .route("/founder/{id}/money/payee/link", post(founder::money::link))
        .route(
            "/sandbox/payees/{account}",
            get(founder::money::stand_in).post(founder::money::complete),
        )
        .route("/campaigns/{slug}/investing", get(investing::show))
        .route(
            "/campaigns/{slug}/investing/class",
            post(investing::class).layer(DefaultBodyLimit::max(UPLOAD_BYTES)),
        )
        .route("/campaigns/{slug}/investing/{step}", post(investing::step))
        .route("/campaigns/{slug}/sheets/{version}", post(investing::open_sheet))
        .route("/finance", get(finance::queue))
        .route("/finance/payouts", post(finance::order))
        .route("/finance/payouts/{id}", get(finance::payout))
        .route("/finance/payouts/{id}/approve", post(finance::approve))
        .route("/finance/payouts/{id}/reject", post(finance::reject))
        .route("/finance/payouts/{id}/record", post(finance::record))
        .route("/finance/payouts/{id}/give-up", post(finance::give_up))
        .route(
            "/finance/disputes/{id}",
            get(finance::dispute).post(finance::contest),
        )
        .route(
            "/finance/refunds",
            get(finance::refund_form).post(finance::refund),
        )
        .route("/finance/refunds/{id}", get(finance::repayment))
        .route("/finance/refunds/{id}/record", post(finance::record_repayment))
        .route("/finance/refunds/{id}/confirm", post(finance::confirm_repayment))
        .route("/finance/refunds/{id}/reject", post(finance::reject_repayment))
        .route("/account/verification", get(verification::overview))
        .route(
            "/account/verification/{kind}",
            get(verification::show).post(verification::save),
        )
        .route(
            "/account/verification/{kind}/documents",
            post(verification::attach).layer(DefaultBodyLimit::max(UPLOAD_BYTES)),
        )
        .route("/account/verification/{kind}/remove", post(verification::detach))
        .route("/account/verification/{kind}/submit", post(verification::submit))
        .route(
            "/founder/{id}/ownership",
            get(founder::ownership::show)
                .post(founder::ownership::claim)
                .layer(DefaultBodyLimit::max(UPLOAD_BYTES)),
        )
        .route(
            "/founder/{id}/offering",
            get(founder::offering::show).post(founder::offering::state),
        )
        .route("/founder/{id}/offering/regime", post(founder::offering::choose))
        .route(
            "/founder/{id}/offering/sheet",
            post(founder::offering::publish).layer(DefaultBodyLimit::max(UPLOAD_BYTES)),
        )
        .route(
            "/founder/{id}/ownership/withdraw",
            post(founder::ownership::withdraw),
        )
        .route(
            "/founder/{id}/documents",
            get(founder::documents::show)
                .post(founder::documents::hand_in)
                .layer(DefaultBodyLimit::max(UPLOAD_BYTES)),
        )
        .route(
            "/founder/{id}/documents/withdraw",
            post(founder::documents::withdraw),
        )
        .route("/review/documents", get(review::documents::queue))
        .route("/review/documents/{id}", get(review::documents::case))
        .route("/review/documents/{id}/take", post(review::documents::take))
        .route("/review/documents/{id}/release", post(review::documents::release))
        .route("/review/documents/{id}/decide", post(review::documents::decide))
        .route("/review/verifications", get(review::verifications::queue))
        .route("/review/verifications/{id}", get(review::verifications::case))
        .route(
            "/review/verifications/{id}/claim",
            post(review::verifications::claim),
        )
        .route(
            "/review/verifications/{id}/release",
            post(review::verifications::release),
        )
        .route(
            "/review/verifications/{id}/decide",
            post(review::verifications::decide),
        )
        .route("/review/ownership", get(review::ownership::queue))
        .route("/review/ownership/{id}", get(review::ownership::case))
        .route("/review/ownership/{id}/take", post(review::ownership::take))
        .route("/review/ownership/{id}/release", post(review::ownership::release))
        .route("/review/ownership/{id}/decide", post(review::ownership::decide))
        .route("/admin", get(admin::overview))
        .route("/admin/users", get(admin::users))
        .route("/admin/users/{id}", get(admin::user))
        .route("/admin/users/{id}/lock", post(admin::lock))
        .route("/admin/users/{id}/unlock", post(admin::unlock))
        .route("/admin/users/{id}/sessions", post(admin::end_sessions))
        .route("/admin/users/{id}/request-role", post(admin::request_role))
        .route("/admin/users/{id}/revoke-role", post(admin::revoke_role))
        .route("/admin/roles", get(admin::roles))
        .route("/admin/roles/{id}/approve", post(admin::approve))
        .route("/admin/roles/{id}/refuse", post(admin::refuse))
        .route("/admin/roles/{id}/withdraw", post(admin::withdraw))
        .route(
            "/admin/licences",
            get(admin::licences)
                .post(admin::enter_licence)
                .layer(DefaultBodyLimit::max(UPLOAD_BYTES)),
        )
        .route("/admin/licences/{id}/confirm", post(admin::confirm_licence))
        .route("/admin/licences/{id}/withdraw", post(admin::withdraw_licence))
        .route("/admin/licences/{id}/document", post(admin::licence_document))
        .route("/admin/audit", get(admin::audit))
        .route("/admin/work", get(admin::work))
        .route("/admin/work/jobs/{id}/replay", post(admin::replay_job))
        .route("/admin/work/messages/{id}/replay", post(admin::replay_message))
        .route("/review", get(review::queue))
        .route("/review/questions", get(review::questions::list))
        .route("/review/questions/{id}", post(review::questions::decide))
        .route("/review/changes", get(review::changes::list))
        .route(
            "/review/changes/{id}",
            get(review::changes::change).post(review::changes::reclassify),
        )
        .route("/review/declarations", get(review::declarations::queue))
        .route("/review/declarations/{id}", post(review::declarations::take))
        .route(
            "/review/declarations/{id}/decide",
            post(review::declarations::decide),
        )
        .route(
            "/review/{id}/offering",
            get(review::checks::show).post(review::checks::record),
        )
        .route("/review/{id}", get(review::case))
        .route("/review/{id}/claim", post(review::claim))
        .route("/review/{id}/decide", post(review::decide))
        .method_not_allowed_fallback(above)
}

/// Refuses forms of other sites, and says to every answer what a browser may do with it.
async fn guard(State(site): State<Site>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let is_read = matches!(parts.method, Method::GET | Method::HEAD);
    let mut response = if is_read || site.backend.is_from_own_page(&parts) {
        next.run(Request::from_parts(parts, body)).await
    } else {
        use axum::extract::FromRequestParts;
        match Visit::from_request_parts(&mut parts, &site).await {
            Ok(visit) => Failure::OtherOrigin.respond(&visit),
            Err(response) => response,
        }
    };
    let headers = response.headers_mut();
    if !headers.contains_key(CONTENT_SECURITY_POLICY) {
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    }
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    );
    response
}

/// Addresses without a language lead to the visitor's own; others to the page that says so.
async fn elsewhere(visit: Visit, OriginalUri(uri): OriginalUri, method: Method) -> Response {
    let is_read = matches!(method, Method::GET | Method::HEAD);
    let path = uri.path();
    if is_read && path == "/" {
        return see(&visit.url(""), uri.query());
    }
    let first = path.split('/').nth(1).unwrap_or_default();
    if is_read
        && [
            "account",
            "admin",
            "campaigns",
            "claims",
            "compare",
            "confirm-email",
            "confirm-identity",
            "dev",
            "forgot-password",
            "notifications",
            "patents",
            "pledges",
            "portfolio",
            "questions",
            "finance",
            "following",
            "founder",
            "founders",
            "help",
            "reset-password",
            "review",
            "sandbox",
            "sign-in",
            "sign-up",
            "unfollow",
        ]
        .contains(&first)
    {
        return see(&visit.url(path.trim_end_matches('/')), uri.query());
    }
    // `/en/` and `/en/campaigns/` are `/en` and `/en/campaigns`.
    if is_read && path.len() > 1 && path.ends_with('/') && language_of(path).is_some() {
        return see(path.trim_end_matches('/'), uri.query());
    }
    Failure::NotFound.respond(&visit)
}

/// An address that only takes a form, opened as a page (after a sign-in, say, or from the history): the page above
/// it holds the form.
async fn above(visit: Visit, OriginalUri(uri): OriginalUri, method: Method) -> Response {
    match uri.path().rsplit_once('/') {
        Some((above, _)) if matches!(method, Method::GET | Method::HEAD) => done(above),
        _ => Failure::NotFound.respond(&visit),
    }
}

/// Which language it leads to depends on who asks.
fn see(path: &str, query: Option<&str>) -> Response {
    // Two slashes at the beginning would lead to another host.
    let path = format!("/{}", path.trim_start_matches('/'));
    let target = match query {
        Some(query) => format!("{path}?{query}"),
        None => path,
    };
    let Ok(location) = HeaderValue::from_str(&target) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = StatusCode::FOUND.into_response();
    response.headers_mut().insert(LOCATION, location);
    response
        .headers_mut()
        .insert(VARY, HeaderValue::from_static("accept-language, cookie"));
    response
}

/// After a form was carried out: look at what became of it.
pub(crate) fn done(path: &str) -> Response {
    Redirect::to(path).into_response()
}

#[cfg(test)]
mod tests {
    use http::StatusCode;

    use crate::stand_in::StandIn;

    #[tokio::test]
    async fn an_address_without_a_language_leads_to_the_visitors_own() {
        let visitor = StandIn::anonymous();
        for (asked, shown) in [
            ("/", "/en"),
            ("/campaigns?office=CN", "/en/campaigns?office=CN"),
            ("/zh/", "/zh"),
            ("/en/campaigns/", "/en/campaigns"),
        ] {
            assert_eq!(visitor.get(asked).await.location, shown, "{asked}");
        }
    }

    #[tokio::test]
    async fn no_address_leads_to_another_host() {
        let visitor = StandIn::anonymous();
        for hostile in [
            "//evil.example/",
            "/en//evil.example/",
            "/campaigns//evil.example",
        ] {
            let location = visitor.get(hostile).await.location;
            assert!(
                !location.starts_with("//") && !location.contains("://"),
                "{hostile} led to {location}"
            );
        }
    }

    #[tokio::test]
    async fn what_only_takes_a_form_leads_to_the_page_that_holds_it() {
        let visitor = StandIn::signed_in(&["INVESTOR"]);
        assert_eq!(
            visitor.get("/en/pledges/pledge_1/cancel").await.location,
            "/en/pledges/pledge_1"
        );
        assert_eq!(visitor.get("/zh/sign-out").await.location, "/zh");
        assert_eq!(visitor.get("/en/nowhere").await.status, StatusCode::NOT_FOUND);
    }
}
