//! How long it takes to derive how 10,000 rights of 60 events each stand: run with `--release`. The rights are made up, on
//! two threads, as a worker with two cores would do it.

#![allow(clippy::print_stdout, reason = "a measurement is printed")]

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use chrono::{Days, NaiveDate};
use kernel::LocalizedText;
use patents::{
    LegalStatus,
    assess::assess,
    facts::{LegalEvent, RightFacts, Scheme},
    number::{NumberForm, Office, PatentNumber, RightType},
};

const RIGHTS: usize = 10_000;
const EVENTS: usize = 60;
const STATES: [&str; 12] = [
    "AT", "BE", "CH", "DE", "ES", "FR", "GB", "IE", "IT", "LI", "NL", "SE",
];

fn main() {
    let start = NaiveDate::from_ymd_opt(2008, 1, 1).unwrap_or_default();
    let rights: Vec<RightFacts> = (0..RIGHTS).map(|at| right(at, start)).collect();
    let as_of = start.checked_add_days(Days::new(6500)).unwrap_or(start);
    // The tables are read once for a process.
    let _ = assess(&rights[0], as_of);
    let mut best = Duration::MAX;
    let mut alive = 0;
    for _ in 0..5 {
        let begun = Instant::now();
        let (left, right) = rights.split_at(RIGHTS / 2);
        alive = std::thread::scope(|scope| {
            let other = scope.spawn(|| count(right, as_of));
            count(left, as_of) + other.join().unwrap_or(0)
        });
        best = best.min(begun.elapsed());
    }
    println!("{RIGHTS} rights x {EVENTS} events on two threads: {best:.2?} ({alive} in force)");
}

fn count(rights: &[RightFacts], as_of: NaiveDate) -> usize {
    rights
        .iter()
        .filter(|right| assess(right, as_of).status == Some(LegalStatus::InForce))
        .count()
}

/// A right of one of three offices, with the codes that such rights have.
fn right(at: usize, start: NaiveDate) -> RightFacts {
    let (office, codes): (Office, &[&str]) = match at % 3 {
        0 => (
            Office::EP,
            &[
                "AK", "17P", "GRAP", "GRAA", "PGFP", "PGFP", "PGFP", "REG", "STAA", "RIC1",
            ],
        ),
        1 => (Office::US, &["AS", "STPP", "STCF", "MAFP", "FEPP", "AS"]),
        _ => (
            Office::CN,
            &["PB01", "SE01", "GR01", "TR01", "PE01", "PC01", "CP01"],
        ),
    };
    let events = (0..EVENTS)
        .map(|number| {
            let code = codes[number % codes.len()];
            let on = start.checked_add_days(Days::new((number as u64 * 97 + at as u64) % 6000));
            let mut detail = BTreeMap::new();
            for (key, value) in [
                ("gazette_on", on.unwrap_or(start).to_string()),
                (
                    "free_text",
                    "ASSIGNMENT OF ASSIGNORS INTEREST;ASSIGNOR:DOE, JANE;REEL/FRAME:027221/0655".to_owned(),
                ),
                ("fee_year", (number % 20).to_string()),
                ("national_code", "R097".to_owned()),
            ] {
                detail.insert(key.to_owned(), value);
            }
            LegalEvent {
                code: code.to_owned(),
                office,
                scheme: Scheme::Inpadoc,
                territory: Some(STATES[number % STATES.len()].to_owned()).filter(|_| office == Office::EP),
                on,
                text: LocalizedText::default(),
                detail,
            }
        })
        .collect();
    let application = PatentNumber::from_docdb(
        NumberForm::Application,
        office.code(),
        "10167109",
        "A",
        Some(start),
    );
    RightFacts {
        application,
        right_type: Some(RightType::Invention),
        filed_on: Some(start),
        granted_on: start.checked_add_days(Days::new(1500)),
        designated_states: STATES.iter().map(|state| (*state).to_owned()).collect(),
        events,
        ..RightFacts::default()
    }
}
