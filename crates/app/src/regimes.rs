//! The rules of regulated campaigns: asked by projects and pledges, and fed with what those know. Campaigns for rewards never get here.

use std::sync::Arc;

use ::regimes::{
    Commitment, Listing, Regimes,
    ports::{CampaignFacts, Campaigns},
    rules::closing,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use db::{Db, Job, JobError, JobResult, NewJob, Runner, Tx};
use kernel::{BusinessDays, CampaignId, Money, PledgeId, Refusal, RefusalCode, Regime, RuleId, UserId};
use payments::Escrow;
use pledges::{
    CancelRule, Pledge, SettlementStage, Terms,
    events::{CampaignSettled, DisputeClosed},
    regime::{self as money, Release},
};
use projects::{
    CampaignState, funding,
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
            is_draft: matches!(
                terms.state,
                CampaignState::Draft | CampaignState::ChangesRequested
            ),
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
    pub(crate) db: Db,
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
            gives_all_back: offering.gives_all_back,
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

    fn close_notice_business_days(&self, regime: Regime, now: DateTime<Utc>) -> Option<BusinessDays> {
        self.regimes.close_notice_business_days(regime, now)
    }

    fn decides_at(&self, regime: Regime, deadline: DateTime<Utc>) -> DateTime<Utc> {
        self.regimes.decides_at(regime, deadline)
    }

    async fn may_read(&self, person: UserId, campaign: CampaignId, regime: Regime) -> db::Result<bool> {
        // Whoever committed to it reads on when the proof of their class is over, and when their money went back.
        Ok(self.regimes.is_qualified(person, regime).await?
            || money::held(self.db.reader(), campaign, person).await?)
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
        before: Option<&Pledge>,
        now: DateTime<Utc>,
    ) -> db::Result<Result<(), Refusal>> {
        let (regime, which) = (terms.regime, (pledge.id, pledge.version));
        if before.is_some_and(|before| pledge.amount.minor <= before.amount.minor) {
            let campaign = (terms.campaign_id, regime);
            let amounts = (
                before.map_or(pledge.amount, |before| before.amount),
                pledge.amount,
            );
            return judged(self.0.keep_lowered(tx, campaign, which, amounts, now).await);
        }
        let issuer = (terms.founder_id, regime);
        let Some(raised) = raised(tx, &self.0, issuer, Some(pledge.id), now).await? else {
            return Ok(Err(unknown(regime)));
        };
        let (currency, investor) = (raised.currency, pledge.investor_id);
        // Two pledges of one investor to two campaigns cannot both take the last of the limit.
        tx.lock_name(&format!("regime-investor:{investor}")).await?;
        let invested = match self.0.counts_since(regime, now) {
            Some(since) => money::invested_by(tx, (investor, regime), since, pledge.id, currency).await?,
            None => Money::zero(currency),
        };
        let always = DateTime::<Utc>::UNIX_EPOCH;
        let taken = money::raised_by(tx, &[terms.campaign_id], always, Some(pledge.id), currency).await?;
        // Holders are those of the issuer, whichever of its campaigns they came by.
        let campaigns = funding::campaigns_under(tx, terms.founder_id, regime).await?;
        let (holders, is_holder) = money::holders_of(tx, &campaigns, pledge).await?;
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
            own: money::committed_by(tx, pledge).await?,
            holders,
            is_new_holder: !is_holder,
            now,
        };
        let cleared = match judged(self.0.clear(tx, &wish).await)? {
            Ok(cleared) => cleared,
            Err(refusal) => return Ok(Err(refusal)),
        };
        self.0
            .keep_commitment(tx, which, pledge.amount, (&cleared, before.is_some()), now)
            .await?;
        Ok(Ok(()))
    }

    async fn bind(&self, tx: &Tx, terms: &Terms, pledge: &Pledge, now: DateTime<Utc>) -> db::Result<()> {
        let (campaign, which) = ((terms.campaign_id, terms.regime), (pledge.id, pledge.version));
        self.0.keep_binding(tx, campaign, which, pledge.amount, now).await
    }

    async fn cancel_rule(
        &self,
        tx: &Tx,
        terms: &Terms,
        pledge: &Pledge,
        now: DateTime<Utc>,
    ) -> db::Result<CancelRule> {
        let which = (terms.regime, pledge.id);
        let rule = self.0.cancel_rule(tx, which, terms.deadline_at, now).await?;
        Ok(match rule {
            ::regimes::CancelRule::Free => CancelRule::Free,
            ::regimes::CancelRule::Refused(refusal) => CancelRule::Refused(refusal),
            ::regimes::CancelRule::Ordinary => CancelRule::Ordinary,
        })
    }

    fn reconfirm_business_days(&self, regime: Regime, now: DateTime<Utc>) -> Option<BusinessDays> {
        self.0.reconfirm_business_days(regime, now)
    }

    fn may_release(&self, release: &Release) -> Result<(), Refusal> {
        let facts = closing::Release {
            public_since: release.public_since,
            raised: release.raised,
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
    /// Investors of regulated campaigns are confirmed what they bought.
    pub(crate) fn keep_to_regimes(&self, runner: &mut Runner) {
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
        let app = self.clone();
        runner.on_event::<DisputeClosed>("regimes.dispute_closed", move |job: Job| {
            let app = app.clone();
            async move { app.complete_if_won(job.payload()?).await }
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

    /// A purchase that was contested when the others were completed is completed when the dispute is won.
    async fn complete_if_won(&self, event: DisputeClosed) -> JobResult {
        let campaign = event.campaign_id;
        let Some(regime) = self.regime_of(campaign).await?.filter(|_| !event.lost) else {
            return Ok(());
        };
        let settled = self.pledges.settlements_of(&[campaign]).await?;
        if settled.iter().all(|one| one.stage != SettlementStage::Settled) {
            return Ok(());
        }
        let tx = self.db().begin().await?;
        let now = tx.now().await?;
        if let Some(pledge) = money::completed(&*tx, event.pledge_id).await? {
            let which = (pledge.id, pledge.version);
            self.regimes
                .keep_completion(&tx, (campaign, regime), which, pledge.amount, now)
                .await?;
        }
        Ok(tx.commit().await?)
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
