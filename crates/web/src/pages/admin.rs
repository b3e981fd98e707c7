//! An administrator's pages: people, requests for roles, licences, the audit trail, work that was set aside.

mod audit;
mod licences;
mod overview;
mod roles;
#[cfg(test)]
mod tests;
mod user;
mod users;
mod work;

pub(crate) use audit::audit;
pub(crate) use licences::{
    confirm as confirm_licence, document as licence_document, enter as enter_licence, licences,
    withdraw as withdraw_licence,
};
pub(crate) use overview::overview;
pub(crate) use roles::{approve, refuse, roles, withdraw};
pub(crate) use user::{end_sessions, lock, request_role, revoke_role, unlock, user};
pub(crate) use users::users;
pub(crate) use work::{replay_job, replay_message, work};

use std::str::FromStr;

use kernel::{Id, IdKind};

use crate::{
    failure::Failure,
    form::{Problems, UserError},
    graphql::{EmailAddress, Role, schema},
    visit::Visit,
    words::Words,
};

/// Passes if an administrator asks.
fn administrator(visit: &Visit) -> Result<(), Failure> {
    visit.signed_in()?;
    visit
        .is(Role::Administrator)
        .then_some(())
        .ok_or(Failure::Forbidden)
}

/// The id in an address. What is none is nothing's address.
fn id_of<K: IdKind>(text: &str) -> Result<cynic::Id, Failure> {
    Id::<K>::from_str(text)
        .map(|id| cynic::Id::new(id.to_string()))
        .map_err(|_| Failure::NotFound)
}

/// Somebody with an account.
#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "UserAccount")]
struct Account {
    id: cynic::Id,
    display_name: String,
    email: EmailAddress,
}

#[derive(cynic::QueryFragment, Debug)]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

impl PageInfo {
    /// The address of the next page of a list, which was asked for with these fields.
    fn next(&self, w: Words, path: &str, asked: &[(&str, &str)]) -> Option<String> {
        let after = self.end_cursor.as_ref().filter(|_| self.has_next_page)?;
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(asked.iter().filter(|(_, value)| !value.is_empty()));
        query.append_pair("after", after);
        Some(w.url(&format!("{path}?{}", query.finish())))
    }
}

/// A user error about the whole of a form: where many forms stand on one page, a field's name does not tell which.
struct Whole<E>(E);

impl<E: UserError> UserError for Whole<E> {
    fn parts(self) -> (Option<Vec<String>>, String) {
        (None, self.0.parts().1)
    }
}

/// What was refused of one of many forms.
fn refused<E: UserError>(errors: Vec<E>) -> Problems {
    Problems::of(errors.into_iter().map(Whole))
}

/// A value to choose from, in a form.
struct Choice {
    value: String,
    label: String,
    is_chosen: bool,
}

/// The roles to choose from.
fn role_choices(w: Words, roles: &[Role], chosen: &str) -> Vec<Choice> {
    use crate::graphql::Named;
    roles
        .iter()
        .map(|role| Choice {
            value: role.name(),
            label: w.label("role", role),
            is_chosen: role.name() == chosen,
        })
        .collect()
}
