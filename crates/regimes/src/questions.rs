//! The questions investors answer: about the educational material (CF11), and in the entry knowledge test (EU3).

use std::collections::{BTreeMap, BTreeSet};

use kernel::{LocalizedText, Regime};
use serde::Deserialize;

const SHIPPED: &str = include_str!("../packs/questions.toml");

/// Why the questions cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BankError {
    /// They are not written as they have to be.
    #[error("the questions cannot be read")]
    Unreadable(#[from] toml::de::Error),
    /// Two of one name, or none of the answers is right.
    #[error("the question {0} cannot be asked")]
    Wrong(String),
}

/// A question with the answers one may choose.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Its name.
    pub id: String,
    /// The regime that asks it.
    pub regime: Regime,
    /// In English.
    en: String,
    /// In Chinese.
    zh: String,
    /// The answers, in the order in which they are shown.
    pub choices: Vec<Choice>,
    /// The id of the right one.
    right: String,
}

/// An answer that may be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Its name.
    pub id: String,
    en: String,
    zh: String,
}

/// An answer that was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The question.
    pub question: String,
    /// The choice.
    pub choice: String,
}

impl Question {
    /// The question in both languages.
    pub fn text(&self) -> LocalizedText {
        LocalizedText::both(&self.en, &self.zh)
    }
}

impl Choice {
    /// The answer in both languages.
    pub fn text(&self) -> LocalizedText {
        LocalizedText::both(&self.en, &self.zh)
    }
}

/// All questions.
#[derive(Debug, Clone)]
pub struct Bank(Vec<Question>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    question: Vec<Question>,
}

impl Bank {
    /// The questions that the program ships.
    ///
    /// # Errors
    /// [`BankError`]: never in a program whose tests pass.
    pub fn shipped() -> Result<Self, BankError> {
        Self::read(SHIPPED)
    }

    fn read(text: &str) -> Result<Self, BankError> {
        let file: File = toml::from_str(text)?;
        let mut known = BTreeSet::new();
        for question in &file.question {
            let answerable = question.choices.iter().any(|choice| choice.id == question.right);
            if !answerable || !known.insert(&question.id) {
                return Err(BankError::Wrong(question.id.clone()));
            }
        }
        Ok(Self(file.question))
    }

    /// The questions a regime asks, in their order.
    pub fn of(&self, regime: Regime) -> impl Iterator<Item = &Question> {
        self.0.iter().filter(move |question| question.regime == regime)
    }

    /// How many of a regime's questions were answered rightly, and how many there are. One that was not answered is wrong; of two
    /// answers to one question the last counts.
    pub fn grade(&self, regime: Regime, answers: &[Answer]) -> (u32, u32) {
        let chosen: BTreeMap<_, _> = answers
            .iter()
            .map(|answer| (answer.question.as_str(), answer.choice.as_str()))
            .collect();
        self.of(regime).fold((0, 0), |(right, asked), question| {
            let is_right = chosen.get(question.id.as_str()) == Some(&question.right.as_str());
            (right + u32::from(is_right), asked + 1)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_questions_are_asked_before_a_commitment_and_ten_in_the_test() {
        let bank = Bank::shipped().unwrap();
        assert_eq!(bank.of(Regime::RegCf).count(), 5);
        assert_eq!(bank.of(Regime::Ecspr).count(), 10);
        assert_eq!(bank.of(Regime::CnPrivate).count(), 0);
    }

    #[test]
    fn what_is_not_answered_is_wrong_and_the_right_answers_are_not_all_first() {
        let bank = Bank::shipped().unwrap();
        assert_eq!(bank.grade(Regime::RegCf, &[]), (0, 5));
        let all: Vec<_> = bank
            .of(Regime::RegCf)
            .map(|question| Answer {
                question: question.id.clone(),
                choice: question.right.clone(),
            })
            .collect();
        assert_eq!(bank.grade(Regime::RegCf, &all), (5, 5));
        assert_eq!(bank.grade(Regime::Ecspr, &all), (0, 10));
        let first: Vec<_> = bank
            .of(Regime::Ecspr)
            .map(|question| Answer {
                question: question.id.clone(),
                choice: question.choices[0].id.clone(),
            })
            .collect();
        assert!(bank.grade(Regime::Ecspr, &first).0 < 7);
    }

    #[test]
    fn a_question_without_a_right_answer_is_refused() {
        let text = SHIPPED.replacen("right = \"b\"", "right = \"z\"", 1);
        assert!(matches!(Bank::read(&text), Err(BankError::Wrong(_))));
    }
}
