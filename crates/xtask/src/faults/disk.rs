//! The disk under the embedded database: each acknowledged commit reached it, and when it is full the server says so, loses
//! nothing, and goes on once there is room.

use std::{
    fs::{File, OpenOptions},
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};

use super::load::{Count, Load};
use crate::{
    e2e::Place,
    farsight::{self, Farsight},
    process, shell,
};

/// How the test is run.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Plan {
    /// How many pledges are placed while the calls are counted.
    #[arg(long, default_value_t = 100)]
    pub(crate) pledges: usize,
    /// How large the disk is, in MiB.
    #[arg(long, default_value_t = 64)]
    pub(crate) mib: u32,
    /// How long it stays full, in seconds.
    #[arg(long, default_value_t = 10)]
    pub(crate) seconds: u64,
    /// Repeats a run's random amounts.
    #[arg(long, default_value_t = fastrand::u64(..), hide_default_value = true)]
    pub(crate) seed: u64,
}

/// Once there is room again somebody must be served this soon.
const SERVED_WITHIN: Duration = Duration::from_secs(5);
/// By then a full disk must have been met.
const MET_WITHIN: Duration = Duration::from_secs(60);

/// The test with a server built for it.
pub(crate) fn run(plan: &Plan) -> Result<()> {
    with(&farsight::build(false)?, plan)
}

/// The test with this program.
pub(crate) fn with(binary: &Path, plan: &Plan) -> Result<()> {
    println!(
        "on SQLite: {} pledges counted, then a disk of {} MiB; seed {}",
        plan.pledges, plan.mib, plan.seed
    );
    if shell::find("strace").is_some() {
        super::at(&place(binary)?, |place| {
            every_commit_reaches_the_disk(place, plan)
        })?;
    } else {
        println!("  NOT RUN: strace is not installed, so calls of fdatasync were not counted");
    }
    if !shell::is_root() {
        println!("  NOT RUN: only root may mount a small disk");
        return Ok(());
    }
    let place = place(binary)?;
    let disk = Disk::mount(&place.settings.data_dir.join("data"), plan.mib)?;
    super::at(&place, |place| {
        it_fills_and_there_is_room_again(place, &disk, plan)
    })
}

fn place(binary: &Path) -> Result<Place> {
    let mut place = Place::beside(binary, None, None)?;
    place.settings.points_per_second = Some(0);
    Ok(place)
}

fn every_commit_reaches_the_disk(place: &Place, plan: &Plan) -> Result<()> {
    let server = place.settings.start()?;
    let url = place.settings.url();
    let mut load = Load::gather(&url, &url, 2, plan.seed)?;
    let table = place.settings.data_dir.join("calls");
    let counting = count_calls(&server, &table)?;
    load.place(plan.pledges)?;
    stop_counting(counting)?;
    let Count { placed, .. } = load.count()?;
    // Two of each pledge's commits are acknowledged at least: that it was placed, and that its card was saved.
    let (acknowledged, written) = (placed * 2, process::calls_counted(&table, "fdatasync")?);
    println!(
        "  {placed} pledges, at least {acknowledged} acknowledged commits of money, {written} calls of fdatasync"
    );
    ensure!(
        written >= acknowledged,
        "not every acknowledged commit reached the disk"
    );
    server.stop()?;
    place.prove()
}

fn count_calls(server: &Farsight, table: &Path) -> Result<Child> {
    let mut strace = Command::new("strace");
    strace.args([
        "-f",
        "-c",
        "-e",
        "trace=fdatasync",
        "-p",
        &server.process().to_string(),
        "-o",
    ]);
    let child = strace
        .arg(table)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    // It attaches to one thread after the other.
    std::thread::sleep(Duration::from_secs(1));
    Ok(child)
}

fn stop_counting(mut strace: Child) -> Result<()> {
    shell::run(Command::new("kill").args(["-INT", &strace.id().to_string()]))?;
    strace.wait()?;
    Ok(())
}

fn it_fills_and_there_is_room_again(place: &Place, disk: &Disk, plan: &Plan) -> Result<()> {
    let mut server = place.settings.start()?;
    let url = place.settings.url();
    let mut load = Load::gather(&url, &url, 3, plan.seed)?;
    let experience = load.experience.clone();
    load.during(|given_up| {
        std::thread::sleep(Duration::from_secs(1));
        let began = Instant::now();
        // What was written before and is no longer needed is used first.
        while experience.unable() == 0 {
            disk.fill()?;
            ensure!(began.elapsed() < MET_WITHIN, "the disk was not full within {MET_WITHIN:?}");
            ensure!(!given_up(), "an investor has given up");
            std::thread::sleep(Duration::from_millis(100));
        }
        println!("  full after {:.1} s", began.elapsed().as_secs_f64());
        std::thread::sleep(Duration::from_secs(plan.seconds));
        let (told, broken) = (experience.unable(), experience.broken());
        server.still_runs()?;
        disk.make_room()?;
        experience.forget();
        let room = Instant::now();
        while experience.served() == 0 {
            ensure!(room.elapsed() < SERVED_WITHIN, "nobody was served within {SERVED_WITHIN:?} of there being room");
            std::thread::sleep(Duration::from_millis(20));
        }
        println!(
            "  {told} requests were told to come back, {broken} got no proper answer; served again {} ms after there was room",
            room.elapsed().as_millis()
        );
        ensure!(broken == 0, "the server itself never went away");
        std::thread::sleep(Duration::from_secs(1));
        Ok(())
    })?;
    let Count { placed, retried } = load.count()?;
    server.stop()?;
    let integrity = place.sql("PRAGMA integrity_check")?;
    ensure!(integrity.trim() == "ok", "the database is damaged:\n{integrity}");
    place.prove()?;
    println!(
        "{placed} pledges acknowledged, {retried} of them after a retry: each there exactly once; the database is whole; \
         ledger and audit trail verified"
    );
    Ok(())
}

/// A small disk in memory, gone when the value is dropped.
#[derive(Debug)]
struct Disk {
    at: PathBuf,
}

impl Disk {
    fn mount(at: &Path, mib: u32) -> Result<Self> {
        std::fs::create_dir_all(at)?;
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={mib}m,mode=0700"), "tmpfs"]);
        shell::run(mount.arg(at)).context("no small disk could be mounted")?;
        Ok(Self { at: at.to_owned() })
    }

    fn ballast(&self) -> PathBuf {
        self.at.join("ballast")
    }

    /// Takes all the room there is.
    fn fill(&self) -> Result<()> {
        let mut file: File = OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.ballast())?;
        for size in [1024 * 1024, 4096] {
            loop {
                match file.write(&vec![0; size]) {
                    Ok(0) => break,
                    Ok(_) => {}
                    Err(error) if error.kind() == ErrorKind::StorageFull => break,
                    Err(error) => return Err(error.into()),
                }
            }
        }
        Ok(())
    }

    fn make_room(&self) -> Result<()> {
        std::fs::remove_file(self.ballast()).map_err(Into::into)
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = shell::run(Command::new("umount").arg("-l").arg(&self.at));
    }
}
