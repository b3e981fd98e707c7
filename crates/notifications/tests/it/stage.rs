//! Two people, a mail server that does as it is told, and a runner.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use async_trait::async_trait;
use db::{Runner, sql};
use kernel::{Caller, Currency, Locale, LocalizedText, Money, SessionId, UserId};
use mail::{Mailer, Message, SendError};
use notifications::{About, CampaignFacts, Facts, Kind, Notice, Notifications, Parts, Recipient, Recipients};
use sea_orm::ConnectionTrait;
use testkit::TestDb;
use uuid::Uuid;

pub(crate) const ANN: u128 = 1;
pub(crate) const BO: u128 = 2;

/// A mail server that answers as told, then with success.
#[derive(Debug, Default)]
pub(crate) struct Pretended {
    answers: Mutex<VecDeque<SendError>>,
    sent: Mutex<Vec<Message>>,
}

impl Pretended {
    /// Refuses the next mail with this.
    pub(crate) fn refuse(&self, error: SendError) {
        self.answers.lock().unwrap().push_back(error);
    }

    /// What it took.
    pub(crate) fn sent(&self) -> Vec<Message> {
        self.sent.lock().unwrap().clone()
    }
}

#[async_trait]
impl Mailer for Pretended {
    fn name(&self) -> &'static str {
        "pretended"
    }

    async fn send(&self, message: &Message) -> Result<(), SendError> {
        if let Some(error) = self.answers.lock().unwrap().pop_front() {
            return Err(error);
        }
        self.sent.lock().unwrap().push(message.clone());
        Ok(())
    }
}

/// Ann reads English, Bo Chinese; nobody else is there.
#[derive(Debug)]
struct People;

#[async_trait]
impl Recipients for People {
    async fn find(&self, user: UserId) -> db::Result<Option<Recipient>> {
        let person = |address: &str, name: &str, locale| Recipient {
            address: address.to_owned(),
            name: name.to_owned(),
            locale,
        };
        Ok(match user.uuid().as_u128() {
            ANN => Some(person(
                "ann@example.test",
                "Ann\r\nBcc: x@example.test",
                Locale::En,
            )),
            BO => Some(person("bo@example.test", "Bo <b>", Locale::ZhHans)),
            _ => None,
        })
    }
}

pub(crate) struct Stage<'a> {
    pub(crate) db: &'a TestDb,
    pub(crate) notifications: Notifications,
    pub(crate) mailer: Arc<Pretended>,
    runner: Runner,
}

impl<'a> Stage<'a> {
    pub(crate) async fn new(db: &'a TestDb) -> Self {
        for id in [ANN, BO, 3] {
            let insert = "INSERT INTO users (id, email, email_canonical, display_name, password_hash, locale, created_at)
                          VALUES ($1, $2, $2, 'Somebody', 'x', 'en', $3)";
            let values = [
                Uuid::from_u128(id).into(),
                format!("{id}@example.test").into(),
                db.clock().now().into(),
            ];
            let conn = db.primary();
            conn.execute_raw(sql(conn, insert, values)).await.unwrap();
        }
        let mailer = Arc::new(Pretended::default());
        let notifications = Notifications::new(Parts {
            db: (**db).clone(),
            mailer: Arc::clone(&mailer) as Arc<dyn Mailer>,
            recipients: Arc::new(People),
            site: "https://farsight.example/".to_owned(),
        });
        let mut runner = Runner::new((**db).clone());
        notifications.register(&mut runner);
        Self {
            db,
            notifications,
            mailer,
            runner,
        }
    }

    /// Tells it in a transaction of its own; whether it was new.
    pub(crate) async fn tell(&self, notice: &Notice) -> bool {
        let tx = self.db.begin().await.unwrap();
        let new = self.notifications.tell(&tx, notice).await.unwrap();
        tx.commit().await.unwrap();
        new
    }

    /// Runs the jobs that are due.
    pub(crate) async fn work(&self) {
        self.runner.drain().await.unwrap();
    }

    /// The state, the tries and the last error of each mail, oldest first.
    pub(crate) async fn mails(&self) -> Vec<(String, i32, Option<String>)> {
        let conn = self.db.primary();
        let select = "SELECT state, attempts, last_error FROM mails ORDER BY id";
        let rows = conn.query_all_raw(sql(conn, select, [])).await.unwrap();
        rows.iter()
            .map(|row| {
                let get = |name: &str| row.try_get::<String>("", name).unwrap();
                (
                    get("state"),
                    row.try_get("", "attempts").unwrap(),
                    row.try_get("", "last_error").unwrap(),
                )
            })
            .collect()
    }
}

pub(crate) fn caller(user: u128) -> Caller {
    Caller::user(
        Uuid::from_u128(user).into(),
        SessionId::from_uuid(Uuid::nil()),
        [],
    )
}

/// A receipt for somebody; `number` makes it another one.
pub(crate) fn receipt(db: &TestDb, to: u128, number: u32) -> Notice {
    Notice {
        to: Uuid::from_u128(to).into(),
        kind: Kind::PledgeCollected,
        about: About::default(),
        facts: Facts {
            campaign: Some(CampaignFacts {
                title: LocalizedText::both("A <lamp>", "一盏灯"),
                zone: "Europe/Berlin".to_owned(),
                slug: Some("a-lamp".to_owned()),
            }),
            amount: Some(Money::new(1_000 * i64::from(number), Currency::EUR)),
            ..Facts::default()
        },
        key: format!("collected:{number}"),
        at: db.clock().now(),
    }
}
