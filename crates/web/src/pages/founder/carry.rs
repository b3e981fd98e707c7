//! What the editor's buttons do.

use axum::response::Response;

use super::{
    at,
    calls::{
        self, CampaignPatentDetachInput, CampaignSubmitInput, Outcome, RewardPoolEditInput,
        RewardPoolRemoveInput, RewardRemoveInput,
    },
    campaign_id,
    draft::Draft,
    editor, input, launch,
    places::{self, SECTIONS},
    shown::Form,
};
use crate::{
    failure::Failure,
    form::Fields,
    graphql::{CampaignUserErrorCode, Office, schema},
    parts::user_errors::CampaignUserError,
    routes,
    visit::Visit,
};

/// Which button was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    Save,
    Attach,
    Detach,
    AddReward,
    RemoveReward,
    AddPool,
    EditPool,
    RemovePool,
    Submit,
    Launch,
    Cancel,
}

/// The work of one press of a button.
pub(super) struct Work<'a> {
    pub(super) visit: &'a Visit,
    pub(super) draft: &'a Draft,
    pub(super) form: Form,
    /// The campaign's version after what was done so far.
    version: i32,
    pub(super) errors: Vec<CampaignUserError>,
    /// What was done, and the section that says so.
    pub(super) done: (&'static str, &'static str),
    /// How a number that led nowhere was read.
    pub(super) reading: Option<String>,
}

/// Does what the button says and shows the page again.
pub(super) async fn carry_out(visit: Visit, id: String, fields: Fields, act: Act) -> Response {
    let visit = at(visit, format!("/founder/{id}"));
    match attempt(&visit, &id, fields, act).await {
        Ok(response) => response,
        Err(failure) => failure.respond(&visit),
    }
}

async fn attempt(visit: &Visit, id: &str, fields: Fields, act: Act) -> Result<Response, Failure> {
    let id = campaign_id(id)?;
    let draft = Draft::find(visit, &id).await?;
    let mut work = Work {
        visit,
        draft: &draft,
        version: draft.version,
        form: Form::sent(fields),
        errors: Vec::new(),
        done: ("saved", SECTIONS[0]),
        reading: None,
    };
    work.run(act).await?;
    if work.errors.is_empty() {
        let (done, section) = work.done;
        let path = format!("/founder/{}?done={done}&at={section}#{section}", id.inner());
        return Ok(routes::done(&visit.url(&path)));
    }
    // Some of it may have been carried out.
    let now = Draft::find(visit, &id).await?;
    Ok(editor::refused(visit, now, work.form, work.errors, work.reading))
}

impl Work<'_> {
    async fn run(&mut self, act: Act) -> Result<(), Failure> {
        match act {
            Act::Launch => return launch::launch(self).await,
            Act::Cancel => return launch::cancel(self).await,
            _ => {}
        }
        self.save().await?;
        if !self.errors.is_empty() {
            return Ok(());
        }
        if act == Act::Attach || self.form.fields().get("number").is_some() {
            self.attach().await?;
        }
        if act == Act::AddPool || input::has_pool(self.form.fields()) {
            self.add_pool().await?;
        }
        self.edit_pools(act).await?;
        if act == Act::AddReward || input::has_reward(self.form.fields()) {
            self.add_reward().await?;
        }
        if !self.errors.is_empty() {
            return Ok(());
        }
        match act {
            Act::Detach => self.detach().await,
            Act::RemoveReward => self.remove_reward().await,
            Act::RemovePool => self.remove_pool().await,
            Act::Submit => self.submit().await,
            _ => Ok(()),
        }
    }

    /// What became of a call: the refusals are kept beside the fields they are about.
    pub(super) fn took(&mut self, outcome: Outcome, prefix: &str) -> bool {
        let accepted = outcome.errors.is_empty();
        if let (true, Some(campaign)) = (accepted, outcome.campaign) {
            self.version = campaign.version;
        }
        self.refuse(outcome.errors, prefix);
        accepted
    }

    /// Keeps refusals beside the fields they are about.
    pub(super) fn refuse(&mut self, errors: Vec<CampaignUserError>, prefix: &str) {
        let (w, draft) = (self.visit.words(), self.draft);
        let has = |section: &str| match section {
            "launch" => draft.is_launchable(),
            "end" => draft.is_cancellable(),
            "stocks" => true,
            _ => draft.is_open(),
        };
        let placed = errors
            .into_iter()
            .map(|error| places::placed(error, prefix, w, has));
        self.errors.extend(placed);
    }

    /// Keeps what was typed in the fields of the campaign itself.
    async fn save(&mut self) -> Result<(), Failure> {
        let fields = self.form.fields();
        if let Some(section) = SECTIONS
            .iter()
            .find(|section| fields.get("section") == Some(section))
        {
            self.done.1 = section;
        }
        // A form that names no version holds none of these fields.
        let Some(version) = fields.get("expectedVersion") else {
            return Ok(());
        };
        let version = version.parse().map_err(|_| Failure::BadRequest)?;
        let (draft, w) = (self.draft, self.visit.words());
        match input::edit(fields, &draft.id, version, &draft.currency, w) {
            Ok(edit) => {
                let outcome = calls::edit_campaign(self.visit, edit).await?;
                self.took(outcome, "");
            }
            Err(wrong) => self.unreadable(wrong),
        }
        Ok(())
    }

    async fn attach(&mut self) -> Result<(), Failure> {
        let fields = self.form.fields();
        let number = fields.get("number").unwrap_or_default().to_owned();
        let office = fields.get("office").and_then(Office::of);
        let input = input::CampaignPatentAttachInput {
            campaign_id: self.draft.id.clone(),
            number: number.clone(),
            office,
        };
        let outcome = calls::attach_patent(self.visit, input).await?;
        let led_nowhere = outcome
            .errors
            .iter()
            .any(|error| error.code == CampaignUserErrorCode::PatentNotFound);
        if led_nowhere {
            let parse: NumberQuery = self.visit.query(NumberVariables { number, office }).await?;
            self.reading = Some(parse.patent_number_parse.explanation);
        }
        if self.took(outcome, "") {
            self.form.spend("number");
            self.form.spend("office");
            self.done = ("patent-added", "patents");
        }
        Ok(())
    }

    async fn detach(&mut self) -> Result<(), Failure> {
        let patent = self.form.fields().get("patentId").ok_or(Failure::BadRequest)?;
        let input = CampaignPatentDetachInput {
            campaign_id: self.draft.id.clone(),
            patent_id: cynic::Id::new(patent),
        };
        let outcome = calls::detach_patent(self.visit, input).await?;
        self.took(outcome, "");
        self.done = ("patent-removed", "patents");
        Ok(())
    }

    async fn add_reward(&mut self) -> Result<(), Failure> {
        let (draft, w) = (self.draft, self.visit.words());
        match input::reward(self.form.fields(), &draft.id, &draft.currency, w) {
            Ok(reward) => {
                let outcome = calls::add_reward(self.visit, reward).await?;
                if self.took(outcome, "reward.") {
                    self.form.spend("reward.");
                    self.done = ("reward-added", "rewards");
                }
            }
            Err(wrong) => self.unreadable(wrong),
        }
        Ok(())
    }

    async fn remove_reward(&mut self) -> Result<(), Failure> {
        let reward = self.form.fields().get("rewardId").ok_or(Failure::BadRequest)?;
        let input = RewardRemoveInput {
            id: cynic::Id::new(reward),
        };
        let outcome = calls::remove_reward(self.visit, input).await?;
        self.took(outcome, "reward.");
        self.done = ("reward-removed", "rewards");
        Ok(())
    }

    async fn add_pool(&mut self) -> Result<(), Failure> {
        match input::pool(self.form.fields(), &self.draft.id, self.visit.words()) {
            Ok(pool) => {
                let outcome = calls::add_pool(self.visit, pool).await?;
                if self.took(outcome, "pool.") {
                    self.form.spend("pool.");
                    self.done = ("pool-added", "rewards");
                }
            }
            Err(wrong) => self.unreadable(wrong),
        }
        Ok(())
    }

    /// The pool that a button is about.
    fn pool(&self) -> Result<&super::draft::Pool, Failure> {
        let named = self.form.fields().get("poolId").ok_or(Failure::BadRequest)?;
        let found = self
            .draft
            .reward_pools
            .iter()
            .find(|pool| pool.id.inner() == named);
        found.ok_or(Failure::BadRequest)
    }

    /// Whatever button was pressed, a number that was typed for a stock is taken; that of the stock whose own button it was
    /// even if it stays.
    async fn edit_pools(&mut self, act: Act) -> Result<(), Failure> {
        let named = match act {
            Act::EditPool => Some(self.pool()?.id.clone()),
            // What goes needs no other number.
            Act::RemovePool => return Ok(()),
            _ => None,
        };
        let draft = self.draft;
        for pool in &draft.reward_pools {
            let (fields, name) = (self.form.fields(), pool.limit_field());
            let differs = fields.has(&name) && fields.shown(&name).trim() != pool.limit_kept();
            if !differs && named.as_ref() != Some(&pool.id) {
                continue;
            }
            let typed = fields.get(&name);
            let input = RewardPoolEditInput {
                id: pool.id.clone(),
                expected_version: pool.version,
                limit: typed.map(|typed| typed.parse().unwrap_or(-1)),
            };
            let outcome = calls::edit_pool(self.visit, input).await?;
            if self.took(outcome, &name) {
                self.done = ("pool-changed", "rewards");
            }
        }
        Ok(())
    }

    async fn remove_pool(&mut self) -> Result<(), Failure> {
        let id = self.pool()?.id.clone();
        let outcome = calls::remove_pool(self.visit, RewardPoolRemoveInput { id }).await?;
        self.took(outcome, "pool.");
        self.done = ("pool-removed", "rewards");
        Ok(())
    }

    async fn submit(&mut self) -> Result<(), Failure> {
        let input = CampaignSubmitInput {
            id: self.draft.id.clone(),
            expected_version: self.version,
        };
        let outcome = calls::submit_campaign(self.visit, input).await?;
        self.took(outcome, "");
        self.done = ("submitted", "top");
        Ok(())
    }

    fn unreadable(&mut self, wrong: input::Unreadable) {
        let errors = wrong
            .into_iter()
            .map(|(name, message)| places::refusal(name, message));
        self.refuse(errors.collect(), "");
    }
}

#[derive(cynic::QueryVariables, Debug)]
struct NumberVariables {
    number: String,
    office: Option<Office>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "NumberVariables")]
struct NumberQuery {
    #[arguments(number: $number, office: $office)]
    patent_number_parse: NumberReading,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "PatentNumberParse")]
struct NumberReading {
    explanation: String,
}
