#![doc = include_str!("../README.md")]

mod dialect;

mod m20261124_000100_platform;
mod m20261124_000200_accounts;
mod m20261124_000300_patents;
mod m20261124_000400_projects;
mod m20261124_000500_ledger;
mod m20261124_000600_payments;
mod m20261124_000700_pledges;
mod m20261124_000800_history;
mod m20261124_000900_audit_views;
mod m20261125_000100_patent_assessments;
mod m20261125_000200_patent_watch;
mod m20261125_000300_patent_filters;
mod m20261125_000500_patent_tiers;
mod m20261125_000510_patent_lookup_numbers;
mod m20261125_000600_sandbox_money;
mod m20261125_000700_collecting;
mod m20261125_000800_refunds;
mod m20261125_000900_payouts;
mod m20261125_001000_disputes;
mod m20261125_001100_audit_money;
mod m20261125_001200_sandbox_saved_cards;
mod m20261125_001300_ledger_journal;
mod m20261125_001400_provider_cursors;
mod m20261129_000100_material_changes;
mod m20261129_190000_captured_mails;
mod m20261129_190100_notifications;
mod m20261129_191000_dispute_recounts;
mod m20261129_200000_audit_holds;
mod m20261130_000100_pledge_acknowledgements;
mod m20261130_000200_pledge_adjustments;
mod m20261130_000300_movements;
mod m20261130_010000_email_confirmation;
mod m20261130_010000_files;
mod m20261130_010000_follows;
mod m20261130_011000_verifications;
mod m20261130_012000_ownership;
mod m20261130_020000_campaign_updates;
mod m20261130_020000_second_factors;
mod m20261130_030000_questions;
mod m20261130_040000_ip_claims;
mod m20261130_050000_repayments;
mod m20261130_061000_installation_keys;
mod m20261130_062000_known_devices;
mod m20261130_062100_email_changes;
mod m20261130_062200_api_tokens;
mod m20261130_100000_owners_told_apart;
mod m20261130_101000_patent_families;
mod m20261130_102000_patent_documents;
mod m20261130_110000_administration;
mod m20261130_111000_file_grants_end;
mod m20261130_120000_reward_pools;
mod m20261130_121000_refund_items;
mod m20261130_122000_audit_items;
mod m20261130_140000_platform_bears_more;
mod m20261130_150000_pledges_that_counted;
mod m20261130_160000_settled_without_payout;
mod m20261130_161000_audit_keys;
mod m20261130_170000_regimes;
mod m20261130_180000_privacy;
mod m20261201_090000_existing_holders;
mod m20261201_091000_launch_waits;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

/// Brings a database to the newest shape. Forward only.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261124_000100_platform::Migration),
            Box::new(m20261124_000200_accounts::Migration),
            Box::new(m20261124_000300_patents::Migration),
            Box::new(m20261124_000400_projects::Migration),
            Box::new(m20261124_000500_ledger::Migration),
            Box::new(m20261124_000600_payments::Migration),
            Box::new(m20261124_000700_pledges::Migration),
            Box::new(m20261124_000800_history::Migration),
            Box::new(m20261124_000900_audit_views::Migration),
            Box::new(m20261125_000100_patent_assessments::Migration),
            Box::new(m20261125_000200_patent_watch::Migration),
            Box::new(m20261125_000300_patent_filters::Migration),
            Box::new(m20261125_000500_patent_tiers::Migration),
            Box::new(m20261125_000510_patent_lookup_numbers::Migration),
            Box::new(m20261125_000600_sandbox_money::Migration),
            Box::new(m20261125_000700_collecting::Migration),
            Box::new(m20261125_000800_refunds::Migration),
            Box::new(m20261125_000900_payouts::Migration),
            Box::new(m20261125_001000_disputes::Migration),
            Box::new(m20261125_001100_audit_money::Migration),
            Box::new(m20261125_001200_sandbox_saved_cards::Migration),
            Box::new(m20261125_001300_ledger_journal::Migration),
            Box::new(m20261125_001400_provider_cursors::Migration),
            Box::new(m20261129_000100_material_changes::Migration),
            Box::new(m20261129_190000_captured_mails::Migration),
            Box::new(m20261129_190100_notifications::Migration),
            Box::new(m20261129_191000_dispute_recounts::Migration),
            Box::new(m20261129_200000_audit_holds::Migration),
            Box::new(m20261130_000100_pledge_acknowledgements::Migration),
            Box::new(m20261130_000200_pledge_adjustments::Migration),
            Box::new(m20261130_000300_movements::Migration),
            Box::new(m20261130_010000_email_confirmation::Migration),
            Box::new(m20261130_010000_files::Migration),
            Box::new(m20261130_010000_follows::Migration),
            Box::new(m20261130_011000_verifications::Migration),
            Box::new(m20261130_012000_ownership::Migration),
            Box::new(m20261130_020000_campaign_updates::Migration),
            Box::new(m20261130_020000_second_factors::Migration),
            Box::new(m20261130_030000_questions::Migration),
            Box::new(m20261130_040000_ip_claims::Migration),
            Box::new(m20261130_050000_repayments::Migration),
            Box::new(m20261130_061000_installation_keys::Migration),
            Box::new(m20261130_062000_known_devices::Migration),
            Box::new(m20261130_062100_email_changes::Migration),
            Box::new(m20261130_062200_api_tokens::Migration),
            Box::new(m20261130_100000_owners_told_apart::Migration),
            Box::new(m20261130_101000_patent_families::Migration),
            Box::new(m20261130_102000_patent_documents::Migration),
            Box::new(m20261130_110000_administration::Migration),
            Box::new(m20261130_111000_file_grants_end::Migration),
            Box::new(m20261130_120000_reward_pools::Migration),
            Box::new(m20261130_121000_refund_items::Migration),
            Box::new(m20261130_122000_audit_items::Migration),
            Box::new(m20261130_140000_platform_bears_more::Migration),
            Box::new(m20261130_150000_pledges_that_counted::Migration),
            Box::new(m20261130_160000_settled_without_payout::Migration),
            Box::new(m20261130_161000_audit_keys::Migration),
            Box::new(m20261130_170000_regimes::Migration),
            Box::new(m20261130_180000_privacy::Migration),
            Box::new(m20261201_090000_existing_holders::Migration),
            Box::new(m20261201_091000_launch_waits::Migration),
        ]
    }
}
