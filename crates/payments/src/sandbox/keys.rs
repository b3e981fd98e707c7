//! What was told under each key. The same request with the same key is told the same again.

use db::{Tx, hash_request, sql};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::Serialize;

use super::{Sandbox, refused};
use crate::ProviderError;

/// A request that comes for the first time, or what came of it before.
pub(super) enum Opened {
    /// Nothing was told under this key; its lock is held.
    New(Tx, Ticket),
    /// This object was made for the same request.
    Earlier(String),
}

/// The key and the hash of its request, to be kept with the outcome.
pub(super) struct Ticket {
    key: String,
    hash: String,
}

#[derive(FromQueryResult)]
struct Row {
    request_hash: String,
    object_id: Option<String>,
    refusal_code: Option<String>,
    refusal_text: Option<String>,
}

/// Refusals that come from how things stood, not from how the request read. Stripe keeps these
/// under the key and forgets the others.
const KEPT: [&str; 6] = [
    "amount_exceeds_rest",
    "balance_insufficient",
    "charge_already_refunded",
    "charge_disputed",
    "insufficient_capabilities_for_transfer",
    "payment_intent_unexpected_state",
];

/// Whether a repeated request is refused in the same words, even if things stand otherwise now.
pub(super) fn is_kept(code: &str) -> bool {
    KEPT.contains(&code)
}

/// Refuses what cannot be a key.
pub(super) fn check(key: &str) -> Result<(), ProviderError> {
    match key.chars().count() {
        1..=255 => Ok(()),
        _ => Err(refused(
            "idempotency_key_invalid",
            "an idempotency key has 1 to 255 characters",
        )),
    }
}

impl Sandbox {
    /// Begins work on a request that creates something; `what` names the operation, so that a key
    /// of one cannot be used for another.
    pub(super) async fn open(
        &self,
        what: &str,
        key: &str,
        request: &(impl Serialize + Sync),
    ) -> Result<Opened, ProviderError> {
        check(key)?;
        let hash = hash_request(&(what, request));
        let tx = self.db.begin().await?;
        tx.lock_name(&format!("sandbox:{key}")).await?;
        let select = "SELECT request_hash, object_id, refusal_code, refusal_text FROM sandbox_keys WHERE idem_key = $1";
        let row = Row::find_by_statement(sql(&*tx, select, [key.into()]))
            .one(&*tx)
            .await?;
        let Some(row) = row else {
            let key = key.to_owned();
            return Ok(Opened::New(tx, Ticket { key, hash }));
        };
        if row.request_hash != hash {
            return Err(ProviderError::KeyReused);
        }
        match row.object_id {
            Some(id) => Ok(Opened::Earlier(id)),
            None => Err(ProviderError::Refused {
                code: row.refusal_code.unwrap_or_default(),
                message: row.refusal_text.unwrap_or_default(),
            }),
        }
    }
}

/// Keeps what came of a request under its key and commits, or undoes everything.
pub(super) async fn finish<T>(
    tx: Tx,
    ticket: Ticket,
    outcome: Result<T, ProviderError>,
    id: fn(&T) -> &str,
) -> Result<T, ProviderError> {
    let (object, refusal) = match &outcome {
        Ok(made) => (Some(id(made).to_owned()), None),
        Err(ProviderError::Refused { code, message }) if is_kept(code) => {
            (None, Some((code.clone(), message.clone())))
        }
        Err(_) => return outcome,
    };
    let (code, text) = refusal.unzip();
    let insert =
        "INSERT INTO sandbox_keys (idem_key, request_hash, object_id, refusal_code, refusal_text, created_at)
        VALUES ($1, $2, $3, $4, $5, $6)";
    let values = [
        ticket.key.into(),
        ticket.hash.into(),
        object.into(),
        code.into(),
        text.into(),
        tx.db().clock().now().into(),
    ];
    tx.execute_raw(sql(&*tx, insert, values)).await?;
    tx.commit().await?;
    outcome
}
