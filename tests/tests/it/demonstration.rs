//! The demonstration, lived through as `serve --demo` does it.

use files::Objects;
use kernel::{Caller, PageRequest, Role};
use testkit::TestDb;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demonstration_is_lived_through_and_its_founders_are_verified() {
    let db = TestDb::sqlite().await;
    let vault = db::Vault::new("the master key of a demonstration in a test").unwrap();
    let seeded = app::demo::seed(
        db.url(),
        app::EMBEDDED_SITE.to_owned(),
        vault,
        Objects::in_memory(),
    )
    .await;
    assert!(seeded.unwrap());
    let app = app::App::embedded((*db).clone()).await.unwrap();
    let reviewer = Caller::user(
        db.ids().next(app.now()),
        db.ids().next(app.now()),
        [Role::Reviewer],
    );
    let waiting = app
        .verifications
        .queue(&reviewer, &PageRequest::default())
        .await
        .unwrap();
    assert_eq!(waiting.total, Some(1), "one case waits");
    let filter = projects::discover::Discover::default();
    let live = app
        .projects
        .page(&filter, Default::default(), &PageRequest::default())
        .await
        .unwrap();
    assert!(live.items.len() >= 15);
    for (_, campaign) in &live.items {
        let links = app.projects.patents_of(&[campaign.id]).await.unwrap();
        assert!(
            links.iter().all(|link| link.ownership.proof.is_some()),
            "{}",
            campaign.slug
        );
    }
    db.discard().await;
}
