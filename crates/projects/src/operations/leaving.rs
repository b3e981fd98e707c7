//! What a founder who wants to leave still has to bring to its end.

use db::{Result, Tx, sql};
use kernel::UserId;
use sea_orm::FromQueryResult;

use super::Projects;

/// What is not over yet of what a person began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromQueryResult)]
pub struct OpenWork {
    /// Campaigns beyond a draft that are not over.
    pub campaigns: i64,
    /// Claims against campaigns that are not decided on.
    pub claims: i64,
}

impl Projects {
    /// What is not over yet of what a person began, inside the transaction. Drafts are nobody's concern but their own.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn open_work(tx: &Tx, person: UserId) -> Result<OpenWork> {
        let select = "SELECT
            (SELECT count(*) FROM campaigns c WHERE c.founder_id = $1 AND c.state NOT IN (
                'draft', 'changes_requested', 'completed', 'failed', 'cancelled', 'suspended')) AS campaigns,
            (SELECT count(*) FROM ip_claims i WHERE (i.claimant_id = $1 OR i.founder_id = $1)
                AND i.state IN ('submitted', 'inquiry', 'answered')) AS claims";
        let found = OpenWork::find_by_statement(sql(&**tx, select, [person.uuid().into()]))
            .one(&**tx)
            .await?;
        found.ok_or_else(|| db::Error::corrupt("what is open was not counted"))
    }
}
