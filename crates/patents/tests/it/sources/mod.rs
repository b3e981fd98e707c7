//! Recorded answers of the real services: what is read out of them.

mod epo;
mod every;
mod offices;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use patents::{
    facts::{Facts, RightFacts},
    source::parse,
};

pub(super) fn body(file: &str) -> Option<Vec<u8>> {
    let path = testkit::data_dir()?.join("patents").join(file);
    Some(std::fs::read(path).unwrap())
}

pub(super) fn facts(file: &str) -> Option<Facts> {
    Some(parse(&body(file)?).unwrap_or_else(|error| panic!("{file}: {error}")))
}

pub(super) fn day(text: &str) -> Option<NaiveDate> {
    Some(text.parse().unwrap())
}

pub(super) fn application(right: &RightFacts) -> String {
    right
        .application
        .as_ref()
        .map(|number| number.key())
        .unwrap_or_default()
}

/// Publications as docdb spells them: `US2012057518A1`.
pub(super) fn publications(right: &RightFacts) -> BTreeSet<String> {
    right
        .publications
        .iter()
        .map(|p| p.number.docdb().unwrap().to_string().replace('.', ""))
        .collect()
}
