//! The whole table: every act × every kind of caller.
//!
//! Rows are written out by hand, so that a change of a rule must be made twice, on purpose.

use uuid::Uuid;

use super::{Action as A, Denied, can};
use crate::{Caller, Forbidden, Role, SessionId, Standing, UserId};

fn person(n: u128) -> UserId {
    UserId::from_uuid(Uuid::from_u128(n))
}

fn caller(id: UserId, roles: &[Role]) -> Caller {
    Caller::user(id, SessionId::from_uuid(Uuid::from_u128(99)), roles)
}

/// Every act on something that `owner` owns, with its row of the table.
///
/// Columns: anonymous, investor (a stranger), founder (a stranger), owner, reviewer, finance,
/// administrator. `y` allowed, `s` sign in first, `-` not there, `r` a role is missing,
/// `o` own case.
fn table(owner: UserId) -> Vec<(A, &'static str)> {
    vec![
        (A::AccountView { user: owner }, "s--y--y"),
        (A::AccountEdit { user: owner }, "s--y---"),
        (A::AccountSecure { user: owner }, "s--y---"),
        (A::SessionRevoke { user: owner }, "s--y--y"),
        (A::FounderBecome, "syyyyyy"),
        (A::UsersView, "srrrrry"),
        (A::AccountLock { user: owner }, "srrrrry"),
        (A::RoleGrant, "-------"),
        (A::RoleRequest { to: owner }, "srrrrry"),
        (
            A::RoleRequestDecide {
                to: owner,
                requested_by: person(7),
            },
            "srrrrry",
        ),
        (A::RoleRequestWithdraw { requested_by: owner }, "s--y---"),
        (A::RoleRevoke { from: owner }, "srrrrry"),
        (A::SecondFactorLift, "-------"),
        (A::EmailVouch, "-------"),
        (A::DemoSeed, "-------"),
        (A::ProjectCreate, "sryyrrr"),
        (A::ProjectView { owner, public: true }, "yyyyyyy"),
        (A::ProjectView { owner, public: false }, "---yy-y"),
        (A::ProjectEdit { owner }, "sr-yrrr"),
        (A::CampaignCreate { owner }, "sr-yrrr"),
        (A::CampaignView { owner, public: true }, "yyyyyyy"),
        (A::CampaignView { owner, public: false }, "---yy-y"),
        (A::CampaignEdit { owner }, "sr-yrrr"),
        (A::CampaignSubmit { owner }, "sr-yrrr"),
        (A::CampaignLaunch { owner }, "sr-yrrr"),
        (A::CampaignCancel { owner }, "s--y---"),
        (A::CampaignReview { owner }, "srrryrr"),
        (A::CampaignDecide { owner }, "srrryrr"),
        (A::CampaignSuspend { owner }, "srrrrry"),
        (A::CampaignPause { owner }, "srrryry"),
        (
            A::IpClaimFile {
                campaign_owner: owner,
            },
            "syyoyyy",
        ),
        (A::IpClaimWithdraw { claimant: owner }, "s--y---"),
        (A::IpClaimAnswer { owner }, "s--y---"),
        (
            A::IpClaimReview {
                owner,
                claimant: person(7),
            },
            "srrryrr",
        ),
        (
            A::IpClaimDecide {
                owner,
                claimant: person(7),
            },
            "srrryrr",
        ),
        (A::ReviewQueueView, "srrryrr"),
        (A::FollowStart, "syyyyyy"),
        (A::CampaignUpdateWrite { owner }, "sr-yrrr"),
        (
            A::QuestionAsk {
                campaign_owner: owner,
            },
            "syyoyyy",
        ),
        (A::QuestionAnswer { owner }, "s--y---"),
        (A::QuestionHide { owner }, "s--yy-y"),
        (A::QuestionReport, "syyyyyy"),
        (A::QuestionReportDecide { owner }, "srrryrr"),
        (A::PatentView, "yyyyyyy"),
        (A::PatentLookup, "syyyyyy"),
        (A::PatentRefresh, "syyyyyy"),
        (A::PatentImport, "srrrrry"),
        (A::PatentDocumentHandIn, "sryyrrr"),
        (A::PatentDocumentView { owner }, "s--yy--"),
        (A::PatentDocumentWithdraw { owner }, "s--y---"),
        (A::PatentDocumentReview { owner }, "srrryrr"),
        (A::PatentDocumentDecide { owner }, "srrryrr"),
        (
            A::PledgePlace {
                campaign_owner: owner,
            },
            "syyoyyy",
        ),
        (A::PledgeView { investor: owner }, "s--y-yy"),
        (A::PledgeCancel { investor: owner }, "s--y---"),
        (A::PledgeReconfirm { investor: owner }, "s--y---"),
        (A::MaterialChangeReclassify { owner }, "srrryrr"),
        (A::PledgesOfCampaignView { owner }, "s--y-yy"),
        (A::CampaignMoneyView { owner }, "s--y-yy"),
        (A::ShortfallDecide { owner }, "s--y---"),
        (A::RefundRequest { owner }, "s--y-y-"),
        (A::PayeeManage { founder: owner }, "sr-yrrr"),
        (A::PayeeOpen { founder: owner }, "sr-yrrr"),
        (A::PayoutRequest { owner }, "srrrryr"),
        (
            A::PayoutApprove {
                owner,
                requested_by: person(7),
            },
            "srrrryr",
        ),
        (A::DisputeContest { owner }, "srrrryr"),
        (
            A::RepaymentRecord {
                owner,
                investor: person(8),
            },
            "srrrryr",
        ),
        (
            A::RepaymentConfirm {
                owner,
                investor: person(8),
                recorded_by: person(7),
            },
            "srrrryr",
        ),
        (A::FinanceQueueView, "srrrryy"),
        (A::FileStage, "syyyyyy"),
        (
            A::FileView {
                owner,
                granted: false,
            },
            "s--y---",
        ),
        (A::FileView { owner, granted: true }, "syyyyyy"),
        (A::VerificationView { person: owner }, "s--yy--"),
        (A::VerificationEdit { person: owner }, "s--y---"),
        (A::VerificationReview { person: owner }, "srrryrr"),
        (A::VerificationDecide { person: owner }, "srrryrr"),
        (A::LicencesView, "srrrrry"),
        (A::LicenceEnter, "srrrrry"),
        (A::LicenceConfirm { entered_by: owner }, "srrrrry"),
        (A::LicenceWithdraw, "srrrrry"),
        (A::OfferingWrite { owner }, "sr-yrrr"),
        (A::BackgroundCheckRecord { owner }, "srrryrr"),
        (A::DeclarationEdit { investor: owner }, "s--y---"),
        (A::DeclarationDecide { investor: owner }, "srrryrr"),
        (A::LedgerView, "srrrryy"),
        (A::AuditView, "srrrrry"),
        (A::JobsView, "srrrrry"),
        (A::JobRetry, "srrrrry"),
        (A::HistoryView, "yyyyyyy"),
        (A::HistoryImport, "srrrrry"),
    ]
}

fn letter(answer: Result<(), Denied>) -> char {
    match answer {
        Ok(()) => 'y',
        Err(Denied::NotThere) => '-',
        Err(Denied::Forbidden(Forbidden::SignInFirst)) => 's',
        Err(Denied::Forbidden(Forbidden::NeedsRole(_))) => 'r',
        Err(Denied::Forbidden(Forbidden::OwnCase)) => 'o',
        Err(Denied::Forbidden(Forbidden::ConfirmEmailFirst)) => 'c',
        Err(Denied::Forbidden(Forbidden::ProveFirst)) => 'p',
    }
}

#[test]
fn every_act_is_allowed_to_exactly_those_in_its_row() {
    use Role::{Administrator, Finance, Founder, Investor, Reviewer};
    let owner = person(1);
    let callers = [
        Caller::anonymous(),
        caller(person(2), &[Investor]),
        caller(person(3), &[Investor, Founder]),
        caller(owner, &[Investor, Founder]),
        caller(person(4), &[Investor, Reviewer]),
        caller(person(5), &[Investor, Finance]),
        caller(person(6), &[Investor, Administrator]),
    ];
    for (action, row) in table(owner) {
        let answers: String = callers.iter().map(|caller| letter(can(caller, action))).collect();
        assert_eq!(answers, row, "{action:?}");
    }
}

#[test]
fn no_act_is_missing_from_the_table() {
    // A new act changes this match, and with it the table above.
    let listed = table(person(1)).len();
    let known = |action: A| match action {
        A::AccountView { .. } | A::AccountEdit { .. } | A::SessionRevoke { .. } | A::FounderBecome => 1,
        A::AccountSecure { .. } | A::EmailVouch | A::PayeeOpen { .. } => 1,
        A::SecondFactorLift | A::CampaignDecide { .. } | A::VerificationDecide { .. } => 1,
        A::UsersView
        | A::AccountLock { .. }
        | A::RoleRequest { .. }
        | A::RoleRequestDecide { .. }
        | A::RoleRequestWithdraw { .. }
        | A::RoleRevoke { .. } => 1,
        A::RoleGrant | A::DemoSeed | A::ProjectCreate | A::ProjectEdit { .. } => 1,
        A::ProjectView { .. } | A::CampaignView { .. } => 2,
        A::CampaignCreate { .. } | A::CampaignEdit { .. } | A::CampaignSubmit { .. } => 1,
        A::CampaignLaunch { .. } | A::CampaignCancel { .. } | A::CampaignReview { .. } => 1,
        A::CampaignSuspend { .. } | A::ReviewQueueView | A::PatentView | A::PatentLookup => 1,
        A::RepaymentRecord { .. } | A::RepaymentConfirm { .. } => 1,
        A::CampaignPause { .. }
        | A::IpClaimFile { .. }
        | A::IpClaimWithdraw { .. }
        | A::IpClaimAnswer { .. }
        | A::IpClaimReview { .. }
        | A::IpClaimDecide { .. } => 1,
        A::PatentRefresh | A::PatentImport | A::PledgePlace { .. } | A::PledgeView { .. } => 1,
        A::PledgeReconfirm { .. } | A::MaterialChangeReclassify { .. } => 1,
        A::PledgeCancel { .. } | A::PledgesOfCampaignView { .. } | A::LedgerView | A::AuditView => 1,
        A::JobsView | A::JobRetry | A::HistoryView | A::HistoryImport => 1,
        A::FollowStart | A::CampaignUpdateWrite { .. } | A::QuestionAsk { .. } | A::QuestionAnswer { .. } => {
            1
        }
        A::QuestionHide { .. } | A::QuestionReport | A::QuestionReportDecide { .. } => 1,
        A::CampaignMoneyView { .. } | A::ShortfallDecide { .. } | A::RefundRequest { .. } => 1,
        A::PayeeManage { .. }
        | A::DisputeContest { .. }
        | A::PayoutRequest { .. }
        | A::PayoutApprove { .. }
        | A::FinanceQueueView => 1,
        A::LicencesView
        | A::LicenceEnter
        | A::LicenceConfirm { .. }
        | A::LicenceWithdraw
        | A::OfferingWrite { .. }
        | A::BackgroundCheckRecord { .. }
        | A::DeclarationEdit { .. }
        | A::DeclarationDecide { .. } => 1,
        A::FileView { .. } => 2,
        A::FileStage
        | A::VerificationView { .. }
        | A::VerificationEdit { .. }
        | A::VerificationReview { .. }
        | A::PatentDocumentHandIn
        | A::PatentDocumentView { .. }
        | A::PatentDocumentWithdraw { .. }
        | A::PatentDocumentReview { .. }
        | A::PatentDocumentDecide { .. } => 1,
    };
    // 90 rows: 87 acts, three of them with two sides.
    assert_eq!(
        table(person(1))
            .into_iter()
            .map(|(action, _)| usize::from(known(action) > 0))
            .sum::<usize>(),
        listed
    );
    assert_eq!(listed, 90);
}

#[test]
fn nobody_decides_on_their_own_case_whatever_their_roles() {
    let everything = caller(person(1), &Role::ALL);
    for action in [
        A::CampaignReview { owner: person(1) },
        A::CampaignPause { owner: person(1) },
        A::IpClaimFile {
            campaign_owner: person(1),
        },
        A::IpClaimReview {
            owner: person(1),
            claimant: person(2),
        },
        A::IpClaimReview {
            owner: person(2),
            claimant: person(1),
        },
        A::IpClaimDecide {
            owner: person(1),
            claimant: person(2),
        },
        A::IpClaimDecide {
            owner: person(2),
            claimant: person(1),
        },
        A::MaterialChangeReclassify { owner: person(1) },
        A::QuestionReportDecide { owner: person(1) },
        A::QuestionAsk {
            campaign_owner: person(1),
        },
        A::VerificationReview { person: person(1) },
        A::PatentDocumentReview { owner: person(1) },
        A::PatentDocumentDecide { owner: person(1) },
        A::VerificationDecide { person: person(1) },
        A::CampaignDecide { owner: person(1) },
        A::CampaignSuspend { owner: person(1) },
        A::PledgePlace {
            campaign_owner: person(1),
        },
        A::AccountLock { user: person(1) },
        A::RoleRequest { to: person(1) },
        A::RoleRevoke { from: person(1) },
        A::RoleRequestDecide {
            to: person(1),
            requested_by: person(2),
        },
        A::RoleRequestDecide {
            to: person(2),
            requested_by: person(1),
        },
        A::LicenceConfirm {
            entered_by: person(1),
        },
        A::BackgroundCheckRecord { owner: person(1) },
        A::DeclarationDecide { investor: person(1) },
        A::PayoutRequest { owner: person(1) },
        A::RepaymentRecord {
            owner: person(1),
            investor: person(2),
        },
        A::RepaymentRecord {
            owner: person(2),
            investor: person(1),
        },
        A::RepaymentConfirm {
            owner: person(2),
            investor: person(3),
            recorded_by: person(1),
        },
        A::PayoutApprove {
            owner: person(1),
            requested_by: person(2),
        },
        A::PayoutApprove {
            owner: person(2),
            requested_by: person(1),
        },
    ] {
        assert_eq!(
            can(&everything, action),
            Err(Forbidden::OwnCase.into()),
            "{action:?}"
        );
    }
}

#[test]
fn an_address_that_is_not_confirmed_launches_nothing_and_is_not_paid() {
    let owner = person(1);
    let unconfirmed = Caller {
        standing: Standing {
            email_confirmed: false,
            ..Standing::FULL
        },
        ..caller(owner, &[Role::Investor, Role::Founder])
    };
    let mut refused = Vec::new();
    for (action, _) in table(owner) {
        match (
            can(&unconfirmed, action),
            can(&caller(owner, &[Role::Investor, Role::Founder]), action),
        ) {
            (Err(Denied::Forbidden(Forbidden::ConfirmEmailFirst)), Ok(())) => refused.push(action),
            (now, before) => assert_eq!(now, before, "{action:?}"),
        }
    }
    assert_eq!(
        refused,
        [A::CampaignLaunch { owner }, A::PayeeOpen { founder: owner }]
    );
    let claim = A::IpClaimFile {
        campaign_owner: person(2),
    };
    assert_eq!(can(&unconfirmed, claim), Err(Forbidden::ConfirmEmailFirst.into()));
    // Whoever may not do it anyway is not told of the address.
    let launch = A::CampaignLaunch { owner: person(2) };
    assert_eq!(can(&unconfirmed, launch), Err(Denied::NotThere));
}

#[test]
fn money_and_rights_ask_for_a_new_proof_and_nothing_else_does() {
    let owner = person(1);
    let roles = Role::ALL;
    for asked in [person(1), person(2)] {
        let fresh = caller(asked, &roles);
        let stale = Caller {
            standing: Standing {
                proved: false,
                ..Standing::FULL
            },
            ..fresh.clone()
        };
        for (action, _) in table(owner) {
            let asks = matches!(
                action,
                A::AccountSecure { .. }
                    | A::AccountLock { .. }
                    | A::RoleRequest { .. }
                    | A::RoleRequestDecide { .. }
                    | A::RoleRevoke { .. }
                    | A::JobRetry
                    | A::ShortfallDecide { .. }
                    | A::CampaignDecide { .. }
                    | A::CampaignPause { .. }
                    | A::CampaignSuspend { .. }
                    | A::IpClaimDecide { .. }
                    | A::PatentDocumentDecide { .. }
                    | A::MaterialChangeReclassify { .. }
                    | A::QuestionReportDecide { .. }
                    | A::VerificationDecide { .. }
                    | A::RefundRequest { .. }
                    | A::RepaymentRecord { .. }
                    | A::RepaymentConfirm { .. }
                    | A::PayeeOpen { .. }
                    | A::PayoutRequest { .. }
                    | A::PayoutApprove { .. }
                    | A::DisputeContest { .. }
                    | A::LicenceEnter
                    | A::LicenceConfirm { .. }
                    | A::LicenceWithdraw
                    | A::BackgroundCheckRecord { .. }
                    | A::DeclarationDecide { .. }
            ) || (matches!(action, A::SessionRevoke { .. }) && asked != owner);
            let expected = match can(&fresh, action) {
                Ok(()) if asks => Err(Denied::Forbidden(Forbidden::ProveFirst)),
                // Whoever may not do it anyway is not asked to prove anything.
                other => other,
            };
            assert_eq!(can(&stale, action), expected, "{action:?}");
        }
    }
}

#[test]
fn the_platform_itself_may_do_everything() {
    for (action, _) in table(person(1)) {
        assert_eq!(can(&Caller::system("job"), action), Ok(()));
    }
}

#[test]
fn a_refusal_turns_into_the_operations_own_error() {
    #[derive(Debug, PartialEq)]
    enum Error {
        NotFound,
        Forbidden(Forbidden),
    }
    impl From<Forbidden> for Error {
        fn from(forbidden: Forbidden) -> Self {
            Error::Forbidden(forbidden)
        }
    }
    assert_eq!(Denied::NotThere.or_missing(Error::NotFound), Error::NotFound);
    let refused = Denied::Forbidden(Forbidden::SignInFirst).or_missing(Error::NotFound);
    assert_eq!(refused, Error::Forbidden(Forbidden::SignInFirst));
}
