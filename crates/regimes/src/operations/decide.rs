use db::Act;
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
        tx.lock_name(&format!("regime-declaration:{}", request.id))
            .await?;
        let found = store::declarations::find(&*tx, request.id).await?;
        let investor = found
            .as_ref()
            .map_or(UserId::from_uuid(Uuid::nil()), |row| row.investor_id.into());
        can(caller, Action::DeclarationDecide { investor })?;
        let by = caller.user_id()?;
        let key = self.vault.find_key(&*tx, investor).await?;
        let before = found.ok_or(Error::NotFound)?.open(key.as_ref())?;
        match before.state {
            DeclarationState::Waiting => {}
            DeclarationState::Declared => return Err(Error::NotFound),
            DeclarationState::Approved | DeclarationState::Refused => return Err(Error::Decided),
        }
        let mut wrong = Vec::new();
        let reason = request
            .refused_because
            .map(|reason| text("reason", &reason, REASON, &mut wrong));
        Error::unless_valid(wrong)?;
        let now = tx.now().await?;
        store::declarations::decide(&tx, &before, by, now, reason.as_deref()).await?;
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
