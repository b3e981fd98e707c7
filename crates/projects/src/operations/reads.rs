use chrono::{DateTime, Utc};
use db::sql;
use kernel::{
    Caller, CampaignId, Cursor, Page, PageRequest, PatentId, ProjectId, RewardId, RewardPoolId, UserId,
    policy::{self, Action},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use super::Projects;
use crate::{
    Result,
    campaign::{Campaign, CampaignPatent, CampaignTexts},
    pool::RewardPool,
    project::Project,
    review::Review,
    reward::Reward,
    store::{self, Builder},
};

/// Every read is one statement, so that a loader costs one statement for a page.
impl Projects {
    /// The campaigns with these ids that the caller may see, in any order.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn by_ids(&self, caller: &Caller, ids: &[CampaignId]) -> Result<Vec<Campaign>> {
        let found = store::campaigns::by_ids(self.db.reader(), ids).await?;
        self.seen_by(caller, found).await
    }

    /// Those of them that the caller may see. What is offered to qualified investors only is asked for where it is met, and nowhere else.
    async fn seen_by(&self, caller: &Caller, campaigns: Vec<Campaign>) -> Result<Vec<Campaign>> {
        let mut seen = Vec::with_capacity(campaigns.len());
        for campaign in campaigns {
            let shown = campaign.is_visible_to(caller)
                || match (campaign.is_private_offer(), super::person(caller)) {
                    (true, Some(person)) => {
                        self.regimes
                            .may_read(person, campaign.id, campaign.regime)
                            .await?
                    }
                    _ => false,
                };
            if shown {
                seen.push(campaign);
            }
        }
        Ok(seen)
    }

    /// The campaign with this id, if the caller may see it.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn find(&self, caller: &Caller, id: CampaignId) -> Result<Option<Campaign>> {
        Ok(self.by_ids(caller, &[id]).await?.pop())
    }

    /// The campaign at this address, if the caller may see it.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn by_slug(&self, caller: &Caller, slug: &str) -> Result<Option<Campaign>> {
        if slug.len() > 100 {
            return Ok(None);
        }
        let found =
            store::campaigns::select(self.db.reader(), "WHERE c.slug = $1", vec![slug.into()]).await?;
        Ok(self.seen_by(caller, found).await?.pop())
    }

    /// The long texts of campaigns the caller was shown.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn texts_of(&self, ids: &[CampaignId]) -> Result<Vec<(CampaignId, CampaignTexts)>> {
        Ok(store::campaigns::texts_of(self.db.reader(), ids).await?)
    }

    /// The rewards that campaigns the caller was shown offer, in their order.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn rewards_of(&self, ids: &[CampaignId]) -> Result<Vec<Reward>> {
        Ok(store::rewards::of_campaigns(self.db.reader(), ids, false).await?)
    }

    /// Rewards by id, those no longer offered too: what a pledge chose stays readable.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn rewards_by_ids(&self, ids: &[RewardId]) -> Result<Vec<Reward>> {
        Ok(store::rewards::by_ids(self.db.reader(), ids).await?)
    }

    /// The stocks that rewards of these campaigns share, in their order.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn pools_of(&self, ids: &[CampaignId]) -> Result<Vec<RewardPool>> {
        Ok(store::pools::of_campaigns(self.db.reader(), ids).await?)
    }

    /// Pools by id.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn pools_by_ids(&self, ids: &[RewardPoolId]) -> Result<Vec<RewardPool>> {
        Ok(store::pools::by_ids(self.db.reader(), ids).await?)
    }

    /// The rights that campaigns the caller was shown stand on, in their order.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn patents_of(&self, ids: &[CampaignId]) -> Result<Vec<CampaignPatent>> {
        Ok(store::patents::of_campaigns(self.db.reader(), ids).await?)
    }

    /// The latest review of campaigns whose founder or reviewer asks.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn reviews_of(&self, ids: &[CampaignId]) -> Result<Vec<Review>> {
        Ok(store::reviews::latest_of(self.db.reader(), ids).await?)
    }

    /// The campaigns of projects, newest first, that the caller may see.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn of_projects(&self, caller: &Caller, ids: &[ProjectId]) -> Result<Vec<Campaign>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut b = Builder::default();
        let list = b.list(ids.iter().map(|id| id.uuid()));
        let rest = format!("WHERE c.project_id IN {list} ORDER BY c.project_id, c.id DESC LIMIT 1000");
        let found = store::campaigns::select(self.db.reader(), &rest, b.values).await?;
        self.seen_by(caller, found).await
    }

    /// The newest public campaigns that stand on each of these rights, up to `each` for a right.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn of_patents(&self, ids: &[PatentId], each: u32) -> Result<Vec<(PatentId, Campaign)>> {
        #[derive(FromQueryResult)]
        struct Link {
            patent_id: Uuid,
        }
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut b = Builder::default();
        let list = b.list(ids.iter().map(|id| id.uuid()));
        let select = format!(
            "SELECT c.*, l.patent_id FROM (
                SELECT p.patent_id, p.campaign_id,
                       row_number() OVER (PARTITION BY p.patent_id ORDER BY q.listed_at DESC, q.id DESC) AS place
                FROM campaign_patents p JOIN campaigns q ON q.id = p.campaign_id
                WHERE p.patent_id IN {list} AND q.stage <> 'hidden') l
             JOIN campaigns c ON c.id = l.campaign_id
             WHERE l.place <= {each} ORDER BY l.patent_id, l.place"
        );
        let conn = self.db.reader();
        let rows = conn.query_all_raw(sql(conn, select, b.values)).await?;
        rows.iter()
            .map(|row| {
                let patent = Link::from_query_result(row, "")?.patent_id.into();
                let campaign = store::campaigns::Row::from_query_result(row, "")?;
                Ok((patent, Campaign::try_from(campaign)?))
            })
            .collect()
    }

    /// Projects by id that the caller may see: their own, or such as have a public campaign.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn projects_by_ids(&self, caller: &Caller, ids: &[ProjectId]) -> Result<Vec<Project>> {
        let found = store::projects::by_ids(self.db.reader(), ids).await?;
        let (mut seen, unsure): (Vec<_>, Vec<_>) = found.into_iter().partition(|project| {
            policy::can(
                caller,
                Action::ProjectView {
                    owner: project.founder_id,
                    public: false,
                },
            )
            .is_ok()
        });
        let unsure_ids: Vec<_> = unsure.iter().map(|project| project.id).collect();
        let public = self.of_projects(&Caller::anonymous(), &unsure_ids).await?;
        seen.extend(
            unsure
                .into_iter()
                .filter(|project| public.iter().any(|c| c.project_id == project.id)),
        );
        Ok(seen)
    }

    /// The caller's own projects, newest first, at most a hundred.
    ///
    /// # Errors
    /// [`crate::Error::Forbidden`] if nobody has signed in.
    pub async fn own_projects(&self, caller: &Caller) -> Result<Vec<Project>> {
        let founder = caller.user_id()?;
        Ok(store::projects::of_founder(self.db.reader(), founder, 100).await?)
    }

    /// A founder's campaigns, newest first: all to themselves and to staff, the public ones to others.
    ///
    /// # Errors
    /// [`crate::Error::Cursor`] if the cursor is not of this list.
    pub async fn of_founder(
        &self,
        caller: &Caller,
        founder: UserId,
        page: &PageRequest,
    ) -> Result<Page<Campaign>> {
        let scope = ("of_founder", founder);
        let all = policy::can(
            caller,
            Action::CampaignView {
                owner: founder,
                public: false,
            },
        )
        .is_ok();
        let mut b = Builder::default();
        let mut rest = format!("WHERE c.founder_id = {}", b.bind(founder.uuid()));
        if !all {
            rest.push_str(" AND c.stage <> 'hidden'");
        }
        if let Some(after) = &page.after {
            let id: CampaignId = after.open(&scope)?;
            rest.push_str(&format!(" AND c.id < {}", b.bind(id.uuid())));
        }
        rest.push_str(&format!(" ORDER BY c.id DESC LIMIT {}", page.first + 1));
        let rows = store::campaigns::select(self.db.reader(), &rest, b.values).await?;
        Ok(Page::from_surplus(rows, page.first, |campaign| {
            Cursor::new(&campaign.id, &scope)
        }))
    }

    /// How many campaigns a founder has, drafts too.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn count_of_founder(&self, founder: UserId) -> Result<u64> {
        let conn = self.db.reader();
        let count = "SELECT count(*) AS n FROM campaigns WHERE founder_id = $1";
        let row = conn
            .query_one_raw(sql(conn, count, [founder.uuid().into()]))
            .await?;
        let n: i64 = row.map_or(Ok(0), |row| row.try_get("", "n"))?;
        Ok(u64::try_from(n).unwrap_or(0))
    }

    /// How many campaigns these founders have, drafts too, for loaders; those without any are left out. One statement.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn counts_of_founders(&self, founders: &[UserId]) -> Result<Vec<(UserId, u64)>> {
        if founders.is_empty() {
            return Ok(Vec::new());
        }
        let conn = self.db.reader();
        let mut builder = store::Builder { values: Vec::new() };
        let list = builder.list(founders.iter().map(|id| id.uuid()));
        let count = format!(
            "SELECT founder_id, count(*) AS n FROM campaigns WHERE founder_id IN {list} GROUP BY founder_id"
        );
        let rows = conn.query_all_raw(sql(conn, count, builder.values)).await?;
        let counted = |row: &sea_orm::QueryResult| {
            let id: uuid::Uuid = row.try_get("", "founder_id")?;
            let n: i64 = row.try_get("", "n")?;
            Ok((id.into(), u64::try_from(n).unwrap_or(0)))
        };
        rows.iter().map(counted).collect()
    }

    /// How many public campaigns a founder has.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn count_public_of_founder(&self, founder: UserId) -> Result<u64> {
        let conn = self.db.reader();
        let count = "SELECT count(*) AS n FROM campaigns WHERE founder_id = $1 AND stage <> 'hidden'";
        let row = conn
            .query_one_raw(sql(conn, count, [founder.uuid().into()]))
            .await?;
        let n: i64 = row.map_or(Ok(0), |row| row.try_get("", "n"))?;
        Ok(u64::try_from(n).unwrap_or(0))
    }

    /// What waits for review, longest waiting first.
    ///
    /// # Errors
    /// [`crate::Error::Forbidden`] unless the caller is a reviewer; [`crate::Error::Cursor`].
    pub async fn review_queue(&self, caller: &Caller, page: &PageRequest) -> Result<Page<Campaign>> {
        policy::can(caller, Action::ReviewQueueView)?;
        let scope = "review_queue";
        let mut b = Builder::default();
        let mut rest = "WHERE c.state = 'in_review'".to_owned();
        if let Some(after) = &page.after {
            let (at, id): (i64, CampaignId) = after.open(&scope)?;
            let at = DateTime::<Utc>::from_timestamp_micros(at).unwrap_or_default();
            rest.push_str(&format!(
                " AND (c.submitted_at, c.id) > ({}, {})",
                b.bind(at),
                b.bind(id.uuid())
            ));
        }
        rest.push_str(&format!(
            " ORDER BY c.submitted_at, c.id LIMIT {}",
            page.first + 1
        ));
        let rows = store::campaigns::select(self.db.reader(), &rest, b.values).await?;
        Ok(Page::from_surplus(rows, page.first, |campaign| {
            let at = campaign.submitted_at.map_or(0, |at| at.timestamp_micros());
            Cursor::new(&(at, campaign.id), &scope)
        }))
    }

    /// How many campaigns wait for review, up to 10,000.
    ///
    /// # Errors
    /// [`crate::Error::Forbidden`] unless the caller is a reviewer.
    pub async fn review_queue_length(&self, caller: &Caller) -> Result<u64> {
        policy::can(caller, Action::ReviewQueueView)?;
        let conn = self.db.reader();
        let count = "SELECT count(*) AS n FROM (SELECT 1 AS x FROM campaigns WHERE state = 'in_review' LIMIT 10000) AS t";
        let row = conn.query_one_raw(sql(conn, count, [])).await?;
        let n: i64 = row.map_or(Ok(0), |row| row.try_get("", "n"))?;
        Ok(u64::try_from(n).unwrap_or(0))
    }
}
