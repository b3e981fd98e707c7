//! What a pledge earns.

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use chrono::NaiveDate;

use super::{
    super::{
        context::Resolving,
        ids::{opaque, version},
        money::Money,
        text::{Locale, LocalizedText},
    },
    reward_pool::RewardPool,
};

/// How a reward is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "projects::RewardKind")]
pub enum RewardKind {
    /// One for each pledge, earned by a pledge of at least its amount.
    Reward,
    /// Chosen beside a reward or without one, in the quantity wanted; each adds its amount.
    AddOn,
}

/// What a pledge of at least its amount earns.
pub struct Reward(pub projects::Reward);

/// The texts of a reward, in the languages they are written in.
#[derive(SimpleObject)]
pub struct RewardTexts {
    /// Its name.
    title: LocalizedText,
    /// What it is.
    description: LocalizedText,
}

/// What a pledge of at least its amount earns.
#[Object]
impl Reward {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        opaque(self.0.id)
    }

    /// How it is chosen.
    async fn kind(&self) -> RewardKind {
        self.0.kind.into()
    }

    /// Its name, in the language asked for or the caller's if it is written in it, else in the other.
    async fn title(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language wanted.")] locale: Option<Locale>,
    ) -> &str {
        self.0.title.best(ctx.locale(locale)).0
    }

    /// What it is, in the language asked for or the caller's if it is written in it, else in the other.
    async fn description(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language wanted.")] locale: Option<Locale>,
    ) -> &str {
        self.0.description.best(ctx.locale(locale)).0
    }

    /// Its texts in the languages they are written in.
    async fn texts(&self) -> RewardTexts {
        RewardTexts {
            title: self.0.title.clone().into(),
            description: self.0.description.clone().into(),
        }
    }

    /// The least pledge that earns it; of an add-on, what one costs.
    async fn amount(&self) -> Money {
        self.0.amount.into()
    }

    /// How many there are of its own. Null is no limit; 0 is none.
    async fn limit(&self) -> Option<i32> {
        self.0.limit
    }

    /// How many are taken.
    async fn claimed(&self) -> i32 {
        self.0.claimed
    }

    /// How many are left, of its own and of the stock it shares: the smaller of both. Null is no limit.
    async fn remaining(&self) -> Option<i32> {
        self.0.remaining()
    }

    /// The stock it shares with others; null if it has its own alone.
    async fn pool(&self, ctx: &Context<'_>) -> Option<Result<RewardPool>> {
        let id = self.0.pool_id?;
        let found = async { Ok(ctx.loaders()?.one(id).await?.map(RewardPool)) };
        found.await.transpose()
    }

    /// How many one pledge may have: of a reward one.
    async fn per_pledge_limit(&self) -> i32 {
        self.0.per_pledge_limit
    }

    /// The rewards an add-on is offered with; null is with each of them, and without one.
    async fn offered_with(&self, ctx: &Context<'_>) -> Option<Result<Vec<Reward>>> {
        let ids = self.0.offered_with.clone()?;
        let found = async {
            let mut found = ctx.loaders()?.many(ids.clone()).await?;
            let offered = ids.iter().filter_map(|id| found.remove(id)).map(Reward);
            Ok(offered.collect())
        };
        Some(found.await)
    }

    /// The day by which it is to be delivered.
    async fn deliver_on(&self) -> Option<NaiveDate> {
        self.0.deliver_on
    }

    /// Rises with every change; sent back as `expectedVersion`.
    async fn version(&self) -> i32 {
        version(self.0.version)
    }
}
