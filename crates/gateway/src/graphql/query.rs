//! What can be asked.

use async_graphql::{Context, ID, Interface, Object, Result};
use kernel::{
    CampaignId, HistoricalCampaignId, PatentId, PledgeId, ProjectId, RewardId, RewardPoolId, SnapshotId,
    prefix_of,
};

use super::{
    connection::{Listed, connection, total},
    context::{Resolving, database, forbidden, page},
    discover::{CampaignFilter, CampaignOrder},
    ids::typed,
    loaders::PanelsOf,
    numbers::{PatentNumberParse, parsed},
    refusals::refused,
    types::{
        administration::Administration,
        audit::AuditRecord,
        campaign::Campaign,
        finance::{self, FinanceQueues},
        follow::Followed,
        found::{CampaignConnection, Found},
        history::HistoricalCampaign,
        ip_claim::IpClaim,
        material_change::MaterialChange,
        ownership::OwnershipClaim,
        patent::{self, EvidenceSnapshot, Office, Patent, PatentLookup},
        patent_document::{self, PatentDocument},
        payout::PayoutStatement,
        platform::Platform,
        pledge::Pledge,
        project::{Project, PublicProfile},
        question::{self, Question, ReportedQuestion},
        reward::Reward,
        reward_pool::RewardPool,
        update::CampaignUpdate,
        verification::{self, Verification},
        viewer::Viewer,
    },
};
use crate::http::{ErrorCode, problem};

/// Something with an id of its own.
#[allow(
    clippy::large_enum_variant,
    reason = "it lives for one answer, on the stack of one resolver"
)]
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Its id."))]
pub enum Node {
    /// A campaign.
    Campaign(Campaign),
    /// A project.
    Project(Project),
    /// A reward.
    Reward(Reward),
    /// A stock that rewards share.
    RewardPool(RewardPool),
    /// A patent right.
    Patent(Patent),
    /// A piece of evidence.
    EvidenceSnapshot(EvidenceSnapshot),
    /// A pledge.
    Pledge(Pledge),
    /// A change of a campaign's patents.
    MaterialChange(MaterialChange),
    /// A past campaign of another platform.
    HistoricalCampaign(HistoricalCampaign),
    /// What a founder tells of a campaign.
    CampaignUpdate(CampaignUpdate),
    /// A question to the founder of a campaign.
    Question(Question),
}

/// The thing with this id, if the caller may see it. An id of a kind that has no node is not there.
async fn find(ctx: &Context<'_>, id: &ID) -> Result<Option<Node>> {
    let (loaders, app) = (ctx.loaders()?, ctx.app()?);
    Ok(match prefix_of(id) {
        Some("campaign") => loaders
            .one::<CampaignId>(typed(id)?)
            .await?
            .map(|c| Node::Campaign(Campaign(c))),
        Some("project") => loaders
            .one::<ProjectId>(typed(id)?)
            .await?
            .map(|p| Node::Project(Project(p))),
        Some("reward") => match loaders.one::<RewardId>(typed(id)?).await? {
            // A reward is seen by those who see its campaign.
            Some(reward) => {
                let seen = loaders.one(reward.campaign_id).await?.is_some();
                seen.then_some(Node::Reward(Reward(reward)))
            }
            None => None,
        },
        Some("pool") => match loaders.one::<RewardPoolId>(typed(id)?).await? {
            // So is the stock it is taken out of.
            Some(pool) => {
                let seen = loaders.one(pool.campaign_id).await?.is_some();
                seen.then_some(Node::RewardPool(RewardPool(pool)))
            }
            None => None,
        },
        Some("patent") => patent::find(ctx, typed::<kernel::kind::Patent>(id)?)
            .await?
            .map(Node::Patent),
        Some("snapshot") => {
            let id: SnapshotId = typed(id)?;
            let found = app.patents.snapshot(id).await.map_err(database)?;
            found.map(|snapshot| Node::EvidenceSnapshot(EvidenceSnapshot(snapshot)))
        }
        Some("pledge") => loaders
            .one::<PledgeId>(typed(id)?)
            .await?
            .map(|p| Node::Pledge(Pledge(p))),
        Some("change") => {
            let found = app.pledges.change(typed(id)?).await.map_err(finance::refused)?;
            // A change is seen by those who see its campaign.
            match found {
                Some(change) if loaders.one(change.campaign_id).await?.is_some() => {
                    Some(Node::MaterialChange(MaterialChange(change)))
                }
                _ => None,
            }
        }
        Some("update") => {
            let found = app.projects.find_update(ctx.caller()?, typed(id)?).await;
            found
                .map_err(refused)?
                .map(|update| Node::CampaignUpdate(CampaignUpdate(update)))
        }
        Some("question") => {
            let found = app.projects.find_question(ctx.caller()?, typed(id)?).await;
            found
                .map_err(refused)?
                .map(|question| Node::Question(Question(question)))
        }
        Some("past") => {
            let id: HistoricalCampaignId = typed(id)?;
            let found = projects::history::by_ids(app.db(), &[id])
                .await
                .map_err(refused)?
                .pop();
            found.map(|campaign| Node::HistoricalCampaign(HistoricalCampaign(campaign)))
        }
        _ => None,
    })
}

/// Loads what the asked-for fields of a page of campaigns need, so that the number of statements
/// does not hang on when each field happens to ask.
async fn prepare(ctx: &Context<'_>, page: &kernel::Page<projects::Campaign>) -> Result<()> {
    let ahead = ctx.look_ahead();
    let (nodes, edges) = (ahead.field("nodes"), ahead.field("edges").field("node"));
    let asked = |field: &str| nodes.field(field).exists() || edges.field(field).exists();
    let (panels, founders) = (asked("ipPanel"), asked("ipPanel") || asked("founder"));
    let loaders = ctx.loaders()?;
    let campaigns = || page.items.iter().map(|(_, campaign)| campaign);
    if panels {
        loaders
            .prepare(campaigns().map(|campaign| PanelsOf(campaign.id)).collect())
            .await?;
    }
    if founders {
        loaders
            .prepare(campaigns().map(|campaign| campaign.founder_id).collect())
            .await?;
    }
    Ok(())
}

/// What can be asked.
#[derive(Default)]
pub struct Query;

/// What can be asked.
#[Object]
impl Query {
    /// The person who is signed in; null if nobody is.
    async fn viewer(&self, ctx: &Context<'_>) -> Option<Result<Viewer>> {
        Viewer::of_caller(ctx).await.transpose()
    }

    /// The thing with this id. Null if there is none or the caller may not see it.
    async fn node(&self, ctx: &Context<'_>, #[graphql(desc = "The id.")] id: ID) -> Option<Result<Node>> {
        find(ctx, &id).await.transpose()
    }

    /// The things with these ids, in their order; null where there is none or the caller may not see it.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ids, at most 100.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Node>>> {
        if ids.len() > 100 {
            return Err(problem(ErrorCode::BadUserInput, "at most 100 ids at once"));
        }
        futures_util::future::try_join_all(ids.iter().map(|id| find(ctx, id))).await
    }

    /// A campaign by its id. Null if there is none or the caller may not see it.
    async fn campaign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id.")] id: ID,
    ) -> Option<Result<Campaign>> {
        let found = async {
            let id: CampaignId = typed(&id)?;
            Ok(ctx.loaders()?.one(id).await?.map(Campaign))
        };
        found.await.transpose()
    }

    /// A campaign by its readable address. Null if there is none or the caller may not see it.
    async fn campaign_by_slug(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The readable address.")] slug: String,
    ) -> Option<Result<Campaign>> {
        let found = async {
            let found = ctx
                .app()?
                .projects
                .by_slug(ctx.caller()?, &slug)
                .await
                .map_err(refused)?;
            Ok(found.map(Campaign))
        };
        found.await.transpose()
    }

    /// Public campaigns: live ones unless the filter names other states.
    async fn campaigns(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 if not said.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "Which are wanted.")] filter: Option<CampaignFilter>,
        #[graphql(desc = "Their order; newest first if not said.")] order_by: Option<CampaignOrder>,
    ) -> Result<CampaignConnection> {
        let request = page(first, after)?;
        let filter = filter.unwrap_or_default().into_domain()?;
        let order = order_by.map(CampaignOrder::into_domain).unwrap_or_default();
        let found = ctx
            .app()?
            .projects
            .page(&filter, order, &request)
            .await
            .map_err(refused)?;
        prepare(ctx, &found).await?;
        let fields = Found {
            filter: Some(filter),
            count: None,
        };
        Ok(connection(found, request.after.is_some(), fields, Campaign))
    }

    /// A patent right by one of its numbers in any usual spelling. Null if no register that is asked
    /// knows it.
    async fn patent_by_number(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "An application, publication or grant number.")] number: String,
        #[graphql(desc = "The office, where the number alone does not tell.")] office: Option<Office>,
    ) -> Option<Result<Patent>> {
        let found = async {
            let app = ctx.app()?;
            let number = app
                .parse_number(&number, office.and_then(Office::code))
                .map_err(|error| {
                    problem(
                        ErrorCode::BadUserInput,
                        super::numbers::explain(&error, ctx.locale(None)),
                    )
                })?;
            let id: Option<PatentId> = app.patents.look_up(&number).await.map_err(database)?;
            match id {
                Some(id) => patent::find(ctx, id).await,
                None => Ok(None),
            }
        };
        found.await.transpose()
    }

    /// What a patent number, as typed, is understood to be; nothing is looked up.
    async fn patent_number_parse(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The number as typed.")] number: String,
        #[graphql(desc = "The office, where the number alone does not tell.")] office: Option<Office>,
    ) -> Result<PatentNumberParse> {
        let result = ctx.app()?.parse_number(&number, office.and_then(Office::code));
        Ok(parsed(result, ctx.locale(None)))
    }

    /// What is known of a patent number in any usual spelling: found, not found, or being looked up. No register is asked by it.
    async fn patent_lookup(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The number as typed.")] number: String,
        #[graphql(desc = "The office, where the number alone does not tell.")] office: Option<Office>,
    ) -> Result<PatentLookup> {
        let (app, locale) = (ctx.app()?, ctx.locale(None));
        match app.parse_number(&number, office.and_then(Office::code)) {
            Ok(number) => {
                let lookup = app.patents.lookup(&number).await.map_err(database)?;
                Ok(PatentLookup::of(lookup, locale))
            }
            Err(error) => Ok(PatentLookup::invalid(error, locale)),
        }
    }

    /// A pledge by its id. Null if there is none or it is not the caller's to see.
    async fn pledge(&self, ctx: &Context<'_>, #[graphql(desc = "The id.")] id: ID) -> Option<Result<Pledge>> {
        let found = async {
            let id: PledgeId = typed(&id)?;
            Ok(ctx.loaders()?.one(id).await?.map(Pledge))
        };
        found.await.transpose()
    }

    /// What a payout was made of. Null if there is none with this id, or its campaign's money is not the caller's to see.
    async fn payout_statement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The payout.")] id: ID,
    ) -> Option<Result<PayoutStatement>> {
        let found = async {
            let found = ctx
                .app()?
                .pledges
                .payout_statement(ctx.caller()?, typed(&id)?)
                .await;
            Ok(found.map_err(finance::refused)?.map(PayoutStatement::from))
        };
        found.await.transpose()
    }

    /// A founder as everybody sees them. Null if there is none with this id.
    async fn founder(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id.")] id: ID,
    ) -> Option<Result<PublicProfile>> {
        let found = async {
            let user = ctx.loaders()?.one::<kernel::UserId>(typed(&id)?).await?;
            let founder = user.filter(|user| user.roles.contains(&kernel::Role::Founder));
            Ok(founder.as_ref().map(PublicProfile::from))
        };
        found.await.transpose()
    }

    /// An update of a campaign by its id: a published one, or one of the caller's own. Null if there is none to be seen.
    async fn campaign_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id.")] id: ID,
    ) -> Option<Result<CampaignUpdate>> {
        let found = async {
            let found = ctx.app()?.projects.find_update(ctx.caller()?, typed(&id)?).await;
            Ok(found.map_err(refused)?.map(CampaignUpdate))
        };
        found.await.transpose()
    }

    /// A question by its id. Null if there is none to be seen.
    async fn question(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id.")] id: ID,
    ) -> Option<Result<Question>> {
        let found = async {
            let found = ctx
                .app()?
                .projects
                .find_question(ctx.caller()?, typed(&id)?)
                .await;
            Ok(found.map_err(refused)?.map(Question))
        };
        found.await.transpose()
    }

    /// Questions that readers reported, the longest waiting first. For reviewers.
    async fn reported_questions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 if not said.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
    ) -> Result<Listed<ReportedQuestion>> {
        question::reported(ctx, first, after).await
    }

    /// What a mail was about that its reader no longer wants. Null if it is not followed any more.
    async fn followed_by_mail(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What stands in the mail's link.")] secret: String,
    ) -> Option<Result<Followed>> {
        let found = async {
            let found = ctx.app()?.investors.by_secret(&secret).await.map_err(database)?;
            Ok(found.map(Followed))
        };
        found.await.transpose()
    }

    /// What administrators see of the platform: people, requests for roles, the audit trail, its work. For administrators.
    async fn administration(&self, ctx: &Context<'_>) -> Result<Administration> {
        Administration::of_caller(ctx)
    }

    /// What waits for finance. For finance officers and administrators.
    async fn finance(&self, ctx: &Context<'_>) -> Result<FinanceQueues> {
        ctx.caller()?.user_id().map_err(forbidden)?;
        Ok(FinanceQueues)
    }

    /// What waits for review, longest waiting first. For reviewers.
    async fn review_queue(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 if not said.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
    ) -> Result<CampaignConnection> {
        let (app, caller, request) = (ctx.app()?, ctx.caller()?, page(first, after)?);
        let found = app
            .projects
            .review_queue(caller, &request)
            .await
            .map_err(refused)?;
        let count = app.projects.review_queue_length(caller).await.map_err(refused)?;
        let fields = Found {
            filter: None,
            count: Some(count),
        };
        Ok(connection(found, request.after.is_some(), fields, Campaign))
    }

    /// A round of verification: for its person, and for reviewers once it was handed in. Null for everybody else.
    async fn verification(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id.")] id: ID,
    ) -> Option<Result<Verification>> {
        let found = async {
            let found = ctx.app()?.verifications.find(ctx.caller()?, typed(&id)?).await;
            Ok(found.map_err(verification::refused)?.map(Verification))
        };
        found.await.transpose()
    }

    /// People and companies that wait to be verified, longest waiting first. For reviewers.
    async fn verification_queue(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 if not said.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
    ) -> Result<Listed<Verification>> {
        let request = page(first, after)?;
        let found = ctx.app()?.verifications.queue(ctx.caller()?, &request).await;
        let found = found.map_err(verification::refused)?;
        let totals = total(found.total);
        Ok(connection(found, request.after.is_some(), totals, Verification))
    }

    /// A document by which a founder claims a right: for its founder and for reviewers. Null for everybody else.
    async fn ownership_claim(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id.")] id: ID,
    ) -> Option<Result<OwnershipClaim>> {
        let found = async {
            let found = ctx.app()?.projects.find_claim(ctx.caller()?, typed(&id)?).await;
            Ok(found.map_err(refused)?.map(OwnershipClaim))
        };
        found.await.transpose()
    }

    /// Documents by which founders claim rights, longest waiting first. For reviewers.
    async fn ownership_claim_queue(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 if not said.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
    ) -> Result<Listed<OwnershipClaim>> {
        let request = page(first, after)?;
        let found = ctx.app()?.projects.claim_queue(ctx.caller()?, &request).await;
        let found = found.map_err(refused)?;
        let totals = total(found.total);
        Ok(connection(found, request.after.is_some(), totals, OwnershipClaim))
    }

    /// A document of an office that was handed in for a right: for whoever handed it in and for reviewers. Null for everybody else.
    async fn patent_document(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id.")] id: ID,
    ) -> Option<Result<PatentDocument>> {
        let found = async {
            let found = ctx.app()?.patents.find_document(ctx.caller()?, typed(&id)?).await;
            Ok(found.map_err(database)?.map(PatentDocument))
        };
        found.await.transpose()
    }

    /// Documents of offices that were handed in for rights, longest waiting first. For reviewers.
    async fn patent_document_queue(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 if not said.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
    ) -> Result<Listed<PatentDocument>> {
        let request = page(first, after)?;
        let found = ctx.app()?.patents.document_queue(ctx.caller()?, &request).await;
        let found = found.map_err(patent_document::refused)?;
        let totals = total(found.total);
        Ok(connection(found, request.after.is_some(), totals, PatentDocument))
    }

    /// What a third party claims against a campaign: for its claimant, for reviewers, and for the founder who was asked. Null
    /// for everybody else.
    async fn ip_claim(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id.")] id: ID,
    ) -> Option<Result<IpClaim>> {
        let found = async {
            let found = ctx
                .app()?
                .projects
                .find_ip_claim(ctx.caller()?, typed(&id)?)
                .await;
            Ok(found.map_err(refused)?.map(IpClaim))
        };
        found.await.transpose()
    }

    /// What third parties claim against campaigns and is still to be decided on, longest waiting first. For reviewers.
    async fn ip_claim_queue(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 if not said.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
    ) -> Result<Listed<IpClaim>> {
        let request = page(first, after)?;
        let found = ctx.app()?.projects.ip_claim_queue(ctx.caller()?, &request).await;
        let found = found.map_err(refused)?;
        let totals = total(found.total);
        Ok(connection(found, request.after.is_some(), totals, IpClaim))
    }

    /// Changes of patents that matter to those who pledged: those that are not over, then those that
    /// are, each newest first; at most 200. For reviewers.
    async fn material_changes(&self, ctx: &Context<'_>) -> Result<Vec<MaterialChange>> {
        let found = ctx.app()?.pledges.list_changes(ctx.caller()?).await;
        Ok(found
            .map_err(finance::refused)?
            .into_iter()
            .map(MaterialChange)
            .collect())
    }

    /// What this platform is and how it is set up.
    async fn platform(&self) -> Platform {
        Platform
    }

    /// Past campaigns of other platforms, newest record first; a record of their own.
    async fn historical_campaigns(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 if not said.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "Words that the name holds.")] text: Option<String>,
    ) -> Result<Listed<HistoricalCampaign>> {
        let (db, request) = (ctx.app()?.db(), page(first, after)?);
        let found = projects::history::page(db, text.as_deref(), &request)
            .await
            .map_err(refused)?;
        let count = projects::history::count(db).await.map_err(refused)?;
        Ok(connection(
            found,
            request.after.is_some(),
            total(Some(count)),
            HistoricalCampaign,
        ))
    }

    /// What was done to one thing, oldest first. For administrators.
    async fn audit_trail(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the thing.")] subject: ID,
        #[graphql(desc = "How many, from 1 to 100; 20 if not said.")] first: Option<i32>,
    ) -> Result<Vec<AuditRecord>> {
        use kernel::policy::{Action, Denied, can};
        can(ctx.caller()?, Action::AuditView).map_err(|denied| match denied {
            Denied::Forbidden(error) => forbidden(error),
            Denied::NotThere => forbidden(kernel::Forbidden::NeedsRole(kernel::Role::Administrator)),
        })?;
        let limit = page(first, None)?.first;
        let found = ctx
            .app()?
            .db()
            .audit_of(&subject, limit.into())
            .await
            .map_err(database)?;
        Ok(found.into_iter().map(AuditRecord).collect())
    }
}
