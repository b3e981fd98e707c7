use chrono::TimeDelta;
use kernel::{Caller, Locale, LocalizedText, PageRequest, Role};
use projects::{Audience, CampaignUpdate, Error, UpdateState, ViolationCode, WriteUpdate};

use crate::support::{World, text, told, trail, user};

fn write(title: &str) -> WriteUpdate {
    WriteUpdate {
        title: Some(text(title, "首批电芯")),
        body: Some(text("They **hold**.", "性能稳定。")),
        ..WriteUpdate::default()
    }
}

async fn published(stage: &World<'_>, campaign: kernel::CampaignId, title: &str) -> CampaignUpdate {
    let draft = stage
        .projects
        .draft_update(&stage.founder, campaign, write(title))
        .await
        .unwrap();
    let done = stage
        .projects
        .publish_update(&stage.founder, draft.id, draft.version, None)
        .await;
    done.unwrap()
}

testkit::on_both! {
    async fn updates_are_numbered_as_they_are_published_and_told_once(db: &TestDb) {
        let stage = World::new(db).await;
        let campaign = stage.one_live().await;
        let first = stage.projects.draft_update(&stage.founder, campaign.id, write("First")).await.unwrap();
        let second = published(&stage, campaign.id, "Second").await;
        let first = stage.projects.publish_update(&stage.founder, first.id, first.version, None).await.unwrap();
        assert_eq!((second.number, first.number), (Some(1), Some(2)), "in the order of publication");
        let again = stage.projects.publish_update(&stage.founder, first.id, first.version, None).await;
        assert!(matches!(again, Err(Error::UpdatePublished)), "{again:?}");
        let gone = stage.projects.discard_update(&stage.founder, first.id).await;
        assert!(matches!(gone, Err(Error::UpdatePublished)), "{gone:?}");
        assert_eq!(told(db).await.iter().filter(|kind| *kind == "campaign_update_published").count(), 2);
        assert_eq!(trail(db, first.id).await, ["update.draft", "update.publish"]);

        let anonymous = Caller::anonymous();
        let page = stage.projects.updates_of(&anonymous, &campaign, &PageRequest::first(1)).await.unwrap();
        assert_eq!((page.total, page.has_next), (Some(2), true));
        assert_eq!(page.items[0].1.update.id, first.id);
        let rest = PageRequest { first: 1, after: page.end_cursor().cloned() };
        let page = stage.projects.updates_of(&anonymous, &campaign, &rest).await.unwrap();
        assert_eq!((page.items[0].1.update.id, page.has_next), (second.id, false));
    }

    async fn what_was_published_is_never_silently_changed(db: &TestDb) {
        let stage = World::new(db).await;
        let campaign = stage.one_live().await;
        let update = published(&stage, campaign.id, "First").await;
        db.clock.advance(TimeDelta::days(1));
        let better = WriteUpdate { body: Some(text("They hold well.", "性能良好。")), ..WriteUpdate::default() };
        let after = stage.projects.edit_update(&stage.founder, update.id, update.version, better.clone()).await.unwrap();
        assert_eq!(after.edited_at, Some(db.clock().now()));
        let stale = stage.projects.edit_update(&stage.founder, update.id, update.version, better).await;
        assert!(matches!(stale, Err(Error::Conflict { .. })), "{stale:?}");
        let read = stage.projects.update_numbered(&Caller::anonymous(), &campaign, 1).await.unwrap().unwrap();
        let versions = stage.projects.versions_of(&read, &kernel::PageRequest::default()).await.unwrap();
        assert_eq!(versions.items.len(), 1);
        assert_eq!(versions.items[0].1.body.best(Locale::En).0, "They **hold**.");
        let emptied = WriteUpdate { body: Some(LocalizedText::default()), ..WriteUpdate::default() };
        let refused = stage.projects.edit_update(&stage.founder, update.id, after.version, emptied).await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
        let opened = WriteUpdate { audience: Some(Audience::Backers), ..WriteUpdate::default() };
        let Err(Error::Invalid(wrong)) = stage.projects.edit_update(&stage.founder, update.id, after.version, opened).await else {
            panic!("the audience of what was told is fixed");
        };
        assert_eq!(wrong[0].code, ViolationCode::Frozen);
        // Nothing changed is no change.
        let same = stage.projects.edit_update(&stage.founder, update.id, after.version, WriteUpdate::default()).await.unwrap();
        assert_eq!(same, after);
    }

    async fn a_scheduled_update_is_published_when_its_moment_comes(db: &TestDb) {
        let stage = World::new(db).await;
        let campaign = stage.one_live().await;
        let now = db.clock().now();
        let draft = stage.projects.draft_update(&stage.founder, campaign.id, write("Later")).await.unwrap();
        let past = stage.projects.publish_update(&stage.founder, draft.id, draft.version, Some(now)).await;
        assert!(matches!(past, Err(Error::Invalid(_))), "{past:?}");
        let at = now + TimeDelta::hours(2);
        let planned = stage.projects.publish_update(&stage.founder, draft.id, draft.version, Some(at)).await.unwrap();
        assert_eq!((planned.state, planned.publish_at, planned.number), (UpdateState::Scheduled, Some(at), None));
        let system = Caller::system("test");
        assert_eq!(stage.projects.publish_due_updates(&system, 10).await.unwrap(), 0);
        assert!(stage.projects.updates_of(&Caller::anonymous(), &campaign, &PageRequest::default()).await.unwrap().items.is_empty());
        assert_eq!(stage.projects.unpublished_updates_of(&stage.founder, &campaign).await.unwrap(), [planned]);
        assert!(stage.projects.unpublished_updates_of(&stage.reviewer, &campaign).await.unwrap().is_empty());
        db.clock.advance(TimeDelta::hours(2));
        assert_eq!(stage.projects.publish_due_updates(&system, 10).await.unwrap(), 1);
        assert_eq!(stage.projects.publish_due_updates(&system, 10).await.unwrap(), 0);
        let found = stage.projects.find_update(&Caller::anonymous(), draft.id).await.unwrap().unwrap();
        assert_eq!((found.update.number, found.update.published_at), (Some(1), Some(at)));
        let taken_back = published_later(&stage, campaign.id).await;
        assert_eq!((taken_back.state, taken_back.publish_at), (UpdateState::Draft, None));
        assert!(stage.projects.publish_due_updates(&Caller::anonymous(), 10).await.is_err());
    }

    async fn an_update_is_for_its_founder_until_it_is_published(db: &TestDb) {
        let stage = World::new(db).await;
        let campaign = stage.one_live().await;
        let stranger = user(db, &[Role::Investor, Role::Founder]).await;
        let refused = stage.projects.draft_update(&stranger, campaign.id, write("Mine")).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
        let draft = stage.projects.draft_update(&stage.founder, campaign.id, WriteUpdate::default()).await.unwrap();
        assert_eq!(stage.projects.find_update(&stranger, draft.id).await.unwrap(), None);
        assert!(stage.projects.find_update(&stage.founder, draft.id).await.unwrap().is_some());
        let edited = stage.projects.edit_update(&stranger, draft.id, 1, write("Mine")).await;
        assert!(matches!(edited, Err(Error::NotFound)), "{edited:?}");
        let empty = stage.projects.publish_update(&stage.founder, draft.id, draft.version, None).await;
        assert!(matches!(empty, Err(Error::Incomplete(missing)) if missing.len() == 2));
        stage.projects.discard_update(&stage.founder, draft.id).await.unwrap();
        assert_eq!(stage.projects.find_update(&stage.founder, draft.id).await.unwrap(), None);
    }

    async fn what_is_for_backers_shows_others_its_title_only(db: &TestDb) {
        let stage = World::new(db).await;
        let campaign = stage.one_live().await;
        let for_backers = WriteUpdate { audience: Some(Audience::Backers), ..write("Inside") };
        let draft = stage.projects.draft_update(&stage.founder, campaign.id, for_backers).await.unwrap();
        stage.projects.publish_update(&stage.founder, draft.id, draft.version, None).await.unwrap();
        let backer = user(db, &[Role::Investor]).await;
        let stranger = user(db, &[Role::Investor]).await;
        let projects = stage.projects.clone().backed_by(std::sync::Arc::new(One(backer.user_id().unwrap())));
        for (caller, reads) in [(&backer, true), (&stranger, false), (&Caller::anonymous(), false), (&stage.founder, true), (&stage.reviewer, true)] {
            let read = projects.update_numbered(caller, &campaign, 1).await.unwrap().unwrap();
            assert_eq!((read.is_locked, read.update.body.is_empty()), (!reads, !reads));
            assert_eq!(read.update.title.best(Locale::En).0, "Inside");
        }
    }

    async fn it_is_told_once_that_a_deadline_is_near(db: &TestDb) {
        let stage = World::new(db).await;
        let campaign = stage.one_live().await;
        let system = Caller::system("test");
        let ending = async || told(db).await.iter().filter(|kind| *kind == "campaign_ending").count();
        assert_eq!(stage.projects.remind_due(&system, 10).await.unwrap(), 0);
        db.clock.advance(TimeDelta::days(28) + TimeDelta::hours(1));
        assert_eq!(stage.projects.remind_due(&system, 10).await.unwrap(), 1);
        assert_eq!(stage.projects.remind_due(&system, 10).await.unwrap(), 0);
        assert_eq!(ending().await, 1);
        // A deadline that was moved on is another.
        let tx = db.begin().await.unwrap();
        let until = db.clock().now() + TimeDelta::days(5);
        projects::extend_deadline(&tx, &system, campaign.id, until, "test".to_owned()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(stage.projects.remind_due(&system, 10).await.unwrap(), 0);
        db.clock.advance(TimeDelta::days(4));
        assert_eq!(stage.projects.remind_due(&system, 10).await.unwrap(), 1);
        assert!(stage.projects.remind_due(&Caller::anonymous(), 10).await.is_err());
    }
}

/// Schedules an update and takes it back.
async fn published_later(stage: &World<'_>, campaign: kernel::CampaignId) -> CampaignUpdate {
    let draft = stage
        .projects
        .draft_update(&stage.founder, campaign, write("Never"))
        .await
        .unwrap();
    let at = Some(stage.now() + TimeDelta::days(1));
    let planned = stage
        .projects
        .publish_update(&stage.founder, draft.id, draft.version, at)
        .await
        .unwrap();
    let back = WriteUpdate {
        unschedule: true,
        ..WriteUpdate::default()
    };
    stage
        .projects
        .edit_update(&stage.founder, draft.id, planned.version, back)
        .await
        .unwrap()
}

/// One person pledged.
#[derive(Debug)]
pub(crate) struct One(pub(crate) kernel::UserId);

#[async_trait::async_trait]
impl projects::ports::Backers for One {
    async fn among(
        &self,
        pairs: &[(kernel::CampaignId, kernel::UserId)],
    ) -> db::Result<std::collections::HashSet<(kernel::CampaignId, kernel::UserId)>> {
        Ok(pairs
            .iter()
            .copied()
            .filter(|(_, user)| *user == self.0)
            .collect())
    }
}
