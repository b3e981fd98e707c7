//! Follows as rows.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};
use db::{Error, Result, Tx, sql};
use kernel::{FollowId, UserId};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use uuid::Uuid;

use crate::{Follow, Followee, FolloweeKind, Follower};

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    user_id: Uuid,
    campaign_id: Option<Uuid>,
    founder_id: Option<Uuid>,
    patent_id: Option<Uuid>,
    followed_at: DateTime<Utc>,
}

const COLUMNS: &str = "id, user_id, campaign_id, founder_id, patent_id, followed_at";

impl Row {
    fn followee(&self) -> Result<Followee> {
        match (self.campaign_id, self.founder_id, self.patent_id) {
            (Some(id), None, None) => Ok(Followee::Campaign(id.into())),
            (None, Some(id), None) => Ok(Followee::Founder(id.into())),
            (None, None, Some(id)) => Ok(Followee::Patent(id.into())),
            _ => Err(Error::corrupt(format_args!(
                "the follow {} is of nothing",
                self.id
            ))),
        }
    }
}

pub(crate) async fn insert(
    tx: &Tx,
    id: FollowId,
    user: UserId,
    followee: Followee,
    secret: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    let insert = format!(
        "INSERT INTO follows (id, user_id, kind, {}, secret, followed_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT DO NOTHING",
        followee.kind().column()
    );
    let values = [
        id.uuid().into(),
        user.uuid().into(),
        followee.kind().as_str().into(),
        followee.uuid().into(),
        secret.into(),
        now.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

pub(crate) async fn find(tx: &Tx, user: UserId, followee: Followee) -> Result<bool> {
    let select = format!(
        "SELECT 1 AS x FROM follows WHERE {} = $1 AND user_id = $2",
        followee.kind().column()
    );
    let values = [followee.uuid().into(), user.uuid().into()];
    Ok(tx.query_one_raw(sql(&**tx, select, values)).await?.is_some())
}

pub(crate) async fn delete(tx: &Tx, user: UserId, followee: Followee) -> Result<()> {
    let delete = format!(
        "DELETE FROM follows WHERE {} = $1 AND user_id = $2",
        followee.kind().column()
    );
    let values = [followee.uuid().into(), user.uuid().into()];
    tx.execute_raw(sql(&**tx, delete, values)).await?;
    Ok(())
}

/// A follow found by its secret.
pub(crate) struct Found {
    pub(crate) user: UserId,
    pub(crate) followee: Followee,
}

pub(crate) async fn find_by_secret(conn: &impl ConnectionTrait, secret: &str) -> Result<Option<Found>> {
    let select = format!("SELECT {COLUMNS} FROM follows WHERE secret = $1");
    let row = Row::find_by_statement(sql(conn, select, [secret.into()]))
        .one(conn)
        .await?;
    row.map(|row| {
        Ok(Found {
            user: row.user_id.into(),
            followee: row.followee()?,
        })
    })
    .transpose()
}

pub(crate) async fn count_own(conn: &impl ConnectionTrait, user: UserId) -> Result<u64> {
    let select = "SELECT count(*) AS n FROM follows WHERE user_id = $1";
    let row = conn
        .query_one_raw(sql(conn, select, [user.uuid().into()]))
        .await?;
    let n: i64 = row.map_or(Ok(0), |row| row.try_get("", "n"))?;
    Ok(u64::try_from(n).unwrap_or(0))
}

pub(crate) async fn page(
    conn: &impl ConnectionTrait,
    user: UserId,
    after: Option<FollowId>,
    limit: u32,
) -> Result<Vec<Follow>> {
    let mut values: Vec<Value> = vec![user.uuid().into()];
    let mut beyond = "";
    if let Some(after) = after {
        values.push(after.uuid().into());
        beyond = " AND id < $2";
    }
    let select =
        format!("SELECT {COLUMNS} FROM follows WHERE user_id = $1{beyond} ORDER BY id DESC LIMIT {limit}");
    let rows = Row::find_by_statement(sql(conn, select, values))
        .all(conn)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Follow {
                id: row.id.into(),
                followee: row.followee()?,
                followed_at: row.followed_at,
            })
        })
        .collect()
}

/// The ids asked about, by kind: each kind has a column and an index of its own.
fn by_kind(followees: &[Followee]) -> BTreeMap<FolloweeKind, Vec<Value>> {
    let mut kinds: BTreeMap<FolloweeKind, Vec<Value>> = BTreeMap::new();
    for followee in followees {
        kinds
            .entry(followee.kind())
            .or_default()
            .push(followee.uuid().into());
    }
    kinds
}

/// `$n, …` for the places from `from` on.
fn marks(from: usize, count: usize) -> String {
    let marks: Vec<_> = (from..from + count).map(|n| format!("${n}")).collect();
    marks.join(", ")
}

pub(crate) async fn followed_among(
    conn: &impl ConnectionTrait,
    user: UserId,
    followees: &[Followee],
) -> Result<HashSet<Followee>> {
    let mut found = HashSet::new();
    for (kind, ids) in by_kind(followees) {
        let (column, marks) = (kind.column(), marks(2, ids.len()));
        let select =
            format!("SELECT {column} AS thing FROM follows WHERE user_id = $1 AND {column} IN ({marks})");
        let mut values: Vec<Value> = vec![user.uuid().into()];
        values.extend(ids);
        for row in conn.query_all_raw(sql(conn, select, values)).await? {
            found.insert(kind.with(row.try_get("", "thing")?));
        }
    }
    Ok(found)
}

pub(crate) async fn counts_of(
    conn: &impl ConnectionTrait,
    followees: &[Followee],
) -> Result<HashMap<Followee, u64>> {
    let mut found = HashMap::new();
    for (kind, ids) in by_kind(followees) {
        let (column, marks) = (kind.column(), marks(1, ids.len()));
        let select = format!(
            "SELECT {column} AS thing, count(*) AS n FROM follows WHERE {column} IN ({marks}) GROUP BY {column}"
        );
        for row in conn.query_all_raw(sql(conn, select, ids)).await? {
            let n: i64 = row.try_get("", "n")?;
            found.insert(
                kind.with(row.try_get("", "thing")?),
                u64::try_from(n).unwrap_or(0),
            );
        }
    }
    Ok(found)
}

pub(crate) async fn followers_of(
    conn: &impl ConnectionTrait,
    followees: &[Followee],
    after: Option<UserId>,
    limit: usize,
) -> Result<Vec<Follower>> {
    if followees.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = Vec::new();
    let mut beyond = String::new();
    if let Some(after) = after {
        values.push(after.uuid().into());
        beyond = " AND user_id > $1".to_owned();
    }
    let mut parts = Vec::new();
    for (kind, ids) in by_kind(followees) {
        let marks = marks(values.len() + 1, ids.len());
        values.extend(ids);
        parts.push(format!(
            "SELECT user_id, secret FROM follows WHERE {} IN ({marks}){beyond}",
            kind.column()
        ));
    }
    // Who follows both a campaign and its founder is told once; the link in the mail ends one of the two.
    let select = format!(
        "SELECT f.user_id, min(f.secret) AS secret FROM ({}) f GROUP BY f.user_id ORDER BY f.user_id LIMIT {limit}",
        parts.join(" UNION ALL ")
    );
    let rows = conn.query_all_raw(sql(conn, select, values)).await?;
    rows.iter()
        .map(|row| {
            Ok(Follower {
                user: row.try_get::<Uuid>("", "user_id")?.into(),
                secret: row.try_get("", "secret")?,
            })
        })
        .collect()
}
