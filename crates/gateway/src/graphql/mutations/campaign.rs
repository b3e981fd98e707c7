//! Projects and campaigns: listing, writing, review, launch.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use kernel::{CampaignId, Locale, Money as KernelMoney, MoneyError};
use patents::LookupState;
use projects::{CreateProject, DeadlineTerm, EditCampaign};

use super::super::{
    context::Resolving,
    enums::TechnologyField,
    ids::typed,
    money::MoneyInput,
    refusals::campaign_errors,
    scalars::{CountryCode, CurrencyCode},
    text::LocalizedTextInput,
    types::{
        campaign::{Campaign, ReviewDecision},
        collection::ShortfallRule,
        patent::{Beside, Office, Patent},
        project::Project,
    },
    user_errors::{CampaignUserError, CampaignUserErrorCode as Code},
};

/// A project to be listed. Its first campaign is begun as a draft.
#[derive(InputObject)]
struct ProjectCreateInput {
    /// What it is called, in one or both languages.
    title: LocalizedTextInput,
    /// Its field of technology.
    field: TechnologyField,
    /// Where it is done.
    country: Option<CountryCode>,
    /// What its first campaign is funded in.
    currency: CurrencyCode,
}

/// A change of a campaign. What is absent stays; a given text replaces both languages.
#[derive(InputObject)]
struct CampaignEditInput {
    /// The campaign.
    id: ID,
    /// The version the change was made for.
    expected_version: i32,
    /// What it is called.
    title: Option<LocalizedTextInput>,
    /// One sentence about it.
    blurb: Option<LocalizedTextInput>,
    /// What is to be made, and why; Markdown.
    story: Option<LocalizedTextInput>,
    /// What may go wrong, and what is done about it.
    risks: Option<LocalizedTextInput>,
    /// Who does it.
    team: Option<LocalizedTextInput>,
    /// The total below which nothing is charged.
    goal: Option<MoneyInput>,
    /// What happens if less than the goal can be collected.
    shortfall_rule: Option<ShortfallRule>,
    /// How many days it runs from its launch, 1 to 60.
    duration_days: Option<i32>,
    /// The zone its times are shown in: an IANA name such as `Asia/Shanghai`.
    zone: Option<String>,
    /// Its field of technology.
    field: Option<TechnologyField>,
}

/// A patent right to be attached to a campaign.
#[derive(InputObject)]
struct CampaignPatentAttachInput {
    /// The campaign.
    campaign_id: ID,
    /// An application, publication or grant number in any usual spelling.
    number: String,
    /// The office, where the number alone does not tell.
    office: Option<Office>,
}

/// A patent right to be taken off a campaign.
#[derive(InputObject)]
struct CampaignPatentDetachInput {
    /// The campaign.
    campaign_id: ID,
    /// The right.
    patent_id: ID,
}

/// A campaign to be handed in for review.
#[derive(InputObject)]
struct CampaignSubmitInput {
    /// The campaign.
    id: ID,
    /// The version that is handed in.
    expected_version: i32,
}

/// A campaign to be reviewed by the caller.
#[derive(InputObject)]
struct CampaignReviewClaimInput {
    /// The campaign.
    id: ID,
}

/// A decision on a campaign under review.
#[derive(InputObject)]
struct CampaignReviewDecideInput {
    /// The campaign.
    id: ID,
    /// The decision.
    decision: ReviewDecision,
    /// What the founder is told; needed when changes are requested.
    note: Option<String>,
}

/// An approved campaign to be launched.
#[derive(InputObject)]
struct CampaignLaunchInput {
    /// The campaign.
    id: ID,
    /// When; now if absent.
    starts_at: Option<DateTime<Utc>>,
}

/// A campaign to be ended by its founder; nobody is charged.
#[derive(InputObject)]
struct CampaignCancelInput {
    /// The campaign.
    id: ID,
    /// What investors are told.
    reason: String,
}

/// A project that was listed.
#[derive(SimpleObject, Default)]
struct ProjectCreatePayload {
    /// The project; null if it was not listed.
    project: Option<Project>,
    /// Its first campaign, a draft; null if it was not begun.
    campaign: Option<Campaign>,
    /// What the caller can put right.
    user_errors: Vec<CampaignUserError>,
}

macro_rules! campaign_payloads {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(SimpleObject)]
        struct $name {
            /// The campaign as it is now; null if there is none to show.
            campaign: Option<Campaign>,
            /// What the caller can put right.
            user_errors: Vec<CampaignUserError>,
        }

        impl From<Outcome> for $name {
            fn from((campaign, user_errors): Outcome) -> Self {
                Self { campaign, user_errors }
            }
        }
    )*};
}

campaign_payloads!(
    /// What became of a change of a campaign.
    CampaignEditPayload,
    /// What became of taking a right off a campaign.
    CampaignPatentDetachPayload,
    /// What became of handing a campaign in.
    CampaignSubmitPayload,
    /// What became of the wish to review a campaign.
    CampaignReviewClaimPayload,
    /// What became of a decision on a campaign.
    CampaignReviewDecidePayload,
    /// What became of a launch.
    CampaignLaunchPayload,
    /// What became of ending a campaign.
    CampaignCancelPayload,
);

/// What became of attaching a right to a campaign.
#[derive(SimpleObject)]
struct CampaignPatentAttachPayload {
    /// The campaign as it is now; null if there is none to show.
    campaign: Option<Campaign>,
    /// The right; null if it was not found.
    patent: Option<Patent>,
    /// What the caller can put right.
    user_errors: Vec<CampaignUserError>,
}

/// A campaign to show, and what the caller can put right.
pub(super) type Outcome = (Option<Campaign>, Vec<CampaignUserError>);

/// The outcome of an operation. When it was refused, the campaign is shown as it is.
pub(super) async fn outcome(
    ctx: &Context<'_>,
    id: CampaignId,
    result: projects::Result<projects::Campaign>,
) -> Result<Outcome> {
    match result {
        Ok(campaign) => Ok((Some(Campaign(campaign)), Vec::new())),
        Err(error) => {
            let errors = campaign_errors(error, ctx.locale(None))?;
            let campaign = ctx.app()?.projects.find(ctx.caller()?, id).await.ok().flatten();
            Ok((campaign.map(Campaign), errors))
        }
    }
}

/// An amount in an input, or what is wrong with it.
pub(super) fn money(
    input: &MoneyInput,
    field: &str,
    locale: Locale,
) -> Result<KernelMoney, CampaignUserError> {
    KernelMoney::try_from(input).map_err(|error| money_error(&error, field, locale))
}

fn money_error(error: &MoneyError, field: &str, locale: Locale) -> CampaignUserError {
    let part = if matches!(error, MoneyError::UnknownCurrency(_)) {
        "currency"
    } else {
        "amount"
    };
    let code = if matches!(error, MoneyError::Overflow) {
        Code::OutOfRange
    } else {
        Code::Invalid
    };
    CampaignUserError {
        message: money_message(error, locale),
        field: Some(vec![field.to_owned(), part.to_owned()]),
        code,
        refusal: None,
    }
}

/// What is wrong with an amount, in a language.
pub(super) fn money_message(error: &MoneyError, locale: Locale) -> String {
    match error {
        MoneyError::UnknownCurrency(code) => {
            i18n::text(locale, "money-unknown-currency", &[("code", code.clone())])
        }
        MoneyError::NotANumber => i18n::text(locale, "money-not-a-number", &[]),
        MoneyError::TooPrecise { currency, exponent } => {
            let params = [
                ("currency", currency.to_string()),
                ("digits", exponent.to_string()),
            ];
            i18n::text(locale, "money-too-precise", &params)
        }
        MoneyError::Overflow => i18n::text(locale, "money-too-large", &[]),
        MoneyError::MixedCurrencies(a, b) => i18n::text(
            locale,
            "money-mixed",
            &[("first", a.to_string()), ("second", b.to_string())],
        ),
    }
}

/// What can be done with projects and campaigns.
#[derive(Default)]
pub struct CampaignMutation;

/// What can be done with projects and campaigns.
#[Object]
impl CampaignMutation {
    /// Lists a project and begins its first campaign as a draft. For founders.
    async fn project_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The project.")] input: ProjectCreateInput,
    ) -> Result<Option<ProjectCreatePayload>> {
        let locale = ctx.locale(None);
        let currency = match input.currency.0.parse() {
            Ok(currency) => currency,
            Err(error) => {
                let wrong = CampaignUserError {
                    message: money_message(&error, locale),
                    field: Some(vec!["currency".to_owned()]),
                    code: Code::Invalid,
                    refusal: None,
                };
                return Ok(Some(ProjectCreatePayload {
                    user_errors: vec![wrong],
                    ..Default::default()
                }));
            }
        };
        let request = CreateProject {
            title: input.title.into(),
            field: input.field.into(),
            country: input.country.map(|country| country.0),
            currency,
            zone: None,
        };
        Ok(Some(
            match ctx.app()?.projects.create_project(ctx.caller()?, request).await {
                Ok((project, campaign)) => ProjectCreatePayload {
                    project: Some(Project(project)),
                    campaign: Some(Campaign(campaign)),
                    user_errors: Vec::new(),
                },
                Err(error) => ProjectCreatePayload {
                    user_errors: campaign_errors(error, locale)?,
                    ..Default::default()
                },
            },
        ))
    }

    /// Changes a campaign's words, terms or patents' order. For its founder.
    async fn campaign_edit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: CampaignEditInput,
    ) -> Result<Option<CampaignEditPayload>> {
        let (id, locale) = (typed(&input.id)?, ctx.locale(None));
        let goal = match input
            .goal
            .as_ref()
            .map(|goal| money(goal, "goal", locale))
            .transpose()
        {
            Ok(goal) => goal,
            Err(wrong) => {
                let campaign = ctx.app()?.projects.find(ctx.caller()?, id).await.ok().flatten();
                return Ok(Some((campaign.map(Campaign), vec![wrong]).into()));
            }
        };
        // A number that is no number of days is refused by the same rule as a wrong one.
        let days = |days: i32| DeadlineTerm::Days(u16::try_from(days).unwrap_or(0));
        let edit = EditCampaign {
            title: input.title.map(Into::into),
            blurb: input.blurb.map(Into::into),
            story: input.story.map(Into::into),
            risks: input.risks.map(Into::into),
            team: input.team.map(Into::into),
            goal,
            shortfall_rule: input.shortfall_rule.map(Into::into),
            zone: input.zone,
            deadline: input.duration_days.map(days),
            cover: None,
            slug: None,
            field: input.field.map(Into::into),
        };
        let result = ctx
            .app()?
            .projects
            .edit_campaign(ctx.caller()?, id, input.expected_version.into(), edit)
            .await;
        Ok(Some(outcome(ctx, id, result).await?.into()))
    }

    /// Attaches a patent right to a campaign by its number. For its founder.
    async fn campaign_patent_attach(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The right.")] input: CampaignPatentAttachInput,
    ) -> Result<Option<CampaignPatentAttachPayload>> {
        let (id, locale) = (typed(&input.campaign_id)?, ctx.locale(None));
        let office = input.office.and_then(Office::code);
        let app = ctx.app()?;
        // Rights first: whoever may not edit the campaign learns nothing of the register from it.
        if let Err(error) = app.may_edit(ctx.caller()?, id).await {
            let (campaign, user_errors) = outcome(ctx, id, Err(error)).await?;
            return Ok(Some(CampaignPatentAttachPayload {
                campaign,
                patent: None,
                user_errors,
            }));
        }
        let refused = |message: String, code: Code| {
            vec![CampaignUserError {
                message,
                field: Some(vec!["number".to_owned()]),
                code,
                refusal: None,
            }]
        };
        let number = match app.parse_number(&input.number, office) {
            Ok(number) => number,
            Err(error) => {
                let campaign = app
                    .projects
                    .find(ctx.caller()?, id)
                    .await
                    .ok()
                    .flatten()
                    .map(Campaign);
                let message = super::super::numbers::explain(&error, locale);
                let user_errors = refused(message, Code::PatentNumberInvalid);
                return Ok(Some(CampaignPatentAttachPayload {
                    campaign,
                    patent: None,
                    user_errors,
                }));
            }
        };
        let lookup = app
            .patents
            .request_lookup(&number)
            .await
            .map_err(super::super::context::database)?;
        let Some(patent_id) = lookup.patent_id else {
            let campaign = app
                .projects
                .find(ctx.caller()?, id)
                .await
                .ok()
                .flatten()
                .map(Campaign);
            let params = [("number", number.display())];
            let code = match lookup.state {
                LookupState::Pending => Code::PatentLookupPending,
                LookupState::Unavailable => Code::RegisterUnavailable,
                _ => Code::PatentNotFound,
            };
            let user_errors = refused(code.message(locale, &params), code);
            return Ok(Some(CampaignPatentAttachPayload {
                campaign,
                patent: None,
                user_errors,
            }));
        };
        let result = app.projects.attach_patent(ctx.caller()?, id, patent_id).await;
        let (campaign, user_errors) = outcome(ctx, id, result).await?;
        let panel = app
            .patents
            .panels(&[patent_id])
            .await
            .map_err(super::super::context::database)?
            .pop();
        let beside = campaign.as_ref().map(|campaign| Beside::of(&campaign.0));
        let patent = panel.map(|panel| Patent { panel, beside });
        Ok(Some(CampaignPatentAttachPayload {
            campaign,
            patent,
            user_errors,
        }))
    }

    /// Takes a patent right off a campaign. For its founder, before launch.
    async fn campaign_patent_detach(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The right.")] input: CampaignPatentDetachInput,
    ) -> Result<Option<CampaignPatentDetachPayload>> {
        let (id, patent) = (typed(&input.campaign_id)?, typed(&input.patent_id)?);
        let result = ctx.app()?.projects.detach_patent(ctx.caller()?, id, patent).await;
        Ok(Some(outcome(ctx, id, result).await?.into()))
    }

    /// Hands a campaign in for review. For its founder.
    async fn campaign_submit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The campaign.")] input: CampaignSubmitInput,
    ) -> Result<Option<CampaignSubmitPayload>> {
        let id = typed(&input.id)?;
        let result = ctx
            .app()?
            .projects
            .submit(ctx.caller()?, id, input.expected_version.into())
            .await;
        Ok(Some(outcome(ctx, id, result).await?.into()))
    }

    /// Takes a campaign in for review, so that no other reviewer works on it. For reviewers.
    async fn campaign_review_claim(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The campaign.")] input: CampaignReviewClaimInput,
    ) -> Result<Option<CampaignReviewClaimPayload>> {
        let id = typed(&input.id)?;
        let result = ctx.app()?.projects.claim_review(ctx.caller()?, id).await;
        Ok(Some(outcome(ctx, id, result).await?.into()))
    }

    /// Decides on a campaign under review. For reviewers, never on their own.
    async fn campaign_review_decide(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision.")] input: CampaignReviewDecideInput,
    ) -> Result<Option<CampaignReviewDecidePayload>> {
        let id = typed(&input.id)?;
        let (decision, note) = (input.decision.into(), input.note);
        let result = ctx
            .app()?
            .projects
            .decide_review(ctx.caller()?, id, decision, note)
            .await;
        Ok(Some(outcome(ctx, id, result).await?.into()))
    }

    /// Launches an approved campaign, now or at a set moment. For its founder.
    async fn campaign_launch(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The launch.")] input: CampaignLaunchInput,
    ) -> Result<Option<CampaignLaunchPayload>> {
        let id = typed(&input.id)?;
        let result = ctx
            .app()?
            .projects
            .launch(ctx.caller()?, id, input.starts_at)
            .await;
        Ok(Some(outcome(ctx, id, result).await?.into()))
    }

    /// Ends a campaign before its deadline; nobody is charged. For its founder.
    async fn campaign_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The campaign.")] input: CampaignCancelInput,
    ) -> Result<Option<CampaignCancelPayload>> {
        let id = typed(&input.id)?;
        let result = ctx.app()?.projects.cancel(ctx.caller()?, id, &input.reason).await;
        Ok(Some(outcome(ctx, id, result).await?.into()))
    }
}
