use chrono::{DateTime, Utc};
use db::{Act, Tx};
use kernel::{Caller, CampaignId, Refusal, RefusalCode, Regime, RuleId, policy::Action};

use super::{Projects, expect_version, trace};
use crate::{
    Error, Result, Violation, ViolationCode,
    campaign::{Campaign, CampaignState, ShortfallRule},
    events::{CampaignClosingEarly, CampaignDeadlineExtended, CampaignEdited},
    funding,
    ports::{EarlyEnd, Offering},
    store::{self, early_closings::EarlyClosing},
};

impl Projects {
    /// Chooses the law a campaign raises money under, while it is a draft. A regime other than that of rewards needs a licence of the
    /// platform in force; the launch asks again.
    ///
    /// # Errors
    /// [`Error::Refused`]; [`Error::NotEditable`]; [`Error::Conflict`].
    #[tracing::instrument(name = "projects.choose_regime", skip_all, fields(campaign.id = %id, %regime))]
    pub async fn choose_regime(
        &self,
        caller: &Caller,
        id: CampaignId,
        expected_version: i64,
        regime: Regime,
    ) -> Result<Campaign> {
        let tx = self.db.begin().await?;
        let before = self
            .locked(&tx, caller, id, |owner| Action::CampaignEdit { owner })
            .await?;
        expect_version(expected_version, before.version)?;
        if !matches!(
            before.state,
            CampaignState::Draft | CampaignState::ChangesRequested
        ) {
            return Err(Error::NotEditable(before.state));
        }
        if before.regime == regime {
            return Ok(before);
        }
        if regime.is_regulated() {
            let now = tx.now().await?;
            self.regimes.may_choose(&tx, regime, now).await??;
        }
        let after = Campaign {
            regime,
            version: before.version + 1,
            ..before.clone()
        };
        store::campaigns::update(&tx, &after).await?;
        let act = Act::new("campaign.choose_regime", id);
        tx.record(caller, act.before(trace(&before)).after(trace(&after)))
            .await?;
        tx.publish(&CampaignEdited {
            campaign_id: id,
            version: after.version,
        })
        .await?;
        tx.commit().await?;
        Ok(after)
    }

    /// Passes if the rules of a campaign's regime let it go live at `starts_at`, to end at `deadline_at`.
    pub(super) async fn expect_listable(
        &self,
        tx: &Tx,
        campaign: &Campaign,
        starts_at: DateTime<Utc>,
        deadline_at: DateTime<Utc>,
    ) -> Result<()> {
        if !campaign.regime.is_regulated() {
            return Ok(());
        }
        let offering = Offering {
            campaign_id: campaign.id,
            founder_id: campaign.founder_id,
            regime: campaign.regime,
            currency: campaign.currency,
            goal: campaign.goal,
            gives_all_back: campaign.shortfall_rule == ShortfallRule::RefundAll,
            starts_at,
            deadline_at,
        };
        Ok(self.regimes.may_list(tx, &offering).await??)
    }

    /// Ends a campaign early, where its regime knows that (CF5): its goal is reached, everybody who pledged is told now, and five
    /// business days later it closes, if the goal is reached still; else it goes on until its first deadline.
    ///
    /// # Errors
    /// [`Error::Refused`]; [`Error::NotEditable`] unless it is live and not held.
    #[tracing::instrument(name = "projects.close_early", skip_all, fields(campaign.id = %id))]
    pub async fn close_early(
        &self,
        caller: &Caller,
        id: CampaignId,
        closes_at: DateTime<Utc>,
    ) -> Result<Campaign> {
        let tx = self.db.begin().await?;
        let before = self
            .locked(&tx, caller, id, |owner| Action::CampaignLaunch { owner })
            .await?;
        let now = tx.now().await?;
        let closes_at = kernel::micros(closes_at);
        let (Some(deadline), Some(launched_at), Some(goal)) =
            (before.deadline_at, before.launched_at, before.goal)
        else {
            return Err(Error::NotEditable(before.state));
        };
        if !before.takes_pledges(now) {
            return Err(Error::NotEditable(before.state));
        }
        let not_allowed = || Refusal::new(RuleId::Cf5, RefusalCode::ClosingNotAllowed);
        let days = self.regimes.close_notice_business_days(before.regime, now);
        let days = days.ok_or_else(not_allowed)?;
        if store::early_closings::find_open(&*tx, id).await?.is_some() {
            return Err(not_allowed().into());
        }
        if closes_at >= deadline {
            let late = Violation::new("closesAt", ViolationCode::OutOfRange);
            return Err(Error::Invalid(vec![late.with("max", deadline.to_rfc3339())]));
        }
        let terms = funding::lock_terms(&tx, id).await?.ok_or(Error::NotFound)?;
        let end = EarlyEnd {
            regime: before.regime,
            public_since: launched_at,
            closes_at,
            notice_ends: terms.end_of_business_days(now, &days),
            committed: before.pledged,
            target: goal,
        };
        self.regimes.may_close_early(&end, now)?;
        let closing = EarlyClosing {
            campaign_id: id,
            number: store::early_closings::count(&*tx, id).await? + 1,
            deadline_before: deadline,
            closes_at,
            told_by: caller.user_id()?,
            told_at: now,
        };
        store::early_closings::insert(&tx, &closing).await?;
        let after = Campaign {
            deadline_at: Some(closes_at),
            version: before.version + 1,
            ..before.clone()
        };
        store::campaigns::update(&tx, &after).await?;
        let act = Act::new("campaign.close_early", id);
        tx.record(caller, act.before(trace(&before)).after(trace(&after)))
            .await?;
        tx.publish(&CampaignClosingEarly {
            campaign_id: id,
            closes_at,
            deadline_before: deadline,
        })
        .await?;
        tx.commit().await?;
        Ok(after)
    }
}

/// A campaign that was to close early and has fallen below its goal goes on until its first deadline, unless that has come as well.
/// Returns whether it goes on. Its row must be locked.
pub(super) async fn goes_on(
    tx: &Tx,
    caller: &Caller,
    before: &Campaign,
    reached: bool,
    now: DateTime<Utc>,
) -> Result<bool> {
    if !before.regime.is_regulated() {
        return Ok(false);
    }
    let Some(closing) = store::early_closings::find_open(&**tx, before.id).await? else {
        return Ok(false);
    };
    // A pause moved its first deadline as well.
    let paused = store::pauses::paused_since(tx, before.id, closing.told_at).await?;
    let deadline = closing.deadline_before + paused;
    if reached || deadline <= now {
        store::early_closings::end(tx, &closing, "closed", now).await?;
        return Ok(false);
    }
    store::early_closings::end(tx, &closing, "resumed", now).await?;
    let after = Campaign {
        deadline_at: Some(deadline),
        version: before.version + 1,
        ..before.clone()
    };
    store::campaigns::update(tx, &after).await?;
    let act =
        Act::new("campaign.go_on", before.id).because("its goal was no longer reached at the early end");
    tx.record(caller, act.before(trace(before)).after(trace(&after)))
        .await?;
    tx.publish(&CampaignDeadlineExtended {
        campaign_id: before.id,
        deadline_at: deadline,
    })
    .await?;
    Ok(true)
}
