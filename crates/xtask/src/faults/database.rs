//! PostgreSQL is killed again and again under load, then stands still, then is cut off, then is slow. Nothing acknowledged is
//! lost, every request gets an answer in time, and the server recovers by itself.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};

use super::{
    client::Experience,
    load::{Count, Load},
    proxy::Proxy,
};
use crate::{
    e2e::Place,
    farsight::{self, Farsight},
    postgres::Cluster,
    redis::Redis,
};

/// How the test is run.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Plan {
    /// How many times the database is killed.
    #[arg(long, default_value_t = 20)]
    pub(crate) kills: u32,
    /// How long it stands still, is cut off, is slow, in seconds each.
    #[arg(long, default_value_t = 30)]
    pub(crate) seconds: u64,
    /// The database acknowledges what it has not written yet (`synchronous_commit = off`). Then pledges must get lost, or this
    /// test could not find a loss.
    #[arg(long)]
    pub(crate) careless: bool,
    /// How many investors pledge at the same time.
    #[arg(long, default_value_t = 8)]
    pub(crate) investors: u64,
    /// Repeats a run's random moments.
    #[arg(long, default_value_t = fastrand::u64(..), hide_default_value = true)]
    pub(crate) seed: u64,
}

/// After a kill the server must be ready again this soon after the database is.
const READY_WITHIN: Duration = Duration::from_secs(10);
/// As soon it must know that the database does not answer, and serve again when it does.
const NOTICED_WITHIN: Duration = Duration::from_secs(5);
/// Every request is answered within five seconds; half a second more is for a busy machine.
const ANSWERED_WITHIN: Duration = Duration::from_millis(5_500);
/// Half of what a round trip takes over the slow wire.
const SLOW: Duration = Duration::from_millis(150);

/// The test with a server built for it.
pub(crate) fn run(plan: &Plan) -> Result<()> {
    with(&farsight::build(false)?, plan)
}

/// The test with this program.
pub(crate) fn with(binary: &Path, plan: &Plan) -> Result<()> {
    println!(
        "{} kills of PostgreSQL, then {} s each frozen, cut off and slow; seed {}",
        plan.kills, plan.seconds, plan.seed
    );
    let cluster = Cluster::to_be_killed(plan.careless)?;
    let proxy = Proxy::to(cluster.port(), plan.seed)?;
    let mut place = Place::beside(binary, Some(cluster), Some(Redis::start()?))?;
    place.settings.points_per_second = Some(0);
    // The demonstration need not go over the wire.
    place.settings.start()?.stop()?;
    let direct = place.settings.database_url.take().context("no address")?;
    let port = |port: u16| format!("127.0.0.1:{port}/");
    let cluster_port = place.cluster.as_ref().context("no database")?.port();
    place.settings.database_url = Some(direct.replace(&port(cluster_port), &port(proxy.port())));
    let test = Test {
        place: &place,
        proxy: &proxy,
        plan,
    };
    super::at(&place, |_| test.carry_out())
}

/// Begins a trouble, or ends it.
type Switch<'a> = &'a dyn Fn(bool) -> Result<()>;

struct Test<'a> {
    place: &'a Place,
    proxy: &'a Proxy,
    plan: &'a Plan,
}

impl Test<'_> {
    fn cluster(&self) -> Result<&Cluster> {
        self.place.cluster.as_ref().context("no database")
    }

    fn carry_out(&self) -> Result<()> {
        let mut server = self.place.settings.start()?;
        let url = self.place.settings.url();
        let mut load = Load::gather(&url, &url, self.plan.investors, self.plan.seed)?;
        let experience = load.experience.clone();
        let counted = load
            .during(|given_up| self.kills(&mut server, given_up))
            .and_then(|()| {
                println!(
                    "  meanwhile {} requests were told to come back, {} got no proper answer; the slowest took {:.1} s",
                    experience.unable(),
                    experience.broken(),
                    experience.slowest().as_secs_f64()
                );
                ensure!(experience.broken() == 0, "the gateway itself never went away");
                ensure!(experience.slowest() < ANSWERED_WITHIN, "an answer took too long");
                load.count()
            });
        if self.plan.careless {
            return a_loss_was_found(counted);
        }
        let before = counted?;
        load.during(|given_up| self.hang(&mut server, &experience, given_up))?;
        let Count { placed, retried } = load.count()?;
        self.no_transaction_is_left_open()?;
        server.stop()?;
        self.place.prove()?;
        ensure!(
            before.placed > u64::from(self.plan.kills),
            "only {} pledges were placed: that is no load",
            before.placed
        );
        println!(
            "{placed} pledges acknowledged, {retried} of them after a retry: each there exactly once; ledger and audit trail verified"
        );
        Ok(())
    }

    fn kills(&self, server: &mut Farsight, given_up: &dyn Fn() -> bool) -> Result<()> {
        let mut random = fastrand::Rng::with_seed(self.plan.seed);
        let mut slowest = Duration::ZERO;
        for number in 1..=self.plan.kills {
            std::thread::sleep(Duration::from_millis(random.u64(500..2000)));
            if given_up() {
                break;
            }
            self.cluster()?.kill()?;
            std::thread::sleep(Duration::from_millis(random.u64(0..1000)));
            self.cluster()?.start_again()?;
            let ready = self.place.settings.time_until_ready(true, READY_WITHIN)?;
            server.still_runs()?;
            slowest = slowest.max(ready);
            println!(
                "  kill {number}: ready {} ms after the database",
                ready.as_millis()
            );
        }
        println!(
            "  at the slowest it was ready {} ms after the database",
            slowest.as_millis()
        );
        std::thread::sleep(Duration::from_millis(500));
        Ok(())
    }

    fn hang(
        &self,
        server: &mut Farsight,
        experience: &Experience,
        given_up: &dyn Fn() -> bool,
    ) -> Result<()> {
        let cluster = self.cluster()?;
        let troubles: [(&str, Switch<'_>); 3] = [
            ("frozen", &|on| cluster.freeze(on)),
            ("cut off", &|on| {
                self.proxy.cut(on);
                Ok(())
            }),
            ("slow", &|on| {
                self.proxy.delay(if on { SLOW } else { Duration::ZERO });
                Ok(())
            }),
        ];
        for (what, trouble) in troubles {
            experience.forget();
            let began = Instant::now();
            trouble(true)?;
            // A slow database is there all the same.
            let noticed = match what {
                "slow" => None,
                _ => Some(self.place.settings.time_until_ready(false, NOTICED_WITHIN)),
            };
            let length = Duration::from_secs(self.plan.seconds);
            std::thread::sleep(length.saturating_sub(began.elapsed()));
            trouble(false)?;
            let noticed = noticed
                .transpose()
                .with_context(|| format!("the database was {what}"))?;
            let (told, broken, slowest) = (experience.unable(), experience.broken(), experience.slowest());
            experience.forget();
            let ready = self.place.settings.time_until_ready(true, NOTICED_WITHIN)?;
            let served = self.serves_again(experience)?;
            server.still_runs()?;
            println!(
                "  {what} for {} s: {}{told} told to come back, {broken} got no proper answer, the slowest took {:.1} s; \
                 ready {} ms after it was over, serving after {} ms",
                self.plan.seconds,
                noticed.map_or(String::new(), |time| format!(
                    "noticed after {:.1} s, ",
                    time.as_secs_f64()
                )),
                slowest.as_secs_f64(),
                ready.as_millis(),
                served.as_millis()
            );
            ensure!(broken == 0, "the gateway itself never went away");
            ensure!(slowest < ANSWERED_WITHIN, "an answer took too long");
            ensure!(what == "slow" || told > 0, "nobody noticed: that was no load");
            ensure!(!given_up(), "an investor has given up");
        }
        Ok(())
    }

    /// How long until somebody is served.
    fn serves_again(&self, experience: &Experience) -> Result<Duration> {
        let began = Instant::now();
        while experience.served() == 0 {
            ensure!(
                began.elapsed() < NOTICED_WITHIN,
                "nobody was served within {NOTICED_WITHIN:?}"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(began.elapsed())
    }

    fn no_transaction_is_left_open(&self) -> Result<()> {
        let left = self.place.count(
            "pg_stat_activity WHERE application_name = 'farsight' AND state LIKE 'idle in transaction%'
             AND state_change < now() - interval '5 seconds'",
        )?;
        ensure!(left == 0, "{left} transactions were left open");
        Ok(())
    }
}

/// The database forgot what it had acknowledged: that must show, as a pledge or a session that is gone.
fn a_loss_was_found(counted: Result<Count>) -> Result<()> {
    match counted {
        Ok(Count { placed, .. }) => {
            bail!(
                "{placed} pledges and none of them lost, though the database was careless: this test finds nothing"
            )
        }
        Err(error) => {
            let text = format!("{error:#}");
            ensure!(
                text.contains("LOST") || text.contains("NOT_FOUND") || text.contains("DOUBLED"),
                "the test ended otherwise than by a loss: {text}"
            );
            println!(
                "the loss was found, as it must be: {}",
                text.lines().next().unwrap_or_default()
            );
            Ok(())
        }
    }
}
