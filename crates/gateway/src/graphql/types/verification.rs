//! Who people and companies are.

use async_graphql::{Context, Enum, Error, ID, Object, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};

use super::{
    super::{
        context::{Resolving, database, fault, forbidden},
        ids::{opaque, version},
        refusals::field_path,
        user_errors::VerificationUserErrorCode,
    },
    file::StoredFile,
    project::{PublicProfile, profile},
};
use crate::http::problem;

/// A round of verification of a person or a company.
pub struct Verification(pub verification::Verification);

/// Who is verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "verification::Kind")]
pub enum VerificationKind {
    /// The person with the account.
    Person,
    /// A company they act for.
    Company,
}

/// How far a round of verification has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "verification::State")]
pub enum VerificationState {
    /// Being written; nobody but the person sees it.
    Unsubmitted,
    /// Waiting for a reviewer.
    Submitted,
    /// Found to be right; it holds until it expires.
    Approved,
    /// Found not to be right, or no longer.
    Refused,
    /// It held, and its time is over.
    Expired,
}

/// What a document of a verification shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "verification::DocumentKind")]
pub enum VerificationDocumentKind {
    /// Who the person is: a passport, an identity card.
    Identity,
    /// That the company exists: an extract of its register, a business licence.
    Registration,
    /// That the person may act for the company.
    Authority,
    /// Who owns more than a quarter of the company.
    Owners,
}

/// What a reviewer decides on a verification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "verification::Decision")]
pub enum VerificationDecision {
    /// It is right.
    Approve,
    /// It is not.
    Refuse,
}

/// Why a verification is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "verification::Reason")]
pub enum VerificationReason {
    /// A document cannot be read.
    Unreadable,
    /// What is stated is not what the documents say.
    Differs,
    /// A document has run out.
    OutOfDate,
    /// A document is missing or shows something else.
    WrongDocument,
    /// It is not shown that the person may act for the company.
    NoAuthority,
    /// Who owns the company is not shown.
    OwnersUnclear,
    /// None of these; the note tells.
    Other,
}

/// Somebody who owns more than a quarter of a company.
#[derive(SimpleObject)]
pub struct BeneficialOwner {
    /// The name as on their document.
    name: String,
    /// Where they live: ISO 3166-1 alpha-2.
    country: String,
    /// When they were born.
    born_on: NaiveDate,
    /// How much of the company is theirs, in hundredths of a percent.
    share_bps: i32,
}

/// What was stated to be verified.
#[derive(SimpleObject)]
pub struct VerificationFacts {
    /// The name as on the document; empty if it was not stated yet.
    legal_name: String,
    /// The same in the other script, if a document gives it.
    other_name: Option<String>,
    /// Whose citizen, or where registered: ISO 3166-1 alpha-2; empty if it was not stated yet.
    country: String,
    /// When the person was born.
    born_on: Option<NaiveDate>,
    /// The company's number in its register.
    registration_number: Option<String>,
    /// When the document runs out, if it does.
    document_expires_on: Option<NaiveDate>,
    /// Who owns more than a quarter of the company.
    owners: Vec<BeneficialOwner>,
    /// Whether it was stated that nobody does.
    no_owners: bool,
}

impl From<&verification::Facts> for VerificationFacts {
    fn from(facts: &verification::Facts) -> Self {
        let owner = |owner: &verification::BeneficialOwner| BeneficialOwner {
            name: owner.name.clone(),
            country: owner.country.clone(),
            born_on: owner.born_on,
            share_bps: i32::try_from(owner.share_bps).unwrap_or(i32::MAX),
        };
        Self {
            legal_name: facts.legal_name.clone(),
            other_name: facts.other_name.clone(),
            country: facts.country.clone(),
            born_on: facts.born_on,
            registration_number: facts.registration_number.clone(),
            document_expires_on: facts.document_expires_on,
            owners: facts.owners.iter().map(owner).collect(),
            no_owners: facts.no_owners,
        }
    }
}

/// A document of a verification.
#[derive(SimpleObject)]
pub struct VerificationDocument {
    /// What it shows.
    kind: VerificationDocumentKind,
    /// The file.
    file: StoredFile,
}

/// Something that is missing before a verification can be handed in.
#[derive(SimpleObject)]
pub struct VerificationGap {
    /// The path of what it is about inside `facts`; `documents` and a kind for a document.
    field: Vec<String>,
    /// What is missing, in the caller's language.
    message: String,
}

/// A name that stands on a list of people one may not deal with.
#[derive(SimpleObject)]
pub struct ScreeningHit {
    /// The path of the name inside `facts`.
    field: Vec<String>,
    /// The name as the list has it.
    listed: String,
}

/// An error of a read on verifications.
pub(in super::super) fn refused(error: verification::Error) -> Error {
    match error {
        verification::Error::Store(error) => database(error),
        verification::Error::Forbidden(error) => forbidden(error),
        other => match other.problem() {
            kernel::ProblemKind::Internal => fault(other),
            kind => problem(kind, other.to_string()),
        },
    }
}

/// A violation's message in a language.
pub(in super::super) fn message(violation: &verification::Violation, locale: kernel::Locale) -> String {
    let params: Vec<_> = violation
        .params
        .iter()
        .map(|(name, value)| (name.as_str(), value.clone()))
        .collect();
    let code = VerificationUserErrorCode::of(violation.code);
    code.message(locale, &params)
}

/// A round of verification of a person or a company.
#[Object]
impl Verification {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        opaque(self.0.id)
    }

    /// Who is verified.
    async fn kind(&self) -> VerificationKind {
        self.0.kind.into()
    }

    /// How far it has come.
    async fn state(&self) -> VerificationState {
        self.0.state.into()
    }

    /// Whether it holds now: approved, and not run out.
    async fn holds(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(self.0.holds(ctx.app()?.now()))
    }

    /// Who is to be verified, or acts for the company.
    async fn person(&self, ctx: &Context<'_>) -> Result<PublicProfile> {
        profile(ctx, self.0.user_id).await
    }

    /// What was stated. Null for reviewers who have not taken the case.
    async fn facts(&self) -> Option<VerificationFacts> {
        self.0.facts.as_ref().map(Into::into)
    }

    /// Its documents, in the order they were attached. Empty for reviewers who have not taken the case.
    async fn documents(&self, ctx: &Context<'_>) -> Result<Vec<VerificationDocument>> {
        if self.0.facts.is_none() {
            return Ok(Vec::new());
        }
        let documents = ctx
            .app()?
            .verifications
            .documents_of(&self.0)
            .await
            .map_err(refused)?;
        let ids: Vec<_> = documents.iter().map(|document| document.file_id).collect();
        let mut files = StoredFile::load(ctx, &ids).await?;
        let shown = |document: verification::Document| {
            let file = files.remove(&document.file_id)?;
            let kind = document.kind.into();
            Some(VerificationDocument { kind, file })
        };
        Ok(documents.into_iter().filter_map(shown).collect())
    }

    /// What is missing before it can be handed in; empty for all but its person.
    async fn missing(&self, ctx: &Context<'_>) -> Result<Vec<VerificationGap>> {
        let (caller, locale) = (ctx.caller()?, ctx.locale(None));
        if !caller.is(self.0.user_id) || self.0.state != verification::State::Unsubmitted {
            return Ok(Vec::new());
        }
        let missing = ctx.app()?.verifications.missing(&self.0).await.map_err(refused)?;
        let gap = |violation: &verification::Violation| VerificationGap {
            field: field_path(&violation.field),
            message: message(violation, locale),
        };
        Ok(missing.iter().map(gap).collect())
    }

    /// When it was handed in.
    async fn submitted_at(&self) -> Option<DateTime<Utc>> {
        self.0.submitted_at
    }

    /// Since when it waits for a reviewer.
    async fn waiting_since(&self) -> Option<DateTime<Utc>> {
        self.0.waiting_since
    }

    /// When it was decided on.
    async fn decided_at(&self) -> Option<DateTime<Utc>> {
        self.0.decided_at
    }

    /// Why it was refused.
    async fn reason(&self) -> Option<VerificationReason> {
        self.0.reason.map(Into::into)
    }

    /// What the reviewer wrote beside that.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// Until when it holds, or held.
    async fn expires_at(&self) -> Option<DateTime<Utc>> {
        self.0.expires_at
    }

    /// Rises with every change; sent back as `expectedVersion`.
    async fn version(&self) -> i32 {
        version(self.0.version)
    }

    /// Who works on it, or decided; null for its person, and where nobody does.
    async fn reviewer(&self, ctx: &Context<'_>) -> Option<Result<PublicProfile>> {
        let found = async {
            let shown = !ctx.caller()?.is(self.0.user_id);
            match self.0.reviewer_id.filter(|_| shown) {
                Some(id) => profile(ctx, id).await.map(Some),
                None => Ok(None),
            }
        };
        found.await.transpose()
    }

    /// Since when the reviewer works on it; a case is held for a day. Null for its person.
    async fn claimed_at(&self, ctx: &Context<'_>) -> Result<Option<DateTime<Utc>>> {
        let shown = !ctx.caller()?.is(self.0.user_id);
        Ok(self.0.claimed_at.filter(|_| shown))
    }

    /// Names in it that stand on a list of people one may not deal with: for the reviewer who has taken the case, empty for all
    /// others. A namesake is found too.
    async fn screening(&self) -> Vec<ScreeningHit> {
        let hits = self.0.hits.iter().flatten();
        hits.map(|hit| ScreeningHit {
            field: field_path(&hit.field),
            listed: hit.listed.clone(),
        })
        .collect()
    }
}
