//! What investors declare of themselves for a regime.

use chrono::{DateTime, Utc};
use kernel::{CampaignId, Money, Regime, RegimeDeclarationId, UserId, words};
use serde::{Deserialize, Serialize};

use crate::rules::{
    knowledge::{Education, KnowledgeTest},
    limits::Figures,
    qualification::{FirmFacts, Means, PersonFacts},
};

words! {
    /// What a declaration is about.
    pub enum DeclarationKind {
        /// Income and net worth.
        Figures = "figures",
        /// To be of a class with fewer protections: accredited, sophisticated, qualified. Needs proof.
        Class = "class",
        /// What was read, answered and acknowledged before a commitment (CF11).
        Education = "education",
        /// The entry knowledge test (EU3).
        KnowledgeTest = "knowledge_test",
        /// The simulation of the ability to bear losses (EU4).
        LossSimulation = "loss_simulation",
        /// Consent to a large investment (EU5).
        LargeInvestment = "large_investment",
    }
}

words! {
    /// Whether a declaration counts.
    pub enum DeclarationState {
        /// It counts as declared, as long as its rule says.
        Declared = "declared",
        /// Its proof waits for a reviewer.
        Waiting = "waiting",
        /// Its proof was accepted.
        Approved = "approved",
        /// Its proof was not.
        Refused = "refused",
    }
}

/// A class of investors, with what is stated to be of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Accredited (17 CFR 230.501(a)), and on what grounds.
    Accredited(String),
    /// A sophisticated natural person (EU2).
    SophisticatedPerson(PersonFacts),
    /// A sophisticated firm (EU2).
    SophisticatedFirm(FirmFacts),
    /// A qualified investor in China.
    Qualified(Means),
}

impl Class {
    /// The regime that knows it.
    pub const fn regime(&self) -> Regime {
        match self {
            Self::Accredited(_) => Regime::RegCf,
            Self::SophisticatedPerson(_) | Self::SophisticatedFirm(_) => Regime::Ecspr,
            Self::Qualified(_) => Regime::CnPrivate,
        }
    }
}

/// What is declared. Kept sealed with the investor's own key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Statement {
    /// Income and net worth.
    Figures(Figures),
    /// To be of a class.
    Class(Class),
    /// Read, answered, acknowledged.
    Education(Education),
    /// How the test went.
    KnowledgeTest(KnowledgeTest),
    /// The loss that was simulated and understood.
    LossSimulation(Money),
    /// Consent to invest up to this.
    LargeInvestment(Money),
}

impl Statement {
    /// What it is about.
    pub const fn kind(&self) -> DeclarationKind {
        match self {
            Self::Figures(_) => DeclarationKind::Figures,
            Self::Class(_) => DeclarationKind::Class,
            Self::Education(_) => DeclarationKind::Education,
            Self::KnowledgeTest(_) => DeclarationKind::KnowledgeTest,
            Self::LossSimulation(_) => DeclarationKind::LossSimulation,
            Self::LargeInvestment(_) => DeclarationKind::LargeInvestment,
        }
    }
}

/// A declaration. It never changes; another follows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration {
    /// Its id.
    pub id: RegimeDeclarationId,
    /// Whose.
    pub investor_id: UserId,
    /// For which regime.
    pub regime: Regime,
    /// What it is about.
    pub kind: DeclarationKind,
    /// For which campaign, where it is about one.
    pub campaign_id: Option<CampaignId>,
    /// What was declared; nothing where the investor's key was destroyed.
    pub statement: Option<Statement>,
    /// Whether it counts.
    pub state: DeclarationState,
    /// When it was declared.
    pub declared_at: DateTime<Utc>,
    /// When its proof was decided on.
    pub decided_at: Option<DateTime<Utc>>,
    /// Why it was refused.
    pub reason: Option<String>,
}
