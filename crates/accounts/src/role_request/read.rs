//! Requests for roles, as administrators see them.

use kernel::{
    Caller, Cursor, Page, PageRequest, RoleRequestId, UserId,
    policy::{Action, can},
};

use super::{RoleRequest, RoleRequestError as Error};
use crate::{service::Accounts, store};

impl Accounts {
    /// Requests for roles, the newest first: those that wait, or all. With their total.
    ///
    /// # Errors
    /// [`Error::Forbidden`] unless an administrator asks; [`Error::Cursor`].
    pub async fn list_role_requests(
        &self,
        caller: &Caller,
        waiting_only: bool,
        page: &PageRequest,
    ) -> Result<Page<RoleRequest>, Error> {
        may_see(caller)?;
        let scope = ("role_requests", waiting_only);
        let after: Option<RoleRequestId> = page.after.as_ref().map(|after| after.open(&scope)).transpose()?;
        let first = page.first.clamp(1, PageRequest::MAX);
        let (conn, now) = (self.newest(), self.0.db.clock().now());
        let waiting_at = waiting_only.then_some(now);
        let rows = store::list_requests(conn, waiting_at, after, first + 1).await?;
        let page = Page::from_surplus(rows, first, |request: &RoleRequest| {
            Cursor::new(&request.id, &scope)
        });
        Ok(page.with_total(store::count_requests(conn, waiting_at).await?))
    }

    /// A request for a role.
    ///
    /// # Errors
    /// [`Error::Forbidden`] unless an administrator asks.
    pub async fn find_role_request(
        &self,
        caller: &Caller,
        id: RoleRequestId,
    ) -> Result<Option<RoleRequest>, Error> {
        may_see(caller)?;
        Ok(store::find_request(self.newest(), id).await?)
    }

    /// Requests for roles of one person, the newest first, at most fifty.
    ///
    /// # Errors
    /// [`Error::Forbidden`] unless an administrator asks.
    pub async fn role_requests_of(&self, caller: &Caller, user: UserId) -> Result<Vec<RoleRequest>, Error> {
        may_see(caller)?;
        Ok(store::requests_of(self.newest(), user).await?)
    }
}

fn may_see(caller: &Caller) -> Result<(), Error> {
    can(caller, Action::UsersView).map_err(|denied| {
        denied.or_missing(Error::Forbidden(kernel::Forbidden::NeedsRole(
            kernel::Role::Administrator,
        )))
    })
}
