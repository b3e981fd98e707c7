//! What a list of campaigns has beside its edges: totals and facets.

use async_graphql::{Context, Object, Result, SimpleObject, connection::Connection};
use patents::number::RightType;

use super::{
    super::{context::Resolving, enums::TechnologyField, refusals::refused},
    campaign::Campaign,
    patent::{self, Office, PatentRightType, PatentStatusValue, WatchLevel},
};

/// Campaigns, a page at a time, with their totals and facets.
pub type CampaignConnection = Connection<String, Campaign, Found>;

/// What a list of campaigns has beside its edges.
pub struct Found {
    pub(in super::super) filter: Option<projects::discover::Discover>,
    pub(in super::super) count: Option<u64>,
}

/// How many of the campaigns found have each value; counted over the first 10,000 of them.
#[derive(Default, SimpleObject)]
pub struct CampaignFacets {
    /// By legal status of a right they stand on.
    legal_status: Vec<LegalStatusFacet>,
    /// By office of a right they stand on.
    office: Vec<OfficeFacet>,
    /// By kind of a right they stand on.
    right_type: Vec<RightTypeFacet>,
    /// By the worst watch level of all their rights, as `ipPanel.level` shows it.
    ip_level: Vec<IpLevelFacet>,
    /// By field of technology.
    field: Vec<FieldFacet>,
}

/// How many campaigns stand on a right of a legal status.
#[derive(SimpleObject)]
pub struct LegalStatusFacet {
    /// The status.
    value: PatentStatusValue,
    /// How many.
    count: i32,
}

/// How many campaigns stand on a right of an office.
#[derive(SimpleObject)]
pub struct OfficeFacet {
    /// The office.
    value: Office,
    /// How many.
    count: i32,
}

/// How many campaigns stand on a right of a kind.
#[derive(SimpleObject)]
pub struct RightTypeFacet {
    /// The kind.
    value: PatentRightType,
    /// How many.
    count: i32,
}

/// How many campaigns have a level as the worst of their rights.
#[derive(SimpleObject)]
pub struct IpLevelFacet {
    /// The level.
    value: WatchLevel,
    /// How many.
    count: i32,
}

/// How many campaigns are of a field of technology.
#[derive(SimpleObject)]
pub struct FieldFacet {
    /// The field.
    value: TechnologyField,
    /// How many.
    count: i32,
}

#[Object]
impl Found {
    /// All of them, whatever the page; counted up to 10,000.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32> {
        let count = match (&self.filter, self.count) {
            (_, Some(count)) => count,
            (Some(filter), None) => ctx.app()?.projects.count(filter).await.map_err(refused)?.value,
            (None, None) => 0,
        };
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }

    /// How many of them have each value, for a panel of filters.
    async fn facets(&self, ctx: &Context<'_>) -> Result<CampaignFacets> {
        let Some(filter) = &self.filter else {
            return Ok(CampaignFacets::default());
        };
        let facets = ctx.app()?.projects.facets(filter).await.map_err(refused)?;
        let whole = |n: u64| i32::try_from(n).unwrap_or(i32::MAX);
        let status = |value: projects::LegalStatus| value.as_str().parse::<patents::LegalStatus>().ok();
        Ok(CampaignFacets {
            legal_status: facets
                .legal_statuses
                .into_iter()
                .filter_map(|(value, n)| {
                    Some(LegalStatusFacet {
                        value: status(value)?.into(),
                        count: whole(n),
                    })
                })
                .collect(),
            office: facets
                .offices
                .into_iter()
                .map(|(code, n)| OfficeFacet {
                    value: Office::of(&code),
                    count: whole(n),
                })
                .collect(),
            right_type: facets
                .right_types
                .into_iter()
                .filter_map(|(kind, n)| {
                    Some(RightTypeFacet {
                        value: kind.parse::<RightType>().ok()?.into(),
                        count: whole(n),
                    })
                })
                .collect(),
            ip_level: facets
                .levels
                .into_iter()
                .map(|(level, n)| IpLevelFacet {
                    value: patent::level(level).into(),
                    count: whole(n),
                })
                .collect(),
            field: facets
                .fields
                .into_iter()
                .map(|(field, n)| FieldFacet {
                    value: field.into(),
                    count: whole(n),
                })
                .collect(),
        })
    }
}
