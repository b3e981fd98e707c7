use chrono::{DateTime, Utc};
use db::Tx;
use kernel::{CampaignId, Money, PledgeId, Refusal, RefusalCode, Regime, RuleId, UserId};
use serde_json::json;

use super::{Regimes, offering::platform_pay};
use crate::{
    CnPrivate, DeclarationKind, Ecspr, Numbers, OfferingTerms, Pack, RegCf, Result, Statement,
    rules::{
        Decision, cancellation,
        disclosure::{self, Confirmation},
        holders, knowledge, limits, months_before, qualification,
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
    /// How many hold or will hold.
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
    terms: OfferingTerms,
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
        let stated = store::offerings::find(&**tx, wish.campaign_id).await?;
        let missing = || Refusal::new(RuleId::Cf14, RefusalCode::OfferingMissing);
        let terms = stated.ok_or_else(missing)?.terms;
        let most = terms.maximum.or(wish.goal).ok_or_else(missing)?;
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
            Numbers::CnPrivate(numbers) => {
                self.clear_cn_private(tx, wish, numbers).await??;
                (Vec::new(), wish.deadline_at)
            }
        };
        let grounds = json!({
            "day": wish.now.date_naive(),
            "taken": wish.taken,
            "raised": wish.raised,
            "holders": wish.holders,
            "declarations": evidence,
        });
        Ok(Cleared {
            regime: wish.regime,
            terms,
            grounds,
            cancel_until,
        })
    }

    /// CF1, CF2, CF11. Returns the declarations it was judged by.
    async fn clear_reg_cf(
        &self,
        tx: &Tx,
        wish: &Commitment,
        pack: &Pack,
        numbers: &RegCf,
    ) -> Result<Vec<kernel::RegimeDeclarationId>> {
        let limit = pack.money(numbers.issuer_limit_minor);
        limits::issuer_limit(RuleId::Cf1, limit, wish.raised, wish.amount)?;
        let (investor, regime) = (wish.investor_id, wish.regime);
        let read = self
            .latest(
                tx,
                investor,
                regime,
                DeclarationKind::Education,
                Some(wish.campaign_id),
            )
            .await?;
        let education = read.as_ref().and_then(|read| match read.statement {
            Some(Statement::Education(education)) => Some((education, read.declared_at)),
            _ => None,
        });
        knowledge::cf11(numbers, education, wish.now)?;
        let accredited_at = store::declarations::class_granted_at(&**tx, investor, regime).await?;
        let since = months_before(wish.now, numbers.figures_months);
        let accredited = accredited_at.is_some_and(|at| at > since);
        let declared = self
            .latest(tx, investor, regime, DeclarationKind::Figures, None)
            .await?;
        let declared = declared.filter(|declared| declared.declared_at > since);
        let figures = declared.as_ref().and_then(|declared| match declared.statement {
            Some(Statement::Figures(figures)) => Some(figures),
            _ => None,
        });
        if !accredited {
            let figures = figures.ok_or_else(|| Refusal::new(RuleId::Cf2, RefusalCode::FiguresMissing))?;
            limits::cf2(
                limits::cf2_limit(numbers, figures, false),
                wish.invested,
                wish.amount,
            )?;
        }
        Ok([read, declared].into_iter().flatten().map(|one| one.id).collect())
    }

    /// EU1 to EU5. Returns the declarations it was judged by.
    async fn clear_ecspr(
        &self,
        tx: &Tx,
        wish: &Commitment,
        pack: &Pack,
        numbers: &Ecspr,
    ) -> Result<Vec<kernel::RegimeDeclarationId>> {
        let limit = pack.money(numbers.issuer_limit_minor);
        limits::issuer_limit(RuleId::Eu1, limit, wish.raised, wish.amount)?;
        let (investor, regime, now) = (wish.investor_id, wish.regime, wish.now);
        let granted_at = store::declarations::class_granted_at(&**tx, investor, regime).await?;
        if qualification::eu2_holds(numbers, granted_at, now) {
            // Test, simulation and warning protect those who are not sophisticated (Art. 21).
            return Ok(Vec::new());
        }
        let tested = self
            .latest(tx, investor, regime, DeclarationKind::KnowledgeTest, None)
            .await?;
        let test = tested.as_ref().and_then(|tested| match tested.statement {
            Some(Statement::KnowledgeTest(test)) => Some((test, tested.declared_at)),
            _ => None,
        });
        knowledge::eu3(numbers, test, now)?;
        let net_worth = self.net_worth(tx, investor, RuleId::Eu4).await?;
        let simulated = self
            .latest(tx, investor, regime, DeclarationKind::LossSimulation, None)
            .await?;
        knowledge::eu4(numbers, simulated.as_ref().map(|one| one.declared_at), now)?;
        let consent = self
            .latest(
                tx,
                investor,
                regime,
                DeclarationKind::LargeInvestment,
                Some(wish.campaign_id),
            )
            .await?;
        let agreed = consent.as_ref().and_then(|consent| match consent.statement {
            Some(Statement::LargeInvestment(amount)) => Some((amount, consent.declared_at)),
            _ => None,
        });
        knowledge::eu5(numbers, net_worth, wish.amount, agreed, now)?;
        let evidence = [tested, simulated, consent];
        Ok(evidence.into_iter().flatten().map(|one| one.id).collect())
    }

    /// CN1 and CN2.
    async fn clear_cn_private(
        &self,
        tx: &Tx,
        wish: &Commitment,
        numbers: &CnPrivate,
    ) -> db::Result<Decision> {
        let granted_at = store::declarations::class_granted_at(&**tx, wish.investor_id, wish.regime).await?;
        let judged = || {
            qualification::cn1(numbers, granted_at, wish.now)?;
            qualification::cn1_ticket(numbers, wish.amount)?;
            holders::cn2(numbers, wish.holders, wish.is_new_holder)
        };
        Ok(judged())
    }

    /// Keeps what a commitment was judged by, and the confirmation its investor gets (CF12).
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn keep_commitment(
        &self,
        tx: &Tx,
        (pledge, pledge_version): (PledgeId, i64),
        amount: Money,
        cleared: &Cleared,
        now: DateTime<Utc>,
    ) -> db::Result<()> {
        let judged = Judged {
            pledge_id: pledge,
            pledge_version,
            regime: cleared.regime,
            grounds: cleared.grounds.clone(),
            cancel_until: cleared.cancel_until,
            judged_at: now,
        };
        store::commitments::insert(tx, &judged).await?;
        let confirmation = confirmation(&cleared.terms, amount, now)?;
        store::commitments::confirm(tx, pledge, pledge_version, "commitment", &confirmation, now).await
    }

    /// Keeps the confirmation of a completed purchase (CF12), with the days until which it may not be resold and records of it are kept
    /// (CF17). The same one twice is kept once.
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
        let Some(offering) = store::offerings::find(&**tx, campaign).await? else {
            return Err(db::Error::corrupt(format_args!(
                "campaign {campaign} states no offering"
            )));
        };
        let mut confirmation = confirmation(&offering.terms, amount, now)?;
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

fn confirmation(terms: &OfferingTerms, amount: Money, now: DateTime<Utc>) -> db::Result<Confirmation> {
    Ok(Confirmation {
        on: now.date_naive(),
        security: terms.security.clone(),
        unit_price: terms.unit_price,
        quantity: disclosure::cf12_quantity(amount, terms.unit_price),
        amount,
        platform_pay: platform_pay(terms, amount)?,
        resale_from: None,
        records_until: None,
    })
}
