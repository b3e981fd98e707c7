//! What stands around every page: its head, navigation and foot.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use http::{
    HeaderValue, StatusCode,
    header::{CACHE_CONTROL, REFERRER_POLICY},
};

use crate::{
    assets,
    graphql::Role,
    visit::{ViewerBadge, Visit},
    words::Words,
};

/// What stands around a page.
#[derive(Debug, Clone)]
pub(crate) struct Shell {
    pub(crate) w: Words,
    /// The page's own title, in its language.
    pub(crate) title: String,
    /// What search engines and shared links say about it.
    pub(crate) description: String,
    /// The address without the language.
    pub(crate) path: String,
    pub(crate) public_url: String,
    pub(crate) viewer: Option<ViewerBadge>,
    pub(crate) is_demo: bool,
    /// Whether search engines may list the page.
    pub(crate) is_public: bool,
    /// The address of a picture of the page, for shared links: PNG, 1200 × 630.
    pub(crate) picture: Option<String>,
    /// The address of a feed of what is new here.
    pub(crate) feed: Option<String>,
}

impl Shell {
    /// Around a page whose title is a message.
    pub(crate) fn new(visit: &Visit, title_key: &str) -> Self {
        Self::titled(visit, visit.words().t(title_key))
    }

    /// Around a page with this title.
    pub(crate) fn titled(visit: &Visit, title: String) -> Self {
        Self {
            w: visit.words(),
            title,
            description: visit.words().t("site-description"),
            path: visit.path.clone(),
            public_url: visit.site.settings.public_url.clone(),
            viewer: visit.viewer.clone(),
            is_demo: visit.site.settings.demo.is_some(),
            is_public: false,
            picture: None,
            feed: None,
        }
    }

    /// For everybody, search engines too.
    pub(crate) fn public(mut self, description: Option<String>) -> Self {
        self.is_public = true;
        if let Some(description) = description {
            self.description = description;
        }
        self
    }

    /// With a picture for shared links.
    pub(crate) fn pictured(mut self, picture: String) -> Self {
        self.picture = Some(picture);
        self
    }

    /// With a feed of what is new.
    pub(crate) fn fed(mut self, feed: String) -> Self {
        self.feed = Some(feed);
        self
    }

    /// The address of a shipped file.
    pub(crate) fn asset(&self, name: &str) -> String {
        assets::address(name)
    }

    /// The page in the other language: the same address, filters and all.
    pub(crate) fn in_other_language(&self) -> String {
        self.w.other().url(&self.path)
    }

    /// The path without its query, for `canonical` and `hreflang`.
    pub(crate) fn bare_path(&self) -> &str {
        self.path.split('?').next().unwrap_or_default()
    }

    /// Whether the viewer has a role.
    fn has(&self, role: Role) -> bool {
        self.viewer
            .as_ref()
            .is_some_and(|viewer| viewer.roles.contains(&role))
    }

    pub(crate) fn is_founder(&self) -> bool {
        self.has(Role::Founder)
    }

    pub(crate) fn is_reviewer(&self) -> bool {
        self.has(Role::Reviewer)
    }

    pub(crate) fn is_finance(&self) -> bool {
        self.has(Role::Finance)
    }

    pub(crate) fn is_administrator(&self) -> bool {
        self.has(Role::Administrator)
    }

    /// Whether the viewer has still to confirm their e-mail address.
    pub(crate) fn asks_to_confirm(&self) -> bool {
        self.viewer
            .as_ref()
            .is_some_and(|viewer| viewer.email_confirmed_at.is_none())
    }

    /// How many notifications the viewer has not read.
    pub(crate) fn unread(&self) -> i32 {
        self.viewer
            .as_ref()
            .map_or(0, |viewer| viewer.unread_notification_count)
    }

    /// What the bell says to those who do not see it.
    pub(crate) fn bell_label(&self) -> String {
        match self.unread() {
            0 => self.w.t("notifications-title"),
            unread => self.w.n("notifications-bell", unread),
        }
    }

    /// The number at the bell, short enough to stand there; nothing where nothing is unread.
    pub(crate) fn bell_number(&self) -> Option<String> {
        match self.unread() {
            0 => None,
            100.. => Some("99+".to_owned()),
            unread => Some(unread.to_string()),
        }
    }

    /// Marks the navigation's entry for the page one is on.
    pub(crate) fn is_at(&self, path: &str) -> bool {
        self.bare_path() == path || self.bare_path().starts_with(&format!("{path}/"))
    }
}

/// A page whose address holds a secret: no other site is told from where its visitor comes, and nothing keeps it.
pub(crate) fn secret_page(template: &impl Template, status: StatusCode) -> Response {
    let mut response = page(template, status);
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

/// A page as an answer. Pages are made for one visitor, so nobody keeps them.
pub(crate) fn page(template: &impl Template, status: StatusCode) -> Response {
    match template.render() {
        Ok(html) => {
            let mut response = (status, Html(html)).into_response();
            let headers = response.headers_mut();
            headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
            response
        }
        Err(error) => {
            tracing::error!(error = %error, "a page could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
