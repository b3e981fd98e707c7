//! A hold beside the state of a campaign: its patents changed, and those who pledged are asked to
//! confirm. Whoever asks has checked the right to do so and acts inside its own transaction.

use chrono::{DateTime, TimeDelta, Utc};
use db::{Act, Tx};
use kernel::{Caller, CampaignId};

use super::trace;
use crate::{
    Error, Result, campaign::Campaign, events::CampaignDeadlineExtended, pause::deadline_from, store,
};

/// Holds a campaign: no new pledges are taken and its deadline is not decided on. Held twice is held once.
///
/// # Errors
/// [`Error::NotFound`], or if the database does not answer.
pub async fn hold(tx: &Tx, caller: &Caller, id: CampaignId, cause: String) -> Result<Campaign> {
    let now = tx.now().await?;
    change(tx, caller, id, "campaign.hold", cause, |campaign| {
        campaign.held_at = campaign.held_at.or(Some(now));
    })
    .await
}

/// Lets a campaign go on.
///
/// # Errors
/// [`Error::NotFound`], or if the database does not answer.
pub async fn lift_hold(tx: &Tx, caller: &Caller, id: CampaignId, cause: String) -> Result<Campaign> {
    change(tx, caller, id, "campaign.lift_hold", cause, |campaign| {
        campaign.held_at = None;
    })
    .await
}

/// Moves the deadline to `until` if it is nearer; it is never moved back. Of a campaign whose clock stands still, the deadline is
/// the one it would have if it went on now: what is left to run is what counts, and the pause is added once, at its end.
///
/// # Errors
/// [`Error::NotFound`], or if the database does not answer.
pub async fn extend_deadline(
    tx: &Tx,
    caller: &Caller,
    id: CampaignId,
    until: DateTime<Utc>,
    cause: String,
) -> Result<Campaign> {
    let before = store::campaigns::lock(tx, id).await?.ok_or(Error::NotFound)?;
    let now = tx.now().await?;
    let deadline = deadline_from(before.deadline_at, before.paused_at, now);
    let Some(moved_by) = deadline.map(|deadline| until - deadline) else {
        return Ok(before);
    };
    if moved_by <= TimeDelta::zero() {
        return Ok(before);
    }
    let after = change(tx, caller, id, "campaign.extend_deadline", cause, |campaign| {
        campaign.deadline_at = campaign.deadline_at.map(|deadline| deadline + moved_by);
    })
    .await?;
    tx.publish(&CampaignDeadlineExtended {
        campaign_id: id,
        deadline_at: until,
    })
    .await?;
    Ok(after)
}

async fn change(
    tx: &Tx,
    caller: &Caller,
    id: CampaignId,
    verb: &'static str,
    cause: String,
    change: impl FnOnce(&mut Campaign),
) -> Result<Campaign> {
    let before = store::campaigns::lock(tx, id).await?.ok_or(Error::NotFound)?;
    let mut after = before.clone();
    change(&mut after);
    if after == before {
        return Ok(before);
    }
    after.version += 1;
    store::campaigns::update(tx, &after).await?;
    let act = Act::new(verb, id).because(cause);
    tx.record(caller, act.before(trace(&before)).after(trace(&after)))
        .await?;
    Ok(after)
}
