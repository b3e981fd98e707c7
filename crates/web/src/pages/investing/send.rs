//! What the forms do.

use axum::{extract::Path, response::Response};

use super::{
    calls::{self, RegimeAnswerInput},
    page::{Asked, asked, class_step, refused, slug_of},
};
use crate::{
    failure::Failure,
    form::{Fields, Problems, Sent},
    graphql::{Decimal, InvestorClass, InvestorDeclarationKind as Kind, MoneyInput},
    pages::{checkout::typed_amount, founder::at, ip_claims::uploaded},
    parts::user_errors::RegimeUserError,
    routes,
    visit::Visit,
};

fn answer(visit: &Visit, outcome: Result<Response, Failure>) -> Response {
    outcome.unwrap_or_else(|failure| failure.respond(visit))
}

/// After a form was carried out, or refused.
async fn settled(
    visit: &Visit,
    slug: String,
    step: &str,
    fields: Fields,
    errors: Vec<RegimeUserError>,
) -> Result<Response, Failure> {
    if errors.is_empty() {
        return Ok(routes::done(
            &visit.url(&format!("/campaigns/{slug}/investing?done")),
        ));
    }
    refused(visit, slug, step, fields, Problems::of(errors)).await
}

/// An amount of a form in the campaign's currency.
///
/// # Errors
/// The name of the field, if it holds none.
fn amount(c: &Asked, fields: &Fields, name: &str) -> Result<MoneyInput, String> {
    let typed = typed_amount(fields.shown(name)).ok_or_else(|| name.to_owned())?;
    Ok(MoneyInput {
        amount: Decimal(typed),
        currency: c.raised.currency.clone(),
    })
}

/// The amounts of these fields, in their order.
///
/// # Errors
/// What to say of the fields that hold none.
fn amounts<const N: usize>(
    visit: &Visit,
    c: &Asked,
    fields: &Fields,
    names: [&str; N],
) -> Result<[MoneyInput; N], Problems> {
    let read = names.map(|name| amount(c, fields, name));
    let wrong = read.iter().filter_map(|one| one.as_ref().err());
    let wrong: Vec<_> = wrong.map(|field| not_an_amount(visit, field)).collect();
    let read: Vec<_> = read.into_iter().flatten().collect();
    read.try_into().map_err(|_| Problems::of(wrong))
}

fn not_an_amount(visit: &Visit, field: &str) -> RegimeUserError {
    RegimeUserError {
        field: Some(vec![field.to_owned()]),
        message: visit.words().t("investing-not-an-amount"),
    }
}

/// An amount that was shown and is sent back.
fn shown(c: &Asked, kind: Kind) -> Result<MoneyInput, Failure> {
    let step = c.investor_steps.iter().find(|step| step.kind == kind);
    let amount = step
        .and_then(|step| step.amount.as_ref())
        .ok_or(Failure::NotFound)?;
    Ok(MoneyInput {
        amount: amount.amount.clone(),
        currency: amount.currency.clone(),
    })
}

fn answers(fields: &Fields) -> Vec<RegimeAnswerInput> {
    let chosen = fields.beginning("q.").filter(|(_, choice)| !choice.is_empty());
    chosen
        .map(|(question, choice)| RegimeAnswerInput {
            question_id: question.to_owned(),
            choice_id: choice.to_owned(),
        })
        .collect()
}

/// `POST /campaigns/{slug}/investing/{step}`
pub(crate) async fn step(
    visit: Visit,
    Path((slug, step)): Path<(String, String)>,
    fields: Fields,
) -> Response {
    let visit = at(visit, format!("/campaigns/{slug}/investing"));
    let outcome = declare(&visit, slug, &step, fields).await;
    answer(&visit, outcome)
}

async fn declare(visit: &Visit, slug: String, step: &str, fields: Fields) -> Result<Response, Failure> {
    visit.signed_in()?;
    let c = asked(visit, slug).await?;
    let kind = Kind::ALL.iter().find(|kind| slug_of(**kind) == step);
    let errors = match kind.ok_or(Failure::NotFound)? {
        Kind::Figures => match amounts(visit, &c, &fields, ["income", "netWorth"]) {
            Ok([income, net_worth]) => {
                let input = calls::InvestorFiguresDeclareInput {
                    regime: c.regime,
                    income,
                    net_worth,
                };
                calls::figures(visit, input).await?
            }
            Err(problems) => return refused(visit, c.slug, step, fields, problems).await,
        },
        Kind::Education => {
            let input = calls::InvestorEducationDeclareInput {
                campaign_id: c.id.clone(),
                material_read: fields.has("materialRead"),
                answers: answers(&fields),
                loss_acknowledged: fields.has("lossAcknowledged"),
                illiquidity_acknowledged: fields.has("illiquidityAcknowledged"),
            };
            let errors = calls::education(visit, input).await?;
            // It is kept as it was said; whether it is enough shows below.
            let after = asked(visit, c.slug.clone()).await?;
            if errors.is_empty() && !after.is_met(Kind::Education) {
                let told = visit.words().t("investing-education-incomplete");
                return refused(visit, c.slug, step, fields, Problems::one("", told)).await;
            }
            errors
        }
        Kind::KnowledgeTest => {
            let input = calls::KnowledgeTestTakeInput {
                answers: answers(&fields),
                warning_acknowledged: fields.has("warningAcknowledged"),
            };
            calls::knowledge_test(visit, input).await?
        }
        Kind::LossSimulation => {
            let loss = shown(&c, Kind::LossSimulation)?;
            calls::loss_simulation(visit, calls::LossSimulationConfirmInput { loss }).await?
        }
        Kind::LargeInvestment => match amounts(visit, &c, &fields, ["amount", "threshold"]) {
            Ok([amount, threshold]) => {
                let input = calls::LargeInvestmentAgreeInput {
                    campaign_id: c.id.clone(),
                    amount,
                    threshold,
                };
                calls::large_investment(visit, input).await?
            }
            Err(problems) => return refused(visit, c.slug, step, fields, problems).await,
        },
        Kind::Class => return Err(Failure::NotFound),
    };
    settled(visit, c.slug, step, fields, errors).await
}

/// `POST /campaigns/{slug}/investing/class`
pub(crate) async fn class(visit: Visit, Path(slug): Path<String>, sent: Sent) -> Response {
    let visit = at(visit, format!("/campaigns/{slug}/investing"));
    let outcome = prove(&visit, slug, sent).await;
    answer(&visit, outcome)
}

async fn prove(visit: &Visit, slug: String, mut sent: Sent) -> Result<Response, Failure> {
    visit.signed_in()?;
    let c = asked(visit, slug).await?;
    let class = InvestorClass::of(sent.fields.shown("class")).ok_or(Failure::NotFound)?;
    let step = class_step(class);
    let name_of = |part: &str| format!("{step}.{part}");
    let upload = match uploaded(visit, &mut sent).await? {
        Ok(Some(upload)) => Ok(upload),
        Ok(None) => Err(visit.words().t("verification-file-needed")),
        Err(message) => Err(message),
    };
    let fields = sent.fields;
    let upload = match upload {
        Ok(upload) => upload,
        Err(message) => {
            let problem = Problems::one(&name_of("file"), message);
            return refused(visit, c.slug, &step, fields, problem).await;
        }
    };
    let mut wrong = Vec::new();
    let mut money = |part: &str| {
        let name = name_of(part);
        fields.get(&name)?;
        let read = amount(&c, &fields, &name);
        read.map_err(|field| wrong.push(not_an_amount(visit, &field)))
            .ok()
    };
    let [income, assets, own_funds, turnover, balance_sheet] =
        ["income", "assets", "ownFunds", "turnover", "balanceSheet"].map(&mut money);
    if !wrong.is_empty() {
        return refused(visit, c.slug, &step, fields, Problems::of(wrong)).await;
    }
    // What is no number is refused as one out of range.
    let count = |part: &str| {
        fields
            .get(&name_of(part))
            .map(|typed| typed.parse().unwrap_or(-1))
    };
    let input = calls::InvestorClassDeclareInput {
        class,
        grounds: fields.get(&name_of("grounds")).map(str::to_owned),
        income,
        assets,
        own_funds,
        turnover,
        balance_sheet,
        finance_months: count("financeMonths"),
        executive_months: count("executiveMonths"),
        trades_a_quarter: count("tradesAQuarter"),
        trade_quarters: count("tradeQuarters"),
        upload_ids: vec![upload],
    };
    let errors = calls::class(visit, input).await?;
    let named = errors.into_iter().map(|error| RegimeUserError {
        field: error.field.map(|path| {
            let last = path.last().map_or("file", String::as_str);
            let of_file = matches!(last, "documents" | "uploadIds");
            vec![name_of(if of_file { "file" } else { last })]
        }),
        ..error
    });
    let errors = named.collect();
    settled(visit, c.slug, &step, fields, errors).await
}

/// `POST /campaigns/{slug}/sheets/{version}`: leads to the document.
pub(crate) async fn open_sheet(visit: Visit, Path((slug, version)): Path<(String, i32)>) -> Response {
    let visit = at(visit, format!("/campaigns/{slug}"));
    let outcome = sheet(&visit, slug, version).await;
    answer(&visit, outcome)
}

async fn sheet(visit: &Visit, slug: String, version: i32) -> Result<Response, Failure> {
    let c = asked(visit, slug).await?;
    let input = calls::InformationSheetOpenInput {
        campaign_id: c.id,
        version,
    };
    let opened: calls::OpenSheet = visit.act(calls::OpenVariables { input }).await?;
    let document = opened.information_sheet_open.and_then(|payload| payload.document);
    let path = document
        .and_then(|document| document.path)
        .ok_or(Failure::NotFound)?;
    Ok(routes::done(&path))
}
