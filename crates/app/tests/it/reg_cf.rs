//! Regulation Crowdfunding: what is listed, committed and taken back.

use chrono::TimeDelta;
use kernel::{Caller, Currency, Money, Regime, Role};
use pledges::{AdjustPledgeError, CancelPledgeError, PlacePledgeError, PledgeState};
use regimes::{CheckParty, Class, Declare};
use testkit::person;

use crate::world::{World, key, refused, said, usd};

testkit::on_both! {
    async fn cf1_an_issuer_raises_five_million_in_twelve_months_and_not_a_dollar_more(db: &TestDb) {
        let world = World::new(db).await;
        let first = world.reg_cf().await;
        let investor = world.reg_cf_investor(first, 1_000_000, 1_000_000).await;
        let pledge = world.committed(&investor, first, usd(100), 1).await;
        world.written(&pledge, usd(4_989_900), world.now()).await;
        // 4,990,000 are promised: a second campaign of the same issuer may ask for 10,000 and for no more.
        let more = world.offered(Regime::RegCf, usd(10_001), 30).await;
        world.checked(more).await;
        let refusal = world.launch_refused(more).await;
        assert_eq!(said(&refusal), ("CF1", "issuer_limit_exceeded"));
        assert_eq!(refusal.params["left"], "10000.00 USD");
        let second = world.reg_cf_of(&world.founder, usd(10_000), 30).await;
        world.educate(&investor, second, |_| {}).await;
        // Meanwhile more was promised to the first.
        world.written(&pledge, usd(9_000), world.now()).await;
        let refusal = refused(world.place(&investor, second, usd(1_001), 2).await);
        assert_eq!((said(&refusal), refusal.params["left"].as_str()), (("CF1", "issuer_limit_exceeded"), "1000.00 USD"));
        assert!(world.place(&investor, second, usd(1_000), 3).await.is_ok());
        // Another issuer has a limit of their own, and what is older than twelve months does not count.
        let other = person(db, &[Role::Investor, Role::Founder]).await;
        world.reg_cf_of(&other, usd(5_000_000), 30).await;
        let long_ago = world.now() - TimeDelta::days(366);
        world.execute("UPDATE pledges SET placed_at = $1, reserved_until = $2 WHERE amount_minor = 498990000",
            vec![long_ago.into(), (long_ago + TimeDelta::days(1)).into()]).await;
        // What is promised and not charged yet counts however long ago it was promised.
        assert_eq!(said(&refused(world.place(&investor, second, usd(1_001), 4).await)).0, "CF1");
        world.bought(usd(4_989_900), long_ago).await;
        assert!(world.place(&investor, second, usd(1_001), 5).await.is_ok());
    }

    async fn cf1_of_two_commitments_at_once_one_takes_the_last_of_the_limit(db: &TestDb) {
        let world = World::new(db).await;
        let first = world.reg_cf().await;
        let second = world.reg_cf_of(&world.founder, usd(10_000), 30).await;
        let one = world.reg_cf_investor(first, 1_000_000, 1_000_000).await;
        let other = world.reg_cf_investor(second, 1_000_000, 1_000_000).await;
        let pledge = world.committed(&one, first, usd(100), 1).await;
        world.written(&pledge, usd(4_994_900), world.now()).await;
        // 5,000 are left, and the first campaign's own maximum is passed: the race is between two pledges to the second.
        world.educate(&one, second, |_| {}).await;
        let (a, b) = tokio::join!(world.place(&one, second, usd(3_000), 2), world.place(&other, second, usd(3_000), 3));
        assert!(a.is_ok() ^ b.is_ok(), "{a:?} {b:?}");
        let refusal = refused(if a.is_err() { a } else { b });
        assert_eq!((said(&refusal).0, refusal.params["left"].as_str()), ("CF1", "2000.00 USD"));
    }

    async fn cf14_amounts_and_goals_buy_whole_securities(db: &TestDb) {
        let world = World::new(db).await;
        let id = world.reg_cf().await;
        let investor = world.reg_cf_investor(id, 200_000, 200_000).await;
        let half = Money::new(10_050, Currency::USD);
        let refusal = refused(world.place(&investor, id, half, 1).await);
        assert_eq!((said(&refusal), refusal.params["next"].as_str()), (("CF14", "not_whole_units"), "101.00 USD"));
        let pledge = world.committed(&investor, id, usd(101), 2).await;
        // Neither more nor less than before may buy a part of one.
        assert_eq!(said(&world.adjust_refused(&investor, pledge.id, half, 3).await).1, "not_whole_units");
        let above = Money::new(10_150, Currency::USD);
        assert_eq!(said(&world.adjust_refused(&investor, pledge.id, above, 4).await).1, "not_whole_units");
        let odd = world.offered(Regime::RegCf, Money::new(1_000_050, Currency::USD), 30).await;
        world.checked(odd).await;
        assert_eq!(said(&world.launch_refused(odd).await), ("CF14", "not_whole_units"));
    }

    async fn cf2_of_two_commitments_at_once_to_two_issuers_one_takes_the_last_of_the_limit(db: &TestDb) {
        let world = World::new(db).await;
        let here = world.reg_cf().await;
        let founder = person(db, &[Role::Investor, Role::Founder]).await;
        let there = world.reg_cf_of(&founder, usd(10_000), 60).await;
        let investor = world.reg_cf_investor(here, 60_000, 50_000).await;
        world.educate(&investor, there, |_| {}).await;
        let (a, b) = tokio::join!(world.place(&investor, here, usd(2_000), 1), world.place(&investor, there, usd(2_000), 2));
        assert!(a.is_ok() ^ b.is_ok(), "{a:?} {b:?}");
        let refusal = refused(if a.is_err() { a } else { b });
        assert_eq!((said(&refusal).0, refusal.params["left"].as_str()), ("CF2", "1000.00 USD"));
    }

    async fn cf2_sixty_and_fifty_thousand_with_one_thousand_used_elsewhere_leave_two_thousand(db: &TestDb) {
        let world = World::new(db).await;
        let here = world.reg_cf().await;
        let other = person(db, &[Role::Investor, Role::Founder]).await;
        let elsewhere = world.reg_cf_of(&other, usd(10_000), 60).await;
        let investor = world.investor().await;
        world.educate(&investor, here, |_| {}).await;
        world.educate(&investor, elsewhere, |_| {}).await;
        let refusal = refused(world.place(&investor, here, usd(10), 1).await);
        assert_eq!(said(&refusal), ("CF2", "figures_missing"));
        world.figures(&investor, Regime::RegCf, 60_000, 50_000).await;
        let used = world.committed(&investor, elsewhere, usd(1_000), 2).await;
        let refusal = refused(world.place(&investor, here, usd(2_001), 3).await);
        assert_eq!(said(&refusal), ("CF2", "investor_limit_exceeded"));
        assert_eq!(refusal.params["limit"], "3000.00 USD");
        assert_eq!(refusal.params["left"], "2000.00 USD");
        let pledge = world.committed(&investor, here, usd(2_000), 4).await;
        assert_eq!(pledge.state, PledgeState::Committed);
        // Raised by a change it would be too much as well; what is taken back is free again.
        let refused = world.adjust(&investor, pledge.id, usd(2_500), 5).await;
        assert!(matches!(refused, Err(AdjustPledgeError::NotTaken(PlacePledgeError::Refused(_)))), "{refused:?}");
        world.cancel(&investor, used.id, 6).await.unwrap();
        assert_eq!(world.adjust(&investor, pledge.id, usd(2_500), 7).await.unwrap().amount, usd(2_500));
    }

    async fn cf2_whoever_is_shown_to_be_accredited_has_no_limit(db: &TestDb) {
        let world = World::new(db).await;
        let id = world.reg_cf().await;
        let investor = world.reg_cf_investor(id, 10_000, 10_000).await;
        assert_eq!(said(&refused(world.place(&investor, id, usd(9_000), 1).await)).0, "CF2");
        let documents = vec![world.upload(&investor).await];
        let class = Class::Accredited("net worth above one million dollars".to_owned());
        let declared = world.app.regimes.declare(&investor, Declare::Class { class: class.clone(), documents }).await.unwrap();
        assert_eq!(said(&refused(world.place(&investor, id, usd(9_000), 2).await)).0, "CF2", "its proof waits");
        let own = regimes::DecideDeclaration { id: declared.id, refused_because: None };
        let investing_reviewer = Caller { ..Caller::user(investor.user_id().unwrap(), key(9).into(), [Role::Reviewer]) };
        assert!(world.app.regimes.decide_declaration(&investing_reviewer, own).await.is_err());
        world.classed(&investor, class).await;
        assert!(world.place(&investor, id, usd(9_000), 3).await.is_ok());
        // What was declared is sealed: the trail and the table know its kind only.
        let trail = db.audit_of(&declared.id.to_string(), 10).await.unwrap();
        assert!(!format!("{:?}", trail[0].after).contains("million"));
    }

    async fn cf3_an_offering_is_open_for_twenty_one_days(db: &TestDb) {
        let world = World::new(db).await;
        world.licence(Regime::RegCf).await;
        let hasty = world.offered(Regime::RegCf, usd(10_000), 20).await;
        world.checked(hasty).await;
        let refusal = world.launch_refused(hasty).await;
        assert_eq!((said(&refusal), refusal.params["hours"].as_str()), (("CF3", "open_too_short"), "504"));
        let live = world.reg_cf_of(&world.founder, usd(10_000), 21).await;
        assert_eq!(world.find(live).await.deadline_at, Some(world.now() + TimeDelta::hours(504)));
    }

    async fn cf4_a_commitment_is_taken_back_until_48_hours_before_the_deadline(db: &TestDb) {
        let world = World::new(db).await;
        let id = world.reg_cf().await;
        let investor = world.reg_cf_investor(id, 200_000, 200_000).await;
        // With the whole goal promised, the platform's own rule would bind in the last 24 hours; the law's binds before.
        let first = world.committed(&investor, id, usd(9_000), 1).await;
        let second = world.committed(&investor, id, usd(1_000), 2).await;
        let deadline = world.find(id).await.deadline_at.unwrap();
        db.clock.set(deadline - TimeDelta::hours(48) - TimeDelta::seconds(1));
        assert_eq!(world.cancel(&investor, first.id, 3).await.unwrap().state, PledgeState::Cancelled);
        db.clock.set(deadline - TimeDelta::hours(48));
        match world.cancel(&investor, second.id, 4).await {
            Err(CancelPledgeError::Refused(refusal)) => assert_eq!(said(&refusal), ("CF4", "too_late_to_cancel")),
            other => panic!("{other:?}"),
        }
        // To lower it would be to take a part of it back.
        let kept = world.adjust(&investor, second.id, usd(500), 5).await;
        assert!(matches!(kept, Err(AdjustPledgeError::NotTaken(PlacePledgeError::Refused(_)))), "{kept:?}");
    }

    async fn cf11_everything_is_read_answered_and_acknowledged_before_each_commitment(db: &TestDb) {
        let world = World::new(db).await;
        let id = world.reg_cf().await;
        let investor = world.investor().await;
        world.figures(&investor, Regime::RegCf, 60_000, 50_000).await;
        let what = |outcome| {
            let refusal = refused(outcome);
            assert_eq!(said(&refusal), ("CF11", "not_acknowledged"));
            refusal.params["what"].clone()
        };
        assert_eq!(what(world.place(&investor, id, usd(100), 1).await), "material");
        world.educate(&investor, id, |said| if let Declare::Education { answers, .. } = said { answers.pop(); }).await;
        assert_eq!(what(world.place(&investor, id, usd(100), 2).await), "questions");
        world.educate(&investor, id, |said| if let Declare::Education { loss_acknowledged, .. } = said { *loss_acknowledged = false; }).await;
        assert_eq!(what(world.place(&investor, id, usd(100), 3).await), "loss");
        world.educate(&investor, id, |said| if let Declare::Education { illiquidity_acknowledged, .. } = said { *illiquidity_acknowledged = false; }).await;
        assert_eq!(what(world.place(&investor, id, usd(100), 4).await), "illiquidity");
        world.educate(&investor, id, |_| {}).await;
        assert!(world.place(&investor, id, usd(100), 5).await.is_ok());
        // A day later it is asked for again; what was said is kept as evidence.
        db.clock.advance(TimeDelta::hours(24));
        assert_eq!(what(world.place(&investor, id, usd(100), 6).await), "material");
        assert_eq!(world.number("SELECT count(*) FROM regime_declarations WHERE kind = 'education'").await, 4);
        assert_eq!(world.number("SELECT count(*) FROM regime_commitments").await, 1);
    }

    async fn cf13_progress_is_shown_continuously(db: &TestDb) {
        let world = World::new(db).await;
        let id = world.reg_cf().await;
        let investor = world.reg_cf_investor(id, 200_000, 200_000).await;
        for (n, amount, shown) in [(1, 5_000, 5_000), (2, 5_000, 10_000)] {
            world.committed(&investor, id, usd(amount), n).await;
            // At 50 and at 100 per cent everybody sees it in the same moment, without a notice.
            let seen = world.app.projects.find(&Caller::anonymous(), id).await.unwrap().unwrap();
            assert_eq!(seen.funded().0, shown);
        }
    }

    async fn cf14_the_declared_maximum_is_taken_and_not_one_more(db: &TestDb) {
        let world = World::new(db).await;
        world.licence(Regime::RegCf).await;
        let draft = world.draft(&world.founder, usd(10_000), 30).await;
        world.app.projects.choose_regime(&world.founder, draft.id, draft.version, Regime::RegCf).await.unwrap();
        world.checked(draft.id).await;
        assert_eq!(said(&world.launch_refused(draft.id).await), ("CF14", "offering_missing"));
        let back = "UPDATE campaigns SET state = 'changes_requested' WHERE id = $1";
        world.execute(back, vec![draft.id.uuid().into()]).await;
        world.terms(&world.founder, draft.id, usd(10_000), Some(usd(12_000))).await;
        world.launch(&world.founder, draft.id).await.unwrap();
        let investor = world.reg_cf_investor(draft.id, 500_000, 500_000).await;
        world.committed(&investor, draft.id, usd(11_000), 1).await;
        // A card that is being entered counts as well.
        world.place(&investor, draft.id, usd(900), 2).await.unwrap();
        let refusal = refused(world.place(&investor, draft.id, usd(101), 3).await);
        assert_eq!((said(&refusal), refusal.params["left"].as_str()), (("CF14", "oversubscribed"), "100.00 USD"));
        assert!(world.place(&investor, draft.id, usd(100), 4).await.is_ok());
        // Frozen from the launch on; and what this platform does not carry out cannot be promised.
        let mut terms = world.app.regimes.offering_of(draft.id).await.unwrap().unwrap().terms;
        let frozen = world.app.regimes.state_offering(&world.founder, terms.clone()).await;
        assert!(matches!(frozen, Err(regimes::Error::Frozen)), "{frozen:?}");
        let other = world.draft(&world.founder, usd(10_000), 30).await;
        world.app.projects.choose_regime(&world.founder, other.id, other.version, Regime::RegCf).await.unwrap();
        terms.campaign_id = other.id;
        terms.method = regimes::OversubscriptionMethod::ProRata;
        let unknown = world.app.regimes.state_offering(&world.founder, terms).await;
        assert!(matches!(unknown, Err(regimes::Error::Refused(_))), "{unknown:?}");
    }

    async fn cf15_issuer_and_promoters_are_labelled(db: &TestDb) {
        let world = World::new(db).await;
        let id = world.reg_cf().await;
        let (promoter, anybody) = (world.investor().await, world.investor().await);
        let people = [&world.founder, &promoter, &anybody].map(|who| who.user_id().unwrap());
        world.app.regimes.name_promoter(&world.founder, id, people[1]).await.unwrap();
        world.app.regimes.name_promoter(&world.founder, id, people[1]).await.unwrap();
        assert!(world.app.regimes.name_promoter(&anybody, id, people[2]).await.is_err());
        let pairs = people.map(|who| (id, who));
        assert_eq!(world.app.regimes.promoters_among(&pairs).await.unwrap(), [(id, people[1])]);
        // Everybody reads, whoever has an account asks.
        let asked = world.app.projects.ask(&anybody, id, "Who pays whom for this?").await;
        assert!(asked.is_ok(), "{asked:?}");
        assert!(world.app.projects.ask(&Caller::anonymous(), id, "And I?").await.is_err());
    }

    async fn cf16_nothing_is_listed_before_the_checks_are_passed(db: &TestDb) {
        let world = World::new(db).await;
        world.licence(Regime::RegCf).await;
        let id = world.offered(Regime::RegCf, usd(10_000), 30).await;
        let refusal = world.launch_refused(id).await;
        assert_eq!((said(&refusal), refusal.params["what"].as_str()), (("CF16", "background_check_missing"), "issuer"));
        world.checked(id).await;
        // A later suspicion counts more than what was found before.
        world.check(id, CheckParty::Officers, false).await;
        assert_eq!(world.launch_refused(id).await.params["what"], "officers");
        world.check(id, CheckParty::Officers, true).await;
        assert!(world.launch(&world.founder, id).await.is_ok());
        // What is found out after the launch keeps everybody from committing until it is cleared.
        let investor = world.reg_cf_investor(id, 200_000, 200_000).await;
        world.check(id, CheckParty::Issuer, false).await;
        assert_eq!(said(&refused(world.place(&investor, id, usd(100), 1).await)), ("CF16", "background_check_missing"));
        world.check(id, CheckParty::Issuer, true).await;
        assert!(world.place(&investor, id, usd(100), 2).await.is_ok());
        let check = regimes::RecordCheck { campaign_id: id, party: CheckParty::Issuer, passed: true, reference: "x".to_owned() };
        assert!(world.app.regimes.record_check(&world.founder, check).await.is_err());
    }

    async fn cf9_a_campaign_that_could_keep_less_than_its_target_is_not_listed(db: &TestDb) {
        let world = World::new(db).await;
        world.licence(Regime::RegCf).await;
        let id = world.offered(Regime::RegCf, usd(10_000), 30).await;
        world.checked(id).await;
        world.execute("UPDATE campaigns SET shortfall_rule = 'accept' WHERE id = $1", vec![id.uuid().into()]).await;
        assert_eq!(said(&world.launch_refused(id).await), ("CF9", "shortfall_not_given_back"));
        world.execute("UPDATE campaigns SET shortfall_rule = 'refund_all' WHERE id = $1", vec![id.uuid().into()]).await;
        assert!(world.launch(&world.founder, id).await.is_ok());
    }
}
