use db::{Act, Tx};
use kernel::{Caller, RegimeDeclarationId, UserId, policy::Action, policy::can};
use uuid::Uuid;

use super::Regimes;
use crate::{Declaration, DeclarationState, Error, Result, error::text, events::DeclarationDecided, store};

/// The longest reason, in characters.
const REASON: usize = 1_000;

/// What a reviewer finds of the proof of a class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecideDeclaration {
    /// The declaration.
    pub id: RegimeDeclarationId,
    /// Why the proof is not accepted; nothing if it is.
    pub refused_because: Option<String>,
}

impl Regimes {
    /// Opens what was declared to a reviewer who looks at it, and shows them the documents that prove it, for a day at the most. That
    /// they did stands in the trail.
    ///
    /// # Errors
    /// [`Error::Decided`]; [`Error::NotFound`]; [`Error::Forbidden`] on one's own.
    #[tracing::instrument(name = "regimes.take_declaration", skip_all, fields(declaration.id = %id))]
    pub async fn take_declaration(&self, caller: &Caller, id: RegimeDeclarationId) -> Result<Declaration> {
        let tx = self.db.begin().await?;
        let declaration = self.to_decide(&tx, caller, id).await?;
        let reviewer = caller.user_id()?;
        let until = kernel::held_until(tx.now().await?);
        for file in store::declarations::files(&*tx, id).await? {
            files::grant(&tx, file, reviewer, Some(until)).await?;
        }
        tx.record(caller, Act::new("regime_declaration.take", id)).await?;
        tx.commit().await?;
        Ok(declaration)
    }

    /// A class whose proof waits, if the caller may decide on it.
    async fn to_decide(&self, tx: &Tx, caller: &Caller, id: RegimeDeclarationId) -> Result<Declaration> {
        tx.lock_name(&format!("regime-declaration:{id}")).await?;
        let found = store::declarations::find(&**tx, id).await?;
        let investor = found
            .as_ref()
            .map_or(UserId::from_uuid(Uuid::nil()), |row| row.investor_id.into());
        can(caller, Action::DeclarationDecide { investor })?;
        let key = self.vault.find_key(&**tx, investor).await?;
        let declaration = found.ok_or(Error::NotFound)?.open(key.as_ref())?;
        match declaration.state {
            DeclarationState::Waiting => Ok(declaration),
            DeclarationState::Declared => Err(Error::NotFound),
            DeclarationState::Approved | DeclarationState::Refused => Err(Error::Decided),
        }
    }

    /// Decides on the proof of a class: accredited, sophisticated, qualified. It counts from this moment for as long as the regime says.
    ///
    /// # Errors
    /// [`Error::Decided`]; [`Error::Invalid`] if it is refused with an empty reason; [`Error::Forbidden`] on one's own.
    #[tracing::instrument(name = "regimes.decide_declaration", skip_all, fields(declaration.id = %request.id))]
    pub async fn decide_declaration(
        &self,
        caller: &Caller,
        request: DecideDeclaration,
    ) -> Result<Declaration> {
        let tx = self.db.begin().await?;
        let before = self.to_decide(&tx, caller, request.id).await?;
        let (by, investor) = (caller.user_id()?, before.investor_id);
        let mut wrong = Vec::new();
        let reason = request
            .refused_because
            .map(|reason| text("reason", &reason, REASON, &mut wrong));
        Error::unless_valid(wrong)?;
        let now = tx.now().await?;
        store::declarations::decide(&tx, &before, by, now, reason.as_deref()).await?;
        for file in store::declarations::files(&*tx, before.id).await? {
            files::revoke(&tx, file).await?;
        }
        let approved = reason.is_none();
        let told = serde_json::json!({ "regime": before.regime, "approved": approved });
        let act = Act::new("regime_declaration.decide", before.id).after(told);
        tx.record(
            caller,
            Act {
                cause: reason.clone(),
                ..act
            },
        )
        .await?;
        tx.publish(&DeclarationDecided {
            declaration_id: before.id,
            investor_id: investor,
            regime: before.regime,
            approved,
            decided_at: now,
        })
        .await?;
        tx.commit().await?;
        Ok(Declaration {
            state: if approved {
                DeclarationState::Approved
            } else {
                DeclarationState::Refused
            },
            decided_at: Some(now),
            reason,
            ..before
        })
    }
}
