//! Reading material changes. That a campaign's patents changed is for everybody to see; who answered
//! what is for the investor alone.

use db::FirstOfEach;
use kernel::{
    Caller, CampaignId, MaterialChangeId, PledgeId,
    policy::{Action, can},
};
use sea_orm::Value;
use serde_json::Value as Json;

use super::{ChangeCause, DossierChange, MaterialChange, Reconfirmation, dossier_changes, store as changes};
use crate::{PledgeError, Pledges, store};

/// How many changes of a campaign are told.
const OF_CAMPAIGN: usize = 50;

impl Pledges {
    /// The major changes of these campaigns that are not over.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn open_changes_of(
        &self,
        campaigns: &[CampaignId],
    ) -> Result<Vec<MaterialChange>, PledgeError> {
        if campaigns.is_empty() {
            return Ok(Vec::new());
        }
        let marks: Vec<_> = (1..=campaigns.len()).map(|n| format!("${n}")).collect();
        let values: Vec<Value> = campaigns.iter().map(|id| id.uuid().into()).collect();
        let rest = format!(
            "campaign_id IN ({}) AND state <> 'closed' AND severity = 'major'",
            marks.join(", ")
        );
        Ok(changes::select(self.db.reader(), &rest, values).await?)
    }

    /// What changed in the patents of each of these campaigns since its launch, newest first; the newest fifty of each.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn changes_of(&self, campaigns: &[CampaignId]) -> db::Result<Vec<MaterialChange>> {
        if campaigns.is_empty() {
            return Ok(Vec::new());
        }
        let newest = FirstOfEach {
            table: "material_changes",
            parent: "campaign_id",
            condition: &format!("campaign_id IN ({})", store::marks(campaigns.len())),
            order: "opened_at DESC, id DESC",
            most: OF_CAMPAIGN,
        };
        let rest = format!("id IN {} ORDER BY opened_at DESC, id DESC", newest.ids());
        let values = campaigns.iter().map(|id| id.uuid().into()).collect();
        changes::select(self.db.reader(), &rest, values).await
    }

    /// One change.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn change(&self, id: MaterialChangeId) -> Result<Option<MaterialChange>, PledgeError> {
        Ok(changes::find(self.db.reader(), id).await?)
    }

    /// The changes that are not over, and those that ended last: the queue of reviewers.
    ///
    /// # Errors
    /// [`PledgeError::Forbidden`] for those who do not work it.
    pub async fn list_changes(&self, caller: &Caller) -> Result<Vec<MaterialChange>, PledgeError> {
        can(caller, Action::ReviewQueueView).map_err(|denied| denied.or_missing(PledgeError::NoQueue))?;
        let rest =
            "1 = 1 ORDER BY CASE WHEN state = 'closed' THEN 1 ELSE 0 END, opened_at DESC, id DESC LIMIT 200";
        Ok(changes::select(self.db.reader(), rest, vec![]).await?)
    }

    /// What changed, for each of these changes, the gravest first.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn causes_of(
        &self,
        ids: &[MaterialChangeId],
    ) -> Result<Vec<(MaterialChangeId, ChangeCause)>, PledgeError> {
        Ok(changes::causes_of(self.db.reader(), ids).await?)
    }

    /// How many were asked, kept their pledge, declined, and were silent or not asked any more.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn answers_to(&self, id: MaterialChangeId) -> Result<Answers, PledgeError> {
        let asked = changes::count_answers(self.db.reader(), id).await?;
        Ok(asked)
    }

    /// What an investor was asked about a pledge of theirs, newest question first.
    ///
    /// # Errors
    /// [`PledgeError::NotFound`] if the pledge is not the caller's to see.
    pub async fn questions_about(
        &self,
        caller: &Caller,
        id: PledgeId,
    ) -> Result<Vec<(Reconfirmation, MaterialChange)>, PledgeError> {
        self.get(caller, id).await?.ok_or(PledgeError::NotFound(id))?;
        let conn = self.db.reader();
        let rest = "pledge_id = $1 ORDER BY asked_at DESC LIMIT 50";
        let mut found = Vec::new();
        for question in changes::select_asked(conn, rest, vec![id.uuid().into()]).await? {
            if let Some(change) = changes::find(conn, question.change_id).await? {
                found.push((question, change));
            }
        }
        Ok(found)
    }

    /// What differs between the facts an investor was shown when pledging and the facts with the
    /// change: what they are asked to confirm.
    ///
    /// # Errors
    /// [`PledgeError::NotFound`] if the pledge is not the caller's to see.
    pub async fn differences(
        &self,
        caller: &Caller,
        id: PledgeId,
        change: &MaterialChange,
    ) -> Result<Vec<DossierChange>, PledgeError> {
        let pledge = self.get(caller, id).await?.ok_or(PledgeError::NotFound(id))?;
        let conn = self.db.reader();
        let before = store::find_dossier(conn, &pledge.dossier_hash).await?;
        let after = store::find_dossier(conn, &change.dossier_hash).await?;
        Ok(dossier_changes(
            &before.unwrap_or(Json::Null),
            &after.unwrap_or(Json::Null),
        ))
    }
}

/// How many answered what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Answers {
    /// How many were asked.
    pub asked: i64,
    /// How many keep their pledge.
    pub kept: i64,
    /// How many took it back.
    pub declined: i64,
    /// How many were silent until the time was over.
    pub silent: i64,
}
