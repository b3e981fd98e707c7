//! The pledges to a campaign, as its founder sees them.

use async_graphql::{Context, ID, Object, Result};
use chrono::{DateTime, Utc};

use super::{
    super::{
        connection::{Listed, connection, total},
        context::{Resolving, database, page},
        ids::{opaque, typed},
        money::Money,
    },
    item::PledgeItem,
    pledge::{PledgeFilter, PledgeState, listed},
    project::{PublicProfile, profile},
};

/// A pledge to a campaign that counts or counted, as whoever runs the campaign sees it: nothing of the card.
pub struct Backing(pledges::Backing);

/// Those of a campaign; nothing for whoever may not see them.
pub(super) async fn list(
    ctx: &Context<'_>,
    campaign: &projects::Campaign,
    (first, after): (Option<i32>, Option<String>),
    filter: Option<PledgeFilter>,
) -> Result<Option<Listed<Backing>>> {
    let request = page(first, after)?;
    let of = (campaign.id, campaign.founder_id);
    let wanted = filter.unwrap_or_default().into();
    let found = ctx
        .app()?
        .pledges
        .list_backings(ctx.caller()?, of, &wanted, &request)
        .await
        .map_err(listed)?;
    Ok(found.map(|found| {
        let totals = total(found.total);
        connection(found, request.after.is_some(), totals, Backing)
    }))
}

/// One of a campaign's.
pub(super) async fn one(
    ctx: &Context<'_>,
    campaign: &projects::Campaign,
    id: &ID,
) -> Result<Option<Backing>> {
    let of = (campaign.id, campaign.founder_id);
    let found = ctx
        .app()?
        .pledges
        .find_backing(ctx.caller()?, of, typed(id)?)
        .await;
    Ok(found.map_err(database)?.map(Backing))
}

/// A pledge to a campaign that counts or counted, as whoever runs the campaign sees it: nothing of the card.
#[Object]
impl Backing {
    /// The pledge's id.
    async fn pledge_id(&self) -> ID {
        opaque(self.0.pledge.id)
    }

    /// Whose it is.
    async fn backer(&self, ctx: &Context<'_>) -> Result<PublicProfile> {
        profile(ctx, self.0.pledge.investor_id).await
    }

    /// How much is promised.
    async fn amount(&self) -> Money {
        self.0.pledge.amount.into()
    }

    /// Where it stands.
    async fn state(&self) -> PledgeState {
        self.0.pledge.state.into()
    }

    /// What it has: its reward first, then add-ons.
    async fn items(&self) -> Vec<PledgeItem> {
        self.0.items.iter().cloned().map(Into::into).collect()
    }

    /// When it was placed.
    async fn placed_at(&self) -> DateTime<Utc> {
        self.0.pledge.placed_at
    }

    /// Since when it counts.
    async fn committed_at(&self) -> Option<DateTime<Utc>> {
        self.0.pledge.committed_at
    }

    /// What was collected of it.
    async fn collected(&self) -> Money {
        self.0.collected().into()
    }

    /// What went back of that, or is on its way back.
    async fn refunded(&self) -> Money {
        self.0.refunded().into()
    }

    /// What of it is contested at the bank, or was lost.
    async fn contested(&self) -> Money {
        self.0.contested().into()
    }

    /// What of it can still be given back.
    async fn refundable(&self) -> Money {
        self.0.refundable().into()
    }
}
