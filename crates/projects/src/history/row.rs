//! How a past campaign is read from a row of a file.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use csv::ByteRecord;
use kernel::{Currency, HistoricalCampaignId, Money, MoneyError};
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use super::{
    mapping::Mapping,
    record::{HistoricalCampaign, HistoricalState, Warning},
};
use crate::project::is_country;

/// Why a row is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RowError {
    /// Another number of columns than the first row.
    #[error("the row has {found} columns instead of {expected}")]
    Columns {
        /// What was found.
        found: usize,
        /// What the first row has.
        expected: usize,
    },
    /// Bytes that are not UTF-8.
    #[error("the row is not UTF-8")]
    NotText,
    /// A needed value is absent.
    #[error("{0} is empty")]
    Empty(&'static str),
    /// A value longer than any sound one.
    #[error("{0} is longer than {1} characters")]
    TooLong(&'static str, usize),
    /// A value that does not have the form of its column.
    #[error("{column} {value:?} is not {wanted}")]
    Malformed {
        /// The column.
        column: &'static str,
        /// What was found, shortened.
        value: String,
        /// What was wanted.
        wanted: &'static str,
    },
    /// An amount with more digits than its currency has, or too large.
    #[error("{column} {value:?}: {reason}")]
    Amount {
        /// The column.
        column: &'static str,
        /// What was found, shortened.
        value: String,
        /// What is wrong.
        reason: MoneyError,
    },
    /// The same id stands further up in the file.
    #[error("the id {id} was already on line {line}")]
    Duplicate {
        /// The id.
        id: String,
        /// Its first line.
        line: u64,
    },
}

impl RowError {
    /// The kind of trouble, for counting.
    pub fn kind(&self) -> String {
        match self {
            RowError::Columns { .. } => "columns".to_owned(),
            RowError::NotText => "not_text".to_owned(),
            RowError::Duplicate { .. } => "duplicate".to_owned(),
            RowError::Empty(column) | RowError::TooLong(column, _) => (*column).to_owned(),
            RowError::Malformed { column, .. } | RowError::Amount { column, .. } => (*column).to_owned(),
        }
    }
}

/// Where each wanted column stands in the file.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    count: usize,
    id: usize,
    name: usize,
    category: usize,
    main_category: usize,
    currency: usize,
    goal: usize,
    pledged: usize,
    state: usize,
    backers: usize,
    country: usize,
    launched: usize,
    deadline: usize,
    usd_goal: Option<usize>,
    usd_pledged: Option<usize>,
}

impl Places {
    /// Finds the columns by their names in the first row, or names those that are not there.
    pub(crate) fn find(mapping: &Mapping, header: &ByteRecord) -> Result<Self, Vec<String>> {
        let mut missing = Vec::new();
        let trim = |name: &[u8]| {
            String::from_utf8_lossy(name)
                .trim_start_matches('\u{feff}')
                .trim()
                .to_owned()
        };
        let names: Vec<_> = header.iter().map(trim).collect();
        let mut place = |name: &String| {
            names.iter().position(|found| found == name).unwrap_or_else(|| {
                missing.push(name.clone());
                0
            })
        };
        let columns = &mapping.columns;
        let places = Self {
            count: header.len(),
            id: place(&columns.id),
            name: place(&columns.name),
            category: place(&columns.category),
            main_category: place(&columns.main_category),
            currency: place(&columns.currency),
            goal: place(&columns.goal),
            pledged: place(&columns.pledged),
            state: place(&columns.state),
            backers: place(&columns.backers),
            country: place(&columns.country),
            launched: place(&columns.launched),
            deadline: place(&columns.deadline),
            usd_goal: columns.usd_goal.as_ref().map(&mut place),
            usd_pledged: columns.usd_pledged.as_ref().map(&mut place),
        };
        if missing.is_empty() {
            Ok(places)
        } else {
            Err(missing)
        }
    }
}

/// What a row says of itself even if it is refused: for the facts of a report.
#[derive(Debug, Clone, Default)]
pub(crate) struct Glance {
    pub(crate) state: Option<HistoricalState>,
    pub(crate) currency: Option<Currency>,
    pub(crate) backers: Option<i64>,
}

/// A row that can be kept.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub(crate) campaign: HistoricalCampaign,
    pub(crate) hash: String,
    pub(crate) warnings: Vec<Warning>,
}

/// The id of a row, if it has one.
pub(crate) fn id_of(record: &ByteRecord, places: &Places) -> Option<String> {
    let id = std::str::from_utf8(record.get(places.id)?).ok()?.trim();
    (!id.is_empty()).then(|| id.to_owned())
}

/// Reads a row: what it says at a glance, and the whole or the first thing wrong with it.
pub(crate) fn read(
    mapping: &Mapping,
    places: &Places,
    record: &ByteRecord,
) -> (Glance, Result<Kept, RowError>) {
    let mut glance = Glance::default();
    if record.len() != places.count {
        return (
            glance,
            Err(RowError::Columns {
                found: record.len(),
                expected: places.count,
            }),
        );
    }
    let text = |place: usize| {
        record
            .get(place)
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .map(str::trim)
    };
    glance.state = text(places.state)
        .and_then(|word| mapping.states.get(word))
        .copied();
    glance.currency = text(places.currency).and_then(|code| code.parse().ok());
    glance.backers = text(places.backers)
        .and_then(|count| count.parse().ok())
        .filter(|count| *count >= 0);
    let kept = whole(mapping, places, record, &glance);
    (glance, kept)
}

fn whole(mapping: &Mapping, places: &Places, record: &ByteRecord, glance: &Glance) -> Result<Kept, RowError> {
    if record.iter().any(|bytes| std::str::from_utf8(bytes).is_err()) {
        return Err(RowError::NotText);
    }
    let raw = |place: usize| {
        record
            .get(place)
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .unwrap_or("")
            .trim()
    };
    let wanted = |column: &'static str, place: usize, max: usize| {
        let value: String = raw(place).nfc().filter(|c| !c.is_control()).collect();
        match value.chars().count() {
            0 => Err(RowError::Empty(column)),
            n if n > max => Err(RowError::TooLong(column, max)),
            _ => Ok(value),
        }
    };
    let malformed = |column, place, wanted| RowError::Malformed {
        column,
        value: short(raw(place)),
        wanted,
    };

    let source_id = wanted("id", places.id, 64)?;
    let currency = glance.currency;
    let currency = currency.ok_or_else(|| malformed("currency", places.currency, "an ISO 4217 currency"))?;
    let amount = |column, place: usize, currency| {
        let money = Money::parse(raw(place), currency);
        let reason = match money {
            Ok(money) if money.minor < 0 => MoneyError::NotANumber,
            Ok(money) => return Ok(money),
            Err(reason) => reason,
        };
        Err(RowError::Amount {
            column,
            value: short(raw(place)),
            reason,
        })
    };
    let usd = |column, place: Option<usize>| match place.filter(|place| !raw(*place).is_empty()) {
        Some(place) => amount(column, place, Currency::USD).map(|money| Some(money.minor)),
        None => Ok(None),
    };
    let country = raw(places.country).to_owned();
    if !is_country(&country) {
        return Err(malformed("country", places.country, "a two-letter country code"));
    }
    let launched_at = moment(raw(places.launched), &mapping.formats.launched)
        .ok_or_else(|| malformed("launched", places.launched, "a date in the mapping's form"))?;
    let deadline_on = moment(raw(places.deadline), &mapping.formats.deadline)
        .ok_or_else(|| malformed("deadline", places.deadline, "a date in the mapping's form"))?;
    let campaign = HistoricalCampaign {
        id: HistoricalCampaignId::from_uuid(uuid::Uuid::nil()),
        source: mapping.source.clone(),
        source_id,
        name: wanted("name", places.name, 300)?,
        category: wanted("category", places.category, 100)?,
        main_category: wanted("main_category", places.main_category, 100)?,
        goal: amount("goal", places.goal, currency)?,
        pledged: amount("pledged", places.pledged, currency)?,
        state: glance
            .state
            .ok_or_else(|| malformed("state", places.state, "a state of the mapping"))?,
        backers: glance
            .backers
            .ok_or_else(|| malformed("backers", places.backers, "a whole number"))?,
        country,
        launched_at: launched_at.and_utc(),
        deadline_on: deadline_on.date(),
        usd_goal_minor: usd("usd_goal", places.usd_goal)?,
        usd_pledged_minor: usd("usd_pledged", places.usd_pledged)?,
    };
    let hash = hash(&campaign);
    let warnings = warnings(mapping, &campaign);
    Ok(Kept {
        campaign,
        hash,
        warnings,
    })
}

fn warnings(mapping: &Mapping, campaign: &HistoricalCampaign) -> Vec<Warning> {
    let reached = campaign.pledged.minor >= campaign.goal.minor;
    let launched_on = campaign.launched_at.date_naive();
    let odd = [
        (
            Warning::LaunchedBeforeOpening,
            mapping.opened_on.is_some_and(|opened| launched_on < opened),
        ),
        (Warning::DeadlineBeforeLaunch, campaign.deadline_on < launched_on),
        (
            Warning::SuccessBelowGoal,
            campaign.state == HistoricalState::Successful && !reached,
        ),
        (
            Warning::FailureAboveGoal,
            campaign.state == HistoricalState::Failed && reached,
        ),
    ];
    odd.into_iter()
        .filter(|(_, holds)| *holds)
        .map(|(warning, _)| warning)
        .collect()
}

fn moment(text: &str, formats: &[String]) -> Option<NaiveDateTime> {
    formats.iter().find_map(|format| {
        let instant = NaiveDateTime::parse_from_str(text, format).ok();
        instant.or_else(|| {
            NaiveDate::parse_from_str(text, format)
                .ok()
                .map(|date| date.and_time(NaiveTime::MIN))
        })
    })
}

fn short(text: &str) -> String {
    text.chars().take(60).collect()
}

/// By this a later import sees that nothing changed.
fn hash(campaign: &HistoricalCampaign) -> String {
    hex::encode(Sha256::digest(serde_json::to_vec(campaign).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(line: &str) -> (Glance, Result<Kept, RowError>) {
        let mapping = Mapping::load("kickstarter").unwrap();
        let header = "ID,name,category,main_category,currency,deadline,goal,launched,pledged,state,backers,country,usd pledged,usd_pledged_real,usd_goal_real\n";
        let text = format!("{header}{line}\n");
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(text.as_bytes());
        let places = Places::find(&mapping, reader.byte_headers().unwrap()).unwrap();
        let mut record = ByteRecord::new();
        reader.read_byte_record(&mut record).unwrap();
        read(&mapping, &places, &record)
    }

    #[test]
    fn a_sound_row_is_read_to_the_cent() {
        let (_, kept) = row(
            "7,\"A lamp, \"\"bright\"\"\",Lighting,Design,USD,2017-11-01,3397.98,2017-09-02 04:43:57,2421.5,failed,15,US,100.00,2421.50,3397.98",
        );
        let campaign = kept.unwrap().campaign;
        assert_eq!(campaign.name, "A lamp, \"bright\"");
        assert_eq!(campaign.goal.minor, 339_798);
        assert_eq!(campaign.pledged.minor, 242_150);
        assert_eq!(campaign.usd_goal_minor, Some(339_798));
    }

    #[test]
    fn a_yen_has_no_decimals_but_may_be_written_with_zeros() {
        let (_, kept) =
            row("7,A,B,C,JPY,2017-11-01,300000.00,2017-09-02 04:43:57,13600.00,failed,15,JP,,1.00,1.00");
        assert_eq!(kept.unwrap().campaign.goal.minor, 300_000);
        let (_, kept) =
            row("7,A,B,C,JPY,2017-11-01,300000.50,2017-09-02 04:43:57,13600.00,failed,15,JP,,1.00,1.00");
        assert!(matches!(kept, Err(RowError::Amount { column: "goal", .. })));
    }

    #[rstest::rstest]
    #[case(
        "7,A,B,C,USD,2014-09-20,6500.00,2014-08-06 21:28:36,555.00,undefined,0,\"N,0\"\"\",,555.00,6500.00",
        "country \"N,0\\\"\" is not a two-letter country code"
    )]
    #[case(
        "7,A,B,C,USD,2014-09-20,6500.00,2014-08-06 21:28:36,555.00,failed,0",
        "the row has 11 columns instead of 15"
    )]
    #[case(
        "7,A,B,C,XXX,2014-09-20,6500.00,2014-08-06 21:28:36,555.00,failed,0,US,,1,1",
        "currency \"XXX\" is not an ISO 4217 currency"
    )]
    #[case(
        "7,A,B,C,USD,20/09/2014,6500.00,2014-08-06 21:28:36,555.00,failed,0,US,,1,1",
        "deadline \"20/09/2014\" is not a date in the mapping's form"
    )]
    #[case(
        "7,A,B,C,USD,2014-09-20,1.005,2014-08-06 21:28:36,555.00,failed,0,US,,1,1",
        "goal \"1.005\": USD has 2 digits after the point"
    )]
    #[case(
        "7,A,B,C,USD,2014-09-20,-1,2014-08-06 21:28:36,555.00,failed,0,US,,1,1",
        "goal \"-1\": this is not an amount; write digits with a point, such as 25.00"
    )]
    #[case(
        "7,A,B,C,USD,2014-09-20,1,2014-08-06 21:28:36,555.00,won,0,US,,1,1",
        "state \"won\" is not a state of the mapping"
    )]
    #[case(
        "7,A,B,C,USD,2014-09-20,1,2014-08-06 21:28:36,555.00,failed,-3,US,,1,1",
        "backers \"-3\" is not a whole number"
    )]
    #[case(
        "7,,B,C,USD,2014-09-20,1,2014-08-06 21:28:36,555.00,failed,3,US,,1,1",
        "name is empty"
    )]
    #[case(
        "7,A,B,C,USD,2014-09-20,1,2014-08-06 21:28:36,555.00,failed,3,US,,1.001,1",
        "usd_pledged \"1.001\": USD has 2 digits after the point"
    )]
    fn a_bad_row_is_refused_with_its_reason(#[case] line: &str, #[case] reason: &str) {
        assert_eq!(row(line).1.unwrap_err().to_string(), reason);
    }

    #[test]
    fn an_odd_row_is_kept_and_reported() {
        let (_, kept) =
            row("7,A,B,C,USD,2010-09-15,5000.00,1970-01-01 01:00:00,0.00,canceled,0,US,0.00,0.00,5000.00");
        assert_eq!(kept.unwrap().warnings, [Warning::LaunchedBeforeOpening]);
        let (_, kept) =
            row("7,A,B,C,USD,2010-09-15,50.00,2010-01-01 01:00:00,0.00,successful,0,US,0.00,0.00,5000.00");
        assert_eq!(kept.unwrap().warnings, [Warning::SuccessBelowGoal]);
    }
}
