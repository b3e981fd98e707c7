//! Who founders are, and whose their patents are: from the first document to the launch.

use journeys::{Founder, Person, Platform, errors, user_errors};
use kernel::Role;
use serde_json::{Value, json};

const LAUNCH: &str = "campaign { state launchGaps { message } ipPanel { patents { ownerMatch ownerProof ownerProofMessage risks { kind } } } }";

/// An approved campaign whose founder is not verified.
async fn approved(platform: &Platform, reviewer: &Person) -> Founder {
    let founder = Founder::with_draft(platform, "Fritz Founder", Founder::PATENT).await;
    founder.submit(platform).await;
    let decide = json!({ "id": founder.campaign, "decision": "APPROVED" });
    platform
        .act(
            reviewer.token(),
            "campaignReviewDecide",
            "campaign { state }",
            decide,
        )
        .await;
    platform.settle().await;
    founder
}

async fn panel(platform: &Platform, founder: &Founder) -> Value {
    let query = "query($id: ID!) { campaign(id: $id) { launchGaps { code message } ipPanel { patents { id ownerMatch ownerProof ownerProofMessage } } } }";
    platform
        .data(founder.person.token(), query, json!({ "id": founder.campaign }))
        .await["campaign"]
        .clone()
}

testkit::on_both! {
    async fn a_campaign_waits_for_its_founders_verified_name(db: &TestDb) {
        let platform = Platform::on(db).await;
        let reviewer = Person::with_role(&platform, "Rita Reviewer", Role::Reviewer).await;
        let founder = approved(&platform, &reviewer).await;
        let before = panel(&platform, &founder).await;
        assert_eq!(before["launchGaps"][0]["code"], "PATENTS");
        assert_eq!(before["ipPanel"]["patents"][0]["ownerProof"], Value::Null);
        let launch = json!({ "id": founder.campaign });
        let refused = platform.attempt(founder.person.token(), "campaignLaunch", LAUNCH, launch.clone()).await;
        assert_eq!(user_errors(&refused), ["OWNER_UNPROVEN"]);
        assert!(refused["userErrors"][0]["message"].as_str().unwrap().contains('1'), "{refused:#}");

        // Verified under another name, the founder is still not the owner.
        founder.person.verify(&platform, "Fritz Founder", &reviewer).await;
        platform.settle().await;
        let other = panel(&platform, &founder).await;
        assert_eq!(other["ipPanel"]["patents"][0]["ownerMatch"], "OTHER_PARTY");
        let refused = platform.attempt(founder.person.token(), "campaignLaunch", LAUNCH, launch.clone()).await;
        assert_eq!(user_errors(&refused), ["OWNER_UNPROVEN"]);

        founder.verify(&platform, &reviewer).await;
        let shown = panel(&platform, &founder).await;
        assert_eq!(shown["launchGaps"], json!([]));
        assert_eq!(shown["ipPanel"]["patents"][0]["ownerProof"], "REGISTER");
        let live = platform.act(founder.person.token(), "campaignLaunch", LAUNCH, launch).await;
        assert_eq!(live["campaign"]["state"], "LIVE");
        // Investors are told who made sure of it, and not under which name.
        let query = "query($slug: String!) { campaignBySlug(slug: $slug) { launchGaps { message } ownershipClaims { id } ipPanel { patents { ownerProofMessage } } } }";
        let seen = platform.data(None, query, json!({ "slug": founder.slug })).await["campaignBySlug"].clone();
        assert!(seen["ipPanel"]["patents"][0]["ownerProofMessage"].as_str().unwrap().contains("Farsight"));
        assert_eq!((&seen["launchGaps"], &seen["ownershipClaims"]), (&json!([]), &json!([])));
        platform.verify().await;
    }

    async fn a_licence_that_a_reviewer_approved_stands_in_for_the_register(db: &TestDb) {
        let platform = Platform::on(db).await;
        let reviewer = Person::with_role(&platform, "Rita Reviewer", Role::Reviewer).await;
        let founder = approved(&platform, &reviewer).await;
        founder.person.verify(&platform, "Fritz Founder", &reviewer).await;
        platform.settle().await;
        let right = panel(&platform, &founder).await["ipPanel"]["patents"][0]["id"].clone();
        let upload = platform.upload(founder.person.token(), "licence.pdf").await;
        let input = json!({
            "campaignId": founder.campaign, "patentId": right, "kind": "LICENCE", "counterparty": "The Owner Ltd",
            "datedOn": "2026-01-15", "uploadId": upload,
        });
        let claim = "claim { id state document { name path accesses { at } } }";
        let made = platform.act(founder.person.token(), "ownershipClaimSubmit", claim, input.clone()).await;
        assert_eq!(made["claim"]["document"]["name"], "licence.pdf");
        let twice = platform.attempt(founder.person.token(), "ownershipClaimSubmit", claim, input).await;
        assert_eq!(user_errors(&twice), ["WRONG_STATE"]);
        let id = json!({ "id": made["claim"]["id"] });

        let queue = "{ ownershipClaimQueue { totalCount nodes { id founder { displayName } verifiedNames } } }";
        let waiting = platform.data(reviewer.token(), queue, json!({})).await["ownershipClaimQueue"].clone();
        assert_eq!((&waiting["totalCount"], &waiting["nodes"][0]["verifiedNames"]), (&json!(1), &json!([])));
        assert_eq!(errors(&platform.ask(founder.person.token(), queue, json!({})).await), ["FORBIDDEN"]);
        platform.act(reviewer.token(), "ownershipClaimTake", "claim { verifiedNames }", id.clone()).await;
        let look = "query($id: ID!) { ownershipClaim(id: $id) { verifiedNames document { path } } }";
        let case = platform.data(reviewer.token(), look, id.clone()).await["ownershipClaim"].clone();
        assert_eq!(case["verifiedNames"], json!(["Fritz Founder"]));
        assert!(case["document"]["path"].as_str().unwrap().starts_with("/files/file_"));
        let silent = json!({ "id": made["claim"]["id"], "approve": false });
        let refused = platform.attempt(reviewer.token(), "ownershipClaimDecide", "claim { state }", silent).await;
        assert_eq!(refused["userErrors"][0]["field"], json!(["reason"]));
        let approve = json!({ "id": made["claim"]["id"], "approve": true });
        platform.act(reviewer.token(), "ownershipClaimDecide", "claim { state }", approve).await;
        platform.settle().await;
        let launch = json!({ "id": founder.campaign });
        let live = platform.act(founder.person.token(), "campaignLaunch", LAUNCH, launch).await;
        let patent = &live["campaign"]["ipPanel"]["patents"][0];
        assert_eq!((&patent["ownerMatch"], &patent["ownerProof"]), (&json!("OTHER_PARTY"), &json!("DOCUMENT")));
        let told = platform.data(founder.person.token(), "{ viewer { notifications { nodes { kind path } } } }", json!({})).await;
        let kinds: Vec<_> = told["viewer"]["notifications"]["nodes"].as_array().unwrap().iter().map(|n| n["kind"].clone()).collect();
        assert!(kinds.contains(&json!("OWNERSHIP_APPROVED")) && kinds.contains(&json!("VERIFICATION_APPROVED")), "{kinds:?}");
        platform.verify().await;
    }

    async fn what_was_stated_is_seen_by_the_person_and_by_who_took_the_case(db: &TestDb) {
        let platform = Platform::on(db).await;
        let reviewer = Person::with_role(&platform, "Rita Reviewer", Role::Reviewer).await;
        let second = Person::with_role(&platform, "Rolf Reviewer", Role::Reviewer).await;
        let person = Person::sign_up(&platform, "Viktor Vetted", true).await;
        // A name of the list: the person never learns of it.
        let round = person.hand_in(&platform, "SANKTIONOV, Viktor").await;
        let look = "query($id: ID!) { verification(id: $id) { state facts { legalName } documents { file { name } } screening { field listed } reviewer { displayName } } }";
        let see = async |token| platform.data(token, look, json!({ "id": round })).await["verification"].clone();
        let own = see(person.token()).await;
        assert_eq!((&own["facts"]["legalName"], &own["screening"]), (&json!("SANKTIONOV, Viktor"), &json!([])));
        assert_eq!(see(None).await, Value::Null);
        let closed = see(reviewer.token()).await;
        assert_eq!((&closed["facts"], &closed["documents"], &closed["screening"]), (&Value::Null, &json!([]), &json!([])));
        platform.act(reviewer.token(), "verificationClaim", "verification { state }", json!({ "id": round })).await;
        let open = see(reviewer.token()).await;
        assert_eq!(open["screening"], json!([{ "field": ["legalName"], "listed": "Viktor Sanktionov" }]));
        assert_eq!(open["documents"][0]["file"]["name"], "passport.pdf");
        assert_eq!(see(second.token()).await["facts"], Value::Null);
        assert_eq!(see(person.token()).await["reviewer"], Value::Null);
        let version = "query($id: ID!) { verification(id: $id) { version } }";
        let version = platform.data(reviewer.token(), version, json!({ "id": round })).await["verification"]["version"].clone();
        let refuse = json!({ "id": round, "expectedVersion": version, "decision": "REFUSE", "reason": "DIFFERS", "note": "The first letter." });
        platform.act(reviewer.token(), "verificationDecide", "verification { state }", refuse).await;
        let told = "{ viewer { verifications { state reason note } } }";
        let told = platform.data(person.token(), told, json!({})).await["viewer"]["verifications"][0].clone();
        assert_eq!(told, json!({ "state": "REFUSED", "reason": "DIFFERS", "note": "The first letter." }));
        platform.verify().await;
    }
}
