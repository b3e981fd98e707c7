//! The crate against recorded answers and databases: one test binary.

mod numbers;
mod sources;
