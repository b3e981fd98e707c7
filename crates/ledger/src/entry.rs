//! An entry: one business fact as postings that sum to zero.

use std::{collections::BTreeMap, fmt};

use chrono::{DateTime, Utc};
use kernel::{Currency, Id, IdKind, LedgerEntryId, Money};
use uuid::Uuid;

use crate::Account;

/// What an entry is about: a row of ours.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Reference {
    /// What kind of thing, such as `pledge`.
    pub kind: String,
    /// Which one.
    pub id: Uuid,
}

impl Reference {
    /// The thing with this id.
    pub fn to<K: IdKind>(id: Id<K>) -> Self {
        Self {
            kind: K::PREFIX.to_owned(),
            id: id.uuid(),
        }
    }
}

impl fmt::Display for Reference {
    /// As the thing's id is written, such as `pledge_01h455vb4pex5vsknk084sn02q`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What follows the prefix is the same for ids of every kind.
        let text = LedgerEntryId::from(self.id).to_string();
        let (_, suffix) = text.rsplit_once('_').ok_or(fmt::Error)?;
        write!(f, "{}_{suffix}", self.kind)
    }
}

/// One line of an entry: an amount on an account, debits positive, credits negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posting {
    /// Where it is posted.
    pub account: Account,
    /// How much, signed.
    pub amount: Money,
}

/// An entry to be posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What happened, such as `pledge_committed`.
    pub kind: &'static str,
    /// What it happened to. One thing has at most one entry of a kind.
    pub reference: Reference,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// The entry this one takes back, if it does.
    pub reverses: Option<LedgerEntryId>,
    /// The lines.
    pub postings: Vec<Posting>,
}

/// Why an entry is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// Fewer than two lines.
    #[error("an entry needs at least two postings")]
    TooFewPostings,
    /// A line without an amount.
    #[error("a posting of nothing is not a posting")]
    ZeroPosting,
    /// The lines do not sum to zero.
    #[error("the postings in {currency} are off by {off_minor} minor units")]
    Unbalanced {
        /// The currency that does not balance.
        currency: Currency,
        /// By how many minor units.
        off_minor: i128,
    },
    /// More than 2^63 minor units.
    #[error("an amount is too large to be posted")]
    Overflow,
}

impl Entry {
    /// An entry of two lines: `amount` on the debit side of one account and the credit side of another.
    ///
    /// # Errors
    /// [`EntryError::Overflow`] if the amount has no opposite.
    pub fn transfer(
        kind: &'static str,
        reference: Reference,
        at: DateTime<Utc>,
        (debit, credit): (Account, Account),
        amount: Money,
    ) -> Result<Self, EntryError> {
        let opposite = Money::new(
            amount.minor.checked_neg().ok_or(EntryError::Overflow)?,
            amount.currency,
        );
        let postings = vec![
            Posting {
                account: debit,
                amount,
            },
            Posting {
                account: credit,
                amount: opposite,
            },
        ];
        Ok(Self {
            kind,
            reference,
            at,
            reverses: None,
            postings,
        })
    }

    /// Passes if there are two lines or more, none of nothing, and every currency sums to zero.
    /// There is no tolerance.
    ///
    /// # Errors
    /// [`EntryError`] says what is wrong. The database refuses the same.
    pub fn check(&self) -> Result<(), EntryError> {
        if self.postings.len() < 2 {
            return Err(EntryError::TooFewPostings);
        }
        let mut sums = BTreeMap::<Currency, i128>::new();
        for posting in &self.postings {
            if posting.amount.minor == 0 {
                return Err(EntryError::ZeroPosting);
            }
            *sums.entry(posting.amount.currency).or_default() += i128::from(posting.amount.minor);
        }
        match sums.into_iter().find(|(_, sum)| *sum != 0) {
            Some((currency, off_minor)) => Err(EntryError::Unbalanced { currency, off_minor }),
            None => Ok(()),
        }
    }

    /// The key under which this entry is posted once.
    pub fn key(&self) -> String {
        format!("{}:{}:{}", self.kind, self.reference.kind, self.reference.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::AccountKind;

    fn entry(amounts: &[(i64, Currency)]) -> Entry {
        let account = Account::platform(AccountKind::Suspense);
        let postings = amounts
            .iter()
            .map(|&(minor, currency)| Posting {
                account,
                amount: Money::new(minor, currency),
            })
            .collect();
        let reference = Reference {
            kind: "test".into(),
            id: Uuid::nil(),
        };
        Entry {
            kind: "test",
            reference,
            at: DateTime::default(),
            reverses: None,
            postings,
        }
    }

    #[test]
    fn every_currency_sums_to_zero_by_itself() {
        let (usd, jpy) = (Currency::USD, Currency::JPY);
        assert_eq!(entry(&[(5, usd), (-5, usd), (7, jpy), (-7, jpy)]).check(), Ok(()));
        let off = entry(&[(5, usd), (-5, jpy)]).check();
        assert_eq!(
            off,
            Err(EntryError::Unbalanced {
                currency: jpy,
                off_minor: -5
            })
        );
    }

    #[test]
    fn a_difference_of_one_minor_unit_is_a_difference() {
        let off = entry(&[(10_000, Currency::USD), (-9_999, Currency::USD)]).check();
        assert_eq!(
            off,
            Err(EntryError::Unbalanced {
                currency: Currency::USD,
                off_minor: 1
            })
        );
    }

    #[test]
    fn sums_do_not_wrap_around() {
        let max = i64::MAX;
        let off = entry(&[(max, Currency::USD), (max, Currency::USD), (2, Currency::USD)]).check();
        assert!(matches!(off, Err(EntryError::Unbalanced { .. })));
    }

    #[test]
    fn a_reference_is_written_as_the_id_it_was_made_of() {
        let id = kernel::PayoutId::from_uuid(Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0001));
        assert_eq!(Reference::to(id).to_string(), id.to_string());
    }

    #[test]
    fn one_line_or_a_line_of_nothing_is_no_entry() {
        assert_eq!(
            entry(&[(5, Currency::USD)]).check(),
            Err(EntryError::TooFewPostings)
        );
        assert_eq!(
            entry(&[(0, Currency::USD), (0, Currency::USD)]).check(),
            Err(EntryError::ZeroPosting)
        );
    }
}
