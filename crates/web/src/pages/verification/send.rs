//! What the forms of one's own verification do.

use axum::{extract::Path, response::Response};
use chrono::NaiveDate;

use super::{
    Round, calls, kind_of,
    page::{OWNERS, own, refused},
};
use crate::{
    failure::Failure,
    form::{Fields, Problems, Sent},
    graphql::{VerificationDocumentKind, VerificationKind, VerificationState},
    pages::founder::at,
    parts::user_errors::VerificationUserError,
    routes,
    visit::Visit,
};

fn here(visit: Visit, kind: &str) -> Visit {
    at(visit, format!("/account/verification/{kind}"))
}

fn answer(visit: &Visit, outcome: Result<Response, Failure>) -> Response {
    outcome.unwrap_or_else(|failure| failure.respond(visit))
}

/// After a form was carried out, or refused.
async fn settled(
    visit: &Visit,
    kind: &str,
    done: &str,
    fields: Fields,
    errors: Vec<VerificationUserError>,
) -> Result<Response, Failure> {
    if errors.is_empty() {
        let path = format!("/account/verification/{kind}?done={done}");
        return Ok(routes::done(&visit.url(&path)));
    }
    refused(visit, kind, fields, Problems::of(errors)).await
}

/// The round of this kind that is being written.
async fn open(visit: &Visit, kind: VerificationKind) -> Result<Round, Failure> {
    let mut rounds = own(visit).await?.into_iter();
    let open = rounds.find(|round| round.kind == kind && round.state == VerificationState::Unsubmitted);
    open.ok_or(Failure::NotFound)
}

/// `POST /account/verification/{kind}`
pub(crate) async fn save(visit: Visit, Path(kind): Path<String>, fields: Fields) -> Response {
    let visit = here(visit, &kind);
    answer(&visit, state(&visit, &kind, fields.or("sent", "1")).await)
}

async fn state(visit: &Visit, kind: &str, fields: Fields) -> Result<Response, Failure> {
    visit.signed_in()?;
    let input = match typed(&fields, kind_of(kind)?) {
        Ok(input) => input,
        Err(field) => {
            let problem = Problems::one(&field, visit.words().t("verification-not-a-day"));
            return refused(visit, kind, fields, problem).await;
        }
    };
    let errors = calls::save(visit, input).await?;
    settled(visit, kind, "saved", fields, errors).await
}

/// The form as the operation takes it.
///
/// # Errors
/// The field that holds no day.
fn typed(fields: &Fields, kind: VerificationKind) -> Result<calls::VerificationSaveInput, String> {
    let text = |name: &str| fields.get(name).map(str::to_owned);
    let day = |name: &str| -> Result<Option<NaiveDate>, String> {
        let typed = fields.get(name);
        typed.map(str::parse).transpose().map_err(|_| name.to_owned())
    };
    let mut owners = Vec::new();
    for n in 0..OWNERS {
        let name = |part: &str| format!("owners.{n}.{part}");
        let Some(named) = fields.get(&name("name")) else {
            continue;
        };
        owners.push(calls::BeneficialOwnerInput {
            name: named.to_owned(),
            country: fields.get(&name("country")).unwrap_or_default().to_owned(),
            born_on: day(&name("bornOn"))?.ok_or_else(|| name("bornOn"))?,
            // What is no share is refused as one outside the range.
            share_bps: share(fields.shown(&name("share"))).unwrap_or(0),
        });
    }
    Ok(calls::VerificationSaveInput {
        kind,
        expected_version: fields
            .get("expectedVersion")
            .and_then(|version| version.parse().ok()),
        legal_name: text("legalName"),
        other_name: text("otherName"),
        country: text("country"),
        born_on: day("bornOn")?,
        registration_number: text("registrationNumber"),
        document_expires_on: day("documentExpiresOn")?,
        owners: Some(owners),
        no_owners: Some(fields.has("noOwners")),
    })
}

/// A share as it is typed, `33.33` or `50 %`, in hundredths of a percent.
fn share(typed: &str) -> Option<i32> {
    let typed = typed.trim().trim_end_matches('%').trim();
    let (whole, rest) = typed.split_once('.').unwrap_or((typed, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || rest.len() > 2 || !digits(whole) || !digits(rest) {
        return None;
    }
    let hundredths: i32 = format!("{rest:0<2}").parse().ok()?;
    Some(whole.parse::<i32>().ok()? * 100 + hundredths)
}

/// `POST /account/verification/{kind}/documents`
pub(crate) async fn attach(visit: Visit, Path(kind): Path<String>, sent: Sent) -> Response {
    let visit = here(visit, &kind);
    answer(&visit, add(&visit, &kind, sent).await)
}

async fn add(visit: &Visit, kind: &str, sent: Sent) -> Result<Response, Failure> {
    let round = open(visit, kind_of(kind)?).await?;
    let w = visit.words();
    let Some(shows) = sent.fields.get("kind").and_then(VerificationDocumentKind::of) else {
        return refused(
            visit,
            kind,
            sent.fields,
            Problems::one("kind", w.t("verification-kind-needed")),
        )
        .await;
    };
    let Some((name, bytes)) = sent.file else {
        return refused(
            visit,
            kind,
            sent.fields,
            Problems::one("file", w.t("verification-file-needed")),
        )
        .await;
    };
    let upload = match visit.site.backend.take_file(&visit.caller, name, bytes).await {
        Ok(upload) => upload,
        Err(message) => return refused(visit, kind, sent.fields, Problems::one("file", message)).await,
    };
    let input = calls::VerificationDocumentAddInput {
        verification_id: round.id,
        upload_id: cynic::Id::new(upload),
        kind: shows,
    };
    let errors = calls::add_document(visit, input).await?;
    settled(visit, kind, "attached", sent.fields, errors).await
}

/// `POST /account/verification/{kind}/remove`
pub(crate) async fn detach(visit: Visit, Path(kind): Path<String>, fields: Fields) -> Response {
    let visit = here(visit, &kind);
    let outcome = async {
        let round = open(&visit, kind_of(&kind)?).await?;
        let input = calls::VerificationDocumentRemoveInput {
            verification_id: round.id,
            file_id: cynic::Id::new(fields.get("file").ok_or(Failure::NotFound)?),
        };
        let errors = calls::remove_document(&visit, input).await?;
        settled(&visit, &kind, "removed", Fields::default(), errors).await
    };
    let outcome = outcome.await;
    answer(&visit, outcome)
}

/// `POST /account/verification/{kind}/submit`
pub(crate) async fn submit(visit: Visit, Path(kind): Path<String>) -> Response {
    let visit = here(visit, &kind);
    let outcome = async {
        let round = open(&visit, kind_of(&kind)?).await?;
        let input = calls::VerificationSubmitInput {
            id: round.id,
            expected_version: round.version,
        };
        let errors = calls::submit(&visit, input).await?;
        settled(&visit, &kind, "submitted", Fields::default(), errors).await
    };
    let outcome = outcome.await;
    answer(&visit, outcome)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_read_exactly_or_not_at_all() {
        for (typed, bps) in [
            ("50", Some(5_000)),
            ("33.33", Some(3_333)),
            (" 25.5 % ", Some(2_550)),
            ("100", Some(10_000)),
        ] {
            assert_eq!(share(typed), bps, "{typed}");
            assert_eq!(
                bps.map(super::super::percent).unwrap().parse::<f64>().unwrap() * 100.0,
                f64::from(bps.unwrap())
            );
        }
        for typed in ["", "half", "33.333", "1e3", "-5", "１００"] {
            assert_eq!(share(typed), None, "{typed}");
        }
    }
}
