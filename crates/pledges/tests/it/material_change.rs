//! A campaign's patents change after investors pledged.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Caller, Role};
use pledges::{
    AnswerChange, AnswerChangeError, ChangeAnswer, ChangeCause, ChangeOutcome, ChangeScope, ChangeSeverity,
    ChangeState, EndReason, MaterialChange, PlacePledgeError, Pledge, PledgeErrorCode, PledgeState,
    ReclassifyChange, RefundReason, SettlementStage,
};
use uuid::Uuid;

use crate::{
    collecting::{reached, states},
    payouts::agrees_with_the_provider,
    pretend::{Bank, Fault},
    refunds::tell,
    stage::{GOOD, Stage, execute, key, number},
};

impl Stage {
    /// A patent of the campaign lapses, say, found by the assessment with this number.
    pub(crate) async fn patent_changes(
        &self,
        severity: ChangeSeverity,
        assessment: u128,
    ) -> Option<MaterialChange> {
        let now = self.db.clock().now();
        let patent = Uuid::from_u128(7);
        let insert =
            "INSERT INTO patents (id, office, application, right_type, is_sample, created_at, checked_at)
                      VALUES ($1, 'EP', 'EP1', 'invention', $2, $3, $3) ON CONFLICT DO NOTHING";
        execute(&self.db, insert, vec![patent.into(), true.into(), now.into()]).await;
        let cause = ChangeCause {
            patent_id: patent.into(),
            kind: "ended".into(),
            detail: "lapsed".into(),
            severity,
            on: Some(now.date_naive()),
            assessment_id: Uuid::from_u128(assessment),
            told_at: now,
        };
        let told = self.pledges.patent_changed(self.campaign, vec![cause]);
        told.await.unwrap()
    }

    /// The work that is due, and what follows from it.
    pub(crate) async fn work(&self, db: &testkit::TestDb) {
        for _ in 0..3 {
            self.runner().drain().await.unwrap();
            db.clock.advance(TimeDelta::seconds(10));
        }
        self.runner().drain().await.unwrap();
    }

    async fn newest_change(&self) -> MaterialChange {
        self.pledges.changes_of(&[self.campaign]).await.unwrap().remove(0)
    }

    pub(crate) async fn answer(
        &self,
        who: &(Caller, Pledge),
        keep: bool,
        number: u128,
    ) -> Result<Pledge, AnswerChangeError> {
        let change = self.newest_change().await;
        let answer = AnswerChange {
            pledge_id: who.1.id,
            keep,
            dossier_hash: change.dossier_hash,
            idempotency_key: key(number),
        };
        self.pledges.answer_change(&who.0, answer).await
    }

    async fn deadline_at(&self) -> DateTime<Utc> {
        use sea_orm::ConnectionTrait;
        let conn = self.db.primary();
        let select = db::sql(conn, "SELECT deadline_at FROM campaigns", []);
        let row = conn.query_one_raw(select).await.unwrap().unwrap();
        row.try_get("", "deadline_at").unwrap()
    }

    pub(crate) async fn reviewer(&self) -> Caller {
        let somebody = self.investor().await;
        Caller::user(somebody.user_id().unwrap(), Uuid::nil().into(), [Role::Reviewer])
    }

    async fn answers(&self, who: &(Caller, Pledge)) -> Vec<Option<ChangeAnswer>> {
        let asked = self.pledges.questions_about(&who.0, who.1.id).await.unwrap();
        asked.into_iter().map(|(question, _)| question.answer).collect()
    }

    /// The time to confirm passes.
    async fn pass_reconfirmation(&self, db: &testkit::TestDb) {
        let until = self.newest_change().await.reconfirm_until.unwrap();
        db.clock.set(until);
        self.work(db).await;
    }
}

pub(crate) fn class(change: &MaterialChange, severity: ChangeSeverity, number: u128) -> ReclassifyChange {
    ReclassifyChange {
        change_id: change.id,
        severity,
        reason: "the fee was paid, the register is late".into(),
        idempotency_key: key(number),
    }
}

testkit::on_both! {
    async fn those_who_pledged_confirm_decline_or_are_released_by_silence(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let pledges = reached(&stage, &[60_000, 50_000, 2_500]).await;
        let change = stage.patent_changes(ChangeSeverity::Major, 1).await.unwrap();
        assert_eq!((change.scope, change.state), (ChangeScope::Reconfirm, ChangeState::Opened));
        let late = stage.investor().await;
        let refused = stage.pledges.place(&late, stage.wish(5_000, 50)).await.unwrap_err();
        assert!(matches!(refused, PlacePledgeError::CampaignHeld), "{refused}");
        stage.work(db).await;
        assert_eq!(stage.newest_change().await.state, ChangeState::Reconfirming);
        assert_eq!(states(&stage, &pledges).await, [PledgeState::ReconfirmDue; 3]);
        assert_eq!(stage.told("reconfirmation_asked").await, 3);
        assert_eq!(stage.totals().await, (112_500, 3), "they count while they are asked");

        let kept = stage.answer(&pledges[0], true, 60).await.unwrap();
        assert_eq!(kept.state, PledgeState::Committed);
        // The same answer under the same key again is the same answer.
        assert_eq!(stage.answer(&pledges[0], true, 60).await.unwrap().state, PledgeState::Committed);
        let declined = stage.answer(&pledges[1], false, 61).await.unwrap();
        assert_eq!((declined.state, declined.end_reason), (PledgeState::Cancelled, Some(EndReason::ByInvestor)));
        stage.pass_reconfirmation(db).await;
        let silent = stage.pledges.get(&pledges[2].0, pledges[2].1.id).await.unwrap().unwrap();
        assert_eq!((silent.state, silent.end_reason), (PledgeState::Released, Some(EndReason::NotReconfirmed)));
        let change = stage.newest_change().await;
        assert_eq!((change.state, change.outcome), (ChangeState::Closed, Some(ChangeOutcome::Answered)));
        assert_eq!(stage.answers(&pledges[0]).await, [Some(ChangeAnswer::Kept)]);
        assert_eq!(stage.answers(&pledges[1]).await, [Some(ChangeAnswer::Declined)]);
        assert_eq!(stage.answers(&pledges[2]).await, [Some(ChangeAnswer::Silent)]);
        assert_eq!(stage.totals().await, (60_000, 1));
        // The campaign goes on.
        assert_eq!(number(&stage.db, "SELECT count(*) FROM campaigns WHERE held_at IS NULL").await, 1);
        stage.is_sound().await;
    }

    async fn a_deadline_within_five_business_days_is_moved_and_another_is_not(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        reached(&stage, &[60_000]).await;
        db.clock.set(stage.deadline - TimeDelta::days(1));
        stage.patent_changes(ChangeSeverity::Major, 1).await.unwrap();
        let change = stage.newest_change().await;
        let until = change.reconfirm_until.unwrap();
        assert_eq!((stage.deadline_at().await, change.deadline_before), (until, Some(stage.deadline)));
        let days = (0..).map(|n| stage.db.clock().now().date_naive() + chrono::Days::new(n + 1));
        let business = days.take_while(|day| day.and_time(chrono::NaiveTime::MIN).and_utc() < until)
            .filter(|day| kernel::is_business_day(None, *day));
        assert_eq!(business.count(), 5, "five whole business days after the day of the notice");
    }

    async fn a_deadline_far_away_stays(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        reached(&stage, &[60_000]).await;
        stage.patent_changes(ChangeSeverity::Major, 1).await.unwrap();
        assert_eq!((stage.deadline_at().await, stage.newest_change().await.deadline_before), (stage.deadline, None));
    }

    async fn told_twice_it_is_one_change_and_a_second_one_begins_the_clock_anew(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let pledges = reached(&stage, &[60_000, 50_000]).await;
        stage.patent_changes(ChangeSeverity::Major, 1).await.unwrap();
        assert!(stage.patent_changes(ChangeSeverity::Major, 1).await.is_none());
        stage.work(db).await;
        stage.answer(&pledges[0], true, 60).await.unwrap();
        let seen = stage.newest_change().await;
        db.clock.advance(TimeDelta::days(3));
        let second = stage.patent_changes(ChangeSeverity::Major, 2).await.unwrap();
        stage.work(db).await;
        // Whoever confirmed the first did not know of the second.
        assert_eq!(states(&stage, &pledges).await, [PledgeState::ReconfirmDue; 2]);
        assert!(second.reconfirm_until > seen.reconfirm_until);
        let all = stage.pledges.changes_of(&[stage.campaign]).await.unwrap();
        assert_eq!(all[1].outcome, Some(ChangeOutcome::Superseded));
        assert_eq!(stage.answers(&pledges[0]).await, [None, Some(ChangeAnswer::Kept)]);
        assert_eq!(stage.answers(&pledges[1]).await, [None, Some(ChangeAnswer::Withdrawn)]);
        stage.is_sound().await;
    }

    async fn nobody_confirms_what_they_did_not_see_nor_for_others_nor_too_late(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let pledges = reached(&stage, &[60_000, 50_000]).await;
        assert!(stage.patent_changes(ChangeSeverity::Major, 1).await.is_some());
        stage.work(db).await;
        let unseen = AnswerChange {
            pledge_id: pledges[0].1.id, keep: true, dossier_hash: "another".into(), idempotency_key: key(60),
        };
        let refused = stage.pledges.answer_change(&pledges[0].0, unseen).await.unwrap_err();
        assert_eq!(refused.code(), Some(PledgeErrorCode::DossierChanged));
        let stranger = (pledges[1].0.clone(), pledges[0].1.clone());
        let refused = stage.answer(&stranger, true, 61).await.unwrap_err();
        assert_eq!(refused.code(), Some(PledgeErrorCode::PledgeNotFound));
        db.clock.set(stage.newest_change().await.reconfirm_until.unwrap());
        let refused = stage.answer(&pledges[0], true, 62).await.unwrap_err();
        assert_eq!(refused.code(), Some(PledgeErrorCode::NothingToConfirm));
    }

    async fn asked_in_the_last_hours_one_may_say_no_whatever_the_goal(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let pledges = reached(&stage, &[60_000, 40_000]).await;
        db.clock.set(stage.deadline - TimeDelta::hours(2));
        let refused = stage.pledges.cancel(&pledges[1].0, stage.take_back(&pledges[1].1, 60)).await.unwrap_err();
        assert_eq!(refused.code(), Some(PledgeErrorCode::NotCancellable));
        stage.patent_changes(ChangeSeverity::Major, 1).await.unwrap();
        stage.work(db).await;
        let gone = stage.pledges.cancel(&pledges[1].0, stage.take_back(&pledges[1].1, 61)).await.unwrap();
        assert_eq!(gone.state, PledgeState::Cancelled);
        assert_eq!(stage.answers(&pledges[1]).await, [Some(ChangeAnswer::Declined)]);
        stage.is_sound().await;
    }

    async fn a_card_saved_meanwhile_counts_and_its_investor_is_asked_too(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let pledges = reached(&stage, &[60_000]).await;
        let late = stage.investor().await;
        let placed = stage.place(&late, 40_000, 70).await;
        stage.patent_changes(ChangeSeverity::Major, 1).await.unwrap();
        stage.runner().drain().await.unwrap();
        stage.answer(&pledges[0], true, 60).await.unwrap();
        db.clock.advance(TimeDelta::seconds(10));
        stage.runner().drain().await.unwrap();
        assert_eq!(stage.newest_change().await.state, ChangeState::Reconfirming, "a card is being entered");
        let saved = stage.pay(&late, &placed, GOOD).await;
        assert_eq!(saved.state, PledgeState::ReconfirmDue);
        assert_eq!(stage.totals().await, (100_000, 2));
        stage.answer(&(late, saved), true, 71).await.unwrap();
        stage.work(db).await;
        assert_eq!(stage.newest_change().await.outcome, Some(ChangeOutcome::Answered));
        stage.is_sound().await;
    }

    async fn a_minor_change_is_told_and_nothing_stops(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let pledges = reached(&stage, &[60_000]).await;
        stage.patent_changes(ChangeSeverity::Minor, 1).await.unwrap();
        stage.work(db).await;
        let change = stage.newest_change().await;
        assert_eq!((change.scope, change.outcome), (ChangeScope::Inform, Some(ChangeOutcome::Informed)));
        assert_eq!((states(&stage, &pledges).await, stage.told("material_change_notified").await), (vec![PledgeState::Committed], 1));
        let other = stage.investor().await;
        stage.committed(&other, 5_000, 50).await;
    }

    async fn a_person_classes_a_change_otherwise_with_a_reason(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let pledges = reached(&stage, &[60_000, 50_000]).await;
        let minor = stage.patent_changes(ChangeSeverity::Minor, 1).await.unwrap();
        stage.work(db).await;
        let reviewer = stage.reviewer().await;
        let mut wish = class(&minor, ChangeSeverity::Major, 80);
        wish.reason = "  ".into();
        let refused = stage.pledges.reclassify_change(&reviewer, wish).await.unwrap_err();
        assert_eq!(refused.code(), Some(PledgeErrorCode::TextInvalid));
        let founder = stage.as_founder();
        assert!(stage.pledges.reclassify_change(&founder, class(&minor, ChangeSeverity::Major, 81)).await.is_err());
        let stale = Caller { standing: kernel::Standing { proved: false, ..kernel::Standing::FULL }, ..reviewer.clone() };
        let unproved = stage.pledges.reclassify_change(&stale, class(&minor, ChangeSeverity::Major, 84)).await.unwrap_err();
        assert!(matches!(unproved, pledges::ReclassifyChangeError::Forbidden(kernel::Forbidden::ProveFirst)), "{unproved:?}");
        let major = stage.pledges.reclassify_change(&reviewer, class(&minor, ChangeSeverity::Major, 82)).await.unwrap();
        assert_eq!((major.reclassified_from, major.severity), (Some(minor.id), ChangeSeverity::Major));
        let again = stage.pledges.reclassify_change(&reviewer, class(&minor, ChangeSeverity::Major, 83)).await;
        assert_eq!(again.unwrap_err().code(), Some(PledgeErrorCode::NothingToConfirm), "once");
        stage.work(db).await;
        assert_eq!(states(&stage, &pledges).await, [PledgeState::ReconfirmDue; 2]);
        stage.answer(&pledges[0], true, 60).await.unwrap();
        // Seen minor after all: nobody is asked any more.
        stage.pledges.reclassify_change(&reviewer, class(&major, ChangeSeverity::Minor, 84)).await.unwrap();
        stage.work(db).await;
        assert_eq!(states(&stage, &pledges).await, [PledgeState::Committed; 2]);
        assert_eq!(stage.newest_change().await.outcome, Some(ChangeOutcome::Reclassified));
        assert_eq!(stage.answers(&pledges[1]).await, [Some(ChangeAnswer::Withdrawn)]);
        // Both were asked and both pledges stand: one batch after the other.
        let first = stage.pledges.unasked_of(major.id, None, 1).await.unwrap();
        let rest = stage.pledges.unasked_of(major.id, Some(first[0].pledge_id), 10).await.unwrap();
        let unasked: Vec<_> = first.iter().chain(&rest).map(|it| (it.pledge_id, it.amount.minor, it.charged)).collect();
        let mut expected: Vec<_> = pledges.iter().map(|(_, it)| (it.id, it.amount.minor, false)).collect();
        expected.sort_unstable_by_key(|(id, ..)| *id);
        assert_eq!(unasked, expected);
        stage.is_sound().await;
    }

    async fn a_campaign_called_off_ends_the_change(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let pledges = reached(&stage, &[60_000]).await;
        stage.patent_changes(ChangeSeverity::Major, 1).await.unwrap();
        stage.work(db).await;
        execute(&stage.db, "UPDATE campaigns SET state = 'cancelled', stage = 'stopped'", vec![]).await;
        stage.pledges.release_all(stage.campaign, EndReason::CampaignCancelled).await.unwrap();
        stage.work(db).await;
        assert_eq!(stage.newest_change().await.outcome, Some(ChangeOutcome::CampaignOver));
        assert_eq!(stage.answers(&pledges[0]).await, [Some(ChangeAnswer::Withdrawn)]);
        stage.is_sound().await;
    }

    async fn before_anybody_is_charged_all_are_asked_and_those_who_confirm_are_charged(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let pledges = reached(&stage, &[60_000, 50_000, 2_500]).await;
        stage.close_without_work(db).await;
        stage.pledges.plan_collecting(stage.campaign).await.unwrap();
        assert_eq!(stage.settlement().await.pledge_count, 3);
        stage.patent_changes(ChangeSeverity::Major, 1).await.unwrap();
        stage.work(db).await;
        assert_eq!(states(&stage, &pledges).await, [PledgeState::ReconfirmDue; 3]);
        assert!(stage.pretend().journal().charges.is_empty(), "jobs not yet charged stop");
        assert_eq!(stage.settlement().await.pledge_count, 0);
        stage.answer(&pledges[0], true, 60).await.unwrap();
        stage.answer(&pledges[1], false, 61).await.unwrap();
        stage.work(db).await;
        assert!(stage.pretend().journal().charges.is_empty(), "nor is who confirmed, before all have answered");
        stage.pass_reconfirmation(db).await;
        stage.work(db).await;
        assert_eq!(states(&stage, &pledges).await, [PledgeState::Collected, PledgeState::Cancelled, PledgeState::Released]);
        let settlement = stage.settlement().await;
        assert_eq!((settlement.stage, settlement.pledge_count, settlement.collected.minor), (SettlementStage::Settled, 1, 60_000));
        assert_eq!(settlement.pledged.minor, 112_500, "what was promised at the close is never corrected");
        stage.is_sound().await;
    }

    async fn those_already_charged_keep_it_or_get_it_back_and_silence_gives_it_back(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        {
            let mut journal = stage.pretend().journal();
            journal.bank.insert(50_000, Bank::Declines);
            journal.bank.insert(40_000, Bank::AsksHolder);
        }
        let pledges = reached(&stage, &[60_000, 30_000, 20_000, 50_000, 40_000]).await;
        stage.close(db).await;
        assert_eq!(stage.campaign_state().await, "grace");
        stage.patent_changes(ChangeSeverity::Major, 1).await.unwrap();
        stage.work(db).await;
        use PledgeState as S;
        let asked = [S::Collected, S::Collected, S::Collected, S::ReconfirmDue, S::ReconfirmDue];
        assert_eq!(states(&stage, &pledges).await, asked);
        let refused = stage.pledges.repair(&pledges[3].0, pledges[3].1.id, key(59)).await.unwrap_err();
        assert_eq!(refused.code(), Some(PledgeErrorCode::NotRepairable), "first the question, then the card");
        stage.answer(&pledges[0], true, 60).await.unwrap();
        stage.answer(&pledges[1], false, 61).await.unwrap();
        stage.pretend().journal().bank.clear();
        stage.answer(&pledges[3], true, 63).await.unwrap();
        stage.pass_reconfirmation(db).await;
        stage.work(db).await;
        let ended = [S::Collected, S::Refunded, S::Refunded, S::Collected, S::Released];
        assert_eq!(states(&stage, &pledges).await, ended);
        let refunds = stage.pledges.refunds_of(&pledges[2].0, pledges[2].1.id).await.unwrap();
        assert_eq!(refunds[0].reason, RefundReason::PatentChanged);
        let settlement = stage.settlement().await;
        assert_eq!((settlement.stage, settlement.kept_minor()), (SettlementStage::Settled, 110_000));
        assert_eq!(stage.campaign_state().await, "funded");
        agrees_with_the_provider(&stage).await;
    }

    async fn a_charge_under_way_is_waited_for_and_then_its_investor_is_asked(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let pledges = reached(&stage, &[60_000, 50_000]).await;
        stage.close_without_work(db).await;
        stage.pledges.plan_collecting(stage.campaign).await.unwrap();
        // The provider acts, but its answer is lost.
        stage.pretend().journal().faults = vec![Some(Fault::After)];
        let first = stage.pledges.payments_of(&pledges[0].0, pledges[0].1.id).await.unwrap()[0].id;
        assert!(stage.pledges.collect(first).await.is_err());
        stage.patent_changes(ChangeSeverity::Major, 1).await.unwrap();
        stage.work(db).await;
        assert_eq!(states(&stage, &pledges).await, [PledgeState::Collected, PledgeState::ReconfirmDue]);
        assert_eq!(stage.answers(&pledges[0]).await, [None]);
        assert_eq!(stage.pretend().journal().charges.len(), 1);
        stage.pass_reconfirmation(db).await;
        stage.work(db).await;
        assert_eq!(states(&stage, &pledges).await, [PledgeState::Refunded, PledgeState::Released]);
        assert_eq!((stage.settlement().await.stage, stage.campaign_state().await.as_str()), (SettlementStage::Failed, "failed"));
        agrees_with_the_provider(&stage).await;
    }

    async fn after_the_money_was_accepted_payouts_wait_for_a_person(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let pledges = reached(&stage, &[110_000]).await;
        stage.close(db).await;
        let change = stage.patent_changes(ChangeSeverity::Major, 1).await.unwrap();
        assert_eq!(change.scope, ChangeScope::Payout);
        stage.work(db).await;
        assert_eq!(stage.newest_change().await.state, ChangeState::Notified);
        assert_eq!(states(&stage, &pledges).await, [PledgeState::Collected], "nobody is asked");
        let reviewer = stage.reviewer().await;
        stage.pledges.reclassify_change(&reviewer, class(&change, ChangeSeverity::Minor, 80)).await.unwrap();
        stage.work(db).await;
        assert_eq!(stage.newest_change().await.outcome, Some(ChangeOutcome::Reclassified));
        stage.is_sound().await;
    }

    async fn classed_minor_before_anybody_was_asked_all_are_charged_after_all(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let pledges = reached(&stage, &[60_000, 50_000]).await;
        stage.close_without_work(db).await;
        stage.pledges.plan_collecting(stage.campaign).await.unwrap();
        let change = stage.patent_changes(ChangeSeverity::Major, 1).await.unwrap();
        stage.is_sound().await;
        let reviewer = stage.reviewer().await;
        stage.pledges.reclassify_change(&reviewer, class(&change, ChangeSeverity::Minor, 80)).await.unwrap();
        stage.work(db).await;
        stage.work(db).await;
        assert_eq!(stage.newest_change().await.outcome, Some(ChangeOutcome::Reclassified));
        assert_eq!(states(&stage, &pledges).await, [PledgeState::Collected; 2]);
        let settlement = stage.settlement().await;
        assert_eq!((settlement.stage, settlement.pledge_count), (SettlementStage::Settled, 2));
        agrees_with_the_provider(&stage).await;
    }

    async fn a_second_change_classed_minor_leaves_nobody_waiting_for_the_first(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let pledges = reached(&stage, &[60_000, 50_000]).await;
        stage.patent_changes(ChangeSeverity::Major, 1).await.unwrap();
        stage.work(db).await;
        assert_eq!(states(&stage, &pledges).await, [PledgeState::ReconfirmDue; 2]);
        let second = stage.patent_changes(ChangeSeverity::Major, 2).await.unwrap();
        let reviewer = stage.reviewer().await;
        stage.pledges.reclassify_change(&reviewer, class(&second, ChangeSeverity::Minor, 80)).await.unwrap();
        stage.work(db).await;
        assert_eq!(states(&stage, &pledges).await, [PledgeState::Committed; 2]);
        stage.is_sound().await;
    }

    async fn a_change_between_the_deadline_and_the_first_charge_is_not_missed(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let pledges = reached(&stage, &[60_000, 50_000]).await;
        db.clock.set(stage.deadline);
        // The goal was reached; that the money is to be collected was not worked on yet.
        execute(&stage.db, "UPDATE campaigns SET state = 'collecting', stage = 'succeeded'", vec![]).await;
        let change = stage.patent_changes(ChangeSeverity::Major, 1).await.unwrap();
        assert_eq!(change.scope, ChangeScope::Reconfirm);
        stage.close_without_work(db).await;
        stage.work(db).await;
        assert_eq!(states(&stage, &pledges).await, [PledgeState::ReconfirmDue; 2]);
        assert!(stage.pretend().journal().charges.is_empty());
        for (number, who) in (60..).zip(&pledges) {
            stage.answer(who, true, number).await.unwrap();
        }
        stage.work(db).await;
        stage.work(db).await;
        assert_eq!(states(&stage, &pledges).await, [PledgeState::Collected; 2]);
        agrees_with_the_provider(&stage).await;
    }

    async fn whoever_is_asked_late_has_as_many_business_days(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let pledges = reached(&stage, &[60_000, 50_000]).await;
        stage.close_without_work(db).await;
        stage.pledges.plan_collecting(stage.campaign).await.unwrap();
        let first = stage.pledges.payments_of(&pledges[0].0, pledges[0].1.id).await.unwrap()[0].id;
        stage.pretend().journal().faults = vec![Some(Fault::Before)];
        assert!(stage.pledges.collect(first).await.is_err());
        stage.patent_changes(ChangeSeverity::Major, 1).await.unwrap();
        // Nobody works for three days; then the charge turns out to have been made.
        let early = stage.newest_change().await.reconfirm_until.unwrap();
        db.clock.advance(TimeDelta::hours(19));
        stage.pledges.collect(first).await.unwrap();
        db.clock.advance(TimeDelta::days(3));
        stage.work(db).await;
        let late = stage.newest_change().await.reconfirm_until.unwrap();
        assert!(late > early);
        let conn = stage.db.primary();
        let select = db::sql(conn, "SELECT payload FROM outbox WHERE kind = 'reconfirmation_asked'", []);
        let rows = sea_orm::ConnectionTrait::query_all_raw(conn, select).await.unwrap();
        let told: Vec<DateTime<Utc>> = rows
            .iter()
            .map(|row| row.try_get::<serde_json::Value>("", "payload").unwrap()["until"].as_str().unwrap().parse().unwrap())
            .collect();
        assert_eq!(told, [late, late]);
    }

    async fn what_is_won_at_the_bank_goes_back_to_whoever_did_not_stay(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        stage.pretend().journal().bank.insert(50_000, Bank::Declines);
        let pledges = reached(&stage, &[60_000, 50_000, 20_000]).await;
        stage.close(db).await;
        stage.patent_changes(ChangeSeverity::Major, 1).await.unwrap();
        stage.work(db).await;
        let charge = stage.pledges.payments_of(&pledges[0].0, pledges[0].1.id).await.unwrap()[0].provider_id.clone().unwrap();
        let dispute = stage.pretend().contest_charge(&charge, 60_000);
        let object = || serde_json::json!({"id": dispute});
        tell(&stage, "charge.dispute.created", object()).await;
        assert_eq!(states(&stage, &pledges).await[0], PledgeState::Disputed);
        stage.answer(&pledges[0], false, 60).await.unwrap();
        stage.pretend().decide(&dispute, true);
        tell(&stage, "charge.dispute.closed", object()).await;
        stage.work(db).await;
        assert_eq!(states(&stage, &pledges).await[0], PledgeState::Refunded);
        agrees_with_the_provider(&stage).await;
    }

    async fn whoever_confirmed_has_a_grace_and_a_last_try_of_their_own(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        stage.pretend().journal().bank.insert(50_000, Bank::Declines);
        let pledges = reached(&stage, &[60_000, 50_000]).await;
        stage.close(db).await;
        db.clock.advance(TimeDelta::days(7));
        // Grace is over and the last try is ordered, when the patents change.
        stage.pledges.advance_settlements().await.unwrap();
        stage.patent_changes(ChangeSeverity::Major, 1).await.unwrap();
        stage.work(db).await;
        for (number, who) in (60..).zip(&pledges) {
            stage.answer(who, true, number).await.unwrap();
        }
        stage.work(db).await;
        stage.work(db).await;
        assert_eq!(states(&stage, &pledges).await, [PledgeState::Collected, PledgeState::Errored]);
        assert_eq!(stage.settlement().await.stage, SettlementStage::Grace);
        stage.pass_grace(db).await;
        let tries = stage.pledges.payments_of(&pledges[1].0, pledges[1].1.id).await.unwrap();
        let causes: Vec<_> = tries.iter().map(|attempt| attempt.cause).collect();
        use pledges::AttemptCause as C;
        assert_eq!(causes, [C::Deadline, C::LastTry, C::Deadline, C::LastTry]);
        assert_eq!(states(&stage, &pledges).await[1], PledgeState::Dropped);
        agrees_with_the_provider(&stage).await;
    }
}
