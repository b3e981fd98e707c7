//! Asking the provider to move a founder's money, and what follows from its answer.

use std::fmt::Display;

use chrono::{DateTime, TimeDelta, Utc};
use db::{Act, NewJob, Tx};
use kernel::{
    Caller, CampaignId, PayoutId,
    policy::{Action, can},
};
use ledger::{Account, AccountKind, Entry, Ledger, LedgerError, Reference};
use payments::{Failure, ProviderError, Transfer, TransferRequest};
use serde::Serialize;
use uuid::Uuid;

use super::{CampaignMoney, Payout, PayoutState, store as payouts};
use crate::{
    PledgeError, Pledges,
    escrow::Released,
    events, jobs,
    limits::KEY_IS_GOOD,
    material_change::store as changes,
    settle::{Settlement, store as settlements},
};

/// The most that a queue shows.
const QUEUE: usize = 200;
/// Campaigns read at once while the queue is filled.
const READ_AT_ONCE: usize = 500;
/// How often a payout is looked at that waits until a change of the patents is dealt with.
const LOOK_AGAIN: TimeDelta = TimeDelta::hours(1);

/// The order to do something about a payout or a campaign at `again`; given twice within an hour it is carried out once.
fn in_an_hour<T: Serialize + Display>(kind: &'static str, of: &T, again: DateTime<Utc>) -> NewJob {
    let hour = again.timestamp() / LOOK_AGAIN.num_seconds();
    let job = NewJob::new(kind, of).key(format!("{kind}:{of}:{hour}"));
    job.run_at(again).max_attempts(jobs::PATIENT)
}

/// What was heard of a payout.
enum Told {
    Arrived(Transfer),
    Refused(Failure),
}

impl Pledges {
    /// What became of a campaign's money, if the caller may see it.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn settlement_of(
        &self,
        caller: &Caller,
        campaign: CampaignId,
    ) -> Result<Option<Settlement>, PledgeError> {
        let found = settlements::find(self.db.reader(), campaign).await?;
        Ok(found.filter(|settlement| {
            let owner = settlement.founder_id;
            can(caller, Action::CampaignMoneyView { owner }).is_ok()
        }))
    }

    /// The public figures of a campaign's money: what was collected and dropped, told apart from
    /// what was pledged.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn settlements_of(&self, campaigns: &[CampaignId]) -> Result<Vec<Settlement>, PledgeError> {
        let mut found = Vec::new();
        for campaigns in campaigns.chunks(500) {
            let marks: Vec<_> = (1..=campaigns.len()).map(|n| format!("${n}")).collect();
            let values = campaigns.iter().map(|id| id.uuid().into()).collect();
            let rest = format!("campaign_id IN ({})", marks.join(", "));
            found.extend(settlements::select(self.db.reader(), &rest, values).await?);
        }
        Ok(found)
    }

    /// What the books say of a campaign's money, and its payouts, if the caller may see them.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn money_of(
        &self,
        caller: &Caller,
        campaign: CampaignId,
    ) -> Result<Option<(Settlement, CampaignMoney, Vec<Payout>)>, PledgeError> {
        let Some(settlement) = self.settlement_of(caller, campaign).await? else {
            return Ok(None);
        };
        let conn = self.db.reader();
        let money = CampaignMoney::read(conn, campaign, settlement.goal.currency).await?;
        Ok(Some((
            settlement,
            money,
            payouts::of_campaign(conn, campaign).await?,
        )))
    }

    /// Payouts that are under way, oldest first: the queue of finance.
    ///
    /// # Errors
    /// [`PledgeError::Forbidden`] for those who do not work it.
    pub async fn open_payouts(&self, caller: &Caller) -> Result<Vec<Payout>, PledgeError> {
        can(caller, Action::FinanceQueueView).map_err(|denied| denied.or_missing(PledgeError::NoQueue))?;
        let rest = "state NOT IN ('paid', 'failed', 'rejected') ORDER BY requested_at, id LIMIT 200";
        Ok(payouts::select(self.db.reader(), rest, vec![]).await?)
    }

    /// Campaigns whose money is accepted and of which something may be paid out now, oldest first, up to two hundred.
    ///
    /// # Errors
    /// [`PledgeError::Forbidden`] for those who do not work the queue.
    pub async fn due_payouts(&self, caller: &Caller) -> Result<Vec<Settlement>, PledgeError> {
        can(caller, Action::FinanceQueueView).map_err(|denied| denied.or_missing(PledgeError::NoQueue))?;
        let conn = self.db.reader();
        let now = self.db.clock().now();
        let mut after = (DateTime::<Utc>::UNIX_EPOCH, Uuid::nil());
        let due = now - self.settle.payout_after;
        // After the last payout money may come back: of a dispute that was decided since, or a refund that failed.
        let rest = "stage = 'settled' AND closed_at <= $1 AND campaign_id NOT IN
                (SELECT p.campaign_id FROM payouts p WHERE p.state NOT IN ('failed', 'rejected') AND p.purpose = 'reserve'
                    AND NOT EXISTS (SELECT 1 FROM disputes d
                        WHERE d.campaign_id = p.campaign_id AND d.closed_at > p.finished_at)
                    AND NOT EXISTS (SELECT 1 FROM refunds r
                        WHERE r.campaign_id = p.campaign_id AND r.state = 'failed' AND r.finished_at > p.finished_at))
            AND campaign_id NOT IN (SELECT campaign_id FROM payouts WHERE state NOT IN ('paid', 'failed', 'rejected'))
            AND (closed_at, campaign_id) > ($2, $3) ORDER BY closed_at, campaign_id";
        let rest = format!("{rest} LIMIT {READ_AT_ONCE}");
        let mut found = Vec::new();
        loop {
            let values = vec![due.into(), after.0.into(), after.1.into()];
            let page = settlements::select(conn, &rest, values).await?;
            let is_last = page.len() < READ_AT_ONCE;
            for settlement in page {
                after = (settlement.closed_at, settlement.campaign_id.uuid());
                if self.is_payout_due(&settlement, now).await? {
                    found.push(settlement);
                }
                if found.len() == QUEUE {
                    return Ok(found);
                }
            }
            if is_last {
                return Ok(found);
            }
        }
    }

    /// Whether something may be paid out now of a campaign whose money is accepted.
    async fn is_payout_due(&self, settlement: &Settlement, now: DateTime<Utc>) -> Result<bool, PledgeError> {
        let conn = self.db.reader();
        let earlier = payouts::of_campaign(conn, settlement.campaign_id).await?;
        let late = settlement.closed_at + self.settle.reserve_for;
        let at = self.next_payout(settlement, &earlier).map_or(late, |(_, at)| at);
        let currency = settlement.goal.currency;
        Ok(at <= now
            && !CampaignMoney::read(conn, settlement.campaign_id, currency)
                .await?
                .is_paid_out())
    }

    /// Campaigns whose first payout came to nothing and of which nothing was paid out since, the newest first.
    ///
    /// # Errors
    /// [`PledgeError::Forbidden`] for those who do not work the queue.
    pub async fn settled_without_payout(&self, caller: &Caller) -> Result<Vec<Settlement>, PledgeError> {
        can(caller, Action::FinanceQueueView).map_err(|denied| denied.or_missing(PledgeError::NoQueue))?;
        let conn = self.db.reader();
        let rest = "without_payout_at IS NOT NULL AND campaign_id NOT IN
                (SELECT campaign_id FROM payouts WHERE state = 'paid')
            ORDER BY without_payout_at DESC, campaign_id LIMIT 200";
        Ok(settlements::select(conn, rest, vec![]).await?)
    }

    /// Asks the provider to move the money of an approved payout, unless that is done. Safe to repeat
    /// at any point.
    ///
    /// # Errors
    /// [`PledgeError::Provider`] if the provider does not answer: ask again.
    /// [`PledgeError::Unsure`] if it can no longer be known what it did: for a person.
    #[tracing::instrument(name = "pledges.send_payout", skip_all, fields(payout.id = %id))]
    pub async fn send_payout(&self, id: PayoutId) -> Result<Payout, PledgeError> {
        let conn = self.db.primary();
        let payout = payouts::find(conn, id)
            .await?
            .ok_or_else(|| db::Error::corrupt(format_args!("there is no payout {id}")))?;
        if !matches!(payout.state, PayoutState::Approved | PayoutState::Sent) {
            return Ok(payout);
        }
        let now = self.db.clock().now();
        let group = payout.campaign_id.to_string();
        if payout.asked_at.is_some_and(|asked| now - asked > KEY_IS_GOOD) {
            let known = self.provider.find_transfer(&group, &payout.key).await?;
            let known = known.ok_or_else(|| PledgeError::Unsure(payout.key.clone()))?;
            return self.apply_payout(&payout, Told::Arrived(known)).await;
        }
        if payout.asked_at.is_none() && self.waits_for_change(&payout).await? {
            return Ok(payout);
        }
        if payout.asked_at.is_none() {
            match self.release_escrow(payout.campaign_id).await? {
                Released::Yes => {}
                Released::NotYet(why) => {
                    tracing::warn!(
                        why,
                        "the money of a payout is not released yet; it is looked at again in an hour"
                    );
                    self.send_later(id).await?;
                    return Ok(payout);
                }
                Released::No(refusal) => {
                    let failure = Failure {
                        code: refusal.code.as_str().to_owned(),
                        message: refusal.to_string(),
                    };
                    return self.apply_payout(&payout, Told::Refused(failure)).await;
                }
            }
        }
        let payee = payouts::find_payee(conn, payout.payee_id).await?;
        let payee = payee
            .and_then(|payee| payee.provider_id)
            .ok_or_else(|| db::Error::corrupt(format_args!("payout {id} goes to no account")))?;
        let request = TransferRequest {
            key: payout.key.clone(),
            reference: id.to_string(),
            group,
            payee,
            amount: payout.amount,
        };
        self.mark_sent(&payout).await?;
        match self.provider.transfer(&request).await {
            Ok(transfer) => self.apply_payout(&payout, Told::Arrived(transfer)).await,
            Err(ProviderError::Refused { code, message }) => {
                self.apply_payout(&payout, Told::Refused(Failure { code, message }))
                    .await
            }
            Err(other) => Err(other.into()),
        }
    }

    /// The same for a payout that is made by hand: the release alone. Nothing is recorded as paid before it.
    ///
    /// # Errors
    /// [`PledgeError::Provider`] if the third party does not answer: ask again.
    pub(crate) async fn release_by_hand(&self, campaign: CampaignId) -> Result<(), PledgeError> {
        let why = match self.release_escrow(campaign).await? {
            Released::Yes => return Ok(()),
            Released::NotYet(why) => why.to_owned(),
            Released::No(refusal) => refusal.to_string(),
        };
        tracing::error!(campaign.id = %campaign, why, "the money of a campaign that is paid out by hand is not released; it is asked for again in an hour");
        let tx = self.db.begin().await?;
        let again = tx.now().await? + LOOK_AGAIN;
        tx.enqueue(in_an_hour(jobs::RELEASE_ESCROW, &campaign, again))
            .await?;
        Ok(tx.commit().await?)
    }

    /// Has a payout looked at again in an hour.
    async fn send_later(&self, payout: PayoutId) -> Result<(), PledgeError> {
        let tx = self.db.begin().await?;
        let again = tx.now().await? + LOOK_AGAIN;
        tx.enqueue(in_an_hour(jobs::SEND_PAYOUT, &payout, again)).await?;
        Ok(tx.commit().await?)
    }

    /// Whether the patents changed after the payout was approved: it is looked at again in an hour.
    async fn waits_for_change(&self, payout: &Payout) -> Result<bool, PledgeError> {
        let tx = self.db.begin().await?;
        self.terms.lock(&tx, payout.campaign_id).await?;
        if changes::find_open(&*tx, payout.campaign_id).await?.is_none() {
            return Ok(false);
        }
        drop(tx);
        self.send_later(payout.id).await?;
        Ok(true)
    }

    /// Notes, before the provider is asked, that it is: from now on it may have acted.
    async fn mark_sent(&self, payout: &Payout) -> Result<(), PledgeError> {
        let tx = self.db.begin().await?;
        let before = payouts::lock(&tx, payout.id).await?;
        if before.state == PayoutState::Approved {
            let now = tx.now().await?;
            let sent = before.send(now)?;
            payouts::update(&tx, &before, &sent).await?;
            let act = Act::new("payout.send", before.campaign_id);
            tx.record(&Self::platform(), act.before(before.trace()).after(sent.trace()))
                .await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn apply_payout(&self, seen: &Payout, told: Told) -> Result<Payout, PledgeError> {
        let caller = Self::platform();
        let tx = self.db.begin().await?;
        self.terms.lock(&tx, seen.campaign_id).await?;
        settlements::lock(&tx, seen.campaign_id).await?;
        let before = payouts::lock(&tx, seen.id).await?;
        if before.finished_at.is_some() {
            return Ok(before);
        }
        let now = tx.now().await?;
        let after = match told {
            Told::Arrived(transfer) if transfer.amount == before.amount => {
                let paid = before.pay(&transfer.provider_id, now)?;
                self.arrived(&tx, &caller, &before, &paid, now).await?;
                paid
            }
            Told::Arrived(transfer) => {
                tracing::error!(
                    payout.id = %before.id, ordered = %before.amount, moved = %transfer.amount,
                    "another amount was moved than was ordered"
                );
                return Err(PledgeError::Unsure(before.key.clone()));
            }
            Told::Refused(failure) => {
                let failed = before.fail(failure, now)?;
                self.stayed_here(&tx, &caller, &before, &failed, now).await?;
                failed
            }
        };
        tx.commit().await?;
        Ok(after)
    }

    /// The money arrived at the founder's: the books say so, and a campaign of which nothing is left
    /// is completed.
    pub(super) async fn arrived(
        &self,
        tx: &Tx,
        caller: &Caller,
        before: &Payout,
        paid: &Payout,
        now: DateTime<Utc>,
    ) -> Result<(), PledgeError> {
        payouts::update(tx, before, paid).await?;
        let accounts = (
            Account::campaign(AccountKind::PayoutInTransit, paid.campaign_id),
            Account::platform(AccountKind::PlatformClearing),
        );
        let entry = Entry::transfer("payout_paid", Reference::to(paid.id), now, accounts, paid.amount);
        Ledger::post(tx, entry.map_err(LedgerError::from)?).await?;
        let act = Act::new("payout.pay", paid.campaign_id);
        tx.record(caller, act.before(before.trace()).after(paid.trace()))
            .await?;
        tx.publish(&events::PayoutPaid::of(paid, now)).await?;
        let settlement = settlements::lock(tx, paid.campaign_id).await?;
        self.complete_if_paid_out(tx, caller, &settlement, now).await
    }

    /// The provider would not, or the bank transfer cannot be made: the money is the founder's to be paid again.
    pub(super) async fn stayed_here(
        &self,
        tx: &Tx,
        caller: &Caller,
        before: &Payout,
        failed: &Payout,
        now: DateTime<Utc>,
    ) -> Result<(), PledgeError> {
        payouts::update(tx, before, failed).await?;
        let entry = Ledger::find(&**tx, "payout_approved", &Reference::to(failed.id)).await?;
        let entry = entry
            .ok_or_else(|| db::Error::corrupt(format_args!("payout {} is not in the books", failed.id)))?;
        Ledger::reverse(tx, entry, "payout_failed", now).await?;
        let cause = failed.failure.as_ref().map(|failure| failure.code.clone());
        let act = Act::new("payout.fail", failed.campaign_id)
            .before(before.trace())
            .after(failed.trace());
        tx.record(caller, Act { cause, ..act }).await?;
        tx.publish(&events::PayoutFailed::of(failed, now)).await?;
        Ok(())
    }
}
