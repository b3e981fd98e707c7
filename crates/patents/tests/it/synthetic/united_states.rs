//! The United States, by the events of the EPO and by files of the USPTO.

use serde_json::{Value, json};

use super::{
    build::{Event, Right, event, legal},
    right, says,
};

const PATENT: Right = Right {
    office: "US",
    application: "201113100001",
    kind: "A",
    filed: "2011-05-04",
    documents: &[
        ("2012100001", "A1", "2012-04-26"),
        ("8600001", "B2", "2013-12-03"),
    ],
};

fn patent(more: Vec<Event>) -> String {
    let mut events = vec![event("STCF", "2013-11-13").text("PATENTED CASE")];
    events.extend(more);
    legal(&PATENT, &events)
}

fn fee(year: &str, gazette: &'static str) -> Event {
    event("MAFP", gazette).with("L520EP", year)
}

fn gone() -> Vec<Event> {
    vec![
        event("REMI", "2017-07-14"),
        event("LAPS", "2018-01-01"),
        event("STCH", "2018-01-01").text(
            "INFORMATION ON STATUS: PATENT EXPIRED DUE TO NONPAYMENT OF MAINTENANCE FEES UNDER 37 CFR 1.362",
        ),
        event("FP", "2017-12-26").effective("2017-12-03"),
    ]
}

#[test]
fn maintenance_fees_decide_whether_a_patent_lives() {
    let body = patent(vec![fee("4", "2017-05-30"), fee("8", "2021-05-26")]);
    says(
        &right(&body, "2024-11-23"),
        json!({"status": "IN_FORCE", "active": true, "last_renewal_paid": {"US": {"year": 8}}, "next_due_on": "2025-06-03",
               "fee_state": "PAID", "grant_date": "2013-12-03", "grant_number": "8600001"}),
    );
    says(&right(&body, "2025-04-01"), json!({"fee_state": "DUE_SOON"}));
    says(&right(&body, "2025-01-01"), json!({"fee_state": "WINDOW_OPEN"}));
    says(
        &right(&body, "2025-07-01"),
        json!({"fee_state": "OVERDUE_IN_GRACE", "lapse_risk": "HIGH"}),
    );
    says(
        &right(&body, "2026-11-23"),
        json!({"fee_state": "GRACE_ENDED_NO_RECORD", "confidence": "PRESUMED", "lapse_risk": "CRITICAL"}),
    );
    let all = patent(vec![
        fee("4", "2017-05-30"),
        fee("8", "2021-05-26"),
        fee("12", "2025-05-26"),
    ]);
    says(
        &right(&all, "2026-11-23"),
        json!({"status": "IN_FORCE", "fee_state": "PAID", "next_due_on": null}),
    );
    says(
        &right(&patent(gone()), "2026-11-23"),
        json!({"status": "LAPSED", "active": false, "reason": "NON_PAYMENT", "fee_state": "LAPSED_RECORDED"}),
    );
}

#[test]
fn a_late_fee_that_was_accepted_brings_it_back() {
    for code in ["PRDP", "REIN", "STCK"] {
        let mut events = gone();
        events.push(event(code, "2019-03-18").effective("2019-03-04"));
        events.push(fee("4", "2019-03-18"));
        says(
            &right(&patent(events), "2020-01-01"),
            json!({"status": "IN_FORCE", "active": true, "reason": "RESTORED"}),
        );
    }
}

#[test]
fn texts_of_status_events_are_read() {
    let application = Right {
        documents: &[("2012100001", "A1", "2012-04-26")],
        ..PATENT
    };
    for (code, text, status, reason, active) in [
        (
            "STCB",
            "ABANDONED -- FAILURE TO RESPOND TO AN OFFICE ACTION",
            "ABANDONED",
            json!("NO_RESPONSE"),
            false,
        ),
        (
            "STCB",
            "EXPRESSLY ABANDONED -- DURING EXAMINATION",
            "WITHDRAWN",
            json!("EXPRESS"),
            false,
        ),
        (
            "STCB",
            "ABANDONED -- FAILURE TO PAY ISSUE FEE",
            "ABANDONED",
            json!("ISSUE_FEE_UNPAID"),
            false,
        ),
        (
            "STPP",
            "ABANDONED -- AFTER EXAMINER'S ANSWER OR BOARD OF APPEALS DECISION",
            "ABANDONED",
            json!("AFTER_APPEAL"),
            false,
        ),
        (
            "STPP",
            "NON FINAL ACTION MAILED",
            "UNDER_EXAMINATION",
            Value::Null,
            true,
        ),
        (
            "STPP",
            "DOCKETED NEW CASE - READY FOR EXAMINATION",
            "PUBLISHED",
            Value::Null,
            true,
        ),
        (
            "STPP",
            "PUBLICATIONS -- ISSUE FEE PAYMENT VERIFIED",
            "ALLOWED",
            Value::Null,
            true,
        ),
    ] {
        let body = legal(&application, &[event(code, "2014-05-01").text(text)]);
        says(
            &right(&body, "2026-11-23"),
            json!({"status": status, "reason": reason, "active": active}),
        );
    }
    let revived = legal(
        &application,
        &[
            event("STCB", "2014-05-01").text("ABANDONED -- FAILURE TO RESPOND TO AN OFFICE ACTION"),
            event("STCC", "2015-05-01").text("ABANDONED - RESTORED"),
        ],
    );
    says(&right(&revived, "2026-11-23"), json!({"active": true}));
}

#[test]
fn trials_and_reexaminations_are_told_from_their_outcome() {
    let paid = || {
        vec![
            fee("4", "2017-05-30"),
            fee("8", "2021-05-26"),
            fee("12", "2025-05-26"),
        ]
    };
    let mut events = paid();
    events.push(event("IPR", "2023-01-10").text("AIA TRIAL PROCEEDING FILED: IPR2023-00001"));
    says(
        &right(&patent(events), "2026-11-23"),
        json!({"status": "IN_FORCE", "challenged": "ptab"}),
    );
    let mut events = paid();
    events.push(event("FPB1", "2023-01-10"));
    says(
        &right(&patent(events), "2026-11-23"),
        json!({"status": "REVOKED", "active": false}),
    );
    let mut events = paid();
    events.push(event("LIMR", "2023-01-10"));
    says(
        &right(&patent(events), "2026-11-23"),
        json!({"status": "IN_FORCE", "partially_invalidated": true}),
    );
    let withdrawn = patent(vec![event("WDR", "2013-12-10")]);
    says(&right(&withdrawn, "2026-11-23"), json!({"active": false}));
}

/// A file wrapper in the shape of the Open Data Portal.
fn wrapper(code: i64, words: &str, more: Value) -> String {
    let mut meta = json!({
        "applicationStatusCode": code, "applicationStatusDescriptionText": words, "applicationTypeCode": "UTL",
        "filingDate": "2015-02-03", "applicationStatusDate": "2024-07-01", "inventionTitle": "SYNTHETIC",
        "earliestPublicationNumber": "US20160200001A1", "earliestPublicationDate": "2016-08-04",
    });
    let mut file = json!({"applicationNumberText": "14610001", "eventDataBag": [], "lastIngestionDateTime": "2026-05-02T13:00:02"});
    if let Some(more) = more.as_object() {
        for (key, value) in more {
            let target = if key.ends_with("Bag") || key.ends_with("Data") {
                &mut file
            } else {
                &mut meta
            };
            target[key] = value.clone();
        }
    }
    file["applicationMetaData"] = meta;
    json!({"_synthetic": true, "count": 1, "patentFileWrapperDataBag": [file]}).to_string()
}

fn granted(code: i64, words: &str, more: Value) -> String {
    let mut all = json!({"grantDate": "2018-06-05", "patentNumber": "9990001"});
    for (key, value) in more.as_object().unwrap() {
        all[key] = value.clone();
    }
    wrapper(code, words, all)
}

#[test]
fn every_code_of_the_office_reads_as_the_table_says() {
    let codes = include_str!("../../../data/uspto_status_codes.csv");
    let ranges = include_str!("../../../data/uspto_status_map.csv");
    let ranges: Vec<(i64, i64, String)> = csv::Reader::from_reader(ranges.as_bytes())
        .records()
        .map(|row| row.unwrap())
        .map(|row| {
            (
                row[0].parse().unwrap(),
                row[1].parse().unwrap(),
                row[2].to_uppercase(),
            )
        })
        .collect();
    for row in csv::Reader::from_reader(codes.as_bytes()).records() {
        let row = row.unwrap();
        let code: i64 = row[0].parse().unwrap();
        let narrowest = ranges
            .iter()
            .filter(|(from, to, _)| (*from..=*to).contains(&code))
            .min_by_key(|(from, to, _)| to - from);
        let wanted = narrowest.map_or("UNKNOWN", |(.., status)| status.as_str());
        // An application that was published is not merely filed.
        let wanted = if wanted == "FILED" { "PUBLISHED" } else { wanted };
        let found = right(&wrapper(code, &row[1], json!({})), "2026-11-23");
        assert_eq!(found["office_status"], wanted, "{code} {}", &row[1]);
        let dead = !matches!(wanted, "PUBLISHED" | "UNDER_EXAMINATION" | "ALLOWED" | "IN_FORCE");
        assert!(!(dead && found["active"] == true), "{code}: {found:#}");
    }
}

#[test]
fn a_lapsed_patent_is_not_expired_and_a_reinstated_one_lives() {
    let lapsed = granted(
        250,
        "Patent Expired Due to NonPayment of Maintenance Fees Under 37 CFR 1.362",
        json!({}),
    );
    says(
        &right(&lapsed, "2026-11-23"),
        json!({"status": "LAPSED", "active": false, "reason": "NON_PAYMENT", "base_expiry": "2035-02-03", "expiry": "2035-02-03",
               "fee_state": "LAPSED_RECORDED", "status_code": "250"}),
    );
    says(
        &right(&lapsed, "2040-01-01"),
        json!({"status": "LAPSED", "active": false}),
    );
    let back = granted(
        153,
        "Patent Reinstated Following Decision on Maintenance Fee Petition Under 37 CFR 1.377 - 1.378",
        json!({"eventDataBag": [{"eventCode": "EXP.", "eventDate": "2022-07-11",
               "eventDescriptionText": "Patent Expired Due to NonPayment of Maintenance Fees Under 37 CFR 1.362"}]}),
    );
    says(
        &right(&back, "2026-11-23"),
        json!({"status": "IN_FORCE", "active": true, "reason": "RESTORED"}),
    );
    // The code may not show the lapse yet.
    let stale = granted(
        150,
        "Patented Case",
        json!({"eventDataBag": [{"eventCode": "EXP.", "eventDate": "2022-07-11",
               "eventDescriptionText": "Patent Expired Due to NonPayment of Maintenance Fees Under 37 CFR 1.362"}]}),
    );
    says(
        &right(&stale, "2026-11-23"),
        json!({"status": "LAPSED", "active": false, "office_status": "IN_FORCE", "confidence": "EVENT_DERIVED"}),
    );
}

#[test]
fn the_term_runs_from_the_oldest_parent_and_ends_what_the_code_calls_alive() {
    let link = |child: &str, parent: &str, kind: &str, on: &str| {
        json!({"childApplicationNumberText": child, "parentApplicationNumberText": parent,
               "claimParentageTypeCode": kind, "parentApplicationFilingDate": on})
    };
    let more = json!({
        "parentContinuityBag": [
            link("14610001", "11000001", "CIP", "2005-03-04"),
            link("11000001", "10000001", "NST", "2003-09-10"),
            link("10000001", "60000001", "PRO", "2002-09-10"),
        ],
        "patentTermAdjustmentData": {"adjustmentTotalQuantity": 100},
    });
    let body = granted(150, "Patented Case", more);
    says(
        &right(&body, "2023-12-18"),
        json!({"base_expiry": "2023-09-10", "expiry": "2023-12-19", "pta_days": 100, "parents": 3, "status": "IN_FORCE",
               "root_nonprovisional": {"application": "US10000001", "filing_date": "2003-09-10"}}),
    );
    says(
        &right(&body, "2026-11-23"),
        json!({"status": "EXPIRED", "reason": "TERM", "active": false, "office_status": "IN_FORCE"}),
    );
    let disclaimed = granted(
        150,
        "Patented Case",
        json!({"eventDataBag": [{"eventCode": "DIST", "eventDate": "2017-01-11", "eventDescriptionText": "Terminal Disclaimer Filed"}]}),
    );
    says(
        &right(&disclaimed, "2026-11-23"),
        json!({"status": "IN_FORCE", "expiry_may_be_shorter": true}),
    );
}

#[test]
fn designs_and_plants_pay_nothing_and_provisionals_end_by_themselves() {
    let design = wrapper(
        150,
        "Patented Case",
        json!({"applicationTypeCode": "DES", "grantDate": "2018-06-05", "patentNumber": "D820001", "filingDate": "2017-02-03"}),
    );
    says(
        &right(&design, "2026-11-23"),
        json!({"status": "IN_FORCE", "right_type": "design", "expiry": "2033-06-05", "fee_state": "NO_FEES", "lapse_risk": "NONE"}),
    );
    let provisional = wrapper(
        159,
        "Provisional Application Expired",
        json!({"applicationTypeCode": "PRV"}),
    );
    says(
        &right(&provisional, "2026-11-23"),
        json!({"status": "EXPIRED", "active": false, "reason": "PROVISIONAL_EXPIRED"}),
    );
    let waiting = wrapper(
        20,
        "Application Dispatched from Preexam, Not Yet Docketed",
        json!({"applicationTypeCode": "PRV"}),
    );
    says(
        &right(&waiting, "2026-11-23"),
        json!({"status": "EXPIRED", "active": false}),
    );
}
