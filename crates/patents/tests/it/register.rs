//! The sources on recorded answers of the real services: what is asked, and that what comes is believed.

use std::{path::PathBuf, sync::Arc};

use chrono::{DateTime, Utc};
use kernel::FixedClock;
use patents::{
    number::PatentNumber,
    register::{Call, Fault, FetchError, Fetched, FilePart, Odp, RecordedTransport, Reply, Sources, Trouble},
    source::ParseError,
};

fn now() -> DateTime<Utc> {
    "2026-11-24T12:00:00Z".parse().unwrap()
}

fn folder() -> Option<PathBuf> {
    testkit::data_dir().map(|dir| dir.join("patents"))
}

fn recorded() -> Option<(Sources, RecordedTransport)> {
    Some(Sources::recorded(folder()?, Arc::new(FixedClock::at(now()))))
}

fn number(text: &str) -> PatentNumber {
    PatentNumber::parse(text, None, now().date_naive()).unwrap()
}

fn calls(sources: &Sources, name: &str, right: &str) -> Vec<Call> {
    sources.named(name).unwrap().calls_for(&number(right))
}

async fn fetch(sources: &Sources, call: &Call) -> Fetched {
    let reply = sources.fetch(call).await;
    let reply = reply.unwrap_or_else(|error| panic!("{call}: {error}"));
    reply.fetched().unwrap()
}

#[tokio::test]
async fn all_that_is_asked_about_the_european_patent_is_answered_and_believed() {
    let Some((sources, transport)) = recorded() else {
        return;
    };
    let calls = calls(&sources, "epo-ops", "EP2400812A1");
    let mut kinds = Vec::new();
    for call in &calls {
        kinds.push(fetch(&sources, call).await.answer.facts.kind);
    }
    assert_eq!(
        kinds,
        [
            "legal_events",
            "family",
            "register",
            "procedural_steps",
            "register_events"
        ]
    );
    let asked: Vec<String> = calls.iter().map(ToString::to_string).collect();
    assert_eq!(transport.requests(), asked);
    assert_eq!(transport.tokens_issued(), 1);
}

#[tokio::test]
async fn front_pages_are_believed_in_each_spelling_of_their_numbers() {
    let Some((sources, _)) = recorded() else {
        return;
    };
    for right in ["CA3237996A1", "WO2020081771A1", "WO2010050748A2"] {
        let calls = calls(&sources, "epo-ops", right);
        let biblio = calls
            .iter()
            .find(|call| call.to_string().ends_with("/biblio"))
            .unwrap();
        assert_eq!(
            fetch(&sources, biblio).await.answer.facts.kind,
            "biblio",
            "{right}"
        );
    }
}

#[tokio::test]
async fn a_grant_and_a_publication_of_the_united_states_lead_to_the_file() {
    let Some((sources, _)) = recorded() else {
        return;
    };
    let odp = sources.named("uspto-odp").unwrap();
    for right in ["US11646472B2", "US 2021/0210819 A1"] {
        let call = &odp.calls_for(&number(right))[0];
        let found = fetch(&sources, call).await;
        let next = odp.follow_ups(call, &found.answer);
        assert_eq!(
            fetch(&sources, &next[0]).await.call,
            "GET /api/v1/patent/applications/17248024"
        );
        assert_eq!(fetch(&sources, &next[1]).await.answer.facts.kind, "documents");
        assert_eq!(sources.fetch(&next[2]).await.unwrap_err(), FetchError::NotFound);
    }
    let trials = &odp.calls_for(&number("US 17/811,748"))[2];
    assert_eq!(fetch(&sources, trials).await.answer.facts.kind, "challenge");
}

#[tokio::test]
async fn each_part_of_a_file_can_be_asked_alone() {
    let Some((sources, _)) = recorded() else {
        return;
    };
    let application = number("US 17/248,024");
    for (part, kind) in [
        (FilePart::Transactions, "transactions"),
        (FilePart::Continuity, "continuity"),
        (FilePart::Adjustment, "adjustment"),
        (FilePart::AssociatedDocuments, "associated_documents"),
        (FilePart::ForeignPriority, "empty_part"),
    ] {
        let call = Odp::part(&application, part).unwrap();
        assert_eq!(fetch(&sources, &call).await.answer.facts.kind, kind);
    }
    let conveyed = Odp::part(&number("US 15/000,001"), FilePart::Assignment).unwrap();
    assert_eq!(fetch(&sources, &conveyed).await.answer.facts.kind, "assignments");
    assert!(Odp::part(&number("US11646472B2"), FilePart::Assignment).is_none());
}

#[tokio::test]
async fn a_japanese_right_is_found_by_each_of_its_numbers() {
    let Some((sources, _)) = recorded() else {
        return;
    };
    let jpo = sources.named("jpo").unwrap();
    let [progress, registration] = &jpo.calls_for(&number("特願2020-123456"))[..] else {
        panic!("two calls")
    };
    assert_eq!(fetch(&sources, progress).await.answer.facts.kind, "application");
    assert_eq!(fetch(&sources, registration).await.answer.facts.kind, "register");
    let unknown = &jpo.calls_for(&number("特願2020-999999"))[0];
    assert_eq!(sources.fetch(unknown).await.unwrap_err(), FetchError::NotFound);
}

#[tokio::test]
async fn a_record_of_the_assignment_center_names_its_right() {
    let Some((sources, _)) = recorded() else {
        return;
    };
    let center = sources.named("uspto-assignment-center").unwrap();
    let list = &center.calls_for(&number("US10000000B2"))[0];
    let listed = fetch(&sources, list).await;
    let records = center.follow_ups(list, &listed.answer);
    let record = fetch(&sources, &records[0]).await;
    assert_eq!(record.answer.facts.rights[0].owners.len(), 1);
}

#[tokio::test]
async fn the_register_of_another_right_is_refused_and_a_recorded_mark_spares_the_body() {
    let Some((sources, transport)) = recorded() else {
        return;
    };
    let call = &calls(&sources, "epo-ops", "EP2400812A1")[2];
    transport.fail_next(Fault::Lie {
        path: "/3.2/rest-services/register/application/epodoc/EP14731659/biblio".to_owned(),
    });
    let error = sources.fetch(call).await.unwrap_err();
    assert!(matches!(error, FetchError::WrongAnswer { .. }), "{error}");

    let other = number("EP14731659");
    let call = sources.named("epo-ops").unwrap().calls_for(&other).remove(2);
    let etag = fetch(&sources, &call).await.etag;
    assert!(etag.is_some());
    let again = sources.fetch(&call.with_etag(etag)).await.unwrap();
    assert_eq!(again, Reply::NotModified { fetched_at: now() });
}

/// Zero tolerance: whatever goes wrong on the way, nothing comes out but an error.
#[tokio::test]
async fn no_fault_turns_a_recorded_answer_into_another() {
    let Some((sources, transport)) = recorded() else {
        return;
    };
    for (name, right) in [
        ("epo-ops", "EP2400812A1"),
        ("uspto-odp", "US 17/248,024"),
        ("jpo", "特願2020-123456"),
    ] {
        for call in calls(&sources, name, right)
            .iter()
            .filter(|call| call.is_principal())
        {
            transport.fail_next(Fault::TruncatedBody);
            let error = sources.fetch(call).await.unwrap_err();
            let broken = FetchError::Unavailable {
                why: Trouble::Broken(ParseError::Truncated),
                retry_after: None,
            };
            assert_eq!(error, broken, "{call}");
            transport.fail_next(Fault::ForeignPage { status: 200 });
            let error = sources.fetch(call).await.unwrap_err();
            assert!(matches!(error, FetchError::Unavailable { .. }), "{call}: {error}");
            fetch(&sources, call).await;
        }
    }
}
