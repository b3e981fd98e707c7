use chrono::{DateTime, Utc};
use db::Tx;
use kernel::{
    CampaignId, Money, PledgeId, Refusal, RefusalCode, Regime, RegimeDeclarationId, RuleId, UserId,
};
use serde_json::json;

use super::{Regimes, offering::platform_pay};
use crate::{
    CnPrivate, DeclarationKind, Ecspr, Numbers, Offering, Pack, RegCf, Result, Statement,
    rules::{
        cancellation,
        disclosure::{self, Confirmation},
        holders, knowledge, limits, listing, months_before, qualification,
    },
    store::{self, commitments::Judged},
};

/// A commitment that an investor wants to make, or to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commitment {
    /// The campaign.
    pub campaign_id: CampaignId,
    /// Under which law it raises money.
    pub regime: Regime,
    /// Who commits.
    pub investor_id: UserId,
    /// How much, the whole of it where it changes what was committed.
    pub amount: Money,
    /// The campaign's target.
    pub goal: Option<Money>,
    /// When it closes.
    pub deadline_at: DateTime<Utc>,
    /// What all others have committed to the campaign, cards that are being entered included.
    pub taken: Money,
    /// What the issuer has raised and is promised within the regime's months, without this.
    pub raised: Money,
    /// What the investor has committed and invested within them, of all issuers, without this.
    pub invested: Money,
    /// What of it is this campaign's, however long ago.
    pub own: Money,
    /// How many hold or will hold a part of the issuer.
    pub holders: i64,
    /// Whether the investor is not among them.
    pub is_new_holder: bool,
    /// Now.
    pub now: DateTime<Utc>,
}

/// A commitment that every rule let pass, with what it was judged by.
#[derive(Debug, Clone, PartialEq)]
pub struct Cleared {
    regime: Regime,
    offering: Offering,
    grounds: serde_json::Value,
    /// Until when it may be taken back for any reason.
    pub cancel_until: DateTime<Utc>,
}

impl Regimes {
    /// Judges a commitment by every rule of its regime, inside the transaction that makes it.
    ///
    /// # Errors
    /// [`crate::Error::Refused`] by the first rule that says no.
    pub async fn clear(&self, tx: &Tx, wish: &Commitment) -> Result<Cleared> {
        self.licensed(tx, wish.regime, wish.now).await??;
        let (pack, numbers) = self.on(wish.regime, wish.now)?;
        if let Numbers::CnPrivate(numbers) = numbers {
            // Whoever may not know of the offering is told nothing of it.
            let granted = store::declarations::class_granted(&**tx, wish.investor_id, wish.regime).await?;
            qualification::cn1(numbers, granted.map(|(_, at)| at), wish.now)?;
        }
        let stated = store::offerings::find(&**tx, wish.campaign_id).await?;
        let missing = || Refusal::new(RuleId::Cf14, RefusalCode::OfferingMissing);
        let offering = stated.ok_or_else(missing)?;
        let most = offering.terms.maximum.or(wish.goal).ok_or_else(missing)?;
        disclosure::cf14_units(offering.terms.unit_price, wish.amount)?;
        disclosure::cf14(most, wish.taken, wish.amount)?;
        let (evidence, cancel_until) = match numbers {
            Numbers::RegCf(numbers) => (
                self.clear_reg_cf(tx, wish, pack, numbers).await?,
                cancellation::cf4_until(numbers, wish.deadline_at),
            ),
            Numbers::Ecspr(numbers) => (
                self.clear_ecspr(tx, wish, pack, numbers).await?,
                cancellation::eu6_until(numbers, wish.now),
            ),
            Numbers::CnPrivate(numbers) => (
                self.clear_cn_private(tx, wish, &offering, numbers).await??,
                wish.deadline_at,
            ),
        };
        let grounds = json!({
            "day": wish.now.date_naive(),
            "taken": wish.taken,
            "raised": wish.raised,
            "invested": wish.invested,
            "holders": wish.holders,
            "declarations": evidence,
        });
        Ok(Cleared {
            regime: wish.regime,
            offering,
            grounds,
            cancel_until,
        })
    }

    /// CF1, CF2, CF11, CF16. Returns the declarations it was judged by.
    async fn clear_reg_cf(
        &self,
        tx: &Tx,
        wish: &Commitment,
        pack: &Pack,
        numbers: &RegCf,
    ) -> Result<Vec<RegimeDeclarationId>> {
        let limit = pack.money(numbers.issuer_limit_minor);
        limits::issuer_limit(RuleId::Cf1, limit, wish.raised, wish.amount)?;
        // What is found out after the launch counts as well.
        listing::cf16(&store::offerings::checks(&**tx, wish.campaign_id).await?)?;
        let (investor, regime, campaign) = (wish.investor_id, wish.regime, Some(wish.campaign_id));
        let read = self
            .latest(&**tx, investor, regime, DeclarationKind::Education, campaign)
            .await?;
        let education = read.as_ref().and_then(|read| match read.statement {
            Some(Statement::Education(education)) => Some((education, read.declared_at)),
            _ => None,
        });
        knowledge::cf11(numbers, education, wish.now)?;
        let since = months_before(wish.now, numbers.figures_months);
        let accredited = store::declarations::class_granted(&**tx, investor, regime).await?;
        if let Some((class, _)) = accredited.filter(|(_, at)| *at > since) {
            return Ok(read.map(|read| read.id).into_iter().chain([class]).collect());
        }
        let (figures, declared) = self
            .figures(tx, investor, regime, since)
            .await?
            .ok_or_else(|| Refusal::new(RuleId::Cf2, RefusalCode::FiguresMissing))?;
        let limit = limits::cf2_limit(numbers, figures, false);
        limits::cf2(limit, wish.invested, wish.amount)?;
        Ok(read.map(|read| read.id).into_iter().chain([declared]).collect())
    }

    /// EU1 to EU5. Returns the declarations it was judged by.
    async fn clear_ecspr(
        &self,
        tx: &Tx,
        wish: &Commitment,
        pack: &Pack,
        numbers: &Ecspr,
    ) -> Result<Vec<RegimeDeclarationId>> {
        let limit = pack.money(numbers.issuer_limit_minor);
        limits::issuer_limit(RuleId::Eu1, limit, wish.raised, wish.amount)?;
        let (investor, regime, now) = (wish.investor_id, wish.regime, wish.now);
        let granted = store::declarations::class_granted(&**tx, investor, regime).await?;
        if let Some((class, at)) = granted
            && qualification::eu2_holds(numbers, Some(at), now)
        {
            // Test, simulation and warning protect those who are not sophisticated (Art. 21).
            return Ok(vec![class]);
        }
        let tested = self
            .latest(&**tx, investor, regime, DeclarationKind::KnowledgeTest, None)
            .await?;
        let test = tested.as_ref().and_then(|tested| match tested.statement {
            Some(Statement::KnowledgeTest(test)) => Some((test, tested.declared_at)),
            _ => None,
        });
        knowledge::eu3(numbers, test, now)?;
        let (net_worth, declared) = self.net_worth(tx, investor, RuleId::Eu4, now).await?;
        let simulated = self
            .latest(&**tx, investor, regime, DeclarationKind::LossSimulation, None)
            .await?;
        // A simulation of other figures than those that count now says nothing.
        let of_these = simulated.filter(|simulated| simulated.id.uuid() > declared.uuid());
        knowledge::eu4(numbers, of_these.as_ref().map(|one| one.declared_at), now)?;
        let campaign = Some(wish.campaign_id);
        let consent = self
            .latest(
                &**tx,
                investor,
                regime,
                DeclarationKind::LargeInvestment,
                campaign,
            )
            .await?;
        let agreed = consent.as_ref().and_then(|consent| match consent.statement {
            Some(Statement::LargeInvestment(amount)) => Some((amount, consent.declared_at)),
            _ => None,
        });
        // Parts of one investment are one investment.
        let whole = wish.own.checked_add(wish.amount).map_err(db::Error::corrupt)?;
        knowledge::eu5(numbers, net_worth, whole, agreed, now)?;
        let evidence = [tested, of_these, consent].into_iter().flatten();
        Ok(evidence.map(|one| one.id).chain([declared]).collect())
    }

    /// CN1 and CN2. Returns the declaration it was judged by.
    async fn clear_cn_private(
        &self,
        tx: &Tx,
        wish: &Commitment,
        offering: &Offering,
        numbers: &CnPrivate,
    ) -> db::Result<Result<Vec<RegimeDeclarationId>, Refusal>> {
        let granted = store::declarations::class_granted(&**tx, wish.investor_id, wish.regime).await?;
        let judged = || {
            qualification::cn1(numbers, granted.map(|(_, at)| at), wish.now)?;
            qualification::cn1_ticket(numbers, wish.amount)?;
            // Those who hold a part and did not come by the platform are as stated.
            let already = i64::from(offering.terms.existing_holders.unwrap_or_default());
            holders::cn2(numbers, wish.holders.saturating_add(already), wish.is_new_holder)
        };
        Ok(judged().map(|()| granted.map(|(class, _)| class).into_iter().collect()))
    }

    /// Keeps what a commitment that is no more than before comes to: it is no new one, so that no rule is asked but those of its
    /// amount, and the time in which it may be taken back stays.
    ///
    /// # Errors
    /// [`crate::Error::Refused`] if what is left does not buy whole securities, or is less than the least ticket.
    pub async fn keep_lowered(
        &self,
        tx: &Tx,
        (campaign, regime): (CampaignId, Regime),
        which: (PledgeId, i64),
        (before, amount): (Money, Money),
        now: DateTime<Utc>,
    ) -> Result<()> {
        let (offering, earlier) = judged_before(tx, campaign, which.0).await?;
        if amount != before {
            disclosure::cf14_units(offering.terms.unit_price, amount)?;
            if let (_, Numbers::CnPrivate(numbers)) = self.on(regime, now)? {
                qualification::cn1_ticket(numbers, amount)?;
            }
        }
        let grounds = json!({ "day": now.date_naive(), "lowered_from_version": earlier.0 });
        let judged = Judged {
            pledge_id: which.0,
            pledge_version: which.1,
            regime,
            grounds,
            cancel_until: earlier.1,
            judged_at: now,
        };
        store::commitments::insert(tx, &judged).await?;
        Ok(confirm(tx, which, &offering, amount, now).await?)
    }

    /// Keeps what a commitment was judged by. One whose card is saved is confirmed at once (CF12); else that comes with the card.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn keep_commitment(
        &self,
        tx: &Tx,
        which: (PledgeId, i64),
        amount: Money,
        (cleared, card_is_saved): (&Cleared, bool),
        now: DateTime<Utc>,
    ) -> db::Result<()> {
        let judged = Judged {
            pledge_id: which.0,
            pledge_version: which.1,
            regime: cleared.regime,
            grounds: cleared.grounds.clone(),
            cancel_until: cleared.cancel_until,
            judged_at: now,
        };
        store::commitments::insert(tx, &judged).await?;
        if card_is_saved {
            confirm(tx, which, &cleared.offering, amount, now).await?;
        }
        Ok(())
    }

    /// The card is saved: the investor is bound from now on, so that the time in which the offer may be revoked begins (EU6), and it
    /// is confirmed (CF12).
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn keep_binding(
        &self,
        tx: &Tx,
        (campaign, regime): (CampaignId, Regime),
        which: (PledgeId, i64),
        amount: Money,
        now: DateTime<Utc>,
    ) -> db::Result<()> {
        let (offering, earlier) = judged_before(tx, campaign, which.0).await?;
        let cancel_until = match self.on(regime, now) {
            Ok((_, Numbers::Ecspr(numbers))) => cancellation::eu6_until(numbers, now),
            _ => earlier.1,
        };
        let judged = Judged {
            pledge_id: which.0,
            pledge_version: which.1,
            regime,
            grounds: json!({ "day": now.date_naive(), "placed_as_version": earlier.0 }),
            cancel_until,
            judged_at: now,
        };
        store::commitments::insert(tx, &judged).await?;
        confirm(tx, which, &offering, amount, now).await
    }

    /// Keeps the confirmation of a completed purchase (CF12), with the days until which it may not be resold and records of it are kept
    /// (CF17). A purchase is completed once.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn keep_completion(
        &self,
        tx: &Tx,
        (campaign, regime): (CampaignId, Regime),
        (pledge, pledge_version): (PledgeId, i64),
        amount: Money,
        now: DateTime<Utc>,
    ) -> db::Result<()> {
        if store::commitments::confirmation(&**tx, pledge, "completion")
            .await?
            .is_some()
        {
            // Contested since, and won: it was complete before.
            return Ok(());
        }
        let Some(offering) = store::offerings::find(&**tx, campaign).await? else {
            return Err(db::Error::corrupt(format_args!(
                "campaign {campaign} states no offering"
            )));
        };
        let mut confirmation = confirmation(&offering, amount, now)?;
        match self.on(regime, now) {
            Ok((_, Numbers::RegCf(numbers))) => {
                confirmation.resale_from = Some(disclosure::cf17_resale_from(numbers, now));
                confirmation.records_until = Some(disclosure::cf17_records_until(numbers, now));
            }
            Ok((_, Numbers::CnPrivate(numbers))) => {
                confirmation.records_until = Some(holders::cn4_records_until(numbers, now));
            }
            Ok((_, Numbers::Ecspr(_))) | Err(_) => {}
        }
        store::commitments::confirm(tx, pledge, pledge_version, "completion", &confirmation, now).await
    }
}

/// What is offered, and the version and end of revocation of what a pledge was judged by last.
async fn judged_before(
    tx: &Tx,
    campaign: CampaignId,
    pledge: PledgeId,
) -> db::Result<(Offering, (i64, DateTime<Utc>))> {
    let never = || db::Error::corrupt(format_args!("the pledge {pledge} was never judged"));
    let earlier = store::commitments::newest(&**tx, pledge).await?;
    let offering = store::offerings::find(&**tx, campaign).await?;
    Ok((offering.ok_or_else(never)?, earlier.ok_or_else(never)?))
}

/// Keeps the confirmation of a commitment (CF12).
async fn confirm(
    tx: &Tx,
    (pledge, pledge_version): (PledgeId, i64),
    offering: &Offering,
    amount: Money,
    now: DateTime<Utc>,
) -> db::Result<()> {
    let confirmation = confirmation(offering, amount, now)?;
    store::commitments::confirm(tx, pledge, pledge_version, "commitment", &confirmation, now).await
}

fn confirmation(offering: &Offering, amount: Money, now: DateTime<Utc>) -> db::Result<Confirmation> {
    let terms = &offering.terms;
    Ok(Confirmation {
        on: now.date_naive(),
        security: terms.security.clone(),
        unit_price: terms.unit_price,
        quantity: disclosure::cf12_quantity(amount, terms.unit_price),
        amount,
        platform_pay: platform_pay(offering, amount)?,
        resale_from: None,
        records_until: None,
    })
}
