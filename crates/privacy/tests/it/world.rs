//! Privacy over a database, with nobody who owes anybody anything.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use async_trait::async_trait;
use db::{Tx, Vault};
use files::{Files, Objects};
use kernel::{Locale, UserId};
use privacy::{Obligation, Obligations, Parts, People, Privacy, Settings, Standing};
use sea_orm::ConnectionTrait;
use testkit::TestDb;

/// People of whom nothing is known but their row; while the last mail goes out, something may come up.
#[derive(Debug)]
struct Nothing(Arc<Pledges>);

/// So many pledges may still be charged; and so many more are placed while the last mail goes out.
#[derive(Debug, Default)]
pub(crate) struct Pledges(pub(crate) AtomicU64, pub(crate) AtomicU64);

#[async_trait]
impl Obligations for Pledges {
    async fn of(&self, _: &Tx, _: UserId) -> db::Result<Vec<Standing>> {
        Ok(vec![Standing {
            what: Obligation::PledgesOpen,
            count: self.0.load(Ordering::Relaxed),
        }])
    }
}

#[async_trait]
impl People for Nothing {
    async fn lock(&self, tx: &Tx, person: UserId) -> db::Result<Option<Locale>> {
        let select = format!("SELECT id FROM users WHERE id = $1{}", tx.for_update());
        let values = [person.uuid().into()];
        let row = tx.query_one_raw(db::sql(&**tx, select, values)).await?;
        Ok(row.map(|_| Locale::En))
    }

    async fn is_address_of(&self, _: UserId, _: &str) -> db::Result<bool> {
        Ok(true)
    }

    async fn farewell(&self, _: UserId, _: &str) -> Result<(), String> {
        let placed = self.0.1.swap(0, Ordering::Relaxed);
        self.0.0.fetch_add(placed, Ordering::Relaxed);
        Ok(())
    }

    fn words(&self, _: Locale) -> (String, String) {
        ("Nobody".to_owned(), "–".to_owned())
    }
}

pub(crate) fn privacy(db: &TestDb) -> Privacy {
    owing(db, Arc::default())
}

/// The same, where something may stand in the way.
pub(crate) fn owing(db: &TestDb, pledges: Arc<Pledges>) -> Privacy {
    let vault = Vault::new(&"k".repeat(32)).unwrap();
    let objects = Objects::in_memory();
    let files = Files::new(files::Parts {
        db: (**db).clone(),
        vault: vault.clone(),
        objects: objects.clone(),
        settings: files::Settings::default(),
    });
    Privacy::new(Parts {
        db: (**db).clone(),
        vault,
        objects,
        files,
        people: Arc::new(Nothing(Arc::clone(&pledges))),
        obligations: pledges,
        settings: Settings::default(),
    })
}
