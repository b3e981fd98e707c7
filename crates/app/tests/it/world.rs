//! A platform with licences, campaigns under a regime, and investors who declared what they have to.

use app::App;
use chrono::{DateTime, TimeDelta, Utc};
use db::sql;
use files::Upload;
use kernel::{Caller, CampaignId, Currency, FileId, LocalizedText, Money, PledgeId, Refusal, Regime, Role};
use payments::sandbox::CardInput;
use pledges::{
    AdjustPledge, AdjustPledgeError, CancelPledge, CancelPledgeError, PlacePledge, PlacePledgeError, Pledge,
};
use projects::{Campaign, CreateProject, DeadlineTerm, EditCampaign, Field, ShortfallRule};
use regimes::{
    Answer, CheckParty, DecideDeclaration, Declare, EnterLicence, Licence, OfferingTerms,
    OversubscriptionMethod, PublishSheet, RecordCheck, rules::limits::Figures,
};
use sea_orm::{ConnectionTrait, Value};
use testkit::{TestDb, person};
use uuid::Uuid;

pub(crate) struct World<'a> {
    pub(crate) db: &'a TestDb,
    pub(crate) app: App,
    pub(crate) founder: Caller,
    pub(crate) reviewer: Caller,
    pub(crate) admins: [Caller; 2],
}

/// An amount in whole units.
pub(crate) fn usd(major: i64) -> Money {
    Money::new(major * 100, Currency::USD)
}

pub(crate) fn eur(major: i64) -> Money {
    Money::new(major * 100, Currency::EUR)
}

pub(crate) fn cny(major: i64) -> Money {
    Money::new(major * 100, Currency::CNY)
}

pub(crate) fn key(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// The rule and the reason of a refusal.
pub(crate) fn said(refusal: &Refusal) -> (&str, &str) {
    (refusal.rule.as_str(), refusal.code.as_str())
}

/// What a rule said of a pledge that was not taken.
pub(crate) fn refused(outcome: Result<Pledge, PlacePledgeError>) -> Refusal {
    match outcome {
        Err(PlacePledgeError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

/// The answers that are right.
pub(crate) fn right_answers(app: &App, regime: Regime) -> Vec<Answer> {
    // The bank tells nobody which are right; each is found by trying.
    let bank = app.regimes.bank();
    let mut answers: Vec<Answer> = Vec::new();
    for question in bank.of(regime) {
        let tried = |choice: &str| Answer {
            question: question.id.clone(),
            choice: choice.to_owned(),
        };
        let before = bank.grade(regime, &answers).0;
        let found = question
            .choices
            .iter()
            .map(|choice| tried(&choice.id))
            .find(|answer| {
                let all: Vec<_> = answers.iter().chain([answer]).cloned().collect();
                bank.grade(regime, &all).0 > before
            });
        answers.push(found.unwrap());
    }
    answers
}

impl<'a> World<'a> {
    pub(crate) async fn new(db: &'a TestDb) -> World<'a> {
        World {
            db,
            app: App::embedded((**db).clone()).await.unwrap(),
            founder: person(db, &[Role::Investor, Role::Founder]).await,
            reviewer: person(db, &[Role::Investor, Role::Reviewer]).await,
            admins: [
                person(db, &[Role::Administrator]).await,
                person(db, &[Role::Administrator]).await,
            ],
        }
    }

    pub(crate) async fn execute(&self, text: &str, values: Vec<Value>) {
        let conn = self.db.primary();
        conn.execute_raw(sql(conn, text, values)).await.unwrap();
    }

    pub(crate) async fn number(&self, text: &str) -> i64 {
        let conn = self.db.primary();
        let row = conn.query_one_raw(sql(conn, text, [])).await.unwrap().unwrap();
        row.try_get_by_index::<i64>(0).unwrap()
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.db.clock().now()
    }

    pub(crate) async fn investor(&self) -> Caller {
        person(self.db, &[Role::Investor]).await
    }

    pub(crate) fn wish(regime: Regime) -> EnterLicence {
        EnterLicence {
            regime,
            holder: "Farsight Portal".to_owned(),
            authority: "The authority".to_owned(),
            number: "007-00001".to_owned(),
            valid_from: "2026-01-01".parse().unwrap(),
            valid_until: "2027-12-31".parse().ok(),
            document_id: None,
            reference: "https://register.example/007-00001".to_owned(),
        }
    }

    /// A licence that one administrator entered and another confirmed.
    pub(crate) async fn licence(&self, regime: Regime) -> Licence {
        let regimes = &self.app.regimes;
        let entered = regimes
            .enter_licence(&self.admins[0], Self::wish(regime))
            .await
            .unwrap();
        regimes
            .confirm_licence(&self.admins[1], entered.id)
            .await
            .unwrap()
    }

    /// A draft of a founder, with everything but its regime.
    pub(crate) async fn draft(&self, founder: &Caller, goal: Money, days: u16) -> Campaign {
        let text = |en: &str| LocalizedText::both(en, en);
        let request = CreateProject {
            title: text("A lamp"),
            field: Field::EnergyStorage,
            country: Some("US".to_owned()),
            currency: goal.currency,
            zone: None,
        };
        let (_, campaign) = self.app.projects.create_project(founder, request).await.unwrap();
        let edit = EditCampaign {
            goal: Some(goal),
            deadline: Some(DeadlineTerm::Days(days)),
            shortfall_rule: Some(ShortfallRule::RefundAll),
            ..EditCampaign::default()
        };
        let edited = self
            .app
            .projects
            .edit_campaign(founder, campaign.id, campaign.version, edit);
        edited.await.unwrap()
    }

    /// A draft whose regime was chosen, with the terms of its security.
    pub(crate) async fn offered(&self, regime: Regime, goal: Money, days: u16) -> CampaignId {
        self.offered_by(&self.founder, regime, goal, days).await
    }

    pub(crate) async fn offered_by(
        &self,
        founder: &Caller,
        regime: Regime,
        goal: Money,
        days: u16,
    ) -> CampaignId {
        let draft = self.draft(founder, goal, days).await;
        let chosen = self
            .app
            .projects
            .choose_regime(founder, draft.id, draft.version, regime);
        chosen.await.unwrap();
        self.terms(founder, draft.id, goal, None).await;
        draft.id
    }

    /// States the terms of a security: up to a maximum, first come first served, or no more than the goal.
    pub(crate) async fn terms(&self, founder: &Caller, id: CampaignId, goal: Money, maximum: Option<Money>) {
        let terms = OfferingTerms {
            campaign_id: id,
            security: "Common shares".to_owned(),
            unit_price: Money::new(100, goal.currency),
            method: match maximum {
                Some(_) => OversubscriptionMethod::FirstCome,
                None => OversubscriptionMethod::None,
            },
            maximum,
            existing_holders: (goal.currency == Currency::CNY).then_some(1),
        };
        self.app.regimes.state_offering(founder, terms).await.unwrap();
    }

    pub(crate) async fn check(&self, id: CampaignId, party: CheckParty, passed: bool) {
        let check = RecordCheck {
            campaign_id: id,
            party,
            passed,
            reference: "check 4711".to_owned(),
        };
        self.app
            .regimes
            .record_check(&self.reviewer, check)
            .await
            .unwrap();
    }

    pub(crate) async fn checked(&self, id: CampaignId) {
        for party in CheckParty::ALL {
            self.check(id, *party, true).await;
        }
    }

    pub(crate) async fn upload(&self, caller: &Caller) -> FileId {
        let upload = Upload {
            name: "paper.pdf".to_owned(),
            bytes: b"%PDF-1.4\ntrailer<<>>\nstartxref\n9\n%%EOF\n".to_vec().into(),
        };
        self.app.files.stage(caller, upload).await.unwrap().id
    }

    pub(crate) async fn sheet(&self, id: CampaignId, pages: u32) -> regimes::Result<regimes::Sheet> {
        let request = PublishSheet {
            campaign_id: id,
            upload_id: self.upload(&self.founder).await,
            pages,
            reason: "as of this day".to_owned(),
        };
        self.app.regimes.publish_sheet(&self.founder, request).await
    }

    /// Launches a campaign as if a reviewer had let it through.
    pub(crate) async fn launch(&self, founder: &Caller, id: CampaignId) -> projects::Result<Campaign> {
        let update = "UPDATE campaigns SET state = 'approved' WHERE id = $1";
        self.execute(update, vec![id.uuid().into()]).await;
        self.app.projects.launch(founder, id, None).await
    }

    /// What a rule said of a launch.
    pub(crate) async fn launch_refused(&self, id: CampaignId) -> Refusal {
        match self.launch(&self.founder, id).await {
            Err(projects::Error::Refused(refusal)) => refusal,
            other => panic!("{other:?}"),
        }
    }

    /// A live campaign of 10,000 dollars under Regulation Crowdfunding, for sixty days.
    pub(crate) async fn reg_cf(&self) -> CampaignId {
        self.licence(Regime::RegCf).await;
        self.reg_cf_of(&self.founder, usd(10_000), 60).await
    }

    pub(crate) async fn reg_cf_of(&self, founder: &Caller, goal: Money, days: u16) -> CampaignId {
        let id = self.offered_by(founder, Regime::RegCf, goal, days).await;
        self.checked(id).await;
        self.launch(founder, id).await.unwrap();
        id
    }

    /// A live campaign of 10,000 euros under the European regime, for thirty days.
    pub(crate) async fn ecspr(&self) -> CampaignId {
        self.licence(Regime::Ecspr).await;
        let id = self.offered(Regime::Ecspr, eur(10_000), 30).await;
        self.sheet(id, 6).await.unwrap();
        self.launch(&self.founder, id).await.unwrap();
        id
    }

    pub(crate) async fn find(&self, id: CampaignId) -> Campaign {
        self.app
            .projects
            .find(&Caller::system("test"), id)
            .await
            .unwrap()
            .unwrap()
    }

    pub(crate) async fn figures(&self, investor: &Caller, regime: Regime, income: i64, net_worth: i64) {
        let figures = Figures {
            income_minor: income * 100,
            net_worth_minor: net_worth * 100,
        };
        let declared = Declare::Figures { regime, figures };
        self.app.regimes.declare(investor, declared).await.unwrap();
    }

    /// Reads, answers and acknowledges what CF11 asks for, but for what `change` takes away.
    pub(crate) async fn educate(&self, investor: &Caller, id: CampaignId, change: fn(&mut Declare)) {
        let mut all = Declare::Education {
            campaign_id: id,
            material_read: true,
            answers: right_answers(&self.app, Regime::RegCf),
            loss_acknowledged: true,
            illiquidity_acknowledged: true,
        };
        change(&mut all);
        self.app.regimes.declare(investor, all).await.unwrap();
    }

    /// An investor with these means who may commit to a campaign under Regulation Crowdfunding.
    pub(crate) async fn reg_cf_investor(&self, id: CampaignId, income: i64, net_worth: i64) -> Caller {
        let investor = self.investor().await;
        self.figures(&investor, Regime::RegCf, income, net_worth).await;
        self.educate(&investor, id, |_| {}).await;
        investor
    }

    /// An investor who may commit to a campaign under the European regime.
    pub(crate) async fn ecspr_investor(&self, net_worth: i64) -> Caller {
        let investor = self.investor().await;
        self.figures(&investor, Regime::Ecspr, 30_000, net_worth).await;
        let test = Declare::KnowledgeTest {
            answers: right_answers(&self.app, Regime::Ecspr),
            warning_acknowledged: false,
        };
        self.app.regimes.declare(&investor, test).await.unwrap();
        let loss = eur(net_worth / 10);
        self.app
            .regimes
            .declare(&investor, Declare::LossSimulation { loss })
            .await
            .unwrap();
        investor
    }

    /// A class, proved by a document and found by the reviewer.
    pub(crate) async fn classed(&self, investor: &Caller, class: regimes::Class) {
        let documents = vec![self.upload(investor).await];
        let declared = self
            .app
            .regimes
            .declare(investor, Declare::Class { class, documents });
        let id = declared.await.unwrap().id;
        let yes = DecideDeclaration {
            id,
            refused_because: None,
        };
        self.app
            .regimes
            .decide_declaration(&self.reviewer, yes)
            .await
            .unwrap();
    }

    pub(crate) async fn place(
        &self,
        investor: &Caller,
        id: CampaignId,
        amount: Money,
        number: u128,
    ) -> Result<Pledge, PlacePledgeError> {
        let wish = PlacePledge {
            campaign_id: id,
            reward_id: None,
            items: Vec::new(),
            amount,
            acknowledged_risks: None,
            idempotency_key: key(number),
        };
        self.app.pledges.place(investor, wish).await
    }

    /// Places a pledge and saves a good card for it.
    pub(crate) async fn committed(
        &self,
        investor: &Caller,
        id: CampaignId,
        amount: Money,
        number: u128,
    ) -> Pledge {
        let pledge = self.place(investor, id, amount, number).await.unwrap();
        self.card(investor, pledge.id).await
    }

    /// Saves a good card for a pledge.
    pub(crate) async fn card(&self, investor: &Caller, pledge: PledgeId) -> Pledge {
        let setup = self.app.pledges.setup_to_fill(investor, pledge).await.unwrap();
        let card = CardInput {
            number: "4242424242424242".into(),
            exp_month: 12,
            exp_year: 2034,
            cvc: "123".into(),
        };
        let sandbox = self.app.sandbox().unwrap();
        sandbox
            .enter_card(&setup.provider_id.unwrap(), &card)
            .await
            .unwrap();
        self.app.pledges.refresh_setup(investor, pledge).await.unwrap()
    }

    pub(crate) async fn cancel(
        &self,
        investor: &Caller,
        pledge: PledgeId,
        number: u128,
    ) -> Result<Pledge, CancelPledgeError> {
        let wish = CancelPledge {
            pledge_id: pledge,
            idempotency_key: key(number),
        };
        self.app.pledges.cancel(investor, wish).await
    }

    /// A pledge of somebody new that was committed at a moment, written down without asking any rule.
    pub(crate) async fn written(&self, like: &Pledge, amount: Money, at: DateTime<Utc>) {
        let somebody = self.investor().await;
        let insert = "INSERT INTO pledges (id, campaign_id, investor_id, amount_minor, currency, state, placed_at, reserved_until,
                committed_at, dossier_hash, idem_key, version, regime)
            SELECT $1, campaign_id, $2, $3, currency, 'committed', $4, $5, $4, dossier_hash, $6, 1, regime FROM pledges WHERE id = $7";
        let id = self.db.ids().uuid(self.now());
        let values = vec![
            id.into(),
            somebody.user_id().unwrap().uuid().into(),
            amount.minor.into(),
            at.into(),
            (at + TimeDelta::minutes(30)).into(),
            id.to_string().into(),
            like.id.uuid().into(),
        ];
        self.execute(insert, values).await;
    }

    /// The pledge of this amount was charged at a moment.
    pub(crate) async fn bought(&self, amount: Money, at: DateTime<Utc>) {
        let update = "UPDATE pledges SET state = 'collected' WHERE amount_minor = $1";
        self.execute(update, vec![amount.minor.into()]).await;
        let insert = "INSERT INTO payment_attempts (id, pledge_id, campaign_id, attempt, cause, setup_id, provider, provider_id,
                idem_key, amount_minor, currency, state, created_at, finished_at)
            SELECT $1, p.id, p.campaign_id, 1, 'deadline', (SELECT s.id FROM payment_setups s ORDER BY s.id LIMIT 1), 'sandbox', $2, $2,
                p.amount_minor, p.currency, 'succeeded', $3, $3 FROM pledges p WHERE p.amount_minor = $4";
        let id = self.db.ids().uuid(at);
        let values = vec![id.into(), id.to_string().into(), at.into(), amount.minor.into()];
        self.execute(insert, values).await;
    }

    /// A change of a pledge's amount.
    pub(crate) async fn adjust(
        &self,
        investor: &Caller,
        pledge: PledgeId,
        amount: Money,
        number: u128,
    ) -> Result<Pledge, AdjustPledgeError> {
        let wish = AdjustPledge {
            pledge_id: pledge,
            reward_id: None,
            items: None,
            amount,
            acknowledged_risks: None,
            idempotency_key: key(number),
        };
        self.app.pledges.adjust(investor, wish).await
    }

    /// What a rule said of a change of a pledge's amount.
    pub(crate) async fn adjust_refused(
        &self,
        investor: &Caller,
        pledge: PledgeId,
        amount: Money,
        number: u128,
    ) -> Refusal {
        match self.adjust(investor, pledge, amount, number).await {
            Err(AdjustPledgeError::NotTaken(PlacePledgeError::Refused(refusal))) => refusal,
            other => panic!("{other:?}"),
        }
    }

    /// Everything that is due, and what follows from it.
    pub(crate) async fn work(&self) {
        let runner = self.app.runner();
        for _ in 0..4 {
            runner.drain().await.unwrap();
            self.db.clock.advance(TimeDelta::seconds(10));
        }
        runner.drain().await.unwrap();
    }

    /// The payer of a charged pledge contests it, or their bank decides on that; the platform hears of it.
    pub(crate) async fn dispute(&self, pledge: PledgeId, won: Option<bool>) {
        let sandbox = self.app.sandbox().unwrap();
        match won {
            None => {
                let charge =
                    "SELECT provider_id FROM payment_attempts WHERE state = 'succeeded' AND pledge_id = $1";
                let charge = self.text(charge, pledge).await;
                sandbox.dispute(&charge, None, "fraudulent", false).await.unwrap();
            }
            Some(won) => {
                let dispute = self
                    .text("SELECT provider_id FROM disputes WHERE pledge_id = $1", pledge)
                    .await;
                sandbox.decide_dispute(&dispute, won).await.unwrap();
            }
        }
        self.app.pledges.read_events().await.unwrap();
        self.work().await;
    }

    async fn text(&self, select: &str, pledge: PledgeId) -> String {
        let conn = self.db.primary();
        let row = conn
            .query_one_raw(sql(conn, select, [pledge.uuid().into()]))
            .await
            .unwrap();
        row.unwrap().try_get_by_index(0).unwrap()
    }

    /// Deadlines that have come are decided on.
    pub(crate) async fn close_due(&self) -> usize {
        let closer = Caller::system("closer");
        self.app.projects.close_due(&closer, 100).await.unwrap().len()
    }

    /// How many notices of a kind were written.
    pub(crate) async fn told(&self, kind: &str) -> i64 {
        self.number(&format!(
            "SELECT count(*) FROM notifications WHERE kind = '{kind}'"
        ))
        .await
    }
}
