//! What happened to a pledge and its money, in the order of time.

use chrono::{DateTime, Utc};

use super::one::{Adjustment, Pledge};
use crate::{
    graphql::{Named, PaymentAttemptState, PledgeState, RefundState},
    parts::{
        items::RefundItem,
        mark::{self, Mark},
        material_change::Reconfirmation,
        payment::{Dispute, Payment, Refund},
    },
    words::Words,
};

/// One thing that happened.
pub(super) struct Entry {
    pub(super) at: DateTime<Utc>,
    pub(super) mark: Mark,
    pub(super) words: String,
    /// Why, or whatever else there is to say.
    pub(super) more: Vec<String>,
}

/// Everything that happened, oldest first.
pub(super) fn timeline(pledge: &Pledge, w: Words) -> Vec<Entry> {
    let steps = pledge
        .history
        .iter()
        // That it is confirmed again is told by the answer, and that it was changed by the change.
        .filter(|step| {
            let told = [PledgeState::ReconfirmDue, PledgeState::Committed].map(Some);
            step.to != PledgeState::Committed || !told.contains(&step.from)
        })
        .filter_map(|step| taken(step.to, step.at, pledge, w));
    let adjustments = pledge.adjustments.iter().map(|adjusted| changed(adjusted, w));
    let payments = pledge.payments.iter().map(|payment| tried(payment, w));
    let refunds = pledge.refunds.iter().map(|refund| returned(refund, w));
    let disputes = pledge.disputes.iter().flat_map(|dispute| contested(dispute, w));
    let answers = pledge.reconfirmations.iter().flat_map(|asked| answered(asked, w));
    let mut entries: Vec<_> = steps
        .chain(adjustments)
        .chain(payments)
        .chain(answers)
        .chain(refunds)
        .chain(disputes)
        .collect();
    // Stable: what happened at one moment stays in the order of cause and effect.
    entries.sort_by_key(|entry| entry.at);
    entries
}

/// A change of what it promises or earns.
fn changed(adjusted: &Adjustment, w: Words) -> Entry {
    let (before, after) = (w.money(&adjusted.amount_before), w.money(&adjusted.amount_after));
    Entry {
        at: adjusted.adjusted_at,
        mark: PledgeState::Committed.mark(),
        words: w.t2("pledge-adjusted", "before", before, "after", after),
        more: reward(adjusted, w)
            .into_iter()
            .chain(add_ons(adjusted, w))
            .collect(),
    }
}

/// What it earns since; that it earns nothing any more, if it did.
fn reward(adjusted: &Adjustment, w: Words) -> Option<String> {
    match (&adjusted.reward_before, &adjusted.reward_after) {
        (_, Some(reward)) => Some(w.t1("pledge-adjusted-reward", "reward", &reward.title)),
        (Some(_), None) => Some(w.t("pledge-adjusted-no-reward")),
        (None, None) => None,
    }
}

/// What it has since beside its reward, in one line; that it has nothing any more, if it had.
fn add_ons(adjusted: &Adjustment, w: Words) -> Option<String> {
    let beside = adjusted.items_after.iter();
    let beside = beside.skip(usize::from(adjusted.reward_after.is_some()));
    let lines: Vec<_> = beside
        .map(|item| {
            let title = item.reward.as_ref().map_or("", |reward| &reward.title);
            format!("{} × {title}", item.quantity)
        })
        .collect();
    if !lines.is_empty() {
        return Some(w.t1("pledge-adjusted-add-ons", "items", w.list(&lines)));
    }
    let had = adjusted.items_before.len() > usize::from(adjusted.reward_before.is_some());
    had.then(|| w.t("pledge-adjusted-no-add-ons"))
}

/// A step of the pledge itself. Those that follow from its money are told by the money.
fn taken(to: PledgeState, at: DateTime<Utc>, pledge: &Pledge, w: Words) -> Option<Entry> {
    use PledgeState as S;
    let words = match to {
        S::Reserved => {
            let first = pledge.adjustments.first().map(|adjusted| &adjusted.amount_before);
            w.t1(
                "pledge-placed",
                "amount",
                w.money(first.unwrap_or(&pledge.row.amount)),
            )
        }
        S::Authorised
        | S::Committed
        | S::ReconfirmDue
        | S::Collecting
        | S::Dropped
        | S::Cancelled
        | S::Released => w.label("pledge-step", &to),
        S::Collected | S::Errored | S::ActionRequired | S::Refunded | S::Disputed | S::Won | S::Lost => {
            return None;
        }
    };
    Some(Entry {
        at,
        mark: to.mark(),
        words,
        more: Vec::new(),
    })
}

/// What was asked when the patents changed, where the pledge itself does not tell it, and the answer.
fn answered(asked: &Reconfirmation, w: Words) -> Vec<Entry> {
    let entry = |at, mark, words| Entry {
        at,
        mark,
        words,
        more: asked
            .change
            .causes
            .iter()
            .map(|cause| cause.message.clone())
            .collect(),
    };
    let question = asked
        .charged
        .then(|| entry(asked.asked_at, mark::WARN, w.t("reconfirm-asked-charged")));
    let answer = asked
        .answer
        .as_ref()
        .zip(asked.answered_at)
        .map(|(answer, at)| Entry {
            more: Vec::new(),
            ..entry(at, mark::PENDING, w.label("reconfirm-answer", answer))
        });
    question.into_iter().chain(answer).collect()
}

/// A sentence about an amount, by the state of what it is about.
fn sentence(family: &str, state: &impl Named, amount: String, w: Words) -> String {
    let key = format!("{family}-{}", i18n::kebab(&state.name()));
    w.t1(&key, "amount", amount)
}

fn tried(payment: &Payment, w: Words) -> Entry {
    let what = sentence("payment-told", &payment.state, w.money(&payment.amount), w);
    let mut more = vec![w.label("payment-cause", &payment.cause)];
    if payment.state == PaymentAttemptState::Failed {
        more.insert(0, w.t(payment.failure()));
    }
    Entry {
        at: payment.at(),
        mark: payment.state.mark(),
        words: w.t2("payment-try", "number", w.number(payment.number), "what", what),
        more,
    }
}

fn returned(refund: &Refund, w: Words) -> Entry {
    let mut more = vec![w.label("refund-reason", &refund.reason)];
    more.extend(refund.items.iter().map(RefundItem::line));
    let note = refund.note.clone().filter(|note| !note.trim().is_empty());
    // The note of what was paid by hand is the bank's reference, by which the transfer is found.
    more.extend(note.map(|note| match refund.state {
        RefundState::Manual => w.t1("refund-reference", "reference", note),
        _ => note,
    }));
    Entry {
        at: refund.finished_at.unwrap_or(refund.requested_at),
        mark: refund.state.mark(),
        words: sentence("refund-told", &refund.state, w.money(&refund.amount), w),
        more,
    }
}

fn contested(dispute: &Dispute, w: Words) -> Vec<Entry> {
    let mut entries = vec![Entry {
        at: dispute.opened_at,
        mark: mark::WARN,
        words: w.t1("dispute-opened", "amount", w.money(&dispute.amount)),
        more: Vec::new(),
    }];
    if let Some(at) = dispute.closed_at {
        entries.push(Entry {
            at,
            mark: dispute.state.mark(),
            words: w.label("dispute-state", &dispute.state),
            more: Vec::new(),
        });
    }
    entries
}
