//! What regimes tell the platform.

use chrono::{DateTime, Utc};
use db::Event;
use kernel::{CampaignId, Regime, RegimeDeclarationId, UserId};
use serde::{Deserialize, Serialize};

/// A new version of a key investment information sheet was published: those who committed are told at once (EU7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetPublished {
    /// The campaign.
    pub campaign_id: CampaignId,
    /// Its number, from 1.
    pub version: i32,
    /// What changed.
    pub reason: String,
    /// When.
    pub published_at: DateTime<Utc>,
}

impl Event for SheetPublished {
    const KIND: &'static str = "regime_sheet_published";
}

/// A declaration that needs proof was decided on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclarationDecided {
    /// The declaration.
    pub declaration_id: RegimeDeclarationId,
    /// Whose.
    pub investor_id: UserId,
    /// For which regime.
    pub regime: Regime,
    /// Whether the proof was accepted.
    pub approved: bool,
    /// When.
    pub decided_at: DateTime<Utc>,
}

impl Event for DeclarationDecided {
    const KIND: &'static str = "regime_declaration_decided";
}
