//! Founders' accounts: connected accounts with Stripe's Express dashboard.

use payments::{Payee, PayeeLink, PayeeRequest, ProviderError};
use serde::Deserialize;
use stripe_client_core::StripeRequest;
use stripe_connect::{
    account::{
        CreateAccount, CreateAccountCapabilities, CreateAccountCapabilitiesTransfers,
        CreateAccountController, CreateAccountControllerFees, CreateAccountControllerFeesPayer,
        CreateAccountControllerLosses, CreateAccountControllerLossesPayments,
        CreateAccountControllerRequirementCollection, CreateAccountControllerStripeDashboard,
        CreateAccountControllerStripeDashboardType, RetrieveAccount,
    },
    account_link::{CreateAccountLink, CreateAccountLinkType},
};

use crate::{
    Stripe,
    objects::{KEY, List, instant, metadata, or_default},
    transport::{proper_id, proper_key},
};

#[derive(Debug, Deserialize)]
struct Account {
    id: String,
    country: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    details_submitted: bool,
    #[serde(default, deserialize_with = "or_default")]
    payouts_enabled: bool,
    #[serde(default, deserialize_with = "or_default")]
    capabilities: Capabilities,
    #[serde(default, deserialize_with = "or_default")]
    requirements: Requirements,
    external_accounts: Option<List<ExternalAccount>>,
}

#[derive(Debug, Default, Deserialize)]
struct Capabilities {
    transfers: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
struct Requirements {
    #[serde(default, deserialize_with = "or_default")]
    currently_due: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    past_due: Vec<String>,
    disabled_reason: Option<String>,
}

/// A bank account, or a debit card where Stripe pays out to one.
#[derive(Debug, Deserialize)]
struct ExternalAccount {
    country: Option<String>,
    last4: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    default_for_currency: bool,
}

#[derive(Debug, Deserialize)]
struct Link {
    url: String,
    expires_at: i64,
}

/// Who answers for what: Stripe asks the founder for what it must know and gives them its Express
/// pages; the platform pays Stripe's fees and stands for an account that falls below zero, as it
/// must where it makes the charges (<https://docs.stripe.com/connect/separate-charges-and-transfers>).
fn controller() -> CreateAccountController {
    let mut controller = CreateAccountController::new();
    controller.fees = Some(CreateAccountControllerFees {
        payer: Some(CreateAccountControllerFeesPayer::Application),
    });
    controller.losses = Some(CreateAccountControllerLosses {
        payments: Some(CreateAccountControllerLossesPayments::Application),
    });
    controller.requirement_collection = Some(CreateAccountControllerRequirementCollection::Stripe);
    controller.stripe_dashboard = Some(CreateAccountControllerStripeDashboard {
        type_: Some(CreateAccountControllerStripeDashboardType::Express),
    });
    controller
}

impl Stripe {
    pub(crate) async fn make_payee(&self, request: &PayeeRequest) -> Result<Payee, ProviderError> {
        let key = proper_key(&request.key)?;
        let mut capabilities = CreateAccountCapabilities::new();
        capabilities.transfers = Some(CreateAccountCapabilitiesTransfers {
            requested: Some(true),
        });
        let asked = CreateAccount::new()
            .country(request.country.as_str())
            .controller(controller())
            .capabilities(capabilities)
            .metadata(metadata(&[(KEY, key), ("founder", &request.founder)]));
        let account: Account = self.transport.create(asked.build(), key).await?;
        Ok(account.into())
    }

    pub(crate) async fn read_payee(&self, id: &str) -> Result<Payee, ProviderError> {
        let asked = RetrieveAccount::new(proper_id(id)?);
        let account: Account = self
            .transport
            .get(asked.build())
            .await
            .map_err(|fault| fault.about(Some(id)))?;
        Ok(account.into())
    }

    /// A link that was used or is too old leads back to `return_url` too, where another is given.
    pub(crate) async fn link_payee(&self, id: &str, return_url: &str) -> Result<PayeeLink, ProviderError> {
        let asked = CreateAccountLink::new(proper_id(id)?, CreateAccountLinkType::AccountOnboarding)
            .return_url(return_url)
            .refresh_url(return_url);
        let link: Link = self.transport.change(asked.build()).await.map_err(|fault| {
            // Only what is wrong with the account makes it missing; an address may be wrong too.
            let is_account = fault.param().is_none_or(|param| param == "account");
            fault.about(is_account.then_some(id))
        })?;
        Ok(PayeeLink {
            expires_at: instant(link.expires_at)?,
            url: link.url,
        })
    }
}

impl From<Account> for Payee {
    fn from(account: Account) -> Self {
        let Requirements {
            currently_due: mut requirements,
            past_due,
            disabled_reason,
        } = account.requirements;
        for late in past_due {
            if !requirements.contains(&late) {
                requirements.push(late);
            }
        }
        let accounts = account
            .external_accounts
            .map(|list| list.data)
            .unwrap_or_default();
        let chosen = accounts
            .iter()
            .find(|one| one.default_for_currency)
            .or(accounts.first());
        let destination = chosen.and_then(|one| {
            let last4 = one.last4.as_deref()?;
            Some(format!("{} ····{last4}", one.country.as_deref().unwrap_or("??")))
        });
        Self {
            provider_id: account.id,
            country: account.country.unwrap_or_default(),
            details_submitted: account.details_submitted,
            // Money must reach the account and leave it for the bank.
            payouts_enabled: account.payouts_enabled
                && account.capabilities.transfers.as_deref() == Some("active"),
            requirements,
            disabled_reason,
            destination,
        }
    }
}
