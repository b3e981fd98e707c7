//! What a founder tells of a campaign.

use chrono::{DateTime, Utc};
use kernel::{CampaignId, CampaignUpdateId, LocalizedText, UserId, words};
use serde::{Deserialize, Serialize};

use crate::{
    text::TextRule,
    validation::{Violation, ViolationCode},
};

/// Most updates of a campaign, drafts too.
pub(crate) const MOST_UPDATES: u64 = 500;

/// An update's title.
const TITLE: TextRule = TextRule {
    field: "title",
    max: 100,
    min: 1,
    lines: false,
};
/// What an update says.
const BODY: TextRule = TextRule {
    field: "body",
    max: 20_000,
    min: 1,
    lines: true,
};

words! {
    /// Where an update stands.
    pub enum UpdateState {
        /// It is being written; nobody else sees it.
        Draft = "draft",
        /// It will be published at a set moment.
        Scheduled = "scheduled",
        /// It was told.
        Published = "published",
    }
}

words! {
    /// For whom an update is.
    pub enum Audience {
        /// Whoever sees the campaign.
        Everyone = "everyone",
        /// Those whose pledge counts. Others see that there is one, and its title.
        Backers = "backers",
    }
}

/// What a founder tells of a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignUpdate {
    /// Its id.
    pub id: CampaignUpdateId,
    /// The campaign.
    pub campaign_id: CampaignId,
    /// Who wrote it.
    pub author_id: UserId,
    /// Its number among the campaign's updates, from 1, in the order of publication.
    pub number: Option<i32>,
    /// Where it stands.
    pub state: UpdateState,
    /// For whom it is; fixed when it is published.
    pub audience: Audience,
    /// What it is called.
    pub title: LocalizedText,
    /// What it says; Markdown.
    pub body: LocalizedText,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it is to be published, if that is set.
    pub publish_at: Option<DateTime<Utc>>,
    /// When it was published.
    pub published_at: Option<DateTime<Utc>>,
    /// When it was last changed after it was published.
    pub edited_at: Option<DateTime<Utc>>,
    /// Rises with every change; sent back as `expected_version`.
    pub version: i64,
}

impl CampaignUpdate {
    /// What the audit trail keeps of it: when and for whom, not its words. What a published one said before it was changed
    /// is kept beside it.
    pub(crate) fn trace(&self) -> serde_json::Value {
        serde_json::json!({
            "campaign": self.campaign_id,
            "number": self.number,
            "state": self.state,
            "audience": self.audience,
            "publish_at": self.publish_at,
            "published_at": self.published_at,
            "edited_at": self.edited_at,
            "version": self.version,
        })
    }
}

/// What a published update said before it was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateVersion {
    /// The update.
    pub update_id: CampaignUpdateId,
    /// The version it was.
    pub version: i64,
    /// What it was called.
    pub title: LocalizedText,
    /// What it said.
    pub body: LocalizedText,
    /// Until when it said so.
    pub replaced_at: DateTime<Utc>,
}

/// An update as a reader gets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadUpdate {
    /// The update; its body is empty where it is not for the reader.
    pub update: CampaignUpdate,
    /// Whether it is for backers, and the reader is none.
    pub is_locked: bool,
}

/// What a founder writes. What is absent stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WriteUpdate {
    /// What it is called.
    pub title: Option<LocalizedText>,
    /// What it says.
    pub body: Option<LocalizedText>,
    /// For whom it is.
    pub audience: Option<Audience>,
    /// Whether a moment that was set for its publication is taken back.
    pub unschedule: bool,
}

impl WriteUpdate {
    /// The update with what was written.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub(crate) fn onto(
        &self,
        before: &CampaignUpdate,
        now: DateTime<Utc>,
    ) -> Result<CampaignUpdate, Vec<Violation>> {
        let mut wrong = Vec::new();
        let mut after = before.clone();
        if let Some(title) = &self.title {
            after.title = TITLE.clean(title, &mut wrong);
        }
        if let Some(body) = &self.body {
            after.body = BODY.clean(body, &mut wrong);
        }
        let is_published = before.state == UpdateState::Published;
        match self.audience {
            // Who was told it is for backers only, and who was not told at all, rely on it.
            Some(audience) if is_published && audience != before.audience => {
                wrong.push(Violation::new("audience", ViolationCode::Frozen));
            }
            Some(audience) => after.audience = audience,
            None => {}
        }
        if self.unschedule && before.state == UpdateState::Scheduled {
            after.state = UpdateState::Draft;
            after.publish_at = None;
        }
        // What others see, or will see without another look, stays complete.
        if after.state != UpdateState::Draft {
            wrong.extend(after.lacking());
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        if after != *before {
            after.version += 1;
            if is_published {
                after.edited_at = Some(now);
            }
        }
        Ok(after)
    }
}

impl CampaignUpdate {
    /// What it lacks before it can be published.
    pub(crate) fn lacking(&self) -> Vec<Violation> {
        let title = TITLE.lacking(&self.title);
        title.into_iter().chain(BODY.lacking(&self.body)).collect()
    }

    /// Whether others than its founder see it.
    pub fn is_published(&self) -> bool {
        self.state == UpdateState::Published
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn published() -> CampaignUpdate {
        let at = DateTime::UNIX_EPOCH;
        CampaignUpdate {
            id: CampaignUpdateId::from_uuid(uuid::Uuid::from_u128(1)),
            campaign_id: CampaignId::from_uuid(uuid::Uuid::from_u128(2)),
            author_id: UserId::from_uuid(uuid::Uuid::from_u128(3)),
            number: Some(1),
            state: UpdateState::Published,
            audience: Audience::Backers,
            title: LocalizedText::both("First cells", "首批电芯"),
            body: LocalizedText::both("They hold.", "性能稳定。"),
            created_at: at,
            publish_at: None,
            published_at: Some(at),
            edited_at: None,
            version: 2,
        }
    }

    #[test]
    fn what_was_published_can_be_bettered_but_not_emptied_or_shown_to_others() {
        let (before, now) = (published(), DateTime::UNIX_EPOCH + chrono::TimeDelta::days(1));
        let write = WriteUpdate {
            body: Some(LocalizedText::both("They hold well.", "性能稳定。")),
            ..WriteUpdate::default()
        };
        let after = write.onto(&before, now).unwrap();
        assert_eq!((after.version, after.edited_at), (3, Some(now)));
        for (write, field) in [
            (
                WriteUpdate {
                    body: Some(LocalizedText::default()),
                    ..WriteUpdate::default()
                },
                "body",
            ),
            (
                WriteUpdate {
                    audience: Some(Audience::Everyone),
                    ..WriteUpdate::default()
                },
                "audience",
            ),
        ] {
            let wrong = write.onto(&before, now).unwrap_err();
            assert_eq!(wrong[0].field, field);
        }
    }

    #[test]
    fn nothing_written_changes_nothing() {
        let before = published();
        let same = WriteUpdate {
            title: Some(before.title.clone()),
            audience: Some(Audience::Backers),
            ..WriteUpdate::default()
        };
        assert_eq!(same.onto(&before, DateTime::UNIX_EPOCH).unwrap(), before);
    }
}
