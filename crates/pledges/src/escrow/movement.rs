use chrono::{DateTime, TimeDelta, Utc};
use kernel::{CampaignId, Money};
use payments::EscrowMove;

use kernel::words;

words! {
    /// Which way money moves between the platform and the third party.
    pub enum EscrowMovementKind {
        /// Into keeping.
        Hold = "hold",
        /// Back, to whoever paid it.
        Return = "return",
        /// All of it, to be paid out.
        Release = "release",
    }
}

/// Money that is moved, or was. What was wished for never changes; the answer stands beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EscrowMovement {
    /// For which campaign it is kept.
    pub campaign_id: CampaignId,
    /// Counts up from 1 within the campaign.
    pub number: i32,
    /// Which way.
    pub kind: EscrowMovementKind,
    /// How much; of a release, all that is kept.
    pub amount: Money,
    /// When it was wished for.
    pub ordered_at: DateTime<Utc>,
    /// Whether the third party did it; nothing while its answer is not known.
    pub done: Option<bool>,
    /// When it answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// Why it would not.
    pub reason: Option<String>,
}

impl EscrowMovement {
    /// The key under which the third party is asked: the same movement, the same key.
    pub(crate) fn key(&self) -> String {
        format!("escrow:{}:{}", self.campaign_id, self.number)
    }

    /// The movement as the third party is asked for it.
    pub(crate) fn wish(&self) -> EscrowMove {
        EscrowMove {
            key: self.key(),
            account: self.campaign_id.to_string(),
            amount: self.amount,
        }
    }
}

/// How long a campaign is left alone after the third party said no: somebody has to look.
pub(super) const REST: TimeDelta = TimeDelta::hours(1);

/// What is to be done next so that as much is kept as the books say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// Ask for this one, again or for the first time: its answer is not known.
    Ask(usize),
    /// Move this much.
    Move(EscrowMovementKind, Money),
    /// Nothing.
    Nothing,
}

/// What is kept after these movements.
pub(crate) fn kept(movements: &[EscrowMovement], zero: Money) -> Money {
    let done = movements.iter().filter(|movement| movement.done == Some(true));
    let minor = done
        .map(|movement| match movement.kind {
            EscrowMovementKind::Hold => movement.amount.minor,
            EscrowMovementKind::Return | EscrowMovementKind::Release => -movement.amount.minor,
        })
        .sum();
    Money::new(minor, zero.currency)
}

/// Whether the money was released: from then on nothing is kept for the campaign.
pub(crate) fn is_released(movements: &[EscrowMovement]) -> bool {
    let released = |movement: &EscrowMovement| {
        movement.kind == EscrowMovementKind::Release && movement.done == Some(true)
    };
    movements.iter().any(released)
}

/// What follows from the movements of a campaign, in their order, and from what should be kept of it.
pub(crate) fn next(movements: &[EscrowMovement], due: Money, now: DateTime<Utc>) -> Next {
    if let Some(open) = movements.iter().position(|movement| movement.done.is_none()) {
        return Next::Ask(open);
    }
    let refused = movements.last().filter(|last| last.done == Some(false));
    if is_released(movements)
        || refused
            .and_then(|last| last.answered_at)
            .is_some_and(|at| now < at + REST)
    {
        return Next::Nothing;
    }
    let kept = kept(movements, due);
    let amount = |minor: i64| Money::new(minor, due.currency);
    match due.minor.max(0) - kept.minor {
        0 => Next::Nothing,
        more if more > 0 => Next::Move(EscrowMovementKind::Hold, amount(more)),
        less => Next::Move(EscrowMovementKind::Return, amount(-less)),
    }
}

#[cfg(test)]
mod tests {
    use kernel::Currency;
    use uuid::Uuid;

    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_780_315_200, 0).unwrap()
    }

    fn usd(minor: i64) -> Money {
        Money::new(minor, Currency::USD)
    }

    fn moved(number: i32, kind: EscrowMovementKind, minor: i64, done: Option<bool>) -> EscrowMovement {
        EscrowMovement {
            campaign_id: Uuid::from_u128(1).into(),
            number,
            kind,
            amount: usd(minor),
            ordered_at: now(),
            done,
            answered_at: done.map(|_| now()),
            reason: None,
        }
    }

    #[test]
    fn what_is_kept_follows_what_arrived_and_what_went_back() {
        use EscrowMovementKind::{Hold, Return};
        assert_eq!(next(&[], usd(0), now()), Next::Nothing);
        assert_eq!(next(&[], usd(500), now()), Next::Move(Hold, usd(500)));
        let held = [moved(1, Hold, 500, Some(true))];
        assert_eq!(next(&held, usd(500), now()), Next::Nothing);
        assert_eq!(next(&held, usd(700), now()), Next::Move(Hold, usd(200)));
        assert_eq!(next(&held, usd(100), now()), Next::Move(Return, usd(400)));
        // More is contested than arrived: no more than everything goes back.
        assert_eq!(next(&held, usd(-100), now()), Next::Move(Return, usd(500)));
    }

    #[test]
    fn a_movement_whose_answer_is_not_known_is_asked_for_again_before_another() {
        let open = [
            moved(1, EscrowMovementKind::Hold, 500, Some(true)),
            moved(2, EscrowMovementKind::Return, 100, None),
        ];
        assert_eq!(next(&open, usd(900), now()), Next::Ask(1));
    }

    #[test]
    fn after_a_refusal_somebody_has_an_hour_to_look() {
        let refused = [moved(1, EscrowMovementKind::Hold, 500, Some(false))];
        assert_eq!(next(&refused, usd(500), now()), Next::Nothing);
        let later = now() + REST;
        assert_eq!(
            next(&refused, usd(500), later),
            Next::Move(EscrowMovementKind::Hold, usd(500))
        );
        assert_eq!(kept(&refused, usd(0)), usd(0));
    }

    #[test]
    fn once_released_nothing_is_kept_any_more() {
        let released = [
            moved(1, EscrowMovementKind::Hold, 500, Some(true)),
            moved(2, EscrowMovementKind::Release, 500, Some(true)),
        ];
        assert!(is_released(&released));
        assert_eq!(kept(&released, usd(0)), usd(0));
        assert_eq!(next(&released, usd(400), now()), Next::Nothing);
        let refused = [
            moved(1, EscrowMovementKind::Hold, 500, Some(true)),
            moved(2, EscrowMovementKind::Release, 500, Some(false)),
        ];
        assert!(!is_released(&refused));
    }
}
