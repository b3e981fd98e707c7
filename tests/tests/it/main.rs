//! Journeys through the whole platform, by GraphQL, on both databases.

#![allow(clippy::unwrap_used, reason = "a test that meets nothing fails")]

mod access;
mod accounts;
mod administration;
mod budget;
mod collecting;
mod dashboard;
mod demonstration;
mod discovery;
mod following;
mod ip_claims;
mod items;
mod journey;
mod material_change;
mod money;
mod notifying;
mod ownership;
mod patent_documents;
mod patents;
mod regimes;
mod repaying;
mod uploads;
mod voices;
