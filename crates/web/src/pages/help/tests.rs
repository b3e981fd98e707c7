use http::StatusCode;
use serde_json::json;

use super::{PAGES, text};
use crate::stand_in::StandIn;

fn gateway() -> StandIn {
    let rules = json!({
        "platformFeeBps": 450, "reserveBps": 500, "reserveDays": 91, "graceDays": 8, "reminderHours": 47, "payoutDays": 15,
        "decisionHours": 73, "reconfirmationBusinessDays": 6
    });
    StandIn::anonymous().answering("HelpQuery", json!({ "platform": { "rules": rules } }))
}

/// The rules that a text names.
fn named(text: &str) -> Vec<&str> {
    let mut named: Vec<_> = text
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split('}').next())
        .collect();
    named.sort_unstable();
    named.dedup();
    named
}

#[test]
fn both_languages_say_the_same_and_name_the_same_rules() {
    for page in PAGES {
        let [english, chinese] = text(page).unwrap();
        assert_eq!(named(english), named(chinese), "{page}");
        let shape = |text: &str| {
            let count = |mark: &str| text.lines().filter(|line| line.starts_with(mark)).count();
            (
                count("## "),
                count("- "),
                count("| "),
                count("1. ") + count("2. ") + count("3. "),
            )
        };
        assert_eq!(shape(english), shape(chinese), "{page}");
        for wrong in ["， ", "。 "] {
            assert!(!chinese.contains(wrong), "{page}: {wrong}");
        }
    }
    assert_eq!(text("nothing"), None);
}

#[tokio::test]
async fn every_page_has_the_rules_as_they_are_set() {
    for page in PAGES {
        for language in ["en", "zh"] {
            let shown = gateway().get(&format!("/{language}/help/{page}")).await;
            assert_eq!(shown.status, StatusCode::OK, "{}", shown.html);
            shown.is_sound();
            let main = shown.html.split_once("<main").unwrap().1;
            assert!(!main.contains('{'), "a rule was not filled in: {main}");
            assert!(main.contains("<h2>"), "{main}");
        }
    }
    let fees = gateway().get("/en/help/fees").await.html;
    assert!(
        fees.contains("4.5&nbsp;%")
            && fees.contains("5&nbsp;% for 91 days")
            && fees.contains("within 73 hours"),
        "{fees}"
    );
    assert!(gateway().get("/zh/help/fees").await.html.contains("4.5%"));
    let how = gateway().get("/en/help/how-it-works").await.html;
    assert!(
        how.contains("every 47 hours") && how.contains("8 days") && how.contains("6 business days"),
        "{how}"
    );
    assert_eq!(
        gateway().get("/en/help/nothing").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn the_page_about_patents_explains_every_word_and_help_stands_in_the_same_place() {
    use crate::graphql::{PatentStatusValue, StatusConfidence};
    let html = gateway().get("/en/help/patents").await.html;
    assert_eq!(
        html.matches("<dt>").count(),
        PatentStatusValue::ALL.len() + StatusConfidence::ALL.len() + 4,
        "{html}"
    );
    for path in ["/en/help", "/en/help/risks", "/en/sign-in", "/zh/nothing/here"] {
        let html = gateway().get(path).await.html;
        let head = html.split("class=\"site-tools\"").nth(1).unwrap();
        assert!(
            head.trim_start_matches('>')
                .trim_start()
                .starts_with("<a class=\"help-link\""),
            "{path}"
        );
    }
}
