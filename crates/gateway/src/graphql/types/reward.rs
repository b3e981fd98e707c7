//! What a pledge earns.

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::NaiveDate;

use super::super::{
    context::Resolving,
    ids::{opaque, version},
    money::Money,
    text::{Locale, LocalizedText},
};

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

    /// The least pledge that earns it.
    async fn amount(&self) -> Money {
        self.0.amount.into()
    }

    /// How many there are. Null is no limit; 0 is none.
    async fn limit(&self) -> Option<i32> {
        self.0.limit
    }

    /// How many are taken.
    async fn claimed(&self) -> i32 {
        self.0.claimed
    }

    /// How many are left. Null is no limit.
    async fn remaining(&self) -> Option<i32> {
        self.0.remaining()
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
