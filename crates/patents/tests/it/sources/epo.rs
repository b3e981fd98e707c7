//! Open Patent Services of the EPO.

use std::collections::BTreeSet;

use kernel::Locale;
use patents::LegalStatus;

use super::{application, day, facts, publications};

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
    let wo = super::facts("epo/biblio_WO.2020081771.A1.xml").unwrap();
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
    let ca = super::facts("epo/biblio_CA.3237996.A1.xml").unwrap();
    assert_eq!(application(&ca.rights[0]), "CA3237996");
    let wo = super::facts("epo/biblio_WO.2010050748.A2.xml").unwrap();
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

    let old = super::facts("epo/register_biblio_EP14731659.xml").unwrap();
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

    let events = super::facts("epo/register_events_EP2400812.xml").unwrap();
    assert_eq!(events.kind, "register_events");
    assert!(events.rights[0].events.len() > 5);
    let steps = super::facts("epo/register_procedural_steps_EP2400812.xml").unwrap();
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
