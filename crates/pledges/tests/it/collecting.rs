//! From the deadline to accepted money, or back.

use chrono::TimeDelta;
use kernel::Caller;
use payments::ChargeStatus;
use pledges::{
    AttemptState, DecideShortfall, Pledge, PledgeErrorCode, PledgeState, SettlementStage, ShortfallDecision,
    ShortfallRule,
};

use crate::{
    pretend::{Bank, Fault},
    stage::{GOOD, Stage, key, number},
};

/// A campaign that reached its goal of 1,000 by these pledges, in cents, one investor each.
pub(crate) async fn reached(stage: &Stage, cents: &[i64]) -> Vec<(Caller, Pledge)> {
    let mut pledges = Vec::new();
    for (n, minor) in (1..).zip(cents) {
        let caller = stage.investor().await;
        let pledge = stage.committed(&caller, *minor, n).await;
        pledges.push((caller, pledge));
    }
    pledges
}

pub(crate) async fn states(stage: &Stage, pledges: &[(Caller, Pledge)]) -> Vec<PledgeState> {
    let mut states = Vec::new();
    for (caller, pledge) in pledges {
        states.push(stage.pledges.get(caller, pledge.id).await.unwrap().unwrap().state);
    }
    states
}

fn decision(stage: &Stage, decision: ShortfallDecision) -> DecideShortfall {
    DecideShortfall {
        campaign_id: stage.campaign,
        decision,
        idempotency_key: key(90),
    }
}

testkit::on_both! {
    async fn every_card_is_charged_once_and_the_money_is_accepted(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let pledges = reached(&stage, &[60_000, 50_000, 2_500]).await;
        stage.close(db).await;
        assert_eq!(states(&stage, &pledges).await, [PledgeState::Collected; 3]);
        let settlement = stage.settlement().await;
        assert_eq!(settlement.stage, SettlementStage::Settled);
        assert_eq!((settlement.pledged.minor, settlement.collected.minor, settlement.dropped.minor), (112_500, 112_500, 0));
        assert_eq!(stage.campaign_state().await, "funded");
        assert_eq!(stage.pretend().journal().charges.len(), 3);
        stage.is_sound().await;
    }

    async fn a_failed_card_is_repaired_by_another_within_grace(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        stage.pretend().journal().bank.insert(50_000, Bank::Declines);
        let pledges = reached(&stage, &[60_000, 50_000]).await;
        stage.close(db).await;
        assert_eq!(states(&stage, &pledges).await, [PledgeState::Collected, PledgeState::Errored]);
        assert_eq!(stage.settlement().await.stage, SettlementStage::Grace);
        assert_eq!(stage.campaign_state().await, "grace");
        stage.is_sound().await;
        // The investor enters another card, and is charged at once.
        stage.pretend().journal().bank.clear();
        let (caller, pledge) = &pledges[1];
        let waiting = stage.pledges.repair(caller, pledge.id, key(77)).await.unwrap();
        assert_eq!(waiting.state, PledgeState::Errored);
        let paid = stage.pay(caller, pledge, GOOD).await;
        assert_eq!(paid.state, PledgeState::Collected);
        stage.runner().drain().await.unwrap();
        db.clock.advance(TimeDelta::seconds(10));
        stage.runner().drain().await.unwrap();
        assert_eq!(stage.settlement().await.stage, SettlementStage::Settled);
        assert_eq!(stage.settlement().await.collected.minor, 110_000);
        let tries = stage.pledges.payments_of(caller, pledge.id).await.unwrap();
        let states: Vec<_> = tries.iter().map(|attempt| attempt.state).collect();
        assert_eq!(states, [AttemptState::Failed, AttemptState::Succeeded]);
        // Nothing declined can be confirmed later: it was given up at the provider.
        let declined = tries[0].provider_id.clone().unwrap();
        assert_eq!(stage.pretend().journal().charges[&declined].status, ChargeStatus::Canceled);
        stage.is_sound().await;
    }

    async fn a_bank_that_asks_its_customer_is_answered(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        stage.pretend().journal().bank.insert(50_000, Bank::AsksHolder);
        let pledges = reached(&stage, &[60_000, 50_000]).await;
        stage.close(db).await;
        let (caller, pledge) = &pledges[1];
        assert_eq!(states(&stage, &pledges).await[1], PledgeState::ActionRequired);
        let waiting = stage.pledges.payment_to_confirm(caller, pledge.id).await.unwrap().unwrap();
        assert_eq!(waiting.problem(), Some(PledgeErrorCode::AuthenticationRequired));
        assert!(waiting.client_secret.is_some());
        stage.pretend().answer(waiting.provider_id.as_deref().unwrap(), true);
        let paid = stage.pledges.refresh_payment(caller, pledge.id).await.unwrap();
        assert_eq!(paid.state, PledgeState::Collected);
        stage.is_sound().await;
    }

    async fn old_news_of_a_saved_card_gives_up_no_charge_that_waits_for_the_bank(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        stage.pretend().journal().bank.insert(50_000, Bank::AsksHolder);
        let pledges = reached(&stage, &[60_000, 50_000]).await;
        stage.close(db).await;
        let (_, pledge) = &pledges[1];
        let setup = stage.pledges.setups_of(&[pledge.id]).await.unwrap().remove(0);
        let object = serde_json::json!({"id": setup.provider_id});
        crate::messages::tell(&stage, "evt_late", "setup_intent.succeeded", object).await;
        stage.runner().drain().await.unwrap();
        assert_eq!(states(&stage, &pledges).await[1], PledgeState::ActionRequired);
        stage.is_sound().await;
    }

    async fn another_card_while_the_bank_waits_never_charges_twice(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        stage.pretend().journal().bank.insert(50_000, Bank::AsksHolder);
        let pledges = reached(&stage, &[60_000, 50_000]).await;
        stage.close(db).await;
        let (caller, pledge) = &pledges[1];
        stage.pretend().journal().bank.clear();
        let waiting = stage.pledges.payment_to_confirm(caller, pledge.id).await.unwrap().unwrap();
        // The holder answers the bank and nobody hears of it; then enters another card.
        stage.pretend().answer(waiting.provider_id.as_deref().unwrap(), true);
        stage.pledges.repair(caller, pledge.id, key(77)).await.unwrap();
        let paid = stage.pay(caller, pledge, GOOD).await;
        assert_eq!(paid.state, PledgeState::Collected);
        stage.runner().drain().await.unwrap();
        let received: i64 = stage.pretend().journal().charges.values().map(|charge| charge.received.minor).sum();
        assert_eq!(received, 110_000, "the second card was not charged");
        stage.is_sound().await;
    }

    async fn what_still_fails_after_grace_is_tried_once_more_and_dropped(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        stage.pretend().journal().bank.insert(3_000, Bank::Declines);
        stage.pretend().journal().bank.insert(4_000, Bank::AsksHolder);
        let pledges = reached(&stage, &[110_000, 3_000, 4_000, 2_500]).await;
        stage.close(db).await;
        for _ in 0..6 {
            db.clock.advance(TimeDelta::hours(24));
            stage.runner().drain().await.unwrap();
        }
        assert_eq!(stage.settlement().await.reminders_sent, 3);
        assert_eq!(stage.told("payment_reminder").await, 6, "two investors, three times");
        stage.pass_grace(db).await;
        assert_eq!(
            states(&stage, &pledges).await,
            [PledgeState::Collected, PledgeState::Dropped, PledgeState::Dropped, PledgeState::Collected]
        );
        let settlement = stage.settlement().await;
        assert_eq!((settlement.stage, settlement.dropped.minor, settlement.dropped_count), (SettlementStage::Settled, 7_000, 2));
        assert_eq!(stage.totals().await.0, 119_500, "what was pledged is never corrected");
        // A card that comes too late repairs nothing.
        let late = stage.pledges.repair(&pledges[1].0, pledges[1].1.id, key(78)).await;
        assert_eq!(late.unwrap_err().code(), Some(PledgeErrorCode::NotRepairable));
        stage.is_sound().await;
    }

    async fn a_dropped_pledge_gives_its_reward_back(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let reward = stage.reward(Some(1)).await;
        stage.pretend().journal().bank.insert(3_000, Bank::Declines);
        reached(&stage, &[110_000]).await;
        let caller = stage.investor().await;
        let wish = pledges::PlacePledge { reward_id: Some(reward), ..stage.wish(3_000, 50) };
        let pledge = stage.pledges.place(&caller, wish).await.unwrap();
        stage.pay(&caller, &pledge, GOOD).await;
        stage.close(db).await;
        assert_eq!(stage.claimed().await, 1);
        stage.pass_grace(db).await;
        assert_eq!(stage.claimed().await, 0);
        stage.is_sound().await;
    }

    async fn less_than_the_goal_goes_back_if_the_founder_chose_so(db: &TestDb) {
        let stage = Stage::with_rule(db, ShortfallRule::RefundAll).await;
        stage.pretend().journal().bank.insert(50_000, Bank::Declines);
        let pledges = reached(&stage, &[60_000, 50_000, 2_500]).await;
        stage.close(db).await;
        stage.pass_grace(db).await;
        assert_eq!(stage.settlement().await.stage, SettlementStage::Failed);
        assert_eq!(stage.campaign_state().await, "failed");
        assert_eq!(
            states(&stage, &pledges).await,
            [PledgeState::Refunded, PledgeState::Dropped, PledgeState::Refunded]
        );
        let back: i64 = stage.pretend().journal().refunds.values().map(|refund| refund.amount.minor).sum();
        assert_eq!(back, 62_500);
        stage.is_sound().await;
    }

    async fn the_founder_accepts_less_than_the_goal(db: &TestDb) {
        let stage = Stage::with_rule(db, ShortfallRule::FounderDecides).await;
        stage.pretend().journal().bank.insert(50_000, Bank::Declines);
        reached(&stage, &[60_000, 50_000]).await;
        stage.close(db).await;
        stage.pass_grace(db).await;
        assert_eq!(stage.settlement().await.stage, SettlementStage::Deciding);
        assert_eq!(stage.campaign_state().await, "shortfall_decision");
        let request = decision(&stage, ShortfallDecision::Accept);
        let stranger = stage.investor().await;
        assert!(stage.pledges.decide_shortfall(&stranger, request).await.is_err());
        let settled = stage.pledges.decide_shortfall(&stage.as_founder(), request).await.unwrap();
        assert_eq!(settled.stage, SettlementStage::Settled);
        let again = stage.pledges.decide_shortfall(&stage.as_founder(), request).await.unwrap();
        assert_eq!(again, settled, "the same wish twice is one");
        stage.is_sound().await;
    }

    async fn a_founder_who_does_not_decide_in_time_gives_everything_back(db: &TestDb) {
        let stage = Stage::with_rule(db, ShortfallRule::FounderDecides).await;
        stage.pretend().journal().bank.insert(50_000, Bank::Declines);
        let pledges = reached(&stage, &[60_000, 50_000]).await;
        stage.close(db).await;
        stage.pass_grace(db).await;
        db.clock.advance(TimeDelta::hours(72));
        stage.runner().drain().await.unwrap();
        assert_eq!(stage.settlement().await.stage, SettlementStage::Failed);
        assert_eq!(states(&stage, &pledges).await, [PledgeState::Refunded, PledgeState::Dropped]);
        let late = stage.pledges.decide_shortfall(&stage.as_founder(), decision(&stage, ShortfallDecision::Accept)).await;
        assert_eq!(late.unwrap_err().code(), Some(PledgeErrorCode::NothingToDecide));
        stage.is_sound().await;
    }

    async fn whatever_gets_lost_on_the_way_nobody_is_charged_twice(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let pledges = reached(&stage, &[60_000, 50_000, 2_500, 2_600]).await;
        let faults = [Some(Fault::After), Some(Fault::Before), None, Some(Fault::After), Some(Fault::After), Some(Fault::Before)];
        stage.pretend().journal().faults = faults.to_vec();
        stage.close(db).await;
        for _ in 0..8 {
            db.clock.advance(TimeDelta::minutes(3));
            stage.runner().drain().await.unwrap();
        }
        assert_eq!(states(&stage, &pledges).await, [PledgeState::Collected; 4]);
        assert_eq!(stage.pretend().journal().charges.len(), 4);
        assert_eq!(stage.settlement().await.stage, SettlementStage::Settled);
        stage.is_sound().await;
    }

    async fn a_key_the_provider_may_have_forgotten_is_looked_up_and_never_sent_again(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        reached(&stage, &[110_000]).await;
        stage.pretend().journal().faults = vec![Some(Fault::After)];
        stage.close_without_work(db).await;
        stage.pledges.plan_collecting(stage.campaign).await.unwrap();
        let attempt = number(&stage.db, "SELECT count(*) FROM payment_attempts").await;
        assert_eq!(attempt, 1);
        let id = stage.attempt().await;
        assert!(stage.pledges.collect(id).await.is_err(), "the answer is lost");
        db.clock.advance(TimeDelta::hours(21));
        stage.pretend().journal().calls = 0;
        let found = stage.pledges.collect(id).await.unwrap();
        assert_eq!(found.state, AttemptState::Succeeded);
        assert_eq!(stage.pretend().journal().calls, 0, "it was looked for, not sent");
        stage.is_sound().await;
    }

    async fn what_cannot_be_found_after_that_is_for_a_person(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        reached(&stage, &[110_000]).await;
        stage.pretend().journal().faults = vec![Some(Fault::Before)];
        stage.close_without_work(db).await;
        stage.pledges.plan_collecting(stage.campaign).await.unwrap();
        let id = stage.attempt().await;
        assert!(stage.pledges.collect(id).await.is_err());
        db.clock.advance(TimeDelta::hours(21));
        let unsure = stage.pledges.collect(id).await.unwrap_err();
        assert!(matches!(unsure, pledges::PledgeError::Unsure(_)), "{unsure:?}");
        assert_eq!(stage.pretend().journal().charges.len(), 0, "nothing was sent again");
    }

    async fn another_amount_than_was_asked_for_stands_in_suspense(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        stage.pretend().journal().bank.insert(50_000, Bank::PaysOther(49_999));
        let pledges = reached(&stage, &[110_000, 50_000]).await;
        stage.close(db).await;
        let (caller, pledge) = &pledges[1];
        assert_eq!(states(&stage, &pledges).await[1], PledgeState::Errored);
        let suspense = "SELECT balance_minor FROM ledger_balances b JOIN ledger_accounts a ON a.id = b.account_id WHERE a.kind = 'suspense'";
        assert_eq!(number(&stage.db, suspense).await, -49_999);
        // Until a person has cleared it up, no other card is charged for it.
        let refused = stage.pledges.repair(caller, pledge.id, key(79)).await.unwrap_err();
        assert_eq!(refused.code(), Some(PledgeErrorCode::NotRepairable));
        stage.pass_grace(db).await;
        assert_eq!(states(&stage, &pledges).await[1], PledgeState::Dropped);
        assert_eq!(stage.pretend().journal().charges.len(), 2);
        // The provider kept a fee of it all the same.
        let clearing = "SELECT balance_minor FROM ledger_balances b JOIN ledger_accounts a ON a.id = b.account_id WHERE a.kind = 'platform_clearing'";
        assert_eq!(number(&stage.db, clearing).await, stage.pretend().journal().balance());
        stage.is_sound().await;
    }

    async fn a_set_up_without_card_at_the_deadline_is_not_charged(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        reached(&stage, &[110_000]).await;
        let caller = stage.investor().await;
        db.clock.set(stage.deadline - TimeDelta::minutes(1));
        let pending = stage.place(&caller, 5_000, 60).await;
        stage.close(db).await;
        let ended = stage.pledges.get(&caller, pending.id).await.unwrap().unwrap();
        assert_eq!(ended.state, PledgeState::Cancelled);
        assert_eq!(stage.settlement().await.pledge_count, 1);
        stage.is_sound().await;
    }
}
