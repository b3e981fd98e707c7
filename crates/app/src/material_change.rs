//! When a patent changes, the campaigns that stand on it take it up.

use db::{Job, Runner};
use kernel::CampaignId;
use patents::{PatentStandingChanged, watch::Severity};
use pledges::{ChangeCause, ChangeSeverity};

use crate::App;

impl App {
    /// What matters to those who pledged becomes a material change of each campaign they pledged to.
    pub(crate) fn take_up_changes(&self, runner: &mut Runner) {
        let app = self.clone();
        runner.on_event::<PatentStandingChanged>("pledges.patent_changed", move |job: Job| {
            let app = app.clone();
            async move {
                let event: PatentStandingChanged = job.payload()?;
                let causes = causes(&event);
                if causes.is_empty() {
                    return Ok(());
                }
                for reliance in app.projects.relying_on(&[event.patent_id]).await? {
                    let campaign: CampaignId = reliance.campaign_id;
                    app.pledges.patent_changed(campaign, causes.clone()).await?;
                }
                Ok(())
            }
        });
    }
}

/// What changed, as pledges take it up. Good news and what only lists show is none of it.
fn causes(event: &PatentStandingChanged) -> Vec<ChangeCause> {
    let told = event.changes.iter().filter_map(|change| {
        let severity = match change.severity {
            Severity::Major => ChangeSeverity::Major,
            Severity::Minor => ChangeSeverity::Minor,
            Severity::None => return None,
        };
        Some(ChangeCause {
            patent_id: event.patent_id,
            kind: change.kind.as_str().to_owned(),
            detail: change.detail.clone(),
            severity,
            on: change.on,
            assessment_id: event.assessment_id,
            told_at: event.at,
        })
    });
    told.collect()
}
