//! Taking what is chosen out of stock and giving it back, under the campaign's lock.

use db::Tx;
use kernel::{Money, RewardId};

use super::{Choice, Item, choose, store, sum};
use crate::{ItemKind, PlacePledgeError, Pledge, PledgeError, Pledges, Terms};

impl Pledges {
    /// What a pledge of `amount` has by this choice, taken out of stock; what it no longer has goes back first, so that
    /// whoever exchanges one thing for another of the same pool needs no second place in it.
    pub(crate) async fn take_items(
        &self,
        tx: &Tx,
        choice: Choice<'_>,
        amount: Money,
        terms: &Terms,
    ) -> Result<Vec<Item>, PlacePledgeError> {
        let mut ids: Vec<_> = choice.reward.into_iter().collect();
        ids.extend(choice.add_ons.iter().map(|wish| wish.reward_id));
        let offers = self.terms.offers(tx, terms.campaign_id, &ids).await?;
        let price = |minor| Money::new(minor, terms.currency);
        let items = choose(choice, &offers, price)?;
        let moves = moves(choice.held, &items);
        for (reward, fewer) in moves.back {
            self.terms.return_units(tx, reward, fewer).await?;
        }
        for (reward, more) in moves.taken {
            if !self.terms.take_units(tx, reward, more).await? {
                return Err(match offers.get(&reward).map(|offer| offer.kind) {
                    Some(ItemKind::AddOn) => PlacePledgeError::AddOnSoldOut(reward),
                    _ => PlacePledgeError::RewardSoldOut(reward),
                });
            }
        }
        let least = sum(&items, price(0))?;
        if amount.minor < least.minor {
            return Err(PlacePledgeError::AmountBelowReward { least });
        }
        Ok(items)
    }

    /// Gives everything back that a pledge had chosen: it ends without being paid.
    pub(crate) async fn return_items(&self, tx: &Tx, pledge: &Pledge) -> Result<(), PledgeError> {
        for item in store::of(&**tx, pledge).await? {
            self.terms.return_units(tx, item.reward_id, item.quantity).await?;
        }
        Ok(())
    }
}

/// What goes back by a choice, and what is taken then: reward first, add-ons in their order.
struct Moves {
    back: Vec<(RewardId, i32)>,
    taken: Vec<(RewardId, i32)>,
}

fn moves(before: &[Item], after: &[Item]) -> Moves {
    Moves {
        back: surplus(before, after),
        taken: surplus(after, before),
    }
}

/// What there is more of in one list than in the other.
fn surplus(of: &[Item], over: &[Item]) -> Vec<(RewardId, i32)> {
    let more = |item: &Item| {
        let there = over.iter().find(|other| other.reward_id == item.reward_id);
        let more = item.quantity - there.map_or(0, |other| other.quantity);
        (more > 0).then_some((item.reward_id, more))
    };
    of.iter().filter_map(more).collect()
}

#[cfg(test)]
mod tests {
    use kernel::Currency;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn only_what_differs_is_moved() {
        let item = |number, quantity| Item {
            reward_id: Uuid::from_u128(number).into(),
            quantity,
            unit: Money::new(100, Currency::USD),
        };
        let (before, after) = (
            [item(1, 1), item(2, 3), item(3, 2)],
            [item(4, 1), item(2, 3), item(3, 5)],
        );
        let plain = |moved: Vec<(RewardId, i32)>| -> Vec<_> {
            moved
                .iter()
                .map(|(id, more)| (id.uuid().as_u128(), *more))
                .collect()
        };
        let moved = moves(&before, &after);
        assert_eq!(plain(moved.back), [(1, 1)]);
        assert_eq!(plain(moved.taken), [(4, 1), (3, 3)]);
        let none = moves(&before, &before);
        assert!(none.back.is_empty() && none.taken.is_empty());
    }
}
