//! What people ask about their own data: an export of it, the erasure of their account.

use async_graphql::{Context, Enum, InputObject, Object, Result, SimpleObject};
use kernel::Locale;
use privacy::{Error, ErrorCode};

use super::super::{
    context::Resolving,
    types::privacy::{AccountErasure, DataExport, ErasureObligation, obligations, refused},
    user_errors::{AccountUserError, AccountUserErrorCode as Code},
};

/// What an export is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
enum DataExportFormat {
    /// A ZIP file: `data.json` with every row, and what was uploaded below `documents/`.
    Zip,
}

/// The wish for an export.
#[derive(InputObject)]
struct AccountExportRequestInput {
    /// What it is to be written as.
    #[graphql(default_with = "DataExportFormat::Zip")]
    format: DataExportFormat,
}

/// The wish that one's account be erased.
#[derive(InputObject)]
struct AccountErasureRequestInput {
    /// The account's e-mail address, typed to confirm that it is meant.
    confirmation: String,
}

/// The wish to keep one's account.
#[derive(InputObject)]
struct AccountErasureWithdrawInput {
    /// Whether the account is to be kept; must be true.
    keep_account: bool,
}

/// What became of the wish for an export.
#[derive(SimpleObject, Default)]
struct AccountExportRequestPayload {
    /// The export; it is being made, and its owner is told by mail when it is ready.
    export: Option<DataExport>,
    /// What the caller can put right.
    user_errors: Vec<AccountUserError>,
}

/// What became of the wish that an account be erased.
#[derive(SimpleObject, Default)]
struct AccountErasureRequestPayload {
    /// The erasure, which waits now; its owner is told by mail.
    erasure: Option<AccountErasure>,
    /// Everything that stands in the way.
    obligations: Vec<ErasureObligation>,
    /// What the caller can put right.
    user_errors: Vec<AccountUserError>,
}

/// What became of the wish to keep an account.
#[derive(SimpleObject, Default)]
struct AccountErasureWithdrawPayload {
    /// Whether the account stays.
    kept: bool,
    /// What the caller can put right.
    user_errors: Vec<AccountUserError>,
}

/// What can be asked about one's own data.
#[derive(Default)]
pub struct PrivacyMutation;

/// What can be asked about one's own data.
#[Object]
impl PrivacyMutation {
    /// Asks for an export of everything that is kept about the caller. It is made in the background and can be fetched for a
    /// week; one is made at a time, three a day. Needs a proof of the last fifteen minutes.
    async fn account_export_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The wish.")] input: AccountExportRequestInput,
    ) -> Result<Option<AccountExportRequestPayload>> {
        let (caller, locale) = (ctx.caller()?, ctx.locale(None));
        let mut payload = AccountExportRequestPayload::default();
        // There is one format so far.
        let DataExportFormat::Zip = input.format;
        match ctx.app()?.privacy.ask_export(caller).await {
            Ok(export) => payload.export = Some(DataExport(export)),
            Err(error) => payload.user_errors = user_errors(error, locale)?,
        }
        Ok(Some(payload))
    }

    /// Asks that the caller's account be erased, with everything about them that no law asks to be kept. It takes effect
    /// after the time to think better of it (seven days, unless the operator set another); until then signing in is
    /// possible, and the wish can be withdrawn. Needs a proof of the last fifteen minutes.
    async fn account_erasure_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The wish.")] input: AccountErasureRequestInput,
    ) -> Result<Option<AccountErasureRequestPayload>> {
        let (caller, locale) = (ctx.caller()?, ctx.locale(None));
        let mut payload = AccountErasureRequestPayload::default();
        match ctx.app()?.privacy.ask_erasure(caller, &input.confirmation).await {
            Ok(erasure) => payload.erasure = Some(erasure.into()),
            Err(Error::ObligationsStand(standing)) => {
                payload.obligations = obligations(standing.clone(), locale);
                payload.user_errors = user_errors(Error::ObligationsStand(standing), locale)?;
            }
            Err(error) => payload.user_errors = user_errors(error, locale)?,
        }
        Ok(Some(payload))
    }

    /// Keeps the caller's account: the erasure that waits is withdrawn.
    async fn account_erasure_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The wish.")] input: AccountErasureWithdrawInput,
    ) -> Result<Option<AccountErasureWithdrawPayload>> {
        let (caller, locale) = (ctx.caller()?, ctx.locale(None));
        let mut payload = AccountErasureWithdrawPayload::default();
        if !input.keep_account {
            payload.user_errors = vec![told(Code::ConfirmationWrong, Some("keepAccount"), locale)];
            return Ok(Some(payload));
        }
        match ctx.app()?.privacy.withdraw_erasure(caller).await {
            Ok(_) => payload.kept = true,
            Err(error) => payload.user_errors = user_errors(error, locale)?,
        }
        Ok(Some(payload))
    }
}

fn told(code: Code, field: Option<&str>, locale: Locale) -> AccountUserError {
    AccountUserError {
        message: code.message(locale, &[]),
        field: field.map(|field| vec![field.to_owned()]),
        code,
        retry_after_seconds: None,
    }
}

/// What the caller can put right.
///
/// # Errors
/// What no form can fix.
fn user_errors(error: Error, locale: Locale) -> Result<Vec<AccountUserError>> {
    let Some(code) = error.code() else {
        return Err(refused(error));
    };
    let code = match code {
        ErrorCode::ExportUnderWay => Code::ExportUnderWay,
        ErrorCode::TooManyExports => Code::TooManyExports,
        ErrorCode::ConfirmationWrong => Code::ConfirmationWrong,
        ErrorCode::ObligationsStand => Code::ObligationsStand,
        ErrorCode::ErasureWaits => Code::ErasureWaits,
        ErrorCode::NoErasure => Code::NoErasure,
    };
    Ok(vec![told(code, error.field(), locale)])
}
