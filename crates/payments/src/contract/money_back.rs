//! Refunds and disputes.

use super::{Contract, Held, cards, holds, is_key_reused, is_refused, is_refused_as, is_unknown};
use crate::{Charge, DisputeEvidence, DisputeStatus, RefundRequest, RefundStatus};

impl Contract<'_> {
    fn to_refund(&self, name: &str, charge: &Charge, minor: i64) -> RefundRequest {
        RefundRequest {
            key: self.key(&format!("refund:{name}")),
            reference: self.key("refund"),
            charge: charge.provider_id.clone(),
            amount: Self::money(minor),
        }
    }

    /// No more is given back than came.
    ///
    /// # Errors
    /// The first rule that was broken.
    pub async fn refunds(&self) -> Held {
        let provider = self.provider;
        let charge = self.charged("refunded", cards::GOOD, 10_000).await?;
        let request = self.to_refund("part", &charge, 4_000);
        let part = provider.refund(&request).await?;
        holds(part.status == RefundStatus::Succeeded, "a refund succeeds", &part)?;
        let whole = part.key.as_ref() == Some(&request.key) && part.charge == charge.provider_id;
        holds(
            whole && part.amount == request.amount,
            "a refund says what it is of",
            &part,
        )?;
        let again = provider.refund(&request).await?;
        holds(
            again.provider_id == part.provider_id,
            "the same request gives the same refund",
            &again,
        )?;
        let more = RefundRequest {
            amount: Self::money(4_001),
            ..request.clone()
        };
        is_key_reused(provider.refund(&more).await)?;
        let over = self.to_refund("over", &charge, 6_001);
        is_refused(provider.refund(&over).await, "no more is given back than is left")?;
        provider.refund(&self.to_refund("rest", &charge, 6_000)).await?;
        let nothing = provider.refund(&self.to_refund("nothing", &charge, 1)).await;
        is_refused_as(
            nothing,
            "charge_already_refunded",
            "of a charge given back whole nothing is left",
        )?;
        let now = provider.get_charge(&charge.provider_id).await?;
        holds(
            now.refunded_minor == 10_000,
            "a charge knows what was given back",
            &now,
        )?;
        let all = provider.refunds_of(&charge.provider_id).await?;
        let sum: i64 = all.iter().map(|refund| refund.amount.minor).sum();
        holds(
            all.len() == 2 && sum == 10_000,
            "all refunds of a charge are listed",
            &all,
        )?;
        holds(
            all[0].provider_id == part.provider_id,
            "the oldest refund comes first",
            &all,
        )?;
        let read = provider.get_refund(&part.provider_id).await?;
        holds(read == part, "a refund reads as it was told", (&read, &part))?;
        is_unknown(provider.get_refund("re_unknown").await)?;
        let declined = self.charged("nothing-came", cards::NOT_CHARGED, 10_000).await?;
        let refund = provider
            .refund(&self.to_refund("nothing-came", &declined, 1))
            .await;
        is_refused(refund, "what never came is not given back")?;
        let told = ("charge.refunded", self.key("collect:refunded"));
        self.is_told(&[("refund.created", &request.key), (told.0, &told.1)])
            .await
    }

    /// Refunds about which the bank thinks, or which it sends back.
    ///
    /// # Errors
    /// The first rule that was broken.
    pub async fn late_refunds(&self) -> Held {
        let provider = self.provider;
        let slow = self.charged("slow", cards::REFUND_PENDS, 10_000).await?;
        let slow = provider.refund(&self.to_refund("slow", &slow, 10_000)).await?;
        holds(
            slow.status == RefundStatus::Pending,
            "a refund may be on its way",
            &slow,
        )?;
        let failing = self.charged("failing", cards::REFUND_FAILS, 10_000).await?;
        let back = provider
            .refund(&self.to_refund("failing", &failing, 10_000))
            .await?;
        self.holder.answer_refunds().await?;
        let slow = provider.get_refund(&slow.provider_id).await?;
        holds(slow.status == RefundStatus::Succeeded, "it arrives", &slow)?;
        let back = provider.get_refund(&back.provider_id).await?;
        let failed = back.status == RefundStatus::Failed && back.failure.is_some();
        holds(failed, "a refund that comes back says why", &back)?;
        let charge = provider.get_charge(&failing.provider_id).await?;
        holds(
            charge.refunded_minor == 0,
            "then the money is here again",
            &charge,
        )?;
        self.is_told(&[
            ("refund.updated", &self.key("refund:slow")),
            ("refund.failed", &self.key("refund:failing")),
        ])
        .await
    }

    fn evidence(text: &str, submit: bool) -> DisputeEvidence {
        DisputeEvidence {
            product_description: "One reward of the campaign, as shown at the time of the pledge.".to_owned(),
            service_date: Some("2026-06-01".to_owned()),
            uncategorized_text: text.to_owned(),
            submit,
        }
    }

    /// A dispute takes the money until it is won; evidence is handed in once.
    ///
    /// # Errors
    /// The first rule that was broken.
    pub async fn disputes(&self) -> Held {
        let provider = self.provider;
        let charge = self.charged("disputed", cards::GOOD, 10_000).await?;
        let id = self
            .holder
            .open_dispute(&charge.provider_id, None, "fraudulent", false)
            .await?;
        let open = provider.get_dispute(&id).await?;
        let is_open = open.status == DisputeStatus::NeedsResponse && open.charge == charge.provider_id;
        holds(
            is_open && open.reason == "fraudulent",
            "a dispute says what it is of and why",
            &open,
        )?;
        let taken = open.is_withdrawn && open.amount == charge.amount && open.fee.is_some();
        holds(taken, "a dispute takes the money and a fee", &open)?;
        holds(open.evidence_due_at.is_some(), "evidence has its time", &open)?;
        let disputed = provider.get_charge(&charge.provider_id).await?;
        holds(disputed.disputed, "a charge knows that it is disputed", &disputed)?;
        let refund = provider.refund(&self.to_refund("disputed", &charge, 1)).await;
        is_refused_as(refund, "charge_disputed", "what is disputed is not given back")?;
        let draft = provider.contest(&id, &Self::evidence("a draft", false)).await?;
        holds(
            draft.status == DisputeStatus::NeedsResponse,
            "a draft decides nothing",
            &draft,
        )?;
        let won = provider
            .contest(&id, &Self::evidence("winning_evidence", true))
            .await?;
        holds(
            won.status == DisputeStatus::Won && !won.is_withdrawn,
            "a dispute won gives the money back",
            &won,
        )?;
        holds(won.fee == open.fee, "its fee stays taken", &won)?;
        let again = provider.contest(&id, &Self::evidence("more", true)).await;
        is_refused(again, "evidence is handed in once")?;

        let charge = self.charged("lost", cards::GOOD, 10_000).await?;
        let part = Some(Self::money(6_000));
        let lost = self
            .holder
            .open_dispute(&charge.provider_id, part, "product_not_received", false)
            .await?;
        let review = provider
            .contest(&lost, &Self::evidence("it was sent", true))
            .await?;
        holds(
            review.status == DisputeStatus::UnderReview,
            "the bank reads what was handed in",
            &review,
        )?;
        self.holder.decide_dispute(&lost, false).await?;
        let decided = provider.get_dispute(&lost).await?;
        let is_lost = decided.status == DisputeStatus::Lost && decided.is_withdrawn;
        holds(
            is_lost && decided.amount.minor == 6_000,
            "a dispute lost keeps the money",
            &decided,
        )?;
        let over = provider.refund(&self.to_refund("lost", &charge, 4_001)).await;
        is_refused(over, "what a dispute took is not given back again")?;
        is_unknown(provider.get_dispute("dp_unknown").await)?;
        self.is_told(&[
            ("charge.dispute.created", &id),
            ("charge.dispute.funds_withdrawn", &id),
            ("charge.dispute.updated", &id),
            ("charge.dispute.closed", &id),
            ("charge.dispute.funds_reinstated", &id),
            ("charge.dispute.closed", &lost),
        ])
        .await
    }

    /// An inquiry takes nothing yet.
    ///
    /// # Errors
    /// The first rule that was broken.
    pub async fn inquiries(&self) -> Held {
        let provider = self.provider;
        let charge = self.charged("inquiry", cards::GOOD, 10_000).await?;
        let id = self
            .holder
            .open_dispute(&charge.provider_id, None, "fraudulent", true)
            .await?;
        let inquiry = provider.get_dispute(&id).await?;
        let asks = inquiry.status == DisputeStatus::WarningNeedsResponse;
        holds(
            asks && !inquiry.is_withdrawn && inquiry.fee.is_none(),
            "an inquiry takes nothing",
            &inquiry,
        )?;
        let answered = provider
            .contest(&id, &Self::evidence("it was sent", true))
            .await?;
        holds(
            answered.status == DisputeStatus::WarningUnderReview,
            "it is answered like a dispute",
            &answered,
        )?;
        self.holder.decide_dispute(&id, true).await?;
        let closed = provider.get_dispute(&id).await?;
        holds(
            closed.status == DisputeStatus::WarningClosed,
            "it may be left at that",
            &closed,
        )?;
        provider.refund(&self.to_refund("inquiry", &charge, 1)).await?;
        self.is_told(&[("charge.dispute.created", &id), ("charge.dispute.closed", &id)])
            .await
    }
}
