//! The rules of regulated campaigns: asked by projects and pledges, fed with what those know, and carried out with the third party that
//! keeps the money. Campaigns for rewards never get here.

use std::sync::Arc;

use ::regimes::{
    Commitment, Listing, Regimes,
    ports::{CampaignFacts, Campaigns},
    rules::closing,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use db::{Job, JobError, JobResult, NewJob, Runner, Tx};
use kernel::{CampaignId, Money, PledgeId, Refusal, RefusalCode, Regime, RuleId, UserId};
use payments::{Escrow, EscrowError, EscrowMove};
use pledges::{
    CancelRule, Pledge, Terms,
    events::{CampaignSettled, PledgeCollected, PledgeRefunded},
    regime::{self as money, Release},
};
use projects::{
    funding,
    ports::{EarlyEnd, Offering},
};
use serde::{Deserialize, Serialize};

use crate::App;

/// Keeps the confirmations of completed purchases, a batch at a time.
const COMPLETE: &str = "regimes.complete";
/// Confirmations in one transaction.
const BATCH: u64 = 200;

/// Campaigns, as regimes ask for them.
#[derive(Debug)]
pub(crate) struct CampaignsForRegimes;

#[async_trait]
impl Campaigns for CampaignsForRegimes {
    async fn lock(&self, tx: &Tx, campaign: CampaignId) -> db::Result<Option<CampaignFacts>> {
        let terms = funding::lock_terms(tx, campaign).await?;
        Ok(terms.map(|terms| CampaignFacts {
            founder_id: terms.founder_id,
            regime: terms.regime,
            currency: terms.currency,
            is_before_launch: terms.launched_at.is_none() && terms.state.is_before_close(),
            is_over: !terms.state.is_before_close(),
            launched_at: terms.launched_at,
        }))
    }
}

/// What an operation on regimes says, in the terms of those who asked: a refusal is an answer, everything else a fault.
fn judged<T>(outcome: ::regimes::Result<T>) -> db::Result<Result<T, Refusal>> {
    match outcome {
        Ok(done) => Ok(Ok(done)),
        Err(::regimes::Error::Refused(refusal)) => Ok(Err(refusal)),
        Err(::regimes::Error::Store(error)) => Err(error),
        Err(other) => Err(db::Error::corrupt(other)),
    }
}

/// What an issuer has raised under a regime within its months, without one pledge. Held under a lock of the issuer's name, so that two
/// campaigns of one issuer cannot both take the last of the limit.
async fn raised(
    tx: &Tx,
    regimes: &Regimes,
    (issuer, regime): (UserId, Regime),
    without: Option<PledgeId>,
    now: DateTime<Utc>,
) -> db::Result<Option<Money>> {
    tx.lock_name(&format!("regime-issuer:{issuer}")).await?;
    let Some(pack) = regimes.packs().of(regime) else {
        return Ok(None);
    };
    let Some(since) = regimes.counts_since(regime, now) else {
        return Ok(Some(Money::zero(pack.currency)));
    };
    let campaigns = funding::campaigns_under(tx, issuer, regime).await?;
    let raised = money::raised_by(tx, &campaigns, since, without, pack.currency).await?;
    Ok(Some(raised))
}

fn unknown(regime: Regime) -> Refusal {
    Refusal::new(RuleId::Licence, RefusalCode::NotInForce).with("regime", regime)
}

/// Regimes, as projects ask for them.
#[derive(Debug)]
pub(crate) struct RegimesForProjects {
    pub(crate) regimes: Regimes,
    pub(crate) escrow: Arc<dyn Escrow>,
}

#[async_trait]
impl projects::ports::RegimeRules for RegimesForProjects {
    async fn may_choose(
        &self,
        tx: &Tx,
        regime: Regime,
        now: DateTime<Utc>,
    ) -> db::Result<Result<(), Refusal>> {
        self.regimes.licensed(tx, regime, now).await
    }

    async fn may_list(&self, tx: &Tx, offering: &Offering) -> db::Result<Result<(), Refusal>> {
        if !self.escrow.is_there() {
            let refusal = Refusal::new(RuleId::Cf10, RefusalCode::EscrowMissing);
            return Ok(Err(refusal));
        }
        let issuer = (offering.founder_id, offering.regime);
        let now = tx.now().await?;
        let Some(raised) = raised(tx, &self.regimes, issuer, None, now).await? else {
            return Ok(Err(unknown(offering.regime)));
        };
        let listing = Listing {
            campaign_id: offering.campaign_id,
            regime: offering.regime,
            currency: offering.currency,
            goal: offering.goal,
            starts_at: offering.starts_at,
            deadline_at: offering.deadline_at,
            raised,
        };
        judged(self.regimes.may_list(tx, &listing).await)
    }

    fn may_close_early(&self, end: &EarlyEnd, now: DateTime<Utc>) -> Result<(), Refusal> {
        let close = closing::EarlyClose {
            public_since: end.public_since,
            closes_at: end.closes_at,
            notice_ends: end.notice_ends,
            committed: end.committed,
            target: end.target,
        };
        match self.regimes.may_close_early(end.regime, &close, now) {
            Err(::regimes::Error::Refused(refusal)) => Err(refusal),
            Ok(()) => Ok(()),
            Err(_) => Err(Refusal::new(RuleId::Cf5, RefusalCode::ClosingNotAllowed)),
        }
    }

    fn close_notice_business_days(&self, regime: Regime, now: DateTime<Utc>) -> Option<u16> {
        self.regimes.close_notice_business_days(regime, now)
    }

    fn decides_at(&self, regime: Regime, deadline: DateTime<Utc>) -> DateTime<Utc> {
        self.regimes.decides_at(regime, deadline)
    }

    async fn may_read(&self, person: UserId, regime: Regime) -> db::Result<bool> {
        self.regimes.is_qualified(person, regime).await
    }
}

/// Regimes, as pledges ask for them.
#[derive(Debug)]
pub(crate) struct RegimesForPledges(pub(crate) Regimes);

#[async_trait]
impl pledges::RegimeRules for RegimesForPledges {
    async fn commit(
        &self,
        tx: &Tx,
        terms: &Terms,
        pledge: &Pledge,
        now: DateTime<Utc>,
    ) -> db::Result<Result<(), Refusal>> {
        let regime = terms.regime;
        let issuer = (terms.founder_id, regime);
        let Some(raised) = raised(tx, &self.0, issuer, Some(pledge.id), now).await? else {
            return Ok(Err(unknown(regime)));
        };
        let (currency, investor) = (raised.currency, pledge.investor_id);
        // Two pledges of one investor to two campaigns cannot both take the last of the limit.
        tx.lock_name(&format!("regime-investor:{investor}")).await?;
        let since = self.0.counts_since(regime, now);
        let invested = match since {
            Some(since) => money::invested_by(tx, investor, regime, since, pledge.id, currency).await?,
            None => Money::zero(currency),
        };
        let always = DateTime::<Utc>::UNIX_EPOCH;
        let own = [terms.campaign_id];
        let taken = money::raised_by(tx, &own, always, Some(pledge.id), currency).await?;
        let (holders, is_holder) = money::holders_of(tx, pledge).await?;
        let wish = Commitment {
            campaign_id: terms.campaign_id,
            regime,
            investor_id: investor,
            amount: pledge.amount,
            goal: terms.goal,
            deadline_at: terms.deadline_at.unwrap_or(now),
            taken,
            raised,
            invested,
            holders,
            is_new_holder: !is_holder,
            now,
        };
        let cleared = match judged(self.0.clear(tx, &wish).await)? {
            Ok(cleared) => cleared,
            Err(refusal) => return Ok(Err(refusal)),
        };
        self.0
            .keep_commitment(tx, (pledge.id, pledge.version), pledge.amount, &cleared, now)
            .await?;
        Ok(Ok(()))
    }

    fn cancel_rule(&self, terms: &Terms, placed_at: DateTime<Utc>, now: DateTime<Utc>) -> CancelRule {
        match self
            .0
            .cancel_rule(terms.regime, terms.deadline_at, placed_at, now)
        {
            ::regimes::CancelRule::Free => CancelRule::Free,
            ::regimes::CancelRule::Refused(refusal) => CancelRule::Refused(refusal),
            ::regimes::CancelRule::Ordinary => CancelRule::Ordinary,
        }
    }

    fn reconfirm_business_days(&self, regime: Regime, now: DateTime<Utc>) -> Option<u16> {
        self.0.reconfirm_business_days(regime, now)
    }

    fn may_release(&self, release: &Release) -> Result<(), Refusal> {
        let facts = closing::Release {
            public_since: release.public_since,
            committed: release.committed,
            target: release.target,
            cancel_until: self.0.cancel_ends(release.regime, release.closed_at),
            now: release.now,
        };
        match self.0.may_release(release.regime, &facts) {
            Ok(()) => Ok(()),
            Err(::regimes::Error::Refused(refusal)) => Err(refusal),
            Err(_) => Err(unknown(release.regime)),
        }
    }
}

/// How far the confirmations of a campaign's completed purchases have come.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Completing {
    campaign_id: CampaignId,
    after: Option<PledgeId>,
}

impl Completing {
    /// The order for the next batch; given twice it is carried out once.
    fn order(&self) -> NewJob {
        let last = self.after.map(|pledge| pledge.to_string()).unwrap_or_default();
        let key = format!("{COMPLETE}:{}:{last}", self.campaign_id);
        NewJob::new(COMPLETE, self).key(key).max_attempts(100)
    }
}

impl App {
    /// Money of regulated campaigns is put with the third party when it arrives, and taken from there when it goes back; investors are
    /// confirmed what they bought.
    pub(crate) fn keep_to_regimes(&self, runner: &mut Runner) {
        let app = self.clone();
        runner.on_event::<PledgeCollected>("regimes.hold", move |job: Job| {
            let app = app.clone();
            async move {
                let event: PledgeCollected = job.payload()?;
                let key = format!("hold:{}", event.pledge_id);
                app.hold(event.campaign_id, key, event.amount).await
            }
        });
        let app = self.clone();
        runner.on_event::<PledgeRefunded>("regimes.give_back", move |job: Job| {
            let app = app.clone();
            async move {
                let event: PledgeRefunded = job.payload()?;
                // A pledge may be given back in parts; there is one job for each event.
                let key = format!("return:{}:{}", event.pledge_id, job.id);
                app.give_back(event.campaign_id, key, event.refunded).await
            }
        });
        let app = self.clone();
        runner.on_event::<CampaignSettled>("regimes.settled", move |job: Job| {
            let app = app.clone();
            async move {
                let event: CampaignSettled = job.payload()?;
                if !event.accepted || app.regime_of(event.campaign_id).await?.is_none() {
                    return Ok(());
                }
                let tx = app.db().begin().await?;
                let first = Completing {
                    campaign_id: event.campaign_id,
                    after: None,
                };
                tx.enqueue(first.order()).await?;
                Ok(tx.commit().await?)
            }
        });
        self.on(runner, COMPLETE, |app, job| async move {
            app.complete_batch(job.payload()?).await
        });
    }

    /// The regime of a campaign, if it is a regulated one.
    async fn regime_of(&self, campaign: CampaignId) -> Result<Option<Regime>, JobError> {
        let platform = kernel::Caller::system("regimes");
        let found = self.projects.find(&platform, campaign).await?;
        Ok(found
            .map(|found| found.regime)
            .filter(|regime| regime.is_regulated()))
    }

    async fn hold(&self, campaign: CampaignId, key: String, amount: Money) -> JobResult {
        if self.regime_of(campaign).await?.is_none() {
            return Ok(());
        }
        let account = campaign.to_string();
        let movement = EscrowMove { key, account, amount };
        Ok(self.inner.escrow.hold(&movement).await?)
    }

    async fn give_back(&self, campaign: CampaignId, key: String, amount: Money) -> JobResult {
        if self.regime_of(campaign).await?.is_none() {
            return Ok(());
        }
        let account = campaign.to_string();
        let movement = EscrowMove { key, account, amount };
        match self.inner.escrow.give_back(&movement).await {
            // What was released is no longer there: it goes back out of what the founder is still to be paid.
            Err(EscrowError::Refused(why)) => {
                tracing::warn!(campaign.id = %campaign, why, "the third party gives nothing back");
                Ok(())
            }
            other => Ok(other?),
        }
    }

    async fn complete_batch(&self, batch: Completing) -> JobResult {
        let campaign = batch.campaign_id;
        let Some(regime) = self.regime_of(campaign).await? else {
            return Ok(());
        };
        let tx = self.db().begin().await?;
        let now = tx.now().await?;
        let collected = money::collected_of(&*tx, campaign, batch.after, BATCH).await?;
        for pledge in &collected {
            let which = (pledge.id, pledge.version);
            self.regimes
                .keep_completion(&tx, (campaign, regime), which, pledge.amount, now)
                .await?;
        }
        if u64::try_from(collected.len()).is_ok_and(|done| done == BATCH) {
            let next = Completing {
                after: collected.last().map(|pledge| pledge.id),
                ..batch
            };
            tx.enqueue(next.order()).await?;
        }
        Ok(tx.commit().await?)
    }
}
