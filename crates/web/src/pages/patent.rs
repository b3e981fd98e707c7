//! A patent right: how it stands and why, what it costs to keep, who had it, what its registers recorded, and the campaigns
//! that stand on it.

mod fees;
mod history;
mod score;
mod states;
#[cfg(test)]
mod tests;
mod timeline;
mod title;

use axum::{
    extract::{Path, RawQuery},
    response::Response,
};
use chrono::{DateTime, NaiveDate, Utc};
use http::StatusCode;

use crate::{
    failure::Failure,
    graphql::{Money, PatentNumber, WatchLevel, schema},
    parts::{
        follow::FollowButton,
        patent::{Patent, PatentParty, names, offices},
    },
    shell::{self, Shell},
    visit::Visit,
};
use fees::{FeeRow, FeeYear};
use history::Assessments;
use score::EvidenceScore;
use states::{PatentTerritory, StateGroup};
use timeline::{Events, Year};
use title::{OwnershipStep, PatentChallenge};

#[derive(cynic::QueryVariables, Debug)]
struct ByNumber {
    number: String,
    events_after: Option<String>,
    history_after: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "ByNumber")]
struct PatentQuery {
    #[arguments(number: $number)]
    patent_by_number: Option<WholePatent>,
}

/// Everything that is shown of a right.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Patent", variables = "ByNumber")]
struct WholePatent {
    viewer_follows: bool,
    follower_count: i32,
    #[cynic(spread)]
    glance: Patent,
    application: PatentNumber,
    grant_number: Option<PatentNumber>,
    applicants: Vec<PatentParty>,
    inventors: Vec<PatentParty>,
    publications: Vec<PatentPublication>,
    reasons: Vec<PatentReason>,
    watch: Option<PatentWatch>,
    score: Option<EvidenceScore>,
    territories: Vec<PatentTerritory>,
    fee_years: Vec<FeeYear>,
    owner_chain: Vec<OwnershipStep>,
    security_obstacles: Option<Vec<SecurityObstacle>>,
    challenges: Vec<PatentChallenge>,
    #[arguments(first: 20, after: $events_after)]
    events: Events,
    #[arguments(first: 10, after: $history_after)]
    history: Assessments,
    #[arguments(first: 10)]
    evidence: Vec<EvidenceSnapshot>,
    #[arguments(first: 6)]
    campaigns: Vec<CampaignLink>,
}

/// Why a security could not be registered over it.
#[derive(cynic::QueryFragment, Debug)]
struct SecurityObstacle {
    message: String,
}

#[derive(cynic::QueryFragment, Debug)]
struct PatentPublication {
    number: PatentNumber,
    kind: String,
    published_on: Option<NaiveDate>,
}

/// Something that spoke for the status.
#[derive(cynic::QueryFragment, Debug)]
struct PatentReason {
    message: String,
    on: Option<NaiveDate>,
}

/// What has to be told of it today.
#[derive(cynic::QueryFragment, Debug)]
struct PatentWatch {
    level: WatchLevel,
    label: String,
    signals: Vec<PatentSignal>,
}

#[derive(cynic::QueryFragment, Debug)]
struct PatentSignal {
    level: WatchLevel,
    message: String,
    on: Option<NaiveDate>,
    surcharge: Option<Money>,
}

#[derive(cynic::QueryFragment, Debug)]
struct EvidenceSnapshot {
    source: String,
    call: String,
    fetched_at: DateTime<Utc>,
    sha256: String,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Campaign")]
struct CampaignLink {
    slug: String,
    title: String,
}

#[derive(askama::Template)]
#[template(path = "patent.html")]
struct PatentPage {
    shell: Shell,
    p: WholePatent,
    at: Place,
    today: NaiveDate,
}

/// Where in the long lists of the page one is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Place {
    events: Option<String>,
    history: Option<String>,
}

impl Place {
    fn read(query: &str) -> Self {
        let mut place = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let cursor = Some(value.into_owned()).filter(|cursor| !cursor.is_empty());
            match name.as_ref() {
                "events" => place.events = cursor,
                "history" => place.history = cursor,
                _ => {}
            }
        }
        place
    }
}

impl PatentPage {
    fn follow(&self) -> FollowButton {
        FollowButton::new(&self.p.glance.id, self.p.viewer_follows, self.p.follower_count)
    }

    fn names(parties: &[PatentParty]) -> String {
        names(parties)
    }

    fn fees(&self) -> Vec<FeeRow<'_>> {
        fees::rows(&self.p.fee_years, self.p.glance.annuity.as_ref(), self.today)
    }

    fn states(&self) -> Vec<StateGroup<'_>> {
        states::groups(&self.p.territories)
    }

    fn years(&self) -> Vec<Year<'_>> {
        timeline::years(&self.p.events.nodes)
    }

    fn family(&self) -> Vec<(&str, Vec<&str>)> {
        offices(&self.p.glance.family)
    }

    /// Steps that are missing from the chain of ownership.
    fn gaps(&self) -> usize {
        self.p.owner_chain.iter().filter(|step| !step.follows).count()
    }

    fn open_challenges(&self) -> usize {
        self.p
            .challenges
            .iter()
            .filter(|challenge| challenge.open)
            .count()
    }

    /// The address of an older or the newest part of a list: `events` or `history`. The other list goes back to its newest
    /// entries, for two places in one address would only puzzle.
    fn part(&self, list: &str, after: Option<&str>) -> String {
        let page = self.shell.w.url(self.shell.bare_path());
        match after {
            None => format!("{page}#{list}"),
            Some(cursor) => {
                let query = form_urlencoded::Serializer::new(String::new())
                    .append_pair(list, cursor)
                    .finish();
                format!("{page}?{query}#{list}")
            }
        }
    }
}

/// `GET /patents/{number}`
pub(crate) async fn show(visit: Visit, Path(number): Path<String>, RawQuery(query): RawQuery) -> Response {
    let at = Place::read(query.as_deref().unwrap_or_default());
    match page(&visit, number, at).await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}

async fn page(visit: &Visit, number: String, at: Place) -> Result<PatentPage, Failure> {
    let asked = ByNumber {
        number,
        events_after: at.events.clone(),
        history_after: at.history.clone(),
    };
    let found: PatentQuery = visit.query(asked).await?;
    let p = found.patent_by_number.ok_or(Failure::NotFound)?;
    let title = format!("{} · {}", p.glance.number, p.glance.title);
    Ok(PatentPage {
        shell: Shell::titled(visit, title).public(Some(p.glance.meaning.clone())),
        p,
        at,
        today: visit.site.clock.now().date_naive(),
    })
}
