//! What this crate keeps itself.

use super::{Basis, Concern, Erasure, Kept, Table};

pub(super) const TABLES: &[Table] = &[
    Table {
        basis: Basis::Law,
        plain: "id state asked_at made_at expires_at byte_size",
        people: "user_id",
        secret: "sha256",
        concerns: &[Concern::new("owner", "user_id = $1", "", Erasure::Delete)],
        kept: Kept::Days {
            days: 30,
            due: "expires_at < $1 AND state = 'over'",
            why: "that an export was made is looked at for a month",
        },
        prefix: "export",
        ..Table::named(
            "privacy_exports",
            "exports of everything about somebody; the bytes are sealed in the object store",
        )
    },
    Table {
        basis: Basis::Law,
        plain: "id state asked_at due_at held_at told_at ended_at",
        people: "user_id",
        concerns: &[Concern::new(
            "owner",
            "user_id = $1",
            "",
            Erasure::Keep("law: that an erasure was asked for and done must be shown (GDPR Article 5(2))"),
        )],
        kept: Kept::Years(3, "that an erasure was asked for and done must be shown"),
        prefix: "erasure",
        ..Table::named("erasures", "erasures that were asked for")
    },
];
