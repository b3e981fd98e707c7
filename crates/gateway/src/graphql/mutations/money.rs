//! What founders and finance decide about money.

use async_graphql::{Context, Enum, Error, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use kernel::Money;
use pledges::PledgeErrorCode;
use uuid::Uuid;

use super::{
    super::{
        context::{Resolving, database, fault, forbidden},
        ids::typed,
        money::MoneyInput,
        scalars::CountryCode,
        types::{
            collection::CampaignCollection,
            item::{ItemInput, wished},
            payment::{Dispute, FeeBearer, Refund, RefundReason},
            payout::{Payee, PayeeMethod, Payout},
        },
        user_errors::{PledgeUserError, PledgeUserErrorCode as Code},
    },
    campaign::money_message,
    pledge::pledge_error,
};

/// What a founder decides about a shortfall.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "pledges::ShortfallDecision")]
enum ShortfallDecision {
    /// Do it with what was collected.
    Accept,
    /// Give everything back.
    GiveBack,
}

/// A founder's decision on less than the goal. It cannot be taken back.
#[derive(InputObject)]
struct CampaignShortfallDecideInput {
    /// The campaign.
    campaign_id: ID,
    /// What is decided.
    decision: ShortfallDecision,
    /// The client's key for this wish.
    idempotency_key: Uuid,
}

/// Money to be given back.
#[derive(InputObject)]
struct PledgeRefundRequestInput {
    /// Whose pledge.
    pledge_id: ID,
    /// How much; what was paid for `items`, or all that is left if nothing is said.
    amount: Option<MoneyInput>,
    /// For which of the things the pledge has, at most 21. Stock does not come back by that.
    #[graphql(validator(max_items = 50), default)]
    items: Vec<ItemInput>,
    /// Why.
    reason: RefundReason,
    /// Who bears it once the founder was paid; a founder bears what a founder orders.
    bearer: FeeBearer,
    /// Whatever else there is to say, for the investor to read; at most 1,000 characters.
    note: Option<String>,
    /// The client's key for this wish.
    idempotency_key: Uuid,
}

/// An account to be paid through.
#[derive(InputObject)]
struct PayeeOpenInput {
    /// How.
    method: PayeeMethod,
    /// The country the founder is paid in.
    country: CountryCode,
    /// For a bank transfer: the account as it may be shown, such as `中国银行 ····1234`.
    destination: Option<String>,
}

/// An account to be asked for.
#[derive(InputObject)]
struct PayeeRefreshInput {
    /// The account.
    payee_id: ID,
}

/// A page of the payment provider to be opened.
#[derive(InputObject)]
struct PayeeLinkCreateInput {
    /// The path of this site to come back to, such as `/founder/money`.
    return_path: String,
}

/// A payout to be ordered.
#[derive(InputObject)]
struct PayoutRequestInput {
    /// The campaign.
    campaign_id: ID,
    /// The client's key for this wish.
    idempotency_key: Uuid,
}

/// A decision on a payout that somebody else ordered.
#[derive(InputObject)]
struct PayoutDecideInput {
    /// The payout.
    payout_id: ID,
    /// Whether it may go.
    approve: bool,
    /// Why it may not; needed then.
    reason: Option<String>,
    /// The client's key for this wish.
    idempotency_key: Uuid,
}

/// A bank transfer that was made for a payout.
#[derive(InputObject)]
struct PayoutRecordInput {
    /// The payout.
    payout_id: ID,
    /// The bank's reference of the transfer.
    bank_reference: String,
    /// What proves it: where the bank's confirmation is kept.
    evidence: String,
    /// The client's key for this wish.
    idempotency_key: Uuid,
}

/// A bank transfer that cannot be made for a payout.
#[derive(InputObject)]
struct PayoutGiveUpInput {
    /// The payout.
    payout_id: ID,
    /// Why it cannot, at most 1,000 characters.
    reason: String,
    /// The client's key for this wish.
    idempotency_key: Uuid,
}

/// A dispute to be contested.
#[derive(InputObject)]
struct DisputeContestInput {
    /// The dispute.
    dispute_id: ID,
    /// What is added to what is put together by itself, in English; at most 5,000 characters.
    statement: Option<String>,
    /// The client's key for this wish.
    idempotency_key: Uuid,
}

macro_rules! money_payloads {
    ($($(#[$doc:meta])* $name:ident { $(#[$field_doc:meta])* $field:ident: $type:ty })*) => {$(
        $(#[$doc])*
        #[derive(SimpleObject)]
        struct $name {
            $(#[$field_doc])*
            $field: Option<$type>,
            /// What the caller can put right.
            user_errors: Vec<PledgeUserError>,
        }

        impl $name {
            fn from_result(result: Result<$type, Vec<PledgeUserError>>) -> Self {
                match result {
                    Ok(done) => Self { $field: Some(done), user_errors: Vec::new() },
                    Err(user_errors) => Self { $field: None, user_errors },
                }
            }
        }
    )*};
}

money_payloads! {
    /// What became of a decision on a shortfall.
    CampaignShortfallDecidePayload {
        /// The campaign's money as it stands now.
        collection: CampaignCollection
    }
    /// What became of ordering a refund.
    PledgeRefundRequestPayload {
        /// The refund.
        refund: Refund
    }
    /// What became of opening an account to be paid through.
    PayeeOpenPayload {
        /// The account.
        payee: Payee
    }
    /// How the account stands at the payment provider.
    PayeeRefreshPayload {
        /// The account.
        payee: Payee
    }
    /// A page of the payment provider.
    PayeeLinkCreatePayload {
        /// Where it is, and until when it is good.
        link: PayeeLink
    }
    /// What became of ordering a payout.
    PayoutRequestPayload {
        /// The payout.
        payout: Payout
    }
    /// What became of a decision on a payout.
    PayoutDecidePayload {
        /// The payout.
        payout: Payout
    }
    /// What became of recording a bank transfer.
    PayoutRecordPayload {
        /// The payout.
        payout: Payout
    }
    /// What became of giving a bank transfer up.
    PayoutGiveUpPayload {
        /// The payout.
        payout: Payout
    }
    /// What became of contesting a dispute.
    DisputeContestPayload {
        /// The dispute.
        dispute: Dispute
    }
}

/// A page of the payment provider on which a founder tells what is still missing.
#[derive(SimpleObject)]
struct PayeeLink {
    /// Where it is.
    url: String,
    /// Until when it is good.
    expires_at: DateTime<Utc>,
}

/// What founders and finance decide about money.
#[derive(Default)]
pub struct MoneyMutation;

/// What founders and finance decide about money.
#[Object]
impl MoneyMutation {
    /// Accepts less than the goal, or gives everything back. For the founder, within three days.
    async fn campaign_shortfall_decide(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision.")] input: CampaignShortfallDecideInput,
    ) -> Result<Option<CampaignShortfallDecidePayload>> {
        let request = pledges::DecideShortfall {
            campaign_id: typed(&input.campaign_id)?,
            decision: input.decision.into(),
            idempotency_key: input.idempotency_key,
        };
        let done = ctx.app()?.pledges.decide_shortfall(ctx.caller()?, request).await;
        let done = answered(ctx, done)?;
        let done = done.map(CampaignCollection);
        Ok(Some(CampaignShortfallDecidePayload::from_result(done)))
    }

    /// Orders money to be given back to the card it came from. For finance and the founder.
    async fn pledge_refund_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The refund.")] input: PledgeRefundRequestInput,
    ) -> Result<Option<PledgeRefundRequestPayload>> {
        let locale = ctx.locale(None);
        ctx.caller()?.user_id().map_err(forbidden)?;
        let amount = match input.amount.as_ref().map(Money::try_from).transpose() {
            Ok(amount) => amount,
            Err(error) => {
                let wrong = PledgeUserError {
                    message: money_message(&error, locale),
                    ..pledge_error(Code::AmountInvalid, Some("amount"), locale)
                };
                return Ok(Some(PledgeRefundRequestPayload::from_result(Err(vec![wrong]))));
            }
        };
        let request = pledges::RequestRefund {
            pledge_id: typed(&input.pledge_id)?,
            amount,
            items: wished(&input.items)?,
            reason: input.reason.into(),
            bearer: input.bearer.into(),
            note: input.note,
            idempotency_key: input.idempotency_key,
        };
        let done = ctx.app()?.pledges.request_refund(ctx.caller()?, request).await;
        let done = answered(ctx, done)?;
        Ok(Some(PledgeRefundRequestPayload::from_result(done.map(Refund))))
    }

    /// Opens an account through which the caller is paid. One opened before is put aside.
    async fn payee_open(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account.")] input: PayeeOpenInput,
    ) -> Result<Option<PayeeOpenPayload>> {
        let request = pledges::OpenPayee {
            method: input.method.into(),
            country: input.country.0,
            destination: input.destination,
        };
        let done = ctx.app()?.pledges.open_payee(ctx.caller()?, request).await;
        let done = answered(ctx, done)?;
        Ok(Some(PayeeOpenPayload::from_result(done.map(Payee))))
    }

    /// Asks the payment provider how the caller's account stands, and records it.
    async fn payee_refresh(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account.")] input: PayeeRefreshInput,
    ) -> Result<Option<PayeeRefreshPayload>> {
        let id = typed(&input.payee_id)?;
        let done = answered(ctx, ctx.app()?.pledges.refresh_payee(ctx.caller()?, id).await)?;
        Ok(Some(PayeeRefreshPayload::from_result(done.map(Payee))))
    }

    /// A page of the payment provider on which the caller tells what it still wants to know.
    async fn payee_link_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Where to come back to.")] input: PayeeLinkCreateInput,
    ) -> Result<Option<PayeeLinkCreatePayload>> {
        // Only to a place of this site: a provider's page must not send anybody elsewhere.
        let local = input.return_path.starts_with('/')
            && !input.return_path.starts_with("//")
            && !input.return_path.contains(['\\', '\r', '\n']);
        if !local {
            let wrong = pledge_error(Code::TextInvalid, Some("returnPath"), ctx.locale(None));
            return Ok(Some(PayeeLinkCreatePayload::from_result(Err(vec![wrong]))));
        }
        let done = ctx
            .app()?
            .pledges
            .payee_link(ctx.caller()?, &input.return_path)
            .await;
        let done = answered(ctx, done)?;
        let done = done.map(|link| PayeeLink {
            url: link.url,
            expires_at: link.expires_at,
        });
        Ok(Some(PayeeLinkCreatePayload::from_result(done)))
    }

    /// Orders what is due to be paid to a founder. For finance; somebody else must approve it.
    async fn payout_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The payout.")] input: PayoutRequestInput,
    ) -> Result<Option<PayoutRequestPayload>> {
        let request = pledges::RequestPayout {
            campaign_id: typed(&input.campaign_id)?,
            idempotency_key: input.idempotency_key,
        };
        let done = ctx.app()?.pledges.request_payout(ctx.caller()?, request).await;
        let done = answered(ctx, done)?;
        Ok(Some(PayoutRequestPayload::from_result(done.map(Payout))))
    }

    /// Lets a payout go that somebody else ordered, or does not. For finance. What stands in its way
    /// holds it; approving it again later tries again.
    async fn payout_decide(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision.")] input: PayoutDecideInput,
    ) -> Result<Option<PayoutDecidePayload>> {
        let request = pledges::DecidePayout {
            payout_id: typed(&input.payout_id)?,
            approve: input.approve,
            reason: input.reason,
            idempotency_key: input.idempotency_key,
        };
        let done = ctx.app()?.pledges.decide_payout(ctx.caller()?, request).await;
        let done = answered(ctx, done)?;
        Ok(Some(PayoutDecidePayload::from_result(done.map(Payout))))
    }

    /// Records a bank transfer that was made for an approved payout. For finance.
    async fn payout_record(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The transfer.")] input: PayoutRecordInput,
    ) -> Result<Option<PayoutRecordPayload>> {
        let request = pledges::RecordBankPayout {
            payout_id: typed(&input.payout_id)?,
            bank_reference: input.bank_reference,
            evidence: input.evidence,
            idempotency_key: input.idempotency_key,
        };
        let done = ctx
            .app()?
            .pledges
            .record_bank_payout(ctx.caller()?, request)
            .await;
        let done = answered(ctx, done)?;
        Ok(Some(PayoutRecordPayload::from_result(done.map(Payout))))
    }

    /// Gives up an approved bank transfer that cannot be made: its money is the founder's to be paid again. For finance.
    async fn payout_give_up(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The transfer, and why.")] input: PayoutGiveUpInput,
    ) -> Result<Option<PayoutGiveUpPayload>> {
        let request = pledges::GiveUpBankPayout {
            payout_id: typed(&input.payout_id)?,
            reason: input.reason,
            idempotency_key: input.idempotency_key,
        };
        let done = ctx
            .app()?
            .pledges
            .give_up_bank_payout(ctx.caller()?, request)
            .await;
        let done = answered(ctx, done)?;
        Ok(Some(PayoutGiveUpPayload::from_result(done.map(Payout))))
    }

    /// Hands in what speaks for a contested charge, put together from what is kept of its pledge. It
    /// counts once. For finance.
    async fn dispute_contest(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The dispute.")] input: DisputeContestInput,
    ) -> Result<Option<DisputeContestPayload>> {
        let request = pledges::ContestDispute {
            dispute_id: typed(&input.dispute_id)?,
            statement: input.statement,
            idempotency_key: input.idempotency_key,
        };
        let done = ctx.app()?.pledges.contest_dispute(ctx.caller()?, request).await;
        let done = answered(ctx, done)?;
        Ok(Some(DisputeContestPayload::from_result(done.map(Dispute))))
    }
}

/// The value, or what the caller can put right.
///
/// # Errors
/// What no form can fix.
pub(super) fn answered<T>(
    ctx: &Context<'_>,
    result: Result<T, impl MoneyError>,
) -> Result<Result<T, Vec<PledgeUserError>>> {
    match result {
        Ok(done) => Ok(Ok(done)),
        Err(error) => match error.code() {
            Some(code) => {
                let code = Code::from(code);
                Ok(Err(vec![pledge_error(code, field_of(code), ctx.locale(None))]))
            }
            None => Err(error.no_form()),
        },
    }
}

/// The field a code is about.
fn field_of(code: Code) -> Option<&'static str> {
    match code {
        Code::PledgeNotFound => Some("pledgeId"),
        Code::CampaignNotFound => Some("campaignId"),
        Code::PayoutNotFound => Some("payoutId"),
        Code::PayeeNotFound => Some("payeeId"),
        Code::DisputeNotFound => Some("disputeId"),
        Code::RefundNotFound => Some("refundId"),
        Code::ItemsInvalid => Some("items"),
        Code::ReferenceUsed => Some("bankReference"),
        Code::DayInvalid => Some("paidOn"),
        Code::ChangeNotFound => Some("changeId"),
        Code::DossierChanged => Some("dossierHash"),
        Code::AmountInvalid => Some("amount"),
        Code::NoteTooLong => Some("note"),
        Code::CountryUnsupported => Some("country"),
        Code::DestinationInvalid => Some("destination"),
        _ => None,
    }
}

/// An error of an operation on money.
pub(super) trait MoneyError {
    /// The code for a form, if the caller can act on it.
    fn code(&self) -> Option<PledgeErrorCode>;

    /// The error as no form can fix it.
    fn no_form(self) -> Error;
}

macro_rules! money_errors {
    ($($name:ident),* $(,)?) => {$(
        impl MoneyError for pledges::$name {
            fn code(&self) -> Option<PledgeErrorCode> {
                pledges::$name::code(self)
            }

            fn no_form(self) -> Error {
                match self {
                    Self::Forbidden(error) => forbidden(error),
                    Self::Store(error) => database(error),
                    other => fault(other),
                }
            }
        }
    )*};
}

money_errors!(
    DecideShortfallError,
    RequestRefundError,
    PayeeError,
    RequestPayoutError,
    DecidePayoutError,
    ContestDisputeError,
    AnswerChangeError,
    ReclassifyChangeError,
    RepaymentError,
);
