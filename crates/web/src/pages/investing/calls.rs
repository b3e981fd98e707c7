//! What investors declare: each mutation as a call that answers alike.

use crate::{
    graphql::{InvestorClass, MoneyInput, Regime, schema},
    pages::verification::StoredFile,
    parts::calls::calls,
};

/// Income and net worth.
#[derive(cynic::InputObject, Debug, Clone)]
pub(super) struct InvestorFiguresDeclareInput {
    pub(super) regime: Regime,
    pub(super) income: MoneyInput,
    pub(super) net_worth: MoneyInput,
}

/// An answer to a question.
#[derive(cynic::InputObject, Debug, Clone)]
pub(super) struct RegimeAnswerInput {
    pub(super) question_id: String,
    pub(super) choice_id: String,
}

/// What was read, answered and acknowledged.
#[derive(cynic::InputObject, Debug, Clone)]
pub(super) struct InvestorEducationDeclareInput {
    pub(super) campaign_id: cynic::Id,
    pub(super) material_read: bool,
    pub(super) answers: Vec<RegimeAnswerInput>,
    pub(super) loss_acknowledged: bool,
    pub(super) illiquidity_acknowledged: bool,
}

/// An entry knowledge test.
#[derive(cynic::InputObject, Debug, Clone)]
pub(super) struct KnowledgeTestTakeInput {
    pub(super) answers: Vec<RegimeAnswerInput>,
    pub(super) warning_acknowledged: bool,
}

/// A loss that was simulated.
#[derive(cynic::InputObject, Debug, Clone)]
pub(super) struct LossSimulationConfirmInput {
    pub(super) loss: MoneyInput,
}

/// Consent to a large investment.
#[derive(cynic::InputObject, Debug, Clone)]
pub(super) struct LargeInvestmentAgreeInput {
    pub(super) campaign_id: cynic::Id,
    pub(super) amount: MoneyInput,
    pub(super) threshold: MoneyInput,
}

/// A class of investors, and what proves it.
#[derive(cynic::InputObject, Debug, Clone)]
pub(super) struct InvestorClassDeclareInput {
    pub(super) class: InvestorClass,
    pub(super) grounds: Option<String>,
    pub(super) income: Option<MoneyInput>,
    pub(super) assets: Option<MoneyInput>,
    pub(super) own_funds: Option<MoneyInput>,
    pub(super) turnover: Option<MoneyInput>,
    pub(super) balance_sheet: Option<MoneyInput>,
    pub(super) finance_months: Option<i32>,
    pub(super) executive_months: Option<i32>,
    pub(super) trades_a_quarter: Option<i32>,
    pub(super) trade_quarters: Option<i32>,
    pub(super) upload_ids: Vec<cynic::Id>,
}

calls! { RegimeUserError:
    /// Declares income and net worth.
    pub(super) figures, DeclareFigures: InvestorFiguresDeclareInput => investor_figures_declare, "InvestorFiguresDeclarePayload";
    /// Declares what was read, answered and acknowledged.
    pub(super) education, DeclareEducation: InvestorEducationDeclareInput => investor_education_declare, "InvestorEducationDeclarePayload";
    /// Takes the entry knowledge test.
    pub(super) knowledge_test, TakeKnowledgeTest: KnowledgeTestTakeInput => knowledge_test_take, "KnowledgeTestTakePayload";
    /// Confirms that a loss was understood.
    pub(super) loss_simulation, ConfirmLossSimulation: LossSimulationConfirmInput => loss_simulation_confirm, "LossSimulationConfirmPayload";
    /// Agrees to a large investment.
    pub(super) large_investment, AgreeLargeInvestment: LargeInvestmentAgreeInput => large_investment_agree, "LargeInvestmentAgreePayload";
    /// Declares to be of a class.
    pub(super) class, DeclareClass: InvestorClassDeclareInput => investor_class_declare, "InvestorClassDeclarePayload";
}

/// A version of a sheet to be read.
#[derive(cynic::InputObject, Debug, Clone)]
pub(super) struct InformationSheetOpenInput {
    pub(super) campaign_id: cynic::Id,
    pub(super) version: i32,
}

#[derive(cynic::QueryVariables, Debug)]
pub(super) struct OpenVariables {
    pub(super) input: InformationSheetOpenInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "OpenVariables")]
pub(super) struct OpenSheet {
    #[arguments(input: $input)]
    pub(super) information_sheet_open: Option<InformationSheetOpenPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
pub(super) struct InformationSheetOpenPayload {
    pub(super) document: Option<StoredFile>,
}
