use kernel::{
    Caller, CampaignId,
    policy::{Action, can},
};

use super::{EscrowMovement, store};
use crate::{PledgeError, Pledges, settle::store as settlements};

impl Pledges {
    /// How a campaign's money moved to and from the third party that keeps it, in its order, if the caller may see its money; nothing for a
    /// campaign for rewards.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn escrow_of(
        &self,
        caller: &Caller,
        campaign: CampaignId,
    ) -> Result<Vec<EscrowMovement>, PledgeError> {
        let conn = self.db.reader();
        let settlement = settlements::find(conn, campaign).await?;
        let seen = settlement.is_some_and(|settlement| {
            let owner = settlement.founder_id;
            settlement.regime.is_regulated() && can(caller, Action::CampaignMoneyView { owner }).is_ok()
        });
        if !seen {
            return Ok(Vec::new());
        }
        Ok(store::of_campaign(conn, campaign).await?)
    }
}
