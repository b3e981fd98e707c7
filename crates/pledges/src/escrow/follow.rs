use db::Act;
use kernel::{CampaignId, Money};
use payments::{EscrowError, EscrowRelease};
use serde_json::json;

use super::{
    EscrowMovement, EscrowMovementKind,
    movement::{Next, REST, next},
    store,
};
use crate::{PledgeError, Pledges, settle::store as settlements};

/// Campaigns read at once.
const AT_ONCE: usize = 50;
/// Movements of one campaign in one turn: one that was left open, and the difference.
const STEPS: usize = 3;

impl Pledges {
    /// Moves money to or from the third party where it keeps another amount than the books say. Safe to run at any time, side by side.
    ///
    /// # Errors
    /// If the database does not answer. A third party that does not is asked again at the next turn.
    #[tracing::instrument(name = "pledges.follow_escrows", skip_all)]
    pub async fn follow_escrows(&self) -> Result<(), PledgeError> {
        let refused_before = self.db.clock().now() - REST;
        let mut after = None;
        loop {
            let page = store::to_follow(self.db.primary(), after, refused_before, AT_ONCE).await?;
            for campaign in &page {
                if let Err(error) = self.follow_escrow(*campaign).await {
                    tracing::error!(
                        campaign.id = %campaign, error = &error as &dyn std::error::Error,
                        "what the third party keeps is compared again at the next turn"
                    );
                }
            }
            after = page.last().copied();
            if page.len() < AT_ONCE {
                return Ok(());
            }
        }
    }

    /// The same for one campaign.
    ///
    /// # Errors
    /// [`PledgeError::Provider`] if the third party does not answer: ask again.
    pub(super) async fn follow_escrow(&self, campaign: CampaignId) -> Result<(), PledgeError> {
        for _ in 0..STEPS {
            match self.next_movement(campaign).await? {
                Some(movement) => self.carry_out(&movement).await?,
                None => break,
            }
        }
        Ok(())
    }

    /// The movement that is to be asked for, written down.
    async fn next_movement(&self, campaign: CampaignId) -> Result<Option<EscrowMovement>, PledgeError> {
        let tx = self.db.begin().await?;
        let settlement = settlements::lock(&tx, campaign).await?;
        let movements = store::of_campaign(&*tx, campaign).await?;
        let now = tx.now().await?;
        let due = Money::new(settlement.kept_minor(), settlement.goal.currency);
        let (kind, amount) = match next(&movements, due, now) {
            Next::Ask(open) => return Ok(movements.into_iter().nth(open)),
            Next::Nothing => return Ok(None),
            Next::Move(kind, amount) => (kind, amount),
        };
        let movement = EscrowMovement {
            campaign_id: campaign,
            number: movements.last().map_or(1, |last| last.number + 1),
            kind,
            amount,
            ordered_at: now,
            done: None,
            answered_at: None,
            reason: None,
        };
        store::insert(&tx, &movement).await?;
        tx.commit().await?;
        Ok(Some(movement))
    }

    /// Asks the third party, and writes its answer down.
    pub(super) async fn carry_out(&self, movement: &EscrowMovement) -> Result<(), PledgeError> {
        let asked = match movement.kind {
            EscrowMovementKind::Hold => self.escrow.hold(&movement.wish()).await,
            EscrowMovementKind::Return => self.escrow.give_back(&movement.wish()).await,
            EscrowMovementKind::Release => {
                let release = EscrowRelease {
                    key: movement.key(),
                    account: movement.campaign_id.to_string(),
                    expected: movement.amount,
                };
                self.escrow.release(&release).await.map(|_| ())
            }
        };
        let refused = match asked {
            Ok(()) => None,
            Err(EscrowError::Refused(why)) => {
                tracing::error!(
                    campaign.id = %movement.campaign_id, kind = movement.kind.as_str(), amount = %movement.amount, why,
                    "the third party that keeps the money refuses to move it"
                );
                Some(why)
            }
            Err(EscrowError::Unavailable(error)) => return Err(error.into()),
        };
        let tx = self.db.begin().await?;
        let now = tx.now().await?;
        if store::answer(&tx, movement, refused.as_deref(), now).await? {
            let told = json!({
                "escrow": self.escrow.name(), "kind": movement.kind.as_str(), "number": movement.number,
                "amount_minor": movement.amount.minor, "currency": movement.amount.currency, "done": refused.is_none(),
            });
            let act = Act::new("escrow.move", movement.campaign_id).after(told);
            let act = Act {
                cause: refused,
                ..act
            };
            tx.record(&Self::platform(), act).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}
