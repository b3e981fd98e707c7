//! The trails of many things at once.

use sea_orm::{ConnectionTrait, FromQueryResult, Value};

use super::{AuditRecord, COLUMNS};
use crate::{Before, Db, FirstOfEach, Result, sql};

impl Db {
    /// What was done of these actions with each of these things: the newest `most` of each after `before`, newest first.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn newest_audit_of(
        &self,
        subjects: &[String],
        actions: &[&str],
        before: Option<&Before>,
        most: usize,
    ) -> Result<Vec<AuditRecord>> {
        if subjects.is_empty() {
            return Ok(Vec::new());
        }
        let conn = self.reader();
        let (mut condition, mut values) = of_these(subjects, actions);
        if let Some(before) = before {
            condition.push_str(" AND ");
            condition.push_str(&before.condition("at", "id", &mut values));
        }
        let newest = FirstOfEach {
            table: "audit_entries",
            parent: "subject",
            condition: &condition,
            order: "at DESC, id DESC",
            most,
        };
        let select = format!(
            "SELECT {COLUMNS} FROM audit_entries e WHERE e.id IN {} ORDER BY e.at DESC, e.id DESC",
            newest.ids()
        );
        Ok(AuditRecord::find_by_statement(sql(conn, select, values))
            .all(conn)
            .await?)
    }

    /// How often these actions were done with each of these things; those with which none was are left out.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn count_audit_of(&self, subjects: &[String], actions: &[&str]) -> Result<Vec<(String, u64)>> {
        if subjects.is_empty() {
            return Ok(Vec::new());
        }
        let conn = self.reader();
        let (condition, values) = of_these(subjects, actions);
        let select =
            format!("SELECT subject, count(*) AS n FROM audit_entries WHERE {condition} GROUP BY subject");
        let rows = conn.query_all_raw(sql(conn, select, values)).await?;
        rows.iter()
            .map(|row| {
                let n: i64 = row.try_get("", "n")?;
                Ok((row.try_get("", "subject")?, u64::try_from(n).unwrap_or(0)))
            })
            .collect()
    }
}

fn of_these(subjects: &[String], actions: &[&str]) -> (String, Vec<Value>) {
    let mut values: Vec<Value> = Vec::new();
    let mut list = |items: &mut dyn Iterator<Item = Value>| {
        let mut places = Vec::new();
        for item in items {
            values.push(item);
            places.push(format!("${}", values.len()));
        }
        places.join(", ")
    };
    let subjects = list(&mut subjects.iter().map(|subject| subject.as_str().into()));
    let actions = list(&mut actions.iter().map(|action| Value::from(*action)));
    let condition = format!("subject IN ({subjects}) AND action IN ({actions})");
    (condition, values)
}
