//! Links that are mailed: each holds a secret that works once, for a time.

use chrono::{DateTime, Utc};
use db::Tx;
use kernel::{AccountLinkId, UserId, kind};

use crate::{
    service::Accounts,
    store::{self, Link, NewLink},
    token::{self, Token, TokenHash},
};

/// What a link is for. A link for one thing does no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Shows that mail to the address reaches the person.
    ConfirmEmail,
    /// Lets a new password be chosen.
    ResetPassword,
    /// Shows that mail to the address an account is to have reaches the person.
    ConfirmEmailChange,
    /// Takes a change of the address back.
    CancelEmailChange,
}

impl Purpose {
    /// The purpose as stored.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Purpose::ConfirmEmail => "confirm_email",
            Purpose::ResetPassword => "reset_password",
            Purpose::ConfirmEmailChange => "confirm_email_change",
            Purpose::CancelEmailChange => "cancel_email_change",
        }
    }
}

impl Accounts {
    /// A new link of a person. Its secret is told to nobody but the reader of the mail.
    pub(crate) async fn make_link(
        &self,
        tx: &Tx,
        user_id: UserId,
        purpose: Purpose,
        expires_at: DateTime<Utc>,
    ) -> db::Result<(AccountLinkId, Token)> {
        let now = tx.now().await?;
        let id = tx.new_id::<kind::AccountLink>(now);
        let token = Token::new(token::LINK, self.0.db.ids().secret());
        let link = NewLink {
            id,
            user_id,
            purpose,
            token: &token.hash(),
            made_at: now,
            expires_at,
        };
        store::insert_link(tx, link).await?;
        Ok((id, token))
    }

    /// The link of this secret, used and expired ones too. What has not the form of a secret is none.
    pub(crate) async fn find_link(&self, purpose: Purpose, text: &str) -> db::Result<Option<Link>> {
        match TokenHash::of(token::LINK, text) {
            Some(hash) => store::find_link(self.newest(), purpose, &hash).await,
            None => Ok(None),
        }
    }
}
