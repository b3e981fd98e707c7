//! patents
