//! People, their sign-ins and their roles, on both engines.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod devices;
mod email_changes;
mod factors;
mod limits;
mod links;
mod locks;
mod passwords;
mod people;
mod role_requests;
mod roles;
mod sessions;
mod tokens;
mod world;
