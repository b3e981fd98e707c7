//! From what happens to what people are told of it.
//!
//! An event that concerns somebody says so by [`Tells`]: whom, what, with which facts. Finance officers, who are no part of
//! any event, and the investors of a campaign, who are many, have files of their own.

mod accounts;
mod crowd;
mod finance;
mod followers;
mod founders;
mod investors;
mod ip_claims;
mod questions;
mod unasked;
mod verified;

use ::accounts::Post;
use chrono::{DateTime, Utc};
use db::{Event, Job, JobError, JobResult, Runner};
use kernel::{Caller, CampaignId, PledgeId, RefundId, RewardId, UserId};
use notifications::{About, CampaignFacts, Facts, ItemFacts, MarkReadError, Notice, TellError, Which};
use pledges::events as money;
use projects::{Campaign, events as campaigns};

use crate::App;

/// What is known when an event is told.
pub(crate) struct Told<'a> {
    /// The campaign it is about.
    campaign: &'a Campaign,
    /// The same whenever this event is worked on, and no other's: for what may happen to one campaign several times.
    once: String,
    /// Now, for events that do not say when they happened.
    now: DateTime<Utc>,
    /// What it lists.
    items: Vec<ItemFacts>,
}

/// The things an event is told with.
pub(crate) enum Things {
    /// None.
    Nothing,
    /// What a pledge has chosen by now.
    Chosen(PledgeId),
    /// What a refund of it is for.
    Refunded(RefundId, PledgeId),
}

/// An event that concerns somebody.
pub(crate) trait Tells: Event {
    /// The campaign it is about.
    fn campaign_id(&self) -> CampaignId;

    /// What it lists beside that.
    fn things(&self) -> Things {
        Things::Nothing
    }

    /// What is to be told, and to whom.
    fn notices(&self, told: &Told<'_>) -> Vec<Notice>;
}

impl App {
    /// People are told of what concerns them, and their mails are sent.
    pub(crate) fn tell_people(&self, runner: &mut Runner) {
        self.notifications.register(runner);
        let post = Post {
            mailer: std::sync::Arc::clone(&self.inner.mailer),
            site: self.notifications.site.clone(),
        };
        self.accounts.register(runner, post);
        self.telling::<money::PledgeCommitted>(runner, "tell.pledge_committed");
        self.telling::<money::PledgeAdjusted>(runner, "tell.pledge_adjusted");
        self.telling::<money::PledgeReleased>(runner, "tell.pledge_released");
        self.telling::<money::ReconfirmationAsked>(runner, "tell.reconfirmation_asked");
        self.telling::<money::PledgeReconfirmed>(runner, "tell.pledge_reconfirmed");
        self.telling::<money::MaterialChangeNotified>(runner, "tell.material_change_notified");
        self.telling::<money::PledgeCollected>(runner, "tell.pledge_collected");
        self.telling::<money::PaymentFailed>(runner, "tell.payment_failed");
        self.telling::<money::PaymentReminder>(runner, "tell.payment_reminder");
        self.telling::<money::PledgeDropped>(runner, "tell.pledge_dropped");
        self.telling::<money::PledgeRefunded>(runner, "tell.pledge_refunded");
        self.telling::<campaigns::CampaignApproved>(runner, "tell.campaign_approved");
        self.telling::<campaigns::CampaignChangesRequested>(runner, "tell.campaign_changes_requested");
        self.telling::<campaigns::CampaignClosed>(runner, "tell.campaign_closed");
        self.telling::<money::ShortfallFound>(runner, "tell.shortfall_found");
        self.telling::<money::CampaignSettled>(runner, "tell.campaign_settled");
        self.telling::<money::PayoutPaid>(runner, "tell.payout_paid");
        self.telling::<money::PayoutFailed>(runner, "tell.payout_failed");
        self.telling::<money::SettledWithoutPayout>(runner, "tell.settled_without_payout");
        self.telling::<money::DisputeOpened>(runner, "tell.dispute_opened");
        self.telling::<campaigns::QuestionAsked>(runner, "tell.question_asked");
        self.telling::<campaigns::QuestionAnswered>(runner, "tell.question_answered");
        self.telling::<campaigns::QuestionHidden>(runner, "tell.question_hidden");
        self.tell_of_accounts(runner);
        self.tell_finance(runner);
        self.tell_crowd(runner);
        self.tell_followers(runner);
        self.tell_verified(runner);
        self.tell_ip_claims(runner);
        self.tell_unasked(runner);
    }

    fn telling<E: Tells>(&self, runner: &mut Runner, name: &'static str) {
        let app = self.clone();
        runner.on_event::<E>(name, move |job: Job| {
            let app = app.clone();
            async move {
                let event: E = job.payload()?;
                let campaign = app.campaign_told_of(event.campaign_id()).await?;
                let told = Told {
                    campaign: &campaign,
                    once: job.id.to_string(),
                    now: app.now(),
                    items: app.things_told_of(event.things()).await?,
                };
                app.tell(&event.notices(&told)).await
            }
        });
    }

    /// The campaign as it is told of; every event follows the campaign it is about.
    async fn campaign_told_of(&self, id: CampaignId) -> db::Result<Campaign> {
        let found = self.projects.find(&Caller::system("tell"), id).await;
        let found = found.map_err(db::Error::corrupt)?;
        found.ok_or_else(|| db::Error::corrupt(format_args!("there is no campaign {id}")))
    }

    /// The names of things, and how many of each.
    async fn things_told_of(&self, things: Things) -> db::Result<Vec<ItemFacts>> {
        let teller = Caller::system("tell");
        let counted: Vec<(RewardId, i32)> = match things {
            Things::Nothing => return Ok(Vec::new()),
            Things::Chosen(pledge) => {
                let items = self.pledges.items_of(&teller, &[pledge]).await?;
                let items = items.into_iter().map(|had| had.item);
                items.map(|item| (item.reward_id, item.quantity)).collect()
            }
            Things::Refunded(refund, pledge) => {
                let items = self
                    .pledges
                    .refunded_items_of(&teller, &[(refund, pledge)])
                    .await?;
                let items = items.into_iter().map(|(_, item)| item);
                items.map(|item| (item.reward_id, item.quantity)).collect()
            }
        };
        let ids: Vec<_> = counted.iter().map(|(id, _)| *id).collect();
        let named = self.projects.rewards_by_ids(&ids).await;
        let named = named.map_err(db::Error::corrupt)?;
        let told = counted.into_iter().filter_map(|(id, quantity)| {
            let reward = named.iter().find(|reward| reward.id == id)?;
            let title = reward.title.clone();
            Some(ItemFacts { title, quantity })
        });
        Ok(told.collect())
    }

    /// Tells people in one transaction; then those who look at this moment see it.
    pub(crate) async fn tell(&self, notices: &[Notice]) -> JobResult {
        if notices.is_empty() {
            return Ok(());
        }
        let tx = self.db().begin().await?;
        let mut told = Vec::new();
        for notice in notices {
            if self.notifications.tell(&tx, notice).await.map_err(untold)? {
                told.push(notice.to);
            }
        }
        tx.commit().await?;
        self.show(told).await;
        Ok(())
    }

    async fn show(&self, told: impl IntoIterator<Item = UserId>) {
        for user in told {
            self.tell_viewer(user).await;
        }
    }

    /// Marks notifications of the caller as read, and shows it wherever the caller is looking.
    ///
    /// # Errors
    /// [`MarkReadError`].
    pub async fn mark_notifications_read(&self, caller: &Caller, which: Which) -> Result<u64, MarkReadError> {
        let marked = self.notifications.mark_read(caller, which).await?;
        if let (true, Ok(user)) = (marked > 0, caller.user_id()) {
            self.tell_viewer(user).await;
        }
        Ok(marked)
    }
}

/// A fact that is missing will be missing next time; the rest is tried again.
fn untold(error: TellError) -> JobError {
    match error {
        lacks @ TellError::Lacks { .. } => JobError::Dead(lacks.to_string()),
        TellError::Store(error) => error.into(),
    }
}

/// What every notice about a campaign says of it.
fn facts(campaign: &Campaign) -> Facts {
    Facts {
        campaign: Some(CampaignFacts {
            title: campaign.title.clone(),
            zone: campaign.zone.clone(),
            slug: Some(campaign.slug.clone()),
        }),
        ..Facts::default()
    }
}

fn about(campaign: &Campaign) -> About {
    About {
        campaign_id: Some(campaign.id),
        ..About::default()
    }
}
