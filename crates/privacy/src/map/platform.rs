//! The machinery: jobs, events, the trail, mails that were captured.

use super::{BOOKS, Basis, Concern, Erasure, Kept, Table};

pub(super) const TABLES: &[Table] = &[
    Table {
        basis: Basis::Contract,
        plain: "id kind attempts max_attempts run_at done_at dead_at created_at",
        secret: "payload dedupe_key locked_until locked_by last_error",
        concerns: &[Concern::new(
            "named",
            "done_at IS NOT NULL AND CAST(payload AS text) LIKE '%' || $2 || '%'",
            "",
            Erasure::Delete,
        )],
        kept: Kept::Days {
            days: 30,
            due: "done_at < $1",
            why: "work that is done is looked at for a month when something went wrong",
        },
        prefix: "job",
        ..Table::named("jobs", "work that is to be done, or was; it names people by their ids alone")
    },
    Table {
        basis: Basis::Contract,
        plain: "id kind created_at dispatched_at",
        secret: "payload",
        concerns: &[Concern::new(
            "named",
            "dispatched_at IS NOT NULL AND CAST(payload AS text) LIKE '%' || $2 || '%'",
            "",
            Erasure::Delete,
        )],
        kept: Kept::Days {
            days: 30,
            due: "dispatched_at < $1",
            why: "what was told on is looked at for a month when something went wrong",
        },
        prefix: "event",
        ..Table::named("outbox", "what happened, to be told to other parts of the platform")
    },
    Table {
        basis: Basis::Law,
        plain: "id provider event_id kind received_at processed_at quarantined_at attempts last_error",
        // Its effect stands in the tables of payments, from which it is exported; it names a person by the provider's ids.
        secret: "body",
        kept: BOOKS,
        prefix: "event",
        ..Table::named("inbox", "messages of the payment provider, as they came")
    },
    Table {
        basis: Basis::Law,
        plain: "operation key created_at",
        people: "user_id",
        secret: "request_hash response",
        concerns: &[Concern::new(
            "asker",
            "user_id = $1",
            "",
            Erasure::Keep("money: a request that is sent again must find its first answer, for ever"),
        )],
        kept: Kept::Years(10, "a request about money that is sent again must find its first answer; all of them are about money"),
        ..Table::named("idempotency_keys", "requests about money, so that the same one twice has one effect")
    },
    Table {
        basis: Basis::Trail,
        plain: "id action at",
        people: "actor",
        secret: "request_id",
        concerns: &[
            Concern::new(
                "actor",
                "actor = $2 AND (subject = $2 OR subject NOT LIKE 'user!_%' ESCAPE '!')",
                "subject",
                Erasure::Keep("evidence: the trail is a chain of hashes; it names people by their ids alone"),
            ),
            Concern::new(
                "subject",
                "subject = $2",
                "cause before after",
                Erasure::Keep("evidence: the trail is a chain of hashes; it names people by their ids alone"),
            ),
        ],
        kept: Kept::Years(10, "the trail explains the books"),
        prefix: "audit",
        ..Table::named("audit_entries", "who did what, and when")
    },
    Table::nobodys("audit_chain", "the hashes that hold the trail together", "seq entry_id prev_hash hash"),
    Table::nobodys("audit_unsealed", "rows of the trail that wait for their hash", "entry_id"),
    Table::nobodys("installation_keys", "the fingerprints of master keys", "fingerprint since retired_at"),
    Table {
        basis: Basis::Contract,
        plain: "id message_id subject text locale captured_at",
        secret: "html",
        concerns: &[Concern::new(
            "recipient",
            "recipient IN (SELECT email FROM users WHERE id = $1 UNION SELECT email FROM email_changes WHERE user_id = $1
                UNION SELECT old_email FROM email_changes WHERE user_id = $1)",
            "recipient",
            Erasure::Delete,
        )],
        kept: Kept::Days {
            days: 30,
            due: "captured_at < $1",
            why: "mails that were kept instead of sent are for looking at while one tries things out",
        },
        ..Table::named("captured_mails", "mails that were kept instead of sent")
    },
    Table::nobodys("import_runs", "runs of imports", "id file_sha256 mapping state next_line report started_at updated_at"),
    Table::nobodys("import_refusals", "rows of imported files that were refused", "import_id line reason raw"),
    Table::nobodys(
        "historical_campaigns",
        "campaigns of other platforms, as figures",
        "id source source_id name category main_category currency goal_minor pledged_minor state backers country launched_at
         deadline_on usd_goal_minor usd_pledged_minor row_hash import_id",
    ),
];
