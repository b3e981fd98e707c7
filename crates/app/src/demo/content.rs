//! What the demonstration holds, as written in `demo/demo.json`.

use kernel::{Locale, LocalizedText, Role};
use serde::Deserialize;

/// The whole demonstration.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Content {
    pub users: Vec<Person>,
    pub campaigns: Vec<Campaign>,
}

/// A person with an account.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Person {
    pub key: String,
    pub email: String,
    pub display_name: String,
    pub roles: Vec<Role>,
    pub locale: Locale,
}

/// A campaign with everything that happened to it.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Campaign {
    pub key: String,
    pub founder: String,
    pub slug: String,
    pub field: String,
    pub state: Stage,
    pub country: String,
    pub currency: String,
    pub goal: String,
    /// Days from the day of seeding to the deadline; negative if it has passed.
    pub deadline_in_days: i64,
    pub launched_days_ago: Option<i64>,
    pub zone: String,
    pub title: LocalizedText,
    pub blurb: LocalizedText,
    pub story: LocalizedText,
    pub risks: LocalizedText,
    pub team: LocalizedText,
    pub patents: Vec<String>,
    pub rewards: Vec<Reward>,
    #[serde(default)]
    pub pools: Vec<Pool>,
    #[serde(default)]
    pub add_ons: Vec<AddOn>,
    pub pledges: Vec<Pledge>,
    /// What happens to its patents while it runs.
    #[serde(default)]
    pub patent_changes: Vec<PatentChange>,
}

/// A right of which the sample register says something else than before.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct PatentChange {
    pub number: String,
    pub days_ago: i64,
}

/// How far a campaign of the demonstration has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Stage {
    Draft,
    InReview,
    Approved,
    Live,
    Failed,
    Collecting,
}

/// A reward.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Reward {
    pub title: LocalizedText,
    pub description: LocalizedText,
    pub amount: String,
    pub limit: Option<i32>,
    pub delivery_on: Option<chrono::NaiveDate>,
    /// Which of the campaign's pools it is taken out of.
    #[serde(default)]
    pub pool_index: Option<usize>,
}

/// A stock that rewards share.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Pool {
    pub name: LocalizedText,
    pub limit: Option<i32>,
}

/// Something to be chosen beside a reward.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct AddOn {
    pub title: LocalizedText,
    pub description: LocalizedText,
    pub amount: String,
    pub limit: Option<i32>,
    pub per_pledge: i32,
    /// With which rewards it is offered; absent is with all.
    #[serde(default)]
    pub with_index: Option<Vec<usize>>,
    #[serde(default)]
    pub pool_index: Option<usize>,
    pub delivery_on: Option<chrono::NaiveDate>,
}

/// So many of an add-on.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Chosen {
    pub index: usize,
    pub quantity: i32,
}

/// A pledge.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Pledge {
    pub investor: String,
    pub reward_index: Option<usize>,
    pub amount: String,
    pub days_ago: i64,
    #[serde(default)]
    pub add_ons: Vec<Chosen>,
}

impl Content {
    /// The content shipped with the program.
    ///
    /// # Errors
    /// If the file does not have the shape stated here; a test reads it.
    pub(super) fn shipped() -> Result<Self, serde_json::Error> {
        serde_json::from_str(include_str!("../../demo/demo.json"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_content_is_whole() {
        let content = Content::shipped().unwrap();
        assert!(content.campaigns.len() >= 24);
        let fields: std::collections::BTreeSet<_> = content.campaigns.iter().map(|c| &c.field).collect();
        assert!(fields.len() >= 6);
        assert!(
            content
                .campaigns
                .iter()
                .any(|campaign| !campaign.pools.is_empty())
        );
        for campaign in &content.campaigns {
            for text in [&campaign.title, &campaign.blurb, &campaign.story, &campaign.risks] {
                for locale in Locale::ALL {
                    assert!(
                        text.get(locale).is_some_and(|t| !t.is_empty()),
                        "{} in {}",
                        campaign.key,
                        locale.tag()
                    );
                }
            }
            assert!(
                content.users.iter().any(|user| user.key == campaign.founder),
                "{}",
                campaign.founder
            );
            for pledge in &campaign.pledges {
                assert!(
                    content.users.iter().any(|user| user.key == pledge.investor),
                    "{}",
                    pledge.investor
                );
                assert!(
                    pledge.reward_index.is_none_or(|i| i < campaign.rewards.len()),
                    "{}",
                    campaign.key
                );
                assert!(
                    pledge
                        .add_ons
                        .iter()
                        .all(|chosen| chosen.index < campaign.add_ons.len()),
                    "{}",
                    campaign.key
                );
            }
        }
    }
}
