//! The editor of a campaign.

use axum::response::Response;
use http::StatusCode;

use super::{
    campaign_id,
    choices::{Choice, choices, zones},
    draft::{Draft, Pool, Reward},
    places::{self, SECTIONS},
    shown::{Difference, Form},
};
use crate::{
    failure::Failure,
    form::{Fields, Problems},
    graphql::{
        CampaignState, CampaignUserErrorCode, Named, Office, OwnerMatch, RewardKind, ShortfallRule,
        TechnologyField,
    },
    markdown,
    parts::{mark::Mark, patent::Patent, user_errors::CampaignUserError},
    shell::{self, Shell},
    visit::Visit,
};

/// What the editor says was done.
const DONE: [&str; 12] = [
    "saved",
    "patent-added",
    "patent-removed",
    "reward-added",
    "reward-removed",
    "pool-added",
    "pool-changed",
    "pool-removed",
    "submitted",
    "launched",
    "scheduled",
    "cancelled",
];

#[derive(askama::Template)]
#[template(path = "founder_edit.html")]
struct EditorPage {
    shell: Shell,
    d: Draft,
    form: Form,
    problems: Problems,
    /// What is kept and was changed since the form was shown.
    differences: Vec<Difference>,
    /// How a number that led nowhere was read.
    reading: Option<String>,
    /// What was done, and the section that says so.
    done: Option<(String, String)>,
}

/// A section in the list of steps.
struct Step {
    id: &'static str,
    label: String,
    /// How much is missing in it.
    missing: i32,
}

/// Something that is missing, and where to put it.
struct Missing {
    section: &'static str,
    words: String,
}

/// Shows the editor.
pub(super) async fn show(visit: &Visit, id: String, query: &Fields) -> Response {
    match page(visit, &id, query).await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(visit),
    }
}

async fn page(visit: &Visit, id: &str, query: &Fields) -> Result<EditorPage, Failure> {
    visit.signed_in()?;
    let draft = Draft::find(visit, &campaign_id(id)?).await?;
    let done = query.get("done").filter(|done| DONE.contains(done));
    let section = query.get("at").unwrap_or_default().to_owned();
    Ok(EditorPage {
        done: done.map(|done| (done.to_owned(), section)),
        ..EditorPage::new(visit, draft, Form::sent(Fields::default()))
    })
}

/// Shows the editor with what was refused, and everything that was typed.
pub(super) fn refused(
    visit: &Visit,
    draft: Draft,
    form: Form,
    errors: Vec<CampaignUserError>,
    reading: Option<String>,
) -> Response {
    let conflict = errors
        .iter()
        .any(|error| error.code == CampaignUserErrorCode::Conflict);
    let differences = if conflict {
        form.differences(&draft)
    } else {
        Vec::new()
    };
    let page = EditorPage {
        problems: Problems::of(errors),
        differences,
        reading,
        ..EditorPage::new(visit, draft, form)
    };
    shell::page(&page, StatusCode::UNPROCESSABLE_ENTITY)
}

impl EditorPage {
    fn new(visit: &Visit, draft: Draft, form: Form) -> Self {
        let title = visit.words().t1("editor-title", "title", &draft.title);
        Self {
            shell: Shell::titled(visit, title),
            form: form.over(&draft),
            d: draft,
            problems: Problems::default(),
            differences: Vec::new(),
            reading: None,
            done: None,
        }
    }

    /// What a field shows.
    fn v(&self, name: &str) -> &str {
        self.form.shown(name)
    }

    /// The label of a field, for the summary of problems.
    fn label(&self, name: &str) -> String {
        places::label(name, self.shell.w)
    }

    /// What was just done, if this section is to say so.
    fn done_in(&self, section: &str) -> Option<String> {
        let (done, at) = self.done.as_ref()?;
        let here = at == section || (section == "top" && !SECTIONS.contains(&at.as_str()));
        here.then(|| self.shell.w.label_of("editor-done", done))
    }

    /// What is missing, and where it belongs.
    fn missing(&self) -> Vec<Missing> {
        let w = self.shell.w;
        let gap = |field: &str, message: &str| Missing {
            section: places::place(field).map_or("hand-in", |(section, _)| section),
            words: w.t2(
                "editor-problem",
                "label",
                places::label(field, w),
                "message",
                message,
            ),
        };
        self.d
            .missing
            .iter()
            .map(|missing| gap(&missing.field, &missing.message))
            .collect()
    }

    fn missing_count(&self) -> i32 {
        i32::try_from(self.d.missing.len()).unwrap_or(i32::MAX)
    }

    /// What a kept value is called: the field, and the language of a text.
    fn difference_label(&self, difference: &Difference) -> String {
        let w = self.shell.w;
        let label = self.label(difference.name);
        let language = match difference.name.rsplit_once('.') {
            Some((_, "en")) => w.t("editor-english"),
            Some(_) => w.t("editor-chinese"),
            None => return label,
        };
        w.t2("editor-label-in", "label", label, "language", language)
    }

    fn difference_value(&self, difference: &Difference) -> String {
        match difference.name {
            "field" => self.shell.w.label_of("field", &difference.value),
            "shortfallRule" => self.shell.w.label_of("shortfall-rule", &difference.value),
            _ => difference.value.clone(),
        }
    }

    /// Whether a reviewer has it.
    fn is_waiting(&self) -> bool {
        self.d.state == CampaignState::InReview
    }

    /// The address that takes a reward away; none where nothing can be changed.
    fn reward_removal(&self) -> String {
        if self.d.is_open() {
            let path = format!("/founder/{}/rewards/remove", self.d.id.inner());
            self.shell.w.url(&path)
        } else {
            String::new()
        }
    }

    /// The address of what is done to the stocks that rewards share.
    fn pools(&self, act: &str) -> String {
        let path = format!("/founder/{}/pools{act}", self.d.id.inner());
        self.shell.w.url(&path)
    }

    fn kinds(&self) -> Vec<Choice> {
        let w = self.shell.w;
        // What is not chosen is a reward.
        const KINDS: [RewardKind; 2] = [RewardKind::Reward, RewardKind::AddOn];
        choices(&KINDS, self.v("reward.kind"), |kind| w.label("reward-kind", kind))
    }

    /// The stocks that a new reward can share.
    fn pool_choices(&self) -> Vec<Choice> {
        let now = self.v("reward.poolId");
        let choice = |pool: &Pool| Choice {
            value: pool.id.inner().to_owned(),
            label: pool.name.clone(),
            chosen: pool.id.inner() == now,
        };
        self.d.reward_pools.iter().map(choice).collect()
    }

    /// How many there are of a stock, as it is typed or kept.
    fn pool_limit(&self, pool: &Pool) -> String {
        let (fields, name) = (self.form.fields(), pool.limit_field());
        if fields.has(&name) {
            fields.shown(&name).to_owned()
        } else {
            pool.limit_kept()
        }
    }

    fn is_offered_with(&self, reward: &Reward) -> bool {
        let name = format!("reward.offeredWith.{}", reward.id.inner());
        !self.v(&name).is_empty()
    }

    fn paragraphs<'a>(&self, text: &'a str) -> Vec<&'a str> {
        markdown::paragraphs(text)
    }

    /// The sections, with how much is missing in each.
    fn steps(&self) -> Vec<Step> {
        let missing = self.missing();
        let count = |id: &str| missing.iter().filter(|missing| missing.section == id).count();
        SECTIONS
            .iter()
            .map(|id| Step {
                id,
                label: self.shell.w.label_of("editor-section", id),
                missing: i32::try_from(count(id)).unwrap_or(i32::MAX),
            })
            .collect()
    }

    fn fields(&self) -> Vec<Choice> {
        let w = self.shell.w;
        choices(TechnologyField::ALL, self.v("field"), |field| {
            w.label("field", field)
        })
    }

    fn offices(&self) -> Vec<Choice> {
        let w = self.shell.w;
        let named = Office::ALL.split_last().map_or(Office::ALL, |(_, named)| named);
        choices(named, self.v("office"), |office| {
            w.t2(
                "editor-office",
                "code",
                office.name(),
                "name",
                w.label("office", office),
            )
        })
    }

    fn shortfall_rules(&self) -> Vec<Choice> {
        let w = self.shell.w;
        choices(ShortfallRule::ALL, self.v("shortfallRule"), |rule| {
            w.label("shortfall-rule", rule)
        })
    }

    fn zones(&self) -> Vec<Choice> {
        zones(self.v("zone"), self.shell.w)
    }

    fn owner_mark(&self, patent: &Patent) -> Mark {
        owner_mark(patent.owner_match)
    }
}

/// How it looks whether the registered owner is the founder.
pub(crate) fn owner_mark(owner: OwnerMatch) -> Mark {
    let (icon, tone) = match owner {
        OwnerMatch::Exact | OwnerMatch::Normalised => ("check", "good"),
        OwnerMatch::Namesake | OwnerMatch::OtherParty => ("warn", "warn"),
        OwnerMatch::Unknown => ("unknown", "unknown"),
    };
    Mark { icon, tone }
}
