//! A small world to test in: people, patents, campaigns.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex},
};

use chrono::{DateTime, NaiveDate, Utc};
use db::{Tx, sql};
use kernel::{
    Caller, CampaignId, Currency, Id, LocalizedText, Money, PatentId, ProjectId, RewardId, Role, UserId, kind,
};
use projects::{
    AddReward, Campaign, CreateProject, DeadlineTerm, Decision, EditCampaign, Field, LegalStatus, OwnerMatch,
    Projects, RewardKind, WatchLevel,
    ports::{OnRecord, OwnerCheck, PatentCheck, PatentFacts},
};
use sea_orm::ConnectionTrait;
use testkit::TestDb;

/// Says of patents what the test told it: facts, how each stands, and which are of one family.
#[derive(Debug, Default)]
pub(crate) struct ToldPatents {
    facts: Mutex<BTreeMap<PatentId, (PatentFacts, WatchLevel)>>,
    pub(crate) families: Mutex<Vec<Vec<PatentId>>>,
    pub(crate) ended: Mutex<HashMap<PatentId, DateTime<Utc>>>,
}

#[async_trait::async_trait]
impl PatentCheck for ToldPatents {
    async fn facts(&self, _: &Tx, ids: &[PatentId]) -> db::Result<Vec<PatentFacts>> {
        let told = self.facts.lock().unwrap();
        let facts = ids.iter().rev().filter_map(|id| told.get(id));
        Ok(facts.map(|(facts, _)| facts.clone()).collect())
    }

    async fn families(&self, _: &Tx, ids: &[PatentId]) -> db::Result<HashMap<PatentId, Vec<PatentId>>> {
        let families = self.families.lock().unwrap();
        let of = |id: &PatentId| {
            let family = families.iter().find(|family| family.contains(id))?;
            let others = family.iter().filter(|other| *other != id).copied();
            Some((*id, others.collect()))
        };
        Ok(ids.iter().filter_map(of).collect())
    }

    async fn levels(
        &self,
        _: &Tx,
        ids: &[PatentId],
        _: Option<NaiveDate>,
    ) -> db::Result<HashMap<PatentId, WatchLevel>> {
        let told = self.facts.lock().unwrap();
        let levels = ids.iter().filter_map(|id| Some((*id, told.get(id)?.1)));
        Ok(levels.collect())
    }

    async fn ended(&self, _: &Tx, _: &[PatentId]) -> db::Result<HashMap<PatentId, DateTime<Utc>>> {
        Ok(self.ended.lock().unwrap().clone())
    }
}

/// Says of founders' names what the test told it: whether the founder is verified, and which rights are somebody else's.
#[derive(Debug, Default)]
pub(crate) struct ToldOwners {
    pub(crate) unverified: Mutex<bool>,
    pub(crate) others: Mutex<Vec<PatentId>>,
    pub(crate) changed: Mutex<HashMap<PatentId, DateTime<Utc>>>,
}

#[async_trait::async_trait]
impl OwnerCheck for ToldOwners {
    async fn on_record(
        &self,
        _: &Tx,
        _: UserId,
        ids: &[PatentId],
    ) -> db::Result<HashMap<PatentId, OnRecord>> {
        let is_verified = !*self.unverified.lock().unwrap();
        let (others, changed) = (self.others.lock().unwrap(), self.changed.lock().unwrap());
        let of = |id: &PatentId| {
            let found = match others.contains(id) {
                true => OwnerMatch::OtherParty,
                false => OwnerMatch::Exact,
            };
            let on_record = OnRecord {
                matches: is_verified.then_some(found),
                owners_changed_at: changed.get(id).copied(),
            };
            (*id, on_record)
        };
        Ok(ids.iter().map(of).collect())
    }
}

pub(crate) struct World<'a> {
    pub(crate) db: &'a TestDb,
    pub(crate) projects: Projects,
    pub(crate) patents: Arc<ToldPatents>,
    pub(crate) owners: Arc<ToldOwners>,
    pub(crate) files: files::Files,
    pub(crate) founder: Caller,
    pub(crate) reviewer: Caller,
}

pub(crate) fn vault() -> db::Vault {
    db::Vault::new("a master key that only tests may have").unwrap()
}

pub(crate) fn text(en: &str, zh: &str) -> LocalizedText {
    LocalizedText::both(en, zh)
}

impl<'a> World<'a> {
    pub(crate) async fn new(db: &'a TestDb) -> World<'a> {
        let patents = Arc::new(ToldPatents::default());
        let owners = Arc::new(ToldOwners::default());
        let vault = vault();
        let projects = Projects::new((*db).clone(), vault.clone(), patents.clone(), owners.clone());
        let files = files::Files::new(files::Parts {
            db: (*db).clone(),
            vault,
            objects: files::Objects::in_memory(),
            settings: files::Settings::default(),
        });
        let founder = user(db, &[Role::Investor, Role::Founder]).await;
        let reviewer = user(db, &[Role::Reviewer]).await;
        World {
            db,
            projects,
            patents,
            owners,
            files,
            founder,
            reviewer,
        }
    }

    /// A right the registers know.
    pub(crate) async fn patent(
        &self,
        office: &str,
        status: LegalStatus,
        number: &str,
        title: &str,
    ) -> PatentId {
        let now = self.db.clock().now();
        let id: PatentId = self.db.ids().next(now);
        let insert =
            "INSERT INTO patents (id, office, application, right_type, is_sample, created_at, checked_at)
                      VALUES ($1, $2, $3, 'invention', $4, $5, $5)";
        let conn = self.db.primary();
        let values = [
            id.uuid().into(),
            office.into(),
            number.into(),
            false.into(),
            now.into(),
        ];
        conn.execute_raw(sql(conn, insert, values)).await.unwrap();
        self.tell(id, office, status, number, title);
        id
    }

    /// Changes what the registers say of a right.
    pub(crate) fn tell(&self, id: PatentId, office: &str, status: LegalStatus, number: &str, title: &str) {
        let facts = PatentFacts {
            patent_id: id,
            office: office.into(),
            legal_status: status,
            right_type: "invention".into(),
            expires_on: "2040-01-31".parse().ok(),
            numbers: vec![number.into()],
            titles: vec![title.into()],
            ipc: vec!["H01M 10/0525".into()],
            is_sample: false,
        };
        self.patents
            .facts
            .lock()
            .unwrap()
            .insert(id, (facts, WatchLevel::Green));
    }

    /// Changes some of what the registers say of a right.
    pub(crate) fn amend(&self, id: PatentId, change: impl FnOnce(&mut PatentFacts)) {
        let mut told = self.patents.facts.lock().unwrap();
        change(&mut told.get_mut(&id).expect("a right the registers know").0);
    }

    /// Changes how a right stands.
    pub(crate) fn set_level(&self, id: PatentId, level: WatchLevel) {
        let mut told = self.patents.facts.lock().unwrap();
        told.get_mut(&id).expect("a right the registers know").1 = level;
    }

    pub(crate) async fn draft(&self, en: &str, zh: &str, field: Field) -> Campaign {
        let request = CreateProject {
            title: text(en, zh),
            field,
            country: Some("CN".into()),
            currency: Currency::CNY,
            zone: None,
        };
        self.projects
            .create_project(&self.founder, request)
            .await
            .unwrap()
            .1
    }

    /// A draft with everything that is asked for.
    pub(crate) async fn complete(&self, en: &str, zh: &str, field: Field, patents: &[PatentId]) -> Campaign {
        let mut campaign = self.draft(en, zh, field).await;
        for patent in patents {
            campaign = self
                .projects
                .attach_patent(&self.founder, campaign.id, *patent)
                .await
                .unwrap();
        }
        let edit = EditCampaign {
            blurb: Some(text("A thing worth making.", "值得做的东西。")),
            story: Some(text(&"We make it well. ".repeat(10), "我们把它做好。")),
            risks: Some(text(&"It may take longer. ".repeat(10), "可能会慢一些。")),
            goal: Some(Money::new(10_000_000, Currency::CNY)),
            deadline: Some(DeadlineTerm::Days(30)),
            ..EditCampaign::default()
        };
        let id = campaign.id;
        let campaign = self
            .projects
            .edit_campaign(&self.founder, id, campaign.version, edit)
            .await
            .unwrap();
        self.projects
            .add_reward(&self.founder, id, reward(Some(3)))
            .await
            .unwrap();
        campaign
    }

    pub(crate) async fn approved(&self, en: &str, zh: &str, field: Field, patents: &[PatentId]) -> Campaign {
        let campaign = self.complete(en, zh, field, patents).await;
        let campaign = self
            .projects
            .submit(&self.founder, campaign.id, campaign.version)
            .await
            .unwrap();
        self.projects
            .decide_review(&self.reviewer, campaign.id, Decision::Approved, None)
            .await
            .unwrap()
    }

    pub(crate) async fn live(&self, en: &str, zh: &str, field: Field, patents: &[PatentId]) -> Campaign {
        let campaign = self.approved(en, zh, field, patents).await;
        self.projects
            .launch(&self.founder, campaign.id, None)
            .await
            .unwrap()
    }

    /// A live campaign on one right of its own.
    pub(crate) async fn one_live(&self) -> Campaign {
        let patent = self
            .patent(
                "CN",
                LegalStatus::InForce,
                "CN 202010123456.7",
                "Solid electrolyte",
            )
            .await;
        self.live("Solid-State Battery", "固态电池", Field::EnergyStorage, &[patent])
            .await
    }

    pub(crate) async fn reward_of(&self, campaign: CampaignId) -> RewardId {
        self.projects.rewards_of(&[campaign]).await.unwrap()[0].id
    }

    /// Adds to what is promised, as pledging does.
    pub(crate) async fn promise(&self, campaign: CampaignId, minor: i64) {
        let tx = self.db.begin().await.unwrap();
        projects::funding::lock_terms(&tx, campaign)
            .await
            .unwrap()
            .unwrap();
        projects::funding::add_committed(&tx, campaign, minor, 1)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    pub(crate) async fn find(&self, id: CampaignId) -> Campaign {
        self.projects
            .find(&Caller::system("test"), id)
            .await
            .unwrap()
            .unwrap()
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.db.clock().now()
    }
}

pub(crate) fn reward(limit: Option<i32>) -> AddReward {
    AddReward {
        kind: RewardKind::Reward,
        pool_id: None,
        per_pledge_limit: 1,
        offered_with: None,
        title: text("A cell", "一块电池"),
        description: LocalizedText::default(),
        amount: Money::new(50_000, Currency::CNY),
        limit,
        deliver_on: "2027-03-01".parse().ok(),
    }
}

/// A person with these roles.
pub(crate) use testkit::person as user;

/// Every action of the audit trail on a campaign, in order.
pub(crate) async fn trail(db: &TestDb, subject: impl ToString) -> Vec<String> {
    db.audit_of(&subject.to_string(), 100)
        .await
        .unwrap()
        .into_iter()
        .map(|row| row.action)
        .collect()
}

/// Every event told so far, in order.
pub(crate) async fn told(db: &TestDb) -> Vec<String> {
    let conn = db.primary();
    let rows = conn
        .query_all_raw(sql(conn, "SELECT kind FROM outbox ORDER BY id", []))
        .await
        .unwrap();
    rows.iter().map(|row| row.try_get("", "kind").unwrap()).collect()
}

pub(crate) fn nowhere() -> CampaignId {
    Id::<kind::Campaign>::from_uuid(uuid::Uuid::from_u128(7))
}

pub(crate) fn no_project() -> ProjectId {
    ProjectId::from_uuid(uuid::Uuid::from_u128(7))
}

/// The same person, whose last proof to be there is too long ago.
pub(crate) fn stale(caller: &Caller) -> Caller {
    Caller {
        standing: kernel::Standing {
            proved: false,
            ..caller.standing
        },
        ..caller.clone()
    }
}
