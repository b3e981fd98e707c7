//! Pledges, and the cards saved for them.

use async_graphql::{Context, Enum, Error, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};

use super::{
    super::{
        context::{Resolving, database, forbidden},
        ids::{opaque, version},
        loaders::{
            AcknowledgementOf, AdjustmentsOf, ItemsOf, PatentChangesSince, RefundsOf, SavedCardOf,
            SettlementOf, SetupOf,
        },
        money::Money,
    },
    campaign::Campaign,
    dossier::{self, DossierRight},
    finance::refused as read,
    grave_risks::{self, RiskAcknowledgement},
    happening::CampaignHappening,
    item::PledgeItem,
    material_change::Reconfirmation,
    payment::{Dispute, PaymentAttempt, Refund},
    pledge_adjustment::{PledgeAdjustment, SavedCard},
    reward::Reward,
};
use crate::http::{ErrorCode, problem};

/// An investor's promise to pay if the campaign reaches its goal.
pub struct Pledge(pub pledges::Pledge);

/// A card being saved with the payment provider.
pub struct PaymentSetup(pledges::PaymentSetup);

/// Where a pledge stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "pledges::PledgeState")]
pub enum PledgeState {
    /// Placed; its reward is kept until a card is saved or the time runs out.
    Reserved,
    /// The card is saved; counting follows at once.
    Authorised,
    /// It counts towards the goal.
    Committed,
    /// The patents changed; the investor is asked to confirm again.
    ReconfirmDue,
    /// The campaign succeeded; the card is being charged.
    Collecting,
    /// The money is there.
    Collected,
    /// The card was declined; another try follows.
    Errored,
    /// The investor's bank asks them to confirm the charge.
    ActionRequired,
    /// The money could not be collected in time.
    Dropped,
    /// Taken back by the investor, or not completed in time.
    Cancelled,
    /// Given up without charge because the campaign ended otherwise.
    Released,
    /// The money went back.
    Refunded,
    /// The investor contests the charge at the bank.
    Disputed,
    /// The contest was decided for the platform.
    Won,
    /// The contest was decided for the investor.
    Lost,
}

/// Where the saving of a card stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "pledges::SetupState")]
pub enum PaymentSetupStatus {
    /// Written down; the provider is being asked.
    Created,
    /// A card is to be entered.
    RequiresCard,
    /// The bank asks for a confirmation.
    RequiresAction,
    /// The card is saved.
    Succeeded,
    /// The card was declined; another may be entered.
    Failed,
    /// Given up.
    Canceled,
}

/// Which pledges of a list are wanted: those of which all of this holds.
#[derive(InputObject, Default)]
pub struct PledgeFilter {
    /// Only those that stand so; all if none is named.
    state_in: Option<Vec<PledgeState>>,
    /// Only those placed at this moment or later.
    placed_from: Option<DateTime<Utc>>,
    /// Only those placed before this moment.
    placed_before: Option<DateTime<Utc>>,
}

impl From<PledgeFilter> for pledges::PledgeFilter {
    fn from(filter: PledgeFilter) -> Self {
        let states = filter.state_in.unwrap_or_default();
        Self {
            states: states.into_iter().map(Into::into).collect(),
            campaign_id: None,
            placed_from: filter.placed_from,
            placed_before: filter.placed_before,
        }
    }
}

/// One's pledges that stand alike and are in one currency. Currencies are never added up.
#[derive(SimpleObject)]
pub struct PledgeTotal {
    /// How they stand.
    state: PledgeState,
    /// What they promise together.
    amount: Money,
    /// How many there are.
    pledge_count: i32,
    /// When the first of them was placed.
    first_placed_at: DateTime<Utc>,
}

impl From<pledges::PledgeTotal> for PledgeTotal {
    fn from(total: pledges::PledgeTotal) -> Self {
        Self {
            state: total.state.into(),
            amount: total.amount.into(),
            pledge_count: i32::try_from(total.count).unwrap_or(i32::MAX),
            first_placed_at: total.first_placed_at,
        }
    }
}

/// One step in the life of a pledge.
#[derive(SimpleObject)]
pub struct PledgeTransition {
    /// Where it stood; null at the beginning.
    from: Option<PledgeState>,
    /// Where it went.
    to: PledgeState,
    /// When.
    at: DateTime<Utc>,
    /// Why, if that is known.
    cause: Option<String>,
}

/// A card being saved with the payment provider. The number never reaches this platform.
#[Object]
impl PaymentSetup {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        opaque(self.0.id)
    }

    /// The payment provider.
    async fn provider(&self) -> &str {
        &self.0.provider
    }

    /// Where it stands.
    async fn status(&self) -> PaymentSetupStatus {
        self.0.state.into()
    }

    /// What the provider's form needs in the investor's browser; null once it is finished.
    async fn client_secret(&self) -> Option<&str> {
        self.0
            .client_secret
            .as_deref()
            .filter(|_| !self.0.state.is_final())
    }

    /// The card's network.
    async fn card_brand(&self) -> Option<&str> {
        self.0.card.as_ref().map(|card| card.brand.as_str())
    }

    /// The card's last four digits.
    async fn card_last4(&self) -> Option<&str> {
        self.0.card.as_ref().map(|card| card.last4.as_str())
    }

    /// Why the card was not saved: the provider's code.
    async fn failure_code(&self) -> Option<&str> {
        self.0.failure.as_ref().map(|failure| failure.code.as_str())
    }

    /// Why the card was not saved: the provider's words, in English.
    async fn failure_message(&self) -> Option<&str> {
        self.0.failure.as_ref().map(|failure| failure.message.as_str())
    }
}

/// An investor's promise to pay if the campaign reaches its goal.
#[Object]
impl Pledge {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        opaque(self.0.id)
    }

    /// What is to be funded. Null where the caller may no longer see it.
    async fn campaign(&self, ctx: &Context<'_>) -> Option<Result<Campaign>> {
        let found = async { Ok(ctx.loaders()?.one(self.0.campaign_id).await?.map(Campaign)) };
        found.await.transpose()
    }

    /// What it earns; null without a reward.
    async fn reward(&self, ctx: &Context<'_>) -> Option<Result<Reward>> {
        let id = self.0.reward_id?;
        let found = async { Ok(ctx.loaders()?.one(id).await?.map(Reward)) };
        found.await.transpose()
    }

    /// What it has: its reward first, then add-ons. What is promised above their sum is a bonus.
    async fn items(&self, ctx: &Context<'_>) -> Result<Vec<PledgeItem>> {
        let items = ctx.loaders()?.one(ItemsOf(self.0.id)).await?;
        Ok(items.unwrap_or_default().into_iter().map(Into::into).collect())
    }

    /// How much is promised.
    async fn amount(&self) -> Money {
        self.0.amount.into()
    }

    /// Where it stands.
    async fn state(&self) -> PledgeState {
        self.0.state.into()
    }

    /// When it was placed.
    async fn placed_at(&self) -> DateTime<Utc> {
        self.0.placed_at
    }

    /// Until when a card must be saved; null once it is.
    async fn reserved_until(&self) -> Option<DateTime<Utc>> {
        (self.0.state == pledges::PledgeState::Reserved).then_some(self.0.reserved_until)
    }

    /// Since when it counts.
    async fn committed_at(&self) -> Option<DateTime<Utc>> {
        self.0.committed_at
    }

    /// When it ended.
    async fn ended_at(&self) -> Option<DateTime<Utc>> {
        self.0.ended_at
    }

    /// The card last saved, or being saved, for it. Null for all but the investor.
    async fn setup(&self, ctx: &Context<'_>) -> Option<Result<PaymentSetup>> {
        let found = async {
            if !ctx.caller()?.is(self.0.investor_id) {
                return Ok(None);
            }
            Ok(ctx.loaders()?.one(SetupOf(self.0.id)).await?.map(PaymentSetup))
        };
        found.await.transpose()
    }

    /// Whether it may be taken back now. The last hours' rule is decided when it is tried.
    async fn cancellable(&self, ctx: &Context<'_>) -> Result<bool> {
        let now = ctx.app()?.now();
        if self.0.cancel(now).is_err() {
            return Ok(false);
        }
        // Whoever is asked to confirm may always say no.
        if self.0.state == pledges::PledgeState::ReconfirmDue {
            return Ok(true);
        }
        let campaign = ctx.loaders()?.one(self.0.campaign_id).await?;
        Ok(campaign.is_some_and(|campaign| campaign.is_open(now)))
    }

    /// The card it is charged by. Null for all but the investor, and while none is saved.
    async fn saved_card(&self, ctx: &Context<'_>) -> Result<Option<SavedCard>> {
        if !ctx.caller()?.is(self.0.investor_id) {
            return Ok(None);
        }
        let found = ctx.loaders()?.one(SavedCardOf(self.0.id)).await?;
        Ok(found.map(SavedCard::from))
    }

    /// Whether its amount, its reward and its card may be changed now. The last hours' rule is decided when it is tried.
    async fn adjustable(&self, ctx: &Context<'_>) -> Result<bool> {
        if self.0.state != pledges::PledgeState::Committed || !ctx.caller()?.is(self.0.investor_id) {
            return Ok(false);
        }
        let now = ctx.app()?.now();
        let campaign = ctx.loaders()?.one(self.0.campaign_id).await?;
        Ok(campaign.is_some_and(|campaign| campaign.takes_pledges(now)))
    }

    /// What was changed about it, oldest first.
    async fn adjustments(&self, ctx: &Context<'_>) -> Result<Vec<PledgeAdjustment>> {
        let found = ctx.loaders()?.one(AdjustmentsOf(self.0.id)).await?;
        Ok(found.unwrap_or_default().into_iter().map(Into::into).collect())
    }

    /// The hash of the facts about the patents that the investor was shown.
    async fn dossier_hash(&self) -> &str {
        &self.0.dossier_hash
    }

    /// What the investor was shown of each patent when pledging, as it was then.
    async fn dossier(&self, ctx: &Context<'_>) -> Result<Vec<DossierRight>> {
        let kept = ctx.app()?.pledges.dossier_of(ctx.caller()?, self.0.id).await;
        let locale = ctx.locale(None);
        let kept = kept.map_err(read)?;
        Ok(kept
            .map(|kept| dossier::rights(&kept, locale))
            .unwrap_or_default())
    }

    /// What its investor said to know of before pledging. Null where there was nothing grave.
    async fn acknowledgement(&self, ctx: &Context<'_>) -> Result<Option<RiskAcknowledgement>> {
        let found = ctx.loaders()?.one(AcknowledgementOf(self.0.id)).await?;
        let locale = ctx.locale(None);
        found.map(|found| grave_risks::kept(&found, locale)).transpose()
    }

    /// What happened to it, oldest first.
    async fn history(&self, ctx: &Context<'_>) -> Result<Vec<PledgeTransition>> {
        let steps = ctx
            .app()?
            .pledges
            .history(ctx.caller()?, self.0.id)
            .await
            .map_err(read)?;
        let shown = |step: pledges::Transition| PledgeTransition {
            from: step.from.map(Into::into),
            to: step.to.into(),
            at: step.at,
            cause: step.cause,
        };
        Ok(steps.into_iter().map(shown).collect())
    }

    /// Every try at collecting it, first one first; empty before its campaign has ended.
    async fn payments(&self, ctx: &Context<'_>) -> Result<Vec<PaymentAttempt>> {
        let caller = ctx.caller()?;
        let tries = ctx.app()?.pledges.payments_of(caller, self.0.id).await;
        let is_own = caller.is(self.0.investor_id);
        let shown = |attempt| PaymentAttempt::of(attempt, is_own);
        Ok(tries.map_err(read)?.into_iter().map(shown).collect())
    }

    /// Until when a failed payment may be repaired; null if none failed.
    async fn repairable_until(&self, ctx: &Context<'_>) -> Result<Option<DateTime<Utc>>> {
        use pledges::PledgeState as S;
        if !matches!(self.0.state, S::Errored | S::ActionRequired) {
            return Ok(None);
        }
        let found = ctx.loaders()?.one(SettlementOf(self.0.campaign_id)).await?;
        Ok(found.and_then(|settlement| settlement.grace_until))
    }

    /// What its investor was asked when the patents changed, newest first.
    async fn reconfirmations(&self, ctx: &Context<'_>) -> Result<Vec<Reconfirmation>> {
        let asked = ctx.app()?.pledges.questions_about(ctx.caller()?, self.0.id).await;
        let shown = |(asked, change)| Reconfirmation { asked, change };
        Ok(asked.map_err(read)?.into_iter().map(shown).collect())
    }

    /// What went back of it, or is to go back, oldest first.
    async fn refunds(&self, ctx: &Context<'_>) -> Result<Vec<Refund>> {
        let refunds = ctx.loaders()?.one(RefundsOf(self.0.id)).await?;
        Ok(refunds.unwrap_or_default().into_iter().map(Refund).collect())
    }

    /// What was learned of the campaign's patents since the pledge was placed, newest first, at most five. Null where the caller
    /// may no longer see the campaign.
    async fn patent_changes(&self, ctx: &Context<'_>) -> Option<Result<Vec<CampaignHappening>>> {
        let found = async {
            let Some(campaign) = ctx.loaders()?.one(self.0.campaign_id).await? else {
                return Ok(None);
            };
            let since = app::Course {
                campaign_id: campaign.id,
                launched_at: self.0.placed_at,
                // What was promised is owed after the campaign as well.
                ended_at: None,
            };
            let found = ctx.loaders()?.one(PatentChangesSince(since)).await?;
            Ok(Some(
                found
                    .unwrap_or_default()
                    .into_iter()
                    .map(CampaignHappening)
                    .collect(),
            ))
        };
        found.await.transpose()
    }

    /// Its disputes, oldest first.
    async fn disputes(&self, ctx: &Context<'_>) -> Result<Vec<Dispute>> {
        let disputes = ctx.app()?.pledges.disputes_of(ctx.caller()?, self.0.id).await;
        Ok(disputes.map_err(read)?.into_iter().map(Dispute).collect())
    }

    /// Rises with every change.
    async fn version(&self) -> i32 {
        version(self.0.version)
    }
}

/// An error of a list of pledges.
pub(in super::super) fn listed(error: pledges::ListPledgesError) -> Error {
    match error {
        pledges::ListPledgesError::Forbidden(error) => forbidden(error),
        pledges::ListPledgesError::Cursor(error) => problem(ErrorCode::BadUserInput, error.to_string()),
        pledges::ListPledgesError::Store(error) => database(error),
    }
}
