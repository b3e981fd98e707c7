use crate::dialect::migration;

migration!(
    "Refunds paid back by hand after the provider or the bank would not: which refund that is, when and how it was paid, who \
     recorded it, and who else confirmed it. The money itself stands in a refund of its own, carried by the bank.",
    [
        "CREATE TABLE repayments (
            refund_id {uuid} NOT NULL CONSTRAINT repayments_pkey PRIMARY KEY,
            repays_id {uuid} NOT NULL,
            investor_id {uuid} NOT NULL,
            founder_id {uuid} NOT NULL,
            bank_reference text NOT NULL CONSTRAINT repayments_bank_reference_present CHECK (length(bank_reference) > 0),
            paid_on {date} NOT NULL,
            evidence text NOT NULL CONSTRAINT repayments_evidence_present CHECK (length(evidence) > 0),
            recorded_by {uuid} NOT NULL,
            recorded_at {instant} NOT NULL,
            decided_by {uuid},
            decided_at {instant},
            rejected_because text,
            CONSTRAINT repayments_decided_whole CHECK ((decided_by IS NULL) = (decided_at IS NULL)
                AND (rejected_because IS NULL OR decided_at IS NOT NULL)),
            CONSTRAINT repayments_four_eyes CHECK (decided_by <> recorded_by),
            CONSTRAINT repayments_not_own CHECK (recorded_by <> investor_id AND recorded_by <> founder_id
                AND (decided_by IS NULL OR (decided_by <> investor_id AND decided_by <> founder_id))),
            CONSTRAINT repayments_refund_id_fkey FOREIGN KEY (refund_id) REFERENCES refunds (id),
            CONSTRAINT repayments_repays_id_fkey FOREIGN KEY (repays_id) REFERENCES refunds (id),
            CONSTRAINT repayments_investor_id_fkey FOREIGN KEY (investor_id) REFERENCES users (id),
            CONSTRAINT repayments_founder_id_fkey FOREIGN KEY (founder_id) REFERENCES users (id),
            CONSTRAINT repayments_recorded_by_fkey FOREIGN KEY (recorded_by) REFERENCES users (id),
            CONSTRAINT repayments_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES users (id)
        )",
        "CREATE UNIQUE INDEX repayments_repays_id_key ON repayments (repays_id) WHERE rejected_because IS NULL",
        "CREATE UNIQUE INDEX repayments_bank_reference_key ON repayments (bank_reference) WHERE rejected_because IS NULL",
    ],
);
