//! What holds for every answer: refusals, broken bodies, the expected facts.

use std::path::Path;

use patents::{
    facts::RightFacts,
    source::{Outcome, ParseError, Register, parse, read},
};
use serde_json::Value;

use super::{application, body};

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
                let cut = &whole[..next(whole.len())];
                let _ = read(cut);
                let day = "2026-11-23".parse().unwrap();
                let _ = patents::answer::assess(cut, None, day);
                let mut changed = whole.clone();
                for _ in 0..1 + next(6) {
                    let at = next(changed.len());
                    changed[at] = b"<>\"{}[],:0aZ &"[next(14)];
                }
                let _ = read(&changed);
                let _ = patents::answer::assess(&changed, None, day);
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
