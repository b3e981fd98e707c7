//! What finance officers are told. None of them is part of an event: all who hold the role are.

use db::{Job, JobResult, Runner};
use kernel::{CampaignId, PledgeId, Role};
use notifications::{About, Facts, Kind, Notice, Way};
use pledges::events::{BooksDiffer, DisputeOpened, RefundFailed};

use super::facts;
use crate::App;

impl App {
    pub(super) fn tell_finance(&self, runner: &mut Runner) {
        let app = self.clone();
        runner.on_event::<RefundFailed>("tell.finance_refund_failed", move |job: Job| {
            let app = app.clone();
            async move {
                let event: RefundFailed = job.payload()?;
                let case = Case {
                    kind: Kind::RefundFailed,
                    campaign_id: event.campaign_id,
                    pledge_id: event.pledge_id,
                    at: event.at,
                    facts: Facts {
                        amount: Some(event.refund),
                        ..Facts::default()
                    },
                };
                app.tell_officers(case).await
            }
        });
        let app = self.clone();
        runner.on_event::<DisputeOpened>("tell.finance_dispute_opened", move |job: Job| {
            let app = app.clone();
            async move {
                let event: DisputeOpened = job.payload()?;
                let case = Case {
                    kind: Kind::DisputeToAnswer,
                    campaign_id: event.campaign_id,
                    pledge_id: event.pledge_id,
                    at: event.at,
                    facts: Facts {
                        amount: Some(event.contested),
                        until: event.due_at,
                        way: Some(if event.due_at.is_some() {
                            Way::Dated
                        } else {
                            Way::Undated
                        }),
                        ..Facts::default()
                    },
                };
                app.tell_officers(case).await
            }
        });
        let app = self.clone();
        runner.on_event::<BooksDiffer>("tell.finance_books_differ", move |job: Job| {
            let app = app.clone();
            async move { app.tell_of_books(&job.payload()?).await }
        });
    }

    async fn tell_of_books(&self, event: &BooksDiffer) -> JobResult {
        let officers = self.accounts.holders_of(Role::Finance).await?;
        let notice = |officer| Notice {
            to: officer,
            kind: Kind::BooksDiffer,
            about: About::default(),
            facts: Facts::default(),
            key: format!("{}:{}", Kind::BooksDiffer, event.reconciliation_id),
            at: event.at,
        };
        let notices: Vec<Notice> = officers.into_iter().map(notice).collect();
        self.tell(&notices).await
    }

    async fn tell_officers(&self, case: Case) -> JobResult {
        let campaign = self.campaign_told_of(case.campaign_id).await?;
        let officers = self.accounts.holders_of(Role::Finance).await?;
        let facts = Facts {
            campaign: facts(&campaign).campaign,
            ..case.facts
        };
        let notice = |officer| Notice {
            to: officer,
            kind: case.kind,
            about: About {
                campaign_id: Some(case.campaign_id),
                pledge_id: Some(case.pledge_id),
                ..About::default()
            },
            facts: facts.clone(),
            key: format!("{}:{}:{}", case.kind, case.pledge_id, case.at.timestamp_micros()),
            at: case.at,
        };
        let notices: Vec<Notice> = officers.into_iter().map(notice).collect();
        self.tell(&notices).await
    }
}

/// Something that waits for finance.
struct Case {
    kind: Kind,
    campaign_id: CampaignId,
    pledge_id: PledgeId,
    at: chrono::DateTime<chrono::Utc>,
    facts: Facts,
}
