//! From accepted money to the founder's account.

use chrono::TimeDelta;
use kernel::Caller;
use pledges::{
    ChangeSeverity, DecidePayout, FeeBearer, GiveUpBankPayout, HoldReason, OpenPayee, PayeeMethod, Payout,
    PayoutState, PledgeErrorCode, RecordBankPayout, RefundReason, RequestPayout, RequestRefund,
};

use crate::{
    material_change::class,
    pretend::Fault,
    stage::{Stage, key, number, usd},
};

/// A campaign that collected 1,100, whose founder opened an account that can be paid.
async fn settled(db: &testkit::TestDb) -> Stage {
    let stage = Stage::collecting(db).await;
    for (n, minor) in [(1, 80_000), (2, 30_000)] {
        let caller = stage.investor().await;
        stage.committed(&caller, minor, n).await;
    }
    stage.close(db).await;
    stage
}

pub(crate) async fn payee(stage: &Stage) {
    let founder = stage.as_founder();
    let request = OpenPayee {
        method: PayeeMethod::Provider,
        country: "us".into(),
        destination: None,
    };
    let payee = stage.pledges.open_payee(&founder, request).await.unwrap();
    assert!(!payee.payouts_enabled);
    {
        let mut journal = stage.pretend().journal();
        let account = journal
            .payees
            .get_mut(payee.provider_id.as_ref().unwrap())
            .unwrap();
        account.payouts_enabled = true;
        account.destination = Some("US ····6789".into());
    }
    stage.pledges.refresh_payee(&founder, payee.id).await.unwrap();
}

pub(crate) fn order(stage: &Stage, number: u128) -> RequestPayout {
    RequestPayout {
        campaign_id: stage.campaign,
        idempotency_key: key(number),
    }
}

pub(crate) fn yes(payout: &Payout, number: u128) -> DecidePayout {
    DecidePayout {
        payout_id: payout.id,
        approve: true,
        reason: None,
        idempotency_key: key(number),
    }
}

pub(crate) async fn balance(stage: &Stage, kind: &str) -> i64 {
    let select = format!(
        "SELECT CAST(COALESCE(sum(balance_minor), 0) AS bigint) FROM ledger_balances b
         JOIN ledger_accounts a ON a.id = b.account_id WHERE a.kind = '{kind}'"
    );
    number(&stage.db, &select).await
}

pub(crate) async fn agrees_with_the_provider(stage: &Stage) {
    let here = balance(stage, "platform_clearing").await;
    assert_eq!(here, stage.pretend().journal().balance());
    stage.is_sound().await;
}

/// Ordered by one, approved by another, and sent.
pub(crate) async fn paid(
    stage: &Stage,
    db: &testkit::TestDb,
    by: (&Caller, &Caller),
    number: u128,
) -> Payout {
    let payout = stage
        .pledges
        .request_payout(by.0, order(stage, number))
        .await
        .unwrap();
    let approved = stage
        .pledges
        .decide_payout(by.1, yes(&payout, number + 1))
        .await
        .unwrap();
    assert_eq!(approved.state, PayoutState::Approved);
    stage.runner().drain().await.unwrap();
    db.clock.advance(TimeDelta::seconds(10));
    let (_, _, payouts) = stage
        .pledges
        .money_of(by.0, stage.campaign)
        .await
        .unwrap()
        .unwrap();
    payouts.into_iter().find(|other| other.id == payout.id).unwrap()
}

testkit::on_both! {
    async fn a_change_of_the_patents_holds_payouts_approved_before_it_and_those_after(db: &TestDb) {
        let stage = settled(db).await;
        payee(&stage).await;
        let (first, second) = (stage.officer().await, stage.officer().await);
        db.clock.set(stage.deadline + TimeDelta::days(14));
        let payout = stage.pledges.request_payout(&first, order(&stage, 201)).await.unwrap();
        let change = stage.patent_changes(ChangeSeverity::Major, 1).await.unwrap();
        let held = stage.pledges.decide_payout(&second, yes(&payout, 202)).await.unwrap();
        assert_eq!((held.state, held.hold_reason), (PayoutState::Held, Some(HoldReason::MaterialChange)));
        let reviewer = stage.reviewer().await;
        let minor = |number| class(&change, ChangeSeverity::Minor, number);
        stage.pledges.reclassify_change(&reviewer, minor(203)).await.unwrap();
        stage.work(db).await;
        let approved = stage.pledges.decide_payout(&second, yes(&payout, 204)).await.unwrap();
        assert_eq!(approved.state, PayoutState::Approved);
        // It changes once more before the provider is asked.
        let change = stage.patent_changes(ChangeSeverity::Major, 2).await.unwrap();
        stage.work(db).await;
        assert_eq!(stage.pretend().journal().transfers.len(), 0);
        stage.pledges.reclassify_change(&reviewer, class(&change, ChangeSeverity::Minor, 205)).await.unwrap();
        db.clock.advance(TimeDelta::hours(1));
        stage.work(db).await;
        assert_eq!(stage.pretend().journal().transfers.len(), 1);
        agrees_with_the_provider(&stage).await;
    }

    async fn the_money_is_shared_out_and_paid_by_four_eyes(db: &TestDb) {
        let stage = settled(db).await;
        payee(&stage).await;
        let (first, second) = (stage.officer().await, stage.officer().await);
        let early = stage.pledges.request_payout(&first, order(&stage, 200)).await.unwrap_err();
        assert_eq!(early.code(), Some(PledgeErrorCode::NotDue));
        assert!(stage.pledges.due_payouts(&first).await.unwrap().is_empty());
        db.clock.set(stage.deadline + TimeDelta::days(14));
        assert_eq!(stage.pledges.due_payouts(&first).await.unwrap().len(), 1);
        let payout = stage.pledges.request_payout(&first, order(&stage, 201)).await.unwrap();
        // 1,100.00 less 5 % fee, less what the provider kept (2.9 % + 0.30 each), less 5 % reserve.
        assert_eq!(payout.amount, usd(110_000 - 5_500 - (2_320 + 30 + 870 + 30) - 5_500));
        assert_eq!(stage.campaign_state().await, "finance_review");
        let twice = stage.pledges.request_payout(&second, order(&stage, 202)).await.unwrap_err();
        assert_eq!(twice.code(), Some(PledgeErrorCode::NothingToPay));
        let own = stage.pledges.decide_payout(&first, yes(&payout, 203)).await.unwrap_err();
        assert_eq!(own.code(), Some(PledgeErrorCode::FourEyes));
        let approved = stage.pledges.decide_payout(&second, yes(&payout, 204)).await.unwrap();
        assert_eq!(approved.state, PayoutState::Approved);
        assert_eq!(stage.campaign_state().await, "paying");
        stage.runner().drain().await.unwrap();
        assert_eq!(stage.pretend().journal().transfers.len(), 1);
        assert_eq!(stage.told("payout_paid").await, 1);
        assert_eq!((balance(&stage, "dispute_reserve").await, balance(&stage, "processor_fee").await), (-5_500, 0));
        agrees_with_the_provider(&stage).await;

        // The reserve follows when its time is over, and the campaign is completed.
        db.clock.set(stage.deadline + TimeDelta::days(90));
        let rest = paid(&stage, db, (&second, &first), 205).await;
        assert_eq!((rest.state, rest.amount), (PayoutState::Paid, usd(5_500)));
        assert_eq!(stage.campaign_state().await, "completed");
        assert_eq!(balance(&stage, "campaign_held").await, 0);
        agrees_with_the_provider(&stage).await;
    }

    async fn a_lost_answer_about_a_payout_is_no_second_payout(db: &TestDb) {
        let stage = settled(db).await;
        payee(&stage).await;
        let (first, second) = (stage.officer().await, stage.officer().await);
        db.clock.set(stage.deadline + TimeDelta::days(14));
        stage.pretend().journal().faults = vec![Some(Fault::After), Some(Fault::Before), Some(Fault::After)];
        paid(&stage, db, (&first, &second), 210).await;
        for _ in 0..4 {
            db.clock.advance(TimeDelta::minutes(2));
            stage.runner().drain().await.unwrap();
        }
        assert_eq!(stage.pretend().journal().transfers.len(), 1);
        assert_eq!(stage.told("payout_paid").await, 1);
        agrees_with_the_provider(&stage).await;
    }

    async fn a_new_bank_account_rests_before_it_is_paid(db: &TestDb) {
        let stage = settled(db).await;
        let (first, second) = (stage.officer().await, stage.officer().await);
        db.clock.set(stage.deadline + TimeDelta::days(14));
        let none = stage.pledges.request_payout(&first, order(&stage, 220)).await.unwrap_err();
        assert_eq!(none.code(), Some(PledgeErrorCode::PayeeNotFound));
        payee(&stage).await;
        let payout = stage.pledges.request_payout(&first, order(&stage, 221)).await.unwrap();
        let held = stage.pledges.decide_payout(&second, yes(&payout, 222)).await.unwrap();
        assert_eq!((held.state, held.hold_reason), (PayoutState::Held, Some(HoldReason::DestinationNew)));
        db.clock.advance(TimeDelta::hours(72));
        let approved = stage.pledges.decide_payout(&second, yes(&payout, 223)).await.unwrap();
        assert_eq!(approved.state, PayoutState::Approved);
        stage.runner().drain().await.unwrap();
        agrees_with_the_provider(&stage).await;
    }

    async fn a_founder_whose_address_is_not_confirmed_is_not_paid_yet(db: &TestDb) {
        let stage = settled(db).await;
        payee(&stage).await;
        let (first, second) = (stage.officer().await, stage.officer().await);
        db.clock.set(stage.deadline + TimeDelta::days(14));
        let payout = stage.pledges.request_payout(&first, order(&stage, 224)).await.unwrap();
        stage.confirm_founder(false).await;
        let held = stage.pledges.decide_payout(&second, yes(&payout, 225)).await.unwrap();
        assert_eq!((held.state, held.hold_reason), (PayoutState::Held, Some(HoldReason::EmailUnconfirmed)));
        stage.confirm_founder(true).await;
        let approved = stage.pledges.decide_payout(&second, yes(&payout, 226)).await.unwrap();
        assert_eq!(approved.state, PayoutState::Approved);
    }

    async fn a_founder_who_has_not_confirmed_an_address_opens_no_account_to_be_paid_through(db: &TestDb) {
        let stage = settled(db).await;
        let founder = stage.as_founder();
        let unconfirmed = kernel::Caller { standing: kernel::Standing { email_confirmed: false, ..kernel::Standing::FULL }, ..founder.clone() };
        let request = || pledges::OpenPayee { method: PayeeMethod::Bank, country: "DE".to_owned(), destination: Some("Bank ····1234".to_owned()) };
        let refused = stage.pledges.open_payee(&unconfirmed, request()).await.unwrap_err();
        assert_eq!(refused.code(), Some(PledgeErrorCode::EmailNotConfirmed));
        assert!(stage.pledges.open_payee(&founder, request()).await.is_ok());
    }

    async fn a_payout_that_failed_is_ordered_anew(db: &TestDb) {
        let stage = settled(db).await;
        payee(&stage).await;
        let (first, second) = (stage.officer().await, stage.officer().await);
        db.clock.set(stage.deadline + TimeDelta::days(14));
        stage.pretend().journal().transfers_refused = Some("balance_insufficient");
        let failed = paid(&stage, db, (&first, &second), 230).await;
        assert_eq!((failed.state, failed.failure.unwrap().code), (PayoutState::Failed, "balance_insufficient".into()));
        agrees_with_the_provider(&stage).await;
        stage.pretend().journal().transfers_refused = None;
        let again = paid(&stage, db, (&second, &first), 232).await;
        assert_eq!((again.state, again.sequence, again.amount), (PayoutState::Paid, 2, failed.amount));
        assert_eq!(stage.campaign_state().await, "paying");
        agrees_with_the_provider(&stage).await;
    }

    async fn a_rejected_payout_needs_a_reason_and_leaves_the_money(db: &TestDb) {
        let stage = settled(db).await;
        payee(&stage).await;
        let (first, second) = (stage.officer().await, stage.officer().await);
        db.clock.set(stage.deadline + TimeDelta::days(14));
        let payout = stage.pledges.request_payout(&first, order(&stage, 240)).await.unwrap();
        let no = DecidePayout { approve: false, ..yes(&payout, 241) };
        assert_eq!(stage.pledges.decide_payout(&second, no.clone()).await.unwrap_err().code(), Some(PledgeErrorCode::TextInvalid));
        let no = DecidePayout { reason: Some("the bank account is not the founder's".into()), ..no };
        assert_eq!(stage.pledges.decide_payout(&second, no).await.unwrap().state, PayoutState::Rejected);
        let again = paid(&stage, db, (&first, &second), 242).await;
        assert_eq!((again.state, again.amount), (PayoutState::Paid, payout.amount));
        agrees_with_the_provider(&stage).await;
    }

    async fn where_the_provider_does_not_pay_a_bank_transfer_is_recorded(db: &TestDb) {
        let stage = settled(db).await;
        let founder = stage.as_founder();
        let there = |method, destination: Option<&str>| OpenPayee {
            method, country: "CN".into(), destination: destination.map(str::to_owned),
        };
        let refused = stage.pledges.open_payee(&founder, there(PayeeMethod::Provider, None)).await.unwrap_err();
        assert_eq!(refused.code(), Some(PledgeErrorCode::CountryUnsupported));
        let whole = stage.pledges.open_payee(&founder, there(PayeeMethod::Bank, Some("6222 0212 3456 7890"))).await;
        assert_eq!(whole.unwrap_err().code(), Some(PledgeErrorCode::DestinationInvalid));
        stage.pledges.open_payee(&founder, there(PayeeMethod::Bank, Some("中国银行 ····1234"))).await.unwrap();
        let (first, second) = (stage.officer().await, stage.officer().await);
        db.clock.set(stage.deadline + TimeDelta::days(14));
        let approved = paid(&stage, db, (&first, &second), 250).await;
        assert_eq!(approved.state, PayoutState::Approved, "nothing is sent by itself");
        let record = RecordBankPayout {
            payout_id: approved.id, bank_reference: "BOC-2026-0042".into(),
            evidence: "confirmation 0042 in the safe".into(), idempotency_key: key(252),
        };
        assert!(stage.pledges.record_bank_payout(&founder, record.clone()).await.is_err());
        let recorded = stage.pledges.record_bank_payout(&first, record).await.unwrap();
        assert_eq!((recorded.state, recorded.provider_id.as_deref()), (PayoutState::Paid, Some("BOC-2026-0042")));
        stage.is_sound().await;
    }

    async fn a_bank_transfer_that_cannot_be_made_is_given_up_and_ordered_anew(db: &TestDb) {
        let stage = settled(db).await;
        let founder = stage.as_founder();
        let bank = OpenPayee {
            method: PayeeMethod::Bank, country: "CN".into(), destination: Some("中国银行 ····1234".into()),
        };
        stage.pledges.open_payee(&founder, bank).await.unwrap();
        let (first, second) = (stage.officer().await, stage.officer().await);
        db.clock.set(stage.deadline + TimeDelta::days(14));
        let approved = paid(&stage, db, (&first, &second), 450).await;
        let wish = |number, reason: &str| GiveUpBankPayout {
            payout_id: approved.id, reason: reason.into(), idempotency_key: key(number),
        };
        assert!(stage.pledges.give_up_bank_payout(&founder, wish(452, "no")).await.is_err(), "it is for finance");
        let without = stage.pledges.give_up_bank_payout(&first, wish(453, "  ")).await.unwrap_err();
        assert_eq!(without.code(), Some(PledgeErrorCode::TextInvalid));
        let failed = stage.pledges.give_up_bank_payout(&first, wish(454, "the account is closed")).await.unwrap();
        assert_eq!((failed.state, failed.failure.unwrap().message.as_str()), (PayoutState::Failed, "the account is closed"));
        // The same wish again is the same answer; what failed is recorded no more, and its money is paid by another.
        assert_eq!(stage.pledges.give_up_bank_payout(&first, wish(454, "the account is closed")).await.unwrap().state, PayoutState::Failed);
        let record = RecordBankPayout {
            payout_id: approved.id, bank_reference: "R".into(), evidence: "E".into(), idempotency_key: key(455),
        };
        assert_eq!(stage.pledges.record_bank_payout(&first, record).await.unwrap_err().code(), Some(PledgeErrorCode::PayoutState));
        let again = paid(&stage, db, (&first, &second), 456).await;
        assert_eq!((again.sequence, again.amount, again.state), (2, approved.amount, PayoutState::Approved));
        stage.is_sound().await;
    }

    async fn what_goes_back_after_the_payout_is_owed_and_paid_out_of_later_income(db: &TestDb) {
        let stage = settled(db).await;
        payee(&stage).await;
        let (first, second) = (stage.officer().await, stage.officer().await);
        db.clock.set(stage.deadline + TimeDelta::days(14));
        paid(&stage, db, (&first, &second), 260).await;
        let conn = stage.db.primary();
        let row = sea_orm::ConnectionTrait::query_one_raw(conn, db::sql(conn, "SELECT id FROM pledges WHERE amount_minor = 30000", [])).await;
        let pledge_id = row.unwrap().unwrap().try_get::<uuid::Uuid>("", "id").unwrap().into();
        let request = RequestRefund {
            pledge_id, amount: None, items: Vec::new(), reason: RefundReason::NotDelivered, bearer: FeeBearer::Founder, note: None,
            idempotency_key: key(262),
        };
        // The provider's balance would not do: the platform has money of its own there.
        stage.pledges.request_refund(&first, request).await.unwrap();
        stage.runner().drain().await.unwrap();
        assert_eq!(balance(&stage, "dispute_reserve").await, 0, "the reserve pays first");
        assert_eq!(balance(&stage, "founder_receivable").await, 30_000 - 5_500, "the founder owes the rest");
        agrees_with_the_provider(&stage).await;
    }
}
