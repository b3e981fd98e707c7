//! A campaign as its founder sees it.

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    failure::Failure,
    graphql::{
        ById, ByIdFields, CampaignState, CurrencyCode, LocalizedText, Money, ReviewDecision, ShortfallRule,
        TechnologyField, schema,
    },
    markdown,
    parts::{patent::IpPanel, pledge::RewardTitle},
    visit::Visit,
    words::Words,
};

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "ById")]
struct DraftQuery {
    #[arguments(id: $id)]
    campaign: Option<Draft>,
}

/// Everything its founder may change, and where it stands.
#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "Campaign")]
pub(super) struct Draft {
    pub(super) id: cynic::Id,
    pub(super) slug: String,
    pub(super) title: String,
    pub(super) state: CampaignState,
    pub(super) version: i32,
    pub(super) viewer_can_edit: bool,
    pub(super) field: TechnologyField,
    pub(super) currency: CurrencyCode,
    pub(super) goal: Option<Money>,
    pub(super) shortfall_rule: ShortfallRule,
    pub(super) duration_days: Option<i32>,
    pub(super) zone: String,
    pub(super) submitted_at: Option<DateTime<Utc>>,
    pub(super) launched_at: Option<DateTime<Utc>>,
    pub(super) ends_at: Option<DateTime<Utc>>,
    pub(super) texts: Texts,
    pub(super) missing: Vec<Gap>,
    pub(super) launch_gaps: Vec<Said>,
    pub(super) rewards: Vec<Reward>,
    pub(super) add_ons: Vec<Reward>,
    pub(super) reward_pools: Vec<Pool>,
    pub(super) ip_panel: IpPanel,
    pub(super) review: Option<Review>,
}

/// Its texts in both languages.
#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "CampaignTexts")]
pub(crate) struct Texts {
    pub(crate) title: LocalizedText,
    pub(crate) blurb: LocalizedText,
    pub(crate) story: LocalizedText,
    pub(crate) team: LocalizedText,
    pub(crate) risks: LocalizedText,
}

/// Something that stands in the way of a launch.
#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "CampaignGap")]
pub(super) struct Said {
    pub(super) message: String,
}

/// Something that is missing before it can be handed in.
#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "CampaignGap")]
pub(super) struct Gap {
    pub(super) field: String,
    pub(super) message: String,
}

/// What a pledge earns, in both languages.
#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "Reward")]
pub(crate) struct Reward {
    pub(crate) id: cynic::Id,
    pub(crate) texts: RewardTexts,
    pub(crate) amount: Money,
    pub(crate) limit: Option<i32>,
    pub(crate) claimed: i32,
    pub(crate) deliver_on: Option<NaiveDate>,
    pub(crate) pool: Option<PoolName>,
    pub(crate) per_pledge_limit: i32,
    pub(crate) offered_with: Option<Vec<RewardTitle>>,
}

/// The stock a reward shares.
#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "RewardPool")]
pub(crate) struct PoolName {
    pub(crate) name: String,
}

/// A stock that rewards share.
#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "RewardPool")]
pub(super) struct Pool {
    pub(super) id: cynic::Id,
    pub(super) name: String,
    pub(super) limit: Option<i32>,
    pub(super) claimed: i32,
    pub(super) version: i32,
}

/// The texts of a reward.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct RewardTexts {
    pub(crate) title: LocalizedText,
    pub(crate) description: LocalizedText,
}

/// What the reviewer said.
#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "CampaignReview")]
pub(super) struct Review {
    pub(super) decision: Option<ReviewDecision>,
    pub(super) decided_at: Option<DateTime<Utc>>,
    pub(super) note: Option<String>,
}

impl Texts {
    /// Those of one line, with the names of their labels.
    pub(crate) fn lines(&self) -> [(&'static str, &LocalizedText); 2] {
        [("title", &self.title), ("blurb", &self.blurb)]
    }

    /// Those in Markdown, with the names of their labels.
    pub(crate) fn pages(&self) -> [(&'static str, &LocalizedText); 3] {
        [
            ("story", &self.story),
            ("team", &self.team),
            ("risks", &self.risks),
        ]
    }

    /// Markdown as harmless HTML.
    pub(crate) fn html(&self, text: &str) -> String {
        markdown::html(text)
    }
}

impl Pool {
    /// How many there are, as it is typed: nothing if without end.
    pub(super) fn limit_kept(&self) -> String {
        self.limit.map(|limit| limit.to_string()).unwrap_or_default()
    }

    /// The field in which it is typed how many there are.
    pub(super) fn limit_field(&self) -> String {
        format!("{}{}", super::places::STOCK_LIMIT, self.id.inner())
    }
}

impl Reward {
    /// The names of the rewards an add-on is offered with, in one line; nothing if with everything.
    pub(crate) fn offer(&self, w: &Words) -> Option<String> {
        let with = self.offered_with.as_ref()?;
        let names: Vec<_> = with.iter().map(|reward| reward.title.as_str()).collect();
        Some(w.list(&names))
    }

    /// What it is called, in the visitor's language if it is written in it.
    pub(crate) fn name(&self, w: &Words) -> &str {
        let title = &self.texts.title;
        let (own, other) = if w.is_chinese() {
            (title.chinese(), title.english())
        } else {
            (title.english(), title.chinese())
        };
        if own.is_empty() { other } else { own }
    }
}

impl Draft {
    /// The visitor's own campaign with this id. Somebody else's is not there.
    pub(super) async fn find(visit: &Visit, id: &cynic::Id) -> Result<Self, Failure> {
        visit.signed_in()?;
        let found: DraftQuery = visit.query(ById { id: id.clone() }).await?;
        found
            .campaign
            .filter(|campaign| campaign.viewer_can_edit)
            .ok_or(Failure::NotFound)
    }

    /// Whether its founder writes on it freely.
    pub(super) fn is_open(&self) -> bool {
        matches!(self.state, CampaignState::Draft | CampaignState::ChangesRequested)
    }

    /// Whether its founder may launch it.
    pub(super) fn is_launchable(&self) -> bool {
        self.state == CampaignState::Approved
    }

    /// Whether its founder may still end it.
    pub(super) fn is_cancellable(&self) -> bool {
        self.is_open()
            || self.is_launchable()
            || matches!(
                self.state,
                CampaignState::InReview
                    | CampaignState::Scheduled
                    | CampaignState::Live
                    | CampaignState::Paused
            )
    }

    /// What a reviewer asks to be changed.
    pub(super) fn changes(&self) -> Option<&Review> {
        let asked = self.state == CampaignState::ChangesRequested;
        self.review
            .as_ref()
            .filter(|review| asked && review.decision == Some(ReviewDecision::ChangesRequested))
    }

    /// What a reviewer said when letting it through, if anything.
    pub(super) fn remark(&self) -> Option<&str> {
        let review = self.review.as_ref().filter(|_| self.is_launchable())?;
        review.note.as_deref().filter(|note| !note.is_empty())
    }
}
