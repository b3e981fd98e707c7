//! How news comes to the platform, and what is done while time passes.

use chrono::{DateTime, TimeDelta, Utc};
use payments::webhook;

use super::{
    acts::kill,
    processor::{About, pledge_of},
    run::Run,
};
use crate::stage::receiver;

/// How long after the beginning of a wait lost calls are made again, in seconds: after each of these the next
/// is due. Then the provider's list is read.
const RETRIES: [i64; 3] = [5, 12, 25];
const SWEEP: i64 = 61;

impl Run<'_> {
    /// The messages that are on their way arrive in some order, each twice.
    pub(super) async fn deliver(&mut self, order: u64) {
        let all = self.processor.journal().events.len();
        let mut waiting: Vec<usize> = (0..all)
            .filter(|event| !self.heard.contains(event) && !self.gone.contains(event))
            .collect();
        let mut chance = order;
        for place in (1..waiting.len()).rev() {
            chance = chance
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            waiting.swap(place, usize::try_from(chance >> 33).unwrap() % (place + 1));
        }
        for event in waiting {
            let body = self.processor.journal().events[event].0.body.clone();
            let header = webhook::sign(&receiver().secrets[0], self.db.clock().now(), body.as_bytes());
            for _ in 0..2 {
                receiver()
                    .receive(self.db, Some(&header), body.as_bytes())
                    .await
                    .unwrap();
            }
            self.hear(event).await;
        }
    }

    /// The provider's list is read. What is younger than a minute is left to its message.
    async fn sweep(&mut self) {
        self.stage.pledges.read_events().await.unwrap();
        let before = self.model.now - TimeDelta::seconds(60);
        let events = self.processor.journal().events.clone();
        for (at, (event, _)) in events.iter().enumerate() {
            if !self.heard.contains(&at) && event.created_at <= before {
                self.hear(at).await;
            }
        }
    }

    /// A message that is in the inbox is worked on, by the platform and in the model.
    async fn hear(&mut self, event: usize) {
        self.heard.insert(event);
        let (listed, about) = self.processor.journal().events[event].clone();
        let inbox = super::compare::message(self.db, &listed.id).await;
        let worked = self.stage.pledges.process_message(inbox).await;
        if worked.is_err() {
            // It cannot be worked on as things stand: its job tries again, until then it is as if unheard.
            self.heard.remove(&event);
        }
        if let About::Payee(id) = &about {
            let which = self.payees.iter().position(|known| known.as_ref() == Some(id));
            self.model.hear_payee(which.unwrap());
            return;
        }
        let (key, at) = {
            let journal = self.processor.journal();
            match &about {
                About::Setup(id) => {
                    let key = journal.setups[id].0.key.clone();
                    let number = key
                        .as_deref()
                        .and_then(|key| key.rsplit(':').next()?.parse::<usize>().ok());
                    (key, number.unwrap() - 1)
                }
                About::Charge(id) | About::Refund(id) => (journal.charges[id].key.clone(), 0),
                About::Dispute(id) => {
                    let charge = &journal.disputes[id].charge;
                    let of_charge = journal
                        .disputes
                        .values()
                        .filter(|dispute| dispute.charge == *charge);
                    let at = of_charge.take_while(|dispute| dispute.provider_id != *id).count();
                    (journal.charges[charge].key.clone(), at)
                }
                About::Payee(_) => (None, 0),
            }
        };
        let pledge = pledge_of(key.as_deref());
        let which = self
            .pledges
            .iter()
            .position(|id| id.to_string() == pledge)
            .unwrap();
        match about {
            About::Setup(_) => self.model.hear_setup(which, at),
            About::Charge(_) => self.model.promises[which].hear_charge(),
            About::Refund(_) => self.model.promises[which].hear_backs(),
            About::Dispute(_) => self.model.hear_contest(which, at),
            About::Payee(_) => {}
        }
        self.model.follow();
    }

    /// Time passes. While somebody works, lost calls are made again within seconds and lost messages are found
    /// within a minute; else all of that happens at the end.
    pub(super) async fn wait(&mut self, span: TimeDelta, asleep: bool) {
        let begin = self.model.now;
        let end = begin + span.max(TimeDelta::minutes(2));
        let never_arrived = self.model.may_have_got_lost();
        for (promise, id) in self.model.promises.iter_mut().zip(&self.pledges) {
            if promise.backs.iter().any(|back| back.lost) {
                promise.faults.clear();
                self.processor.journal().faults.remove(&id.to_string());
            }
        }
        if self.model.payouts.iter().any(|payout| payout.lost) {
            self.model.payout_faults.clear();
            self.processor.journal().payout_faults.clear();
        }
        // Whoever sleeps for a day over a call that never arrived leaves it to a person.
        if !asleep || never_arrived {
            self.try_again(begin).await;
            let sweep = begin + TimeDelta::seconds(SWEEP);
            self.at(sweep);
            self.model.retry();
            self.sweep().await;
            self.work().await;
            // What is heard may lead to calls that get lost as well.
            self.try_again(sweep).await;
        }
        self.at(end);
        self.model.retry();
        self.sweep().await;
        self.work().await;
    }

    /// Calls that were lost since `begin` are made again, as often as it takes.
    async fn try_again(&mut self, begin: DateTime<Utc>) {
        for seconds in RETRIES {
            if self.model.is_lost() {
                self.at(begin + TimeDelta::seconds(seconds));
                self.model.retry();
                self.work().await;
            }
        }
    }

    fn at(&mut self, now: DateTime<Utc>) {
        self.model.now = now;
        self.db.clock.set(now);
    }

    /// The work that is due is begun and killed; a minute later its lease is over.
    pub(super) async fn work_killed(&mut self, killed: Option<usize>) {
        let Some(waits) = killed else { return };
        kill(Some(waits), self.runner.drain()).await;
        kill(Some(waits), self.stage.pledges.advance_changes()).await;
        kill(Some(waits), self.stage.pledges.advance_settlements()).await;
        self.model.work();
        self.at(self.model.now + TimeDelta::seconds(SWEEP));
        self.model.retry();
        self.sweep().await;
    }

    /// Everything that is due is done.
    pub(super) async fn work(&mut self) {
        let mut before = None;
        loop {
            self.runner.drain().await.unwrap();
            self.stage.pledges.advance_changes().await.unwrap();
            self.stage.pledges.advance_settlements().await.unwrap();
            let now = super::compare::progress(self.db).await;
            if before == Some(now) {
                break;
            }
            before = Some(now);
        }
        self.model.work();
    }
}
