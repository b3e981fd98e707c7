use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Caller, Currency, Forbidden, Money, PageRequest, Role};
use projects::{
    CampaignState, DeadlineTerm, Decision, EditCampaign, Error, Field, LegalStatus, Stage, Transition,
    ViolationCode, WatchLevel, advance,
};

use crate::support::{World, text, told, trail, user, vault};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

testkit::on_both! {
    async fn a_reviewer_asks_for_changes_and_then_approves(db: &TestDb) {
        let world = World::new(db).await;
        let patent = world.patent("CN", LegalStatus::InForce, "CN 202010123456.7", "Lamp").await;
        let campaign = world.complete("Lamp", "灯", Field::Optics, &[patent]).await;
        let projects = &world.projects;
        let submitted = projects.submit(&world.founder, campaign.id, campaign.version).await.unwrap();

        let queue = projects.review_queue(&world.reviewer, &PageRequest::default()).await.unwrap();
        assert_eq!(queue.items.len(), 1);
        assert_eq!(projects.review_queue_length(&world.reviewer).await.unwrap(), 1);
        let error = projects.review_queue(&world.founder, &PageRequest::default()).await.unwrap_err();
        assert!(matches!(error, Error::Forbidden(Forbidden::NeedsRole(Role::Reviewer))));

        projects.claim_review(&world.reviewer, campaign.id).await.unwrap();
        let second = user(db, &[Role::Reviewer]).await;
        let error = projects.decide_review(&second, campaign.id, Decision::Approved, None).await.unwrap_err();
        assert!(matches!(error, Error::ReviewClaimed));
        let error = projects.decide_review(&world.reviewer, campaign.id, Decision::ChangesRequested, None).await.unwrap_err();
        assert!(matches!(error, Error::Invalid(v) if v[0].field == "note"));
        let note = Some("Say what the battery is made of.".to_owned());
        let back = projects.decide_review(&world.reviewer, campaign.id, Decision::ChangesRequested, note.clone()).await.unwrap();
        assert_eq!(back.state, CampaignState::ChangesRequested);
        let review = projects.reviews_of(&[campaign.id]).await.unwrap().remove(0);
        assert_eq!((review.decision, review.note), (Some(Decision::ChangesRequested), note));

        let edit = EditCampaign { title: Some(text("Sodium Lamp", "钠灯")), ..EditCampaign::default() };
        let edited = projects.edit_campaign(&world.founder, campaign.id, back.version, edit).await.unwrap();
        assert_eq!(edited.slug, submitted.slug, "an address that was handed in stays");
        let again = projects.submit(&world.founder, campaign.id, edited.version).await.unwrap();
        // A day later another reviewer may take it over.
        projects.claim_review(&world.reviewer, campaign.id).await.unwrap();
        db.clock.advance(TimeDelta::hours(25));
        let approved = projects.decide_review(&second, again.id, Decision::Approved, None).await.unwrap();
        assert_eq!(approved.state, CampaignState::Approved);
        assert!(!approved.is_public());
        let actions = trail(db, campaign.id).await;
        let taken: Vec<_> = actions.iter().map(String::as_str).collect();
        assert_eq!(taken, [
            "campaign.draft", "campaign.attach_patent", "campaign.edit", "campaign.submit", "campaign.claim_review",
            "campaign.request_changes", "campaign.edit", "campaign.submit", "campaign.claim_review", "campaign.approve",
        ]);
    }

    async fn nobody_reviews_their_own_campaign(db: &TestDb) {
        let mut world = World::new(db).await;
        world.founder = user(db, &[Role::Founder, Role::Reviewer]).await;
        let patent = world.patent("CN", LegalStatus::InForce, "CN 202010123456.7", "Lamp").await;
        let campaign = world.complete("Lamp", "灯", Field::Optics, &[patent]).await;
        world.projects.submit(&world.founder, campaign.id, campaign.version).await.unwrap();
        for decision in [Decision::Approved, Decision::ChangesRequested] {
            let error = world.projects.decide_review(&world.founder, campaign.id, decision, None).await.unwrap_err();
            assert!(matches!(error, Error::Forbidden(Forbidden::OwnCase)));
        }
    }

    async fn a_launch_fixes_the_terms(db: &TestDb) {
        let world = World::new(db).await;
        let live = world.one_live().await;
        assert_eq!((live.state, live.stage()), (CampaignState::Live, Stage::Open));
        // Thirty days on at the same time of day in Shanghai.
        assert_eq!(live.deadline_at, Some(at("2026-07-01T12:00:00Z")));
        assert_eq!(live.dossier_hash.as_ref().map(String::len), Some(64));
        assert!(live.takes_pledges(world.now()));
        assert!(!live.takes_pledges(at("2026-07-01T12:00:00Z")), "intervals are half-open");

        let projects = &world.projects;
        let edit = EditCampaign {
            goal: Some(Money::new(1, Currency::CNY)),
            deadline: Some(DeadlineTerm::Days(60)),
            zone: Some("UTC".into()),
            field: Some(Field::Other),
            ..EditCampaign::default()
        };
        let Error::Invalid(frozen) = projects.edit_campaign(&world.founder, live.id, live.version, edit).await.unwrap_err()
        else { panic!() };
        assert!(frozen.iter().all(|v| v.code == ViolationCode::Frozen));
        assert_eq!(frozen.len(), 4);
        let patent = world.patent("CN", LegalStatus::InForce, "CN 202010123499.8", "Another").await;
        let error = projects.attach_patent(&world.founder, live.id, patent).await.unwrap_err();
        assert!(matches!(error, Error::NotEditable(CampaignState::Live)));
        // Words may be bettered, but stay complete.
        let better = EditCampaign { title: Some(text("Better", "更好")), ..EditCampaign::default() };
        projects.edit_campaign(&world.founder, live.id, live.version, better).await.unwrap();
        let worse = EditCampaign { story: Some(text("Soon.", "")), ..EditCampaign::default() };
        let error = projects.edit_campaign(&world.founder, live.id, live.version + 1, worse).await.unwrap_err();
        assert!(matches!(error, Error::Invalid(v) if v[0].code == ViolationCode::TooShort));
    }

    async fn no_campaign_is_launched_on_a_right_that_ended_since_it_was_approved(db: &TestDb) {
        let world = World::new(db).await;
        let patent = world.patent("CN", LegalStatus::Lapsed, "CN 202010123456.7", "Electrolyte").await;
        world.set_level(patent, WatchLevel::Lost);
        let campaign = world.approved("Battery", "电池", Field::EnergyStorage, &[patent]).await;
        world.patents.ended.lock().unwrap().insert(patent, db.clock().now() + TimeDelta::hours(1));
        db.clock.advance(TimeDelta::hours(2));
        let refused = world.projects.launch(&world.founder, campaign.id, None).await;
        assert!(matches!(&refused, Err(Error::RightLost(ids)) if *ids == [patent]), "{refused:?}");
        let later = db.clock().now() + TimeDelta::days(3);
        assert!(matches!(world.projects.launch(&world.founder, campaign.id, Some(later)).await, Err(Error::RightLost(_))));
        // What was over when the reviewer looked, investors are told of.
        world.patents.ended.lock().unwrap().clear();
        world.projects.launch(&world.founder, campaign.id, None).await.unwrap();
    }

    async fn a_launch_can_be_scheduled(db: &TestDb) {
        let world = World::new(db).await;
        let patent = world.patent("CN", LegalStatus::InForce, "CN 202010123456.7", "Lamp").await;
        let campaign = world.approved("Lamp", "灯", Field::Optics, &[patent]).await;
        let projects = &world.projects;
        let past = projects.launch(&world.founder, campaign.id, Some(world.now())).await.unwrap_err();
        assert!(matches!(past, Error::Invalid(v) if v[0].code == ViolationCode::InThePast));
        let starts_at = at("2026-06-10T08:00:00Z");
        let scheduled = projects.launch(&world.founder, campaign.id, Some(starts_at)).await.unwrap();
        assert_eq!((scheduled.state, scheduled.stage()), (CampaignState::Scheduled, Stage::Upcoming));
        let system = Caller::system("launcher");
        assert!(projects.launch_due(&system, 10).await.unwrap().is_empty());
        db.clock.set(starts_at);
        assert_eq!(projects.launch_due(&system, 10).await.unwrap(), [campaign.id]);
        assert!(projects.launch_due(&system, 10).await.unwrap().is_empty());
        let live = world.find(campaign.id).await;
        assert_eq!(live.launched_at, Some(starts_at));
        assert_eq!(live.deadline_at, Some(at("2026-07-10T08:00:00Z")));
    }

    async fn a_deadline_is_a_wall_clock_time_of_the_campaigns_zone(db: &TestDb) {
        let world = World::new(db).await;
        let patent = world.patent("US", LegalStatus::InForce, "US 11,234,567 B2", "Lamp").await;
        let campaign = world.complete("Lamp", "灯", Field::Optics, &[patent]).await;
        db.clock.set(at("2026-10-01T00:00:00Z"));
        // 01:30 comes twice in New York on that day: the earlier one is meant.
        let edit = EditCampaign {
            zone: Some("America/New_York".into()),
            deadline: Some(DeadlineTerm::At("2026-11-01T01:30:00".parse().unwrap())),
            ..EditCampaign::default()
        };
        let projects = &world.projects;
        let edited = projects.edit_campaign(&world.founder, campaign.id, campaign.version, edit).await.unwrap();
        assert_eq!(world.find(campaign.id).await, edited);
        let submitted = projects.submit(&world.founder, edited.id, edited.version).await.unwrap();
        projects.decide_review(&world.reviewer, submitted.id, Decision::Approved, None).await.unwrap();
        // The review took so long that less than a day is left: the founder moves the deadline.
        db.clock.set(at("2026-10-31T20:00:00Z"));
        let error = projects.launch(&world.founder, edited.id, None).await.unwrap_err();
        assert!(matches!(error, Error::Invalid(v) if v[0].code == ViolationCode::DeadlineTooSoon));
        db.clock.set(at("2026-10-20T20:00:00Z"));
        let live = projects.launch(&world.founder, edited.id, None).await.unwrap();
        assert_eq!(live.deadline_at, Some(at("2026-11-01T05:30:00Z")));
    }

    async fn a_deadline_is_decided_once(db: &TestDb) {
        let world = World::new(db).await;
        let reached = world.one_live().await;
        let patent = world.patent("JP", LegalStatus::InForce, "JP 2020-123456", "Pump").await;
        let missed = world.live("Pump", "泵", Field::WaterTreatment, &[patent]).await;
        world.promise(reached.id, 10_000_000).await;
        world.promise(missed.id, 9_999_999).await;
        let projects = &world.projects;
        let system = Caller::system("closer");
        db.clock.set(at("2026-07-01T11:59:59Z"));
        assert!(projects.close_due(&system, 10).await.unwrap().is_empty());
        db.clock.set(at("2026-07-01T12:00:00Z"));
        let other = db.another().await;
        let twin = projects::Projects::new(other, vault(), world.patents.clone(), world.owners.clone());
        let (one, two) = tokio::join!(projects.close_due(&system, 10), twin.close_due(&system, 10));
        let mut closed = [one.unwrap(), two.unwrap()].concat();
        closed.sort_by_key(|c| c.campaign_id);
        let found: Vec<_> = closed.iter().map(|c| (c.campaign_id, c.reached, c.pledged.minor)).collect();
        assert_eq!(found, [(reached.id, true, 10_000_000), (missed.id, false, 9_999_999)]);
        let states = (world.find(reached.id).await.state, world.find(missed.id).await.state);
        assert_eq!(states, (CampaignState::Collecting, CampaignState::Failed));
        assert_eq!(world.find(missed.id).await.ended_at, Some(world.now()));
        assert_eq!(told(db).await.iter().filter(|kind| *kind == "campaign_closed").count(), 2);
        assert!(matches!(projects.close_due(&world.founder, 10).await.unwrap_err(), Error::Forbidden(_)));
    }

    async fn a_held_campaign_takes_no_pledges_and_is_decided_on_when_the_hold_is_lifted(db: &TestDb) {
        let world = World::new(db).await;
        let campaign = world.one_live().await;
        let system = Caller::system("pledges");
        let (deadline, later) = (at("2026-07-01T12:00:00Z"), at("2026-07-03T00:00:00Z"));
        let tx = db.begin().await.unwrap();
        let cause = || "material change".to_owned();
        let held = projects::hold(&tx, &system, campaign.id, cause()).await.unwrap();
        assert!(campaign.takes_pledges(world.now()) && !held.takes_pledges(world.now()));
        let again = projects::hold(&tx, &system, campaign.id, cause()).await.unwrap();
        assert_eq!(again, held);
        // A deadline is moved on, never back.
        let stays = projects::extend_deadline(&tx, &system, campaign.id, at("2026-06-02T00:00:00Z"), cause()).await.unwrap();
        assert_eq!(stays.deadline_at, Some(deadline));
        let moved = projects::extend_deadline(&tx, &system, campaign.id, later, cause()).await.unwrap();
        assert_eq!(moved.deadline_at, Some(later));
        tx.commit().await.unwrap();
        assert_eq!(told(db).await.iter().filter(|kind| *kind == "campaign_deadline_extended").count(), 1);
        db.clock.set(later);
        let closer = Caller::system("closer");
        assert!(world.projects.close_due(&closer, 10).await.unwrap().is_empty());
        let tx = db.begin().await.unwrap();
        projects::lift_hold(&tx, &system, campaign.id, cause()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(world.projects.close_due(&closer, 10).await.unwrap().len(), 1);
    }

    async fn later_states_are_reached_by_those_who_decide_on_them(db: &TestDb) {
        let world = World::new(db).await;
        let campaign = world.one_live().await;
        world.promise(campaign.id, 10_000_000).await;
        db.clock.set(at("2026-07-01T12:00:00Z"));
        world.projects.close_due(&Caller::system("closer"), 10).await.unwrap();
        let tx = db.begin().await.unwrap();
        let system = Caller::system("pledges");
        for transition in [Transition::BeginGrace, Transition::Fund, Transition::ReviewFinance] {
            advance(&tx, &system, campaign.id, transition, None).await.unwrap();
        }
        let error = advance(&tx, &system, campaign.id, Transition::Launch, None).await.unwrap_err();
        assert!(matches!(error, Error::WrongState(_)));
        tx.commit().await.unwrap();
        assert_eq!(world.find(campaign.id).await.state, CampaignState::FinanceReview);
    }

    async fn a_founder_ends_a_campaign_and_staff_suspend_one(db: &TestDb) {
        let world = World::new(db).await;
        let cancelled = world.one_live().await;
        let projects = &world.projects;
        let error = projects.cancel(&world.founder, cancelled.id, "  ").await.unwrap_err();
        assert!(matches!(error, Error::Invalid(v) if v[0].field == "reason"));
        let after = projects.cancel(&world.founder, cancelled.id, "The supplier left.").await.unwrap();
        assert_eq!((after.state, after.stage()), (CampaignState::Cancelled, Stage::Stopped));
        let error = projects.cancel(&world.founder, cancelled.id, "again").await.unwrap_err();
        assert!(matches!(error, Error::WrongState(_)));

        let patent = world.patent("JP", LegalStatus::InForce, "JP 2020-123456", "Pump").await;
        let live = world.live("Pump", "泵", Field::WaterTreatment, &[patent]).await;
        let error = projects.suspend(&world.reviewer, live.id, "fraud").await.unwrap_err();
        assert!(matches!(error, Error::Forbidden(Forbidden::NeedsRole(Role::Administrator))));
        let administrator = user(db, &[Role::Administrator]).await;
        let after = projects.suspend(&administrator, live.id, "A claim on the patent.").await.unwrap();
        assert_eq!(after.state, CampaignState::Suspended);
        // One that was never launched is hidden when it ends, and its review is closed.
        let patent = world.patent("JP", LegalStatus::InForce, "JP 2020-999999", "Fan").await;
        let campaign = world.complete("Fan", "风扇", Field::Other, &[patent]).await;
        projects.submit(&world.founder, campaign.id, campaign.version).await.unwrap();
        let after = projects.cancel(&world.founder, campaign.id, "no longer").await.unwrap();
        assert_eq!(after.stage(), Stage::Hidden);
        let review = projects.reviews_of(&[campaign.id]).await.unwrap().remove(0);
        assert!(review.decided_at.is_some() && review.decision.is_none());
        let last = db.audit_of(&cancelled.id.to_string(), 100).await.unwrap().pop().unwrap();
        assert_eq!(last.cause.as_deref(), Some("The supplier left."));
        assert_eq!(last.before.unwrap()["state"], "live");
        assert_eq!(last.after.unwrap()["state"], "cancelled");
    }
}
