//! Synthetic lines in the documented columns; none is of the office's file.

use proptest::prelude::*;

use super::*;
use crate::source::{Register, read as read_any};

/// An event of a patent that does not exist, in the columns of June 2018.
fn event(code: &str, on: &str) -> String {
    line("0000012345678", "16900001", "N", code, on)
}

fn line(grant: &str, application: &str, entity: &str, code: &str, on: &str) -> String {
    format!("{grant:<13} {application:<8} {entity} 20200612 20220301 {on} {code:<5}\r\n")
}

fn right(body: &str) -> RightFacts {
    let answer = read_any(body.as_bytes()).unwrap();
    assert_eq!(
        (answer.register, answer.facts.kind),
        (Register::UsptoMaintenance, KIND)
    );
    answer.facts.rights.into_iter().next().unwrap()
}

#[test]
fn numbers_days_payments_and_entity_are_read() {
    let body = event("M2552", "20300110") + &event("LTOS", "20300102") + &event("M1551", "20251120");
    let right = right(&body);
    assert_eq!(right.grant.as_ref().unwrap().display(), "US 12,345,678");
    assert_eq!(right.application.as_ref().unwrap().display(), "US 16/900,001");
    assert_eq!(right.filed_on, "2020-06-12".parse().ok());
    assert_eq!(right.granted_on, "2022-03-01".parse().ok());
    let paid: Vec<_> = right
        .payments
        .iter()
        .map(|payment| (payment.year, payment.on.unwrap().to_string()))
        .collect();
    assert_eq!(paid, [(4, "2025-11-20".to_owned()), (8, "2030-01-10".to_owned())]);
    assert_eq!(right.entity, Some(Entity::Small));
    assert_eq!(right.events.len(), 3);
    assert!(right.events.iter().all(|event| event.text.en.is_some()));
}

#[test]
fn the_older_columns_are_read_as_well() {
    let body = "4287053 06218038 N 19801218 19810901 19890901 EXP.\nRE35001 07654321 Y 19921218 19950801 19990101 REM.\n";
    let first = body.lines().next().unwrap();
    let right = right(first);
    assert_eq!(right.grant.unwrap().display(), "US 4,287,053");
    assert_eq!(right.application.unwrap().display(), "US 06/218,038");
    assert_eq!(right.events[0].on, "1989-09-01".parse().ok());
    let reissue = parse_line(body.lines().nth(1).unwrap()).unwrap();
    assert_eq!(reissue.grant.display(), "US RE35,001");
    let padded = parse_line(&line("00000RE035001", "07654321", "Y", "REM.", "19990101")).unwrap();
    assert_eq!(padded.grant, reissue.grant);
}

#[test]
fn who_pays_less_is_told_by_events_before_the_column() {
    let body = |entity: &str, code: &str| line("0000012345678", "16900001", entity, code, "20251120");
    for (column, code, wanted) in [
        ("Y", "ASPN", Some(Entity::Small)),
        ("N", "REM.", Some(Entity::Large)),
        ("M", "REM.", Some(Entity::Micro)),
        ("?", "REM.", None),
        ("N", "STOM", Some(Entity::Micro)),
        ("Y", "M3551", Some(Entity::Micro)),
        ("N", "R2551", Some(Entity::Large)),
    ] {
        assert_eq!(right(&body(column, code)).entity, wanted, "{column} {code}");
    }
}

#[test]
fn a_code_nobody_knows_is_kept_and_does_nothing() {
    let right = right(&event("F178", "20251120"));
    assert_eq!((right.events[0].code.as_str(), right.payments.len()), ("F178", 0));
}

#[test]
fn bad_lines_say_what_is_wrong() {
    use line::{DateField, LineError};
    for (text, wanted) in [
        ("".to_owned(), LineError::Layout),
        (event("", "20251120"), LineError::Layout),
        (event("EXP.", "20251120").replace(' ', "\t"), LineError::Layout),
        (event("EXP.XX", "20251120"), LineError::Layout),
        (event("exp.", "20251120"), LineError::Code),
        (event("EXP.", "20251320"), LineError::Date(DateField::Entry)),
        (event("EXP.", "00000000"), LineError::Date(DateField::Entry)),
        (
            event("EXP.", "20251120").replace("20200612", "2020-6-1"),
            LineError::Date(DateField::Filing),
        ),
        (
            event("EXP.", "20251120").replace("20220301", "20220231"),
            LineError::Date(DateField::Grant),
        ),
        (
            line("0000000000000", "16900001", "N", "EXP.", "20251120"),
            LineError::Number,
        ),
        (
            line("1234567890123", "16900001", "N", "EXP.", "20251120"),
            LineError::Number,
        ),
    ] {
        assert_eq!(parse_line(&text), Err(wanted), "{text:?}");
    }
    let no_number = parse_line(&line("12345678", "", "N", "EXP.", "20251120")).unwrap();
    assert_eq!(no_number.application, None);
    assert_eq!(no_number.grant.display(), "US 12,345,678");
}

#[test]
fn a_body_is_of_one_patent_and_whole() {
    let other = line("0000012345679", "16900002", "N", "EXP.", "20251120");
    let error = read_any((event("REM.", "20251001") + &other).as_bytes()).unwrap_err();
    assert!(
        error.to_string().contains("farsight import maintenance"),
        "{error}"
    );
    let cut = event("REM.", "20251001") + &other[..40];
    assert!(matches!(
        read_any(cut.as_bytes()),
        Err(ParseError::Malformed { at: 59, .. })
    ));
    assert!(matches!(read_any(b"hello world"), Err(ParseError::NotRecognised)));
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in any::<String>(), line in "[ -~]{40,60}") {
        let _ = (parse_line(&text), parse_line(&line), is(&text), read(&text));
        let _ = read_any(line.as_bytes());
    }

    #[test]
    fn a_broken_line_is_read_right_or_refused(at in 0_usize..57, byte in 0_u8..128) {
        let good = event("M1551", "20251120");
        let mut bytes = good.clone().into_bytes();
        bytes[at] = byte;
        let broken = String::from_utf8(bytes).unwrap();
        if let Ok(line) = parse_line(&broken) {
            prop_assert!(line.code.len() <= 5);
            prop_assert!(line.grant.display().starts_with("US "));
        }
        let _ = read_any(broken.as_bytes());
    }

    #[test]
    fn the_order_of_lines_says_nothing(order in Just(vec![0_usize, 1, 2, 3]).prop_shuffle()) {
        let lines = [
            event("M1551", "20251120"),
            event("REM.", "20251001"),
            event("STOL", "20251120"),
            event("EXP.", "20300401"),
        ];
        let shuffled: String = order.iter().map(|at| lines[*at].as_str()).collect();
        prop_assert_eq!(right(&shuffled), right(&lines.concat()));
    }
}
