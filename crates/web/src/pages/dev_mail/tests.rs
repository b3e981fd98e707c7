use http::StatusCode;

use crate::{mails::KeptMail, stand_in::StandIn};

fn kept() -> Vec<KeptMail> {
    vec![KeptMail {
        id: "7".to_owned(),
        to: "ines@example.test".to_owned(),
        subject: "Receipt for <A lamp>".to_owned(),
        text: "Hello,\n\nyour <card> was charged.".to_owned(),
        html: "<!doctype html><p style=\"margin:0\">Hello</p>".to_owned(),
        language: "en".to_owned(),
        at: "2026-05-01T10:00:00Z".parse().unwrap(),
    }]
}

#[tokio::test]
async fn captured_mails_are_listed_and_shown_as_text_and_html() {
    let visitor = StandIn::anonymous().keeping(kept());
    assert_eq!(visitor.get("/dev/mail").await.location, "/en/dev/mail");
    for prefix in ["/en", "/zh"] {
        let listed = visitor.get(&format!("{prefix}/dev/mail")).await;
        listed.is_sound();
        assert!(
            listed.html.contains(&format!("href=\"{prefix}/dev/mail/7\"")),
            "{}",
            listed.html
        );
        let shown = visitor.get(&format!("{prefix}/dev/mail/7")).await;
        shown.is_sound();
        assert!(
            shown.html.contains("your &#60;card&#62; was charged."),
            "{}",
            shown.html
        );
        assert!(shown.html.contains("<iframe sandbox"), "{}", shown.html);
        assert!(shown.policy.contains("frame-src 'self'"), "{}", shown.policy);
    }
    let framed = visitor.get("/en/dev/mail/7/html").await;
    assert_eq!(framed.html, kept()[0].html);
    assert!(
        framed.policy.contains("sandbox") && !framed.policy.contains("script-src"),
        "{}",
        framed.policy
    );
    assert_eq!(visitor.get("/en/dev/mail/8").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn where_mails_are_sent_there_is_no_such_page() {
    let visitor = StandIn::anonymous();
    for path in ["/en/dev/mail", "/en/dev/mail/7", "/en/dev/mail/7/html"] {
        assert_eq!(visitor.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}
