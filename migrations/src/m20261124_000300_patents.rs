use crate::dialect::migration;

migration!("Patent rights and the evidence they stand on.", []);
