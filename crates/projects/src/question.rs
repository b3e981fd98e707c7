//! Questions to the founder of a campaign, their answers, and readers' reports of them.

use chrono::{DateTime, Utc};
use kernel::{CampaignId, QuestionId, QuestionReportId, UserId};
use serde::{Deserialize, Serialize};

use kernel::words;

/// Longest question, in characters.
pub(crate) const QUESTION: usize = 1_000;
/// Longest answer, in characters.
pub(crate) const ANSWER: usize = 4_000;
/// Longest reason for hiding, and longest note of a report, in characters.
pub(crate) const REASON: usize = 500;
/// Questions a person may ask in an hour.
pub(crate) const QUESTIONS_AN_HOUR: u64 = 5;
/// Reports a person may make in an hour.
pub(crate) const REPORTS_AN_HOUR: u64 = 20;

/// A question, with what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Its id.
    pub id: QuestionId,
    /// The campaign it is about.
    pub campaign_id: CampaignId,
    /// Who asked.
    pub asker_id: UserId,
    /// What is asked: plain text.
    pub body: String,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// The founder's answer.
    pub answer: Option<Answer>,
    /// Why it is not shown.
    pub hidden: Option<Hidden>,
    /// Rises with every change; sent back as `expected_version`.
    pub version: i64,
}

impl Question {
    /// What the audit trail keeps of it: who did what and when, not the words, which may have to be erased.
    pub(crate) fn trace(&self) -> serde_json::Value {
        let answer = self.answer.as_ref();
        let answer = answer
            .map(|given| serde_json::json!({ "by": given.by, "at": given.at, "edited_at": given.edited_at }));
        let hidden = self.hidden.as_ref();
        let hidden = hidden.map(|hidden| serde_json::json!({ "by": hidden.by, "at": hidden.at }));
        serde_json::json!({ "answer": answer, "hidden": hidden, "version": self.version })
    }
}

/// What a founder answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What is answered: plain text.
    pub body: String,
    /// Who answered.
    pub by: UserId,
    /// When first.
    pub at: DateTime<Utc>,
    /// When it was last changed.
    pub edited_at: Option<DateTime<Utc>>,
}

/// That a question is not shown, and why. It is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hidden {
    /// Since when.
    pub at: DateTime<Utc>,
    /// Who hid it.
    pub by: UserId,
    /// Why, for everybody to read.
    pub reason: String,
}

/// A question as a reader gets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadQuestion {
    /// The question; where it is hidden from the reader, without its words.
    pub question: Question,
    /// Whether its words are kept from the reader.
    pub is_covered: bool,
}

words! {
    /// Which questions are wanted.
    pub enum QuestionFilter {
        /// All of them.
        All = "all",
        /// Those that wait for an answer.
        Open = "open",
        /// Those that were answered.
        Answered = "answered",
    }
}

words! {
    /// Why a reader reports a question.
    pub enum ReportReason {
        /// It advertises something else.
        Spam = "spam",
        /// It attacks somebody.
        Abuse = "abuse",
        /// It tells what is private.
        PersonalData = "personal_data",
        /// It concerns somebody's right in the invention.
        IpClaim = "ip_claim",
        /// It or its answer misleads investors.
        Misleading = "misleading",
        /// Something else; the note says what.
        Other = "other",
    }
}

/// A reader's report of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionReport {
    /// Its id.
    pub id: QuestionReportId,
    /// The question.
    pub question_id: QuestionId,
    /// Who reports; known to reviewers alone.
    pub reporter_id: UserId,
    /// Why.
    pub reason: ReportReason,
    /// What the reporter adds.
    pub note: Option<String>,
    /// When.
    pub reported_at: DateTime<Utc>,
}

/// A question that was reported, with its open reports, oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportedQuestion {
    /// The question, with its words.
    pub question: Question,
    /// The reports that nobody has decided on.
    pub reports: Vec<QuestionReport>,
}

impl Question {
    /// Whether it waits for an answer.
    pub fn is_open(&self) -> bool {
        self.answer.is_none() && self.hidden.is_none()
    }

    /// The same without its words.
    pub(crate) fn covered(self) -> Self {
        Self {
            body: String::new(),
            answer: self.answer.map(|answer| Answer {
                body: String::new(),
                ..answer
            }),
            ..self
        }
    }
}
