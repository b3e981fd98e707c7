//! What an investor said to know of before pledging: the grave risks of the patents. It is evidence, and never changed.

use chrono::{DateTime, NaiveDate, Utc};
use db::{Error, Result, Tx, sql};
use kernel::{PatentId, PledgeId};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Pledge, store};

/// A risk of one right that has to be acknowledged before pledging.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GraveRisk {
    /// The right.
    pub patent: PatentId,
    /// Its number, as shown.
    pub number: String,
    /// What it is, as a word of the patents' own list, such as `status_lost`.
    pub kind: String,
    /// When it comes, or since when it is so.
    pub on: Option<NaiveDate>,
}

/// The grave risks of a campaign's patents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GraveRisks(Vec<GraveRisk>);

impl GraveRisks {
    /// These risks, in the order in which they are shown.
    pub const fn new(risks: Vec<GraveRisk>) -> Self {
        Self(risks)
    }

    /// Each of them.
    pub fn list(&self) -> &[GraveRisk] {
        &self.0
    }

    /// What stands for exactly these risks of these rights; nothing if there is none to acknowledge. The day of a risk does
    /// not count: it may be known better tomorrow, and is the same risk.
    pub fn hash(&self) -> Option<String> {
        let mut named: Vec<_> = self.0.iter().map(|risk| (risk.patent, &risk.kind)).collect();
        named.sort_unstable();
        (!named.is_empty()).then(|| db::hash_request(&named))
    }

    /// Whether somebody who acknowledged the risks with this hash knows of all of them.
    pub fn are_known(&self, acknowledged: Option<&str>) -> bool {
        self.hash().is_none_or(|hash| acknowledged == Some(hash.as_str()))
    }
}

/// What an investor acknowledged, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acknowledgement {
    /// The risks, as they were shown.
    pub risks: Vec<GraveRisk>,
    /// When the pledge was placed, or last changed.
    pub acknowledged_at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct Row {
    pledge_id: Uuid,
    risks: serde_json::Value,
    acknowledged_at: DateTime<Utc>,
}

/// Keeps what was acknowledged with a pledge as it is now; nothing if there was nothing.
pub(crate) async fn keep(tx: &Tx, pledge: &Pledge, risks: &GraveRisks, now: DateTime<Utc>) -> Result<()> {
    let Some(hash) = risks.hash() else {
        return Ok(());
    };
    let insert =
        "INSERT INTO pledge_acknowledgements (pledge_id, pledge_version, risks_hash, risks, acknowledged_at)
        VALUES ($1, $2, $3, $4, $5)";
    let shown = serde_json::to_value(risks.list()).map_err(Error::corrupt)?;
    let values = [
        pledge.id.uuid().into(),
        pledge.version.into(),
        hash.into(),
        shown.into(),
        now.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// What was acknowledged last with each of these pledges; those with which nothing was are left out.
pub(crate) async fn of_pledges(
    conn: &impl ConnectionTrait,
    pledges: &[PledgeId],
) -> Result<Vec<(PledgeId, Acknowledgement)>> {
    if pledges.is_empty() {
        return Ok(Vec::new());
    }
    let select = format!(
        "SELECT a.pledge_id, a.risks, a.acknowledged_at FROM pledge_acknowledgements a WHERE a.pledge_id IN ({})
         AND a.pledge_version = (SELECT max(m.pledge_version) FROM pledge_acknowledgements m WHERE m.pledge_id = a.pledge_id)",
        store::marks(pledges.len())
    );
    let values = pledges.iter().map(|id| Value::from(id.uuid()));
    let rows = Row::find_by_statement(sql(conn, select, values))
        .all(conn)
        .await?;
    rows.into_iter()
        .map(|row| {
            let kept = Acknowledgement {
                risks: serde_json::from_value(row.risks).map_err(Error::corrupt)?,
                acknowledged_at: row.acknowledged_at,
            };
            Ok((row.pledge_id.into(), kept))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn risk(patent: u128, kind: &str, on: Option<&str>) -> GraveRisk {
        GraveRisk {
            patent: Uuid::from_u128(patent).into(),
            number: "CN1".into(),
            kind: kind.into(),
            on: on.and_then(|day| day.parse().ok()),
        }
    }

    #[test]
    fn the_hash_stands_for_the_risks_and_not_for_their_order_or_days() {
        let these = GraveRisks::new(vec![risk(1, "status_lost", None), risk(2, "security", None)]);
        let same = GraveRisks::new(vec![
            risk(2, "security", Some("2026-01-01")),
            risk(1, "status_lost", None),
        ]);
        assert_eq!(these.hash(), same.hash());
        for others in [
            vec![risk(1, "status_lost", None)],
            vec![risk(1, "status_lost", None), risk(3, "security", None)],
            vec![risk(1, "status_stale", None), risk(2, "security", None)],
        ] {
            assert_ne!(these.hash(), GraveRisks::new(others).hash());
        }
    }

    #[test]
    fn only_the_risks_that_stand_now_count_as_known() {
        let none = GraveRisks::default();
        assert!(none.are_known(None) && none.are_known(Some("old")));
        let some = GraveRisks::new(vec![risk(1, "status_lost", None)]);
        assert!(!some.are_known(None) && !some.are_known(Some("old")));
        assert!(some.are_known(some.hash().as_deref()));
    }
}
