use crate::dialect::migration;

migration!("People, their sign-ins and their roles.", []);
