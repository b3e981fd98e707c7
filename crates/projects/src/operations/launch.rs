use chrono::{DateTime, TimeDelta, Utc};
use db::{Tx, sql};
use kernel::{Caller, CampaignId, PatentId, policy::Action};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::{Projects, step};
use crate::{
    Error, Result, WatchLevel,
    campaign::{Campaign, CampaignState, Limits, Transition, unknown},
    events::{CampaignLaunchWaits, CampaignLaunched, CampaignScheduled, CampaignSuspended, LaunchWait},
    projection, standing, store,
    validation::{Violation, ViolationCode},
    zone::find_zone,
};

/// Scheduled campaigns looked at beside those to be launched: some may wait for their owners' names.
const WAITING: u64 = 1_000;

impl Projects {
    /// Launches an approved campaign: now, or at a moment to come. Its deadline, goal, currency and
    /// the facts about its patents are fixed when it goes live.
    ///
    /// # Errors
    /// [`Error::WrongState`]; [`Error::Invalid`] if the deadline has become too near, or the moment
    /// has passed; [`Error::OwnerUnproven`]; [`Error::RightLost`]; [`Error::Refused`] by a rule of its regime.
    #[tracing::instrument(name = "projects.launch", skip_all, fields(campaign.id = %id))]
    pub async fn launch(
        &self,
        caller: &Caller,
        id: CampaignId,
        starts_at: Option<DateTime<Utc>>,
    ) -> Result<Campaign> {
        let tx = self.db.begin().await?;
        let before = self
            .locked(&tx, caller, id, |owner| Action::CampaignLaunch { owner })
            .await?;
        let now = tx.now().await?;
        let after = match starts_at.map(kernel::micros) {
            Some(starts_at) => {
                before.state.after(Transition::Schedule)?;
                let latest = now + TimeDelta::days(Limits::SCHEDULE_DAYS.into());
                if starts_at <= now {
                    return Err(Error::Invalid(vec![Violation::new(
                        "starts_at",
                        ViolationCode::InThePast,
                    )]));
                }
                if starts_at > latest {
                    let range = Violation::new("starts_at", ViolationCode::OutOfRange);
                    return Err(Error::Invalid(vec![range.with("min", now).with("max", latest)]));
                }
                let deadline_at = deadline_for(&before, starts_at)?;
                self.expect_to_stand_on(&tx, &before).await?;
                self.expect_listable(&tx, &before, starts_at, deadline_at).await?;
                let after = step(
                    &tx,
                    caller,
                    &before,
                    Transition::Schedule,
                    None,
                    now,
                    |campaign| {
                        campaign.starts_at = Some(starts_at);
                        campaign.listed_at = now;
                    },
                )
                .await?;
                tx.publish(&CampaignScheduled {
                    campaign_id: id,
                    starts_at,
                })
                .await?;
                after
            }
            None => {
                before.state.after(Transition::Launch)?;
                let deadline_at = deadline_for(&before, now)?;
                self.expect_to_stand_on(&tx, &before).await?;
                self.expect_listable(&tx, &before, now, deadline_at).await?;
                self.go_live(&tx, caller, &before, now).await?
            }
        };
        tx.commit().await?;
        Ok(after)
    }

    /// Launches the scheduled campaigns whose moment has come, up to `limit`. Returns them. The founder of one that has to wait is told
    /// why, once for each reason.
    ///
    /// # Errors
    /// [`Error::Forbidden`] unless the platform or an administrator asks; or if the database does
    /// not answer.
    #[tracing::instrument(name = "projects.launch_due", skip_all)]
    pub async fn launch_due(&self, caller: &Caller, limit: u64) -> Result<Vec<CampaignId>> {
        caller.require(kernel::Role::Administrator)?;
        let conn = self.db.primary();
        let select = format!(
            "SELECT id FROM campaigns WHERE state = 'scheduled' AND starts_at <= $1 ORDER BY starts_at LIMIT {}",
            limit + WAITING
        );
        let rows = conn
            .query_all_raw(sql(conn, select, [self.db.clock().now().into()]))
            .await?;
        let mut launched = Vec::new();
        for row in rows {
            let id = CampaignId::from(row.try_get::<Uuid>("", "id")?);
            match self.launch_if_due(caller, id).await {
                Ok(true) => launched.push(id),
                Ok(false) => {}
                // The others do not wait for it.
                Err(error) => tracing::error!(
                    campaign.id = %id, error = &error as &dyn std::error::Error,
                    "a campaign could not be launched; it is tried again at the next turn"
                ),
            }
        }
        Ok(launched)
    }

    /// Launches one scheduled campaign if its moment has come. Returns whether it did.
    async fn launch_if_due(&self, caller: &Caller, id: CampaignId) -> Result<bool> {
        let tx = self.db.begin().await?;
        let Some(campaign) = store::campaigns::lock(&tx, id).await? else {
            return Ok(false);
        };
        let now = tx.now().await?;
        let due = campaign.starts_at.is_some_and(|at| at <= now);
        if campaign.state != CampaignState::Scheduled || !due {
            return Ok(false);
        }
        let Ok(deadline_at) = deadline_for(&campaign, now) else {
            // The platform slept past the moment for so long that hardly a day would be left.
            let cause = Some("its deadline came too near before it could be launched".to_owned());
            step(&tx, caller, &campaign, Transition::Suspend, cause, now, |_| {}).await?;
            tx.publish(&CampaignSuspended {
                campaign_id: id,
                launched: false,
            })
            .await?;
            tx.commit().await?;
            return Ok(false);
        };
        // It waits until it is shown again whose its patents are, while one of them is gone, and while a rule of its regime says
        // no: a licence that ran out, a check that was not passed since.
        let stands = match self.expect_to_stand_on(&tx, &campaign).await {
            Ok(()) => self.expect_listable(&tx, &campaign, now, deadline_at).await,
            otherwise => otherwise,
        };
        let reason = match stands {
            Ok(()) => {
                self.go_live(&tx, caller, &campaign, now).await?;
                tx.commit().await?;
                return Ok(true);
            }
            Err(Error::OwnerUnproven(_)) => LaunchWait::OwnerUnproven,
            Err(Error::RightLost(_)) => LaunchWait::RightLost,
            Err(Error::Refused(_)) => LaunchWait::RuleRefused,
            Err(other) => return Err(other),
        };
        if store::launch_waits::note(&tx, &campaign, reason, now).await? {
            tx.publish(&CampaignLaunchWaits {
                campaign_id: id,
                founder_id: campaign.founder_id,
                reason,
                at: now,
            })
            .await?;
            tx.commit().await?;
        }
        Ok(false)
    }

    /// Passes if the rights of a campaign are shown to be its founder's to bring to market, and none of them has ended since a
    /// reviewer let it through: by what is known inside this transaction. What was over then, the reviewer saw; investors are
    /// told of it and say that they know before they pledge.
    async fn expect_to_stand_on(&self, tx: &Tx, campaign: &Campaign) -> Result<()> {
        let links = store::patents::of_campaigns(&**tx, &[campaign.id]).await?;
        let ids: Vec<_> = links.iter().map(|link| link.patent_id).collect();
        let review = store::reviews::latest_of(&**tx, &[campaign.id]).await?.pop();
        let approved_at = review.and_then(|review| review.decided_at);
        if !ids.is_empty() {
            let levels = self.patents.levels(tx, &ids, None).await?;
            let ended = self.patents.ended(tx, &ids).await?;
            let is_lost = |id: &PatentId| {
                levels.get(id) == Some(&WatchLevel::Lost)
                    && ended.get(id).copied() >= approved_at.max(Some(DateTime::UNIX_EPOCH))
            };
            let lost: Vec<_> = ids.into_iter().filter(is_lost).collect();
            if !lost.is_empty() {
                return Err(Error::RightLost(lost));
            }
        }
        self.expect_owned(tx, campaign).await
    }

    async fn go_live(
        &self,
        tx: &Tx,
        caller: &Caller,
        before: &Campaign,
        now: DateTime<Utc>,
    ) -> Result<Campaign> {
        let deadline_at = deadline_for(before, now)?;
        let facts = projection::facts_of(tx, self.patents.as_ref(), before.id).await?;
        let hash = standing::dossier_hash(&facts);
        projection::refresh(tx, self, before).await?;
        let after = step(tx, caller, before, Transition::Launch, None, now, |campaign| {
            campaign.launched_at = Some(now);
            campaign.listed_at = now;
            campaign.deadline_at = Some(deadline_at);
            campaign.dossier_hash = Some(hash);
        })
        .await?;
        let launched = CampaignLaunched {
            campaign_id: after.id,
            founder_id: after.founder_id,
            deadline_at,
        };
        tx.publish(&launched).await?;
        Ok(after)
    }
}

/// The deadline for a launch at `start`.
fn deadline_for(campaign: &Campaign, start: DateTime<Utc>) -> Result<DateTime<Utc>> {
    let zone =
        find_zone(&campaign.zone).ok_or_else(|| Error::Invalid(vec![unknown("zone", &campaign.zone)]))?;
    let deadline = campaign.deadline;
    let deadline =
        deadline.ok_or_else(|| Error::Invalid(vec![Violation::new("deadline", ViolationCode::Required)]))?;
    match deadline.lacking(start, zone) {
        Some(violation) => Err(Error::Invalid(vec![violation])),
        None => Ok(deadline.instant(start, zone)),
    }
}
