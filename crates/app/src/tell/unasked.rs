//! When a change of the patents turns out to be minor: those of whom something was asked are told that nothing is asked any
//! more, batch by batch; and the founder, whenever a change is dealt with.

use chrono::{DateTime, Utc};
use db::{Job, JobResult, NewJob, Runner};
use kernel::{CampaignId, MaterialChangeId, PledgeId};
use notifications::{About, Facts, Kind, Notice, Way};
use pledges::{ChangeOutcome, ChangeScope, events::MaterialChangeClosed};
use serde::{Deserialize, Serialize};

use super::{Tells, Told, about, facts, untold};
use crate::App;

/// Tells one batch of investors.
const TELL_UNASKED: &str = "tell.unasked";
/// Pledges in one transaction.
const BATCH: usize = 200;

/// How far the telling has come.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Telling {
    campaign_id: CampaignId,
    change_id: MaterialChangeId,
    at: DateTime<Utc>,
    /// The last pledge whose investor was told.
    after: Option<PledgeId>,
}

impl Telling {
    /// The order for the next batch; given twice it is carried out once.
    fn order(&self) -> NewJob {
        let last = self.after.map(|pledge| pledge.to_string()).unwrap_or_default();
        let key = format!("{TELL_UNASKED}:{}:{last}", self.change_id);
        NewJob::new(TELL_UNASKED, self).key(key).max_attempts(100)
    }
}

impl App {
    pub(super) fn tell_unasked(&self, runner: &mut Runner) {
        self.telling::<MaterialChangeClosed>(runner, "tell.material_change_closed");
        let app = self.clone();
        runner.on_event::<MaterialChangeClosed>("tell.investors_unasked", move |job: Job| {
            let app = app.clone();
            async move {
                let event: MaterialChangeClosed = job.payload()?;
                let was_asked = event.scope == ChangeScope::Reconfirm;
                if !was_asked || event.outcome != Some(ChangeOutcome::Reclassified) {
                    return Ok(());
                }
                let telling = Telling {
                    campaign_id: event.campaign_id,
                    change_id: event.change_id,
                    at: app.now(),
                    after: None,
                };
                let tx = app.db().begin().await?;
                tx.enqueue(telling.order()).await?;
                Ok(tx.commit().await?)
            }
        });
        self.on(runner, TELL_UNASKED, |app, job| async move {
            app.tell_unasked_batch(job.payload()?).await
        });
    }

    async fn tell_unasked_batch(&self, telling: Telling) -> JobResult {
        let campaign = self.campaign_told_of(telling.campaign_id).await?;
        let unasked = self
            .pledges
            .unasked_of(telling.change_id, telling.after, BATCH)
            .await?;
        let kind = Kind::ReconfirmationWithdrawn;
        let tx = self.db().begin().await?;
        let mut told = Vec::new();
        for pledge in &unasked {
            let way = if pledge.charged {
                Way::Charged
            } else {
                Way::Uncharged
            };
            let notice = Notice {
                to: pledge.investor_id,
                kind,
                about: About {
                    pledge_id: Some(pledge.pledge_id),
                    ..about(&campaign)
                },
                facts: Facts {
                    amount: Some(pledge.amount),
                    way: Some(way),
                    ..facts(&campaign)
                },
                key: format!("{kind}:{}:{}", telling.change_id, pledge.pledge_id),
                at: telling.at,
            };
            if self.notifications.tell(&tx, &notice).await.map_err(untold)? {
                told.push(pledge.investor_id);
            }
        }
        if unasked.len() == BATCH {
            let after = unasked.last().map(|pledge| pledge.pledge_id);
            tx.enqueue(Telling { after, ..telling }.order()).await?;
        }
        tx.commit().await?;
        self.show(told).await;
        Ok(())
    }
}

/// Told to the founder; what was only worth knowing was told when it came up, and of an end of the campaign its founder is told
/// by that.
impl Tells for MaterialChangeClosed {
    fn campaign_id(&self) -> CampaignId {
        self.campaign_id
    }

    fn notices(&self, told: &Told<'_>) -> Vec<Notice> {
        let way = match self.outcome {
            Some(ChangeOutcome::Reclassified) => Way::Noted,
            Some(ChangeOutcome::Answered) => Way::Asked,
            _ => return Vec::new(),
        };
        let kind = Kind::PatentsSettled;
        vec![Notice {
            to: self.founder_id,
            kind,
            about: about(told.campaign),
            facts: Facts {
                way: Some(way),
                ..facts(told.campaign)
            },
            key: format!("{kind}:{}", self.change_id),
            at: told.now,
        }]
    }
}
