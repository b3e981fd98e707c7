//! Looking through the audit trail.

use chrono::{DateTime, Utc};
use sea_orm::{FromQueryResult, Value};
use serde::Serialize;
use uuid::Uuid;

use crate::{AuditRecord, Db, Result, audit::COLUMNS, sql};

/// Which rows of the trail are looked for. All that is said must be so.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct AuditFilter {
    /// Who: `user_…`, `anonymous`, `system:name`.
    pub actor: Option<String>,
    /// The id of what it was done to.
    pub subject: Option<String>,
    /// The beginning of the verb: `role.`, `campaign.approve`.
    pub action: Option<String>,
    /// From this moment on.
    pub from: Option<DateTime<Utc>>,
    /// Before this moment.
    pub until: Option<DateTime<Utc>>,
}

impl AuditFilter {
    /// Its conditions, and their values from `$2` on.
    fn conditions(&self) -> (String, Vec<Value>) {
        let action = self
            .action
            .as_deref()
            .map(|action| format!("{}%", escaped(action)));
        let asked: [(&str, Option<Value>); 5] = [
            ("e.actor =", self.actor.clone().map(Value::from)),
            ("e.subject =", self.subject.clone().map(Value::from)),
            ("e.action LIKE", action.map(Value::from)),
            ("e.at >=", self.from.map(Value::from)),
            ("e.at <", self.until.map(Value::from)),
        ];
        let (mut text, mut values) = (String::new(), Vec::new());
        for (condition, value) in asked {
            if let Some(value) = value {
                values.push(value);
                text += &format!(" AND {condition} ${}", values.len() + 1);
                if condition.ends_with("LIKE") {
                    text += " ESCAPE '!'";
                }
            }
        }
        (text, values)
    }
}

/// The text with what LIKE takes for a sign of its own made plain.
fn escaped(text: &str) -> String {
    text.chars()
        .flat_map(|c| matches!(c, '%' | '_' | '!').then_some('!').into_iter().chain([c]))
        .collect()
}

/// The order of rows: ids are in the order of their making.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditOrder {
    /// The newest first.
    Newest,
    /// The oldest first.
    Oldest,
}

impl Db {
    /// Rows of the trail, at most `limit`, from the one after `after` on.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn audit_search(
        &self,
        filter: &AuditFilter,
        order: AuditOrder,
        after: Option<Uuid>,
        limit: u32,
    ) -> Result<Vec<AuditRecord>> {
        let (conditions, values) = filter.conditions();
        let (sign, direction, start) = match order {
            AuditOrder::Newest => ("<", "DESC", Uuid::max()),
            AuditOrder::Oldest => (">", "ASC", Uuid::nil()),
        };
        let select = format!(
            "SELECT {COLUMNS} FROM audit_entries e WHERE e.id {sign} $1{conditions} ORDER BY e.id {direction} LIMIT {limit}"
        );
        let values = [after.unwrap_or(start).into()].into_iter().chain(values);
        let conn = self.reader();
        Ok(AuditRecord::find_by_statement(sql(conn, select, values))
            .all(conn)
            .await?)
    }
}
