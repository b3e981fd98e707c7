use sea_orm_migration::prelude::*;

use crate::m20261124_000900_audit_views::Words;

/// The views by which anyone can check what became of money: charges, refunds, disputes, payouts and
/// the sums of each settlement.
#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let words = Words(manager.get_database_backend());
        for (name, select) in views(&words) {
            let create = format!("CREATE VIEW {name} AS {select}");
            manager.get_connection().execute_unprepared(&create).await?;
        }
        Ok(())
    }
}

pub(crate) fn views(w: &Words) -> Vec<(&'static str, String)> {
    vec![
        // Only what was asked and not answered is unknown: a bank may take days to hear from its customer.
        (
            "audit_charge",
            format!(
                "SELECT {id} AS charge_id, {pledge} AS pledge_id, a.attempt, a.provider_id AS psp_id, a.idem_key,
                    a.amount_minor AS amount, a.currency,
                    CASE WHEN a.state IN ('unknown', 'succeeded') THEN a.state
                        WHEN a.state IN ('created', 'processing', 'action_required') THEN 'created'
                        ELSE 'failed' END AS state,
                    {created} AS created_ms
                 FROM payment_attempts a",
                id = w.id("attempt", "a.id"),
                pledge = w.id("pledge", "a.pledge_id"),
                created = w.ms("COALESCE(a.asked_at, a.created_at)"),
            ),
        ),
        (
            "audit_refund",
            format!(
                "SELECT {id} AS refund_id, {charge} AS charge_id, r.provider_id AS psp_id, r.amount_minor AS amount, r.state
                 FROM refunds r",
                id = w.id("refund", "r.id"),
                charge = w.id("attempt", "r.attempt_id"),
            ),
        ),
        // The amount is what counts as lost once: what had gone back before is none of it.
        (
            "audit_dispute",
            format!(
                "SELECT {id} AS dispute_id, {charge} AS charge_id, d.provider_id AS psp_id, d.counted_minor AS amount,
                    CASE WHEN d.state = 'lost' THEN 'lost' WHEN d.state IN ('won', 'warning_closed') THEN 'won'
                        ELSE 'open' END AS state
                 FROM disputes d",
                id = w.id("dispute", "d.id"),
                charge = w.id("attempt", "d.attempt_id"),
            ),
        ),
        (
            "audit_payout",
            format!(
                "SELECT {id} AS payout_id, {campaign} AS campaign_id, p.provider_id AS psp_id, p.idem_key,
                    p.amount_minor AS amount, p.currency,
                    CASE WHEN p.state = 'paid' THEN 'paid' WHEN p.state = 'sent' THEN 'unknown'
                        WHEN p.state IN ('failed', 'rejected') THEN 'failed' ELSE 'created' END AS state,
                    {approved} AS approved_by, {requested} AS requested_by
                 FROM payouts p",
                id = w.id("payout", "p.id"),
                campaign = w.id("campaign", "p.campaign_id"),
                approved = w.id("user", "p.decided_by"),
                requested = w.id("user", "p.requested_by"),
            ),
        ),
        (
            "audit_settlement",
            format!(
                "SELECT {campaign} AS campaign_id, s.stage, s.currency, s.pledge_count, s.collected_minor AS collected,
                    s.collected_count, s.dropped_minor AS dropped, s.dropped_count, s.refunded_minor AS refunded,
                    s.disputed_minor AS disputed
                 FROM settlements s",
                campaign = w.id("campaign", "s.campaign_id"),
            ),
        ),
    ]
}
