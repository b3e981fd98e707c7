use crate::dialect::migration;

migration!(
    "Until when somebody may read a file: a reviewer for as long as the case is theirs. A party to a case has no end.",
    ["ALTER TABLE file_grants ADD COLUMN until {instant}",],
);
