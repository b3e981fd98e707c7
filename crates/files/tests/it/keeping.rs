use chrono::TimeDelta;
use files::KeepError;

use crate::world::{World, pdf, user};

testkit::on_both! {
    async fn an_upload_is_used_once_and_by_its_owner(db: &TestDb) {
        let world = World::new(db).await;
        let file = world.send("a.pdf", pdf("a")).await.unwrap();
        let other = user(db, &[]).await;
        let tx = db.begin().await.unwrap();
        let stolen = files::keep(&tx, other.user_id().unwrap(), file.id, "case_2").await;
        assert!(matches!(stolen, Err(KeepError::NotFound)));
        drop(tx);
        world.keep(&file).await.unwrap();
        assert!(matches!(world.keep(&file).await, Err(KeepError::NotFound)));
        assert_eq!(world.files.by_ids(&[file.id]).await.unwrap()[0].subject.as_deref(), Some("case_1"));
    }

    async fn what_nobody_uses_in_a_day_is_removed_with_its_bytes(db: &TestDb) {
        let world = World::new(db).await;
        let (used, unused) = (world.send("a.pdf", pdf("a")).await.unwrap(), world.send("b.pdf", pdf("b")).await.unwrap());
        world.keep(&used).await.unwrap();
        assert_eq!(world.files.purge().await.unwrap(), 0);
        db.clock.advance(TimeDelta::hours(25));
        assert_eq!(world.files.purge().await.unwrap(), 1);
        assert_eq!(world.files.purge().await.unwrap(), 0);
        let left = world.objects.keys().await.unwrap();
        assert!(left.len() == 1 && left[0].ends_with(&used.id.to_string()), "{left:?}");
        assert!(world.files.by_ids(&[unused.id]).await.unwrap().is_empty());
        assert!(matches!(world.keep(&unused).await, Err(KeepError::NotFound)));
    }

    async fn what_is_given_up_is_read_by_nobody_and_goes(db: &TestDb) {
        let world = World::new(db).await;
        let file = world.send("a.pdf", pdf("a")).await.unwrap();
        world.keep(&file).await.unwrap();
        world.grant(&file, &world.reviewer).await;
        let tx = db.begin().await.unwrap();
        files::discard(&tx, file.id).await.unwrap();
        tx.commit().await.unwrap();
        assert!(world.read(&world.reviewer, &file).await.is_err());
        assert!(world.read(&world.owner, &file).await.is_err());
        assert_eq!(world.files.purge().await.unwrap(), 1);
        assert!(world.objects.keys().await.unwrap().is_empty());
    }

    async fn without_their_persons_key_files_are_gone(db: &TestDb) {
        let world = World::new(db).await;
        let file = world.send("a.pdf", pdf("a")).await.unwrap();
        world.keep(&file).await.unwrap();
        let vault = db::Vault::new("a master key that only tests may have").unwrap();
        let tx = db.begin().await.unwrap();
        vault.destroy_key(&tx, file.owner_id).await.unwrap();
        tx.commit().await.unwrap();
        assert!(world.files.by_ids(&[file.id]).await.unwrap().is_empty());
        assert!(world.read(&world.owner, &file).await.is_err());
    }
}
