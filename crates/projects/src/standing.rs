//! What a campaign's patents amount to, for filters and orders.

use chrono::{Datelike, NaiveDate};
use kernel::PatentId;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::campaign::Protection;
use kernel::words;

words! {
    /// The legal status of a right, as the platform's design names them.
    pub enum LegalStatus {
        /// Filed, not yet published.
        Filed = "filed",
        /// Published, examination not begun.
        Published = "published",
        /// Being examined.
        UnderExamination = "under_examination",
        /// Allowed, grant fee or publication outstanding.
        Allowed = "allowed",
        /// Granted and in force.
        InForce = "in_force",
        /// Refused by the office.
        Refused = "refused",
        /// Withdrawn by the applicant.
        Withdrawn = "withdrawn",
        /// Given up by not answering.
        Abandoned = "abandoned",
        /// Lost for want of a fee.
        Lapsed = "lapsed",
        /// Its term is over.
        Expired = "expired",
        /// Given up by its owner.
        Surrendered = "surrendered",
        /// Taken away by an office or a court.
        Revoked = "revoked",
        /// Not known.
        Unknown = "unknown",
    }
}

words! {
    /// How well a campaign's patents stand, in one word.
    pub enum Standing {
        /// All in force.
        Strong = "strong",
        /// Some in force.
        Mixed = "mixed",
        /// None in force yet, some on the way.
        Pending = "pending",
        /// None in force, none on the way.
        Weak = "weak",
        /// Nothing is known.
        Unknown = "unknown",
    }
}

impl LegalStatus {
    /// Whether it may still be granted.
    pub fn is_pending(self) -> bool {
        matches!(
            self,
            LegalStatus::Filed
                | LegalStatus::Published
                | LegalStatus::UnderExamination
                | LegalStatus::Allowed
        )
    }
}

/// What the registers say of one right, as far as projects need it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatentFacts {
    /// The right.
    pub patent_id: PatentId,
    /// The office that grants it: WIPO ST.3.
    pub office: String,
    /// Its status.
    pub legal_status: LegalStatus,
    /// What kind of right it is: `invention`, `utility_model`, `design`, ….
    pub right_type: String,
    /// When it expires if every fee is paid.
    pub expires_on: Option<NaiveDate>,
    /// Its numbers as printed, for search.
    pub numbers: Vec<String>,
    /// Its titles in any language, for search.
    pub titles: Vec<String>,
    /// Its IPC symbols, such as `H01M 10/0525`.
    pub ipc: Vec<String>,
    /// Whether it was invented for a demonstration.
    pub is_sample: bool,
}

/// What rights amount to together; how they stand for a campaign is told apart from that.
pub fn protection(facts: &[PatentFacts]) -> Protection {
    let in_force: Vec<_> = facts
        .iter()
        .filter(|f| f.legal_status == LegalStatus::InForce)
        .collect();
    let any = |test: fn(LegalStatus) -> bool| facts.iter().any(|f| test(f.legal_status));
    let standing = if !in_force.is_empty() {
        if in_force.len() == facts.len() {
            Standing::Strong
        } else {
            Standing::Mixed
        }
    } else if any(LegalStatus::is_pending) {
        Standing::Pending
    } else if any(|status| status != LegalStatus::Unknown) {
        Standing::Weak
    } else {
        Standing::Unknown
    };
    let earliest_expiry = in_force.iter().filter_map(|f| f.expires_on).min();
    let base = match standing {
        Standing::Strong => 4,
        Standing::Mixed => 3,
        Standing::Pending => 2,
        Standing::Weak => 1,
        Standing::Unknown => 0,
    };
    // More rights in force count more; among equals, those that last longer.
    let months = earliest_expiry.map_or(0, |on| i64::from(on.year() - 2000) * 12 + i64::from(on.month()));
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let rank = base * 1_000_000 + i64::from(count(in_force.len()).min(99)) * 10_000 + months.clamp(0, 9_999);
    Protection {
        patent_count: count(facts.len()),
        in_force_count: count(in_force.len()),
        standing,
        earliest_expiry,
        rank,
        level: None,
    }
}

/// The hash of the facts a launch stood on: SHA-256 over one line for each right, in order.
pub fn dossier_hash(facts: &[PatentFacts]) -> String {
    let mut digest = Sha256::new();
    for fact in facts {
        let expires = fact.expires_on.map(|on| on.to_string()).unwrap_or_default();
        digest.update(format!(
            "{}|{}|{}|{}|{expires}\n",
            fact.patent_id, fact.office, fact.right_type, fact.legal_status
        ));
    }
    hex::encode(digest.finalize())
}

/// An IPC symbol, or the beginning of one, padded as in WIPO ST.8: `H01M 10/0525` becomes
/// `H01M00100525`, `H01M10` becomes `H01M0010`, `H01` stays. Nothing else is an IPC symbol.
pub fn ipc_key(symbol: &str) -> Option<String> {
    let plain: String = symbol
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect::<String>()
        .to_ascii_uppercase();
    let head = plain.get(..plain.len().min(4))?;
    let fits = head.char_indices().all(|(i, c)| match i {
        0 => c.is_ascii_alphabetic(),
        1 | 2 => c.is_ascii_digit(),
        _ => c.is_ascii_alphabetic(),
    });
    if !fits || head.is_empty() {
        return None;
    }
    let rest = &plain[head.len()..];
    if rest.is_empty() {
        return Some(plain);
    }
    let (group, subgroup) = rest.split_once('/').unwrap_or((rest, ""));
    let digits = |text: &str, max: usize| text.len() <= max && text.bytes().all(|b| b.is_ascii_digit());
    let valid = head.len() == 4 && !group.is_empty() && digits(group, 4) && digits(subgroup, 6);
    valid.then(|| format!("{head}{group:0>4}{subgroup}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(legal_status: LegalStatus, expires_on: Option<&str>) -> PatentFacts {
        PatentFacts {
            patent_id: PatentId::from_uuid(uuid::Uuid::from_u128(1)),
            office: "CN".into(),
            legal_status,
            right_type: "invention".into(),
            expires_on: expires_on.map(|on| on.parse().unwrap()),
            numbers: vec![],
            titles: vec![],
            ipc: vec![],
            is_sample: false,
        }
    }

    #[rstest::rstest]
    #[case(&[], Standing::Unknown)]
    #[case(&[LegalStatus::InForce, LegalStatus::InForce], Standing::Strong)]
    #[case(&[LegalStatus::InForce, LegalStatus::Unknown], Standing::Mixed)]
    #[case(&[LegalStatus::Published, LegalStatus::Lapsed], Standing::Pending)]
    #[case(&[LegalStatus::Lapsed, LegalStatus::Unknown], Standing::Weak)]
    #[case(&[LegalStatus::Unknown], Standing::Unknown)]
    fn the_standing_says_the_whole_in_one_word(#[case] statuses: &[LegalStatus], #[case] standing: Standing) {
        let facts: Vec<_> = statuses.iter().map(|status| fact(*status, None)).collect();
        assert_eq!(protection(&facts).standing, standing);
    }

    #[test]
    fn more_and_longer_rights_rank_higher() {
        let long = fact(LegalStatus::InForce, Some("2044-05-01"));
        let short = fact(LegalStatus::InForce, Some("2030-05-01"));
        let rank = |facts: &[PatentFacts]| protection(facts).rank;
        assert!(rank(&[long.clone(), short.clone()]) > rank(std::slice::from_ref(&long)));
        assert!(rank(std::slice::from_ref(&long)) > rank(std::slice::from_ref(&short)));
        assert!(rank(std::slice::from_ref(&short)) > rank(&[long, fact(LegalStatus::Lapsed, None)]));
    }

    #[test]
    fn a_change_of_status_changes_the_dossier() {
        let before = [fact(LegalStatus::InForce, None)];
        let after = [fact(LegalStatus::Lapsed, None)];
        assert_ne!(dossier_hash(&before), dossier_hash(&after));
        assert_eq!(dossier_hash(&before), dossier_hash(&before.clone()));
    }

    #[rstest::rstest]
    #[case("H01M 10/0525", Some("H01M00100525"))]
    #[case("h01m10", Some("H01M0010"))]
    #[case("H01", Some("H01"))]
    #[case("G06N3/08", Some("G06N000308"))]
    #[case("battery", None)]
    #[case("H01M%", None)]
    #[case("", None)]
    fn ipc_symbols_are_padded(#[case] symbol: &str, #[case] key: Option<&str>) {
        assert_eq!(ipc_key(symbol).as_deref(), key);
    }
}
