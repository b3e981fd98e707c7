//! Owners and burdens by the assignment records of the USPTO.

use serde_json::json;

use super::{
    build::{Right, event, legal},
    right, says,
};

#[test]
fn the_lender_of_an_event_is_no_owner() {
    let patent = Right {
        office: "US",
        application: "201615000001",
        kind: "A",
        filed: "2016-01-04",
        documents: &[("10465445", "B2", "2019-11-05")],
    };
    let record = |text: &str, owner: &str, on: &str| {
        event("AS", "2020-08-10")
            .with("L509EP", owner)
            .text(text)
            .effective(on)
    };
    let body = legal(
        &patent,
        &[
            record(
                "SECURITY INTEREST;ASSIGNOR:NCS MULTISTAGE, LLC;REEL/FRAME:053450/0001",
                "WELLS FARGO BANK, N.A., TEXAS",
                "2020-08-06",
            ),
            record(
                "ASSIGNMENT OF ASSIGNORS INTEREST;ASSIGNORS:DOE, JANE;ROE, RICHARD;SIGNING DATES FROM 20160105 TO 20160110;REEL/FRAME:037500/0010",
                "NCS MULTISTAGE, LLC, TEXAS",
                "2016-01-10",
            ),
        ],
    );
    let found = right(&body, "2021-01-01");
    says(
        &found,
        json!({"owners": ["NCS MULTISTAGE, LLC"], "owner_chain": ["NCS MULTISTAGE, LLC"],
               "encumbrances": [{"kind": "SECURITY", "holder": "WELLS FARGO BANK, N.A.", "from": "2020-08-06", "open": true,
                                 "instrument": "053450/0001"}]}),
    );
    assert_eq!(found["conveyances"][0]["class"], "security");
    assert_eq!(
        found["conveyances"][1]["assignors"],
        json!(["DOE, JANE", "ROE, RICHARD"])
    );
}

#[test]
fn a_correction_takes_the_place_of_what_it_corrects() {
    let record = |text: &str, reel: &str, from: &str, to: &str, on: &str| {
        json!({"conveyanceText": text, "reelAndFrameNumber": reel, "assignmentRecordedDate": on,
               "assignorBag": [{"assignorName": from, "executionDate": on}], "assigneeBag": [{"assigneeNameText": to}]})
    };
    let body = json!({"_synthetic": true, "count": 1, "patentFileWrapperDataBag": [{"applicationNumberText": "14610001", "assignmentBag": [
        record("ASSIGNMENT OF ASSIGNOR'S INTEREST", "030000/0001", "DOE, JANE", "ACMEE INC.", "2015-03-01"),
        record("CORRECTIVE ASSIGNMENT TO CORRECT THE ASSIGNEE NAME PREVIOUSLY RECORDED AT REEL: 30000 FRAME: 1. ASSIGNOR(S) HEREBY \
                CONFIRMS THE ASSIGNMENT.", "031000/0001", "DOE, JANE", "ACME INC.", "2015-04-01"),
        record("CHANGE OF NAME", "040000/0001", "ACME INC.", "ACME HOLDINGS INC.", "2018-03-01"),
        record("SECURITY AGREEMENT", "041000/0001", "ACME HOLDINGS INC.", "BIG BANK", "2018-06-01"),
        record("TERMINATION AND RELEASE OF PATENT SECURITY AGREEMENT RECORDED AT REEL 041000/FRAME 0001", "045000/0001", "BIG BANK",
               "ACME HOLDINGS INC.", "2021-06-01"),
    ]}]})
    .to_string();
    let found = right(&body, "2026-11-23");
    says(
        &found,
        json!({"owner_chain": ["ACME INC.", "ACME HOLDINGS INC."], "owners": ["ACME HOLDINGS INC."],
               "encumbrances": [{"kind": "SECURITY", "holder": "BIG BANK", "from": "2018-06-01", "to": "2021-06-01", "open": false,
                                 "instrument": "041000/0001"}]}),
    );
    assert_eq!(found["conveyances"][1]["class"], "correction");
    assert_eq!(found["conveyances"][1]["corrected_class"], "assignment");
}
