use crate::dialect::migration;

migration!(
    "How many hold a part of an issuer before its campaign, where the law counts holders.",
    [
        "ALTER TABLE regime_offerings ADD COLUMN existing_holders integer CONSTRAINT regime_offerings_existing_holders_positive CHECK (existing_holders > 0)",
    ],
);
