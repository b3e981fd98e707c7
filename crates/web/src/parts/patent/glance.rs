//! What is said of a right in a line.

use super::{Annuity, Encumbrance, FamilyMember, Patent, PatentParty, PatentStates};
use crate::{
    graphql::{AnnuityState, LapseRisk, OwnerMatch, StatusFinality, WatchLevel},
    parts::mark::Mark,
    words::Words,
};

/// States named one by one; of more, only how many they are.
const STATES_NAMED: usize = 8;

impl Patent {
    /// The owners in one line.
    pub(crate) fn owner_names(&self) -> String {
        names(&self.owners)
    }

    /// Burdens that lie on the right now.
    pub(crate) fn open_encumbrances(&self) -> impl Iterator<Item = &Encumbrance> {
        self.encumbrances.iter().filter(|encumbrance| encumbrance.open)
    }

    /// Whether the register's owner is the founder.
    pub(crate) fn is_owned_by_founder(&self) -> bool {
        matches!(self.owner_match, OwnerMatch::Exact | OwnerMatch::Normalised)
    }

    /// Whether the register's owner is, or may be, somebody else.
    pub(crate) fn is_owned_by_other(&self) -> bool {
        matches!(self.owner_match, OwnerMatch::Namesake | OwnerMatch::OtherParty)
    }

    /// Whether the right stands, or may come to stand: only then there is a life to show.
    pub(crate) fn is_alive(&self) -> bool {
        self.status.value.mark().tone != "ended"
    }

    /// The number as part of an address.
    pub(crate) fn slug(&self) -> String {
        slug(&self.number.0)
    }

    /// Whether the fee needs somebody's attention.
    pub(crate) fn is_fee_pressing(&self) -> bool {
        self.annuity.as_ref().is_some_and(Annuity::is_pressing)
    }

    /// The risk of a lapse, if it is worth a word.
    pub(crate) fn notable_lapse_risk(&self) -> Option<LapseRisk> {
        let is_notable = |risk: &LapseRisk| !matches!(risk, LapseRisk::None | LapseRisk::Low);
        self.lapse_risk.filter(|risk| self.is_alive() && is_notable(risk))
    }

    /// Its level, where that is to be told beside the status. Of a right that is gone the status says it all.
    pub(crate) fn concern(&self) -> Option<WatchLevel> {
        self.level
            .filter(|level| self.is_alive() && *level != WatchLevel::Green)
    }

    /// How bad the proceedings are that go on. A limitation is asked for by the owner: it is no attack by others.
    pub(crate) fn attack_level(&self) -> WatchLevel {
        match self.challenged.as_deref() {
            None | Some("limitation") => WatchLevel::Notice,
            Some(_) => WatchLevel::Alert,
        }
    }

    /// The proceedings against it that go on, in a sentence.
    pub(crate) fn attack(&self, w: &Words) -> Option<String> {
        self.challenged.as_deref().map(|kind| match kind {
            "limitation" => w.t("panel-limited"),
            _ => w.t1("panel-challenged", "kind", w.label_of("challenge", kind)),
        })
    }

    /// Whether what ended can come back, and until when; nothing of what has not ended.
    pub(crate) fn finality(&self, w: &Words) -> Option<String> {
        match (self.status.finality, self.status.recoverable_until) {
            (StatusFinality::Open, _) => None,
            (StatusFinality::Final, _) => Some(w.t("panel-final")),
            (StatusFinality::Recoverable, None) => Some(w.t("panel-recoverable")),
            (StatusFinality::Recoverable, Some(on)) => {
                Some(w.t1("panel-recoverable-until", "date", w.day(&on)))
            }
        }
    }

    /// The offices of its family, each once, with how many members are there.
    pub(crate) fn family_offices(&self, w: &Words) -> String {
        let offices = offices(&self.family).into_iter();
        let named: Vec<String> = offices
            .map(|(office, numbers)| match numbers.len() {
                1 => office.to_owned(),
                count => format!("{office} × {count}"),
            })
            .collect();
        w.list(&named)
    }
}

impl Annuity {
    /// Whether it needs somebody's attention.
    pub(crate) fn is_pressing(&self) -> bool {
        matches!(
            self.state,
            AnnuityState::DueSoon | AnnuityState::OverdueInGrace | AnnuityState::GraceEndedNoRecord
        )
    }

    /// Whether what is due is paid, so that the fee told is one still to come.
    pub(crate) fn is_paid(&self) -> bool {
        self.state == AnnuityState::Paid
    }

    /// How the fee told stands itself: what is paid is what came before it.
    pub(crate) fn to_come(&self) -> AnnuityState {
        match self.state {
            AnnuityState::Paid => AnnuityState::NotDue,
            state => state,
        }
    }

    /// How the fee told looks.
    pub(crate) fn mark(&self) -> Mark {
        self.to_come().mark()
    }

    /// How the fee told stands, in words.
    pub(crate) fn standing(&self, w: &Words) -> String {
        w.label("annuity", &self.to_come())
    }

    /// Whether it is too late to pay without a surcharge.
    pub(crate) fn is_overdue(&self) -> bool {
        self.state == AnnuityState::OverdueInGrace
    }
}

impl PatentStates {
    /// Where it lives, may live and is over: `in force in DE and GB; not confirmed in 1; over in 32`.
    pub(crate) fn summary(&self, w: &Words) -> String {
        let mut parts = Vec::new();
        match self.in_force.len() {
            0 => {}
            1..=STATES_NAMED => parts.push(w.t1("panel-states-in-force", "states", w.list(&self.in_force))),
            many => parts.push(w.n("panel-states-in-force-many", many)),
        }
        if !self.unconfirmed.is_empty() {
            parts.push(w.n("panel-states-unconfirmed", self.unconfirmed.len()));
        }
        if !self.ended.is_empty() {
            parts.push(w.n("panel-states-ended", self.ended.len()));
        }
        w.clauses(&parts)
    }

    /// Whether any is named.
    pub(crate) fn is_empty(&self) -> bool {
        self.in_force.is_empty() && self.unconfirmed.is_empty() && self.ended.is_empty()
    }
}

/// Names in one line.
pub(crate) fn names(parties: &[PatentParty]) -> String {
    let names: Vec<&str> = parties.iter().map(|party| party.name.as_str()).collect();
    names.join(" · ")
}

/// The members of a family by their offices, in the order in which those come.
pub(crate) fn offices(family: &[FamilyMember]) -> Vec<(&str, Vec<&str>)> {
    let mut offices: Vec<(&str, Vec<&str>)> = Vec::new();
    for member in family {
        let number = member.number.as_str();
        match offices.iter_mut().find(|(office, _)| *office == member.office) {
            Some((_, numbers)) => numbers.push(number),
            None => offices.push((&member.office, vec![number])),
        }
    }
    offices
}

/// A number as part of an address: without blanks and signs that addresses do not bear.
pub(crate) fn slug(number: &str) -> String {
    number
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
        .collect()
}

#[cfg(test)]
mod tests {
    use kernel::Locale;
    use serde_json::{Value, json};

    use super::*;
    use crate::stand_in;

    const EN: Words = Words(Locale::En);
    const ZH: Words = Words(Locale::ZhHans);

    fn right(changes: &[(&str, Value)]) -> Patent {
        let mut right = stand_in::patent("EXACT");
        right["risks"] = json!([]);
        for (name, value) in changes {
            right[*name] = value.clone();
        }
        serde_json::from_value(right).unwrap()
    }

    #[test]
    fn a_number_becomes_part_of_an_address() {
        assert_eq!(slug("US 11,646,472 B2"), "US11646472B2");
        assert_eq!(slug("CN 202110123456.X"), "CN202110123456.X");
    }

    #[test]
    fn the_worst_that_is_told_of_a_right_stands_beside_its_status() {
        let concern = |level: &str| right(&[("level", json!(level))]).concern();
        assert_eq!(right(&[("level", json!(null))]).concern(), None);
        assert_eq!(concern("GREEN"), None);
        assert_eq!(concern("NOTICE"), Some(WatchLevel::Notice));
        assert_eq!(concern("ALERT"), Some(WatchLevel::Alert));
        let mut gone = right(&[("level", json!("LOST"))]);
        gone.status.value = crate::graphql::PatentStatusValue::Lapsed;
        assert_eq!(gone.concern(), None, "the status says it");
    }

    #[test]
    fn proceedings_are_named_unless_the_owner_asked_for_them() {
        let told = |kind: &str| right(&[("challenged", json!(kind))]).attack(&EN).unwrap();
        assert_eq!(told("opposition"), "Proceedings against it are open: opposition.");
        assert!(told("limitation").starts_with("Its owner has asked"));
        assert_eq!(right(&[]).attack(&EN), None);
    }

    #[test]
    fn only_a_risk_of_a_lapse_that_is_one_is_told() {
        let told = |risk: &str| right(&[("lapseRisk", json!(risk))]).notable_lapse_risk();
        assert_eq!((told("NONE"), told("LOW")), (None, None));
        assert_eq!(told("MEDIUM"), Some(LapseRisk::Medium));
        assert_eq!(told("CRITICAL"), Some(LapseRisk::Critical));
    }

    #[test]
    fn states_are_named_while_they_are_few() {
        let states = |live: &[&str], unconfirmed: usize, over: usize| PatentStates {
            in_force: live.iter().map(ToString::to_string).collect(),
            unconfirmed: vec!["SE".to_owned(); unconfirmed],
            ended: vec!["IT".to_owned(); over],
        };
        let few = states(&["DE", "FI", "GB"], 1, 32);
        assert_eq!(
            few.summary(&EN),
            "in force in DE, FI, GB; not confirmed in 1; over in 32"
        );
        assert_eq!(
            few.summary(&ZH),
            "在 DE、FI、GB 有效；1 个国家未确认；在 32 个国家已失效"
        );
        assert_eq!(states(&["DE"; 9], 0, 0).summary(&EN), "in force in 9 states");
        assert!(states(&[], 0, 0).is_empty());
    }

    #[test]
    fn what_ended_says_whether_it_can_come_back() {
        let finality = |finality: &str, until: Value| {
            let mut right = stand_in::patent("EXACT");
            right["status"]["finality"] = json!(finality);
            right["status"]["recoverableUntil"] = until;
            serde_json::from_value::<Patent>(right).unwrap().finality(&EN)
        };
        assert_eq!(finality("OPEN", Value::Null), None);
        assert!(finality("FINAL", Value::Null).unwrap().contains("for good"));
        let until = finality("RECOVERABLE", json!("2026-08-01")).unwrap();
        assert!(until.ends_with("until 1 Aug 2026."), "{until}");
    }

    #[test]
    fn a_family_is_told_by_its_offices() {
        let family = json!([
            { "office": "US", "number": "1" }, { "office": "JP", "number": "2" }, { "office": "US", "number": "3" }
        ]);
        assert_eq!(right(&[("family", family)]).family_offices(&EN), "US × 2, JP");
    }
}
