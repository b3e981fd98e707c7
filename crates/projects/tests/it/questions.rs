use chrono::TimeDelta;
use kernel::{Caller, PageRequest, Role};
use projects::{Error, QuestionFilter, ReportReason};

use crate::support::{World, stale, told, trail, user};

testkit::on_both! {
    async fn a_question_is_answered_in_public(db: &TestDb) {
        let stage = World::new(db).await;
        let campaign = stage.one_live().await;
        let asker = user(db, &[Role::Investor]).await;
        let projects = &stage.projects;
        let asked = projects.ask(&asker, campaign.id, "  How long does it last?\r\n").await.unwrap();
        assert_eq!(asked.body, "How long does it last?");
        let all = PageRequest::default();
        let open = projects.questions_of(&Caller::anonymous(), &campaign, QuestionFilter::Open, &all).await.unwrap();
        assert_eq!((open.total, open.items.len()), (Some(1), 1));
        let stranger = projects.answer(&asker, asked.id, 1, "Long.").await;
        assert!(matches!(stranger, Err(Error::NotFound)), "{stranger:?}");
        let answered = projects.answer(&stage.founder, asked.id, 1, "Ten years.").await.unwrap();
        db.clock.advance(TimeDelta::days(1));
        let stale = projects.answer(&stage.founder, asked.id, 1, "Eleven.").await;
        assert!(matches!(stale, Err(Error::Conflict { current: 2 })), "{stale:?}");
        let bettered = projects.answer(&stage.founder, asked.id, answered.version, "Eleven years.").await.unwrap();
        let answer = bettered.answer.unwrap();
        assert_eq!((answer.body.as_str(), answer.edited_at), ("Eleven years.", Some(db.clock().now())));
        for (filter, count) in [(QuestionFilter::Open, 0), (QuestionFilter::Answered, 1), (QuestionFilter::All, 1)] {
            let found = projects.questions_of(&Caller::anonymous(), &campaign, filter, &all).await.unwrap();
            assert_eq!(found.total, Some(count), "{filter}");
        }
        let told = told(db).await;
        assert_eq!(told.iter().filter(|kind| kind.starts_with("question_")).collect::<Vec<_>>(), ["question_asked", "question_answered"]);
        assert_eq!(trail(db, asked.id).await, ["question.ask", "question.answer", "question.answer"]);
    }

    async fn a_person_asks_five_times_an_hour_and_not_themselves(db: &TestDb) {
        let stage = World::new(db).await;
        let campaign = stage.one_live().await;
        let asker = user(db, &[Role::Investor]).await;
        let first = db.clock().now();
        for n in 0..5 {
            stage.projects.ask(&asker, campaign.id, &format!("Question {n}?")).await.unwrap();
            db.clock.advance(TimeDelta::minutes(5));
        }
        let refused = stage.projects.ask(&asker, campaign.id, "One more?").await;
        assert!(matches!(refused, Err(Error::TooOften { max: 5, again_at }) if again_at == first + TimeDelta::hours(1)), "{refused:?}");
        db.clock.set(first + TimeDelta::hours(1));
        stage.projects.ask(&asker, campaign.id, "One more?").await.unwrap();
        let own = stage.projects.ask(&stage.founder, campaign.id, "Am I right?").await;
        assert!(matches!(own, Err(Error::Forbidden(kernel::Forbidden::OwnCase))), "{own:?}");
        let nobody = stage.projects.ask(&Caller::anonymous(), campaign.id, "Who am I?").await;
        assert!(matches!(nobody, Err(Error::Forbidden(_))), "{nobody:?}");
        for bad in ["", "  \n ", &"x".repeat(1_001), "a\u{202e}b"] {
            assert!(matches!(stage.projects.ask(&asker, campaign.id, bad).await, Err(Error::Invalid(_))), "{bad:?}");
        }
    }

    async fn what_is_hidden_is_kept_and_shown_as_hidden(db: &TestDb) {
        let stage = World::new(db).await;
        let campaign = stage.one_live().await;
        let (asker, stranger) = (user(db, &[Role::Investor]).await, user(db, &[Role::Investor]).await);
        let projects = &stage.projects;
        let asked = projects.ask(&asker, campaign.id, "My number is 555?").await.unwrap();
        let refused = projects.hide_question(&stranger, asked.id, "no").await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
        let silent = projects.hide_question(&stage.founder, asked.id, " ").await;
        assert!(matches!(silent, Err(Error::Invalid(_))), "{silent:?}");
        projects.hide_question(&stage.reviewer, asked.id, "Private data.").await.unwrap();
        projects.hide_question(&stage.founder, asked.id, "Another reason.").await.unwrap();
        for (caller, covered) in [(&stranger, true), (&Caller::anonymous(), true), (&asker, false), (&stage.founder, false), (&stage.reviewer, false)] {
            let read = projects.find_question(caller, asked.id).await.unwrap().unwrap();
            assert_eq!((read.is_covered, read.question.body.is_empty()), (covered, covered));
            assert_eq!(read.question.hidden.unwrap().reason, "Private data.", "the first reason stays");
        }
        let open = projects.questions_of(&stranger, &campaign, QuestionFilter::Open, &PageRequest::default()).await.unwrap();
        assert_eq!(open.total, Some(0));
        let undone = projects.show_question(&stage.founder, asked.id).await;
        assert!(matches!(undone, Err(Error::Forbidden(_))), "a founder cannot undo a reviewer: {undone:?}");
        let shown = projects.show_question(&stage.reviewer, asked.id).await.unwrap();
        assert_eq!((shown.hidden, shown.body.as_str()), (None, "My number is 555?"));
        assert_eq!(told(db).await.iter().filter(|kind| *kind == "question_hidden").count(), 1);
    }

    async fn reports_wait_for_reviewers_who_decide_on_all_of_a_question_at_once(db: &TestDb) {
        let stage = World::new(db).await;
        let campaign = stage.one_live().await;
        let asker = user(db, &[Role::Investor]).await;
        let readers = [user(db, &[Role::Investor]).await, user(db, &[Role::Investor]).await];
        let projects = &stage.projects;
        let first = projects.ask(&asker, campaign.id, "Buy my lamps?").await.unwrap();
        let second = projects.ask(&asker, campaign.id, "Is it yours?").await.unwrap();
        projects.report_question(&readers[0], second.id, ReportReason::IpClaim, Some("It is mine.")).await.unwrap();
        for reader in &readers {
            for _ in 0..2 {
                projects.report_question(reader, first.id, ReportReason::Spam, None).await.unwrap();
            }
        }
        let noteless = projects.report_question(&readers[0], first.id, ReportReason::Other, Some(" ")).await;
        assert!(matches!(noteless, Err(Error::Invalid(_))), "{noteless:?}");
        assert!(projects.report_question(&Caller::anonymous(), first.id, ReportReason::Spam, None).await.is_err());
        let one = PageRequest::first(1);
        assert!(matches!(projects.reported_questions(&stage.founder, &one).await, Err(Error::Forbidden(_))));
        let page = projects.reported_questions(&stage.reviewer, &one).await.unwrap();
        assert_eq!((page.total, page.has_next), (Some(2), true));
        assert_eq!((page.items[0].1.question.id, page.items[0].1.reports.len()), (second.id, 1));
        let rest = PageRequest { first: 1, after: page.end_cursor().cloned() };
        let page = projects.reported_questions(&stage.reviewer, &rest).await.unwrap();
        assert_eq!((page.items[0].1.question.id, page.items[0].1.reports.len()), (first.id, 2));

        let unproved = projects.decide_reports(&stale(&stage.reviewer), second.id, None).await;
        assert!(matches!(unproved, Err(Error::Forbidden(kernel::Forbidden::ProveFirst))), "{unproved:?}");
        projects.decide_reports(&stage.reviewer, second.id, None).await.unwrap();
        let hidden = projects.decide_reports(&stage.reviewer, first.id, Some("Advertising.")).await.unwrap();
        assert_eq!(hidden.hidden.unwrap().reason, "Advertising.");
        let nothing = projects.decide_reports(&stage.reviewer, first.id, None).await;
        assert!(matches!(nothing, Err(Error::NotFound)), "{nothing:?}");
        assert_eq!(projects.reported_questions(&stage.reviewer, &one).await.unwrap().total, Some(0));
        let founder = projects.decide_reports(&stage.founder, first.id, None).await;
        assert!(matches!(founder, Err(Error::Forbidden(_))), "{founder:?}");
    }
}
