//! The cookie that holds a sign-in.

use axum_extra::extract::cookie::{Cookie, SameSite};
use chrono::{DateTime, Utc};

use crate::Settings;

/// The cookie of a new sign-in. No script can read it and no other site's form can send it.
pub(crate) fn begun(
    settings: &Settings,
    token: String,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Cookie<'static> {
    let seconds = (expires_at - now).num_seconds().max(0);
    let mut cookie = ended(settings);
    cookie.set_value(token);
    cookie.set_max_age(time::Duration::seconds(seconds));
    cookie
}

/// A cookie that takes the last one away.
pub(crate) fn ended(settings: &Settings) -> Cookie<'static> {
    Cookie::build((settings.cookie, ""))
        .path("/")
        .http_only(true)
        .secure(settings.cookie.starts_with("__Host-"))
        .same_site(SameSite::Lax)
        .max_age(time::Duration::ZERO)
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_in_is_kept_from_scripts_and_other_sites() {
        let settings = Settings {
            public_url: "https://farsight.example".to_owned(),
            cookie: "__Host-farsight",
            demo: None,
        };
        let now = DateTime::UNIX_EPOCH;
        let cookie = begun(
            &settings,
            "secret".to_owned(),
            now,
            now + chrono::TimeDelta::days(1),
        )
        .to_string();
        for part in [
            "__Host-farsight=secret",
            "HttpOnly",
            "Secure",
            "SameSite=Lax",
            "Path=/",
            "Max-Age=86400",
        ] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert!(!cookie.contains("Domain"));
    }
}
