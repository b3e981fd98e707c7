//! Founders' accounts.

use chrono::{DateTime, TimeDelta, Utc};
use db::{Tx, sql};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::{Value, json};

use super::{Sandbox, events, new_id, refused, shape, unknown};
use crate::{Payee, PayeeLink, ProviderError};

/// How long a link is good.
const LINK_LASTS: TimeDelta = TimeDelta::minutes(5);

/// Where Stripe opens accounts that can be paid by transfers.
/// <https://docs.stripe.com/connect/accounts>, read 2026-11. Mainland China is not among them.
const COUNTRIES: [&str; 46] = [
    "AE", "AT", "AU", "BE", "BG", "BR", "CA", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB",
    "GI", "GR", "HK", "HR", "HU", "IE", "IN", "IT", "JP", "KR", "LI", "LT", "LU", "LV", "MT", "MX", "MY",
    "NL", "NO", "NZ", "PL", "PT", "RO", "SE", "SG", "SI", "SK", "TH", "US",
];

#[derive(Debug, Clone, FromQueryResult)]
pub(super) struct PayeeRow {
    pub(super) id: String,
    pub(super) metadata: Value,
    pub(super) country: String,
    pub(super) details_submitted: bool,
    pub(super) payouts_enabled: bool,
    pub(super) requirements: Value,
    pub(super) disabled_reason: Option<String>,
    pub(super) destination: Option<String>,
    pub(super) created_at: DateTime<Utc>,
}

impl From<PayeeRow> for Payee {
    fn from(row: PayeeRow) -> Self {
        let wanted = row.requirements.as_array().into_iter().flatten();
        Payee {
            requirements: wanted.filter_map(Value::as_str).map(str::to_owned).collect(),
            provider_id: row.id,
            country: row.country,
            details_submitted: row.details_submitted,
            payouts_enabled: row.payouts_enabled,
            disabled_reason: row.disabled_reason,
            destination: row.destination,
        }
    }
}

/// The account, as last committed.
pub(super) async fn find(conn: &impl ConnectionTrait, id: &str) -> Result<PayeeRow, ProviderError> {
    one(conn, id, "").await
}

/// The account, its row locked.
pub(super) async fn lock(tx: &Tx, id: &str) -> Result<PayeeRow, ProviderError> {
    one(&**tx, id, tx.for_update()).await
}

async fn one(conn: &impl ConnectionTrait, id: &str, lock: &str) -> Result<PayeeRow, ProviderError> {
    let select = format!("SELECT * FROM sandbox_payees WHERE id = $1{lock}");
    let row = PayeeRow::find_by_statement(sql(conn, select, [id.into()]));
    row.one(conn).await?.ok_or_else(|| unknown(id))
}

/// Opens an account that cannot be paid yet.
pub(super) async fn create(tx: &Tx, country: &str, metadata: Value) -> Result<PayeeRow, ProviderError> {
    if !COUNTRIES.contains(&country) {
        let message = "accounts of this country cannot be paid by transfers";
        return Err(refused("country_unsupported", message));
    }
    let row = PayeeRow {
        id: new_id(tx, "acct_sandbox_"),
        metadata,
        country: country.to_owned(),
        details_submitted: false,
        payouts_enabled: false,
        requirements: json!([
            "external_account",
            "individual.verification.document",
            "tos_acceptance.date"
        ]),
        disabled_reason: Some("requirements.past_due".to_owned()),
        destination: None,
        created_at: tx.db().clock().now(),
    };
    let insert =
        "INSERT INTO sandbox_payees (id, metadata_key, metadata, country, details_submitted, payouts_enabled,
            requirements, disabled_reason, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)";
    let values = [
        row.id.clone().into(),
        row.metadata["key"].as_str().map(str::to_owned).into(),
        row.metadata.clone().into(),
        row.country.clone().into(),
        false.into(),
        false.into(),
        row.requirements.clone().into(),
        row.disabled_reason.clone().into(),
        row.created_at.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(row)
}

impl Sandbox {
    /// What the provider's own page does: the founder tells everything, and the account can be paid.
    ///
    /// # Errors
    /// [`ProviderError::NotFound`].
    pub async fn complete_payee(&self, provider_id: &str) -> Result<Payee, ProviderError> {
        self.change_payee(provider_id, None).await
    }

    /// What the provider does when it has doubts: the account is not paid until it is completed again.
    /// `reason` is the provider's word, such as `requirements.past_due` or `under_review`.
    ///
    /// # Errors
    /// [`ProviderError::NotFound`].
    pub async fn restrict_payee(&self, provider_id: &str, reason: &str) -> Result<Payee, ProviderError> {
        self.change_payee(provider_id, Some(reason)).await
    }

    async fn change_payee(&self, id: &str, disabled: Option<&str>) -> Result<Payee, ProviderError> {
        let tx = self.db.begin().await?;
        let mut row = lock(&tx, id).await?;
        row.disabled_reason = disabled.map(str::to_owned);
        row.payouts_enabled = disabled.is_none();
        if disabled.is_none() {
            row.details_submitted = true;
            row.requirements = json!([]);
            row.destination = Some(format!("{} ····6789", row.country));
        } else {
            row.requirements = json!(["individual.verification.document"]);
        }
        let update =
            "UPDATE sandbox_payees SET details_submitted = $2, payouts_enabled = $3, requirements = $4,
                disabled_reason = $5, destination = $6, updated_at = $7 WHERE id = $1";
        let values = [
            row.id.clone().into(),
            row.details_submitted.into(),
            row.payouts_enabled.into(),
            row.requirements.clone().into(),
            row.disabled_reason.clone().into(),
            row.destination.clone().into(),
            self.db.clock().now().into(),
        ];
        tx.execute_raw(sql(&*tx, update, values)).await?;
        events::make(&tx, "account.updated", shape::account(&row)).await?;
        tx.commit().await?;
        Ok(row.into())
    }

    /// The page on which a founder completes an account, good for minutes.
    pub(super) async fn link_of(
        &self,
        conn: &impl ConnectionTrait,
        id: &str,
        return_url: &str,
    ) -> Result<PayeeLink, ProviderError> {
        let payee = find(conn, id).await?;
        if return_url.is_empty() || return_url.contains(|c: char| c.is_control() || c.is_whitespace()) {
            return Err(refused(
                "url_invalid",
                "the address to return to is not an address",
            ));
        }
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("return_url", return_url);
        Ok(PayeeLink {
            url: format!("/sandbox/payees/{}?{}", payee.id, query.finish()),
            expires_at: self.db.clock().now() + LINK_LASTS,
        })
    }
}
