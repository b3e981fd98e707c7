//! What resolvers need of many things at once, loaded in one statement each.

mod items;
mod papers;
mod told;

use std::collections::HashMap;

use accounts::{AccountFacts, User};
use app::App;
use async_graphql::{
    Error,
    dataloader::{DataLoader, HashMapCache, Loader},
};
use chrono::{DateTime, Utc};
use investors::Followee;
use kernel::{
    Caller, CampaignId, MaterialChangeId, PatentId, PledgeId, ProjectId, RefundId, RewardId, UserId,
};
use patents::{Detail, Panel, StoredAssessment};
use pledges::{ChangeCause, MaterialChange, PaymentSetup, Pledge, Repayment, Settlement};
use projects::{Campaign, CampaignPatent, CampaignTexts, Project, Review, Reward};

use super::context::database;
use super::refusals::refused;
use super::types::administration::unfound;
use super::types::patent::{Kept, level};

pub(super) use items::{ItemsAt, ItemsOf, ItemsRefunded, PoolsOf};
pub(super) use papers::{
    AcknowledgementOf, AdjustmentsOf, ChangesOf, DocumentsOf, FundingOf, IpClaimsOf, OwnershipClaimsOf,
    PatentChangesSince, PausesOf, RefundsOf, SavedCardOf,
};
pub(super) use told::{HappeningsOf, QuestionsOf, UpdatesOf};

/// The loaders of one request: they see what its caller may see.
pub struct Loaders(DataLoader<Batch, HashMapCache>);

/// The patents of a campaign, in its order, each with how it stands for the campaign: as lists are filtered and ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct PanelsOf(pub CampaignId);
/// The patents of a campaign as they were known at a moment, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct PanelsAsOf(pub CampaignId, pub DateTime<Utc>);
/// Everything that is known of a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct DetailOf(pub PatentId);
/// The long texts of a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct TextsOf(pub CampaignId);
/// The rewards of a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct RewardsOf(pub CampaignId);
/// The newest review of a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct ReviewOf(pub CampaignId);
/// The campaigns of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct CampaignsOf(pub ProjectId);
/// The public campaigns that stand on a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct CampaignsOn(pub PatentId);
/// What became of a campaign's money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct SettlementOf(pub CampaignId);
/// What changed of a material change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct CausesOf(pub MaterialChangeId);
/// The major change of a campaign's patents that is not over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct OpenChangeOf(pub CampaignId);
/// How a refund was paid by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct RepaymentOf(pub RefundId);
/// The newest card saved for a pledge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct SetupOf(pub PledgeId);

/// Whether somebody is a backer of a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct BackerOf(pub CampaignId, pub UserId);
/// Whether somebody was named as promoting a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct PromoterOf(pub CampaignId, pub UserId);
/// Whether the caller follows something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct FollowedBy(pub Followee);
/// How many follow something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct FollowersOf(pub Followee);

/// How an account is entered, as an administrator sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct FactsOf(pub UserId);
/// How much somebody did here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct TalliesOf(pub UserId);

/// How much somebody did here.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tallies {
    pub campaigns: u64,
    pub pledges: u64,
}

/// What was found, each under what it belongs to, in the order it was found in.
fn under<K: Eq + std::hash::Hash, V>(found: impl IntoIterator<Item = (K, V)>) -> HashMap<K, Vec<V>> {
    let mut of_each: HashMap<K, Vec<V>> = HashMap::new();
    for (key, value) in found {
        of_each.entry(key).or_default().push(value);
    }
    of_each
}

impl Loaders {
    /// Loaders for one request of `caller`.
    pub(super) fn new(app: App, caller: Caller) -> Self {
        // Kept for the request: what two fields of one answer need is loaded once.
        let batch = Batch { app, caller };
        let loader = DataLoader::with_cache(batch, tokio::spawn, HashMapCache::default());
        // Without a moment's wait another thread would send the first key off before the others come.
        let loader = loader.delay(std::time::Duration::from_millis(1));
        Self(loader)
    }

    /// What stands under `key`, if the caller may see it.
    pub(super) async fn one<K>(&self, key: K) -> Result<Option<<Batch as Loader<K>>::Value>, Error>
    where
        K: Send + Sync + std::hash::Hash + Eq + Clone + 'static,
        Batch: Loader<K, Error = Error>,
    {
        self.0.load_one(key).await
    }

    /// What stands under each of `keys`, as far as the caller may see it.
    pub(super) async fn many<K>(&self, keys: Vec<K>) -> Result<HashMap<K, <Batch as Loader<K>>::Value>, Error>
    where
        K: Send + Sync + std::hash::Hash + Eq + Clone + 'static,
        Batch: Loader<K, Error = Error>,
    {
        self.0.load_many(keys).await
    }

    /// Loads what stands under each of `keys` in one statement, and keeps it for the fields that
    /// will ask for it one by one.
    pub(super) async fn prepare<K>(&self, keys: Vec<K>) -> Result<(), Error>
    where
        K: Send + Sync + std::hash::Hash + Eq + Clone + 'static,
        Batch: Loader<K, Error = Error>,
    {
        self.0.load_many(keys).await.map(|_| ())
    }
}

/// Loads in batches.
pub(super) struct Batch {
    app: App,
    caller: Caller,
}

type Loaded<K, V> = Result<HashMap<K, V>, Error>;

impl Loader<CampaignId> for Batch {
    type Value = Campaign;
    type Error = Error;

    async fn load(&self, keys: &[CampaignId]) -> Loaded<CampaignId, Campaign> {
        let found = self
            .app
            .projects
            .by_ids(&self.caller, keys)
            .await
            .map_err(refused)?;
        Ok(found
            .into_iter()
            .map(|campaign| (campaign.id, campaign))
            .collect())
    }
}

impl Batch {
    /// What campaigns stand on, in their order, and the rights among it, each once.
    async fn links_of(
        &self,
        campaigns: &[CampaignId],
    ) -> Result<(Vec<CampaignPatent>, Vec<PatentId>), Error> {
        let links = self.app.projects.patents_of(campaigns).await.map_err(refused)?;
        let mut ids: Vec<_> = links.iter().map(|link| link.patent_id).collect();
        ids.sort_unstable();
        ids.dedup();
        Ok((links, ids))
    }
}

impl Loader<PanelsOf> for Batch {
    type Value = Vec<(Panel, Kept)>;
    type Error = Error;

    async fn load(&self, keys: &[PanelsOf]) -> Loaded<PanelsOf, Self::Value> {
        let campaigns: Vec<_> = keys.iter().map(|key| key.0).collect();
        let (links, ids) = self.links_of(&campaigns).await?;
        let found = self.app.patents.panels(&ids).await.map_err(database)?;
        let panels: HashMap<_, _> = found.into_iter().map(|panel| (panel.id, panel)).collect();
        let mut loaded: HashMap<_, Self::Value> = keys.iter().map(|key| (*key, Vec::new())).collect();
        for link in links {
            let list = loaded.get_mut(&PanelsOf(link.campaign_id));
            if let (Some(list), Some(panel)) = (list, panels.get(&link.patent_id)) {
                list.push((
                    panel.clone(),
                    Kept {
                        level: link.level.map(level),
                        ownership: link.ownership,
                    },
                ));
            }
        }
        Ok(loaded)
    }
}

impl Loader<PanelsAsOf> for Batch {
    type Value = Vec<StoredAssessment>;
    type Error = Error;

    async fn load(&self, keys: &[PanelsAsOf]) -> Loaded<PanelsAsOf, Self::Value> {
        let mut by_moment: HashMap<DateTime<Utc>, Vec<CampaignId>> = HashMap::new();
        for key in keys {
            by_moment.entry(key.1).or_default().push(key.0);
        }
        let mut loaded: HashMap<_, Self::Value> = keys.iter().map(|key| (*key, Vec::new())).collect();
        for (at, campaigns) in by_moment {
            let (links, ids) = self.links_of(&campaigns).await?;
            let found = self.app.patents.known_at(&ids, at).await.map_err(database)?;
            let known: HashMap<_, _> = found.into_iter().map(|known| (known.patent_id, known)).collect();
            for link in links {
                let list = loaded.get_mut(&PanelsAsOf(link.campaign_id, at));
                if let (Some(list), Some(known)) = (list, known.get(&link.patent_id)) {
                    list.push(known.clone());
                }
            }
        }
        Ok(loaded)
    }
}

impl Loader<DetailOf> for Batch {
    type Value = Detail;
    type Error = Error;

    async fn load(&self, keys: &[DetailOf]) -> Loaded<DetailOf, Detail> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = self.app.patents.details(&ids).await.map_err(database)?;
        Ok(found
            .into_iter()
            .map(|detail| (DetailOf(detail.stored.patent_id), detail))
            .collect())
    }
}

impl Loader<PatentId> for Batch {
    type Value = Panel;
    type Error = Error;

    async fn load(&self, keys: &[PatentId]) -> Loaded<PatentId, Panel> {
        let found = self.app.patents.panels(keys).await.map_err(database)?;
        Ok(found.into_iter().map(|panel| (panel.id, panel)).collect())
    }
}

impl Loader<TextsOf> for Batch {
    type Value = CampaignTexts;
    type Error = Error;

    async fn load(&self, keys: &[TextsOf]) -> Loaded<TextsOf, CampaignTexts> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = self.app.projects.texts_of(&ids).await.map_err(refused)?;
        Ok(found
            .into_iter()
            .map(|(id, texts)| (TextsOf(id), texts))
            .collect())
    }
}

impl Loader<RewardsOf> for Batch {
    type Value = Vec<Reward>;
    type Error = Error;

    async fn load(&self, keys: &[RewardsOf]) -> Loaded<RewardsOf, Vec<Reward>> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let mut loaded: HashMap<_, Vec<Reward>> = keys.iter().map(|key| (*key, Vec::new())).collect();
        for reward in self.app.projects.rewards_of(&ids).await.map_err(refused)? {
            loaded
                .entry(RewardsOf(reward.campaign_id))
                .or_default()
                .push(reward);
        }
        Ok(loaded)
    }
}

impl Loader<RewardId> for Batch {
    type Value = Reward;
    type Error = Error;

    async fn load(&self, keys: &[RewardId]) -> Loaded<RewardId, Reward> {
        let found = self.app.projects.rewards_by_ids(keys).await.map_err(refused)?;
        Ok(found.into_iter().map(|reward| (reward.id, reward)).collect())
    }
}

impl Loader<ReviewOf> for Batch {
    type Value = Review;
    type Error = Error;

    async fn load(&self, keys: &[ReviewOf]) -> Loaded<ReviewOf, Review> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let mut loaded = HashMap::new();
        for review in self.app.projects.reviews_of(&ids).await.map_err(refused)? {
            let newest: &mut Review = loaded
                .entry(ReviewOf(review.campaign_id))
                .or_insert_with(|| review.clone());
            if review.opened_at > newest.opened_at {
                *newest = review;
            }
        }
        Ok(loaded)
    }
}

impl Loader<ProjectId> for Batch {
    type Value = Project;
    type Error = Error;

    async fn load(&self, keys: &[ProjectId]) -> Loaded<ProjectId, Project> {
        let found = self
            .app
            .projects
            .projects_by_ids(&self.caller, keys)
            .await
            .map_err(refused)?;
        Ok(found.into_iter().map(|project| (project.id, project)).collect())
    }
}

impl Loader<CampaignsOf> for Batch {
    type Value = Vec<Campaign>;
    type Error = Error;

    async fn load(&self, keys: &[CampaignsOf]) -> Loaded<CampaignsOf, Vec<Campaign>> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let mut loaded: HashMap<_, Vec<Campaign>> = HashMap::new();
        for campaign in self
            .app
            .projects
            .of_projects(&self.caller, &ids)
            .await
            .map_err(refused)?
        {
            loaded
                .entry(CampaignsOf(campaign.project_id))
                .or_default()
                .push(campaign);
        }
        Ok(loaded)
    }
}

impl Loader<CampaignsOn> for Batch {
    type Value = Vec<Campaign>;
    type Error = Error;

    async fn load(&self, keys: &[CampaignsOn]) -> Loaded<CampaignsOn, Vec<Campaign>> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let mut loaded: HashMap<_, Vec<Campaign>> = HashMap::new();
        for (patent, campaign) in self.app.projects.of_patents(&ids, 20).await.map_err(refused)? {
            loaded.entry(CampaignsOn(patent)).or_default().push(campaign);
        }
        Ok(loaded)
    }
}

impl Loader<UserId> for Batch {
    type Value = User;
    type Error = Error;

    async fn load(&self, keys: &[UserId]) -> Loaded<UserId, User> {
        let found = self.app.accounts.users_by_ids(keys).await.map_err(database)?;
        Ok(found.into_iter().map(|user| (user.id, user)).collect())
    }
}

impl Loader<FactsOf> for Batch {
    type Value = AccountFacts;
    type Error = Error;

    async fn load(&self, keys: &[FactsOf]) -> Loaded<FactsOf, AccountFacts> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = self.app.accounts.facts_of(&self.caller, &ids).await;
        let found = found.map_err(unfound)?;
        Ok(found
            .into_iter()
            .map(|(id, facts)| (FactsOf(id), facts))
            .collect())
    }
}

impl Loader<TalliesOf> for Batch {
    type Value = Tallies;
    type Error = Error;

    async fn load(&self, keys: &[TalliesOf]) -> Loaded<TalliesOf, Tallies> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let mut found: HashMap<TalliesOf, Tallies> = HashMap::new();
        for (id, campaigns) in self
            .app
            .projects
            .counts_of_founders(&ids)
            .await
            .map_err(refused)?
        {
            found.entry(TalliesOf(id)).or_default().campaigns = campaigns;
        }
        for (id, pledges) in self
            .app
            .pledges
            .counts_of_investors(&ids)
            .await
            .map_err(database)?
        {
            found.entry(TalliesOf(id)).or_default().pledges = pledges;
        }
        Ok(found)
    }
}

impl Loader<PledgeId> for Batch {
    type Value = Pledge;
    type Error = Error;

    async fn load(&self, keys: &[PledgeId]) -> Loaded<PledgeId, Pledge> {
        let found = self
            .app
            .pledges
            .by_ids(&self.caller, keys)
            .await
            .map_err(database)?;
        Ok(found.into_iter().map(|pledge| (pledge.id, pledge)).collect())
    }
}

impl Loader<SetupOf> for Batch {
    type Value = PaymentSetup;
    type Error = Error;

    async fn load(&self, keys: &[SetupOf]) -> Loaded<SetupOf, PaymentSetup> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = self.app.pledges.setups_of(&ids).await.map_err(database)?;
        Ok(found
            .into_iter()
            .map(|setup| (SetupOf(setup.pledge_id), setup))
            .collect())
    }
}

impl Loader<SettlementOf> for Batch {
    type Value = Settlement;
    type Error = Error;

    async fn load(&self, keys: &[SettlementOf]) -> Loaded<SettlementOf, Settlement> {
        let campaigns: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = self.app.pledges.settlements_of(&campaigns).await;
        let found = found.map_err(super::types::finance::refused)?;
        Ok(found
            .into_iter()
            .map(|settlement| (SettlementOf(settlement.campaign_id), settlement))
            .collect())
    }
}

impl Loader<RepaymentOf> for Batch {
    type Value = Repayment;
    type Error = Error;

    async fn load(&self, keys: &[RepaymentOf]) -> Loaded<RepaymentOf, Repayment> {
        let refunds: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = self.app.pledges.repayments_of(&self.caller, &refunds).await;
        let found = found.map_err(super::types::finance::refused)?;
        Ok(found
            .into_iter()
            .map(|repayment| (RepaymentOf(repayment.refund_id), repayment))
            .collect())
    }
}

impl Loader<OpenChangeOf> for Batch {
    type Value = MaterialChange;
    type Error = Error;

    async fn load(&self, keys: &[OpenChangeOf]) -> Loaded<OpenChangeOf, MaterialChange> {
        let campaigns: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = self.app.pledges.open_changes_of(&campaigns).await;
        let found = found.map_err(super::types::finance::refused)?;
        Ok(found
            .into_iter()
            .map(|change| (OpenChangeOf(change.campaign_id), change))
            .collect())
    }
}

impl Loader<CausesOf> for Batch {
    type Value = Vec<ChangeCause>;
    type Error = Error;

    async fn load(&self, keys: &[CausesOf]) -> Loaded<CausesOf, Vec<ChangeCause>> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = self.app.pledges.causes_of(&ids).await;
        let mut causes: HashMap<_, Vec<_>> = HashMap::new();
        for (id, cause) in found.map_err(super::types::finance::refused)? {
            causes.entry(CausesOf(id)).or_default().push(cause);
        }
        Ok(causes)
    }
}

impl Loader<FollowedBy> for Batch {
    type Value = bool;
    type Error = Error;

    async fn load(&self, keys: &[FollowedBy]) -> Loaded<FollowedBy, bool> {
        let things: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = self.app.investors.followed_among(&self.caller, &things).await;
        let found = found.map_err(database)?;
        Ok(found.into_iter().map(|thing| (FollowedBy(thing), true)).collect())
    }
}

impl Loader<FollowersOf> for Batch {
    type Value = u64;
    type Error = Error;

    async fn load(&self, keys: &[FollowersOf]) -> Loaded<FollowersOf, u64> {
        let things: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = self.app.investors.counts_of(&things).await.map_err(database)?;
        Ok(found
            .into_iter()
            .map(|(thing, count)| (FollowersOf(thing), count))
            .collect())
    }
}

impl Loader<PromoterOf> for Batch {
    type Value = bool;
    type Error = Error;

    async fn load(&self, keys: &[PromoterOf]) -> Loaded<PromoterOf, bool> {
        let pairs: Vec<_> = keys.iter().map(|key| (key.0, key.1)).collect();
        let found = self.app.regimes.promoters_among(&pairs).await;
        Ok(found
            .map_err(database)?
            .into_iter()
            .map(|(campaign, user)| (PromoterOf(campaign, user), true))
            .collect())
    }
}

impl Loader<BackerOf> for Batch {
    type Value = bool;
    type Error = Error;

    async fn load(&self, keys: &[BackerOf]) -> Loaded<BackerOf, bool> {
        let pairs: Vec<_> = keys.iter().map(|key| (key.0, key.1)).collect();
        let found = self.app.projects.backers_among(&pairs).await;
        let found = found.map_err(refused)?;
        Ok(found
            .into_iter()
            .map(|(campaign, user)| (BackerOf(campaign, user), true))
            .collect())
    }
}
