//! Under which law a campaign raises money, the terms of what it offers, and its information sheets.

use axum::{extract::Path, response::Response};
use http::StatusCode;

use super::{at, campaign_id};
use crate::{
    failure::Failure,
    form::{Fields, Problems, Sent},
    graphql::{
        CampaignState, CurrencyCode, Decimal, Money, MoneyInput, Named, OversubscriptionMethod, Regime,
        schema,
    },
    pages::{
        checkout::typed_amount,
        ip_claims::{max_megabytes, uploaded},
    },
    parts::{
        calls::calls,
        offering::{Offering, RegimeRule, is_regulated},
        user_errors::RegimeUserError,
    },
    routes,
    shell::{self, Shell},
    visit::Visit,
};

#[derive(cynic::QueryVariables, Debug)]
struct Variables {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "Variables")]
struct OfferingQuery {
    #[arguments(id: $id)]
    campaign: Option<Campaign>,
}

#[derive(cynic::QueryFragment, Debug)]
struct Campaign {
    id: cynic::Id,
    slug: String,
    title: String,
    version: i32,
    state: CampaignState,
    viewer_can_edit: bool,
    regime: Regime,
    regime_rules: Vec<RegimeRule>,
    raised: Money,
    offering: Option<Offering>,
}

struct Choice {
    value: String,
    label: String,
    chosen: bool,
}

#[derive(askama::Template)]
#[template(path = "founder_offering.html")]
struct OfferingPage {
    shell: Shell,
    c: Campaign,
    fields: Fields,
    problems: Problems,
    done: Option<&'static str>,
    max_megabytes: String,
}

impl OfferingPage {
    fn is_regulated(&self) -> bool {
        is_regulated(self.c.regime)
    }

    /// Whether regime and terms may still be changed.
    fn is_draft(&self) -> bool {
        matches!(
            self.c.state,
            CampaignState::Draft | CampaignState::ChangesRequested
        )
    }

    fn has_sheets(&self) -> bool {
        self.c.regime == Regime::Ecspr
    }

    fn counts_holders(&self) -> bool {
        self.c.regime == Regime::CnPrivate
    }

    fn currency(&self) -> &str {
        &self.c.raised.currency.0
    }

    fn regimes(&self) -> Vec<Choice> {
        let choice = |regime: &Regime| Choice {
            value: regime.name(),
            label: self.shell.w.label("regime", regime),
            chosen: *regime == self.c.regime,
        };
        Regime::ALL.iter().map(choice).collect()
    }

    /// The ways that are offered here.
    fn methods(&self) -> Vec<Choice> {
        let sent = self.fields.get("method").and_then(OversubscriptionMethod::of);
        let now = sent.or(self.c.offering.as_ref().map(|offering| offering.method));
        let offered = [OversubscriptionMethod::None, OversubscriptionMethod::FirstCome];
        let choice = |method: &OversubscriptionMethod| Choice {
            value: method.name(),
            label: self.shell.w.label("offering-method", method),
            chosen: Some(*method) == now,
        };
        offered.iter().map(choice).collect()
    }

    /// A field of the terms: as it was sent, else as it stands.
    fn v(&self, name: &str) -> String {
        if self.fields.has(name) {
            return self.fields.shown(name).to_owned();
        }
        let Some(offering) = &self.c.offering else {
            return String::new();
        };
        match name {
            "security" => offering.security.clone(),
            "unitPrice" => offering.unit_price.amount.to_string(),
            "maximum" => offering
                .maximum
                .as_ref()
                .map_or_else(String::new, |most| most.amount.to_string()),
            "existingHolders" => offering
                .existing_holders
                .map_or_else(String::new, |holders| holders.to_string()),
            _ => String::new(),
        }
    }
}

async fn page(visit: &Visit, id: &str, fields: Fields, problems: Problems) -> Result<OfferingPage, Failure> {
    visit.signed_in()?;
    let c = found(visit, id).await?;
    let done = visit.asked();
    let all = ["regime", "terms", "sheet"];
    Ok(OfferingPage {
        shell: Shell::titled(visit, visit.words().t1("offering-page-title", "title", &c.title)),
        c,
        fields,
        problems,
        done: all.into_iter().find(|one| done.get("done") == Some(one)),
        max_megabytes: max_megabytes(visit),
    })
}

async fn found(visit: &Visit, id: &str) -> Result<Campaign, Failure> {
    let found: OfferingQuery = visit.query(Variables { id: campaign_id(id)? }).await?;
    let c = found.campaign.filter(|campaign| campaign.viewer_can_edit);
    c.ok_or(Failure::NotFound)
}

/// `GET /founder/{id}/offering`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match page(&visit, &id, Fields::default(), Problems::default()).await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

/// The choice of a regime.
#[derive(cynic::InputObject, Debug)]
struct CampaignRegimeChooseInput {
    id: cynic::Id,
    expected_version: i32,
    regime: Regime,
}

/// Terms to be stated.
#[derive(cynic::InputObject, Debug)]
struct OfferingStateInput {
    campaign_id: cynic::Id,
    security: String,
    unit_price: MoneyInput,
    method: OversubscriptionMethod,
    maximum: Option<MoneyInput>,
    existing_holders: Option<i32>,
}

/// A version of the sheet to be published.
#[derive(cynic::InputObject, Debug)]
struct InformationSheetPublishInput {
    campaign_id: cynic::Id,
    upload_id: cynic::Id,
    pages: i32,
    reason: String,
}

mod regime {
    use super::super::super::super::parts::calls::calls;
    use super::CampaignRegimeChooseInput;

    calls! {
        CampaignUserError:
        /// Chooses the law.
        pub(super) choose, ChooseRegime: CampaignRegimeChooseInput => campaign_regime_choose, "CampaignRegimeChoosePayload";
    }
}

calls! {
    RegimeUserError:
    /// States the terms.
    state_offering, StateOffering: OfferingStateInput => offering_state, "OfferingStatePayload";
    /// Publishes a version of the sheet.
    publish_sheet, PublishSheet: InformationSheetPublishInput => information_sheet_publish, "InformationSheetPublishPayload";
}

async fn settled(
    visit: &Visit,
    id: &str,
    done: &str,
    fields: Fields,
    problems: Problems,
) -> Result<Response, Failure> {
    if problems.is_empty() {
        return Ok(routes::done(
            &visit.url(&format!("/founder/{id}/offering?done={done}")),
        ));
    }
    let page = page(visit, id, fields, problems).await?;
    Ok(shell::page(&page, StatusCode::UNPROCESSABLE_ENTITY))
}

fn here(visit: Visit, id: &str) -> Visit {
    at(visit, format!("/founder/{id}/offering"))
}

/// `POST /founder/{id}/offering/regime`
pub(crate) async fn choose(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let visit = here(visit, &id);
    let outcome = async {
        visit.signed_in()?;
        let c = found(&visit, &id).await?;
        let input = CampaignRegimeChooseInput {
            id: c.id,
            expected_version: c.version,
            regime: Regime::of(fields.shown("regime")).ok_or(Failure::NotFound)?,
        };
        let errors = regime::choose(&visit, input).await?;
        settled(&visit, &id, "regime", fields, Problems::of(errors)).await
    };
    let outcome = outcome.await;
    outcome.unwrap_or_else(|failure: Failure| failure.respond(&visit))
}

/// `POST /founder/{id}/offering`
pub(crate) async fn state(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let visit = here(visit, &id);
    let outcome = stated(&visit, &id, fields).await;
    outcome.unwrap_or_else(|failure| failure.respond(&visit))
}

async fn stated(visit: &Visit, id: &str, fields: Fields) -> Result<Response, Failure> {
    visit.signed_in()?;
    let c = found(visit, id).await?;
    let w = visit.words();
    let amount = |name: &str, currency: &CurrencyCode| {
        let typed = typed_amount(fields.shown(name));
        let typed = typed.ok_or_else(|| Problems::one(name, w.t("investing-not-an-amount")))?;
        Ok::<_, Problems>(MoneyInput {
            amount: Decimal(typed),
            currency: currency.clone(),
        })
    };
    let read = || {
        let currency = &c.raised.currency;
        let maximum = fields.get("maximum").map(|_| amount("maximum", currency));
        let holders = fields.get("existingHolders").map(str::parse::<i32>).transpose();
        let method = OversubscriptionMethod::of(fields.shown("method"));
        Ok::<_, Problems>(OfferingStateInput {
            campaign_id: c.id.clone(),
            security: fields.shown("security").to_owned(),
            unit_price: amount("unitPrice", currency)?,
            method: method.unwrap_or(OversubscriptionMethod::None),
            maximum: maximum.transpose()?,
            existing_holders: holders
                .map_err(|_| Problems::one("existingHolders", w.t("investing-not-an-amount")))?,
        })
    };
    let problems = match read() {
        Ok(input) => Problems::of(state_offering(visit, input).await?),
        Err(problems) => problems,
    };
    settled(visit, id, "terms", fields, problems).await
}

/// `POST /founder/{id}/offering/sheet`
pub(crate) async fn publish(visit: Visit, Path(id): Path<String>, sent: Sent) -> Response {
    let visit = here(visit, &id);
    let outcome = published(&visit, &id, sent).await;
    outcome.unwrap_or_else(|failure| failure.respond(&visit))
}

async fn published(visit: &Visit, id: &str, mut sent: Sent) -> Result<Response, Failure> {
    visit.signed_in()?;
    let c = found(visit, id).await?;
    let upload = match uploaded(visit, &mut sent).await? {
        Ok(Some(upload)) => Ok(upload),
        Ok(None) => Err(visit.words().t("verification-file-needed")),
        Err(message) => Err(message),
    };
    let fields = sent.fields;
    let problems = match upload {
        Ok(upload_id) => {
            let input = InformationSheetPublishInput {
                campaign_id: c.id,
                upload_id,
                // What is no number is refused as none.
                pages: fields.shown("pages").trim().parse().unwrap_or(0),
                reason: fields.shown("reason").to_owned(),
            };
            let errors: Vec<RegimeUserError> = publish_sheet(visit, input).await?;
            Problems::of(errors)
        }
        Err(message) => Problems::one("file", message),
    };
    settled(visit, id, "sheet", fields, problems).await
}
