//! Another amount, another reward, another card.

use axum::{extract::Path, response::Response};
use chrono::{DateTime, Utc};
use http::StatusCode;

use super::one;
use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::{ById, ByIdFields, CurrencyCode, Decimal, Money, MoneyInput, Uuid, schema},
    pages::{
        campaign::Reward,
        checkout::{another_card, typed_amount},
    },
    parts::{
        grave_risks::GraveRisks,
        items::{self, AddOn, ItemInput, PledgeItem},
        user_errors::PledgeUserError,
    },
    routes::done,
    shell::{self, Shell},
    visit::Visit,
};

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "ById")]
struct AdjustQuery {
    #[arguments(id: $id)]
    pledge: Option<Pledge>,
}

/// What is pledged now, and what could be.
#[derive(cynic::QueryFragment, Debug)]
struct Pledge {
    id: cynic::Id,
    amount: Money,
    adjustable: bool,
    reward: Option<RewardId>,
    items: Vec<PledgeItem>,
    #[cynic(rename = "items", alias)]
    held: Vec<Held>,
    campaign: Option<Campaign>,
}

/// What is had out of which stock.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "PledgeItem")]
struct Held {
    quantity: i32,
    reward: Option<Stock>,
}

/// How many there are of something, and of what it shares.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Reward")]
struct Stock {
    id: cynic::Id,
    limit: Option<i32>,
    claimed: i32,
    pool: Option<Shared>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "RewardPool")]
struct Shared {
    id: cynic::Id,
    limit: Option<i32>,
    claimed: i32,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Reward")]
struct RewardId {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment, Debug)]
struct Campaign {
    title: String,
    ends_at: Option<DateTime<Utc>>,
    zone: String,
    rewards: Vec<Reward>,
    #[cynic(rename = "rewards", alias)]
    stocks: Vec<Stock>,
    add_ons: Vec<AddOn>,
    #[cynic(rename = "addOns", alias)]
    beside: Vec<Stock>,
    ip_panel: IpPanel,
}

#[derive(cynic::QueryFragment, Debug)]
struct IpPanel {
    grave_risks: Option<GraveRisks>,
}

#[derive(cynic::InputObject, Debug)]
struct PledgeAdjustInput {
    pledge_id: cynic::Id,
    reward_id: Option<cynic::Id>,
    items: Vec<ItemInput>,
    amount: MoneyInput,
    acknowledged_risks: Option<String>,
    idempotency_key: Uuid,
}

#[derive(cynic::QueryVariables, Debug)]
struct AdjustVariables {
    input: PledgeAdjustInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "AdjustVariables")]
struct AdjustMutation {
    #[arguments(input: $input)]
    pledge_adjust: Option<PledgeAdjustPayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct PledgeAdjustPayload {
    user_errors: Vec<PledgeUserError>,
}

#[derive(askama::Template)]
#[template(path = "pledge_adjust.html")]
struct AdjustPage {
    shell: Shell,
    p: Pledge,
    c: Campaign,
    /// What is chosen comes to this much.
    sum: kernel::Money,
    fields: Fields,
    problems: Problems,
}

impl Pledge {
    /// What it has of an add-on.
    fn held(&self, add_on: &AddOn) -> Option<&PledgeItem> {
        let is_it = |item: &&PledgeItem| item.reward.as_ref().is_some_and(|own| own.id == add_on.id);
        self.items.iter().find(is_it)
    }

    /// How many of something its investor could take: what they have of it, or of what it shares, they could give up for it.
    fn within_reach(&self, stock: &Stock) -> Option<i32> {
        let had = |is_it: &dyn Fn(&Stock) -> bool| -> i32 {
            let held = self.held.iter();
            let held = held.filter(|item| item.reward.as_ref().is_some_and(is_it));
            held.map(|item| item.quantity).sum()
        };
        let own = stock
            .limit
            .map(|limit| limit - stock.claimed + had(&|other| other.id == stock.id));
        let shared = stock.pool.as_ref().and_then(|pool| {
            let shares = |other: &Stock| other.pool.as_ref().is_some_and(|other| other.id == pool.id);
            Some(pool.limit? - pool.claimed + had(&shares))
        });
        own.into_iter().chain(shared).min().map(|left| left.max(0))
    }

    /// What is left of everything, as far as its investor is concerned.
    fn reach(&self, c: &mut Campaign) {
        for reward in &mut c.rewards {
            let stock = c.stocks.iter().find(|stock| stock.id == reward.id);
            reward.remaining = stock.map_or(reward.remaining, |stock| self.within_reach(stock));
        }
        for add_on in &mut c.add_ons {
            // What is had of it is added to what is left of it.
            let held = self.held(add_on).map_or(0, |item| item.quantity);
            let stock = c.beside.iter().find(|stock| stock.id == add_on.id);
            let left = stock.map(|stock| self.within_reach(stock).map(|left| left - held));
            add_on.remaining = left.unwrap_or(add_on.remaining);
        }
    }

    /// What is offered, at the prices its investor has: whoever keeps something keeps its price. What is no longer offered
    /// stays among it for who has it.
    fn priced(&self, add_ons: &[AddOn]) -> Vec<AddOn> {
        let mut priced: Vec<_> = add_ons.to_vec();
        for add_on in &mut priced {
            if let Some(held) = self.held(add_on) {
                add_on.amount = held.unit_amount.clone();
            }
        }
        let reward = self.reward.as_ref().map(|reward| &reward.id);
        for item in &self.items {
            let Some(own) = &item.reward else { continue };
            if Some(&own.id) == reward || add_ons.iter().any(|add_on| add_on.id == own.id) {
                continue;
            }
            priced.push(AddOn {
                id: own.id.clone(),
                title: own.title.clone(),
                description: String::new(),
                amount: item.unit_amount.clone(),
                remaining: Some(0),
                per_pledge_limit: item.quantity,
                offered_with: None,
            });
        }
        priced
    }

    /// What a choice comes to.
    fn sum_of(&self, c: &Campaign, fields: &Fields) -> kernel::Money {
        let wanted =
            |reward: &&Reward| fields.get("reward") == Some(reward.id.inner()) && !self.is_gone(reward);
        let nothing = kernel::Money::new(0, self.amount.value().currency);
        items::sum(
            c.rewards.iter().find(wanted),
            &self.priced(&c.add_ons),
            |add_on| self.most(add_on),
            fields,
            nothing,
        )
    }

    /// How many of an add-on can be chosen, those that are had with them.
    fn most(&self, add_on: &AddOn) -> i32 {
        let held = self.held(add_on).map_or(0, |item| item.quantity);
        add_on.most(held)
    }

    /// Whether nobody can take it, whoever has it excepted.
    fn is_gone(&self, reward: &Reward) -> bool {
        let is_own = self.reward.as_ref().is_some_and(|own| own.id == reward.id);
        reward.is_gone() && !is_own
    }
}

impl AdjustPage {
    /// What may be chosen beside a reward.
    fn add_ons(&self) -> Vec<AddOn> {
        self.p.priced(&self.c.add_ons)
    }

    /// How many of an add-on can be chosen, those that are had with them.
    fn most(&self, add_on: &AddOn) -> i32 {
        self.p.most(add_on)
    }

    /// How many of an add-on were chosen.
    fn quantity(&self, add_on: &AddOn) -> &str {
        self.fields.get(&add_on.field()).unwrap_or("0")
    }

    fn sum_words(&self) -> String {
        self.shell.w.sum(self.sum)
    }

    /// The address that shows the form with what is chosen added up.
    fn recomputed(&self) -> String {
        let path = format!("/pledges/{}/change", self.p.id.inner());
        self.shell.w.url(&path)
    }

    fn is_chosen(&self, reward: &Reward) -> bool {
        self.fields.get("reward") == Some(reward.id.inner())
    }

    /// Whether nobody can take it, whoever has it excepted.
    fn is_gone(&self, reward: &Reward) -> bool {
        self.p.is_gone(reward)
    }

    fn is_without_reward(&self) -> bool {
        self.fields.get("reward").is_none_or(|id| id == "none")
    }

    fn are_known(&self, risks: &GraveRisks) -> bool {
        self.fields.get("risks") == Some(risks.hash.as_str())
    }
}

/// `GET /pledges/{id}/change`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    let query = visit.path.split_once('?').map_or("", |(_, query)| query);
    let sent = Fields::read(query.as_bytes());
    let shown = async {
        let found = find(&visit, &id).await?;
        if !found.adjustable {
            return Ok(done(&visit.url(&format!("/pledges/{id}"))));
        }
        let reward = found.reward.as_ref().map_or("none", |reward| reward.id.inner());
        let fields = if sent.has(items::SUM) {
            reckoned(&found, sent)?
        } else {
            let kept = Fields::default()
                .or("reward", reward)
                .or("amount", found.amount.amount.0.as_str());
            let own = found.items.iter();
            own.fold(kept, |fields, item| {
                fields.or(&item.field(), item.quantity.to_string())
            })
        };
        page(&visit, found, fields, Problems::default())
    };
    match shown.await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

async fn find(visit: &Visit, id: &str) -> Result<Pledge, Failure> {
    visit.signed_in()?;
    let by_id = ById {
        id: cynic::Id::new(id),
    };
    let found: AdjustQuery = visit.query(by_id).await?;
    let mut found = found.pledge.ok_or(Failure::NotFound)?;
    if let Some(mut c) = found.campaign.take() {
        found.reach(&mut c);
        found.campaign = Some(c);
    }
    Ok(found)
}

/// With the amount that follows from what was chosen now; what was typed above the sum before stays above it.
fn reckoned(p: &Pledge, fields: Fields) -> Result<Fields, Failure> {
    let c = p.campaign.as_ref().ok_or(Failure::NotFound)?;
    let typed = typed_amount(fields.shown("amount"));
    let sum = p.sum_of(c, &fields);
    let amount = items::follow(typed.as_deref(), fields.shown(items::SUM), sum);
    Ok(fields.with("amount", amount))
}

fn page(visit: &Visit, mut p: Pledge, fields: Fields, problems: Problems) -> Result<Response, Failure> {
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let c = p.campaign.take().ok_or(Failure::NotFound)?;
    let sum = p.sum_of(&c, &fields);
    let page = AdjustPage {
        shell: Shell::new(visit, "adjust-title"),
        c,
        p,
        // Sent twice, it is one change.
        fields: fields
            .or("key", visit.new_key())
            .with(items::SUM, sum.minor.to_string()),
        sum,
        problems,
    };
    Ok(shell::page(&page, status))
}

/// `POST /pledges/{id}/change`
pub(crate) async fn adjust(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    match adjusted(&visit, &id, fields).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

async fn adjusted(visit: &Visit, id: &str, fields: Fields) -> Result<Response, Failure> {
    let found = find(visit, id).await?;
    let Some(amount) = typed_amount(fields.shown("amount")) else {
        let message = visit.words().t("error-pledge-amount-invalid");
        return page(visit, found, fields, Problems::one("amount", message));
    };
    let input = PledgeAdjustInput {
        pledge_id: found.id.clone(),
        reward_id: fields
            .get("reward")
            .filter(|reward| *reward != "none")
            .map(cynic::Id::new),
        items: items::wished(&fields),
        amount: MoneyInput {
            amount: Decimal(amount),
            currency: CurrencyCode(found.amount.currency.0.clone()),
        },
        acknowledged_risks: fields.get("risks").map(str::to_owned),
        idempotency_key: visit.key_of(&fields),
    };
    let answer: AdjustMutation = visit.act(AdjustVariables { input }).await?;
    let errors = answer.pledge_adjust.ok_or(Failure::Fault)?.user_errors;
    if errors.is_empty() {
        return Ok(done(&visit.url(&format!("/pledges/{id}"))));
    }
    // The key was used up by this answer, so the corrected form takes a new one.
    let fields = fields.with("key", visit.new_key());
    // Somebody else may have taken the last one meanwhile: then it counts no longer.
    let found = find(visit, id).await?;
    let fields = reckoned(&found, fields)?;
    page(visit, found, fields, Problems::of(errors))
}

/// `POST /pledges/{id}/another-card`: the card that is saved stays until another is.
pub(crate) async fn replace_card(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let begun = async {
        visit.signed_in()?;
        let errors = another_card(&visit, &id, &fields).await?;
        if errors.is_empty() {
            return Ok(done(&visit.url(&format!("/pledges/{id}/card"))));
        }
        one::refused(&visit, id, errors).await
    };
    match begun.await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}
