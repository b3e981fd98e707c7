//! Parts of the platform together, without GraphQL, on both databases: the rules of regulated campaigns, each where it is enforced.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod cn_private;
mod ecspr;
mod licences;
mod reg_cf;
mod reg_cf_money;
mod world;
