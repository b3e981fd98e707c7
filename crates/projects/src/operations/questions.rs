//! What people ask the founder of a campaign, and what becomes of it.

use chrono::TimeDelta;
use db::{Act, Tx};
use kernel::{
    Caller, CampaignId, QuestionId, UserId, kind,
    policy::{self, Action},
};
use uuid::Uuid;

use super::{Projects, expect_version};
use crate::{
    Error, Result,
    campaign::Campaign,
    events::{QuestionAnswered, QuestionAsked, QuestionHidden},
    question::{
        ANSWER, Answer, Hidden, QUESTION, QUESTIONS_AN_HOUR, Question, QuestionReport, REASON,
        REPORTS_AN_HOUR, ReportReason,
    },
    store::questions as store,
    text,
    validation::{Violation, ViolationCode},
};

impl Projects {
    /// Asks the founder of a campaign something, for everybody to read.
    ///
    /// # Errors
    /// [`Error::Invalid`]; [`Error::TooOften`] with when to try again; [`Error::Forbidden`] on one's own campaign.
    #[tracing::instrument(name = "projects.ask", skip_all, fields(campaign.id = %campaign))]
    pub async fn ask(&self, caller: &Caller, campaign: CampaignId, body: &str) -> Result<Question> {
        let asker = caller.user_id()?;
        let body = written("body", body, QUESTION)?;
        let found = self.find(caller, campaign).await?.ok_or(Error::NotFound)?;
        policy::can(
            caller,
            Action::QuestionAsk {
                campaign_owner: found.founder_id,
            },
        )?;
        if !found.is_public() {
            return Err(Error::NotFound);
        }
        let tx = self.db.begin().await?;
        // One at a time for each person, so that the number holds.
        tx.lock_name(&format!("questions:{asker}")).await?;
        let now = tx.now().await?;
        let hour = TimeDelta::hours(1);
        let (count, first) = store::asked_since(&tx, asker, now - hour).await?;
        if count >= QUESTIONS_AN_HOUR {
            return Err(Error::TooOften {
                max: QUESTIONS_AN_HOUR,
                again_at: first.unwrap_or(now) + hour,
            });
        }
        let question = Question {
            id: tx.new_id::<kind::Question>(now),
            campaign_id: campaign,
            asker_id: asker,
            body,
            asked_at: now,
            answer: None,
            hidden: None,
            version: 1,
        };
        store::insert(&tx, &question).await?;
        tx.record(caller, Act::new("question.ask", question.id)).await?;
        tx.publish(&QuestionAsked {
            campaign_id: campaign,
            question_id: question.id,
            founder_id: found.founder_id,
            at: now,
        })
        .await?;
        tx.commit().await?;
        Ok(question)
    }

    /// Answers a question, or betters an answer, which then says that it was changed. For the campaign's founder.
    ///
    /// # Errors
    /// [`Error::Invalid`]; [`Error::Conflict`]; [`Error::NotFound`].
    #[tracing::instrument(name = "projects.answer", skip_all, fields(question.id = %id))]
    pub async fn answer(
        &self,
        caller: &Caller,
        id: QuestionId,
        expected_version: i64,
        body: &str,
    ) -> Result<Question> {
        let tx = self.db.begin().await?;
        let (campaign, before) = self
            .locked_question(&tx, caller, id, |owner| Action::QuestionAnswer { owner })
            .await?;
        let body = written("body", body, ANSWER)?;
        expect_version(expected_version, before.version)?;
        let now = tx.now().await?;
        let answer = match &before.answer {
            Some(given) if given.body == body => return Ok(before),
            Some(given) => Answer {
                body,
                edited_at: Some(now),
                ..given.clone()
            },
            None => Answer {
                body,
                by: caller.user_id().unwrap_or(campaign.founder_id),
                at: now,
                edited_at: None,
            },
        };
        let after = Question {
            answer: Some(answer),
            version: before.version + 1,
            ..before.clone()
        };
        store::update(&tx, &after).await?;
        let act = Act::new("question.answer", id);
        tx.record(caller, act.before(before.trace()).after(after.trace()))
            .await?;
        if before.answer.is_none() {
            tx.publish(&QuestionAnswered {
                campaign_id: campaign.id,
                question_id: id,
                asker_id: before.asker_id,
                at: now,
            })
            .await?;
        }
        tx.commit().await?;
        Ok(after)
    }

    /// Hides a question with its answer, with a reason that everybody reads in its place. For the campaign's founder, reviewers
    /// and administrators. Hidden before, it stays as its founder hid it unless staff hides it.
    ///
    /// # Errors
    /// [`Error::Invalid`] without a reason; [`Error::NotFound`].
    #[tracing::instrument(name = "projects.hide_question", skip_all, fields(question.id = %id))]
    pub async fn hide_question(&self, caller: &Caller, id: QuestionId, reason: &str) -> Result<Question> {
        let tx = self.db.begin().await?;
        let (campaign, before) = self
            .locked_question(&tx, caller, id, |owner| Action::QuestionHide { owner })
            .await?;
        let reason = written("reason", reason, REASON)?;
        let is_staff = !caller.is(campaign.founder_id);
        let after = hide(&tx, caller, before, reason, is_staff).await?;
        tx.commit().await?;
        Ok(after)
    }

    /// Shows a question again that was hidden. Who runs the campaign cannot undo what a reviewer did.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Forbidden`].
    #[tracing::instrument(name = "projects.show_question", skip_all, fields(question.id = %id))]
    pub async fn show_question(&self, caller: &Caller, id: QuestionId) -> Result<Question> {
        let tx = self.db.begin().await?;
        let (campaign, before) = self
            .locked_question(&tx, caller, id, |owner| Action::QuestionHide { owner })
            .await?;
        let Some(hidden) = &before.hidden else {
            return Ok(before);
        };
        if caller.is(campaign.founder_id) && !caller.is(hidden.by) {
            return Err(kernel::Forbidden::OwnCase.into());
        }
        let after = Question {
            hidden: None,
            version: before.version + 1,
            ..before.clone()
        };
        store::update(&tx, &after).await?;
        tx.record(caller, Act::new("question.show", id).before(before.trace()))
            .await?;
        tx.commit().await?;
        Ok(after)
    }

    /// Reports a question to the reviewers. Reported by the same person before, it stays as it was.
    ///
    /// # Errors
    /// [`Error::Invalid`]: "something else" needs a note; [`Error::TooOften`]; [`Error::NotFound`].
    #[tracing::instrument(name = "projects.report_question", skip_all, fields(question.id = %id))]
    pub async fn report_question(
        &self,
        caller: &Caller,
        id: QuestionId,
        reason: ReportReason,
        note: Option<&str>,
    ) -> Result<()> {
        policy::can(caller, Action::QuestionReport)?;
        let reporter = caller.user_id()?;
        let note = note.map(str::trim).filter(|note| !note.is_empty());
        let note = match (reason, note) {
            (ReportReason::Other, None) => {
                return Err(Error::Invalid(vec![Violation::new(
                    "note",
                    ViolationCode::Required,
                )]));
            }
            (_, note) => note.map(|note| written("note", note, REASON)).transpose()?,
        };
        let found = self.find_question(caller, id).await?;
        let question = found.ok_or(Error::NotFound)?.question;
        let tx = self.db.begin().await?;
        tx.lock_name(&format!("reports:{reporter}")).await?;
        let now = tx.now().await?;
        let hour = TimeDelta::hours(1);
        let (count, first) = store::reported_since(&tx, reporter, now - hour).await?;
        if count >= REPORTS_AN_HOUR {
            return Err(Error::TooOften {
                max: REPORTS_AN_HOUR,
                again_at: first.unwrap_or(now) + hour,
            });
        }
        let report = QuestionReport {
            id: tx.new_id::<kind::QuestionReport>(now),
            question_id: question.id,
            reporter_id: reporter,
            reason,
            note,
            reported_at: now,
        };
        if store::insert_report(&tx, &report).await? {
            tx.record(caller, Act::new("question.report", id).after(reason))
                .await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Decides on all open reports of a question: it is hidden, with a reason for everybody, or they are dismissed (nothing).
    ///
    /// # Errors
    /// [`Error::NotFound`] if nothing is open; [`Error::Invalid`]; [`Error::Forbidden`] on one's own campaign.
    #[tracing::instrument(name = "projects.decide_reports", skip_all, fields(question.id = %id))]
    pub async fn decide_reports(
        &self,
        caller: &Caller,
        id: QuestionId,
        hide_because: Option<&str>,
    ) -> Result<Question> {
        let tx = self.db.begin().await?;
        let (campaign, before) = self
            .locked_question(&tx, caller, id, |owner| Action::QuestionReportDecide { owner })
            .await?;
        let reason = hide_because
            .map(|reason| written("reason", reason, REASON))
            .transpose()?;
        let now = tx.now().await?;
        let by = caller.user_id().unwrap_or(campaign.founder_id);
        let decision = if reason.is_some() { "hidden" } else { "dismissed" };
        if store::close_reports(&tx, id, decision, by, now).await? == 0 {
            return Err(Error::NotFound);
        }
        let act = Act::new("question.decide_reports", id).after(decision);
        tx.record(caller, act).await?;
        let after = match reason {
            Some(reason) => hide(&tx, caller, before, reason, true).await?,
            None => before,
        };
        tx.commit().await?;
        Ok(after)
    }

    /// Locks a question for an act on it, if the caller may do it.
    async fn locked_question(
        &self,
        tx: &Tx,
        caller: &Caller,
        id: QuestionId,
        act: impl Fn(UserId) -> Action,
    ) -> Result<(Campaign, Question)> {
        let Some(question) = store::lock(tx, id).await? else {
            policy::can(caller, act(UserId::from_uuid(Uuid::nil())))?;
            return Err(Error::NotFound);
        };
        let campaign = crate::store::campaigns::by_ids(&**tx, &[question.campaign_id])
            .await?
            .pop()
            .ok_or(Error::NotFound)?;
        policy::can(caller, act(campaign.founder_id))?;
        Ok((campaign, question))
    }
}

/// What its founder hid and a reviewer hides again is the reviewer's to show; its asker was told before.
async fn hide(
    tx: &Tx,
    caller: &Caller,
    before: Question,
    reason: String,
    is_staff: bool,
) -> Result<Question> {
    let was_hidden = before.hidden.is_some();
    if was_hidden && !is_staff {
        return Ok(before);
    }
    let now = tx.now().await?;
    let hidden = Hidden {
        at: now,
        by: caller.user_id().unwrap_or(before.asker_id),
        reason: reason.clone(),
    };
    let after = Question {
        hidden: Some(hidden),
        version: before.version + 1,
        ..before.clone()
    };
    store::update(tx, &after).await?;
    tx.record(caller, Act::new("question.hide", after.id).because(reason))
        .await?;
    if was_hidden {
        return Ok(after);
    }
    tx.publish(&QuestionHidden {
        campaign_id: after.campaign_id,
        question_id: after.id,
        asker_id: after.asker_id,
        at: now,
    })
    .await?;
    Ok(after)
}

/// A text as it will be kept; an empty one is refused.
fn written(field: &str, body: &str, max: usize) -> Result<String> {
    let body = text::line(field, body, max).map_err(|violation| Error::Invalid(vec![violation]))?;
    if body.is_empty() {
        return Err(Error::Invalid(vec![Violation::new(
            field,
            ViolationCode::Required,
        )]));
    }
    Ok(body)
}
