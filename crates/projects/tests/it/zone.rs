//! What a wall-clock time stands for hangs on its zone alone, not on the zone of the machine.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    process::Command,
};

use chrono::{NaiveDate, TimeDelta};
use chrono_tz::TZ_VARIANTS;
use projects::zone::instant_of;

/// Set for the test when it runs once more in another zone: what must come out.
const TOLD: &str = "FARSIGHT_TEST_INSTANTS";

/// What wall-clock times of every zone stand for, as one number.
fn all_instants() -> u64 {
    let begin = NaiveDate::from_ymd_opt(2026, 1, 1)
        .unwrap()
        .and_hms_opt(0, 30, 0)
        .unwrap();
    let mut hash = DefaultHasher::new();
    for zone in TZ_VARIANTS {
        for hour in (0..12 * 366 * 24).step_by(997) {
            instant_of(begin + TimeDelta::hours(hour), zone).hash(&mut hash);
        }
    }
    hash.finish()
}

#[test]
fn the_zone_of_the_machine_changes_nothing() {
    let here = all_instants();
    if let Ok(told) = std::env::var(TOLD) {
        assert_eq!(told, here.to_string());
        return;
    }
    for zone in [
        "UTC",
        "America/New_York",
        "Asia/Shanghai",
        "Australia/Lord_Howe",
        "Pacific/Kiritimati",
    ] {
        let mut again = Command::new(std::env::current_exe().unwrap());
        again.args(["--exact", "zone::the_zone_of_the_machine_changes_nothing"]);
        let ended = again
            .env("TZ", zone)
            .env(TOLD, here.to_string())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&ended.stdout);
        assert!(
            ended.status.success() && said.contains("1 passed"),
            "{zone}: {said}"
        );
    }
}
