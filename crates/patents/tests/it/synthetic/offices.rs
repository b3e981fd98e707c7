//! Other offices: Germany, the United Kingdom, Japan, Korea, Canada, and the international phase.

use serde_json::json;

use super::{
    build::{Event, Right, event, legal},
    right, says,
};

fn national(
    office: &'static str,
    application: &'static str,
    kind: &'static str,
    documents: &'static [(&'static str, &'static str, &'static str)],
    events: &[Event],
) -> String {
    let right = Right {
        office,
        application,
        kind,
        filed: "2012-04-02",
        documents,
    };
    legal(&right, events)
}

#[test]
fn german_codes_end_applications_and_patents_alike() {
    let patent: &[_] = &[
        ("102012000001", "A1", "2013-10-02"),
        ("102012000001", "B4", "2016-03-03"),
    ];
    let body = national(
        "DE",
        "102012000001",
        "A",
        patent,
        &[event("R018", "2015-11-02"), event("R020", "2016-12-05")],
    );
    says(
        &right(&body, "2017-01-01"),
        json!({"status": "IN_FORCE", "active": true, "expiry": "2032-04-02"}),
    );
    for (code, status) in [
        ("R119", "LAPSED"),
        ("8339", "LAPSED"),
        ("R071", "EXPIRED"),
        ("8331", "REVOKED"),
        ("R120", "SURRENDERED"),
    ] {
        let body = national(
            "DE",
            "102012000001",
            "A",
            patent,
            &[event("R020", "2016-12-05"), event(code, "2020-11-03")],
        );
        says(
            &right(&body, "2026-11-23"),
            json!({"status": status, "active": false}),
        );
    }
    let application: &[_] = &[("102012000001", "A1", "2013-10-02")];
    for (code, status) in [
        ("R119", "ABANDONED"),
        ("8139", "ABANDONED"),
        ("R120", "WITHDRAWN"),
    ] {
        let body = national(
            "DE",
            "102012000001",
            "A",
            application,
            &[event(code, "2015-11-03")],
        );
        says(
            &right(&body, "2026-11-23"),
            json!({"status": status, "active": false}),
        );
    }
    let body = national(
        "DE",
        "102012000001",
        "A",
        patent,
        &[
            event("R020", "2016-12-05"),
            event("R119", "2020-11-03"),
            event("8570", "2021-05-04"),
        ],
    );
    says(
        &right(&body, "2021-06-01"),
        json!({"status": "IN_FORCE", "reason": "RESTORED"}),
    );
    let body = national(
        "DE",
        "102012000001",
        "A",
        patent,
        &[event("R084", "2018-01-02"), event("R085", "2019-01-02")],
    );
    assert_eq!(
        right(&body, "2020-01-01")["encumbrances"][0]["kind"],
        "OPEN_LICENCE"
    );
    assert_eq!(right(&body, "2020-01-01")["encumbrances"][0]["open"], false);
}

#[test]
fn british_korean_and_japanese_patents_end_by_their_own_codes() {
    let british: &[_] = &[("2490001", "A", "2012-10-17"), ("2490001", "B", "2014-05-07")];
    for (code, status) in [("PCNP", "LAPSED"), ("PE20", "EXPIRED")] {
        let body = national("GB", "201200001", "A", british, &[event(code, "2020-11-18")]);
        says(
            &right(&body, "2026-11-23"),
            json!({"status": status, "active": false}),
        );
    }
    let korean: &[_] = &[
        ("20130111111", "A", "2013-10-11"),
        ("101500001", "B1", "2015-03-06"),
    ];
    let body = national(
        "KR",
        "20120034001",
        "A",
        korean,
        &[
            event("E902", "2014-06-02"),
            event("E701", "2014-12-02"),
            event("GRNT", "2015-03-02"),
        ],
    );
    says(
        &right(&body, "2016-01-01"),
        json!({"status": "IN_FORCE", "active": true}),
    );
    let ended = national(
        "KR",
        "20120034001",
        "A",
        korean,
        &[event("GRNT", "2015-03-02"), event("LAPS", "2019-12-03")],
    );
    says(
        &right(&ended, "2026-11-23"),
        json!({"status": "LAPSED", "active": false}),
    );
    let back = national(
        "KR",
        "20120034001",
        "A",
        korean,
        &[
            event("GRNT", "2015-03-02"),
            event("LAPS", "2019-12-03"),
            event("R401", "2020-04-03"),
        ],
    );
    says(
        &right(&back, "2020-06-01"),
        json!({"status": "IN_FORCE", "reason": "RESTORED"}),
    );
    // A notice of grounds for refusal ends nothing; a decision to grant grants nothing.
    let application: &[_] = &[("20130111111", "A", "2013-10-11")];
    let body = national(
        "KR",
        "20120034001",
        "A",
        application,
        &[event("E902", "2014-06-02")],
    );
    says(&right(&body, "2015-01-01"), json!({"active": true}));
    let body = national(
        "KR",
        "20120034001",
        "A",
        application,
        &[event("E902", "2014-06-02"), event("E701", "2014-12-02")],
    );
    says(&right(&body, "2015-01-01"), json!({"status": "ALLOWED"}));
    let japanese: &[_] = &[("2013222222", "A", "2013-10-31"), ("5900001", "B2", "2016-04-06")];
    let body = national(
        "JP",
        "2012084001",
        "A",
        japanese,
        &[
            event("A01", "2016-02-16"),
            event("R150", "2016-03-08"),
            event("LAPS", "2022-03-08"),
        ],
    );
    says(&right(&body, "2021-01-01"), json!({"status": "IN_FORCE"}));
    says(
        &right(&body, "2026-11-23"),
        json!({"status": "LAPSED", "active": false}),
    );
}

#[test]
fn a_canadian_discontinuation_hits_applications_and_can_be_undone() {
    let application: &[_] = &[("2770001", "A1", "2012-10-02")];
    let body = national("CA", "2770001", "A", application, &[event("FZDE", "2015-04-02")]);
    says(
        &right(&body, "2026-11-23"),
        json!({"status": "ABANDONED", "active": false}),
    );
    let back = national(
        "CA",
        "2770001",
        "A",
        application,
        &[event("FZDE", "2015-04-02"), event("FZDC", "2015-10-02")],
    );
    says(&right(&back, "2026-11-23"), json!({"active": true}));
    let patent: &[_] = &[("2770001", "A1", "2012-10-02"), ("2770001", "C", "2016-05-03")];
    let body = national("CA", "2770001", "A", patent, &[event("MKLA", "2020-10-02")]);
    says(
        &right(&body, "2026-11-23"),
        json!({"status": "LAPSED", "active": false}),
    );
    let wrong = national(
        "CA",
        "2770001",
        "A",
        patent,
        &[event("MKLA", "2020-10-02"), event("MKLC", "2020-12-02")],
    );
    says(&right(&wrong, "2021-01-01"), json!({"status": "IN_FORCE"}));
}

#[test]
fn an_international_application_is_no_right_and_its_phase_ends() {
    let wo = |events: Vec<Event>| {
        let right = Right {
            office: "WO",
            application: "2012000001",
            kind: "W",
            filed: "2012-04-02",
            documents: &[("2012150001", "A1", "2012-11-08")],
        };
        // docdb numbers an international application under its receiving office.
        legal(&right, &events).replace(
            "<country>WO</country><doc-number>2012000001",
            "<country>FI</country><doc-number>2012000001",
        )
    };
    let body = wo(vec![
        event("121", "2012-12-26"),
        event("NENP", "2013-10-03").state("DE"),
        event("WWE", "2013-11-03").state("US"),
        event("122", "2014-05-07"),
    ]);
    says(
        &right(&body, "2013-06-01"),
        json!({"office": "WO", "status": "PUBLISHED", "active": true, "right_type": "pct"}),
    );
    says(
        &right(&body, "2026-11-23"),
        json!({"status": "UNKNOWN", "reason": "INTERNATIONAL_PHASE", "active": null, "entered_states": ["US"],
               "not_entered_states": ["DE", "EP"]}),
    );
    says(
        &right(&wo(vec![event("WA", "2013-01-03")]), "2026-11-23"),
        json!({"status": "WITHDRAWN", "active": false}),
    );
    says(
        &right(&wo(vec![event("RCW", "2013-01-03")]), "2026-11-23"),
        json!({"status": "ABANDONED", "active": false}),
    );
}

/// KIPRIS Plus, in the documented shape; unverified against a live answer.
fn kipris(events: &[(&str, &str, &str, &str, &str)]) -> String {
    let items: String = events
        .iter()
        .map(|(state, stage, key, detail, on)| {
            format!(
                "<legalStatusST27Info><applicationNumber>1020120034001</applicationNumber><applicationDate>20120402</applicationDate>\
                 <registrationNumber>1015000010000</registrationNumber><registrationDate>20150306</registrationDate>\
                 <keyEventCode>{key}</keyEventCode><detailLawEventCode>{detail}</detailLawEventCode><stateCode>{state}</stateCode>\
                 <previousStageCode>2</previousStageCode><currentStageCode>{stage}</currentStageCode>\
                 <eventIndicatorCode>exm</eventIndicatorCode><nationalEventCode>PR0701</nationalEventCode>\
                 <eventDate>{on}</eventDate></legalStatusST27Info>"
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\"?><!-- synthetic --><response><header><resultCode>00</resultCode></header>\
         <body><items>{items}</items></body></response>"
    )
}

#[test]
fn events_of_wipo_st27_move_a_korean_right() {
    let body = kipris(&[
        ("A", "2", "D10", "D12", "20130402"),
        ("A", "4", "F10", "F11", "20150306"),
    ]);
    says(
        &right(&body, "2016-01-01"),
        json!({"office": "KR", "status": "IN_FORCE", "active": true, "legal_events": 2}),
    );
    let body = kipris(&[
        ("N", "6", "H10", "H13", "20190307"),
        ("A", "4", "F10", "F11", "20150306"),
    ]);
    says(
        &right(&body, "2026-11-23"),
        json!({"status": "LAPSED", "active": false}),
    );
    says(&right(&body, "2018-01-01"), json!({"status": "IN_FORCE"}));
}

/// These run without the recorded answers: the shapes of an XML and of two JSON bodies.
#[test]
fn no_cut_or_changed_body_makes_a_parser_panic() {
    let day = "2026-11-23".parse().unwrap();
    let gazette = [
        event("GR01", "2018-03-06"),
        event("PE01", "2021-02-02").text("Pledgee: 甲银行"),
    ];
    let china = national(
        "CN",
        "201610000001",
        "A",
        &[("105500001", "B", "2018-03-06")],
        &gazette,
    );
    for body in [
        kipris(&[("A", "4", "F10", "F11", "20150306")]),
        jpo("00", "", "20270308"),
        china,
    ] {
        let whole = body.into_bytes();
        assert!(patents::source::parse(&whole).is_ok());
        for at in 0..whole.len() {
            let _ = patents::answer::assess(&whole[..at], None, day);
            for byte in [b'<', b'"', b'{', b'0', 0xff] {
                let mut changed = whole.clone();
                changed[at] = byte;
                let _ = patents::answer::assess(&changed, None, day);
            }
        }
    }
}

/// The JPO's answer on a registration.
fn jpo(sign: &str, ended: &str, next: &str) -> String {
    json!({"result": {"statusCode": "100", "errorMessage": "", "remainAccessCount": "9", "data": {
        "applicationNumber": "2012084001", "filingDate": "20120402", "registrationNumber": "5900001",
        "registrationDate": "20160308", "rightPersonInformation": [{"rightPersonName": "合成株式会社"}],
        "inventionTitle": "合成", "numberOfClaims": "007", "expireDate": "20320402", "nextPensionPaymentDate": next,
        "lastPaymentYearly": "06", "erasureIdentifier": sign, "disappearanceDate": ended, "updateDate": "20260401"}}})
    .to_string()
}

#[test]
fn a_japanese_registration_tells_its_end() {
    says(
        &right(&jpo("00", "", "20270308"), "2026-11-23"),
        json!({"status": "IN_FORCE", "active": true, "claims": 7, "next_due_on": "2027-03-08", "expiry": "2032-04-02"}),
    );
    says(
        &right(&jpo("01", "20220308", ""), "2026-11-23"),
        json!({"status": "LAPSED", "active": false, "reason": "NON_PAYMENT"}),
    );
    says(
        &right(&jpo("01", "20320402", ""), "2033-01-01"),
        json!({"status": "EXPIRED", "active": false}),
    );
    says(
        &right(&jpo("03", "20210117", ""), "2026-11-23"),
        json!({"status": "UNKNOWN", "active": false}),
    );
}

/// The JPO's answer on the progress of an application that is not registered.
fn progress(documents: &[(&str, &str, &str)]) -> String {
    let list: Vec<_> = documents
        .iter()
        .map(|(code, words, on)| json!({"legalDate": on, "documentCode": code, "documentDescription": words}))
        .collect();
    json!({"result": {"statusCode": "100", "errorMessage": "", "remainAccessCount": "9", "data": {
        "applicationNumber": "2012084001", "inventionTitle": "合成", "filingDate": "20120402",
        "applicantAttorney": [{"name": "合成株式会社", "applicantAttorneyClass": "1"}],
        "ADPublicationNumber": "2013222222", "publicationDate": "20131031", "registrationNumber": "", "registrationDate": "",
        "erasureIdentifier": "00", "expireDate": "", "disappearanceDate": "", "priorityRightInformation": [],
        "bibliographyInformation": [{"numberType": "01", "number": "2012084001", "documentList": list}]}}})
    .to_string()
}

#[test]
fn a_japanese_application_is_where_its_documents_say() {
    let filed = ("A63", "特許願", "20120402");
    let asked = ("A621", "出願審査請求書", "20150301");
    let refused = ("A02", "拒絶査定", "20160301");
    says(
        &right(&progress(&[filed]), "2014-01-01"),
        json!({"status": "PUBLISHED", "active": true}),
    );
    says(
        &right(&progress(&[filed, asked]), "2015-06-01"),
        json!({"status": "UNDER_EXAMINATION"}),
    );
    says(
        &right(
            &progress(&[filed, asked, ("A01", "特許査定", "20160301")]),
            "2016-04-01",
        ),
        json!({"status": "ALLOWED"}),
    );
    says(
        &right(&progress(&[filed, asked, refused]), "2016-04-01"),
        json!({"status": "REFUSED", "active": true, "recoverable_until": "2016-06-01"}),
    );
    says(
        &right(&progress(&[filed, asked, refused]), "2026-11-23"),
        json!({"status": "REFUSED", "active": false}),
    );
    let appealed = ("C60", "審判請求書", "20160520");
    says(
        &right(&progress(&[filed, asked, refused, appealed]), "2016-08-01"),
        json!({"status": "UNDER_EXAMINATION", "active": true}),
    );
}

#[test]
fn a_fee_of_which_the_year_is_not_told_shows_that_the_right_was_alive() {
    let japanese: &[_] = &[("2013222222", "A", "2013-10-31"), ("5900001", "B2", "2016-04-06")];
    let body = national(
        "JP",
        "2012084001",
        "A",
        japanese,
        &[event("R150", "2016-03-08"), event("R250", "2026-02-10")],
    );
    let found = right(&body, "2026-11-23");
    says(
        &found,
        json!({"status": "IN_FORCE", "active": true, "fee_state": "PAID"}),
    );
}
