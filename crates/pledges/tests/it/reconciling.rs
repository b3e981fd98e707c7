//! The books against what moved at the provider.

use chrono::{DateTime, TimeDelta};
use payments::{Movement, MovementKind};
use pledges::{Difference, PledgeError};
use sea_orm::ConnectionTrait;

use crate::{
    refunds::{charge_of, collected, wish},
    stage::{Stage, number, usd},
};

fn besides(id: &str, kind: MovementKind, source: &str, minor: i64) -> Movement {
    Movement {
        id: id.into(),
        kind,
        source: source.into(),
        net: usd(minor),
        moved_at: DateTime::default(),
    }
}

fn difference(source: &str, books_minor: i64, provider_minor: i64) -> Difference {
    Difference {
        source: source.into(),
        currency: usd(0).currency,
        books_minor,
        provider_minor,
    }
}

testkit::on_both! {
    async fn charges_and_refunds_agree_with_what_moved(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let pledges = collected(&stage, db).await;
        let (_, pledge) = &pledges[0];
        stage.pledges.request_refund(&stage.officer().await, wish(pledge.id, Some(5_000), 1)).await.unwrap();
        stage.runner().drain().await.unwrap();
        // What is a moment old is left for the next comparison.
        let early = stage.pledges.reconcile().await.unwrap();
        assert_eq!((early.compared, early.differences.len()), (0, 0));
        db.clock.advance(TimeDelta::hours(1));
        let made = stage.pledges.reconcile().await.unwrap();
        assert_eq!((made.new_movements, made.compared, made.under_way), (0, 3, 0));
        assert_eq!(made.differences, []);
        assert_eq!(number(&stage.db, "SELECT count(*) FROM outbox WHERE kind = 'books_differ'").await, 0);
        let shown = stage.pledges.newest_reconciliation(&stage.officer().await).await.unwrap();
        assert_eq!(shown, Some(made));
        let curious = stage.pledges.newest_reconciliation(&stage.investor().await).await;
        assert!(matches!(curious, Err(PledgeError::Forbidden(_))), "{curious:?}");
    }

    async fn whatever_differs_is_named_with_both_sums_and_told(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let pledges = collected(&stage, db).await;
        let (caller, pledge) = &pledges[1];
        let charge = charge_of(&stage, caller, pledge.id).await;
        let net = 30_000 - (30_000 * 29 / 1_000 + 30);
        stage.pretend().journal().moved_besides = vec![
            // Money of nobody, a fee that was taken later, and money to our own bank.
            besides("txn_a", MovementKind::Charge, "pi_of_nobody", 700),
            besides("txn_b", MovementKind::Charge, &charge, -9),
            besides("txn_c", MovementKind::Other, "po_1", -20_000),
        ];
        stage.pledges.reconcile().await.unwrap();
        db.clock.advance(TimeDelta::hours(1));
        let made = stage.pledges.reconcile().await.unwrap();
        let mut wanted = vec![difference(&charge, net, net - 9), difference("pi_of_nobody", 0, 700)];
        wanted.sort_by(|a, b| a.source.cmp(&b.source));
        let mut found = made.differences.clone();
        found.sort_by(|a, b| a.source.cmp(&b.source));
        assert_eq!(found, wanted);
        assert!(number(&stage.db, "SELECT count(*) FROM outbox WHERE kind = 'books_differ'").await > 0);
        // It stays until somebody puts it right, and each comparison is kept.
        let again = stage.pledges.reconcile().await.unwrap();
        assert_eq!((again.new_movements, again.differences.len()), (0, 2));
        for change in ["UPDATE reconciliation_differences SET books_minor = 1", "DELETE FROM provider_movements"] {
            assert!(stage.db.primary().execute_unprepared(change).await.is_err(), "{change}");
        }
    }
}
