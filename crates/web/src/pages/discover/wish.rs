//! What the address asks for, as a filter and an order, and back.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use crate::graphql::{
    CampaignOrderField, CampaignState, Named, Office, OrderDirection, PatentRightType, PatentStatusValue,
    TechnologyField, WatchLevel, schema,
};
use crate::pages::compare::chosen;

/// Ticks that an address carries along: more than can be compared, so that the page for that can say so.
const TICKED: usize = 12;
/// Years in which a term may be asked to last.
const YEARS: RangeInclusive<i32> = 2000..=2100;

/// Which campaigns are wanted.
#[derive(cynic::InputObject, Debug, Clone, Default)]
pub(crate) struct CampaignFilter {
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(crate) text: Option<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(crate) state_in: Option<Vec<CampaignState>>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(crate) office_in: Option<Vec<Office>>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(crate) legal_status_in: Option<Vec<PatentStatusValue>>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(crate) right_type_in: Option<Vec<PatentRightType>>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(crate) right_expires_on: Option<DateRange>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(crate) ip_level_in: Option<Vec<WatchLevel>>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(crate) field_in: Option<Vec<TechnologyField>>,
}

/// Days from `from` on.
#[derive(cynic::InputObject, Debug, Clone)]
pub(crate) struct DateRange {
    pub(crate) from: Option<NaiveDate>,
}

/// Their order.
#[derive(cynic::InputObject, Debug, Clone)]
pub(crate) struct CampaignOrder {
    pub(crate) field: CampaignOrderField,
    pub(crate) direction: OrderDirection,
}

/// Which states a visitor may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Running {
    Live,
    Ended,
    Any,
}

impl Running {
    pub(super) const ALL: [(Self, &'static str); 3] =
        [(Self::Live, "live"), (Self::Ended, "ended"), (Self::Any, "any")];

    fn states(self) -> Vec<CampaignState> {
        use CampaignState as S;
        let live = [S::Live, S::Paused];
        let ended = [
            S::Collecting,
            S::Grace,
            S::Funded,
            S::ShortfallDecision,
            S::FinanceReview,
            S::Paying,
            S::Completed,
            S::Failed,
            S::Cancelled,
            S::Suspended,
        ];
        match self {
            Self::Live => live.to_vec(),
            Self::Ended => ended.to_vec(),
            Self::Any => [&live[..], &ended[..]].concat(),
        }
    }
}

/// The orders offered: the name in the address, and what it means.
pub(super) const ORDERS: [(&str, CampaignOrderField, OrderDirection); 7] = [
    ("standing", CampaignOrderField::Standing, OrderDirection::Desc),
    ("risk", CampaignOrderField::Risk, OrderDirection::Asc),
    ("lasting", CampaignOrderField::ExpiresOn, OrderDirection::Desc),
    ("ending", CampaignOrderField::EndsAt, OrderDirection::Asc),
    ("newest", CampaignOrderField::Newest, OrderDirection::Desc),
    ("raised", CampaignOrderField::Raised, OrderDirection::Desc),
    ("percent", CampaignOrderField::RaisedPercent, OrderDirection::Desc),
];

/// What the address asks for. Values that are not known are left out, so that old links still lead somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wish {
    pub(super) text: String,
    pub(super) status: Vec<PatentStatusValue>,
    pub(super) office: Vec<Office>,
    pub(super) kind: Vec<PatentRightType>,
    pub(super) risk: Vec<WatchLevel>,
    /// The year whose first day a term must reach.
    pub(super) until: Option<i32>,
    pub(super) field: Vec<TechnologyField>,
    pub(super) running: Running,
    pub(super) order: &'static str,
    /// Campaigns ticked to be compared, on whatever page of the list.
    pub(super) compare: Vec<String>,
    pub(super) after: Option<String>,
}

impl Wish {
    pub(super) fn read(query: &str) -> Self {
        let mut wish = Self {
            text: String::new(),
            status: Vec::new(),
            office: Vec::new(),
            kind: Vec::new(),
            risk: Vec::new(),
            until: None,
            field: Vec::new(),
            running: Running::Live,
            order: ORDERS[0].0,
            compare: chosen(query).into_iter().take(TICKED).collect(),
            after: None,
        };
        let mut after = None;
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                "q" => wish.text = value.trim().chars().take(200).collect(),
                "status" => wish.status.extend(PatentStatusValue::of(&value)),
                "office" => wish.office.extend(Office::of(&value)),
                "kind" => wish.kind.extend(PatentRightType::of(&value)),
                "risk" => wish.risk.extend(WatchLevel::of(&value)),
                "until" => wish.until = value.parse().ok().filter(|year| YEARS.contains(year)),
                "field" => wish.field.extend(TechnologyField::of(&value)),
                "show" => {
                    let known = Running::ALL.iter().find(|(_, name)| *name == value);
                    wish.running = known.map_or(Running::Live, |(running, _)| *running);
                }
                "sort" => {
                    let known = ORDERS.iter().find(|(name, ..)| *name == value);
                    wish.order = known.map_or(ORDERS[0].0, |(name, ..)| *name);
                }
                "after" => after = Some(value),
                _ => {}
            }
        }
        // A place in the list is one only in the list in which it was found.
        let of_this = after.as_deref().and_then(|after| after.split_once(':'));
        wish.after = of_this
            .filter(|(list, _)| *list == wish.list())
            .map(|(_, cursor)| cursor.to_owned());
        wish
    }

    /// A place in the list of this wish, as an address says it.
    pub(super) fn place_after(&self, cursor: &str) -> String {
        format!("{}:{cursor}", self.list())
    }

    /// What stands for what is listed, and in which order; the same whatever is ticked to be compared.
    fn list(&self) -> String {
        let listed = Self {
            compare: Vec::new(),
            after: None,
            ..self.clone()
        };
        hex::encode(&Sha256::digest(listed.address())[..6])
    }

    pub(super) fn filter(&self) -> CampaignFilter {
        fn list<T: Copy>(values: &[T]) -> Option<Vec<T>> {
            (!values.is_empty()).then(|| values.to_vec())
        }
        let from = self.until.and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1));
        CampaignFilter {
            text: Some(self.text.clone()).filter(|text| !text.is_empty()),
            state_in: Some(self.running.states()),
            office_in: list(&self.office),
            legal_status_in: list(&self.status),
            right_type_in: list(&self.kind),
            right_expires_on: from.map(|from| DateRange { from: Some(from) }),
            ip_level_in: list(&self.risk),
            field_in: list(&self.field),
        }
    }

    pub(super) fn order(&self) -> CampaignOrder {
        let (_, field, direction) = ORDERS
            .into_iter()
            .find(|(name, ..)| *name == self.order)
            .unwrap_or(ORDERS[0]);
        CampaignOrder { field, direction }
    }

    /// The address of this wish, on its first page.
    pub(super) fn address(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if !self.text.is_empty() {
            query.append_pair("q", &self.text);
        }
        fn append<T: Named>(query: &mut form_urlencoded::Serializer<'_, String>, name: &str, values: &[T]) {
            for value in values {
                query.append_pair(name, &value.name());
            }
        }
        append(&mut query, "status", &self.status);
        append(&mut query, "office", &self.office);
        append(&mut query, "kind", &self.kind);
        append(&mut query, "risk", &self.risk);
        if let Some(year) = self.until {
            query.append_pair("until", &year.to_string());
        }
        append(&mut query, "field", &self.field);
        if let Some((_, name)) = Running::ALL.iter().find(|(running, _)| *running == self.running)
            && self.running != Running::Live
        {
            query.append_pair("show", name);
        }
        if self.order != ORDERS[0].0 {
            query.append_pair("sort", self.order);
        }
        for slug in &self.compare {
            query.append_pair("campaign", slug);
        }
        match query.finish() {
            query if query.is_empty() => "/campaigns".to_owned(),
            query => format!("/campaigns?{query}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_state_stands_in_the_address() {
        let query = "q=%E7%94%B5%E6%B1%A0&status=IN_FORCE&status=ALLOWED&office=CN&kind=UTILITY_MODEL&risk=GREEN&risk=NOTICE&until=2035&field=ROBOTICS&show=any&sort=risk&campaign=lamp&campaign=kite";
        let wish = Wish::read(query);
        assert_eq!(wish.text, "电池");
        assert_eq!(wish.status.len(), 2);
        let filter = wish.filter();
        assert_eq!(
            filter.right_expires_on.unwrap().from,
            NaiveDate::from_ymd_opt(2035, 1, 1)
        );
        assert_eq!(filter.right_type_in.unwrap(), [PatentRightType::UtilityModel]);
        assert_eq!(
            filter.ip_level_in.unwrap(),
            [WatchLevel::Green, WatchLevel::Notice]
        );
        assert_eq!(wish.address(), format!("/campaigns?{query}"));
        assert_eq!(Wish::read(wish.address().split_once('?').unwrap().1), wish);
    }

    #[test]
    fn a_place_in_the_list_is_given_up_with_its_filter_and_its_order() {
        let place = Wish::read("sort=risk&office=CN&campaign=lamp").place_after("c:1");
        let there = |query: &str| Wish::read(&format!("{query}&after={place}")).after;
        assert_eq!(there("office=CN&sort=risk&campaign=kite").as_deref(), Some("c:1"));
        for other in [
            "office=CN&sort=ending",
            "office=US&sort=risk",
            "sort=risk&office=CN&q=pump",
            "",
        ] {
            assert_eq!(there(other), None, "{other}");
        }
        assert_eq!(Wish::read("after=c").after, None);
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        let wish = Wish::read("status=NONSENSE&sort=%00&show=all&office=cn&kind=CAR&risk=&until=20350");
        assert_eq!(wish, Wish::read(""));
        assert_eq!(wish.address(), "/campaigns");
    }
}
