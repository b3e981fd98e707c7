//! Finding campaigns: filter, order, page, count, facets.

use chrono::{DateTime, Utc};
use db::sql;
use kernel::{Currency, Cursor, Money, Page, PageRequest};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Projects, Result,
    campaign::{Campaign, CampaignState, Stage},
    project::Field,
    search,
    standing::{LegalStatus, Standing, ipc_key},
    store::{Builder, campaigns},
    words::words,
};

/// How far a total or a facet is counted.
pub const COUNT_CAP: u64 = 10_000;

/// Which campaigns are wanted. Conditions add up; an empty list is no condition.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discover {
    /// Words in either language, a patent's title or number.
    pub text: Option<String>,
    /// In one of these states; live ones if none is named. States nobody but the founder sees find nothing.
    pub states: Vec<CampaignState>,
    /// In one of these fields of technology.
    pub fields: Vec<Field>,
    /// In one of these countries.
    pub countries: Vec<String>,
    /// Funded in one of these currencies.
    pub currencies: Vec<Currency>,
    /// Standing on a right of one of these offices (and, if asked for too, of one of these statuses
    /// and types: the same right must fulfil all three).
    pub offices: Vec<String>,
    /// Standing on a right of one of these statuses.
    pub legal_statuses: Vec<LegalStatus>,
    /// Standing on a right of one of these types.
    pub right_types: Vec<String>,
    /// Standing on a right with an IPC symbol that begins like one of these.
    pub ipc_prefixes: Vec<String>,
    /// With patents that stand like this.
    pub standings: Vec<Standing>,
    /// With a goal of at least this, in its currency.
    pub goal_min: Option<Money>,
    /// With a goal of at most this, in its currency.
    pub goal_max: Option<Money>,
    /// Ending at this instant or later.
    pub ends_from: Option<DateTime<Utc>>,
    /// Ending before this instant.
    pub ends_to: Option<DateTime<Utc>>,
}

words! {
    /// What a list is ordered by.
    pub enum OrderField {
        /// When it went live (or was announced).
        Newest = "newest",
        /// Its deadline.
        EndsAt = "ends_at",
        /// What is promised; sums in different currencies by rough weight.
        Raised = "raised",
        /// What part of the goal is promised.
        RaisedPercent = "raised_percent",
        /// How strong its patents stand.
        Standing = "standing",
    }
}

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// By what.
    pub by: OrderField,
    /// Largest or latest first.
    pub descending: bool,
}

impl Default for Order {
    fn default() -> Self {
        Self {
            by: OrderField::Newest,
            descending: true,
        }
    }
}

impl OrderField {
    /// The way round people mean: the deadline that comes first, else the largest first.
    pub fn natural(self) -> Order {
        Order {
            by: self,
            descending: self != OrderField::EndsAt,
        }
    }

    fn column(self) -> &'static str {
        match self {
            OrderField::Newest => "listed_at",
            OrderField::EndsAt => "deadline_at",
            OrderField::Raised => "raised_weight",
            OrderField::RaisedPercent => "funded_bps",
            OrderField::Standing => "standing_rank",
        }
    }

    fn is_instant(self) -> bool {
        matches!(self, OrderField::Newest | OrderField::EndsAt)
    }
}

/// A count that stops at [`COUNT_CAP`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// How many, at most the cap.
    pub value: u64,
    /// Whether there are more than the cap.
    pub capped: bool,
}

/// How many of the campaigns found have each value. Counted over the first [`COUNT_CAP`] of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facets {
    /// By field of technology.
    pub fields: Vec<(Field, u64)>,
    /// By office of a right they stand on.
    pub offices: Vec<(String, u64)>,
    /// By legal status of a right they stand on.
    pub legal_statuses: Vec<(LegalStatus, u64)>,
    /// By standing.
    pub standings: Vec<(Standing, u64)>,
}

/// Escapes nothing: keys hold letters and digits only.
fn prefix(b: &mut Builder, key: &str) -> String {
    b.bind(format!("{key}%"))
}

impl Discover {
    /// The stages the filter reaches, each with its extra condition on the state.
    fn stages(&self) -> Vec<(Stage, String)> {
        let wanted = if self.states.is_empty() {
            &[CampaignState::Live][..]
        } else {
            &self.states
        };
        Stage::PUBLIC
            .into_iter()
            .filter_map(|stage| {
                let of_stage = |state: &&CampaignState| state.stage(true) == stage;
                let all = CampaignState::ALL.iter().filter(of_stage).count();
                let picked: Vec<_> = CampaignState::ALL
                    .iter()
                    .filter(of_stage)
                    .filter(|state| wanted.contains(state))
                    .collect();
                if picked.is_empty() {
                    return None;
                }
                let mut condition = format!("c.stage = '{stage}'");
                if picked.len() < all {
                    let list = picked
                        .iter()
                        .map(|state| format!("'{state}'"))
                        .collect::<Vec<_>>()
                        .join(", ");
                    condition.push_str(&format!(" AND c.state IN ({list})"));
                }
                Some((stage, condition))
            })
            .collect()
    }

    /// Everything but the stage, as conditions on the table named `c`.
    fn conditions(&self, b: &mut Builder, is_postgres: bool) -> String {
        let mut all = String::new();
        let mut and = |condition: String| {
            all.push_str(" AND ");
            all.push_str(&condition);
        };
        if !self.fields.is_empty() {
            and(format!(
                "c.field IN {}",
                b.list(self.fields.iter().map(|field| field.as_str()))
            ));
        }
        if !self.countries.is_empty() {
            and(format!("c.country IN {}", b.list(self.countries.iter().cloned())));
        }
        if !self.currencies.is_empty() {
            and(format!(
                "c.currency IN {}",
                b.list(self.currencies.iter().map(|currency| currency.code()))
            ));
        }
        if !self.standings.is_empty() {
            and(format!(
                "c.patent_standing IN {}",
                b.list(self.standings.iter().map(|standing| standing.as_str()))
            ));
        }
        for (goal, sign) in [(self.goal_min, ">="), (self.goal_max, "<=")] {
            let Some(goal) = goal else { continue };
            and(format!("c.currency = {}", b.bind(goal.currency.code())));
            and(format!("c.goal_minor {sign} {}", b.bind(goal.minor)));
        }
        for (at, sign) in [(self.ends_from, ">="), (self.ends_to, "<")] {
            let Some(at) = at else { continue };
            and(format!("c.deadline_at {sign} {}", b.bind(at)));
        }
        let mut of_right = String::new();
        if !self.offices.is_empty() {
            of_right.push_str(&format!(
                " AND p.office IN {}",
                b.list(self.offices.iter().cloned())
            ));
        }
        if !self.legal_statuses.is_empty() {
            let list = b.list(self.legal_statuses.iter().map(|status| status.as_str()));
            of_right.push_str(&format!(" AND p.legal_status IN {list}"));
        }
        if !self.right_types.is_empty() {
            of_right.push_str(&format!(
                " AND p.right_type IN {}",
                b.list(self.right_types.iter().cloned())
            ));
        }
        if !of_right.is_empty() {
            and(format!(
                "EXISTS (SELECT 1 FROM campaign_patents p WHERE p.campaign_id = c.id{of_right})"
            ));
        }
        if !self.ipc_prefixes.is_empty() {
            let keys: Vec<_> = self
                .ipc_prefixes
                .iter()
                .filter_map(|symbol| ipc_key(symbol))
                .collect();
            let each: Vec<_> = keys
                .iter()
                .map(|key| {
                    let like = format!("i.symbol LIKE {}", prefix(b, key));
                    match key.get(..4) {
                        Some(subclass) => format!("(i.subclass = {} AND {like})", b.bind(subclass)),
                        None => like,
                    }
                })
                .collect();
            // What is no IPC symbol is found nowhere.
            let any = if each.is_empty() {
                "1 = 0".to_owned()
            } else {
                each.join(" OR ")
            };
            and(format!(
                "EXISTS (SELECT 1 FROM campaign_ipc i WHERE i.campaign_id = c.id AND ({any}))"
            ));
        }
        if let Some(text) = self.text.as_deref().filter(|text| !text.trim().is_empty()) {
            let words = search::query_words(text);
            if words.is_empty() {
                and("1 = 0".to_owned());
            } else if is_postgres {
                let query = b.bind(search::tsquery(&words));
                and(format!(
                    "c.id IN (SELECT s.campaign_id FROM campaign_search s WHERE s.search_vector @@ {query}::tsquery)"
                ));
            } else {
                let query = b.bind(search::fts_query(&words));
                and(format!(
                    "c.id IN (SELECT s.campaign_id FROM campaign_search s WHERE s.row_no IN
                        (SELECT rowid FROM campaign_fts WHERE campaign_fts MATCH {query}))"
                ));
            }
        }
        all
    }
}

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
        let stages = filter.stages();
        let scope = (filter, order);
        let after: Option<(i64, Uuid)> = page
            .after
            .as_ref()
            .map(|cursor| cursor.open(&scope))
            .transpose()?;
        if stages.is_empty() {
            return Ok(Page {
                items: Vec::new(),
                has_next: false,
                total: None,
            });
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
        let limit = page.first + 1;
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
