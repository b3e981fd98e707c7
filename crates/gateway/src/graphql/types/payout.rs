//! Paying founders: their accounts, payouts, and what stands in the books for them.

use async_graphql::{ComplexObject, Context, Enum, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};

use super::{
    super::{connection::Listed, context::Resolving, ids::opaque, money::Money, scalars::CountryCode},
    campaign::Campaign,
    finance,
    statement::{self, CampaignAccount, StatementLine},
};

/// The account through which a founder is paid.
pub struct Payee(pub pledges::Payee);

/// How a founder is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "pledges::PayeeMethod")]
pub enum PayeeMethod {
    /// By the payment provider.
    Provider,
    /// By a bank transfer that a finance officer makes and records.
    Bank,
}

/// The account through which a founder is paid.
#[Object]
impl Payee {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        opaque(self.0.id)
    }

    /// How the founder is paid.
    async fn method(&self) -> PayeeMethod {
        self.0.method.into()
    }

    /// The country the founder is paid in.
    async fn country(&self) -> CountryCode {
        CountryCode(self.0.country.clone())
    }

    /// Whether it can be paid.
    async fn payouts_enabled(&self) -> bool {
        self.0.payouts_enabled
    }

    /// What the payment provider still wants to know, in its words.
    async fn requirements(&self) -> &[String] {
        &self.0.requirements
    }

    /// The bank account behind it, as far as it may be shown.
    async fn destination(&self) -> Option<&str> {
        self.0.destination.as_deref()
    }

    /// Since when that is the bank account. A new one rests for three days before it is paid.
    async fn destination_since(&self) -> Option<DateTime<Utc>> {
        self.0.destination_since
    }
}

/// Money paid out to a founder.
pub struct Payout(pub pledges::Payout);

/// Where a payout stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "pledges::PayoutState")]
pub enum PayoutState {
    /// Ordered; somebody else is to approve it.
    Scheduled,
    /// Approved, but something stands in the way.
    Held,
    /// Two people let it go.
    Approved,
    /// The provider was asked and its answer is not known yet.
    Sent,
    /// It arrived.
    Paid,
    /// The provider would not; a new one may be ordered.
    Failed,
    /// Whoever was to approve it did not; a new one may be ordered.
    Rejected,
}

/// What a payout pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "pledges::PayoutPurpose")]
pub enum PayoutPurpose {
    /// What a campaign collected, less fees and reserve.
    Proceeds,
    /// What was kept for disputes and is left.
    Reserve,
}

/// What stands in the way of an approved payout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "pledges::HoldReason")]
pub enum PayoutHoldReason {
    /// The founder's account cannot be paid yet.
    PayeeNotReady,
    /// The founder's bank account is new and must rest first.
    DestinationNew,
    /// A change of the patents is being dealt with.
    MaterialChange,
    /// The founder has not confirmed their e-mail address.
    EmailUnconfirmed,
}

/// Money paid out to a founder.
#[Object]
impl Payout {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        opaque(self.0.id)
    }

    /// What was funded.
    async fn campaign(&self, ctx: &Context<'_>) -> Option<Result<Campaign>> {
        let found = async { Ok(ctx.loaders()?.one(self.0.campaign_id).await?.map(Campaign)) };
        found.await.transpose()
    }

    /// Which payout of the campaign it is, from 1.
    async fn sequence(&self) -> i32 {
        self.0.sequence
    }

    /// What it pays.
    async fn purpose(&self) -> PayoutPurpose {
        self.0.purpose.into()
    }

    /// How much.
    async fn amount(&self) -> Money {
        self.0.amount.into()
    }

    /// Where it stands.
    async fn state(&self) -> PayoutState {
        self.0.state.into()
    }

    /// What stands in its way.
    async fn hold_reason(&self) -> Option<PayoutHoldReason> {
        self.0.hold_reason.map(Into::into)
    }

    /// Who carries it: a payment provider, or `bank`.
    async fn provider(&self) -> &str {
        &self.0.provider
    }

    /// The provider's id of it, or the bank's reference.
    async fn reference(&self) -> Option<&str> {
        self.0.provider_id.as_deref()
    }

    /// Why it failed: the provider's code.
    async fn failure_code(&self) -> Option<&str> {
        self.0.failure.as_ref().map(|failure| failure.code.as_str())
    }

    /// Whether the caller ordered it, and so cannot approve it.
    async fn viewer_requested(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(ctx.caller()?.is(self.0.requested_by))
    }

    /// When it was ordered.
    async fn requested_at(&self) -> DateTime<Utc> {
        self.0.requested_at
    }

    /// When it was paid, failed or was rejected.
    async fn finished_at(&self) -> Option<DateTime<Utc>> {
        self.0.finished_at
    }
}

/// A part of a payout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "pledges::PayoutPartKind")]
pub enum PayoutPartKind {
    /// What was left to be paid after the payout before.
    CarriedOver,
    /// What was held for the campaign and is shared out.
    SharedOut,
    /// The platform's fee.
    PlatformFee,
    /// What the payment provider kept of the charges.
    ProcessingFee,
    /// What is kept for refunds and disputes.
    ReserveKept,
    /// What of that is left when its time is over.
    ReserveReleased,
    /// What the founder owed and was kept back.
    DebtRecovered,
    /// What was kept back for a debt that turned out to be none.
    DebtReturned,
    /// Refunds after the money was shared out, less those that came back.
    Refunds,
    /// Contested charges after the money was shared out, less those that were won.
    Disputes,
    /// Anything else.
    Other,
    /// What is left to be paid with the next payout.
    LeftOver,
}

/// How much of a payout something is.
#[derive(SimpleObject)]
pub struct PayoutPart {
    /// What it is.
    kind: PayoutPartKind,
    /// How much; below zero if it made the payout less.
    amount: Money,
}

/// What a payout was made of, by the books. For whoever sees the campaign's money.
#[derive(SimpleObject)]
pub struct PayoutStatement {
    /// The payout.
    payout: Payout,
    /// Its parts, which sum to its amount; none of one that was rejected.
    parts: Vec<PayoutPart>,
}

impl From<pledges::PayoutStatement> for PayoutStatement {
    fn from(statement: pledges::PayoutStatement) -> Self {
        let part = |part: pledges::PayoutPart| PayoutPart {
            kind: part.kind.into(),
            amount: part.amount.into(),
        };
        Self {
            payout: Payout(statement.payout),
            parts: statement.parts.into_iter().map(part).collect(),
        }
    }
}

/// What stands in the books of a campaign's money. For its founder and finance.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct CampaignMoney {
    #[graphql(skip)]
    campaign_id: kernel::CampaignId,
    /// Held for the campaign until its first payout is ordered.
    held: Money,
    /// Kept for refunds and disputes.
    reserve: Money,
    /// To be paid to the founder.
    payable: Money,
    /// On its way to the founder.
    in_transit: Money,
    /// Contested at banks, or lost there.
    disputed: Money,
    /// Its payouts, first one first.
    payouts: Vec<Payout>,
    /// When it was found that losses and the founder's debts took up the first payout; null if they did not.
    settled_without_payout_at: Option<DateTime<Utc>>,
    /// When the next payout may be ordered; null if none is to come.
    next_payout_at: Option<DateTime<Utc>>,
}

impl CampaignMoney {
    /// What the books say, with when the next payout may be ordered.
    pub(crate) fn from_books(
        settlement: &pledges::Settlement,
        money: pledges::CampaignMoney,
        payouts: Vec<pledges::Payout>,
        next_payout_at: Option<DateTime<Utc>>,
    ) -> Self {
        Self {
            campaign_id: settlement.campaign_id,
            held: money.held.into(),
            reserve: money.reserve.into(),
            payable: money.payable.into(),
            in_transit: money.in_transit.into(),
            disputed: settlement.disputed.into(),
            payouts: payouts.into_iter().map(Payout).collect(),
            settled_without_payout_at: settlement.without_payout_at,
            next_payout_at,
        }
    }
}

/// Which way money moves between the platform and the third party that keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "pledges::EscrowMovementKind")]
pub enum EscrowMovementKind {
    /// Into keeping.
    Hold,
    /// Back, to whoever paid it.
    Return,
    /// All of it, to be paid out.
    Release,
}

/// What the third party made of a movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum EscrowMovementState {
    /// It is being asked; its answer is not known yet.
    Asked,
    /// It did it.
    Done,
    /// It would not.
    Refused,
}

/// Money of a regulated campaign on its way to or from the third party that keeps it.
#[derive(SimpleObject)]
pub struct EscrowMovement {
    /// Its number within the campaign, from 1.
    number: i32,
    /// Which way.
    kind: EscrowMovementKind,
    /// How much.
    amount: Money,
    /// When it was wished for.
    ordered_at: DateTime<Utc>,
    /// What the third party made of it.
    state: EscrowMovementState,
    /// When it answered.
    answered_at: Option<DateTime<Utc>>,
    /// Why it would not.
    reason: Option<String>,
}

impl From<pledges::EscrowMovement> for EscrowMovement {
    fn from(movement: pledges::EscrowMovement) -> Self {
        Self {
            number: movement.number,
            kind: movement.kind.into(),
            amount: movement.amount.into(),
            ordered_at: movement.ordered_at,
            state: match movement.done {
                None => EscrowMovementState::Asked,
                Some(true) => EscrowMovementState::Done,
                Some(false) => EscrowMovementState::Refused,
            },
            answered_at: movement.answered_at,
            reason: movement.reason,
        }
    }
}

#[ComplexObject]
impl CampaignMoney {
    /// How it moved to and from the third party that keeps it, in its order; none for a campaign for rewards.
    async fn escrow(&self, ctx: &Context<'_>) -> Result<Vec<EscrowMovement>> {
        let found = ctx
            .app()?
            .pledges
            .escrow_of(ctx.caller()?, self.campaign_id)
            .await;
        Ok(found
            .map_err(finance::refused)?
            .into_iter()
            .map(EscrowMovement::from)
            .collect())
    }

    /// What was booked of it, the newest first, each line with what stood on its account after it.
    async fn statement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 if not said.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "Only lines on this account.")] account: Option<CampaignAccount>,
    ) -> Option<Result<Listed<StatementLine>>> {
        statement::list(ctx, self.campaign_id, (first, after), account)
            .await
            .transpose()
    }
}
