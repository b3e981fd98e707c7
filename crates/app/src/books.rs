//! The proof of the books.

use ledger::Ledger;

use crate::App;

/// Something in the books that does not hold.
pub type BookFault = ledger::invariants::Fault;

impl App {
    /// Reckons the books again and checks every rule of money; what does not hold, or nothing.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn verify_books(&self) -> Result<Vec<BookFault>, ledger::LedgerError> {
        Ok(Ledger::verify(self.db()).await?.faults)
    }
}
