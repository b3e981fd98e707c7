//! What holds of both, and what the tests share.

mod changes;
mod signals;

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
        documented: false,
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
