use chrono::TimeDelta;
use kernel::{Caller, Currency, Money, Role};
use pledges::{
    GraveRisk, GraveRisks, PlacePledge, PlacePledgeError, PledgeErrorCode, PledgeState, SetupState,
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::stage::{Stage, key, number, usd};

testkit::on_both! {
    async fn a_placed_pledge_waits_for_a_card_and_does_not_count_yet(db: &TestDb) {
        let stage = Stage::new(db).await;
        let caller = stage.investor().await;
        let reward = stage.reward(Some(5)).await;
        let wish = PlacePledge { reward_id: Some(reward), ..stage.wish(2_500, 1) };
        let pledge = stage.pledges.place(&caller, wish).await.unwrap();
        assert_eq!((pledge.state, pledge.version), (PledgeState::Reserved, 1));
        assert_eq!(pledge.reserved_until - pledge.placed_at, TimeDelta::minutes(30));
        let setup = stage.pledges.setups_of(&[pledge.id]).await.unwrap().remove(0);
        assert_eq!((setup.state, setup.attempt), (SetupState::RequiresCard, 1));
        assert_eq!(setup.key, format!("setup:{}:1", pledge.id));
        assert!(setup.client_secret.is_some());
        assert_eq!(stage.totals().await, (0, 0));
        assert_eq!(stage.claimed().await, 1);
        let shown = stage.pledges.dossier_of(&caller, pledge.id).await.unwrap().unwrap();
        assert_eq!(shown["patents"][0]["number"], "EP1234567");
        stage.is_sound().await;
    }

    async fn the_same_key_is_one_pledge_and_another_request_under_it_is_refused(db: &TestDb) {
        let stage = Stage::new(db).await;
        let caller = stage.investor().await;
        let first = stage.place(&caller, 2_500, 1).await;
        assert_eq!(stage.place(&caller, 2_500, 1).await, first);
        let other = stage.pledges.place(&caller, stage.wish(2_501, 1)).await.unwrap_err();
        assert_eq!(other.code(), Some(PledgeErrorCode::IdempotencyKeyReused));
        // Another person's key is another key.
        assert_ne!(stage.place(&stage.investor().await, 2_500, 1).await.id, first.id);
    }

    async fn what_is_refused_names_the_reason_and_leaves_no_trace(db: &TestDb) {
        let stage = Stage::new(db).await;
        let caller = stage.investor().await;
        let (reward, none_left) = (stage.reward(None).await, stage.reward(Some(0)).await);
        let founder = Caller::user(stage.founder, Uuid::nil().into(), [Role::Investor, Role::Founder]);
        let wish = || stage.wish(2_500, 1);
        let nowhere = Uuid::from_u128(9);
        use PledgeErrorCode as C;
        for (who, wish, code) in [
            (&caller, PlacePledge { campaign_id: nowhere.into(), ..wish() }, C::CampaignNotFound),
            (&caller, PlacePledge { reward_id: Some(nowhere.into()), ..wish() }, C::RewardNotFound),
            (&caller, PlacePledge { reward_id: Some(none_left), ..wish() }, C::RewardSoldOut),
            (&caller, PlacePledge { reward_id: Some(reward), amount: usd(2_499), ..wish() }, C::AmountBelowReward),
            (&caller, PlacePledge { amount: usd(0), ..wish() }, C::AmountInvalid),
            (&caller, PlacePledge { amount: usd(-500), ..wish() }, C::AmountInvalid),
            (&caller, PlacePledge { amount: usd(99), ..wish() }, C::AmountInvalid),
            (&caller, PlacePledge { amount: usd(100_000_001), ..wish() }, C::AmountInvalid),
            (&caller, PlacePledge { amount: usd(i64::MAX), ..wish() }, C::AmountInvalid),
            (&caller, PlacePledge { amount: Money::new(2_500, Currency::EUR), ..wish() }, C::CurrencyMismatch),
            (&founder, wish(), C::OwnCampaign),
        ] {
            let refused = stage.pledges.place(who, wish.clone()).await.unwrap_err();
            assert_eq!(refused.code(), Some(code), "{wish:?}: {refused}");
        }
        let anonymous = stage.pledges.place(&Caller::anonymous(), wish()).await;
        assert!(matches!(anonymous, Err(PlacePledgeError::Forbidden(_))));
        for table in ["pledges", "payment_setups", "sandbox_setups", "outbox", "audit_entries", "idempotency_keys", "jobs"] {
            assert_eq!(number(&stage.db, &format!("SELECT count(*) FROM {table}")).await, 0, "{table}");
        }
        assert_eq!(stage.claimed().await, 0);
        // A refusal is not kept under the key: the same key works once the trouble is gone.
        stage.pledges.place(&caller, wish()).await.unwrap();
    }

    async fn grave_risks_are_acknowledged_as_they_stand_and_kept_as_evidence(db: &TestDb) {
        let stage = Stage::new(db).await;
        let caller = stage.investor().await;
        let risk = |kind: &str| GraveRisk {
            patent: Uuid::from_u128(5).into(),
            number: "EP1234567".into(),
            kind: kind.into(),
            on: None,
        };
        let before = stage.place(&caller, 2_500, 1).await;
        assert_eq!(stage.pledges.acknowledgements_of(&caller, &[before.id]).await.unwrap(), []);

        let overdue = GraveRisks::new(vec![risk("annuity_in_grace")]);
        *stage.risks.lock().unwrap() = overdue.clone();
        let known = |hash: Option<String>| PlacePledge { acknowledged_risks: hash, ..stage.wish(2_500, 2) };
        let lost = GraveRisks::new(vec![risk("status_lost")]);
        for hash in [None, Some(String::new()), lost.hash()] {
            let refused = stage.pledges.place(&caller, known(hash)).await.unwrap_err();
            assert_eq!(refused.code(), Some(PledgeErrorCode::RisksNotAcknowledged));
        }
        assert_eq!(number(&stage.db, "SELECT count(*) FROM pledges").await, 1);
        let pledge = stage.pledges.place(&caller, known(overdue.hash())).await.unwrap();
        let kept = stage.pledges.acknowledgements_of(&caller, &[pledge.id]).await.unwrap().remove(0).1;
        assert_eq!((kept.risks, kept.acknowledged_at), (overdue.list().to_vec(), pledge.placed_at));

        // Nobody else sees it, and nobody changes it.
        let stranger = stage.investor().await;
        assert_eq!(stage.pledges.acknowledgements_of(&stranger, &[pledge.id]).await.unwrap(), []);
        for change in ["UPDATE pledge_acknowledgements SET risks_hash = 'x'", "DELETE FROM pledge_acknowledgements"] {
            assert!(stage.db.primary().execute_unprepared(change).await.is_err(), "{change}");
        }
    }

    async fn a_pledge_at_the_deadline_is_refused_and_one_just_before_it_is_not(db: &TestDb) {
        let stage = Stage::new(db).await;
        let caller = stage.investor().await;
        db.clock.set(stage.deadline - TimeDelta::microseconds(1));
        let last = stage.place(&caller, 2_500, 1).await;
        assert_eq!(last.reserved_until, stage.deadline, "nothing is kept beyond the deadline");
        db.clock.set(stage.deadline);
        let late = stage.pledges.place(&caller, stage.wish(2_500, 2)).await.unwrap_err();
        assert!(matches!(late, PlacePledgeError::CampaignClosed { closed_at: Some(at) } if at == stage.deadline));
    }

    async fn nobody_keeps_a_stock_from_others_by_pledges_without_a_card(db: &TestDb) {
        let stage = Stage::new(db).await;
        let mut parts = (*stage.pledges).clone();
        parts.limits.waiting_per_investor = 2;
        let pledges = pledges::Pledges::new(parts);
        let caller = stage.investor().await;
        for number in 1..=2 {
            pledges.place(&caller, stage.wish(2_500, number)).await.unwrap();
        }
        let third = pledges.place(&caller, stage.wish(2_500, 3)).await.unwrap_err();
        assert_eq!(third.code(), Some(PledgeErrorCode::LimitExceeded));
        assert_eq!(key(3), stage.wish(1, 3).idempotency_key);
    }

    async fn the_database_itself_refuses_amounts_and_states_that_cannot_be(db: &TestDb) {
        let stage = Stage::new(db).await;
        let caller = stage.investor().await;
        stage.place(&caller, 2_500, 1).await;
        for (change, rule) in [
            ("amount_minor = 0", "pledges_amount_minor_positive"),
            ("state = 'paid', committed_at = placed_at", "pledges_state_known"),
            ("state = 'committed'", "pledges_committed_whole"),
            ("state = 'cancelled'", "pledges_ended_whole"),
        ] {
            let conn = stage.db.primary();
            let update = sea_orm::ConnectionTrait::execute_unprepared(conn, &format!("UPDATE pledges SET {change}")).await;
            assert!(db::Error::from(update.unwrap_err()).is_constraint(rule), "{rule}");
        }
    }
}
