//! Tokens by which programs act for a person: for a part of what the person may do, until a day.

use chrono::{DateTime, TimeDelta, Utc};
use db::Act;
use kernel::{
    ApiTokenId, Caller, Forbidden, ProblemKind, Scope, Scopes, UserId, Who,
    policy::{Action, can},
};
use serde_json::json;

use crate::{
    display_name::DisplayName,
    error::ErrorCode,
    events::{AccountSecurityChanged, SecurityAct},
    service::Accounts,
    session::Authenticated,
    session_cache::Stale,
    store,
    token::{self, Token},
};

/// Tokens one person may have.
const MAX: usize = 20;
/// The longest time a token lasts.
const LONGEST: TimeDelta = TimeDelta::days(366);

/// A token, as its owner sees it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    /// The id.
    pub id: ApiTokenId,
    /// Whose.
    pub user_id: UserId,
    /// The owner's own name for it.
    pub name: String,
    /// How it begins: `fa_` and 8 characters.
    pub beginning: String,
    /// What it may be used for.
    pub scopes: Scopes,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// When it was last used, to within ten minutes.
    pub last_used_at: Option<DateTime<Utc>>,
}

/// What somebody fills in to have a token.
#[derive(Debug, Clone)]
pub struct MakeApiToken {
    /// Their own name for it.
    pub name: String,
    /// What it may be used for; reading is always among it.
    pub scopes: Vec<Scope>,
    /// When it ends: within a year.
    pub expires_at: DateTime<Utc>,
}

/// A token that was just made.
#[derive(Debug, Clone)]
pub struct MadeApiToken {
    /// What is known of it later.
    pub token: ApiToken,
    /// The token itself. This is the only time it is shown.
    pub secret: Token,
}

/// Why no token was made or revoked.
#[derive(Debug, thiserror::Error)]
pub enum ApiTokenError {
    /// The name says nothing, or is too long.
    #[error("write what the token is for, in 1 to 80 characters")]
    NameInvalid,
    /// It ends in the past, or too late.
    #[error("choose an end that lies in the future and within a year")]
    EndInvalid,
    /// There are enough.
    #[error("you have {MAX} tokens already; revoke one that is not used any more")]
    TooMany,
    /// The caller has no such token.
    #[error("there is no such token; it may have been revoked already")]
    NotFound,
    /// Nobody has signed in, not lately enough, or it is a token that asks.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The database is in trouble.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl ApiTokenError {
    /// The field to put right.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            ApiTokenError::NameInvalid => Some("name"),
            ApiTokenError::EndInvalid => Some("expiresAt"),
            ApiTokenError::NotFound => Some("id"),
            _ => None,
        }
    }

    /// The code, if the person can put it right.
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            ApiTokenError::NameInvalid => Some(ErrorCode::TokenNameInvalid),
            ApiTokenError::EndInvalid => Some(ErrorCode::TokenEndInvalid),
            ApiTokenError::TooMany => Some(ErrorCode::TooManyTokens),
            ApiTokenError::NotFound => Some(ErrorCode::TokenNotFound),
            ApiTokenError::Forbidden(_) | ApiTokenError::Store(_) => None,
        }
    }

    /// How long to wait before trying again: never what helps here.
    pub fn retry_after(&self) -> Option<std::time::Duration> {
        None
    }

    /// What kind of trouble this is.
    pub fn problem(&self) -> ProblemKind {
        match self {
            ApiTokenError::NameInvalid | ApiTokenError::EndInvalid => ProblemKind::Invalid,
            ApiTokenError::TooMany => ProblemKind::Conflict,
            ApiTokenError::NotFound => ProblemKind::NotFound,
            ApiTokenError::Forbidden(forbidden) => forbidden.problem(),
            ApiTokenError::Store(error) => error.problem(),
        }
    }
}

impl Accounts {
    /// Makes a token. It is shown once; the owner is told by mail that there is one.
    ///
    /// # Errors
    /// [`ApiTokenError`]; [`ApiTokenError::Forbidden`] unless the caller lately proved to be there, which no token does.
    #[tracing::instrument(name = "accounts.make_api_token", skip_all)]
    pub async fn make_api_token(
        &self,
        caller: &Caller,
        request: MakeApiToken,
    ) -> Result<MadeApiToken, ApiTokenError> {
        let Who::User { id, session, .. } = caller.who else {
            return Err(Forbidden::SignInFirst.into());
        };
        can(caller, Action::AccountSecure { user: id })
            .map_err(|denied| denied.or_missing(ApiTokenError::NotFound))?;
        let name = DisplayName::parse(&request.name).map_err(|_| ApiTokenError::NameInvalid)?;
        let tx = self.0.db.begin().await?;
        // The person's lock keeps two that are made at once from being one too many.
        store::lock_signed_in(&tx, id, session)
            .await?
            .ok_or(Forbidden::SignInFirst)?;
        let now = tx.now().await?;
        if request.expires_at <= now || request.expires_at > now + LONGEST {
            return Err(ApiTokenError::EndInvalid);
        }
        if store::list_tokens(&*tx, id, now).await?.len() >= MAX {
            return Err(ApiTokenError::TooMany);
        }
        let secret = Token::new(token::API, self.0.db.ids().secret());
        let made = ApiToken {
            id: tx.new_id(now),
            user_id: id,
            name: name.as_str().to_owned(),
            beginning: secret.beginning(),
            scopes: request.scopes.into_iter().collect(),
            created_at: now,
            expires_at: request.expires_at,
            last_used_at: None,
        };
        store::insert_token(&tx, &made, &secret.hash()).await?;
        let scopes: Vec<_> = made.scopes.iter().collect();
        let after = json!({ "token": made.id, "scopes": scopes, "expiresAt": made.expires_at });
        tx.record(caller, Act::new("api_token.make", id).after(after))
            .await?;
        tx.publish(&AccountSecurityChanged::new(id, SecurityAct::ApiTokenMade, now))
            .await?;
        tx.commit().await?;
        Ok(MadeApiToken { token: made, secret })
    }

    /// The caller's tokens that are still good, the newest first.
    ///
    /// # Errors
    /// [`ApiTokenError::Forbidden`] if nobody has signed in.
    pub async fn list_api_tokens(&self, caller: &Caller) -> Result<Vec<ApiToken>, ApiTokenError> {
        let id = caller.user_id()?;
        let now = self.0.db.clock().now();
        Ok(store::list_tokens(self.newest(), id, now).await?)
    }

    /// Ends one of the caller's tokens, at once and in every process.
    ///
    /// # Errors
    /// [`ApiTokenError::NotFound`] if it has ended or is not the caller's.
    #[tracing::instrument(name = "accounts.revoke_api_token", skip_all, fields(token.id = %token))]
    pub async fn revoke_api_token(&self, caller: &Caller, token: ApiTokenId) -> Result<(), ApiTokenError> {
        let id = caller.user_id()?;
        can(caller, Action::AccountEdit { user: id })
            .map_err(|denied| denied.or_missing(ApiTokenError::NotFound))?;
        let tx = self.0.db.begin().await?;
        let now = tx.now().await?;
        if !store::revoke_token(&tx, id, token, now).await? {
            return Err(ApiTokenError::NotFound);
        }
        let act = Act::new("api_token.revoke", id).after(json!({ "token": token }));
        tx.record(caller, act).await?;
        tx.commit().await?;
        self.tell(Stale::Session(session_of(token))).await;
        Ok(())
    }
}

/// A token stands where a sign-in does, under its own id.
pub(crate) fn session_of(token: ApiTokenId) -> kernel::SessionId {
    kernel::SessionId::from_uuid(token.uuid())
}

/// Whether a token is good at a moment. It has no idle time: its end was chosen.
pub(crate) fn is_good(who: &Authenticated, now: DateTime<Utc>) -> bool {
    now < who.expires_at
}
