//! Who people and companies are: stated, handed in, decided.

use async_graphql::{Context, ID, InputObject, Object, Result};
use chrono::NaiveDate;
use kernel::Locale;
use verification::{Error, StateFacts};

use super::super::{
    context::Resolving,
    ids::typed,
    refusals::field_path,
    types::verification::{
        Verification, VerificationDecision, VerificationDocumentKind, VerificationKind, VerificationReason,
        message, refused,
    },
    user_errors::{VerificationUserError, VerificationUserErrorCode as Code},
};
use super::payload::payloads;

/// Somebody who owns more than a quarter of a company.
#[derive(InputObject)]
struct BeneficialOwnerInput {
    /// The name as on their document.
    name: String,
    /// Where they live: ISO 3166-1 alpha-2.
    country: String,
    /// When they were born.
    born_on: NaiveDate,
    /// How much of the company is theirs, in hundredths of a percent: 2501 to 10000.
    share_bps: i32,
}

/// What is stated to be verified. It replaces what was stated before; what is missing is asked for when it is handed in.
#[derive(InputObject)]
struct VerificationSaveInput {
    /// Who is verified.
    kind: VerificationKind,
    /// The version the change was made for; absent to begin a round.
    expected_version: Option<i32>,
    /// The name, to the letter as on the document.
    legal_name: Option<String>,
    /// The same in the other script, if a document gives it.
    other_name: Option<String>,
    /// Whose citizen, or where registered: ISO 3166-1 alpha-2.
    country: Option<String>,
    /// When the person was born.
    born_on: Option<NaiveDate>,
    /// The company's number in its register.
    registration_number: Option<String>,
    /// When the document runs out, if it does.
    document_expires_on: Option<NaiveDate>,
    /// Who owns more than a quarter of the company: three at the most.
    owners: Option<Vec<BeneficialOwnerInput>>,
    /// Whether nobody does.
    no_owners: Option<bool>,
}

/// An upload to be added to a round.
#[derive(InputObject)]
struct VerificationDocumentAddInput {
    /// The round.
    verification_id: ID,
    /// The id that `POST /uploads` answered.
    upload_id: ID,
    /// What it shows.
    kind: VerificationDocumentKind,
}

/// A document to be taken off a round.
#[derive(InputObject)]
struct VerificationDocumentRemoveInput {
    /// The round.
    verification_id: ID,
    /// The file.
    file_id: ID,
}

/// A round to be handed in.
#[derive(InputObject)]
struct VerificationSubmitInput {
    /// The round.
    id: ID,
    /// The version that is handed in.
    expected_version: i32,
}

/// A case to be taken by the caller.
#[derive(InputObject)]
struct VerificationClaimInput {
    /// The round.
    id: ID,
}

/// A case to be given back.
#[derive(InputObject)]
struct VerificationReleaseInput {
    /// The round.
    id: ID,
}

/// A decision on a round.
#[derive(InputObject)]
struct VerificationDecideInput {
    /// The round.
    id: ID,
    /// The version that was looked at.
    expected_version: i32,
    /// The decision.
    decision: VerificationDecision,
    /// Why it is refused; needed then.
    reason: Option<VerificationReason>,
    /// What the person is told beside that; needed with the reason OTHER.
    note: Option<String>,
}

payloads!(
    "The round as it is now; null where the caller may not see it."
    verification: Verification, VerificationUserError;
    /// What became of a statement.
    VerificationSavePayload,
    /// What became of a document to be added.
    VerificationDocumentAddPayload,
    /// What became of a document to be taken off.
    VerificationDocumentRemovePayload,
    /// What became of a round to be handed in.
    VerificationSubmitPayload,
    /// What became of a case to be taken.
    VerificationClaimPayload,
    /// What became of a case to be given back.
    VerificationReleasePayload,
    /// What became of a decision.
    VerificationDecidePayload
);

type Outcome = (Option<Verification>, Vec<VerificationUserError>);

/// The outcome of an operation. When it was refused, the round is shown as it is.
async fn outcome(
    ctx: &Context<'_>,
    id: Option<kernel::VerificationId>,
    result: verification::Result<verification::Verification>,
) -> Result<Outcome> {
    match result {
        Ok(round) => Ok((Some(Verification(round)), Vec::new())),
        Err(error) => {
            let errors = user_errors(error, ctx.locale(None))?;
            let found = match id {
                Some(id) => ctx
                    .app()?
                    .verifications
                    .find(ctx.caller()?, id)
                    .await
                    .map_err(refused)?,
                None => None,
            };
            Ok((found.map(Verification), errors))
        }
    }
}

/// An error as what the caller can put right.
fn user_errors(error: Error, locale: Locale) -> Result<Vec<VerificationUserError>> {
    let whole = |code: Code| {
        Ok(vec![VerificationUserError {
            message: code.message(locale, &[]),
            field: None,
            code,
        }])
    };
    match error {
        Error::NotFound => whole(Code::NotFound),
        Error::Forbidden(kernel::Forbidden::OwnCase) => whole(Code::OwnCase),
        Error::Invalid(violations) | Error::Incomplete(violations) => Ok(violations
            .iter()
            .map(|violation| VerificationUserError {
                message: message(violation, locale),
                field: Some(field_path(&violation.field)),
                code: Code::of(violation.code),
            })
            .collect()),
        Error::Conflict { .. } => whole(Code::Conflict),
        Error::WrongState(_) => whole(Code::WrongState),
        Error::NotEditable => whole(Code::NotEditable),
        Error::Held => whole(Code::Held),
        Error::NotTaken => whole(Code::NotTaken),
        other @ (Error::Forbidden(_) | Error::Cursor(_) | Error::Store(_)) => Err(refused(other)),
    }
}

/// Who people and companies are.
#[derive(Default)]
pub struct VerificationMutation;

/// Who people and companies are.
#[Object]
impl VerificationMutation {
    /// States what is to be verified about the caller or their company.
    async fn verification_save(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is stated.")] input: VerificationSaveInput,
    ) -> Result<Option<VerificationSavePayload>> {
        let owner = |owner: BeneficialOwnerInput| verification::BeneficialOwner {
            name: owner.name,
            country: owner.country,
            born_on: owner.born_on,
            share_bps: u32::try_from(owner.share_bps).unwrap_or(0),
        };
        let request = StateFacts {
            kind: input.kind.into(),
            expected_version: input.expected_version.map(i64::from),
            facts: verification::Facts {
                legal_name: input.legal_name.unwrap_or_default(),
                other_name: input.other_name,
                country: input.country.unwrap_or_default(),
                born_on: input.born_on,
                registration_number: input.registration_number,
                document_expires_on: input.document_expires_on,
                owners: input.owners.unwrap_or_default().into_iter().map(owner).collect(),
                no_owners: input.no_owners.unwrap_or(false),
            },
        };
        let result = ctx.app()?.verifications.state_facts(ctx.caller()?, request).await;
        Ok(Some(outcome(ctx, None, result).await?.into()))
    }

    /// Adds an upload to a round that is being written.
    async fn verification_document_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The document.")] input: VerificationDocumentAddInput,
    ) -> Result<Option<VerificationDocumentAddPayload>> {
        let (id, upload) = (typed(&input.verification_id)?, typed(&input.upload_id)?);
        let verifications = &ctx.app()?.verifications;
        let result = verifications
            .attach(ctx.caller()?, id, upload, input.kind.into())
            .await;
        Ok(Some(outcome(ctx, Some(id), result).await?.into()))
    }

    /// Takes a document off a round that is being written; the file is removed.
    async fn verification_document_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The document.")] input: VerificationDocumentRemoveInput,
    ) -> Result<Option<VerificationDocumentRemovePayload>> {
        let (id, file) = (typed(&input.verification_id)?, typed(&input.file_id)?);
        let result = ctx.app()?.verifications.detach(ctx.caller()?, id, file).await;
        Ok(Some(outcome(ctx, Some(id), result).await?.into()))
    }

    /// Hands a round in; from here on it is not changed.
    async fn verification_submit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The round.")] input: VerificationSubmitInput,
    ) -> Result<Option<VerificationSubmitPayload>> {
        let id = typed(&input.id)?;
        let version = input.expected_version.into();
        let result = ctx.app()?.verifications.submit(ctx.caller()?, id, version).await;
        Ok(Some(outcome(ctx, Some(id), result).await?.into()))
    }

    /// Takes a case off the queue: what was stated and the documents are shown to the caller from here on. For reviewers.
    async fn verification_claim(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The case.")] input: VerificationClaimInput,
    ) -> Result<Option<VerificationClaimPayload>> {
        let id = typed(&input.id)?;
        let result = ctx.app()?.verifications.claim(ctx.caller()?, id).await;
        Ok(Some(outcome(ctx, Some(id), result).await?.into()))
    }

    /// Gives a case back to the queue. For the reviewer who has taken it.
    async fn verification_release(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The case.")] input: VerificationReleaseInput,
    ) -> Result<Option<VerificationReleasePayload>> {
        let id = typed(&input.id)?;
        let result = ctx.app()?.verifications.release(ctx.caller()?, id).await;
        Ok(Some(outcome(ctx, Some(id), result).await?.into()))
    }

    /// Decides on a case the caller has taken; never on their own. For reviewers.
    async fn verification_decide(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision.")] input: VerificationDecideInput,
    ) -> Result<Option<VerificationDecidePayload>> {
        let id = typed(&input.id)?;
        let request = verification::Decide {
            id,
            expected_version: input.expected_version.into(),
            decision: input.decision.into(),
            reason: input.reason.map(Into::into),
            note: input.note,
        };
        let result = ctx.app()?.verifications.decide(ctx.caller()?, request).await;
        Ok(Some(outcome(ctx, Some(id), result).await?.into()))
    }
}
