use crate::dialect::migration;

migration!("Read-only views by which anyone can check the invariants.", []);
