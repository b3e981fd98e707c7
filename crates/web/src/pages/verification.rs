//! Who one is, and one's company: stated, shown by documents, handed in.

pub(crate) mod calls;
mod page;
mod send;
#[cfg(test)]
mod tests;

pub(crate) use page::{overview, show};
pub(crate) use send::{attach, detach, save, submit};

use chrono::{DateTime, NaiveDate, Utc};

use crate::graphql::{
    VerificationDocumentKind, VerificationKind, VerificationReason, VerificationState, schema,
};

/// A round of verification, as its person and its reviewer see it.
#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "Verification")]
pub(crate) struct Round {
    pub(crate) id: cynic::Id,
    pub(crate) kind: VerificationKind,
    pub(crate) state: VerificationState,
    pub(crate) holds: bool,
    pub(crate) version: i32,
    pub(crate) facts: Option<Facts>,
    pub(crate) documents: Vec<Document>,
    pub(crate) missing: Vec<Gap>,
    pub(crate) reason: Option<VerificationReason>,
    pub(crate) note: Option<String>,
    pub(crate) expires_at: Option<DateTime<Utc>>,
}

/// What was stated.
#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "VerificationFacts")]
pub(crate) struct Facts {
    pub(crate) legal_name: String,
    pub(crate) other_name: Option<String>,
    pub(crate) country: String,
    pub(crate) born_on: Option<NaiveDate>,
    pub(crate) registration_number: Option<String>,
    pub(crate) document_expires_on: Option<NaiveDate>,
    pub(crate) owners: Vec<Owner>,
    pub(crate) no_owners: bool,
}

/// Somebody who owns more than a quarter.
#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "BeneficialOwner")]
pub(crate) struct Owner {
    pub(crate) name: String,
    pub(crate) country: String,
    pub(crate) born_on: NaiveDate,
    pub(crate) share_bps: i32,
}

/// A document.
#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "VerificationDocument")]
pub(crate) struct Document {
    pub(crate) kind: VerificationDocumentKind,
    pub(crate) file: StoredFile,
}

/// A file somebody uploaded.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct StoredFile {
    pub(crate) id: cynic::Id,
    pub(crate) name: String,
    pub(crate) is_image: bool,
    pub(crate) byte_size: i32,
    pub(crate) path: Option<String>,
    pub(crate) accesses: Vec<FileAccess>,
}

/// A time at which somebody else opened a file.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct FileAccess {
    pub(crate) at: DateTime<Utc>,
    pub(crate) reader: Reader,
}

/// Who opened it.
#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "PublicProfile")]
pub(crate) struct Reader {
    pub(crate) display_name: String,
}

/// Something that is missing.
#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "VerificationGap")]
pub(crate) struct Gap {
    pub(crate) field: Vec<String>,
    pub(crate) message: String,
}

impl Owner {
    /// The share in percent.
    pub(crate) fn percent(&self) -> String {
        percent(self.share_bps)
    }
}

/// Hundredths of a percent as they are typed: `33.33`, `50`.
pub(crate) fn percent(bps: i32) -> String {
    match bps % 100 {
        0 => format!("{}", bps / 100),
        rest => format!("{}.{rest:02}", bps / 100),
    }
}

impl StoredFile {
    /// Its size in kilobytes, at least one.
    pub(crate) fn kilobytes(&self) -> i32 {
        (self.byte_size / 1024).max(1)
    }
}

/// The part of an address that names a kind.
pub(crate) fn slug(kind: VerificationKind) -> &'static str {
    match kind {
        VerificationKind::Person => "person",
        VerificationKind::Company => "company",
    }
}

/// The kind an address names.
fn kind_of(slug: &str) -> Result<VerificationKind, crate::failure::Failure> {
    match slug {
        "person" => Ok(VerificationKind::Person),
        "company" => Ok(VerificationKind::Company),
        _ => Err(crate::failure::Failure::NotFound),
    }
}
