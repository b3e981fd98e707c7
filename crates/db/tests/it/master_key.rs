use db::{Db, Held, MasterKeyError, Vault, sql};
use kernel::UserId;
use sea_orm::ConnectionTrait;

fn vault(letter: &str) -> Vault {
    Vault::new(&letter.repeat(32)).unwrap()
}

fn rotating(newest: &str, older: &str) -> Vault {
    vault(newest).with_older(&older.repeat(32)).unwrap()
}

async fn person(db: &Db) -> UserId {
    let now = db.clock().now();
    let id = UserId::from_uuid(db.ids().uuid(now));
    let insert =
        "INSERT INTO users (id, email, email_canonical, display_name, password_hash, locale, created_at)
                  VALUES ($1, $2, $2, 'Ann', 'x', 'en', $3)";
    let values = [id.uuid().into(), format!("{id}@example.test").into(), now.into()];
    let tx = db.begin().await.unwrap();
    tx.execute_raw(sql(&*tx, insert, values)).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn sealed_by(db: &Db, vault: &Vault, person: UserId) -> Vec<u8> {
    let tx = db.begin().await.unwrap();
    let key = vault.key_of(&tx, person).await.unwrap();
    tx.commit().await.unwrap();
    key.seal(db.ids().as_ref(), "names/1", b"Ann").unwrap()
}

async fn opened_by(db: &Db, vault: &Vault, person: UserId, sealed: &[u8]) -> Option<Vec<u8>> {
    let key = vault.find_key(db.primary(), person).await.ok()??;
    key.open("names/1", sealed).ok()
}

testkit::on_both! {
    async fn a_person_keeps_one_key_until_it_is_destroyed(db: &TestDb) {
        let (vault, ann, ben) = (vault("a"), person(db).await, person(db).await);
        let sealed = sealed_by(db, &vault, ann).await;
        sealed_by(db, &vault, ben).await;
        assert_eq!(opened_by(db, &vault, ann, &sealed).await.unwrap(), b"Ann");
        assert_eq!(opened_by(db, &vault, ben, &sealed).await, None, "another's key");
        let tx = db.begin().await.unwrap();
        vault.destroy_key(&tx, ann).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(opened_by(db, &vault, ann, &sealed).await, None);
        // A key made later is another.
        sealed_by(db, &vault, ann).await;
        assert_eq!(opened_by(db, &vault, ann, &sealed).await, None);
    }

    async fn a_start_with_another_master_key_is_refused(db: &TestDb) {
        let first = vault("a");
        assert_eq!(first.check(db.primary()).await.unwrap(), Held::New);
        first.admit(db).await.unwrap();
        first.admit(db).await.unwrap();
        assert_eq!(first.check(db.primary()).await.unwrap(), Held::InUse);
        let refused = vault("b").admit(db).await.unwrap_err();
        let MasterKeyError::Another { sealed_with, held } = &refused else { panic!("{refused:?}") };
        assert_eq!((sealed_with, held), (&first.fingerprint(), &vault("b").fingerprint()));
        assert!(refused.to_string().contains("master_key_old"));
        // What was refused left no trace.
        assert_eq!(first.check(db.primary()).await.unwrap(), Held::InUse);
    }

    async fn while_the_key_is_changed_both_are_needed_and_then_the_new_one_alone(db: &TestDb) {
        let (old, both, new) = (vault("a"), rotating("b", "a"), vault("b"));
        let (ann, ben) = (person(db).await, person(db).await);
        old.admit(db).await.unwrap();
        let of_ann = sealed_by(db, &old, ann).await;
        both.admit(db).await.unwrap();
        let of_ben = sealed_by(db, &both, ben).await;
        assert_eq!(both.check(db.primary()).await.unwrap(), Held::BesideOlder);
        for alone in [&old, &new] {
            assert!(alone.admit(db).await.is_err(), "one key opens half of it");
        }
        assert_eq!(opened_by(db, &both, ann, &of_ann).await.unwrap(), b"Ann");

        assert_eq!(both.reseal_people(db).await.unwrap(), 1);
        assert_eq!(both.reseal_people(db).await.unwrap(), 0, "run again it finds nothing to do");
        let tx = db.begin().await.unwrap();
        assert_eq!(both.retire_older(&tx).await.unwrap(), 1);
        tx.commit().await.unwrap();
        new.admit(db).await.unwrap();
        assert_eq!(new.check(db.primary()).await.unwrap(), Held::InUse);
        for (person, sealed) in [(ann, &of_ann), (ben, &of_ben)] {
            assert_eq!(opened_by(db, &new, person, sealed).await.unwrap(), b"Ann");
        }
        assert!(old.admit(db).await.is_err());
    }

    async fn a_key_that_was_destroyed_is_not_made_anew_by_resealing(db: &TestDb) {
        let (both, ann) = (rotating("b", "a"), person(db).await);
        sealed_by(db, &vault("a"), ann).await;
        let tx = db.begin().await.unwrap();
        both.destroy_key(&tx, ann).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(both.reseal_people(db).await.unwrap(), 0);
        assert!(both.find_key(db.primary(), ann).await.unwrap().is_none());
    }
}
