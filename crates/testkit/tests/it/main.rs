//! The two migrated schemas are one schema.

mod parity;
