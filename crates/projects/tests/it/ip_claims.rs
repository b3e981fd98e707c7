use chrono::TimeDelta;
use db::Vault;
use files::Upload;
use kernel::{Caller, FileId, Forbidden, PageRequest, Role};
use projects::{
    AnswerIpClaim, Campaign, CampaignState, DecideIpClaim, Error, Field, FileIpClaim, IpClaim, IpClaimKind,
    IpClaimReason, IpClaimState, IpClaimVerdict, LegalStatus, PauseReason, Result, ViolationCode,
};

use crate::support::{World, stale, told, trail, user, vault};

const STATEMENT: &str = "The electrolyte of this campaign is the one of claim 1 of our patent.";
const ANSWER: &str = "Our electrolyte has no polymer, which their claim 1 asks for.";

fn request(campaign: &Campaign) -> FileIpClaim {
    FileIpClaim {
        campaign_id: campaign.id,
        kind: IpClaimKind::Patent,
        patent_id: None,
        right: "EP 3 000 000 B1".to_owned(),
        holder: "Polymers GmbH".to_owned(),
        statement: STATEMENT.to_owned(),
        evidence: Some("See figure 3 of the story.".to_owned()),
        contact: "Paula Polymer, +49 30 1234567".to_owned(),
        in_good_faith: true,
        upload: None,
    }
}

async fn upload(world: &World<'_>, caller: &Caller) -> FileId {
    let bytes = b"%PDF-1.4\ntrailer<<>>\nstartxref\n9\n%%EOF\n".to_vec();
    let upload = Upload {
        name: "claim-chart.pdf".to_owned(),
        bytes: bytes.into(),
    };
    world.files.stage(caller, upload).await.unwrap().id
}

async fn reads(world: &World<'_>, caller: &Caller, file: FileId) -> bool {
    let link = world.files.link(caller, file).unwrap();
    let link = link.strip_prefix(files::LINK_PATH).unwrap();
    world.files.open(caller, link).await.is_ok()
}

/// Takes the case and decides.
async fn decide(world: &World<'_>, claim: &IpClaim, verdict: IpClaimVerdict) -> Result<IpClaim> {
    world.projects.take_ip_claim(&world.reviewer, claim.id).await?;
    let request = DecideIpClaim {
        id: claim.id,
        verdict,
        note: Some("We compared the claim with the story.".to_owned()),
    };
    world.projects.decide_ip_claim(&world.reviewer, request).await
}

async fn answer(world: &World<'_>, claim: &IpClaim) -> Result<IpClaim> {
    let request = AnswerIpClaim {
        id: claim.id,
        answer: ANSWER.to_owned(),
        upload: None,
    };
    world.projects.answer_ip_claim(&world.founder, request).await
}

fn counted(kinds: &[String], kind: &str) -> usize {
    kinds.iter().filter(|it| *it == kind).count()
}

testkit::on_both! {
    async fn a_decision_on_a_claim_asks_for_a_proof_of_the_last_minutes(db: &TestDb) {
        let world = World::new(db).await;
        let campaign = world.one_live().await;
        let claim = world.projects.file_ip_claim(&user(db, &[Role::Investor]).await, request(&campaign)).await.unwrap();
        let stale = stale(&world.reviewer);
        // To take a case changes nothing for anybody.
        world.projects.take_ip_claim(&stale, claim.id).await.unwrap();
        let wish = DecideIpClaim { id: claim.id, verdict: IpClaimVerdict::Inquire, note: None };
        let refused = world.projects.decide_ip_claim(&stale, wish.clone()).await.unwrap_err();
        assert!(matches!(refused, Error::Forbidden(Forbidden::ProveFirst)), "{refused:?}");
        assert_eq!(world.find(campaign.id).await.state, CampaignState::Live);
        world.projects.decide_ip_claim(&world.reviewer, wish).await.unwrap();
    }

    async fn a_claim_stops_the_campaign_only_after_a_reviewers_look_and_a_wrong_one_gives_the_time_back(db: &TestDb) {
        let world = World::new(db).await;
        let campaign = world.one_live().await;
        let claimant = user(db, &[Role::Investor]).await;
        let filed = world.projects.file_ip_claim(&claimant, request(&campaign)).await.unwrap();
        assert_eq!((filed.state, world.find(campaign.id).await.state), (IpClaimState::Submitted, CampaignState::Live));
        db.clock.advance(TimeDelta::days(2));
        let asked = decide(&world, &filed, IpClaimVerdict::Inquire).await.unwrap();
        assert_eq!(asked.answer_until, Some(world.now() + TimeDelta::days(30)));
        let paused = world.find(campaign.id).await;
        assert_eq!((paused.state, paused.pause_reason, paused.paused_at), (CampaignState::Paused, Some(PauseReason::IpClaim), Some(world.now())));
        db.clock.advance(TimeDelta::hours(31));
        let answered = answer(&world, &filed).await.unwrap();
        assert_eq!((answered.state, answered.answered_at), (IpClaimState::Answered, Some(world.now())));
        assert!(matches!(answer(&world, &filed).await, Err(Error::IpClaimMoved(_))), "once");
        let rejected = decide(&world, &filed, IpClaimVerdict::Reject(IpClaimReason::NotUsed)).await.unwrap();
        assert_eq!((rejected.state, rejected.reason), (IpClaimState::Rejected, Some(IpClaimReason::NotUsed)));
        let live = world.find(campaign.id).await;
        assert_eq!(live.state, CampaignState::Live);
        assert_eq!(live.deadline_at, Some(campaign.deadline_at.unwrap() + TimeDelta::hours(31)));
        let pauses = world.projects.pauses_of(&[campaign.id]).await.unwrap();
        assert_eq!((pauses[0].claim_id, pauses[0].claim_state), (Some(filed.id), Some(IpClaimState::Rejected)));
        let acts = trail(db, filed.id).await;
        for act in ["ip_claim.file", "ip_claim.take", "ip_claim.inquire", "ip_claim.answer", "ip_claim.reject"] {
            assert!(acts.iter().any(|it| it == act), "{act} in {acts:?}");
        }
        let kinds = told(db).await;
        let of = |kind| counted(&kinds, kind);
        assert_eq!((of("campaign_paused"), of("ip_claim_opened"), of("campaign_resumed"), of("ip_claim_settled")), (1, 1, 1, 1));
    }

    async fn an_upheld_claim_ends_the_campaign_after_its_founder_was_heard(db: &TestDb) {
        let world = World::new(db).await;
        let campaign = world.one_live().await;
        let [one, other] = [user(db, &[Role::Investor]).await, user(db, &[Role::Investor]).await];
        let filed = world.projects.file_ip_claim(&one, request(&campaign)).await.unwrap();
        let second = world.projects.file_ip_claim(&other, request(&campaign)).await.unwrap();
        let early = decide(&world, &filed, IpClaimVerdict::Uphold).await;
        assert!(matches!(early, Err(Error::IpClaimMoved(IpClaimState::Submitted))), "{early:?}");
        decide(&world, &filed, IpClaimVerdict::Inquire).await.unwrap();
        let unheard = decide(&world, &filed, IpClaimVerdict::Uphold).await;
        assert!(matches!(unheard, Err(Error::FounderNotHeard { .. })), "{unheard:?}");
        answer(&world, &filed).await.unwrap();
        let silent = DecideIpClaim { id: filed.id, verdict: IpClaimVerdict::Uphold, note: None };
        world.projects.take_ip_claim(&world.reviewer, filed.id).await.unwrap();
        assert!(matches!(world.projects.decide_ip_claim(&world.reviewer, silent).await, Err(Error::Invalid(_))));
        decide(&world, &filed, IpClaimVerdict::Uphold).await.unwrap();
        let ended = world.find(campaign.id).await;
        assert_eq!((ended.state, ended.ended_at, ended.paused_at), (CampaignState::Suspended, Some(world.now()), None));
        // What else was claimed is over with it.
        let claims = world.projects.ip_claims_of(&world.reviewer, &[campaign.id]).await.unwrap();
        let states: Vec<_> = claims.iter().map(|claim| (claim.id, claim.state)).collect();
        assert_eq!(states, [(filed.id, IpClaimState::Upheld), (second.id, IpClaimState::Moot)]);
        let kinds = told(db).await;
        assert_eq!((counted(&kinds, "campaign_suspended"), counted(&kinds, "ip_claim_settled")), (1, 2));
    }

    async fn a_founder_who_says_nothing_for_thirty_days_loses_the_campaign(db: &TestDb) {
        let world = World::new(db).await;
        let campaign = world.one_live().await;
        let claimant = user(db, &[Role::Investor]).await;
        let filed = world.projects.file_ip_claim(&claimant, request(&campaign)).await.unwrap();
        decide(&world, &filed, IpClaimVerdict::Inquire).await.unwrap();
        let system = Caller::system("claims");
        db.clock.advance(TimeDelta::days(30) - TimeDelta::microseconds(1));
        assert_eq!(world.projects.uphold_silent(&system, 10).await.unwrap(), 0);
        db.clock.advance(TimeDelta::microseconds(1));
        assert!(matches!(answer(&world, &filed).await, Err(Error::IpClaimMoved(_))), "the instant itself is too late");
        let other = db.another().await;
        let twin = projects::Projects::new(other, vault(), world.patents.clone(), world.owners.clone());
        let (one, two) = tokio::join!(world.projects.uphold_silent(&system, 10), twin.uphold_silent(&system, 10));
        assert_eq!(one.unwrap() + two.unwrap(), 1);
        assert_eq!(world.find(campaign.id).await.state, CampaignState::Suspended);
        assert!(world.projects.uphold_silent(&claimant, 10).await.is_err());
    }

    async fn who_answered_is_not_upheld_against_by_the_calendar(db: &TestDb) {
        let world = World::new(db).await;
        let campaign = world.one_live().await;
        let claimant = user(db, &[Role::Investor]).await;
        let filed = world.projects.file_ip_claim(&claimant, request(&campaign)).await.unwrap();
        decide(&world, &filed, IpClaimVerdict::Inquire).await.unwrap();
        answer(&world, &filed).await.unwrap();
        db.clock.advance(TimeDelta::days(60));
        assert_eq!(world.projects.uphold_silent(&Caller::system("claims"), 10).await.unwrap(), 0);
        assert_eq!(world.find(campaign.id).await.state, CampaignState::Paused);
    }

    async fn a_campaign_goes_on_when_the_last_claim_it_stands_still_for_is_settled(db: &TestDb) {
        let world = World::new(db).await;
        let campaign = world.one_live().await;
        let [one, other] = [user(db, &[Role::Investor]).await, user(db, &[Role::Investor]).await];
        let first = world.projects.file_ip_claim(&one, request(&campaign)).await.unwrap();
        let second = world.projects.file_ip_claim(&other, request(&campaign)).await.unwrap();
        decide(&world, &first, IpClaimVerdict::Inquire).await.unwrap();
        db.clock.advance(TimeDelta::hours(10));
        decide(&world, &second, IpClaimVerdict::Inquire).await.unwrap();
        db.clock.advance(TimeDelta::hours(10));
        world.projects.withdraw_ip_claim(&one, first.id).await.unwrap();
        assert_eq!(world.find(campaign.id).await.state, CampaignState::Paused);
        assert!(matches!(world.projects.resume(&world.reviewer, campaign.id, "x").await, Err(Error::IpClaimOpen)));
        db.clock.advance(TimeDelta::hours(10));
        decide(&world, &second, IpClaimVerdict::Reject(IpClaimReason::NotTheirs)).await.unwrap();
        let live = world.find(campaign.id).await;
        assert_eq!((live.state, live.deadline_at), (CampaignState::Live, Some(campaign.deadline_at.unwrap() + TimeDelta::hours(30))));
    }

    async fn what_staff_stopped_goes_on_when_staff_say_so_and_no_claim_is_open(db: &TestDb) {
        let world = World::new(db).await;
        let campaign = world.one_live().await;
        let claimant = user(db, &[Role::Investor]).await;
        world.projects.pause(&world.reviewer, campaign.id, "Something else.").await.unwrap();
        let filed = world.projects.file_ip_claim(&claimant, request(&campaign)).await.unwrap();
        decide(&world, &filed, IpClaimVerdict::Inquire).await.unwrap();
        assert!(matches!(world.projects.resume(&world.reviewer, campaign.id, "x").await, Err(Error::IpClaimOpen)));
        decide(&world, &filed, IpClaimVerdict::Reject(IpClaimReason::NotInForce)).await.unwrap();
        let still = world.find(campaign.id).await;
        assert_eq!((still.state, still.pause_reason), (CampaignState::Paused, Some(PauseReason::Staff)));
        world.projects.resume(&world.reviewer, campaign.id, "Done.").await.unwrap();
    }

    async fn a_dismissed_claim_leaves_the_campaign_alone_and_its_founder_out_of_it(db: &TestDb) {
        let world = World::new(db).await;
        let campaign = world.one_live().await;
        let claimant = user(db, &[Role::Investor]).await;
        let filed = world.projects.file_ip_claim(&claimant, request(&campaign)).await.unwrap();
        assert_eq!(world.projects.find_ip_claim(&world.founder, filed.id).await.unwrap(), None);
        assert!(matches!(answer(&world, &filed).await, Err(Error::NotFound)));
        let bare = DecideIpClaim { id: filed.id, verdict: IpClaimVerdict::Dismiss(IpClaimReason::Other), note: None };
        world.projects.take_ip_claim(&world.reviewer, filed.id).await.unwrap();
        assert!(matches!(world.projects.decide_ip_claim(&world.reviewer, bare).await, Err(Error::Invalid(_))));
        decide(&world, &filed, IpClaimVerdict::Dismiss(IpClaimReason::NoRightShown)).await.unwrap();
        assert_eq!(world.find(campaign.id).await.state, CampaignState::Live);
        assert_eq!(world.projects.find_ip_claim(&world.founder, filed.id).await.unwrap(), None);
        let own = world.projects.own_ip_claims(&claimant).await.unwrap();
        assert_eq!((own.len(), own[0].state), (1, IpClaimState::Dismissed));
        // Another may follow.
        world.projects.file_ip_claim(&claimant, request(&campaign)).await.unwrap();
    }

    async fn how_a_claimant_can_be_reached_is_read_by_who_took_the_case_and_gone_with_the_claimants_key(db: &TestDb) {
        let world = World::new(db).await;
        let campaign = world.one_live().await;
        let claimant = user(db, &[Role::Investor]).await;
        let document = upload(&world, &claimant).await;
        let filed = FileIpClaim { upload: Some(document), ..request(&campaign) };
        let filed = world.projects.file_ip_claim(&claimant, filed).await.unwrap();
        let second = user(db, &[Role::Reviewer]).await;
        let contact = async |caller: &Caller| {
            let found = world.projects.find_ip_claim(caller, filed.id).await.unwrap();
            found.map(|claim| claim.contact.is_some())
        };
        assert_eq!((contact(&claimant).await, contact(&world.reviewer).await), (Some(true), Some(false)));
        assert!(!reads(&world, &world.reviewer, document).await);
        world.projects.take_ip_claim(&world.reviewer, filed.id).await.unwrap();
        assert_eq!((contact(&world.reviewer).await, contact(&second).await), (Some(true), Some(false)));
        assert!(reads(&world, &world.reviewer, document).await && !reads(&world, &second, document).await);
        assert!(!reads(&world, &world.founder, document).await);
        assert!(matches!(world.projects.take_ip_claim(&second, filed.id).await, Err(Error::ReviewClaimed)));
        assert!(matches!(world.projects.release_ip_claim(&second, filed.id).await, Err(Error::ReviewClaimed)));
        world.projects.release_ip_claim(&world.reviewer, filed.id).await.unwrap();
        assert_eq!(contact(&world.reviewer).await, Some(false));
        assert!(!reads(&world, &world.reviewer, document).await);
        decide(&world, &filed, IpClaimVerdict::Inquire).await.unwrap();
        assert!(reads(&world, &world.founder, document).await, "who is asked reads what is said");
        assert_eq!((contact(&world.founder).await, contact(&user(db, &[Role::Investor]).await).await), (Some(false), None));
        let queue = world.projects.ip_claim_queue(&world.reviewer, &PageRequest::default()).await.unwrap();
        assert_eq!((queue.total, queue.items[0].1.contact.clone()), (Some(1), None));
        let vault: Vault = vault();
        let tx = db.begin().await.unwrap();
        vault.destroy_key(&tx, claimant.user_id().unwrap()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(contact(&world.reviewer).await, Some(false));
    }

    async fn what_the_founder_says_is_for_the_reviewer_and_not_for_the_claimant(db: &TestDb) {
        let world = World::new(db).await;
        let campaign = world.one_live().await;
        let claimant = user(db, &[Role::Investor]).await;
        let filed = world.projects.file_ip_claim(&claimant, request(&campaign)).await.unwrap();
        decide(&world, &filed, IpClaimVerdict::Inquire).await.unwrap();
        let short = AnswerIpClaim { id: filed.id, answer: "No.".to_owned(), upload: None };
        assert!(matches!(world.projects.answer_ip_claim(&world.founder, short).await, Err(Error::Invalid(v)) if v[0].code == ViolationCode::TooShort));
        let document = upload(&world, &world.founder).await;
        let full = AnswerIpClaim { id: filed.id, answer: ANSWER.to_owned(), upload: Some(document) };
        world.projects.answer_ip_claim(&world.founder, full).await.unwrap();
        let seen = async |caller: &Caller| world.projects.find_ip_claim(caller, filed.id).await.unwrap().unwrap().answer;
        assert_eq!((seen(&claimant).await, seen(&world.reviewer).await.as_deref()), (None, Some(ANSWER)));
        assert!(!reads(&world, &claimant, document).await && !reads(&world, &world.reviewer, document).await);
        world.projects.take_ip_claim(&world.reviewer, filed.id).await.unwrap();
        assert!(reads(&world, &world.reviewer, document).await);
        decide(&world, &filed, IpClaimVerdict::Reject(IpClaimReason::NotUsed)).await.unwrap();
        assert!(!reads(&world, &world.reviewer, document).await, "the case is over");
    }

    async fn nobody_decides_on_their_own_claim_or_files_one_against_themselves(db: &TestDb) {
        let world = World::new(db).await;
        let campaign = world.one_live().await;
        let claimant = user(db, &[Role::Investor, Role::Reviewer]).await;
        let own = world.projects.file_ip_claim(&world.founder, request(&campaign)).await;
        assert!(matches!(own, Err(Error::Forbidden(Forbidden::OwnCase))), "{own:?}");
        let filed = world.projects.file_ip_claim(&claimant, request(&campaign)).await.unwrap();
        let own = world.projects.take_ip_claim(&claimant, filed.id).await;
        assert!(matches!(own, Err(Error::Forbidden(Forbidden::OwnCase))), "{own:?}");
        let stranger = user(db, &[Role::Investor]).await;
        assert!(matches!(world.projects.withdraw_ip_claim(&stranger, filed.id).await, Err(Error::NotFound)));
        assert!(matches!(world.projects.take_ip_claim(&stranger, filed.id).await, Err(Error::Forbidden(_))));
        let anonymous = world.projects.file_ip_claim(&Caller::anonymous(), request(&campaign)).await;
        assert!(matches!(anonymous, Err(Error::Forbidden(Forbidden::SignInFirst))));
    }

    async fn a_claim_says_what_is_claimed_in_good_faith_and_there_is_one_at_a_time(db: &TestDb) {
        let world = World::new(db).await;
        let campaign = world.one_live().await;
        let claimant = user(db, &[Role::Investor]).await;
        let empty = FileIpClaim { right: " ".into(), holder: String::new(), statement: "Stop it.".into(), contact: String::new(), in_good_faith: false, ..request(&campaign) };
        let Err(Error::Invalid(violations)) = world.projects.file_ip_claim(&claimant, empty).await else { panic!("taken") };
        let wrong: Vec<_> = violations.iter().map(|v| (v.field.as_str(), v.code)).collect();
        use ViolationCode::{Required, TooShort};
        assert_eq!(wrong, [("right", Required), ("holder", Required), ("contact", Required), ("statement", TooShort), ("in_good_faith", Required)]);
        let others = upload(&world, &world.founder).await;
        let others = FileIpClaim { upload: Some(others), ..request(&campaign) };
        assert!(matches!(world.projects.file_ip_claim(&claimant, others).await, Err(Error::Invalid(v)) if v[0].field == "upload_id"));
        let filed = world.projects.file_ip_claim(&claimant, request(&campaign)).await.unwrap();
        assert!(matches!(world.projects.file_ip_claim(&claimant, request(&campaign)).await, Err(Error::IpClaimUnderWay)));
        world.projects.withdraw_ip_claim(&claimant, filed.id).await.unwrap();
        for _ in 1..IpClaim::AN_HOUR {
            let again = world.projects.file_ip_claim(&claimant, request(&campaign)).await.unwrap();
            world.projects.withdraw_ip_claim(&claimant, again.id).await.unwrap();
        }
        assert!(matches!(world.projects.file_ip_claim(&claimant, request(&campaign)).await, Err(Error::TooOften { .. })));
        db.clock.advance(TimeDelta::hours(1));
        world.projects.file_ip_claim(&claimant, request(&campaign)).await.unwrap();
    }

    async fn only_a_campaign_that_takes_pledges_is_claimed_against_and_its_end_ends_the_claim(db: &TestDb) {
        let world = World::new(db).await;
        let patent = world.patent("EP", LegalStatus::InForce, "EP 3000000", "Casing").await;
        let draft = world.approved("Casing", "外壳", Field::Optics, &[patent]).await;
        let claimant = user(db, &[Role::Investor]).await;
        assert!(matches!(world.projects.file_ip_claim(&claimant, request(&draft)).await, Err(Error::NotFound)));
        let campaign = world.one_live().await;
        let filed = world.projects.file_ip_claim(&claimant, request(&campaign)).await.unwrap();
        decide(&world, &filed, IpClaimVerdict::Inquire).await.unwrap();
        world.projects.cancel(&world.founder, campaign.id, "We give up.").await.unwrap();
        let over = world.projects.find_ip_claim(&claimant, filed.id).await.unwrap().unwrap();
        assert_eq!((over.state, over.decided_at), (IpClaimState::Moot, Some(world.now())));
        assert!(matches!(world.projects.file_ip_claim(&claimant, request(&campaign)).await, Err(Error::NotEditable(_))));
        let late = world.projects.take_ip_claim(&world.reviewer, filed.id).await;
        assert!(matches!(late, Err(Error::IpClaimMoved(IpClaimState::Moot))));
    }

    async fn a_claim_nobody_has_looked_at_by_the_deadline_keeps_money_from_being_collected(db: &TestDb) {
        let world = World::new(db).await;
        let campaign = world.one_live().await;
        world.promise(campaign.id, 10_000_000).await;
        let [one, other] = [user(db, &[Role::Investor]).await, user(db, &[Role::Investor]).await];
        let first = world.projects.file_ip_claim(&one, request(&campaign)).await.unwrap();
        let second = world.projects.file_ip_claim(&other, request(&campaign)).await.unwrap();
        let close = async || world.projects.close_due(&Caller::system("closer"), 10).await.unwrap().len();
        db.clock.set(campaign.deadline_at.unwrap());
        assert_eq!(close().await, 0);
        let still = world.find(campaign.id).await;
        assert_eq!((still.state, still.pause_reason), (CampaignState::Paused, Some(PauseReason::IpClaim)));
        assert!(matches!(world.projects.resume(&world.reviewer, campaign.id, "x").await, Err(Error::IpClaimOpen)));
        assert_eq!(close().await, 0);
        // Nobody prolongs that by another claim.
        let third = user(db, &[Role::Investor]).await;
        let late = world.projects.file_ip_claim(&third, request(&campaign)).await;
        assert!(matches!(late, Err(Error::FundingOver)), "{late:?}");
        // It goes on with the last of them, and is decided on by what was promised.
        db.clock.advance(TimeDelta::days(2));
        decide(&world, &first, IpClaimVerdict::Dismiss(IpClaimReason::NoRightShown)).await.unwrap();
        assert_eq!(world.find(campaign.id).await.state, CampaignState::Paused);
        world.projects.withdraw_ip_claim(&other, second.id).await.unwrap();
        let live = world.find(campaign.id).await;
        assert_eq!((live.state, live.deadline_at), (CampaignState::Live, Some(world.now())));
        assert_eq!(close().await, 1);
        assert_eq!(world.find(campaign.id).await.state, CampaignState::Collecting);
    }

    async fn a_claim_that_was_filed_in_time_is_upheld_after_the_deadline(db: &TestDb) {
        let world = World::new(db).await;
        let campaign = world.one_live().await;
        world.promise(campaign.id, 10_000_000).await;
        let claimant = user(db, &[Role::Investor]).await;
        let filed = world.projects.file_ip_claim(&claimant, request(&campaign)).await.unwrap();
        // Before the closer comes by.
        db.clock.set(campaign.deadline_at.unwrap());
        decide(&world, &filed, IpClaimVerdict::Inquire).await.unwrap();
        assert_eq!(world.find(campaign.id).await.state, CampaignState::Paused);
        answer(&world, &filed).await.unwrap();
        decide(&world, &filed, IpClaimVerdict::Uphold).await.unwrap();
        assert_eq!(world.find(campaign.id).await.state, CampaignState::Suspended);
    }

    async fn a_campaign_that_missed_its_goal_fails_whatever_is_claimed(db: &TestDb) {
        let world = World::new(db).await;
        let campaign = world.one_live().await;
        let claimant = user(db, &[Role::Investor]).await;
        let filed = world.projects.file_ip_claim(&claimant, request(&campaign)).await.unwrap();
        db.clock.set(campaign.deadline_at.unwrap());
        assert_eq!(world.projects.close_due(&Caller::system("closer"), 10).await.unwrap().len(), 1);
        let over = world.projects.find_ip_claim(&claimant, filed.id).await.unwrap().unwrap();
        assert_eq!((world.find(campaign.id).await.state, over.state), (CampaignState::Failed, IpClaimState::Moot));
    }

    async fn no_claim_is_filed_once_the_deadline_has_come(db: &TestDb) {
        let world = World::new(db).await;
        let campaign = world.one_live().await;
        world.promise(campaign.id, 10_000_000).await;
        let claimant = user(db, &[Role::Investor]).await;
        // At the deadline, before it was decided on.
        db.clock.set(campaign.deadline_at.unwrap());
        let late = world.projects.file_ip_claim(&claimant, request(&campaign)).await;
        assert!(matches!(late, Err(Error::FundingOver)), "{late:?}");
        world.projects.close_due(&Caller::system("closer"), 10).await.unwrap();
        assert_eq!(world.find(campaign.id).await.state, CampaignState::Collecting);
        let late = world.projects.file_ip_claim(&claimant, request(&campaign)).await;
        assert!(matches!(late, Err(Error::NotEditable(_))), "{late:?}");
    }

    async fn what_staff_stopped_before_the_deadline_is_claimed_against_while_it_stands_still(db: &TestDb) {
        let world = World::new(db).await;
        let campaign = world.one_live().await;
        let claimant = user(db, &[Role::Investor]).await;
        world.projects.pause(&world.reviewer, campaign.id, "Something else.").await.unwrap();
        // Its clock stands still: the deadline on its row has passed, and it has not come.
        db.clock.set(campaign.deadline_at.unwrap() + TimeDelta::days(1));
        world.projects.file_ip_claim(&claimant, request(&campaign)).await.unwrap();
    }
}
