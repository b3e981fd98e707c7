mod rights;

use http::StatusCode;
use serde_json::{Value, json};

use crate::stand_in::{Shown, StandIn};
use rights::{bare, told};

const PAGE: &str = "/en/patents/EP1000001B1";

fn gateway(right: Value) -> StandIn {
    StandIn::anonymous().answering("PatentQuery", json!({ "patentByNumber": right }))
}

/// Fails unless the page says these things in this order.
fn says_in_order(shown: &Shown, things: &[&str]) {
    let mut rest = shown.html.as_str();
    for thing in things {
        let (_, after) = rest
            .split_once(thing)
            .unwrap_or_else(|| panic!("{thing} is not said, or not there: {}", shown.html));
        rest = after;
    }
}

#[tokio::test]
async fn a_right_of_which_nothing_is_told_has_a_page_that_says_so() {
    for language in ["en", "zh"] {
        let shown = gateway(bare()).get(&format!("/{language}/patents/X")).await;
        assert_eq!(shown.status, StatusCode::OK);
        shown.is_sound();
    }
    let shown = gateway(bare()).get(PAGE).await;
    let said = [
        "Nothing is registered against it.",
        "No transfer is on record",
        "No register has told of an event yet.",
        "It has not been assessed yet.",
    ];
    says_in_order(&shown, &said);
    for silent in [
        "id=\"score\"",
        "id=\"states\"",
        "id=\"challenges\"",
        "id=\"evidence\"",
        "rel=\"next\"",
    ] {
        assert!(!shown.html.contains(silent), "{silent}");
    }
}

#[tokio::test]
async fn the_page_tells_everything_in_both_languages() {
    for language in ["en", "zh"] {
        let shown = gateway(told()).get(&format!("/{language}/patents/X")).await;
        assert_eq!(shown.status, StatusCode::OK);
        shown.is_sound();
    }
    let shown = gateway(told()).get(PAGE).await;
    let glance = [
        "In force</span>",
        "since 3 Jun 2025",
        "It stands.",
        "Needs attention",
        "The right is under attack",
        "in force in DE; not confirmed in 1; over in 2",
        "without adjustments 4 Nov 2040",
        "may be shorter",
        "Lapse risk: some",
        "The office says so.",
    ];
    says_in_order(&shown, &glance);
    assert!(shown.html.contains("<b>US</b> US1, US2"), "a family by offices");
    assert!(shown.html.contains("<code>ab12cd</code>"), "fingerprints whole");
}

#[tokio::test]
async fn states_stand_in_groups_with_their_reasons_and_fees() {
    let shown = gateway(told()).get(PAGE).await;
    let groups = [
        "id=\"states-in-force\"",
        "Germany",
        "year 6",
        "Not due yet",
        "id=\"states-unconfirmed\"",
        "Sweden",
        "No payment is on record.",
        "id=\"states-over\"",
        "France",
        "A renewal fee was not paid.",
        "31 Oct 2024",
        "Italy",
    ];
    says_in_order(&shown, &groups);
}

#[tokio::test]
async fn what_lies_on_the_right_now_comes_before_what_has_ended() {
    let shown = gateway(told()).get(PAGE).await;
    let said = [
        "1 lies on it now",
        "Registered as security",
        "051234/0567",
        "Earlier &#60;Ltd&#62;",
        "ended 1 Jan 2023",
        "inter partes review (IPR)",
        "IPR2025-00001",
        "Instituted",
    ];
    says_in_order(&shown, &said);
}

#[tokio::test]
async fn a_gap_between_owners_is_said() {
    let shown = gateway(told()).get(PAGE).await;
    let said = [
        "2 steps on record",
        "1 gap",
        "First",
        "Something is missing before this step",
        "Second",
    ];
    says_in_order(&shown, &said);
}

#[tokio::test]
async fn a_score_is_shown_with_what_was_not_measured_and_that_it_is_no_valuation() {
    let shown = gateway(told()).get(PAGE).await;
    let said = [
        "<strong>66</strong>",
        "70%",
        "It is no valuation.",
        "7.5 of 10",
        "It is in force.",
        "Not measured",
        "Not compared.",
    ];
    says_in_order(&shown, &said);

    let mut unknown = told();
    unknown["score"]["value"] = Value::Null;
    unknown["score"]["points"] = json!([]);
    let shown = gateway(unknown).get(PAGE).await;
    says_in_order(&shown, &["No score", "It is no valuation."]);
    assert!(!shown.html.contains("What it is made of"));
}

#[tokio::test]
async fn entries_that_no_longer_count_are_struck_through_and_say_why() {
    let shown = gateway(told()).get(PAGE).await;
    let said = [
        ">2025</h3>",
        "<s>Corrected entry</s>",
        "Corrected by a later entry",
        "Another of that year",
        ">2023</h3>",
        "Told again",
        "tells it again",
        "Without a date</h3>",
        "<s>Without a day</s>",
        "no longer tells this entry",
    ];
    says_in_order(&shown, &said);
    assert!(!shown.html.contains("<s>Told again"), "it counts again");
    assert_eq!(shown.html.matches(">2025</h3>").count(), 1);
}

#[tokio::test]
async fn older_entries_and_assessments_are_a_link_away() {
    let shown = gateway(told()).get(PAGE).await;
    for link in ["?events=c%2F2+0#events", "?history=h10#history"] {
        assert!(shown.html.contains(&format!("href=\"{PAGE}{link}\"")), "{link}");
    }
    assert!(!shown.html.contains("Newest entries"));

    let gateway = gateway(told());
    let shown = gateway.get(&format!("{PAGE}?events=c%2F2+0")).await;
    let asked = gateway.last("PatentQuery").variables;
    assert_eq!(
        (&asked["eventsAfter"], &asked["historyAfter"]),
        (&json!("c/2 0"), &Value::Null)
    );
    says_in_order(&shown, &["Newest entries", "Older entries"]);
    shown.is_sound();

    gateway.get(&format!("{PAGE}?history=h10&events=")).await;
    let asked = gateway.last("PatentQuery").variables;
    assert_eq!(
        (&asked["eventsAfter"], &asked["historyAfter"]),
        (&Value::Null, &json!("h10"))
    );
}

#[tokio::test]
async fn what_was_shown_when_is_told_with_its_cause() {
    let shown = gateway(told()).get(PAGE).await;
    let said = [
        "12 assessments",
        "1 April 2026, 02:00",
        "Our rules changed",
        "It was restored.",
        "on 2 answers of registers",
        "rules 3",
    ];
    says_in_order(&shown, &said);
}

#[tokio::test]
async fn a_number_that_no_right_has_is_not_found() {
    let shown = gateway(Value::Null).get(PAGE).await;
    assert_eq!(shown.status, StatusCode::NOT_FOUND);
}
