//! `user list`, `user show`, `user role-requests`: people's accounts on the terminal.

use accounts::{AccountFacts, RoleRequest, User, UserFilter};
use anyhow::Result;
use app::App;
use kernel::{Caller, PageRequest, UserId};
use serde_json::{Value, json};

use super::say;

/// The operator, who sees what an administrator sees.
fn operator() -> Caller {
    Caller::system("operator")
}

/// Prints people, page by page.
pub(super) async fn list(app: &App, filter: &UserFilter, limit: u32, as_json: bool) -> Result<()> {
    let (mut left, mut after) = (limit, None);
    while left > 0 {
        let request = PageRequest {
            first: left.min(PageRequest::MAX),
            after,
        };
        let page = app.accounts.list_users(&operator(), filter, &request).await?;
        let ids: Vec<UserId> = page.items.iter().map(|(_, user)| user.id).collect();
        let facts = app.accounts.facts_of(&operator(), &ids).await?;
        for (_, user) in &page.items {
            let found = facts.iter().find(|(id, _)| *id == user.id);
            let facts = found.map(|(_, facts)| facts.clone()).unwrap_or_default();
            if as_json {
                say(object(user, &facts));
            } else {
                let locked = if facts.lock.is_some() { " LOCKED" } else { "" };
                say(format_args!(
                    "{} {} ({}) {}{locked}",
                    user.id,
                    user.email,
                    user.display_name,
                    roles(user)
                ));
            }
        }
        left = left.saturating_sub(u32::try_from(page.items.len()).unwrap_or(u32::MAX));
        after = page.end_cursor().cloned();
        if !page.has_next {
            break;
        }
    }
    Ok(())
}

/// Prints one account.
pub(super) async fn show(app: &App, user: &User, as_json: bool) -> Result<()> {
    let facts = app.accounts.facts_of(&operator(), &[user.id]).await?;
    let facts = facts
        .into_iter()
        .next()
        .map(|(_, facts)| facts)
        .unwrap_or_default();
    let requests = app.accounts.role_requests_of(&operator(), user.id).await?;
    if as_json {
        let mut whole = object(user, &facts);
        whole["roleRequests"] = requests
            .iter()
            .map(|request| request_object(app, request))
            .collect();
        say(whole);
        return Ok(());
    }
    say(format_args!("{} {} ({})", user.id, user.email, user.display_name));
    say(format_args!("  roles          {}", roles(user)));
    let confirmed = user
        .email_confirmed_at
        .map_or("never".to_owned(), |at| at.to_rfc3339());
    say(format_args!("  confirmed      {confirmed}"));
    say(format_args!("  joined         {}", user.created_at.to_rfc3339()));
    let factor = if facts.has_second_factor { "on" } else { "off" };
    say(format_args!("  second factor  {factor}"));
    say(format_args!("  sign-ins       {}", facts.sessions));
    say(format_args!("  tokens         {}", facts.api_tokens));
    if let Some(lock) = &facts.lock {
        say(format_args!(
            "  LOCKED         since {} by {}: {}",
            lock.locked_at.to_rfc3339(),
            lock.locked_by,
            lock.reason
        ));
    }
    for request in &requests {
        say(format_args!("  {}", request_line(app, request)));
    }
    Ok(())
}

/// Prints requests for roles, the newest first, at most a thousand.
pub(super) async fn role_requests(app: &App, all: bool, as_json: bool) -> Result<()> {
    let mut after = None;
    for _ in 0..10 {
        let request = PageRequest {
            first: PageRequest::MAX,
            after,
        };
        let page = app
            .accounts
            .list_role_requests(&operator(), !all, &request)
            .await?;
        for (_, request) in &page.items {
            if as_json {
                say(request_object(app, request));
            } else {
                say(request_line(app, request));
            }
        }
        after = page.end_cursor().cloned();
        if !page.has_next {
            break;
        }
    }
    Ok(())
}

fn roles(user: &User) -> String {
    let roles: Vec<_> = user.roles.iter().map(|role| role.as_str()).collect();
    roles.join(", ")
}

fn object(user: &User, facts: &AccountFacts) -> Value {
    json!({
        "id": user.id,
        "email": user.email,
        "emailConfirmedAt": user.email_confirmed_at,
        "displayName": user.display_name,
        "roles": user.roles,
        "createdAt": user.created_at,
        "hasSecondFactor": facts.has_second_factor,
        "sessions": facts.sessions,
        "apiTokens": facts.api_tokens,
        "lastSeenAt": facts.last_seen_at,
        "lock": facts.lock.as_ref().map(|lock| json!({ "reason": lock.reason, "lockedBy": lock.locked_by, "lockedAt": lock.locked_at })),
    })
}

fn request_object(app: &App, request: &RoleRequest) -> Value {
    json!({
        "id": request.id,
        "userId": request.user_id,
        "role": request.role,
        "reason": request.reason,
        "state": request.state_at(app.now()).as_str(),
        "requestedBy": request.requested_by,
        "requestedAt": request.requested_at,
        "expiresAt": request.expires_at,
        "decidedBy": request.decided_by,
        "decidedAt": request.decided_at,
    })
}

fn request_line(app: &App, request: &RoleRequest) -> String {
    format!(
        "{} {} for {} ({}), asked by {} at {}: {}",
        request.id,
        request.role,
        request.user_id,
        request.state_at(app.now()).as_str(),
        request.requested_by,
        request.requested_at.to_rfc3339(),
        request.reason
    )
}
