//! A regime other than that of rewards is chosen only with a licence in force.

use chrono::TimeDelta;
use kernel::{Caller, PageRequest, Regime, Role, Standing};
use regimes::{Error, LicenceState};
use testkit::person;

use crate::world::{World, said, usd};

testkit::on_both! {
    async fn a_regime_is_chosen_only_with_a_licence_that_two_people_saw(db: &TestDb) {
        let world = World::new(db).await;
        let regimes = &world.app.regimes;
        let draft = world.draft(&world.founder, usd(10_000), 30).await;
        assert_eq!(draft.regime, Regime::Reward);
        let choose = || world.app.projects.choose_regime(&world.founder, draft.id, draft.version, Regime::RegCf);
        let refusal = match choose().await {
            Err(projects::Error::Refused(refusal)) => refusal,
            other => panic!("{other:?}"),
        };
        assert_eq!(said(&refusal), ("LIC", "licence_missing"));

        let entered = regimes.enter_licence(&world.admins[0], World::wish(Regime::RegCf)).await.unwrap();
        assert!(choose().await.is_err(), "entered by one person it does not count");
        let own = regimes.confirm_licence(&world.admins[0], entered.id).await;
        assert!(matches!(own, Err(Error::Forbidden(kernel::Forbidden::OwnCase))), "{own:?}");
        let stale = Caller {
            standing: Standing { proved: false, ..world.admins[1].standing },
            ..world.admins[1].clone()
        };
        let unproved = regimes.confirm_licence(&stale, entered.id).await;
        assert!(matches!(unproved, Err(Error::Forbidden(kernel::Forbidden::ProveFirst))), "{unproved:?}");
        regimes.confirm_licence(&world.admins[1], entered.id).await.unwrap();
        assert!(matches!(regimes.confirm_licence(&world.admins[1], entered.id).await, Err(Error::Decided)));
        assert_eq!(choose().await.unwrap().regime, Regime::RegCf);

        let trail: Vec<_> = db.audit_of(&entered.id.to_string(), 10).await.unwrap().into_iter().map(|row| row.action).collect();
        assert_eq!(trail.len(), 2, "{trail:?}");
    }

    async fn a_withdrawn_or_expired_licence_stops_launches_and_pledges(db: &TestDb) {
        let world = World::new(db).await;
        let licence = world.licence(Regime::RegCf).await;
        let live = world.reg_cf_of(&world.founder, usd(10_000), 60).await;
        let waits = world.offered(Regime::RegCf, usd(10_000), 60).await;
        world.checked(waits).await;
        let investor = world.reg_cf_investor(live, 60_000, 50_000).await;
        let reason = "the registration was given back";
        let withdrawn = world.app.regimes.withdraw_licence(&world.admins[0], licence.id, reason).await.unwrap();
        assert_eq!(withdrawn.state(db.clock().today()), LicenceState::Withdrawn);
        assert_eq!(said(&world.launch_refused(waits).await), ("LIC", "licence_missing"));
        let refusal = crate::world::refused(world.place(&investor, live, usd(100), 1).await);
        assert_eq!(said(&refusal), ("LIC", "licence_missing"));

        world.licence(Regime::RegCf).await;
        assert!(world.place(&investor, live, usd(100), 2).await.is_ok());
        db.clock.advance(TimeDelta::days(600));
        let page = world.app.regimes.licences(&world.admins[0], &PageRequest::first(1)).await.unwrap();
        assert!(page.has_next);
        let (_, (_, state)) = page.items[0].clone();
        assert_eq!(state, LicenceState::Expired);
    }

    async fn the_founder_of_a_scheduled_campaign_is_told_once_that_it_waits_for_a_licence(db: &TestDb) {
        let world = World::new(db).await;
        let licence = world.licence(Regime::RegCf).await;
        let id = world.offered(Regime::RegCf, usd(10_000), 60).await;
        world.checked(id).await;
        world.execute("UPDATE campaigns SET state = 'approved' WHERE id = $1", vec![id.uuid().into()]).await;
        let starts_at = world.now() + TimeDelta::days(3);
        world.app.projects.launch(&world.founder, id, Some(starts_at)).await.unwrap();
        world.app.regimes.withdraw_licence(&world.admins[0], licence.id, "given back").await.unwrap();
        db.clock.set(starts_at);
        let launcher = Caller::system("launcher");
        for _ in 0..3 {
            assert!(world.app.projects.launch_due(&launcher, 10).await.unwrap().is_empty());
        }
        world.work().await;
        assert_eq!(world.told("own_launch_waits").await, 1);
        world.licence(Regime::RegCf).await;
        assert_eq!(world.app.projects.launch_due(&launcher, 10).await.unwrap(), [id]);
    }

    async fn a_licence_that_was_entered_never_changes(db: &TestDb) {
        let world = World::new(db).await;
        let licence = world.licence(Regime::Ecspr).await;
        use sea_orm::ConnectionTrait;
        let conn = db.primary();
        let update = db::sql(conn, "UPDATE regime_licences SET number = 'other'", []);
        assert!(conn.execute_raw(update).await.is_err());
        let delete = db::sql(conn, "DELETE FROM regime_licence_acts", []);
        assert!(conn.execute_raw(delete).await.is_err());
        let nobody = person(db, &[Role::Reviewer]).await;
        assert!(matches!(world.app.regimes.licences(&nobody, &PageRequest::default()).await, Err(Error::Forbidden(_))));
        let blank = world.app.regimes.withdraw_licence(&world.admins[0], licence.id, " ").await;
        assert!(matches!(blank, Err(Error::Invalid(_))));
    }

    async fn a_campaign_for_rewards_is_asked_nothing_of_all_this(db: &TestDb) {
        let world = World::new(db).await;
        let draft = world.draft(&world.founder, usd(10_000), 5).await;
        world.launch(&world.founder, draft.id).await.unwrap();
        let investor = world.investor().await;
        let pledge = world.committed(&investor, draft.id, usd(5_000), 1).await;
        assert!(pledge.state.counts());
        assert_eq!(world.number("SELECT count(*) FROM regime_commitments").await, 0);
        assert!(world.cancel(&investor, pledge.id, 2).await.is_ok());
    }
}
