//! What this platform is.

use async_graphql::{Context, Object, Result, SimpleObject};

use super::{
    super::{
        context::{Resolving, database},
        refusals::refused,
    },
    patent_document::{CaseStatus, case_statuses},
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

/// The rules by which money is collected and paid out here, as the operator set them.
pub struct PlatformRules(pledges::SettleRules);

/// The rules by which money is collected and paid out here, as the operator set them.
#[Object]
impl PlatformRules {
    /// The platform's fee on what was collected, in hundredths of a percent.
    async fn platform_fee_bps(&self) -> i32 {
        whole(self.0.platform_fee.0)
    }

    /// The part of what was collected that is kept for refunds and disputes at first, in hundredths of a percent.
    async fn reserve_bps(&self) -> i32 {
        whole(self.0.reserve.0)
    }

    /// How many days after the deadline that part is kept.
    async fn reserve_days(&self) -> i32 {
        whole(self.0.reserve_for.num_days())
    }

    /// How many days a failed payment may be repaired.
    async fn grace_days(&self) -> i32 {
        whole(self.0.grace.num_days())
    }

    /// After how many hours an investor is reminded of a failed payment again.
    async fn reminder_hours(&self) -> i32 {
        whole(self.0.remind_every.num_hours())
    }

    /// How many days after the deadline money is paid out at the earliest.
    async fn payout_days(&self) -> i32 {
        whole(self.0.payout_after.num_days())
    }

    /// How many hours a founder has to decide on a shortfall.
    async fn decision_hours(&self) -> i32 {
        whole(self.0.decide_within.num_hours())
    }

    /// How many business days investors have to confirm after a change of the patents.
    async fn reconfirmation_business_days(&self) -> i32 {
        self.0.reconfirm_business_days.into()
    }
}

fn whole(number: impl TryInto<i32>) -> i32 {
    number.try_into().unwrap_or(i32::MAX)
}

/// What this platform is and how it is set up.
#[Object]
impl Platform {
    /// The words by which an extract of CNIPA's register states how a right stands, and what they mean.
    async fn case_statuses(&self) -> Vec<CaseStatus> {
        case_statuses()
    }

    /// Whether the demonstration is shown: invented campaigns, sample patents, pretend payments.
    async fn is_demo(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(ctx.app()?.is_demo())
    }

    /// The payment provider: `sandbox` or `stripe`.
    async fn payment_provider(&self, ctx: &Context<'_>) -> Result<&'static str> {
        Ok(ctx.app()?.payment_provider())
    }

    /// The rules by which money is collected and paid out here.
    async fn rules(&self, ctx: &Context<'_>) -> Result<PlatformRules> {
        Ok(PlatformRules(ctx.app()?.pledges.settle.clone()))
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
