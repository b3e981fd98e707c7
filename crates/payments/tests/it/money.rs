//! Charging, giving back, disputes and paying out, step by step.

use chrono::TimeDelta;
use db::Runner;
use futures_util::future::join_all;
use kernel::{Currency, Money};
use payments::{
    Charge, ChargeRequest, ChargeStatus, DisputeEvidence, DisputeStatus, InProcess, PayeeRequest,
    PaymentProvider, ProviderError, RefundRequest, RefundStatus, ReversalRequest, Sandbox, SetupRequest,
    SetupStatus, TransferRequest,
    sandbox::{DELIVER_JOB, Delivered, SandboxError},
};

use crate::{card, request, sandbox};

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

/// Saves a card and gives the request that charges it.
async fn to_charge(sandbox: &Sandbox, key: &str, number: &str, minor: i64) -> ChargeRequest {
    let setup = sandbox
        .create_setup(&request(&format!("setup:{key}")))
        .await
        .unwrap();
    let mut saved = sandbox
        .enter_card(&setup.provider_id, &card(number))
        .await
        .unwrap();
    if saved.status == SetupStatus::RequiresAction {
        saved = sandbox.authenticate(&setup.provider_id, true).await.unwrap();
    }
    ChargeRequest {
        key: key.into(),
        reference: "pledge_1".into(),
        group: "campaign_1".into(),
        customer: saved.customer.unwrap(),
        payment_method: saved.payment_method.unwrap(),
        amount: usd(minor),
        on_session: false,
    }
}

async fn charged(sandbox: &Sandbox, key: &str, number: &str, minor: i64) -> Charge {
    sandbox
        .charge(&to_charge(sandbox, key, number, minor).await)
        .await
        .unwrap()
}

fn to_refund(key: &str, charge: &Charge, minor: i64) -> RefundRequest {
    RefundRequest {
        key: key.into(),
        reference: "refund_1".into(),
        charge: charge.provider_id.clone(),
        amount: usd(minor),
    }
}

async fn payee(sandbox: &Sandbox, founder: &str) -> String {
    let request = PayeeRequest {
        key: format!("payee:{founder}"),
        founder: founder.into(),
        country: "US".into(),
    };
    sandbox.create_payee(&request).await.unwrap().provider_id
}

fn to_transfer(key: &str, payee: &str, minor: i64) -> TransferRequest {
    TransferRequest {
        key: key.into(),
        reference: "payout_1".into(),
        group: "campaign_1".into(),
        payee: payee.into(),
        amount: usd(minor),
    }
}

#[track_caller]
fn refusal<T: std::fmt::Debug>(outcome: Result<T, ProviderError>) -> String {
    match outcome.unwrap_err() {
        ProviderError::Refused { code, .. } => code,
        other => panic!("{other:?} is no refusal"),
    }
}

/// The id of the dispute that a charge's card brought about, from the list of events.
async fn dispute_of(sandbox: &Sandbox, charge: &Charge) -> String {
    let page = sandbox.events(testkit::start_of_test_time(), None).await.unwrap();
    let read = page
        .events
        .iter()
        .map(|event| serde_json::from_str::<serde_json::Value>(&event.body).unwrap());
    let object = read.map(|body| body["data"]["object"].clone());
    let mut disputes =
        object.filter(|o| o["object"] == "dispute" && o["payment_intent"] == charge.provider_id.as_str());
    disputes.next().unwrap()["id"].as_str().unwrap().to_owned()
}

async fn kinds(sandbox: &Sandbox) -> Vec<String> {
    let page = sandbox.events(testkit::start_of_test_time(), None).await.unwrap();
    page.events.into_iter().map(|event| event.kind).collect()
}

testkit::on_both! {
    async fn a_charge_succeeds_once_under_its_key(db: &TestDb) {
        let sandbox = sandbox(db);
        let request = to_charge(&sandbox, "collect:1", "4242424242424242", 10_000).await;
        let all = join_all((0..20).map(|_| sandbox.charge(&request))).await;
        let first = all[0].as_ref().unwrap().clone();
        assert!(all.iter().all(|charge| charge.as_ref().unwrap() == &first));
        assert_eq!((first.status, first.received, first.fee), (ChargeStatus::Succeeded, usd(10_000), Some(usd(320))));
        assert_eq!(sandbox.balance(Currency::USD).await.unwrap(), usd(9_680));
        assert_eq!(sandbox.find_charge("collect:1").await.unwrap(), Some(first.clone()));
        assert_eq!(sandbox.find_charge("collect:2").await.unwrap(), None);
        assert_eq!(sandbox.cancel_charge(&first.provider_id).await.unwrap(), first, "it stays as it is");
        let other = ChargeRequest { amount: usd(10_001), ..request.clone() };
        assert!(matches!(sandbox.charge(&other).await, Err(ProviderError::KeyReused)));
        let refund = RefundRequest { key: "collect:1".into(), ..to_refund("", &first, 10_000) };
        assert!(matches!(sandbox.refund(&refund).await, Err(ProviderError::KeyReused)), "nor for another operation");
        for key in [String::new(), "k".repeat(256)] {
            let bad = ChargeRequest { key, ..request.clone() };
            assert_eq!(refusal(sandbox.charge(&bad).await), "idempotency_key_invalid");
        }
    }

    async fn a_declined_charge_stays_declined_under_its_key(db: &TestDb) {
        let sandbox = sandbox(db);
        let request = to_charge(&sandbox, "collect:1", "4000000000000341", 10_000).await;
        let declined = sandbox.charge(&request).await.unwrap();
        assert_eq!(declined.status, ChargeStatus::Declined);
        assert_eq!(declined.failure.as_ref().unwrap().code, "generic_decline");
        assert_eq!((declined.received, declined.fee), (usd(0), None));
        assert_eq!(sandbox.charge(&request).await.unwrap(), declined);
        assert_eq!(kinds(&sandbox).await, ["setup_intent.succeeded", "payment_intent.payment_failed"]);
        let canceled = sandbox.cancel_charge(&declined.provider_id).await.unwrap();
        assert_eq!(canceled.status, ChargeStatus::Canceled);
    }

    async fn a_card_that_asks_each_time_waits_for_its_holder(db: &TestDb) {
        let sandbox = sandbox(db);
        let away = charged(&sandbox, "collect:1", "4000002760003184", 10_000).await;
        assert_eq!((away.status, away.next_action), (ChargeStatus::RequiresAction, None));
        assert_eq!(away.failure.unwrap().code, "authentication_required");
        let there = ChargeRequest {
            on_session: true,
            ..to_charge(&sandbox, "collect:2", "4000002760003184", 10_000).await
        };
        let asked = sandbox.charge(&there).await.unwrap();
        assert_eq!((asked.status, asked.failure), (ChargeStatus::RequiresAction, None));
        assert!(asked.next_action.is_some());
        let failed = sandbox.authenticate_charge(&asked.provider_id, false).await.unwrap();
        assert_eq!(failed.status, ChargeStatus::Declined);
        assert_eq!(failed.failure.unwrap().code, "payment_intent_authentication_failure");
        let repaired = sandbox.authenticate_charge(&away.provider_id, true).await.unwrap();
        assert_eq!((repaired.status, repaired.failure), (ChargeStatus::Succeeded, None));
        let again = sandbox.authenticate_charge(&away.provider_id, true).await;
        assert!(matches!(again, Err(SandboxError::ChargeNotExpected(ChargeStatus::Succeeded))));
        // A card that was authenticated when it was saved is charged without a question.
        let quiet = charged(&sandbox, "collect:3", "4000002500003155", 10_000).await;
        assert_eq!(quiet.status, ChargeStatus::Succeeded);
    }

    async fn only_a_saved_card_of_the_customer_is_charged(db: &TestDb) {
        let sandbox = sandbox(db);
        let good = to_charge(&sandbox, "collect:1", "4242424242424242", 10_000).await;
        let other = SetupRequest { investor: "user_9".into(), ..request("setup:other") };
        let other = sandbox.create_setup(&other).await.unwrap().customer.unwrap();
        assert_ne!(other, good.customer);
        let again = sandbox.create_setup(&request("setup:again")).await.unwrap();
        assert_eq!(again.customer.as_ref(), Some(&good.customer), "an investor is one customer");
        let stolen = SetupRequest { investor: "user_9".into(), customer: Some(good.customer.clone()), ..request("setup:x") };
        assert_eq!(refusal(sandbox.create_setup(&stolen).await), "customer_mismatch");
        let invented = SetupRequest { customer: Some("cus_none".into()), ..request("setup:y") };
        assert_eq!(refusal(sandbox.create_setup(&invented).await), "resource_missing");
        for (bad, code) in [
            (ChargeRequest { customer: other, ..good.clone() }, "payment_method_customer_mismatch"),
            (ChargeRequest { payment_method: "pm_none".into(), ..good.clone() }, "resource_missing"),
            (ChargeRequest { amount: usd(0), ..good.clone() }, "amount_too_small"),
            (ChargeRequest { amount: usd(-5), ..good.clone() }, "amount_too_small"),
            (ChargeRequest { amount: usd(100_000_000), ..good.clone() }, "amount_too_large"),
        ] {
            assert_eq!(refusal(sandbox.charge(&bad).await), code);
        }
        assert_eq!(sandbox.charge(&good).await.unwrap().status, ChargeStatus::Succeeded, "the key is still good");
    }

    async fn no_more_is_given_back_than_came(db: &TestDb) {
        let sandbox = sandbox(db);
        let charge = charged(&sandbox, "collect:1", "4242424242424242", 10_000).await;
        let requests: Vec<_> = (0..8).map(|n| to_refund(&format!("refund:{n}"), &charge, 3_000)).collect();
        let all = join_all(requests.iter().map(|request| sandbox.refund(request))).await;
        assert_eq!(all.iter().filter(|refund| refund.is_ok()).count(), 3);
        for refused in all.into_iter().filter(Result::is_err) {
            assert_eq!(refusal(refused), "amount_exceeds_rest");
        }
        let rest = sandbox.refund(&to_refund("refund:rest", &charge, 1_000)).await.unwrap();
        assert_eq!(rest.status, RefundStatus::Succeeded);
        let over = to_refund("refund:over", &charge, 1);
        assert_eq!(refusal(sandbox.refund(&over).await), "charge_already_refunded");
        assert_eq!(sandbox.get_charge(&charge.provider_id).await.unwrap().refunded_minor, 10_000);
        assert_eq!(sandbox.refunds_of(&charge.provider_id).await.unwrap().len(), 4);
        assert_eq!(sandbox.balance(Currency::USD).await.unwrap(), usd(-320), "the fee stays taken");
        let euro = RefundRequest { amount: Money::new(1, Currency::EUR), ..to_refund("refund:euro", &charge, 1) };
        assert_eq!(refusal(sandbox.refund(&euro).await), "currency_mismatch");
        let declined = charged(&sandbox, "collect:2", "4000000000000341", 10_000).await;
        let nothing = sandbox.refund(&to_refund("refund:nothing", &declined, 1)).await;
        assert_eq!(refusal(nothing), "payment_intent_unexpected_state");
    }

    async fn the_bank_answers_some_refunds_later(db: &TestDb) {
        let sandbox = sandbox(db);
        let slow = charged(&sandbox, "collect:1", "4000000000005126", 10_000).await;
        let failing = charged(&sandbox, "collect:2", "4000000000007726", 10_000).await;
        let slow = sandbox.refund(&to_refund("refund:1", &slow, 10_000)).await.unwrap();
        let back = sandbox.refund(&to_refund("refund:2", &failing, 10_000)).await.unwrap();
        assert_eq!((slow.status, back.status), (RefundStatus::Pending, RefundStatus::Succeeded));
        assert_eq!(sandbox.answer_refunds().await.unwrap(), 0);
        db.clock.advance(TimeDelta::seconds(31));
        assert_eq!(sandbox.answer_refunds().await.unwrap(), 2);
        assert_eq!(sandbox.answer_refunds().await.unwrap(), 0);
        assert_eq!(sandbox.get_refund(&slow.provider_id).await.unwrap().status, RefundStatus::Succeeded);
        let back = sandbox.get_refund(&back.provider_id).await.unwrap();
        assert_eq!(back.status, RefundStatus::Failed);
        assert!(back.failure.is_some());
        assert_eq!(sandbox.get_charge(&failing.provider_id).await.unwrap().refunded_minor, 0, "the money is here again");
        assert!(sandbox.refund(&to_refund("refund:3", &failing, 10_000)).await.is_ok());
        let told = kinds(&sandbox).await;
        assert!(told.contains(&"refund.updated".into()) && told.contains(&"refund.failed".into()), "{told:?}");
    }

    async fn the_jobs_that_deliver_make_the_late_answers_too(db: &TestDb) {
        let sandbox = sandbox(db);
        let charge = charged(&sandbox, "collect:1", "4000000000005126", 10_000).await;
        sandbox.refund(&to_refund("refund:1", &charge, 10_000)).await.unwrap();
        let (provider, via) = (sandbox.clone(), InProcess { db: (**db).clone(), receiver: crate::receiver() });
        let door = via.clone();
        let mut runner = Runner::new((**db).clone());
        runner.on_job(DELIVER_JOB, move |job: db::Job| {
            let (provider, via) = (provider.clone(), via.clone());
            async move { provider.run_deliver_job(&job, &via).await }
        });
        runner.drain().await.unwrap();
        assert!(!kinds(&sandbox).await.contains(&"refund.updated".into()), "not before its time");
        db.clock.advance(TimeDelta::seconds(31));
        runner.drain().await.unwrap();
        assert!(kinds(&sandbox).await.contains(&"refund.updated".into()));
        let left = sandbox.deliver_due(&door).await.unwrap();
        assert_eq!(left, Delivered::default(), "every message was taken");
    }

    async fn a_dispute_takes_the_money_until_it_is_won(db: &TestDb) {
        let sandbox = sandbox(db);
        let charge = charged(&sandbox, "collect:1", "4000000000000259", 10_000).await;
        let id = dispute_of(&sandbox, &charge).await;
        let open = sandbox.get_dispute(&id).await.unwrap();
        assert_eq!((open.status, open.reason.as_str()), (DisputeStatus::NeedsResponse, "fraudulent"));
        assert_eq!((open.amount, open.is_withdrawn, open.fee), (usd(10_000), true, Some(usd(1_500))));
        assert!(sandbox.get_charge(&charge.provider_id).await.unwrap().disputed);
        assert_eq!(sandbox.balance(Currency::USD).await.unwrap(), usd(-1_820));
        assert_eq!(refusal(sandbox.refund(&to_refund("refund:1", &charge, 1)).await), "charge_disputed");
        let draft = DisputeEvidence { uncategorized_text: "a draft".into(), ..Default::default() };
        assert_eq!(sandbox.contest(&id, &draft).await.unwrap().status, DisputeStatus::NeedsResponse);
        let evidence = DisputeEvidence { uncategorized_text: "winning_evidence".into(), submit: true, ..Default::default() };
        let won = sandbox.contest(&id, &evidence).await.unwrap();
        assert_eq!((won.status, won.is_withdrawn), (DisputeStatus::Won, false));
        assert_eq!(refusal(sandbox.contest(&id, &evidence).await), "dispute_evidence_submitted");
        assert_eq!(refusal(sandbox.decide_dispute(&id, false).await), "dispute_closed");
        assert_eq!(sandbox.balance(Currency::USD).await.unwrap(), usd(8_180), "but the fee");
        let told = kinds(&sandbox).await;
        assert_eq!(told[2..], [
            "charge.dispute.created", "charge.dispute.funds_withdrawn", "charge.dispute.updated", "charge.dispute.updated",
            "charge.dispute.closed", "charge.dispute.funds_reinstated",
        ]);
        assert!(sandbox.refund(&to_refund("refund:2", &charge, 10_000)).await.is_ok(), "won is not open");
    }

    async fn what_a_lost_dispute_took_is_not_given_back_again(db: &TestDb) {
        let sandbox = sandbox(db);
        let charge = charged(&sandbox, "collect:1", "4242424242424242", 10_000).await;
        sandbox.refund(&to_refund("refund:1", &charge, 2_000)).await.unwrap();
        let too_much = sandbox.dispute(&charge.provider_id, Some(usd(8_001)), "fraudulent", false).await;
        assert_eq!(refusal(too_much), "amount_exceeds_rest");
        let open = sandbox.dispute(&charge.provider_id, Some(usd(5_000)), "product_not_received", false).await.unwrap();
        let second = sandbox.dispute(&charge.provider_id, Some(usd(1)), "fraudulent", false).await;
        assert_eq!(refusal(second), "charge_disputed");
        let evidence = DisputeEvidence { uncategorized_text: "losing_evidence".into(), submit: true, ..Default::default() };
        let lost = sandbox.contest(&open.provider_id, &evidence).await.unwrap();
        assert_eq!((lost.status, lost.is_withdrawn), (DisputeStatus::Lost, true));
        let over = sandbox.refund(&to_refund("refund:2", &charge, 3_001)).await;
        assert_eq!(refusal(over), "amount_exceeds_rest");
        assert!(sandbox.refund(&to_refund("refund:3", &charge, 3_000)).await.is_ok());
        assert_eq!(refusal(sandbox.refund(&to_refund("refund:4", &charge, 1)).await), "charge_disputed");
    }

    async fn an_inquiry_takes_nothing_until_it_becomes_a_dispute(db: &TestDb) {
        let sandbox = sandbox(db);
        let charge = charged(&sandbox, "collect:1", "4000000000001976", 10_000).await;
        let id = dispute_of(&sandbox, &charge).await;
        let inquiry = sandbox.get_dispute(&id).await.unwrap();
        assert_eq!((inquiry.status, inquiry.is_withdrawn, inquiry.fee), (DisputeStatus::WarningNeedsResponse, false, None));
        sandbox.refund(&to_refund("refund:1", &charge, 4_000)).await.unwrap();
        let evidence = DisputeEvidence { uncategorized_text: "it was sent".into(), submit: true, ..Default::default() };
        assert_eq!(sandbox.contest(&id, &evidence).await.unwrap().status, DisputeStatus::WarningUnderReview);
        let dispute = sandbox.decide_dispute(&id, false).await.unwrap();
        assert_eq!((dispute.status, dispute.amount, dispute.is_withdrawn), (DisputeStatus::NeedsResponse, usd(6_000), true));
        assert_eq!(sandbox.contest(&id, &evidence).await.unwrap().status, DisputeStatus::UnderReview, "asked anew");
        let other = charged(&sandbox, "collect:2", "4000000000001976", 10_000).await;
        let asked = dispute_of(&sandbox, &other).await;
        sandbox.refund(&to_refund("refund:2", &other, 10_000)).await.unwrap();
        assert_eq!(sandbox.get_dispute(&asked).await.unwrap().status, DisputeStatus::WarningClosed);
    }

    async fn evidence_that_comes_too_late_is_refused(db: &TestDb) {
        let sandbox = sandbox(db);
        let charge = charged(&sandbox, "collect:1", "4000000000002685", 10_000).await;
        let id = dispute_of(&sandbox, &charge).await;
        let due = sandbox.get_dispute(&id).await.unwrap().evidence_due_at.unwrap();
        let evidence = DisputeEvidence { submit: true, ..Default::default() };
        let long = DisputeEvidence { product_description: "x".repeat(20_001), ..evidence.clone() };
        assert_eq!(refusal(sandbox.contest(&id, &long).await), "parameter_invalid_string");
        db.clock.advance(due - testkit::start_of_test_time());
        assert_eq!(refusal(sandbox.contest(&id, &evidence).await), "dispute_evidence_late");
    }

    async fn a_founder_is_paid_no_more_than_there_is(db: &TestDb) {
        let sandbox = sandbox(db);
        let china = PayeeRequest { key: "payee:cn".into(), founder: "user_2".into(), country: "CN".into() };
        assert_eq!(refusal(sandbox.create_payee(&china).await), "country_unsupported");
        let other = payee(&sandbox, "user_3").await;
        sandbox.complete_payee(&other).await.unwrap();
        let payee = payee(&sandbox, "user_2").await;
        let fresh = sandbox.get_payee(&payee).await.unwrap();
        assert!(!fresh.payouts_enabled && !fresh.requirements.is_empty() && fresh.disabled_reason.is_some());
        let link = sandbox.payee_link(&payee, "https://farsight.example/me?a=1").await.unwrap();
        assert_eq!(link.url, format!("/sandbox/payees/{payee}?return_url=https%3A%2F%2Ffarsight.example%2Fme%3Fa%3D1"));
        charged(&sandbox, "collect:1", "4242424242424242", 10_000).await;
        let early = sandbox.transfer(&to_transfer("payout:0", &payee, 1)).await;
        assert_eq!(refusal(early), "insufficient_capabilities_for_transfer");
        let ready = sandbox.complete_payee(&payee).await.unwrap();
        assert_eq!((ready.payouts_enabled, ready.destination.as_deref()), (true, Some("US ····6789")));

        // 9,680 are there: of ten transfers of 2,000 at once, to two founders, four are made.
        let requests: Vec<_> = (1..=10)
            .map(|n| to_transfer(&format!("payout:{n}"), if n % 2 == 0 { &payee } else { &other }, 2_000))
            .collect();
        let all = join_all(requests.iter().map(|request| sandbox.transfer(request))).await;
        let made: Vec<_> = all.iter().filter_map(|transfer| transfer.as_ref().ok()).cloned().collect();
        assert_eq!(made.len(), 4);
        for refused in all.into_iter().filter(Result::is_err) {
            assert_eq!(refusal(refused), "balance_insufficient");
        }
        let key = made[0].key.clone().unwrap();
        assert_eq!(sandbox.find_transfer("campaign_1", &key).await.unwrap().as_ref(), Some(&made[0]));
        assert_eq!(sandbox.find_transfer("campaign_2", &key).await.unwrap(), None);
        assert_eq!(sandbox.transfer(&to_transfer(&key, &made[0].payee, 2_000)).await.unwrap(), made[0]);

        let back = |key: &str, minor| ReversalRequest {
            key: key.into(), transfer: made[0].provider_id.clone(), amount: usd(minor),
        };
        let reversal = sandbox.reverse_transfer(&back("back:1", 1_500)).await.unwrap();
        assert_eq!(sandbox.reverse_transfer(&back("back:1", 1_500)).await.unwrap(), reversal);
        assert_eq!(refusal(sandbox.reverse_transfer(&back("back:2", 501)).await), "amount_exceeds_rest");
        assert_eq!(sandbox.find_transfer("campaign_1", &key).await.unwrap().unwrap().reversed_minor, 1_500);
        assert_eq!(sandbox.balance(Currency::USD).await.unwrap(), usd(9_680 - 8_000 + 1_500));

        sandbox.restrict_payee(&payee, "under_review").await.unwrap();
        let held = sandbox.transfer(&to_transfer("payout:11", &payee, 1)).await;
        assert_eq!(refusal(held), "insufficient_capabilities_for_transfer");
        sandbox.complete_payee(&payee).await.unwrap();
        let kept = sandbox.transfer(&to_transfer("payout:11", &payee, 1)).await;
        assert_eq!(refusal(kept), "insufficient_capabilities_for_transfer", "the same request is refused again");
    }

    async fn the_list_of_events_is_read_page_by_page(db: &TestDb) {
        let sandbox = sandbox(db);
        let request = to_charge(&sandbox, "collect:0", "4242424242424242", 1_000).await;
        for n in 0..120 {
            let request = ChargeRequest { key: format!("collect:{n}"), ..request.clone() };
            sandbox.charge(&request).await.unwrap();
        }
        let since = testkit::start_of_test_time();
        let first = sandbox.events(since, None).await.unwrap();
        assert_eq!((first.events.len(), first.has_more), (100, true));
        let rest = sandbox.events(since, Some(&first.events[99].id)).await.unwrap();
        assert_eq!((rest.events.len(), rest.has_more), (21, false));
        let keys: Vec<_> = first.events.iter().chain(&rest.events).skip(1).map(|event| {
            let read = payments::webhook::ProviderEvent::read(&event.body).unwrap();
            assert_eq!((&read.id, &read.kind), (&event.id, &event.kind));
            read.key().unwrap().to_owned()
        }).collect();
        assert_eq!(keys, (0..120).map(|n| format!("collect:{n}")).collect::<Vec<_>>());
        assert!(matches!(sandbox.events(since, Some("evt_none")).await, Err(ProviderError::NotFound(_))));
        db.clock.advance(TimeDelta::days(31));
        assert!(sandbox.events(since, None).await.unwrap().events.is_empty(), "it forgets");
    }

    async fn what_is_not_known_is_not_found(db: &TestDb) {
        let sandbox = sandbox(db);
        let missing = |error: ProviderError| assert!(matches!(error, ProviderError::NotFound(_)), "{error:?}");
        missing(sandbox.get_charge("pi_none").await.unwrap_err());
        missing(sandbox.cancel_charge("pi_none").await.unwrap_err());
        missing(sandbox.get_refund("re_none").await.unwrap_err());
        missing(sandbox.refunds_of("pi_none").await.unwrap_err());
        missing(sandbox.get_dispute("dp_none").await.unwrap_err());
        missing(sandbox.contest("dp_none", &DisputeEvidence::default()).await.unwrap_err());
        missing(sandbox.get_payee("acct_none").await.unwrap_err());
        missing(sandbox.payee_link("acct_none", "https://x.example").await.unwrap_err());
        let transfer = sandbox.transfer(&to_transfer("payout:1", "acct_none", 1)).await;
        missing(transfer.unwrap_err());
    }
}
