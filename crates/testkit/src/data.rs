//! Recorded register answers and real campaigns, which are tested with but not shipped.

use std::{path::PathBuf, sync::Once};

static TOLD: Once = Once::new();

/// The folder of recorded data: `FARSIGHT_TEST_DATA`, else `../shared/data` beside the workspace.
/// Where it is absent, a line on standard error says that tests on it are not run.
pub fn data_dir() -> Option<PathBuf> {
    let workspace = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let dir = match std::env::var_os("FARSIGHT_TEST_DATA") {
        Some(dir) => PathBuf::from(dir),
        None => PathBuf::from(workspace).join("../shared/data"),
    };
    if dir.join("patents").is_dir() {
        return dir.canonicalize().ok();
    }
    TOLD.call_once(|| {
        eprintln!(
            "NOT RUN: tests on recorded data, because {} is not there; set FARSIGHT_TEST_DATA to its folder",
            dir.display()
        );
    });
    None
}

/// One file of the recorded data, by its path in the folder.
pub fn data_file(path: &str) -> Option<PathBuf> {
    data_dir().map(|dir| dir.join(path))
}
