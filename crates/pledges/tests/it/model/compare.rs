//! What the platform shows, beside what the model says.

use std::collections::BTreeMap;

use db::{Db, sql};
use kernel::EventId;
use pledges::SettlementStage;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::{expected::Stage, payouts::Paying, promise::Promise, run::Run};
use crate::stage::number;

/// The inbox's id of a message.
pub(super) async fn message(db: &Db, event: &str) -> EventId {
    let conn = db.primary();
    let select = sql(conn, "SELECT id FROM inbox WHERE event_id = $1", [event.into()]);
    let row = conn.query_one_raw(select).await.unwrap().unwrap();
    row.try_get::<Uuid>("", "id").unwrap().into()
}

/// Numbers that change whenever work was done.
pub(super) async fn progress(db: &Db) -> (i64, i64) {
    let done = "SELECT count(*) FROM jobs WHERE done_at IS NOT NULL
                AND kind NOT IN ('settlement.advance', 'material_change.advance', 'payments.sweep', 'payments.reconcile')";
    let versions = "SELECT CAST((SELECT COALESCE(sum(version), 0) FROM settlements)
                    + (SELECT COALESCE(sum(version), 0) FROM pledges) + (SELECT COALESCE(sum(version), 0) FROM payouts)
                    + (SELECT COALESCE(sum(version), 0) FROM material_changes) AS bigint)";
    (number(db, done).await, number(db, versions).await)
}

impl Run<'_> {
    /// Fails unless the platform, its books and the provider stand as the model says after this.
    pub(super) async fn agrees(&self, after: &dyn std::fmt::Debug) {
        let (db, model) = (self.db, &self.model);
        let conn = db.primary();
        let all = async |select: &str| conn.query_all_raw(sql(conn, select, [])).await.unwrap();

        let mut states = BTreeMap::new();
        for row in all("SELECT id, state FROM pledges").await {
            let id: Uuid = row.try_get("", "id").unwrap();
            states.insert(id, row.try_get::<String>("", "state").unwrap());
        }
        let real: Vec<&str> = self
            .pledges
            .iter()
            .map(|id| states[&id.uuid()].as_str())
            .collect();
        let expected: Vec<&str> = model
            .promises
            .iter()
            .map(|promise| promise.state.as_str())
            .collect();
        assert_eq!(real, expected, "the states of the pledges after {after:?}");
        assert_eq!(
            states.len(),
            self.pledges.len(),
            "there are no other pledges after {after:?}"
        );

        let totals = (model.total(), model.people());
        assert_eq!(
            self.stage.totals().await,
            totals,
            "total and investors after {after:?}"
        );
        for (at, reward) in self.rewards.iter().enumerate() {
            assert_eq!(
                self.stage.taken(*reward).await,
                model.claimed(at),
                "what is taken of reward {at} after {after:?}"
            );
        }
        let shared = (
            self.stage.taken(self.add_on).await,
            self.stage.taken_of_pools().await,
        );
        let expected = (model.added(), model.pooled());
        assert_eq!(
            shared, expected,
            "add-ons taken, and of what they share, after {after:?}"
        );

        let select =
            "SELECT stage, collected_minor, dropped_minor, refunded_minor, disputed_minor FROM settlements";
        let settlement = all(select).await.pop().map(|row| {
            let sum = |column: &str| row.try_get::<i64>("", column).unwrap();
            let stage: String = row.try_get("", "stage").unwrap();
            let sums = [
                "collected_minor",
                "dropped_minor",
                "refunded_minor",
                "disputed_minor",
            ]
            .map(sum);
            (stage.parse::<SettlementStage>().unwrap(), sums)
        });
        let expected = model.settlement();
        assert_eq!(
            settlement, expected,
            "collected, dropped, refunded, contested after {after:?}"
        );
        let expected = match model.paused_since {
            Some(_) => "paused",
            None => campaign_state(model.stage, model.paying),
        };
        assert_eq!(self.stage.campaign_state().await, expected);

        let mut accounts: BTreeMap<&str, i64> = model.accounts().into_keys().map(|kind| (kind, 0)).collect();
        let select = "SELECT a.kind AS kind, CAST(sum(b.balance_minor) AS bigint) AS minor
                      FROM ledger_balances b JOIN ledger_accounts a ON a.id = b.account_id GROUP BY a.kind";
        let rows = all(select).await;
        let names: Vec<(String, i64)> = rows
            .iter()
            .map(|row| {
                (
                    row.try_get("", "kind").unwrap(),
                    row.try_get("", "minor").unwrap(),
                )
            })
            .collect();
        for (kind, minor) in &names {
            accounts.insert(kind, *minor);
        }
        assert_eq!(accounts, model.accounts(), "the books after {after:?}");
        let kinds = ["investor_commitment", "campaign_commitment"];
        let all_money = accounts.iter().filter(|(kind, _)| !kinds.contains(kind));
        assert_eq!(
            all_money.map(|(_, minor)| minor).sum::<i64>(),
            0,
            "the model's own sums after {after:?}"
        );
        self.agrees_with_the_provider();
        self.payouts_agree(after).await;
        self.changes_agree(after).await;
    }

    /// What the provider took and gave back of each pledge is what the model says happened there; when all of
    /// it was heard of, the books say the same to the cent.
    fn agrees_with_the_provider(&self) {
        let (journal, model) = (self.processor.journal(), &self.model);
        for (id, promise) in self.pledges.iter().zip(&model.promises) {
            let expected = (promise.paid(), promise.back() + promise.taken());
            assert_eq!(
                journal.of_pledge(&id.to_string()),
                expected,
                "what the provider took and gave of {id}"
            );
            let tries: i64 = promise.paid();
            assert!(tries <= promise.minor, "no pledge is charged twice");
        }
        let moved: Vec<i64> = journal.transfers.values().map(|sent| sent.amount.minor).collect();
        assert_eq!(
            moved,
            model.transferred(),
            "what the provider moved to the founder"
        );
        let is_heard = model.payouts.iter().all(|payout| !payout.lost);
        if model.promises.iter().all(Promise::is_all_heard) && is_heard {
            assert_eq!(
                model.accounts()["platform_clearing"] + model.paid_by_hand(),
                journal.balance(),
                "the provider's balance"
            );
        }
    }

    /// Everything agrees with everything, but for money of a failed campaign whose refund did not work out:
    /// that is an alarm for a person.
    pub(super) async fn is_sound(&self) {
        let report = ledger::Ledger::verify(self.db).await.unwrap();
        let keeps = self.model.keeps_what_should_go_back();
        let faults: Vec<_> = report
            .faults
            .iter()
            .filter(|fault| !(keeps && fault.invariant == "I19"))
            .collect();
        assert!(faults.is_empty(), "{faults:#?}");
        let late = "SELECT count(*) FROM inbox WHERE processed_at IS NULL";
        assert_eq!(number(self.db, late).await, 0, "every message was worked on");
        let dead = db::jobs::dead(self.db, 10).await.unwrap();
        assert!(dead.is_empty(), "no work was given up: {dead:#?}");
    }
}

fn campaign_state(stage: Stage, paying: Paying) -> &'static str {
    use SettlementStage as At;
    match stage {
        Stage::Live => "live",
        Stage::Unfunded | Stage::After(At::Failed | At::Refunding) => "failed",
        Stage::After(At::Planning | At::Collecting) => "collecting",
        Stage::After(At::Grace | At::LastTries) => "grace",
        Stage::After(At::Deciding) => "shortfall_decision",
        Stage::After(At::Settled) => match paying {
            Paying::No => "funded",
            Paying::Review => "finance_review",
            Paying::Begun => "paying",
            Paying::Completed => "completed",
        },
    }
}
