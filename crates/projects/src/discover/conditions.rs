//! A filter as SQL.

use super::{Discover, order::RISK};
use crate::{
    campaign::{CampaignState, Stage},
    search,
    standing::ipc_key,
    store::Builder,
};

/// Codes as an SQL list; nothing if none was asked for. They are written out, not bound: PostgreSQL
/// then plans with its statistics of exactly these values. A plan made for any value walks a whole
/// index in search of a rare one. What is not a code of letters, digits and `_` is found nowhere.
fn codes<'a>(wanted: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut wanted: Vec<_> = wanted.collect();
    if wanted.is_empty() {
        return None;
    }
    wanted.retain(|code| {
        (1..=40).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    });
    wanted.sort_unstable();
    wanted.dedup();
    let quoted: Vec<_> = wanted.into_iter().map(|code| format!("'{code}'")).collect();
    Some(if quoted.is_empty() {
        "(NULL)".to_owned()
    } else {
        format!("({})", quoted.join(", "))
    })
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
            if !condition.is_empty() {
                all.push_str(" AND ");
                all.push_str(&condition);
            }
        };
        let words = [
            ("field", codes(self.fields.iter().map(|field| field.as_str()))),
            ("country", codes(self.countries.iter().map(String::as_str))),
            (
                "currency",
                codes(self.currencies.iter().map(|currency| currency.code())),
            ),
            (
                "patent_standing",
                codes(self.standings.iter().map(|standing| standing.as_str())),
            ),
        ];
        for (column, list) in words {
            and(list.map_or_else(String::new, |list| format!("c.{column} IN {list}")));
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
        if !self.levels.is_empty() {
            let mut ranks: Vec<_> = self.levels.iter().map(|level| level.rank().to_string()).collect();
            ranks.sort_unstable();
            ranks.dedup();
            and(format!("{RISK} IN ({})", ranks.join(", ")));
        }
        let mut of_right = String::new();
        let words = [
            ("office", codes(self.offices.iter().map(String::as_str))),
            (
                "legal_status",
                codes(self.legal_statuses.iter().map(|status| status.as_str())),
            ),
            ("right_type", codes(self.right_types.iter().map(String::as_str))),
            (
                "level",
                codes(self.right_levels.iter().map(|level| level.as_str())),
            ),
        ];
        for (column, list) in words {
            if let Some(list) = list {
                of_right.push_str(&format!(" AND p.{column} IN {list}"));
            }
        }
        for (on, sign) in [(self.right_expires_from, ">="), (self.right_expires_to, "<")] {
            if let Some(on) = on {
                of_right.push_str(&format!(" AND p.expires_on {sign} {}", b.bind(on)));
            }
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
                    // Keys hold letters and digits only.
                    let like = format!("i.symbol LIKE '{key}%'");
                    match key.get(..4) {
                        Some(subclass) => format!("(i.subclass = '{subclass}' AND {like})"),
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

#[cfg(test)]
mod tests {
    use super::codes;

    #[test]
    fn only_codes_are_written_out() {
        assert_eq!(
            codes(["CN", "US", "CN"].into_iter()).as_deref(),
            Some("('CN', 'US')")
        );
        assert_eq!(
            codes(["CN') OR 1=1 --", "", "a b"].into_iter()).as_deref(),
            Some("(NULL)")
        );
        assert_eq!(codes(std::iter::empty()), None);
    }
}
