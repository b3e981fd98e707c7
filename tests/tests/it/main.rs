//! Journeys through the whole platform, by GraphQL, on both databases.

mod access;
mod budget;
mod journey;
mod money;
