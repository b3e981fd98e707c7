use crate::dialect::migration;

migration!(
    "The first payout of a campaign may come to nothing, when losses and what its founder owes take it up: when that was found.",
    ["ALTER TABLE settlements ADD COLUMN without_payout_at {instant}"],
);
