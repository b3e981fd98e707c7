//! People with an account, looked through.

use axum::response::Response;
use chrono::{DateTime, Utc};
use http::StatusCode;

use super::{Choice, PageInfo, administrator, role_choices};
use crate::{
    failure::Failure,
    form::Fields,
    graphql::{EmailAddress, Role, schema},
    shell::{self, Shell},
    visit::Visit,
};

/// Which people are looked for.
#[derive(cynic::InputObject, Debug)]
struct UserAccountFilter {
    text: Option<String>,
    role: Option<Role>,
    is_locked: Option<bool>,
}

#[derive(cynic::QueryVariables, Debug)]
struct UsersVariables {
    filter: UserAccountFilter,
    after: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "UsersVariables")]
struct AdminUsersQuery {
    administration: UsersOf,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Administration", variables = "UsersVariables")]
struct UsersOf {
    #[arguments(filter: $filter, first: 25, after: $after)]
    users: Users,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "UserAccountConnection")]
struct Users {
    total_count: i32,
    page_info: PageInfo,
    nodes: Vec<Row>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "UserAccount")]
struct Row {
    id: cynic::Id,
    display_name: String,
    email: EmailAddress,
    roles: Vec<Role>,
    created_at: DateTime<Utc>,
    last_seen_at: Option<DateTime<Utc>>,
    has_second_factor: bool,
    lock: Option<Locked>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "AccountLock")]
struct Locked {
    #[allow(dead_code, reason = "that there is one is all a list needs to know")]
    locked_at: DateTime<Utc>,
}

#[derive(askama::Template)]
#[template(path = "admin_users.html")]
struct UsersPage {
    shell: Shell,
    users: Users,
    fields: Fields,
}

impl UsersPage {
    fn roles(&self) -> Vec<Choice> {
        role_choices(self.shell.w, Role::ALL, self.fields.shown("role"))
    }

    fn is_filtered(&self) -> bool {
        ["text", "role", "locked"]
            .iter()
            .any(|name| self.fields.get(name).is_some())
    }

    fn next(&self) -> Option<String> {
        let asked = ["text", "role", "locked"].map(|name| (name, self.fields.shown(name)));
        self.users.page_info.next(self.shell.w, "/admin/users", &asked)
    }
}

/// `GET /admin/users`
pub(crate) async fn users(visit: Visit) -> Response {
    let found = async {
        administrator(&visit)?;
        let fields = visit.asked();
        let filter = UserAccountFilter {
            text: fields.get("text").map(str::to_owned),
            role: fields.get("role").and_then(Role::of),
            is_locked: fields.get("locked").map(|_| true),
        };
        let after = fields.get("after").map(str::to_owned);
        let found: AdminUsersQuery = visit.query(UsersVariables { filter, after }).await?;
        Ok::<_, Failure>(UsersPage {
            shell: Shell::new(&visit, "admin-users-title"),
            users: found.administration.users,
            fields,
        })
    };
    match found.await {
        Ok(page) => shell::page(&page, StatusCode::OK),
        Err(failure) => failure.respond(&visit),
    }
}
