//! One module for each page: its operations, its template, what its forms do.

pub(crate) mod admin;
pub(crate) mod campaign;
pub(crate) mod checkout;
pub(crate) mod confirm_email;
pub(crate) mod confirm_identity;
pub(crate) mod dev_mail;
pub(crate) mod discover;
pub(crate) mod email_change;
pub(crate) mod finance;
pub(crate) mod following;
pub(crate) mod founder;
pub(crate) mod founder_profile;
pub(crate) mod help;
pub(crate) mod home;
pub(crate) mod ip_claims;
pub(crate) mod notifications;
pub(crate) mod patent;
pub(crate) mod pledges;
pub(crate) mod reset_password;
pub(crate) mod review;
pub(crate) mod security;
pub(crate) mod sign;
pub(crate) mod tokens;
pub(crate) mod verification;
pub(crate) mod voices;
