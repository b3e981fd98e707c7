//! Patents as clients see them: looked up, shown, watched while a campaign stands on them.

use std::{path::Path, sync::Arc};

use chrono::{DateTime, Utc};
use journeys::{Founder, Person, Platform, user_errors};
use kernel::Role;
use patents::register::{Fault, RecordedTransport, Sources};
use sea_orm::ConnectionTrait;
use serde_json::json;
use testkit::TestDb as Fresh;

pub(crate) const NUMBER: &str = "US 17/000,002";

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A file of the Open Data Portal; synthetic.
pub(crate) fn write(folder: &Path, code: u32, on: &str) {
    write_filed(folder, code, on, "2021-01-05");
}

/// The same of an application filed on a day.
fn write_filed(folder: &Path, code: u32, on: &str, filed: &str) {
    let body = format!(
        r#"{{"count":1,"patentFileWrapperDataBag":[{{"applicationNumberText":"17000002","applicationMetaData":{{
        "applicationStatusCode":{code},"applicationStatusDate":"{on}","applicationStatusDescriptionText":"Synthetic",
        "filingDate":"{filed}","grantDate":"2024-03-05","patentNumber":"11920001","inventionTitle":"LAMP","applicationTypeCode":"UTL",
        "firstApplicantName":"Fritz Founder","applicantBag":[{{"applicantNameText":"Fritz Founder"}}]}},
        "parentContinuityBag":[],"patentTermAdjustmentData":{{"adjustmentTotalQuantity":0}}}}],"requestIdentifier":"{on}-{code}"}}"#
    );
    std::fs::create_dir_all(folder.join("uspto")).unwrap();
    std::fs::write(folder.join("uspto/odp_application_17000002.json"), body).unwrap();
}

/// A platform whose registers answer from a folder.
pub(crate) async fn stage(db: &Fresh, folder: &Path) -> (Platform, RecordedTransport) {
    let (sources, transport) = Sources::recorded(folder, Arc::clone(db.clock()));
    (Platform::asking(db, sources).await, transport)
}

const LOOKUP: &str = "query($number: String!) { patentLookup(number: $number) { state message parse { valid display } patent { number status { value } } } }";

testkit::on_both! {
    async fn an_unknown_number_is_looked_up_while_the_founder_waits_for_nothing(db: &TestDb) {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), 150, "2026-05-01");
        let (platform, transport) = stage(db, folder.path()).await;
        let person = Person::sign_up(&platform, "Fritz Founder", true).await;
        let input = json!({ "title": { "en": "A lamp" }, "field": "ENERGY_STORAGE", "currency": "EUR", "country": "DE" });
        let made = platform.act(person.token(), "projectCreate", "campaign { id }", input).await;
        let attach = |number: &str| json!({ "campaignId": made["campaign"]["id"], "number": number });

        let wrong = platform.data(None, LOOKUP, json!({ "number": "CN202310999716.5" })).await;
        assert_eq!(wrong["patentLookup"]["state"], "INVALID");
        let pending = platform.attempt(person.token(), "campaignPatentAttach", "patent { id }", attach(NUMBER)).await;
        assert_eq!(user_errors(&pending), ["PATENT_LOOKUP_PENDING"]);
        assert_eq!(transport.requests().len(), 0);
        assert_eq!(platform.data(None, LOOKUP, json!({ "number": NUMBER })).await["patentLookup"]["state"], "PENDING");
        platform.settle().await;
        let found = platform.data(None, LOOKUP, json!({ "number": "US17/000002" })).await;
        assert_eq!(found["patentLookup"]["state"], "FOUND", "{found:#}");
        assert_eq!(found["patentLookup"]["patent"]["status"]["value"], "IN_FORCE");
        platform.act(person.token(), "campaignPatentAttach", "patent { number }", attach(NUMBER)).await;

        let nobody = platform.attempt(person.token(), "campaignPatentAttach", "patent { id }", attach("US 17/000,003")).await;
        assert_eq!(user_errors(&nobody), ["PATENT_LOOKUP_PENDING"]);
        platform.settle().await;
        let nobody = platform.data(None, LOOKUP, json!({ "number": "US 17/000,003" })).await;
        assert_eq!(nobody["patentLookup"]["state"], "NOT_FOUND");
        let nobody = platform.attempt(person.token(), "campaignPatentAttach", "patent { id }", attach("US 17/000,003")).await;
        assert_eq!(user_errors(&nobody), ["PATENT_NOT_FOUND"], "it was asked for just now");
        db.clock.set(db.clock().now() + chrono::TimeDelta::hours(2));
        let again = platform.attempt(person.token(), "campaignPatentAttach", "patent { id }", attach("US 17/000,003")).await;
        assert_eq!(user_errors(&again), ["PATENT_LOOKUP_PENDING"]);
        platform.settle().await;

        transport.fail(Fault::Down);
        platform.attempt(person.token(), "campaignPatentAttach", "patent { id }", attach("US 17/000,004")).await;
        platform.settle().await;
        let down = platform.data(None, LOOKUP, json!({ "number": "US 17/000,004" })).await;
        assert_eq!(down["patentLookup"]["state"], "UNAVAILABLE");
        let refused = platform.attempt(person.token(), "campaignPatentAttach", "patent { id }", attach("US 17/000,004")).await;
        assert_eq!(user_errors(&refused), ["REGISTER_UNAVAILABLE"]);
    }

    async fn what_a_right_is_to_a_campaign_depends_on_its_deadline(db: &TestDb) {
        db.clock.set(at("2026-06-01T00:00:00Z"));
        let folder = tempfile::tempdir().unwrap();
        // Its term ends in May 2027: within two years of today, and within a year of the end of the funding.
        write_filed(folder.path(), 150, "2026-05-01", "2007-05-01");
        let (platform, _) = stage(db, folder.path()).await;
        let number = platform.app.parse_number(NUMBER, None).unwrap();
        platform.app.patents.look_up_now(&number).await.unwrap();
        let reviewer = Person::with_role(&platform, "Rita Reviewer", Role::Reviewer).await;
        let founder = Founder::with_live_campaign(&platform, "Fritz Founder", NUMBER, &reviewer).await;
        platform.settle().await;
        let page = "query($slug: String!, $asOf: DateTime) { campaignBySlug(slug: $slug) { ipPanel(asOf: $asOf) {
            level summary patents { level watch { level signals { kind } } } } } }";
        for as_of in [None, Some("2026-06-01T00:00:00Z")] {
            let shown = platform.data(None, page, json!({ "slug": founder.slug, "asOf": as_of })).await;
            let panel = &shown["campaignBySlug"]["ipPanel"];
            assert_eq!((&panel["level"], &panel["patents"][0]["level"]), (&json!("ALERT"), &json!("ALERT")), "{panel:#}");
            assert_eq!(panel["patents"][0]["watch"], json!({ "level": "ALERT", "signals": [{ "kind": "EXPIRES_BEFORE_HORIZON" }] }));
        }
        let alone = platform.data(None, "query($n: String!) { patentByNumber(number: $n) { level watch { level } } }", json!({ "n": NUMBER })).await;
        assert_eq!(alone["patentByNumber"], json!({ "level": "NOTICE", "watch": { "level": "NOTICE" } }), "to a reader without a campaign");
        let find = "query($levels: [WatchLevel!]) { campaigns(filter: { rightLevelIn: $levels }) { nodes { slug } } }";
        for (level, found) in [("NOTICE", json!([])), ("ALERT", json!([{ "slug": founder.slug }]))] {
            let page = platform.data(None, find, json!({ "levels": [level] })).await;
            assert_eq!(page["campaigns"]["nodes"], found, "{level}");
        }
    }

    async fn a_right_that_lapses_under_a_live_campaign_is_found_told_and_remembered(db: &TestDb) {
        db.clock.set(at("2026-06-01T00:00:00Z"));
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), 150, "2026-05-01");
        let (platform, transport) = stage(db, folder.path()).await;
        let number = platform.app.parse_number(NUMBER, None).unwrap();
        platform.app.patents.look_up_now(&number).await.unwrap();
        let reviewer = Person::with_role(&platform, "Rita Reviewer", Role::Reviewer).await;
        let founder = Founder::with_live_campaign(&platform, "Fritz Founder", NUMBER, &reviewer).await;
        platform.settle().await;
        let page = "query($slug: String!, $asOf: DateTime) { campaignBySlug(slug: $slug) { ipPanel(asOf: $asOf) { level patents {
            id status { value since } lapseRisk deadlines { kind on }
            score { value gate coverage points { code message points evidenceIds } disclaimer }
            watch { level signals { kind message level } } history(first: 1) { totalCount nodes { cause status } } } } } }";
        let look = async |as_of: Option<&str>| {
            let asked = json!({ "slug": founder.slug, "asOf": as_of });
            platform.data(None, page, asked).await["campaignBySlug"]["ipPanel"].clone()
        };
        let shown = look(None).await;
        let right = &shown["patents"][0];
        assert_eq!(right["status"]["value"], "IN_FORCE", "{shown:#}");
        assert!(right["score"]["value"].as_i64().unwrap() > 20, "{right:#}");
        let points = right["score"]["points"].as_array().unwrap();
        assert!(points.iter().all(|point| !point["message"].as_str().unwrap().is_empty()));
        assert!(points.iter().any(|point| point["code"] == "IN_FORCE" && !point["evidenceIds"].as_array().unwrap().is_empty()), "{points:#?}");

        // The register says otherwise; the watch asks by itself.
        write(folder.path(), 250, "2026-06-08");
        db.clock.set(at("2026-06-12T00:00:00Z"));
        let before = transport.requests().len();
        platform.settle().await;
        assert!(transport.requests().len() > before, "a live campaign's right is asked about every few days");
        let shown = look(None).await;
        assert_eq!((&shown["level"], &shown["patents"][0]["status"]["value"]), (&json!("LOST"), &json!("LAPSED")), "{shown:#}");
        assert_eq!(shown["patents"][0]["score"]["value"], 0);
        assert_eq!(shown["patents"][0]["watch"]["level"], "LOST");
        let was = look(Some("2026-06-05T00:00:00Z")).await;
        assert_eq!(was["patents"][0]["status"]["value"], "IN_FORCE", "what an investor was shown that day");
        assert_eq!(look(Some("2026-05-01T00:00:00Z")).await["patents"], json!([]));

        // Lists follow, and those who pledged can be told: once.
        let find = "query($filter: CampaignFilter) { campaigns(filter: $filter) { nodes { slug } } }";
        let found = platform.data(None, find, json!({ "filter": { "legalStatusIn": ["LAPSED"] } })).await;
        assert_eq!(found["campaigns"]["nodes"], json!([{ "slug": founder.slug }]));
        let conn = db.primary();
        let rows = conn.query_all_raw(db::sql(conn, "SELECT payload FROM outbox WHERE kind = 'patent_standing_changed'", [])).await.unwrap();
        let major = rows
            .iter()
            .map(|row| row.try_get::<serde_json::Value>("", "payload").unwrap())
            .filter(|event| event["severity"] == "MAJOR")
            .collect::<Vec<_>>();
        assert_eq!(major.len(), 1, "{major:#?}");
        assert_eq!(major[0]["changes"][0]["kind"], "ENDED");
        platform.verify().await;
    }
}
