//! For which of the things a pledge chose money may still go back.

use kernel::RewardId;

use super::{Item, ItemWish, PledgeItem};

/// A refund names something the pledge does not have, or more of it than was not refunded yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("of {id}, at most {most} can still be refunded")]
pub struct RefundedAlready {
    /// Of what.
    pub id: RewardId,
    /// How many.
    pub most: i32,
}

/// What was paid for the things a refund names.
pub(crate) fn judge_refund(wished: &[ItemWish], had: &[PledgeItem]) -> Result<Vec<Item>, RefundedAlready> {
    let mut items: Vec<Item> = Vec::new();
    for wish in wished {
        let id = wish.reward_id;
        let found = had.iter().find(|had| had.item.reward_id == id);
        let most = found.map_or(0, PledgeItem::left);
        let twice = items.iter().any(|item| item.reward_id == id);
        match found {
            Some(found) if !twice && (1..=most).contains(&wish.quantity) => items.push(Item {
                quantity: wish.quantity,
                ..found.item.clone()
            }),
            _ => return Err(RefundedAlready { id, most }),
        }
    }
    Ok(items)
}

#[cfg(test)]
mod tests {
    use kernel::{Currency, Money};
    use uuid::Uuid;

    use super::{super::sum, *};

    #[test]
    fn of_each_thing_no_more_goes_back_than_is_left() {
        let id = |number| Uuid::from_u128(number).into();
        let usd = |minor| Money::new(minor, Currency::USD);
        let had = |number, quantity, refunded| PledgeItem {
            pledge_id: id_of_pledge(),
            item: Item {
                reward_id: id(number),
                quantity,
                unit: usd(400),
            },
            refunded,
        };
        let had = [had(1, 1, 1), had(2, 5, 2)];
        let wish = |number, quantity| ItemWish {
            reward_id: id(number),
            quantity,
        };
        let items = judge_refund(&[wish(2, 3)], &had).unwrap();
        assert_eq!(sum(&items, usd(0)).unwrap(), usd(1_200));
        let refused = |wished: &[ItemWish]| judge_refund(wished, &had).unwrap_err();
        assert_eq!(refused(&[wish(1, 1)]), RefundedAlready { id: id(1), most: 0 });
        assert_eq!(refused(&[wish(2, 4)]), RefundedAlready { id: id(2), most: 3 });
        assert_eq!(refused(&[wish(2, 0)]), RefundedAlready { id: id(2), most: 3 });
        assert_eq!(
            refused(&[wish(2, 1), wish(2, 1)]),
            RefundedAlready { id: id(2), most: 3 }
        );
        assert_eq!(refused(&[wish(3, 1)]), RefundedAlready { id: id(3), most: 0 });
    }

    fn id_of_pledge() -> kernel::PledgeId {
        Uuid::from_u128(9).into()
    }
}
