//! Signals that stand on a day.

use super::*;

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
