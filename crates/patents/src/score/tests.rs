//! What single rights earn.

mod properties;

use std::collections::BTreeMap;

use kernel::LocalizedText;

use super::*;
use crate::{
    assess::assess,
    facts::{Challenge, Encumbrance, FamilyMember, LegalEvent, OfficeStatus, Party, Scheme},
    fees::FeeStanding,
    number::{NumberForm, Office, PatentNumber, RightType},
    status::{AnnuityState, EncumbranceKind},
    title::Link,
};

const TODAY: &str = "2026-03-01";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A right in force by the word of its office alone.
fn facts(country: &str, number: &str) -> RightFacts {
    RightFacts {
        application: PatentNumber::from_docdb(NumberForm::Application, country, number, "A", None),
        right_type: Some(RightType::Invention),
        filed_on: Some(day("2020-01-10")),
        granted_on: Some(day("2022-05-06")),
        status: Some(OfficeStatus {
            value: LegalStatus::InForce,
            code: None,
            text: LocalizedText::default(),
            as_of: Some(day(TODAY)),
            reason: None,
            confidence: Confidence::OfficeCurrent,
        }),
        ..RightFacts::default()
    }
}

fn chinese() -> RightFacts {
    facts("CN", "202010000001")
}

fn with_status(value: LegalStatus) -> RightFacts {
    let mut right = chinese();
    right.status = right.status.map(|status| OfficeStatus { value, ..status });
    if value.is_pending() {
        right.granted_on = None;
    }
    right
}

fn scored(facts: &RightFacts, owner: OwnerMatch) -> Score {
    let assessment = assess(facts, day(TODAY));
    of(&assessment, facts, owner)
}

fn of(assessment: &Assessment, facts: &RightFacts, owner: OwnerMatch) -> Score {
    score(&Evidence {
        assessment,
        facts,
        owner,
        as_of: day(TODAY),
    })
}

fn point<'a>(score: &'a Score, code: &str) -> &'a Point {
    let found = score.points.iter().find(|point| point.code == code);
    found.unwrap_or_else(|| panic!("no {code} in {:?}", score.points))
}

fn rich() -> RightFacts {
    let mut right = chinese();
    right.claims = Some(12);
    right.ipc = vec![
        "H01M10/0562".to_owned(),
        "H01M10/058".to_owned(),
        "C01B17/22".to_owned(),
    ];
    right.family = ["US", "JP", "WO", "US"]
        .map(|office| FamilyMember {
            office: office.to_owned(),
            number: "1".to_owned(),
        })
        .to_vec();
    right.encumbrances = Some(Vec::new());
    right
}

#[test]
fn the_parts_add_up_and_are_scaled_to_what_was_measured() {
    let mut assessment = assess(&rich(), day(TODAY));
    assessment.fee = Some(FeeStanding {
        next_due_on: Some(day("2027-01-10")),
        paid_until: Some(day("2027-01-10")),
        ..FeeStanding::bare(AnnuityState::Paid)
    });
    let found = of(&assessment, &rich(), OwnerMatch::Exact);
    assert_eq!(point(&found, "IN_FORCE").points, Some(150));
    assert_eq!(point(&found, "TERM_LEFT").points, Some(100));
    assert_eq!(point(&found, "FEES_LOW").points, Some(100));
    // China has 0.6778 of the income of the United States: 120 × 6778 / 20000.
    assert_eq!(point(&found, "MARKET").points, Some(40));
    // China, Japan and the United States; WO is no place.
    assert_eq!(point(&found, "FAMILY").points, Some(30));
    assert_eq!(point(&found, "SCOPE").points, Some(20));
    assert_eq!(point(&found, "CLAIMS").points, Some(24));
    assert_eq!(point(&found, "OWNER_EXACT").points, Some(100));
    assert_eq!(point(&found, "NO_LIENS").points, Some(40));
    assert_eq!(point(&found, "NOT_FROZEN").points, Some(20));
    // 624 of 790 tenths: no challenge, no citation and no chain is told of.
    assert_eq!(
        (found.value, found.coverage, found.gate),
        (Some(79), 79, Gate::Scored)
    );
    let whole: u32 = found.points.iter().map(|point| point.of).sum();
    assert_eq!(whole, 1000);
}

#[test]
fn each_stage_earns_what_it_shows() {
    for (status, code, points) in [
        (LegalStatus::Allowed, "ALLOWED", 90),
        (LegalStatus::UnderExamination, "UNDER_EXAMINATION", 50),
        (LegalStatus::Published, "PUBLISHED", 30),
        (LegalStatus::Filed, "FILED", 0),
    ] {
        let found = scored(&with_status(status), OwnerMatch::Exact);
        assert_eq!(point(&found, code).points, Some(points));
        assert_eq!(found.gate, Gate::PendingOnly);
        assert!(found.value <= Some(55), "{found:?}");
    }
    let capped = scored(&with_status(LegalStatus::Allowed), OwnerMatch::Exact);
    assert_eq!(capped.value, Some(55));
}

#[test]
fn a_right_that_is_gone_scores_nothing_and_says_why() {
    for &status in LegalStatus::ALL.iter().filter(|status| status.is_lost()) {
        let found = scored(&with_status(status), OwnerMatch::Exact);
        assert_eq!(
            (found.value, found.gate),
            (Some(0), Gate::NoActiveRight),
            "{status:?}"
        );
    }
    let mut lapsed = with_status(LegalStatus::Lapsed);
    lapsed.status = lapsed.status.map(|status| OfficeStatus {
        reason: Some("NON_PAYMENT".to_owned()),
        ..status
    });
    let found = scored(&lapsed, OwnerMatch::Exact);
    assert_eq!(found.because.as_deref(), Some("NON_PAYMENT"));
}

#[test]
fn what_nobody_knows_has_no_score() {
    let found = scored(&with_status(LegalStatus::Unknown), OwnerMatch::Exact);
    assert_eq!(
        (found.value, found.coverage, found.gate),
        (None, 0, Gate::NotEnoughEvidence)
    );
}

#[test]
fn what_an_owner_only_says_counts_for_nothing_and_against_him() {
    let declared = |value| {
        let mut right = with_status(value);
        right.status = right.status.map(|status| OfficeStatus {
            confidence: Confidence::SelfDeclared,
            ..status
        });
        scored(&right, OwnerMatch::Exact)
    };
    assert_eq!(declared(LegalStatus::InForce).value, None);
    assert_eq!(declared(LegalStatus::Lapsed).value, Some(0));
}

#[test]
fn a_term_that_ended_since_the_assessment_is_over() {
    let right = chinese();
    let assessment = assess(&right, day("2039-12-01"));
    let on = |as_of| {
        score(&Evidence {
            assessment: &assessment,
            facts: &right,
            owner: OwnerMatch::Exact,
            as_of: day(as_of),
        })
    };
    assert_ne!(on("2040-01-09").value, Some(0));
    assert_eq!(on("2040-01-10").value, Some(0));
    // Of what nobody knows the calendar tells no more.
    let mut unknown = assessment.clone();
    (unknown.status, unknown.active) = (Some(LegalStatus::Unknown), None);
    let found = score(&Evidence {
        assessment: &unknown,
        facts: &right,
        owner: OwnerMatch::Exact,
        as_of: day("2041-01-10"),
    });
    assert_eq!(found.value, None);
}

#[test]
fn a_presumed_right_reaches_no_market_and_a_strange_state_is_not_measured() {
    let mut assessment = assess(&chinese(), day(TODAY));
    assessment.confidence = Confidence::Presumed;
    let found = of(&assessment, &chinese(), OwnerMatch::Exact);
    assert_eq!(point(&found, "IN_FORCE_PRESUMED").points, Some(80));
    assert_eq!(point(&found, "MARKET_NOT_CONFIRMED").points, Some(0));
    let strange = facts("EE", "202000001");
    let found = scored(&strange, OwnerMatch::Exact);
    assert_eq!(point(&found, "MARKET_NOT_IN_TABLE").points, None);
}

#[test]
fn burdens_and_freezes_cost_and_silence_earns_nothing() {
    let with = |kinds: Option<&[EncumbranceKind]>| {
        let mut right = chinese();
        right.encumbrances = kinds.map(|kinds| {
            let one = |kind: &EncumbranceKind| Encumbrance {
                kind: *kind,
                holder: LocalizedText::default(),
                effective_on: None,
                ended_on: None,
            };
            kinds.iter().map(one).collect()
        });
        let found = scored(&right, OwnerMatch::Exact);
        let of = |codes: &[&str]| {
            let point = found.points.iter().find(|point| codes.contains(&point.code));
            point.unwrap().points
        };
        (
            of(&["LIENS", "NO_LIENS", "LIENS_NOT_TOLD", "LICENSED"]),
            of(&["FROZEN", "NOT_FROZEN", "FREEZE_NOT_TOLD"]),
        )
    };
    use EncumbranceKind::{ExclusiveLicence, OpenLicence, Preservation, Security};
    assert_eq!(with(None), (None, None));
    assert_eq!(with(Some(&[])), (Some(40), Some(20)));
    assert_eq!(with(Some(&[OpenLicence])), (Some(20), Some(20)));
    assert_eq!(with(Some(&[ExclusiveLicence])), (Some(0), Some(20)));
    assert_eq!(with(Some(&[Security])), (Some(0), Some(20)));
    assert_eq!(with(Some(&[Preservation])), (Some(0), Some(0)));
}

#[test]
fn attacks_are_weighed_by_their_outcome() {
    let with = |open, outcome: Option<&str>| {
        let mut right = chinese();
        right.challenges.push(Challenge {
            reference: "IPR2025-00001".to_owned(),
            kind: "IPR".to_owned(),
            filed_on: None,
            open,
            ended_on: None,
            outcome: outcome.map(str::to_owned),
        });
        let found = scored(&right, OwnerMatch::Exact);
        let point = found
            .points
            .iter()
            .find(|point| point.aspect == Aspect::Challenges);
        point.map(|point| (point.code, point.points)).unwrap()
    };
    assert_eq!(with(true, None), ("CHALLENGE_OPEN", Some(0)));
    assert_eq!(
        with(false, Some("Institution Denied")),
        ("CHALLENGE_SURVIVED", Some(50))
    );
    assert_eq!(
        with(false, Some("Final Written Decision")),
        ("CHALLENGES_NOT_TOLD", None)
    );
    let mut told = chinese();
    told.events.push(LegalEvent {
        code: "GR01".to_owned(),
        office: Office::CN,
        scheme: Scheme::Inpadoc,
        territory: None,
        on: Some(day("2022-05-06")),
        text: LocalizedText::default(),
        detail: BTreeMap::new(),
    });
    assert_eq!(
        point(&scored(&told, OwnerMatch::Exact), "NO_CHALLENGE").points,
        Some(30)
    );
}

#[test]
fn a_gap_in_the_chain_earns_nothing() {
    let mut assessment = assess(&chinese(), day(TODAY));
    for (follows, code, points) in [(true, "CHAIN_COMPLETE", 40), (false, "CHAIN_GAP", 0)] {
        assessment.title.chain = vec![Link {
            owners: vec![Party::named("Acme", None)],
            class: crate::source::Conveyance::Assignment,
            executed_on: None,
            recorded_on: None,
            reel_frame: None,
            follows,
        }];
        let found = of(&assessment, &chinese(), OwnerMatch::Exact);
        assert_eq!(point(&found, code).points, Some(points));
    }
}

/// What is said to an investor is said in both languages, and nothing else is.
#[test]
fn every_code_has_a_sentence_in_both_languages_and_every_sentence_a_code() {
    for text in [
        include_str!("../../../i18n/locales/en/patents.ftl"),
        include_str!("../../../i18n/locales/zh-Hans/patents.ftl"),
    ] {
        let mut said: Vec<String> = text
            .lines()
            .filter_map(|line| line.strip_prefix(SENTENCES)?.strip_prefix('-'))
            .filter_map(|line| Some(line.split_once(" =")?.0.to_uppercase().replace('-', "_")))
            .collect();
        said.sort();
        let mut wanted: Vec<&str> = CODES.to_vec();
        wanted.sort_unstable();
        assert_eq!(said, wanted);
    }
    for gate in Gate::ALL {
        assert!(CODES.contains(&gate.as_str().to_uppercase().as_str()), "{gate:?}");
    }
}
