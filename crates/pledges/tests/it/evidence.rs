//! What speaks for a contested charge.

use kernel::Role;
use pledges::{AdjustPledge, ChangeSeverity, GraveRisk, GraveRisks, PlacePledge};
use uuid::Uuid;

use crate::{
    refunds::{charge_of, tell},
    stage::{GOOD, Stage, key, usd},
};

testkit::on_both! {
    async fn everything_that_is_kept_of_a_pledge_speaks_for_its_charge(db: &TestDb) {
        let stage = Stage::collecting(db).await;
        let caller = stage.investor().await;
        let risks = GraveRisks::new(vec![GraveRisk {
            patent: Uuid::from_u128(5).into(),
            number: "EP1234567".into(),
            kind: "annuity_in_grace".into(),
            on: None,
        }]);
        *stage.risks.lock().unwrap() = risks.clone();
        let wish = PlacePledge { acknowledged_risks: risks.hash(), ..stage.wish(110_000, 1) };
        let placed = stage.pledges.place(&caller, wish).await.unwrap();
        let pledge = stage.pay(&caller, &placed, GOOD).await;
        let more = AdjustPledge {
            pledge_id: pledge.id,
            reward_id: None,
            items: None,
            amount: usd(120_000),
            acknowledged_risks: risks.hash(),
            idempotency_key: key(2),
        };
        stage.pledges.adjust(&caller, more).await.unwrap();
        let change = stage.patent_changes(ChangeSeverity::Major, 1).await.unwrap();
        stage.work(db).await;
        let who = (caller, pledge);
        stage.answer(&who, true, 3).await.unwrap();
        let (caller, pledge) = who;
        stage.close(db).await;
        let charge = charge_of(&stage, &caller, pledge.id).await;
        let dispute = stage.pretend().contest_charge(&charge, 120_000);
        tell(&stage, "charge.dispute.created", serde_json::json!({"id": dispute})).await;

        let officer = stage.officer().await;
        let open = stage.pledges.open_disputes(&officer).await.unwrap();
        let evidence = stage.pledges.dispute_evidence(&officer, open[0].id).await.unwrap();
        let lines: Vec<&str> = evidence.uncategorized_text.lines().collect();
        let at = |part: &str| {
            let found = lines.iter().position(|line| line.contains(part));
            found.unwrap_or_else(|| panic!("{part} is not in {lines:#?}"))
        };
        // In the order in which it came about.
        let order = [
            at("of 1200.00 USD to campaign"),
            at("The card was saved with the holder's authentication at 2026-06-01T"),
            at(&pledge.dossier_hash),
            at("The holder changed the pledge from 1100.00 USD to 1200.00 USD"),
            at("acknowledged these risks of the patents, at 2026-06-01T"),
            at("whether the pledge stands; the answer at 2026-06-01T"),
            at("Mail to the holder about this pledge (pledge_committed): sent at 2026-06-01T"),
            at("Charge 1 (deadline): succeeded at"),
            at("audit trail holds"),
        ];
        assert!(order.is_sorted(), "{lines:#?}");
        assert!(lines[order[4]].ends_with("annuity_in_grace of EP1234567."));
        assert!(lines[order[5]].contains("was: kept, having been shown the patents under SHA-256 "));
        assert!(lines[order[5]].contains(&change.dossier_hash));
        // Whoever neither works the queue nor may know of it is told nothing.
        assert!(stage.pledges.dispute_evidence(&caller, open[0].id).await.is_err());
        let reviewer = kernel::Caller::user(caller.user_id().unwrap(), Uuid::nil().into(), [Role::Reviewer]);
        assert!(stage.pledges.dispute_evidence(&reviewer, open[0].id).await.is_err());
    }
}
