use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use chrono::TimeDelta;
use db::{Event, Job, JobError, NewJob, Runner, jobs};
use serde::{Deserialize, Serialize};
use testkit::TestDb;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

#[derive(Debug, Serialize, Deserialize)]
struct LightWentOn {
    lamp: u32,
}

impl Event for LightWentOn {
    const KIND: &'static str = "light_went_on";
}

async fn enqueue(db: &TestDb, job: NewJob) -> bool {
    let tx = db.begin().await.unwrap();
    let new = tx.enqueue(job).await.unwrap();
    tx.commit().await.unwrap();
    new
}

/// A runner whose handler of `kind` counts its runs and fails the first `failures` of them.
fn counting(db: &TestDb, kind: &'static str, failures: usize) -> (Runner, Arc<AtomicUsize>) {
    let runs = Arc::new(AtomicUsize::new(0));
    let mut runner = Runner::new((**db).clone());
    let count = Arc::clone(&runs);
    runner.on_job(kind, move |_job: Job| {
        let run = count.fetch_add(1, Ordering::SeqCst);
        async move {
            if run < failures {
                Err(JobError::Retry(format!("failure {run}")))
            } else {
                Ok(())
            }
        }
    });
    (runner, runs)
}

testkit::on_both! {
    async fn an_event_reaches_each_subscriber_once(db: &TestDb) {
        let seen = Arc::new(AtomicUsize::new(0));
        let mut runner = Runner::new((**db).clone());
        for name in ["porch", "street"] {
            let seen = Arc::clone(&seen);
            runner.on_event::<LightWentOn>(name, move |job: Job| {
                let lamp = job.payload::<LightWentOn>().map(|event| event.lamp);
                let seen = Arc::clone(&seen);
                async move { seen.fetch_add(lamp? as usize, Ordering::SeqCst); Ok(()) }
            });
        }
        let tx = db.begin().await.unwrap();
        tx.publish(&LightWentOn { lamp: 5 }).await.unwrap();
        tx.commit().await.unwrap();
        runner.drain().await.unwrap();
        runner.drain().await.unwrap();
        assert_eq!(seen.load(Ordering::SeqCst), 10);
    }

    async fn an_event_of_a_rolled_back_transaction_reaches_nobody(db: &TestDb) {
        let (runner, runs) = counting(db, "porch", 0);
        let tx = db.begin().await.unwrap();
        tx.publish(&LightWentOn { lamp: 1 }).await.unwrap();
        drop(tx);
        runner.drain().await.unwrap();
        assert_eq!(runs.load(Ordering::SeqCst), 0);
    }

    async fn a_failed_job_is_tried_again_later_and_then_set_aside(db: &TestDb) {
        let (runner, runs) = counting(db, "flaky", usize::MAX);
        enqueue(db, NewJob::new("flaky", &1).max_attempts(3)).await;
        for expected in [1, 2, 3, 3] {
            runner.drain().await.unwrap();
            runner.drain().await.unwrap();
            assert_eq!(runs.load(Ordering::SeqCst), expected);
            db.clock.advance(TimeDelta::hours(2));
        }
        let dead = jobs::dead(db, 10).await.unwrap();
        assert_eq!(dead.len(), 1);
        assert_eq!(dead[0].last_error.as_deref(), Some("failure 2"));

        let tx = db.begin().await.unwrap();
        assert!(jobs::replay(&tx, dead[0].id).await.unwrap());
        tx.commit().await.unwrap();
        runner.drain().await.unwrap();
        assert_eq!(runs.load(Ordering::SeqCst), 4);
    }

    async fn a_poison_job_does_not_hold_up_the_others(db: &TestDb) {
        let (mut runner, runs) = counting(db, "fine", 0);
        runner.on_job("poison", |_job: Job| async { panic!("this job is poison") });
        enqueue(db, NewJob::new("poison", &0)).await;
        for n in 0..20 {
            enqueue(db, NewJob::new("fine", &n)).await;
        }
        runner.drain().await.unwrap();
        assert_eq!(runs.load(Ordering::SeqCst), 20);
    }

    async fn a_keyed_job_is_enqueued_once(db: &TestDb) {
        let (runner, runs) = counting(db, "once", 0);
        assert!(enqueue(db, NewJob::new("once", &1).key("k")).await);
        assert!(!enqueue(db, NewJob::new("once", &1).key("k")).await);
        runner.drain().await.unwrap();
        assert_eq!(runs.load(Ordering::SeqCst), 1);
    }

    async fn a_job_waits_for_its_time(db: &TestDb) {
        let (runner, runs) = counting(db, "later", 0);
        enqueue(db, NewJob::new("later", &1).run_at(db.clock().now() + TimeDelta::hours(1))).await;
        runner.drain().await.unwrap();
        assert_eq!(runs.load(Ordering::SeqCst), 0);
        db.clock.advance(TimeDelta::hours(1));
        runner.drain().await.unwrap();
        assert_eq!(runs.load(Ordering::SeqCst), 1);
    }

    async fn many_runners_run_each_job_once(db: &TestDb) {
        let (first, runs) = counting(db, "shared", 0);
        for n in 0..200 {
            enqueue(db, NewJob::new("shared", &n)).await;
        }
        let mut runners = vec![first];
        for _ in 0..3 {
            let mut runner = Runner::new(db.another().await);
            let count = Arc::clone(&runs);
            runner.on_job("shared", move |_job: Job| {
                count.fetch_add(1, Ordering::SeqCst);
                async { Ok(()) }
            });
            runners.push(runner);
        }
        futures_util::future::join_all(runners.iter().map(Runner::drain)).await;
        for runner in &runners {
            runner.drain().await.unwrap();
        }
        assert_eq!(runs.load(Ordering::SeqCst), 200);
    }

    async fn a_tick_of_the_schedule_is_run_by_one_of_all_runners(db: &TestDb) {
        let (mut first, runs) = counting(db, "hourly", 0);
        first.every(std::time::Duration::from_secs(3_600), "hourly");
        let (mut second, more) = counting(db, "hourly", 0);
        second.every(std::time::Duration::from_secs(3_600), "hourly");
        for _ in 0..3 {
            first.drain().await.unwrap();
            second.drain().await.unwrap();
            db.clock.advance(TimeDelta::hours(1));
        }
        assert_eq!(runs.load(Ordering::SeqCst) + more.load(Ordering::SeqCst), 3);
    }

    async fn who_waits_for_one_who_is_away_holds_up_nobody_who_waits_for_another(db: &TestDb) {
        let mut runner = Runner::new((**db).clone());
        let (back, charged) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let answer = Arc::clone(&back);
        runner.on_job_waiting_for("mail", "letter", move |_: Job| {
            let answer = Arc::clone(&answer);
            async move {
                answer.notified().await;
                Ok(())
            }
        });
        let charge = Arc::clone(&charged);
        runner.on_slow_job("charge", move |_: Job| {
            let charge = Arc::clone(&charge);
            async move {
                charge.notify_one();
                Ok(())
            }
        });
        // More than are worked on at once, and all before the charge.
        for _ in 0..20 {
            enqueue(db, NewJob::new("letter", &())).await;
        }
        enqueue(db, NewJob::new("charge", &())).await;
        let stop = CancellationToken::new();
        let running = {
            let stop = stop.clone();
            tokio::spawn(async move { runner.run(stop).await })
        };
        tokio::time::timeout(Duration::from_secs(20), charged.notified()).await.expect("the charge was held up");
        stop.cancel();
        while !running.is_finished() {
            back.notify_waiters();
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        running.await.unwrap();
    }
}
