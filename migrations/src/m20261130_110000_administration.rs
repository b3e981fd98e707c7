use crate::dialect::migration;

migration!(
    "Administration: accounts that are locked, and roles of staff that one administrator asks for and another gives. Rows are \
     ended, never deleted. Indexes by which administrators look through people and the audit trail.",
    [
        "CREATE TABLE account_locks (
            id {uuid} NOT NULL CONSTRAINT account_locks_pkey PRIMARY KEY,
            user_id {uuid} NOT NULL,
            reason text NOT NULL CONSTRAINT account_locks_reason_present CHECK (length(reason) > 0),
            locked_by text NOT NULL,
            locked_at {instant} NOT NULL,
            ended_by text,
            ended_at {instant},
            CONSTRAINT account_locks_end_whole CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
            CONSTRAINT account_locks_order CHECK (ended_at >= locked_at),
            CONSTRAINT account_locks_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id)
        )",
        "CREATE UNIQUE INDEX account_locks_user_id_key ON account_locks (user_id) WHERE ended_at IS NULL",
        "CREATE TABLE role_requests (
            id {uuid} NOT NULL CONSTRAINT role_requests_pkey PRIMARY KEY,
            user_id {uuid} NOT NULL,
            role text NOT NULL CONSTRAINT role_requests_role_of_staff CHECK (role IN ('reviewer', 'finance', 'administrator')),
            reason text NOT NULL CONSTRAINT role_requests_reason_present CHECK (length(reason) > 0),
            requested_by {uuid} NOT NULL,
            requested_at {instant} NOT NULL,
            expires_at {instant} NOT NULL CONSTRAINT role_requests_expires_later CHECK (expires_at > requested_at),
            state text NOT NULL CONSTRAINT role_requests_state_known CHECK (state IN (
                'waiting', 'approved', 'refused', 'withdrawn', 'expired')),
            decided_by {uuid},
            decided_at {instant},
            CONSTRAINT role_requests_decided_whole CHECK ((state = 'waiting') = (decided_at IS NULL)),
            CONSTRAINT role_requests_decided_by_somebody CHECK ((state IN ('approved', 'refused', 'withdrawn')) = (decided_by IS NOT NULL)),
            CONSTRAINT role_requests_not_for_oneself CHECK (requested_by <> user_id),
            CONSTRAINT role_requests_four_eyes CHECK (
                state NOT IN ('approved', 'refused') OR (decided_by <> requested_by AND decided_by <> user_id)),
            CONSTRAINT role_requests_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id),
            CONSTRAINT role_requests_requested_by_fkey FOREIGN KEY (requested_by) REFERENCES users (id),
            CONSTRAINT role_requests_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES users (id)
        )",
        "CREATE UNIQUE INDEX role_requests_user_id_role_key ON role_requests (user_id, role) WHERE state = 'waiting'",
        "CREATE INDEX role_requests_waiting_idx ON role_requests (id) WHERE state = 'waiting'",
        "CREATE INDEX role_requests_user_idx ON role_requests (user_id, id)",
        "CREATE INDEX user_roles_role_idx ON user_roles (role, user_id)",
        "CREATE INDEX audit_entries_actor_idx ON audit_entries (actor, id)",
        "CREATE INDEX audit_entries_of_subject_idx ON audit_entries (subject, id)",
        "CREATE INDEX inbox_quarantined_idx ON inbox (quarantined_at) WHERE quarantined_at IS NOT NULL",
    ],
);
