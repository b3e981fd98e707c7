//! Lists to choose from.

use crate::{graphql::Named, words::Words};

/// The zones offered: IANA names, and their words among `editor-zone-…`.
const ZONES: [(&str, &str); 14] = [
    ("Asia/Shanghai", "shanghai"),
    ("Asia/Hong_Kong", "hong-kong"),
    ("Asia/Taipei", "taipei"),
    ("Asia/Tokyo", "tokyo"),
    ("Asia/Seoul", "seoul"),
    ("Asia/Singapore", "singapore"),
    ("Asia/Kolkata", "kolkata"),
    ("Europe/London", "london"),
    ("Europe/Berlin", "berlin"),
    ("America/New_York", "new-york"),
    ("America/Chicago", "chicago"),
    ("America/Los_Angeles", "los-angeles"),
    ("Australia/Sydney", "sydney"),
    ("UTC", "utc"),
];

/// A choice of a list.
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) chosen: bool,
}

/// The values of an enum as choices.
pub(crate) fn choices<T: Named>(all: &[T], now: &str, label: impl Fn(&T) -> String) -> Vec<Choice> {
    all.iter()
        .map(|value| Choice {
            value: value.name(),
            label: label(value),
            chosen: value.name() == now,
        })
        .collect()
}

/// The usual zones, and this one if it is none of them.
pub(super) fn zones(now: &str, w: Words) -> Vec<Choice> {
    let mut zones: Vec<_> = ZONES
        .iter()
        .map(|(name, words)| Choice {
            value: (*name).to_owned(),
            label: w.label_of("editor-zone", words),
            chosen: *name == now,
        })
        .collect();
    if !now.is_empty() && zones.iter().all(|zone| !zone.chosen) {
        zones.push(Choice {
            value: now.to_owned(),
            label: now.to_owned(),
            chosen: true,
        });
    }
    zones
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_campaigns_own_zone_is_offered_even_if_it_is_unusual() {
        let w = Words(kernel::Locale::En);
        let chosen = |now: &str| {
            let zones = zones(now, w);
            let chosen: Vec<_> = zones
                .iter()
                .filter(|zone| zone.chosen)
                .map(|zone| zone.value.clone())
                .collect();
            (zones.len() - ZONES.len(), chosen)
        };
        assert_eq!(chosen("Asia/Tokyo"), (0, vec!["Asia/Tokyo".to_owned()]));
        assert_eq!(chosen("Pacific/Apia"), (1, vec!["Pacific/Apia".to_owned()]));
        assert_eq!(chosen(""), (0, vec![]));
    }
}
