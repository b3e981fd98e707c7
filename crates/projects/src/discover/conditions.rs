//! A filter as SQL.

use super::Discover;
use crate::{
    campaign::{CampaignState, Stage},
    search,
    standing::ipc_key,
    store::Builder,
};

/// Escapes nothing: keys hold letters and digits only.
fn prefix(b: &mut Builder, key: &str) -> String {
    b.bind(format!("{key}%"))
}

impl Discover {
    /// The stages the filter reaches, each with its extra condition on the state.
    pub(super) fn stages(&self) -> Vec<(Stage, String)> {
        let wanted = if self.states.is_empty() {
            &[CampaignState::Live][..]
        } else {
            &self.states
        };
        Stage::PUBLIC
            .into_iter()
            .filter_map(|stage| {
                let of_stage = |state: &&CampaignState| state.stage(true) == stage;
                let all = CampaignState::ALL.iter().filter(of_stage).count();
                let picked: Vec<_> = CampaignState::ALL
                    .iter()
                    .filter(of_stage)
                    .filter(|state| wanted.contains(state))
                    .collect();
                if picked.is_empty() {
                    return None;
                }
                let mut condition = format!("c.stage = '{stage}'");
                if picked.len() < all {
                    let list = picked
                        .iter()
                        .map(|state| format!("'{state}'"))
                        .collect::<Vec<_>>()
                        .join(", ");
                    condition.push_str(&format!(" AND c.state IN ({list})"));
                }
                Some((stage, condition))
            })
            .collect()
    }

    /// Everything but the stage, as conditions on the table named `c`.
    pub(super) fn conditions(&self, b: &mut Builder, is_postgres: bool) -> String {
        let mut all = String::new();
        let mut and = |condition: String| {
            all.push_str(" AND ");
            all.push_str(&condition);
        };
        if !self.fields.is_empty() {
            and(format!(
                "c.field IN {}",
                b.list(self.fields.iter().map(|field| field.as_str()))
            ));
        }
        if !self.countries.is_empty() {
            and(format!("c.country IN {}", b.list(self.countries.iter().cloned())));
        }
        if !self.currencies.is_empty() {
            and(format!(
                "c.currency IN {}",
                b.list(self.currencies.iter().map(|currency| currency.code()))
            ));
        }
        if !self.standings.is_empty() {
            and(format!(
                "c.patent_standing IN {}",
                b.list(self.standings.iter().map(|standing| standing.as_str()))
            ));
        }
        for (goal, sign) in [(self.goal_min, ">="), (self.goal_max, "<=")] {
            let Some(goal) = goal else { continue };
            and(format!("c.currency = {}", b.bind(goal.currency.code())));
            and(format!("c.goal_minor {sign} {}", b.bind(goal.minor)));
        }
        for (at, sign) in [(self.ends_from, ">="), (self.ends_to, "<")] {
            let Some(at) = at else { continue };
            and(format!("c.deadline_at {sign} {}", b.bind(at)));
        }
        let mut of_right = String::new();
        if !self.offices.is_empty() {
            of_right.push_str(&format!(
                " AND p.office IN {}",
                b.list(self.offices.iter().cloned())
            ));
        }
        if !self.legal_statuses.is_empty() {
            let list = b.list(self.legal_statuses.iter().map(|status| status.as_str()));
            of_right.push_str(&format!(" AND p.legal_status IN {list}"));
        }
        if !self.right_types.is_empty() {
            of_right.push_str(&format!(
                " AND p.right_type IN {}",
                b.list(self.right_types.iter().cloned())
            ));
        }
        if !of_right.is_empty() {
            and(format!(
                "EXISTS (SELECT 1 FROM campaign_patents p WHERE p.campaign_id = c.id{of_right})"
            ));
        }
        if !self.ipc_prefixes.is_empty() {
            let keys: Vec<_> = self
                .ipc_prefixes
                .iter()
                .filter_map(|symbol| ipc_key(symbol))
                .collect();
            let each: Vec<_> = keys
                .iter()
                .map(|key| {
                    let like = format!("i.symbol LIKE {}", prefix(b, key));
                    match key.get(..4) {
                        Some(subclass) => format!("(i.subclass = {} AND {like})", b.bind(subclass)),
                        None => like,
                    }
                })
                .collect();
            // What is no IPC symbol is found nowhere.
            let any = if each.is_empty() {
                "1 = 0".to_owned()
            } else {
                each.join(" OR ")
            };
            and(format!(
                "EXISTS (SELECT 1 FROM campaign_ipc i WHERE i.campaign_id = c.id AND ({any}))"
            ));
        }
        if let Some(text) = self.text.as_deref().filter(|text| !text.trim().is_empty()) {
            let words = search::query_words(text);
            if words.is_empty() {
                and("1 = 0".to_owned());
            } else if is_postgres {
                let query = b.bind(search::tsquery(&words));
                and(format!(
                    "c.id IN (SELECT s.campaign_id FROM campaign_search s WHERE s.search_vector @@ {query}::tsquery)"
                ));
            } else {
                let query = b.bind(search::fts_query(&words));
                and(format!(
                    "c.id IN (SELECT s.campaign_id FROM campaign_search s WHERE s.row_no IN
                        (SELECT rowid FROM campaign_fts WHERE campaign_fts MATCH {query}))"
                ));
            }
        }
        all
    }
}
