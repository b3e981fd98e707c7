use chrono::TimeDelta;
use files::{LINK_PATH, OpenError};
use kernel::{Caller, Role};

use crate::world::{World, pdf, user};

testkit::on_both! {
    async fn a_file_is_read_by_its_owner_and_by_whom_it_was_granted(db: &TestDb) {
        let world = World::new(db).await;
        let file = world.send("a.pdf", pdf("a")).await.unwrap();
        let other = user(db, &[Role::Reviewer, Role::Administrator]).await;
        assert_eq!(world.read(&world.owner, &file).await.unwrap(), pdf("a"));
        assert!(matches!(world.read(&world.reviewer, &file).await, Err(OpenError::NotFound)));
        world.keep(&file).await.unwrap();
        world.grant(&file, &world.reviewer).await;
        assert_eq!(world.read(&world.reviewer, &file).await.unwrap(), pdf("a"));
        // A role alone opens nothing.
        assert!(matches!(world.read(&other, &file).await, Err(OpenError::NotFound)));

        let tx = db.begin().await.unwrap();
        files::revoke(&tx, file.id).await.unwrap();
        tx.commit().await.unwrap();
        assert!(matches!(world.read(&world.reviewer, &file).await, Err(OpenError::NotFound)));
    }

    async fn its_owner_sees_who_read_it_and_nobody_else_does(db: &TestDb) {
        let world = World::new(db).await;
        let file = world.send("a.pdf", pdf("a")).await.unwrap();
        world.keep(&file).await.unwrap();
        world.grant(&file, &world.reviewer).await;
        world.read(&world.owner, &file).await.unwrap();
        world.read(&world.reviewer, &file).await.unwrap();
        db.clock.advance(TimeDelta::minutes(1));
        world.read(&world.reviewer, &file).await.unwrap();
        let files = [file];
        let seen = world.files.accesses(&world.owner, &files).await.unwrap();
        assert_eq!(seen.len(), 2);
        assert!(seen[0].at > seen[1].at);
        assert!(seen.iter().all(|access| access.user_id == world.reviewer.user_id().unwrap()));
        assert!(world.files.accesses(&world.reviewer, &files).await.unwrap().is_empty());
    }

    async fn a_grant_ends_with_the_day_and_can_be_given_anew(db: &TestDb) {
        let world = World::new(db).await;
        let file = world.send("a.pdf", pdf("a")).await.unwrap();
        world.keep(&file).await.unwrap();
        world.grant(&file, &world.reviewer).await;
        db.clock.advance(TimeDelta::hours(24) - TimeDelta::microseconds(1));
        world.read(&world.reviewer, &file).await.unwrap();
        db.clock.advance(TimeDelta::microseconds(1));
        assert!(matches!(world.read(&world.reviewer, &file).await, Err(OpenError::NotFound)));
        world.read(&world.owner, &file).await.unwrap();
        world.grant(&file, &world.reviewer).await;
        world.read(&world.reviewer, &file).await.unwrap();
    }

    async fn an_address_is_for_one_person_and_five_minutes(db: &TestDb) {
        let world = World::new(db).await;
        let file = world.send("a.pdf", pdf("a")).await.unwrap();
        world.keep(&file).await.unwrap();
        world.grant(&file, &world.reviewer).await;
        let link = world.files.link(&world.reviewer, file.id).unwrap();
        let signed = link.strip_prefix(LINK_PATH).unwrap();
        assert!(world.files.open(&world.reviewer, signed).await.is_ok());
        assert!(matches!(world.files.open(&world.owner, signed).await, Err(OpenError::NotFound)));
        assert!(matches!(world.files.open(&Caller::anonymous(), signed).await, Err(OpenError::Forbidden(_))));
        for hostile in ["../../etc/passwd", "..%2f..%2fetc%2fpasswd", &signed[..signed.len() - 1], ""] {
            assert!(matches!(world.files.open(&world.reviewer, hostile).await, Err(OpenError::NotFound)), "{hostile}");
        }
        db.clock.advance(TimeDelta::minutes(5));
        assert!(matches!(world.files.open(&world.reviewer, signed).await, Err(OpenError::NotFound)));
        assert!(world.files.link(&Caller::anonymous(), file.id).is_none());
    }

    async fn bytes_that_were_changed_where_they_are_kept_are_not_shown(db: &TestDb) {
        let dir = tempfile::tempdir().unwrap();
        let objects = files::Objects::in_folder(dir.path()).unwrap();
        let world = World::keeping(db, objects, files::Settings::default()).await;
        let (one, two) = (world.send("a.pdf", pdf("a")).await.unwrap(), world.send("b.pdf", pdf("b")).await.unwrap());
        let path = |file: &files::File| dir.path().join(format!("{}/{}/{}", &file.sha256[..2], file.sha256, file.id));
        std::fs::copy(path(&two), path(&one)).unwrap();
        assert!(matches!(world.read(&world.owner, &one).await, Err(OpenError::Changed(_))));
        assert!(world.read(&world.owner, &two).await.is_ok());
    }
}
