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
use testkit::TestDb;

#[derive(Debug)]
struct Nothing;

/// So many pledges may still be charged.
#[derive(Debug, Default)]
pub(crate) struct Pledges(pub(crate) AtomicU64);

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
    async fn lock(&self, _: &Tx, _: UserId) -> db::Result<Option<Locale>> {
        Ok(Some(Locale::En))
    }

    async fn is_address_of(&self, _: UserId, _: &str) -> db::Result<bool> {
        Ok(true)
    }

    async fn farewell(&self, _: UserId, _: &str) -> Result<(), String> {
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
        obligations: pledges,
        people: Arc::new(Nothing),
        settings: Settings::default(),
    })
}
