//! Refunds for some of the things a pledge chose.

use kernel::{Caller, RewardId};
use pledges::{PlacePledge, Pledge, PledgeErrorCode as C, RecordRepayment, RefundState, RequestRefund};

use crate::{
    refunds::{agrees_with_the_provider, wish},
    stage::{GOOD, Stage, item, key, usd},
};

/// A collected pledge of 1,000 USD for a reward of 25 and three add-ons of 4.
async fn collected(stage: &Stage, db: &testkit::TestDb) -> (Caller, Pledge, RewardId, RewardId) {
    let caller = stage.investor().await;
    let (reward, add_on) = (stage.reward(None).await, stage.add_on(Some(5), 3).await);
    let wish = PlacePledge {
        reward_id: Some(reward),
        items: vec![item(add_on, 3)],
        ..stage.wish(100_000, 1)
    };
    let pledge = stage.pledges.place(&caller, wish).await.unwrap();
    let pledge = stage.pay(&caller, &pledge, GOOD).await;
    stage.close(db).await;
    (caller, pledge, reward, add_on)
}

async fn refunded(stage: &Stage, caller: &Caller, pledge: &Pledge) -> Vec<i32> {
    let had = stage.pledges.items_of(caller, &[pledge.id]).await.unwrap();
    had.iter().map(|had| had.refunded).collect()
}

testkit::on_both! {
    async fn a_refund_of_things_is_of_what_they_cost_and_of_each_only_once(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let (caller, pledge, reward, add_on) = collected(&stage, db).await;
        let officer = stage.officer().await;
        let of = |items, number| RequestRefund { items, ..wish(pledge.id, None, number) };
        let refund = stage.pledges.request_refund(&officer, of(vec![item(add_on, 2)], 101)).await.unwrap();
        assert_eq!(refund.amount, usd(800));
        let again = stage.pledges.request_refund(&officer, of(vec![item(add_on, 2)], 101)).await.unwrap();
        assert_eq!(again.id, refund.id);
        assert_eq!(refunded(&stage, &caller, &pledge).await, [0, 2]);
        let named = stage.pledges.refunded_items_of(&caller, &[(refund.id, pledge.id)]).await.unwrap();
        assert_eq!(named, [(refund.id, item(add_on, 2))]);
        for items in [vec![item(add_on, 2)], vec![item(reward, 0)], vec![item(stage.reward(None).await, 1)]] {
            let refused = stage.pledges.request_refund(&officer, of(items, 102)).await.unwrap_err();
            assert_eq!(refused.code(), Some(C::ItemsInvalid));
        }
        // Another amount may be agreed on; the founder may refund too.
        let less = RequestRefund { amount: Some(usd(1_000)), ..of(vec![item(reward, 1)], 103) };
        let less = stage.pledges.request_refund(&stage.as_founder(), less).await.unwrap();
        assert_eq!(less.amount, usd(1_000));
        stage.runner().drain().await.unwrap();
        assert_eq!(refunded(&stage, &caller, &pledge).await, [1, 2]);
        assert_eq!(stage.taken(add_on).await, 3, "stock does not come back by itself");
        agrees_with_the_provider(&stage).await;
    }

    async fn what_a_refund_that_failed_named_can_be_refunded_again(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let (caller, pledge, _, add_on) = collected(&stage, db).await;
        let officer = stage.officer().await;
        let of = |quantity, number| RequestRefund { items: vec![item(add_on, quantity)], ..wish(pledge.id, None, number) };
        stage.pretend().journal().refunds_refused = Some("charge_disputed");
        let failed = stage.pledges.request_refund(&officer, of(3, 101)).await.unwrap();
        stage.runner().drain().await.unwrap();
        let refunds = stage.pledges.refunds_of(&caller, pledge.id).await.unwrap();
        assert_eq!(refunds[0].state, RefundState::Failed);
        assert_eq!(refunded(&stage, &caller, &pledge).await, [0, 0]);
        // By hand it is for the same things.
        let by_hand = |number: u128| RecordRepayment {
            refund_id: failed.id,
            bank_reference: format!("transfer {number}"),
            paid_on: db.clock().now().date_naive(),
            evidence: "bank/confirmation.pdf".into(),
            idempotency_key: key(number),
        };
        stage.pretend().journal().refunds_refused = None;
        let other = stage.pledges.request_refund(&officer, of(1, 102)).await.unwrap();
        let late = stage.pledges.record_repayment(&officer, by_hand(103)).await.unwrap_err();
        assert_eq!(late.code(), Some(C::NothingToRefund), "one of them was refunded meanwhile");
        assert_eq!(other.amount, usd(400));
        let two = stage.pledges.request_refund(&officer, of(3, 104)).await.unwrap_err();
        assert_eq!(two.code(), Some(C::ItemsInvalid));
        assert_eq!(refunded(&stage, &caller, &pledge).await, [0, 1]);
        stage.runner().drain().await.unwrap();
        agrees_with_the_provider(&stage).await;
    }

    async fn a_repayment_by_hand_is_for_the_things_of_the_refund_that_failed(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let (caller, pledge, _, add_on) = collected(&stage, db).await;
        let officer = stage.officer().await;
        stage.pretend().journal().refunds_refused = Some("charge_disputed");
        let wished = RequestRefund { items: vec![item(add_on, 3)], ..wish(pledge.id, None, 101) };
        let failed = stage.pledges.request_refund(&officer, wished).await.unwrap();
        stage.runner().drain().await.unwrap();
        let recorded = RecordRepayment {
            refund_id: failed.id,
            bank_reference: "transfer 1".into(),
            paid_on: db.clock().now().date_naive(),
            evidence: "bank/confirmation.pdf".into(),
            idempotency_key: key(102),
        };
        let repaid = stage.pledges.record_repayment(&officer, recorded).await.unwrap();
        assert_eq!(repaid.amount, usd(1_200));
        assert_eq!(refunded(&stage, &caller, &pledge).await, [0, 3]);
    }
}
