//! A gateway for tests: it answers operations by their names and remembers what was asked.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex},
};

use async_trait::async_trait;
use axum::{Router, body::Body};
use futures_util::stream::BoxStream;
use http::{
    Request, StatusCode,
    header::{CONTENT_SECURITY_POLICY, LOCATION, REFERRER_POLICY, SET_COOKIE},
    request::Parts,
};
use http_body_util::BodyExt;
use kernel::{Caller, FixedClock, SeededIds, SessionId, UserId};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::{Backend, KeptMail, KeptMails, Operation, Settings, Site, Unavailable};

/// The campaign of the tests.
pub(crate) const ID: &str = "campaign_01jx2m0000e1v70000000000c1";

/// A pretended gateway.
#[derive(Debug, Clone, Default)]
pub(crate) struct StandIn {
    is_signed_in: bool,
    answers: HashMap<&'static str, Value>,
    turns: Arc<Mutex<HashMap<&'static str, VecDeque<Value>>>>,
    refusals: HashMap<&'static str, &'static str>,
    asked: Arc<Mutex<Vec<Operation>>>,
    mails: Option<Vec<KeptMail>>,
}

/// What came back.
pub(crate) struct Shown {
    pub(crate) status: StatusCode,
    pub(crate) location: String,
    pub(crate) html: String,
    pub(crate) policy: String,
    pub(crate) referrer: String,
    pub(crate) cookie: String,
}

/// What came back that is no page.
pub(crate) struct Fetched {
    pub(crate) status: StatusCode,
    headers: http::HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Fetched {
    /// A header; empty if there is none.
    pub(crate) fn header(&self, name: &str) -> String {
        let value = self.headers.get(name).map(|value| value.to_str().unwrap());
        value.unwrap_or_default().to_owned()
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }
}

impl StandIn {
    /// Nobody is signed in.
    pub(crate) fn anonymous() -> Self {
        Self::default()
    }

    /// Somebody with these roles is.
    pub(crate) fn signed_in(roles: &[&str]) -> Self {
        let visitor = Self {
            is_signed_in: true,
            ..Self::default()
        };
        visitor.answering(
            "ViewerQuery",
            json!({ "viewer": { "displayName": "Lin", "roles": roles, "unreadNotificationCount": 0, "emailConfirmedAt": "2026-05-01T00:00:00Z" } }),
        )
    }

    /// Answers an operation of that name with this.
    pub(crate) fn answering(mut self, name: &'static str, data: Value) -> Self {
        self.answers.insert(name, data);
        self
    }

    /// Answers operations of that name with these, one after another.
    pub(crate) fn answering_in_turn(
        self,
        name: &'static str,
        answers: impl IntoIterator<Item = Value>,
    ) -> Self {
        self.turns
            .lock()
            .unwrap()
            .insert(name, answers.into_iter().collect());
        self
    }

    /// What an operation of that name is answered with.
    pub(crate) fn answer(&self, name: &str) -> Value {
        self.answers[name].clone()
    }

    /// Refuses an operation of that name with this code.
    pub(crate) fn refusing(mut self, name: &'static str, code: &'static str) -> Self {
        self.refusals.insert(name, code);
        self
    }

    /// Keeps these mails instead of sending them.
    pub(crate) fn keeping(mut self, mails: Vec<KeptMail>) -> Self {
        self.mails = Some(mails);
        self
    }

    /// Answers a mutation by doing it, or by refusing it with these errors.
    pub(crate) fn doing(self, name: &'static str, field: &str, errors: Value) -> Self {
        let campaign = json!({ "id": ID, "version": 8 });
        self.answering(
            name,
            json!({ field: { "campaign": campaign, "userErrors": errors } }),
        )
    }

    /// The names of the operations so far, without those of every page.
    pub(crate) fn asked(&self) -> Vec<String> {
        let asked = self.asked.lock().unwrap();
        let names = asked.iter().filter_map(|operation| operation.name.clone());
        names.filter(|name| name != "ViewerQuery").collect()
    }

    /// The last operation of that name.
    pub(crate) fn last(&self, name: &str) -> Operation {
        let asked = self.asked.lock().unwrap();
        let mut latest = asked.iter().rev();
        let found = latest.find(|operation| operation.name.as_deref() == Some(name));
        found.cloned().unwrap_or_else(|| panic!("{name} was not asked"))
    }

    /// The input of the last operation of that name; nothing if it was not asked.
    pub(crate) fn input(&self, name: &str) -> Value {
        if self.asked().iter().any(|asked| asked == name) {
            self.last(name).variables["input"].clone()
        } else {
            Value::Null
        }
    }

    fn pages(&self) -> Router {
        let settings = Settings {
            public_url: "http://localhost".to_owned(),
            cookie: "farsight",
            demo: None,
        };
        let now = "2026-05-02T08:00:00Z".parse().unwrap();
        let site = Site::new(
            Arc::new(self.clone()),
            settings,
            Arc::new(FixedClock::at(now)),
            Arc::new(SeededIds::new(1)),
        );
        crate::router(match &self.mails {
            Some(mails) => site.showing_mails(Arc::new(Kept(mails.clone()))),
            None => site,
        })
    }

    /// Opens a page.
    pub(crate) async fn get(&self, path: &str) -> Shown {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// Sends a form.
    pub(crate) async fn post(&self, path: &str, form: &[(&str, &str)]) -> Shown {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(form);
        let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body.finish())).unwrap()).await
    }

    /// Fetches what is no page, with these headers.
    pub(crate) async fn fetch(&self, path: &str, headers: &[(&str, &str)]) -> Fetched {
        let mut request = Request::get(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self
            .pages()
            .oneshot(request.body(Body::empty()).unwrap())
            .await
            .unwrap();
        Fetched {
            status: response.status(),
            headers: response.headers().clone(),
            body: response.into_body().collect().await.unwrap().to_bytes().to_vec(),
        }
    }

    /// Whether what is fetched is broken off before its end.
    pub(crate) async fn breaks_off(&self, path: &str) -> bool {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = self.pages().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        response.into_body().collect().await.is_err()
    }

    /// Sends a form with a file, its parts between `boundary`.
    pub(crate) async fn post_form(&self, path: &str, boundary: &str, body: &str) -> Shown {
        let kind = format!("multipart/form-data; boundary={boundary}");
        let request = Request::post(path).header("content-type", kind);
        self.send(request.body(Body::from(body.to_owned())).unwrap())
            .await
    }

    async fn send(&self, request: Request<Body>) -> Shown {
        let response = self.pages().oneshot(request).await.unwrap();
        let status = response.status();
        let location = response
            .headers()
            .get(LOCATION)
            .map(|at| at.to_str().unwrap().to_owned());
        let policy = response.headers()[CONTENT_SECURITY_POLICY]
            .to_str()
            .unwrap()
            .to_owned();
        let cookie = response.headers().get(SET_COOKIE);
        let cookie = cookie.map_or("", |value| value.to_str().unwrap()).to_owned();
        let referrer = response.headers().get(REFERRER_POLICY);
        let referrer = referrer.map_or("", |value| value.to_str().unwrap()).to_owned();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        Shown {
            status,
            location: location.unwrap_or_default(),
            html: String::from_utf8(body.to_vec()).unwrap(),
            policy,
            referrer,
            cookie,
        }
    }
}

/// Mails kept by a test.
struct Kept(Vec<KeptMail>);

#[async_trait]
impl KeptMails for Kept {
    async fn list(&self) -> Result<Vec<KeptMail>, Unavailable> {
        Ok(self.0.clone())
    }

    async fn find(&self, id: &str) -> Result<Option<KeptMail>, Unavailable> {
        Ok(self.0.iter().find(|mail| mail.id == id).cloned())
    }
}

#[async_trait]
impl Backend for StandIn {
    async fn visitor(&self, _parts: &Parts) -> Result<Caller, Unavailable> {
        let id = uuid::Uuid::from_u128(1);
        Ok(if self.is_signed_in {
            Caller::user(UserId::from_uuid(id), SessionId::from_uuid(id), [])
        } else {
            Caller::anonymous()
        })
    }

    fn is_from_own_page(&self, _parts: &Parts) -> bool {
        true
    }

    async fn run(&self, _caller: &Caller, operation: Operation) -> String {
        let name = operation.name.clone().unwrap_or_default();
        self.asked.lock().unwrap().push(operation);
        if let Some(code) = self.refusals.get(name.as_str()) {
            let error = json!({ "message": "refused", "extensions": { "code": code } });
            return json!({ "data": null, "errors": [error] }).to_string();
        }
        let mut turns = self.turns.lock().unwrap();
        if let Some(data) = turns.get_mut(name.as_str()).and_then(VecDeque::pop_front) {
            return json!({ "data": data }).to_string();
        }
        match self.answers.get(name.as_str()) {
            Some(data) => json!({ "data": data }).to_string(),
            None => panic!("nobody said what {name} answers"),
        }
    }

    async fn take_file(&self, _: &Caller, name: String, bytes: bytes::Bytes) -> Result<String, String> {
        match bytes.starts_with(b"%PDF-") {
            true => Ok("file_01jx2m0000e1v7000000000f01".to_owned()),
            false => Err(format!("{name} is no document")),
        }
    }

    fn max_file_bytes(&self) -> usize {
        10 * 1024 * 1024
    }

    async fn follow(
        &self,
        _caller: &Caller,
        _operation: Operation,
    ) -> Result<BoxStream<'static, String>, String> {
        Err("{}".to_owned())
    }
}

impl Shown {
    /// Fails if an id stands twice, if a label or a link inside the page leads nowhere, if a word is
    /// missing, or if something is inline that the policy forbids.
    pub(crate) fn is_sound(&self) {
        let html = &self.html;
        let all = |before: &str| -> Vec<&str> {
            let found = html.split(before).skip(1);
            found.filter_map(|rest| rest.split('"').next()).collect()
        };
        let ids = all(" id=\"");
        let mut once = ids.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), ids.len(), "an id stands twice in {html}");
        for reference in ["for=\"", "href=\"#", "aria-labelledby=\"", "aria-describedby=\""] {
            for id in all(reference) {
                assert!(ids.contains(&id), "{reference}{id} leads nowhere");
            }
        }
        for family in [
            ">editor-",
            ">founder-",
            ">review-",
            ">patent-",
            ">panel-",
            ">state-",
            ">pledge-",
            ">payment-",
            ">receipt-",
            ">refund-",
            ">dispute-",
            ">collection-",
            ">money-",
            ">payout-",
            ">payee-",
            ">finance-",
            ">shortfall-",
            ">notifications-",
            ">follow",
            ">unfollow-",
            ">update-",
            ">updates-",
            ">question-",
            ">questions-",
            ">happened-",
            ">report",
            ">tabs-",
            ">investing-",
            ">offering-",
            ">licence-",
            ">licences-",
            ">declaration",
            ">check",
            ">regime-",
            ">help-",
            ">dev-mail-",
            ">confirm-",
            ">reset-",
            ">forgot-",
            ">security-",
            ">privacy-",
            "\"editor-label",
            "\"founder-title",
        ] {
            assert!(!html.contains(family), "a word is missing: {family} in {html}");
        }
        for inline in [" style=\"", "<script>", " onclick="] {
            assert!(!html.contains(inline), "{inline}");
        }
    }
}

/// A right at a glance.
pub(crate) fn patent(owner_match: &str) -> Value {
    json!({
        "id": "patent_01jx2m0000e1v70000000000p1", "number": "CN 202311776587.0", "kind": null, "office": "CN",
        "rightType": "INVENTION", "title": "Solid electrolyte",
        "status": {
            "value": "IN_FORCE", "label": "In force", "since": "2025-06-03", "finality": "OPEN",
            "recoverableUntil": null, "asOf": "2026-04-01", "confidence": "OFFICE_CURRENT",
            "reason": null, "source": "sample", "officeText": "专利权维持", "isStale": false
        },
        "level": "ALERT", "states": null, "term": null, "lapseRisk": "LOW", "challenged": null, "partiallyInvalidated": false,
        "filedOn": "2023-12-21", "grantedOn": "2025-06-03", "expiresOn": "2043-12-21", "remainingYears": 17.6,
        "lifePercent": 88, "owners": [{ "name": "Lin Battery <Co>" }], "ownerMatch": owner_match, "ownerProofMessage": "Verified <b>by</b> Farsight.",
        "annuity": {
            "opensOn": null, "surcharge": null, "paidUntil": "2026-12-21", "nextDueOn": "2026-12-21", "graceEndsOn": null, "state": "PAID", "year": 4, "amount": null
        },
        "encumbrances": [
            { "kind": "SECURITY", "holder": "Bank", "instrument": null, "documented": false, "effectiveOn": "2025-09-01", "endedOn": null, "open": true, "prevails": true }
        ],
        "risks": [{ "kind": "SECURITY", "dueOn": "2025-09-01", "message": "Registered as security." }],
        "family": [], "ipc": ["H01M10/0562"], "meaning": "It stands.", "registerUrl": null, "isSample": true
    })
}

/// The texts of a campaign.
pub(crate) fn texts() -> Value {
    json!({
        "title": { "en": "Kept title", "zhHans": null },
        "blurb": { "en": "One sentence", "zhHans": "一句话" },
        "story": { "en": "## Why\n\n**Because**", "zhHans": null },
        "team": { "en": null, "zhHans": null },
        "risks": { "en": null, "zhHans": "风险" }
    })
}

/// The rewards of a campaign.
pub(crate) fn rewards() -> Value {
    json!([{
        "id": "reward_01jx2m0000e1v70000000000r1",
        "texts": {
            "title": { "en": "Sample kit", "zhHans": "样品" },
            "description": { "en": null, "zhHans": "一套样品" }
        },
        "amount": { "amount": "500.00", "currency": "CNY", "minorUnits": "50000" },
        "limit": 100, "claimed": 3, "deliverOn": "2027-05-01",
        "pool": null, "perPledgeLimit": 1, "offeredWith": null
    }])
}
