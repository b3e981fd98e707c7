//! Past campaigns.
