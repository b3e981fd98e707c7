use http::StatusCode;
use serde_json::{Value, json};

use crate::stand_in::StandIn;

const ROUND: &str = "verification_01jx2m0000e1v7000000000v01";
const FILE: &str = "file_01jx2m0000e1v7000000000f01";

fn round(state: &str) -> Value {
    let missing = if state == "UNSUBMITTED" {
        json!([{ "field": ["bornOn"], "message": "This is needed." }])
    } else {
        json!([])
    };
    json!({
        "id": ROUND, "kind": "PERSON", "state": state, "holds": state == "APPROVED", "version": 3,
        "facts": {
            "legalName": "Zhang <Wei>", "otherName": "张伟", "country": "CN", "bornOn": null, "registrationNumber": null,
            "documentExpiresOn": null, "owners": [], "noOwners": false,
        },
        "documents": [{ "kind": "IDENTITY", "file": {
            "id": FILE, "name": "passport<1>.pdf", "isImage": false, "byteSize": 90_000, "path": "/files/x",
            "accesses": [{ "at": "2026-05-01T08:00:00Z", "reader": { "displayName": "Rita" } }],
        } }],
        "missing": missing,
        "reason": (state == "REFUSED").then_some("DIFFERS"), "note": (state == "REFUSED").then_some("The <year>."),
        "expiresAt": (state == "APPROVED").then_some("2028-05-01T08:00:00Z"),
    })
}

fn person(state: &str) -> StandIn {
    StandIn::signed_in(&["FOUNDER"]).answering(
        "OwnQuery",
        json!({ "viewer": { "verifications": [round(state)] } }),
    )
}

#[tokio::test]
async fn who_has_not_signed_in_is_sent_to_do_so() {
    let shown = StandIn::anonymous().get("/en/account/verification/person").await;
    assert!(
        shown.location.starts_with("/en/sign-in?next="),
        "{}",
        shown.location
    );
}

#[tokio::test]
async fn the_page_of_each_state_says_what_comes_next_in_both_languages() {
    for state in ["UNSUBMITTED", "SUBMITTED", "APPROVED", "REFUSED", "EXPIRED"] {
        for language in ["en", "zh"] {
            let overview = person(state)
                .get(&format!("/{language}/account/verification"))
                .await;
            assert_eq!(overview.status, StatusCode::OK);
            let page = person(state)
                .get(&format!("/{language}/account/verification/person"))
                .await;
            assert_eq!(page.status, StatusCode::OK, "{state}");
            assert!(
                !page.html.contains("<Wei>") && page.html.contains("Rita"),
                "{}",
                page.html
            );
        }
    }
    let submitted = person("SUBMITTED").get("/en/account/verification/person").await;
    assert!(
        !submitted.html.contains("name=\"legalName\""),
        "what was handed in is not changed"
    );
    let refused = person("REFUSED").get("/en/account/verification/person").await;
    assert!(
        refused.html.contains("not what the document says") && refused.html.contains("The &#60;year&#62;.")
    );
    assert_eq!(
        person("APPROVED")
            .get("/en/account/verification/robot")
            .await
            .status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn what_is_typed_is_stated_and_a_wrong_day_is_told_beside_its_field() {
    let visitor = person("UNSUBMITTED").answering(
        "SaveVerification",
        json!({ "verificationSave": { "userErrors": [] } }),
    );
    let form = [
        ("expectedVersion", "3"),
        ("legalName", "Zhang Wei"),
        ("country", "CN"),
        ("bornOn", "1980-05-04"),
    ];
    let sent = visitor.post("/en/account/verification/person", &form).await;
    assert_eq!(sent.location, "/en/account/verification/person?done=saved");
    let input = visitor.input("SaveVerification");
    assert_eq!(
        (&input["legalName"], &input["bornOn"], &input["expectedVersion"]),
        (&json!("Zhang Wei"), &json!("1980-05-04"), &json!(3))
    );
    let wrong = visitor
        .post(
            "/en/account/verification/person",
            &[("legalName", "Kept"), ("bornOn", "yesterday")],
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.html.contains("p-bornOn") && wrong.html.contains("value=\"Kept\""),
        "{}",
        wrong.html
    );
}

/// A form with a file, as browsers send it.
fn with_file(name: &str, bytes: &str) -> String {
    format!(
        "--b\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nIDENTITY\r\n--b\r\nContent-Disposition: form-data; \
         name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/html\r\n\r\n{bytes}\r\n--b--\r\n"
    )
}

#[tokio::test]
async fn a_file_is_sent_without_a_script_and_a_refused_one_is_told_beside_its_field() {
    let visitor = person("UNSUBMITTED").answering(
        "AddDocument",
        json!({ "verificationDocumentAdd": { "userErrors": [] } }),
    );
    let path = "/en/account/verification/person/documents";
    let sent = visitor
        .post_form(path, "b", &with_file("a.pdf", "%PDF-1.4"))
        .await;
    assert_eq!(sent.location, "/en/account/verification/person?done=attached");
    assert_eq!(
        visitor.input("AddDocument"),
        json!({ "verificationId": ROUND, "uploadId": FILE, "kind": "IDENTITY" })
    );
    let refused = visitor
        .post_form(path, "b", &with_file("evil.pdf", "<script>"))
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.html.contains("p-file") && refused.html.contains("evil.pdf is no document"));
    let nothing = visitor.post_form(path, "b", &with_file("", "")).await;
    assert!(nothing.html.contains("Choose a file first"), "{}", nothing.html);
}
