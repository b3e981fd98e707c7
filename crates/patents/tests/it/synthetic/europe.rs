//! European patents: bundles of states, and applications that ended before they became one.

use serde_json::{Value, json};

use super::{
    build::{Event, Right, event, legal},
    right, says,
};

const PATENT: Right = Right {
    office: "EP",
    application: "14000001",
    kind: "A",
    filed: "2014-03-10",
    documents: &[("2900001", "A1", "2015-09-16")],
};

fn pending(more: Vec<Event>) -> String {
    let mut events = vec![
        event("AK", "2015-09-16")
            .with("L506EP", "A1")
            .with("L507EP", "DE FR GB IT CH LI"),
        event("17P", "2016-05-04").effective("2016-03-01"),
    ];
    events.extend(more);
    legal(&PATENT, &events)
}

fn granted(more: Vec<Event>) -> String {
    let mut events = vec![
        event("GRAP", "2018-03-01"),
        event("GRAA", "2018-08-03"),
        event("AK", "2018-09-05")
            .with("L506EP", "B1")
            .with("L507EP", "DE FR GB IT CH LI"),
        event("STAA", "2018-08-03").text("STATUS: THE PATENT HAS BEEN GRANTED"),
    ];
    events.extend(more);
    pending(events)
}

fn lapse(state: &str, effective: &str, gazette: &'static str) -> Event {
    event("PG25", gazette)
        .state(state)
        .effective(effective)
        .text("LAPSE BECAUSE OF NON-PAYMENT OF DUE FEES")
}

fn paid(state: &str, year: &str, on: &str, gazette: &'static str) -> Event {
    event("PGFP", gazette)
        .state(state)
        .with("L520EP", year)
        .with("L518EP", on.replace('-', ""))
}

#[test]
fn an_application_that_ended_says_how() {
    for (events, status, reason) in [
        (
            vec![event("18D", "2017-05-10").effective("2016-11-01")],
            "ABANDONED",
            json!("NO_RESPONSE"),
        ),
        (
            vec![event("18W", "2017-05-10").effective("2017-04-01")],
            "WITHDRAWN",
            json!("EXPRESS"),
        ),
        (
            vec![event("18R", "2017-05-10").effective("2017-04-01")],
            "REFUSED",
            Value::Null,
        ),
        (
            vec![event("STAA", "2017-05-10").text("STATUS: THE APPLICATION IS DEEMED TO BE WITHDRAWN")],
            "ABANDONED",
            json!("NO_RESPONSE"),
        ),
        // Asking to be re-established is not to be re-established.
        (
            vec![
                event("18D", "2017-05-10").effective("2016-11-01"),
                event("18RA", "2017-08-02"),
            ],
            "ABANDONED",
            json!("NO_RESPONSE"),
        ),
        (
            vec![
                event("18R", "2017-05-10").effective("2017-04-01"),
                event("STAA", "2017-02-10").text("STATUS: EXAMINATION IS IN PROGRESS"),
            ],
            "REFUSED",
            Value::Null,
        ),
    ] {
        says(
            &right(&pending(events), "2026-11-23"),
            json!({"status": status, "active": false, "reason": reason, "opposition": null}),
        );
    }
    says(
        &right(&pending(vec![]), "2026-11-23"),
        json!({"status": "UNDER_EXAMINATION", "active": true}),
    );
    let allowed = pending(vec![
        event("GRAP", "2018-03-01"),
        event("STAA", "2018-03-01").text("STATUS: GRANT OF PATENT IS INTENDED"),
    ]);
    says(
        &right(&allowed, "2018-06-01"),
        json!({"status": "ALLOWED", "active": true}),
    );
}

#[test]
fn an_application_comes_back_by_re_establishment_or_by_deletion() {
    let body = pending(vec![
        event("18D", "2017-05-10").effective("2016-11-01"),
        event("18RR", "2017-11-08"),
    ]);
    says(
        &right(&body, "2026-11-23"),
        json!({"status": "UNDER_EXAMINATION", "active": true}),
    );
    let body = pending(vec![
        event("18D", "2017-05-10").effective("2016-11-01"),
        event("D18D", "2017-11-08"),
    ]);
    says(
        &right(&body, "2026-11-23"),
        json!({"status": "UNDER_EXAMINATION", "active": true}),
    );
    let body = pending(vec![
        event("18D", "2017-05-10").effective("2016-11-01"),
        event("STAA", "2017-12-08").text("STATUS: EXAMINATION IS IN PROGRESS"),
    ]);
    says(
        &right(&body, "2026-11-23"),
        json!({"status": "UNDER_EXAMINATION", "active": true}),
    );
}

#[test]
fn states_that_pay_are_in_force_and_states_that_are_silent_are_not_confirmed() {
    let body = granted(vec![
        event("26N", "2019-08-07").effective("2019-06-06"),
        lapse("FR", "2019-03-31", "2020-01-31"),
        lapse("IT", "2018-09-05", "2019-09-30"),
        event("REG", "2021-11-10").state("CH").with("L502EP", "PL"),
        paid("DE", "13", "2026-03-20", "2026-05-06"),
        paid("GB", "12", "2025-03-20", "2025-05-06"),
    ]);
    says(
        &right(&body, "2026-05-20"),
        json!({"status": "IN_FORCE", "active": true, "in_force_states": ["DE", "GB"], "unconfirmed_states": [],
               "lapsed_states": {"CH": "2021-11-10", "FR": "2019-03-31", "IT": "2018-09-05", "LI": "2021-11-10"},
               "lapsed_states_count": 4, "opposition": "NONE_FILED", "grant_date": "2018-09-05", "grant_number": "2900001",
               "last_renewal_paid": {"DE": {"year": 13, "on": "2026-03-20"}, "GB": {"year": 12, "on": "2025-03-20"}}}),
    );
    // The fee for the thirteenth year could be paid in Great Britain until September.
    says(
        &right(&body, "2026-11-23"),
        json!({"in_force_states": ["DE"], "unconfirmed_states": ["GB"], "next_due_on": "2027-03-31", "status": "IN_FORCE"}),
    );
    says(
        &right(&body, "2034-03-10"),
        json!({"status": "EXPIRED", "active": false, "in_force_states": [], "unconfirmed_states": []}),
    );
}

#[test]
fn a_patent_without_a_state_is_dead_whatever_its_status_line_says() {
    let all = ["DE", "FR", "GB", "IT", "CH", "LI"];
    let mut events: Vec<Event> = all
        .iter()
        .map(|state| lapse(state, "2020-03-31", "2021-01-29"))
        .collect();
    events.push(event("STAA", "2019-07-12").text("STATUS: NO OPPOSITION FILED WITHIN TIME LIMIT"));
    events.push(event("PLBE", "2019-07-12"));
    let body = granted(events);
    for day in ["2021-06-01", "2026-11-23", "2040-01-01"] {
        says(
            &right(&body, day),
            json!({"status": "LAPSED", "active": false, "reason": "NON_PAYMENT", "lapsed_states_count": 6,
                   "in_force_states": [], "unconfirmed_states": [], "opposition": "NONE_FILED"}),
        );
    }
    // Nothing of a state for years shows nothing.
    says(
        &right(&granted(vec![]), "2026-11-23"),
        json!({"status": "UNKNOWN", "active": null, "confidence": "PRESUMED"}),
    );
    says(
        &right(&granted(vec![]), "2018-12-01"),
        json!({"status": "IN_FORCE", "active": true, "confidence": "PRESUMED"}),
    );
}

#[test]
fn a_lapse_in_a_state_can_be_deleted_or_undone() {
    let deleted = granted(vec![
        lapse("DE", "2024-03-31", "2024-11-05"),
        event("PG2D", "2025-01-10").state("DE"),
        paid("DE", "13", "2026-03-20", "2026-05-06"),
    ]);
    says(
        &right(&deleted, "2026-11-23"),
        json!({"in_force_states": ["DE"], "lapsed_states": {}, "status": "IN_FORCE"}),
    );
    let undone = granted(vec![
        lapse("GB", "2024-03-10", "2024-11-05"),
        event("PGRI", "2025-02-10").state("GB").effective("2025-01-20"),
        paid("GB", "13", "2026-03-20", "2026-05-06"),
    ]);
    says(
        &right(&undone, "2026-11-23"),
        json!({"in_force_states": ["GB"], "lapsed_states": {}}),
    );
    let again = granted(vec![
        lapse("GB", "2024-03-10", "2024-11-05"),
        event("PG2D", "2025-02-10").state("GB"),
        lapse("GB", "2025-03-10", "2025-12-05"),
    ]);
    says(
        &right(&again, "2026-11-23"),
        json!({"lapsed_states": {"GB": "2025-03-10"}}),
    );
}

#[test]
fn national_codes_inside_a_reference_mean_what_the_national_office_means() {
    for (state, code) in [
        ("DE", "R119"),
        ("CH", "PL"),
        ("FR", "ST"),
        ("GB", "PCNP"),
        ("GB", "PE20"),
        ("IT", "XXXX"),
    ] {
        let body = granted(vec![event("REG", "2023-10-02").state(state).with("L502EP", code)]);
        let found = right(&body, "2026-11-23");
        let lapsed = found["lapsed_states"].get(state).is_some();
        assert_eq!(lapsed, code != "XXXX", "{state} {code}: {found:#}");
    }
    let body = granted(vec![
        event("REG", "2026-04-02")
            .state("FR")
            .with("L502EP", "PLFP")
            .with("L520EP", "13"),
    ]);
    says(&right(&body, "2026-11-23"), json!({"in_force_states": ["FR"]}));
}

#[test]
fn an_opposition_is_pending_rejected_or_ends_the_patent_everywhere() {
    let alive = || paid("DE", "13", "2026-03-20", "2026-05-06");
    let body = granted(vec![
        alive(),
        event("PLBI", "2019-06-05"),
        event("26", "2019-07-03").effective("2019-06-05"),
    ]);
    says(
        &right(&body, "2026-11-23"),
        json!({"status": "IN_FORCE", "opposition": "PENDING", "challenged": "opposition"}),
    );
    let body = granted(vec![
        alive(),
        event("PLBI", "2019-06-05"),
        event("27O", "2021-02-03").effective("2020-11-05"),
    ]);
    says(
        &right(&body, "2026-11-23"),
        json!({"status": "IN_FORCE", "opposition": "REJECTED", "challenged": null}),
    );
    let body = granted(vec![
        alive(),
        event("PLBI", "2019-06-05"),
        event("PUAH", "2021-02-03"),
    ]);
    says(
        &right(&body, "2026-11-23"),
        json!({"status": "IN_FORCE", "partially_invalidated": true}),
    );
    // A decision that was only despatched may be suspended by an appeal.
    let body = granted(vec![
        alive(),
        event("PLBI", "2019-06-05"),
        event("RDAF", "2020-12-03"),
    ]);
    says(
        &right(&body, "2026-11-23"),
        json!({"status": "IN_FORCE", "opposition": "PENDING"}),
    );
    for code in ["27W", "RDAG"] {
        let body = granted(vec![
            alive(),
            event("PLBI", "2019-06-05"),
            event(code, "2021-06-02").effective("2021-03-05"),
        ]);
        says(
            &right(&body, "2026-11-23"),
            json!({"status": "REVOKED", "active": false, "opposition": "REVOKED"}),
        );
    }
}

#[test]
fn a_unitary_patent_is_one_right_of_many_states() {
    let unitary = |more: Vec<Event>| {
        let mut events = vec![
            event("AK", "2024-01-10")
                .with("L506EP", "B1")
                .with("L507EP", "AT BE DE FR IT GB CH LI ES"),
            event("GRAA", "2023-12-08"),
            event("U01", "2024-01-24").effective("2024-01-12"),
            event("U07", "2024-02-07").effective("2024-01-18"),
        ];
        events.extend(more);
        pending(events)
    };
    let body = unitary(vec![
        event("U20", "2026-04-15")
            .with("L520EP", "13")
            .with("L518EP", "20260302"),
    ]);
    says(
        &right(&body, "2026-11-23"),
        json!({"status": "IN_FORCE", "active": true, "in_force_states": ["AT", "BE", "DE", "FR", "IT"]}),
    );
    let body = unitary(vec![event("U93", "2025-11-05").effective("2025-03-31")]);
    says(
        &right(&body, "2026-11-23"),
        json!({"in_force_states": [], "lapsed_states_count": 5}),
    );
}

/// The register's answer on bibliographic data.
fn register(status: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><!-- synthetic --><ops:world-patent-data xmlns:ops=\"http://ops.epo.org\" \
         xmlns:reg=\"http://www.epo.org/register\"><ops:register-search total-result-count=\"1\"><ops:query \
         syntax=\"CQL\">publication=EP2900001</ops:query><reg:register-documents><reg:register-document \
         date-produced=\"20260510\" status=\"{status}\"><reg:bibliographic-data><reg:publication-reference>\
         <reg:document-id><reg:country>EP</reg:country><reg:doc-number>2900001</reg:doc-number><reg:kind>A1</reg:kind>\
         <reg:date>20150916</reg:date></reg:document-id></reg:publication-reference><reg:application-reference>\
         <reg:document-id><reg:country>EP</reg:country><reg:doc-number>14000001</reg:doc-number><reg:date>20140310</reg:date>\
         </reg:document-id></reg:application-reference></reg:bibliographic-data></reg:register-document>\
         </reg:register-documents></ops:register-search></ops:world-patent-data>"
    )
}

#[test]
fn the_words_of_the_register_are_read_in_each_edition() {
    for (words, status, active) in [
        ("The application has been published", "PUBLISHED", json!(true)),
        (
            "Request for examination was made",
            "UNDER_EXAMINATION",
            json!(true),
        ),
        ("EXAMINATION REQUESTED", "UNDER_EXAMINATION", json!(true)),
        ("Examination is in progress", "UNDER_EXAMINATION", json!(true)),
        ("Grant of patent is intended", "ALLOWED", json!(true)),
        (
            "The application is deemed to be withdrawn",
            "ABANDONED",
            json!(false),
        ),
        ("APPLICATION DEEMED TO BE WITHDRAWN", "ABANDONED", json!(false)),
        ("The application has been withdrawn", "WITHDRAWN", json!(false)),
        ("The application has been refused", "REFUSED", json!(false)),
        ("Patent revoked", "REVOKED", json!(false)),
    ] {
        says(
            &right(&register(words), "2026-11-23"),
            json!({"status": status, "active": active, "status_text": words, "office_status": status}),
        );
    }
}

#[test]
fn a_grant_that_was_expected_and_never_came_leaves_an_application() {
    let body = pending(vec![
        event("GRAA", "2018-08-03"),
        event("18W", "2018-09-26").effective("2018-08-20"),
    ]);
    says(
        &right(&body, "2026-11-23"),
        json!({"status": "WITHDRAWN", "active": false}),
    );
    // After a grant that is documented the two contradict each other.
    let body = granted(vec![event("18W", "2020-09-26").effective("2020-08-20")]);
    says(
        &right(&body, "2026-11-23"),
        json!({"status": "UNKNOWN", "active": null}),
    );
}

#[test]
fn the_line_of_the_register_alone_never_shows_a_granted_patent_alive() {
    for words in [
        "The patent has been granted",
        "No opposition filed within time limit",
        "Opposition rejected",
    ] {
        says(
            &right(&register(words), "2026-11-23"),
            json!({"status": "UNKNOWN", "active": null, "office_status": "IN_FORCE"}),
        );
    }
}
