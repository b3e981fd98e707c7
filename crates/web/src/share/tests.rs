use http::StatusCode;
use serde_json::{Value, json};

use crate::stand_in::StandIn;

fn money(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "EUR", "minorUnits": amount.replace('.', "") })
}

fn card(percent: i32, launched_at: Value) -> StandIn {
    let campaign = json!({
        "title": "A <lamp> 固态", "launchedAt": launched_at, "founder": { "displayName": "Lin" }, "raised": money("500.00"),
        "raisedPercent": percent, "goal": money("1000.00"), "ipPanel": { "level": "ALERT" }
    });
    StandIn::anonymous().answering("CardQuery", json!({ "campaignBySlug": campaign }))
}

#[tokio::test]
async fn a_campaigns_picture_is_kept_by_what_it_shows() {
    let at = json!("2026-04-01T10:00:00Z");
    let first = card(50, at.clone())
        .fetch("/en/campaigns/lamp/card.png", &[])
        .await;
    assert_eq!(
        (first.status, first.header("content-type")),
        (StatusCode::OK, "image/png".to_owned())
    );
    assert!(first.body.starts_with(b"\x89PNG"));
    assert!(first.header("cache-control").contains("public"));
    let tag = first.header("etag");
    let again = card(50, at.clone())
        .fetch("/en/campaigns/lamp/card.png", &[("if-none-match", &tag)])
        .await;
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    assert_eq!(again.header("etag"), tag);
    let changed = card(51, at.clone())
        .fetch("/en/campaigns/lamp/card.png", &[("if-none-match", &tag)])
        .await;
    assert_eq!(changed.status, StatusCode::OK);
    assert_ne!(changed.header("etag"), tag);
    let chinese = card(50, at).fetch("/zh/campaigns/lamp/card.png", &[]).await;
    assert_ne!(chinese.header("etag"), tag);
    let draft = card(0, Value::Null)
        .fetch("/en/campaigns/lamp/card.png", &[])
        .await;
    assert_eq!(draft.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn new_campaigns_are_a_feed() {
    let node = |slug: &str, at: &str| json!({ "slug": slug, "title": "A <lamp> & more", "blurb": "It \"burns\"", "launchedAt": at, "founder": { "displayName": "Lin" } });
    let nodes = json!([
        node("b", "2026-05-02T10:00:00Z"),
        node("a", "2026-05-01T10:00:00Z")
    ]);
    let gateway =
        StandIn::anonymous().answering("NewCampaignsQuery", json!({ "campaigns": { "nodes": nodes } }));
    let feed = gateway.fetch("/zh/feed.atom", &[]).await;
    assert_eq!(feed.header("content-type"), "application/atom+xml; charset=utf-8");
    let text = feed.text();
    for part in [
        "xml:lang=\"zh-Hans\"",
        "<id>http://localhost/zh/feed.atom</id>",
        "<updated>2026-05-02T10:00:00Z</updated>",
        "<title>A &lt;lamp&gt; &amp; more</title>",
        "<summary>It &quot;burns&quot;</summary>",
        "href=\"http://localhost/zh/campaigns/a\"",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(text.matches("<entry>").count(), 2);
}

#[tokio::test]
async fn the_updates_of_a_campaign_are_a_feed_without_what_is_for_backers() {
    let update = |number: i32, audience: &str| {
        json!({
            "number": number, "title": "Cells", "body": "They **hold** <b>", "audience": audience,
            "publishedAt": "2026-05-01T10:00:00Z", "editedAt": "2026-05-03T10:00:00Z", "author": { "displayName": "Lin" }
        })
    };
    let campaign = |launched: Value| {
        let nodes = json!([update(2, "BACKERS"), update(1, "EVERYONE")]);
        let campaign = json!({ "slug": "lamp", "title": "A lamp", "launchedAt": launched, "updates": { "nodes": nodes } });
        // A backer is signed in: the feed is the same for them.
        StandIn::signed_in(&["INVESTOR"]).answering("UpdatesFeedQuery", json!({ "campaignBySlug": campaign }))
    };
    let gateway = campaign(json!("2026-04-01T10:00:00Z"));
    let text = gateway.fetch("/en/campaigns/lamp/feed.atom", &[]).await.text();
    assert_eq!(text.matches("<content type=\"html\">").count(), 1, "{text}");
    assert!(
        text.contains("&lt;strong&gt;hold&lt;/strong&gt;")
            && text.contains("<updated>2026-05-03T10:00:00Z</updated>")
    );
    let draft = campaign(Value::Null)
        .fetch("/en/campaigns/lamp/feed.atom", &[])
        .await;
    assert_eq!(draft.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn search_engines_find_every_public_page_in_both_languages() {
    let nodes = json!([{ "slug": "lamp", "launchedAt": "2026-04-01T10:00:00Z", "endedAt": null }]);
    let list = json!({ "pageInfo": { "hasNextPage": false, "endCursor": null }, "nodes": nodes });
    let gateway = StandIn::anonymous().answering("SitemapQuery", json!({ "campaigns": list }));
    let map = gateway.fetch("/sitemap.xml", &[]).await;
    assert_eq!(map.header("content-type"), "application/xml; charset=utf-8");
    let text = map.text();
    for part in [
        "<loc>http://localhost/en</loc>",
        "<loc>http://localhost/zh/help/fees</loc>",
        "<loc>http://localhost/en/campaigns/lamp</loc><lastmod>2026-04-01</lastmod>",
        "hreflang=\"zh-Hans\" href=\"http://localhost/zh/campaigns/lamp\"",
        "hreflang=\"x-default\" href=\"http://localhost/en/campaigns/lamp\"",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let robots = StandIn::anonymous().fetch("/robots.txt", &[]).await.text();
    assert!(
        robots.contains("Sitemap: http://localhost/sitemap.xml"),
        "{robots}"
    );
    assert!(
        robots.contains("Disallow: /zh/pledges\n") && !robots.contains("Disallow: /en/founders"),
        "{robots}"
    );
}
