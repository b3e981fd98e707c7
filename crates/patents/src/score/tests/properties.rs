//! What holds for every right.

use proptest::prelude::*;

use super::*;

const OWNERS: [OwnerMatch; 5] = [
    OwnerMatch::Exact,
    OwnerMatch::Normalised,
    OwnerMatch::Namesake,
    OwnerMatch::OtherParty,
    OwnerMatch::Unknown,
];
const CONFIDENCES: [Confidence; 5] = [
    Confidence::OfficeCurrent,
    Confidence::EventDerived,
    Confidence::Presumed,
    Confidence::Documented,
    Confidence::SelfDeclared,
];

prop_compose! {
    fn any_case()(
        status in 0..LegalStatus::ALL.len(),
        confidence in 0..CONFIDENCES.len(),
        state in 0..AnnuityState::ALL.len(),
        fee_told in any::<bool>(),
        due in 0_u64..2000,
        claims in prop::option::of(0_u32..200),
        ipc in prop::collection::vec("[A-H][0-9]{2}[A-Z][0-9]{1,3}/[0-9]{2}", 0..6),
        family in prop::collection::vec("US|EP|JP|KR|WO|CN", 0..9),
        kinds in prop::option::of(prop::collection::vec(0..EncumbranceKind::ALL.len(), 0..3)),
        attacked in any::<bool>(),
        narrowed in any::<bool>(),
    ) -> (Assessment, RightFacts) {
        let mut right = chinese();
        right.claims = claims;
        right.ipc = ipc;
        right.family = family
            .into_iter()
            .map(|office| FamilyMember { office, number: "1".to_owned() })
            .collect();
        right.encumbrances = kinds.map(|kinds| {
            let one = |kind: usize| Encumbrance {
                kind: EncumbranceKind::ALL[kind],
                holder: LocalizedText::default(),
                effective_on: None,
                ended_on: None,
            };
            kinds.into_iter().map(one).collect()
        });
        let mut assessment = assess(&right, day(TODAY));
        let status = LegalStatus::ALL[status];
        assessment.status = Some(status);
        assessment.active = match status {
            LegalStatus::Unknown => None,
            status => Some(!status.is_lost()),
        };
        assessment.confidence = CONFIDENCES[confidence];
        let due = day("2024-01-01").checked_add_days(chrono::Days::new(due)).unwrap();
        assessment.fee = fee_told.then(|| FeeStanding {
            next_due_on: Some(due),
            ..FeeStanding::bare(AnnuityState::ALL[state])
        });
        assessment.partially_invalidated = narrowed;
        if attacked {
            assessment.opposition = Some(crate::assess::OppositionState::Pending);
        }
        (assessment, right)
    }
}

proptest! {
    #[test]
    fn a_score_is_bounded_sure_and_nothing_for_what_is_lost(
        (assessment, right) in any_case(), owner in 0..OWNERS.len()
    ) {
        let found = of(&assessment, &right, OWNERS[owner]);
        prop_assert!(found.value.is_none_or(|value| value <= 100));
        prop_assert!(found.coverage <= 100);
        prop_assert_eq!(&found, &of(&assessment, &right, OWNERS[owner]));
        let status = assessment.status.unwrap();
        if status.is_lost() {
            prop_assert_eq!(found.value, Some(0));
        }
        if status.is_pending() {
            prop_assert!(found.value.is_none_or(|value| value <= 55));
        }
        if status == LegalStatus::Unknown || (!status.is_lost() && assessment.confidence == Confidence::SelfDeclared) {
            prop_assert_eq!(found.value, None);
        }
        for point in &found.points {
            prop_assert!(CODES.contains(&point.code), "{}", point.code);
            prop_assert!(point.points.is_none_or(|points| points <= point.of));
        }
    }

    #[test]
    fn more_evidence_of_the_same_goodness_never_lowers_the_coverage(
        (assessment, right) in any_case(), owner in 0..OWNERS.len(), what in 0..6
    ) {
        let before = of(&assessment, &right, OWNERS[owner]);
        let (mut more, mut told, mut known) = (assessment.clone(), right.clone(), OWNERS[owner]);
        match what {
            0 => told.claims = told.claims.filter(|claims| *claims > 0).or(Some(10)),
            1 => told.ipc.push("H01M10/05".to_owned()),
            2 => told.family.push(FamilyMember { office: "US".to_owned(), number: "2".to_owned() }),
            3 => told.encumbrances = told.encumbrances.or(Some(Vec::new())),
            4 => known = if known == OwnerMatch::Unknown { OwnerMatch::Exact } else { known },
            _ => more.fee = more.fee.or(Some(FeeStanding::bare(AnnuityState::NoFees))),
        }
        prop_assert!(of(&more, &told, known).coverage >= before.coverage);
    }
}
