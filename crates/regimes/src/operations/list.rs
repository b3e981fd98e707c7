use chrono::{DateTime, Utc};
use db::Tx;
use kernel::{BusinessDays, CampaignId, Currency, Money, Refusal, RefusalCode, Regime, RuleId};

use super::Regimes;
use crate::{
    Error, Numbers, Result,
    rules::{
        cancellation,
        closing::{self, EarlyClose},
        disclosure, holders, limits, listing,
    },
    store,
};

/// An offering that is to be listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// The campaign.
    pub campaign_id: CampaignId,
    /// Under which law it raises money.
    pub regime: Regime,
    /// What it is funded in.
    pub currency: Currency,
    /// Its target.
    pub goal: Option<Money>,
    /// When it is public.
    pub starts_at: DateTime<Utc>,
    /// When it closes.
    pub deadline_at: DateTime<Utc>,
    /// Whether everything goes back if less than the target can be collected.
    pub gives_all_back: bool,
    /// What its issuer has raised and is promised within the regime's months, in the regime's currency.
    pub raised: Money,
}

impl Regimes {
    /// Passes if an offering may be listed: licence, currency, terms, target within the issuer's limit, time, checks, sheet.
    ///
    /// # Errors
    /// [`Error::Refused`] by the first rule that says no.
    pub async fn may_list(&self, tx: &Tx, offering: &Listing) -> Result<()> {
        let (regime, now) = (offering.regime, offering.starts_at);
        self.licensed(tx, regime, now).await??;
        let (pack, numbers) = self.on(regime, now)?;
        if offering.currency != pack.currency {
            let refusal = Refusal::new(RuleId::Licence, RefusalCode::CurrencyNotAllowed);
            return Err(refusal.with("expected", pack.currency).into());
        }
        let stated = store::offerings::find(&**tx, offering.campaign_id).await?;
        let missing = || Refusal::new(RuleId::Cf14, RefusalCode::OfferingMissing);
        let stated = stated.ok_or_else(missing)?;
        disclosure::cf14_method(stated.terms.method)?;
        if stated.terms.unit_price.currency != offering.currency {
            // Stated when the campaign was to be funded in another one.
            return Err(missing().with("expected", offering.currency).into());
        }
        listing::cf9(offering.gives_all_back)?;
        let goal = offering.goal.ok_or_else(missing)?;
        let most = stated.terms.maximum.unwrap_or(goal);
        disclosure::cf14_units(stated.terms.unit_price, goal)?;
        disclosure::cf14_units(stated.terms.unit_price, most)?;
        if most.minor < goal.minor {
            let refusal = Refusal::new(RuleId::Cf14, RefusalCode::Oversubscribed);
            return Err(refusal.with("limit", most).into());
        }
        match numbers {
            Numbers::RegCf(numbers) => {
                let limit = pack.money(numbers.issuer_limit_minor);
                limits::issuer_limit(RuleId::Cf1, limit, offering.raised, most)?;
                closing::cf3(numbers, offering.starts_at, offering.deadline_at)?;
                listing::cf16(&store::offerings::checks(&**tx, offering.campaign_id).await?)?;
            }
            Numbers::Ecspr(numbers) => {
                let limit = pack.money(numbers.issuer_limit_minor);
                limits::issuer_limit(RuleId::Eu1, limit, offering.raised, most)?;
                let sheets = store::offerings::sheets(&**tx, offering.campaign_id).await?;
                disclosure::eu7(numbers, sheets.first().map(|sheet| sheet.pages))?;
            }
            Numbers::CnPrivate(numbers) => {
                // Stated under another regime, which does not ask for it.
                let already = stated.terms.existing_holders.ok_or_else(missing)?;
                holders::cn2(numbers, already.into(), true)?;
            }
        }
        Ok(())
    }

    /// Passes if an offering may close early (CF5). No other regime knows that.
    ///
    /// # Errors
    /// [`Error::Refused`].
    pub fn may_close_early(&self, regime: Regime, close: &EarlyClose, now: DateTime<Utc>) -> Result<()> {
        match self.on(regime, now)?.1 {
            Numbers::RegCf(numbers) => Ok(closing::cf5(numbers, close)?),
            Numbers::Ecspr(_) | Numbers::CnPrivate(_) => Err(Error::Refused(Refusal::new(
                RuleId::Cf5,
                RefusalCode::ClosingNotAllowed,
            ))),
        }
    }

    /// The business days of the notice before an early close; nothing where a regime knows none.
    pub fn close_notice_business_days(&self, regime: Regime, now: DateTime<Utc>) -> Option<BusinessDays> {
        let (pack, numbers) = self.on(regime, now).ok()?;
        match numbers {
            Numbers::RegCf(numbers) => Some(pack.business_days(numbers.close_notice_business_days)),
            Numbers::Ecspr(_) | Numbers::CnPrivate(_) => None,
        }
    }

    /// When an offering whose deadline has come may be decided on: once nobody can revoke an offer to invest that was made at the last
    /// moment (EU6); elsewhere at the deadline itself.
    pub fn decides_at(&self, regime: Regime, deadline: DateTime<Utc>) -> DateTime<Utc> {
        match self.on(regime, deadline) {
            Ok((_, Numbers::Ecspr(numbers))) => cancellation::eu6_until(numbers, deadline),
            _ => deadline,
        }
    }
}
