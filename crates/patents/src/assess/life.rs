//! The life of an application and of the right it becomes: one state at a time, moved by entries in their order.

use chrono::NaiveDate;

use super::{
    codes::Effect,
    entry::Entry,
    text::{self, Said},
};
use crate::status::LegalStatus;

/// How it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct End {
    pub(super) status: LegalStatus,
    pub(super) reason: Option<String>,
    pub(super) on: Option<NaiveDate>,
    /// The later of the day of effect and that of the announcement.
    pub(super) known_on: Option<NaiveDate>,
    /// Whether a right ended, not an application.
    pub(super) of_right: bool,
    pub(super) code: String,
}

/// How the opposition to a European patent stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opposed {
    NoneFiled,
    Pending,
    Rejected,
    Revoked,
    /// Over; what came of it is not told, or it is in force with narrower claims.
    Over,
}

/// The state of a life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Life {
    /// The stage it reached; of one that ended, the stage before.
    pub(super) stage: LegalStatus,
    /// Whether anything at all was learned.
    pub(super) told: bool,
    pub(super) granted: bool,
    /// A document or the office's own record shows the grant; else entries alone do, and one may have been expected only.
    pub(super) documented: bool,
    pub(super) granted_on: Option<NaiveDate>,
    pub(super) end: Option<End>,
    pub(super) restored: bool,
    pub(super) partially_invalidated: bool,
    /// When a narrowing was last announced.
    pub(super) narrowed_on: Option<NaiveDate>,
    pub(super) disclaimed: bool,
    /// The attack that goes on: its kind.
    pub(super) challenged: Option<&'static str>,
    pub(super) opposed: Option<Opposed>,
    /// Why nothing can be said, if events contradict one another.
    pub(super) contradiction: Option<&'static str>,
    pub(super) fee_warned_on: Option<NaiveDate>,
    pub(super) term_changed: bool,
    pub(super) last_on: Option<NaiveDate>,
}

impl Life {
    pub(super) fn begin() -> Self {
        Self {
            stage: LegalStatus::Filed,
            told: false,
            granted: false,
            documented: false,
            granted_on: None,
            end: None,
            restored: false,
            partially_invalidated: false,
            narrowed_on: None,
            disclaimed: false,
            challenged: None,
            opposed: None,
            contradiction: None,
            fee_warned_on: None,
            term_changed: false,
            last_on: None,
        }
    }

    /// What it adds up to.
    pub(super) fn status(&self) -> (LegalStatus, Option<String>) {
        if let Some(why) = self.contradiction {
            return (LegalStatus::Unknown, Some(why.to_owned()));
        }
        match &self.end {
            Some(end) => (end.status, end.reason.clone()),
            None if self.granted => {
                let reason = self.restored.then(|| "RESTORED".to_owned());
                (LegalStatus::InForce, reason)
            }
            None => (self.stage, None),
        }
    }

    /// Notes a document that was published, or a grant that is on record without an entry of its own.
    pub(super) fn note_published(&mut self) {
        self.told = true;
        self.advance(LegalStatus::Published);
    }

    /// Notes a grant that is on record without an entry of its own.
    pub(super) fn note_granted(&mut self, on: Option<NaiveDate>) {
        self.told = true;
        self.granted = true;
        self.granted_on = self.granted_on.or(on);
        // An application that was granted had not ended before.
        if self
            .end
            .as_ref()
            .is_some_and(|end| !end.of_right && end.on.is_none_or(|ended| on.is_none_or(|on| ended <= on)))
        {
            self.end = None;
        }
    }

    /// Moves by one entry. Entries of one state move nothing here.
    pub(super) fn take(&mut self, entry: &Entry<'_>) {
        let rule = &entry.rule;
        let moves = !matches!(
            rule.effect,
            Effect::None | Effect::Owner | Effect::Encumber | Effect::EncumberChange | Effect::Release
        );
        self.told |= moves;
        if moves {
            self.last_on = self.last_on.max(entry.on);
        }
        match rule.effect {
            Effect::Publish => self.advance(LegalStatus::Published),
            Effect::Examine => self.advance(LegalStatus::UnderExamination),
            Effect::Allow => self.advance(LegalStatus::Allowed),
            Effect::Grant => self.grant(entry),
            Effect::StatusText => self.read(entry),
            Effect::Challenge => self.challenge(rule.flag, entry),
            Effect::Clear => self.clear(entry.code),
            Effect::Amend => self.amend(entry),
            Effect::Fee => self.presuppose_grant(entry),
            Effect::FeeWarning => self.fee_warned_on = self.fee_warned_on.max(entry.on),
            Effect::Term => self.term_changed = true,
            Effect::End => self.end(entry),
            Effect::Restore => self.restore(entry),
            _ => {}
        }
    }

    fn advance(&mut self, stage: LegalStatus) {
        if !self.granted && stage > self.stage {
            self.stage = stage;
        }
    }

    fn grant(&mut self, entry: &Entry<'_>) {
        self.note_granted(entry.on);
        self.stage = LegalStatus::Allowed;
    }

    /// Only a granted right has maintenance fees at the USPTO.
    fn presuppose_grant(&mut self, entry: &Entry<'_>) {
        if entry.event.office == crate::number::Office::US {
            self.granted = true;
        }
    }

    fn challenge(&mut self, flag: &'static str, entry: &Entry<'_>) {
        let kind = flag.strip_prefix("challenged=").unwrap_or("challenge");
        if matches!(entry.code, "RDAF" | "PLDC") {
            return;
        }
        self.challenged = Some(kind);
        if kind == "opposition" {
            self.opposed = Some(Opposed::Pending);
        }
    }

    fn clear(&mut self, code: &str) {
        self.challenged = None;
        self.opposed = match code {
            "26N" | "PLBE" | "R26N" | "26D" => Some(Opposed::NoneFiled),
            "27O" | "R27O" | "26U" => Some(Opposed::Rejected),
            _ => Some(Opposed::Over),
        };
    }

    fn amend(&mut self, entry: &Entry<'_>) {
        match entry.rule.flag {
            "disclaimer" => self.disclaimed = true,
            // In part or in whole: until somebody reads which, nothing can be said.
            "ambiguous" => self.contradiction = Some("INVALIDATION_EXTENT_NOT_TOLD"),
            _ => {
                self.partially_invalidated = true;
                self.narrowed_on = self.narrowed_on.max(entry.gazette);
                self.challenged = None;
                self.opposed = self.opposed.map(|_| Opposed::Over);
            }
        }
    }

    /// A status in words. Live words newer than an end of the application say that it came back.
    fn read(&mut self, entry: &Entry<'_>) {
        let Some(Said { status, reason }) = entry.said.clone() else {
            return;
        };
        if status.is_lost() {
            self.end_as(status, reason, entry);
            return;
        }
        if status == LegalStatus::InForce {
            // The European register's line is dated with the decision, before the mention of the grant.
            let of_grant = entry.event.office == crate::number::Office::US;
            if of_grant {
                self.note_granted(None);
            } else {
                self.advance(LegalStatus::Allowed);
            }
            return;
        }
        if status.is_pending() && !self.granted {
            let came_back = self
                .end
                .as_ref()
                .is_some_and(|end| !end.of_right && end.known_on < entry.on);
            if came_back {
                self.end = None;
                self.restored = true;
            }
            self.advance(status);
        }
    }

    fn end(&mut self, entry: &Entry<'_>) {
        let rule = &entry.rule;
        let status = match (self.granted, rule.if_application, rule.if_granted) {
            (true, _, Some(status)) => status,
            (false, Some(status), _) => status,
            // The code presupposes a right, of whose grant no entry tells.
            (false, None, Some(status)) => {
                self.granted = true;
                status
            }
            (true, Some(_), None) => {
                let (Some(status), false) = (rule.if_application, self.documented) else {
                    // Dated before the grant it is a stage of an application that was granted after all.
                    let earlier = entry.on < self.granted_on;
                    if !earlier && self.end.is_none() {
                        self.contradiction = Some("APPLICATION_ENDED_AFTER_GRANT");
                    }
                    return;
                };
                // The grant was expected and never came.
                self.granted = false;
                status
            }
            (_, None, None) => return,
        };
        let reason = entry
            .said
            .as_ref()
            .filter(|said| said.status == status)
            .and_then(|said| said.reason.clone());
        let reason = reason.or_else(|| why(status, entry).map(str::to_owned));
        self.end_as(status, reason, entry);
    }

    fn end_as(&mut self, status: LegalStatus, reason: Option<String>, entry: &Entry<'_>) {
        if status == LegalStatus::Revoked && self.opposed.is_some() {
            self.opposed = Some(Opposed::Revoked);
        }
        // What is revoked never was; what ended before stays ended.
        let counts = match &self.end {
            None => true,
            Some(known) => status == LegalStatus::Revoked && known.status != LegalStatus::Revoked,
        };
        if counts {
            self.challenged = None;
            self.restored = false;
            self.end = Some(End {
                status,
                reason,
                on: entry.on,
                known_on: entry.on.max(entry.gazette),
                of_right: self.granted || matches!(status, LegalStatus::Lapsed | LegalStatus::Revoked),
                code: entry.code.to_owned(),
            });
        }
    }

    fn restore(&mut self, entry: &Entry<'_>) {
        if let Some(end) = self.end.take() {
            // What a court or an office took away whole does not come back by a late fee.
            if end.status == LegalStatus::Revoked && entry.rule.flag != "revocation" {
                self.end = Some(end);
                return;
            }
            self.restored = true;
        }
        self.contradiction = None;
    }
}

/// Why it ended, as far as the code and its words tell.
fn why(status: LegalStatus, entry: &Entry<'_>) -> Option<&'static str> {
    let detail = |key: &str| entry.event.detail.get(key).map_or("", String::as_str);
    let words = entry.event.text.en.as_deref().unwrap_or_default();
    Some(match status {
        LegalStatus::Lapsed if entry.rule.flag == "ambiguous" => return None,
        LegalStatus::Lapsed => {
            return text::lapse_reason(detail("free_text"))
                .or_else(|| text::lapse_reason(words))
                .or(match entry.code {
                    "CF01" | "C19" | "LAPS" | "R119" | "8139" | "8339" | "FP" | "V1" | "EXP." => {
                        Some("NON_PAYMENT")
                    }
                    _ => None,
                });
        }
        LegalStatus::Expired => "TERM",
        LegalStatus::Revoked => "INVALIDATED",
        LegalStatus::Surrendered if entry.rule.flag == "double_patenting" => "DOUBLE_PATENTING",
        LegalStatus::Surrendered | LegalStatus::Withdrawn => "EXPRESS",
        LegalStatus::Abandoned if entry.code == "AD01" => "GRANT_FORMALITIES",
        LegalStatus::Abandoned if matches!(entry.code, "18D" | "WD01" | "C02") => "NO_RESPONSE",
        _ => return None,
    })
}
