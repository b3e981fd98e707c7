//! What the provider says of a dispute, and what follows from it for the pledge and the books.

use chrono::{DateTime, Utc};
use db::{Act, Tx};
use kernel::{Caller, EventId, Money, PledgeId};
use ledger::{Account, AccountKind, Entry, Ledger, LedgerError, Posting, Reference};

use super::{Dispute, DisputeState, recount, store as disputes};
use crate::{
    FeeBearer, Pledge, PledgeError, Pledges, RefundReason,
    collect::{PaymentAttempt, store as attempts},
    events,
    material_change::store as changes,
    refund::source,
    settle::{Settlement, Stage, store as settlements},
    store,
};

impl Pledges {
    /// The disputes of a pledge the caller may see, oldest first.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn disputes_of(&self, caller: &Caller, id: PledgeId) -> Result<Vec<Dispute>, PledgeError> {
        self.get(caller, id).await?.ok_or(PledgeError::NotFound(id))?;
        Ok(disputes::of_pledge(self.db.reader(), id).await?)
    }

    /// Records what the provider says of a dispute, with all that follows, in one transaction.
    pub(crate) async fn apply_dispute(
        &self,
        seen: &PaymentAttempt,
        answer: &payments::Dispute,
        message: Option<EventId>,
    ) -> Result<Dispute, PledgeError> {
        let tx = self.db.begin().await?;
        let settlement = settlements::lock(&tx, seen.campaign_id).await?;
        let pledge = store::lock(&tx, seen.pledge_id).await?;
        let charged = attempts::lock(&tx, seen.id).await?;
        let now = tx.now().await?;
        let found = disputes::lock_by_provider_id(&tx, &seen.provider, &answer.provider_id).await?;
        let is_new = found.is_none();
        let before = match found {
            Some(found) => found,
            None => self.open(&tx, &charged, answer, now).await?,
        };
        let mut after = before.told(answer, now);
        if after.is_withdrawn != before.is_withdrawn {
            if after.is_withdrawn {
                after.counted_minor = charged.refundable_minor().clamp(0, after.amount.minor);
                take(&tx, &settlement, &charged, &after, now).await?;
            } else {
                give_again(&tx, &settlement, &charged, &before, now).await?;
            }
        }
        if let (Some(fee), None) = (after.fee, before.fee) {
            book_fee(&tx, &after, fee, now).await?;
        }
        if after != before {
            disputes::update(&tx, &after).await?;
        }
        if after != before || is_new {
            let act = Act::new("dispute.advance", pledge.id)
                .before(before.trace())
                .after(after.trace());
            tx.record(&Self::platform(), act).await?;
        }
        let pledge = self
            .follow_dispute(&tx, &pledge, (&before, &after), is_new, now)
            .await?;
        // All else of the campaign went back before, or its investor did not stay when the patents changed: what
        // is won goes back as well.
        let owed = if matches!(settlement.stage, Stage::Refunding | Stage::Failed) {
            Some(RefundReason::CampaignFailed)
        } else {
            let said_no = changes::did_not_stay(&tx, pledge.id).await?;
            said_no.then_some(RefundReason::PatentChanged)
        };
        if let Some(reason) = owed
            && before.is_withdrawn
            && !after.is_withdrawn
        {
            let charged = attempts::lock(&tx, seen.id).await?;
            self.order_rest(&tx, &settlement, (&pledge, &charged), reason, now)
                .await?;
        }
        if let Some(message) = message {
            db::inbox::mark_processed(&tx, message).await?;
        }
        tx.commit().await?;
        Ok(after)
    }

    async fn open(
        &self,
        tx: &Tx,
        charged: &PaymentAttempt,
        answer: &payments::Dispute,
        now: DateTime<Utc>,
    ) -> Result<Dispute, PledgeError> {
        let state = DisputeState::from(answer.status);
        let dispute = Dispute {
            id: tx.new_id(now),
            attempt_id: charged.id,
            pledge_id: charged.pledge_id,
            campaign_id: charged.campaign_id,
            provider: charged.provider.clone(),
            provider_id: answer.provider_id.clone(),
            amount: answer.amount,
            counted_minor: 0,
            reason: answer.reason.clone(),
            // Whatever it has become since, it began by waiting for evidence.
            state: if state.is_warning() {
                DisputeState::WarningNeedsResponse
            } else {
                DisputeState::NeedsResponse
            },
            is_withdrawn: false,
            fee: None,
            evidence_due_at: answer.evidence_due_at,
            evidence: None,
            evidence_by: None,
            evidence_at: None,
            opened_at: now,
            closed_at: None,
            version: 1,
        };
        disputes::insert(tx, &dispute).await?;
        Ok(dispute)
    }

    /// The pledge follows its dispute; those concerned are told.
    async fn follow_dispute(
        &self,
        tx: &Tx,
        pledge: &Pledge,
        (before, after): (&Dispute, &Dispute),
        is_new: bool,
        now: DateTime<Utc>,
    ) -> Result<Pledge, PledgeError> {
        let opened = is_new || (before.state.is_warning() && !after.state.is_warning());
        let closed = after.state.is_final() && before.closed_at.is_none();
        let mut pledge = pledge.clone();
        // A charge may be contested twice: the pledge follows where it can, the money in any case.
        let begun = (opened && !after.state.is_warning()).then(|| ("pledge.dispute", pledge.dispute()));
        if let Some((verb, Ok(next))) = begun {
            pledge = self.pledge_goes(tx, &pledge, next, verb).await?;
        }
        let decided = match after.state {
            DisputeState::Won if closed => Some(("pledge.win", pledge.win())),
            DisputeState::Lost if closed => Some(("pledge.lose", pledge.lose())),
            _ => None,
        };
        if let Some((verb, Ok(next))) = decided {
            pledge = self.pledge_goes(tx, &pledge, next, verb).await?;
        }
        if opened {
            let due = after.evidence_due_at;
            let opened = events::DisputeOpened::of(&pledge, now, after.amount, after.reason.clone(), due);
            tx.publish(&opened).await?;
        }
        if closed {
            let lost = after.state == DisputeState::Lost;
            tx.publish(&events::DisputeClosed::of(&pledge, now, after.amount, lost))
                .await?;
        }
        Ok(pledge)
    }

    async fn pledge_goes(
        &self,
        tx: &Tx,
        before: &Pledge,
        after: Pledge,
        verb: &'static str,
    ) -> Result<Pledge, PledgeError> {
        store::update(tx, before, &after).await?;
        let act = Act::new(verb, before.id)
            .before(before.trace())
            .after(after.trace());
        tx.record(&Self::platform(), act).await?;
        Ok(after)
    }
}

/// The contested money was taken from us. What had gone back before was taken twice: that part stands in
/// suspense, since the bank will see that it was given back.
async fn take(
    tx: &Tx,
    settlement: &Settlement,
    charged: &PaymentAttempt,
    dispute: &Dispute,
    now: DateTime<Utc>,
) -> Result<(), PledgeError> {
    let currency = dispute.amount.currency;
    let counted = Money::new(dispute.counted_minor, currency);
    let mut postings = Vec::new();
    if counted.minor > 0 {
        let (campaign, founder) = (settlement.campaign_id, settlement.founder_id);
        postings = source::debits(tx, campaign, founder, counted, FeeBearer::Founder).await?;
    }
    let twice = dispute.amount.minor - counted.minor;
    if twice > 0 {
        tracing::error!(dispute.id = %dispute.id, "money that had gone back before is contested as well");
        postings.push(Posting {
            account: Account::platform(AccountKind::Suspense),
            amount: Money::new(twice, currency),
        });
    }
    postings.push(Posting {
        account: Account::platform(AccountKind::PlatformClearing),
        amount: Money::new(-dispute.amount.minor, currency),
    });
    let entry = Entry {
        kind: "dispute_withdrawn",
        reference: Reference::to(dispute.id),
        at: now,
        reverses: None,
        postings,
    };
    Ledger::post(tx, entry).await?;
    count(tx, settlement, charged, counted.minor).await
}

/// The bank decided for us: the money is there again, and belongs where it was taken from.
async fn give_again(
    tx: &Tx,
    settlement: &Settlement,
    charged: &PaymentAttempt,
    dispute: &Dispute,
    now: DateTime<Utc>,
) -> Result<(), PledgeError> {
    let about = Reference::to(dispute.id);
    let withdrawn = Ledger::find(&**tx, "dispute_withdrawn", &about).await?;
    let withdrawn = withdrawn
        .ok_or_else(|| db::Error::corrupt(format_args!("dispute {} is not in the books", dispute.id)))?;
    let mut postings = recount::give_all(tx, dispute, now).await?;
    postings.push(Posting {
        account: Account::platform(AccountKind::PlatformClearing),
        amount: dispute.amount,
    });
    let entry = Entry {
        kind: "dispute_reinstated",
        reference: about,
        at: now,
        reverses: Some(withdrawn),
        postings,
    };
    Ledger::post(tx, entry).await?;
    count(tx, settlement, charged, -dispute.counted_minor).await
}

async fn count(
    tx: &Tx,
    settlement: &Settlement,
    charged: &PaymentAttempt,
    minor: i64,
) -> Result<(), PledgeError> {
    let after = PaymentAttempt {
        disputed_minor: charged.disputed_minor + minor,
        ..charged.clone()
    };
    attempts::update(tx, &after).await?;
    settlements::add_disputed(tx, settlement.campaign_id, minor).await?;
    Ok(())
}

/// What the provider took for its trouble is the platform's cost.
async fn book_fee(tx: &Tx, dispute: &Dispute, fee: Money, now: DateTime<Utc>) -> Result<(), PledgeError> {
    if fee.minor == 0 {
        return Ok(());
    }
    let accounts = (
        Account::platform(AccountKind::ProcessorFee),
        Account::platform(AccountKind::PlatformClearing),
    );
    let entry = Entry::transfer("dispute_fee", Reference::to(dispute.id), now, accounts, fee);
    Ledger::post(tx, entry.map_err(LedgerError::from)?).await?;
    Ok(())
}
