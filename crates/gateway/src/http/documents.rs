//! Documents known by their hash: automatic persisted queries, and trusted documents.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use super::{
    Params, Refusal,
    guard::{Document, Limits, Violation},
};

/// The operations of our own clients, by the SHA-256 of their text.
#[derive(Debug, Clone, Default)]
pub struct TrustedDocuments(HashMap<String, Arc<Document>>);

impl TrustedDocuments {
    /// Reads the documents. They keep the same limits as any other.
    ///
    /// # Errors
    /// The first document that does not, with why.
    pub fn read(
        texts: impl IntoIterator<Item = impl Into<String>>,
        limits: &Limits,
    ) -> Result<Self, (String, Violation)> {
        let mut documents = HashMap::new();
        for text in texts {
            let text = text.into();
            let document =
                Document::read(text.clone(), limits).map_err(|violation| (text.clone(), violation))?;
            documents.insert(hash(&text), Arc::new(document));
        }
        Ok(Self(documents))
    }

    /// The ids of the documents, as clients send them: `sha256:…`.
    pub fn ids(&self) -> impl Iterator<Item = String> {
        self.0.keys().map(|hash| format!("sha256:{hash}"))
    }

    fn get(&self, id: &str) -> Option<Arc<Document>> {
        self.0.get(id.strip_prefix("sha256:")?).cloned()
    }
}

/// The id of a trusted document.
pub fn document_id(text: &str) -> String {
    format!("sha256:{}", hash(text))
}

fn hash(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

/// Documents that clients sent once, to be named by hash from then on (Apollo's automatic
/// persisted queries). Kept in this process: another one asks for the document once more.
#[derive(Debug, Default)]
pub(super) struct Persisted(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    documents: HashMap<String, Arc<Document>>,
    order: VecDeque<String>,
    bytes: usize,
}

/// Text kept; parsed, it takes some twenty times as much.
const KEPT_BYTES: usize = 1024 * 1024;
/// Documents kept.
const KEPT: usize = 1_000;

impl Persisted {
    fn get(&self, hash: &str) -> Option<Arc<Document>> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .documents
            .get(hash)
            .cloned()
    }

    fn put(&self, hash: String, document: Arc<Document>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let length = document.text().len();
        if kept.documents.insert(hash.clone(), document).is_some() {
            return;
        }
        kept.bytes += length;
        kept.order.push_back(hash);
        // The oldest go first.
        while kept.bytes > KEPT_BYTES || kept.documents.len() > KEPT {
            let Some(oldest) = kept.order.pop_front() else {
                break;
            };
            if let Some(gone) = kept.documents.remove(&oldest) {
                kept.bytes -= gone.text().len();
            }
        }
    }
}

/// A document, and whether it is one of our own.
pub(super) struct Found {
    pub(super) document: Arc<Document>,
    pub(super) trusted: bool,
}

/// Finds the document a request means.
pub(super) fn find(
    params: &Params,
    trusted: &TrustedDocuments,
    persisted: &Persisted,
    limits: &Limits,
    only_trusted: bool,
) -> Result<Found, Refusal> {
    let query = params.query.as_deref().filter(|query| !query.is_empty());
    if let Some(id) = &params.document_id {
        if query.is_some() {
            return Err(Refusal::TwoDocuments);
        }
        let document = trusted.get(id).ok_or(Refusal::NoSuchDocument)?;
        return Ok(Found {
            document,
            trusted: true,
        });
    }
    if only_trusted {
        return Err(Refusal::OnlyTrusted);
    }
    let document = match (params.extensions.get("persistedQuery"), query) {
        (None | Some(Json::Null), None) => return Err(Refusal::NothingAsked),
        (None | Some(Json::Null), Some(query)) => Arc::new(Document::read(query, limits)?),
        (Some(persisted_query), query) => {
            let wanted = persisted_hash(persisted_query).ok_or(Refusal::PersistedQueryForm)?;
            match (persisted.get(&wanted), query) {
                (Some(known), None) => known,
                (None, None) => return Err(Refusal::PersistedQueryNotFound),
                (_, Some(query)) if hash(query) != wanted => return Err(Refusal::HashMismatch),
                (Some(known), Some(_)) => known,
                (None, Some(query)) => {
                    let document = Arc::new(Document::read(query, limits)?);
                    persisted.put(wanted, document.clone());
                    document
                }
            }
        }
    };
    Ok(Found {
        document,
        trusted: false,
    })
}

/// Finds the document of one of our own pages. It was compiled into the program, so it is trusted; it keeps
/// the limits of any other.
pub(super) fn of_page(text: &str, pages: &Persisted, limits: &Limits) -> Result<Found, Refusal> {
    let hash = hash(text);
    let document = match pages.get(&hash) {
        Some(known) => known,
        None => {
            let document = Arc::new(Document::read(text, limits)?);
            pages.put(hash, document.clone());
            document
        }
    };
    Ok(Found {
        document,
        trusted: true,
    })
}

/// The hash of a well-formed `persistedQuery` extension.
fn persisted_hash(extension: &Json) -> Option<String> {
    let hash = extension.get("sha256Hash")?.as_str()?;
    let is_hash = hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit());
    (extension.get("version")?.as_u64() == Some(1) && is_hash).then(|| hash.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_persisted_documents_make_room() {
        let persisted = Persisted::default();
        for n in 0..KEPT + 5 {
            let document = Document::read(format!("{{ f{n} }}"), &Limits::default()).unwrap();
            persisted.put(n.to_string(), Arc::new(document));
        }
        assert!(persisted.get("0").is_none());
        assert!(persisted.get("4").is_none());
        assert!(persisted.get("5").is_some());
        assert_eq!(persisted.0.lock().unwrap().order.len(), KEPT);
    }
}
