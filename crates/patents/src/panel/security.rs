//! On what grounds CNIPA would refuse to register a security over a right (专利权质押登记).
//!
//! Measures for the registration of pledges of patent rights (CNIPA announcement 461 of 2021-11-15): a security comes into being
//! with its registration (Civil Code of China, Article 444), and the office refuses it on these grounds. What only the parties'
//! papers show is not looked for: whether the contract holds what it must, and whether an invention was filed for the same thing
//! on the same day as a utility model.

use chrono::NaiveDate;

use super::Panel;
use crate::{
    number::Office,
    owner::{Claimant, OwnerMatch, owner_match},
    status::{AnnuityState, EncumbranceKind, LegalStatus},
    words::words,
};

words! {
    /// Why CNIPA would refuse to register a security.
    pub enum SecurityRefusal {
        /// Whoever gives it is not the owner on record.
        GrantorNotOwner = "grantor_not_owner",
        /// The right is gone.
        RightEnded = "right_ended",
        /// There is an application only.
        OnlyApplication = "only_application",
        /// A renewal fee is overdue.
        FeeUnpaid = "fee_unpaid",
        /// A court has frozen it, or who owns it is in dispute.
        InDispute = "in_dispute",
        /// The debt runs beyond the right's term.
        DebtOutlivesRight = "debt_outlives_right",
        /// It has several owners: all of them must agree.
        CoOwnersMustAgree = "co_owners_must_agree",
        /// It is secured to somebody already: there is no second rank.
        AlreadySecured = "already_secured",
        /// Its invalidation was asked for. The parties may be told of it and agree all the same.
        InvalidationAsked = "invalidation_asked",
        /// Nobody can tell how it stands.
        StatusUnknown = "status_unknown",
    }
}

impl SecurityRefusal {
    /// Whether the parties may overcome it by saying that they know of it, or by agreeing.
    pub const fn can_be_overcome(self) -> bool {
        matches!(self, Self::InvalidationAsked | Self::CoOwnersMustAgree)
    }
}

/// A security that somebody wants to have registered.
#[derive(Debug, Clone, Copy, Default)]
pub struct SecurityAsked<'a> {
    /// Who would give it, where that is to be looked at.
    pub grantor: Option<Claimant<'a>>,
    /// When the debt ends, where that is told.
    pub debt_ends_on: Option<NaiveDate>,
}

impl Panel {
    /// On what grounds CNIPA would refuse to register a security, as far as the register tells; empty where none is known.
    /// Nothing for rights of other offices, which rank securities instead.
    pub fn security_refusals(&self, asked: &SecurityAsked<'_>) -> Option<Vec<SecurityRefusal>> {
        use SecurityRefusal as R;
        if self.office != Office::CN.code() {
            return None;
        }
        let lies = |kinds: &[EncumbranceKind]| {
            self.open_encumbrances()
                .any(|burden| kinds.contains(&burden.kind))
        };
        let status = self.status.value;
        let is_overdue = self.annuity.as_ref().is_some_and(|annuity| {
            matches!(
                annuity.state,
                AnnuityState::OverdueInGrace | AnnuityState::GraceEndedNoRecord
            )
        });
        let is_stranger = asked.grantor.is_some_and(|grantor| {
            let found = owner_match([grantor], &self.owners);
            !matches!(found, OwnerMatch::Exact | OwnerMatch::Normalised)
        });
        let outlives = asked
            .debt_ends_on
            .zip(self.expires_on)
            .is_some_and(|(debt, right)| debt > right);
        let grounds = [
            (R::GrantorNotOwner, is_stranger),
            (R::RightEnded, status.is_lost()),
            (R::OnlyApplication, status.is_pending()),
            (R::StatusUnknown, status == LegalStatus::Unknown),
            (R::FeeUnpaid, is_overdue && !status.is_lost()),
            (
                R::InDispute,
                lies(&[EncumbranceKind::Preservation, EncumbranceKind::OwnershipDispute]),
            ),
            (R::DebtOutlivesRight, outlives),
            (R::CoOwnersMustAgree, self.owners.len() > 1),
            (R::AlreadySecured, lies(&[EncumbranceKind::Security])),
            (
                R::InvalidationAsked,
                self.challenged.as_deref() == Some("invalidation"),
            ),
        ];
        Some(
            grounds
                .into_iter()
                .filter_map(|(ground, applies)| applies.then_some(ground))
                .collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use kernel::PatentId;

    use super::{SecurityRefusal as R, *};
    use crate::{
        facts::Party,
        number::RightType,
        panel::{PanelEncumbrance, PanelStatus},
    };

    fn right(office: &str, status: LegalStatus) -> Panel {
        let mut panel: Panel = Panel {
            id: PatentId::from_uuid(uuid::Uuid::nil()),
            number: "CN 199041207 B".to_owned(),
            kind: None,
            application: String::new(),
            grant_number: None,
            office: office.to_owned(),
            right_type: RightType::Invention,
            titles: Default::default(),
            filed_on: None,
            priority_on: None,
            granted_on: None,
            expires_on: "2041-03-01".parse().ok(),
            term: None,
            status: PanelStatus::unknown(),
            owners: vec![Party::named("甲科技有限公司", None)],
            applicants: Vec::new(),
            inventors: Vec::new(),
            annuity: None,
            encumbrances: Vec::new(),
            challenged: None,
            partially_invalidated: false,
            states: None,
            ipc: Vec::new(),
            publications: Vec::new(),
            family: Vec::new(),
            is_sample: false,
        };
        panel.status.value = status;
        panel
    }

    fn burdened(kind: EncumbranceKind, ended_on: Option<&str>) -> Panel {
        let mut panel = right("CN", LegalStatus::InForce);
        panel.encumbrances.push(PanelEncumbrance {
            kind,
            holder: kernel::LocalizedText::default(),
            effective_on: None,
            ended_on: ended_on.and_then(|on| on.parse().ok()),
            instrument: None,
            documented: false,
        });
        panel
    }

    fn refused(panel: &Panel) -> Vec<R> {
        panel.security_refusals(&SecurityAsked::default()).unwrap()
    }

    #[test]
    fn a_right_in_force_with_nothing_on_it_can_be_given_as_security() {
        assert_eq!(refused(&right("CN", LegalStatus::InForce)), []);
        let elsewhere = right("US", LegalStatus::InForce);
        assert_eq!(elsewhere.security_refusals(&SecurityAsked::default()), None);
    }

    #[test]
    fn one_security_shuts_out_the_next_until_it_is_cancelled() {
        assert_eq!(
            refused(&burdened(EncumbranceKind::Security, None)),
            [R::AlreadySecured]
        );
        assert_eq!(
            refused(&burdened(EncumbranceKind::Security, Some("2026-01-01"))),
            []
        );
        assert_eq!(
            refused(&burdened(EncumbranceKind::Preservation, None)),
            [R::InDispute]
        );
        assert_eq!(refused(&burdened(EncumbranceKind::Licence, None)), []);
    }

    #[test]
    fn what_is_gone_pending_or_unknown_is_refused() {
        for (status, ground) in [
            (LegalStatus::Lapsed, R::RightEnded),
            (LegalStatus::UnderExamination, R::OnlyApplication),
            (LegalStatus::Unknown, R::StatusUnknown),
        ] {
            assert_eq!(refused(&right("CN", status)), [ground]);
        }
    }

    #[test]
    fn the_giver_is_the_owner_and_the_debt_ends_before_the_right() {
        let panel = right("CN", LegalStatus::InForce);
        let asked = |name, debt: &str| {
            let asked = SecurityAsked {
                grantor: Some(Claimant::named(name)),
                debt_ends_on: debt.parse().ok(),
            };
            panel.security_refusals(&asked).unwrap()
        };
        assert_eq!(asked("甲科技有限公司", "2041-03-01"), []);
        assert_eq!(
            asked("乙科技有限公司", "2041-03-02"),
            [R::GrantorNotOwner, R::DebtOutlivesRight]
        );
    }

    #[test]
    fn co_owners_agree_and_an_attack_is_told_of() {
        let mut panel = right("CN", LegalStatus::InForce);
        panel.owners.push(Party::named("乙科技有限公司", None));
        panel.challenged = Some("invalidation".to_owned());
        let found = refused(&panel);
        assert_eq!(found, [R::CoOwnersMustAgree, R::InvalidationAsked]);
        assert!(found.into_iter().all(R::can_be_overcome));
        assert!(!R::AlreadySecured.can_be_overcome());
    }
}
