//! The law a campaign raises money under: regimes, their rules and refusals, licences, offerings, declarations.

use async_graphql::{Context, Enum, Error, ID, Object, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Money as KernelMoney, Refusal};
use regimes::Regimes;

use super::{
    super::{
        context::{Resolving, database, fault, forbidden},
        ids::opaque,
        money::Money,
        text::LocalizedText,
    },
    file::StoredFile,
    project::{PublicProfile, profile},
};
use crate::http::problem;

/// The law a campaign raises money under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "kernel::Regime")]
pub enum Regime {
    /// Rewards for pledges; no licence is needed.
    Reward,
    /// Securities in the United States: Regulation Crowdfunding.
    RegCf,
    /// Crowdfunding services in the European Union: Regulation (EU) 2020/1503.
    Ecspr,
    /// Private equity finance by qualified investors in China.
    CnPrivate,
}

/// Which rule of a regime says no, and why.
#[derive(Debug, Clone, SimpleObject)]
pub struct RegimeRefusal {
    /// The rule's id, such as `CF2`.
    rule: String,
    /// Why, for programs: `investor_limit_exceeded`, for example.
    code: String,
    /// Why, and what to do, in the caller's language.
    pub(in super::super) message: String,
    /// The values the message names.
    params: Vec<RegimeRefusalParam>,
}

/// A value of a refusal.
#[derive(Debug, Clone, SimpleObject)]
pub struct RegimeRefusalParam {
    /// Its name: `limit`, `left`, `until`, `what`.
    name: String,
    /// The value: an amount as `2000.00 USD`, an instant in RFC 3339, a number, a word.
    value: String,
}

impl RegimeRefusal {
    /// A refusal in a language.
    pub(in super::super) fn of(refusal: &Refusal, locale: kernel::Locale) -> Self {
        let shown: Vec<_> = refusal
            .params
            .iter()
            .map(|(name, value)| (name.as_str(), shown(value, locale)))
            .collect();
        let key = format!("regime-refusal-{}", i18n::kebab(refusal.code.as_str()));
        Self {
            rule: refusal.rule.to_string(),
            code: refusal.code.to_string(),
            message: i18n::text(locale, &key, &shown),
            params: refusal
                .params
                .iter()
                .map(|(name, value)| RegimeRefusalParam {
                    name: name.clone(),
                    value: value.clone(),
                })
                .collect(),
        }
    }
}

/// A value of a refusal as people read it.
pub(in super::super) fn shown(value: &str, locale: kernel::Locale) -> String {
    if let Ok(at) = value.parse::<DateTime<Utc>>() {
        return i18n::instant(locale, at, chrono_tz::UTC);
    }
    let amount = value.split_once(' ').and_then(|(amount, currency)| {
        let currency = currency.parse().ok()?;
        KernelMoney::parse(amount, currency).ok()
    });
    if let Some(amount) = amount {
        return i18n::money(locale, amount);
    }
    let key = format!("regime-what-{}", i18n::kebab(value));
    if i18n::has(locale, &key) {
        i18n::text(locale, &key, &[])
    } else {
        value.to_owned()
    }
}

/// A rule of a regime, in words.
#[derive(Debug, Clone, SimpleObject)]
pub struct RegimeRule {
    /// Its id, such as `CF2`.
    rule: String,
    /// What it says, with the numbers of today, in the caller's language.
    text: String,
    /// The provisions its numbers are from.
    sources: Vec<String>,
    /// Whether all its numbers were read in the live text; else they are to be confirmed.
    confirmed: bool,
}

/// The rules of a regime in words, with the numbers of a day.
pub(super) fn rules(
    regimes: &Regimes,
    regime: kernel::Regime,
    on: NaiveDate,
    locale: kernel::Locale,
) -> Vec<RegimeRule> {
    let Some(pack) = regimes.packs().of(regime) else {
        return Vec::new();
    };
    let mut numbers: Vec<_> = pack
        .numbers
        .iter()
        .filter(|number| number.valid_from <= on)
        .collect();
    numbers.sort_by_key(|number| number.valid_from);
    let params: Vec<_> = numbers
        .iter()
        .map(|number| {
            let value = match number.name.as_str() {
                name if name.ends_with("_minor") => i18n::money(locale, pack.money(number.value)),
                name if name.ends_with("_bps") => i18n::percent(locale, number.value / 100),
                _ => i18n::number(locale, number.value),
            };
            (number.name.as_str(), value)
        })
        .collect();
    let prefix = match regime {
        kernel::Regime::Reward => return Vec::new(),
        kernel::Regime::RegCf => "CF",
        kernel::Regime::Ecspr => "EU",
        kernel::Regime::CnPrivate => "CN",
    };
    kernel::RuleId::ALL
        .iter()
        .filter(|rule| rule.as_str().starts_with(prefix))
        .map(|rule| {
            let own = || numbers.iter().filter(|number| number.rule == *rule);
            let key = format!("regime-rule-{}", rule.as_str().to_ascii_lowercase());
            let mut sources: Vec<_> = own().map(|number| number.source.clone()).collect();
            sources.dedup();
            RegimeRule {
                rule: rule.to_string(),
                text: i18n::text(locale, &key, &params),
                sources,
                confirmed: own().all(|number| number.confirmed),
            }
        })
        .collect()
}

/// Where a licence stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "regimes::LicenceState")]
pub enum LicenceState {
    /// Entered; another administrator has to confirm it.
    Entered,
    /// Confirmed, and its first day has not come.
    Coming,
    /// It counts.
    InForce,
    /// Its last day has passed.
    Expired,
    /// An administrator withdrew it.
    Withdrawn,
}

/// A licence by which the platform works under a regime.
pub struct Licence(pub regimes::Licence, pub regimes::LicenceState);

/// A licence by which the platform works under a regime.
#[Object]
impl Licence {
    /// Its id.
    async fn id(&self) -> ID {
        opaque(self.0.id)
    }

    /// For which regime.
    async fn regime(&self) -> Regime {
        self.0.regime.into()
    }

    /// Where it stands today.
    async fn state(&self) -> LicenceState {
        self.1.into()
    }

    /// Who holds it.
    async fn holder(&self) -> &str {
        &self.0.holder
    }

    /// Who gave it.
    async fn authority(&self) -> &str {
        &self.0.authority
    }

    /// The number under which the authority keeps it.
    async fn number(&self) -> &str {
        &self.0.number
    }

    /// Its first day.
    async fn valid_from(&self) -> NaiveDate {
        self.0.valid_from
    }

    /// Its last day, if it has one.
    async fn valid_until(&self) -> Option<NaiveDate> {
        self.0.valid_until
    }

    /// Where it can be looked up.
    async fn reference(&self) -> &str {
        &self.0.reference
    }

    /// The document, if one was handed in.
    async fn document(&self, ctx: &Context<'_>) -> Option<Result<StoredFile>> {
        let id = self.0.document_id?;
        let found = async {
            let mut files = StoredFile::load(ctx, &[id]).await?;
            files
                .remove(&id)
                .ok_or_else(|| database(db::Error::corrupt("a licence's document vanished")))
        };
        Some(found.await)
    }

    /// Who entered it.
    async fn entered_by(&self, ctx: &Context<'_>) -> Result<PublicProfile> {
        profile(ctx, self.0.entered_by).await
    }

    /// When it was entered.
    async fn entered_at(&self) -> DateTime<Utc> {
        self.0.entered_at
    }

    /// When somebody else confirmed it; null if nobody did.
    async fn confirmed_at(&self) -> Option<DateTime<Utc>> {
        self.0.confirmed.map(|(_, at)| at)
    }

    /// When it was withdrawn; null if it was not.
    async fn withdrawn_at(&self) -> Option<DateTime<Utc>> {
        self.0.withdrawn.as_ref().map(|withdrawal| withdrawal.at)
    }

    /// Why it was withdrawn.
    async fn withdrawn_because(&self) -> Option<&str> {
        self.0
            .withdrawn
            .as_ref()
            .map(|withdrawal| withdrawal.reason.as_str())
    }

    /// Whether the caller may confirm it: somebody else entered it, and it waits.
    async fn can_confirm(&self, ctx: &Context<'_>) -> Result<bool> {
        let waits = self.1 == regimes::LicenceState::Entered;
        Ok(waits && !ctx.caller()?.is(self.0.entered_by))
    }
}

/// What is done with commitments above the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "regimes::OversubscriptionMethod")]
pub enum OversubscriptionMethod {
    /// Nothing above the target is taken.
    None,
    /// In the order in which they come, up to the maximum.
    FirstCome,
    /// Each gets a part. Not offered here.
    ProRata,
    /// Some other way. Not offered here.
    Other,
}

/// Whom a background check is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "regimes::CheckParty")]
pub enum BackgroundCheckParty {
    /// The issuer.
    Issuer,
    /// Its officers and directors.
    Officers,
    /// Those who hold a fifth or more.
    Holders,
}

/// The latest background check of one party.
#[derive(SimpleObject)]
pub struct BackgroundCheck {
    /// Whom it is of.
    party: BackgroundCheckParty,
    /// Whether nothing speaks against them.
    passed: bool,
}

/// What a regulated campaign offers, as its founder stated it.
pub struct Offering(pub regimes::Offering);

/// What a regulated campaign offers, as its founder stated it.
#[Object]
impl Offering {
    /// The kind of security.
    async fn security(&self) -> &str {
        &self.0.terms.security
    }

    /// The price of one.
    async fn unit_price(&self) -> Money {
        self.0.terms.unit_price.into()
    }

    /// What is done with commitments above the target.
    async fn method(&self) -> OversubscriptionMethod {
        self.0.terms.method.into()
    }

    /// The most that is taken; null where nothing above the target is.
    async fn maximum(&self) -> Option<Money> {
        self.0.terms.maximum.map(Money::from)
    }

    /// The latest background check of each party; empty for all but reviewers.
    async fn background_checks(&self, ctx: &Context<'_>) -> Result<Vec<BackgroundCheck>> {
        let caller = ctx.caller()?;
        if !caller.has(kernel::Role::Reviewer) {
            return Ok(Vec::new());
        }
        let campaign = self.0.terms.campaign_id;
        let checks = ctx
            .app()?
            .regimes
            .checks_of(caller, campaign)
            .await
            .map_err(refused)?;
        let found = checks.into_iter().map(|check| BackgroundCheck {
            party: check.party.into(),
            passed: check.passed,
        });
        Ok(found.collect())
    }

    /// How many hold a part of the issuer already and did not come by the platform; null where the regime does not count holders.
    async fn existing_holders(&self) -> Option<i32> {
        let holders = self.0.terms.existing_holders;
        holders.map(|holders| i32::try_from(holders).unwrap_or(i32::MAX))
    }

    /// What the issuer pays the platform of what is raised, in hundredths of a percent: the platform's fee when it was stated.
    async fn platform_pay_bps(&self) -> i32 {
        i32::try_from(self.0.platform_pay.0).unwrap_or(i32::MAX)
    }

    /// When it was stated.
    async fn stated_at(&self) -> DateTime<Utc> {
        self.0.stated_at
    }

    /// The versions of the key investment information sheet, the newest first, up to a hundred; none where the regime asks for none.
    /// `informationSheetOpen` lets a person read one.
    async fn information_sheets(&self, ctx: &Context<'_>) -> Result<Vec<InformationSheet>> {
        let campaign = self.0.terms.campaign_id;
        let sheets = ctx.app()?.regimes.sheets_of(campaign).await.map_err(refused)?;
        Ok(sheets.into_iter().map(InformationSheet::from).collect())
    }
}

/// A version of a key investment information sheet.
#[derive(SimpleObject)]
pub struct InformationSheet {
    /// Its number, from 1.
    version: i32,
    /// How many sides of A4 it has.
    pages: i32,
    /// What changed.
    reason: String,
    /// When it was published.
    published_at: DateTime<Utc>,
}

impl From<regimes::Sheet> for InformationSheet {
    fn from(sheet: regimes::Sheet) -> Self {
        Self {
            version: sheet.version,
            pages: i32::try_from(sheet.pages).unwrap_or(i32::MAX),
            reason: sheet.reason,
            published_at: sheet.published_at,
        }
    }
}

/// What a declaration is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "regimes::DeclarationKind")]
pub enum InvestorDeclarationKind {
    /// Income and net worth.
    Figures,
    /// To be accredited, sophisticated or qualified.
    Class,
    /// What was read, answered and acknowledged before a commitment.
    Education,
    /// The entry knowledge test.
    KnowledgeTest,
    /// The simulation of the ability to bear losses.
    LossSimulation,
    /// Consent to a large investment.
    LargeInvestment,
}

/// Whether a declaration counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "regimes::DeclarationState")]
pub enum InvestorDeclarationState {
    /// It counts as declared, for as long as its rule says.
    Declared,
    /// Its proof waits for a reviewer.
    Waiting,
    /// Its proof was accepted.
    Approved,
    /// Its proof was not.
    Refused,
}

/// What an investor declared of themselves for a regime.
pub struct InvestorDeclaration(pub regimes::Declaration);

/// What an investor declared of themselves for a regime.
#[Object]
impl InvestorDeclaration {
    /// Its id.
    async fn id(&self) -> ID {
        opaque(self.0.id)
    }

    /// For which regime.
    async fn regime(&self) -> Regime {
        self.0.regime.into()
    }

    /// What it is about.
    async fn kind(&self) -> InvestorDeclarationKind {
        self.0.kind.into()
    }

    /// Whether it counts.
    async fn state(&self) -> InvestorDeclarationState {
        self.0.state.into()
    }

    /// When it was declared.
    async fn declared_at(&self) -> DateTime<Utc> {
        self.0.declared_at
    }

    /// When its proof was decided on.
    async fn decided_at(&self) -> Option<DateTime<Utc>> {
        self.0.decided_at
    }

    /// Why its proof was refused.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// For a knowledge test, how many questions were answered rightly.
    async fn right_answers(&self) -> Option<i32> {
        match self.0.statement {
            Some(regimes::Statement::KnowledgeTest(test)) => i32::try_from(test.right).ok(),
            _ => None,
        }
    }

    /// What is stated to be of a class: for its investor, and for a reviewer who took it off the queue.
    async fn class(&self, ctx: &Context<'_>) -> Result<Option<DeclaredClass>> {
        let Some(regimes::Statement::Class(class)) = &self.0.statement else {
            return Ok(None);
        };
        let pack = ctx.app()?.regimes.packs().of(self.0.regime);
        Ok(pack.map(|pack| DeclaredClass::of(class, pack.currency)))
    }

    /// The documents that prove it: for its investor, and for whoever may open them.
    async fn documents(&self, ctx: &Context<'_>) -> Result<Vec<StoredFile>> {
        let ids = ctx.app()?.regimes.documents_of(&self.0).await.map_err(refused)?;
        let mut files = StoredFile::load(ctx, &ids).await?;
        Ok(ids.iter().filter_map(|id| files.remove(id)).collect())
    }
}

/// What somebody states to be of a class of investors, amounts in the regime's currency; what the class does not ask for is null.
#[derive(Default, SimpleObject)]
pub struct DeclaredClass {
    /// On what grounds, of an accredited investor.
    grounds: Option<String>,
    /// A year's income.
    income: Option<Money>,
    /// Financial assets; of a person, the portfolio.
    assets: Option<Money>,
    /// Months in a professional position in finance.
    finance_months: Option<u32>,
    /// Months as an executive of a firm that is itself sophisticated.
    executive_months: Option<u32>,
    /// The least number of significant trades in any of the last quarters.
    trades_a_quarter: Option<u32>,
    /// How many quarters that is true of.
    trade_quarters: Option<u32>,
    /// Own funds of a firm.
    own_funds: Option<Money>,
    /// Net turnover of a firm.
    turnover: Option<Money>,
    /// Balance sheet of a firm.
    balance_sheet: Option<Money>,
}

impl DeclaredClass {
    fn of(class: &regimes::Class, currency: kernel::Currency) -> Self {
        let amount = |minor| Some(Money::from(KernelMoney::new(minor, currency)));
        match class {
            regimes::Class::Accredited(grounds) => Self {
                grounds: Some(grounds.clone()),
                ..Self::default()
            },
            regimes::Class::SophisticatedPerson(facts) => Self {
                income: amount(facts.income_minor),
                assets: amount(facts.portfolio_minor),
                finance_months: Some(facts.finance_months),
                executive_months: Some(facts.executive_months),
                trades_a_quarter: Some(facts.trades_a_quarter),
                trade_quarters: Some(facts.trade_quarters),
                ..Self::default()
            },
            regimes::Class::SophisticatedFirm(facts) => Self {
                own_funds: amount(facts.own_funds_minor),
                turnover: amount(facts.turnover_minor),
                balance_sheet: amount(facts.balance_sheet_minor),
                ..Self::default()
            },
            regimes::Class::Qualified(means) => Self {
                income: amount(means.income_minor),
                assets: amount(means.assets_minor),
                ..Self::default()
            },
        }
    }
}

/// One thing that an investor declares before a commitment.
#[derive(SimpleObject)]
pub struct InvestorStep {
    /// What is declared.
    kind: InvestorDeclarationKind,
    /// Whether what was declared lets a commitment pass now. Consent to a large investment is asked for such only.
    is_met: bool,
    /// Until when it counts, if it does.
    counts_until: Option<DateTime<Utc>>,
    /// The amount it turns on: how much may be invested in all, the loss to be understood, above what an investment is large.
    amount: Option<Money>,
}

impl From<regimes::Step> for InvestorStep {
    fn from(step: regimes::Step) -> Self {
        Self {
            kind: step.kind.into(),
            is_met: step.is_met,
            counts_until: step.counts_until,
            amount: step.amount.map(Money::from),
        }
    }
}

/// A question that investors answer, with the answers to choose from.
#[derive(SimpleObject)]
pub struct RegimeQuestion {
    /// Its name, to be sent back.
    name: String,
    /// The question.
    text: LocalizedText,
    /// The answers to choose from.
    choices: Vec<RegimeChoice>,
}

/// An answer to choose.
#[derive(SimpleObject)]
pub struct RegimeChoice {
    /// Its name, to be sent back.
    name: String,
    /// The answer.
    text: LocalizedText,
}

/// The questions a regime asks. Which answers are right is told to nobody.
pub(in super::super) fn questions(regimes: &Regimes, regime: kernel::Regime) -> Vec<RegimeQuestion> {
    let choice = |choice: &regimes::Choice| RegimeChoice {
        name: choice.id.clone(),
        text: choice.text().into(),
    };
    regimes
        .bank()
        .of(regime)
        .map(|question| RegimeQuestion {
            name: question.id.clone(),
            text: question.text().into(),
            choices: question.choices.iter().map(choice).collect(),
        })
        .collect()
}

/// An error of a read that no form can fix.
pub(in super::super) fn refused(error: regimes::Error) -> Error {
    match error {
        regimes::Error::Store(error) => database(error),
        regimes::Error::Forbidden(error) => forbidden(error),
        other => match other.problem() {
            kernel::ProblemKind::Internal => fault(other),
            kind => problem(kind, other.to_string()),
        },
    }
}

#[cfg(test)]
mod tests {
    use kernel::{Locale, RefusalCode, RuleId};

    use super::*;

    #[test]
    fn every_refusal_and_every_rule_has_its_words() {
        for locale in [Locale::En, Locale::ZhHans] {
            let keys = i18n::keys(locale);
            for code in RefusalCode::ALL {
                let key = format!("regime-refusal-{}", i18n::kebab(code.as_str()));
                assert!(keys.contains(&key), "{key}");
            }
            for rule in RuleId::ALL.iter().filter(|rule| **rule != RuleId::Licence) {
                let key = format!("regime-rule-{}", rule.as_str().to_ascii_lowercase());
                assert!(keys.contains(&key), "{key}");
            }
        }
    }

    #[test]
    fn a_refusal_is_told_with_its_numbers() {
        let refusal = Refusal::new(RuleId::Cf2, RefusalCode::InvestorLimitExceeded)
            .with("limit", "3000.00 USD")
            .with("used", "1000.00 USD")
            .with("left", "2000.00 USD");
        let told = RegimeRefusal::of(&refusal, Locale::En);
        assert!(told.message.contains("$2,000"), "{}", told.message);
        let told = RegimeRefusal::of(&refusal, Locale::ZhHans);
        assert!(told.message.contains("2,000"), "{}", told.message);
    }
}
