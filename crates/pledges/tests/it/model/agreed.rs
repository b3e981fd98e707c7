//! The founder's accounts and payouts, and the changes of the patents, beside what the model says.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use db::sql;
use pledges::{ChangeAnswer, MaterialChange, Payout};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::run::Run;

impl Run<'_> {
    pub(super) async fn payouts_agree(&self, after: &dyn std::fmt::Debug) {
        let (pledges, model) = (&self.stage.pledges, &self.model);
        let founder = self.stage.as_founder();
        let money = pledges.money_of(&founder, self.stage.campaign).await.unwrap();
        let real: Vec<Payout> = money.map(|(_, _, payouts)| payouts).unwrap_or_default();
        let real: Vec<_> = real
            .iter()
            .map(|it| (it.id, it.purpose, it.amount.minor, it.state, it.hold_reason))
            .collect();
        let expected: Vec<_> = self
            .payouts
            .iter()
            .zip(&model.payouts)
            .map(|(id, it)| (*id, it.purpose, it.minor, it.state, it.hold))
            .collect();
        assert_eq!(real, expected, "the payouts after {after:?}");

        let payee = pledges.own_payee(&founder).await.unwrap();
        let real = payee.map(|payee| (payee.provider_id, payee.payouts_enabled, payee.destination_since));
        let expected = self.payees.last().cloned().zip(model.payees.last());
        let expected = expected.map(|(id, payee)| (id, payee.heard.enabled, payee.since));
        assert_eq!(real, expected, "the founder's account after {after:?}");
    }

    pub(super) async fn changes_agree(&self, after: &dyn std::fmt::Debug) {
        let (pledges, model) = (&self.stage.pledges, &self.model);
        let real = pledges.changes_of(&[self.stage.campaign]).await.unwrap();
        let real: BTreeMap<_, &MaterialChange> = real.iter().map(|change| (change.id, change)).collect();
        assert_eq!(
            real.len(),
            model.changes.len(),
            "how often the patents changed after {after:?}"
        );
        for (id, expected) in self.changes.iter().zip(&model.changes) {
            let change = real[id];
            let shown = (change.scope, change.state, change.outcome, change.reconfirm_until);
            let expected_is = (
                expected.scope,
                expected.progress,
                expected.outcome,
                expected.until,
            );
            assert_eq!(shown, expected_is, "how a change stands after {after:?}");
            let answers = self.answers_to(id.uuid()).await;
            let asked = expected.asked.iter();
            let asked = asked.map(|(at, it)| (self.pledges[*at].uuid(), (it.charged, it.answer)));
            assert_eq!(answers, asked.collect(), "what was answered after {after:?}");
        }
        let conn = self.db.primary();
        let select = sql(conn, "SELECT deadline_at, held_at FROM campaigns", []);
        let row = conn.query_one_raw(select).await.unwrap().unwrap();
        let held: Option<DateTime<Utc>> = row.try_get("", "held_at").unwrap();
        let deadline: DateTime<Utc> = row.try_get("", "deadline_at").unwrap();
        assert_eq!(
            (held.is_some(), deadline),
            (model.is_held(), model.deadline),
            "whether the campaign is held, and its deadline after {after:?}"
        );
    }

    async fn answers_to(&self, change: Uuid) -> BTreeMap<Uuid, (bool, Option<ChangeAnswer>)> {
        let conn = self.db.primary();
        let select = "SELECT pledge_id, charged, answer FROM reconfirmations WHERE change_id = $1";
        let rows = conn.query_all_raw(sql(conn, select, [change.into()])).await;
        let answer = |row: &sea_orm::QueryResult| {
            let word: Option<String> = row.try_get("", "answer").unwrap();
            let charged: bool = row.try_get("", "charged").unwrap();
            (charged, word.map(|word| word.parse().unwrap()))
        };
        let rows = rows.unwrap();
        let answers = rows
            .iter()
            .map(|row| (row.try_get("", "pledge_id").unwrap(), answer(row)));
        answers.collect()
    }
}
