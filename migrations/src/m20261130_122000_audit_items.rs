use sea_orm_migration::prelude::*;

use crate::m20261124_000900_audit_views::Words;

/// The views by which anyone can check pools, add-ons and what pledges chose. Rewards stay what they were for whoever
/// reads them: one for each pledge.
#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let words = Words(manager.get_database_backend());
        let conn = manager.get_connection();
        conn.execute_unprepared("DROP VIEW audit_reward").await?;
        for (name, select) in views(&words) {
            conn.execute_unprepared(&format!("CREATE VIEW {name} AS {select}"))
                .await?;
        }
        Ok(())
    }
}

pub(crate) fn views(w: &Words) -> [(&'static str, String); 4] {
    let (reward, campaign) = (w.id("reward", "r.id"), w.id("campaign", "r.campaign_id"));
    let pool = w.id("pool", "r.pool_id");
    [
        (
            "audit_reward",
            format!(
                "SELECT {reward} AS reward_id, {campaign} AS campaign_id, r.limit_quantity AS limit_qty,
                    r.claimed AS cached_claimed
                 FROM rewards r WHERE r.kind = 'reward'"
            ),
        ),
        (
            "audit_add_on",
            format!(
                "SELECT {reward} AS reward_id, {campaign} AS campaign_id, r.limit_quantity AS limit_qty,
                    r.claimed AS cached_claimed
                 FROM rewards r WHERE r.kind = 'add_on'"
            ),
        ),
        (
            "audit_pool",
            format!(
                "SELECT {id} AS pool_id, {campaign} AS campaign_id, p.limit_quantity AS limit_qty,
                    p.claimed AS cached_claimed
                 FROM reward_pools p",
                id = w.id("pool", "p.id"),
                campaign = w.id("campaign", "p.campaign_id"),
            ),
        ),
        // What each pledge has chosen now; not what it had before it was changed.
        (
            "audit_pledge_item",
            format!(
                "SELECT {pledge} AS pledge_id, {reward} AS reward_id, r.kind, {pool} AS pool_id, i.quantity,
                    i.unit_minor AS unit_amount, i.currency,
                    (SELECT COALESCE(sum(ri.quantity), 0) FROM refund_items ri
                     JOIN refunds f ON f.id = ri.refund_id AND f.state <> 'failed'
                     WHERE ri.reward_id = i.reward_id AND f.pledge_id = i.pledge_id) AS refunded_quantity
                 FROM pledge_items i
                 JOIN pledges p ON p.id = i.pledge_id AND p.items_version = i.version
                 JOIN rewards r ON r.id = i.reward_id",
                pledge = w.id("pledge", "i.pledge_id"),
            ),
        ),
    ]
}
