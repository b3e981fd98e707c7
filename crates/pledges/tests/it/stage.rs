//! A live campaign with rewards, investors and the sandbox, over the real tables.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use db::{Db, Runner, Tx, sql};
use kernel::{Caller, CampaignId, Currency, Money, RewardId, RewardPoolId, Role, UserId};
use payments::{
    InProcess, NoEscrow, PaymentProvider, Sandbox, WebhookReceiver, WebhookSecret, sandbox::CardInput,
};
use pledges::{
    CampaignStep, CancelPledge, Correspondence, Dossier, Founders, FundingTerms, GraveRisks, IpDossier,
    ItemKind, ItemWish, Offer, Parts, PlacePledge, Pledge, PledgeLimits, Pledges, RewardsOnly, SentMail,
    SettleRules, Settlement, ShortfallRule, Terms,
};
use sea_orm::{ConnectionTrait, Value};
use testkit::TestDb;
use uuid::Uuid;

use crate::pretend::Pretend;

pub(crate) const USD: Currency = Currency::USD;

pub(crate) fn usd(minor: i64) -> Money {
    Money::new(minor, USD)
}

/// The key with this number.
pub(crate) fn key(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// So many of an add-on.
pub(crate) fn item(reward_id: RewardId, quantity: i32) -> ItemWish {
    ItemWish { reward_id, quantity }
}

pub(crate) fn card(number: &str) -> CardInput {
    CardInput {
        number: number.into(),
        exp_month: 12,
        exp_year: 2060,
        cvc: "123".into(),
    }
}

pub(crate) const GOOD: &str = "4242424242424242";

/// A live campaign that ends in ten days, with a goal of 1,000 USD.
#[derive(Debug)]
pub(crate) struct Stage {
    pub(crate) db: Db,
    pub(crate) pledges: Pledges,
    pub(crate) sandbox: Sandbox,
    pub(crate) campaign: CampaignId,
    pub(crate) founder: UserId,
    pub(crate) deadline: DateTime<Utc>,
    pub(crate) risks: Arc<Mutex<GraveRisks>>,
    pretend: Option<Arc<Pretend>>,
}

pub(crate) async fn execute(db: &Db, text: &str, values: Vec<Value>) {
    let conn = db.primary();
    conn.execute_raw(sql(conn, text, values)).await.unwrap();
}

pub(crate) async fn number(db: &Db, text: &str) -> i64 {
    let conn = db.primary();
    let row = conn.query_one_raw(sql(conn, text, [])).await.unwrap().unwrap();
    row.try_get_by_index::<i64>(0).unwrap()
}

impl Stage {
    pub(crate) async fn new(db: &TestDb) -> Self {
        Self::with_provider(db, |sandbox| Arc::new(sandbox)).await
    }

    pub(crate) async fn with_provider(
        db: &TestDb,
        provider: impl FnOnce(Sandbox) -> Arc<dyn PaymentProvider>,
    ) -> Self {
        let db: Db = (**db).clone();
        let secret = WebhookSecret::new("whsec_the_secret_of_this_test").unwrap();
        let sandbox = Sandbox::new(db.clone(), secret);
        let now = db.clock().now();
        let founder = user(&db).await;
        let (project, campaign) = (db.ids().uuid(now), db.ids().uuid(now));
        let title = || serde_json::json!({"en": "A title"});
        let insert = "INSERT INTO projects (id, founder_id, title, field, created_at) VALUES ($1, $2, $3, 'optics', $4)";
        execute(
            &db,
            insert,
            vec![project.into(), founder.uuid().into(), title().into(), now.into()],
        )
        .await;
        let deadline = now + TimeDelta::days(10);
        let insert = "INSERT INTO campaigns (id, project_id, founder_id, slug, state, stage, field, currency, goal_minor, title,
                blurb, cover, zone, deadline_at, created_at, listed_at, launched_at, dossier_hash)
            VALUES ($1, $2, $3, $4, 'live', 'open', 'optics', 'USD', 100000, $5, $5, 'cover', 'UTC', $6, $7, $7, $7, 'hash')";
        let values = vec![
            campaign.into(),
            project.into(),
            founder.uuid().into(),
            campaign.to_string().into(),
            title().into(),
            deadline.into(),
            now.into(),
        ];
        execute(&db, insert, values).await;
        let shown = Shown::default();
        let risks = Arc::clone(&shown.risks);
        let pledges = Pledges::new(Parts {
            db: db.clone(),
            terms: Arc::new(Tables),
            dossier: Arc::new(shown),
            founders: Arc::new(Tables),
            correspondence: Arc::new(Letters),
            rules: Arc::new(RewardsOnly),
            escrow: Arc::new(NoEscrow),
            provider: provider(sandbox.clone()),
            limits: PledgeLimits::default(),
            settle: SettleRules {
                charges_per_second: 100_000,
                ..SettleRules::default()
            },
        });
        Self {
            db,
            pledges,
            sandbox,
            campaign: campaign.into(),
            founder,
            deadline,
            risks,
            pretend: None,
        }
    }

    /// The same with a provider that keeps a journal of its own.
    pub(crate) async fn collecting(db: &TestDb) -> Self {
        Self::with_rule(db, ShortfallRule::Accept).await
    }

    pub(crate) async fn with_rule(db: &TestDb, rule: ShortfallRule) -> Self {
        let mut pretend = None;
        let stage = Self::with_provider(db, |sandbox| {
            let provider = Arc::new(Pretend::new(sandbox, db.clock.clone()));
            pretend = Some(Arc::clone(&provider));
            provider
        })
        .await;
        let update = "UPDATE campaigns SET shortfall_rule = $1 WHERE id = $2";
        let values = vec![rule.as_str().into(), stage.campaign.uuid().into()];
        execute(&stage.db, update, values).await;
        Self { pretend, ..stage }
    }

    /// Another campaign of another founder, with the same provider.
    pub(crate) async fn beside(&self, db: &TestDb) -> Self {
        let provider = self.pretend.clone().unwrap();
        let stage = Self::with_provider(db, |_| Arc::clone(&provider) as Arc<dyn PaymentProvider>).await;
        Self {
            pretend: Some(provider),
            ..stage
        }
    }

    pub(crate) fn pretend(&self) -> &Pretend {
        self.pretend.as_ref().unwrap()
    }

    /// The deadline comes and the goal is reached; nothing follows yet.
    pub(crate) async fn close_without_work(&self, db: &TestDb) {
        db.clock.set(self.deadline);
        let update =
            "UPDATE campaigns SET state = 'collecting', stage = 'succeeded', ended_at = $1 WHERE id = $2";
        let values = vec![self.deadline.into(), self.campaign.uuid().into()];
        execute(&self.db, update, values).await;
        let select = format!(
            "SELECT pledged_minor FROM campaigns WHERE slug = '{}'",
            self.campaign.uuid()
        );
        let pledged = usd(number(&self.db, &select).await);
        let told = self
            .pledges
            .begin_collecting(self.campaign, self.deadline, pledged);
        told.await.unwrap();
    }

    /// The deadline comes, the goal is reached, and every card is charged once.
    pub(crate) async fn close(&self, db: &TestDb) {
        self.close_without_work(db).await;
        for _ in 0..2 {
            self.runner().drain().await.unwrap();
            db.clock.advance(TimeDelta::seconds(10));
        }
        self.runner().drain().await.unwrap();
    }

    /// Grace passes, and all that follows.
    pub(crate) async fn pass_grace(&self, db: &TestDb) {
        db.clock.advance(TimeDelta::days(7));
        for _ in 0..6 {
            self.runner().drain().await.unwrap();
            db.clock.advance(TimeDelta::seconds(10));
        }
        self.runner().drain().await.unwrap();
    }

    /// Lets the founder's mail address be confirmed, or not.
    pub(crate) async fn confirm_founder(&self, confirmed: bool) {
        let at = confirmed.then(|| self.db.clock().now());
        let update = "UPDATE users SET email_confirmed_at = $1 WHERE id = $2";
        execute(&self.db, update, vec![at.into(), self.founder.uuid().into()]).await;
    }

    pub(crate) fn as_founder(&self) -> Caller {
        Caller::user(self.founder, Uuid::nil().into(), [Role::Investor, Role::Founder])
    }

    /// Somebody of finance.
    pub(crate) async fn officer(&self) -> Caller {
        let id = user(&self.db).await;
        Caller::user(id, Uuid::nil().into(), [Role::Investor, Role::Finance])
    }

    pub(crate) async fn settlement(&self) -> Settlement {
        let founder = self.as_founder();
        let found = self.pledges.settlement_of(&founder, self.campaign).await;
        found.unwrap().unwrap()
    }

    pub(crate) async fn campaign_state(&self) -> String {
        let conn = self.db.primary();
        let select = sql(
            conn,
            "SELECT state FROM campaigns WHERE id = $1",
            [self.campaign.uuid().into()],
        );
        conn.query_one_raw(select)
            .await
            .unwrap()
            .unwrap()
            .try_get("", "state")
            .unwrap()
    }

    /// The only payment attempt there is.
    pub(crate) async fn attempt(&self) -> kernel::PaymentAttemptId {
        let conn = self.db.primary();
        let row = conn
            .query_one_raw(sql(conn, "SELECT id FROM payment_attempts", []))
            .await;
        row.unwrap().unwrap().try_get::<Uuid>("", "id").unwrap().into()
    }

    /// How many events of this kind were told.
    pub(crate) async fn told(&self, kind: &str) -> i64 {
        number(
            &self.db,
            &format!("SELECT count(*) FROM outbox WHERE kind = '{kind}'"),
        )
        .await
    }

    /// A new investor.
    pub(crate) async fn investor(&self) -> Caller {
        let id = user(&self.db).await;
        Caller::user(id, Uuid::nil().into(), [Role::Investor])
    }

    /// A reward for 25 USD or more, limited to `limit`.
    pub(crate) async fn reward(&self, limit: Option<i32>) -> RewardId {
        let id = self.db.ids().uuid(self.db.clock().now());
        let text = serde_json::json!({"en": "A reward"});
        let insert = "INSERT INTO rewards (id, campaign_id, title, description, amount_minor, limit_quantity, position)
                      VALUES ($1, $2, $3, $3, 2500, $4, 1)";
        execute(
            &self.db,
            insert,
            vec![id.into(), self.campaign.uuid().into(), text.into(), limit.into()],
        )
        .await;
        id.into()
    }

    /// The campaign, and whose it is.
    pub(crate) fn of(&self) -> (CampaignId, UserId) {
        (self.campaign, self.founder)
    }

    /// A stock of so many that rewards can share.
    pub(crate) async fn pool(&self, limit: Option<i32>) -> RewardPoolId {
        let id = self.db.ids().uuid(self.db.clock().now());
        let name = serde_json::json!({"en": "A stock"});
        let insert = "INSERT INTO reward_pools (id, campaign_id, name, limit_quantity, position) VALUES ($1, $2, $3, $4, 1)";
        let values = vec![id.into(), self.campaign.uuid().into(), name.into(), limit.into()];
        execute(&self.db, insert, values).await;
        id.into()
    }

    /// Lets something be taken out of a pool as well.
    pub(crate) async fn share(&self, reward: RewardId, pool: RewardPoolId) {
        let update = "UPDATE rewards SET pool_id = $1 WHERE id = $2";
        execute(&self.db, update, vec![pool.uuid().into(), reward.uuid().into()]).await;
    }

    /// An add-on for 4 USD, limited to `limit`, of which one pledge may have `per_pledge`.
    pub(crate) async fn add_on(&self, limit: Option<i32>, per_pledge: i32) -> RewardId {
        let id = self.reward(limit).await;
        let update =
            "UPDATE rewards SET kind = 'add_on', amount_minor = 400, per_pledge_limit = $1 WHERE id = $2";
        execute(&self.db, update, vec![per_pledge.into(), id.uuid().into()]).await;
        id
    }

    /// How many of this are taken.
    pub(crate) async fn taken(&self, reward: RewardId) -> i64 {
        let conn = self.db.primary();
        let select = sql(
            conn,
            "SELECT claimed FROM rewards WHERE id = $1",
            [reward.uuid().into()],
        );
        let row = conn.query_one_raw(select).await.unwrap().unwrap();
        row.try_get::<i32>("", "claimed").unwrap().into()
    }

    /// How many of all pools are taken.
    pub(crate) async fn taken_of_pools(&self) -> i64 {
        number(
            &self.db,
            "SELECT CAST(COALESCE(sum(claimed), 0) AS bigint) FROM reward_pools",
        )
        .await
    }

    pub(crate) fn wish(&self, minor: i64, number: u128) -> PlacePledge {
        PlacePledge {
            campaign_id: self.campaign,
            reward_id: None,
            items: Vec::new(),
            amount: usd(minor),
            acknowledged_risks: None,
            idempotency_key: key(number),
        }
    }

    /// Places a pledge of `minor` cents under key `number`.
    pub(crate) async fn place(&self, caller: &Caller, minor: i64, number: u128) -> Pledge {
        self.pledges
            .place(caller, self.wish(minor, number))
            .await
            .unwrap()
    }

    /// Enters a card for a pledge, and comes back to the platform.
    pub(crate) async fn pay(&self, caller: &Caller, pledge: &Pledge, number: &str) -> Pledge {
        let setup = self.pledges.setup_to_fill(caller, pledge.id).await.unwrap();
        self.sandbox
            .enter_card(&setup.provider_id.unwrap(), &card(number))
            .await
            .unwrap();
        self.pledges.refresh_setup(caller, pledge.id).await.unwrap()
    }

    /// Places a pledge and saves a good card for it.
    pub(crate) async fn committed(&self, caller: &Caller, minor: i64, number: u128) -> Pledge {
        let pledge = self.place(caller, minor, number).await;
        self.pay(caller, &pledge, GOOD).await
    }

    pub(crate) fn take_back(&self, pledge: &Pledge, number: u128) -> CancelPledge {
        CancelPledge {
            pledge_id: pledge.id,
            idempotency_key: key(number),
        }
    }

    /// A runner of everything that pledging orders, with the sandbox's messages delivered.
    pub(crate) fn runner(&self) -> Runner {
        let mut runner = Runner::new(self.db.clone());
        self.pledges.register(&mut runner);
        let pledges = self.pledges.clone();
        runner.on_job(db::inbox::PROCESS_JOB, move |job: db::Job| {
            let pledges = pledges.clone();
            async move { pledges.run_message_job(&job).await }
        });
        let (sandbox, db) = (self.sandbox.clone(), self.db.clone());
        runner.on_job(payments::sandbox::DELIVER_JOB, move |job: db::Job| {
            let (sandbox, db) = (sandbox.clone(), db.clone());
            async move {
                sandbox
                    .run_deliver_job(
                        &job,
                        &InProcess {
                            db,
                            receiver: receiver(),
                        },
                    )
                    .await
            }
        });
        runner
    }

    /// The campaign's total and number of investors.
    pub(crate) async fn totals(&self) -> (i64, i64) {
        let total = number(&self.db, "SELECT pledged_minor FROM campaigns").await;
        (
            total,
            number(&self.db, "SELECT investor_count FROM campaigns").await,
        )
    }

    pub(crate) async fn claimed(&self) -> i64 {
        number(&self.db, "SELECT CAST(sum(claimed) AS bigint) FROM rewards").await
    }

    /// Everything agrees with everything.
    pub(crate) async fn is_sound(&self) {
        let report = ledger::Ledger::verify(&self.db).await.unwrap();
        assert!(report.is_sound(), "{:#?}", report.faults);
    }
}

pub(crate) fn receiver() -> WebhookReceiver {
    let secret = WebhookSecret::new("whsec_the_secret_of_this_test").unwrap();
    WebhookReceiver {
        provider: Sandbox::NAME,
        secrets: vec![secret],
        livemode: false,
    }
}

async fn user(db: &Db) -> UserId {
    let now = db.clock().now();
    let id = db.ids().uuid(now);
    let insert =
        "INSERT INTO users (id, email, email_canonical, display_name, password_hash, locale, email_confirmed_at, created_at)
                  VALUES ($1, $2, $2, 'Someone', 'x', 'en', $3, $3)";
    execute(
        db,
        insert,
        vec![id.into(), format!("{id}@example.org").into(), now.into()],
    )
    .await;
    id.into()
}

/// The port over the real tables.
#[derive(Debug)]
struct Tables;

/// One mail about each pledge, sent as it was placed.
#[derive(Debug)]
struct Letters;

#[async_trait]
impl Correspondence for Letters {
    async fn mails_about(&self, pledge: &Pledge) -> db::Result<Vec<SentMail>> {
        Ok(vec![SentMail {
            about: "pledge_committed".to_owned(),
            sent_at: pledge.placed_at,
        }])
    }
}

#[async_trait]
impl Founders for Tables {
    async fn may_be_paid(&self, tx: &Tx, founder: UserId) -> db::Result<bool> {
        let select = "SELECT 1 AS x FROM users WHERE id = $1 AND email_confirmed_at IS NOT NULL";
        let found = tx
            .query_one_raw(sql(&**tx, select, [founder.uuid().into()]))
            .await?;
        Ok(found.is_some())
    }
}

#[async_trait]
impl FundingTerms for Tables {
    async fn lock(&self, tx: &Tx, campaign_id: CampaignId) -> db::Result<Option<Terms>> {
        let select = format!(
            "SELECT founder_id, regime, launched_at, state, deadline_at, goal_minor, pledged_minor, investor_count, shortfall_rule, held_at FROM campaigns WHERE id = $1{}",
            tx.for_update()
        );
        let Some(row) = tx
            .query_one_raw(sql(&**tx, select, [campaign_id.uuid().into()]))
            .await?
        else {
            return Ok(None);
        };
        let state: String = row.try_get("", "state")?;
        Ok(Some(Terms {
            campaign_id,
            founder_id: row.try_get::<Uuid>("", "founder_id")?.into(),
            regime: row.try_get::<String>("", "regime")?.parse().unwrap(),
            launched_at: row.try_get("", "launched_at")?,
            is_open: state == "live",
            may_cancel: state == "live" || state == "paused",
            is_collecting: state == "collecting",
            held: row.try_get::<Option<DateTime<Utc>>>("", "held_at")?.is_some(),
            deadline_at: row.try_get("", "deadline_at")?,
            currency: USD,
            goal: Some(usd(row.try_get("", "goal_minor")?)),
            pledged: usd(row.try_get("", "pledged_minor")?),
            investor_count: row.try_get("", "investor_count")?,
            shortfall_rule: row.try_get::<String>("", "shortfall_rule")?.parse()?,
        }))
    }

    async fn offers(
        &self,
        tx: &Tx,
        campaign: CampaignId,
        ids: &[RewardId],
    ) -> db::Result<HashMap<RewardId, Offer>> {
        let mut offers = HashMap::new();
        for id in ids {
            let select = "SELECT kind, amount_minor, per_pledge_limit, offered_with, retired_at FROM rewards
                          WHERE id = $1 AND campaign_id = $2";
            let values = [id.uuid().into(), campaign.uuid().into()];
            let Some(row) = tx.query_one_raw(sql(&**tx, select, values)).await? else {
                continue;
            };
            let offered_with: Option<serde_json::Value> = row.try_get("", "offered_with")?;
            let offer = Offer {
                kind: match row.try_get::<String>("", "kind")?.as_str() {
                    "add_on" => ItemKind::AddOn,
                    _ => ItemKind::Reward,
                },
                amount_minor: row.try_get("", "amount_minor")?,
                per_pledge_limit: row.try_get("", "per_pledge_limit")?,
                offered_with: offered_with.map(|ids| serde_json::from_value(ids).unwrap()),
                retired: row.try_get::<Option<DateTime<Utc>>>("", "retired_at")?.is_some(),
            };
            offers.insert(*id, offer);
        }
        Ok(offers)
    }

    async fn take_units(&self, tx: &Tx, reward: RewardId, quantity: i32) -> db::Result<bool> {
        let take = "UPDATE rewards SET claimed = claimed + $2
                    WHERE id = $1 AND (limit_quantity IS NULL OR claimed + $2 <= limit_quantity)";
        let values = || [reward.uuid().into(), quantity.into()];
        if tx.execute_raw(sql(&**tx, take, values())).await?.rows_affected() == 0 {
            return Ok(false);
        }
        let full = "SELECT 1 AS x FROM reward_pools p JOIN rewards r ON r.pool_id = p.id
                    WHERE r.id = $1 AND p.claimed + $2 > p.limit_quantity";
        if tx.query_one_raw(sql(&**tx, full, values())).await?.is_some() {
            return Ok(false);
        }
        let take = "UPDATE reward_pools SET claimed = claimed + $2
                    WHERE id = (SELECT pool_id FROM rewards WHERE id = $1)";
        tx.execute_raw(sql(&**tx, take, values())).await?;
        Ok(true)
    }

    async fn return_units(&self, tx: &Tx, reward: RewardId, quantity: i32) -> db::Result<()> {
        for give in [
            "UPDATE rewards SET claimed = claimed - $2 WHERE id = $1",
            "UPDATE reward_pools SET claimed = claimed - $2 WHERE id = (SELECT pool_id FROM rewards WHERE id = $1)",
        ] {
            let values = [reward.uuid().into(), quantity.into()];
            tx.execute_raw(sql(&**tx, give, values)).await?;
        }
        Ok(())
    }

    async fn add_committed(
        &self,
        tx: &Tx,
        campaign: CampaignId,
        minor: i64,
        investors: i64,
    ) -> db::Result<()> {
        let update = "UPDATE campaigns SET pledged_minor = pledged_minor + $1, investor_count = investor_count + $2 WHERE id = $3";
        tx.execute_raw(sql(
            &**tx,
            update,
            [minor.into(), investors.into(), campaign.uuid().into()],
        ))
        .await?;
        Ok(())
    }

    async fn end_of_business_days(
        &self,
        _: &Tx,
        _: CampaignId,
        now: DateTime<Utc>,
        days: &kernel::BusinessDays,
    ) -> db::Result<DateTime<Utc>> {
        let last = kernel::business_days_after(None, now.date_naive(), days.count);
        let next = last.succ_opt().unwrap();
        Ok(next.and_time(chrono::NaiveTime::MIN).and_utc())
    }

    async fn hold(
        &self,
        tx: &Tx,
        _: &Caller,
        campaign: CampaignId,
        extend_to: Option<DateTime<Utc>>,
        _: String,
    ) -> db::Result<()> {
        let update = "UPDATE campaigns SET held_at = COALESCE(held_at, $1),
                      deadline_at = CASE WHEN $2 > deadline_at THEN $2 ELSE deadline_at END WHERE id = $3";
        let now = tx.now().await?;
        let extend_to = extend_to.unwrap_or(DateTime::UNIX_EPOCH);
        let values = [now.into(), extend_to.into(), campaign.uuid().into()];
        tx.execute_raw(sql(&**tx, update, values)).await?;
        Ok(())
    }

    async fn lift_hold(&self, tx: &Tx, _: &Caller, campaign: CampaignId, _: String) -> db::Result<()> {
        let update = "UPDATE campaigns SET held_at = NULL WHERE id = $1";
        tx.execute_raw(sql(&**tx, update, [campaign.uuid().into()]))
            .await?;
        Ok(())
    }

    async fn advance(
        &self,
        tx: &Tx,
        _: &Caller,
        campaign: CampaignId,
        step: CampaignStep,
        _: String,
    ) -> db::Result<()> {
        let (from, to) = states_of(step);
        // Money that comes back after its end takes a campaign nowhere.
        let of_payout = matches!(
            step,
            CampaignStep::ReviewFinance | CampaignStep::Pay | CampaignStep::Complete
        );
        let kept = if of_payout { "completed" } else { "" };
        let update = format!(
            "UPDATE campaigns SET state = CASE state WHEN '{kept}' THEN state ELSE '{to}' END
             WHERE id = $1 AND state IN ({from}, '{kept}')"
        );
        let done = tx
            .execute_raw(sql(&**tx, update, [campaign.uuid().into()]))
            .await?;
        if done.rows_affected() == 1 {
            Ok(())
        } else {
            Err(db::Error::corrupt(format_args!(
                "the campaign cannot become {to} now"
            )))
        }
    }
}

/// The campaign's part of a step, as its own crate would write it: from which states it leads, and where to.
fn states_of(step: CampaignStep) -> (&'static str, &'static str) {
    match step {
        CampaignStep::CollectAgain => ("'grace', 'shortfall_decision'", "collecting"),
        CampaignStep::BeginGrace => ("'collecting'", "grace"),
        CampaignStep::AskShortfall => ("'grace'", "shortfall_decision"),
        CampaignStep::Fund => ("'grace', 'shortfall_decision'", "funded"),
        CampaignStep::Fail => ("'grace', 'shortfall_decision'", "failed"),
        CampaignStep::ReviewFinance => ("'funded'", "finance_review"),
        CampaignStep::Pay => ("'finance_review'", "paying"),
        CampaignStep::Complete => ("'funded', 'finance_review', 'paying'", "completed"),
    }
}

/// What the register says of the rights, and the risks that follow.
#[derive(Debug, Default)]
struct Shown {
    risks: Arc<Mutex<GraveRisks>>,
}

#[async_trait]
impl IpDossier for Shown {
    async fn dossier(
        &self,
        _tx: &Tx,
        _campaign: CampaignId,
        _deadline_at: Option<DateTime<Utc>>,
    ) -> db::Result<Dossier> {
        Ok(Dossier {
            risks: self.risks.lock().unwrap().clone(),
            hash: "the-hash".into(),
            body: serde_json::json!({"patents": [{"number": "EP1234567"}]}),
        })
    }
}
