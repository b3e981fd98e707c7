//! The pages of one's own verification.

use axum::{
    extract::{Path, RawQuery},
    response::Response,
};
use http::StatusCode;

use super::{Round, kind_of, slug};
use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::{Named, VerificationDocumentKind, VerificationKind, VerificationState, schema},
    shell::{self, Shell},
    visit::Visit,
};

/// How many owners of more than a quarter a company can have.
pub(super) const OWNERS: usize = 3;

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query")]
struct OwnQuery {
    viewer: Option<Own>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Viewer")]
struct Own {
    verifications: Vec<Round>,
}

/// The visitor's rounds, the newest first.
pub(super) async fn own(visit: &Visit) -> Result<Vec<Round>, Failure> {
    use cynic::QueryBuilder;
    visit.signed_in()?;
    let found: OwnQuery = visit.ask(OwnQuery::build(())).await?;
    Ok(found.viewer.ok_or(Failure::SignIn)?.verifications)
}

/// One kind on the overview: what holds, and what is under way.
pub(super) struct Kinds {
    kind: VerificationKind,
    holds: Option<Round>,
    newest: Option<Round>,
}

#[derive(askama::Template)]
#[template(path = "verifications.html")]
struct OverviewPage {
    shell: Shell,
    kinds: Vec<Kinds>,
}

/// `GET /account/verification`
pub(crate) async fn overview(visit: Visit) -> Response {
    match own(&visit).await {
        Ok(rounds) => {
            let of = |kind: &VerificationKind| Kinds {
                kind: *kind,
                holds: rounds
                    .iter()
                    .find(|round| round.kind == *kind && round.holds)
                    .cloned(),
                newest: rounds.iter().find(|round| round.kind == *kind).cloned(),
            };
            let page = OverviewPage {
                shell: Shell::new(&visit, "verification-title"),
                kinds: VerificationKind::ALL.iter().map(of).collect(),
            };
            shell::page(&page, StatusCode::OK)
        }
        Err(failure) => failure.respond(&visit),
    }
}

impl Kinds {
    fn slug(&self) -> &'static str {
        slug(self.kind)
    }
}

/// The fields of an owner.
struct OwnerFields {
    n: usize,
    name: String,
    country: String,
    born_on: String,
    share: String,
}

/// A choice of a list.
struct Choice {
    value: String,
    label: String,
    chosen: bool,
}

#[derive(askama::Template)]
#[template(path = "verification.html")]
struct RoundPage {
    shell: Shell,
    kind: VerificationKind,
    /// The newest round, if there is one.
    round: Option<Round>,
    /// The round that holds meanwhile.
    holds: Option<Round>,
    fields: Fields,
    problems: Problems,
    done: Option<&'static str>,
    /// The largest file, in megabytes.
    max_megabytes: String,
}

/// `GET /account/verification/{kind}`
pub(crate) async fn show(visit: Visit, Path(kind): Path<String>, RawQuery(query): RawQuery) -> Response {
    let query = Fields::read(query.unwrap_or_default().as_bytes());
    let done = ["saved", "attached", "removed", "submitted"];
    let done = done.into_iter().find(|done| query.get("done") == Some(done));
    match page(&visit, &kind, Fields::default(), Problems::default()).await {
        Ok(page) => shell::page(&RoundPage { done, ..page }, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

/// Shows the page with what was refused.
pub(super) async fn refused(
    visit: &Visit,
    kind: &str,
    fields: Fields,
    problems: Problems,
) -> Result<Response, Failure> {
    let page = page(visit, kind, fields, problems).await?;
    Ok(shell::page(&page, StatusCode::UNPROCESSABLE_ENTITY))
}

async fn page(visit: &Visit, kind: &str, fields: Fields, problems: Problems) -> Result<RoundPage, Failure> {
    let kind = kind_of(kind)?;
    let rounds: Vec<_> = own(visit)
        .await?
        .into_iter()
        .filter(|round| round.kind == kind)
        .collect();
    let round = rounds.first().cloned();
    let w = visit.words();
    Ok(RoundPage {
        shell: Shell::titled(visit, w.label("verification-kind", &kind)),
        kind,
        holds: rounds.into_iter().find(|round| round.holds),
        round,
        fields,
        problems,
        done: None,
        max_megabytes: visit
            .words()
            .number(visit.site.backend.max_file_bytes() / (1024 * 1024)),
    })
}

impl RoundPage {
    fn slug(&self) -> &'static str {
        slug(self.kind)
    }

    fn is_company(&self) -> bool {
        self.kind == VerificationKind::Company
    }

    /// The round that is being written.
    fn open(&self) -> Option<&Round> {
        let round = self.round.as_ref();
        round.filter(|round| round.state == VerificationState::Unsubmitted)
    }

    /// Whether something can be stated now: unless a round waits for its reviewer.
    fn is_writable(&self) -> bool {
        let newest = self.round.as_ref().map(|round| round.state);
        newest != Some(VerificationState::Submitted)
    }

    /// A field of the form: as it was sent, else as it was stated.
    fn v(&self, name: &str) -> String {
        if self.fields.has(name) || self.fields.has("sent") {
            return self.fields.shown(name).to_owned();
        }
        let Some(facts) = self.round.as_ref().and_then(|round| round.facts.as_ref()) else {
            return String::new();
        };
        let day = |on: Option<chrono::NaiveDate>| on.map(|on| on.to_string()).unwrap_or_default();
        if let Some((n, part)) = name.strip_prefix("owners.").and_then(|rest| rest.split_once('.')) {
            let owner = n.parse::<usize>().ok().and_then(|n| facts.owners.get(n));
            return owner.map_or_else(String::new, |owner| match part {
                "name" => owner.name.clone(),
                "country" => owner.country.clone(),
                "bornOn" => owner.born_on.to_string(),
                _ => owner.percent(),
            });
        }
        match name {
            "legalName" => facts.legal_name.clone(),
            "otherName" => facts.other_name.clone().unwrap_or_default(),
            "country" => facts.country.clone(),
            "bornOn" => day(facts.born_on),
            "registrationNumber" => facts.registration_number.clone().unwrap_or_default(),
            "documentExpiresOn" => day(facts.document_expires_on),
            "noOwners" if facts.no_owners => "on".to_owned(),
            _ => String::new(),
        }
    }

    /// The fields of each owner, by their names in the form.
    fn owners(&self) -> Vec<OwnerFields> {
        let of = |n: usize| OwnerFields {
            n: n + 1,
            name: format!("owners.{n}.name"),
            country: format!("owners.{n}.country"),
            born_on: format!("owners.{n}.bornOn"),
            share: format!("owners.{n}.share"),
        };
        (0..OWNERS).map(of).collect()
    }

    /// The name of a field, for the list of problems.
    fn label(&self, field: &str) -> String {
        let w = self.shell.w;
        if field.starts_with("documents") {
            return match field
                .rsplit('.')
                .next()
                .and_then(|kind| VerificationDocumentKind::of(&kind.to_uppercase()))
            {
                Some(kind) => w.label("verification-document", &kind),
                None => w.t("verification-documents"),
            };
        }
        let last = field.rsplit('.').next().unwrap_or_default();
        if last == "share" || last == "shareBps" {
            return w.t("verification-label-share");
        }
        w.label_of("verification-label", &i18n::kebab(&snake(last)))
    }

    fn gap_label(&self, field: &[String]) -> String {
        self.label(&field.join("."))
    }

    /// What a document may show.
    fn document_kinds(&self) -> Vec<Choice> {
        use VerificationDocumentKind as D;
        let kinds: &[D] = match self.kind {
            VerificationKind::Person => &[D::Identity],
            VerificationKind::Company => &[D::Registration, D::Authority, D::Owners, D::Identity],
        };
        let now = self.fields.shown("kind");
        let choice = |kind: &D| Choice {
            value: kind.name(),
            label: self.shell.w.label("verification-document", kind),
            chosen: kind.name() == now,
        };
        kinds.iter().map(choice).collect()
    }
}

/// `legalName` as `legal_name`.
fn snake(camel: &str) -> String {
    let mut out = String::new();
    for c in camel.chars() {
        if c.is_ascii_uppercase() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}
