//! A material change and its states: plain values, no I/O.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{CampaignId, MaterialChangeId, PatentId, PledgeId, UserId};
use serde_json::json;
use uuid::Uuid;

use kernel::words;

words! {
    /// What a change of the patents is to those who pledged.
    pub enum ChangeSeverity {
        /// Worth a notice.
        Minor = "minor",
        /// They are asked to confirm.
        Major = "major",
    }
}

words! {
    /// What follows from a change.
    pub enum ChangeScope {
        /// Those who pledged are asked to confirm; the campaign is held meanwhile.
        Reconfirm = "reconfirm",
        /// The money was accepted before: payouts wait until a person has looked at it.
        Payout = "payout",
        /// Those who pledged are told.
        Inform = "inform",
    }
}

words! {
    /// How far it has come.
    pub enum ChangeState {
        /// Known; those who pledged are being written to.
        Opened = "opened",
        /// Everybody was told.
        Notified = "notified",
        /// The clock runs: they confirm, decline, or are silent.
        Reconfirming = "reconfirming",
        /// Over. Final.
        Closed = "closed",
    }
}

words! {
    /// How it ended.
    pub enum ChangeOutcome {
        /// Everybody answered, or the time to do so passed.
        Answered = "answered",
        /// Everybody was told; nothing else follows.
        Informed = "informed",
        /// Another major change followed: its clock goes for both.
        Superseded = "superseded",
        /// A person decided that it is minor.
        Reclassified = "reclassified",
        /// The campaign ended otherwise.
        CampaignOver = "campaign_over",
    }
}

words! {
    /// What an investor answered.
    pub enum ChangeAnswer {
        /// The pledge stays.
        Kept = "kept",
        /// The pledge is taken back, or the money goes back.
        Declined = "declined",
        /// Nothing: the pledge is released, or the money goes back.
        Silent = "silent",
        /// The question was withdrawn before it was answered.
        Withdrawn = "withdrawn",
    }
}

/// Something that changed in how a right stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeCause {
    /// The right.
    pub patent_id: PatentId,
    /// What changed, in the word of whoever watches patents, such as `ended`.
    pub kind: String,
    /// Which of its kind, such as `lapsed`; empty where there is one only.
    pub detail: String,
    /// What it is to those who pledged, by the table of those who watch patents.
    pub severity: ChangeSeverity,
    /// Since when, where the register tells.
    pub on: Option<NaiveDate>,
    /// The assessment that found it.
    pub assessment_id: Uuid,
    /// When it was told.
    pub told_at: DateTime<Utc>,
}

/// A change of a campaign's patents that matters to those who pledged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaterialChange {
    /// Its id.
    pub id: MaterialChangeId,
    /// The campaign.
    pub campaign_id: CampaignId,
    /// Who runs it.
    pub founder_id: UserId,
    /// What it is to those who pledged.
    pub severity: ChangeSeverity,
    /// What follows from it.
    pub scope: ChangeScope,
    /// How far it has come.
    pub state: ChangeState,
    /// How it ended.
    pub outcome: Option<ChangeOutcome>,
    /// The hash of the facts about the patents as they are with it.
    pub dossier_hash: String,
    /// When it became known.
    pub opened_at: DateTime<Utc>,
    /// When everybody had been told.
    pub notified_at: Option<DateTime<Utc>>,
    /// Until when investors may answer; the instant itself is too late.
    pub reconfirm_until: Option<DateTime<Utc>>,
    /// The campaign's deadline before it was moved, if it was.
    pub deadline_before: Option<DateTime<Utc>>,
    /// When a person decided that it is minor.
    pub reclassified_at: Option<DateTime<Utc>>,
    /// Why a person saw it otherwise than the table.
    pub reason: Option<String>,
    /// The minor change a person found to be this major one.
    pub reclassified_from: Option<MaterialChangeId>,
    /// When it ended.
    pub closed_at: Option<DateTime<Utc>>,
    /// Counts up with every change.
    pub version: i64,
}

/// One investor asked to confirm one pledge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconfirmation {
    /// The change.
    pub change_id: MaterialChangeId,
    /// The pledge.
    pub pledge_id: PledgeId,
    /// Whether the card had been charged: then the question is whether to keep it so.
    pub charged: bool,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// The answer, once there is one. Never changed.
    pub answer: Option<ChangeAnswer>,
    /// When it was given.
    pub answered_at: Option<DateTime<Utc>>,
    /// The hash of the facts the investor saw when confirming.
    pub dossier_hash: Option<String>,
}

impl MaterialChange {
    /// Whether nothing more follows from it.
    pub const fn is_closed(&self) -> bool {
        matches!(self.state, ChangeState::Closed)
    }

    /// Everybody was told.
    pub(crate) fn notify(&self, now: DateTime<Utc>) -> Self {
        let state = match self.scope {
            ChangeScope::Reconfirm => ChangeState::Reconfirming,
            ChangeScope::Payout | ChangeScope::Inform => ChangeState::Notified,
        };
        Self {
            state,
            notified_at: Some(now),
            ..self.clone()
        }
    }

    pub(crate) fn close(&self, outcome: ChangeOutcome, now: DateTime<Utc>) -> Self {
        Self {
            state: ChangeState::Closed,
            outcome: Some(outcome),
            closed_at: Some(now),
            ..self.clone()
        }
    }

    /// What the audit trail keeps of it.
    pub fn trace(&self) -> serde_json::Value {
        json!({"change": self.id, "severity": self.severity, "scope": self.scope, "state": self.state,
               "outcome": self.outcome, "reconfirm_until": self.reconfirm_until, "dossier": self.dossier_hash,
               "version": self.version})
    }
}
