//! China: private, to qualified investors, two hundred of them at the most.

use kernel::{Caller, Regime};
use projects::Stage;
use regimes::{Class, OfferingTerms, OversubscriptionMethod, rules::qualification::Means};

use crate::world::{World, cny, refused, said};

async fn live(world: &World<'_>) -> kernel::CampaignId {
    world.licence(Regime::CnPrivate).await;
    let id = world.offered(Regime::CnPrivate, cny(1_000_000_000), 30).await;
    world.launch(&world.founder, id).await.unwrap();
    id
}

async fn qualified(world: &World<'_>) -> Caller {
    let investor = world.investor().await;
    let means = Means {
        assets_minor: 300_000_000,
        income_minor: 0,
    };
    world.classed(&investor, Class::Qualified(means)).await;
    investor
}

testkit::on_both! {
    async fn cn1_pages_are_read_and_pledged_to_by_qualified_investors_only(db: &TestDb) {
        let world = World::new(db).await;
        let id = live(&world).await;
        let projects = &world.app.projects;
        let (stranger, investor) = (world.investor().await, qualified(&world).await);
        let slug = world.find(id).await.slug;
        for who in [&Caller::anonymous(), &stranger] {
            assert!(projects.find(who, id).await.unwrap().is_none());
            assert!(projects.by_slug(who, &slug).await.unwrap().is_none());
        }
        assert!(projects.by_slug(&investor, &slug).await.unwrap().is_some());
        assert!(projects.find(&world.founder, id).await.unwrap().is_some());
        // In no list and no search, whoever looks; nothing that could be shared.
        assert_eq!(world.find(id).await.stage(), Stage::Hidden);
        assert_eq!(world.number("SELECT count(*) FROM campaigns WHERE stage <> 'hidden'").await, 0);
        assert_eq!(said(&refused(world.place(&stranger, id, cny(1_000_000), 1).await)), ("CN1", "not_qualified"));
        let small = refused(world.place(&investor, id, cny(999_999), 2).await);
        assert_eq!((said(&small), small.params["limit"].as_str()), (("CN1", "ticket_too_small"), "1000000.00 CNY"));
        world.committed(&investor, id, cny(1_000_000), 3).await;
        let left = qualified(&world).await;
        let taken_back = world.committed(&left, id, cny(1_000_000), 4).await;
        world.cancel(&left, taken_back.id, 5).await.unwrap();
        // A year later proof is asked for again; whoever holds a part of it, or did, reads on.
        let reader = qualified(&world).await;
        assert!(projects.find(&reader, id).await.unwrap().is_some());
        db.clock.advance(chrono::TimeDelta::days(366));
        assert!(projects.find(&reader, id).await.unwrap().is_none());
        assert!(projects.find(&investor, id).await.unwrap().is_some());
        assert!(projects.find(&left, id).await.unwrap().is_some());
    }

    async fn cn1_what_is_left_of_a_commitment_is_the_least_ticket_too(db: &TestDb) {
        let world = World::new(db).await;
        let id = live(&world).await;
        let investor = qualified(&world).await;
        let pledge = world.committed(&investor, id, cny(3_000_000), 1).await;
        let refusal = world.adjust_refused(&investor, pledge.id, cny(999_999), 2).await;
        assert_eq!(said(&refusal), ("CN1", "ticket_too_small"));
        assert_eq!(world.adjust(&investor, pledge.id, cny(1_000_000), 3).await.unwrap().amount, cny(1_000_000));
    }

    async fn cn2_an_issuer_says_how_many_hold_a_part_of_it_already(db: &TestDb) {
        let world = World::new(db).await;
        world.licence(Regime::CnPrivate).await;
        let id = world.offered(Regime::CnPrivate, cny(1_000_000_000), 30).await;
        let terms = |existing_holders| OfferingTerms {
            campaign_id: id,
            security: "Shares".to_owned(),
            unit_price: cny(1),
            method: OversubscriptionMethod::None,
            maximum: None,
            existing_holders,
        };
        let state = |holders| world.app.regimes.state_offering(&world.founder, terms(holders));
        for wrong in [None, Some(0)] {
            assert!(matches!(state(wrong).await, Err(regimes::Error::Invalid(_))), "{wrong:?}");
        }
        state(Some(200)).await.unwrap();
        assert_eq!(said(&world.launch_refused(id).await), ("CN2", "holders_full"));
        world.execute("UPDATE campaigns SET state = 'draft' WHERE id = $1", vec![id.uuid().into()]).await;
        state(Some(199)).await.unwrap();
        world.launch(&world.founder, id).await.unwrap();
        let (one, other) = (qualified(&world).await, qualified(&world).await);
        world.committed(&one, id, cny(1_000_000), 1).await;
        assert_eq!(said(&refused(world.place(&other, id, cny(1_000_000), 2).await)), ("CN2", "holders_full"));
    }

    async fn cn2_the_two_hundredth_holder_is_the_last(db: &TestDb) {
        let world = World::new(db).await;
        let id = live(&world).await;
        let first = qualified(&world).await;
        let pledge = world.committed(&first, id, cny(1_000_000), 1).await;
        // One held a part before the campaign.
        for _ in 0..197 {
            world.written(&pledge, cny(1_000_000), world.now()).await;
        }
        let (last, late) = (qualified(&world).await, qualified(&world).await);
        world.committed(&last, id, cny(1_000_000), 2).await;
        let refusal = refused(world.place(&late, id, cny(1_000_000), 3).await);
        assert_eq!((said(&refusal), refusal.params["limit"].as_str()), (("CN2", "holders_full"), "200"));
        // Who holds already may hold more.
        assert!(world.place(&first, id, cny(1_000_000), 4).await.is_ok());
    }

    async fn cn1_who_follows_the_founder_is_told_nothing_of_a_private_campaign(db: &TestDb) {
        let world = World::new(db).await;
        let follower = world.investor().await;
        let founder = investors::Followee::Founder(world.founder.user_id().unwrap());
        world.app.accounts.become_founder(&world.founder).await.unwrap();
        let open = world.draft(&world.founder, cny(1_000), 30).await;
        world.launch(&world.founder, open.id).await.unwrap();
        world.work().await;
        world.app.investors.follow(&follower, founder).await.unwrap();
        live(&world).await;
        world.work().await;
        assert_eq!(world.told("followed_launched").await, 0);
        // Of another campaign of the same founder they are.
        let second = world.draft(&world.founder, cny(1_000), 30).await;
        world.launch(&world.founder, second.id).await.unwrap();
        world.work().await;
        assert_eq!(world.told("followed_launched").await, 1);
    }

    async fn cn2_holders_are_those_of_the_issuer_and_two_at_once_are_one_too_many(db: &TestDb) {
        let world = World::new(db).await;
        let first = live(&world).await;
        let holder = qualified(&world).await;
        let pledge = world.committed(&holder, first, cny(1_000_000), 1).await;
        for _ in 0..197 {
            world.written(&pledge, cny(1_000_000), world.now()).await;
        }
        // A second campaign of the same issuer has no two hundred of its own.
        let second = world.offered(Regime::CnPrivate, cny(1_000_000_000), 30).await;
        world.launch(&world.founder, second).await.unwrap();
        let (one, other) = (qualified(&world).await, qualified(&world).await);
        let (a, b) = tokio::join!(world.place(&one, second, cny(1_000_000), 2), world.place(&other, second, cny(1_000_000), 3));
        assert!(a.is_ok() ^ b.is_ok(), "{a:?} {b:?}");
        assert_eq!(said(&refused(if a.is_err() { a } else { b })), ("CN2", "holders_full"));
        assert!(world.place(&holder, second, cny(1_000_000), 4).await.is_ok());
    }
}
