use db::sql;
use files::{MediaType, Objects, Settings, StageError, Upload};
use kernel::Caller;
use sea_orm::ConnectionTrait;

use crate::world::{World, pdf};

testkit::on_both! {
    async fn an_upload_is_told_by_its_bytes_and_named_by_what_it_is(db: &TestDb) {
        let world = World::new(db).await;
        let file = world.send("../../../身份证\u{202e}gnp.exe", pdf("a")).await.unwrap();
        assert_eq!(file.media, MediaType::Pdf);
        assert_eq!(file.name, "身份证gnp.pdf");
        assert_eq!(file.sha256.len(), 64);
        let kept = world.files.by_ids(&[file.id]).await.unwrap();
        assert_eq!(kept, std::slice::from_ref(&file));
        let keys = world.objects.keys().await.unwrap();
        assert_eq!(keys, [format!("{}/{}/{}", &file.sha256[..2], file.sha256, file.id)]);
    }

    async fn neither_name_nor_bytes_can_be_read_where_they_are_kept(db: &TestDb) {
        let dir = tempfile::tempdir().unwrap();
        let objects = Objects::in_folder(dir.path()).unwrap();
        let world = World::keeping(db, objects, Settings::default()).await;
        let file = world.send("zhang-wei.pdf", pdf("born 1980 in Suzhou")).await.unwrap();
        let key = world.objects.keys().await.unwrap().pop().unwrap();
        let stored = std::fs::read(dir.path().join(key)).unwrap();
        assert!(!stored.windows(6).any(|bytes| bytes == b"Suzhou" || bytes == b"%PDF-1"));
        let conn = db.primary();
        let row = conn.query_one_raw(sql(conn, "SELECT name FROM files", [])).await.unwrap().unwrap();
        let name: Vec<u8> = row.try_get("", "name").unwrap();
        assert!(!name.windows(5).any(|bytes| bytes == b"zhang"));
        assert_eq!(world.read(&world.owner, &file).await.unwrap(), pdf("born 1980 in Suzhou"));
    }

    async fn what_is_refused_leaves_no_trace(db: &TestDb) {
        let settings = Settings { max_bytes: 2_000, ..Settings::default() };
        let world = World::keeping(db, Objects::in_memory(), settings).await;
        for (name, bytes) in [
            ("passport.pdf", b"<html><script>alert(1)</script>".to_vec()),
            ("scan.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec()),
            ("empty.png", Vec::new()),
            ("cut.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF".to_vec()),
            ("large.pdf", pdf(&"x".repeat(2_000))),
        ] {
            assert!(world.send(name, bytes).await.is_err(), "{name}");
        }
        assert!(world.objects.keys().await.unwrap().is_empty());
        let conn = db.primary();
        assert!(conn.query_one_raw(sql(conn, "SELECT id FROM files", [])).await.unwrap().is_none());
        let upload = Upload { name: "a.pdf".to_owned(), bytes: pdf("a").into() };
        let nobody = world.files.stage(&Caller::anonymous(), upload).await;
        assert!(matches!(nobody, Err(StageError::Forbidden(_))));
    }

    async fn nobody_fills_the_store(db: &TestDb) {
        let settings = Settings { max_staged: 3, max_per_day: 5, ..Settings::default() };
        let world = World::keeping(db, Objects::in_memory(), settings).await;
        let mut sent = Vec::new();
        for n in 0..3 {
            sent.push(world.send("a.pdf", pdf(&n.to_string())).await.unwrap());
        }
        assert!(matches!(world.send("a.pdf", pdf("4")).await, Err(StageError::TooMany { limit: 3 })));
        for file in &sent {
            world.keep(file).await.unwrap();
        }
        for n in 4..6 {
            world.keep(&world.send("a.pdf", pdf(&n.to_string())).await.unwrap()).await.unwrap();
        }
        assert!(matches!(world.send("a.pdf", pdf("6")).await, Err(StageError::TooMany { limit: 5 })));
        db.clock.advance(chrono::TimeDelta::hours(25));
        world.send("a.pdf", pdf("7")).await.unwrap();
    }

    async fn uploads_at_one_moment_are_counted_one_after_the_other(db: &TestDb) {
        let settings = Settings { max_staged: 2, ..Settings::default() };
        let world = World::keeping(db, Objects::in_memory(), settings).await;
        let sends = tokio::join!(
            world.send("1.pdf", pdf("1")), world.send("2.pdf", pdf("2")),
            world.send("3.pdf", pdf("3")), world.send("4.pdf", pdf("4")),
        );
        let taken = [sends.0.is_ok(), sends.1.is_ok(), sends.2.is_ok(), sends.3.is_ok()];
        assert_eq!(taken.iter().filter(|taken| **taken).count(), 2);
    }
}
