//! Documents by hash and by id.

use gateway::http::document_id;
use serde_json::json;

use crate::harness::{Given, app};

const MOTTO: &str = "query Motto { motto }";

fn hash(text: &str) -> String {
    document_id(text).trim_start_matches("sha256:").to_owned()
}

fn persisted(text: &str) -> serde_json::Value {
    json!({ "persistedQuery": { "version": 1, "sha256Hash": hash(text) } })
}

#[tokio::test]
async fn a_document_sent_once_is_known_by_its_hash() {
    let app = app();
    let accept = [("accept", "application/graphql-response+json")];
    let unknown = app
        .post_with(json!({ "extensions": persisted(MOTTO) }), &accept)
        .await;
    assert_eq!(
        (unknown.status.as_u16(), unknown.code().as_str()),
        (400, "PERSISTED_QUERY_NOT_FOUND")
    );
    assert_eq!(unknown.json()["errors"][0]["message"], "PersistedQueryNotFound");
    let sent = app
        .post_with(json!({ "query": MOTTO, "extensions": persisted(MOTTO) }), &accept)
        .await;
    assert_eq!(sent.json()["data"]["motto"], "look far");
    let extensions: String =
        form_urlencoded::byte_serialize(persisted(MOTTO).to_string().as_bytes()).collect();
    let by_get = app
        .get(&format!("/graphql?operationName=Motto&extensions={extensions}"))
        .await;
    assert_eq!(by_get.json()["data"]["motto"], "look far");
}

#[tokio::test]
async fn a_hash_that_is_not_that_of_its_document_is_refused() {
    let app = app();
    let wrong = app
        .post_with(
            json!({ "query": "{ motto }", "extensions": persisted(MOTTO) }),
            &[],
        )
        .await;
    assert_eq!(wrong.code(), "BAD_USER_INPUT");
    // And has not been kept under either.
    assert_eq!(
        app.post_with(json!({ "extensions": persisted(MOTTO) }), &[])
            .await
            .code(),
        "PERSISTED_QUERY_NOT_FOUND"
    );
    for form in [
        json!(1),
        json!({ "version": 2, "sha256Hash": hash(MOTTO) }),
        json!({ "version": 1, "sha256Hash": "x" }),
    ] {
        let body = json!({ "query": MOTTO, "extensions": { "persistedQuery": form } });
        assert_eq!(app.post_with(body, &[]).await.code(), "BAD_USER_INPUT");
    }
}

#[tokio::test]
async fn a_persisted_mutation_does_not_run_by_get() {
    let app = app();
    let text = "mutation { pledge }";
    app.post_with(json!({ "query": text, "extensions": persisted(text) }), &[])
        .await;
    let extensions: String =
        form_urlencoded::byte_serialize(persisted(text).to_string().as_bytes()).collect();
    assert_eq!(
        app.get(&format!("/graphql?extensions={extensions}")).await.status,
        405
    );
}

#[tokio::test]
async fn trusted_documents_run_by_id_and_may_be_the_only_ones() {
    let mut given = Given {
        trusted: vec![MOTTO],
        ..Given::default()
    };
    given.settings.only_trusted = true;
    let app = given.app();
    let id: String = form_urlencoded::byte_serialize(document_id(MOTTO).as_bytes()).collect();
    assert_eq!(
        app.get(&format!("/graphql?documentId={id}")).await.json()["data"]["motto"],
        "look far"
    );
    assert_eq!(
        app.post_with(json!({ "documentId": document_id(MOTTO) }), &[])
            .await
            .status,
        200
    );
    assert_eq!(
        app.post_with(json!({ "documentId": document_id("{ motto }") }), &[])
            .await
            .code(),
        "BAD_USER_INPUT"
    );
    assert_eq!(app.query(MOTTO).await.code(), "FORBIDDEN");
}
