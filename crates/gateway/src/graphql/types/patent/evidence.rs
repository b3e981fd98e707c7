//! Answers of registers, kept as evidence.

use async_graphql::{ID, Object};
use chrono::{DateTime, Utc};

use super::super::super::ids::opaque;

/// A body fetched from a register, kept as evidence.
pub struct EvidenceSnapshot(pub patents::Snapshot);

/// A body fetched from a register, kept as evidence. It is never changed.
#[Object]
impl EvidenceSnapshot {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        opaque(kernel::SnapshotId::from_uuid(self.0.id))
    }

    /// The register.
    async fn source(&self) -> &str {
        &self.0.source
    }

    /// What was asked.
    async fn call(&self) -> &str {
        &self.0.call
    }

    /// When it came.
    async fn fetched_at(&self) -> DateTime<Utc> {
        self.0.fetched_at
    }

    /// SHA-256 of the body, in hexadecimal.
    async fn sha256(&self) -> &str {
        &self.0.body_sha256
    }

    /// Whether it is an invented answer of the demonstration.
    async fn is_sample(&self) -> bool {
        self.0.source == "sample"
    }
}

#[cfg(test)]
mod tests {
    use kernel::Locale;
    use patents::source::Register;

    #[test]
    fn every_source_of_evidence_has_a_name_in_both_languages() {
        let sources = Register::ALL.into_iter().map(Register::as_str);
        for source in sources.chain(["sample", "uspto-assignment-center"]) {
            for locale in [Locale::En, Locale::ZhHans] {
                assert!(
                    i18n::has(locale, &format!("source-{source}")),
                    "{source} in {locale:?}"
                );
            }
        }
    }
}
