//! What speaks for a contested charge: what is kept of its pledge, in the words a bank reads.

use std::fmt::{Display, Write};

use chrono::{DateTime, Utc};
use payments::DisputeEvidence;

use super::Dispute;
use crate::{
    Acknowledgement, Adjustment, PaymentAttempt, Pledge, PledgeError, Pledges, Reconfirmation, Refund,
    acknowledgement, adjustment, collect::store as attempts, material_change::store as changes,
    ports::SentMail, refund::store as refunds, store,
};

/// What is kept of a pledge.
struct Kept {
    pledge: Pledge,
    adjustments: Vec<Adjustment>,
    acknowledged: Option<Acknowledgement>,
    answers: Vec<Reconfirmation>,
    mails: Vec<SentMail>,
    attempts: Vec<PaymentAttempt>,
    refunds: Vec<Refund>,
    /// Entries of the audit trail.
    entries: usize,
}

impl Pledges {
    pub(super) async fn evidence_of(&self, dispute: &Dispute) -> Result<DisputeEvidence, PledgeError> {
        let conn = self.db.primary();
        let id = dispute.pledge_id;
        let pledge = store::find(conn, id).await?.ok_or(PledgeError::NotFound(id))?;
        // Silence, and a question that was taken back, are no words of the holder's.
        let answered = "pledge_id = $1 AND answer IN ('kept', 'declined') ORDER BY answered_at";
        let kept = Kept {
            adjustments: adjustment::of_pledges(conn, &[id]).await?,
            acknowledged: acknowledgement::of_pledges(conn, &[id])
                .await?
                .pop()
                .map(|(_, acknowledged)| acknowledged),
            answers: changes::select_asked(conn, answered, vec![id.uuid().into()]).await?,
            mails: self.correspondence.mails_about(&pledge).await?,
            attempts: attempts::of_pledge(conn, id).await?,
            refunds: refunds::of_pledge(conn, id).await?,
            entries: self.db.audit_of(&id.to_string(), 200).await?.len(),
            pledge,
        };
        Ok(DisputeEvidence {
            product_description:
                "A pledge to a crowdfunding campaign, charged because the campaign reached its funding goal."
                    .to_owned(),
            service_date: kept.pledge.committed_at.map(|at| at.date_naive().to_string()),
            uncategorized_text: kept.lines().join("\n"),
            submit: false,
        })
    }
}

impl Kept {
    fn lines(&self) -> Vec<String> {
        let mut lines = self.promise();
        let of_amount = |change: &&Adjustment| change.amount_before != change.amount_after;
        lines.extend(self.adjustments.iter().filter(of_amount).map(|change| {
            format!(
                "The holder changed the pledge from {} to {} at {}.",
                change.amount_before,
                change.amount_after,
                at(change.adjusted_at)
            )
        }));
        lines.extend(self.consents());
        lines.extend(self.mails.iter().map(|mail| {
            format!(
                "Mail to the holder about this pledge ({}): sent at {}.",
                mail.about,
                at(mail.sent_at)
            )
        }));
        lines.extend(self.attempts.iter().map(|attempt| {
            format!(
                "Charge {} ({}): {} at {}.",
                attempt.attempt,
                attempt.cause.as_str(),
                attempt.state.as_str(),
                at(attempt.finished_at.unwrap_or(attempt.created_at))
            )
        }));
        lines.extend(self.refunds.iter().map(|refund| {
            format!(
                "Refund of {} ({}): {} at {}.",
                refund.amount,
                refund.reason.as_str(),
                refund.state.as_str(),
                at(refund.finished_at.unwrap_or(refund.requested_at))
            )
        }));
        lines.push(format!(
            "The platform's sealed audit trail holds {} entries about this pledge.",
            self.entries
        ));
        lines
    }

    fn promise(&self) -> Vec<String> {
        let pledge = &self.pledge;
        let mut lines = vec![
            format!(
                "Pledge {} of {} to campaign {}.",
                pledge.id, pledge.amount, pledge.campaign_id
            ),
            format!(
                "Placed by the signed-in account holder {} at {}.",
                pledge.investor_id,
                at(pledge.placed_at)
            ),
        ];
        if let Some(saved) = pledge.committed_at {
            lines.push(format!(
                "The card was saved with the holder's authentication at {}; the holder agreed that it is charged if the campaign reaches its goal.",
                at(saved)
            ));
        }
        lines.push(format!(
            "The state of the patents shown before pledging is kept unchanged under SHA-256 {}.",
            pledge.dossier_hash
        ));
        lines
    }

    /// What the holder said to know of, and to want in spite of what had changed.
    fn consents(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(known) = &self.acknowledged {
            let risks = known.risks.iter().fold(String::new(), |mut list, risk| {
                let separator = if list.is_empty() { "" } else { ", " };
                let _ = write!(list, "{separator}{} of {}", risk.kind, risk.number);
                list
            });
            lines.push(format!(
                "Before pledging the holder acknowledged these risks of the patents, at {}: {risks}.",
                at(known.acknowledged_at)
            ));
        }
        for answer in &self.answers {
            let (Some(said), Some(when)) = (answer.answer, answer.answered_at) else {
                continue;
            };
            let mut line = format!(
                "After a change of the patents the holder was asked at {} whether the pledge stands; the answer at {} was: {}",
                at(answer.asked_at),
                at(when),
                said.as_str()
            );
            if let Some(hash) = &answer.dossier_hash {
                let _ = write!(line, ", having been shown the patents under SHA-256 {hash}");
            }
            lines.push(format!("{line}."));
        }
        lines
    }
}

/// A moment as everybody reads it (RFC 3339, UTC, to the second).
fn at(moment: DateTime<Utc>) -> impl Display {
    moment.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}
