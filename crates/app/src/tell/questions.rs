//! What is told of a question: to the founder that it was asked, to who asked what became of it.

use chrono::{DateTime, Utc};
use kernel::{CampaignId, QuestionId, UserId};
use notifications::{Kind, Notice};
use projects::{
    Campaign,
    events::{QuestionAnswered, QuestionAsked, QuestionHidden},
};

use super::{Tells, Told, about, facts};

fn notice(
    campaign: &Campaign,
    to: UserId,
    kind: Kind,
    question: QuestionId,
    at: DateTime<Utc>,
) -> Vec<Notice> {
    vec![Notice {
        to,
        kind,
        about: about(campaign),
        facts: facts(campaign),
        key: format!("{kind}:{question}"),
        at,
    }]
}

impl Tells for QuestionAsked {
    fn campaign_id(&self) -> CampaignId {
        self.campaign_id
    }

    fn notices(&self, told: &Told<'_>) -> Vec<Notice> {
        notice(
            told.campaign,
            self.founder_id,
            Kind::QuestionAsked,
            self.question_id,
            self.at,
        )
    }
}

impl Tells for QuestionAnswered {
    fn campaign_id(&self) -> CampaignId {
        self.campaign_id
    }

    fn notices(&self, told: &Told<'_>) -> Vec<Notice> {
        notice(
            told.campaign,
            self.asker_id,
            Kind::QuestionAnswered,
            self.question_id,
            self.at,
        )
    }
}

/// Hidden, shown and hidden again is told once.
impl Tells for QuestionHidden {
    fn campaign_id(&self) -> CampaignId {
        self.campaign_id
    }

    fn notices(&self, told: &Told<'_>) -> Vec<Notice> {
        notice(
            told.campaign,
            self.asker_id,
            Kind::QuestionHidden,
            self.question_id,
            self.at,
        )
    }
}
