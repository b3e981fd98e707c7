//! Past campaigns of other platforms: a read-only record of their own, shown as comparables. No
//! pledges, no ledger, no part of live totals.

mod comparables;
mod import;
mod lines;
mod mapping;
mod record;
mod report;
mod row;
mod store;

pub use comparables::{Comparables, by_ids, comparables, count, page};
pub use import::{ImportError, Progress, import};
pub use mapping::{Columns, FieldCategory, Formats, Mapping, MappingError};
pub use record::{HistoricalCampaign, HistoricalState, Warning};
pub use report::ImportReport;
pub use row::RowError;
pub use store::{Refusal, refusals};
