//! A list of campaigns with their patents costs a constant number of statements.

use journeys::{Founder, Person, Platform};
use kernel::Role;
use serde_json::{Value, json};
use testkit::TestDb;

const PATENTS: [&str; 3] = ["CN202119941207.6", "16/995,233", "PCT/CN2025/199412"];

const LIST: &str = "query($first: Int!) { campaigns(first: $first) { nodes { id slug title blurb state goal { amount currency }
    raised { amount } raisedPercent investorCount endsAt
    ipPanel { level coverage asOf patents { number kind office title status { value asOf since confidence reason staleAfter } expiresOn
      term { basis } states { inForce } challenged partiallyInvalidated lapseRisk deadlines { on } remainingYears ownerMatch owners { name } annuity { nextDueOn graceEndsOn state } encumbrances { kind holder effectiveOn }
      risks { kind dueOn message } } } } } }";

const PAGE: &str = "query($slug: String!) { campaignBySlug(slug: $slug) { title story risks team founder { displayName }
    rewards { title description amount { amount } remaining } raised { amount } endsAt
    ipPanel { level patents { number title status { value since finality } annuity { state amount { amount } } lapseRisk
      states { inForce unconfirmed ended } challenged partiallyInvalidated term { basis } encumbrances { kind instrument } meaning } }
    materialChanges { state causes { message patent { number } } } comparables { count campaigns { name } } viewerPledge { id } } }";

async fn statements(platform: &Platform, query: &str, variables: Value) -> u64 {
    let before = platform.app.db().statements();
    platform.data(None, query, variables).await;
    platform.app.db().statements() - before
}

async fn campaigns(db: &TestDb) -> (Platform, Vec<Founder>) {
    let platform = Platform::on(db).await;
    let reviewer = Person::with_role(&platform, "Rita Reviewer", Role::Reviewer).await;
    let mut founders = Vec::new();
    for (n, patent) in PATENTS.iter().enumerate() {
        founders
            .push(Founder::with_live_campaign(&platform, &format!("Founder {n}"), patent, &reviewer).await);
    }
    (platform, founders)
}

testkit::on_both! {
    async fn a_list_with_panels_costs_at_most_four_statements_whatever_its_length(db: &TestDb) {
        let (platform, _) = campaigns(db).await;
        let one = statements(&platform, LIST, json!({ "first": 1 })).await;
        let many = statements(&platform, LIST, json!({ "first": 20 })).await;
        assert_eq!(one, many, "the number of statements grows with the page");
        assert!(many <= 4, "{many} statements");
    }

    async fn a_campaign_page_costs_at_most_ten_statements(db: &TestDb) {
        let (platform, founders) = campaigns(db).await;
        let count = statements(&platform, PAGE, json!({ "slug": founders[0].slug })).await;
        assert!(count <= 10, "{count} statements");
    }

    async fn a_node_costs_at_most_two_statements(db: &TestDb) {
        let (platform, founders) = campaigns(db).await;
        let query = "query($id: ID!) { node(id: $id) { id ... on Campaign { title } } }";
        let count = statements(&platform, query, json!({ "id": founders[0].campaign })).await;
        assert!(count <= 2, "{count} statements");
    }
}
