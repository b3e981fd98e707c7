//! What holds for every right.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use kernel::LocalizedText;
use proptest::prelude::*;

use super::{assess, codes};
use crate::{
    facts::{LegalEvent, RightFacts, Scheme},
    number::{NumberForm, Office, PatentNumber, RightType},
    status::LegalStatus,
};

const OFFICES: [Office; 7] = [
    Office::EP,
    Office::US,
    Office::CN,
    Office::DE,
    Office::GB,
    Office::JP,
    Office::KR,
];
const STATES: [&str; 6] = ["DE", "FR", "GB", "CH", "LI", "IT"];

fn day(offset: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2008, 1, 1)
        .and_then(|day| day.checked_add_days(Days::new(offset)))
        .unwrap()
}

/// Codes that do something, by office.
fn codes_of(office: Office) -> Vec<&'static str> {
    codes::codes(office.code())
}

fn an_event(office: Office) -> impl Strategy<Value = LegalEvent> {
    let codes = codes_of(office);
    let texts = [
        "",
        "STATUS: EXAMINATION IS IN PROGRESS",
        "STATUS: THE PATENT HAS BEEN GRANTED",
        "PATENTED CASE",
        "ABANDONED -- FAILURE TO RESPOND TO AN OFFICE ACTION",
        "LAPSE BECAUSE OF NON-PAYMENT OF DUE FEES",
        "Registration number: Y2021330000123",
    ];
    (
        0..codes.len(),
        0_u64..6000,
        0_u64..400,
        0..STATES.len() + 1,
        0..texts.len(),
        0_u32..20,
    )
        .prop_map(move |(code, on, later, state, text, year)| {
            let mut detail = BTreeMap::new();
            detail.insert("gazette_on".to_owned(), day(on + later).to_string());
            detail.insert("free_text".to_owned(), texts[text].to_owned());
            if year > 2 {
                detail.insert("fee_year".to_owned(), year.to_string());
            }
            LegalEvent {
                code: codes[code].to_owned(),
                office,
                scheme: Scheme::Inpadoc,
                territory: STATES.get(state).map(|state| (*state).to_owned()),
                on: Some(day(on)),
                text: LocalizedText::default(),
                detail,
            }
        })
}

fn a_right() -> impl Strategy<Value = RightFacts> {
    (0..OFFICES.len(), any::<bool>()).prop_flat_map(|(office, granted)| {
        let office = OFFICES[office];
        prop::collection::vec(an_event(office), 0..24).prop_map(move |events| RightFacts {
            application: PatentNumber::from_docdb(
                NumberForm::Application,
                office.code(),
                "10167109",
                "A",
                None,
            ),
            right_type: Some(RightType::Invention),
            filed_on: Some(day(0)),
            granted_on: granted.then(|| day(1200)),
            designated_states: if office == Office::EP {
                STATES.iter().map(|state| (*state).to_owned()).collect()
            } else {
                Vec::new()
            },
            events,
            ..RightFacts::default()
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// The same events in any order of arrival give the same assessment.
    #[test]
    fn the_order_of_arrival_does_not_matter(right in a_right(), seed in any::<u64>()) {
        let as_of = day(5000);
        let found = assess(&right, as_of);
        let mut shuffled = right.clone();
        let mut state = seed | 1;
        for at in (1..shuffled.events.len()).rev() {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            let other = usize::try_from(state % (at as u64 + 1)).unwrap();
            shuffled.events.swap(at, other);
        }
        prop_assert_eq!(&assess(&shuffled, as_of), &found);
        shuffled.events.reverse();
        prop_assert_eq!(&assess(&shuffled, as_of), &found);
    }

    /// Told twice is told once.
    #[test]
    fn an_event_told_twice_changes_nothing(right in a_right()) {
        let as_of = day(5000);
        let found = assess(&right, as_of);
        let mut twice = right.clone();
        let deletes = twice.events.iter().any(|event| {
            codes::rule(event.office.code(), &event.code).is_some_and(|rule| rule.effect == codes::Effect::Delete)
        });
        prop_assume!(!deletes);
        twice.events.extend(right.events.clone());
        let again = assess(&twice, as_of);
        prop_assert_eq!(again.status, found.status);
        prop_assert_eq!(again.states, found.states);
    }

    /// Nothing lives after its term, and what is not in force in one state is not in force at all.
    #[test]
    fn nothing_lives_after_its_term(right in a_right()) {
        let found = assess(&right, day(365 * 21));
        prop_assert_ne!(found.active, Some(true));
        prop_assert_eq!(found.in_force_states().count(), 0);
        let found = assess(&right, day(5000));
        if found.status.is_some_and(LegalStatus::is_lost) && found.finality == super::Finality::Final {
            prop_assert_eq!(found.active, Some(false));
        }
    }
}

/// What is said to an investor is said in both languages.
#[test]
fn every_reason_has_words_in_both_languages() {
    let words = [
        include_str!("../../../../i18n/locales/en/patents.ftl"),
        include_str!("../../../../i18n/locales/zh-Hans/patents.ftl"),
    ];
    let told = LegalStatus::ALL
        .iter()
        .flat_map(|status| ["OFFICE_SAYS", "EVENTS_SAY"].map(|who| format!("{who}_{}", status.as_str())));
    let were = LegalStatus::ALL
        .iter()
        .filter(|status| status.is_pending() || **status == LegalStatus::InForce)
        .map(|status| format!("WAS_{}", status.as_str()));
    let codes = super::REASONS.iter().map(|code| (*code).to_owned());
    for code in codes.chain(told).chain(were) {
        let key = format!("patent-reason-{} = ", code.to_lowercase().replace('_', "-"));
        for text in words {
            assert!(text.contains(&key), "{key}");
        }
    }
}
