//! Documents of the office for a Chinese patent: handed in by its founder, compared by a reviewer, shown as evidence.

use journeys::{Founder, Person, Platform, errors, user_errors};
use kernel::Role;
use serde_json::{Value, json};

const DOCUMENT: &str = "document { id state reason file { name path } }";

async fn right(platform: &Platform, founder: &Founder) -> Value {
    let query = "query($id: ID!) { campaign(id: $id) { patentDocuments { id state } ipPanel { patents { id
        encumbrances { kind holder open } evidence { source } status { value } } } } }";
    platform
        .data(founder.person.token(), query, json!({ "id": founder.campaign }))
        .await["campaign"]
        .clone()
}

fn extract(patent: &Value, upload: &str) -> Value {
    json!({
        "patentId": patent, "kind": "REGISTER_EXTRACT", "issuedOn": "2026-05-20", "caseStatus": "专利权维持",
        "owners": ["苏州澜穹固态电池有限公司"], "fees": [{ "year": 5, "paidOn": "2026-01-12" }],
        "encumbrances": [{ "kind": "PRESERVATION", "holder": "苏州市中级人民法院", "effectiveOn": "2026-03-01" }],
        "uploadId": upload,
    })
}

testkit::on_both! {
    async fn a_freeze_that_no_register_tells_of_is_shown_once_a_reviewer_compared_the_extract(db: &TestDb) {
        let platform = Platform::on(db).await;
        let reviewer = Person::with_role(&platform, "Rita Reviewer", Role::Reviewer).await;
        let founder = Founder::with_live_campaign(&platform, "Fritz Founder", Founder::PATENT, &reviewer).await;
        let token = founder.person.token();
        let patent = right(&platform, &founder).await["ipPanel"]["patents"][0]["id"].clone();
        let words = platform.data(None, "{ platform { caseStatuses { words status } } }", json!({})).await;
        assert!(words["platform"]["caseStatuses"].as_array().unwrap().contains(&json!({ "words": "专利权维持", "status": "IN_FORCE" })));

        let upload = platform.upload(token, "extract.pdf").await;
        let mut wrong = extract(&patent, &upload);
        wrong["caseStatus"] = json!("alive");
        wrong["encumbrances"][0]["effectiveOn"] = json!("2026-05-21");
        let refused = platform.attempt(token, "patentDocumentSubmit", DOCUMENT, wrong).await;
        assert_eq!(user_errors(&refused), ["UNKNOWN", "TOO_LATE"]);
        assert_eq!(refused["userErrors"][1]["field"], json!(["encumbrances", "0", "effectiveOn"]));
        let made = platform.act(token, "patentDocumentSubmit", DOCUMENT, extract(&patent, &upload)).await;
        let id = json!({ "id": made["document"]["id"] });

        let queue = "{ patentDocumentQueue { totalCount nodes { id submitter { displayName } } } }";
        let waiting = platform.data(reviewer.token(), queue, json!({})).await["patentDocumentQueue"].clone();
        assert_eq!(waiting["totalCount"], 1);
        assert_eq!(errors(&platform.ask(token, queue, json!({})).await), ["FORBIDDEN"]);
        let look = "query($id: ID!) { patentDocument(id: $id) { owners fees { year } encumbrances { holder } file { path } } }";
        let closed = platform.data(reviewer.token(), look, id.clone()).await["patentDocument"].clone();
        assert_eq!(closed["owners"], json!(["苏州澜穹固态电池有限公司"]));
        let stranger = Person::sign_up(&platform, "Stan Stranger", false).await;
        assert_eq!(platform.data(stranger.token(), look, id.clone()).await["patentDocument"], Value::Null);

        platform.act(reviewer.token(), "patentDocumentTake", DOCUMENT, id.clone()).await;
        let approve = json!({ "id": made["document"]["id"], "approve": true });
        let decided = platform.act(reviewer.token(), "patentDocumentDecide", DOCUMENT, approve).await;
        assert_eq!(decided["document"]["state"], "APPROVED");
        platform.settle().await;

        let shown = right(&platform, &founder).await;
        assert_eq!(shown["patentDocuments"][0]["state"], "APPROVED");
        let patent = &shown["ipPanel"]["patents"][0];
        assert_eq!(patent["status"]["value"], "IN_FORCE");
        let burdens = patent["encumbrances"].as_array().unwrap();
        assert!(burdens.iter().any(|burden| burden["kind"] == "PRESERVATION" && burden["open"] == true), "{burdens:?}");
        assert!(burdens.iter().any(|burden| burden["kind"] == "SECURITY"), "what the register told stays: {burdens:?}");
        assert!(patent["evidence"].as_array().unwrap().contains(&json!({ "source": "document" })));
        // A freeze is a grave change: those who pledged are asked again.
        let held = "query($id: ID!) { campaign(id: $id) { materialChanges { severity state } } }";
        let held = platform.data(None, held, json!({ "id": founder.campaign })).await;
        assert_eq!(held["campaign"]["materialChanges"][0]["severity"], "MAJOR");
        let told = platform.data(token, "{ viewer { notifications { nodes { kind } } } }", json!({})).await;
        assert!(told["viewer"]["notifications"]["nodes"].as_array().unwrap().contains(&json!({ "kind": "PATENT_DOCUMENT_APPROVED" })));
        platform.verify().await;
    }

    async fn a_right_that_the_gazette_gives_to_somebody_else_holds_its_campaign(db: &TestDb) {
        let platform = Platform::on(db).await;
        let reviewer = Person::with_role(&platform, "Rita Reviewer", Role::Reviewer).await;
        let founder = Founder::with_live_campaign(&platform, "Fritz Founder", Founder::PATENT, &reviewer).await;
        let investor = Person::sign_up(&platform, "Ina Investor", false).await;
        let paid = investor.pledge(&platform, &founder.campaign, None, "400.00", "4242424242424242").await;
        let look = async || {
            let query = "query($id: ID!) { campaign(id: $id) { acceptsPledges materialChanges { severity causes { message } }
                ipPanel { patents { ownerMatch owners { name } } } } }";
            platform.data(None, query, json!({ "id": founder.campaign })).await["campaign"].clone()
        };
        let before = look().await;
        assert_eq!((&before["acceptsPledges"], &before["ipPanel"]["patents"][0]["ownerMatch"]), (&json!(true), &json!("EXACT")));

        let number = platform.app.parse_number(Founder::PATENT, None).unwrap();
        let transfer = patents::facts::LegalEvent {
            code: "TR01".to_owned(), office: patents::number::Office::CN, scheme: patents::facts::Scheme::Inpadoc, territory: None,
            on: db.clock().now().date_naive().into(), text: kernel::LocalizedText::default(),
            detail: [("free_text".to_owned(), "Patentee after: Somebody Else Co., Ltd.".to_owned())].into(),
        };
        let facts = patents::facts::Facts::of("legal_events", vec![patents::facts::RightFacts {
            application: Some(number), events: vec![transfer], ..patents::facts::RightFacts::default()
        }]);
        let snapshot = patents::NewSnapshot {
            source: "epo-ops", call: "legal", kind: facts.kind, fetched_at: db.clock().now(), is_recording: false,
            http_status: Some(200), etag: None, body: "{}",
        };
        let tx = db.begin().await.unwrap();
        patents::record(&tx, &snapshot, &facts).await.unwrap();
        tx.commit().await.unwrap();
        for _ in 0..4 {
            platform.settle().await;
            db.clock.advance(chrono::TimeDelta::seconds(10));
        }

        let held = look().await;
        assert_eq!(held["acceptsPledges"], false, "{held:#}");
        assert_eq!(held["materialChanges"][0]["severity"], "MAJOR", "{held:#}");
        assert_eq!(held["ipPanel"]["patents"][0]["owners"], json!([{ "name": "Somebody Else Co., Ltd." }]));
        assert_ne!(held["ipPanel"]["patents"][0]["ownerMatch"], "EXACT");
        let pledge = platform.data(investor.token(), "query($id: ID!) { pledge(id: $id) { state } }", json!({ "id": paid["pledge"]["id"] })).await;
        assert_eq!(pledge["pledge"]["state"], "RECONFIRM_DUE");
        platform.verify().await;
    }

    async fn two_campaigns_cannot_raise_money_with_one_family(db: &TestDb) {
        let platform = Platform::on(db).await;
        let reviewer = Person::with_role(&platform, "Rita Reviewer", Role::Reviewer).await;
        Founder::with_live_campaign(&platform, "Fritz Founder", Founder::PATENT, &reviewer).await;
        let other = Founder::with_draft(&platform, "Olga Other", "16/995,233").await;
        // The United States member of the same family.
        let input = json!({ "campaignId": other.campaign, "number": "17/994,127" });
        let refused = platform.attempt(other.person.token(), "campaignPatentAttach", "campaign { id }", input).await;
        assert_eq!(user_errors(&refused), ["PATENT_FAMILY_ATTACHED"]);
        platform.verify().await;
    }
}
