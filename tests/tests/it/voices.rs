//! What a campaign says and what people ask: updates, questions, and what changed meanwhile.

use chrono::TimeDelta;
use journeys::{Founder, Person, Platform, errors, user_errors};
use kernel::Role;
use mail::CapturedMail;
use serde_json::{Value, json};

const VISA: &str = "4242424242424242";

async fn kinds(platform: &Platform, person: &Person) -> Vec<String> {
    let query = "{ viewer { notifications(first: 50) { nodes { kind } } } }";
    let told = platform.data(person.token(), query, json!({})).await;
    let told = told["viewer"]["notifications"]["nodes"]
        .as_array()
        .unwrap()
        .clone();
    let mut kinds: Vec<_> = told
        .iter()
        .map(|one| one["kind"].as_str().unwrap().to_owned())
        .collect();
    kinds.reverse();
    kinds
}

async fn mails(platform: &Platform, person: &Person) -> Vec<CapturedMail> {
    let all = platform.app.captured_mails().unwrap().list().await.unwrap();
    all.into_iter()
        .filter(|mail| mail.recipient == person.email)
        .collect()
}

/// A live campaign, its reviewer, a backer, a follower, and somebody who is neither.
struct Scene {
    founder: Founder,
    reviewer: Person,
    backer: Person,
    fan: Person,
    stranger: Person,
}

impl Scene {
    async fn on(platform: &Platform) -> Self {
        let reviewer = Person::with_role(platform, "Rita Reviewer", Role::Reviewer).await;
        let founder =
            Founder::with_live_campaign(platform, "Fritz Founder", Founder::PATENT, &reviewer).await;
        let backer = Person::sign_up(platform, "Bea Backer", false).await;
        backer
            .pledge(platform, &founder.campaign, None, "60.00", VISA)
            .await;
        let fan = Person::sign_up(platform, "Fina Fan", false).await;
        platform
            .act(
                fan.token(),
                "followingStart",
                "followed { viewerFollows }",
                json!({ "id": founder.campaign }),
            )
            .await;
        platform.settle().await;
        Self {
            founder,
            reviewer,
            backer,
            fan,
            stranger: Person::sign_up(platform, "Stan Stranger", false).await,
        }
    }

    /// Writes an update and publishes it; its number.
    async fn publish(&self, platform: &Platform, title: &str, audience: &str) -> i64 {
        let token = self.founder.person.token();
        let input = json!({
            "campaignId": self.founder.campaign, "audience": audience,
            "title": { "en": title, "zhHans": "进展" }, "body": { "en": "They **hold**.", "zhHans": "性能稳定。" },
        });
        let draft = platform
            .act(
                token,
                "campaignUpdateDraft",
                "update { id version state number }",
                input,
            )
            .await;
        assert_eq!(
            (&draft["update"]["state"], &draft["update"]["number"]),
            (&json!("DRAFT"), &Value::Null)
        );
        let input = json!({ "id": draft["update"]["id"], "expectedVersion": draft["update"]["version"] });
        let done = platform
            .act(token, "campaignUpdatePublish", "update { number state }", input)
            .await;
        platform.settle().await;
        done["update"]["number"].as_i64().unwrap()
    }
}

testkit::on_both! {
    async fn backers_and_followers_are_told_of_an_update_once_and_a_change_shows(db: &TestDb) {
        let platform = Platform::on(db).await;
        let scene = Scene::on(&platform).await;
        // Who follows and pledged is one reader.
        platform.act(scene.backer.token(), "followingStart", "followed { followerCount }", json!({ "id": scene.founder.campaign })).await;
        assert_eq!(scene.publish(&platform, "First cells", "EVERYONE").await, 1);
        assert_eq!(kinds(&platform, &scene.backer).await, ["PLEDGE_COMMITTED", "CAMPAIGN_UPDATED"]);
        assert_eq!(kinds(&platform, &scene.fan).await, ["CAMPAIGN_UPDATED"]);
        assert!(kinds(&platform, &scene.stranger).await.is_empty());
        let sent = mails(&platform, &scene.fan).await;
        assert_eq!(sent.len(), 1);
        assert_eq!(sent[0].subject, "“Fritz Founder's battery”: First cells");
        assert!(sent[0].text.contains(&format!("/en/campaigns/{}/updates/1\n", scene.founder.slug)), "{}", sent[0].text);
        assert_eq!(scene.publish(&platform, "For you", "BACKERS").await, 2);
        assert_eq!(kinds(&platform, &scene.fan).await.len(), 1, "what is for backers is not told to others");
        assert_eq!(kinds(&platform, &scene.backer).await.len(), 3);

        let query = "query($slug: String!) { campaignBySlug(slug: $slug) { updates(first: 5) { totalCount nodes { id number title body
            isLocked editedAt version earlierVersions { totalCount nodes { body } } } } update(number: 2) { isLocked body texts { body { en } } } } }";
        let ask = json!({ "slug": scene.founder.slug });
        let seen = platform.data(scene.stranger.token(), query, ask.clone()).await;
        let seen = &seen["campaignBySlug"];
        assert_eq!(seen["updates"]["totalCount"], 2);
        assert_eq!(seen["update"], json!({ "isLocked": true, "body": null, "texts": null }));
        assert_eq!(seen["updates"]["nodes"][0]["title"], "For you");
        assert_eq!(seen["updates"]["nodes"][1]["body"], "They **hold**.");
        let read = platform.data(scene.backer.token(), query, ask.clone()).await;
        assert_eq!(read["campaignBySlug"]["update"]["body"], "They **hold**.");

        let first = &seen["updates"]["nodes"][1];
        db.clock.advance(TimeDelta::hours(1));
        let better = json!({ "id": first["id"], "expectedVersion": first["version"], "body": { "en": "They hold *well*." } });
        platform.act(scene.founder.person.token(), "campaignUpdateEdit", "update { editedAt }", better).await;
        platform.settle().await;
        let after = platform.data(None, query, ask).await;
        let after = &after["campaignBySlug"]["updates"]["nodes"][1];
        assert!(after["editedAt"].is_string());
        assert_eq!(after["earlierVersions"], json!({ "totalCount": 1, "nodes": [{ "body": "They **hold**." }] }));
        assert_eq!(kinds(&platform, &scene.fan).await.len(), 1, "a change is told to nobody");
    }

    async fn a_scheduled_update_comes_out_by_itself(db: &TestDb) {
        let platform = Platform::on(db).await;
        let scene = Scene::on(&platform).await;
        let token = scene.founder.person.token();
        let input = json!({ "campaignId": scene.founder.campaign, "title": { "en": "Later" }, "body": { "en": "Soon." } });
        let draft = platform.act(token, "campaignUpdateDraft", "update { id version }", input).await;
        let at = db.clock().now() + TimeDelta::hours(1);
        let input = json!({ "id": draft["update"]["id"], "expectedVersion": 1, "at": at.to_rfc3339() });
        let planned = platform.act(token, "campaignUpdatePublish", "update { state publishAt }", input).await;
        assert_eq!(planned["update"]["state"], "SCHEDULED");
        platform.settle().await;
        assert!(kinds(&platform, &scene.fan).await.is_empty());
        db.clock.advance(TimeDelta::hours(1) + TimeDelta::seconds(6));
        platform.settle().await;
        platform.settle().await;
        assert_eq!(kinds(&platform, &scene.fan).await, ["CAMPAIGN_UPDATED"]);
    }

    async fn a_question_goes_from_its_asker_to_the_founder_and_back(db: &TestDb) {
        let platform = Platform::on(db).await;
        let scene = Scene::on(&platform).await;
        let ask = |body: &str| json!({ "campaignId": scene.founder.campaign, "body": body });
        let asked = platform.act(scene.backer.token(), "questionAsk", "question { id version askerIsBacker }", ask("How long does it last?")).await;
        assert_eq!(asked["question"]["askerIsBacker"], true);
        let other = platform.act(scene.stranger.token(), "questionAsk", "question { id askerIsBacker }", ask("Is it yours?")).await;
        assert_eq!(other["question"]["askerIsBacker"], false);
        let own = platform.attempt(scene.founder.person.token(), "questionAsk", "question { id }", ask("Me?")).await;
        assert_eq!(user_errors(&own), ["OWN_CASE"]);
        platform.settle().await;
        let heard = kinds(&platform, &scene.founder.person).await;
        assert_eq!(heard.iter().filter(|kind| *kind == "QUESTION_ASKED").count(), 2);
        let answer = json!({ "id": asked["question"]["id"], "expectedVersion": 1, "body": "Ten years." });
        platform.act(scene.founder.person.token(), "questionAnswer", "question { version }", answer).await;
        platform.settle().await;
        assert_eq!(kinds(&platform, &scene.backer).await, ["PLEDGE_COMMITTED", "QUESTION_ANSWERED"]);
        let sent = mails(&platform, &scene.backer).await;
        assert!(sent[0].text.contains(&format!("/en/campaigns/{}/questions\n", scene.founder.slug)), "{}", sent[0].text);

        // A reader reports the other one; a reviewer hides it; it is kept and shown as hidden.
        let report = json!({ "id": other["question"]["id"], "reason": "MISLEADING" });
        platform.act(scene.fan.token(), "questionReport", "isReported", report).await;
        let queue = "{ reportedQuestions { totalCount nodes { question { id body } reports { reason reporter { displayName } } } } }";
        let refused = platform.ask(scene.founder.person.token(), queue, json!({})).await;
        assert_eq!(errors(&refused), ["FORBIDDEN"]);
        let waiting = platform.data(scene.reviewer.token(), queue, json!({})).await;
        assert_eq!(waiting["reportedQuestions"]["nodes"][0]["reports"], json!([{ "reason": "MISLEADING", "reporter": { "displayName": "Fina Fan" } }]));
        let decide = json!({ "id": other["question"]["id"], "hideBecause": "Not a question." });
        platform.act(scene.reviewer.token(), "questionReportsDecide", "question { hiding { reason byFounder } }", decide).await;
        platform.settle().await;
        assert_eq!(kinds(&platform, &scene.stranger).await, ["QUESTION_HIDDEN"]);
        let list = "query($slug: String!, $f: QuestionFilter) { campaignBySlug(slug: $slug) { questions(filter: $f) { totalCount nodes { body
            asker { displayName } answer { body author { displayName } } hiding { reason byFounder } viewerCanAnswer } } } }";
        let all = platform.data(None, list, json!({ "slug": scene.founder.slug })).await;
        let all = &all["campaignBySlug"]["questions"];
        assert_eq!(all["totalCount"], 2);
        assert_eq!(all["nodes"][0], json!({ "body": null, "asker": null, "answer": null, "viewerCanAnswer": false,
            "hiding": { "reason": "Not a question.", "byFounder": false } }));
        assert_eq!(all["nodes"][1]["answer"], json!({ "body": "Ten years.", "author": { "displayName": "Fritz Founder" } }));
        let open = platform.data(None, list, json!({ "slug": scene.founder.slug, "f": "OPEN" })).await;
        assert_eq!(open["campaignBySlug"]["questions"]["totalCount"], 0);
        for n in 0..4 {
            platform.act(scene.stranger.token(), "questionAsk", "question { id }", ask(&format!("And {n}?"))).await;
        }
        let sixth = platform.attempt(scene.stranger.token(), "questionAsk", "question { id }", ask("And now?")).await;
        assert_eq!(user_errors(&sixth), ["TOO_OFTEN"]);
    }

    async fn what_happened_is_told_in_the_order_of_time(db: &TestDb) {
        let platform = Platform::on(db).await;
        let reviewer = Person::with_role(&platform, "Rita Reviewer", Role::Reviewer).await;
        let number = "CN202119996702.7";
        let founder = Founder::with_draft(&platform, "Fritz Founder", number).await;
        let query = "query($slug: String!) { campaignBySlug(slug: $slug) { happenings { totalCount nodes { kind detail updateNumber patent { number } } } } }";
        let ask = json!({ "slug": founder.slug });
        let before = platform.data(founder.person.token(), query, ask.clone()).await;
        assert_eq!(before["campaignBySlug"]["happenings"], json!({ "totalCount": 0, "nodes": [] }));
        founder.go_live(&platform, &reviewer).await;
        let investor = Person::sign_up(&platform, "Ines Investor", false).await;
        investor.pledge(&platform, &founder.campaign, None, "60.00", VISA).await;
        db.clock.advance(TimeDelta::hours(1));
        let reward = json!({ "campaignId": founder.campaign, "title": { "en": "A second cell" }, "amount": { "amount": "75.00", "currency": "EUR" } });
        platform.act(founder.person.token(), "rewardAdd", "reward { id }", reward).await;
        db.clock.advance(TimeDelta::hours(1));
        let scene = Scene { founder, reviewer, backer: investor.clone(), fan: investor.clone(), stranger: investor };
        scene.publish(&platform, "First cells", "EVERYONE").await;
        db.clock.advance(TimeDelta::hours(1));
        let parsed = platform.app.parse_number(number, None).unwrap();
        platform.app.patents.record_later_sample(&parsed).await.unwrap();
        platform.settle().await;
        let found = platform.data(None, query, ask).await;
        let told = &found["campaignBySlug"]["happenings"];
        let found = told["nodes"].as_array().unwrap().clone();
        assert_eq!(told["totalCount"], found.len());
        // Page by page it is the same, each once and in the same order.
        let pages = "query($slug: String!, $after: String) { campaignBySlug(slug: $slug) { happenings(first: 2, after: $after) {
            totalCount pageInfo { hasNextPage endCursor } nodes { kind detail updateNumber patent { number } } } } }";
        let (mut paged, mut after) = (Vec::new(), Value::Null);
        loop {
            let page = platform.data(None, pages, json!({ "slug": scene.founder.slug, "after": after })).await;
            let page = &page["campaignBySlug"]["happenings"];
            assert_eq!(page["totalCount"], found.len());
            paged.extend(page["nodes"].as_array().unwrap().clone());
            after = page["pageInfo"]["endCursor"].clone();
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
        }
        assert_eq!(paged, found);
        let mut kinds: Vec<_> = found.iter().rev().map(|one| one["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds[..3], ["LAUNCHED", "REWARD_ADDED", "UPDATE_PUBLISHED"]);
        kinds[3..].sort_unstable();
        assert!(kinds.contains(&"PATENT_CHANGED") && kinds.contains(&"MATERIAL_CHANGE_OPENED"), "{kinds:?}");
        let of = |kind: &str| found.iter().find(|one| one["kind"] == kind).unwrap();
        assert_eq!(of("REWARD_ADDED")["detail"], "A second cell");
        assert_eq!((&of("UPDATE_PUBLISHED")["detail"], &of("UPDATE_PUBLISHED")["updateNumber"]), (&json!("First cells"), &json!(1)));
        assert!(of("PATENT_CHANGED")["detail"].as_str().is_some_and(|said| !said.is_empty()));
        assert!(of("PATENT_CHANGED")["patent"]["number"].is_string());
    }
}
