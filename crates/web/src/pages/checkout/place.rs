//! Which reward, and how much.

use axum::{extract::Path, response::Response};
use http::StatusCode;

use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::{CurrencyCode, Decimal, MoneyInput, Uuid, schema},
    pages::campaign::{self, Campaign, Reward},
    pages::sign::with_next,
    parts::user_errors::PledgeUserError,
    routes::done,
    shell::{self, Shell},
    visit::Visit,
};

#[derive(cynic::InputObject, Debug)]
struct PledgePlaceInput {
    campaign_id: cynic::Id,
    reward_id: Option<cynic::Id>,
    amount: MoneyInput,
    idempotency_key: Uuid,
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
    fields: Fields,
    problems: Problems,
}

impl CheckoutPage {
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
    match campaign::find(&visit, slug).await {
        Ok(campaign) => page(&visit, campaign, fields, Problems::default()),
        Err(failure) => failure.respond(&visit),
    }
}

fn page(visit: &Visit, c: Campaign, fields: Fields, problems: Problems) -> Response {
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let chosen = c
        .rewards
        .iter()
        .find(|reward| fields.get("reward") == Some(reward.id.inner()));
    let amount = chosen.map(|reward| reward.amount.amount.0.clone());
    let fields = match amount {
        Some(amount) => fields.or("amount", amount),
        None => fields,
    };
    let page = CheckoutPage {
        shell: Shell::titled(visit, visit.words().t1("checkout-title", "title", &c.title)),
        // A form sent twice, or sent again after an error, is one pledge.
        fields: fields.or("key", visit.new_key()),
        c,
        problems,
    };
    shell::page(&page, status)
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
    let amount = amount(fields.shown("amount"));
    let Some(amount) = amount else {
        let message = visit.words().t("error-pledge-amount-invalid");
        return Ok(page(visit, campaign, fields, Problems::one("amount", message)));
    };
    let input = PledgePlaceInput {
        campaign_id: campaign.id.clone(),
        reward_id: fields
            .get("reward")
            .filter(|id| *id != "none")
            .map(cynic::Id::new),
        amount: MoneyInput {
            amount: Decimal(amount),
            currency: CurrencyCode(campaign.funding.raised.currency.0.clone()),
        },
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
            let fields = Fields::default()
                .or("amount", fields.shown("amount"))
                .or("reward", fields.shown("reward"));
            Ok(page(visit, campaign, fields, Problems::of(payload.user_errors)))
        }
    }
}

/// The form as it was filled in, to come back to.
fn back(slug: &str, fields: &Fields) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("reward", fields.shown("reward"))
        .append_pair("amount", fields.shown("amount"))
        .finish();
    format!("/campaigns/{slug}/pledge?{query}")
}

/// An amount as people write it: `1,250.00`, `１２５０`. Nothing if it is no number.
fn amount(text: &str) -> Option<String> {
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
        assert_eq!(amount("1,250.00").as_deref(), Some("1250.00"));
        assert_eq!(amount("１２５０").as_deref(), Some("1250"));
        for wrong in ["", "ten", "-5", "1.2.3", "1e9", "$5"] {
            assert_eq!(amount(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_was_chosen_survives_the_sign_in() {
        let fields = Fields::read(b"reward=reward_1&amount=25");
        assert_eq!(
            back("x", &fields),
            "/campaigns/x/pledge?reward=reward_1&amount=25"
        );
    }
}
