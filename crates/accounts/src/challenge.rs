//! The second step of a sign-in: a code, after the password.

use db::Act;
use kernel::{Caller, Who};
use serde_json::json;

use crate::{
    second_factor::counted_as,
    service::{Accounts, Opened},
    session_cache::Stale,
    sign_in::{SignInError, SignedIn},
    store,
    token::{self, TokenHash},
};

/// Wrong codes after which one begins anew with the password.
const TRIES: i32 = 5;

/// What somebody fills in whose password was right.
pub struct AnswerChallenge {
    /// What the first step gave them.
    pub challenge: String,
    /// A code of the authenticator, or a recovery code.
    pub code: String,
}

impl Accounts {
    /// Ends a sign-in whose password was right with a code. What the first step gave is good for five minutes and five
    /// codes.
    ///
    /// # Errors
    /// [`SignInError::CodeWrong`], [`SignInError::ChallengeOver`], [`SignInError::TooManyTries`].
    #[tracing::instrument(name = "accounts.answer_challenge", skip_all)]
    pub async fn answer_challenge(
        &self,
        caller: &Caller,
        request: AnswerChallenge,
    ) -> Result<SignedIn, SignInError> {
        let over = || SignInError::ChallengeOver;
        let token = TokenHash::of(token::CHALLENGE, &request.challenge).ok_or_else(over)?;
        let found = store::find_challenge(self.newest(), &token)
            .await?
            .ok_or_else(over)?;
        let admitted = self
            .0
            .throttle
            .admit(&counted_as(found.user_id), caller.address)
            .await?;

        let tx = self.0.db.begin().await?;
        let user = store::lock_user(&tx, found.user_id).await?.ok_or_else(over)?;
        if store::find_lock(&*tx, user.id).await?.is_some() {
            self.0.throttle.untried(admitted).await;
            return Err(over());
        }
        // Read again under the person's lock: of two who answer at once, the second finds it ended.
        let challenge = store::find_challenge(&*tx, &token).await?.ok_or_else(over)?;
        let now = tx.now().await?;
        if challenge.ended_at.is_some() || now >= challenge.expires_at || challenge.tries >= TRIES {
            self.0.throttle.untried(admitted).await;
            return Err(over());
        }
        let Some(proved_by) = self.use_code(&tx, user.id, &request.code).await? else {
            store::count_try(&tx, challenge.id).await?;
            tx.record(caller, Act::new("account.sign_in_code_failed", user.id))
                .await?;
            tx.commit().await?;
            return Err(SignInError::CodeWrong);
        };
        store::end_challenge(&tx, challenge.id, now).await?;
        let Opened {
            session,
            token,
            others_ended,
            ..
        } = self.open_another(&tx, caller, &user, challenge.device).await?;
        let who = Who::User {
            id: user.id,
            session: session.id,
            roles: user.roles.clone(),
        };
        let as_user = Caller {
            who,
            ..caller.clone()
        };
        let after = json!({ "session": session.id, "kind": session.kind.as_str(), "secondFactor": proved_by.as_str() });
        tx.record(&as_user, Act::new("account.sign_in", user.id).after(after))
            .await?;
        tx.commit().await?;
        self.0.throttle.succeeded(admitted).await;
        if others_ended {
            self.tell(Stale::User(user.id)).await;
        }
        Ok(SignedIn { user, session, token })
    }
}
