//! What is done to verifications: each mutation as a call that answers alike.

use chrono::NaiveDate;

use crate::{
    graphql::{VerificationDecision, VerificationDocumentKind, VerificationKind, VerificationReason, schema},
    parts::user_errors::VerificationUserError,
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

macro_rules! calls {
    ($($(#[$doc:meta])* $name:ident, $operation:ident: $input_type:ident => $field:ident, $payload:tt;)+) => {$(
        mod $name {
            use super::$input_type;
            use crate::{graphql::schema, parts::user_errors::VerificationUserError};

            #[derive(cynic::QueryVariables, Debug)]
            pub(super) struct Variables {
                pub(super) input: $input_type,
            }

            #[derive(cynic::QueryFragment, Debug)]
            #[cynic(graphql_type = "Mutation", variables = "Variables")]
            pub(super) struct $operation {
                #[arguments(input: $input)]
                pub(super) $field: Option<Payload>,
            }

            #[derive(cynic::QueryFragment, Debug)]
            #[cynic(graphql_type = $payload)]
            pub(super) struct Payload {
                pub(super) user_errors: Vec<VerificationUserError>,
            }
        }

        $(#[$doc])*
        pub(crate) async fn $name(
            visit: &crate::visit::Visit,
            input: $input_type,
        ) -> Result<Vec<VerificationUserError>, crate::failure::Failure> {
            let answer: $name::$operation = visit.act($name::Variables { input }).await?;
            Ok(answer.$field.ok_or(crate::failure::Failure::Fault)?.user_errors)
        }
    )+};
}

calls! {
    /// States what is to be verified.
    save, SaveVerification: VerificationSaveInput => verification_save, "VerificationSavePayload";
    /// Adds an upload.
    add_document, AddDocument: VerificationDocumentAddInput => verification_document_add, "VerificationDocumentAddPayload";
    /// Takes a document off.
    remove_document, RemoveDocument: VerificationDocumentRemoveInput => verification_document_remove, "VerificationDocumentRemovePayload";
    /// Hands a round in.
    submit, SubmitVerification: VerificationSubmitInput => verification_submit, "VerificationSubmitPayload";
    /// Takes a case.
    claim, ClaimVerification: VerificationClaimInput => verification_claim, "VerificationClaimPayload";
    /// Gives a case back.
    release, ReleaseVerification: VerificationReleaseInput => verification_release, "VerificationReleasePayload";
    /// Decides on a case.
    decide, DecideVerification: VerificationDecideInput => verification_decide, "VerificationDecidePayload";
}
