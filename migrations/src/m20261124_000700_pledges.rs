use crate::dialect::migration;

migration!("Pledges and the cards saved for them.", []);
