//! Campaigns.

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use investors::Followee;

use super::{
    super::{
        connection::Listed,
        context::{Resolving, database},
        enums::{CampaignState, TechnologyField},
        ids::{opaque, version},
        loaders::{
            ChangesOf, IpClaimsOf, OpenChangeOf, PanelsAsOf, PanelsOf, PausesOf, PoolsOf, ReviewOf,
            RewardsOf, SettlementOf, TextsOf,
        },
        money::Money,
        refusals::{refused, violation_message},
        scalars::{CountryCode, CurrencyCode},
        text::{Locale, LocalizedText},
    },
    backing::{self, Backing},
    collection::{CampaignCollection, ShortfallRule},
    dashboard::{self, CampaignDashboard},
    finance, follow,
    history::Comparables,
    ip_claim::{CampaignPause, IpClaim},
    ip_panel::IpPanel,
    material_change::MaterialChange,
    papers::CampaignPapers,
    patent::{Beside, level},
    payout::CampaignMoney,
    pledge::{Pledge, PledgeFilter},
    project::{Project, PublicProfile, profile},
    regime::{self, InvestorStep, Offering, Regime, RegimeRule},
    reward::Reward,
    reward_pool::RewardPool,
    voices::CampaignVoices,
};

/// One time-boxed attempt to fund a project.
#[derive(Clone)]
pub struct Campaign(pub projects::Campaign);

/// The texts of a campaign, in the languages they are written in.
#[derive(SimpleObject)]
pub struct CampaignTexts {
    /// What it is called.
    title: LocalizedText,
    /// One sentence about it.
    blurb: LocalizedText,
    /// What is to be made, and why; Markdown.
    story: LocalizedText,
    /// What may go wrong, and what is done about it.
    risks: LocalizedText,
    /// Who does it.
    team: LocalizedText,
}

/// Something that is missing before a campaign can be handed in.
#[derive(SimpleObject)]
pub struct CampaignGap {
    /// What it is about.
    field: String,
    /// What is missing, for programs.
    code: CampaignGapCode,
    /// What is missing, in the caller's language.
    message: String,
}

/// What is missing before a campaign can be handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum CampaignGapCode {
    /// A title.
    Title,
    /// The sentence about it.
    Blurb,
    /// The story.
    Story,
    /// The risks.
    Risks,
    /// The goal.
    Goal,
    /// How long it runs.
    Duration,
    /// A reward.
    Rewards,
    /// A patent.
    Patents,
    /// Something else; the message says what.
    Other,
}

/// A reviewer's look at a campaign.
#[derive(SimpleObject)]
pub struct CampaignReview {
    /// The decision; null while open.
    decision: Option<ReviewDecision>,
    /// What the reviewer tells the founder.
    note: Option<String>,
    /// When it was decided.
    decided_at: Option<DateTime<Utc>>,
    /// Since when somebody works on it.
    claimed_at: Option<DateTime<Utc>>,
    /// Who works on it; null for the founder.
    reviewer: Option<PublicProfile>,
}

/// What a reviewer decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "projects::Decision")]
pub enum ReviewDecision {
    /// It may be launched.
    Approved,
    /// It goes back to its founder.
    ChangesRequested,
}

impl Campaign {
    async fn texts_of(&self, ctx: &Context<'_>) -> Result<projects::CampaignTexts> {
        Ok(ctx.loaders()?.one(TextsOf(self.0.id)).await?.unwrap_or_default())
    }

    fn is_own(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(ctx.caller()?.is(self.0.founder_id))
    }
}

/// One time-boxed attempt to fund a project.
#[Object]
impl Campaign {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        opaque(self.0.id)
    }

    /// Its readable address.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// What it funds. Null where the caller may not see the project.
    async fn project(&self, ctx: &Context<'_>) -> Result<Option<Project>> {
        Ok(ctx.loaders()?.one(self.0.project_id).await?.map(Project))
    }

    /// Who runs it.
    async fn founder(&self, ctx: &Context<'_>) -> Result<PublicProfile> {
        profile(ctx, self.0.founder_id).await
    }

    /// Where it stands.
    async fn state(&self) -> CampaignState {
        self.0.state.into()
    }

    /// What it is called, in the language asked for or the caller's if it is written in it, else in the other.
    async fn title(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language wanted.")] locale: Option<Locale>,
    ) -> &str {
        self.0.title.best(ctx.locale(locale)).0
    }

    /// One sentence about it.
    async fn blurb(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language wanted.")] locale: Option<Locale>,
    ) -> &str {
        self.0.blurb.best(ctx.locale(locale)).0
    }

    /// What is to be made, and why; Markdown.
    async fn story(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language wanted.")] locale: Option<Locale>,
    ) -> Result<String> {
        Ok(self
            .texts_of(ctx)
            .await?
            .story
            .best(ctx.locale(locale))
            .0
            .to_owned())
    }

    /// What may go wrong, and what is done about it.
    async fn risks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language wanted.")] locale: Option<Locale>,
    ) -> Result<String> {
        Ok(self
            .texts_of(ctx)
            .await?
            .risks
            .best(ctx.locale(locale))
            .0
            .to_owned())
    }

    /// Who does it.
    async fn team(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language wanted.")] locale: Option<Locale>,
    ) -> Result<String> {
        Ok(self
            .texts_of(ctx)
            .await?
            .team
            .best(ctx.locale(locale))
            .0
            .to_owned())
    }

    /// Its texts in the languages they are written in.
    async fn texts(&self, ctx: &Context<'_>) -> Result<CampaignTexts> {
        let texts = self.texts_of(ctx).await?;
        Ok(CampaignTexts {
            title: self.0.title.clone().into(),
            blurb: self.0.blurb.clone().into(),
            story: texts.story.into(),
            risks: texts.risks.into(),
            team: texts.team.into(),
        })
    }

    /// Its field of technology.
    async fn field(&self) -> TechnologyField {
        self.0.field.into()
    }

    /// Where it is done, if stated.
    async fn country(&self) -> Option<CountryCode> {
        self.0.country.clone().map(CountryCode)
    }

    /// Its picture: a seed from which a client draws one.
    async fn cover(&self) -> &str {
        &self.0.cover
    }

    /// The total below which nothing is charged. Null in a draft that has none yet.
    async fn goal(&self) -> Option<Money> {
        self.0.goal.map(Money::from)
    }

    /// What investors have promised.
    async fn raised(&self) -> Money {
        self.0.pledged.into()
    }

    /// What part of the goal is promised, in percent, cut down.
    async fn raised_percent(&self) -> i32 {
        i32::try_from(self.0.funded().0 / 100).unwrap_or(i32::MAX)
    }

    /// The law it raises money under; frozen once it is handed in.
    async fn regime(&self) -> Regime {
        self.0.regime.into()
    }

    /// The rules of that law in words, with the numbers of today; none for a campaign for rewards.
    async fn regime_rules(&self, ctx: &Context<'_>) -> Result<Vec<RegimeRule>> {
        let app = ctx.app()?;
        Ok(regime::rules(
            &app.regimes,
            self.0.regime,
            app.today(),
            ctx.locale(None),
        ))
    }

    /// What it offers, as its founder stated it; null for a campaign for rewards, and before it is stated.
    async fn offering(&self, ctx: &Context<'_>) -> Option<Result<Offering>> {
        if !self.0.regime.is_regulated() {
            return None;
        }
        let found = async {
            let found = ctx.app()?.regimes.offering_of(self.0.id).await;
            Ok(found.map_err(regime::refused)?.map(Offering))
        };
        found.await.transpose()
    }

    /// What the caller has to declare before committing to it, in the order in which it is asked for; none for a campaign for rewards, and
    /// for those who have not signed in.
    async fn investor_steps(&self, ctx: &Context<'_>) -> Result<Vec<InvestorStep>> {
        let caller = ctx.caller()?;
        if !self.0.regime.is_regulated() || caller.user_id().is_err() {
            return Ok(Vec::new());
        }
        let steps = ctx.app()?.regimes.steps(caller, self.0.id, self.0.regime).await;
        Ok(steps
            .map_err(regime::refused)?
            .into_iter()
            .map(InvestorStep::from)
            .collect())
    }

    /// What happens if less than the goal can be collected. Frozen with the goal.
    async fn shortfall_rule(&self) -> ShortfallRule {
        self.0.shortfall_rule.into()
    }

    /// What became of the money after the deadline; null unless the goal was reached.
    async fn collection(&self, ctx: &Context<'_>) -> Option<Result<CampaignCollection>> {
        let found = async {
            Ok(ctx
                .loaders()?
                .one(SettlementOf(self.0.id))
                .await?
                .map(CampaignCollection))
        };
        found.await.transpose()
    }

    /// The major change of its patents that is being dealt with; null if there is none.
    async fn material_change(&self, ctx: &Context<'_>) -> Option<Result<MaterialChange>> {
        let found = async {
            let found = ctx.loaders()?.one(OpenChangeOf(self.0.id)).await?;
            Ok(found.map(MaterialChange))
        };
        found.await.transpose()
    }

    /// What changed in its patents since its launch, newest first; at most 50.
    async fn material_changes(&self, ctx: &Context<'_>) -> Result<Vec<MaterialChange>> {
        let found = ctx.loaders()?.one(ChangesOf(self.0.id)).await?;
        Ok(found
            .unwrap_or_default()
            .into_iter()
            .map(MaterialChange)
            .collect())
    }

    /// What stands in the books of its money. Null for all but the founder and finance, and unless the
    /// goal was reached.
    async fn money(&self, ctx: &Context<'_>) -> Option<Result<CampaignMoney>> {
        let found = async {
            let app = ctx.app()?;
            let found = app.pledges.money_of(ctx.caller()?, self.0.id).await;
            let Some((settlement, money, payouts)) = found.map_err(finance::refused)? else {
                return Ok(None);
            };
            let next = app.pledges.next_payout(&settlement, &payouts).map(|(_, at)| at);
            Ok(Some(CampaignMoney::from_books(&settlement, money, payouts, next)))
        };
        found.await.transpose()
    }

    /// How its funding goes: by day, by reward, and where it may come to. Null for all but its founder and finance, and before
    /// its launch.
    async fn dashboard(&self, ctx: &Context<'_>) -> Option<Result<CampaignDashboard>> {
        dashboard::of(ctx, &self.0).await.transpose()
    }

    /// The pledges to it that count or counted, newest first. Null for all but its founder, finance and administrators.
    async fn backings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 if not said.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "Which of them; all if not said.")] filter: Option<PledgeFilter>,
    ) -> Option<Result<Listed<Backing>>> {
        backing::list(ctx, &self.0, (first, after), filter)
            .await
            .transpose()
    }

    /// One of the pledges to it that count or counted. Null for all but its founder, finance and administrators.
    async fn backing(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The pledge's id.")] pledge_id: ID,
    ) -> Option<Result<Backing>> {
        backing::one(ctx, &self.0, &pledge_id).await.transpose()
    }

    /// How many investors promised it.
    async fn investor_count(&self) -> i32 {
        i32::try_from(self.0.investor_count).unwrap_or(i32::MAX)
    }

    /// What it is funded in.
    async fn currency(&self) -> CurrencyCode {
        CurrencyCode(self.0.currency.code().to_owned())
    }

    /// How many days it runs from its launch, if it is set so.
    async fn duration_days(&self) -> Option<i32> {
        match self.0.deadline {
            Some(projects::DeadlineTerm::Days(days)) => Some(days.into()),
            _ => None,
        }
    }

    /// The zone its times are shown in: an IANA name.
    async fn zone(&self) -> &str {
        &self.0.zone
    }

    /// When it went live.
    async fn launched_at(&self) -> Option<DateTime<Utc>> {
        self.0.launched_at
    }

    /// When pledging ends; fixed at launch. While it is paused: when it would have ended; it moves on by the time the clock
    /// stands still.
    async fn ends_at(&self) -> Option<DateTime<Utc>> {
        self.0.deadline_at
    }

    /// When it was decided on, cancelled or suspended.
    async fn ended_at(&self) -> Option<DateTime<Utc>> {
        self.0.ended_at
    }

    /// Whether a pledge placed now would be taken.
    async fn accepts_pledges(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(self.0.takes_pledges(ctx.app()?.now()))
    }

    /// Its patents at a glance, as they stand now or as they were known at a moment.
    async fn ip_panel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The moment; now if not said. A right that was not known then is left out.")]
        as_of: Option<DateTime<Utc>>,
    ) -> Result<IpPanel> {
        let loaders = ctx.loaders()?;
        let beside = Beside::of(&self.0);
        Ok(match as_of {
            None => {
                let rights = loaders.one(PanelsOf(self.0.id)).await?;
                let level = self.0.protection.level.map(level);
                IpPanel::of(rights.unwrap_or_default(), level, beside)
            }
            Some(at) => {
                let known = loaders.one(PanelsAsOf(self.0.id, at)).await?;
                IpPanel::known(known.unwrap_or_default(), at.date_naive(), beside)
            }
        })
    }

    /// What pledges earn, one for each, in the founder's order.
    async fn rewards(&self, ctx: &Context<'_>) -> Result<Vec<Reward>> {
        self.offered(ctx, projects::RewardKind::Reward).await
    }

    /// What may be chosen beside a reward, in the founder's order.
    async fn add_ons(&self, ctx: &Context<'_>) -> Result<Vec<Reward>> {
        self.offered(ctx, projects::RewardKind::AddOn).await
    }

    /// The stocks that its rewards and add-ons share, in the founder's order.
    async fn reward_pools(&self, ctx: &Context<'_>) -> Result<Vec<RewardPool>> {
        let pools = ctx.loaders()?.one(PoolsOf(self.0.id)).await?;
        Ok(pools.unwrap_or_default().into_iter().map(RewardPool).collect())
    }

    /// Past campaigns of other platforms that resemble it.
    async fn comparables(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many to show, from 1 to 20; 5 if not said.")] first: Option<i32>,
    ) -> Result<Comparables> {
        let limit = first
            .and_then(|n| u32::try_from(n).ok())
            .unwrap_or(5)
            .clamp(1, 20);
        Ok(ctx
            .app()?
            .comparables(&self.0, limit)
            .await
            .map_err(refused)?
            .into())
    }

    /// The newest review. Null for those whom it does not concern, and where there was none.
    async fn review(&self, ctx: &Context<'_>) -> Result<Option<CampaignReview>> {
        let caller = ctx.caller()?;
        let own = self.is_own(ctx)?;
        if !own && !caller.has(kernel::Role::Reviewer) && !caller.has(kernel::Role::Administrator) {
            return Ok(None);
        }
        let Some(review) = ctx.loaders()?.one(ReviewOf(self.0.id)).await? else {
            return Ok(None);
        };
        let reviewer = match review.reviewer_id.filter(|_| !own) {
            Some(id) => Some(profile(ctx, id).await?),
            None => None,
        };
        Ok(Some(CampaignReview {
            decision: review.decision.map(ReviewDecision::from),
            note: review.note,
            decided_at: review.decided_at,
            claimed_at: review.claimed_at,
            reviewer,
        }))
    }

    /// What is missing before it can be handed in; empty for all but its founder.
    async fn missing(&self, ctx: &Context<'_>) -> Result<Vec<CampaignGap>> {
        if !self.is_own(ctx)? {
            return Ok(Vec::new());
        }
        let locale = ctx.locale(None);
        let missing = ctx.app()?.projects.missing(&self.0).await.map_err(refused)?;
        let gap = |violation: &projects::Violation| CampaignGap {
            field: violation.field.clone(),
            code: gap_code(&violation.field),
            message: violation_message(violation, locale),
        };
        Ok(missing.iter().map(gap).collect())
    }

    /// What is told, asked and changed of it.
    #[graphql(flatten)]
    async fn voices(&self) -> CampaignVoices {
        CampaignVoices(self.0.clone())
    }

    /// Whether the caller follows it.
    async fn viewer_follows(&self, ctx: &Context<'_>) -> Result<bool> {
        follow::viewer_follows(ctx, Followee::Campaign(self.0.id)).await
    }

    /// How many people follow it.
    async fn follower_count(&self, ctx: &Context<'_>) -> Result<i32> {
        follow::follower_count(ctx, Followee::Campaign(self.0.id)).await
    }

    /// What stands in the way of its launch, though it may be handed in; empty for all but its founder and reviewers, and once
    /// it was launched.
    async fn launch_gaps(&self, ctx: &Context<'_>) -> Result<Vec<CampaignGap>> {
        if !self.is_own(ctx)? && !ctx.caller()?.has(kernel::Role::Reviewer) {
            return Ok(Vec::new());
        }
        let locale = ctx.locale(None);
        let gaps = ctx.app()?.projects.launch_gaps(&self.0).await.map_err(refused)?;
        let gap = |violation: &projects::Violation| CampaignGap {
            field: violation.field.clone(),
            code: gap_code(&violation.field),
            message: violation_message(violation, locale),
        };
        Ok(gaps.iter().map(gap).collect())
    }

    /// Documents about its rights.
    #[graphql(flatten)]
    async fn papers(&self) -> CampaignPapers {
        CampaignPapers(self.0.clone())
    }

    /// The pause it is in; null while its clock goes on.
    async fn pause(&self) -> Option<CampaignPause> {
        self.0.open_pause().map(Into::into)
    }

    /// The times in which its clock stood still, the oldest first; at most the newest hundred.
    async fn pauses(&self, ctx: &Context<'_>) -> Result<Vec<CampaignPause>> {
        let pauses = ctx.loaders()?.one(PausesOf(self.0.id)).await?;
        Ok(pauses.unwrap_or_default().into_iter().map(Into::into).collect())
    }

    /// What third parties claim against it, the oldest first, at most the newest hundred: all of it for reviewers, to its
    /// founder what was asked about, to others their own.
    async fn ip_claims(&self, ctx: &Context<'_>) -> Result<Vec<IpClaim>> {
        let claims = ctx.loaders()?.one(IpClaimsOf(self.0.id)).await?;
        Ok(claims.unwrap_or_default().into_iter().map(IpClaim).collect())
    }

    /// Whether it was invented for the demonstration.
    async fn is_sample(&self) -> bool {
        self.0.is_sample
    }

    /// Whether the caller may change it.
    async fn viewer_can_edit(&self, ctx: &Context<'_>) -> Result<bool> {
        self.is_own(ctx)
    }

    /// The caller's newest pledge to it that has not ended. Null where there is none.
    async fn viewer_pledge(&self, ctx: &Context<'_>) -> Result<Option<Pledge>> {
        let caller = ctx.caller()?;
        if caller.user_id().is_err() {
            return Ok(None);
        }
        let found = ctx
            .app()?
            .pledges
            .open_of_viewer(caller, self.0.id)
            .await
            .map_err(database)?;
        Ok(found.map(Pledge))
    }

    /// Rises with every change of its founder's or its state; sent back as `expectedVersion`.
    async fn version(&self) -> i32 {
        version(self.0.version)
    }

    /// When its draft was begun.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it was last handed in for review.
    async fn submitted_at(&self) -> Option<DateTime<Utc>> {
        self.0.submitted_at
    }
}

fn gap_code(field: &str) -> CampaignGapCode {
    match field.split('.').next().unwrap_or_default() {
        "title" => CampaignGapCode::Title,
        "blurb" => CampaignGapCode::Blurb,
        "story" => CampaignGapCode::Story,
        "risks" => CampaignGapCode::Risks,
        "goal" => CampaignGapCode::Goal,
        "deadline" => CampaignGapCode::Duration,
        "rewards" => CampaignGapCode::Rewards,
        "patents" => CampaignGapCode::Patents,
        _ => CampaignGapCode::Other,
    }
}

impl Campaign {
    /// What it offers of one kind.
    async fn offered(&self, ctx: &Context<'_>, kind: projects::RewardKind) -> Result<Vec<Reward>> {
        let offered = ctx.loaders()?.one(RewardsOf(self.0.id)).await?;
        let offered = offered.unwrap_or_default().into_iter();
        Ok(offered.filter(|reward| reward.kind == kind).map(Reward).collect())
    }
}
