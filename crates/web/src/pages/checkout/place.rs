//! Which reward, and how much.

use axum::{extract::Path, response::Response};
use http::StatusCode;

use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::{CurrencyCode, Decimal, MoneyInput, Uuid, schema},
    pages::campaign::{self, BySlug, BySlugFields, Campaign, Reward},
    pages::sign::with_next,
    parts::{
        grave_risks::GraveRisks,
        items::{self, AddOn, ItemInput},
        user_errors::PledgeUserError,
    },
    routes::done,
    shell::{self, Shell},
    visit::Visit,
};

#[derive(cynic::InputObject, Debug)]
struct PledgePlaceInput {
    campaign_id: cynic::Id,
    reward_id: Option<cynic::Id>,
    items: Vec<ItemInput>,
    amount: MoneyInput,
    acknowledged_risks: Option<String>,
    idempotency_key: Uuid,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "BySlug")]
struct RisksQuery {
    #[arguments(slug: $slug)]
    campaign_by_slug: Option<RisksOf>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Campaign")]
struct RisksOf {
    ip_panel: RisksPanel,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "IpPanel")]
struct RisksPanel {
    grave_risks: Option<GraveRisks>,
}

#[derive(cynic::QueryVariables, Debug)]
struct PlaceVariables {
    input: PledgePlaceInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "PlaceVariables")]
struct PlaceMutation {
    #[arguments(input: $input)]
    pledge_place: Option<PledgePlacePayload>,
}

#[derive(cynic::QueryFragment, Debug)]
struct PledgePlacePayload {
    pledge: Option<PledgeId>,
    user_errors: Vec<PledgeUserError>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Pledge")]
struct PledgeId {
    id: cynic::Id,
}

#[derive(askama::Template)]
#[template(path = "checkout.html")]
struct CheckoutPage {
    shell: Shell,
    c: Campaign,
    risks: Option<GraveRisks>,
    /// What is chosen comes to this much.
    sum: kernel::Money,
    fields: Fields,
    problems: Problems,
}

impl CheckoutPage {
    /// Whether the investor ticked that these very risks are known.
    fn are_known(&self, risks: &GraveRisks) -> bool {
        self.fields.get("risks") == Some(risks.hash.as_str())
    }

    /// How many of an add-on can be chosen.
    fn most(&self, add_on: &AddOn) -> i32 {
        add_on.most(0)
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
        self.shell.w.url(&format!("/campaigns/{}/pledge", self.c.slug))
    }

    fn is_chosen(&self, reward: &Reward) -> bool {
        self.fields.get("reward") == Some(reward.id.inner())
    }

    fn is_without_reward(&self) -> bool {
        self.fields.get("reward").is_none_or(|id| id == "none")
    }
}

/// `GET /campaigns/{slug}/pledge`: what the address names is chosen already, also after a sign-in.
pub(crate) async fn show(visit: Visit, Path(slug): Path<String>) -> Response {
    let query = visit.path.split_once('?').map_or("", |(_, query)| query);
    let fields = Fields::read(query.as_bytes());
    let shown = async {
        let campaign = campaign::find(&visit, slug).await?;
        let fields = reckoned(&campaign, fields);
        page(&visit, campaign, fields, Problems::default()).await
    };
    match shown.await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

/// What the campaign's reward and add-ons that were chosen come to.
fn sum_of(c: &Campaign, fields: &Fields) -> kernel::Money {
    let chosen = c
        .rewards
        .iter()
        .find(|reward| fields.get("reward") == Some(reward.id.inner()))
        .filter(|reward| !reward.is_gone());
    let nothing = kernel::Money::new(0, c.funding.raised.value().currency);
    items::sum(chosen, &c.add_ons, |add_on| add_on.most(0), fields, nothing)
}

/// With the amount that what is chosen asks for, if none was typed, or if the form was sent to be added up.
fn reckoned(c: &Campaign, fields: Fields) -> Fields {
    let is_typed = fields.get("amount").is_some();
    if is_typed && !fields.has(items::SUM) {
        return fields;
    }
    let typed = typed_amount(fields.shown("amount"));
    let amount = items::follow(typed.as_deref(), fields.shown(items::SUM), sum_of(c, &fields));
    if amount.is_empty() {
        return fields;
    }
    fields.with("amount", amount)
}

async fn page(visit: &Visit, c: Campaign, fields: Fields, problems: Problems) -> Result<Response, Failure> {
    let by_slug = BySlug { slug: c.slug.clone() };
    let risks: RisksQuery = visit.query(by_slug).await?;
    let risks = risks
        .campaign_by_slug
        .and_then(|found| found.ip_panel.grave_risks);
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let sum = sum_of(&c, &fields);
    let page = CheckoutPage {
        shell: Shell::titled(visit, visit.words().t1("checkout-title", "title", &c.title)),
        // A form sent twice, or sent again after an error, is one pledge.
        fields: fields
            .or("key", visit.new_key())
            .with(items::SUM, sum.minor.to_string()),
        sum,
        c,
        risks,
        problems,
    };
    Ok(shell::page(&page, status))
}

/// `POST /campaigns/{slug}/pledge`
pub(crate) async fn place(visit: Visit, Path(slug): Path<String>, fields: Fields) -> Response {
    match placed(&visit, slug, fields).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

async fn placed(visit: &Visit, slug: String, fields: Fields) -> Result<Response, Failure> {
    let campaign = campaign::find(visit, slug).await?;
    if visit.viewer.is_none() {
        return Ok(done(
            &visit.url(&with_next("/sign-in", &back(&campaign.slug, &fields))),
        ));
    }
    let Some(amount) = typed_amount(fields.shown("amount")) else {
        let message = visit.words().t("error-pledge-amount-invalid");
        return page(visit, campaign, fields, Problems::one("amount", message)).await;
    };
    let input = PledgePlaceInput {
        campaign_id: campaign.id.clone(),
        reward_id: fields
            .get("reward")
            .filter(|id| *id != "none")
            .map(cynic::Id::new),
        items: items::wished(&fields),
        amount: MoneyInput {
            amount: Decimal(amount),
            currency: CurrencyCode(campaign.funding.raised.currency.0.clone()),
        },
        acknowledged_risks: fields.get("risks").map(str::to_owned),
        idempotency_key: Uuid(fields.get("key").map_or_else(|| visit.new_key(), str::to_owned)),
    };
    let answer: PlaceMutation = visit.act(PlaceVariables { input }).await?;
    let payload = answer.pledge_place.ok_or(Failure::Fault)?;
    match payload.pledge {
        Some(pledge) if payload.user_errors.is_empty() => {
            Ok(done(&visit.url(&format!("/pledges/{}/card", pledge.id.inner()))))
        }
        _ => {
            // The key was used up by this answer, so the corrected form takes a new one.
            let fields = fields.with("key", visit.new_key());
            // Somebody else may have taken the last one meanwhile: then it counts no longer.
            let campaign = campaign::find(visit, campaign.slug).await?;
            let fields = reckoned(&campaign, fields);
            page(visit, campaign, fields, Problems::of(payload.user_errors)).await
        }
    }
}

/// The form as it was filled in, to come back to.
fn back(slug: &str, fields: &Fields) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query
        .append_pair("reward", fields.shown("reward"))
        .append_pair("amount", fields.shown("amount"));
    for item in items::wished(fields) {
        query.append_pair(&items::field(&item.reward_id), &item.quantity.to_string());
    }
    let query = query.finish();
    format!("/campaigns/{slug}/pledge?{query}")
}

/// An amount as people write it: `1,250.00`, `１２５０`. Nothing if it is no number.
pub(crate) fn typed_amount(text: &str) -> Option<String> {
    let plain: String = text
        .chars()
        .filter(|c| !matches!(c, ',' | ' ' | '\u{a0}' | '，'))
        .map(|c| match c {
            '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10).unwrap_or(c),
            '．' | '。' => '.',
            c => c,
        })
        .collect();
    let is_number = plain.bytes().any(|b| b.is_ascii_digit())
        && plain.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && plain.bytes().filter(|b| *b == b'.').count() <= 1;
    is_number.then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_read_as_people_write_it() {
        assert_eq!(typed_amount("1,250.00").as_deref(), Some("1250.00"));
        assert_eq!(typed_amount("１２５０").as_deref(), Some("1250"));
        for wrong in ["", "ten", "-5", "1.2.3", "1e9", "$5"] {
            assert_eq!(typed_amount(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_was_chosen_survives_the_sign_in() {
        let fields = Fields::read(b"reward=reward_1&amount=25&quantity.reward_2=2&quantity.reward_3=0");
        assert_eq!(
            back("x", &fields),
            "/campaigns/x/pledge?reward=reward_1&amount=25&quantity.reward_2=2"
        );
    }
}
