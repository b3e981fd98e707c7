//! What people are told of their verification; and what follows from it for their campaigns.

use chrono::{DateTime, Utc};
use db::{Event, Job, Runner};
use kernel::{CampaignId, UserId};
use notifications::{About, Facts, Kind, Notice};
use patents::PatentDocumentDecided;
use projects::events::{OwnershipClaimDecided, OwnershipClaimOutdated};
use verification::events::{VerificationApproved, VerificationExpired, VerificationRefused};

use super::{Tells, Told, about, facts};
use crate::App;

/// An event about somebody's verification.
trait Verified: Event {
    /// What they are told.
    const KIND: Kind;

    /// Who it is about, which round, and when.
    fn about(&self) -> (UserId, String, DateTime<Utc>);
}

macro_rules! verified {
    ($($event:ident),*) => {$(
        impl Verified for $event {
            const KIND: Kind = Kind::$event;

            fn about(&self) -> (UserId, String, DateTime<Utc>) {
                (self.user_id, self.verification_id.to_string(), self.at)
            }
        }
    )*};
}

verified!(VerificationApproved, VerificationRefused, VerificationExpired);

impl App {
    /// Who is verified is told, and their campaigns follow.
    pub(super) fn tell_verified(&self, runner: &mut Runner) {
        self.telling_verified::<VerificationApproved>(
            runner,
            "tell.verification_approved",
            "owners.verification_approved",
        );
        self.telling_verified::<VerificationRefused>(
            runner,
            "tell.verification_refused",
            "owners.verification_refused",
        );
        self.telling_verified::<VerificationExpired>(
            runner,
            "tell.verification_expired",
            "owners.verification_expired",
        );
        self.telling::<OwnershipClaimDecided>(runner, "tell.ownership_claim_decided");
        self.telling::<OwnershipClaimOutdated>(runner, "tell.ownership_claim_outdated");
        self.telling_documents(runner);
    }

    fn telling_documents(&self, runner: &mut Runner) {
        let app = self.clone();
        runner.on_event::<PatentDocumentDecided>("tell.patent_document_decided", move |job: Job| {
            let app = app.clone();
            async move {
                let event: PatentDocumentDecided = job.payload()?;
                let Some(panel) = app.patents.panels(&[event.patent_id]).await?.pop() else {
                    return Ok(());
                };
                let kind = if event.approved {
                    Kind::PatentDocumentApproved
                } else {
                    Kind::PatentDocumentRefused
                };
                let notice = Notice {
                    to: event.submitted_by,
                    kind,
                    about: About {
                        patent_id: Some(event.patent_id),
                        ..About::default()
                    },
                    facts: Facts {
                        patent: Some(panel.number),
                        ..Facts::default()
                    },
                    key: format!("{kind}:{}", event.document_id),
                    at: event.at,
                };
                app.tell(&[notice]).await
            }
        });
    }

    fn telling_verified<E: Verified>(&self, runner: &mut Runner, tell: &'static str, follow: &'static str) {
        let app = self.clone();
        runner.on_event::<E>(tell, move |job: Job| {
            let app = app.clone();
            async move {
                let event: E = job.payload()?;
                let (to, round, at) = event.about();
                let kind = <E as Verified>::KIND;
                let notice = Notice {
                    to,
                    kind,
                    about: About::default(),
                    facts: Facts::default(),
                    key: format!("{kind}:{round}:{}", at.timestamp_micros()),
                    at,
                };
                app.tell(&[notice]).await
            }
        });
        let app = self.clone();
        runner.on_event::<E>(follow, move |job: Job| {
            let app = app.clone();
            async move {
                let event: E = job.payload()?;
                app.projects.founder_changed(event.about().0).await?;
                Ok(())
            }
        });
    }
}

impl Tells for OwnershipClaimDecided {
    fn campaign_id(&self) -> CampaignId {
        self.campaign_id
    }

    fn notices(&self, told: &Told<'_>) -> Vec<Notice> {
        let kind = if self.approved {
            Kind::OwnershipApproved
        } else {
            Kind::OwnershipRefused
        };
        vec![Notice {
            to: self.founder_id,
            kind,
            about: about(told.campaign),
            facts: facts(told.campaign),
            key: format!("{kind}:{}", self.claim_id),
            at: told.now,
        }]
    }
}

impl Tells for OwnershipClaimOutdated {
    fn campaign_id(&self) -> CampaignId {
        self.campaign_id
    }

    fn notices(&self, told: &Told<'_>) -> Vec<Notice> {
        let kind = Kind::OwnershipOutdated;
        vec![Notice {
            to: self.founder_id,
            kind,
            about: about(told.campaign),
            facts: facts(told.campaign),
            key: format!("{kind}:{}", self.claim_id),
            at: told.now,
        }]
    }
}
