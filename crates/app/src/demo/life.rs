//! The life of the demonstration, act by act in the order of time.

use std::collections::BTreeMap;

use accounts::SeedUser;
use chrono::{DateTime, TimeDelta, Utc};
use db::Act;
use kernel::{Caller, CampaignId, Currency, FixedClock, Money, RewardId, Role, SessionId, UserId, kind};
use payments::sandbox::CardInput;
use pledges::{ItemWish, PlacePledge};
use projects::{AddPool, AddReward, CreateProject, DeadlineTerm, Decision, EditCampaign, RewardKind};

use super::{
    DemoError, PASSWORD,
    content::{Campaign, Content, Person, Pledge, Stage},
    voices::{Said, Spoken, Voices},
};
use crate::{App, grave_risks};

/// What the audit trail calls the finished demonstration.
pub(super) const SEEDED: &str = "demonstration";

/// Something that happens at a moment.
enum Happening {
    Write(usize),
    Launch(usize),
    Pledge(usize, usize),
    PatentChange(usize, usize),
    Said(Said),
    Close,
}

/// What became of a campaign so far.
pub(super) struct Written {
    pub(super) id: CampaignId,
    rewards: Vec<RewardId>,
    add_ons: Vec<RewardId>,
    currency: Currency,
}

pub(super) struct Life<'a> {
    pub(super) app: &'a App,
    people: BTreeMap<String, Caller>,
    written: BTreeMap<usize, Written>,
}

pub(super) fn refused(
    step: impl Into<String>,
) -> impl FnOnce(Box<dyn std::error::Error + Send + Sync>) -> DemoError {
    let step = step.into();
    move |error| DemoError::Step {
        step,
        reason: error.to_string(),
    }
}

/// Performs everything, each act at its own time, and ends with the clock at the present.
pub(super) async fn live(app: &App, clock: &FixedClock, content: Content) -> Result<(), DemoError> {
    let present = kernel::Clock::now(clock);
    let mut plan: Vec<(DateTime<Utc>, Happening)> = Vec::new();
    for (c, campaign) in content.campaigns.iter().enumerate() {
        let launched = campaign
            .launched_days_ago
            .map(|days| present - TimeDelta::days(days));
        plan.push((
            launched.unwrap_or(present) - TimeDelta::days(3),
            Happening::Write(c),
        ));
        let Some(launched) = launched else { continue };
        plan.push((launched, Happening::Launch(c)));
        for (p, pledge) in campaign.pledges.iter().enumerate() {
            let at = present - TimeDelta::days(pledge.days_ago) + TimeDelta::minutes(7 * (p as i64 + 1));
            plan.push((
                at.max(launched + TimeDelta::minutes(p as i64 + 1)),
                Happening::Pledge(c, p),
            ));
        }
        for (n, change) in campaign.patent_changes.iter().enumerate() {
            let at = present - TimeDelta::days(change.days_ago);
            plan.push((at, Happening::PatentChange(c, n)));
        }
        if campaign.deadline_in_days < 0 {
            plan.push((
                present + TimeDelta::days(campaign.deadline_in_days) + TimeDelta::hours(1),
                Happening::Close,
            ));
        }
    }
    let voices = Voices::shipped()?;
    let said = voices.plan(present);
    plan.extend(said.into_iter().map(|(at, said)| (at, Happening::Said(said))));
    let mut spoken = Spoken::new(voices);
    plan.sort_by_key(|(at, _)| *at);
    let first = plan.first().map_or(present, |(at, _)| *at) - TimeDelta::days(1);
    clock.set(first);
    let mut life = Life {
        app,
        people: BTreeMap::new(),
        written: BTreeMap::new(),
    };
    life.people(&content.users).await?;
    life.verify(&content).await?;
    for (at, happening) in plan {
        clock.set(at.min(present));
        match happening {
            Happening::Write(c) => life.write(c, &content.campaigns[c]).await?,
            Happening::Launch(c) => life.launch(c, &content.campaigns[c]).await?,
            Happening::Pledge(c, p) => life.pledge(c, &content.campaigns[c].pledges[p]).await?,
            Happening::PatentChange(c, n) => {
                life.change_patent(&content.campaigns[c].patent_changes[n].number)
                    .await?;
            }
            Happening::Said(said) => {
                let (campaign, who) = spoken.scene(said);
                let found = content.campaigns.iter().position(|known| known.key == campaign);
                let c = found.ok_or_else(|| DemoError::Step {
                    step: campaign.to_owned(),
                    reason: "there is no such campaign".to_owned(),
                })?;
                let caller = life.person(who.unwrap_or(&content.campaigns[c].founder))?;
                let id = life.written(c)?.id;
                spoken.say(app, &caller, id, said).await?;
            }
            Happening::Close => life.close().await?,
        }
    }
    clock.set(present);
    life.wait(&content).await?;
    life.app.runner().drain().await?;
    while app.db().seal_audit(1_000).await? > 0 {}
    let tx = app.db().begin().await?;
    tx.record(
        &Caller::system("demonstration"),
        Act::new("demonstration.seed", SEEDED),
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

impl Life<'_> {
    async fn people(&mut self, users: &[Person]) -> Result<(), DemoError> {
        for person in users {
            let request = SeedUser {
                email: person.email.clone(),
                password: PASSWORD.to_owned(),
                display_name: person.display_name.clone(),
                roles: person.roles.clone(),
                locale: person.locale,
            };
            let user = self
                .app
                .accounts
                .seed_user(&Caller::system("demonstration"), request)
                .await;
            let user = user.map_err(|error| refused(&person.email)(error.into()))?;
            self.people
                .insert(person.key.clone(), self.caller(user.id, user.roles));
        }
        Ok(())
    }

    /// A caller who acts without a sign-in of their own.
    fn caller(&self, id: UserId, roles: Vec<Role>) -> Caller {
        let now = self.app.now();
        let session: SessionId = self.app.db().ids().next::<kind::Session>(now);
        Caller {
            request_id: "demonstration".to_owned(),
            ..Caller::user(id, session, roles)
        }
    }

    pub(super) fn person(&self, key: &str) -> Result<Caller, DemoError> {
        let missing = || DemoError::Step {
            step: key.to_owned(),
            reason: "there is no such person".to_owned(),
        };
        self.people.get(key).cloned().ok_or_else(missing)
    }

    /// The founder writes the campaign and, as far as it has come, a reviewer decides on it.
    async fn write(&mut self, c: usize, campaign: &Campaign) -> Result<(), DemoError> {
        let founder = self.person(&campaign.founder)?;
        let step = |what: &str| format!("{} {what}", campaign.key);
        let wrong = |error: kernel::MoneyError| refused(step("money"))(error.into());
        let currency: Currency = campaign.currency.parse().map_err(wrong)?;
        let field = campaign
            .field
            .parse()
            .map_err(|error: kernel::UnknownWord| refused(step("field"))(error.into()))?;
        let request = CreateProject {
            title: campaign.title.clone(),
            field,
            country: Some(campaign.country.clone()),
            currency,
            zone: Some(campaign.zone.clone()),
        };
        let projects = &self.app.projects;
        let failed = |what: &str| {
            let step = step(what);
            move |error: projects::Error| refused(step)(error.into())
        };
        let (_, draft) = projects
            .create_project(&founder, request)
            .await
            .map_err(failed("create"))?;
        let days = campaign.launched_days_ago.unwrap_or(0) + campaign.deadline_in_days;
        let edit = EditCampaign {
            slug: Some(campaign.slug.clone()),
            blurb: Some(campaign.blurb.clone()),
            story: Some(campaign.story.clone()),
            risks: Some(campaign.risks.clone()),
            team: Some(campaign.team.clone()),
            goal: Some(Money::parse(&campaign.goal, currency).map_err(wrong)?),
            deadline: Some(DeadlineTerm::Days(u16::try_from(days.clamp(1, 60)).unwrap_or(30))),
            ..EditCampaign::default()
        };
        projects
            .edit_campaign(&founder, draft.id, draft.version, edit)
            .await
            .map_err(failed("edit"))?;
        for number in &campaign.patents {
            let parsed = self
                .app
                .parse_number(number, None)
                .map_err(|error| refused(number)(error.into()))?;
            let found = self.app.patents.look_up(&parsed).await?;
            let missing = || DemoError::Step {
                step: number.clone(),
                reason: "the register does not hold it".to_owned(),
            };
            let patent = found.ok_or_else(missing)?;
            projects
                .attach_patent(&founder, draft.id, patent)
                .await
                .map_err(failed("attach"))?;
        }
        let mut pools = Vec::new();
        for pool in &campaign.pools {
            let pool = AddPool {
                name: pool.name.clone(),
                limit: pool.limit,
            };
            let added = projects.add_pool(&founder, draft.id, pool).await;
            pools.push(added.map_err(failed("pool"))?.id);
        }
        let pool_at = |index: Option<usize>| index.and_then(|index| pools.get(index).copied());
        let mut rewards = Vec::new();
        for reward in &campaign.rewards {
            let reward = AddReward {
                kind: RewardKind::Reward,
                pool_id: pool_at(reward.pool_index),
                per_pledge_limit: 1,
                offered_with: None,
                title: reward.title.clone(),
                description: reward.description.clone(),
                amount: Money::parse(&reward.amount, currency).map_err(wrong)?,
                limit: reward.limit,
                deliver_on: reward.delivery_on,
            };
            rewards.push(
                projects
                    .add_reward(&founder, draft.id, reward)
                    .await
                    .map_err(failed("reward"))?
                    .id,
            );
        }
        let mut add_ons = Vec::new();
        for add_on in &campaign.add_ons {
            let with = add_on.with_index.as_ref();
            let add_on = AddReward {
                kind: RewardKind::AddOn,
                title: add_on.title.clone(),
                description: add_on.description.clone(),
                amount: Money::parse(&add_on.amount, currency).map_err(wrong)?,
                limit: add_on.limit,
                pool_id: pool_at(add_on.pool_index),
                per_pledge_limit: add_on.per_pledge,
                offered_with: with.map(|with| with.iter().map(|index| rewards[*index]).collect()),
                deliver_on: add_on.delivery_on,
            };
            let added = projects.add_reward(&founder, draft.id, add_on).await;
            add_ons.push(added.map_err(failed("add-on"))?.id);
        }
        if campaign.state != Stage::Draft {
            let now = projects.find(&founder, draft.id).await.map_err(failed("find"))?;
            let version = now.map_or(0, |campaign| campaign.version);
            projects
                .submit(&founder, draft.id, version)
                .await
                .map_err(failed("submit"))?;
        }
        if campaign.state != Stage::Draft {
            let launches = campaign.launched_days_ago.is_some();
            self.show_ownership(&founder, draft.id, launches).await?;
        }
        if !matches!(campaign.state, Stage::Draft | Stage::InReview) {
            let reviewer = self.person("reviewer")?;
            projects
                .claim_review(&reviewer, draft.id)
                .await
                .map_err(failed("claim"))?;
            let decided = projects
                .decide_review(&reviewer, draft.id, Decision::Approved, None)
                .await;
            decided.map_err(failed("approve"))?;
        }
        self.written.insert(
            c,
            Written {
                id: draft.id,
                rewards,
                add_ons,
                currency,
            },
        );
        Ok(())
    }

    async fn launch(&mut self, c: usize, campaign: &Campaign) -> Result<(), DemoError> {
        let (founder, id) = (self.person(&campaign.founder)?, self.written(c)?.id);
        let launched = self.app.projects.launch(&founder, id, None).await;
        launched.map_err(|error| refused(format!("{} launch", campaign.key))(error.into()))?;
        Ok(())
    }

    pub(super) fn written(&self, c: usize) -> Result<&Written, DemoError> {
        let missing = || DemoError::Step {
            step: c.to_string(),
            reason: "the campaign was not written".to_owned(),
        };
        self.written.get(&c).ok_or_else(missing)
    }

    async fn pledge(&mut self, c: usize, pledge: &Pledge) -> Result<(), DemoError> {
        let investor = self.person(&pledge.investor)?;
        let campaign = self.written(c)?;
        let step = || format!("{} pledges {}", pledge.investor, pledge.amount);
        let amount =
            Money::parse(&pledge.amount, campaign.currency).map_err(|error| refused(step())(error.into()))?;
        let request = PlacePledge {
            campaign_id: campaign.id,
            reward_id: pledge
                .reward_index
                .and_then(|index| campaign.rewards.get(index).copied()),
            items: chosen(pledge, &campaign.add_ons),
            amount,
            acknowledged_risks: self.grave_risks(campaign.id).await?,
            idempotency_key: self.app.db().ids().uuid(self.app.now()),
        };
        let pledges = &self.app.pledges;
        let placed = pledges
            .place(&investor, request)
            .await
            .map_err(|error| refused(step())(error.into()))?;
        let setup = pledges
            .setup_to_fill(&investor, placed.id)
            .await
            .map_err(|error| refused(step())(error.into()))?;
        if let (Some(sandbox), Some(provider_id)) = (self.app.sandbox(), &setup.provider_id) {
            let card = CardInput {
                number: "4242424242424242".to_owned(),
                exp_month: 12,
                exp_year: 2034,
                cvc: "123".to_owned(),
            };
            sandbox
                .enter_card(provider_id, &card)
                .await
                .map_err(|error| refused(step())(error.into()))?;
        }
        pledges
            .refresh_setup(&investor, placed.id)
            .await
            .map_err(|error| refused(step())(error.into()))?;
        Ok(())
    }

    /// What an investor of the demonstration has read before pledging.
    async fn grave_risks(&self, campaign: CampaignId) -> Result<Option<String>, DemoError> {
        let found = self
            .app
            .projects
            .find(&Caller::system("demo"), campaign)
            .await
            .map_err(|error| refused("risks")(error.into()))?;
        let ends_on = found
            .and_then(|campaign| campaign.deadline_at)
            .map(|at| at.date_naive());
        let links = self
            .app
            .projects
            .patents_of(&[campaign])
            .await
            .map_err(|error| refused("risks")(error.into()))?;
        let ids: Vec<_> = links.iter().map(|link| link.patent_id).collect();
        let panels = self.app.patents.panels(&ids).await?;
        Ok(grave_risks(&panels, ends_on, self.app.now()).hash())
    }

    /// The register says something else than before; what follows is the platform's own work.
    async fn change_patent(&mut self, number: &str) -> Result<(), DemoError> {
        let parsed = self.app.parse_number(number, None);
        let parsed = parsed.map_err(|error| refused(number)(error.into()))?;
        match self.app.patents.record_later_sample(&parsed).await? {
            Some(_) => Ok(()),
            None => Err(DemoError::Step {
                step: number.to_owned(),
                reason: "the register knows of no change".to_owned(),
            }),
        }
    }

    async fn close(&mut self) -> Result<(), DemoError> {
        let closer = Caller::system("closer");
        let closed = self.app.projects.close_due(&closer, 100).await;
        closed.map_err(|error| refused("closing")(error.into()))?;
        Ok(())
    }
}

/// The add-ons that a pledge of the demonstration chose.
fn chosen(pledge: &Pledge, add_ons: &[RewardId]) -> Vec<ItemWish> {
    let chosen = pledge.add_ons.iter().filter_map(|chosen| {
        Some(ItemWish {
            reward_id: *add_ons.get(chosen.index)?,
            quantity: chosen.quantity,
        })
    });
    chosen.collect()
}
