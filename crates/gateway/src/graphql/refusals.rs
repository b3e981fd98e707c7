//! Errors of operations, told: as user errors where the caller can put them right, else as
//! top-level errors.

use async_graphql::{Error, Result};
use kernel::{Locale, ProblemKind};
use projects::{Violation, ViolationCode};

use super::{
    context::{database, fault, forbidden},
    types::regime::RegimeRefusal,
    user_errors::{CampaignUserError, CampaignUserErrorCode as Code},
};
use crate::http::problem;

/// An error of a read on projects and campaigns.
pub(super) fn refused(error: projects::Error) -> Error {
    match error {
        projects::Error::Store(error) => database(error),
        projects::Error::Forbidden(error) => forbidden(error),
        other => match other.problem() {
            ProblemKind::Internal => fault(other),
            kind => problem(kind, other.to_string()),
        },
    }
}

/// An error of a mutation on projects and campaigns, as what the caller can put right.
///
/// # Errors
/// What a form cannot fix: a missing role, a database that does not answer.
pub(super) fn campaign_errors(error: projects::Error, locale: Locale) -> Result<Vec<CampaignUserError>> {
    let whole = |code: Code, params: &[(&str, String)]| {
        Ok(vec![CampaignUserError {
            message: code.message(locale, params),
            field: None,
            code,
            refusal: None,
        }])
    };
    let at = |field: &str, code: Code| {
        let path = Some(vec![field.to_owned()]);
        Ok(vec![CampaignUserError {
            message: code.message(locale, &[]),
            field: path,
            code,
            refusal: None,
        }])
    };
    match error {
        projects::Error::NotFound => whole(Code::NotFound, &[]),
        projects::Error::Forbidden(kernel::Forbidden::ConfirmEmailFirst) => {
            whole(Code::EmailNotConfirmed, &[])
        }
        projects::Error::Forbidden(kernel::Forbidden::OwnCase) => whole(Code::OwnCase, &[]),
        projects::Error::Invalid(violations) => Ok(violations
            .iter()
            .map(|violation| campaign_error(violation, None, locale))
            .collect()),
        projects::Error::Incomplete(violations) => Ok(violations
            .iter()
            .map(|violation| campaign_error(violation, Some(Code::Incomplete), locale))
            .collect()),
        projects::Error::Conflict { .. } => whole(Code::Conflict, &[]),
        projects::Error::WrongState(_)
        | projects::Error::NotEditable(_)
        | projects::Error::CampaignUnderWay
        | projects::Error::ClaimUnderWay(_)
        | projects::Error::ClaimDecided
        | projects::Error::FundingOver
        | projects::Error::IpClaimMoved(_)
        | projects::Error::ReviewClaimed => whole(Code::WrongState, &[]),
        projects::Error::OwnerUnproven(rights) => Ok(vec![CampaignUserError {
            message: i18n::count(
                locale,
                Code::OwnerUnproven.key(),
                i64::try_from(rights.len()).unwrap_or(i64::MAX),
                &[],
            ),
            field: None,
            code: Code::OwnerUnproven,
            refusal: None,
        }]),
        projects::Error::PatentNotFound(_) => at("number", Code::PatentNotFound),
        projects::Error::PatentAlreadyAttached(_) | projects::Error::PatentInAnotherCampaign(_) => {
            at("number", Code::PatentAlreadyAttached)
        }
        projects::Error::FamilyInAnotherCampaign { .. } => at("number", Code::PatentFamilyAttached),
        projects::Error::UpdatePublished | projects::Error::CampaignHidden => whole(Code::WrongState, &[]),
        projects::Error::TooOften { max, again_at } => {
            let again = i18n::instant(locale, again_at, chrono_tz::UTC);
            whole(Code::TooOften, &[("max", max.to_string()), ("again", again)])
        }
        projects::Error::IpClaimUnderWay => whole(Code::ClaimUnderWay, &[]),
        projects::Error::IpClaimOpen => whole(Code::ClaimOpen, &[]),
        projects::Error::FounderNotHeard { until } => {
            let until = i18n::instant(locale, until, chrono_tz::UTC);
            whole(Code::FounderNotHeard, &[("until", until)])
        }
        projects::Error::RightLost(rights) => Ok(vec![CampaignUserError {
            message: i18n::count(
                locale,
                Code::RightLost.key(),
                i64::try_from(rights.len()).unwrap_or(i64::MAX),
                &[],
            ),
            field: None,
            code: Code::RightLost,
            refusal: None,
        }]),
        projects::Error::Refused(refusal) => {
            let refusal = RegimeRefusal::of(&refusal, locale);
            Ok(vec![CampaignUserError {
                message: refusal.message.clone(),
                field: None,
                code: Code::RegimeRefused,
                refusal: Some(Box::new(refusal)),
            }])
        }
        projects::Error::OwnersChanged => whole(Code::OwnersChanged, &[]),
        projects::Error::RewardChosen => whole(Code::RewardChosen, &[]),
        projects::Error::OfferedWithAlone(add_ons) => {
            let names = add_ons.iter().map(|name| name.best(locale).0);
            let names: Vec<_> = names.map(|name| format!("“{name}”")).collect();
            let separator = if locale == Locale::ZhHans { "、" } else { ", " };
            whole(Code::OfferedWithAlone, &[("names", names.join(separator))])
        }
        projects::Error::PoolChosen => at("name", Code::PoolChosen),
        projects::Error::PoolShared => whole(Code::PoolShared, &[]),
        other @ (projects::Error::Forbidden(_) | projects::Error::Cursor(_) | projects::Error::Store(_)) => {
            Err(refused(other))
        }
    }
}

/// One violation as a user error; `code` overrides the one that follows from it.
pub(super) fn campaign_error(violation: &Violation, code: Option<Code>, locale: Locale) -> CampaignUserError {
    let own = match violation.code {
        ViolationCode::Required => Code::Required,
        ViolationCode::TooShort | ViolationCode::TooFew => Code::TooShort,
        ViolationCode::TooLong => Code::TooLong,
        ViolationCode::TooMany => Code::TooMany,
        ViolationCode::OutOfRange
        | ViolationCode::DeadlineTooSoon
        | ViolationCode::DeadlineTooFar
        | ViolationCode::LimitOnlyRises
        | ViolationCode::InThePast => Code::OutOfRange,
        ViolationCode::Frozen => Code::Frozen,
        ViolationCode::OwnerUnproven => Code::OwnerUnproven,
        ViolationCode::Taken
        | ViolationCode::BadCharacter
        | ViolationCode::Unknown
        | ViolationCode::OtherCurrency => Code::Invalid,
    };
    CampaignUserError {
        message: violation_message(violation, locale),
        field: Some(field_path(&violation.field)),
        code: code.unwrap_or(own),
        refusal: None,
    }
}

/// What is wrong with a field, in a language.
pub(super) fn violation_message(violation: &Violation, locale: Locale) -> String {
    let key = format!("violation-{}", i18n::kebab(violation.code.as_str()));
    if violation.code == ViolationCode::OwnerUnproven {
        let count = violation.params.get("count").and_then(|count| count.parse().ok());
        return i18n::count(locale, &key, count.unwrap_or(1), &[]);
    }
    let params: Vec<_> = violation
        .params
        .iter()
        .map(|(name, value)| (name.as_str(), value.clone()))
        .collect();
    i18n::text(locale, &key, &params)
}

/// A violation's field as the path inside `input`: `title.zh_hans` becomes `title`, `zhHans`.
pub(super) fn field_path(field: &str) -> Vec<String> {
    field.split('.').map(camel).collect()
}

fn camel(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut upper = false;
    for c in name.chars() {
        match c {
            '_' | '-' => upper = true,
            c if upper => {
                out.extend(c.to_uppercase());
                upper = false;
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::field_path;

    #[test]
    fn a_field_is_named_as_in_the_input() {
        assert_eq!(field_path("title.zh_hans"), ["title", "zhHans"]);
        assert_eq!(field_path("goal"), ["goal"]);
    }
}
