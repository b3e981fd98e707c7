//! The pledges to a campaign, as whoever runs it sees them: whose, how they stand and what of their money is there. Nothing of the
//! cards, and nothing of what never counted.

use kernel::{
    Caller, CampaignId, Cursor, Money, Page, PageRequest, PledgeId, UserId,
    policy::{Action, can},
};
use sea_orm::Value;

use crate::{
    AttemptState, ListPledgesError, PaymentAttempt, Pledge, PledgeFilter, PledgeItem, Pledges,
    collect::store as attempts,
    items,
    read::{AT_ONCE, conditions},
    store,
};

/// A pledge to a campaign that counts or counted, and what became of its money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backing {
    /// The pledge.
    pub pledge: Pledge,
    /// What it chose, and how many of each went back.
    pub items: Vec<PledgeItem>,
    /// What was charged with success; nothing before that.
    charged: Option<PaymentAttempt>,
}

impl Backing {
    /// What was collected.
    pub fn collected(&self) -> Money {
        self.of_charge(|charged| charged.amount.minor)
    }

    /// What went back of it or is on its way back.
    pub fn refunded(&self) -> Money {
        self.of_charge(|charged| charged.refunded_minor)
    }

    /// What of it is contested at the bank, or was lost.
    pub fn contested(&self) -> Money {
        self.of_charge(|charged| charged.disputed_minor)
    }

    /// What of it can still be given back.
    pub fn refundable(&self) -> Money {
        self.of_charge(PaymentAttempt::refundable_minor)
    }

    fn of_charge(&self, minor: impl Fn(&PaymentAttempt) -> i64) -> Money {
        let minor = self.charged.as_ref().map_or(0, minor);
        Money::new(minor, self.pledge.amount.currency)
    }
}

impl Pledges {
    /// A page of the pledges to a campaign that count or counted, newest first, with how many there are: four statements. Nothing
    /// for whoever may not see who pledged to it.
    ///
    /// # Errors
    /// [`ListPledgesError`] if the cursor is of another list, or the database does not answer.
    pub async fn list_backings(
        &self,
        caller: &Caller,
        (campaign, founder): (CampaignId, UserId),
        filter: &PledgeFilter,
        page: &PageRequest,
    ) -> Result<Option<Page<Backing>>, ListPledgesError> {
        if can(caller, Action::PledgesOfCampaignView { owner: founder }).is_err() {
            return Ok(None);
        }
        let scope = ("backings", campaign, filter);
        let (mut rest, mut values) = conditions(filter, "campaign_id", campaign.uuid());
        rest.push_str(" AND committed_at IS NOT NULL");
        // Counted once: whoever reads on reads on in the same list.
        let total = match &page.after {
            Some(after) => {
                let (last, total): (PledgeId, u64) = after.open(&scope)?;
                values.push(last.uuid().into());
                rest.push_str(&format!(" AND id < ${}", values.len()));
                total
            }
            None => self.number_of(&rest, values.clone()).await?,
        };
        let first = page.first.clamp(1, PageRequest::MAX);
        rest.push_str(&format!(" ORDER BY id DESC LIMIT {}", first + 1));
        let rows = store::select(self.db.reader(), &rest, values).await?;
        let backings = self.with_charges(rows).await?;
        let page = Page::from_surplus(backings, first, |backing| {
            Cursor::new(&(backing.pledge.id, total), &scope)
        });
        Ok(Some(page.with_total(total)))
    }

    /// One of them.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn find_backing(
        &self,
        caller: &Caller,
        (campaign, founder): (CampaignId, UserId),
        id: PledgeId,
    ) -> db::Result<Option<Backing>> {
        if can(caller, Action::PledgesOfCampaignView { owner: founder }).is_err() {
            return Ok(None);
        }
        let rest = "id = $1 AND campaign_id = $2 AND committed_at IS NOT NULL";
        let values = vec![id.uuid().into(), campaign.uuid().into()];
        let found = store::select(self.db.reader(), rest, values).await?;
        Ok(self.with_charges(found).await?.pop())
    }

    async fn with_charges(&self, pledges: Vec<Pledge>) -> db::Result<Vec<Backing>> {
        let (mut charges, mut chosen) = (Vec::new(), Vec::new());
        for pledges in pledges.chunks(AT_ONCE) {
            let versions: Vec<_> = pledges
                .iter()
                .filter_map(|pledge| pledge.items_version.map(|version| (pledge.id, version)))
                .collect();
            chosen.extend(items::store::at(self.db.reader(), &versions).await?);
            let rest = format!(
                "state = '{}' AND pledge_id IN ({})",
                AttemptState::Succeeded.as_str(),
                store::marks(pledges.len())
            );
            let values = pledges.iter().map(|pledge| Value::from(pledge.id.uuid()));
            charges.extend(attempts::select(self.db.reader(), &rest, values.collect()).await?);
        }
        let backing = |pledge: Pledge| {
            let at = charges.iter().position(|charge| charge.pledge_id == pledge.id);
            let own = chosen.iter().filter(|(_, had)| had.pledge_id == pledge.id);
            Backing {
                charged: at.map(|at| charges.swap_remove(at)),
                items: own.map(|(_, had)| had.clone()).collect(),
                pledge,
            }
        };
        Ok(pledges.into_iter().map(backing).collect())
    }
}
