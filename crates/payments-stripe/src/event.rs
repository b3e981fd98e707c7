//! Stripe's list of what happened, turned round: it lists the newest first.

use chrono::{DateTime, Utc};
use payments::{EventPage, ListedEvent, ProviderError};
use serde::Deserialize;
use serde_json::Value;
use stripe_client_core::StripeRequest;
use stripe_core::event::ListEvent;
use stripe_types::RangeQueryTs;

use crate::{
    Stripe,
    fault::{Fault, unreadable},
    objects::{List, instant},
    transport::proper_id,
};

/// Pages that are walked back at the most to find the oldest: fifty thousand events.
const PAGES: usize = 500;

#[derive(Debug, Deserialize)]
struct EventObject {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    created: i64,
}

impl Stripe {
    pub(crate) async fn list_events(
        &self,
        since: DateTime<Utc>,
        after: Option<&str>,
    ) -> Result<EventPage, ProviderError> {
        let all = ListEvent::new()
            .created(RangeQueryTs::gte(since.timestamp()))
            .limit(100);
        if let Some(after) = after {
            // The page right after a known event, so that none is passed over however many come.
            let next = all.clone().ending_before(proper_id(after)?);
            match self.transport.get::<List<Value>>(next.build()).await {
                Ok(page) => return turned(page.data, page.has_more),
                // Stripe forgets events after thirty days: begin again where it remembers.
                Err(Fault::Api { status, body, .. })
                    if status == 404 || body.code.as_deref() == Some("resource_missing") => {}
                Err(fault) => return Err(fault.into()),
            }
        }
        let (mut asked, mut is_last) = (all.clone(), true);
        for _ in 0..PAGES {
            let page: List<Value> = self.transport.get(asked.build()).await?;
            let oldest = page
                .data
                .last()
                .and_then(|event| event["id"].as_str())
                .map(str::to_owned);
            let Some(oldest) = oldest.filter(|_| page.has_more) else {
                return turned(page.data, !is_last);
            };
            is_last = false;
            asked = all.clone().starting_after(oldest);
        }
        Err(unreadable("more events than are walked; ask from a later time"))
    }
}

/// A page of Stripe's, oldest first.
fn turned(page: Vec<Value>, has_more: bool) -> Result<EventPage, ProviderError> {
    let read = |event: Value| {
        let body = event.to_string();
        let event: EventObject =
            serde_json::from_value(event).map_err(|error| unreadable(error.to_string()))?;
        Ok(ListedEvent {
            created_at: instant(event.created)?,
            id: event.id,
            kind: event.kind,
            body,
        })
    };
    let events: Result<_, ProviderError> = page.into_iter().rev().map(read).collect();
    Ok(EventPage {
        events: events?,
        has_more,
    })
}
