//! A filter's page, count and facets.

use chrono::{DateTime, Utc};
use db::sql;
use kernel::{Cursor, Page, PageRequest};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use super::{COUNT_CAP, Count, Discover, Facets, Order, OrderField};
use crate::{
    Projects, Result,
    campaign::Campaign,
    store::{Builder, campaigns},
};

#[derive(Debug, FromQueryResult)]
struct FacetRow {
    facet: String,
    value: String,
    n: i64,
}

impl Projects {
    /// A page of public campaigns. One statement; each order walks its own index and stops after
    /// the page, however many campaigns there are.
    ///
    /// # Errors
    /// [`crate::Error::Cursor`] if the cursor belongs to another filter or order.
    #[tracing::instrument(name = "projects.page", skip_all)]
    pub async fn page(&self, filter: &Discover, order: Order, page: &PageRequest) -> Result<Page<Campaign>> {
        let scope = (filter, order);
        let after = page
            .after
            .as_ref()
            .map(|cursor| cursor.open(&scope))
            .transpose()?;
        let Some((select, b)) = self.select(filter, order, after, page.first + 1) else {
            return Ok(Page {
                items: Vec::new(),
                has_next: false,
                total: None,
            });
        };
        let conn = self.db.reader();
        let rows = conn.query_all_raw(sql(conn, select, b.values)).await?;
        let keyed = rows
            .iter()
            .map(|row| {
                let key = if order.by.is_instant() {
                    row.try_get::<DateTime<Utc>>("", "sort_key")?.timestamp_micros()
                } else {
                    row.try_get::<i64>("", "sort_key")?
                };
                Ok((
                    key,
                    Campaign::try_from(campaigns::Row::from_query_result(row, "")?)?,
                ))
            })
            .collect::<Result<Vec<_>>>()?;
        let page = Page::from_surplus(keyed, page.first, |(key, campaign)| {
            Cursor::new(&(*key, campaign.id.uuid()), &scope)
        });
        Ok(page.map(|(_, campaign)| campaign))
    }

    /// The statement behind a page; nothing if the filter can find nothing.
    fn select(
        &self,
        filter: &Discover,
        order: Order,
        after: Option<(i64, Uuid)>,
        limit: u32,
    ) -> Option<(String, Builder)> {
        let stages = filter.stages();
        if stages.is_empty() {
            return None;
        }
        let mut b = Builder::default();
        let mut conditions = filter.conditions(&mut b, self.db.is_postgres());
        let column = order.by.column();
        if order.by == OrderField::EndsAt {
            conditions.push_str(" AND c.deadline_at IS NOT NULL");
        }
        let (sign, direction) = if order.descending {
            ("<", "DESC")
        } else {
            (">", "ASC")
        };
        if let Some((key, id)) = after {
            let key = if order.by.is_instant() {
                b.bind(DateTime::<Utc>::from_timestamp_micros(key).unwrap_or_default())
            } else {
                b.bind(key)
            };
            conditions.push_str(&format!(" AND (c.{column}, c.id) {sign} ({key}, {})", b.bind(id)));
        }
        let branches: Vec<_> = stages
            .iter()
            .map(|(_, stage)| {
                format!(
                    "SELECT {}, c.{column} AS sort_key FROM campaigns c WHERE {stage}{conditions}
                     ORDER BY c.{column} {direction}, c.id {direction} LIMIT {limit}",
                    campaigns::COLUMNS
                )
            })
            .collect();
        let select = match &branches[..] {
            [one] => one.clone(),
            several => {
                let parts: Vec<_> = several
                    .iter()
                    .enumerate()
                    .map(|(i, part)| format!("SELECT * FROM ({part}) AS b{i}"))
                    .collect();
                format!(
                    "{} ORDER BY sort_key {direction}, id {direction} LIMIT {limit}",
                    parts.join(" UNION ALL ")
                )
            }
        };
        Some((select, b))
    }

    /// How many campaigns a filter finds, counted up to [`COUNT_CAP`]. One statement.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn count(&self, filter: &Discover) -> Result<Count> {
        let mut b = Builder::default();
        let Some(found) = self.found(filter, &mut b, "1 AS x") else {
            return Ok(Count {
                value: 0,
                capped: false,
            });
        };
        let conn = self.db.reader();
        let select = format!("SELECT count(*) AS n FROM ({found}) AS t");
        let row = conn.query_one_raw(sql(conn, select, b.values)).await?;
        let n: i64 = row.map_or(Ok(0), |row| row.try_get("", "n"))?;
        let n = u64::try_from(n).unwrap_or(0);
        Ok(Count {
            value: n.min(COUNT_CAP),
            capped: n > COUNT_CAP,
        })
    }

    /// How the campaigns a filter finds divide up. One statement.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn facets(&self, filter: &Discover) -> Result<Facets> {
        let mut b = Builder::default();
        let Some(found) = self.found(filter, &mut b, "c.id, c.field, c.patent_standing") else {
            return Ok(Facets::default());
        };
        let of_right = |column: &str| {
            format!(
                "SELECT '{column}' AS facet, p.{column} AS value, count(DISTINCT m.id) AS n
                 FROM m JOIN campaign_patents p ON p.campaign_id = m.id GROUP BY p.{column}"
            )
        };
        let own = |column: &str| {
            format!("SELECT '{column}' AS facet, {column} AS value, count(*) AS n FROM m GROUP BY {column}")
        };
        let parts = [
            own("field"),
            own("patent_standing"),
            of_right("office"),
            of_right("legal_status"),
        ];
        let select = format!("WITH m AS ({found}) {}", parts.join(" UNION ALL "));
        let conn = self.db.reader();
        let mut rows = FacetRow::find_by_statement(sql(conn, select, b.values))
            .all(conn)
            .await?;
        rows.sort_by(|a, b| b.n.cmp(&a.n).then_with(|| a.value.cmp(&b.value)));
        let mut facets = Facets::default();
        for row in rows {
            let n = u64::try_from(row.n).unwrap_or(0);
            match row.facet.as_str() {
                "field" => facets
                    .fields
                    .push((row.value.parse().map_err(db::Error::from)?, n)),
                "patent_standing" => facets
                    .standings
                    .push((row.value.parse().map_err(db::Error::from)?, n)),
                "legal_status" => facets
                    .legal_statuses
                    .push((row.value.parse().map_err(db::Error::from)?, n)),
                _ => facets.offices.push((row.value, n)),
            }
        }
        Ok(facets)
    }

    /// The campaigns a filter finds, one more than are counted; nothing if it can find none.
    fn found(&self, filter: &Discover, b: &mut Builder, columns: &str) -> Option<String> {
        let stages = filter.stages();
        if stages.is_empty() {
            return None;
        }
        let any: Vec<_> = stages.iter().map(|(_, stage)| format!("({stage})")).collect();
        let conditions = filter.conditions(b, self.db.is_postgres());
        let any = any.join(" OR ");
        Some(format!(
            "SELECT {columns} FROM campaigns c WHERE ({any}){conditions} LIMIT {}",
            COUNT_CAP + 1
        ))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use async_trait::async_trait;
    use kernel::PatentId;
    use testkit::TestDb;

    use super::*;
    use crate::{
        LegalStatus,
        ports::{PatentCheck, PatentFacts},
        project::Field,
    };

    #[derive(Debug)]
    struct NoPatents;

    #[async_trait]
    impl PatentCheck for NoPatents {
        async fn facts(&self, _: &db::Tx, _: &[PatentId]) -> db::Result<Vec<PatentFacts>> {
            Ok(Vec::new())
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn every_order_walks_its_own_index_and_sorts_nothing() {
        let db = TestDb::sqlite().await;
        let projects = Projects::new((*db).clone(), Arc::new(NoPatents));
        let plain = Discover::default();
        let narrow = Discover {
            fields: vec![Field::Optics],
            offices: vec!["CN".into()],
            legal_statuses: vec![LegalStatus::InForce],
            ..Discover::default()
        };
        for (by, index) in [
            (OrderField::Newest, "campaigns_newest_idx"),
            (OrderField::EndsAt, "campaigns_ending_idx"),
            (OrderField::Raised, "campaigns_raised_idx"),
            (OrderField::RaisedPercent, "campaigns_funded_idx"),
            (OrderField::Standing, "campaigns_standing_idx"),
        ] {
            for (filter, after) in [
                (&plain, None),
                (&plain, Some((1_000, Uuid::nil()))),
                (&narrow, None),
            ] {
                let (select, b) = projects.select(filter, by.natural(), after, 21).unwrap();
                let explain = sql(db.reader(), format!("EXPLAIN QUERY PLAN {select}"), b.values);
                let rows = db.reader().query_all_raw(explain).await.unwrap();
                let plan: Vec<String> = rows
                    .iter()
                    .map(|row| row.try_get("", "detail").unwrap())
                    .collect();
                let plan = plan.join("; ");
                // A field has an index of its own for the newest.
                let own =
                    by == OrderField::Newest && filter == &narrow && plan.contains("campaigns_field_idx");
                assert!(own || plan.contains(index), "{by}: {plan}");
                assert!(!plan.contains("TEMP B-TREE"), "{by}: {plan}");
            }
        }
        db.discard().await;
    }
}
