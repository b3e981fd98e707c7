//! Discover: search, filters with counts, sort and pages. The whole state stands in the address.

use axum::{extract::RawQuery, response::Response};
use chrono::{DateTime, Utc};
use http::StatusCode;

use crate::{
    failure::Failure,
    graphql::{
        CampaignOrderField, CampaignState, Named, Office, OrderDirection, PatentStatusValue, TechnologyField,
        schema,
    },
    parts::card::Card,
    shell::{self, Shell},
    visit::Visit,
};

/// Campaigns on a page.
const PAGE: i32 = 12;

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
    pub(crate) field_in: Option<Vec<TechnologyField>>,
}

/// Their order.
#[derive(cynic::InputObject, Debug, Clone)]
pub(crate) struct CampaignOrder {
    pub(crate) field: CampaignOrderField,
    pub(crate) direction: OrderDirection,
}

#[derive(cynic::QueryVariables, Debug)]
struct DiscoverVariables {
    filter: CampaignFilter,
    order: CampaignOrder,
    first: i32,
    after: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "DiscoverVariables")]
struct DiscoverQuery {
    #[arguments(first: $first, after: $after, filter: $filter, orderBy: $order)]
    campaigns: Campaigns,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "CampaignConnection")]
struct Campaigns {
    total_count: i32,
    facets: CampaignFacets,
    page_info: PageInfo,
    nodes: Vec<Card>,
}

#[derive(cynic::QueryFragment, Debug)]
struct CampaignFacets {
    field: Vec<FieldFacet>,
    legal_status: Vec<LegalStatusFacet>,
    office: Vec<OfficeFacet>,
}

#[derive(cynic::QueryFragment, Debug)]
struct FieldFacet {
    value: TechnologyField,
    count: i32,
}

#[derive(cynic::QueryFragment, Debug)]
struct LegalStatusFacet {
    value: PatentStatusValue,
    count: i32,
}

#[derive(cynic::QueryFragment, Debug)]
struct OfficeFacet {
    value: Office,
    count: i32,
}

#[derive(cynic::QueryFragment, Debug)]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

/// Which states a visitor may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Running {
    Live,
    Ended,
    Any,
}

impl Running {
    const ALL: [(Self, &'static str); 3] = [(Self::Live, "live"), (Self::Ended, "ended"), (Self::Any, "any")];

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
const ORDERS: [(&str, CampaignOrderField, OrderDirection); 5] = [
    ("standing", CampaignOrderField::Standing, OrderDirection::Desc),
    ("ending", CampaignOrderField::EndsAt, OrderDirection::Asc),
    ("newest", CampaignOrderField::Newest, OrderDirection::Desc),
    ("raised", CampaignOrderField::Raised, OrderDirection::Desc),
    ("percent", CampaignOrderField::RaisedPercent, OrderDirection::Desc),
];

/// What the address asks for. Values that are not known are left out, so that old links still lead somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Wish {
    text: String,
    status: Vec<PatentStatusValue>,
    office: Vec<Office>,
    field: Vec<TechnologyField>,
    running: Running,
    order: &'static str,
    after: Option<String>,
}

impl Wish {
    fn read(query: &str) -> Self {
        let mut wish = Self {
            text: String::new(),
            status: Vec::new(),
            office: Vec::new(),
            field: Vec::new(),
            running: Running::Live,
            order: ORDERS[0].0,
            after: None,
        };
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                "q" => wish.text = value.trim().chars().take(200).collect(),
                "status" => wish.status.extend(PatentStatusValue::of(&value)),
                "office" => wish.office.extend(Office::of(&value)),
                "field" => wish.field.extend(TechnologyField::of(&value)),
                "show" => {
                    let known = Running::ALL.iter().find(|(_, name)| *name == value);
                    wish.running = known.map_or(Running::Live, |(running, _)| *running);
                }
                "sort" => {
                    let known = ORDERS.iter().find(|(name, ..)| *name == value);
                    wish.order = known.map_or(ORDERS[0].0, |(name, ..)| *name);
                }
                "after" => wish.after = Some(value.into_owned()),
                _ => {}
            }
        }
        wish
    }

    fn filter(&self) -> CampaignFilter {
        let list = |values: Vec<_>| Some(values).filter(|values| !values.is_empty());
        CampaignFilter {
            text: Some(self.text.clone()).filter(|text| !text.is_empty()),
            state_in: Some(self.running.states()),
            office_in: Some(self.office.clone()).filter(|values| !values.is_empty()),
            legal_status_in: list(self.status.clone()),
            field_in: Some(self.field.clone()).filter(|values| !values.is_empty()),
        }
    }

    fn order(&self) -> CampaignOrder {
        let (_, field, direction) = ORDERS
            .into_iter()
            .find(|(name, ..)| *name == self.order)
            .unwrap_or(ORDERS[0]);
        CampaignOrder { field, direction }
    }

    /// The address of this wish, on its first page unless `after` says otherwise.
    fn address(&self, after: Option<&str>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if !self.text.is_empty() {
            query.append_pair("q", &self.text);
        }
        for value in &self.status {
            query.append_pair("status", &value.name());
        }
        for value in &self.office {
            query.append_pair("office", &value.name());
        }
        for value in &self.field {
            query.append_pair("field", &value.name());
        }
        if let Some((_, name)) = Running::ALL.iter().find(|(running, _)| *running == self.running)
            && self.running != Running::Live
        {
            query.append_pair("show", name);
        }
        if self.order != ORDERS[0].0 {
            query.append_pair("sort", self.order);
        }
        if let Some(after) = after {
            query.append_pair("after", after);
        }
        match query.finish() {
            query if query.is_empty() => "/campaigns".to_owned(),
            query => format!("/campaigns?{query}"),
        }
    }
}

/// A box to tick: its value, its words, how many it would leave.
struct Tick {
    value: String,
    label: String,
    count: Option<i32>,
    ticked: bool,
}

/// A condition that holds now, and the address without it.
struct Chip {
    label: String,
    without: String,
}

#[derive(askama::Template)]
#[template(path = "discover.html")]
struct DiscoverPage {
    shell: Shell,
    wish: Wish,
    found: Campaigns,
    statuses: Vec<Tick>,
    offices: Vec<Tick>,
    fields: Vec<Tick>,
    shows: Vec<Tick>,
    sorts: Vec<Tick>,
    chips: Vec<Chip>,
    now: DateTime<Utc>,
}

impl DiscoverPage {
    fn next(&self) -> Option<String> {
        let cursor = self.found.page_info.end_cursor.as_deref()?;
        let next = self
            .found
            .page_info
            .has_next_page
            .then(|| self.wish.address(Some(cursor)));
        next.map(|path| self.shell.w.url(&path))
    }

    fn first(&self) -> String {
        self.shell.w.url(&self.wish.address(None))
    }
}

/// `GET /campaigns`
pub(crate) async fn show(visit: Visit, RawQuery(query): RawQuery) -> Response {
    let wish = Wish::read(query.as_deref().unwrap_or_default());
    match page(&visit, wish).await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

async fn page(visit: &Visit, wish: Wish) -> Result<DiscoverPage, Failure> {
    let variables = DiscoverVariables {
        filter: wish.filter(),
        order: wish.order(),
        first: PAGE,
        after: wish.after.clone(),
    };
    let found = visit.query::<DiscoverQuery, _>(variables).await?.campaigns;
    let w = visit.words();
    let facets = &found.facets;
    let counts: Vec<_> = facets
        .legal_status
        .iter()
        .map(|facet| (facet.value, facet.count))
        .collect();
    let statuses = ticks(PatentStatusValue::ALL, &wish.status, &counts, |value| {
        w.label("status", value)
    });
    let counts: Vec<_> = facets
        .office
        .iter()
        .map(|facet| (facet.value, facet.count))
        .collect();
    let offices = ticks(Office::ALL, &wish.office, &counts, |value| {
        w.label("office", value)
    });
    let counts: Vec<_> = facets
        .field
        .iter()
        .map(|facet| (facet.value, facet.count))
        .collect();
    let fields = ticks(TechnologyField::ALL, &wish.field, &counts, |value| {
        w.label("field", value)
    });
    let choice = |key: &str, value: &str, chosen: bool| Tick {
        value: value.to_owned(),
        label: w.t(&format!("{key}-{value}")),
        count: None,
        ticked: chosen,
    };
    let shows = Running::ALL
        .iter()
        .map(|(running, name)| choice("discover-show", name, wish.running == *running));
    let sorts = ORDERS
        .iter()
        .map(|(name, ..)| choice("discover-sort", name, wish.order == *name));
    let title = if wish.text.is_empty() {
        w.t("discover-title")
    } else {
        w.t1("discover-title-for", "text", &wish.text)
    };
    Ok(DiscoverPage {
        shell: Shell::titled(visit, title).public(None),
        shows: shows.collect(),
        sorts: sorts.collect(),
        chips: chips(&wish, visit),
        statuses,
        offices,
        fields,
        found,
        wish,
        now: visit.site.clock.now(),
    })
}

/// The values that would find something, or are chosen.
fn ticks<T: Named + Copy + PartialEq>(
    all: &[T],
    chosen: &[T],
    counts: &[(T, i32)],
    label: impl Fn(&T) -> String,
) -> Vec<Tick> {
    let count = |value: &T| {
        counts
            .iter()
            .find(|(other, _)| other == value)
            .map_or(0, |(_, count)| *count)
    };
    all.iter()
        .filter(|value| count(value) > 0 || chosen.contains(value))
        .map(|value| Tick {
            value: value.name(),
            label: label(value),
            count: Some(count(value)),
            ticked: chosen.contains(value),
        })
        .collect()
}

fn chips(wish: &Wish, visit: &Visit) -> Vec<Chip> {
    let w = visit.words();
    let mut chips = Vec::new();
    let mut add = |label: String, without: Wish| {
        chips.push(Chip {
            label,
            without: w.url(&without.address(None)),
        });
    };
    if !wish.text.is_empty() {
        add(
            w.t1("discover-chip-text", "text", &wish.text),
            Wish {
                text: String::new(),
                ..wish.clone()
            },
        );
    }
    for value in &wish.status {
        let rest = wish
            .status
            .iter()
            .copied()
            .filter(|other| other != value)
            .collect();
        add(
            w.label("status", value),
            Wish {
                status: rest,
                ..wish.clone()
            },
        );
    }
    for value in &wish.office {
        let rest = wish
            .office
            .iter()
            .copied()
            .filter(|other| other != value)
            .collect();
        add(
            w.label("office", value),
            Wish {
                office: rest,
                ..wish.clone()
            },
        );
    }
    for value in &wish.field {
        let rest = wish
            .field
            .iter()
            .copied()
            .filter(|other| other != value)
            .collect();
        add(
            w.label("field", value),
            Wish {
                field: rest,
                ..wish.clone()
            },
        );
    }
    chips
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_state_stands_in_the_address() {
        let query = "q=%E7%94%B5%E6%B1%A0&status=IN_FORCE&status=ALLOWED&office=CN&field=ROBOTICS&show=any&sort=ending";
        let wish = Wish::read(query);
        assert_eq!(wish.text, "电池");
        assert_eq!(wish.status.len(), 2);
        assert_eq!(wish.address(None), format!("/campaigns?{query}"));
        assert_eq!(Wish::read(wish.address(None).split_once('?').unwrap().1), wish);
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        let wish = Wish::read("status=NONSENSE&sort=%00&show=all&office=cn");
        assert_eq!(wish, Wish::read(""));
        assert_eq!(wish.address(None), "/campaigns");
    }
}
