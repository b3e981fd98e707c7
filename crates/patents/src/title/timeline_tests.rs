//! Synthetic entries in the form of the EPO's events of China.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::facts::Scheme;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn entry(code: &str, on: &str, announced: &str, text: &str) -> LegalEvent {
    let mut detail = BTreeMap::from([("free_text".to_owned(), text.to_owned())]);
    if !announced.is_empty() {
        detail.insert("gazette_on".to_owned(), announced.to_owned());
    }
    LegalEvent {
        code: code.to_owned(),
        office: Office::CN,
        scheme: Scheme::Inpadoc,
        territory: None,
        on: on.parse().ok(),
        text: LocalizedText::default(),
        detail,
    }
}

const FIRST: &str = "Registration number: Y2021330000123";
const SECOND: &str = "Registration number: Y2023330000456";

fn life() -> Vec<LegalEvent> {
    vec![
        entry(
            "PE01",
            "2021-03-01",
            "2021-03-19",
            &format!("Pledgee: First Bank; {FIRST}"),
        ),
        entry(
            "PM01",
            "2022-04-01",
            "2022-04-22",
            &format!("Pledgee: Second Bank; {FIRST}"),
        ),
        entry("PC01", "2023-05-01", "2023-05-23", FIRST),
        entry(
            "PE01",
            "2023-06-01",
            "2023-06-20",
            &format!("Pledgee: Third Bank; {SECOND}"),
        ),
    ]
}

fn holders(found: &[Security]) -> Vec<&str> {
    found
        .iter()
        .map(|security| security.holder.best(kernel::Locale::En).0)
        .collect()
}

#[test]
fn a_security_is_in_effect_then_changed_then_cancelled() {
    let timeline = Timeline::of(&life());
    for (on, live) in [
        ("2021-02-28", vec![]),
        ("2021-03-01", vec!["First Bank"]),
        ("2022-03-31", vec!["First Bank"]),
        ("2022-04-01", vec!["Second Bank"]),
        ("2023-04-30", vec!["Second Bank"]),
        ("2023-05-01", vec![]),
        ("2023-06-01", vec!["Third Bank"]),
    ] {
        assert_eq!(holders(&timeline.live_on(day(on))), live, "{on}");
    }
    let ended = &timeline.on(day("2024-01-01"))[0];
    assert_eq!(
        (ended.effective_on, ended.changes, ended.released_on),
        (Some(day("2021-03-01")), 1, Some(day("2023-05-01")))
    );
}

#[test]
fn who_asked_between_effect_and_announcement_was_told_less() {
    let timeline = Timeline::of(&life());
    let then = day("2023-05-10");
    assert_eq!(timeline.live_on(then), []);
    let told = timeline.known(then, then);
    assert_eq!((holders(&told), told[0].released_on), (vec!["Second Bank"], None));
    assert_eq!(
        timeline.known(then, day("2023-05-23"))[0].released_on,
        Some(day("2023-05-01"))
    );
}

#[test]
fn cancelled_is_for_good() {
    let mut events = life();
    events.truncate(3);
    events.push(entry("PM01", "2024-01-01", "", FIRST));
    events.push(entry("PE01", "2024-02-01", "", FIRST));
    assert_eq!(Timeline::of(&events).live_on(day("2024-03-01")), []);
}

#[test]
fn a_cancellation_without_a_number_ends_the_newest_and_a_strange_number_ends_no_other() {
    let begin = entry("PE01", "2021-03-01", "", FIRST);
    let bare = entry("PC01", "2022-03-01", "", "");
    let strange = entry("PC01", "2022-03-01", "", SECOND);
    let day = day("2022-06-01");
    assert_eq!(Timeline::of(&[begin.clone(), bare.clone()]).live_on(day), []);
    assert_eq!(Timeline::of(&[begin, strange.clone()]).live_on(day).len(), 1);
    let without_number = entry("PE01", "2021-03-01", "", "");
    assert_eq!(Timeline::of(&[without_number, strange]).live_on(day), []);
}

#[test]
fn a_change_of_a_security_nobody_told_of_shows_that_there_is_one() {
    let change = entry("PM01", "2021-03-01", "", "Pledgee: Big Bank");
    let found = Timeline::of(&[change]).live_on(day("2021-04-01"));
    assert_eq!((holders(&found), found[0].effective_on), (vec!["Big Bank"], None));
}

fn any_entry() -> impl Strategy<Value = LegalEvent> {
    (0_usize..3, 0_u64..1500, 0_u64..60, 0_usize..3).prop_map(|(code, on, later, number)| {
        let from = day("2020-01-01");
        let at = |days| {
            from.checked_add_days(chrono::Days::new(days))
                .unwrap()
                .to_string()
        };
        entry(
            ["PE01", "PM01", "PC01"][code],
            &at(on),
            &at(on + later),
            [FIRST, SECOND, ""][number],
        )
    })
}

proptest! {
    #[test]
    fn the_order_of_arrival_and_repetition_change_nothing(
        (sorted, shuffled) in prop::collection::vec(any_entry(), 0..12)
            .prop_flat_map(|events| (Just(events.clone()), Just(events).prop_shuffle())),
        days in 0_u64..1600, again in 0_usize..12
    ) {
        let on = day("2020-01-01").checked_add_days(chrono::Days::new(days)).unwrap();
        let mut arrived = shuffled.clone();
        arrived.extend(shuffled.get(again).cloned());
        let (a, b) = (Timeline::of(&sorted), Timeline::of(&arrived));
        prop_assert_eq!(a.on(on), b.on(on));
        prop_assert_eq!(a.known(on, on), b.known(on, on));
    }

    #[test]
    fn what_is_released_by_its_number_stays_released(
        events in prop::collection::vec(any_entry(), 0..12), days in 0_u64..1600, later in 0_u64..400
    ) {
        let at = |days| day("2020-01-01").checked_add_days(chrono::Days::new(days)).unwrap();
        let timeline = Timeline::of(&events);
        for security in timeline.on(at(days)) {
            if let (Some(number), Some(_)) = (&security.registration, security.released_on) {
                let live = timeline.live_on(at(days + later));
                prop_assert!(live.iter().all(|known| known.registration.as_ref() != Some(number)));
            }
        }
    }

    #[test]
    fn a_day_is_told_as_if_later_entries_did_not_exist(
        events in prop::collection::vec(any_entry(), 0..12), days in 0_u64..1600
    ) {
        let on = day("2020-01-01").checked_add_days(chrono::Days::new(days)).unwrap();
        let earlier: Vec<LegalEvent> = events
            .iter()
            .filter(|event| event.on.is_some_and(|at| at <= on))
            .cloned()
            .collect();
        prop_assert_eq!(Timeline::of(&events).on(on), Timeline::of(&earlier).on(on));
    }
}
