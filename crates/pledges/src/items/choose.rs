//! The rules of choosing a reward and add-ons.

use std::collections::HashMap;

use kernel::{Money, RewardId};

use super::{Item, ItemWish};
use crate::{ItemKind, Offer, PledgeErrorCode};

/// Most different add-ons of one pledge.
const LINES: usize = 20;

/// Why something cannot be chosen like this.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ItemsError {
    /// The campaign does not offer it, or not in this place.
    #[error("the campaign does not offer {0} like this")]
    NotFound(RewardId),
    /// The add-on is not offered with this reward.
    #[error("{0} is not offered with what was chosen")]
    NotOffered(RewardId),
    /// It is named twice, or in a quantity that is not allowed.
    #[error("of {id}, {most} can be chosen at most, and one at least")]
    QuantityInvalid {
        /// Of what.
        id: RewardId,
        /// How many one pledge may have.
        most: i32,
    },
    /// Too many different add-ons.
    #[error("at most {LINES} different add-ons can be chosen")]
    TooMany,
}

impl ItemsError {
    /// The code for a form.
    pub fn code(&self) -> PledgeErrorCode {
        match self {
            Self::NotFound(_) => PledgeErrorCode::RewardNotFound,
            Self::NotOffered(_) => PledgeErrorCode::AddOnNotOffered,
            Self::QuantityInvalid { .. } | Self::TooMany => PledgeErrorCode::QuantityInvalid,
        }
    }
}

/// What is wished for, and what the pledge has already.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Choice<'a> {
    pub(crate) reward: Option<RewardId>,
    pub(crate) add_ons: &'a [ItemWish],
    pub(crate) held: &'a [Item],
}

/// What a pledge has by this choice: its reward first, then add-ons in the order wished for. Whoever keeps something keeps
/// its price, and what is no longer offered to others.
pub(crate) fn choose(
    choice: Choice<'_>,
    offers: &HashMap<RewardId, Offer>,
    price: impl Fn(i64) -> Money,
) -> Result<Vec<Item>, ItemsError> {
    if choice.add_ons.len() > LINES {
        return Err(ItemsError::TooMany);
    }
    let held = |id: RewardId| choice.held.iter().find(|item| item.reward_id == id);
    let mut items = Vec::new();
    let reward = choice.reward.map(|reward_id| ItemWish {
        reward_id,
        quantity: 1,
    });
    let wished = reward.iter().map(|wish| (ItemKind::Reward, wish));
    for (kind, wish) in wished.chain(choice.add_ons.iter().map(|wish| (ItemKind::AddOn, wish))) {
        let id = wish.reward_id;
        let before = held(id);
        let offer = offers.get(&id).filter(|offer| offer.kind == kind);
        let offer = offer.ok_or(ItemsError::NotFound(id))?;
        let kept = before.map_or(0, |item| item.quantity);
        if offer.retired && wish.quantity > kept {
            return Err(ItemsError::NotFound(id));
        }
        let most = offer.per_pledge_limit.max(kept);
        let twice = items.iter().any(|item: &Item| item.reward_id == id);
        if twice || !(1..=most).contains(&wish.quantity) {
            return Err(ItemsError::QuantityInvalid { id, most });
        }
        if !is_offered(offer, choice.reward) {
            return Err(ItemsError::NotOffered(id));
        }
        items.push(Item {
            reward_id: id,
            quantity: wish.quantity,
            unit: before.map_or_else(|| price(offer.amount_minor), |item| item.unit),
        });
    }
    Ok(items)
}

fn is_offered(offer: &Offer, reward: Option<RewardId>) -> bool {
    let Some(with) = &offer.offered_with else {
        return true;
    };
    reward.is_some_and(|reward| with.contains(&reward))
}

/// What is chosen comes to this much together.
///
/// # Errors
/// If it is more than can be counted.
pub(crate) fn sum(items: &[Item], nothing: Money) -> db::Result<Money> {
    let mut total = nothing;
    for item in items {
        let minor = item.unit.minor.checked_mul(i64::from(item.quantity));
        let minor = minor.ok_or_else(|| db::Error::corrupt("a price beyond counting"))?;
        total = total
            .checked_add(Money::new(minor, item.unit.currency))
            .map_err(db::Error::corrupt)?;
    }
    Ok(total)
}

#[cfg(test)]
mod tests {
    use kernel::Currency;
    use uuid::Uuid;

    use super::*;

    const CELL: u128 = 1;
    const PANEL: u128 = 2;
    const CABLE: u128 = 3;
    const COVER: u128 = 4;
    const OLD: u128 = 5;

    fn id(number: u128) -> RewardId {
        Uuid::from_u128(number).into()
    }

    fn usd(minor: i64) -> Money {
        Money::new(minor, Currency::USD)
    }

    fn wish((number, quantity): (u128, i32)) -> ItemWish {
        ItemWish {
            reward_id: id(number),
            quantity,
        }
    }

    /// Two rewards; a cable of which a pledge may have three; a cover for the cell alone; and one no longer offered.
    fn offers() -> HashMap<RewardId, Offer> {
        let offer = |kind, amount_minor, per_pledge_limit| Offer {
            kind,
            amount_minor,
            per_pledge_limit,
            offered_with: None,
            retired: false,
        };
        let cover = Offer {
            offered_with: Some(vec![id(CELL)]),
            ..offer(ItemKind::AddOn, 900, 1)
        };
        let old = Offer {
            retired: true,
            ..offer(ItemKind::AddOn, 300, 5)
        };
        HashMap::from([
            (id(CELL), offer(ItemKind::Reward, 2_500, 1)),
            (id(PANEL), offer(ItemKind::Reward, 9_000, 1)),
            (id(CABLE), offer(ItemKind::AddOn, 400, 3)),
            (id(COVER), cover),
            (id(OLD), old),
        ])
    }

    fn chosen(reward: Option<u128>, add_ons: &[(u128, i32)], held: &[Item]) -> Result<Vec<Item>, ItemsError> {
        let add_ons: Vec<_> = add_ons.iter().copied().map(wish).collect();
        let choice = Choice {
            reward: reward.map(id),
            add_ons: &add_ons,
            held,
        };
        choose(choice, &offers(), usd)
    }

    fn item(number: u128, quantity: i32, minor: i64) -> Item {
        Item {
            reward_id: id(number),
            quantity,
            unit: usd(minor),
        }
    }

    #[test]
    fn add_ons_stand_beside_a_reward_or_alone_and_are_added_up() {
        let items = chosen(Some(CELL), &[(CABLE, 2), (COVER, 1)], &[]).unwrap();
        assert_eq!(
            items,
            [item(CELL, 1, 2_500), item(CABLE, 2, 400), item(COVER, 1, 900)]
        );
        assert_eq!(sum(&items, usd(0)).unwrap(), usd(4_200));
        assert_eq!(chosen(None, &[(CABLE, 1)], &[]).unwrap(), [item(CABLE, 1, 400)]);
        assert_eq!(chosen(None, &[], &[]).unwrap(), []);
    }

    #[test]
    fn an_add_on_is_chosen_only_with_what_it_is_offered_with() {
        for reward in [None, Some(PANEL)] {
            assert_eq!(
                chosen(reward, &[(COVER, 1)], &[]),
                Err(ItemsError::NotOffered(id(COVER)))
            );
        }
    }

    #[test]
    fn quantities_have_bounds_and_nothing_is_named_twice() {
        let refused = |most| Err(ItemsError::QuantityInvalid { id: id(CABLE), most });
        for quantity in [-1, 0, 4] {
            assert_eq!(chosen(None, &[(CABLE, quantity)], &[]), refused(3));
        }
        assert_eq!(chosen(None, &[(CABLE, 1), (CABLE, 1)], &[]), refused(3));
        let many: Vec<_> = (0..21).map(|n| (100 + n, 1)).collect();
        assert_eq!(chosen(None, &many, &[]), Err(ItemsError::TooMany));
    }

    #[test]
    fn a_reward_is_no_add_on_and_an_add_on_no_reward() {
        assert_eq!(
            chosen(Some(CABLE), &[], &[]),
            Err(ItemsError::NotFound(id(CABLE)))
        );
        assert_eq!(
            chosen(None, &[(CELL, 1)], &[]),
            Err(ItemsError::NotFound(id(CELL)))
        );
        assert_eq!(chosen(Some(77), &[], &[]), Err(ItemsError::NotFound(id(77))));
    }

    #[test]
    fn what_is_kept_keeps_its_price_and_may_be_what_is_no_longer_offered() {
        let held = [item(CELL, 1, 2_000), item(OLD, 2, 250)];
        let kept = chosen(Some(CELL), &[(OLD, 2)], &held).unwrap();
        assert_eq!(kept, held);
        assert_eq!(
            chosen(Some(CELL), &[(OLD, 1)], &held).unwrap()[1],
            item(OLD, 1, 250)
        );
        assert_eq!(
            chosen(Some(CELL), &[(OLD, 3)], &held),
            Err(ItemsError::NotFound(id(OLD)))
        );
    }
}
