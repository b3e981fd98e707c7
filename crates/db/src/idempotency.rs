//! The same request twice has one effect and one answer.

use kernel::UserId;
use sea_orm::ConnectionTrait;
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{Error, Result, Tx, sql};

/// A client-made key with the request it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey {
    /// Whose key it is: two people may use the same one.
    pub user_id: UserId,
    /// The operation it is for, such as `pledge.place`.
    pub operation: &'static str,
    /// The key.
    pub key: Uuid,
    /// The hash of the request, by [`hash_request`].
    pub request_hash: String,
}

/// The hash by which two requests are the same: SHA-256 of the request as JSON, keys in order.
pub fn hash_request(request: &impl Serialize) -> String {
    let value = serde_json::to_value(request).unwrap_or_default();
    hex::encode(Sha256::digest(crate::audit::canonical(&value)))
}

impl Tx {
    /// The answer given to this request before, if any. Waits for a twin that is being worked on.
    ///
    /// # Errors
    /// [`Error::IdempotencyKeyReused`] if the key stood for another request,
    /// [`Error::IdempotencyInProgress`] if a twin takes too long.
    pub async fn answered<T: DeserializeOwned>(&self, key: &IdempotencyKey) -> Result<Option<T>> {
        let name = format!("idempotency:{}:{}:{}", key.user_id, key.operation, key.key);
        self.lock_name(&name).await.map_err(|error| match error {
            Error::Busy => Error::IdempotencyInProgress,
            other => other,
        })?;
        let select = "SELECT request_hash, response FROM idempotency_keys WHERE user_id = $1 AND operation = $2 AND key = $3";
        let values = [key.user_id.uuid().into(), key.operation.into(), key.key.into()];
        let Some(row) = self.query_one_raw(sql(&**self, select, values)).await? else {
            return Ok(None);
        };
        if row.try_get::<String>("", "request_hash")? != key.request_hash {
            return Err(Error::IdempotencyKeyReused);
        }
        let response: serde_json::Value = row.try_get("", "response")?;
        serde_json::from_value(response).map(Some).map_err(Error::corrupt)
    }

    /// Keeps the answer to this request, in the transaction of its effect. Keys are kept for ever.
    ///
    /// # Errors
    /// If the row cannot be written.
    pub async fn answer(&self, key: &IdempotencyKey, response: &impl Serialize) -> Result<()> {
        let response = serde_json::to_value(response).map_err(Error::corrupt)?;
        let insert =
            "INSERT INTO idempotency_keys (user_id, operation, key, request_hash, response, created_at)
                      VALUES ($1, $2, $3, $4, $5, $6)";
        let values = [
            key.user_id.uuid().into(),
            key.operation.into(),
            key.key.into(),
            key.request_hash.clone().into(),
            response.into(),
            self.db().clock().now().into(),
        ];
        self.execute_raw(sql(&**self, insert, values)).await?;
        Ok(())
    }
}
