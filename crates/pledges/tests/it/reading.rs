use chrono::TimeDelta;
use kernel::{Caller, PageRequest, Role};
use pledges::{PledgeErrorCode, PledgeFilter, PledgeState};
use uuid::Uuid;

use crate::{
    refunds::{collected, wish},
    stage::{Stage, key, usd},
};

testkit::on_both! {
    async fn what_is_not_yours_is_not_there(db: &TestDb) {
        let stage = Stage::new(db).await;
        let (caller, stranger) = (stage.investor().await, stage.investor().await);
        let pledge = stage.place(&caller, 2_500, 1).await;
        let founder = Caller::user(stage.founder, Uuid::nil().into(), [Role::Founder]);
        for who in [&stranger, &founder, &Caller::anonymous()] {
            assert_eq!(stage.pledges.get(who, pledge.id).await.unwrap(), None);
            assert!(stage.pledges.by_ids(who, &[pledge.id]).await.unwrap().is_empty());
            assert!(stage.pledges.history(who, pledge.id).await.is_err());
            assert!(stage.pledges.refresh_setup(who, pledge.id).await.is_err());
        }
        let not_there = Some(PledgeErrorCode::PledgeNotFound);
        let cancel = stage.pledges.cancel(&stranger, stage.take_back(&pledge, 2)).await.unwrap_err();
        assert_eq!(cancel.code(), not_there);
        let retry = stage.pledges.retry_setup(&stranger, pledge.id, key(3)).await.unwrap_err();
        assert_eq!(retry.code(), not_there);
        assert_eq!(stage.pledges.setup_to_fill(&stranger, pledge.id).await.unwrap_err().code(), not_there);
        let finance = Caller::user(Uuid::from_u128(8).into(), Uuid::nil().into(), [Role::Finance]);
        assert!(stage.pledges.get(&finance, pledge.id).await.unwrap().is_some());
        assert!(stage.pledges.setup_to_fill(&finance, pledge.id).await.is_err(), "to see is not to pay");
    }

    async fn pages_of_ones_own_pledges_go_from_the_newest_to_the_oldest(db: &TestDb) {
        let stage = Stage::new(db).await;
        let (caller, other) = (stage.investor().await, stage.investor().await);
        let mut placed = Vec::new();
        for number in 1..=7 {
            db.clock.advance(TimeDelta::seconds(1));
            placed.push(stage.place(&caller, 1_000 * number, number as u128).await.id);
            stage.place(&other, 500, number as u128).await;
        }
        placed.reverse();
        let (all, mut page, mut seen) = (PledgeFilter::default(), PageRequest::first(3), Vec::new());
        loop {
            let got = stage.pledges.list_own(&caller, &all, &page).await.unwrap();
            seen.extend(got.items.iter().map(|(_, pledge)| pledge.id));
            page.after = got.end_cursor().cloned();
            if !got.has_next {
                break;
            }
        }
        assert_eq!(seen, placed);
        assert_eq!(stage.pledges.count_own(&caller, &all).await.unwrap(), 7);
        let none = PledgeFilter { states: vec![PledgeState::Committed], ..all.clone() };
        assert!(stage.pledges.list_own(&caller, &none, &PageRequest::first(3)).await.unwrap().items.is_empty());
        let foreign = stage.pledges.list_own(&other, &all, &page).await;
        assert!(foreign.is_err(), "a cursor is of one list");
        let newest = stage.pledges.open_of_viewer(&caller, stage.campaign).await.unwrap().unwrap();
        assert_eq!(newest.id, placed[0]);
        assert_eq!(stage.pledges.open_of_viewer(&Caller::anonymous(), stage.campaign).await.unwrap(), None);
    }

    async fn a_founder_sees_who_pledged_and_what_of_the_money_is_there(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let pledges = collected(&stage, db).await;
        let (founder, all) = (stage.as_founder(), PledgeFilter::default());
        let first = stage.pledges.list_backings(&founder, stage.of(), &all, &PageRequest::first(1)).await.unwrap().unwrap();
        assert_eq!((first.total, first.has_next), (Some(2), true));
        assert_eq!(first.items[0].1.pledge.id, pledges[1].1.id, "the newest first");
        let officer = stage.officer().await;
        stage.pledges.request_refund(&officer, wish(pledges[0].1.id, Some(20_000), 30)).await.unwrap();
        let next = PageRequest { after: first.end_cursor().cloned(), ..PageRequest::first(5) };
        let second = stage.pledges.list_backings(&founder, stage.of(), &all, &next).await.unwrap().unwrap();
        let backing = &second.items[0].1;
        assert_eq!((backing.pledge.id, backing.collected(), backing.refunded()), (pledges[0].1.id, usd(80_000), usd(20_000)));
        assert_eq!((backing.contested(), backing.refundable()), (usd(0), usd(60_000)));
        let one = stage.pledges.find_backing(&officer, stage.of(), pledges[0].1.id).await.unwrap();
        assert_eq!(one.as_ref(), Some(backing));
        let none = PledgeFilter { states: vec![PledgeState::Dropped], ..PledgeFilter::default() };
        let found = stage.pledges.list_backings(&officer, stage.of(), &none, &PageRequest::first(5)).await.unwrap().unwrap();
        assert_eq!((found.total, found.items.len()), (Some(0), 0));
        let foreign = stage.pledges.list_backings(&officer, stage.of(), &none, &next).await;
        assert!(foreign.is_err(), "a cursor is of one list");
        for stranger in [&pledges[0].0, &stage.reviewer().await, &Caller::anonymous()] {
            assert!(stage.pledges.list_backings(stranger, stage.of(), &all, &PageRequest::first(5)).await.unwrap().is_none());
            assert!(stage.pledges.find_backing(stranger, stage.of(), pledges[0].1.id).await.unwrap().is_none());
        }
    }

    async fn what_never_counted_is_no_backing(db: &TestDb) {
        let stage = Stage::new(db).await;
        let caller = stage.investor().await;
        let waits = stage.place(&caller, 2_500, 1).await;
        let taken_back = stage.committed(&caller, 1_000, 2).await;
        stage.pledges.cancel(&caller, stage.take_back(&taken_back, 3)).await.unwrap();
        let (founder, all) = (stage.as_founder(), PledgeFilter::default());
        let found = stage.pledges.list_backings(&founder, stage.of(), &all, &PageRequest::first(5)).await.unwrap().unwrap();
        let shown: Vec<_> = found.items.iter().map(|(_, backing)| (backing.pledge.id, backing.pledge.state)).collect();
        assert_eq!(shown, [(taken_back.id, PledgeState::Cancelled)], "{waits:?} has no card");
        assert_eq!(found.items[0].1.collected(), usd(0));
    }

    async fn steps_of_one_moment_are_told_in_their_order(db: &TestDb) {
        let stage = Stage::new(db).await;
        let caller = stage.investor().await;
        for number in 1..=8 {
            let pledge = stage.committed(&caller, 2_500, number).await;
            let steps: Vec<_> = stage.pledges.history(&caller, pledge.id).await.unwrap().iter().map(|step| step.to).collect();
            assert_eq!(steps, [PledgeState::Reserved, PledgeState::Authorised, PledgeState::Committed]);
        }
    }

    async fn investors_of_a_campaign_are_those_whose_pledges_counted_each_once(db: &TestDb) {
        let stage = Stage::new(db).await;
        let mut counted = Vec::new();
        for number in 1..=3 {
            let caller = stage.investor().await;
            stage.committed(&caller, 1_000, number).await;
            stage.committed(&caller, 2_000, number + 10).await;
            counted.push(caller.user_id().unwrap());
        }
        let (gone, waiting) = (stage.investor().await, stage.investor().await);
        let taken = stage.committed(&gone, 1_000, 4).await;
        stage.pledges.cancel(&gone, stage.take_back(&taken, 5)).await.unwrap();
        stage.place(&waiting, 1_000, 6).await;
        counted.sort();
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let batch = stage.pledges.investors_of(stage.campaign, after, 2).await.unwrap();
            seen.extend(batch.iter().copied());
            after = batch.last().copied();
            if batch.len() < 2 {
                break;
            }
        }
        assert_eq!(seen, counted);
        // Released at the end, they are still those who pledged.
        stage.pledges.release_all(stage.campaign, pledges::EndReason::CampaignFailed).await.unwrap();
        assert_eq!(stage.pledges.investors_of(stage.campaign, None, 10).await.unwrap(), counted);
    }
}
