//! A stock that rewards share.

use async_graphql::{Context, ID, Object};

use super::super::{
    context::Resolving,
    ids::{opaque, version},
    text::{Locale, LocalizedText},
};

/// A stock that several rewards and add-ons of a campaign are taken out of.
pub struct RewardPool(pub projects::RewardPool);

/// A stock that several rewards and add-ons of a campaign are taken out of: who takes one of them takes one of these.
#[Object]
impl RewardPool {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        opaque(self.0.id)
    }

    /// What there is a stock of, in the language asked for or the caller's if it is written in it, else in the other.
    async fn name(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language wanted.")] locale: Option<Locale>,
    ) -> &str {
        self.0.name.best(ctx.locale(locale)).0
    }

    /// What there is a stock of, in the languages it is written in.
    async fn names(&self) -> LocalizedText {
        self.0.name.clone().into()
    }

    /// How many there are. Null is no limit; 0 is none.
    async fn limit(&self) -> Option<i32> {
        self.0.limit
    }

    /// How many are taken, by whichever reward or add-on.
    async fn claimed(&self) -> i32 {
        self.0.claimed
    }

    /// How many are left. Null is no limit.
    async fn remaining(&self) -> Option<i32> {
        self.0.remaining()
    }

    /// Rises with every change; sent back as `expectedVersion`.
    async fn version(&self) -> i32 {
        version(self.0.version)
    }
}
