//! The page: what is offered, what the law says, and what is still to be declared.

use axum::{extract::Path, response::Response};
use chrono::{DateTime, Utc};
use http::StatusCode;

use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::{
        InvestorClass, InvestorDeclarationKind as Kind, InvestorDeclarationState, LocalizedText, Money,
        Named, Regime, schema,
    },
    pages::campaign::{BySlug, BySlugFields},
    parts::offering::{Offering, RegimeRule, is_regulated},
    shell::{self, Shell},
    visit::Visit,
};

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "BySlug")]
struct InvestingQuery {
    #[arguments(slug: $slug)]
    campaign_by_slug: Option<Asked>,
    viewer: Option<Declared>,
}

/// The campaign, as far as it matters here.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Campaign")]
pub(super) struct Asked {
    pub(super) id: cynic::Id,
    pub(super) slug: String,
    pub(super) title: String,
    pub(super) regime: Regime,
    pub(super) regime_rules: Vec<RegimeRule>,
    pub(super) offering: Option<Offering>,
    pub(super) investor_steps: Vec<Step>,
    pub(super) raised: Money,
}

/// One thing that is declared before a commitment.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "InvestorStep")]
pub(super) struct Step {
    pub(super) kind: Kind,
    is_met: bool,
    counts_until: Option<DateTime<Utc>>,
    pub(super) amount: Option<Money>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Viewer")]
struct Declared {
    regime_declarations: Vec<Declaration>,
}

/// What was declared before.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "InvestorDeclaration")]
struct Declaration {
    regime: Regime,
    kind: Kind,
    state: InvestorDeclarationState,
    declared_at: DateTime<Utc>,
    reason: Option<String>,
    right_answers: Option<i32>,
}

#[derive(cynic::QueryVariables, Debug)]
struct OfRegime {
    regime: Regime,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "OfRegime")]
struct QuestionsQuery {
    #[arguments(regime: $regime)]
    regime_questions: Vec<Question>,
}

/// A question with its answers.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "RegimeQuestion")]
struct Question {
    name: String,
    text: LocalizedText,
    choices: Vec<Choice>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "RegimeChoice")]
struct Choice {
    name: String,
    text: LocalizedText,
}

#[derive(askama::Template)]
#[template(path = "investing.html")]
struct InvestingPage {
    shell: Shell,
    c: Asked,
    questions: Vec<Question>,
    declared: Vec<Declaration>,
    fields: Fields,
    problems: Problems,
    /// The step whose form was refused.
    refused: String,
    done: bool,
    max_megabytes: String,
}

/// `GET /campaigns/{slug}/investing`
pub(crate) async fn show(visit: Visit, Path(slug): Path<String>) -> Response {
    let done = visit.asked().has("done");
    match page(&visit, slug, "", Fields::default(), Problems::default()).await {
        Ok(page) => shell::page(&InvestingPage { done, ..page }, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

/// The page with what was refused of one step.
pub(super) async fn refused(
    visit: &Visit,
    slug: String,
    step: &str,
    fields: Fields,
    problems: Problems,
) -> Result<Response, Failure> {
    let page = page(visit, slug, step, fields, problems).await?;
    Ok(shell::page(&page, StatusCode::UNPROCESSABLE_ENTITY))
}

/// The campaign, if it is a regulated one.
pub(super) async fn asked(visit: &Visit, slug: String) -> Result<Asked, Failure> {
    Ok(found(visit, slug).await?.0)
}

async fn found(visit: &Visit, slug: String) -> Result<(Asked, Vec<Declaration>), Failure> {
    let found: InvestingQuery = visit.query(BySlug { slug }).await?;
    let campaign = found.campaign_by_slug.filter(|c| is_regulated(c.regime));
    let viewer = found.viewer.ok_or(Failure::SignIn)?;
    Ok((campaign.ok_or(Failure::NotFound)?, viewer.regime_declarations))
}

async fn page(
    visit: &Visit,
    slug: String,
    step: &str,
    fields: Fields,
    problems: Problems,
) -> Result<InvestingPage, Failure> {
    visit.signed_in()?;
    let (c, declared) = found(visit, slug).await?;
    let regime = c.regime;
    let asked: QuestionsQuery = visit.query(OfRegime { regime }).await?;
    Ok(InvestingPage {
        shell: Shell::titled(visit, visit.words().t1("investing-title", "title", &c.title)),
        questions: asked.regime_questions,
        declared: declared.into_iter().filter(|one| one.regime == regime).collect(),
        c,
        fields,
        problems,
        refused: step.to_owned(),
        done: false,
        max_megabytes: crate::pages::ip_claims::max_megabytes(visit),
    })
}

/// The part of an address that names a step.
pub(super) fn slug_of(kind: Kind) -> String {
    i18n::kebab(&kind.name().to_lowercase())
}

/// What stands for a class in the page: `class-accredited`.
pub(super) fn class_step(class: InvestorClass) -> String {
    format!("class-{}", i18n::kebab(&class.name().to_lowercase()))
}

impl Asked {
    /// Whether a step lets a commitment pass.
    pub(super) fn is_met(&self, kind: Kind) -> bool {
        let mut steps = self.investor_steps.iter();
        steps.any(|step| step.kind == kind && step.is_met)
    }
}

impl Step {
    fn slug(&self) -> String {
        slug_of(self.kind)
    }

    fn is_figures(&self) -> bool {
        self.kind == Kind::Figures
    }

    fn is_education(&self) -> bool {
        self.kind == Kind::Education
    }

    fn is_test(&self) -> bool {
        self.kind == Kind::KnowledgeTest
    }

    fn is_simulation(&self) -> bool {
        self.kind == Kind::LossSimulation
    }

    /// Asked for some investments only.
    fn is_optional(&self) -> bool {
        self.kind == Kind::LargeInvestment
    }
}

impl InvestingPage {
    /// Whether everything is declared that every commitment needs.
    fn is_ready(&self) -> bool {
        self.c
            .investor_steps
            .iter()
            .all(|step| step.is_met || step.is_optional())
    }

    fn currency(&self) -> &str {
        &self.c.raised.currency.0
    }

    /// What was refused of a step; of the others nothing is wrong.
    fn problems_of(&self, step: &str) -> Problems {
        if self.refused == step {
            self.problems.clone()
        } else {
            Problems::default()
        }
    }

    /// A field of a form that was refused, as it was sent.
    fn v(&self, step: &str, name: &str) -> &str {
        if self.refused == step {
            self.fields.shown(name)
        } else {
            ""
        }
    }

    fn is_ticked(&self, step: &str, name: &str) -> bool {
        self.refused == step && self.fields.has(name)
    }

    fn is_chosen(&self, step: &str, question: &Question, choice: &Choice) -> bool {
        self.v(step, &format!("q.{}", question.name)) == choice.name
    }

    /// A text of a question in the visitor's language.
    fn said<'a>(&self, text: &'a LocalizedText) -> &'a str {
        if self.shell.w.is_chinese() {
            text.chinese()
        } else {
            text.english()
        }
    }

    /// What was declared last of a kind.
    fn last(&self, kind: Kind) -> Option<&Declaration> {
        self.declared.iter().find(|one| one.kind == kind)
    }

    fn last_class(&self) -> Option<&Declaration> {
        self.last(Kind::Class)
    }

    /// How the last knowledge test went.
    fn test_result(&self) -> Option<String> {
        let right = self.last(Kind::KnowledgeTest)?.right_answers?;
        let w = self.shell.w;
        let asked = self.questions.len();
        Some(w.t2("investing-test-result", "right", right, "asked", asked))
    }

    /// The classes of which somebody may be shown to be one.
    fn classes(&self) -> &'static [InvestorClass] {
        match self.c.regime {
            Regime::RegCf => &[InvestorClass::Accredited],
            Regime::Ecspr => &[
                InvestorClass::SophisticatedPerson,
                InvestorClass::SophisticatedFirm,
            ],
            Regime::CnPrivate => &[InvestorClass::Qualified],
            Regime::Reward => &[],
        }
    }

    /// Whether being of a class is asked of everybody here.
    fn needs_class(&self) -> bool {
        self.c.regime == Regime::CnPrivate
    }

    /// The fields of a class that hold amounts.
    fn amounts(&self, class: &InvestorClass) -> &'static [&'static str] {
        match class {
            InvestorClass::Accredited => &[],
            InvestorClass::SophisticatedPerson | InvestorClass::Qualified => &["income", "assets"],
            InvestorClass::SophisticatedFirm => &["ownFunds", "turnover", "balanceSheet"],
        }
    }

    /// The fields of a class that hold numbers.
    fn counts(&self, class: &InvestorClass) -> &'static [&'static str] {
        match class {
            InvestorClass::SophisticatedPerson => &[
                "financeMonths",
                "executiveMonths",
                "tradesAQuarter",
                "tradeQuarters",
            ],
            _ => &[],
        }
    }

    fn has_grounds(&self, class: &InvestorClass) -> bool {
        *class == InvestorClass::Accredited
    }

    fn class_name(&self, class: &InvestorClass) -> String {
        class.name()
    }

    /// What stands for a class in the page: `class-accredited`.
    fn class_slug(&self, class: &InvestorClass) -> String {
        class_step(*class)
    }

    /// The name of a field in the form of a class: no two fields of a page have one name.
    fn class_field(&self, class: &InvestorClass, name: &str) -> String {
        format!("{}.{name}", class_step(*class))
    }

    /// A field of the form of a class, as it was sent.
    fn sent(&self, class: &InvestorClass, name: &str) -> &str {
        self.fields.shown(&self.class_field(class, name))
    }

    /// The label of a field that holds an amount.
    fn amount_label(&self, name: &str) -> String {
        format!("{} ({})", self.field_label(name), self.currency())
    }

    /// The label of a field of a class.
    fn field_label(&self, name: &str) -> String {
        let mut snake = String::new();
        for c in name.chars() {
            if c.is_ascii_uppercase() {
                snake.push('_');
            }
            snake.push(c.to_ascii_lowercase());
        }
        self.shell.w.label_of("investing-field", &i18n::kebab(&snake))
    }
}
