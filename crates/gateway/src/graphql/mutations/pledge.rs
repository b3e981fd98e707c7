//! Pledges: placing, another card, asking how the card stands, taking back.

use async_graphql::{Context, Error, ID, InputObject, Object, Result, SimpleObject};
use kernel::{Locale, Money, PledgeId, Refusal};
use pledges::{CancelPledge, CancelPledgeError, PlacePledge, PlacePledgeError, PledgeError, PledgeErrorCode};
use uuid::Uuid;

use super::super::{
    context::{Resolving, database, fault, forbidden},
    ids::typed,
    money::MoneyInput,
    types::{
        campaign::Campaign,
        item::{ItemInput, wished},
        pledge::Pledge,
        regime::RegimeRefusal,
    },
    user_errors::{PledgeUserError, PledgeUserErrorCode as Code},
};
use super::campaign::money_message;

/// A promise to pay if the campaign reaches its goal.
#[derive(InputObject)]
struct PledgePlaceInput {
    /// The campaign.
    campaign_id: ID,
    /// What the pledge is to earn, if something.
    reward_id: Option<ID>,
    /// The add-ons chosen beside it; at most 20 different ones.
    #[graphql(validator(max_items = 50), default)]
    items: Vec<ItemInput>,
    /// How much is promised, at least what was chosen comes to, in the campaign's currency.
    amount: MoneyInput,
    /// The hash of the campaign's `ipPanel.graveRisks`, where there are any: the investor has read them and pledges all the same.
    acknowledged_risks: Option<String>,
    /// The client's key for this wish: sent twice, it is one pledge. Kept for ever.
    idempotency_key: Uuid,
}

/// The wish to enter another card.
#[derive(InputObject)]
struct PledgeCardRetryInput {
    /// The pledge.
    pledge_id: ID,
    /// The client's key for this wish.
    idempotency_key: Uuid,
}

/// The wish to know how the card stands.
#[derive(InputObject)]
struct PledgeRefreshInput {
    /// The pledge.
    pledge_id: ID,
}

/// A pledge to be taken back.
#[derive(InputObject)]
struct PledgeCancelInput {
    /// The pledge.
    pledge_id: ID,
    /// The client's key for this wish.
    idempotency_key: Uuid,
}

macro_rules! pledge_payloads {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(SimpleObject)]
        pub(super) struct $name {
            /// The pledge as it is now; null if there is none to show.
            pledge: Option<Pledge>,
            /// The campaign as it is now.
            campaign: Option<Campaign>,
            /// What the caller can put right.
            user_errors: Vec<PledgeUserError>,
        }

        impl From<Outcome> for $name {
            fn from(Outcome { pledge, campaign, user_errors }: Outcome) -> Self {
                Self { pledge, campaign, user_errors }
            }
        }
    )*};
}
pub(super) use pledge_payloads;

pledge_payloads!(
    /// What became of placing a pledge.
    PledgePlacePayload,
    /// What became of the wish to enter another card.
    PledgeCardRetryPayload,
    /// How the card stands.
    PledgeRefreshPayload,
    /// What became of taking a pledge back.
    PledgeCancelPayload,
);

/// A pledge and its campaign to show, and what the caller can put right.
pub(super) struct Outcome {
    pub pledge: Option<Pledge>,
    pub campaign: Option<Campaign>,
    pub user_errors: Vec<PledgeUserError>,
}

impl Outcome {
    /// The pledge as it is now, with its campaign.
    pub(super) async fn show(
        ctx: &Context<'_>,
        id: PledgeId,
        user_errors: Vec<PledgeUserError>,
    ) -> Result<Self> {
        let (app, caller) = (ctx.app()?, ctx.caller()?);
        let pledge = app.pledges.get(caller, id).await.map_err(database)?;
        let campaign = match &pledge {
            Some(pledge) => app
                .projects
                .find(caller, pledge.campaign_id)
                .await
                .map_err(super::super::refusals::refused)?,
            None => None,
        };
        Ok(Self {
            pledge: pledge.map(Pledge),
            campaign: campaign.map(Campaign),
            user_errors,
        })
    }

    pub(super) fn refused(error: PledgeUserError) -> Self {
        Self {
            pledge: None,
            campaign: None,
            user_errors: vec![error],
        }
    }
}

impl From<PledgeErrorCode> for Code {
    fn from(code: PledgeErrorCode) -> Self {
        match code {
            PledgeErrorCode::RegimeRefused => Self::RegimeRefused,
            PledgeErrorCode::CampaignNotFound => Self::CampaignNotFound,
            PledgeErrorCode::EmailNotConfirmed => Self::EmailNotConfirmed,
            PledgeErrorCode::CampaignClosed => Self::CampaignClosed,
            PledgeErrorCode::RewardNotFound => Self::RewardNotFound,
            PledgeErrorCode::RewardSoldOut => Self::RewardSoldOut,
            PledgeErrorCode::AddOnSoldOut => Self::AddOnSoldOut,
            PledgeErrorCode::AddOnNotOffered => Self::AddOnNotOffered,
            PledgeErrorCode::QuantityInvalid => Self::QuantityInvalid,
            PledgeErrorCode::ItemsInvalid => Self::ItemsInvalid,
            PledgeErrorCode::AmountInvalid => Self::AmountInvalid,
            PledgeErrorCode::AmountBelowReward => Self::AmountBelowReward,
            PledgeErrorCode::CurrencyMismatch => Self::CurrencyMismatch,
            PledgeErrorCode::OwnCampaign => Self::OwnCampaign,
            PledgeErrorCode::PledgeNotFound => Self::PledgeNotFound,
            PledgeErrorCode::CardDeclined => Self::CardDeclined,
            PledgeErrorCode::AuthenticationRequired => Self::AuthenticationRequired,
            PledgeErrorCode::AuthenticationFailed => Self::AuthenticationFailed,
            PledgeErrorCode::ReservationExpired => Self::ReservationExpired,
            PledgeErrorCode::NotCancellable => Self::NotCancellable,
            PledgeErrorCode::NotAdjustable => Self::NotAdjustable,
            PledgeErrorCode::LimitExceeded => Self::LimitExceeded,
            PledgeErrorCode::NotRepairable => Self::NotRepairable,
            PledgeErrorCode::CampaignHeld => Self::CampaignHeld,
            PledgeErrorCode::RisksNotAcknowledged => Self::RisksNotAcknowledged,
            PledgeErrorCode::NothingToConfirm => Self::NothingToConfirm,
            PledgeErrorCode::DossierChanged => Self::DossierChanged,
            PledgeErrorCode::ChangeNotFound => Self::ChangeNotFound,
            PledgeErrorCode::NothingToDecide => Self::NothingToDecide,
            PledgeErrorCode::NothingToRefund => Self::NothingToRefund,
            PledgeErrorCode::NoteTooLong => Self::NoteTooLong,
            PledgeErrorCode::PayeeNotFound => Self::PayeeNotFound,
            PledgeErrorCode::CountryUnsupported => Self::CountryUnsupported,
            PledgeErrorCode::DestinationInvalid => Self::DestinationInvalid,
            PledgeErrorCode::NotDue => Self::NotDue,
            PledgeErrorCode::NothingToPay => Self::NothingToPay,
            PledgeErrorCode::SettledWithoutPayout => Self::SettledWithoutPayout,
            PledgeErrorCode::PayoutNotFound => Self::PayoutNotFound,
            PledgeErrorCode::PayoutState => Self::PayoutState,
            PledgeErrorCode::FourEyes => Self::FourEyes,
            PledgeErrorCode::AmountChanged => Self::AmountChanged,
            PledgeErrorCode::TextInvalid => Self::TextInvalid,
            PledgeErrorCode::RefundNotFound => Self::RefundNotFound,
            PledgeErrorCode::RefundState => Self::RefundState,
            PledgeErrorCode::ReferenceUsed => Self::ReferenceUsed,
            PledgeErrorCode::DayInvalid => Self::DayInvalid,
            PledgeErrorCode::DisputeNotFound => Self::DisputeNotFound,
            PledgeErrorCode::EvidenceTooLate => Self::EvidenceTooLate,
            PledgeErrorCode::IdempotencyKeyReused => Self::IdempotencyKeyReused,
            PledgeErrorCode::IdempotencyInProgress => Self::IdempotencyInProgress,
            PledgeErrorCode::ProviderUnavailable => Self::ProviderUnavailable,
        }
    }
}

/// A user error with its code's message.
pub(super) fn pledge_error(code: Code, field: Option<&str>, locale: Locale) -> PledgeUserError {
    PledgeUserError {
        message: code.message(locale, &[]),
        field: field.map(|field| vec![field.to_owned()]),
        code,
        minimum: None,
        refusal: None,
    }
}

/// The field a code is about.
fn field_of(code: Code) -> Option<&'static str> {
    match code {
        Code::CampaignNotFound | Code::CampaignClosed | Code::CampaignHeld | Code::OwnCampaign => {
            Some("campaignId")
        }
        Code::RewardNotFound | Code::RewardSoldOut => Some("rewardId"),
        Code::AddOnSoldOut | Code::AddOnNotOffered | Code::QuantityInvalid => Some("items"),
        Code::AmountInvalid | Code::AmountBelowReward | Code::CurrencyMismatch => Some("amount"),
        Code::RisksNotAcknowledged => Some("acknowledgedRisks"),
        Code::PledgeNotFound => Some("pledgeId"),
        Code::IdempotencyKeyReused | Code::IdempotencyInProgress => Some("idempotencyKey"),
        _ => None,
    }
}

/// What the caller can put right of a refusal.
///
/// # Errors
/// What no form can fix.
pub(super) fn pledge_errors(error: PledgeError, locale: Locale) -> Result<Vec<PledgeUserError>> {
    if let Some(code) = error.code().map(Code::from) {
        return Ok(vec![pledge_error(code, field_of(code), locale)]);
    }
    match error {
        PledgeError::State(_) => Ok(vec![pledge_error(Code::ReservationExpired, None, locale)]),
        PledgeError::Forbidden(error) => Err(forbidden(error)),
        PledgeError::Store(error) => Err(database(error)),
        other => Err(fault(other)),
    }
}

/// The amount that is offered.
///
/// # Errors
/// What is wrong with it, for its field.
pub(super) fn amount_of(input: &MoneyInput, locale: Locale) -> Result<Money, Box<PledgeUserError>> {
    Money::try_from(input).map_err(|error| {
        Box::new(PledgeUserError {
            message: money_message(&error, locale),
            ..pledge_error(Code::AmountInvalid, Some("amount"), locale)
        })
    })
}

/// What the caller can put right of an offer that is not taken.
///
/// # Errors
/// What no form can fix.
pub(super) fn place_errors(error: PlacePledgeError, locale: Locale) -> Result<Vec<PledgeUserError>> {
    let minimum = match &error {
        PlacePledgeError::AmountBelowReward { least } => Some((*least).into()),
        _ => None,
    };
    if let PlacePledgeError::Refused(refusal) = &error {
        return Ok(vec![refused_by_regime(refusal, locale)]);
    }
    if let Some(code) = error.code().map(Code::from) {
        return Ok(vec![PledgeUserError {
            minimum,
            ..pledge_error(code, field_of(code), locale)
        }]);
    }
    Err(match error {
        PlacePledgeError::Forbidden(error) => forbidden(error),
        PlacePledgeError::Store(error) => database(error),
        other => fault(other),
    })
}

/// What a rule of a regulated campaign said.
fn refused_by_regime(refusal: &Refusal, locale: Locale) -> PledgeUserError {
    let refusal = RegimeRefusal::of(refusal, locale);
    PledgeUserError {
        message: refusal.message.clone(),
        refusal: Some(Box::new(refusal)),
        ..pledge_error(Code::RegimeRefused, None, locale)
    }
}

fn cancel_errors(error: CancelPledgeError, locale: Locale) -> Result<Vec<PledgeUserError>> {
    if let CancelPledgeError::Refused(refusal) = &error {
        return Ok(vec![refused_by_regime(refusal, locale)]);
    }
    if let Some(code) = error.code().map(Code::from) {
        return Ok(vec![pledge_error(code, field_of(code), locale)]);
    }
    Err(match error {
        CancelPledgeError::Forbidden(error) => forbidden(error),
        CancelPledgeError::Store(error) => database(error),
        other => fault(other),
    })
}

/// What stands between the pledge and a saved card, if something does.
pub(super) async fn card_problem(ctx: &Context<'_>, id: PledgeId) -> Result<Vec<PledgeUserError>, Error> {
    let setup = ctx.app()?.pledges.setups_of(&[id]).await.map_err(database)?.pop();
    let code = setup.and_then(|setup| setup.problem()).map(Code::from);
    Ok(code
        .map(|code| pledge_error(code, None, ctx.locale(None)))
        .into_iter()
        .collect())
}

/// What investors can do.
#[derive(Default)]
pub struct PledgeMutation;

/// What investors can do.
#[Object]
impl PledgeMutation {
    /// Places a pledge. Nothing is charged: a card is saved next, and charged only if the campaign reaches
    /// its goal by its deadline.
    async fn pledge_place(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The pledge.")] input: PledgePlaceInput,
    ) -> Result<Option<PledgePlacePayload>> {
        let locale = ctx.locale(None);
        ctx.caller()?.user_id().map_err(forbidden)?;
        let amount = match amount_of(&input.amount, locale) {
            Ok(amount) => amount,
            Err(wrong) => return Ok(Some(Outcome::refused(*wrong).into())),
        };
        let request = PlacePledge {
            campaign_id: typed(&input.campaign_id)?,
            reward_id: input.reward_id.as_ref().map(typed).transpose()?,
            items: wished(&input.items)?,
            amount,
            acknowledged_risks: input.acknowledged_risks,
            idempotency_key: input.idempotency_key,
        };
        let outcome = match ctx.app()?.pledges.place(ctx.caller()?, request).await {
            Ok(pledge) => Outcome::show(ctx, pledge.id, Vec::new()).await?,
            Err(error) => Outcome {
                pledge: None,
                campaign: None,
                user_errors: place_errors(error, locale)?,
            },
        };
        Ok(Some(outcome.into()))
    }

    /// Begins another try at saving a card, after one that was given up, or in place of the one that is saved: until another
    /// is, that one stays.
    async fn pledge_card_retry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The pledge.")] input: PledgeCardRetryInput,
    ) -> Result<Option<PledgeCardRetryPayload>> {
        let id = typed(&input.pledge_id)?;
        let result = ctx
            .app()?
            .pledges
            .retry_setup(ctx.caller()?, id, input.idempotency_key)
            .await;
        let errors = match result {
            Ok(_) => Vec::new(),
            Err(error) => pledge_errors(error, ctx.locale(None))?,
        };
        Ok(Some(Outcome::show(ctx, id, errors).await?.into()))
    }

    /// Asks the payment provider how the card stands and records it.
    async fn pledge_refresh(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The pledge.")] input: PledgeRefreshInput,
    ) -> Result<Option<PledgeRefreshPayload>> {
        let id = typed(&input.pledge_id)?;
        ctx.caller()?.user_id().map_err(forbidden)?;
        let errors = match ctx.app()?.pledges.refresh_setup(ctx.caller()?, id).await {
            Ok(_) => card_problem(ctx, id).await?,
            Err(error) => pledge_errors(error, ctx.locale(None))?,
        };
        Ok(Some(Outcome::show(ctx, id, errors).await?.into()))
    }

    /// Takes a pledge back while its campaign is live. In the last 24 hours not if the campaign would fall
    /// below its goal.
    async fn pledge_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The pledge.")] input: PledgeCancelInput,
    ) -> Result<Option<PledgeCancelPayload>> {
        let pledge_id = typed(&input.pledge_id)?;
        let request = CancelPledge {
            pledge_id,
            idempotency_key: input.idempotency_key,
        };
        let errors = match ctx.app()?.pledges.cancel(ctx.caller()?, request).await {
            Ok(_) => Vec::new(),
            Err(error) => cancel_errors(error, ctx.locale(None))?,
        };
        Ok(Some(Outcome::show(ctx, pledge_id, errors).await?.into()))
    }
}
