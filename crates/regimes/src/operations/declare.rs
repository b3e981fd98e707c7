use chrono::{DateTime, Utc};
use db::Act;
use files::KeepError;
use kernel::{
    Caller, CampaignId, FileId, Money, Refusal, RefusalCode, Regime, RegimeDeclarationId, RuleId, UserId,
    policy::Action, policy::can,
};
use sea_orm::ConnectionTrait;

use super::Regimes;
use crate::{
    Answer, Class, Declaration, DeclarationKind, DeclarationState, Error, Numbers, Result, Statement,
    Violation, ViolationCode,
    rules::{
        knowledge::{self, Education, KnowledgeTest},
        limits::Figures,
        months_before, qualification,
    },
    store,
};

/// The most documents that prove a class.
const DOCUMENTS: usize = 5;
/// The longest ground, in characters.
const GROUNDS: usize = 500;

/// What an investor wants to declare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Declare {
    /// Income and net worth, for the regime that asks for them.
    Figures {
        /// Which regime.
        regime: Regime,
        /// In the regime's currency.
        figures: Figures,
    },
    /// To be of a class, with the documents that prove it: uploads of the caller's.
    Class {
        /// Which class, on what grounds.
        class: Class,
        /// What proves it.
        documents: Vec<FileId>,
    },
    /// What was read, answered and acknowledged before a commitment to a campaign.
    Education {
        /// The campaign.
        campaign_id: CampaignId,
        /// Whether the material was read.
        material_read: bool,
        /// The answers.
        answers: Vec<Answer>,
        /// That everything may be lost.
        loss_acknowledged: bool,
        /// That it cannot be sold easily.
        illiquidity_acknowledged: bool,
    },
    /// The entry knowledge test.
    KnowledgeTest {
        /// The answers.
        answers: Vec<Answer>,
        /// Whether the warning that follows a failed test is acknowledged.
        warning_acknowledged: bool,
    },
    /// The loss that was simulated, as understood: a tenth of the net worth declared.
    LossSimulation {
        /// The loss.
        loss: Money,
    },
    /// Consent to a large investment in a campaign.
    LargeInvestment {
        /// The campaign.
        campaign_id: CampaignId,
        /// Up to this much.
        amount: Money,
        /// The threshold above which it is large, as read in the warning: proof that it was understood.
        threshold: Money,
    },
}

impl Regimes {
    /// Declares something for a regime. It is kept as evidence, sealed with the investor's key; a class waits for a reviewer, the rest
    /// counts at once for as long as its rule says.
    ///
    /// # Errors
    /// [`Error::Invalid`]; [`Error::Refused`] where what is stated does not make the class, or the figures are missing.
    #[tracing::instrument(name = "regimes.declare", skip_all)]
    pub async fn declare(&self, caller: &Caller, request: Declare) -> Result<Declaration> {
        let investor = caller.user_id()?;
        can(caller, Action::DeclarationEdit { investor })?;
        let tx = self.db.begin().await?;
        let now = tx.now().await?;
        let documents = match &request {
            Declare::Class { documents, .. } => documents.clone(),
            _ => Vec::new(),
        };
        let key = self.vault.key_of(&tx, investor).await?;
        let (regime, campaign_id, statement) = self.stated(&tx, investor, request, now).await?;
        let kind = statement.kind();
        let declaration = Declaration {
            id: tx.new_id(now),
            investor_id: investor,
            regime,
            kind,
            campaign_id,
            statement: Some(statement),
            state: if kind == DeclarationKind::Class {
                DeclarationState::Waiting
            } else {
                DeclarationState::Declared
            },
            declared_at: now,
            decided_at: None,
            reason: None,
        };
        store::declarations::insert(&tx, &key, &declaration).await?;
        for file in documents {
            match files::keep(&tx, investor, file, declaration.id).await {
                Ok(_) => store::declarations::insert_file(&tx, declaration.id, file).await?,
                Err(KeepError::NotFound) => return Err(wrong("documents", ViolationCode::NoUpload)),
                Err(KeepError::Store(error)) => return Err(error.into()),
            }
        }
        // What was declared is nobody else's to read: the trail knows its kind only.
        let told = serde_json::json!({ "regime": regime, "kind": kind, "campaign": campaign_id });
        let act = Act::new("regime_declaration.declare", declaration.id).after(told);
        tx.record(caller, act).await?;
        tx.commit().await?;
        Ok(declaration)
    }

    /// What a wish to declare comes to: for which regime, for which campaign, what.
    async fn stated(
        &self,
        tx: &db::Tx,
        investor: UserId,
        request: Declare,
        now: DateTime<Utc>,
    ) -> Result<(Regime, Option<CampaignId>, Statement)> {
        Ok(match request {
            Declare::Figures { regime, figures } => {
                self.on(regime, now)?;
                if regime == Regime::CnPrivate {
                    return Err(Error::NotOfRegime);
                }
                if figures.income_minor < 0 {
                    return Err(Error::Invalid(vec![
                        Violation::new("income", ViolationCode::OutOfRange).with("min", 0),
                    ]));
                }
                (regime, None, Statement::Figures(figures))
            }
            Declare::Class { class, documents } => {
                let regime = class.regime();
                self.makes(&class, now)?;
                if documents.is_empty() {
                    return Err(wrong("documents", ViolationCode::Required));
                }
                if documents.len() > DOCUMENTS {
                    let many = Violation::new("documents", ViolationCode::TooMany);
                    return Err(Error::Invalid(vec![many.with("max", DOCUMENTS)]));
                }
                (regime, None, Statement::Class(class))
            }
            Declare::Education {
                campaign_id,
                material_read,
                answers,
                loss_acknowledged,
                illiquidity_acknowledged,
            } => {
                self.of_regime(tx, campaign_id, Regime::RegCf).await?;
                let (right, asked) = self.bank().grade(Regime::RegCf, &answers);
                let education = Education {
                    material_read,
                    questions_answered: right == asked,
                    loss_acknowledged,
                    illiquidity_acknowledged,
                };
                (Regime::RegCf, Some(campaign_id), Statement::Education(education))
            }
            Declare::KnowledgeTest {
                answers,
                warning_acknowledged,
            } => {
                let (right, asked) = self.bank().grade(Regime::Ecspr, &answers);
                let test = KnowledgeTest {
                    right,
                    asked,
                    warning_acknowledged,
                };
                (Regime::Ecspr, None, Statement::KnowledgeTest(test))
            }
            Declare::LossSimulation { loss } => {
                let (net_worth, _) = self.net_worth(tx, investor, RuleId::Eu4, now).await?;
                let Numbers::Ecspr(numbers) = self.on(Regime::Ecspr, now)?.1 else {
                    return Err(Error::NotOfRegime);
                };
                let expected = knowledge::eu4_loss(numbers, net_worth);
                if loss != expected {
                    return Err(not_read("loss", expected));
                }
                (Regime::Ecspr, None, Statement::LossSimulation(loss))
            }
            Declare::LargeInvestment {
                campaign_id,
                amount,
                threshold,
            } => {
                self.of_regime(tx, campaign_id, Regime::Ecspr).await?;
                let (net_worth, _) = self.net_worth(tx, investor, RuleId::Eu5, now).await?;
                let Numbers::Ecspr(numbers) = self.on(Regime::Ecspr, now)?.1 else {
                    return Err(Error::NotOfRegime);
                };
                let expected = knowledge::eu5_threshold(numbers, net_worth);
                if threshold != expected {
                    return Err(not_read("threshold", expected));
                }
                if amount.currency != net_worth.currency {
                    let other = Violation::new("amount", ViolationCode::Currency);
                    return Err(Error::Invalid(vec![other.with("expected", net_worth.currency)]));
                }
                if amount.minor <= 0 {
                    return Err(Error::Invalid(vec![
                        Violation::new("amount", ViolationCode::OutOfRange).with("min", 1),
                    ]));
                }
                (
                    Regime::Ecspr,
                    Some(campaign_id),
                    Statement::LargeInvestment(amount),
                )
            }
        })
    }

    /// Passes if what is stated makes the class.
    fn makes(&self, class: &Class, now: DateTime<Utc>) -> Result<()> {
        let numbers = self.on(class.regime(), now)?.1;
        let refused = |rule| Err(Refusal::new(rule, RefusalCode::NotQualified).into());
        match (class, numbers) {
            (Class::Accredited(grounds), _) => {
                let mut wrong = Vec::new();
                crate::error::text("grounds", grounds, GROUNDS, &mut wrong);
                Error::unless_valid(wrong)
            }
            (Class::SophisticatedPerson(facts), Numbers::Ecspr(numbers)) => {
                if qualification::eu2_person(numbers, facts) {
                    Ok(())
                } else {
                    refused(RuleId::Eu2)
                }
            }
            (Class::SophisticatedFirm(facts), Numbers::Ecspr(numbers)) => {
                if qualification::eu2_firm(numbers, facts) {
                    Ok(())
                } else {
                    refused(RuleId::Eu2)
                }
            }
            (Class::Qualified(means), Numbers::CnPrivate(numbers)) => {
                if qualification::cn1_means(numbers, means) {
                    Ok(())
                } else {
                    refused(RuleId::Cn1)
                }
            }
            _ => Err(Error::NotOfRegime),
        }
    }

    /// Passes if the campaign raises money under this regime. To whoever guesses ids every other one is not there.
    async fn of_regime(&self, tx: &db::Tx, campaign: CampaignId, regime: Regime) -> Result<()> {
        let facts = self.campaigns.lock(tx, campaign).await?;
        match facts {
            Some(facts) if facts.regime == regime && facts.launched_at.is_some() => Ok(()),
            _ => Err(Error::NotFound),
        }
    }

    /// The net worth an investor declared for the European regime, not too long ago, and the declaration.
    pub(super) async fn net_worth(
        &self,
        tx: &db::Tx,
        investor: UserId,
        rule: RuleId,
        now: DateTime<Utc>,
    ) -> Result<(Money, RegimeDeclarationId)> {
        let (pack, Numbers::Ecspr(numbers)) = self.on(Regime::Ecspr, now)? else {
            return Err(Error::NotOfRegime);
        };
        let since = months_before(now, numbers.figures_months);
        let (figures, declared) = self
            .figures(tx, investor, Regime::Ecspr, since)
            .await?
            .ok_or_else(|| Refusal::new(rule, RefusalCode::FiguresMissing))?;
        Ok((pack.money(figures.net_worth_minor), declared))
    }

    /// The figures an investor declared last for a regime, if that was after a moment, and the declaration.
    pub(super) async fn figures(
        &self,
        tx: &db::Tx,
        investor: UserId,
        regime: Regime,
        since: DateTime<Utc>,
    ) -> Result<Option<(Figures, RegimeDeclarationId)>> {
        let found = self
            .latest(&**tx, investor, regime, DeclarationKind::Figures, None)
            .await?;
        let recent = found.filter(|declared| declared.declared_at > since);
        Ok(recent.and_then(|declared| match declared.statement {
            Some(Statement::Figures(figures)) => Some((figures, declared.id)),
            _ => None,
        }))
    }

    /// What an investor declared last of a kind.
    pub(super) async fn latest(
        &self,
        conn: &impl ConnectionTrait,
        investor: UserId,
        regime: Regime,
        kind: DeclarationKind,
        campaign: Option<CampaignId>,
    ) -> Result<Option<Declaration>> {
        let row = store::declarations::latest(conn, investor, regime, kind, campaign).await?;
        let Some(row) = row else { return Ok(None) };
        let key = self.vault.find_key(conn, investor).await?;
        Ok(Some(row.open(key.as_ref())?))
    }
}

/// What was to be read off and typed is another amount: it was not read.
fn not_read(field: &'static str, expected: Money) -> Error {
    let other = Violation::new(field, ViolationCode::NotRead);
    Error::Invalid(vec![other.with("expected", expected)])
}

fn wrong(field: &'static str, code: ViolationCode) -> Error {
    Error::Invalid(vec![Violation::new(field, code)])
}
