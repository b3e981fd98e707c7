//! Regulated campaigns: licences of the platform, the regime of a campaign, what is stated and recorded of an offering.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use kernel::{FileId, Locale};
use regimes::{EnterLicence, Error, OfferingTerms, PublishSheet, RecordCheck, ViolationCode};

use super::{
    super::{
        context::{Resolving, forbidden},
        ids::typed,
        money::MoneyInput,
        refusals::field_path,
        types::{
            campaign::Campaign,
            file::StoredFile,
            regime::{
                BackgroundCheckParty, Licence, Offering, OversubscriptionMethod, Regime, RegimeRefusal,
                refused, shown,
            },
        },
        user_errors::{CampaignUserError, RegimeUserError, RegimeUserErrorCode as Code},
    },
    campaign::{money_message, outcome},
    payload::payloads,
};

/// A licence to be entered.
#[derive(InputObject)]
struct LicenceEnterInput {
    /// For which regime.
    regime: Regime,
    /// Who holds it.
    holder: String,
    /// Who gave it.
    authority: String,
    /// The number under which the authority keeps it.
    number: String,
    /// Its first day.
    valid_from: NaiveDate,
    /// Its last day, if it has one.
    valid_until: Option<NaiveDate>,
    /// The document: the id that `POST /uploads` answered.
    upload_id: Option<ID>,
    /// Where it can be looked up.
    reference: String,
}

/// A licence to be confirmed.
#[derive(InputObject)]
struct LicenceConfirmInput {
    /// The licence.
    id: ID,
}

/// A licence to be withdrawn.
#[derive(InputObject)]
struct LicenceWithdrawInput {
    /// The licence.
    id: ID,
    /// Why.
    reason: String,
}

/// The law a campaign is to raise money under.
#[derive(InputObject)]
struct CampaignRegimeChooseInput {
    /// The campaign.
    id: ID,
    /// The version the choice was made for.
    expected_version: i32,
    /// The regime.
    regime: Regime,
}

/// A campaign to be closed early.
#[derive(InputObject)]
struct CampaignCloseEarlyInput {
    /// The campaign.
    id: ID,
    /// When it is to close, if its goal is reached then.
    closes_at: DateTime<Utc>,
}

/// The terms of an offering.
#[derive(InputObject)]
struct OfferingStateInput {
    /// The campaign.
    campaign_id: ID,
    /// The kind of security.
    security: String,
    /// The price of one.
    unit_price: MoneyInput,
    /// What is done with commitments above the target.
    method: OversubscriptionMethod,
    /// The most that is taken; needed where something above the target is.
    maximum: Option<MoneyInput>,
    /// How many hold a part of the issuer already and did not come by the platform; needed where the regime counts holders.
    existing_holders: Option<u32>,
}

/// What a background check found.
#[derive(InputObject)]
struct BackgroundCheckRecordInput {
    /// The campaign.
    campaign_id: ID,
    /// Whom it is of.
    party: BackgroundCheckParty,
    /// Whether nothing speaks against them.
    passed: bool,
    /// Where the check is kept.
    reference: String,
}

/// A version of a key investment information sheet.
#[derive(InputObject)]
struct InformationSheetPublishInput {
    /// The campaign.
    campaign_id: ID,
    /// The document: the id that `POST /uploads` answered.
    upload_id: ID,
    /// How many sides of A4 it has.
    pages: i32,
    /// What changed.
    reason: String,
}

/// Somebody who promotes a campaign.
#[derive(InputObject)]
struct PromoterNameInput {
    /// The campaign.
    campaign_id: ID,
    /// The person.
    user_id: ID,
}

payloads!(
    "The licence as it is now; null if there is none to show."
    licence: Licence, RegimeUserError;
    /// What became of a licence to be entered.
    LicenceEnterPayload,
    /// What became of a licence to be confirmed.
    LicenceConfirmPayload,
    /// What became of a licence to be withdrawn.
    LicenceWithdrawPayload
);

payloads!(
    "The campaign as it is now; null if there is none to show."
    campaign: Campaign, CampaignUserError;
    /// What became of the choice of a regime.
    CampaignRegimeChoosePayload,
    /// What became of the wish to close early.
    CampaignCloseEarlyPayload
);

payloads!(
    "The terms as they are now; null if they were refused."
    offering: Offering, RegimeUserError;
    /// What became of the terms of an offering.
    OfferingStatePayload
);

/// A version of an information sheet to be read.
#[derive(InputObject)]
struct InformationSheetOpenInput {
    /// The campaign.
    campaign_id: ID,
    /// Which version.
    version: i32,
}

/// The document of a licence to be read.
#[derive(InputObject)]
struct LicenceDocumentOpenInput {
    /// The licence.
    id: ID,
}

payloads!(
    "The document, which the caller may read for a day; null if there is none to show."
    document: StoredFile, RegimeUserError;
    /// What became of the wish to read an information sheet.
    InformationSheetOpenPayload,
    /// What became of the wish to read the document of a licence.
    LicenceDocumentOpenPayload
);

macro_rules! recorded_payloads {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(SimpleObject)]
        struct $name {
            /// Whether it is recorded.
            recorded: bool,
            /// What the caller can put right.
            user_errors: Vec<RegimeUserError>,
        }

        impl From<Vec<RegimeUserError>> for $name {
            fn from(user_errors: Vec<RegimeUserError>) -> Self {
                Self { recorded: user_errors.is_empty(), user_errors }
            }
        }
    )*};
}

recorded_payloads!(
    /// What became of a background check.
    BackgroundCheckRecordPayload,
    /// What became of an information sheet.
    InformationSheetPublishPayload,
    /// What became of naming a promoter.
    PromoterNamePayload,
);

/// An error as what the caller can put right.
///
/// # Errors
/// What no form can fix.
pub(super) fn user_errors(error: Error, locale: Locale) -> Result<Vec<RegimeUserError>> {
    let whole = |code: Code| Ok(vec![told(code, None, locale)]);
    match error {
        Error::NotFound => whole(Code::NotFound),
        Error::Forbidden(kernel::Forbidden::OwnCase) => whole(Code::OwnCase),
        Error::Invalid(violations) => Ok(violations
            .iter()
            .map(|violation| {
                let code = match violation.code {
                    ViolationCode::Required => Code::Required,
                    ViolationCode::TooLong => Code::TooLong,
                    ViolationCode::OutOfRange => Code::OutOfRange,
                    ViolationCode::NoUpload => Code::NoUpload,
                    ViolationCode::TooMany => Code::TooMany,
                    ViolationCode::NotRead => Code::NotRead,
                    ViolationCode::Currency => Code::Currency,
                    ViolationCode::Unknown | ViolationCode::Order | ViolationCode::NotWithMethod => {
                        Code::Invalid
                    }
                };
                RegimeUserError {
                    message: code.message(locale, &words_of(violation, locale)),
                    ..told(code, Some(field_path(&violation.field)), locale)
                }
            })
            .collect()),
        Error::Refused(refusal) => {
            let refusal = RegimeRefusal::of(&refusal, locale);
            Ok(vec![RegimeUserError {
                message: refusal.message.clone(),
                field: None,
                code: Code::RegimeRefused,
                refusal: Some(Box::new(refusal)),
            }])
        }
        Error::Decided => whole(Code::Decided),
        Error::Frozen => whole(Code::Frozen),
        Error::NotOfRegime => whole(Code::NotOfRegime),
        other @ (Error::Forbidden(_) | Error::Cursor(_) | Error::Store(_)) => Err(refused(other)),
    }
}

/// The values that a message names.
fn words_of(violation: &regimes::Violation, locale: Locale) -> Vec<(&str, String)> {
    let params = violation.params.iter();
    params
        .map(|(name, value)| (name.as_str(), shown(value, locale)))
        .collect()
}

fn told(code: Code, field: Option<Vec<String>>, locale: Locale) -> RegimeUserError {
    RegimeUserError {
        message: code.message(locale, &[]),
        field,
        code,
        refusal: None,
    }
}

/// An amount in an input, or what is wrong with it.
pub(super) fn amount(
    input: &MoneyInput,
    field: &str,
    locale: Locale,
) -> Result<kernel::Money, Box<RegimeUserError>> {
    kernel::Money::try_from(input).map_err(|error| {
        Box::new(RegimeUserError {
            message: money_message(&error, locale),
            ..told(Code::Invalid, Some(vec![field.to_owned()]), locale)
        })
    })
}

/// A document that was opened, as the caller may read it now.
async fn document(
    ctx: &Context<'_>,
    opened: regimes::Result<FileId>,
) -> Result<(Option<StoredFile>, Vec<RegimeUserError>)> {
    match opened {
        Ok(file) => Ok((StoredFile::find(ctx, Some(file)).await?, Vec::new())),
        Err(error) => Ok((None, user_errors(error, ctx.locale(None))?)),
    }
}

/// What became of a licence, as it stands today.
fn licence(
    ctx: &Context<'_>,
    result: regimes::Result<regimes::Licence>,
) -> Result<(Option<Licence>, Vec<RegimeUserError>)> {
    match result {
        Ok(licence) => {
            let state = licence.state(ctx.app()?.today());
            Ok((Some(Licence(licence, state)), Vec::new()))
        }
        Err(error) => Ok((None, user_errors(error, ctx.locale(None))?)),
    }
}

fn recorded<T>(ctx: &Context<'_>, result: regimes::Result<T>) -> Result<Vec<RegimeUserError>> {
    match result {
        Ok(_) => Ok(Vec::new()),
        Err(error) => user_errors(error, ctx.locale(None)),
    }
}

/// Regulated campaigns: licences, regimes, offerings.
#[derive(Default)]
pub struct RegimeMutation;

/// Regulated campaigns: licences, regimes, offerings.
#[Object]
impl RegimeMutation {
    /// Enters a licence of the platform. It counts once another administrator has confirmed it. For administrators; needs a proof of
    /// the last fifteen minutes.
    async fn licence_enter(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The licence.")] input: LicenceEnterInput,
    ) -> Result<Option<LicenceEnterPayload>> {
        let request = EnterLicence {
            regime: input.regime.into(),
            holder: input.holder,
            authority: input.authority,
            number: input.number,
            valid_from: input.valid_from,
            valid_until: input.valid_until,
            document_id: input.upload_id.as_ref().map(typed).transpose()?,
            reference: input.reference,
        };
        let result = ctx.app()?.regimes.enter_licence(ctx.caller()?, request).await;
        Ok(Some(licence(ctx, result)?.into()))
    }

    /// Confirms a licence that somebody else entered. For administrators; needs a proof of the last fifteen minutes.
    async fn licence_confirm(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The licence.")] input: LicenceConfirmInput,
    ) -> Result<Option<LicenceConfirmPayload>> {
        let id = typed(&input.id)?;
        let result = ctx.app()?.regimes.confirm_licence(ctx.caller()?, id).await;
        Ok(Some(licence(ctx, result)?.into()))
    }

    /// Withdraws a licence: nothing is launched or committed under it any more. For administrators; needs a proof of the last fifteen
    /// minutes.
    async fn licence_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The licence, and why.")] input: LicenceWithdrawInput,
    ) -> Result<Option<LicenceWithdrawPayload>> {
        let id = typed(&input.id)?;
        let regimes = &ctx.app()?.regimes;
        let result = regimes.withdraw_licence(ctx.caller()?, id, &input.reason).await;
        Ok(Some(licence(ctx, result)?.into()))
    }

    /// Chooses the law a campaign raises money under, while it is a draft. Any but REWARD needs a licence in force.
    async fn campaign_regime_choose(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The campaign and the regime.")] input: CampaignRegimeChooseInput,
    ) -> Result<Option<CampaignRegimeChoosePayload>> {
        let id = typed(&input.id)?;
        let projects = &ctx.app()?.projects;
        let version = input.expected_version.into();
        let result = projects
            .choose_regime(ctx.caller()?, id, version, input.regime.into())
            .await;
        Ok(Some(outcome(ctx, id, result).await?.into()))
    }

    /// Ends a campaign early, where its regime knows that: everybody who pledged is told now, and at the new deadline it closes if its
    /// goal is reached still.
    async fn campaign_close_early(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The campaign, and when.")] input: CampaignCloseEarlyInput,
    ) -> Result<Option<CampaignCloseEarlyPayload>> {
        let id = typed(&input.id)?;
        let projects = &ctx.app()?.projects;
        let result = projects.close_early(ctx.caller()?, id, input.closes_at).await;
        Ok(Some(outcome(ctx, id, result).await?.into()))
    }

    /// States the terms of an offering; another version may follow until the launch.
    async fn offering_state(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The terms.")] input: OfferingStateInput,
    ) -> Result<Option<OfferingStatePayload>> {
        let locale = ctx.locale(None);
        let unit_price = amount(&input.unit_price, "unitPrice", locale);
        let maximum = input.maximum.as_ref().map(|most| amount(most, "maximum", locale));
        let (unit_price, maximum) = match (unit_price, maximum.transpose()) {
            (Ok(unit_price), Ok(maximum)) => (unit_price, maximum),
            (unit_price, maximum) => {
                let wrong = [unit_price.err(), maximum.err()];
                let wrong = wrong.into_iter().flatten().map(|error| *error).collect();
                return Ok(Some((None, wrong).into()));
            }
        };
        let terms = OfferingTerms {
            campaign_id: typed(&input.campaign_id)?,
            security: input.security,
            unit_price,
            method: input.method.into(),
            maximum,
            existing_holders: input.existing_holders,
        };
        let stated = ctx.app()?.regimes.state_offering(ctx.caller()?, terms).await;
        Ok(Some(match stated {
            Ok(offering) => (Some(Offering(offering)), Vec::new()).into(),
            Err(error) => (None, user_errors(error, locale)?).into(),
        }))
    }

    /// Records what a background check found of one party. For reviewers, not of their own campaigns; needs a proof of the last fifteen
    /// minutes.
    async fn background_check_record(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The check.")] input: BackgroundCheckRecordInput,
    ) -> Result<Option<BackgroundCheckRecordPayload>> {
        let request = RecordCheck {
            campaign_id: typed(&input.campaign_id)?,
            party: input.party.into(),
            passed: input.passed,
            reference: input.reference,
        };
        let result = ctx.app()?.regimes.record_check(ctx.caller()?, request).await;
        Ok(Some(recorded(ctx, result)?.into()))
    }

    /// Publishes a version of a key investment information sheet; investors are told of one that follows the first.
    async fn information_sheet_publish(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The sheet.")] input: InformationSheetPublishInput,
    ) -> Result<Option<InformationSheetPublishPayload>> {
        let request = PublishSheet {
            campaign_id: typed(&input.campaign_id)?,
            upload_id: typed(&input.upload_id)?,
            pages: u32::try_from(input.pages).unwrap_or(0),
            reason: input.reason,
        };
        let result = ctx.app()?.regimes.publish_sheet(ctx.caller()?, request).await;
        Ok(Some(recorded(ctx, result)?.into()))
    }

    /// Lets the caller read a version of a campaign's information sheet, for a day. For whoever may see the campaign.
    async fn information_sheet_open(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The sheet.")] input: InformationSheetOpenInput,
    ) -> Result<Option<InformationSheetOpenPayload>> {
        let (app, caller) = (ctx.app()?, ctx.caller()?);
        let campaign = typed(&input.campaign_id)?;
        let seen = app.projects.find(caller, campaign).await;
        let opened = match seen.map_err(super::super::refusals::refused)? {
            Some(_) => app.regimes.open_sheet(caller, campaign, input.version).await,
            None => {
                caller.user_id().map_err(forbidden)?;
                Err(Error::NotFound)
            }
        };
        Ok(Some(document(ctx, opened).await?.into()))
    }

    /// Lets the caller read the document of a licence, for a day. For administrators.
    async fn licence_document_open(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The licence.")] input: LicenceDocumentOpenInput,
    ) -> Result<Option<LicenceDocumentOpenPayload>> {
        let id = typed(&input.id)?;
        let opened = ctx.app()?.regimes.open_licence_document(ctx.caller()?, id).await;
        Ok(Some(document(ctx, opened).await?.into()))
    }

    /// Names somebody who promotes a campaign: what they say in its discussion bears a label. It is never taken back.
    async fn promoter_name(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The campaign and the person.")] input: PromoterNameInput,
    ) -> Result<Option<PromoterNamePayload>> {
        let (campaign, person) = (typed(&input.campaign_id)?, typed(&input.user_id)?);
        let regimes = &ctx.app()?.regimes;
        let result = regimes.name_promoter(ctx.caller()?, campaign, person).await;
        Ok(Some(recorded(ctx, result)?.into()))
    }
}
