//! What became of a pledge's money: tries at charging it, refunds, disputes.

use async_graphql::{Context, Enum, ID, Object, Result};
use chrono::{DateTime, NaiveDate, Utc};

use super::{
    super::{
        context::Resolving,
        ids::opaque,
        loaders::{ItemsRefunded, RepaymentOf},
        money::Money,
    },
    item::RefundItem,
    project::{PublicProfile, profile},
};

/// One try at collecting a pledge.
pub struct PaymentAttempt {
    attempt: pledges::PaymentAttempt,
    /// Whether the caller is the investor, who alone may answer the bank.
    is_own: bool,
}

impl PaymentAttempt {
    /// The try, for a caller who is the investor or not.
    pub(crate) fn of(attempt: pledges::PaymentAttempt, is_own: bool) -> Self {
        Self { attempt, is_own }
    }
}

/// Where a try at collecting stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "pledges::AttemptState")]
pub enum PaymentAttemptState {
    /// Written down; the provider is asked next.
    Created,
    /// The provider was asked and its answer is not known yet.
    Unknown,
    /// The provider is still asking the bank.
    Processing,
    /// The investor's bank asks them to confirm.
    ActionRequired,
    /// The money is there.
    Succeeded,
    /// The card was declined.
    Failed,
    /// Given up before it succeeded.
    Canceled,
    /// Another amount arrived than was asked for; a person looks into it.
    Mismatched,
}

/// Why a card is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "pledges::AttemptCause")]
pub enum PaymentAttemptCause {
    /// The campaign reached its goal.
    Deadline,
    /// The investor repaired a failed payment.
    Repair,
    /// The grace period is over: one last try.
    LastTry,
}

/// One try at collecting a pledge.
#[Object]
impl PaymentAttempt {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        opaque(self.attempt.id)
    }

    /// Which try it is, from 1.
    async fn number(&self) -> i32 {
        self.attempt.attempt
    }

    /// Why the card was charged.
    async fn cause(&self) -> PaymentAttemptCause {
        self.attempt.cause.into()
    }

    /// How much.
    async fn amount(&self) -> Money {
        self.attempt.amount.into()
    }

    /// Where it stands.
    async fn state(&self) -> PaymentAttemptState {
        self.attempt.state.into()
    }

    /// Why the card was declined: the provider's code.
    async fn failure_code(&self) -> Option<&str> {
        let failure = self.attempt.failure.as_ref();
        failure.map(|failure| failure.code.as_str())
    }

    /// What the provider's script needs in the investor's browser to answer the bank; null for all but
    /// the investor, and when nothing waits for it.
    async fn client_secret(&self) -> Option<&str> {
        let waits = self.attempt.state == pledges::AttemptState::ActionRequired;
        self.attempt
            .client_secret
            .as_deref()
            .filter(|_| waits && self.is_own)
    }

    /// When it was written down.
    async fn created_at(&self) -> DateTime<Utc> {
        self.attempt.created_at
    }

    /// When it succeeded or failed.
    async fn finished_at(&self) -> Option<DateTime<Utc>> {
        self.attempt.finished_at
    }
}

/// Money given back to an investor.
pub struct Refund(pub pledges::Refund);

/// Where a refund stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "pledges::RefundState")]
pub enum RefundState {
    /// Ordered; the money is set aside for it.
    Requested,
    /// The provider has it on its way.
    Sent,
    /// The provider gave it to the bank.
    Succeeded,
    /// The provider or the bank would not.
    Failed,
    /// Paid by hand in another way.
    Manual,
}

/// Why money goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "pledges::RefundReason")]
pub enum RefundReason {
    /// The campaign failed after its money was collected.
    CampaignFailed,
    /// The investor asked for it.
    InvestorRequest,
    /// What was promised did not come.
    NotDelivered,
    /// It was paid twice.
    Duplicate,
    /// The card was used without its holder's will.
    Fraud,
    /// The patents changed, and the investor did not stay.
    PatentChanged,
    /// None of these.
    Goodwill,
    /// It was made at the payment provider.
    AtProvider,
}

/// Who bears what a refund costs once the founder was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "pledges::FeeBearer")]
pub enum FeeBearer {
    /// The platform.
    Platform,
    /// The founder.
    Founder,
}

/// How a refund that failed was paid back by hand.
pub struct Repayment(pledges::Repayment);

/// How a refund that failed was paid back by hand.
#[Object]
impl Repayment {
    /// The refund that failed.
    async fn repays_id(&self) -> ID {
        opaque(self.0.repays_id)
    }

    /// The bank's reference of the transfer.
    async fn bank_reference(&self) -> &str {
        &self.0.bank_reference
    }

    /// The day of the transfer.
    async fn paid_on(&self) -> NaiveDate {
        self.0.paid_on
    }

    /// What proves it: where the bank's confirmation is kept.
    async fn evidence(&self) -> &str {
        &self.0.evidence
    }

    /// Who recorded it.
    async fn recorded_by(&self, ctx: &Context<'_>) -> Result<PublicProfile> {
        profile(ctx, self.0.recorded_by).await
    }

    /// Whether the caller recorded it: then somebody else confirms it.
    async fn viewer_recorded(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(ctx.caller()?.is(self.0.recorded_by))
    }

    /// When it was recorded.
    async fn recorded_at(&self) -> DateTime<Utc> {
        self.0.recorded_at
    }

    /// When somebody else confirmed it, or did not.
    async fn decided_at(&self) -> Option<DateTime<Utc>> {
        self.0.decided_at
    }

    /// Why it was not confirmed.
    async fn rejected_because(&self) -> Option<&str> {
        self.0.rejected_because.as_deref()
    }
}

/// Money given back to an investor.
#[Object]
impl Refund {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        opaque(self.0.id)
    }

    /// The pledge it is of.
    async fn pledge_id(&self) -> ID {
        opaque(self.0.pledge_id)
    }

    /// How much.
    async fn amount(&self) -> Money {
        self.0.amount.into()
    }

    /// For which of the things the pledge has it is; none if it is of money alone.
    async fn items(&self, ctx: &Context<'_>) -> Result<Vec<RefundItem>> {
        let key = ItemsRefunded(self.0.id, self.0.pledge_id);
        let items = ctx.loaders()?.one(key).await?;
        Ok(items.unwrap_or_default().into_iter().map(Into::into).collect())
    }

    /// Why.
    async fn reason(&self) -> RefundReason {
        self.0.reason.into()
    }

    /// Who bears it.
    async fn bearer(&self) -> FeeBearer {
        self.0.bearer.into()
    }

    /// What whoever ordered it has to say.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// Where it stands.
    async fn state(&self) -> RefundState {
        self.0.state.into()
    }

    /// Why it failed: the provider's code.
    async fn failure_code(&self) -> Option<&str> {
        self.0.failure.as_ref().map(|failure| failure.code.as_str())
    }

    /// When it was ordered.
    async fn requested_at(&self) -> DateTime<Utc> {
        self.0.requested_at
    }

    /// When it succeeded or failed.
    async fn finished_at(&self) -> Option<DateTime<Utc>> {
        self.0.finished_at
    }

    /// How it was paid by hand. Null for those who do not work for finance, and where the payment provider carries it.
    async fn repayment(&self, ctx: &Context<'_>) -> Option<Result<Repayment>> {
        let found = async {
            let caller = ctx.caller()?;
            let works = caller.has(kernel::Role::Finance) || caller.has(kernel::Role::Administrator);
            if self.0.provider != pledges::Repayment::CARRIER || !works {
                return Ok(None);
            }
            Ok(ctx.loaders()?.one(RepaymentOf(self.0.id)).await?.map(Repayment))
        };
        found.await.transpose()
    }
}

/// A charge that its payer contests at the bank.
pub struct Dispute(pub pledges::Dispute);

/// Where a dispute stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "pledges::DisputeState")]
pub enum DisputeState {
    /// The bank asks; no money is taken yet.
    WarningNeedsResponse,
    /// The bank reads the answer to its question.
    WarningUnderReview,
    /// The bank asked and left it at that.
    WarningClosed,
    /// Evidence is awaited.
    NeedsResponse,
    /// The bank decides.
    UnderReview,
    /// Decided for the platform.
    Won,
    /// Decided for the payer.
    Lost,
}

/// A charge that its payer contests at the bank.
#[Object]
impl Dispute {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        opaque(self.0.id)
    }

    /// The pledge whose charge it is.
    async fn pledge_id(&self) -> ID {
        opaque(self.0.pledge_id)
    }

    /// How much is contested.
    async fn amount(&self) -> Money {
        self.0.amount.into()
    }

    /// The bank's reason, in the provider's word.
    async fn reason(&self) -> &str {
        &self.0.reason
    }

    /// Where it stands.
    async fn state(&self) -> DisputeState {
        self.0.state.into()
    }

    /// Until when evidence may be handed in.
    async fn evidence_due_at(&self) -> Option<DateTime<Utc>> {
        self.0.evidence_due_at
    }

    /// When evidence was handed in.
    async fn evidence_at(&self) -> Option<DateTime<Utc>> {
        self.0.evidence_at
    }

    /// When it was opened.
    async fn opened_at(&self) -> DateTime<Utc> {
        self.0.opened_at
    }

    /// When it was decided.
    async fn closed_at(&self) -> Option<DateTime<Utc>> {
        self.0.closed_at
    }
}
