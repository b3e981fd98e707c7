//! Reading what people ask.

use std::collections::{HashMap, HashSet};

use kernel::{
    Caller, CampaignId, Cursor, Page, PageRequest, QuestionId, UserId,
    policy::{self, Action},
};

use super::Projects;
use crate::{
    Result,
    campaign::Campaign,
    question::{Question, QuestionFilter, ReadQuestion, ReportedQuestion},
    store::questions as store,
};

impl Projects {
    /// The questions about a campaign that the caller was shown, newest first, with their number. Of those that are hidden
    /// everybody sees that there is one and why; its words only its asker, the founder and staff.
    ///
    /// # Errors
    /// [`crate::Error::Cursor`] if the cursor is not of this list.
    pub async fn questions_of(
        &self,
        caller: &Caller,
        campaign: &Campaign,
        filter: QuestionFilter,
        page: &PageRequest,
    ) -> Result<Page<ReadQuestion>> {
        let scope = ("questions", campaign.id, filter);
        let before: Option<QuestionId> = page.after.as_ref().map(|after| after.open(&scope)).transpose()?;
        let conn = self.db.reader();
        let rows = store::page(conn, campaign.id, filter, before, page.first + 1).await?;
        let total = store::count(conn, campaign.id, filter).await?;
        let rows = rows
            .into_iter()
            .map(|question| read(caller, campaign.founder_id, question))
            .collect();
        let found = Page::from_surplus(rows, page.first, |read: &ReadQuestion| {
            Cursor::new(&read.question.id, &scope)
        });
        Ok(found.with_total(total))
    }

    /// The first page of the questions about each of these campaigns, which the caller was shown with their founders: as
    /// [`questions_of`](Self::questions_of) tells them, in two statements for all of them.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn newest_questions_of(
        &self,
        caller: &Caller,
        campaigns: &[(CampaignId, UserId)],
        filter: QuestionFilter,
        first: u32,
    ) -> Result<HashMap<CampaignId, Page<ReadQuestion>>> {
        let conn = self.db.reader();
        let ids: Vec<_> = campaigns.iter().map(|(id, _)| *id).collect();
        let rows = store::newest(conn, &ids, filter, first as usize + 1).await?;
        let totals: HashMap<_, _> = store::counts(conn, &ids, filter).await?.into_iter().collect();
        let mut of_each: HashMap<CampaignId, Vec<_>> = HashMap::new();
        for question in rows {
            of_each.entry(question.campaign_id).or_default().push(question);
        }
        let page = |&(id, founder): &(CampaignId, UserId)| {
            let rows = of_each.remove(&id).unwrap_or_default();
            let rows = rows.into_iter().map(|row| read(caller, founder, row)).collect();
            let found = Page::from_surplus(rows, first, |read: &ReadQuestion| {
                Cursor::new(&read.question.id, &("questions", id, filter))
            });
            (id, found.with_total(totals.get(&id).copied().unwrap_or(0)))
        };
        Ok(campaigns.iter().map(page).collect())
    }

    /// A question by its id, if the caller sees its campaign.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn find_question(&self, caller: &Caller, id: QuestionId) -> Result<Option<ReadQuestion>> {
        let Some(question) = store::find(self.db.primary(), id).await? else {
            return Ok(None);
        };
        let campaign = self.find(caller, question.campaign_id).await?;
        Ok(campaign.map(|campaign| read(caller, campaign.founder_id, question)))
    }

    /// Of which of these campaigns and people it holds that the person is a backer of the campaign: their pledge counts.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn backers_among(
        &self,
        pairs: &[(CampaignId, UserId)],
    ) -> Result<HashSet<(CampaignId, UserId)>> {
        if pairs.is_empty() {
            return Ok(HashSet::new());
        }
        Ok(self.backers.among(pairs).await?)
    }

    /// The questions with reports that nobody has decided on, in the order of their first report, with their number.
    ///
    /// # Errors
    /// [`crate::Error::Forbidden`] unless the caller is a reviewer; [`crate::Error::Cursor`].
    pub async fn reported_questions(
        &self,
        caller: &Caller,
        page: &PageRequest,
    ) -> Result<Page<ReportedQuestion>> {
        policy::can(caller, Action::ReviewQueueView)?;
        let scope = "reported_questions";
        let after = page.after.as_ref().map(|after| after.open(&scope)).transpose()?;
        let conn = self.db.primary();
        let rows = store::reported(conn, after, page.first + 1).await?;
        let total = store::count_reported(conn).await?;
        let found = Page::from_surplus(rows, page.first, |row: &ReportedQuestion| {
            let first = row.reports.first().map(|report| report.id);
            Cursor::new(&first, &scope)
        });
        Ok(found.with_total(total))
    }
}

fn read(caller: &Caller, founder: UserId, question: Question) -> ReadQuestion {
    let sees_hidden =
        caller.is(question.asker_id) || policy::can(caller, Action::QuestionHide { owner: founder }).is_ok();
    if question.hidden.is_none() || sees_hidden {
        return ReadQuestion {
            question,
            is_covered: false,
        };
    }
    ReadQuestion {
        question: question.covered(),
        is_covered: true,
    }
}
