//! Refunds that failed and are paid back by hand.

use chrono::{Days, TimeDelta};
use kernel::{Caller, RefundId, Role, SessionId, Standing};
use pledges::{
    DecideRepayment, Pledge, PledgeErrorCode, PledgeState, RecordRepayment, Refund, RefundState,
    RepaymentError,
};
use uuid::Uuid;

use crate::{
    refunds::{collected, wish},
    stage::{Stage, key, number},
};

const REFERENCE: &str = "NOTPROVIDED 2026-118";

fn transfer(stage: &Stage, refund: &Refund, number: u128) -> RecordRepayment {
    RecordRepayment {
        refund_id: refund.id,
        bank_reference: REFERENCE.into(),
        paid_on: stage.db.clock().now().date_naive(),
        evidence: "Statement 118, page 3".into(),
        idempotency_key: key(number),
    }
}

fn confirm(refund: RefundId, number: u128) -> DecideRepayment {
    DecideRepayment {
        refund_id: refund,
        confirm: true,
        reason: None,
        idempotency_key: key(number),
    }
}

fn reject(refund: RefundId, number: u128) -> DecideRepayment {
    DecideRepayment {
        confirm: false,
        reason: Some("The statement shows another amount.".into()),
        ..confirm(refund, number)
    }
}

/// A pledge that was collected, whose refund the provider refused.
async fn failed(stage: &Stage, db: &testkit::TestDb, number: u128) -> (Caller, Pledge, Refund) {
    let (investor, pledge) = collected(stage, db).await.remove(0);
    let officer = stage.officer().await;
    stage.pretend().journal().refunds_refused = Some("expired_or_canceled_card");
    stage
        .pledges
        .request_refund(&officer, wish(pledge.id, None, number))
        .await
        .unwrap();
    stage.runner().drain().await.unwrap();
    let refund = stage
        .pledges
        .refunds_of(&investor, pledge.id)
        .await
        .unwrap()
        .remove(0);
    assert_eq!(refund.state, RefundState::Failed);
    (investor, pledge, refund)
}

/// What stands in the books on accounts of a kind, debits positive.
async fn balance(stage: &Stage, kind: &str) -> i64 {
    let select = format!(
        "SELECT CAST(COALESCE(sum(balance_minor), 0) AS bigint) FROM ledger_balances b
         JOIN ledger_accounts a ON a.id = b.account_id WHERE a.kind = '{kind}'"
    );
    number(&stage.db, &select).await
}

fn code<T: std::fmt::Debug>(result: Result<T, RepaymentError>) -> Option<PledgeErrorCode> {
    result.unwrap_err().code()
}

testkit::on_both! {
    async fn what_the_provider_would_not_give_back_is_paid_by_hand_by_two_people(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let (investor, pledge, refund) = failed(&stage, db, 200).await;
        let [first, second] = [stage.officer().await, stage.officer().await];
        let waiting = async || stage.pledges.open_refunds(&first).await.unwrap().iter().map(|it| (it.id, it.state)).collect::<Vec<_>>();
        assert_eq!(waiting().await, [(refund.id, RefundState::Failed)]);
        let before = (balance(&stage, "platform_clearing").await, balance(&stage, "campaign_held").await);

        let recorded = stage.pledges.record_repayment(&first, transfer(&stage, &refund, 201)).await.unwrap();
        assert_eq!((recorded.state, recorded.amount, recorded.provider.as_str()), (RefundState::Requested, refund.amount, "bank"));
        assert_eq!(waiting().await, [(recorded.id, RefundState::Requested)], "the one that failed is being dealt with");
        // Set aside, so that it is neither paid out nor given back twice; nothing went yet.
        assert_eq!(balance(&stage, "refund_payable").await, -refund.amount.minor);
        assert_eq!(balance(&stage, "campaign_held").await, before.1 + refund.amount.minor);
        let twice = stage.pledges.request_refund(&second, wish(pledge.id, None, 202)).await.unwrap_err();
        assert_eq!(twice.code(), Some(PledgeErrorCode::NothingToRefund));
        assert_eq!(code(stage.pledges.decide_repayment(&first, confirm(recorded.id, 203)).await), Some(PledgeErrorCode::FourEyes));
        stage.is_sound().await;

        let done = stage.pledges.decide_repayment(&second, confirm(recorded.id, 204)).await.unwrap();
        assert_eq!((done.state, done.note.as_deref(), done.finished_at), (RefundState::Manual, Some(REFERENCE), Some(db.clock().now())));
        let told = stage.told("pledge_refunded").await;
        let again = stage.pledges.decide_repayment(&second, confirm(recorded.id, 204)).await.unwrap();
        assert_eq!((again, stage.told("pledge_refunded").await), (done, told), "done twice it is done once");
        assert_eq!((told, waiting().await), (1, vec![]));
        let now = stage.pledges.get(&investor, pledge.id).await.unwrap().unwrap();
        assert_eq!(now.state, PledgeState::Refunded);
        assert_eq!(stage.settlement().await.refunded, refund.amount);
        assert_eq!((balance(&stage, "refund_payable").await, balance(&stage, "platform_clearing").await), (0, before.0 - refund.amount.minor));
        // Whoever asks the provider again asks nothing about it.
        db.clock.advance(TimeDelta::hours(2));
        stage.pledges.ask_again().await.unwrap();
        stage.is_sound().await;
    }

    async fn what_is_not_confirmed_is_free_again_and_may_be_recorded_anew(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let (_, pledge, refund) = failed(&stage, db, 210).await;
        let [first, second] = [stage.officer().await, stage.officer().await];
        let held = balance(&stage, "campaign_held").await;
        let recorded = stage.pledges.record_repayment(&first, transfer(&stage, &refund, 211)).await.unwrap();
        let silent = DecideRepayment { reason: Some("  ".into()), ..reject(recorded.id, 212) };
        assert_eq!(code(stage.pledges.decide_repayment(&second, silent).await), Some(PledgeErrorCode::TextInvalid));
        let refused = stage.pledges.decide_repayment(&second, reject(recorded.id, 213)).await.unwrap();
        assert_eq!(refused.state, RefundState::Failed);
        assert_eq!((balance(&stage, "campaign_held").await, balance(&stage, "refund_payable").await), (held, 0));
        assert_eq!(stage.settlement().await.refunded.minor, 0);
        assert_eq!(code(stage.pledges.decide_repayment(&second, confirm(recorded.id, 214)).await), Some(PledgeErrorCode::RefundState));
        let open: Vec<_> = stage.pledges.open_refunds(&first).await.unwrap().iter().map(|it| it.id).collect();
        assert_eq!(open, [refund.id], "what failed waits again; what was not confirmed does not");
        stage.is_sound().await;
        let again = stage.pledges.record_repayment(&first, transfer(&stage, &refund, 215)).await.unwrap();
        stage.pledges.decide_repayment(&second, confirm(again.id, 216)).await.unwrap();
        let now = stage.pledges.refunds_of(&first, pledge.id).await.unwrap();
        let states: Vec<_> = now.iter().map(|it| it.state).collect();
        assert_eq!(states, [RefundState::Failed, RefundState::Failed, RefundState::Manual]);
        let shown = stage.pledges.repayments_of(&first, &now.iter().map(|it| it.id).collect::<Vec<_>>()).await.unwrap();
        assert_eq!(shown.iter().filter(|it| it.rejected_because.is_some()).count(), 1);
        stage.is_sound().await;
    }

    async fn only_a_refund_that_failed_is_paid_by_hand_and_once(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let (investor, _, refund) = failed(&stage, db, 220).await;
        let officer = stage.officer().await;
        for (text, day) in [("", 0), ("x", 1)] {
            let wrong = RecordRepayment {
                bank_reference: text.into(),
                paid_on: transfer(&stage, &refund, 0).paid_on + Days::new(day),
                ..transfer(&stage, &refund, 221 + u128::from(day))
            };
            let expected = if day == 0 { PledgeErrorCode::TextInvalid } else { PledgeErrorCode::DayInvalid };
            assert_eq!(code(stage.pledges.record_repayment(&officer, wrong).await), Some(expected));
        }
        let early = RecordRepayment { paid_on: refund.requested_at.date_naive() - Days::new(1), ..transfer(&stage, &refund, 223) };
        assert_eq!(code(stage.pledges.record_repayment(&officer, early).await), Some(PledgeErrorCode::DayInvalid));
        let nothing = RecordRepayment { refund_id: Uuid::nil().into(), ..transfer(&stage, &refund, 224) };
        assert_eq!(code(stage.pledges.record_repayment(&officer, nothing).await), Some(PledgeErrorCode::RefundNotFound));
        let recorded = stage.pledges.record_repayment(&officer, transfer(&stage, &refund, 225)).await.unwrap();
        let same = stage.pledges.record_repayment(&officer, transfer(&stage, &refund, 225)).await.unwrap();
        assert_eq!(same.id, recorded.id, "the same wish is the same transfer");
        let other = RecordRepayment { bank_reference: "ANOTHER".into(), ..transfer(&stage, &refund, 226) };
        assert_eq!(code(stage.pledges.record_repayment(&officer, other).await), Some(PledgeErrorCode::RefundState));
        let of_itself = RecordRepayment { refund_id: recorded.id, ..transfer(&stage, &refund, 227) };
        assert_eq!(code(stage.pledges.record_repayment(&officer, of_itself).await), Some(PledgeErrorCode::RefundState));

        // Neither those who are paid nor those who have nothing to do with money, and not without a new proof.
        for caller in [stage.as_founder(), investor.clone()] {
            assert!(matches!(stage.pledges.record_repayment(&caller, transfer(&stage, &refund, 228)).await, Err(RepaymentError::Forbidden(_))));
        }
        let session: SessionId = Uuid::nil().into();
        let paid = Caller::user(investor.user_id().unwrap(), session, [Role::Investor, Role::Finance]);
        assert_eq!(code(stage.pledges.decide_repayment(&paid, confirm(recorded.id, 229)).await), Some(PledgeErrorCode::FourEyes));
        let stale = Caller { standing: Standing { proved: false, ..Standing::FULL }, ..stage.officer().await };
        assert!(matches!(stage.pledges.decide_repayment(&stale, confirm(recorded.id, 230)).await, Err(RepaymentError::Forbidden(_))));
        stage.is_sound().await;
    }

    async fn one_reference_of_the_bank_stands_for_one_repayment(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let pledges = collected(&stage, db).await;
        let officer = stage.officer().await;
        stage.pretend().journal().refunds_refused = Some("expired_or_canceled_card");
        let mut refunds = Vec::new();
        for (n, (_, pledge)) in (240..).zip(&pledges) {
            refunds.push(stage.pledges.request_refund(&officer, wish(pledge.id, None, n)).await.unwrap());
        }
        stage.runner().drain().await.unwrap();
        let [first, second] = [&refunds[0], &refunds[1]];
        stage.pledges.record_repayment(&officer, transfer(&stage, first, 242)).await.unwrap();
        assert_eq!(code(stage.pledges.record_repayment(&officer, transfer(&stage, second, 243)).await), Some(PledgeErrorCode::ReferenceUsed));
        let own = RecordRepayment { bank_reference: "ITS OWN".into(), ..transfer(&stage, second, 244) };
        stage.pledges.record_repayment(&officer, own).await.unwrap();
        stage.is_sound().await;
    }
}
