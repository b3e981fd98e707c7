//! The USPTO, the JPO and CNIPA.

use std::collections::BTreeSet;

use patents::{
    LegalStatus,
    source::{Conveyance, classify_conveyance},
};

use super::{application, day, facts};

#[test]
fn a_us_file_wrapper_is_held_against_the_calendar() {
    let Some(facts) = facts("uspto/odp_application_17248024.json") else {
        return;
    };
    assert_eq!((facts.kind, facts.rights.len()), ("application", 1));
    let right = &facts.rights[0];
    assert_eq!(application(right), "US17248024");
    let numbers: BTreeSet<_> = right
        .publications
        .iter()
        .map(|p| p.number.key_with_kind())
        .collect();
    assert_eq!(
        numbers,
        BTreeSet::from(["US11646472B2".to_owned(), "US20210210819A1".to_owned()])
    );
    assert_eq!(
        right.titles["en"],
        "MAKING LITHIUM METAL - SEAWATER BATTERY CELLS HAVING PROTECTED LITHIUM ELECTRODES"
    );
    assert_eq!(
        (right.filed_on, right.granted_on),
        (day("2021-01-05"), day("2023-05-09"))
    );
    assert_eq!(
        right.applicants[0].name.en.as_deref(),
        Some("PolyPlus Battery Company")
    );
    assert_eq!(right.inventors.len(), 4);
    assert_eq!(right.events.len(), 61);
    assert_eq!(right.expires_on, day("2025-02-12"));
    // "Patented Case" says the code; its term was over before the record was made.
    let status = right.status.as_ref().unwrap();
    assert_eq!(
        (status.value, status.reason.as_deref()),
        (LegalStatus::Expired, Some("TERM"))
    );
    assert_eq!(
        (status.code.as_deref(), status.as_of),
        (Some("150"), day("2026-05-02"))
    );
}

#[test]
fn parts_of_a_file_wrapper_are_told_apart_by_what_they_hold() {
    if testkit::data_dir().is_none() {
        return;
    }
    for (file, kind, application_key) in [
        (
            "uspto/odp_transactions_17248024.json",
            "transactions",
            "US17248024",
        ),
        ("uspto/odp_continuity_17248024.json", "continuity", "US17248024"),
        ("uspto/odp_adjustment_17248024.json", "adjustment", "US17248024"),
        (
            "uspto/odp_associated_documents_17248024.json",
            "associated_documents",
            "US17248024",
        ),
        (
            "uspto/odp_foreign_priority_17248024.json",
            "empty_part",
            "US17248024",
        ),
        ("uspto/odp_assignment_15000001.json", "assignments", "US15000001"),
        (
            "jpo/registration_info_2020123456.json",
            "register",
            "JP2020-123456",
        ),
        ("jpo/app_progress_2020123456.json", "application", "JP2020-123456"),
        ("cnipa/sqxx_2026104796018.json", "application", "CN202610479601.8"),
    ] {
        let facts = facts(file).unwrap();
        assert_eq!(
            (facts.kind, application(&facts.rights[0]).as_str()),
            (kind, application_key),
            "{file}"
        );
        assert_eq!(
            facts.rights[0].status.as_ref().filter(|_| file.contains("odp_")),
            None,
            "{file}"
        );
    }
    for (file, kind) in [
        ("uspto/odp_documents_17248024.json", "documents"),
        ("uspto/odp_status_codes_page1.json", "status_codes"),
        ("uspto/odp_petition_decisions.json", "petition_decisions"),
        ("uspto/ptab_proceeding_PGR2026-00055.json", "challenge"),
        ("uspto/ptab_decisions_PGR2025-00004.json", "challenge_documents"),
        (
            "uspto/assignmentcenter_v3_patent_10000000.json",
            "assignment_search",
        ),
        ("uspto/grant_us10000000b2_14643719.xml", "full_text"),
        ("epo/claims_EP.2400812.A1.xml", "full_text"),
        ("epo/abstract_EP.2400812.A1.xml", "abstract"),
        ("epo/equivalents_EP.2400812.A1.xml", "equivalents"),
        ("epo/number_docdb_to_epodoc_EP.2400812.A1.xml", "numbers"),
        ("epo/search_ti_battery_1-5.xml", "search"),
        ("epo/register_search_ti_battery_1-5.xml", "search"),
        ("epo/register_search_pa_ibm_json_trimmed.json", "search"),
        ("cnipa/fyxx_fees.json", "fees"),
        ("jpo/case_number_reference_2020123456.json", "numbers"),
    ] {
        assert_eq!(facts(file).unwrap().kind, kind, "{file}");
    }
}

#[test]
fn japanese_and_chinese_answers_give_the_offices_own_status() {
    let Some(facts) = facts("jpo/registration_info_2020123456.json") else {
        return;
    };
    let right = &facts.rights[0];
    assert_eq!(right.grant.as_ref().unwrap().key(), "JP7533889");
    assert_eq!(
        (right.granted_on, right.expires_on),
        (day("2024-08-05"), day("2040-07-20"))
    );
    assert_eq!(right.titles["ja"], "立体配線構造体の製造方法");
    let status = right.status.as_ref().unwrap();
    assert_eq!(
        (status.value, status.as_of),
        (LegalStatus::InForce, day("2024-08-21"))
    );
    let annuity = right.annuity.as_ref().unwrap();
    assert_eq!((annuity.next_due_on, annuity.year), (day("2027-08-05"), Some(4)));
    assert_eq!(annuity.grace_ends_on, day("2028-02-05"));

    let list = super::facts("cnipa/list_2026-04-27.json").unwrap();
    let statuses: Vec<_> = list
        .rights
        .iter()
        .map(|right| {
            (
                application(right),
                right.status.as_ref().unwrap().value,
                right.status.as_ref().unwrap().as_of,
            )
        })
        .collect();
    assert_eq!(
        statuses,
        [
            (
                "CN202211252548.6".to_owned(),
                LegalStatus::Refused,
                day("2026-04-27")
            ),
            (
                "CN202310136648.0".to_owned(),
                LegalStatus::InForce,
                day("2026-04-27")
            ),
            (
                "CN202310418520.3".to_owned(),
                LegalStatus::UnderExamination,
                day("2026-04-27")
            ),
        ]
    );
    let sqxx = super::facts("cnipa/sqxx_2026104796018.json").unwrap();
    let right = &sqxx.rights[0];
    assert_eq!(right.titles["zh-Hans"], "一种多通阀装置");
    assert_eq!(
        right.applicants[0].name.zh_hans.as_deref(),
        Some("浙江三花智能控制股份有限公司")
    );
    assert_eq!((right.filed_on, right.inventors.len()), (day("2026-04-13"), 0));
    assert_eq!(
        right.status.as_ref().unwrap().value,
        LegalStatus::UnderExamination
    );
    let qcc = super::facts("cnipa/qcc_details.json").unwrap();
    assert_eq!(
        qcc.rights[0].status.as_ref().unwrap().value,
        LegalStatus::UnderExamination
    );
    // A grant of 2017 alone does not show that nine years of fees were paid.
    assert_eq!(qcc.rights[1].status.as_ref().unwrap().value, LegalStatus::Unknown);
}

#[test]
fn owners_come_from_assignments_and_conveyances_are_told_apart() {
    let Some(facts) = facts("uspto/odp_assignment_15000001.json") else {
        return;
    };
    let owners = &facts.rights[0].owners;
    assert_eq!(owners[0].name.en.as_deref(), Some("SAMSUNG ELECTRONICS CO., LTD"));
    assert_eq!(facts.rights[0].encumbrances, Some(vec![]));

    let path = testkit::data_dir()
        .unwrap()
        .join("patents/uspto/conveyance_texts.csv");
    let (mut right, mut rows, mut wrong) = (0, 0, Vec::new());
    for row in csv::Reader::from_path(path).unwrap().records() {
        let row = row.unwrap();
        let (class, corrects) = classify_conveyance(&row[0]);
        let word = |class: Conveyance| match class {
            Conveyance::Assignment => "assignment",
            Conveyance::NameChange => "name_change",
            Conveyance::Merger => "merger",
            Conveyance::Security => "security",
            Conveyance::SecurityTransfer => "security_transfer",
            Conveyance::Release => "release",
            Conveyance::Licence => "licence",
            Conveyance::Receivership => "receivership",
            Conveyance::Other => "other",
        };
        let expected = if &row[1] == "correction" { &row[2] } else { &row[1] };
        rows += 1;
        if word(class) == expected && corrects == (&row[1] == "correction") {
            right += 1;
        } else {
            wrong.push(format!("{} is {} not {}", &row[0], expected, word(class)));
        }
        let burdens = ["security", "security_transfer", "release"];
        assert!(
            !(burdens.contains(&expected) && class == Conveyance::Assignment),
            "{}",
            &row[0]
        );
    }
    assert_eq!(rows, 121);
    assert!(right * 100 >= rows * 97, "{right} of {rows}: {wrong:#?}");
}
