//! The European regime: Regulation (EU) 2020/1503.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::Regime;
use pledges::PledgeState;
use projects::CampaignState;
use regimes::{
    Class, Declare, Error,
    rules::qualification::{FirmFacts, PersonFacts},
};

use crate::world::{World, eur, refused, right_answers, said};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

testkit::on_both! {
    async fn eu1_a_project_owner_raises_five_million_in_twelve_months(db: &TestDb) {
        let world = World::new(db).await;
        let first = world.ecspr().await;
        let investor = world.ecspr_investor(100_000).await;
        let pledge = world.committed(&investor, first, eur(1_000), 1).await;
        world.written(&pledge, eur(4_990_000), world.now()).await;
        let more = world.offered(Regime::Ecspr, eur(9_001), 30).await;
        world.sheet(more, 6).await.unwrap();
        let refusal = world.launch_refused(more).await;
        assert_eq!((said(&refusal), refusal.params["left"].as_str()), (("EU1", "issuer_limit_exceeded"), "9000.00 EUR"));
        // What was promised to the first is over the declared maximum by now; nobody can add to it either.
        assert_eq!(said(&refused(world.place(&investor, first, eur(9_001), 2).await)).0, "CF14");
    }

    async fn eu2_everybody_is_not_sophisticated_until_it_is_shown_and_for_two_years(db: &TestDb) {
        let world = World::new(db).await;
        let id = world.ecspr().await;
        let investor = world.investor().await;
        // Without a test, a simulation or a warning: as one who is not sophisticated, nothing.
        assert_eq!(said(&refused(world.place(&investor, id, eur(5_000), 1).await)).0, "EU3");
        let poor = Class::SophisticatedPerson(PersonFacts { income_minor: 6_000_000, ..PersonFacts::default() });
        let documents = vec![world.upload(&investor).await];
        let one_of_three = world.app.regimes.declare(&investor, Declare::Class { class: poor, documents }).await;
        assert!(matches!(&one_of_three, Err(Error::Refused(refusal)) if said(refusal) == ("EU2", "not_qualified")), "{one_of_three:?}");
        let facts = PersonFacts { income_minor: 6_000_000, finance_months: 12, ..PersonFacts::default() };
        world.classed(&investor, Class::SophisticatedPerson(facts)).await;
        assert!(world.place(&investor, id, eur(5_000), 2).await.is_ok());
        let firm = world.investor().await;
        let facts = FirmFacts { turnover_minor: 200_000_000, ..FirmFacts::default() };
        world.classed(&firm, Class::SophisticatedFirm(facts)).await;
        assert!(world.place(&firm, id, eur(2_000), 3).await.is_ok());
        // Two years later it has to be shown again.
        let update = "UPDATE campaigns SET deadline_at = $1";
        db.clock.advance(TimeDelta::days(731));
        world.execute(update, vec![(world.now() + TimeDelta::days(9)).into()]).await;
        let licence = regimes::EnterLicence { valid_until: None, ..World::wish(Regime::Ecspr) };
        let entered = world.app.regimes.enter_licence(&world.admins[0], licence).await.unwrap();
        world.app.regimes.confirm_licence(&world.admins[1], entered.id).await.unwrap();
        assert_eq!(said(&refused(world.place(&investor, id, eur(100), 4).await)).0, "EU3");
    }

    async fn eu3_a_failed_test_bans_nobody_but_its_warning_is_acknowledged(db: &TestDb) {
        let world = World::new(db).await;
        let id = world.ecspr().await;
        let investor = world.ecspr_investor(100_000).await;
        let test = |answers, warning_acknowledged| Declare::KnowledgeTest { answers, warning_acknowledged };
        let mut answers = right_answers(&world.app, Regime::Ecspr);
        answers.truncate(6);
        world.app.regimes.declare(&investor, test(answers.clone(), false)).await.unwrap();
        assert_eq!(said(&refused(world.place(&investor, id, eur(100), 1).await)), ("EU3", "warning_not_acknowledged"));
        world.app.regimes.declare(&investor, test(answers, true)).await.unwrap();
        assert!(world.place(&investor, id, eur(100), 2).await.is_ok());
        let other = world.investor().await;
        assert_eq!(said(&refused(world.place(&other, id, eur(100), 3).await)), ("EU3", "knowledge_test_missing"));
    }

    async fn eu4_the_loss_of_a_tenth_of_the_net_worth_is_simulated_once_a_year(db: &TestDb) {
        let world = World::new(db).await;
        let id = world.ecspr().await;
        let investor = world.investor().await;
        let answers = right_answers(&world.app, Regime::Ecspr);
        let regimes = &world.app.regimes;
        regimes.declare(&investor, Declare::KnowledgeTest { answers, warning_acknowledged: false }).await.unwrap();
        assert_eq!(said(&refused(world.place(&investor, id, eur(100), 1).await)), ("EU4", "figures_missing"));
        world.figures(&investor, Regime::Ecspr, 30_000, 50_000).await;
        assert_eq!(said(&refused(world.place(&investor, id, eur(100), 2).await)), ("EU4", "simulation_missing"));
        let wrong = regimes.declare(&investor, Declare::LossSimulation { loss: eur(4_999) }).await;
        assert!(matches!(wrong, Err(Error::Invalid(_))), "{wrong:?}");
        regimes.declare(&investor, Declare::LossSimulation { loss: eur(5_000) }).await.unwrap();
        assert!(world.place(&investor, id, eur(100), 3).await.is_ok());
    }

    async fn eu5_above_a_thousand_euros_or_a_twentieth_consent_is_asked_for(db: &TestDb) {
        let world = World::new(db).await;
        let id = world.ecspr().await;
        let investor = world.ecspr_investor(10_000).await;
        assert!(world.place(&investor, id, eur(1_000), 1).await.is_ok());
        let refusal = refused(world.place(&investor, id, eur(1_001), 2).await);
        assert_eq!((said(&refusal), refusal.params["limit"].as_str()), (("EU5", "large_investment"), "1000.00 EUR"));
        // With the first it would be 2,001.
        let consent = |threshold| Declare::LargeInvestment { campaign_id: id, amount: eur(2_001), threshold };
        let unread = world.app.regimes.declare(&investor, consent(eur(500))).await;
        assert!(matches!(unread, Err(Error::Invalid(_))), "{unread:?}");
        world.app.regimes.declare(&investor, consent(eur(1_000))).await.unwrap();
        assert!(world.place(&investor, id, eur(1_002), 3).await.is_err(), "to less than that was consented");
        assert!(world.place(&investor, id, eur(1_001), 4).await.is_ok());
    }

    async fn eu6_an_offer_is_revoked_for_four_calendar_days_even_over_the_deadline(db: &TestDb) {
        let world = World::new(db).await;
        let id = world.ecspr().await;
        let deadline = world.find(id).await.deadline_at.unwrap();
        assert_eq!(deadline, at("2026-07-01T12:00:00Z"));
        db.clock.set(deadline - TimeDelta::hours(1));
        let investor = world.ecspr_investor(200_000).await;
        let large = Declare::LargeInvestment { campaign_id: id, amount: eur(10_000), threshold: eur(10_000) };
        world.app.regimes.declare(&investor, large).await.unwrap();
        let kept = world.committed(&investor, id, eur(9_000), 1).await;
        let revoked = world.committed(&investor, id, eur(1_000), 2).await;
        // The deadline comes and the goal is reached; but it is not decided on, for offers may be revoked until 6 July.
        db.clock.set(at("2026-07-05T23:59:59Z"));
        assert_eq!(world.close_due().await, 0);
        assert_eq!(world.cancel(&investor, revoked.id, 3).await.unwrap().state, PledgeState::Cancelled);
        db.clock.set(at("2026-07-06T00:00:00Z"));
        assert!(world.cancel(&investor, kept.id, 4).await.is_err());
        assert_eq!(world.close_due().await, 1);
        // Decided on what was left.
        assert_eq!(world.find(id).await.state, CampaignState::Failed);
    }

    async fn eu6_the_days_run_from_the_saved_card_and_a_campaign_can_be_stopped_in_them(db: &TestDb) {
        let world = World::new(db).await;
        let id = world.ecspr().await;
        let deadline = world.find(id).await.deadline_at.unwrap();
        assert_eq!(deadline, at("2026-07-01T12:00:00Z"));
        // Placed half an hour before midnight, the card is saved after it.
        db.clock.set(at("2026-06-10T23:45:00Z"));
        let investor = world.ecspr_investor(200_000).await;
        let placed = world.place(&investor, id, eur(1_000), 1).await.unwrap();
        assert!(world.app.regimes.confirmations_of(placed.id).await.unwrap().0.is_none(), "nothing is promised yet");
        db.clock.set(at("2026-06-11T00:05:00Z"));
        world.card(&investor, placed.id).await;
        let (confirmed, _) = world.app.regimes.confirmations_of(placed.id).await.unwrap();
        assert_eq!(confirmed.unwrap().on.to_string(), "2026-06-11");
        let ends = "SELECT count(DISTINCT cancel_until) FROM regime_commitments";
        assert_eq!(world.number(ends).await, 2, "of the fifteenth, and of the sixteenth");
        // The deadline comes; until the last offer cannot be revoked any more, staff can stop the campaign, and third parties claim.
        db.clock.set(deadline + TimeDelta::days(2));
        assert_eq!(world.close_due().await, 0);
        let projects = &world.app.projects;
        projects.pause(&world.reviewer, id, "a question about its patents").await.unwrap();
        db.clock.set(deadline + TimeDelta::days(3));
        let on = projects.resume(&world.reviewer, id, "it is answered").await.unwrap();
        assert_eq!(on.deadline_at, Some(deadline + TimeDelta::days(1)));
        db.clock.set(at("2026-07-07T00:00:00Z"));
        assert!(projects.pause(&world.reviewer, id, "too late").await.is_err());
        assert_eq!(world.close_due().await, 1);
    }

    async fn eu5_parts_of_one_investment_are_one_investment_and_old_figures_count_no_more(db: &TestDb) {
        let world = World::new(db).await;
        let id = world.ecspr().await;
        let investor = world.ecspr_investor(10_000).await;
        world.committed(&investor, id, eur(600), 1).await;
        assert_eq!(said(&refused(world.place(&investor, id, eur(600), 2).await)), ("EU5", "large_investment"));
        assert!(world.place(&investor, id, eur(400), 3).await.is_ok());
        // Figures that were declared anew want a simulation of their own.
        world.figures(&investor, Regime::Ecspr, 30_000, 400_000).await;
        assert_eq!(said(&refused(world.place(&investor, id, eur(10), 4).await)), ("EU4", "simulation_missing"));
        world.app.regimes.declare(&investor, Declare::LossSimulation { loss: eur(40_000) }).await.unwrap();
        assert!(world.place(&investor, id, eur(10), 5).await.is_ok());
        db.clock.advance(TimeDelta::days(366));
        world.execute("UPDATE campaigns SET deadline_at = $1", vec![(world.now() + TimeDelta::days(9)).into()]).await;
        assert_eq!(said(&refused(world.place(&investor, id, eur(10), 6).await)), ("EU4", "figures_missing"));
    }

    async fn eu6_whoever_raises_an_offer_makes_a_new_one_and_who_lowers_it_makes_none(db: &TestDb) {
        let world = World::new(db).await;
        let id = world.ecspr().await;
        let investor = world.ecspr_investor(200_000).await;
        // 1 June, 12:00: it may be revoked until 6 June, 0:00.
        let pledge = world.committed(&investor, id, eur(1_000), 1).await;
        db.clock.set(at("2026-06-05T12:00:00Z"));
        world.adjust(&investor, pledge.id, eur(2_000), 2).await.unwrap();
        db.clock.set(at("2026-06-09T12:00:00Z"));
        world.adjust(&investor, pledge.id, eur(1_500), 3).await.unwrap();
        let judged = "SELECT count(*) FROM regime_commitments WHERE cancel_until = (SELECT max(cancel_until) FROM regime_commitments)";
        assert_eq!(world.number(judged).await, 2, "lowering moved no time");
        // In the last hours the platform's own rule would keep what the goal needs; the law goes before.
        let other = world.ecspr_investor(400_000).await;
        let large = Declare::LargeInvestment { campaign_id: id, amount: eur(8_500), threshold: eur(20_000) };
        world.app.regimes.declare(&other, large).await.unwrap();
        world.committed(&other, id, eur(8_500), 4).await;
        world.execute("UPDATE campaigns SET deadline_at = $1", vec![(world.now() + TimeDelta::hours(1)).into()]).await;
        assert_eq!(world.cancel(&investor, pledge.id, 5).await.unwrap().state, PledgeState::Cancelled);
    }

    async fn eu7_a_sheet_has_six_pages_and_a_new_version_is_told_to_investors_at_once(db: &TestDb) {
        let world = World::new(db).await;
        world.licence(Regime::Ecspr).await;
        let id = world.offered(Regime::Ecspr, eur(10_000), 30).await;
        assert_eq!(said(&world.launch_refused(id).await), ("EU7", "sheet_missing"));
        let long = world.sheet(id, 7).await;
        assert!(matches!(&long, Err(Error::Refused(refusal)) if said(refusal) == ("EU7", "sheet_too_long")), "{long:?}");
        world.sheet(id, 6).await.unwrap();
        world.launch(&world.founder, id).await.unwrap();
        let investor = world.ecspr_investor(100_000).await;
        world.committed(&investor, id, eur(1_000), 1).await;
        world.work().await;
        assert_eq!(world.told("sheet_changed").await, 0);
        assert_eq!(world.sheet(id, 5).await.unwrap().version, 2);
        world.work().await;
        assert_eq!(world.told("sheet_changed").await, 1);
        // Whoever sees the campaign may read each version; nobody else's file is opened by its number.
        let file = world.app.regimes.open_sheet(&investor, id, 1).await.unwrap();
        assert!(world.app.files.open(&investor, world.app.files.link(&investor, file).unwrap().rsplit('/').next().unwrap()).await.is_ok());
        assert!(matches!(world.app.regimes.open_sheet(&investor, id, 3).await, Err(Error::NotFound)));
        let versions: Vec<_> = world.app.regimes.sheets_of(id).await.unwrap().into_iter().map(|sheet| (sheet.version, sheet.pages)).collect();
        assert_eq!(versions, [(2, 5), (1, 6)]);
    }
}
