use chrono::{DateTime, Utc};
use sea_orm::Value;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Where a list by moment and id, newest first, goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    /// The moment of the row that was told last.
    pub at: DateTime<Utc>,
    /// Its id: of rows of one moment the greater comes first.
    pub id: Uuid,
}

impl Before {
    /// The condition that a row comes after this one; its values are bound behind those there are.
    pub fn condition(&self, at: &str, id: &str, values: &mut Vec<Value>) -> String {
        values.push(self.at.into());
        let moment = values.len();
        values.push(self.id.into());
        let place = values.len();
        format!("({at} < ${moment} OR ({at} = ${moment} AND {id} < ${place}))")
    }
}

/// The first few rows of each of many parents: a limit for each of them, not for all together.
#[derive(Debug, Clone, Copy)]
pub struct FirstOfEach<'a> {
    /// The table; its key is `id`.
    pub table: &'a str,
    /// The column that names the parent.
    pub parent: &'a str,
    /// Which rows count at all.
    pub condition: &'a str,
    /// By what the first of a parent are told.
    pub order: &'a str,
    /// How many of each.
    pub most: usize,
}

impl FirstOfEach<'_> {
    /// The ids of these rows, as a subquery in parentheses.
    pub fn ids(&self) -> String {
        let Self {
            table,
            parent,
            condition,
            order,
            most,
        } = self;
        format!(
            "(SELECT ranked.id FROM (SELECT id, row_number() OVER (PARTITION BY {parent} ORDER BY {order}) AS place
              FROM {table} WHERE {condition}) ranked WHERE ranked.place <= {most})"
        )
    }
}
