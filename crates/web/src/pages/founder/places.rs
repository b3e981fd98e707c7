//! Where each field of the editor stands, and where a refusal belongs.

use super::input;
use crate::{graphql::CampaignUserErrorCode, parts::user_errors::CampaignUserError, words::Words};

/// The sections of the editor, in their order.
pub(super) const SECTIONS: [&str; 6] = ["basics", "patents", "story", "rewards", "funding", "hand-in"];

/// Each field: its name, its section, and its label among `editor-label-…`.
const PLACES: [(&str, &str, &str); 31] = [
    ("title", "basics", "title"),
    ("blurb", "basics", "blurb"),
    ("field", "basics", "field"),
    ("number", "patents", "number"),
    ("office", "patents", "office"),
    ("patents", "patents", "patents"),
    ("story", "story", "story"),
    ("team", "story", "team"),
    ("risks", "story", "risks"),
    ("rewards", "rewards", "rewards"),
    ("reward.title", "rewards", "reward-title"),
    ("reward.description", "rewards", "reward-description"),
    ("reward.amount", "rewards", "reward-amount"),
    ("reward.limit", "rewards", "reward-limit"),
    ("reward.deliverOn", "rewards", "reward-day"),
    ("reward.kind", "rewards", "reward-kind"),
    ("reward.poolId", "rewards", "reward-pool"),
    ("reward.perPledgeLimit", "rewards", "reward-per-pledge"),
    ("reward.offeredWith", "rewards", "reward-offered-with"),
    ("pool.name", "rewards", "pool-name"),
    ("pool.limit", "rewards", "reward-limit"),
    ("goal", "funding", "goal"),
    ("shortfallRule", "funding", "shortfall"),
    ("durationDays", "funding", "days"),
    ("deadline", "funding", "days"),
    ("zone", "funding", "zone"),
    ("startsAt", "launch", "starts-at"),
    ("reason", "end", "reason"),
    ("currency", "begin", "currency"),
    ("country", "begin", "country"),
    ("acceptTerms", "join", "terms"),
];

/// Texts that are written in both languages.
const TEXTS: [&str; 8] = [
    "title",
    "blurb",
    "story",
    "team",
    "risks",
    "reward.title",
    "reward.description",
    "pool.name",
];

/// What the names of the fields begin with in which it is typed how many there are of a stock.
pub(super) const STOCK_LIMIT: &str = "limit.";

/// The section and the label of a field; `title.en` is of `title`.
pub(super) fn place(name: &str) -> Option<(&'static str, &'static str)> {
    // How many there are of a stock is typed beside its name, whatever else can be changed.
    if name.starts_with(STOCK_LIMIT) {
        return Some(("stocks", "reward-limit"));
    }
    let stem = name
        .strip_suffix(".en")
        .or_else(|| name.strip_suffix(".zhHans"))
        .unwrap_or(name);
    let found = PLACES.iter().find(|(field, ..)| *field == stem)?;
    Some((found.1, found.2))
}

/// The label of a field.
pub(super) fn label(name: &str, w: Words) -> String {
    match place(name) {
        Some((_, label)) => w.label_of("editor-label", label),
        None => String::new(),
    }
}

/// A refusal of ours, before anything was sent.
pub(super) fn refusal(name: String, message: String) -> CampaignUserError {
    CampaignUserError {
        code: CampaignUserErrorCode::Invalid,
        field: Some(vec![name]),
        message,
    }
}

/// Puts a refusal beside the field of the page that it is about. `prefix` stands before the names of
/// the form it came from; `has` tells whether the page shows a section's fields. What has no field
/// there is about the whole, and says what it means.
pub(super) fn placed(
    error: CampaignUserError,
    prefix: &str,
    w: Words,
    has: impl Fn(&str) -> bool,
) -> CampaignUserError {
    let path = error
        .field
        .as_ref()
        .map(|path| path.join("."))
        .unwrap_or_default();
    let name = match path.as_str() {
        "" => return CampaignUserError { field: None, ..error },
        "goal.amount" | "goal.currency" => "goal".to_owned(),
        "amount.amount" | "amount.currency" => format!("{prefix}amount"),
        // The gateway names the deadline that the number of days sets.
        "deadline" => "durationDays".to_owned(),
        "patents" => "number".to_owned(),
        "rewards" => "reward.title".to_owned(),
        "pools" => "pool.name".to_owned(),
        // The whole name of the field stands before it: there is one for each stock.
        "limit" if prefix.starts_with(STOCK_LIMIT) => prefix.to_owned(),
        path => format!("{prefix}{path}"),
    };
    let name = if TEXTS.contains(&name.as_str()) {
        input::in_language(&name, w)
    } else {
        name
    };
    match place(&name) {
        Some((section, _)) if has(section) => CampaignUserError {
            field: Some(vec![name]),
            ..error
        },
        Some(_) => CampaignUserError {
            message: w.t2(
                "editor-problem",
                "label",
                label(&name, w),
                "message",
                &error.message,
            ),
            field: None,
            ..error
        },
        None => CampaignUserError { field: None, ..error },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const W: Words = Words(kernel::Locale::ZhHans);

    fn at(path: &[&str], prefix: &str) -> Option<String> {
        let error = CampaignUserError {
            code: CampaignUserErrorCode::Required,
            field: Some(path.iter().map(|part| (*part).to_owned()).collect()),
            message: "?".to_owned(),
        };
        placed(error, prefix, W, |_| true)
            .field
            .map(|path| path.join("."))
    }

    #[test]
    fn a_refusal_stands_beside_a_field_of_the_page() {
        assert_eq!(at(&["title", "en"], "").as_deref(), Some("title.en"));
        assert_eq!(at(&["title"], "").as_deref(), Some("title.zhHans"));
        assert_eq!(at(&["title"], "reward.").as_deref(), Some("reward.title.zhHans"));
        assert_eq!(
            at(&["amount", "amount"], "reward.").as_deref(),
            Some("reward.amount")
        );
        assert_eq!(at(&["goal", "amount"], "").as_deref(), Some("goal"));
        assert_eq!(at(&["deadline"], "").as_deref(), Some("durationDays"));
        assert_eq!(at(&["patents"], "").as_deref(), Some("number"));
        assert_eq!(at(&["rewards"], "").as_deref(), Some("reward.title.zhHans"));
        assert_eq!(at(&["limit"], "pool.").as_deref(), Some("pool.limit"));
        assert_eq!(at(&["limit"], "limit.pool_1").as_deref(), Some("limit.pool_1"));
    }

    #[test]
    fn what_has_no_field_on_the_page_is_about_the_whole() {
        assert_eq!(at(&["slug"], ""), None);
        assert_eq!(at(&[], ""), None);
        let error = refusal("deadline".to_owned(), "?".to_owned());
        let placed = placed(error, "", W, |section| section == "launch");
        assert_eq!(placed.field, None);
        assert!(placed.message.len() > 1, "it says what it is about");
    }
}
