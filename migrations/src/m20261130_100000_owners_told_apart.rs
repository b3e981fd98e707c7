use crate::dialect::migration;

migration!(
    "Owners told apart: namesakes are no owners, a document may show that the owner on record is the founder, and a document \
     shows nothing any more once the register tells of another owner.",
    ["ALTER TABLE ownership_claims ADD COLUMN outdated_at {instant}"],
    postgres: [
        "ALTER TABLE campaign_patents DROP CONSTRAINT campaign_patents_owner_match_known",
        "ALTER TABLE campaign_patents ADD CONSTRAINT campaign_patents_owner_match_known CHECK (
            owner_match IN ('exact', 'normalised', 'namesake', 'other_party', 'unknown'))",
        "ALTER TABLE ownership_claims DROP CONSTRAINT ownership_claims_kind_known",
        "ALTER TABLE ownership_claims ADD CONSTRAINT ownership_claims_kind_known CHECK (kind IN ('assignment', 'licence', 'identity'))",
        "ALTER TABLE ownership_claims DROP CONSTRAINT ownership_claims_state_known",
        "ALTER TABLE ownership_claims ADD CONSTRAINT ownership_claims_state_known CHECK (state IN (
            'submitted', 'approved', 'outdated', 'refused', 'withdrawn'))",
    ],
    // One more word in a CHECK touches no row: the migration of collecting says why it is done so.
    sqlite: [
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET sql = replace(sql, '''normalised'', ''other_party''', '''normalised'', ''namesake'', ''other_party''')
            WHERE type = 'table' AND name = 'campaign_patents'",
        "UPDATE sqlite_schema SET sql = replace(replace(sql, '''assignment'', ''licence''', '''assignment'', ''licence'', ''identity'''),
            '''approved'', ''refused'', ''withdrawn''', '''approved'', ''outdated'', ''refused'', ''withdrawn''')
            WHERE type = 'table' AND name = 'ownership_claims'",
        "PRAGMA writable_schema = RESET",
        "DROP INDEX ownership_claims_waiting_idx",
        "CREATE INDEX ownership_claims_waiting_idx ON ownership_claims (submitted_at, id) WHERE state = 'submitted'",
    ],
);
