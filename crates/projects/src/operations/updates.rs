//! What founders tell of their campaigns: written, published now or at a moment, bettered, discarded.

use chrono::{DateTime, TimeDelta, Utc};
use db::{Act, Tx};
use kernel::{
    Caller, CampaignId, CampaignUpdateId, LocalizedText, UserId, kind,
    policy::{self, Action},
};
use uuid::Uuid;

use super::{Projects, expect_version, person};
use crate::{
    Error, Result,
    campaign::{Campaign, Limits},
    events::CampaignUpdatePublished,
    store::updates as store,
    update::{Audience, CampaignUpdate, MOST_UPDATES, UpdateState, WriteUpdate},
    validation::{Violation, ViolationCode},
};

impl Projects {
    /// Begins an update of a campaign, as a draft that nobody else sees.
    ///
    /// # Errors
    /// [`Error::Invalid`] with everything wrong, or with `TOO_MANY`; [`Error::NotFound`].
    #[tracing::instrument(name = "projects.draft_update", skip_all, fields(campaign.id = %campaign))]
    pub async fn draft_update(
        &self,
        caller: &Caller,
        campaign: CampaignId,
        write: WriteUpdate,
    ) -> Result<CampaignUpdate> {
        let tx = self.db.begin().await?;
        let found = self
            .locked(&tx, caller, campaign, |owner| Action::CampaignUpdateWrite {
                owner,
            })
            .await?;
        if store::count(&tx, campaign).await? >= MOST_UPDATES {
            let many = Violation::new("updates", ViolationCode::TooMany).with("max", MOST_UPDATES);
            return Err(Error::Invalid(vec![many]));
        }
        let now = tx.now().await?;
        let empty = CampaignUpdate {
            id: tx.new_id::<kind::CampaignUpdate>(now),
            campaign_id: campaign,
            author_id: person(caller).unwrap_or(found.founder_id),
            number: None,
            state: UpdateState::Draft,
            audience: Audience::Everyone,
            title: LocalizedText::default(),
            body: LocalizedText::default(),
            created_at: now,
            publish_at: None,
            published_at: None,
            edited_at: None,
            version: 1,
        };
        let draft = write.onto(&empty, now).map_err(Error::Invalid)?;
        let draft = CampaignUpdate { version: 1, ..draft };
        store::insert(&tx, &draft).await?;
        tx.record(caller, Act::new("update.draft", draft.id)).await?;
        tx.commit().await?;
        Ok(draft)
    }

    /// Changes an update. What was published keeps what it said before, and says when it was changed.
    ///
    /// # Errors
    /// [`Error::Invalid`] with everything wrong; [`Error::Conflict`]; [`Error::NotFound`].
    #[tracing::instrument(name = "projects.edit_update", skip_all, fields(update.id = %id))]
    pub async fn edit_update(
        &self,
        caller: &Caller,
        id: CampaignUpdateId,
        expected_version: i64,
        write: WriteUpdate,
    ) -> Result<CampaignUpdate> {
        let tx = self.db.begin().await?;
        let (_, before) = self.locked_update(&tx, caller, id).await?;
        expect_version(expected_version, before.version)?;
        let now = tx.now().await?;
        let after = write.onto(&before, now).map_err(Error::Invalid)?;
        if after == before {
            return Ok(before);
        }
        if before.is_published() {
            store::keep_version(&tx, &before, now).await?;
        }
        store::update(&tx, &after).await?;
        let act = Act::new("update.edit", id);
        tx.record(caller, act.before(before.trace()).after(after.trace()))
            .await?;
        tx.commit().await?;
        Ok(after)
    }

    /// Publishes an update now, or sets the moment when it will be. Its number is given when it is published; those whom it is
    /// for are told once.
    ///
    /// # Errors
    /// [`Error::Incomplete`] with what is missing; [`Error::Invalid`] if the moment has passed or is too far;
    /// [`Error::UpdatePublished`]; [`Error::CampaignHidden`] before the campaign is public; [`Error::Conflict`].
    #[tracing::instrument(name = "projects.publish_update", skip_all, fields(update.id = %id))]
    pub async fn publish_update(
        &self,
        caller: &Caller,
        id: CampaignUpdateId,
        expected_version: i64,
        at: Option<DateTime<Utc>>,
    ) -> Result<CampaignUpdate> {
        let tx = self.db.begin().await?;
        let (campaign, before) = self.locked_update(&tx, caller, id).await?;
        expect_version(expected_version, before.version)?;
        if before.is_published() {
            return Err(Error::UpdatePublished);
        }
        if !campaign.is_public() {
            return Err(Error::CampaignHidden);
        }
        let lacking = before.lacking();
        if !lacking.is_empty() {
            return Err(Error::Incomplete(lacking));
        }
        let now = tx.now().await?;
        let after = match at.map(kernel::micros) {
            None => publish(&tx, caller, &before, now).await?,
            Some(at) => {
                let latest = now + TimeDelta::days(Limits::SCHEDULE_DAYS.into());
                if at <= now {
                    let passed = Violation::new("publish_at", ViolationCode::InThePast);
                    return Err(Error::Invalid(vec![passed]));
                }
                if at > latest {
                    let far = Violation::new("publish_at", ViolationCode::OutOfRange);
                    return Err(Error::Invalid(vec![far.with("min", now).with("max", latest)]));
                }
                let after = CampaignUpdate {
                    state: UpdateState::Scheduled,
                    publish_at: Some(at),
                    version: before.version + 1,
                    ..before.clone()
                };
                store::update(&tx, &after).await?;
                tx.record(caller, Act::new("update.schedule", id).after(at))
                    .await?;
                after
            }
        };
        tx.commit().await?;
        Ok(after)
    }

    /// Throws an update away that was never published.
    ///
    /// # Errors
    /// [`Error::UpdatePublished`]; [`Error::NotFound`].
    #[tracing::instrument(name = "projects.discard_update", skip_all, fields(update.id = %id))]
    pub async fn discard_update(&self, caller: &Caller, id: CampaignUpdateId) -> Result<Campaign> {
        let tx = self.db.begin().await?;
        let (campaign, before) = self.locked_update(&tx, caller, id).await?;
        if before.is_published() {
            return Err(Error::UpdatePublished);
        }
        store::delete(&tx, id).await?;
        tx.record(caller, Act::new("update.discard", id).before(before.trace()))
            .await?;
        tx.commit().await?;
        Ok(campaign)
    }

    /// Publishes the scheduled updates whose moment has come, up to `limit`. Returns how many.
    ///
    /// # Errors
    /// [`Error::Forbidden`] unless the platform or an administrator asks; or if the database does not answer.
    #[tracing::instrument(name = "projects.publish_due_updates", skip_all)]
    pub async fn publish_due_updates(&self, caller: &Caller, limit: u64) -> Result<usize> {
        caller.require(kernel::Role::Administrator)?;
        let due = store::due(self.db.primary(), self.db.clock().now(), limit).await?;
        let mut published = 0;
        for (campaign, id) in due {
            let tx = self.db.begin().await?;
            let Some(campaign) = crate::store::campaigns::lock(&tx, campaign).await? else {
                continue;
            };
            let Some(before) = store::find(&*tx, id).await? else {
                continue;
            };
            // After the lock: it may have been taken back, changed or published meanwhile.
            let now = tx.now().await?;
            let is_due = before.publish_at.is_some_and(|at| at <= now);
            if before.state != UpdateState::Scheduled || !is_due {
                continue;
            }
            if campaign.is_public() {
                publish(&tx, caller, &before, now).await?;
                published += 1;
            } else {
                // The campaign was taken from the public meanwhile: it waits for its founder.
                let after = CampaignUpdate {
                    state: UpdateState::Draft,
                    publish_at: None,
                    version: before.version + 1,
                    ..before
                };
                store::update(&tx, &after).await?;
            }
            tx.commit().await?;
        }
        Ok(published)
    }

    /// Locks the campaign of an update for an act of its founder.
    async fn locked_update(
        &self,
        tx: &Tx,
        caller: &Caller,
        id: CampaignUpdateId,
    ) -> Result<(Campaign, CampaignUpdate)> {
        let Some(found) = store::find(&**tx, id).await? else {
            let owner = UserId::from_uuid(Uuid::nil());
            policy::can(caller, Action::CampaignUpdateWrite { owner })?;
            return Err(Error::NotFound);
        };
        let campaign = self
            .locked(tx, caller, found.campaign_id, |owner| {
                Action::CampaignUpdateWrite { owner }
            })
            .await?;
        // Read again under the lock.
        let update = store::find(&**tx, id).await?.ok_or(Error::NotFound)?;
        Ok((campaign, update))
    }
}

/// Publishes an update of a campaign whose row is locked: numbers are given one after the other.
async fn publish(
    tx: &Tx,
    caller: &Caller,
    before: &CampaignUpdate,
    now: DateTime<Utc>,
) -> Result<CampaignUpdate> {
    let number = store::last_number(tx, before.campaign_id).await? + 1;
    let after = CampaignUpdate {
        number: Some(number),
        state: UpdateState::Published,
        publish_at: None,
        published_at: Some(now),
        version: before.version + 1,
        ..before.clone()
    };
    store::update(tx, &after).await?;
    tx.record(caller, Act::new("update.publish", after.id).after(after.trace()))
        .await?;
    tx.publish(&CampaignUpdatePublished {
        campaign_id: after.campaign_id,
        update_id: after.id,
        number,
        for_backers: after.audience == Audience::Backers,
        title: after.title.clone(),
        at: now,
    })
    .await?;
    Ok(after)
}
