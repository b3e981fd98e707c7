//! A whole platform in one process: every service, the schema, the job runner, a clock that stands.

use std::sync::Arc;

use app::App;
use futures_util::stream::BoxStream;
use gateway::Gateway;
use kernel::{Caller, Role, SessionId};
use patents::{Patents, register::Sources};
use serde_json::{Value, json};
use testkit::TestDb;

/// The platform under test. Requests go through the GraphQL schema, as a client's would.
pub struct Platform {
    /// Its services.
    pub app: App,
    gateway: Gateway,
    runner: db::Runner,
}

impl Platform {
    /// A platform on this database, with the sandbox's payments and the sample register.
    pub async fn on(db: &TestDb) -> Self {
        let app = App::embedded((**db).clone()).await.expect("an embedded platform");
        Self::of(app)
    }

    /// The same, asking these registers instead of the sample register.
    pub async fn asking(db: &TestDb, sources: Sources) -> Self {
        let patents = Patents::new((**db).clone()).with_sources(sources);
        let app = App::embedded_with((**db).clone(), patents)
            .await
            .expect("an embedded platform");
        Self::of(app)
    }

    /// A platform that no message of the payment provider reaches.
    pub async fn unheard(db: &TestDb) -> Self {
        let app = App::embedded((**db).clone()).await.expect("an embedded platform");
        let runner = app.runner_delivering(Arc::new(Lost));
        let gateway = Gateway::new(app.clone());
        Self { app, gateway, runner }
    }

    /// A platform that was put together elsewhere.
    pub fn of(app: App) -> Self {
        let gateway = Gateway::new(app.clone());
        let runner = app.runner();
        Self { app, gateway, runner }
    }

    /// Runs an operation for whoever holds `token`; the whole answer, errors and all.
    pub async fn ask(&self, token: Option<&str>, query: &str, variables: Value) -> Value {
        self.ask_as(&self.caller_of(token).await, query, variables).await
    }

    async fn caller_of(&self, token: Option<&str>) -> Caller {
        match token {
            Some(token) => self
                .gateway
                .caller(token)
                .await
                .expect("the accounts answer")
                .expect("a token that is good"),
            None => Caller::anonymous(),
        }
    }

    /// Runs an operation for a caller.
    pub async fn ask_as(&self, caller: &Caller, query: &str, variables: Value) -> Value {
        self.gateway.run(caller, query, variables).await
    }

    /// Uploads a small PDF for whoever holds `token`, as `POST /uploads` does; its id.
    pub async fn upload(&self, token: Option<&str>, name: &str) -> String {
        let upload = files::Upload {
            name: name.to_owned(),
            bytes: b"%PDF-1.4\ntrailer<<>>\nstartxref\n9\n%%EOF\n".to_vec().into(),
        };
        let caller = self.caller_of(token).await;
        let file = self.app.files.stage(&caller, upload).await;
        file.expect("a document is taken").id.to_string()
    }

    /// Follows a subscription for whoever holds `token`: each answer as it comes.
    pub async fn follow(&self, token: Option<&str>, document: &str) -> BoxStream<'static, Value> {
        self.gateway.follow(&self.caller_of(token).await, document)
    }

    /// Runs an operation that must succeed; its data.
    pub async fn data(&self, token: Option<&str>, query: &str, variables: Value) -> Value {
        let answer = self.ask(token, query, variables).await;
        assert!(
            answer.get("errors").is_none_or(Value::is_null),
            "{query}\n{answer:#}"
        );
        answer["data"].clone()
    }

    /// Runs one mutation that must succeed without user errors; its payload.
    pub async fn act(&self, token: Option<&str>, mutation: &str, selection: &str, input: Value) -> Value {
        let payload = self.attempt(token, mutation, selection, input).await;
        assert_eq!(payload["userErrors"], json!([]), "{mutation}: {payload:#}");
        payload
    }

    /// Runs one mutation; its payload, user errors and all.
    pub async fn attempt(&self, token: Option<&str>, mutation: &str, selection: &str, input: Value) -> Value {
        let kind = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
        let query = format!(
            "mutation($input: {kind}!) {{ {mutation}(input: $input) {{ {selection} userErrors {{ message field code }} }} }}"
        );
        self.data(token, &query, json!({ "input": input })).await[mutation].clone()
    }

    /// Does all background work that is due.
    pub async fn settle(&self) {
        self.runner.drain().await.expect("the jobs run");
        let dead = db::jobs::dead(self.app.db(), 10).await.expect("the dead list");
        assert!(dead.is_empty(), "jobs were set aside: {dead:#?}");
    }

    /// The grave risks of a campaign's patents, as a client shows them before a pledge; null where there are none.
    pub async fn grave_risks(&self, campaign: &str) -> Value {
        let query = "query($id: ID!) { campaign(id: $id) { ipPanel { graveRisks { hash risks { number risk { kind message } } } } } }";
        let found = self.data(None, query, json!({ "id": campaign })).await;
        found["campaign"]["ipPanel"]["graveRisks"].clone()
    }

    /// Checks what must hold after every journey: the books, the audit trail, the invariants.
    pub async fn verify(&self) {
        self.settle().await;
        let faults = self.app.verify_books().await.expect("the books can be read");
        assert!(faults.is_empty(), "the books are wrong: {faults:#?}");
        while self.app.db().seal_audit(1_000).await.expect("the sealer works") > 0 {}
        let trail = self.app.db().verify_audit().await.expect("the trail can be read");
        assert!(trail.faults.is_empty(), "the audit trail is broken: {trail:#?}");
    }

    /// A caller with these roles and no account, for tests of what roles alone allow.
    pub fn caller(&self, roles: &[Role]) -> Caller {
        let now = self.app.db().clock().now();
        let ids = self.app.db().ids();
        Caller::user(
            ids.next(now),
            ids.next::<kernel::kind::Session>(now) as SessionId,
            roles.to_vec(),
        )
    }
}

/// Messages that arrive nowhere, though their sender believes they did.
#[derive(Debug)]
struct Lost;

#[async_trait::async_trait]
impl payments::Deliver for Lost {
    async fn deliver(&self, _: &str, _: &str) -> Result<(), String> {
        Ok(())
    }
}

/// The codes of an answer's top-level errors.
pub fn errors(answer: &Value) -> Vec<&str> {
    let errors = answer["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    errors
        .iter()
        .filter_map(|error| error["extensions"]["code"].as_str())
        .collect()
}

/// The codes of a payload's user errors.
pub fn user_errors(payload: &Value) -> Vec<&str> {
    let errors = payload["userErrors"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    errors.iter().filter_map(|error| error["code"].as_str()).collect()
}
