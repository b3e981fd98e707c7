//! Taking up what changed in a campaign's patents.

use chrono::{DateTime, Utc};
use db::{Act, Tx};
use kernel::{BusinessDays, CampaignId, MaterialChangeId};

use super::{
    ChangeCause, ChangeOutcome, ChangeScope, ChangeSeverity, ChangeState, MaterialChange, store as changes,
};
use crate::{
    PledgeError, Pledges, Terms,
    collect::store as attempts,
    settle::{Settlement, Stage, store as settlements},
    store,
};

/// Why a change is taken up.
pub(super) struct Opening {
    pub(super) severity: ChangeSeverity,
    pub(super) causes: Vec<ChangeCause>,
    /// The change a person saw otherwise than the table, and why.
    pub(super) reclassified: Option<(MaterialChangeId, String)>,
}

impl Pledges {
    /// Takes up what changed in the patents of a campaign, found by one assessment. A major change
    /// stops new pledges and asks those who pledged to confirm; a minor one is told to them. What an
    /// assessment found is taken up once, however often it is told.
    ///
    /// Nothing is taken up for a campaign whose money nobody can still decide on: not yet live,
    /// over, or being given back.
    ///
    /// # Errors
    /// If the books or the database refuse.
    #[tracing::instrument(name = "pledges.patent_changed", skip_all, fields(campaign.id = %campaign))]
    pub async fn patent_changed(
        &self,
        campaign: CampaignId,
        causes: Vec<ChangeCause>,
    ) -> Result<Option<MaterialChange>, PledgeError> {
        let Some(severity) = causes.iter().map(|cause| cause.severity).max() else {
            return Ok(None);
        };
        let tx = self.db.begin().await?;
        let Some((terms, settlement)) = self.lock_money(&tx, campaign).await? else {
            return Ok(None);
        };
        for cause in &causes {
            if changes::knows(&tx, campaign, cause.assessment_id).await? {
                return Ok(None);
            }
        }
        let opening = Opening {
            severity,
            causes,
            reclassified: None,
        };
        let opened = self
            .open_change(&tx, &terms, settlement.as_ref(), opening)
            .await?;
        tx.commit().await?;
        Ok(opened)
    }

    /// Locks a campaign and its settlement, if it has one, in their order.
    pub(super) async fn lock_money(
        &self,
        tx: &Tx,
        campaign: CampaignId,
    ) -> Result<Option<(Terms, Option<Settlement>)>, PledgeError> {
        let Some(terms) = self.terms.lock(tx, campaign).await? else {
            return Ok(None);
        };
        let settlement = match settlements::find(&**tx, campaign).await? {
            Some(_) => Some(settlements::lock(tx, campaign).await?),
            None => None,
        };
        Ok(Some((terms, settlement)))
    }

    /// Writes a change down and holds what must be held. Campaign and settlement must be locked.
    pub(super) async fn open_change(
        &self,
        tx: &Tx,
        terms: &Terms,
        settlement: Option<&Settlement>,
        opening: Opening,
    ) -> Result<Option<MaterialChange>, PledgeError> {
        let Some(scope) = scope_of(terms, settlement, opening.severity) else {
            return Ok(None);
        };
        let (caller, campaign) = (Self::platform(), terms.campaign_id);
        let now = tx.now().await?;
        let mut causes = opening.causes;
        if opening.severity == ChangeSeverity::Major
            && let Some(earlier) = changes::find_open(&**tx, campaign).await?
        {
            // Whoever confirmed the earlier one did not know of this one: the clock begins anew for both.
            let earlier = changes::lock(tx, earlier.id).await?;
            let of_both = changes::causes_of(&**tx, &[earlier.id]).await?;
            causes.extend(of_both.into_iter().map(|(_, cause)| cause));
            changes::withdraw_all(tx, earlier.id, now).await?;
            let after = earlier.close(ChangeOutcome::Superseded, now);
            changes::update(tx, &after).await?;
            let act = Act::new("material_change.close", campaign);
            tx.record(&caller, act.before(earlier.trace()).after(after.trace()))
                .await?;
        }
        let dossier = self.dossier.dossier(tx, campaign, terms.deadline_at).await?;
        store::keep_dossier(tx, &dossier, now).await?;
        let (reclassified_from, reason) = opening.reclassified.unzip();
        let mut change = MaterialChange {
            id: tx.new_id(now),
            campaign_id: campaign,
            founder_id: terms.founder_id,
            severity: opening.severity,
            scope,
            state: ChangeState::Opened,
            outcome: None,
            dossier_hash: dossier.hash,
            opened_at: now,
            notified_at: None,
            reconfirm_until: None,
            deadline_before: None,
            reclassified_at: None,
            reason,
            reclassified_from,
            closed_at: None,
            version: 1,
        };
        if scope == ChangeScope::Reconfirm {
            self.hold(tx, terms, &mut change, now).await?;
            // What was not asked yet is not charged; jobs that come to it find it given up.
            attempts::give_up_unasked(tx, campaign, now).await?;
        }
        changes::insert(tx, &change).await?;
        for cause in &causes {
            changes::add_cause(tx, change.id, cause).await?;
        }
        let act = Act::new("material_change.open", campaign).after(change.trace());
        let cause = causes
            .first()
            .map(|cause| format!("{} {}", cause.kind, cause.detail));
        tx.record(&caller, Act { cause, ..act }).await?;
        Ok(Some(change))
    }

    /// Stops new pledges and leaves investors the business days that the rule gives them: a deadline
    /// that is nearer is moved.
    pub(super) async fn hold(
        &self,
        tx: &Tx,
        terms: &Terms,
        change: &mut MaterialChange,
        now: DateTime<Utc>,
    ) -> Result<(), PledgeError> {
        let days = if terms.regime.is_regulated() {
            self.rules.reconfirm_business_days(terms.regime, now)
        } else {
            None
        };
        let days = days.unwrap_or(BusinessDays::at_home(self.settle.reconfirm_business_days));
        let campaign = terms.campaign_id;
        let until = self.terms.end_of_business_days(tx, campaign, now, &days).await?;
        let until = change.reconfirm_until.map_or(until, |earlier| earlier.max(until));
        change.reconfirm_until = Some(until);
        let is_before_deadline = terms.is_open || terms.may_cancel;
        if is_before_deadline && terms.deadline_at.is_some_and(|deadline| deadline < until) {
            change.deadline_before = change.deadline_before.or(terms.deadline_at);
        }
        let extend_to = is_before_deadline.then_some(until);
        let cause = format!("material change {}", change.id);
        self.terms
            .hold(tx, &Self::platform(), campaign, extend_to, cause)
            .await?;
        Ok(())
    }
}

/// What follows from a change, as the campaign's money stands; nothing where nobody could act on it.
fn scope_of(terms: &Terms, settlement: Option<&Settlement>, severity: ChangeSeverity) -> Option<ChangeScope> {
    let scope = match settlement.map(|settlement| settlement.stage) {
        // Once it has reached its goal, its settlement begins a moment later.
        None if terms.is_open || terms.may_cancel || terms.is_collecting => ChangeScope::Reconfirm,
        Some(stage) if stage.is_collecting() => ChangeScope::Reconfirm,
        Some(Stage::Settled) => ChangeScope::Payout,
        _ => return None,
    };
    Some(match severity {
        ChangeSeverity::Major => scope,
        ChangeSeverity::Minor => ChangeScope::Inform,
    })
}
