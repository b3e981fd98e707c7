//! Changes of a campaign's patents that matter to those who pledged.

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use kernel::Role;

use super::{
    super::{context::Resolving, ids::opaque, loaders::CausesOf},
    campaign::Campaign,
    dossier::DossierDifference,
    finance::refused,
    patent::{self, Patent},
};

/// A change of a campaign's patents that matters to those who pledged.
pub struct MaterialChange(pub pledges::MaterialChange);

/// What a change of the patents is to those who pledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "pledges::ChangeSeverity")]
pub enum MaterialChangeSeverity {
    /// Worth a notice.
    Minor,
    /// They are asked to confirm.
    Major,
}

/// What follows from a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "pledges::ChangeScope")]
pub enum MaterialChangeScope {
    /// Those who pledged are asked to confirm; the campaign takes no new pledges meanwhile.
    Reconfirm,
    /// The money was accepted before: payouts wait until a person has looked at it.
    Payout,
    /// Those who pledged are told.
    Inform,
}

/// How far a change has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "pledges::ChangeState")]
pub enum MaterialChangeState {
    /// Known; those who pledged are being written to.
    Opened,
    /// Everybody was told.
    Notified,
    /// The clock runs: they confirm, decline, or are silent.
    Reconfirming,
    /// Over.
    Closed,
}

/// How a change ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "pledges::ChangeOutcome")]
pub enum MaterialChangeOutcome {
    /// Everybody answered, or the time to do so passed.
    Answered,
    /// Everybody was told; nothing else follows.
    Informed,
    /// Another major change followed: its clock goes for both.
    Superseded,
    /// A person decided that it is minor.
    Reclassified,
    /// The campaign ended otherwise.
    CampaignOver,
}

/// What an investor answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "pledges::ChangeAnswer")]
pub enum ReconfirmationAnswer {
    /// The pledge stays.
    Kept,
    /// The pledge is taken back, or the money goes back.
    Declined,
    /// Nothing: the pledge was released, or the money went back.
    Silent,
    /// The question was withdrawn before it was answered.
    Withdrawn,
}

/// What changed in how a right stands.
pub struct MaterialChangeCause(pub pledges::ChangeCause);

/// How many answered what.
#[derive(SimpleObject)]
pub struct MaterialChangeAnswers {
    /// How many pledges were asked about.
    asked: i32,
    /// How many stay.
    kept: i32,
    /// How many were taken back, or their money goes back.
    declined: i32,
    /// About how many nobody answered in time.
    silent: i32,
}

/// What an investor was asked about a pledge when the patents changed.
pub struct Reconfirmation {
    /// The question.
    pub asked: pledges::Reconfirmation,
    /// What had changed.
    pub change: pledges::MaterialChange,
}

/// A change of a campaign's patents that matters to those who pledged.
#[Object]
impl MaterialChange {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        opaque(self.0.id)
    }

    /// The campaign. Null where the caller may no longer see it.
    async fn campaign(&self, ctx: &Context<'_>) -> Option<Result<Campaign>> {
        let found = async { Ok(ctx.loaders()?.one(self.0.campaign_id).await?.map(Campaign)) };
        found.await.transpose()
    }

    /// What it is to those who pledged.
    async fn severity(&self) -> MaterialChangeSeverity {
        self.0.severity.into()
    }

    /// What follows from it.
    async fn scope(&self) -> MaterialChangeScope {
        self.0.scope.into()
    }

    /// How far it has come.
    async fn state(&self) -> MaterialChangeState {
        self.0.state.into()
    }

    /// How it ended; null before.
    async fn outcome(&self) -> Option<MaterialChangeOutcome> {
        self.0.outcome.map(Into::into)
    }

    /// What changed, the gravest first.
    async fn causes(&self, ctx: &Context<'_>) -> Result<Vec<MaterialChangeCause>> {
        let causes = ctx.loaders()?.one(CausesOf(self.0.id)).await?;
        Ok(causes
            .unwrap_or_default()
            .into_iter()
            .map(MaterialChangeCause)
            .collect())
    }

    /// The hash of the facts about the patents as they are with it: what an investor confirms.
    async fn dossier_hash(&self) -> &str {
        &self.0.dossier_hash
    }

    /// When it became known.
    async fn opened_at(&self) -> DateTime<Utc> {
        self.0.opened_at
    }

    /// When everybody had been told.
    async fn notified_at(&self) -> Option<DateTime<Utc>> {
        self.0.notified_at
    }

    /// Until when investors may answer; the instant itself is too late. Null where nobody is asked.
    async fn reconfirm_until(&self) -> Option<DateTime<Utc>> {
        self.0.reconfirm_until
    }

    /// The campaign's deadline before it was moved for this; null if it stayed.
    async fn deadline_before(&self) -> Option<DateTime<Utc>> {
        self.0.deadline_before
    }

    /// Why a person classed it otherwise than the table.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// Whether a person classed it as minor, and the questions are being withdrawn or were.
    async fn reclassified(&self) -> bool {
        self.0.reclassified_at.is_some()
    }

    /// When it ended.
    async fn closed_at(&self) -> Option<DateTime<Utc>> {
        self.0.closed_at
    }

    /// How many answered what. Null for all but the founder and staff.
    async fn answers(&self, ctx: &Context<'_>) -> Option<Result<MaterialChangeAnswers>> {
        let found = async {
            let caller = ctx.caller()?;
            let is_staff = [Role::Reviewer, Role::Finance, Role::Administrator]
                .iter()
                .any(|role| caller.has(*role));
            if !is_staff && !caller.is(self.0.founder_id) {
                return Ok(None);
            }
            let answers = ctx.app()?.pledges.answers_to(self.0.id).await.map_err(refused)?;
            let count = |count: i64| i32::try_from(count).unwrap_or(i32::MAX);
            Ok(Some(MaterialChangeAnswers {
                asked: count(answers.asked),
                kept: count(answers.kept),
                declined: count(answers.declined),
                silent: count(answers.silent),
            }))
        };
        found.await.transpose()
    }
}

/// What changed in how a right stands.
#[Object]
impl MaterialChangeCause {
    /// The right. Null where it is no longer known.
    async fn patent(&self, ctx: &Context<'_>) -> Option<Result<Patent>> {
        patent::find(ctx, self.0.patent_id).await.transpose()
    }

    /// What changed, as a word such as `ended`.
    async fn kind(&self) -> &str {
        &self.0.kind
    }

    /// Which of its kind, as a word such as `lapsed`; empty where there is one only.
    async fn detail(&self) -> &str {
        &self.0.detail
    }

    /// The same in a sentence of the caller's language.
    async fn message(&self, ctx: &Context<'_>) -> String {
        let locale = ctx.locale(None);
        let said = i18n::label(locale, "patent-change", &self.0.kind);
        let family = match self.0.kind.as_str() {
            "ended" => "status",
            "encumbered" | "released" => "encumbrance",
            _ => return said,
        };
        let which = i18n::label(locale, family, &self.0.detail);
        i18n::text(locale, "change-cause", &[("what", said), ("which", which)])
    }

    /// What it is to those who pledged.
    async fn severity(&self) -> MaterialChangeSeverity {
        self.0.severity.into()
    }

    /// Since when, where the register tells.
    async fn on(&self) -> Option<NaiveDate> {
        self.0.on
    }
}

/// What an investor was asked about a pledge when the patents changed.
#[Object]
impl Reconfirmation {
    /// What had changed.
    async fn change(&self) -> MaterialChange {
        MaterialChange(self.change.clone())
    }

    /// Whether the card had been charged: then declining or silence gives the money back.
    async fn charged(&self) -> bool {
        self.asked.charged
    }

    /// When it was asked.
    async fn asked_at(&self) -> DateTime<Utc> {
        self.asked.asked_at
    }

    /// The answer; null before there is one.
    async fn answer(&self) -> Option<ReconfirmationAnswer> {
        self.asked.answer.map(Into::into)
    }

    /// When it was answered.
    async fn answered_at(&self) -> Option<DateTime<Utc>> {
        self.asked.answered_at
    }

    /// Whether it can be answered now.
    async fn answerable(&self, ctx: &Context<'_>) -> Result<bool> {
        let now = ctx.app()?.now();
        let in_time = self.change.reconfirm_until.is_some_and(|until| now < until);
        Ok(self.asked.answer.is_none() && in_time && !self.change.is_closed())
    }

    /// What differs between the facts the investor was shown when pledging and the facts now.
    async fn differences(&self, ctx: &Context<'_>) -> Result<Vec<DossierDifference>> {
        let (caller, locale) = (ctx.caller()?, ctx.locale(None));
        let pledges = &ctx.app()?.pledges;
        let found = pledges
            .differences(caller, self.asked.pledge_id, &self.change)
            .await;
        let shown = |change: &pledges::DossierChange| DossierDifference::of(change, locale);
        Ok(found.map_err(refused)?.iter().map(shown).collect())
    }
}
