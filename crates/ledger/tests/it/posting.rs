use kernel::{Currency, Money};
use ledger::{Account, AccountKind, Entry, Ledger, LedgerError, Posting};

use crate::{USD, campaign, commitment, pledge, post, promise};

testkit::on_both! {
    async fn a_promise_stands_on_both_accounts(db: &TestDb) {
        post(db, promise(db, 1, 2_500)).await.unwrap();
        post(db, promise(db, 2, 1_000)).await.unwrap();
        let (investors, total) = commitment(campaign(1));
        assert_eq!(Ledger::balance(db.reader(), investors, USD).await.unwrap(), Money::new(3_500, USD));
        assert_eq!(Ledger::balance(db.reader(), total, USD).await.unwrap(), Money::new(-3_500, USD));
        assert_eq!(Ledger::balance(db.reader(), total, Currency::JPY).await.unwrap(), Money::new(0, Currency::JPY));
        let read = Ledger::entries_of(db.reader(), &pledge(2)).await.unwrap();
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].postings, promise(db, 2, 1_000).postings);
        let report = Ledger::verify(db).await.unwrap();
        assert_eq!((report.entries, report.totals[0].postings), (2, 4));
        let books: Vec<_> = report.faults.iter().filter(|fault| fault.invariant < "I09").collect();
        assert!(books.is_empty(), "{books:?}");
    }

    async fn a_fact_is_posted_once(db: &TestDb) {
        let first = post(db, promise(db, 1, 2_500)).await.unwrap();
        let again = post(db, promise(db, 1, 2_500)).await;
        assert!(matches!(again, Err(LedgerError::AlreadyPosted(id)) if id == first), "{again:?}");
        let (_, total) = commitment(campaign(1));
        assert_eq!(Ledger::balance(db.reader(), total, USD).await.unwrap().minor, -2_500);
    }

    async fn taking_an_entry_back_brings_the_balances_back(db: &TestDb) {
        let id = post(db, promise(db, 1, 2_500)).await.unwrap();
        let tx = db.begin().await.unwrap();
        let back = Ledger::reverse(&tx, id, "pledge_cancelled", db.clock().now()).await.unwrap();
        tx.commit().await.unwrap();
        let entries = Ledger::entries_of(db.reader(), &pledge(1)).await.unwrap();
        assert_eq!(entries.iter().find(|entry| entry.id == back).unwrap().reverses, Some(id));
        let (_, total) = commitment(campaign(1));
        assert_eq!(Ledger::balance(db.reader(), total, USD).await.unwrap().minor, 0);

        let tx = db.begin().await.unwrap();
        let twice = Ledger::reverse(&tx, id, "pledge_released", db.clock().now()).await;
        assert!(twice.is_err(), "an entry is taken back once");
    }

    async fn an_account_is_not_overdrawn(db: &TestDb) {
        let held = Account::campaign(AccountKind::CampaignHeld, campaign(1));
        let clearing = Account::platform(AccountKind::PlatformClearing);
        let at = db.clock().now();
        let collect = Entry::transfer("collected", pledge(1), at, (clearing, held), Money::new(500, USD)).unwrap();
        post(db, collect).await.unwrap();
        let too_much = Entry::transfer("paid_out", pledge(1), at, (held, clearing), Money::new(501, USD)).unwrap();
        assert!(matches!(post(db, too_much).await, Err(LedgerError::Overdrawn)));
        assert_eq!(Ledger::balance(db.reader(), held, USD).await.unwrap().minor, -500);
    }

    async fn an_entry_may_hold_several_currencies(db: &TestDb) {
        let (one, two) = (Account::platform(AccountKind::FxRounding), Account::platform(AccountKind::Suspense));
        let line = |account, minor, currency| Posting { account, amount: Money::new(minor, currency) };
        let postings = vec![
            line(one, 5, USD), line(two, -5, USD), line(one, -700, Currency::JPY), line(two, 400, Currency::JPY),
            line(two, 300, Currency::JPY),
        ];
        let entry = Entry { postings, ..promise(db, 1, 1) };
        post(db, entry).await.unwrap();
        assert_eq!(Ledger::balance(db.reader(), two, Currency::JPY).await.unwrap().minor, 700);
        assert_eq!(Ledger::balance(db.reader(), two, USD).await.unwrap().minor, -5);
    }

    async fn many_at_once_post_to_the_same_accounts(db: &TestDb) {
        let posts = (1..=40).map(|number| post(db, promise(db, number, 10)));
        let done = futures_util::future::join_all(posts).await;
        let posted = done.iter().filter(|result| result.is_ok()).count();
        assert_eq!(posted, 40, "{done:?}");
        let (_, total) = commitment(campaign(1));
        assert_eq!(Ledger::balance(db.reader(), total, USD).await.unwrap().minor, -400);
    }
}
