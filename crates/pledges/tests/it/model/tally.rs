//! How many histories came how far: a model that never gets there proves nothing.

macro_rules! tally {
    ($($(#[$doc:meta])* $name:ident = $words:literal),* $(,)?) => {
        /// What a history came to.
        #[derive(Debug, Clone, Copy, Default)]
        pub(super) struct Tally {
            $($(#[$doc])* pub(super) $name: bool),*
        }

        impl Tally {
            /// Each of them in words, with whether it came to that.
            fn all(self) -> Vec<(&'static str, bool)> {
                vec![$(($words, self.$name)),*]
            }
        }
    };
}

tally! {
    settled = "settled",
    paid_out = "paid out",
    payouts_held = "with a payout held",
    payouts_waited = "with a payout that waited for a change",
    payouts_failed = "with a payout refused by the provider",
    paid_after_failure = "paid after that",
    reserves_released = "reserves released",
    completed = "completed",
    /// Of campaigns of which nothing was ever shared out.
    all_went_back = "completed since all went back",
    without_payout = "settled without a payout",
    in_debt = "with a founder in debt",
    debts_recovered = "debts recovered",
    repaid_by_hand = "repaid by hand",
    told = "told of a minor change",
    asked = "asked to confirm",
    reconfirmed = "reconfirmed",
    declined = "declined",
    silent = "silent",
    classed_minor = "changes classed minor",
    classed_major = "changes classed major",
    deadlines_moved = "deadlines moved",
    refunded_for_change = "refunded for a change",
}

/// Counts over many histories.
#[derive(Debug, Default)]
pub(super) struct Tallies {
    pub(super) histories: usize,
    counts: Vec<(&'static str, usize)>,
}

impl Tallies {
    pub(super) fn add(&mut self, tally: Tally) {
        let all = tally.all();
        if self.counts.is_empty() {
            self.counts = all.iter().map(|(words, _)| (*words, 0)).collect();
        }
        for ((_, count), (_, came)) in self.counts.iter_mut().zip(all) {
            *count += usize::from(came);
        }
        self.histories += 1;
    }

    /// What no history came to.
    pub(super) fn missing(&self) -> Vec<&'static str> {
        let none = self.counts.iter().filter(|(_, count)| *count == 0);
        none.map(|(words, _)| *words).collect()
    }
}

impl std::fmt::Display for Tallies {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let counts = self
            .counts
            .iter()
            .map(|(words, count)| format!("{count} {words}"));
        let counts: Vec<String> = counts.collect();
        write!(f, "of {} histories: {}", self.histories, counts.join(", "))
    }
}
