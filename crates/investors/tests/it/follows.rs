use std::sync::Arc;

use async_trait::async_trait;
use chrono::TimeDelta;
use db::sql;
use investors::{FollowError, Followee, Investors, MOST, ports::Followable};
use kernel::{Caller, PageRequest, SessionId, UserId};
use sea_orm::ConnectionTrait;
use testkit::TestDb;
use uuid::Uuid;

const ANN: u128 = 1;
const BO: u128 = 2;
const FOUNDER: u128 = 9;

/// Everybody is there but the person of the id zero.
#[derive(Debug)]
struct Everything;

#[async_trait]
impl Followable for Everything {
    async fn is_there(&self, _: &Caller, followee: Followee) -> db::Result<bool> {
        Ok(!followee.uuid().is_nil())
    }
}

async fn investors(db: &TestDb, people: u128) -> Investors {
    for id in 1..=people {
        let insert =
            "INSERT INTO users (id, email, email_canonical, display_name, password_hash, locale, created_at)
                      VALUES ($1, $2, $2, 'Somebody', 'x', 'en', $3)";
        let values = [
            Uuid::from_u128(id).into(),
            format!("{id}@example.test").into(),
            db.clock().now().into(),
        ];
        let conn = db.primary();
        conn.execute_raw(sql(conn, insert, values)).await.unwrap();
    }
    Investors::new((**db).clone(), Arc::new(Everything))
}

fn person(id: u128) -> UserId {
    UserId::from_uuid(Uuid::from_u128(id))
}

fn caller(id: u128) -> Caller {
    Caller::user(person(id), SessionId::from_uuid(Uuid::nil()), [])
}

fn founder(id: u128) -> Followee {
    Followee::Founder(person(id))
}

testkit::on_both! {
    async fn following_twice_is_following_once_and_so_is_ending_it(db: &TestDb) {
        let investors = investors(db, 9).await;
        let (ann, bo) = (caller(ANN), caller(BO));
        investors.follow(&ann, founder(FOUNDER)).await.unwrap();
        db.clock.advance(TimeDelta::days(1));
        investors.follow(&ann, founder(FOUNDER)).await.unwrap();
        investors.follow(&bo, founder(FOUNDER)).await.unwrap();
        let own = investors.list_own(&ann, &PageRequest::default()).await.unwrap();
        assert_eq!((own.total, own.items.len()), (Some(1), 1));
        assert_eq!(own.items[0].1.followed_at, db.clock().now() - TimeDelta::days(1), "since the first time");
        assert_eq!(investors.counts_of(&[founder(FOUNDER), founder(ANN)]).await.unwrap(), [(founder(FOUNDER), 2)].into());
        let among = investors.followed_among(&ann, &[founder(FOUNDER), founder(BO)]).await.unwrap();
        assert_eq!(among, [founder(FOUNDER)].into());

        investors.unfollow(&ann, founder(FOUNDER)).await.unwrap();
        investors.unfollow(&ann, founder(FOUNDER)).await.unwrap();
        assert!(investors.followed_among(&ann, &[founder(FOUNDER)]).await.unwrap().is_empty());
        assert_eq!(investors.counts_of(&[founder(FOUNDER)]).await.unwrap(), [(founder(FOUNDER), 1)].into());
    }

    async fn nobody_follows_unnamed_or_themselves_or_what_is_not_there(db: &TestDb) {
        let investors = investors(db, 1).await;
        let refused = investors.follow(&Caller::anonymous(), founder(FOUNDER)).await;
        assert!(matches!(refused, Err(FollowError::Forbidden(_))), "{refused:?}");
        let refused = investors.follow(&caller(ANN), founder(ANN)).await;
        assert!(matches!(refused, Err(FollowError::Oneself)), "{refused:?}");
        let refused = investors.follow(&caller(ANN), Followee::Patent(Uuid::nil().into())).await;
        assert!(matches!(refused, Err(FollowError::NotFound)), "{refused:?}");
        assert!(investors.list_own(&Caller::anonymous(), &PageRequest::default()).await.is_err());
        assert!(investors.followed_among(&Caller::anonymous(), &[founder(1)]).await.unwrap().is_empty());
    }

    async fn a_list_goes_from_the_newest_to_the_oldest(db: &TestDb) {
        let investors = investors(db, 8).await;
        let ann = caller(ANN);
        for id in 2..=8 {
            db.clock.advance(TimeDelta::seconds(1));
            investors.follow(&ann, founder(id)).await.unwrap();
        }
        let (mut page, mut seen) = (PageRequest::first(3), Vec::new());
        loop {
            let got = investors.list_own(&ann, &page).await.unwrap();
            assert_eq!(got.total, Some(7));
            seen.extend(got.items.iter().map(|(_, follow)| follow.followee));
            page.after = got.end_cursor().cloned();
            if !got.has_next {
                break;
            }
        }
        assert_eq!(seen, (2..=8).rev().map(founder).collect::<Vec<_>>());
        assert!(investors.list_own(&caller(BO), &page).await.is_err(), "a cursor is of one list");
    }

    async fn followers_are_walked_in_batches_each_once(db: &TestDb) {
        let investors = investors(db, 9).await;
        for id in 1..=7 {
            investors.follow(&caller(id), founder(8)).await.unwrap();
        }
        for id in [2, 3] {
            investors.follow(&caller(id), founder(9)).await.unwrap();
        }
        let things = [founder(8), founder(9)];
        let (mut after, mut seen) = (None, Vec::new());
        loop {
            let batch = investors.followers_of(&things, after, 3).await.unwrap();
            seen.extend(batch.iter().map(|follower| follower.user));
            after = batch.last().map(|follower| follower.user);
            if batch.len() < 3 {
                break;
            }
        }
        assert_eq!(seen, (1..=7).map(person).collect::<Vec<_>>());
        assert!(investors.followers_of(&[], None, 3).await.unwrap().is_empty());
    }

    async fn the_link_of_a_mail_ends_one_follow_and_nothing_else(db: &TestDb) {
        let investors = investors(db, 9).await;
        investors.follow(&caller(ANN), founder(8)).await.unwrap();
        investors.follow(&caller(ANN), founder(9)).await.unwrap();
        let secret = investors.followers_of(&[founder(8)], None, 3).await.unwrap()[0].secret.clone();
        assert_eq!(secret.len(), 64);
        assert_eq!(investors.by_secret(&secret).await.unwrap(), Some(founder(8)));
        assert_eq!(investors.unfollow_by_secret(&secret).await.unwrap(), Some(founder(8)));
        assert_eq!(investors.unfollow_by_secret(&secret).await.unwrap(), None);
        assert_eq!(investors.unfollow_by_secret("").await.unwrap(), None);
        let left = investors.list_own(&caller(ANN), &PageRequest::default()).await.unwrap();
        assert_eq!(left.items.iter().map(|(_, follow)| follow.followee).collect::<Vec<_>>(), [founder(9)]);
    }

    async fn a_person_follows_at_most_a_thousand_things(db: &TestDb) {
        let people = u32::try_from(MOST).unwrap() + 2;
        let investors = investors(db, u128::from(people)).await;
        for id in 2..=people {
            investors.follow(&caller(ANN), founder(id.into())).await.unwrap();
            if u64::from(id) == MOST + 1 {
                break;
            }
        }
        let refused = investors.follow(&caller(ANN), founder(people.into())).await;
        assert!(matches!(refused, Err(FollowError::TooMany)), "{refused:?}");
        investors.follow(&caller(ANN), founder(2)).await.unwrap();
    }
}
