use crate::dialect::migration;

migration!("Projects, campaigns, rewards and reviews.", []);
