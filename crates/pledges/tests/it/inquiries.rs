//! Guards around money that goes back: what a bank only asks about, and what must be looked up.

use chrono::TimeDelta;
use payments::DisputeStatus;
use pledges::{DisputeState, PledgeErrorCode, PledgeState, RefundState, RequestRefund};

use crate::{
    pretend::Fault,
    refunds::{agrees_with_the_provider, charge_of, collected, tell, wish},
    stage::Stage,
};

testkit::on_both! {
    async fn what_a_bank_only_asks_about_stays_collected_until_it_is_contested(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let pledges = collected(&stage, db).await;
        let (investor, pledge) = &pledges[0];
        let charge = charge_of(&stage, investor, pledge.id).await;
        let id = stage.pretend().contest_charge(&charge, 80_000);
        let stands = |status, is_withdrawn| {
            let mut journal = stage.pretend().journal();
            let dispute = journal.disputes.get_mut(&id).unwrap();
            (dispute.status, dispute.is_withdrawn) = (status, is_withdrawn);
            dispute.fee = is_withdrawn.then(|| crate::stage::usd(1_500));
        };
        let object = || serde_json::json!({"id": id});
        let state = async || stage.pledges.get(investor, pledge.id).await.unwrap().unwrap().state;
        stands(DisputeStatus::WarningNeedsResponse, false);
        tell(&stage, "charge.dispute.created", object()).await;
        assert_eq!(state().await, PledgeState::Collected);
        assert_eq!(stage.settlement().await.kept_minor(), 110_000);
        assert_eq!(stage.told("dispute_opened").await, 1, "those concerned are told of the question");
        agrees_with_the_provider(&stage).await;
        stands(DisputeStatus::NeedsResponse, true);
        tell(&stage, "charge.dispute.updated", object()).await;
        assert_eq!(state().await, PledgeState::Disputed);
        assert_eq!(stage.settlement().await.kept_minor(), 30_000);
        agrees_with_the_provider(&stage).await;
        // What is told late is older: it takes nothing back.
        stands(DisputeStatus::WarningClosed, false);
        tell(&stage, "charge.dispute.closed", object()).await;
        let disputes = stage.pledges.disputes_of(investor, pledge.id).await.unwrap();
        assert_eq!((disputes[0].state, disputes[0].is_withdrawn), (DisputeState::NeedsResponse, true));
        assert_eq!(state().await, PledgeState::Disputed);
    }

    async fn a_note_has_its_length_and_what_is_to_go_back_its_currency_and_sign(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let pledges = collected(&stage, db).await;
        let officer = stage.officer().await;
        let ask = async |request: RequestRefund| {
            let refused = stage.pledges.request_refund(&officer, request).await.unwrap_err();
            refused.code()
        };
        let id = pledges[0].1.id;
        let note = |length| Some("é".repeat(length));
        let long = RequestRefund { note: note(1_001), ..wish(id, None, 200) };
        assert_eq!(ask(long).await, Some(PledgeErrorCode::NoteTooLong));
        let euro = kernel::Money::new(100, "EUR".parse().unwrap());
        let foreign = RequestRefund { amount: Some(euro), ..wish(id, None, 201) };
        assert_eq!(ask(foreign).await, Some(PledgeErrorCode::AmountInvalid));
        for minor in [0, -1, 80_001] {
            assert_eq!(ask(wish(id, Some(minor), 202)).await, Some(PledgeErrorCode::AmountInvalid), "{minor}");
        }
        let fits = RequestRefund { note: note(1_000), ..wish(id, Some(80_000), 203) };
        stage.pledges.request_refund(&officer, fits).await.unwrap();
        agrees_with_the_provider(&stage).await;
    }

    async fn a_refund_whose_key_may_be_forgotten_is_looked_up_and_never_sent_again(db: &TestDb) {
        for (number, fault) in [(210, Fault::After), (211, Fault::Before)] {
            let db = if db.is_postgres() { testkit::TestDb::postgres().await } else { testkit::TestDb::sqlite().await };
            let stage = Stage::collecting(&db).await;
            let pledges = collected(&stage, &db).await;
            let (investor, pledge) = &pledges[0];
            let officer = stage.officer().await;
            stage.pretend().journal().faults = vec![Some(fault)];
            stage.pledges.request_refund(&officer, wish(pledge.id, None, number)).await.unwrap();
            stage.runner().drain().await.unwrap();
            let calls = stage.pretend().journal().calls;
            db.clock.advance(TimeDelta::hours(21));
            stage.runner().drain().await.unwrap();
            assert_eq!(stage.pretend().journal().calls, calls, "nothing is sent again");
            let refund = stage.pledges.refunds_of(investor, pledge.id).await.unwrap().remove(0);
            let (expected, dead) = match fault {
                Fault::After => (RefundState::Succeeded, 0),
                _ => (RefundState::Requested, 1),
            };
            assert_eq!(refund.state, expected);
            assert_eq!(db::jobs::backlog(&db).await.unwrap().dead, dead, "what cannot be found is for a person");
            db.discard().await;
        }
    }
}
