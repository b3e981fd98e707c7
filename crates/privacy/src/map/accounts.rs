//! People, how they enter their accounts, who they are, what they uploaded, what they were told.

use super::{BOOKS, Basis, Concern, Erasure, Kept, SealedColumn, Table};

pub(super) const BEFORE_PEOPLE: &[Table] = &[
    Table {
        basis: Basis::Safety,
        plain: "id asked_at held_until expires_at confirmed_at ended_at outcome",
        people: "user_id session_id",
        secret: "email_canonical",
        concerns: &[Concern::new("owner", "user_id = $1", "email old_email", Erasure::Delete)],
        kept: Kept::Days {
            days: 365,
            due: "COALESCE(ended_at, expires_at) < $1",
            why: "whose mails went elsewhere asks within a year",
        },
        prefix: "mailchange",
        ..Table::named("email_changes", "changes of the mail address")
    },
    Table {
        basis: Basis::Safety,
        plain: "id kind created_at last_seen_at expires_at revoked_at proved_at",
        people: "user_id",
        secret: "token_hash",
        concerns: &[Concern::new("owner", "user_id = $1", "label user_agent network", Erasure::Delete)],
        kept: Kept::Days {
            days: 30,
            due: "COALESCE(revoked_at, expires_at) < $1",
            why: "whoever finds a stranger in their account looks back a month",
        },
        prefix: "session",
        ..Table::named("sessions", "sign-ins")
    },
    Table {
        basis: Basis::Safety,
        plain: "first_seen_at last_seen_at",
        people: "user_id",
        secret: "device_hash",
        concerns: &[Concern::new("owner", "user_id = $1", "", Erasure::Delete)],
        kept: Kept::Days {
            days: 183,
            due: "last_seen_at < $1",
            why: "a device that was not used for half a year is told of as a new one",
        },
        ..Table::named("known_devices", "devices somebody signed in from, as hashes")
    },
    Table {
        basis: Basis::Safety,
        plain: "id purpose made_at expires_at used_at",
        people: "user_id",
        secret: "token_hash",
        concerns: &[Concern::new("owner", "user_id = $1", "", Erasure::Delete)],
        kept: Kept::Days {
            days: 30,
            due: "expires_at < $1",
            why: "a link that is over opens nothing; for a month it tells that it was used",
        },
        prefix: "link",
        ..Table::named("account_links", "links that were mailed, as hashes")
    },
    Table {
        basis: Basis::Safety,
        plain: "id kind tries made_at expires_at ended_at",
        people: "user_id",
        secret: "token_hash",
        concerns: &[Concern::new("owner", "user_id = $1", "label user_agent", Erasure::Delete)],
        kept: Kept::Days {
            days: 1,
            due: "expires_at < $1",
            why: "a sign-in that waited for its code is over after minutes",
        },
        prefix: "challenge",
        ..Table::named("sign_in_challenges", "sign-ins that wait for a code")
    },
    Table {
        basis: Basis::Safety,
        plain: "made_at confirmed_at",
        people: "user_id",
        secret: "sealed_seed last_step",
        concerns: &[Concern::new("owner", "user_id = $1", "", Erasure::Delete)],
        ..Table::named("second_factors", "authenticators; the seed is sealed and is in no export")
    },
    Table {
        basis: Basis::Safety,
        plain: "id made_at used_at",
        people: "user_id",
        secret: "code_hash",
        concerns: &[Concern::new("owner", "user_id = $1", "", Erasure::Delete)],
        prefix: "recovery",
        ..Table::named("recovery_codes", "codes for when the authenticator is lost, as hashes")
    },
    Table {
        basis: Basis::Safety,
        plain: "id scopes created_at expires_at last_used_at revoked_at",
        people: "user_id",
        secret: "token_hash",
        concerns: &[Concern::new("owner", "user_id = $1", "beginning name", Erasure::Delete)],
        kept: Kept::Days {
            days: 90,
            due: "COALESCE(revoked_at, expires_at) < $1",
            why: "whoever finds that a program did something looks back at its token",
        },
        prefix: "token",
        ..Table::named("api_tokens", "tokens of programs, as hashes")
    },
    Table {
        basis: Basis::Safety,
        plain: "id reason locked_at ended_at",
        people: "user_id locked_by ended_by",
        concerns: &[Concern::new("owner", "user_id = $1", "", Erasure::Overwrite("reason = '–'"))],
        kept: Kept::Years(3, "an account that was locked may be asked about"),
        prefix: "lock",
        ..Table::named("account_locks", "times when the account was locked")
    },
    Table {
        basis: Basis::Trail,
        plain: "id role requested_at expires_at state decided_at",
        people: "user_id requested_by decided_by",
        concerns: &[Concern::new(
            "owner",
            "user_id = $1",
            "reason",
            Erasure::Overwrite("reason = '–', decided_at = COALESCE(decided_at, expires_at),
                state = CASE state WHEN 'waiting' THEN 'expired' ELSE state END"),
        )],
        kept: Kept::Years(3, "who asked that somebody be given power is asked about later"),
        prefix: "rolereq",
        ..Table::named("role_requests", "requests that somebody be given a role of staff")
    },
    Table {
        basis: Basis::Contract,
        plain: "role granted_at",
        people: "user_id granted_by",
        concerns: &[Concern::new("owner", "user_id = $1", "", Erasure::Delete)],
        ..Table::named("user_roles", "what somebody may act as")
    },
    Table {
        basis: Basis::Contract,
        plain: "id notification_id state attempts queued_at asked_at finished_at last_error",
        concerns: &[Concern::new(
            "reader",
            "notification_id IN (SELECT id FROM notifications WHERE user_id = $1)",
            "",
            Erasure::Delete,
        )],
        kept: Kept::Days {
            days: 730,
            due: "finished_at < $1",
            why: "whether somebody was written to is asked for two years at the most",
        },
        prefix: "mail",
        ..Table::named("mails", "that a notification was mailed; the address is kept nowhere")
    },
    Table {
        basis: Basis::Contract,
        plain: "id kind campaign_id pledge_id payout_id patent_id made_at read_at",
        people: "user_id",
        secret: "dedupe_key",
        concerns: &[Concern::new("reader", "user_id = $1", "facts", Erasure::Delete)],
        kept: Kept::Days {
            days: 730,
            due: "made_at < $1 AND NOT EXISTS (SELECT 1 FROM mails m WHERE m.notification_id = notifications.id)",
            why: "what somebody was told of their money is looked up for two years",
        },
        prefix: "notification",
        ..Table::named("notifications", "what somebody was told")
    },
    Table {
        basis: Basis::Contract,
        plain: "id kind campaign_id patent_id followed_at",
        people: "user_id",
        secret: "secret",
        concerns: &[
            Concern::new("follower", "user_id = $1", "founder_id", Erasure::Delete),
            Concern::new("followed", "founder_id = $1", "", Erasure::Delete),
        ],
        prefix: "follow",
        ..Table::named("follows", "what somebody follows")
    },
    Table::nobodys("campaign_launch_waits", "that a founder was told why a launch waits", "campaign_id starts_at reason told_at"),
    Table::nobodys("campaign_reminders", "that followers were told of an end", "campaign_id deadline_at told_at"),
    Table {
        basis: Basis::Law,
        plain: "kind attached_at verification_id file_id",
        concerns: &[Concern::new(
            "owner",
            "verification_id IN (SELECT id FROM verifications WHERE user_id = $1)",
            "",
            Erasure::Delete,
        )],
        ..Table::named("verification_documents", "documents that show who somebody is")
    },
    Table {
        basis: Basis::Law,
        plain: "id kind state created_at submitted_at waiting_since claimed_at decided_at reason expires_at version",
        people: "user_id reviewer_id",
        // Whether a name stands on a list is never told to its bearer.
        secret: "screening is_flagged",
        sealed: &[
            SealedColumn { column: "facts", place: "verifications/{id}/facts", is_json: true },
            SealedColumn { column: "note", place: "verifications/{id}/note", is_json: true },
        ],
        concerns: &[Concern::new(
            "owner",
            "user_id = $1",
            "facts note",
            Erasure::Overwrite("facts = {empty}, screening = NULL, note = NULL, waiting_since = NULL,
                state = CASE state WHEN 'approved' THEN 'expired' WHEN 'expired' THEN 'expired' ELSE 'refused' END"),
        )],
        kept: Kept::Years(5, "whom one dealt with is kept for five years (Directive (EU) 2015/849, Article 40), without what they stated once the account is erased"),
        prefix: "verification",
        ..Table::named("verifications", "who somebody is: stated, shown and decided on; sealed with their key")
    },
    Table {
        basis: Basis::Law,
        plain: "granted_at until",
        people: "user_id file_id",
        concerns: &[
            Concern::new("reader", "user_id = $1", "", Erasure::Delete),
            Concern::new("owner", "file_id IN (SELECT id FROM files WHERE owner_id = $1)", "", Erasure::Delete),
        ],
        kept: Kept::Days {
            days: 30,
            due: "until < $1",
            why: "a grant that is over opens nothing",
        },
        ..Table::named("file_grants", "who may read an upload")
    },
    Table {
        basis: Basis::Trail,
        plain: "id at",
        people: "user_id",
        concerns: &[
            Concern::new("reader", "user_id = $1", "", Erasure::Keep("evidence: the owner of a document is told who read it, by a pseudonym")),
            Concern::new("owner", "file_id IN (SELECT id FROM files WHERE owner_id = $1)", "file_id", Erasure::Delete),
        ],
        ..Table::named("file_accesses", "that somebody read an upload")
    },
    Table {
        basis: Basis::Contract,
        plain: "id state media_type byte_size sha256 uploaded_at kept_at",
        people: "owner_id",
        sealed: &[SealedColumn { column: "name", place: "files/{id}/name", is_json: false }],
        concerns: &[Concern::new(
            "owner",
            "owner_id = $1",
            "name subject",
            Erasure::Overwrite("name = {empty}, subject = CASE WHEN {evidence} THEN subject END,
                kept_at = CASE WHEN {evidence} THEN kept_at END, state = CASE WHEN {evidence} THEN state ELSE 'leaving' END"),
        )],
        prefix: "file",
        ..Table::named("files", "what somebody uploaded: sealed with their key; the bytes stand in the object store and are removed there")
    },
];

pub(super) const PEOPLE: &[Table] = &[
    Table {
        basis: Basis::Contract,
        plain: "created_at",
        people: "user_id",
        secret: "wrapped",
        concerns: &[Concern::new("owner", "user_id = $1", "", Erasure::Delete)],
        ..Table::named("person_keys", "the key that somebody's data is sealed with")
    },
    Table {
        basis: Basis::Contract,
        plain: "id locale created_at version email_confirmed_at",
        secret: "email_canonical password_hash",
        concerns: &[Concern::new(
            "owner",
            "id = $1",
            "email display_name",
            Erasure::Overwrite(
                "email = $2 || '@deleted.invalid', email_canonical = $2 || '@deleted.invalid',
                display_name = $3, password_hash = '', email_confirmed_at = NULL, version = version + 1",
            ),
        )],
        kept: BOOKS,
        prefix: "user",
        ..Table::named("users", "people with an account; after an erasure a pseudonym")
    },
];
