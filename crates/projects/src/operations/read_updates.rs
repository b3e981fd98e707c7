//! Reading what founders tell.

use std::collections::{HashMap, HashSet};

use db::Before;
use kernel::{
    Caller, CampaignId, CampaignUpdateId, Cursor, Page, PageRequest, UserId,
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
        let rows = self.read(caller, &of_one(campaign), rows).await?;
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
            .read(caller, &of_one(campaign), found.into_iter().collect())
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
        Ok(self.read(caller, &of_one(&campaign), vec![found]).await?.pop())
    }

    /// The first page of the published updates of each of these campaigns, which the caller was shown with their founders: as
    /// [`updates_of`](Self::updates_of) tells them, in four statements for all of them.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn newest_updates_of(
        &self,
        caller: &Caller,
        campaigns: &[(CampaignId, UserId)],
        first: u32,
    ) -> Result<HashMap<CampaignId, Page<ReadUpdate>>> {
        let conn = self.db.reader();
        let ids: Vec<_> = campaigns.iter().map(|(id, _)| *id).collect();
        let rows = store::newest_published(conn, &ids, None, first as usize + 1).await?;
        let totals: HashMap<_, _> = store::counts(conn, &ids).await?.into_iter().collect();
        let founders: HashMap<_, _> = campaigns.iter().copied().collect();
        let mut of_each: HashMap<CampaignId, Vec<ReadUpdate>> = HashMap::new();
        for read in self.read(caller, &founders, rows).await? {
            of_each.entry(read.update.campaign_id).or_default().push(read);
        }
        let page = |id: CampaignId, rows| {
            let found = Page::from_surplus(rows, first, |read: &ReadUpdate| {
                Cursor::new(&read.update.number, &("updates", id))
            });
            (id, found.with_total(totals.get(&id).copied().unwrap_or(0)))
        };
        Ok(ids
            .into_iter()
            .map(|id| page(id, of_each.remove(&id).unwrap_or_default()))
            .collect())
    }

    /// When campaigns published their updates, and what they are called: the newest `most` of each after `before`, newest
    /// first. What they say is left out.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn updates_told(
        &self,
        campaigns: &[CampaignId],
        before: Option<&Before>,
        most: usize,
    ) -> Result<Vec<CampaignUpdate>> {
        let told = store::newest_published(self.db.reader(), campaigns, before, most).await?;
        let without_body = |update| CampaignUpdate {
            body: Default::default(),
            ..update
        };
        Ok(told.into_iter().map(without_body).collect())
    }

    /// What a published update said before it was changed, newest first; nothing where its body is not for the caller.
    ///
    /// # Errors
    /// [`crate::Error::Cursor`] if the cursor is not of this list.
    pub async fn versions_of(&self, read: &ReadUpdate, page: &PageRequest) -> Result<Page<UpdateVersion>> {
        let id = read.update.id;
        let scope = ("update_versions", id);
        let before: Option<i64> = page.after.as_ref().map(|after| after.open(&scope)).transpose()?;
        if read.is_locked || read.update.edited_at.is_none() {
            return Ok(Page::from_surplus(Vec::new(), page.first, |_| Cursor::new(&0, &scope)).with_total(0));
        }
        let conn = self.db.reader();
        let rows = store::versions(conn, id, before, page.first + 1).await?;
        let found = Page::from_surplus(rows, page.first, |version: &UpdateVersion| {
            Cursor::new(&version.version, &scope)
        });
        Ok(found.with_total(store::count_versions(conn, id).await?))
    }

    /// How many updates campaigns have published, for lists: `(campaign, count)`.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn update_counts(&self, campaigns: &[CampaignId]) -> Result<Vec<(CampaignId, u64)>> {
        Ok(store::counts(self.db.reader(), campaigns).await?)
    }

    /// Updates as the caller may read them; whose campaigns these are is told beside.
    async fn read(
        &self,
        caller: &Caller,
        founders: &HashMap<CampaignId, UserId>,
        updates: Vec<CampaignUpdate>,
    ) -> Result<Vec<ReadUpdate>> {
        let closed: Vec<_> = updates
            .iter()
            .filter(|update| update.audience == Audience::Backers)
            .map(|update| update.campaign_id)
            .collect();
        let opened = self.read_for_backers(caller, founders, closed).await?;
        Ok(updates
            .into_iter()
            .map(|update| {
                let for_backers = update.audience == Audience::Backers;
                let is_locked = for_backers && !opened.contains(&update.campaign_id);
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

    /// In which of these campaigns the caller reads what is for backers: the founder, staff, and those whose pledge counts do.
    async fn read_for_backers(
        &self,
        caller: &Caller,
        founders: &HashMap<CampaignId, UserId>,
        mut campaigns: Vec<CampaignId>,
    ) -> Result<HashSet<CampaignId>> {
        campaigns.sort_unstable();
        campaigns.dedup();
        let may = |campaign: &CampaignId| {
            founders.get(campaign).is_some_and(|owner| {
                let view = Action::CampaignView {
                    owner: *owner,
                    public: false,
                };
                policy::can(caller, view).is_ok()
            })
        };
        let (own, others): (Vec<_>, Vec<_>) = campaigns.into_iter().partition(may);
        let mut opened: HashSet<_> = own.into_iter().collect();
        if let Ok(user) = caller.user_id() {
            let pairs: Vec<_> = others.into_iter().map(|campaign| (campaign, user)).collect();
            let backed = self.backers_among(&pairs).await?;
            opened.extend(backed.into_iter().map(|(campaign, _)| campaign));
        }
        Ok(opened)
    }
}

/// Whose one campaign is.
fn of_one(campaign: &Campaign) -> HashMap<CampaignId, UserId> {
    HashMap::from([(campaign.id, campaign.founder_id)])
}
