//! The pages of finance: what waits, and one payout, refund or dispute at a time.

mod dispute;
mod payout;
mod queue;
mod refund;
mod repayment;
#[cfg(test)]
mod tests;

use axum::response::Response;
use http::StatusCode;

pub(crate) use dispute::{contest, dispute};
pub(crate) use payout::{approve, give_up, payout, record, reject};
pub(crate) use queue::{order, queue};
pub(crate) use refund::{ask as refund_form, order as refund};
pub(crate) use repayment::{
    confirm as confirm_repayment, record as record_repayment, reject as reject_repayment, show as repayment,
};

use crate::{
    failure::Failure, form::Problems, graphql::Role, parts::user_errors::PledgeUserError, shell, visit::Visit,
};

/// Passes if a finance officer asks.
fn officer(visit: &Visit) -> Result<(), Failure> {
    visit.signed_in()?;
    visit.is(Role::Finance).then_some(()).ok_or(Failure::Forbidden)
}

/// The page's address after something was done.
fn address(visit: &Visit, done: &str) -> String {
    visit.url(&format!("/finance?done={done}"))
}

/// The page with its forms: refused if something was wrong.
fn answer(page: &impl askama::Template, problems: &Problems) -> Response {
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    shell::page(page, status)
}

/// The refusals, each beside its field if the form has it, else about the whole.
fn placed(errors: Vec<PledgeUserError>, fields: &[&str]) -> Problems {
    let named = errors.into_iter().map(|error| {
        let name = error.field.as_ref().and_then(|path| path.first());
        let field = name.filter(|name| fields.contains(&name.as_str())).cloned();
        PledgeUserError {
            field: field.map(|name| vec![name]),
            ..error
        }
    });
    Problems::of(named)
}
