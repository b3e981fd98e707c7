use kernel::{Caller, Currency, Forbidden, Locale, LocalizedText, Money, Role};
use projects::{
    AddPool, AddReward, BeginCampaign, CampaignState, CreateProject, DeadlineTerm, EditCampaign, EditPool,
    EditReward, Error, Field, LegalStatus, RewardKind, ViolationCode,
};

use crate::support::{World, no_project, nowhere, reward, text, told, trail, user};

fn codes(error: &Error) -> Vec<(String, ViolationCode)> {
    match error {
        Error::Invalid(violations) | Error::Incomplete(violations) => {
            violations.iter().map(|v| (v.field.clone(), v.code)).collect()
        }
        other => panic!("{other:?}"),
    }
}

testkit::on_both! {
    async fn a_founder_lists_a_project_and_its_first_campaign(db: &TestDb) {
        let world = World::new(db).await;
        let campaign = world.draft("Solid-State Battery", "固态电池", Field::EnergyStorage).await;
        assert_eq!(campaign.state, CampaignState::Draft);
        assert_eq!(campaign.slug, "solid-state-battery");
        assert_eq!(campaign.zone, "Asia/Shanghai");
        assert_eq!(world.find(campaign.id).await, campaign);
        let own = world.projects.own_projects(&world.founder).await.unwrap();
        assert_eq!(own.iter().map(|p| p.id).collect::<Vec<_>>(), [campaign.project_id]);
        assert_eq!(trail(db, campaign.id).await, ["campaign.draft"]);
        let twin = world.draft("Solid state battery!", "固态电池", Field::EnergyStorage).await;
        assert!(twin.slug.starts_with("solid-state-battery-"), "{}", twin.slug);
    }

    async fn everything_wrong_with_a_project_is_said_at_once(db: &TestDb) {
        let world = World::new(db).await;
        let request = CreateProject {
            title: LocalizedText::only(Locale::En, "x".repeat(81)),
            field: Field::Optics,
            country: Some("XX".into()),
            currency: Currency::EUR,
            zone: Some("Mars/Olympus".into()),
        };
        let error = world.projects.create_project(&world.founder, request.clone()).await.unwrap_err();
        let expected = [
            ("title.en".to_owned(), ViolationCode::TooLong),
            ("country".to_owned(), ViolationCode::Unknown),
            ("zone".to_owned(), ViolationCode::Unknown),
        ];
        assert_eq!(codes(&error), expected);
        let investor = user(db, &[Role::Investor]).await;
        let error = world.projects.create_project(&investor, request).await.unwrap_err();
        assert!(matches!(error, Error::Forbidden(Forbidden::NeedsRole(Role::Founder))));
    }

    async fn a_draft_is_not_there_for_anybody_else(db: &TestDb) {
        let world = World::new(db).await;
        let campaign = world.draft("Lamp", "灯", Field::Optics).await;
        let other = user(db, &[Role::Investor, Role::Founder]).await;
        let projects = &world.projects;
        for caller in [&other, &Caller::anonymous()] {
            assert!(projects.by_slug(caller, "lamp").await.unwrap().is_none());
            assert!(projects.find(caller, campaign.id).await.unwrap().is_none());
            assert!(projects.projects_by_ids(caller, &[campaign.project_id]).await.unwrap().is_empty());
            let of_founder = projects.of_founder(caller, campaign.founder_id, &Default::default()).await.unwrap();
            assert!(of_founder.items.is_empty());
        }
        for caller in [&world.founder, &world.reviewer] {
            assert!(projects.by_slug(caller, "lamp").await.unwrap().is_some());
        }
        // Another's campaign and none at all answer the same.
        for id in [campaign.id, nowhere()] {
            let error = projects.edit_campaign(&other, id, 1, EditCampaign::default()).await.unwrap_err();
            assert!(matches!(error, Error::NotFound), "{error:?}");
            let error = projects.edit_campaign(&Caller::anonymous(), id, 1, EditCampaign::default()).await.unwrap_err();
            assert!(matches!(error, Error::Forbidden(Forbidden::SignInFirst)), "{error:?}");
        }
    }

    async fn an_edit_for_an_older_version_is_a_conflict(db: &TestDb) {
        let world = World::new(db).await;
        let campaign = world.draft("Lamp", "灯", Field::Optics).await;
        let edit = |title: &str| EditCampaign { title: Some(text(title, "灯")), ..EditCampaign::default() };
        let projects = &world.projects;
        let edited = projects.edit_campaign(&world.founder, campaign.id, 1, edit("A better lamp")).await.unwrap();
        assert_eq!((edited.version, edited.slug.as_str()), (2, "a-better-lamp"));
        let error = projects.edit_campaign(&world.founder, campaign.id, 1, edit("Mine")).await.unwrap_err();
        assert!(matches!(error, Error::Conflict { current: 2 }));
        // The same words again change nothing.
        let same = projects.edit_campaign(&world.founder, campaign.id, 2, edit("A better lamp")).await.unwrap();
        assert_eq!(same.version, 2);
    }

    async fn a_founder_may_choose_the_address_until_it_is_handed_in(db: &TestDb) {
        let world = World::new(db).await;
        let campaign = world.draft("Lamp", "灯", Field::Optics).await;
        world.draft("Torch", "手电", Field::Optics).await;
        let to = |slug: &str| EditCampaign { slug: Some(slug.into()), ..EditCampaign::default() };
        let projects = &world.projects;
        for (slug, code) in [("torch", ViolationCode::Taken), ("Lamp Two", ViolationCode::Unknown), ("x", ViolationCode::Unknown)] {
            let error = projects.edit_campaign(&world.founder, campaign.id, 1, to(slug)).await.unwrap_err();
            assert_eq!(codes(&error), [("slug".to_owned(), code)], "{slug}");
        }
        let edited = projects.edit_campaign(&world.founder, campaign.id, 1, to("north-star")).await.unwrap();
        assert_eq!(world.find(campaign.id).await.slug, "north-star");
        assert_eq!(edited.slug, "north-star");
        let live = world.one_live().await;
        let error = projects.edit_campaign(&world.founder, live.id, live.version, to("other")).await.unwrap_err();
        assert_eq!(codes(&error), [("slug".to_owned(), ViolationCode::Frozen)]);
    }

    async fn a_wrong_edit_changes_nothing_and_says_everything(db: &TestDb) {
        let world = World::new(db).await;
        let campaign = world.draft("Lamp", "灯", Field::Optics).await;
        let edit = EditCampaign {
            title: Some(text(&"x".repeat(81), "ok")),
            blurb: Some(text("a \u{202e} b", "")),
            goal: Some(Money::new(0, Currency::CNY)),
            zone: Some("Nowhere".into()),
            deadline: Some(DeadlineTerm::Days(61)),
            ..EditCampaign::default()
        };
        let error = world.projects.edit_campaign(&world.founder, campaign.id, 1, edit).await.unwrap_err();
        let fields: Vec<_> = codes(&error).into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["title.en", "blurb.en", "goal", "zone", "deadline"]);
        assert_eq!(world.find(campaign.id).await, campaign);
    }

    async fn patents_are_attached_by_id_and_only_known_ones(db: &TestDb) {
        let world = World::new(db).await;
        let campaign = world.draft("Lamp", "灯", Field::Optics).await;
        let granted = world.patent("CN", LegalStatus::InForce, "CN 202010123456.7", "Lamp").await;
        let pending = world.patent("EP", LegalStatus::UnderExamination, "EP 2400812", "Lamp holder").await;
        let projects = &world.projects;
        projects.attach_patent(&world.founder, campaign.id, granted).await.unwrap();
        let after = projects.attach_patent(&world.founder, campaign.id, pending).await.unwrap();
        assert_eq!((after.protection.patent_count, after.protection.in_force_count), (2, 1));
        assert_eq!(after.protection.standing, projects::Standing::Mixed);
        let error = projects.attach_patent(&world.founder, campaign.id, granted).await.unwrap_err();
        assert!(matches!(error, Error::PatentAlreadyAttached(id) if id == granted));
        let unknown = uuid::Uuid::from_u128(9).into();
        let error = projects.attach_patent(&world.founder, campaign.id, unknown).await.unwrap_err();
        assert!(matches!(error, Error::PatentNotFound(_)));
        let ids: Vec<_> = projects.patents_of(&[campaign.id]).await.unwrap().iter().map(|p| p.patent_id).collect();
        assert_eq!(ids, [granted, pending]);
        let after = projects.detach_patent(&world.founder, campaign.id, granted).await.unwrap();
        assert_eq!(after.protection.standing, projects::Standing::Pending);
        let error = projects.detach_patent(&world.founder, campaign.id, granted).await.unwrap_err();
        assert!(matches!(error, Error::NotFound));
    }

    async fn a_campaign_is_handed_in_only_when_complete(db: &TestDb) {
        let world = World::new(db).await;
        let campaign = world.draft("Lamp", "灯", Field::Optics).await;
        let error = world.projects.submit(&world.founder, campaign.id, 1).await.unwrap_err();
        assert!(matches!(error, Error::Incomplete(_)));
        let fields: Vec<_> = codes(&error).into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["blurb", "story", "risks", "goal", "deadline", "rewards", "patents"]);
        assert_eq!(world.projects.missing(&campaign).await.unwrap().len(), 7);

        let patent = world.patent("CN", LegalStatus::InForce, "CN 202010123456.7", "Lamp").await;
        let campaign = world.complete("Torch", "手电", Field::Optics, &[patent]).await;
        assert_eq!(world.projects.missing(&campaign).await.unwrap(), []);
        let submitted = world.projects.submit(&world.founder, campaign.id, campaign.version).await.unwrap();
        assert_eq!(submitted.state, CampaignState::InReview);
        assert_eq!(submitted.submitted_at, Some(world.now()));
        let error = world.projects.submit(&world.founder, campaign.id, submitted.version).await.unwrap_err();
        assert!(matches!(error, Error::WrongState(_)));
        let edit = EditCampaign { title: Some(text("Other", "别的")), ..EditCampaign::default() };
        let error = world.projects.edit_campaign(&world.founder, campaign.id, submitted.version, edit).await.unwrap_err();
        assert!(matches!(error, Error::NotEditable(CampaignState::InReview)));
        assert!(told(db).await.contains(&"campaign_submitted".to_owned()));
    }

    async fn a_patent_stands_behind_one_unfinished_campaign(db: &TestDb) {
        let world = World::new(db).await;
        let patent = world.patent("CN", LegalStatus::InForce, "CN 202010123456.7", "Lamp").await;
        let first = world.complete("First", "一", Field::Optics, &[patent]).await;
        let second = world.complete("Second", "二", Field::Optics, &[patent]).await;
        let projects = &world.projects;
        let (one, two) = tokio::join!(
            projects.submit(&world.founder, first.id, first.version),
            projects.submit(&world.founder, second.id, second.version),
        );
        assert!(one.is_ok() != two.is_ok(), "exactly one may hold the patent: {one:?} {two:?}");
        let (held, free, refused) = match (one, two) {
            (Ok(_), Err(refused)) => (first, second, refused),
            (Err(refused), _) => (second, first, refused),
            (Ok(_), Ok(_)) => unreachable!("checked above"),
        };
        assert!(matches!(refused, Error::PatentInAnotherCampaign(id) if id == patent));
        projects.cancel(&world.founder, held.id, "for the other").await.unwrap();
        projects.submit(&world.founder, free.id, free.version).await.unwrap();
    }

    async fn one_invention_stands_behind_one_unfinished_campaign_whatever_the_office(db: &TestDb) {
        let world = World::new(db).await;
        let (cn, ep) = (
            world.patent("CN", LegalStatus::InForce, "CN 202010123456.7", "Lamp").await,
            world.patent("EP", LegalStatus::InForce, "EP 3000000", "Lamp").await,
        );
        world.patents.families.lock().unwrap().push(vec![cn, ep]);
        let first = world.complete("First", "一", Field::Optics, &[cn]).await;
        let second = world.complete("Second", "二", Field::Optics, &[ep]).await;
        let third = world.complete("Third", "三", Field::Optics, &[]).await;
        let projects = &world.projects;
        let (one, two) = tokio::join!(
            projects.submit(&world.founder, first.id, first.version),
            projects.submit(&world.founder, second.id, second.version),
        );
        assert!(one.is_ok() != two.is_ok(), "exactly one may hold the family: {one:?} {two:?}");
        let refused = one.err().or(two.err()).unwrap();
        assert!(
            matches!(refused, Error::FamilyInAnotherCampaign { patent, relative } if [patent, relative] == [cn, ep] || [patent, relative] == [ep, cn]),
            "{refused:?}"
        );
        let held_by_family = async |patent| {
            let refused = projects.attach_patent(&world.founder, third.id, patent).await.unwrap_err();
            matches!(refused, Error::FamilyInAnotherCampaign { .. })
        };
        assert!(held_by_family(cn).await ^ held_by_family(ep).await, "the other is held itself");
        // Within one campaign a family is welcome.
        for campaign in [first.id, second.id] {
            let _ = projects.cancel(&world.founder, campaign, "for the third").await;
        }
        projects.attach_patent(&world.founder, third.id, cn).await.unwrap();
        projects.attach_patent(&world.founder, third.id, ep).await.unwrap();
    }

    async fn rewards_keep_what_was_promised(db: &TestDb) {
        let world = World::new(db).await;
        let campaign = world.one_live().await;
        let projects = &world.projects;
        let id = world.reward_of(campaign.id).await;
        let tx = db.begin().await.unwrap();
        assert!(projects::funding::take_units(&tx, id, 1).await.unwrap());
        tx.commit().await.unwrap();

        let cheaper = EditReward { amount: Some(Money::new(100, Currency::CNY)), ..EditReward::default() };
        let error = projects.edit_reward(&world.founder, id, 1, cheaper).await.unwrap_err();
        assert!(matches!(error, Error::RewardChosen));
        let fewer = EditReward { limit: Some(Some(2)), ..EditReward::default() };
        let error = projects.edit_reward(&world.founder, id, 1, fewer).await.unwrap_err();
        assert_eq!(codes(&error), [("limit".to_owned(), ViolationCode::LimitOnlyRises)]);
        let more = EditReward { limit: Some(Some(5)), ..EditReward::default() };
        let edited = projects.edit_reward(&world.founder, id, 1, more).await.unwrap();
        assert_eq!((edited.limit, edited.claimed, edited.version), (Some(5), 1, 2));
        assert!(matches!(projects.remove_reward(&world.founder, id).await.unwrap_err(), Error::RewardChosen));

        // Another may be added and, while nobody holds it, taken back; who chose it once can still read it.
        let second = projects.add_reward(&world.founder, campaign.id, reward(None)).await.unwrap();
        projects.remove_reward(&world.founder, second.id).await.unwrap();
        assert_eq!(projects.rewards_of(&[campaign.id]).await.unwrap().len(), 1);
        assert!(projects.rewards_by_ids(&[second.id]).await.unwrap()[0].retired);
    }

    async fn add_ons_and_pools_keep_what_was_promised(db: &TestDb) {
        let world = World::new(db).await;
        let campaign = world.one_live().await;
        let (projects, founder) = (&world.projects, &world.founder);
        let pool = projects.add_pool(founder, campaign.id, AddPool { name: text("First run", "首批"), limit: Some(10) }).await.unwrap();
        let first = world.reward_of(campaign.id).await;
        let cable = AddReward {
            kind: RewardKind::AddOn, per_pledge_limit: 3, pool_id: Some(pool.id), offered_with: Some(vec![first]), ..reward(None)
        };
        let added = projects.add_reward(founder, campaign.id, cable.clone()).await.unwrap();
        assert_eq!((added.kind, added.per_pledge_limit, added.remaining()), (RewardKind::AddOn, 3, Some(10)));
        let read = projects.rewards_by_ids(&[added.id]).await.unwrap().remove(0);
        assert_eq!(read, added);
        for (wrong, field) in [
            (AddReward { offered_with: Some(vec![added.id]), ..cable.clone() }, "offered_with"),
            (AddReward { pool_id: Some(uuid::Uuid::nil().into()), ..cable.clone() }, "pool_id"),
            (AddReward { per_pledge_limit: 0, ..cable.clone() }, "per_pledge_limit"),
            (AddReward { kind: RewardKind::Reward, per_pledge_limit: 1, ..cable.clone() }, "offered_with"),
        ] {
            let error = projects.add_reward(founder, campaign.id, wrong).await.unwrap_err();
            assert_eq!(codes(&error)[0].0, field);
        }
        let tx = db.begin().await.unwrap();
        assert!(projects::funding::take_units(&tx, added.id, 2).await.unwrap());
        tx.commit().await.unwrap();

        let out = EditReward { pool_id: Some(None), ..EditReward::default() };
        assert!(matches!(projects.edit_reward(founder, added.id, 1, out).await.unwrap_err(), Error::RewardChosen));
        let fewer = EditReward { per_pledge_limit: Some(2), ..EditReward::default() };
        let error = projects.edit_reward(founder, added.id, 1, fewer).await.unwrap_err();
        assert_eq!(codes(&error), [("per_pledge_limit".to_owned(), ViolationCode::LimitOnlyRises)]);
        let more = EditReward { per_pledge_limit: Some(5), ..EditReward::default() };
        projects.edit_reward(founder, added.id, 1, more).await.unwrap();

        let renamed = EditPool { name: Some(text("Second run", "次批")), ..EditPool::default() };
        assert!(matches!(projects.edit_pool(founder, pool.id, 1, renamed).await.unwrap_err(), Error::PoolChosen));
        let limit = |limit| EditPool { limit: Some(limit), ..EditPool::default() };
        let error = projects.edit_pool(founder, pool.id, 1, limit(Some(9))).await.unwrap_err();
        assert_eq!(codes(&error), [("limit".to_owned(), ViolationCode::LimitOnlyRises)]);
        let raised = projects.edit_pool(founder, pool.id, 1, limit(Some(12))).await.unwrap();
        assert_eq!((raised.version, raised.claimed, raised.remaining()), (2, 2, Some(10)));
        assert!(matches!(projects.edit_pool(founder, pool.id, 1, limit(None)).await.unwrap_err(), Error::Conflict { .. }));
        assert!(matches!(projects.remove_pool(founder, pool.id).await.unwrap_err(), Error::PoolShared));
        let other = projects.add_pool(founder, campaign.id, AddPool { name: text("Spare", "备用"), limit: None }).await.unwrap();
        projects.remove_pool(founder, other.id).await.unwrap();
        assert_eq!(projects.pools_of(&[campaign.id]).await.unwrap(), [raised]);
        // An add-on is no reward: the last reward stays.
        let error = projects.remove_reward(founder, first).await.unwrap_err();
        assert_eq!(codes(&error)[0].0, "rewards");
        assert_eq!(trail(db, pool.id).await, ["reward_pool.add", "reward_pool.edit"]);
    }

    async fn a_reward_that_goes_is_named_by_no_add_on_and_leaves_none_alone(db: &TestDb) {
        let world = World::new(db).await;
        let (projects, founder) = (&world.projects, &world.founder);
        let draft = world.complete("Lamp", "灯", Field::Optics, &[]).await;
        let live = world.one_live().await;
        for campaign in [draft.id, live.id] {
            let kept = world.reward_of(campaign).await;
            let goes = projects.add_reward(founder, campaign, reward(None)).await.unwrap().id;
            let add_on = |title, with: &[kernel::RewardId]| AddReward {
                kind: RewardKind::AddOn, title, offered_with: Some(with.to_vec()), ..reward(None)
            };
            let both = projects.add_reward(founder, campaign, add_on(text("Cable", "线缆"), &[kept, goes])).await.unwrap();
            let alone = projects.add_reward(founder, campaign, add_on(text("Case", "保护套"), &[goes])).await.unwrap();
            let error = projects.remove_reward(founder, goes).await.unwrap_err();
            assert!(matches!(&error, Error::OfferedWithAlone(names) if *names == [text("Case", "保护套")]), "{error}");
            let named = projects.rewards_by_ids(&[both.id]).await.unwrap().remove(0);
            assert_eq!(named, both, "a refusal changes nothing");

            let with_both = EditReward { offered_with: Some(Some(vec![kept, goes])), ..EditReward::default() };
            projects.edit_reward(founder, alone.id, 1, with_both).await.unwrap();
            projects.remove_reward(founder, goes).await.unwrap();
            for (id, version) in [(both.id, 2), (alone.id, 3)] {
                let left = projects.rewards_by_ids(&[id]).await.unwrap().remove(0);
                assert_eq!((left.offered_with, left.version), (Some(vec![kept]), version));
                assert_eq!(trail(db, id).await.last().map(String::as_str), Some("reward.edit"));
            }
        }
    }

    async fn a_campaign_of_add_ons_alone_lacks_a_reward(db: &TestDb) {
        let world = World::new(db).await;
        let draft = world.draft("Lamp", "灯", Field::Optics).await;
        let add_on = AddReward { kind: RewardKind::AddOn, ..reward(None) };
        world.projects.add_reward(&world.founder, draft.id, add_on).await.unwrap();
        let missing = world.projects.missing(&draft).await.unwrap();
        assert!(missing.iter().any(|gap| gap.field == "rewards"));
    }

    async fn a_project_has_one_unfinished_campaign(db: &TestDb) {
        let world = World::new(db).await;
        let campaign = world.draft("Lamp", "灯", Field::Optics).await;
        let again = BeginCampaign { project_id: campaign.project_id, currency: Currency::USD, zone: None };
        let projects = &world.projects;
        let error = projects.begin_campaign(&world.founder, again.clone()).await.unwrap_err();
        assert!(matches!(error, Error::CampaignUnderWay));
        projects.cancel(&world.founder, campaign.id, "a new start").await.unwrap();
        let second = projects.begin_campaign(&world.founder, again.clone()).await.unwrap();
        assert_eq!(second.currency, Currency::USD);
        assert_ne!(second.slug, campaign.slug);
        let nothing = BeginCampaign { project_id: no_project(), ..again };
        assert!(matches!(projects.begin_campaign(&world.founder, nothing).await.unwrap_err(), Error::NotFound));
        let of_project = projects.of_projects(&world.founder, &[campaign.project_id]).await.unwrap();
        assert_eq!(of_project.iter().map(|c| c.id).collect::<Vec<_>>(), [second.id, campaign.id]);
    }
}
