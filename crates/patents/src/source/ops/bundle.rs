//! What the European register says of a patent's states and of its opposition.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::super::{text::date, xml::Node};
use crate::facts::Opposition;

/// Of several versions the newest counts; where two are of one day, the first in the answer.
fn newest<'a>(bibliographic: &'a Node, name: &'a str) -> Option<&'a Node> {
    let mut newest: Option<&Node> = None;
    for version in bibliographic.all(name) {
        let day = |node: &Node| node.attribute("change-date").unwrap_or_default().to_owned();
        if newest.is_none_or(|known| day(version) > day(known)) {
            newest = Some(version);
        }
    }
    newest
}

/// The contracting states designated; states of extension are asked for apart.
pub(super) fn designated(bibliographic: &Node) -> Vec<String> {
    let Some(version) = newest(bibliographic, "designation-of-states") else {
        return Vec::new();
    };
    let regional = version.at(&["designation-pct", "regional"]);
    let mut states: Vec<String> = regional
        .into_iter()
        .flat_map(|list| list.all("country"))
        .filter_map(Node::text)
        .map(str::to_owned)
        .collect();
    states.sort();
    states.dedup();
    states
}

/// In which states the patent lapsed, and when. The register lists every version of the list; each
/// holds the whole.
pub(super) fn lapsed(bibliographic: &Node) -> BTreeMap<String, NaiveDate> {
    let Some(version) = newest(bibliographic, "term-of-grant") else {
        return BTreeMap::new();
    };
    version
        .all("lapsed-in-country")
        .filter_map(|entry| {
            Some((
                entry.text_at(&["country"])?.to_owned(),
                date(entry.text_at(&["date"])?)?,
            ))
        })
        .collect()
}

/// Whether somebody opposed.
pub(super) fn opposition(bibliographic: &Node) -> Option<Opposition> {
    let data = newest(bibliographic, "opposition-data")?;
    if data.child("opposition-not-filed").is_some() {
        return Some(Opposition::NoneFiled);
    }
    let opposed = data.children.iter().any(|child| {
        child.name.contains("opponent")
            || child.name == "date-opposition-filed"
            || child.name == "opposition-filed"
    });
    opposed.then_some(Opposition::Filed)
}
