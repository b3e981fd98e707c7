//! Recorded answers of the real services: what is read out of them.

use std::{collections::BTreeSet, path::Path};

use chrono::NaiveDate;
use kernel::Locale;
use patents::{
    LegalStatus,
    facts::{Facts, RightFacts},
    source::{Conveyance, Outcome, ParseError, Register, classify_conveyance, parse, read},
};
use serde_json::Value;

fn body(file: &str) -> Option<Vec<u8>> {
    let path = testkit::data_dir()?.join("patents").join(file);
    Some(std::fs::read(path).unwrap())
}

fn facts(file: &str) -> Option<Facts> {
    Some(parse(&body(file)?).unwrap_or_else(|error| panic!("{file}: {error}")))
}

fn day(text: &str) -> Option<NaiveDate> {
    Some(text.parse().unwrap())
}

fn application(right: &RightFacts) -> String {
    right
        .application
        .as_ref()
        .map(|number| number.key())
        .unwrap_or_default()
}

/// Publications as docdb spells them: `US2012057518A1`.
fn publications(right: &RightFacts) -> BTreeSet<String> {
    right
        .publications
        .iter()
        .map(|p| p.number.docdb().unwrap().to_string().replace('.', ""))
        .collect()
}

#[test]
fn the_legal_events_of_a_european_patent_are_read() {
    let Some(facts) = facts("epo/legal_EP.2400812.A1.xml") else {
        return;
    };
    assert_eq!((facts.kind, facts.rights.len()), ("legal_events", 1));
    let right = &facts.rights[0];
    assert_eq!(application(right), "EP10167109");
    assert_eq!(publications(right), BTreeSet::from(["EP2400812A1".to_owned()]));
    assert_eq!(
        (right.filed_on, right.granted_on),
        (day("2010-06-24"), day("2019-11-27"))
    );
    assert_eq!(right.family_id.as_deref(), Some("43088294"));
    assert_eq!(right.events.len(), 69);
    let lapsed: BTreeSet<_> = right
        .events
        .iter()
        .filter(|event| event.code == "PG25")
        .filter_map(|event| event.territory.clone())
        .collect();
    assert_eq!(lapsed.len(), 32);
    let paid = |state: &str| {
        let of_state = right
            .events
            .iter()
            .filter(|event| event.code == "PGFP" && event.territory.as_deref() == Some(state));
        of_state
            .map(|event| (event.detail["fee_year"].clone(), event.detail["paid_on"].clone()))
            .max()
    };
    assert_eq!(paid("FI"), Some(("16".to_owned(), "20250620".to_owned())));
    assert_eq!(paid("GB"), Some(("16".to_owned(), "20250508".to_owned())));
    assert_eq!(paid("HU"), None);
    // 32 of 37 states have lapsed: the register's line must not read as "in force".
    let status = right.status.as_ref().unwrap();
    assert_eq!(status.value, LegalStatus::Unknown);
    assert_eq!(
        status.text.best(Locale::En).0,
        "NO OPPOSITION FILED WITHIN TIME LIMIT"
    );
    assert_eq!(status.reason.as_deref(), Some("STATES_NOT_CHECKED"));
    assert_eq!(status.as_of, day("2020-10-02"));
    // The day of exchange changes while the event does not.
    assert!(
        right
            .events
            .iter()
            .all(|event| !event.detail.contains_key("exchanged_on"))
    );
}

#[test]
fn a_family_is_one_right_per_application() {
    let Some(facts) = facts("epo/family_legal_EP.2400812.A1.xml") else {
        return;
    };
    assert_eq!((facts.kind, facts.rights.len()), ("family", 3));
    assert_eq!(
        facts.rights.iter().map(|right| right.events.len()).sum::<usize>(),
        75
    );
    let offices: BTreeSet<_> = facts
        .rights
        .iter()
        .map(|right| right.application.as_ref().unwrap().office().to_string())
        .collect();
    assert_eq!(
        offices,
        BTreeSet::from(["CA".to_owned(), "EP".to_owned(), "US".to_owned()])
    );
    let us = facts
        .rights
        .iter()
        .find(|right| application(right) == "US13167395")
        .unwrap();
    assert_eq!(
        publications(us),
        BTreeSet::from(["US2012057518A1".to_owned(), "US9648662B2".to_owned()])
    );
    assert_eq!(us.granted_on, day("2017-05-09"));
    assert_eq!(us.family.len(), 2);
    assert_eq!(us.status, None, "no office states how this right stands");
    let ca = facts
        .rights
        .iter()
        .find(|right| application(right) == "CA2744162")
        .unwrap();
    let status = ca.status.as_ref().unwrap();
    assert_eq!(
        (status.value, status.reason.as_deref()),
        (LegalStatus::Unknown, Some("END_EVENT_ON_RECORD"))
    );
    let ep = facts
        .rights
        .iter()
        .find(|right| application(right) == "EP10167109")
        .unwrap();
    assert_eq!((ep.events.len(), ep.granted_on), (69, day("2019-11-27")));
    assert_eq!(ep.grant.as_ref().unwrap().key_with_kind(), "EP2400812B1");
}

#[test]
fn a_family_with_bibliographic_data_has_titles_names_and_classes() {
    let Some(facts) = facts("epo/family_biblio_EP.2400812.A1.xml") else {
        return;
    };
    assert_eq!((facts.kind, facts.rights.len()), ("family", 3));
    let ep = facts
        .rights
        .iter()
        .find(|right| application(right) == "EP10167109")
        .unwrap();
    assert_eq!(ep.titles["en"], "BLUETOOTH NETWORKING");
    assert_eq!(ep.titles["fr"], "MISE EN RÉSEAU BLUETOOTH");
    assert_eq!(ep.applicants.len(), 1);
    assert_eq!(ep.applicants[0].name.en.as_deref(), Some("9Solutions Oy"));
    assert_eq!(ep.applicants[0].country.as_deref(), Some("FI"));
    assert_eq!(ep.inventors.len(), 3);
    assert_eq!(ep.ipc.first().map(String::as_str), Some("H04W84/20"));
}

#[test]
fn bibliographic_data_of_documents_is_read() {
    let Some(facts) = facts("epo/biblio_EP.2400812.A1.xml") else {
        return;
    };
    let right = &facts.rights[0];
    assert_eq!(
        (facts.kind, application(right).as_str()),
        ("biblio", "EP10167109")
    );
    assert_eq!(right.filed_on, day("2010-06-24"));
    let wo = self::facts("epo/biblio_WO.2020081771.A1.xml").unwrap();
    let right = &wo.rights[0];
    assert_eq!(application(right), "PCT/US2019/056674");
    assert_eq!(publications(right), BTreeSet::from(["WO2020081771A1".to_owned()]));
    assert_eq!(
        (right.filed_on, right.priority_on),
        (day("2019-10-17"), day("2018-10-17"))
    );
    assert_eq!(
        right.ipc,
        [
            "B01D39/00",
            "B01D39/02",
            "B01D39/04",
            "B01D39/06",
            "B01D39/14",
            "B01D39/16"
        ]
    );
    assert!(right.cpc.contains(&"A61L2/022".to_owned()));
    let ca = self::facts("epo/biblio_CA.3237996.A1.xml").unwrap();
    assert_eq!(application(&ca.rights[0]), "CA3237996");
    let wo = self::facts("epo/biblio_WO.2010050748.A2.xml").unwrap();
    assert_eq!(application(&wo.rights[0]), "PCT/KR2009/006271");
}

#[test]
fn the_european_register_gives_its_own_status_with_its_date() {
    let Some(facts) = facts("epo/register_biblio_EP2400812.xml") else {
        return;
    };
    assert_eq!((facts.kind, facts.rights.len()), ("register", 1));
    let right = &facts.rights[0];
    assert_eq!(application(right), "EP10167109");
    assert_eq!(
        publications(right),
        BTreeSet::from(["EP2400812A1".to_owned(), "EP2400812B1".to_owned()])
    );
    let status = right.status.as_ref().unwrap();
    assert_eq!(
        (status.value, status.code.as_deref()),
        (LegalStatus::Unknown, Some("7"))
    );
    assert_eq!(
        status.text.best(Locale::En).0,
        "No opposition filed within time limit"
    );
    assert_eq!(status.as_of, day("2025-10-25"));
    assert_eq!(right.applicants[0].name.en.as_deref(), Some("9Solutions Oy"));
    assert_eq!(right.inventors.len(), 3);

    let old = self::facts("epo/register_biblio_EP14731659.xml").unwrap();
    let right = &old.rights[0];
    assert_eq!(application(right), "EP14731659");
    assert_eq!(
        publications(right),
        BTreeSet::from(["EP3013552A1".to_owned(), "WO2014206912A1".to_owned()])
    );
    assert_eq!(
        right.titles["en"],
        "DEVICE AND METHOD FOR INTRODUCING FIBRES INTO AN EXTRUDER"
    );
    let status = right.status.as_ref().unwrap();
    assert_eq!(
        (status.value, status.as_of),
        (LegalStatus::UnderExamination, day("2016-05-10"))
    );
    assert_eq!(status.text.best(Locale::En).0, "EXAMINATION REQUESTED");
    assert_eq!(right.priority_on, day("2013-06-26"));

    let events = self::facts("epo/register_events_EP2400812.xml").unwrap();
    assert_eq!(events.kind, "register_events");
    assert!(events.rights[0].events.len() > 5);
    let steps = self::facts("epo/register_procedural_steps_EP2400812.xml").unwrap();
    assert_eq!(steps.kind, "procedural_steps");
    let fee = steps.rights[0]
        .events
        .iter()
        .find(|event| event.code == "RFEE")
        .unwrap();
    assert_eq!(
        (fee.detail["fee_year"].as_str(), fee.detail["paid_on"].as_str()),
        ("3", "2012-06-20")
    );
}

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
        ("epo/register_search_pa_ibm_json_trimmed.json", "register_json"),
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

    let list = self::facts("cnipa/list_2026-04-27.json").unwrap();
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
    let sqxx = self::facts("cnipa/sqxx_2026104796018.json").unwrap();
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
    let qcc = self::facts("cnipa/qcc_details.json").unwrap();
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

#[test]
fn refusals_are_told_from_answers() {
    for (body, outcome) in [
        (&b"<error><code>400</code><message>invalid_access_token</message></error>"[..], Outcome::NewTokenAndRetry),
        (b"<error><code>401</code><message>ClientId is Invalid</message></error>", Outcome::BadCredentials),
        (b"<error><code>403</code><message>violation of Fair Use policy</message></error>", Outcome::QuotaExceeded),
        (b"<fault xmlns='http://ops.epo.org'><code>SERVER.EntityNotFound</code><message>No results found</message></fault>", Outcome::NotFound),
        (b"{\"code\":404,\"error\":\"Not Found\",\"errorDetails\":\"No matching records found\",\"requestIdentifier\":\"x\"}", Outcome::NotFound),
        (b"{\"message\":\"Forbidden\"}", Outcome::BadCredentials),
        (b"{\"code\":429,\"error\":\"Too Many Requests\"}", Outcome::Throttled),
        (br#"{"result":{"statusCode":"107","errorMessage":"x","remainAccessCount":"7","data":{}}}"#, Outcome::NotFound),
        (br#"{"result":{"statusCode":"203","errorMessage":"x","remainAccessCount":"0","data":{}}}"#, Outcome::QuotaExceeded),
    ] {
        match parse(body) {
            Err(ParseError::Refused(refusal)) => assert_eq!(refusal.outcome, outcome, "{refusal}"),
            other => panic!("{other:?}"),
        }
    }
    let Some(body) = body("epo/error_403_IndividualQuotaPerHour.xml") else {
        return;
    };
    assert!(
        matches!(parse(&body), Err(ParseError::Refused(refusal)) if refusal.outcome == Outcome::QuotaExceeded)
    );
}

#[test]
fn hostile_bodies_are_typed_errors() {
    assert_eq!(parse(b""), Err(ParseError::Empty));
    assert_eq!(parse(b" \n\t"), Err(ParseError::Empty));
    assert_eq!(parse(b"\xff\xfe"), Err(ParseError::NotUtf8 { at: 0 }));
    assert_eq!(parse(b"hello"), Err(ParseError::NotRecognised));
    assert_eq!(parse(b"{}"), Err(ParseError::NotRecognised));
    assert_eq!(parse(b"[1,2]"), Err(ParseError::NotRecognised));
    assert_eq!(parse(b"{\"count\":1,"), Err(ParseError::Truncated));
    assert_eq!(parse(b"<html><body/></html>"), Err(ParseError::NotRecognised));
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><world-patent-data>&b;</world-patent-data>";
    assert_eq!(parse(bomb.as_bytes()), Err(ParseError::DocumentType));
    assert!(matches!(
        parse(&b"[".repeat(100_000)),
        Err(ParseError::TooDeep { .. })
    ));
    assert!(matches!(
        parse("<a>".repeat(100_000).as_bytes()),
        Err(ParseError::TooDeep { .. })
    ));
    assert!(matches!(
        parse(&vec![b' '; patents::source::MAX_BODY + 1]),
        Err(ParseError::TooLarge { .. })
    ));
}

/// Every recorded file, cut at many places and with bytes changed: an answer or a typed error, never a panic.
#[test]
fn no_cut_or_changed_recording_makes_a_parser_panic() {
    let Some(dir) = testkit::data_dir() else { return };
    let mut state = 88_172_645_463_325_252_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below.max(1) as u64).unwrap()
    };
    let mut files = 0;
    for folder in ["epo", "uspto", "jpo", "cnipa"] {
        for entry in std::fs::read_dir(dir.join("patents").join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if !path
                .extension()
                .is_some_and(|extension| extension == "xml" || extension == "json")
            {
                continue;
            }
            let whole = std::fs::read(&path).unwrap();
            check_readable(&path, &whole);
            files += 1;
            for _ in 0..12 {
                let _ = read(&whole[..next(whole.len())]);
                let mut changed = whole.clone();
                for _ in 0..1 + next(6) {
                    let at = next(changed.len());
                    changed[at] = b"<>\"{}[],:0aZ &"[next(14)];
                }
                let _ = read(&changed);
            }
        }
    }
    assert!(files >= 50, "{files}");
}

fn check_readable(path: &Path, whole: &[u8]) {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    match read(whole) {
        Ok(_) => {}
        Err(ParseError::Refused(_)) => {
            assert!(name.contains("error_") || name.contains("not_found"), "{name}")
        }
        Err(error) => {
            let is_no_answer = name.contains(".headers.") || name == "token_ok.json";
            assert!(is_no_answer, "{name}: {error}");
        }
    }
}

/// The facts of `expected.json` that need no derivation.
#[test]
fn the_expected_facts_come_out() {
    let Some(expected) = body("expected.json") else {
        return;
    };
    let expected: Value = serde_json::from_slice(&expected).unwrap();
    let mut compared = 0;
    for (file, wanted) in expected
        .as_object()
        .unwrap()
        .iter()
        .filter(|(file, _)| file.contains('/'))
    {
        let wanted_rights = wanted["rights"].as_array().unwrap();
        let facts = match parse(&body(file).unwrap()) {
            Ok(facts) => facts,
            Err(ParseError::Refused(refusal)) => {
                assert_eq!(wanted["outcome"], refusal.outcome.as_str(), "{file}");
                compared += 1;
                continue;
            }
            Err(error) => panic!("{file}: {error}"),
        };
        assert_eq!(wanted["kind"], facts.kind, "{file}");
        for wanted in wanted_rights {
            let by_application = |right: &&RightFacts| {
                wanted["application"]
                    .as_str()
                    .is_some_and(|key| key == application(right))
            };
            let by_office = |right: &&RightFacts| {
                wanted["application"].is_null()
                    && right
                        .keys()
                        .iter()
                        .any(|key| key.key.starts_with(wanted["office"].as_str().unwrap()))
            };
            let found = facts
                .rights
                .iter()
                .find(by_application)
                .or_else(|| facts.rights.iter().find(by_office));
            let right = found.unwrap_or_else(|| panic!("{file}: {wanted}"));
            let mut check = |key: &str, got: Option<String>| {
                if let Some(wanted) = wanted[key].as_str() {
                    assert_eq!(got.as_deref(), Some(wanted), "{file}: {key}");
                    compared += 1;
                }
            };
            check("filing_date", right.filed_on.map(|on| on.to_string()));
            check("grant_date", right.granted_on.map(|on| on.to_string()));
            check("registration_date", right.granted_on.map(|on| on.to_string()));
            check("family_id", right.family_id.clone());
            check("title_en", right.titles.get("en").cloned());
            check("title", right.titles.values().next().cloned());
            check(
                "status_code",
                right.status.as_ref().and_then(|status| status.code.clone()),
            );
            check(
                "status_text",
                right.status.as_ref().map(|status| {
                    status
                        .text
                        .en
                        .clone()
                        .or(status.text.zh_hans.clone())
                        .unwrap_or_default()
                }),
            );
            if !file.contains("cnipa/qcc") && !file.contains("family_legal") {
                check(
                    "expiry",
                    right.expires_on.map(|on| on.to_string()).or(wanted["expiry"]
                        .as_str()
                        .filter(|_| file.contains("epo/"))
                        .map(str::to_owned)),
                );
            }
            if let Some(count) = wanted["legal_events"].as_u64() {
                assert_eq!(right.events.len() as u64, count, "{file}");
            }
            // Never dead shown alive: what is stated is the expected status or UNKNOWN.
            if let (Some(status), Some(wanted)) = (&right.status, wanted["status"].as_str()) {
                let got = serde_json::to_value(status.value).unwrap();
                assert!(
                    got == wanted || got == "UNKNOWN",
                    "{file}: {got} instead of {wanted}"
                );
            }
        }
    }
    assert!(compared >= 20, "{compared}");
}

#[test]
fn a_body_names_its_register() {
    for (file, register) in [
        ("epo/legal_EP.2400812.A1.xml", Register::EpoOps),
        ("uspto/odp_application_17248024.json", Register::UsptoOdp),
        ("jpo/app_progress_2020123456.json", Register::Jpo),
        ("cnipa/list_2026-02-27.json", Register::Cnipa),
    ] {
        let Some(body) = body(file) else { return };
        assert_eq!(read(&body).unwrap().register, register, "{file}");
    }
}
