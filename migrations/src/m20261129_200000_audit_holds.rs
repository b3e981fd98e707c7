use sea_orm_migration::prelude::*;

use crate::m20261124_000900_audit_views::Words;

/// The view by which anyone can check which campaigns are held, and by what.
#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let words = Words(manager.get_database_backend());
        let (name, select) = view(&words);
        let create = format!("CREATE VIEW {name} AS {select}");
        manager.get_connection().execute_unprepared(&create).await?;
        Ok(())
    }
}

pub(crate) fn view(w: &Words) -> (&'static str, String) {
    let select = format!(
        "SELECT {campaign} AS campaign_id,
                (SELECT count(*) FROM material_changes m WHERE m.campaign_id = c.id AND m.scope = 'reconfirm'
                    AND m.state <> 'closed') AS changes
             FROM campaigns c WHERE c.held_at IS NOT NULL",
        campaign = w.id("campaign", "c.id"),
    );
    ("audit_hold", select)
}
