//! Finding and ordering campaigns by the kind, the end and the risk of their rights.

use kernel::{CampaignId, PageRequest};
use projects::{
    Field, LegalStatus, WatchLevel,
    discover::{Discover, Order, OrderField},
};
use sea_orm::ConnectionTrait;

use crate::support::World;

/// What the registers say of a right: kind, end, level, status, office.
type Told = (
    &'static str,
    Option<&'static str>,
    WatchLevel,
    LegalStatus,
    &'static str,
);

const INVENTION: &str = "invention";
const MODEL: &str = "utility_model";
const DESIGN: &str = "design";

/// Five live campaigns and their rights.
const WORLD: [&[Told]; 5] = [
    &[(
        INVENTION,
        Some("2041-06-09"),
        WatchLevel::Green,
        LegalStatus::InForce,
        "CN",
    )],
    &[
        (
            INVENTION,
            Some("2038-03-20"),
            WatchLevel::Notice,
            LegalStatus::InForce,
            "US",
        ),
        (
            MODEL,
            Some("2031-08-13"),
            WatchLevel::Alert,
            LegalStatus::InForce,
            "CN",
        ),
    ],
    &[(
        INVENTION,
        None,
        WatchLevel::Green,
        LegalStatus::UnderExamination,
        "CN",
    )],
    &[
        (
            DESIGN,
            Some("2039-01-25"),
            WatchLevel::Green,
            LegalStatus::InForce,
            "CN",
        ),
        (INVENTION, None, WatchLevel::Lost, LegalStatus::Lapsed, "US"),
    ],
    &[(MODEL, None, WatchLevel::Notice, LegalStatus::Published, "DE")],
];

async fn five(world: &World<'_>) -> Vec<CampaignId> {
    let mut ids = Vec::new();
    for (i, rights) in WORLD.iter().enumerate() {
        let mut patents = Vec::new();
        for (j, (kind, end, level, status, office)) in rights.iter().enumerate() {
            let id = world
                .patent(office, *status, &format!("{office} {i}{j}"), "A right")
                .await;
            world.amend(id, |facts| {
                facts.right_type = (*kind).to_owned();
                facts.expires_on = end.map(|end| end.parse().unwrap());
            });
            world.set_level(id, *level);
            patents.push(id);
        }
        ids.push(
            world
                .live(&format!("Campaign {i}"), "项目", Field::Optics, &patents)
                .await
                .id,
        );
        world.db.clock.advance(chrono::TimeDelta::hours(1));
    }
    ids
}

async fn walk(world: &World<'_>, filter: &Discover, order: Order, size: u32) -> Vec<CampaignId> {
    let mut page = PageRequest::first(size);
    let mut found = Vec::new();
    loop {
        let got = world.projects.page(filter, order, &page).await.unwrap();
        page.after = got.end_cursor().cloned();
        found.extend(got.items.into_iter().map(|(_, campaign)| campaign.id));
        if !got.has_next {
            return found;
        }
    }
}

/// The places in [`WORLD`] of what a filter finds, oldest first; page and count must agree.
async fn places(world: &World<'_>, ids: &[CampaignId], filter: Discover) -> Vec<usize> {
    let order = Order {
        by: OrderField::Newest,
        descending: false,
    };
    let found = walk(world, &filter, order, 100).await;
    assert_eq!(
        world.projects.count(&filter).await.unwrap().value,
        found.len() as u64
    );
    found
        .iter()
        .map(|id| ids.iter().position(|other| other == id).unwrap())
        .collect()
}

testkit::on_both! {
    async fn rights_are_found_by_kind_end_and_level(db: &TestDb) {
        let world = World::new(db).await;
        let ids = five(&world).await;
        let filter = Discover::default;
        let kind = |kinds: &[&str]| kinds.iter().map(|kind| (*kind).to_owned()).collect::<Vec<_>>();
        let day = |on: &str| Some(on.parse().unwrap());
        for (wanted, expected) in [
            (Discover { right_types: kind(&[MODEL]), ..filter() }, &[1, 4][..]),
            (Discover { right_types: kind(&[MODEL, DESIGN]), ..filter() }, &[1, 3, 4]),
            // The first day counts, the last does not.
            (Discover { right_expires_from: day("2039-01-25"), ..filter() }, &[0, 3]),
            (Discover { right_expires_from: day("2039-01-26"), ..filter() }, &[0]),
            (Discover { right_expires_to: day("2031-08-13"), ..filter() }, &[]),
            (Discover { right_expires_to: day("2031-08-14"), ..filter() }, &[1]),
            (Discover { right_expires_from: day("2031-08-13"), right_expires_to: day("2039-01-25"), ..filter() }, &[1]),
            (Discover { right_levels: vec![WatchLevel::Notice], ..filter() }, &[1, 4]),
            // Of a campaign the worst of its rights counts.
            (Discover { levels: vec![WatchLevel::Notice], ..filter() }, &[4]),
            (Discover { levels: vec![WatchLevel::Green], ..filter() }, &[0, 2]),
            (Discover { levels: vec![WatchLevel::Lost, WatchLevel::Alert, WatchLevel::Lost], ..filter() }, &[1, 3]),
        ] {
            let said = format!("{wanted:?}");
            assert_eq!(places(&world, &ids, wanted).await, expected, "{said}");
        }
    }

    async fn what_is_asked_of_a_right_one_right_must_fulfil(db: &TestDb) {
        let world = World::new(db).await;
        let ids = five(&world).await;
        let filter = Discover::default;
        let model = Discover { right_types: vec![MODEL.into()], ..filter() };
        let from_2035 = "2035-01-01".parse().ok();
        for (wanted, expected) in [
            // The second campaign has a utility model, and an invention that lives long.
            (Discover { right_expires_from: from_2035, ..model.clone() }, &[][..]),
            (Discover { offices: vec!["US".into()], ..model.clone() }, &[]),
            (Discover { offices: vec!["CN".into()], legal_statuses: vec![LegalStatus::InForce], ..model.clone() }, &[1]),
            (Discover { right_levels: vec![WatchLevel::Notice], ..model.clone() }, &[4]),
            (Discover { offices: vec!["US".into()], right_levels: vec![WatchLevel::Lost], ..filter() }, &[3]),
            (Discover { offices: vec!["CN".into()], right_levels: vec![WatchLevel::Lost], ..filter() }, &[]),
            // The campaign's own level is about all of its rights.
            (Discover { offices: vec!["CN".into()], levels: vec![WatchLevel::Lost], ..filter() }, &[3]),
        ] {
            let said = format!("{wanted:?}");
            assert_eq!(places(&world, &ids, wanted).await, expected, "{said}");
        }
    }

    async fn ends_and_risks_order_whole_lists_page_by_page(db: &TestDb) {
        let world = World::new(db).await;
        let ids = five(&world).await;
        let all = Discover::default();
        let order = |by, descending| Order { by, descending };
        for (order, expected) in [
            // Where nothing in force expires, last both ways; among those, by age.
            (order(OrderField::ExpiresOn, false), [1, 3, 0, 2, 4]),
            (order(OrderField::ExpiresOn, true), [0, 3, 1, 4, 2]),
            (order(OrderField::Risk, false), [0, 2, 4, 1, 3]),
            (order(OrderField::Risk, true), [3, 1, 4, 2, 0]),
        ] {
            let expected: Vec<_> = expected.into_iter().map(|i: usize| ids[i]).collect();
            for size in [1, 2, 3, 100] {
                assert_eq!(walk(&world, &all, order, size).await, expected, "{order:?} in pages of {size}");
            }
        }
    }

    async fn facets_count_kinds_and_levels_in_the_same_statement(db: &TestDb) {
        let world = World::new(db).await;
        five(&world).await;
        let before = db.statements();
        let facets = world.projects.facets(&Discover::default()).await.unwrap();
        assert_eq!(db.statements() - before, 1);
        let kinds: Vec<_> = facets.right_types.iter().map(|(kind, n)| (kind.as_str(), *n)).collect();
        assert_eq!(kinds, [(INVENTION, 4), (MODEL, 2), (DESIGN, 1)]);
        let levels: Vec<_> = WatchLevel::ALL.iter()
            .map(|level| facets.levels.iter().find(|(other, _)| other == level).unwrap().1)
            .collect();
        assert_eq!(levels, [2, 1, 1, 1]);
    }

    async fn rows_of_an_older_version_are_unknown_until_the_projection_is_rebuilt(db: &TestDb) {
        let world = World::new(db).await;
        let ids = five(&world).await;
        for table in ["campaigns SET level_rank", "campaign_patents SET level"] {
            db.primary().execute_unprepared(&format!("UPDATE {table} = NULL")).await.unwrap();
        }
        assert_eq!(world.find(ids[0]).await.protection.level, None);
        let any = Discover { levels: WatchLevel::ALL.to_vec(), ..Discover::default() };
        assert_eq!(places(&world, &ids, any.clone()).await, [0_usize; 0]);
        assert!(world.projects.facets(&Discover::default()).await.unwrap().levels.is_empty());
        world.projects.rebuild_projection(|_| ()).await.unwrap();
        assert_eq!(places(&world, &ids, any).await, [0, 1, 2, 3, 4]);
        let levels: Vec<_> = world.projects.patents_of(&ids).await.unwrap().iter().map(|p| p.level).collect();
        assert!(levels.iter().all(Option::is_some), "{levels:?}");
    }

    async fn a_new_level_reaches_the_lists(db: &TestDb) {
        let world = World::new(db).await;
        let ids = five(&world).await;
        let patent = world.projects.patents_of(&ids[..1]).await.unwrap()[0].patent_id;
        world.set_level(patent, WatchLevel::Alert);
        world.projects.patents_changed(&[patent]).await.unwrap();
        assert_eq!(world.find(ids[0]).await.protection.level, Some(WatchLevel::Alert));
        let alert = Discover { levels: vec![WatchLevel::Alert], ..Discover::default() };
        assert_eq!(places(&world, &ids, alert).await, [0, 1]);
    }
}
