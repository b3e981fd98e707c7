//! What may happen in a history, and histories by chance.

use pledges::ShortfallRule;
use proptest::prelude::*;

use super::{
    change_acts::{Patents, patents},
    pay_acts::{Pay, pay, paying},
    processor::{Card, Fault},
};

/// One thing that happens. Pledges are named by a number of which the rest counts; money by percent of a pledge.
#[derive(Debug, Clone)]
pub(super) enum Command {
    Place {
        investor: usize,
        minor: i64,
        reward: Option<usize>,
        add_ons: i64,
        /// What goes wrong with the wish for a set-up.
        lost: Option<Fault>,
    },
    /// An investor places a pledge and saves a card for it, as most do.
    Back {
        investor: usize,
        minor: i64,
        reward: Option<usize>,
        add_ons: i64,
        card: Card,
    },
    /// The investor enters a card: at first, or to repair a payment. Who does not come back is not heard of.
    Card {
        pledge: usize,
        card: Card,
        back: bool,
    },
    /// The card's holder answers the bank.
    Answer {
        pledge: usize,
        confirms: bool,
        back: bool,
    },
    Cancel {
        pledge: usize,
    },
    /// The investor promises another amount, or wants another reward, or more or fewer add-ons.
    Adjust {
        pledge: usize,
        minor: i64,
        reward: Option<usize>,
        add_ons: i64,
    },
    /// The campaign's clock is stopped.
    Pause,
    /// It goes on; its deadline moves by the time it stood still.
    Resume,
    /// The next calls about a pledge's money go wrong.
    Trouble {
        pledge: usize,
        faults: Vec<Fault>,
    },
    /// Refunds wait for the bank from now on, or no longer.
    RefundsPend(bool),
    Refund {
        pledge: usize,
        percent: Option<i64>,
        founder_bears: bool,
    },
    /// Somebody gives money back at the provider.
    RefundThere {
        pledge: usize,
        percent: i64,
    },
    /// The bank takes a refund, or sends it back.
    RefundEnds {
        pledge: usize,
        succeeds: bool,
    },
    Dispute {
        pledge: usize,
        percent: i64,
    },
    Decide {
        pledge: usize,
        for_us: bool,
    },
    /// The provider's messages arrive, in some order, and again.
    Deliver {
        order: u64,
    },
    /// They are lost; the provider's list still has them.
    Lose,
    Shortfall {
        accepts: bool,
    },
    /// An officer records that a refund which failed was paid by hand.
    RecordRepayment {
        pledge: usize,
        by: usize,
    },
    /// Another one finds it so, or not.
    DecideRepayment {
        pledge: usize,
        by: usize,
        confirm: bool,
    },
    /// The founder is to be paid.
    Pay(Pay),
    /// The patents change, or somebody answers to that.
    Patents(Patents),
    /// Time passes; jobs run meanwhile, or nobody works.
    Wait {
        minutes: i64,
        asleep: bool,
    },
}

/// A command, and where the process that carries it out is killed: first at its so-manyeth wait, then again
/// in the work that follows it.
#[derive(Clone)]
pub(super) struct Step {
    pub(super) command: Command,
    pub(super) killed: Option<usize>,
    pub(super) work_killed: Option<usize>,
}

/// On one line, since histories that fail are read by people.
impl std::fmt::Debug for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.command)?;
        for (word, waits) in [("killed", self.killed), ("work killed", self.work_killed)] {
            if let Some(waits) = waits {
                write!(f, ", {word} at {waits}")?;
            }
        }
        Ok(())
    }
}

/// A campaign's life.
#[derive(Debug, Clone)]
pub(super) struct History {
    pub(super) goal: i64,
    pub(super) rule: ShortfallRule,
    pub(super) before: Vec<Step>,
    /// Where the work that follows the close is killed.
    pub(super) close_killed: Option<usize>,
    /// Whether the patents change before the first card is charged.
    pub(super) close_changed: bool,
    pub(super) after: Vec<Step>,
    /// What follows when the money was accepted or given back.
    pub(super) paid: Vec<Step>,
}

fn card() -> impl Strategy<Value = Card> {
    prop_oneof![
        9 => Just(Card::Good),
        1 => Just(Card::Declined),
        1 => Just(Card::AsksAtOnce),
        3 => Just(Card::DeclinedLater),
        3 => Just(Card::AsksLater),
        1 => Just(Card::PaysLess),
    ]
}

pub(super) fn fault() -> impl Strategy<Value = Fault> {
    prop_oneof![Just(Fault::Before), Just(Fault::After)]
}

/// Mostly none; sometimes more than one pledge may have.
fn add_ons() -> impl Strategy<Value = i64> {
    prop_oneof![4 => Just(0i64), 5 => 1i64..4, 1 => Just(4i64)]
}

fn place() -> impl Strategy<Value = Command> {
    let minor = prop_oneof![1 => 50i64..3_000, 6 => 2_500i64..60_000];
    let lost = prop_oneof![4 => Just(None), 1 => fault().prop_map(Some)];
    let reward = prop_oneof![2 => Just(None), 2 => Just(Some(0)), 1 => Just(Some(1))];
    (0usize..3, minor, reward, add_ons(), lost).prop_map(|(investor, minor, reward, add_ons, lost)| {
        Command::Place {
            investor,
            minor,
            reward,
            add_ons,
            lost,
        }
    })
}

fn enter() -> impl Strategy<Value = Command> {
    (0usize..8, card(), prop::bool::weighted(0.7)).prop_map(|(pledge, card, back)| Command::Card {
        pledge,
        card,
        back,
    })
}

fn answer() -> impl Strategy<Value = Command> {
    (0usize..8, any::<bool>(), any::<bool>()).prop_map(|(pledge, confirms, back)| Command::Answer {
        pledge,
        confirms,
        back,
    })
}

fn trouble() -> impl Strategy<Value = Command> {
    (0usize..8, prop::collection::vec(fault(), 1..4))
        .prop_map(|(pledge, faults)| Command::Trouble { pledge, faults })
}

fn wait() -> impl Strategy<Value = Command> {
    let minutes = prop_oneof![
        Just(11i64),
        Just(31),
        Just(150),
        Just(1_500),
        Just(4_500),
        Just(11_000)
    ];
    (minutes, prop::bool::weighted(0.2)).prop_map(|(minutes, asleep)| Command::Wait { minutes, asleep })
}

fn deliver() -> impl Strategy<Value = Command> {
    any::<u64>().prop_map(|order| Command::Deliver { order })
}

fn back() -> impl Strategy<Value = Command> {
    let reward = prop_oneof![2 => Just(None), 1 => Just(Some(0)), 1 => Just(Some(1))];
    let card = card().prop_filter("it is saved", |card| {
        !matches!(card, Card::Declined | Card::AsksAtOnce)
    });
    let wish = (0usize..3, 10_000i64..60_000, reward, add_ons(), card);
    wish.prop_map(|(investor, minor, reward, add_ons, card)| Command::Back {
        investor,
        minor,
        reward,
        add_ons,
        card,
    })
}

fn adjust() -> impl Strategy<Value = Command> {
    let minor = prop_oneof![1 => 50i64..3_000, 4 => 2_500i64..60_000];
    let reward = prop_oneof![2 => Just(None), 2 => Just(Some(0)), 1 => Just(Some(1))];
    (0usize..8, minor, reward, add_ons()).prop_map(|(pledge, minor, reward, add_ons)| Command::Adjust {
        pledge,
        minor,
        reward,
        add_ons,
    })
}

fn early() -> impl Strategy<Value = Command> {
    prop_oneof![
        4 => adjust(),
        3 => patents().prop_map(Command::Patents),
        1 => Just(Command::Pause),
        2 => Just(Command::Resume),
        6 => place(),
        9 => enter(),
        2 => answer(),
        1 => (0usize..8).prop_map(|pledge| Command::Cancel { pledge }),
        4 => back(),
        3 => trouble(),
        1 => deliver(),
        1 => Just(Command::Lose),
        2 => wait(),
    ]
}

/// What may happen to money that was charged.
fn money() -> impl Strategy<Value = Command> {
    let pledge = || 0usize..8;
    let percent = || prop_oneof![2 => Just(100i64), 3 => 1i64..110];
    let refund = (pledge(), prop::option::of(percent()), any::<bool>());
    let decide = (pledge(), 0usize..2, prop::bool::weighted(0.7));
    prop_oneof![
        4 => refund.prop_map(|(pledge, percent, founder_bears)| Command::Refund { pledge, percent, founder_bears }),
        2 => (pledge(), percent()).prop_map(|(pledge, percent)| Command::RefundThere { pledge, percent }),
        3 => (pledge(), any::<bool>()).prop_map(|(pledge, succeeds)| Command::RefundEnds { pledge, succeeds }),
        4 => (pledge(), percent()).prop_map(|(pledge, percent)| Command::Dispute { pledge, percent }),
        4 => (pledge(), any::<bool>()).prop_map(|(pledge, for_us)| Command::Decide { pledge, for_us }),
        4 => (pledge(), 0usize..2).prop_map(|(pledge, by)| Command::RecordRepayment { pledge, by }),
        4 => decide.prop_map(|(pledge, by, confirm)| Command::DecideRepayment { pledge, by, confirm }),
        3 => (pledge(), prop::collection::vec(fault(), 1..4)).prop_map(|(pledge, faults)| Command::Trouble { pledge, faults }),
        1 => any::<bool>().prop_map(Command::RefundsPend),
        5 => deliver(),
        1 => Just(Command::Lose),
    ]
}

fn late() -> impl Strategy<Value = Command> {
    prop_oneof![
        1 => place(),
        4 => enter(),
        4 => answer(),
        1 => (0usize..8).prop_map(|pledge| Command::Cancel { pledge }),
        20 => money(),
        5 => patents().prop_map(Command::Patents),
        1 => pay().prop_map(Command::Pay),
        1 => any::<bool>().prop_map(|accepts| Command::Shortfall { accepts }),
        4 => wait(),
    ]
}

fn last() -> impl Strategy<Value = Command> {
    prop_oneof![
        12 => money(),
        12 => paying().prop_map(Command::Pay),
        3 => patents().prop_map(Command::Patents),
        2 => wait(),
    ]
}

fn killed() -> impl Strategy<Value = Option<usize>> {
    prop_oneof![4 => Just(None), 1 => (0usize..60).prop_map(Some)]
}

fn step(command: impl Strategy<Value = Command>) -> impl Strategy<Value = Step> {
    (command, killed(), killed()).prop_map(|(command, killed, work_killed)| Step {
        command,
        killed,
        work_killed,
    })
}

/// Most of `most` steps; a failing history shrinks to the few that matter.
fn some_of(step: impl Strategy<Value = Step>, most: usize) -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(prop::option::weighted(0.95, step), most)
        .prop_map(|steps| steps.into_iter().flatten().collect())
}

/// Histories of a few pledges and up to `steps` steps more: a third of them before the deadline, a third while the money is
/// collected, a third when that is over.
pub(super) fn history(steps: usize) -> impl Strategy<Value = History> {
    let goal = prop_oneof![3 => Just(20_000i64), 3 => Just(50_000), 1 => Just(100_000)];
    let rule = prop_oneof![
        3 => Just(ShortfallRule::Accept),
        1 => Just(ShortfallRule::FounderDecides),
        1 => Just(ShortfallRule::RefundAll),
    ];
    let first = prop::collection::vec(step(back()), 2..5);
    let before = some_of(step(early()), steps / 3);
    let before = (first, before).prop_map(|(first, before)| [first, before].concat());
    let after = some_of(step(late()), steps / 3);
    let paid = some_of(step(last()), steps - 2 * (steps / 3));
    let close = (killed(), prop::bool::weighted(0.15));
    (goal, rule, before, close, after, paid).prop_map(|(goal, rule, before, close, after, paid)| History {
        goal,
        rule,
        before,
        close_killed: close.0,
        close_changed: close.1,
        after,
        paid,
    })
}
