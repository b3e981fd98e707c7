//! The patents change, investors answer and reviewers look: on the model and on the platform itself.

use pledges::{AnswerChange, ChangeCause, ChangeSeverity, PledgeState, ReclassifyChange};
use proptest::prelude::*;
use uuid::Uuid;

use super::{acts::kill, run::Run};
use crate::stage::execute;

/// What happens to the patents.
#[derive(Debug, Clone)]
pub(super) enum Patents {
    /// One of them changes.
    Change { major: bool },
    /// An investor who is asked answers.
    Answer { pledge: usize, keep: bool },
    /// Everybody who is asked answers so, as many do.
    AllAnswer { keep: bool },
    /// A reviewer classes a change otherwise.
    Reclass { change: usize, major: bool },
}

/// What may happen to them.
pub(super) fn patents() -> impl Strategy<Value = Patents> {
    prop_oneof![
        2 => prop::bool::weighted(0.75).prop_map(|major| Patents::Change { major }),
        3 => (0usize..8, any::<bool>()).prop_map(|(pledge, keep)| Patents::Answer { pledge, keep }),
        5 => prop::bool::weighted(0.9).prop_map(|keep| Patents::AllAnswer { keep }),
        3 => (0usize..3, prop::bool::weighted(0.4)).prop_map(|(change, major)| Patents::Reclass { change, major }),
    ]
}

/// The hash of the facts about the patents, which the stage never changes.
const FACTS: &str = "the-hash";

impl Run<'_> {
    pub(super) async fn patents(&mut self, what: &Patents, killed: Option<usize>) {
        match *what {
            Patents::Change { major } => self.patents_change(major, killed).await,
            Patents::Answer { pledge, keep } if !self.pledges.is_empty() => {
                let all = self.pledges.len();
                let asked = |at: &usize| self.model.promises[*at].state == PledgeState::ReconfirmDue;
                let mut in_turn = (0..all).map(|step| (pledge + step) % all);
                let which = in_turn.find(asked).unwrap_or(pledge % all);
                self.answer_change(which, keep, killed).await;
            }
            Patents::AllAnswer { keep } => {
                for which in 0..self.pledges.len() {
                    self.answer_change(which, keep, killed).await;
                }
            }
            Patents::Reclass { change, major } if !self.changes.is_empty() => {
                let newest = self.changes.len() - 1 - change % self.changes.len();
                self.reclass(newest, major, killed).await;
            }
            _ => {}
        }
    }

    pub(super) async fn patents_change(&mut self, major: bool, killed: Option<usize>) {
        let taken_up = self.model.patents_change(major);
        let now = self.model.now;
        let patent = Uuid::from_u128(7);
        let insert =
            "INSERT INTO patents (id, office, application, right_type, is_sample, created_at, checked_at)
                      VALUES ($1, 'EP', 'EP1', 'invention', $2, $3, $3) ON CONFLICT DO NOTHING";
        execute(self.db, insert, vec![patent.into(), true.into(), now.into()]).await;
        let cause = ChangeCause {
            patent_id: patent.into(),
            kind: "ended".into(),
            detail: "lapsed".into(),
            severity: severity(major),
            on: Some(now.date_naive()),
            assessment_id: self.new_key(),
            told_at: now,
        };
        let (pledges, campaign) = (self.stage.pledges.clone(), self.stage.campaign);
        let call = || pledges.patent_changed(campaign, vec![cause.clone()]);
        kill(killed, call()).await;
        let before = self.changes.clone();
        for _ in 0..2 {
            call().await.unwrap();
        }
        // Whoever was killed may have taken it up: then it is not taken up again.
        let all = pledges.changes_of(&[campaign]).await.unwrap();
        let new: Vec<_> = all
            .iter()
            .map(|change| change.id)
            .filter(|id| !before.contains(id))
            .collect();
        assert_eq!(
            new.len(),
            usize::from(taken_up),
            "what is found once is taken up once"
        );
        self.changes.extend(new);
    }

    async fn answer_change(&mut self, which: usize, keep: bool, killed: Option<usize>) {
        let expected = self.model.answer_change(which, keep);
        let wish = AnswerChange {
            pledge_id: self.pledges[which],
            keep,
            dossier_hash: FACTS.into(),
            idempotency_key: self.new_key(),
        };
        let owner = self.owner(which);
        let call = || self.stage.pledges.answer_change(&owner, wish.clone());
        kill(killed, call()).await;
        for _ in 0..2 {
            let code = call().await.err().map(|error| error.code().unwrap());
            assert_eq!(code, expected.err());
        }
    }

    async fn reclass(&mut self, which: usize, major: bool, killed: Option<usize>) {
        let before = self.model.changes.len();
        let expected = self.model.reclass(which, major);
        let wish = ReclassifyChange {
            change_id: self.changes[which],
            severity: severity(major),
            reason: "the register is late".into(),
            idempotency_key: self.new_key(),
        };
        let reviewer = self.reviewer.clone();
        let call = || self.stage.pledges.reclassify_change(&reviewer, wish.clone());
        kill(killed, call()).await;
        let mut made = None;
        for _ in 0..2 {
            match call().await {
                Ok(change) => made = Some(change.id),
                Err(error) => assert_eq!(Some(error.code().unwrap()), expected.err(), "{error}"),
            }
        }
        assert_eq!(made.is_some(), expected.is_ok());
        if self.model.changes.len() > before {
            self.changes.extend(made);
        }
    }
}

fn severity(major: bool) -> ChangeSeverity {
    if major {
        ChangeSeverity::Major
    } else {
        ChangeSeverity::Minor
    }
}
