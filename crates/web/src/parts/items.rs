//! What a pledge has, and what may be chosen beside a reward.

use kernel::Money as Value;

use crate::{
    form::Fields,
    graphql::{Money, schema},
    pages::campaign::Reward,
    words::Words,
};

/// What the names of the fields of quantities begin with.
const QUANTITY: &str = "quantity.";
/// The sum by which a form was shown last, in minor units.
pub(crate) const SUM: &str = "sum";

/// So many of something, given.
#[derive(cynic::InputObject, Debug, Clone, PartialEq, Eq)]
pub(crate) struct ItemInput {
    pub(crate) reward_id: cynic::Id,
    pub(crate) quantity: i32,
}

/// Something that may be chosen beside a reward.
#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "Reward")]
pub(crate) struct AddOn {
    pub(crate) id: cynic::Id,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) amount: Money,
    pub(crate) remaining: Option<i32>,
    pub(crate) per_pledge_limit: i32,
    pub(crate) offered_with: Option<Vec<ItemReward>>,
}

/// The name of something that is offered.
#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "Reward")]
pub(crate) struct ItemReward {
    pub(crate) id: cynic::Id,
    pub(crate) title: String,
}

/// Something a pledge has.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct PledgeItem {
    pub(crate) reward: Option<ItemReward>,
    pub(crate) quantity: i32,
    pub(crate) unit_amount: Money,
    pub(crate) refunded_quantity: i32,
}

/// Something that a refund is for.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct RefundItem {
    pub(crate) reward: Option<ItemReward>,
    pub(crate) quantity: i32,
}

impl AddOn {
    /// The field in which its quantity is typed.
    pub(crate) fn field(&self) -> String {
        field(&self.id)
    }

    /// How many may be chosen by whoever has so many already.
    pub(crate) fn most(&self, held: i32) -> i32 {
        let left = self.remaining.map(|left| left.saturating_add(held));
        left.map_or(self.per_pledge_limit, |left| left.min(self.per_pledge_limit))
    }

    /// With what it is offered, in words; nothing if with everything.
    pub(crate) fn offer(&self, w: &Words) -> String {
        let Some(with) = &self.offered_with else {
            return String::new();
        };
        let names: Vec<_> = with.iter().map(|reward| reward.title.as_str()).collect();
        w.t1("checkout-add-on-with", "rewards", w.list(&names))
    }
}

impl PledgeItem {
    /// What it is called.
    pub(crate) fn name(&self) -> &str {
        self.reward.as_ref().map_or("", |reward| &reward.title)
    }

    /// Of how many the money did not go back.
    pub(crate) fn left(&self) -> i32 {
        (self.quantity - self.refunded_quantity).max(0)
    }

    /// What all of them cost.
    pub(crate) fn total(&self) -> Value {
        times(&self.unit_amount, self.quantity)
    }

    /// The field in which is typed of how many the money is to go back.
    pub(crate) fn field(&self) -> String {
        self.reward
            .as_ref()
            .map_or_else(String::new, |reward| field(&reward.id))
    }

    /// In one line, for a table: `2 × Spare cell`.
    pub(crate) fn line(&self) -> String {
        format!("{} × {}", self.quantity, self.name())
    }
}

impl RefundItem {
    /// In one line: `2 × Spare cell`.
    pub(crate) fn line(&self) -> String {
        let name = self.reward.as_ref().map_or("", |reward| &reward.title);
        format!("{} × {name}", self.quantity)
    }
}

/// The field in which a quantity of this is typed.
pub(crate) fn field(id: &cynic::Id) -> String {
    format!("{QUANTITY}{}", id.inner())
}

fn times(unit: &Money, quantity: i32) -> Value {
    let unit = unit.value();
    Value::new(unit.minor.saturating_mul(quantity.into()), unit.currency)
}

/// The quantities that were typed and are not nothing. What is no number is sent as one that is refused.
pub(crate) fn wished(fields: &Fields) -> Vec<ItemInput> {
    let typed = fields.beginning(QUANTITY).filter(|(_, typed)| !typed.is_empty());
    let read = typed.map(|(id, typed)| ItemInput {
        reward_id: cynic::Id::new(id),
        quantity: typed.parse().unwrap_or(-1),
    });
    read.filter(|item| item.quantity != 0).collect()
}

/// What is chosen comes to this much. What cannot be chosen any more does not count, for the form does not send it.
pub(crate) fn sum(
    reward: Option<&Reward>,
    add_ons: &[AddOn],
    most: impl Fn(&AddOn) -> i32,
    fields: &Fields,
    nothing: Value,
) -> Value {
    let mut minor = reward.map_or(0, |reward| reward.amount.value().minor);
    for item in wished(fields) {
        let chosen = add_ons.iter().find(|add_on| add_on.id == item.reward_id);
        let cost = chosen.map_or(0, |add_on| {
            let quantity = if most(add_on) > 0 { item.quantity.max(0) } else { 0 };
            times(&add_on.amount, quantity).minor
        });
        minor = minor.saturating_add(cost);
    }
    Value::new(minor, nothing.currency)
}

/// The amount after what was chosen comes to another sum: one that was the sum before is the sum now; another one stays, unless
/// it is less than the sum. Nobody is asked for more than they typed and chose.
pub(crate) fn follow(typed: Option<&str>, before: &str, sum: Value) -> String {
    let typed = typed.and_then(|typed| Value::parse(typed, sum.currency).ok());
    let before: Option<i64> = before.parse().ok();
    let own = typed.filter(|typed| Some(typed.minor) != before);
    let minor = own.map_or(sum.minor, |own| own.minor.max(sum.minor));
    if minor == 0 {
        return String::new();
    }
    Value::new(minor, sum.currency).to_decimal().to_string()
}

#[cfg(test)]
mod tests {
    use kernel::Currency;

    use super::*;

    fn usd(minor: i64) -> Value {
        Value::new(minor, Currency::USD)
    }

    #[test]
    fn quantities_are_read_and_nothing_is_left_out() {
        let fields = Fields::read(b"quantity.a=2&quantity.b=0&quantity.c=&quantity.d=many&amount=5");
        let item = |id: &str, quantity| ItemInput {
            reward_id: cynic::Id::new(id),
            quantity,
        };
        assert_eq!(wished(&fields), [item("a", 2), item("d", -1)]);
    }

    #[test]
    fn an_amount_follows_the_sum_and_nobody_pays_a_choice_twice() {
        // It was the sum, and is the sum.
        assert_eq!(follow(Some("25"), "2500", usd(2_900)), "29.00");
        assert_eq!(follow(Some("29.00"), "2900", usd(2_500)), "25.00");
        // What was typed stays, but for less than the sum.
        assert_eq!(follow(Some("30.00"), "2500", usd(2_900)), "30.00");
        assert_eq!(follow(Some("20"), "2500", usd(2_900)), "29.00");
        // Raised by hand or by the page's script for what was chosen just now.
        assert_eq!(follow(Some("25"), "0", usd(2_900)), "29.00");
        assert_eq!(follow(Some("29"), "2500", usd(2_900)), "29.00");
        assert_eq!(follow(Some("100"), "2500", usd(10_000)), "100.00");
        assert_eq!(follow(None, "", usd(400)), "4.00");
        assert_eq!(follow(Some("10"), "", usd(0)), "10.00");
        assert_eq!(follow(None, "", usd(0)), "");
    }

    #[test]
    fn what_cannot_be_chosen_any_more_does_not_count() {
        let add_on = |id: &str| AddOn {
            id: cynic::Id::new(id),
            title: String::new(),
            description: String::new(),
            amount: serde_json::from_value(serde_json::json!({
                "amount": "4.00", "currency": "USD", "minorUnits": "400"
            }))
            .unwrap(),
            remaining: None,
            per_pledge_limit: 5,
            offered_with: None,
        };
        let fields = Fields::read(b"quantity.a=2&quantity.b=3");
        let most = |add_on: &AddOn| i32::from(add_on.id.inner() == "a") * 5;
        let sum = sum(None, &[add_on("a"), add_on("b")], most, &fields, usd(0));
        assert_eq!(sum, usd(800));
    }
}
