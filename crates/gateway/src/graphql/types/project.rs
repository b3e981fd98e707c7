//! Projects, and people as others see them.

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};

use super::{
    super::{
        context::Resolving,
        enums::TechnologyField,
        ids::{opaque, version},
        loaders::CampaignsOf,
        scalars::CountryCode,
        text::Locale,
    },
    campaign::Campaign,
};

/// An invention being brought to market.
pub struct Project(pub projects::Project);

/// A person or company as others see them.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct PublicProfile {
    /// Who.
    #[graphql(skip)]
    pub(in super::super) user: kernel::UserId,
    /// Its id.
    pub id: ID,
    /// The name they are known by.
    pub display_name: String,
    /// Whether it was invented for the demonstration.
    pub is_sample: bool,
}

impl From<&accounts::User> for PublicProfile {
    fn from(user: &accounts::User) -> Self {
        let is_sample = app::demo::is_sample(&user.email);
        Self {
            user: user.id,
            id: opaque(user.id),
            display_name: user.display_name.clone(),
            is_sample,
        }
    }
}

/// The profile of a person, whatever became of their account.
pub(crate) async fn profile(ctx: &Context<'_>, id: kernel::UserId) -> Result<PublicProfile> {
    let user = ctx.loaders()?.one(id).await?;
    Ok(match &user {
        Some(user) => user.into(),
        None => PublicProfile {
            user: id,
            id: opaque(id),
            display_name: String::new(),
            is_sample: false,
        },
    })
}

/// An invention being brought to market. It may be funded by several campaigns, one after another.
#[Object]
impl Project {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        opaque(self.0.id)
    }

    /// What it is called, in the language asked for or the caller's if it is written in it, else in the other.
    async fn title(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language wanted.")] locale: Option<Locale>,
    ) -> &str {
        self.0.title.best(ctx.locale(locale)).0
    }

    /// Its field of technology.
    async fn field(&self) -> TechnologyField {
        self.0.field.into()
    }

    /// Where it is done, if stated.
    async fn country(&self) -> Option<CountryCode> {
        self.0.country.clone().map(CountryCode)
    }

    /// Who brings it to market.
    async fn founder(&self, ctx: &Context<'_>) -> Result<PublicProfile> {
        profile(ctx, self.0.founder_id).await
    }

    /// Its campaigns, newest first; drafts only for their founder and staff.
    async fn campaigns(&self, ctx: &Context<'_>) -> Result<Vec<Campaign>> {
        let found = ctx.loaders()?.one(CampaignsOf(self.0.id)).await?;
        Ok(found.unwrap_or_default().into_iter().map(Campaign).collect())
    }

    /// Rises with every change.
    async fn version(&self) -> i32 {
        version(self.0.version)
    }

    /// When it was listed.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}
