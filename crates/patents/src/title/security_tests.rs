use std::collections::BTreeMap;

use kernel::LocalizedText;

use super::*;
use crate::{
    assess::assess,
    facts::{Annuity, Challenge, Encumbrance, LegalEvent, OfficeStatus, Party, Scheme},
    number::{NumberForm, PatentNumber},
    status::Confidence,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

const TODAY: &str = "2026-03-01";

/// A Chinese patent in force whose fees are paid.
fn facts() -> RightFacts {
    RightFacts {
        application: PatentNumber::from_docdb(NumberForm::Application, "CN", "202010000001", "A", None),
        right_type: Some(RightType::Invention),
        filed_on: Some(day("2020-01-10")),
        granted_on: Some(day("2022-05-06")),
        owners: vec![Party::named("甲科技有限公司", None)],
        status: Some(OfficeStatus {
            value: LegalStatus::InForce,
            code: None,
            text: LocalizedText::default(),
            as_of: Some(day(TODAY)),
            reason: None,
            confidence: Confidence::OfficeCurrent,
        }),
        annuity: Some(Annuity {
            next_due_on: Some(day("2027-01-10")),
            grace_ends_on: Some(day("2027-07-10")),
            state: AnnuityState::Paid,
            year: Some(8),
            amount: None,
        }),
        ..RightFacts::default()
    }
}

fn proposal() -> Proposal {
    Proposal {
        grantor: "甲科技有限公司".to_owned(),
        debt_until: Some(day("2029-03-01")),
        is_contract_complete: true,
        has_co_owners_consent: false,
        has_same_day_invention: false,
        forfeits_on_default: false,
        acknowledged: Vec::new(),
    }
}

fn grounds_of(proposal: &Proposal, facts: &RightFacts) -> Vec<Ground> {
    refusal_grounds(proposal, &assess(facts, day(TODAY)), facts, day(TODAY))
}

fn burden(kind: EncumbranceKind) -> Encumbrance {
    Encumbrance {
        kind,
        holder: LocalizedText::only(kernel::Locale::En, "Big Bank"),
        effective_on: Some(day("2024-01-01")),
        ended_on: None,
    }
}

fn with_status(value: LegalStatus) -> RightFacts {
    let mut right = facts();
    right.status = right.status.map(|status| OfficeStatus { value, ..status });
    if value.is_pending() {
        right.granted_on = None;
    }
    right
}

#[test]
fn a_plain_case_has_no_ground() {
    assert_eq!(grounds_of(&proposal(), &facts()), []);
}

#[test]
fn each_ground_is_found_alone() {
    let of_facts = |change: &dyn Fn(&mut RightFacts)| {
        let mut right = facts();
        change(&mut right);
        grounds_of(&proposal(), &right)
    };
    let of_proposal = |change: &dyn Fn(&mut Proposal)| {
        let mut proposal = proposal();
        change(&mut proposal);
        grounds_of(&proposal, &facts())
    };
    assert_eq!(
        of_proposal(&|proposal| proposal.grantor = "乙科技有限公司".to_owned()),
        [Ground::GrantorNotOwner]
    );
    assert_eq!(
        grounds_of(&proposal(), &with_status(LegalStatus::Revoked))[0],
        Ground::Ended
    );
    assert_eq!(
        grounds_of(&proposal(), &with_status(LegalStatus::UnderExamination)),
        [Ground::NotGranted]
    );
    assert_eq!(
        of_facts(&|right| {
            right.annuity = right.annuity.clone().map(|annuity| Annuity {
                next_due_on: Some(day("2026-01-10")),
                state: AnnuityState::OverdueInGrace,
                ..annuity
            });
        }),
        [Ground::FeeUnpaid]
    );
    for kind in [EncumbranceKind::Preservation, EncumbranceKind::OwnershipDispute] {
        assert_eq!(
            of_facts(&|right| right.encumbrances = Some(vec![burden(kind)])),
            [Ground::DisputedOrFrozen]
        );
    }
    assert_eq!(
        of_proposal(&|proposal| proposal.is_contract_complete = false),
        [Ground::ContractIncomplete]
    );
    assert_eq!(
        of_proposal(&|proposal| proposal.debt_until = None),
        [Ground::ContractIncomplete]
    );
    assert_eq!(
        of_facts(&|right| right.owners.push(Party::named("丙大学", None))),
        [Ground::CoOwnersConsentMissing]
    );
    assert_eq!(
        of_facts(&|right| right.encumbrances = Some(vec![burden(EncumbranceKind::Security)])),
        [Ground::AlreadySecured]
    );
    assert_eq!(
        of_facts(&|right| right.challenges.push(Challenge {
            reference: "4W100001".to_owned(),
            kind: "invalidation".to_owned(),
            filed_on: None,
            open: true,
            ended_on: None,
            outcome: None,
        })),
        [Ground::InvalidationStarted]
    );
}

#[test]
fn the_debt_may_run_to_the_last_day_of_the_term_and_no_longer() {
    let until = |text: &str| Proposal {
        debt_until: Some(day(text)),
        ..proposal()
    };
    assert_eq!(grounds_of(&until("2040-01-10"), &facts()), []);
    assert_eq!(
        grounds_of(&until("2040-01-11"), &facts()),
        [Ground::DebtOutlivesTerm]
    );
}

#[test]
fn a_security_of_the_gazette_shuts_out_a_second_until_it_is_cancelled() {
    let event = |code: &str, on: &str| LegalEvent {
        code: code.to_owned(),
        office: Office::CN,
        scheme: Scheme::Inpadoc,
        territory: None,
        on: on.parse().ok(),
        text: LocalizedText::default(),
        detail: BTreeMap::from([(
            "free_text".to_owned(),
            "Registration number: Y2021330000123".to_owned(),
        )]),
    };
    let mut right = facts();
    right.events.push(event("GR01", "2022-05-06"));
    right.events.push(event("PE01", "2023-01-01"));
    assert_eq!(grounds_of(&proposal(), &right), [Ground::AlreadySecured]);
    let secured = assess(&right, day(TODAY)).title;
    for act in Act::ALL {
        assert_eq!(needs_consent(*act, &secured), *act != Act::PayFee, "{act:?}");
    }
    right.events.push(event("PC01", "2024-01-01"));
    assert_eq!(grounds_of(&proposal(), &right), []);
    let free = assess(&right, day(TODAY)).title;
    assert!(Act::ALL.iter().all(|act| !needs_consent(*act, &free)));
}

#[test]
fn two_grounds_are_waived_by_both_sides_and_by_no_one_alone() {
    let mut model = facts();
    model.right_type = Some(RightType::UtilityModel);
    let mut proposal = Proposal {
        has_same_day_invention: true,
        ..proposal()
    };
    assert_eq!(grounds_of(&proposal, &facts()), []);
    assert_eq!(grounds_of(&proposal, &model), [Ground::SameDayInvention]);
    proposal
        .acknowledged
        .push((Ground::SameDayInvention, Side::Grantor));
    assert_eq!(grounds_of(&proposal, &model), [Ground::SameDayInvention]);
    proposal
        .acknowledged
        .push((Ground::SameDayInvention, Side::SecuredParty));
    assert_eq!(grounds_of(&proposal, &model), []);

    let mut secured = facts();
    secured.encumbrances = Some(vec![burden(EncumbranceKind::Security)]);
    for side in [Side::Grantor, Side::SecuredParty] {
        proposal.acknowledged.push((Ground::AlreadySecured, side));
    }
    assert_eq!(grounds_of(&proposal, &secured), [Ground::AlreadySecured]);
    let waivable: Vec<Option<u32>> = Ground::ALL
        .iter()
        .filter(|ground| ground.is_waivable())
        .map(|ground| ground.number())
        .collect();
    assert_eq!(waivable, [Some(10), Some(11)]);
}

#[test]
fn what_is_not_known_is_no_clean_bill() {
    assert_eq!(
        grounds_of(&proposal(), &with_status(LegalStatus::Unknown)),
        [Ground::NotEstablished]
    );
    let mut nobody = facts();
    nobody.owners.clear();
    assert_eq!(grounds_of(&proposal(), &nobody), [Ground::NotEstablished]);
}

#[test]
fn the_grounds_are_of_china_alone() {
    let mut american = with_status(LegalStatus::Revoked);
    american.application = Some(PatentNumber::parse("US 17/248,024", None, day(TODAY)).unwrap());
    assert_eq!(grounds_of(&proposal(), &american), []);
}

#[test]
fn a_declared_clear_never_beats_a_document_or_a_gazette() {
    let claim = |trust, is_secured, on: &str| Claim {
        trust,
        is_secured,
        on: day(on),
    };
    let clear = claim(Trust::Declared, false, "2026-01-01");
    for trust in [Trust::Document, Trust::Gazette] {
        let secured = claim(trust, true, "2020-01-01");
        assert_eq!(prevailing(&[clear, secured]), Some(&secured));
        assert_eq!(prevailing(&[secured, clear]), Some(&secured));
    }
    let released = claim(Trust::Gazette, false, "2025-01-01");
    let secured = claim(Trust::Gazette, true, "2024-01-01");
    assert_eq!(prevailing(&[secured, released]), Some(&released));
    let same_day = claim(Trust::Gazette, true, "2025-01-01");
    assert_eq!(prevailing(&[same_day, released]), Some(&same_day));
    assert_eq!(prevailing(&[]), None);
}
