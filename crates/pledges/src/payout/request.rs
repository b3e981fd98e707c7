//! Ordering a payout: the money of a campaign is shared out.

use chrono::{DateTime, Utc};
use db::{Act, IdempotencyKey, Tx, hash_request};
use kernel::{
    Caller, CampaignId, Forbidden, Money, PayoutId, Refusal, RefusalCode, RuleId,
    policy::{Action, can},
};
use ledger::{Account, AccountKind, Entry, Ledger, LedgerError, Posting, Reference};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{CampaignMoney, Payee, Payout, PayoutPurpose, PayoutState, Shares, store as payouts};
use crate::{
    CampaignStep, PledgeError, PledgeErrorCode, Pledges, Terms,
    events::PayoutRequested,
    regime::Release,
    settle::{Settlement, Stage, store as settlements},
};
use payments::{EscrowError, EscrowRelease};

/// A wish to pay a founder what is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestPayout {
    /// The campaign.
    pub campaign_id: CampaignId,
    /// The client's key for this wish.
    #[serde(skip)]
    pub idempotency_key: Uuid,
}

/// Why a payout was not ordered.
#[derive(Debug, thiserror::Error)]
pub enum RequestPayoutError {
    /// There is no such campaign, or it has no money.
    #[error("there is no campaign {0} whose money is accepted")]
    NotFound(CampaignId),
    /// It is too early.
    #[error("nothing is paid out before {due_at}")]
    NotDue {
        /// When it will be time.
        due_at: DateTime<Utc>,
    },
    /// Everything was paid out, or one payout is under way.
    #[error("nothing is to be paid out now")]
    NothingToPay,
    /// The founder did not say where to.
    #[error("the founder has not opened an account to be paid through")]
    NoPayee,
    /// A rule of the law the campaign raised money under says no, or the third party that keeps the money does.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The books or the database refused.
    #[error(transparent)]
    Failed(#[from] PledgeError),
    /// The database does not answer, or the key stood for another request.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl RequestPayoutError {
    /// The code for a form, if the caller can act on it.
    pub fn code(&self) -> Option<PledgeErrorCode> {
        use PledgeErrorCode as C;
        match self {
            Self::NotFound(_) => Some(C::CampaignNotFound),
            Self::NotDue { .. } => Some(C::NotDue),
            Self::NothingToPay => Some(C::NothingToPay),
            Self::NoPayee => Some(C::PayeeNotFound),
            Self::Refused(_) => Some(C::RegimeRefused),
            Self::Forbidden(_) => None,
            Self::Failed(error) => error.code(),
            Self::Store(error) => C::of_store(error),
        }
    }
}

/// How far an order for a payout came.
enum Ordered {
    /// It is written down.
    Payout(Box<Payout>),
    /// The third party that keeps the money has to release it first; it is asked outside of the transaction.
    AfterRelease(EscrowRelease),
}

impl From<LedgerError> for RequestPayoutError {
    fn from(error: LedgerError) -> Self {
        Self::Failed(error.into())
    }
}

impl Pledges {
    /// When the next payout of a campaign may be ordered, and what it pays.
    pub fn next_payout(
        &self,
        settlement: &Settlement,
        earlier: &[Payout],
    ) -> Option<(PayoutPurpose, DateTime<Utc>)> {
        if settlement.stage != Stage::Settled {
            return None;
        }
        let paid = |purpose| {
            earlier
                .iter()
                .any(|payout| payout.purpose == purpose && payout.state == PayoutState::Paid)
        };
        if !paid(PayoutPurpose::Proceeds) {
            return Some((
                PayoutPurpose::Proceeds,
                settlement.closed_at + self.settle.payout_after,
            ));
        }
        (!paid(PayoutPurpose::Reserve)).then(|| {
            (
                PayoutPurpose::Reserve,
                settlement.closed_at + self.settle.reserve_for,
            )
        })
    }

    /// Orders what is due to be paid to a founder. Somebody else must approve it. With the first
    /// payout the money is shared out: the platform's fee, what the provider kept, the reserve, and
    /// the rest for the founder, out of which the founder's debts are paid first.
    ///
    /// # Errors
    /// [`RequestPayoutError`] says why it was not ordered.
    #[tracing::instrument(name = "pledges.request_payout", skip_all, fields(campaign.id = %request.campaign_id))]
    pub async fn request_payout(
        &self,
        caller: &Caller,
        request: RequestPayout,
    ) -> Result<Payout, RequestPayoutError> {
        let release = match self.order_payout(caller, request, false).await? {
            Ordered::Payout(payout) => return Ok(*payout),
            Ordered::AfterRelease(release) => release,
        };
        match self.escrow.release(&release).await {
            Ok(_) => {}
            Err(EscrowError::Refused(why)) => {
                let refusal = Refusal::new(RuleId::Cf10, RefusalCode::EscrowNotReleased);
                return Err(refusal.with("why", why).into());
            }
            Err(EscrowError::Unavailable(error)) => {
                return Err(PledgeError::from(error).into());
            }
        }
        match self.order_payout(caller, request, true).await? {
            Ordered::Payout(payout) => Ok(*payout),
            Ordered::AfterRelease(_) => Err(db::Error::corrupt("a release was asked for twice").into()),
        }
    }

    /// Orders it in one transaction, up to the release that a regulated campaign needs.
    async fn order_payout(
        &self,
        caller: &Caller,
        request: RequestPayout,
        is_released: bool,
    ) -> Result<Ordered, RequestPayoutError> {
        let campaign = request.campaign_id;
        let missing = || RequestPayoutError::NotFound(campaign);
        let requested_by = caller.user_id()?;
        let key = IdempotencyKey {
            user_id: requested_by,
            operation: "payout.request",
            key: request.idempotency_key,
            request_hash: hash_request(&request),
        };
        let tx = self.db.begin().await?;
        if let Some(earlier) = tx.answered::<PayoutId>(&key).await? {
            let found = payouts::find(&*tx, earlier).await?.ok_or_else(missing)?;
            return Ok(Ordered::Payout(Box::new(found)));
        }
        let terms = self.terms.lock(&tx, campaign).await?;
        let nobody = kernel::UserId::from_uuid(Uuid::nil());
        let owner = terms.as_ref().map_or(nobody, |terms| terms.founder_id);
        can(caller, Action::PayoutRequest { owner }).map_err(|denied| denied.or_missing(missing()))?;
        if settlements::find(&*tx, campaign).await?.is_none() {
            return Err(missing());
        }
        let settlement = settlements::lock(&tx, campaign).await?;
        let now = tx.now().await?;
        let earlier = payouts::of_campaign(&*tx, campaign).await?;
        if earlier.iter().any(|payout| payout.finished_at.is_none()) {
            return Err(RequestPayoutError::NothingToPay);
        }
        let (purpose, due_at) = self
            .next_payout(&settlement, &earlier)
            .ok_or(RequestPayoutError::NothingToPay)?;
        if now < due_at {
            return Err(RequestPayoutError::NotDue { due_at });
        }
        let payee = payouts::payee_of(&*tx, settlement.founder_id).await?;
        let payee = payee.ok_or(RequestPayoutError::NoPayee)?;
        if let Some(terms) = terms.filter(|terms| terms.regime.is_regulated())
            && purpose == PayoutPurpose::Proceeds
        {
            self.rules.may_release(&release_of(&terms, &settlement, now))?;
            let release = escrow_release(&settlement)?;
            if !is_released {
                return Ok(Ordered::AfterRelease(release));
            }
            let told = serde_json::json!({ "escrow": self.escrow.name(), "key": release.key, "amount": release.expected });
            tx.record(caller, Act::new("escrow.release", campaign).after(told))
                .await?;
        }
        match purpose {
            PayoutPurpose::Proceeds => self.share_out(&tx, caller, &settlement, now).await?,
            PayoutPurpose::Reserve => release_reserve(&tx, &settlement, now).await?,
        }
        recover_debt(&tx, &settlement, now).await?;
        let money = CampaignMoney::read(&*tx, campaign, settlement.goal.currency).await?;
        if money.payable.minor <= 0 {
            return Err(RequestPayoutError::NothingToPay);
        }
        let payout = new_payout(
            &tx,
            &settlement,
            &payee,
            purpose,
            money.payable,
            &earlier,
            caller,
            now,
        )?;
        payouts::insert(&tx, &payout).await?;
        let act = Act::new("payout.request", campaign).after(payout.trace());
        tx.record(caller, act).await?;
        tx.answer(&key, &payout.id).await?;
        tx.publish(&PayoutRequested::of(&payout, now)).await?;
        tx.commit().await?;
        Ok(Ordered::Payout(Box::new(payout)))
    }

    /// The first payout: finance looks at the campaign, and its money is shared out.
    async fn share_out(
        &self,
        tx: &Tx,
        caller: &Caller,
        settlement: &Settlement,
        now: DateTime<Utc>,
    ) -> Result<(), RequestPayoutError> {
        let campaign = settlement.campaign_id;
        let currency = settlement.goal.currency;
        let reference = Reference::to(campaign);
        if Ledger::find(&**tx, "campaign_settled", &reference)
            .await?
            .is_some()
        {
            // A payout before this one failed or was rejected: the money was shared out then.
            return Ok(());
        }
        let money = CampaignMoney::read(&**tx, campaign, currency).await?;
        let processing = Money::new(fees_of(&**tx, campaign, currency.code()).await?, currency);
        let rules = &self.settle;
        let shares = Shares::of(money.held, processing, rules.platform_fee, rules.reserve)
            .map_err(db::Error::corrupt)?;
        let lines = [
            (
                Account::campaign(AccountKind::CampaignHeld, campaign),
                shares.kept.minor,
            ),
            (
                Account::platform(AccountKind::PlatformFee),
                -shares.platform_fee.minor,
            ),
            (
                Account::platform(AccountKind::ProcessorFee),
                -shares.processing.minor,
            ),
            (
                Account::campaign(AccountKind::DisputeReserve, campaign),
                -shares.reserve.minor,
            ),
            (
                Account::campaign(AccountKind::FounderPayable, campaign),
                -shares.founder.minor,
            ),
        ];
        let postings = lines
            .into_iter()
            .filter(|(_, minor)| *minor != 0)
            .map(|(account, minor)| Posting {
                account,
                amount: Money::new(minor, currency),
            })
            .collect();
        let entry = Entry {
            kind: "campaign_settled",
            reference,
            at: now,
            reverses: None,
            postings,
        };
        Ledger::post(tx, entry).await?;
        let cause = "the first payout is ordered".to_owned();
        self.terms
            .advance(tx, caller, campaign, CampaignStep::ReviewFinance, cause)
            .await?;
        Ok(())
    }
}

/// The facts by which the money of a regulated campaign is released.
fn release_of(terms: &Terms, settlement: &Settlement, now: DateTime<Utc>) -> Release {
    Release {
        regime: terms.regime,
        public_since: terms.launched_at.unwrap_or(settlement.closed_at),
        closed_at: settlement.closed_at,
        committed: settlement.pledged,
        target: settlement.goal,
        now,
    }
}

/// What the third party is asked: all it keeps for a campaign, once.
fn escrow_release(settlement: &Settlement) -> Result<EscrowRelease, RequestPayoutError> {
    let campaign = settlement.campaign_id;
    let expected = settlement.collected.checked_sub(settlement.refunded);
    Ok(EscrowRelease {
        key: format!("release:{campaign}"),
        account: campaign.to_string(),
        expected: expected.map_err(db::Error::corrupt)?,
    })
}

/// What the provider kept of a campaign's charges in its own currency, in minor units. What it kept in
/// another one is the platform's cost.
async fn fees_of(conn: &impl ConnectionTrait, campaign: CampaignId, currency: &str) -> db::Result<i64> {
    let select = "SELECT CAST(COALESCE(sum(fee_minor), 0) AS bigint) AS total FROM payment_attempts
                  WHERE campaign_id = $1 AND state = 'succeeded' AND fee_currency = $2";
    let row = conn
        .query_one_raw(db::sql(conn, select, [campaign.uuid().into(), currency.into()]))
        .await?;
    Ok(row.map_or(Ok(0), |row| row.try_get("", "total"))?)
}

/// What was kept for disputes and is left is the founder's.
async fn release_reserve(tx: &Tx, settlement: &Settlement, now: DateTime<Utc>) -> Result<(), LedgerError> {
    let campaign = settlement.campaign_id;
    let money = CampaignMoney::read(&**tx, campaign, settlement.goal.currency).await?;
    let reference = Reference::to(campaign);
    if money.reserve.minor <= 0
        || Ledger::find(&**tx, "reserve_released", &reference)
            .await?
            .is_some()
    {
        return Ok(());
    }
    let accounts = (
        Account::campaign(AccountKind::DisputeReserve, campaign),
        Account::campaign(AccountKind::FounderPayable, campaign),
    );
    let entry = Entry::transfer("reserve_released", reference, now, accounts, money.reserve)?;
    Ledger::post(tx, entry).await?;
    Ok(())
}

/// What the founder owes is paid first out of what is to come.
async fn recover_debt(tx: &Tx, settlement: &Settlement, now: DateTime<Utc>) -> Result<(), LedgerError> {
    let currency = settlement.goal.currency;
    let owed = Account::user(AccountKind::FounderReceivable, settlement.founder_id);
    let debt = Ledger::balance(&**tx, owed, currency).await?;
    let money = CampaignMoney::read(&**tx, settlement.campaign_id, currency).await?;
    let part = debt.minor.min(money.payable.minor);
    if part <= 0 {
        return Ok(());
    }
    // One campaign may pay a founder's debts several times, as they come.
    let recovery = tx.new_id::<kernel::kind::LedgerEntry>(now);
    let accounts = (
        Account::campaign(AccountKind::FounderPayable, settlement.campaign_id),
        owed,
    );
    let reference = Reference::to(recovery);
    let entry = Entry::transfer(
        "debt_recovered",
        reference,
        now,
        accounts,
        Money::new(part, currency),
    )?;
    Ledger::post(tx, entry).await?;
    Ok(())
}

#[allow(clippy::too_many_arguments, reason = "a payout is made of all of them")]
fn new_payout(
    tx: &Tx,
    settlement: &Settlement,
    payee: &Payee,
    purpose: PayoutPurpose,
    amount: Money,
    earlier: &[Payout],
    caller: &Caller,
    now: DateTime<Utc>,
) -> Result<Payout, Forbidden> {
    let id: PayoutId = tx.new_id(now);
    Ok(Payout {
        id,
        campaign_id: settlement.campaign_id,
        founder_id: settlement.founder_id,
        sequence: earlier.last().map_or(1, |last| last.sequence + 1),
        purpose,
        payee_id: payee.id,
        amount,
        state: PayoutState::Scheduled,
        hold_reason: None,
        requested_by: caller.user_id()?,
        requested_at: now,
        decided_by: None,
        decided_at: None,
        provider: payee.provider.clone(),
        provider_id: None,
        key: format!("payout:{id}"),
        asked_at: None,
        evidence: None,
        failure: None,
        finished_at: None,
        version: 1,
    })
}
