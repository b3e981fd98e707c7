//! Patent rights: what the registers say of them, and what that means.

mod detail;
mod evidence;
mod history;
mod lookup;
mod parts;
mod score;
mod security;
mod status;
mod watch;
mod words;

use async_graphql::{Context, ID, Object, Result};
use chrono::NaiveDate;
use investors::Followee;
use kernel::{Locale as KernelLocale, PatentId, UserId};
use patents::{Detail, Panel, RiskKind, fees, watch::Horizon};

use super::{
    super::{
        connection::{Listed, connection, total},
        context::{Resolving, database, page},
        ids::opaque,
        loaders::{CampaignsOn, DetailOf},
        scalars::{IpcSymbol, PatentNumber, Url},
        text::Locale,
    },
    campaign::Campaign,
    follow,
    ip_panel::owner_match,
    ownership::OwnerProof,
};
use crate::http::{ErrorCode, problem};
use detail::{FeeYear, OwnershipStep, PatentChallenge, PatentReason, PatentTerritory};
use history::PatentAssessment;
use parts::{
    Annuity, Encumbrance, FamilyMember, FeeDeadline, PatentEvent, PatentParty, PatentPublication,
    PatentStates, PatentTerm, parties,
};
use score::EvidenceScore;
use security::SecurityObstacle;
use status::PatentStatus;
use watch::PatentWatch;
use words::{LapseRisk, OwnerMatch};

pub use evidence::EvidenceSnapshot;
pub use lookup::PatentLookup;
pub use parts::PatentRisk;
pub use watch::WatchLevel;
pub(in super::super) use watch::level;
pub use words::{EncumbranceKind, Office, PatentRightType, PatentStatusValue};

/// A patent right: one application with its publications and its grant.
pub struct Patent {
    pub(in super::super) panel: Panel,
    pub(in super::super) beside: Option<Beside>,
}

/// The campaign a right is shown beside.
#[derive(Debug, Clone, Copy)]
pub struct Beside {
    /// Whose campaign it is.
    pub(in super::super) founder: UserId,
    /// The day its funding ends, if that is set.
    pub(in super::super) ends_on: Option<NaiveDate>,
    /// Whether it takes pledges or is about to collect them.
    pub(in super::super) live: bool,
    /// What is kept of the right for it.
    pub(in super::super) kept: Kept,
}

/// What is kept of a right beside a campaign.
#[derive(Debug, Clone, Copy, Default)]
pub struct Kept {
    /// How it stands for it.
    pub(in super::super) level: Option<patents::watch::WatchLevel>,
    /// What is shown of its owner.
    pub(in super::super) ownership: projects::Ownership,
}

impl Beside {
    /// The campaign.
    pub(in super::super) fn of(campaign: &projects::Campaign) -> Self {
        Self {
            founder: campaign.founder_id,
            ends_on: campaign.deadline_at.map(|at| at.date_naive()),
            live: campaign.state.relies_on_patents(),
            kept: Kept::default(),
        }
    }

    /// What the campaign needs its rights for.
    pub(in super::super) fn horizon(self) -> Horizon {
        Horizon {
            funding_ends_on: self.ends_on,
            live: self.live,
        }
    }
}

impl Patent {
    /// What is told on its own page.
    async fn detail(&self, ctx: &Context<'_>) -> Result<Option<Detail>> {
        ctx.loaders()?.one(DetailOf(self.panel.id)).await
    }
}

/// A patent right: one application with its publications and its grant.
#[Object]
impl Patent {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        opaque(self.panel.id)
    }

    /// Its best number as printed: of the grant, else the newest publication, else the application.
    async fn number(&self) -> PatentNumber {
        PatentNumber(self.panel.number.clone())
    }

    /// The kind code of that number (WIPO ST.16).
    async fn kind(&self) -> Option<&str> {
        self.panel.kind.as_deref()
    }

    /// The office.
    async fn office(&self) -> Office {
        Office::of(&self.panel.office)
    }

    /// The kind of right.
    async fn right_type(&self) -> PatentRightType {
        self.panel.right_type.into()
    }

    /// The number of its application.
    async fn application(&self) -> PatentNumber {
        PatentNumber(self.panel.application.clone())
    }

    /// The number of its grant.
    async fn grant_number(&self) -> Option<PatentNumber> {
        self.panel.grant_number.clone().map(PatentNumber)
    }

    /// Its title, in the language asked for or the caller's if there is one, else in English, else in any.
    async fn title(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language wanted.")] locale: Option<Locale>,
    ) -> &str {
        self.panel.title(ctx.locale(locale))
    }

    /// When it was filed.
    async fn filed_on(&self) -> Option<NaiveDate> {
        self.panel.filed_on
    }

    /// When it was granted.
    async fn granted_on(&self) -> Option<NaiveDate> {
        self.panel.granted_on
    }

    /// When it expires if every fee is paid.
    async fn expires_on(&self) -> Option<NaiveDate> {
        self.panel.expires_on
    }

    /// What that day rests on; null where it is not known.
    async fn term(&self) -> Option<PatentTerm> {
        self.panel.term.map(PatentTerm::from)
    }

    /// Years that are left until then, to a tenth.
    async fn remaining_years(&self, ctx: &Context<'_>) -> Result<Option<f64>> {
        let today = ctx.app()?.today();
        Ok(self
            .panel
            .expires_on
            .map(|on| ((on - today).num_days().max(0) as f64 / 36.525).round() / 10.0))
    }

    /// What part of its life is left, in percent, where filing and expiry are known.
    async fn life_percent(&self, ctx: &Context<'_>) -> Result<Option<i32>> {
        let today = ctx.app()?.today();
        Ok(self
            .panel
            .life(today)
            .and_then(|(left, whole)| i32::try_from(left * 100 / whole).ok()))
    }

    /// How it stands.
    async fn status(&self, ctx: &Context<'_>) -> Result<PatentStatus> {
        Ok(PatentStatus::of(&self.panel, ctx.locale(None), ctx.app()?.now()))
    }

    /// All that spoke for that, the one that decided first.
    async fn reasons(&self, ctx: &Context<'_>) -> Result<Vec<PatentReason>> {
        let detail = self.detail(ctx).await?;
        Ok(detail
            .map(|detail| detail::reasons(&detail, ctx.locale(None)))
            .unwrap_or_default())
    }

    /// The states of a European patent by how it stands there; null of any other right.
    async fn states(&self) -> Option<PatentStates> {
        self.panel.states.as_ref().map(PatentStates::from)
    }

    /// Each state of a European patent with its reason and its fees.
    async fn territories(&self, ctx: &Context<'_>) -> Result<Vec<PatentTerritory>> {
        let detail = self.detail(ctx).await?;
        Ok(detail
            .map(|detail| detail::territories(&detail, ctx.locale(None)))
            .unwrap_or_default())
    }

    /// The attack that goes on: `opposition`, `ptab`, `court`, …; null if none is known.
    async fn challenged(&self) -> Option<&str> {
        self.panel.challenged.as_deref()
    }

    /// Trials and other attacks, open and ended.
    async fn challenges(&self, ctx: &Context<'_>) -> Result<Vec<PatentChallenge>> {
        let detail = self.detail(ctx).await?;
        Ok(detail
            .map(|detail| detail::challenges(&detail))
            .unwrap_or_default())
    }

    /// Whether it is in force with narrower claims than it was granted with.
    async fn partially_invalidated(&self) -> bool {
        self.panel.partially_invalidated
    }

    /// Who owns it on record.
    async fn owners(&self, ctx: &Context<'_>) -> Vec<PatentParty> {
        parties(&self.panel.owners, ctx.locale(None))
    }

    /// Who applied.
    async fn applicants(&self, ctx: &Context<'_>) -> Vec<PatentParty> {
        parties(&self.panel.applicants, ctx.locale(None))
    }

    /// Who invented.
    async fn inventors(&self, ctx: &Context<'_>) -> Vec<PatentParty> {
        parties(&self.panel.inventors, ctx.locale(None))
    }

    /// Whether the registered owner is the founder of the campaign it is shown beside: by the name the founder is verified
    /// under, else by the one they go by. UNKNOWN where it is not shown beside a campaign.
    async fn owner_match(&self, ctx: &Context<'_>) -> Result<OwnerMatch> {
        Ok(owner_match(ctx, &self.panel, self.beside.as_ref()).await?.into())
    }

    /// By what it was shown that the founder of the campaign it is shown beside may bring it to market. Null where it was not
    /// shown, and where it is shown beside no campaign.
    async fn owner_proof(&self) -> Option<OwnerProof> {
        self.beside
            .and_then(|beside| beside.kept.ownership.proof)
            .map(Into::into)
    }

    /// Whether the founder of the campaign it is shown beside may bring it to market, and who made sure of that, in a sentence
    /// of the caller's language. Null where it is shown beside no campaign.
    async fn owner_proof_message(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        let Some(beside) = self.beside else {
            return Ok(None);
        };
        let key = match beside.kept.ownership.proof {
            Some(projects::OwnerProof::Register) => "owner-proof-register",
            Some(projects::OwnerProof::Document) => "owner-proof-document",
            None if beside.kept.ownership.matches.is_some() => "owner-proof-none",
            None => "owner-proof-unverified",
        };
        Ok(Some(i18n::text(ctx.locale(None), key, &[])))
    }

    /// How it came to its owners, in the order in which the conveyances were executed. Empty where its office publishes none.
    async fn owner_chain(&self, ctx: &Context<'_>) -> Result<Vec<OwnershipStep>> {
        let detail = self.detail(ctx).await?;
        Ok(detail
            .map(|detail| detail::owner_chain(&detail, ctx.locale(None)))
            .unwrap_or_default())
    }

    /// The next renewal fee; of a European patent the most pressing of its states.
    async fn annuity(&self) -> Option<Annuity> {
        self.panel.annuity.as_ref().map(Annuity::from)
    }

    /// How likely it is that it lapses for an unpaid fee, with the end of the campaign it is shown beside in view. Null
    /// where nothing is left to pay for.
    async fn lapse_risk(&self, ctx: &Context<'_>) -> Result<Option<LapseRisk>> {
        let ends_on = self.beside.and_then(|beside| beside.ends_on);
        let today = ctx.app()?.today();
        let fee = self.panel.annuity.as_ref();
        Ok(fee.map(|fee| fees::lapse_risk(fee, ends_on, today).0.into()))
    }

    /// Days of its next renewal fee that fall between today and the end of the funding it is shown beside. Empty where it is
    /// shown beside no campaign.
    async fn deadlines(&self, ctx: &Context<'_>) -> Result<Vec<FeeDeadline>> {
        let (today, locale) = (ctx.app()?.today(), ctx.locale(None));
        let ends_on = self.beside.and_then(|beside| beside.ends_on);
        let (Some(fee), Some(ends_on)) = (&self.panel.annuity, ends_on) else {
            return Ok(Vec::new());
        };
        let days = fees::deadlines_between(fee, today, ends_on);
        Ok(days.into_iter().map(|day| FeeDeadline::of(day, locale)).collect())
    }

    /// Every renewal fee of its life, oldest first. Empty where the office's rule is not known, and of a granted European
    /// patent: its states collect, see `territories`.
    async fn fee_years(&self, ctx: &Context<'_>) -> Result<Vec<FeeYear>> {
        let detail = self.detail(ctx).await?;
        Ok(detail
            .map(|detail| detail::fee_years(&detail))
            .unwrap_or_default())
    }

    /// How much registers show for it, from 0 to 100, with a sentence for each point. Null where nothing was assessed.
    async fn score(&self, ctx: &Context<'_>) -> Result<Option<EvidenceScore>> {
        let owner = owner_match(ctx, &self.panel, self.beside.as_ref()).await?;
        let (today, locale) = (ctx.app()?.today(), ctx.locale(None));
        let detail = self.detail(ctx).await?;
        Ok(detail.map(|detail| score::of(&detail, owner, today, locale)))
    }

    /// How it stands: the worst signal that lives, with the campaign it is shown beside in view. Lists of campaigns are
    /// filtered and ordered by it. Null where nothing was assessed.
    async fn level(&self, ctx: &Context<'_>) -> Result<Option<WatchLevel>> {
        if let Some(kept) = self.beside.and_then(|beside| beside.kept.level) {
            return Ok(Some(kept.into()));
        }
        let today = ctx.app()?.today();
        let horizon = self.beside.map(Beside::horizon).unwrap_or_default();
        let detail = self.detail(ctx).await?;
        Ok(detail.map(|detail| patents::watch::level(&detail.stored.assessment, &horizon, today).into()))
    }

    /// What has to be told of it today, with the campaign it is shown beside in view. Null where nothing was assessed.
    async fn watch(&self, ctx: &Context<'_>) -> Result<Option<PatentWatch>> {
        let (today, locale) = (ctx.app()?.today(), ctx.locale(None));
        let horizon = self.beside.map(|beside| beside.horizon()).unwrap_or_default();
        let detail = self.detail(ctx).await?;
        Ok(detail.map(|detail| watch::of(&detail, &horizon, today, locale)))
    }

    /// Burdens, open and ended.
    async fn encumbrances(&self, ctx: &Context<'_>) -> Vec<Encumbrance> {
        let locale = ctx.locale(None);
        let first = self.panel.prevailing_security();
        let shown = |encumbrance| Encumbrance::of(encumbrance, first, locale);
        self.panel.encumbrances.iter().map(shown).collect()
    }

    /// On what grounds CNIPA would refuse today to register a security over it, as far as its register tells: one that is secured
    /// cannot be secured again. Empty where none is known; null of rights of other offices.
    async fn security_obstacles(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "When the debt would end, if that is to be held against the term.")]
        debt_ends_on: Option<NaiveDate>,
    ) -> Option<Vec<SecurityObstacle>> {
        let asked = patents::SecurityAsked {
            grantor: None,
            debt_ends_on,
        };
        security::obstacles(&self.panel, &asked, ctx.locale(None))
    }

    /// What an investor should know before pledging, the worst first.
    async fn risks(&self, ctx: &Context<'_>) -> Result<Vec<PatentRisk>> {
        let locale = ctx.locale(None);
        let mut risks = self.panel.risks(ctx.app()?.now());
        let has_document = self
            .beside
            .is_some_and(|beside| beside.kept.ownership.proof == Some(projects::OwnerProof::Document));
        let owner = owner_match(ctx, &self.panel, self.beside.as_ref()).await?;
        if owner == patents::OwnerMatch::OtherParty && !has_document {
            risks.push(patents::Risk {
                kind: RiskKind::OwnerMismatch,
                on: None,
            });
        }
        Ok(risks.iter().map(|risk| PatentRisk::of(risk, locale)).collect())
    }

    /// Its symbols of the International Patent Classification.
    async fn ipc(&self) -> Vec<IpcSymbol> {
        self.panel.ipc.iter().cloned().map(IpcSymbol).collect()
    }

    /// What was published of it, oldest first.
    async fn publications(&self) -> Vec<PatentPublication> {
        let shown = |publication: &patents::PanelPublication| PatentPublication {
            number: PatentNumber(publication.number.clone()),
            kind: publication.kind.clone(),
            published_on: publication.published_on,
        };
        self.panel.publications.iter().map(shown).collect()
    }

    /// Other members of its family.
    async fn family(&self) -> Vec<FamilyMember> {
        let shown = |member: &patents::facts::FamilyMember| FamilyMember {
            office: member.office.clone(),
            number: member.number.clone(),
        };
        self.panel.family.iter().map(shown).collect()
    }

    /// What its registers recorded, newest first; undated entries last.
    async fn events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 if not said.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
    ) -> Result<Listed<PatentEvent>> {
        let (page, locale) = (page(first, after)?, ctx.locale(None));
        let found = ctx
            .app()?
            .patents
            .events(self.panel.id, &page)
            .await
            .map_err(paging)?;
        let totals = total(found.total);
        Ok(connection(found, page.after.is_some(), totals, |event| {
            PatentEvent::of(event, locale)
        }))
    }

    /// How it was found to stand over time, newest first: what was shown on which day.
    async fn history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 if not said.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
    ) -> Result<Listed<PatentAssessment>> {
        let page = page(first, after)?;
        let found = ctx
            .app()?
            .patents
            .history(self.panel.id, &page)
            .await
            .map_err(paging)?;
        let totals = total(found.total);
        Ok(connection(found, page.after.is_some(), totals, PatentAssessment))
    }

    /// What was fetched from registers about it, newest first.
    async fn evidence(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 if not said.")] first: Option<i32>,
    ) -> Result<Vec<EvidenceSnapshot>> {
        let limit = page(first, None)?.first;
        let found = ctx
            .app()?
            .patents
            .evidence(self.panel.id, limit.into())
            .await
            .map_err(database)?;
        Ok(found.into_iter().map(EvidenceSnapshot).collect())
    }

    /// What its status means for an investor, in one sentence of the caller's language.
    async fn meaning(&self, ctx: &Context<'_>) -> String {
        i18n::label(
            ctx.locale(None),
            "patent-meaning",
            self.panel.status.value.as_str(),
        )
    }

    /// Its page in a public register; null for invented rights.
    async fn register_url(&self) -> Option<Url> {
        register_url(&self.panel).map(Url)
    }

    /// Whether the caller follows it.
    async fn viewer_follows(&self, ctx: &Context<'_>) -> Result<bool> {
        follow::viewer_follows(ctx, Followee::Patent(self.panel.id)).await
    }

    /// How many people follow it.
    async fn follower_count(&self, ctx: &Context<'_>) -> Result<i32> {
        follow::follower_count(ctx, Followee::Patent(self.panel.id)).await
    }

    /// Whether it was invented for the demonstration.
    async fn is_sample(&self) -> bool {
        self.panel.is_sample
    }

    /// Public campaigns that stand on it, newest first.
    async fn campaigns(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 20; 20 if not said.")] first: Option<i32>,
    ) -> Result<Vec<Campaign>> {
        let limit = usize::try_from(page(first, None)?.first).unwrap_or(20);
        let found = ctx.loaders()?.one(CampaignsOn(self.panel.id)).await?;
        Ok(found
            .unwrap_or_default()
            .into_iter()
            .take(limit)
            .map(Campaign)
            .collect())
    }
}

/// Why a page of a right's entries cannot be given.
fn paging(error: patents::PageError) -> async_graphql::Error {
    match error {
        patents::PageError::Cursor(error) => problem(ErrorCode::BadUserInput, error.to_string()),
        patents::PageError::Store(error) => database(error),
    }
}

/// A reason's code in words.
fn reason(code: &str, locale: KernelLocale) -> String {
    i18n::label(locale, "patent-reason", code)
}

/// Where the public can read the register: Espacenet for what it holds.
fn register_url(panel: &Panel) -> Option<String> {
    if panel.is_sample {
        return None;
    }
    let plain: String = panel.number.chars().filter(char::is_ascii_alphanumeric).collect();
    Some(format!(
        "https://worldwide.espacenet.com/patent/search?q=pn%3D{plain}"
    ))
}

/// The right with this id, shown beside no campaign.
pub(in super::super) async fn find(ctx: &Context<'_>, id: PatentId) -> Result<Option<Patent>> {
    Ok(ctx
        .loaders()?
        .one(id)
        .await?
        .map(|panel| Patent { panel, beside: None }))
}
