//! Keeps beside each campaign what its lists filter, order and search by. Always reckoned anew
//! from the facts, so that running it twice, or out of order, changes nothing.

use std::collections::HashMap;

use db::{Tx, sql};
use kernel::{CampaignId, PatentId};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::{
    Projects, Result,
    campaign::{Campaign, Protection},
    events,
    pause::deadline_from,
    ports::{PatentCheck, PatentFacts},
    search, standing, store,
};

/// Campaigns brought up to date in one transaction.
const BATCH: u64 = 100;

/// The facts of a campaign's patents, in the campaign's order. A right whose facts are gone is left out.
pub(crate) async fn facts_of(
    tx: &Tx,
    port: &dyn PatentCheck,
    campaign: CampaignId,
) -> db::Result<Vec<PatentFacts>> {
    let links = store::patents::of_campaigns(&**tx, &[campaign]).await?;
    let ids: Vec<_> = links.iter().map(|link| link.patent_id).collect();
    let mut facts = if ids.is_empty() {
        Vec::new()
    } else {
        port.facts(tx, &ids).await?
    };
    facts.sort_by_key(|fact| ids.iter().position(|id| *id == fact.patent_id));
    Ok(facts)
}

/// Brings what is kept of one campaign up to date. Returns whether what is shown of its patents changed.
pub(crate) async fn refresh(tx: &Tx, projects: &Projects, campaign: &Campaign) -> db::Result<bool> {
    let id = campaign.id;
    let port = projects.patents.as_ref();
    let links = store::patents::of_campaigns(&**tx, &[id]).await?;
    let facts = facts_of(tx, port, id).await?;
    let ids: Vec<_> = facts.iter().map(|fact| fact.patent_id).collect();
    let levels = if ids.is_empty() {
        HashMap::new()
    } else {
        let ends_at = deadline_from(campaign.deadline_at, campaign.paused_at, tx.now().await?);
        let ends_on = ends_at.map(|at| at.date_naive());
        port.levels(tx, &ids, ends_on).await?
    };
    projects.outdate_claims(tx, campaign).await?;
    let owned = if ids.is_empty() {
        HashMap::new()
    } else {
        projects.ownership(tx, campaign, &ids).await?
    };
    for fact in &facts {
        let level = levels.get(&fact.patent_id).copied();
        let ownership = owned.get(&fact.patent_id).copied().unwrap_or_default();
        let kept = links.iter().find(|link| link.patent_id == fact.patent_id);
        let same = kept.is_some_and(|kept| {
            let was = (&kept.office, kept.legal_status, &kept.right_type);
            was == (&fact.office, fact.legal_status, &fact.right_type)
                && (kept.expires_on, kept.level, kept.ownership) == (fact.expires_on, level, ownership)
        });
        if !same {
            store::patents::update_facts(tx, id, fact, level, ownership).await?;
        }
    }
    let protection = Protection {
        level: levels.into_values().max(),
        ..standing::protection(&facts)
    };
    let is_sample = facts.iter().any(|fact| fact.is_sample);
    let changed = protection != campaign.protection || is_sample != campaign.is_sample;
    if changed {
        store::campaigns::update_protection(tx, id, &protection, is_sample).await?;
    }
    store::patents::replace_ipc(tx, id, &facts).await?;
    let texts = store::campaigns::texts_of(&**tx, &[id])
        .await?
        .pop()
        .map(|(_, texts)| texts)
        .unwrap_or_default();
    store::campaigns::update_search(tx, id, &search::search_text(campaign, &texts, &facts)).await?;
    if changed {
        let patent_count = protection.patent_count;
        tx.publish(&events::CampaignProtectionChanged {
            campaign_id: id,
            patent_count,
        })
        .await?;
    }
    Ok(changed)
}

impl Projects {
    /// Brings every campaign that stands on one of these rights up to date. Called when a register
    /// says something new; safe to run twice. Returns how many campaigns were looked at.
    ///
    /// # Errors
    /// If the database does not answer; what was done so far stays done.
    #[tracing::instrument(name = "projects.patents_changed", skip_all)]
    pub async fn patents_changed(&self, patents: &[PatentId]) -> Result<u64> {
        let mut seen = 0;
        let mut after = None;
        loop {
            let conn = self.db.primary();
            let ids = store::patents::campaigns_with(conn, patents, after, BATCH).await?;
            let Some(last) = ids.last().copied() else {
                return Ok(seen);
            };
            self.refresh_all(&ids).await?;
            seen += ids.len() as u64;
            after = Some(last);
        }
    }

    /// Brings a campaign up to date: what its rights are to it depends on its deadline. Safe to run twice.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn campaign_changed(&self, id: CampaignId) -> Result<()> {
        self.refresh_all(&[id]).await
    }

    /// Brings every campaign up to date: after a restore, or a change of the rules. `progress` is
    /// told how many are done. Returns how many there were.
    ///
    /// # Errors
    /// If the database does not answer; what was done so far stays done.
    pub async fn rebuild_projection(&self, mut progress: impl FnMut(u64)) -> Result<u64> {
        let mut seen = 0;
        let mut after = Uuid::nil();
        loop {
            let conn = self.db.primary();
            let select = format!("SELECT id FROM campaigns WHERE id > $1 ORDER BY id LIMIT {BATCH}");
            let rows = conn.query_all_raw(sql(conn, select, [after.into()])).await?;
            let ids = rows
                .iter()
                .map(|row| row.try_get::<Uuid>("", "id").map(CampaignId::from))
                .collect::<std::result::Result<Vec<_>, _>>()?;
            let Some(last) = ids.last() else { return Ok(seen) };
            after = last.uuid();
            self.refresh_all(&ids).await?;
            seen += ids.len() as u64;
            progress(seen);
        }
    }

    pub(crate) async fn refresh_all(&self, ids: &[CampaignId]) -> Result<()> {
        let tx = self.db.begin().await?;
        for id in ids {
            // One after another in the order of their ids, so that two runs cannot wait for each other.
            if let Some(campaign) = store::campaigns::lock(&tx, *id).await? {
                refresh(&tx, self, &campaign).await?;
            }
        }
        Ok(tx.commit().await?)
    }
}
