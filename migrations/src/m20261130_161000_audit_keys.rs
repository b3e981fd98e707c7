//! An id in its text form is reckoned anew for every row that is looked at, so a join over it can use no index.

use sea_orm_migration::prelude::*;

use crate::{
    m20261124_000900_audit_views::{self as first, Words},
    m20261125_001100_audit_money as money, m20261129_200000_audit_holds as holds,
    m20261130_122000_audit_items as items,
};

/// Beside each id in its text form the views show it as the tables have it, under `…_key`, for joins.
#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

/// What is shown beside what each view showed before.
const KEYS: [(&str, &str); 15] = [
    ("audit_account", "a.id AS account_key, a.owner_id AS owner_key"),
    ("audit_txn", "e.id AS txn_key, e.ref_id AS ref_key"),
    (
        "audit_entry",
        "p.entry_id AS txn_key, p.account_id AS account_key",
    ),
    (
        "audit_campaign",
        "c.id AS campaign_key, c.founder_id AS creator_key",
    ),
    (
        "audit_pledge",
        "p.id AS pledge_key, p.campaign_id AS campaign_key, p.investor_id AS user_key, p.reward_id AS reward_key",
    ),
    ("audit_charge", "a.id AS charge_key, a.pledge_id AS pledge_key"),
    ("audit_refund", "r.id AS refund_key, r.attempt_id AS charge_key"),
    ("audit_dispute", "d.id AS dispute_key, d.attempt_id AS charge_key"),
    (
        "audit_payout",
        "p.id AS payout_key, p.campaign_id AS campaign_key",
    ),
    ("audit_settlement", "s.campaign_id AS campaign_key"),
    ("audit_hold", "c.id AS campaign_key"),
    ("audit_reward", "r.id AS reward_key"),
    ("audit_add_on", "r.id AS reward_key"),
    ("audit_pool", "p.id AS pool_key"),
    (
        "audit_pledge_item",
        "i.pledge_id AS pledge_key, i.reward_id AS reward_key, r.pool_id AS pool_key",
    ),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let words = Words(manager.get_database_backend());
        let conn = manager.get_connection();
        // Rewards are what they became when add-ons were told from them.
        let mut views = first::views(&words);
        views.retain(|(name, _)| *name != "audit_reward");
        views.extend(money::views(&words));
        views.extend(items::views(&words));
        views.push(holds::view(&words));
        for (name, keys) in KEYS {
            let found = views.iter().find(|(view, _)| *view == name);
            let rest = found.and_then(|(_, select)| select.strip_prefix("SELECT "));
            let rest = rest.ok_or_else(|| DbErr::Custom(format!("there is no view {name}")))?;
            conn.execute_unprepared(&format!("DROP VIEW {name}")).await?;
            conn.execute_unprepared(&format!("CREATE VIEW {name} AS SELECT {keys}, {rest}"))
                .await?;
        }
        Ok(())
    }
}
