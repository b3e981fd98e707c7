use db::Act;
use kernel::{Caller, CampaignId, policy::Action};

use super::{Projects, create::free_slug, expect_version, trace};
use crate::{
    Error, Result,
    campaign::{Campaign, CampaignState, EditCampaign},
    events::CampaignEdited,
    projection, store,
    validation::{Violation, ViolationCode},
};

impl Projects {
    /// Changes a campaign's words, terms or picture. As a draft everything may change; the terms
    /// freeze with the approval, the words may be bettered until the campaign ends.
    ///
    /// # Errors
    /// [`Error::Invalid`] with everything wrong; [`Error::Conflict`] if it was changed meanwhile;
    /// [`Error::NotEditable`] while it is under review or after its end.
    #[tracing::instrument(name = "projects.edit_campaign", skip_all, fields(campaign.id = %id))]
    pub async fn edit_campaign(
        &self,
        caller: &Caller,
        id: CampaignId,
        expected_version: i64,
        edit: EditCampaign,
    ) -> Result<Campaign> {
        let tx = self.db.begin().await?;
        let before = self
            .locked(&tx, caller, id, |owner| Action::CampaignEdit { owner })
            .await?;
        expect_version(expected_version, before.version)?;
        if !before.state.is_before_close() || before.state == CampaignState::InReview {
            return Err(Error::NotEditable(before.state));
        }
        let texts = store::campaigns::texts_of(&*tx, &[id])
            .await?
            .pop()
            .map(|(_, texts)| texts)
            .unwrap_or_default();
        let has_rewards = !store::rewards::of_campaigns(&*tx, &[id], true).await?.is_empty();
        let (mut after, new_texts) = edit.apply(&before, &texts, has_rewards).map_err(Error::Invalid)?;
        if after == before && new_texts == texts {
            return Ok(before);
        }
        after.version += 1;
        if after.slug != before.slug {
            tx.lock_name(&format!("slug:{}", after.slug)).await?;
            let taken = store::campaigns::taken_slugs(&tx, std::slice::from_ref(&after.slug), id).await?;
            if !taken.is_empty() {
                return Err(Error::Invalid(vec![Violation::new("slug", ViolationCode::Taken)]));
            }
        } else if before.submitted_at.is_none() && edit.slug.is_none() && after.title != before.title {
            after.slug = free_slug(&tx, &after).await?;
        }
        store::campaigns::update(&tx, &after).await?;
        if new_texts != texts {
            store::campaigns::update_texts(&tx, id, &new_texts).await?;
        }
        if after.field != before.field {
            store::projects::set_field(&tx, after.project_id, after.field).await?;
        }
        projection::refresh(&tx, self, &after).await?;
        tx.record(
            caller,
            Act::new("campaign.edit", id)
                .before(trace(&before))
                .after(trace(&after)),
        )
        .await?;
        tx.publish(&CampaignEdited {
            campaign_id: id,
            version: after.version,
        })
        .await?;
        tx.commit().await?;
        Ok(after)
    }
}
