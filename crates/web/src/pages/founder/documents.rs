//! Documents of CNIPA that a founder hands in for the patents of a campaign: the list, and the form that states what one says.

use axum::{
    extract::{Path, RawQuery},
    response::Response,
};
use chrono::{DateTime, NaiveDate, Utc};
use http::StatusCode;

use super::{at, campaign_id};
use crate::{
    failure::Failure,
    form::{Fields, Problems, Sent},
    graphql::{
        EncumbranceKind, Named, Office, PatentDocumentKind, PatentDocumentReason, PatentDocumentState,
        PatentNumber, PatentStatusValue, schema,
    },
    pages::verification::StoredFile,
    parts::calls::calls,
    routes,
    shell::{self, Shell},
    visit::Visit,
};

/// How many burdens the form has room for; what lies on a right is seldom more.
const BURDENS: usize = 3;

#[derive(cynic::QueryVariables, Debug)]
struct Variables {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "Variables")]
struct DocumentsQuery {
    #[arguments(id: $id)]
    campaign: Option<Campaign>,
    platform: Platform,
}

#[derive(cynic::QueryFragment, Debug)]
struct Platform {
    case_statuses: Vec<CaseStatus>,
}

#[derive(cynic::QueryFragment, Debug)]
struct CaseStatus {
    words: String,
    status: PatentStatusValue,
}

#[derive(cynic::QueryFragment, Debug)]
struct Campaign {
    id: cynic::Id,
    title: String,
    viewer_can_edit: bool,
    ip_panel: Panel,
    patent_documents: Vec<Document>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "IpPanel")]
struct Panel {
    patents: Vec<Right>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Patent")]
struct Right {
    id: cynic::Id,
    number: PatentNumber,
    office: Office,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "PatentDocument")]
struct Document {
    id: cynic::Id,
    kind: PatentDocumentKind,
    issued_on: NaiveDate,
    state: PatentDocumentState,
    submitted_at: DateTime<Utc>,
    patent: Option<Numbered>,
    file: Option<StoredFile>,
    reason: Option<PatentDocumentReason>,
    note: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Patent")]
struct Numbered {
    number: PatentNumber,
}

struct Choice {
    value: String,
    label: String,
    chosen: bool,
}

/// The fields of one burden in the form: their names, and what was typed.
struct BurdenRow {
    number: usize,
    kind: String,
    kinds: Vec<Choice>,
    holder: String,
    holder_shown: String,
    effective_on: String,
    effective_on_shown: String,
}

#[derive(askama::Template)]
#[template(path = "founder_documents.html")]
struct DocumentsPage {
    shell: Shell,
    c: Campaign,
    statuses: Vec<CaseStatus>,
    fields: Fields,
    problems: Problems,
    done: Option<&'static str>,
    /// The largest file, in megabytes.
    max_megabytes: String,
}

impl DocumentsPage {
    fn choice(&self, field: &str, value: String, label: String) -> Choice {
        Choice {
            chosen: value == self.fields.shown(field),
            value,
            label,
        }
    }

    /// The rights whose register no program may ask.
    fn rights(&self) -> Vec<Choice> {
        let rights = self.c.ip_panel.patents.iter();
        let chinese = rights.filter(|right| right.office == Office::Cn);
        chinese
            .map(|right| self.choice("patentId", right.id.inner().to_owned(), right.number.to_string()))
            .collect()
    }

    fn kinds(&self) -> Vec<Choice> {
        let kinds = PatentDocumentKind::ALL.iter();
        kinds
            .map(|kind| {
                let label = self.shell.w.label("patent-document-kind", kind);
                self.choice("kind", kind.name(), label)
            })
            .collect()
    }

    /// The office's words, with what they mean to whoever does not read them.
    fn case_statuses(&self) -> Vec<Choice> {
        let w = self.shell.w;
        let label = |status: &CaseStatus| {
            let meaning = w.label("status", &status.status);
            w.t2(
                "documents-case-status",
                "words",
                &status.words,
                "meaning",
                meaning,
            )
        };
        self.statuses
            .iter()
            .map(|status| self.choice("caseStatus", status.words.clone(), label(status)))
            .collect()
    }

    fn burdens(&self) -> Vec<BurdenRow> {
        (0..BURDENS).map(|n| self.burden(n)).collect()
    }

    fn burden(&self, n: usize) -> BurdenRow {
        let name = |part: &str| format!("encumbrances.{n}.{part}");
        let kinds = EncumbranceKind::ALL.iter();
        let choice = |kind: &EncumbranceKind| {
            let label = self.shell.w.label("encumbrance", kind);
            self.choice(&name("kind"), kind.name(), label)
        };
        BurdenRow {
            number: n + 1,
            kinds: kinds.map(choice).collect(),
            holder_shown: self.fields.raw(&name("holder")),
            effective_on_shown: self.fields.raw(&name("effectiveOn")),
            kind: name("kind"),
            holder: name("holder"),
            effective_on: name("effectiveOn"),
        }
    }

    fn shown(&self, field: &str) -> &str {
        self.fields.shown(field)
    }
}

async fn page(visit: &Visit, id: &str, fields: Fields, problems: Problems) -> Result<DocumentsPage, Failure> {
    visit.signed_in()?;
    let found: DocumentsQuery = visit.query(Variables { id: campaign_id(id)? }).await?;
    let c = found.campaign.filter(|campaign| campaign.viewer_can_edit);
    let c = c.ok_or(Failure::NotFound)?;
    Ok(DocumentsPage {
        shell: Shell::titled(visit, visit.words().t1("documents-of", "title", &c.title)),
        c,
        statuses: found.platform.case_statuses,
        fields,
        problems,
        done: None,
        max_megabytes: visit
            .words()
            .number(visit.site.backend.max_file_bytes() / (1024 * 1024)),
    })
}

/// `GET /founder/{id}/documents`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>, RawQuery(query): RawQuery) -> Response {
    let query = Fields::read(query.unwrap_or_default().as_bytes());
    let done = ["handed-in", "withdrawn"];
    let done = done.into_iter().find(|done| query.get("done") == Some(done));
    match page(&visit, &id, Fields::default(), Problems::default()).await {
        Ok(page) => shell::page(&DocumentsPage { done, ..page }, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

/// A renewal fee that a document shows as paid.
#[derive(cynic::InputObject, Debug, Clone)]
struct StatedFeeInput {
    year: i32,
    paid_on: NaiveDate,
}

/// A burden that a document shows.
#[derive(cynic::InputObject, Debug, Clone)]
struct StatedEncumbranceInput {
    kind: EncumbranceKind,
    holder: String,
    effective_on: Option<NaiveDate>,
}

/// A document to be handed in.
#[derive(cynic::InputObject, Debug, Clone)]
struct PatentDocumentSubmitInput {
    patent_id: cynic::Id,
    kind: PatentDocumentKind,
    issued_on: NaiveDate,
    case_status: Option<String>,
    owners: Option<Vec<String>>,
    fees: Option<Vec<StatedFeeInput>>,
    encumbrances: Option<Vec<StatedEncumbranceInput>>,
    upload_id: cynic::Id,
}

/// A document to be taken back.
#[derive(cynic::InputObject, Debug, Clone)]
struct PatentDocumentWithdrawInput {
    id: cynic::Id,
}

calls! { PatentUserError:
    /// Hands a document in.
    submit, SubmitDocument: PatentDocumentSubmitInput => patent_document_submit, "PatentDocumentSubmitPayload";
    /// Takes a document back.
    take_back, WithdrawDocument: PatentDocumentWithdrawInput => patent_document_withdraw, "PatentDocumentWithdrawPayload";
}

async fn settled(
    visit: &Visit,
    id: &str,
    done: &str,
    fields: Fields,
    problems: Problems,
) -> Result<Response, Failure> {
    if problems.is_empty() {
        let to = format!("/founder/{id}/documents?done={done}");
        return Ok(routes::done(&visit.url(&to)));
    }
    let page = page(visit, id, fields, problems).await?;
    Ok(shell::page(&page, StatusCode::UNPROCESSABLE_ENTITY))
}

/// `POST /founder/{id}/documents`
pub(crate) async fn hand_in(visit: Visit, Path(id): Path<String>, sent: Sent) -> Response {
    let visit = at(visit, format!("/founder/{id}/documents"));
    let outcome = async {
        visit.signed_in()?;
        let fields = sent.fields;
        let mut input = match read(&fields) {
            Ok(input) => input,
            Err((field, key)) => {
                let problem = Problems::one(&field, visit.words().t(key));
                return settled(&visit, &id, "", fields, problem).await;
            }
        };
        let Some((name, bytes)) = sent.file else {
            let problem = Problems::one("file", visit.words().t("verification-file-needed"));
            return settled(&visit, &id, "", fields, problem).await;
        };
        input.upload_id = match visit.site.backend.take_file(&visit.caller, name, bytes).await {
            Ok(upload) => cynic::Id::new(upload),
            Err(message) => return settled(&visit, &id, "", fields, Problems::one("file", message)).await,
        };
        let errors = submit(&visit, input).await?;
        settled(&visit, &id, "handed-in", fields, Problems::of(errors)).await
    };
    let outcome = outcome.await;
    outcome.unwrap_or_else(|failure: Failure| failure.respond(&visit))
}

/// What was typed, without the file; or the field that cannot be read and the word that says why.
fn read(fields: &Fields) -> Result<PatentDocumentSubmitInput, (String, &'static str)> {
    let needed = |field: &str| (field.to_owned(), "documents-needed");
    let day = |field: &str| match fields.get(field) {
        None => Ok(None),
        Some(text) => match text.parse() {
            Ok(day) => Ok(Some(day)),
            Err(_) => Err((field.to_owned(), "verification-not-a-day")),
        },
    };
    let patent = fields.get("patentId").ok_or_else(|| needed("patentId"))?;
    let kind = fields.get("kind").and_then(PatentDocumentKind::of);
    let kind = kind.ok_or_else(|| needed("kind"))?;
    let issued_on: NaiveDate = day("issuedOn")?.ok_or_else(|| needed("issuedOn"))?;
    let year = match fields.get("fees.0.year") {
        None => None,
        Some(text) => {
            let year: Result<i32, _> = text.parse();
            Some(year.map_err(|_| ("fees.0.year".to_owned(), "documents-not-a-year"))?)
        }
    };
    let fees = match (year, day("fees.0.paidOn")?) {
        (None, None) => Vec::new(),
        (Some(year), Some(paid_on)) => vec![StatedFeeInput { year, paid_on }],
        (Some(_), None) => return Err(needed("fees.0.paidOn")),
        (None, Some(_)) => return Err(needed("fees.0.year")),
    };
    let mut burdens = Vec::new();
    for n in 0..BURDENS {
        let part = |part: &str| format!("encumbrances.{n}.{part}");
        let kind = fields.get(&part("kind")).and_then(EncumbranceKind::of);
        let (holder, effective_on) = (fields.get(&part("holder")), day(&part("effectiveOn"))?);
        let Some(kind) = kind else {
            if holder.is_some() || effective_on.is_some() {
                return Err(needed(&part("kind")));
            }
            continue;
        };
        burdens.push(StatedEncumbranceInput {
            kind,
            holder: holder.ok_or_else(|| needed(&part("holder")))?.to_owned(),
            effective_on,
        });
    }
    let owners = fields.get("owners").unwrap_or_default().lines();
    let owners: Vec<String> = owners
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    Ok(PatentDocumentSubmitInput {
        patent_id: cynic::Id::new(patent),
        kind,
        issued_on,
        case_status: fields.get("caseStatus").map(str::to_owned),
        owners: Some(owners),
        fees: Some(fees),
        encumbrances: Some(burdens),
        upload_id: cynic::Id::new(""),
    })
}

/// `POST /founder/{id}/documents/withdraw`
pub(crate) async fn withdraw(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let visit = at(visit, format!("/founder/{id}/documents"));
    let outcome = async {
        visit.signed_in()?;
        let document = cynic::Id::new(fields.get("document").ok_or(Failure::NotFound)?);
        let errors = take_back(&visit, PatentDocumentWithdrawInput { id: document }).await?;
        settled(&visit, &id, "withdrawn", Fields::default(), Problems::of(errors)).await
    };
    let outcome = outcome.await;
    outcome.unwrap_or_else(|failure: Failure| failure.respond(&visit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(more: &[(&str, &str)]) -> Fields {
        let fields = Fields::default()
            .with("patentId", "patent_1")
            .with("kind", "REGISTER_EXTRACT")
            .with("issuedOn", "2026-05-20")
            .with("owners", "甲有限公司\n\n 乙有限公司 ");
        more.iter()
            .fold(fields, |fields, (name, value)| fields.with(name, *value))
    }

    fn problem(more: &[(&str, &str)]) -> String {
        read(&typed(more)).unwrap_err().0
    }

    #[test]
    fn owners_stand_one_on_a_line_and_rows_left_empty_are_none() {
        let input = read(&typed(&[("encumbrances.2.kind", ""), ("fees.0.year", "")])).unwrap();
        assert_eq!(input.owners.unwrap(), ["甲有限公司", "乙有限公司"]);
        assert!(input.fees.unwrap().is_empty() && input.encumbrances.unwrap().is_empty());
        let burdened = [
            ("encumbrances.1.kind", "SECURITY"),
            ("encumbrances.1.holder", "中国银行"),
        ];
        assert_eq!(read(&typed(&burdened)).unwrap().encumbrances.unwrap().len(), 1);
    }

    #[test]
    fn what_is_filled_in_half_is_named() {
        assert_eq!(problem(&[("issuedOn", "")]), "issuedOn");
        assert_eq!(problem(&[("fees.0.year", "6")]), "fees.0.paidOn");
        assert_eq!(problem(&[("fees.0.paidOn", "2026-01-12")]), "fees.0.year");
        assert_eq!(
            problem(&[("fees.0.year", "six"), ("fees.0.paidOn", "2026-01-12")]),
            "fees.0.year"
        );
        assert_eq!(
            problem(&[("encumbrances.0.kind", "SECURITY")]),
            "encumbrances.0.holder"
        );
        assert_eq!(
            problem(&[("encumbrances.0.holder", "中国银行")]),
            "encumbrances.0.kind"
        );
        assert_eq!(
            problem(&[("encumbrances.0.effectiveOn", "soon")]),
            "encumbrances.0.effectiveOn"
        );
    }
}
