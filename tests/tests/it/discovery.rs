//! Finding campaigns by what their rights are: kind, end of term, watch level; and ordering by the latter two.

use journeys::{Founder, Person, Platform};
use kernel::Role;
use serde_json::{Value, json};
use testkit::TestDb;

/// Campaigns on rights of the sample register.
const RIGHTS: [(&str, &[&str]); 6] = [
    // An invention to 2042, a utility model to 2031, a design to 2038.
    (
        "Tea",
        &["CN202219963402.3", "CN202129963388.8", "CN202339963415.6"],
    ),
    // An invention to 2041, a design to 2039.
    ("Fan", &["CN202119996702.7", "CN202439996718.2"]),
    // An invention that lapsed, and one under examination.
    ("Gripper", &["16/996,301", "18/996,318"]),
    // Inventions to 2040 and 2041.
    ("Cell", &["特願2020-994230", "17/994,230"]),
    // An invention under examination.
    ("Leak", &["18/997,911"]),
    // An invention whose fee is overdue, to 2040; a utility model to 2033.
    ("Glove", &["CN202019952066.3", "CN202329952077.0"]),
];

const FIND: &str = "query($filter: CampaignFilter, $order: CampaignOrder, $first: Int, $after: String) {
    campaigns(filter: $filter, orderBy: $order, first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor }
        facets { rightType { value count } ipLevel { value count } } nodes { title } } }";

/// A platform with a live campaign for each row of [`RIGHTS`], the first the oldest.
async fn world(db: &TestDb) -> Platform {
    live(db, &RIGHTS).await
}

/// A platform with a live campaign for each of these names and rights.
async fn live(db: &TestDb, campaigns: &[(&str, &[&str])]) -> Platform {
    db.clock.set("2026-11-25T08:00:00Z".parse().unwrap());
    let platform = Platform::on(db).await;
    let reviewer = Person::with_role(&platform, "Rita Reviewer", Role::Reviewer).await;
    for (name, patents) in campaigns {
        let founder = Founder::with_draft(&platform, name, patents[0]).await;
        for number in &patents[1..] {
            let input = json!({ "campaignId": founder.campaign, "number": number });
            platform
                .act(
                    founder.person.token(),
                    "campaignPatentAttach",
                    "patent { id }",
                    input,
                )
                .await;
        }
        founder.submit(&platform).await;
        let it = json!({ "id": founder.campaign });
        platform
            .act(
                reviewer.token(),
                "campaignReviewClaim",
                "campaign { state }",
                it.clone(),
            )
            .await;
        let decide = json!({ "id": founder.campaign, "decision": "APPROVED" });
        platform
            .act(
                reviewer.token(),
                "campaignReviewDecide",
                "campaign { state }",
                decide,
            )
            .await;
        founder.verify(&platform, &reviewer).await;
        platform
            .act(founder.person.token(), "campaignLaunch", "campaign { state }", it)
            .await;
        db.clock.advance(chrono::TimeDelta::minutes(1));
    }
    platform.settle().await;
    platform
}

/// The names of the campaigns on a page.
fn names(found: &Value) -> Vec<&str> {
    let nodes = found["campaigns"]["nodes"].as_array().unwrap();
    nodes
        .iter()
        .map(|node| node["title"].as_str().unwrap().split('\'').next().unwrap())
        .collect()
}

const LEVELS: [&str; 4] = ["GREEN", "NOTICE", "ALERT", "LOST"];

/// Rights of four offices, one of each of [`LEVELS`] in that order.
const ONE_OF_EACH: (&str, &[&str]) = (
    "Each",
    &[
        "特願2020-994230",
        "KR 10-2019-0996450",
        "CN202019952066.3",
        "16/996,301",
    ],
);

/// How a campaign and each of its rights stand, as its page and its card show it: levels by themselves, and the level of the
/// signals that are told of each right.
async fn shown(platform: &Platform, name: &str) -> (Value, Vec<(String, Value, Value)>) {
    let query = "{ campaigns(first: 50) { nodes { title ipPanel { level patents { office level watch { level } } } } } }";
    let found = platform.data(None, query, json!({})).await;
    let nodes = found["campaigns"]["nodes"].as_array().unwrap();
    let node = nodes
        .iter()
        .find(|node| node["title"].as_str().unwrap().starts_with(name))
        .unwrap();
    let rights = node["ipPanel"]["patents"].as_array().unwrap().iter();
    let rights = rights.map(|right| {
        let office = right["office"].as_str().unwrap().to_owned();
        (office, right["level"].clone(), right["watch"]["level"].clone())
    });
    (node["ipPanel"]["level"].clone(), rights.collect())
}

testkit::on_both! {
    async fn campaigns_are_found_by_what_their_rights_are(db: &TestDb) {
        let platform = world(db).await;
        let oldest_first = json!({ "field": "NEWEST", "direction": "ASC" });
        for (filter, expected) in [
            (json!({ "rightTypeIn": ["DESIGN"] }), &["Tea", "Fan"][..]),
            (json!({ "rightTypeIn": ["UTILITY_MODEL"] }), &["Tea", "Glove"]),
            (json!({ "rightExpiresOn": { "from": "2041-01-01" } }), &["Tea", "Fan", "Cell"]),
            // From the first day, up to the day before the last.
            (json!({ "rightExpiresOn": { "from": "2031-09-16", "to": "2031-09-17" } }), &["Tea"]),
            (json!({ "rightExpiresOn": { "from": "2031-09-15", "to": "2031-09-16" } }), &[]),
            // One and the same right: the tea robot's model ends in 2031, its invention in 2042.
            (json!({ "rightTypeIn": ["UTILITY_MODEL"], "rightExpiresOn": { "from": "2033-01-01" } }), &["Glove"]),
            (json!({ "rightTypeIn": ["UTILITY_MODEL"], "rightExpiresOn": { "from": "2040-01-01" } }), &[]),
            (json!({ "rightTypeIn": ["DESIGN"], "officeIn": ["CN"], "legalStatusIn": ["IN_FORCE"],
                "rightExpiresOn": { "from": "2039-01-01" } }), &["Fan"]),
            (json!({ "rightLevelIn": ["LOST"], "officeIn": ["US"] }), &["Gripper"]),
            (json!({ "rightLevelIn": ["LOST"], "legalStatusIn": ["UNDER_EXAMINATION"] }), &[]),
            // The campaign's level is about all of its rights, so it holds beside another right's status.
            (json!({ "ipLevelIn": ["LOST"], "legalStatusIn": ["UNDER_EXAMINATION"] }), &["Gripper"]),
            (json!({ "ipLevelIn": ["ALERT"], "rightTypeIn": ["UTILITY_MODEL"], "rightExpiresOn": { "from": "2030-01-01" } }), &["Glove"]),
        ] {
            let found = platform.data(None, FIND, json!({ "filter": filter, "order": oldest_first })).await;
            assert_eq!(names(&found), expected, "{filter}");
            assert_eq!(found["campaigns"]["totalCount"], expected.len(), "{filter}");
        }
        // Lists find a campaign by the level it shows, and the counts are of the campaigns found.
        for wanted in LEVELS {
            let mut expected = Vec::new();
            for (name, _) in RIGHTS {
                if shown(&platform, name).await.0 == wanted {
                    expected.push(name);
                }
            }
            let variables = json!({ "filter": { "ipLevelIn": [wanted] }, "order": oldest_first });
            let found = platform.data(None, FIND, variables).await;
            assert_eq!(names(&found), expected, "{wanted}");
            let counted = if expected.is_empty() { json!([]) } else { json!([{ "value": wanted, "count": expected.len() }]) };
            assert_eq!(found["campaigns"]["facets"]["ipLevel"], counted);
        }
        let all = platform.data(None, FIND, json!({})).await;
        assert_eq!(all["campaigns"]["facets"]["rightType"], json!([
            { "value": "INVENTION", "count": 6 }, { "value": "DESIGN", "count": 2 }, { "value": "UTILITY_MODEL", "count": 2 },
        ]));
    }

    async fn what_is_shown_of_a_right_is_what_it_is_found_by(db: &TestDb) {
        let platform = live(db, &[ONE_OF_EACH]).await;
        // Days later the same holds, though on 8 December the fee of the right in Korea fell due.
        for days in [0, 9, 8] {
            db.clock.advance(chrono::TimeDelta::days(days));
            platform.settle().await;
            let (whole, rights) = shown(&platform, "Each").await;
            let levels: Vec<&Value> = rights.iter().map(|(_, level, _)| level).collect();
            if days == 8 {
                assert_eq!(levels, ["GREEN", "ALERT", "ALERT", "LOST"]);
            } else {
                assert_eq!(levels, LEVELS, "one of each");
            }
            let finds = async |filter: Value| {
                let found = platform.data(None, FIND, json!({ "filter": filter })).await;
                !names(&found).is_empty()
            };
            for wanted in LEVELS {
                assert_eq!(finds(json!({ "ipLevelIn": [wanted] })).await, whole == wanted, "{wanted}, shown {whole}");
                for (office, level, told) in &rights {
                    assert_eq!(level, told, "{office}: the level is that of its signals");
                    let filter = json!({ "officeIn": [office], "rightLevelIn": [wanted] });
                    assert_eq!(finds(filter).await, level == wanted, "{office}: {wanted}, shown {level}");
                }
            }
            let worst = LEVELS.iter().rev().find(|known| rights.iter().any(|(_, level, _)| level == *known));
            assert_eq!(&whole, worst.unwrap());
        }
    }

    async fn ends_and_risks_order_campaigns_page_by_page(db: &TestDb) {
        let platform = world(db).await;
        for (field, direction, expected) in [
            // Those on no right in force come last both ways.
            ("EXPIRES_ON", "ASC", ["Tea", "Glove", "Fan", "Cell", "Gripper", "Leak"]),
            ("EXPIRES_ON", "DESC", ["Cell", "Fan", "Glove", "Tea", "Leak", "Gripper"]),
            // A fee falls due within 90 days for the tea robot and the fan, the leak's right is not granted yet, and the glove's fee
            // is overdue.
            ("RISK", "ASC", ["Cell", "Tea", "Fan", "Leak", "Glove", "Gripper"]),
            ("RISK", "DESC", ["Gripper", "Glove", "Leak", "Fan", "Tea", "Cell"]),
        ] {
            let mut walked: Vec<String> = Vec::new();
            let mut after = Value::Null;
            loop {
                let order = json!({ "field": field, "direction": direction });
                let found = platform.data(None, FIND, json!({ "order": order, "first": 2, "after": after })).await;
                walked.extend(names(&found).into_iter().map(str::to_owned));
                let page = &found["campaigns"]["pageInfo"];
                after = page["endCursor"].clone();
                if page["hasNextPage"] != true {
                    break;
                }
            }
            assert_eq!(walked, expected, "{field} {direction}");
        }
    }
}
