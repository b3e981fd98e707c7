use db::Act;
use files::KeepError;
use kernel::{Caller, CampaignId, FileId, Money, Regime, UserId, policy::Action};

use super::Regimes;
use crate::{
    Error, Numbers, Offering, OfferingTerms, OversubscriptionMethod, RecordCheck, Result, Sheet, Violation,
    ViolationCode,
    error::text,
    events::SheetPublished,
    rules::{disclosure, reconfirmation},
    store,
};

/// The longest name of a security, in characters.
const SECURITY: usize = 500;
/// The most holders that can be stated.
const HOLDERS: u32 = 1_000_000;
/// The longest reference or reason, in characters.
const TEXT: usize = 1_000;

/// A version of a key investment information sheet that a founder wants to publish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishSheet {
    /// The campaign.
    pub campaign_id: CampaignId,
    /// The document, an upload of the caller's.
    pub upload_id: FileId,
    /// How many sides of A4 it has.
    pub pages: u32,
    /// What changed.
    pub reason: String,
}

impl Regimes {
    /// States the terms of an offering: security, price, and what is done with commitments above the target. Another version may
    /// follow until the campaign is handed in; then they are frozen, for they are what the reviewer approves.
    ///
    /// # Errors
    /// [`Error::Invalid`]; [`Error::Refused`] for a method this platform does not carry out; [`Error::Frozen`];
    /// [`Error::NotOfRegime`] of a campaign for rewards.
    #[tracing::instrument(name = "regimes.state_offering", skip_all, fields(campaign.id = %terms.campaign_id))]
    pub async fn state_offering(&self, caller: &Caller, terms: OfferingTerms) -> Result<Offering> {
        let by = caller.user_id()?;
        let campaign = terms.campaign_id;
        let tx = self.db.begin().await?;
        let facts = self
            .locked(&tx, caller, campaign, |owner| Action::OfferingWrite { owner })
            .await?;
        if !facts.regime.is_regulated() {
            return Err(Error::NotOfRegime);
        }
        if !facts.is_draft {
            return Err(Error::Frozen);
        }
        let mut wrong = Vec::new();
        let security = text("security", &terms.security, SECURITY, &mut wrong);
        let amounts = [
            Some(("unit_price", terms.unit_price)),
            terms.maximum.map(|most| ("maximum", most)),
        ];
        for (field, amount) in amounts.into_iter().flatten() {
            if amount.currency != facts.currency {
                wrong.push(Violation::new(field, ViolationCode::Currency).with("expected", facts.currency));
            } else if amount.minor <= 0 {
                wrong.push(Violation::new(field, ViolationCode::OutOfRange).with("min", 1));
            }
        }
        match (terms.maximum, terms.method) {
            (Some(_), OversubscriptionMethod::None) => {
                wrong.push(
                    Violation::new("maximum", ViolationCode::NotWithMethod).with("method", terms.method),
                );
            }
            (None, method) if method != OversubscriptionMethod::None => {
                wrong.push(Violation::new("maximum", ViolationCode::Required));
            }
            _ => {}
        }
        match terms.existing_holders {
            // The issuer itself has one at the least.
            None if facts.regime == Regime::CnPrivate => {
                wrong.push(Violation::new("existing_holders", ViolationCode::Required));
            }
            Some(holders) if !(1..=HOLDERS).contains(&holders) => {
                let range = Violation::new("existing_holders", ViolationCode::OutOfRange);
                wrong.push(range.with("min", 1).with("max", HOLDERS));
            }
            _ => {}
        }
        Error::unless_valid(wrong)?;
        disclosure::cf14_method(terms.method)?;
        if let Some(most) = terms.maximum {
            disclosure::cf14_units(terms.unit_price, most)?;
        }
        let now = tx.now().await?;
        let earlier = store::offerings::find(&*tx, campaign).await?;
        let offering = Offering {
            terms: OfferingTerms { security, ..terms },
            platform_pay: self.platform_pay,
            version: earlier.map_or(1, |earlier| earlier.version + 1),
            stated_by: by,
            stated_at: now,
        };
        store::offerings::insert(&tx, &offering).await?;
        let told = serde_json::json!({
            "version": offering.version,
            "security": offering.terms.security,
            "unit_price": offering.terms.unit_price,
            "method": offering.terms.method,
            "maximum": offering.terms.maximum,
            "existing_holders": offering.terms.existing_holders,
            "platform_pay_bps": offering.platform_pay.0,
        });
        tx.record(caller, Act::new("regime_offering.state", campaign).after(told))
            .await?;
        tx.commit().await?;
        Ok(offering)
    }

    /// Records what a background check found of one party (CF16). Of several the latest counts. Whoever records is named, and gives
    /// the check's reference as the reason.
    ///
    /// # Errors
    /// [`Error::Invalid`]; [`Error::NotOfRegime`]; [`Error::Forbidden`] unless a reviewer asks, not of their own campaign.
    #[tracing::instrument(name = "regimes.record_check", skip_all, fields(campaign.id = %request.campaign_id))]
    pub async fn record_check(&self, caller: &Caller, request: RecordCheck) -> Result<()> {
        let campaign = request.campaign_id;
        let tx = self.db.begin().await?;
        let facts = self
            .locked(&tx, caller, campaign, |owner| Action::BackgroundCheckRecord {
                owner,
            })
            .await?;
        let by = caller.user_id()?;
        if facts.regime != Regime::RegCf {
            return Err(Error::NotOfRegime);
        }
        let mut wrong = Vec::new();
        let reference = text("reference", &request.reference, TEXT, &mut wrong);
        Error::unless_valid(wrong)?;
        let now = tx.now().await?;
        let check = RecordCheck { reference, ..request };
        store::offerings::insert_check(&tx, &check, by, now).await?;
        let told = serde_json::json!({
            "party": check.party, "passed": check.passed, "reference": check.reference,
        });
        tx.record(caller, Act::new("regime_check.record", campaign).after(told))
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Publishes a version of a key investment information sheet (EU7). Every investor of the campaign is told at once of one that
    /// follows the first.
    ///
    /// # Errors
    /// [`Error::Refused`] if it is too long; [`Error::Invalid`]; [`Error::NotOfRegime`]; [`Error::Frozen`] once the campaign is over.
    #[tracing::instrument(name = "regimes.publish_sheet", skip_all, fields(campaign.id = %request.campaign_id))]
    pub async fn publish_sheet(&self, caller: &Caller, request: PublishSheet) -> Result<Sheet> {
        let by = caller.user_id()?;
        let campaign = request.campaign_id;
        let tx = self.db.begin().await?;
        let facts = self
            .locked(&tx, caller, campaign, |owner| Action::OfferingWrite { owner })
            .await?;
        let now = tx.now().await?;
        let Ok((_, Numbers::Ecspr(numbers))) = self.on(facts.regime, now) else {
            return Err(Error::NotOfRegime);
        };
        if facts.is_over {
            return Err(Error::Frozen);
        }
        disclosure::eu7(numbers, Some(request.pages))?;
        let mut wrong = Vec::new();
        let reason = text("reason", &request.reason, TEXT, &mut wrong);
        Error::unless_valid(wrong)?;
        reconfirmation::cf8(true, Some(&reason))?;
        match files::keep(&tx, by, request.upload_id, campaign).await {
            Ok(_) => {}
            Err(KeepError::NotFound) => {
                let missing = Violation::new("upload_id", ViolationCode::NoUpload);
                return Err(Error::Invalid(vec![missing]));
            }
            Err(KeepError::Store(error)) => return Err(error.into()),
        }
        let earlier = store::offerings::sheets(&*tx, campaign).await?;
        let sheet = Sheet {
            campaign_id: campaign,
            version: earlier.first().map_or(1, |last| last.version + 1),
            file_id: request.upload_id,
            pages: request.pages,
            reason,
            published_by: by,
            published_at: now,
        };
        store::offerings::insert_sheet(&tx, &sheet).await?;
        let told = serde_json::json!({
            "version": sheet.version, "file": sheet.file_id, "pages": sheet.pages, "reason": sheet.reason,
        });
        tx.record(caller, Act::new("regime_sheet.publish", campaign).after(told))
            .await?;
        tx.publish(&SheetPublished {
            campaign_id: campaign,
            version: sheet.version,
            reason: sheet.reason.clone(),
            published_at: now,
        })
        .await?;
        tx.commit().await?;
        Ok(sheet)
    }

    /// Lets a person read a version of a campaign's sheet, for a day; whether they may see the campaign was checked by whoever asks.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Forbidden`] if nobody has signed in.
    #[tracing::instrument(name = "regimes.open_sheet", skip_all, fields(campaign.id = %campaign, version))]
    pub async fn open_sheet(&self, caller: &Caller, campaign: CampaignId, version: i32) -> Result<FileId> {
        let reader = caller.user_id()?;
        let tx = self.db.begin().await?;
        let sheets = store::offerings::sheets(&*tx, campaign).await?;
        let sheet = sheets.into_iter().find(|sheet| sheet.version == version);
        let file = sheet.ok_or(Error::NotFound)?.file_id;
        let until = kernel::held_until(tx.now().await?);
        files::grant(&tx, file, reader, Some(until)).await?;
        tx.commit().await?;
        Ok(file)
    }

    /// Names somebody who promotes a campaign, so that what they say in its discussion bears a label (CF15). It is never taken back.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::NotOfRegime`].
    #[tracing::instrument(name = "regimes.name_promoter", skip_all, fields(campaign.id = %campaign))]
    pub async fn name_promoter(&self, caller: &Caller, campaign: CampaignId, promoter: UserId) -> Result<()> {
        let by = caller.user_id()?;
        let tx = self.db.begin().await?;
        let facts = self
            .locked(&tx, caller, campaign, |owner| Action::OfferingWrite { owner })
            .await?;
        if !facts.regime.is_regulated() {
            return Err(Error::NotOfRegime);
        }
        let now = tx.now().await?;
        if store::offerings::insert_promoter(&tx, campaign, promoter, by, now).await? {
            let told = serde_json::json!({ "promoter": promoter });
            tx.record(caller, Act::new("regime_promoter.name", campaign).after(told))
                .await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

/// What an issuer pays the platform for an amount.
pub(super) fn platform_pay(offering: &Offering, amount: Money) -> db::Result<Money> {
    offering.platform_pay.of(amount).map_err(db::Error::corrupt)
}
