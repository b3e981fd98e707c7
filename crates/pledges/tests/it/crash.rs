//! A process dies at each wait of each step, one wait after the other: placing, saving a card, planning, charging, giving
//! back, a dispute from its first message to its last, ordering, approving and sending a payout. Afterwards the client asks
//! again under its key, the jobs do their work, and everything has happened once.
//!
//! The short form goes on by strides on PostgreSQL, where a query has more than one wait; `cargo xtask faults steps` tries each.

use std::{pin::pin, task::Poll};

use chrono::TimeDelta;
use kernel::{Caller, PaymentAttemptId};
use pledges::{ContestDispute, DisputeState, Pledge, PledgeState, RefundState};
use sea_orm::ConnectionTrait;
use testkit::TestDb;
use uuid::Uuid;

use crate::{
    payouts::{order, payee, yes},
    refunds::{agrees_with_the_provider, charge_of, wish},
    stage::{GOOD, Stage, card, key, number, receiver},
};

/// Begins to carry something out and drops it at its so-manyeth wait, as if the process had died there. What came of it, if
/// it ended before.
pub(crate) async fn dies_at<T>(waits: usize, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    let mut polls = 0;
    std::future::poll_fn(|cx| {
        polls += 1;
        if polls > waits {
            return Poll::Ready(None);
        }
        work.as_mut().poll(cx).map(Some)
    })
    .await
}

/// At which wait each step dies this time, and whether one did.
#[derive(Debug)]
struct Death {
    at: usize,
    died: bool,
}

impl Death {
    async fn of<T>(&mut self, step: impl Future<Output = T>) {
        self.died |= dies_at(self.at, step).await.is_none();
    }
}

/// A campaign's whole life with two pledges: one goes back in part, the other is contested and won.
async fn lives(stage: &Stage, db: &TestDb, death: &mut Death) {
    let (investor, other) = (stage.investor().await, stage.investor().await);
    let (pledge, contested) = (
        pledges(stage, &investor, death).await,
        stage.committed(&other, 60_000, 2).await,
    );
    charges(stage, db, death).await;
    refunds(stage, db, &investor, &pledge, death).await;
    is_contested(stage, db, &other, &contested, death).await;
    is_paid_out(stage, db, death).await;
}

async fn pledges(stage: &Stage, investor: &Caller, death: &mut Death) -> Pledge {
    let place = || stage.pledges.place(investor, stage.wish(60_000, 1));
    death.of(place()).await;
    let pledge = place().await.unwrap();
    let setup = stage.pledges.setup_to_fill(investor, pledge.id).await.unwrap();
    let setup = setup.provider_id.unwrap();
    stage.sandbox.enter_card(&setup, &card(GOOD)).await.unwrap();
    let refresh = || stage.pledges.refresh_setup(investor, pledge.id);
    death.of(refresh()).await;
    let pledge = refresh().await.unwrap();
    assert_eq!(pledge.state, PledgeState::Committed);
    pledge
}

async fn charges(stage: &Stage, db: &TestDb, death: &mut Death) {
    stage.close_without_work(db).await;
    let plan = || stage.pledges.plan_collecting(stage.campaign);
    death.of(plan()).await;
    plan().await.unwrap();
    let attempts = attempts(stage).await;
    assert_eq!(attempts.len(), 2);
    death.of(stage.pledges.collect(attempts[0])).await;
    works(stage, db).await;
    assert_eq!(stage.settlement().await.kept_minor(), 120_000);
}

async fn attempts(stage: &Stage) -> Vec<PaymentAttemptId> {
    let conn = stage.db.primary();
    let select = db::sql(
        conn,
        "SELECT id FROM payment_attempts WHERE campaign_id = $1 ORDER BY id",
        [stage.campaign.uuid().into()],
    );
    let rows = conn.query_all_raw(select).await.unwrap();
    rows.iter()
        .map(|row| row.try_get::<Uuid>("", "id").unwrap().into())
        .collect()
}

async fn refunds(stage: &Stage, db: &TestDb, investor: &Caller, pledge: &Pledge, death: &mut Death) {
    let officer = stage.officer().await;
    let request = || {
        stage
            .pledges
            .request_refund(&officer, wish(pledge.id, Some(10_000), 3))
    };
    death.of(request()).await;
    let refund = request().await.unwrap();
    death.of(stage.pledges.send_refund(refund.id)).await;
    works(stage, db).await;
    let refunds = stage.pledges.refunds_of(investor, pledge.id).await.unwrap();
    assert_eq!((refunds.len(), refunds[0].state), (1, RefundState::Succeeded));
    let charge = charge_of(stage, investor, pledge.id).await;
    let at_provider = stage
        .pretend()
        .journal()
        .refunds
        .values()
        .filter(|back| back.charge == charge)
        .count();
    assert_eq!(at_provider, 1);
    assert_eq!(stage.settlement().await.kept_minor(), 110_000);
}

/// Hears a message, and the process that works on it dies.
async fn hears(stage: &Stage, db: &TestDb, kind: &str, dispute: &str, death: &mut Death) {
    let id = format!("evt_{kind}_{dispute}");
    let object = serde_json::json!({"id": dispute});
    let body = serde_json::json!({"id": id, "type": kind, "livemode": false, "data": {"object": object}});
    let (body, receiver) = (body.to_string(), receiver());
    let header = payments::webhook::sign(&receiver.secrets[0], db.clock().now(), body.as_bytes());
    let receive = || receiver.receive(&stage.db, Some(&header), body.as_bytes());
    death.of(receive()).await;
    receive().await.unwrap();
    let conn = stage.db.primary();
    let select = db::sql(conn, "SELECT id FROM inbox WHERE event_id = $1", [id.into()]);
    let row = conn.query_one_raw(select).await.unwrap().unwrap();
    let message = row.try_get::<Uuid>("", "id").unwrap();
    death.of(stage.pledges.process_message(message.into())).await;
    works(stage, db).await;
}

async fn is_contested(stage: &Stage, db: &TestDb, investor: &Caller, pledge: &Pledge, death: &mut Death) {
    let charge = charge_of(stage, investor, pledge.id).await;
    let dispute = stage.pretend().contest_charge(&charge, 60_000);
    hears(stage, db, "charge.dispute.created", &dispute, death).await;
    let state = async || {
        stage
            .pledges
            .get(investor, pledge.id)
            .await
            .unwrap()
            .unwrap()
            .state
    };
    assert_eq!(state().await, PledgeState::Disputed);
    assert_eq!(stage.settlement().await.kept_minor(), 50_000);
    let officer = stage.officer().await;
    let mut open = stage.pledges.open_disputes(&officer).await.unwrap();
    open.retain(|open| open.provider_id == dispute);
    assert_eq!(open.len(), 1);
    let request = ContestDispute {
        dispute_id: open[0].id,
        statement: None,
        idempotency_key: key(4),
    };
    let contest = || stage.pledges.contest_dispute(&officer, request.clone());
    death.of(contest()).await;
    // Whoever asked first may have died after it was handed in; it counts once all the same.
    drop(contest().await);
    works(stage, db).await;
    stage.pretend().decide(&dispute, true);
    hears(stage, db, "charge.dispute.closed", &dispute, death).await;
    let disputes = stage.pledges.disputes_of(investor, pledge.id).await.unwrap();
    assert_eq!((disputes.len(), disputes[0].state), (1, DisputeState::Won));
    assert_eq!(state().await, PledgeState::Won);
    assert_eq!(stage.settlement().await.kept_minor(), 110_000);
}

async fn is_paid_out(stage: &Stage, db: &TestDb, death: &mut Death) {
    payee(stage).await;
    let (first, second) = (stage.officer().await, stage.officer().await);
    db.clock.set(stage.deadline + TimeDelta::days(15));
    let sent_before = stage.pretend().journal().transfers.len();
    let request = || stage.pledges.request_payout(&first, order(stage, 5));
    death.of(request()).await;
    let payout = request().await.unwrap();
    let decide = || stage.pledges.decide_payout(&second, yes(&payout, 6));
    death.of(decide()).await;
    decide().await.unwrap();
    death.of(stage.pledges.send_payout(payout.id)).await;
    works(stage, db).await;
    let (_, _, payouts) = stage
        .pledges
        .money_of(&first, stage.campaign)
        .await
        .unwrap()
        .unwrap();
    let paid = payouts
        .iter()
        .filter(|payout| payout.state == pledges::PayoutState::Paid)
        .count();
    assert_eq!((payouts.len(), paid), (1, 1));
    assert_eq!(stage.pretend().journal().transfers.len(), sent_before + 1);
}

/// What was ordered is done; a job whose process died is taken up again when it may be.
async fn works(stage: &Stage, db: &TestDb) {
    for _ in 0..4 {
        stage.runner().drain().await.unwrap();
        db.clock.advance(TimeDelta::minutes(2));
    }
}

/// Lives on and on, each time dying a stride later, until nothing dies any more.
async fn die_everywhere(db: &TestDb, stride: usize) -> usize {
    let mut stage = Stage::collecting(db).await;
    let mut at = 0;
    loop {
        let mut death = Death { at, died: false };
        lives(&stage, db, &mut death).await;
        if !death.died {
            agrees_with_the_provider(&stage).await;
            let left = number(&stage.db, "SELECT count(*) FROM jobs WHERE dead_at IS NOT NULL").await;
            assert_eq!(left, 0, "no job was given up");
            return at;
        }
        stage = stage.beside(db).await;
        at += stride;
        assert!(at < 2_000, "a step never comes to its end");
    }
}

fn stride(short: usize) -> usize {
    let set = std::env::var("FARSIGHT_CRASH_STRIDE").ok();
    set.and_then(|set| set.parse().ok()).unwrap_or(short)
}

#[allow(clippy::print_stdout, reason = "says how far it went")]
async fn die_everywhere_on(db: TestDb, short: usize) {
    let stride = stride(short);
    let waits = die_everywhere(&db, stride).await;
    println!("the longest step has {waits} waits, tried by {stride}");
    db.discard().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite_a_process_may_die_at_any_wait() {
    die_everywhere_on(TestDb::sqlite().await, 3).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgres_a_process_may_die_at_any_wait() {
    die_everywhere_on(TestDb::postgres().await, 7).await;
}
