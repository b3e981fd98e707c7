//! A filter's page and count.

use db::sql;
use kernel::{Cursor, Page, PageRequest};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use super::{COUNT_CAP, Count, Discover, Order, OrderField};
use crate::{
    Projects, Result,
    campaign::Campaign,
    store::{Builder, campaigns},
};

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
                Ok((
                    order.read_key(row).map_err(db::Error::from)?,
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
        let key = order.expression();
        if order.by == OrderField::EndsAt {
            conditions.push_str(" AND c.deadline_at IS NOT NULL");
        }
        let (sign, direction) = if order.descending {
            ("<", "DESC")
        } else {
            (">", "ASC")
        };
        if let Some((last, id)) = after {
            let (last, id) = (b.bind(order.bound_key(last)), b.bind(id));
            conditions.push_str(&format!(" AND ({key}, c.id) {sign} ({last}, {id})"));
        }
        let branches: Vec<_> = stages
            .iter()
            .map(|(_, stage)| {
                format!(
                    "SELECT {}, {key} AS sort_key FROM campaigns c WHERE {stage}{conditions}
                     ORDER BY {key} {direction}, c.id {direction} LIMIT {limit}",
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

    /// The campaigns a filter finds, one more than are counted; nothing if it can find none.
    pub(super) fn found(&self, filter: &Discover, b: &mut Builder, columns: &str) -> Option<String> {
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
    use std::{collections::HashMap, sync::Arc};

    use async_trait::async_trait;
    use kernel::PatentId;
    use testkit::TestDb;

    use super::*;
    use crate::{
        LegalStatus, WatchLevel,
        ports::{PatentCheck, PatentFacts},
        project::Field,
    };

    #[derive(Debug)]
    struct NoPatents;

    #[async_trait]
    impl crate::ports::OwnerCheck for NoPatents {
        async fn on_record(
            &self,
            _: &db::Tx,
            _: kernel::UserId,
            _: &[PatentId],
        ) -> db::Result<HashMap<PatentId, crate::ports::OnRecord>> {
            Ok(HashMap::new())
        }
    }

    #[async_trait]
    impl PatentCheck for NoPatents {
        async fn facts(&self, _: &db::Tx, _: &[PatentId]) -> db::Result<Vec<PatentFacts>> {
            Ok(Vec::new())
        }

        async fn families(&self, _: &db::Tx, _: &[PatentId]) -> db::Result<HashMap<PatentId, Vec<PatentId>>> {
            Ok(HashMap::new())
        }

        async fn levels(
            &self,
            _: &db::Tx,
            _: &[PatentId],
            _: Option<chrono::NaiveDate>,
        ) -> db::Result<HashMap<PatentId, WatchLevel>> {
            Ok(HashMap::new())
        }

        async fn ended(
            &self,
            _: &db::Tx,
            _: &[PatentId],
        ) -> db::Result<HashMap<PatentId, chrono::DateTime<chrono::Utc>>> {
            Ok(HashMap::new())
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn every_order_walks_its_own_index_and_sorts_nothing() {
        let db = TestDb::sqlite().await;
        let projects = Projects::new(
            (*db).clone(),
            db::Vault::new("a master key that only tests may have").unwrap(),
            Arc::new(NoPatents),
            Arc::new(NoPatents),
        );
        let plain = Discover::default();
        let narrow = Discover {
            fields: vec![Field::Optics],
            offices: vec!["CN".into()],
            legal_statuses: vec![LegalStatus::InForce],
            right_types: vec!["invention".into()],
            right_expires_from: "2035-01-01".parse().ok(),
            ..Discover::default()
        };
        for (by, index) in [
            (OrderField::Newest, "campaigns_newest_idx"),
            (OrderField::EndsAt, "campaigns_ending_idx"),
            (OrderField::Raised, "campaigns_raised_idx"),
            (OrderField::RaisedPercent, "campaigns_funded_idx"),
            (OrderField::Standing, "campaigns_standing_idx"),
            (OrderField::ExpiresOn, "campaigns_expiring_"),
            (OrderField::Risk, "campaigns_risk_idx"),
        ] {
            for (filter, after, descending) in [
                (&plain, None, true),
                (&plain, Some((1_000, Uuid::nil())), true),
                (&plain, Some((1_000, Uuid::nil())), false),
                (&narrow, None, true),
                (&narrow, None, false),
            ] {
                let (select, b) = projects
                    .select(filter, Order { by, descending }, after, 21)
                    .unwrap();
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
