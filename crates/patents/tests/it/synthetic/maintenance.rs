//! Maintenance-fee events of the USPTO. The lines are synthetic, in the documented columns.

use serde_json::{Value, json};

use super::{right, says};

/// A patent filed on 4 May 2011 and granted on 3 December 2013.
fn lines(events: &[(&str, &str)]) -> String {
    events
        .iter()
        .map(|(code, on)| format!("0000008600001 13100001 N 20110504 20131203 {on} {code:<5}\n"))
        .collect()
}

fn on(events: &[(&str, &str)], day: &str) -> Value {
    right(&lines(events), day)
}

#[test]
fn payments_reminders_lapses_and_restorations_are_weighed() {
    let paid = [("M1551", "20170530"), ("M1552", "20210526")];
    says(
        &on(&paid, "2024-11-23"),
        json!({"office": "US", "application": "US13100001", "grant_number": "8600001", "filing_date": "2011-05-04",
               "grant_date": "2013-12-03", "status": "IN_FORCE", "active": true, "fee_state": "PAID", "fee_year": 12,
               "next_due_on": "2025-06-03", "last_renewal_paid": {"US": {"year": 8, "on": "2021-05-26"}}, "legal_events": 2}),
    );
    let lapsed = [("M1551", "20170530"), ("REM.", "20210802"), ("EXP.", "20220110")];
    says(&on(&lapsed, "2021-12-01"), json!({"status": "IN_FORCE"}));
    says(
        &on(&lapsed, "2024-11-23"),
        json!({"status": "LAPSED", "active": false, "reason": "NON_PAYMENT", "fee_state": "LAPSED_RECORDED"}),
    );
    // A payment after it, and a petition that is only filed, bring nothing back.
    let asked = [
        &lapsed[..],
        &[("M1558", "20220301"), ("M1552", "20220301"), ("PMFP", "20220301")],
    ]
    .concat();
    says(
        &on(&asked, "2024-11-23"),
        json!({"status": "LAPSED", "active": false}),
    );
    for code in ["EXPX", "PMFG"] {
        let back = [&asked[..], &[(code, "20220410")]].concat();
        says(
            &on(&back, "2024-11-23"),
            json!({"status": "IN_FORCE", "active": true, "reason": "RESTORED", "fee_year": 12}),
        );
        let again = [&back[..], &[("EXP.", "20260105")]].concat();
        says(
            &on(&again, "2026-11-23"),
            json!({"status": "LAPSED", "active": false}),
        );
    }
}

#[test]
fn old_codes_tell_their_year_and_the_entity_its_price() {
    for (code, year) in [("M183", 4), ("M284", 8), ("M174", 8), ("M275", 12)] {
        let told = on(&[(code, "20210526")], "2021-11-23");
        says(
            &told,
            json!({"last_renewal_paid": {"US": {"year": year, "on": "2021-05-26"}}}),
        );
    }
    for (code, minor) in [("M1551", 404_000), ("M2551", 161_600), ("M3551", 80_800)] {
        let told = on(&[(code, "20170530")], "2020-11-23");
        says(
            &told,
            json!({"fee_year": 8, "fee_amount_minor": minor, "fee_currency": "USD"}),
        );
    }
}

#[test]
fn a_term_that_is_over_is_over_whatever_was_paid() {
    let paid = [
        ("M1551", "20170530"),
        ("M1552", "20210526"),
        ("M1553", "20250602"),
    ];
    let told = on(&paid, "2040-01-01");
    assert_ne!(told["active"], true, "{told:#}");
}

#[test]
fn a_line_that_is_cut_off_is_an_error() {
    let body = lines(&[("M1551", "20170530"), ("EXP.", "20220110")]);
    let cut = &body[..body.len() - 10];
    let answer = patents::answer::assess(cut.as_bytes(), None, "2024-01-01".parse().unwrap());
    assert_eq!(answer["kind"], "error", "{answer:#}");
    assert_eq!(answer["rights"], json!([]));
}
