use db::Act;
use files::KeepError;
use kernel::{
    Caller, Cursor, FileId, Page, PageRequest, RegimeLicenceId, UserId, policy::Action, policy::can,
};
use uuid::Uuid;

use super::Regimes;
use crate::{
    EnterLicence, Error, Licence, LicenceState, Result, Violation, ViolationCode, error::text,
    licence::Withdrawal, store,
};

/// The longest of a licence's texts, in characters.
const TEXT: usize = 300;
/// The longest reason, in characters.
const REASON: usize = 1_000;

fn trace(licence: &Licence) -> serde_json::Value {
    serde_json::json!({
        "regime": licence.regime,
        "authority": licence.authority,
        "number": licence.number,
        "valid_from": licence.valid_from,
        "valid_until": licence.valid_until,
        "document": licence.document_id,
        "entered_by": licence.entered_by,
        "confirmed_by": licence.confirmed.map(|(by, _)| by),
        "withdrawn": licence.withdrawn,
    })
}

impl Regimes {
    /// Enters a licence. It counts once another administrator has confirmed it.
    ///
    /// # Errors
    /// [`Error::Invalid`]; [`Error::Forbidden`] unless an administrator who has just proved to be there asks.
    #[tracing::instrument(name = "regimes.enter_licence", skip_all, fields(regime = %request.regime))]
    pub async fn enter_licence(&self, caller: &Caller, request: EnterLicence) -> Result<Licence> {
        can(caller, Action::LicenceEnter)?;
        let entered_by = caller.user_id()?;
        let mut wrong = Vec::new();
        if !request.regime.is_regulated() {
            wrong.push(Violation::new("regime", ViolationCode::Unknown));
        }
        let holder = text("holder", &request.holder, TEXT, &mut wrong);
        let authority = text("authority", &request.authority, TEXT, &mut wrong);
        let number = text("number", &request.number, TEXT, &mut wrong);
        let reference = text("reference", &request.reference, TEXT, &mut wrong);
        if request.valid_until.is_some_and(|last| last < request.valid_from) {
            wrong.push(Violation::new("valid_until", ViolationCode::Order));
        }
        Error::unless_valid(wrong)?;
        let tx = self.db.begin().await?;
        let now = tx.now().await?;
        let licence = Licence {
            id: tx.new_id(now),
            regime: request.regime,
            holder,
            authority,
            number,
            valid_from: request.valid_from,
            valid_until: request.valid_until,
            document_id: request.document_id,
            reference,
            entered_by,
            entered_at: now,
            confirmed: None,
            withdrawn: None,
        };
        if let Some(file) = licence.document_id {
            match files::keep(&tx, entered_by, file, licence.id).await {
                Ok(_) => {}
                Err(KeepError::NotFound) => {
                    let missing = Violation::new("document_id", ViolationCode::NoUpload);
                    return Err(Error::Invalid(vec![missing]));
                }
                Err(KeepError::Store(error)) => return Err(error.into()),
            }
        }
        store::licences::insert(&tx, &licence).await?;
        let act = Act::new("regime_licence.enter", licence.id).after(trace(&licence));
        tx.record(caller, act).await?;
        tx.commit().await?;
        Ok(licence)
    }

    /// Confirms a licence that somebody else entered: from here on its regime may be chosen, while it is in force.
    ///
    /// # Errors
    /// [`Error::Decided`] if it was confirmed or withdrawn; [`Error::Forbidden`] to whoever entered it.
    #[tracing::instrument(name = "regimes.confirm_licence", skip_all, fields(licence.id = %id))]
    pub async fn confirm_licence(&self, caller: &Caller, id: RegimeLicenceId) -> Result<Licence> {
        let tx = self.db.begin().await?;
        let found = store::licences::lock(&tx, id).await?;
        let entered_by = found
            .as_ref()
            .map_or(UserId::from_uuid(Uuid::nil()), |licence| licence.entered_by);
        can(caller, Action::LicenceConfirm { entered_by })?;
        let by = caller.user_id()?;
        let before = found.ok_or(Error::NotFound)?;
        if before.confirmed.is_some() || before.withdrawn.is_some() {
            return Err(Error::Decided);
        }
        let now = tx.now().await?;
        store::licences::act(&tx, &before, by, now, None).await?;
        let after = Licence {
            confirmed: Some((by, now)),
            ..before.clone()
        };
        let act = Act::new("regime_licence.confirm", id);
        tx.record(caller, act.before(trace(&before)).after(trace(&after)))
            .await?;
        tx.commit().await?;
        Ok(after)
    }

    /// Withdraws a licence: nothing is launched or committed under it any more. What was committed stands.
    ///
    /// # Errors
    /// [`Error::Invalid`] without a reason; [`Error::Decided`] if it was withdrawn before.
    #[tracing::instrument(name = "regimes.withdraw_licence", skip_all, fields(licence.id = %id))]
    pub async fn withdraw_licence(
        &self,
        caller: &Caller,
        id: RegimeLicenceId,
        reason: &str,
    ) -> Result<Licence> {
        can(caller, Action::LicenceWithdraw)?;
        let by = caller.user_id()?;
        let mut wrong = Vec::new();
        let reason = text("reason", reason, REASON, &mut wrong);
        Error::unless_valid(wrong)?;
        let tx = self.db.begin().await?;
        let before = store::licences::lock(&tx, id).await?.ok_or(Error::NotFound)?;
        if before.withdrawn.is_some() {
            return Err(Error::Decided);
        }
        let now = tx.now().await?;
        store::licences::act(&tx, &before, by, now, Some(&reason)).await?;
        let after = Licence {
            withdrawn: Some(Withdrawal {
                by,
                at: now,
                reason: reason.clone(),
            }),
            ..before.clone()
        };
        let act = Act::new("regime_licence.withdraw", id).because(reason);
        tx.record(caller, act.before(trace(&before)).after(trace(&after)))
            .await?;
        tx.commit().await?;
        Ok(after)
    }

    /// Lets an administrator read the document of a licence, for a day.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none; [`Error::Forbidden`] unless an administrator asks.
    #[tracing::instrument(name = "regimes.open_licence_document", skip_all, fields(licence.id = %id))]
    pub async fn open_licence_document(&self, caller: &Caller, id: RegimeLicenceId) -> Result<FileId> {
        can(caller, Action::LicencesView)?;
        let reader = caller.user_id()?;
        let tx = self.db.begin().await?;
        let licence = store::licences::find(&*tx, id).await?.ok_or(Error::NotFound)?;
        let file = licence.document_id.ok_or(Error::NotFound)?;
        let until = kernel::held_until(tx.now().await?);
        files::grant(&tx, file, reader, Some(until)).await?;
        tx.record(caller, Act::new("regime_licence.open_document", id))
            .await?;
        tx.commit().await?;
        Ok(file)
    }

    /// Licences, the newest first, each with how it stands today.
    ///
    /// # Errors
    /// [`Error::Forbidden`] unless an administrator asks; [`Error::Cursor`].
    pub async fn licences(
        &self,
        caller: &Caller,
        page: &PageRequest,
    ) -> Result<Page<(Licence, LicenceState)>> {
        can(caller, Action::LicencesView)?;
        let scope = "regime_licences";
        let after: Option<RegimeLicenceId> =
            page.after.as_ref().map(|after| after.open(&scope)).transpose()?;
        let today = self.db.clock().today();
        let found = store::licences::list(self.db.reader(), after, page.first + 1).await?;
        let standing = |licence: Licence| {
            let state = licence.state(today);
            (licence, state)
        };
        let found = found.into_iter().map(standing).collect();
        Ok(Page::from_surplus(found, page.first, |(licence, _)| {
            Cursor::new(&licence.id, &scope)
        }))
    }
}
