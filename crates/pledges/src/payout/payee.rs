//! The account through which a founder is paid.

use chrono::{DateTime, TimeDelta, Utc};
use db::{Act, NewJob};
use kernel::{
    Caller, EventId, Forbidden, PayeeId, UserId,
    policy::{Action, can},
};
use payments::{PayeeLink, PayeeRequest, ProviderError};
use serde_json::json;

use super::store as payouts;
use crate::{PledgeErrorCode, Pledges, jobs};
use kernel::words;

words! {
    /// How a founder is paid.
    pub enum PayeeMethod {
        /// By the payment provider.
        Provider = "provider",
        /// By a bank transfer that a finance officer makes and records, where the provider cannot pay out.
        Bank = "bank",
    }
}

/// The account through which a founder is paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payee {
    /// Its id.
    pub id: PayeeId,
    /// Who is paid.
    pub founder_id: UserId,
    /// How.
    pub method: PayeeMethod,
    /// By whom: a payment provider, or `bank`.
    pub provider: String,
    /// The provider's id of it, once it answered.
    pub provider_id: Option<String>,
    /// The key under which the provider is asked.
    pub key: String,
    /// The country the founder is paid in, ISO 3166-1 alpha-2.
    pub country: String,
    /// Whether it can be paid.
    pub payouts_enabled: bool,
    /// What the provider still wants to know, in its words.
    pub requirements: Vec<String>,
    /// Why it cannot be paid, in the provider's word.
    pub disabled_reason: Option<String>,
    /// The bank account behind it, as far as it may be shown.
    pub destination: Option<String>,
    /// Since when that is the bank account.
    pub destination_since: Option<DateTime<Utc>>,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
    /// Counts up with every change.
    pub version: i64,
}

/// A wish to be paid through a new account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenPayee {
    /// How.
    pub method: PayeeMethod,
    /// The country the founder is paid in, ISO 3166-1 alpha-2.
    pub country: String,
    /// For a bank transfer: the account as it may be shown, such as `中国银行 ····1234`. Never a whole number.
    pub destination: Option<String>,
}

/// Why an account was not opened or changed.
#[derive(Debug, thiserror::Error)]
pub enum PayeeError {
    /// The founder has none.
    #[error("you are not paid through any account yet")]
    NotFound,
    /// The country is not two letters.
    #[error("the country must be two letters of ISO 3166-1, such as DE")]
    CountryInvalid,
    /// The provider does not pay out in that country.
    #[error("the payment provider does not pay out in {0}; choose a bank transfer")]
    CountryUnsupported(String),
    /// A bank transfer needs a destination of at most 80 characters that is no whole account number.
    #[error("name the bank and the last four digits of the account, such as Commerzbank ····1234")]
    DestinationInvalid,
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The payment provider refused or does not answer.
    #[error(transparent)]
    Provider(#[from] ProviderError),
    /// The database does not answer.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl PayeeError {
    /// The code for a form, if the caller can act on it.
    pub fn code(&self) -> Option<PledgeErrorCode> {
        use PledgeErrorCode as C;
        match self {
            Self::NotFound => Some(C::PayeeNotFound),
            Self::CountryInvalid | Self::CountryUnsupported(_) => Some(C::CountryUnsupported),
            Self::DestinationInvalid => Some(C::DestinationInvalid),
            Self::Provider(ProviderError::Unavailable(_)) => Some(C::ProviderUnavailable),
            Self::Store(error) => C::of_store(error),
            Self::Forbidden(Forbidden::ConfirmEmailFirst) => Some(C::EmailNotConfirmed),
            Self::Forbidden(_) | Self::Provider(_) => None,
        }
    }
}

impl Payee {
    /// The same account as the provider knows it. A bank account that is another than before is new
    /// from `now` on.
    pub fn told(&self, answer: &payments::Payee, now: DateTime<Utc>) -> Self {
        let changed = self.destination != answer.destination;
        Self {
            provider_id: Some(answer.provider_id.clone()),
            payouts_enabled: answer.payouts_enabled,
            requirements: answer.requirements.clone(),
            disabled_reason: answer.disabled_reason.clone(),
            destination: answer.destination.clone(),
            destination_since: match &answer.destination {
                None => None,
                Some(_) if changed => Some(now),
                Some(_) => self.destination_since,
            },
            ..self.clone()
        }
    }

    /// Whether its bank account is younger than `rest` at `now`: whoever took an account over shall
    /// not be paid before its owner notices.
    pub fn is_resting(&self, rest: TimeDelta, now: DateTime<Utc>) -> bool {
        self.destination_since.is_none_or(|since| now - since < rest)
    }
}

/// Longest text of a destination.
const DESTINATION: usize = 80;
/// So many digits in a row are an account number.
const DIGITS: usize = 7;

fn destination(text: &str) -> Result<String, PayeeError> {
    let text = text.trim();
    let digits = text
        .split(|c: char| !c.is_ascii_digit() && !matches!(c, ' ' | '-'))
        .map(|run| run.chars().filter(char::is_ascii_digit).count());
    let whole_number = digits.max().unwrap_or(0) >= DIGITS;
    let proper = !text.is_empty() && text.chars().count() <= DESTINATION && !text.contains(char::is_control);
    if proper && !whole_number {
        Ok(text.to_owned())
    } else {
        Err(PayeeError::DestinationInvalid)
    }
}

impl Pledges {
    /// The account through which the caller is paid.
    ///
    /// # Errors
    /// [`PayeeError::Forbidden`] for those who are no founders.
    pub async fn own_payee(&self, caller: &Caller) -> Result<Option<Payee>, PayeeError> {
        let founder = founder(caller)?;
        Ok(payouts::payee_of(self.db.reader(), founder).await?)
    }

    /// Opens an account through which the caller is paid. An account opened before is put aside
    /// and kept as evidence.
    ///
    /// # Errors
    /// [`PayeeError`] says what to change.
    #[tracing::instrument(name = "pledges.open_payee", skip_all)]
    pub async fn open_payee(&self, caller: &Caller, request: OpenPayee) -> Result<Payee, PayeeError> {
        let founder = opener(caller)?;
        let country = request.country.trim().to_ascii_uppercase();
        if country.len() != 2 || !country.bytes().all(|b| b.is_ascii_uppercase()) {
            return Err(PayeeError::CountryInvalid);
        }
        let bank = match request.method {
            PayeeMethod::Provider => None,
            PayeeMethod::Bank => Some(destination(request.destination.as_deref().unwrap_or_default())?),
        };
        let tx = self.db.begin().await?;
        tx.lock_name(&format!("payee:{founder}")).await?;
        let now = tx.now().await?;
        let earlier = payouts::payee_of(&*tx, founder).await?;
        if let Some(earlier) = &earlier {
            let same = earlier.method == request.method
                && earlier.country == country
                && (bank.is_none() || earlier.destination == bank);
            if same {
                drop(tx);
                return self.prepare_payee(earlier.id).await;
            }
            payouts::retire_payee(&tx, earlier.id, now).await?;
        }
        let id: PayeeId = tx.new_id(now);
        let payee = Payee {
            id,
            founder_id: founder,
            method: request.method,
            provider: match request.method {
                PayeeMethod::Provider => self.provider.name().to_owned(),
                PayeeMethod::Bank => "bank".to_owned(),
            },
            provider_id: None,
            key: format!("payee:{id}"),
            country,
            payouts_enabled: request.method == PayeeMethod::Bank,
            requirements: Vec::new(),
            disabled_reason: None,
            destination_since: bank.as_ref().map(|_| now),
            destination: bank,
            created_at: now,
            version: 1,
        };
        payouts::insert_payee(&tx, &payee).await?;
        let trace = |payee: &Payee| {
            json!({"payee": payee.id, "method": payee.method,
                                               "country": payee.country, "destination": payee.destination})
        };
        let act = Act::new("payee.open", founder).after(trace(&payee));
        let before = earlier.as_ref().map(trace);
        tx.record(caller, Act { before, ..act }).await?;
        if payee.method == PayeeMethod::Provider {
            tx.enqueue(NewJob::new(jobs::PREPARE_PAYEE, &id).run_at(now + jobs::REPAIR_AFTER))
                .await?;
        }
        tx.commit().await?;
        self.prepare_payee(id).await
    }

    /// Asks the provider for the account, unless that was done. Safe to repeat.
    ///
    /// # Errors
    /// [`PayeeError::CountryUnsupported`], or [`PayeeError::Provider`] if it does not answer.
    pub async fn prepare_payee(&self, id: PayeeId) -> Result<Payee, PayeeError> {
        let payee = payouts::find_payee(self.db.primary(), id).await?;
        let payee = payee.ok_or(PayeeError::NotFound)?;
        if payee.method == PayeeMethod::Bank || payee.provider_id.is_some() {
            return Ok(payee);
        }
        let request = PayeeRequest {
            key: payee.key.clone(),
            founder: payee.founder_id.to_string(),
            country: payee.country.clone(),
        };
        match self.provider.create_payee(&request).await {
            Ok(answer) => self.apply_payee(payee.id, &answer, None).await,
            Err(ProviderError::Refused { .. }) => {
                let tx = self.db.begin().await?;
                let now = tx.now().await?;
                payouts::retire_payee(&tx, payee.id, now).await?;
                let act = Act::new("payee.refuse", payee.founder_id).after(json!({"payee": payee.id}));
                tx.record(&Self::platform(), act).await?;
                tx.commit().await?;
                Err(PayeeError::CountryUnsupported(payee.country))
            }
            Err(other) => Err(other.into()),
        }
    }

    /// Asks the provider how the caller's account stands, and records it.
    ///
    /// # Errors
    /// [`PayeeError::NotFound`] if there is none, or what stands in the way.
    pub async fn refresh_payee(&self, caller: &Caller, id: PayeeId) -> Result<Payee, PayeeError> {
        let payee = self.own_payee(caller).await?.filter(|payee| payee.id == id);
        let payee = payee.ok_or(PayeeError::NotFound)?;
        let Some(provider_id) = &payee.provider_id else {
            return self.prepare_payee(payee.id).await;
        };
        let answer = self.provider.get_payee(provider_id).await?;
        self.apply_payee(payee.id, &answer, None).await
    }

    /// A page of the provider on which the caller tells what it still wants to know.
    ///
    /// # Errors
    /// [`PayeeError::NotFound`] if there is no account at a provider, or what stands in the way.
    pub async fn payee_link(&self, caller: &Caller, return_url: &str) -> Result<PayeeLink, PayeeError> {
        opener(caller)?;
        let payee = self.own_payee(caller).await?.ok_or(PayeeError::NotFound)?;
        let payee = self.prepare_payee(payee.id).await?;
        let provider_id = payee.provider_id.ok_or(PayeeError::NotFound)?;
        Ok(self.provider.payee_link(&provider_id, return_url).await?)
    }

    /// Records how an account stands at the provider.
    pub(crate) async fn apply_payee(
        &self,
        id: PayeeId,
        answer: &payments::Payee,
        message: Option<EventId>,
    ) -> Result<Payee, PayeeError> {
        let tx = self.db.begin().await?;
        let before = payouts::lock_payee(&tx, id).await?;
        let now = tx.now().await?;
        let after = before.told(answer, now);
        if after != before {
            payouts::update_payee(&tx, &after).await?;
            let trace = |payee: &Payee| {
                json!({"payee": payee.id, "enabled": payee.payouts_enabled,
                                                   "destination": payee.destination, "reason": payee.disabled_reason})
            };
            let act = Act::new("payee.change", before.founder_id);
            tx.record(&Self::platform(), act.before(trace(&before)).after(trace(&after)))
                .await?;
        }
        if let Some(message) = message {
            db::inbox::mark_processed(&tx, message).await?;
        }
        tx.commit().await?;
        Ok(after)
    }
}

fn founder(caller: &Caller) -> Result<UserId, PayeeError> {
    let founder = caller.user_id()?;
    can(caller, Action::PayeeManage { founder }).map_err(|denied| denied.or_missing(PayeeError::NotFound))?;
    Ok(founder)
}

/// The founder, if the caller may say where their money goes.
fn opener(caller: &Caller) -> Result<UserId, PayeeError> {
    let founder = caller.user_id()?;
    can(caller, Action::PayeeOpen { founder }).map_err(|denied| denied.or_missing(PayeeError::NotFound))?;
    Ok(founder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_account_number_is_not_taken_as_a_destination() {
        assert_eq!(destination(" 中国银行 ····1234 ").unwrap(), "中国银行 ····1234");
        for number in [
            "",
            "6222 0212 3456 7890",
            "DE89 3704 0044 0532 0130 00",
            "Bank 1234567",
            "a\nb",
        ] {
            assert!(destination(number).is_err(), "{number}");
        }
    }
}
