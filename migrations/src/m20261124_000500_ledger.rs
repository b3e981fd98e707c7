use crate::dialect::migration;

migration!("The books.", []);
