//! Reading pledges. What the caller may not see is not there.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use kernel::{
    Caller, CampaignId, Cursor, Page, PageRequest, PledgeId, UserId,
    policy::{Action, can},
};
use sea_orm::{ConnectionTrait, Value};
use serde::Serialize;

use crate::{
    Acknowledgement, Adjustment, Item, PaymentSetup, Pledge, PledgeError, PledgeItem, PledgeState, Pledges,
    acknowledgement, adjustment, items, store,
};

/// The states of a pledge that makes its investor a backer: it counts, is being collected or was.
const BACKING: &str = "('committed', 'reconfirm_due', 'collecting', 'action_required', 'errored', 'collected', 'disputed', 'won')";

/// How many pledges are loaded by id at once.
pub(crate) const AT_ONCE: usize = 500;

/// Which pledges of a list are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PledgeFilter {
    /// Only those in one of these states; all if none is named.
    pub states: Vec<PledgeState>,
    /// Only those to this campaign.
    pub campaign_id: Option<CampaignId>,
    /// Only those placed at this moment or later.
    pub placed_from: Option<DateTime<Utc>>,
    /// Only those placed before this moment.
    pub placed_before: Option<DateTime<Utc>>,
}

/// One step in the life of a pledge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    /// Where it stood, if it was there before.
    pub from: Option<PledgeState>,
    /// Where it went.
    pub to: PledgeState,
    /// When.
    pub at: DateTime<Utc>,
    /// Why, if that is known.
    pub cause: Option<String>,
}

impl Pledges {
    /// The pledge, if the caller may see it.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn get(&self, caller: &Caller, id: PledgeId) -> db::Result<Option<Pledge>> {
        Ok(store::find(self.db.reader(), id)
            .await?
            .filter(|pledge| may_see(caller, pledge)))
    }

    /// Those of the pledges that the caller may see, in any order.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn by_ids(&self, caller: &Caller, ids: &[PledgeId]) -> db::Result<Vec<Pledge>> {
        let mut found = Vec::new();
        for ids in ids.chunks(AT_ONCE) {
            let values: Vec<Value> = ids.iter().map(|id| id.uuid().into()).collect();
            let rest = format!("id IN ({})", store::marks(values.len()));
            found.extend(store::select(self.db.reader(), &rest, values).await?);
        }
        found.retain(|pledge| may_see(caller, pledge));
        Ok(found)
    }

    /// How many pledges these investors placed, whatever became of them, for loaders; those without any are left out.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn counts_of_investors(&self, investors: &[UserId]) -> db::Result<Vec<(UserId, u64)>> {
        let conn = self.db.reader();
        let mut counts = Vec::new();
        for investors in investors.chunks(AT_ONCE) {
            let count = format!(
                "SELECT investor_id, count(*) AS n FROM pledges WHERE investor_id IN ({}) GROUP BY investor_id",
                store::marks(investors.len())
            );
            let values = investors.iter().map(|id| Value::from(id.uuid()));
            for row in conn.query_all_raw(db::sql(conn, count, values)).await? {
                let id: uuid::Uuid = row.try_get("", "investor_id")?;
                let n: i64 = row.try_get("", "n")?;
                counts.push((id.into(), u64::try_from(n).unwrap_or(0)));
            }
        }
        Ok(counts)
    }

    /// Investors whose pledges to a campaign counted when it ended, in the order of their ids, beginning after one of them. Who
    /// took a pledge back is none of them; who was released at the end is.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn investors_of(
        &self,
        campaign: CampaignId,
        after: Option<UserId>,
        limit: usize,
    ) -> db::Result<Vec<UserId>> {
        let pledged = "committed_at IS NOT NULL AND state <> 'cancelled'";
        self.people_of(campaign, after, limit, pledged).await
    }

    /// Those with a pledge to a campaign of which a condition holds, by id.
    async fn people_of(
        &self,
        campaign: CampaignId,
        after: Option<UserId>,
        limit: usize,
        condition: &str,
    ) -> db::Result<Vec<UserId>> {
        // Of the primary: whoever pledged in the last second must not be missed for a replica that lags.
        let conn = self.db.primary();
        let mut values: Vec<Value> = vec![campaign.uuid().into()];
        let mut beyond = "";
        if let Some(after) = after {
            values.push(after.uuid().into());
            beyond = " AND investor_id > $2";
        }
        let select = format!(
            "SELECT DISTINCT investor_id FROM pledges
             WHERE campaign_id = $1{beyond} AND {condition}
             ORDER BY investor_id LIMIT {limit}"
        );
        let rows = conn.query_all_raw(db::sql(conn, select, values)).await?;
        rows.iter()
            .map(|row| Ok(row.try_get::<uuid::Uuid>("", "investor_id")?.into()))
            .collect()
    }

    /// Backers of a campaign, as [`backers_among`](Self::backers_among) tells them, by id, those after `after`.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn backers_of(
        &self,
        campaign: CampaignId,
        after: Option<UserId>,
        limit: usize,
    ) -> db::Result<Vec<UserId>> {
        self.people_of(campaign, after, limit, &format!("state IN {BACKING}"))
            .await
    }

    /// Of which of these campaigns and people it holds that the person is a backer of the campaign: they have a pledge to it
    /// that counts, is being collected or was.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn backers_among(
        db: &db::Db,
        pairs: &[(CampaignId, UserId)],
    ) -> db::Result<HashSet<(CampaignId, UserId)>> {
        // Of the primary: whoever pledged in the last second is one.
        let conn = db.primary();
        let mut found = HashSet::new();
        for pairs in pairs.chunks(AT_ONCE) {
            let mut values: Vec<Value> = Vec::new();
            let mut rows = Vec::new();
            for (campaign, user) in pairs {
                values.push(campaign.uuid().into());
                values.push(user.uuid().into());
                rows.push(format!("(${}, ${})", values.len() - 1, values.len()));
            }
            let select = format!(
                "SELECT DISTINCT campaign_id, investor_id FROM pledges
                 WHERE (campaign_id, investor_id) IN (VALUES {}) AND state IN {BACKING}",
                rows.join(", ")
            );
            for row in conn.query_all_raw(db::sql(conn, select, values)).await? {
                let campaign = row.try_get::<uuid::Uuid>("", "campaign_id")?.into();
                found.insert((campaign, row.try_get::<uuid::Uuid>("", "investor_id")?.into()));
            }
        }
        Ok(found)
    }

    /// The newest try at a card of each pledge. The client's secret in it is for the investor alone.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn setups_of(&self, ids: &[PledgeId]) -> db::Result<Vec<PaymentSetup>> {
        let mut found = Vec::new();
        for ids in ids.chunks(AT_ONCE) {
            let values: Vec<Value> = ids.iter().map(|id| id.uuid().into()).collect();
            let rest = format!(
                "s.pledge_id IN ({})
                 AND s.attempt = (SELECT max(m.attempt) FROM payment_setups m WHERE m.pledge_id = s.pledge_id)",
                store::marks(values.len())
            );
            found.extend(store::select_setups(self.db.reader(), &rest, values).await?);
        }
        Ok(found)
    }

    /// The cards by which these pledges are charged, as far as they are the caller's own; nothing of those for which none is
    /// saved.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn saved_cards_of(
        &self,
        caller: &Caller,
        ids: &[PledgeId],
    ) -> db::Result<Vec<(PledgeId, payments::Card)>> {
        let mut found = Vec::new();
        for ids in ids.chunks(AT_ONCE) {
            let Ok(investor) = caller.user_id() else { break };
            let mut values: Vec<Value> = ids.iter().map(|id| id.uuid().into()).collect();
            values.push(investor.uuid().into());
            let rest = format!(
                "s.pledge_id IN (SELECT p.id FROM pledges p WHERE p.id IN ({}) AND p.investor_id = ${})
                 AND s.attempt = (SELECT max(m.attempt) FROM payment_setups m
                     WHERE m.pledge_id = s.pledge_id AND m.state = 'succeeded')",
                store::marks(ids.len()),
                values.len()
            );
            let setups = store::select_setups(self.db.reader(), &rest, values).await?;
            found.extend(
                setups
                    .into_iter()
                    .filter_map(|setup| Some((setup.pledge_id, setup.card?))),
            );
        }
        Ok(found)
    }

    /// A page of the caller's own pledges, newest first.
    ///
    /// # Errors
    /// [`ListPledgesError`] if nobody has signed in or the cursor is of another list.
    pub async fn list_own(
        &self,
        caller: &Caller,
        filter: &PledgeFilter,
        page: &PageRequest,
    ) -> Result<Page<Pledge>, ListPledgesError> {
        let investor = caller.user_id()?;
        let scope = ("pledges", investor, filter);
        let (mut rest, mut values) = conditions(filter, "investor_id", investor.uuid());
        if let Some(after) = &page.after {
            let last: PledgeId = after.open(&scope)?;
            values.push(last.uuid().into());
            rest.push_str(&format!(" AND id < ${}", values.len()));
        }
        let first = page.first.clamp(1, PageRequest::MAX);
        rest.push_str(&format!(" ORDER BY id DESC LIMIT {}", first + 1));
        let rows = store::select(self.db.reader(), &rest, values).await?;
        Ok(Page::from_surplus(rows, first, |pledge| {
            Cursor::new(&pledge.id, &scope)
        }))
    }

    /// How many pledges of the caller pass the filter.
    ///
    /// # Errors
    /// [`ListPledgesError::Forbidden`] if nobody has signed in.
    pub async fn count_own(&self, caller: &Caller, filter: &PledgeFilter) -> Result<u64, ListPledgesError> {
        let investor = caller.user_id()?;
        let (rest, values) = conditions(filter, "investor_id", investor.uuid());
        Ok(self.number_of(&rest, values).await?)
    }

    /// How many pledges a condition holds of.
    pub(crate) async fn number_of(&self, rest: &str, values: Vec<Value>) -> db::Result<u64> {
        let conn = self.db.reader();
        let select = format!("SELECT count(*) AS n FROM pledges WHERE {rest}");
        let row = conn.query_one_raw(db::sql(conn, select, values)).await?;
        let count: i64 = row.map_or(Ok(0), |row| row.try_get("", "n"))?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// The caller's newest pledge to a campaign that has not ended.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn open_of_viewer(&self, caller: &Caller, campaign: CampaignId) -> db::Result<Option<Pledge>> {
        let Ok(investor) = caller.user_id() else {
            return Ok(None);
        };
        let rest = "campaign_id = $1 AND investor_id = $2 AND state NOT IN ('cancelled', 'released')
                    ORDER BY id DESC LIMIT 1";
        let values = vec![campaign.uuid().into(), investor.uuid().into()];
        Ok(store::select(self.db.reader(), rest, values).await?.pop())
    }

    /// Every step of a pledge the caller may see, oldest first, from the audit trail.
    ///
    /// # Errors
    /// [`PledgeError::NotFound`] if it is not the caller's to see.
    pub async fn history(&self, caller: &Caller, id: PledgeId) -> Result<Vec<Transition>, PledgeError> {
        self.get(caller, id).await?.ok_or(PledgeError::NotFound(id))?;
        let state = |value: &Option<serde_json::Value>| {
            let state = value.as_ref()?.get("state")?.clone();
            serde_json::from_value::<PledgeState>(state).ok()
        };
        let mut rows = self.db.audit_of(&id.to_string(), 200).await?;
        // Steps of one transaction share their moment: the pledge's version tells which came first.
        let step = |value: &Option<serde_json::Value>| value.as_ref()?.get("version")?.as_i64();
        rows.sort_by_key(|row| (row.at, step(&row.before), step(&row.after)));
        let steps = rows.into_iter().filter_map(|row| {
            let to = state(&row.after)?;
            Some(Transition {
                from: state(&row.before),
                to,
                at: row.at,
                cause: row.cause,
            })
        });
        Ok(steps.collect())
    }

    /// What the investor was shown of the patents when pledging.
    ///
    /// # Errors
    /// [`PledgeError::NotFound`] if the pledge is not the caller's to see.
    pub async fn dossier_of(
        &self,
        caller: &Caller,
        id: PledgeId,
    ) -> Result<Option<serde_json::Value>, PledgeError> {
        let pledge = self.get(caller, id).await?.ok_or(PledgeError::NotFound(id))?;
        Ok(store::find_dossier(self.db.reader(), &pledge.dossier_hash).await?)
    }

    /// Those of these pledges that the caller may see.
    async fn seen(&self, caller: &Caller, ids: &[PledgeId]) -> db::Result<Vec<PledgeId>> {
        let seen = self.by_ids(caller, ids).await?;
        Ok(seen.into_iter().map(|pledge| pledge.id).collect())
    }

    /// Every change of what these pledges promise or earn, oldest first; nothing of those the caller may not see.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn adjustments_of(&self, caller: &Caller, ids: &[PledgeId]) -> db::Result<Vec<Adjustment>> {
        let mut found = Vec::new();
        let ids = self.seen(caller, ids).await?;
        for ids in ids.chunks(AT_ONCE) {
            found.extend(adjustment::of_pledges(self.db.reader(), ids).await?);
        }
        Ok(found)
    }

    /// What these pledges have, and how many of each were refunded; nothing of those the caller may not see.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn items_of(&self, caller: &Caller, ids: &[PledgeId]) -> db::Result<Vec<PledgeItem>> {
        let mut found = Vec::new();
        for pledges in self.by_ids(caller, ids).await?.chunks(AT_ONCE) {
            let versions: Vec<_> = pledges
                .iter()
                .filter_map(|pledge| pledge.items_version.map(|version| (pledge.id, version)))
                .collect();
            let items = items::store::at(self.db.reader(), &versions).await?;
            found.extend(items.into_iter().map(|(_, item)| item));
        }
        Ok(found)
    }

    /// What these pledges had at these versions; nothing of those the caller may not see.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn items_at(
        &self,
        caller: &Caller,
        versions: &[(PledgeId, i64)],
    ) -> db::Result<Vec<(PledgeId, i64, Item)>> {
        let ids: Vec<_> = versions.iter().map(|(pledge, _)| *pledge).collect();
        let seen = self.seen(caller, &ids).await?;
        let wanted: Vec<_> = versions
            .iter()
            .copied()
            .filter(|(pledge, _)| seen.contains(pledge))
            .collect();
        let mut found = Vec::new();
        for wanted in wanted.chunks(AT_ONCE) {
            for (version, had) in items::store::at(self.db.reader(), wanted).await? {
                found.push((had.pledge_id, version, had.item));
            }
        }
        Ok(found)
    }

    /// What investors said last to know of before pledging; nothing where there was nothing grave, and of pledges the caller
    /// may not see.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn acknowledgements_of(
        &self,
        caller: &Caller,
        ids: &[PledgeId],
    ) -> db::Result<Vec<(PledgeId, Acknowledgement)>> {
        let mut found = Vec::new();
        let ids = self.seen(caller, ids).await?;
        for ids in ids.chunks(AT_ONCE) {
            found.extend(acknowledgement::of_pledges(self.db.reader(), ids).await?);
        }
        Ok(found)
    }
}

/// Why a list was not given.
#[derive(Debug, thiserror::Error)]
pub enum ListPledgesError {
    /// Nobody has signed in.
    #[error(transparent)]
    Forbidden(#[from] kernel::Forbidden),
    /// The cursor is not of this list.
    #[error(transparent)]
    Cursor(#[from] kernel::CursorError),
    /// The database does not answer.
    #[error(transparent)]
    Store(#[from] db::Error),
}

fn may_see(caller: &Caller, pledge: &Pledge) -> bool {
    can(
        caller,
        Action::PledgeView {
            investor: pledge.investor_id,
        },
    )
    .is_ok()
}

/// What a list is of (`column` is `whose`), and what the filter wants of it.
pub(crate) fn conditions(
    filter: &PledgeFilter,
    column: &'static str,
    whose: uuid::Uuid,
) -> (String, Vec<Value>) {
    let (mut rest, mut values) = (format!("{column} = $1"), vec![whose.into()]);
    if let Some(campaign) = filter.campaign_id {
        values.push(campaign.uuid().into());
        rest.push_str(&format!(" AND campaign_id = ${}", values.len()));
    }
    for (moment, sign) in [(filter.placed_from, ">="), (filter.placed_before, "<")] {
        if let Some(moment) = moment {
            values.push(moment.into());
            rest.push_str(&format!(" AND placed_at {sign} ${}", values.len()));
        }
    }
    if !filter.states.is_empty() {
        // The words are ours, not the caller's.
        let words: Vec<_> = filter
            .states
            .iter()
            .map(|state| format!("'{}'", state.as_str()))
            .collect();
        rest.push_str(&format!(" AND state IN ({})", words.join(", ")));
    }
    (rest, values)
}
