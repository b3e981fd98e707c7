//! The books of a campaign's money, line by line, for whoever may see it.

use kernel::{
    Caller, CampaignId, Cursor, Page, PageRequest,
    policy::{Action, can},
};
use ledger::{AccountKind, Ledger, Owner, Place, Scope, StatementLine};

use crate::{ListPledgesError, Pledges, settle::store as settlements};

/// The accounts that hold a campaign's money. What was promised stands on memorandum accounts, and is no money.
pub const MONEY_ACCOUNTS: [AccountKind; 4] = [
    AccountKind::CampaignHeld,
    AccountKind::DisputeReserve,
    AccountKind::FounderPayable,
    AccountKind::PayoutInTransit,
];

impl Pledges {
    /// A page of what was booked of a campaign's money, the newest first, each line with what stood on its account after it; with how
    /// many lines there are. Nothing for whoever may not see the money, and before any was collected.
    ///
    /// # Errors
    /// [`ListPledgesError`] if the cursor is of another list, or the database does not answer.
    pub async fn statement(
        &self,
        caller: &Caller,
        campaign: CampaignId,
        account: Option<AccountKind>,
        page: &PageRequest,
    ) -> Result<Option<Page<StatementLine>>, ListPledgesError> {
        let settlement = settlements::find(self.db.reader(), campaign).await?;
        let may_see = settlement.is_some_and(|settlement| {
            let owner = settlement.founder_id;
            can(caller, Action::CampaignMoneyView { owner }).is_ok()
        });
        if !may_see {
            return Ok(None);
        }
        let mut kinds = MONEY_ACCOUNTS.to_vec();
        kinds.retain(|kind| account.is_none_or(|account| account == *kind));
        let named: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
        let within = ("statement", campaign, named);
        let scope = Scope::OfKinds(Owner::Campaign(campaign), kinds);
        // Counted once: whoever reads on reads on in the same list.
        let (before, total): (Option<Place>, u64) = match &page.after {
            Some(after) => {
                let (place, total) = after.open(&within)?;
                (Some(place), total)
            }
            None => (None, Ledger::count_lines(&self.db, &scope).await?),
        };
        let first = page.first.clamp(1, PageRequest::MAX);
        let lines = Ledger::newest(&self.db, &scope, before, first + 1).await?;
        let cursor = |line: &StatementLine| Cursor::new(&((line.entry, line.line), total), &within);
        Ok(Some(Page::from_surplus(lines, first, cursor).with_total(total)))
    }
}
