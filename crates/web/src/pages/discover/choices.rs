//! What can be chosen on the discover page, and what is chosen now.

use chrono::Datelike;

use super::wish::Wish;
use crate::{graphql::Named, visit::Visit};

/// Years from now that a term may be asked to last.
const LASTING: [i32; 6] = [2, 5, 8, 10, 12, 15];

/// A box to tick: its value, its words, how many it would leave.
pub(super) struct Tick {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) count: Option<i32>,
    pub(super) ticked: bool,
}

/// A condition that holds now, and the address without it.
pub(super) struct Chip {
    pub(super) label: String,
    pub(super) without: String,
}

/// The values that would find something, or are chosen.
pub(super) fn ticks<T: Named + Copy + PartialEq>(
    all: &[T],
    chosen: &[T],
    counts: &[(T, i32)],
    label: impl Fn(&T) -> String,
) -> Vec<Tick> {
    let count = |value: &T| {
        counts
            .iter()
            .find(|(other, _)| other == value)
            .map_or(0, |(_, count)| *count)
    };
    all.iter()
        .filter(|value| count(value) > 0 || chosen.contains(value))
        .map(|value| Tick {
            value: value.name(),
            label: label(value),
            count: Some(count(value)),
            ticked: chosen.contains(value),
        })
        .collect()
}

/// The years a term may be asked to reach, and none.
pub(super) fn years(chosen: Option<i32>, visit: &Visit) -> Vec<Tick> {
    let w = visit.words();
    let this_year = visit.site.clock.now().year();
    let mut years: Vec<_> = LASTING
        .iter()
        .map(|more| this_year + more)
        .chain(chosen)
        .collect();
    years.sort_unstable();
    years.dedup();
    let tick = |value: String, label: String, ticked: bool| Tick {
        value,
        label,
        count: None,
        ticked,
    };
    let any = tick(String::new(), w.t("discover-until-any"), chosen.is_none());
    let of_year = |year: i32| {
        let label = w.t1("discover-until-year", "year", year);
        tick(year.to_string(), label, chosen == Some(year))
    };
    std::iter::once(any)
        .chain(years.into_iter().map(of_year))
        .collect()
}

/// The conditions that hold now.
pub(super) fn chips(wish: &Wish, visit: &Visit) -> Vec<Chip> {
    let w = visit.words();
    let mut chips = Vec::new();
    let mut add = |label: String, drop: &dyn Fn(&mut Wish)| {
        let mut without = wish.clone();
        drop(&mut without);
        chips.push(Chip {
            label,
            without: w.url(&without.address()),
        });
    };
    if !wish.text.is_empty() {
        add(w.t1("discover-chip-text", "text", &wish.text), &|rest| {
            rest.text.clear()
        });
    }
    for value in &wish.status {
        add(w.label("status", value), &|rest| {
            rest.status.retain(|other| other != value)
        });
    }
    for value in &wish.office {
        add(w.label("office", value), &|rest| {
            rest.office.retain(|other| other != value)
        });
    }
    for value in &wish.kind {
        add(w.label("right", value), &|rest| {
            rest.kind.retain(|other| other != value)
        });
    }
    for value in &wish.risk {
        let label = w.t1("discover-chip-risk", "level", w.label("patent-watch", value));
        add(label, &|rest| rest.risk.retain(|other| other != value));
    }
    if let Some(year) = wish.until {
        add(w.t1("discover-chip-until", "year", year), &|rest| {
            rest.until = None
        });
    }
    for value in &wish.field {
        add(w.label("field", value), &|rest| {
            rest.field.retain(|other| other != value)
        });
    }
    chips
}
