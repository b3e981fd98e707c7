use std::collections::BTreeSet;

use db::{Act, Tx};
use kernel::{Caller, CampaignId, PatentId, policy::Action};

use super::Projects;
use crate::{
    Error, Result,
    campaign::{Campaign, Limits},
    events::{CampaignPatentAttached, CampaignPatentDetached},
    projection, store,
    validation::{Violation, ViolationCode},
};

impl Projects {
    /// Attaches a right to a draft. The right must be known to the registers' side already.
    ///
    /// # Errors
    /// [`Error::PatentNotFound`], [`Error::PatentAlreadyAttached`], [`Error::PatentInAnotherCampaign`],
    /// [`Error::FamilyInAnotherCampaign`]; [`Error::NotEditable`] once handed in.
    #[tracing::instrument(name = "projects.attach_patent", skip_all, fields(campaign.id = %id, patent.id = %patent_id))]
    pub async fn attach_patent(
        &self,
        caller: &Caller,
        id: CampaignId,
        patent_id: PatentId,
    ) -> Result<Campaign> {
        let tx = self.db.begin().await?;
        let before = self
            .locked(&tx, caller, id, |owner| Action::CampaignEdit { owner })
            .await?;
        if !before.state.is_draft() {
            return Err(Error::NotEditable(before.state));
        }
        let links = store::patents::of_campaigns(&*tx, &[id]).await?;
        if links.iter().any(|link| link.patent_id == patent_id) {
            return Err(Error::PatentAlreadyAttached(patent_id));
        }
        if links.len() >= Limits::PATENTS {
            let many = Violation::new("patents", ViolationCode::TooMany).with("max", Limits::PATENTS);
            return Err(Error::Invalid(vec![many]));
        }
        let facts = self.patents.facts(&tx, &[patent_id]).await?;
        let facts = facts.into_iter().find(|fact| fact.patent_id == patent_id);
        let facts = facts.ok_or(Error::PatentNotFound(patent_id))?;
        self.expect_free(&tx, id, &[patent_id]).await?;
        let position = links.last().map_or(0, |link| link.position + 1);
        let now = tx.now().await?;
        store::patents::insert(&tx, id, &facts, position, now).await?;
        let act = Act::new("campaign.attach_patent", id).after(serde_json::json!({ "patent": patent_id }));
        tx.record(caller, act).await?;
        tx.publish(&CampaignPatentAttached {
            campaign_id: id,
            patent_id,
        })
        .await?;
        self.changed(tx, before).await
    }

    /// Takes a right off a draft.
    ///
    /// # Errors
    /// [`Error::NotFound`] if it is not attached; [`Error::NotEditable`] once handed in.
    #[tracing::instrument(name = "projects.detach_patent", skip_all, fields(campaign.id = %id, patent.id = %patent_id))]
    pub async fn detach_patent(
        &self,
        caller: &Caller,
        id: CampaignId,
        patent_id: PatentId,
    ) -> Result<Campaign> {
        let tx = self.db.begin().await?;
        let before = self
            .locked(&tx, caller, id, |owner| Action::CampaignEdit { owner })
            .await?;
        if !before.state.is_draft() {
            return Err(Error::NotEditable(before.state));
        }
        if !store::patents::remove(&tx, id, patent_id).await? {
            return Err(Error::NotFound);
        }
        let act = Act::new("campaign.detach_patent", id).before(serde_json::json!({ "patent": patent_id }));
        tx.record(caller, act).await?;
        tx.publish(&CampaignPatentDetached {
            campaign_id: id,
            patent_id,
        })
        .await?;
        self.changed(tx, before).await
    }

    /// Passes if no other unfinished campaign stands on these rights or on others of their families. Campaigns handed in at
    /// one moment look one after the other.
    pub(super) async fn expect_free(&self, tx: &Tx, id: CampaignId, rights: &[PatentId]) -> Result<()> {
        let families = self.patents.families(tx, rights).await?;
        let all: BTreeSet<PatentId> = rights
            .iter()
            .chain(families.values().flatten())
            .copied()
            .collect();
        for right in &all {
            tx.lock_name(&format!("patent-claim:{right}")).await?;
        }
        let all: Vec<PatentId> = all.into_iter().collect();
        let Some(held) = store::patents::held_by_another(tx, id, &all).await? else {
            return Ok(());
        };
        let of_family = families.iter().find(|(_, relatives)| relatives.contains(&held));
        match of_family.filter(|_| !rights.contains(&held)) {
            Some((patent, _)) => Err(Error::FamilyInAnotherCampaign {
                patent: *patent,
                relative: held,
            }),
            None => Err(Error::PatentInAnotherCampaign(held)),
        }
    }

    /// Ends a change of what a campaign stands on: projection, version, commit.
    async fn changed(&self, tx: Tx, before: Campaign) -> Result<Campaign> {
        let id = before.id;
        let after = Campaign {
            version: before.version + 1,
            ..before
        };
        store::campaigns::update(&tx, &after).await?;
        projection::refresh(&tx, self, &after).await?;
        let after = store::campaigns::lock(&tx, id).await?.ok_or(Error::NotFound)?;
        tx.commit().await?;
        Ok(after)
    }
}
