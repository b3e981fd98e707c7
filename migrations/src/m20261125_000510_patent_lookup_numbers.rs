use crate::dialect::migration;

migration!(
    "A look-up is found by its key and told with the number as it was asked for: the one kept beside it was never read.",
    ["ALTER TABLE patent_lookups DROP COLUMN number"],
);
