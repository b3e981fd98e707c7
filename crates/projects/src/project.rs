//! The invention being brought to market.

use chrono::{DateTime, Utc};
use kernel::{LocalizedText, ProjectId, UserId};
use serde::{Deserialize, Serialize};

use kernel::words;

words! {
    /// A field of technology.
    pub enum Field {
        /// Batteries, hydrogen, thermal stores.
        EnergyStorage = "energy_storage",
        /// Devices for diagnosis and care.
        MedicalDevices = "medical_devices",
        /// Robots and their parts.
        Robotics = "robotics",
        /// Chips, their making and packaging.
        Semiconductors = "semiconductors",
        /// Composites, alloys, coatings, polymers.
        NewMaterials = "new_materials",
        /// Seeds, farming, food.
        Agriculture = "agriculture",
        /// Water and waste water.
        WaterTreatment = "water_treatment",
        /// Lenses, lasers, displays, imaging.
        Optics = "optics",
        /// Aircraft, drones, space.
        Aerospace = "aerospace",
        /// Software and machine learning.
        SoftwareAi = "software_ai",
        /// Anything else.
        Other = "other",
    }
}

/// An invention being brought to market. It may be funded by several campaigns, one after another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// Its id.
    pub id: ProjectId,
    /// Who brings it to market.
    pub founder_id: UserId,
    /// What it is called.
    pub title: LocalizedText,
    /// Its field of technology.
    pub field: Field,
    /// Where it is done, if said: ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// When it was listed.
    pub created_at: DateTime<Utc>,
    /// Rises with every change; sent back as `expected_version`.
    pub version: i64,
}

impl Project {
    /// What the audit trail keeps of it: not its title, which may have to be erased.
    pub(crate) fn trace(&self) -> serde_json::Value {
        serde_json::json!({ "field": self.field, "country": self.country, "version": self.version })
    }
}

/// Whether this is the two-letter code of a country (ISO 3166-1 alpha-2), in upper case.
pub fn is_country(code: &str) -> bool {
    code.len() == 2
        && code.bytes().all(|b| b.is_ascii_uppercase())
        && celes::Country::from_alpha2(code).is_ok()
}
