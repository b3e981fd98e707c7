//! What is done to verifications: each mutation as a call that answers alike.

use chrono::NaiveDate;

use crate::{
    graphql::{VerificationDecision, VerificationDocumentKind, VerificationKind, VerificationReason, schema},
    parts::calls::calls,
};

/// Somebody who owns more than a quarter.
#[derive(cynic::InputObject, Debug, Clone)]
pub(crate) struct BeneficialOwnerInput {
    pub(crate) name: String,
    pub(crate) country: String,
    pub(crate) born_on: NaiveDate,
    pub(crate) share_bps: i32,
}

/// What is stated.
#[derive(cynic::InputObject, Debug, Clone)]
pub(crate) struct VerificationSaveInput {
    pub(crate) kind: VerificationKind,
    pub(crate) expected_version: Option<i32>,
    pub(crate) legal_name: Option<String>,
    pub(crate) other_name: Option<String>,
    pub(crate) country: Option<String>,
    pub(crate) born_on: Option<NaiveDate>,
    pub(crate) registration_number: Option<String>,
    pub(crate) document_expires_on: Option<NaiveDate>,
    pub(crate) owners: Option<Vec<BeneficialOwnerInput>>,
    pub(crate) no_owners: Option<bool>,
}

/// An upload to be added.
#[derive(cynic::InputObject, Debug, Clone)]
pub(crate) struct VerificationDocumentAddInput {
    pub(crate) verification_id: cynic::Id,
    pub(crate) upload_id: cynic::Id,
    pub(crate) kind: VerificationDocumentKind,
}

/// A document to be taken off.
#[derive(cynic::InputObject, Debug, Clone)]
pub(crate) struct VerificationDocumentRemoveInput {
    pub(crate) verification_id: cynic::Id,
    pub(crate) file_id: cynic::Id,
}

/// A round to be handed in.
#[derive(cynic::InputObject, Debug, Clone)]
pub(crate) struct VerificationSubmitInput {
    pub(crate) id: cynic::Id,
    pub(crate) expected_version: i32,
}

/// A case to be taken.
#[derive(cynic::InputObject, Debug, Clone)]
pub(crate) struct VerificationClaimInput {
    pub(crate) id: cynic::Id,
}

/// A case to be given back.
#[derive(cynic::InputObject, Debug, Clone)]
pub(crate) struct VerificationReleaseInput {
    pub(crate) id: cynic::Id,
}

/// A decision.
#[derive(cynic::InputObject, Debug, Clone)]
pub(crate) struct VerificationDecideInput {
    pub(crate) id: cynic::Id,
    pub(crate) expected_version: i32,
    pub(crate) decision: VerificationDecision,
    pub(crate) reason: Option<VerificationReason>,
    pub(crate) note: Option<String>,
}

calls! { VerificationUserError:
    /// States what is to be verified.
    pub(crate) save, SaveVerification: VerificationSaveInput => verification_save, "VerificationSavePayload";
    /// Adds an upload.
    pub(crate) add_document, AddDocument: VerificationDocumentAddInput => verification_document_add, "VerificationDocumentAddPayload";
    /// Takes a document off.
    pub(crate) remove_document, RemoveDocument: VerificationDocumentRemoveInput => verification_document_remove, "VerificationDocumentRemovePayload";
    /// Hands a round in.
    pub(crate) submit, SubmitVerification: VerificationSubmitInput => verification_submit, "VerificationSubmitPayload";
    /// Takes a case.
    pub(crate) claim, ClaimVerification: VerificationClaimInput => verification_claim, "VerificationClaimPayload";
    /// Gives a case back.
    pub(crate) release, ReleaseVerification: VerificationReleaseInput => verification_release, "VerificationReleasePayload";
    /// Decides on a case.
    pub(crate) decide, DecideVerification: VerificationDecideInput => verification_decide, "VerificationDecidePayload";
}
