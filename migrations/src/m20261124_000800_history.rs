use crate::dialect::migration;

migration!("Past campaigns of other platforms, and import runs.", []);
