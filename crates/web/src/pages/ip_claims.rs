//! What third parties claim against campaigns: the form, and the claims one has filed.

mod calls;
mod file;
mod own;
#[cfg(test)]
mod tests;

pub(crate) use calls::act;
pub(crate) use file::{send, show};
pub(crate) use own::{list, withdraw};

use crate::{failure::Failure, form::Sent, visit::Visit};

/// Hands an optional file of a form over: its id, nothing where none was chosen, or what is wrong with it.
pub(crate) async fn uploaded(
    visit: &Visit,
    sent: &mut Sent,
) -> Result<Result<Option<cynic::Id>, String>, Failure> {
    visit.signed_in()?;
    let Some((name, bytes)) = sent.file.take() else {
        return Ok(Ok(None));
    };
    let upload = visit.site.backend.take_file(&visit.caller, name, bytes).await;
    Ok(upload.map(|id| Some(cynic::Id::new(id))))
}

/// The largest file, in megabytes.
pub(crate) fn max_megabytes(visit: &Visit) -> String {
    let bytes = visit.site.backend.max_file_bytes();
    visit.words().number(bytes / (1024 * 1024))
}

/// A claim's id as it stands in an address.
pub(crate) fn claim_id(id: &str) -> Result<cynic::Id, Failure> {
    let id: kernel::IpClaimId = id.parse().map_err(|_| Failure::NotFound)?;
    Ok(cynic::Id::new(id.to_string()))
}
