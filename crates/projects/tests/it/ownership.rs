use chrono::TimeDelta;
use files::Upload;
use kernel::{Caller, FileId, Forbidden, PageRequest, PatentId, Role};
use projects::{
    Campaign, CampaignState, ClaimKind, ClaimOwnership, ClaimReason, ClaimState, DecideClaim, Error, Field,
    LegalStatus, OwnerMatch, OwnerProof, Ownership, OwnershipClaim,
};

use crate::support::{World, told, user};

async fn upload(world: &World<'_>, caller: &Caller) -> FileId {
    let bytes = b"%PDF-1.4\ntrailer<<>>\nstartxref\n9\n%%EOF\n".to_vec();
    let upload = Upload {
        name: "licence.pdf".to_owned(),
        bytes: bytes.into(),
    };
    world.files.stage(caller, upload).await.unwrap().id
}

/// An approved campaign on two rights, of which the second is somebody else's by the register.
async fn stage(world: &World<'_>) -> (Campaign, PatentId, PatentId) {
    let own = world
        .patent("CN", LegalStatus::InForce, "CN 202010123456.7", "Electrolyte")
        .await;
    let other = world
        .patent("EP", LegalStatus::InForce, "EP 3000000", "Casing")
        .await;
    world.owners.others.lock().unwrap().push(other);
    let campaign = world
        .approved(
            "Solid-State Battery",
            "固态电池",
            Field::EnergyStorage,
            &[own, other],
        )
        .await;
    (campaign, own, other)
}

async fn claim(world: &World<'_>, campaign: &Campaign, patent: PatentId) -> projects::Result<OwnershipClaim> {
    let request = ClaimOwnership {
        campaign_id: campaign.id,
        patent_id: patent,
        kind: ClaimKind::Licence,
        counterparty: "Casings GmbH".to_owned(),
        dated_on: "2026-01-15".parse().unwrap(),
        upload: upload(world, &world.founder).await,
    };
    world.projects.claim_ownership(&world.founder, request).await
}

async fn decide(
    world: &World<'_>,
    claim: &OwnershipClaim,
    approve: bool,
) -> projects::Result<OwnershipClaim> {
    world.projects.take_claim(&world.reviewer, claim.id).await?;
    let reason = (!approve).then_some(ClaimReason::NotInForce);
    let request = DecideClaim {
        id: claim.id,
        approve,
        reason,
        note: None,
    };
    world.projects.decide_claim(&world.reviewer, request).await
}

async fn shown(world: &World<'_>, campaign: &Campaign) -> Vec<Ownership> {
    let links = world.projects.patents_of(&[campaign.id]).await.unwrap();
    links.into_iter().map(|link| link.ownership).collect()
}

testkit::on_both! {
    async fn a_campaign_launches_only_on_rights_that_are_shown_to_be_its_founders(db: &TestDb) {
        let world = World::new(db).await;
        let (campaign, _, other) = stage(&world).await;
        let gaps = world.projects.launch_gaps(&campaign).await.unwrap();
        assert_eq!((gaps.len(), gaps[0].params["count"].as_str()), (1, "1"));
        let refused = world.projects.launch(&world.founder, campaign.id, None).await;
        assert!(matches!(&refused, Err(Error::OwnerUnproven(ids)) if *ids == [other]), "{refused:?}");
        let later = db.clock().now() + TimeDelta::days(3);
        let refused = world.projects.launch(&world.founder, campaign.id, Some(later)).await;
        assert!(matches!(refused, Err(Error::OwnerUnproven(_))));
        assert_eq!(world.find(campaign.id).await.state, CampaignState::Approved);

        let handed_in = claim(&world, &campaign, other).await.unwrap();
        assert!(world.projects.launch(&world.founder, campaign.id, None).await.is_err(), "handed in is not approved");
        decide(&world, &handed_in, true).await.unwrap();
        assert!(world.projects.launch_gaps(&campaign).await.unwrap().is_empty());
        let proofs: Vec<_> = shown(&world, &campaign).await.into_iter().map(|owned| owned.proof).collect();
        assert_eq!(proofs, [Some(OwnerProof::Register), Some(OwnerProof::Document)]);
        let live = world.projects.launch(&world.founder, campaign.id, None).await.unwrap();
        assert_eq!(live.state, CampaignState::Live);
        assert!(told(db).await.contains(&"ownership_claim_decided".to_owned()));
    }

    async fn a_document_shows_nothing_once_the_register_tells_of_another_owner(db: &TestDb) {
        let world = World::new(db).await;
        let (campaign, _, other) = stage(&world).await;
        let handed_in = claim(&world, &campaign, other).await.unwrap();
        let approved = decide(&world, &handed_in, true).await.unwrap();
        let told_at = |at| world.owners.changed.lock().unwrap().insert(other, at);
        // What was on record when the reviewer decided is what the document was held against.
        told_at(approved.decided_at.unwrap() - TimeDelta::days(30));
        world.projects.patents_changed(&[other]).await.unwrap();
        assert_eq!(shown(&world, &campaign).await[1].proof, Some(OwnerProof::Document));

        told_at(approved.decided_at.unwrap() + TimeDelta::hours(1));
        let refused = world.projects.launch(&world.founder, campaign.id, None).await;
        assert!(matches!(&refused, Err(Error::OwnerUnproven(ids)) if *ids == [other]), "before anything was marked: {refused:?}");
        db.clock.set(db.clock().now() + TimeDelta::hours(2));
        for _ in 0..2 {
            world.projects.patents_changed(&[other]).await.unwrap();
        }
        assert_eq!(shown(&world, &campaign).await[1].proof, None);
        let outdated = world.projects.find_claim(&world.founder, approved.id).await.unwrap().unwrap();
        assert_eq!(outdated.state, ClaimState::Outdated);
        assert_eq!((outdated.decided_at, outdated.outdated_at), (approved.decided_at, Some(db.clock().now())));
        let events = told(db).await;
        assert_eq!(events.iter().filter(|kind| *kind == "ownership_claim_outdated").count(), 1, "{events:?}");

        let again = claim(&world, &campaign, other).await.unwrap();
        decide(&world, &again, true).await.unwrap();
        world.projects.launch(&world.founder, campaign.id, None).await.unwrap();
    }

    async fn a_document_is_held_against_the_owners_on_record_when_it_is_decided_on(db: &TestDb) {
        let world = World::new(db).await;
        let (campaign, _, other) = stage(&world).await;
        let handed_in = claim(&world, &campaign, other).await.unwrap();
        let projects = &world.projects;
        projects.take_claim(&world.reviewer, handed_in.id).await.unwrap();
        db.clock.advance(TimeDelta::minutes(10));
        world.owners.changed.lock().unwrap().insert(other, db.clock().now());
        db.clock.advance(TimeDelta::minutes(10));
        let approval = DecideClaim { id: handed_in.id, approve: true, reason: None, note: None };
        let refused = projects.decide_claim(&world.reviewer, approval.clone()).await;
        assert!(matches!(refused, Err(Error::OwnersChanged)), "{refused:?}");
        let released = projects.release_claim(&world.reviewer, handed_in.id).await.unwrap();
        assert_eq!((released.reviewer_id, released.state), (None, ClaimState::Submitted));
        let twice = projects.release_claim(&world.reviewer, handed_in.id).await;
        assert!(matches!(twice, Err(Error::ReviewClaimed)), "{twice:?}");
        projects.take_claim(&world.reviewer, handed_in.id).await.unwrap();
        let approved = projects.decide_claim(&world.reviewer, approval).await.unwrap();
        assert_eq!(approved.state, ClaimState::Approved);
        assert_eq!(shown(&world, &campaign).await[1].proof, Some(OwnerProof::Document));
    }

    async fn a_register_that_records_the_very_assignment_takes_nothing_from_its_document(db: &TestDb) {
        let world = World::new(db).await;
        let (campaign, _, other) = stage(&world).await;
        let handed_in = claim(&world, &campaign, other).await.unwrap();
        decide(&world, &handed_in, true).await.unwrap();
        db.clock.advance(TimeDelta::days(1));
        world.owners.changed.lock().unwrap().insert(other, db.clock().now());
        world.owners.others.lock().unwrap().clear();
        world.projects.patents_changed(&[other]).await.unwrap();
        assert_eq!(shown(&world, &campaign).await[1].proof, Some(OwnerProof::Register));
        assert!(!told(db).await.contains(&"ownership_claim_outdated".to_owned()));
        // It goes on to a third: what was approved says nothing of that.
        db.clock.advance(TimeDelta::days(1));
        world.owners.changed.lock().unwrap().insert(other, db.clock().now());
        world.owners.others.lock().unwrap().push(other);
        world.projects.patents_changed(&[other]).await.unwrap();
        assert_eq!(shown(&world, &campaign).await[1].proof, None);
        assert!(told(db).await.contains(&"ownership_claim_outdated".to_owned()));
    }

    async fn an_unverified_founder_launches_on_documents_alone(db: &TestDb) {
        let world = World::new(db).await;
        let (campaign, own, other) = stage(&world).await;
        *world.owners.unverified.lock().unwrap() = true;
        world.projects.founder_changed(world.founder.user_id().unwrap()).await.unwrap();
        assert_eq!(shown(&world, &campaign).await, [Ownership::default(), Ownership::default()]);
        for patent in [own, other] {
            let refused = world.projects.launch(&world.founder, campaign.id, None).await;
            assert!(matches!(refused, Err(Error::OwnerUnproven(_))));
            let handed_in = claim(&world, &campaign, patent).await.unwrap();
            decide(&world, &handed_in, true).await.unwrap();
        }
        world.projects.launch(&world.founder, campaign.id, None).await.unwrap();
    }

    async fn a_scheduled_launch_waits_while_the_owner_is_not_shown(db: &TestDb) {
        let world = World::new(db).await;
        let patent = world.patent("CN", LegalStatus::InForce, "CN 202010123456.7", "Electrolyte").await;
        let campaign = world.approved("Battery", "电池", Field::EnergyStorage, &[patent]).await;
        let at = db.clock().now() + TimeDelta::days(3);
        world.projects.launch(&world.founder, campaign.id, Some(at)).await.unwrap();
        *world.owners.unverified.lock().unwrap() = true;
        db.clock.set(at);
        let launcher = Caller::system("launcher");
        assert!(world.projects.launch_due(&launcher, 10).await.unwrap().is_empty());
        assert_eq!(world.find(campaign.id).await.state, CampaignState::Scheduled);
        *world.owners.unverified.lock().unwrap() = false;
        assert_eq!(world.projects.launch_due(&launcher, 10).await.unwrap(), [campaign.id]);
    }

    async fn a_document_is_of_one_right_of_the_campaign_and_of_its_founder(db: &TestDb) {
        let world = World::new(db).await;
        let (campaign, _, other) = stage(&world).await;
        let foreign = world.patent("US", LegalStatus::InForce, "US 1", "Else").await;
        assert!(matches!(claim(&world, &campaign, foreign).await, Err(Error::PatentNotFound(_))));
        let request = |upload, counterparty: &str, on: &str| ClaimOwnership {
            campaign_id: campaign.id, patent_id: other, kind: ClaimKind::Assignment,
            counterparty: counterparty.to_owned(), dated_on: on.parse().unwrap(), upload,
        };
        let own = upload(&world, &world.founder).await;
        let theirs = upload(&world, &world.reviewer).await;
        for wrong in [request(theirs, "X", "2026-01-01"), request(own, " ", "2026-01-01"), request(own, "X", "2027-01-01")] {
            let refused = world.projects.claim_ownership(&world.founder, wrong).await;
            assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
        }
        let stranger = user(db, &[Role::Founder]).await;
        let stolen = world.projects.claim_ownership(&stranger, request(own, "X", "2026-01-01")).await;
        assert!(matches!(stolen, Err(Error::NotFound)));
        world.projects.claim_ownership(&world.founder, request(own, "X", "2026-01-01")).await.unwrap();
        assert!(matches!(claim(&world, &campaign, other).await, Err(Error::ClaimUnderWay(_))));
    }

    async fn a_claim_is_decided_once_by_who_took_it_and_never_by_its_founder(db: &TestDb) {
        let mut world = World::new(db).await;
        world.founder = user(db, &[Role::Investor, Role::Founder, Role::Reviewer]).await;
        let (campaign, _, other) = stage(&world).await;
        let handed_in = claim(&world, &campaign, other).await.unwrap();
        let own = world.projects.take_claim(&world.founder, handed_in.id).await;
        assert!(matches!(own, Err(Error::Forbidden(Forbidden::OwnCase))));
        let request = DecideClaim { id: handed_in.id, approve: true, reason: None, note: None };
        let early = world.projects.decide_claim(&world.reviewer, request.clone()).await;
        assert!(matches!(early, Err(Error::ReviewClaimed)));
        let second = user(db, &[Role::Reviewer]).await;
        let queue = world.projects.claim_queue(&second, &PageRequest::default()).await.unwrap();
        assert_eq!((queue.items[0].1.id, queue.total), (handed_in.id, Some(1)));
        world.projects.take_claim(&world.reviewer, handed_in.id).await.unwrap();
        assert!(matches!(world.projects.take_claim(&second, handed_in.id).await, Err(Error::ReviewClaimed)));
        assert!(matches!(world.projects.decide_claim(&second, request.clone()).await, Err(Error::ReviewClaimed)));
        let silent = DecideClaim { approve: false, ..request.clone() };
        assert!(matches!(world.projects.decide_claim(&world.reviewer, silent).await, Err(Error::Invalid(_))));
        world.projects.decide_claim(&world.reviewer, request.clone()).await.unwrap();
        assert!(matches!(world.projects.decide_claim(&world.reviewer, request).await, Err(Error::ClaimDecided)));
        let stranger = user(db, &[Role::Investor]).await;
        assert!(world.projects.claims_of(&stranger, &[campaign.id]).await.unwrap().is_empty());
        assert_eq!(world.projects.find_claim(&world.founder, handed_in.id).await.unwrap().unwrap().state, ClaimState::Approved);
    }

    async fn the_document_is_read_by_who_took_the_claim_and_by_nobody_after_the_decision(db: &TestDb) {
        let world = World::new(db).await;
        let (campaign, _, other) = stage(&world).await;
        let handed_in = claim(&world, &campaign, other).await.unwrap();
        let reads = async || {
            let link = world.files.link(&world.reviewer, handed_in.file_id).unwrap();
            world.files.open(&world.reviewer, link.strip_prefix(files::LINK_PATH).unwrap()).await.is_ok()
        };
        assert!(!reads().await);
        world.projects.take_claim(&world.reviewer, handed_in.id).await.unwrap();
        assert!(reads().await);
        decide(&world, &handed_in, false).await.unwrap();
        assert!(!reads().await);
        // What was refused may be tried again with another document.
        claim(&world, &campaign, other).await.unwrap();
    }

    async fn a_claim_taken_back_shows_nothing_and_stays_once_investors_rely_on_it(db: &TestDb) {
        let world = World::new(db).await;
        let (campaign, _, other) = stage(&world).await;
        let handed_in = claim(&world, &campaign, other).await.unwrap();
        decide(&world, &handed_in, true).await.unwrap();
        world.projects.withdraw_claim(&world.founder, handed_in.id).await.unwrap();
        let other_owned = shown(&world, &campaign).await[1];
        assert_eq!(other_owned, Ownership { matches: Some(OwnerMatch::OtherParty), proof: None });
        assert!(matches!(world.projects.launch(&world.founder, campaign.id, None).await, Err(Error::OwnerUnproven(_))));
        let again = claim(&world, &campaign, other).await.unwrap();
        decide(&world, &again, true).await.unwrap();
        world.projects.launch(&world.founder, campaign.id, None).await.unwrap();
        let late = world.projects.withdraw_claim(&world.founder, again.id).await;
        assert!(matches!(late, Err(Error::NotEditable(_))));
    }
}
