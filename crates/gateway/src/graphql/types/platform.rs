//! What this platform is.

use async_graphql::{Context, Object, Result, SimpleObject};

use super::super::{
    context::{Resolving, database},
    refusals::refused,
};

/// What this platform is and how it is set up.
pub struct Platform;

/// A test card of the sandbox.
#[derive(SimpleObject)]
pub struct SandboxCard {
    /// Its number.
    number: String,
    /// What happens to it: `succeeds`, `needs_authentication`, or the decline code.
    outcome: String,
}

/// What this platform is and how it is set up.
#[Object]
impl Platform {
    /// Whether the demonstration is shown: invented campaigns, sample patents, pretend payments.
    async fn is_demo(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(ctx.app()?.is_demo())
    }

    /// The payment provider: `sandbox` or `stripe`.
    async fn payment_provider(&self, ctx: &Context<'_>) -> Result<&'static str> {
        Ok(ctx.app()?.payment_provider())
    }

    /// The version of the program.
    async fn version(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }

    /// The test cards the sandbox takes; empty with another provider.
    async fn sandbox_cards(&self, ctx: &Context<'_>) -> Result<Vec<SandboxCard>> {
        if ctx.app()?.sandbox().is_none() {
            return Ok(Vec::new());
        }
        let cards = payments::sandbox::test_cards();
        Ok(cards
            .map(|(number, outcome)| SandboxCard {
                number: number.to_owned(),
                outcome: outcome.to_owned(),
            })
            .collect())
    }

    /// How many campaigns take pledges now; counted up to 10,000.
    async fn live_campaign_count(&self, ctx: &Context<'_>) -> Result<i32> {
        let live = projects::discover::Discover::default();
        let count = ctx.app()?.projects.count(&live).await.map_err(refused)?;
        Ok(i32::try_from(count.value).unwrap_or(i32::MAX))
    }

    /// How many patent rights are kept here.
    async fn patent_count(&self, ctx: &Context<'_>) -> Result<i32> {
        let count = ctx.app()?.patents.count().await.map_err(database)?;
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }
}
