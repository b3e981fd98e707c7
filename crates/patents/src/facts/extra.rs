//! Facts of an answer that belong to no single right.

use chrono::NaiveDate;
use kernel::Money;

use super::Conveyed;

/// What an answer says beside single rights.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Extra {
    /// How many members of a family it lists.
    pub members: Option<usize>,
    /// How many hits a search had in all.
    pub total: Option<u64>,
    /// Documents a search or an inquiry lists, as docdb or epodoc spells them.
    pub documents: Vec<String>,
    /// Numbers as the number service turned them, and what they were turned into.
    pub numbers: Vec<(String, String)>,
    /// Fees that are to be paid.
    pub unpaid: Vec<FeeDue>,
    /// Months in which an annuity can be paid late, with the surcharge of each.
    pub surcharge_windows: Vec<SurchargeWindow>,
    /// Fees that were paid.
    pub paid: Vec<FeePaid>,
    /// Conveyances of an answer that does not say of which right.
    pub conveyances: Vec<Conveyed>,
}

/// A fee that is to be paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeeDue {
    /// Its name at the office.
    pub fee: String,
    /// How much.
    pub amount: Money,
    /// Until when.
    pub due_on: Option<NaiveDate>,
}

/// A fee that was paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeePaid {
    /// Its name at the office.
    pub fee: String,
    /// How much.
    pub amount: Money,
    /// When.
    pub on: Option<NaiveDate>,
}

/// A month in which an annuity can be paid late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurchargeWindow {
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day.
    pub to: NaiveDate,
    /// The annuity.
    pub annuity: Money,
    /// What is added to it.
    pub surcharge: Money,
    /// Both together.
    pub total: Money,
}
