use std::collections::{BTreeMap, BTreeSet};

use kernel::{LocalizedText, Money};
use proptest::prelude::*;

use super::*;
use crate::{
    assess::{Assessment, Finality, StateStanding, assess},
    facts::{Challenge, Encumbrance, OfficeStatus, Party, Payment, RightFacts},
    fees::FeeStanding,
    number::{NumberForm, PatentNumber, RightType},
    source::Conveyance,
    status::{AnnuityState, Confidence, LegalStatus},
    title::{Burden, Link},
};

const TODAY: &str = "2026-03-01";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn facts(value: LegalStatus) -> RightFacts {
    RightFacts {
        application: PatentNumber::from_docdb(NumberForm::Application, "CN", "202010000001", "A", None),
        right_type: Some(RightType::Invention),
        filed_on: Some(day("2020-01-10")),
        granted_on: (!value.is_pending()).then(|| day("2022-05-06")),
        owners: vec![Party::named("甲科技有限公司", None)],
        status: Some(OfficeStatus {
            value,
            code: None,
            text: LocalizedText::default(),
            as_of: Some(day(TODAY)),
            reason: None,
            confidence: Confidence::OfficeCurrent,
        }),
        ..RightFacts::default()
    }
}

/// A right with this status, as its office states it, and no fee due soon.
fn stands(value: LegalStatus) -> Assessment {
    let mut assessment = assess(&facts(value), day(TODAY));
    if assessment.fee.is_some() {
        assessment.fee = Some(FeeStanding::bare(AnnuityState::Paid));
    }
    assessment
}

fn in_force() -> Assessment {
    stands(LegalStatus::InForce)
}

fn with_fee(due: &str) -> Assessment {
    Assessment {
        fee: Some(FeeStanding {
            next_due_on: due.parse().ok(),
            grace_ends_on: due
                .parse::<NaiveDate>()
                .ok()
                .and_then(|due| due.checked_add_months(chrono::Months::new(6))),
            amount: Money::parse("1200", kernel::Currency::CNY).ok(),
            ..FeeStanding::bare(AnnuityState::Paid)
        }),
        ..in_force()
    }
}

fn burden(kind: EncumbranceKind, holder: &str, instrument: &str) -> Burden {
    Burden {
        encumbrance: Encumbrance {
            kind,
            holder: LocalizedText::only(kernel::Locale::En, holder),
            effective_on: Some(day("2026-02-01")),
            ended_on: None,
        },
        instrument: Some(instrument.to_owned()),
    }
}

fn with_burdens(burdens: &[Burden]) -> Assessment {
    let mut assessment = in_force();
    assessment.title.burdens = burdens.to_vec();
    assessment
}

fn said(assessment: &Assessment, horizon: &Horizon, on: &str) -> Vec<(SignalKind, &'static str)> {
    signals(assessment, horizon, day(on))
        .iter()
        .map(|signal| (signal.kind, signal.sub))
        .collect()
}

fn changed(before: &Assessment, after: &Assessment) -> Vec<(ChangeKind, &'static str, Severity)> {
    changes(before, after)
        .iter()
        .map(|change| (change.kind, change.sub, change.severity))
        .collect()
}

const NONE: Horizon = Horizon {
    funding_ends_on: None,
    live: false,
};

#[test]
fn a_right_in_good_order_has_no_signal() {
    assert_eq!(said(&in_force(), &NONE, TODAY), []);
    assert_eq!(
        level_of(&signals(&in_force(), &NONE, day(TODAY))),
        WatchLevel::Green
    );
}

#[test]
fn a_fee_comes_near_falls_due_and_runs_through_its_grace() {
    use SignalKind::{FeeDue, FeeGrace, FeeGraceEnded};
    let right = with_fee("2026-06-10");
    for (on, wanted) in [
        ("2026-03-11", vec![]),
        ("2026-03-12", vec![(FeeDue, "t90")]),
        ("2026-05-10", vec![(FeeDue, "t90")]),
        ("2026-05-11", vec![(FeeDue, "t30")]),
        ("2026-06-09", vec![(FeeDue, "t30")]),
        ("2026-06-10", vec![(FeeDue, "t0")]),
        ("2026-06-11", vec![(FeeGrace, "m1")]),
        ("2026-07-11", vec![(FeeGrace, "m2")]),
        ("2026-12-10", vec![(FeeGrace, "m6")]),
        ("2026-12-11", vec![(FeeGraceEnded, "")]),
    ] {
        assert_eq!(said(&right, &NONE, on), wanted, "{on}");
    }
    let campaign = Horizon {
        funding_ends_on: Some(day("2026-06-20")),
        live: true,
    };
    assert_eq!(said(&right, &campaign, TODAY), [(FeeDue, "in_campaign")]);
    let third = &signals(&right, &NONE, day("2026-09-01"))[0];
    assert_eq!(
        (third.sub, third.surcharge),
        ("m3", Money::parse("120", kernel::Currency::CNY).ok())
    );
    assert_eq!(third.level, WatchLevel::Alert);
}

#[test]
fn what_is_gone_says_only_that() {
    for &status in LegalStatus::ALL.iter().filter(|status| status.is_lost()) {
        let mut right = stands(status);
        right.title.burdens = vec![burden(EncumbranceKind::Security, "Big Bank", "Y2021330000123")];
        assert_eq!(said(&right, &NONE, TODAY), [(SignalKind::Ended, status.as_str())]);
        assert_eq!(level_of(&signals(&right, &NONE, day(TODAY))), WatchLevel::Lost);
    }
    let untold = Assessment {
        active: Some(false),
        ..stands(LegalStatus::Unknown)
    };
    assert_eq!(said(&untold, &NONE, TODAY), [(SignalKind::Ended, "unknown")]);
}

#[test]
fn what_can_come_back_says_until_when() {
    let lapsed = Assessment {
        finality: Finality::Recoverable(Some(day("2026-04-01"))),
        ..stands(LegalStatus::Lapsed)
    };
    let found = signals(&lapsed, &NONE, day(TODAY));
    assert_eq!(
        (found[0].kind, found[0].on),
        (SignalKind::Restorable, Some(day("2026-04-01")))
    );
    assert_eq!(level_of(&found), WatchLevel::Lost);
    assert_eq!(
        said(&lapsed, &NONE, "2026-04-02"),
        [(SignalKind::Ended, "lapsed")]
    );
    let refused = Assessment {
        finality: lapsed.finality,
        ..stands(LegalStatus::Refused)
    };
    assert_eq!(level_of(&signals(&refused, &NONE, day(TODAY))), WatchLevel::Alert);
}

#[test]
fn the_term_is_held_against_the_campaign_and_the_day() {
    let right = in_force();
    let ending = |on: &str| Horizon {
        funding_ends_on: Some(day(on)),
        live: true,
    };
    assert_eq!(said(&right, &NONE, "2038-01-09"), []);
    assert_eq!(said(&right, &NONE, "2038-01-10"), [(SignalKind::ExpiresSoon, "")]);
    assert_eq!(
        said(&right, &ending("2039-01-09"), "2038-12-01"),
        [(SignalKind::ExpiresSoon, "")]
    );
    assert_eq!(
        said(&right, &ending("2039-01-10"), "2038-12-01"),
        [(SignalKind::ExpiresBeforeHorizon, "")]
    );
    assert_eq!(
        said(&right, &NONE, "2040-01-10"),
        [(SignalKind::Ended, "expired")]
    );
}

#[test]
fn burdens_attacks_and_doubt_are_told_the_worst_first() {
    use EncumbranceKind::{OpenLicence, Preservation, Receivership, Security};
    let mut right = with_burdens(&[
        burden(OpenLicence, "Everyone", "OL01"),
        burden(Security, "Big Bank", "Y2021330000123"),
        burden(Receivership, "Receiver", "045000/0001"),
        burden(Preservation, "Court", "PP01"),
    ]);
    right.title.frozen = true;
    right.opposition = Some(crate::assess::OppositionState::Pending);
    right.partially_invalidated = true;
    right.challenges.push(Challenge {
        reference: "IPR2025-00001".to_owned(),
        kind: "IPR".to_owned(),
        filed_on: None,
        open: true,
        ended_on: None,
        outcome: None,
    });
    let found = signals(&right, &NONE, day(TODAY));
    let told: BTreeSet<(SignalKind, &str)> = found.iter().map(|signal| (signal.kind, signal.sub)).collect();
    let wanted = [
        (SignalKind::ChallengeOpen, "opposition"),
        (SignalKind::ChallengeOpen, "ptab"),
        (SignalKind::PartiallyInvalidated, ""),
        (SignalKind::Frozen, ""),
        (SignalKind::Encumbered, "security"),
        (SignalKind::Encumbered, "open_licence"),
        (SignalKind::Encumbered, "receivership"),
    ];
    assert_eq!(told, wanted.into());
    assert_eq!(found.len(), wanted.len());
    assert!(found.is_sorted_by_key(|signal| std::cmp::Reverse(signal.level)));
    assert_eq!(
        said(&stands(LegalStatus::Unknown), &NONE, TODAY)[0],
        (SignalKind::Unknown, "")
    );
}

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

/// What is said to an investor is said in both languages, and nothing else is.
#[test]
fn every_kind_has_a_label_in_both_languages_and_every_label_a_kind() {
    let signals = SignalKind::ALL.iter().map(|kind| kind.as_str());
    let changes = ChangeKind::ALL.iter().map(|kind| kind.as_str());
    let levels = WatchLevel::ALL.iter().map(|level| level.as_str());
    for text in [
        include_str!("../../../i18n/locales/en/patents.ftl"),
        include_str!("../../../i18n/locales/zh-Hans/patents.ftl"),
    ] {
        for (family, kinds) in [
            (SIGNAL_LABELS, signals.clone().collect::<BTreeSet<_>>()),
            (CHANGE_LABELS, changes.clone().collect()),
            (LEVEL_LABELS, levels.clone().collect()),
        ] {
            let said: Vec<String> = text
                .lines()
                .filter_map(|line| line.strip_prefix(family)?.strip_prefix('-'))
                .filter_map(|line| Some(line.split_once(" =")?.0.replace('-', "_")))
                .collect();
            assert_eq!(
                said.iter().map(String::as_str).collect::<BTreeSet<_>>(),
                kinds,
                "{family}"
            );
        }
    }
}

fn any_assessment() -> impl Strategy<Value = Assessment> {
    (
        0..LegalStatus::ALL.len(),
        0_u64..1000,
        prop::collection::vec(0..EncumbranceKind::ALL.len(), 0..3),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(status, due, kinds, narrowed, recoverable)| {
            let mut right = stands(LegalStatus::ALL[status]);
            let due = day("2025-01-01")
                .checked_add_days(chrono::Days::new(due))
                .unwrap();
            right.fee = right.fee.map(|fee| FeeStanding {
                next_due_on: Some(due),
                ..fee
            });
            right.title.burdens = kinds
                .into_iter()
                .map(|kind| burden(EncumbranceKind::ALL[kind], "Big Bank", "PE01"))
                .collect();
            right.partially_invalidated = narrowed;
            if recoverable && right.finality == Finality::Final {
                right.finality = Finality::Recoverable(Some(day("2026-06-01")));
            }
            right
        })
}

proptest! {
    #[test]
    fn signals_are_the_same_each_time_and_have_causes_of_their_own(
        right in any_assessment(), on in 0_u64..1000, campaign in prop::option::of(0_u64..400)
    ) {
        let as_of = day(TODAY).checked_add_days(chrono::Days::new(on)).unwrap();
        let ends = campaign.and_then(|days| as_of.checked_add_days(chrono::Days::new(days)));
        let horizon = Horizon { funding_ends_on: ends, live: ends.is_some() };
        let found = signals(&right, &horizon, as_of);
        prop_assert_eq!(&found, &signals(&right, &horizon, as_of));
        let level = level_of(&found);
        prop_assert!(found.iter().all(|signal| signal.level <= level));
        for signal in &found {
            prop_assert!(signal.kind.subs().contains(&signal.sub), "{:?}", signal);
        }
        if right.status.unwrap().is_lost() {
            prop_assert!(level >= WatchLevel::Alert);
        }
    }

    #[test]
    fn changes_are_of_known_kinds_and_a_loss_is_never_silent(
        before in any_assessment(), after in any_assessment()
    ) {
        let found = changes(&before, &after);
        for change in &found {
            prop_assert!(change.kind.subs().contains(&change.sub), "{:?}", change);
        }
        let (was, is) = (before.status.unwrap(), after.status.unwrap());
        if !was.is_lost() && is.is_lost() {
            prop_assert_eq!(found[0].severity, Severity::Major);
        }
        prop_assert!(changes(&after, &after).is_empty());
    }
}
