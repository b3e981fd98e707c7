//! A schema small enough to read, with every shape the transport must carry. Shared with the
//! example server that the conformance programs run against.

use std::{pin::Pin, time::Duration};

use async_graphql::{Context, ID, Interface, Object, Result, Schema, SimpleObject, Subscription};
use futures_util::{Stream, StreamExt, stream};
use gateway::http::{ErrorCode, problem};
use kernel::Caller;

/// The schema of the tests.
pub(crate) type Tiny = Schema<Query, Mutation, Streams>;

/// Money.
#[derive(SimpleObject, Clone)]
pub(crate) struct Money {
    amount: String,
    currency: String,
}

/// A campaign.
#[derive(SimpleObject, Clone)]
pub(crate) struct Campaign {
    id: ID,
    title: String,
    raised: Money,
}

/// Anything with an id.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "&ID"))]
pub(crate) enum Node {
    /// A campaign.
    Campaign(Campaign),
}

/// A page of campaigns.
#[derive(SimpleObject)]
pub(crate) struct CampaignConnection {
    nodes: Vec<Campaign>,
    total_count: i32,
}

fn campaign(n: i32) -> Campaign {
    let raised = Money {
        amount: format!("{n}.00"),
        currency: "EUR".to_owned(),
    };
    Campaign {
        id: ID(n.to_string()),
        title: format!("Campaign {n}"),
        raised,
    }
}

/// Reads.
pub(crate) struct Query;

#[Object]
impl Query {
    /// A page of campaigns.
    async fn campaigns(&self, #[graphql(default = 20)] first: i32) -> CampaignConnection {
        CampaignConnection {
            nodes: (1..=first).map(campaign).collect(),
            total_count: 1_000,
        }
    }

    /// Things by id.
    async fn nodes(&self, ids: Vec<ID>) -> Vec<Option<Node>> {
        ids.iter()
            .map(|id| id.parse().ok().map(|n| Node::Campaign(campaign(n))))
            .collect()
    }

    /// Who is asking.
    async fn viewer(&self, ctx: &Context<'_>) -> Result<String> {
        let caller = ctx.data::<Caller>()?;
        Ok(format!("{} in {}", caller.actor(), caller.locale.tag()))
    }

    /// An answer caches may keep.
    #[graphql(cache_control(max_age = 30))]
    async fn motto(&self) -> &'static str {
        "look far"
    }

    /// Fails inside.
    async fn broken(&self) -> Option<Result<bool>> {
        let secret: std::result::Result<bool, std::io::Error> =
            Err(std::io::Error::other("postgres://secret"));
        Some(secret.map_err(Into::into))
    }

    /// Fails so that the caller can act.
    async fn forbidden(&self) -> Option<Result<bool>> {
        Some(Err(problem(ErrorCode::Forbidden, "this needs the role reviewer")))
    }

    /// Panics.
    async fn panics(&self) -> bool {
        broken_rule()
    }

    /// Never answers.
    async fn hangs(&self) -> bool {
        tokio::time::sleep(Duration::from_secs(3_600)).await;
        true
    }

    /// Fails very often.
    async fn failures(&self) -> Vec<Failure> {
        (0..100).map(|_| Failure).collect()
    }

    /// A date in a form of its own.
    async fn day(&self, on: chrono::NaiveDate) -> String {
        on.to_string()
    }
}

fn broken_rule() -> bool {
    panic!("a rule that cannot break has broken")
}

/// A failure.
pub(crate) struct Failure;

#[Object]
impl Failure {
    /// Fails.
    async fn fails(&self) -> Option<Result<bool>> {
        Some(Err(problem(ErrorCode::Conflict, "again")))
    }
}

/// Changes.
pub(crate) struct Mutation;

#[Object]
impl Mutation {
    /// Signs in: a cookie by header.
    async fn sign_in(&self, ctx: &Context<'_>) -> bool {
        ctx.append_http_header("set-cookie", "session=1; HttpOnly");
        true
    }

    /// Another change.
    async fn pledge(&self) -> bool {
        true
    }
}

/// Streams.
pub(crate) struct Streams;

type Events<T> = Pin<Box<dyn Stream<Item = T> + Send>>;

#[Subscription(name = "Subscription")]
impl Streams {
    /// The money of a campaign: now, and each time it changes.
    async fn campaign_funding(&self, id: ID) -> Events<Campaign> {
        let first = id.parse().unwrap_or(1);
        let later = stream::unfold(first, |n| async move {
            tokio::time::sleep(Duration::from_millis(50)).await;
            Some((campaign(n + 1), n + 1))
        });
        Box::pin(stream::iter([campaign(first)]).chain(later))
    }

    /// Counts down to one.
    async fn countdown(&self, from: i32) -> Events<i32> {
        Box::pin(stream::iter((1..=from).rev()))
    }

    /// Says nothing for ever.
    async fn silence(&self) -> Events<i32> {
        Box::pin(stream::pending())
    }

    /// Panics.
    async fn panics(&self) -> Events<i32> {
        Box::pin(stream::iter([1]).map(|n| if broken_rule() { n } else { 0 }))
    }
}

/// The schema.
pub(crate) fn schema() -> Tiny {
    Schema::build(Query, Mutation, Streams)
        .disable_suggestions()
        .finish()
}
