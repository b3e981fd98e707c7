//! The table of levels and severities.

use std::{collections::HashMap, sync::LazyLock};

use super::{Severity, WatchLevel};
use crate::assess::table::rows;

pub(super) const SIGNALS: &str = include_str!("../../data/signals.csv");

/// A kind and its sub-kind.
type Key = (&'static str, &'static str);

static TABLE: LazyLock<HashMap<Key, (WatchLevel, Severity)>> = LazyLock::new(|| {
    rows(SIGNALS)
        .into_iter()
        .filter_map(|row| match row.as_slice() {
            [kind, sub, level, severity] => {
                let level = level.to_ascii_lowercase().parse().ok()?;
                let severity = severity.to_ascii_lowercase().parse().ok()?;
                Some(((*kind, *sub), (level, severity)))
            }
            _ => None,
        })
        .collect()
});

/// Every kind has a row, which a test proves; a kind without one is taken for the worst that is no loss.
fn row(kind: &'static str, sub: &'static str) -> (WatchLevel, Severity) {
    TABLE
        .get(&(kind, sub))
        .copied()
        .unwrap_or((WatchLevel::Alert, Severity::Major))
}

pub(super) fn level(kind: &'static str, sub: &'static str) -> WatchLevel {
    row(kind, sub).0
}

pub(super) fn severity(kind: &'static str, sub: &'static str) -> Severity {
    row(kind, sub).1
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{
        super::{ChangeKind, SignalKind},
        *,
    };

    #[test]
    fn every_kind_has_a_row_and_every_row_a_kind() {
        let of_signals = SignalKind::ALL
            .iter()
            .flat_map(|kind| kind.subs().into_iter().map(|sub| (kind.as_str(), sub)));
        let of_changes = ChangeKind::ALL
            .iter()
            .flat_map(|kind| kind.subs().into_iter().map(|sub| (kind.as_str(), sub)));
        let wanted: BTreeSet<(&str, &str)> = of_signals.chain(of_changes).collect();
        let there: BTreeSet<(&str, &str)> = TABLE.keys().copied().collect();
        assert_eq!(wanted, there);
        // None was dropped for a wrong word, and none stands twice.
        assert_eq!(rows(SIGNALS).len(), there.len());
    }

    #[test]
    fn every_standing_signal_is_worse_than_green() {
        for kind in SignalKind::ALL {
            for sub in kind.subs() {
                assert!(level(kind.as_str(), sub) > WatchLevel::Green, "{kind:?} {sub}");
            }
        }
    }

    #[test]
    fn the_ends_of_a_right_its_owner_and_new_burdens_are_major_and_an_open_licence_is_not() {
        for sub in ChangeKind::Ended.subs() {
            assert_eq!(severity("ended", sub), Severity::Major, "{sub}");
        }
        assert_eq!(severity("owner_changed", "replaced"), Severity::Major);
        assert_eq!(severity("owner_changed", "left"), Severity::Major);
        assert_eq!(severity("encumbered", "security"), Severity::Major);
        assert_eq!(severity("frozen", ""), Severity::Major);
        assert_eq!(severity("encumbered", "open_licence"), Severity::Minor);
        assert!(severity("released", "security") < Severity::Major);
    }
}
