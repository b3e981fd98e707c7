//! China, by the events of the EPO and by the words of CNIPA.

use serde_json::json;

use super::{
    build::{Event, Right, event, legal},
    right, says,
};

const INVENTION: Right = Right {
    office: "CN",
    application: "201610000001",
    kind: "A",
    filed: "2016-01-04",
    documents: &[("105500001", "A", "2016-05-04"), ("105500001", "B", "2018-03-06")],
};
const MODEL: Right = Right {
    office: "CN",
    application: "201420000001",
    kind: "U",
    filed: "2014-01-06",
    documents: &[("203700001", "U", "2014-07-02")],
};

fn granted(more: Vec<Event>) -> String {
    let mut events = vec![
        event("PB01", "2016-05-04"),
        event("SE01", "2016-06-01"),
        event("GR01", "2018-03-06"),
    ];
    events.extend(more);
    legal(&INVENTION, &events)
}

#[test]
fn a_right_that_was_granted_stands_until_an_event_or_the_calendar_ends_it() {
    let body = granted(vec![]);
    says(
        &right(&body, "2018-06-01"),
        json!({"status": "IN_FORCE", "active": true, "grant_date": "2018-03-06", "expiry": "2036-01-04",
               "next_due_on": "2019-01-04", "fee_state": "NOT_DUE"}),
    );
    says(
        &right(&body, "2017-01-01"),
        json!({"status": "UNDER_EXAMINATION", "active": true}),
    );
    says(
        &right(&body, "2026-11-23"),
        json!({"status": "IN_FORCE", "fee_state": "GRACE_ENDED_NO_RECORD", "confidence": "PRESUMED", "lapse_risk": "CRITICAL"}),
    );
    says(
        &right(&body, "2036-01-04"),
        json!({"status": "EXPIRED", "reason": "TERM", "active": false}),
    );
}

#[test]
fn each_end_has_its_status() {
    for (code, status, reason) in [
        ("CF01", "LAPSED", json!("NON_PAYMENT")),
        ("C19", "LAPSED", json!("NON_PAYMENT")),
        ("EXPY", "LAPSED", json!("NON_PAYMENT")),
        ("C17", "LAPSED", json!("NON_PAYMENT")),
        ("CX01", "EXPIRED", json!("TERM")),
        ("IW01", "REVOKED", json!("INVALIDATED")),
        ("RW01", "REVOKED", json!("INVALIDATED")),
        ("AV01", "SURRENDERED", json!("EXPRESS")),
        ("AR01", "SURRENDERED", json!("DOUBLE_PATENTING")),
        ("RGAV", "SURRENDERED", json!("DOUBLE_PATENTING")),
        ("C25", "SURRENDERED", json!("DOUBLE_PATENTING")),
        ("AD01", "SURRENDERED", json!("EXPRESS")),
    ] {
        let body = granted(vec![event(code, "2022-01-11")]);
        says(
            &right(&body, "2026-11-23"),
            json!({"status": status, "active": false, "reason": reason}),
        );
    }
    for (code, status) in [
        ("RJ01", "REFUSED"),
        ("C12", "REFUSED"),
        ("WD01", "ABANDONED"),
        ("C02", "ABANDONED"),
        ("WW01", "WITHDRAWN"),
        ("C04", "WITHDRAWN"),
        ("AD01", "ABANDONED"),
    ] {
        let pending = Right {
            documents: &[("105500001", "A", "2016-05-04")],
            ..INVENTION
        };
        let body = legal(
            &pending,
            &[
                event("PB01", "2016-05-04"),
                event("SE01", "2016-06-01"),
                event(code, "2019-01-11"),
            ],
        );
        says(
            &right(&body, "2026-11-23"),
            json!({"status": status, "active": false}),
        );
    }
}

#[test]
fn a_termination_without_a_reason_is_an_expiry_when_the_term_is_over() {
    for (gazette, status) in [("2019-02-05", "LAPSED"), ("2024-02-13", "EXPIRED")] {
        for code in ["EXPY", "C17", "CE01"] {
            let body = legal(&MODEL, &[event("C14", "2014-07-02"), event(code, gazette)]);
            says(
                &right(&body, "2026-11-23"),
                json!({"status": status, "active": false, "right_type": "utility_model"}),
            );
        }
    }
    // A utility model lives ten years, whatever its claims of twenty.
    let body = legal(&MODEL, &[event("C14", "2014-07-02")]);
    says(
        &right(&body, "2026-11-23"),
        json!({"status": "EXPIRED", "base_expiry": "2024-01-06", "active": false}),
    );
}

#[test]
fn a_restoration_brings_it_back_and_a_partial_invalidation_leaves_it() {
    let body = granted(vec![event("CF01", "2020-01-07"), event("RR01", "2020-06-02")]);
    says(
        &right(&body, "2020-03-01"),
        json!({"status": "LAPSED", "active": false}),
    );
    says(
        &right(&body, "2020-12-01"),
        json!({"status": "IN_FORCE", "reason": "RESTORED", "active": true}),
    );
    let body = granted(vec![event("IP01", "2020-01-07")]);
    says(
        &right(&body, "2020-12-01"),
        json!({"status": "IN_FORCE", "partially_invalidated": true}),
    );
    // In part or in whole: nobody read which.
    let body = granted(vec![event("C35", "2020-01-07")]);
    says(
        &right(&body, "2020-12-01"),
        json!({"status": "UNKNOWN", "active": null}),
    );
    let body = granted(vec![
        event("C35", "2020-01-07").text("Declaration of whole invalidation"),
    ]);
    says(
        &right(&body, "2020-12-01"),
        json!({"status": "REVOKED", "active": false}),
    );
    let body = granted(vec![event("IW01", "2020-01-07"), event("RR01", "2020-06-02")]);
    says(
        &right(&body, "2020-12-01"),
        json!({"status": "REVOKED", "active": false}),
    );
}

#[test]
fn pledges_freezes_and_licences_are_burdens_until_they_end() {
    let pledge = || {
        event("PE01", "2021-02-02")
            .text("Pledgee: Bank of Hangzhou Co., Ltd. Pledgor: Acme Battery Co., Ltd. Registration number: Y2021330000123")
    };
    let body = granted(vec![pledge()]);
    let right_now = right(&body, "2022-01-01");
    assert_eq!(
        right_now["encumbrances"],
        json!([{"kind": "SECURITY", "holder": "Bank of Hangzhou Co., Ltd.", "from": "2021-02-02", "open": true,
                "instrument": "Y2021330000123"}])
    );
    says(&right_now, json!({"status": "IN_FORCE", "active": true}));
    let body = granted(vec![
        pledge(),
        event("PC01", "2021-09-07").text("Registration number: Y2021330000123"),
        event("PP01", "2022-03-01").effective("2022-02-01"),
        event("EE01", "2022-04-05").text("Assignee: Licensee Co. Contract record no.: X2022330000009"),
        event("OL01", "2022-05-03"),
    ]);
    let found = right(&body, "2022-08-01");
    let open: Vec<_> = found["encumbrances"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|burden| burden["open"] == true)
        .map(|burden| burden["kind"].as_str().unwrap())
        .collect();
    assert_eq!(open, ["PRESERVATION", "LICENCE", "OPEN_LICENCE"]);
    says(&found, json!({"frozen": true}));
    let body = granted(vec![
        event("PP01", "2022-03-01"),
        event("PD01", "2022-09-06"),
        event("OL01", "2022-05-03"),
        event("OL02", "2022-10-04"),
        event("PM01", "2022-11-01"),
    ]);
    let found = right(&body, "2023-01-01");
    says(&found, json!({"frozen": null}));
    assert_eq!(
        found["encumbrances"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|burden| burden["open"] == true)
            .count(),
        1
    );
}

/// A record of the query list, in CNIPA's field names.
fn listed(words: &str, observed: &str) -> String {
    let base = "201610000001";
    let number = format!("{base}{}", patents::number::cn_check_digit(base));
    json!({"_synthetic": true, "code": 200, "observed": observed, "data": {"records": [{
        "zhuanlisqh": number, "zhuanlimc": "一种合成的装置", "shenqingrxm": "合成有限公司", "zhuanlilx": "1",
        "shenqingr": "2016-01-04", "famingzlsqgbg": "CN105500001A", "anjianywzt": words, "falvzt": ""}]}})
    .to_string()
}

#[test]
fn every_case_status_of_the_table_reads_as_the_table_says() {
    let table = include_str!("../../../data/cnipa_case_status_map.csv");
    let mut seen = 0;
    for row in csv::Reader::from_reader(table.as_bytes()).records() {
        let row = row.unwrap();
        let found = right(&listed(&row[0], "2026-04-27"), "2026-11-23");
        let wanted = row[1].to_uppercase();
        assert_eq!(found["status"], wanted.as_str(), "{}", &row[0]);
        let alive = matches!(
            wanted.as_str(),
            "FILED" | "PUBLISHED" | "UNDER_EXAMINATION" | "ALLOWED" | "IN_FORCE"
        );
        assert_eq!(found["active"] == true, alive, "{}", &row[0]);
        seen += 1;
    }
    assert!(seen >= 51);
}

#[test]
fn a_window_keeps_an_application_alive_while_it_is_open_and_no_right_that_lapsed() {
    let refused = listed("驳回等复审请求", "2026-10-27");
    says(
        &right(&refused, "2026-11-23"),
        json!({"status": "REFUSED", "active": true, "finality": "RECOVERABLE", "recoverable_until": "2027-01-27"}),
    );
    says(
        &right(&refused, "2027-02-01"),
        json!({"status": "REFUSED", "active": false, "finality": "FINAL"}),
    );
    let lapsed = listed("未缴年费专利权终止,等恢复", "2026-10-27");
    says(
        &right(&lapsed, "2026-11-23"),
        json!({"status": "LAPSED", "active": false, "finality": "RECOVERABLE", "fee_state": "LAPSED_RECORDED"}),
    );
    let late = listed("等年费滞纳金", "2026-02-27");
    says(
        &right(&late, "2026-03-01"),
        json!({"status": "IN_FORCE", "active": true, "fee_state": "OVERDUE_IN_GRACE", "lapse_risk": "HIGH"}),
    );
    says(
        &right(&listed("失效", "2026-04-27"), "2026-11-23"),
        json!({"status": "UNKNOWN", "active": false}),
    );
    says(
        &right(&listed("公告封卷", "2026-04-27"), "2036-02-01"),
        json!({"status": "EXPIRED", "active": false}),
    );
}

#[test]
fn a_transfer_and_a_change_of_name_tell_the_owner() {
    let transfer = || {
        event("TR01", "2020-03-10").effective("2020-02-20").text(
            "Effective date of registration: 20200220 Address after: 310000 Hangzhou Patentee after: B Battery Co., Ltd. \
             Address before: 518000 Shenzhen Patentee before: A Technology Co., Ltd.",
        )
    };
    let found = right(&granted(vec![transfer()]), "2022-01-01");
    assert_eq!(found["owners"], json!(["B Battery Co., Ltd."]));
    assert_eq!(
        right(&granted(vec![transfer()]), "2020-01-01").get("owners"),
        None,
        "not yet"
    );
    let renamed = event("CP01", "2021-03-10")
        .text("Patentee after: B Energy Co., Ltd. Patentee before: B Battery Co., Ltd.");
    let found = right(&granted(vec![transfer(), renamed]), "2022-01-01");
    assert_eq!(found["owners"], json!(["B Energy Co., Ltd."]));
    // That it passed on again, to whom is not told: nobody is on record.
    let found = right(
        &granted(vec![transfer(), event("TR01", "2021-06-01")]),
        "2022-01-01",
    );
    assert_eq!(found.get("owners"), None);
}

#[test]
fn a_term_that_was_adjusted_is_not_over_on_the_day_the_law_gives_all() {
    let body = granted(vec![event("TG01", "2019-01-04")]);
    says(&right(&body, "2035-12-01"), json!({"status": "IN_FORCE"}));
    says(
        &right(&body, "2036-01-04"),
        json!({"status": "UNKNOWN", "active": null, "reason": "TERM_NOT_CHECKED"}),
    );
}

#[test]
fn burdens_are_those_of_the_day_that_is_asked_about() {
    let number = "Registration number: Y2021330000123";
    let body = granted(vec![
        event("PE01", "2021-02-02").text(number),
        event("PC01", "2023-09-07").text(number),
    ]);
    let open = |on: &str| right(&body, on)["encumbrances"][0]["open"].clone();
    assert_eq!(
        (open("2022-01-01"), open("2024-01-01")),
        (json!(true), json!(false))
    );
    assert_eq!(right(&body, "2020-01-01").get("encumbrances"), None);
}
