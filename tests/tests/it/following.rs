//! Following a campaign, a founder and a patent: who is told of what, once, and how it ends.

use chrono::TimeDelta;
use journeys::{Founder, Person, Platform, errors, user_errors};
use kernel::Role;
use mail::CapturedMail;
use serde_json::{Value, json};
use testkit::TestDb;

const VISA: &str = "4242424242424242";

async fn follow(platform: &Platform, person: &Person, id: &Value) {
    let selection = "followed { viewerFollows }";
    let done = platform
        .act(person.token(), "followingStart", selection, json!({ "id": id }))
        .await;
    assert_eq!(done["followed"]["viewerFollows"], true);
}

async fn kinds(platform: &Platform, person: &Person) -> Vec<String> {
    let query = "{ viewer { notifications(first: 50) { nodes { kind path subject } } } }";
    let told = platform.data(person.token(), query, json!({})).await;
    let told = told["viewer"]["notifications"]["nodes"]
        .as_array()
        .unwrap()
        .clone();
    told.iter()
        .map(|one| one["kind"].as_str().unwrap().to_owned())
        .collect()
}

async fn mails(platform: &Platform, person: &Person) -> Vec<CapturedMail> {
    let all = platform.app.captured_mails().unwrap().list().await.unwrap();
    all.into_iter()
        .filter(|mail| mail.recipient == person.email)
        .collect()
}

/// Lets time go by in steps, with the work that falls due.
async fn pass(platform: &Platform, db: &TestDb, hours: i64) {
    db.clock.advance(TimeDelta::hours(hours));
    for _ in 0..3 {
        platform.settle().await;
        db.clock.advance(TimeDelta::minutes(6));
    }
    platform.settle().await;
}

testkit::on_both! {
    async fn followers_are_told_of_the_launch_the_goal_and_the_end_each_once(db: &TestDb) {
        let platform = Platform::on(db).await;
        let reviewer = Person::with_role(&platform, "Rita Reviewer", Role::Reviewer).await;
        let mut founder = Founder::with_draft(&platform, "Fritz Founder", Founder::PATENT).await;
        let mut fan = Person::sign_up(&platform, "Fina Fan", false).await;
        follow(&platform, &fan, &json!(founder.person.id)).await;
        founder.go_live(&platform, &reviewer).await;
        assert_eq!(kinds(&platform, &fan).await, ["FOLLOWED_LAUNCHED"], "by the founder");
        follow(&platform, &fan, &json!(founder.campaign)).await;
        follow(&platform, &fan, &json!(founder.campaign)).await;
        let query = "query($slug: String!) { campaignBySlug(slug: $slug) { viewerFollows followerCount founder { viewerFollows
            followerCount campaigns { totalCount nodes { slug } } } } viewer { following { totalCount nodes { followedId
            followed { campaign { slug } founder { displayName } patent { number } } } } } }";
        let seen = platform.data(fan.token(), query, json!({ "slug": founder.slug })).await;
        assert_eq!(seen["campaignBySlug"]["viewerFollows"], true);
        assert_eq!(seen["campaignBySlug"]["followerCount"], 1);
        assert_eq!(seen["campaignBySlug"]["founder"]["campaigns"]["nodes"], json!([{ "slug": founder.slug }]));
        assert_eq!(seen["viewer"]["following"]["totalCount"], 2);
        assert_eq!(seen["viewer"]["following"]["nodes"][0]["followed"]["campaign"]["slug"], founder.slug);

        let investor = Person::sign_up(&platform, "Ines Investor", false).await;
        investor.pledge(&platform, &founder.campaign, None, "600.00", VISA).await;
        platform.settle().await;
        assert_eq!(kinds(&platform, &fan).await.len(), 1, "the goal is not reached yet");
        investor.pledge(&platform, &founder.campaign, None, "500.00", VISA).await;
        investor.pledge(&platform, &founder.campaign, None, "20.00", VISA).await;
        platform.settle().await;
        assert_eq!(kinds(&platform, &fan).await, ["FOLLOWED_REACHED", "FOLLOWED_LAUNCHED"]);

        pass(&platform, db, 24 * 27).await;
        fan.come_back(&platform).await;
        assert_eq!(kinds(&platform, &fan).await.len(), 2, "three days are not two");
        pass(&platform, db, 30).await;
        pass(&platform, db, 1).await;
        fan.come_back(&platform).await;
        founder.person.come_back(&platform).await;
        assert_eq!(kinds(&platform, &fan).await, ["FOLLOWED_ENDING", "FOLLOWED_REACHED", "FOLLOWED_LAUNCHED"]);
        let sent = mails(&platform, &fan).await;
        assert_eq!(sent.len(), 3);
        assert!(sent[0].text.contains(&format!("http://localhost:8080/en/campaigns/{}\n", founder.slug)), "{}", sent[0].text);
        assert!(sent[0].text.contains("€1,120 of €1,000"), "{}", sent[0].text);
        assert!(!kinds(&platform, &founder.person).await.iter().any(|kind| kind.starts_with("FOLLOWED")));
    }

    async fn a_change_of_a_patent_is_told_to_its_followers(db: &TestDb) {
        let platform = Platform::on(db).await;
        let number = "CN202119996702.7";
        let query = "query($n: String!) { patentByNumber(number: $n) { id number viewerFollows } }";
        let changing = platform.data(None, query, json!({ "n": number })).await;
        let fan = Person::sign_up(&platform, "Fina Fan", false).await;
        follow(&platform, &fan, &changing["patentByNumber"]["id"]).await;
        let parsed = platform.app.parse_number(number, None).unwrap();
        assert_eq!(platform.app.patents.record_later_sample(&parsed).await.unwrap(), Some(true));
        platform.settle().await;
        assert_eq!(kinds(&platform, &fan).await, ["FOLLOWED_PATENT_CHANGED"]);
        let sent = mails(&platform, &fan).await;
        let number = changing["patentByNumber"]["number"].as_str().unwrap();
        let plain: String = number.chars().filter(|c| *c != ' ').collect();
        assert!(sent[0].text.contains(&format!("/en/patents/{plain}\n")), "{}", sent[0].text);
    }

    async fn the_link_in_a_mail_ends_it_and_what_is_not_public_cannot_be_followed(db: &TestDb) {
        let platform = Platform::on(db).await;
        let reviewer = Person::with_role(&platform, "Rita Reviewer", Role::Reviewer).await;
        let founder = Founder::with_draft(&platform, "Fritz Founder", Founder::PATENT).await;
        let fan = Person::sign_up(&platform, "Fina Fan", false).await;
        let draft = platform.attempt(fan.token(), "followingStart", "followed { followerCount }", json!({ "id": founder.campaign })).await;
        assert_eq!(user_errors(&draft), ["NOT_FOUND"]);
        let stranger = platform.attempt(founder.person.token(), "followingStart", "followed { followerCount }", json!({ "id": fan.id })).await;
        assert_eq!(user_errors(&stranger), ["NOT_FOUND"], "who runs no campaigns");
        let own = platform.attempt(founder.person.token(), "followingStart", "followed { followerCount }", json!({ "id": founder.person.id })).await;
        assert_eq!(user_errors(&own), ["ONESELF"]);
        let pledge = platform.ask(fan.token(), "mutation { followingStart(input: { id: \"pledge_00000000000000000000000000\" }) { userErrors { code } } }", json!({})).await;
        assert_eq!(errors(&pledge), ["BAD_USER_INPUT"]);

        follow(&platform, &fan, &json!(founder.person.id)).await;
        founder.go_live(&platform, &reviewer).await;
        let sent = mails(&platform, &fan).await;
        let secret = sent[0].text.split("/unfollow/").nth(1).unwrap().trim().to_owned();
        let query = "query($s: String!) { followedByMail(secret: $s) { founder { displayName } campaign { slug } } }";
        let asked = platform.data(None, query, json!({ "s": secret })).await;
        assert_eq!(asked["followedByMail"]["founder"]["displayName"], "Fritz Founder");
        let ended = platform.act(None, "followingEndByMail", "followed { founder { displayName } }", json!({ "secret": secret })).await;
        assert_eq!(ended["followed"]["founder"]["displayName"], "Fritz Founder");
        let again = platform.attempt(None, "followingEndByMail", "followed { founder { displayName } }", json!({ "secret": secret })).await;
        assert_eq!(user_errors(&again), ["NOT_FOUND"]);
        let left = platform.data(fan.token(), "{ viewer { following { totalCount } } }", json!({})).await;
        assert_eq!(left["viewer"]["following"]["totalCount"], 0);
    }
}
