//! How what a filter finds divides up.

use db::sql;
use sea_orm::FromQueryResult;

use super::{Discover, Facets};
use crate::{Projects, Result, level::WatchLevel, store::Builder};

#[derive(Debug, FromQueryResult)]
struct FacetRow {
    facet: String,
    value: String,
    n: i64,
}

impl Projects {
    /// How the campaigns a filter finds divide up. One statement.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn facets(&self, filter: &Discover) -> Result<Facets> {
        let mut b = Builder::default();
        let Some(found) = self.found(filter, &mut b, "c.id, c.field, c.patent_standing, c.level_rank") else {
            return Ok(Facets::default());
        };
        let of_right = |column: &str| {
            format!(
                "SELECT '{column}' AS facet, p.{column} AS value, count(DISTINCT m.id) AS n
                 FROM m JOIN campaign_patents p ON p.campaign_id = m.id GROUP BY p.{column}"
            )
        };
        let own = |column: &str| {
            format!(
                "SELECT '{column}' AS facet, CAST({column} AS text) AS value, count(*) AS n
                 FROM m WHERE {column} IS NOT NULL GROUP BY {column}"
            )
        };
        let parts = [
            own("field"),
            own("patent_standing"),
            own("level_rank"),
            of_right("office"),
            of_right("legal_status"),
            of_right("right_type"),
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
                "level_rank" => {
                    let rank = row.value.parse().map_err(db::Error::corrupt)?;
                    facets.levels.push((WatchLevel::at_rank(rank)?, n));
                }
                "right_type" => facets.right_types.push((row.value, n)),
                _ => facets.offices.push((row.value, n)),
            }
        }
        Ok(facets)
    }
}
