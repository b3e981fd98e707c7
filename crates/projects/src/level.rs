//! How much there is to tell of a right, in one word.

use kernel::words;

words! {
    /// How a right stands for a campaign, better before worse: the worst signal that lives. It is kept beside the campaign, and
    /// what is kept is what is shown, filtered and ordered by.
    pub enum WatchLevel {
        /// Nothing to tell.
        Green = "green",
        /// Something to know.
        Notice = "notice",
        /// Something that needs attention.
        Alert = "alert",
        /// It is gone.
        Lost = "lost",
    }
}

impl WatchLevel {
    /// Its place in the order of risk as stored, from 0; worse is higher.
    pub(crate) const fn rank(self) -> i64 {
        match self {
            WatchLevel::Green => 0,
            WatchLevel::Notice => 1,
            WatchLevel::Alert => 2,
            WatchLevel::Lost => 3,
        }
    }

    /// The level at this place.
    pub(crate) fn at_rank(rank: i64) -> db::Result<Self> {
        let found = Self::ALL.iter().find(|level| level.rank() == rank);
        found
            .copied()
            .ok_or_else(|| db::Error::corrupt(UnknownRank(rank)))
    }
}

/// A stored place in the order of risk that no level has.
#[derive(Debug, thiserror::Error)]
#[error("{0} is not the rank of a watch level; rebuild the projection")]
struct UnknownRank(i64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_go_with_the_order_and_back() {
        assert!(WatchLevel::ALL.is_sorted_by_key(|level| level.rank()));
        assert!(WatchLevel::ALL.is_sorted());
        for level in WatchLevel::ALL {
            assert_eq!(WatchLevel::at_rank(level.rank()).unwrap(), *level);
        }
        let error = WatchLevel::at_rank(4).unwrap_err();
        assert!(format!("{error:?}").contains('4'), "{error:?}");
    }
}
