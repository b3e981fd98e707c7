//! Documents of an office: handed in, compared, decided.

use async_graphql::{Context, ID, InputObject, Object, Result};
use chrono::NaiveDate;
use kernel::{Forbidden, Locale};
use patents::documents::{
    DecideDocument, DocumentError as Error, HandIn, Stated, StatedBurden, StatedPayment,
};

use super::super::{
    context::Resolving,
    ids::typed,
    refusals::field_path,
    types::{
        patent::EncumbranceKind,
        patent_document::{PatentDocument, PatentDocumentKind, PatentDocumentReason, refused},
    },
    user_errors::{PatentUserError, PatentUserErrorCode as Code},
};
use super::payload::payloads;

/// A renewal fee that a document shows as paid.
#[derive(InputObject)]
struct StatedFeeInput {
    /// The year it is for, counted from the filing date.
    year: i32,
    /// When it was paid.
    paid_on: NaiveDate,
}

/// A burden that a document shows.
#[derive(InputObject)]
struct StatedEncumbranceInput {
    /// Its kind.
    kind: EncumbranceKind,
    /// Who holds it, to the letter.
    holder: String,
    /// Since when.
    effective_on: Option<NaiveDate>,
}

/// A document to be handed in, with what it says. An extract of the register tells the status, the owners and every burden that
/// lies on the right; a receipt tells fees alone.
#[derive(InputObject)]
struct PatentDocumentSubmitInput {
    /// The right it is about.
    patent_id: ID,
    /// What it is.
    kind: PatentDocumentKind,
    /// The day on it.
    issued_on: NaiveDate,
    /// The office's words for the status, one of `platform.caseStatuses`.
    case_status: Option<String>,
    /// Who owns the right, to the letter.
    owners: Option<Vec<String>>,
    /// Renewal fees it shows as paid.
    fees: Option<Vec<StatedFeeInput>>,
    /// Burdens that lie on the right.
    encumbrances: Option<Vec<StatedEncumbranceInput>>,
    /// The id that `POST /uploads` answered.
    upload_id: ID,
}

/// A document to be taken back.
#[derive(InputObject)]
struct PatentDocumentWithdrawInput {
    /// The document.
    id: ID,
}

/// A document to be taken off the queue.
#[derive(InputObject)]
struct PatentDocumentTakeInput {
    /// The document.
    id: ID,
}

/// A document to be given back to the queue.
#[derive(InputObject)]
struct PatentDocumentReleaseInput {
    /// The document.
    id: ID,
}

/// A decision on a document.
#[derive(InputObject)]
struct PatentDocumentDecideInput {
    /// The document.
    id: ID,
    /// Whether it says what was stated, to the letter.
    approve: bool,
    /// Why it is refused; needed then.
    reason: Option<PatentDocumentReason>,
    /// What whoever handed it in is told beside that; needed with the reason OTHER.
    note: Option<String>,
}

payloads!(
    "The document as it is now; null where the caller may not see it."
    document: PatentDocument, PatentUserError;
    /// What became of a document that was handed in.
    PatentDocumentSubmitPayload,
    /// What became of a document to be taken back.
    PatentDocumentWithdrawPayload,
    /// What became of a document to be taken.
    PatentDocumentTakePayload,
    /// What became of a document to be given back.
    PatentDocumentReleasePayload,
    /// What became of a decision.
    PatentDocumentDecidePayload
);

type Outcome = (Option<PatentDocument>, Vec<PatentUserError>);

/// The outcome of an operation. When it was refused, the document is shown as it is.
async fn outcome(
    ctx: &Context<'_>,
    id: Option<kernel::PatentDocumentId>,
    result: Result<patents::documents::PatentDocument, Error>,
) -> Result<Outcome> {
    let error = match result {
        Ok(document) => return Ok((Some(PatentDocument(document)), Vec::new())),
        Err(error) => error,
    };
    let errors = user_errors(error, ctx.locale(None))?;
    let found = match id {
        Some(id) => {
            let found = ctx.app()?.patents.find_document(ctx.caller()?, id).await;
            found.map_err(super::super::context::database)?
        }
        None => None,
    };
    Ok((found.map(PatentDocument), errors))
}

/// An error as what the caller can put right.
fn user_errors(error: Error, locale: Locale) -> Result<Vec<PatentUserError>> {
    let about = |code: Code, field: Option<&str>, params: &[(&str, String)]| {
        Ok(vec![PatentUserError {
            message: code.message(locale, params),
            field: field.map(field_path),
            code,
        }])
    };
    match error {
        Error::NotFound => about(Code::NotFound, None, &[]),
        Error::Forbidden(Forbidden::OwnCase) => about(Code::OwnCase, None, &[]),
        Error::PatentNotFound(_) => about(Code::PatentNotFound, Some("patent_id"), &[]),
        Error::ApplicationUnknown => about(Code::ApplicationUnknown, Some("patent_id"), &[]),
        Error::RegisterIsAsked { office } => {
            about(Code::RegisterIsAsked, Some("patent_id"), &[("office", office)])
        }
        Error::TooManyWaiting { max } => about(Code::TooManyWaiting, None, &[("max", max.to_string())]),
        Error::Decided => about(Code::WrongState, None, &[]),
        Error::Held => about(Code::Held, None, &[]),
        Error::NotTaken => about(Code::NotTaken, None, &[]),
        Error::Invalid(violations) => Ok(violations
            .iter()
            .map(|violation| {
                let params = violation.params.iter();
                let params: Vec<_> = params
                    .map(|(name, value)| (name.as_str(), value.clone()))
                    .collect();
                let code = Code::of(violation.code);
                PatentUserError {
                    message: code.message(locale, &params),
                    field: Some(input_path(&violation.field)),
                    code,
                }
            })
            .collect()),
        other @ (Error::Forbidden(_) | Error::Cursor(_) | Error::Store(_)) => Err(refused(other)),
    }
}

/// A field of the statement as the input names it.
fn input_path(field: &str) -> Vec<String> {
    let mut path = field_path(field);
    if let Some(first) = path.first_mut() {
        match first.as_str() {
            "payments" => "fees".clone_into(first),
            "burdens" => "encumbrances".clone_into(first),
            _ => {}
        }
    }
    path
}

/// Documents of an office that people hand in for rights whose register no program may ask.
#[derive(Default)]
pub struct PatentDocumentMutation;

/// Documents of an office that people hand in for rights whose register no program may ask.
#[Object]
impl PatentDocumentMutation {
    /// Hands in a document of CNIPA for a right, with what it says. It tells nothing until a reviewer has compared the two. For
    /// founders.
    async fn patent_document_submit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The document.")] input: PatentDocumentSubmitInput,
    ) -> Result<Option<PatentDocumentSubmitPayload>> {
        let fee = |fee: StatedFeeInput| StatedPayment {
            // Below zero is as wrong as zero.
            year: u32::try_from(fee.year).unwrap_or(0),
            paid_on: fee.paid_on,
        };
        let burden = |burden: StatedEncumbranceInput| StatedBurden {
            kind: burden.kind.into(),
            holder: burden.holder,
            effective_on: burden.effective_on,
        };
        let request = HandIn {
            patent_id: typed(&input.patent_id)?,
            kind: input.kind.into(),
            stated: Stated {
                issued_on: input.issued_on,
                case_status: input.case_status,
                owners: input.owners.unwrap_or_default(),
                payments: input.fees.unwrap_or_default().into_iter().map(fee).collect(),
                burdens: input
                    .encumbrances
                    .unwrap_or_default()
                    .into_iter()
                    .map(burden)
                    .collect(),
            },
            upload: typed(&input.upload_id)?,
        };
        let result = ctx.app()?.patents.hand_in_document(ctx.caller()?, request).await;
        Ok(Some(outcome(ctx, None, result).await?.into()))
    }

    /// Takes a document back that waits; what was approved is evidence and stays. For whoever handed it in.
    async fn patent_document_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The document.")] input: PatentDocumentWithdrawInput,
    ) -> Result<Option<PatentDocumentWithdrawPayload>> {
        let id = typed(&input.id)?;
        let result = ctx.app()?.patents.withdraw_document(ctx.caller()?, id).await;
        Ok(Some(outcome(ctx, Some(id), result).await?.into()))
    }

    /// Takes a document off the queue: the file is shown to the caller from here on. For reviewers, never on their own.
    async fn patent_document_take(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The document.")] input: PatentDocumentTakeInput,
    ) -> Result<Option<PatentDocumentTakePayload>> {
        let id = typed(&input.id)?;
        let result = ctx.app()?.patents.take_document(ctx.caller()?, id).await;
        Ok(Some(outcome(ctx, Some(id), result).await?.into()))
    }

    /// Gives a document back to the queue. For the reviewer who has taken it.
    async fn patent_document_release(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The document.")] input: PatentDocumentReleaseInput,
    ) -> Result<Option<PatentDocumentReleasePayload>> {
        let id = typed(&input.id)?;
        let result = ctx.app()?.patents.release_document(ctx.caller()?, id).await;
        Ok(Some(outcome(ctx, Some(id), result).await?.into()))
    }

    /// Decides on a document the caller has taken. One that is approved becomes evidence. For reviewers, never on their own.
    async fn patent_document_decide(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision.")] input: PatentDocumentDecideInput,
    ) -> Result<Option<PatentDocumentDecidePayload>> {
        let id = typed(&input.id)?;
        let request = DecideDocument {
            id,
            approve: input.approve,
            reason: input.reason.map(Into::into),
            note: input.note,
        };
        let result = ctx.app()?.patents.decide_document(ctx.caller()?, request).await;
        Ok(Some(outcome(ctx, Some(id), result).await?.into()))
    }
}
