//! Somebody who does everything, and is then erased: nothing of theirs is left anywhere.

use std::{collections::BTreeSet, path::Path, sync::Arc};

use app::{App, Parts};
use async_trait::async_trait;
use chrono::TimeDelta;
use files::Objects;
use journeys::{Founder, PASSWORD, Person, Platform, user_errors};
use kernel::{Caller, Role};
use mail::{Captured, Mailer, Message, SendError};
use patents::{Patents, SampleRegister};
use sea_orm::ConnectionTrait;
use serde_json::json;
use testkit::TestDb;
use totp_rs::{Builder, Secret};

use crate::{links, log, text};

const VISA: &str = "4242424242424242";

/// Keeps mails as the demonstration does, and remembers what was sent to whom.
#[derive(Debug, Clone)]
struct Remembering(Captured, Arc<std::sync::Mutex<Vec<(String, String)>>>);

#[async_trait]
impl Mailer for Remembering {
    fn name(&self) -> &'static str {
        "remembering"
    }

    async fn send(&self, message: &Message) -> Result<(), SendError> {
        let sent = (
            message.to.expose().to_owned(),
            message.subject.as_str().to_owned(),
        );
        self.1.lock().unwrap().push(sent);
        self.0.send(message).await
    }
}

/// A platform whose files stand in a folder.
fn platform_in(db: &TestDb, folder: &Path) -> (Platform, Remembering) {
    let patents = Patents::new((**db).clone()).with_samples(SampleRegister::shipped().unwrap());
    let parts = Parts::embedded((**db).clone(), patents).unwrap();
    let mailer = Remembering(Captured::new((**db).clone()), Arc::default());
    let parts = Parts {
        objects: Objects::in_folder(folder).unwrap(),
        mailer: Arc::new(mailer.clone()),
        ..parts
    };
    (Platform::of(App::new(parts).unwrap()), mailer)
}

/// Every value of every table, by the catalogue of the engine: what a dump of the database holds.
async fn dump(db: &TestDb) -> String {
    let conn = db.primary();
    let ask = async |text: String| conn.query_all_raw(db::sql(conn, text, [])).await.unwrap();
    let list = if db.is_postgres() {
        "SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public'"
    } else {
        "SELECT name FROM sqlite_master WHERE type = 'table'"
    };
    let mut out = String::new();
    for table in ask(list.to_owned()).await {
        let table: String = table.try_get("", "name").unwrap();
        let row = if db.is_postgres() {
            "t::text".to_owned()
        } else {
            let columns = ask(format!("SELECT name FROM pragma_table_xinfo('{table}')")).await;
            let quoted: Vec<String> = columns
                .iter()
                .map(|column| format!("quote(\"{}\")", column.try_get::<String>("", "name").unwrap()))
                .collect();
            quoted.join(" || '|' || ")
        };
        for found in ask(format!("SELECT {row} AS line FROM {table} t")).await {
            out.push_str(&table);
            out.push(':');
            let line: String = found.try_get("", "line").unwrap();
            // One row, one line: a hit is told by its table.
            out.push_str(&line.replace(['\n', '\r'], " "));
            out.push('\n');
        }
    }
    out
}

/// Every byte of every file below a folder.
fn files_below(folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, found);
        } else {
            found.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
}

/// Which of these stand in a dump: as they are, or as the bytes a dump writes in hexadecimal.
fn hits<'c>(canaries: &'c [String], dump: &str) -> Vec<(&'c str, String)> {
    let lower = dump.to_lowercase();
    let mut found = Vec::new();
    for canary in canaries {
        let plain = canary.to_lowercase();
        let hex: String = canary.bytes().map(|byte| format!("{byte:02x}")).collect();
        for form in [plain, hex] {
            if let Some(at) = lower.find(&form) {
                let line = dump[..at].lines().last().unwrap_or_default();
                found.push((canary.as_str(), line.chars().take(80).collect()));
            }
        }
    }
    found
}

/// What the person leaves behind: words that nobody else uses.
struct Canaries {
    /// Words that stand in the database as long as the account does.
    kept: Vec<String>,
    /// Secrets and sealed words, which stand nowhere in the open even then.
    hidden: Vec<String>,
}

/// Somebody signs up, does all that a person can do, and keeps count of what they typed.
async fn live(platform: &Platform, founder: &Founder) -> (Person, Canaries) {
    let password = "canary heliotrope anvil 99".to_owned();
    let email = "canary.address@example.test".to_owned();
    let (mut kept, mut hidden) = (vec![email.clone()], vec![password.clone()]);
    let typed = |kept: &mut Vec<String>, what: &str| -> String {
        let canary = format!("canarium {what} zwq");
        kept.push(canary.clone());
        canary
    };
    let name = typed(&mut kept, "name");
    let input = json!({ "email": email, "password": password, "displayName": name, "asFounder": true });
    let made = platform
        .act(None, "accountSignUp", "token viewer { id }", input)
        .await;
    let mut person = Person {
        token: text(&made["token"]),
        id: text(&made["viewer"]["id"]),
        email: email.clone(),
    };
    hidden.push(person.token.clone());
    person.vouch(platform).await;
    hidden.extend(links(platform).await);

    // A sign-in from a device, a token, an authenticator, another address that is thought better of.
    let elsewhere = Caller {
        agent: Some(typed(&mut kept, "agent")),
        address: Some("198.51.100.77".parse().unwrap()),
        ..Caller::anonymous()
    };
    kept.push("198.51.100.0/24".to_owned());
    let query = "mutation($input: AccountSignInInput!) { accountSignIn(input: $input) { token } }";
    let signed = platform
        .ask_as(
            &elsewhere,
            query,
            json!({ "input": { "email": email, "password": password } }),
        )
        .await;
    hidden.push(text(&signed["data"]["accountSignIn"]["token"]));
    let another = "canary.other@elsewhere.test".to_owned();
    platform
        .act(
            person.token(),
            "accountEmailChange",
            "change { email }",
            json!({ "email": another }),
        )
        .await;
    kept.push(another);
    hidden.extend(links(platform).await);
    platform
        .act(
            person.token(),
            "accountEmailChangeWithdraw",
            "viewer { id }",
            json!({}),
        )
        .await;
    let expires_at = platform.app.now() + TimeDelta::days(90);
    let input = json!({ "name": typed(&mut kept, "token"), "scopes": ["READ"], "expiresAt": expires_at });
    let token = platform
        .act(person.token(), "apiTokenCreate", "secret", input)
        .await;
    hidden.push(text(&token["secret"]));

    // Money: a pledge that is charged later, and one that is taken back.
    let paid = person
        .pledge(platform, &founder.campaign, None, "1500.00", VISA)
        .await;
    assert_eq!(paid["pledge"]["state"], "COMMITTED");

    // Words.
    let input = json!({ "campaignId": founder.campaign, "body": typed(&mut kept, "question") });
    let asked = platform
        .act(person.token(), "questionAsk", "question { id }", input)
        .await;
    let input =
        json!({ "id": asked["question"]["id"], "reason": "OTHER", "note": typed(&mut kept, "report") });
    platform
        .act(person.token(), "questionReport", "isReported", input)
        .await;
    platform
        .act(
            person.token(),
            "followingStart",
            "followed { __typename }",
            json!({ "id": founder.campaign }),
        )
        .await;
    let claim = json!({
        "campaignId": founder.campaign, "kind": "OTHER", "right": typed(&mut kept, "right"),
        "holder": typed(&mut kept, "holder"), "statement": format!("{} {}", typed(&mut kept, "statement"), "It is mine. ".repeat(10)),
        "evidence": typed(&mut kept, "evidence"), "contact": typed(&mut hidden, "contact"), "inGoodFaith": true,
    });
    let filed = platform
        .act(person.token(), "ipClaimFile", "claim { id }", claim)
        .await;
    let id = json!({ "id": filed["claim"]["id"] });
    platform
        .act(person.token(), "ipClaimWithdraw", "claim { id }", id)
        .await;

    // Who they are, sealed.
    let stated = json!({
        "kind": "PERSON", "legalName": typed(&mut hidden, "legal"), "otherName": "加那利雀", "country": "DE", "bornOn": "1977-03-09",
    });
    let saved = platform
        .act(person.token(), "verificationSave", "verification { id }", stated)
        .await;
    let upload = platform
        .upload(person.token(), &format!("{}.pdf", typed(&mut hidden, "passport")))
        .await;
    let input =
        json!({ "verificationId": saved["verification"]["id"], "uploadId": upload, "kind": "IDENTITY" });
    platform
        .act(
            person.token(),
            "verificationDocumentAdd",
            "verification { version }",
            input,
        )
        .await;

    // A campaign that is never launched.
    let title = typed(&mut kept, "title");
    let input = json!({
        "title": { "en": title }, "field": "ENERGY_STORAGE", "country": "DE", "currency": "EUR",
    });
    let made = platform
        .act(person.token(), "projectCreate", "campaign { id version }", input)
        .await;
    let draft = &made["campaign"]["id"];
    let input = json!({
        "id": draft, "expectedVersion": made["campaign"]["version"], "blurb": { "en": typed(&mut kept, "blurb") },
        "story": { "en": typed(&mut kept, "story") }, "team": { "en": typed(&mut kept, "team") },
    });
    platform
        .act(person.token(), "campaignEdit", "campaign { version }", input)
        .await;
    let input = json!({
        "campaignId": draft, "title": { "en": typed(&mut kept, "reward") }, "description": { "en": typed(&mut kept, "description") },
        "amount": { "amount": "50.00", "currency": "EUR" }, "deliverOn": "2027-06-30",
    });
    platform
        .act(person.token(), "rewardAdd", "reward { id }", input)
        .await;

    // Last, for everything asks for a code from here on.
    let begun = platform
        .act(
            person.token(),
            "secondFactorBegin",
            "enrolment { secret }",
            json!({ "kind": "AUTHENTICATOR" }),
        )
        .await;
    let seed = text(&begun["enrolment"]["secret"]);
    let totp = Builder::new()
        .with_secret(Secret::try_from_base32(&seed).unwrap())
        .build()
        .unwrap();
    hidden.push(seed);
    let code = totp
        .generate(u64::try_from(platform.app.now().timestamp()).unwrap())
        .to_string();
    let on = platform
        .act(
            person.token(),
            "secondFactorConfirm",
            "recoveryCodes",
            json!({ "code": code }),
        )
        .await;
    let codes: Vec<String> = on["recoveryCodes"].as_array().unwrap().iter().map(text).collect();
    hidden.extend(codes.iter().skip(1).cloned());
    platform.settle().await;
    // The next proof is given by a recovery code: the clock of the tests stands.
    person.email = codes[0].clone();
    (person, Canaries { kept, hidden })
}

/// Signs in anew, by password and a recovery code.
async fn come_back(platform: &Platform, email: &str, code: &str) -> String {
    let input = json!({ "email": email, "password": "canary heliotrope anvil 99" });
    let asked = platform
        .act(None, "accountSignIn", "challenge { token }", input)
        .await;
    let input = json!({ "challenge": asked["challenge"]["token"], "code": code });
    let back = platform.act(None, "accountSignInCode", "token", input).await;
    text(&back["token"])
}

testkit::on_both! {
    async fn an_erased_person_is_found_in_no_table_no_file_and_no_log(db: &TestDb) {
        let log = log();
        let folder = tempfile::tempdir().unwrap();
        let (platform, mailer) = platform_in(db, folder.path());
        let reviewer = Person::with_role(&platform, "Rita Reviewer", Role::Reviewer).await;
        let founder = Founder::with_live_campaign(&platform, "Fritz Founder", Founder::PATENT, &reviewer).await;
        let (mut person, canaries) = live(&platform, &founder).await;
        let (code, email) = (person.email.clone(), canaries.kept[0].clone());
        let all: Vec<String> = canaries.kept.iter().chain(&canaries.hidden).cloned().collect();
        assert!(all.len() > 20, "{}", all.len());

        // The search has teeth: what is not sealed is found, what is secret or sealed is not.
        let before = dump(db).await;
        let found: BTreeSet<&str> = hits(&canaries.kept, &before).into_iter().map(|(canary, _)| canary).collect();
        let missing: Vec<_> = canaries.kept.iter().filter(|canary| !found.contains(canary.as_str())).collect();
        assert!(missing.is_empty(), "never stored, so its absence shows nothing: {missing:?}");
        // Secrets of links stand in the mails that were kept instead of sent, and nowhere else.
        let open: Vec<_> = hits(&canaries.hidden, &before).into_iter().filter(|(_, line)| !line.starts_with("captured_mails:")).collect();
        assert!(open.is_empty(), "{open:#?}");

        // An export of everything: every table, the person's own words, nobody else's.
        let asked = platform.act(person.token(), "accountExportRequest", "export { state url }", json!({ "format": "ZIP" })).await;
        assert_eq!(asked["export"], json!({ "state": "WAITING", "url": null }));
        platform.settle().await;
        let operator = Caller::system("operator");
        let id = person.id.parse().unwrap();
        let zip = platform.app.privacy.export_of(&operator, id).await.unwrap();
        let exported = String::from_utf8_lossy(&zip).into_owned();
        for table in privacy::map::tables() {
            assert!(exported.contains(&format!("\"{}\"", table.name)), "the export leaves {} out", table.name);
        }
        let sealed: Vec<String> = ["contact", "legal", "passport"].map(|what| format!("canarium {what} zwq")).to_vec();
        for canary in canaries.kept.iter().chain(&sealed) {
            assert!(exported.contains(canary.as_str()), "the export leaves {canary} out");
        }
        for secret in canaries.hidden.iter().filter(|secret| !sealed.contains(secret) && !secret.starts_with("fl_")) {
            assert!(!exported.contains(secret.as_str()), "the export tells a secret");
        }
        for other in ["fritz.founder@example.test", "rita.reviewer@example.test", &founder.person.id, &reviewer.id] {
            assert!(!exported.contains(&format!("\"email\": \"{other}")), "{other} is in the export");
        }

        // As long as a pledge may be charged, the account stays.
        let wrong = platform.attempt(person.token(), "accountErasureRequest", "erasure { dueAt }", json!({ "confirmation": "somebody@example.test" })).await;
        assert_eq!(user_errors(&wrong), ["CONFIRMATION_WRONG"]);
        let early = platform.attempt(person.token(), "accountErasureRequest", "obligations { kind count message }", json!({ "confirmation": email })).await;
        assert_eq!(user_errors(&early), ["OBLIGATIONS_STAND"]);
        let message = "One pledge may still be charged. Cancel it, or wait for the end of its campaign.";
        assert_eq!(early["obligations"], json!([{ "kind": "PLEDGES_OPEN", "count": 1, "message": message }]));

        // The campaign ends, the card is charged: money that stays in the books.
        db.clock.advance(TimeDelta::days(31));
        for _ in 0..6 {
            platform.settle().await;
            db.clock.advance(TimeDelta::seconds(10));
        }
        person.token = come_back(&platform, &email, &code).await;
        let asked = platform.act(person.token(), "accountErasureRequest", "erasure { dueAt heldAt }", json!({ "confirmation": format!(" {}", email.to_uppercase()) })).await;
        assert!(asked["erasure"]["dueAt"].is_string());
        let again = platform.attempt(person.token(), "accountErasureRequest", "erasure { dueAt }", json!({ "confirmation": email })).await;
        assert_eq!(user_errors(&again), ["ERASURE_WAITS"]);
        platform.settle().await;
        db.clock.advance(TimeDelta::days(7) - TimeDelta::seconds(1));
        platform.settle().await;
        assert!(platform.app.accounts.find_by_email(&email).await.unwrap().is_some(), "there is a week to think better of it");
        db.clock.advance(TimeDelta::seconds(1));
        platform.settle().await;

        let told: Vec<String> = mailer.1.lock().unwrap().iter().filter(|(to, _)| *to == email).map(|(_, subject)| subject.clone()).collect();
        assert!(told.contains(&"Your account is to be erased".to_owned()), "{told:?}");
        assert_eq!(told.last().unwrap(), "Your account is erased");
        assert!(platform.app.accounts.caller_by_token(&person.token).await.unwrap().is_none(), "the sign-in has ended");
        assert!(platform.app.accounts.find_by_email(&email).await.unwrap().is_none());

        // Nothing is left: in no table, in no file, in no page.
        let after = dump(db).await;
        let left = hits(&all, &after);
        assert!(left.is_empty(), "{left:#?}");
        assert!(after.contains(&person.id), "the trail and the provider know the pseudonym");
        let mut files = Vec::new();
        files_below(folder.path(), &mut files);
        if let Some(path) = db.url().strip_prefix("sqlite://") {
            files_below(Path::new(path).parent().unwrap(), &mut files);
        }
        for (path, bytes) in &files {
            for canary in &all {
                let found = bytes.windows(canary.len()).any(|window| window == canary.as_bytes());
                assert!(!found, "{canary} stands in {path}");
            }
        }
        let query = "query($slug: String!) { campaignBySlug(slug: $slug) { questions { nodes { body asker { displayName } } } } }";
        let page = platform.data(None, query, json!({ "slug": founder.slug })).await;
        assert_eq!(page["campaignBySlug"]["questions"]["nodes"][0], json!({ "body": "(This text was erased with its author's account.)", "asker": { "displayName": "Deleted person" } }));

        // Nothing personal was logged meanwhile.
        let logged = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
        assert!(logged.contains("privacy.erase"), "the log was listened to");
        for canary in &all {
            let at = logged.find(canary.as_str());
            let around = at.map(|at| logged[..at].lines().last().unwrap_or_default().to_owned());
            assert_eq!(around, None, "{canary} stands in the log");
        }

        // The books are whole, and the money is still there, under the pseudonym.
        platform.verify().await;
        let conn = db.primary();
        let investor: kernel::UserId = person.id.parse().unwrap();
        let select = "SELECT state FROM pledges WHERE investor_id = $1";
        let row = conn.query_one_raw(db::sql(conn, select, [investor.uuid().into()])).await.unwrap().unwrap();
        assert_eq!(row.try_get::<String>("", "state").unwrap(), "collected");
        let select = "SELECT count(*) AS n FROM sandbox_customers WHERE investor = $1";
        let row = conn.query_one_raw(db::sql(conn, select, [person.id.clone().into()])).await.unwrap().unwrap();
        assert_eq!(row.try_get::<i64>("", "n").unwrap(), 0, "the provider has deleted its customer");

        // The address is free again, and knows nothing of the account before.
        let input = json!({ "email": email, "password": PASSWORD, "displayName": "Somebody New" });
        let anew = platform.act(None, "accountSignUp", "viewer { id }", input).await;
        assert_ne!(anew["viewer"]["id"], person.id);
    }
}
