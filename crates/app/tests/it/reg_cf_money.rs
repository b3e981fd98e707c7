//! Regulation Crowdfunding: how an offering closes, and where its money is until then.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Caller, CampaignId, Currency, PayoutId, Role};
use payments::{Escrow, EscrowMove, SandboxEscrow};
use pledges::{
    ChangeCause, ChangeSeverity, ChangeState, DecidePayout, EndReason, FeeBearer, OpenPayee, PayeeMethod,
    Payout, PayoutState, PlacePledgeError, Pledge, PledgeState, ReclassifyChange, RefundReason,
    RequestPayout, RequestPayoutError, RequestRefund,
};
use projects::CampaignState;
use testkit::{TestDb, person};
use uuid::Uuid;

use crate::world::{World, key, said, usd};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A campaign whose goal two investors reached: 9,000 and 1,000.
async fn reached(world: &World<'_>) -> (CampaignId, [(Caller, Pledge); 2]) {
    let id = world.reg_cf().await;
    let mut all = Vec::new();
    for (n, amount) in [(1, 9_000), (2, 1_000)] {
        let investor = world.reg_cf_investor(id, 200_000, 200_000).await;
        let pledge = world.committed(&investor, id, usd(amount), n).await;
        all.push((investor, pledge));
    }
    (id, all.try_into().unwrap())
}

async fn pledge(world: &World<'_>, who: &(Caller, Pledge)) -> Pledge {
    world.app.pledges.get(&who.0, who.1.id).await.unwrap().unwrap()
}

/// The same after its deadline, with every card charged and the money accepted.
async fn settled(world: &World<'_>) -> (CampaignId, [(Caller, Pledge); 2]) {
    let (id, all) = reached(world).await;
    world.db.clock.set(world.find(id).await.deadline_at.unwrap());
    assert_eq!(world.close_due().await, 1);
    world.work().await;
    world.work().await;
    assert_eq!(world.find(id).await.state, CampaignState::Funded);
    (id, all)
}

/// A patent of the campaign lapses, say.
async fn patent_changes(world: &World<'_>, id: CampaignId, assessment: u128) -> pledges::MaterialChange {
    let patent = Uuid::from_u128(7);
    let insert =
        "INSERT INTO patents (id, office, application, right_type, is_sample, created_at, checked_at)
                  VALUES ($1, 'EP', 'EP1', 'invention', $2, $3, $3) ON CONFLICT DO NOTHING";
    let now = world.now();
    world
        .execute(insert, vec![patent.into(), true.into(), now.into()])
        .await;
    let cause = ChangeCause {
        patent_id: patent.into(),
        kind: "ended".into(),
        detail: "lapsed".into(),
        severity: ChangeSeverity::Major,
        on: Some(now.date_naive()),
        assessment_id: Uuid::from_u128(assessment),
        told_at: now,
    };
    world
        .app
        .pledges
        .patent_changed(id, vec![cause])
        .await
        .unwrap()
        .unwrap()
}

/// The founder's account, ready to be paid through.
async fn payee(world: &World<'_>) {
    let pledges = &world.app.pledges;
    let confirm = "UPDATE users SET email_confirmed_at = $1";
    world.execute(confirm, vec![world.now().into()]).await;
    let request = OpenPayee {
        method: PayeeMethod::Provider,
        country: "us".into(),
        destination: None,
    };
    let payee = pledges.open_payee(&world.founder, request).await.unwrap();
    let sandbox = world.app.sandbox().unwrap();
    sandbox.complete_payee(&payee.provider_id.unwrap()).await.unwrap();
    pledges.refresh_payee(&world.founder, payee.id).await.unwrap();
}

async fn officer(db: &TestDb) -> Caller {
    person(db, &[Role::Investor, Role::Finance]).await
}

async fn decide(world: &World<'_>, who: &Caller, payout: PayoutId, approve: bool, number: u128) {
    let decision = DecidePayout {
        payout_id: payout,
        approve,
        reason: (!approve).then(|| "not yet".to_owned()),
        idempotency_key: key(number),
    };
    world.app.pledges.decide_payout(who, decision).await.unwrap();
}

async fn payout(world: &World<'_>, who: &Caller, campaign: CampaignId, id: PayoutId) -> Payout {
    let (_, _, payouts) = world.app.pledges.money_of(who, campaign).await.unwrap().unwrap();
    payouts.into_iter().find(|payout| payout.id == id).unwrap()
}

fn order(id: CampaignId, number: u128) -> RequestPayout {
    RequestPayout {
        campaign_id: id,
        idempotency_key: key(number),
    }
}

testkit::on_both! {
    async fn cf5_an_early_close_needs_its_target_and_five_business_days_and_tells_everybody(db: &TestDb) {
        let world = World::new(db).await;
        let (id, [first, second]) = reached(&world).await;
        let projects = &world.app.projects;
        let refused = |outcome: projects::Result<projects::Campaign>| match outcome {
            Err(projects::Error::Refused(refusal)) => refusal,
            other => panic!("{other:?}"),
        };
        let early = refused(projects.close_early(&world.founder, id, world.now() + TimeDelta::days(10)).await);
        assert_eq!(said(&early), ("CF3", "open_too_short"));
        // Tuesday, 23 June: the fifth business day after it ends with 30 June, in New York.
        db.clock.set(at("2026-06-23T12:00:00Z"));
        let hasty = refused(projects.close_early(&world.founder, id, at("2026-07-01T03:59:59Z")).await);
        assert_eq!(said(&hasty), ("CF5", "notice_too_short"));
        let deadline = world.find(id).await.deadline_at.unwrap();
        let told = projects.close_early(&world.founder, id, at("2026-07-01T04:00:00Z")).await.unwrap();
        assert_eq!(told.deadline_at, Some(at("2026-07-01T04:00:00Z")));
        world.work().await;
        assert_eq!(world.told("campaign_closing_early").await, 2);
        // Somebody takes a commitment back in time: at the early end the target is missed, so it goes on.
        db.clock.set(at("2026-06-28T23:00:00Z"));
        world.cancel(&second.0, second.1.id, 10).await.unwrap();
        db.clock.set(at("2026-07-01T04:00:00Z"));
        assert_eq!(world.close_due().await, 0);
        let on = world.find(id).await;
        assert_eq!((on.state, on.deadline_at), (CampaignState::Live, Some(deadline)));
        let poor = refused(projects.close_early(&world.founder, id, at("2026-07-10T00:00:00Z")).await);
        assert_eq!(said(&poor), ("CF5", "target_not_met"));
        // Met again, and still met at the next early end. 3 July is a holiday.
        world.educate(&second.0, id, |_| {}).await;
        world.committed(&second.0, id, usd(1_000), 11).await;
        assert!(projects.close_early(&world.founder, id, at("2026-07-09T00:00:00Z")).await.is_err());
        projects.close_early(&world.founder, id, at("2026-07-10T04:00:00Z")).await.unwrap();
        db.clock.set(at("2026-07-10T04:00:00Z"));
        assert_eq!(world.close_due().await, 1);
        assert_eq!(world.find(id).await.state, CampaignState::Collecting);
        assert!(pledge(&world, &first).await.state.counts());
    }

    async fn cf5_a_pause_on_the_way_to_an_early_end_moves_the_first_deadline_too(db: &TestDb) {
        let world = World::new(db).await;
        let (id, [_, second]) = reached(&world).await;
        let projects = &world.app.projects;
        let deadline = world.find(id).await.deadline_at.unwrap();
        db.clock.set(at("2026-06-23T12:00:00Z"));
        let late = projects.close_early(&world.founder, id, deadline).await;
        assert!(matches!(late, Err(projects::Error::Invalid(_))), "{late:?}");
        projects.close_early(&world.founder, id, at("2026-07-01T04:00:00Z")).await.unwrap();
        db.clock.set(at("2026-06-25T12:00:00Z"));
        projects.pause(&world.reviewer, id, "a question about its patents").await.unwrap();
        db.clock.set(at("2026-06-28T12:00:00Z"));
        let on = projects.resume(&world.reviewer, id, "it is answered").await.unwrap();
        assert_eq!(on.deadline_at, Some(at("2026-07-04T04:00:00Z")));
        world.cancel(&second.0, second.1.id, 20).await.unwrap();
        db.clock.set(at("2026-07-04T04:00:00Z"));
        assert_eq!(world.close_due().await, 0);
        let on = world.find(id).await;
        assert_eq!((on.state, on.deadline_at), (CampaignState::Live, Some(deadline + TimeDelta::days(3))));
    }

    async fn cf6_nothing_is_paid_out_while_a_commitment_can_be_taken_back(db: &TestDb) {
        let world = World::new(db).await;
        let (id, [first, _]) = reached(&world).await;
        payee(&world).await;
        db.clock.set(at("2026-07-20T12:00:00Z"));
        // The target is met and 21 days have passed; but there is no part of an offering that closes before the rest.
        let paid = world.app.pledges.request_payout(&officer(db).await, order(id, 20)).await;
        assert!(matches!(paid, Err(RequestPayoutError::NotFound(_))), "{paid:?}");
        assert!(world.cancel(&first.0, first.1.id, 21).await.is_ok());
    }

    async fn cf7_silence_for_five_business_days_after_a_material_change_cancels(db: &TestDb) {
        let world = World::new(db).await;
        let (id, [silent, leaving]) = reached(&world).await;
        // Thursday, a day before the deadline: five business days reach beyond it.
        db.clock.set(at("2026-07-30T12:00:00Z"));
        let change = patent_changes(&world, id, 1).await;
        world.work().await;
        let asked = world.app.pledges.change(change.id).await.unwrap().unwrap();
        assert_eq!(asked.state, ChangeState::Reconfirming);
        assert_eq!(asked.reconfirm_until, Some(at("2026-08-07T04:00:00Z")));
        assert_eq!(world.find(id).await.deadline_at, Some(at("2026-08-07T04:00:00Z")));
        assert_eq!(world.told("reconfirmation_asked").await, 2);
        // CF4's 48 hours are over; whoever is asked may say no all the same.
        assert!(world.cancel(&leaving.0, leaving.1.id, 20).await.is_ok());
        db.clock.set(at("2026-08-07T04:00:00Z"));
        world.work().await;
        let after = pledge(&world, &silent).await;
        assert_eq!((after.state, after.end_reason), (PledgeState::Released, Some(EndReason::NotReconfirmed)));
        assert_eq!(world.told("pledge_released").await, 1);
    }

    async fn cf8_what_is_material_is_said_by_a_named_person_with_a_reason(db: &TestDb) {
        let world = World::new(db).await;
        let (id, _) = reached(&world).await;
        let change = patent_changes(&world, id, 1).await;
        world.work().await;
        let class = |reason: &str, number| ReclassifyChange {
            change_id: change.id,
            severity: ChangeSeverity::Minor,
            reason: reason.to_owned(),
            idempotency_key: key(number),
        };
        assert!(world.app.pledges.reclassify_change(&world.reviewer, class(" ", 20)).await.is_err());
        let reason = "the yearly accounts say what was known";
        assert!(world.app.pledges.reclassify_change(&world.founder, class(reason, 21)).await.is_err());
        let minor = world.app.pledges.reclassify_change(&world.reviewer, class(reason, 22)).await.unwrap();
        assert_eq!(minor.reason.as_deref(), Some(reason));
        let by = world.reviewer.user_id().unwrap().to_string();
        let trail = db.audit_of(&id.to_string(), 50).await.unwrap();
        assert!(trail.iter().any(|row| row.actor == by && row.action.starts_with("material_change")));
    }

    async fn cf9_a_missed_target_cancels_everything_at_once_and_charges_nobody(db: &TestDb) {
        let world = World::new(db).await;
        let id = world.reg_cf().await;
        let investor = world.reg_cf_investor(id, 200_000, 200_000).await;
        let who = (investor.clone(), world.committed(&investor, id, usd(9_000), 1).await);
        db.clock.set(world.find(id).await.deadline_at.unwrap());
        world.close_due().await;
        world.work().await;
        let after = pledge(&world, &who).await;
        assert_eq!((after.state, after.end_reason), (PledgeState::Released, Some(EndReason::CampaignFailed)));
        assert_eq!(world.told("campaign_missed").await, 1);
        assert_eq!(world.number("SELECT count(*) FROM payment_attempts").await, 0);
        world.educate(&investor, id, |_| {}).await;
        let late = world.place(&investor, id, usd(100), 2).await;
        assert!(matches!(late, Err(PlacePledgeError::CampaignClosed { .. })), "{late:?}");
    }

    async fn cf10_no_money_reaches_the_founder_before_the_third_party_releases_it(db: &TestDb) {
        let world = World::new(db).await;
        let (id, _) = settled(&world).await;
        payee(&world).await;
        let escrow = SandboxEscrow::new((**db).clone());
        let kept = || escrow.kept_for(id);
        assert_eq!(kept().await, usd(10_000));
        db.clock.advance(TimeDelta::days(14));
        let (orders, lets_go) = (officer(db).await, officer(db).await);
        // Ordered and not let go, nothing is released.
        let rejected = world.app.pledges.request_payout(&orders, order(id, 20)).await.unwrap();
        assert_eq!(kept().await, usd(10_000));
        decide(&world, &lets_go, rejected.id, false, 21).await;
        assert_eq!(kept().await, usd(10_000));
        // The third party does not have what the books say: it releases nothing, and nothing is sent.
        let account = id.to_string();
        let dollar = |key: &str| EscrowMove { key: key.to_owned(), account: account.clone(), amount: usd(1) };
        escrow.give_back(&dollar("a")).await.unwrap();
        let refused = world.app.pledges.request_payout(&orders, order(id, 22)).await.unwrap();
        decide(&world, &lets_go, refused.id, true, 23).await;
        world.work().await;
        let failed = payout(&world, &orders, id, refused.id).await;
        assert_eq!((failed.state, failed.failure.unwrap().code.as_str()), (PayoutState::Failed, "escrow_not_released"));
        assert_eq!(kept().await, usd(9_999));
        // Put right, the next one is paid, after everything was released at once.
        escrow.hold(&dollar("b")).await.unwrap();
        db.clock.advance(TimeDelta::hours(1));
        let again = world.app.pledges.request_payout(&orders, order(id, 24)).await.unwrap();
        decide(&world, &lets_go, again.id, true, 25).await;
        world.work().await;
        assert_eq!(payout(&world, &orders, id, again.id).await.state, PayoutState::Paid);
        assert_eq!(kept().await, usd(0));
        assert_eq!(world.number("SELECT count(*) FROM sandbox_escrow_movements WHERE kind = 'release'").await, 1);
        assert!(ledger::Ledger::verify(db).await.unwrap().is_sound());
    }

    async fn cf10_a_change_of_the_patents_after_the_approval_keeps_the_money_where_it_is(db: &TestDb) {
        let world = World::new(db).await;
        let (id, _) = settled(&world).await;
        let confirm = "UPDATE users SET email_confirmed_at = $1";
        world.execute(confirm, vec![world.now().into()]).await;
        let bank = OpenPayee { method: PayeeMethod::Bank, country: "cn".into(), destination: Some("中国银行 ····1234".into()) };
        world.app.pledges.open_payee(&world.founder, bank).await.unwrap();
        let escrow = SandboxEscrow::new((**db).clone());
        db.clock.advance(TimeDelta::days(14));
        let (orders, lets_go) = (officer(db).await, officer(db).await);
        let ordered = world.app.pledges.request_payout(&orders, order(id, 20)).await.unwrap();
        decide(&world, &lets_go, ordered.id, true, 21).await;
        let change = patent_changes(&world, id, 1).await;
        world.work().await;
        assert_eq!(escrow.kept_for(id).await, usd(10_000));
        // Found to be minor: the release is asked for again by itself.
        let minor = ReclassifyChange {
            change_id: change.id,
            severity: ChangeSeverity::Minor,
            reason: "the yearly accounts say what was known".to_owned(),
            idempotency_key: key(22),
        };
        world.app.pledges.reclassify_change(&world.reviewer, minor).await.unwrap();
        db.clock.advance(TimeDelta::hours(1));
        world.work().await;
        assert_eq!(escrow.kept_for(id).await, usd(0));
        assert_eq!(payout(&world, &orders, id, ordered.id).await.state, PayoutState::Approved);
    }

    async fn cf10_what_goes_back_leaves_the_third_party_and_the_rest_is_released(db: &TestDb) {
        let world = World::new(db).await;
        let (id, [first, second]) = settled(&world).await;
        payee(&world).await;
        let escrow = SandboxEscrow::new((**db).clone());
        let finance = officer(db).await;
        let refund = RequestRefund {
            pledge_id: second.1.id,
            amount: None,
            items: Vec::new(),
            reason: RefundReason::InvestorRequest,
            bearer: FeeBearer::Platform,
            note: None,
            idempotency_key: key(20),
        };
        world.app.pledges.request_refund(&finance, refund).await.unwrap();
        world.work().await;
        assert_eq!(escrow.kept_for(id).await, usd(9_000));
        // A dispute takes money out of keeping, and brings it back when it is won.
        world.dispute(first.1.id, None).await;
        assert_eq!(escrow.kept_for(id).await, usd(0));
        world.dispute(first.1.id, Some(true)).await;
        assert_eq!(escrow.kept_for(id).await, usd(9_000));
        db.clock.advance(TimeDelta::days(14));
        // The offering had met its target when its money was accepted; one refund since does not lock the rest.
        let payout = world.app.pledges.request_payout(&finance, order(id, 21)).await.unwrap();
        decide(&world, &officer(db).await, payout.id, true, 22).await;
        world.work().await;
        assert_eq!(self::payout(&world, &finance, id, payout.id).await.state, PayoutState::Paid);
        assert_eq!(escrow.kept_for(id).await, usd(0));
        assert!(ledger::Ledger::verify(db).await.unwrap().is_sound());
    }

    async fn cf12_investors_are_confirmed_what_they_buy_at_commitment_and_at_completion(db: &TestDb) {
        let world = World::new(db).await;
        let (_, [first, _]) = settled(&world).await;
        let (commitment, completion) = world.app.regimes.confirmations_of(first.1.id).await.unwrap();
        let (commitment, completion) = (commitment.unwrap(), completion.unwrap());
        assert_eq!(commitment.on.to_string(), "2026-06-01");
        assert_eq!((commitment.security.as_str(), commitment.unit_price), ("Common shares", usd(1)));
        assert_eq!((commitment.quantity, commitment.platform_pay), (9_000, usd(450)));
        assert_eq!(commitment.resale_from, None);
        assert_eq!((completion.on.to_string().as_str(), completion.quantity), ("2026-07-31", 9_000));
    }

    async fn cf17_a_completed_purchase_is_locked_for_a_year_and_recorded_for_five(db: &TestDb) {
        let world = World::new(db).await;
        let (_, [first, _]) = settled(&world).await;
        let (_, completion) = world.app.regimes.confirmations_of(first.1.id).await.unwrap();
        let completion = completion.unwrap();
        assert_eq!(completion.resale_from.unwrap().to_string(), "2027-07-31");
        assert_eq!(completion.records_until.unwrap().to_string(), "2031-07-31");
    }
}

/// What the third party keeps for a campaign.
trait Kept {
    async fn kept_for(&self, id: CampaignId) -> kernel::Money;
}

impl Kept for SandboxEscrow {
    async fn kept_for(&self, id: CampaignId) -> kernel::Money {
        self.kept(&id.to_string(), Currency::USD).await.unwrap()
    }
}
