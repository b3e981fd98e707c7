//! What a register said becomes evidence and a new assessment, in one transaction.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use db::{Result, Tx};
use kernel::{PatentId, SnapshotId};

use crate::{
    assess,
    events::{PatentRecorded, PatentStandingChanged, ToldChange},
    facts::{Facts, LegalEvent, RightFacts},
    sample,
    source::{PARSER_VERSION, without_volatile},
    standing::{self, Cause, Filed, Reassessed, StoredAssessment, Told},
    store::{self, events::Mark, evidence::NewSnapshot},
    watch::{self, Horizon, Severity},
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

/// Keeps an answer as evidence and assesses the rights it speaks of. An answer that is kept already changes nothing.
///
/// # Errors
/// If the database does not answer; then nothing was kept.
pub async fn record(tx: &Tx, snapshot: &NewSnapshot<'_>, facts: &Facts) -> Result<Option<Vec<Recorded>>> {
    if !snapshot.is_recording
        && let Some(newest) = store::evidence::newest(&**tx, snapshot.source, snapshot.call).await?
        && without_volatile(snapshot.body) == without_volatile(&newest.body)
    {
        // Given twice on one day, it says nothing that it did not say before.
        if newest.fetched_at.date_naive() < snapshot.fetched_at.date_naive() {
            confirm(tx, newest.id, snapshot.fetched_at).await?;
        }
        return Ok(None);
    }
    let Some(snapshot_id) = store::evidence::keep(tx, snapshot).await? else {
        // A register that goes back to an earlier answer says that one again; a recording tells no order.
        if !snapshot.is_recording
            && let Some(earlier) = store::evidence::same(tx, snapshot).await?
        {
            confirm(tx, earlier, snapshot.fetched_at).await?;
        }
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

/// A register gave the same answer again: what it says holds for the day on which it was asked, and the rights it speaks of
/// are assessed as of that day.
///
/// # Errors
/// If the database does not answer.
pub(crate) async fn confirm(tx: &Tx, snapshot: SnapshotId, fetched_at: DateTime<Utc>) -> Result<()> {
    for patent in store::facts::rights_of(tx, snapshot).await? {
        store::rights::lock(tx, patent).await?;
        let now = tx.now().await?;
        if !store::facts::confirm(tx, patent, snapshot, fetched_at.date_naive(), now).await? {
            continue;
        }
        let Some(filed) = store::rights::filed(&**tx, patent).await? else {
            continue;
        };
        read_unread(tx, patent, now).await?;
        // What a register goes back to, it tells again; what it told in between it no longer does.
        mark_events(tx, patent, snapshot, now).await?;
        if let Some(reassessed) = standing::reassess(tx, &filed, Cause::Evidence, now).await? {
            tell(tx, &reassessed, Some(snapshot)).await?;
        }
    }
    Ok(())
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
    let is_sample = snapshot.source == sample::SOURCE;
    let keys = right.keys();
    // Two imports of one right must not both add it.
    let lock = keys.iter().map(|key| key.key.as_str()).min().unwrap_or_default();
    tx.lock_name(&format!("patent:{lock}")).await?;
    // A European right lists the international publication it came from among its documents: where
    // the application is told, a document alone finds only a right of the same office.
    let own_office = right.application.as_ref().map(|number| number.office());
    let known = store::rights::find(&**tx, &keys, own_office).await?;
    let now = tx.now().await?;
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
    let fetched_on = snapshot.fetched_at.date_naive();
    let stated_on = standing::stated_on(right, fetched_on, snapshot.is_recording, is_sample);
    store::facts::add(tx, patent_id, snapshot_id, stated_on, right, now).await?;
    read_unread(tx, patent_id, now).await?;
    mark_events(tx, patent_id, snapshot_id, now).await?;
    let Some(filed) = store::rights::filed(&**tx, patent_id).await? else {
        return Err(db::Error::corrupt(format!(
            "{patent_id} is gone while it is locked"
        )));
    };
    if let Some(reassessed) = standing::reassess(tx, &filed, Cause::Evidence, now).await? {
        tell(tx, &reassessed, Some(snapshot_id)).await?;
    }
    Ok(Some(Recorded {
        patent_id,
        is_new: known.is_none(),
        new_events,
    }))
}

/// Marks entries that the newest answer to a call no longer tells, those it tells again, and those another entry deletes.
async fn mark_events(tx: &Tx, patent: PatentId, cause: SnapshotId, now: DateTime<Utc>) -> Result<()> {
    let all = store::facts::of(&**tx, patent, PARSER_VERSION).await?;
    let told = |answers: &[Told]| -> HashSet<String> {
        answers
            .iter()
            .flat_map(|answer| {
                answer
                    .facts
                    .events
                    .iter()
                    .map(|event| store::events::dedupe_key(patent, &answer.source, event))
            })
            .collect()
    };
    let ever = told(&all);
    let newest = standing::newest(all);
    let today = told(&newest);
    let gone = ever.difference(&today).cloned().collect::<Vec<_>>();
    store::events::mark(tx, Mark::Retracted, &gone, cause, now).await?;
    store::events::restate(tx, patent, &today, cause, now).await?;
    let deleted: Vec<LegalEvent> = assess::deleted(&standing::merge(&newest));
    let corrected = newest.iter().flat_map(|answer| {
        deleted
            .iter()
            .filter(|event| answer.facts.events.contains(event))
            .map(|event| store::events::dedupe_key(patent, &answer.source, event))
    });
    store::events::mark(tx, Mark::Corrected, &corrected.collect::<Vec<_>>(), cause, now).await
}

/// Tells others of a new right, or of a change in what matters to an investor.
pub(crate) async fn tell(tx: &Tx, reassessed: &Reassessed, cause: Option<SnapshotId>) -> Result<()> {
    let after = &reassessed.after;
    let Some(before) = &reassessed.before else {
        return tx
            .publish(&PatentRecorded {
                patent_id: after.patent_id,
                at: after.computed_at,
            })
            .await;
    };
    let found = watch::changes(&before.assessment, &after.assessment);
    let changes = store::changes::add(tx, after, &found).await?;
    let (old, new) = (&before.panel, &after.panel);
    // What was told before is not told again, but lists follow whatever is shown.
    if changes.is_empty() && listed(before) == listed(after) {
        return Ok(());
    }
    tx.publish(&PatentStandingChanged {
        patent_id: after.patent_id,
        before: old.status.value,
        after: new.status.value,
        severity: changes
            .iter()
            .map(|change| change.severity)
            .max()
            .unwrap_or(Severity::None),
        changes: changes
            .iter()
            .map(|change| ToldChange {
                kind: change.kind,
                detail: change.sub.to_owned(),
                severity: change.severity,
                on: change.on,
            })
            .collect(),
        assessment_id: after.id,
        cause_snapshot_id: cause,
        at: after.computed_at,
    })
    .await
}

/// What lists of campaigns go by. What a fee is to a campaign depends on its deadline, so its days count as well.
fn listed(stored: &StoredAssessment) -> impl PartialEq {
    let (panel, assessment) = (&stored.panel, &stored.assessment);
    let fee = assessment.fee.as_ref();
    (
        panel.status.value,
        panel.expires_on,
        panel.ipc.clone(),
        fee.map(|fee| (fee.next_due_on, fee.grace_ends_on)),
        watch::level(assessment, &Horizon::default(), assessment.as_of),
    )
}

/// Reads what the parsers of today have not read yet, and assesses a right against today's calendar and rules.
pub(crate) async fn refresh(tx: &Tx, filed: &Filed) -> Result<bool> {
    store::rights::lock(tx, filed.id).await?;
    let now = tx.now().await?;
    read_unread(tx, filed.id, now).await?;
    let last = store::assessments::newest(&**tx, filed.id).await?;
    let cause = standing::cause_of(last.as_ref());
    let Some(reassessed) = standing::reassess(tx, filed, cause, now).await? else {
        return Ok(false);
    };
    tell(tx, &reassessed, None).await?;
    Ok(true)
}

/// Reads by the parsers of today what older ones read, so that an assessment rests on the readings of one version.
async fn read_unread(tx: &Tx, patent: PatentId, now: DateTime<Utc>) -> Result<()> {
    for unread in store::facts::unread(tx, patent).await? {
        read_again(tx, patent, &unread, now).await?;
    }
    Ok(())
}

async fn read_again(
    tx: &Tx,
    patent: PatentId,
    unread: &store::facts::Unread,
    now: DateTime<Utc>,
) -> Result<()> {
    let fetched_on = unread.fetched_at.date_naive();
    let is_sample = unread.source == sample::SOURCE;
    let facts = if is_sample {
        sample::read_answer(&unread.body, fetched_on).ok()
    } else {
        crate::source::parse(unread.body.as_bytes()).ok()
    };
    // What today's parsers refuse stays as older ones read it.
    for right in facts.map(|facts| facts.rights).unwrap_or_default() {
        let own_office = right.application.as_ref().map(|number| number.office());
        if store::rights::find(&**tx, &right.keys(), own_office).await? == Some(patent) {
            let stated_on = standing::stated_on(&right, fetched_on, unread.is_recording, is_sample);
            store::facts::add(tx, patent, unread.id, stated_on, &right, now).await?;
        }
    }
    Ok(())
}
