//! Money that goes back, and money that is contested.

use kernel::{Caller, PledgeId};
use pledges::{
    ContestDispute, DisputeState, FeeBearer, Pledge, PledgeErrorCode, PledgeState, RefundReason, RefundState,
    RequestRefund,
};

use crate::{
    pretend::Fault,
    stage::{Stage, key, number, usd},
};

/// Two pledges that were collected, of 800 and 300.
pub(crate) async fn collected(stage: &Stage, db: &testkit::TestDb) -> Vec<(Caller, Pledge)> {
    let mut pledges = Vec::new();
    for (n, minor) in [(1, 80_000), (2, 30_000)] {
        let caller = stage.investor().await;
        let pledge = stage.committed(&caller, minor, n).await;
        pledges.push((caller, pledge));
    }
    stage.close(db).await;
    pledges
}

pub(crate) fn wish(pledge: PledgeId, minor: Option<i64>, number: u128) -> RequestRefund {
    RequestRefund {
        pledge_id: pledge,
        amount: minor.map(usd),
        items: Vec::new(),
        reason: RefundReason::InvestorRequest,
        bearer: FeeBearer::Platform,
        note: None,
        idempotency_key: key(number),
    }
}

pub(crate) async fn charge_of(stage: &Stage, caller: &Caller, pledge: PledgeId) -> String {
    let tries = stage.pledges.payments_of(caller, pledge).await.unwrap();
    tries[0].provider_id.clone().unwrap()
}

/// The books and the provider agree to the cent.
pub(crate) async fn agrees_with_the_provider(stage: &Stage) {
    let select = "SELECT CAST(COALESCE(sum(balance_minor), 0) AS bigint) FROM ledger_balances b
                  JOIN ledger_accounts a ON a.id = b.account_id WHERE a.kind = 'platform_clearing'";
    assert_eq!(
        number(&stage.db, select).await,
        stage.pretend().journal().balance()
    );
    stage.is_sound().await;
}

/// What stands in suspense, debits positive.
async fn suspense(stage: &Stage) -> i64 {
    let select = "SELECT CAST(COALESCE(sum(balance_minor), 0) AS bigint) FROM ledger_balances b
                  JOIN ledger_accounts a ON a.id = b.account_id WHERE a.kind = 'suspense'";
    number(&stage.db, select).await
}

pub(crate) async fn tell(stage: &Stage, kind: &str, object: serde_json::Value) {
    let id = format!(
        "evt_{kind}_{}",
        number(&stage.db, "SELECT count(*) FROM inbox").await
    );
    let body = serde_json::json!({"id": id, "type": kind, "livemode": false, "data": {"object": object}})
        .to_string();
    let receiver = crate::stage::receiver();
    let header = payments::webhook::sign(&receiver.secrets[0], stage.db.clock().now(), body.as_bytes());
    receiver
        .receive(&stage.db, Some(&header), body.as_bytes())
        .await
        .unwrap();
    stage.runner().drain().await.unwrap();
}

testkit::on_both! {
    async fn a_part_goes_back_and_then_the_rest(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let pledges = collected(&stage, db).await;
        let (investor, pledge) = &pledges[0];
        let officer = stage.officer().await;
        let part = stage.pledges.request_refund(&officer, wish(pledge.id, Some(30_000), 100)).await.unwrap();
        let twin = stage.pledges.request_refund(&officer, wish(pledge.id, Some(30_000), 100)).await.unwrap();
        assert_eq!(part.id, twin.id, "the same wish twice is one refund");
        stage.runner().drain().await.unwrap();
        let now = stage.pledges.get(investor, pledge.id).await.unwrap().unwrap();
        assert_eq!(now.state, PledgeState::Collected);
        let too_much = stage.pledges.request_refund(&officer, wish(pledge.id, Some(50_001), 101)).await.unwrap_err();
        assert_eq!(too_much.code(), Some(PledgeErrorCode::AmountInvalid));
        stage.pledges.request_refund(&officer, wish(pledge.id, None, 102)).await.unwrap();
        stage.runner().drain().await.unwrap();
        let now = stage.pledges.get(investor, pledge.id).await.unwrap().unwrap();
        assert_eq!(now.state, PledgeState::Refunded);
        let nothing = stage.pledges.request_refund(&officer, wish(pledge.id, None, 103)).await.unwrap_err();
        assert_eq!(nothing.code(), Some(PledgeErrorCode::NothingToRefund));
        assert_eq!(stage.settlement().await.kept_minor(), 30_000);
        agrees_with_the_provider(&stage).await;
    }

    async fn only_finance_and_the_founder_give_money_back(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let pledges = collected(&stage, db).await;
        let (investor, pledge) = &pledges[0];
        let stranger = stage.investor().await;
        for caller in [investor, &stranger] {
            let refused = stage.pledges.request_refund(caller, wish(pledge.id, None, 104)).await.unwrap_err();
            assert_eq!(refused.code(), Some(PledgeErrorCode::PledgeNotFound));
        }
        let by_founder = stage.pledges.request_refund(&stage.as_founder(), wish(pledge.id, None, 105)).await.unwrap();
        assert_eq!(by_founder.bearer, FeeBearer::Founder, "a founder bears what a founder orders");
    }

    async fn a_lost_answer_about_a_refund_is_no_second_refund(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let pledges = collected(&stage, db).await;
        let officer = stage.officer().await;
        stage.pretend().journal().faults = vec![Some(Fault::After), Some(Fault::Before), Some(Fault::After)];
        stage.pledges.request_refund(&officer, wish(pledges[0].1.id, None, 106)).await.unwrap();
        for _ in 0..4 {
            stage.runner().drain().await.unwrap();
            db.clock.advance(chrono::TimeDelta::minutes(2));
        }
        assert_eq!(stage.pretend().journal().refunds.len(), 1);
        agrees_with_the_provider(&stage).await;
    }

    async fn a_refund_that_the_provider_refuses_leaves_the_money_where_it_was(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let pledges = collected(&stage, db).await;
        let (investor, pledge) = &pledges[0];
        let officer = stage.officer().await;
        stage.pretend().journal().refunds_refused = Some("charge_disputed");
        let refund = stage.pledges.request_refund(&officer, wish(pledge.id, None, 107)).await.unwrap();
        stage.runner().drain().await.unwrap();
        let refunds = stage.pledges.refunds_of(investor, pledge.id).await.unwrap();
        assert_eq!((refunds[0].id, refunds[0].state), (refund.id, RefundState::Failed));
        assert_eq!(refunds[0].failure.as_ref().unwrap().code, "charge_disputed");
        assert_eq!(stage.settlement().await.refunded.minor, 0);
        assert_eq!(stage.told("refund_failed").await, 1);
        agrees_with_the_provider(&stage).await;
    }

    async fn a_refund_that_the_bank_sends_back_is_collected_again(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let pledges = collected(&stage, db).await;
        let (investor, pledge) = &pledges[0];
        let officer = stage.officer().await;
        stage.pledges.request_refund(&officer, wish(pledge.id, None, 108)).await.unwrap();
        stage.runner().drain().await.unwrap();
        let charge = charge_of(&stage, investor, pledge.id).await;
        for refund in stage.pretend().journal().refunds.values_mut() {
            refund.status = payments::RefundStatus::Failed;
        }
        tell(&stage, "refund.failed", serde_json::json!({"id": "re_x", "payment_intent": charge})).await;
        let now = stage.pledges.get(investor, pledge.id).await.unwrap().unwrap();
        assert_eq!(now.state, PledgeState::Collected);
        assert_eq!(stage.settlement().await.refunded.minor, 0);
        agrees_with_the_provider(&stage).await;
    }

    async fn a_refund_made_at_the_provider_is_in_the_books(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let pledges = collected(&stage, db).await;
        let (investor, pledge) = &pledges[1];
        let charge = charge_of(&stage, investor, pledge.id).await;
        let made_there = payments::Refund {
            provider_id: "re_dashboard".into(),
            key: None,
            charge: charge.clone(),
            amount: usd(30_000),
            status: payments::RefundStatus::Succeeded,
            failure: None,
        };
        stage.pretend().journal().refunds.insert("re_dashboard".into(), made_there);
        for _ in 0..2 {
            tell(&stage, "charge.refunded", serde_json::json!({"id": "ch_1", "payment_intent": charge})).await;
        }
        let refunds = stage.pledges.refunds_of(investor, pledge.id).await.unwrap();
        assert_eq!((refunds.len(), refunds[0].reason), (1, RefundReason::AtProvider));
        let now = stage.pledges.get(investor, pledge.id).await.unwrap().unwrap();
        assert_eq!(now.state, PledgeState::Refunded);
        agrees_with_the_provider(&stage).await;
    }

    async fn contested_money_leaves_the_books_and_returns_if_it_is_won(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let pledges = collected(&stage, db).await;
        let (investor, pledge) = &pledges[0];
        let charge = charge_of(&stage, investor, pledge.id).await;
        let dispute = stage.pretend().contest_charge(&charge, 80_000);
        let object = || serde_json::json!({"id": dispute});
        // Funds withdrawn before it is told that it was opened, and twice.
        for kind in ["charge.dispute.funds_withdrawn", "charge.dispute.created", "charge.dispute.created"] {
            tell(&stage, kind, object()).await;
        }
        let now = stage.pledges.get(investor, pledge.id).await.unwrap().unwrap();
        assert_eq!(now.state, PledgeState::Disputed);
        assert_eq!(stage.settlement().await.kept_minor(), 30_000);
        let officer = stage.officer().await;
        let refused = stage.pledges.request_refund(&officer, wish(pledge.id, None, 109)).await.unwrap_err();
        assert_eq!(refused.code(), Some(PledgeErrorCode::NothingToRefund), "contested money is not given back as well");
        agrees_with_the_provider(&stage).await;

        let open = stage.pledges.open_disputes(&officer).await.unwrap();
        assert_eq!(open.len(), 1);
        let request = ContestDispute { dispute_id: open[0].id, statement: Some("Read this.".into()), idempotency_key: key(110) };
        let contested = stage.pledges.contest_dispute(&officer, request.clone()).await.unwrap();
        assert_eq!(contested.state, DisputeState::UnderReview);
        let evidence = contested.evidence.unwrap();
        assert!(evidence.submit && evidence.uncategorized_text.starts_with("Read this."));
        assert!(evidence.uncategorized_text.contains(&pledge.dossier_hash));
        let again = ContestDispute { idempotency_key: key(111), ..request };
        assert_eq!(
            stage.pledges.contest_dispute(&officer, again).await.unwrap_err().code(),
            Some(PledgeErrorCode::EvidenceTooLate)
        );

        stage.pretend().decide(&dispute, true);
        for kind in ["charge.dispute.closed", "charge.dispute.funds_reinstated", "charge.dispute.created"] {
            tell(&stage, kind, object()).await;
        }
        let now = stage.pledges.get(investor, pledge.id).await.unwrap().unwrap();
        assert_eq!(now.state, PledgeState::Won);
        assert_eq!(stage.settlement().await.kept_minor(), 110_000);
        agrees_with_the_provider(&stage).await;
    }

    async fn a_lost_dispute_is_lost_once_even_after_a_refund(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let pledges = collected(&stage, db).await;
        let (investor, pledge) = &pledges[1];
        let officer = stage.officer().await;
        stage.pledges.request_refund(&officer, wish(pledge.id, None, 112)).await.unwrap();
        stage.runner().drain().await.unwrap();
        let charge = charge_of(&stage, investor, pledge.id).await;
        let dispute = stage.pretend().contest_charge(&charge, 30_000);
        tell(&stage, "charge.dispute.created", serde_json::json!({"id": dispute})).await;
        stage.pretend().decide(&dispute, false);
        tell(&stage, "charge.dispute.closed", serde_json::json!({"id": dispute})).await;
        let disputes = stage.pledges.disputes_of(investor, pledge.id).await.unwrap();
        assert_eq!((disputes[0].state, disputes[0].counted_minor), (DisputeState::Lost, 0));
        assert_eq!(stage.settlement().await.kept_minor(), 80_000);
        assert_eq!(suspense(&stage).await, 30_000, "taken twice: for a person to clear up");
        agrees_with_the_provider(&stage).await;
    }

    async fn a_dispute_that_is_told_before_the_charge_is_booked_after_it(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let investor = stage.investor().await;
        let pledge = stage.committed(&investor, 110_000, 1).await;
        stage.close_without_work(db).await;
        // The money comes and is contested, and nobody heard that it came.
        stage.pretend().journal().faults = vec![Some(Fault::After)];
        stage.runner().drain().await.unwrap();
        let dispute = stage.pretend().contest_charge("pi_1", 110_000);
        tell(&stage, "charge.dispute.created", serde_json::json!({"id": dispute})).await;
        let now = stage.pledges.get(&investor, pledge.id).await.unwrap().unwrap();
        assert_eq!(now.state, PledgeState::Disputed);
        assert_eq!(stage.settlement().await.kept_minor(), 0);
        agrees_with_the_provider(&stage).await;
    }

    async fn a_dispute_that_is_told_before_the_bank_was_answered_is_booked_after_that(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        stage.pretend().journal().bank.insert(110_000, crate::pretend::Bank::AsksHolder);
        let investor = stage.investor().await;
        let pledge = stage.committed(&investor, 110_000, 1).await;
        stage.close(db).await;
        let charge = charge_of(&stage, &investor, pledge.id).await;
        stage.pretend().answer(&charge, true);
        let dispute = stage.pretend().contest_charge(&charge, 110_000);
        tell(&stage, "charge.dispute.created", serde_json::json!({"id": dispute})).await;
        let now = stage.pledges.get(&investor, pledge.id).await.unwrap().unwrap();
        assert_eq!(now.state, PledgeState::Disputed);
        assert_eq!(stage.settlement().await.kept_minor(), 0);
        agrees_with_the_provider(&stage).await;
    }

    async fn a_refund_that_is_refused_since_the_charge_is_contested_was_no_second_loss(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let pledges = collected(&stage, db).await;
        let (investor, pledge) = &pledges[0];
        let officer = stage.officer().await;
        // The wish for a refund gets lost, and the payer goes to the bank meanwhile.
        stage.pretend().journal().faults = vec![Some(Fault::Before)];
        stage.pledges.request_refund(&officer, wish(pledge.id, Some(50_000), 113)).await.unwrap();
        stage.runner().drain().await.unwrap();
        let charge = charge_of(&stage, investor, pledge.id).await;
        let dispute = stage.pretend().contest_charge(&charge, 80_000);
        tell(&stage, "charge.dispute.created", serde_json::json!({"id": dispute})).await;
        assert_eq!(suspense(&stage).await, 50_000, "as if it were taken twice");
        stage.pretend().journal().refunds_refused = Some("charge_disputed");
        db.clock.advance(chrono::TimeDelta::minutes(2));
        stage.runner().drain().await.unwrap();
        assert_eq!(suspense(&stage).await, 0);
        let settlement = stage.settlement().await;
        assert_eq!((settlement.refunded.minor, settlement.disputed.minor), (0, 80_000));
        let nothing = stage.pledges.request_refund(&officer, wish(pledge.id, None, 114)).await.unwrap_err();
        assert_eq!(nothing.code(), Some(PledgeErrorCode::NothingToRefund), "all of it is contested");
        agrees_with_the_provider(&stage).await;
        // Whatever was counted in between: what is won is all there again.
        stage.pretend().decide(&dispute, true);
        tell(&stage, "charge.dispute.closed", serde_json::json!({"id": dispute})).await;
        assert_eq!(stage.settlement().await.kept_minor(), 110_000);
        assert_eq!(suspense(&stage).await, 0);
        agrees_with_the_provider(&stage).await;
    }

    async fn a_refund_that_is_told_after_a_dispute_of_the_same_money_is_booked(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let pledges = collected(&stage, db).await;
        let (investor, pledge) = &pledges[0];
        let charge = charge_of(&stage, investor, pledge.id).await;
        let made_there = payments::Refund {
            provider_id: "re_dashboard".into(),
            key: None,
            charge: charge.clone(),
            amount: usd(30_000),
            status: payments::RefundStatus::Succeeded,
            failure: None,
        };
        stage.pretend().journal().refunds.insert("re_dashboard".into(), made_there);
        let dispute = stage.pretend().contest_charge(&charge, 80_000);
        tell(&stage, "charge.dispute.created", serde_json::json!({"id": dispute})).await;
        tell(&stage, "charge.refunded", serde_json::json!({"id": "ch_1", "payment_intent": charge})).await;
        let settlement = stage.settlement().await;
        assert_eq!((settlement.refunded.minor, settlement.disputed.minor), (30_000, 50_000));
        assert_eq!(suspense(&stage).await, 30_000, "taken twice");
        agrees_with_the_provider(&stage).await;
        stage.pretend().decide(&dispute, true);
        tell(&stage, "charge.dispute.closed", serde_json::json!({"id": dispute})).await;
        assert_eq!(stage.settlement().await.kept_minor(), 80_000);
        assert_eq!(suspense(&stage).await, 0);
        agrees_with_the_provider(&stage).await;
    }

    async fn money_that_was_not_what_was_asked_for_goes_back_out_of_suspense(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        stage.pretend().journal().bank.insert(30_000, crate::pretend::Bank::PaysOther(29_999));
        let pledges = collected(&stage, db).await;
        let (investor, pledge) = &pledges[1];
        let charge = charge_of(&stage, investor, pledge.id).await;
        let made_there = payments::Refund {
            provider_id: "re_dashboard".into(),
            key: None,
            charge: charge.clone(),
            amount: usd(29_999),
            status: payments::RefundStatus::Succeeded,
            failure: None,
        };
        stage.pretend().journal().refunds.insert("re_dashboard".into(), made_there);
        tell(&stage, "charge.refunded", serde_json::json!({"id": "ch_1", "payment_intent": charge})).await;
        assert_eq!(suspense(&stage).await, 0);
        assert_eq!(stage.settlement().await.kept_minor(), 80_000, "the others' money stays theirs");
        agrees_with_the_provider(&stage).await;
    }

    async fn what_is_won_after_a_campaign_failed_goes_back_as_well(db: &TestDb) {
        let stage = Stage::with_rule(db, pledges::ShortfallRule::RefundAll).await;
        let investor = stage.investor().await;
        let pledge = stage.committed(&investor, 80_000, 1).await;
        let other = stage.investor().await;
        stage.committed(&other, 30_000, 2).await;
        stage.pretend().journal().bank.insert(30_000, crate::pretend::Bank::Declines);
        stage.close(db).await;
        let charge = charge_of(&stage, &investor, pledge.id).await;
        let dispute = stage.pretend().contest_charge(&charge, 80_000);
        tell(&stage, "charge.dispute.created", serde_json::json!({"id": dispute})).await;
        stage.pass_grace(db).await;
        assert_eq!(stage.campaign_state().await, "failed");
        stage.pretend().decide(&dispute, true);
        tell(&stage, "charge.dispute.closed", serde_json::json!({"id": dispute})).await;
        let now = stage.pledges.get(&investor, pledge.id).await.unwrap().unwrap();
        assert_eq!(now.state, PledgeState::Refunded);
        agrees_with_the_provider(&stage).await;
    }

    async fn a_charge_that_is_contested_twice_is_booked_twice_and_no_more(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let pledges = collected(&stage, db).await;
        let (investor, pledge) = &pledges[0];
        let charge = charge_of(&stage, investor, pledge.id).await;
        for (minor, for_us) in [(30_000, false), (50_000, true)] {
            let dispute = stage.pretend().contest_charge(&charge, minor);
            tell(&stage, "charge.dispute.created", serde_json::json!({"id": dispute})).await;
            agrees_with_the_provider(&stage).await;
            stage.pretend().decide(&dispute, for_us);
            tell(&stage, "charge.dispute.closed", serde_json::json!({"id": dispute})).await;
        }
        let now = stage.pledges.get(investor, pledge.id).await.unwrap().unwrap();
        assert_eq!(now.state, PledgeState::Lost, "a part is lost for good");
        assert_eq!(stage.settlement().await.disputed.minor, 30_000);
        assert_eq!(number(&stage.db, "SELECT count(*) FROM inbox WHERE processed_at IS NULL").await, 0);
        agrees_with_the_provider(&stage).await;
    }
}
