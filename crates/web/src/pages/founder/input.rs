//! From what people type to what the schema takes.

use chrono::NaiveDate;

use super::typed::money;
use crate::{
    form::Fields,
    graphql::{CurrencyCode, LocalizedTextInput, MoneyInput, Office, ShortfallRule, TechnologyField, schema},
    words::Words,
};

/// A change of a campaign. What is absent stays.
#[derive(cynic::InputObject, Debug, Clone)]
pub(crate) struct CampaignEditInput {
    pub(super) id: cynic::Id,
    pub(super) expected_version: i32,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<LocalizedTextInput>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(super) blurb: Option<LocalizedTextInput>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(super) story: Option<LocalizedTextInput>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(super) risks: Option<LocalizedTextInput>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(super) team: Option<LocalizedTextInput>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(super) goal: Option<MoneyInput>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(super) shortfall_rule: Option<ShortfallRule>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(super) duration_days: Option<i32>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(super) zone: Option<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(super) field: Option<TechnologyField>,
}

/// A reward to be added.
#[derive(cynic::InputObject, Debug, Clone)]
pub(crate) struct RewardAddInput {
    pub(super) campaign_id: cynic::Id,
    pub(super) title: LocalizedTextInput,
    pub(super) description: Option<LocalizedTextInput>,
    pub(super) amount: MoneyInput,
    pub(super) limit: Option<i32>,
    pub(super) deliver_on: Option<NaiveDate>,
}

/// A right to be attached.
#[derive(cynic::InputObject, Debug, Clone)]
pub(crate) struct CampaignPatentAttachInput {
    pub(super) campaign_id: cynic::Id,
    pub(super) number: String,
    pub(super) office: Option<Office>,
}

/// Fields that cannot be sent as they were typed: the name of each and what to say about it.
pub(super) type Unreadable = Vec<(String, String)>;

/// What a founder changed. Only fields that were sent are touched.
pub(super) fn edit(
    fields: &Fields,
    id: &cynic::Id,
    expected_version: i32,
    currency: &CurrencyCode,
    w: Words,
) -> Result<CampaignEditInput, Unreadable> {
    let goal = match fields.get("goal") {
        Some(goal) => {
            let unreadable = || vec![("goal".to_owned(), w.t("money-not-a-number"))];
            Some(money(goal, currency).ok_or_else(unreadable)?)
        }
        None => None,
    };
    Ok(CampaignEditInput {
        id: id.clone(),
        expected_version,
        title: text(fields, "title"),
        blurb: text(fields, "blurb"),
        story: text(fields, "story"),
        risks: text(fields, "risks"),
        team: text(fields, "team"),
        goal,
        shortfall_rule: fields.get("shortfallRule").and_then(ShortfallRule::of),
        // What is no number is sent as one that is out of range: the answer names the range.
        duration_days: fields.get("durationDays").map(|days| days.parse().unwrap_or(0)),
        zone: fields.get("zone").map(str::to_owned),
        field: fields.get("field").and_then(TechnologyField::of),
    })
}

/// A new reward.
pub(super) fn reward(
    fields: &Fields,
    id: &cynic::Id,
    currency: &CurrencyCode,
    w: Words,
) -> Result<RewardAddInput, Unreadable> {
    let mut wrong = Vec::new();
    let mut unless = |name: &str, key: &str| wrong.push((name.to_owned(), w.t(key)));
    let title = text(fields, "reward.title").unwrap_or_default();
    if title.en.is_none() && title.zh_hans.is_none() {
        unless(&in_language("reward.title", w), "violation-required");
    }
    let typed = fields.get("reward.amount");
    let amount = typed.and_then(|amount| money(amount, currency));
    if amount.is_none() {
        let key = if typed.is_some() {
            "money-not-a-number"
        } else {
            "violation-required"
        };
        unless("reward.amount", key);
    }
    let day = fields.get("reward.deliverOn");
    let deliver_on = day.and_then(|day| day.parse().ok());
    if day.is_some() && deliver_on.is_none() {
        unless("reward.deliverOn", "editor-date-unreadable");
    }
    match amount {
        Some(amount) if wrong.is_empty() => Ok(RewardAddInput {
            campaign_id: id.clone(),
            title,
            description: text(fields, "reward.description"),
            amount,
            limit: fields
                .get("reward.limit")
                .map(|limit| limit.parse().unwrap_or(-1)),
            deliver_on,
        }),
        _ => Err(wrong),
    }
}

/// The field of a text in the visitor's language: `title.zhHans`.
pub(super) fn in_language(name: &str, w: Words) -> String {
    let language = if w.is_chinese() { "zhHans" } else { "en" };
    format!("{name}.{language}")
}

/// The fields of a reward that may be typed.
const REWARD: [&str; 7] = [
    "reward.title.en",
    "reward.title.zhHans",
    "reward.description.en",
    "reward.description.zhHans",
    "reward.amount",
    "reward.limit",
    "reward.deliverOn",
];

/// Whether anything of a reward was typed.
pub(super) fn has_reward(fields: &Fields) -> bool {
    REWARD.iter().any(|name| fields.get(name).is_some())
}

/// A text in both languages, if its fields were sent. An empty field is a language it is not written in.
pub(super) fn text(fields: &Fields, name: &str) -> Option<LocalizedTextInput> {
    let (en, zh) = (format!("{name}.en"), format!("{name}.zhHans"));
    (fields.has(&en) || fields.has(&zh)).then(|| LocalizedTextInput {
        en: fields.get(&en).map(str::to_owned),
        zh_hans: fields.get(&zh).map(str::to_owned),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const W: Words = Words(kernel::Locale::En);

    fn cny() -> CurrencyCode {
        CurrencyCode("CNY".to_owned())
    }

    #[test]
    fn an_empty_text_is_no_text_and_an_absent_one_stays() {
        let fields = Fields::read("title.en=Battery&title.zhHans=+&blurb.en=&blurb.zhHans=".as_bytes());
        let input = edit(&fields, &cynic::Id::new("c"), 3, &cny(), W).unwrap();
        let title = input.title.unwrap();
        assert_eq!((title.en.as_deref(), title.zh_hans), (Some("Battery"), None));
        let blurb = input.blurb.unwrap();
        assert_eq!((blurb.en, blurb.zh_hans), (None, None));
        assert!(input.story.is_none() && input.goal.is_none() && input.field.is_none());
    }

    #[test]
    fn what_is_absent_is_not_sent() {
        let input = edit(&Fields::default(), &cynic::Id::new("c"), 3, &cny(), W).unwrap();
        let sent = serde_json::to_value(input).unwrap();
        assert_eq!(sent, serde_json::json!({ "id": "c", "expectedVersion": 3 }));
    }

    #[test]
    fn a_reward_needs_an_amount_and_a_day_that_can_be_read() {
        let read = |body: &str| reward(&Fields::read(body.as_bytes()), &cynic::Id::new("c"), &cny(), W);
        let kept = read("reward.title.en=Kit&reward.amount=1,200&reward.limit=&reward.deliverOn=2027-05-01")
            .unwrap();
        assert_eq!(kept.amount.amount.0, "1200");
        assert_eq!(kept.limit, None);
        assert_eq!(kept.deliver_on, "2027-05-01".parse().ok());
        let wrong = |body: &str| {
            read(body)
                .unwrap_err()
                .into_iter()
                .map(|(name, _)| name)
                .collect::<Vec<_>>()
        };
        assert_eq!(wrong("reward.title.en=Kit"), ["reward.amount"]);
        assert_eq!(
            wrong("reward.amount=x&reward.deliverOn=May"),
            ["reward.title.en", "reward.amount", "reward.deliverOn"]
        );
        let unlimited = read("reward.title.zhHans=%E5%A5%97&reward.amount=5&reward.limit=many").unwrap();
        assert_eq!(unlimited.limit, Some(-1), "the answer names the range");
    }

    #[test]
    fn a_reward_is_begun_by_its_first_field() {
        assert!(!has_reward(&Fields::read(b"reward.amount=+&title.en=x")));
        assert!(has_reward(&Fields::read(b"reward.limit=3")));
    }
}
