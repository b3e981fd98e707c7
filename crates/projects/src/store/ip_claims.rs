use chrono::{DateTime, Utc};
use db::{FirstOfEach, PersonKey, Result, Tx, sql};
use kernel::{CampaignId, IpClaimId, UserId};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use uuid::Uuid;

use super::{Builder, OF_EACH};
use crate::ip_claim::IpClaim;

const COLUMNS: &str = "o.id, o.campaign_id, o.founder_id, o.claimant_id, o.kind, o.patent_id, o.claimed_right, o.holder, o.statement,
    o.evidence, o.file_id, o.contact_sealed, o.state, o.filed_at, o.reviewer_id, o.claimed_at, o.inquiry_at, o.answer_until,
    o.answer, o.answer_file_id, o.answered_at, o.decided_at, o.reason, o.note";

/// The states of a claim that is still to be decided on.
const OPEN: &str = "o.state IN ('submitted', 'inquiry', 'answered')";

#[derive(Debug, FromQueryResult)]
struct Row {
    id: Uuid,
    campaign_id: Uuid,
    founder_id: Uuid,
    claimant_id: Uuid,
    kind: String,
    patent_id: Option<Uuid>,
    claimed_right: String,
    holder: String,
    statement: String,
    evidence: Option<String>,
    file_id: Option<Uuid>,
    contact_sealed: Vec<u8>,
    state: String,
    filed_at: DateTime<Utc>,
    reviewer_id: Option<Uuid>,
    claimed_at: Option<DateTime<Utc>>,
    inquiry_at: Option<DateTime<Utc>>,
    answer_until: Option<DateTime<Utc>>,
    answer: Option<String>,
    answer_file_id: Option<Uuid>,
    answered_at: Option<DateTime<Utc>>,
    decided_at: Option<DateTime<Utc>>,
    reason: Option<String>,
    note: Option<String>,
}

/// A claim as it is kept: how its claimant can be reached is sealed.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub(crate) claim: IpClaim,
    contact_sealed: Vec<u8>,
}

impl Kept {
    /// The claim with how its claimant can be reached; nothing of that once the claimant's key is destroyed.
    pub(crate) fn open(self, key: Option<&PersonKey>) -> Result<IpClaim> {
        let Some(key) = key else { return Ok(self.claim) };
        let plain = key.open(&place(self.claim.id), &self.contact_sealed)?;
        let contact = String::from_utf8(plain).map_err(db::Error::corrupt)?;
        Ok(IpClaim {
            contact: Some(contact),
            ..self.claim
        })
    }
}

/// Where a contact is sealed to.
fn place(id: IpClaimId) -> String {
    format!("ip_claims/{id}")
}

impl TryFrom<Row> for Kept {
    type Error = db::Error;

    fn try_from(row: Row) -> Result<Self> {
        let claim = IpClaim {
            id: row.id.into(),
            campaign_id: row.campaign_id.into(),
            founder_id: row.founder_id.into(),
            claimant_id: row.claimant_id.into(),
            kind: row.kind.parse()?,
            patent_id: row.patent_id.map(Into::into),
            right: row.claimed_right,
            holder: row.holder,
            statement: row.statement,
            evidence: row.evidence,
            file_id: row.file_id.map(Into::into),
            contact: None,
            state: row.state.parse()?,
            filed_at: row.filed_at,
            reviewer_id: row.reviewer_id.map(Into::into),
            claimed_at: row.claimed_at,
            inquiry_at: row.inquiry_at,
            answer_until: row.answer_until,
            answer: row.answer,
            answer_file_id: row.answer_file_id.map(Into::into),
            answered_at: row.answered_at,
            decided_at: row.decided_at,
            reason: row.reason.map(|reason| reason.parse()).transpose()?,
            note: row.note,
        };
        Ok(Self {
            claim,
            contact_sealed: row.contact_sealed,
        })
    }
}

async fn all(conn: &impl ConnectionTrait, rest: &str, values: Vec<Value>) -> Result<Vec<Kept>> {
    let select = format!("SELECT {COLUMNS} FROM ip_claims o {rest}");
    let rows = Row::find_by_statement(sql(conn, select, values))
        .all(conn)
        .await?;
    rows.into_iter().map(Kept::try_from).collect()
}

pub(crate) async fn find(conn: &impl ConnectionTrait, id: IpClaimId) -> Result<Option<Kept>> {
    Ok(all(conn, "WHERE o.id = $1", vec![id.uuid().into()]).await?.pop())
}

pub(crate) async fn lock(tx: &Tx, id: IpClaimId) -> Result<Option<IpClaim>> {
    let rest = format!("WHERE o.id = $1{}", tx.for_update());
    let found = all(&**tx, &rest, vec![id.uuid().into()]).await?.pop();
    Ok(found.map(|kept| kept.claim))
}

/// The claims against a campaign that are still to be decided on, locked; the oldest first.
pub(crate) async fn lock_open(tx: &Tx, campaign: CampaignId) -> Result<Vec<IpClaim>> {
    let rest = format!(
        "WHERE o.campaign_id = $1 AND {OPEN} ORDER BY o.id{}",
        tx.for_update()
    );
    let found = all(&**tx, &rest, vec![campaign.uuid().into()]).await?;
    Ok(found.into_iter().map(|kept| kept.claim).collect())
}

/// The newest claims against each of these campaigns, the oldest of them first.
pub(crate) async fn of_campaigns(conn: &impl ConnectionTrait, ids: &[CampaignId]) -> Result<Vec<Kept>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut b = Builder::default();
    let list = b.list(ids.iter().map(|id| id.uuid()));
    let newest = FirstOfEach {
        table: "ip_claims",
        parent: "campaign_id",
        condition: &format!("campaign_id IN {list}"),
        order: "filed_at DESC, id DESC",
        most: OF_EACH,
    };
    let rest = format!("WHERE o.id IN {} ORDER BY o.filed_at, o.id", newest.ids());
    all(conn, &rest, b.values).await
}

/// The claims somebody filed, the newest first, at most a hundred.
pub(crate) async fn of_claimant(conn: &impl ConnectionTrait, claimant: UserId) -> Result<Vec<Kept>> {
    let rest = "WHERE o.claimant_id = $1 ORDER BY o.filed_at DESC, o.id DESC LIMIT 100";
    all(conn, rest, vec![claimant.uuid().into()]).await
}

/// What is still to be decided on, the longest waiting first.
pub(crate) async fn open(
    conn: &impl ConnectionTrait,
    after: Option<(DateTime<Utc>, IpClaimId)>,
    limit: u32,
) -> Result<Vec<Kept>> {
    let (at, id) = after.unwrap_or((DateTime::UNIX_EPOCH, IpClaimId::from_uuid(Uuid::nil())));
    let rest = format!(
        "WHERE {OPEN} AND (o.filed_at > $1 OR (o.filed_at = $1 AND o.id > $2)) ORDER BY o.filed_at, o.id LIMIT {limit}"
    );
    all(conn, &rest, vec![at.into(), id.uuid().into()]).await
}

pub(crate) async fn count_open(conn: &impl ConnectionTrait) -> Result<u64> {
    let select = format!("SELECT count(*) AS n FROM ip_claims o WHERE {OPEN}");
    super::count(conn, &select, Vec::new()).await
}

/// The claims whose founders said nothing in time.
pub(crate) async fn silent(
    conn: &impl ConnectionTrait,
    now: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<IpClaimId>> {
    let select = format!(
        "SELECT id FROM ip_claims WHERE state = 'inquiry' AND answer_until <= $1 ORDER BY answer_until LIMIT {limit}"
    );
    let rows = conn.query_all_raw(sql(conn, select, [now.into()])).await?;
    rows.iter()
        .map(|row| Ok(row.try_get::<Uuid>("", "id")?.into()))
        .collect()
}

/// How many claims somebody filed since, and when the first of them.
pub(crate) async fn filed_since(
    tx: &Tx,
    claimant: UserId,
    since: DateTime<Utc>,
) -> Result<(u64, Option<DateTime<Utc>>)> {
    let select = "SELECT filed_at AS at FROM ip_claims WHERE claimant_id = $1 AND filed_at > $2 ORDER BY filed_at LIMIT 100";
    let values = [claimant.uuid().into(), since.into()];
    let rows = tx.query_all_raw(sql(&**tx, select, values)).await?;
    let first = rows.first().map(|row| row.try_get("", "at")).transpose()?;
    Ok((rows.len() as u64, first))
}

pub(crate) async fn insert(tx: &Tx, key: &PersonKey, claim: &IpClaim) -> Result<()> {
    let contact = claim.contact.as_deref().unwrap_or_default();
    let sealed = key.seal(tx.db().ids().as_ref(), &place(claim.id), contact.as_bytes())?;
    let insert = "INSERT INTO ip_claims (id, campaign_id, founder_id, claimant_id, kind, patent_id, claimed_right, holder,
            statement, evidence, file_id, contact_sealed, state, filed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    let values = [
        claim.id.uuid().into(),
        claim.campaign_id.uuid().into(),
        claim.founder_id.uuid().into(),
        claim.claimant_id.uuid().into(),
        claim.kind.as_str().into(),
        claim.patent_id.map(|id| id.uuid()).into(),
        claim.right.clone().into(),
        claim.holder.clone().into(),
        claim.statement.clone().into(),
        claim.evidence.clone().into(),
        claim.file_id.map(|id| id.uuid()).into(),
        sealed.into(),
        claim.state.as_str().into(),
        claim.filed_at.into(),
    ];
    tx.execute_raw(sql(&**tx, insert, values)).await?;
    Ok(())
}

/// Writes a claim whose row is locked; what its claimant stated never changes.
pub(crate) async fn update(tx: &Tx, claim: &IpClaim) -> Result<()> {
    let update = "UPDATE ip_claims SET state = $1, reviewer_id = $2, claimed_at = $3, inquiry_at = $4, answer_until = $5,
            answer = $6, answer_file_id = $7, answered_at = $8, decided_at = $9, reason = $10, note = $11
        WHERE id = $12";
    let values = [
        claim.state.as_str().into(),
        claim.reviewer_id.map(|id| id.uuid()).into(),
        claim.claimed_at.into(),
        claim.inquiry_at.into(),
        claim.answer_until.into(),
        claim.answer.clone().into(),
        claim.answer_file_id.map(|id| id.uuid()).into(),
        claim.answered_at.into(),
        claim.decided_at.into(),
        claim.reason.map(|reason| reason.as_str()).into(),
        claim.note.clone().into(),
        claim.id.uuid().into(),
    ];
    tx.execute_raw(sql(&**tx, update, values)).await?;
    Ok(())
}
