//! What a reviewer found to agree becomes evidence.

use db::Tx;
use serde_json::json;

use super::PatentDocument;
use crate::{
    record::record,
    source::{self, Register},
    store::evidence::NewSnapshot,
};

/// Keeps what an approved document says as evidence of the day on it, and assesses the right anew. The body names the
/// document and the hash of the file, so that each word of it can be held against what was handed in.
pub(super) async fn keep(
    tx: &Tx,
    document: &PatentDocument,
    application: &str,
    file_sha256: &str,
) -> db::Result<()> {
    let body = json!({
        "document": document.id,
        "kind": document.kind,
        "office": "CN",
        "application": application,
        "fileSha256": file_sha256,
        "stated": document.stated,
    });
    let body = body.to_string();
    let facts = source::parse(body.as_bytes()).map_err(db::Error::corrupt)?;
    let snapshot = NewSnapshot {
        source: Register::Document.as_str(),
        call: &format!("document {} of {application}", document.id),
        kind: facts.kind,
        fetched_at: tx.now().await?,
        is_recording: true,
        http_status: None,
        etag: None,
        body: &body,
    };
    let recorded = record(tx, &snapshot, &facts).await?.unwrap_or_default();
    if recorded.iter().any(|right| right.patent_id == document.patent_id) {
        return Ok(());
    }
    Err(db::Error::corrupt(format!(
        "{} is about {}, which is filed as another right",
        document.id, application
    )))
}
