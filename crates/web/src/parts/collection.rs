//! What became of a campaign's money after its deadline.

use chrono::{DateTime, Utc};

use crate::{
    graphql::{CollectionStage, Money, schema},
    words::Words,
};

/// What became of the money: pledged, collected, dropped and given back are told apart.
#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "CampaignCollection")]
pub(crate) struct Collection {
    pub(crate) stage: CollectionStage,
    pub(crate) pledged: Money,
    pub(crate) pledge_count: i32,
    pub(crate) collected: Money,
    pub(crate) collected_count: i32,
    pub(crate) dropped: Money,
    pub(crate) dropped_count: i32,
    pub(crate) refunded: Money,
    pub(crate) grace_until: Option<DateTime<Utc>>,
    pub(crate) decide_until: Option<DateTime<Utc>>,
}

/// A piece of the bar, in thousandths of what was pledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece {
    /// How it is filled.
    pub(crate) class: &'static str,
    pub(crate) from: i64,
    pub(crate) width: i64,
}

impl Collection {
    /// How far it has come, in one sentence.
    pub(crate) fn sentence(&self, w: &Words, zone: &str) -> String {
        let until = |key: &str, at: DateTime<Utc>| w.t1(key, "when", w.moment_in(&at, zone));
        match (self.stage, self.grace_until, self.decide_until) {
            (CollectionStage::Grace, Some(at), _) => until("collection-grace-until", at),
            (CollectionStage::Deciding, _, Some(at)) => until("collection-decide-until", at),
            (stage, ..) => w.label("collection-stage", &stage),
        }
    }

    /// Whether the founder is to decide.
    pub(crate) fn is_deciding(&self) -> bool {
        self.stage == CollectionStage::Deciding
    }

    /// The bar: what is kept, what went back, what could not be collected. The rest is being collected.
    pub(crate) fn pieces(&self) -> [Piece; 3] {
        let minor = |money: &Money| money.value().minor.max(0);
        let (back, lost) = (minor(&self.refunded), minor(&self.dropped));
        let kept = (minor(&self.collected) - back).max(0);
        let whole = minor(&self.pledged).max(kept + back + lost).max(1);
        // Each edge is rounded down, so that the pieces neither overlap nor leave the bar.
        let edge = |sum: i64| i64::try_from(i128::from(sum) * 1000 / i128::from(whole)).unwrap_or(1000);
        let edges = [0, edge(kept), edge(kept + back), edge(kept + back + lost)];
        let piece = |class, i: usize| Piece {
            class,
            from: edges[i],
            width: edges[i + 1] - edges[i],
        };
        [piece("bar-done", 0), piece("bar-back", 1), piece("bar-lost", 2)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graphql::{BigInt, CurrencyCode, Decimal};

    fn money(minor: i64) -> Money {
        Money {
            amount: Decimal(minor.to_string()),
            currency: CurrencyCode("JPY".to_owned()),
            minor_units: BigInt(minor.to_string()),
        }
    }

    fn collection(pledged: i64, collected: i64, dropped: i64, refunded: i64) -> Collection {
        Collection {
            stage: CollectionStage::Deciding,
            pledged: money(pledged),
            pledge_count: 3,
            collected: money(collected),
            collected_count: 2,
            dropped: money(dropped),
            dropped_count: 1,
            refunded: money(refunded),
            grace_until: None,
            decide_until: None,
        }
    }

    #[test]
    fn the_bar_holds_what_was_pledged_and_no_more() {
        let widths = |c: Collection| c.pieces().map(|piece| piece.width);
        assert_eq!(widths(collection(300, 200, 100, 50)), [500, 166, 334]);
        assert_eq!(widths(collection(300, 100, 0, 0)), [333, 0, 0]);
        assert_eq!(widths(collection(0, 0, 0, 0)), [0, 0, 0]);
        let most = i64::MAX / 4;
        assert_eq!(widths(collection(most, most, 0, most)), [0, 1000, 0]);
    }

    #[test]
    fn a_stage_with_an_end_says_when_it_ends() {
        let w = Words(kernel::Locale::En);
        let mut c = collection(300, 200, 100, 0);
        let without = c.sentence(&w, "UTC");
        c.decide_until = "2026-05-04T00:00:00Z".parse().ok();
        assert!(
            c.sentence(&w, "Asia/Shanghai")
                .contains("4 May 2026, 08:00 (Asia/Shanghai)")
        );
        assert!(!without.contains("2026"));
        c.stage = CollectionStage::Grace;
        c.grace_until = "2026-05-05T00:00:00Z".parse().ok();
        assert!(c.sentence(&w, "UTC").contains("5 May 2026"));
    }
}
