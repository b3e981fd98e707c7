//! What moves on the balance.

use std::collections::BTreeSet;

use kernel::Money;

use super::{Broken, Contract, Held, cards, holds};
use crate::{Movement, MovementKind, RefundRequest};

impl Contract<'_> {
    /// Every movement since the run began, the pages turned.
    async fn moved(&self) -> Result<Vec<Movement>, Broken> {
        let (mut moved, mut after) = (Vec::new(), None::<String>);
        for _ in 0..100 {
            let page = self.provider.movements(self.since, after.as_deref()).await?;
            after = page.movements.last().map(|movement| movement.id.clone());
            moved.extend(page.movements);
            if !page.has_more || after.is_none() {
                return Ok(moved);
            }
        }
        Err("the list of movements does not end".to_owned().into())
    }

    /// Whatever moves money stands in the list of movements, by the id under which the calls about it know it, after fees.
    ///
    /// # Errors
    /// The first rule that was broken.
    pub async fn movements(&self) -> Held {
        let charge = self.charged("moves", cards::GOOD, 5_000).await?;
        let fee = charge.fee.map_or(0, |fee| fee.minor);
        let request = RefundRequest {
            key: self.key("refund:moves"),
            charge: charge.provider_id.clone(),
            reference: self.key("refund"),
            amount: Self::money(1_200),
        };
        let refund = self.provider.refund(&request).await?;
        let declined = self.charged("moves-not", cards::NOT_CHARGED, 700).await?;
        let moved = self.moved().await?;
        let of = |source: &str| -> Vec<(MovementKind, Money)> {
            let found = moved.iter().filter(|movement| movement.source == source);
            found.map(|movement| (movement.kind, movement.net)).collect()
        };
        holds(
            of(&charge.provider_id) == [(MovementKind::Charge, Self::money(5_000 - fee))],
            "a charge moves what came, less the fee",
            &moved,
        )?;
        holds(
            of(&refund.provider_id) == [(MovementKind::Refund, Self::money(-1_200))],
            "a refund takes from the balance",
            &moved,
        )?;
        holds(
            of(&declined.provider_id).is_empty(),
            "a declined charge moves nothing",
            &moved,
        )?;
        let ids: BTreeSet<_> = moved.iter().map(|movement| &movement.id).collect();
        holds(ids.len() == moved.len(), "a movement is listed once", &moved)?;
        let falls = moved.windows(2).all(|pair| pair[0].moved_at >= pair[1].moved_at);
        holds(falls, "the newest movement comes first", &moved)
    }
}
