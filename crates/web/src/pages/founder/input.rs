//! From what people type to what the schema takes.

use chrono::NaiveDate;

use super::typed::money;
use crate::{
    form::Fields,
    graphql::{
        CurrencyCode, LocalizedTextInput, MoneyInput, Office, RewardKind, ShortfallRule, TechnologyField,
        schema,
    },
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
    pub(super) kind: RewardKind,
    pub(super) pool_id: Option<cynic::Id>,
    pub(super) per_pledge_limit: Option<i32>,
    pub(super) offered_with: Option<Vec<cynic::Id>>,
}

/// A stock to be added that rewards can share.
#[derive(cynic::InputObject, Debug, Clone)]
pub(crate) struct RewardPoolAddInput {
    pub(super) campaign_id: cynic::Id,
    pub(super) name: LocalizedTextInput,
    pub(super) limit: Option<i32>,
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
            limit: count(fields, "reward.limit"),
            deliver_on,
            kind: fields
                .get("reward.kind")
                .and_then(RewardKind::of)
                .unwrap_or(RewardKind::Reward),
            pool_id: fields.get("reward.poolId").map(cynic::Id::new),
            per_pledge_limit: count(fields, "reward.perPledgeLimit"),
            offered_with: offered_with(fields),
        }),
        _ => Err(wrong),
    }
}

/// A number of things. What is no number is sent as one that is out of range: the answer names the range.
fn count(fields: &Fields, name: &str) -> Option<i32> {
    fields.get(name).map(|typed| typed.parse().unwrap_or(-1))
}

/// The rewards that are ticked; nothing if none is, which is all of them.
fn offered_with(fields: &Fields) -> Option<Vec<cynic::Id>> {
    let ticked = fields.beginning("reward.offeredWith.");
    let ids: Vec<_> = ticked.map(|(id, _)| cynic::Id::new(id)).collect();
    (!ids.is_empty()).then_some(ids)
}

/// A new stock that rewards can share.
pub(super) fn pool(fields: &Fields, id: &cynic::Id, w: Words) -> Result<RewardPoolAddInput, Unreadable> {
    let name = text(fields, "pool.name").unwrap_or_default();
    if name.en.is_none() && name.zh_hans.is_none() {
        return Err(vec![(in_language("pool.name", w), w.t("violation-required"))]);
    }
    Ok(RewardPoolAddInput {
        campaign_id: id.clone(),
        name,
        limit: count(fields, "pool.limit"),
    })
}

/// Whether anything of a stock was typed.
pub(super) fn has_pool(fields: &Fields) -> bool {
    let typed = ["pool.name.en", "pool.name.zhHans", "pool.limit"];
    typed.iter().any(|name| fields.get(name).is_some())
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
        assert!(!has_reward(&Fields::read(
            b"reward.kind=REWARD&reward.offeredWith.x=on"
        )));
        assert!(has_pool(&Fields::read(b"pool.limit=3")) && !has_pool(&Fields::read(b"pool.limit=")));
    }

    #[test]
    fn an_add_on_says_how_many_and_with_what() {
        let body = b"reward.title.en=Cable&reward.amount=4&reward.kind=ADD_ON&reward.poolId=pool_1&reward.perPledgeLimit=3&reward.offeredWith.reward_1=on";
        let input = reward(&Fields::read(body), &cynic::Id::new("c"), &cny(), W).unwrap();
        assert_eq!((input.kind, input.per_pledge_limit), (RewardKind::AddOn, Some(3)));
        assert_eq!(input.pool_id, Some(cynic::Id::new("pool_1")));
        assert_eq!(input.offered_with, Some(vec![cynic::Id::new("reward_1")]));
        let shared = pool(
            &Fields::read(b"pool.name.en=First+run&pool.limit=x"),
            &cynic::Id::new("c"),
            W,
        )
        .unwrap();
        assert_eq!(shared.limit, Some(-1), "the answer names the range");
        let wrong = pool(&Fields::read(b"pool.limit=5"), &cynic::Id::new("c"), W).unwrap_err();
        assert_eq!(wrong[0].0, "pool.name.en");
    }
}
