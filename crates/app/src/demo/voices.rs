//! What is told, asked and followed in the demonstration: `demo/voices.json`.

use chrono::{DateTime, TimeDelta, Utc};
use investors::Followee;
use kernel::{Caller, CampaignId, CampaignUpdateId, LocalizedText, QuestionId};
use projects::{Audience, ReportReason, WriteUpdate};
use serde::Deserialize;

use super::DemoError;
use crate::App;

/// All of it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Voices {
    pub(super) updates: Vec<Update>,
    pub(super) questions: Vec<Question>,
    pub(super) follows: Vec<Follow>,
}

/// What a founder tells.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Update {
    pub(super) campaign: String,
    days_ago: i64,
    audience: Audience,
    title: LocalizedText,
    body: LocalizedText,
    edit: Option<Edit>,
}

/// How it is bettered later.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Edit {
    days_ago: i64,
    body: LocalizedText,
}

/// What somebody asks.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Question {
    pub(super) campaign: String,
    pub(super) asker: String,
    days_ago: i64,
    body: String,
    answer: Option<Answer>,
    pub(super) report: Option<Report>,
}

/// What is answered.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Answer {
    days_ago: i64,
    body: String,
}

/// Who reports it, a day later.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Report {
    pub(super) by: String,
    reason: ReportReason,
}

/// Who follows a campaign.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Follow {
    pub(super) who: String,
    pub(super) campaign: String,
    days_ago: i64,
}

/// Something said at its moment.
#[derive(Debug, Clone, Copy)]
pub(super) enum Said {
    Follow(usize),
    Publish(usize),
    Better(usize),
    Ask(usize),
    Answer(usize),
    Report(usize),
}

impl Voices {
    pub(super) fn shipped() -> Result<Self, serde_json::Error> {
        serde_json::from_str(include_str!("../../demo/voices.json"))
    }

    /// Everything with its moment.
    pub(super) fn plan(&self, present: DateTime<Utc>) -> Vec<(DateTime<Utc>, Said)> {
        let at = |days: i64| present - TimeDelta::days(days) + TimeDelta::hours(1);
        let mut plan = Vec::new();
        for (n, follow) in self.follows.iter().enumerate() {
            plan.push((at(follow.days_ago), Said::Follow(n)));
        }
        for (n, update) in self.updates.iter().enumerate() {
            plan.push((at(update.days_ago), Said::Publish(n)));
            let edit = update.edit.as_ref();
            plan.extend(edit.map(|edit| (at(edit.days_ago), Said::Better(n))));
        }
        for (n, question) in self.questions.iter().enumerate() {
            plan.push((at(question.days_ago), Said::Ask(n)));
            let answer = question.answer.as_ref();
            plan.extend(answer.map(|answer| (at(answer.days_ago), Said::Answer(n))));
            let report = question.report.as_ref();
            plan.extend(report.map(|_| (at(question.days_ago - 1), Said::Report(n))));
        }
        plan
    }
}

/// What was said so far.
pub(super) struct Spoken {
    voices: Voices,
    updates: Vec<Option<(CampaignUpdateId, i64)>>,
    questions: Vec<Option<(QuestionId, i64)>>,
}

impl Spoken {
    pub(super) fn new(voices: Voices) -> Self {
        Self {
            updates: vec![None; voices.updates.len()],
            questions: vec![None; voices.questions.len()],
            voices,
        }
    }

    /// The key of the campaign it is about, and of who says it; nobody named is the founder.
    pub(super) fn scene(&self, said: Said) -> (&str, Option<&str>) {
        let voices = &self.voices;
        match said {
            Said::Follow(n) => (&voices.follows[n].campaign, Some(&voices.follows[n].who)),
            Said::Publish(n) | Said::Better(n) => (&voices.updates[n].campaign, None),
            Said::Ask(n) => (&voices.questions[n].campaign, Some(&voices.questions[n].asker)),
            Said::Answer(n) => (&voices.questions[n].campaign, None),
            Said::Report(n) => {
                let question = &voices.questions[n];
                let by = question.report.as_ref().map(|report| report.by.as_str());
                (&question.campaign, by)
            }
        }
    }

    pub(super) async fn say(
        &mut self,
        app: &App,
        caller: &Caller,
        campaign: CampaignId,
        said: Said,
    ) -> Result<(), DemoError> {
        let refused = |error: &dyn std::error::Error| DemoError::Step {
            step: format!("{said:?}"),
            reason: error.to_string(),
        };
        let wrong = |error: projects::Error| refused(&error);
        let projects = &app.projects;
        match said {
            Said::Follow(_) => {
                let followed = app.investors.follow(caller, Followee::Campaign(campaign)).await;
                followed.map_err(|error| refused(&error))?;
            }
            Said::Publish(n) => {
                let update = &self.voices.updates[n];
                let write = WriteUpdate {
                    title: Some(update.title.clone()),
                    body: Some(update.body.clone()),
                    audience: Some(update.audience),
                    unschedule: false,
                };
                let draft = projects
                    .draft_update(caller, campaign, write)
                    .await
                    .map_err(wrong)?;
                let done = projects
                    .publish_update(caller, draft.id, draft.version, None)
                    .await;
                self.updates[n] = Some((draft.id, done.map_err(wrong)?.version));
            }
            Said::Better(n) => {
                if let (Some((id, version)), Some(edit)) = (self.updates[n], &self.voices.updates[n].edit) {
                    let write = WriteUpdate {
                        body: Some(edit.body.clone()),
                        ..WriteUpdate::default()
                    };
                    projects
                        .edit_update(caller, id, version, write)
                        .await
                        .map_err(wrong)?;
                }
            }
            Said::Ask(n) => {
                let asked = projects
                    .ask(caller, campaign, &self.voices.questions[n].body)
                    .await;
                let asked = asked.map_err(wrong)?;
                self.questions[n] = Some((asked.id, asked.version));
            }
            Said::Answer(n) => {
                let question = &self.voices.questions[n];
                if let (Some((id, version)), Some(answer)) = (self.questions[n], &question.answer) {
                    projects
                        .answer(caller, id, version, &answer.body)
                        .await
                        .map_err(wrong)?;
                }
            }
            Said::Report(n) => {
                let question = &self.voices.questions[n];
                if let (Some((id, _)), Some(report)) = (self.questions[n], &question.report) {
                    projects
                        .report_question(caller, id, report.reason, None)
                        .await
                        .map_err(wrong)?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::content::Content;

    #[test]
    fn everybody_and_every_campaign_that_is_named_is_there() {
        let (voices, content) = (Voices::shipped().unwrap(), Content::shipped().unwrap());
        let spoken = Spoken::new(voices);
        for (_, said) in spoken.voices.plan(DateTime::UNIX_EPOCH) {
            let (campaign, who) = spoken.scene(said);
            assert!(
                content.campaigns.iter().any(|known| known.key == campaign),
                "{campaign}"
            );
            assert!(
                who.is_none_or(|who| content.users.iter().any(|user| user.key == who)),
                "{who:?}"
            );
        }
    }
}
