use chrono::{DateTime, Utc};
use db::{Result, Tx, sql};
use kernel::{BasisPoints, CampaignId, Money, UserId};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use uuid::Uuid;

use crate::{CheckedParty, Offering, OfferingTerms, RecordCheck, Sheet};

#[derive(Debug, FromQueryResult)]
struct OfferingRow {
    campaign_id: Uuid,
    version: i32,
    security: String,
    currency: String,
    unit_price_minor: i64,
    method: String,
    maximum_minor: Option<i64>,
    existing_holders: Option<i32>,
    platform_pay_bps: i32,
    stated_by: Uuid,
    stated_at: DateTime<Utc>,
}

impl TryFrom<OfferingRow> for Offering {
    type Error = db::Error;

    fn try_from(row: OfferingRow) -> Result<Self> {
        let currency = row.currency.parse().map_err(db::Error::corrupt)?;
        Ok(Self {
            terms: OfferingTerms {
                campaign_id: row.campaign_id.into(),
                security: row.security,
                unit_price: Money::new(row.unit_price_minor, currency),
                method: row.method.parse()?,
                maximum: row.maximum_minor.map(|minor| Money::new(minor, currency)),
                existing_holders: row
                    .existing_holders
                    .map(u32::try_from)
                    .transpose()
                    .map_err(db::Error::corrupt)?,
            },
            platform_pay: BasisPoints(u32::try_from(row.platform_pay_bps).map_err(db::Error::corrupt)?),
            version: row.version,
            stated_by: row.stated_by.into(),
            stated_at: row.stated_at,
        })
    }
}

/// The terms of an offering as stated last.
pub(crate) async fn find(conn: &impl ConnectionTrait, campaign: CampaignId) -> Result<Option<Offering>> {
    let select = "SELECT campaign_id, version, security, currency, unit_price_minor, method, maximum_minor, existing_holders,
            platform_pay_bps, stated_by, stated_at
        FROM regime_offerings WHERE campaign_id = $1 ORDER BY version DESC LIMIT 1";
    let row = OfferingRow::find_by_statement(sql(conn, select, [campaign.uuid().into()]))
        .one(conn)
        .await?;
    row.map(Offering::try_from).transpose()
}

pub(crate) async fn insert(tx: &Tx, offering: &Offering) -> Result<()> {
    let insert = "INSERT INTO regime_offerings (campaign_id, version, security, currency, unit_price_minor, method, maximum_minor,
            platform_pay_bps, stated_by, stated_at, existing_holders)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let terms = &offering.terms;
    let values = [
        terms.campaign_id.uuid().into(),
        offering.version.into(),
        terms.security.clone().into(),
        terms.unit_price.currency.code().into(),
        terms.unit_price.minor.into(),
        terms.method.as_str().into(),
        terms.maximum.map(|maximum| maximum.minor).into(),
        i32::try_from(offering.platform_pay.0).unwrap_or(i32::MAX).into(),
        offering.stated_by.uuid().into(),
        offering.stated_at.into(),
        terms
            .existing_holders
            .map(|holders| i32::try_from(holders).unwrap_or(i32::MAX))
            .into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

pub(crate) async fn insert_check(tx: &Tx, check: &RecordCheck, by: UserId, at: DateTime<Utc>) -> Result<()> {
    let insert =
        "INSERT INTO regime_checks (id, campaign_id, party, passed, reference, recorded_by, recorded_at)
                  VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values = [
        tx.db().ids().uuid(at).into(),
        check.campaign_id.uuid().into(),
        check.party.as_str().into(),
        check.passed.into(),
        check.reference.clone().into(),
        by.uuid().into(),
        at.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// The latest check of each party of a campaign.
pub(crate) async fn checks(conn: &impl ConnectionTrait, campaign: CampaignId) -> Result<Vec<CheckedParty>> {
    let select = "SELECT party, passed FROM regime_checks c WHERE campaign_id = $1 AND NOT EXISTS (
            SELECT 1 FROM regime_checks d WHERE d.campaign_id = c.campaign_id AND d.party = c.party AND d.id > c.id)
        ORDER BY party";
    let rows = conn
        .query_all_raw(sql(conn, select, [campaign.uuid().into()]))
        .await?;
    rows.iter()
        .map(|row| {
            let party: String = row.try_get("", "party")?;
            Ok(CheckedParty {
                party: party.parse()?,
                passed: row.try_get("", "passed")?,
            })
        })
        .collect()
}

#[derive(Debug, FromQueryResult)]
struct SheetRow {
    campaign_id: Uuid,
    version: i32,
    file_id: Uuid,
    pages: i32,
    reason: String,
    published_by: Uuid,
    published_at: DateTime<Utc>,
}

impl TryFrom<SheetRow> for Sheet {
    type Error = db::Error;

    fn try_from(row: SheetRow) -> Result<Self> {
        Ok(Self {
            campaign_id: row.campaign_id.into(),
            version: row.version,
            file_id: row.file_id.into(),
            pages: u32::try_from(row.pages).map_err(db::Error::corrupt)?,
            reason: row.reason,
            published_by: row.published_by.into(),
            published_at: row.published_at,
        })
    }
}

/// The versions of a campaign's sheet, the newest first, up to a hundred.
pub(crate) async fn sheets(conn: &impl ConnectionTrait, campaign: CampaignId) -> Result<Vec<Sheet>> {
    let select =
        "SELECT campaign_id, version, file_id, pages, reason, published_by, published_at FROM regime_sheets
                  WHERE campaign_id = $1 ORDER BY version DESC LIMIT 100";
    let rows = SheetRow::find_by_statement(sql(conn, select, [campaign.uuid().into()]))
        .all(conn)
        .await?;
    rows.into_iter().map(Sheet::try_from).collect()
}

pub(crate) async fn insert_sheet(tx: &Tx, sheet: &Sheet) -> Result<()> {
    let insert =
        "INSERT INTO regime_sheets (campaign_id, version, file_id, pages, reason, published_by, published_at)
                  VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values = [
        sheet.campaign_id.uuid().into(),
        sheet.version.into(),
        sheet.file_id.uuid().into(),
        i32::try_from(sheet.pages).unwrap_or(i32::MAX).into(),
        sheet.reason.clone().into(),
        sheet.published_by.uuid().into(),
        sheet.published_at.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// Names a promoter; named twice is named once. Returns whether it is news.
pub(crate) async fn insert_promoter(
    tx: &Tx,
    campaign: CampaignId,
    user: UserId,
    by: UserId,
    at: DateTime<Utc>,
) -> Result<bool> {
    let insert =
        "INSERT INTO regime_promoters (campaign_id, user_id, named_by, named_at) VALUES ($1, $2, $3, $4)
                  ON CONFLICT (campaign_id, user_id) DO NOTHING";
    let values = [
        campaign.uuid().into(),
        user.uuid().into(),
        by.uuid().into(),
        at.into(),
    ];
    Ok(tx.execute_raw(sql(&**tx, insert, values)).await?.rows_affected() > 0)
}

/// Which of these people promote these campaigns.
pub(crate) async fn promoters_among(
    conn: &impl ConnectionTrait,
    pairs: &[(CampaignId, UserId)],
) -> Result<Vec<(CampaignId, UserId)>> {
    let mut found = Vec::new();
    for pairs in pairs.chunks(200) {
        let asked: Vec<_> = (0..pairs.len())
            .map(|n| format!("(campaign_id = ${} AND user_id = ${})", 2 * n + 1, 2 * n + 2))
            .collect();
        let select = format!(
            "SELECT campaign_id, user_id FROM regime_promoters WHERE {}",
            asked.join(" OR ")
        );
        let values: Vec<Value> = pairs
            .iter()
            .flat_map(|(campaign, user)| [campaign.uuid().into(), user.uuid().into()])
            .collect();
        for row in conn.query_all_raw(sql(conn, select, values)).await? {
            let (campaign, user): (Uuid, Uuid) =
                (row.try_get("", "campaign_id")?, row.try_get("", "user_id")?);
            found.push((campaign.into(), user.into()));
        }
    }
    Ok(found)
}
