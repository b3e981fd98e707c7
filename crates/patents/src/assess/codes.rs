//! What the codes of offices do: single codes first (`event_overrides.csv`, `event_supplements.csv`), else what
//! the category of the EPO's table suggests.

use std::{collections::HashMap, sync::LazyLock};

use super::{defaults, table::rows};
use crate::status::LegalStatus;

const INPADOC: &str = include_str!("../../data/inpadoc_event_codes_2024w17.csv");
const SINGLE: [&str; 2] = [
    include_str!("../../data/event_supplements.csv"),
    include_str!("../../data/event_overrides.csv"),
];

/// What an event does to a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Effect {
    /// Nothing that matters here.
    None,
    /// It was published.
    Publish,
    /// Search or examination began.
    Examine,
    /// It is to be granted.
    Allow,
    /// It was granted.
    Grant,
    /// The free text is the office's status.
    StatusText,
    /// Somebody attacks it.
    Challenge,
    /// The attack is over and changed nothing.
    Clear,
    /// The attack is over; what came of it has to be read.
    ChallengeResult,
    /// It goes on with narrower claims.
    Amend,
    /// A renewal fee was paid.
    Fee,
    /// A renewal fee is due and was not paid yet.
    FeeWarning,
    /// Its term changes.
    Term,
    /// Unitary effect was registered.
    Unitary,
    /// A burden begins.
    Encumber,
    /// A burden changes.
    EncumberChange,
    /// A burden ends.
    Release,
    /// A court freezes it.
    Freeze,
    /// The freeze ends.
    Unfreeze,
    /// The owner changes.
    Owner,
    /// It ends.
    End,
    /// It comes back.
    Restore,
    /// An earlier event is deleted.
    Delete,
    /// The code of a national office stands inside.
    Unwrap,
}

/// What a code does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rule {
    pub(crate) effect: Effect,
    /// What an application becomes; none if the code presupposes a granted right.
    pub(crate) if_application: Option<LegalStatus>,
    /// What a granted right becomes; none if the code presupposes an application.
    pub(crate) if_granted: Option<LegalStatus>,
    /// More about the effect, as the tables say it.
    pub(crate) flag: &'static str,
    /// Codes that a deletion deletes; `*` is any that ends.
    pub(crate) deletes: Vec<&'static str>,
}

impl Rule {
    pub(super) fn of(effect: Effect) -> Self {
        Self {
            effect,
            if_application: None,
            if_granted: None,
            flag: "",
            deletes: Vec::new(),
        }
    }

    /// The state the rule names, where the code itself says which.
    pub(crate) fn territory(&self) -> Option<&'static str> {
        self.flag
            .strip_prefix("territory=")
            .filter(|state| *state != "L501EP")
    }

    /// Whether it is about one state alone.
    pub(crate) fn is_territorial(&self) -> bool {
        self.flag.starts_with("territory=")
    }
}

type Table = HashMap<&'static str, HashMap<&'static str, Rule>>;

static RULES: LazyLock<Table> = LazyLock::new(|| {
    let mut table: Table = HashMap::new();
    for row in rows(INPADOC) {
        let [office, code, influence, category, _, description, ..] = row.as_slice() else {
            continue;
        };
        if let Some(rule) = defaults::rule(category, influence, description) {
            table.entry(*office).or_default().insert(*code, rule);
        }
    }
    for row in SINGLE.into_iter().flat_map(rows) {
        let [office, code, effect, if_application, if_granted, flag, ..] = row.as_slice() else {
            continue;
        };
        let status = |word: &str| word.to_ascii_lowercase().parse().ok();
        let deletes = flag.strip_prefix("deletes=").unwrap_or_default();
        let known = table.entry(*office).or_default();
        let earlier: Vec<&'static str> = known
            .get(*code)
            .map(|rule: &Rule| rule.deletes.clone())
            .unwrap_or_default();
        let mut deletes: Vec<&'static str> = deletes.split_whitespace().collect();
        if deletes.is_empty() {
            deletes = earlier;
        }
        let rule = Rule {
            effect: effect_of(effect),
            if_application: status(if_application),
            if_granted: status(if_granted),
            flag,
            deletes,
        };
        known.insert(*code, rule);
    }
    corrected(&mut table);
    table
});

/// The European register corrects an event under its code with an R before it, and deletes it under its code
/// with a D; where no row says more, they follow the code behind.
fn corrected(table: &mut Table) {
    let Some(european) = table.get_mut("EP") else {
        return;
    };
    let mut added = Vec::new();
    for row in rows(INPADOC) {
        let [office, code, _, _, _, description, ..] = row.as_slice() else {
            continue;
        };
        let base = code.get(1..).and_then(|base| european.get_key_value(base));
        let Some((base, rule)) = base.filter(|_| *office == "EP") else {
            continue;
        };
        let ends = matches!(
            rule.effect,
            Effect::End | Effect::Restore | Effect::Challenge | Effect::Clear
        );
        if !ends
            || european
                .get(*code)
                .is_some_and(|known| known.effect != Effect::None)
        {
            continue;
        }
        if code.starts_with('R') && description.contains("(CORRECTED)") {
            added.push((*code, rule.clone()));
        } else if code.starts_with('D') && description.contains("DELETED") {
            let deletion = Rule {
                deletes: vec![*base],
                ..Rule::of(Effect::Delete)
            };
            added.push((*code, deletion));
        }
    }
    european.extend(added);
}

/// What a code of an office does, if anything is known of it.
pub(crate) fn rule(office: &str, code: &str) -> Option<&'static Rule> {
    RULES.get(office)?.get(code.trim())
}

/// The codes of an office of which a rule is known, in order.
#[cfg(test)]
pub(crate) fn codes(office: &str) -> Vec<&'static str> {
    let mut codes: Vec<&'static str> = RULES
        .get(office)
        .map(|rules| rules.keys().copied().collect())
        .unwrap_or_default();
    codes.sort_unstable();
    codes
}

fn effect_of(word: &str) -> Effect {
    match word {
        "publish" => Effect::Publish,
        "examine" => Effect::Examine,
        "allow" => Effect::Allow,
        "grant" => Effect::Grant,
        "status_text" => Effect::StatusText,
        "challenge" => Effect::Challenge,
        "clear" => Effect::Clear,
        "challenge_result" => Effect::ChallengeResult,
        "amend" => Effect::Amend,
        "fee" => Effect::Fee,
        "fee_warning" => Effect::FeeWarning,
        "term" => Effect::Term,
        "unitary" => Effect::Unitary,
        "encumber" => Effect::Encumber,
        "encumber_change" => Effect::EncumberChange,
        "release" => Effect::Release,
        "freeze" => Effect::Freeze,
        "unfreeze" => Effect::Unfreeze,
        "owner" | "owner_or_encumber" => Effect::Owner,
        "lapse" | "expire" | "withdraw" | "deemed_withdraw" | "refuse" | "revoke" | "discontinue" | "end"
        | "abandon" | "surrender" => Effect::End,
        "restore" => Effect::Restore,
        "delete_event" => Effect::Delete,
        "unwrap" => Effect::Unwrap,
        _ => Effect::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_shipped_tables_is_read() {
        for table in SINGLE {
            for row in rows(table) {
                assert_eq!(row.len(), 7, "{row:?}");
                let office: Result<crate::number::Office, _> = row[0].parse();
                assert!(office.is_ok(), "{row:?}");
                assert!(row[2] == "none" || effect_of(row[2]) != Effect::None, "{row:?}");
                for status in [row[3], row[4]] {
                    let known =
                        status.is_empty() || status.to_ascii_lowercase().parse::<LegalStatus>().is_ok();
                    assert!(known, "{row:?}");
                }
            }
        }
        assert_eq!(rows(INPADOC).len(), 4397);
    }

    #[test]
    fn letter_and_sign_of_the_table_are_hints_and_single_codes_the_truth() {
        for (office, code, effect) in [
            ("KR", "E902", Effect::None),
            ("KR", "B701", Effect::Allow),
            ("KR", "GRNT", Effect::Grant),
            ("CA", "FZDE", Effect::End),
            ("CN", "PP01", Effect::Freeze),
            ("CN", "AR01", Effect::End),
            ("EP", "18RA", Effect::None),
            ("EP", "R27W", Effect::End),
            ("EP", "D18D", Effect::Delete),
            ("EP", "RDAF", Effect::None),
            ("CH", "PL", Effect::End),
            ("FR", "PLFP", Effect::Fee),
            ("FR", "ST", Effect::End),
            ("GB", "PCNP", Effect::End),
            ("GB", "728R", Effect::None),
            ("DE", "R073", Effect::None),
            ("DE", "8570", Effect::Restore),
            ("KR", "R401", Effect::Restore),
            ("US", "PRDP", Effect::Restore),
            ("NL", "SPCI", Effect::None),
        ] {
            let found = rule(office, code).map_or(Effect::None, |rule| rule.effect);
            assert_eq!(found, effect, "{office} {code}");
        }
    }
}
