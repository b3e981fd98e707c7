use kernel::{CampaignId, Currency, Money, PageRequest};
use projects::{
    CampaignState, Error, Field, LegalStatus, Standing,
    discover::{Discover, Order, OrderField},
};

use crate::support::World;

/// Six live campaigns with different patents, promises and launches.
async fn six(world: &World<'_>) -> Vec<CampaignId> {
    let rows = [
        (
            "Solid-State Batteries",
            "固态锂电池",
            Field::EnergyStorage,
            "CN",
            LegalStatus::InForce,
            "CN 202010123456.7",
            "固态电解质及其制备方法",
        ),
        (
            "Gripper Robot",
            "抓取机器人",
            Field::Robotics,
            "US",
            LegalStatus::InForce,
            "US 11,234,567 B2",
            "Soft gripper",
        ),
        (
            "Café Lamp",
            "咖啡灯",
            Field::Optics,
            "EP",
            LegalStatus::UnderExamination,
            "EP 2400812",
            "Lamp",
        ),
        (
            "Water Pump",
            "水泵",
            Field::WaterTreatment,
            "JP",
            LegalStatus::Lapsed,
            "JP 2020-123456",
            "Pump",
        ),
        (
            "Seed Drill",
            "播种机",
            Field::Agriculture,
            "CN",
            LegalStatus::Unknown,
            "CN 202110000001.1",
            "Drill",
        ),
        (
            "Battery Recycler",
            "电池回收",
            Field::EnergyStorage,
            "DE",
            LegalStatus::InForce,
            "DE 10 2019 000 001",
            "Recycling",
        ),
    ];
    let mut ids = Vec::new();
    for (i, (en, zh, field, office, status, number, title)) in rows.into_iter().enumerate() {
        let patent = world.patent(office, status, number, title).await;
        let live = world.live(en, zh, field, &[patent]).await;
        world
            .promise(live.id, [10, 60, 20, 50, 30, 40][i] * 100_000)
            .await;
        world.db.clock.advance(chrono::TimeDelta::hours(1));
        ids.push(live.id);
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

async fn find(world: &World<'_>, filter: Discover) -> Vec<CampaignId> {
    let found = walk(
        world,
        &filter,
        Order {
            by: OrderField::Newest,
            descending: false,
        },
        100,
    )
    .await;
    assert_eq!(
        world.projects.count(&filter).await.unwrap().value,
        found.len() as u64
    );
    found
}

testkit::on_both! {
    async fn every_order_walks_all_campaigns_once(db: &TestDb) {
        let world = World::new(db).await;
        let ids = six(&world).await;
        let all = Discover::default();
        for (by, expected) in [
            (OrderField::Newest, [5, 4, 3, 2, 1, 0]),
            (OrderField::Raised, [1, 3, 5, 4, 2, 0]),
            (OrderField::RaisedPercent, [1, 3, 5, 4, 2, 0]),
            (OrderField::Standing, [5, 1, 0, 2, 3, 4]),
            (OrderField::EndsAt, [5, 4, 3, 2, 1, 0]),
        ] {
            let expected: Vec<_> = expected.into_iter().map(|i: usize| ids[i]).collect();
            for size in [1, 2, 4, 100] {
                let down = walk(&world, &all, Order { by, descending: true }, size).await;
                assert_eq!(down, expected, "{by} in pages of {size}");
                let up = walk(&world, &all, Order { by, descending: false }, size).await;
                assert_eq!(up, expected.iter().rev().copied().collect::<Vec<_>>(), "{by} the other way round");
            }
        }
    }

    async fn a_cursor_of_another_filter_is_refused(db: &TestDb) {
        let world = World::new(db).await;
        six(&world).await;
        let page = world.projects.page(&Discover::default(), Order::default(), &PageRequest::first(2)).await.unwrap();
        let next = PageRequest { first: 2, after: page.end_cursor().cloned() };
        let other = Discover { fields: vec![Field::Optics], ..Discover::default() };
        let error = world.projects.page(&other, Order::default(), &next).await.unwrap_err();
        assert!(matches!(error, Error::Cursor(_)));
    }

    async fn filters_add_up(db: &TestDb) {
        let world = World::new(db).await;
        let ids = six(&world).await;
        let filter = Discover::default;
        let pick = |places: &[usize]| places.iter().map(|i| ids[*i]).collect::<Vec<_>>();
        let found = find(&world, Discover { fields: vec![Field::EnergyStorage], ..filter() }).await;
        assert_eq!(found, pick(&[0, 5]));
        let found = find(&world, Discover { offices: vec!["CN".into(), "US".into()], ..filter() }).await;
        assert_eq!(found, pick(&[0, 1, 4]));
        let found = find(&world, Discover {
            offices: vec!["CN".into()], legal_statuses: vec![LegalStatus::InForce], ..filter()
        }).await;
        assert_eq!(found, pick(&[0]));
        let found = find(&world, Discover { standings: vec![Standing::Weak, Standing::Pending], ..filter() }).await;
        assert_eq!(found, pick(&[2, 3]));
        let found = find(&world, Discover { ipc_prefixes: vec!["H01M 10".into()], ..filter() }).await;
        assert_eq!(found.len(), 6);
        for none in ["H01M 11", "G06", "nonsense", "%"] {
            assert_eq!(find(&world, Discover { ipc_prefixes: vec![none.into()], ..filter() }).await, []);
        }
        let rich = Discover { goal_min: Some(Money::new(10_000_001, Currency::CNY)), ..filter() };
        assert_eq!(find(&world, rich).await, []);
        let foreign = Discover { currencies: vec![Currency::USD], ..filter() };
        assert_eq!(find(&world, foreign).await, []);
    }

    async fn words_are_found_in_both_languages_and_in_patents(db: &TestDb) {
        let world = World::new(db).await;
        let ids = six(&world).await;
        for (text, places) in [
            ("battery", &[0, 5][..]),
            ("BATTERIES", &[0, 5]),
            ("电池", &[0, 5]),
            ("锂电池", &[0]),
            ("机器人", &[1]),
            ("cafe lamp", &[2]),
            ("电解质", &[0]),
            ("soft gripper", &[1]),
            ("CN202010123456.7", &[0]),
            ("202010123456", &[0]),
            ("US 11,234,567", &[1]),
            ("11234567", &[1]),
            ("2400812", &[2]),
            ("\"battery\" OR 'lamp' & ! *", &[]),
            ("lamp)", &[2]),
            ("'; DROP TABLE campaigns; --", &[]),
            ("!!!", &[]),
        ] {
            let found = find(&world, Discover { text: Some(text.into()), ..Discover::default() }).await;
            assert_eq!(found, places.iter().map(|i| ids[*i]).collect::<Vec<_>>(), "{text}");
        }
        let blank = Discover { text: Some("  ".into()), ..Discover::default() };
        assert_eq!(find(&world, blank).await.len(), 6, "no words are no condition");
    }

    async fn several_states_are_one_list(db: &TestDb) {
        let world = World::new(db).await;
        let ids = six(&world).await;
        world.projects.cancel(&world.founder, ids[1], "over").await.unwrap();
        world.promise(ids[2], 10_000_000).await;
        db.clock.set("2026-07-01T14:30:00Z".parse().unwrap());
        world.projects.close_due(&kernel::Caller::system("closer"), 10).await.unwrap();
        let states = |states: &[CampaignState]| Discover { states: states.to_vec(), ..Discover::default() };
        use CampaignState as S;
        let pick = |places: &[usize]| places.iter().map(|i| ids[*i]).collect::<Vec<_>>();
        assert_eq!(find(&world, states(&[])).await, pick(&[3, 4, 5]));
        assert_eq!(find(&world, states(&[S::Live, S::Failed, S::Collecting])).await, pick(&[0, 2, 3, 4, 5]));
        assert_eq!(find(&world, states(S::ALL)).await, ids);
        assert_eq!(find(&world, states(&[S::Suspended])).await, []);
        assert_eq!(find(&world, states(&[S::Draft, S::InReview])).await, []);
        let all = states(S::ALL);
        for size in [1, 2, 5] {
            let found = walk(&world, &all, Order { by: OrderField::Standing, descending: true }, size).await;
            assert_eq!(found, pick(&[5, 1, 0, 2, 3, 4]), "pages of {size}");
        }
    }

    async fn facets_divide_what_was_found(db: &TestDb) {
        let world = World::new(db).await;
        six(&world).await;
        let facets = world.projects.facets(&Discover::default()).await.unwrap();
        assert_eq!(facets.fields[0], (Field::EnergyStorage, 2));
        assert_eq!(facets.offices[0], ("CN".to_owned(), 2));
        assert_eq!(facets.legal_statuses[0], (LegalStatus::InForce, 3));
        assert_eq!(facets.standings[0], (Standing::Strong, 3));
        assert_eq!(facets.standings.iter().map(|(_, n)| n).sum::<u64>(), 6);
        let nothing = Discover { states: vec![CampaignState::Draft], ..Discover::default() };
        assert_eq!(world.projects.facets(&nothing).await.unwrap(), Default::default());
    }

    async fn a_list_costs_one_statement_and_so_does_each_loader(db: &TestDb) {
        let world = World::new(db).await;
        let ids = six(&world).await;
        let before = db.statements();
        world.projects.page(&Discover::default(), Order::default(), &PageRequest::first(20)).await.unwrap();
        assert_eq!(db.statements() - before, 1);
        world.projects.patents_of(&ids).await.unwrap();
        world.projects.rewards_of(&ids).await.unwrap();
        world.projects.texts_of(&ids).await.unwrap();
        world.projects.by_ids(&world.founder, &ids).await.unwrap();
        world.projects.reviews_of(&ids).await.unwrap();
        let patents: Vec<_> = world.projects.patents_of(&ids).await.unwrap().iter().map(|p| p.patent_id).collect();
        let of_patents = world.projects.of_patents(&patents, 3).await.unwrap();
        assert_eq!(of_patents.len(), 6);
        assert_eq!(db.statements() - before, 8);
    }

    async fn what_a_register_says_reaches_the_lists(db: &TestDb) {
        let world = World::new(db).await;
        let ids = six(&world).await;
        let patent = world.projects.patents_of(&ids[..1]).await.unwrap()[0].patent_id;
        let before = world.find(ids[0]).await;
        world.tell(patent, "CN", LegalStatus::Lapsed, "CN 202010123456.7", "新名称");
        for _ in 0..2 {
            assert_eq!(world.projects.patents_changed(&[patent]).await.unwrap(), 1);
        }
        let after = world.find(ids[0]).await;
        assert_eq!(after.protection.standing, Standing::Weak);
        assert_eq!(after.dossier_hash, before.dossier_hash, "what investors were shown is frozen");
        assert_eq!(after.version, before.version);
        let lapsed = Discover { legal_statuses: vec![LegalStatus::Lapsed], ..Discover::default() };
        assert_eq!(find(&world, lapsed).await, [ids[0], ids[3]]);
        let renamed = Discover { text: Some("新名称".into()), ..Discover::default() };
        assert_eq!(find(&world, renamed).await, [ids[0]]);
        let old = Discover { text: Some("电解质".into()), ..Discover::default() };
        assert_eq!(find(&world, old).await, []);
        let mut last = 0;
        assert_eq!(world.projects.rebuild_projection(|n| last = n).await.unwrap(), 6);
        assert_eq!(last, 6);
        assert_eq!(world.find(ids[0]).await, after);
    }
}
