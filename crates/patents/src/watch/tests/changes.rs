//! Changes between two assessments.

use super::*;

#[test]
fn nothing_changes_between_the_same_two() {
    let right = with_burdens(&[burden(EncumbranceKind::Security, "Big Bank", "Y2021330000123")]);
    assert_eq!(changes(&right, &right), []);
}

#[test]
fn a_right_ends_comes_back_and_is_doubted() {
    use ChangeKind::{BecameFinal, BecameKnown, BecameUnknown, Ended, Granted, Restored};
    let (alive, unknown) = (in_force(), stands(LegalStatus::Unknown));
    for &status in LegalStatus::ALL.iter().filter(|status| status.is_lost()) {
        let gone = stands(status);
        assert_eq!(
            changed(&alive, &gone),
            [(Ended, status.as_str(), Severity::Major)]
        );
        assert_eq!(
            changed(&unknown, &gone),
            [(Ended, status.as_str(), Severity::Major)]
        );
        assert_eq!(changed(&gone, &alive), [(Restored, "", Severity::Minor)]);
        assert_eq!(changed(&gone, &unknown), [(BecameUnknown, "", Severity::Minor)]);
        let open = Assessment {
            finality: Finality::Recoverable(None),
            ..gone.clone()
        };
        assert_eq!(changed(&open, &gone), [(BecameFinal, "", Severity::Minor)]);
    }
    assert_eq!(changed(&alive, &unknown), [(BecameUnknown, "", Severity::Minor)]);
    assert_eq!(changed(&unknown, &alive), [(BecameKnown, "", Severity::None)]);
    let pending = stands(LegalStatus::Allowed);
    assert_eq!(changed(&pending, &alive), [(Granted, "", Severity::None)]);
}

#[test]
fn a_burden_is_new_once_moves_without_being_new_and_ends_by_a_record() {
    use EncumbranceKind::{OpenLicence, Preservation, Security};
    let security = burden(Security, "Big Bank", "Y2021330000123");
    let none = in_force();
    let secured = with_burdens(std::slice::from_ref(&security));
    assert_eq!(
        changed(&none, &secured),
        [(ChangeKind::Encumbered, "security", Severity::Major)]
    );
    let moved = with_burdens(&[burden(Security, "Other Bank", "Y2021330000123")]);
    assert_eq!(changed(&secured, &moved), []);
    let mut ended = security.clone();
    ended.encumbrance.ended_on = Some(day("2026-02-20"));
    let released = with_burdens(&[ended]);
    let found = changes(&secured, &released);
    assert_eq!(
        (found[0].kind, found[0].on),
        (ChangeKind::Released, Some(day("2026-02-20")))
    );
    // What is no more told of has not ended.
    assert_eq!(changed(&secured, &none), []);
    // Two entries of a gazette that gives no numbers are two burdens.
    let (first, second) = (
        burden(Security, "Big Bank", "PE01"),
        burden(Security, "Other Bank", "PE01"),
    );
    assert_eq!(
        changed(
            &with_burdens(std::slice::from_ref(&first)),
            &with_burdens(&[first, second])
        ),
        [(ChangeKind::Encumbered, "security", Severity::Major)]
    );
    let licensed = with_burdens(&[burden(OpenLicence, "", "OL01")]);
    assert_eq!(
        changed(&none, &licensed),
        [(ChangeKind::Encumbered, "open_licence", Severity::Minor)]
    );
    let freeze = burden(Preservation, "Court", "PP01");
    let frozen = with_burdens(std::slice::from_ref(&freeze));
    assert_eq!(
        changed(&none, &frozen),
        [(ChangeKind::Frozen, "", Severity::Major)]
    );
    let mut lifted = freeze;
    lifted.encumbrance.ended_on = Some(day("2026-02-20"));
    assert_eq!(
        changed(&frozen, &with_burdens(&[lifted])),
        [(ChangeKind::Unfrozen, "", Severity::None)]
    );
}

fn owned(names: &[&str]) -> Assessment {
    let mut assessment = in_force();
    assessment.title.owners = names.iter().map(|name| Party::named(*name, None)).collect();
    assessment
}

#[test]
fn owners_are_compared_as_persons() {
    for (before, after, wanted) in [
        (vec!["ACME, INC."], vec!["Acme Incorporated"], None),
        (
            vec!["Acme Inc."],
            vec!["Buyer Ltd"],
            Some(("replaced", Severity::Major)),
        ),
        (
            vec!["Acme Inc."],
            vec!["Acme Inc.", "Buyer Ltd"],
            Some(("joined", Severity::Minor)),
        ),
        (
            vec!["Acme Inc.", "Buyer Ltd"],
            vec!["Buyer Ltd"],
            Some(("left", Severity::Major)),
        ),
        (vec!["Acme Inc."], vec![], None),
        // Another script cannot be compared.
        (
            vec!["苏州澜穹固态电池有限公司"],
            vec!["Suzhou Lanqiong Ltd"],
            None,
        ),
    ] {
        let found = changed(&owned(&before), &owned(&after));
        let found: Vec<_> = found.iter().map(|(_, sub, severity)| (*sub, *severity)).collect();
        assert_eq!(found, Vec::from_iter(wanted), "{before:?} {after:?}");
    }
}

#[test]
fn a_right_that_passed_on_is_told_though_nobody_can_compare_the_names() {
    let before = owned(&["苏州澜穹固态电池有限公司"]);
    let mut after = owned(&["B Battery Co., Ltd."]);
    after.title.chain = vec![Link {
        owners: after.title.owners.clone(),
        class: Conveyance::Assignment,
        executed_on: "2026-08-01".parse().ok(),
        recorded_on: None,
        reel_frame: None,
        follows: true,
    }];
    let replaced = [(ChangeKind::OwnerChanged, "replaced", Severity::Major)];
    assert_eq!(changed(&before, &after), replaced);
    assert_eq!(changed(&after, &after), []);
    let mut untold = owned(&[]);
    untold.title.owners_untold_since = "2026-08-01".parse().ok();
    assert_eq!(changed(&before, &untold), replaced);
    assert_eq!(changed(&untold, &untold), []);
    let known = [(ChangeKind::OwnerChanged, "joined", Severity::Minor)];
    assert_eq!(
        changed(&untold, &after),
        known,
        "whoever it is was not there before"
    );
}

#[test]
fn claims_can_be_narrowed_again() {
    let narrowed = |on: Option<&str>| {
        let mut right = owned(&["Acme Inc."]);
        right.partially_invalidated = on.is_some();
        right.narrowed_on = on.and_then(|on| on.parse().ok());
        right
    };
    let [never, once, twice] = [None, Some("2024-01-02"), Some("2026-01-02")].map(narrowed);
    let told = [(ChangeKind::PartiallyInvalidated, "", Severity::Major)];
    assert_eq!(
        (changed(&never, &once), changed(&once, &twice)),
        (told.to_vec(), told.to_vec())
    );
    assert_eq!(changed(&twice, &twice), []);
}

#[test]
fn a_change_of_name_on_record_is_minor() {
    let link = |class, name: &str| Link {
        owners: vec![Party::named(name, None)],
        class,
        executed_on: None,
        recorded_on: None,
        reel_frame: None,
        follows: true,
    };
    let first = link(Conveyance::Assignment, "Acme Inc.");
    for (class, sub, severity) in [
        (Conveyance::NameChange, "renamed", Severity::Minor),
        (Conveyance::Assignment, "replaced", Severity::Major),
        (Conveyance::Merger, "replaced", Severity::Major),
    ] {
        let mut after = owned(&["New Name Corp."]);
        after.title.chain = vec![first.clone(), link(class, "New Name Corp.")];
        let found = changed(&owned(&["Acme Inc."]), &after);
        assert_eq!(found, [(ChangeKind::OwnerChanged, sub, severity)], "{class:?}");
    }
}

#[test]
fn attacks_open_and_close() {
    let trial = |open| Challenge {
        reference: "IPR2025-00001".to_owned(),
        kind: "IPR".to_owned(),
        filed_on: None,
        open,
        ended_on: Some(day("2026-02-20")),
        outcome: None,
    };
    let with = |open| Assessment {
        challenges: vec![trial(open)],
        ..in_force()
    };
    assert_eq!(
        changed(&in_force(), &with(true)),
        [(ChangeKind::ChallengeOpened, "ptab", Severity::Minor)]
    );
    assert_eq!(
        changed(&with(true), &with(false)),
        [(ChangeKind::ChallengeClosed, "ptab", Severity::None)]
    );
    assert_eq!(changed(&in_force(), &with(false)), []);
    let narrowed = Assessment {
        partially_invalidated: true,
        ..in_force()
    };
    assert_eq!(
        changed(&in_force(), &narrowed),
        [(ChangeKind::PartiallyInvalidated, "", Severity::Major)]
    );
}

#[test]
fn fees_are_paid_overdue_and_too_late() {
    let state = |state| {
        let mut right = with_fee("2026-01-10");
        right.fee = right.fee.map(|fee| FeeStanding { state, ..fee });
        right
    };
    let (paid, late) = (state(AnnuityState::DueSoon), state(AnnuityState::OverdueInGrace));
    let gone = state(AnnuityState::GraceEndedNoRecord);
    assert_eq!(
        changed(&paid, &late),
        [(ChangeKind::FeeOverdue, "", Severity::Minor)]
    );
    assert_eq!(
        changed(&late, &gone),
        [(ChangeKind::FeeGraceEnded, "", Severity::Minor)]
    );
    let next = with_fee("2027-01-10");
    assert_eq!(changed(&late, &next), [(ChangeKind::FeePaid, "", Severity::None)]);
    let mut recorded = next.clone();
    recorded.last_paid = BTreeMap::from([(
        "CN".to_owned(),
        Payment {
            territory: "CN".to_owned(),
            year: 7,
            on: None,
        },
    )]);
    let found = changes(&paid, &recorded);
    assert_eq!(
        (found[0].kind, found[0].cause.as_str(), found.len()),
        (ChangeKind::FeePaid, "CN:7", 1)
    );
}

#[test]
fn the_term_grows_and_shrinks_and_states_end() {
    let ending = |on: &str| {
        let mut right = in_force();
        right.term = right.term.map(|term| crate::term::Term {
            expires_on: day(on),
            ..term
        });
        right
    };
    let (early, late) = (ending("2039-01-10"), ending("2040-01-10"));
    assert_eq!(
        changed(&late, &early),
        [(ChangeKind::TermShortened, "", Severity::Minor)]
    );
    assert_eq!(
        changed(&early, &late),
        [(ChangeKind::TermExtended, "", Severity::None)]
    );
    let state = |status| {
        let standing = StateStanding {
            status,
            reason: None,
            ended_on: None,
            last_paid: None,
            is_confirmed: true,
            fee: None,
        };
        Assessment {
            states: BTreeMap::from([("DE".to_owned(), standing)]),
            ..in_force()
        }
    };
    let found = changes(&state(LegalStatus::InForce), &state(LegalStatus::Lapsed));
    assert_eq!(
        (found[0].kind, found[0].cause.as_str()),
        (ChangeKind::StateEnded, "DE:")
    );
}
