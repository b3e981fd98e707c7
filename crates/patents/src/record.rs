//! What a register said becomes evidence and a new panel, in one transaction.

use chrono::{DateTime, Utc};
use db::{Result, Tx};
use kernel::{PatentId, SnapshotId};

use crate::{
    events::{PatentRecorded, PatentStandingChanged},
    facts::{Facts, RightFacts},
    number::{NumberForm, PatentNumber, RightType},
    panel::{Panel, PanelPublication, PanelStatus},
    sample,
    store::{self, evidence::NewSnapshot},
};

/// What became of one right that an answer spoke of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorded {
    /// The right.
    pub patent_id: PatentId,
    /// Whether it was not known before.
    pub is_new: bool,
    /// How many register entries were new.
    pub new_events: usize,
}

/// Keeps an answer as evidence and brings the rights it speaks of up to date. An answer that is
/// kept already changes nothing.
///
/// # Errors
/// If the database does not answer; then nothing was kept.
pub async fn record(tx: &Tx, snapshot: &NewSnapshot<'_>, facts: &Facts) -> Result<Option<Vec<Recorded>>> {
    let Some(snapshot_id) = store::evidence::keep(tx, snapshot).await? else {
        return Ok(None);
    };
    let mut recorded = Vec::new();
    for right in &facts.rights {
        if let Some(outcome) = record_right(tx, snapshot, snapshot_id, right).await? {
            recorded.push(outcome);
        }
    }
    Ok(Some(recorded))
}

async fn record_right(
    tx: &Tx,
    snapshot: &NewSnapshot<'_>,
    snapshot_id: SnapshotId,
    right: &RightFacts,
) -> Result<Option<Recorded>> {
    let Some(office) = right
        .numbers()
        .next()
        .map(|number| number.office().code().to_owned())
    else {
        return Ok(None);
    };
    let now = snapshot.fetched_at;
    let is_sample = snapshot.source == sample::SOURCE;
    let keys = right.keys();
    // Two imports of one right must not both add it.
    let lock = keys.iter().map(|key| key.key.as_str()).min().unwrap_or_default();
    tx.lock_name(&format!("patent:{lock}")).await?;
    // A European right lists the international publication it came from among its documents: where
    // the application is told, a document alone finds only a right of the same office.
    let own_office = right.application.as_ref().map(|number| number.office());
    let known = store::rights::find(&**tx, &keys, own_office).await?;
    let patent_id = match known {
        Some(id) => {
            store::rights::lock(tx, id).await?;
            store::rights::touch(tx, id, right, now).await?;
            id
        }
        None => store::rights::insert(tx, right, &office, is_sample, now).await?,
    };
    store::rights::add_numbers(tx, patent_id, right).await?;
    store::evidence::link(tx, patent_id, snapshot_id).await?;
    let mut new_events = 0;
    for event in &right.events {
        new_events +=
            usize::from(store::events::add(tx, patent_id, snapshot_id, snapshot.source, event, now).await?);
    }
    let before = store::panels::by_ids(&**tx, &[patent_id]).await?.pop();
    let status = match &right.status {
        Some(status) => {
            let as_of = status.as_of.unwrap_or(now.date_naive());
            let stated = PanelStatus {
                value: status.value,
                office_code: status.code.clone(),
                office_text: status.text.clone(),
                as_of: Some(as_of),
                source: snapshot.source.to_owned(),
                confidence: status.confidence,
                reason: status.reason.clone(),
                stale_after: PanelStatus::stale_after(as_of),
            };
            store::panels::add_status(tx, patent_id, snapshot_id, &stated, as_of, now).await?;
            Some(stated)
        }
        None => None,
    };
    let panel = merge(before.clone(), patent_id, &office, is_sample, right, status);
    store::panels::save(tx, &panel, now).await?;
    tell(tx, before.as_ref(), &panel, snapshot_id, now).await?;
    Ok(Some(Recorded {
        patent_id,
        is_new: known.is_none(),
        new_events,
    }))
}

/// Tells others of a new right, or of a change in what matters to an investor.
async fn tell(
    tx: &Tx,
    before: Option<&Panel>,
    after: &Panel,
    cause: SnapshotId,
    at: DateTime<Utc>,
) -> Result<()> {
    let Some(before) = before else {
        return tx
            .publish(&PatentRecorded {
                patent_id: after.id,
                at,
            })
            .await;
    };
    let matters = |panel: &Panel| {
        (
            panel.status.value,
            panel.annuity.as_ref().map(|annuity| annuity.state),
            panel.encumbrances.clone(),
            panel.owners.clone(),
            panel.expires_on,
        )
    };
    if matters(before) == matters(after) {
        return Ok(());
    }
    tx.publish(&PatentStandingChanged {
        patent_id: after.id,
        before: before.status.value,
        after: after.status.value,
        cause_snapshot_id: cause,
        at,
    })
    .await
}

fn merge(
    before: Option<Panel>,
    id: PatentId,
    office: &str,
    is_sample: bool,
    right: &RightFacts,
    status: Option<PanelStatus>,
) -> Panel {
    let mut panel = before.unwrap_or_else(|| Panel {
        id,
        number: String::new(),
        kind: None,
        application: String::new(),
        grant_number: None,
        office: office.to_owned(),
        right_type: RightType::Invention,
        titles: Default::default(),
        filed_on: None,
        priority_on: None,
        granted_on: None,
        expires_on: None,
        status: PanelStatus::unknown(),
        owners: Vec::new(),
        applicants: Vec::new(),
        inventors: Vec::new(),
        annuity: None,
        encumbrances: Vec::new(),
        ipc: Vec::new(),
        publications: Vec::new(),
        family: Vec::new(),
        is_sample,
    });
    panel.right_type = right.right_type.unwrap_or(panel.right_type);
    panel.titles.extend(right.titles.clone());
    panel.filed_on = right.filed_on.or(panel.filed_on);
    panel.priority_on = right.priority_on.or(panel.priority_on);
    panel.granted_on = right.granted_on.or(panel.granted_on);
    panel.expires_on = right.expires_on.or(panel.expires_on);
    replace_if_told(&mut panel.owners, &right.owners);
    replace_if_told(&mut panel.applicants, &right.applicants);
    replace_if_told(&mut panel.inventors, &right.inventors);
    replace_if_told(&mut panel.ipc, &right.ipc);
    panel.annuity = right.annuity.clone().or(panel.annuity);
    panel.encumbrances = right.encumbrances.clone().unwrap_or(panel.encumbrances);
    for member in &right.family {
        if !panel.family.contains(member) {
            panel.family.push(member.clone());
        }
    }
    if let Some(status) = status.filter(|status| status.as_of >= panel.status.as_of) {
        panel.status = status;
    }
    merge_numbers(&mut panel, right);
    panel
}

fn replace_if_told<T: Clone>(kept: &mut Vec<T>, told: &[T]) {
    if !told.is_empty() {
        *kept = told.to_vec();
    }
}

fn merge_numbers(panel: &mut Panel, right: &RightFacts) {
    if let Some(application) = &right.application {
        panel.application = application.display();
    }
    for publication in &right.publications {
        let number = publication.number.display();
        if publication.number.form() == NumberForm::Grant {
            panel.grant_number.get_or_insert(number.clone());
        }
        match panel.publications.iter_mut().find(|known| known.number == number) {
            Some(known) => known.published_on = publication.published_on.or(known.published_on),
            None => panel.publications.push(PanelPublication {
                number,
                kind: publication.number.kind().unwrap_or_default().to_owned(),
                published_on: publication.published_on,
            }),
        }
    }
    panel
        .publications
        .sort_by(|a, b| (a.published_on, &a.number).cmp(&(b.published_on, &b.number)));
    let grant = right.grant.as_ref().map(PatentNumber::display);
    panel.grant_number = grant.or(panel.grant_number.take());
    let newest = panel.publications.last();
    (panel.number, panel.kind) = match (&panel.grant_number, newest) {
        (Some(grant), _) => {
            let kind = right
                .grant
                .as_ref()
                .and_then(|grant| grant.kind().map(str::to_owned));
            let listed = panel
                .publications
                .iter()
                .find(|publication| &publication.number == grant);
            let kind = kind
                .or_else(|| listed.map(|p| p.kind.clone()))
                .or(panel.kind.take());
            (grant.clone(), kind.filter(|kind| !kind.is_empty()))
        }
        (None, Some(newest)) => (
            newest.number.clone(),
            Some(newest.kind.clone()).filter(|kind| !kind.is_empty()),
        ),
        (None, None) => (panel.application.clone(), None),
    };
}
