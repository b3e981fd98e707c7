use kernel::{
    Caller, CampaignId, Cursor, FileId, Page, PageRequest, PledgeId, Regime, RegimeDeclarationId, UserId,
    policy::Action, policy::can,
};

use super::Regimes;
use crate::{
    CheckedParty, Declaration, Numbers, Offering, Result, Sheet,
    rules::{disclosure::Confirmation, qualification},
    store,
};

impl Regimes {
    /// The caller's own declarations, the newest first, at most a hundred.
    ///
    /// # Errors
    /// [`crate::Error::Forbidden`] if nobody has signed in.
    pub async fn own_declarations(&self, caller: &Caller) -> Result<Vec<Declaration>> {
        let investor = caller.user_id()?;
        let conn = self.db.reader();
        let rows = store::declarations::of_investor(conn, investor).await?;
        let key = self.vault.find_key(conn, investor).await?;
        let declarations = rows.into_iter().map(|row| row.open(key.as_ref()));
        Ok(declarations.collect::<db::Result<_>>()?)
    }

    /// Classes whose proof waits for a reviewer, the longest waiting first, with the total. What was declared stays sealed: each is
    /// opened by [`Regimes::take_declaration`].
    ///
    /// # Errors
    /// [`crate::Error::Forbidden`] unless a reviewer asks; [`crate::Error::Cursor`].
    pub async fn declaration_queue(
        &self,
        caller: &Caller,
        page: &PageRequest,
    ) -> Result<(Page<Declaration>, u64)> {
        can(caller, Action::ReviewQueueView)?;
        let scope = "regime_declarations";
        let after: Option<RegimeDeclarationId> =
            page.after.as_ref().map(|after| after.open(&scope)).transpose()?;
        let conn = self.db.reader();
        let rows = store::declarations::waiting(conn, after, page.first + 1).await?;
        let found = rows
            .into_iter()
            .map(|row| row.open(None))
            .collect::<db::Result<_>>()?;
        let page = Page::from_surplus(found, page.first, |declaration| {
            Cursor::new(&declaration.id, &scope)
        });
        Ok((page, store::declarations::count_waiting(conn).await?))
    }

    /// The documents that prove a declaration which the caller was shown.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn documents_of(&self, declaration: &Declaration) -> Result<Vec<FileId>> {
        Ok(store::declarations::files(self.db.reader(), declaration.id).await?)
    }

    /// What is stated of an offering.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn offering_of(&self, campaign: CampaignId) -> Result<Option<Offering>> {
        Ok(store::offerings::find(self.db.reader(), campaign).await?)
    }

    /// The versions of a campaign's key investment information sheet, the newest first.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn sheets_of(&self, campaign: CampaignId) -> Result<Vec<Sheet>> {
        Ok(store::offerings::sheets(self.db.reader(), campaign).await?)
    }

    /// The latest background check of each party, for reviewers.
    ///
    /// # Errors
    /// [`crate::Error::Forbidden`] unless a reviewer asks.
    pub async fn checks_of(&self, caller: &Caller, campaign: CampaignId) -> Result<Vec<CheckedParty>> {
        can(caller, Action::ReviewQueueView)?;
        Ok(store::offerings::checks(self.db.reader(), campaign).await?)
    }

    /// Which of these people the issuers of these campaigns named as promoting them (CF15). One statement.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn promoters_among(
        &self,
        pairs: &[(CampaignId, UserId)],
    ) -> db::Result<Vec<(CampaignId, UserId)>> {
        store::offerings::promoters_among(self.db.reader(), pairs).await
    }

    /// What the investor of a pledge was confirmed at its commitment and at its completion. Whose pledge it is was checked by whoever
    /// asks.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn confirmations_of(
        &self,
        pledge: PledgeId,
    ) -> Result<(Option<Confirmation>, Option<Confirmation>)> {
        let conn = self.db.reader();
        let commitment = store::commitments::confirmation(conn, pledge, "commitment").await?;
        let completion = store::commitments::confirmation(conn, pledge, "completion").await?;
        Ok((commitment, completion))
    }

    /// Whether a person may read the pages of campaigns that are offered to qualified investors only (CN1).
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn is_qualified(&self, person: UserId, regime: Regime) -> db::Result<bool> {
        let now = self.db.clock().now();
        let Ok((_, Numbers::CnPrivate(numbers))) = self.on(regime, now) else {
            return Ok(false);
        };
        let granted = store::declarations::class_granted(self.db.reader(), person, regime).await?;
        Ok(qualification::cn1(numbers, granted.map(|(_, at)| at), now).is_ok())
    }
}
