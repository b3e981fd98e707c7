//! Under which law a campaign raises money, and how a rule of that law says no. The rules themselves and their numbers are in
//! `regimes`; these are the words in which parts of the platform ask for them.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

use crate::words;

words! {
    /// The body of law a campaign raises money under.
    #[derive(Default)]
    pub enum Regime {
        /// Rewards for pledges: consumer and contract law. No licence is needed.
        #[default]
        Reward = "reward",
        /// Securities sold by crowdfunding in the United States: 17 CFR 227.
        RegCf = "reg_cf",
        /// Crowdfunding services in the European Union: Regulation (EU) 2020/1503.
        Ecspr = "ecspr",
        /// Private equity finance by qualified investors in China.
        CnPrivate = "cn_private",
    }
}

impl Regime {
    /// Whether a licence is needed, and rules beyond those of every campaign hold.
    pub const fn is_regulated(self) -> bool {
        !matches!(self, Self::Reward)
    }

    /// Whether its campaigns may be offered to nobody but those who are shown to be qualified: no list, no search, no link.
    pub const fn is_private(self) -> bool {
        matches!(self, Self::CnPrivate)
    }
}

words! {
    /// A rule of a regime, by the id that its tests are named by.
    pub enum RuleId {
        /// A regime is chosen only with a licence in force.
        Licence = "LIC",
        /// What an issuer raises in twelve months.
        Cf1 = "CF1",
        /// What an investor buys in twelve months, of all issuers.
        Cf2 = "CF2",
        /// The least time an offering is open.
        Cf3 = "CF3",
        /// Until when a commitment may be taken back.
        Cf4 = "CF4",
        /// Closing early.
        Cf5 = "CF5",
        /// Closing part by part.
        Cf6 = "CF6",
        /// Reconfirming after a material change.
        Cf7 = "CF7",
        /// Who says what is material.
        Cf8 = "CF8",
        /// What follows when the target is missed.
        Cf9 = "CF9",
        /// Money is with a third party until it may be released.
        Cf10 = "CF10",
        /// What an investor has seen and said before each commitment.
        Cf11 = "CF11",
        /// Confirmations at commitment and completion.
        Cf12 = "CF12",
        /// Notices of progress.
        Cf13 = "CF13",
        /// Oversubscription.
        Cf14 = "CF14",
        /// The discussion channel.
        Cf15 = "CF15",
        /// Background checks.
        Cf16 = "CF16",
        /// Resale lock and records.
        Cf17 = "CF17",
        /// What a project owner raises in twelve months.
        Eu1 = "EU1",
        /// Sophisticated investors.
        Eu2 = "EU2",
        /// The entry knowledge test.
        Eu3 = "EU3",
        /// The simulation of the ability to bear loss.
        Eu4 = "EU4",
        /// The warning before a large investment.
        Eu5 = "EU5",
        /// The reflection period.
        Eu6 = "EU6",
        /// The key investment information sheet.
        Eu7 = "EU7",
        /// Qualified investors only, and pages for nobody else.
        Cn1 = "CN1",
        /// At most so many holders.
        Cn2 = "CN2",
        /// A third party keeps the money.
        Cn3 = "CN3",
        /// How long records are kept.
        Cn4 = "CN4",
    }
}

words! {
    /// Why a rule says no.
    pub enum RefusalCode {
        /// No licence for the regime is in force.
        LicenceMissing = "licence_missing",
        /// The rule pack has no numbers for this day.
        NotInForce = "not_in_force",
        /// The regime raises money in another currency: `expected`.
        CurrencyNotAllowed = "currency_not_allowed",
        /// The issuer would raise more than `limit`; `left` is left.
        IssuerLimitExceeded = "issuer_limit_exceeded",
        /// The investor would invest more than `limit`; `left` is left.
        InvestorLimitExceeded = "investor_limit_exceeded",
        /// The investor has not declared income and net worth.
        FiguresMissing = "figures_missing",
        /// The offering would be open for less than `hours` hours.
        OpenTooShort = "open_too_short",
        /// Commitments could be taken back until `until`.
        TooLateToCancel = "too_late_to_cancel",
        /// Less than the target is committed.
        TargetNotMet = "target_not_met",
        /// Those who committed must have been told so long before: not before `earliest`.
        NoticeTooShort = "notice_too_short",
        /// The regime knows no such closing.
        ClosingNotAllowed = "closing_not_allowed",
        /// Investors may take their commitments back until `until`.
        CancellationOpen = "cancellation_open",
        /// The third party has not released the money.
        EscrowNotReleased = "escrow_not_released",
        /// The platform has no qualified third party that keeps money.
        EscrowMissing = "escrow_missing",
        /// Something has to be read, answered or acknowledged first: `what`.
        NotAcknowledged = "not_acknowledged",
        /// The terms of the security and of oversubscription are not stated.
        OfferingMissing = "offering_missing",
        /// More than the declared maximum of `limit` would be taken.
        Oversubscribed = "oversubscribed",
        /// The method is not one this platform carries out.
        MethodNotOffered = "method_not_offered",
        /// A background check is missing or was not passed: `what`.
        BackgroundCheckMissing = "background_check_missing",
        /// The knowledge test was not taken, or too long ago.
        KnowledgeTestMissing = "knowledge_test_missing",
        /// The test was not passed and its warning not acknowledged.
        WarningNotAcknowledged = "warning_not_acknowledged",
        /// The simulation of losses was not made, or too long ago.
        SimulationMissing = "simulation_missing",
        /// The amount is above `limit`, and the warning about that was not agreed to.
        LargeInvestment = "large_investment",
        /// There is no key investment information sheet.
        SheetMissing = "sheet_missing",
        /// The sheet has more than `limit` pages.
        SheetTooLong = "sheet_too_long",
        /// The investor is not shown to be qualified.
        NotQualified = "not_qualified",
        /// The amount is less than the least ticket of `limit`.
        TicketTooSmall = "ticket_too_small",
        /// The amount does not buy whole securities at `price` each; `next` is the next amount that does.
        NotWholeUnits = "not_whole_units",
        /// There would be more than `limit` holders.
        HoldersFull = "holders_full",
        /// Less than the target could be accepted.
        ShortfallNotGivenBack = "shortfall_not_given_back",
        /// A person and a reason are needed.
        ReasonMissing = "reason_missing",
    }
}

impl RefusalCode {
    /// What to do about it, in English: for logs and command lines; pages word it by code.
    pub const fn remedy(self) -> &'static str {
        match self {
            Self::LicenceMissing => "an administrator enters the licence and another confirms it",
            Self::NotInForce => "choose a day on which the regime's rules are in force",
            Self::CurrencyNotAllowed => "fund the campaign in the regime's currency",
            Self::IssuerLimitExceeded => {
                "raise less, or wait until earlier commitments are older than twelve months"
            }
            Self::InvestorLimitExceeded => "commit no more than what is left of the limit",
            Self::FiguresMissing => "declare income and net worth",
            Self::OpenTooShort => "choose a later deadline",
            Self::TooLateToCancel => {
                "the commitment stands; it can be taken back only after a material change"
            }
            Self::TargetNotMet => "wait until the target is met",
            Self::NoticeTooShort => "choose a later day",
            Self::ClosingNotAllowed => "let the campaign run until its deadline",
            Self::CancellationOpen => "wait until no commitment can be taken back any more",
            Self::EscrowNotReleased => "let the third party that keeps the money release it",
            Self::EscrowMissing => "the operator connects a qualified third party that keeps the money",
            Self::NotAcknowledged => "read and answer what is asked before the commitment",
            Self::OfferingMissing => "state the terms of the security and of oversubscription",
            Self::Oversubscribed => "commit no more than what is left until the maximum",
            Self::MethodNotOffered => "choose first come, first served, or take nothing above the goal",
            Self::BackgroundCheckMissing => "have the check recorded by a reviewer",
            Self::KnowledgeTestMissing => "take the knowledge test",
            Self::WarningNotAcknowledged => "acknowledge the warning, or take the test again",
            Self::SimulationMissing => "simulate the ability to bear losses",
            Self::LargeInvestment => "agree to the warning about large investments, or invest less",
            Self::SheetMissing => "publish the key investment information sheet",
            Self::SheetTooLong => "shorten the key investment information sheet",
            Self::NotQualified => "prove to be a qualified investor",
            Self::TicketTooSmall => "invest at least the least ticket",
            Self::NotWholeUnits => "choose an amount that is a multiple of the price of one security",
            Self::HoldersFull => "no more investors can take part",
            Self::ShortfallNotGivenBack => {
                "choose that everything goes back if less than the goal can be collected"
            }
            Self::ReasonMissing => "name the person and the reason",
        }
    }
}

/// A rule that says no: which, why, with which numbers. What to do follows from the code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The rule.
    pub rule: RuleId,
    /// Why.
    pub code: RefusalCode,
    /// The values that a message names: amounts as decimal texts with their currency, instants as RFC 3339.
    pub params: BTreeMap<String, String>,
}

impl Refusal {
    /// A refusal without values.
    pub fn new(rule: RuleId, code: RefusalCode) -> Self {
        Self {
            rule,
            code,
            params: BTreeMap::new(),
        }
    }

    /// The same with a value for its message.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.rule, self.code)?;
        for (name, value) in &self.params {
            write!(f, ", {name} {value}")?;
        }
        write!(f, ": {}", self.code.remedy())
    }
}

impl std::error::Error for Refusal {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_back() {
        for regime in Regime::ALL {
            assert_eq!(regime.as_str().parse(), Ok(*regime));
        }
        for rule in RuleId::ALL {
            assert_eq!(rule.as_str().parse(), Ok(*rule));
        }
        for code in RefusalCode::ALL {
            assert_eq!(code.as_str().parse(), Ok(*code));
        }
        assert!("equity".parse::<Regime>().is_err());
    }

    #[test]
    fn a_campaign_without_a_choice_is_a_reward_campaign_and_bound_by_no_regime() {
        assert_eq!(Regime::default(), Regime::Reward);
        let regulated: Vec<_> = Regime::ALL
            .iter()
            .filter(|regime| regime.is_regulated())
            .collect();
        assert_eq!(regulated, [&Regime::RegCf, &Regime::Ecspr, &Regime::CnPrivate]);
    }

    #[test]
    fn a_refusal_says_which_rule_why_and_what_to_do() {
        let refusal =
            Refusal::new(RuleId::Cf2, RefusalCode::InvestorLimitExceeded).with("left", "2000.00 USD");
        assert_eq!(
            refusal.to_string(),
            "CF2 investor_limit_exceeded, left 2000.00 USD: commit no more than what is left of the limit"
        );
    }
}
