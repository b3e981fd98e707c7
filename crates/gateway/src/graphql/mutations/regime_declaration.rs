//! What investors declare of themselves for regulated campaigns, and what reviewers find of it.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result};
use regimes::{
    Class, DecideDeclaration, Declare,
    rules::{
        limits::Figures,
        qualification::{FirmFacts, Means, PersonFacts},
    },
};

use super::{
    super::{
        context::Resolving,
        ids::typed,
        money::MoneyInput,
        types::regime::{InvestorDeclaration, Regime},
        user_errors::RegimeUserError,
    },
    payload::payloads,
    regime::{amount, user_errors},
};

/// An investor's means.
#[derive(InputObject)]
struct InvestorFiguresDeclareInput {
    /// For which regime: REG_CF or ECSPR.
    regime: Regime,
    /// A year's income, in the regime's currency.
    income: MoneyInput,
    /// What is owned less what is owed, in the regime's currency.
    net_worth: MoneyInput,
}

/// A class of investors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
enum InvestorClass {
    /// Accredited, in the United States.
    Accredited,
    /// A sophisticated natural person, in the European Union.
    SophisticatedPerson,
    /// A sophisticated firm, in the European Union.
    SophisticatedFirm,
    /// A qualified investor, in China.
    Qualified,
}

/// What makes an investor one of a class. Of the amounts those count that the class asks for; in the regime's currency.
#[derive(InputObject)]
struct InvestorClassDeclareInput {
    /// The class.
    class: InvestorClass,
    /// On what grounds, for ACCREDITED.
    grounds: Option<String>,
    /// A year's income.
    income: Option<MoneyInput>,
    /// Financial assets; for a person, the portfolio.
    assets: Option<MoneyInput>,
    /// Own funds of a firm.
    own_funds: Option<MoneyInput>,
    /// Net turnover of a firm.
    turnover: Option<MoneyInput>,
    /// Balance sheet of a firm.
    balance_sheet: Option<MoneyInput>,
    /// Months in a professional position in finance.
    finance_months: Option<i32>,
    /// Months as an executive of a sophisticated firm.
    executive_months: Option<i32>,
    /// The least number of significant trades in a quarter.
    trades_a_quarter: Option<i32>,
    /// Over how many quarters.
    trade_quarters: Option<i32>,
    /// What proves it: ids that `POST /uploads` answered, one to five.
    upload_ids: Vec<ID>,
}

/// An answer to a question.
#[derive(InputObject)]
struct RegimeAnswerInput {
    /// The question.
    question_id: String,
    /// The choice.
    choice_id: String,
}

/// What was read, answered and acknowledged before a commitment.
#[derive(InputObject)]
struct InvestorEducationDeclareInput {
    /// The campaign.
    campaign_id: ID,
    /// Whether the material was read.
    material_read: bool,
    /// The answers to the questions about it.
    answers: Vec<RegimeAnswerInput>,
    /// That the whole investment may be lost.
    loss_acknowledged: bool,
    /// That it cannot be sold easily.
    illiquidity_acknowledged: bool,
}

/// An entry knowledge test.
#[derive(InputObject)]
struct KnowledgeTestTakeInput {
    /// The answers.
    answers: Vec<RegimeAnswerInput>,
    /// Whether the warning that follows a failed test is acknowledged.
    warning_acknowledged: bool,
}

/// A simulated loss.
#[derive(InputObject)]
struct LossSimulationConfirmInput {
    /// The loss as it was shown: a tenth of the net worth declared.
    loss: MoneyInput,
}

/// Consent to a large investment.
#[derive(InputObject)]
struct LargeInvestmentAgreeInput {
    /// The campaign.
    campaign_id: ID,
    /// Up to this much.
    amount: MoneyInput,
    /// The amount above which an investment is large, as read in the warning.
    threshold: MoneyInput,
}

/// A declaration to be looked at.
#[derive(InputObject)]
struct InvestorDeclarationTakeInput {
    /// The declaration.
    id: ID,
}

/// A decision on a declaration.
#[derive(InputObject)]
struct InvestorDeclarationDecideInput {
    /// The declaration.
    id: ID,
    /// Why its proof is not accepted; absent if it is.
    refused_because: Option<String>,
}

payloads!(
    "The declaration as it is now; null if there is none to show."
    declaration: InvestorDeclaration, RegimeUserError;
    /// What became of an investor's means.
    InvestorFiguresDeclarePayload,
    /// What became of the wish to be of a class.
    InvestorClassDeclarePayload,
    /// What became of what was read and answered.
    InvestorEducationDeclarePayload,
    /// What became of a knowledge test.
    KnowledgeTestTakePayload,
    /// What became of a simulated loss.
    LossSimulationConfirmPayload,
    /// What became of consent to a large investment.
    LargeInvestmentAgreePayload,
    /// What became of a declaration to be looked at.
    InvestorDeclarationTakePayload,
    /// What became of a decision.
    InvestorDeclarationDecidePayload
);

type Outcome = (Option<InvestorDeclaration>, Vec<RegimeUserError>);

fn outcome(ctx: &Context<'_>, result: regimes::Result<regimes::Declaration>) -> Result<Outcome> {
    match result {
        Ok(declaration) => Ok((Some(InvestorDeclaration(declaration)), Vec::new())),
        Err(error) => Ok((None, user_errors(error, ctx.locale(None))?)),
    }
}

async fn declare(ctx: &Context<'_>, request: Declare) -> Result<Outcome> {
    let result = ctx.app()?.regimes.declare(ctx.caller()?, request).await;
    outcome(ctx, result)
}

fn answers(answers: Vec<RegimeAnswerInput>) -> Vec<regimes::Answer> {
    let answer = |answer: RegimeAnswerInput| regimes::Answer {
        question: answer.question_id,
        choice: answer.choice_id,
    };
    answers.into_iter().map(answer).collect()
}

fn count(number: Option<i32>) -> u32 {
    u32::try_from(number.unwrap_or(0)).unwrap_or(0)
}

/// An amount in minor units of the regime's currency, nothing where it was not given, or what is wrong with it.
fn minor(
    ctx: &Context<'_>,
    regime: kernel::Regime,
    field: &str,
    input: Option<&MoneyInput>,
    wrong: &mut Vec<RegimeUserError>,
) -> Result<i64> {
    let Some(input) = input else { return Ok(0) };
    let currency = ctx.app()?.regimes.packs().of(regime).map(|pack| pack.currency);
    let locale = ctx.locale(None);
    match amount(input, field, locale) {
        Ok(amount) if currency.is_none_or(|currency| currency == amount.currency) => Ok(amount.minor),
        Ok(_) => {
            let violation = regimes::Violation::new(field, regimes::ViolationCode::Currency);
            wrong.extend(user_errors(regimes::Error::Invalid(vec![violation]), locale)?);
            Ok(0)
        }
        Err(error) => {
            wrong.push(*error);
            Ok(0)
        }
    }
}

/// What investors declare of themselves.
#[derive(Default)]
pub struct RegimeDeclarationMutation;

/// What investors declare of themselves.
#[Object]
impl RegimeDeclarationMutation {
    /// Declares income and net worth for a regime. Kept sealed; nobody but the investor reads it.
    async fn investor_figures_declare(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The means.")] input: InvestorFiguresDeclareInput,
    ) -> Result<Option<InvestorFiguresDeclarePayload>> {
        let regime = input.regime.into();
        let mut wrong = Vec::new();
        let figures = Figures {
            income_minor: minor(ctx, regime, "income", Some(&input.income), &mut wrong)?,
            net_worth_minor: minor(ctx, regime, "netWorth", Some(&input.net_worth), &mut wrong)?,
        };
        ctx.caller()?
            .user_id()
            .map_err(super::super::context::forbidden)?;
        if !wrong.is_empty() {
            return Ok(Some((None, wrong).into()));
        }
        Ok(Some(
            declare(ctx, Declare::Figures { regime, figures }).await?.into(),
        ))
    }

    /// Declares to be of a class of investors, with what proves it. It counts once a reviewer has accepted the proof.
    async fn investor_class_declare(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The class and its proof.")] input: InvestorClassDeclareInput,
    ) -> Result<Option<InvestorClassDeclarePayload>> {
        ctx.caller()?
            .user_id()
            .map_err(super::super::context::forbidden)?;
        let regime = match input.class {
            InvestorClass::Accredited => kernel::Regime::RegCf,
            InvestorClass::SophisticatedPerson | InvestorClass::SophisticatedFirm => kernel::Regime::Ecspr,
            InvestorClass::Qualified => kernel::Regime::CnPrivate,
        };
        let mut wrong = Vec::new();
        let income_minor = minor(ctx, regime, "income", input.income.as_ref(), &mut wrong)?;
        let assets_minor = minor(ctx, regime, "assets", input.assets.as_ref(), &mut wrong)?;
        let firm = FirmFacts {
            own_funds_minor: minor(ctx, regime, "ownFunds", input.own_funds.as_ref(), &mut wrong)?,
            turnover_minor: minor(ctx, regime, "turnover", input.turnover.as_ref(), &mut wrong)?,
            balance_sheet_minor: minor(
                ctx,
                regime,
                "balanceSheet",
                input.balance_sheet.as_ref(),
                &mut wrong,
            )?,
        };
        if !wrong.is_empty() {
            return Ok(Some((None, wrong).into()));
        }
        let class = match input.class {
            InvestorClass::Accredited => Class::Accredited(input.grounds.unwrap_or_default()),
            InvestorClass::SophisticatedPerson => Class::SophisticatedPerson(PersonFacts {
                income_minor,
                portfolio_minor: assets_minor,
                finance_months: count(input.finance_months),
                executive_months: count(input.executive_months),
                trades_a_quarter: count(input.trades_a_quarter),
                trade_quarters: count(input.trade_quarters),
            }),
            InvestorClass::SophisticatedFirm => Class::SophisticatedFirm(firm),
            InvestorClass::Qualified => Class::Qualified(Means {
                assets_minor,
                income_minor,
            }),
        };
        let documents = input.upload_ids.iter().map(typed).collect::<Result<_>>()?;
        Ok(Some(
            declare(ctx, Declare::Class { class, documents }).await?.into(),
        ))
    }

    /// Declares what was read, answered and acknowledged before a commitment; it counts for a day.
    async fn investor_education_declare(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What was read and answered.")] input: InvestorEducationDeclareInput,
    ) -> Result<Option<InvestorEducationDeclarePayload>> {
        let request = Declare::Education {
            campaign_id: typed(&input.campaign_id)?,
            material_read: input.material_read,
            answers: answers(input.answers),
            loss_acknowledged: input.loss_acknowledged,
            illiquidity_acknowledged: input.illiquidity_acknowledged,
        };
        Ok(Some(declare(ctx, request).await?.into()))
    }

    /// Takes the entry knowledge test.
    async fn knowledge_test_take(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The answers.")] input: KnowledgeTestTakeInput,
    ) -> Result<Option<KnowledgeTestTakePayload>> {
        let request = Declare::KnowledgeTest {
            answers: answers(input.answers),
            warning_acknowledged: input.warning_acknowledged,
        };
        Ok(Some(declare(ctx, request).await?.into()))
    }

    /// Confirms that the simulated loss was seen and understood.
    async fn loss_simulation_confirm(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The loss.")] input: LossSimulationConfirmInput,
    ) -> Result<Option<LossSimulationConfirmPayload>> {
        let loss = match amount(&input.loss, "loss", ctx.locale(None)) {
            Ok(loss) => loss,
            Err(error) => return Ok(Some((None, vec![*error]).into())),
        };
        Ok(Some(declare(ctx, Declare::LossSimulation { loss }).await?.into()))
    }

    /// Agrees to a large investment after its warning; it counts for a day.
    async fn large_investment_agree(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The investment.")] input: LargeInvestmentAgreeInput,
    ) -> Result<Option<LargeInvestmentAgreePayload>> {
        let locale = ctx.locale(None);
        let amounts = (
            amount(&input.amount, "amount", locale),
            amount(&input.threshold, "threshold", locale),
        );
        let request = match amounts {
            (Ok(amount), Ok(threshold)) => Declare::LargeInvestment {
                campaign_id: typed(&input.campaign_id)?,
                amount,
                threshold,
            },
            (amount, threshold) => {
                let wrong = [amount.err(), threshold.err()];
                let wrong = wrong.into_iter().flatten().map(|error| *error).collect();
                return Ok(Some((None, wrong).into()));
            }
        };
        Ok(Some(declare(ctx, request).await?.into()))
    }

    /// Takes a declaration off the queue: its documents may be read by the caller for a day. For reviewers, not their own; needs a proof
    /// of the last fifteen minutes.
    async fn investor_declaration_take(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The declaration.")] input: InvestorDeclarationTakeInput,
    ) -> Result<Option<InvestorDeclarationTakePayload>> {
        let id = typed(&input.id)?;
        let result = ctx.app()?.regimes.take_declaration(ctx.caller()?, id).await;
        Ok(Some(outcome(ctx, result)?.into()))
    }

    /// Decides on the proof of a class. For reviewers, not on their own; needs a proof of the last fifteen minutes.
    async fn investor_declaration_decide(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision.")] input: InvestorDeclarationDecideInput,
    ) -> Result<Option<InvestorDeclarationDecidePayload>> {
        let request = DecideDeclaration {
            id: typed(&input.id)?,
            refused_because: input.refused_because,
        };
        let result = ctx
            .app()?
            .regimes
            .decide_declaration(ctx.caller()?, request)
            .await;
        Ok(Some(outcome(ctx, result)?.into()))
    }
}
