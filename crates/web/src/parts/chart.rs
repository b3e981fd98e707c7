//! Charts: amounts as places in a picture. What they show stands in a table below each of them.

use crate::graphql::Money;

/// How wide a picture is inside, in its own units.
pub(crate) const WIDTH: i64 = 1000;
/// How high.
pub(crate) const HEIGHT: i64 = 320;

/// An amount in minor units; nothing where it cannot be read.
pub(crate) fn minor(money: &Money) -> i64 {
    money.value().minor
}

/// From the lowest to the highest amount a picture holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Scale {
    low: i64,
    high: i64,
}

impl Scale {
    /// Holds all of these amounts, and nothing at all.
    pub(crate) fn holding(amounts: impl IntoIterator<Item = i64>) -> Self {
        let (low, high) = amounts
            .into_iter()
            .fold((0, 0), |(low, high): (i64, i64), amount| {
                (low.min(amount), high.max(amount))
            });
        Self {
            low,
            high: high.max(low.saturating_add(1)),
        }
    }

    /// How far from above an amount stands.
    pub(crate) fn y(self, amount: i64) -> i64 {
        let whole = i128::from(self.high) - i128::from(self.low);
        let above = i128::from(self.high) - i128::from(amount.clamp(self.low, self.high));
        i64::try_from(above * i128::from(HEIGHT) / whole).unwrap_or(0)
    }
}

/// How far from the left the place `i` of `of` places stands, the last at the right edge.
pub(crate) fn x(i: usize, of: usize) -> i64 {
    let last = i64::try_from(of.saturating_sub(1)).unwrap_or(i64::MAX).max(1);
    i64::try_from(i).unwrap_or(i64::MAX).min(last) * WIDTH / last
}

/// A bar that stands on nothing, upwards or downwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bar {
    pub(crate) x: i64,
    pub(crate) y: i64,
    pub(crate) width: i64,
    pub(crate) height: i64,
    /// Whether it hangs down: more was taken back than came.
    pub(crate) is_below: bool,
}

/// The bars of these amounts, beside each other.
pub(crate) fn bars(amounts: &[i64]) -> Vec<Bar> {
    let scale = Scale::holding(amounts.iter().copied());
    let count = i64::try_from(amounts.len()).unwrap_or(i64::MAX).max(1);
    let edge = |i: usize| i64::try_from(i).unwrap_or(count).min(count) * WIDTH / count;
    let nothing = scale.y(0);
    let bar = |(i, amount): (usize, &i64)| {
        let at = scale.y(*amount);
        let (x, next) = (edge(i), edge(i + 1));
        // A gap of a tenth between two bars, as long as there is room for one.
        let gap = (next - x) / 10;
        Bar {
            x,
            y: at.min(nothing),
            width: (next - x - gap).max(1),
            height: (at - nothing).abs(),
            is_below: *amount < 0,
        }
    };
    amounts.iter().enumerate().map(bar).collect()
}

/// Corners as an SVG shape takes them.
pub(crate) fn points(corners: &[(i64, i64)]) -> String {
    let corners: Vec<_> = corners.iter().map(|(x, y)| format!("{x},{y}")).collect();
    corners.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_amount_stands_at_the_top_and_nothing_at_the_bottom() {
        let scale = Scale::holding([10, 40]);
        assert_eq!((scale.y(40), scale.y(20), scale.y(0)), (0, 160, 320));
        assert_eq!(scale.y(99), 0, "nothing leaves the picture");
        assert_eq!(Scale::holding([]).y(0), HEIGHT);
        assert_eq!(Scale::holding([i64::MAX, i64::MIN]).y(i64::MIN), HEIGHT);
    }

    #[test]
    fn places_go_from_edge_to_edge() {
        assert_eq!((x(0, 5), x(4, 5), x(0, 1)), (0, WIDTH, 0));
    }

    #[test]
    fn a_bar_below_nothing_hangs_down() {
        let found = bars(&[30, -10]);
        assert_eq!((found[0].y, found[0].height), (0, 240));
        assert_eq!((found[1].y, found[1].height, found[1].is_below), (240, 80, true));
        assert!(found.iter().all(|bar| bar.x + bar.width <= WIDTH));
    }
}
