//! Reading what founders tell.

use kernel::{
    Caller, CampaignId, CampaignUpdateId, Cursor, Page, PageRequest,
    policy::{self, Action},
};

use super::Projects;
use crate::{
    Result,
    campaign::Campaign,
    store::updates as store,
    update::{Audience, CampaignUpdate, ReadUpdate, UpdateVersion},
};

impl Projects {
    /// The published updates of a campaign that the caller was shown, newest first, with their number.
    ///
    /// # Errors
    /// [`crate::Error::Cursor`] if the cursor is not of this list.
    pub async fn updates_of(
        &self,
        caller: &Caller,
        campaign: &Campaign,
        page: &PageRequest,
    ) -> Result<Page<ReadUpdate>> {
        let scope = ("updates", campaign.id);
        let before: Option<i32> = page.after.as_ref().map(|after| after.open(&scope)).transpose()?;
        let conn = self.db.reader();
        let rows = store::published(conn, campaign.id, before, page.first + 1).await?;
        let total = store::count_published(conn, campaign.id).await?;
        let rows = self.read(caller, campaign, rows).await?;
        let found = Page::from_surplus(rows, page.first, |read| Cursor::new(&read.update.number, &scope));
        Ok(found.with_total(total))
    }

    /// One published update of a campaign that the caller was shown.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn update_numbered(
        &self,
        caller: &Caller,
        campaign: &Campaign,
        number: i32,
    ) -> Result<Option<ReadUpdate>> {
        let found = store::numbered(self.db.reader(), campaign.id, number).await?;
        Ok(self
            .read(caller, campaign, found.into_iter().collect())
            .await?
            .pop())
    }

    /// Drafts and scheduled updates of a campaign, newest first, at most a hundred. Nobody but its founder has any.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn unpublished_updates_of(
        &self,
        caller: &Caller,
        campaign: &Campaign,
    ) -> Result<Vec<CampaignUpdate>> {
        if !caller.is(campaign.founder_id) {
            return Ok(Vec::new());
        }
        Ok(store::unpublished(self.db.primary(), campaign.id).await?)
    }

    /// An update by its id: published ones to whoever sees the campaign, others to its founder.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn find_update(&self, caller: &Caller, id: CampaignUpdateId) -> Result<Option<ReadUpdate>> {
        let Some(found) = store::find(self.db.primary(), id).await? else {
            return Ok(None);
        };
        let Some(campaign) = self.find(caller, found.campaign_id).await? else {
            return Ok(None);
        };
        if !found.is_published() && !caller.is(campaign.founder_id) {
            return Ok(None);
        }
        Ok(self.read(caller, &campaign, vec![found]).await?.pop())
    }

    /// What a published update said before it was changed, newest first, at most fifty; nothing where its body is not for the
    /// caller.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn versions_of(&self, read: &ReadUpdate) -> Result<Vec<UpdateVersion>> {
        if read.is_locked || read.update.edited_at.is_none() {
            return Ok(Vec::new());
        }
        Ok(store::versions(self.db.reader(), read.update.id).await?)
    }

    /// How many updates campaigns have published, for lists: `(campaign, count)`.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn update_counts(&self, campaigns: &[CampaignId]) -> Result<Vec<(CampaignId, u64)>> {
        Ok(store::counts(self.db.reader(), campaigns).await?)
    }

    /// Updates as the caller may read them.
    async fn read(
        &self,
        caller: &Caller,
        campaign: &Campaign,
        updates: Vec<CampaignUpdate>,
    ) -> Result<Vec<ReadUpdate>> {
        let any_closed = updates.iter().any(|update| update.audience == Audience::Backers);
        let may_all = !any_closed || self.reads_for_backers(caller, campaign).await?;
        Ok(updates
            .into_iter()
            .map(|update| {
                let is_locked = !may_all && update.audience == Audience::Backers;
                let body = if is_locked {
                    Default::default()
                } else {
                    update.body.clone()
                };
                ReadUpdate {
                    update: CampaignUpdate { body, ..update },
                    is_locked,
                }
            })
            .collect())
    }

    /// Whether the caller reads what is for backers: the founder, staff, and those whose pledge counts.
    async fn reads_for_backers(&self, caller: &Caller, campaign: &Campaign) -> Result<bool> {
        let view = Action::CampaignView {
            owner: campaign.founder_id,
            public: false,
        };
        if policy::can(caller, view).is_ok() {
            return Ok(true);
        }
        let Ok(user) = caller.user_id() else {
            return Ok(false);
        };
        let backers = self.backers.among(campaign.id, &[user]).await?;
        Ok(backers.contains(&user))
    }
}
