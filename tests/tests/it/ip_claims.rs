//! A third party claims rights against a campaign: from the claim to the campaign that goes on, or ends.

use chrono::TimeDelta;
use journeys::{Founder, Person, Platform, errors, user_errors};
use kernel::Role;
use serde_json::{Value, json};
use testkit::TestDb;

const STATEMENT: &str = "The cell of this campaign makes use of claim 1 of our patent.";

struct Stage {
    platform: Platform,
    reviewer: Person,
    founder: Founder,
    investor: Person,
    claimant: Person,
    pledge: String,
}

async fn stage(db: &TestDb) -> Stage {
    let platform = Platform::on(db).await;
    let reviewer = Person::with_role(&platform, "Rita Reviewer", Role::Reviewer).await;
    let founder = Founder::with_live_campaign(&platform, "Fritz Founder", Founder::PATENT, &reviewer).await;
    let investor = Person::sign_up(&platform, "Ines Investor", false).await;
    let claimant = Person::sign_up(&platform, "Carla Claimant", false).await;
    let paid = investor
        .pledge(&platform, &founder.campaign, None, "20.00", "4242424242424242")
        .await;
    platform.settle().await;
    Stage {
        pledge: paid["pledge"]["id"].as_str().unwrap().to_owned(),
        platform,
        reviewer,
        founder,
        investor,
        claimant,
    }
}

impl Stage {
    fn claim(&self) -> Value {
        json!({
            "campaignId": self.founder.campaign, "kind": "PATENT", "right": "17/994,127", "holder": "Cells Inc.",
            "statement": STATEMENT, "evidence": "The second picture of the story.",
            "contact": "canary-contact +1 202 555 0100", "inGoodFaith": true,
        })
    }

    async fn file(&self) -> Value {
        let made = self
            .platform
            .act(
                self.claimant.token(),
                "ipClaimFile",
                "claim { id state contact right }",
                self.claim(),
            )
            .await;
        made["claim"].clone()
    }

    async fn decide(&self, claim: &Value, decision: &str, more: Value) -> Value {
        let id = json!({ "id": claim["id"] });
        self.platform
            .act(self.reviewer.token(), "ipClaimTake", "claim { state }", id)
            .await;
        let mut input = json!({ "id": claim["id"], "decision": decision });
        for (key, value) in more.as_object().unwrap() {
            input[key] = value.clone();
        }
        let fields = "claim { state reason answerUntil }";
        self.platform
            .attempt(self.reviewer.token(), "ipClaimDecide", fields, input)
            .await
    }

    async fn campaign(&self, token: Option<&str>) -> Value {
        let query = "query($slug: String!) { campaignBySlug(slug: $slug) { state endsAt acceptsPledges
            pause { reason startedAt endedAt } pauses { reason startedAt endedAt claimState }
            ipClaims { id state holder contact answer claimant { displayName } } happenings { nodes { kind deadlineAt } } } }";
        let variables = json!({ "slug": self.founder.slug });
        self.platform.data(token, query, variables).await["campaignBySlug"].clone()
    }

    async fn told(&self, person: &Person) -> Vec<String> {
        let query = "{ viewer { notifications { nodes { kind path whatHappened } } } }";
        let told = self.platform.data(person.token(), query, json!({})).await;
        let nodes = told["viewer"]["notifications"]["nodes"]
            .as_array()
            .unwrap()
            .clone();
        let kinds = nodes.iter().map(|node| node["kind"].as_str().unwrap().to_owned());
        kinds.collect()
    }

    async fn place(&self) -> Value {
        let risks = self.platform.grave_risks(&self.founder.campaign).await;
        let input = json!({
            "campaignId": self.founder.campaign, "acknowledgedRisks": risks["hash"],
            "idempotencyKey": uuid::Uuid::from_u128(77), "amount": { "amount": "20.00", "currency": "EUR" },
        });
        self.platform
            .attempt(self.claimant.token(), "pledgePlace", "pledge { id }", input)
            .await
    }
}

fn moment(value: &Value) -> chrono::DateTime<chrono::Utc> {
    value.as_str().unwrap().parse().unwrap()
}

testkit::on_both! {
    async fn a_claim_found_wrong_costs_the_campaign_no_time_and_everybody_knows(db: &TestDb) {
        let mut stage = stage(db).await;
        let platform = &stage.platform;
        let ends_at = moment(&stage.campaign(None).await["endsAt"]);
        let claim = stage.file().await;
        assert_eq!((&claim["state"], &claim["right"]), (&json!("SUBMITTED"), &json!("17/994,127")));
        let twice = platform.attempt(stage.claimant.token(), "ipClaimFile", "claim { id }", stage.claim()).await;
        assert_eq!(user_errors(&twice), ["CLAIM_UNDER_WAY"]);
        // Nothing has happened, and nobody knows but the claimant and the reviewers.
        let unseen = stage.campaign(stage.founder.person.token()).await;
        assert_eq!((&unseen["state"], &unseen["ipClaims"]), (&json!("LIVE"), &json!([])));
        let queue = "{ ipClaimQueue { totalCount nodes { id state contact patent { id } } } }";
        let waiting = platform.data(stage.reviewer.token(), queue, json!({})).await["ipClaimQueue"].clone();
        assert_eq!((&waiting["totalCount"], &waiting["nodes"][0]["contact"]), (&json!(1), &Value::Null));
        assert_eq!(errors(&platform.ask(stage.founder.person.token(), queue, json!({})).await), ["FORBIDDEN"]);

        let asked = stage.decide(&claim, "INQUIRE", json!({})).await;
        assert_eq!(asked["claim"]["state"], "INQUIRY", "{asked}");
        platform.settle().await;
        let paused = stage.campaign(None).await;
        assert_eq!((&paused["state"], &paused["acceptsPledges"], &paused["pause"]["reason"]), (&json!("PAUSED"), &json!(false), &json!("IP_CLAIM")));
        // What is private stays with those it concerns.
        assert_eq!(paused["ipClaims"], json!([]));
        assert!(!paused.to_string().contains("canary") && !paused.to_string().contains("Carla"));
        let own = stage.campaign(stage.founder.person.token()).await["ipClaims"][0].clone();
        assert_eq!((&own["holder"], &own["contact"]), (&json!("Cells Inc."), &Value::Null));
        assert_eq!(user_errors(&stage.place().await), ["CAMPAIGN_CLOSED"]);
        assert!(stage.told(&stage.founder.person).await.contains(&"IP_CLAIM_RAISED".to_owned()));
        let investor = stage.told(&stage.investor).await;
        assert_eq!(investor.iter().filter(|kind| *kind == "CAMPAIGN_PAUSED").count(), 1);
        assert!(stage.told(&stage.claimant).await.contains(&"IP_CLAIM_TOLD".to_owned()));

        // Long after the deadline that was, nothing is decided and nobody is charged.
        db.clock.advance(TimeDelta::days(3));
        stage.reviewer.come_back(&stage.platform).await;
        let early = stage.decide(&claim, "UPHOLD", json!({ "note": "Too soon." })).await;
        assert_eq!(user_errors(&early), ["FOUNDER_NOT_HEARD"]);
        let answer = json!({ "id": claim["id"], "answer": "Our cell has no liquid, which claim 1 asks for." });
        let stranger = platform.attempt(stage.investor.token(), "ipClaimAnswer", "claim { id }", answer.clone()).await;
        assert_eq!(user_errors(&stranger), ["NOT_FOUND"]);
        let answered = platform.act(stage.founder.person.token(), "ipClaimAnswer", "claim { state answer }", answer).await;
        assert_eq!(answered["claim"]["state"], "ANSWERED");
        let silent = stage.decide(&claim, "REJECT", json!({})).await;
        assert_eq!(silent["userErrors"][0]["field"], json!(["reason"]));
        let rejected = stage.decide(&claim, "REJECT", json!({ "reason": "NOT_USED", "note": "No liquid." })).await;
        assert_eq!(rejected["claim"]["state"], "REJECTED", "{rejected}");
        platform.settle().await;
        let live = stage.campaign(None).await;
        assert_eq!((&live["state"], &live["pause"]), (&json!("LIVE"), &Value::Null));
        let pause = &live["pauses"][0];
        let stood = moment(&pause["endedAt"]) - moment(&pause["startedAt"]);
        assert_eq!(moment(&live["endsAt"]), ends_at + stood);
        assert!(stood >= TimeDelta::days(3), "{stood}");
        assert_eq!(pause["claimState"], "REJECTED");
        let kinds: Vec<_> = live["happenings"]["nodes"].as_array().unwrap().iter().map(|h| h["kind"].clone()).collect();
        assert!(kinds.contains(&json!("PAUSED")) && kinds.contains(&json!("RESUMED")), "{kinds:?}");
        assert_eq!(user_errors(&stage.place().await), Vec::<&str>::new());
        assert!(stage.told(&stage.investor).await.contains(&"CAMPAIGN_RESUMED".to_owned()));
        let founder = stage.told(&stage.founder.person).await;
        assert!(founder.contains(&"IP_CLAIM_OVER".to_owned()), "{founder:?}");
        let seen = "query($id: ID!) { ipClaim(id: $id) { state note answer contact reviewer { displayName } } }";
        let id = json!({ "id": claim["id"] });
        let mine = platform.data(stage.claimant.token(), seen, id.clone()).await["ipClaim"].clone();
        assert_eq!(mine, json!({ "state": "REJECTED", "note": "No liquid.", "answer": null, "contact": "canary-contact +1 202 555 0100", "reviewer": null }));
        assert_eq!(platform.data(stage.investor.token(), seen, id).await["ipClaim"], Value::Null);
        platform.verify().await;
    }

    async fn a_founder_who_does_not_answer_loses_the_campaign_and_nobody_is_charged(db: &TestDb) {
        let mut stage = stage(db).await;
        let claim = stage.file().await;
        stage.decide(&claim, "INQUIRE", json!({})).await;
        stage.platform.settle().await;
        db.clock.advance(TimeDelta::days(30));
        stage.founder.person.come_back(&stage.platform).await;
        stage.investor.come_back(&stage.platform).await;
        let platform = &stage.platform;
        let upheld = platform.app.projects.uphold_silent(&kernel::Caller::system("claims"), 10).await.unwrap();
        assert_eq!(upheld, 1);
        platform.settle().await;
        let ended = stage.campaign(None).await;
        assert_eq!((&ended["state"], &ended["pauses"][0]["claimState"]), (&json!("SUSPENDED"), &json!("UPHELD")));
        let query = "query($id: ID!) { pledge(id: $id) { state } }";
        let pledge = platform.data(stage.investor.token(), query, json!({ "id": stage.pledge })).await;
        assert_eq!(pledge["pledge"]["state"], "RELEASED");
        assert!(stage.told(&stage.founder.person).await.contains(&"OWN_SUSPENDED".to_owned()));
        assert!(stage.told(&stage.investor).await.contains(&"PLEDGE_RELEASED".to_owned()));
        platform.verify().await;
    }

    async fn a_pledge_is_taken_back_while_its_campaign_stands_still(db: &TestDb) {
        let stage = stage(db).await;
        let platform = &stage.platform;
        let pause = json!({ "id": stage.founder.campaign, "reason": "Many pledges from one card." });
        let founder = platform.ask(stage.founder.person.token(), "mutation($input: CampaignPauseInput!) { campaignPause(input: $input) { userErrors { code } } }", json!({ "input": pause })).await;
        assert_eq!(errors(&founder), ["FORBIDDEN"]);
        let paused = platform.act(stage.reviewer.token(), "campaignPause", "campaign { state pause { reason } }", pause.clone()).await;
        assert_eq!(paused["campaign"], json!({ "state": "PAUSED", "pause": { "reason": "STAFF" } }));
        platform.settle().await;
        let founder = stage.told(&stage.founder.person).await;
        assert!(founder.contains(&"OWN_PAUSED".to_owned()), "{founder:?}");
        // What staff wrote is for the trail.
        let shown = stage.campaign(stage.investor.token()).await;
        assert!(!shown.to_string().contains("one card"));
        let cancel = json!({ "pledgeId": stage.pledge, "idempotencyKey": uuid::Uuid::from_u128(5) });
        let back = platform.act(stage.investor.token(), "pledgeCancel", "pledge { state }", cancel).await;
        assert_eq!(back["pledge"]["state"], "CANCELLED");
        let resume = json!({ "id": stage.founder.campaign, "reason": "They are a family." });
        platform.act(stage.reviewer.token(), "campaignResume", "campaign { state }", resume.clone()).await;
        let again = platform.attempt(stage.reviewer.token(), "campaignResume", "campaign { state }", resume).await;
        assert_eq!(user_errors(&again), ["WRONG_STATE"]);
        platform.settle().await;
        platform.verify().await;
    }
}
