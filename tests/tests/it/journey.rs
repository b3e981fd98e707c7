//! From a founder's first sign-up to an investor's second pledge.

use journeys::{Founder, Person, Platform, user_errors};
use kernel::Role;
use serde_json::json;

const VISA: &str = "4242424242424242";
const DECLINED: &str = "4000000000000002";
const ASKS_FOR_PROOF: &str = "4000002760003184";

testkit::on_both! {
    async fn a_project_is_listed_reviewed_found_and_pledged_to(db: &TestDb) {
        let platform = Platform::on(db).await;
        let reviewer = Person::with_role(&platform, "Rita Reviewer", Role::Reviewer).await;
        let founder = Founder::with_draft(&platform, "Fritz Founder", Founder::PATENT).await;

        // A draft is not there for anyone else.
        let by_slug = "query($slug: String!) { campaignBySlug(slug: $slug) { id state } }";
        let slug = json!({ "slug": founder.slug });
        assert!(platform.data(None, by_slug, slug.clone()).await["campaignBySlug"].is_null());
        assert_eq!(platform.data(founder.person.token(), by_slug, slug.clone()).await["campaignBySlug"]["state"], "DRAFT");

        founder.submit(&platform).await;
        let queue = platform.data(reviewer.token(), "{ reviewQueue { totalCount nodes { id } } }", json!({})).await;
        assert_eq!(queue["reviewQueue"]["nodes"][0]["id"], json!(founder.campaign));
        let claim = json!({ "id": founder.campaign });
        platform.act(reviewer.token(), "campaignReviewClaim", "campaign { state }", claim.clone()).await;
        let decide = json!({ "id": founder.campaign, "decision": "APPROVED" });
        platform.act(reviewer.token(), "campaignReviewDecide", "campaign { state }", decide).await;
        founder.verify(&platform, &reviewer).await;
        platform.act(founder.person.token(), "campaignLaunch", "campaign { state }", claim).await;
        platform.settle().await;

        // A visitor finds it by what its patent is, and by words in either language.
        let find = "query($filter: CampaignFilter) { campaigns(filter: $filter) { totalCount nodes { slug
            ipPanel { level coverage patents { number isSample status { value asOf source } owners { name } annuity { nextDueOn state } } } } } }";
        for filter in [
            json!({ "legalStatusIn": ["IN_FORCE"], "officeIn": ["CN"] }),
            json!({ "text": "battery" }),
            json!({ "text": "固态电池" }),
            json!({ "text": "CN202119941207" }),
            json!({ "fieldIn": ["ENERGY_STORAGE"] }),
        ] {
            let found = platform.data(None, find, json!({ "filter": filter })).await;
            assert_eq!(found["campaigns"]["nodes"][0]["slug"], json!(founder.slug), "{filter}");
            let patent = &found["campaigns"]["nodes"][0]["ipPanel"]["patents"][0];
            assert_eq!(patent["status"]["value"], "IN_FORCE");
            assert_eq!(patent["isSample"], true);
        }
        for filter in [json!({ "officeIn": ["JP"] }), json!({ "legalStatusIn": ["LAPSED"] }), json!({ "text": "submarine" })] {
            let found = platform.data(None, find, json!({ "filter": filter })).await;
            assert_eq!(found["campaigns"]["totalCount"], 0, "{filter}");
        }

        // An investor's cards behave as the sandbox says.
        let investor = Person::sign_up(&platform, "Ines Investor", false).await;
        let declined = investor.pledge(&platform, &founder.campaign, None, "80.00", DECLINED).await;
        assert_eq!(user_errors(&declined), ["CARD_DECLINED"]);
        assert_eq!(declined["pledge"]["state"], "RESERVED");
        let repaired = json!({ "pledgeId": declined["pledge"]["id"], "number": VISA, "expiry": "12/34", "cvc": "123" });
        let committed = platform.act(investor.token(), "sandboxCardEnter", "pledge { id state } campaign { raised { amount } investorCount }", repaired).await;
        assert_eq!(committed["pledge"]["state"], "COMMITTED");
        assert_eq!(committed["campaign"]["raised"]["amount"], "80.00");

        let asked = investor.pledge(&platform, &founder.campaign, Some(&founder.rewards[0]), "50.00", ASKS_FOR_PROOF).await;
        assert_eq!(user_errors(&asked), ["AUTHENTICATION_REQUIRED"]);
        let proof = json!({ "pledgeId": asked["pledge"]["id"], "succeed": true });
        let proven = platform.act(investor.token(), "sandboxAuthenticate", "pledge { id state } campaign { raised { amount } }", proof).await;
        assert_eq!(proven["pledge"]["state"], "COMMITTED");
        assert_eq!(proven["campaign"]["raised"]["amount"], "130.00");

        // Taken back, and pledged again.
        let cancel = json!({ "pledgeId": committed["pledge"]["id"], "idempotencyKey": uuid::Uuid::from_u128(1 << 80) });
        let cancelled = platform.act(investor.token(), "pledgeCancel", "pledge { state } campaign { raised { amount } }", cancel.clone()).await;
        assert_eq!(cancelled["pledge"]["state"], "CANCELLED");
        assert_eq!(cancelled["campaign"]["raised"]["amount"], "50.00");
        let again = platform.act(investor.token(), "pledgeCancel", "pledge { state } campaign { raised { amount } }", cancel).await;
        assert_eq!(again["pledge"]["state"], "CANCELLED");
        let second = investor.pledge(&platform, &founder.campaign, None, "99.99", VISA).await;
        assert_eq!(second["pledge"]["state"], "COMMITTED");
        assert_eq!(second["campaign"]["raised"]["amount"], "149.99");
        let mine = platform.data(investor.token(), "{ viewer { pledges { totalCount nodes { state amount { amount } campaign { slug } } } } }", json!({})).await;
        assert_eq!(mine["viewer"]["pledges"]["totalCount"], 3);

        // The provider's own messages arrive later and change nothing.
        platform.verify().await;
        let total = platform.data(None, "query($slug: String!) { campaignBySlug(slug: $slug) { raised { amount } investorCount } }", slug).await;
        assert_eq!(total["campaignBySlug"]["raised"]["amount"], "149.99");
    }

    async fn a_founder_learns_what_is_missing_and_which_number_is_wrong(db: &TestDb) {
        let platform = Platform::on(db).await;
        let person = Person::sign_up(&platform, "Nora New", true).await;
        let input = json!({ "title": { "en": "A pump" }, "field": "WATER_TREATMENT", "currency": "EUR", "country": "FR" });
        let made = platform.act(person.token(), "projectCreate", "campaign { id version missing { code } }", input).await;
        let submit = json!({ "id": made["campaign"]["id"], "expectedVersion": made["campaign"]["version"] });
        let refused = platform.attempt(person.token(), "campaignSubmit", "campaign { state }", submit).await;
        assert!(user_errors(&refused).contains(&"INCOMPLETE"), "{refused:#}");

        // The right check digit is named.
        let wrong = json!({ "campaignId": made["campaign"]["id"], "number": "202310999716.5" });
        let refused = platform.attempt(person.token(), "campaignPatentAttach", "patent { id }", wrong).await;
        assert_eq!(user_errors(&refused), ["PATENT_NUMBER_INVALID"]);
        assert!(refused["userErrors"][0]["message"].as_str().unwrap().contains('6'), "{refused:#}");
        assert_eq!(refused["userErrors"][0]["field"], json!(["number"]));

        let unknown = json!({ "campaignId": made["campaign"]["id"], "number": "CN202311776587.0" });
        let refused = platform.attempt(person.token(), "campaignPatentAttach", "patent { id }", unknown).await;
        assert_eq!(user_errors(&refused), ["PATENT_NOT_FOUND"]);
    }

    async fn an_edit_of_an_older_version_is_refused_and_shown_the_newer(db: &TestDb) {
        let platform = Platform::on(db).await;
        let founder = Founder::with_draft(&platform, "Olga Owner", Founder::PATENT).await;
        let input = json!({ "id": founder.campaign, "expectedVersion": 1, "team": { "en": "Nobody" } });
        let refused = platform.attempt(founder.person.token(), "campaignEdit", "campaign { version team }", input).await;
        assert_eq!(user_errors(&refused), ["CONFLICT"]);
        assert_eq!(refused["campaign"]["team"], "Two engineers.");
    }

    async fn one_right_stands_behind_one_unfinished_campaign(db: &TestDb) {
        let platform = Platform::on(db).await;
        let reviewer = Person::with_role(&platform, "Rita Reviewer", Role::Reviewer).await;
        Founder::with_live_campaign(&platform, "First Founder", Founder::PATENT, &reviewer).await;
        let second = Person::sign_up(&platform, "Second Founder", true).await;
        let input = json!({ "title": { "en": "The same battery" }, "field": "ENERGY_STORAGE", "currency": "EUR", "country": "DE" });
        let made = platform.act(second.token(), "projectCreate", "campaign { id }", input).await;
        let attach = json!({ "campaignId": made["campaign"]["id"], "number": Founder::PATENT });
        let refused = platform.attempt(second.token(), "campaignPatentAttach", "patent { id }", attach).await;
        assert_eq!(user_errors(&refused), ["PATENT_ALREADY_ATTACHED"]);
    }

    async fn a_term_that_ends_is_found_by_its_new_status(db: &TestDb) {
        let platform = Platform::on(db).await;
        // This right's term ends on 2041-06-09; until then nobody's register says anything new.
        let founder = Founder::with_draft(&platform, "Fritz Founder", Founder::PATENT).await;
        platform.settle().await;
        // Nothing is left to be told: from here on only the calendar speaks.
        db.clock.set("2041-06-20T12:00:00Z".parse().unwrap());
        platform.settle().await;
        let facts = platform.app.projects.patents_of(&[founder.campaign.parse().unwrap()]).await.unwrap();
        assert_eq!(facts[0].legal_status, projects::LegalStatus::Expired);
    }
}
