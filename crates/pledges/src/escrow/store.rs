use chrono::{DateTime, Utc};
use db::{Error, Result, Tx, sql};
use kernel::{CampaignId, Currency, Money};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use super::EscrowMovement;

#[derive(Debug, FromQueryResult)]
struct Row {
    campaign_id: Uuid,
    number: i32,
    kind: String,
    amount_minor: i64,
    currency: String,
    ordered_at: DateTime<Utc>,
    done: Option<bool>,
    answered_at: Option<DateTime<Utc>>,
    reason: Option<String>,
}

impl TryFrom<Row> for EscrowMovement {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let currency: Currency = row.currency.parse().map_err(Error::corrupt)?;
        Ok(Self {
            campaign_id: row.campaign_id.into(),
            number: row.number,
            kind: row.kind.parse()?,
            amount: Money::new(row.amount_minor, currency),
            ordered_at: row.ordered_at,
            done: row.done,
            answered_at: row.answered_at,
            reason: row.reason,
        })
    }
}

/// The movements of a campaign's money, in their order.
pub(crate) async fn of_campaign(
    conn: &impl ConnectionTrait,
    campaign: CampaignId,
) -> Result<Vec<EscrowMovement>> {
    let select =
        "SELECT m.campaign_id, m.number, m.kind, m.amount_minor, m.currency, m.ordered_at, a.done, a.answered_at, a.reason
                  FROM escrow_movements m
                  LEFT JOIN escrow_answers a ON a.campaign_id = m.campaign_id AND a.number = m.number
                  WHERE m.campaign_id = $1 ORDER BY m.number";
    let rows = Row::find_by_statement(sql(conn, select, [campaign.uuid().into()]))
        .all(conn)
        .await?;
    rows.into_iter().map(EscrowMovement::try_from).collect()
}

/// Campaigns of which another amount is kept than the books say, or of which an answer is not known, and that are not left alone after a
/// refusal: regulated, not released, after one in the order of their ids.
pub(crate) async fn to_follow(
    conn: &impl ConnectionTrait,
    after: Option<CampaignId>,
    refused_before: DateTime<Utc>,
    limit: usize,
) -> Result<Vec<CampaignId>> {
    let due = "s.collected_minor - s.refunded_minor - s.disputed_minor";
    let select = format!(
        "SELECT s.campaign_id FROM settlements s WHERE s.regime <> 'reward' AND s.campaign_id > $1
            AND (CASE WHEN {due} > 0 THEN {due} ELSE 0 END <> (
                SELECT CAST(COALESCE(sum(CASE WHEN m.kind = 'hold' THEN m.amount_minor ELSE -m.amount_minor END), 0) AS bigint)
                FROM escrow_movements m JOIN escrow_answers a ON a.campaign_id = m.campaign_id AND a.number = m.number AND a.done
                WHERE m.campaign_id = s.campaign_id)
              OR EXISTS (SELECT 1 FROM escrow_movements m WHERE m.campaign_id = s.campaign_id AND NOT EXISTS (
                SELECT 1 FROM escrow_answers a WHERE a.campaign_id = m.campaign_id AND a.number = m.number)))
            AND NOT EXISTS (SELECT 1 FROM escrow_movements m
                JOIN escrow_answers a ON a.campaign_id = m.campaign_id AND a.number = m.number AND a.done
                WHERE m.campaign_id = s.campaign_id AND m.kind = 'release')
            AND NOT EXISTS (SELECT 1 FROM escrow_answers a WHERE a.campaign_id = s.campaign_id AND NOT a.done AND a.answered_at > $2
                AND NOT EXISTS (SELECT 1 FROM escrow_movements m WHERE m.campaign_id = a.campaign_id AND m.number > a.number))
         ORDER BY s.campaign_id LIMIT {limit}"
    );
    let after = after.map_or(Uuid::nil(), CampaignId::uuid);
    let values = [after.into(), refused_before.into()];
    let rows = conn.query_all_raw(sql(conn, select, values)).await?;
    rows.iter()
        .map(|row| Ok(row.try_get::<Uuid>("", "campaign_id")?.into()))
        .collect()
}

/// Writes down that money is to be moved. The settlement's row must be locked.
pub(crate) async fn insert(tx: &Tx, movement: &EscrowMovement) -> Result<()> {
    let insert = "INSERT INTO escrow_movements (campaign_id, number, kind, amount_minor, currency, movement_key, ordered_at)
                  VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values = [
        movement.campaign_id.uuid().into(),
        movement.number.into(),
        movement.kind.as_str().into(),
        movement.amount.minor.into(),
        movement.amount.currency.code().into(),
        movement.key().into(),
        movement.ordered_at.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// Writes down what the third party answered; the first answer stands. Returns whether this was it.
pub(crate) async fn answer(
    tx: &Tx,
    movement: &EscrowMovement,
    refused_because: Option<&str>,
    at: DateTime<Utc>,
) -> Result<bool> {
    let insert = "INSERT INTO escrow_answers (campaign_id, number, done, reason, answered_at) VALUES ($1, $2, $3, $4, $5)
                  ON CONFLICT (campaign_id, number) DO NOTHING";
    let values = [
        movement.campaign_id.uuid().into(),
        movement.number.into(),
        refused_because.is_none().into(),
        refused_because.map(str::to_owned).into(),
        at.into(),
    ];
    Ok(tx.execute_raw(sql(&**tx, insert, values)).await?.rows_affected() == 1)
}
