use crate::dialect::migration;

migration!("The sandbox payment provider's own state.", []);
