//! The first pages of what is told, asked and changed of campaigns: for lists of campaigns. A further page is of one campaign.

use std::collections::HashMap;

use app::{CampaignHappening, Course};
use async_graphql::{Error, dataloader::Loader};
use kernel::{CampaignId, Page, UserId};
use projects::{QuestionFilter, ReadQuestion, ReadUpdate};

use super::{Batch, Loaded};
use crate::graphql::{context::database, refusals::refused};

/// The first so many updates of a campaign and its founder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct UpdatesOf(pub CampaignId, pub UserId, pub u32);
/// The first so many of these questions about a campaign and its founder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct QuestionsOf(pub CampaignId, pub UserId, pub QuestionFilter, pub u32);
/// The first so much of what happened in a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct HappeningsOf(pub Course, pub u32);

/// Keys that are loaded together: what they ask for is the same but for the campaign.
fn alike<K: Copy, A: Eq + std::hash::Hash>(keys: &[K], asked: impl Fn(&K) -> A) -> HashMap<A, Vec<K>> {
    let mut groups: HashMap<A, Vec<K>> = HashMap::new();
    for key in keys {
        groups.entry(asked(key)).or_default().push(*key);
    }
    groups
}

impl Loader<UpdatesOf> for Batch {
    type Value = Page<ReadUpdate>;
    type Error = Error;

    async fn load(&self, keys: &[UpdatesOf]) -> Loaded<UpdatesOf, Self::Value> {
        let mut loaded = HashMap::new();
        for (first, keys) in alike(keys, |key| key.2) {
            let campaigns: Vec<_> = keys.iter().map(|key| (key.0, key.1)).collect();
            let projects = &self.app.projects;
            let found = projects.newest_updates_of(&self.caller, &campaigns, first).await;
            let mut found = found.map_err(refused)?;
            loaded.extend(
                keys.into_iter()
                    .filter_map(|key| Some((key, found.remove(&key.0)?))),
            );
        }
        Ok(loaded)
    }
}

impl Loader<QuestionsOf> for Batch {
    type Value = Page<ReadQuestion>;
    type Error = Error;

    async fn load(&self, keys: &[QuestionsOf]) -> Loaded<QuestionsOf, Self::Value> {
        let mut loaded = HashMap::new();
        for ((filter, first), keys) in alike(keys, |key| (key.2, key.3)) {
            let campaigns: Vec<_> = keys.iter().map(|key| (key.0, key.1)).collect();
            let projects = &self.app.projects;
            let found = projects
                .newest_questions_of(&self.caller, &campaigns, filter, first)
                .await;
            let mut found = found.map_err(refused)?;
            loaded.extend(
                keys.into_iter()
                    .filter_map(|key| Some((key, found.remove(&key.0)?))),
            );
        }
        Ok(loaded)
    }
}

impl Loader<HappeningsOf> for Batch {
    type Value = Page<CampaignHappening>;
    type Error = Error;

    async fn load(&self, keys: &[HappeningsOf]) -> Loaded<HappeningsOf, Self::Value> {
        let mut loaded = HashMap::new();
        for (first, keys) in alike(keys, |key| key.1) {
            let courses: Vec<_> = keys.iter().map(|key| key.0).collect();
            let found = self.app.newest_happenings_of(&courses, first).await;
            let mut found = found.map_err(database)?;
            loaded.extend(
                keys.into_iter()
                    .filter_map(|key| Some((key, found.remove(&key.0.campaign_id)?))),
            );
        }
        Ok(loaded)
    }
}
