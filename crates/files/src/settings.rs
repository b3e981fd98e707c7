//! What the operator may set.

use chrono::TimeDelta;

/// Limits of uploads and links.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The largest upload, in bytes.
    pub max_bytes: usize,
    /// The most pixels of a picture: a small file can hold a very large one.
    pub max_pixels: u64,
    /// How many uploads of one person may wait to be used.
    pub max_staged: u64,
    /// How many files one person may upload in 24 hours.
    pub max_per_day: u64,
    /// How long an upload waits to be used before it is removed.
    pub staged_for: TimeDelta,
    /// How long the address of a file leads to it.
    pub link_for: TimeDelta,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            max_bytes: 10 * 1024 * 1024,
            max_pixels: 24_000_000,
            max_staged: 20,
            max_per_day: 100,
            staged_for: TimeDelta::hours(24),
            link_for: TimeDelta::minutes(5),
        }
    }
}
