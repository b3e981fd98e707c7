//! Add-ons and shared stock: what is chosen is taken, and comes back when a pledge ends.

use chrono::TimeDelta;
use kernel::{PledgeId, RewardId};
use pledges::{AdjustPledge, EndReason, Item, PlacePledge, PledgeErrorCode as C, PledgeState};
use sea_orm::{ConnectionTrait, Value};

use crate::{
    pretend::Bank,
    stage::{GOOD, Stage, execute, item, key, number, usd},
};

/// A reward for 25 USD, an add-on for 4 of which a pledge may have three, and a stock of five that both share.
async fn things(stage: &Stage) -> (RewardId, RewardId) {
    let (reward, add_on) = (stage.reward(None).await, stage.add_on(Some(10), 3).await);
    let pool = stage.pool(Some(5)).await;
    stage.share(reward, pool).await;
    stage.share(add_on, pool).await;
    (reward, add_on)
}

fn wish(stage: &Stage, (reward, add_on): (RewardId, RewardId), quantity: i32, number: u128) -> PlacePledge {
    PlacePledge {
        reward_id: Some(reward),
        items: vec![item(add_on, quantity)],
        ..stage.wish(5_000, number)
    }
}

async fn items(stage: &Stage, caller: &kernel::Caller, id: PledgeId) -> Vec<Item> {
    let had = stage.pledges.items_of(caller, &[id]).await.unwrap();
    had.into_iter().map(|had| had.item).collect()
}

async fn taken(stage: &Stage, (reward, add_on): (RewardId, RewardId)) -> (i64, i64, i64) {
    (
        stage.taken(reward).await,
        stage.taken(add_on).await,
        stage.taken_of_pools().await,
    )
}

testkit::on_both! {
    async fn add_ons_are_taken_beside_a_reward_and_kept_with_their_price(db: &TestDb) {
        let stage = Stage::new(db).await;
        let caller = stage.investor().await;
        let things = things(&stage).await;
        let pledge = stage.pledges.place(&caller, wish(&stage, things, 2, 1)).await.unwrap();
        let chosen = |reward_id, quantity, minor| Item { reward_id, quantity, unit: usd(minor) };
        let expected = [chosen(things.0, 1, 2_500), chosen(things.1, 2, 400)];
        assert_eq!(items(&stage, &caller, pledge.id).await, expected);
        assert_eq!(taken(&stage, things).await, (1, 2, 3));
        let again = stage.pledges.place(&caller, wish(&stage, things, 2, 1)).await.unwrap();
        assert_eq!(again.id, pledge.id, "the same wish twice is one pledge");
        let other = stage.pledges.place(&caller, wish(&stage, things, 1, 1)).await.unwrap_err();
        assert_eq!(other.code(), Some(C::IdempotencyKeyReused));
        assert_eq!(stage.pledges.items_of(&stage.investor().await, &[pledge.id]).await.unwrap(), []);
        stage.is_sound().await;
    }

    async fn what_cannot_be_chosen_is_refused_and_leaves_no_trace(db: &TestDb) {
        let stage = Stage::new(db).await;
        let caller = stage.investor().await;
        let things = things(&stage).await;
        let alone = stage.add_on(Some(0), 5).await;
        let only = serde_json::json!([things.0]);
        let cover = stage.add_on(None, 1).await;
        let values: Vec<Value> = vec![only.into(), cover.uuid().into()];
        execute(&stage.db, "UPDATE rewards SET offered_with = $1 WHERE id = $2", values).await;
        let with = |items| PlacePledge { items, ..stage.wish(5_000, 2) };
        for (wish, code) in [
            (wish(&stage, things, 4, 2), C::QuantityInvalid),
            (wish(&stage, things, 0, 2), C::QuantityInvalid),
            (with(vec![item(alone, 1)]), C::AddOnSoldOut),
            (with(vec![item(cover, 1)]), C::AddOnNotOffered),
            (with(vec![item(things.0, 1)]), C::RewardNotFound),
            (PlacePledge { reward_id: Some(things.1), ..stage.wish(5_000, 2) }, C::RewardNotFound),
            (PlacePledge { amount: usd(3_699), ..wish(&stage, things, 3, 2) }, C::AmountBelowReward),
        ] {
            let refused = stage.pledges.place(&caller, wish.clone()).await.unwrap_err();
            assert_eq!(refused.code(), Some(code), "{wish:?}");
            if code == C::AmountBelowReward {
                assert_eq!(refused.minimum(), Some(usd(3_700)));
            }
        }
        assert_eq!(taken(&stage, things).await, (0, 0, 0));
        assert_eq!(number(&stage.db, "SELECT count(*) FROM pledges").await, 0);
        let fits = PlacePledge { items: vec![item(things.1, 3), item(cover, 1)], ..wish(&stage, things, 1, 3) };
        stage.pledges.place(&caller, fits).await.unwrap();
        stage.is_sound().await;
    }

    async fn a_shared_stock_ends_for_all_who_share_it(db: &TestDb) {
        let stage = Stage::new(db).await;
        let caller = stage.investor().await;
        let things = things(&stage).await;
        stage.pledges.place(&caller, wish(&stage, things, 3, 1)).await.unwrap();
        // One is left in the pool: not enough for the reward and an add-on.
        let both = stage.pledges.place(&caller, wish(&stage, things, 1, 2)).await.unwrap_err();
        assert_eq!(both.code(), Some(C::AddOnSoldOut));
        assert_eq!(taken(&stage, things).await, (1, 3, 4));
        let last = PlacePledge { reward_id: Some(things.0), ..stage.wish(5_000, 3) };
        let last = stage.pledges.place(&caller, last).await.unwrap();
        let none = PlacePledge { reward_id: Some(things.0), ..stage.wish(5_000, 4) };
        let none = stage.pledges.place(&caller, none).await.unwrap_err();
        assert_eq!(none.code(), Some(C::RewardSoldOut));
        // Two that share a pool are exchanged in a full one.
        let last = stage.pay(&caller, &last, GOOD).await;
        let exchanged = AdjustPledge {
            pledge_id: last.id,
            reward_id: None,
            items: Some(vec![item(things.1, 1)]),
            amount: usd(400),
            acknowledged_risks: None,
            idempotency_key: key(5),
        };
        stage.pledges.adjust(&caller, exchanged).await.unwrap();
        assert_eq!(taken(&stage, things).await, (1, 4, 5));
        stage.is_sound().await;
    }

    async fn add_ons_are_added_and_taken_away_while_the_price_stands(db: &TestDb) {
        let stage = Stage::new(db).await;
        let caller = stage.investor().await;
        let things = things(&stage).await;
        let pledge = stage.pledges.place(&caller, wish(&stage, things, 1, 1)).await.unwrap();
        let pledge = stage.pay(&caller, &pledge, GOOD).await;
        // Nobody may reprice what was chosen; were it done, whoever has it keeps their price.
        let dearer = "UPDATE rewards SET amount_minor = 900 WHERE kind = 'add_on'";
        execute(&stage.db, dearer, vec![]).await;
        let change = |items, minor, number| AdjustPledge {
            pledge_id: pledge.id,
            reward_id: pledge.reward_id,
            items,
            amount: usd(minor),
            acknowledged_risks: None,
            idempotency_key: key(number),
        };
        let more = stage.pledges.adjust(&caller, change(Some(vec![item(things.1, 3)]), 3_700, 2)).await.unwrap();
        assert_eq!(taken(&stage, things).await, (1, 3, 4));
        assert_eq!(items(&stage, &caller, pledge.id).await[1].unit, usd(400));
        let low = stage.pledges.adjust(&caller, change(None, 3_699, 3)).await.unwrap_err();
        assert_eq!(low.code(), Some(C::AmountBelowReward));
        // Who says nothing of add-ons keeps them; what changes nothing leaves no trace.
        let raised = stage.pledges.adjust(&caller, change(None, 4_000, 4)).await.unwrap();
        assert_eq!(raised.items_version, more.items_version);
        let same = stage.pledges.adjust(&caller, change(Some(vec![item(things.1, 3)]), 4_000, 5)).await.unwrap();
        assert_eq!(same.version, raised.version);
        let fewer = stage.pledges.adjust(&caller, change(Some(vec![]), 4_000, 6)).await.unwrap();
        assert_eq!(taken(&stage, things).await, (1, 0, 1));
        assert_eq!(items(&stage, &caller, pledge.id).await.len(), 1);
        stage.is_sound().await;
        // What it was before is kept.
        let kept = stage.pledges.adjustments_of(&caller, &[pledge.id]).await.unwrap();
        assert_eq!((kept[0].items_before, kept[0].items_after), (Some(1), more.items_version));
        assert_eq!(kept[2].items_after, fewer.items_version);
        let before = stage.pledges.items_at(&caller, &[(pledge.id, 1)]).await.unwrap();
        let quantities: Vec<_> = before.iter().map(|(_, _, item)| item.quantity).collect();
        assert_eq!(quantities, [1, 1]);
        // And so does the audit trail, without the table of rewards.
        let conn = stage.db.primary();
        let select = "SELECT before, after FROM audit_entries WHERE action = 'pledge.adjust'";
        let rows = conn.query_all_raw(db::sql(conn, select, [])).await.unwrap();
        let value = |row: &sea_orm::QueryResult, column| row.try_get::<serde_json::Value>("", column).unwrap();
        let mut trail: Vec<_> = rows.iter().map(|row| (value(row, "before"), value(row, "after"))).collect();
        trail.sort_by_key(|(_, after)| after["version"].as_i64());
        let kept = |quantity: i32, unit: i64, id: RewardId| {
            serde_json::json!({"reward_id": id, "quantity": quantity, "unit_minor": unit})
        };
        let (kit, cables) = (kept(1, 2_500, things.0), |quantity| kept(quantity, 400, things.1));
        assert_eq!(trail[0].0["items"], serde_json::json!([kit, cables(1)]));
        assert_eq!(trail[0].1["items"], serde_json::json!([kit, cables(3)]));
        assert_eq!(trail[2].1["items"], serde_json::json!([kit]));
        assert_eq!(trail[2].1["reward_id"], serde_json::json!(things.0));
        let none = AdjustPledge { reward_id: None, ..change(Some(vec![]), 4_000, 7) };
        assert_eq!(stage.pledges.adjust(&caller, none).await.unwrap().items_version, None);
        assert_eq!(taken(&stage, things).await, (0, 0, 0));
        stage.is_sound().await;
    }

    async fn however_a_pledge_ends_everything_it_chose_returns(db: &TestDb) {
        let stage = Stage::new(db).await;
        let caller = stage.investor().await;
        let things = things(&stage).await;
        let pledge = stage.pledges.place(&caller, wish(&stage, things, 3, 1)).await.unwrap();
        stage.pledges.cancel(&caller, stage.take_back(&pledge, 2)).await.unwrap();
        assert_eq!(taken(&stage, things).await, (0, 0, 0));
        let pledge = stage.pledges.place(&caller, wish(&stage, things, 3, 3)).await.unwrap();
        db.clock.advance(TimeDelta::minutes(30));
        stage.pledges.expire(pledge.id).await.unwrap();
        assert_eq!(taken(&stage, things).await, (0, 0, 0));
        let pledge = stage.pledges.place(&caller, wish(&stage, things, 3, 4)).await.unwrap();
        stage.pay(&caller, &pledge, GOOD).await;
        stage.is_sound().await;
        execute(&stage.db, "UPDATE campaigns SET state = 'failed', stage = 'failed'", vec![]).await;
        stage.pledges.release_all(stage.campaign, EndReason::CampaignFailed).await.unwrap();
        assert_eq!(taken(&stage, things).await, (0, 0, 0));
        stage.is_sound().await;
    }

    async fn what_a_pledge_chose_that_is_never_paid_returns(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let (caller, rich) = (stage.investor().await, stage.investor().await);
        let things = things(&stage).await;
        stage.committed(&rich, 100_000, 1).await;
        let pledge = stage.pledges.place(&caller, wish(&stage, things, 3, 2)).await.unwrap();
        stage.pretend().journal().bank.insert(5_000, Bank::Declines);
        stage.pay(&caller, &pledge, GOOD).await;
        stage.close(db).await;
        assert_eq!(taken(&stage, things).await, (1, 3, 4));
        stage.pass_grace(db).await;
        let dropped = stage.pledges.get(&caller, pledge.id).await.unwrap().unwrap();
        assert_eq!(dropped.state, PledgeState::Dropped);
        assert_eq!(taken(&stage, things).await, (0, 0, 0));
        stage.is_sound().await;
    }
}
