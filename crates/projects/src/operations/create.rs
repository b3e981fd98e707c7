use db::Act;
use kernel::{
    Caller, Currency, Locale, LocalizedText, Money, ProjectId, UserId, kind,
    policy::{self, Action},
};
use uuid::Uuid;

use super::Projects;
use crate::{
    Error, Result,
    campaign::{Campaign, CampaignState, CampaignTexts, ShortfallRule, unknown},
    events::CampaignDrafted,
    project::{Field, Project, is_country},
    projection, slug, standing, store, text,
    zone::find_zone,
};

/// A project to be listed, with the currency of its first campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateProject {
    /// What it is called.
    pub title: LocalizedText,
    /// Its field of technology.
    pub field: Field,
    /// Where it is done: ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// What its first campaign is funded in.
    pub currency: Currency,
    /// The zone its times are shown in; UTC, or China's for a project in China, if absent.
    pub zone: Option<String>,
}

/// Another campaign of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BeginCampaign {
    /// The project.
    pub project_id: ProjectId,
    /// What it is funded in.
    pub currency: Currency,
    /// The zone its times are shown in.
    pub zone: Option<String>,
}

impl Projects {
    /// Lists a project and begins its first campaign as a draft.
    ///
    /// # Errors
    /// [`Error::Forbidden`] if the caller is not a founder; [`Error::Invalid`] with everything wrong.
    #[tracing::instrument(name = "projects.create_project", skip_all)]
    pub async fn create_project(
        &self,
        caller: &Caller,
        request: CreateProject,
    ) -> Result<(Project, Campaign)> {
        policy::can(caller, Action::ProjectCreate)?;
        let founder_id = caller.user_id()?;
        let mut violations = Vec::new();
        let title = text::TITLE.clean(&request.title, &mut violations);
        violations.extend(text::TITLE.lacking(&title));
        let country = request
            .country
            .map(|code| code.trim().to_ascii_uppercase())
            .filter(|code| !code.is_empty());
        violations.extend(
            country
                .iter()
                .filter(|code| !is_country(code))
                .map(|code| unknown("country", code)),
        );
        let zone = zone_or_default(request.zone.as_deref(), country.as_deref());
        violations.extend(zone.as_ref().err().cloned());
        Error::unless_valid(violations)?;

        let tx = self.db.begin().await?;
        let now = tx.now().await?;
        let project = Project {
            id: tx.new_id::<kind::Project>(now),
            founder_id,
            title,
            field: request.field,
            country,
            created_at: now,
            version: 1,
        };
        store::projects::insert(&tx, &project).await?;
        tx.record(
            caller,
            Act::new("project.create", project.id).after(project.trace()),
        )
        .await?;
        let zone = zone.unwrap_or_else(|_| "UTC".to_owned());
        let campaign = self.draft(&tx, caller, &project, request.currency, zone).await?;
        tx.commit().await?;
        Ok((project, campaign))
    }

    /// Begins another campaign of a project whose earlier ones have ended.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::CampaignUnderWay`] while one has not ended.
    #[tracing::instrument(name = "projects.begin_campaign", skip_all, fields(project.id = %request.project_id))]
    pub async fn begin_campaign(&self, caller: &Caller, request: BeginCampaign) -> Result<Campaign> {
        let tx = self.db.begin().await?;
        let project = store::projects::lock(&tx, request.project_id).await?;
        let owner = project
            .as_ref()
            .map_or(UserId::from_uuid(Uuid::nil()), |project| project.founder_id);
        policy::can(caller, Action::CampaignCreate { owner })?;
        let project = project.ok_or(Error::NotFound)?;
        let zone = zone_or_default(request.zone.as_deref(), project.country.as_deref())
            .map_err(|violation| Error::Invalid(vec![violation]))?;
        if store::campaigns::is_under_way(&tx, project.id).await? {
            return Err(Error::CampaignUnderWay);
        }
        let campaign = self.draft(&tx, caller, &project, request.currency, zone).await?;
        tx.commit().await?;
        Ok(campaign)
    }

    async fn draft(
        &self,
        tx: &db::Tx,
        caller: &Caller,
        project: &Project,
        currency: Currency,
        zone: String,
    ) -> Result<Campaign> {
        let now = tx.now().await?;
        let id = tx.new_id::<kind::Campaign>(now);
        let mut campaign = Campaign {
            id,
            project_id: project.id,
            founder_id: project.founder_id,
            slug: String::new(),
            state: CampaignState::Draft,
            pause_reason: None,
            paused_at: None,
            regime: kernel::Regime::Reward,
            field: project.field,
            country: project.country.clone(),
            currency,
            goal: None,
            title: project.title.clone(),
            blurb: LocalizedText::default(),
            cover: id.to_string().chars().rev().take(12).collect(),
            zone,
            starts_at: None,
            deadline: None,
            deadline_at: None,
            created_at: now,
            submitted_at: None,
            listed_at: now,
            launched_at: None,
            ended_at: None,
            held_at: None,
            pledged: Money::zero(currency),
            investor_count: 0,
            dossier_hash: None,
            shortfall_rule: ShortfallRule::Accept,
            protection: standing::protection(&[]),
            is_sample: false,
            version: 1,
        };
        campaign.slug = free_slug(tx, &campaign).await?;
        store::campaigns::insert(tx, &campaign, &CampaignTexts::default()).await?;
        projection::refresh(tx, self, &campaign).await?;
        tx.record(
            caller,
            Act::new("campaign.draft", id).after(super::trace(&campaign)),
        )
        .await?;
        let drafted = CampaignDrafted {
            campaign_id: id,
            project_id: project.id,
            founder_id: project.founder_id,
        };
        tx.publish(&drafted).await?;
        Ok(campaign)
    }
}

/// The best slug for a campaign's title that no other campaign has.
pub(super) async fn free_slug(tx: &db::Tx, campaign: &Campaign) -> Result<String> {
    let (title, _) = campaign.title.best(Locale::En);
    let slugs = slug::candidates(title, campaign.field.as_str(), campaign.id);
    let first = slugs.first().cloned().unwrap_or_default();
    // Two campaigns of one title, written at the same moment, look one after the other.
    tx.lock_name(&format!("slug:{first}")).await?;
    let taken = store::campaigns::taken_slugs(tx, &slugs, campaign.id).await?;
    Ok(slugs
        .into_iter()
        .find(|slug| !taken.contains(slug))
        .unwrap_or_else(|| campaign.id.to_string().replace('_', "-")))
}

fn zone_or_default(
    name: Option<&str>,
    country: Option<&str>,
) -> Result<String, crate::validation::Violation> {
    match name {
        Some(name) => find_zone(name)
            .map(|zone| zone.name().to_owned())
            .ok_or_else(|| unknown("zone", name)),
        None if country == Some("CN") => Ok("Asia/Shanghai".to_owned()),
        None => Ok("UTC".to_owned()),
    }
}
